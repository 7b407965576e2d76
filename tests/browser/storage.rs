//! The store keeps what it is given and what it cannot read.

use drydock::app::browser::window;
use drydock::app::storage::{Store, new_id};
use drydock::progress::{Attempt, Entry};
use drydock::shape::Shape;
use leptos::prelude::*;
use wasm_bindgen_test::*;

fn attempt(at_ms: u64) -> Entry {
    Entry::Attempt(Attempt {
        id: new_id(),
        at_ms,
        question: "q".into(),
        chosen: vec![1],
        ..Attempt::blank()
    })
}

fn storage() -> web_sys::Storage {
    window().local_storage().ok().flatten().expect("a browser that stores")
}

fn open() -> (Owner, Store) {
    let owner = Owner::new();
    let store = owner.with(Store::provide);
    (owner, store)
}

fn log_keys() -> usize {
    let count = storage().length().unwrap_or(0);
    let keys = (0..count).filter_map(|index| storage().key(index).ok().flatten());
    keys.filter(|key| key.starts_with("drydock/1/log/")).count()
}

#[wasm_bindgen_test]
fn two_tabs_lose_nothing_of_each_other() {
    storage().clear().expect("cleared");
    let (_first_owner, first) = open();
    let (_second_owner, second) = open();
    first.append(attempt(7));
    second.append(attempt(7));
    assert_eq!(log_keys(), 2);
    let (_owner, reloaded) = open();
    assert_eq!(reloaded.log().get_untracked().entries().len(), 2);
}

#[wasm_bindgen_test]
fn what_cannot_be_read_stays_and_is_counted() {
    storage().clear().expect("cleared");
    storage().set_item("drydock/1/log/0000000000001-1", "{broken").expect("stored");
    let (_owner, store) = open();
    store.append(attempt(2));
    assert_eq!(store.trouble().get_untracked().damaged, 1);
    assert!(store.export().contains("{broken"));
    let kept = storage().get_item("drydock/1/log/0000000000001-1").ok().flatten();
    assert_eq!(kept.as_deref(), Some("{broken"));
}

#[wasm_bindgen_test]
fn a_newer_store_is_left_alone() {
    storage().clear().expect("cleared");
    storage().set_item("drydock/schema", "3").expect("stored");
    let (_owner, store) = open();
    store.append(attempt(1));
    store.set("theme", Some("dark"));
    assert_eq!(store.trouble().get_untracked().newer, Some(3));
    assert_eq!(storage().length(), Ok(1), "nothing was added");
    assert_eq!(store.log().get_untracked().entries().len(), 1, "it counts in memory");
    storage().clear().expect("cleared");
}

#[wasm_bindgen_test]
fn what_an_older_app_stored_counts_and_is_not_written_anew() {
    storage().clear().expect("cleared");
    let old = r#"{"at_ms":5,"chosen":[0],"correct":true,"kind":"attempt","question":"q"}"#;
    storage().set_item("drydock/schema", "1").expect("stored");
    storage().set_item("drydock/1/log/0000000000005-7", old).expect("stored");
    let (_owner, store) = open();
    assert_eq!(store.trouble().get_untracked().damaged, 0);
    store.append(attempt(8));
    assert_eq!(store.log().get_untracked().attempts("q").count(), 2);
    assert_eq!(storage().get_item("drydock/schema").ok().flatten().as_deref(), Some("2"));
    let kept = storage().get_item("drydock/1/log/0000000000005-7").ok().flatten();
    assert_eq!(kept.as_deref(), Some(old));
    storage().clear().expect("cleared");
}

/// Fills what is left of the browser's storage with keys that are not ours.
fn fill() {
    let mut size = 1 << 22;
    let mut number = 0;
    while size > 4 {
        match storage().set_item(&["other-", &number.to_string()].concat(), &"x".repeat(size)) {
            Ok(()) => number += 1,
            Err(_) => size /= 2,
        }
    }
}

#[wasm_bindgen_test]
fn a_full_store_says_so_and_takes_what_waits_once_there_is_room() {
    storage().clear().expect("cleared");
    let (_owner, store) = open();
    store.append(attempt(1));
    fill();
    store.append(attempt(2));
    store.append(attempt(3));
    assert!(store.trouble().get_untracked().not_saved.is_some());
    assert_eq!((log_keys(), store.unsaved().len()), (1, 2));
    assert_eq!(store.log().get_untracked().entries().len(), 3, "all of it counts in this page");
    assert_eq!(store.export().matches("attempt").count(), 3, "and all of it can be exported");
    for key in 0..3 {
        storage().remove_item(&["other-", &key.to_string()].concat()).expect("removed");
    }
    store.append(attempt(4));
    assert_eq!(store.trouble().get_untracked().not_saved, None);
    assert_eq!((log_keys(), store.unsaved().len()), (4, 0));
    storage().clear().expect("cleared");
}

/// What another tab wrote, as the browser tells it.
fn told(key: Option<&str>, text: Option<&str>) {
    let told = web_sys::StorageEventInit::new();
    told.set_key(key);
    told.set_new_value(text);
    let event =
        web_sys::StorageEvent::new_with_event_init_dict("storage", &told).expect("an event");
    window().dispatch_event(&event).expect("told");
}

#[wasm_bindgen_test]
fn what_another_tab_writes_counts_here_at_once() {
    storage().clear().expect("cleared");
    let (_owner, store) = open();
    let entry = attempt(5);
    let text = drydock::progress::encode(&entry).expect("text");
    let key = ["drydock/1/log/", entry.id()].concat();
    storage().set_item(&key, &text).expect("stored");
    told(Some(&key), Some(&text));
    told(Some(&key), Some(&text));
    told(Some("drydock/1/set/theme"), Some("dark"));
    told(Some("somebody/else"), Some("{"));
    assert_eq!(store.log().get_untracked().entries().len(), 1);
    assert_eq!(store.setting_now("theme").as_deref(), Some("dark"));
    told(Some("drydock/1/set/theme"), None);
    assert_eq!(store.setting_now("theme"), None);
    storage().set_item("drydock/1/log/0000000000009-9", "{torn").expect("stored");
    told(Some("drydock/1/log/0000000000009-9"), Some("{torn"));
    assert_eq!(store.trouble().get_untracked().damaged, 1);
    assert_eq!(store.log().get_untracked().entries().len(), 1);
    storage().clear().expect("cleared");
    told(None, None);
    assert!(store.log().get_untracked().entries().is_empty());
}
