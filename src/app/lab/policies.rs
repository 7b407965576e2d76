//! The editor of step policies and scheduled actions: a list with add, edit and delete.

use crate::app::browser;
use crate::app::html::escape;
use crate::shape::Shape as _;
use crate::sim::Scenario;
use crate::sim::scenario::{Policy, PolicyKind, ScalingMode};
use leptos::prelude::*;
use serde_json::Value;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, HtmlSelectElement};

use super::desk::Desk;
use super::{dom, policy_text, redraw};

const PATH: &str = "scaling.policies";
/// Rows for steps in the form; empty ones do not count.
const STEPS: usize = 4;

/// What is being edited: the policy as it stood, and its place in the list if it has one.
#[derive(Clone)]
struct Edited {
    policy: Policy,
    index: Option<usize>,
}

/// The editor of one desk; a cheap handle.
#[derive(Clone, Copy)]
pub struct Policies {
    desk: Desk,
    edited: RwSignal<Option<Edited>>,
    wrong: RwSignal<Vec<String>>,
    drawn: StoredValue<String>,
}

impl Policies {
    /// An editor with nothing open.
    pub fn new(desk: Desk) -> Policies {
        Policies {
            desk,
            edited: RwSignal::new(None),
            wrong: RwSignal::new(Vec::new()),
            drawn: StoredValue::new(String::new()),
        }
    }

    /// Draws list and form; without `more` only where the mode needs them.
    pub fn show(&self, now: &Scenario, more: bool) {
        let Some(place) = dom::by_id(&self.desk.id("policies")) else { return };
        let mode = now.scaling.mode;
        let listed = matches!(mode, ScalingMode::Step | ScalingMode::Scheduled);
        let hidden = mode == ScalingMode::Off || !(listed || more);
        dom::hide(&place, hidden || !super::offered::own_service(now));
        let html = self.html(now);
        if self.drawn.with_value(|drawn| *drawn != html) {
            redraw::redraw(&place, &html);
            self.drawn.set_value(html);
        }
    }

    fn html(&self, now: &Scenario) -> String {
        let mut html = [
            "<h3>Policies and scheduled actions</h3>",
            &policy_text::list(&now.scaling.policies, &self.desk.id("policy-")),
        ]
        .concat();
        if now.scaling.policies.is_empty() {
            html.push_str(match now.scaling.mode {
                ScalingMode::Step => {
                    "<p class=\"hint\">None listed: a pair around the target is in force, out from \
                     the target on, in below two thirds of it. The pair is ours, not a default of \
                     AWS.</p>"
                }
                ScalingMode::Scheduled => {
                    "<p class=\"hint\">None listed: nothing changes their number.</p>"
                }
                _ => "",
            });
        }
        match self.edited.get() {
            Some(edited) => {
                html.push_str(&form(&edited));
                let wrong = self.wrong.get();
                let problem = self.desk.problem.get().filter(|(path, _)| path == PATH);
                let all = wrong.into_iter().chain(problem.map(|(_, expected)| expected));
                let all: Vec<String> = all.map(|one| escape(&one)).collect();
                let text = all.join(". ");
                let id = self.desk.id("policy-wrong");
                let alert =
                    ["<p class=\"problem\" role=\"alert\" id=\"", &id, "\">", &text, "</p>"];
                html.push_str(&alert.concat());
                html.push_str(
                    "<p class=\"row-of-buttons\"><button type=\"button\" class=\"btn\" \
                     data-policy=\"save\">Save the policy</button><button type=\"button\" \
                     class=\"btn\" data-policy=\"cancel\">Cancel</button></p></div>",
                );
            }
            None => {
                let kinds =
                    [("step", "Add a step policy"), ("scheduled", "Add a scheduled action")];
                // Kubernetes has no step policies.
                let from = usize::from(now.platform.is_eks());
                for (what, text) in &kinds[from..] {
                    let id = self.desk.id(&["add-", what].concat());
                    let button = [
                        "<button type=\"button\" class=\"btn wide\" id=\"",
                        &id,
                        "\" data-policy=\"",
                        what,
                        "\">",
                        text,
                        "</button>",
                    ];
                    html.push_str(&button.concat());
                }
            }
        }
        html
    }

