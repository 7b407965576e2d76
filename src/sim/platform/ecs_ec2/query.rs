//! The cluster query language of `memberOf` constraints: parsed once, asked per instance.
//!
//! Source: Amazon ECS Developer Guide, Create expressions to define container instances for
//! Amazon ECS tasks. Knows how to ask for a subject's value, not what an instance is.

use regex_lite::Regex;

/// How deep brackets may go.
const DEPTH_MAX: u32 = 64;

/// An expression.
#[derive(Clone, Debug)]
pub struct Query(Node);

#[derive(Clone, Debug)]
enum Node {
    And(Box<Node>, Box<Node>),
    Or(Box<Node>, Box<Node>),
    Not(Box<Node>),
    Test(String, Test),
}

#[derive(Clone, Debug)]
enum Test {
    Exists,
    Equals(String),
    In(Vec<String>),
    Matches(Regex),
    /// The number must lie beyond another: greater or less, and perhaps equal.
    Compare {
        greater: bool,
        or_equal: bool,
        than: f64,
    },
}

impl Query {
    /// Reads an expression such as `attribute:ecs.instance-type =~ t3.* and not (…)`. Errors say
    /// what was expected and what was found.
    pub fn parse(text: &str) -> Result<Query, String> {
        let mut reader = Reader { tokens: tokens(text)?, at: 0, depth: 0 };
        let node = reader.any_of()?;
        match reader.peek() {
            None => Ok(Query(node)),
            Some(token) => Err(format!("expected `and`, `or` or the end, found `{token}`")),
        }
    }

    /// Whether an instance belongs; `value` gives what a subject (`attribute:NAME`,
    /// `ec2InstanceId`, …) is on it, or nothing where it has none.
    pub fn holds<'a>(&self, value: &impl Fn(&str) -> Option<&'a str>) -> bool {
        self.0.holds(value)
    }
}

impl Node {
    fn holds<'a>(&self, value: &impl Fn(&str) -> Option<&'a str>) -> bool {
        match self {
            Node::And(one, other) => one.holds(value) && other.holds(value),
            Node::Or(one, other) => one.holds(value) || other.holds(value),
            Node::Not(inner) => !inner.holds(value),
            Node::Test(subject, test) => value(subject).is_some_and(|found| test.passes(found)),
        }
    }
}

impl Test {
    fn passes(&self, found: &str) -> bool {
        match self {
            Test::Exists => true,
            Test::Equals(wanted) => found == wanted,
            Test::In(wanted) => wanted.iter().any(|one| one == found),
            Test::Matches(pattern) => pattern.is_match(found),
            Test::Compare { greater, or_equal, than } => {
                let found = found.parse::<f64>().ok();
                found.is_some_and(|found| {
                    (*or_equal && found == *than) || (found != *than && (found > *than) == *greater)
                })
            }
        }
    }
}

struct Reader {
    tokens: Vec<Token>,
    at: usize,
    depth: u32,
}

#[derive(Clone, Debug, PartialEq)]
struct Token {
    text: String,
    /// A quoted text is a value, whatever it says.
    quoted: bool,
}

impl std::fmt::Display for Token {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.text)
    }
}

impl Reader {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    /// Steps over one of the words, if it is next.
    fn take(&mut self, words: &[&str]) -> bool {
        let taken = self.peek().is_some_and(|token| {
            !token.quoted && words.iter().any(|word| word.eq_ignore_ascii_case(&token.text))
        });
        self.at += usize::from(taken);
        taken
    }

    fn next(&mut self, expected: &str) -> Result<Token, String> {
        let token = self.peek().cloned();
        self.at += 1;
        token.ok_or_else(|| format!("expected {expected}, found the end"))
    }

    fn any_of(&mut self) -> Result<Node, String> {
        let mut node = self.all_of()?;
        while self.take(&["or", "||"]) {
            node = Node::Or(Box::new(node), Box::new(self.all_of()?));
        }
        Ok(node)
    }

    fn all_of(&mut self) -> Result<Node, String> {
        let mut node = self.one()?;
        while self.take(&["and", "&&"]) {
            node = Node::And(Box::new(node), Box::new(self.one()?));
        }
        Ok(node)
    }

    fn one(&mut self) -> Result<Node, String> {
        self.depth += 1;
        if self.depth > DEPTH_MAX {
            return Err(format!("expected brackets at most {DEPTH_MAX} deep"));
        }
        let node = if self.take(&["not", "!"]) {
            Node::Not(Box::new(self.one()?))
        } else if self.take(&["("]) {
            let inner = self.any_of()?;
            if !self.take(&[")"]) {
                let found = self.peek().map_or("the end".into(), |token| format!("`{token}`"));
                return Err(format!("expected `)`, found {found}"));
            }
            inner
        } else {
            self.test()?
        };
        self.depth -= 1;
        Ok(node)
    }

