//! A question inside a lesson, with its own state; what is shown follows from the log: a question
//! with an answer shows it, until "Try again".

use crate::app::browser;
use crate::app::live::{heard, live};
use crate::app::question::given::{self, Act};
use crate::app::question::{Own, answered, asking};
use crate::app::router::{Router, use_router};
use crate::app::storage::{Store, new_id, use_store};
use crate::progress::{Attempt, Bookmark, Entry, Note, Sure};
use crate::quiz::Question;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlTextAreaElement, KeyboardEvent, MouseEvent, PointerEvent};

/// A question; needs the store and the router in the context.
///
/// The answer as it grows is what is checked in the page; it changes only the button and the hint.
pub fn question_view(question: Arc<Question>) -> AnyView {
    let again = RwSignal::new(false);
    let drawn = StoredValue::new((String::new(), Own::default()));
    let desk = Desk { question, store: use_store(), router: use_router(), again, drawn };
    let [shown, clicked, changed, typed, input] = std::array::from_fn(|_| desk.clone());
    let part = live(move || match shown.last() {
        (Some(attempt), count) if !shown.again.get() => {
            let own = shown.drawn_own(&attempt.id);
            answered(&shown.question, &attempt, count.saturating_sub(1), &own)
        }
        (_, count) => asking(&shown.question, count),
    });
    let click = heard(move |event: MouseEvent| {
        if let Some(frame) = browser::hit(&event, ".question") {
            let act = given::pressed(&event);
            clicked.act(frame, act);
        }
    });
    let change = heard(move |event: Event| changed.changed(&event));
    let input = heard(move |event: Event| input.hint(&event));
    let key = heard(move |event: KeyboardEvent| {
        if let Some(frame) = browser::hit(&event, ".question") {
            let act = given::typed(&frame, &typed.question, &event);
            typed.act(frame, act);
        }
    });
    let drag = || heard(|event: PointerEvent| given::dragged(&event));
    view! {
        <div class="question" inner_html=part on:click=click on:change=change on:input=input
            on:keydown=key on:pointerdown=drag() on:pointermove=drag() on:pointerup=drag()
            on:pointercancel=drag()></div>
    }
    .into_any()
}

/// What the handlers of one question share; `frame` is its element.
#[derive(Clone)]
struct Desk {
    question: Arc<Question>,
    store: Store,
    router: Router,
    again: RwSignal<bool>,
    /// The answer that is shown and what stood beside it when it was drawn.
    drawn: StoredValue<(String, Own)>,
}

impl Desk {
    /// The last answer, and how many there are; tracked.
    fn last(&self) -> (Option<Attempt>, u32) {
        let id = &self.question.id;
        self.store.log().with(|log| (log.last(id).cloned(), log.attempts(id).count() as u32))
    }

    fn about(&self) -> String {
        ["question/", &self.question.id].concat()
    }

    /// What stands beside the answer. A note that is being written draws nothing anew: the button
    /// that is pressed next would be gone before the press ends.
    fn drawn_own(&self, attempt: &str) -> Own {
        let own = self.own();
        self.drawn.try_update_value(|(id, drawn)| {
            if *id != attempt || own.bookmarked != drawn.bookmarked {
                (*id, *drawn) = (attempt.to_string(), own.clone());
            }
        });
        self.drawn.with_value(|(_, drawn)| drawn.clone())
    }

    /// Bookmark and note as they are now; not tracked.
    fn own(&self) -> Own {
        let about = self.about();
        self.store.log().with_untracked(|log| Own {
            bookmarked: log.bookmarks().contains(about.as_str()),
            note: log.notes().get(about.as_str()).map(|note| note.text.clone()).unwrap_or_default(),
            after: String::new(),
            again: true,
        })
    }

    fn act(&self, frame: Element, act: Option<Act>) {
        match act {
            Some(Act::Check(sure)) => self.check(frame, sure),
            Some(Act::Again) => {
                self.again.set(true);
                browser::soon(move || browser::focus_first(&frame, "input,select,button"));
            }
            Some(Act::Bookmark) => {
                let (id, at_ms, about) = (new_id(), browser::now_ms(), self.about());
                let on = !self.own().bookmarked;
                self.store.append(Entry::Bookmark(Bookmark { id, at_ms, about, on }));
                browser::soon(move || browser::focus_first(&frame, "[data-do=bookmark]"));
            }
            None => {}
        }
    }

    fn check(&self, frame: Element, sure: Option<Sure>) {
        match given::attempt(&frame, &self.question, sure, new_id()) {
            Err(missing) => self.router.announce(&missing),
            Ok(attempt) => {
                self.again.set(false);
                self.store.append(Entry::Attempt(attempt));
                // Only what happens under the reader's hand moves the focus, once it is drawn.
                browser::soon(move || browser::focus_first(&frame, ".verdict"));
            }
        }
    }

    fn hint(&self, event: &Event) {
        if let Some(frame) = browser::hit(event, ".question") {
            given::show_hint(&frame, &self.question);
        }
    }

    fn changed(&self, event: &Event) {
        let Some(note) = browser::hit(event, "textarea[data-do=note]") else {
            return self.hint(event);
        };
        let text = note.unchecked_into::<HtmlTextAreaElement>().value();
        let (id, at_ms, about) = (new_id(), browser::now_ms(), self.about());
        self.store.append(Entry::Note(Note { id, at_ms, about, text }));
    }
}
