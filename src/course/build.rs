//! The whole course: `course.toml` and every folder, checked, compiled.

use super::dates::Date;
use super::document::{self, Node};
use super::fields::Fields;
use super::known::Known;
use super::lesson;
use super::mistake::{Mistake, Report, Severity, unknown};
use super::model::{
    Block, CourseMap, Glossary, Home, Lesson, LessonEntry, Part, ScenarioEntry, VERSION,
};
use super::source::{Files, Source};
use super::{
    documents, edition, facts, glossary, home, index, instances, news, pairs, questions, review,
    rounds, scenarios, terms,
};
use crate::facts::{InstanceType, Rulebook};
use crate::iam::Book;
use crate::quiz::bank::Bank;
use crate::quiz::exam::{Blueprint, blueprints};
use crate::quiz::pairs::Pair;
use crate::quiz::{self, Topic, days};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The compiled course.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// Path below the output folder → text of the file.
    pub files: BTreeMap<String, String>,
    /// What is worth a look but stops nothing.
    pub warnings: Vec<Mistake>,
    course: Course,
}

impl Compiled {
    /// Which facts want reading again, several lines.
    pub fn review(&self) -> String {
        review::report(&self.course.known.facts, &self.course.map.checked)
    }

    /// Questions about simulated days: path below the output folder → text of the file. Runs every
    /// day that they are about.
    pub fn days(&self) -> Result<BTreeMap<String, String>, String> {
        let Course { known, rules, instances, .. } = &self.course;
        let Some(rules) = rules else { return Ok(BTreeMap::new()) };
        let rules = rules.clone().with_instances(instances.clone());
        let book = quiz::generated::Book { rules, facts: known.facts.clone() };
        let days = days::all(&known.scenarios, &book)?;
        let mut files = BTreeMap::new();
        let listed: Vec<days::Listed> = days.iter().map(days::Listed::from).collect();
        files.insert("days.json".to_string(), compact(&listed));
        for kind in &days {
            files.insert(format!("days/{}.json", kind.name), compact(kind));
        }
        Ok(files)
    }

    /// The reading edition: path below its folder → text of the file. Simulates what lessons show.
    pub fn edition(&self) -> BTreeMap<String, String> {
        edition::pages(&self.course)
    }
}

/// Compiles the course, or gives everything that is wrong with it, warnings included.
pub fn compile(files: &Files) -> Result<Compiled, Vec<Mistake>> {
    let report = Report::default();
    let course = read(files, &report);
    let mistakes = report.into_mistakes();
    let broken = mistakes.iter().any(|mistake| mistake.severity == Severity::Error);
    match course {
        Some(course) if !broken => {
            Ok(Compiled { files: course.written(), warnings: mistakes, course })
        }
        _ => Err(mistakes),
    }
}

/// Everything that is wrong with the course, errors and warnings, by file and place.
pub fn check(files: &Files) -> Vec<Mistake> {
    match compile(files) {
        Ok(compiled) => compiled.warnings,
        Err(mistakes) => mistakes,
    }
}

