//! The report on a mock exam as a page: what came out, how sure that is, what to do next. Pure.

use crate::app::dates;
use crate::app::html::escape;
use crate::app::study::course::Course;
use crate::app::study::explained;
use crate::app::study::figure::{self, Bar};
use crate::app::study::words::{in_words, length, plain};
use crate::app::words::{capital, count};
use crate::progress::interval::Share;
use crate::progress::schedule::Calendar;
use crate::progress::sitting::Sitting;
use crate::quiz::Question;
use crate::quiz::exam::{Blueprint, Confusion, DomainResult, Report};
use std::collections::BTreeMap;

/// Everything that a report is made of.
#[derive(Clone, Copy)]
pub struct Sat<'a> {
    pub sitting: &'a Sitting,
    pub report: &'a Report,
    pub exam: &'a Blueprint,
    pub course: &'a Course,
    pub questions: &'a BTreeMap<String, Question>,
    pub calendar: Calendar,
}

/// The page.
pub fn page(sat: Sat<'_>) -> String {
    format!(
        "<main class=\"page exam-report\" id=\"main\"><div class=\"halves\"><section \
         class=\"head\">\
         <p class=\"soft\">{}</p><h1>{}</h1><p class=\"lead\">{}</p></section>\
         <section class=\"score\">{}</section>\
         <section>{}{}{}</section><section>{}{}{}{}</section></div>{}</main>",
        sat.when(),
        title(sat.report, sat.sitting.paper.strict),
        sat.lead(),
        sat.score(),
        sat.domains(),
        sat.topics(),
        sat.pacing(),
        sat.reread(),
        sat.confusions(),
        sat.calibration(),
        next(sat.report),
        sat.misses(),
    )
}

/// The finding as a sentence.
fn title(report: &Report, strict: bool) -> String {
    if !strict {
        return format!("{} of {} right, with feedback", report.right.right, report.right.of);
    }
    let finding = match (report.passed(), report.safe(), report.high >= report.pass_mark) {
        (true, true, _) => "A safe pass today",
        (true, false, _) => "A pass today, but not a safe one",
        (false, _, true) => "Not a pass today, but within reach",
        (false, _, false) => "Not a pass yet",
    };
    finding.into()
}

