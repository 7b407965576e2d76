//! Kinds of station: tasks of another revision, or with more CPU than their own share, serve at
//! another pace, and the data plane is told so.

use super::Control;
use super::service::Version;
use crate::sim::flow::{KINDS, Station, Tally};

/// Parts of a vCPU that a kind is told apart by.
const PARTS: f64 = 64.0;

/// A kind of station.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kind {
    version: u32,
    /// vCPUs of a task that is not held to its own share, times [`PARTS`]; 0 where it is.
    parts: u32,
    /// CPU of a request, as a multiple of the scenario's.
    cpu_factor: f64,
    /// Whether its machine is down: every request is an error.
    is_dark: bool,
}

impl Control<'_> {
    /// The kind of a task of that revision; `vcpu` is what it may use, where that is not its own
    /// share. Beyond the number that the data plane tells apart, the nearest kind serves.
    pub fn kind_of(&mut self, version: u32, vcpu: Option<f64>, versions: &[Version]) -> u8 {
        let parts = vcpu.map_or(0, |vcpu| (vcpu * PARTS).round() as u32);
        let same = |kind: &Kind| kind.version == version && kind.parts == parts && !kind.is_dark;
        if let Some(known) = self.kinds.iter().position(same) {
            return known as u8;
        }
        if self.kinds.len() < KINDS {
            let cpu_factor = versions.get(version as usize).map_or(1.0, |v| v.cpu_factor);
            self.kinds.push(Kind { version, parts, cpu_factor, is_dark: false });
            self.tell_model();
            return self.kinds.len() as u8 - 1;
        }
        let apart = |kind: &Kind| (kind.version.abs_diff(version), kind.parts.abs_diff(parts));
        let there = (0..self.kinds.len()).filter(|index| !self.kinds[*index].is_dark);
        let nearest = there.min_by_key(|index| apart(&self.kinds[*index]));
        nearest.unwrap_or(0) as u8
    }

    /// The kind of a task that answers nothing, of whatever revision. Where the data plane tells no
    /// more kinds apart, `version`'s own serves on.
    pub fn dark_kind(&mut self, version: u32) -> u8 {
        if let Some(known) = self.kinds.iter().position(|kind| kind.is_dark) {
            return known as u8;
        }
        if self.kinds.len() == KINDS {
            let own = self.kinds.iter().position(|kind| kind.version == version);
            return own.unwrap_or(0) as u8;
        }
        self.kinds.push(Kind { version, parts: 0, cpu_factor: 1.0, is_dark: true });
        self.tell_model();
        self.kinds.len() as u8 - 1
    }

    /// Tells the data plane the settings and what each kind is.
    pub fn tell_model(&mut self) {
        let scenario = &self.scenario;
        let station = |kind: &Kind| {
            let own = scenario.task.vcpu;
            // A task that shares its instance never gets less than its own share.
            let vcpu = if kind.parts > 0 { (f64::from(kind.parts) / PARTS).max(own) } else { own };
            let station = scenario.station(vcpu, kind.cpu_factor);
            let error_share = if kind.is_dark { 1.0 } else { station.error_share };
            Station { error_share, ..station }
        };
        let kinds = self.kinds.iter().map(station).collect();
        self.plane.set_model(scenario.model(kinds));
    }

    /// The highest CPU utilisation of a task: 1, or more where it may use idle CPU of its instance.
    pub fn cpu_ceiling(&self) -> f64 {
        let own = self.scenario.task.vcpu * PARTS;
        self.kinds.iter().map(|kind| f64::from(kind.parts) / own).fold(1.0, f64::max)
    }

    /// vCPU time that the requests of a step took.
    pub fn used_vcpu_s(&self, tally: &Tally) -> f64 {
        let cpu_s = self.scenario.request.cpu_ms / 1000.0;
        let kinds = self.kinds.iter().zip(self.plane.services()).zip(&tally.busy_s);
        kinds
            .filter(|((kind, _), _)| !kind.is_dark)
            .map(|((kind, service), busy_s)| busy_s / service.mean_s * cpu_s * kind.cpu_factor)
            .sum()
    }
}
