//! A repository over time: pushes, tags, pulls, scans, and the life-cycle policy every day.
//!
//! Days are counted from any beginning and may have fractions. AWS applies a policy within 24
//! hours; here that is at the end of every day. A refusal carries AWS's name for it, from facts.

use super::lifecycle::{Image, Outcome, evaluate};
use super::policy::{Action, Policy};
use super::storage_cost::Usage;
use super::tags::Mutability;
use crate::facts::Ecr;
use crate::words;

/// Longest time at once, in days: a hundred years.
const DAYS_MAX: f64 = 36_525.0;

/// When images are looked at for known weaknesses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scanning {
    /// Basic scanning, when somebody asks for it.
    BasicManual,
    BasicOnPush,
    EnhancedOnPush,
    /// Enhanced scanning on push, and again whenever a weakness becomes known.
    EnhancedContinuous,
}

words!(Scanning {
    BasicManual = "basic-manual", BasicOnPush = "basic-on-push",
    EnhancedOnPush = "enhanced-on-push", EnhancedContinuous = "enhanced-continuous"
});

/// How a repository is set up.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    pub mutability: Mutability,
    /// Wildcards of the exclusion; they count in the two modes that have one.
    pub exclusions: Vec<String>,
    pub scanning: Scanning,
    /// Day on which enhanced scanning was switched on.
    pub scanning_since: f64,
    pub policy: Option<Policy>,
    /// Day on which replication was set up; none without it.
    pub replicated_since: Option<f64>,
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            mutability: Mutability::Mutable,
            exclusions: Vec::new(),
            scanning: Scanning::BasicManual,
            scanning_since: 0.0,
            policy: None,
            replicated_since: None,
        }
    }
}

/// An image in a repository.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stored {
    pub digest: String,
    pub tags: Vec<String>,
    /// What it adds to the repository.
    pub bytes: f64,
    pub pushed: f64,
    pub pulled: Option<f64>,
    pub archived: Option<f64>,
    pub restored: Option<f64>,
    pub scanned: Option<f64>,
    /// Digests of the manifest lists that name it.
    pub referenced_by: Vec<String>,
    /// Digest of the image that it says something about.
    pub subject: Option<String>,
    /// The other Region or account got it, or will within the usual time.
    pub replicated: bool,
}

/// Something that happened without being asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub day: f64,
    pub digest: String,
    pub what: Happening,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Happening {
    /// By the rule of that priority.
    Expired(u32),
    Archived(u32),
    /// Another image took its last tag.
    LostItsTag,
    Scanned,
    Replicated,
}

/// Why something was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// AWS's name for it; empty where the facts know none.
    pub code: String,
    pub message: String,
}

fn refusal(code: &str, message: String) -> Refusal {
    Refusal { code: code.into(), message }
}

/// A private repository at a moment.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Repository {
    pub settings: Settings,
    pub images: Vec<Stored>,
    /// The moment, in days.
    pub now: f64,
    pub events: Vec<Event>,
    /// What was kept so far, for the bill.
    pub usage: Usage,
}

impl Repository {
    /// Pushes an image with its tags. A tag that is taken moves to it, if it may.
    pub fn push(
        &mut self,
        digest: &str,
        tags: &[&str],
        bytes: f64,
        facts: &Ecr,
    ) -> Result<(), Refusal> {
        let known = self.images.iter().position(|image| image.digest == digest);
        self.may_tag(known, tags, facts)?;
        let index = match known {
            Some(index) => {
                let has = |tag: &&str| self.images[index].tags.iter().any(|own| own == tag);
                if tags.iter().all(has) {
                    let message = format!("{digest} is there with the same tags");
                    return Err(refusal(&facts.image_exists, message));
                }
                index
            }
            None => {
                if self.images.len() as f64 >= facts.images_max {
                    let most = facts.images_max;
                    return Err(refusal("", format!("a repository holds at most {most} images")));
                }
                let image =
                    Stored { digest: digest.into(), bytes, pushed: self.now, ..Stored::default() };
                self.images.push(image);
                self.arrived(self.images.len() - 1);
                self.images.len() - 1
            }
        };
        self.move_tags(index, tags);
        Ok(())
    }

