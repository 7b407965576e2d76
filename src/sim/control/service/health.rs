//! Health checks: the first one that a task passes, and those that fail under strain.
//!
//! A model: a check fails when more than half of what reaches the task is turned away, or when an
//! answer takes longer than the check waits.

use super::checks::Checks;
use super::*;
use crate::sim::control::Happening;
use crate::sim::flow::Target;

impl Service {
    /// A first check has passed.
    pub(super) fn becomes_healthy(
        &mut self,
        place: usize,
        platform: &dyn Platform,
        control: &mut Control,
    ) {
        let task = &mut self.tasks[place];
        if task.state != State::Running || task.health == Health::Healthy || task.cut_off {
            return;
        }
        if task.halted {
            return;
        }
        let known = task.health == Health::Unhealthy;
        task.health = Health::Healthy;
        task.ready_from = control.now;
        task.checks = 0;
        note(control, &self.tasks[place], EventKind::TargetHealth, "healthy");
        let version = self.tasks[place].version;
        if known && !self.has_reserve {
            control.plane.resume(self.tasks[place].number);
        } else if !known {
            self.join(place, true, control, platform);
        }
        self.close_again(control);
        self.count_success(version);
        self.note_progress(version, control);
    }

    /// The balancer begins to send requests to the task.
    pub(super) fn join(
        &mut self,
        place: usize,
        warms: bool,
        control: &mut Control,
        platform: &dyn Platform,
    ) {
        let task = &self.tasks[place];
        let machine = task.machine;
        let vcpu = machine.and_then(|machine| platform.vcpu_of(machine));
        let kind = control.kind_of(task.version, vcpu, &self.versions);
        let (id, zone, group) = (task.number, task.zone as u8, task.group);
        let now_s = control.now_s();
        control.plane.add(Target { id, zone, kind, group, warms }, now_s);
        if self.has_reserve {
            control.plane.drain(id);
        }
        if let Some(machine) = machine.filter(|_| vcpu.is_some()) {
            self.share_out(machine, platform, control);
        }
    }

    /// Tasks on a machine whose idle CPU they may use: each gets its part.
    pub(super) fn share_out(
        &mut self,
        machine: u32,
        platform: &dyn Platform,
        control: &mut Control,
    ) {
        let Some(vcpu) = platform.vcpu_of(machine) else { return };
        for place in 0..self.tasks.len() {
            let task = &self.tasks[place];
            if task.machine == Some(machine) && task.state == State::Running && !task.is_dark {
                let (number, version) = (task.number, task.version);
                let kind = control.kind_of(version, Some(vcpu), &self.versions);
                control.plane.set_kind(number, kind);
            }
        }
    }

    /// As many checks in a row have failed as the target group allows.
    pub(super) fn becomes_unhealthy(&mut self, place: usize, control: &mut Control) {
        let task = &mut self.tasks[place];
        if task.state != State::Running || task.health == Health::Unhealthy {
            return;
        }
        let served = task.health == Health::Healthy;
        let never_was = task.health == Health::Unknown;
        let (cut_off, is_dark) = (task.cut_off, task.is_dark);
        task.health = Health::Unhealthy;
        task.ready_from = control.now;
        task.checks = 0;
        let (number, id, version) = (task.number, task.id(), task.version);
        note(control, &self.tasks[place], EventKind::TargetHealth, "unhealthy");
        if served {
            control.plane.drain(number);
        }
        let checks = Checks::of(control).fails_at;
        let is_eks = self.is_eks;
        if is_eks && !is_dark {
            return match cut_off {
                true => say_gone_with_node(id, control),
                false => say_not_ready(id, checks, control),
            };
        }
        let (who, fact) = match self.has_reserve {
            true => ("app-runner", "app-runner.unhealthy_threshold"),
            false => ("balancer", "alb.unhealthy_threshold"),
        };
        let start_s = control.rules.app_runner.start_window_s;
        let never_started = self.has_reserve && never_was;
        decide(control, who, fact, || {
            let why = match never_started {
                true => format!("no check passed in the {start_s:.0} s that it has to start"),
                false => format!("{checks} checks in a row failed"),
            };
            let waits_for = if is_eks { "its node" } else { "a replacement" };
            (format!("{id} is unhealthy"), why, waits_for.into())
        });
        if is_eks {
            return;
        }
        self.count_failure(version, control);
        self.fail_open(control);
    }

