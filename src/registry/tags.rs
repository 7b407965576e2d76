//! Tags of images: which wildcard matches which, and which may be moved to another image.
//!
//! Rests on "Preventing image tags from being overwritten in Amazon ECR" and on the wildcards of
//! life-cycle policies, which are the same: `*` stands for any characters, or none.

use crate::words;

/// Whether a repository lets a tag be moved to another image; AWS's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutability {
    Mutable,
    Immutable,
    /// Immutable, but for the tags that match a filter.
    ImmutableWithExclusion,
    /// Mutable, but for the tags that match a filter.
    MutableWithExclusion,
}

words!(Mutability {
    Mutable = "MUTABLE", Immutable = "IMMUTABLE",
    ImmutableWithExclusion = "IMMUTABLE_WITH_EXCLUSION",
    MutableWithExclusion = "MUTABLE_WITH_EXCLUSION"
});

impl Mutability {
    /// Whether a tag that is taken may go to another image; `filters` are the wildcards of the
    /// exclusion, and count only in the two modes that have one.
    pub fn may_move(self, tag: &str, filters: &[String]) -> bool {
        let excluded = || filters.iter().any(|filter| matches(filter, tag));
        match self {
            Mutability::Mutable => true,
            Mutability::Immutable => false,
            Mutability::ImmutableWithExclusion => excluded(),
            Mutability::MutableWithExclusion => !excluded(),
        }
    }
}

/// Whether a wildcard matches the whole of a tag.
pub fn matches(wildcard: &str, tag: &str) -> bool {
    let mut pieces = wildcard.split('*');
    let first = pieces.next().unwrap_or("");
    let Some(mut rest) = tag.strip_prefix(first) else { return false };
    let Some(last) = pieces.next_back() else { return rest.is_empty() };
    // Taking each piece as early as it comes leaves the most for those behind it.
    for piece in pieces {
        let Some(start) = rest.find(piece) else { return false };
        rest = &rest[start + piece.len()..];
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_stands_for_anything_and_for_nothing() {
        let all = [
            ("prod*", "prod"),
            ("prod*", "production-team1"),
            ("*prod*", "repo-production"),
            ("*prod*", "prod-team"),
            ("*", ""),
            ("v*.*.0", "v1.2.0"),
            ("a*a", "aa"),
            ("release", "release"),
            ("*1*1", "v11"),
            ("ä*", "äpfel"),
        ];
        for (wildcard, tag) in all {
            assert!(matches(wildcard, tag), "{wildcard} {tag}");
        }
        let none = [
            ("prod*", "preprod"),
            ("prod", "prod1"),
            ("a*a", "a"),
            ("*1*1", "v1"),
            ("", "x"),
            ("PROD*", "prod"),
        ];
        for (wildcard, tag) in none {
            assert!(!matches(wildcard, tag), "{wildcard} {tag}");
        }
    }

    #[test]
    fn exclusion_turns_the_setting_around() {
        let filters = ["latest".to_string(), "dev-*".to_string()];
        let may =
            |mode: Mutability| ["latest", "dev-7", "v1"].map(|tag| mode.may_move(tag, &filters));
        assert_eq!(may(Mutability::Mutable), [true, true, true]);
        assert_eq!(may(Mutability::Immutable), [false, false, false]);
        assert_eq!(may(Mutability::ImmutableWithExclusion), [true, true, false]);
        assert_eq!(may(Mutability::MutableWithExclusion), [false, false, true]);
    }
}
