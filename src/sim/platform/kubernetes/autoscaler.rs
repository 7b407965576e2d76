//! The Cluster Autoscaler: every few seconds it looks for pods without a node, and lets the group
//! grow for them unless its launches fail.

use super::cluster::{Cluster, stays_in_group};
use super::log::{decide, nodes, pods};
use super::node::{Node as Machine, State};
use crate::sim::control::{Control, Ms, ms};
use crate::sim::kubernetes::cluster_autoscaler::{
    Amount, Expander, Group, Offer, Pod, choose, growths,
};
use crate::sim::kubernetes::node::allocatable::Room;
use crate::sim::platform::Consequence;

/// What the autoscaler remembers.
#[derive(Default)]
pub struct Autoscaling {
    /// When it last added a node.
    pub added_at: Option<Ms>,
    /// When a removal last failed.
    pub failed_at: Option<Ms>,
    /// Growth of the group is tried again then, after so many failures.
    paused_until: Ms,
    pauses: u32,
    /// Nodes of the last growth that is not known to have come or failed.
    ordered: u32,
    /// Whether the group could not launch a node when it last tried.
    pub launch_failed: bool,
    /// Nodes that the group wants, has not got and is known not to get.
    unfulfilled: u32,
    /// Since when it has had fewer nodes than it wants.
    missing_from: Option<Ms>,
    /// Whether it does nothing because too many nodes are unready.
    halts: bool,
    /// Nodes of which it was said that the budget of their pods keeps them.
    pub said_kept: Vec<u32>,
    /// Whether it was said that the group is as large as it may be.
    said_full: bool,
}

impl Cluster {
    /// One scan.
    pub(super) fn scan(&mut self, waiting: u32, control: &mut Control) -> Vec<Consequence> {
        if self.halts(control) {
            return Vec::new();
        }
        self.see_launches(control);
        if waiting > 0 && self.grow(waiting, control) {
            return Vec::new();
        }
        if waiting == 0 {
            self.autoscaling.said_full = false;
        }
        self.shrink(control)
    }

    /// Whether so many nodes are unready that nothing is decided on them; said as it begins and
    /// ends.
    fn halts(&mut self, control: &mut Control) -> bool {
        let unready = f64::from(self.count(|node| node.state == State::NotReady));
        let all = f64::from(self.count(|node| node.state != State::Booting));
        let eks = &control.rules.eks;
        let (ok, most) = (eks.autoscaler_unready_ok, eks.autoscaler_unready_max_percent);
        let halts = unready > ok && unready > most / 100.0 * all;
        if std::mem::replace(&mut self.autoscaling.halts, halts) == halts {
            return halts;
        }
        self.nodes.iter_mut().for_each(|node| node.unneeded_from = None);
        let inputs = [("unready", unready), ("nodes", all)];
        decide(control, ("cluster-autoscaler", "eks.autoscaler_unready_max"), &inputs, || {
            let share = unready / all.max(1.0) * 100.0;
            let found = format!("{unready:.0} of {all:.0} nodes are unready: {share:.0} %");
            match halts {
                true => (
                    "stop adding and removing nodes".into(),
                    format!("{found}, over {most:.0} %, and more than {ok:.0}"),
                    "nodes that are Ready again, or are gone".into(),
                ),
                false => ("go on".into(), found, String::new()),
            }
        });
        halts
    }

    /// Nodes that the group wants and has not.
    fn missing(&self) -> u32 {
        self.wanted.saturating_sub(self.count(stays_in_group))
    }

    /// What became of the group's launches: failed ones are taken back, and it is left alone.
    fn see_launches(&mut self, control: &mut Control) {
        let missing = self.missing();
        let failed = std::mem::take(&mut self.autoscaling.launch_failed);
        let known = self.autoscaling.unfulfilled.min(missing);
        self.autoscaling.unfulfilled = known;
        if missing == 0 {
            self.autoscaling.missing_from = None;
            if self.autoscaling.ordered > 0 && self.upcoming_nodes() == 0 {
                (self.autoscaling.ordered, self.autoscaling.pauses) = (0, 0);
            }
            return;
        }
        self.autoscaling.missing_from.get_or_insert(control.now);
        if failed && missing > known {
            self.take_back(missing, control);
        }
    }

    /// The group could not launch so many nodes: it wants only what it has, as far as it may.
    fn take_back(&mut self, missing: u32, control: &mut Control) {
        let most = self.wanted.saturating_sub(self.settings.min);
        let mut back = missing.min(most);
        // The nodes that an update adds are the update's to take back.
        if let Some(update) = &mut self.update {
            back = back.min(self.autoscaling.ordered);
            update.before -= back.min(update.before);
        }
        let from = self.wanted;
        self.wanted -= back;
        self.autoscaling.unfulfilled = missing - back;
        let pause_s = self.back_off(control);
        let (to, spot_is_gone) = (self.wanted, self.spot_is_gone);
        let inputs = [("failed", f64::from(missing)), ("pause_s", pause_s)];
        decide(control, ("cluster-autoscaler", "eks.autoscaler_backoff"), &inputs, || {
            let what = match back {
                0 => format!("leave the group alone at {from}"),
                _ => format!("group {from} → {to}, and leave it alone"),
            };
            let lacks = if spot_is_gone { "no Spot capacity" } else { "no zone to launch in" };
            let because = format!("{} could not be launched: {lacks}", nodes(missing));
            (what, because, format!("{:.0} min of back-off", pause_s / 60.0))
        });
    }

