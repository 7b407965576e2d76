//! The life of one task or pod: its moments as the events of a run tell them, and what it is doing
//! at any of them. Pure.

use crate::sim::run::EventKind;

use super::fleet_model::{Phase, TaskNow};

/// A stopped task stays in sight for so long.
const STOPPED_SHOWN_MS: u64 = 60_000;

/// The moments of one life, in ms since the start of the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Life {
    pub(super) id: String,
    pub(super) zone: String,
    pub(super) machine: String,
    pub(super) born: u64,
    /// It has a zone from then on.
    pub(super) placed: Option<u64>,
    pub(super) activating: Option<u64>,
    pub(super) pulled: Option<u64>,
    pub(super) running: Option<u64>,
    /// Its application has started.
    pub(super) ready: Option<u64>,
    pub(super) healthy: Option<u64>,
    /// When its health changed, and whether to unhealthy.
    pub(super) sick: Vec<(u64, bool)>,
    /// Starts of a pod that failed before it ran, and why.
    pub(super) failed: Vec<(u64, String)>,
    /// Restarts in place, of a pod that ran.
    pub(super) again: Vec<Again>,
    pub(super) draining: Option<u64>,
    pub(super) stopped: Option<u64>,
}

/// A restart in place: from when, until it ran and until it was ready again.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Again {
    pub(super) from: u64,
    pub(super) reason: String,
    pub(super) running: Option<u64>,
    pub(super) ready: Option<u64>,
}

impl Life {
    /// Takes over what an event says.
    pub(super) fn note(&mut self, t_ms: u64, kind: EventKind, state: &str) {
        let at = Some(t_ms);
        let again = self.again.last_mut();
        match (kind, state) {
            (EventKind::TaskState, "ACTIVATING") if self.running.is_some() => {
                self.again.push(Again { from: t_ms, ..Again::default() });
            }
            (EventKind::TaskState, "ACTIVATING") => self.activating = at,
            (EventKind::TaskState, "RUNNING") => match again {
                Some(again) => again.running = again.running.or(at),
                None => self.running = at,
            },
            (EventKind::TargetHealth, "healthy") => {
                if let Some(again) = again {
                    again.ready = again.ready.or(at);
                }
                self.healthy = self.healthy.or(at);
                self.sick.push((t_ms, false));
            }
            (EventKind::TargetHealth, "unhealthy") => self.sick.push((t_ms, true)),
            (EventKind::TaskState, "STOPPED") => self.stopped = at,
            (EventKind::TaskState, "DEACTIVATING" | "STOPPING" | "DEPROVISIONING")
            | (EventKind::TargetHealth, "draining") => self.draining = self.draining.or(at),
            _ => {}
        }
    }

    /// Takes over why a start failed or a container ended.
    pub(super) fn note_failure(&mut self, t_ms: u64, reason: &str) {
        match self.again.iter_mut().find(|again| again.from == t_ms) {
            Some(again) => again.reason = reason.to_string(),
            None => self.failed.push((t_ms, reason.to_string())),
        }
    }

    /// Whether the kubelet starts it again at that time, and why it has to.
    fn backs_off(&self, t_ms: u64) -> Option<(Phase, String)> {
        let over = |until: Option<u64>| until.is_some_and(|until| until <= t_ms);
        if let Some(again) = self.again.iter().rfind(|again| again.from <= t_ms) {
            let phase = if over(again.running) { Phase::Unproven } else { Phase::BackingOff };
            return (!over(again.ready)).then(|| (phase, again.reason.clone()));
        }
        let failed = self.failed.iter().rfind(|(at, _)| *at <= t_ms && !over(self.running));
        failed.map(|(_, reason)| (Phase::BackingOff, reason.clone()))
    }

    /// What it is doing at a moment, if it is there.
    pub(super) fn at(&self, t_ms: u64) -> Option<TaskNow> {
        let reached = |moment: Option<u64>| moment.is_some_and(|moment| moment <= t_ms);
        if t_ms < self.born
            || self.stopped.is_some_and(|stopped| t_ms >= stopped + STOPPED_SHOWN_MS)
        {
            return None;
        }
        let backs_off = self.backs_off(t_ms);
        let (phase, from, to) = if reached(self.stopped) {
            (Phase::Stopped, self.stopped, None)
        } else if reached(self.draining) {
            (Phase::Draining, self.draining, self.stopped)
        } else if let Some((phase, _)) = &backs_off {
            (*phase, None, None)
        } else if let Some((since, true)) = self.sick.iter().rfind(|(at, _)| *at <= t_ms) {
            (Phase::Unhealthy, Some(*since), None)
        } else if reached(self.running) && reached(self.healthy) {
            (Phase::Running, self.healthy, None)
        } else if reached(self.ready) {
            (Phase::Unproven, self.ready, self.healthy)
        } else if reached(self.pulled) || reached(self.running) {
            (Phase::Starting, self.pulled.or(self.running), self.ready)
        } else if reached(self.activating) {
            (Phase::Pulling, self.activating, self.pulled)
        } else {
            (Phase::Waiting, Some(self.born), self.activating)
        };
        let progress = match (from, to) {
            (Some(from), Some(to)) if to > from => (t_ms - from) as f64 / (to - from) as f64,
            _ => 0.0,
        };
        let known = |name: &String| match reached(self.placed) {
            true => name.clone(),
            false => String::new(),
        };
        Some(TaskNow {
            id: self.id.clone(),
            zone: known(&self.zone),
            machine: known(&self.machine),
            phase,
            reason: backs_off.map(|(_, reason)| reason).unwrap_or_default(),
            progress,
        })
    }
}
