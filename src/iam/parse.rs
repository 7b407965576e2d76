//! A policy's text → [`Policy`]. Every mistake is found in one pass and named with its place.
//!
//! After AWS's page "Grammar of the IAM JSON policy language".

use super::json::{self, Field, Json, Node};
use super::policy::{Effect, Policy, Statement};
use super::problem::Problem;
use super::statement::Reader;

/// Longest text that is read, in bytes; far above what AWS takes.
pub const TEXT_BYTES_MAX: usize = 131_072;

/// Statements beyond this number are no policy any more.
const STATEMENTS_MAX: usize = 1000;

/// What the policy is attached to; the grammar differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// To a user, group or role; also a permissions boundary, a session policy, an SCP.
    Identity,
    /// To a resource: it names principals.
    Resource,
    /// To a role, saying who may take it on: it names principals and no resource.
    Trust,
}

/// Reads a policy, or gives everything that is wrong with it, by place.
pub fn read(text: &str, kind: Kind) -> Result<Policy, Vec<Problem>> {
    if text.len() > TEXT_BYTES_MAX {
        let why = format!("{} bytes are more than the {TEXT_BYTES_MAX} that are read", text.len());
        return Err(vec![Problem::new(0, why)]);
    }
    let node = json::read(text).map_err(|problem| vec![problem])?;
    let reader = Reader::new(kind);
    let policy = document(&node, &reader);
    let mut problems = reader.into_problems();
    match policy {
        Some(policy) if problems.is_empty() => Ok(policy),
        _ => {
            problems.sort_by_key(|problem| problem.at);
            Err(problems)
        }
    }
}

fn document(node: &Node, reader: &Reader) -> Option<Policy> {
    let Json::Object(fields) = &node.value else {
        let what = "expected an object with Version and Statement";
        reader.wrong(node.at, "", format!("{what}, found {}", node.kind()));
        return None;
    };
    reader.known(fields, "", &["Version", "Id", "Statement"]);
    if let Some(id) = field(fields, "Id") {
        match (&id.node.value, reader.kind) {
            (_, Kind::Identity) => {
                reader.wrong(id.at, "Id", "only policies of a resource have an Id");
            }
            (Json::Text(_), _) => {}
            _ => reader.wrong(id.node.at, "Id", "expected a text"),
        }
    }
    let variables = version(fields, reader);
    let Some(list) = field(fields, "Statement") else {
        reader.wrong(node.at, "", "`Statement` is missing");
        return None;
    };
    let statements = statements(&list.node, reader);
    unique_sids(&statements, reader);
    Some(Policy { variables, statements })
}

/// Whether `${…}` stands for values.
fn version(fields: &[Field], reader: &Reader) -> bool {
    let Some(field) = field(fields, "Version") else { return false };
    match &field.node.value {
        Json::Text(text) if text == "2012-10-17" => true,
        Json::Text(text) if text == "2008-10-17" => false,
        _ => {
            let what = "expected \"2012-10-17\" or \"2008-10-17\": the version of the language, \
                        not a date of your own";
            reader.wrong(field.node.at, "Version", what);
            true
        }
    }
}

fn statements(node: &Node, reader: &Reader) -> Vec<Statement> {
    let one = |node: &Node, path: String| match &node.value {
        Json::Object(fields) => reader.statement(node.at, fields, &path),
        _ => {
            reader.wrong(node.at, &path, format!("expected an object, found {}", node.kind()));
            None
        }
    };
    match &node.value {
        Json::List(items) if items.is_empty() => {
            reader.wrong(node.at, "Statement", "expected one statement or more");
            Vec::new()
        }
        Json::List(items) if items.len() > STATEMENTS_MAX => {
            let why = format!("expected at most {STATEMENTS_MAX} statements");
            reader.wrong(node.at, "Statement", why);
            Vec::new()
        }
        Json::List(items) => {
            let named = items.iter().enumerate();
            named.filter_map(|(index, item)| one(item, format!("Statement.{index}"))).collect()
        }
        _ => one(node, "Statement".into()).into_iter().collect(),
    }
}

/// In policies of an identity a `Sid` is letters and digits, and stands once.
fn unique_sids(statements: &[Statement], reader: &Reader) {
    let mut seen = std::collections::BTreeSet::new();
    for (index, statement) in statements.iter().enumerate() {
        let sid = statement.sid.as_str();
        let path = format!("Statement.{index}.Sid");
        if reader.kind != Kind::Identity || sid.is_empty() {
            continue;
        }
        if !sid.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            reader.wrong(statement.at, &path, "a Sid is letters A–Z, a–z and digits only");
        } else if !seen.insert(sid) {
            reader.wrong(statement.at, &path, format!("`{sid}` is the Sid of another statement"));
        }
    }
}

/// The field of that name.
pub fn field<'a>(fields: &'a [Field], name: &str) -> Option<&'a Field> {
    fields.iter().find(|field| field.name == name)
}

/// The word for an effect.
pub fn effect(text: &str) -> Option<Effect> {
    match text {
        "Allow" => Some(Effect::Allow),
        "Deny" => Some(Effect::Deny),
        _ => None,
    }
}
