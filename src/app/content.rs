//! Where the compiled course comes from: files beside the page, fetched when a page needs them,
//! kept since.
//!
//! A missing, damaged or newer file is an error that a reader understands and can try again; the
//! rest of the app goes on without it.

use super::browser;
use super::html::escape;
use super::live::{follow, heard};
use crate::course::model::VERSION;
use crate::facts::{Facts, InstanceType, Rulebook};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;
use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::MouseEvent;

/// Why a file cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContentError {
    /// The server has no such file.
    Missing { path: String },
    /// Nothing came: no network, or the server is gone.
    Unreachable { path: String },
    /// It came and is not what it should be.
    Damaged { path: String, why: String },
    /// Made by another version of Drydock.
    OtherVersion { path: String, found: u32 },
}

impl ContentError {
    /// A sentence for the reader.
    pub fn sentence(&self) -> String {
        match self {
            ContentError::Missing { path } => {
                ["The file ", path, " is not on this server."].concat()
            }
            ContentError::Unreachable { path } => {
                ["The file ", path, " could not be loaded. Is there a network?"].concat()
            }
            ContentError::Damaged { path, why } => {
                ["The file ", path, " is damaged: ", why, "."].concat()
            }
            ContentError::OtherVersion { path, found } => [
                "The file ",
                path,
                " has version ",
                &found.to_string(),
                ", this page reads version ",
                &VERSION.to_string(),
                ". Reload the page to get the same version of both.",
            ]
            .concat(),
        }
    }
}

/// A file on its way.
pub enum Load<T: ?Sized> {
    Pending,
    Ready(Arc<T>),
    Failed(ContentError),
}

impl<T: ?Sized> Clone for Load<T> {
    fn clone(&self) -> Self {
        match self {
            Load::Pending => Load::Pending,
            Load::Ready(value) => Load::Ready(value.clone()),
            Load::Failed(error) => Load::Failed(error.clone()),
        }
    }
}

/// What a file holds; whoever asked knows the type. So that fetching and waiting are compiled once
/// and not for each type.
type Value = dyn Any + Send + Sync;

/// A file that a component waits for, whatever it holds.
#[derive(Clone, Copy)]
pub struct Waiting {
    state: RwSignal<Load<Value>>,
    attempt: RwSignal<u32>,
}

impl Waiting {
    pub fn try_again(&self) {
        self.attempt.update(|attempt| *attempt += 1);
    }
}

/// A file that a component waits for, and what it will hold.
pub struct Loading<T> {
    waiting: Waiting,
    holds: PhantomData<fn() -> T>,
}

impl<T> Clone for Loading<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Loading<T> {}

impl<T: Send + Sync + 'static> Loading<T> {
    /// How far it is, for reading with [`Loading::get`].
    pub fn state(&self) -> &Self {
        self
    }

    /// How far it is; tracked.
    pub fn get(&self) -> Load<T> {
        match self.waiting.state.get() {
            Load::Pending => Load::Pending,
            Load::Failed(error) => Load::Failed(error),
            // The path decides the type, so it is this one.
            Load::Ready(value) => value.downcast().map_or(Load::Pending, Load::Ready),
        }
    }

    /// The value, once it is there.
    pub fn ready(&self) -> Option<Arc<T>> {
        match self.get() {
            Load::Ready(value) => Some(value),
            _ => None,
        }
    }

    pub fn waiting(&self) -> Waiting {
        self.waiting
    }
}

/// All content sits behind this; a cheap handle.
#[derive(Clone, Copy)]
pub struct ContentSource {
    /// Parsed values by path, type-erased; the path decides the type.
    kept: StoredValue<Kept, LocalStorage>,
}

type Kept = Rc<RefCell<BTreeMap<String, Arc<Value>>>>;

type Parse = fn(&str) -> Result<Arc<Value>, String>;

type Answer = Result<Arc<Value>, ContentError>;

/// The source that [`ContentSource::provide`] put into the context.
pub fn use_content() -> ContentSource {
    expect_context()
}

impl ContentSource {
    pub fn provide() -> ContentSource {
        let source = ContentSource { kept: StoredValue::new_local(Rc::default()) };
        provide_context(source);
        source
    }

    /// The file under `content/`, parsed; fetched once in the life of the page.
    pub async fn get<T>(&self, path: &str) -> Result<Arc<T>, ContentError>
    where
        T: DeserializeOwned + Send + Sync + 'static,
    {
        let value = self.load(path.to_string(), parse::<T>).await?;
        value.downcast().map_err(|_| damaged(path, "it is of another kind"))
    }

    /// The text of a file that is read elsewhere; not kept.
    pub async fn text(&self, path: &str) -> Result<String, ContentError> {
        fetch_text(path).await
    }

