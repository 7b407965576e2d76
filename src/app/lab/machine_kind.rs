//! The types of instance or node of a day: how many tasks or pods each carries, and what of a node
//! its pods cannot have. Pure.

use crate::facts::Rulebook;
use crate::sim::Scenario;
use crate::sim::platform::ecs_ec2::Settings;
use crate::sim::platform::kubernetes::{self, pod_size};
use crate::sim::scenario::{NetworkMode, Platform};

use super::fleet_model::Fleet;
use super::terms::{self, Terms};
use super::words;

/// What the tasks of a day run on.
#[derive(Clone, Debug, PartialEq)]
pub struct Kinds {
    /// ECS: `awsvpc with trunking`. EKS: what limits the pods of a node.
    pub network: String,
    pub terms: &'static Terms,
    /// The scenario's own type first; empty where each pod has a machine of its own.
    pub(super) list: Vec<Kind>,
    /// Fargate under EKS: what each pod's own node has, and why.
    pub own: Option<Own>,
}

/// A type of instance or node.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kind {
    /// `m5.large`
    pub name: String,
    /// Tasks or pods of the service that an empty one carries; 0 if the type is not known.
    pub places: u32,
    /// What a node gives; `None` for an instance of ECS.
    pub share: Option<Share>,
}

/// How a node divides: CPU in thousandths, then memory in MiB.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Share {
    pub whole: [u32; 2],
    /// Kept for the kubelet, the system and evictions.
    pub reserved: [u32; 2],
    /// Requested by the DaemonSets.
    pub daemons: [u32; 2],
    /// Requested by one pod of the service.
    pub pod: [u32; 2],
    /// Pods that may run on it, those of the DaemonSets among them.
    pub pods_max: u32,
}

/// A pod's own machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Own {
    /// `0.5 vCPU, 2 GB`
    pub size: String,
    pub because: String,
}

impl Kinds {
    /// What the tasks of a day run on; `None` where that is not seen.
    pub fn of(scenario: &Scenario, rules: &Rulebook, fleet: &Fleet) -> Option<Kinds> {
        let terms = terms::of(scenario.platform);
        match scenario.platform {
            Platform::EcsEc2 => Some(of_instances(scenario, rules, terms)),
            Platform::EksFargate => {
                let own = Some(own(scenario, rules)?);
                Some(Kinds { network: String::new(), terms, list: Vec::new(), own })
            }
            platform if platform.is_eks() => Some(of_nodes(scenario, rules, fleet, terms)),
            _ => None,
        }
    }

    /// The type of that name; the scenario's own where there is none of it.
    pub fn get(&self, name: &str) -> &Kind {
        static UNKNOWN: Kind = Kind { name: String::new(), places: 0, share: None };
        let named = self.list.iter().find(|kind| kind.name == name);
        named.or(self.list.first()).unwrap_or(&UNKNOWN)
    }
}

fn of_instances(scenario: &Scenario, rules: &Rulebook, terms: &'static Terms) -> Kinds {
    let settings = &scenario.platform_settings;
    let kind = rules.instance_type(&settings.instance_type);
    let places = kind.map_or(0, |kind| Settings::new(scenario, kind, rules).places());
    let trunked = settings.network_mode == NetworkMode::Awsvpc && settings.trunking;
    let trunking = if trunked { " with trunking" } else { "" };
    let network = [settings.network_mode.word(), trunking].concat();
    let kind = Kind { name: settings.instance_type.clone(), places, share: None };
    Kinds { network, terms, list: vec![kind], own: None }
}

fn of_nodes(scenario: &Scenario, rules: &Rulebook, fleet: &Fleet, terms: &'static Terms) -> Kinds {
    let settings = &scenario.platform_settings;
    let mut names = fleet.machine_types();
    if names.is_empty() {
        names.push(&settings.instance_type);
    }
    let request = kubernetes::request(scenario);
    let node = |name: &&str| {
        let it = rules.instance_type(name)?;
        let kind = kubernetes::kind(it, scenario, rules);
        let given = [kind.allocatable.cpu_millis, kind.allocatable.memory_mib];
        let left = [kind.room.cpu_millis, kind.room.memory_mib];
        let whole = [it.vcpu * 1000, it.memory_mib];
        let less =
            |a: [u32; 2], b: [u32; 2]| [a[0].saturating_sub(b[0]), a[1].saturating_sub(b[1])];
        let share = Share {
            whole,
            reserved: less(whole, given),
            daemons: less(given, left),
            pod: [request.cpu_millis, request.memory_mib],
            pods_max: kind.allocatable.pods,
        };
        Some(Kind { name: kind.name.clone(), places: kind.places(request), share: Some(share) })
    };
    let network = if kubernetes::has_prefixes(scenario) {
        "prefixes of addresses"
    } else {
        "single addresses"
    };
    let list = names.iter().filter_map(node).collect();
    Kinds { network: network.into(), terms, list, own: None }
}

fn own(scenario: &Scenario, rules: &Rulebook) -> Option<Own> {
    let (vcpu, gb) = pod_size(scenario, rules)?;
    let size = [&words::number(vcpu, 2), " vCPU, ", &words::number(gb, 1), " GB"].concat();
    let more = words::number(rules.eks.fargate_pod_memory_mib, 0);
    let because = [
        "a pod asks for ",
        &words::number(scenario.task.vcpu, 2),
        " vCPU and ",
        &words::number(f64::from(scenario.task.memory_mib), 0),
        " MiB; Fargate adds ",
        &more,
        " MiB and takes the next size",
    ]
    .concat();
    Some(Own { size, because })
}
