//! The page's side of the engine: keeps one worker, gives it jobs, hands answers to whoever asked.
//!
//! A [`Slot`] stands for one asker. It has at most one job at the worker and one waiting; a newer
//! job takes the place of the waiting one, so that a drag always shows a recent day and never
//! queues old ones.

use super::protocol::{Answer, Job};
use super::server::{read_rulebook, sheets};
use crate::app::browser;
use crate::app::content::{ContentError, ContentSource};
use crate::facts::Rulebook;
use crate::sim::{self, Run, Scenario};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::prelude::*;
use web_sys::{Event, MessageEvent, Worker};

/// One asker of the engine: a lab, a figure, a script.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot(u32);

/// The engine as components see it; a cheap handle.
#[derive(Clone, Copy)]
pub struct Engine {
    rulebook: RwSignal<Option<Arc<Rulebook>>>,
    desk: StoredValue<Rc<RefCell<Desk>>, LocalStorage>,
}

/// The engine that [`Engine::provide`] put into the context.
pub fn use_engine() -> Engine {
    expect_context()
}

type Done = Box<dyn FnOnce(Result<Arc<Run>, String>)>;

struct Request {
    scenario: Scenario,
    done: Done,
}

/// What is under way.
struct Desk {
    worker: WorkerState,
    /// What the rulebook is made of, for the worker.
    sheets: String,
    rules: Option<Arc<Rulebook>>,
    /// Where the facts come from; `None` while they are on their way or before the first try.
    loading: Option<ContentSource>,
    /// At the worker, by the number of the job; `None` once its asker has gone.
    asked: BTreeMap<u32, (Slot, Option<Done>)>,
    /// Not yet at the worker, one a slot.
    waiting: BTreeMap<Slot, Request>,
    next_number: u32,
}

enum WorkerState {
    NotStarted,
    /// Started, has not answered yet.
    Starting(Post),
    Ready(Post),
    /// No worker can be had here: jobs run in place.
    Absent,
}

/// A worker with the listeners that it needs.
struct Post {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(Event)>,
}

impl Drop for Post {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

impl Engine {
    /// Makes the engine and puts it into the context. Its rules come with [`Engine::load`].
    pub fn provide() -> Engine {
        let engine = Engine {
            rulebook: RwSignal::new(None),
            desk: StoredValue::new_local(Rc::new(RefCell::new(Desk {
                worker: WorkerState::NotStarted,
                sheets: String::new(),
                rules: None,
                loading: None,
                asked: BTreeMap::new(),
                waiting: BTreeMap::new(),
                next_number: 0,
            }))),
        };
        provide_context(engine);
        engine
    }

    /// Fetches the facts and makes the rulebook. Jobs asked for earlier run then; where the facts
    /// cannot be had they fail, and the next job tries again.
    pub fn load(&self, content: ContentSource) {
        let engine = *self;
        let desk = self.desk.get_value();
        desk.borrow_mut().loading = None;
        spawn_local(async move {
            let read = async {
                let facts = content.text("facts.json").await?;
                let instances = content.text("instances.json").await?;
                Ok::<_, ContentError>(sheets(&facts, &instances))
            };
            let read = read.await.map_err(|error| error.sentence());
            match read.and_then(|text| engine.start(text)) {
                Ok(()) => dispatch(&desk),
                Err(why) => {
                    let waiting = {
                        let mut desk = desk.borrow_mut();
                        desk.loading = Some(content);
                        std::mem::take(&mut desk.waiting)
                    };
                    for request in waiting.into_values() {
                        (request.done)(Err(why.clone()));
                    }
                }
            }
        });
    }

    fn start(&self, sheets: String) -> Result<(), String> {
        let rules = Arc::new(read_rulebook(&sheets)?);
        let desk = self.desk.get_value();
        desk.borrow_mut().sheets = sheets;
        desk.borrow_mut().rules = Some(rules.clone());
        self.rulebook.set(Some(rules));
        Ok(())
    }

    /// The rulebook, once the facts are there.
    pub fn rulebook(&self) -> Signal<Option<Arc<Rulebook>>> {
        self.rulebook.into()
    }

    /// A slot of the current owner: when that goes, its jobs are dropped and their callbacks never
    /// run.
    pub fn slot(&self) -> Slot {
        let slot = self.lasting_slot();
        let engine = *self;
        on_cleanup(move || engine.forget(slot));
        slot
    }

    /// A slot that lasts as long as the page.
    pub fn lasting_slot(&self) -> Slot {
        let desk = self.desk.get_value();
        let mut desk = desk.borrow_mut();
        desk.next_number += 1;
        Slot(desk.next_number)
    }

    /// Simulates the scenario and calls back. A job of the same slot that has not started is
    /// replaced, and its callback dropped.
    pub fn run(
        &self,
        slot: Slot,
        scenario: Scenario,
        done: impl FnOnce(Result<Arc<Run>, String>) + 'static,
    ) {
        let desk = self.desk.get_value();
        let request = Request { scenario, done: Box::new(done) };
        desk.borrow_mut().waiting.insert(slot, request);
        let missing = desk.borrow_mut().loading.take();
        match missing {
            Some(content) => self.load(content),
            None => dispatch(&desk),
        }
    }

