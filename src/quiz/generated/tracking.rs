//! Target tracking: what it sets, when it keeps still, and how often it must decide.

use super::Generator;
use super::draft::{Draft, count, share_up, whole};
use super::luck::Luck;
use crate::facts::Rulebook;
use serde_json::json;

const LESSON: &str = "service-auto-scaling";

pub const OUT: Generator = Generator {
    name: "tracking-out",
    meaning: "The desired count that target tracking sets when its high alarm fires",
    lesson: LESSON,
    exams: &[("SAA-C03", &["D2", "D3"]), ("SOA-C03", &["D1"])],
    difficulty: 2,
    facts: &["scaling.rounding", "scaling.base"],
    draw: out,
};

fn out(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let running = luck.whole(3, 20);
    let desired = running + luck.whole(1, 3);
    let target = luck.one_of(&[50, 60, 70]);
    let metric = luck.whole(target + 5, 100);
    let case = json!({ "current": running, "metric": metric, "target": target });
    let key = whole("target-tracking", &case, "desired", rules)?;
    let down = running * metric / target;
    let by_desired = share_up(desired, metric, target);
    if key <= desired + 1 || down == key {
        return None;
    }
    let stem = format!(
        "A service has a desired count of {desired}, but only {running} of its tasks run yet; the \
         others are still starting. Average CPU is {metric} % against a target of {target} %, and \
         the high alarm of target tracking has just fired. The maximum is far away. Which desired \
         count does the policy set?"
    );
    let case = json!({
        "current": running, "desired": desired, "metric": metric, "target": target
    });
    Some(
        Draft::new(case, stem)
            .key(
                key,
                count(key, "task"),
                format!(
                    "The tasks that run times the metric over the target: {running} × {metric} ÷ \
                     {target}, rounded up to {key}."
                ),
            )
            .wrong(
                down,
                count(down, "task"),
                "It tempts because the result has a fraction, and fractions are cut off elsewhere. \
                 Scale-out rounds up, so that the metric ends at the target or below it."
                    .into(),
                "tt-rounds-down",
            )
            .wrong(
                by_desired,
                count(by_desired, "task"),
                format!(
                    "It tempts because the desired count is the number that the policy sets. The \
                     step starts from the {running} tasks that run, not from the {desired} wished \
                     for."
                ),
                "desired-is-running",
            )
            .wrong(
                desired + 1,
                count(desired + 1, "task"),
                "It tempts because an alarm looks like a threshold that adds one. Target tracking \
                 adds in proportion, many at once if need be."
                    .into(),
                "tt-is-threshold",
            ),
    )
}

pub const IN: Generator = Generator {
    name: "tracking-in",
    meaning: "The desired count once the low alarm of target tracking has fired",
    lesson: LESSON,
    exams: &[("SAA-C03", &["D4"]), ("SOA-C03", &["D1"])],
    difficulty: 2,
    facts: &["scaling.rounding", "scaling.low_alarm_points"],
    draw: in_,
};

fn in_(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let running = luck.whole(6, 30);
    let target = luck.one_of(&[50, 60, 70]);
    let metric = luck.whole(target * 3 / 10, target * 85 / 100);
    let case = json!({ "current": running, "metric": metric, "target": target });
    let key = whole("target-tracking", &case, "desired", rules)?;
    let points = rules.scaling_low_alarm_points;
    if key + 1 >= running {
        return None;
    }
    let stem = format!(
        "{running} tasks run. Average CPU has been {metric} % for {points} one-minute points, the \
         target is {target} %, and the low alarm of target tracking has fired. No cooldown runs \
         and the minimum is 1. Which desired count does the policy set?"
    );
    Some(
        Draft::new(case, stem)
            .key(
                key,
                count(key, "task"),
                format!(
                    "Scale-in is proportional too: {running} × {metric} ÷ {target}, rounded up to \
                     {key}, so that the tasks that stay are not pushed over the target."
                ),
            )
            .wrong(
                running - 1,
                count(running - 1, "task"),
                "It tempts because taking one away is careful. The policy has waited long enough \
                 and then computes the count that the load needs."
                    .into(),
                "tt-is-threshold",
            )
            .wrong(
                running * metric / target,
                count(running * metric / target, "task"),
                "It tempts because cutting off the fraction saves a task. The remaining tasks \
                 would then stand above the target, so the count is rounded up."
                    .into(),
                "tt-rounds-down",
            )
            .wrong(
                running,
                count(running, "task"),
                format!(
                    "It tempts because scale-in is slow. It is: but after {points} points under \
                     the low threshold the alarm fires and the count goes down."
                ),
                "tt-symmetric",
            ),
    )
}