    fn test(&mut self) -> Result<Node, String> {
        let subject = self.next("a subject such as attribute:NAME")?.text;
        let known = subject.strip_prefix("attribute:").is_some_and(|name| !name.is_empty());
        if !known && !["ec2InstanceId", "runningTasksCount"].contains(&subject.as_str()) {
            return Err(format!(
                "expected attribute:NAME, ec2InstanceId or runningTasksCount, found `{subject}`"
            ));
        }
        let word = self.next("an operator such as == or =~")?.text.to_ascii_lowercase();
        let (word, negated) = match word.as_str() {
            "!=" | "not_equals" => ("==", true),
            "!exists" | "not_exists" => ("exists", true),
            "!in" | "not_in" => ("in", true),
            "!~" | "not_matches" => ("=~", true),
            "!" if self.take(&["exists"]) => ("exists", true),
            "!" if self.take(&["in"]) => ("in", true),
            other => (other, false),
        };
        let test = match word {
            "exists" => Test::Exists,
            "==" | "equals" => Test::Equals(self.next("a value")?.text),
            "in" => Test::In(self.list()?),
            "=~" | "matches" => Test::Matches(pattern(&self.next("a pattern")?.text)?),
            ">" | "greater_than" => self.compare(true, false)?,
            ">=" | "greater_than_equal" => self.compare(true, true)?,
            "<" | "less_than" => self.compare(false, false)?,
            "<=" | "less_than_equal" => self.compare(false, true)?,
            other => {
                return Err(format!(
                    "expected ==, !=, =~, !~, in, !in, exists, !exists, >, >=, < or <=, found \
                     `{other}`"
                ));
            }
        };
        let node = Node::Test(subject, test);
        Ok(if negated { Node::Not(Box::new(node)) } else { node })
    }

    fn compare(&mut self, greater: bool, or_equal: bool) -> Result<Test, String> {
        let text = self.next("a number")?.text;
        let than = text.parse().map_err(|_| format!("expected a number, found `{text}`"))?;
        Ok(Test::Compare { greater, or_equal, than })
    }

    fn list(&mut self) -> Result<Vec<String>, String> {
        if !self.take(&["["]) {
            return Err("expected a list such as [t3.small, t3.medium] after `in`".into());
        }
        let mut values = vec![self.next("a value")?.text];
        while self.take(&[","]) {
            values.push(self.next("a value")?.text);
        }
        if self.take(&["]"]) { Ok(values) } else { Err("expected `]` at the end of a list".into()) }
    }
}

/// AWS takes Java's regular expressions and wants them to match the whole value.
fn pattern(text: &str) -> Result<Regex, String> {
    Regex::new(&format!("^(?:{text})$"))
        .map_err(|_| format!("expected a regular expression, found `{text}`"))
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let pattern_next = tokens.last().is_some_and(|token: &Token| {
            !token.quoted && ["=~", "!~", "matches", "not_matches"].contains(&token.text.as_str())
        });
        let (length, token) = if first == '\'' || first == '"' {
            let inner = &rest[1..];
            let end = inner.find(first).ok_or_else(|| format!("expected a closing {first}"))?;
            (end + 2, Token { text: inner[..end].into(), quoted: true })
        } else {
            let length =
                if pattern_next { pattern_length(rest) } else { plain_length(rest, first) };
            (length, Token { text: rest[..length].into(), quoted: false })
        };
        tokens.push(token);
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

/// A bare pattern goes on to a space, or to a bracket that it did not open.
fn pattern_length(rest: &str) -> usize {
    let mut open = 0_u32;
    for (at, letter) in rest.char_indices() {
        match letter {
            '(' => open += 1,
            ')' if open == 0 => return at.max(1),
            ')' => open -= 1,
            letter if letter.is_whitespace() => return at,
            _ => {}
        }
    }
    rest.len()
}

fn plain_length(rest: &str, first: char) -> usize {
    let signs = ["==", "!=", "=~", "!~", ">=", "<=", "&&", "||"];
    if let Some(sign) = signs.iter().find(|sign| rest.starts_with(**sign)) {
        return sign.len();
    }
    let ends = |letter: char| letter.is_whitespace() || "()[],!=<>&|'\"".contains(letter);
    if ends(first) {
        return first.len_utf8();
    }
    rest.find(ends).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(query: &str) -> bool {
        let value = |subject: &str| match subject {
            "attribute:ecs.instance-type" => Some("t3.medium"),
            "attribute:ecs.availability-zone" => Some("us-east-1a"),
            "attribute:stack" => Some("prod"),
            "runningTasksCount" => Some("3"),
            _ => None,
        };
        Query::parse(query).unwrap_or_else(|error| panic!("{query}: {error}")).holds(&value)
    }

    #[test]
    fn expressions_of_the_guide_hold_where_they_should() {
        for (query, expected) in [
            ("attribute:ecs.instance-type == t3.medium", true),
            ("attribute:ecs.instance-type =~ t3.*", true),
            ("attribute:ecs.instance-type =~ t3", false),
            ("(attribute:ecs.instance-type =~ (t2|t3).*) and runningTasksCount >= 3", true),
            ("attribute:ecs.availability-zone in [us-east-1a, us-east-1b]", true),
            ("attribute:ecs.availability-zone != us-east-1a", false),
            ("attribute:ecs.availability-zone not_in ['us-east-1a']", false),
            ("attribute:stack exists && !(attribute:gpu exists)", true),
            ("attribute:gpu !exists", true),
            ("attribute:gpu == 'yes' or attribute:stack == prod and runningTasksCount < 3", false),
            ("not attribute:stack == 'test'", true),
        ] {
            assert_eq!(holds(query), expected, "{query}");
        }
    }

    #[test]
    fn what_is_wrong_is_said() {
        for (query, said) in [
            ("", "a subject"),
            ("colour == red", "attribute:NAME"),
            ("attribute:a ~ b", "found `~`"),
            ("attribute:a in b", "a list"),
            ("(attribute:a exists", "`)`"),
            ("attribute:a == 'b", "closing"),
            ("attribute:a exists attribute:b exists", "`and`, `or` or the end"),
            ("attribute:a =~ [", "regular expression"),
        ] {
            let error = Query::parse(query).map(|_| ()).expect_err(query);
            assert!(error.contains(said), "{query}: {error}");
        }
    }
}
