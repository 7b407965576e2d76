//! What there is to practise, as HTML. Pure.

use super::set::SESSION;
use super::table;
use crate::app::html::escape;
use crate::app::words::count;
use crate::progress::Log;
use crate::progress::schedule::Schedule;
use crate::quiz::Kind;
use crate::quiz::bank::Bank;
use crate::quiz::days::Listed;
use crate::quiz::generated::GENERATORS;
use crate::quiz::met::Met;
use crate::quiz::pairs::Pair;
use crate::quiz::practice::{Reason, queue};
use std::collections::BTreeMap;

/// All that the list is made of.
pub struct Shown<'a> {
    pub bank: &'a Bank,
    pub pairs: &'a [Pair],
    /// What was met of each pair.
    pub met: &'a [Met],
    /// Questions about simulated days.
    pub days: &'a [Listed],
    pub log: &'a Log,
    pub schedule: &'a Schedule,
    /// Today, as the schedule counts.
    pub day: i64,
    /// Lesson id → title.
    pub lessons: &'a BTreeMap<String, String>,
}

/// The page.
pub fn home(shown: &Shown) -> String {
    [
        "<main class=\"page practice-home\" id=\"main\">",
        &first(shown),
        "<section><div class=\"section-head\"><h2>Drills</h2><span class=\"note\">What is taken \
         for each other, side by side, without end</span></div><ul class=\"drills\">",
        &drills(shown),
        "</ul></section>",
        &days(shown),
        &makers(shown),
        &qualifiers(shown.bank),
        &own(shown),
        PLACE,
        &kept(shown),
        "</main>",
    ]
    .concat()
}

const PLACE: &str = concat!(
    "<section><div class=\"section-head\"><h2>Place me</h2></div><p>Twelve questions find out ",
    "where to begin: each is the one that tells most after the answers before it. ",
    "<a class=\"btn\" href=\"#/practice?place\">Place me in twelve questions</a></p></section>",
);

/// The finding as a sentence, and the way to begin.
fn first(shown: &Shown) -> String {
    let (bank, day) = (shown.bank, shown.day);
    let next = queue(bank, shown.schedule, day, SESSION);
    let of = |reason: Reason| next.iter().filter(|(_, why)| *why == reason).count();
    let known = |id: &&str| bank.get(id).is_some();
    let due = shown.schedule.due(day).iter().filter(|id| known(id)).count();
    let tomorrow = shown.schedule.due(day + 1).iter().filter(|id| known(id)).count();
    let finding = match (due, shown.schedule.cards.is_empty()) {
        (0, true) => "Nothing practised yet. Guess first, then read why".to_string(),
        (0, false) if tomorrow > 0 => {
            ["Nothing due until tomorrow, ", &count(tomorrow, "review")].concat()
        }
        (0, false) => "Nothing due today".into(),
        (due, _) => [&count(due, "review"), " due today"].concat(),
    };
    let mut parts = Vec::new();
    for (reason, word) in [(Reason::Due, "due"), (Reason::Weak, "weak"), (Reason::New, "new")] {
        if of(reason) > 0 {
            parts.push([&of(reason).to_string(), " ", word].concat());
        }
    }
    let minutes = (next.len() * 17).div_ceil(60).to_string();
    [
        "<h1>",
        &finding,
        "</h1><p class=\"begin\"><a class=\"btn p l\" href=\"#/practice?next\">Practise ",
        &count(next.len(), "question"),
        "</a> <span class=\"note\">",
        &parts.join(", "),
        ", about ",
        &minutes,
        " minutes. Saved as you answer.</span></p>",
    ]
    .concat()
}

fn drills(shown: &Shown) -> String {
    let mut html = String::new();
    for (pair, met) in shown.pairs.iter().zip(shown.met) {
        let rows = [&met.rows.len().to_string(), " of ", &pair.rows.len().to_string()].concat();
        let last = match met.last().len() {
            0 => String::new(),
            nine => {
                ["; last ", &nine.to_string(), ": ", &met.right().to_string(), " right"].concat()
            }
        };
        for piece in [
            "<li><b>",
            &pair.title,
            "</b>",
            &table::signs(met.last()),
            "<span class=\"note\">",
            &rows,
            " rows met",
            &last,
            "</span>",
            &table::drill_link(pair, "Drill"),
            "</li>",
        ] {
            html.push_str(piece);
        }
    }
    html
}

