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
