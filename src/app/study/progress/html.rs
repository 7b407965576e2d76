//! Progress as a page. Pure.

use super::outlook::{Plan, SKIPPED_DAYS, Today};
use crate::app::dates;
use crate::app::html::escape;
use crate::app::study::course::Course;
use crate::app::study::exam::report_html::topic_name;
use crate::app::study::figure::{self, Bar};
use crate::app::study::words::{in_words, percent};
use crate::app::words::{capital, count};
use crate::progress::Log;
use crate::progress::backup::Difference;
use crate::progress::mastery::calibration;
use crate::progress::plan::Outlook;

/// Minutes a day that the slider reaches, and those that stand there first.
const MINUTES_MAX: u32 = 120;
const MINUTES: u32 = 20;
/// Days of reviews shown where there is no exam.
const AHEAD_DAYS: usize = 14;
/// Days of reviews shown at most.
const BARS_MAX: usize = 60;

/// The page; what needs a forecast is filled in later. `parts` are, as HTML, what is easily
/// confused, the mock exams that were sat, and the learner's data.
pub fn page(course: &Course, log: &Log, today: &Today, parts: &[&str; 3]) -> String {
    let [pairs, history, data] = parts;
    let history = match *history {
        "" => {
            "<p class=\"say\">No mock exam yet. <a class=\"link\" href=\"#/exam\">Sit one</a>.</p>"
        }
        history => history,
    };
    format!(
        "<main class=\"page progress-page\" id=\"main\"><h1>{}</h1><p class=\"lead\">{}</p>\
         <div class=\"halves\"><section><div class=\"sec\"><h2>Where you are heading</h2>\
         <span class=\"note\" id=\"progress-day\"></span></div>{}\
         <div id=\"progress-plan\"></div>{}</section>\
         <section><div class=\"sec\"><h2>How sure, how right</h2><span \
         class=\"note\">{}</span></div>\
         {}<div id=\"progress-ahead\"></div>{pairs}<div class=\"sec\"><h2>Mock exams</h2></div>\
         {history}<div class=\"sec\"><h2>Your data</h2><span class=\"note\">in this browser \
         only</span></div>\
         <div id=\"progress-data\">{data}</div></section></div></main>",
        title(today),
        lead(today),
        goal(course, today),
        topics(course, today),
        count(today.right.of, "answer"),
        sure(log),
    )
}

fn title(today: &Today) -> String {
    match today.right.of {
        0 => "No answer yet".into(),
        of if today.right.missing() > 0 => format!("{} so far", count(of, "answer")),
        _ => format!("Container questions: {} right", percent(today.right.value())),
    }
}

fn lead(today: &Today) -> String {
    let right = today.right;
    match (right.of, right.missing()) {
        (0, _) => {
            "Answer a few questions, and this page shows what you know, what fades, and what \
                   to do until your exam."
                .into()
        }
        (_, 0) => format!(
            "{} of {}. The true share lies between {} and {}, four chances in five. It is a share \
             of the questions of this course, not a chance to pass: an exam asks about much more \
             than containers.",
            right.right,
            count(right.of, "answer"),
            percent(right.low),
            percent(right.high)
        ),
        (_, missing) => format!(
            "{} right. {} more and a share can be given with how far to trust it.",
            right.right,
            capital(&in_words(missing))
        ),
    }
}

/// When is the exam, how many minutes a day?
fn goal(course: &Course, today: &Today) -> String {
    let goal = today.goal.as_ref();
    let chosen = goal.map_or("", |goal| goal.exam.as_str());
    let exams: String = course
        .exams
        .iter()
        .map(|exam| {
            let on = if exam.exam == chosen { " selected" } else { "" };
            format!("<option{on}>{}</option>", escape(&exam.exam))
        })
        .collect();
    let none = if chosen.is_empty() { " selected" } else { "" };
    let minutes = goal.map_or(MINUTES, |goal| goal.minutes_a_day);
    let day = goal.map_or("", |goal| goal.day.as_str());
    format!(
        "<form class=\"goal\" id=\"goal\"><div class=\"line\"><label for=\"goal-exam\">My \
         exam</label>\
         <select id=\"goal-exam\"><option value=\"\"{none}>none yet</option>{exams}</select>\
         <label for=\"goal-day\">on</label><input type=\"date\" id=\"goal-day\" min=\"{}\" \
         value=\"{}\"></div><div class=\"line\"><label for=\"goal-minutes\">If I study</label>\
         <input type=\"number\" id=\"goal-minutes\" min=\"1\" max=\"{MINUTES_MAX}\" \
         value=\"{minutes}\"><span>min a day</span><input type=\"range\" id=\"goal-slider\" \
         aria-label=\"Minutes a day\" min=\"1\" max=\"{MINUTES_MAX}\" value=\"{minutes}\" \
         aria-valuetext=\"{minutes} minutes a day\"></div></form>",
        dates::iso(today.day + 1),
        escape(day),
    )
}

