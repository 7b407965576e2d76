//! Memory: tasks that pass their limit, and nodes that run short because pods may use more than
//! they asked for.

use super::*;

impl Service {
    /// MiB that a task may use before it is ended; `None` for no limit.
    pub(super) fn memory_limit_mib(&self, control: &Control) -> Option<f64> {
        let asked = f64::from(control.scenario.task.memory_mib);
        let limit = match control.scenario.platform.is_eks() && self.shares_nodes(control) {
            true => control.scenario.platform_settings.memory_limit,
            false => 1.0,
        };
        (limit > 0.0).then_some(asked * limit)
    }

    fn shares_nodes(&self, control: &Control) -> bool {
        control.scenario.platform.has_machines()
    }

    /// MiB that a task holds now: the idle application, what it has leaked, requests in it.
    fn held_mib(&self, task: &Task, control: &Control) -> f64 {
        let scenario = &control.scenario;
        let in_flight = control.plane.target_state(task.number).map_or(0.0, |it| it.in_flight);
        let since = task.running_from.unwrap_or(control.now).max(self.leak_from);
        let minutes = control.now.saturating_sub(since) as f64 / 60_000.0;
        scenario.task.idle_memory_mib
            + self.leak_mib_per_min * minutes / self.leak_spread(task.number, control)
            + in_flight * scenario.request.memory_kib / 1024.0
    }

    /// The tasks are not of one age: each has a little less or more to lose.
    pub(super) fn leak_spread(&self, number: u32, control: &Control) -> f64 {
        let stream = Stream::new(control.scenario.seed, Purpose::Leak, u64::from(number));
        0.9 + 0.2 * { stream }.uniform()
    }

    /// The kubelets look whether their nodes run short of memory: on each that does, the pod
    /// furthest over its request ends at once. Returns whether there was one.
    pub fn check_pressure(&mut self, platform: &mut dyn Platform, control: &mut Control) -> bool {
        let limit = control.scenario.platform_settings.memory_limit;
        if !self.is_eks || limit == 1.0 || !self.shares_nodes(control) {
            return false;
        }
        // By machine: what its pods hold, and the pod that holds most.
        let mut held: BTreeMap<u32, (f64, f64, u32)> = BTreeMap::new();
        for task in self.tasks.iter().filter(|task| task.state == State::Running) {
            let Some(machine) = task.machine else { continue };
            let mib = self.held_mib(task, control);
            let sum = held.entry(machine).or_insert((0.0, 0.0, task.number));
            sum.0 += mib;
            if mib > sum.1 {
                (sum.1, sum.2) = (mib, task.number);
            }
        }
        let asked = f64::from(control.scenario.task.memory_mib);
        let mut evicted = false;
        for (machine, (all, most, number)) in held {
            let short = platform.memory_of(machine).is_some_and(|room| all > room);
            if !short || most <= asked {
                continue;
            }
            evicted = true;
            self.end_under_pressure(number, machine, most, control);
        }
        if evicted {
            self.reconcile(platform, control);
        }
        evicted
    }

    fn end_under_pressure(&mut self, number: u32, machine: u32, mib: f64, control: &mut Control) {
        let Some(place) = self.place_of(number) else { return };
        let id = self.tasks[place].id();
        let least = control.rules.eks.eviction_memory_mib;
        let over = mib - f64::from(control.scenario.task.memory_mib);
        control.plane.remove(number);
        decide(control, "kubelet", "kubernetes.node_pressure", || {
            let node = machine_id(machine);
            (
                format!("{id}: Evicted"),
                format!(
                    "{node} has less than {least} MiB left; the pod holds {mib:.0} MiB, {over:.0} \
                     over its request"
                ),
                "a replacement; no disruption budget is asked".into(),
            )
        });
        self.tasks[place].leaving = true;
        self.enter(place, State::Deprovisioning, control);
    }
}
