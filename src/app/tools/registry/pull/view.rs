//! The choices and the path of the pull as HTML.

use super::cost;
use super::state::{LAUNCHES, MB_MAX, PULLS_MAX, REPOSITORIES, ROLES, State, WAYS};
use crate::app::html::escape;
use crate::app::icon::{CHECK, CROSS, icon};
use crate::app::tools::Book;
use crate::app::tools::registry::say::{size, source};
use crate::registry::pull::{Endpoint, LaunchType, Step, Trace, Way};

/// Everything that can be chosen.
pub fn choices(state: &State) -> String {
    let launches = LAUNCHES.map(|it| it.1);
    let roles = ROLES.map(|it| it.1);
    let repositories = REPOSITORIES.map(|it| it.1);
    let role = format!("The {}", state.launch().puller());
    let ways: String = WAYS
        .iter()
        .zip(state.ways)
        .enumerate()
        .map(|(index, ((_, label), on))| {
            // A policy of an endpoint that is not there leaves out nothing.
            let off = index == 5 && !state.ways[4];
            format!(
                "<label class=\"tick{}\"><input type=\"checkbox\" id=\"way-{index}\" \
                 data-way=\"{index}\"{}{}>{label}</label>",
                if index == 5 { " inner" } else { "" },
                if on { " checked" } else { "" },
                if off { " disabled" } else { "" },
            )
        })
        .collect();
    let free = match state.launch() {
        LaunchType::Fargate => String::new(),
        _ => number("gb", "Free on the disk, GB", state.free_gb, 16_000.0),
    };
    [
        radios("launch", "Where it runs", &launches, state.launch, true),
        format!(
            "<fieldset class=\"pull-pick\"><legend>What leads out of the \
         subnet</legend>{ways}</fieldset>"
        ),
        radios("role", &role, &roles, state.role, false),
        radios("repository", "The repository", &repositories, state.repository, false),
        format!(
            "<fieldset class=\"pull-pick\"><legend>The image</legend><label class=\"tick\"><input \
             type=\"checkbox\" id=\"exists\"{}>Tag and digest are in the \
             repository</label>{}{free}{}{}\
             </fieldset>",
            if state.exists { " checked" } else { "" },
            number("mb", "Size, MB", state.megabytes, MB_MAX),
            number("m", "Pulls a month", state.pulls_a_month, PULLS_MAX),
            number("z", "Zones", state.zones, 6.0),
        ),
    ]
    .concat()
}

fn number(name: &str, label: &str, value: f64, most: f64) -> String {
    format!(
        "<label class=\"num\"><span>{label}</span><input type=\"number\" inputmode=\"decimal\" \
         min=\"0\" \
         max=\"{most}\" id=\"n-{name}\" data-n=\"{name}\" value=\"{value}\"></label>"
    )
}

fn radios(name: &str, legend: &str, labels: &[&str], chosen: usize, row: bool) -> String {
    let each = labels.iter().enumerate().map(|(index, label)| {
        format!(
            "<label><input type=\"radio\" name=\"{name}\" id=\"{name}-{index}\" \
             value=\"{index}\"{}>\
             <span>{label}</span></label>",
            if index == chosen { " checked" } else { "" }
        )
    });
    format!(
        "<fieldset class=\"pull-pick {}\"><legend>{legend}</legend><div>{}</div></fieldset>",
        if row { "across" } else { "down" },
        each.collect::<String>()
    )
}

/// What a step of the picture came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    Passed,
    Failed,
    NotReached,
}

/// The four steps of the picture, the last of which happens on the disk, and what they came to.
pub fn steps(trace: &Trace, disk_full: &str) -> [Came; 4] {
    let failed = trace.end.as_ref().err();
    let on_disk = failed
        .is_some_and(|end| disk_full.ends_with(&end.message) || end.cause.contains("are free"));
    let mut came = [Came::NotReached; 4];
    for (index, step) in Step::ALL.iter().enumerate() {
        if trace.passed.iter().any(|(passed, _)| passed == step) {
            came[index] = Came::Passed;
        }
    }
    match failed {
        None => came[3] = Came::Passed,
        Some(_) if on_disk => (came[2], came[3]) = (Came::Passed, Came::Failed),
        Some(end) => came[end.step as usize] = Came::Failed,
    }
    came
}

