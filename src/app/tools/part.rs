//! What the page calls of the tools.

use super::{Book, calculator, frame, index, mount, special};
use crate::app::browser;
use crate::app::content::{self, ContentError, notice};
use crate::app::page::Page;
use crate::rules;
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::Element;

thread_local! {
    /// Read once in the life of the page.
    static BOOK: RefCell<Option<Rc<Book>>> = const { RefCell::new(None) };
}

/// Called once, before anything else.
pub fn start() {
    console_error_panic_hook::set_once();
}

/// What is on the page, until it is taken away.
#[derive(Default)]
struct Stay {
    gone: Cell<bool>,
    kept: RefCell<Option<Box<dyn Any>>>,
}

/// Shows all tools, or the one of that name, in the element. Gives the function that takes it away.
pub fn mount_tools(
    place: JsValue,
    page: JsValue,
    name: Option<String>,
    query: Option<String>,
) -> JsValue {
    let (place, page) = (place.unchecked_into::<Element>(), page.unchecked_into::<Page>());
    let stay = Rc::new(Stay::default());
    let told = stay.clone();
    wasm_bindgen_futures::spawn_local(show(place, page, name, query.unwrap_or_default(), stay));
    Closure::once_into_js(move || {
        told.gone.set(true);
        drop(told.kept.borrow_mut().take());
    })
}

async fn show(place: Element, page: Page, name: Option<String>, query: String, stay: Rc<Stay>) {
    let Some(name) = name else {
        *stay.kept.borrow_mut() = Some(mount::all(&place, page, &query));
        return;
    };
    let rule = rules::find(&name);
    let view = special::view(&name);
    if rule.is_none() && view.is_none() {
        place.set_inner_html(&index::unknown(&name));
        page.arrive("No such tool", None);
        return;
    }
    let book = match book().await {
        Ok(book) => book,
        Err(error) => return failed(&place, page, name, query, &stay, &error),
    };
    if stay.gone.get() {
        return;
    }
    let kept = match (view, rule) {
        (Some(view), _) => view(&place, page, book, &query),
        (None, Some(rule)) => calculator::rule(&place, page, book, rule, &query),
        (None, None) => return,
    };
    *stay.kept.borrow_mut() = Some(kept);
}

/// Says what is missing, and tries again when asked.
fn failed(
    place: &Element,
    page: Page,
    name: String,
    query: String,
    stay: &Rc<Stay>,
    error: &ContentError,
) {
    let title = rules::tools::tool(&name).map_or("Tools", |tool| tool.title);
    place.set_inner_html(&frame::page(&name, title, "", &notice(error)));
    page.arrive(title, None);
    let (again, inner) = (place.clone(), Rc::downgrade(stay));
    let guard = browser::listen_until(place, "click", move |event| {
        if browser::hit(&event, "[data-again]").is_some()
            && let Some(stay) = inner.upgrade()
        {
            let (place, page) = (again.clone(), page.clone());
            let show = show(place, page, Some(name.clone()), query.clone(), stay);
            wasm_bindgen_futures::spawn_local(show);
        }
    });
    *stay.kept.borrow_mut() = Some(Box::new(guard));
}

async fn book() -> Result<Rc<Book>, ContentError> {
    if let Some(book) = BOOK.with(|kept| kept.borrow().clone()) {
        return Ok(book);
    }
    let (rules, facts) = content::rulebook().await?;
    let map = content::read("map.json").await.ok();
    let book = Rc::new(Book { rules, facts, map });
    BOOK.with(|kept| kept.replace(Some(book.clone())));
    Ok(book)
}
