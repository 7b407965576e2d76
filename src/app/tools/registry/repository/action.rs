//! What can be done to a repository, and how it stands in an address.

use crate::app::tools::registry::lifecycle::examples::EXAMPLES;
use crate::registry::repository::Scanning;
use crate::registry::tags::Mutability;

/// Longest time of one action, days.
pub const DAYS_MAX: u32 = 365;
/// Days of all actions together.
pub const DAYS_TOGETHER_MAX: u32 = 3650;
/// Actions that are kept.
pub const ACTIONS_MAX: usize = 300;
pub const MB_MAX: u32 = 10_000;
/// Longest tag that AWS takes is longer; this is for the page's sake.
const TAG_MAX: usize = 64;
const TAGS_MAX: usize = 8;

pub const MODES: [Mutability; 4] = [
    Mutability::Mutable,
    Mutability::Immutable,
    Mutability::ImmutableWithExclusion,
    Mutability::MutableWithExclusion,
];
/// Wildcards of the exclusion.
pub const EXCLUSIONS: [&str; 2] = ["latest", "dev-*"];
pub const SCANNINGS: [(Scanning, &str); 4] = [
    (Scanning::BasicManual, "Basic, when asked"),
    (Scanning::BasicOnPush, "Basic, on push"),
    (Scanning::EnhancedOnPush, "Enhanced, on push"),
    (Scanning::EnhancedContinuous, "Enhanced, continuous"),
];
/// Indices of the examples that can be the repository's policy.
pub const POLICIES: [usize; 4] = [0, 2, 3, 5];

/// Something that is done. Images are numbered as they were pushed, from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    Push {
        megabytes: u32,
        tags: Vec<String>,
    },
    Retag {
        image: usize,
        tag: String,
    },
    Pull(usize),
    Scan(usize),
    Restore(usize),
    Delete(usize),
    Days(u32),
    RunPolicy,
    /// A weakness becomes known.
    Weakness,
    /// Index into [`MODES`].
    Mode(usize),
    /// Index into [`SCANNINGS`].
    Scanning(usize),
    /// Index into [`POLICIES`]; none takes the policy away.
    Policy(Option<usize>),
    Replicate(bool),
}

/// What is there on a first visit.
pub fn first() -> Vec<Act> {
    let push =
        |megabytes, tags: [&str; 2]| Act::Push { megabytes, tags: tags.map(String::from).into() };
    vec![
        push(480, ["v1.0", "latest"]),
        Act::Days(7),
        push(490, ["v1.1", "latest"]),
        Act::Days(10),
        push(470, ["v1.2", "latest"]),
    ]
}

/// `p480:v1.0+latest;d7;m1`
pub fn write(acts: &[Act]) -> String {
    let each: Vec<String> = acts.iter().map(one).collect();
    if each.is_empty() { "none".into() } else { each.join(";") }
}

fn one(act: &Act) -> String {
    match act {
        Act::Push { megabytes, tags } => format!("p{megabytes}:{}", tags.join("+")),
        Act::Retag { image, tag } => format!("t{image}:{tag}"),
        Act::Pull(image) => format!("l{image}"),
        Act::Scan(image) => format!("s{image}"),
        Act::Restore(image) => format!("u{image}"),
        Act::Delete(image) => format!("x{image}"),
        Act::Days(days) => format!("d{days}"),
        Act::RunPolicy => "k".into(),
        Act::Weakness => "w".into(),
        Act::Mode(index) => format!("m{index}"),
        Act::Scanning(index) => format!("n{index}"),
        Act::Policy(None) => "c".into(),
        Act::Policy(Some(index)) => format!("c{index}"),
        Act::Replicate(on) => format!("r{}", u8::from(*on)),
    }
}

/// Reads them back; none where one of them was never written.
pub fn read(text: &str) -> Option<Vec<Act>> {
    if text == "none" {
        return Some(Vec::new());
    }
    let acts: Vec<Act> = text.split(';').map(read_one).collect::<Option<_>>()?;
    (acts.len() <= ACTIONS_MAX && days(&acts) <= DAYS_TOGETHER_MAX).then_some(acts)
}

/// Days of all of them together.
pub fn days(acts: &[Act]) -> u32 {
    let each = acts.iter().map(|act| if let Act::Days(days) = act { *days } else { 0 });
    each.fold(0, u32::saturating_add)
}