    /// Gives an image that is there one more tag.
    pub fn tag(&mut self, digest: &str, tag: &str, facts: &Ecr) -> Result<(), Refusal> {
        let index = self.find(digest, facts)?;
        self.may_tag(Some(index), &[tag], facts)?;
        self.move_tags(index, &[tag]);
        Ok(())
    }

    /// Pulls by tag or digest, and gives the digest.
    pub fn pull(&mut self, name: &str, facts: &Ecr) -> Result<String, Refusal> {
        let index = self.find(name, facts)?;
        let now = self.now;
        let image = &mut self.images[index];
        if image.archived.is_some() {
            let minutes = facts.archive_restore_s / 60.0;
            let digest = &image.digest;
            let message = format!("{digest} is archived: restore it first, in up to {minutes} min");
            return Err(refusal("", message));
        }
        image.pulled = Some(now);
        Ok(image.digest.clone())
    }

    /// Takes an image out of the archive; it is then as if newly pushed.
    pub fn restore(&mut self, digest: &str, facts: &Ecr) -> Result<(), Refusal> {
        let index = self.find(digest, facts)?;
        let now = self.now;
        let image = &mut self.images[index];
        let Some(archived) = image.archived.take() else {
            return Err(refusal("", format!("{digest} is not archived")));
        };
        image.restored = Some(now);
        self.usage.left_archive(image.bytes, now - archived, facts);
        self.usage.restored_bytes += image.bytes;
        self.arrived(index);
        Ok(())
    }

    /// Deletes an image with all its tags.
    pub fn delete(&mut self, name: &str, facts: &Ecr) -> Result<(), Refusal> {
        let index = self.find(name, facts)?;
        let image = self.images.remove(index);
        if let Some(archived) = image.archived {
            self.usage.left_archive(image.bytes, self.now - archived, facts);
        }
        Ok(())
    }

    /// Scans an image because somebody asks for it.
    pub fn scan(&mut self, name: &str, facts: &Ecr) -> Result<(), Refusal> {
        let index = self.find(name, facts)?;
        let (now, scanning) = (self.now, self.settings.scanning);
        if matches!(scanning, Scanning::EnhancedOnPush | Scanning::EnhancedContinuous) {
            let message = "enhanced scanning takes no requests: it scans by itself";
            return Err(refusal("", message.into()));
        }
        let pause = facts.basic_scan_interval_s / 86_400.0;
        let image = &mut self.images[index];
        if image.archived.is_some() || image.scanned.is_some_and(|day| now - day < pause) {
            let hours = facts.basic_scan_interval_s / 3600.0;
            let message =
                format!("an image is scanned once in {hours} h, and not while it is archived");
            return Err(refusal("", message));
        }
        image.scanned = Some(now);
        self.note(index, Happening::Scanned);
        Ok(())
    }

    /// A weakness becomes known now: the images that are found to have it without a new push.
    pub fn weakness_known(&mut self, facts: &Ecr) -> Vec<String> {
        if self.settings.scanning != Scanning::EnhancedContinuous {
            return Vec::new();
        }
        let oldest = self.settings.scanning_since - facts.enhanced_lookback_days;
        let taken_up = |image: &Stored| {
            image.archived.is_none() && image.restored.unwrap_or(image.pushed) >= oldest
        };
        let found: Vec<usize> =
            (0..self.images.len()).filter(|index| taken_up(&self.images[*index])).collect();
        for index in &found {
            self.images[*index].scanned = Some(self.now);
            self.note(*index, Happening::Scanned);
        }
        found.into_iter().map(|index| self.images[index].digest.clone()).collect()
    }

    /// Lets days pass; the policy works at the end of each. Time never goes back,
    /// and at most a hundred years go by at once.
    pub fn advance(&mut self, days: f64, facts: &Ecr) {
        let until = self.now + days.clamp(0.0, DAYS_MAX);
        loop {
            let next = (self.now.floor() + 1.0).min(until);
            let images = self.images.iter();
            let (standard, archive): (Vec<_>, Vec<_>) =
                images.partition(|image| image.archived.is_none());
            let bytes = |images: &[&Stored]| images.iter().map(|image| image.bytes).sum::<f64>();
            let passed = next - self.now;
            self.usage.standard_byte_days += bytes(&standard) * passed;
            self.usage.archive_byte_days += bytes(&archive) * passed;
            self.now = next;
            if next.fract() == 0.0 && passed > 0.0 {
                self.run_policy(facts);
            }
            if next >= until {
                return;
            }
        }
    }

