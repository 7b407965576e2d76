//! Reading a rule's input field by field, so that an error names the field and what was expected.

use super::field::Field;
use crate::facts::{InstanceType, Rulebook};
use serde_json::{Map, Value};

/// The fields of an input object.
pub struct Fields<'a> {
    fields: &'a Map<String, Value>,
    /// Where the object stands, with a dot at its end: `steps.0.`; nothing for the whole input.
    path: String,
}

impl<'a> Fields<'a> {
    /// The object's fields; none other than those of the rule's table may be there.
    pub fn of(input: &'a Value, table: &[Field]) -> Result<Fields<'a>, String> {
        let known: Vec<&str> = table.iter().map(|field| field.name).collect();
        Fields::inside(input, &known, String::new())
    }

    fn inside(input: &'a Value, known: &[&str], path: String) -> Result<Fields<'a>, String> {
        let Some(fields) = input.as_object() else {
            let place = if path.is_empty() {
                String::new()
            } else {
                format!("field `{}`: ", path.trim_end_matches('.'))
            };
            return Err(format!("{place}expected an object with {}", known.join(", ")));
        };
        match fields.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => Err(format!("unknown field `{path}{key}`: expected {}", known.join(", "))),
            None => Ok(Fields { fields, path }),
        }
    }

    /// An error at a field of this object.
    pub fn wrong(&self, name: &str, why: impl std::fmt::Display) -> String {
        format!("field `{}{name}`: {why}", self.path)
    }

    fn get(&self, name: &str) -> Option<&'a Value> {
        self.fields.get(name).filter(|value| !value.is_null())
    }

    /// Whether something stands there.
    pub fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// A number from `low` to `high`.
    pub fn number(&self, name: &str, low: f64, high: f64) -> Result<f64, String> {
        self.optional_number(name, low, high)?
            .ok_or_else(|| self.wrong(name, "expected a number, found nothing"))
    }

    /// A number from `low` to `high`, or nothing.
    pub fn optional_number(&self, name: &str, low: f64, high: f64) -> Result<Option<f64>, String> {
        let Some(value) = self.get(name) else { return Ok(None) };
        match value.as_f64() {
            Some(number) if (low..=high).contains(&number) => Ok(Some(number)),
            _ => Err(self.wrong(name, format!("expected a number {low} to {high}, found {value}"))),
        }
    }

    /// A whole number from `low` to `high`.
    pub fn whole(&self, name: &str, low: u32, high: u32) -> Result<u32, String> {
        self.optional_whole(name, low, high)?
            .ok_or_else(|| self.wrong(name, "expected a whole number, found nothing"))
    }

    /// A whole number from `low` to `high`, or nothing.
    pub fn optional_whole(&self, name: &str, low: u32, high: u32) -> Result<Option<u32>, String> {
        match self.optional_number(name, f64::from(low), f64::from(high))? {
            Some(number) if number.fract() != 0.0 => {
                Err(self.wrong(name, format!("expected a whole number, found {number}")))
            }
            number => Ok(number.map(|number| number as u32)),
        }
    }

    /// One of the given words, or nothing.
    pub fn word(&self, name: &str, words: &[&'static str]) -> Result<Option<&'static str>, String> {
        let Some(value) = self.get(name) else { return Ok(None) };
        let found = value.as_str().and_then(|text| words.iter().find(|word| **word == text));
        found.copied().map(Some).ok_or_else(|| {
            self.wrong(name, format!("expected {}, found {value}", words.join(" or ")))
        })
    }

    /// One of the given words.
    pub fn needed_word(&self, name: &str, words: &[&'static str]) -> Result<&'static str, String> {
        self.word(name, words)?.ok_or_else(|| {
            self.wrong(name, format!("expected {}, found nothing", words.join(" or ")))
        })
    }

    /// True or false; false where nothing stands.
    pub fn flag(&self, name: &str) -> Result<bool, String> {
        Ok(self.optional_flag(name)?.unwrap_or(false))
    }

    /// True or false, or nothing.
    pub fn optional_flag(&self, name: &str) -> Result<Option<bool>, String> {
        match self.get(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(value) => Err(self.wrong(name, format!("expected true or false, found {value}"))),
        }
    }

    /// A text that is not empty.
    pub fn text(&self, name: &str) -> Result<&'a str, String> {
        self.optional_text(name)?.ok_or_else(|| self.wrong(name, "expected a text, found nothing"))
    }

    /// A text that is not empty, or nothing.
    pub fn optional_text(&self, name: &str) -> Result<Option<&'a str>, String> {
        let Some(value) = self.get(name) else { return Ok(None) };
        match value.as_str() {
            Some(text) if !text.trim().is_empty() => Ok(Some(text)),
            _ => Err(self.wrong(name, format!("expected a text, found {value}"))),
        }
    }

    /// The objects of a list, each with none but the `known` fields; none where nothing stands.
    pub fn objects(&self, name: &str, known: &[&str]) -> Result<Vec<Fields<'a>>, String> {
        let items = self.items(name)?.iter().enumerate();
        items
            .map(|(index, item)| {
                Fields::inside(item, known, format!("{}{name}.{index}.", self.path))
            })
            .collect()
    }

    /// An object that must be there.
    pub fn object(&self, name: &str, known: &[&str]) -> Result<Fields<'a>, String> {
        let value = self.get(name).unwrap_or(&Value::Null);
        Fields::inside(value, known, format!("{}{name}.", self.path))
    }

    /// An object, or nothing.
    pub fn optional_object(
        &self,
        name: &str,
        known: &[&str],
    ) -> Result<Option<Fields<'a>>, String> {
        self.has(name).then(|| self.object(name, known)).transpose()
    }

    /// The numbers of an instance type by its name.
    pub fn instance_type<'r>(&self, rules: &'r Rulebook) -> Result<&'r InstanceType, String> {
        let name = self.text("instance_type")?;
        rules.instance_type(name).ok_or_else(|| {
            self.wrong("instance_type", format!("no sourced numbers for `{name}` are on record"))
        })
    }

    /// Names with a text each; none where nothing stands.
    pub fn texts_by_name(&self, name: &str) -> Result<Vec<(&'a str, &'a str)>, String> {
        let Some(value) = self.get(name) else { return Ok(Vec::new()) };
        let wrong = || self.wrong(name, format!("expected names with texts, found {value}"));
        let pairs = value.as_object().ok_or_else(wrong)?.iter();
        pairs.map(|(key, value)| Ok((key.as_str(), value.as_str().ok_or_else(wrong)?))).collect()
    }

    /// The texts of a list, or one text alone; none where nothing stands.
    pub fn texts(&self, name: &str) -> Result<Vec<&'a str>, String> {
        if let Some(Value::String(text)) = self.get(name) {
            return Ok(vec![text]);
        }
        let items = self.items(name)?.iter();
        items
            .map(|item| {
                let text = item.as_str().filter(|text| !text.is_empty());
                text.ok_or_else(|| self.wrong(name, format!("expected texts, found {item}")))
            })
            .collect()
    }

    /// The items of a list; none where nothing stands.
    pub fn items(&self, name: &str) -> Result<&'a [Value], String> {
        match self.get(name) {
            None => Ok(&[]),
            Some(Value::Array(items)) => Ok(items),
            Some(value) => Err(self.wrong(name, format!("expected a list, found {value}"))),
        }
    }
}
