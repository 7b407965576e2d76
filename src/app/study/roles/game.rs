//! The game: a start that fails, the documents around it in an editor, and what the model says of
//! them as they are now.

use super::calls::{sentence, story};
use super::chosen::Chosen;
use super::sign;
use crate::app::html::escape;
use crate::iam::{Book, Faulty, Round, Start, Task, start};
use crate::place::line_and_column;

/// Lines of the editor at least.
const ROWS_MIN: usize = 12;
const ROWS_MAX: usize = 34;

/// What the model says of the documents.
pub enum Found {
    /// Documents that AWS would not take.
    Faulty(Vec<Faulty>),
    Started(Box<Start>),
}

impl Found {
    /// Whether the round is mended.
    pub fn is_mended(&self) -> bool {
        matches!(self, Found::Started(start) if start.is_in_order())
    }

    /// In a sentence.
    pub fn sentence(&self) -> String {
        match self {
            Found::Faulty(_) => "AWS would not take this policy.".into(),
            Found::Started(start) => sentence(start),
        }
    }
}

/// Plays the round with the reader's documents.
pub fn found(book: &Book, chosen: &Chosen) -> Option<Found> {
    let round = book.cases.rounds.get(chosen.round)?;
    Some(match start(&round.task, &chosen.documents(book), &book.said) {
        Ok(start) => Found::Started(Box::new(start)),
        Err(faulty) => Found::Faulty(faulty),
    })
}

/// The list of rounds, with those that are mended.
pub fn rounds(book: &Book, chosen: &Chosen) -> String {
    let mut html = String::from("<nav class=\"rounds\" aria-label=\"Rounds\"><ol>");
    for (index, round) in book.cases.rounds.iter().enumerate() {
        let mended = chosen.mended.contains(&round.id);
        let current = if index == chosen.round { " aria-current=\"true\"" } else { "" };
        html += &[
            "<li><button type=\"button\" class=\"btn\" data-round=\"",
            &index.to_string(),
            "\"",
            current,
            " aria-label=\"",
            &(index + 1).to_string(),
            ": ",
            &escape(&round.title),
            if mended { ", mended" } else { "" },
            "\">",
            &(index + 1).to_string(),
            &if mended { sign(true) } else { String::new() },
            "</button></li>",
        ]
        .concat();
    }
    let count = [&chosen.mended.len().to_string(), " of ", &book.cases.rounds.len().to_string()];
    html + "</ol><p class=\"note\">" + &count.concat() + " mended</p></nav>"
}

/// The round: its story, what the definition asks for, its documents and the editor.
pub fn round(book: &Book, chosen: &Chosen) -> String {
    let Some(round) = book.cases.rounds.get(chosen.round) else { return String::new() };
    [
        "<h3 tabindex=\"-1\" id=\"round-title\">",
        &escape(&round.title),
        "</h3><p>",
        &escape(&round.story),
        "</p>",
        &definition(&round.task),
        &documents(round, chosen),
        &editor(round, chosen),
        "<p class=\"do\">",
        &button("reset", "btn", "Start again"),
        &button("answer", "btn", "Show an answer"),
        "<span class=\"sp\"></span>",
        &button("next", "btn p", "Next round"),
        "</p>",
    ]
    .concat()
}

fn button(does: &str, class: &str, text: &str) -> String {
    let open = ["<button type=\"button\" class=\"", class, "\" id=\"do-", does].concat();
    [&open, "\" data-do=\"", does, "\">", text, "</button>"].concat()
}

/// What the task definition asks for, in one line each.
fn definition(task: &Task) -> String {
    let mut lines = vec![["launch type ", task.launch.word()].concat()];
    let mut add = |what: &str, value: &str| {
        if !value.is_empty() {
            lines.push([what, " ", value].concat());
        }
    };
    add("image in", &task.image);
    task.secrets.iter().for_each(|secret| add("value from", secret));
    add("under the key", &task.key);
    add("logs to", &task.log_group);
    if task.create_group {
        add("awslogs-create-group", "true");
    }
    for call in &task.calls {
        add("the code calls", &[&call.action, " on ", &call.resource].concat());
    }
    for call in &task.forbidden {
        add("the code must not", &[&call.action, " on ", &call.resource].concat());
    }
    let lines: String =
        lines.iter().map(|line| ["<li>", &escape(line), "</li>"].concat()).collect();
    ["<details open><summary>The task</summary><ul class=\"asks\">", &lines, "</ul></details>"]
        .concat()
}

fn documents(round: &Round, chosen: &Chosen) -> String {
    if round.documents.len() < 2 {
        return String::new();
    }
    let titles: Vec<String> = round.documents.iter().map(|it| it.title()).collect();
    super::radios("document", "Document", &titles, chosen.document)
}

fn editor(round: &Round, chosen: &Chosen) -> String {
    let index = chosen.document.min(round.documents.len().saturating_sub(1));
    let Some(document) = round.documents.get(index) else { return String::new() };
    let text = &chosen.texts[chosen.round][index];
    let rows = (text.lines().count() + 1).clamp(ROWS_MIN, ROWS_MAX);
    [
        "<label class=\"editor\"><span>",
        &escape(&document.title()),
        "</span><textarea id=\"policy\" class=\"code\" rows=\"",
        &rows.to_string(),
        "\" spellcheck=\"false\" autocomplete=\"off\" autocapitalize=\"off\" wrap=\"off\">\n",
        &escape(text),
        "</textarea></label>",
    ]
    .concat()
}

/// What the model says, as HTML.
pub fn result(book: &Book, chosen: &Chosen) -> String {
    let (Some(round), Some(found)) = (book.cases.rounds.get(chosen.round), found(book, chosen))
    else {
        return String::new();
    };
    let good = found.is_mended();
    let inner = match &found {
        Found::Faulty(faulty) => faulty.iter().map(|it| mistake(round, chosen, it)).collect(),
        Found::Started(start) => [story(start), wide(round, chosen, start)].concat(),
    };
    let lesson = match good {
        true => ["<p class=\"lesson\">", &escape(&round.lesson), "</p>"].concat(),
        false => String::new(),
    };
    [
        "<p class=\"verdict ",
        if good { "good" } else { "bad" },
        "\">",
        &sign(good),
        " <b>",
        &escape(&found.sentence()),
        "</b></p>",
        &lesson,
        &inner,
    ]
    .concat()
}

/// A mistake, and a button that leads to it.
fn mistake(round: &Round, chosen: &Chosen, faulty: &Faulty) -> String {
    line(round, chosen, faulty.document, faulty.problem.at, &faulty.problem.to_string())
}

fn wide(round: &Round, chosen: &Chosen, start: &Start) -> String {
    let cautions = start.cautions.iter();
    cautions.map(|it| line(round, chosen, it.document, it.at, &it.text)).collect()
}

fn line(round: &Round, chosen: &Chosen, document: usize, at: usize, text: &str) -> String {
    let own = chosen.texts.get(chosen.round).and_then(|texts| texts.get(document));
    let (line, _) = line_and_column(own.map_or("", String::as_str), at);
    let title = round.documents.get(document).map(|it| it.title()).unwrap_or_default();
    [
        "<p class=\"at\"><button type=\"button\" class=\"btn\" data-at=\"",
        &document.to_string(),
        "/",
        &at.to_string(),
        "\">Line ",
        &line.to_string(),
        "<span class=\"hidden\"> of the ",
        &escape(&title),
        "</span></button> ",
        &escape(text),
        "</p>",
    ]
    .concat()
}
