//! What the page does for the parts of the app that have a module of their own; `Page` in each of
//! them is the other side.

use crate::app::route::Route;
use crate::app::router::Router;
use crate::app::storage::Store;
use crate::progress::{decode, encode};
use js_sys::{Object, Reflect};
use wasm_bindgen::prelude::*;

/// An object with the few functions that a part may call. `title` is what [`Router::arrive`] gets
/// from a part that names none.
pub fn host(router: Router, store: Store, title: &'static str) -> JsValue {
    let host = Object::new();
    let offer = |name: &str, function: JsValue| {
        let _ = Reflect::set(&host, &name.into(), &function);
    };
    let setting = move |name: String| store.setting_now(&name);
    let set = move |name: String, value: Option<String>| store.set(&name, value.as_deref());
    let arrive = move |own: Option<String>, target: Option<String>| {
        router.arrive(own.as_deref().unwrap_or(title), target);
    };
    let navigate = move |fragment: String| router.navigate(&Route::parse(&fragment));
    let replace = move |fragment: String| router.replace(&Route::parse(&fragment));
    let announce = move |text: String| router.announce(&text);
    offer("setting", Closure::<dyn Fn(String) -> Option<String>>::new(setting).into_js_value());
    offer("set", Closure::<dyn Fn(String, Option<String>)>::new(set).into_js_value());
    offer("arrive", Closure::<dyn Fn(Option<String>, Option<String>)>::new(arrive).into_js_value());
    offer("navigate", Closure::<dyn Fn(String)>::new(navigate).into_js_value());
    offer("replace", Closure::<dyn Fn(String)>::new(replace).into_js_value());
    offer("announce", Closure::<dyn Fn(String)>::new(announce).into_js_value());
    offer_log(store, &offer);
    host.into()
}

/// What a part that keeps the learner's log needs. It reads the store by itself, and all that is
/// written goes through the page, which keeps what does not fit.
fn offer_log(store: Store, offer: &dyn Fn(&str, JsValue)) {
    let append = move |text: String| {
        if let Ok(entry) = decode("", &text) {
            store.append(entry);
        }
    };
    let unsaved = move || {
        let unsaved = store.unsaved();
        let texts = unsaved.iter().filter_map(|entry| encode(entry).ok());
        texts.map(JsValue::from).collect::<js_sys::Array>().into()
    };
    offer("append", Closure::<dyn Fn(String)>::new(append).into_js_value());
    offer("unsaved", Closure::<dyn Fn() -> JsValue>::new(unsaved).into_js_value());
    offer("reread", Closure::<dyn Fn()>::new(move || store.read()).into_js_value());
    offer("erase", Closure::<dyn Fn()>::new(move || store.erase()).into_js_value());
}