    /// Takes a click in the editor; says whether it was one.
    pub fn clicked(&self, event: &Event) -> bool {
        let Some((button, what)) = redraw::hit(event, "data-policy") else { return false };
        let index = button.get_attribute("data-index");
        let index = index.and_then(|index| index.parse::<usize>().ok());
        let scaling = self.desk.scenario.with_untracked(|scenario| scenario.scaling.clone());
        self.wrong.set(Vec::new());
        match (what.as_str(), index) {
            ("step", _) => self.open(policy_text::fresh(PolicyKind::Step, &scaling), None),
            ("scheduled", _) => {
                self.open(policy_text::fresh(PolicyKind::Scheduled, &scaling), None);
            }
            ("edit", Some(index)) => {
                if let Some(policy) = scaling.policies.get(index) {
                    self.open(policy.clone(), Some(index));
                }
            }
            ("delete", Some(index)) if index < scaling.policies.len() => {
                let mut policies = scaling.policies;
                policies.remove(index);
                self.edited.set(None);
                self.set(&policies);
            }
            ("save", _) => self.save(scaling.policies),
            ("cancel", _) => self.edited.set(None),
            _ => {}
        }
        true
    }

    /// Closes the form without saving; says whether one was open.
    pub fn cancel(&self) -> bool {
        let open = self.edited.with_untracked(Option::is_some);
        if open {
            self.edited.set(None);
        }
        open
    }

    /// Whether a change of a field belongs to the editor: it is read when it is saved.
    pub fn changed(&self, event: &Event) -> bool {
        redraw::hit(event, "data-field").is_some()
    }

    fn open(&self, policy: Policy, index: Option<usize>) {
        self.desk.problem.set(None);
        self.edited.set(Some(Edited { policy, index }));
        // The form is drawn first.
        let id = self.desk.id("policies");
        browser::soon(move || {
            if let Some(place) = dom::by_id(&id) {
                browser::focus_first(&place, "select[data-field],input[data-field]");
            }
        });
    }

    fn save(&self, mut policies: Vec<Policy>) {
        let Some(edited) = self.edited.get_untracked() else { return };
        let field = |name: &str| {
            let place = dom::by_id(&["policy-", name].concat())?;
            let value = match place.dyn_ref::<HtmlInputElement>() {
                Some(input) => input.value(),
                None => place.dyn_ref::<HtmlSelectElement>()?.value(),
            };
            Some(value)
        };
        let typed = |name: &str| field(name).unwrap_or_default();
        let policy = match policy_text::read(edited.policy.kind, STEPS, &typed) {
            Ok(policy) => policy,
            Err(wrong) => {
                // The form is drawn anew and must keep what was typed.
                if let Some(place) = dom::by_id(&self.desk.id("policy-wrong")) {
                    place.set_inner_html(&escape(&wrong.join(". ")));
                }
                return;
            }
        };
        match edited.index.and_then(|index| policies.get_mut(index)) {
            Some(old) => *old = policy.clone(),
            None => policies.push(policy.clone()),
        }
        self.set(&policies);
        let refused = self.desk.problem.with_untracked(|problem| problem.is_some());
        self.edited.set(refused.then_some(Edited { policy, index: edited.index }));
    }

    fn set(&self, policies: &[Policy]) {
        let list = policies.iter().map(|policy| policy.write()).collect();
        self.desk.set(PATH, Value::Array(list));
        self.desk.release();
    }
}

