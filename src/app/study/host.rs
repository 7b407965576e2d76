//! What the page does for the study part; the page's own module is the other side.

use crate::app::browser;
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
}

impl Page {
    /// Goes to an address of the app, or to a file beside it.
    pub fn go(&self, address: &str) {
        match address.starts_with('#') {
            true => self.navigate(address),
            false => drop(browser::window().location().assign(address)),
        }
    }
}
