//! What a day costs with a share of it on Fargate Spot that AWS takes back for a while.

use super::Asker;
use super::ground::{Ground, Settings};
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
/// Length of the days, and how long Spot is gone in them, h.
const HOURS: f64 = 2.0;
const GONE_HOURS: f64 = 1.0 / 3.0;

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
    let prices = Prices::of(&day.run, f64::from(vcpu), f64::from(memory_mib) / 1024.0)?;
    let ordinary = (quantity(&day.run, "Fargate vCPU") / f64::from(vcpu) / HOURS).round();
    let bills = Bills::of(&day.run, &prices, ordinary, f64::from(desired), f64::from(base));
    if bills.spot < 2.0 || ordinary < 1.0 || !bills.tell_apart() {
        return None;
    }
    let case = json!({ "desired": desired, "base": base, "weights": [weights.0, weights.1] });
    let discount = (day.scenario.platform_settings.spot_discount * 100.0).round();
    let stem = format!(
        "A service keeps {desired} tasks of {vcpu} vCPU and {} GB. Its strategy: FARGATE with base \
         {base} and weight {}, FARGATE_SPOT with weight {}. Spot is taken as {discount} % cheaper, \
         an estimate. At 12:00 AWS takes all Spot back for twenty minutes. What do the tasks cost \
         from 11:00 to 13:00, vCPU and memory alone, in the simulated day? One ordinary task costs \
         ${:.4} an hour.",
        memory_mib / 1024,
        weights.0,
        weights.1,
        prices.ordinary_hour,
    );
    let draft = Draft::new(case, stem).lab(ground.lab(&settings, 12 * 3600 + 600));
    Some(offered(draft, &bills, ordinary))
}

/// Dollars an hour for one task.
struct Prices {
    ordinary_hour: f64,
    spot_hour: f64,
}

impl Prices {
    fn of(run: &Run, vcpu: f64, gb: f64) -> Option<Prices> {
        let unit = |name: &str| {
            run.ledger.iter().find(|line| line.line == name).map(|line| line.unit_dollars)
        };
        Some(Prices {
            ordinary_hour: vcpu * unit("Fargate vCPU")? + gb * unit("Fargate memory")?,
            spot_hour: vcpu * unit("Fargate Spot vCPU")? + gb * unit("Fargate Spot memory")?,
        })
    }
}

/// What the tasks cost, and what misconceptions make of it.
struct Bills {
    spot: f64,
    right: f64,
    /// Ordinary tasks stand in while Spot is gone.
    replaced: f64,
    /// All of them are ordinary.
    whole: f64,
    /// Spot is paid while it is gone.
    paid: f64,
    /// The base is the number of Spot tasks.
    swapped: f64,
}

impl Bills {
    fn of(run: &Run, prices: &Prices, ordinary: f64, desired: f64, base: f64) -> Bills {
        let spot = desired - ordinary;
        let right = of_tasks(run);
        let of = |ordinary: f64, spot: f64| {
            HOURS * (ordinary * prices.ordinary_hour + spot * prices.spot_hour)
        };
        Bills {
            spot,
            right,
            replaced: right + spot * GONE_HOURS * prices.ordinary_hour,
            whole: of(desired, 0.0),
            paid: of(ordinary, spot),
            swapped: of(desired - base, base),
        }
    }

    fn tell_apart(&self) -> bool {
        let others = [self.replaced, self.whole, self.paid, self.swapped];
        others.iter().all(|other| (other - self.right).abs() >= APART * self.right)
    }
}

fn offered(draft: Draft, bills: &Bills, ordinary: f64) -> Draft {
    let dollars = |value: f64| format!("${value:.2}");
    let spot = bills.spot;
    draft
        .key(
            bills.right,
            dollars(bills.right),
            format!(
                "{ordinary:.0} tasks are ordinary all the time. {spot:.0} are Spot: they cost \
                 nothing while they are gone, and nothing takes their place."
            ),
        )
        .wrong(
            bills.replaced,
            dollars(bills.replaced),
            format!(
                "It tempts if ordinary tasks step in for the {spot:.0} of Spot. They do not: those \
                 tasks wait until there is Spot capacity again."
            ),
            "spot-falls-back",
        )
        .wrong(
            bills.whole,
            dollars(bills.whole),
            "It tempts as the price of so many tasks without Spot. The strategy puts a share of \
             them on FARGATE_SPOT."
                .into(),
            "base-per-provider",
        )
        .wrong(
            bills.paid,
            dollars(bills.paid),
            "It tempts if what was taken back went on running, or is paid all the same. A task \
             that is stopped is not paid from then on."
                .into(),
            "spot-falls-back",
        )
        .wrong(
            bills.swapped,
            dollars(bills.swapped),
            "It tempts if the base is read as the number of Spot tasks. The base belongs to its \
             provider, here FARGATE, and is filled before the weights count."
                .into(),
            "base-per-provider",
        )
}

/// Dollars for vCPU and memory of all tasks.
fn of_tasks(run: &Run) -> f64 {
    let lines = run.ledger.iter().filter(|line| line.line.starts_with("Fargate "));
    lines.map(|line| line.dollars).sum()
}

/// So many vCPU hours, or GB hours.
fn quantity(run: &Run, name: &str) -> f64 {
    let lines = run.ledger.iter().filter(|line| line.line == name);
    lines.map(|line| line.quantity).sum()
}
