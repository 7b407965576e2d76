//! The pieces of a lesson as they stand on a projector: HTML with its kind and length.

use crate::app::browser;
use crate::app::html::escape;
use crate::app::study::steps::{Kind, Piece};
use crate::course::model::{Block, Lesson};
use crate::quiz::{self, Question, Topic};
use std::collections::BTreeMap;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// Charts and sliders of a live figure that a screen has room for.
const CHARTS: usize = 2;

/// A piece of a lesson.
pub struct Slide {
    pub piece: Piece,
    /// What is shown; of a live figure its JSON, of a question the stem with its options.
    pub html: String,
    pub part: Part,
}

/// What has to be done with a piece beside showing it.
pub enum Part {
    Plain,
    /// A heading with the id of its place in the lesson.
    Heading(String),
    /// The JSON of a live figure, and the id of its scenario.
    Figure {
        json: String,
        scenario: String,
    },
    /// A question: what is written above it, and its answer as HTML.
    Answer {
        title: String,
        answer: String,
    },
}

/// All pieces in order.
pub fn slides(lesson: &Lesson, topics: &BTreeMap<String, Topic>) -> Vec<Slide> {
    let mut slides = Vec::new();
    for block in &lesson.blocks {
        match block {
            Block::Html { html } => add_html(html, &mut slides),
            Block::Lab { scenario, title, show, sliders } => {
                // What has no room beside the text is left out; the verdict comes as a sentence.
                let charts = show.iter().filter(|part| *part != "verdict").take(CHARTS);
                let fewer = Block::Lab {
                    scenario: scenario.clone(),
                    title: title.clone(),
                    show: charts.cloned().collect(),
                    sliders: sliders.iter().take(CHARTS).cloned().collect(),
                };
                let json = serde_json::to_string(&fewer).unwrap_or_default();
                let html = ["<p class=\"figure-title\">", &escape(title), "</p>"].concat();
                let part = Part::Figure { json, scenario: scenario.clone() };
                slides.push(slide(Kind::Figure, 0, html, part));
            }
            Block::Quiz { title, items } => {
                for item in items {
                    let topic = topics.get(&item.topic);
                    let found =
                        topic.and_then(|topic| topic.questions.iter().find(|it| it.id == item.id));
                    slides.extend(found.map(|question| ask(title, question)));
                }
            }
        }
    }
    slides
}

fn slide(kind: Kind, letters: usize, html: String, part: Part) -> Slide {
    Slide { piece: Piece { kind, letters }, html, part }
}

/// Each element of the outermost level is a piece.
fn add_html(html: &str, slides: &mut Vec<Slide>) {
    let Ok(holder) = browser::document().create_element("div") else { return };
    holder.set_inner_html(html);
    let mut next = holder.first_element_child();
    while let Some(element) = next {
        next = element.next_element_sibling();
        let letters = letters(&element);
        if ["H2", "H3", "H4"].contains(&element.tag_name().as_str()) {
            if let Ok(Some(anchor)) = element.query_selector(".anchor") {
                anchor.remove();
            }
            let part = Part::Heading(element.id());
            slides.push(slide(Kind::Heading, letters, element.inner_html(), part));
        } else {
            let kind = if is_figure(&element) { Kind::Figure } else { Kind::Text };
            slides.push(slide(kind, letters, element.outer_html(), Part::Plain));
        }
    }
}

/// Letters that are in sight; the notes of facts are not.
fn letters(element: &Element) -> usize {
    let count = |element: &Element| element.text_content().unwrap_or_default().chars().count();
    let mut letters = count(element);
    if let Ok(notes) = element.query_selector_all(".fact-note") {
        for index in 0..notes.length() {
            letters -= notes.get(index).map_or(0, |note| count(note.unchecked_ref()));
        }
    }
    letters
}

fn is_figure(element: &Element) -> bool {
    let wide = "figure,svg,pre,table,.scroll,.code";
    element.matches(wide).unwrap_or(false)
}

fn ask(title: &str, question: &Question) -> Slide {
    // The order of a first attempt, as the lesson shows it.
    let order = quiz::order(&question.id, 0, question.options.len());
    let mut asked = ["<div class=\"stem\">", &question.stem, "</div><ol type=\"A\">"].concat();
    let mut told = asked.clone();
    for index in order {
        let option = &question.options[index];
        let (class, sign) = if option.key { ("right", "Right") } else { ("", "") };
        for piece in ["<li>", &option.text, "</li>"] {
            asked.push_str(piece);
        }
        for piece in [
            "<li class=\"",
            class,
            "\">",
            &option.text,
            " <b>",
            sign,
            "</b><div class=\"reason\">",
            &option.why,
            "</div></li>",
        ] {
            told.push_str(piece);
        }
    }
    for html in [&mut asked, &mut told] {
        html.push_str("</ol>");
    }
    let letters = asked.len();
    let part = Part::Answer { title: escape(title), answer: told };
    slide(Kind::Question, letters, asked, part)
}

/// The topics that a lesson asks from.
pub fn topics(lesson: &Lesson) -> Vec<String> {
    let mut topics: Vec<String> = Vec::new();
    for block in &lesson.blocks {
        let Block::Quiz { items, .. } = block else { continue };
        for item in items {
            if !topics.contains(&item.topic) {
                topics.push(item.topic.clone());
            }
        }
    }
    topics
}
