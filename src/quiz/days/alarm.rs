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
    let (own_s, other_s) = if cpu_first { (cpu_s, requests_s) } else { (requests_s, cpu_s) };
    if own_s > other_s || at_s < own_s + 120 || at_s + 60 > other_s + 3 * 60 {
        return None;
    }
    let case = json!({ "percent": percent, "requests": requests });
    let stem = format!(
        "A service of {running} tasks has two target tracking policies: CPU at {percent} %, and \
         {requests} requests per target and minute. One task is fully busy at {each} requests a \
         second. From {} on the load rises evenly for {ramp_min} minutes, from {low} to {high} \
         requests a second. Which policy scales out first, and when, in the simulated day?",
        about(STEP_S),
    );
    let why = format!(
        "CPU passes {percent} % at {by_cpu:.0} requests a second, at {}; {requests} a target and \
         minute are {by_requests:.0} a second, at {}. Then three points must lie over the target, \
         and they arrive late.",
        about(cpu_s),
        about(requests_s)
    );
    let draft = Draft::new(case, stem).lab(ground.lab(&settings, at_s));
    Some(offered(draft, cpu_first, [at_s, own_s, other_s], why))
}

const BOTH: &str = "Neither before both metrics are over their targets, at about ";

/// `at_s` is when the first one decides, `own_s` when its metric passes its target, `other_s` when
/// the other's does.
fn offered(draft: Draft, cpu: bool, [at_s, own_s, other_s]: [u32; 3], why: String) -> Draft {
    let name = |cpu: bool| if cpu { "The CPU policy" } else { "The requests policy" };
    let policy = |cpu: bool| if cpu { "cpu" } else { "requests" };
    let when = |cpu: bool, at_s: u32| format!("{}, at about {}", name(cpu), about(at_s));
    let both_s = other_s + at_s - own_s;
    draft
        .key(json!([policy(cpu), at_s / 60]), when(cpu, at_s), why)
        .wrong(
            json!([policy(cpu), own_s / 60]),
            when(cpu, own_s),
            "It tempts because the metric passes its target then. The alarm wants three points \
             over it, and each arrives after its minute is over."
                .into(),
            "tt-immediate",
        )
        .wrong(
            json!([policy(!cpu), other_s / 60]),
            when(!cpu, other_s),
            match cpu {
                true => format!(
                    "It tempts if its target is counted for the whole service. It holds for each \
                     task, so this metric passes its target later, at {}.",
                    about(other_s)
                ),
                false => format!(
                    "It tempts because CPU is the usual metric to scale on. Of the two it passes \
                     its target later, at {}, and no policy goes before another.",
                    about(other_s)
                ),
            },
            if cpu { "rcpt-total" } else { "two-policies-average" },
        )
        .wrong(
            json!(["both", both_s / 60]),
            [BOTH, &about(both_s)].concat(),
            "It tempts because scaling in needs all policies. For scaling out one voice is enough, \
             and the largest wish wins."
                .into(),
            "two-policies-average",
        )
}
