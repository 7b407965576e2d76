//! One container instance and its life.

use super::placement::Candidate;
use super::settings::Settings;
use crate::sim::control::Ms;

/// Where an instance is in its life, in ECS's words where ECS knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It boots; already billed.
    Booting,
    Active,
    /// No new tasks; those on it are replaced.
    Draining,
}

/// A container instance.
#[derive(Clone, Debug)]
pub struct Instance {
    pub number: u32,
    pub zone: usize,
    pub spot: bool,
    pub state: State,
    pub launched: Ms,
    /// Whether the agent answers.
    pub agent: bool,
    /// Whether it will ever register.
    pub registers: bool,
    pub tasks: Vec<u32>,
    /// Service revisions whose image lies on its disk, or will once the pull is over.
    pub cached: Vec<(u32, Ms)>,
    /// Whether it was made since the last patch day.
    pub patched: bool,
}

impl Instance {
    /// An instance that was just launched.
    pub fn launched(number: u32, zone: usize, spot: bool, now: Ms) -> Instance {
        Instance {
            number,
            zone,
            spot,
            state: State::Booting,
            launched: now,
            agent: true,
            registers: true,
            tasks: Vec::new(),
            cached: Vec::new(),
            patched: true,
        }
    }

    /// What it offers to a task of the service.
    pub fn candidate(&self, settings: &Settings) -> Candidate {
        let tasks = self.tasks.len() as u32;
        let free = |all: u32, each: u32| all.saturating_sub(each.saturating_mul(tasks));
        Candidate {
            cpu_free: free(settings.cpu, settings.need.cpu),
            memory_free_mib: free(settings.memory_mib, settings.need.memory_mib),
            enis_free: free(settings.enis, settings.need.enis),
            ports_used: if tasks > 0 { settings.need.ports } else { 0 },
            tasks_of_service: tasks,
            zone: self.zone as u16,
            suits: self.state == State::Active && self.agent,
            ..Candidate::default()
        }
    }
}
