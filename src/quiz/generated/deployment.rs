//! Rolling deployments: both percents, and the circuit breaker.

use super::Generator;
use super::draft::{Draft, answer, count, whole};
use super::luck::Luck;
use crate::facts::Rulebook;
use serde_json::{Value, json};

const LESSON: &str = "deployments";

pub const PERCENTS: Generator = Generator {
    name: "deployment-percents",
    meaning: "Fewest and most tasks during a rolling deployment",
    lesson: LESSON,
    exams: &[("DVA-C03", &["D3"]), ("DOP-C02", &["D1"]), ("SOA-C03", &["D3"])],
    difficulty: 2,
    facts: &["ecs.minimum_healthy_percent", "ecs.maximum_percent"],
    draw: percents,
};

fn percents(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let desired = luck.whole(3, 15);
    let (low, high) = (luck.one_of(&[25, 50, 60, 75]), luck.one_of(&[110, 125, 150, 175]));
    let case = json!({
        "desired": desired, "minimum_healthy_percent": low, "maximum_percent": high
    });
    let min = whole("deployment-bounds", &case, "min", rules)?;
    let max = whole("deployment-bounds", &case, "max", rules)?;
    let (low_down, high_up) = (desired * low / 100, (desired * high).div_ceil(100));
    if low_down == min || high_up == max {
        return None;
    }
    let says = |min: u32, max: u32| format!("{min} to {max} tasks");
    let stem = format!(
        "A service with a desired count of {desired} is deployed with a minimum healthy percent of \
         {low} and a maximum percent of {high}. Between how many tasks does ECS keep it meanwhile?"
    );
    let low_why = format!(
        "It tempts to cut off the fraction of {desired} × {low} %. The lower bound is rounded up, \
         so that never less than {low} % is healthy."
    );
    let high_why = format!(
        "It tempts to round {desired} × {high} % up. The upper bound is rounded down, so that the \
         maximum is never passed."
    );
    let mis = "min-percent-rounds-down";
    Some(
        Draft::new(case, stem)
            .key(
                says(min, max),
                says(min, max),
                format!(
                    "{desired} × {low} % is rounded up to {min}, {desired} × {high} % down to \
                     {max}."
                ),
            )
            .wrong(says(low_down, max), says(low_down, max), low_why, mis)
            .wrong(says(min, high_up), says(min, high_up), high_why, mis)
            .wrong(
                says(low_down, high_up),
                says(low_down, high_up),
                "It tempts because it gives the deployment the most room. Both bounds are rounded \
                 to the careful side."
                    .into(),
                mis,
            ),
    )
}

pub const STUCK: Generator = Generator {
    name: "deployment-stuck",
    meaning: "Which pair of percents leaves a rolling deployment no room",
    lesson: LESSON,
    exams: &[("DVA-C03", &["D3"]), ("DOP-C02", &["D1"]), ("SOA-C03", &["D3"])],
    difficulty: 2,
    facts: &["ecs.minimum_healthy_percent", "ecs.maximum_percent"],
    draw: stuck,
};

fn stuck(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let desired = luck.whole(1, 6);
    let pairs = [
        (100, 100),
        (50, 100),
        (50, 150),
        (0, 100),
        (100, 200),
        (75, 125),
        (100, 150),
        (90, 110),
        (60, 120),
        (80, 125),
        (34, 120),
        (25, 110),
    ];
    let drawn = luck.some_of(&pairs, 4);
    let mut offers = Vec::new();
    let mut listed = Vec::new();
    for (low, high) in drawn {
        let pair = json!({
            "desired": desired, "minimum_healthy_percent": low, "maximum_percent": high
        });
        let stop = whole("deployment-bounds", &pair, "can_stop", rules)?;
        let start = whole("deployment-bounds", &pair, "can_start", rules)?;
        offers.push((stop, start, low, high));
        listed.push(pair);
    }
    if offers.iter().filter(|(stop, start, ..)| stop + start == 0).count() != 1 {
        return None;
    }
    let stem = format!(
        "A service has a desired count of {desired}, and all its tasks are healthy. With which \
         minimum healthy percent and maximum percent does a rolling deployment never move?"
    );
    let mut draft = Draft::new(json!({ "desired": desired, "pairs": listed }), stem);
    for (stop, start, low, high) in offers {
        let text = format!("{low} % and {high} %");
        let value = json!([low, high]);
        if stop + start == 0 {
            let why = format!(
                "{desired} × {low} % rounded up is {desired}, and {desired} × {high} % rounded \
                 down is {desired} too: nothing may stop, nothing may start."
            );
            draft = draft.key(value, text, why);
        } else {
            let why = match (stop, start) {
                (0, start) => format!(
                    "It tempts because nothing may stop. But {} may start first, and then an old \
                     one goes.",
                    count(start, "task")
                ),
                (stop, 0) => format!(
                    "It tempts because nothing may start on top. But {} may stop first.",
                    count(stop, "old task")
                ),
                (stop, start) => format!(
                    "It moves: {} may stop and {} may start.",
                    count(stop, "task"),
                    count(start, "task")
                ),
            };
            draft = draft.wrong(value, text, why, "min100-max100");
        }
    }
    Some(draft)
}

