//! A question in the making: what was drawn, and the answers on offer.

use crate::facts::Rulebook;
use crate::quiz::Kind;
use crate::rules;
use serde_json::Value;

/// Fewest options of a choice.
const OPTIONS_MIN: usize = 4;

/// An answer on offer.
pub struct Offer {
    pub value: Value,
    /// HTML.
    pub text: String,
    pub key: bool,
    /// HTML.
    pub why: String,
    pub misconception: &'static str,
    pub target: u32,
}

/// A drawn question, before it is known to be a good one.
pub struct Draft {
    pub kind: Kind,
    /// HTML.
    pub stem: String,
    /// HTML.
    pub evidence: String,
    pub case: Value,
    pub offers: Vec<Offer>,
    pub targets: Vec<String>,
    pub tolerance: f64,
    pub unit: &'static str,
    pub lab: String,
    options_max: usize,
}

impl Draft {
    /// A choice of one, with the numbers that were drawn.
    pub fn new(case: Value, stem: String) -> Draft {
        Draft {
            kind: Kind::Single,
            stem,
            evidence: String::new(),
            case,
            offers: Vec::new(),
            targets: Vec::new(),
            tolerance: 0.0,
            unit: "",
            lab: String::new(),
            options_max: OPTIONS_MIN,
        }
    }

    /// A number to be typed. Every offer then is a number.
    pub fn number(case: Value, unit: &'static str, stem: String) -> Draft {
        Draft { kind: Kind::Number, unit, options_max: usize::MAX, ..Draft::new(case, stem) }
    }

    /// Where it is seen happening, as [`crate::quiz::Question::lab`] has it.
    pub fn lab(mut self, lab: String) -> Draft {
        self.lab = lab;
        self
    }

    /// The right answer.
    pub fn key(mut self, value: impl Into<Value>, text: String, why: String) -> Draft {
        let (value, misconception) = (value.into(), "");
        self.offers.push(Offer { value, text, key: true, why, misconception, target: 0 });
        self
    }

    /// What the misconception would give. Left out where it says the same as another, or where
    /// there are enough: the first ones tempt most.
    pub fn wrong(
        mut self,
        value: impl Into<Value>,
        text: String,
        why: String,
        misconception: &'static str,
    ) -> Draft {
        let value = value.into();
        let known = self.offers.iter().any(|offer| offer.value == value || offer.text == text);
        if !known && self.offers.len() < self.options_max {
            self.offers.push(Offer { value, text, key: false, why, misconception, target: 0 });
        }
        self
    }

    /// The same, where it applies only sometimes.
    pub fn wrong_if(
        self,
        applies: bool,
        value: impl Into<Value>,
        text: String,
        why: String,
        misconception: &'static str,
    ) -> Draft {
        if applies { self.wrong(value, text, why, misconception) } else { self }
    }

    /// The right answer, as so many of something.
    pub fn key_of(self, number: u32, of: &str, why: String) -> Draft {
        self.key(number, count(number, of), why)
    }

    /// A wrong answer, as so many of something; see [`Draft::wrong`].
    pub fn wrong_of(
        self,
        number: u32,
        of: &str,
        why: impl Into<String>,
        misconception: &'static str,
    ) -> Draft {
        self.wrong(number, count(number, of), why.into(), misconception)
    }

    /// Whether it has the options that its kind needs, and one of them is right.
    pub fn is_sound(&self) -> bool {
        let keys = self.offers.iter().filter(|offer| offer.key).count();
        match self.kind {
            Kind::Match => self.offers.len() >= OPTIONS_MIN,
            Kind::Number => keys == 1 && self.offers.len() >= 3,
            _ => keys == 1 && self.offers.len() >= OPTIONS_MIN,
        }
    }
}

/// What the rule answers, if the case is one.
pub fn answer(rule: &str, case: &Value, rules: &Rulebook) -> Option<Value> {
    let rule = rules::find(rule)?;
    (rule.answer)(case, rules).ok().map(|answer| answer.value)
}

/// A whole number of the rule's answer.
pub fn whole(rule: &str, case: &Value, field: &str, rules: &Rulebook) -> Option<u32> {
    answer(rule, case, rules)?.get(field)?.as_u64()?.try_into().ok()
}

/// `1 task`, `3 tasks`.
pub fn count(number: u32, of: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    [&number.to_string(), " ", of, plural].concat()
}

/// Rounded up.
pub fn share_up(number: u32, by: u32, of: u32) -> u32 {
    (number * by).div_ceil(of.max(1))
}
