//! Step scaling: which step a breach falls into, and by how much it changes the capacity.
//!
//! Source: Application Auto Scaling User Guide, Step scaling policies; API Reference,
//! StepScalingPolicyConfiguration. Alarms and cooldowns are the caller's.

/// What an adjustment means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdjustmentType {
    /// So many more or fewer.
    ChangeInCapacity,
    /// So many, whatever there are.
    ExactCapacity,
    /// So many percent of what there are.
    PercentChangeInCapacity,
}

/// One step. Bounds are relative to the alarm's threshold; none is without end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    /// In the unit of the adjustment type; negative to scale in.
    pub adjustment: i32,
}

/// A policy whose steps are in order.
#[derive(Clone, Debug, PartialEq)]
pub struct StepPolicy {
    threshold: f64,
    adjustment_type: AdjustmentType,
    steps: Vec<Step>,
    /// Least change in tasks; 0 where none is set.
    min_magnitude: u32,
}

/// What the policy makes of a metric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// New capacity, within the bounds.
    pub capacity: u32,
    /// Index of the step in the order given; none where the metric lies in no step.
    pub step: Option<usize>,
    /// The change that the step asks for, before the bounds.
    pub asked: i64,
}

impl StepPolicy {
    /// A policy, if AWS would take its steps. `steps_max` is the fact `scaling.step_max`. Errors
    /// name the field and the step.
    pub fn new(
        threshold: f64,
        adjustment_type: AdjustmentType,
        steps: Vec<Step>,
        min_magnitude: Option<u32>,
        steps_max: usize,
    ) -> Result<StepPolicy, String> {
        if steps.is_empty() || steps.len() > steps_max {
            let found = steps.len();
            return Err(format!("field `steps`: expected 1 to {steps_max} steps, found {found}"));
        }
        if min_magnitude.is_some() && adjustment_type != AdjustmentType::PercentChangeInCapacity {
            return Err(
                "field `min_adjustment_magnitude`: expected nothing unless the adjustment \
                        type is PercentChangeInCapacity"
                    .into(),
            );
        }
        for (index, step) in steps.iter().enumerate() {
            check(index, step, adjustment_type)?;
        }
        check_ranges(&steps)?;
        let min_magnitude = min_magnitude.unwrap_or(0);
        Ok(StepPolicy { threshold, adjustment_type, steps, min_magnitude })
    }

    /// Index of the step that holds `metric`. At or above the threshold the lower bound belongs to
    /// a step and the upper does not; below it, the other way round.
    pub fn step_at(&self, metric: f64) -> Option<usize> {
        let over = metric - self.threshold;
        self.steps.iter().position(|step| {
            let (lower, upper) = bounds(step);
            if over >= 0.0 { lower <= over && over < upper } else { lower < over && over <= upper }
        })
    }

    /// The change, in tasks, that a step asks for at that capacity, before the bounds.
    ///
    /// Percentages round toward zero, but never to nothing: a part of one task counts as one.
    pub fn change(&self, step: usize, capacity: u32) -> i64 {
        let Some(step) = self.steps.get(step) else { return 0 };
        let (adjustment, capacity) = (i64::from(step.adjustment), i64::from(capacity));
        match self.adjustment_type {
            AdjustmentType::ChangeInCapacity => adjustment,
            AdjustmentType::ExactCapacity => adjustment - capacity,
            AdjustmentType::PercentChangeInCapacity => {
                let hundredths = capacity * adjustment;
                let rounded = match hundredths.abs() {
                    0 => 0,
                    part if part < 100 => hundredths.signum(),
                    _ => hundredths / 100,
                };
                let least = i64::from(self.min_magnitude);
                if rounded.abs() < least { adjustment.signum() * least } else { rounded }
            }
        }
    }

    /// What becomes of `capacity` at that metric. A scale-out above the maximum and a scale-in
    /// below the minimum change nothing (Amazon ECS Developer Guide, Automatically scale your
    /// Amazon ECS service).
    pub fn apply(&self, metric: f64, capacity: u32, min: u32, max: u32) -> Outcome {
        let Some(step) = self.step_at(metric) else {
            return Outcome { capacity, step: None, asked: 0 };
        };
        let asked = self.change(step, capacity);
        Outcome { capacity: bounded(capacity, asked, min, max), step: Some(step), asked }
    }
}

