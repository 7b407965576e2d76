//! The reading edition: the same lessons as plain pages, for readers without scripts.
//!
//! What a lesson is made of comes from the compiled course; here it is only put into pages, all of
//! one layout. Facts become numbered notes at the foot of the page, live figures a still picture
//! with a link to their live form, questions a stem with its answer folded away. Every link is
//! relative, so the folder works beside the app under any address.

mod figure;
mod handout;
mod lesson;
mod links;
mod notes;
mod page;
mod question;
mod sheet;
mod tools;

use super::build::Course;
use std::collections::BTreeMap;

/// Path below the edition's folder → text of the file.
pub fn pages(course: &Course) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    files.insert("plain.css".to_string(), page::STYLE.concat());
    files.insert("index.html".to_string(), handout::index(course));
    files.insert("facts.html".to_string(), handout::glossary(course));
    files.insert("sheet.html".to_string(), sheet::page(course));
    files.insert("tools.html".to_string(), tools::page(course));
    let figures = figure::Figures::draw(course);
    for part in &course.map.parts {
        for entry in &part.lessons {
            if let Some(lesson) = course.lessons.iter().find(|lesson| lesson.id == entry.id) {
                let html = lesson::page(course, lesson, &figures);
                files.insert(format!("{}.html", lesson.id), html);
            }
        }
    }
    files
}
