//! JSON that remembers where everything stood.
//!
//! An author of a policy wants line and column of a mistake, and wants to hear of a key that is
//! there twice; `serde_json` keeps neither. Knows no policy. Input of any size and shape ends in an
//! answer: the depth is bounded, and every character is looked at once.

use serde_json::Value;

/// Lists and objects inside one another; AWS's own policies need five.
const DEPTH_MAX: usize = 64;

/// A value and where it stands, in bytes from the beginning.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub at: usize,
    /// Behind its last character.
    pub end: usize,
    pub data: Data,
}

/// What stands there.
#[derive(Clone, Debug, PartialEq)]
pub enum Data {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Node>),
    /// In the order of the text.
    Object(Vec<Member>),
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    pub key: String,
    /// Where the key stands.
    pub at: usize,
    pub value: Node,
}

/// Why a text is no JSON.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Bytes from the beginning.
    pub at: usize,
    /// What was expected there.
    pub message: String,
}

/// Reads a whole text.
pub fn parse(text: &str) -> Result<Node, Fault> {
    let mut reader = Reader { text, at: 0 };
    let node = reader.value(0)?;
    reader.space();
    match reader.peek() {
        None => Ok(node),
        Some(found) => reader.fault(format!("expected the end of the text, found `{found}`")),
    }
}

impl Node {
    /// The same data without places, as it comes from a field of a larger input.
    pub fn of(value: &Value) -> Node {
        let data = match value {
            Value::Null => Data::Null,
            Value::Bool(yes) => Data::Bool(*yes),
            Value::Number(number) => Data::Number(number.as_f64().unwrap_or(f64::MAX)),
            Value::String(text) => Data::Text(text.clone()),
            Value::Array(items) => Data::List(items.iter().map(Node::of).collect()),
            Value::Object(fields) => Data::Object(
                fields
                    .iter()
                    .map(|(key, value)| Member { key: key.clone(), at: 0, value: Node::of(value) })
                    .collect(),
            ),
        };
        Node { at: 0, end: 0, data }
    }

    /// A few words for an error: `"five"`, `5`, `a list`.
    pub fn shown(&self) -> String {
        match &self.data {
            Data::Null => "null".into(),
            Data::Bool(yes) => yes.to_string(),
            Data::Number(number) => number.to_string(),
            Data::Text(text) => format!("\"{}\"", shortened(text)),
            Data::List(_) => "a list".into(),
            Data::Object(_) => "an object".into(),
        }
    }
}

