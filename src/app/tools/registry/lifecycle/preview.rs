//! The images as HTML: when each was pushed, which rule decides, what becomes of it and why.

use super::numbers::{NUMBER_MAX, numbers};
use super::seen::Seen;
use super::state::{LATER_MAX, State};
use crate::app::html::escape;
use crate::app::icon::{CROSS, icon};
use crate::app::tools::registry::say::dollars;
use crate::registry::lifecycle::{Finding, Image, Outcome, Verdict};
use crate::registry::policy::{Action, Count};

/// Rows that are drawn; more make a page nobody reads.
const ROWS_MAX: usize = 200;
const TICKS: [f64; 8] = [7.0, 14.0, 30.0, 60.0, 90.0, 180.0, 365.0, 730.0];

/// The finding, with what it weighs and costs.
pub fn finding(seen: &Seen, gb_month: f64) -> String {
    let sums = seen.sums();
    format!(
        "<div><h2 id=\"found\">{}</h2><p class=\"soft\">{}</p></div><div \
         class=\"weight\"><b>{:.1} of \
         {:.1} GB</b><p class=\"soft\">{} a month less</p></div>",
        escape(&seen.finding()),
        escape(&seen.rest()),
        sums.expire_gb,
        sums.all_gb,
        dollars(sums.expire_gb * gb_month),
    )
}

/// The day that is looked at.
pub fn later(state: &State) -> String {
    format!(
        "<label for=\"later\">Today</label><input type=\"range\" id=\"later\" min=\"0\" \
         max=\"{LATER_MAX}\" \
         value=\"{0}\" aria-valuetext=\"in {0} days\"><label class=\"days\"><span \
         class=\"spoken\">Days from now \
         </span>+<input type=\"number\" id=\"later-days\" min=\"0\" max=\"{LATER_MAX}\" \
         value=\"{0}\"> \
         days</label>",
        state.later
    )
}

/// Where a day stands, in percent from the left; the right edge is today.
fn at(days: f64, most: f64) -> f64 {
    // Young images need more room than old ones.
    100.0 - 92.0 * (days.max(0.0) / most).sqrt().min(1.0)
}

fn most_days(seen: &Seen) -> f64 {
    let ages = seen.images.iter().map(|image| image.pushed_days_ago);
    ages.fold(30.0, f64::max) * 1.04
}

/// All images.
pub fn images(state: &State, seen: &Seen) -> String {
    let most = most_days(seen);
    let rows = 0..seen.images.len().min(ROWS_MAX);
    let rows: String = rows.map(|index| row(state, seen, index, most)).collect();
    let more = seen.images.len().saturating_sub(ROWS_MAX);
    let more = match more {
        0 => String::new(),
        more => format!("<p class=\"note\">And {more} more, which count in the sums above.</p>"),
    };
    format!(
        "<div class=\"images\" role=\"table\" aria-label=\"Images and what becomes of them\">\
         <div class=\"head\" role=\"row\"><span role=\"columnheader\">digest</span>\
         <span role=\"columnheader\">tag</span><span role=\"columnheader\" class=\"axis\">\
         <span class=\"ago\">pushed, days ago</span>{}<i class=\"today\">today</i></span>\
         <span role=\"columnheader\">by rule</span><span role=\"columnheader\">verdict</span></div>\
         {rows}</div>{more}",
        axis(state, seen, most),
    )
}

/// Ticks, and the limits of the rules that count days as numbers to move.
fn axis(state: &State, seen: &Seen, most: f64) -> String {
    let mut limits = Vec::new();
    for (index, number) in numbers(&state.text).into_iter().enumerate() {
        if number.key != "countNumber" {
            continue;
        }
        let rule = seen.draft.rules.get(number.rule).and_then(|rule| rule.whole.as_ref());
        let Some(rule) = rule else { continue };
        let days = f64::from(number.value);
        if matches!(rule.count, Count::SincePushed(_) | Count::SincePulled(_)) && days <= most {
            limits.push((index, number.value, rule.priority, at(days, most)));
        }
    }
    let near = |x: f64| limits.iter().any(|limit| (limit.3 - x).abs() < 9.0);
    let mut html = String::new();
    let mut last = 100.0;
    for days in TICKS.into_iter().filter(|days| *days < most) {
        let x = at(days, most);
        if last - x > 7.0 && !near(x) {
            html += &format!("<i style=\"--x:{x:.1}\">{days}</i>");
            last = x;
        }
    }
    for (index, value, priority, x) in limits {
        html += &format!(
            "<span class=\"limit\" style=\"--x:{x:.1}\"><small>rule {priority}</small><span \
             class=\"scrub\" role=\"spinbutton\" tabindex=\"0\" id=\"limit-{index}\" \
             data-number=\"{index}\" data-back aria-valuemin=\"1\" aria-valuemax=\"{NUMBER_MAX}\" \
             aria-valuenow=\"{value}\" aria-label=\"Days of rule {priority}\">{value}</span></span>"
        );
    }
    html
}

