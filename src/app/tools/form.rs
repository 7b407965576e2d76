//! A rule's input as a form. Pure.
//!
//! Each control has a path, `steps.0.lower`; what is typed comes back as texts by path, which
//! [`super::typed`] reads.

use super::pretty;
use super::typed::DOCUMENT;
use crate::app::html::escape;
use crate::facts::{Facts, InstanceType, Rulebook, format_value};
use crate::rules::Rule;
use crate::rules::field::{Field, Kind, Otherwise};
use serde_json::{Map, Value};

/// Up to so many words stand side by side; more are a list that opens.
const SIDE_BY_SIDE: usize = 4;

/// What a form needs beside the input.
pub struct Form<'a> {
    pub rules: &'a Rulebook,
    pub facts: &'a Facts,
}

impl Form<'_> {
    /// The form with an input in it.
    pub fn html(&self, rule: &Rule, input: &Map<String, Value>) -> String {
        let fields = rule.fields.iter();
        fields.map(|field| self.field(field, field.name, input.get(field.name))).collect()
    }

    fn field(&self, field: &Field, path: &str, value: Option<&Value>) -> String {
        let value = value.filter(|value| !value.is_null());
        match field.kind {
            Kind::Switch => self.switch(field, path, value),
            Kind::Choice(words) if words.len() <= SIDE_BY_SIDE && !path.contains('.') => {
                self.radios(field, path, words, value)
            }
            Kind::Rows(columns) => self.rows(field, path, columns, value),
            Kind::Documents => self.documents(field, path, value),
            Kind::Json if value.is_none() && !field.is_needed() && !path.contains('.') => {
                self.folded(field, path)
            }
            _ => {
                let control = self.control(field, path, value);
                let wide = matches!(field.kind, Kind::Json | Kind::Text);
                let class = if wide { "field wide" } else { "field" };
                [
                    "<div class=\"",
                    class,
                    "\"><label for=\"f-",
                    path,
                    "\">",
                    &escape(field.about),
                    &unit(field),
                    optional(field),
                    "</label>",
                    &control,
                    &self.otherwise(field, path),
                    &why(path),
                    "</div>",
                ]
                .concat()
            }
        }
    }

    /// The control alone, for what has one.
    fn control(&self, field: &Field, path: &str, value: Option<&Value>) -> String {
        let name =
            [" id=\"f-", path, "\" data-path=\"", path, "\" aria-describedby=\"why-", path, "\""]
                .concat();
        let text = |value: &Value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        let shown = value.map(text).unwrap_or_default();
        match field.kind {
            Kind::Json => {
                let text = match value {
                    Some(Value::String(text)) => text.clone(),
                    other => other.map(|it| pretty::lines(&it.to_string())).unwrap_or_default(),
                };
                let rows = text.lines().count().clamp(1, 24).to_string();
                [
                    "<textarea spellcheck=\"false\" autocapitalize=\"off\" rows=\"",
                    &rows,
                    "\"",
                    &name,
                    ">",
                    &escape(&text),
                    "</textarea>",
                ]
                .concat()
            }
            Kind::Choice(words) => {
                let options = words.iter().map(|word| (word.to_string(), word.to_string()));
                select(&name, options, &shown, field)
            }
            Kind::Instance => {
                let types = self.rules.instance_types.iter();
                let options = types.map(|kind| (kind.name.clone(), instance(kind)));
                select(&name, options, &shown, field)
            }
            _ => {
                let number = matches!(field.kind, Kind::Number { .. });
                let mode = if number { " inputmode=\"decimal\"" } else { "" };
                [
                    "<input type=\"text\" autocomplete=\"off\" spellcheck=\"false\"",
                    mode,
                    &name,
                    " value=\"",
                    &escape(&shown),
                    "\">",
                ]
                .concat()
            }
        }
    }

    fn switch(&self, field: &Field, path: &str, value: Option<&Value>) -> String {
        let on = match value {
            Some(value) => value == &Value::Bool(true),
            None => field.otherwise == Otherwise::Taken("true"),
        };
        [
            "<div class=\"field tick\"><label><input type=\"checkbox\" id=\"f-",
            path,
            "\" data-path=\"",
            path,
            "\"",
            if on { " checked" } else { "" },
            "> ",
            &escape(field.about),
            "</label>",
            &why(path),
            "</div>",
        ]
        .concat()
    }

    fn radios(&self, field: &Field, path: &str, words: &[&str], value: Option<&Value>) -> String {
        let chosen = value.and_then(Value::as_str).or(match field.otherwise {
            Otherwise::Taken(word) => Some(word),
            _ => None,
        });
        let one = |(index, word): (usize, &&str)| {
            let id = if index == 0 { path.to_string() } else { format!("{path}-{index}") };
            [
                "<label><input type=\"radio\" id=\"f-",
                &id,
                "\" name=\"",
                path,
                "\" data-path=\"",
                path,
                "\" value=\"",
                word,
                "\"",
                if chosen == Some(*word) { " checked" } else { "" },
                "><span>",
                word,
                "</span></label>",
            ]
            .concat()
        };
        let words: String = words.iter().enumerate().map(one).collect();
        [
            "<fieldset class=\"field pills\"><legend>",
            &escape(field.about),
            "</legend><div>",
            &words,
            "</div>",
            &why(path),
            "</fieldset>",
        ]
        .concat()
    }

    fn rows(&self, field: &Field, path: &str, columns: &[Field], value: Option<&Value>) -> String {
        let none = Vec::new();
        let rows = value.and_then(Value::as_array).unwrap_or(&none);
        let mut html = String::new();
        for (index, row) in rows.iter().enumerate() {
            let own = format!("{path}.{index}");
            let cells: String = columns
                .iter()
                .map(|column| {
                    self.field(column, &format!("{own}.{}", column.name), row.get(column.name))
                })
                .collect();
            html += &format!(
                "<fieldset class=\"row\"><legend>Row {}</legend>{cells}<button class=\"btn q\" \
                 type=\"button\" id=\"drop-{own}\" data-drop=\"{own}\">Remove\
                 <span class=\"hidden\"> row {}</span></button>{}</fieldset>",
                index + 1,
                index + 1,
                why(&own)
            );
        }
        format!(
            "<fieldset class=\"field rows\"><legend>{}</legend>{html}<button class=\"btn\" \
             type=\"button\" id=\"add-{path}\" data-add=\"{path}\">Add a row</button>{}{}\
             </fieldset>",
            escape(field.about),
            self.otherwise(field, path),
            why(path)
        )
    }

    /// What is seldom needed opens when it is asked for.
    fn folded(&self, field: &Field, path: &str) -> String {
        let (about, control) = (escape(field.about), self.control(field, path, None));
        format!(
            "<details class=\"field wide\"><summary>{about} <span class=\"note\">none</span>\
             </summary><label class=\"hidden\" for=\"f-{path}\">{about}</label>{control}{}\
             </details>",
            why(path)
        )
    }

    fn documents(&self, field: &Field, path: &str, value: Option<&Value>) -> String {
        let none = Vec::new();
        let documents = value.and_then(Value::as_array).unwrap_or(&none);
        let mut html = String::new();
        for (index, document) in documents.iter().enumerate() {
            let (own, number) = (format!("{path}.{index}"), index + 1);
            let control = self.control(&DOCUMENT, &own, Some(document));
            html += &format!(
                "<div class=\"document\"><label for=\"f-{own}\">Document {number}</label>\
                 <button class=\"btn q\" type=\"button\" id=\"drop-{own}\" \
                 data-drop=\"{own}\">Remove<span class=\"hidden\"> document {number}</span>\
                 </button>{control}{}</div>",
                why(&own)
            );
        }
        format!(
            "<fieldset class=\"field rows\"><legend>{}</legend>{html}<button class=\"btn\" \
             type=\"button\" id=\"add-{path}\" data-add=\"{path}\">Add a document</button>{}\
             </fieldset>",
            escape(field.about),
            why(path)
        )
    }

    /// What is taken where nothing stands.
    fn otherwise(&self, field: &Field, path: &str) -> String {
        let taken = match field.otherwise {
            Otherwise::Needed => return String::new(),
            // The choice shows it.
            Otherwise::Taken(_) if path.contains('.') => return String::new(),
            Otherwise::Taken("") => return String::new(),
            Otherwise::Taken(words) => ["left out: ", words].concat(),
            Otherwise::Fact(id) => {
                let value = self.facts.get(id).map(format_value).unwrap_or_default();
                ["left out: ", &value].concat()
            }
        };
        ["<span class=\"note\">", &escape(&taken), "</span>"].concat()
    }
}

