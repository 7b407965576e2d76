//! EKS on Fargate: each pod on a machine of its own that is as large as the next size for its
//! request and what Fargate adds; no DaemonSets, no Spot, nothing to scale but pods.

use super::bill::ControlPlane;
use super::log::decide;
use super::settings::request;
use crate::facts::Rulebook;
use crate::sim::control::{Control, Ms, ms};
use crate::sim::fault::Fault;
use crate::sim::kubernetes::fargate_size::{Request, provisioned};
use crate::sim::platform::{Bill, Consequence, Fargate, Launch, Order, Platform, Refusal, Strike};
use crate::sim::scenario::{CapacityType, Scenario};

/// Seconds between two tries to evict pods whose platform is patched.
const TURN_S: f64 = 10.0;

/// Pods on Fargate, and the cluster's control plane.
pub struct FargatePods {
    machines: Fargate,
    control_plane: ControlPlane,
    /// Whether a Fargate profile selects the pods; else the default scheduler has them.
    selected: bool,
    /// Pods that run on what AWS patches.
    unpatched: Vec<u32>,
    running: Vec<u32>,
    /// Pods in a lost zone.
    dark: Vec<Dark>,
}

/// A pod whose node is down.
struct Dark {
    task: u32,
    zone: usize,
    /// When its node is NotReady, and when the pod is given up.
    silent_at: Ms,
    given_up_at: Ms,
    known: bool,
}

/// Size of the machine of a pod: vCPU and GB.
pub fn pod_size(scenario: &Scenario, rules: &Rulebook) -> Option<(f64, f64)> {
    let asked = request(scenario);
    let pod = Request { cpu_millis: asked.cpu_millis, memory_mib: asked.memory_mib };
    let (cpu, memory_mib) = provisioned(pod, rules)?;
    Some((f64::from(cpu) / 1024.0, f64::from(memory_mib) / 1024.0))
}

/// What the scenario asks for and Fargate does not have.
fn say_what_fargate_lacks(control: &mut Control) {
    let settings = &control.scenario.platform_settings;
    let (pods, cpu, memory) =
        (settings.daemon_pods, settings.daemon_cpu_millis, settings.daemon_memory_mib);
    let wants_spot = settings.capacity_type == CapacityType::Spot;
    if pods > 0 || cpu > 0 || memory > 0 {
        let inputs = [
            ("daemon_pods", f64::from(pods)),
            ("daemon_cpu_millis", f64::from(cpu)),
            ("daemon_memory_mib", f64::from(memory)),
        ];
        decide(control, ("daemon-set", "eks-course.fargate_daemonset"), &inputs, || {
            (
                "your DaemonSets do not run".into(),
                "Fargate supports no DaemonSets: each node has one pod".into(),
                "you: run their agents as sidecars of the pods".into(),
            )
        });
    }
    if wants_spot {
        decide(control, ("fargate-scheduler", "eks-course.fargate_spot"), &[], || {
            let because = "Fargate has no Spot capacity for pods of EKS".to_string();
            ("the pods run On-Demand".into(), because, String::new())
        });
    }
}

impl FargatePods {
    /// As the scenario sets it.
    pub fn new(scenario: &Scenario, rules: &Rulebook) -> FargatePods {
        FargatePods {
            machines: Fargate::new(scenario, rules),
            control_plane: ControlPlane::new(scenario, rules),
            selected: scenario.platform_settings.fargate_profile,
            unpatched: Vec::new(),
            running: Vec::new(),
            dark: Vec::new(),
        }
    }