fn form(edited: &Edited) -> String {
    let policy = &edited.policy;
    let mut html = "<div class=\"policy-form\">".to_string();
    let number = |value: f64| value.to_string();
    let count = |value: Option<u32>| value.map(|one| one.to_string()).unwrap_or_default();
    match policy.kind {
        PolicyKind::Scheduled => {
            html.push_str(&field("expression", "Schedule", &policy.expression, "text"));
            html.push_str(
                "<p class=\"hint\">cron(minutes hours day-of-month month day-of-week year), \
                 rate(1 hour), or at(2026-11-23T12:00:00), in the scenario's time zone.</p>",
            );
            html.push_str(&field("min", "New minimum", &count(policy.min), "number"));
            html.push_str(&field("max", "New maximum", &count(policy.max), "number"));
        }
        _ => {
            let metrics =
                [("cpu", "CPU"), ("memory", "Memory"), ("requests", "Requests per target")];
            html.push_str(&select("metric", "Metric", policy.metric.word(), &metrics));
            if policy.kind == PolicyKind::TargetTracking {
                html.push_str(&field("target", "Target", &number(policy.target), "number"));
                return html;
            }
            let order = if policy.alarm_below { "below" } else { "from" };
            let orders = [("from", "at or above"), ("below", "below")];
            html.push_str(&select("order", "Alarm", order, &orders));
            let threshold = number(policy.alarm_threshold);
            html.push_str(&field("threshold", "Threshold", &threshold, "number"));
            let points = policy.alarm_points.max(1).to_string();
            html.push_str(&field("points", "Points in a row", &points, "number"));
            let kinds = [
                ("ChangeInCapacity", "change in capacity"),
                ("ExactCapacity", "exact capacity"),
                ("PercentChangeInCapacity", "percent change"),
            ];
            html.push_str(&select("adjustment", "Kind", policy.adjustment_type.word(), &kinds));
            html.push_str(&steps(policy));
            html.push_str(&field("cooldown", "Cooldown, s", &number(policy.cooldown_s), "number"));
            let least = policy.min_adjustment_magnitude.to_string();
            html.push_str(&field("least", "Least change, tasks", &least, "number"));
        }
    }
    html
}

fn steps(policy: &Policy) -> String {
    let mut html = "<fieldset class=\"steps\"><legend>Steps: from and up to, as differences from \
                    the threshold, and the change</legend>"
        .to_string();
    for index in 0..STEPS {
        let step = policy.steps.get(index);
        let text = |value: Option<f64>| value.map(|one| one.to_string()).unwrap_or_default();
        let values = [
            ("lower", "From", text(step.and_then(|step| step.lower))),
            ("upper", "Up to", text(step.and_then(|step| step.upper))),
            ("change", "Change", text(step.map(|step| step.adjustment))),
        ];
        let row = (index + 1).to_string();
        for (name, label, value) in values {
            let input = [
                "<input type=\"number\" step=\"any\" data-field id=\"policy-",
                name,
                &index.to_string(),
                "\" aria-label=\"Step ",
                &row,
                ": ",
                label,
                "\" placeholder=\"",
                label,
                "\" value=\"",
                &value,
                "\">",
            ];
            html.push_str(&input.concat());
        }
    }
    html + "</fieldset>"
}

fn field(name: &str, label: &str, value: &str, kind: &str) -> String {
    [
        "<label class=\"field\"><span>",
        label,
        "</span><input type=\"",
        kind,
        "\" step=\"any\" data-field id=\"policy-",
        name,
        "\" value=\"",
        &escape(value),
        "\"></label>",
    ]
    .concat()
}

fn select(name: &str, label: &str, value: &str, options: &[(&str, &str)]) -> String {
    let mut html = [
        "<label class=\"field\"><span>",
        label,
        "</span><select data-field id=\"policy-",
        name,
        "\">",
    ]
    .concat();
    for (word, text) in options {
        let selected = if *word == value { "\" selected>" } else { "\">" };
        html.push_str(&["<option value=\"", word, selected, text, "</option>"].concat());
    }
    html + "</select></label>"
}
