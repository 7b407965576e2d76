//! The page of a rule: form or JSON at the left, the answer at the right. Pure.

use super::form::Form;
use super::{Book, answer, decision, doors, pods, pretty, sources};
use crate::app::html::escape;
use crate::app::words::capital;
use crate::place::line_and_column;
use crate::rules::{Answer, Rule, examples};
use serde_json::{Map, Value};

/// Longer inputs would keep the page waiting.
pub const TEXT_MAX: usize = 400_000;

/// What stands below the title; `notice` says what is wrong with the link, if anything.
pub fn body(rule: &Rule, notice: &str) -> String {
    let named: String = examples::of(rule)
        .enumerate()
        .map(|(index, example)| {
            [
                "<button class=\"btn\" type=\"button\" data-example=\"",
                &index.to_string(),
                "\">",
                &escape(example.title),
                "</button>",
            ]
            .concat()
        })
        .collect();
    let notice = match notice.is_empty() {
        true => String::new(),
        false => {
            let sentence = capital(notice);
            let html = ["<p>", &escape(&sentence), ". The example is shown in its place.</p>"];
            ["<div class=\"notice\">", &html.concat(), "</div>"].concat()
        }
    };
    [
        "<p class=\"lead\">",
        &escape(rule.meaning),
        ".</p>",
        &notice,
        "<div class=\"tool-sides\"><div id=\"tool-said\"></div>",
        "<section class=\"box tool-edit\" aria-label=\"Input\"><div class=\"tool-bar\">",
        "<div class=\"tool-switch\" role=\"group\" aria-label=\"Input as\">",
        "<button type=\"button\" id=\"as-form\" data-view=\"form\" aria-pressed=\"true\">Form",
        "</button><button type=\"button\" id=\"as-json\" data-view=\"json\" ",
        "aria-pressed=\"false\">JSON</button></div>",
        "<div class=\"tool-examples\" role=\"group\" aria-label=\"Examples\">",
        &named,
        "</div></div><div id=\"tool-input\"></div><div id=\"tool-why\"></div></section>",
        "<div id=\"tool-answer\"></div></div>",
    ]
    .concat()
}

/// The form with an input in it.
pub fn form(rule: &Rule, book: &Book, input: &Map<String, Value>) -> String {
    Form { rules: &book.rules, facts: &book.facts }.html(rule, input)
}

/// The editor with a text in it.
pub fn editor(text: &str) -> String {
    [
        "<label class=\"hidden\" for=\"tool-json\">Input as JSON</label><div class=\"tool-code\">",
        "<pre id=\"tool-lines\" aria-hidden=\"true\">",
        &numbers(text),
        "</pre><textarea id=\"tool-json\" spellcheck=\"false\" autocapitalize=\"off\" ",
        "autocomplete=\"off\" aria-describedby=\"tool-why\" wrap=\"off\" rows=\"",
        &rows(text).to_string(),
        "\">",
        &escape(text),
        "</textarea></div>",
    ]
    .concat()
}

/// How high the editor is.
pub fn rows(text: &str) -> usize {
    (text.matches('\n').count() + 1).max(6)
}

/// The numbers beside the lines.
pub fn numbers(text: &str) -> String {
    let count = text.matches('\n').count() + 1;
    let mut numbers = String::with_capacity(count * 4);
    for line in 1..=count {
        numbers += &line.to_string();
        numbers.push('\n');
    }
    numbers
}

/// The first half of an answer: the sentence, or what is wrong above the last one.
pub fn said(rule: &Rule, answer: Option<&Answer>, wrong: &str) -> String {
    let sentence = answer.map(|answer| answer::said(rule, answer)).unwrap_or_default();
    if wrong.is_empty() {
        return sentence;
    }
    let last = match sentence.is_empty() {
        true => sentence,
        false => {
            ["<div class=\"stale\"><p class=\"note\">The last answer</p>", &sentence, "</div>"]
                .concat()
        }
    };
    ["<p class=\"tool-wrong\">", &escape(&capital(wrong)), ".</p>", &last].concat()
}

