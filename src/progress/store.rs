//! How the log lies in a store of texts: keys, schema, and what happens when the store is full,
//! forbidden, damaged or made by a newer app.
//!
//! Every entry has a key of its own, so two tabs never overwrite each other. What cannot be read
//! stays where it is and is counted. What cannot be written is kept in memory and tried again.
//! Knows no browser: the store behind it is a [`Shelf`].

use super::{Entry, Log, SCHEMA, decode, encode};
use std::collections::BTreeMap;

/// Before every key of the product.
pub const ALL: &str = "drydock/";
/// Before the id of an entry.
pub const LOG: &str = "drydock/1/log/";
/// Before the name of a setting.
pub const SETTING: &str = "drydock/1/set/";
/// Before what came from a file and must not displace anything.
pub const ASIDE: &str = "drydock/1/aside/";
/// Key of the schema.
pub const VERSION: &str = "drydock/schema";

pub const FORBIDDEN: &str = "this browser does not let the page store anything";
pub const FULL: &str = "the browser’s storage is full or closed to this page";
pub const NEWER: &str = "a newer Drydock keeps its data here";

/// A store of texts under keys.
pub trait Shelf {
    /// All keys that begin with the prefix, and their texts.
    fn under(&self, prefix: &str) -> BTreeMap<String, String>;
    /// All keys that begin with the prefix.
    fn keys(&self, prefix: &str) -> Vec<String> {
        self.under(prefix).into_keys().collect()
    }
    fn get(&self, key: &str) -> Option<String>;
    /// Stores a text, or says in words why it cannot.
    fn put(&self, key: &str, text: &str) -> Result<(), String>;
    fn remove(&self, key: &str) -> Result<(), String>;
}

/// What a store holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stored {
    pub log: Log,
    pub settings: BTreeMap<String, String>,
    /// Entries that cannot be read and stay where they are.
    pub damaged: usize,
    /// The schema of a store that a newer app made; then nothing else was read.
    pub newer: Option<u32>,
}

/// Reads all there is.
pub fn read(shelf: &impl Shelf) -> Stored {
    let newer = newer_schema(shelf);
    if newer.is_some() {
        return Stored { newer, ..Stored::default() };
    }
    let mut stored = Stored::default();
    let mut entries = Vec::new();
    for (key, text) in shelf.under(LOG) {
        match decode(&key[LOG.len()..], &text) {
            Ok(entry) => entries.push(entry),
            Err(_) => stored.damaged += 1,
        }
    }
    for (key, text) in shelf.under(SETTING) {
        stored.settings.insert(key[SETTING.len()..].to_string(), text);
    }
    stored.log = Log::new(entries);
    stored
}

/// Writes an entry under its id.
pub fn write_entry(shelf: &impl Shelf, entry: &Entry) -> Result<(), String> {
    let text = encode(entry).map_err(|why| why.0)?;
    write(shelf, &[LOG, entry.id()].concat(), &text)
}

/// Reads the store again where this much of its log is known: entries never change, so that only
/// those that came since are read. Where entries have gone, all of it is read.
pub fn read_again(shelf: &impl Shelf, known: Log) -> Stored {
    let keys = shelf.keys(ALL);
    let of_log = keys.iter().filter_map(|key| Some((key, key.strip_prefix(LOG)?)));
    let (there, new): (Vec<_>, Vec<_>) = of_log.partition(|(_, id)| known.has(id));
    if newer_schema(shelf).is_some() || there.len() < known.entries().len() {
        return read(shelf);
    }
    let mut stored = Stored { log: known, ..Stored::default() };
    for (key, id) in new {
        match decode(id, &shelf.get(key).unwrap_or_default()) {
            Ok(entry) => stored.log.append(entry),
            Err(_) => stored.damaged += 1,
        }
    }
    for (key, name) in keys.iter().filter_map(|key| Some((key, key.strip_prefix(SETTING)?))) {
        stored.settings.insert(name.to_string(), shelf.get(key).unwrap_or_default());
    }
    stored
}

/// Writes one text under one key, the schema first.
pub fn write(shelf: &impl Shelf, key: &str, text: &str) -> Result<(), String> {
    writable(shelf)?;
    let marked = shelf.get(VERSION).and_then(|found| found.parse().ok());
    if marked.is_none_or(|version: u32| version < SCHEMA) {
        shelf.put(VERSION, &SCHEMA.to_string())?;
    }
    shelf.put(key, text)
}

/// Removes a setting.
pub fn unset(shelf: &impl Shelf, name: &str) -> Result<(), String> {
    writable(shelf)?;
    shelf.remove(&[SETTING, name].concat())
}

fn writable(shelf: &impl Shelf) -> Result<(), String> {
    newer_schema(shelf).map_or(Ok(()), |_| Err(NEWER.into()))
}

/// The schema of the store, if it is newer than this app's.
pub fn newer_schema(shelf: &impl Shelf) -> Option<u32> {
    // What is no number was not written by this version either.
    let version = shelf.get(VERSION)?.parse().unwrap_or(u32::MAX);
    (version > SCHEMA).then_some(version)
}

/// Entries that could not be stored yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unsaved(Vec<Entry>);

impl Unsaved {
    /// Stores what is waiting and then the entry; what does not go waits on. The error is the
    /// first one met.
    pub fn save(&mut self, shelf: &impl Shelf, entry: Entry) -> Result<(), String> {
        self.0.push(entry);
        let mut saved = Ok(());
        self.0.retain(|entry| {
            let tried = write_entry(shelf, entry);
            let waits = tried.is_err();
            if saved.is_ok() {
                saved = tried;
            }
            waits
        });
        saved
    }

    pub fn entries(&self) -> &[Entry] {
        &self.0
    }
}

#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;
