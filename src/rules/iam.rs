//! Whether AWS allows a request, and the way to that decision.

use super::field::{Field, documents, json, text};
use super::fields::Fields;
use super::{Answer, Rule};
use crate::facts::Rulebook;
use crate::iam::{Kind, Outcome, Policies, Policy, Principal, Request, Verdict, evaluate, read};
use crate::shape::Shape;
use serde_json::{Value, json};

pub const RULE: Rule = Rule {
    name: "iam",
    title: "IAM policy evaluation",
    meaning: "Whether a request is allowed by the policies that apply to it, and which one decided",
    source: "iam.evaluation",
    says: &[
        "{decision=\"Allowed\"}Allowed, by {by}",
        "{decision=\"ExplicitlyDenied\"}Denied explicitly, by {by}",
        "Denied: nothing allows it ({by})",
    ],
    fields: FIELDS,
    answer,
};

const FIELDS: &[Field] = &[
    text("principal", "Principal, an ARN"),
    text("action", "Action"),
    text("resource", "Resource, an ARN"),
    text("resource_account", "Account of the resource").spare(),
    json("context", "Context of the request: keys with values").spare(),
    documents("identity", "Identity policies"),
    json("resource_policy", "Policy of the resource").spare(),
    json("boundary", "Permissions boundary").spare(),
    json("session", "Session policy").spare(),
    documents("scps", "Service control policies").spare(),
    documents("rcps", "Resource control policies").spare(),
];

fn answer(input: &Value, _: &Rulebook) -> Result<Answer, String> {
    let verdict = verdict(input)?;
    let mut lines = Vec::new();
    for step in verdict.steps.iter().filter(|step| step.outcome != Outcome::Skipped) {
        lines.push(format!("{}: {}", step.stage.word(), step.text));
        lines.extend(step.near.iter().cloned());
    }
    let value = json!({ "decision": verdict.decision.write(), "by": verdict.by });
    Ok(Answer { value, because: lines.join("; ") })
}

/// The decision with every step of the way to it.
pub fn verdict(input: &Value) -> Result<Verdict, String> {
    let fields = Fields::of(input, FIELDS)?;
    let principal = Principal::parse(fields.text("principal")?)
        .map_err(|why| fields.wrong("principal", why))?;
    let request = Request::new(
        principal,
        fields.text("action")?,
        fields.text("resource")?,
        fields.optional_text("resource_account")?,
        &context(&fields, input)?,
    )
    .map_err(|(field, why)| fields.wrong(field, why))?;
    if !fields.has("identity") {
        return Err(fields.wrong("identity", "expected a list of policy documents, found nothing"));
    }
    let policies = Policies {
        identity: policies(&fields, "identity")?,
        resource: single(&fields, input, "resource_policy", Kind::Resource)?,
        boundary: single(&fields, input, "boundary", Kind::Identity)?,
        session: single(&fields, input, "session", Kind::Identity)?,
        scps: levels(&fields, "scps")?,
        rcps: levels(&fields, "rcps")?,
    };
    Ok(evaluate(&request, &policies))
}

fn context(fields: &Fields, input: &Value) -> Result<Vec<(String, Vec<String>)>, String> {
    let found = match input.get("context") {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(found) => found,
    };
    let wrong = |value: &Value| {
        let what = "expected keys with a text, a number, true or false, or a list of them";
        fields.wrong("context", format!("{what}, found {value}"))
    };
    let text = |value: &Value| match value {
        Value::String(text) => Ok(text.clone()),
        Value::Number(_) | Value::Bool(_) => Ok(value.to_string()),
        _ => Err(wrong(value)),
    };
    let keys = found.as_object().ok_or_else(|| wrong(found))?;
    keys.iter()
        .map(|(key, value)| match value {
            Value::Array(items) => {
                Ok((key.clone(), items.iter().map(text).collect::<Result<_, String>>()?))
            }
            one => Ok((key.clone(), vec![text(one)?])),
        })
        .collect()
}

/// A list of policies of an identity.
fn policies(fields: &Fields, name: &str) -> Result<Vec<Policy>, String> {
    let items = fields.items(name)?.iter().enumerate();
    items
        .map(|(index, item)| {
            document(item, Kind::Identity)
                .map_err(|why| fields.wrong(&format!("{name}.{index}"), why))
        })
        .collect()
}

/// Policies of one level, or a list of such lists from the root on.
fn levels(fields: &Fields, name: &str) -> Result<Vec<Vec<Policy>>, String> {
    let items = fields.items(name)?;
    if items.is_empty() {
        return Ok(Vec::new());
    }
    if !items.iter().any(Value::is_array) {
        return Ok(vec![policies(fields, name)?]);
    }
    let level = |(index, level): (usize, &Value)| {
        let path = format!("{name}.{index}");
        let what = "expected policy documents, or a list of them for each level";
        let inner = level.as_array().ok_or_else(|| fields.wrong(&path, what))?;
        let one = |(place, item)| {
            document(item, Kind::Identity)
                .map_err(|why| fields.wrong(&format!("{path}.{place}"), why))
        };
        inner.iter().enumerate().map(one).collect()
    };
    items.iter().enumerate().map(level).collect()
}

fn single(
    fields: &Fields,
    input: &Value,
    name: &str,
    kind: Kind,
) -> Result<Option<Policy>, String> {
    match input.get(name).filter(|_| fields.has(name)) {
        None => Ok(None),
        // The policy of a role names no resource.
        Some(found) if name == "resource_policy" && is_trust(input) => {
            document(found, Kind::Trust).map(Some).map_err(|why| fields.wrong(name, why))
        }
        Some(found) => document(found, kind).map(Some).map_err(|why| fields.wrong(name, why)),
    }
}

fn is_trust(input: &Value) -> bool {
    let action = input.get("action").and_then(Value::as_str).unwrap_or_default();
    action.to_ascii_lowercase().starts_with("sts:assumerole")
}

/// A document as JSON, or as the text that AWS's command line takes.
fn document(found: &Value, kind: Kind) -> Result<Policy, String> {
    let (text, written) = match found {
        Value::String(text) => (text.clone(), true),
        other => (other.to_string(), false),
    };
    read(&text, kind).map_err(|problems| {
        let said = problems.iter().map(|problem| match written {
            true => problem.in_text(&text),
            false => problem.to_string(),
        });
        said.collect::<Vec<_>>().join("; ")
    })
}
