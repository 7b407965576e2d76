//! The page's side of the engine: keeps one worker, gives it jobs, hands answers to whoever asked.
//! Where no worker starts, the engine is loaded into the page and does the same there.
//!
//! A [`Slot`] stands for one asker. It has at most one job at the worker and one waiting; a newer
//! job takes the place of the waiting one, so that a drag always shows a recent day and never
//! queues old ones.

use super::protocol::{Answer, Job};
use super::request::{Asked, Done, Outcome, Request, STOPPED, job, of_day, of_row};
use super::server::{read_rulebook, sheets};
use crate::app::browser;
use crate::app::content::{ContentError, ContentSource};
use crate::app::part::{self, Part};
use crate::facts::Rulebook;
use crate::sim::compare::Row;
use crate::sim::scenario::Platform;
use crate::sim::{Run, Scenario};
use js_sys::Array;
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

/// What is under way.
struct Desk {
    server: Server,
    /// What the rulebook is made of, for the worker.
    sheets: String,
    rules: Option<Arc<Rulebook>>,
    /// Where the facts come from; `None` while they are on their way or before the first try.
    loading: Option<ContentSource>,
    /// At the engine, by the number of the job; `None` once its asker has gone.
    asked: BTreeMap<u32, (Slot, Option<Done>)>,
    /// Not yet at the engine, one a slot.
    waiting: BTreeMap<Slot, Request>,
    next_number: u32,
}

/// Who answers.
enum Server {
    NotStarted,
    /// A worker that has not spoken yet.
    Starting(Post),
    Worker(Post),
    /// No worker can be had here: the engine is on its way into the page.
    Loading,
    InPlace(Part),
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
                server: Server::NotStarted,
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
                    desk.borrow_mut().loading = Some(content);
                    fail_waiting(&desk, &why);
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
    fn lasting_slot(&self) -> Slot {
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
        let asked = Asked::Day { sealed: false };
        self.request(slot, Request { scenario, asked, done: of_day(done) });
    }

    /// Simulates the day on one platform of a comparison and calls back.
    pub fn compare(
        &self,
        slot: Slot,
        scenario: Scenario,
        platform: Platform,
        done: impl FnOnce(Result<Row, String>) + 'static,
    ) {
        let request = Request { scenario, asked: Asked::Row(platform), done: of_row(done) };
        self.request(slot, request);
    }

    /// The same for a run with its digest, which nobody else waits for.
    pub fn run_sealed(
        &self,
        scenario: Scenario,
        done: impl FnOnce(Result<Arc<Run>, String>) + 'static,
    ) {
        let asked = Asked::Day { sealed: true };
        let request = Request { scenario, asked, done: of_day(done) };
        self.request(self.lasting_slot(), request);
    }

