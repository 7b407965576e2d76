//! The learner's data as the page sees it. Nothing that the learner did may be lost here.
//!
//! What lies where, and what happens when the store is full, forbidden, damaged or newer, is said
//! in [`crate::progress::store`]; the browser behind it is [`super::shelf`]. Where nothing can be
//! stored, the app works in memory and says so.

use super::browser;
use super::shelf::Browser;
use crate::progress::store::{self, ALL, LOG, SETTING, Shelf, Unsaved};
use crate::progress::{Entry, Log, backup, decode, entry_id};
use leptos::prelude::*;
use std::collections::BTreeMap;
use wasm_bindgen::JsCast;
use web_sys::StorageEvent;

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
    /// Entries that wait for room; they count in this page.
    unsaved: RwSignal<Unsaved>,
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
            unsaved: RwSignal::new(Unsaved::default()),
        };
        store.read();
        browser::listen(&browser::window(), "storage", move |event| {
            let event = event.unchecked_ref::<StorageEvent>();
            store.heard(event.key(), event.new_value());
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

    /// Adds an entry at once; it counts in this page even where it cannot be stored, and is tried
    /// again with the next one.
    pub fn append(&self, entry: Entry) {
        let mut saved = Ok(());
        self.unsaved.update_untracked(|unsaved| saved = unsaved.save(&Browser, entry.clone()));
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
            Some(value) => store::write(&Browser, &key, value),
            None => store::unset(&Browser, name),
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
        self.unsaved.with_untracked(|unsaved| backup::export(&Browser, unsaved.entries()))
    }

    /// Removes everything under Drydock's keys, also what a newer app wrote.
    pub fn erase(&self) {
        for key in Browser.under(ALL).keys() {
            let _ = Browser.remove(key);
        }
        self.unsaved.update_untracked(|unsaved| *unsaved = Unsaved::default());
        self.read();
    }

    /// What could not be stored yet.
    pub fn unsaved(&self) -> Vec<Entry> {
        self.unsaved.with_untracked(|unsaved| unsaved.entries().to_vec())
    }

    /// Another tab changed a key; none means that it erased everything. One entry more is taken
    /// in by itself: reading all again takes time that another tab must not cost this one.
    fn heard(&self, key: Option<String>, text: Option<String>) {
        let Some(key) = key else { return self.read() };
        if let Some(name) = key.strip_prefix(SETTING) {
            self.settings.update(|settings| match text {
                Some(text) => drop(settings.insert(name.to_string(), text)),
                None => drop(settings.remove(name)),
            });
        } else if let (Some(id), Some(text)) = (key.strip_prefix(LOG), &text)
            && let Ok(entry) = decode(id, text)
            && self.trouble.with_untracked(|trouble| trouble.newer.is_none())
        {
            self.log.update(|log| log.append(entry));
        } else if key.starts_with(ALL) {
            self.read();
        }
    }

    /// Reads everything again, after something was written past this store.
    pub fn read(&self) {
        let mut stored = store::read(&Browser);
        let mut waits = false;
        self.unsaved.with_untracked(|unsaved| {
            for entry in unsaved.entries() {
                waits = true;
                stored.log.append(entry.clone());
            }
        });
        self.log.set(stored.log);
        self.settings.set(stored.settings);
        self.trouble.update(|trouble| {
            (trouble.newer, trouble.damaged) = (stored.newer, stored.damaged);
            trouble.not_saved.take_if(|_| !waits);
        });
    }

    fn note(&self, saved: Result<(), String>) {
        let why = saved.err();
        if self.trouble.with_untracked(|trouble| trouble.not_saved != why) {
            self.trouble.update(|trouble| trouble.not_saved = why);
        }
    }
}

/// An identity for something that the learner does now.
pub fn new_id() -> String {
    entry_id(browser::now_ms(), (js_sys::Math::random() * 4_294_967_296.0) as u64)
}
