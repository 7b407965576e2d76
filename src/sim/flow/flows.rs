//! Sticky flows: which target each connection goes to, drawn with the seed.
//!
//! Many flows spread their load evenly; few do not, and a new target gets none until one ends.

use crate::sim::random::{Purpose, Stream};

/// With more flows than this for each target, their loads differ by less than a tenth.
const MANY: u32 = 100;
/// Most flows that are followed one by one.
const MOST: u32 = 4000;

/// A target that may get flows.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    pub id: u32,
    pub zone: u8,
    pub group: u8,
}

/// The flows of a network load balancer.
#[derive(Debug, Default)]
pub struct Flows {
    flows: Vec<Flow>,
}

#[derive(Clone, Copy, Debug)]
struct Flow {
    /// Its target; `None` where there was none.
    target: Option<u32>,
    ends_s: f64,
    draws: u64,
}

/// What flows are drawn by.
#[derive(Clone, Copy, Debug)]
pub struct Hash {
    pub seed: u64,
    pub life_s: f64,
    pub cross_zone: bool,
    pub group_shares: [f64; 2],
}

impl Flows {
    /// Whether so many flows are followed one by one.
    pub fn are_few(connections: u32, targets: u32) -> bool {
        connections <= MOST && connections < MANY * targets.max(1)
    }

    /// Draws anew at `now_s` the flows that ended or lost their target. Returns whether any moved.
    pub fn settle(
        &mut self,
        connections: u32,
        candidates: &[Candidate],
        hash: &Hash,
        now_s: f64,
    ) -> bool {
        let fresh = Flow { target: None, ends_s: f64::NEG_INFINITY, draws: 0 };
        self.flows.resize(connections as usize, fresh);
        let mut zones: Vec<u8> = candidates.iter().map(|candidate| candidate.zone).collect();
        zones.sort_unstable();
        zones.dedup();
        let mut moved = false;
        for (number, flow) in self.flows.iter_mut().enumerate() {
            let stays = |id| candidates.binary_search_by_key(&id, |other| other.id).is_ok();
            if flow.ends_s > now_s && flow.target.is_some_and(stays) {
                continue;
            }
            flow.draws += 1;
            let index = (number as u64) << 20 | flow.draws & 0xf_ffff;
            let mut luck = Stream::new(hash.seed, Purpose::Flow, index);
            let group = u8::from(luck.uniform() >= hash.group_shares[0]);
            let zone = zones.get(number % zones.len().max(1));
            let here = |other: &&Candidate| {
                other.group == group && (hash.cross_zone || Some(&other.zone) == zone)
            };
            let count = candidates.iter().filter(here).count();
            let choice = (luck.uniform() * count as f64) as usize;
            flow.target = candidates.iter().filter(here).nth(choice).map(|target| target.id);
            let life = -libm::log(1.0 - luck.uniform()) * hash.life_s;
            flow.ends_s = if life.is_nan() { f64::INFINITY } else { now_s + life };
            moved = true;
        }
        moved
    }

    /// The target of a flow; `None` where there was none, or no such flow.
    pub fn target(&self, flow: usize) -> Option<u32> {
        self.flows.get(flow)?.target
    }

    /// When the next flow ends, s; infinite where none does.
    pub fn next_end_s(&self) -> f64 {
        self.flows.iter().fold(f64::INFINITY, |next, flow| next.min(flow.ends_s))
    }

    /// Flows of each target, in the order of `candidates`, rounded where many differ by little.
    pub fn counts(&self, candidates: &[Candidate]) -> Vec<u32> {
        let mut counts = vec![0_u32; candidates.len()];
        for id in self.flows.iter().filter_map(|flow| flow.target) {
            if let Ok(place) = candidates.binary_search_by_key(&id, |other| other.id) {
                counts[place] += 1;
            }
        }
        let mean = self.flows.len() as f64 / candidates.len().max(1) as f64;
        let step = ((mean.sqrt() / 2.0) as u32).max(1);
        counts.iter_mut().for_each(|count| *count = (*count + step / 2) / step * step);
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: Hash =
        Hash { seed: 5, life_s: f64::INFINITY, cross_zone: true, group_shares: [1.0, 0.0] };

    fn candidates(ids: std::ops::Range<u32>) -> Vec<Candidate> {
        ids.map(|id| Candidate { id, zone: (id % 2) as u8, group: 0 }).collect()
    }

    #[test]
    fn a_new_target_gets_no_flow_until_one_ends_and_a_lost_one_gives_its_own_away() {
        let mut flows = Flows::default();
        assert!(flows.settle(40, &candidates(0..4), &HASH, 0.0));
        let before = flows.counts(&candidates(0..4));
        assert_eq!(before.iter().sum::<u32>(), 40);
        assert!(before.iter().any(|count| *count != 10), "luck is uneven: {before:?}");
        assert!(!flows.settle(40, &candidates(0..5), &HASH, 10.0));
        assert_eq!(flows.counts(&candidates(0..5))[4], 0);
        assert!(flows.settle(40, &candidates(1..5), &HASH, 20.0));
        assert_eq!(flows.counts(&candidates(1..5)).iter().sum::<u32>(), 40);
    }

    #[test]
    fn flows_that_end_are_drawn_anew() {
        let mut flows = Flows::default();
        let hash = Hash { life_s: 60.0, ..HASH };
        flows.settle(40, &candidates(0..4), &hash, 0.0);
        let next = flows.next_end_s();
        assert!(next > 0.0 && next < 60.0, "{next}");
        flows.settle(40, &candidates(0..8), &hash, 600.0);
        assert!(flows.counts(&candidates(0..8))[4..].iter().sum::<u32>() > 5);
    }

    #[test]
    fn without_cross_zone_each_zone_has_its_share_of_the_flows() {
        let mut flows = Flows::default();
        let hash = Hash { cross_zone: false, ..HASH };
        let three: Vec<Candidate> =
            [0, 2, 5].map(|id| Candidate { id, zone: (id % 2) as u8, group: 0 }).into();
        flows.settle(40, &three, &hash, 0.0);
        assert_eq!(flows.counts(&three)[2], 20);
    }
}