    fn request(&self, slot: Slot, request: Request) {
        let desk = self.desk.get_value();
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

/// Gives the engine every waiting job whose slot has none there; one at a time where it runs in
/// the page.
fn dispatch(desk: &Rc<RefCell<Desk>>) {
    if desk.borrow().rules.is_none() || desk.borrow().waiting.is_empty() {
        return;
    }
    if matches!(desk.borrow().server, Server::NotStarted) {
        match start_worker(desk) {
            Some(post) => desk.borrow_mut().server = Server::Starting(post),
            None => load_in_place(desk),
        }
    }
    let mut borrowed = desk.borrow_mut();
    let Desk { server, asked, waiting, next_number, .. } = &mut *borrowed;
    match server {
        Server::Worker(post) => {
            for slot in free_slots(asked, waiting) {
                if let Some(request) = waiting.remove(&slot) {
                    *next_number += 1;
                    let job = job(*next_number, &request).pack();
                    // A worker that cannot be posted to dies, and its death answers the job.
                    let _ = post.worker.post_message(&job);
                    asked.insert(*next_number, (slot, Some(request.done)));
                }
            }
        }
        Server::InPlace(_) => {
            drop(borrowed);
            let desk = desk.clone();
            browser::soon(move || run_one_in_place(&desk));
        }
        Server::NotStarted | Server::Starting(_) | Server::Loading => {}
    }
}

fn free_slots(
    asked: &BTreeMap<u32, (Slot, Option<Done>)>,
    waiting: &BTreeMap<Slot, Request>,
) -> Vec<Slot> {
    let busy = |slot: &Slot| asked.values().any(|(asker, _)| asker == slot);
    waiting.keys().filter(|slot| !busy(slot)).copied().collect()
}

fn load_in_place(desk: &Rc<RefCell<Desk>>) {
    desk.borrow_mut().server = Server::Loading;
    let desk = desk.clone();
    spawn_local(async move {
        let Some(engine) = part::load("engine").await else {
            desk.borrow_mut().server = Server::NotStarted;
            return fail_waiting(&desk, "the simulator could not be loaded. Is there a network?");
        };
        let facts = Job::Facts(desk.borrow().sheets.clone()).pack();
        engine.call("hear", &[&facts]);
        desk.borrow_mut().server = Server::InPlace(engine);
        dispatch(&desk);
    });
}

fn run_one_in_place(desk: &Rc<RefCell<Desk>>) {
    let (engine, request) = {
        let mut desk = desk.borrow_mut();
        let Server::InPlace(engine) = &desk.server else { return };
        (engine.clone(), desk.waiting.pop_first())
    };
    if let Some((_, request)) = request {
        let answer = engine.call("hear", &[&job(0, &request).pack()]);
        let answer =
            answer.and_then(|answer| Answer::unpack(&answer.dyn_into::<Array>().ok()?.get(0)));
        (request.done)(match answer {
            Some(Answer::Done { run, .. }) => Ok(Outcome::Run(Arc::from(run))),
            Some(Answer::Row { row, .. }) => Ok(Outcome::Row(row)),
            Some(Answer::Failed { why, .. }) => Err(why),
            _ => Err(STOPPED.into()),
        });
    }
    dispatch(desk);
}

fn fail_waiting(desk: &Rc<RefCell<Desk>>, why: &str) {
    let waiting = std::mem::take(&mut desk.borrow_mut().waiting);
    for request in waiting.into_values() {
        (request.done)(Err(why.to_string()));
    }
}

/// `worker.js` imports the engine, whose address the page's head names.
fn start_worker(desk: &Rc<RefCell<Desk>>) -> Option<Post> {
    let engine = String::from(js_sys::encode_uri_component(&part::address("engine")?));
    let address = ["worker.js?engine=", &engine].concat();
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
            borrowed.server = match std::mem::replace(&mut borrowed.server, Server::NotStarted) {
                Server::Starting(post) => {
                    let _ = post.worker.post_message(&Job::Facts(borrowed.sheets.clone()).pack());
                    Server::Worker(post)
                }
                other => other,
            };
            drop(borrowed);
            return dispatch(desk);
        }
        Answer::Absent => return worker_died(desk),
        Answer::Done { id, run } => (id, Ok(Outcome::Run(Arc::from(run)))),
        Answer::Row { id, row } => (id, Ok(Outcome::Row(row))),
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
        let mut desk = desk.borrow_mut();
        if matches!(desk.server, Server::Loading | Server::InPlace(_)) {
            return;
        }
        let dead = std::mem::replace(&mut desk.server, Server::NotStarted);
        (dead, std::mem::take(&mut desk.asked))
    };
    if matches!(dead, Server::Starting(_)) {
        load_in_place(desk);
    }
    // The closure that runs now belongs to the dead worker: it is dropped later.
    browser::soon(move || drop(dead));
    for (_, done) in asked.into_values() {
        if let Some(done) = done {
            done(Err(STOPPED.into()));
        }
    }
    dispatch(desk);
}
