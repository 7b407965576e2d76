//! Deployments: a rolling replacement with its circuit breaker, or two target groups with the
//! traffic shifted from one to the other.

use super::*;
use crate::sim::control::Happening;
use crate::sim::deployment::breaker::{Breaker, TaskOutcome, Threshold};
use crate::sim::scenario::{BreakerType, Strategy};

/// A deployment that is under way.
#[derive(Clone, Debug)]
pub struct Rollout {
    pub version: u32,
    /// The revision that it replaces.
    pub from: u32,
    strategy: Strategy,
    /// Target group of the new revision.
    group: u8,
    phase: Phase,
    breaker: Breaker,
    /// Percent of the traffic that the new revision gets, with two groups.
    shifted: f64,
    /// Whether it was said that it goes on though its tasks fail.
    said_failing: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// New tasks start.
    ScaleUp,
    /// The traffic has been shifted; waiting.
    Bake,
    /// The circuit breaker ended it, and there is nothing to go back to.
    Stalled,
}

impl Rollout {
    /// Whether old and new tasks stand in target groups of their own.
    pub fn has_two_groups(&self) -> bool {
        self.strategy != Strategy::Rolling
    }

    /// Whether the new revision gets all of the traffic already.
    pub fn has_traffic(&self) -> bool {
        self.shifted >= 100.0
    }

    /// Whether it failed and no more tasks are started.
    pub fn is_stalled(&self) -> bool {
        self.phase == Phase::Stalled
    }
}

impl Service {
    /// Deploys a new revision.
    pub fn deploy(&mut self, version: Version, why: &'static str, control: &mut Control) {
        let strategy = self.strategy(control);
        self.deploy_by(strategy, version, why, control);
    }

    fn deploy_by(
        &mut self,
        strategy: Strategy,
        version: Version,
        why: &'static str,
        control: &mut Control,
    ) {
        if self.versions.len() > usize::from(u8::MAX) {
            return;
        }
        // A deployment with two groups is given up for the next one; a rolling one is overtaken.
        if self.rollout.as_ref().is_some_and(Rollout::has_two_groups) {
            self.back_to_old_group(control);
        }
        let from = self.primary;
        self.versions.push(version);
        let number = self.versions.len() as u32 - 1;
        let group = match strategy {
            Strategy::Rolling => self.group_of(from),
            _ => 1 - self.group_of(from),
        };
        if strategy == Strategy::Rolling {
            self.primary = number;
            self.let_leave(|task| task.version != number);
        }
        let breaker = breaker(control);
        self.throttles.clear();
        self.rebalancing = false;
        self.progressed = control.now;
        self.rollout = Some(Rollout {
            version: number,
            from,
            strategy,
            group,
            phase: Phase::ScaleUp,
            breaker,
            shifted: 0.0,
            said_failing: false,
        });
        let deployment = control.scenario.deployment.clone();
        if self.is_eks {
            return self.say_rolling_update(number, why, control);
        }
        let fact = self.deployment_fact(strategy);
        let second = match self.has_reserve {
            true => "a second set of healthy instances",
            false => "a full set of healthy tasks in the second target group",
        };
        decide(control, "deployment", fact, || {
            (
                format!("deploy revision {}, {}", number + 1, strategy.word()),
                why.into(),
                match strategy {
                    Strategy::Rolling => format!(
                        "at least {} %, at most {} % of the desired count",
                        deployment.minimum_healthy_percent, deployment.maximum_percent
                    ),
                    _ => second.into(),
                },
            )
        });
    }

    /// All tasks are replaced by others of the same revision.
    pub(super) fn renew(&mut self, why: &'static str, control: &mut Control) {
        let same = self.versions[self.primary as usize].clone();
        self.deploy_by(Strategy::Rolling, same, why, control);
    }

    /// Target group of a revision's tasks.
    pub(super) fn group_of(&self, version: u32) -> u8 {
        if let Some(rollout) = self.rollout.as_ref().filter(|rollout| rollout.version == version) {
            return rollout.group;
        }
        let its_own = self.tasks.iter().rev().find(|task| task.version == version);
        its_own.map_or(self.group, |task| task.group)
    }

