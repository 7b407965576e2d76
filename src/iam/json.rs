//! JSON with places: every value knows where in its text it stands, and a name that stands twice is
//! a mistake. Knows no policy.

use super::problem::Problem;
use crate::place::line_and_column;

/// Deeper nesting than any policy has.
const DEPTH_MAX: u32 = 32;

/// A value and the byte offset at which it begins.
#[derive(Clone, Debug)]
pub struct Node {
    pub at: usize,
    pub value: Json,
}

#[derive(Clone, Debug)]
pub enum Json {
    Null,
    Bool(bool),
    /// As it is written.
    Number(String),
    Text(String),
    List(Vec<Node>),
    Object(Vec<Field>),
}

#[derive(Clone, Debug)]
pub struct Field {
    pub name: String,
    pub at: usize,
    pub node: Node,
}

impl Node {
    /// What it is, for messages.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Json::Null => "null",
            Json::Bool(_) => "true or false",
            Json::Number(_) => "a number",
            Json::Text(_) => "a text",
            Json::List(_) => "a list",
            Json::Object(_) => "an object",
        }
    }
}

/// Reads one value that fills the text.
pub fn read(text: &str) -> Result<Node, Problem> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    let node = reader.value()?;
    reader.space();
    match reader.rest().chars().next() {
        None => Ok(node),
        Some(letter) => {
            Err(reader.wrong(format!("the JSON is complete here, and `{letter}` follows")))
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    depth: u32,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn wrong(&self, text: impl Into<String>) -> Problem {
        Problem::new(self.at, text)
    }

    /// `expected …`, with what stands there instead.
    fn expected(&self, what: &str) -> Problem {
        let found = match self.rest().chars().next() {
            None => "the end of the text".to_string(),
            Some('\'') => "a single quote; JSON takes double quotes".to_string(),
            Some('“' | '”' | '„') => "a typographic quote; JSON takes \"".to_string(),
            Some('/') => "`/`; JSON takes no comments".to_string(),
            Some(letter) => format!("`{letter}`"),
        };
        self.wrong(format!("expected {what}, found {found}"))
    }

    fn value(&mut self) -> Result<Node, Problem> {
        self.space();
        let at = self.at;
        let value = match self.peek() {
            Some(b'{') => self.nested(Reader::object)?,
            Some(b'[') => self.nested(Reader::list)?,
            Some(b'"') => Json::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            _ => self.word()?,
        };
        Ok(Node { at, value })
    }

    fn nested(
        &mut self,
        read: fn(&mut Self, usize) -> Result<Json, Problem>,
    ) -> Result<Json, Problem> {
        if self.depth == DEPTH_MAX {
            return Err(self.wrong(format!("nested deeper than {DEPTH_MAX} levels")));
        }
        self.depth += 1;
        let opened = self.at;
        self.at += 1;
        let value = read(self, opened);
        self.depth -= 1;
        value
    }

    fn word(&mut self) -> Result<Json, Problem> {
        for (word, value) in
            [("null", Json::Null), ("true", Json::Bool(true)), ("false", Json::Bool(false))]
        {
            if self.rest().starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self.expected("a value"))
    }

    fn number(&mut self) -> Result<Json, Problem> {
        let start = self.at;
        while let Some(b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E') = self.peek() {
            self.at += 1;
        }
        let written = &self.text[start..self.at];
        let digits = written.trim_start_matches('-');
        let led = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
        match written.parse::<f64>() {
            Ok(number) if number.is_finite() && !led => Ok(Json::Number(written.to_string())),
            _ => Err(Problem::new(start, format!("`{written}` is no number of JSON"))),
        }
    }

    fn list(&mut self, opened: usize) -> Result<Json, Problem> {
        let mut items = Vec::new();
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(Json::List(items));
        }
        loop {
            items.push(self.value()?);
            if self.ends(opened, b']')? {
                return Ok(Json::List(items));
            }
        }
    }

    fn object(&mut self, opened: usize) -> Result<Json, Problem> {
        let mut fields: Vec<Field> = Vec::new();
        let mut names = std::collections::BTreeSet::new();
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(Json::Object(fields));
        }
        loop {
            self.space();
            let at = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.expected("a name in double quotes"));
            }
            let name = self.string()?;
            if !names.insert(name.clone()) {
                return Err(Problem::new(at, format!("`{name}` stands here a second time")));
            }
            self.space();
            if self.peek() != Some(b':') {
                return Err(self.expected("a colon after the name"));
            }
            self.at += 1;
            fields.push(Field { name, at, node: self.value()? });
            if self.ends(opened, b'}')? {
                return Ok(Json::Object(fields));
            }
        }
    }

    /// Takes a comma or the closing bracket; true where it is the bracket.
    fn ends(&mut self, opened: usize, close: u8) -> Result<bool, Problem> {
        self.space();
        match self.peek() {
            Some(found) if found == close => {
                self.at += 1;
                Ok(true)
            }
            Some(b',') => {
                let comma = self.at;
                self.at += 1;
                self.space();
                match self.peek() {
                    Some(b'}' | b']') => Err(Problem::new(comma, "no comma before the bracket")),
                    _ => Ok(false),
                }
            }
            None => {
                let (line, _) = line_and_column(self.text, opened);
                let close = char::from(close);
                Err(self.wrong(format!("`{close}` is missing: the one opened in line {line}")))
            }
            Some(_) => Err(self.expected(&format!("a comma or `{}`", char::from(close)))),
        }
    }

    fn string(&mut self) -> Result<String, Problem> {
        let opened = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            let run = self.rest().find(['"', '\\']).unwrap_or(self.rest().len());
            let plain = &self.text[self.at..self.at + run];
            if let Some(control) = plain.find(|letter: char| letter < ' ') {
                let why = "a text ends in the line in which it begins: a quote is missing";
                return Err(Problem::new(self.at + control, why));
            }
            text.push_str(plain);
            self.at += run;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(_) => text.push(self.escape()?),
                None => return Err(Problem::new(opened, "this text has no closing quote")),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Problem> {
        let start = self.at;
        let letter = self.text.as_bytes().get(start + 1).copied();
        self.at += 2;
        Ok(match letter {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.code_point(start),
            _ => {
                self.at = start;
                return Err(self.wrong("after `\\` JSON takes one of \" \\ / b f n r t u"));
            }
        })
    }

    fn code_point(&mut self, start: usize) -> Result<char, Problem> {
        let wrong = || Problem::new(start, "expected `\\u` and four digits 0 to 9, a to f");
        let high = self.four_digits().ok_or_else(wrong)?;
        let code = if (0xD800..0xDC00).contains(&high) && self.rest().starts_with("\\u") {
            self.at += 2;
            let low = self.four_digits().filter(|low| (0xDC00..0xE000).contains(low));
            0x10000 + ((high - 0xD800) << 10) + (low.ok_or_else(wrong)? - 0xDC00)
        } else {
            high
        };
        char::from_u32(code).ok_or_else(wrong)
    }

    fn four_digits(&mut self) -> Option<u32> {
        let digits = self.text.get(self.at..self.at + 4)?;
        let all = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        self.at += 4;
        all.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_serde_json_takes_is_taken_and_nothing_else() {
        for text in [
            "{}",
            "[1, -2.5e3, 0, \"a\\u00e9\\ud83d\\ude00\\n\", null, true]",
            " {\"a\": {\"b\": []}} ",
        ] {
            assert!(read(text).is_ok(), "{text}");
        }
        for text in
            ["", "{", "[1,]", "{\"a\":1,}", "01", "-", "\"\\ud800\"", "tru", "{} x", "\"\t\""]
        {
            assert!(serde_json::from_str::<serde_json::Value>(text).is_err(), "{text}");
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn errors_stand_where_the_mistake_is() {
        for (text, at, part) in [
            ("{\"a\": 1,\n \"a\": 2}", (2, 2), "second time"),
            ("{\"a\": [1, 2}", (1, 12), "expected a comma or `]`"),
            ("{'a': 1}", (1, 2), "single quote"),
            ("{\"a\": \"b\n}", (1, 9), "a quote is missing"),
            ("{\n\"a\": [\n", (3, 1), "expected a value"),
            ("{\n\"a\": 1\n", (3, 1), "opened in line 1"),
        ] {
            let problem = read(text).expect_err("it is wrong");
            assert_eq!(line_and_column(text, problem.at), at, "{text}: {problem}");
            assert!(problem.text.contains(part), "{text}: {problem}");
        }
        let deep = "[".repeat(1_000_000);
        assert!(read(&deep).expect_err("it is deep").text.contains("deeper"));
    }
}