fn read_one(text: &str) -> Option<Act> {
    let mut letters = text.chars();
    let kind = letters.next()?;
    let rest = letters.as_str();
    let index = |most: usize| rest.parse().ok().filter(|index: &usize| *index < most);
    Some(match kind {
        'p' => {
            let (megabytes, tags) = rest.split_once(':')?;
            let megabytes = megabytes.parse().ok().filter(|it| *it <= MB_MAX)?;
            let tags = tags.split('+').filter(|tag| !tag.is_empty());
            let tags: Vec<String> = tags.map(tag).collect::<Option<_>>()?;
            if tags.len() > TAGS_MAX {
                return None;
            }
            Act::Push { megabytes, tags }
        }
        't' => {
            let (image, name) = rest.split_once(':')?;
            let image = image.parse().ok().filter(|it| *it < ACTIONS_MAX)?;
            Act::Retag { image, tag: tag(name)? }
        }
        'l' => Act::Pull(index(ACTIONS_MAX)?),
        's' => Act::Scan(index(ACTIONS_MAX)?),
        'u' => Act::Restore(index(ACTIONS_MAX)?),
        'x' => Act::Delete(index(ACTIONS_MAX)?),
        'd' => Act::Days(rest.parse().ok().filter(|days| (1..=DAYS_MAX).contains(days))?),
        'k' if rest.is_empty() => Act::RunPolicy,
        'w' if rest.is_empty() => Act::Weakness,
        'm' => Act::Mode(index(MODES.len())?),
        'n' => Act::Scanning(index(SCANNINGS.len())?),
        'c' if rest.is_empty() => Act::Policy(None),
        'c' => Act::Policy(Some(index(POLICIES.len())?)),
        'r' => Act::Replicate(index(2)? == 1),
        _ => return None,
    })
}

/// A tag as the page takes it: letters, digits, `.`, `_` and `-`.
pub fn tag(text: &str) -> Option<String> {
    let fits = |letter: char| letter.is_ascii_alphanumeric() || "._-".contains(letter);
    let right = !text.is_empty() && text.len() <= TAG_MAX && text.chars().all(fits);
    right.then(|| text.to_string())
}

/// Tags as they are typed, apart by blanks or commas; the error names the one that is none.
pub fn tags(text: &str) -> Result<Vec<String>, String> {
    let words: Vec<&str> =
        text.split([',', ' ']).map(str::trim).filter(|word| !word.is_empty()).collect();
    if words.len() > TAGS_MAX {
        return Err(format!("At most {TAGS_MAX} tags at once here."));
    }
    let each = words.into_iter().map(|word| {
        let why = || {
            let shown: String = word.chars().take(20).collect();
            format!("“{shown}” is no tag: use up to {TAG_MAX} of A–Z a–z 0–9 . _ -")
        };
        tag(word).ok_or_else(why)
    });
    each.collect()
}

/// The title of a policy.
pub fn policy_title(index: usize) -> &'static str {
    POLICIES.get(index).map_or("", |example| EXAMPLES[*example].title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_come_back_from_the_address() {
        let mut acts = first();
        acts.extend([
            Act::Push { megabytes: 1, tags: Vec::new() },
            Act::Retag { image: 1, tag: "a_b-c.d".into() },
            Act::Pull(0),
            Act::Scan(2),
            Act::Restore(1),
            Act::Delete(0),
            Act::RunPolicy,
            Act::Weakness,
            Act::Mode(3),
            Act::Scanning(3),
            Act::Policy(Some(2)),
            Act::Policy(None),
            Act::Replicate(true),
        ]);
        assert_eq!(read(&write(&acts)), Some(acts.clone()), "{}", write(&acts));
        assert_eq!(read(&write(&[])), Some(Vec::new()));
    }

    #[test]
    fn what_was_never_written_is_refused() {
        let long = ["d365"; 11].join(";");
        for text in ["", "p:x", "p1:a b", "p99999999:", "d0", "d366", "m4", "q", "kx", "t1:", &long]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn typed_tags_are_taken_apart() {
        assert_eq!(tags(" v1, latest  x"), Ok(vec!["v1".into(), "latest".into(), "x".into()]));
        assert_eq!(tags(""), Ok(Vec::new()));
        assert!(tags("a;b").is_err_and(|why| why.contains("“a;b”")));
    }
}
