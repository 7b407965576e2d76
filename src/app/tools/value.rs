//! One typed text as a value of a rule's input. Pure.

use crate::rules::field::{Field, Kind, Otherwise};
use serde_json::Value;

/// What is wrong with what was typed, and in which control.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bad {
    /// `steps.0.lower`
    pub path: String,
    /// What was expected there and what was found.
    pub text: String,
}

/// The value of a field that is no list of rows; `None` where nothing stands.
pub fn read(field: &Field, path: &str, typed: Option<&str>) -> Result<Option<Value>, Bad> {
    let bad = |text: String| Bad { path: path.to_string(), text };
    if field.kind == Kind::Switch {
        let on = typed == Some("true");
        let otherwise = field.otherwise == Otherwise::Taken("true");
        return Ok((on != otherwise).then_some(Value::Bool(on)));
    }
    let text = typed.unwrap_or_default().trim();
    if text.is_empty() {
        return match field.is_needed() && typed.is_some() {
            true => Err(bad(["expected ", expected(field)].concat())),
            false => Ok(None),
        };
    }
    match field.kind {
        Kind::Number { min, whole, .. } => {
            let found = || bad([&wanted(field), ", found “", text, "”"].concat());
            let number: f64 = plain(text).parse().map_err(|_| found())?;
            let fits = number.is_finite()
                && min.is_none_or(|least| number >= least)
                && !(whole && number != libm::floor(number));
            if !fits {
                return Err(found());
            }
            Ok(Some(as_written(number)))
        }
        Kind::Json => serde_json::from_str(text).map(Some).map_err(|error| {
            let line = error.line();
            bad(format!("expected JSON; line {line}, column {}: {error}", error.column()))
        }),
        _ => Ok(Some(text.into())),
    }
}

/// Without the spaces that part thousands, with a point where a comma or a minus sign of print
/// stands.
fn plain(text: &str) -> String {
    let kept = text.chars().filter(|sign| !sign.is_whitespace());
    kept.map(|sign| match sign {
        '−' => '-',
        ',' => '.',
        other => other,
    })
    .collect()
}

/// Whole numbers stay whole, so that a link shows `4` and not `4.0`.
fn as_written(number: f64) -> Value {
    if number == libm::trunc(number) && number.abs() < 9e15 {
        return (number as i64).into();
    }
    serde_json::Number::from_f64(number).map_or(Value::Null, Value::Number)
}

fn wanted(field: &Field) -> String {
    let Kind::Number { min, max, .. } = field.kind else { return String::new() };
    let bounds = match (min, max) {
        (Some(min), Some(max)) => format!(" from {min} to {max}"),
        (Some(min), None) => format!(" from {min} on"),
        _ => String::new(),
    };
    ["expected ", expected(field), &bounds].concat()
}

fn expected(field: &Field) -> &'static str {
    match field.kind {
        Kind::Number { whole: true, .. } => "a whole number",
        Kind::Number { .. } => "a number",
        Kind::Choice(_) => "a choice",
        Kind::Instance => "an instance type",
        Kind::Json => "JSON",
        _ => "a text",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::field::{json, number, signed, whole};

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let read = |field: &Field, text: &str| read(field, "x", Some(text));
        assert_eq!(read(&number("x", "", ""), "1 250"), Ok(Some(1250.into())));
        assert_eq!(read(&number("x", "", ""), "0,5"), Ok(Some(0.5.into())));
        assert_eq!(read(&signed("x", ""), "−3"), Ok(Some((-3).into())));
        assert!(read(&whole("x", "", ""), "1.5").is_err());
        assert!(read(&number("x", "", ""), "nan").is_err());
        assert!(read(&number("x", "", ""), "").is_err_and(|bad| bad.text == "expected a number"));
        assert_eq!(read(&number("x", "", "").spare(), ""), Ok(None));
    }

    #[test]
    fn broken_json_says_its_line() {
        let bad = read(&json("x", ""), "x", Some("{\n  \"a\": }")).expect_err("broken");
        assert!(bad.text.contains("line 2"), "{}", bad.text);
    }
}
