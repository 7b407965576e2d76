//! What the reader chose and wrote on the page, and the address that brings it back.

use super::examples::{EXAMPLES, images};
use crate::app::tools::registry::link::{field, pack, query, unpack};
use crate::registry::lifecycle::Image;

/// How far the day can be moved on.
pub const LATER_MAX: u32 = 400;
/// Images that an address carries; more stay on the page alone.
const IN_LINK_MAX: usize = 200;
/// Characters of a policy that an address carries; AWS takes fewer.
const LINK_LENGTH_MAX: usize = 40_000;
/// Texts that can be brought back.
const UNDO_MAX: usize = 50;

/// An image with its size.
#[derive(Clone, Debug, PartialEq)]
pub struct Kept {
    pub image: Image,
    pub bytes: f64,
}

/// The state of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The policy as it was written.
    pub text: String,
    pub images: Vec<Kept>,
    /// Days from the moment that the images were described at.
    pub later: u32,
    /// The form is shown instead of the text.
    pub form: bool,
    /// Digest of the image whose reason is shown.
    pub picked: Option<String>,
    /// Texts before what was not typed, the newest last.
    pub before: Vec<String>,
    /// The address could not be read whole.
    pub damaged: bool,
}

impl Default for State {
    fn default() -> State {
        State {
            text: EXAMPLES[0].text.into(),
            images: images(),
            later: 0,
            form: false,
            picked: None,
            before: Vec::new(),
            damaged: false,
        }
    }
}

impl State {
    /// Reads what stands behind the `?`; what cannot be read is as on a first visit.
    pub fn parse(text: &str) -> State {
        let mut state = State::default();
        let mut damaged = false;
        let example =
            |id: &str| EXAMPLES.iter().find(|it| it.id == id).map(|it| it.text.to_string());
        let given = [field(text, "e").map(example), field(text, "p").map(unpack)];
        for policy in given.into_iter().flatten() {
            match policy {
                Some(policy) => state.text = policy,
                None => damaged = true,
            }
        }
        if let Some(given) = field(text, "i") {
            match unpack(given).and_then(|given| read_images(&given)) {
                Some(images) => state.images = images,
                None => damaged = true,
            }
        }
        if let Some(days) = field(text, "d") {
            let days = days.parse().ok().filter(|days| *days <= LATER_MAX);
            damaged |= days.is_none();
            state.later = days.unwrap_or(0);
        }
        state.form = field(text, "v") == Some("form");
        state.damaged = damaged;
        state
    }

    /// What stands behind the `?`; empty on a first visit.
    pub fn query(&self) -> String {
        let example = EXAMPLES.iter().position(|it| it.text == self.text);
        let long = self.text.len() > LINK_LENGTH_MAX;
        let own = self.images != images() && self.images.len() <= IN_LINK_MAX;
        query(&[
            ("e", example.filter(|it| *it > 0).map_or("", |it| EXAMPLES[it].id).into()),
            ("p", if example.is_some() || long { String::new() } else { pack(&self.text) }),
            ("i", if own { pack(&write_images(&self.images)) } else { String::new() }),
            ("d", if self.later > 0 { self.later.to_string() } else { String::new() }),
            ("v", if self.form { "form".into() } else { String::new() }),
        ])
    }

    /// Whether the address leaves something out.
    pub fn beyond_link(&self) -> bool {
        self.text.len() > LINK_LENGTH_MAX || self.images.len() > IN_LINK_MAX
    }

    /// Another text that was not typed; the one before can be brought back.
    pub fn replace(&mut self, text: String) {
        if text == self.text {
            return;
        }
        self.before.push(std::mem::replace(&mut self.text, text));
        if self.before.len() > UNDO_MAX {
            self.before.remove(0);
        }
    }

    /// Brings back the text before; whether there was one.
    pub fn undo(&mut self) -> bool {
        let before = self.before.pop();
        let there = before.is_some();
        self.text = before.unwrap_or_else(|| std::mem::take(&mut self.text));
        there
    }

    /// The images as they are at the day that was moved to.
    pub fn aged(&self) -> Vec<Image> {
        let later = f64::from(self.later);
        let on = |days: &mut Option<f64>| *days = days.map(|days| days + later);
        let images = self.images.iter().map(|kept| {
            let mut image = kept.image.clone();
            image.pushed_days_ago += later;
            on(&mut image.pulled_days_ago);
            on(&mut image.archived_days_ago);
            on(&mut image.restored_days_ago);
            image
        });
        images.collect()
    }
}

