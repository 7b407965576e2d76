//! Pods whose node does not answer: while it is only silent they serve on until they leave the
//! endpoints; where it is down, all that is sent to them fails until then. On neither does a
//! container start, though the scheduler sends pods there as long as it has heard nothing.

use super::*;
use crate::sim::control::Happening;

impl Service {
    /// The pod's kubelet fell silent. Nobody knows it yet.
    pub(super) fn halt(&mut self, number: u32) {
        if let Some(place) = self.place_of(number) {
            self.tasks[place].halted = true;
        }
    }

    /// The pod's node does not answer: it leaves the endpoints.
    pub(super) fn cut_off(&mut self, number: u32, control: &mut Control) {
        let Some(place) = self.place_of(number) else { return };
        self.tasks[place].cut_off = true;
        self.becomes_unhealthy(place, control);
    }

    /// The pod's node is down. Nobody knows it yet.
    pub(super) fn go_dark(&mut self, number: u32, control: &mut Control) {
        let Some(place) = self.place_of(number) else { return };
        let task = &mut self.tasks[place];
        (task.halted, task.cut_off, task.is_dark) = (true, true, true);
        let kind = control.dark_kind(task.version);
        control.plane.set_kind(number, kind);
    }

    /// Its node answers again: its checks bring the pod back.
    pub(super) fn reach_again(
        &mut self,
        number: u32,
        platform: &mut dyn Platform,
        control: &mut Control,
    ) {
        let Some(place) = self.place_of(number) else { return };
        let task = &mut self.tasks[place];
        task.cut_off = false;
        if std::mem::take(&mut task.halted) && task.pending() {
            self.go_on_starting(place, control);
        }
        let task = &mut self.tasks[place];
        if task.state == State::Running && task.health == Health::Unknown {
            control.after(0.0, Happening::Task(number, Step::Healthy));
        }
        if !std::mem::take(&mut task.is_dark) {
            return;
        }
        let (machine, version) = (task.machine, task.version);
        let vcpu = machine.and_then(|machine| platform.vcpu_of(machine));
        let kind = control.kind_of(version, vcpu, &self.versions);
        control.plane.set_kind(number, kind);
    }

    /// Its kubelet is back and starts what it was sent.
    fn go_on_starting(&mut self, place: usize, control: &mut Control) {
        if self.tasks[place].state >= State::Activating {
            return self.try_again(place, control);
        }
        self.enter(place, State::Activating, control);
        if self.tasks[place].failure.is_none() {
            self.start_container(place, control);
        }
    }
}
