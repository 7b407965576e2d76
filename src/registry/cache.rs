//! A pull-through cache: what a pull by tag gets, and whether the upstream registry is asked.
//!
//! Rests on "Sync an upstream registry with an Amazon ECR private registry".

use crate::facts::Ecr;

/// An image in the cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cached {
    pub digest: String,
    /// Since the upstream registry was last asked, s.
    pub checked_s_ago: u64,
}

/// What the upstream registry has under the tag now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Upstream {
    Digest(String),
    /// It cannot be reached, or refuses.
    Down,
}

/// What a pull gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// None where nothing could be had.
    pub digest: Option<String>,
    pub asked_upstream: bool,
    /// The cache holds another image than before.
    pub updated: bool,
    pub why: &'static str,
}

/// Serves a pull. `internet` is a way out of the VPC, which the first pull may need even with
/// endpoints; `movable` is whether the cache's own repository lets the tag move.
pub fn serve(
    cached: Option<&Cached>,
    upstream: &Upstream,
    internet: bool,
    movable: bool,
    facts: &Ecr,
) -> Served {
    let Some(cached) = cached else { return first(upstream, internet) };
    let held = |asked_upstream, why| Served {
        digest: Some(cached.digest.clone()),
        asked_upstream,
        updated: false,
        why,
    };
    if cached.checked_s_ago as f64 <= facts.cache_check_s {
        return held(false, "the last look upstream is recent enough");
    }
    match upstream {
        Upstream::Down => held(true, "upstream does not answer: the last copy is served"),
        Upstream::Digest(digest) if *digest == cached.digest => held(true, "upstream is the same"),
        Upstream::Digest(_) if !movable => {
            held(true, "upstream is newer, and the tag of the cache is immutable")
        }
        Upstream::Digest(digest) => Served {
            digest: Some(digest.clone()),
            asked_upstream: true,
            updated: true,
            why: "upstream is newer",
        },
    }
}

fn first(upstream: &Upstream, internet: bool) -> Served {
    let nothing =
        |asked_upstream, why| Served { digest: None, asked_upstream, updated: false, why };
    match upstream {
        _ if !internet => nothing(false, "the first pull may need a way to the internet"),
        Upstream::Down => nothing(true, "nothing is cached, and upstream does not answer"),
        Upstream::Digest(digest) => Served {
            digest: Some(digest.clone()),
            asked_upstream: true,
            updated: true,
            why: "the first pull fills the cache",
        },
    }
}
