//! Starting tasks: an order, a place, the way to RUNNING; and waiting where there is no place.

use super::*;
use crate::sim::control::{Happening, ms};
use crate::sim::platform::{Launch, Order, Refusal};

/// Seconds for which the launch rate counts.
const MINUTE_S: f64 = 60.0;

impl Service {
    /// A task that has run for a while.
    pub(super) fn settle(&mut self, platform: &mut dyn Platform, control: &mut Control) {
        let number = self.next_number();
        let mut task = self.ordered(number, 0, 0);
        let placed = self.placed(number, 0);
        let order = Order { task: number, version: 0, placed, settled: true };
        note(control, &task, EventKind::TaskState, State::Provisioning.name());
        match platform.place(&order, control) {
            Ok(launch) => {
                task.zone = launch.zone;
                task.machine = launch.machine;
                task.spot = launch.spot;
                task.state = State::Running;
                task.health = Health::Healthy;
                task.running_from = Some(0);
                note(control, &task, EventKind::TaskState, State::Running.name());
                note(control, &task, EventKind::TargetHealth, "healthy");
                self.tasks.push(task);
                self.join(self.tasks.len() - 1, false, control, platform);
                return;
            }
            Err(_) => task.waits = true,
        }
        self.tasks.push(task);
    }

    /// Orders `count` tasks of a version.
    pub(super) fn start(
        &mut self,
        count: u32,
        version: u32,
        platform: &mut dyn Platform,
        control: &mut Control,
    ) {
        let group = self.group_of(version);
        let first = self.started + 1;
        let mut launched: Option<Launch> = None;
        let mut refused: Option<Refusal> = None;
        for _ in 0..count {
            let number = self.next_number();
            let task = self.ordered(number, version, group);
            self.tasks.push(task);
            match self.place(self.tasks.len() - 1, platform, control) {
                Ok(launch) => launched = Some(launch),
                Err(why) => refused = Some(why),
            }
        }
        self.say_started(first, version, launched, platform.chooses_by(), control);
        if let Some(refusal) = refused {
            self.say_waiting(&refusal, control);
        }
    }

    /// Tries the tasks that wait, oldest first, until one finds no place.
    pub fn try_waiting(&mut self, platform: &mut dyn Platform, control: &mut Control) {
        let mut placed = 0;
        let mut refusal = None;
        for index in 0..self.tasks.len() {
            if !self.tasks[index].waits {
                continue;
            }
            match self.place(index, platform, control) {
                Ok(_) => placed += 1,
                Err(why) => {
                    refusal = Some(why);
                    break;
                }
            }
        }
        if placed > 0 {
            let left = self.waiting();
            self.said_waiting = left;
            let (who, fact) = self.placed_by("ecs.placement_order", control);
            let (now, still) = (self.counted(placed), self.counted(left));
            decide(control, who, fact, || {
                let more = if left > 0 { format!("{still} still to place") } else { String::new() };
                (format!("place {now} that waited"), "there is room now".into(), more)
            });
        } else if let Some(refusal) = refusal {
            self.say_waiting(&refusal, control);
        }
    }

    /// A place for the task at `index`, and what follows from it.
    fn place(
        &mut self,
        index: usize,
        platform: &mut dyn Platform,
        control: &mut Control,
    ) -> Result<Launch, Refusal> {
        let Task { number, version, .. } = self.tasks[index];
        let placed = self.placed(number, version);
        let order = Order { task: number, version, placed, settled: false };
        let task = &mut self.tasks[index];
        let first = !task.waits;
        let found = platform.place(&order, control);
        task.waits = found.is_err();
        if let Ok(launch) = &found {
            task.zone = launch.zone;
            task.machine = launch.machine;
            task.spot = launch.spot;
            task.pulls = launch.pulls;
            task.waits_for_pull = launch.waits_for_pull;
            task.placed_from = control.now;
            task.runs_at = launch.running;
            task.halted = launch.silent;
            task.way_s = (launch.pull_s, launch.start_s);
            let ways = [
                (launch.pending, State::Pending),
                (launch.activating, State::Activating),
                (launch.running, State::Running),
            ];
            for (at, state) in ways {
                control.agenda.enter(at, Happening::Task(task.number, Step::Enter(state)));
            }
        }
        if first || found.is_ok() {
            note(control, task, EventKind::TaskState, State::Provisioning.name());
        }
        found
    }

    /// Tasks of that revision that have a place and count, besides `number`: On-Demand and Spot.
    fn placed(&self, number: u32, version: u32) -> [u32; 2] {
        let mut placed = [0; 2];
        let others = self.tasks.iter().filter(|task| task.number != number);
        for task in others.filter(|task| task.version == version && task.counts() && !task.waits) {
            placed[usize::from(task.spot)] += 1;
        }
        placed
    }

