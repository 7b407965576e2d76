//! The learner's data as one file: written, read back, compared, merged. Nothing is overwritten.
//!
//! A file is the store itself, every key with its text, so that it comes back exactly as it was,
//! what is damaged included. Two devices merge by the ids of their entries.

use super::store::{ALL, ASIDE, LOG, SETTING, Shelf, VERSION, write};
use super::{Entry, SCHEMA, decode, encode};
use serde_json::Value;
use std::collections::BTreeMap;

/// Keys and texts of a store.
pub type Texts = BTreeMap<String, String>;

/// All that is stored, and the entries that could not be; as JSON.
pub fn export(shelf: &impl Shelf, unsaved: &[Entry]) -> String {
    let mut all = shelf.under(ALL);
    for entry in unsaved {
        if let Ok(text) = encode(entry) {
            all.insert([LOG, entry.id()].concat(), text);
        }
    }
    let mut json = String::from("{");
    for (index, (key, text)) in all.into_iter().enumerate() {
        json.push_str(if index == 0 { "\n  " } else { ",\n  " });
        json.push_str(&Value::String(key).to_string());
        json.push_str(": ");
        json.push_str(&Value::String(text).to_string());
    }
    json.push_str("\n}\n");
    json
}

/// Why a file cannot be taken in, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// No file of this app, in words.
    Foreign(String),
    /// Made by an app with this newer schema.
    Newer(u32),
}

impl std::fmt::Display for Refused {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Refused::Foreign(found) => {
                out.write_str("This is no export of Drydock: ")?;
                out.write_str(found)?;
                out.write_str(". Choose the .json file that Export wrote.")
            }
            Refused::Newer(_) => out.write_str(
                "This file comes from a newer Drydock. Reload the page to get that version, then \
                 import it again.",
            ),
        }
    }
}

/// Reads a file that [`export`] wrote, now or in schema 1.
pub fn parse(text: &str) -> Result<Texts, Refused> {
    let foreign = |found: &str| Err(Refused::Foreign(found.to_string()));
    let Ok(value) = serde_json::from_str::<Value>(text.trim_start_matches('\u{feff}')) else {
        return foreign("it is not JSON, or was cut off");
    };
    let Value::Object(table) = value else { return foreign("expected an object") };
    let mut texts = Texts::new();
    for (key, value) in table {
        let Value::String(text) = value else { return foreign("expected texts only") };
        // Schema 1 wrote what was in memory alone under other keys.
        if !key.starts_with(ALL) && !key.starts_with("memory/") {
            return foreign("it has keys of something else");
        }
        texts.insert(key, text);
    }
    if texts.is_empty() {
        return foreign("it is empty");
    }
    let schema = texts.get(VERSION).map_or(0, |found| found.parse().unwrap_or(u32::MAX));
    if schema > SCHEMA { Err(Refused::Newer(schema)) } else { Ok(texts) }
}

/// What taking in a file would do; shown before it is done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Entries that are new here, by key.
    pub added: Texts,
    /// Entries that are here already.
    pub known: usize,
    /// Settings that are not set here, by key. What is set here stays.
    pub settings: Texts,
    /// Settings that say something else here, and stay as they are.
    pub kept_settings: usize,
    /// What cannot be read, or stands here with another text, by the key under which it is put
    /// aside.
    pub aside: Texts,
}

impl Difference {
    /// Whether there is nothing to take in.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.settings.is_empty() && self.aside.is_empty()
    }

    /// Takes it in. Writing the same difference twice changes nothing more.
    pub fn write(&self, shelf: &impl Shelf) -> Result<(), String> {
        for texts in [&self.added, &self.settings, &self.aside] {
            for (key, text) in texts {
                write(shelf, key, text)?;
            }
        }
        Ok(())
    }
}

/// Compares a file with what is here.
pub fn compare(here: &Texts, file: &Texts) -> Difference {
    let mut difference = Difference::default();
    for (key, text) in file.iter().filter(|(key, _)| *key != VERSION) {
        if let Some(id) = key.strip_prefix(LOG) {
            difference.entry(here, key, id, text);
        } else if key.starts_with(SETTING) {
            match here.get(key) {
                None => drop(difference.settings.insert(key.clone(), text.clone())),
                Some(own) => difference.kept_settings += usize::from(own != text),
            }
        } else if key.starts_with("memory/") {
            difference.memory_entry(here, file, text);
        } else {
            difference.set_aside(here, key, text);
        }
    }
    difference
}

impl Difference {
    fn entry(&mut self, here: &Texts, key: &str, id: &str, text: &str) {
        match here.get(key) {
            Some(own) if own == text => self.known += 1,
            Some(own) if decode(id, own).is_ok() && decode(id, own) == decode(id, text) => {
                self.known += 1;
            }
            Some(_) => self.set_aside(here, key, text),
            // Also what cannot be read: a later version may.
            None => drop(self.added.insert(key.to_string(), text.to_string())),
        }
    }

    /// An entry of schema 1 without a key: its content makes the id, unless a key has it already.
    fn memory_entry(&mut self, here: &Texts, file: &Texts, text: &str) {
        if here.iter().chain(file).any(|(key, other)| key.starts_with(LOG) && other == text) {
            self.known += 1;
            return;
        }
        let hash = fingerprint(text);
        let at_ms = decode("", text).map_or(0, |entry| entry.at_ms());
        let id = super::entry_id(at_ms, hash);
        self.entry(here, &[LOG, &id].concat(), &id, text);
    }

    fn set_aside(&mut self, here: &Texts, key: &str, text: &str) {
        let name = key.strip_prefix(ASIDE).unwrap_or(key);
        let mut place = [ASIDE, name].concat();
        while here.get(&place).or(self.aside.get(&place)).is_some_and(|other| other != text) {
            place.push('~');
        }
        if !here.contains_key(&place) {
            self.aside.insert(place, text.to_string());
        }
    }
}

/// FNV-1a, which is the same everywhere; 53 bits, so that JavaScript counts it exactly.
fn fingerprint(text: &str) -> u64 {
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    hash >> 11
}

#[cfg(test)]
#[path = "backup_tests.rs"]
mod tests;
