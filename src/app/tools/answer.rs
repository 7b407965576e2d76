//! What a rule answers, as HTML: the finding as a sentence, the figures, the working. Pure.

use super::{decision, pretty};
use crate::app::html::escape;
use crate::app::words::capital;
use crate::place::line_and_column;
use crate::rules::says::{sentence, shown};
use crate::rules::{Answer, Rule};
use serde_json::{Map, Value};

/// The finding as a sentence.
pub fn said(rule: &Rule, answer: &Answer) -> String {
    let sentence = decision::in_words(&sentence(rule, &answer.value));
    ["<p class=\"tool-says\">", &with_figures(&sentence), "</p>"].concat()
}

/// The figures and the working.
pub fn rest(rule: &Rule, answer: &Answer) -> String {
    // One figure stands in the sentence already.
    let figures = match &answer.value {
        Value::Object(fields) if fields.len() > 1 || rule.says.is_empty() => figures(fields),
        Value::Object(fields) if fields.values().any(|it| it.is_array() || it.is_object()) => {
            figures(fields)
        }
        _ => String::new(),
    };
    [&figures, "<h2>The working</h2>", &working(&answer.because)].concat()
}

/// The sentence, with its numbers in bold so that the eye finds them.
fn with_figures(said: &str) -> String {
    let mut html = String::new();
    let digits = |sign: char| sign.is_ascii_digit() || "$−".contains(sign);
    let inner = |sign: char| sign.is_ascii_digit() || ".\u{202f}".contains(sign);
    let mut rest = said;
    while let Some(at) = rest.find(digits) {
        let starts = rest[..at].chars().next_back().is_none_or(|sign| sign.is_whitespace());
        let first = rest[at..].chars().next().map_or(1, char::len_utf8);
        let end = rest[at + first..].find(|sign| !inner(sign));
        let end = end.map_or(rest.len(), |end| at + first + end);
        html += &escape(&rest[..at]);
        let number = &rest[at..end];
        html += &match starts {
            true => ["<b>", &escape(number), "</b>"].concat(),
            false => escape(number),
        };
        rest = &rest[end..];
    }
    html + &escape(rest)
}

/// Each part of the arithmetic in its own line.
fn working(because: &str) -> String {
    let lines = because.split(['\n', ';']).map(str::trim).filter(|line| !line.is_empty());
    let items: String =
        lines.map(|line| ["<li>", &escape(&capital(line)), "</li>"].concat()).collect();
    ["<ol class=\"tool-because\">", &items, "</ol>"].concat()
}

/// The fields of the answer in a table; a field with a list of objects gets one of its own.
fn figures(fields: &Map<String, Value>) -> String {
    let (mut rows, mut tables) = (String::new(), String::new());
    for (name, value) in fields {
        match value {
            Value::Array(items) if items.first().is_some_and(Value::is_object) => {
                tables += &table(name, items);
            }
            Value::Object(inner) if !inner.is_empty() => {
                for (key, value) in inner {
                    let name_alone = key.chars().any(|sign| !sign.is_lowercase() && sign != '_');
                    let key_label = if name_alone { key.clone() } else { label(key) };
                    let label = [&label(name), ": ", &key_label].concat();
                    rows += &row(&label, &with_unit(key, value));
                }
            }
            _ => rows += &row(&label(name), &with_unit(name, value)),
        }
    }
    let rows = match rows.is_empty() {
        true => rows,
        false => ["<table class=\"tool-figures\"><tbody>", &rows, "</tbody></table>"].concat(),
    };
    rows + &tables
}

fn row(label: &str, value: &str) -> String {
    ["<tr><th scope=\"row\">", &escape(label), "</th><td>", &escape(value), "</td></tr>"].concat()
}