    /// A round of checks over the targets. Only under strain does one fail. Returns whether all
    /// passed as they did before; `passed` says that the last round did so and nothing has happened
    /// to the tasks since.
    pub fn check_targets(
        &mut self,
        passed: bool,
        platform: &mut dyn Platform,
        control: &mut Control,
    ) -> bool {
        let checks = Checks::of(control);
        control.after(checks.interval_s, Happening::Checks);
        let is_ill = |task: &Task| task.health == Health::Unhealthy || task.is_dark;
        let ill = !passed && self.tasks.iter().any(is_ill);
        let timeout_s = if checks.queues { checks.timeout_s } else { f64::INFINITY };
        if !ill && !control.plane.is_strained(timeout_s) {
            if !passed {
                self.tasks.iter_mut().for_each(|task| task.checks = 0);
            }
            return true;
        }
        for place in 0..self.tasks.len() {
            let task = &mut self.tasks[place];
            if task.state != State::Running || task.health == Health::Unknown {
                continue;
            }
            let flawed = self.versions[task.version as usize].fails_checks;
            let age_s = task.running_from.map_or(0.0, |from| (control.now - from) as f64 / 1000.0);
            let starts = age_s < control.scenario.task.start_s && task.running_from != Some(0);
            let failed = flawed
                || starts
                || task.cut_off
                || control.plane.fails_check(task.number, timeout_s);
            let healthy = task.health == Health::Healthy;
            task.checks = if failed == healthy { task.checks + 1 } else { 0 };
            let count = task.checks;
            if healthy && count >= checks.fails_at && age_s >= checks.grace_s {
                self.becomes_unhealthy(place, control);
            } else if !healthy && count >= checks.heals_at {
                self.becomes_healthy(place, platform, control);
            }
        }
        self.reconcile(platform, control);
        false
    }

    /// One target is healthy: those that are not get no requests any more.
    fn close_again(&mut self, control: &mut Control) {
        for task in self.tasks.iter().filter(|task| task.health == Health::Unhealthy) {
            control.plane.drain(task.number);
        }
    }

    /// Where no target is healthy, the balancer sends to all of them.
    fn fail_open(&mut self, control: &mut Control) {
        // Whether App Runner does the same is not documented.
        if control.plane.healthy() > 0 || self.has_reserve {
            return;
        }
        let running: Vec<u32> = self
            .tasks
            .iter()
            .filter(|task| task.state == State::Running && task.health == Health::Unhealthy)
            .map(|task| task.number)
            .collect();
        if running.is_empty() {
            return;
        }
        running.iter().for_each(|number| control.plane.resume(*number));
        let count = running.len() as u32;
        decide(control, "balancer", "alb.fail_open", || {
            let what = format!("send to all {} though none is healthy", tasks(count));
            (what, "no target is healthy: the balancer fails open".into(), String::new())
        });
    }
}

/// What the balancer's checks make of a task that begins to run: s from now, and the step. The
/// first check falls somewhere in its interval; those before the application is ready fail, and
/// where they are enough the target has to come back from unhealthy. The service takes no notice
/// of that before its grace period is over.
pub(super) fn verdict(number: u32, flawed: bool, control: &Control) -> (f64, Step) {
    let scenario = &control.scenario;
    let checks = Checks::of(control);
    let interval_s = checks.interval_s;
    let mut luck = Stream::new(scenario.seed, Purpose::HealthCheck, u64::from(number));
    let first_s = checks.registration_s + interval_s * luck.uniform();
    let at_s = |check: f64| first_s + check * interval_s;
    let fails_at = f64::from(checks.fails_at.max(1));
    let failing = ((scenario.task.start_s - first_s) / interval_s).ceil().max(0.0);
    let passes_s = match failing < fails_at {
        true => at_s(failing),
        false => at_s(failing + f64::from(checks.heals_at) - 1.0),
    };
    let unhealthy_s = at_s(fails_at - 1.0).max(checks.grace_s);
    if flawed || (failing >= fails_at && unhealthy_s < passes_s) {
        (unhealthy_s, Step::Unhealthy)
    } else {
        (passes_s, Step::Healthy)
    }
}

/// When the first check of a pod passes, s from now: it is registered once its application is
/// ready.
pub(super) fn pod_ready_s(number: u32, control: &Control) -> f64 {
    let scenario = &control.scenario;
    let mut luck = Stream::new(scenario.seed, Purpose::HealthCheck, u64::from(number));
    let checks = Checks::of(control);
    let check_s = checks.interval_s * luck.uniform();
    scenario.task.start_s + checks.registration_s + check_s
}

/// A pod whose node is NotReady is so too, whatever its container does.
fn say_gone_with_node(id: String, control: &mut Control) {
    decide(control, "node-controller", "kubernetes.node_grace", || {
        let why = "its node is not ready: out of the endpoints, not replaced yet".to_string();
        (format!("{id} is not ready"), why, "its node, or the end of its patience".into())
    });
}

/// A pod that fails its readiness probe leaves the endpoints, and nothing replaces it.
fn say_not_ready(id: String, checks: u32, control: &mut Control) {
    decide(control, "kubelet", "kubernetes.readiness", || {
        let why = format!("{checks} checks in a row failed: out of the endpoints, not replaced");
        (format!("{id} is not ready"), why, "checks that pass again".into())
    });
}
