//! A request to AWS as the evaluation sees it: who, what, on which resource, in which context.

use super::pattern::arn_parts;
use super::principal::Principal;
use std::collections::BTreeMap;

/// Longest text of a request, in bytes.
const TEXT_BYTES_MAX: usize = 2048;
/// Values of all context keys together, in bytes.
const CONTEXT_BYTES_MAX: usize = 16_384;

/// One request.
#[derive(Clone, Debug)]
pub struct Request {
    pub principal: Principal,
    /// `s3:GetObject`
    pub action: String,
    /// An ARN, or `*` for actions that know no resource.
    pub resource: String,
    /// Account in which the resource lies.
    pub resource_account: String,
    /// By key in lower case.
    context: BTreeMap<String, Vec<String>>,
}

impl Request {
    /// A request. Where no account is given, the resource's ARN names it, or it is the principal's.
    ///
    /// The keys that follow from the principal are filled in: `aws:PrincipalArn`,
    /// `aws:PrincipalAccount`, `aws:PrincipalType`, `aws:username`, and `aws:ResourceAccount`.
    /// Errors name the field: `action`, `resource`, `resource_account`, `context`.
    pub fn new(
        principal: Principal,
        action: &str,
        resource: &str,
        resource_account: Option<&str>,
        context: &[(String, Vec<String>)],
    ) -> Result<Request, (&'static str, String)> {
        check_action(action).map_err(|why| ("action", why))?;
        check_resource(resource).map_err(|why| ("resource", why))?;
        let named = arn_parts(resource).get(4).filter(|account| is_account(account)).copied();
        let given = resource_account.or(named).or(principal.account());
        if let Some(account) = resource_account.filter(|account| !is_account(account)) {
            return Err((
                "resource_account",
                format!("expected an account of 12 digits, found `{account}`"),
            ));
        }
        let account = given.unwrap_or_default().to_string();
        let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (key, value) in principal.context() {
            known.insert(key.to_ascii_lowercase(), vec![value]);
        }
        if !account.is_empty() {
            known.insert("aws:resourceaccount".into(), vec![account.clone()]);
        }
        let bytes: usize = context.iter().flat_map(|(_, values)| values).map(String::len).sum();
        if bytes > CONTEXT_BYTES_MAX {
            return Err(("context", format!("expected at most {CONTEXT_BYTES_MAX} bytes in all")));
        }
        let mut own = BTreeMap::new();
        for (key, values) in context {
            if own.insert(key.to_ascii_lowercase(), values.clone()).is_some() {
                return Err(("context", format!("key `{key}` stands there twice")));
            }
        }
        known.extend(own);
        Ok(Request {
            principal,
            action: action.into(),
            resource: resource.into(),
            resource_account: account,
            context: known,
        })
    }

    /// Values of a key, whose case does not matter.
    pub fn context(&self, key: &str) -> Option<&[String]> {
        self.context.get(&key.to_ascii_lowercase()).map(Vec::as_slice)
    }

    /// What a variable stands for: the value of a key that has just one.
    pub fn variable(&self, key: &str) -> Option<String> {
        match self.context(key) {
            Some([value]) => Some(value.clone()),
            _ => None,
        }
    }

    /// Whether principal and resource lie in different accounts.
    pub fn crosses_accounts(&self) -> bool {
        self.principal.account().is_some_and(|own| own != self.resource_account)
    }
}

/// Whether it is the number of an account.
pub fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn check_action(action: &str) -> Result<(), String> {
    let named = action.split_once(':').is_some_and(|(service, name)| {
        let letters = |text: &str| {
            !text.is_empty()
                && text.bytes().all(|it| it.is_ascii_alphanumeric() || b"-_".contains(&it))
        };
        letters(service) && letters(name)
    });
    match named && action.len() <= TEXT_BYTES_MAX {
        true => Ok(()),
        false => Err(format!(
            "expected a service and an action such as s3:GetObject, found {}",
            shown(action)
        )),
    }
}

fn check_resource(resource: &str) -> Result<(), String> {
    let arn = resource.starts_with("arn:") && arn_parts(resource).len() == 6;
    match (arn || resource == "*") && resource.len() <= TEXT_BYTES_MAX {
        true => Ok(()),
        false => Err(format!("expected an ARN or *, found {}", shown(resource))),
    }
}

/// The beginning of a text, for messages.
pub fn shown(text: &str) -> String {
    const LETTERS: usize = 60;
    match text.chars().count() > LETTERS {
        true => format!("`{}…`", text.chars().take(LETTERS).collect::<String>()),
        false => format!("`{text}`"),
    }
}
