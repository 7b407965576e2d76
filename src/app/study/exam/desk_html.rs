//! A running exam as HTML: the bar with the clock, the question, the navigator, the pace. Pure.

use crate::app::html::escape;
use crate::app::study::explained::{self, letter, order};
use crate::app::study::words::{clock, in_words, length};
use crate::progress::Sure;
use crate::progress::sitting::{Sitting, Slot};
use crate::quiz::{Kind, Question, expected};

const FLAG: &str = "<svg class=\"ic\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">\
    <path d=\"M4 14V2.5h8L10 6l2 3.5H4\"></path></svg>";

/// The page without what changes.
pub fn frame(sitting: &Sitting, keys: bool) -> String {
    let strict = sitting.paper.strict;
    let (class, what) = match strict {
        true => (" strict", "Mock exam"),
        false => ("", "With feedback, not an exam:"),
    };
    let pause = match strict {
        true => "",
        false => "<button class=\"btn\" type=\"button\" data-do=\"pause\">Pause</button>",
    };
    let saved = match strict {
        true => "Saved as you answer. The clock runs on while the tab is closed.",
        false => "Saved as you answer. Closing the tab stops the clock.",
    };
    let hints = match keys {
        true => {
            "<span class=\"hints\"><span><kbd>A</kbd>–<kbd>E</kbd> choose</span>\
             <span><kbd>Shift</kbd> <kbd>A</kbd> strike out</span>\
             <span><kbd>1</kbd> <kbd>2</kbd> <kbd>3</kbd> how sure</span>\
             <span><kbd>G</kbd> questions</span></span>"
        }
        false => "",
    };
    format!(
        "<main class=\"exam-room{class}\" id=\"main\"><div class=\"exam-bar\">\
         <h1>{what} shaped like {} <span class=\"soft\">container topics only</span></h1>\
         <div class=\"time\" id=\"exam-time\"></div>\
         <button class=\"btn q\" type=\"button\" id=\"exam-hide\" data-do=\"hide\">Hide the \
         clock</button>{pause}<button class=\"btn\" type=\"button\" id=\"exam-end\" \
         data-do=\"ask\">Finish and mark</button></div><div id=\"exam-ask\"></div>\
         <div class=\"exam-body\"><section id=\"exam-question\"></section>\
         <aside><nav aria-label=\"Questions\" id=\"exam-nav\"></nav><div id=\"exam-pace\"></div>\
         </aside></div><div class=\"exam-foot\"><button class=\"btn l\" type=\"button\" \
         data-do=\"back\">Previous</button>{hints}<span class=\"sp\"></span>\
         <span class=\"note saved\">{saved}</span><button class=\"btn p l\" type=\"button\" \
         data-do=\"on\">Next</button></div></main>",
        escape(&sitting.paper.exam),
    )
}

/// The clock and how much of it is used.
pub fn time(sitting: &Sitting, now_ms: u64) -> String {
    let Some(limit) = sitting.paper.limit_ms() else {
        return format!("<span><b>{}</b> no clock</span>", clock(sitting.elapsed_ms(now_ms)));
    };
    let used = sitting.elapsed_ms(now_ms);
    let share = (used as f64 / limit as f64 * 100.0).round() as u32;
    format!(
        "<span><b role=\"timer\">{}</b> left of {}</span><span class=\"used\" aria-hidden=\"true\">\
         <i style=\"width:{share}%\"></i></span>",
        clock(limit - used),
        clock(limit)
    )
}

/// What stands where the question was while the exam rests.
pub fn paused() -> String {
    "<h2 id=\"exam-title\" tabindex=\"-1\">The clock stands still</h2><p class=\"lead\">The \
     questions come back when you go on.</p><p class=\"actions\"><button class=\"btn p l\" \
     type=\"button\" data-do=\"resume\">Go on</button></p>"
        .into()
}

