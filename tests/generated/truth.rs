//! Whether an answer is right, worked out here from what was drawn and not by the rules.

use drydock::facts::InstanceType;
use drydock::quiz::generated::{Book, Made};
use serde_json::Value;

/// Whether the value answers the question.
pub fn right(name: &str, made: &Made, value: &Value, book: &Book) -> bool {
    let groups = [tracking, steps_and_schedules, machines, releases, sizes, kubernetes];
    let told = groups.iter().find_map(|group| group(name, &made.case, value, book));
    told.unwrap_or_else(|| panic!("how is the answer of `{name}` found?"))
}

fn n(case: &Value, field: &str) -> f64 {
    case[field].as_f64().unwrap_or_else(|| panic!("{field} in {case}"))
}

/// Smallest whole number that is not below `x`.
fn up(x: f64) -> f64 {
    (x - 1e-9).ceil()
}

fn clamp(x: f64, low: f64, high: f64) -> f64 {
    x.max(low).min(high)
}

fn is(value: &Value, wanted: f64) -> bool {
    value.as_f64() == Some(wanted)
}

fn instance<'a>(case: &Value, book: &'a Book) -> &'a InstanceType {
    let name = case["instance_type"].as_str().expect("a type");
    book.rules.instance_type(name).expect("it is known")
}

fn tracking(name: &str, case: &Value, value: &Value, _book: &Book) -> Option<bool> {
    Some(match name {
        "tracking-out" | "tracking-in" => {
            is(value, up(n(case, "current") * n(case, "metric") / n(case, "target")))
        }
        "tracking-band" => is(value, n(case, "current")),
        "tracking-two" => {
            let metrics = case["metrics"].as_array().expect("two");
            let wish = |metric: &Value| {
                up(n(case, "current") * metric.as_f64().unwrap() / n(case, "target"))
            };
            is(value, metrics.iter().map(wish).fold(0.0, f64::max))
        }
        "tracking-rungs" => {
            let (mut now, target) = (n(case, "running"), n(case, "target"));
            let load = now * target * n(case, "factor");
            let mut decisions = 0.0;
            while now * target < load - 1e-9 {
                now = up(now * (load / now).min(100.0) / target);
                decisions += 1.0;
            }
            is(value, decisions)
        }
        _ => return None,
    })
}

fn steps_and_schedules(name: &str, case: &Value, value: &Value, _book: &Book) -> Option<bool> {
    Some(match name {
        "step-percent" => {
            let percent = case["steps"][0]["adjustment"].as_f64().unwrap();
            is(value, n(case, "capacity") + (n(case, "capacity") * percent / 100.0).floor())
        }
        "step-bounds" => {
            let over = n(case, "metric") - n(case, "threshold");
            let steps = case["steps"].as_array().expect("steps");
            let step = steps.iter().find(|step| {
                over >= step["lower"].as_f64().unwrap()
                    && step["upper"].as_f64().is_none_or(|upper| over < upper)
            });
            is(value, n(case, "capacity") + step.expect("a step")["adjustment"].as_f64().unwrap())
        }
        "step-magnitude" => {
            let percent = case["steps"][0]["adjustment"].as_f64().unwrap();
            let change = n(case, "capacity") * percent / 100.0;
            let change = if change < 1.0 { 1.0 } else { change.floor() };
            is(value, n(case, "capacity") + change.max(n(case, "min_adjustment_magnitude")))
        }
        "scheduled-bounds" => {
            let bound = |new: &str, old: &str| case[new].as_f64().unwrap_or(n(case, old));
            is(value, clamp(n(case, "capacity"), bound("new_min", "min"), bound("new_max", "max")))
        }
        "scheduled-zone" => {
            // Hours ahead of UTC in each zone on the dates that are drawn.
            let date = &case["from"].as_str().unwrap()[..7];
            let ahead = match (case["timezone"].as_str().unwrap(), date) {
                ("Europe/Berlin", "2026-10" | "2027-04") => 2,
                ("Europe/Berlin", _) => 1,
                ("America/New_York", "2026-10" | "2027-04") => -4,
                ("America/New_York", _) => -5,
                (_, "2027-04") => 10,
                _ => 11,
            };
            let words: Vec<&str> = case["expression"].as_str().unwrap()[5..].split(' ').collect();
            let (minute, hour): (i32, i32) = (words[0].parse().unwrap(), words[1].parse().unwrap());
            let wanted = format!("{:02}:{minute:02}", hour - ahead);
            *value == wanted.as_str()
        }
        _ => return None,
    })
}

