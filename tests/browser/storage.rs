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
