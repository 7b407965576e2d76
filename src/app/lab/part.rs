//! The lab as a part of the app with a WebAssembly module of its own: what the page calls, and what
//! the lab asks of the page.
//!
//! Both modules live in one document and share nothing but it: the page keeps the router and the
//! store, the lab its engine and the files that it fetched. A lab or figure gets an element to
//! itself. Knows no more of the page than [`Host`].

use crate::app::browser;
use crate::app::content::ContentSource;
use crate::app::engine::{self, Engine};
use crate::course::model::Block;
use leptos::prelude::*;
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

use super::figure::LabFigure;
use super::page::LabPage;

#[wasm_bindgen]
extern "C" {
    /// What the page does for the lab.
    pub type Page;

    #[wasm_bindgen(method)]
    fn setting(this: &Page, name: &str) -> Option<String>;
    #[wasm_bindgen(method)]
    fn set(this: &Page, name: &str, value: Option<&str>);
    #[wasm_bindgen(method)]
    fn arrive(this: &Page);
    #[wasm_bindgen(method)]
    fn navigate(this: &Page, fragment: &str);
    #[wasm_bindgen(method)]
    fn replace(this: &Page, fragment: &str);
}

/// The page as components of the lab see it; a cheap handle.
#[derive(Clone, Copy)]
pub struct Host(StoredValue<Page, LocalStorage>);

/// The page that the lab was mounted by.
pub fn use_host() -> Host {
    expect_context()
}

impl Host {
    /// The stored setting of that name as it is now.
    pub fn setting(&self, name: &str) -> Option<String> {
        self.0.with_value(|page| page.setting(name))
    }

    /// Stores a setting, or removes it.
    pub fn set(&self, name: &str, value: Option<&str>) {
        let _ = self.0.try_with_value(|page| page.set(name, value));
    }

    /// The lab is in the document: title, focus, announcement.
    pub fn arrive(&self) {
        self.0.with_value(Page::arrive);
    }

    /// Goes to an address, as a link would.
    pub fn navigate(&self, fragment: &str) {
        self.0.with_value(|page| page.navigate(fragment));
    }

    /// Changes the address of this history entry only.
    pub fn replace(&self, fragment: &str) {
        let _ = self.0.try_with_value(|page| page.replace(fragment));
    }
}

thread_local! {
    /// Owns what all labs and figures of the document share.
    static ROOT: RefCell<Option<(Owner, Engine)>> = const { RefCell::new(None) };
}

/// Begins to load what every lab needs. Called once, before anything else.
pub fn start() {
    console_error_panic_hook::set_once();
    let Ok(nowhere) = browser::document().create_element("div") else { return };
    // Mounting nothing sets up what every other mount needs.
    let handle = leptos::mount::mount_to(nowhere.unchecked_into(), || {
        let content = ContentSource::provide();
        let engine = Engine::provide();
        engine.load(content);
        ROOT.set(Owner::current().map(|owner| (owner, engine)));
    });
    handle.forget();
}

/// Shows the lab in the element; gives the function that takes it away.
pub fn mount_lab(place: JsValue, page: JsValue) -> JsValue {
    mount(place, move || {
        provide_context(Host(StoredValue::new_local(page.unchecked_into())));
        view! { <LabPage/> }.into_any()
    })
}

/// Shows a live figure in the element; `block` is the JSON of [`Block::Lab`].
pub fn mount_figure(place: JsValue, block: &JsValue) -> JsValue {
    let block = block.as_string().and_then(|json| serde_json::from_str(&json).ok());
    mount(place, move || match block {
        Some(Block::Lab { scenario, show, sliders, .. }) => {
            view! { <LabFigure scenario_id=scenario show sliders/> }.into_any()
        }
        _ => ().into_any(),
    })
}

/// Simulates a partial scenario for a script; a promise of the run.
pub fn run(scenario: JsValue) -> JsValue {
    let shared =
        ROOT.with_borrow(|root| root.as_ref().map(|(owner, engine)| (owner.clone(), *engine)));
    match shared {
        Some((owner, engine)) => owner.with(|| engine::run_script(engine, scenario)).into(),
        None => JsValue::UNDEFINED,
    }
}

fn mount(place: JsValue, view: impl FnOnce() -> AnyView + 'static) -> JsValue {
    let place: HtmlElement = place.unchecked_into();
    place.set_inner_html("");
    let root = ROOT.with_borrow(|root| root.as_ref().map(|(owner, _)| owner.clone()));
    let view: Box<dyn FnOnce() -> AnyView> = Box::new(view);
    let mounted = root.map(|root| root.with(|| leptos::mount::mount_to(place, view)));
    Closure::once_into_js(move || drop(mounted))
}