fn machines(name: &str, case: &Value, value: &Value, book: &Book) -> Option<bool> {
    Some(match name {
        "capacity-provider" => {
            is(value, up(n(case, "needed") * 100.0 / n(case, "target_capacity")))
        }
        "capacity-split" => {
            let [calm, spot] = [&case["providers"][0], &case["providers"][1]];
            let rest = n(case, "tasks") - n(calm, "base");
            is(value, rest * n(spot, "weight") / (n(spot, "weight") + n(calm, "weight")))
        }
        "interfaces" => is(value, f64::from(instance(case, book).enis - 1)),
        "placement" => {
            let list = case["instances"].as_array().expect("instances");
            let zone = |zone: &Value| -> f64 {
                let there = list.iter().filter(|it| it["az"] == *zone);
                there.map(|it| n(it, "tasks_of_service")).sum()
            };
            let fits: Vec<&Value> = list
                .iter()
                .filter(|it| n(it, "memory_free") >= n(&case["task"], "memory"))
                .collect();
            let best = fits.iter().min_by(|a, b| {
                let order = zone(&a["az"]).total_cmp(&zone(&b["az"]));
                order.then(n(a, "memory_free").total_cmp(&n(b, "memory_free")))
            });
            best.is_some_and(|it| it["id"] == *value)
        }
        _ => return None,
    })
}

fn releases(name: &str, case: &Value, value: &Value, _book: &Book) -> Option<bool> {
    Some(match name {
        "deployment-percents" => {
            let min = up(n(case, "desired") * n(case, "minimum_healthy_percent") / 100.0);
            let max = (n(case, "desired") * n(case, "maximum_percent") / 100.0 + 1e-9).floor();
            let wanted = format!("{min} to {max} tasks");
            *value == wanted.as_str()
        }
        "deployment-stuck" => {
            let desired = n(case, "desired");
            let min = up(desired * value[0].as_f64().unwrap() / 100.0);
            let max = (desired * value[1].as_f64().unwrap() / 100.0 + 1e-9).floor();
            min >= desired && max <= desired
        }
        "breaker-threshold" => is(value, clamp(up(n(case, "desired") / 2.0), 3.0, 200.0)),
        "breaker-outcomes" => {
            let threshold = clamp(up(n(case, "desired") / 2.0), 3.0, 200.0);
            let mut in_row = 0.0;
            let list = case["outcomes"].as_array().unwrap().iter();
            let at = list.enumerate().find(|(_, outcome)| {
                in_row = if *outcome == "fail" { in_row + 1.0 } else { 0.0 };
                in_row >= threshold
            });
            is(value, at.map_or(0.0, |(at, _)| at as f64 + 1.0))
        }
        _ => return None,
    })
}

fn sizes(name: &str, case: &Value, value: &Value, book: &Book) -> Option<bool> {
    Some(match name {
        "fargate-refused" => {
            let row = book.rules.fargate_sizes.iter().find(|row| value[0] == row.cpu);
            !row.is_some_and(|row| row.memory_mib.iter().any(|mib| value[1] == *mib))
        }
        "pod-size" => {
            let asked = &case["containers"][0];
            let (cpu, memory) = (n(asked, "cpu") * 1024.0, n(asked, "memory_mib") + 256.0);
            let mut pairs = Vec::new();
            for row in &book.rules.fargate_sizes {
                pairs.extend(row.memory_mib.iter().map(|mib| (row.cpu, *mib)));
            }
            pairs.sort_unstable();
            let holds =
                |pair: &&(u32, u32)| f64::from(pair.0) >= cpu && f64::from(pair.1) >= memory;
            let (units, mib) = pairs.iter().find(holds).expect("one holds it");
            value[0] == *units && value[1] == *mib
        }
        "fargate-bill" => {
            let vcpu = n(case, "cpu") / 1024.0 * 0.04048;
            let hour = vcpu + n(case, "memory_mib") / 1024.0 * 0.004445;
            let dollars = hour * n(case, "count") * n(case, "seconds") / 3600.0;
            let wanted = format!("${dollars:.2}");
            *value == wanted.as_str()
        }
        "capacity-units" => {
            let used = [n(case, "new_per_s") / 25.0, n(case, "active") / 3000.0];
            is(value, used[0].max(used[1]).max(n(case, "gb_per_h")))
        }
        "app-runner-instances" => {
            let need = up(n(case, "concurrent") / n(case, "max_concurrency"));
            is(value, need.max(n(case, "min")))
        }
        _ => return None,
    })
}

fn kubernetes(name: &str, case: &Value, value: &Value, book: &Book) -> Option<bool> {
    Some(match name {
        "hpa" => {
            let metric = &case["metrics"][0];
            let ratio = n(metric, "value") / n(metric, "target");
            let pods = n(case, "replicas");
            is(value, if (ratio - 1.0).abs() <= 0.1 { pods } else { up(pods * ratio) })
        }
        "hpa-first-step" => {
            let pods = n(case, "current");
            is(value, n(case, "desired").min(pods + f64::max(4.0, pods)))
        }
        "hpa-window" => {
            let past = case["recommendations"].as_array().unwrap().iter();
            is(value, past.map(|it| n(it, "replicas")).fold(n(case, "desired"), f64::max))
        }
        "max-pods" => {
            let kind = instance(case, book);
            is(value, f64::from(kind.enis * (kind.ipv4_per_eni - 1) + 2))
        }
        "node-room" => {
            let kind = instance(case, book);
            let pods = f64::from(kind.enis * (kind.ipv4_per_eni - 1) + 2);
            is(value, f64::from(kind.memory_mib) - 255.0 - 11.0 * pods - 100.0)
        }
        "node-group-update" => is(value, (n(case, "zones") * 2.0).max(n(case, "max_unavailable"))),
        _ => return None,
    })
}
