//! The steps in a task's life, and what each means for the balancer and the platform.

use super::*;
use crate::facts::Rulebook;
use crate::sim::control::Happening;

impl Service {
    /// A step in a task's life is due.
    pub fn step(
        &mut self,
        number: u32,
        step: Step,
        platform: &mut dyn Platform,
        control: &mut Control,
    ) {
        let Some(place) = self.place_of(number) else { return };
        let task = &self.tasks[place];
        match step {
            Step::Enter(state) if state <= task.state => return,
            Step::Enter(state) if task.halted && state <= State::Running => return,
            Step::Fails(_) | Step::Retry if task.halted => return,
            Step::Enter(State::Running) if task.failure.is_some() => return,
            Step::Enter(State::Running) if control.now < task.runs_at => return,
            Step::Enter(State::Stopped) => self.stopped(place, platform, control),
            Step::Enter(state) => {
                if state == State::Running && task.waits_for_pull {
                    platform.pulled(number, task.version, true, control.now);
                }
                self.enter(place, state, control);
            }
            Step::Fails(failure) => {
                if failure.is_of_the_pull() && task.pending() {
                    platform.pulled(number, task.version, false, control.now);
                }
                self.fails(place, failure, control);
            }
            Step::Retry => self.try_again(place, control),
            Step::Healthy => self.becomes_healthy(place, platform, control),
            Step::Unhealthy => self.becomes_unhealthy(place, control),
            Step::OutOfMemory if self.leak_mib_per_min <= 0.0 => return,
            Step::OutOfMemory if task.state != State::Running => return,
            Step::OutOfMemory => self.out_of_memory(place, control),
        }
        self.reconcile(platform, control);
    }

    /// Puts the task into a state and enters what follows from it.
    pub(super) fn enter(&mut self, place: usize, state: State, control: &mut Control) {
        self.tasks[place].state = state;
        note(control, &self.tasks[place], EventKind::TaskState, state.name());
        let number = self.tasks[place].number;
        match state {
            State::Activating => {
                if self.tasks[place].pulls {
                    self.pulled_mib += control.scenario.task.image_mib;
                }
                self.maybe_fail(place, control);
            }
            State::Running => self.begin_to_run(place, control),
            State::Deactivating => {
                if self.tasks[place].health == Health::Healthy {
                    note(control, &self.tasks[place], EventKind::TargetHealth, "draining");
                }
                control.plane.drain(number);
                let delay_s = self.drain_s(control);
                control.after(delay_s, Happening::Task(number, Step::Enter(State::Stopping)));
            }
            State::Stopping => {
                let exit_s = self.exit_s(control);
                let next = Happening::Task(number, Step::Enter(State::Deprovisioning));
                control.after(exit_s, next);
            }
            State::Deprovisioning => {
                control.after(0.0, Happening::Task(number, Step::Enter(State::Stopped)));
            }
            _ => {}
        }
    }

    /// Stops a task as the scheduler does: drained first if it serves, at once if it does not.
    pub(super) fn stop(&mut self, place: usize, control: &mut Control) {
        let task = &mut self.tasks[place];
        task.waits = false;
        task.leaving = true;
        let next = match task.state {
            // It has no container yet: nothing has to be stopped.
            State::Provisioning => State::Deprovisioning,
            State::Running => State::Deactivating,
            _ => State::Stopping,
        };
        self.enter(place, next, control);
    }

    /// The task is gone at once with its machine or zone.
    pub(super) fn lose(
        &mut self,
        number: u32,
        why: &'static str,
        platform: &mut dyn Platform,
        control: &mut Control,
    ) {
        let Some(place) = self.place_of(number) else { return };
        let what = if self.is_eks { "pod lost" } else { "task lost" };
        self.kill(place, what, why, control);
        self.tasks[place].state = State::Deprovisioning;
        self.stopped(place, platform, control);
    }

