//! The only place that touches the browser's storage. Nothing that the learner did may be lost
//! here.
//!
//! Every entry of the log has a key of its own, `drydock/1/log/<ms>-<random>`, so that two tabs
//! never overwrite each other. Settings lie under `drydock/1/set/`. `drydock/schema` is the
//! version; a store made by a newer app is left alone. An entry that cannot be read stays where it
//! is and is counted. Where nothing can be stored, the app works in memory and says so.

use super::browser;
use crate::progress::{self, Entry, Log, SCHEMA};
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::rc::Rc;
use web_sys::StorageEvent;

const ALL: &str = "drydock/";
const LOG: &str = "drydock/1/log/";
const SETTING: &str = "drydock/1/set/";
const VERSION: &str = "drydock/schema";

/// What the reader must know about the store; each is a bar above the page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trouble {
    /// The store belongs to an app with this newer schema.
    pub newer: Option<u32>,
    /// Why the last thing was not saved.
    pub not_saved: Option<String>,
    /// Entries that cannot be read and are kept aside.
    pub damaged: usize,
}

/// The learner's data as components see it; a cheap handle.
#[derive(Clone, Copy)]
pub struct Store {
    log: RwSignal<Log>,
    settings: RwSignal<BTreeMap<String, String>>,
    trouble: RwSignal<Trouble>,
}

/// The store that [`Store::provide`] put into the context.
pub fn use_store() -> Store {
    expect_context()
}

impl Store {
    /// Reads what is there and follows what other tabs write.
    pub fn provide() -> Store {
        let store = Store {
            log: RwSignal::new(Log::default()),
            settings: RwSignal::new(BTreeMap::new()),
            trouble: RwSignal::new(Trouble::default()),
        };
        store.read();
        browser::listen(&browser::window(), "storage", move |event| {
            use wasm_bindgen::JsCast;
            let key = event.unchecked_ref::<StorageEvent>().key();
            // No key: everything was erased.
            if key.is_none_or(|key| key.starts_with(ALL)) {
                store.read();
            }
        });
        provide_context(store);
        store
    }

    /// What the learner did.
    pub fn log(&self) -> ReadSignal<Log> {
        self.log.read_only()
    }

    pub fn trouble(&self) -> ReadSignal<Trouble> {
        self.trouble.read_only()
    }

    /// Adds an entry at once; it counts in this page even where it cannot be stored.
    pub fn append(&self, entry: Entry) {
        let saved = progress::encode(&entry)
            .map_err(|why| why.0)
            .and_then(|text| self.write(&new_log_key(), &text));
        self.note(saved);
        self.log.update(|log| log.append(entry));
    }

    /// The setting of that name; tracked.
    pub fn setting(&self, name: &str) -> Option<String> {
        self.settings.with(|settings| settings.get(name).cloned())
    }

    /// The setting of that name as it is now; not tracked.
    pub fn setting_now(&self, name: &str) -> Option<String> {
        self.settings.with_untracked(|settings| settings.get(name).cloned())
    }

    /// Stores a setting, or removes it.
    pub fn set(&self, name: &str, value: Option<&str>) {
        let key = [SETTING, name].concat();
        let saved = match value {
            Some(value) => self.write(&key, value),
            None => self
                .writable()
                .and_then(|storage| storage.remove_item(&key).map_err(|_| FORBIDDEN.to_string())),
        };
        self.note(saved);
        self.settings.update(|settings| match value {
            Some(value) => drop(settings.insert(name.to_string(), value.to_string())),
            None => drop(settings.remove(name)),
        });
    }

    /// Everything under Drydock's keys as a JSON text, damaged entries included, and what is only
    /// in memory.
    pub fn export(&self) -> String {
        let mut all = stored(ALL);
        if self.trouble.with_untracked(|trouble| trouble.not_saved.is_some()) {
            self.log.with_untracked(|log| {
                for (index, entry) in log.entries().iter().enumerate() {
                    if let Ok(text) = progress::encode(entry) {
                        all.insert(["memory/", &index.to_string()].concat(), text);
                    }
                }
            });
        }
        let mut json = String::from("{");
        for (index, (key, value)) in all.iter().enumerate() {
            json.push_str(if index == 0 { "\n  " } else { ",\n  " });
            json.push_str(&quoted(key));
            json.push_str(": ");
            json.push_str(&quoted(value));
        }
        json.push_str("\n}\n");
        json
    }

    /// Removes everything under Drydock's keys, also what a newer app wrote.
    pub fn erase(&self) {
        if let Some(storage) = storage() {
            for key in stored(ALL).keys() {
                let _ = storage.remove_item(key);
            }
        }
        self.read();
    }

    fn read(&self) {
        let mut trouble = Trouble { newer: newer_schema(), ..Trouble::default() };
        let mut entries = Vec::new();
        let mut settings = BTreeMap::new();
        if trouble.newer.is_none() {
            for (_, text) in stored(LOG) {
                match progress::decode(&text) {
                    Ok(entry) => entries.push(entry),
                    Err(_) => trouble.damaged += 1,
                }
            }
            for (key, value) in stored(SETTING) {
                settings.insert(key[SETTING.len()..].to_string(), value);
            }
        }
        self.log.set(Log::new(entries));
        self.settings.set(settings);
        self.trouble.set(trouble);
    }

    fn write(&self, key: &str, value: &str) -> Result<(), String> {
        let storage = self.writable()?;
        let schema = SCHEMA.to_string();
        let marked = storage.get_item(VERSION).ok().flatten().is_some();
        if !marked {
            storage.set_item(VERSION, &schema).map_err(|_| FULL.to_string())?;
        }
        storage.set_item(key, value).map_err(|_| FULL.to_string())
    }

    fn writable(&self) -> Result<Rc<web_sys::Storage>, String> {
        if newer_schema().is_some() {
            return Err("a newer Drydock keeps its data here".into());
        }
        storage().ok_or_else(|| FORBIDDEN.to_string())
    }

    fn note(&self, saved: Result<(), String>) {
        let why = saved.err();
        if self.trouble.with_untracked(|trouble| trouble.not_saved != why) {
            self.trouble.update(|trouble| trouble.not_saved = why);
        }
    }
}

const FORBIDDEN: &str = "this browser does not let the page store anything";
const FULL: &str = "the browser’s storage is full or closed to this page";

fn storage() -> Option<Rc<web_sys::Storage>> {
    browser::window().local_storage().ok().flatten().map(Rc::new)
}

fn newer_schema() -> Option<u32> {
    let found = storage()?.get_item(VERSION).ok()??;
    // What is no number was not written by this version either.
    let version = found.parse().unwrap_or(u32::MAX);
    (version > SCHEMA).then_some(version)
}

/// Keys and values under a prefix, in the order of keys.
fn stored(prefix: &str) -> BTreeMap<String, String> {
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

/// The text as JSON writes it.
fn quoted(text: &str) -> String {
    js_sys::JSON::stringify(&text.into()).map(String::from).unwrap_or_default()
}

/// Rises with time, and differs between tabs that write in the same millisecond.
fn new_log_key() -> String {
    let mut ms = browser::now_ms().to_string();
    while ms.len() < 13 {
        ms.insert(0, '0');
    }
    let random = (js_sys::Math::random() * 4_294_967_296.0) as u64;
    [LOG, &ms, "-", &random.to_string()].concat()
}
