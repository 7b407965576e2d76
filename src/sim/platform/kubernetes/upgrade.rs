//! Upgrades of the control plane: one minor version at a time, no further ahead of the nodes than
//! Kubernetes allows, and what its operator has to do then.

use super::bill::ControlPlane;
use super::cluster::Cluster;
use super::log::decide;
use super::node::Node;
use crate::sim::control::{Control, ms};
use crate::sim::platform::Consequence;
use crate::sim::scenario::Platform;

impl ControlPlane {
    /// Begins an upgrade where the nodes, so many versions `behind`, allow it.
    pub(super) fn upgrade(&mut self, behind: u32, control: &mut Control) {
        let most = control.rules.eks.node_skew;
        if self.upgraded_at.is_some() {
            return decide(control, ("control-plane", "eks.upgrade"), &[], || {
                let because = "another one is under way".to_string();
                ("the upgrade is refused".into(), because, "its end".into())
            });
        }
        let inputs = [("versions_behind", f64::from(behind)), ("allowed", most)];
        if f64::from(behind) + 1.0 > most {
            return decide(control, ("control-plane", "eks-course.node_skew"), &inputs, || {
                let because =
                    format!("the nodes are {behind} minor versions behind, {most} are allowed");
                let next = "you: the nodes come first";
                ("the upgrade is refused".into(), because, next.into())
            });
        }
        let upgrade_s = control.rules.eks.upgrade_s;
        self.upgraded_at = Some(control.now + ms(upgrade_s));
        control.by_hand("upgrade the control plane");
        decide(control, ("control-plane", "eks.upgrade"), &inputs, || {
            (
                "upgrade by one minor version".into(),
                format!("one at a time, about {:.0} min; the pods run on", upgrade_s / 60.0),
                "the new version".into(),
            )
        });
    }

    /// Ends the upgrade if that is due; says what comes next. Returns whether it did.
    pub(super) fn upgrade_ends(&mut self, next: &'static str, control: &mut Control) -> bool {
        if self.upgraded_at.is_none_or(|at| at > control.now) {
            return false;
        }
        let left = self.went_up(control.now);
        decide(control, ("control-plane", "eks.upgrade"), &[("left", f64::from(left))], || {
            let because = match left {
                0 => "its version is in standard support".into(),
                1 => "still in extended support: one more upgrade leads out of it".into(),
                more => format!("still in extended support: {more} more upgrades lead out of it"),
            };
            ("the control plane is upgraded".into(), because, next.into())
        });
        let add_ons = match control.scenario.platform {
            Platform::EksAuto => 0.0,
            Platform::EksFargate => control.rules.eks.fargate_add_ons,
            _ => control.rules.eks.add_ons,
        };
        for _ in 0..add_ons as u32 {
            control.by_hand("update an add-on");
        }
        true
    }
}

impl Cluster {
    /// You upgrade the control plane.
    pub(super) fn upgrade(&mut self, control: &mut Control) -> Vec<Consequence> {
        if self.count(|node: &Node| node.is_old) == 0 && self.wanted == 0 {
            self.behind = 0;
        }
        self.control_plane.upgrade(self.behind, control);
        Vec::new()
    }

    /// The nodes follow once it is done.
    pub(super) fn follow_upgrade(&mut self, control: &mut Control) -> Vec<Consequence> {
        let next = match self.settings.platform {
            Platform::EksAuto => "AWS: the nodes",
            _ => "you: the add-ons, then the nodes",
        };
        if !self.control_plane.upgrade_ends(next, control) {
            return Vec::new();
        }
        self.behind += 1;
        self.patch_day(control)
    }
}