/// Asks before the paper is handed in.
pub fn ask(sitting: &Sitting) -> String {
    let open = sitting.slots.iter().filter(|slot| !slot.answered()).count();
    let what = match open {
        0 => "Every question has an answer.".to_string(),
        1 => "One question has no answer; it counts as wrong.".to_string(),
        open => format!("{open} questions have no answer; they count as wrong."),
    };
    format!(
        "<div class=\"exam-ask\" role=\"alert\"><p><b>Finish now?</b> {what}</p>\
         <button class=\"btn\" type=\"button\" id=\"exam-keep\" data-do=\"keep\">Go on</button>\
         <button class=\"btn p\" type=\"button\" data-do=\"finish\">Finish</button></div>"
    )
}

/// The question at a place. `None` where the course has it no more.
pub fn question(sitting: &Sitting, place: usize, question: Option<&Question>) -> String {
    let head = |chip: &str| {
        let slot = &sitting.slots[place];
        format!(
            "<div class=\"q-head\"><h2 id=\"exam-title\" tabindex=\"-1\">Question <b>{}</b> of {}\
             </h2>{chip}<span class=\"sp\"></span><button class=\"btn\" type=\"button\" \
             id=\"exam-flag\" data-do=\"flag\" aria-pressed=\"{}\">{FLAG}Flag<kbd>F</kbd></button>\
             </div>",
            place + 1,
            sitting.slots.len(),
            slot.flagged,
        )
    };
    let Some(question) = question else {
        return head("")
            + "<p class=\"notice\">The course does not ask this question any more. It does not \
               count.</p>";
    };
    let slot = &sitting.slots[place];
    let wanted = expected(question);
    let chip = match question.kind {
        Kind::Single => String::new(),
        _ => format!("<span class=\"chip\">Choose {}</span>", in_words(wanted)),
    };
    let order = order(&sitting.id, question);
    if slot.revealed {
        let verdict = match explained::marked(question, slot) {
            crate::progress::Marked::Right => "<p class=\"verdict right\"><b>Right</b></p>",
            _ => "<p class=\"verdict wrong\"><b>Not this one</b></p>",
        };
        return format!(
            "{}<div class=\"stem\">{}</div><div role=\"status\">{verdict}</div>{}\
             <div class=\"check\">{}</div>",
            head(&chip),
            question.stem,
            explained::options(question, &order, &slot.chosen),
            explained::doors(question),
        );
    }
    let options: String = order
        .iter()
        .enumerate()
        .map(|(shown, index)| option(question, slot, shown, *index))
        .collect();
    let check = match sitting.paper.strict {
        true => "",
        false => {
            "<button class=\"btn\" type=\"button\" id=\"exam-check\" data-do=\"check\">Check \
             answer</button>"
        }
    };
    format!(
        "{}<fieldset aria-labelledby=\"exam-stem\"><div class=\"stem\" id=\"exam-stem\">{}</div>\
         <div class=\"exam-options\">{options}</div></fieldset>\
         <div class=\"exam-sure\">{}<span class=\"note\">Optional. Feeds your calibration, never \
         your score.</span><span class=\"sp\"></span><span class=\"note\" id=\"exam-chosen\" \
         role=\"status\">{}</span>{check}</div>",
        head(&chip),
        question.stem,
        sure(slot.sure),
        chosen(question, slot),
    )
}

/// How many options are chosen, where several are wanted.
pub fn chosen(question: &Question, slot: &Slot) -> String {
    match expected(question) {
        1 => String::new(),
        wanted => format!("{} of {wanted} chosen", slot.chosen.len()),
    }
}

fn option(question: &Question, slot: &Slot, shown: usize, index: usize) -> String {
    let kind = if question.kind == Kind::Single { "radio" } else { "checkbox" };
    let on = slot.chosen.contains(&(index as u32));
    let struck = slot.struck.contains(&(index as u32));
    let letter = letter(shown);
    format!(
        "<div class=\"exam-option{}\" data-option=\"{index}\"><label><input type=\"{kind}\" \
         name=\"answer\" id=\"exam-{letter}\" value=\"{index}\"{}><span class=\"letter\">{letter}\
         </span><span class=\"text\">{}</span></label><button class=\"btn q\" type=\"button\" \
         data-do=\"strike\" aria-label=\"{} {letter}\">{}</button></div>",
        if struck { " struck" } else { "" },
        if on { " checked" } else { "" },
        question.options[index].text,
        strike_word(struck),
        strike_word(struck),
    )
}

