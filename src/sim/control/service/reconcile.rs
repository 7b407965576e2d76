//! The service scheduler: as many tasks as are desired, of the revisions that are wanted, within
//! the deployment's bounds.

use super::*;
use crate::sim::deployment::bounds::Bounds;

impl Service {
    /// Starts what is missing and stops what is too much. Called whenever something changed.
    pub fn reconcile(&mut self, platform: &mut dyn Platform, control: &mut Control) {
        self.advance_rollout(control);
        self.start_missing(platform, control);
        if self.stop_leaving(control) {
            self.start_missing(platform, control);
        }
        self.stop_surplus(platform, control);
        self.rebalance_done(platform, control);
        self.keep_reserve(platform, control);
    }

    /// The bounds of a deployment at the present desired count: least healthy, most live tasks.
    pub(super) fn limits(&self, control: &Control) -> (u32, u32) {
        if self.is_eks {
            return self.pod_limits(control);
        }
        let deployment = &control.scenario.deployment;
        let percents = (deployment.minimum_healthy_percent, deployment.maximum_percent);
        let bounds = Bounds::new(self.desired, percents.0, percents.1);
        (bounds.min, bounds.max.max(1))
    }

    fn start_missing(&mut self, platform: &mut dyn Platform, control: &mut Control) {
        let two_groups = self.rollout.as_ref().is_some_and(Rollout::has_two_groups);
        for (version, wanted) in self.wanted() {
            if self.throttles.get(&version).is_some_and(|throttle| control.now < throttle.until) {
                continue;
            }
            let here = self.count(|task| task.version == version && task.counts());
            let live = self.count(Task::is_live);
            // Two sets of tasks stand side by side; the bounds are those of a rolling deployment.
            let most = if two_groups { u32::MAX } else { self.limits(control).1.max(wanted) };
            let count = wanted.saturating_sub(here).min(most.saturating_sub(live));
            let count = match count > 0 && !self.is_eks && !self.has_reserve {
                true => self.within_launch_rate(count, control),
                false => count,
            };
            if count > 0 {
                self.start(count, version, platform, control);
            }
        }
    }

    /// Revisions and how many tasks of each there should be.
    fn wanted(&self) -> Vec<(u32, u32)> {
        let extra = u32::from(self.rebalancing);
        match &self.rollout {
            Some(rollout) if rollout.is_stalled() => Vec::new(),
            Some(rollout) if rollout.has_two_groups() => {
                vec![(rollout.from, self.desired), (rollout.version, self.desired)]
            }
            _ => vec![(self.primary, self.desired + extra)],
        }
    }

    /// Lets go of tasks that have to leave, as far as enough healthy ones stay; says whether any
    /// went.
    fn stop_leaving(&mut self, control: &mut Control) -> bool {
        let (least, most) = self.limits(control);
        let counting = |version| self.count(|task| task.version == version && task.counts());
        let lacks = self.wanted().into_iter().any(|(version, wanted)| counting(version) < wanted);
        let mut went = false;
        let mut healthy = self.count(Task::is_healthy);
        let mut live = self.count(Task::is_live);
        let mut decided: BTreeMap<u32, u32> = BTreeMap::new();
        for task in self.tasks.iter().filter(|task| is_decided(task)) {
            *decided.entry(task.version).or_default() += 1;
        }
        for place in 0..self.tasks.len() {
            let task = &self.tasks[place];
            let ill = task.is_ill();
            if !task.is_live() || !(task.leaving || ill) {
                continue;
            }
            let may_go = if task.pending() {
                true
            } else if task.is_healthy() {
                healthy > least
            } else {
                // It serves nobody: it stays until its replacement serves or fails too, unless
                // it is in the way of one.
                // Replaced is what leaves the revision with more that serve or have failed than it
                // should have.
                let count = decided.get(&task.version).copied().unwrap_or(0);
                task.leaving || (lacks && live >= most) || count > self.desired
            };
            if may_go {
                if let (true, Some(count)) = (is_decided(task), decided.get_mut(&task.version)) {
                    *count -= 1;
                }
                healthy -= u32::from(task.is_healthy());
                live -= 1;
                went = true;
                self.stop(place, control);
            }
        }
        went
    }

