//! The question to be answered, as HTML. Pure.
//!
//! A match has a select box for each option; an order has buttons beside each line, so that nothing
//! has to be dragged.

use crate::app::html::escape;
use crate::quiz::{self, Kind, Question};

/// An answer as far as it is given; see [`quiz::mark`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    pub chosen: Vec<u32>,
    /// What was typed for a number.
    pub text: String,
}

/// How sure one can be: word, key, name of the button.
pub const SURE: [(&str, &str, &str); 3] =
    [("guess", "1", "A guess"), ("unsure", "2", "Unsure"), ("sure", "3", "Sure")];

/// Says what is still missing; empty when the answer is complete.
pub fn hint(question: &Question, given: &Given) -> String {
    let (wanted, chosen) = (quiz::expected(question), given.chosen.len());
    let counted = |what: &str| {
        let (wanted, chosen) = (wanted.to_string(), chosen.to_string());
        ["Choose ", &wanted, what, &chosen, " chosen."].concat()
    };
    match question.kind {
        Kind::Number if quiz::number(&given.text).is_some() => String::new(),
        Kind::Number => "Type a number first.".into(),
        _ if wanted == chosen => String::new(),
        Kind::Match => counted(" partners; "),
        _ if wanted == 1 && chosen == 0 => "Choose one option first.".into(),
        _ => counted(" options; "),
    }
}

/// The question, after `attempt` answers.
pub fn asking(question: &Question, attempt: u32) -> String {
    let id = escape(&question.id);
    let order = shown_order(question, attempt);
    let mut html = ["<fieldset", &stem(question)].concat();
    let rows = match question.kind {
        Kind::Match => matches(question, &order),
        Kind::Order => lines(question, &order),
        Kind::Number => number(question, &id),
        _ => choices(question, &order, &id),
    };
    html.push_str(&rows);
    let given = match question.kind {
        Kind::Order => Given { chosen: vec![0; order.len()], ..Given::default() },
        _ => Given::default(),
    };
    let missing = hint(question, &given);
    html.push_str("<div class=\"check\"><button class=\"btn p l\" type=\"button\" ");
    html.push_str("data-do=\"check\" aria-disabled=\"");
    html.push_str(if missing.is_empty() { "false" } else { "true" });
    for piece in [
        "\" aria-describedby=\"hint-",
        &id,
        "\">Check answer<kbd>Enter</kbd></button><div class=\"sure\" role=\"group\" \
         aria-label=\"Check and say how sure\"><span class=\"note\">or check as</span>",
    ] {
        html.push_str(piece);
    }
    for (word, key, name) in SURE {
        for piece in [
            "<button class=\"btn l\" type=\"button\" data-do=\"",
            word,
            "\">",
            name,
            "<kbd>",
            key,
            "</kbd></button>",
        ] {
            html.push_str(piece);
        }
    }
    for piece in
        ["</div><span class=\"note hint\" id=\"hint-", &id, "\">", &missing, "</span></div>"]
    {
        html.push_str(piece);
    }
    html.push_str("</fieldset>");
    html
}

/// The order in which options stand. Lines to be put in order never stand in it already.
pub fn shown_order(question: &Question, attempt: u32) -> Vec<usize> {
    let mut order = quiz::order(&question.id, attempt, question.options.len());
    if question.kind == Kind::Order && order.is_sorted() {
        order.rotate_left(1);
    }
    order
}

/// The end of the opening tag and the words of the question, which are its name.
pub fn stem(question: &Question) -> String {
    let id = escape(&question.id);
    let mut html =
        [" aria-labelledby=\"stem-", &id, "\"><div class=\"stem\" id=\"stem-", &id, "\">"].concat();
    html.push_str(&question.stem);
    html.push_str("</div>");
    if !question.evidence.is_empty() {
        html.push_str("<pre class=\"evidence\" tabindex=\"0\" role=\"region\" aria-label=\"What ");
        html.push_str("is seen\">");
        html.push_str(&question.evidence);
        html.push_str("</pre>");
    }
    html
}

/// The letter of a place.
pub fn letter(place: usize) -> &'static str {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let place = place.min(25);
    &LETTERS[place..=place]
}

fn choices(question: &Question, order: &[usize], id: &str) -> String {
    let kind = if question.kind.is_one_choice() { "radio" } else { "checkbox" };
    let mut html = String::from("<div class=\"options\">");
    for (place, index) in order.iter().enumerate() {
        for piece in [
            "<label class=\"option\"><input type=\"",
            kind,
            "\" name=\"answer-",
            id,
            "\" value=\"",
            &index.to_string(),
            "\"><span class=\"letter\">",
            letter(place),
            "</span><span class=\"text\">",
            &question.options[*index].text,
            "</span></label>",
        ] {
            html.push_str(piece);
        }
    }
    html.push_str("</div>");
    html
}

