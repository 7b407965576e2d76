//! The JSON shape of plain data: structs as objects, enums as words, written once for both ways.
//!
//! Everything is read from and written to one type, [`Value`], and serde sees only that. A derived
//! implementation is compiled anew for each struct and each format; for some twenty structs that
//! was a fifth of the page's download. Knows no type of the product.

mod plain;

use crate::packed::{Packer, Unpacker};
use serde_json::{Map, Value};

/// Data with a JSON shape.
pub trait Shape: Sized {
    /// The data as JSON.
    fn write(&self) -> Value;

    /// Reads it back; the error says where and what was expected.
    fn read(value: &Value) -> Result<Self, Wrong>;

    /// What stands in for a field that cannot be read, until the error is reported.
    fn blank() -> Self;

    /// Adds the data to a message of few bytes; as JSON, where a type does no better.
    fn pack(&self, message: &mut Packer) {
        message.text(&self.write().to_string());
    }

    /// Takes it from there.
    fn unpack(message: &mut Unpacker) -> Option<Self> {
        Self::read(&serde_json::from_str(message.text()?).ok()?).ok()
    }
}

/// What does not fit its shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Where, from the outside in: `blocks.3.title`.
    pub path: String,
    /// What was expected, and what was found.
    pub expected: String,
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.path)?;
        out.write_str(if self.path.is_empty() { "" } else { ": " })?;
        out.write_str(&self.expected)
    }
}

/// `expected KIND, found VALUE`, at its own place.
pub fn wrong(kind: &str, found: &Value) -> Wrong {
    let expected = ["expected ", kind, ", found ", &found.to_string()].concat();
    Wrong { path: String::new(), expected }
}

/// The same, one level further out.
pub fn within(mut wrong: Wrong, key: &str) -> Wrong {
    wrong.path =
        if wrong.path.is_empty() { key.to_string() } else { [key, ".", &wrong.path].concat() };
    wrong
}

/// The object's fields; none other than `known` may be there.
pub fn table<'a>(value: &'a Value, known: &[&str]) -> Result<&'a Map<String, Value>, Wrong> {
    let Value::Object(table) = value else { return Err(wrong("an object", value)) };
    match table.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(Wrong { path: key.clone(), expected: "unknown field".into() }),
        None => Ok(table),
    }
}

/// Writes one field.
pub fn put<T: Shape>(table: &mut Map<String, Value>, key: &str, field: &T) {
    table.insert(key.into(), field.write());
}

/// Writes a field that may be left out, unless it is blank.
pub fn put_spare<T: Shape>(table: &mut Map<String, Value>, key: &str, field: &T) {
    let value = field.write();
    if value != T::blank().write() {
        table.insert(key.into(), value);
    }
}

/// A field that must be there.
pub fn need<T: Shape>(table: &Map<String, Value>, key: &str) -> Result<T, Wrong> {
    match table.get(key) {
        Some(value) => T::read(value).map_err(|wrong| within(wrong, key)),
        None => Err(Wrong { path: key.into(), expected: "missing field".into() }),
    }
}

/// A field on the way to a whole struct: a blank where it is wrong, or left out without need. The
/// first thing that is wrong is kept.
pub fn take<T: Shape>(
    table: &Map<String, Value>,
    key: &str,
    needed: bool,
    first: &mut Option<Wrong>,
) -> T {
    if !needed && !table.contains_key(key) {
        return T::blank();
    }
    need(table, key).unwrap_or_else(|wrong| {
        first.get_or_insert(wrong);
        T::blank()
    })
}

/// Gives a struct its shape: `shape!(Fact { value, text; url })`. Fields behind the semicolon may
/// be left out and then have their type's default.
#[macro_export]
macro_rules! shape {
    ($type:ident { $($field:ident),+ $(; $($spare:ident),+)? }) => {
        impl $crate::shape::Shape for $type {
            fn write(&self) -> serde_json::Value {
                let mut table = serde_json::Map::new();
                $($crate::shape::put(&mut table, stringify!($field), &self.$field);)+
                $($($crate::shape::put_spare(&mut table, stringify!($spare), &self.$spare);)+)?
                serde_json::Value::Object(table)
            }

            fn read(value: &serde_json::Value) -> Result<$type, $crate::shape::Wrong> {
                let known = &[$(stringify!($field),)+ $($(stringify!($spare)),+)?];
                let table = $crate::shape::table(value, known)?;
                // No early return: dropping what was read so far, field by field, is much code.
                let mut first = None;
                let whole = $type {
                    $($field: $crate::shape::take(table, stringify!($field), true, &mut first),)+
                    $($($spare: $crate::shape::take(
                        table, stringify!($spare), false, &mut first,
                    ),)+)?
                };
                match first {
                    None => Ok(whole),
                    Some(wrong) => Err(wrong),
                }
            }

            fn blank() -> $type {
                $type {
                    $($field: $crate::shape::Shape::blank(),)+
                    $($($spare: $crate::shape::Shape::blank(),)+)?
                }
            }

            fn pack(&self, message: &mut $crate::packed::Packer) {
                $($crate::shape::Shape::pack(&self.$field, message);)+
                $($($crate::shape::Shape::pack(&self.$spare, message);)+)?
            }

            fn unpack(message: &mut $crate::packed::Unpacker) -> Option<$type> {
                Some($type {
                    $($field: $crate::shape::Shape::unpack(message)?,)+
                    $($($spare: $crate::shape::Shape::unpack(message)?,)+)?
                })
            }
        }
        $crate::serde_by_shape!($type);
    };
}

