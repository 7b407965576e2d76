//! Every note is taught: the table in docs/coverage.md, the lessons, facts and questions agree.

use drydock::course::{Files, compile};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Notes from which the course grew.
const NOTES: usize = 77;

struct Row {
    lessons: Vec<String>,
    facts: Vec<String>,
    questions: Vec<String>,
}

/// What stands between the ticks of a cell.
fn names(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_string).collect()
}

fn table(root: &Path) -> BTreeMap<usize, Row> {
    let text = std::fs::read_to_string(root.join("docs/coverage.md")).expect("the table is there");
    let row = |line: &str| {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let number = cells.get(1)?.parse().ok()?;
        let [lessons, facts, questions] = [3, 4, 5].map(|cell| names(cells[cell]));
        Some((number, Row { lessons, facts, questions }))
    };
    text.lines().filter_map(row).collect()
}

/// The notes that a lesson says it serves; nothing where there is no such lesson.
fn served(root: &Path, lesson: &str) -> Option<BTreeSet<usize>> {
    let path = root.join("content/lessons").join(lesson).with_extension("md");
    let text = std::fs::read_to_string(path).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("notes = ["))?;
    let notes = line.trim_end_matches(']').split(',');
    Some(notes.filter_map(|note| note.trim().parse().ok()).collect())
}

#[test]
fn every_note_has_a_lesson_a_question_and_facts_that_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = Files::read(&root.join("content")).expect("content/ can be read");
    let compiled = compile(&files).expect("content/ has no mistakes");
    let table = table(root);
    let facts = &compiled.files["facts.json"];
    let questions: String = compiled
        .files
        .iter()
        .filter(|(name, _)| name.starts_with("questions/"))
        .map(|(_, text)| text.as_str())
        .collect();
    let mut wrong = Vec::new();
    for note in 1..=NOTES {
        let Some(row) = table.get(&note) else {
            wrong.push(format!("{note} is missing"));
            continue;
        };
        if row.lessons.is_empty() || row.questions.is_empty() {
            wrong.push(format!("{note} has no lesson or no question"));
        }
        if !row.lessons.iter().filter_map(|id| served(root, id)).any(|set| set.contains(&note)) {
            wrong.push(format!("{note}: none of {:?} names it in `notes`", row.lessons));
        }
        let known = |name: &String, text: &str| text.contains(&format!("\"{name}\""));
        wrong.extend(
            row.facts
                .iter()
                .filter(|id| !known(id, facts))
                .chain(row.questions.iter().filter(|id| !known(id, &questions)))
                .chain(row.lessons.iter().filter(|id| served(root, id).is_none()))
                .map(|id| format!("{note}: {id} does not exist")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
