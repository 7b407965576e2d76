//! The calls of a start as a list, and how AWS came to refuse one.

use super::sign;
use crate::app::html::escape;
use crate::iam::{Ending, Made, Start};

/// The end of a start in a sentence.
pub fn sentence(start: &Start) -> String {
    match &start.ending {
        Ending::NotStarted { .. } => "The task is not started.".into(),
        Ending::Stopped { .. } => "The task stops before its containers run.".into(),
        Ending::CodeRefused { .. } => "The task runs, and its code is refused.".into(),
        Ending::Runs if !start.leaks.is_empty() => {
            "The task runs, and its code reaches more than it should.".into()
        }
        Ending::Runs => match start.cautions.len() {
            0 => "The task runs, and its roles allow no more than it needs.".into(),
            1 => "The task runs. One right is wider than it needs.".into(),
            many => {
                ["The task runs. ", &many.to_string(), " rights are wider than it needs."].concat()
            }
        },
    }
}

/// What AWS says, the calls up to there, and the way of the last decision.
pub fn story(start: &Start) -> String {
    let reason = match &start.ending {
        Ending::Runs => None,
        Ending::NotStarted { reason }
        | Ending::Stopped { reason, .. }
        | Ending::CodeRefused { reason, .. } => Some(reason),
    };
    let mut html = String::new();
    if let Some(reason) = reason {
        html += &["<p class=\"reason\"><code>", &escape(reason), "</code></p>"].concat();
    }
    for leak in &start.leaks {
        html += &["<p class=\"leak\">", &sign(false), " ", &escape(leak), "</p>"].concat();
    }
    if !start.calls.is_empty() {
        let calls: String = start.calls.iter().map(call).collect();
        html += &["<ol class=\"calls\">", &calls, "</ol>"].concat();
    }
    html
}

fn call(made: &Made) -> String {
    let good = made.refusal.is_empty();
    let who = made.holder.map_or("nobody’s credentials", |holder| holder.word());
    let way = if good { String::new() } else { way(made) };
    [
        if good { "<li class=\"good\">" } else { "<li class=\"bad\">" },
        &sign(good),
        "<div><p><b>",
        made.purpose,
        if good { "</b> allowed</p>" } else { "</b> refused</p>" },
        "<p class=\"note\"><code>",
        &escape(&made.action),
        "</code> with the ",
        who,
        "</p>",
        &way,
        "</div></li>",
    ]
    .concat()
}

/// The steps of AWS's evaluation.
fn way(made: &Made) -> String {
    let Some(verdict) = &made.verdict else { return String::new() };
    let mut steps = String::new();
    for step in &verdict.steps {
        steps += &["<li><b>", step.stage.word(), "</b>: ", &escape(&step.text)].concat();
        let near: String =
            step.near.iter().map(|near| ["<li>", &escape(near), "</li>"].concat()).collect();
        if !near.is_empty() {
            steps += &["<ul>", &near, "</ul>"].concat();
        }
        steps += "</li>";
    }
    ["<details><summary>How AWS decides</summary><ol>", &steps, "</ol></details>"].concat()
}
