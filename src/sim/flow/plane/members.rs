//! Who belongs to which class: targets join, move and leave, classes that have become alike merge.

use super::super::class::{Class, Key};
use super::super::flows::{Candidate, Flows, Hash};
use super::super::model::{Model, Routing};
use super::{Member, Plane};

/// More classes than this with one key are merged, nearest first.
const ALIKE: usize = 4;
/// Slow starts that began within this part of it are taken as one.
const WARM_PARTS: f64 = 8.0;

impl Plane {
    /// Draws sticky flows and gives each target its number of them.
    pub(super) fn draw_flows(&mut self, now_s: f64) {
        let Routing::FlowHash { connections, life_s } = self.model.routing else {
            return self.set_flows(&[], &[]);
        };
        let serving = self.targets.iter().filter(|member| !member.draining);
        let candidates: Vec<Candidate> = serving
            .map(|Member { target, .. }| Candidate {
                id: target.id,
                zone: target.zone,
                group: target.group,
            })
            .collect();
        if !Flows::are_few(connections, candidates.len() as u32) {
            return self.set_flows(&[], &[]);
        }
        let Model { seed, cross_zone, .. } = self.model;
        let hash = Hash { seed, life_s, cross_zone, group_shares: self.group_shares };
        self.flows.settle(connections, &candidates, &hash, now_s);
        let counts = self.flows.counts(&candidates);
        self.set_flows(&candidates, &counts);
        self.flows_due_s = self.flows.next_end_s();
    }

    fn set_flows(&mut self, candidates: &[Candidate], counts: &[u32]) {
        let mut counted = candidates.iter().zip(counts).peekable();
        for place in 0..self.targets.len() {
            let id = self.targets[place].target.id;
            let here = counted.next_if(|(candidate, _)| candidate.id == id);
            let flows = here.map_or(0, |(_, count)| *count);
            if self.targets[place].flows != flows {
                self.targets[place].flows = flows;
                self.place(place);
            }
        }
        self.flows_due_s = f64::INFINITY;
    }

    pub(super) fn find(&self, id: u32) -> Result<usize, usize> {
        self.targets.binary_search_by_key(&id, |member| member.target.id)
    }

    pub(super) fn key(&self, member: &Member) -> Key {
        let target = &member.target;
        let zone = if self.model.cross_zone { 0 } else { target.zone };
        Key {
            zone,
            kind: target.kind,
            group: target.group,
            draining: member.draining,
            flows: member.flows,
        }
    }

    /// Moves a target to where it belongs by now, with its requests.
    pub(super) fn place(&mut self, place: usize) {
        let member = self.targets[place];
        let key = self.key(&member);
        if self.classes[member.class].key == key {
            return;
        }
        let moved = self.classes[member.class].one(key, self.is_central());
        // Joins first: leaving may move another class into the place of an emptied one.
        let class = self.join(moved);
        self.targets[place].class = class;
        self.shrink(member.class);
        self.change();
    }

    /// Whether classes are stepped as one pool each, since the balancer looks at all targets.
    pub(super) fn is_central(&self) -> bool {
        self.model.routing == Routing::LeastOutstanding
    }

    /// Adds a class, or its targets to one that is alike; returns where they are.
    pub(super) fn join(&mut self, class: Class) -> usize {
        let alike = self.classes.iter().position(|other| other.resembles(&class, 0.0, false));
        if let Some(index) = alike {
            self.classes[index].absorb(&class);
            return index;
        }
        self.classes.push(class);
        self.classes.len() - 1
    }

    /// Takes one target out of a class; an empty class goes.
    pub(super) fn shrink(&mut self, index: usize) {
        let central = self.is_central();
        self.classes[index].shrink(central);
        if self.classes[index].size == 0 {
            self.drop_class(index, index);
        }
    }

    /// Merges classes that have become alike, or the nearest ones where too many share a key.
    pub(super) fn tidy(&mut self) {
        let warm_s = self.model.slow_start_s / WARM_PARTS;
        let central = self.is_central();
        let mut first = 0;
        while first < self.classes.len() {
            let mut second = first + 1;
            while second < self.classes.len() {
                if self.classes[first].resembles(&self.classes[second], warm_s, central) {
                    self.merge(first, second);
                } else {
                    second += 1;
                }
            }
            first += 1;
        }
        while self.classes.len() > ALIKE
            && let Some((first, second)) = self.nearest()
        {
            self.merge(first, second);
        }
    }

    /// The two most alike of too many classes with the same key.
    fn nearest(&self) -> Option<(usize, usize)> {
        let mut best: Option<(f64, usize, usize)> = None;
        for (first, one) in self.classes.iter().enumerate() {
            let same = self.classes.iter().enumerate().filter(|(_, other)| other.key == one.key);
            if same.clone().count() <= ALIKE {
                continue;
            }
            for (second, two) in same.filter(|(second, _)| *second > first) {
                let apart = (one.x - two.x).abs();
                if best.is_none_or(|best| apart < best.0) {
                    best = Some((apart, first, second));
                }
            }
        }
        best.map(|(_, first, second)| (first, second))
    }

    fn merge(&mut self, first: usize, second: usize) {
        let other = self.classes[second].clone();
        self.classes[first].absorb(&other);
        self.drop_class(second, first);
        self.change();
    }

    /// Removes a class; its targets, if any, belong to `heir` from now on, an earlier class.
    fn drop_class(&mut self, index: usize, heir: usize) {
        self.classes.swap_remove(index);
        let moved = self.classes.len();
        for member in &mut self.targets {
            if member.class == index {
                member.class = heir;
            } else if member.class == moved {
                member.class = index;
            }
        }
    }
}
