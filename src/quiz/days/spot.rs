//! What a day costs with a share of it on Fargate Spot that AWS takes back for a while.

use super::Asker;
use super::ground::{Ground, Settings, clock};
use crate::quiz::generated::Luck;
use crate::quiz::generated::draft::Draft;
use crate::sim::run::Run;
use serde_json::json;

pub const BILL: Asker = Asker {
    name: "day-spot",
    meaning: "What a service costs with a share of it on Spot that is taken back",
    lesson: "spot-and-cost",
    exams: &[("SAA-C03", &["D4"]), ("CLF-C02", &["D4"]), ("SOA-C03", &["D2"])],
    difficulty: 3,
    facts: &[
        "ecs.capacity_strategy",
        "fargate.spot_fallback",
        "fargate.spot_discount",
        "fargate.vcpu_hour",
        "fargate.gb_hour",
    ],
    scenario: "spot-reclaimed",
    draw: bill,
};

/// Least distance between two answers, as a share of the right one.
const APART: f64 = 0.04;

fn bill(luck: &mut Luck, ground: &Ground) -> Option<Draft> {
    let desired = luck.whole(8, 24);
    let base = luck.whole(0, desired / 2);
    let weights = luck.one_of(&[(0, 1), (1, 1), (1, 2), (1, 3), (1, 4)]);
    let (vcpu, memory_mib) = luck.one_of(&[(1, 2048), (1, 4096), (2, 4096), (2, 8192), (4, 8192)]);
    let settings: Settings = vec![
        ("start", "2026-11-23T11:00:00".into()),
        ("duration_s", 7200.into()),
        ("traffic.noise", 0.into()),
        ("task.memory_mib", memory_mib.into()),
        ("task.vcpu", vcpu.into()),
        ("scaling.max", 60.into()),
        ("scaling.desired", desired.into()),
        ("platform_settings.on_demand_base", base.into()),
        ("platform_settings.on_demand_weight", weights.0.into()),
        ("platform_settings.spot_weight", weights.1.into()),
    ];
    let day = ground.day(&settings)?;
    let key = of_tasks(&day.run);
    let unit = |line: &str| {
        let lines = day.run.ledger.iter();
        lines.filter(|it| it.line == line).map(|it| it.unit_dollars).next()
    };
    let size = (f64::from(vcpu), f64::from(memory_mib) / 1024.0);
    let hour = |vcpu: Option<f64>, gb: Option<f64>| Some(size.0 * vcpu? + size.1 * gb?);
    let spot_hour = hour(unit("Fargate Spot vCPU"), unit("Fargate Spot memory"))?;
    let ordinary_hour = hour(unit("Fargate vCPU"), unit("Fargate memory"))?;
    let (hours, gone_hours) = (2.0, 1.0 / 3.0);
    let ordinary = (ordinary_lines(&day.run, "Fargate vCPU") / size.0 / hours).round();
    let spot = f64::from(desired) - ordinary;
    let of = |ordinary: f64, spot: f64| hours * (ordinary * ordinary_hour + spot * spot_hour);
    let replaced = key + spot * gone_hours * ordinary_hour;
    let whole = f64::from(desired) * hours * ordinary_hour;
    // The base counted as the number of Spot tasks.
    let swapped = of(f64::from(desired - base), f64::from(base));
    let answers = [key, replaced, of(ordinary, spot), whole, swapped];
    let near = |other: &f64| *other != key && (other - key).abs() < APART * key;
    if spot < 2.0 || ordinary < 1.0 || answers[..4].iter().any(near) {
        return None;
    }
    let case = json!({ "desired": desired, "base": base, "weights": [weights.0, weights.1] });
    let discount = (day.scenario.platform_settings.spot_discount * 100.0).round();
    let stem = format!(
        "A service keeps {desired} tasks of {vcpu} vCPU and {} GB. Its strategy: FARGATE with base \
         {base} and weight {}, FARGATE_SPOT with weight {}. Spot is taken as {discount} % cheaper, \
         an estimate. At {} AWS takes all Spot back for twenty minutes. What do the tasks cost from \
         11:00 to 13:00, vCPU and memory alone, in the simulated day? One ordinary task costs \
         ${ordinary_hour:.4} an hour.",
        memory_mib / 1024,
        weights.0,
        weights.1,
        &clock(12 * 3600)[..5],
    );
    let dollars = |value: f64| format!("${value:.2}");
    Some(
        Draft::new(case, stem)
            .lab(ground.lab(&settings, 12 * 3600 + 600))
            .key(
                key,
                dollars(key),
                format!(
                    "{ordinary:.0} tasks are ordinary all the time. {spot:.0} are Spot: they cost \
                     nothing while they are gone, and nothing takes their place."
                ),
            )
            .wrong(
                replaced,
                dollars(replaced),
                format!(
                    "It tempts if ordinary tasks step in for the {spot:.0} of Spot. They do not: \
                     those tasks wait until there is Spot capacity again."
                ),
                "spot-falls-back",
            )
            .wrong(
                whole,
                dollars(whole),
                "It tempts as the price of so many tasks without Spot. The strategy puts a share of \
                 them on FARGATE_SPOT."
                    .into(),
                "base-per-provider",
            )
            .wrong(
                of(ordinary, spot),
                dollars(of(ordinary, spot)),
                "It tempts if what was taken back went on running, or is paid all the same. A task \
                 that is stopped is not paid from then on."
                    .into(),
                "spot-falls-back",
            )
            .wrong(
                swapped,
                dollars(swapped),
                "It tempts if the base is read as the number of Spot tasks. The base belongs to its \
                 provider, here FARGATE, and is filled before the weights count."
                    .into(),
                "base-per-provider",
            ),
    )
}

/// Dollars for vCPU and memory of all tasks.
fn of_tasks(run: &Run) -> f64 {
    let lines = run.ledger.iter().filter(|line| line.line.starts_with("Fargate "));
    lines.map(|line| line.dollars).sum()
}

fn ordinary_lines(run: &Run, name: &str) -> f64 {
    let lines = run.ledger.iter().filter(|line| line.line == name);
    lines.map(|line| line.quantity).sum()
}
