//! What Kubernetes does otherwise than ECS with the same wish for so many replicas: a pod that
//! fails is restarted in place, an unready one is left alone, an eviction asks the budget, and a
//! rolling update has surge and unavailable pods and no circuit breaker.

use super::*;
use crate::sim::control::{Happening, ms};
use crate::sim::scenario::{Platform, Strategy};

impl Service {
    /// A task, or a pod, that was just ordered.
    pub(super) fn ordered(&self, number: u32, version: u32, group: u8) -> Task {
        Task { is_pod: self.is_eks, ..Task::ordered(number, version, group) }
    }

    /// Who finds places, and the fact that a decision on them rests on.
    pub(super) fn placed_by(
        &self,
        ecs: &'static str,
        control: &Control,
    ) -> (&'static str, &'static str) {
        match (self.is_eks, self.has_reserve) {
            (true, _) if is_for_fargate(control) => {
                ("fargate-scheduler", "kubernetes.fargate_node")
            }
            (true, _) => ("kube-scheduler", "kubernetes.scheduling"),
            (_, true) => ("app-runner", "app-runner.active"),
            _ => ("service-scheduler", ecs),
        }
    }

    /// `5 pods`, `5 tasks`, `5 instances`: as the platform calls them.
    pub(super) fn counted(&self, count: u32) -> String {
        match (self.is_eks, self.has_reserve) {
            (true, _) => pods(count),
            (_, true) => many(count, "instance"),
            _ => tasks(count),
        }
    }

    /// Who holds the number of replicas, and the fact.
    pub(super) fn kept_by(&self, ecs: &'static str) -> (&'static str, &'static str) {
        match (self.is_eks, self.has_reserve) {
            (true, _) => ("replica-set", "kubernetes.replicas"),
            (_, true) => ("app-runner", "app-runner.active"),
            _ => ("service-scheduler", ecs),
        }
    }

    /// Kubernetes itself knows rolling updates only; App Runner starts a second set.
    pub(super) fn strategy(&self, control: &Control) -> Strategy {
        match (self.is_eks, self.has_reserve) {
            (true, _) => Strategy::Rolling,
            (_, true) => Strategy::BlueGreen,
            _ => control.scenario.deployment.strategy,
        }
    }

    /// The bounds of a rolling update: least available, most live pods. Surge rounds up,
    /// unavailable down; both nothing counts as one unavailable.
    pub(super) fn pod_limits(&self, control: &Control) -> (u32, u32) {
        let settings = &control.scenario.platform_settings;
        let surge = (self.desired * settings.max_surge_percent).div_ceil(100);
        let unavailable = self.desired * settings.max_unavailable_percent.min(100) / 100;
        let unavailable = if surge + unavailable == 0 { 1 } else { unavailable };
        (self.desired.saturating_sub(unavailable), self.desired + surge)
    }

    pub(super) fn say_rolling_update(
        &mut self,
        number: u32,
        why: &'static str,
        control: &mut Control,
    ) {
        let deadline_s = control.rules.kubernetes.progress_deadline_s;
        control.after(deadline_s, Happening::Deployment(number));
        let (least, most) = self.pod_limits(control);
        let settings = &control.scenario.platform_settings;
        let (surge, unavailable) = (settings.max_surge_percent, settings.max_unavailable_percent);
        decide(control, "deployment", "kubernetes.rolling_update", || {
            (
                format!("deploy revision {}, rolling update", number + 1),
                format!(
                    "{why}; maxSurge {surge} %, maxUnavailable {unavailable} %: at least {least}, \
                     at most {}",
                    pods(most)
                ),
                "new pods that are ready; nothing goes back by itself".into(),
            )
        });
    }

    /// The progress deadline of a rolling update: it is said, and nothing else happens.
    pub(super) fn check_progress(&mut self, version: u32, control: &mut Control) {
        if self.rollout.as_ref().is_none_or(|rollout| rollout.version != version) {
            return;
        }
        let deadline_s = control.rules.kubernetes.progress_deadline_s;
        let until = self.progressed + ms(deadline_s);
        if control.now < until {
            return control.agenda.enter(until, Happening::Deployment(version));
        }
        let ready = self.count(|task| task.version == version && task.is_healthy());
        let wanted = self.desired;
        decide(control, "deployment", "kubernetes.progress_deadline", || {
            (
                format!("ProgressDeadlineExceeded: revision {}", version + 1),
                format!("{ready} of {} ready, no progress for {deadline_s:.0} s", pods(wanted)),
                "you: kubectl rollout undo, or a revision that works".into(),
            )
        });
    }

