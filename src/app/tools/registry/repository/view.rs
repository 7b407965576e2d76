//! The repository as HTML: what can be done, the images, the course of the storage, the log.

use super::action::{Act, EXCLUSIONS, MB_MAX, MODES, POLICIES, SCANNINGS, policy_title};
use super::replay::{Entry, Shelf};
use crate::app::html::escape;
use crate::app::icon::{CROSS, icon};
use crate::app::tools::Book;
use crate::app::tools::registry::say::{dollars, price_note, size, source, value};
use crate::app::words::count;
use crate::registry::repository::Stored;
use crate::registry::storage_cost::bill;

/// Entries of the log that are shown.
const LOG_MAX: usize = 40;

/// The push, the days, the settings.
pub fn controls(shelf: &Shelf, undo: bool) -> String {
    let select = |id: &str, label: &str, options: String| {
        format!(
            "<label class=\"num\"><span>{label}</span><select id=\"{id}\" \
             data-set=\"{id}\">{options}</select></label>"
        )
    };
    let option = |value: &str, label: &str, chosen: bool| {
        let selected = if chosen { " selected" } else { "" };
        format!("<option value=\"{value}\"{selected}>{label}</option>")
    };
    let modes: String = MODES
        .iter()
        .enumerate()
        .map(|(index, mode)| option(&index.to_string(), mode.word(), index == shelf.mode))
        .collect();
    let scannings: String = SCANNINGS
        .iter()
        .enumerate()
        .map(|(index, (_, label))| option(&index.to_string(), label, index == shelf.scanning))
        .collect();
    let mut policies = option("", "none", shelf.policy.is_none());
    for index in 0..POLICIES.len() {
        let chosen = shelf.policy == Some(index);
        policies += &option(&index.to_string(), policy_title(index), chosen);
    }
    let act = |word: &str, label: &str| {
        format!("<button class=\"btn\" id=\"act-{word}\" data-act=\"{word}\">{label}</button>")
    };
    format!(
        "<form class=\"push\" id=\"push\"><label>Tags <input type=\"text\" id=\"push-tags\" \
         value=\"latest\" autocomplete=\"off\" spellcheck=\"false\"></label><label>MB <input \
         type=\"number\" \
         id=\"push-mb\" min=\"1\" max=\"{MB_MAX}\" value=\"480\"></label><button class=\"btn p\" \
         id=\"push-go\">Push</button><span class=\"wrong\" id=\"push-wrong\"></span></form>\
         <div class=\"do\"><span>Let time pass</span>{}{}{}</div><div class=\"do\">{}{}</div>\
         <div class=\"settings\">{}{}{}<label class=\"tick\"><input type=\"checkbox\" \
         id=\"replicate\" \
         data-set=\"replicate\"{}>Replicate to another Region</label></div><p \
         class=\"note\">Exclusion \
         filters: {}. They count in the modes that have one.</p><div class=\"do\"><button \
         class=\"btn\" \
         id=\"act-undo\" data-act=\"undo\"{}>Undo</button>{}{}</div>",
        act("d1", "1 day"),
        act("d7", "7 days"),
        act("d30", "30 days"),
        act("k", "Run life-cycle policy"),
        act("w", "A weakness becomes known"),
        select("mode", "Tags", modes),
        select("scanning", "Scanning", scannings),
        select("policy", "Life-cycle policy", policies),
        if shelf.replicates { " checked" } else { "" },
        EXCLUSIONS.map(|it| format!("<code>{it}</code>")).join(", "),
        if undo { "" } else { " aria-disabled=\"true\"" },
        act("none", "Empty repository"),
        act("first", "Start again"),
    )
}

