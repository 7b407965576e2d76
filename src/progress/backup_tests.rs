//! Files that come back as they went, and devices that merge.

use super::super::store::{FULL, read};
use super::super::{Attempt, Marked, entry_id};
use super::*;
use crate::shape::Shape;
use std::cell::RefCell;

#[derive(Default)]
struct Device(RefCell<Texts>);

impl Shelf for Device {
    fn under(&self, prefix: &str) -> Texts {
        let texts = self.0.borrow();
        let inside = texts.iter().filter(|(key, _)| key.starts_with(prefix));
        inside.map(|(key, text)| (key.clone(), text.clone())).collect()
    }

    fn get(&self, key: &str) -> Option<String> {
        self.0.borrow().get(key).cloned()
    }

    fn put(&self, key: &str, text: &str) -> Result<(), String> {
        if text == "too much" {
            return Err(FULL.into());
        }
        self.0.borrow_mut().insert(key.into(), text.into());
        Ok(())
    }

    fn remove(&self, key: &str) -> Result<(), String> {
        self.0.borrow_mut().remove(key);
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

fn device(entries: &[Entry]) -> Device {
    let device = Device::default();
    for entry in entries {
        super::super::store::write_entry(&device, entry).expect("stored");
    }
    device
}

fn take_in(device: &Device, file: &str) -> Difference {
    let difference = compare(&device.under(ALL), &parse(file).expect("a file"));
    difference.write(device).expect("stored");
    difference
}

#[test]
fn after_a_wipe_a_file_brings_everything_back_as_it_was() {
    let before = device(&[entry(1, 1), entry(2, 2)]);
    before.put("drydock/1/log/0000000000003-1", "{broken \"ä\n").expect("stored");
    before.put("drydock/1/set/theme", "dark").expect("stored");
    before.put("drydock/1/aside/x", "odd").expect("stored");
    let after = Device::default();
    take_in(&after, &export(&before, &[]));
    assert_eq!(*after.0.borrow(), *before.0.borrow());
    assert_eq!(export(&after, &[]), export(&before, &[]));
}

#[test]
fn what_is_only_in_memory_is_in_the_file() {
    let file = export(&device(&[entry(1, 1)]), &[entry(2, 1)]);
    let after = Device::default();
    take_in(&after, &file);
    assert_eq!(read(&after).log.entries(), [entry(1, 1), entry(2, 1)]);
}

#[test]
fn two_devices_lose_nothing_and_count_nothing_twice() {
    let phone = device(&[entry(1, 1), entry(2, 7), entry(4, 7)]);
    let laptop = device(&[entry(1, 1), entry(2, 8), entry(3, 8)]);
    phone.put("drydock/1/set/theme", "dark").expect("stored");
    laptop.put("drydock/1/set/theme", "light").expect("stored");
    let first = take_in(&laptop, &export(&phone, &[]));
    assert_eq!((first.added.len(), first.known, first.kept_settings), (2, 1, 1));
    take_in(&phone, &export(&laptop, &[]));
    assert_eq!(read(&phone).log, read(&laptop).log);
    assert_eq!(read(&phone).log.entries().len(), 5);
    assert_eq!(read(&laptop).settings["theme"], "light", "what is set here stays");
    let again = take_in(&laptop, &export(&phone, &[]));
    assert!(again.is_empty());
    assert_eq!(again.known, 5);
}

#[test]
fn another_text_under_the_same_key_is_put_aside_once() {
    let here = device(&[entry(1, 1)]);
    let there = Device::default();
    there.put("drydock/1/log/0000000000001-1", "{broken").expect("stored");
    let file = export(&there, &[]);
    assert_eq!(take_in(&here, &file).aside.len(), 1);
    assert!(take_in(&here, &file).is_empty());
    assert_eq!(read(&here).log.entries(), [entry(1, 1)]);
    assert!(export(&here, &[]).contains("{broken"));
}

#[test]
fn a_file_of_schema_1_is_taken_in() {
    let old =
        r#"{\"at_ms\":5,\"chosen\":[0],\"correct\":true,\"kind\":\"attempt\",\"question\":\"q\"}"#;
    let later = old.replace('5', "6");
    let file = format!(
        "{{\"drydock/schema\": \"1\", \"drydock/1/log/0000000000005-3\": \"{old}\", \
         \"memory/0\": \"{old}\", \"memory/1\": \"{later}\"}}"
    );
    let device = Device::default();
    assert_eq!(take_in(&device, &file).added.len(), 2);
    assert!(take_in(&device, &file).is_empty());
    let log = read(&device).log;
    assert_eq!(log.entries().iter().map(Entry::at_ms).collect::<Vec<_>>(), [5, 6]);
}

#[test]
fn what_is_no_export_is_refused_with_a_reason() {
    let refused = ["", "[1]", "{}", "{\"a\":\"b\"}", "{\"drydock/schema\":2}", "{\"drydock/1/l"];
    for text in refused {
        assert!(matches!(parse(text), Err(Refused::Foreign(_))), "{text}");
    }
    assert_eq!(parse("{\"drydock/schema\":\"3\"}"), Err(Refused::Newer(3)));
    assert!(parse("{\"drydock/schema\":\"x\"}").is_err());
}

#[test]
fn a_full_store_can_be_tried_again() {
    let device = Device::default();
    let mut file = Texts::from([("drydock/1/set/b".into(), "too much".into())]);
    file.insert("drydock/1/set/a".into(), "x".into());
    assert_eq!(compare(&device.under(ALL), &file).write(&device), Err(FULL.into()));
    let rest = compare(&device.under(ALL), &file);
    assert_eq!(rest.settings.keys().collect::<Vec<_>>(), ["drydock/1/set/b"]);
}
