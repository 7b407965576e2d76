//! Two short scenes beside the repository: a pull-through cache, and the public gallery.

use crate::app::tools::Book;
use crate::app::tools::registry::link::field;
use crate::app::tools::registry::say::{source, value};
use crate::app::words::count;
use crate::registry::cache::{Cached, Served, Upstream, serve};
use crate::registry::public::{Puller, last_start_s, pulls_a_month};

pub const HOURS_MAX: u32 = 240;
pub const PULLS_MAX: u32 = 1000;
const MB_MAX: u32 = 10_000;

/// What upstream has.
pub const UPSTREAMS: [&str; 3] = ["the same image", "a newer image", "nothing: it is down"];

/// What is chosen in both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scene {
    /// Hours since the cache last asked upstream; none where nothing is cached.
    pub cached_h: Option<u32>,
    /// Index into [`UPSTREAMS`].
    pub upstream: usize,
    pub internet: bool,
    /// The cache's own repository lets tags move.
    pub movable: bool,
    /// Pulls from the gallery at once.
    pub pulls: u32,
    /// On AWS, or after a login.
    pub known: bool,
    pub megabytes: u32,
}

impl Default for Scene {
    fn default() -> Scene {
        Scene {
            cached_h: Some(30),
            upstream: 1,
            internet: true,
            movable: true,
            pulls: 40,
            known: false,
            megabytes: 250,
        }
    }
}

impl Scene {
    /// `30-1-1-1-40-0-250`; none where it was never written.
    pub fn read(query: &str) -> Option<Scene> {
        let Some(text) = field(query, "s") else { return Some(Scene::default()) };
        let mut numbers = text.split('-');
        let mut next = |most: u32| -> Option<u32> {
            numbers.next()?.parse().ok().filter(|number| *number <= most)
        };
        let hours = next(HOURS_MAX + 1)?;
        Some(Scene {
            cached_h: (hours <= HOURS_MAX).then_some(hours),
            upstream: next(2)? as usize,
            internet: next(1)? == 1,
            movable: next(1)? == 1,
            pulls: next(PULLS_MAX)?,
            known: next(1)? == 1,
            megabytes: next(MB_MAX)?,
        })
    }

    /// Empty on a first visit.
    pub fn write(&self) -> String {
        if *self == Scene::default() {
            return String::new();
        }
        let flag = |on: bool| u32::from(on);
        let numbers = [
            self.cached_h.unwrap_or(HOURS_MAX + 1),
            self.upstream as u32,
            flag(self.internet),
            flag(self.movable),
            self.pulls,
            flag(self.known),
            self.megabytes,
        ];
        numbers.map(|number| number.to_string()).join("-")
    }

    /// What a pull through the cache gets.
    pub fn served(&self, book: &Book) -> Served {
        let cached = self
            .cached_h
            .map(|hours| Cached { digest: "old".into(), checked_s_ago: u64::from(hours) * 3600 });
        let upstream = match self.upstream {
            0 => Upstream::Digest("old".into()),
            1 => Upstream::Digest("new".into()),
            _ => Upstream::Down,
        };
        serve(cached.as_ref(), &upstream, self.internet, self.movable, &book.rules.ecr)
    }

    /// A field of the page was changed.
    pub fn change(&mut self, name: &str, typed: &str, on: bool) {
        let number =
            |most: u32| typed.parse::<f64>().map_or(0, |it| it.clamp(0.0, f64::from(most)) as u32);
        match name {
            "cached" => self.cached_h = on.then_some(self.cached_h.unwrap_or(0)),
            "hours" => self.cached_h = self.cached_h.map(|_| number(HOURS_MAX)),
            "upstream" => self.upstream = number(2) as usize,
            "internet" => self.internet = on,
            "movable" => self.movable = on,
            "pulls" => self.pulls = number(PULLS_MAX),
            "known" => self.known = on,
            _ => self.megabytes = number(MB_MAX),
        }
    }
}

fn tick(name: &str, label: &str, on: bool) -> String {
    let checked = if on { " checked" } else { "" };
    format!(
        "<label class=\"tick\"><input type=\"checkbox\" id=\"scene-{name}\" \
         data-scene=\"{name}\"{checked}>{label}</label>"
    )
}