/// Everything that was read.
#[derive(Clone, Debug)]
pub(super) struct Course {
    pub map: CourseMap,
    pub known: Known,
    /// `None` only in a course with mistakes.
    pub rules: Option<Rulebook>,
    pub instances: Vec<InstanceType>,
    pub lessons: Vec<Lesson>,
    pub topics: Vec<Topic>,
    pub pairs: Vec<Pair>,
    /// Pages beside the course, by name.
    pub documents: Vec<(&'static str, Block)>,
    /// Cases of permissions, to look at and to mend.
    pub cases: Option<Book>,
    pub exams: Vec<Blueprint>,
}

/// Reads all there is; `None` only where there is no map. Mistakes go to the report.
fn read(files: &Files, report: &Report) -> Option<Course> {
    let source = files.source("course.toml");
    if source.is_none() {
        report.error_in(&files.shown("course.toml"), "this file is missing".into());
    }
    let plan = source.as_ref().and_then(|source| plan(source, report));
    note_strangers(files, report);
    let checked = plan.as_ref().and_then(|plan| Date::parse(&plan.checked));
    let before = report.errors();
    let mut known = Known { facts: facts::read(files, checked, report), ..Known::default() };
    // A broken fact is one mistake; that the models miss it would be a second one.
    let sound = report.errors() == before;
    terms::read(files, &mut known, report);
    let instances = instances::read(files, &known.facts, report);
    let rules = sound.then(|| facts::rulebook(files, &known.facts, report)).flatten();
    let rules = rules.map(|rules| rules.with_instances(instances.clone()));
    match &rules {
        Some(rules) => scenarios::read(files, rules, &mut known, report),
        None => scenarios::names(files, &mut known),
    }
    let exams = blueprints(&known.facts).unwrap_or_else(|problems| {
        for problem in problems {
            report.error_in(&files.shown("facts/exams.toml"), problem);
        }
        Vec::new()
    });
    let outlines = lesson::outlines(files, &mut known, report);
    terms::check(files, &known, report);
    known.pairs = pairs::names(files);
    let drafts = questions::drafts(files, &mut known, report);
    let topics = questions::topics(drafts, &known, report);
    let pairs = pairs::read(files, &known, report);
    let lessons = lesson::lessons(outlines, &known, report);
    let documents = documents::read(files, &known, report);
    // Their sentences come from facts: without those nothing can be said about them.
    let cases = if sound { rounds::read(files, &known, report) } else { None };
    let source = source?;
    let plan = plan?;
    note_lessons(&plan, &source, files, &known, report);
    let home = home::read(plan.home.clone(), &plan.title, &known, report.proof(&source));
    let map = plan.map(&lessons, &known, home?);
    Some(Course { map, known, rules, instances, lessons, topics, pairs, documents, cases, exams })
}

/// `course.toml` as it is written.
struct Plan {
    title: String,
    checked: String,
    repository: String,
    parts: Vec<(String, Vec<document::Text>)>,
    home: Option<Node>,
}

fn plan(source: &Source, report: &Report) -> Option<Plan> {
    let proof = report.proof(source);
    let mut fields = Fields::new(document::read(&source.text, 0, proof)?, 0, proof);
    fields.version();
    let title = fields.required_text("title");
    let checked = fields.date("checked");
    let repository = fields.text("repository").text;
    let home = fields.take("home");
    let mut parts = Vec::new();
    for node in fields.list("parts") {
        let Some(mut part) = Fields::of(node, proof) else {
            continue;
        };
        let title = part.required_text("title");
        let lessons = part.texts("lessons");
        part.finish();
        parts.push((title.map(|text| text.text).unwrap_or_default(), lessons));
    }
    fields.finish();
    Some(Plan { title: title?.text, checked: checked?.0, repository, parts, home })
}

impl Plan {
    fn map(self, lessons: &[Lesson], known: &Known, home: Home) -> CourseMap {
        let entry = |id: &document::Text| {
            let lesson = lessons.iter().find(|lesson| lesson.id == id.text)?;
            Some(LessonEntry {
                id: lesson.id.clone(),
                title: lesson.title.clone(),
                minutes: lesson.minutes,
                questions: lesson::questions(lesson),
                exams: lesson.exams.keys().cloned().collect(),
            })
        };
        let parts = self.parts.into_iter().map(|(title, ids)| {
            let lessons = ids.iter().filter_map(entry).collect();
            Part { title, lessons }
        });
        let mut scenarios: Vec<_> = known.listings.iter().collect();
        scenarios.sort_by_key(|(_, listing)| listing.order);
        let scenarios = scenarios.into_iter().filter_map(|(id, listing)| {
            let title = known.scenarios.get(id)?.title.clone();
            Some(ScenarioEntry { id: id.clone(), title, notice: listing.notice.clone() })
        });
        CourseMap {
            version: VERSION,
            title: self.title,
            checked: self.checked,
            repository: self.repository,
            parts: parts.collect(),
            scenarios: scenarios.collect(),
            home,
        }
    }
}

impl Course {
    /// All questions without their words.
    fn bank(&self) -> Bank {
        let parts = self.map.parts.iter();
        let lessons = parts.flat_map(|part| &part.lessons).map(|lesson| lesson.id.as_str());
        Bank::new(&self.topics, &lessons.collect::<Vec<_>>())
    }

