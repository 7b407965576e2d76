//! The only place that sets timers, listeners and animation frames, and that asks for the time.
//!
//! Each belongs to the Leptos owner in which it was set and goes with it: a callback that outlives
//! its component would touch signals that no longer exist. [`soon`] and [`after_ms`] are not bound.

use super::live::follow;
use leptos::prelude::*;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{
    AddEventListenerOptions, Document, Element, Event, EventTarget, HtmlElement, Window,
};

/// The window. Only call it where there is one; a worker has none.
pub fn window() -> Window {
    web_sys::window().expect("this half of the app runs in a window")
}

/// The document of the window.
pub fn document() -> Document {
    window().document().expect("a window that shows a page has a document")
}

/// ms since 1970, UTC, by the clock of this machine.
pub fn now_ms() -> u64 {
    js_sys::Date::now() as u64
}

/// Today as an ISO date, in the time zone of this machine.
pub fn today() -> String {
    let now = js_sys::Date::new_0();
    let part = |number: u32| {
        let text = number.to_string();
        if number < 10 { ["0", &text].concat() } else { text }
    };
    [part(now.get_full_year()), part(now.get_month() + 1), part(now.get_date())].join("-")
}

/// Whether the reader asked the system for less motion.
pub fn prefers_reduced_motion() -> bool {
    matches_media("(prefers-reduced-motion: reduce)")
}

/// Whether a media query holds now.
pub fn matches_media(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}

/// The address of the first `link` in the head with that `rel`, absolute.
pub fn head_link(rel: &str) -> Option<String> {
    let selector = ["link[rel='", rel, "'][href]"].concat();
    let link = document().query_selector(&selector).ok()??;
    let href = link.get_attribute("href")?;
    web_sys::Url::new_with_base(&href, &document().base_uri().ok()??).ok().map(|url| url.href())
}

/// Copies text to the clipboard; says whether it worked.
pub async fn copy_text(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    // Absent on pages that are not served securely, whatever the type says.
    if clipboard.is_undefined() {
        return false;
    }
    wasm_bindgen_futures::JsFuture::from(clipboard.write_text(text)).await.is_ok()
}

/// Lets the reader save a text as a file.
pub fn save_file(name: &str, mime: &str, text: &str) -> Result<(), JsValue> {
    let kind = web_sys::BlobPropertyBag::new();
    kind.set_type(mime);
    let parts = js_sys::Array::of1(&text.into());
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &kind)?;
    let address = web_sys::Url::create_object_url_with_blob(&blob)?;
    let link: web_sys::HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&address);
    link.set_download(name);
    link.click();
    web_sys::Url::revoke_object_url(&address)
}

/// The nearest element around an event's target, or that itself, that the selector names.
pub fn hit(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok().flatten()
}

/// Gives the element of that id this HTML. A focus in it returns to the element with the same id,
/// or goes to the first that takes it.
pub fn redraw(id: &str, html: &str) {
    let Some(element) = document().get_element_by_id(id) else { return };
    let focused = document().active_element().filter(|active| element.contains(Some(active)));
    element.set_inner_html(html);
    if let Some(focused) = focused {
        let same = Some(focused.id()).filter(|id| !id.is_empty());
        match same.and_then(|id| document().get_element_by_id(&id)) {
            Some(same) => drop(same.unchecked_into::<HtmlElement>().focus()),
            None => focus_first(&element, "a,button,input"),
        }
    }
}

/// Moves the focus to the first such element inside.
pub fn focus_first(element: &Element, selector: &str) {
    if let Ok(Some(first)) = element.query_selector(selector) {
        let _ = first.unchecked_into::<HtmlElement>().focus();
    }
}

/// Sets or removes an attribute of the first element that the selector names.
pub fn mark(selector: &str, attribute: &str, value: Option<&str>) {
    if let Ok(Some(element)) = document().query_selector(selector) {
        let _ = match value {
            Some(value) => element.set_attribute(attribute, value),
            None => element.remove_attribute(attribute),
        };
    }
}

/// Listens until the owner goes.
pub fn listen(target: &EventTarget, event: &'static str, heard: impl FnMut(Event) + 'static) {
    listen_boxed(target, event, Box::new(heard));
}

/// Listens as long as the target is there; for parts that have no owners.
pub fn listen_always(
    target: &EventTarget,
    event: &'static str,
    heard: impl FnMut(Event) + 'static,
) {
    std::mem::forget(hear(target, event, Box::new(heard)));
}

