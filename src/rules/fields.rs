//! Reading a rule's input field by field, so that an error names the field and what was expected.

use serde_json::{Map, Value};

/// The fields of an input object.
pub struct Fields<'a>(&'a Map<String, Value>);

impl<'a> Fields<'a> {
    /// The object's fields; none other than `known` may be there.
    pub fn new(input: &'a Value, known: &[&str]) -> Result<Fields<'a>, String> {
        let Some(fields) = input.as_object() else {
            return Err(format!("expected an object with {}", known.join(", ")));
        };
        match fields.keys().find(|key| !known.contains(&key.as_str())) {
            Some(key) => Err(format!("unknown field `{key}`: expected {}", known.join(", "))),
            None => Ok(Fields(fields)),
        }
    }

    /// A number from `low` to `high`.
    pub fn number(&self, name: &str, low: f64, high: f64) -> Result<f64, String> {
        self.optional_number(name, low, high)?
            .ok_or_else(|| format!("field `{name}`: expected a number, found nothing"))
    }

    /// A number from `low` to `high`, or nothing.
    pub fn optional_number(&self, name: &str, low: f64, high: f64) -> Result<Option<f64>, String> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => match value.as_f64() {
                Some(number) if (low..=high).contains(&number) => Ok(Some(number)),
                _ => {
                    Err(format!("field `{name}`: expected a number {low} to {high}, found {value}"))
                }
            },
        }
    }

    /// A whole number from `low` to `high`.
    pub fn whole(&self, name: &str, low: u32, high: u32) -> Result<u32, String> {
        self.optional_whole(name, low, high)?
            .ok_or_else(|| format!("field `{name}`: expected a whole number, found nothing"))
    }

    /// A whole number from `low` to `high`, or nothing.
    pub fn optional_whole(&self, name: &str, low: u32, high: u32) -> Result<Option<u32>, String> {
        match self.optional_number(name, f64::from(low), f64::from(high))? {
            Some(number) if number.fract() != 0.0 => {
                Err(format!("field `{name}`: expected a whole number, found {number}"))
            }
            number => Ok(number.map(|number| number as u32)),
        }
    }

    /// One of the given words, or nothing.
    pub fn word(&self, name: &str, words: &[&'static str]) -> Result<Option<&'static str>, String> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => {
                let found =
                    value.as_str().and_then(|text| words.iter().find(|word| **word == text));
                found.copied().map(Some).ok_or_else(|| {
                    format!("field `{name}`: expected {}, found {value}", words.join(" or "))
                })
            }
        }
    }

    /// One of the given words.
    pub fn needed_word(&self, name: &str, words: &[&'static str]) -> Result<&'static str, String> {
        self.word(name, words)?.ok_or_else(|| {
            format!("field `{name}`: expected {}, found nothing", words.join(" or "))
        })
    }

    /// True or false; false where nothing stands.
    pub fn flag(&self, name: &str) -> Result<bool, String> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(false),
            Some(Value::Bool(flag)) => Ok(*flag),
            Some(value) => Err(format!("field `{name}`: expected true or false, found {value}")),
        }
    }
}
