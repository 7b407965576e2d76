//! What the first page says and shows: `[home]` in `course.toml`, or what follows from the rest.

use super::document::Node;
use super::fences;
use super::fields::Fields;
use super::known::Known;
use super::mistake::Proof;
use super::model::{Block, Home};

/// Reads the table, if there is one; `None` where it is no table. `title` is that of the course.
pub fn read(node: Option<Node>, title: &str, known: &Known, proof: Proof) -> Option<Home> {
    let mut home = Home {
        sentence: title.to_string(),
        figure: first_scenario(known),
        question: String::new(),
        lesson: String::new(),
    };
    let Some(node) = node else { return Some(home) };
    let mut fields = Fields::of(node, proof)?;
    let sentence = fields.text("sentence").text;
    if !sentence.is_empty() {
        home.sentence = sentence;
    }
    home.question = fields.text("question").text;
    let lesson = fields.text("lesson");
    if home.question.is_empty() != lesson.text.is_empty() {
        proof.error(fields.at, "`question` and `lesson` belong together: expected both or none");
    } else if !lesson.text.is_empty()
        && let Err(text) = known.lesson(&lesson.text)
    {
        proof.error(lesson.place(0), text);
    }
    home.lesson = lesson.text;
    if let Some(figure) = fences::figure(&mut fields, known, proof) {
        home.figure = Some(figure);
    }
    fields.finish();
    Some(home)
}

/// The first scenario of the list: its requests over the day, and a slider for how many they are.
fn first_scenario(known: &Known) -> Option<Block> {
    let (id, _) = known.listings.iter().min_by_key(|(_, listing)| listing.order)?;
    let scenario = known.scenarios.get(id)?;
    Some(Block::Lab {
        scenario: id.clone(),
        title: scenario.title.clone(),
        show: vec!["requests".to_string()],
        sliders: vec!["traffic.peak_rps".to_string()],
    })
}