/// `capacity` after a change, kept between `min` and `max`.
pub fn bounded(capacity: u32, change: i64, min: u32, max: u32) -> u32 {
    let away = (change > 0 && capacity > max) || (change < 0 && capacity < min);
    if change == 0 || away {
        return capacity;
    }
    let wanted = (i64::from(capacity) + change).clamp(0, i64::from(u32::MAX)) as u32;
    wanted.min(max).max(min)
}

fn bounds(step: &Step) -> (f64, f64) {
    (step.lower.unwrap_or(f64::NEG_INFINITY), step.upper.unwrap_or(f64::INFINITY))
}

fn check(index: usize, step: &Step, adjustment_type: AdjustmentType) -> Result<(), String> {
    let (lower, upper) = bounds(step);
    if step.lower.is_none() && step.upper.is_none() {
        return Err(format!("field `steps`: step {index} has neither a lower nor an upper bound"));
    }
    if lower >= upper {
        return Err(format!(
            "field `steps`: step {index} has the lower bound {lower}, not below its upper {upper}"
        ));
    }
    if adjustment_type == AdjustmentType::ExactCapacity && step.adjustment < 0 {
        return Err(format!(
            "field `steps`: step {index} sets the exact capacity {}, expected 0 or more",
            step.adjustment
        ));
    }
    Ok(())
}

/// No overlap, no gap, and an end without bound on each side that is used.
fn check_ranges(steps: &[Step]) -> Result<(), String> {
    let mut order: Vec<(usize, f64, f64)> = steps
        .iter()
        .enumerate()
        .map(|(index, step)| (index, bounds(step).0, bounds(step).1))
        .collect();
    order.sort_by(|one, other| one.1.total_cmp(&other.1));
    for pair in order.windows(2) {
        let ((one, _, end), (other, start, _)) = (pair[0], pair[1]);
        if start < end {
            return Err(format!("field `steps`: steps {one} and {other} overlap"));
        }
        if start > end {
            return Err(format!(
                "field `steps`: nothing covers {end} to {start}, between steps {one} and {other}"
            ));
        }
    }
    let lowest = order.first().map_or(0.0, |first| first.1);
    let highest = order.last().map_or(0.0, |last| last.2);
    if lowest < 0.0 && lowest.is_finite() {
        return Err(format!(
            "field `steps`: a lower bound below 0 ({lowest}) needs a step without lower bound"
        ));
    }
    if highest > 0.0 && highest.is_finite() {
        return Err(format!(
            "field `steps`: an upper bound above 0 ({highest}) needs a step without upper bound"
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn step(lower: Option<f64>, upper: Option<f64>, adjustment: i32) -> Step {
        Step { lower, upper, adjustment }
    }

    fn percent(steps: Vec<Step>, magnitude: Option<u32>) -> Result<StepPolicy, String> {
        StepPolicy::new(60.0, AdjustmentType::PercentChangeInCapacity, steps, magnitude, 20)
    }

    #[test]
    fn bounds_belong_to_the_side_away_from_the_threshold() {
        let steps = vec![
            step(None, Some(-10.0), -30),
            step(Some(-10.0), Some(0.0), 0),
            step(Some(0.0), Some(10.0), 10),
            step(Some(10.0), None, 30),
        ];
        let policy = percent(steps, None).expect("legal steps");
        for (metric, found) in
            [(50.0, 0), (50.1, 1), (59.9, 1), (60.0, 2), (69.9, 2), (70.0, 3), (1e9, 3)]
        {
            assert_eq!(policy.step_at(metric), Some(found), "{metric}");
        }
    }

    #[test]
    fn percentages_round_toward_zero_but_not_to_nothing() {
        let up = |percent: i32, capacity| {
            let steps = vec![step(Some(0.0), None, percent)];
            super::tests::percent(steps, None).expect("legal").change(0, capacity)
        };
        for (percent, capacity, change) in
            [(25, 7, 1), (25, 11, 2), (10, 5, 1), (-10, 5, -1), (-25, 27, -6), (50, 0, 0)]
        {
            assert_eq!(up(percent, capacity), change, "{percent} % of {capacity}");
        }
    }
}