/// What stands beside the heading: the exam and how far it is.
pub fn day(today: &Today) -> String {
    match (&today.goal, today.days_left()) {
        (Some(goal), Some(days)) => {
            format!(
                "{} on {}, in {}",
                escape(&goal.exam),
                dates::short(&goal.day),
                count(days as usize, "day")
            )
        }
        (Some(goal), None) if !goal.day.is_empty() => "that day is over; set the next one".into(),
        _ => String::new(),
    }
}

/// What the plan comes to, by domain; or what is missing for one.
pub fn plan(course: &Course, today: &Today, plan: Option<&Plan>) -> String {
    let (Some(plan), Some(goal)) = (plan, &today.goal) else {
        return "<p class=\"say\">When is your exam, and how many minutes a day have you? With \
        both, \
                each day is planned towards what you recall on that one.</p>"
            .into();
    };
    let all = &plan.forecast.all;
    let domains = course.exam(&goal.exam).map_or(&[][..], |exam| exam.domains.as_slice());
    let rows: String = domains
        .iter()
        .filter_map(|domain| Some((domain, plan.forecast.groups.get(&domain.id)?)))
        .map(|(domain, outlook)| {
            let weight = format!("{}\u{a0}%", domain.percent);
            row(&escape(&domain.name), &weight, outlook)
        })
        .collect();
    let skipping = match (plan.skipping * 1000.0).round() as i64 {
        ..=0 => format!(
            "Skipping the next {} days costs nothing that this forecast can see.",
            in_words(SKIPPED_DAYS as usize)
        ),
        tenths => format!(
            "Skipping the next {} days costs {}.{} points of it.",
            in_words(SKIPPED_DAYS as usize),
            tenths / 10,
            tenths % 10
        ),
    };
    format!(
        "<p class=\"say\" role=\"status\"><b>With {} a day you would recall {} of the container \
         questions of {} on the day</b> (between {} and {}, four chances in five); {} if you stop \
         now. {skipping}</p>{}<table class=\"ranges\"><thead><tr><th>Domain</th>\
         <th class=\"r weight\">Weight</th><th class=\"wide\"><span \
         class=\"ends\"><span>0\u{a0}%</span>\
         <span>100\u{a0}%</span></span></th><th class=\"r\">On the day</th></tr></thead>\
         <tbody>{rows}</tbody></table><p class=\"note\">An estimate of memory by FSRS-6, questions \
         not begun counted as unknown; domains by our own mapping. It assumes {}\u{a0}s for a \
         review \
         and {}\u{a0}s for a new question.</p>",
        minutes(goal.minutes_a_day),
        percent(all.planned),
        escape(&goal.exam),
        percent(all.low),
        percent(all.high),
        percent(all.stopped),
        key(&dates::short(&goal.day), true),
        today.pace.review_s.round(),
        today.pace.new_s.round(),
    )
}

fn minutes(minutes: u32) -> String {
    count(minutes as usize, "minute")
}

fn row(name: &str, weight: &str, outlook: &Outlook) -> String {
    let plan = Some((outlook.low, outlook.planned, outlook.high));
    format!(
        "<tr><td><b>{name}</b><span class=\"note\">{} of {} begun, now {}, if you stop \
         {}</span></td>\
         <td class=\"r weight\">{weight}</td><td class=\"wide\">{}</td><td \
         class=\"r\"><b>{}</b></td></tr>",
        outlook.begun,
        outlook.pieces,
        percent(outlook.now),
        percent(outlook.stopped),
        figure::drift(outlook.now, outlook.stopped, plan),
        percent(outlook.planned),
    )
}