fn number(name: &str, label: &str, value: u32, most: u32) -> String {
    format!(
        "<label class=\"num\"><span>{label}</span><input type=\"number\" min=\"0\" max=\"{most}\" \
         id=\"scene-{name}\" data-scene=\"{name}\" value=\"{value}\"></label>"
    )
}

/// What can be chosen about the cache.
pub fn cache_choices(scene: &Scene) -> String {
    let options: String = UPSTREAMS
        .iter()
        .enumerate()
        .map(|(index, label)| {
            let selected = if index == scene.upstream { " selected" } else { "" };
            format!("<option value=\"{index}\"{selected}>{label}</option>")
        })
        .collect();
    let hours = scene.cached_h.map_or(String::new(), |hours| {
        number("hours", "Hours since it asked upstream", hours, HOURS_MAX)
    });
    [
        tick("cached", "The image is in the cache", scene.cached_h.is_some()),
        hours,
        format!(
            "<label class=\"num\"><span>Upstream has</span><select id=\"scene-upstream\" \
             data-scene=\"upstream\">{options}</select></label>"
        ),
        tick("internet", "There is a way to the internet", scene.internet),
        tick("movable", "Tags of the cache may move", scene.movable),
    ]
    .concat()
}

/// What a pull through the cache gets, in words.
pub fn cache_found(scene: &Scene, book: &Book) -> String {
    let served = scene.served(book);
    let got = match served.digest.as_deref() {
        None => "The pull fails",
        Some("old") => "The pull gets the cached image",
        Some(_) => "The pull gets the newer image",
    };
    let asked = if served.asked_upstream { "Upstream is asked" } else { "Upstream is not asked" };
    format!(
        "<p><b>{got}.</b> {asked}: {}.</p><p class=\"note\">A cache asks again after {}. {}.</p>",
        served.why,
        value(&book.facts, "ecr-course.cache_check"),
        source(&book.facts, "ecr-course.cache_check"),
    )
}

/// What can be chosen about the gallery.
pub fn public_choices(scene: &Scene) -> String {
    [
        number("pulls", "Pulls at once", scene.pulls, PULLS_MAX),
        number("mb", "Size, MB", scene.megabytes, MB_MAX),
        tick("known", "From AWS, or after a login", scene.known),
    ]
    .concat()
}

/// How long that takes, and how often it can be done.
pub fn public_found(scene: &Scene, book: &Book) -> String {
    let facts = &book.rules.ecr;
    let puller = if scene.known { Puller::Known } else { Puller::Anonymous };
    let last_s = last_start_s(scene.pulls, puller, facts);
    let month = match (scene.known, scene.megabytes) {
        (true, _) | (_, 0) => String::new(),
        (false, megabytes) => {
            let pulls = pulls_a_month(f64::from(megabytes) * 1e6, facts);
            format!(
                " After {pulls:.0} pulls the {} of a month are used up.",
                value(&book.facts, "ecr-course.public_anonymous_month")
            )
        }
    };
    let (who, id) = match puller {
        Puller::Anonymous => ("Anonymous pulls", "ecr-course.public_anonymous_rate"),
        Puller::Known => ("Pulls from AWS or after a login", "ecr-course.public_aws_rate"),
    };
    format!(
        "<p><b>The last of {} may begin after {last_s:.0} s.</b> {who}: {}.{month}</p><p \
         class=\"note\">{}.</p>",
        count(scene.pulls as usize, "pull"),
        value(&book.facts, id),
        source(&book.facts, id),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_brings_both_back() {
        let mut scene = Scene { cached_h: None, known: true, pulls: 7, ..Scene::default() };
        assert_eq!(Scene::read(&format!("s={}", scene.write())), Some(scene));
        scene.change("cached", "", true);
        scene.change("hours", "1e9", false);
        assert_eq!(scene.cached_h, Some(HOURS_MAX));
        assert_eq!(Scene::read(&format!("s={}", scene.write())), Some(scene));
        assert_eq!(Scene::read("s=1-2-3"), None);
        assert_eq!(Scene::default().write(), "");
    }
}
