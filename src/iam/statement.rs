//! One statement of a policy: its fields, what they may hold, and what is wrong with them.

use super::condition::{Condition, OPERATORS, operator};
use super::json::{Field, Json, Node};
use super::parse::{Kind, effect, field};
use super::pattern::arn_parts;
use super::policy::{Effect, Principals, Set, Statement, Written};
use super::problem::Problem;
use super::request::{is_account, shown};
use std::cell::RefCell;

const FIELDS: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

/// Reads statements and collects what is wrong.
pub struct Reader {
    pub kind: Kind,
    problems: RefCell<Vec<Problem>>,
}

impl Reader {
    pub fn new(kind: Kind) -> Reader {
        Reader { kind, problems: RefCell::default() }
    }

    /// Notes a mistake.
    pub fn wrong(&self, at: usize, path: &str, text: impl Into<String>) {
        let problem = Problem { at, path: path.to_string(), text: text.into() };
        self.problems.borrow_mut().push(problem);
    }

    pub fn into_problems(self) -> Vec<Problem> {
        self.problems.into_inner()
    }

    /// Notes every field that is none of these.
    pub fn known(&self, fields: &[Field], path: &str, known: &[&str]) {
        for field in fields.iter().filter(|field| !known.contains(&field.name.as_str())) {
            let meant = known.iter().find(|known| nearly(known, &field.name));
            let hint = match meant {
                Some(meant) => format!("; did you mean `{meant}`?"),
                None => format!("; there are {}", known.join(", ")),
            };
            self.wrong(field.at, path, format!("unknown field {}{hint}", shown(&field.name)));
        }
    }

    /// A statement; none where a part that it needs is missing or broken.
    pub fn statement(&self, at: usize, fields: &[Field], path: &str) -> Option<Statement> {
        self.known(fields, path, &FIELDS);
        let sid = match field(fields, "Sid").map(|field| &field.node) {
            Some(Node { value: Json::Text(sid), .. }) => sid.clone(),
            Some(node) => {
                self.wrong(node.at, &join(path, "Sid"), "expected a text");
                String::new()
            }
            None => String::new(),
        };
        let effect = self.effect(at, fields, path);
        let principals = self.principals(at, fields, path);
        let actions = self.set(at, fields, path, "Action", "NotAction");
        let resources = match self.kind {
            Kind::Trust => {
                for name in ["Resource", "NotResource"] {
                    if let Some(field) = field(fields, name) {
                        let why = "a trust policy stands at its role and names no resource";
                        self.wrong(field.at, &join(path, name), why);
                    }
                }
                None
            }
            _ => Some(self.set(at, fields, path, "Resource", "NotResource")?),
        };
        let conditions = self.conditions(fields, path);
        Some(Statement {
            at,
            sid,
            effect: effect?,
            principals: principals?,
            actions: actions?,
            resources,
            conditions,
        })
    }

    fn effect(&self, at: usize, fields: &[Field], path: &str) -> Option<Effect> {
        let Some(field) = field(fields, "Effect") else {
            self.wrong(at, path, "`Effect` is missing: \"Allow\" or \"Deny\"");
            return None;
        };
        let found = match &field.node.value {
            Json::Text(text) => effect(text),
            _ => None,
        };
        if found.is_none() {
            let what = "expected \"Allow\" or \"Deny\", with this case";
            self.wrong(field.node.at, &join(path, "Effect"), what);
        }
        found
    }

    /// Outer none: broken. Inner none: a policy of an identity, which has none.
    fn principals(&self, at: usize, fields: &[Field], path: &str) -> Option<Option<Principals>> {
        let found = self.either(at, fields, path, "Principal", "NotPrincipal", false)?;
        match (found, self.kind) {
            (None, Kind::Identity) => Some(None),
            (None, _) => {
                let why = "`Principal` is missing: a policy of a resource says to whom it applies";
                self.wrong(at, path, why);
                None
            }
            (Some((field, _)), Kind::Identity) => {
                let why = "the identity that the policy is attached to is the principal; only \
                           policies of a resource name one";
                self.wrong(field.at, &join(path, &field.name), why);
                None
            }
            (Some((field, not)), _) => {
                let entries = self.entries(field, &join(path, &field.name))?;
                Some(Some(Principals { not, entries }))
            }
        }
    }

