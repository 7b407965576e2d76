//! Inputs to begin with, for people and for checks. They stand in a text beside this file, one a
//! line.

use super::Rule;

/// An input that the rule answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Example {
    /// What it shows.
    pub title: &'static str,
    /// A JSON object in one line.
    pub json: &'static str,
}

const ALL: &str = include_str!("examples.txt");

/// The examples of a rule, the plainest first.
pub fn of(rule: &Rule) -> impl Iterator<Item = Example> + use<> {
    let name = rule.name;
    ALL.lines().filter_map(move |line| {
        let (own, rest) = line.split_once(" | ")?;
        let (title, json) = rest.split_once(" | ")?;
        (own == name).then_some(Example { title, json })
    })
}