    fn upcoming_nodes(&self) -> u32 {
        self.count(is_coming)
    }

    /// Places on nodes that boot, and on those that the group is still to launch.
    fn upcoming(&self, control: &Control) -> u32 {
        let limit = ms(control.rules.eks.autoscaler_provision_max_s);
        let since = self.autoscaling.missing_from;
        let missing = match since.is_some_and(|from| control.now < from + limit) {
            true => self.missing(),
            false => 0,
        };
        self.free(is_coming) + missing * self.settings.kinds[0].places(self.settings.request)
    }

    /// Whether nodes were added.
    fn grow(&mut self, waiting: u32, control: &mut Control) -> bool {
        let upcoming = self.upcoming(control);
        let need = waiting.saturating_sub(upcoming);
        if need == 0 || control.now < self.autoscaling.paused_until {
            return false;
        }
        let kind = &self.settings.kinds[0];
        let group = Group {
            size: self.wanted,
            min: self.settings.min,
            max: self.settings.max,
            offer: offer(&kind.room),
        };
        let pending = vec![self.pod(true); need as usize];
        let found = choose(&growths(&pending, &[group]), Expander::LeastWaste, 0.0);
        let (places, name) = (kind.places(self.settings.request), kind.name.clone());
        let Some(growth) = found else {
            self.say_full(need, control);
            return false;
        };
        let (from, to) = (self.wanted, self.wanted + growth.by);
        self.wanted = to;
        if let Some(update) = &mut self.update {
            update.before += growth.by;
        }
        self.autoscaling.added_at = Some(control.now);
        self.autoscaling.ordered = growth.by;
        let (full, max) = (need.div_ceil(places.max(1)), self.settings.max);
        let inputs = [
            ("pending", f64::from(waiting)),
            ("upcoming_places", f64::from(upcoming)),
            ("places", f64::from(places)),
            ("size", f64::from(from)),
        ];
        decide(control, ("cluster-autoscaler", "eks.autoscaler_scan"), &inputs, || {
            (
                format!("group {from} → {to}: {} of {name}", nodes(growth.by)),
                format!(
                    "{} pending, {upcoming} places on nodes to come; {places} places a node: \
                     ceil({need} / {places}) = {full}{}",
                    pods(waiting),
                    match growth.by < full {
                        true => format!("; the group's maximum of {max} nodes caps it"),
                        false => String::new(),
                    }
                ),
                "their boot and registration".into(),
            )
        });
        self.keep_size(control);
        true
    }

    fn say_full(&mut self, need: u32, control: &mut Control) {
        if std::mem::replace(&mut self.autoscaling.said_full, true) {
            return;
        }
        let (size, max) = (self.wanted, self.settings.max);
        decide(control, ("cluster-autoscaler", "eks.autoscaler_scan"), &[], || {
            (
                format!("{}: pod didn't trigger scale-up", pods(need)),
                format!("1 max node group size reached: {size} of {max} nodes"),
                "a higher maximum, or pods that end".into(),
            )
        });
    }

    /// A node of the group failed: it is left alone for a while, longer each time; s. Failures in
    /// such a time are one.
    pub(super) fn back_off(&mut self, control: &Control) -> f64 {
        let eks = &control.rules.eks;
        let auto = &mut self.autoscaling;
        if control.now >= auto.paused_until {
            auto.pauses += 1;
        }
        let growth = libm::pow(2.0, f64::from((auto.pauses.max(1) - 1).min(16)));
        let pause_s = (eks.autoscaler_backoff_s * growth).min(eks.autoscaler_backoff_max_s);
        auto.paused_until = control.now + ms(pause_s);
        auto.ordered = 0;
        pause_s
    }

    pub(super) fn pod(&self, movable: bool) -> Pod {
        let request = self.settings.request;
        let (cpu, memory) = (f64::from(request.cpu_millis), f64::from(request.memory_mib));
        Pod { request: Amount { cpu, memory }, movable }
    }
}

fn is_coming(node: &Machine) -> bool {
    node.state == State::Booting && node.drain.is_none()
}

/// A node's room for the service's pods, as the rule of the autoscaler takes it.
pub(super) fn offer(room: &Room) -> Offer {
    let amount = Amount { cpu: f64::from(room.cpu_millis), memory: f64::from(room.memory_mib) };
    Offer { amount, pods: room.pods }
}
