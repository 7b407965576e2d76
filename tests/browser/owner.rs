//! Timers, frames and listeners stop with the owner that set them.

use super::pause;
use drydock::app::browser;
use leptos::prelude::*;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen_test::*;

#[wasm_bindgen_test]
async fn nothing_fires_after_its_owner() {
    let fired = Rc::new(Cell::new(0));
    let count = || {
        let fired = fired.clone();
        move || fired.set(fired.get() + 1)
    };
    let owner = Owner::new();
    let (tick, late, heard, drawn) = (count(), count(), count(), count());
    owner.with(|| {
        browser::interval(5, tick);
        browser::timeout(40, late);
        let heard = heard;
        browser::listen(&browser::window(), "drydock-test", move |_| heard());
        let drawn = drawn;
        browser::Frames::new(move |_| {
            drawn();
            true
        })
        .start();
    });
    let shout = || {
        let event = web_sys::Event::new("drydock-test").expect("an event");
        browser::window().dispatch_event(&event).expect("dispatched");
    };
    shout();
    assert_eq!(fired.get(), 1, "the listener hears while its owner lives");
    pause(30).await;
    assert!(fired.get() > 2, "interval and frames run while their owner lives");

    owner.cleanup();
    let before = fired.get();
    shout();
    pause(80).await;
    assert_eq!(fired.get(), before, "nothing runs once the owner is gone");
}
