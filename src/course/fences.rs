//! Fenced blocks of a lesson: ```` ```lab ````, ```` ```quiz ````, ```` ```since ````,
//! ```` ```annotated ````, each with a TOML body.

use super::annotated;
use super::document::{self, Text};
use super::fields::Fields;
use super::known::{ALONE, Known, PARTS};
use super::mistake::{Proof, unknown};
use super::model::{Block, ItemRef};
use super::reader::{Fence, Reader};
use crate::sim::scenario::Shape;

/// The block that a fence stands for; `None` if it is broken, which is noted.
pub fn block(fence: Fence, reader: &mut Reader) -> Option<Block> {
    let proof = reader.proof;
    let table = document::read(&fence.toml, fence.body_at, proof)?;
    let mut fields = Fields::new(table, fence.at, proof);
    let block = match fence.kind {
        "lab" => lab(&mut fields, reader.known, proof),
        "quiz" => quiz(&mut fields, reader.known, proof),
        "annotated" => annotated::block(&mut fields, reader),
        _ => since(&mut fields, reader),
    };
    fields.finish();
    block
}

fn lab(fields: &mut Fields, known: &Known, proof: Proof) -> Option<Block> {
    let scenario = fields.required_text("scenario");
    lab_of(scenario, fields, known, proof)
}

/// A live figure from fields of which none must be there.
pub fn figure(fields: &mut Fields, known: &Known, proof: Proof) -> Option<Block> {
    let scenario = Some(fields.text("scenario")).filter(|text| !text.text.is_empty());
    lab_of(scenario, fields, known, proof)
}

fn lab_of(
    scenario: Option<Text>,
    fields: &mut Fields,
    known: &Known,
    proof: Proof,
) -> Option<Block> {
    if let Some(text) = &scenario
        && let Err(said) = known.scenario(&text.text)
    {
        proof.error(text.place(0), said);
    }
    let title = fields.text("title");
    let show = fields.texts("show");
    for part in &show {
        if !PARTS.contains(&part.text.as_str()) {
            proof.error(part.place(0), unknown("part", &part.text, PARTS));
        }
    }
    let sliders = fields.texts("sliders");
    if let Some(rush) = show.iter().find(|part| part.text == ALONE) {
        if show.len() + sliders.len() > 1 {
            proof.error(rush.place(0), "`rush` fills a figure: expected no other part, no slider");
        }
        let shape = scenario.as_ref().and_then(|id| known.scenarios.get(&id.text));
        if shape.is_some_and(|scenario| scenario.traffic.shape != Shape::Step) {
            proof
                .error(rush.place(0), "`rush` needs a scenario whose traffic has the shape `step`");
        }
    }
    for path in &sliders {
        // Without a rulebook there are no settings to compare with, and that is noted already.
        if !known.sliders.is_empty() && !known.sliders.contains(&path.text) {
            let paths = known.sliders.iter().map(String::as_str);
            proof.error(path.place(0), unknown("setting", &path.text, paths));
        }
    }
    let scenario = scenario?.text;
    let title = match title.text.as_str() {
        "" => known.scenarios.get(&scenario).map_or("", |scenario| &scenario.title).to_string(),
        title => title.to_string(),
    };
    Some(Block::Lab {
        scenario,
        title,
        show: show.into_iter().map(|text| text.text).collect(),
        sliders: sliders.into_iter().map(|text| text.text).collect(),
    })
}

fn quiz(fields: &mut Fields, known: &Known, proof: Proof) -> Option<Block> {
    let title = match fields.text("title").text.as_str() {
        "" => "Check yourself".to_string(),
        title => title.to_string(),
    };
    let ids = fields.texts("ids");
    if ids.is_empty() {
        proof.error(fields.at, "a quiz needs questions: `ids = [\"…\"]`");
    }
    let mut items = Vec::new();
    for id in ids {
        match known.questions.get(&id.text) {
            Some(topic) => items.push(ItemRef { topic: topic.clone(), id: id.text }),
            None => {
                let ids = known.questions.keys().map(String::as_str);
                proof.error(id.place(0), unknown("question", &id.text, ids));
            }
        }
    }
    (!items.is_empty()).then_some(Block::Quiz { title, items })
}

fn since(fields: &mut Fields, reader: &mut Reader) -> Option<Block> {
    let date = fields.date("date");
    let exam = fields.required_text("exam").map(|text| paragraphs(reader.html(&text)));
    let today = fields.required_text("today").map(|text| paragraphs(reader.html(&text)));
    let (iso, date) = date?;
    let (words, exam, today) = (date.words(), exam?, today?);
    let html = format!(
        "<aside class=\"since\"><p class=\"since-title\">Since the notes were written\
         <span><time datetime=\"{iso}\">{words}</time></span></p>\
         <div><p class=\"label\">Exam answer</p>{exam}</div>\
         <div><p class=\"label\">Today’s answer</p>{today}</div></aside>\n"
    );
    Some(Block::Html { html })
}

/// One paragraph comes bare from the reader; here it gets its `<p>` back.
pub fn paragraphs(html: String) -> String {
    if html.starts_with('<') && html.contains("<p>") { html } else { format!("<p>{html}</p>") }
}
