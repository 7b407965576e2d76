//! The way of a decision, one step after the other.

use crate::words;

/// A question that the evaluation asks, in the order in which it asks them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Does any policy deny it explicitly?
    ExplicitDeny,
    /// Do the resource control policies let it pass?
    ResourceControl,
    /// Do the service control policies let it pass?
    ServiceControl,
    /// Does the policy of the resource allow it?
    ResourcePolicy,
    /// Does a policy of the identity allow it?
    Identity,
    /// Does the permissions boundary let it pass?
    Boundary,
    /// Does the session policy let it pass?
    Session,
}

words!(Stage {
    ExplicitDeny = "explicit deny", ResourceControl = "resource control policies",
    ServiceControl = "service control policies", ResourcePolicy = "resource policy",
    Identity = "identity policies", Boundary = "permissions boundary",
    Session = "session policy",
});

/// What a step came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The evaluation goes on.
    Passes,
    /// Decided: allowed.
    Allows,
    /// Decided: denied.
    Denies,
    /// There is nothing to ask.
    Skipped,
}

words!(Outcome {
    Passes = "passes", Allows = "allows", Denies = "denies", Skipped = "skipped",
});

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub stage: Stage,
    pub outcome: Outcome,
    /// What was found, in words.
    pub text: String,
    /// Allow statements that speak of the action and still do not apply, each with the reason.
    pub near: Vec<String>,
}
