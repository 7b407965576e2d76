//! Controls as HTML: choices as radio buttons, ticks, numbers with a slider, texts.
//!
//! Each stands in a box with the id `vol-NAME-box`, so that what has no effect can be hidden
//! without drawing the others anew.

use super::values::{Control, Field, Values};
use crate::app::html::escape;
use crate::app::words::number;

/// The controls of a section.
pub fn controls(controls: &[Control], values: &Values) -> String {
    let mut html = String::from("<div class=\"vol-form\">");
    let mut in_ticks = false;
    for control in controls {
        let is_tick = matches!(control.field, Field::Tick(..));
        if is_tick != in_ticks {
            html += if is_tick { "<div class=\"vol-ticks\">" } else { "</div>" };
            in_ticks = is_tick;
        }
        html += &one(control, values);
    }
    html + if in_ticks { "</div></div>" } else { "</div>" }
}

fn one(control: &Control, values: &Values) -> String {
    let value = values.text(control.name);
    let inner = match &control.field {
        Field::Choice(choices) => radios(control, choices, value),
        Field::Tick(_, on) => ticked(control, value == *on),
        Field::Number { unit, .. } => slid(control, unit, value),
        Field::Text => typed(control, value),
    };
    let hidden = if (control.shown)(values) { "" } else { " hidden" };
    let class = match control.field {
        Field::Number { .. } => "vol-number",
        Field::Text => "vol-text",
        _ => "vol-pick",
    };
    let open = ["<div class=\"", class, "\" id=\"vol-", control.name, "-box\"", hidden, ">"];
    [&open.concat(), &inner, "</div>"].concat()
}

fn radios(control: &Control, choices: &[(&str, String)], chosen: &str) -> String {
    let name = control.name;
    let mut html = ["<fieldset class=\"pills\"><legend>", control.label, "</legend><div>"].concat();
    for (value, label) in choices {
        let checked = if *value == chosen { " checked" } else { "" };
        html += &[
            "<label><input type=\"radio\" name=\"vol-",
            name,
            "\" id=\"vol-",
            name,
            "-",
            value,
            "\" value=\"",
            value,
            "\" data-name=\"",
            name,
            "\"",
            checked,
            "><span>",
            &escape(label),
            "</span></label>",
        ]
        .concat();
    }
    html + "</div></fieldset>"
}

fn ticked(control: &Control, on: bool) -> String {
    let checked = if on { " checked" } else { "" };
    [
        "<label class=\"vol-tick\"><input type=\"checkbox\" id=\"vol-",
        control.name,
        "\" data-name=\"",
        control.name,
        "\"",
        checked,
        "> ",
        control.label,
        "</label>",
    ]
    .concat()
}

/// What the slider says aloud.
pub fn spoken(control: &Control, value: f64) -> String {
    match &control.field {
        Field::Number { unit, .. } => [&number(value, 2), " ", unit].concat().trim().to_string(),
        _ => String::new(),
    }
}

fn slid(control: &Control, unit: &str, value: &str) -> String {
    let now: f64 = value.parse().unwrap_or(0.0);
    let (least, most, step) = control.slider().unwrap_or((0.0, 1.0, 1.0));
    let id = ["vol-", control.name].concat();
    [
        "<div class=\"vol-head\"><label for=\"",
        &id,
        "\">",
        control.label,
        "</label><span><input type=\"number\" class=\"typed\" id=\"",
        &id,
        "-typed\" aria-label=\"",
        control.label,
        ", typed\" aria-describedby=\"",
        &id,
        "-problem\" step=\"any\" data-name=\"",
        control.name,
        "\" value=\"",
        &escape(value),
        "\"> <span class=\"unit\">",
        unit,
        "</span></span></div><input type=\"range\" id=\"",
        &id,
        "\" data-name=\"",
        control.name,
        "\" min=\"",
        &least.to_string(),
        "\" max=\"",
        &most.to_string(),
        "\" step=\"",
        &step.to_string(),
        "\" value=\"",
        &control.position(now).to_string(),
        "\" aria-valuetext=\"",
        &spoken(control, now),
        "\"><p class=\"problem\" id=\"",
        &id,
        "-problem\" role=\"status\"></p>",
    ]
    .concat()
}

fn typed(control: &Control, value: &str) -> String {
    [
        "<label for=\"vol-",
        control.name,
        "\">",
        control.label,
        "</label><input type=\"text\" id=\"vol-",
        control.name,
        "\" data-name=\"",
        control.name,
        "\" autocomplete=\"off\" autocapitalize=\"off\" spellcheck=\"false\" value=\"",
        &escape(value),
        "\"><p class=\"problem\" id=\"vol-",
        control.name,
        "-problem\" role=\"status\"></p>",
    ]
    .concat()
}
