//! The scaling of AWS App Runner: requests at once decide how many instances work, and how many are
//! provisioned. AWS prints no formula in time; how often it looks and how long it waits before it
//! gives an instance back are estimates (facts `app-runner.look`, `app-runner.release`). Knows
//! counts, no service and no instance.

use crate::facts::AppRunner;
use crate::sim::app_runner::{Instances, instances};
use crate::sim::control::{Ms, ms};
use crate::sim::run::Decision;
use std::collections::{BTreeMap, VecDeque};

/// What was seen since the last look.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Seen {
    /// Requests in the instances now.
    pub at_once: f64,
    /// Requests that came, and those of them that no instance had room for.
    pub offered: f64,
    pub refused: f64,
}

/// What a service is set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Requests at once that an instance may hold.
    pub limit: u32,
    pub min: u32,
    pub max: u32,
}

/// The scaling with what it remembers.
#[derive(Default)]
pub struct Concurrency {
    /// Instances that were needed at the looks so far, as far back as it counts; only where no
    /// later look needed as many, so that they fall.
    needs: VecDeque<(Ms, u32)>,
    now: Option<(u32, u32)>,
}

/// What a look led to.
pub struct Outcome {
    /// Instances that get requests.
    pub active: u32,
    pub provisioned: u32,
    pub decision: Option<Decision>,
}

impl Seen {
    /// Requests at once as they would be had none been refused: as many times more as more came
    /// than were let in, a whole number.
    pub fn wanted(&self) -> u32 {
        let let_in = self.offered - self.refused;
        // No more than all that was turned away since the last look would come on top.
        let turned_away = self.refused.max(0.0);
        let more = if let_in > 0.0 { self.at_once * turned_away / let_in } else { turned_away };
        let wanted = self.at_once + more.min(turned_away);
        // A part of a request at once is traffic all the same.
        (wanted - 1e-9).ceil().clamp(0.0, 1e9) as u32
    }
}

impl Concurrency {
    /// One look. Instances go on working, and stay provisioned, for a while after they were last
    /// needed; without any request they stop as soon as the start of their work is paid.
    pub fn look(&mut self, now: Ms, seen: Seen, bounds: Bounds, rules: &AppRunner) -> Outcome {
        let wanted = seen.wanted();
        let need = instances(wanted, bounds.limit, bounds.min, bounds.max);
        let release = ms(rules.release_s);
        while self.needs.back().is_some_and(|(_, active)| *active <= need.active) {
            self.needs.pop_back();
        }
        self.needs.push_back((now, need.active));
        while self.needs.front().is_some_and(|(at, _)| at + release < now) {
            self.needs.pop_front();
        }
        // The needs fall, so that the first of those that count is the greatest.
        let most = |from: Ms| {
            let first = self.needs.iter().find(|(at, _)| *at >= from);
            first.map_or(0, |(_, active)| *active).min(bounds.max)
        };
        let needed = most(0);
        let billed = now.saturating_sub(ms(rules.minimum_billed_s));
        let idle = need.active == 0 && most(billed) == 0;
        let active = if idle { 0 } else { needed };
        let provisioned = needed.max(bounds.min);
        let before = self.now.replace((active, provisioned));
        let decision = before
            .filter(|before| *before != (active, provisioned))
            .map(|before| explain(now, seen, wanted, bounds, need, before, (active, provisioned)));
        Outcome { active, provisioned, decision }
    }

    /// The service was paused or is resumed: what was seen before counts no more.
    pub fn forget(&mut self) {
        *self = Concurrency::default();
    }
}

/// The change in words, with its arithmetic.
fn explain(
    now: Ms,
    seen: Seen,
    wanted: u32,
    bounds: Bounds,
    need: Instances,
    before: (u32, u32),
    after: (u32, u32),
) -> Decision {
    let Bounds { limit, min, max } = bounds;
    let mut what = Vec::new();
    if before.0 != after.0 {
        what.push(format!("active {} → {}", before.0, after.0));
    }
    if before.1 != after.1 {
        what.push(format!("provisioned {} → {}", before.1, after.1));
    }
    let turned_away =
        if f64::from(wanted) > seen.at_once + 1.0 { ", those turned away among them" } else { "" };
    let mut because = format!("{wanted} requests at once{turned_away}: ceil({wanted} / {limit})");
    if wanted.div_ceil(limit.max(1)) > max {
        because.push_str(&format!(", your maximum is {max}"));
    }
    because.push_str(&format!(" = {}", need.active));
    if after.0 > need.active || after.1 > need.provisioned {
        because.push_str("; what was needed before is kept for a while");
    }
    let grows = after.1 > before.1;
    let quick = after.0 > before.0 && !grows;
    Decision {
        t_ms: now,
        who: "app-runner".into(),
        what: what.join(", "),
        because,
        inputs: BTreeMap::from([
            ("requests_at_once".to_string(), seen.at_once),
            ("refused".to_string(), seen.refused),
            ("limit".to_string(), f64::from(limit)),
            ("min".to_string(), f64::from(min)),
            ("max".to_string(), f64::from(max)),
        ]),
        waits_for: if grows { "the new instances".into() } else { String::new() },
        fact: if quick { "app-runner.reserve".into() } else { "app-runner.active".into() },
    }
}

#[cfg(test)]
mod tests {
    use super::Seen;

    #[test]
    fn refused_requests_count_as_many_times_as_they_would_have_been_there() {
        let seen = |at_once, offered, refused| Seen { at_once, offered, refused }.wanted();
        assert_eq!(seen(0.0, 0.0, 0.0), 0);
        assert_eq!(seen(0.2, 10.0, 0.0), 1);
        assert_eq!(seen(100.0, 500.0, 0.0), 100);
        // Three times as many came as were let in.
        assert_eq!(seen(100.0, 1500.0, 1000.0), 300);
        // Nobody was there to take them: not more than came.
        assert_eq!(seen(0.0, 30.0, 30.0), 30);
        assert_eq!(seen(100.0, 12.0, 10.0), 110);
    }
}
