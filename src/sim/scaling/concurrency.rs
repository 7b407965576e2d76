//! The scaling of AWS App Runner: requests at once decide how many instances work, and how many are
//! provisioned. AWS prints no formula in time: how often it looks, and how long it waits before it
//! gives instances back and how many, are estimates (facts `app-runner.look` and
//! `app-runner.release`). A request that was turned away below the maximum calls for one instance
//! more: it came when all were full, whatever the mean says. Knows counts, no service and no
//! instance.

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
    /// Instances that get requests now.
    pub working: u32,
}

/// What a service is set to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Requests at once that an instance may hold.
    pub limit: u32,
    pub min: u32,
    pub max: u32,
}

/// How long what was needed counts, s.
#[derive(Clone, Copy, Debug)]
pub struct Waits {
    /// Before instances are given back.
    pub release_s: f64,
    /// For the bill, each time an instance begins to work.
    pub minimum_billed_s: f64,
}

/// The scaling with what it remembers.
#[derive(Default)]
pub struct Concurrency {
    /// Instances that were needed at the looks so far, as far back as it counts; only where no
    /// later look needed as many, so that they fall.
    needs: VecDeque<(Ms, u32)>,
    now: Option<(u32, u32)>,
    /// Requests turned away that have not led to an instance more.
    turned_away: f64,
    /// Whether all that were to work did at the last look.
    all_work: bool,
    /// When instances were last given back.
    released: Ms,
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
    /// needed; then a quarter of them goes at a time. Without any request they stop as soon as the
    /// start of their work is paid.
    pub fn look(&mut self, now: Ms, seen: Seen, bounds: Bounds, waits: Waits) -> Outcome {
        let active = self.now.map_or(seen.working, |(active, _)| active);
        let Bounds { limit, min, max } = bounds;
        let mut need = instances(seen.wanted(), limit, min, max);
        let one_more = self.calls_for_one_more(seen, active, need, max);
        if one_more {
            need.active = active + 1;
            need.provisioned = need.provisioned.max(need.active);
        }
        let needed = self.kept(now, need, active, max, ms(waits.release_s));
        let billed = now.saturating_sub(ms(waits.minimum_billed_s));
        let idle = need.active == 0 && self.most_needed(billed) == 0;
        let after = (if idle { 0 } else { needed }, needed.max(min));
        if after.0 < active {
            self.released = now;
        }
        let decision = self.now.replace(after).filter(|before| *before != after).map(|before| {
            let because = because(seen, bounds, need, one_more, after);
            explain(now, seen, bounds, because, before, after)
        });
        Outcome { active: after.0, provisioned: after.1, decision }
    }

    /// Whether requests were turned away though all instances that are to work did, and as many are
    /// enough on average. Parts of requests add up.
    fn calls_for_one_more(&mut self, seen: Seen, active: u32, need: Instances, max: u32) -> bool {
        let all_work = seen.working >= active;
        if !std::mem::replace(&mut self.all_work, all_work) || !all_work {
            self.turned_away = 0.0;
            return false;
        }
        self.turned_away += seen.refused;
        if self.turned_away < 1.0 {
            return false;
        }
        self.turned_away = 0.0;
        need.active <= active && active < max
    }

    /// The instances that go on: what was needed within the release time, and no fewer than three
    /// quarters of those that worked.
    fn kept(&mut self, now: Ms, need: Instances, active: u32, max: u32, release: Ms) -> u32 {
        while self.needs.back().is_some_and(|(_, needed)| *needed <= need.active) {
            self.needs.pop_back();
        }
        self.needs.push_back((now, need.active));
        while self.needs.front().is_some_and(|(at, _)| at + release < now) {
            self.needs.pop_front();
        }
        let needed = self.most_needed(0);
        let quarter = (active / 4).max(1);
        let waits = now < self.released + release;
        let least = if waits { active } else { active.saturating_sub(quarter) };
        needed.max(least).min(max)
    }

    /// Most instances that were needed from then on, as far back as it counts.
    fn most_needed(&self, from: Ms) -> u32 {
        // The needs fall, so that the first of those that count is the greatest.
        self.needs.iter().find(|(at, _)| *at >= from).map_or(0, |(_, needed)| *needed)
    }

    /// The service was paused or is resumed: what was seen before counts no more.
    pub fn forget(&mut self) {
        *self = Concurrency::default();
    }
}

