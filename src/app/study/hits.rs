//! What was found, as HTML: the list in groups, and what is known of the chosen entry. Pure.

use super::find::{Asked, Found, Words};
use super::near::words;
use crate::app::html::escape;
use crate::course::model::{EntryKind, SearchEntry};

/// The kinds that a reader can choose among; the first one is all of them.
pub const KINDS: [&str; 5] = ["All", "Lessons", "Facts", "Questions", "Lab"];

/// Entries of a group while all kinds are shown, and of one kind alone.
const FEW: usize = 5;
const MANY: usize = 40;

/// Letters of the text around what was found.
const AROUND: usize = 240;

/// Index in [`KINDS`].
fn kind(entry: &SearchEntry) -> usize {
    match entry.kind {
        EntryKind::Lesson | EntryKind::Section | EntryKind::Page => 1,
        EntryKind::Term | EntryKind::Fact => 2,
        EntryKind::Question => 3,
        EntryKind::Preset => 4,
    }
}

/// How many entries there are of each kind.
pub fn counts(all: &Words, found: &Found) -> [usize; 5] {
    let mut counts = [found.hits.len(), 0, 0, 0, 0];
    for hit in &found.hits {
        counts[kind(&all.entries[*hit])] += 1;
    }
    counts
}

/// The list, and the entries in its order. The group with the best entry comes first.
pub fn list(all: &Words, found: &Found, chosen: usize) -> (String, Vec<usize>) {
    let mut groups: Vec<(usize, Vec<usize>)> = Vec::new();
    for hit in &found.hits {
        let kind = kind(&all.entries[*hit]);
        if chosen != 0 && chosen != kind {
            continue;
        }
        let group = groups.iter_mut().find(|(known, _)| *known == kind);
        match group {
            Some((_, hits)) if hits.len() < if chosen == 0 { FEW } else { MANY } => hits.push(*hit),
            Some(_) => {}
            None => groups.push((kind, vec![*hit])),
        }
    }
    let mut html = String::new();
    let mut order = Vec::new();
    for (kind, hits) in groups {
        let name = KINDS[kind];
        for piece in [
            "<div role=\"group\" aria-label=\"",
            name,
            "\"><p class=\"kind\" aria-hidden=\"true\">",
            name,
            "</p>",
        ] {
            html.push_str(piece);
        }
        for hit in hits {
            html.push_str(&option(&all.entries[hit], order.len(), &found.asked));
            order.push(hit);
        }
        html.push_str("</div>");
    }
    (html, order)
}

fn option(entry: &SearchEntry, number: usize, asked: &[Asked]) -> String {
    [
        "<div role=\"option\" class=\"hit\" id=\"hit-",
        &number.to_string(),
        "\" data-hit=\"",
        &number.to_string(),
        "\" aria-selected=\"false\"><b>",
        &marked(&entry.title, asked),
        "</b><span class=\"soft\">",
        &escape(&entry.note),
        "</span></div>",
    ]
    .concat()
}

/// What stands behind an entry, as far as it is known without opening it.
pub fn about(entry: &SearchEntry, asked: &[Asked]) -> String {
    let kind = match entry.kind {
        EntryKind::Lesson => "Lesson",
        EntryKind::Section => "Section",
        EntryKind::Term => "Term",
        EntryKind::Fact => "Fact",
        EntryKind::Question => "Question",
        EntryKind::Preset => "Day in the lab",
        EntryKind::Page => "Page",
    };
    let text = match entry.url.as_str() {
        "" => marked(&around(&entry.text, asked), asked),
        url => [
            "<a class=\"link\" href=\"",
            &escape(url),
            "\" rel=\"noopener\">",
            &escape(&entry.text),
            "</a>",
        ]
        .concat(),
    };
    [
        "<p class=\"soft\">",
        kind,
        "</p><p><b>",
        &escape(&entry.title),
        "</b></p><p>",
        &escape(&entry.note),
        "</p><p>",
        &text,
        "</p>",
    ]
    .concat()
}

/// A stretch of the text around the first word that was asked for, cut at spaces.
fn around(text: &str, asked: &[Asked]) -> String {
    let place = words(text).into_iter().find(|(.., word)| fit(word, asked)).map_or(0, |it| it.0);
    let mut start = place.saturating_sub(AROUND / 3);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    let mut end = (start + AROUND).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let start = if start == 0 { 0 } else { text[start..].find(' ').map_or(start, |at| start + at) };
    let end = if end == text.len() { end } else { text[..end].rfind(' ').unwrap_or(end) };
    let (before, after) =
        (if start > 0 { "…" } else { "" }, if end < text.len() { " …" } else { "" });
    [before, text.get(start..end).unwrap_or_default(), after].concat()
}

fn fit(word: &str, asked: &[Asked]) -> bool {
    asked.iter().any(|typed| typed.fits(word).is_some())
}

/// The text with the words that were asked for underlined, as HTML.
fn marked(text: &str, asked: &[Asked]) -> String {
    let mut html = String::new();
    let mut done = 0;
    for (start, end, word) in words(text) {
        if fit(&word, asked) {
            html.push_str(&escape(&text[done..start]));
            html.push_str("<mark>");
            html.push_str(&escape(&text[start..end]));
            html.push_str("</mark>");
            done = end;
        }
    }
    html.push_str(&escape(&text[done..]));
    html
}

#[cfg(test)]
mod tests {
    use super::super::find::asked;
    use super::*;
    use crate::course::model::{SearchIndex, VERSION};

    fn words_of(titles: &[(EntryKind, &str)]) -> Words {
        let entries = titles.iter().map(|(kind, title)| SearchEntry {
            kind: *kind,
            title: title.to_string(),
            note: "R&D".into(),
            text: String::new(),
            address: String::new(),
            url: String::new(),
        });
        Words::new(SearchIndex { version: VERSION, entries: entries.collect() })
    }

    #[test]
    fn the_list_stands_in_groups_and_the_best_group_comes_first() {
        let mut titles = vec![(EntryKind::Fact, "role")];
        titles.extend([(EntryKind::Section, "Role by role"); 9]);
        let all = words_of(&titles);
        let found = all.find("role");
        let (html, order) = list(&all, &found, 0);
        assert_eq!(order, [0, 1, 2, 3, 4, 5]);
        assert!(html.starts_with("<div role=\"group\" aria-label=\"Facts\">"), "{html}");
        assert!(html.contains("<b><mark>Role</mark> by <mark>role</mark></b>"), "{html}");
        assert!(html.contains("R&amp;D"));
        assert_eq!(counts(&all, &found), [10, 9, 1, 0, 0]);
        assert_eq!(list(&all, &found, 1).1.len(), 9);
    }

    #[test]
    fn a_long_text_is_cut_around_what_was_asked_for() {
        let text = format!("{} needle {}", "ö ".repeat(400), "end ".repeat(400));
        let cut = around(&text, &asked("needle"));
        assert!(cut.contains("needle") && cut.starts_with('…') && cut.ends_with(" …"), "{cut}");
        assert!(cut.len() < AROUND + 20);
        assert_eq!(around("short", &asked("none")), "short");
    }
}
