//! The speaker's window: what stands on the screen with its answer, what comes next, and the time
//! since it was opened. It moves the screen too.
//!
//! The projector's window draws it; where the browser opens none, the caller says so.

use super::Show;
use crate::app::browser::{self, Guard};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, Event, KeyboardEvent, Window};

/// An open window; closed when this is dropped.
pub struct Speaker {
    window: Window,
    _heard: Vec<Guard>,
}

const BODY: &str = concat!(
    "<main class=\"speaker\"><div class=\"line\"><b class=\"clock\" role=\"timer\">0:00</b>",
    "<span class=\"soft planned\"></span>",
    "<button class=\"btn q\" type=\"button\" data-go=\"restart\">Restart the clock</button>",
    "<span class=\"sp\"></span>",
    "<button class=\"btn\" type=\"button\" data-go=\"back\">Back</button>",
    "<button class=\"btn p\" type=\"button\" data-go=\"on\">Next</button></div>",
    "<div class=\"notes prose\"></div></main>",
);

impl Speaker {
    /// Opens the window, or takes the one that an earlier view of this page opened.
    pub fn open(show: &Rc<Show>) -> Option<Speaker> {
        let (name, features) = ("drydock-notes", "popup,width=760,height=680");
        let window =
            browser::window().open_with_url_and_target_and_features("", name, features).ok()??;
        let document = window.document()?;
        dress(&document)?;
        document.set_title(&["Notes: ", &show.lesson.title].concat());
        let body = document.body()?;
        body.set_inner_html(BODY);
        let planned = [" of ", &show.lesson.minutes.to_string(), ":00 for the lesson"].concat();
        find(&document, ".planned")?.set_text_content(Some(&planned));
        let began_ms = Rc::new(Cell::new(browser::now_ms()));
        let heard = vec![
            {
                let show = Rc::downgrade(show);
                browser::listen_until(&document, "keydown", move |event| {
                    let Some(show) = show.upgrade() else { return };
                    let typed: &KeyboardEvent = event.unchecked_ref();
                    match typed.key().as_str() {
                        "Escape" => drop(show.speaker.borrow_mut().take()),
                        " " | "Enter" if hit(&event, "button").is_some() => {}
                        _ => show.key(typed),
                    }
                })
            },
            {
                let (show, began_ms) = (Rc::downgrade(show), began_ms.clone());
                browser::listen_until(&body, "click", move |event| {
                    if hit(&event, "a").is_some() {
                        event.prevent_default();
                    }
                    let button = hit(&event, "[data-go]");
                    let button = button.and_then(|it| it.get_attribute("data-go"));
                    match (button.as_deref(), show.upgrade()) {
                        (Some("restart"), _) => began_ms.set(browser::now_ms()),
                        (Some(what), Some(show)) => show.go(what),
                        _ => {}
                    }
                })
            },
            {
                let document = document.clone();
                browser::every(500, move || {
                    let passed_s = (browser::now_ms() - began_ms.get()) / 1000;
                    if let Some(clock) = find(&document, ".clock") {
                        clock.set_text_content(Some(&clock_text(passed_s)));
                    }
                })
            },
        ];
        Some(Speaker { window, _heard: heard })
    }

    /// Shows these notes.
    pub fn show(&self, html: &str) {
        let document = self.window.document();
        if let Some(notes) = document.and_then(|document| find(&document, ".notes")) {
            notes.set_inner_html(html);
        }
    }
}

impl Drop for Speaker {
    fn drop(&mut self) {
        let _ = self.window.close();
    }
}

/// The nearest element around the target that the selector names. Objects of another window are of
/// other classes, so nothing can be asked about them by class.
fn hit(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.unchecked_into::<Element>().closest(selector).ok().flatten()
}

fn find(document: &Document, selector: &str) -> Option<Element> {
    document.query_selector(selector).ok().flatten()
}

/// Gives the window the styles, the language and the theme of the page.
fn dress(document: &Document) -> Option<()> {
    let page = browser::document();
    let mut head = String::from("<meta charset=\"utf-8\">");
    let styles = page.query_selector_all("head style,head link[rel=stylesheet]").ok()?;
    for index in 0..styles.length() {
        let style: Element = styles.get(index)?.unchecked_into();
        match style.tag_name().as_str() {
            "LINK" => {
                let href = style.unchecked_into::<web_sys::HtmlLinkElement>().href();
                for piece in ["<link rel=\"stylesheet\" href=\"", &href, "\">"] {
                    head.push_str(piece);
                }
            }
            _ => head.push_str(&style.outer_html()),
        }
    }
    find(document, "head")?.set_inner_html(&head);
    let (root, own) = (document.document_element()?, page.document_element()?);
    for name in ["lang", "data-theme"] {
        let _ = match own.get_attribute(name) {
            Some(value) => root.set_attribute(name, &value),
            None => root.remove_attribute(name),
        };
    }
    Some(())
}

/// `0:07`, `12:34`
fn clock_text(passed_s: u64) -> String {
    let (minutes, seconds) = ((passed_s / 60).to_string(), (passed_s % 60).to_string());
    [minutes.as_str(), if seconds.len() < 2 { ":0" } else { ":" }, &seconds].concat()
}
