//! The only place that touches the browser's storage: texts under keys, as
//! [`crate::progress::store`] wants them. Page and parts read through it; only the page writes
//! entries, so that what waits for room waits in one place.

use super::browser;
use crate::progress::store::{FORBIDDEN, FULL, Shelf};
use std::collections::BTreeMap;
use std::rc::Rc;
use wasm_bindgen::JsCast;

/// The browser's own store.
pub struct Browser;

impl Shelf for Browser {
    fn under(&self, prefix: &str) -> BTreeMap<String, String> {
        let Some(storage) = storage() else { return BTreeMap::new() };
        let count = storage.length().unwrap_or(0);
        let mut found = BTreeMap::new();
        for index in 0..count {
            let key = storage.key(index).ok().flatten().filter(|key| key.starts_with(prefix));
            if let Some(key) = key
                && let Ok(Some(value)) = storage.get_item(&key)
            {
                found.insert(key, value);
            }
        }
        found
    }

    fn keys(&self, prefix: &str) -> Vec<String> {
        let Some(storage) = storage() else { return Vec::new() };
        let keys = (0..storage.length().unwrap_or(0)).filter_map(|at| storage.key(at).ok()?);
        keys.filter(|key| key.starts_with(prefix)).collect()
    }

    fn get(&self, key: &str) -> Option<String> {
        storage()?.get_item(key).ok()?
    }

    fn put(&self, key: &str, text: &str) -> Result<(), String> {
        let storage = storage().ok_or_else(|| FORBIDDEN.to_string())?;
        storage.set_item(key, text).map_err(|_| FULL.to_string())
    }

    fn remove(&self, key: &str) -> Result<(), String> {
        let storage = storage().ok_or_else(|| FORBIDDEN.to_string())?;
        storage.remove_item(key).map_err(|_| FORBIDDEN.to_string())
    }
}

/// Signs that are stored under such keys, keys included; nothing of them is read.
pub fn size(prefix: &str) -> usize {
    let Some(storage) = storage() else { return 0 };
    let entries = js_sys::Object::entries(&storage);
    let texts = entries.iter().filter_map(|pair| {
        let pair: js_sys::Array = pair.dyn_into().ok()?;
        let text = |at| pair.get(at).dyn_into::<js_sys::JsString>().ok();
        let (key, text) = (text(0)?, text(1)?);
        key.starts_with(prefix, 0).then(|| (key.length() + text.length()) as usize)
    });
    texts.sum()
}

fn storage() -> Option<Rc<web_sys::Storage>> {
    browser::window().local_storage().ok().flatten().map(Rc::new)
}