/// Gives an enum without data its words: `words!(Shape { Flat = "flat", Day = "day" })`.
#[macro_export]
macro_rules! words {
    ($type:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        impl $type {
            /// The words that stand for the variants.
            pub const WORDS: &'static [&'static str] = &[$($word),+];
            const VARIANTS: &'static [$type] = &[$($type::$variant),+];

            /// The word for it.
            pub fn word(self) -> &'static str {
                $type::WORDS[self as usize]
            }
        }

        impl $crate::shape::Shape for $type {
            fn write(&self) -> serde_json::Value {
                self.word().into()
            }

            fn read(value: &serde_json::Value) -> Result<$type, $crate::shape::Wrong> {
                let index = $crate::shape::index_of(value, $type::WORDS)?;
                Ok($type::VARIANTS[index])
            }

            fn blank() -> $type {
                $type::VARIANTS[0]
            }

            fn pack(&self, message: &mut $crate::packed::Packer) {
                message.byte(*self as u8);
            }

            fn unpack(message: &mut $crate::packed::Unpacker) -> Option<$type> {
                $type::VARIANTS.get(usize::from(message.byte()?)).copied()
            }
        }
        $crate::serde_by_shape!($type);
    };
}

/// serde's traits by way of the shape, so that any format serde knows can carry it.
#[macro_export]
macro_rules! serde_by_shape {
    ($type:ident) => {
        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
                $crate::shape::Shape::write(self).serialize(out)
            }
        }

        impl<'de> serde::Deserialize<'de> for $type {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<$type, D::Error> {
                let value = serde_json::Value::deserialize(from)?;
                $crate::shape::Shape::read(&value).map_err(serde::de::Error::custom)
            }
        }
    };
}

/// Which of the words it is.
pub fn index_of(value: &Value, words: &[&str]) -> Result<usize, Wrong> {
    let found = value.as_str().and_then(|text| words.iter().position(|word| *word == text));
    found.ok_or_else(|| wrong(&["one of ", &words.join(", ")].concat(), value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[derive(Clone, Copy, Debug, PartialEq)]
    enum Way {
        In,
        Out,
    }
    words!(Way { In = "in", Out = "out" });

    #[derive(Debug, PartialEq)]
    struct Step {
        way: Way,
        by: Vec<u32>,
        note: String,
    }
    shape!(Step { way, by; note });

    #[test]
    fn data_comes_back_as_it_went() {
        let step = Step { way: Way::Out, by: vec![1, 2], note: "twice".into() };
        let text = serde_json::to_string(&step).expect("it can be written");
        assert_eq!(text, r#"{"by":[1,2],"note":"twice","way":"out"}"#);
        assert_eq!(serde_json::from_str::<Step>(&text).expect("it can be read"), step);
        let mut message = Packer::default();
        step.pack(&mut message);
        let bytes = message.finish();
        assert_eq!(Step::unpack(&mut Unpacker::new(&bytes)).as_ref(), Some(&step));
        for cut in 0..bytes.len() {
            assert_eq!(Step::unpack(&mut Unpacker::new(&bytes[..cut])), None);
        }
    }

    #[test]
    fn what_does_not_fit_is_named_with_its_place() {
        let said = |value: Value| Step::read(&value).expect_err("it is wrong").to_string();
        let bad_item = json!({ "way": "in", "by": [1, "two"] });
        assert_eq!(said(bad_item), "by.1: expected a whole number, found \"two\"");
        assert_eq!(
            said(json!({ "way": "up", "by": [] })),
            "way: expected one of in, out, found \"up\""
        );
        assert_eq!(said(json!({ "way": "in" })), "by: missing field");
        assert_eq!(said(json!({ "way": "in", "by": [], "else": 1 })), "else: unknown field");
        assert_eq!(said(json!([])), "expected an object, found []");
    }
}
