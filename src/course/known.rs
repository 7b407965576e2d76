//! What content may refer to: facts, lessons with their headings, questions, scenarios.

use super::dates::Date;
use super::mistake::unknown;
use super::scenarios::Listing;
use super::terms::Term;
use crate::facts::{Fact, Facts, Trust};
use crate::rules;
use crate::sim::Scenario;
use std::collections::{BTreeMap, BTreeSet};

/// Parts of a lab that a figure can show.
pub const PARTS: [&str; 7] = ["fleet", "requests", "latency", "cpu", "tasks", "verdict", ALONE];
/// The part that needs the whole figure and a sudden rise of the load.
pub const ALONE: &str = "rush";

/// Pages of the app that lessons may link to beside lessons, by the first part of their address.
const PAGES: [&str; 5] = ["", "lab", "practice", "about", "tools"];

/// Everything that has a name in the course.
#[derive(Clone, Debug, Default)]
pub struct Known {
    pub facts: Facts,
    /// Words with their meaning, by id.
    pub terms: BTreeMap<String, Term>,
    /// Lesson id → ids of its headings.
    pub lessons: BTreeMap<String, BTreeSet<String>>,
    pub scenarios: BTreeMap<String, Scenario>,
    /// Scenario id → how it is listed.
    pub listings: BTreeMap<String, Listing>,
    /// Ids of scenarios that exist but are broken; naming them is no second mistake.
    pub broken_scenarios: BTreeSet<String>,
    /// Question id → topic.
    pub questions: BTreeMap<String, String>,
    /// Ids of the tables of what is easily confused.
    pub pairs: BTreeSet<String>,
    /// Numeric settings of a scenario, by path.
    pub sliders: BTreeSet<String>,
}

impl Known {
    /// The fact of that id, or what to say.
    pub fn fact(&self, id: &str) -> Result<&Fact, String> {
        let ids = self.facts.0.keys().map(String::as_str);
        self.facts.get(id).ok_or_else(|| unknown("fact", id, ids))
    }

    /// The term of that id, or what to say.
    pub fn term(&self, id: &str) -> Result<&Term, String> {
        let ids = self.terms.keys().map(String::as_str);
        self.terms.get(id).ok_or_else(|| unknown("term", id, ids))
    }

    /// What is wrong with naming this lesson, if anything.
    pub fn lesson(&self, id: &str) -> Result<(), String> {
        match self.lessons.contains_key(id) {
            true => Ok(()),
            false => Err(unknown("lesson", id, self.lessons.keys().map(String::as_str))),
        }
    }

    /// What is wrong with naming this scenario, if anything.
    pub fn scenario(&self, id: &str) -> Result<(), String> {
        match self.scenarios.contains_key(id) || self.broken_scenarios.contains(id) {
            true => Ok(()),
            false => Err(unknown("scenario", id, self.scenarios.keys().map(String::as_str))),
        }
    }

    /// Where a link leads in the app: checked, and rewritten to `#/…` where it is internal.
    /// `lesson` is the lesson it stands in, if it stands in one.
    pub fn link(&self, target: &str, lesson: Option<&str>) -> Result<String, String> {
        if target.starts_with("https://") || target.starts_with("mailto:") {
            return Ok(target.to_string());
        }
        if target.starts_with("http://") {
            return Err(format!("link to `{target}`: use https"));
        }
        if let Some(route) = target.strip_prefix("#/") {
            return self.route(route);
        }
        let (file, heading) = target.split_once('#').unwrap_or((target, ""));
        let own = if file.is_empty() { lesson } else { file_lesson(file) };
        match own {
            Some(id) => self.place(id, heading),
            None => Err(format!("dead link `{target}`")),
        }
    }

    fn route(&self, route: &str) -> Result<String, String> {
        let (path, query) = route.split_once('?').unwrap_or((route, ""));
        let parts: Vec<&str> = path.split('/').collect();
        if let Some(id) = query.split('&').find_map(|pair| pair.strip_prefix("preset=")) {
            self.scenario(id).map_err(|text| format!("dead link: {text}"))?;
        }
        match parts[..] {
            ["learn", lesson] => self.place(lesson, ""),
            ["learn", lesson, heading] => self.place(lesson, heading),
            ["about", "accuracy" | "changes" | "facts" | "own-course"] | ["try", "roles"] => {
                Ok(format!("#/{route}"))
            }
            ["tools", name] if rules::tools::tool(name).is_some() => Ok(format!("#/{route}")),
            [page] if PAGES.contains(&page) => Ok(format!("#/{route}")),
            _ => Err(format!("dead link `#/{route}`")),
        }
    }

    fn place(&self, lesson: &str, heading: &str) -> Result<String, String> {
        self.lesson(lesson).map_err(|text| format!("dead link: {text}"))?;
        if heading.is_empty() {
            return Ok(format!("#/learn/{lesson}"));
        }
        let headings = &self.lessons[lesson];
        if headings.contains(heading) {
            return Ok(format!("#/learn/{lesson}/{heading}"));
        }
        let text = unknown("heading", heading, headings.iter().map(String::as_str));
        Err(format!("dead link: lesson `{lesson}`: {text}"))
    }
}

/// `../lessons/x.md`, `./x.md`, `x.md` → `x`.
fn file_lesson(file: &str) -> Option<&str> {
    let stem = file.strip_suffix(".md")?;
    let stem = stem.strip_prefix("./").unwrap_or(stem);
    let stem = stem.strip_prefix("../lessons/").unwrap_or(stem);
    (!stem.contains('/') && !stem.is_empty()).then_some(stem)
}

/// How far a fact may be trusted, said where it is shown; empty if it stands in its source.
pub fn caveat(trust: Trust) -> &'static str {
    match trust {
        Trust::Verified => "",
        Trust::Observed => "; observed, not documented",
        Trust::Estimate => "; our estimate",
        Trust::Disputed => "; sources disagree",
        Trust::Unverified => "; not checked",
    }
}

/// A fact's date for readers; the ISO text where it is no date.
pub fn date_words(iso: &str) -> String {
    Date::parse(iso).map_or_else(|| iso.to_string(), |date| date.words())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_rewritten_to_addresses_of_the_app() {
        let mut known = Known::default();
        known.lessons.insert("a".into(), BTreeSet::from(["costs".to_string()]));
        known.lessons.insert("b".into(), BTreeSet::new());
        let link = |target| known.link(target, Some("a"));
        assert_eq!(link("#costs"), Ok("#/learn/a/costs".into()));
        assert_eq!(link("b.md"), Ok("#/learn/b".into()));
        assert_eq!(link("./a.md#costs"), Ok("#/learn/a/costs".into()));
        assert_eq!(link("#/learn/a/costs"), Ok("#/learn/a/costs".into()));
        assert_eq!(link("#/lab?traffic.noise=0"), Ok("#/lab?traffic.noise=0".into()));
        assert_eq!(link("#/about/facts"), Ok("#/about/facts".into()));
        assert_eq!(link("https://example.com/"), Ok("https://example.com/".into()));
        let dead = ["#cost", "c.md", "b.md#costs", "#/lerne/a", "#/learn/x", "#/learn", "#/lab/a"];
        for dead in dead.into_iter().chain(["a.html", "img/a.png", "#/lab?preset=x"]) {
            assert!(link(dead).is_err(), "{dead}");
        }
    }
}
