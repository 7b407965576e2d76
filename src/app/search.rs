//! The way to the search: a button and a key. The search itself is in the study part, which is
//! fetched when it is first asked for.

use super::browser;
use super::live::follow;
use super::pages;
use super::part;
use super::router::Router;
use super::storage::Store;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::KeyboardEvent;

/// The setting with the key; empty: no key.
const KEY: &str = "search-key";

/// While this is on the page nothing may be looked up.
const NO_DOORS: &str = ".exam-room.strict";

/// The button of the header.
pub const BUTTON: &str = "<button class=\"btn find\" type=\"button\">\
    <svg class=\"ic\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">\
    <circle cx=\"7\" cy=\"7\" r=\"4.4\"></circle><path d=\"M10.3 10.3L14 14\"></path></svg>\
    <span>Search</span><kbd aria-hidden=\"true\"></kbd></button>";

/// The key that opens the search; tracked.
pub fn key(store: Store) -> String {
    store.setting(KEY).unwrap_or_else(|| "/".into())
}

/// Chooses another key; an empty one switches it off.
pub fn set_key(store: Store, key: &str) {
    store.set(KEY, Some(key).filter(|key| *key != "/"));
}

/// Listens for the key, and shows it on the button.
pub fn keep_key(router: Router, store: Store) {
    follow(move || {
        let key = key(store);
        browser::mark(
            ".find",
            "aria-keyshortcuts",
            Some(key.as_str()).filter(|key| !key.is_empty()),
        );
        if let Ok(Some(shown)) = browser::document().query_selector(".find kbd") {
            shown.set_text_content(Some(&key));
        }
    });
    browser::listen(&browser::document(), "keydown", move |event| {
        let typed = event.unchecked_ref::<KeyboardEvent>();
        let modified = typed.ctrl_key() || typed.alt_key() || typed.meta_key();
        let writing = "input:not([type=radio],[type=checkbox],[type=range]),textarea,select,dialog";
        if !modified
            && untrack(|| key(store)) == typed.key()
            && browser::hit(&event, writing).is_none()
            && !matches!(browser::document().query_selector(NO_DOORS), Ok(Some(_)))
        {
            event.prevent_default();
            open(router, store);
        }
    });
}

/// Opens the search, or says that it does not come.
pub fn open(router: Router, store: Store) {
    spawn_local(async move {
        browser::mark(".find", "aria-busy", Some("true"));
        let host = pages::host(router, store, "");
        let opened = part::load("study").await.and_then(|part| part.call("open_search", &[&host]));
        browser::mark(".find", "aria-busy", None);
        let missing = opened.is_none();
        browser::mark(".find", "title", Some(MISSING).filter(|_| missing));
        if missing {
            router.announce(MISSING);
        }
    });
}

const MISSING: &str = "The search could not be loaded. Is there a network?";
