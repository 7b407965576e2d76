//! The pages of the edition that belong to no lesson: the list of lessons, and the glossary.

use super::links;
use super::page::Page;
use crate::course::build::Course;
use crate::course::glossary;
use crate::course::known::date_words;
use crate::course::marks::escape;

/// The list of all lessons.
pub fn index(course: &Course) -> String {
    let map = &course.map;
    let lessons: Vec<_> = map.parts.iter().flat_map(|part| &part.lessons).collect();
    let minutes: u32 = lessons.iter().map(|entry| entry.minutes).sum();
    let mut list = String::new();
    for part in &map.parts {
        list += &format!("<h2>{}</h2><ol class=\"list\">", escape(&part.title));
        for entry in &part.lessons {
            let (id, title, minutes) = (&entry.id, escape(&entry.title), entry.minutes);
            list += &format!(
                "<li><a href=\"#/learn/{id}\">{title}</a> \
                 <span class=\"soft\">{minutes}&nbsp;min</span></li>"
            );
        }
        list += "</ol>";
    }
    let title = &map.title;
    let description = format!(
        "{} lessons on {title} to read and print, with sources, dates and questions.",
        lessons.len()
    );
    let body = format!(
        "<h1>{}</h1><p class=\"lead\">{} lessons, {minutes} minutes, as plain pages to read \
         and to print. The <a class=\"link\" href=\"../\">live version</a> has the same text with \
         figures that you can move, and marks your answers.</p>\
         <div class=\"prose\">{list}<h2>To look up</h2>\
         <ul class=\"list\"><li><a href=\"#/about/facts\">Facts and terms</a></li>\
         <li><a href=\"sheet.html\">Cheat sheet, two pages</a></li>\
         <li><a href=\"tools.html\">Calculators</a></li></ul></div>",
        escape(title),
        lessons.len(),
    );
    Page {
        title: "All lessons",
        description: &description,
        course: title,
        live: "",
        class: "index-page",
        body: &links::rewrite(&body, None),
        foot: &format!("<p>Facts checked {}.</p>", date_words(&map.checked)),
    }
    .html()
}

/// Every term and fact.
pub fn glossary(course: &Course) -> String {
    let facts = course.known.facts.0.len();
    let description = format!("The {facts} facts of the course, each with source and date.");
    let body = format!(
        "<h1>Facts and terms</h1><p class=\"lead\">Every word that the lessons explain, and each \
         of the {facts} facts that they rest on, with its source and the day it was read.</p>\
         <div class=\"prose glossary\">{}</div>",
        glossary::html(course)
    );
    Page {
        title: "Facts and terms",
        description: &description,
        course: &course.map.title,
        live: "#/about/facts",
        class: "glossary-page",
        body: &links::rewrite(&body, None),
        foot: &format!("<p>Facts checked {}.</p>", date_words(&course.map.checked)),
    }
    .html()
}