/// What the signs of [`figure::drift`] mean.
fn key(day: &str, planned: bool) -> String {
    let plan = match planned {
        true => format!(
            "<span><span class=\"range drift\"><s style=\"left:50%\"></s></span>{day} with the plan\
             </span><span><span class=\"range drift\"><em \
             style=\"left:0;right:0\"></em></span>four \
             chances in five</span>"
        ),
        false => String::new(),
    };
    format!(
        "<p class=\"keys-of\" aria-hidden=\"true\"><span><span class=\"range drift\">\
         <b style=\"left:50%\"></b></span>now</span><span><span class=\"range drift\">\
         <u style=\"left:50%\"></u></span>{day} if you stop</span>{plan}</p>"
    )
}

fn topics(course: &Course, today: &Today) -> String {
    let rows: String = today
        .topics
        .iter()
        .map(|(topic, mastery)| {
            let (now, then) = (mastery.recall.unwrap_or(0.0), mastery.recall_then.unwrap_or(0.0));
            let state = match (mastery.mastered(), mastery.due) {
                (true, 0) => "mastered".to_string(),
                (_, 0) => format!("{} of {} begun", mastery.begun, mastery.questions),
                (_, due) => format!("{} of {} begun, {due} due", mastery.begun, mastery.questions),
            };
            format!(
                "<tr><td><b>{}</b><span class=\"note\">{state}; {} if you stop</span></td>\
                 <td class=\"wide\">{}</td><td class=\"r\"><b>{}</b></td></tr>",
                escape(&topic_name(course, topic)),
                percent(then),
                figure::drift(now, then, None),
                percent(now),
            )
        })
        .collect();
    let later = dates::short(&dates::iso(today.later));
    let not_begun = match today.not_begun {
        0 => String::new(),
        topics => format!("<p class=\"note\">{} not begun.</p>", count(topics, "topic")),
    };
    if rows.is_empty() {
        return format!(
            "<div class=\"sec\"><h2>What you would recall</h2></div>\
             <p class=\"say\">Nothing is begun. <a class=\"link\" href=\"#/\">Start with a \
             lesson</a>; its questions appear here.</p>{not_begun}"
        );
    }
    format!(
        "<div class=\"sec\"><h2>What you would recall</h2><span class=\"note\">topics begun, the \
         weakest first</span></div>{}<table class=\"ranges\"><thead><tr><th>Topic</th>\
         <th class=\"wide\"><span \
         class=\"ends\"><span>0\u{a0}%</span><span>100\u{a0}%</span></span>\
         </th><th class=\"r\">Now</th></tr></thead><tbody>{rows}</tbody></table>{not_begun}",
        key(&later, false),
    )
}

fn sure(log: &Log) -> String {
    let curve = calibration(log.all_attempts());
    let rows = if curve.is_empty() { String::new() } else { figure::calibration(&curve) };
    format!("<p class=\"say\">{}</p>{rows}", figure::calibration_in_words(&curve))
}

/// Minutes of the days ahead.
pub fn ahead(today: &Today, plan: Option<&Plan>) -> String {
    let minutes: Vec<f64> = match plan {
        Some(plan) => plan.forecast.days.iter().map(|day| day.minutes).collect(),
        None => {
            let reviews = today.schedule.ahead(today.day, AHEAD_DAYS);
            reviews.iter().map(|count| *count as f64 * today.pace.review_s / 60.0).collect()
        }
    };
    let shown = &minutes[..minutes.len().min(BARS_MAX)];
    let top = shown.iter().copied().fold(0.0, f64::max);
    if top <= 0.0 {
        return "<div class=\"sec\"><h2>Reviews ahead</h2></div><p class=\"say\">Nothing is due. \
        What \
                you answer comes back here.</p>"
            .into();
    }
    let bar = |(place, minutes): (usize, &f64)| {
        (*minutes, if place == 0 { Bar::Own } else { Bar::Plain })
    };
    let bars: Vec<(f64, Bar)> = shown.iter().enumerate().map(bar).collect();
    let whole = |minutes: f64| format!("{}\u{a0}min", minutes.round() as u64);
    let summary = format!(
        "Minutes a day for {}: today {}, at most {}",
        count(shown.len(), "day"),
        whole(shown[0]),
        whole(top)
    );
    let last = dates::short(&dates::iso(today.day + shown.len() as i64 - 1));
    format!(
        "<div class=\"sec\"><h2>Reviews ahead</h2><span class=\"note\">minutes a day, \
         {}</span></div>\
         {}<p class=\"ends note\"><b>today, {}</b><span>{last}, {}</span></p>",
        count(shown.len(), "day"),
        figure::bars(&bars, top, &[(top, whole(top))], &summary).replacen(
            "bars-figure",
            "bars-figure low",
            1
        ),
        whole(shown[0]),
        whole(shown[shown.len() - 1]),
    )
}

