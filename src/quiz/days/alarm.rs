//! Which of two policies decides first while the load rises.

use super::Asker;
use super::ground::{Ground, STEP_S, about, afternoon, second, task_rps, tasks};
use crate::quiz::generated::Luck;
use crate::quiz::generated::draft::Draft;
use serde_json::json;

pub const FIRST: Asker = Asker {
    name: "day-alarm",
    meaning: "Which of two policies fires first while the load rises",
    lesson: "service-auto-scaling",
    exams: &[("SAA-C03", &["D3"]), ("SOA-C03", &["D1"]), ("DOP-C02", &["D3"])],
    difficulty: 3,
    facts: &[
        "scaling.several_policies",
        "scaling.requests_per_target",
        "scaling.high_alarm_points",
    ],
    scenario: "sudden-step",
    draw: first,
};

/// Least distance between the two moments, s: which comes first must not hang on an estimate.
const APART_S: u32 = 300;

fn first(luck: &mut Luck, ground: &Ground) -> Option<Draft> {
    let running = luck.whole(4, 10);
    let percent = luck.one_of(&[40, 50, 60, 70, 80]);
    let requests = luck.whole(12, 40) * 30;
    let ramp_min = luck.one_of(&[30, 40, 50]);
    let each = task_rps(ground.base);
    let full = f64::from(running) * each;
    let (low, high) = ((full * 0.3) as u32, (full * 1.2) as u32);
    // Requests a second at which each metric passes its target.
    let by_cpu = full * f64::from(percent) / 100.0;
    let by_requests = f64::from(running * requests) / 60.0;
    let passes = |rps: f64| {
        let share = (rps - f64::from(low)) / f64::from(high - low);
        (0.05..0.95).contains(&share).then(|| STEP_S + (share * f64::from(ramp_min * 60)) as u32)
    };
    let (cpu_s, requests_s) = (passes(by_cpu)?, passes(by_requests)?);
    if cpu_s.abs_diff(requests_s) < APART_S {
        return None;
    }
    let mut settings = afternoon(100, low, high, ramp_min * 60);
    settings.extend(tasks(running, 60));
    settings.extend([
        ("scaling.target", percent.into()),
        (
            "scaling.policies",
            json!([{ "kind": "target-tracking", "metric": "requests", "target": requests }]),
        ),
    ]);
    let day = ground.day(&settings)?;
    let decision = day.run.decisions.iter().find(|it| it.who == "target-tracking")?;
    let cpu_first = *decision.inputs.get("target")? == f64::from(percent);
    let at_s = second(decision.t_ms);
    let names = ["the CPU policy", "the requests policy"];
    let (name, other) = if cpu_first { (names[0], names[1]) } else { (names[1], names[0]) };
    let (own_s, other_s) = if cpu_first { (cpu_s, requests_s) } else { (requests_s, cpu_s) };
    if own_s > other_s || at_s < own_s + 120 || at_s + 60 > other_s + 3 * 60 {
        return None;
    }
    let policy = |cpu: bool| if cpu { "cpu" } else { "requests" };
    let case = json!({ "percent": percent, "requests": requests });
    let stem = format!(
        "A service of {running} tasks has two target tracking policies: CPU at {percent} %, and \
         {requests} requests per target and minute. One task is fully busy at {each} requests a \
         second. From {} on the load rises evenly for {ramp_min} minutes, from {low} to {high} \
         requests a second. Which policy scales out first, and when, in the simulated day?",
        about(STEP_S),
    );
    let capital = |text: &str| text.replacen('t', "T", 1);
    let when = |name: &str, at_s: u32| format!("{}, at about {}", capital(name), about(at_s));
    Some(
        Draft::new(case, stem)
            .lab(ground.lab(&settings, at_s))
            .key(
                json!([policy(cpu_first), at_s / 60]),
                when(name, at_s),
                format!(
                    "CPU passes {percent} % at {by_cpu:.0} requests a second, at {}; {requests} a \
                     target and minute are {by_requests:.0} a second, at {}. Then three points must \
                     lie over the target, and they arrive late.",
                    about(cpu_s),
                    about(requests_s)
                ),
            )
            .wrong(
                json!([policy(cpu_first), own_s / 60]),
                when(name, own_s),
                "It tempts because the metric passes its target then. The alarm wants three points \
                 over it, and each arrives after its minute is over."
                    .into(),
                "tt-immediate",
            )
            .wrong(
                json!([policy(!cpu_first), other_s / 60]),
                when(other, other_s),
                match cpu_first {
                    true => format!(
                        "It tempts if its target is counted for the whole service. It holds for \
                         each task, so this metric passes its target later, at {}.",
                        about(other_s)
                    ),
                    false => format!(
                        "It tempts because CPU is the usual metric to scale on. Of the two it \
                         passes its target later, at {}, and no policy goes before another.",
                        about(other_s)
                    ),
                },
                if cpu_first { "rcpt-total" } else { "two-policies-average" },
            )
            .wrong(
                json!(["both", (other_s + at_s - own_s) / 60]),
                format!(
                    "Neither before both metrics are over their targets, at about {}",
                    about(other_s + at_s - own_s)
                ),
                "It tempts because scaling in needs all policies. For scaling out one voice is \
                 enough, and the largest wish wins."
                    .into(),
                "two-policies-average",
            ),
    )
}
