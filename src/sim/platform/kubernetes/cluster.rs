//! The cluster: nodes in their zones, pods on them, and what a scheduler finds there.

use super::autoscaler::Autoscaling;
use super::bill::{ControlPlane, Ended};
use super::karpenter::Provisioner;
use super::node::{Cause, Node, Owner, State};
use super::scheduler::{Candidate, Reason, Spread, choose, pending};
use super::settings::{Kind, Settings};
use super::update::Update;
use super::zone::Stops;
use crate::facts::Rulebook;
use crate::sim::control::{Control, Happening, Ms, ms};
use crate::sim::platform::{
    Bill, Consequence, Launch, MachineStep, Order, Platform, Refusal, Strike,
};
use crate::sim::random::{Purpose, Stream};
use crate::sim::scenario::{Autoscaler, Scenario};

/// Seconds between two turns of the loops over the nodes: the Cluster Autoscaler's scan, and
/// Karpenter's longest batch.
const TURN_S: f64 = 10.0;

/// An EKS cluster with nodes on EC2.
pub struct Cluster {
    pub(super) settings: Settings,
    /// By rising number.
    pub(super) nodes: Vec<Node>,
    /// Nodes that the Auto Scaling group wants.
    pub(super) wanted: u32,
    pub(super) lost_zones: Vec<bool>,
    pub(super) stops: Stops,
    pub(super) spot_is_gone: bool,
    /// Launches to come that never join.
    pub(super) mute: u32,
    pub(super) update: Option<Update>,
    pub(super) autoscaling: Autoscaling,
    pub(super) provisioner: Provisioner,
    pub(super) control_plane: ControlPlane,
    /// Minor versions that the nodes are behind it.
    pub(super) behind: u32,
    pub(super) ended: Ended,
    pub(super) started: u32,
}

impl Cluster {
    /// An empty cluster, as the scenario sets it.
    pub fn new(scenario: &Scenario, rules: &Rulebook) -> Cluster {
        let settings = Settings::new(scenario, rules);
        let ended = Ended::new(settings.kinds.len(), rules);
        Cluster {
            nodes: Vec::new(),
            wanted: 0,
            lost_zones: vec![false; scenario.zones.names.len()],
            stops: Stops::default(),
            spot_is_gone: false,
            mute: 0,
            update: None,
            autoscaling: Autoscaling::default(),
            provisioner: Provisioner::default(),
            control_plane: ControlPlane::new(scenario, rules),
            behind: scenario.platform_settings.nodes_behind,
            ended,
            started: 0,
            settings,
        }
    }

    pub(super) fn index_of(&self, number: u32) -> Option<usize> {
        self.nodes.binary_search_by_key(&number, |node| node.number).ok()
    }

    pub(super) fn kind_of(&self, node: &Node) -> &Kind {
        &self.settings.kinds[node.kind]
    }

    pub(super) fn count(&self, holds: impl Fn(&Node) -> bool) -> u32 {
        self.nodes.iter().filter(|node| holds(node)).count() as u32
    }

    /// Places that are free for the service's pods, on nodes for which `holds`.
    pub(super) fn free(&self, holds: impl Fn(&Node) -> bool) -> u32 {
        let request = self.settings.request;
        let there = self.nodes.iter().filter(|node| holds(node));
        there.map(|node| node.free(self.kind_of(node), request)).sum()
    }

    /// The nodes that have registered, with their indices.
    fn candidates(&self) -> (Vec<usize>, Vec<Candidate<'_>>) {
        let there = |index: &usize| self.nodes[*index].state != State::Booting;
        let indices: Vec<usize> = (0..self.nodes.len()).filter(there).collect();
        let candidates = indices.iter().map(|index| {
            let node = &self.nodes[*index];
            Candidate {
                kind: self.kind_of(node),
                zone: node.zone,
                pods: node.pods.len() as u32,
                is_ready: node.state == State::Ready,
                closed: self.closed(node),
            }
        });
        let candidates = candidates.collect();
        (indices, candidates)
    }

    /// Why the node takes no new pods, where it takes none.
    fn closed(&self, node: &Node) -> Option<Reason> {
        let Some(drain) = node.drain else {
            return node.is_cordoned.then_some(Reason::Cordoned);
        };
        Some(match (node.owner, drain.cause) {
            (Owner::Karpenter, _) => Reason::Disrupted,
            // An update takes the group back to its size itself.
            (Owner::Group, Cause::ScaleDown) if self.update.is_none() => Reason::ToBeDeleted,
            (Owner::Group, _) => Reason::Cordoned,
        })
    }