    fn entries(&self, field: &Field, path: &str) -> Option<Vec<(String, Written)>> {
        match &field.node.value {
            Json::Text(text) if text == "*" => {
                let everybody = Written { at: field.node.at, text: text.clone() };
                Some(vec![("AWS".to_string(), everybody)])
            }
            Json::Object(kinds) if !kinds.is_empty() => {
                let known = ["AWS", "Service", "Federated", "CanonicalUser"];
                self.known(kinds, path, &known);
                let mut entries = Vec::new();
                for kind in kinds.iter().filter(|kind| known.contains(&kind.name.as_str())) {
                    let path = join(path, &kind.name);
                    for name in self.texts(&kind.node, &path)? {
                        self.check_principal(&kind.name, &name, &path);
                        entries.push((kind.name.clone(), name));
                    }
                }
                Some(entries)
            }
            _ => {
                let what = "expected \"*\" or an object such as {\"AWS\": \"arn:…\"}";
                self.wrong(field.node.at, path, what);
                None
            }
        }
    }

    fn check_principal(&self, kind: &str, name: &Written, path: &str) {
        let text = name.text.as_str();
        let wild = text.contains(['*', '?']) && text != "*";
        match kind {
            _ if wild => self.wrong(name.at, path, "`*` stands for everybody or not at all"),
            "AWS" if text != "*" && !text.starts_with("arn:") && !is_account(text) => {
                let what = "expected an ARN, an account of 12 digits or *";
                self.wrong(name.at, path, format!("{what}, found {}", shown(text)));
            }
            "Service" if text == "*" => self.wrong(name.at, path, "a service has a name, not `*`"),
            _ => {}
        }
    }

    /// The field or its opposite; both are one too many.
    fn either<'a>(
        &self,
        at: usize,
        fields: &'a [Field],
        path: &str,
        name: &str,
        not: &str,
        needed: bool,
    ) -> Option<Option<(&'a Field, bool)>> {
        match (field(fields, name), field(fields, not)) {
            (Some(_), Some(second)) => {
                let why = format!("`{name}` and `{not}` exclude each other");
                self.wrong(second.at, &join(path, not), why);
                None
            }
            (Some(field), None) => Some(Some((field, false))),
            (None, Some(field)) => Some(Some((field, true))),
            (None, None) if needed => {
                self.wrong(at, path, format!("`{name}` is missing"));
                None
            }
            (None, None) => Some(None),
        }
    }

    fn set(&self, at: usize, fields: &[Field], path: &str, name: &str, not: &str) -> Option<Set> {
        let (field, not) = self.either(at, fields, path, name, not, true)??;
        let path = join(path, &field.name);
        let patterns = self.texts(&field.node, &path)?;
        for pattern in &patterns {
            let checked = match name {
                "Action" => check_action(&pattern.text),
                _ => check_resource(&pattern.text),
            };
            if let Err(why) = checked {
                self.wrong(pattern.at, &path, why);
            }
        }
        Some(Set { not, patterns })
    }

    /// A text or a list of one or more.
    fn texts(&self, node: &Node, path: &str) -> Option<Vec<Written>> {
        let one = |node: &Node| match &node.value {
            Json::Text(text) => Some(Written { at: node.at, text: text.clone() }),
            _ => {
                self.wrong(node.at, path, format!("expected a text, found {}", node.kind()));
                None
            }
        };
        match &node.value {
            Json::List(items) if items.is_empty() => {
                self.wrong(node.at, path, "expected one or more, found an empty list");
                None
            }
            Json::List(items) => {
                let all: Vec<Option<Written>> = items.iter().map(one).collect();
                all.into_iter().collect()
            }
            _ => Some(vec![one(node)?]),
        }
    }

    fn conditions(&self, fields: &[Field], path: &str) -> Vec<Condition> {
        let Some(field) = field(fields, "Condition") else { return Vec::new() };
        let path = join(path, "Condition");
        let Json::Object(operators) = &field.node.value else {
            self.wrong(field.node.at, &path, "expected an object of operators");
            return Vec::new();
        };
        let mut conditions = Vec::new();
        for entry in operators {
            let path = join(&path, &entry.name);
            let Some(parts) = operator(&entry.name) else {
                self.wrong(entry.at, &path, unknown_operator(&entry.name));
                continue;
            };
            let Json::Object(keys) = &entry.node.value else {
                self.wrong(entry.node.at, &path, "expected an object of keys with values");
                continue;
            };
            for key in keys {
                let values = self.values(&key.node, &join(&path, &key.name));
                let (quantifier, operator, if_exists) = parts;
                if let Some((what, is_one)) = operator.test.expects() {
                    for value in values.iter().filter(|value| !is_one(&value.text)) {
                        let why = format!("expected {what}, found {}", shown(&value.text));
                        self.wrong(value.at, &join(&path, &key.name), why);
                    }
                }
                let key = key.name.clone();
                conditions.push(Condition { quantifier, operator, if_exists, key, values });
            }
        }
        conditions
    }

    /// Texts, numbers, true and false; one or a list.
    fn values(&self, node: &Node, path: &str) -> Vec<Written> {
        let items = match &node.value {
            Json::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        let mut values = Vec::new();
        for item in items {
            let text = match &item.value {
                Json::Text(text) | Json::Number(text) => text.clone(),
                Json::Bool(truth) => truth.to_string(),
                _ => {
                    let why = format!(
                        "expected a text, a number or true or false, found {}",
                        item.kind()
                    );
                    self.wrong(item.at, path, why);
                    continue;
                }
            };
            values.push(Written { at: item.at, text });
        }
        values
    }
}

