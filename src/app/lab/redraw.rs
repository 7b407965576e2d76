//! Putting HTML in place of HTML, and hearing clicks on it with one listener: what is redrawn as a
//! whole carries its meaning in `data-…` attributes.

use crate::app::browser;
use crate::app::live::{Live, live};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, FocusOptions, HtmlElement};

/// A block whose content follows its signals.
pub fn block(html: impl FnMut() -> String + Send + 'static) -> AnyView {
    let html: Live<String> = live(html);
    view! { <div inner_html=html></div> }.into_any()
}

/// Replaces what is in the element. The focus stays on the element with the same id; if there is
/// none any more, or it is disabled, it goes to the place itself.
pub fn redraw(place: &Element, html: &str) {
    let focused = browser::document().active_element().filter(|one| place.contains(Some(one)));
    place.set_inner_html(html);
    let Some(focused) = focused.filter(|one| one != place) else { return };
    let again = browser::document().get_element_by_id(&focused.id());
    let again = again.filter(|one| !one.has_attribute("disabled"));
    let again = again.unwrap_or_else(|| place.clone());
    if let Some(again) = again.dyn_ref::<HtmlElement>() {
        let options = FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = again.focus_with_options(&options);
    }
}

/// The element with that attribute in which the event happened, and the attribute's value.
pub fn hit(event: &Event, attribute: &str) -> Option<(Element, String)> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let element = target.closest(&["[", attribute, "]"].concat()).ok()??;
    let value = element.get_attribute(attribute)?;
    Some((element, value))
}