    fn spread(&self) -> Spread {
        let settings = &self.settings;
        let zones = self.lost_zones.len();
        Spread { rule: settings.spread, max_skew: settings.max_skew, zones }
    }

    fn refusal(&self, candidates: &[Candidate]) -> Refusal {
        let waits_for = match self.settings.autoscaler {
            Autoscaler::Off => "room: nothing adds nodes here",
            Autoscaler::ClusterAutoscaler => "the Cluster Autoscaler's nodes",
            Autoscaler::Karpenter => "Karpenter's nodes",
        };
        let why = pending(self.settings.request, candidates, self.spread());
        Refusal { why, waits_for, fact: "kubernetes.failed_scheduling" }
    }

    /// The way of a pod to RUNNING on that node.
    fn way(&mut self, index: usize, order: &Order, control: &Control) -> Launch {
        let now = control.now;
        self.provisioner.at_rest = false;
        let s = &self.settings;
        let node = &mut self.nodes[index];
        let activating = now + ms(s.set_up_s);
        let known = node.cached.iter().find(|(version, _)| *version == order.version).copied();
        // Pods of one revision that come together wait for one pull.
        let cached = known.is_some();
        let is_there = known.is_some_and(|(_, ready)| ready <= activating);
        let pull_s = match known {
            None => s.pull_s,
            Some((_, ready)) => {
                (ready.saturating_sub(activating) as f64 / 1000.0).max(s.cached_pull_s)
            }
        };
        if known.is_none() {
            let ready = if order.settled { 0 } else { activating + ms(pull_s) };
            node.cached.push((order.version, ready));
        }
        node.pods.push(order.task);
        node.changed = now;
        Launch {
            zone: node.zone,
            machine: Some(node.number),
            spot: node.spot,
            pulls: !cached,
            pending: now,
            activating,
            running: activating + ms(pull_s + s.container_s),
            place_s: s.set_up_s,
            pull_s,
            start_s: s.start_s,
            waits_for_pull: !is_there,
            silent: node.silent_from.is_some(),
        }
    }

    /// A node is Ready: pods may come, and what waited for it goes on.
    fn registered(&mut self, index: usize, control: &mut Control) -> Vec<Consequence> {
        let node = &mut self.nodes[index];
        if node.state != State::Booting {
            return Vec::new();
        }
        node.state = State::Ready;
        node.changed = control.now;
        self.provisioner.at_rest = false;
        super::log::note(control, &self.nodes[index], "ACTIVE");
        self.judge_zones(control);
        self.say_stops(control);
        let mut out = vec![Consequence::Room];
        out.extend(self.replace_by(index, control));
        out.extend(self.update_next(control));
        out
    }
}

impl Platform for Cluster {
    fn place(&mut self, order: &Order, control: &Control) -> Result<Launch, Refusal> {
        let (indices, candidates) = self.candidates();
        let stream = Stream::new(control.scenario.seed, Purpose::Launch, u64::from(order.task));
        let luck = { stream }.uniform();
        match choose(self.settings.request, &candidates, self.spread(), luck) {
            Some(found) => Ok(self.way(indices[found], order, control)),
            None => Err(self.refusal(&candidates)),
        }
    }

    fn release(&mut self, task: u32, now: Ms) {
        self.provisioner.at_rest = false;
        let holds = |node: &&mut Node| node.pods.contains(&task);
        if let Some(node) = self.nodes.iter_mut().find(holds) {
            node.pods.retain(|other| *other != task);
            node.changed = now;
        }
    }

    fn pulled(&mut self, task: u32, version: u32, succeeded: bool, now: Ms) {
        let holds = |node: &&mut Node| node.pods.contains(&task);
        let Some(node) = self.nodes.iter_mut().find(holds) else { return };
        let known = node.cached.iter().position(|(other, _)| *other == version);
        match (known, succeeded) {
            (None, true) => node.cached.push((version, now)),
            (Some(at), false) => drop(node.cached.remove(at)),
            _ => {}
        }
    }

    /// A pod of the node with most of them, the youngest there.
    fn first_to_leave(&self, candidates: &[u32], _: f64) -> u32 {
        let on = |pod: &u32| {
            let node = self.nodes.iter().find(|node| node.pods.contains(pod));
            node.map_or(0, |node| node.pods.iter().filter(|p| candidates.contains(p)).count())
        };
        let crowded = candidates.iter().copied().max_by_key(|pod| (on(pod), *pod));
        crowded.unwrap_or(candidates[0])
    }

