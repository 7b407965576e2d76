//! Which of four set-ups loses fewest requests at the same spike.

use super::Asker;
use super::ground::{Ground, STEP_S, Settings, about, afternoon, task_rps, tasks};
use crate::quiz::generated::Luck;
use crate::quiz::generated::draft::Draft;
use serde_json::{Map, Value, json};

pub const LEAST: Asker = Asker {
    name: "day-spike",
    meaning: "Which set-up loses fewest requests at a spike",
    lesson: "service-auto-scaling",
    exams: &[("SAA-C03", &["D2", "D3"]), ("SOA-C03", &["D2"]), ("DOP-C02", &["D3"])],
    difficulty: 3,
    facts: &[
        "scaling.high_alarm_points",
        "scaling.requests_per_target",
        "scaling.fast_metric_period",
    ],
    scenario: "sudden-step",
    draw: least,
};

/// A loss counts as less than another below this share of it.
const CLEARLY: f64 = 0.85;

/// One way to be prepared.
struct SetUp {
    text: String,
    settings: Settings,
    /// Why it tempts or holds, after its loss.
    why: String,
    misconception: &'static str,
}

fn least(luck: &mut Luck, ground: &Ground) -> Option<Draft> {
    let running = luck.whole(4, 8);
    let target = luck.one_of(&[50, 60]);
    let factor = luck.whole(2, 5);
    let each = task_rps(ground.base);
    let low = (f64::from(running * target) / 100.0 * each * 0.9) as u32;
    let mut common = afternoon(60, low, low * factor, 60);
    common.extend(tasks(running, 80));
    let offered = luck.some_of(&[0, 1, 2, 3, 4, 5], 4);
    let all = set_ups(running, target, each);
    let mut outcomes = Vec::new();
    for place in offered {
        let set_up = &all[place];
        let mut settings = common.clone();
        settings.extend(set_up.settings.clone());
        let totals = ground.day(&settings)?.run.totals;
        outcomes.push((totals.failed.sum(), totals.offered, set_up, settings));
    }
    outcomes.sort_by(|one, other| one.0.total_cmp(&other.0));
    if outcomes[0].0 > outcomes[1].0 * CLEARLY {
        return None;
    }
    let case = json!({ "common": object(&common) });
    let stem = format!(
        "A service runs {running} tasks on Fargate; each is fully busy at {each} requests a \
         second. At {} the load rises from {low} to {} requests a second within a minute and stays \
         there. Which set-up loses the fewest requests in the half hour after it, in the simulated \
         day?",
        about(STEP_S),
        low * factor,
    );
    let mut draft = Draft::new(case, stem).lab(ground.lab(&outcomes[0].3, STEP_S + 5 * 60));
    for (rank, (failed, offered, set_up, _)) in outcomes.iter().enumerate() {
        let lost = format!("{:.1} % of the hour’s requests fail. ", 100.0 * failed / offered);
        let why = [&lost, set_up.why.as_str()].concat();
        let value = object(&set_up.settings);
        draft = match rank {
            0 => draft.key(value, set_up.text.clone(), why),
            _ => draft.wrong(value, set_up.text.clone(), why, set_up.misconception),
        };
    }
    Some(draft)
}

fn set_ups(running: u32, target: u32, each: f64) -> [SetUp; 6] {
    let requests = (f64::from(target) / 100.0 * each * 60.0) as u32;
    let set_up = |text: String, settings: Settings, why: &str, misconception| SetUp {
        text,
        settings,
        why: why.into(),
        misconception,
    };
    let cpu = |target: u32| ("scaling.target", Value::from(target));
    let high = target + 25;
    let more = running * 2;
    let late = json!([{
        "kind": "scheduled", "expression": "cron(40 13 * * ? *)", "min": running * 4
    }]);
    [
        set_up(
            format!("Target tracking on CPU at {target} %"),
            vec![cpu(target)],
            "CPU cannot show more than 100 %, so it climbs in rungs, and each waits for an alarm.",
            "tt-one-jump",
        ),
        set_up(
            format!("Target tracking on CPU at {high} %"),
            vec![cpu(high)],
            "A higher target means smaller steps: one decision multiplies by 100 ÷ target at most, \
             and there is less room to begin with.",
            "more-cpu-target-better",
        ),
        set_up(
            format!("Target tracking on {requests} requests per target and minute"),
            vec![("scaling.metric", "requests".into()), ("scaling.target", requests.into())],
            "This meter does not end at 100 %: the first decision asks for nearly all that is \
             needed, but it too waits for its points.",
            "tt-immediate",
        ),
        set_up(
            format!("Target tracking on CPU at {target} %, with 20-second metrics"),
            vec![cpu(target), ("scaling.metric_period_s", 20.into())],
            "The alarm comes after a minute and a half instead of six minutes; the rungs stay.",
            "tt-one-jump",
        ),
        set_up(
            format!("Target tracking on CPU at {target} %, with a minimum of {more} tasks"),
            vec![cpu(target), ("scaling.desired", more.into()), ("scaling.min", more.into())],
            "Twice the tasks carry twice the load without any decision, and are paid all day.",
            "max-is-protection",
        ),
        set_up(
            format!(
                "Target tracking on CPU at {target} %, and a scheduled action that sets the \
                 minimum to {} at 13:40",
                running * 4
            ),
            vec![cpu(target), ("scaling.policies", late)],
            "The floor comes at once and high enough, but ten minutes after the load.",
            "scheduled-replaces-dynamic",
        ),
    ]
}

fn object(settings: &Settings) -> Value {
    let pairs = settings.iter().map(|(path, value)| (path.to_string(), value.clone()));
    Value::Object(Map::from_iter(pairs))
}