/// Export and import.
pub fn data(bytes: usize, exported: Option<i64>) -> String {
    let last = match exported {
        None => "Not exported yet.".to_string(),
        Some(0) => "Exported today.".into(),
        Some(days) => format!("Last export {} ago.", count(days as usize, "day")),
    };
    let size = match bytes {
        0..=99_999 => format!("{}\u{a0}KB", bytes.div_ceil(1000)),
        bytes => format!("{}.{}\u{a0}MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    };
    let kind = |value: &str, name: &str, on: &str| {
        format!(
            "<label><input type=\"radio\" name=\"format\" value=\"{value}\"{on}><span>{name}</span>\
             </label>"
        )
    };
    format!(
        "<p class=\"say\">{last} {size} are stored. A browser may clear stored data; a file cannot \
         vanish.</p><fieldset class=\"seg\"><legend>Format</legend>{}{}{}{}</fieldset>\
         <p class=\"note\">JSON holds everything and comes back in as it was. CSV is the table of \
         your answers; Anki and GIFT are the questions with their reasons.</p>\
         <p><label class=\"check-line\"><input type=\"checkbox\" id=\"data-missed\">Anki and GIFT: \
         only what I last missed</label></p><div class=\"actions\">\
         <button class=\"btn p l\" type=\"button\" data-do=\"export\">Export</button>\
         <label class=\"btn l file-in\">Import a file<input type=\"file\" id=\"data-file\" \
         accept=\".json,application/json\"></label></div><div id=\"data-difference\"></div>\
         <p class=\"note\">Import shows the differences first and overwrites nothing: so two \
         devices \
         merge. <a class=\"link\" href=\"#/about\">Erase everything</a> under About.</p>",
        kind("json", "JSON", " checked"),
        kind("csv", "CSV", ""),
        kind("anki", "Anki", ""),
        kind("gift", "GIFT", ""),
    )
}

/// What taking in a file would do.
pub fn difference(name: &str, difference: &Difference) -> String {
    let mut rows = Vec::new();
    let mut say = |number: usize, one: &str, many: &str| {
        if number > 0 {
            rows.push(format!("<li>{number} {}</li>", if number == 1 { one } else { many }));
        }
    };
    say(difference.added.len(), "entry is new here", "entries are new here");
    say(difference.known, "entry is here already", "entries are here already");
    say(difference.settings.len(), "setting is not set here yet", "settings are not set here yet");
    say(
        difference.kept_settings,
        "setting is another here, and stays",
        "settings are others here, and stay",
    );
    say(
        difference.aside.len(),
        "piece cannot be read or says something else here: it is kept aside",
        "pieces cannot be read or say something else here: they are kept aside",
    );
    let act = match difference.is_empty() {
        true => {
            "<p><b>Nothing in it is new.</b></p>\
             <button class=\"btn\" type=\"button\" data-do=\"leave\">Close</button>"
        }
        false => {
            "<div class=\"actions\"><button class=\"btn p\" type=\"button\" data-do=\"take\">Take \
             it \
             in</button><button class=\"btn\" type=\"button\" data-do=\"leave\">Leave \
             it</button></div>"
        }
    };
    format!(
        "<div class=\"differences\" role=\"status\" tabindex=\"-1\"><p><b>{}</b></p>\
         <ul>{}</ul>{act}</div>",
        escape(name),
        rows.concat()
    )
}

/// Why a file, or its entries, did not come in.
pub fn refused(why: &str) -> String {
    format!("<div class=\"notice\" role=\"alert\" tabindex=\"-1\"><p>{}</p></div>", escape(why))
}
