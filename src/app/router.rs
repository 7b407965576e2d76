//! The router: one `hashchange` listener, one signal with the current [`Route`].
//!
//! It also does what a browser does between pages and not within one: title, focus, announcement
//! and the scroll position of each history entry, which it keeps in that entry's own state.

use super::browser;
use super::route::Route;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, FocusOptions, HtmlElement, ScrollRestoration};

/// The router as components see it; a cheap handle.
#[derive(Clone, Copy)]
pub struct Router {
    current: RwSignal<Route>,
    /// How many navigations there were; the first page takes no focus.
    visits: RwSignal<u32>,
    /// Where the entry that was navigated to had been scrolled; `None` for a new one.
    wanted_y: StoredValue<Option<f64>>,
    announcement: RwSignal<String>,
    title: StoredValue<Arc<str>>,
}

/// The router that [`Router::provide`] put into the context.
pub fn use_router() -> Router {
    expect_context()
}

impl Router {
    /// Starts listening and puts the router into the context.
    pub fn provide() -> Router {
        let router = Router {
            current: RwSignal::new(Route::parse(&fragment())),
            visits: RwSignal::new(0),
            wanted_y: StoredValue::new(kept_scroll()),
            announcement: RwSignal::new(String::new()),
            title: StoredValue::new("".into()),
        };
        if let Ok(history) = browser::window().history() {
            let _ = history.set_scroll_restoration(ScrollRestoration::Manual);
        }
        let keep = browser::Later::new(keep_scroll);
        browser::listen(&browser::window(), "scroll", move |_| keep.in_ms(100));
        browser::listen(&browser::window(), "hashchange", move |_| {
            keep.cancel();
            router.wanted_y.set_value(kept_scroll());
            router.visits.update(|visits| *visits += 1);
            router.current.set(Route::parse(&fragment()));
        });
        provide_context(router);
        router
    }

    /// The current route; changes with every navigation, also to the same route.
    pub fn current(&self) -> ReadSignal<Route> {
        self.current.read_only()
    }

    /// Whether this history entry had been scrolled before: a reload, or back and forward.
    pub fn returns(&self) -> bool {
        self.wanted_y.get_value().is_some_and(|y| y > 0.0)
    }

    /// What the live region says.
    pub fn announcement(&self) -> ReadSignal<String> {
        self.announcement.read_only()
    }

    /// Goes there, as a link would: a new history entry.
    pub fn navigate(&self, route: &Route) {
        keep_scroll();
        let _ = browser::window().location().set_hash(&route.to_string());
    }

    /// Changes the address of this history entry only; [`Router::current`] keeps still.
    pub fn replace(&self, route: &Route) {
        if let Ok(history) = browser::window().history() {
            let state = history.state().unwrap_or(JsValue::NULL);
            // Browsers limit how often this may be done; the next change catches up.
            let _ = history.replace_state_with_url(&state, "", Some(&route.to_string()));
        }
    }

    /// Says something politely to a screen reader.
    pub fn announce(&self, text: &str) {
        self.announcement.set(text.to_string());
    }

    /// A page calls this once what it shows is in the document: sets the title, and after a
    /// navigation moves the focus to the heading, announces it and scrolls. `target` is the element
    /// to scroll to.
    pub fn arrive(&self, title: &str, target: Option<String>) {
        let full = if title.is_empty() {
            "Drydock: learn AWS containers by trying them".to_string()
        } else {
            [title, " – Drydock"].concat()
        };
        browser::document().set_title(&full);
        self.title.set_value(title.into());
        let first = self.visits.get_untracked() == 0;
        let wanted_y = self.wanted_y.get_value();
        let router = *self;
        // After the frame in which the page is laid out.
        browser::next_frame(move || {
            if !first {
                router.announce(&router.title.get_value());
            }
            if !first {
                focus(find_heading());
            }
            match (wanted_y, target) {
                (Some(y), _) => return_to(y, 180),
                (None, Some(target)) => {
                    if !go_to(&target) {
                        if !first {
                            scroll_to(0.0);
                        }
                        seek(target, 300);
                    }
                }
                (None, None) if !first => scroll_to(0.0),
                (None, None) => {}
            }
        });
    }
}

fn fragment() -> String {
    browser::window().location().hash().unwrap_or_default()
}

fn find(id: &str) -> Option<Element> {
    browser::document().get_element_by_id(id)
}

fn find_heading() -> Option<Element> {
    browser::document().query_selector("main h1").ok().flatten()
}

/// Headings take no focus by themselves; `-1` lets a script give it.
fn focus(element: Option<Element>) {
    let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    if !element.has_attribute("tabindex") {
        let _ = element.set_attribute("tabindex", "-1");
    }
    let options = FocusOptions::new();
    options.set_prevent_scroll(true);
    let _ = element.focus_with_options(&options);
}

/// Scrolls to an element and gives it the focus; says whether it is there.
fn go_to(id: &str) -> bool {
    let Some(target) = find(id) else { return false };
    focus(Some(target.clone()));
    target.scroll_into_view();
    true
}

/// The same for an element that comes a little later, as questions do.
fn seek(id: String, tries: u32) {
    browser::soon(move || {
        if !go_to(&id) && tries > 0 {
            seek(id, tries - 1);
        }
    });
}

/// Scrolls to a place that may not be there yet: figures and questions come a little later and make
/// the page longer. Tried again for so many frames.
fn return_to(y: f64, frames: u32) {
    scroll_to(y);
    let reached = browser::window().scroll_y().is_ok_and(|found| (found - y).abs() < 2.0);
    if !reached && frames > 0 {
        browser::soon(move || return_to(y, frames - 1));
    }
}

fn scroll_to(y: f64) {
    browser::window().scroll_to_with_x_and_y(0.0, y);
}

/// The scroll position in the state of this history entry.
fn kept_scroll() -> Option<f64> {
    browser::window().history().ok()?.state().ok()?.as_f64()
}

fn keep_scroll() {
    let window = browser::window();
    if let (Ok(history), Ok(y)) = (window.history(), window.scroll_y()) {
        let _ = history.replace_state(&y.into(), "");
    }
}
