//! A policy as AWS's grammar has it, with the place of every word.

use super::condition::Condition;

/// A policy document.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Whether `${…}` stands for a value: since version 2012-10-17.
    pub variables: bool,
    /// In the order of the document.
    pub statements: Vec<Statement>,
}

/// What a statement does where it applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    Allow,
    Deny,
}

/// One statement.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Byte offset of the statement.
    pub at: usize,
    /// Empty where it has none.
    pub sid: String,
    pub effect: Effect,
    /// None but in policies of a resource.
    pub principals: Option<Principals>,
    pub actions: Set,
    /// None in a trust policy, which stands at its role.
    pub resources: Option<Set>,
    /// All must hold.
    pub conditions: Vec<Condition>,
}

/// `Action` or `NotAction`, `Resource` or `NotResource`.
#[derive(Clone, Debug)]
pub struct Set {
    /// All but these.
    pub not: bool,
    pub patterns: Vec<Written>,
}

/// `Principal` or `NotPrincipal`.
#[derive(Clone, Debug)]
pub struct Principals {
    /// All but these.
    pub not: bool,
    /// Kind (`AWS`, `Service`, `Federated`, `CanonicalUser`) and name; `AWS` and `*` for everybody.
    pub entries: Vec<(String, Written)>,
}

/// A text of the policy and the byte offset at which it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub at: usize,
    pub text: String,
}
