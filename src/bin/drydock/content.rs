//! Where the course comes from: a folder, or what was compiled in.

use super::output::Stop;
use drydock::course::{Compiled, Files, Severity, compile};
use drydock::facts::{Facts, Rulebook};
use drydock::sim::Scenario;
use include_dir::{Dir, include_dir};
use std::path::{Path, PathBuf};

/// The documents beside the course.
const DOCUMENTS: [(&str, &str); 2] = [
    ("../docs/accuracy.md", include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/accuracy.md"))),
    (
        "../docs/own-course.md",
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/own-course.md")),
    ),
];
const INSTANCES: &str = "instances.toml";
static COMPILED_IN: Dir = include_dir!("$CARGO_MANIFEST_DIR/content");

/// The folder that was named, else `content` where there is one here, else what was compiled in.
pub fn files_here(folder: Option<PathBuf>) -> Result<Files, Stop> {
    let here = PathBuf::from("content");
    match folder.or_else(|| here.join("course.toml").is_file().then_some(here)) {
        Some(folder) => read(&folder),
        None => Ok(compiled_in()),
    }
}

/// The folder that was named, else what was compiled in.
pub fn files(folder: Option<&Path>) -> Result<Files, Stop> {
    folder.map_or_else(|| Ok(compiled_in()), read)
}

/// The course, compiled; a broken one is an error that names its first mistake.
pub fn course(folder: Option<&Path>) -> Result<Course, Stop> {
    let compiled = compile(&files(folder)?).map_err(|mistakes| {
        let first = mistakes.iter().find(|it| it.severity == Severity::Error);
        let first = first.map(ToString::to_string).unwrap_or_default();
        Stop::Failed(format!("the content has mistakes; `drydock check` lists them. {first}"))
    })?;
    let facts: Facts = part(&compiled, "facts.json")?;
    let rules = Rulebook::new(&facts).map_err(|error| Stop::Failed(error.to_string()))?;
    let rules = rules.with_instances(part(&compiled, "instances.json")?);
    Ok(Course { compiled, rules })
}

/// A course that is in order.
pub struct Course {
    compiled: Compiled,
    pub rules: Rulebook,
}

impl Course {
    /// A scenario of the course; errors list the ones there are.
    pub fn scenario(&self, id: &str) -> Result<Scenario, Stop> {
        let path = format!("scenarios/{id}.json");
        if self.compiled.files.contains_key(&path) {
            return part(&self.compiled, &path);
        }
        let names = self
            .compiled
            .files
            .keys()
            .filter_map(|path| path.strip_prefix("scenarios/")?.strip_suffix(".json"));
        let names = names.collect::<Vec<_>>().join(", ");
        let text = format!("no file and no scenario of the course is called `{id}`");
        Err(Stop::Failed(format!("{text}; the course has: {names}")))
    }
}

fn part<T: serde::de::DeserializeOwned>(compiled: &Compiled, path: &str) -> Result<T, Stop> {
    let text = compiled.files.get(path).map_or("", String::as_str);
    serde_json::from_str(text).map_err(|error| Stop::Failed(format!("{path}: {error}")))
}

fn read(folder: &Path) -> Result<Files, Stop> {
    if !folder.join("course.toml").is_file() {
        let shown = folder.display();
        let text = format!("{shown} holds no course: there is no {shown}/course.toml");
        return Err(Stop::Failed(text));
    }
    let mut files = Files::read(folder)?;
    if files.source(INSTANCES).is_none() {
        lend(&mut files);
    }
    Ok(files)
}

/// A course without instance types is one on top of ours: its lessons and questions are its own;
/// what it does not have of facts, scenarios and documents comes from what was compiled in.
fn lend(files: &mut Files) {
    let ours = compiled_in();
    let lent = |path: &str| {
        let folders = ["facts/", "scenarios/", "../docs/"];
        path == INSTANCES || folders.iter().any(|folder| path.starts_with(folder))
    };
    for path in ours.all_paths().filter(|path| lent(path)) {
        if files.source(path).is_none()
            && let Some(source) = ours.source(path)
        {
            files.insert(path, &source.text);
        }
    }
}

fn compiled_in() -> Files {
    let mut files = Files::new("content");
    let mut waiting = vec![&COMPILED_IN];
    while let Some(folder) = waiting.pop() {
        waiting.extend(folder.dirs());
        for file in folder.files() {
            let path = file.path().to_string_lossy().replace('\\', "/");
            let wanted = path.ends_with(".toml") || path.ends_with(".md");
            if let Some(text) = file.contents_utf8().filter(|_| wanted) {
                files.insert(&path, text);
            }
        }
    }
    for (path, text) in DOCUMENTS {
        files.insert(path, text);
    }
    files
}