fn table(name: &str, items: &[Value]) -> String {
    let mut columns: Vec<&String> = Vec::new();
    for field in items.iter().filter_map(Value::as_object).flat_map(Map::keys) {
        if !columns.contains(&field) && field != "fact" {
            columns.push(field);
        }
    }
    let head: String = columns
        .iter()
        .map(|column| ["<th scope=\"col\">", &escape(&label(column)), "</th>"].concat())
        .collect();
    let mut body = String::new();
    for item in items {
        body += "<tr>";
        for column in &columns {
            let cell = item.get(column.as_str()).unwrap_or(&Value::Null);
            body += &["<td>", &escape(&with_unit(column, cell)), "</td>"].concat();
        }
        body += "</tr>";
    }
    [
        "<table class=\"tool-figures\"><caption>",
        &escape(&label(name)),
        "</caption><thead><tr>",
        &head,
        "</tr></thead><tbody>",
        &body,
        "</tbody></table>",
    ]
    .concat()
}

/// Endings of names that are units.
const UNITS: [(&str, &str); 10] = [
    ("_mib_s", "MiB/s"),
    ("_mib", "MiB"),
    ("_gib", "GiB"),
    ("_millis", "millicpu"),
    ("_minutes_a_day", "min a day"),
    ("_per_hour", "an hour"),
    ("_s", "s"),
    ("_percent", "%"),
    ("_m", "millicpu"),
    ("_days_ago", "days ago"),
];

/// `base_read_mib_s` → `Base read`
fn label(name: &str) -> String {
    let ending = UNITS.iter().find_map(|(ending, _)| name.strip_suffix(ending));
    let words = ending.unwrap_or(name).replace('_', " ");
    let upper = ["cpu", "iops", "vcpu", "id"].contains(&words.as_str());
    match words.as_str() {
        "vcpu" => "vCPU".into(),
        _ if upper => words.to_uppercase(),
        _ => capital(&words),
    }
}

fn with_unit(name: &str, value: &Value) -> String {
    let text = shown(value);
    if name.contains("dollars") || name == "unit_price" {
        return ["$", &text].concat();
    }
    let unit = UNITS.iter().find(|(ending, _)| name.ends_with(ending));
    match unit.filter(|_| value.is_number()) {
        Some((_, unit)) => [&text, "\u{a0}", unit].concat(),
        None => text,
    }
}

/// The place of a mistake as a rule names it, and what it says: ``field `steps.0.lower`: …``.
pub fn place(why: &str) -> (Option<String>, String) {
    let named = why.strip_prefix("field `").or_else(|| why.strip_prefix("unknown field `"));
    match named.and_then(|rest| rest.split_once('`')) {
        Some((path, text)) => {
            (Some(path.to_string()), text.trim_start_matches([':', ' ']).to_string())
        }
        None => (None, why.to_string()),
    }
}

/// A text with what stands in backticks as code.
pub fn coded(text: &str) -> String {
    let mut html = String::new();
    for (index, piece) in text.split('`').enumerate() {
        if index > 0 {
            html += if index % 2 == 1 { "<code>" } else { "</code>" };
        }
        html += &escape(piece);
    }
    if text.matches('`').count() % 2 == 1 {
        html += "</code>";
    }
    html
}

/// The words of a refusal for somebody who sees the form: the label in place of the field's name.
pub fn for_reader(rule: &Rule, why: &str) -> String {
    let (Some(path), said) = place(why) else { return why.replace('`', "") };
    let (name, inside) = path.split_once('.').unwrap_or((&path, ""));
    let about = rule.fields.iter().find(|field| field.name == name).map(|field| field.about);
    let said = said.replace('`', "");
    match (about, inside.is_empty()) {
        (Some(about), true) => [about, ": ", &said].concat(),
        (Some(about), false) => [about, " (", inside, "): ", &said].concat(),
        (None, _) => [&path, ": ", &said].concat(),
    }
}

/// A path and those around it, from the inside out: `a.0.b`, `a.0`, `a`.
pub fn ways_up(path: &str) -> Vec<String> {
    let mut ways = vec![path.to_string()];
    let mut rest = path;
    while let Some((before, _)) = rest.rsplit_once('.') {
        ways.push(before.to_string());
        rest = before;
    }
    ways
}