    /// Follows a path that may change: loads its file now and at each change, until the owner goes.
    pub fn watch<T>(&self, path: impl Fn() -> String + 'static) -> Loading<T>
    where
        T: DeserializeOwned + Send + Sync + 'static,
    {
        Loading { waiting: self.wait(Box::new(path), parse::<T>), holds: PhantomData }
    }

    fn wait(self, path: Box<dyn Fn() -> String>, parse: Parse) -> Waiting {
        let waiting = Waiting { state: RwSignal::new(Load::Pending), attempt: RwSignal::new(0) };
        let newest = StoredValue::new(0_u32);
        follow(move || {
            waiting.attempt.track();
            let path = path();
            newest.update_value(|number| *number += 1);
            let mine = newest.get_value();
            if !waiting.state.with_untracked(|state| matches!(state, Load::Pending)) {
                waiting.state.set(Load::Pending);
            }
            spawn_local(async move {
                let result = self.load(path, parse).await;
                // Another path may have been asked for since, or the page left.
                if newest.try_get_value() == Some(mine) {
                    waiting.state.set(result.map_or_else(Load::Failed, Load::Ready));
                }
            });
        });
        waiting
    }

    fn load(self, path: String, parse: Parse) -> Pin<Box<dyn Future<Output = Answer>>> {
        Box::pin(async move {
            let kept = self.kept.get_value();
            if let Some(value) = kept.borrow().get(&path) {
                return Ok(value.clone());
            }
            let text = fetch_text(&path).await?;
            check_version(&path, &text)?;
            let value = parse(&text).map_err(|why| damaged(&path, &why))?;
            kept.borrow_mut().insert(path, value.clone());
            Ok(value)
        })
    }
}

/// The file under `content/`, parsed; for parts that keep it themselves.
pub async fn read<T: DeserializeOwned>(path: &str) -> Result<T, ContentError> {
    let text = fetch_text(path).await?;
    check_version(path, &text)?;
    serde_json::from_str(&text).map_err(|why| damaged(path, &why.to_string()))
}

/// The facts of the course and the rulebook that they make, instance types included.
pub async fn rulebook() -> Result<(Rulebook, Facts), ContentError> {
    let facts: Facts = read("facts.json").await?;
    let instances: Vec<InstanceType> = read("instances.json").await?;
    let rules = Rulebook::new(&facts).map_err(|why| damaged("facts.json", &why.to_string()))?;
    Ok((rules.with_instances(instances), facts))
}

fn parse<T: DeserializeOwned + Send + Sync + 'static>(text: &str) -> Result<Arc<Value>, String> {
    match serde_json::from_str::<T>(text) {
        Ok(value) => Ok(Arc::new(value)),
        Err(why) => Err(why.to_string()),
    }
}

async fn fetch_text(path: &str) -> Result<String, ContentError> {
    let unreachable = |_: JsValue| ContentError::Unreachable { path: path.to_string() };
    let address = ["content/", path].concat();
    let answer = JsFuture::from(browser::window().fetch_with_str(&address));
    let response: web_sys::Response = answer.await.map_err(unreachable)?.unchecked_into();
    if !response.ok() {
        return Err(match response.status() {
            404 | 410 => ContentError::Missing { path: path.to_string() },
            _ => ContentError::Unreachable { path: path.to_string() },
        });
    }
    let text = JsFuture::from(response.text().map_err(unreachable)?).await.map_err(unreachable)?;
    let text = text.as_string().unwrap_or_default();
    // Servers that answer every address with the page give that instead of "not found".
    if text.trim_start().starts_with('<') {
        return Err(ContentError::Missing { path: path.to_string() });
    }
    Ok(text)
}

/// The version stands first in a file, so that it can be read when nothing else can.
fn check_version(path: &str, text: &str) -> Result<(), ContentError> {
    let versioned = ["map.json", "search.json", "glossary.json", "news.json"].contains(&path)
        || path.starts_with("lessons/");
    let found = text.split_once("\"version\":").filter(|_| versioned).and_then(|(_, rest)| {
        rest.split([',', '}']).next().and_then(|number| number.trim().parse().ok())
    });
    match found {
        Some(found) if found != VERSION => {
            Err(ContentError::OtherVersion { path: path.to_string(), found })
        }
        _ => Ok(()),
    }
}

fn damaged(path: &str, why: &str) -> ContentError {
    ContentError::Damaged { path: path.to_string(), why: why.to_string() }
}

/// What is shown where a file should be: the reason and a way to try again, a button that
/// [`again`] understands.
pub fn notice(error: &ContentError) -> String {
    [
        "<div class=\"notice\" role=\"alert\"><p>",
        &escape(&error.sentence()),
        "</p><button class=\"btn\" type=\"button\" data-again>Try again</button></div>",
    ]
    .concat()
}

/// A handler for what surrounds a [`notice`].
pub fn again(waiting: Waiting) -> Box<dyn FnMut(MouseEvent)> {
    heard(move |event: MouseEvent| {
        if browser::hit(&event, "[data-again]").is_some() {
            waiting.try_again();
        }
    })
}

/// A [`notice`] as a view.
#[component]
pub fn Notice<T: Send + Sync + 'static>(error: ContentError, loading: Loading<T>) -> impl IntoView {
    notice_view(&error, loading.waiting())
}

fn notice_view(error: &ContentError, waiting: Waiting) -> AnyView {
    view! { <div inner_html=notice(error) on:click=again(waiting)></div> }.into_any()
}