    fn written(&self) -> BTreeMap<String, String> {
        let mut files = BTreeMap::new();
        files.insert("map.json".to_string(), compact(&self.map));
        files.insert("facts.json".to_string(), compact(&self.known.facts));
        files.insert("instances.json".to_string(), compact(&self.instances));
        files.insert("bank.json".to_string(), compact(&self.bank().items));
        files.insert("pairs.json".to_string(), compact(&self.pairs));
        files.insert("search.json".to_string(), compact(&index::index(self)));
        let glossary = Glossary { version: VERSION, html: glossary::html(self) };
        files.insert("glossary.json".to_string(), compact(&glossary));
        files.insert("news.json".to_string(), compact(&news::news(self)));
        files.insert("exams.json".to_string(), compact(&self.exams));
        for lesson in &self.lessons {
            files.insert(format!("lessons/{}.json", lesson.id), compact(lesson));
        }
        for topic in &self.topics {
            files.insert(format!("questions/{}.json", topic.id), compact(topic));
        }
        for (path, block) in &self.documents {
            files.insert(path.to_string(), compact(block));
        }
        if let Some(cases) = &self.cases {
            files.insert("roles.json".to_string(), compact(cases));
        }
        for (id, scenario) in &self.known.scenarios {
            files.insert(format!("scenarios/{id}.json"), compact(scenario));
        }
        files
    }
}

fn compact<T: Serialize>(value: &T) -> String {
    // These types have text keys and finite numbers only, so this cannot fail.
    serde_json::to_string(value).unwrap_or_default()
}

/// Lessons of the map that have no file, that stand in it twice, and files that are not in it.
fn note_lessons(plan: &Plan, source: &Source, files: &Files, known: &Known, report: &Report) {
    let proof = report.proof(source);
    let mut listed = BTreeSet::new();
    for id in plan.parts.iter().flat_map(|(_, lessons)| lessons) {
        if !known.lessons.contains_key(&id.text) {
            let file = files.shown(&format!("lessons/{}.md", id.text));
            let near = unknown("lesson", &id.text, known.lessons.keys().map(String::as_str));
            proof.error(id.place(0), format!("{near} (there is no {file})"));
        } else if !listed.insert(id.text.as_str()) {
            proof.error(id.place(0), format!("lesson `{}` is listed twice", id.text));
        }
    }
    for id in known.lessons.keys().filter(|id| !listed.contains(id.as_str())) {
        let file = files.shown(&format!("lessons/{id}.md"));
        let text = format!("lesson `{id}` is in no part of {}", source.path);
        report.error_in(&file, text);
    }
}

/// Files in places where nothing reads them.
fn note_strangers(files: &Files, report: &Report) {
    let single = ["course.toml", instances::PATH, terms::PATH];
    let mut known = BTreeSet::from(single.map(str::to_string));
    known.extend(documents::DOCUMENTS.map(|(path, _)| path.to_string()));
    known.extend(files.paths("lessons", ".md"));
    for folder in ["facts", "pairs", "questions", "rounds", "scenarios"] {
        known.extend(files.paths(folder, ".toml"));
    }
    for path in files.all_paths().filter(|path| !known.contains(*path)) {
        if !path.ends_with("README.md") {
            let text = "no part of the course: expected lessons/*.md, instances.toml, terms.toml, \
                        or facts, pairs, questions, rounds or scenarios/*.toml";
            report.error_in(&files.shown(path), text.into());
        }
    }
}
