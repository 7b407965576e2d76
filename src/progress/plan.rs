//! The plan towards an exam: what to answer on each day, so that most is recalled on the last.
//!
//! Each day goes to the answers that add most to recall on the day of the exam, per second that
//! they take. What that comes to is forecast by drawing a few ways in which the days may go.
//! Knows the memory model and a number of minutes; neither questions nor a clock.

use super::fsrs::{Fsrs, Memory, Rating};
use rand_pcg::Pcg32;
use rand_pcg::rand_core::Rng;
use std::collections::BTreeMap;

/// Chance that the first answer to a question is right, once its lesson is read. Assumed.
const FIRST_RIGHT: f64 = 0.6;
/// Standard deviations that hold four chances in five.
const FOUR_IN_FIVE: f64 = 1.2816;

/// Something to be recalled on the day of the exam.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// Id of the question.
    pub question: String,
    /// Domain of the exam, or topic.
    pub group: String,
    /// How much it counts beside others.
    pub weight: f64,
    /// What is left of it, and since which day; `None` as long as it is new.
    pub memory: Option<(Memory, i64)>,
}

/// What an answer costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// s for a question met before, its reasons included.
    pub review_s: f64,
    /// s for a new one, its share of the lesson included.
    pub new_s: f64,
}

/// The days that are left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Horizon {
    /// Days are those of [`super::schedule::Calendar`].
    pub today: i64,
    pub exam_day: i64,
    pub minutes_a_day: f64,
    /// Days from today on which nothing is done.
    pub skipped: i64,
}

/// Places of the pieces to answer on a day, the most useful first: as many as the minutes hold.
pub fn today(pieces: &[Piece], fsrs: &Fsrs, pace: Pace, horizon: Horizon) -> Vec<usize> {
    let days = Span { day: horizon.today, exam_day: horizon.exam_day };
    let memories: Vec<_> = pieces.iter().map(|piece| (piece.memory, piece.weight)).collect();
    choose(&memories, fsrs, pace, days, horizon.minutes_a_day * 60.0)
}

/// A day and the one that it is for.
#[derive(Clone, Copy)]
struct Span {
    day: i64,
    exam_day: i64,
}

type Weighted = (Option<(Memory, i64)>, f64);

fn choose(pieces: &[Weighted], fsrs: &Fsrs, pace: Pace, span: Span, budget_s: f64) -> Vec<usize> {
    if span.day >= span.exam_day {
        return Vec::new();
    }
    let mut rated: Vec<(f64, usize)> = Vec::new();
    for (place, (memory, weight)) in pieces.iter().enumerate() {
        let gain = weight * gain(*memory, fsrs, span) / cost_s(*memory, pace);
        if gain > 0.0 {
            rated.push((gain, place));
        }
    }
    rated.sort_by(|one, other| other.0.total_cmp(&one.0).then(one.1.cmp(&other.1)));
    let mut left_s = budget_s;
    let mut chosen = Vec::new();
    for (_, place) in rated {
        let cost_s = cost_s(pieces[place].0, pace);
        if cost_s <= left_s {
            left_s -= cost_s;
            chosen.push(place);
        }
    }
    chosen
}

fn cost_s(memory: Option<(Memory, i64)>, pace: Pace) -> f64 {
    if memory.is_some() { pace.review_s } else { pace.new_s }
}

/// How much more of it is recalled on the exam's day if it is answered on this one.
fn gain(memory: Option<(Memory, i64)>, fsrs: &Fsrs, span: Span) -> f64 {
    let rest = (span.exam_day - span.day) as f64;
    let Some((memory, since)) = memory else {
        let then = |rating| fsrs.recall(fsrs.first(rating), rest);
        return FIRST_RIGHT * then(Rating::Good) + (1.0 - FIRST_RIGHT) * then(Rating::Again);
    };
    let days = (span.day - since) as f64;
    if days <= 0.0 {
        return 0.0;
    }
    let recalled = fsrs.recall(memory, days);
    let then = |rating| fsrs.recall(fsrs.next(memory, days, rating), rest);
    let answered = recalled * then(Rating::Good) + (1.0 - recalled) * then(Rating::Again);
    answered - fsrs.recall(memory, (span.exam_day - since) as f64)
}

/// What one group would recall; shares from 0 to 1 of all its pieces, by weight.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outlook {
    pub pieces: usize,
    /// Pieces answered at least once.
    pub begun: usize,
    pub now: f64,
    /// On the day of the exam, with nothing more done.
    pub stopped: f64,
    /// On the day of the exam, with the plan.
    pub planned: f64,
    /// The plan's share lies between these with four chances in five, if memory follows the model.
    pub low: f64,
    pub high: f64,
}

/// What a day of the plan holds, on average.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Load {
    pub reviews: f64,
    pub new: f64,
    pub minutes: f64,
}

