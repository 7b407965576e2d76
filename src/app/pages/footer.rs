//! The foot of every page: where the learner's data are, how old the facts are, what changed.

use super::about::EXPORTED;
use crate::app::browser;
use crate::app::content::{Load, Loading};
use crate::app::dates;
use crate::app::html::escape;
use crate::app::icon::{self, icon};
use crate::app::news::News;
use crate::app::storage::Store;
use crate::course::model::CourseMap;

const DAY_MS: u64 = 86_400_000;

/// As HTML; tracked. The button with `data-export` wants a handler.
pub fn footer(map: Loading<CourseMap>, store: Store, news: News) -> String {
    let checked = match map.get() {
        Load::Ready(map) => {
            ["Facts checked ", &escape(&dates::month_in_words(&map.checked)), ". "].concat()
        }
        _ => String::new(),
    };
    let changed = match news.count() {
        Some(count) => ["What changed since you last came: ", &count.to_string()].concat(),
        None => "What changed".into(),
    };
    [
        "<p>",
        &icon(icon::LOCK),
        " Kept in this browser only. ",
        &exported(store),
        "<button class=\"link\" type=\"button\" data-export>Export now</button></p>",
        "<p>",
        &checked,
        "<a class=\"link\" href=\"#/about/changes\">",
        &changed,
        "</a></p><a class=\"link\" href=\"#/about\">About</a>",
    ]
    .concat()
}

fn exported(store: Store) -> String {
    let Some(at_ms) = store.setting(EXPORTED).and_then(|text| text.parse::<u64>().ok()) else {
        return String::new();
    };
    match browser::now_ms().saturating_sub(at_ms) / DAY_MS {
        0 => "Last export today. ".into(),
        1 => "Last export yesterday. ".into(),
        days => ["Last export ", &days.to_string(), " days ago. "].concat(),
    }
}