    /// The zone goes: each pod's node falls silent, and its pod is given up as on any node.
    fn lose_zone(&mut self, strike: &Strike, control: &mut Control) -> Vec<Consequence> {
        let here = self.machines.fault(strike, control);
        let mut out = Vec::new();
        if !strike.begins {
            self.dark.retain(|dark| {
                let back = dark.zone == strike.zone;
                out.extend(back.then_some(Consequence::Reachable { task: dark.task }));
                !back
            });
            out.extend(here);
            return out;
        }
        let kubernetes = &control.rules.kubernetes;
        let silent_at = control.now + ms(kubernetes.node_grace_s);
        for consequence in here {
            let Consequence::Lost { task, .. } = consequence else { continue };
            let before = out.len() as f64 * kubernetes.node_eviction_every_s;
            let given_up_at = silent_at + ms(kubernetes.not_ready_toleration_s + before);
            let zone = strike.zone;
            self.dark.push(Dark { task, zone, silent_at, given_up_at, known: false });
            out.push(Consequence::Dark { task });
        }
        out
    }
}

impl Platform for FargatePods {
    fn open(&mut self, _: u32, control: &mut Control) {
        say_what_fargate_lacks(control);
    }

    fn place(&mut self, order: &Order, control: &Control) -> Result<Launch, Refusal> {
        if !self.selected {
            return Err(Refusal {
                why: "no nodes available to schedule pods".into(),
                waits_for: "you: a Fargate profile that matches their namespace and labels, then \
                            new pods; or a node",
                fact: "kubernetes.fargate_profile",
            });
        }
        let found = self.machines.place(order, control)?;
        self.running.push(order.task);
        Ok(found)
    }

    fn release(&mut self, task: u32, now: Ms) {
        self.running.retain(|other| *other != task);
        self.unpatched.retain(|other| *other != task);
        self.dark.retain(|dark| dark.task != task);
        self.machines.release(task, now);
    }

    fn first_to_leave(&self, candidates: &[u32], luck: f64) -> u32 {
        // Each node has one pod: only age is left, and the youngest goes.
        let _ = luck;
        candidates.iter().copied().max().unwrap_or(candidates[0])
    }

    fn loop_s(&self) -> Option<(f64, f64)> {
        Some((TURN_S, 0.0))
    }

    fn turn(&mut self, _: u32, control: &mut Control) -> Vec<Consequence> {
        let why = "AWS patches what it runs on";
        let evicted = self.unpatched.iter().map(|pod| Consequence::Evict { task: *pod, why });
        let mut out: Vec<Consequence> = evicted.collect();
        if self.control_plane.upgrade_ends("you: CoreDNS, then the pods", control) {
            control.by_hand("make the pods anew");
            out.push(Consequence::Renew { why: "their nodes keep the old version until then" });
        }
        for dark in &mut self.dark {
            let task = dark.task;
            if control.now >= dark.given_up_at {
                let why = "its node has not been ready for too long";
                out.push(Consequence::Lost { task, why });
            } else if control.now >= dark.silent_at && !std::mem::replace(&mut dark.known, true) {
                out.push(Consequence::Unreachable { task });
            }
        }
        out
    }

    fn fault(&mut self, strike: &Strike, control: &mut Control) -> Vec<Consequence> {
        if strike.fault == Fault::LoseZone {
            return self.lose_zone(strike, control);
        }
        if strike.fault == Fault::UpgradeControlPlane && strike.begins {
            self.control_plane.upgrade(0, control);
        }
        if strike.fault != Fault::PatchDay {
            return self.machines.fault(strike, control);
        }
        if strike.begins {
            self.unpatched.clone_from(&self.running);
        }
        Vec::new()
    }

    fn configure(&mut self, control: &Control) {
        self.control_plane.configure(control);
        self.machines.configure(control);
    }

    fn has_room_in(&self, zone: usize) -> bool {
        self.machines.has_room_in(zone)
    }

    fn dollars_per_hour(&self, now: Ms) -> f64 {
        self.control_plane.pace() + self.machines.dollars_per_hour(now)
    }

    fn chooses_by(&self) -> String {
        "a node of its own for each pod".into()
    }

    fn addresses(&self) -> u32 {
        // Pods on Fargate lie in private subnets.
        0
    }

    fn bill(&self, end: Ms) -> Bill {
        let mut bill = self.machines.bill(end);
        let mut lines = self.control_plane.lines(end);
        lines.append(&mut bill.lines);
        Bill { lines, address_s: 0.0, ..bill }
    }
}
