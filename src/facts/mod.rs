//! Every number and rule about AWS that the course relies on: value, unit, source, date checked.
//!
//! A fact stands once, in `content/facts`. Lessons and questions name it by id; the models read a
//! [`Rulebook`], a typed view made once. This module knows no file format, no clock and no browser.

mod app_runner;
mod ecr;
mod eks;
mod express;
mod fields;
mod iam;
mod instance;
mod kubernetes;
mod reading;
mod rulebook;
mod storage;
mod value;

pub use app_runner::AppRunner;
pub use ecr::Ecr;
pub use eks::Eks;
pub use express::Express;
pub use fields::Rulebook;
pub use iam::Iam;
pub use instance::InstanceType;
pub use kubernetes::{Karpenter, Kubernetes};
pub use rulebook::{FargateSize, RulebookError};
pub use storage::Storage;
pub use value::{MONTHS, format_bare, format_value, is_printable, sentence};

use crate::shape::{Shape, Wrong};
use crate::{serde_by_shape, shape, words};
use std::collections::BTreeMap;

/// How far a fact may be trusted. The last two are never quizzed and never stated as certain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trust {
    /// Read in the source that is named.
    Verified,
    /// Seen by several people, not documented.
    Observed,
    /// Our own figure, fitted or assumed; the interface says so.
    Estimate,
    /// Sources disagree.
    Disputed,
    /// Not checked.
    Unverified,
}

words!(Trust {
    Verified = "verified", Observed = "observed", Estimate = "estimate", Disputed = "disputed",
    Unverified = "unverified"
});

/// One fact as it stands in `content/facts/FILE.toml` under the table `[FILE.NAME]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// A number, a text, a list or a table; its meaning is given by `unit` and `text`.
    pub value: serde_json::Value,
    /// `USD/(vCPU·h)`, `s`, `%`; empty for a bare count or text.
    pub unit: String,
    /// What the value is, in one line of plain words.
    pub text: String,
    /// The AWS page or document itself.
    pub source: String,
    /// Address of the source, where it has one.
    pub url: String,
    /// ISO date on which the source was read.
    pub checked: String,
    /// How far to trust it.
    pub trust: Trust,
}

shape!(Fact { value, text, source, checked, trust; unit, url });

/// All facts by id (`fargate.vcpu_hour`), in the order of their ids.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts(pub BTreeMap<String, Fact>);

impl Shape for Facts {
    fn write(&self) -> serde_json::Value {
        self.0.write()
    }

    fn read(value: &serde_json::Value) -> Result<Facts, Wrong> {
        Shape::read(value).map(Facts)
    }

    fn blank() -> Facts {
        Facts::default()
    }
}
serde_by_shape!(Facts);

impl Facts {
    /// The fact of that id, if there is one.
    pub fn get(&self, id: &str) -> Option<&Fact> {
        self.0.get(id)
    }
}
