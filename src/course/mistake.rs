//! Mistakes in the content, written the way compilers write them, collected rather than stopped at.

use super::source::Source;
use std::cell::RefCell;
use std::fmt;

/// How bad it is: errors stop a build, warnings do not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    Error,
    Warning,
}

/// One mistake with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// `content/lessons/x.md`
    pub file: String,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    pub severity: Severity,
    pub text: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let Mistake { file, line, column, text, .. } = self;
        write!(out, "{file}:{line}:{column}: {severity}: {text}")
    }
}

/// Everything found so far. Shared freely while files are read, so that one mistake hides no other.
#[derive(Debug, Default)]
pub struct Report {
    mistakes: RefCell<Vec<Mistake>>,
}

impl Report {
    /// The reader's pencil for one file.
    pub fn proof<'a>(&'a self, source: &'a Source) -> Proof<'a> {
        Proof { report: self, source }
    }

    /// A mistake about a file as a whole, or about one that is not there.
    pub fn error_in(&self, file: &str, text: String) {
        self.push(file, (1, 1), Severity::Error, text);
    }

    /// How many errors were found so far.
    pub fn errors(&self) -> usize {
        let mistakes = self.mistakes.borrow();
        mistakes.iter().filter(|mistake| mistake.severity == Severity::Error).count()
    }

    /// All of it, by file and place.
    pub fn into_mistakes(self) -> Vec<Mistake> {
        let mut mistakes = self.mistakes.into_inner();
        mistakes.sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));
        mistakes.dedup();
        mistakes
    }

    fn push(&self, file: &str, (line, column): (usize, usize), severity: Severity, text: String) {
        let file = file.to_string();
        self.mistakes.borrow_mut().push(Mistake { file, line, column, severity, text });
    }
}

/// One file being proofread: where in it the mistakes are noted.
#[derive(Clone, Copy, Debug)]
pub struct Proof<'a> {
    report: &'a Report,
    pub source: &'a Source,
}

impl Proof<'_> {
    /// Notes an error at a byte offset of the file.
    pub fn error(&self, at: usize, text: impl Into<String>) {
        self.push(at, Severity::Error, text.into());
    }

    /// Notes a warning at a byte offset of the file.
    pub fn warning(&self, at: usize, text: impl Into<String>) {
        self.push(at, Severity::Warning, text.into());
    }

    fn push(&self, at: usize, severity: Severity, text: String) {
        let place = self.source.line_and_column(at);
        self.report.push(&self.source.path, place, severity, text);
    }
}

/// `unknown KIND `name``, with the nearest known name where one is near enough to be meant.
pub fn unknown<'a>(kind: &str, name: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    let limit = (name.chars().count() / 3).max(1);
    let nearest = known
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .min();
    match nearest {
        Some((_, meant)) => format!("unknown {kind} `{name}`; did you mean `{meant}`?"),
        None => format!("unknown {kind} `{name}`"),
    }
}

/// Edit distance: characters to insert, delete, replace, or neighbours to swap.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![(0..=b.len()).collect::<Vec<usize>>()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replaced.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            row.push(best);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_proposed_only_when_it_is_near() {
        let known = ["fargate.vcpu_hour", "fargate.gb_hour"];
        assert_eq!(
            unknown("fact", "fargate.vpcu_hour", known),
            "unknown fact `fargate.vpcu_hour`; did you mean `fargate.vcpu_hour`?"
        );
        assert_eq!(unknown("fact", "no.such.fact", known), "unknown fact `no.such.fact`");
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("ab", "ba"), 1);
    }
}
