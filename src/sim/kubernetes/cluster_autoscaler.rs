//! Which node group grows for pods without a node, and which nodes nobody needs.
//!
//! Source: Cluster Autoscaler FAQ. Pods are packed by CPU, memory and the limit of pods alone;
//! affinities, volumes and zones are not looked at. How long a node must be unneeded is the
//! engine's to keep.

/// CPU and memory, each in any one unit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Amount {
    pub cpu: f64,
    pub memory: f64,
}

/// A pod and what it asks for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pod {
    pub request: Amount,
    /// Whether it may be moved to another node.
    pub movable: bool,
}

/// What a node offers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offer {
    pub amount: Amount,
    /// Most pods.
    pub pods: u32,
}

/// A node that runs.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub offer: Offer,
    pub pods: Vec<Pod>,
    /// Index of its group, where that is known.
    pub group: Option<usize>,
}

impl Node {
    fn fits(&self, pod: &Pod) -> bool {
        let used = self.used();
        let Offer { amount, pods } = self.offer;
        used.cpu + pod.request.cpu <= amount.cpu + 1e-9
            && used.memory + pod.request.memory <= amount.memory + 1e-9
            && self.pods.len() < pods as usize
    }

    fn used(&self) -> Amount {
        let sum = |of: fn(&Amount) -> f64| self.pods.iter().map(|pod| of(&pod.request)).sum();
        Amount { cpu: sum(|request| request.cpu), memory: sum(|request| request.memory) }
    }

    /// Requests as a share of what it offers: of CPU or of memory, whichever is more.
    pub fn utilisation(&self) -> f64 {
        let (used, offer) = (self.used(), self.offer.amount);
        (used.cpu / offer.cpu).max(used.memory / offer.memory)
    }
}

/// A group of equal nodes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Group {
    pub size: u32,
    pub min: u32,
    pub max: u32,
    pub offer: Offer,
}

/// How a group is chosen among those that help.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Expander {
    /// The least idle CPU and memory, as shares of what is added.
    #[default]
    LeastWaste,
    /// The most pods with a node.
    MostPods,
    /// The fewest nodes.
    LeastNodes,
    Random,
}

/// A group that would help.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Growth {
    /// Index of the group.
    pub group: usize,
    /// Nodes that it would get.
    pub by: u32,
    /// Pods that would then have a node.
    pub pods: u32,
    /// Idle CPU and idle memory of the new nodes, as shares, added up: 0 to 2.
    pub waste: f64,
}

/// Gives the pods to the nodes that have room, first come, first served; what is left needs more.
pub fn settle(nodes: &mut [Node], pending: &[Pod]) -> Vec<Pod> {
    let mut left = Vec::new();
    for pod in pending {
        match nodes.iter_mut().find(|node| node.fits(pod)) {
            Some(node) => node.pods.push(*pod),
            None => left.push(*pod),
        }
    }
    left
}

/// What each group could do for the pods, in the order of the groups.
pub fn growths(pods: &[Pod], groups: &[Group]) -> Vec<Growth> {
    let growth = |(index, group): (usize, &Group)| {
        let nodes = pack(pods, group);
        let placed: usize = nodes.iter().map(|node| node.pods.len()).sum();
        let idle = |node: &Node| {
            let (used, offer) = (node.used(), node.offer.amount);
            2.0 - used.cpu / offer.cpu - used.memory / offer.memory
        };
        (placed > 0).then(|| Growth {
            group: index,
            by: nodes.len() as u32,
            pods: placed as u32,
            waste: nodes.iter().map(idle).sum::<f64>() / nodes.len() as f64,
        })
    };
    groups.iter().enumerate().filter_map(growth).collect()
}

/// The growth that the expander takes, the first of equals; `luck` is uniform in [0, 1).
pub fn choose(growths: &[Growth], expander: Expander, luck: f64) -> Option<Growth> {
    let by = |score: fn(&Growth) -> f64| {
        growths.iter().copied().min_by(|a, b| score(a).total_cmp(&score(b)))
    };
    match expander {
        Expander::LeastWaste => by(|growth| growth.waste),
        Expander::MostPods => by(|growth| -f64::from(growth.pods)),
        Expander::LeastNodes => by(|growth| f64::from(growth.by)),
        Expander::Random => growths.get((luck * growths.len() as f64) as usize).copied(),
    }
}

/// New nodes of the group with the pods on them: the largest first, each on the first with room.
fn pack(pods: &[Pod], group: &Group) -> Vec<Node> {
    let offer = group.offer.amount;
    let share = |pod: &Pod| pod.request.cpu / offer.cpu + pod.request.memory / offer.memory;
    let mut order: Vec<&Pod> = pods.iter().collect();
    order.sort_by(|a, b| share(b).total_cmp(&share(a)));
    let room = group.max.saturating_sub(group.size) as usize;
    let empty = Node { offer: group.offer, pods: Vec::new(), group: None };
    let mut nodes: Vec<Node> = Vec::new();
    for pod in order {
        if let Some(node) = nodes.iter_mut().find(|node| node.fits(pod)) {
            node.pods.push(*pod);
        } else if nodes.len() < room && empty.fits(pod) {
            nodes.push(Node { pods: vec![*pod], ..empty.clone() });
        }
    }
    nodes
}

/// Indexes of the nodes that could go, one after the other: below the threshold (a share), with
/// pods that may move and find room on the nodes that stay, in a group above its minimum.
pub fn unneeded(nodes: &[Node], groups: &[Group], threshold: f64) -> Vec<usize> {
    let low: Vec<bool> = nodes.iter().map(|node| node.utilisation() < threshold).collect();
    let mut nodes = nodes.to_vec();
    let mut sizes: Vec<u32> = groups.iter().map(|group| group.size).collect();
    let mut gone = Vec::new();
    for index in 0..nodes.len() {
        let group = nodes[index].group.filter(|group| *group < groups.len());
        let held = group.is_some_and(|group| sizes[group] <= groups[group].min);
        if !low[index] || held || nodes[index].pods.iter().any(|pod| !pod.movable) {
            continue;
        }
        let mut others = nodes.clone();
        let pods = std::mem::take(&mut others[index].pods);
        for leaves in gone.iter().chain([&index]) {
            others[*leaves].offer.pods = 0;
        }
        if settle(&mut others, &pods).is_empty() {
            nodes = others;
            gone.push(index);
            if let Some(group) = group {
                sizes[group] -= 1;
            }
        }
    }
    gone
}