/// As much of a text as an error should repeat.
pub fn shortened(text: &str) -> String {
    const SHOWN: usize = 60;
    match text.char_indices().nth(SHOWN) {
        None => text.into(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn fault<T>(&self, message: impl Into<String>) -> Result<T, Fault> {
        Err(Fault { at: self.at, message: message.into() })
    }

    fn missing<T>(&self, expected: &str) -> Result<T, Fault> {
        match self.peek() {
            None => self.fault(format!("expected {expected}, and the text ends")),
            Some(found) => self.fault(format!("expected {expected}, found `{found}`")),
        }
    }

    fn space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    }

    /// Goes on if that stands here.
    fn take(&mut self, token: char) -> bool {
        let here = self.rest().starts_with(token);
        self.at += usize::from(here) * token.len_utf8();
        here
    }

    fn value(&mut self, depth: usize) -> Result<Node, Fault> {
        self.space();
        let at = self.at;
        if depth > DEPTH_MAX {
            return self.fault(format!("expected at most {DEPTH_MAX} levels"));
        }
        let data = match self.peek() {
            Some('{') => self.object(depth)?,
            Some('[') => self.list(depth)?,
            Some('"') => Data::Text(self.string()?),
            Some('-' | '0'..='9') => self.number()?,
            Some('a'..='z' | 'A'..='Z') => self.word()?,
            _ => return self.missing("a value"),
        };
        Ok(Node { at, end: self.at, data })
    }

    fn object(&mut self, depth: usize) -> Result<Data, Fault> {
        self.take('{');
        let mut members: Vec<Member> = Vec::new();
        let mut keys = std::collections::BTreeSet::new();
        self.space();
        if self.take('}') {
            return Ok(Data::Object(members));
        }
        loop {
            self.space();
            let at = self.at;
            if self.peek() != Some('"') {
                return self.missing("a key in double quotes");
            }
            let key = self.string()?;
            if !keys.insert(key.clone()) {
                let message = format!("the key `{}` is there twice", shortened(&key));
                return Err(Fault { at, message });
            }
            self.space();
            if !self.take(':') {
                return self.missing("`:` after the key");
            }
            let value = self.value(depth + 1)?;
            members.push(Member { key, at, value });
            self.space();
            if self.take('}') {
                return Ok(Data::Object(members));
            }
            if !self.take(',') {
                return self.missing("`,` or `}`");
            }
        }
    }

    fn list(&mut self, depth: usize) -> Result<Data, Fault> {
        self.take('[');
        let mut items = Vec::new();
        self.space();
        if self.take(']') {
            return Ok(Data::List(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.space();
            if self.take(']') {
                return Ok(Data::List(items));
            }
            if !self.take(',') {
                return self.missing("`,` or `]`");
            }
        }
    }

    fn word(&mut self) -> Result<Data, Fault> {
        let rest = self.rest();
        let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let word = &rest[..end];
        let data = match word {
            "null" => Data::Null,
            "true" => Data::Bool(true),
            "false" => Data::Bool(false),
            _ => {
                let message = format!("expected a value, found `{}`", shortened(word));
                return self.fault(message);
            }
        };
        self.at += end;
        Ok(data)
    }

    /// `-0.5e3` and the like; a leading zero or plus is no JSON.
    fn number(&mut self) -> Result<Data, Fault> {
        let rest = self.rest();
        let in_number = |letter: char| matches!(letter, '0'..='9' | '-' | '+' | '.' | 'e' | 'E');
        let end = rest.find(|letter| !in_number(letter)).unwrap_or(rest.len());
        let text = &rest[..end];
        let found = if is_number(text) { text.parse().ok() } else { None };
        match found.filter(|number: &f64| number.is_finite()) {
            Some(number) => {
                self.at += end;
                Ok(Data::Number(number))
            }
            None => self.fault(format!("expected a number, found `{}`", shortened(text))),
        }
    }

    fn string(&mut self) -> Result<String, Fault> {
        self.take('"');
        let mut text = String::new();
        loop {
            let plain = self.rest().find(['"', '\\']).unwrap_or(self.rest().len());
            let run = &self.rest()[..plain];
            if let Some(bad) = run.find(|letter: char| letter < ' ') {
                self.at += bad;
                return self.fault("expected an escape such as \\n, found a control character");
            }
            text += run;
            self.at += plain;
            if self.take('"') {
                return Ok(text);
            }
            if !self.take('\\') {
                return self.missing("`\"` at the end of the text");
            }
            text.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Result<char, Fault> {
        let Some(letter) = self.peek() else { return self.missing("an escape") };
        let plain = match letter {
            '"' | '\\' | '/' => letter,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => return self.code_point(),
            _ => return self.missing("an escape: one of \" \\ / b f n r t u"),
        };
        self.at += letter.len_utf8();
        Ok(plain)
    }

    /// `u00e4`, or two of them that make one character beyond the first plane.
    fn code_point(&mut self) -> Result<char, Fault> {
        let start = self.at;
        let wrong = || Fault { at: start, message: "expected a character as \\uXXXX".into() };
        let first = self.unit().ok_or_else(wrong)?;
        let code = if (0xd800..0xdc00).contains(&first) {
            let second = if self.take('\\') { self.unit() } else { None };
            let low = second.filter(|unit| (0xdc00..0xe000).contains(unit)).ok_or_else(wrong)?;
            0x10000 + ((first - 0xd800) << 10) + (low - 0xdc00)
        } else {
            first
        };
        char::from_u32(code).ok_or_else(wrong)
    }

    fn unit(&mut self) -> Option<u32> {
        let digits = self.rest().strip_prefix('u')?.get(..4)?;
        let all = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        let unit = if all { u32::from_str_radix(digits, 16).ok() } else { None };
        self.at += unit.map_or(0, |_| 5);
        unit
    }
}

fn is_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (number, exponent) = match text.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match number.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (number, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let exponent = exponent.map(|text| text.strip_prefix(['+', '-']).unwrap_or(text));
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::line_and_column;

    /// Line, column and words of what is wrong.
    fn fault(text: &str) -> (usize, usize, String) {
        let fault = parse(text).expect_err("it is no JSON");
        let (line, column) = line_and_column(text, fault.at);
        (line, column, fault.message)
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let cases = [
            ("{\n  \"a\": 1,\n}", (3, 1, "expected a key in double quotes, found `}`")),
            ("[1 2]", (1, 4, "expected `,` or `]`, found `2`")),
            ("", (1, 1, "expected a value, and the text ends")),
            ("{\"a\" 1}", (1, 6, "expected `:` after the key, found `1`")),
            ("{\"ä\": 1, \"ä\": 2}", (1, 10, "the key `ä` is there twice")),
            ("[nul]", (1, 2, "expected a value, found `nul`")),
            ("01", (1, 1, "expected a number, found `01`")),
            ("1e999", (1, 1, "expected a number, found `1e999`")),
            ("\"abc", (1, 5, "expected `\"` at the end of the text, and the text ends")),
            ("\"\\ud800\"", (1, 3, "expected a character as \\uXXXX")),
            ("{} x", (1, 4, "expected the end of the text, found `x`")),
        ];
        for (text, (line, column, message)) in cases {
            assert_eq!(fault(text), (line, column, message.to_string()), "{text}");
        }
    }

    #[test]
    fn depth_is_bounded() {
        let deep = "[".repeat(200_000);
        assert!(fault(&deep).2.contains("levels"));
    }
}