/// Questions whose answer a simulated day gave.
fn days(shown: &Shown) -> String {
    if shown.days.is_empty() {
        return String::new();
    }
    let mut html = String::from(
        "<section><div class=\"section-head\"><h2>Simulated days</h2><span class=\"note\">Read \
         off a run, and seen in the lab at that very moment</span></div><ul class=\"makers\">",
    );
    for listed in shown.days {
        html.push_str(&maker(shown, &listed.name, &listed.meaning, &listed.lesson));
    }
    html.push_str("</ul></section>");
    html
}

fn maker(shown: &Shown, name: &str, meaning: &str, lesson: &str) -> String {
    let lesson = shown.lessons.get(lesson).map_or("", String::as_str);
    [
        "<li><a class=\"link\" href=\"#/practice?make=",
        &escape(name),
        "\">",
        &escape(meaning),
        "</a><span class=\"note\">",
        &escape(lesson),
        "</span></li>",
    ]
    .concat()
}

/// Questions with new numbers each time.
fn makers(shown: &Shown) -> String {
    let mut html = String::from(
        "<section><div class=\"section-head\"><h2>Numbers</h2><span class=\"note\">Worked out by \
         the rules, other ones each time</span></div><ul class=\"makers\">",
    );
    for generator in GENERATORS {
        html.push_str(&maker(shown, generator.name, generator.meaning, generator.lesson));
    }
    html.push_str("</ul></section>");
    html
}

fn qualifiers(bank: &Bank) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for item in bank.items.iter().filter(|item| !item.qualifier.is_empty()) {
        *counts.entry(&item.qualifier).or_default() += 1;
    }
    let mut listed: Vec<(&str, usize)> = counts.into_iter().collect();
    listed.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let all: usize = listed.iter().map(|(_, count)| count).sum();
    let mut html = String::from(
        "<section><div class=\"section-head\"><h2>Qualifiers</h2><span class=\"note\">Two answers \
         work, and one word of the question decides</span></div><p class=\"qualifiers\">",
    );
    let mut link = |qualifier: &str, name: &str, count: usize| {
        for piece in [
            "<a class=\"btn\" href=\"#/practice?qualifier=",
            &escape(&qualifier.replace(' ', "+")),
            "\">",
            &escape(name),
            " <span class=\"note\">",
            &count.to_string(),
            "</span></a> ",
        ] {
            html.push_str(piece);
        }
    };
    link("", "All of them", all);
    for (qualifier, count) in listed.into_iter().filter(|(_, count)| *count > 1) {
        link(qualifier, qualifier, count);
    }
    html.push_str("</p></section>");
    html
}

/// The form of an own quiz. What fits is counted when it starts.
fn own(shown: &Shown) -> String {
    let mut html = String::from(
        "<section><div class=\"section-head\"><h2>Your own quiz</h2></div><form class=\"own\" \
         id=\"own-quiz\"><fieldset><legend>Topics (none: all)</legend>",
    );
    for topic in shown.bank.topics() {
        let of = shown.bank.items.iter().filter(|item| item.topic == topic).count();
        for piece in [
            "<label><input type=\"checkbox\" name=\"topic\" value=\"",
            &escape(topic),
            "\"> ",
            &escape(&spoken(topic)),
            " <span class=\"note\">",
            &of.to_string(),
            "</span></label>",
        ] {
            html.push_str(piece);
        }
    }
    html.push_str("</fieldset><p class=\"choices\">");
    let mut select = |name: &str, label: &str, options: &[(&str, &str)]| {
        html.push_str(&["<label>", label, " <select name=\"", name, "\">"].concat());
        for (value, text) in options {
            html.push_str(&["<option value=\"", value, "\">", text, "</option>"].concat());
        }
        html.push_str("</select></label> ");
    };
    select("own", "Questions", &[("10", "10"), ("5", "5"), ("20", "20"), ("40", "40")]);
    let which = [
        ("", "any"),
        ("unseen", "never answered"),
        ("missed", "missed last time"),
        ("bookmarked", "bookmarked"),
    ];
    select("which", "Which", &which);
    let kinds = kinds(shown.bank);
    select("kind", "Kind", &kinds);
    let mut exams: Vec<&str> = shown.bank.items.iter().flat_map(|it| it.exams.keys()).fold(
        Vec::new(),
        |mut exams, exam| {
            if !exams.contains(&exam.as_str()) {
                exams.push(exam);
            }
            exams
        },
    );
    exams.sort_unstable();
    let mut listed = vec![("", "any")];
    listed.extend(exams.into_iter().map(|exam| (exam, exam)));
    select("exam", "Exam", &listed);
    html.push_str(
        "<button class=\"btn p\" type=\"submit\">Start the quiz</button></p></form></section>",
    );
    html
}

