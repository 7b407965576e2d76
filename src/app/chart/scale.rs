//! From a value to a height: linear from zero, or logarithmic between two bounds.

use super::HEIGHT;

/// How values become heights; 0 is the top of the chart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scale {
    /// From 0 to `max`.
    Linear { max: f64 },
    /// Decades from `min` to `max`, both above 0.
    Log { min: f64, max: f64 },
}

impl Scale {
    /// Whether a value has a place on it.
    pub fn draws(self, value: f64) -> bool {
        value.is_finite() && (matches!(self, Scale::Linear { .. }) || value > 0.0)
    }

    /// Height of a value, clamped to the chart; `None` where the value cannot be drawn.
    pub fn y(self, value: f64) -> Option<i32> {
        if !self.draws(value) {
            return None;
        }
        let share = match self {
            Scale::Linear { max } => value / max,
            Scale::Log { min, max } => libm::log(value / min) / libm::log(max / min),
        };
        Some(HEIGHT - (share.clamp(0.0, 1.0) * f64::from(HEIGHT)).round() as i32)
    }

    /// Values for at most four grid lines, rising; the first is the bottom of the chart.
    pub fn ticks(self) -> Vec<f64> {
        match self {
            Scale::Linear { max } => vec![0.0, max / 2.0, max],
            Scale::Log { min, max } => {
                let mut ticks = vec![min];
                while ticks.len() < 4 && ticks[ticks.len() - 1] * 10.0 <= max * 1.001 {
                    ticks.push(ticks[ticks.len() - 1] * 10.0);
                }
                ticks
            }
        }
    }
}

/// The next round number at or above the value, so that an axis rarely changes while a slider
/// moves.
pub fn nice_max(value: f64) -> f64 {
    if !value.is_finite() || value <= 0.0 {
        return 1.0;
    }
    let decade = libm::pow(10.0, libm::floor(libm::log10(value)));
    let rounds = [1.0, 1.2, 1.6, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0];
    let fitting =
        rounds.iter().map(|round| round * decade).find(|round| *round >= value * 0.999_999);
    fitting.unwrap_or(decade * 10.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_linear_scale_runs_from_the_bottom_to_the_top() {
        let scale = Scale::Linear { max: 600.0 };
        assert_eq!(scale.y(0.0), Some(1000));
        assert_eq!(scale.y(300.0), Some(500));
        assert_eq!(scale.y(900.0), Some(0));
        assert_eq!(scale.y(f64::NAN), None);
    }

    #[test]
    fn a_log_scale_gives_every_decade_the_same_height() {
        let scale = Scale::Log { min: 10.0, max: 10_000.0 };
        assert_eq!(scale.ticks(), vec![10.0, 100.0, 1000.0, 10_000.0]);
        let heights: Vec<_> = scale.ticks().into_iter().filter_map(|tick| scale.y(tick)).collect();
        assert_eq!(heights, vec![1000, 667, 333, 0]);
        assert_eq!(scale.y(0.0), None);
    }

    #[test]
    fn round_maxima_hold_the_value_and_waste_less_than_half() {
        for value in [0.7, 1.0, 23.0, 24.0, 25.0, 387.0, 601.0, 9_999.0] {
            let max = nice_max(value);
            assert!(max >= value && max < value * 2.0, "{value} gave {max}");
        }
        assert_eq!(nice_max(387.0), 400.0);
        assert_eq!(nice_max(24.0), 30.0);
        assert_eq!(nice_max(0.0), 1.0);
    }
}
