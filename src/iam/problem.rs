//! What is wrong with a policy, and where.

use crate::place::line_and_column;
use std::fmt;

/// One mistake in a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Byte offset in the text.
    pub at: usize,
    /// From the outside in: `Statement.1.Effect`; empty for the whole.
    pub path: String,
    /// What was found, what was expected, what to do.
    pub text: String,
}

impl Problem {
    /// A mistake in the text as a whole.
    pub fn new(at: usize, text: impl Into<String>) -> Problem {
        Problem { at, path: String::new(), text: text.into() }
    }

    /// The same with line and column, for people who see the text.
    pub fn in_text(&self, text: &str) -> String {
        let (line, column) = line_and_column(text, self.at);
        format!("line {line}, column {column}: {self}")
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.path)?;
        out.write_str(if self.path.is_empty() { "" } else { ": " })?;
        out.write_str(&self.text)
    }
}
