//! What the page does for the parts that have a module of their own; `pages::host` is the other
//! side.

use crate::app::browser;
use crate::app::shelf::Browser;
use crate::progress::store::{self, Stored};
use crate::progress::{Entry, Log, decode, encode};
use js_sys::Array;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// The page that asked for the part; a cheap handle.
    #[derive(Clone)]
    pub type Page;

    /// The stored setting of that name as it is now.
    #[wasm_bindgen(method)]
    pub fn setting(this: &Page, name: &str) -> Option<String>;
    /// Stores a setting, or removes it.
    #[wasm_bindgen(method)]
    pub fn set(this: &Page, name: &str, value: Option<&str>);
    /// What was mounted is in the document: title, focus, announcement; scrolls to an element.
    #[wasm_bindgen(method)]
    pub fn arrive(this: &Page, title: &str, target: Option<&str>);
    #[wasm_bindgen(method)]
    fn navigate(this: &Page, fragment: &str);
    /// Changes the address of this history entry only.
    #[wasm_bindgen(method)]
    pub fn replace(this: &Page, fragment: &str);
    /// Says something politely to a screen reader.
    #[wasm_bindgen(method)]
    pub fn announce(this: &Page, text: &str);
    #[wasm_bindgen(method, js_name = append)]
    fn append_text(this: &Page, entry: &str);
    #[wasm_bindgen(method, js_name = unsaved)]
    fn unsaved_texts(this: &Page) -> Array;
    /// Reads the store again, after something was written to it from here.
    #[wasm_bindgen(method)]
    pub fn reread(this: &Page);
    /// Removes everything that is stored.
    #[wasm_bindgen(method)]
    pub fn erase(this: &Page);
}

thread_local! {
    /// The log as it was read last.
    static KNOWN: RefCell<Log> = RefCell::default();
}

impl Page {
    /// Adds an entry to the learner's log, stored or waiting for room.
    pub fn append(&self, entry: &Entry) {
        if let Ok(text) = encode(entry) {
            self.append_text(&text);
        }
    }

    /// Entries that wait for room.
    pub fn unsaved(&self) -> Vec<Entry> {
        let texts = self.unsaved_texts();
        texts.iter().filter_map(|text| decode("", &text.as_string()?).ok()).collect()
    }

    /// Everything that is stored, and what waits for room.
    pub fn stored(&self) -> Stored {
        let mut stored = store::read_again(&Browser, KNOWN.take());
        KNOWN.set(stored.log.clone());
        for entry in self.unsaved() {
            stored.log.append(entry);
        }
        stored
    }

    /// Goes to an address of the app, or to a file beside it.
    pub fn go(&self, address: &str) {
        match address.starts_with('#') {
            true => self.navigate(address),
            false => drop(browser::window().location().assign(address)),
        }
    }
}
