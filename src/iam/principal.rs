//! Who makes a request, and how closely a policy of a resource names them.

use super::policy::{Principals, Written};
use super::request::{is_account, shown};

/// Who makes a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// As it was given.
    pub name: String,
    kind: Kind,
    account: String,
    /// ARN of the role that a session is of.
    role: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    User,
    /// A session of a role; also where only the role is named.
    Session,
    Federated,
    Root,
    Service,
    Anonymous,
}

/// How a policy of a resource names the principal of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Naming {
    /// By its account, which must then allow it itself.
    Account,
    /// By its role: boundary and session policy still limit it.
    Role,
    /// The principal itself, or everybody.
    Direct,
}

impl Principal {
    /// Reads the ARN of a user, role, session or root; the name of a service
    /// (`ecs-tasks.amazonaws.com`); or `*` for nobody in particular.
    pub fn parse(text: &str) -> Result<Principal, String> {
        let expected = "expected the ARN of a user, a role or a session, a service such as \
                        ecs-tasks.amazonaws.com, or *";
        let wrong = || format!("{expected}, found {}", shown(text));
        let made = |kind, account: &str, role: String| Principal {
            name: text.to_string(),
            kind,
            account: account.to_string(),
            role,
        };
        if text == "*" {
            return Ok(made(Kind::Anonymous, "", String::new()));
        }
        if text.ends_with(".amazonaws.com") && !text.contains([':', '/', ' ']) {
            return Ok(made(Kind::Service, "", String::new()));
        }
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        let ["arn", partition, service, "", account, rest] = parts[..] else {
            return Err(wrong());
        };
        if !is_account(account) || text.len() > 2048 {
            return Err(wrong());
        }
        let named = |rest: &str| !rest.is_empty() && !rest.contains(['*', '?']);
        match (service, rest.split_once('/').unwrap_or((rest, ""))) {
            ("iam", ("root", "")) => Ok(made(Kind::Root, account, String::new())),
            ("iam", ("user", name)) if named(name) => Ok(made(Kind::User, account, String::new())),
            ("iam", ("role", name)) if named(name) => Ok(made(Kind::Session, account, text.into())),
            ("sts", ("federated-user", name)) if named(name) => {
                Ok(made(Kind::Federated, account, String::new()))
            }
            ("sts", ("assumed-role", name)) if named(name) && name.contains('/') => {
                let role = name.split('/').next().unwrap_or_default();
                Ok(made(
                    Kind::Session,
                    account,
                    format!("arn:{partition}:iam::{account}:role/{role}"),
                ))
            }
            _ => Err(wrong()),
        }
    }

    /// Its account; services and anonymous callers have none.
    pub fn account(&self) -> Option<&str> {
        Some(self.account.as_str()).filter(|account| !account.is_empty())
    }

    /// The root user, whom policies of identities do not limit.
    pub fn is_root(&self) -> bool {
        self.kind == Kind::Root
    }

    /// Whether policies can be attached to it.
    pub fn has_identity(&self) -> bool {
        matches!(self.kind, Kind::User | Kind::Session | Kind::Federated)
    }

    /// The keys of the request's context that follow from it.
    pub fn context(&self) -> Vec<(&'static str, String)> {
        let kind = match self.kind {
            Kind::User => "User",
            Kind::Session => "AssumedRole",
            Kind::Federated => "FederatedUser",
            Kind::Root => "Account",
            Kind::Service => return vec![("aws:PrincipalIsAWSService", "true".into())],
            Kind::Anonymous => return vec![("aws:PrincipalType", "Anonymous".into())],
        };
        let arn = if self.role.is_empty() { &self.name } else { &self.role };
        let mut keys = vec![
            ("aws:PrincipalArn", arn.clone()),
            ("aws:PrincipalAccount", self.account.clone()),
            ("aws:PrincipalType", kind.into()),
        ];
        if self.kind == Kind::User {
            let name = self.name.rsplit('/').next().unwrap_or_default();
            keys.push(("aws:username", name.to_string()));
        }
        keys
    }

    /// How closely a statement names it; none where the statement is about others.
    pub fn named_in(&self, principals: &Principals, has_boundary: bool) -> Option<Naming> {
        let closest = principals.entries.iter().filter_map(|entry| self.named_by(entry)).max();
        match principals.not {
            false => closest,
            // AWS: with a permissions boundary, NotPrincipal spares nobody.
            true if has_boundary && self.has_identity() => Some(Naming::Direct),
            true => closest.is_none().then_some(Naming::Direct),
        }
    }

    fn named_by(&self, (kind, written): &(String, Written)) -> Option<Naming> {
        let name = written.text.as_str();
        match kind.as_str() {
            "AWS" if name == "*" => Some(Naming::Direct),
            "Service" => {
                (self.kind == Kind::Service && name == self.name).then_some(Naming::Direct)
            }
            "AWS" if self.account().is_some() => self.named_by_aws(name),
            _ => None,
        }
    }

    fn named_by_aws(&self, name: &str) -> Option<Naming> {
        let root = name.starts_with("arn:")
            && name.splitn(6, ':').skip(4).eq([self.account.as_str(), "root"]);
        if name == self.account || root {
            return Some(if self.is_root() { Naming::Direct } else { Naming::Account });
        }
        if !self.role.is_empty() && same_role(name, &self.role) {
            return Some(Naming::Role);
        }
        (name == self.name).then_some(Naming::Direct)
    }
}

/// Whether two ARNs name one role. A session's ARN leaves out the path of its role, and a name
/// stands for one role in an account whatever its path.
fn same_role(a: &str, b: &str) -> bool {
    let ends = |arn: &str| {
        let (account, role) = arn.split_once(":role/")?;
        Some((account.to_string(), role.rsplit('/').next()?.to_string()))
    };
    ends(a).is_some() && ends(a) == ends(b)
}
