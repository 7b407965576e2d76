//! Scheduled actions: what they set, and when they run.

use super::Generator;
use super::draft::{Draft, answer, whole};
use super::luck::Luck;
use crate::facts::Rulebook;
use serde_json::json;

const LESSON: &str = "service-auto-scaling";

pub const BOUNDS: Generator = Generator {
    name: "scheduled-bounds",
    meaning: "The desired count after a scheduled action has set new bounds",
    lesson: LESSON,
    exams: &[("SAA-C03", &["D2", "D4"]), ("SOA-C03", &["D2"])],
    difficulty: 2,
    facts: &["scaling.scheduled_effect"],
    draw: bounds,
};

fn bounds(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let (min, max) = (luck.whole(1, 4), luck.whole(18, 30));
    let capacity = luck.whole(min, max);
    let (low, high) = (luck.whole(5, 9), luck.whole(11, 16));
    let which = luck.whole(0, 2);
    let mut case = json!({ "capacity": capacity, "min": min, "max": max });
    let mut sets = Vec::new();
    if which != 1 {
        case["new_min"] = low.into();
        sets.push(format!("the minimum to {low}"));
    }
    if which != 0 {
        case["new_max"] = high.into();
        sets.push(format!("the maximum to {high}"));
    }
    let key = whole("scheduled-bounds", &case, "capacity", rules)?;
    let stem = format!(
        "A service runs {capacity} tasks; auto scaling may move it between {min} and {max}. At \
         09:00 a scheduled action sets {}. No alarm fires. How many tasks are desired at 09:01?",
        sets.join(" and ")
    );
    let sentence = if key == capacity {
        format!("{capacity} lies within the new bounds, so nothing changes.")
    } else {
        format!("{capacity} lies outside the new bounds, so the count moves to the nearest: {key}.")
    };
    let why = "It tempts because an EC2 Auto Scaling group can be given a desired capacity. Here a \
               schedule moves only the bounds, and the count follows if it lies outside.";
    let sets = "scheduled-sets-desired";
    let still = "It tempts because a schedule seems to act only through alarms. A count outside \
                 the new bounds is moved at once.";
    Some(
        Draft::new(case, stem)
            .key_of(key, "task", sentence)
            .wrong_of(low, "task", why, sets)
            .wrong_of(high, "task", why, sets)
            .wrong_of(capacity, "task", still, "scheduled-replaces-dynamic")
            .wrong_of(
                max,
                "task",
                "It tempts as the largest count ever allowed. No rule jumps \
                                    there by itself.",
                sets,
            )
            .wrong_of(
                min,
                "task",
                "It tempts as a fresh start from the bottom. A schedule does \
                                    not reset the count.",
                sets,
            ),
    )
}

pub const ZONE: Generator = Generator {
    name: "scheduled-zone",
    meaning: "The time of UTC at which a schedule in a time zone runs",
    lesson: LESSON,
    exams: &[("SAA-C03", &["D2"]), ("SOA-C03", &["D2", "D3"])],
    difficulty: 2,
    facts: &["scaling.scheduled_zone"],
    draw: zone,
};

fn zone(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let (zone, of) = luck.one_of(&[
        ("Europe/Berlin", "Berlin"),
        ("America/New_York", "New York"),
        ("Australia/Sydney", "Sydney"),
    ]);
    let (date, day) = luck.one_of(&[
        ("2026-10-20", "20 October 2026"),
        ("2026-11-10", "10 November 2026"),
        ("2027-01-12", "12 January 2027"),
        ("2027-04-13", "13 April 2027"),
    ]);
    let (hour, minute) = (luck.whole(12, 17), luck.one_of(&[0, 15, 30, 50]));
    let expression = format!("cron({minute} {hour} * * ? *)");
    let from = format!("{date}T00:00:00Z");
    let case = json!({ "expression": expression, "timezone": zone, "from": from, "count": 1 });
    let found = answer("scheduled", &case, rules)?;
    let time = found["times"][0].as_str()?;
    if !time.starts_with(date) {
        return None;
    }
    let utc: u32 = time.get(11..13)?.parse().ok()?;
    let at = |hour: u32| format!("{hour:02}:{minute:02}");
    let stem = format!(
        "A scheduled action has the expression <code>{expression}</code> and the time zone \
         <code>{zone}</code>. At which time of UTC does it run on {day}?"
    );
    let mut draft = Draft::new(case, stem)
        .key(
            at(utc),
            at(utc),
            format!(
                "{} is {} in {of} on that day, daylight saving time included.",
                at(utc),
                at(hour)
            ),
        )
        .wrong(
            at(hour),
            at(hour),
            format!(
                "It tempts because schedules are in UTC unless told otherwise. Here a time zone \
                 is set, so {} is the time in {of}.",
                at(hour)
            ),
            "scheduled-local-time",
        );
    let season = "It tempts if the clocks are read for the other half of the year. With an IANA \
                  time zone the action follows daylight saving.";
    let mirrored = (2 * hour).checked_sub(utc).filter(|hour| *hour < 24);
    for (hour, why) in [
        (utc.checked_sub(1), season),
        (utc.checked_add(1).filter(|hour| *hour < 24), season),
        (mirrored, "It tempts if the difference is applied the wrong way round."),
    ] {
        if let Some(hour) = hour {
            draft = draft.wrong(at(hour), at(hour), why.into(), "scheduled-local-time");
        }
    }
    Some(draft)
}
