//! Conditions: an operator, a key of the request, the values of the policy.
//!
//! After AWS's pages "Condition operators" and "Single-valued vs. multivalued context keys".

use super::pattern::{Pattern, arn_parts};
use super::policy::Written;
use super::request::Request;
use super::values::{Range, date_ms, number, truth};
use std::cmp::Ordering;

/// One key under one operator; several keys or operators of a statement must all hold.
#[derive(Clone, Debug)]
pub struct Condition {
    pub quantifier: Quantifier,
    pub operator: Operator,
    /// `…IfExists`: holds where the request has no such key.
    pub if_exists: bool,
    /// As it is written: `aws:SourceVpce`.
    pub key: String,
    /// One of them is enough; of a negated operator none may fit.
    pub values: Vec<Written>,
}

/// How many of the request's values must pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// The key has one value.
    Single,
    /// `ForAllValues:`; no value at all passes.
    All,
    /// `ForAnyValue:`
    Any,
}

/// What is compared, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Operator {
    pub test: Test,
    pub negated: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    Text,
    TextInAnyCase,
    Like,
    Arn,
    Number(Order),
    Date(Order),
    Bool,
    Address,
    Binary,
    Null,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Equal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// Every operator by its name, without quantifier and `IfExists`.
pub const OPERATORS: &[(&str, Test, bool)] = &[
    ("StringEquals", Test::Text, false),
    ("StringNotEquals", Test::Text, true),
    ("StringEqualsIgnoreCase", Test::TextInAnyCase, false),
    ("StringNotEqualsIgnoreCase", Test::TextInAnyCase, true),
    ("StringLike", Test::Like, false),
    ("StringNotLike", Test::Like, true),
    ("ArnEquals", Test::Arn, false),
    ("ArnLike", Test::Arn, false),
    ("ArnNotEquals", Test::Arn, true),
    ("ArnNotLike", Test::Arn, true),
    ("NumericEquals", Test::Number(Order::Equal), false),
    ("NumericNotEquals", Test::Number(Order::Equal), true),
    ("NumericLessThan", Test::Number(Order::Less), false),
    ("NumericLessThanEquals", Test::Number(Order::LessOrEqual), false),
    ("NumericGreaterThan", Test::Number(Order::Greater), false),
    ("NumericGreaterThanEquals", Test::Number(Order::GreaterOrEqual), false),
    ("DateEquals", Test::Date(Order::Equal), false),
    ("DateNotEquals", Test::Date(Order::Equal), true),
    ("DateLessThan", Test::Date(Order::Less), false),
    ("DateLessThanEquals", Test::Date(Order::LessOrEqual), false),
    ("DateGreaterThan", Test::Date(Order::Greater), false),
    ("DateGreaterThanEquals", Test::Date(Order::GreaterOrEqual), false),
    ("Bool", Test::Bool, false),
    ("IpAddress", Test::Address, false),
    ("NotIpAddress", Test::Address, true),
    ("BinaryEquals", Test::Binary, false),
    ("Null", Test::Null, false),
];

/// The parts of an operator's name; none where there is no such operator.
pub fn operator(name: &str) -> Option<(Quantifier, Operator, bool)> {
    let (quantifier, rest) = match name.split_once(':') {
        Some(("ForAllValues", rest)) => (Quantifier::All, rest),
        Some(("ForAnyValue", rest)) => (Quantifier::Any, rest),
        Some(_) => return None,
        None => (Quantifier::Single, name),
    };
    let (base, if_exists) = match rest.strip_suffix("IfExists") {
        Some(base) => (base, true),
        None => (rest, false),
    };
    let (_, test, negated) = OPERATORS.iter().find(|(known, ..)| *known == base)?;
    let fits = *test != Test::Null || (quantifier == Quantifier::Single && !if_exists);
    fits.then_some((quantifier, Operator { test: *test, negated: *negated }, if_exists))
}

