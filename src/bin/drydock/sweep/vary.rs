//! A setting and the values it goes through: `scaling.target=40..90:5`, `task.vcpu=0.25,0.5,1`.

use serde_json::Value;

/// Values of one range.
const VALUES_MAX: f64 = 10_000.0;
/// Digits behind the point that a range may have.
const DECIMALS_MAX: usize = 9;

/// A setting that a sweep varies.
#[derive(Debug)]
pub struct Vary {
    /// Table and key, `scaling.target`.
    pub path: String,
    pub values: Vec<Value>,
}

impl Vary {
    /// Reads `PATH=FROM..TO:STEP`, both ends included, or `PATH=A,B,C`.
    pub fn parse(text: &str) -> Result<Vary, String> {
        let expected = "expected `--vary PATH=FROM..TO:STEP` or `--vary PATH=A,B,C`";
        let Some((path, values)) = text.split_once('=') else {
            return Err(format!("{expected}, found `{text}`"));
        };
        let (path, values) = (path.trim(), values.trim());
        if path.is_empty() || values.is_empty() {
            return Err(format!("{expected}, found `{text}`"));
        }
        let values = if values.contains("..") {
            range(values).map_err(|why| format!("`--vary {text}`: {why}"))?
        } else {
            values.split(',').map(|value| scalar(value.trim())).collect()
        };
        Ok(Vary { path: path.into(), values })
    }

    /// Puts a value in its place in a whole scenario.
    pub fn set(&self, scenario: &mut Value, value: &Value) -> Result<(), String> {
        let mut here = scenario;
        let mut outer = String::new();
        for part in self.path.split('.') {
            let names = match &*here {
                Value::Object(table) => table.keys().cloned().collect::<Vec<_>>().join(", "),
                Value::Array(items) => format!("0 to {}", items.len().saturating_sub(1)),
                _ => String::new(),
            };
            let next = match here {
                Value::Object(table) => table.get_mut(part),
                Value::Array(items) => {
                    part.parse().ok().and_then(|index: usize| items.get_mut(index))
                }
                _ => None,
            };
            here = next.ok_or_else(|| {
                let place =
                    if outer.is_empty() { "a scenario".into() } else { format!("`{outer}`") };
                format!("unknown setting `{}`; {place} has: {names}", self.path)
            })?;
            outer = if outer.is_empty() { part.into() } else { format!("{outer}.{part}") };
        }
        if here.is_object() {
            return Err(format!("`{}` is a table; expected one of its settings", self.path));
        }
        *here = value.clone();
        Ok(())
    }
}

fn range(text: &str) -> Result<Vec<Value>, String> {
    let wrong = || "expected a range such as 40..90:5".to_string();
    let (from, rest) = text.split_once("..").ok_or_else(wrong)?;
    let (to, step) = rest.split_once(':').ok_or_else(wrong)?;
    let number = |text: &str| {
        let number = text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
        number.ok_or_else(wrong)
    };
    let (low, high, width) = (number(from)?, number(to)?, number(step)?);
    if width <= 0.0 || high < low {
        return Err("expected a step above 0, and an end that is not below the beginning".into());
    }
    let count = ((high - low) / width + 1e-9).floor() + 1.0;
    if count > VALUES_MAX {
        return Err(format!("expected at most {VALUES_MAX} values, found {count}"));
    }
    // 0.1 + 2 × 0.1 is to be 0.3: as many digits as were written.
    let decimals = decimals(from).max(decimals(step));
    let value = |index: u32| scalar(&format!("{:.decimals$}", low + f64::from(index) * width));
    Ok((0..count as u32).map(value).collect())
}

fn decimals(text: &str) -> usize {
    if text.contains(['e', 'E']) {
        return DECIMALS_MAX;
    }
    text.trim().split_once('.').map_or(0, |(_, digits)| digits.len().min(DECIMALS_MAX))
}

/// A whole number, a number, true or false, or else a word.
fn scalar(text: &str) -> Value {
    if let Ok(whole) = text.parse::<i64>() {
        return whole.into();
    }
    match text.parse::<f64>() {
        Ok(number) if number.fract() == 0.0 && number.abs() < 1e15 => (number as i64).into(),
        Ok(number) if number.is_finite() => number.into(),
        _ if text == "true" || text == "false" => (text == "true").into(),
        _ => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn ranges_hold_both_ends_and_no_noise() {
        let values = |text: &str| Value::from(Vary::parse(text).expect("legal").values);
        assert_eq!(values("a.b=40..90:25"), json!([40, 65, 90]));
        assert_eq!(values("a.b=40..89:25"), json!([40, 65]));
        assert_eq!(values("a.b=0.1..0.4:0.1"), json!([0.1, 0.2, 0.3, 0.4]));
        assert_eq!(values("a.b=-1..1:0.5"), json!([-1, -0.5, 0, 0.5, 1]));
        assert_eq!(values("a.b=0.25,1,fcfs,true"), json!([0.25, 1, "fcfs", true]));
        for bad in ["a", "a=", "=1", "a=1..2", "a=2..1:1", "a=1..2:0", "a=1..x:1", "a=1..9e9:1"] {
            assert!(Vary::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_value_goes_to_its_place_and_nowhere_else() {
        let mut scenario = json!({ "task": { "vcpu": 1 }, "list": [{ "a": 1 }] });
        let set = |path: &str, scenario: &mut Value| {
            Vary { path: path.into(), values: Vec::new() }.set(scenario, &json!(2))
        };
        assert_eq!(set("task.vcpu", &mut scenario), Ok(()));
        assert_eq!(set("list.0.a", &mut scenario), Ok(()));
        assert_eq!(scenario, json!({ "task": { "vcpu": 2 }, "list": [{ "a": 2 }] }));
        for (path, said) in [
            ("task.vcpus", "`task` has: vcpu"),
            ("tusk.vcpu", "a scenario has: list, task"),
            ("task", "is a table"),
            ("task.vcpu.x", "unknown setting"),
            ("list.1.a", "0 to 0"),
        ] {
            let error = set(path, &mut scenario).expect_err(path);
            assert!(error.contains(said), "{path}: {error}");
        }
    }
}