    /// The stop signal comes from outside, as with Spot: the task leaves the balancer and ends
    /// after its stop time-out at the latest.
    pub(super) fn interrupt(
        &mut self,
        number: u32,
        why: &'static str,
        _platform: &mut dyn Platform,
        control: &mut Control,
    ) {
        let Some(place) = self.place_of(number) else { return };
        if !self.tasks[place].is_live() {
            return;
        }
        let id = self.tasks[place].id();
        decide(control, "capacity-provider", "fargate.spot_warning", || {
            (format!("{id} gets its stop signal"), why.into(), "a replacement elsewhere".into())
        });
        if self.tasks[place].health == Health::Healthy {
            note(control, &self.tasks[place], EventKind::TargetHealth, "draining");
        }
        control.plane.drain(number);
        if self.tasks[place].state == State::Provisioning {
            return self.stop(place, control);
        }
        self.enter(place, State::Stopping, control);
    }

    /// Takes the task from the balancer with all requests in it.
    pub(super) fn kill(
        &mut self,
        place: usize,
        what: &'static str,
        because: &str,
        control: &mut Control,
    ) {
        let id = self.tasks[place].id();
        let because = because.to_string();
        control.plane.remove(self.tasks[place].number);
        let (who, fact) = self.kept_by("ecs.default_placement");
        decide(control, who, fact, || (format!("{id}: {what}"), because, "a replacement".into()));
    }

    fn stopped(&mut self, place: usize, platform: &mut dyn Platform, control: &mut Control) {
        let mut task = self.tasks.remove(place);
        task.state = State::Stopped;
        note(control, &task, EventKind::TaskState, State::Stopped.name());
        control.plane.remove(task.number);
        platform.release(task.number, control.now);
        if let Some(machine) = task.machine {
            self.share_out(machine, platform, control);
        }
        if self.tasks.iter().any(|task| task.waits) {
            self.try_waiting(platform, control);
        }
    }

    /// The kernel ends a container that passes its limit.
    fn out_of_memory(&mut self, place: usize, control: &mut Control) {
        if self.is_eks {
            return self.restart(place, control);
        }
        let what = "out of memory";
        let because = control.rules.faults_out_of_memory.clone();
        self.kill(place, what, &because, control);
        self.tasks[place].leaving = true;
        self.enter(place, State::Deprovisioning, control);
    }

    /// Ends tasks whose requests in flight hold more memory than they have; returns whether there
    /// was one.
    pub fn check_memory(&mut self, platform: &mut dyn Platform, control: &mut Control) -> bool {
        let (task, request) = (&control.scenario.task, &control.scenario.request);
        let Some(limit_mib) = self.memory_limit_mib(control) else { return false };
        let free_kib = (limit_mib - task.idle_memory_mib) * 1024.0;
        if control.plane.most_in_flight() * request.memory_kib <= free_kib {
            return false;
        }
        let each_kib = request.memory_kib;
        let over = |task: &Task| {
            let state = control.plane.target_state(task.number);
            state.is_some_and(|state| state.in_flight * each_kib > free_kib)
        };
        let killed: Vec<u32> = self
            .tasks
            .iter()
            .filter(|task| task.state == State::Running && over(task))
            .map(|task| task.number)
            .collect();
        for number in &killed {
            if let Some(place) = self.place_of(*number) {
                self.out_of_memory(place, control);
            }
        }
        if !killed.is_empty() {
            self.reconcile(platform, control);
        }
        !killed.is_empty()
    }

    /// Whether something keeps this task from starting, once its pull begins.
    pub(super) fn maybe_fail(&mut self, place: usize, control: &mut Control) {
        let task = &mut self.tasks[place];
        let crashes = self.versions[task.version as usize].crashes;
        let active = self.start_failures.iter().copied();
        let failure = active
            .chain(crashes.then_some(StartFailure::Crash))
            .find(|failure| task.waits_for_pull || !failure.is_of_the_pull());
        task.failure = failure;
        if let Some(failure) = failure {
            let after_s = match failure {
                StartFailure::NoRoute => control.rules.model_pull_give_up_s,
                StartFailure::Crash => control.scenario.task.start_s.max(1.0),
                _ => control.rules.model_start_failure_s,
            };
            control.after(after_s, Happening::Task(task.number, Step::Fails(failure)));
        }
    }

