//! What is practised, as it stands behind the `?` of the address: `drill=which-role`. Pure.

use crate::quiz::pairs::Pair;
use crate::quiz::practice::{Which, Wish};
use crate::quiz::{Kind, met};
use crate::shape::Shape;

/// Questions of a set that does not end by itself.
pub const SESSION: usize = 20;

/// What is practised.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Set {
    /// Nothing yet: the list of what there is.
    #[default]
    Home,
    /// Due, then weak, then new.
    Queue,
    /// What is due, and no more.
    Due,
    /// A table of what is easily confused, without end.
    Drill(String),
    /// A generator, without end.
    Make(String),
    /// What tempts with one misconception: the table that it belongs to, or else the questions.
    Mixed(String),
    /// Questions that a qualifier decides; all of them where it is empty.
    Qualifier(String),
    Own {
        wish: Wish,
        count: usize,
    },
    Place,
    /// One question.
    One(String),
}

impl Set {
    /// Reads the query; what is none is the list.
    pub fn parse(query: &str) -> Set {
        let mut pairs = query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, "")));
        let Some((name, value)) = pairs.next() else { return Set::Home };
        let text = decoded(value);
        match name {
            "next" => Set::Queue,
            "due" => Set::Due,
            "mixed" => Set::Mixed(text),
            "drill" => Set::Drill(text),
            // A question names a drill as a generator too.
            "make" => match text.strip_prefix("pair-") {
                Some(pair) => Set::Drill(pair.into()),
                None => Set::Make(text),
            },
            "qualifier" => Set::Qualifier(text),
            "place" => Set::Place,
            "question" => Set::One(text),
            "own" => own(text.parse().unwrap_or(SESSION), pairs),
            _ => Set::Home,
        }
    }

    /// A misconception that a table is about becomes a drill of it.
    pub fn resolved(self, pairs: &[Pair]) -> Set {
        let Set::Mixed(name) = &self else { return self };
        match met::nearest(pairs, std::slice::from_ref(name)) {
            Some(place) => Set::Drill(pairs[place].id.clone()),
            None => self,
        }
    }

    /// Whether questions come as long as one likes.
    pub fn is_endless(&self) -> bool {
        matches!(self, Set::Drill(_) | Set::Make(_))
    }
}

fn own<'a>(count: usize, pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Set {
    let mut wish = Wish::default();
    for (name, value) in pairs {
        match (name, value) {
            ("topic", topic) => wish.topics.push(decoded(topic)),
            ("exam", exam) => wish.exam = decoded(exam),
            ("kind", kind) => wish.kinds.extend(Kind::read(&kind.into()).ok()),
            ("which", "unseen") => wish.which = Which::Unseen,
            ("which", "missed") => wish.which = Which::Missed,
            ("which", "bookmarked") => wish.which = Which::Bookmarked,
            _ => {}
        }
    }
    Set::Own { wish, count: count.clamp(1, 500) }
}

/// `%20` and `+` become spaces; other signs stand for themselves in what is written here.
fn decoded(text: &str) -> String {
    text.replace('+', " ").replace("%20", " ").replace("%2F", "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_has_its_address() {
        assert_eq!(Set::parse(""), Set::Home);
        assert_eq!(Set::parse("nonsense=1"), Set::Home);
        assert_eq!((Set::parse("next"), Set::parse("due")), (Set::Queue, Set::Due));
        assert_eq!(Set::parse("mixed=tt-one-jump"), Set::Mixed("tt-one-jump".into()));
        assert_eq!(Set::parse("make=pair-which-role"), Set::Drill("which-role".into()));
        assert_eq!(Set::parse("make=hpa"), Set::Make("hpa".into()));
        assert_eq!(
            Set::parse("qualifier=least+operational%20overhead"),
            Set::Qualifier("least operational overhead".into())
        );
        let wish = Wish {
            topics: vec!["ecr".into(), "eks".into()],
            kinds: vec![Kind::Match],
            exam: "SAA-C03".into(),
            which: Which::Missed,
        };
        let query = "own=5&topic=ecr&topic=eks&kind=match&exam=SAA-C03&which=missed&kind=x";
        assert_eq!(Set::parse(query), Set::Own { wish, count: 5 });
        assert_eq!(Set::parse("own=0"), Set::Own { wish: Wish::default(), count: 1 });
    }
}
