//! What the control plane asks of the targets: whether they pass a health check, what they can do.

use super::{Class, Plane, Station};

impl Plane {
    /// The target gets requests again.
    pub fn resume(&mut self, id: u32) {
        if let Ok(place) = self.find(id) {
            self.targets[place].draining = false;
            self.place(place);
        }
    }

    /// Requests/s that the targets that get requests could answer.
    pub fn capacity(&self) -> f64 {
        let serving = self.classes.iter().filter(|class| !class.key.draining);
        let capacity =
            |class: &Class| f64::from(class.size) * self.model.station(class.key.kind).capacity();
        serving.map(capacity).sum()
    }

    /// Requests in the target that has most of them.
    pub fn most_in_flight(&self) -> f64 {
        self.classes.iter().fold(0.0, |most, class| class.x.max(most))
    }

    /// Requests that were in targets removed since the last step.
    pub fn lost(&self) -> f64 {
        self.lost
    }

    /// Whether any target would fail a health check that waits `timeout_s`.
    pub fn is_strained(&self, timeout_s: f64) -> bool {
        self.classes.iter().any(|class| self.class_fails(class, timeout_s))
    }

    /// Whether that target would fail one.
    pub fn fails_check(&self, id: u32, timeout_s: f64) -> bool {
        self.find(id).is_ok_and(|place| {
            self.class_fails(&self.classes[self.targets[place].class], timeout_s)
        })
    }

    /// A check fails when the queue before it takes longer than it waits, or when more than half of
    /// what arrives is turned away from a full queue.
    fn class_fails(&self, class: &Class, timeout_s: f64) -> bool {
        let station: &Station = self.model.station(class.key.kind);
        let capacity = station.capacity();
        let full = class.queue > 0.9 * station.queue_limit && class.rate > 2.0 * capacity;
        let delay_s = class.queue / capacity + station.service.mean_s + station.service.delay_s;
        (full && timeout_s.is_finite()) || delay_s > timeout_s
    }
}