    /// The fact that a deployment of that kind rests on.
    fn deployment_fact(&self, strategy: Strategy) -> &'static str {
        match (self.is_eks, self.has_reserve) {
            (true, _) => "kubernetes.rolling_update",
            (_, true) => "app-runner.doubling",
            _ => strategy_fact(strategy),
        }
    }

    fn let_leave(&mut self, leaves: impl Fn(&Task) -> bool) {
        for task in self.tasks.iter_mut().filter(|task| task.is_live()) {
            task.leaving = leaves(task);
        }
    }

    /// Goes on with the deployment as far as the tasks allow.
    pub(super) fn advance_rollout(&mut self, control: &mut Control) {
        let Some(rollout) = &self.rollout else { return };
        if rollout.phase != Phase::ScaleUp {
            return;
        }
        let version = rollout.version;
        let healthy = self.count(|task| task.version == version && task.is_healthy());
        if healthy < self.desired {
            return;
        }
        if rollout.has_two_groups() {
            self.shift(control);
        } else if !self.tasks.iter().any(|task| task.is_live() && task.leaving) {
            self.complete(control);
        }
    }

    /// A wait of the deployment is over.
    pub fn baked(&mut self, version: u32, platform: &mut dyn Platform, control: &mut Control) {
        if self.is_eks {
            return self.check_progress(version, control);
        }
        let Some(rollout) = &self.rollout else { return };
        if rollout.version != version || rollout.phase != Phase::Bake {
            return;
        }
        if rollout.shifted < 100.0 {
            self.shift(control);
        } else {
            self.primary = version;
            self.let_leave(|task| task.version != version);
            self.complete(control);
        }
        self.reconcile(platform, control);
    }

    /// The next share of the traffic goes to the new group.
    fn shift(&mut self, control: &mut Control) {
        let deployment = control.scenario.deployment.clone();
        let Some(rollout) = &mut self.rollout else { return };
        let before = rollout.shifted;
        rollout.shifted = match rollout.strategy {
            Strategy::Canary if rollout.shifted == 0.0 => deployment.step_percent,
            Strategy::Linear => (rollout.shifted + deployment.step_percent).min(100.0),
            _ => 100.0,
        };
        rollout.phase = Phase::Bake;
        let (share, group, version) = (rollout.shifted, rollout.group, rollout.version);
        let strategy = rollout.strategy;
        let new = share / 100.0;
        control.plane.set_shares(if group == 1 { [1.0 - new, new] } else { [new, 1.0 - new] });
        // App Runner ends the old instances without a wait.
        let bake_minutes = if self.has_reserve { 0.0 } else { deployment.bake_minutes };
        control.after(bake_minutes * 60.0, Happening::Deployment(version));
        let fact = self.deployment_fact(strategy);
        let has_reserve = self.has_reserve;
        let waits_for = match has_reserve {
            true => String::new(),
            false => format!("{bake_minutes} minutes of bake time"),
        };
        decide(control, "deployment", fact, || {
            (
                format!("shift {share} % of the requests to revision {}", version + 1),
                match (before > 0.0, has_reserve) {
                    (true, _) => format!("{bake_minutes} minutes at {before} % are over"),
                    (_, true) => "its instances are healthy".into(),
                    (_, false) => "its tasks are healthy".into(),
                },
                waits_for,
            )
        });
    }

    fn complete(&mut self, control: &mut Control) {
        let Some(rollout) = self.rollout.take() else { return };
        self.completed = rollout.version;
        self.group = rollout.group;
        let fact = self.deployment_fact(rollout.strategy);
        decide(control, "deployment", fact, || {
            (format!("revision {} is deployed", rollout.version + 1), String::new(), String::new())
        });
    }

    /// A task of that revision failed to start or failed its checks.
    pub(super) fn count_failure(&mut self, version: u32, control: &mut Control) {
        let Some(rollout) = &mut self.rollout else { return };
        if rollout.version != version || rollout.phase == Phase::Stalled {
            return;
        }
        if rollout.has_two_groups() {
            let goes_back = rollout.shifted > 0.0 && control.scenario.deployment.rollback;
            // App Runner keeps the version that works.
            if goes_back || self.has_reserve {
                let why = match self.has_reserve {
                    true => "its instances fail",
                    false => "its tasks fail their health checks",
                };
                self.fail_rollout(why.into(), control);
            } else if !std::mem::replace(&mut rollout.said_failing, true) {
                let fact = strategy_fact(rollout.strategy);
                say_failing(version, rollout.shifted, fact, control);
            }
            return;
        }
        let deployment = &control.scenario.deployment;
        if !deployment.circuit_breaker {
            return;
        }
        if rollout.breaker.observe(TaskOutcome::Failed, self.desired) {
            let failures = rollout.breaker.failures();
            self.fail_rollout(format!("{} failed: the threshold", tasks(failures)), control);
        }
    }

    /// A task of that revision became healthy.
    pub(super) fn count_success(&mut self, version: u32) {
        if let Some(rollout) = self.rollout.as_mut().filter(|r| r.version == version) {
            rollout.breaker.observe(TaskOutcome::Healthy, self.desired);
        }
    }

    fn fail_rollout(&mut self, because: String, control: &mut Control) {
        let Some(rollout) = self.rollout.clone() else { return };
        let (failed, back) = (rollout.version, self.completed);
        let rollback = control.scenario.deployment.rollback || self.has_reserve;
        let rolls_back = rollback && back != failed;
        let (who, fact) = match self.has_reserve {
            true => ("app-runner", "app-runner.doubling"),
            false => ("circuit-breaker", "ecs.breaker_percent"),
        };
        decide(control, who, fact, || {
            let what = format!("the deployment of revision {} failed", failed + 1);
            let next = if rolls_back {
                format!("roll back to revision {}", back + 1)
            } else {
                "a deployment that works: nothing more is started".into()
            };
            (what, because, next)
        });
        self.throttles.clear();
        if rollout.has_two_groups() {
            self.back_to_old_group(control);
        } else if rolls_back {
            self.primary = back;
            self.let_leave(|task| task.version != back);
            let breaker = breaker(control);
            self.rollout = Some(Rollout { version: back, from: failed, breaker, ..rollout });
        } else if let Some(rollout) = &mut self.rollout {
            rollout.phase = Phase::Stalled;
        }
    }

    /// All traffic to the old group; the new tasks leave.
    fn back_to_old_group(&mut self, control: &mut Control) {
        let Some(rollout) = self.rollout.take() else { return };
        self.group = 1 - rollout.group;
        control.plane.set_shares(if rollout.group == 1 { [1.0, 0.0] } else { [0.0, 1.0] });
        self.primary = rollout.from;
        self.let_leave(|task| task.version == rollout.version);
    }
}