/// Where the plan leads.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    pub groups: BTreeMap<String, Outlook>,
    pub all: Outlook,
    /// From today to the day before the exam.
    pub days: Vec<Load>,
}

/// Forecasts the plan. The same seed draws the same luck, so that two forecasts can be compared.
pub fn forecast(pieces: &[Piece], fsrs: &Fsrs, pace: Pace, ahead: Horizon, seed: u64) -> Forecast {
    let count = (ahead.exam_day - ahead.today).max(0) as usize;
    let mut days = vec![Load::default(); count];
    let draws = draws(count);
    let ends: Vec<Vec<f64>> = (0..draws)
        .map(|draw| roll(pieces, fsrs, pace, ahead, seed.wrapping_add(draw), &mut days))
        .collect();
    for load in &mut days {
        for part in [&mut load.reviews, &mut load.new, &mut load.minutes] {
            *part /= draws as f64;
        }
    }
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, piece) in pieces.iter().enumerate() {
        groups.entry(piece.group.clone()).or_default().push(place);
    }
    let all: Vec<usize> = (0..pieces.len()).collect();
    let sight = Sight { pieces, fsrs, ahead, ends: &ends };
    let groups = groups.into_iter().map(|(group, places)| (group, sight.outlook(&places)));
    Forecast { groups: groups.collect(), all: sight.outlook(&all), days }
}

/// Ways in which a forecast is drawn: fewer where there are many days, whose luck evens out.
fn draws(days: usize) -> u64 {
    (480 / days.max(1) as u64).clamp(3, 8)
}

/// What skipping the next `days` costs: recall on the exam's day that is lost, as a share of all.
pub fn cost_of_skipping(
    pieces: &[Piece],
    fsrs: &Fsrs,
    pace: Pace,
    ahead: Horizon,
    days: i64,
    seed: u64,
) -> f64 {
    let kept = forecast(pieces, fsrs, pace, ahead, seed).all.planned;
    let skipping = Horizon { skipped: days, ..ahead };
    kept - forecast(pieces, fsrs, pace, skipping, seed).all.planned
}

/// Draws one way in which the days may go: recall of every piece on the day of the exam.
fn roll(
    pieces: &[Piece],
    fsrs: &Fsrs,
    pace: Pace,
    ahead: Horizon,
    seed: u64,
    days: &mut [Load],
) -> Vec<f64> {
    let mut state: Vec<Weighted> =
        pieces.iter().map(|piece| (piece.memory, piece.weight)).collect();
    // A stream for each piece: its luck does not hang on what is done with others.
    let mut luck: Vec<Pcg32> =
        (0..pieces.len()).map(|place| Pcg32::new(seed, place as u64)).collect();
    for (index, load) in days.iter_mut().enumerate().skip(ahead.skipped.max(0) as usize) {
        let span = Span { day: ahead.today + index as i64, exam_day: ahead.exam_day };
        for place in choose(&state, fsrs, pace, span, ahead.minutes_a_day * 60.0) {
            let drawn = f64::from(luck[place].next_u32()) / f64::from(u32::MAX);
            let memory = state[place].0;
            load.minutes += cost_s(memory, pace) / 60.0;
            *(if memory.is_some() { &mut load.reviews } else { &mut load.new }) += 1.0;
            state[place].0 = Some((answered(memory, fsrs, span.day, drawn), span.day));
        }
    }
    let recall = |(memory, _): &Weighted| held(*memory, fsrs, ahead.exam_day);
    state.iter().map(recall).collect()
}

fn answered(memory: Option<(Memory, i64)>, fsrs: &Fsrs, day: i64, drawn: f64) -> Memory {
    let rating = |chance: f64| if drawn < chance { Rating::Good } else { Rating::Again };
    match memory {
        None => fsrs.first(rating(FIRST_RIGHT)),
        Some((memory, since)) => {
            let days = (day - since) as f64;
            fsrs.next(memory, days, rating(fsrs.recall(memory, days)))
        }
    }
}

fn held(memory: Option<(Memory, i64)>, fsrs: &Fsrs, day: i64) -> f64 {
    memory.map_or(0.0, |(memory, since)| fsrs.recall(memory, (day - since).max(0) as f64))
}

struct Sight<'a> {
    pieces: &'a [Piece],
    fsrs: &'a Fsrs,
    ahead: Horizon,
    /// Recall of every piece at the end of each draw.
    ends: &'a [Vec<f64>],
}

