//! What other programs read: a deck for Anki, a quiz in Moodle's GIFT, a table of all answers.
//! Pure.
//!
//! Anki and GIFT get questions whose options are chosen; other kinds have no form there that would
//! keep their reasons.

use crate::app::dates;
use crate::app::study::explained::letter;
use crate::progress::{Attempt, Log, Marked, Sure};
use crate::quiz::{Kind, Question};

const DAY_MS: u64 = 86_400_000;

/// Text for Anki's import, one note a line; the same question comes in as the same note again.
pub fn anki<'a>(questions: impl Iterator<Item = &'a Question>) -> String {
    let mut text = String::from(
        "#separator:tab\n#html:true\n#notetype:Basic\n#deck:Drydock\n#guid column:1\n\
         #tags column:4\n",
    );
    for question in questions.filter(chosen_from) {
        let list = |part: &dyn Fn(&crate::quiz::Choice) -> String| -> String {
            let items = question.options.iter().map(|option| format!("<li>{}</li>", part(option)));
            format!("<ol type=\"A\">{}</ol>", items.collect::<String>())
        };
        let letters: Vec<&str> = question
            .options
            .iter()
            .enumerate()
            .filter(|(_, option)| option.key)
            .map(|(place, _)| letter(place))
            .collect();
        let front = [question.stem.as_str(), &list(&|option| option.text.clone())].concat();
        let back = format!("<p><b>{}</b></p>{}", letters.join(", "), list(&|it| it.why.clone()));
        let tags: Vec<&str> = [question.lesson.as_str()]
            .into_iter()
            .chain(question.exams.keys().map(String::as_str))
            .collect();
        text.push_str(&format!(
            "drydock-{}\t{}\t{}\t{}\n",
            question.id,
            one_line(&front),
            one_line(&back),
            tags.join(" ")
        ));
    }
    text
}

/// Moodle's GIFT, with the reason of every option as its feedback. Several right options count all
/// or nothing: one wrong choice takes everything.
pub fn gift<'a>(questions: impl Iterator<Item = &'a Question>) -> String {
    let mut text = String::new();
    for question in questions.filter(chosen_from) {
        let right = question.options.iter().filter(|option| option.key).count();
        text.push_str(&format!(
            "// {}\n::{}::[html]{}{{\n",
            question.lesson,
            gift_text(&question.id),
            gift_text(&question.stem)
        ));
        for option in &question.options {
            let grade = match (option.key, right) {
                (true, 1) => "=".to_string(),
                (false, 1) => "~".to_string(),
                (true, right) => format!("~%{}%", share(right)),
                (false, _) => "~%-100%".to_string(),
            };
            text.push_str(&format!(
                "\t{grade}{}#{}\n",
                gift_text(&option.text),
                gift_text(&option.why)
            ));
        }
        text.push_str("}\n\n");
    }
    text
}

/// Every answer, one a line.
pub fn csv(log: &Log) -> String {
    let mut text = String::from("time_utc,question,marked,sure,seconds,place,chosen,given\n");
    for attempt in log.all_attempts() {
        let chosen: Vec<String> = attempt.chosen.iter().map(u32::to_string).collect();
        let cells = [
            time(attempt.at_ms),
            attempt.question.clone(),
            marked(attempt).into(),
            sure(attempt).into(),
            match attempt.took_ms {
                0 => String::new(),
                ms => format!("{}.{}", ms / 1000, ms % 1000 / 100),
            },
            attempt.place.clone(),
            chosen.join(" "),
            attempt.given.clone(),
        ];
        text.push_str(&cells.map(|cell| csv_cell(&cell)).join(","));
        text.push('\n');
    }
    text
}

fn chosen_from(question: &&Question) -> bool {
    matches!(question.kind, Kind::Single | Kind::Multiple)
        && question.options.iter().any(|option| option.key)
}

fn one_line(text: &str) -> String {
    text.replace(['\t', '\n', '\r'], " ")
}

/// GIFT's own signs are escaped.
fn gift_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '~' | '=' | '#' | '{' | '}' | ':' | '\\' => {
                escaped.push('\\');
                escaped.push(sign);
            }
            '\n' | '\r' | '\t' => escaped.push(' '),
            _ => escaped.push(sign),
        }
    }
    escaped
}

/// A hundred in so many parts, with the digits that Moodle knows.
fn share(parts: usize) -> &'static str {
    match parts {
        2 => "50",
        3 => "33.33333",
        4 => "25",
        5 => "20",
        _ => "16.66667",
    }
}

fn csv_cell(cell: &str) -> String {
    match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_string(),
    }
}

/// `2026-11-24T14:25:01Z`.
fn time(at_ms: u64) -> String {
    let (day, of_day) = (at_ms / DAY_MS, at_ms % DAY_MS / 1000);
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    format!("{}T{hour:02}:{minute:02}:{second:02}Z", dates::iso(day as i64))
}

fn marked(attempt: &Attempt) -> &'static str {
    match attempt.marked {
        Marked::Right => "right",
        Marked::Partly => "partly",
        Marked::Wrong => "wrong",
    }
}

fn sure(attempt: &Attempt) -> &'static str {
    match attempt.sure {
        Some(Sure::Guess) => "guess",
        Some(Sure::Unsure) => "unsure",
        Some(Sure::Sure) => "sure",
        None => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::study::explained::tests::question;
    use crate::progress::Entry;
    use crate::shape::Shape;

    fn odd() -> Question {
        let mut odd = question("a-b");
        odd.stem = "<p>x = {1}:\n~2#</p>".into();
        odd
    }

    #[test]
    fn anki_gets_one_line_a_question_with_its_reasons() {
        let text = anki([&odd()].into_iter());
        let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        let [line] = lines[..] else { panic!("{text}") };
        let cells: Vec<&str> = line.split('\t').collect();
        assert_eq!((cells.len(), cells[0]), (4, "drydock-a-b"));
        assert!(cells[1].contains("{1}: ~2#") && cells[1].contains("<li>option 3</li>"));
        assert!(cells[2].contains("<b>A, C</b>") && cells[2].contains("reason 3"));
    }

    #[test]
    fn gift_has_a_feedback_for_every_option() {
        let text = gift([&odd()].into_iter());
        assert!(text.contains("::a-b::[html]<p>x \\= \\{1\\}\\: \\~2\\#</p>{"), "{text}");
        assert!(text.contains("\t~%50%option 0#reason 0\n\t~%-100%option 1#reason 1\n"), "{text}");
        assert_eq!(text.matches("#reason").count(), 4);
        let mut single = question("s");
        single.options[2].key = false;
        let text = gift([&single].into_iter());
        assert!(text.contains("\t=option 0#reason 0\n\t~option 1#reason 1\n"), "{text}");
    }

    #[test]
    fn a_table_holds_every_answer_and_what_was_typed() {
        let log = Log::new(vec![Entry::Attempt(Attempt {
            id: "1".into(),
            at_ms: 1_795_530_301_000,
            question: "q".into(),
            marked: Marked::Partly,
            sure: Some(Sure::Guess),
            took_ms: 31_450,
            chosen: vec![0, 2],
            given: "4,5 \"x\"".into(),
            ..Attempt::blank()
        })]);
        let text = csv(&log);
        let row = "2026-11-24T14:25:01Z,q,partly,guess,31.4,,0 2,\"4,5 \"\"x\"\"\"\n";
        assert!(text.ends_with(row), "{text}");
    }
}