/// What a value must be, and whether a text is that.
pub type Expected = (&'static str, fn(&str) -> bool);

impl Test {
    /// What a value of the policy must be; nothing where any text will do.
    pub fn expects(self) -> Option<Expected> {
        match self {
            Test::Number(_) => Some(("a number", |text| number(text).is_some())),
            Test::Date(_) => {
                Some(("a date such as 2026-11-24T09:00:00Z", |text| date_ms(text).is_some()))
            }
            Test::Null => Some(("true or false", |text| truth(text).is_some())),
            Test::Bool => {
                Some(("true or false", |text| truth(text).is_some() || text.starts_with("${")))
            }
            Test::Address => Some(("an address or a range such as 203.0.113.0/24", |text| {
                Range::parse(text).is_some()
            })),
            _ => None,
        }
    }
}

impl Condition {
    /// Whether it holds. `variables`: whether `${…}` stands for a value.
    pub fn holds(&self, request: &Request, variables: bool) -> bool {
        let found = request.context(&self.key).unwrap_or_default();
        if self.operator.test == Test::Null {
            let absent = found.is_empty();
            return self.values.iter().any(|value| truth(&value.text) == Some(absent));
        }
        if found.is_empty() && self.if_exists {
            return true;
        }
        let fits = |given: &String| {
            let fit = |own: &Written| self.fits(&own.text, given, request, variables);
            self.values.iter().any(fit)
        };
        let negated = self.operator.negated;
        match self.quantifier {
            Quantifier::Single => found.iter().any(fits) != negated,
            Quantifier::All => {
                found.iter().filter(|given| !given.is_empty()).all(|given| fits(given) != negated)
            }
            Quantifier::Any => found.iter().any(|given| fits(given) != negated),
        }
    }

    /// Whether one value of the policy fits one of the request.
    fn fits(&self, own: &str, given: &str, request: &Request, variables: bool) -> bool {
        match self.operator.test {
            Test::Text => pattern(own, false, request, variables).is_some_and(|it| it.fits(given)),
            Test::TextInAnyCase => {
                pattern(own, false, request, variables).is_some_and(|it| it.fits_in_any_case(given))
            }
            Test::Like => pattern(own, true, request, variables).is_some_and(|it| it.fits(given)),
            Test::Arn => arn_fits(own, given, request, variables),
            Test::Number(order) => number(own)
                .zip(number(given))
                .and_then(|(own, given)| given.partial_cmp(&own))
                .is_some_and(|found| order.holds(found)),
            Test::Date(order) => date_ms(own)
                .zip(date_ms(given))
                .is_some_and(|(own, given)| order.holds(given.cmp(&own))),
            Test::Bool => {
                let own = pattern(own, false, request, variables);
                truth(given).is_some_and(|given| {
                    own.is_some_and(|own| own.fits_in_any_case(&given.to_string()))
                })
            }
            Test::Address => Range::parse(own)
                .zip(given.parse().ok())
                .is_some_and(|(range, address)| range.holds(address)),
            Test::Binary => own == given,
            Test::Null => false,
        }
    }
}

impl Order {
    /// Whether the request's value stands so to the policy's.
    fn holds(self, found: Ordering) -> bool {
        match self {
            Order::Equal => found.is_eq(),
            Order::Less => found.is_lt(),
            Order::LessOrEqual => found.is_le(),
            Order::Greater => found.is_gt(),
            Order::GreaterOrEqual => found.is_ge(),
        }
    }
}

/// A pattern of the policy with its variables' values; none where one has none.
pub fn pattern(text: &str, wildcards: bool, request: &Request, variables: bool) -> Option<Pattern> {
    match (variables, wildcards) {
        (true, _) => Pattern::with_values(text, wildcards, &|key| request.variable(key)),
        (false, true) => Some(Pattern::plain(text)),
        (false, false) => Some(Pattern::literal(text)),
    }
}

/// Each of the six parts is checked on its own; a last star also stands for parts that are left
/// out.
fn arn_fits(own: &str, given: &str, request: &Request, variables: bool) -> bool {
    let (own, given) = (arn_parts(own), arn_parts(given));
    let open = own.len() < given.len() && own.last().is_some_and(|part| part.ends_with('*'));
    if own.len() != given.len() && !open {
        return false;
    }
    own.iter()
        .zip(given)
        .all(|(own, given)| pattern(own, true, request, variables).is_some_and(|it| it.fits(given)))
}
