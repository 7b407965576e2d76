//! A question on paper: stem and options to think about, the answer folded away below them.

use super::notes::Notes;
use crate::course::dates::Date;
use crate::course::marks::escape;
use crate::quiz::item::{Choice, Question};
use crate::quiz::order;

/// The question as HTML, the facts of its text as numbers.
pub fn html(question: &Question, notes: &mut Notes) -> String {
    // The order of a first attempt in the app.
    let order = order(&question.id, 0, question.options.len());
    let shown: Vec<&Choice> = order.iter().map(|index| &question.options[*index]).collect();
    let options: String = shown.iter().map(|option| format!("<li>{}</li>", option.text)).collect();
    let stem = block(&notes.number(&question.stem));
    let answer = answer(question, &shown, notes);
    let id = escape(&question.id);
    format!(
        "<div class=\"question\" id=\"question-{id}\"><div class=\"stem\">{stem}</div>\
         <ol class=\"choices\" type=\"A\">{options}</ol>\
         <details><summary>Answer</summary>{answer}</details></div>"
    )
}

fn answer(question: &Question, shown: &[&Choice], notes: &mut Notes) -> String {
    let letters: Vec<String> = shown
        .iter()
        .enumerate()
        .filter(|(_, option)| option.key)
        .map(|(place, _)| letter(place).to_string())
        .collect();
    let mut html = format!("<p><b>{}</b></p><ul class=\"reasons\">", letters.join(" and "));
    for (place, option) in shown.iter().enumerate() {
        let verdict = if option.key { "right" } else { "wrong" };
        let why = notes.number(&option.why);
        html += &format!("<li><b>{}, {verdict}:</b> {why}</li>", letter(place));
    }
    html += "</ul>";
    for (title, text) in
        [("Exam answer", &question.exam_answer), ("Today’s answer", &question.today)]
    {
        if !text.is_empty() {
            html += &format!("<p><b>{title}:</b></p>{}", block(&notes.number(text)));
        }
    }
    for fact in &question.facts {
        let source = match fact.url.as_str() {
            "" => escape(&fact.source),
            url => format!("<a href=\"{}\">{}</a>", escape(url), escape(&fact.source)),
        };
        let checked = Date::parse(&fact.checked).map_or(String::new(), |date| date.words());
        html += &format!(
            "<p class=\"note-line\">{}. Source: {source}, checked {checked}</p>",
            escape(fact.text.trim_end_matches('.'))
        );
    }
    if !question.lab.is_empty() {
        let lab = escape(&question.lab);
        html += &format!("<p><a href=\"#/lab?preset={lab}\">See it in the lab</a></p>");
    }
    html
}

fn letter(place: usize) -> char {
    char::from(b'A' + (place % 26) as u8)
}

/// Text of one paragraph gets its `<p>`.
fn block(html: &str) -> String {
    if html.trim_start().starts_with("<p>") { html.to_string() } else { format!("<p>{html}</p>") }
}
