//! Tasks in reserve: they run, and the balancer sends them nothing until they are needed.

use super::*;

impl Service {
    /// From now on as many tasks get requests, as far as there are that many healthy ones.
    pub fn set_active(&mut self, wanted: u32, platform: &mut dyn Platform, control: &mut Control) {
        if self.active.replace(wanted) != Some(wanted) {
            self.keep_reserve(platform, control);
        }
    }

    /// Lets as many healthy tasks work as are wanted, those that already do first; the others stand
    /// by. While two revisions stand side by side, only the one that gets the traffic works.
    pub(super) fn keep_reserve(&mut self, platform: &mut dyn Platform, control: &mut Control) {
        let Some(wanted) = self.active else { return };
        let version = match &self.rollout {
            Some(rollout) if rollout.has_two_groups() && !rollout.has_traffic() => rollout.from,
            Some(rollout) => rollout.version,
            None => self.primary,
        };
        let mut order: Vec<usize> = (0..self.tasks.len())
            .filter(|place| self.tasks[*place].version == version)
            .filter(|place| self.tasks[*place].is_healthy())
            .collect();
        order.sort_by_key(|place| !self.tasks[*place].works);
        order.truncate(wanted as usize);
        for place in 0..self.tasks.len() {
            let works = order.contains(&place);
            let task = &mut self.tasks[place];
            if task.works == works {
                continue;
            }
            task.works = works;
            match works {
                true => control.plane.resume(task.number),
                false => control.plane.drain(task.number),
            }
            platform.works(task.number, works, control.now);
        }
    }
}