/// The finding as a sentence.
pub fn finding(shelf: &Shelf, book: &Book) -> String {
    let images = &shelf.repository.images;
    let bytes: f64 = images.iter().map(|image| image.bytes).sum();
    let untagged = images.iter().filter(|image| image.tags.is_empty()).count();
    let day = shelf.repository.now;
    if images.is_empty() {
        return format!("Day {day:.0}: the repository is empty");
    }
    let untagged = if untagged > 0 { format!(", {untagged} untagged") } else { String::new() };
    format!(
        "Day {day:.0}: {}{untagged}, {} a month",
        count(images.len(), "image"),
        dollars(bytes / 1e9 * book.rules.ecr.gb_month)
    )
}

/// The images, the newest first.
pub fn images(shelf: &Shelf) -> String {
    let rows: String = (0..shelf.pushed.len())
        .rev()
        .filter_map(|push| Some(row(shelf, push, &shelf.repository.images[shelf.place(push)?])))
        .collect();
    if rows.is_empty() {
        return "<p class=\"soft\">No image. Push one.</p>".into();
    }
    format!(
        "<ul class=\"shelf\" aria-label=\"Images\">{rows}</ul><p class=\"note\">Weaknesses are \
         simulated; each image has one in a package of the operating system and one in a package \
         of \
         its language.</p>"
    )
}

fn row(shelf: &Shelf, push: usize, image: &Stored) -> String {
    let now = shelf.repository.now;
    let digest = &image.digest;
    let tags = match image.tags.as_slice() {
        [] => "<span class=\"soft\">untagged</span>".to_string(),
        tags => tags.iter().map(|tag| format!("<b class=\"tag\">{}</b> ", escape(tag))).collect(),
    };
    let found = match shelf.found.get(digest) {
        None => "not scanned".to_string(),
        Some(found) => {
            let language = found.language.map_or(", language not looked at".into(), |number| {
                format!(" + {number} language")
            });
            let stale = if found.system <= shelf.weaknesses { ", out of date" } else { "" };
            format!("{} system{language}{stale}", found.system)
        }
    };
    let button = |word: &str, label: &str| {
        format!(
            "<button class=\"btn q\" id=\"{word}-{push}\" data-image=\"{word}{push}\">{label}<span \
             class=\"spoken\"> {digest}</span></button>"
        )
    };
    let (state, last) = match image.archived {
        Some(day) => {
            (format!(", in the archive for {:.0} days", now - day), button("u", "Restore"))
        }
        None => (String::new(), [button("s", "Scan"), button("l", "Pull")].concat()),
    };
    let copied = if image.replicated { ", copied to the other Region" } else { "" };
    let pulled = image.pulled.map_or(String::new(), |day| {
        format!(", pulled {} ago", count((now - day) as usize, "day"))
    });
    format!(
        "<li{}><div><code>{digest}</code> {tags}</div><div class=\"soft\">{}, {} old{pulled}{state}\
         {copied}; {found}</div><div class=\"do\">{last}<button class=\"btn q\" id=\"t-{push}\" \
         data-retag=\"{push}\">Tag…<span class=\"spoken\"> {digest}</span></button>{}</div></li>",
        if image.archived.is_some() { " class=\"put\"" } else { "" },
        size(image.bytes),
        count((now - image.pushed) as usize, "day"),
        button("x", "Delete"),
    )
}

