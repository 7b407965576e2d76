//! Where marks and words go on a line of so many pixels, so that none lies on another. Pure.

use crate::app::chart::Span;

use super::words;

/// Positions moved apart so that neighbours have at least `gap` between them, kept within
/// `0..=most`. Where they do not fit, the gap shrinks.
pub fn spread(positions: &[f64], gap: f64, most: f64) -> Vec<f64> {
    let gap = if positions.len() > 1 { gap.min(most / (positions.len() - 1) as f64) } else { gap };
    let mut placed: Vec<f64> = Vec::with_capacity(positions.len());
    for position in positions {
        let least = placed.last().map_or(0.0, |last| last + gap);
        placed.push(position.max(least));
    }
    let mut most = most;
    for position in placed.iter_mut().rev() {
        *position = position.min(most);
        most = *position - gap;
    }
    placed
}

/// Where marks of a width go on a line of `line` pixels: `None` for those that have no room. If
/// all fit they are spread; else those stay that are free where they belong, the one at `first`
/// before all others.
pub fn fitting(wanted: &[f64], width: f64, line: f64, first: Option<usize>) -> Vec<Option<f64>> {
    let inner = (line - width).max(0.0);
    if wanted.len() as f64 * width <= line {
        let centred: Vec<f64> = wanted.iter().map(|at| at - width / 2.0).collect();
        let placed = spread(&centred, width, inner);
        return placed.into_iter().map(|at| Some(at + width / 2.0)).collect();
    }
    let mut taken: Vec<f64> = Vec::new();
    let mut placed = vec![None; wanted.len()];
    for index in first.into_iter().chain(0..wanted.len()) {
        let Some(at) = wanted.get(index) else { continue };
        let at = at.clamp(width / 2.0, inner + width / 2.0);
        if placed[index].is_none() && taken.iter().all(|other| (other - at).abs() >= width) {
            taken.push(at);
            placed[index] = Some(at);
        }
    }
    placed
}

/// A word on a time axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// Middle of the word, px from the left.
    pub at: f64,
    pub text: String,
}

/// Steps of a time axis, s.
const STEPS_S: [u32; 13] =
    [60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];
/// Width of a sign of an axis, px.
const SIGN: f64 = 6.5;
/// Room between two words, px.
const ROOM: f64 = 10.0;

/// The words of a time axis of `line` pixels: as many round times as fit, none within `tag`, the
/// pixels that another word takes. `start_s` is the time of day at which the run starts.
pub fn ticks(span: Span, start_s: u32, line: f64, tag: Option<(f64, f64)>) -> Vec<Tick> {
    let signs = |step_s: u32| if step_s.is_multiple_of(3600) { 2.0 } else { 5.0 };
    let pixel_s = f64::from(span.length_s().max(1)) / line.max(1.0);
    let fits = |step_s: &&u32| f64::from(**step_s) / pixel_s >= signs(**step_s) * SIGN + ROOM;
    let step_s = *STEPS_S.iter().find(fits).unwrap_or(&86_400);
    let half = signs(step_s) * SIGN / 2.0;
    let (from_s, to_s) = (start_s + span.from_s, start_s + span.to_s);
    let mut ticks: Vec<Tick> = Vec::new();
    let mut clock_s = from_s.div_ceil(step_s) * step_s;
    while clock_s <= to_s {
        let at = (f64::from(clock_s - from_s) / pixel_s).clamp(half, (line - half).max(half));
        let after = ticks.last().is_none_or(|last| at - last.at >= 2.0 * half + ROOM / 2.0);
        let free = tag.is_none_or(|(left, right)| at + half < left || at - half > right);
        if after && free {
            let text = match words::clock_short(clock_s) {
                _ if clock_s == 86_400 && step_s.is_multiple_of(3600) => "24".to_string(),
                clock if step_s.is_multiple_of(3600) => clock[..2].to_string(),
                clock => clock,
            };
            ticks.push(Tick { at, text });
        }
        clock_s += step_s;
    }
    ticks
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Span = Span { from_s: 0, to_s: 86_400 };

    fn texts(ticks: &[Tick]) -> Vec<&str> {
        ticks.iter().map(|tick| tick.text.as_str()).collect()
    }

    #[test]
    fn marks_never_overlap_and_stay_in_the_chart() {
        let placed = spread(&[10.0, 11.0, 12.0, 99.0, 99.5], 7.0, 100.0);
        assert!(placed.windows(2).all(|pair| pair[1] - pair[0] >= 7.0 - 1e-9), "{placed:?}");
        assert!(placed.iter().all(|position| (0.0..=100.0).contains(position)), "{placed:?}");
        assert_eq!(placed[0], 10.0);
        assert_eq!(spread(&[50.0], 7.0, 100.0), vec![50.0]);
        let crowd = spread(&[0.0; 30], 7.0, 100.0);
        assert!(crowd.iter().all(|position| (-0.001..=100.001).contains(position)), "{crowd:?}");
    }

    #[test]
    fn a_crowd_keeps_the_marks_that_have_room() {
        let crowd: Vec<f64> = (0..40).map(|index| f64::from(index) * 5.0).collect();
        let placed = fitting(&crowd, 24.0, 200.0, Some(7));
        assert_eq!(placed[7], Some(35.0));
        let mut shown: Vec<f64> = placed.into_iter().flatten().collect();
        shown.sort_by(f64::total_cmp);
        assert!(shown.len() >= 4 && shown.len() <= 8, "{shown:?}");
        assert!(shown.windows(2).all(|pair| pair[1] - pair[0] >= 24.0), "{shown:?}");
        let few = fitting(&[0.0, 1.0, 199.0], 24.0, 200.0, None);
        assert_eq!(few, vec![Some(12.0), Some(36.0), Some(188.0)]);
        assert_eq!(fitting(&[], 24.0, 200.0, Some(3)), Vec::new());
    }

    #[test]
    fn an_axis_shows_as_many_round_times_as_fit() {
        let wide = ticks(DAY, 0, 380.0, None);
        let hours = ["00", "02", "04", "06", "08", "10", "12", "14", "16", "18", "20", "22", "24"];
        assert_eq!(texts(&wide), hours);
        assert_eq!(texts(&ticks(DAY, 0, 160.0, None)), ["00", "06", "12", "18", "24"]);
        let window = Span { from_s: 48_370, to_s: 49_330 };
        let short = ticks(window, 0, 180.0, None);
        assert_eq!(texts(&short), ["13:30", "13:35", "13:40"]);
        for line in [40.0, 90.0, 177.0, 250.0, 333.0, 800.0] {
            for pair in ticks(window, 0, line, None).windows(2) {
                assert!(pair[1].at - pair[0].at >= 5.0 * SIGN, "{line}: {pair:?}");
            }
        }
    }

    #[test]
    fn no_word_lies_under_the_time_of_the_playhead() {
        let window = Span { from_s: 48_360, to_s: 49_320 };
        let free = ticks(window, 0, 340.0, Some((60.0, 120.0)));
        let half = 5.0 * SIGN / 2.0;
        assert!(!free.is_empty());
        assert!(free.iter().all(|tick| tick.at + half < 60.0 || tick.at - half > 120.0));
    }

    #[test]
    fn an_axis_counts_from_the_time_at_which_the_run_starts() {
        let six = Span { from_s: 0, to_s: 6 * 3600 };
        assert_eq!(texts(&ticks(six, 22 * 3600, 100.0, None)), ["22", "24", "02", "04"]);
    }
}
