//! The editor as HTML: the text with its lines under a transparent text field, and the numbers that
//! can be moved above it.
//!
//! All three lie on one grid of characters, so that the browser's own text field keeps caret,
//! selection and undo.

use super::mend::mends;
use super::numbers::{NUMBER_MAX, numbers};
use super::problems::{marks, mended};
use super::seen::Seen;
use super::state::State;
use crate::app::html::escape;
use crate::facts::Rulebook;

/// Longer texts are shown as they are, without colours and lines.
const COLOURED_MAX: usize = 60_000;

/// Whether the text is drawn with lines and colours.
pub fn is_drawn(text: &str) -> bool {
    text.len() <= COLOURED_MAX
}

/// The lines behind the text field, and the numbers above it.
pub fn lines(state: &State, seen: &Seen) -> String {
    if !is_drawn(&state.text) {
        return String::new();
    }
    let rules = rule_of_lines(&state.text, seen);
    let mut html = String::with_capacity(state.text.len() * 3);
    for (index, line) in state.text.split('\n').enumerate() {
        let faulty = seen.lines.contains(&(index + 1));
        let rule = rules.get(index).copied().flatten();
        let rule = rule.map_or(String::new(), |rule| format!(" data-r=\"{rule}\""));
        html += &format!(
            "<div class=\"ln{}\"{rule}><i>{}</i>{}</div>",
            if faulty { " bad" } else { "" },
            index + 1,
            coloured(line, faulty),
        );
    }
    html
}

/// The index of the rule that a line belongs to, for each line.
pub fn rule_of_lines(text: &str, seen: &Seen) -> Vec<Option<usize>> {
    let mut rules = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let end = start + line.len();
        let inside = |span: (usize, usize)| span.1 > start && span.0 <= end;
        let spans = seen.draft.rules.iter().map(|rule| rule.span);
        rules.push(spans.enumerate().find(|(_, span)| inside(*span)).map(|(index, _)| index));
        start = end + 1;
    }
    rules
}

/// The numbers, each where it stands in the text.
pub fn moving_numbers(state: &State) -> String {
    if !is_drawn(&state.text) {
        return String::new();
    }
    let each = numbers(&state.text).into_iter().enumerate().map(|(index, number)| {
        let (line, column) = number.place;
        format!(
            "<span class=\"scrub\" role=\"spinbutton\" tabindex=\"0\" id=\"number-{index}\" \
             data-number=\"{index}\" aria-valuemin=\"1\" aria-valuemax=\"{NUMBER_MAX}\" \
             aria-valuenow=\"{value}\" aria-label=\"{key}, rule {rule}, line {line}\" \
             style=\"--l:{l};--c:{c}\"><b>{value}</b></span>",
            value = number.value,
            key = number.key,
            rule = number.rule + 1,
            l = line - 1,
            c = column - 1,
        )
    });
    each.collect()
}

/// A line with its keys apart from its values; a faulty one with a wave under its values.
fn coloured(line: &str, faulty: bool) -> String {
    let mut html = String::new();
    let mut rest = line;
    while let Some(start) = rest.find('"') {
        let Some(length) = string_length(&rest[start..]) else { break };
        let (before, string) = (&rest[..start], &rest[start..start + length]);
        rest = &rest[start + length..];
        html += &escape(before);
        let key = rest.trim_start().starts_with(':');
        let tag = if key {
            "b"
        } else if faulty {
            "u"
        } else {
            "s"
        };
        html += &format!("<{tag}>{}</{tag}>", escape(string));
    }
    html += &escape(rest);
    // A line of nothing still has its height.
    if line.is_empty() { " ".into() } else { html }
}

/// Bytes of a string with both quotes; none where it does not end in this line.
fn string_length(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The mistakes, each with what it means and what mends it.
pub fn problems(state: &State, seen: &Seen, rules: &Rulebook) -> String {
    let shown = seen.draft.mistakes.iter().zip(&seen.lines).enumerate().take(marks::SHOWN_MAX);
    let each = shown.map(|(index, (mistake, line))| {
        let buttons = mends(&state.text, mistake, &rules.ecr);
        mended(index, *line, mistake, &buttons)
    });
    let html: String = each.collect();
    if html.is_empty() {
        return html;
    }
    let more = seen.draft.mistakes.len().saturating_sub(marks::SHOWN_MAX);
    let more =
        if more > 0 { format!("<p class=\"note\">And {more} more.</p>") } else { String::new() };
    format!("{html}{more}<p class=\"note\">{}</p>", marks::refused(seen, rules))
}

/// The line under the editor: how many problems, and how to get to the next.
pub fn foot(state: &State, seen: &Seen) -> String {
    let undo = if state.before.is_empty() {
        String::new()
    } else {
        "<button class=\"btn q\" data-do=\"undo\" id=\"undo\">Undo</button>".to_string()
    };
    let hint = "<span class=\"note hint\">Drag a <b class=\"num\">number</b>, or type</span>";
    let problems = seen.draft.mistakes.len();
    if problems == 0 {
        return format!("<span class=\"good\">{}No mistake</span>{undo}{hint}", marks::check());
    }
    let word = if problems == 1 { "problem" } else { "problems" };
    format!(
        "<b class=\"wrong\">{}{problems} {word}</b><button class=\"btn q\" data-do=\"next\" \
         id=\"next-problem\">Next problem<kbd>F8</kbd></button>{undo}{hint}",
        marks::warning(),
    )
}