fn matches(question: &Question, order: &[usize]) -> String {
    let mut targets = String::from("<option value=\"\">Choose…</option>");
    for (place, target) in question.targets.iter().enumerate() {
        let place = place.to_string();
        targets.push_str(&["<option value=\"", &place, "\">", &bare(target), "</option>"].concat());
    }
    let mut html = String::from("<div class=\"options\">");
    for (place, index) in order.iter().enumerate() {
        for piece in [
            "<label class=\"option pair\"><span class=\"letter\">",
            letter(place),
            "</span><span class=\"text\">",
            &question.options[*index].text,
            "</span><select data-at=\"",
            &index.to_string(),
            "\">",
            &targets,
            "</select></label>",
        ] {
            html.push_str(piece);
        }
    }
    html.push_str("</div>");
    html
}

fn lines(question: &Question, order: &[usize]) -> String {
    let mut html = String::from("<ol class=\"options sort\">");
    for (place, index) in order.iter().enumerate() {
        let text = &question.options[*index].text;
        let name = bare(text);
        html.push_str("<li class=\"option line\" data-at=\"");
        html.push_str(&index.to_string());
        html.push_str("\"><span class=\"letter\">");
        html.push_str(&(place + 1).to_string());
        html.push_str("</span><span class=\"text\">");
        html.push_str(text);
        html.push_str("</span><span class=\"moves\">");
        for (by, way, path) in
            [("-1", "up", "M8 13V3M4 7l4-4 4 4"), ("1", "down", "M8 3v10M4 9l4 4 4-4")]
        {
            for piece in [
                "<button class=\"btn\" type=\"button\" data-move=\"",
                by,
                "\" aria-label=\"Move ",
                way,
                ": ",
                &name,
                "\">",
                &crate::app::icon::icon(path),
                "</button>",
            ] {
                html.push_str(piece);
            }
        }
        html.push_str("</span></li>");
    }
    html.push_str("</ol>");
    html
}

fn number(question: &Question, id: &str) -> String {
    [
        "<p class=\"number\"><input type=\"text\" inputmode=\"decimal\" autocomplete=\"off\" ",
        "aria-labelledby=\"stem-",
        id,
        "\" aria-describedby=\"unit-",
        id,
        "\"><span id=\"unit-",
        id,
        "\">",
        &question.unit,
        "</span></p>",
    ]
    .concat()
}

/// HTML without its tags; entities stay, so it is safe in attributes too.
pub fn bare(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut inside = false;
    for sign in html.chars() {
        match sign {
            '<' => inside = true,
            '>' if inside => inside = false,
            '"' if !inside => text.push_str("&quot;"),
            sign if !inside => text.push(sign),
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::Choice;
    use crate::shape::Shape;

    fn question(kind: Kind) -> Question {
        let option =
            |text: &str, key, target| Choice { text: text.into(), key, target, ..Choice::blank() };
        Question {
            id: "q".into(),
            kind,
            stem: "What?".into(),
            options: vec![option("<b>a</b>", true, 0), option("b", false, 1), option("c", true, 1)],
            targets: vec!["x".into(), "y".into()],
            ..Question::blank()
        }
    }

    #[test]
    fn a_hint_counts_what_is_missing() {
        let given = |chosen: &[u32], text: &str| Given { chosen: chosen.into(), text: text.into() };
        let hint = |kind, given: &Given| hint(&question(kind), given);
        assert_eq!(hint(Kind::Multiple, &given(&[0], "")), "Choose 2 options; 1 chosen.");
        assert_eq!(hint(Kind::Match, &given(&[], "")), "Choose 3 partners; 0 chosen.");
        assert_eq!(hint(Kind::Number, &given(&[], "x")), "Type a number first.");
        assert_eq!(hint(Kind::Number, &given(&[], "4")), "");
        assert_eq!(hint(Kind::Order, &given(&[0, 1, 2], "")), "");
        let mut one = question(Kind::Single);
        one.options[2].key = false;
        assert_eq!(super::hint(&one, &Given::default()), "Choose one option first.");
    }

    #[test]
    fn lines_never_stand_in_their_order_already() {
        for attempt in 0..200 {
            assert!(!shown_order(&question(Kind::Order), attempt).is_sorted());
        }
    }

    #[test]
    fn every_kind_can_be_answered_without_dragging() {
        let html = asking(&question(Kind::Match), 0);
        assert_eq!(html.matches("<select").count(), 3);
        let html = asking(&question(Kind::Order), 0);
        assert_eq!(html.matches("data-move").count(), 6);
        assert!(html.contains("aria-label=\"Move up: a\""), "{html}");
        assert!(html.contains("aria-disabled=\"false\""));
        assert!(asking(&question(Kind::Number), 0).contains("inputmode=\"decimal\""));
        assert_eq!(asking(&question(Kind::Multiple), 0).matches("checkbox").count(), 3);
        assert_eq!(asking(&question(Kind::Predict), 0).matches("radio").count(), 3);
    }
}