    fn open(&mut self, tasks: u32, control: &mut Control) {
        let settings = &self.settings;
        let asked = control.scenario.platform_settings.instances;
        let places = settings.kinds[0].places(settings.request).max(1);
        self.wanted = match settings.autoscaler {
            Autoscaler::ClusterAutoscaler => asked.max(tasks.div_ceil(places)),
            Autoscaler::Off => asked,
            Autoscaler::Karpenter => 0,
        };
        self.wanted = self.wanted.clamp(settings.min, settings.max);
        for _ in 0..self.wanted {
            if self.launch_in_group(control).is_none() {
                break;
            }
        }
        if self.settings.has_karpenter() {
            self.provision(tasks.saturating_sub(self.free(|_| true)), control);
        }
        for index in 0..self.nodes.len() {
            self.nodes[index].state = State::Ready;
            self.nodes[index].cached.push((0, 0));
            super::log::note(control, &self.nodes[index], "ACTIVE");
        }
    }

    fn loop_s(&self) -> Option<(f64, f64)> {
        Some((TURN_S, 0.0))
    }

    fn turn(&mut self, waiting: u32, control: &mut Control) -> Vec<Consequence> {
        let mut out = self.follow_upgrade(control);
        if control.now.is_multiple_of(60_000) {
            self.keep_size(control);
            out.extend(self.update_next(control));
        }
        match self.settings.autoscaler {
            Autoscaler::Off => {}
            Autoscaler::ClusterAutoscaler => out.extend(self.scan(waiting, control)),
            Autoscaler::Karpenter => out.extend(self.karpenter(waiting, control)),
        }
        out
    }

    fn step(&mut self, number: u32, step: MachineStep, control: &mut Control) -> Vec<Consequence> {
        let Some(index) = self.index_of(number) else { return Vec::new() };
        match step {
            MachineStep::Registers => self.registered(index, control),
            MachineStep::Reclaimed | MachineStep::Terminates => self.end(index, control),
            MachineStep::Evict => self.go_on_draining(index, control),
            MachineStep::Notice => self.spot_notice(index, control),
            MachineStep::Silent => self.silent(index, control),
            MachineStep::Unreachable => self.unreachable(index, control),
            MachineStep::Repair => self.repair(index, control),
            MachineStep::Impaired => self.replace_impaired(index, control),
            MachineStep::Expires => self.expire(index, control),
            MachineStep::GivenUp => self.give_up(index, control),
            MachineStep::Patch => self.update_next(control),
        }
    }

    fn fault(&mut self, strike: &Strike, control: &mut Control) -> Vec<Consequence> {
        self.provisioner.at_rest = false;
        self.strike(strike, control)
    }

    fn configure(&mut self, control: &Control) {
        let fresh = Settings::new(&control.scenario, control.rules);
        self.control_plane.configure(control);
        self.settings = fresh;
        self.provisioner.at_rest = false;
        self.wanted = self.wanted.clamp(self.settings.min, self.settings.max);
    }

    fn has_room_in(&self, zone: usize) -> bool {
        self.free(|node| node.zone == zone && node.takes_pods()) > 0
    }

    fn machines(&self) -> u32 {
        self.nodes.len() as u32
    }

    fn vcpu_of(&self, machine: u32) -> Option<f64> {
        let node = &self.nodes[self.index_of(machine)?];
        self.settings.vcpu_of(self.kind_of(node).vcpu, node.pods.len() as u32)
    }

    fn memory_of(&self, machine: u32) -> Option<f64> {
        let node = &self.nodes[self.index_of(machine)?];
        (node.state == State::Ready).then(|| f64::from(self.kind_of(node).room.memory_mib))
    }

    fn dollars_per_hour(&self, _: Ms) -> f64 {
        self.pace()
    }

    fn chooses_by(&self) -> String {
        "the node with the best score of spread and free resources".into()
    }

    fn addresses(&self) -> u32 {
        self.nodes.len() as u32
    }

    fn bill(&self, end: Ms) -> Bill {
        self.whole_bill(end)
    }
}

/// Enters a step in the life of a node.
pub(super) fn after(control: &mut Control, seconds: f64, node: u32, step: MachineStep) {
    control.after(seconds, Happening::Machine(node, step));
}

/// Whether the node belongs to the group and is to stay in it.
pub(super) fn stays_in_group(node: &Node) -> bool {
    let goes = |cause| !matches!(cause, Cause::Update | Cause::ByHand);
    node.owner == Owner::Group && !node.drain.is_some_and(|drain| goes(drain.cause))
}
