//! One node and its life.

use super::settings::{Kind, Request};
use crate::sim::control::Ms;

/// Who launched a node and looks after its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The Auto Scaling group.
    Group,
    Karpenter,
}

/// Where a node is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It boots; already billed.
    Booting,
    Ready,
    /// Its kubelet does not answer.
    NotReady,
}

/// Why the pods have to leave a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// An update of the managed node group.
    Update,
    /// You drain it.
    ByHand,
    /// The group has more nodes than it needs.
    ScaleDown,
    Consolidation,
    Drift,
    Expiry,
    /// The Spot notice.
    Spot,
    /// A rebalance recommendation.
    Rebalance,
}

impl Cause {
    /// In words, of an eviction.
    pub fn word(self) -> &'static str {
        match self {
            Cause::Update => "its node is updated",
            Cause::ByHand => "you drain its node",
            Cause::ScaleDown => "its node is not needed",
            Cause::Consolidation => "its node is consolidated",
            Cause::Drift => "its node's image is not the wanted one any more",
            Cause::Expiry => "its node's life time is over",
            Cause::Spot => "its Spot node is taken back",
            Cause::Rebalance => "its Spot node is at risk",
        }
    }

    /// Whether it counts against Karpenter's budget of nodes.
    pub fn is_voluntary(self) -> bool {
        matches!(self, Cause::Consolidation | Cause::Drift)
    }
}

/// A node that is emptied.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drain {
    pub cause: Cause,
    pub since: Ms,
    /// Whether it is empty and only waits for its end.
    pub empty: bool,
    /// Whether its pods were told to go, whatever their disruption budget says.
    pub forced: bool,
}

/// A node.
#[derive(Clone, Debug)]
pub struct Node {
    pub number: u32,
    pub zone: usize,
    /// Index of its type.
    pub kind: usize,
    /// `m5.large`
    pub type_name: String,
    pub spot: bool,
    pub owner: Owner,
    pub state: State,
    pub launched: Ms,
    /// Whether it will ever join.
    pub joins: bool,
    pub pods: Vec<u32>,
    /// Revisions whose image lies on its disk, or will once the pull is over.
    pub cached: Vec<(u32, Ms)>,
    /// Whether its machine image is not the wanted one any more.
    pub is_old: bool,
    pub drain: Option<Drain>,
    /// Whether an update keeps new pods off it, drained or not.
    pub is_cordoned: bool,
    /// Whether it was said that its pods' budget keeps it from being disrupted.
    pub said_blocked: bool,
    /// Since when it could have gone.
    pub unneeded_from: Option<Ms>,
    /// When a pod last came or went.
    pub changed: Ms,
    /// Since when its kubelet is silent.
    pub silent_from: Option<Ms>,
    /// When it got the taint that its pods do not bear for long; may be yet to come.
    pub tainted: Option<Ms>,
    /// Whether its pods were given up.
    pub given_up: bool,
    /// Whether its machine is down with its zone: nothing on it answers.
    pub is_down: bool,
    /// Nodes that go once this one is Ready, and why.
    pub replaces: Vec<(u32, Cause)>,
}

impl Node {
    /// A node that was just launched.
    pub fn launched(number: u32, zone: usize, kind: usize, owner: Owner, now: Ms) -> Node {
        Node {
            number,
            zone,
            kind,
            type_name: String::new(),
            spot: false,
            owner,
            state: State::Booting,
            launched: now,
            joins: true,
            pods: Vec::new(),
            cached: Vec::new(),
            is_old: false,
            drain: None,
            is_cordoned: false,
            said_blocked: false,
            unneeded_from: None,
            changed: now,
            silent_from: None,
            tainted: None,
            given_up: false,
            is_down: false,
            replaces: Vec::new(),
        }
    }

    /// Whether it takes new pods.
    pub fn takes_pods(&self) -> bool {
        self.runs() && !self.is_cordoned
    }

    /// Whether it is Ready and to stay so.
    pub fn runs(&self) -> bool {
        self.state == State::Ready && self.drain.is_none() && !self.is_down
    }

    /// Places of the service that are free on it.
    pub fn free(&self, kind: &Kind, request: Request) -> u32 {
        kind.places(request).saturating_sub(self.pods.len() as u32)
    }
}