/// A mistake in words; in a control with a text of its own it says the line. `within` is the path
/// inside the text, and what is said may begin with more of it: `Statement.0.Effect: …`.
pub fn with_line(text: Option<&str>, within: &str, said: &str) -> String {
    let inner = said.split_once(": ").map(|(path, _)| path).filter(|path| {
        !path.is_empty() && path.chars().all(|sign| sign.is_alphanumeric() || sign == '.')
    });
    let paths = [within, inner.unwrap_or_default()];
    let path = paths.into_iter().filter(|path| !path.is_empty()).collect::<Vec<_>>().join(".");
    let place = text
        .filter(|text| !path.is_empty() && text.contains('\n'))
        .and_then(|text| Some(line_and_column(text, pretty::place(text, &path)?).0));
    match place {
        Some(line) => format!("Line {line}: {said}"),
        None => capital(said),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::find;
    use serde_json::json;

    #[test]
    fn numbers_of_the_sentence_stand_out() {
        assert_eq!(with_figures("29 pods at most"), "<b>29</b> pods at most");
        assert_eq!(with_figures("i-1 costs $0.5"), "i-1 costs <b>$0.5</b>");
        assert_eq!(with_figures("a < 10\u{202f}000."), "a &lt; <b>10\u{202f}000.</b>");
    }

    #[test]
    fn figures_have_names_and_units() {
        let value = json!({
            "cpu_millis": 1930, "dollars": 2.5, "placed": { "SPOT": 3 }, "none": null,
            "lines": [{ "what": "vCPU", "unit_price": 0.04, "fact": "x" }]
        });
        let html = figures(value.as_object().expect("an object"));
        for part in [
            "<th scope=\"row\">CPU</th><td>1930\u{a0}millicpu</td>",
            "<td>$2.5</td>",
            "Placed: SPOT</th><td>3</td>",
            "<caption>Lines</caption>",
            "<td>$0.04</td>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn the_answer_begins_with_a_sentence() {
        let rule = find("max-pods").expect("a rule");
        let answer = Answer { value: json!({ "max_pods": 29 }), because: "a; b".into() };
        assert_eq!(said(rule, &answer), "<p class=\"tool-says\"><b>29</b> pods at most</p>");
        let html = rest(rule, &answer);
        assert!(html.contains("<li>A</li><li>B</li>"), "{html}");
    }

    #[test]
    fn a_mistake_in_a_document_says_its_line() {
        let text = "{\n  \"Statement\": [\n    { \"Effect\": \"Alow\" }\n  ]\n}";
        let said = with_line(Some(text), "", "Statement.0.Effect: expected Allow");
        assert_eq!(said, "Line 3: Statement.0.Effect: expected Allow");
        assert_eq!(with_line(Some(text), "Statement.0", "no good"), "Line 3: no good");
        assert_eq!(with_line(None, "a", "no good"), "No good");
        assert_eq!(ways_up("a.0.b"), ["a.0.b", "a.0", "a"]);
    }

    #[test]
    fn a_refusal_is_said_in_the_words_of_the_form() {
        let rule = find("step-scaling").expect("a rule");
        let said = |why: &str| for_reader(rule, why);
        assert_eq!(said("field `metric`: expected `x`"), "Metric now: expected x");
        let inside = "Steps, from the threshold on (0.lower): no";
        assert_eq!(said("field `steps.0.lower`: no"), inside);
        assert_eq!(said("steps overlap"), "steps overlap");
        assert_eq!(coded("a `b<` c"), "a <code>b&lt;</code> c");
    }

    #[test]
    fn a_refusal_names_its_place() {
        let (path, text) = place("field `steps.0.lower`: expected a number");
        assert_eq!((path.as_deref(), text.as_str()), (Some("steps.0.lower"), "expected a number"));
        assert_eq!(place("unknown field `x`: expected y").0.as_deref(), Some("x"));
        assert_eq!(place("nothing").0, None);
    }
}