/// The finding as a sentence.
pub fn finding(state: &State, book: &Book) -> String {
    let trace = state.trace(&book.rules);
    let came = steps(&trace, &book.rules.faults_disk_full);
    let word = ["token", "manifest", "layers", "disk"];
    match came.iter().position(|it| *it == Came::Failed) {
        None => "The image arrives: token, manifest, layers, disk".into(),
        Some(3) => "The image does not fit on the disk".into(),
        Some(index) => format!("The pull ends at step {}, the {}", index + 1, word[index]),
    }
}

/// The path, the error where there is one, and what the way costs.
pub fn found(state: &State, book: &Book) -> String {
    let rules = &book.rules;
    let trace = state.trace(rules);
    let came = steps(&trace, &rules.faults_disk_full);
    let path = path(state, &trace, came, book);
    let end = match &trace.end {
        Ok(()) => format!(
            "<p class=\"verdict good\">{}<span>Every step passes. The image is pulled by the \
             <b>{}</b>, {} of it.</span></p>",
            icon(CHECK),
            state.launch().puller(),
            size(state.megabytes * 1e6)
        ),
        Err(end) => format!(
            "<div class=\"verdict bad\">{}<div><p \
             class=\"said\"><code>{}</code></p><p><b>Why:</b> {}.</p>\
             <p><b>What to do:</b> {}</p></div></div>",
            icon(CROSS),
            escape(&if end.message.starts_with(&end.code) {
                end.message.clone()
            } else {
                format!("{}: {}", end.code, end.message)
            }),
            escape(&end.cause),
            escape(&end.fix),
        ),
    };
    let about = match state.launch() {
        LaunchType::EksNode => "kubernetes.pull_error",
        _ => "faults.deny_pull",
    };
    format!(
        "<h2 id=\"found\">{}</h2>{path}{end}<section><div class=\"sec\"><h2>What the way \
         costs</h2></div>{}\
         </section><p class=\"note\">Steps: {}. Errors: {}. The same in a terminal: <code>drydock \
         rule ecr-pull</code>.</p>",
        finding(state, book),
        cost::table(state, rules, &book.facts),
        source(&book.facts, "ecr.pull"),
        source(&book.facts, about),
    )
}

fn over(way: Way) -> &'static str {
    match way {
        Way::Endpoint(Endpoint::S3) => "over the gateway endpoint",
        Way::Endpoint(_) => "over its endpoint",
        Way::PublicAddress => "over the public address",
        Way::Nat => "over the NAT gateway",
    }
}

/// The way as a list: a line with four stations.
fn path(state: &State, trace: &Trace, came: [Came; 4], book: &Book) -> String {
    let network = state.network();
    let free = state.free_bytes(&book.rules);
    let stations = [
        ("Token", "ecr.api", Step::Token.action()),
        ("Manifest", "ecr.dkr", Step::Manifest.action()),
        ("Layers", "Amazon S3", Step::Layers.action()),
        ("Unpack", "disk", ""),
    ];
    let each = stations.iter().enumerate().map(|(index, (name, place, action))| {
        let (class, sign, word) = match came[index] {
            Came::Passed => ("passed", icon(CHECK), "passed"),
            Came::Failed => ("failed", icon(CROSS), "fails here"),
            Came::NotReached => ("far", String::new(), "not reached"),
        };
        let step = Step::ALL.get(index);
        let way = step.and_then(|step| match trace.passed.iter().find(|(own, _)| own == step) {
            Some((_, way)) => Some(over(*way)),
            None if came[index] == Came::NotReached => None,
            None => Some(network.way(*step).map_or("no way there", over)),
        });
        let detail = match (way, index) {
            (Some(way), _) => way.to_string(),
            (None, 3) if came[3] != Came::NotReached => {
                format!("{} of {} free", size(state.megabytes * 1e6), size(free))
            }
            _ => String::new(),
        };
        let action = match *action {
            "" => String::new(),
            action => format!("<code>{action}</code>"),
        };
        format!(
            "<li class=\"{class}\"><span class=\"stop\">{sign}</span><div><b>{}. {name}</b> <span \
             class=\"soft\">{place}</span><span class=\"word\">{word}</span><span class=\"detail\">\
             {detail}</span>{action}</div></li>",
            index + 1
        )
    });
    format!("<ol class=\"path\">{}</ol>", each.collect::<String>())
}
