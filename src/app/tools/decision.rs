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
        step.near.iter().map(|near| ["<li>", &escape(near), "</li>"].concat()).collect();
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
        &escape(&capital(&step.text)),
        "</p>",
        &near,
        "</div></li>",
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::{examples, find};

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
