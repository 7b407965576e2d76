//! The colour theme: the system's until the reader chooses another; the choice is a setting.

use super::browser;
use super::live::follow;
use super::storage::Store;

/// The choices in the order of the button: the value of the setting, and its name.
const THEMES: [(&str, &str); 5] = [
    ("", "as the system"),
    ("light", "light"),
    ("dark", "dark"),
    ("contrast", "high contrast"),
    ("contrast-dark", "high contrast, dark"),
];

/// The button that changes the theme; [`keep_theme`] names it, [`next_theme`] is what it does.
pub const BUTTON: &str = "<button class=\"btn q theme\" type=\"button\">\
    <svg class=\"ic\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">\
    <circle cx=\"8\" cy=\"8\" r=\"5.6\"></circle>\
    <path class=\"s\" d=\"M8 2.4a5.6 5.6 0 010 11.2z\"></path></svg></button>";

/// Keeps the theme of the document and the name of the button in step with the setting.
pub fn keep_theme(store: Store) {
    follow(move || {
        let (value, name) = THEMES[position(store.setting("theme"))];
        browser::mark(":root", "data-theme", Some(value).filter(|value| !value.is_empty()));
        let name = ["Theme: ", name].concat();
        browser::mark(".theme", "aria-label", Some(&name));
        browser::mark(".theme", "title", Some(&name));
    });
}

/// Chooses the theme after the current one.
pub fn next_theme(store: Store) {
    let next = (position(store.setting_now("theme")) + 1) % THEMES.len();
    store.set("theme", Some(THEMES[next].0).filter(|value| !value.is_empty()));
}

fn position(setting: Option<String>) -> usize {
    let setting = setting.unwrap_or_default();
    THEMES.iter().position(|(value, _)| *value == setting).unwrap_or(0)
}
