//! What a list of actions leads to: the repository, what happened and why, and what it costs.
//!
//! The weaknesses are simulated: each image has one in a package of the operating system and one in
//! a package of its language, and more become known when the reader says so.

use super::action::{Act, EXCLUSIONS, MODES, POLICIES, SCANNINGS, policy_title};
use crate::app::tools::registry::lifecycle::examples::EXAMPLES;
use crate::app::words::count;
use crate::facts::Rulebook;
use crate::registry::lifecycle::evaluate;
use crate::registry::policy::parse;
use crate::registry::repository::{Event, Happening, Refusal, Repository, Scanning};
use std::collections::BTreeMap;

/// What was done and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub day: f64,
    pub what: String,
    /// AWS's name for the refusal and the reason, where it was refused.
    pub refused: Option<Refusal>,
    /// What happened by itself, each with its reason.
    pub then: Vec<String>,
}

/// What a scan found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// In packages of the operating system.
    pub system: usize,
    /// In packages of the language; none where nobody looked.
    pub language: Option<usize>,
}

/// Everything that followed.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    pub repository: Repository,
    /// Digests in the order of the pushes.
    pub pushed: Vec<String>,
    /// The oldest first.
    pub log: Vec<Entry>,
    /// Day, bytes in standard storage, bytes in the archive.
    pub course: Vec<(f64, f64, f64)>,
    pub found: BTreeMap<String, Found>,
    /// Weaknesses that became known.
    pub weaknesses: usize,
    pub mode: usize,
    pub scanning: usize,
    pub policy: Option<usize>,
    pub replicates: bool,
}

/// Does all of it.
pub fn replay(acts: &[Act], rules: &Rulebook) -> Shelf {
    let mut shelf = Shelf::default();
    shelf.repository.settings.exclusions = EXCLUSIONS.map(String::from).into();
    shelf.measure();
    for act in acts {
        shelf.act(act, rules);
        shelf.measure();
    }
    shelf
}

/// The digest of the nth push, shortened; no two are the same.
fn digest(push: usize) -> String {
    // Odd, so that the first 65 536 differ.
    format!("{:04x}", (push + 1).wrapping_mul(40_503) & 0xffff)
}

impl Shelf {
    /// Index of the image in the repository, by its push.
    pub fn place(&self, push: usize) -> Option<usize> {
        let digest = self.pushed.get(push)?;
        self.repository.images.iter().position(|image| image.digest == *digest)
    }

    fn name(&self, push: usize) -> String {
        self.pushed.get(push).cloned().unwrap_or_else(|| "an image that was never pushed".into())
    }

    fn measure(&mut self) {
        let images = &self.repository.images;
        let sum = |archived: bool| -> f64 {
            let of = images.iter().filter(|image| image.archived.is_some() == archived);
            of.map(|image| image.bytes).sum()
        };
        self.course.push((self.repository.now, sum(false), sum(true)));
    }

    fn act(&mut self, act: &Act, rules: &Rulebook) {
        let facts = &rules.ecr;
        let before = self.repository.events.len();
        let day = self.repository.now;
        let mut then = Vec::new();
        let (what, done) = match act {
            Act::Push { megabytes, tags } => {
                let digest = digest(self.pushed.len());
                let names: Vec<&str> = tags.iter().map(String::as_str).collect();
                let bytes = f64::from(*megabytes) * 1e6;
                let done = self.repository.push(&digest, &names, bytes, facts);
                let named = if tags.is_empty() { "untagged".into() } else { tags.join(", ") };
                let what = format!("Push {digest}, {named}, {megabytes} MB");
                // A refused push still uses up its digest, so that later numbers hold.
                self.pushed.push(digest);
                (what, done)
            }
            Act::Retag { image, tag } => {
                let name = self.name(*image);
                (format!("Tag {name} as {tag}"), self.repository.tag(&name, tag, facts))
            }
            Act::Pull(image) => {
                let name = self.name(*image);
                (format!("Pull {name}"), self.repository.pull(&name, facts).map(drop))
            }
            Act::Scan(image) => {
                let name = self.name(*image);
                (format!("Scan {name}"), self.repository.scan(&name, facts))
            }
            Act::Restore(image) => {
                let name = self.name(*image);
                (format!("Restore {name}"), self.repository.restore(&name, facts))
            }
            Act::Delete(image) => {
                let name = self.name(*image);
                (format!("Delete {name}"), self.repository.delete(&name, facts))
            }
            Act::Days(days) => {
                self.pass(*days, rules, &mut then);
                (format!("{} pass", count(*days as usize, "day")), Ok(()))
            }
            Act::RunPolicy => {
                (String::from("Run the life-cycle policy"), self.run(rules, &mut then))
            }
            Act::Weakness => {
                self.weaknesses += 1;
                let told = self.repository.weakness_known(facts);
                if told.is_empty() {
                    then.push("nobody is told: only continuous scanning looks again".into());
                }
                (format!("Simulated weakness {} becomes known", self.weaknesses), Ok(()))
            }
            Act::Mode(_) | Act::Scanning(_) | Act::Policy(_) | Act::Replicate(_) => {
                (self.set(act, rules), Ok(()))
            }
        };
        self.note_scans(before);
        then.extend(self.told(before, matches!(act, Act::Days(_) | Act::RunPolicy)));
        self.log.push(Entry { day, what, refused: done.err(), then });
    }

