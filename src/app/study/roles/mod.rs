//! The page about roles: who needs which permission, what happens when one is missing, and a game
//! of mending policies.
//!
//! `who`, `scene`, `game` and `calls` write HTML from the models of [`crate::iam`], `chosen` keeps
//! what the reader chose and wrote; all of it is pure and tested natively. `mount` connects it to
//! the window.

mod calls;
pub mod chosen;
pub mod game;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod mount;
pub mod scene;
pub mod who;

#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub use mount::mount;

use crate::app::html::escape;

const CHECK: &str = "M3 8.5l3.2 3.2L13 4.8";
const CROSS: &str = "M4 4l8 8M12 4l-8 8";

/// A sign, beside a word that says the same.
fn sign(good: bool) -> String {
    let path = if good { CHECK } else { CROSS };
    [
        "<svg class=\"ic\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path d=\"",
        path,
        "\"></path></svg>",
    ]
    .concat()
}

/// Radio buttons as one group; `labels` are plain text.
fn radios(name: &str, legend: &str, labels: &[String], chosen: usize) -> String {
    let mut html =
        ["<fieldset class=\"pick ", name, "\"><legend>", legend, "</legend><div>"].concat();
    for (index, label) in labels.iter().enumerate() {
        let checked = if index == chosen { " checked" } else { "" };
        html += &[
            "<label><input type=\"radio\" name=\"",
            name,
            "\" id=\"",
            name,
            "-",
            &index.to_string(),
            "\" value=\"",
            &index.to_string(),
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
