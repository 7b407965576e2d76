//! Stores that work, that are full, forbidden, damaged, older and newer.

use super::super::{Attempt, Marked, entry_id};
use super::*;
use crate::shape::Shape;
use std::cell::{Cell, RefCell};

/// A store in memory that takes only so many bytes.
#[derive(Default)]
struct Box {
    texts: RefCell<BTreeMap<String, String>>,
    room_bytes: Cell<Option<usize>>,
}

impl Shelf for Box {
    fn under(&self, prefix: &str) -> BTreeMap<String, String> {
        let texts = self.texts.borrow();
        let inside = texts.iter().filter(|(key, _)| key.starts_with(prefix));
        inside.map(|(key, text)| (key.clone(), text.clone())).collect()
    }

    fn get(&self, key: &str) -> Option<String> {
        self.texts.borrow().get(key).cloned()
    }

    fn put(&self, key: &str, text: &str) -> Result<(), String> {
        let used: usize =
            self.texts.borrow().iter().map(|(key, text)| key.len() + text.len()).sum();
        match self.room_bytes.get() {
            Some(room) if used + key.len() + text.len() > room => Err(FULL.into()),
            _ => {
                self.texts.borrow_mut().insert(key.into(), text.into());
                Ok(())
            }
        }
    }

    fn remove(&self, key: &str) -> Result<(), String> {
        self.texts.borrow_mut().remove(key);
        Ok(())
    }
}

fn entry(at_ms: u64, random: u64) -> Entry {
    Entry::Attempt(Attempt {
        id: entry_id(at_ms, random),
        at_ms,
        question: "q".into(),
        marked: Marked::Right,
        ..Attempt::blank()
    })
}

#[test]
fn two_tabs_lose_nothing_of_each_other() {
    let shelf = Box::default();
    let (mut one, mut other) = (Unsaved::default(), Unsaved::default());
    one.save(&shelf, entry(7, 1)).expect("stored");
    other.save(&shelf, entry(7, 2)).expect("stored");
    assert_eq!(read(&shelf).log.entries(), [entry(7, 1), entry(7, 2)]);
}

#[test]
fn a_full_store_keeps_what_it_has_and_gets_the_rest_when_there_is_room() {
    let shelf = Box::default();
    let mut unsaved = Unsaved::default();
    unsaved.save(&shelf, entry(1, 1)).expect("stored");
    shelf.room_bytes.set(Some(0));
    assert_eq!(unsaved.save(&shelf, entry(2, 1)), Err(FULL.into()));
    assert_eq!(unsaved.save(&shelf, entry(3, 1)), Err(FULL.into()));
    assert_eq!(unsaved.entries(), [entry(2, 1), entry(3, 1)]);
    assert_eq!(read(&shelf).log.entries().len(), 1);
    shelf.room_bytes.set(None);
    assert_eq!(unsaved.save(&shelf, entry(4, 1)), Ok(()));
    assert!(unsaved.entries().is_empty());
    assert_eq!(read(&shelf).log.entries().len(), 4);
}

#[test]
fn what_cannot_be_read_stays_and_is_counted() {
    let shelf = Box::default();
    shelf.put("drydock/1/log/0000000000001-1", "{broken").expect("stored");
    write_entry(&shelf, &entry(2, 1)).expect("stored");
    let stored = read(&shelf);
    assert_eq!((stored.damaged, stored.log.entries().len()), (1, 1));
    assert_eq!(shelf.get("drydock/1/log/0000000000001-1").as_deref(), Some("{broken"));
}

#[test]
fn a_newer_store_is_left_alone() {
    for schema in ["3", "later"] {
        let shelf = Box::default();
        shelf.put(VERSION, schema).expect("stored");
        let before = shelf.texts.borrow().clone();
        assert_eq!(write_entry(&shelf, &entry(1, 1)), Err(NEWER.into()));
        assert_eq!(write(&shelf, "drydock/1/set/theme", "dark"), Err(NEWER.into()));
        assert_eq!(unset(&shelf, "theme"), Err(NEWER.into()));
        assert!(read(&shelf).newer.is_some());
        assert_eq!(*shelf.texts.borrow(), before);
    }
}

#[test]
fn a_store_of_schema_1_is_read_and_marked_as_new_with_the_first_write() {
    let shelf = Box::default();
    let old = r#"{"at_ms":5,"chosen":[0],"correct":false,"kind":"attempt","question":"q"}"#;
    shelf.put(VERSION, "1").expect("stored");
    shelf.put("drydock/1/log/0000000000005-7", old).expect("stored");
    shelf.put("drydock/1/log/0000000000005-8", old).expect("stored");
    shelf.put("drydock/1/set/theme", "dark").expect("stored");
    let stored = read(&shelf);
    assert_eq!(stored.log.entries().len(), 2, "two tabs in one millisecond");
    assert_eq!(stored.settings["theme"], "dark");
    assert_eq!(shelf.get(VERSION).as_deref(), Some("1"));
    write_entry(&shelf, &entry(9, 1)).expect("stored");
    assert_eq!(shelf.get(VERSION), Some(SCHEMA.to_string()));
    assert_eq!(shelf.get("drydock/1/log/0000000000005-7").as_deref(), Some(old), "as it was");
    assert_eq!(read(&shelf).log.entries().len(), 3);
}

#[test]
fn reading_again_is_the_same_as_reading() {
    let shelf = Box::default();
    for random in 0..5 {
        write_entry(&shelf, &entry(10 + random, random)).expect("there is room");
    }
    let before = read(&shelf);
    shelf.put(&[LOG, "torn"].concat(), "{").expect("there is room");
    shelf.put(&[SETTING, "theme"].concat(), "dark").expect("there is room");
    write_entry(&shelf, &entry(3, 9)).expect("there is room");
    let again = read_again(&shelf, before.log.clone());
    assert_eq!(again, read(&shelf));
    assert_eq!((again.log.entries().len(), again.damaged), (6, 1));
    assert_eq!(read_again(&shelf, Log::default()), read(&shelf));
    shelf.remove(&[LOG, &entry_id(10, 0)].concat()).expect("it is there");
    assert_eq!(read_again(&shelf, again.log).log.entries().len(), 5, "what has gone is gone");
    shelf.put(VERSION, "99").expect("there is room");
    assert_eq!(read_again(&shelf, before.log), read(&shelf));
}