    /// When the next start of the revision may be tried after failures, by growing pauses.
    pub(super) fn throttle(&mut self, version: u32, control: &mut Control) {
        let rules = control.rules;
        let throttle = self.throttles.entry(version).or_default();
        throttle.failed += 1;
        // Several tasks of one start fail together: that is one failure.
        if control.now < throttle.until {
            return;
        }
        throttle.pauses += 1;
        let growth = libm::pow(rules.ecs_launch_backoff_factor, f64::from(throttle.pauses - 1));
        let pause_s =
            (rules.ecs_launch_backoff_first_s * growth).min(rules.ecs_launch_backoff_max_s);
        throttle.until = control.now + ms(pause_s);
        let Throttle { failed, until, .. } = *throttle;
        control.agenda.enter(until, Happening::Reconcile);
        if self.has_reserve {
            return;
        }
        decide(control, "service-scheduler", "ecs.launch_backoff_max", || {
            (
                format!("wait {pause_s:.0} s before the next start"),
                format!("{failed} starts in a row did not reach RUNNING"),
                format!("{pause_s:.0} s"),
            )
        });
    }

    /// How many of `count` tasks the service may start now: AWS limits its starts a minute.
    pub(super) fn within_launch_rate(&mut self, count: u32, control: &mut Control) -> u32 {
        let minute = ms(MINUTE_S);
        if control.now >= self.minute.0 + minute {
            self.minute = (control.now, 0);
        }
        let most = control.rules.ecs_service_launch_rate_per_min as u32;
        let now = count.min(most.saturating_sub(self.minute.1));
        self.minute.1 += now;
        if now < count {
            let next = self.minute.0 + minute;
            control.agenda.enter(next, Happening::Reconcile);
            decide(control, "service-scheduler", "ecs.service_launch_rate", || {
                (
                    format!("start {now} now, {} later", tasks(count - now)),
                    format!("a service starts {most} tasks a minute at most"),
                    "the next minute".into(),
                )
            });
        }
        now
    }

    fn next_number(&mut self) -> u32 {
        self.started += 1;
        self.started
    }

    fn say_started(
        &self,
        first: u32,
        version: u32,
        launched: Option<Launch>,
        chosen_by: String,
        control: &mut Control,
    ) {
        let Some(launch) = launched else { return };
        let mut by_zone = vec![0_u32; control.scenario.zones.names.len()];
        let mut count = 0;
        for task in self.tasks.iter().filter(|task| task.number >= first && !task.waits) {
            by_zone[task.zone] += 1;
            count += 1;
        }
        let names = control.scenario.zones.names.clone();
        let many = self.versions.len() > 1;
        let image_mib = control.scenario.task.image_mib;
        let fact =
            if launch.machine.is_some() { "ecs.placement_order" } else { "fargate.image_cache" };
        let (who, fact) = self.placed_by(fact, control);
        let what = self.counted(count);
        let is_ecs = !self.is_eks && !self.has_reserve;
        let set_up = if is_ecs { "interface" } else { "set-up" };
        let shows_zones = !self.has_reserve;
        decide(control, who, fact, || {
            let places: Vec<String> = names
                .iter()
                .zip(&by_zone)
                .filter(|(_, count)| **count > 0)
                .map(|(zone, count)| format!("{count} in {zone}"))
                .collect();
            let revision =
                if many { format!(" of revision {}", version + 1) } else { String::new() };
            (
                format!("start {what}{revision}"),
                match shows_zones {
                    true => format!("{}: {chosen_by}", places.join(", ")),
                    false => chosen_by,
                },
                way_in_words(&launch, image_mib, set_up),
            )
        });
    }

    /// Says once that tasks wait for room, and again when more of them do.
    fn say_waiting(&mut self, refusal: &Refusal, control: &mut Control) {
        let waiting = self.waiting();
        if waiting <= self.said_waiting {
            return;
        }
        self.said_waiting = waiting;
        let refusal = refusal.clone();
        let (who, _) = self.placed_by(refusal.fact, control);
        let is_eks = self.is_eks;
        let counted = self.counted(waiting);
        decide(control, who, refusal.fact, || {
            let verb = if waiting == 1 { "waits" } else { "wait" };
            let what = match is_eks {
                true => format!("{counted}: Pending"),
                false => format!("{counted} {verb} for room"),
            };
            (what, refusal.why, refusal.waits_for.to_string())
        });
    }
}

/// The way to RUNNING with its arithmetic, of the last task that was launched.
fn way_in_words(launch: &Launch, image_mib: f64, set_up: &str) -> String {
    let mut parts = Vec::new();
    if launch.place_s >= 0.5 {
        parts.push(format!("{set_up} {:.0} s", launch.place_s));
    }
    if launch.pulls {
        parts.push(format!("pull {image_mib:.0} MiB {:.0} s", launch.pull_s));
    } else if launch.waits_for_pull {
        parts.push(format!("a pull that is under way {:.0} s", launch.pull_s));
    } else {
        parts.push("image cached".to_string());
    }
    parts.push(format!("start {:.0} s", launch.start_s));
    format!("{}, then one passed health check", parts.join(" + "))
}