fn unit(field: &Field) -> String {
    match field.kind {
        Kind::Number { unit, .. } if !unit.is_empty() => {
            [" <span class=\"soft\">", &escape(unit), "</span>"].concat()
        }
        _ => String::new(),
    }
}

fn optional(field: &Field) -> &'static str {
    match field.otherwise {
        Otherwise::Taken("") => " <span class=\"soft\">optional</span>",
        _ => "",
    }
}

/// Where a mistake is said.
fn why(path: &str) -> String {
    ["<span class=\"why\" id=\"why-", path, "\"></span>"].concat()
}

fn instance(kind: &InstanceType) -> String {
    let gib = f64::from(kind.memory_mib) / 1024.0;
    format!("{} – {} vCPU, {gib} GiB", kind.name, kind.vcpu)
}

fn select(
    name: &str,
    options: impl Iterator<Item = (String, String)>,
    chosen: &str,
    field: &Field,
) -> String {
    let mut html = ["<select", name, ">"].concat();
    let mut found = false;
    let mut inner = String::new();
    for (value, label) in options {
        let selected = value == chosen;
        found |= selected;
        inner += &[
            "<option value=\"",
            &escape(&value),
            if selected { "\" selected>" } else { "\">" },
            &escape(&label),
            "</option>",
        ]
        .concat();
    }
    if !found || !field.is_needed() {
        let (value, label) = if found { ("", "–") } else { (chosen, chosen) };
        let label = if label.is_empty() { "–" } else { label };
        let selected = if found { "" } else { " selected" };
        html +=
            &format!("<option value=\"{}\"{selected}>{}</option>", escape(value), escape(label));
    }
    html + &inner + "</select>"
}
