//! Judging images while somebody writes a policy: what a faulty rule could change stays undecided.
//!
//! AWS takes nothing of a policy with a mistake. A writer still wants to see what the other rules
//! do, and where the answer waits for the faulty one; nothing is guessed.

use super::lifecycle::{Image, Outcome, Verdict, evaluate, storage};
use super::policy::{Draft, DraftRule, Policy};
use std::collections::BTreeMap;

/// What is known of the images.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// The rules without a mistake; verdicts point into it.
    pub policy: Policy,
    /// None where a faulty rule could change the verdict.
    pub verdicts: Vec<Option<Verdict>>,
}

/// Judges the images by the rules without a mistake.
pub fn judge(draft: &Draft, images: &[Image]) -> Judged {
    let policy = draft.whole();
    let verdicts = evaluate(&policy, images);
    let faulty: Vec<&DraftRule> = draft.rules.iter().filter(|it| it.whole.is_none()).collect();
    let mut open: Vec<bool> = images
        .iter()
        .zip(&verdicts)
        .map(|(image, verdict)| {
            let owner = verdict.owner.and_then(|owner| policy.rules.get(owner));
            faulty.iter().any(|rule| could_claim(rule, image, owner.map(|owner| owner.priority)))
        })
        .collect();
    spread(images, &verdicts, &mut open);
    let decided = |(verdict, open): (Verdict, bool)| (!open).then_some(verdict);
    Judged { policy, verdicts: verdicts.into_iter().zip(open).map(decided).collect() }
}

/// Whether a faulty rule, once mended, could be the one that decides on the image.
fn could_claim(rule: &DraftRule, image: &Image, owner: Option<u32>) -> bool {
    let before = match (rule.priority, owner) {
        (Some(priority), Some(owner)) => priority <= owner,
        _ => true,
    };
    before
        && rule.storage.is_none_or(|class| class == storage(image))
        && rule.tags.as_ref().is_none_or(|tags| tags.matched_by(&image.tags))
}

/// What hangs on an undecided image is undecided too: what its manifest list holds or lets go, and
/// what speaks of it.
fn spread(images: &[Image], verdicts: &[Verdict], open: &mut [bool]) {
    let mut hangs_on: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, image) in images.iter().enumerate() {
        let may_go = verdicts[index].outcome != Outcome::Kept;
        let lists = image.referenced_by.iter().filter(|_| may_go || image.subject.is_some());
        for digest in lists.chain(&image.subject) {
            hangs_on.entry(digest).or_default().push(index);
        }
    }
    let mut new: Vec<usize> = (0..images.len()).filter(|index| open[*index]).collect();
    while let Some(index) = new.pop() {
        for other in hangs_on.get(images[index].digest.as_str()).map_or(&[][..], Vec::as_slice) {
            if !open[*other] {
                open[*other] = true;
                new.push(*other);
            }
        }
    }
}