fn join(path: &str, name: &str) -> String {
    format!("{path}.{name}")
}

/// The same word but for case or a plural.
fn nearly(known: &str, found: &str) -> bool {
    let bare = |word: &str| word.to_ascii_lowercase().trim_end_matches('s').to_string();
    bare(known) == bare(found)
}

fn unknown_operator(name: &str) -> String {
    let base = name.rsplit(':').next().unwrap_or(name);
    let base = base.strip_suffix("IfExists").unwrap_or(base);
    let meant = OPERATORS.iter().find(|(known, ..)| known.eq_ignore_ascii_case(base));
    match meant {
        Some(("Null", ..)) if base == "Null" => "Null stands alone".into(),
        Some((known, ..)) => format!("unknown operator {}; did you mean `{known}`?", shown(name)),
        None => format!("unknown operator {}", shown(name)),
    }
}

fn check_action(text: &str) -> Result<(), String> {
    if text == "*" {
        return Ok(());
    }
    let wrong = "expected a service and an action such as s3:GetObject, or *";
    let Some((service, name)) = text.split_once(':') else {
        return Err(format!("{wrong}, found {}", shown(text)));
    };
    let letters = |text: &str, more: &[u8]| {
        !text.is_empty() && text.bytes().all(|it| it.is_ascii_alphanumeric() || more.contains(&it))
    };
    match (letters(service, b"-"), letters(name, b"-_*?")) {
        (true, true) => Ok(()),
        (false, _) if service.contains(['*', '?']) => {
            Err("the service before the colon takes no `*` and no `?`".into())
        }
        _ => Err(format!("{wrong}, found {}", shown(text))),
    }
}

fn check_resource(text: &str) -> Result<(), String> {
    if text == "*" || text.starts_with("${") {
        return Ok(());
    }
    let parts = arn_parts(text);
    match (parts[0], parts.get(2)) {
        ("arn", Some(service)) if service.contains(['*', '?']) && *service != "*" => {
            Err("the service of an ARN takes no `*` and no `?`".into())
        }
        ("arn", _) if parts.len() > 1 => Ok(()),
        _ => Err(format!("expected an ARN, or *, found {}", shown(text))),
    }
}