/// GB over the days, with the bill beneath.
pub fn course(shelf: &Shelf, book: &Book) -> String {
    // Room on the right for what came on the last day.
    let (days, end) = (shelf.repository.now, shelf.repository.now.max(1.0) * 1.06);
    let most = shelf.course.iter().map(|(_, a, b)| a + b).fold(1e8, f64::max);
    let (wide, high) = (560.0, 96.0);
    let x = |day: f64| day / end * wide;
    let y = |bytes: f64| high - bytes / most * (high - 4.0);
    let line = |of: &dyn Fn(&(f64, f64, f64)) -> f64| -> String {
        let mut path = format!("M0 {high}");
        let mut last = 0.0;
        for point in &shelf.course {
            path +=
                &format!("L{:.1} {:.1}L{:.1} {:.1}", x(point.0), y(last), x(point.0), y(of(point)));
            last = of(point);
        }
        path + &format!("L{wide} {:.1}L{wide} {high}Z", y(last))
    };
    let lines = bill(&shelf.repository.usage, &book.rules);
    let sum: f64 = lines.iter().map(|line| line.dollars).sum();
    let parts: Vec<String> = lines
        .iter()
        .map(|line| {
            format!("{} {:.2} {}: {}", line.what, line.quantity, line.unit, dollars(line.dollars))
        })
        .collect();
    let parts =
        if parts.is_empty() { "nothing was kept for a day yet".into() } else { parts.join("; ") };
    format!(
        "<figure class=\"course\"><svg viewBox=\"0 0 {wide} {high}\" role=\"img\" \
         aria-label=\"Storage \
         over {days:.0} days, at most {most}\"><path class=\"all\" d=\"{}\"></path><path \
         class=\"put\" \
         d=\"{}\"></path></svg><figcaption><b>{} so far</b> for {days:.0} days, at most {most}: \
         {parts}. \
         <span class=\"note\">Storage {}.</span></figcaption></figure>",
        line(&|point| point.1 + point.2),
        line(&|point| point.2),
        dollars(sum),
        price_note(&book.facts, "ecr.gb_month"),
        most = size(most),
    )
}

/// What was done and what came of it, the newest first.
pub fn log(shelf: &Shelf) -> String {
    let rows: String = shelf.log.iter().rev().take(LOG_MAX).map(entry).collect();
    let more = shelf.log.len().saturating_sub(LOG_MAX);
    let more =
        if more > 0 { format!("<p class=\"note\">And {more} before.</p>") } else { String::new() };
    format!("<ol class=\"log\">{rows}</ol>{more}")
}

fn entry(entry: &Entry) -> String {
    let refused = entry.refused.as_ref().map_or(String::new(), |refused| {
        let code = match refused.code.as_str() {
            "" => String::new(),
            code => format!("<code>{}</code>: ", escape(code)),
        };
        format!(
            "<p class=\"wrong\">{}Refused. {code}{}.</p>",
            icon(CROSS),
            escape(&refused.message)
        )
    });
    let then: String = entry.then.iter().map(|it| format!("<li>{}</li>", escape(it))).collect();
    let then = if then.is_empty() { then } else { format!("<ul>{then}</ul>") };
    format!(
        "<li><span class=\"soft\">day {:.0}</span><div><b>{}</b>{refused}{then}</div></li>",
        entry.day,
        escape(&entry.what)
    )
}

/// The last entry in words, for the ear.
pub fn spoken(shelf: &Shelf, act: Option<&Act>) -> String {
    let Some(last) = shelf.log.last().filter(|_| act.is_some()) else { return String::new() };
    let refused = last.refused.as_ref().map(|it| format!("refused: {} {}", it.code, it.message));
    let mut parts = vec![last.what.clone()];
    parts.extend(refused);
    parts.extend(last.then.iter().take(3).cloned());
    parts.join("; ")
}

/// What scanning and replication do, from the facts.
pub fn notes(book: &Book) -> String {
    let facts = &book.facts;
    format!(
        "<p class=\"note\">Basic scanning looks at {} and takes an image once in {}; enhanced \
         scanning \
         is done by {} and looks at {}; switched on, it takes up images of the last {}. \
         Replication \
         copies {}, most in less than {}. A policy acts within {}. Sources: {}; {}; {}.</p>",
        value(facts, "ecr-course.basic_scan"),
        value(facts, "ecr-course.basic_scan_interval"),
        value(facts, "ecr-course.enhanced_by"),
        value(facts, "ecr-course.enhanced_scan"),
        value(facts, "ecr-course.enhanced_lookback"),
        value(facts, "ecr-course.replication_new"),
        value(facts, "ecr-course.replication_time"),
        value(facts, "ecr-course.lifecycle_effect"),
        source(facts, "ecr-course.enhanced_scan"),
        source(facts, "ecr-course.replication_new"),
        source(facts, "ecr-course.tag_exists"),
    )
}
