//! What a life-cycle policy does to the images of a repository, and why.
//!
//! The semantics are those of "Lifecycle policy evaluation rules" in the Amazon ECR User Guide:
//! all rules look at all images of their storage class as if nothing had gone yet, and mark; then
//! an image belongs to the first rule whose tag requirement it meets, and no other may touch it.

use super::policy::{Action, Count, LifecycleRule, Policy, StorageClass};
use std::collections::BTreeMap;

/// An image of the repository, seen now.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Image {
    pub digest: String,
    pub tags: Vec<String>,
    /// Days since it was pushed.
    pub pushed_days_ago: f64,
    /// Days since it was last pulled; none if never.
    pub pulled_days_ago: Option<f64>,
    /// Days since it was archived; none while it is in standard storage.
    pub archived_days_ago: Option<f64>,
    /// Days since it last came back from the archive, if it ever did.
    pub restored_days_ago: Option<f64>,
    /// Digests of the manifest lists that name it.
    pub referenced_by: Vec<String>,
    /// Digest of the image that it says something about, as a signature or a list of parts does.
    pub subject: Option<String>,
}

/// What becomes of an image.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The rule it belongs to, as an index into the policy; none if no rule looks at it.
    pub owner: Option<usize>,
    /// What that rule found; none without a rule.
    pub finding: Option<Finding>,
    pub outcome: Outcome,
    /// Rules of lower priority that marked it in vain.
    pub in_vain: Vec<usize>,
    /// It goes because its subject does.
    pub follows: Option<Follows>,
}

/// Why an artifact goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Follows {
    /// Index of the image that it speaks of.
    pub subject: usize,
    /// The rule that takes that one, as an index into the policy.
    pub rule: usize,
}

/// What a rule found out about an image.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Finding {
    /// Its place among the images that the rule looks at, the newest being 1, and their number.
    Place { place: usize, of: usize },
    /// Its age in days, by the rule's own measure.
    Age(f64),
}

/// The end of an image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It stays.
    Kept,
    /// Its rule marked it, and a manifest list that names it stays: the index of that list.
    Held(usize),
    /// It goes, by the action of its rule.
    Taken(Action),
}

/// Judges all images, in their order. Of two images of one age the later in the list is the newer.
pub fn evaluate(policy: &Policy, images: &[Image]) -> Vec<Verdict> {
    let untouched = Verdict {
        owner: None,
        finding: None,
        outcome: Outcome::Kept,
        in_vain: Vec::new(),
        follows: None,
    };
    let mut verdicts = vec![untouched; images.len()];
    for (index, rule) in policy.rules.iter().enumerate() {
        for (image, finding, marked) in look(rule, images) {
            let verdict = &mut verdicts[image];
            if verdict.owner.is_none() {
                verdict.owner = Some(index);
                verdict.finding = Some(finding);
                verdict.outcome = if marked { Outcome::Taken(rule.action) } else { Outcome::Kept };
            } else if marked {
                verdict.in_vain.push(index);
            }
        }
    }
    let index_of: BTreeMap<&str, usize> =
        images.iter().enumerate().map(|(index, image)| (image.digest.as_str(), index)).collect();
    let marks: Vec<Outcome> = verdicts.iter().map(|verdict| verdict.outcome).collect();
    loop {
        follow_subjects(images, &index_of, &mut verdicts);
        if !hold_listed(images, &index_of, &mut verdicts) {
            return verdicts;
        }
        // What stays now takes no artifact along: those are followed anew, from their own marks.
        for (verdict, mark) in verdicts.iter_mut().zip(&marks) {
            if verdict.follows.take().is_some() && !matches!(verdict.outcome, Outcome::Held(_)) {
                verdict.outcome = *mark;
            }
        }
    }
}

/// The images that a rule looks at, what it finds, and whether it marks them.
fn look(rule: &LifecycleRule, images: &[Image]) -> Vec<(usize, Finding, bool)> {
    let seen = |image: &Image| storage(image) == rule.storage && rule.tags.matched_by(&image.tags);
    let indices: Vec<usize> = (0..images.len()).filter(|index| seen(&images[*index])).collect();
    match rule.count {
        Count::MoreThan(kept) => {
            let newest_first = newest_first(images, indices);
            let of = newest_first.len();
            let placed = newest_first.into_iter().enumerate();
            placed
                .map(|(before, image)| {
                    (image, Finding::Place { place: before + 1, of }, before >= kept as usize)
                })
                .collect()
        }
        Count::SincePushed(days) | Count::SincePulled(days) | Count::SinceTransitioned(days) => {
            let with_age = |image: usize| (image, age(rule.count, &images[image]));
            let aged = indices.into_iter().map(with_age);
            aged.map(|(image, age)| (image, Finding::Age(age), age > f64::from(days))).collect()
        }
    }
}

/// Where an image is kept.
pub fn storage(image: &Image) -> StorageClass {
    match image.archived_days_ago {
        Some(_) => StorageClass::Archive,
        None => StorageClass::Standard,
    }
}

/// Days since it was pushed, or since it came back from the archive.
fn activated_days_ago(image: &Image) -> f64 {
    image.restored_days_ago.unwrap_or(image.pushed_days_ago)
}

/// Age by the measure of a rule.
fn age(count: Count, image: &Image) -> f64 {
    let activated = activated_days_ago(image);
    match count {
        Count::SinceTransitioned(_) => image.archived_days_ago.unwrap_or(activated),
        Count::SincePulled(_) => {
            // A pull before the image was archived and restored no longer counts.
            let pulled = image.pulled_days_ago.filter(|pulled| {
                image.restored_days_ago.is_none_or(|restored| *pulled <= restored)
            });
            pulled.unwrap_or(activated)
        }
        Count::SincePushed(_) | Count::MoreThan(_) => activated,
    }
}

