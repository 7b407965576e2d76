//! When a task that auto scaling asked for is RUNNING, on Fargate and on machines.

use super::Asker;
use super::ground::{BEGIN_S, Ground, STEP_S, afternoon, clock, second, task_rps, tasks};
use crate::quiz::generated::Luck;
use crate::quiz::generated::draft::Draft;
use crate::sim::run::{Event, EventKind};
use serde_json::json;

pub const START: Asker = Asker {
    name: "day-start",
    meaning: "When the tasks that auto scaling asked for are RUNNING",
    lesson: "ec2-launch-type",
    exams: &[("SAA-C03", &["D2", "D3"]), ("SOA-C03", &["D2"])],
    difficulty: 3,
    facts: &["scaling.high_alarm_points", "scaling.spike_to_trigger", "ec2.boot"],
    scenario: "two-loops",
    draw: start,
};

/// Times of less distance than this, s, are not told apart.
const APART_S: u32 = 20;

fn start(luck: &mut Luck, ground: &Ground) -> Option<Draft> {
    let running = luck.whole(3, 6);
    let target = luck.one_of(&[50, 60, 70]);
    let image_mib = luck.one_of(&[120, 210, 400, 800]);
    let start_s = luck.one_of(&[10, 20, 30, 45]);
    let fargate = luck.once_in(2);
    let low = (f64::from(running * target) / 100.0 * task_rps(ground.base) * 0.94) as u32;
    let mut settings = vec![
        ("platform", if fargate { "ecs-fargate" } else { "ecs-ec2" }.into()),
        ("traffic.shape", "step".into()),
        ("traffic.noise", 0.into()),
    ];
    settings.extend(afternoon(60, low, low * 4, 60));
    settings.extend(tasks(running, 60));
    settings.extend([
        ("scaling.target", target.into()),
        ("task.image_mib", image_mib.into()),
        ("task.start_s", start_s.into()),
    ]);
    let day = ground.day(&settings)?;
    let asked = day.run.decisions.iter().find(|it| it.who == "target-tracking")?;
    let asked_s = second(asked.t_ms);
    let wanted = *day.run.columns.desired.get(row(asked_s))? as u32 - running;
    // The tasks that the first decision asked for, in the order of their names.
    let new = |event: &&Event| {
        let number = event.id.trim_start_matches('t').parse::<u32>().unwrap_or(0);
        event.id.starts_with('t') && number > running && number <= running + wanted
    };
    let mut running_s = Vec::new();
    let mut healthy_s = Vec::new();
    for event in day.run.events.iter().filter(new) {
        match (event.kind, event.state.as_str()) {
            (EventKind::TaskState, "RUNNING") => running_s.push(second(event.t_ms)),
            (EventKind::TargetHealth, "healthy") => healthy_s.push(second(event.t_ms)),
            _ => {}
        }
    }
    running_s.sort_unstable();
    healthy_s.sort_unstable();
    let (first, last) = (*running_s.first()?, *running_s.last()?);
    let key = tens(last);
    let waits = last > first + 40;
    if running_s.len() != wanted as usize || wanted < 2 || waits == fargate {
        return None;
    }
    let healthy = tens(*healthy_s.get(running_s.len() - 1)?);
    let no_delay = tens(STEP_S + 180 + (last - asked_s));
    let no_boot = tens(first);
    let times = [key, healthy, tens(asked_s), no_delay, no_boot];
    let near = |other: &u32| *other != key && other.abs_diff(key) < APART_S;
    if times.iter().any(near) || healthy <= key {
        return None;
    }
    let case = json!({ "asked_s": asked_s, "running": running, "wanted": wanted });
    let stem = stem(&Told { fargate, running, wanted, target, image_mib, start_s });
    let why = match fargate {
        true => format!(
            "The policy decides at {}. Each task then waits for its network interface and pulls the \
             image: {} s later the last one is RUNNING, and its application begins to start.",
            clock(asked_s),
            last - asked_s
        ),
        false => format!(
            "The policy decides at {}. The first task finds room and is RUNNING at {}. The last one \
             waits in PROVISIONING for an instance that the capacity provider has to start, and for \
             its boot.",
            clock(asked_s),
            clock(tens(first))
        ),
    };
    Some(
        Draft::new(case, stem)
            .lab(ground.lab(&settings, last))
            .key(key, clock(key), why)
            .wrong_if(
                !fargate,
                no_boot,
                clock(no_boot),
                "It tempts as the time at which the first new task is RUNNING. The others find no \
                 room on the instances: a second loop has to add machines first."
                    .into(),
                "one-scaling-loop-ec2",
            )
            .wrong(
                tens(asked_s),
                clock(tens(asked_s)),
                "It tempts because the policy has decided then. It sets the desired count; the \
                 tasks have to be placed, to pull and to start."
                    .into(),
                "desired-is-running",
            )
            .wrong(
                no_delay,
                clock(no_delay),
                "It tempts if the alarm acts as soon as three minutes have passed. The points \
                 arrive late: in the one AWS test of it, which the simulator follows, the decision \
                 came six minutes after the load."
                    .into(),
                "tt-immediate",
            )
            .wrong(
                healthy,
                clock(healthy),
                "It tempts because that is when the last one gets requests. RUNNING is earlier: \
                 after it the target group still wants a passed health check."
                    .into(),
                "desired-is-running",
            ),
    )
}

struct Told {
    fargate: bool,
    running: u32,
    wanted: u32,
    target: u32,
    image_mib: u32,
    start_s: u32,
}

fn stem(told: &Told) -> String {
    let Told { running, wanted, target, image_mib, start_s, .. } = told;
    let place = match told.fargate {
        true => "on Fargate",
        false => {
            "on m5.large instances in awsvpc mode without trunking, behind a capacity provider at \
             100 %"
        }
    };
    format!(
        "A service runs {running} tasks {place}. Its image has {image_mib} MiB, and the application \
         needs {start_s} s to start. At {} the load becomes four times as much, and target \
         tracking on one-minute CPU metrics, at {target} %, first asks for {wanted} more tasks. At \
         about what time is the last of them in state RUNNING, in the simulated day?",
        clock(STEP_S),
    )
}

fn row(at_s: u32) -> usize {
    ((at_s - BEGIN_S) / crate::sim::run::STEP_S) as usize
}

/// Rounded up to ten seconds.
fn tens(at_s: u32) -> u32 {
    at_s.div_ceil(10) * 10
}