pub const BAND: Generator = Generator {
    name: "tracking-band",
    meaning: "What target tracking does a little below its target",
    lesson: LESSON,
    exams: &[("SAA-C03", &["D4"]), ("SOA-C03", &["D1"])],
    difficulty: 2,
    facts: &["scaling.low_factor", "scaling.low_alarm_points"],
    draw: band,
};

fn band(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let running = luck.whole(24, 48);
    let target = luck.one_of(&[50, 60, 70, 75]);
    let metric = luck.whole(target * 93 / 100 + 1, target - 1);
    let case = json!({ "current": running, "metric": metric, "target": target });
    let key = whole("target-tracking", &case, "desired", rules)?;
    let scaled = running * metric / target;
    if scaled + 1 >= running || f64::from(metric) < f64::from(target) * 0.93 {
        return None;
    }
    let stem = format!(
        "Target tracking holds average CPU at {target} %. {running} tasks run, and CPU has stood \
         at {metric} % without a change for an hour. How many tasks does the policy leave running?"
    );
    Some(
        Draft::new(case, stem)
            .key(
                key,
                count(key, "task"),
                format!(
                    "{metric} % lies between the target and the threshold of the low alarm, which \
                     stands about a tenth below it. No alarm fires, so nothing changes."
                ),
            )
            .wrong(
                running - 1,
                count(running - 1, "task"),
                "It tempts because the metric is under its target. Below the target is not yet too \
                 many: between both alarms the policy keeps still."
                    .into(),
                "tt-scale-in-at-target",
            )
            .wrong(
                scaled,
                count(scaled, "task"),
                format!(
                    "It tempts because {running} × {metric} ÷ {target} is less than {running}. The \
                     formula is only used when an alarm fires, and none does."
                ),
                "tt-scale-in-at-target",
            )
            .wrong(
                running + 1,
                count(running + 1, "task"),
                "It tempts because the metric is near its target. Only a metric above the target \
                 adds tasks."
                    .into(),
                "tt-is-threshold",
            ),
    )
}

pub const TWO: Generator = Generator {
    name: "tracking-two",
    meaning: "The count that follows from two target tracking policies",
    lesson: LESSON,
    exams: &[("SAA-C03", &["D3"]), ("DOP-C02", &["D3"])],
    difficulty: 2,
    facts: &["scaling.several_policies", "scaling.rounding"],
    draw: two,
};

fn two(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let running = luck.whole(6, 20);
    let target = luck.one_of(&[50, 60]);
    let (cpu, memory) = (luck.whole(20, 40), luck.whole(target + 8, 95));
    let wish = |metric: u32| {
        let case = json!({ "current": running, "metric": metric, "target": target });
        whole("target-tracking", &case, "desired", rules)
    };
    let (low, high) = (wish(cpu)?, wish(memory)?);
    let mean = (low + high).div_ceil(2);
    let case = json!({ "current": running, "target": target, "metrics": [cpu, memory] });
    let stem = format!(
        "A service with {running} running tasks has two target tracking policies, one for CPU and \
         one for memory, both with a target of {target} %. CPU has been {cpu} % and memory \
         {memory} % for so long that the low alarm of one and the high alarm of the other have \
         fired. Which desired count results?"
    );
    Some(
        Draft::new(case, stem)
            .key(
                high.max(low),
                count(high.max(low), "task"),
                format!(
                    "Memory asks for {running} × {memory} ÷ {target} = {high}, CPU for {low}. Any \
                     policy may scale out, all must agree to scale in: the largest wins."
                ),
            )
            .wrong(
                low,
                count(low, "task"),
                "It tempts if one takes the policy that spoke last, or CPU as the leading metric. \
                 One policy alone can never scale in against another."
                    .into(),
                "two-policies-average",
            )
            .wrong(
                mean,
                count(mean, "task"),
                "It tempts as a fair middle. Policies are not averaged: the largest capacity wins."
                    .into(),
                "two-policies-average",
            )
            .wrong(
                running,
                count(running, "task"),
                "It tempts because one wants more and the other less. Only scale-in needs \
                 agreement; scale-out needs one voice."
                    .into(),
                "two-policies-average",
            ),
    )
}

