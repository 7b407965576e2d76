//! The decision: all policies that apply to a request, in the order of AWS's page "How AWS
//! enforcement code logic evaluates requests to allow or deny access".

use super::applies::{Found, Origin, allow, deny, misses};
use super::policy::Policy;
use super::principal::Naming;
use super::request::Request;
use super::step::{Outcome, Stage, Step};
use crate::words;

/// How a request ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    Allowed,
    /// A Deny statement applies; nothing outweighs it.
    ExplicitlyDenied,
    /// Nothing allows it.
    ImplicitlyDenied,
}

words!(Decision {
    Allowed = "Allowed", ExplicitlyDenied = "ExplicitlyDenied",
    ImplicitlyDenied = "ImplicitlyDenied",
});

/// The policies that may speak of a request.
#[derive(Clone, Debug, Default)]
pub struct Policies {
    /// Of the user or role.
    pub identity: Vec<Policy>,
    /// Of the resource; of a role, its trust policy.
    pub resource: Option<Policy>,
    pub boundary: Option<Policy>,
    pub session: Option<Policy>,
    /// Service control policies, level by level from the root of the organization on; each level
    /// must allow. None at all: the account is in no organization.
    pub scps: Vec<Vec<Policy>>,
    /// Resource control policies, in the same way.
    pub rcps: Vec<Vec<Policy>>,
}

/// The decision and the way to it.
#[derive(Clone, Debug)]
pub struct Verdict {
    pub decision: Decision,
    /// The statement that decided, as a path (`identity.0.Statement.1`); where nothing allows, the
    /// kind of policy that does not (`identity`, `boundary`, `scps` …).
    pub by: String,
    pub steps: Vec<Step>,
}

/// Decides a request.
pub fn evaluate(request: &Request, policies: &Policies) -> Verdict {
    let mut way = Way { request, policies, steps: Vec::new() };
    let (decision, by) = match way.walk() {
        Ok(by) => (Decision::Allowed, by),
        Err((decision, by)) => (decision, by),
    };
    Verdict { decision, by, steps: way.steps }
}

type Denied = (Decision, String);

struct Way<'a> {
    request: &'a Request,
    policies: &'a Policies,
    steps: Vec<Step>,
}