    fn forget(&self, slot: Slot) {
        let Some(desk) = self.desk.try_get_value() else { return };
        let mut desk = desk.borrow_mut();
        desk.waiting.remove(&slot);
        for (asker, done) in desk.asked.values_mut() {
            if *asker == slot {
                *done = None;
            }
        }
    }
}

/// Gives the worker every waiting job whose slot has none there.
fn dispatch(desk: &Rc<RefCell<Desk>>) {
    if desk.borrow().rules.is_none() || desk.borrow().waiting.is_empty() {
        return;
    }
    let needs_worker = matches!(desk.borrow().worker, WorkerState::NotStarted);
    if needs_worker {
        let state = start_worker(desk).map_or(WorkerState::Absent, WorkerState::Starting);
        desk.borrow_mut().worker = state;
    }
    let mut borrowed = desk.borrow_mut();
    let Desk { worker, asked, waiting, next_number, .. } = &mut *borrowed;
    match worker {
        WorkerState::Ready(post) => {
            for slot in free_slots(asked, waiting) {
                let Some(request) = waiting.remove(&slot) else { continue };
                *next_number += 1;
                let id = *next_number;
                let scenario = serde_json::to_string(&request.scenario).unwrap_or_default();
                // A message that cannot be sent shows as a worker error, which answers the job.
                let _ = post.worker.post_message(&Job::Run { id, scenario }.pack());
                asked.insert(id, (slot, Some(request.done)));
            }
        }
        WorkerState::Absent => {
            drop(borrowed);
            let desk = desk.clone();
            browser::soon(move || run_one_in_place(&desk));
        }
        WorkerState::NotStarted | WorkerState::Starting(_) => {}
    }
}

fn free_slots(
    asked: &BTreeMap<u32, (Slot, Option<Done>)>,
    waiting: &BTreeMap<Slot, Request>,
) -> Vec<Slot> {
    let busy = |slot: &Slot| asked.values().any(|(asker, _)| asker == slot);
    waiting.keys().filter(|slot| !busy(slot)).copied().collect()
}

fn run_one_in_place(desk: &Rc<RefCell<Desk>>) {
    let rules = desk.borrow().rules.clone();
    let request = desk.borrow_mut().waiting.pop_first();
    if let (Some(rules), Some((_, request))) = (rules, request) {
        (request.done)(Ok(Arc::new(sim::run_unsealed(&request.scenario, &rules))));
    }
    dispatch(desk);
}

/// `worker.js` imports the page's own module, whose address the page's head names.
fn start_worker(desk: &Rc<RefCell<Desk>>) -> Option<Post> {
    let module = browser::head_link("modulepreload")?;
    let wasm = browser::head_link("preload")?;
    let encode = |address: String| String::from(js_sys::encode_uri_component(&address));
    let address = ["worker.js?module=", &encode(module), "&wasm=", &encode(wasm)].concat();
    let options = web_sys::WorkerOptions::new();
    options.set_type(web_sys::WorkerType::Module);
    let worker = Worker::new_with_options(&address, &options).ok()?;

    let for_messages = desk.clone();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(answer) = Answer::unpack(&event.data()) {
            receive(&for_messages, answer);
        }
    });
    let for_errors = desk.clone();
    let on_error = Closure::<dyn FnMut(Event)>::new(move |_| worker_died(&for_errors));
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    Some(Post { worker, _on_message: on_message, _on_error: on_error })
}

fn receive(desk: &Rc<RefCell<Desk>>, answer: Answer) {
    let (id, result) = match answer {
        Answer::Ready => {
            let mut borrowed = desk.borrow_mut();
            borrowed.worker = match std::mem::replace(&mut borrowed.worker, WorkerState::Absent) {
                WorkerState::Starting(post) => {
                    let _ = post.worker.post_message(&Job::Facts(borrowed.sheets.clone()).pack());
                    WorkerState::Ready(post)
                }
                other => other,
            };
            drop(borrowed);
            return dispatch(desk);
        }
        Answer::Absent => return worker_died(desk),
        Answer::Done { id, run } => (id, Ok(Arc::from(run))),
        Answer::Failed { id, why } => (id, Err(why)),
    };
    let done = desk.borrow_mut().asked.remove(&id).and_then(|(_, done)| done);
    // The next job goes to the worker first, so that it works while the page draws.
    dispatch(desk);
    if let Some(done) = done {
        done(result);
    }
}

/// A worker that never spoke is not tried again; one that broke over a job is, for the next job.
fn worker_died(desk: &Rc<RefCell<Desk>>) {
    let (dead, asked) = {
        let mut borrowed = desk.borrow_mut();
        let next = match borrowed.worker {
            WorkerState::Ready(_) => WorkerState::NotStarted,
            _ => WorkerState::Absent,
        };
        let dead = std::mem::replace(&mut borrowed.worker, next);
        (dead, std::mem::take(&mut borrowed.asked))
    };
    // The closure that runs now belongs to the dead worker: it is dropped later.
    browser::soon(move || drop(dead));
    for (_, done) in asked.into_values() {
        if let Some(done) = done {
            done(Err("the simulation stopped unexpectedly".into()));
        }
    }
    dispatch(desk);
}
