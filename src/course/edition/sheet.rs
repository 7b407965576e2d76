//! The cheat sheet: of each lesson the table that its choice comes down to, and the sentence that
//! an examiner would accept. Two pages when printed.

use super::links;
use super::notes;
use super::page::Page;
use crate::course::build::Course;
use crate::course::known::date_words;
use crate::course::marks::escape;
use crate::course::model::{Block, Lesson};

/// The whole page.
pub fn page(course: &Course) -> String {
    let mut sections = String::new();
    for entry in course.map.parts.iter().flat_map(|part| &part.lessons) {
        let lesson = course.lessons.iter().find(|lesson| lesson.id == entry.id);
        sections += &lesson.map(section).unwrap_or_default();
    }
    let title = &course.map.title;
    let body = format!(
        "<h1>Cheat sheet</h1><p class=\"lead\">What each lesson comes down to: the choice, and the \
         sentence that an examiner would accept. Printed, it is two pages.</p>\
         <div class=\"sheet prose\">{sections}</div>"
    );
    let checked = date_words(&course.map.checked);
    Page {
        title: "Cheat sheet",
        description: "The choices of the course and its exam answers on two pages.",
        course: title,
        live: "",
        class: "sheet-page",
        body: &links::rewrite(&body, None),
        foot: &format!("<p>{}, checked {checked}.</p>", escape(title)),
    }
    .html()
}

/// Title, table and sentence of a lesson; empty where it has neither.
fn section(lesson: &Lesson) -> String {
    let html: String = lesson
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Html { html } => Some(html.as_str()),
            _ => None,
        })
        .collect();
    let html = notes::values(&html);
    let (before, sentence) = examiner(&html).unwrap_or((&html, ""));
    let table = last_table(before);
    if table.is_empty() && sentence.is_empty() {
        return String::new();
    }
    let (id, title) = (&lesson.id, escape(&lesson.title));
    format!(
        "<section><h2><a href=\"#/learn/{id}\">{title}</a></h2>{table}\
         <div class=\"say\">{sentence}</div></section>"
    )
}

/// What stands before the exam answer, and the answer itself without its title.
fn examiner(html: &str) -> Option<(&str, &str)> {
    let (before, note) = html.rsplit_once("<aside class=\"note note-exam\">")?;
    let (_, rest) = note.split_once("</p>")?;
    Some((before, rest.split("</aside>").next().unwrap_or_default().trim()))
}

/// The last table of a text; empty without one.
fn last_table(html: &str) -> &str {
    let Some(start) = html.rfind("<table>") else { return "" };
    let end = html[start..].find("</table>").map_or(html.len(), |end| start + end + 8);
    &html[start..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_before_the_exam_answer_is_the_choice() {
        let html = "<table>1</table><p>x</p><table>2</table>\
                    <aside class=\"note note-exam\"><p class=\"note-title\">Exam answer</p>\
                    <p>Say this.</p></aside><table>3</table>";
        let (before, sentence) = examiner(html).expect("there is one");
        assert_eq!((last_table(before), sentence), ("<table>2</table>", "<p>Say this.</p>"));
    }
}
