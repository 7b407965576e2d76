//! The HorizontalPodAutoscaler: how many pods it wants, and how fast it may go.

use super::Generator;
use super::draft::{Draft, share_up, whole};
use super::luck::Luck;
use crate::facts::Rulebook;
use serde_json::{Value, json};

const LESSON: &str = "eks-scaling";

pub const HPA: Generator = Generator {
    name: "hpa",
    meaning: "The pods that a HorizontalPodAutoscaler wants",
    lesson: LESSON,
    exams: &[("DVA-C03", &["D4"]), ("SAA-C03", &["D2"])],
    difficulty: 2,
    facts: &["eks.hpa", "eks.hpa_tolerance"],
    draw: hpa,
};

fn hpa(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let pods = luck.whole(4, 16);
    let target = luck.one_of(&[50, 60, 70, 80]);
    let used = luck.whole(target - 25, target + 60);
    let ratio = f64::from(used) / f64::from(target);
    // Near the tolerance the sources of Kubernetes and its documentation differ in the last digit.
    if (ratio - 0.9).abs() < 0.02 || (ratio - 1.1).abs() < 0.02 || used == target {
        return None;
    }
    let case = json!({
        "replicas": pods, "metrics": [{ "kind": "Utilization", "target": target, "value": used }]
    });
    let key = whole("hpa", &case, "desired", rules)?;
    let (up, down) = (share_up(pods, used, target), pods * used / target);
    let stem = format!(
        "A HorizontalPodAutoscaler holds CPU at {target} % of the requests. {pods} pods run, all \
         ready, and use {used} % on average. How many replicas does it want, before any limit on \
         its speed?"
    );
    let still = key == pods;
    let why = if still {
        format!(
            "{used} ÷ {target} = {ratio:.2}, which lies within the tolerance of 10 %: nothing \
             changes."
        )
    } else {
        format!("{pods} × {used} ÷ {target}, rounded up to {key}.")
    };
    let any = "It tempts because the metric is off its target. Within the tolerance the count \
               stays.";
    let of = "pod";
    let mut draft = Draft::new(case, stem).key_of(key, of, why);
    if still {
        draft = draft.wrong_of(up, of, any, "hpa-any-deviation");
        draft = draft.wrong_of(down, of, any, "hpa-any-deviation");
    } else {
        let cut = "It tempts to cut off the fraction. The result is always rounded up.";
        draft = draft.wrong_of(down, of, cut, "tt-rounds-down").wrong_of(
            pods,
            of,
            "It tempts to see it as near enough. The metric is more than 10 % off.",
            "hpa-any-deviation",
        );
    }
    let one = "It tempts because one pod at a time sounds gentle. The count is proportional.";
    let full = "It tempts to count as if the target were 100 %. The ratio is of use to target.";
    Some(
        draft
            .wrong_of(pods + 1, of, one, "tt-is-threshold")
            .wrong_of(pods.saturating_sub(1), of, one, "tt-is-threshold")
            .wrong_of(share_up(pods, used, 100), of, full, "hpa-percent-of-limit"),
    )
}

pub const FIRST_STEP: Generator = Generator {
    name: "hpa-first-step",
    meaning: "How far a HorizontalPodAutoscaler may go in its first 15 seconds",
    lesson: LESSON,
    exams: &[("DVA-C03", &["D4"]), ("DOP-C02", &["D3"])],
    difficulty: 3,
    facts: &["eks.hpa_up_percent", "eks.hpa_up_pods", "eks.hpa_up_period"],
    draw: first_step,
};

fn first_step(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let pods = luck.whole(1, 20);
    let wanted = luck.whole(pods + 5, pods * 6 + 6);
    let case = json!({ "current": pods, "desired": wanted, "min": 1, "max": 200 });
    let key = whole("hpa-behavior", &case, "desired", rules)?;
    if key == wanted {
        return None;
    }
    let stem = format!(
        "A HorizontalPodAutoscaler with its default behaviour runs {pods} replicas and computes \
         that {wanted} are needed. It has not scaled for an hour. How many does it ask for first?"
    );
    let of = "replica";
    let larger = "It tempts if one reads only one of both limits. By default the one that allows \
                  more wins.";
    Some(
        Draft::new(case, stem)
            .key_of(
                key,
                of,
                format!(
                    "In 15 seconds it may add 4 pods or 100 %, whichever is more: {pods} → {key}."
                ),
            )
            .wrong_of(
                wanted,
                of,
                "It tempts because scale-up has no stabilization window. It still has a speed \
                 limit.",
                "hpa-limits-sum",
            )
            .wrong_of(pods + 4, of, larger, "hpa-limits-sum")
            .wrong_of(pods * 2, of, larger, "hpa-limits-sum")
            .wrong_of(
                pods * 2 + 4,
                of,
                "It tempts to add both limits up. They are alternatives.",
                "hpa-limits-sum",
            )
            .wrong_of(
                pods + 1,
                of,
                "It tempts as the careful step. The limit is 4 pods or 100 %.",
                "tt-is-threshold",
            ),
    )
}

pub const WINDOW: Generator = Generator {
    name: "hpa-window",
    meaning: "The count after the stabilization window of scale-down",
    lesson: LESSON,
    exams: &[("DVA-C03", &["D4"]), ("DOP-C02", &["D3"])],
    difficulty: 3,
    facts: &["eks.hpa_down_window"],
    draw: window,
};

fn window(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let newest = luck.whole(3, 6);
    let wishes: Vec<u32> = (0..4).map(|_| luck.whole(newest + 1, 18)).collect();
    let peak = *wishes.iter().max()?;
    let pods = peak + luck.whole(1, 6);
    let past: Vec<Value> = wishes
        .iter()
        .enumerate()
        .map(|(at, wish)| json!({ "age_s": 240 - 60 * at, "replicas": wish }))
        .collect();
    let case = json!({
        "current": pods, "desired": newest, "min": 1, "max": 100, "recommendations": past
    });
    let key = whole("hpa-behavior", &case, "desired", rules)?;
    let mean = (wishes.iter().sum::<u32>() + newest).div_ceil(5);
    let listed: Vec<String> = wishes.iter().map(u32::to_string).collect();
    let stem = format!(
        "{pods} replicas run under a HorizontalPodAutoscaler with its default behaviour. Four, \
         three, two and one minutes ago it wanted {}; now it wants {newest}. How many replicas \
         does it set?",
        listed.join(", ")
    );
    let of = "replica";
    Some(
        Draft::new(case, stem)
            .key_of(
                key,
                of,
                format!(
                    "Going down, the highest wish of the last five minutes counts: {peak}. It was \
                     below {pods}, so the count falls at once, but only that far."
                ),
            )
            .wrong_of(
                newest,
                of,
                "It tempts because it is the newest wish. The window keeps the older ones in \
                 play.",
                "hpa-window-is-delay",
            )
            .wrong_of(
                pods,
                of,
                "It tempts if the window is read as a wait of five minutes. The highest wish in it \
                 applies now.",
                "hpa-window-is-delay",
            )
            .wrong_of(
                mean,
                of,
                "It tempts as the middle of the wishes. Nothing is averaged; the highest counts.",
                "hpa-metrics-average",
            )
            .wrong_of(
                wishes[0],
                of,
                "It tempts as the oldest wish in the window. Age does not matter inside it, only \
                 height.",
                "hpa-window-is-delay",
            ),
    )
}