impl Way<'_> {
    fn walk(&mut self) -> Result<String, Denied> {
        self.explicit_deny()?;
        self.control(Stage::ResourceControl)?;
        self.control(Stage::ServiceControl)?;
        let granted = self.resource_policy()?;
        let principal = &self.request.principal;
        let crosses = self.request.crosses_accounts();
        if let Some(found) = &granted {
            let alone = found.naming == Naming::Direct && !crosses;
            if alone || !(principal.has_identity() || principal.is_root()) {
                self.last().outcome = Outcome::Allows;
                return Ok(found.path.clone());
            }
        }
        let by_role = granted.filter(|found| found.naming == Naming::Role && !crosses);
        let by = self.identity(by_role)?;
        let policies = self.policies;
        self.limit(Stage::Boundary, policies.boundary.as_ref(), "boundary")?;
        self.limit(Stage::Session, policies.session.as_ref(), "session")?;
        let asked = self.steps.iter_mut().rfind(|step| step.outcome == Outcome::Passes);
        if let Some(step) = asked {
            step.outcome = Outcome::Allows;
        }
        Ok(by)
    }

    fn step(&mut self, stage: Stage, outcome: Outcome, text: impl Into<String>) {
        self.steps.push(Step { stage, outcome, text: text.into(), near: Vec::new() });
    }

    fn last(&mut self) -> &mut Step {
        let last = self.steps.len() - 1;
        &mut self.steps[last]
    }

    /// Ends the way where nothing allows.
    fn nothing_allows(
        &mut self,
        stage: Stage,
        by: &str,
        text: String,
        near: Vec<String>,
    ) -> Denied {
        self.steps.push(Step { stage, outcome: Outcome::Denies, text, near });
        (Decision::ImplicitlyDenied, by.to_string())
    }

    fn explicit_deny(&mut self) -> Result<(), Denied> {
        let boundary = self.policies.boundary.is_some();
        let found =
            self.origins().into_iter().find_map(|origin| deny(&origin, self.request, boundary));
        match found {
            Some(found) => {
                let text = format!("{} denies it, and no Allow outweighs that", found.shown());
                self.step(Stage::ExplicitDeny, Outcome::Denies, text);
                Err((Decision::ExplicitlyDenied, found.path))
            }
            None => {
                self.step(Stage::ExplicitDeny, Outcome::Passes, "no Deny statement applies");
                Ok(())
            }
        }
    }

    /// Every policy with its path. The root user has no policies of an identity.
    fn origins(&self) -> Vec<Origin<'_>> {
        let policies = self.policies;
        let mut origins = Vec::new();
        if self.request.principal.has_identity() {
            let own = policies.identity.iter().enumerate();
            origins.extend(
                own.map(|(index, policy)| Origin::own(format!("identity.{index}"), policy)),
            );
            let limits = [(&policies.boundary, "boundary"), (&policies.session, "session")];
            for (policy, path) in limits {
                origins.extend(policy.iter().map(|policy| Origin::own(path.into(), policy)));
            }
        }
        if self.request.principal.account().is_some() {
            origins.extend(levels(&policies.scps, "scps").into_iter().flatten());
        }
        origins.extend(levels(&policies.rcps, "rcps").into_iter().flatten());
        let resource = policies.resource.iter();
        origins
            .extend(resource.map(|policy| Origin::of_resource("resource_policy".into(), policy)));
        origins
    }

    /// Control policies of an organization: each level must allow.
    fn control(&mut self, stage: Stage) -> Result<(), Denied> {
        let (all, path, whose) = match stage {
            Stage::ServiceControl => (&self.policies.scps, "scps", "service control policy"),
            _ => (&self.policies.rcps, "rcps", "resource control policy"),
        };
        if all.is_empty() {
            self.step(stage, Outcome::Skipped, format!("no {whose}"));
            return Ok(());
        }
        if stage == Stage::ServiceControl && self.request.principal.account().is_none() {
            self.step(stage, Outcome::Skipped, "they limit users and roles of the account alone");
            return Ok(());
        }
        for level in levels(all, path) {
            let found = level.iter().find_map(|origin| allow(origin, self.request));
            let Some(found) = found else {
                let near = level.iter().flat_map(|origin| misses(origin, self.request)).collect();
                let text = format!("no {whose} allows it");
                return Err(self.nothing_allows(stage, path, text, near));
            };
            self.step(stage, Outcome::Passes, format!("{} allows it", found.shown()));
        }
        Ok(())
    }

    /// What the policy of the resource grants, and whether the way ends without it.
    fn resource_policy(&mut self) -> Result<Option<Found>, Denied> {
        let stage = Stage::ResourcePolicy;
        let request = self.request;
        let service = request.action.split(':').next().unwrap_or_default().to_ascii_lowercase();
        let takes_on =
            service == "sts" && request.action.to_ascii_lowercase().contains("assumerole");
        let crosses = request.crosses_accounts();
        let outside = !(request.principal.has_identity() || request.principal.is_root());
        let Some(policy) = &self.policies.resource else {
            let why = match () {
                () if takes_on => "the role has no trust policy that lets it be taken on",
                () if crosses => "the other account has no policy on the resource that allows it",
                () if outside => "nothing but a policy of the resource could allow it",
                () if service == "kms" => {
                    self.step(
                        stage,
                        Outcome::Passes,
                        "the default key policy leaves it to the account",
                    );
                    return Ok(None);
                }
                () => {
                    self.step(stage, Outcome::Skipped, "the resource has no policy");
                    return Ok(None);
                }
            };
            return Err(self.nothing_allows(stage, "resource_policy", why.into(), Vec::new()));
        };
        let origin = Origin::of_resource("resource_policy".into(), policy);
        let Some(found) = allow(&origin, request) else {
            let near = misses(&origin, request);
            let text = "the policy of the resource does not allow it".to_string();
            // Keys and roles are closed to whom their own policy does not name.
            if crosses || outside || takes_on || service == "kms" {
                return Err(self.nothing_allows(stage, "resource_policy", text, near));
            }
            self.steps.push(Step { stage, outcome: Outcome::Passes, text, near });
            return Ok(None);
        };
        let more = match found.naming {
            _ if crosses => "; the principal's own account must allow it too",
            Naming::Direct => "",
            Naming::Role => " to the role; a boundary and a session policy still limit it",
            Naming::Account => " to the account, which must allow it by a policy of the identity",
        };
        self.step(stage, Outcome::Passes, format!("{} allows it{more}", found.shown()));
        Ok(Some(found))
    }

    /// A policy of the identity must allow, unless the resource's policy names the role.
    fn identity(&mut self, granted: Option<Found>) -> Result<String, Denied> {
        let stage = Stage::Identity;
        if self.request.principal.is_root() {
            self.step(stage, Outcome::Passes, "the root user needs no policy");
            return Ok("root".into());
        }
        if let Some(found) = granted {
            self.step(
                stage,
                Outcome::Skipped,
                "not needed: the policy of the resource names the role",
            );
            return Ok(found.path);
        }
        let policies = self.policies;
        let own = policies.identity.iter().enumerate();
        let own: Vec<Origin> =
            own.map(|(index, policy)| Origin::own(format!("identity.{index}"), policy)).collect();
        match own.iter().find_map(|origin| allow(origin, self.request)) {
            Some(found) => {
                self.step(stage, Outcome::Passes, format!("{} allows it", found.shown()));
                Ok(found.path)
            }
            None => {
                let near = own.iter().flat_map(|origin| misses(origin, self.request)).collect();
                let text = "no identity-based policy allows it".to_string();
                Err(self.nothing_allows(stage, "identity", text, near))
            }
        }
    }

    /// A policy that only limits.
    fn limit(&mut self, stage: Stage, policy: Option<&Policy>, path: &str) -> Result<(), Denied> {
        let whose = stage.word();
        let Some(policy) = policy.filter(|_| self.request.principal.has_identity()) else {
            self.step(stage, Outcome::Skipped, format!("no {whose}"));
            return Ok(());
        };
        let origin = Origin::own(path.into(), policy);
        match allow(&origin, self.request) {
            Some(found) => {
                self.step(stage, Outcome::Passes, format!("{} lets it pass", found.shown()));
                Ok(())
            }
            None => {
                let near = misses(&origin, self.request);
                Err(self.nothing_allows(
                    stage,
                    path,
                    format!("the {whose} does not allow it"),
                    near,
                ))
            }
        }
    }
}

/// The policies of each level with their paths; a single level is left out of them.
fn levels<'a>(all: &'a [Vec<Policy>], name: &str) -> Vec<Vec<Origin<'a>>> {
    let path = |level: usize, index: usize| match all.len() {
        1 => format!("{name}.{index}"),
        _ => format!("{name}.{level}.{index}"),
    };
    let one = |(level, policies): (usize, &'a Vec<Policy>)| {
        let named = policies.iter().enumerate();
        named.map(|(index, policy)| Origin::own(path(level, index), policy)).collect()
    };
    all.iter().enumerate().map(one).collect()
}
