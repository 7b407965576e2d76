//! A lesson as a page of the edition.

use super::figure::Figures;
use super::links;
use super::notes::Notes;
use super::page::Page;
use super::question;
use crate::course::annotated;
use crate::course::build::Course;
use crate::course::code::COPY;
use crate::course::known::date_words;
use crate::course::marks::escape;
use crate::course::model::{Block, ItemRef, Lesson, LessonEntry};

/// The whole page of a lesson.
pub fn page(course: &Course, lesson: &Lesson, figures: &Figures) -> String {
    let mut notes = Notes::default();
    let mut text = String::new();
    for block in &lesson.blocks {
        text += &match block {
            Block::Html { html } => notes.number(&annotated::opened(&html.replace(COPY, ""))),
            Block::Lab { .. } => figures.html(course, block, &place(&lesson.id, &text)),
            Block::Quiz { title, items } => quiz(course, title, items, &mut notes),
        };
    }
    let body = format!(
        "{}<article class=\"prose\">{text}</article>{}{}",
        start(lesson),
        notes.list(),
        neighbours(course, &lesson.id)
    );
    let foot = format!(
        "<p>Checked {}. Prices change: look them up before you spend money.</p>",
        date_words(&lesson.checked)
    );
    Page {
        title: &lesson.title,
        description: &description(lesson),
        course: &course.map.title,
        live: &format!("#/learn/{}", lesson.id),
        class: "lesson-page",
        body: &links::rewrite(&body, Some(&lesson.id)),
        foot: &foot,
    }
    .html()
}

/// Where the text has come to: `LESSON/HEADING`, or the lesson alone above its first heading.
fn place(lesson: &str, text: &str) -> String {
    let heading = text.rsplit_once("<h2 id=\"").and_then(|(_, rest)| rest.split_once('"'));
    heading.map_or(lesson.to_string(), |(id, _)| format!("{lesson}/{id}"))
}

/// `Learn to say who owns the machine, and to predict which loop is late. 9 minutes.`
fn description(lesson: &Lesson) -> String {
    let aims = lesson.objectives.join("; ");
    let minutes = lesson.minutes;
    match aims.as_str() {
        "" => format!("{}: a lesson of {minutes} minutes.", lesson.title),
        _ => format!("Learn to {aims}. {minutes} minutes."),
    }
}

fn start(lesson: &Lesson) -> String {
    let exams: Vec<&str> = lesson.exams.keys().map(String::as_str).collect();
    let exams = if exams.is_empty() { String::new() } else { format!(", {}", exams.join(", ")) };
    let aims: String =
        lesson.objectives.iter().map(|aim| format!("<li>{}</li>", escape(aim))).collect();
    let aims = match aims.as_str() {
        "" => String::new(),
        _ => format!("<div class=\"aims\"><p>Afterwards you can</p><ul>{aims}</ul></div>"),
    };
    format!(
        "<p class=\"note about-lesson\">{} minutes{}, checked {}</p><h1>{}</h1>{aims}",
        lesson.minutes,
        escape(&exams),
        date_words(&lesson.checked),
        escape(&lesson.title),
    )
}

fn quiz(course: &Course, title: &str, items: &[ItemRef], notes: &mut Notes) -> String {
    let mut html = String::new();
    for item in items {
        let topic = course.topics.iter().find(|topic| topic.id == item.topic);
        let question =
            topic.and_then(|topic| topic.questions.iter().find(|question| question.id == item.id));
        if let Some(question) = question {
            html += &question::html(question, notes);
        }
    }
    format!("<section class=\"quiz\"><p class=\"quiz-title\">{}</p>{html}</section>", escape(title))
}

/// The lessons before and after, in the order of the course.
fn neighbours(course: &Course, id: &str) -> String {
    let all: Vec<&LessonEntry> = course.map.parts.iter().flat_map(|part| &part.lessons).collect();
    let at = all.iter().position(|entry| entry.id == id);
    let link = |entry: Option<&&LessonEntry>, rel: &str, word: &str| match entry {
        Some(entry) => format!(
            "<a rel=\"{rel}\" href=\"#/learn/{}\">{word}: {}</a>",
            entry.id,
            escape(&entry.title)
        ),
        None => String::new(),
    };
    let before = at.and_then(|at| all.get(at.checked_sub(1)?));
    let after = at.and_then(|at| all.get(at + 1));
    format!(
        "<nav class=\"neighbours\" aria-label=\"Lessons before and after\">{}\
         <a href=\"#/\">All lessons</a>{}</nav>",
        link(before, "prev", "Previous"),
        link(after, "next", "Next")
    )
}
