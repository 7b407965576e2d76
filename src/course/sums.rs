//! `{{sum:…}}`, `{{percent:…}}`, `{{count:…}}`: small sums over facts in running text, so that a
//! worked example follows the prices that it works with.
//!
//! An expression holds numbers, ids of facts, `+ − × ÷` and parentheses, with spaces between them,
//! because an id may hold a hyphen. Knows nothing of HTML.

use super::known::Known;

/// What a sum is printed as.
pub const KINDS: [&str; 3] = ["sum", "percent", "count"];

/// The value in words: `$0.0247`, `23 %`, `27`. The error says what is wrong with the expression.
pub fn printed(kind: &str, written: &str, known: &Known) -> Result<String, String> {
    let value = value(written, known)?;
    Ok(match kind {
        "percent" => format!("{:.0}\u{a0}%", value * 100.0),
        "count" => format!("{value:.0}"),
        // Cents where there are dollars; prices of an hour need four places.
        _ if value >= 1.0 => format!("${}", trimmed(format!("{value:.2}"))),
        _ => format!("${}", trimmed(format!("{value:.4}"))),
    })
}

/// Without zeros at the end of the fraction.
fn trimmed(number: String) -> String {
    number.trim_end_matches('0').trim_end_matches('.').to_string()
}

fn value(written: &str, known: &Known) -> Result<f64, String> {
    let spaced = written.replace('(', " ( ").replace(')', " ) ");
    let mut reading = Reading { words: spaced.split_whitespace().collect(), known };
    reading.words.reverse();
    let value = reading.terms()?;
    match reading.words.last() {
        Some(word) => Err(format!("`{word}` does not continue the sum `{}`", written.trim())),
        None if value.is_finite() => Ok(value),
        None => Err(format!("the sum `{}` divides by zero", written.trim())),
    }
}

struct Reading<'a> {
    /// What is still to be read, the next word last.
    words: Vec<&'a str>,
    known: &'a Known,
}

impl Reading<'_> {
    fn terms(&mut self) -> Result<f64, String> {
        let mut value = self.factors()?;
        loop {
            match self.words.last().copied() {
                Some("+") => value += self.after()?,
                Some("−" | "-") => value -= self.after()?,
                _ => return Ok(value),
            }
        }
    }

    /// The factors behind a sign.
    fn after(&mut self) -> Result<f64, String> {
        self.words.pop();
        self.factors()
    }

    fn factors(&mut self) -> Result<f64, String> {
        let mut value = self.operand()?;
        loop {
            let sign = self.words.last().copied();
            if !matches!(sign, Some("×" | "*" | "÷" | "/")) {
                return Ok(value);
            }
            self.words.pop();
            let next = self.operand()?;
            value = if matches!(sign, Some("×" | "*")) { value * next } else { value / next };
        }
    }

    fn operand(&mut self) -> Result<f64, String> {
        let Some(word) = self.words.pop() else {
            return Err("a sum ends too early: a number or a fact is missing".into());
        };
        if word == "(" {
            let value = self.terms()?;
            return match self.words.pop() {
                Some(")") => Ok(value),
                _ => Err("a parenthesis of a sum is not closed".into()),
            };
        }
        if let Ok(number) = word.parse() {
            return Ok(number);
        }
        let fact = self.known.fact(word)?;
        fact.value.as_f64().ok_or_else(|| format!("fact `{word}` is not a number"))
    }
}
