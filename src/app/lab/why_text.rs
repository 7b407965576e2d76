//! The decisions as HTML: what, its arithmetic, and the fact it rests on. Pure.

use crate::app::html::escape;
use crate::facts::{Fact, Trust};
use crate::sim::Run;
use crate::sim::run::Decision;
use crate::sim::scenario::Platform;

use super::moments::{self, Moment};
use super::{faults, terms, words};

/// The list of those moments, of which the first has that place in the day. `place` begins the ids
/// of its elements; `fact` says the fact of a rule in HTML.
pub fn list(
    run: &Run,
    start_s: u32,
    moments: &[Moment],
    first: usize,
    place: &str,
    platform: Platform,
    fact: &dyn Fn(&str) -> String,
) -> String {
    if moments.is_empty() {
        return "<p class=\"soft\">No decision falls into the magnified stretch. The button “Next \
                decision” goes to the next one.</p>"
            .to_string();
    }
    let mut html = "<ol class=\"why-list\">".to_string();
    for (index, moment) in moments.iter().enumerate() {
        let number = (first + index).to_string();
        let item = [
            "<li data-second=\"",
            &moment.t_s.to_string(),
            "\" data-index=\"",
            &number,
            "\"><span class=\"disc",
            if index >= 99 { " long" } else { "" },
            "\" aria-hidden=\"true\">",
            &(index + 1).to_string(),
            "</span><div><button type=\"button\" class=\"why-head\" id=\"",
            place,
            "-",
            &number,
            "\" data-choose=\"",
            &number,
            "\"><time>",
            &words::clock(start_s + moment.t_s),
            "</time> ",
        ];
        html.push_str(&item.concat());
        let rule = [place, "-rule-", &number].concat();
        html.push_str(&one(run, moment, &rule, platform, fact));
        html.push_str("</div></li>");
    }
    html.push_str("</ol>");
    html
}

/// Who and what, why, and what must happen first; each reason once.
fn one(
    run: &Run,
    moment: &Moment,
    rule: &str,
    platform: Platform,
    fact: &dyn Fn(&str) -> String,
) -> String {
    let decision = &run.decisions[moment.decisions[0]];
    let head = escape(&what(run, moment, platform));
    let who = who(&decision.who);
    let mut html = ["<span class=\"who\">", who, "</span> <b>", &head, "</b></button>"].concat();
    for because in distinct(run, moment, |decision| &decision.because) {
        html.push_str(&["<code>", &escape(because), "</code>"].concat());
    }
    for waits_for in distinct(run, moment, |decision| &decision.waits_for) {
        let text = ["<p class=\"waits-for\">Waits for: ", &escape(waits_for), "</p>"];
        html.push_str(&text.concat());
    }
    let ids = moments::subjects(run, moment);
    if !ids.is_empty() {
        let ids = ["<details class=\"which\"><summary>Which</summary><p>", &ids.join(", ")];
        html.push_str(&(ids.concat() + "</p></details>"));
    }
    if !decision.fact.is_empty() {
        let text = [
            "<button type=\"button\" class=\"lab-link\" id=\"",
            rule,
            "\" data-rule aria-expanded=\"false\" aria-label=\"Rule: ",
            &head,
            "\">Rule</button><p class=\"fact\" hidden>",
            &fact(&decision.fact),
            "</p>",
        ];
        html.push_str(&text.concat());
    }
    html
}

/// What the decisions of a moment say, without empty ones and repetitions.
fn distinct<'a>(run: &'a Run, moment: &Moment, of: fn(&Decision) -> &String) -> Vec<&'a str> {
    let mut all: Vec<&str> = Vec::new();
    for text in moment.decisions.iter().map(|index| of(&run.decisions[*index]).as_str()) {
        if !text.is_empty() && !all.contains(&text) {
            all.push(text);
        }
    }
    all
}

/// A decision in one line, for people who do not see the log: time, who, what.
pub fn announced(run: &Run, start_s: u32, moment: &Moment, platform: Platform) -> String {
    let who = who(&run.decisions[moment.decisions[0]].who);
    let clock = words::clock(start_s + moment.t_s);
    [&clock, ", ", who, ", ", &what(run, moment, platform)].concat()
}

/// Who decided, as AWS or Kubernetes calls it.
fn who(name: &str) -> &str {
    known(name).unwrap_or(name)
}

/// The name of who decides under that word in the simulator.
pub fn known(word: &str) -> Option<&'static str> {
    let name = match word {
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
        "hpa" => "HorizontalPodAutoscaler",
        "daemon-set" => "DaemonSet",
        "replica-set" => "ReplicaSet",
        "eviction" => "Eviction",
        "node-group" => "Node group",
        "node-controller" => "Node controller",
        "node-repair" => "Node auto repair",
        "control-plane" => "Control plane",
        "cluster-autoscaler" => "Cluster Autoscaler",
        "karpenter" => "Karpenter",
        "app-runner" => "App Runner",
        "express-mode" => "Express Mode",
        // Kubernetes writes its own programs so.
        "kubelet" => "kubelet",
        "kube-scheduler" => "kube-scheduler",
        "fargate-scheduler" => "fargate-scheduler",
        _ => return None,
    };
    Some(name)
}

/// What was decided; a fault of the learner's under the name of its button.
pub fn what(run: &Run, moment: &Moment, platform: Platform) -> String {
    let text = moments::headline(run, moment, terms::of(platform));
    let (name, rest) = text.split_once(' ').unwrap_or((&text, ""));
    match faults::find(name.trim_end_matches(':'))
        .filter(|_| run.decisions[moment.decisions[0]].who == "you")
    {
        Some(offer) if rest.is_empty() => offer.name_on(platform).to_string(),
        Some(offer) if rest == "is over" => [offer.name_on(platform), ": it is over"].concat(),
        Some(offer) => [offer.name_on(platform), ": ", rest].concat(),
        None => text,
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
    use crate::shape::Shape as _;

    #[test]
    fn what_falls_together_is_one_entry_with_its_reasons_once() {
        let lost = |id: &str, because: &str| Decision {
            t_ms: 5000,
            who: "service-scheduler".into(),
            what: [id, ": task lost"].concat(),
            because: because.into(),
            waits_for: "a replacement".into(),
            ..Decision::blank()
        };
        let you = |t_ms, what: &str| Decision {
            t_ms,
            who: "you".into(),
            what: what.into(),
            ..Decision::blank()
        };
        let decisions = vec![
            you(5000, "lose-zone us-east-1a"),
            lost("t0001", "a < b"),
            lost("t0002", "a < b"),
            lost("t0003", "other"),
            you(9000, "lose-zone is over"),
        ];
        let run = Run { decisions, ..Run::blank() };
        let html =
            list(&run, 0, &moments::of(&run), 0, "why", Platform::EcsEc2, &|_| String::new());
        assert_eq!(html.matches("<li ").count(), 3, "{html}");
        assert_eq!(html.matches("<code>").count(), 2, "{html}");
        assert_eq!(html.matches("Waits for").count(), 1, "{html}");
        for text in ["<b>3 tasks lost</b>", "t0001, t0002, t0003", "<code>a &lt; b</code>"] {
            assert!(html.contains(text), "{text}: {html}");
        }
        assert!(html.contains("<b>Lose a zone: us-east-1a</b>"), "{html}");
        assert!(html.contains("<b>Lose a zone: it is over</b>"), "{html}");
        let moments = moments::of(&run);
        let said = announced(&run, 48_600, &moments[1], Platform::EcsEc2);
        assert_eq!(said, "13:30:05, Service scheduler, 3 tasks lost");
    }

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