/// Listens until the guard is dropped; for parts that have no owners.
pub fn listen_until(
    target: &EventTarget,
    event: &'static str,
    heard: impl FnMut(Event) + 'static,
) -> Guard {
    hear(target, event, Box::new(heard))
}

// Of each there is a boxed half, which is compiled once and not for every caller.
fn listen_boxed(target: &EventTarget, event: &'static str, heard: Box<dyn FnMut(Event)>) {
    keep(hear(target, event, heard));
}

fn hear(target: &EventTarget, event: &'static str, heard: Box<dyn FnMut(Event)>) -> Guard {
    let closure = Closure::wrap(heard);
    let function: js_sys::Function = closure.as_ref().clone().unchecked_into();
    let options = AddEventListenerOptions::new();
    // Scrolling must not wait for us; none of our listeners on these cancels them.
    options.set_passive(matches!(event, "scroll" | "wheel" | "touchstart"));
    let _ = target.add_event_listener_with_callback_and_add_event_listener_options(
        event, &function, &options,
    );
    let target = target.clone();
    Guard::new(closure, move || {
        let _ = target.remove_event_listener_with_callback(event, &function);
    })
}

/// Calls again and again, every `ms` milliseconds, until the owner goes.
pub fn interval(ms: i32, tick: impl FnMut() + 'static) {
    keep(every(ms, tick));
}

/// The same until the guard goes; for parts that have no owners.
pub fn every(ms: i32, tick: impl FnMut() + 'static) -> Guard {
    let closure = Closure::wrap(Box::new(tick) as Box<dyn FnMut()>);
    let function = closure.as_ref().unchecked_ref();
    let id = window().set_interval_with_callback_and_timeout_and_arguments_0(function, ms);
    Guard::new(closure, move || {
        if let Ok(id) = id {
            window().clear_interval_with_handle(id);
        }
    })
}

/// Calls once after `ms` milliseconds, unless the owner goes before.
pub fn timeout(ms: i32, then: impl FnOnce() + 'static) {
    let mut then = Some(then);
    let later = Later::new(move || {
        if let Some(then) = then.take() {
            then();
        }
    });
    later.in_ms(ms);
}

/// A callback that can be put off: the newest wish counts, and the owner's end cancels it.
#[derive(Clone, Copy)]
pub struct Later(StoredValue<Option<Rc<Pending>>, LocalStorage>);

struct Pending {
    timer: Cell<Option<i32>>,
    closure: RefCell<Option<Closure<dyn FnMut()>>>,
}

impl Drop for Pending {
    fn drop(&mut self) {
        if let Some(timer) = self.timer.take() {
            window().clear_timeout_with_handle(timer);
        }
    }
}

impl Later {
    /// Binds the callback to the current owner; nothing is due yet.
    pub fn new(call: impl FnMut() + 'static) -> Later {
        Later::boxed(Box::new(call))
    }

    fn boxed(mut call: Box<dyn FnMut()>) -> Later {
        let pending = Rc::new(Pending { timer: Cell::new(None), closure: RefCell::new(None) });
        let weak = Rc::downgrade(&pending);
        let closure = Closure::<dyn FnMut()>::new(move || {
            // Held during the call: the callback may end its own owner.
            let alive = weak.upgrade();
            if let Some(pending) = &alive {
                pending.timer.set(None);
                call();
            }
        });
        *pending.closure.borrow_mut() = Some(closure);
        let later = Later(StoredValue::new_local(Some(pending)));
        on_cleanup(move || later.end());
        later
    }

    /// Makes it due in `ms` milliseconds and not earlier.
    pub fn in_ms(&self, ms: i32) {
        self.cancel();
        let Some(Some(pending)) = self.0.try_get_value() else { return };
        let closure = pending.closure.borrow();
        let Some(closure) = closure.as_ref() else { return };
        let function = closure.as_ref().unchecked_ref();
        pending
            .timer
            .set(window().set_timeout_with_callback_and_timeout_and_arguments_0(function, ms).ok());
    }

    /// Takes the wish back.
    pub fn cancel(&self) {
        if let Some(Some(pending)) = self.0.try_get_value()
            && let Some(timer) = pending.timer.take()
        {
            window().clear_timeout_with_handle(timer);
        }
    }