    /// Lets the policy work now; AWS does so by itself within a day.
    pub fn run_policy(&mut self, facts: &Ecr) {
        let Some(policy) = self.settings.policy.take() else { return };
        let verdicts = evaluate(&policy, &self.seen());
        let now = self.now;
        let mut kept = Vec::with_capacity(self.images.len());
        for (mut image, verdict) in std::mem::take(&mut self.images).into_iter().zip(verdicts) {
            let priority =
                verdict.rule().and_then(|rule| policy.rules.get(rule)).map_or(0, |it| it.priority);
            let what = match verdict.outcome {
                Outcome::Taken(Action::Expire) => Happening::Expired(priority),
                Outcome::Taken(Action::Archive) => Happening::Archived(priority),
                Outcome::Kept | Outcome::Held(_) => {
                    kept.push(image);
                    continue;
                }
            };
            self.events.push(Event { day: now, digest: image.digest.clone(), what });
            if let Happening::Archived(_) = what {
                image.archived = Some(now);
                kept.push(image);
            } else if let Some(archived) = image.archived {
                self.usage.left_archive(image.bytes, now - archived, facts);
            }
        }
        self.images = kept;
        self.settings.policy = Some(policy);
    }

    /// The images as a policy sees them now.
    pub fn seen(&self) -> Vec<Image> {
        let ago = |day: f64| (self.now - day).max(0.0);
        let seen = |image: &Stored| Image {
            digest: image.digest.clone(),
            tags: image.tags.clone(),
            pushed_days_ago: ago(image.pushed),
            pulled_days_ago: image.pulled.map(ago),
            archived_days_ago: image.archived.map(ago),
            restored_days_ago: image.restored.map(ago),
            referenced_by: image.referenced_by.clone(),
            subject: image.subject.clone(),
        };
        self.images.iter().map(seen).collect()
    }

    /// An image came, by a push or out of the archive: it is scanned and replicated.
    fn arrived(&mut self, index: usize) {
        let now = self.now;
        if self.settings.scanning != Scanning::BasicManual {
            self.images[index].scanned = Some(now);
            self.note(index, Happening::Scanned);
        }
        if self.settings.replicated_since.is_some_and(|since| since <= now) {
            self.images[index].replicated = true;
            self.note(index, Happening::Replicated);
        }
    }

    fn note(&mut self, index: usize, what: Happening) {
        let digest = self.images[index].digest.clone();
        self.events.push(Event { day: self.now, digest, what });
    }

    fn find(&self, name: &str, facts: &Ecr) -> Result<usize, Refusal> {
        let named =
            |image: &Stored| image.digest == name || image.tags.iter().any(|tag| tag == name);
        self.images.iter().position(named).ok_or_else(|| {
            refusal(&facts.image_absent, format!("no image has the tag or digest {name}"))
        })
    }

    /// Whether all the tags may come to that image, or to a new one.
    fn may_tag(&self, to: Option<usize>, tags: &[&str], facts: &Ecr) -> Result<(), Refusal> {
        for tag in tags {
            let holder =
                self.images.iter().position(|image| image.tags.iter().any(|own| own == tag));
            let taken = holder.is_some_and(|holder| Some(holder) != to);
            if taken && !self.settings.mutability.may_move(tag, &self.settings.exclusions) {
                let mode = self.settings.mutability.word();
                let message = format!("the tag {tag} is taken, and the repository is {mode}");
                return Err(refusal(&facts.tag_exists, message));
            }
        }
        let own = to.map_or(&[][..], |index| &self.images[index].tags);
        let new = tags.iter().filter(|tag| !own.iter().any(|other| other == *tag)).count();
        if (own.len() + new) as f64 > facts.tags_max {
            return Err(refusal("", format!("an image has at most {} tags", facts.tags_max)));
        }
        Ok(())
    }

    fn move_tags(&mut self, to: usize, tags: &[&str]) {
        for tag in tags {
            for index in 0..self.images.len() {
                let own = &mut self.images[index].tags;
                let before = own.len();
                own.retain(|other| other != tag || index == to);
                if before > 0 && own.is_empty() {
                    self.note(index, Happening::LostItsTag);
                }
            }
            let own = &mut self.images[to].tags;
            if !own.iter().any(|other| other == tag) {
                own.push((*tag).into());
            }
        }
    }
}
