//! Whether a statement applies to a request: principal, action, resource, conditions.

use super::condition::pattern;
use super::pattern::{Pattern, arn_parts};
use super::policy::{Effect, Policy, Set, Statement};
use super::principal::Naming;
use super::request::Request;

/// A policy and where it comes from.
#[derive(Clone, Debug)]
pub struct Origin<'a> {
    /// `identity.0`
    path: String,
    policy: &'a Policy,
    /// Whether AWS completes an ARN that is too short with stars; not in policies of a resource.
    completes: bool,
}

impl<'a> Origin<'a> {
    /// A policy of the principal or of its account.
    pub fn own(path: String, policy: &'a Policy) -> Origin<'a> {
        // A session policy with a short ARN is refused by AWS; it fits nothing here.
        let completes = path != "session";
        Origin { path, policy, completes }
    }

    /// The policy of a resource.
    pub fn of_resource(path: String, policy: &'a Policy) -> Origin<'a> {
        Origin { path, policy, completes: false }
    }
}

/// A statement that applies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// `identity.0.Statement.1`
    pub path: String,
    sid: String,
    /// How closely it names the principal; policies of an identity always do.
    pub naming: Naming,
}

impl Found {
    /// The path, and the Sid where there is one.
    pub fn shown(&self) -> String {
        named(&self.path, &self.sid)
    }
}

/// The first Deny statement that applies.
pub fn deny(origin: &Origin, request: &Request, has_boundary: bool) -> Option<Found> {
    matching(origin, request, Effect::Deny, has_boundary).next()
}

/// The Allow statement that applies and names the principal most closely.
pub fn allow(origin: &Origin, request: &Request) -> Option<Found> {
    let mut best: Option<Found> = None;
    for found in matching(origin, request, Effect::Allow, false) {
        if best.as_ref().is_none_or(|best| found.naming > best.naming) {
            best = Some(found);
        }
    }
    best
}

fn matching<'a>(
    origin: &'a Origin,
    request: &'a Request,
    effect: Effect,
    has_boundary: bool,
) -> impl Iterator<Item = Found> + 'a {
    let statements = origin.policy.statements.iter().enumerate();
    statements.filter(move |(_, statement)| statement.effect == effect).filter_map(
        move |(index, statement)| {
            let naming = applies(statement, origin, request, has_boundary).ok()?;
            let path = format!("{}.Statement.{index}", origin.path);
            Some(Found { path, sid: statement.sid.clone(), naming })
        },
    )
}

/// Allow statements that have the action and still do not apply, each with the reason.
pub fn misses(origin: &Origin, request: &Request) -> Vec<String> {
    let statements = origin.policy.statements.iter().enumerate();
    let allows = statements.filter(|(_, statement)| statement.effect == Effect::Allow);
    allows
        .filter_map(|(index, statement)| {
            let why = applies(statement, origin, request, false).err().flatten()?;
            let path = format!("{}.Statement.{index}", origin.path);
            Some(format!("{}: {why}", named(&path, &statement.sid)))
        })
        .collect()
}

fn named(path: &str, sid: &str) -> String {
    match sid {
        "" => path.to_string(),
        sid => format!("{path} ({sid})"),
    }
}

/// How closely the statement names the principal. Where it does not apply: why, if it is about
/// the action at all.
fn applies(
    statement: &Statement,
    origin: &Origin,
    request: &Request,
    has_boundary: bool,
) -> Result<Naming, Option<String>> {
    let in_actions = |text: &str| Pattern::plain(text).fits_in_any_case(&request.action);
    if !holds(&statement.actions, in_actions) {
        return Err(None);
    }
    let variables = origin.policy.variables;
    let in_resources = |text: &str| {
        let missing =
            if origin.completes { 6_usize.saturating_sub(arn_parts(text).len()) } else { 0 };
        let whole = match missing {
            0 | 5 => text.to_string(),
            missing => format!("{text}{}", ":*".repeat(missing)),
        };
        pattern(&whole, true, request, variables).is_some_and(|it| it.fits(&request.resource))
    };
    if let Some(resources) = &statement.resources
        && !holds(resources, in_resources)
    {
        return Err(Some(format!("has the action, but not on {}", request.resource)));
    }
    let naming = match &statement.principals {
        None => Naming::Direct,
        Some(principals) => request
            .principal
            .named_in(principals, has_boundary)
            .ok_or_else(|| Some(format!("is for others than {}", request.principal.name)))?,
    };
    let failed = statement.conditions.iter().find(|it| !it.holds(request, variables));
    match failed {
        None => Ok(naming),
        Some(condition) => {
            let found = match request.context(&condition.key) {
                None | Some([]) => "which the request does not have".to_string(),
                Some(values) => format!("which is {}", values.join(", ")),
            };
            Err(Some(format!("has a condition on {}, {found}", condition.key)))
        }
    }
}

fn holds(set: &Set, fits: impl Fn(&str) -> bool) -> bool {
    set.patterns.iter().any(|pattern| fits(&pattern.text)) != set.not
}
