//! Step scaling: which step holds, and how percentages become tasks.

use super::Generator;
use super::draft::{Draft, count, whole};
use super::luck::Luck;
use crate::facts::Rulebook;
use serde_json::{Value, json};

const LESSON: &str = "service-auto-scaling";

pub const PERCENT: Generator = Generator {
    name: "step-percent",
    meaning: "Tasks after a step of so many per cent",
    lesson: LESSON,
    exams: &[("SOA-C03", &["D1"]), ("DVA-C03", &["D4"]), ("DOP-C02", &["D3"])],
    difficulty: 2,
    facts: &["scaling.step_percent_rounding"],
    draw: percent,
};

fn percent(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let running = luck.whole(5, 40);
    let percent = luck.one_of(&[10, 15, 20, 25, 30, 35, 40]);
    let max = luck.whole(running * 2, running * 3);
    let case = json!({
        "threshold": 70, "adjustment_type": "PercentChangeInCapacity", "metric": 80,
        "steps": [{ "lower": 0, "adjustment": percent }], "capacity": running, "max": max
    });
    let key = whole("step-scaling", &case, "capacity", rules)?;
    let up = running + (running * percent).div_ceil(100);
    let of_max = (running + max * percent / 100).min(max);
    if running * percent < 200 {
        return None;
    }
    let stem = format!(
        "A step scaling policy of type PercentChangeInCapacity adds {percent} % when its alarm \
         fires. The service runs {running} tasks, its maximum is {max}, and no minimum adjustment \
         magnitude is set. How many tasks does the policy ask for?"
    );
    Some(
        Draft::new(case, stem)
            .key(
                key,
                count(key, "task"),
                format!(
                    "{percent} % of {running} is {:.2}. A change above 1 is rounded down, so {} \
                     are added.",
                    f64::from(running * percent) / 100.0,
                    key - running
                ),
            )
            .wrong(
                up,
                count(up, "task"),
                "It tempts because target tracking rounds up. The percentage of a step is rounded \
                 toward zero once it is above 1."
                    .into(),
                "step-percent-rounds",
            )
            .wrong(
                of_max,
                count(of_max, "task"),
                format!(
                    "It tempts as {percent} % of the maximum of {max}. The percentage is taken of \
                     the capacity that there is."
                ),
                "step-percent-of-max",
            )
            .wrong(
                running + 1,
                count(running + 1, "task"),
                "It tempts because a small percentage looks like one task. Only a change between 0 \
                 and 1 becomes exactly 1."
                    .into(),
                "step-percent-rounds",
            ),
    )
}

pub const BOUNDS: Generator = Generator {
    name: "step-bounds",
    meaning: "Which step of a policy holds at a metric",
    lesson: LESSON,
    exams: &[("SAA-C03", &["D3"]), ("DVA-C03", &["D4"]), ("SOA-C03", &["D1"])],
    difficulty: 3,
    facts: &["scaling.step_bounds"],
    draw: bounds,
};

fn bounds(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let threshold = luck.one_of(&[50, 60, 70]);
    let width = luck.one_of(&[10, 15]);
    let first = luck.whole(1, 3);
    let second = first + luck.whole(1, 3);
    let third = second + luck.whole(2, 4);
    let over = luck.one_of(&[0, 5, width, width + 5, 2 * width, 2 * width + 3]);
    let running = luck.whole(4, 16);
    let metric = threshold + over;
    let steps_of = [first, second, third];
    let case = bounds_case(threshold, width, steps_of, running, metric);
    let key = whole("step-scaling", &case, "capacity", rules)?;
    let added = key - running;
    let place = steps_of.iter().position(|step| *step == added)?;
    let summed: u32 = steps_of[..=place].iter().sum();
    let neighbour = steps_of[if place == 0 { 1 } else { place - 1 }];
    let stem = bounds_stem(threshold, width, steps_of, running, metric);
    let edge = match over.is_multiple_of(width) && over > 0 {
        true => "At a bound the upper step holds: above the threshold lower bounds are included.",
        false => "Steps are not added up.",
    };
    Some(
        Draft::new(case, stem)
            .key_of(
                key,
                "task",
                format!(
                    "Bounds are distances from the threshold: {metric} − {threshold} = {over}, \
                     which lies in the step that adds {added}. {edge}"
                ),
            )
            .wrong_if(
                place > 0,
                running + summed,
                count(running + summed, "task"),
                "It tempts because the metric has passed the lower steps as well. Exactly one step \
                 holds, and its adjustment is the whole change."
                    .into(),
                "step-boundary-both",
            )
            .wrong_of(
                running + neighbour,
                "task",
                "It tempts as the neighbouring step. Above the threshold a step includes its lower \
                 bound and ends below its upper one.",
                "step-boundary-both",
            )
            .wrong_if(
                place != 2,
                running + third,
                count(running + third, "task"),
                format!(
                    "It tempts if bounds are read as values of the metric: {metric} is far above \
                     {}. They are distances from the threshold.",
                    2 * width
                ),
                "step-bounds-absolute",
            )
            .wrong_of(
                running,
                "task",
                format!(
                    "It tempts if the bounds are read as percentages of CPU, between which \
                     {metric} does not lie. They count from the threshold of {threshold} %."
                ),
                "step-bounds-absolute",
            ),
    )
}

