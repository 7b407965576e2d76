//! Pulls from ECR Public: how many a second, and how much in a month.
//!
//! Rests on "Amazon ECR Public service quotas". An anonymous pull from outside AWS is slow and
//! counted; one from ECS, Fargate or EC2, or after a login, is ten times as fast.

use crate::facts::Ecr;

const BYTES_PER_GB: f64 = 1e9;

/// Who pulls.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Puller {
    /// Outside AWS, without a login.
    Anonymous,
    /// On ECS, Fargate or EC2, or after a login.
    Known,
}

/// Seconds until the last of so many pulls may begin, if all want to at once.
pub fn last_start_s(pulls: u32, puller: Puller, facts: &Ecr) -> f64 {
    let rate = match puller {
        Puller::Anonymous => facts.public_anonymous_per_s,
        Puller::Known => facts.public_known_per_s,
    };
    if rate <= 0.0 {
        return f64::INFINITY;
    }
    // The quota of a second is there at its beginning.
    ((f64::from(pulls) / rate).ceil() - 1.0).max(0.0)
}

/// Anonymous pulls of an image of that size in a month, before the quota ends them.
pub fn pulls_a_month(bytes: f64, facts: &Ecr) -> f64 {
    if bytes <= 0.0 {
        return f64::INFINITY;
    }
    (facts.public_anonymous_month_gb * BYTES_PER_GB / bytes).floor()
}