impl Sight<'_> {
    fn outlook(&self, places: &[usize]) -> Outlook {
        let weight: f64 = places.iter().map(|place| self.pieces[*place].weight).sum();
        if weight <= 0.0 {
            return Outlook::default();
        }
        let mean = |recall: &dyn Fn(usize) -> f64| -> f64 {
            let weighted = places.iter().map(|place| self.pieces[*place].weight * recall(*place));
            weighted.sum::<f64>() / weight
        };
        let on = |day| mean(&|place| held(self.pieces[place].memory, self.fsrs, day));
        let draws: Vec<f64> = self.ends.iter().map(|end| mean(&|place| end[place])).collect();
        let planned = draws.iter().sum::<f64>() / draws.len() as f64;
        // The luck of the days, and that of being asked on the last one.
        let of_days = draws.iter().map(|draw| (draw - planned) * (draw - planned)).sum::<f64>()
            / draws.len() as f64;
        let of_asking: f64 = places
            .iter()
            .map(|place| {
                let recall =
                    self.ends.iter().map(|end| end[*place]).sum::<f64>() / self.ends.len() as f64;
                let share = self.pieces[*place].weight / weight;
                share * share * recall * (1.0 - recall)
            })
            .sum();
        let spread = FOUR_IN_FIVE * libm::sqrt(of_days + of_asking);
        Outlook {
            pieces: places.len(),
            begun: places.iter().filter(|place| self.pieces[**place].memory.is_some()).count(),
            now: on(self.ahead.today),
            stopped: on(self.ahead.exam_day),
            planned,
            low: (planned - spread).max(0.0),
            high: (planned + spread).min(1.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: Pace = Pace { review_s: 40.0, new_s: 90.0 };

    fn pieces(count: usize, begun: usize) -> Vec<Piece> {
        let fsrs = Fsrs::default();
        let piece = |place: usize| Piece {
            question: place.to_string(),
            group: if place.is_multiple_of(2) { "D1" } else { "D2" }.into(),
            weight: 1.0,
            memory: (place < begun).then(|| (fsrs.first(Rating::Good), -(place as i64 % 5) - 1)),
        };
        (0..count).map(piece).collect()
    }

    fn ahead(minutes_a_day: f64) -> Horizon {
        Horizon { today: 0, exam_day: 20, minutes_a_day, skipped: 0 }
    }

    #[test]
    fn a_day_holds_what_its_minutes_hold() {
        let fsrs = Fsrs::default();
        let pieces = pieces(60, 30);
        for minutes in [0.0, 1.0, 10.0, 21.0] {
            let chosen = today(&pieces, &fsrs, PACE, ahead(minutes));
            let seconds: f64 = chosen.iter().map(|place| cost_s(pieces[*place].memory, PACE)).sum();
            assert!(seconds <= minutes * 60.0, "{minutes}");
            assert!(seconds > minutes * 60.0 - PACE.new_s, "{minutes}");
        }
        let over = Horizon { exam_day: 0, ..ahead(20.0) };
        assert!(today(&pieces, &fsrs, PACE, over).is_empty(), "the exam is today");
    }

    #[test]
    fn what_was_answered_today_is_not_asked_again() {
        let mut pieces = pieces(2, 2);
        pieces[0].memory = Some((Fsrs::default().first(Rating::Again), 0));
        assert_eq!(today(&pieces, &Fsrs::default(), PACE, ahead(60.0)), [1]);
    }

    #[test]
    fn what_counts_more_comes_first() {
        let mut pieces = pieces(10, 0);
        pieces[7].weight = 3.0;
        assert_eq!(today(&pieces, &Fsrs::default(), PACE, ahead(1.5)), [7]);
    }

    #[test]
    fn a_plan_holds_more_than_stopping_and_skipping_costs() {
        let fsrs = Fsrs::default();
        let pieces = pieces(120, 40);
        let kept = forecast(&pieces, &fsrs, PACE, ahead(15.0), 1);
        assert!(kept.all.planned > kept.all.stopped + 0.3, "{:?}", kept.all);
        assert!(kept.all.low < kept.all.planned && kept.all.planned < kept.all.high);
        assert!(kept.all.stopped < kept.all.now);
        assert_eq!((kept.all.pieces, kept.all.begun), (120, 40));
        assert_eq!(kept.groups.len(), 2);
        assert_eq!(kept.days.len(), 20);
        assert!(kept.days.iter().all(|day| day.minutes <= 15.0));
        let cost = cost_of_skipping(&pieces, &fsrs, PACE, ahead(15.0), 3, 1);
        assert!(cost > 0.005, "three days cost {cost}");
        let none = cost_of_skipping(&pieces, &fsrs, PACE, ahead(15.0), 0, 1);
        assert_eq!(none, 0.0);
        assert_eq!(kept, forecast(&pieces, &fsrs, PACE, ahead(15.0), 1), "the same luck");
    }

    #[test]
    fn more_minutes_hold_more() {
        let fsrs = Fsrs::default();
        let pieces = pieces(120, 0);
        let planned = |minutes| forecast(&pieces, &fsrs, PACE, ahead(minutes), 3).all.planned;
        assert!(planned(5.0) < planned(10.0));
        assert!(planned(10.0) < planned(20.0));
        assert_eq!(forecast(&[], &fsrs, PACE, ahead(9.0), 3).all, Outlook::default());
    }
}