    /// Pods that may be evicted now: healthy ones above those that the disruption budget keeps;
    /// `u32::MAX` without a budget.
    pub fn allowed_disruptions(&self, control: &Control) -> u32 {
        if control.scenario.platform_settings.min_available_percent == 0 {
            return u32::MAX;
        }
        self.count(Task::is_healthy).saturating_sub(self.least_available(control))
    }

    /// Healthy pods that the disruption budget keeps.
    fn least_available(&self, control: &Control) -> u32 {
        let percent = control.scenario.platform_settings.min_available_percent;
        (self.desired * percent.min(100)).div_ceil(100)
    }

    /// Somebody wants the pod off its node. The disruption budget decides, and whoever drains asks
    /// again.
    pub(super) fn evict(&mut self, number: u32, why: &'static str, control: &mut Control) {
        let Some(place) = self.place_of(number) else { return };
        let task = &self.tasks[place];
        if !task.is_live() {
            return;
        }
        let percent = control.scenario.platform_settings.min_available_percent;
        let least = self.least_available(control);
        let healthy = self.count(Task::is_healthy);
        // A pod that is not ready may go while the budget is met, one that never ran always.
        let may_go = percent == 0
            || task.pending()
            || if task.is_healthy() { healthy > least } else { healthy >= least };
        let id = task.id();
        if may_go {
            self.said_budget = false;
            self.stop(place, control);
            decide(control, "eviction", "kubernetes.disruption_budget", || {
                let budget = match percent {
                    0 => "no PodDisruptionBudget stands in the way".into(),
                    _ => format!("{healthy} healthy, {least} must stay"),
                };
                (format!("evict {id}"), format!("{why}: {budget}"), "a replacement".into())
            });
        } else if !std::mem::replace(&mut self.said_budget, true) {
            decide(control, "eviction", "kubernetes.disruption_budget", || {
                (
                    format!("{id} may not be evicted"),
                    format!(
                        "{why}: it would violate the pod's disruption budget: {healthy} healthy, \
                         {least} must stay"
                    ),
                    "more healthy pods; asked again and again".into(),
                )
            });
        }
    }

    /// The pod has to leave its node, with its grace and against its disruption budget.
    pub(super) fn delete(&mut self, number: u32, control: &mut Control) {
        let Some(place) = self.place_of(number) else { return };
        if self.tasks[place].is_live() {
            self.stop(place, control);
        }
    }

    /// How long a pod or task that stops is still there for what is under way, s.
    pub(super) fn drain_s(&self, control: &Control) -> f64 {
        let settings = &control.scenario.platform_settings;
        match (self.is_eks, self.has_reserve) {
            (true, _) => settings.pre_stop_s.min(settings.termination_grace_s),
            // Not documented: as long as a request may take here.
            (_, true) => control.scenario.request.timeout_ms / 1000.0,
            _ => control.scenario.balancer.deregistration_delay_s,
        }
    }

    /// How long its processes take to end after the stop signal, s.
    pub(super) fn exit_s(&self, control: &Control) -> f64 {
        let settings = &control.scenario.platform_settings;
        let exit_s = control.rules.ecs_app_exit_s;
        if !self.is_eks {
            return exit_s;
        }
        exit_s.min((settings.termination_grace_s - settings.pre_stop_s).max(0.0))
    }

    /// The pod's container runs; a flawed one never becomes ready.
    pub(super) fn await_readiness(&mut self, place: usize, flawed: bool, control: &mut Control) {
        if !flawed {
            let number = self.tasks[place].number;
            let after_s = health::pod_ready_s(number, control);
            control.after(after_s, Happening::Task(number, Step::Healthy));
        }
    }

    /// The container did not start: the kubelet tries again in the same pod, after a pause.
    pub(super) fn back_off(&mut self, place: usize, failure: StartFailure, control: &mut Control) {
        let (pause_s, restarts) = self.pause_s(place, failure == StartFailure::Crash, control);
        let task = &mut self.tasks[place];
        task.runs_at = Ms::MAX;
        control.after(pause_s, Happening::Task(task.number, Step::Retry));
        let id = task.id();
        if restarts > 3 {
            return;
        }
        let (reason, fact) = match failure {
            StartFailure::Crash => ("CrashLoopBackOff", "kubernetes.crash_backoff_first"),
            StartFailure::DenySecret => ("CreateContainerConfigError", "kubernetes.config_error"),
            StartFailure::DenyLogs => ("the log stream is denied", "kubernetes.restart"),
            _ => ("ErrImagePull, then ImagePullBackOff", "kubernetes.pull_error"),
        };
        decide(control, "kubelet", fact, || {
            (
                format!("{id}: {reason}"),
                why_in_words(failure).into(),
                format!("{pause_s:.0} s, then the next try in place"),
            )
        });
    }