impl Sat<'_> {
    fn when(&self) -> String {
        let paper = &self.sitting.paper;
        let used = length(self.report.pacing.elapsed_ms);
        let time = match (paper.pace_percent, paper.limit_ms()) {
            (_, None) => format!("no clock, {used}"),
            (100, Some(limit)) => format!("standard time, {used} of {}", length(limit)),
            (pace, Some(limit)) => {
                format!("time × {}, {used} of {}", f64::from(pace) / 100.0, length(limit))
            }
        };
        format!(
            "{} shaped like {}, {}, {time}",
            if paper.strict { "Mock exam" } else { "Questions" },
            escape(&paper.exam),
            dates::in_words(&dates::iso(self.calendar.day(self.sitting.started_ms))),
        )
    }

    fn lead(&self) -> String {
        let report = self.report;
        let right = format!("{} of {} right.", report.right.right, report.right.of);
        if !self.sitting.paper.strict {
            return "This was practice, so there is no score and no pass mark.".into();
        }
        let weak = report.domains.iter().filter(|domain| domain.weak).count();
        let weak = match weak {
            0 => String::new(),
            1 => " One domain holds you back.".into(),
            weak => format!(" {} domains hold you back.", capital(&in_words(weak))),
        };
        format!(
            "{right} Another paper like this one would land between <b>{}</b> and <b>{}</b> four \
             times in five; the pass mark is {}.{weak} <b>Container topics only:</b> it says \
             nothing about the rest of the exam.",
            report.low, report.high, report.pass_mark
        )
    }

    fn score(&self) -> String {
        let report = self.report;
        if !self.sitting.paper.strict {
            return String::new();
        }
        let place = |score: u32| f64::from(score.saturating_sub(100)) / 900.0;
        let share = Share {
            right: report.right.right,
            of: report.right.of,
            low: place(report.low),
            high: place(report.high),
        };
        format!(
            "<p><b class=\"big\">{}</b><span class=\"note\">of 1000, container topics only, on our \
             linear scale; AWS does not publish its own</span></p>{}<p class=\"ends note\">\
             <span>100</span><b style=\"left:{:.1}%\">pass {}</b><span>1000</span></p>",
            report.score,
            figure::range(share, Some(place(report.pass_mark))),
            place(report.pass_mark) * 100.0,
            report.pass_mark,
        )
    }

    fn domains(&self) -> String {
        let rows: String = self.report.domains.iter().map(|domain| self.domain(domain)).collect();
        let level = match self.sitting.paper.strict {
            true => ", line: pass level",
            false => "",
        };
        format!(
            "<div class=\"sec\"><h2>By domain</h2><span class=\"note\">dot: this paper, bar: four \
             chances in five{level}</span></div><table class=\"ranges\"><thead><tr><th>Domain</th>\
             <th class=\"r weight\">Weight</th><th class=\"r\">Right</th><th><span class=\"ends\">\
             <span>0\u{a0}%</span><span>100\u{a0}%</span></span></th></tr></thead><tbody>{rows}\
             </tbody></table><p class=\"note\">Which domain a question counts for is our own \
             mapping. Nothing is called weak below eight questions.</p>"
        )
    }

    fn domain(&self, domain: &DomainResult) -> String {
        let mark = self.sitting.paper.strict.then(|| self.exam.pass_share());
        let verdict = match (domain.weak, domain.right.of) {
            (true, _) => "below the pass level",
            (_, of) if of < 8 => "too few questions to tell",
            _ => "",
        };
        format!(
            "<tr><td><b>{}</b><span class=\"note\">{verdict}</span></td>\
             <td class=\"r weight\">{}\u{a0}%</td><td class=\"r\"><b>{}</b> of \
             {}</td><td>{}</td></tr>",
            escape(&domain.name),
            domain.percent,
            domain.right.right,
            domain.right.of,
            figure::range(domain.right, mark),
        )
    }

    fn topics(&self) -> String {
        let mut topics: Vec<(&String, &Share)> = self.report.topics.iter().collect();
        topics.sort_by(|one, other| one.1.value().total_cmp(&other.1.value()));
        let rows: String = topics
            .into_iter()
            .map(|(topic, share)| {
                format!(
                    "<tr><td>{}</td><td class=\"r\"><b>{}</b> of {}</td><td>{}</td></tr>",
                    escape(&topic_name(self.course, topic)),
                    share.right,
                    share.of,
                    figure::range(*share, None)
                )
            })
            .collect();
        format!(
            "<details class=\"topics\"><summary><h2>By topic</h2><span class=\"note\">{}, the \
             weakest first</span><span class=\"sp\"></span><span class=\"link when-shut\">Show\
             </span><span class=\"link when-open\">Hide</span></summary><table \
             class=\"ranges\"><tbody>{rows}</tbody></table>\
             </details>",
            count(self.report.topics.len(), "topic")
        )
    }

    fn pacing(&self) -> String {
        let pacing = &self.report.pacing;
        let top = pacing.spent.iter().map(|(ms, _)| *ms).max().unwrap_or(0).max(60_000) as f64;
        let bars: Vec<(f64, Bar)> = pacing
            .spent
            .iter()
            .map(|(ms, right)| (*ms as f64, if *right { Bar::Plain } else { Bar::Wrong }))
            .collect();
        let say = self.pacing_in_words();
        let step = if top > 240_000.0 { 120_000.0 } else { 60_000.0 };
        let ticks: Vec<(f64, String)> = (1..)
            .map(|number| f64::from(number) * step)
            .take_while(|tick| *tick <= top)
            .take(6)
            .map(|tick| (tick, format!("{}\u{a0}min", (tick / 60_000.0) as u64)))
            .collect();
        let rows: String = pacing
            .spent
            .iter()
            .enumerate()
            .map(|(place, (ms, right))| {
                let right = if *right { "right" } else { "wrong" };
                format!("<tr><td>{}</td><td>{}</td><td>{right}</td></tr>", place + 1, length(*ms))
            })
            .collect();
        format!(
            "<div class=\"sec\"><h2>Pacing</h2><span class=\"note\">time a question, hollow and \
             crossed: wrong</span></div><p class=\"say\">{say}</p>{}<p class=\"ends note\">\
             <span>1</span><span>{}</span></p><details><summary class=\"link\">As a table</summary>\
             <table class=\"plain\"><thead><tr><th>Question</th><th>Time</th><th>Answer</th></tr>\
             </thead><tbody>{rows}</tbody></table></details>",
            figure::bars(&bars, top, &ticks, &plain(&say)),
            pacing.spent.len(),
        )
    }

    fn pacing_in_words(&self) -> String {
        let pacing = &self.report.pacing;
        let unanswered = match pacing.unanswered {
            0 => String::new(),
            left => format!(" {} without an answer.", count(left, "question")),
        };
        let Some(longest) = pacing.longest else {
            return format!("No time was spent on any question.{unanswered}");
        };
        let (ms, _) = pacing.spent[longest];
        let rushed = match pacing.rushed {
            0..=2 => String::new(),
            rushed => format!(
                " That is as long as the last {} together; {} of those {} wrong.",
                in_words(rushed),
                in_words(pacing.rushed_wrong),
                if pacing.rushed_wrong == 1 { "was" } else { "were" }
            ),
        };
        format!("Question {} took longest, {}.{rushed}{unanswered}", longest + 1, length(ms))
    }

    fn reread(&self) -> String {
        let shown: usize = self.report.reread.iter().map(|reread| reread.misses).sum();
        let rows: String = self
            .report
            .reread
            .iter()
            .filter_map(|reread| Some((reread, self.course.lesson(&reread.lesson)?)))
            .map(|(reread, lesson)| {
                let misses = match reread.misses {
                    1 => "1 miss".into(),
                    misses => format!("{misses} misses"),
                };
                format!(
                    "<li><a class=\"link\" href=\"#/learn/{}\">{}</a><span class=\"r\">{}\u{a0}min\
                     </span><span class=\"note\">{misses}</span></li>",
                    escape(&lesson.id),
                    escape(&lesson.title),
                    lesson.minutes,
                )
            })
            .collect();
        if rows.is_empty() {
            return String::new();
        }
        format!(
            "<div class=\"sec\"><h2>Reread these {}</h2><span class=\"note\">{shown} of your {} \
             misses</span></div><ol class=\"reread\">{rows}</ol>",
            in_words(self.report.reread.len()),
            self.report.missed.len()
        )
    }

    fn confusions(&self) -> String {
        let rows: String =
            self.report.confusions.iter().take(5).filter_map(|pair| self.confusion(pair)).collect();
        if rows.is_empty() {
            return String::new();
        }
        format!(
            "<div class=\"sec\"><h2>Mixed up</h2><span class=\"note\">you chose, it \
             was</span></div>\
             <table class=\"mixed\"><tbody>{rows}</tbody></table>"
        )
    }

    /// What was chosen and what was right, in the words of the first question of the pair.
    fn confusion(&self, pair: &Confusion) -> Option<String> {
        let question = self.questions.get(pair.questions.first()?)?;
        let chosen = question.options.iter().find(|it| it.misconception == pair.misconception)?;
        let right = question.options.iter().find(|option| option.key)?;
        Some(format!(
            "<tr><td>{}</td><td aria-hidden=\"true\">→</td><td>{}</td><td \
             class=\"r\">{}\u{a0}×</td><td class=\"r\"><a class=\"link\" \
             href=\"#/practice?mixed={}\">Drill<span class=\"hidden\">: {}</span></a></td></tr>",
            chosen.text,
            right.text,
            pair.questions.len(),
            escape(&pair.misconception),
            right.text,
        ))
    }

    fn calibration(&self) -> String {
        let curve = &self.report.calibration;
        format!(
            "<div class=\"sec\"><h2>How sure, how right</h2></div><p class=\"say\">{}</p>{}",
            figure::calibration_in_words(curve),
            if curve.is_empty() { String::new() } else { figure::calibration(curve) }
        )
    }

    /// What was missed, with every reason; closed until it is asked for.
    fn misses(&self) -> String {
        if self.report.missed.is_empty() {
            return String::new();
        }
        let mut all = String::new();
        for (number, slot) in self.sitting.slots.iter().enumerate() {
            let Some(question) = self.questions.get(&slot.question) else { continue };
            if !self.report.missed.contains(&slot.question) {
                continue;
            }
            let order = explained::order(&self.sitting.id, question);
            all.push_str(&format!(
                "<section class=\"question\"><h3>Question {}</h3><div class=\"stem\">{}</div>{}\
                 <div class=\"check\">{}</div></section>",
                number + 1,
                question.stem,
                explained::options(question, &order, &slot.chosen),
                explained::doors(question),
            ));
        }
        format!(
            "<details class=\"misses\"><summary class=\"btn p l\">Review \
             {}</summary>{all}</details>",
            match self.report.missed.len() {
                1 => "the one miss".into(),
                misses => format!("{misses} misses"),
            }
        )
    }
}

fn next(report: &Report) -> String {
    let misses = match report.missed.len() {
        0 => {
            return "<p class=\"actions\"><a class=\"btn l\" href=\"#/exam\">All exams</a></p>"
                .into();
        }
        1 => "What you missed comes".to_string(),
        misses => format!("The {misses} that you missed come"),
    };
    format!(
        "<p class=\"say\">{misses} back tomorrow among your reviews.</p><p class=\"actions\">\
         <a class=\"btn l\" href=\"#/progress\">See the plan</a>\
         <a class=\"btn l\" href=\"#/exam\">All exams</a></p>"
    )
}

/// A topic is called as the lesson that most of its questions belong to.
pub fn topic_name(course: &Course, topic: &str) -> String {
    let item = course.bank.items.iter().find(|item| item.topic == topic);
    let lesson = item.and_then(|item| course.lesson(&item.lesson));
    lesson.map_or_else(|| topic.replace('-', " "), |lesson| lesson.title.clone())
}
