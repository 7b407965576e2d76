//! How AWS comes to a decision about a request: the questions it asks, one after the other. Pure.

use crate::app::html::escape;
use crate::app::icon::{CHECK, CROSS, RIGHT, icon};
use crate::app::words::capital;
use crate::iam::{Outcome, Step};
use crate::rules::iam::verdict;
use serde_json::{Map, Value};

/// The way to the decision; nothing where the input cannot be judged.
pub fn html(input: &Map<String, Value>) -> Option<String> {
    let verdict = verdict(&Value::Object(input.clone())).ok()?;
    let steps: String = verdict.steps.iter().map(step).collect();
    Some(["<h2>The way to the decision</h2><ol class=\"tool-way\">", &steps, "</ol>"].concat())
}

fn step(step: &Step) -> String {
    let sign = match step.outcome {
        Outcome::Denies => icon(CROSS),
        Outcome::Allows => icon(CHECK),
        Outcome::Passes => icon(RIGHT),
        Outcome::Skipped => "<span class=\"ic\"></span>".into(),
    };
    let near: String =
        step.near.iter().map(|near| ["<li>", &escape(&in_words(near)), "</li>"].concat()).collect();
    let near = match near.is_empty() {
        true => near,
        false => ["<ul>", &near, "</ul>"].concat(),
    };
    [
        "<li class=\"",
        step.outcome.word(),
        "\">",
        &sign,
        "<div><p><b>",
        &capital(step.stage.word()),
        "</b> <span class=\"note\">",
        step.outcome.word(),
        "</span></p><p>",
        &escape(&capital(&in_words(&step.text))),
        "</p>",
        &near,
        "</div></li>",
    ]
    .concat()
}

/// A text with the paths of statements in the words of the form:
/// `identity.0.Statement.1` → `identity document 1, statement 2`.
pub fn in_words(text: &str) -> String {
    let pieces = text.split_inclusive([' ', ',', ';', ')', '(']);
    pieces
        .map(|piece| {
            let end = piece.trim_end_matches([' ', ',', ';', ')', '(']).len();
            [&place(&piece[..end]).unwrap_or_else(|| piece[..end].into()), &piece[end..]].concat()
        })
        .collect()
}

fn place(path: &str) -> Option<String> {
    let (policy, statement) = match path.split_once(".Statement.") {
        Some((policy, number)) => (policy, Some(number.parse::<u32>().ok()? + 1)),
        None => (path, None),
    };
    let mut steps = policy.split('.');
    let name = steps.next()?;
    let kind = match name {
        "identity" => "identity document",
        "scps" => "service control policy",
        "rcps" => "resource control policy",
        "resource_policy" => "policy of the resource",
        "boundary" => "permissions boundary",
        "session" => "session policy",
        _ => return None,
    };
    let mut words = kind.to_string();
    for (index, step) in steps.enumerate() {
        let number = step.parse::<u32>().ok()? + 1;
        words += &if index == 0 { format!(" {number}") } else { format!(" / {number}") };
    }
    if let Some(number) = statement {
        words += &format!(", statement {number}");
    }
    (path.contains('.') || name == "scps" || name == "rcps" || name == "resource_policy")
        .then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{examples, find};

    #[test]
    fn paths_are_said_in_the_words_of_the_form() {
        let said = in_words("identity.0.Statement.1 (Keep) denies it");
        assert_eq!(said, "identity document 1, statement 2 (Keep) denies it");
        assert_eq!(
            in_words("by scps.1.0.Statement.0"),
            "by service control policy 2 / 1, statement 1"
        );
        assert_eq!(in_words("nothing (identity)"), "nothing (identity)");
        assert_eq!(
            in_words("the boundary of s3.amazonaws.com"),
            "the boundary of s3.amazonaws.com"
        );
    }

    #[test]
    fn each_example_shows_what_decided() {
        let rule = find("iam").expect("a rule");
        let expected = ["allows", "denies", "denies", "denies", "denies", "allows", "denies"];
        let mut examples = examples::of(rule);
        for word in expected {
            let example = examples.next().expect("one more example");
            let input: Map<String, Value> = serde_json::from_str(example.json).expect("JSON");
            let html = html(&input).expect("a decision");
            let last = html.rfind("<li class=\"").map(|at| &html[at..]).unwrap_or_default();
            let decided = ["<li class=\"", word].concat();
            assert!(html.contains(&decided), "{}: {last}", example.title);
        }
        assert!(examples.next().is_none());
        assert!(html(&Map::new()).is_none());
    }
}
