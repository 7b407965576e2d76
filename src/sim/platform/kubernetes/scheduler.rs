//! The scheduler: nodes on which a pod fits, and of these the one with the best score.
//!
//! Source: Kubernetes documentation, Kubernetes Scheduler, and its default plugins: what fits by
//! CPU, memory and number of pods; fewest pods in zone and node, least allocated, and CPU and
//! memory in balance. All pods ask for the same, so everything here is counts.

use super::settings::{Kind, Request};
use crate::sim::scenario::TopologySpread;

/// Weight of the spread in the score, against one for each of the others.
const SPREAD_WEIGHT: f64 = 2.0;
/// The highest score of a plugin.
const SCORE_MAX: f64 = 100.0;

/// A node as the scheduler sees it.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    pub kind: &'a Kind,
    pub zone: usize,
    /// Pods of the service on it.
    pub pods: u32,
    /// Whether it answers.
    pub is_ready: bool,
    /// Why it takes no new pods, where it takes none.
    pub closed: Option<Reason>,
}

/// What the pods are spread by.
#[derive(Clone, Copy, Debug)]
pub struct Spread {
    pub rule: TopologySpread,
    pub max_skew: u32,
    /// Number of zones of the nodes' subnets.
    pub zones: usize,
}

/// Why a node does not take a pod, as Kubernetes words it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    Cpu,
    Memory,
    Pods,
    Skew,
    /// Its kubelet is silent. The taint `not-ready` is for a node that says so itself.
    Unreachable,
    /// By an update, by hand or at its Spot notice.
    Cordoned,
    /// Karpenter ends it.
    Disrupted,
    /// The Cluster Autoscaler ends it.
    ToBeDeleted,
}

impl Reason {
    /// The words behind the number of nodes.
    pub fn word(self) -> &'static str {
        match self {
            Reason::Cpu => "Insufficient cpu",
            Reason::Memory => "Insufficient memory",
            Reason::Pods => "Too many pods",
            Reason::Skew => "node(s) didn't match pod topology spread constraints",
            Reason::Unreachable => {
                "node(s) had untolerated taint {node.kubernetes.io/unreachable: }"
            }
            Reason::Cordoned => "node(s) were unschedulable",
            Reason::Disrupted => "node(s) had untolerated taint {karpenter.sh/disrupted: }",
            // Its value is the time of the taint.
            Reason::ToBeDeleted => {
                "node(s) had untolerated taint {ToBeDeletedByClusterAutoscaler: …}"
            }
        }
    }

    /// Whether no pod that goes would help.
    fn is_final(self) -> bool {
        !matches!(self, Reason::Cpu | Reason::Memory | Reason::Pods | Reason::Skew)
    }
}

/// Index of the node that takes a pod; `luck`, uniform in [0, 1), decides between equals.
pub fn choose(request: Request, nodes: &[Candidate], spread: Spread, luck: f64) -> Option<usize> {
    let zones = by_zone(nodes, spread.zones);
    let mut best = f64::NEG_INFINITY;
    let mut equals: Vec<usize> = Vec::new();
    for (index, node) in nodes.iter().enumerate() {
        if !fits(request, node, &zones, spread) {
            continue;
        }
        let score = score(request, node, &zones, spread, nodes);
        if score > best + 1e-9 {
            best = score;
            equals.clear();
        }
        if score >= best - 1e-9 {
            equals.push(index);
        }
    }
    equals.get((luck * equals.len() as f64) as usize).copied()
}

/// Why the pod is Pending: `0/3 nodes are available: 3 Insufficient cpu. preemption: 0/3 nodes are
/// available: 3 No preemption victims found for incoming pod.` All pods are of one priority.
pub fn pending(request: Request, nodes: &[Candidate], spread: Spread) -> String {
    let zones = by_zone(nodes, spread.zones);
    let mut counts: Vec<(Reason, u32)> = Vec::new();
    let mut helpless = 0;
    for node in nodes {
        let reasons = reasons(request, node, &zones, spread);
        helpless += usize::from(is_helpless(request, node, &reasons));
        for reason in reasons {
            match counts.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, count)) => *count += 1,
                None => counts.push((reason, 1)),
            }
        }
    }
    let all = nodes.len();
    let said: Vec<String> =
        counts.iter().map(|(reason, count)| format!("{count} {}", reason.word())).collect();
    if said.is_empty() {
        return "no nodes available to schedule pods".into();
    }
    let victims = [
        (helpless, "Preemption is not helpful for scheduling"),
        (all - helpless, "No preemption victims found for incoming pod"),
    ];
    let there = victims.into_iter().filter(|(count, _)| *count > 0);
    let victims = there.map(|(count, word)| format!("{count} {word}")).collect();
    format!("{} preemption: {}", none_of(all, said), none_of(all, victims))
}