/// The second half: figures, working, sources and doors.
pub fn rest(
    rule: &Rule,
    input: &Map<String, Value>,
    answer: Option<&Answer>,
    book: &Book,
) -> String {
    let general = || answer.map(|answer| answer::rest(rule, answer)).unwrap_or_default();
    let figures = match rule.name {
        "iam" => decision::html(input).unwrap_or_else(general),
        "max-pods" => pods::html(input, book).unwrap_or_default() + &general(),
        _ => general(),
    };
    let doors = book.map.as_ref().map(|map| doors::html(rule.name, map)).unwrap_or_default();
    [
        &figures,
        "<h2>Sources</h2>",
        &sources::html(rule, answer.map(|answer| &answer.value), &book.facts),
        &doors,
    ]
    .concat()
}

/// What is wrong in the text of the editor, and a button that leads there.
pub fn wrong_line(text: &str, at: usize, why: &str) -> String {
    let (line, _) = line_and_column(text, at);
    [
        "<p class=\"at\"><button class=\"btn\" type=\"button\" data-at=\"",
        &at.to_string(),
        "\">Line ",
        &line.to_string(),
        "</button><span>",
        &answer::coded(&capital(why)),
        "</span></p>",
    ]
    .concat()
}

/// The input of a text; the error is a byte and what is wrong there.
pub fn read(text: &str) -> Result<Map<String, Value>, (usize, String)> {
    if text.len() > TEXT_MAX {
        return Err((TEXT_MAX, format!("expected at most {TEXT_MAX} characters")));
    }
    if let Err(fault) = crate::registry::json::parse(text) {
        return Err((fault.at, fault.message));
    }
    match serde_json::from_str(text) {
        Ok(Value::Object(input)) => Ok(input),
        Ok(_) => Err((0, "expected an object, { … }".into())),
        Err(error) => {
            let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
            let at = lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
            Err((at, error.to_string()))
        }
    }
}

/// Where a refusal of the rule stands in the text.
pub fn at(text: &str, why: &str) -> (usize, String) {
    let (path, said) = answer::place(why);
    let at = path.as_deref().and_then(|path| pretty::place(text, path));
    (at.unwrap_or(0), if path.is_some() { why.to_string() } else { said })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::find;

    #[test]
    fn a_faulty_text_is_refused_with_its_place() {
        assert!(read("{\"a\": 1}").is_ok());
        let text = "{\n  \"a\": }";
        let (at, why) = read(text).expect_err("broken");
        assert_eq!(line_and_column(text, at).0, 2, "{why}");
        assert_eq!(read("[1]").expect_err("a list").0, 0);
        assert!(read("{\"a\": 1, \"a\": 2}").is_err(), "a key that stands twice");
        let deep = "[".repeat(100_000);
        assert!(read(&deep).is_err());
        assert!(read(&" ".repeat(TEXT_MAX + 1)).is_err_and(|(at, _)| at == TEXT_MAX));
    }

    #[test]
    fn a_refusal_finds_its_line() {
        let text = "{\n  \"instance_type\": \"m5.mega\"\n}";
        let (at, why) = at(text, "field `instance_type`: no sourced numbers");
        let html = wrong_line(text, at, &why);
        assert!(html.contains("Line 2") && html.contains("no sourced numbers"), "{html}");
    }

    #[test]
    fn a_mistake_keeps_the_last_answer() {
        let rule = find("max-pods").expect("a rule");
        let answer =
            Answer { value: serde_json::json!({ "max_pods": 29 }), because: String::new() };
        let html = said(rule, Some(&answer), "expected a <number>");
        assert!(html.contains("Expected a &lt;number&gt;."), "{html}");
        assert!(html.contains("The last answer") && html.contains("<b>29</b>"), "{html}");
    }
}