fn bounds_case(threshold: u32, width: u32, adds: [u32; 3], running: u32, metric: u32) -> Value {
    let [first, second, third] = adds;
    let steps = json!([
        { "lower": 0, "upper": width, "adjustment": first },
        { "lower": width, "upper": 2 * width, "adjustment": second },
        { "lower": 2 * width, "adjustment": third },
    ]);
    json!({
        "threshold": threshold, "adjustment_type": "ChangeInCapacity", "metric": metric,
        "steps": steps, "capacity": running
    })
}

fn bounds_stem(threshold: u32, width: u32, adds: [u32; 3], running: u32, metric: u32) -> String {
    let [first, second, third] = adds;
    format!(
        "The alarm of a step scaling policy has the threshold {threshold} %. Its steps are: lower \
         bound 0, upper bound {width}: add {first}; {width} to {}: add {second}; from {} on: add \
         {third}. {running} tasks run when the alarm fires at {metric} %. How many tasks does the \
         policy ask for?",
        2 * width,
        2 * width
    )
}

pub const MAGNITUDE: Generator = Generator {
    name: "step-magnitude",
    meaning: "A small percentage beside a minimum adjustment magnitude",
    lesson: LESSON,
    exams: &[("SOA-C03", &["D1"])],
    difficulty: 2,
    facts: &["scaling.step_percent_rounding"],
    draw: magnitude,
};

fn magnitude(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let running = luck.whole(8, 30);
    let percent = luck.one_of(&[5, 8, 10, 12, 15, 20]);
    let least = luck.whole(3, 6);
    let case = json!({
        "threshold": 70, "adjustment_type": "PercentChangeInCapacity", "metric": 80,
        "steps": [{ "lower": 0, "adjustment": percent }], "capacity": running,
        "min_adjustment_magnitude": least
    });
    let key = whole("step-scaling", &case, "capacity", rules)?;
    let alone = running + (running * percent / 100).max(1);
    if key <= alone {
        return None;
    }
    let stem = format!(
        "A step scaling policy of type PercentChangeInCapacity adds {percent} % and has a minimum \
         adjustment magnitude of {least}. The service runs {running} tasks when the alarm fires. \
         How many tasks does the policy ask for?"
    );
    Some(
        Draft::new(case, stem)
            .key(
                key,
                count(key, "task"),
                format!(
                    "{percent} % of {running} would add {}. The magnitude makes it {least}.",
                    alone - running
                ),
            )
            .wrong(
                alone,
                count(alone, "task"),
                "It tempts as the bare percentage. The minimum magnitude exists so that a small \
                 service does not grow one by one."
                    .into(),
                "min-magnitude-all-types",
            )
            .wrong(
                alone + least,
                count(alone + least, "task"),
                "It tempts to add both. The magnitude is a floor under the change, nothing on top."
                    .into(),
                "min-magnitude-all-types",
            )
            .wrong(
                running + percent,
                count(running + percent, "task"),
                format!(
                    "It tempts if {percent} is read as a number of tasks, as in ChangeInCapacity. \
                     The type says that it is a percentage."
                ),
                "step-percent-rounds",
            ),
    )
}