    fn end(&self) {
        self.cancel();
        let pending = self.0.try_update_value(Option::take).flatten();
        // Its closure may be the one that runs.
        soon(move || drop(pending));
    }
}

/// A loop of animation frames of the current owner, started and stopped at will.
#[derive(Clone, Copy)]
pub struct Frames(StoredValue<Option<Rc<FrameLoop>>, LocalStorage>);

type Draw = Closure<dyn FnMut(f64)>;

struct FrameLoop {
    frame: Cell<Option<i32>>,
    closure: RefCell<Option<Draw>>,
}

impl FrameLoop {
    fn ask(&self) {
        if self.frame.get().is_some() {
            return;
        }
        if let Some(closure) = self.closure.borrow().as_ref() {
            let function = closure.as_ref().unchecked_ref();
            self.frame.set(window().request_animation_frame(function).ok());
        }
    }

    fn stop(&self) {
        if let Some(frame) = self.frame.take() {
            let _ = window().cancel_animation_frame(frame);
        }
    }
}

impl Frames {
    /// `draw` gets the frame's time in ms and says whether it wants another frame.
    pub fn new(draw: impl FnMut(f64) -> bool + 'static) -> Frames {
        Frames::boxed(Box::new(draw))
    }

    fn boxed(mut draw: Box<dyn FnMut(f64) -> bool>) -> Frames {
        let frames = Rc::new(FrameLoop { frame: Cell::new(None), closure: RefCell::new(None) });
        let weak = Rc::downgrade(&frames);
        let closure = Closure::<dyn FnMut(f64)>::new(move |time_ms| {
            let Some(frames) = weak.upgrade() else { return };
            frames.frame.set(None);
            if draw(time_ms) {
                frames.ask();
            }
        });
        *frames.closure.borrow_mut() = Some(closure);
        let handle = Frames(StoredValue::new_local(Some(frames)));
        on_cleanup(move || handle.end());
        handle
    }

    /// Asks for a frame, if none is asked for yet.
    pub fn start(&self) {
        if let Some(Some(frames)) = self.0.try_get_value() {
            frames.ask();
        }
    }

    /// No more frames until [`Frames::start`].
    pub fn stop(&self) {
        if let Some(Some(frames)) = self.0.try_get_value() {
            frames.stop();
        }
    }

    fn end(&self) {
        self.stop();
        let frames = self.0.try_update_value(Option::take).flatten();
        soon(move || drop(frames));
    }
}

/// Calls once at the next frame, unless the owner goes before.
pub fn next_frame(then: impl FnOnce() + 'static) {
    let mut then = Some(then);
    let frames = Frames::new(move |_| {
        if let Some(then) = then.take() {
            then();
        }
        false
    });
    frames.start();
}

/// Calls once when the signal first holds something, now or later, unless the owner goes before.
pub fn when_some<T: Clone + Send + Sync + 'static>(
    signal: Signal<Option<T>>,
    then: impl FnOnce(T) + 'static,
) {
    let mut then = Some(then);
    follow(move || {
        if let Some(value) = signal.get()
            && let Some(then) = then.take()
        {
            untrack(|| then(value));
        }
    });
}

/// Calls once, after what runs now. Not bound to an owner.
pub fn soon(then: impl FnOnce() + 'static) {
    after_ms(0, Box::new(then));
}

/// Calls once after `ms` milliseconds. Not bound to an owner.
pub fn after_ms(ms: i32, then: Box<dyn FnOnce()>) {
    let closure = Closure::once_into_js(then);
    let call = closure.unchecked_ref();
    let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(call, ms);
}

/// A closure that JavaScript holds, and how to take it back.
#[must_use]
pub struct Guard {
    release: Option<Box<dyn FnOnce()>>,
    closure: Option<JsValueHolder>,
}

/// Whatever kind of closure it is, it only has to be kept and dropped.
type JsValueHolder = Box<dyn std::any::Any>;

impl Guard {
    fn new(closure: impl std::any::Any, release: impl FnOnce() + 'static) -> Guard {
        Guard { release: Some(Box::new(release)), closure: Some(Box::new(closure)) }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        if let Some(release) = self.release.take() {
            release();
        }
        // The closure that runs now may have ended its own owner.
        let closure = self.closure.take();
        soon(move || drop(closure));
    }
}

fn keep(guard: Guard) {
    let stored = StoredValue::new_local(Some(guard));
    on_cleanup(move || drop(stored.try_update_value(Option::take)));
}
