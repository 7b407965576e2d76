//! What every tool does in the window: waiting until nothing more is typed, copying, its address.
//! Knows no tool.

use crate::app::browser;
use crate::app::page::Page;
use std::cell::Cell;
use std::rc::Rc;

/// How long nobody does anything before the address is written and the finding said.
const QUIET_MS: i32 = 600;

/// Puts off what is dear or loud until nothing new came for a while.
#[derive(Clone, Default)]
pub struct Quiet(Rc<Cell<u32>>);

impl Quiet {
    /// Calls once no other call came for a while.
    pub fn then(&self, call: impl FnOnce() + 'static) {
        let turn = self.0.get().wrapping_add(1);
        self.0.set(turn);
        let latest = self.0.clone();
        let call = move || {
            if latest.get() == turn {
                call();
            }
        };
        browser::after_ms(QUIET_MS, Box::new(call));
    }

    /// Says it aloud then.
    pub fn say(&self, page: &Page, text: String) {
        let page = page.clone();
        self.then(move || page.announce(&text));
    }

    /// Nothing that waits is called any more.
    pub fn end(&self) {
        self.0.set(self.0.get().wrapping_add(1));
    }
}

/// What waits is forgotten when the page is left.
pub struct Ends(pub Quiet);

impl Drop for Ends {
    fn drop(&mut self) {
        self.0.end();
    }
}

/// Copies a text and says whether that worked.
pub fn copy(page: &Page, text: String, done: &'static str) {
    let page = page.clone();
    wasm_bindgen_futures::spawn_local(async move {
        let copied = browser::copy_text(&text).await;
        let said = if copied { done } else { "This browser does not let the page copy." };
        browser::redraw("copied", said);
        page.announce(said);
    });
}

/// The absolute address of a tool in this state.
pub fn address(name: &str, query: &str) -> String {
    let here = browser::window().location().href().unwrap_or_default();
    let page = here.split('#').next().unwrap_or_default();
    [page, &fragment(name, query)].concat()
}

/// `#/tools/NAME?QUERY`; without a name, the list of all tools.
pub fn fragment(name: &str, query: &str) -> String {
    let name = if name.is_empty() { String::new() } else { ["/", name].concat() };
    let query = if query.is_empty() { String::new() } else { ["?", query].concat() };
    ["#/tools", &name, &query].concat()
}