fn newest_first(images: &[Image], mut indices: Vec<usize>) -> Vec<usize> {
    indices.sort_by(|a, b| {
        let age = |index: &usize| activated_days_ago(&images[*index]);
        age(a).total_cmp(&age(b)).then(b.cmp(a))
    });
    indices
}

/// Signatures and other artifacts go with the image that they speak of: when it expires they do,
/// whatever their own rule says short of that.
fn follow_subjects(images: &[Image], index_of: &BTreeMap<&str, usize>, verdicts: &mut [Verdict]) {
    let mut about: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, image) in images.iter().enumerate() {
        if let Some(subject) = image.subject.as_ref().and_then(|it| index_of.get(it.as_str())) {
            about.entry(*subject).or_default().push(index);
        }
    }
    let mut gone: Vec<usize> =
        about.keys().copied().filter(|subject| verdicts[*subject].rule().is_some()).collect();
    while let Some(subject) = gone.pop() {
        let outcome = verdicts[subject].outcome;
        let Some(rule) = verdicts[subject].rule() else { continue };
        for index in about.get(&subject).map_or(&[][..], Vec::as_slice) {
            let archived = storage(&images[*index]) == StorageClass::Archive;
            let goes_further = match (verdicts[*index].outcome, outcome) {
                (Outcome::Kept, Outcome::Taken(Action::Archive)) => !archived,
                (Outcome::Kept, _) => true,
                (Outcome::Taken(Action::Archive), end) => end == Outcome::Taken(Action::Expire),
                _ => false,
            };
            if goes_further {
                verdicts[*index].outcome = outcome;
                verdicts[*index].follows = Some(Follows { subject, rule });
                gone.push(*index);
            }
        }
    }
}

/// Whether it had to hold any: an image goes only if every manifest list that names it goes, is
/// archived, or is gone.
fn hold_listed(
    images: &[Image],
    index_of: &BTreeMap<&str, usize>,
    verdicts: &mut [Verdict],
) -> bool {
    let mut named: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (index, image) in images.iter().enumerate() {
        for list in image.referenced_by.iter().filter_map(|by| index_of.get(by.as_str())) {
            named.entry(*list).or_default().push(index);
        }
    }
    // What stays may hold others, which then stay too.
    let mut staying: Vec<usize> =
        named.keys().copied().filter(|list| verdicts[*list].rule().is_none()).collect();
    let mut any = false;
    while let Some(stays) = staying.pop() {
        let in_the_way = storage(&images[stays]) == StorageClass::Standard;
        let held = named.get(&stays).filter(|_| in_the_way).map_or(&[][..], Vec::as_slice);
        for index in held.iter().filter(|index| **index != stays) {
            if verdicts[*index].rule().is_some() {
                verdicts[*index].outcome = Outcome::Held(stays);
                staying.push(*index);
                any = true;
            }
        }
    }
    any
}

impl Verdict {
    /// The rule that takes the image, as an index into the policy; none if it stays.
    pub fn rule(&self) -> Option<usize> {
        let taken = matches!(self.outcome, Outcome::Taken(_));
        self.follows.map(|follows| follows.rule).or(self.owner).filter(|_| taken)
    }

    /// The reason in one sentence.
    pub fn reason(&self, policy: &Policy, images: &[Image]) -> String {
        if let (Some(follows), true) = (self.follows, self.rule().is_some()) {
            let digest = images.get(follows.subject).map_or("", |image| image.digest.as_str());
            let priority = policy.rules.get(follows.rule).map_or(0, |rule| rule.priority);
            return format!("it speaks of {digest} and goes with it, by rule {priority}");
        }
        let Some(rule) = self.owner.and_then(|owner| policy.rules.get(owner)) else {
            return "no rule selects it: it stays".into();
        };
        let found = match (self.finding, rule.count) {
            (Some(Finding::Place { place, of }), Count::MoreThan(kept)) => {
                format!("number {place} of {of}, newest first, and the newest {kept} stay")
            }
            (Some(Finding::Age(days)), count) => {
                let (since, most) = match count {
                    Count::SincePulled(most) => ("last pull", most),
                    Count::SinceTransitioned(most) => ("archiving", most),
                    Count::SincePushed(most) | Count::MoreThan(most) => ("push", most),
                };
                let days = (days * 100.0).round() / 100.0;
                format!("{days} days since its {since}, the limit is {most}")
            }
            _ => "looked at".into(),
        };
        let end = match self.outcome {
            Outcome::Kept => "it stays".into(),
            Outcome::Taken(Action::Expire) => "it expires".into(),
            Outcome::Taken(Action::Archive) => "it is archived".into(),
            Outcome::Held(list) => {
                let list = images.get(list).map_or("", |image| image.digest.as_str());
                format!("marked, and it stays as long as the manifest list {list} names it")
            }
        };
        let in_vain: Vec<String> = self
            .in_vain
            .iter()
            .filter_map(|rule| policy.rules.get(*rule))
            .map(|other| {
                let (other, rule) = (other.priority, rule.priority);
                format!("; rule {other} marks it in vain, since it meets the tags of rule {rule}")
            })
            .collect();
        format!("rule {}: {found}: {end}{}", rule.priority, in_vain.concat())
    }
}