/// Why as many instances are needed, with the arithmetic.
fn because(
    seen: Seen,
    bounds: Bounds,
    need: Instances,
    one_more: bool,
    after: (u32, u32),
) -> String {
    let Bounds { limit, max, .. } = bounds;
    let wanted = seen.wanted();
    if one_more {
        let refused = seen.refused.ceil().max(1.0);
        let full = match need.active - 1 {
            1 => "the one instance was".to_string(),
            all => format!("all {all} instances were"),
        };
        return format!(
            "{refused:.0} turned away: {full} full at times, though on average {wanted} at once \
             would fit; one more"
        );
    }
    let turned_away =
        if f64::from(wanted) > seen.at_once + 1.0 { ", those turned away among them" } else { "" };
    let requests = if wanted == 1 { "request" } else { "requests" };
    let mut because = format!("{wanted} {requests} at once{turned_away}: ceil({wanted} / {limit})");
    if wanted.div_ceil(limit.max(1)) > max {
        because.push_str(&format!(", your maximum is {max}"));
    }
    because.push_str(&format!(" = {}", need.active));
    if after.0 > need.active || after.1 > need.provisioned {
        because.push_str(
            "; what was needed before is kept for a while, then given back a quarter at a time",
        );
    }
    because
}

/// The change in words.
fn explain(
    now: Ms,
    seen: Seen,
    bounds: Bounds,
    because: String,
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
    use super::{Bounds, Concurrency, Seen, Waits};

    #[test]
    fn refused_requests_count_as_many_times_as_they_would_have_been_there() {
        let seen = |at_once, offered, refused| {
            Seen { at_once, offered, refused, ..Seen::default() }.wanted()
        };
        assert_eq!(seen(0.0, 0.0, 0.0), 0);
        assert_eq!(seen(0.2, 10.0, 0.0), 1);
        assert_eq!(seen(100.0, 500.0, 0.0), 100);
        // Three times as many came as were let in.
        assert_eq!(seen(100.0, 1500.0, 1000.0), 300);
        // Nobody was there to take them: not more than came.
        assert_eq!(seen(0.0, 30.0, 30.0), 30);
        assert_eq!(seen(100.0, 12.0, 10.0), 110);
    }

    const BOUNDS: Bounds = Bounds { limit: 10, min: 1, max: 25 };

    /// Looks every five seconds for so long, s, at what `seen` says of the instances at work.
    fn looks(scaling: &mut Concurrency, from_s: u64, to_s: u64, seen: impl Fn(u32) -> Seen) -> u32 {
        let waits = Waits { release_s: 600.0, minimum_billed_s: 60.0 };
        let mut active = scaling.now.map_or(0, |(active, _)| active);
        for second in (from_s..to_s).step_by(5) {
            active = scaling.look(second * 1000, seen(active), BOUNDS, waits).active;
        }
        active
    }

    #[test]
    fn a_request_turned_away_calls_for_one_more_once_all_work() {
        let mut scaling = Concurrency::default();
        let quiet = |working| Seen { at_once: 9.0, offered: 100.0, refused: 0.0, working };
        assert_eq!(looks(&mut scaling, 0, 5, quiet), 1);
        let now_and_then = |working| Seen { at_once: 9.0, offered: 100.0, refused: 0.4, working };
        assert_eq!(looks(&mut scaling, 5, 15, now_and_then), 1, "0.8 of a request");
        assert_eq!(looks(&mut scaling, 15, 20, now_and_then), 2);
        let just_came = |working| Seen { at_once: 9.0, offered: 100.0, refused: 5.0, working };
        let on_its_way = |_| Seen { at_once: 9.0, offered: 100.0, refused: 5.0, working: 1 };
        assert_eq!(looks(&mut scaling, 20, 60, on_its_way), 2, "the second is on its way");
        assert_eq!(looks(&mut scaling, 60, 65, just_came), 2, "nobody knows when it came");
        assert_eq!(looks(&mut scaling, 65, 70, just_came), 3);
    }

    #[test]
    fn instances_go_by_quarters_each_after_its_wait() {
        let mut scaling = Concurrency::default();
        let busy = |working| Seen { at_once: 160.0, offered: 800.0, refused: 0.0, working };
        assert_eq!(looks(&mut scaling, 0, 60, busy), 16);
        let quiet = |working| Seen { at_once: 5.0, offered: 50.0, refused: 0.0, working };
        assert_eq!(looks(&mut scaling, 60, 655, quiet), 16);
        assert_eq!(looks(&mut scaling, 655, 1255, quiet), 12);
        assert_eq!(looks(&mut scaling, 1255, 1855, quiet), 9);
        let silent = |working| Seen { working, ..Seen::default() };
        assert_eq!(looks(&mut scaling, 1855, 2500, silent), 0);
    }
}