pub const BREAKER: Generator = Generator {
    name: "breaker-threshold",
    meaning: "Failed tasks after which the circuit breaker ends a deployment",
    lesson: LESSON,
    exams: &[("DVA-C03", &["D3"]), ("DOP-C02", &["D1"]), ("SOA-C03", &["D3"])],
    difficulty: 2,
    facts: &["ecs.breaker_percent", "ecs.breaker_min", "ecs.breaker_max", "ecs.breaker_old_min"],
    draw: breaker,
};

fn breaker(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let few = luck.once_in(2);
    let desired = if few { luck.whole(2, 25) } else { luck.whole(26, 600) };
    let case = json!({ "desired": desired });
    let key = whole("circuit-breaker", &case, "threshold", rules)?;
    let (least, most) = (rules.ecs_breaker_min as u32, rules.ecs_breaker_max as u32);
    let half = desired.div_ceil(2);
    let old = half.clamp(10, most);
    let stem = format!(
        "The deployment circuit breaker is on with its default settings, and the service has a \
         desired count of {desired}. Every new task fails. After how many failures does the \
         deployment count as failed?"
    );
    Some(
        Draft::new(case, stem)
            .key_of(
                key,
                "failure",
                format!(
                    "Half of {desired}, rounded up, is {half}; it must lie between {least} and \
                     {most}: {key}."
                ),
            )
            .wrong_of(
                old,
                "failure",
                "It tempts because the launch texts name 10 as the least. That minimum is lower \
                 now.",
                "breaker-min-10",
            )
            .wrong_of(
                half,
                "failure",
                format!(
                    "It tempts as half of {desired}. The result is held between {least} and {most}."
                ),
                "breaker-counts-percent-of-started",
            )
            .wrong_of(
                desired,
                "failure",
                "It tempts because each task has then failed once. The breaker opens at half of \
                 the desired count.",
                "breaker-counts-percent-of-started",
            )
            .wrong_of(
                desired / 2,
                "failure",
                "It tempts to cut off the fraction. The half is rounded up.",
                "breaker-counts-percent-of-started",
            )
            .wrong_of(
                desired * 2,
                "failure",
                "It tempts if every task may fail twice. The breaker counts failures, not tries \
                 of each task.",
                "breaker-counts-percent-of-started",
            ),
    )
}

pub const OUTCOMES: Generator = Generator {
    name: "breaker-outcomes",
    meaning: "At which task of a sequence the circuit breaker opens",
    lesson: LESSON,
    exams: &[("DVA-C03", &["D3"]), ("DOP-C02", &["D1"])],
    difficulty: 3,
    facts: &["ecs.breaker_percent", "ecs.breaker_reset", "ecs.breaker_min"],
    draw: outcomes,
};

fn outcomes(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let desired = luck.whole(4, 12);
    let count_of = luck.whole(10, 16);
    let failed: Vec<bool> = (0..count_of).map(|_| !luck.once_in(4)).collect();
    let words: Vec<Value> =
        failed.iter().map(|failed| if *failed { "fail" } else { "healthy" }.into()).collect();
    let case = json!({ "desired": desired, "outcomes": words });
    let found = answer("circuit-breaker", &case, rules)?;
    let threshold = found["threshold"].as_u64()? as u32;
    let key = found["failed_at"].as_u64()? as u32 + 1;
    let nth = |wanted: u32| {
        let at = failed.iter().enumerate().filter(|(_, failed)| **failed).map(|(at, _)| at);
        at.skip(wanted.saturating_sub(1) as usize).map(|at| at as u32 + 1).next()
    };
    let all = nth(threshold)?;
    let signs: Vec<&str> = failed.iter().map(|failed| if *failed { "F" } else { "H" }).collect();
    let stem = format!(
        "The circuit breaker is on with its default settings; desired count {desired}. The new \
         tasks of a deployment end one after the other as follows, F for failed and H for healthy: \
         <b>{}</b>. At which task does the deployment fail?",
        signs.join(" ")
    );
    let says = |number: u32| format!("At task {number}");
    let mut draft = Draft::new(case, stem)
        .key(
            key,
            says(key),
            format!(
                "Half of {desired} rounded up, at least {} makes {threshold}. A healthy task sets \
                 the count back to zero, and task {key} is the {threshold}th failure since.",
                rules.ecs_breaker_min
            ),
        )
        .wrong(
            all,
            says(all),
            format!(
                "It tempts because it is failure number {threshold} in all. By default a healthy \
                 task sets the count back."
            ),
            "breaker-counts-percent-of-started",
        );
    if let Some(old) = nth(10) {
        draft = draft.wrong(
            old,
            says(old),
            "It tempts as the tenth failure, the minimum of the launch texts.".into(),
            "breaker-min-10",
        );
    }
    if let Some(last) = (key > threshold).then_some(threshold) {
        draft = draft.wrong(
            last,
            says(last),
            format!("It tempts as the {threshold}th task. Only failures count, and only in a row."),
            "breaker-counts-percent-of-started",
        );
    }
    Some(
        draft.wrong(
            0,
            "It does not fail".into(),
            "It tempts because healthy tasks come in between. Enough failures follow each other."
                .into(),
            "breaker-counts-percent-of-started",
        ),
    )
}
