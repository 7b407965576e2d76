//! The page of all facts and terms, with a field that filters it.

use super::find::{asked, has_all};
use crate::app::browser;
use crate::app::content::{self, notice};
use crate::app::page::Page;
use crate::course::model::Glossary;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, HtmlInputElement};

const START: &str = concat!(
    "<main class=\"page narrow glossary\" id=\"main\"><h1>Facts and terms</h1>",
    "<p class=\"lead\">Every word that the lessons explain and every number they rest on, with ",
    "its source and the day it was read. What AWS does not publish says so.</p>",
    "<p class=\"filter\"><label for=\"facts-filter\">Show those with</label>",
    "<input id=\"facts-filter\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\">",
    "<span class=\"note\" role=\"status\"></span></p><div class=\"prose\">",
);

/// Shows the page in the element. `id` is the entry that the address names.
pub fn mount(place: Element, page: Page, id: Option<String>) {
    wasm_bindgen_futures::spawn_local(async move {
        match content::read::<Glossary>("glossary.json").await {
            Ok(glossary) => {
                place.set_inner_html(&[START, &glossary.html, "</div></main>"].concat());
                filter(&place);
            }
            Err(error) => place.set_inner_html(
                &[
                    "<main class=\"page narrow\" id=\"main\"><h1>Facts and terms</h1>",
                    &notice(&error),
                    "</main>",
                ]
                .concat(),
            ),
        }
        page.arrive("Facts and terms", id.as_deref());
    });
}

/// Hides the entries that lack a word of the field, and the headings above nothing.
fn filter(place: &Element) {
    let entries = all(place, ".entries li");
    let texts: Vec<String> =
        entries.iter().map(|entry| entry.text_content().unwrap_or_default()).collect();
    let place_now = place.clone();
    browser::listen_always(place, "input", move |event| {
        let Some(field) = browser::hit(&event, "#facts-filter") else { return };
        let asked = asked(&field.unchecked_into::<HtmlInputElement>().value());
        let mut shown = 0;
        for (entry, text) in entries.iter().zip(&texts) {
            let has = has_all(&asked, text);
            shown += u32::from(has);
            entry.set_hidden(!has);
        }
        for list in all(&place_now, ".entries") {
            let empty = !matches!(list.query_selector("li:not([hidden])"), Ok(Some(_)));
            list.set_hidden(empty);
            let heading = list.previous_element_sibling().filter(|it| it.tag_name() == "H3");
            if let Some(heading) = heading {
                heading.unchecked_into::<HtmlElement>().set_hidden(empty);
            }
        }
        if let Ok(Some(status)) = place_now.query_selector("[role=status]") {
            let said = [&shown.to_string(), " of ", &entries.len().to_string()].concat();
            status.set_text_content(Some(&said));
        }
    });
}

fn all(place: &Element, selector: &str) -> Vec<HtmlElement> {
    let mut found = Vec::new();
    if let Ok(nodes) = place.query_selector_all(selector) {
        for index in 0..nodes.length() {
            found.extend(nodes.get(index).map(JsCast::unchecked_into));
        }
    }
    found
}