/// The tasks of the new revision fail, and nothing ends the deployment.
fn say_failing(version: u32, shifted: f64, fact: &'static str, control: &mut Control) {
    decide(control, "deployment", fact, || {
        let why = match shifted > 0.0 {
            true => "you do not want it to go back by itself",
            false => "no request goes to them yet, so that no request fails",
        };
        (
            format!("the tasks of revision {} fail; others replace them", version + 1),
            why.into(),
            "you: stop the deployment, or deploy a revision that works".into(),
        )
    });
}

/// The circuit breaker as the deployment's settings say.
fn breaker(control: &Control) -> Breaker {
    let (deployment, rules) = (&control.scenario.deployment, control.rules);
    let percent = deployment.breaker_value;
    let bounded = |least: f64| Threshold::BoundedPercent {
        percent,
        least: least as u32,
        most: rules.ecs_breaker_max as u32,
    };
    let threshold = match deployment.breaker_type {
        BreakerType::BoundedPercent => bounded(rules.ecs_breaker_min),
        BreakerType::Older => bounded(rules.ecs_breaker_older_min),
        BreakerType::UnboundedPercent => Threshold::UnboundedPercent { percent },
        BreakerType::Count => Threshold::Count(percent as u32),
    };
    Breaker::new(threshold, deployment.reset_on_healthy)
}

fn strategy_fact(strategy: Strategy) -> &'static str {
    match strategy {
        Strategy::Rolling => "ecs.minimum_healthy_percent",
        Strategy::Canary => "ecs.canary_percent",
        Strategy::Linear => "ecs.linear_step_percent",
        Strategy::BlueGreen => "ecs.blue_green_bake",
    }
}