    /// The pause is over: the container starts again where it is.
    pub(super) fn try_again(&mut self, place: usize, control: &mut Control) {
        let task = &mut self.tasks[place];
        if task.state != State::Activating {
            return;
        }
        self.maybe_fail(place, control);
        if self.tasks[place].failure.is_none() {
            self.start_container(place, control);
        }
    }

    /// The kubelet pulls the image, where it has to, and starts the container.
    pub(super) fn start_container(&mut self, place: usize, control: &mut Control) {
        let task = &mut self.tasks[place];
        // A restarted container has its image.
        let pull_s = if task.running_from.is_some() || !task.pulls { 0.0 } else { task.way_s.0 };
        let run_s = pull_s + control.rules.ec2_container_start_s;
        task.runs_at = control.now + ms(run_s);
        control.after(run_s, Happening::Task(task.number, Step::Enter(State::Running)));
    }

    /// The kernel ended the container for its memory: it restarts in place.
    pub(super) fn restart(&mut self, place: usize, control: &mut Control) {
        let (pause_s, _) = self.pause_s(place, true, control);
        let task = &mut self.tasks[place];
        task.state = State::Activating;
        task.health = Health::Unknown;
        task.ready_from = control.now;
        task.checks = 0;
        task.runs_at = Ms::MAX;
        let (number, id) = (task.number, task.id());
        control.plane.remove(number);
        note(control, &self.tasks[place], EventKind::TaskState, State::Activating.name());
        control.after(pause_s, Happening::Task(number, Step::Retry));
        decide(control, "kubelet", "kubernetes.restart", || {
            (
                format!("{id}: OOMKilled"),
                "a container used more memory than its limit".into(),
                format!("{pause_s:.0} s, then a restart in place"),
            )
        });
    }

    /// The pause before the next start, s, and the restarts so far: none before the first restart
    /// of a container that ran, then growing.
    fn pause_s(&mut self, place: usize, exited: bool, control: &Control) -> (f64, u32) {
        let rules = &control.rules.kubernetes;
        let task = &mut self.tasks[place];
        let ran = task.running_from.filter(|_| task.state == State::Running);
        let long = ms(rules.crash_backoff_reset_s);
        if ran.is_some_and(|from| control.now - from >= long) {
            task.restarts = 0;
        }
        task.restarts += 1;
        let grown = task.restarts - u32::from(exited);
        if grown == 0 {
            return (0.0, task.restarts);
        }
        let most_s = if exited { rules.crash_backoff_max_s } else { rules.image_backoff_max_s };
        let growth = libm::pow(rules.crash_backoff_factor, f64::from(grown.min(20) - 1));
        ((rules.crash_backoff_first_s * growth).min(most_s), task.restarts)
    }

    /// Pods of the new revision became ready: the update makes progress.
    pub(super) fn note_progress(&mut self, version: u32, control: &Control) {
        if self.rollout.as_ref().is_some_and(|rollout| rollout.version == version) {
            self.progressed = control.now;
        }
    }
}

/// Whether a Fargate profile hands the pods to the scheduler of Fargate.
fn is_for_fargate(control: &Control) -> bool {
    let scenario = &control.scenario;
    scenario.platform == Platform::EksFargate && scenario.platform_settings.fargate_profile
}

fn why_in_words(failure: StartFailure) -> &'static str {
    match failure {
        StartFailure::DenyPull => "the node's role may not pull the image",
        StartFailure::NoRoute => "no way from the node to the registry",
        StartFailure::TagGone => "the image's tag is gone",
        StartFailure::DiskFull => "no room for the image on the node's disk",
        StartFailure::RateLimit => "the registry limits the pulls",
        StartFailure::DenySecret => "the secret cannot be read",
        StartFailure::DenyLogs => "the log stream is denied",
        StartFailure::Crash => "the container exits at once",
    }
}