fn row(state: &State, seen: &Seen, index: usize, most: f64) -> String {
    let image = &seen.images[index];
    let verdict = seen.verdicts[index].as_ref();
    let owner = seen.owner(index);
    let (class, sign, word, why) = said(seen, verdict);
    let mark = match (owner, seen.faulty().first()) {
        (Some(priority), _) => format!("<b class=\"by\">{priority}</b>"),
        (None, Some((faulty, _))) if verdict.is_none() => format!(
            "<b class=\"by open\">{}</b>",
            faulty.map_or("?".into(), |priority| priority.to_string())
        ),
        _ => "<span class=\"soft\">none</span>".into(),
    };
    let rule = owner
        .and_then(|owner| seen.draft.rules.iter().position(|rule| rule.priority == Some(owner)));
    let faulty = seen.draft.rules.iter().position(|rule| rule.whole.is_none());
    let rule = if verdict.is_none() { faulty } else { rule };
    let rule = rule.map_or(String::new(), |rule| format!(" data-r=\"{rule}\""));
    let picked = state.picked.as_ref() == Some(&image.digest);
    let x = at(image.pushed_days_ago, most);
    let days = image.pushed_days_ago.floor();
    let limit = limit(seen, verdict, most);
    let tag = match image.tags.as_slice() {
        [] => "<span class=\"soft\">untagged</span>".into(),
        [one] => format!("<b>{}</b>", escape(one)),
        [one, rest @ ..] => {
            format!("<b>{}</b> <span class=\"soft\">+{}</span>", escape(one), rest.len())
        }
    };
    let digest = escape(&image.digest);
    format!(
        "<div class=\"img {class}{on}\" role=\"row\"{rule} data-i=\"{index}\"><span \
         role=\"cell\"><button \
         class=\"digest\" id=\"pick-{index}\" data-pick=\"{index}\" \
         aria-pressed=\"{picked}\">{digest}</button></span>\
         <span role=\"cell\" class=\"tag\">{tag}</span><span role=\"cell\" class=\"track\" \
         style=\"--x:{x:.1}\"><span class=\"n\">{days}<span class=\"spoken\"> days \
         ago</span></span>\
         <i class=\"life\"></i>{limit}</span><span role=\"cell\">{mark}</span><span role=\"cell\" \
         class=\"verdict\"><b>{sign}{word}</b> <span>{}</span></span></div>",
        escape(&why),
        on = if picked { " picked" } else { "" },
    )
}

/// The line of its rule's limit, where that counts days.
fn limit(seen: &Seen, verdict: Option<&Verdict>, most: f64) -> String {
    let rule = verdict.and_then(|verdict| verdict.owner).and_then(|it| seen.policy.rules.get(it));
    match rule.map(|rule| rule.count) {
        Some(Count::SincePushed(days)) if f64::from(days) <= most => {
            format!("<i class=\"limit-line\" style=\"--x:{:.1}\"></i>", at(f64::from(days), most))
        }
        _ => String::new(),
    }
}

/// Class, sign, word and reason of a row.
fn said(seen: &Seen, verdict: Option<&Verdict>) -> (&'static str, String, &'static str, String) {
    let Some(verdict) = verdict else {
        let line = seen.faulty().first().map_or(1, |(_, line)| *line);
        return ("open", String::new(), "undecided", format!("waits for line {line}"));
    };
    let why = short_reason(seen, verdict);
    match verdict.outcome {
        Outcome::Taken(Action::Expire) => ("out", icon(CROSS), "expires", why),
        Outcome::Taken(Action::Archive) => ("put", String::new(), "archived", why),
        Outcome::Held(_) | Outcome::Kept => ("stay", String::new(), "stays", why),
    }
}

fn name(image: &Image) -> &str {
    image.tags.first().unwrap_or(&image.digest)
}

fn short_reason(seen: &Seen, verdict: &Verdict) -> String {
    if let Some(follows) = verdict.follows {
        return format!("goes with {}", name(&seen.images[follows.subject]));
    }
    if let Outcome::Held(list) = verdict.outcome {
        return format!("part of {}, cannot go first", name(&seen.images[list]));
    }
    let rule = verdict.owner.and_then(|owner| seen.policy.rules.get(owner));
    let Some(rule) = rule else { return "no rule selects it".into() };
    match (verdict.finding, rule.count) {
        (Some(Finding::Place { place: 1, .. }), _) => "the newest".into(),
        (Some(Finding::Place { place, of }), _) => format!("number {place} of {of}"),
        (Some(Finding::Age(days)), count) => {
            let most = match count {
                Count::SincePushed(most)
                | Count::SincePulled(most)
                | Count::SinceTransitioned(most)
                | Count::MoreThan(most) => most,
            };
            let since = match count {
                Count::SincePulled(_) => " unpulled",
                Count::SinceTransitioned(_) => " archived",
                _ => "",
            };
            let days = days.floor();
            format!("{days} of {most} days{since}")
        }
        (None, _) => String::new(),
    }
}

/// The whole reason of the image that is picked.
pub fn reason(state: &State, seen: &Seen) -> String {
    let picked = state.picked.as_ref();
    let index = picked.and_then(|it| seen.images.iter().position(|image| image.digest == *it));
    let Some(index) = index else {
        return "<p class=\"soft\">Point at an image, or press its digest, for the whole reason.</p>"
            .into();
    };
    let image = &seen.images[index];
    let tags = if image.tags.is_empty() { "untagged".into() } else { image.tags.join(", ") };
    let why = match &seen.verdicts[index] {
        Some(verdict) => verdict.reason(&seen.policy, &seen.images),
        None => {
            let lines: Vec<String> =
                seen.faulty().iter().map(|(_, line)| line.to_string()).collect();
            format!(
                "undecided: a rule with a mistake could take it or keep it; see line {}",
                lines.join(", ")
            )
        }
    };
    let mut letters = why.chars();
    let first: String = letters.next().map(|it| it.to_uppercase().collect()).unwrap_or_default();
    format!(
        "<p><b>{}, {}.</b> {}{}.</p>",
        escape(&image.digest),
        escape(&tags),
        escape(&first),
        escape(letters.as_str())
    )
}
