//! What a policy allows beyond what its task needs.
//!
//! The rights of AWS's own managed policies count as usual, on any resource. Everything else is
//! measured against the calls that the role has to make, and against a neighbour of each resource
//! that it should not reach.

use super::case::{Call, Holder, Purpose};
use super::pattern::{Pattern, arn_parts};
use super::policy::{Effect, Policy, Set, Statement, Written};
use crate::facts::Iam;

/// Something wider than needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caution {
    /// Index of the document.
    pub document: usize,
    /// Byte offset in its text.
    pub at: usize,
    /// What it allows, and what would do.
    pub text: String,
}

/// What is too wide in a document. `needed` are the calls that its role has to make.
pub fn cautions(
    document: usize,
    of: Holder,
    purpose: Purpose,
    policy: &Policy,
    needed: &[Call],
    facts: &Iam,
) -> Vec<Caution> {
    let usual: &[String] = match of {
        Holder::Execution => &facts.execution_actions,
        Holder::Instance => &facts.instance_actions,
        _ => &[],
    };
    let allows = policy.statements.iter().filter(|statement| statement.effect == Effect::Allow);
    let mut found = Vec::new();
    for statement in allows {
        let mut note = |at: usize, text: String| found.push(Caution { document, at, text });
        match (of, purpose) {
            (_, Purpose::Boundary) => {}
            (Holder::Resource, _) | (_, Purpose::Trust) => everybody(statement, &mut note),
            _ => Role { of, usual, needed }.check(statement, &mut note),
        }
    }
    found
}

fn everybody(statement: &Statement, note: &mut impl FnMut(usize, String)) {
    let entries = statement.principals.iter().flat_map(|principals| &principals.entries);
    for (_, name) in entries.filter(|(_, name)| name.text == "*") {
        if statement.conditions.is_empty() {
            note(name.at, "This is for everybody, in every account; name who needs it.".into());
        }
    }
}

struct Role<'a> {
    of: Holder,
    /// Actions of the managed policy.
    usual: &'a [String],
    needed: &'a [Call],
}

impl Role<'_> {
    fn check(&self, statement: &Statement, note: &mut impl FnMut(usize, String)) {
        let sets = [Some(&statement.actions), statement.resources.as_ref()];
        for set in sets.into_iter().flatten().filter(|set| set.not) {
            let text = "This allows everything but what it names, and whatever AWS adds tomorrow; \
                        name what is needed.";
            note(set.patterns[0].at, text.into());
        }
        if statement.actions.not || statement.resources.as_ref().is_some_and(|set| set.not) {
            return;
        }
        let before = self.actions(&statement.actions, note);
        // A right that nobody needs is no less so on one resource.
        if let (Some(resources), true) = (&statement.resources, before) {
            for pattern in &resources.patterns {
                self.resource(pattern, &statement.actions, note);
            }
        }
    }

    /// Notes actions that are too wide; whether all of them are needed or usual.
    fn actions(&self, actions: &Set, note: &mut impl FnMut(usize, String)) -> bool {
        let mut all = true;
        for written in &actions.patterns {
            let action = written.text.as_str();
            let (service, name) = action.split_once(':').unwrap_or((action, "*"));
            let fits = |call: &&Call| fits_action(action, &call.action);
            let text = match name {
                "*" if service == "*" => "This is every action of every service.".to_string(),
                "*" => format!("This is every action of {service}; name those that are needed."),
                _ if self.is_usual(action) || self.needed.iter().any(|call| fits(&call)) => {
                    continue;
                }
                _ if self.of == Holder::Instance => format!(
                    "Every task on the instance gets {action} with this, and the agent does not \
                     need it."
                ),
                _ => format!("Nothing here asks for {action} with the {}.", self.of.word()),
            };
            note(written.at, text);
            all = false;
        }
        all
    }

    fn is_usual(&self, action: &str) -> bool {
        self.usual.iter().any(|usual| usual.eq_ignore_ascii_case(action))
    }

    fn resource(&self, written: &Written, actions: &Set, note: &mut impl FnMut(usize, String)) {
        let pattern = Pattern::plain(&written.text);
        let asked = |call: &&Call| {
            let fits = |action: &Written| fits_action(&action.text, &call.action);
            !self.is_usual(&call.action) && actions.patterns.iter().any(fits)
        };
        let wide = self.needed.iter().filter(asked).find(|call| {
            call.resource != "*"
                && pattern.fits(&call.resource)
                && pattern.fits(&neighbour(&call.resource))
        });
        if let Some(Call { action, resource }) = wide {
            let text = format!("This is wider than {action} needs: {resource} would do.");
            note(written.at, text);
        }
    }
}

fn fits_action(pattern: &str, action: &str) -> bool {
    Pattern::plain(pattern).fits_in_any_case(action)
}

/// Another resource of the same kind in the same place.
fn neighbour(resource: &str) -> String {
    let parts = arn_parts(resource);
    let [head @ .., last] = parts.as_slice() else { return resource.to_string() };
    let is_bucket = parts.get(2) == Some(&"s3");
    let kind = match last.find(['/', ':']) {
        Some(at) if !is_bucket => &last[..=at],
        _ => "",
    };
    let rest = if is_bucket { "a-neighbour/object" } else { "a-neighbour" };
    format!("{}:{kind}{rest}", head.join(":"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_neighbour_is_of_the_same_kind() {
        for (resource, expected) in [
            ("arn:aws:s3:::shop/a/b", "arn:aws:s3:::a-neighbour/object"),
            ("arn:aws:kms:r:1:key/k", "arn:aws:kms:r:1:key/a-neighbour"),
            ("arn:aws:ssm:r:1:parameter/shop/db", "arn:aws:ssm:r:1:parameter/a-neighbour"),
            (
                "arn:aws:secretsmanager:r:1:secret:db-x",
                "arn:aws:secretsmanager:r:1:secret:a-neighbour",
            ),
            ("arn:aws:sqs:r:1:queue", "arn:aws:sqs:r:1:a-neighbour"),
        ] {
            assert_eq!(neighbour(resource), expected);
        }
    }
}
