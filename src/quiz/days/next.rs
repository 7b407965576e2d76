//! What a fleet does next, after a few minutes of its metrics and decisions.

use super::Asker;
use super::ground::{
    Day, Ground, STEP_S, about, afternoon, clock, minute, second, task_rps, tasks,
};
use crate::quiz::generated::Luck;
use crate::quiz::generated::draft::Draft;
use crate::sim::run::Decision;
use serde_json::json;

pub const NEXT: Asker = Asker {
    name: "day-next",
    meaning: "What target tracking does next, after a few minutes of metrics",
    lesson: "service-auto-scaling",
    exams: &[("SAA-C03", &["D2", "D3"]), ("SOA-C03", &["D1"])],
    difficulty: 3,
    facts: &["scaling.rounding", "scaling.high_alarm_points", "scaling.spike_to_trigger"],
    scenario: "sudden-step",
    draw: next,
};

fn next(luck: &mut Luck, ground: &Ground) -> Option<Draft> {
    let running = luck.whole(3, 8);
    let target = luck.one_of(&[45, 50, 55, 60, 65, 70]);
    let factor = luck.whole(2, 6);
    let asked = luck.whole(0, 2) as usize;
    let each = task_rps(ground.base);
    let low = (f64::from(running * target) / 100.0 * each * 0.94) as u32;
    let mut settings = afternoon(80, low, low * factor, 60);
    settings.extend(tasks(running, 100));
    settings.push(("scaling.target", target.into()));
    let day = ground.day(&settings)?;
    let decided: Vec<&Decision> = day
        .run
        .decisions
        .iter()
        .filter(|decision| decision.who == "target-tracking" && second(decision.t_ms) > STEP_S)
        .filter(|decision| decision.what.starts_with("scale "))
        .collect();
    let decision = *decided.get(asked)?;
    let at_s = second(decision.t_ms);
    let now = *decision.inputs.get("desired")? as u32;
    let key = desired_after(&day, at_s)?;
    let needed = (f64::from(low * factor) * 100.0 / (each * f64::from(target))) as u32 + 1;
    if key == needed || key < now + 2 {
        return None;
    }
    let case = json!({ "at_s": at_s, "running": running, "target": target, "factor": factor });
    let stem = format!(
        "A service on Fargate has one target tracking policy for CPU, at {target} %, with \
         one-minute metrics. At {} the load rises to {factor} times as much and stays there. A \
         task is fully busy at {each} requests a second. You see the simulated minutes until {}. \
         What does the policy do next?",
        about(STEP_S),
        about(at_s),
    );
    let mut draft = Draft::new(case, stem).lab(ground.lab(&settings, at_s));
    draft.evidence = seen(&day, at_s);
    Some(offered(draft, decision, [now, key, needed]))
}

fn offered(draft: Draft, decision: &Decision, [now, key, needed]: [u32; 3]) -> Draft {
    let to = |count: u32| format!("Scale out from {now} to {count} tasks");
    let because = decision.because.split(';').next().unwrap_or_default();
    let metric = decision.inputs.get("metric").copied().unwrap_or_default();
    draft
        .key(
            key,
            to(key),
            format!(
                "At {} three points lie over the target, and the newest that has arrived, minutes \
                 old by now, says {metric:.0} %: {because}. The policy starts from the tasks that \
                 ran then and from a meter that ends at 100 %.",
                clock(second(decision.t_ms))
            ),
        )
        .wrong(
            needed,
            to(needed),
            format!(
                "It tempts because {needed} tasks are what the load needs. The meter does not say \
                 so: CPU cannot show more than 100 %, and a policy knows only its metric."
            ),
            "tt-one-jump",
        )
        .wrong(
            now + 1,
            to(now + 1),
            "It tempts because an alarm looks like a threshold that adds one task. Target tracking \
             adds in proportion to the metric."
                .into(),
            "tt-is-threshold",
        )
        .wrong(
            now,
            format!("Nothing: it stays at {now} tasks"),
            "It tempts because a decision looks like the end of it, or because of the cooldown. As \
             long as three points lie over the target, target tracking goes on scaling out."
                .into(),
            "cooldown-blocks-all",
        )
}

/// The desired count in the row after a decision, as the run has it.
fn desired_after(day: &Day, at_s: u32) -> Option<u32> {
    let row = (at_s - super::ground::BEGIN_S) / crate::sim::run::STEP_S;
    day.run.columns.desired.get(row as usize).map(|count| *count as u32)
}

/// The minutes from just before the step to just before the decision.
fn seen(day: &Day, at_s: u32) -> String {
    let mut text = String::from("time   requests/s  desired  running    CPU\n");
    let columns = &day.run.columns;
    let mut from_s = STEP_S - 60;
    while from_s + 60 <= at_s {
        text.push_str(&format!(
            "{}  {:>10.0}  {:>7.0}  {:>7.0}  {:>3.0} %\n",
            about(from_s),
            minute(&columns.offered_rps, from_s),
            minute(&columns.desired, from_s),
            minute(&columns.running, from_s),
            100.0 * minute(&columns.cpu, from_s),
        ));
        from_s += 60;
    }
    text.pop();
    text
}