    fn set(&mut self, act: &Act, rules: &Rulebook) -> String {
        let now = self.repository.now;
        let settings = &mut self.repository.settings;
        match act {
            Act::Mode(index) => {
                self.mode = *index;
                settings.mutability = MODES[*index];
                format!("Tags are {}", MODES[*index].word())
            }
            Act::Scanning(index) => {
                self.scanning = *index;
                (settings.scanning, settings.scanning_since) = (SCANNINGS[*index].0, now);
                // What was pushed shortly before is taken up with the switch.
                self.repository.weakness_known(&rules.ecr);
                format!("Scanning: {}", SCANNINGS[*index].1)
            }
            Act::Policy(index) => {
                self.policy = *index;
                let text = index.and_then(|index| EXAMPLES.get(POLICIES[index])).map(|it| it.text);
                settings.policy = text.and_then(|text| parse(text, &rules.ecr).ok());
                match index {
                    Some(index) => format!("Life-cycle policy: {}", policy_title(*index)),
                    None => "No life-cycle policy".into(),
                }
            }
            Act::Replicate(on) => {
                self.replicates = *on;
                settings.replicated_since = on.then_some(now);
                let word = if *on {
                    "Replicate to another Region from now on"
                } else {
                    "Replicate no more"
                };
                word.into()
            }
            _ => String::new(),
        }
    }

    /// Lets days pass one by one, each with its reasons.
    fn pass(&mut self, days: u32, rules: &Rulebook, then: &mut Vec<String>) {
        for _ in 0..days {
            let reasons = self.reasons(1.0, rules);
            let before = self.repository.events.len();
            self.repository.advance(1.0, &rules.ecr);
            self.tell_taken(before, &reasons, then);
            self.measure();
        }
    }

    fn run(&mut self, rules: &Rulebook, then: &mut Vec<String>) -> Result<(), Refusal> {
        if self.repository.settings.policy.is_none() {
            let message = "the repository has no life-cycle policy".to_string();
            return Err(Refusal { code: String::new(), message });
        }
        let reasons = self.reasons(0.0, rules);
        let before = self.repository.events.len();
        self.repository.run_policy(&rules.ecr);
        self.tell_taken(before, &reasons, then);
        if then.is_empty() {
            then.push("no image meets a rule".into());
        }
        Ok(())
    }

    /// The verdict on each image after so many days, in words.
    fn reasons(&self, days: f64, rules: &Rulebook) -> BTreeMap<String, String> {
        let Some(policy) = &self.repository.settings.policy else { return BTreeMap::new() };
        let mut then = self.repository.clone();
        then.settings.policy = None;
        then.advance(days, &rules.ecr);
        let seen = then.seen();
        let verdicts = evaluate(policy, &seen);
        let each = seen.iter().zip(&verdicts);
        each.map(|(image, verdict)| (image.digest.clone(), verdict.reason(policy, &seen))).collect()
    }

    fn tell_taken(&self, from: usize, reasons: &BTreeMap<String, String>, then: &mut Vec<String>) {
        for event in &self.repository.events[from..] {
            let word = match event.what {
                Happening::Expired(_) => "expires",
                Happening::Archived(_) => "goes to the archive",
                _ => continue,
            };
            let why = reasons.get(&event.digest).map_or("", String::as_str);
            then.push(format!("day {:.0}: {} {word}: {why}", event.day, event.digest));
        }
    }

    fn note_scans(&mut self, from: usize) {
        let enhanced = matches!(
            self.repository.settings.scanning,
            Scanning::EnhancedOnPush | Scanning::EnhancedContinuous
        );
        let found = Found { system: 1 + self.weaknesses, language: enhanced.then_some(1) };
        for event in &self.repository.events[from..] {
            if event.what == Happening::Scanned {
                self.found.insert(event.digest.clone(), found);
            }
        }
    }

    /// What happened by itself, without what the policy took where that was told already.
    fn told(&self, from: usize, taken_is_told: bool) -> Vec<String> {
        let tell = |event: &Event| {
            let digest = &event.digest;
            match event.what {
                Happening::Expired(_) | Happening::Archived(_) if taken_is_told => None,
                Happening::Expired(rule) => Some(format!("{digest} expires by rule {rule}")),
                Happening::Archived(rule) => Some(format!("{digest} is archived by rule {rule}")),
                Happening::LostItsTag => {
                    Some(format!("{digest} is untagged now: its last tag went to the new image"))
                }
                Happening::Scanned => {
                    let found = self.found.get(digest)?;
                    let language = found.language.map_or(String::new(), |number| {
                        format!(" and {number} in packages of its language")
                    });
                    Some(format!(
                        "{digest} is scanned: {} in packages of the operating system{language}, \
                         all \
                         simulated",
                        found.system
                    ))
                }
                Happening::Replicated => Some(format!("{digest} is copied to the other Region")),
            }
        };
        self.repository.events[from..].iter().filter_map(tell).collect()
    }
}