pub const RUNGS: Generator = Generator {
    name: "tracking-rungs",
    meaning: "How often CPU target tracking must decide after a jump of the load",
    lesson: LESSON,
    exams: &[("SAA-C03", &["D3"]), ("SOA-C03", &["D1"])],
    difficulty: 3,
    facts: &["scaling.rounding", "scaling.high_alarm_points"],
    draw: rungs,
};

fn rungs(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let running = luck.whole(2, 10);
    let target = luck.one_of(&[40, 50, 60, 75]);
    let factor = luck.whole(2, 8);
    // In hundredths of a task that is fully busy.
    let load = running * target * factor;
    let counts = climb(running, target, load, rules)?;
    let key = counts.len() as u32 - 1;
    if key < 2 || counts[key as usize] * target < load {
        return None;
    }
    let listed: Vec<String> = counts.iter().map(u32::to_string).collect();
    let case = json!({ "running": running, "target": target, "factor": factor });
    let stem = format!(
        "A Fargate service runs {running} tasks at exactly its CPU target of {target} %. The load \
         jumps to {factor} times as much and stays there; requests over capacity are refused, so \
         no backlog builds up. Each time the high alarm fires, target tracking decides once and \
         the new tasks start before the next decision. How many decisions does it take until the \
         tasks can carry the load at or below the target?"
    );
    let lab = format!("sudden-step?scaling.target={target}");
    Some(
        Draft::number(case, "decisions", stem)
            .lab(lab)
            .key_of(
                key,
                "decision",
                format!(
                    "CPU cannot show more than 100 %, so one decision multiplies by 100 ÷ {target} \
                     at most, rounded up: {}.",
                    listed.join(" → ")
                ),
            )
            .wrong_of(
                1,
                "decision",
                format!(
                    "It tempts because the formula is proportional. But at {factor} times the load \
                     the meter still says 100 %, and the policy cannot know how much is missing."
                ),
                "tt-one-jump",
            )
            .wrong_of(
                factor,
                "decision",
                "It tempts as one decision for each multiple of the load. The count grows by a \
                 factor each time, not by the same number of tasks.",
                "tt-is-threshold",
            )
            .wrong_of(
                key + 1,
                "decision",
                "It tempts if the counts are rounded down on the way. Every decision rounds up, \
                 and that saves the last one.",
                "tt-rounds-down",
            )
            .wrong_of(
                key - 1,
                "decision",
                format!(
                    "One too few: after it {} tasks run, and the load needs {}.",
                    counts[key as usize - 1],
                    load.div_ceil(target)
                ),
                "tt-one-jump",
            ),
    )
}

/// The counts from decision to decision, until they carry the load.
fn climb(running: u32, target: u32, load: u32, rules: &Rulebook) -> Option<Vec<u32>> {
    let mut now = running;
    let mut counts = vec![now];
    while now * target < load && counts.len() < 12 {
        // Hundredths of a per cent, since the metric is no whole number any more.
        let metric = f64::from((load * 100 / now).min(10_000)) / 100.0;
        let case = json!({ "current": now, "metric": metric, "target": target });
        now = whole("target-tracking", &case, "desired", rules)?;
        counts.push(now);
    }
    Some(counts)
}
