//! When a task that auto scaling asked for is RUNNING, on Fargate and on machines.

use super::Asker;
use super::ground::{BEGIN_S, Ground, STEP_S, afternoon, clock, second, task_rps, tasks};
use crate::quiz::generated::Luck;
use crate::quiz::generated::draft::Draft;
use crate::sim::run::{Event, EventKind, Run};
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
    let times = Times::of(&day.run, running)?;
    let waits_for_room = times.last > times.first + 40;
    if times.wanted < 2 || waits_for_room == fargate || !times.tell_apart() {
        return None;
    }
    let case = json!({ "running": running, "wanted": times.wanted });
    let told = Told { fargate, running, wanted: times.wanted, target, image_mib, start_s };
    let draft = Draft::new(case, stem(&told)).lab(ground.lab(&settings, times.last));
    Some(offered(draft, &times, fargate))
}

/// What becomes of the tasks that the first decision asks for, s of the day.
struct Times {
    wanted: u32,
    asked: u32,
    /// RUNNING, the first of them and the last.
    first: u32,
    last: u32,
    /// The last of them gets requests.
    healthy: u32,
}

impl Times {
    fn of(run: &Run, running: u32) -> Option<Times> {
        let asked = run.decisions.iter().find(|it| it.who == "target-tracking")?;
        let asked = second(asked.t_ms);
        let row = ((asked - BEGIN_S) / crate::sim::run::STEP_S) as usize;
        let wanted = *run.columns.desired.get(row)? as u32 - running;
        let new = |event: &&Event| {
            let number = event.id.strip_prefix('t').and_then(|it| it.parse::<u32>().ok());
            number.is_some_and(|number| number > running && number <= running + wanted)
        };
        let reached = |kind: EventKind, state: &str| -> Vec<u32> {
            let events = run.events.iter().filter(new);
            let events = events.filter(|event| event.kind == kind && event.state == state);
            let mut times: Vec<u32> = events.map(|event| second(event.t_ms)).collect();
            times.sort_unstable();
            times
        };
        let started = reached(EventKind::TaskState, "RUNNING");
        let healthy = *reached(EventKind::TargetHealth, "healthy").get(wanted as usize - 1)?;
        let (first, last) = (*started.first()?, *started.last()?);
        (started.len() == wanted as usize).then_some(Times { wanted, asked, first, last, healthy })
    }

    /// When it would be without the delay of the metric.
    fn without_delay(&self) -> u32 {
        tens(STEP_S + 180 + (self.last - self.asked))
    }

    /// Whether nothing else that is offered lies near the right answer.
    fn tell_apart(&self) -> bool {
        let key = tens(self.last);
        let others = [tens(self.healthy), tens(self.asked), self.without_delay(), tens(self.first)];
        let near = |other: &u32| *other != key && other.abs_diff(key) < APART_S;
        !others.iter().any(near) && tens(self.healthy) > key
    }
}

fn offered(draft: Draft, times: &Times, fargate: bool) -> Draft {
    let [key, first, asked, healthy] =
        [times.last, times.first, times.asked, times.healthy].map(tens);
    let no_delay = times.without_delay();
    let why = match fargate {
        true => format!(
            "The policy decides at {}. Each task then waits for its network interface and pulls \
             the image: {} s later the last one is RUNNING, and its application begins to start.",
            clock(times.asked),
            times.last - times.asked
        ),
        false => format!(
            "The policy decides at {}. The first task finds room and is RUNNING at {}. The last \
             one waits in PROVISIONING for an instance that the capacity provider has to start, \
             and for its boot.",
            clock(times.asked),
            clock(first)
        ),
    };
    draft
        .key(key, clock(key), why)
        .wrong_if(
            !fargate,
            first,
            clock(first),
            "It tempts as the time at which the first new task is RUNNING. The others find no room \
             on the instances: a second loop has to add machines first."
                .into(),
            "one-scaling-loop-ec2",
        )
        .wrong(
            asked,
            clock(asked),
            "It tempts because the policy has decided then. It sets the desired count; the tasks \
             have to be placed, to pull and to start."
                .into(),
            "desired-is-running",
        )
        .wrong(
            no_delay,
            clock(no_delay),
            "It tempts if the alarm acts as soon as three minutes have passed. The points arrive \
             late: in the one AWS test of it, which the simulator follows, the decision came six \
             minutes after the load."
                .into(),
            "tt-immediate",
        )
        .wrong(
            healthy,
            clock(healthy),
            "It tempts because that is when the last one gets requests. RUNNING is earlier: after \
             it the target group still wants a passed health check."
                .into(),
            "desired-is-running",
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
        "A service runs {running} tasks {place}. Its image has {image_mib} MiB, and the \
         application needs {start_s} s to start. At {} the load becomes four times as much, and \
         target tracking on one-minute CPU metrics, at {target} %, first asks for {wanted} more \
         tasks. At about what time is the last of them in state RUNNING, in the simulated day?",
        clock(STEP_S),
    )
}

/// Rounded up to ten seconds.
fn tens(at_s: u32) -> u32 {
    at_s.div_ceil(10) * 10
}