fn kinds(bank: &Bank) -> Vec<(&'static str, &'static str)> {
    let names = [
        (Kind::Single, "single", "one answer"),
        (Kind::Multiple, "multiple", "several answers"),
        (Kind::Match, "match", "matching"),
        (Kind::Order, "order", "ordering"),
        (Kind::Number, "number", "a number"),
        (Kind::Predict, "predict", "predict, then see"),
        (Kind::Diagnose, "diagnose", "diagnose"),
    ];
    let mut kinds = vec![("", "any")];
    for (kind, word, name) in names {
        if bank.items.iter().any(|item| item.kind == kind) {
            kinds.push((word, name));
        }
    }
    kinds
}

/// Bookmarks and notes.
fn kept(shown: &Shown) -> String {
    let notes = shown.log.notes();
    let mut about = shown.log.bookmarks();
    about.extend(notes.keys().copied());
    let mut html = String::new();
    for id in about.into_iter().filter_map(|about| about.strip_prefix("question/")) {
        let Some(item) = shown.bank.get(id) else { continue };
        let key = ["question/", id].concat();
        let note = notes.get(key.as_str()).map_or("", |note| note.text.as_str());
        for piece in [
            "<li><a class=\"link\" href=\"#/practice?question=",
            &escape(id),
            "\">",
            &escape(&spoken(id)),
            "</a><span class=\"note\">",
            &escape(if note.is_empty() { &item.topic } else { note }),
            "</span></li>",
        ] {
            html.push_str(piece);
        }
    }
    if html.is_empty() {
        return html;
    }
    [
        "<section><div class=\"section-head\"><h2>Bookmarks and notes</h2></div>",
        "<ul class=\"makers\">",
        &html,
        "</ul></section>",
    ]
    .concat()
}

/// `alb-or-nlb` → `Alb or nlb`, with the names that are written in capitals.
pub fn spoken(id: &str) -> String {
    let capitals = ["alb", "nlb", "ecr", "ecs", "eks", "ec2", "efs", "ebs", "s3", "iam", "hpa"];
    let mut words = Vec::new();
    for (place, word) in id.split('-').enumerate() {
        // Two names that have a capital wherever they stand.
        let word = match word {
            "runner" => "Runner",
            "kubernetes" => "Kubernetes",
            other => other,
        };
        words.push(match capitals.contains(&word) {
            true => word.to_uppercase(),
            false if place == 0 => {
                let cut = word.chars().next().map_or(0, char::len_utf8);
                [&word[..cut].to_uppercase(), &word[cut..]].concat()
            }
            false => word.to_string(),
        });
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::schedule::{Calendar, RETENTION};
    use crate::progress::{Bookmark, Entry, Note};
    use crate::quiz::bank::tests::item;

    fn page(log: &Log) -> String {
        let mut first = item("role-1", "task-roles", 1, "m");
        first.qualifier = "least privilege".into();
        let bank = Bank { items: vec![first, item("alb-1", "alb-or-nlb", 1, "m")] };
        let schedule = Schedule::new(log, Calendar::default(), RETENTION);
        home(&Shown {
            bank: &bank,
            pairs: &[],
            met: &[],
            days: &[],
            log,
            schedule: &schedule,
            day: 0,
            lessons: &BTreeMap::new(),
        })
    }

    #[test]
    fn the_page_begins_with_the_finding() {
        let html = page(&Log::default());
        assert!(html.contains("<h1>Nothing practised yet"), "{html}");
        assert!(html.contains("Practise 2\u{a0}questions"));
        assert!(html.contains("ALB or NLB") && html.contains("Task roles"));
        assert!(html.contains("qualifier=\"") && html.contains("All of them"));
        assert!(!html.contains("Bookmarks and notes"));
    }

    #[test]
    fn bookmarks_and_notes_are_listed() {
        let about = String::from("question/role-1");
        let log = Log::new(vec![
            Entry::Bookmark(Bookmark { id: "a".into(), at_ms: 1, about: about.clone(), on: true }),
            Entry::Note(Note { id: "b".into(), at_ms: 2, about, text: "<ask> Ann".into() }),
        ]);
        let html = page(&log);
        assert!(html.contains("#/practice?question=role-1"));
        assert!(html.contains("&lt;ask&gt; Ann"));
    }
}