    /// Stops tasks beyond the wanted count: those on their way first, then as the platform says.
    fn stop_surplus(&mut self, platform: &mut dyn Platform, control: &mut Control) {
        for (version, wanted) in self.wanted() {
            loop {
                let here = |task: &&Task| task.version == version && task.counts();
                let count = self.tasks.iter().filter(here).count() as u32;
                if count <= wanted {
                    break;
                }
                let first = |t: &&Task| t.pending() || (t.is_pod && !t.is_healthy());
                let newest_pending = self.tasks.iter().rev().filter(here).find(first);
                let number = match newest_pending {
                    Some(task) => task.number,
                    None => {
                        let candidates: Vec<u32> =
                            self.tasks.iter().filter(here).map(|task| task.number).collect();
                        let luck = self.stop_luck(control);
                        platform.first_to_leave(&candidates, luck)
                    }
                };
                let Some(place) = self.place_of(number) else { break };
                self.stop(place, control);
            }
        }
        self.said_waiting = self.said_waiting.min(self.waiting());
    }

    /// Whether the zones are out of balance by two tasks or more; one more is started then, and one
    /// of the fullest zone stops when it serves. Returns whether it began to.
    pub fn rebalance(&mut self, platform: &mut dyn Platform, control: &mut Control) -> bool {
        let settings = &control.scenario.platform_settings;
        let spreads = !self.is_eks && !self.has_reserve;
        let idle = spreads && self.rollout.is_none() && !self.rebalancing;
        let steady = self.count(Task::is_healthy) == self.desired && self.waiting() == 0;
        let room = control.scenario.deployment.maximum_percent > 100;
        // AWS rebalances only where the first placement strategy, if any, is the zones'.
        let of_zones = control.scenario.platform != Place::EcsEc2
            || settings.placement.first().is_none_or(|first| first == "spread:az");
        if !settings.rebalancing || !idle || !steady || !room || !of_zones {
            return false;
        }
        let counts = self.by_zone(control);
        let most = counts.iter().map(|(_, count)| *count).max().unwrap_or(0);
        let emptiest = counts.iter().min_by_key(|(_, count)| *count).copied();
        let Some((zone, least)) = emptiest else { return false };
        // Only onto machines that are there: a rebalancing never adds one.
        if most - least < 2 || !platform.has_room_in(zone) {
            return false;
        }
        self.rebalancing = true;
        decide(control, "service-scheduler", "ecs.zone_rebalancing", || {
            (
                "rebalance the zones: start one task, then stop one".into(),
                format!("{most} tasks in the fullest zone, {least} in the emptiest"),
                "the new task's health check".into(),
            )
        });
        self.reconcile(platform, control);
        true
    }

    /// The extra task of a rebalancing serves, or found no place.
    fn rebalance_done(&mut self, platform: &mut dyn Platform, control: &mut Control) {
        if !self.rebalancing {
            return;
        }
        let nothing_pending = self.pending() == 0;
        let serves = nothing_pending && self.count(Task::is_healthy) > self.desired;
        if serves || self.waiting() > 0 || (nothing_pending && self.rollout.is_some()) {
            self.rebalancing = false;
            self.stop_surplus(platform, control);
        }
    }

    /// Zones that are there, and the tasks in each that count.
    fn by_zone(&self, control: &Control) -> Vec<(usize, u32)> {
        let mut counts = vec![0; control.scenario.zones.names.len()];
        // Each provider spreads by itself; where both are in use, the larger part is looked at.
        let here = |task: &&Task| task.counts() && !task.waits;
        let spot = self.tasks.iter().filter(here).filter(|task| task.spot).count();
        let all = self.tasks.iter().filter(here).count();
        let apart = spot > 0 && self.tasks.iter().filter(here).all(|task| task.machine.is_none());
        for task in self.tasks.iter().filter(here) {
            if !apart || task.spot == (2 * spot > all) {
                counts[task.zone] += 1;
            }
        }
        counts.into_iter().enumerate().filter(|(zone, _)| !control.is_lost(*zone)).collect()
    }
}

/// Whether it is known of the task that it serves or has failed, and it is to stay.
fn is_decided(task: &Task) -> bool {
    let ill = task.is_live() && task.health == Health::Unhealthy;
    !task.leaving && (ill || task.is_healthy())
}
