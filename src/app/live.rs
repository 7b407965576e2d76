//! Reactive parts of a view under few types.
//!
//! Leptos compiles its machinery anew for each closure that stands in a view. Behind one shared
//! type a closure costs only itself, which is most of the page's download.

use leptos::prelude::*;
use std::sync::{Arc, Mutex};

/// A part of a view that follows its signals: text, an attribute's value, a class, a whole view.
pub type Live<T> = Arc<Mutex<dyn FnMut() -> T + Send>>;

/// Makes a closure such a part. Few result types: `String`, `bool`, `Option<String>`, `AnyView`.
pub fn live<T: 'static>(part: impl FnMut() -> T + Send + 'static) -> Live<T> {
    Arc::new(Mutex::new(part))
}

/// A view that follows its signals.
pub fn live_view<V: IntoAny>(mut part: impl FnMut() -> V + Send + 'static) -> Live<AnyView> {
    Arc::new(Mutex::new(move || part().into_any()))
}

/// Runs now and again whenever a signal that it read changes, until the owner goes.
pub fn follow(run: impl FnMut() + 'static) {
    follow_boxed(Box::new(run));
}

fn follow_boxed(run: Box<dyn FnMut()>) {
    Effect::new(run);
}

/// A handler of events for a view, of one type per kind of event.
pub fn heard<E: 'static>(handler: impl FnMut(E) + 'static) -> Box<dyn FnMut(E)> {
    Box::new(handler)
}
