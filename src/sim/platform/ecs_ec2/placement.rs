//! Task placement: which instance a task goes to, and which task stops when there are too many.
//!
//! Source: Amazon ECS Developer Guide, How Amazon ECS places tasks on container instances: first
//! CPU, memory, ports and interfaces, then constraints, then the strategies in their order. Called
//! for each task over up to a thousand instances, so everything here is a number; names, attributes
//! and expressions were turned into them before.

/// What a task asks of an instance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Need {
    /// CPU units; 0 asks for none.
    pub cpu: u32,
    pub memory_mib: u32,
    /// Interfaces: 1 in awsvpc mode, else 0.
    pub enis: u32,
    /// Fixed host ports, a bit for each port that the caller knows of.
    pub ports: u128,
    /// Whether an instance may carry only one task of the service.
    pub distinct: bool,
}

/// Places for the numbers of attributes that a strategy spreads over.
pub const SLOTS: usize = 4;

/// An instance that could take a task.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Candidate {
    pub cpu_free: u32,
    pub memory_free_mib: u32,
    pub enis_free: u32,
    /// Taken host ports, the bits of [`Need::ports`].
    pub ports_used: u128,
    /// Tasks of the same service on it.
    pub tasks_of_service: u32,
    /// Number of its zone.
    pub zone: u16,
    /// Numbers of its values of the attributes that [`Field::Attribute`] names.
    pub values: [u16; SLOTS],
    /// Whether it meets the `memberOf` constraints and takes tasks at all.
    pub suits: bool,
}

/// What a spread goes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Instance,
    Zone,
    /// The attribute in that slot of [`Candidate::values`].
    Attribute(usize),
}

/// A placement strategy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    BinpackCpu,
    BinpackMemory,
    Spread(Field),
    Random,
}

impl std::fmt::Display for Strategy {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Strategy::BinpackCpu => "least CPU free",
            Strategy::BinpackMemory => "least memory free",
            Strategy::Spread(Field::Instance) => "fewest tasks on the instance",
            Strategy::Spread(Field::Zone) => "fewest tasks in the zone",
            Strategy::Spread(Field::Attribute(_)) => "fewest tasks at the attribute's value",
            Strategy::Random => "a random one",
        })
    }
}

/// Why an instance does not take a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rejection {
    Cpu,
    Memory,
    Ports,
    Eni,
    DistinctInstance,
    MemberOf,
}

impl Rejection {
    /// As ECS words it in the reasons of a failed placement.
    pub fn word(self) -> &'static str {
        match self {
            Rejection::Cpu => "RESOURCE:CPU",
            Rejection::Memory => "RESOURCE:MEMORY",
            Rejection::Ports => "RESOURCE:PORTS",
            Rejection::Eni => "RESOURCE:ENI",
            Rejection::DistinctInstance => "distinctInstance",
            Rejection::MemberOf => "memberOf",
        }
    }
}

/// The first reason why an instance does not take a task; `None` if it does.
pub fn rejection(need: &Need, on: &Candidate) -> Option<Rejection> {
    if need.cpu > on.cpu_free {
        Some(Rejection::Cpu)
    } else if need.memory_mib > on.memory_free_mib {
        Some(Rejection::Memory)
    } else if need.ports & on.ports_used != 0 {
        Some(Rejection::Ports)
    } else if need.enis > on.enis_free {
        Some(Rejection::Eni)
    } else if need.distinct && on.tasks_of_service > 0 {
        Some(Rejection::DistinctInstance)
    } else if !on.suits {
        Some(Rejection::MemberOf)
    } else {
        None
    }
}

/// Places tasks one after the other; keeps its lists from one to the next.
#[derive(Clone, Debug, Default)]
pub struct Placement {
    left: Vec<usize>,
    tasks: Vec<u32>,
}

