//! What follows from the policy and the images: verdicts, sums, and the finding as a sentence.

use super::mend;
use super::state::State;
use crate::app::words::count;
use crate::facts::Rulebook;
use crate::place::line_and_column;
use crate::registry::json;
use crate::registry::lifecycle::{Image, Outcome, Verdict};
use crate::registry::policy::{Action, Draft, Policy, draft};
use crate::registry::undecided::judge;

const BYTES_PER_GB: f64 = 1e9;

/// The state, looked at.
pub struct Seen {
    pub draft: Draft,
    /// The rules without a mistake.
    pub policy: Policy,
    /// As they are at the day that was moved to.
    pub images: Vec<Image>,
    /// None where a faulty rule could change the verdict.
    pub verdicts: Vec<Option<Verdict>>,
    pub bytes: Vec<f64>,
    /// Line of each mistake, from 1, in the order of the draft.
    pub lines: Vec<usize>,
    /// Place of each mistake in the text, in bytes.
    pub places: Vec<usize>,
}

/// What becomes of all images together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    pub expire: usize,
    pub archive: usize,
    pub stay: usize,
    pub undecided: usize,
    /// GB of those that expire.
    pub expire_gb: f64,
    pub all_gb: f64,
}

/// Looks at the state.
pub fn look(state: &State, rules: &Rulebook) -> Seen {
    let draft = draft(&state.text, &rules.ecr);
    let images = state.aged();
    let judged = judge(&draft, &images);
    // A text that is too long for AWS is not read again for the places.
    let short = state.text.len() as f64 <= 4.0 * rules.ecr.policy_length_max;
    let root = if short { json::parse(&state.text).ok() } else { None };
    let places: Vec<usize> =
        draft.mistakes.iter().map(|mistake| mend::place(root.as_ref(), mistake)).collect();
    let lines = places.iter().map(|at| line_and_column(&state.text, *at).0).collect();
    Seen {
        policy: judged.policy,
        verdicts: judged.verdicts,
        bytes: state.images.iter().map(|kept| kept.bytes).collect(),
        draft,
        images,
        lines,
        places,
    }
}

impl Seen {
    pub fn sums(&self) -> Sums {
        let mut sums = Sums::default();
        for (verdict, bytes) in self.verdicts.iter().zip(&self.bytes) {
            sums.all_gb += bytes / BYTES_PER_GB;
            match verdict.as_ref().map(|verdict| verdict.outcome) {
                None => sums.undecided += 1,
                Some(Outcome::Taken(Action::Expire)) => {
                    sums.expire += 1;
                    sums.expire_gb += bytes / BYTES_PER_GB;
                }
                Some(Outcome::Taken(Action::Archive)) => sums.archive += 1,
                Some(Outcome::Kept | Outcome::Held(_)) => sums.stay += 1,
            }
        }
        sums
    }

    /// The finding: `3 of 11 images expire`.
    pub fn finding(&self) -> String {
        let sums = self.sums();
        let all = self.images.len();
        let of = |number: usize| match number {
            number if number == all && all > 1 => format!("All {}", count(all, "image")),
            number => format!("{number} of {}", count(all, "image")),
        };
        match (sums.expire, sums.archive) {
            _ if all == 0 => "There is no image to look at".into(),
            _ if sums.undecided == all => "Nothing can be said yet".into(),
            (0, 0) if sums.undecided > 0 => format!("None of {} goes so far", count(all, "image")),
            (0, 0) => format!("All {} stay", count(all, "image")),
            (expire, 0) => {
                format!("{} {}", of(expire), if expire == 1 { "expires" } else { "expire" })
            }
            (0, archive) => format!("{} {} archived", of(archive), are(archive)),
            (expire, archive) => {
                format!("{} {}, {archive} {} archived", of(expire), go(expire), are(archive))
            }
        }
    }

    /// What becomes of the others: `6 stay, 2 are undecided while rule 10 is wrong`.
    pub fn rest(&self) -> String {
        let sums = self.sums();
        let stay = if sums.stay == 1 { "1 stays".into() } else { format!("{} stay", sums.stay) };
        match (sums.stay, sums.undecided) {
            (_, 0) => stay,
            (0, _) => format!("undecided while {} wrong", self.faulty_words()),
            (_, open) => {
                format!(
                    "{stay}, {open} {} undecided while {} wrong",
                    are(open),
                    self.faulty_words()
                )
            }
        }
    }

    /// The rules with a mistake, with the line of the first one: priority where it can be read.
    pub fn faulty(&self) -> Vec<(Option<u32>, usize)> {
        let faulty = self.draft.rules.iter().filter(|rule| rule.whole.is_none());
        let first = self.lines.first().copied().unwrap_or(1);
        faulty
            .map(|rule| {
                let inside = |at: &&usize| (rule.span.0..rule.span.1).contains(*at);
                let line = self.places.iter().position(|at| inside(&at));
                (rule.priority, line.map_or(first, |index| self.lines[index]))
            })
            .collect()
    }

    fn faulty_words(&self) -> String {
        match self.faulty().as_slice() {
            [(Some(priority), _)] => format!("rule {priority} is"),
            [(None, _)] if self.draft.rules.len() == 1 => "the policy is".into(),
            [_] => "a rule is".into(),
            all => format!("{} rules are", all.len()),
        }
    }

    /// Priority of the rule that an image belongs to.
    pub fn owner(&self, image: usize) -> Option<u32> {
        let verdict = self.verdicts.get(image)?.as_ref()?;
        let rule = verdict.rule().or(verdict.owner)?;
        self.policy.rules.get(rule).map(|rule| rule.priority)
    }
}

fn are(number: usize) -> &'static str {
    if number == 1 { "is" } else { "are" }
}

fn go(number: usize) -> &'static str {
    if number == 1 { "expires" } else { "expire" }
}