    /// The task does not reach RUNNING.
    fn fails(&mut self, place: usize, failure: StartFailure, control: &mut Control) {
        let task = &self.tasks[place];
        if !task.pending() {
            return;
        }
        let (id, version) = (task.id(), task.version);
        let fargate = task.machine.is_none();
        if self.is_eks {
            return self.back_off(place, failure, control);
        }
        let (text, fact) = failure_text(failure, fargate, control.rules);
        let (who, text) = match self.has_reserve {
            true => ("app-runner", why_of_instance(failure)),
            false => ("ecs-agent", text),
        };
        decide(control, who, fact, || {
            (format!("{id} did not start"), text.into(), "another try".into())
        });
        self.tasks[place].leaving = true;
        self.enter(place, State::Deprovisioning, control);
        self.throttle(version, control);
        self.count_failure(version, control);
    }

    fn begin_to_run(&mut self, place: usize, control: &mut Control) {
        let task = &mut self.tasks[place];
        task.running_from = Some(control.now);
        let number = task.number;
        self.throttles.remove(&task.version);
        let flawed = self.versions[task.version as usize].fails_checks;
        if self.is_eks {
            self.await_readiness(place, flawed, control);
        } else {
            let (after_s, step) = health::verdict(number, flawed, control);
            control.after(after_s, Happening::Task(number, step));
        }
        self.leak(place, control);
    }

    /// When a leaking task runs out of memory.
    pub fn leak(&mut self, place: usize, control: &mut Control) {
        if self.leak_mib_per_min <= 0.0 {
            return;
        }
        let task = &self.tasks[place];
        let held = control.scenario.task.idle_memory_mib;
        let Some(limit_mib) = self.memory_limit_mib(control) else { return };
        let free_mib = limit_mib - held;
        let minutes = free_mib.max(0.0) / self.leak_mib_per_min;
        let spread = self.leak_spread(task.number, control);
        control.after(minutes * 60.0 * spread, Happening::Task(task.number, Step::OutOfMemory));
    }
}

/// Why an instance of App Runner does not start, in our words.
fn why_of_instance(failure: StartFailure) -> &'static str {
    match failure {
        StartFailure::DenyPull => "the access role may not pull the image",
        StartFailure::NoRoute => "no way to the registry",
        StartFailure::TagGone => "the image's tag is gone",
        StartFailure::DiskFull => "no room for the image",
        StartFailure::RateLimit => "the registry limits the pulls",
        StartFailure::DenySecret => "the instance role may not read the secret",
        StartFailure::DenyLogs => "the log stream is denied",
        StartFailure::Crash => "the container exits at once",
    }
}

/// The error as AWS words it, and the fact it is from.
pub(super) fn failure_text(
    failure: StartFailure,
    fargate: bool,
    rules: &Rulebook,
) -> (&str, &'static str) {
    match failure {
        StartFailure::DenyPull => (&rules.faults_deny_pull, "faults.deny_pull"),
        StartFailure::NoRoute if fargate => (&rules.faults_no_route_auth, "faults.no_route_auth"),
        StartFailure::NoRoute => (&rules.faults_no_route, "faults.no_route"),
        StartFailure::TagGone => (&rules.faults_tag_gone, "faults.tag_gone"),
        StartFailure::DiskFull => (&rules.faults_disk_full, "faults.disk_full"),
        StartFailure::RateLimit => (&rules.faults_rate_limit, "faults.rate_limit"),
        StartFailure::DenySecret => (&rules.faults_deny_secret, "faults.deny_secret"),
        StartFailure::DenyLogs => (&rules.faults_deny_logs, "faults.deny_logs"),
        StartFailure::Crash => (&rules.faults_exited, "faults.exited"),
    }
}