/// `digest,tag+tag,pushed,MB,pulled,archived,list+list` for each image; what is missing at the end
/// is left out.
fn write_images(images: &[Kept]) -> String {
    let each = images.iter().map(|kept| {
        let image = &kept.image;
        let optional = |days: Option<f64>| days.map_or(String::new(), short);
        let fields = [
            image.digest.clone(),
            image.tags.join("+"),
            short(image.pushed_days_ago),
            short(kept.bytes / 1e6),
            optional(image.pulled_days_ago),
            optional(image.archived_days_ago),
            image.referenced_by.join("+"),
        ];
        fields.join(",").trim_end_matches(',').to_string()
    });
    each.collect::<Vec<_>>().join(";")
}

fn short(number: f64) -> String {
    ((number * 100.0).round() / 100.0).to_string()
}

fn read_images(text: &str) -> Option<Vec<Kept>> {
    let list = |text: &str| -> Vec<String> {
        text.split('+').filter(|one| !one.is_empty()).map(String::from).collect()
    };
    let number = |text: &str| text.parse().ok().filter(|number: &f64| (0.0..1e9).contains(number));
    let optional = |text: Option<&str>| match text {
        None | Some("") => Some(None),
        Some(text) => number(text).map(Some),
    };
    let one = |text: &str| -> Option<Kept> {
        let mut fields = text.split(',');
        let digest = fields.next().filter(|digest| !digest.is_empty())?;
        Some(Kept {
            image: Image {
                digest: digest.into(),
                tags: list(fields.next()?),
                pushed_days_ago: number(fields.next()?)?,
                ..Image::default()
            },
            bytes: number(fields.next()?)? * 1e6,
        })
        .and_then(|mut kept| {
            kept.image.pulled_days_ago = optional(fields.next())?;
            kept.image.archived_days_ago = optional(fields.next())?;
            kept.image.referenced_by = list(fields.next().unwrap_or_default());
            Some(kept)
        })
    };
    if text.is_empty() {
        return Some(Vec::new());
    }
    text.split(';').map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_brings_everything_back() {
        let mut state = State::default();
        assert_eq!(state.query(), "");
        state.replace("{ \"rules\": [ä] }\n".into());
        state.later = 30;
        state.form = true;
        state.images.truncate(7);
        state.images[0].image.archived_days_ago = Some(0.5);
        state.before.clear();
        let again = State::parse(&state.query());
        assert_eq!(again, state, "{}", state.query());
        state.text = EXAMPLES[1].text.into();
        assert!(state.query().starts_with("e=mistake&"), "{}", state.query());
        assert_eq!(State::parse(&state.query()), state);
    }

    #[test]
    fn a_damaged_address_says_so_and_shows_the_rest() {
        for text in ["p=%zz&d=3", "e=nothing&d=3", "i=a,b,c&d=3", "i=a,b,-1,2&d=3"] {
            let state = State::parse(text);
            assert!(state.damaged, "{text}");
            assert_eq!(state.later, 3, "{text}");
            assert_eq!(state.text, EXAMPLES[0].text, "{text}");
        }
        assert!(State::parse("d=9999999").damaged);
        assert!(!State::parse("").damaged);
    }

    #[test]
    fn what_was_not_typed_can_be_undone() {
        let mut state = State::default();
        state.replace("one".into());
        state.replace("two".into());
        assert!(state.undo());
        assert_eq!(state.text, "one");
        assert!(state.undo());
        assert_eq!(state.text, EXAMPLES[0].text);
        assert!(!state.undo());
        assert_eq!(state.text, EXAMPLES[0].text);
    }

    #[test]
    fn days_go_by_for_every_age() {
        let mut state = State { later: 5, ..State::default() };
        state.images[0].image.archived_days_ago = Some(1.0);
        let aged = state.aged();
        assert_eq!(aged[0].pushed_days_ago, 6.0);
        assert_eq!(aged[0].archived_days_ago, Some(6.0));
        assert_eq!(aged[0].pulled_days_ago, None);
        assert_eq!(aged[1].pulled_days_ago, Some(5.0));
    }
}