/// What the button beside an option does.
pub fn strike_word(struck: bool) -> &'static str {
    if struck { "Restore" } else { "Strike out" }
}

fn sure(said: Option<Sure>) -> String {
    let options: String = [
        (Sure::Guess, "guess", "Guess"),
        (Sure::Unsure, "unsure", "Think so"),
        (Sure::Sure, "sure", "Sure"),
    ]
    .into_iter()
    .map(|(sure, value, name)| {
        let checked = if said == Some(sure) { " checked" } else { "" };
        format!(
            "<label><input type=\"radio\" name=\"sure\" id=\"exam-{value}\" value=\"{value}\"\
             {checked}><span>{name}</span></label>"
        )
    })
    .collect();
    format!("<fieldset class=\"seg\"><legend>How sure?</legend>{options}</fieldset>")
}

/// All questions and where they stand; only the current one takes the Tab key.
pub fn navigator(sitting: &Sitting, current: usize) -> String {
    let (answered, skipped, flagged) = sitting.counts();
    let mut cells = String::new();
    for (place, slot) in sitting.slots.iter().enumerate() {
        let (mut class, mut said) = match slot {
            slot if slot.answered() => (String::from(" a"), String::from("answered")),
            slot if slot.seen => (String::from(" u"), String::from("skipped")),
            _ => (String::new(), String::from("not seen")),
        };
        if slot.flagged {
            class.push_str(" f");
            said.push_str(", flagged");
        }
        let (now, tab) = match place == current {
            true => (" aria-current=\"true\"", "0"),
            false => ("", "-1"),
        };
        cells.push_str(&format!(
            "<button class=\"cell{class}\" type=\"button\" data-go=\"{place}\" tabindex=\"{tab}\"\
             {now} aria-label=\"Question {0}, {said}\">{0}</button>",
            place + 1
        ));
    }
    format!(
        "<div class=\"sec\"><h3>Questions</h3><span class=\"note\" role=\"status\">{answered} \
         answered, {skipped} skipped, {flagged} flagged</span></div><div class=\"cells\">{cells}\
         </div><p class=\"cell-key\" aria-hidden=\"true\"><span><i class=\"cell \
         a\"></i>answered</span>\
         <span><i class=\"cell u\"></i>skipped</span><span><i class=\"cell a f\"></i>flagged</span>\
         <span><i class=\"cell\"></i>not seen</span></p><div class=\"actions\">\
         <button class=\"btn\" type=\"button\" data-do=\"flagged\">Next \
         flagged<kbd>N</kbd></button>\
         <button class=\"btn\" type=\"button\" data-do=\"skipped\">Next \
         skipped<kbd>U</kbd></button>\
         </div>"
    )
}

/// How far one is against an even pace; nothing without a clock.
pub fn pace(sitting: &Sitting, now_ms: u64) -> String {
    let Some(limit) = sitting.paper.limit_ms() else { return String::new() };
    let of = sitting.slots.len().max(1);
    let (answered, ..) = sitting.counts();
    let used = sitting.elapsed_ms(now_ms);
    let even = (used as f64 / limit as f64 * of as f64).round() as usize;
    let place = |part: usize| part as f64 / of as f64 * 100.0;
    format!(
        "<div class=\"sec\"><h3>Pace</h3><span class=\"note\">{} a question</span></div>\
         <span class=\"range pace\" aria-hidden=\"true\"><i style=\"left:0;right:{:.1}%\"></i>\
         <u style=\"left:{:.1}%\"></u><b style=\"left:{:.1}%\"></b></span>\
         <p class=\"note\">{answered} answered; an even pace would be at {even} by now.</p>",
        length(limit / of as u64),
        100.0 - place(answered),
        place(even),
        place(answered),
    )
}

#[cfg(test)]
#[path = "desk_tests.rs"]
mod tests;