impl Placement {
    /// Index of the instance that takes the task: each strategy in turn keeps the best, and of
    /// what is left the first goes. `luck`, from 0 to below 1, decides where the strategy is
    /// random.
    pub fn choose(
        &mut self,
        need: &Need,
        instances: &[Candidate],
        strategies: &[Strategy],
        luck: f64,
    ) -> Option<usize> {
        self.left.clear();
        let fits = |on: &Candidate| rejection(need, on).is_none();
        self.left.extend((0..instances.len()).filter(|index| fits(&instances[*index])));
        for strategy in strategies {
            if self.left.len() < 2 {
                break;
            }
            match strategy {
                Strategy::BinpackCpu => self.keep_least(|index| instances[index].cpu_free),
                Strategy::BinpackMemory => {
                    self.keep_least(|index| instances[index].memory_free_mib);
                }
                Strategy::Spread(Field::Instance) => {
                    self.keep_least(|index| instances[index].tasks_of_service);
                }
                Strategy::Spread(field) => self.spread(instances, *field),
                Strategy::Random => {
                    let index = (luck * self.left.len() as f64) as usize;
                    let chosen = self.left[index.min(self.left.len() - 1)];
                    self.left.clear();
                    self.left.push(chosen);
                }
            }
        }
        self.left.first().copied()
    }

    fn keep_least(&mut self, measure: impl Fn(usize) -> u32) {
        let least = self.left.iter().map(|index| measure(*index)).min();
        self.left.retain(|index| Some(measure(*index)) == least);
    }

    /// Keeps those of the values with the fewest tasks of the service.
    fn spread(&mut self, instances: &[Candidate], field: Field) {
        let mut tasks = std::mem::take(&mut self.tasks);
        tasks.clear();
        for instance in instances {
            let value = value(instance, field);
            if value >= tasks.len() {
                tasks.resize(value + 1, 0);
            }
            tasks[value] += instance.tasks_of_service;
        }
        self.keep_least(|index| tasks[value(&instances[index], field)]);
        self.tasks = tasks;
    }
}

fn value(instance: &Candidate, field: Field) -> usize {
    match field {
        Field::Attribute(slot) => usize::from(instance.values[slot.min(SLOTS - 1)]),
        _ => usize::from(instance.zone),
    }
}

/// Index of the instance that gives up a task of the service when the desired count falls.
///
/// The zone with the most tasks of the service gives one, so that the zones stay level; within it
/// the first strategy decides: binpack takes from the instance that keeps most free, a spread over
/// instances from the one with most tasks, else `luck` (0 to below 1) picks among the tasks.
/// `None` if no instance has a task of the service.
pub fn gives_up(instances: &[Candidate], strategies: &[Strategy], luck: f64) -> Option<usize> {
    let mut zones: Vec<u64> = Vec::new();
    for instance in instances {
        let zone = usize::from(instance.zone);
        if zone >= zones.len() {
            zones.resize(zone + 1, 0);
        }
        zones[zone] += u64::from(instance.tasks_of_service);
    }
    let most = zones.iter().copied().max().filter(|most| *most > 0)?;
    let zone = zones.iter().position(|tasks| *tasks == most)?;
    let there = || {
        let all = instances.iter().enumerate();
        all.filter(move |(_, on)| on.tasks_of_service > 0 && usize::from(on.zone) == zone)
    };
    let rule = strategies.iter().find(|strategy| {
        matches!(
            strategy,
            Strategy::BinpackCpu | Strategy::BinpackMemory | Strategy::Spread(Field::Instance)
        )
    });
    // The first of the largest.
    let largest = |measure: fn(&Candidate) -> u32| {
        let best = there().map(|(_, on)| measure(on)).max();
        there().find(|(_, on)| Some(measure(on)) == best).map(|(index, _)| index)
    };
    match rule {
        Some(Strategy::BinpackCpu) => largest(|on| on.cpu_free),
        Some(Strategy::BinpackMemory) => largest(|on| on.memory_free_mib),
        Some(_) => largest(|on| on.tasks_of_service),
        None => {
            let mut nth = ((luck * most as f64) as u64).min(most - 1);
            let found = there().find(|(_, on)| {
                let here = u64::from(on.tasks_of_service);
                let hit = nth < here;
                nth = nth.saturating_sub(here);
                hit
            });
            found.map(|(index, _)| index)
        }
    }
}
