//! The colour theme: the system's until the reader chooses another; the choice is a setting.

use super::browser;
use super::storage::use_store;
use leptos::prelude::*;

/// The choices in the order of the button: the value of the setting, and its name.
const THEMES: [(&str, &str); 5] = [
    ("", "as the system"),
    ("light", "light"),
    ("dark", "dark"),
    ("contrast", "high contrast"),
    ("contrast-dark", "high contrast, dark"),
];

/// Keeps the theme of the document in step with the setting, and gives the button that changes it.
#[component]
pub fn ThemeButton() -> impl IntoView {
    let store = use_store();
    let chosen = Memo::new(move |_| {
        let setting = store.setting("theme").unwrap_or_default();
        THEMES.iter().position(|(value, _)| *value == setting).unwrap_or(0)
    });
    Effect::new(move || {
        let Some(root) = browser::document().document_element() else { return };
        let _ = match THEMES[chosen.get()].0 {
            "" => root.remove_attribute("data-theme"),
            value => root.set_attribute("data-theme", value),
        };
    });
    let next = move |_| {
        let (value, _) = THEMES[(chosen.get_untracked() + 1) % THEMES.len()];
        store.set("theme", Some(value).filter(|value| !value.is_empty()));
    };
    let name = move || ["Theme: ", THEMES[chosen.get()].1].concat();
    view! {
        <button class="btn q theme" type="button" on:click=next aria-label=name title=name>
            <svg class="ic" viewBox="0 0 16 16" aria-hidden="true">
                <circle cx="8" cy="8" r="5.6"></circle>
                <path class="s" d="M8 2.4a5.6 5.6 0 010 11.2z"></path>
            </svg>
        </button>
    }
    .into_any()
}
