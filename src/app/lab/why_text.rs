//! The decisions as HTML: what, its arithmetic, and the fact it rests on. Pure.

use crate::app::html::escape;
use crate::facts::{Fact, Trust};
use crate::sim::Run;
use crate::sim::run::Decision;
use std::ops::Range;

use super::{faults, words};

/// The list of those decisions. `place` begins the ids of its elements; `fact` says the fact of a
/// rule in HTML.
pub fn list(
    run: &Run,
    start_s: u32,
    indices: Range<usize>,
    place: &str,
    fact: &dyn Fn(&str) -> String,
) -> String {
    if indices.is_empty() {
        return "<p class=\"soft\">No decision falls into the magnified stretch. ] goes to the next \
                one.</p>"
            .to_string();
    }
    let mut html = "<ol class=\"why-list\">".to_string();
    let first = indices.start;
    for index in indices {
        let decision = &run.decisions[index];
        let t_s = (decision.t_ms / 1000) as u32;
        let number = index.to_string();
        let item = [
            "<li data-second=\"",
            &t_s.to_string(),
            "\" data-index=\"",
            &number,
            "\"><span class=\"disc\" aria-hidden=\"true\">",
            &(index - first + 1).to_string(),
            "</span><div><button type=\"button\" class=\"why-head\" id=\"",
            place,
            "-",
            &number,
            "\" data-choose=\"",
            &number,
            "\"><time>",
            &words::clock(start_s + t_s),
            "</time> <span class=\"who\">",
            who(&decision.who),
            "</span> <b>",
            &escape(&what(decision)),
            "</b></button>",
        ];
        html.push_str(&item.concat());
        if !decision.because.is_empty() {
            html.push_str(&["<code>", &escape(&decision.because), "</code>"].concat());
        }
        if !decision.waits_for.is_empty() {
            html.push_str(
                &["<p class=\"waits-for\">Waits for: ", &escape(&decision.waits_for), "</p>"]
                    .concat(),
            );
        }
        if !decision.fact.is_empty() {
            let rule = [
                "<button type=\"button\" class=\"lab-link\" id=\"",
                place,
                "-rule-",
                &number,
                "\" data-rule aria-expanded=\"false\" aria-label=\"Rule: ",
                &escape(&decision.what),
                "\">Rule</button><p class=\"fact\" hidden>",
                &fact(&decision.fact),
                "</p>",
            ];
            html.push_str(&rule.concat());
        }
        html.push_str("</div></li>");
    }
    html.push_str("</ol>");
    html
}

/// Who decided, as AWS calls it.
fn who(name: &str) -> &str {
    match name {
        "target-tracking" => "Target tracking",
        "step-scaling" => "Step scaling",
        "scheduled-action" => "Scheduled action",
        "service-scheduler" => "Service scheduler",
        "deployment" => "Deployment",
        "circuit-breaker" => "Circuit breaker",
        "balancer" => "Load balancer",
        "ecs-agent" => "ECS agent",
        "capacity-provider" => "Capacity provider",
        "cluster" => "Cluster",
        "you" => "You",
        other => other,
    }
}

/// What was decided; a fault of the learner's under the name of its button.
fn what(decision: &Decision) -> String {
    let (name, rest) = decision.what.split_once(' ').unwrap_or((&decision.what, ""));
    match faults::find(name).filter(|_| decision.who == "you") {
        Some(offer) if rest.is_empty() => offer.name.to_string(),
        Some(offer) => [offer.name, ": ", rest].concat(),
        None => decision.what.clone(),
    }
}

/// A fact with its source. Only an address of the web becomes a link.
pub fn fact(fact: &Fact) -> String {
    let trust = match fact.trust {
        Trust::Verified => "",
        Trust::Observed => " Observed, not documented.",
        Trust::Estimate => " Our estimate.",
        Trust::Disputed => " Sources disagree.",
        Trust::Unverified => " Not checked.",
    };
    let source = escape(&fact.source);
    let source = if fact.url.starts_with("https://") {
        ["<a href=\"", &escape(&fact.url), "\" rel=\"external\">", &source, "</a>"].concat()
    } else {
        source
    };
    [&escape(&fact.text), ".", trust, " ", &source, ", read ", &escape(&fact.checked), "."].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fact_is_text_and_links_only_to_the_web() {
        let mut one = Fact {
            value: serde_json::Value::Null,
            unit: String::new(),
            text: "a < b".into(),
            source: "Guide".into(),
            url: "javascript:alert(1)".into(),
            checked: "2026-11-20".into(),
            trust: Trust::Observed,
        };
        let told = "a &lt; b. Observed, not documented. Guide, read 2026-11-20.";
        assert_eq!(fact(&one), told);
        one.url = "https://example.org/\"x".into();
        let link = "<a href=\"https://example.org/&quot;x\" rel=\"external\">Guide</a>";
        assert!(fact(&one).contains(link));
    }
}