/// The counted reasons in one sentence, in the order of their letters as kubectl has them.
fn none_of(all: usize, mut said: Vec<String>) -> String {
    said.sort();
    format!("0/{all} nodes are available: {}.", said.join(", "))
}

/// Whether the pod would not fit if others left the node.
fn is_helpless(request: Request, node: &Candidate, reasons: &[Reason]) -> bool {
    let whole = &node.kind.allocatable;
    reasons.iter().any(|reason| reason.is_final())
        || request.cpu_millis > whole.cpu_millis
        || request.memory_mib > whole.memory_mib
}

/// Pods by zone; `None` for a zone without nodes, which a constraint does not know.
fn by_zone(nodes: &[Candidate], zones: usize) -> Vec<Option<u32>> {
    let mut counts = vec![None; zones];
    for node in nodes {
        if let Some(count) = counts.get_mut(node.zone) {
            *count = Some(count.unwrap_or(0) + node.pods);
        }
    }
    counts
}

fn fits(request: Request, node: &Candidate, zones: &[Option<u32>], spread: Spread) -> bool {
    node.is_ready
        && node.closed.is_none()
        && node.pods < node.kind.places(request)
        && !is_skewed(node, zones, spread)
}

/// Whether one more pod in the node's zone would be too many against the emptiest zone.
fn is_skewed(node: &Candidate, zones: &[Option<u32>], spread: Spread) -> bool {
    if spread.rule != TopologySpread::DoNotSchedule {
        return false;
    }
    let least = zones.iter().flatten().min().copied().unwrap_or(0);
    let here = zones.get(node.zone).copied().flatten().unwrap_or(0);
    here + 1 > least + spread.max_skew
}

/// A taint ends the look at a node; what does not fit is said together.
fn reasons(
    request: Request,
    node: &Candidate,
    zones: &[Option<u32>],
    spread: Spread,
) -> Vec<Reason> {
    if let Some(reason) = node.closed {
        return vec![reason];
    } else if !node.is_ready {
        return vec![Reason::Unreachable];
    }
    let more = node.pods + 1;
    let room = &node.kind.room;
    let mut reasons = Vec::new();
    for (asked, there, reason) in [
        (request.cpu_millis, room.cpu_millis, Reason::Cpu),
        (request.memory_mib, room.memory_mib, Reason::Memory),
        (1, room.pods, Reason::Pods),
    ] {
        if asked.saturating_mul(more) > there {
            reasons.push(reason);
        }
    }
    if reasons.is_empty() && is_skewed(node, zones, spread) {
        reasons.push(Reason::Skew);
    }
    reasons
}

fn score(
    request: Request,
    node: &Candidate,
    zones: &[Option<u32>],
    spread: Spread,
    nodes: &[Candidate],
) -> f64 {
    let more = f64::from(node.pods + 1);
    let whole = &node.kind.allocatable;
    let daemons = |all: u32, room: u32| f64::from(all - room);
    let share = |asked: u32, all: u32, room: u32| {
        ((f64::from(asked) * more + daemons(all, room)) / f64::from(all.max(1))).min(1.0)
    };
    let room = &node.kind.room;
    let cpu = share(request.cpu_millis, whole.cpu_millis, room.cpu_millis);
    let memory = share(request.memory_mib, whole.memory_mib, room.memory_mib);
    let least_allocated = (2.0 - cpu - memory) / 2.0 * SCORE_MAX;
    let balanced = (1.0 - (cpu - memory).abs() / 2.0) * SCORE_MAX;
    let in_zone = f64::from(zones.get(node.zone).copied().flatten().unwrap_or(0));
    let most_zone = zones.iter().flatten().max().copied().unwrap_or(0).max(1);
    let most_node = nodes.iter().map(|node| node.pods).max().unwrap_or(0).max(1);
    let of_zone = 1.0 - in_zone / f64::from(most_zone);
    let of_node = 1.0 - f64::from(node.pods) / f64::from(most_node);
    // With a constraint the zone alone counts; the scheduler's own preference sees both.
    let spread_score = match spread.rule {
        TopologySpread::None => (of_zone + of_node) / 2.0,
        _ => of_zone,
    };
    least_allocated + balanced + SPREAD_WEIGHT * spread_score * SCORE_MAX
}
