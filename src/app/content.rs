//! Where the compiled course comes from: files beside the page, fetched when a page needs them,
//! kept since.
//!
//! A missing, damaged or newer file is an error that a reader understands and can try again; the
//! rest of the app goes on without it.

use super::browser;
use crate::course::model::VERSION;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::any::Any;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

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
#[derive(Debug, PartialEq)]
pub enum Load<T: Send + Sync + 'static> {
    Pending,
    Ready(Arc<T>),
    Failed(ContentError),
}

impl<T: Send + Sync> Clone for Load<T> {
    fn clone(&self) -> Self {
        match self {
            Load::Pending => Load::Pending,
            Load::Ready(value) => Load::Ready(value.clone()),
            Load::Failed(error) => Load::Failed(error.clone()),
        }
    }
}

impl<T: Send + Sync> Clone for Loading<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync> Copy for Loading<T> {}

/// A file that a component waits for.
pub struct Loading<T: Send + Sync + 'static> {
    state: RwSignal<Load<T>>,
    attempt: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Loading<T> {
    pub fn state(&self) -> Signal<Load<T>> {
        self.state.into()
    }

    /// The value, once it is there.
    pub fn ready(&self) -> Option<Arc<T>> {
        self.state.with(|state| match state {
            Load::Ready(value) => Some(value.clone()),
            _ => None,
        })
    }

    pub fn try_again(&self) {
        self.attempt.update(|attempt| *attempt += 1);
    }
}

/// All content sits behind this; a cheap handle.
#[derive(Clone, Copy)]
pub struct ContentSource {
    /// Parsed values by path, type-erased; the path decides the type.
    kept: StoredValue<Kept, LocalStorage>,
}

type Kept = Rc<RefCell<BTreeMap<String, Arc<dyn Any + Send + Sync>>>>;

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
        let kept = self.kept.get_value();
        let found = kept.borrow().get(path).cloned();
        if let Some(value) = found.and_then(|value| value.downcast::<T>().ok()) {
            return Ok(value);
        }
        let text = fetch_text(path).await?;
        check_version(path, &text)?;
        let value: T = serde_json::from_str(&text).map_err(|why| damaged(path, &why))?;
        let value = Arc::new(value);
        kept.borrow_mut().insert(path.to_string(), value.clone());
        Ok(value)
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
        let loading = Loading { state: RwSignal::new(Load::Pending), attempt: RwSignal::new(0) };
        let source = *self;
        let newest = StoredValue::new(0_u32);
        Effect::new(move || {
            loading.attempt.track();
            let path = path();
            newest.update_value(|number| *number += 1);
            let mine = newest.get_value();
            if !matches!(loading.state.get_untracked(), Load::Pending) {
                loading.state.set(Load::Pending);
            }
            spawn_local(async move {
                let result = source.get(&path).await;
                // Another path may have been asked for since, or the page left.
                if newest.try_get_value() == Some(mine) {
                    loading.state.set(match result {
                        Ok(value) => Load::Ready(value),
                        Err(error) => Load::Failed(error),
                    });
                }
            });
        });
        loading
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

fn check_version(path: &str, text: &str) -> Result<(), ContentError> {
    #[derive(Deserialize)]
    struct Head {
        version: Option<u32>,
    }
    let versioned = path == "map.json" || path.starts_with("lessons/");
    let head: Option<Head> = if versioned { serde_json::from_str(text).ok() } else { None };
    match head.and_then(|head| head.version) {
        Some(found) if found != VERSION => {
            Err(ContentError::OtherVersion { path: path.to_string(), found })
        }
        _ => Ok(()),
    }
}

fn damaged(path: &str, why: &serde_json::Error) -> ContentError {
    ContentError::Damaged { path: path.to_string(), why: why.to_string() }
}

/// What is shown where a file should be: the reason and a way to try again.
#[component]
pub fn Notice<T: Send + Sync + 'static>(error: ContentError, loading: Loading<T>) -> impl IntoView {
    view! {
        <div class="notice" role="alert">
            <p>{error.sentence()}</p>
            <button class="btn" type="button" on:click=move |_| loading.try_again()>
                "Try again"
            </button>
        </div>
    }
    .into_any()
}
