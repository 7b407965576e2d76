//! The frame of every page: contexts, header, bars about the store, the page itself, footer.

use super::browser;
use super::content::{ContentSource, Load, Loading, use_content};
use super::dates;
use super::engine::{self, Engine};
use super::pages;
use super::route::Route;
use super::router::{Router, use_router};
use super::storage::{Store, use_store};
use super::theme::ThemeButton;
use crate::course::model::CourseMap;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Puts the app in the place of the static page that was painted before the script came.
pub fn mount() {
    if let Some(shell) = browser::document().get_element_by_id("shell") {
        shell.remove();
    }
    leptos::mount::mount_to_body(App);
}

/// The map of the course; every page waits for the same one.
#[derive(Clone, Copy)]
pub struct Course(pub Loading<CourseMap>);

#[component]
fn App() -> impl IntoView {
    Store::provide();
    let router = Router::provide();
    let content = ContentSource::provide();
    let engine = Engine::provide();
    engine.load(content);
    engine::offer_to_scripts(engine);
    provide_context(Course(use_content().watch(|| "map.json".into())));

    view! {
        <a class="skip" href="#main" on:click=skip>"Skip to the page"</a>
        <Header/>
        <Bars/>
        <Page/>
        <Footer/>
        <div class="spoken" aria-live="polite" role="status">{router.announcement()}</div>
    }
    .into_any()
}

/// The address belongs to the router, so the link only moves the focus.
fn skip(event: web_sys::MouseEvent) {
    event.prevent_default();
    if let Ok(Some(main)) = browser::document().query_selector("main")
        && let Ok(main) = main.dyn_into::<web_sys::HtmlElement>()
    {
        let _ = main.set_attribute("tabindex", "-1");
        let _ = main.focus();
    }
}

#[component]
fn Header() -> impl IntoView {
    let route = use_router().current();
    let current = move |here: fn(&Route) -> bool| move || route.with(here).then_some("page");
    view! {
        <header class="top">
            <a class="brand" href="#/" aria-label="Drydock, to the course">"dry"<i>"dock"</i></a>
            <nav aria-label="Main">
                <a href="#/" aria-current=current(|route| {
                    matches!(route, Route::Home | Route::Lesson { .. })
                })>"Learn"</a>
                <a href="#/lab" aria-current=current(|route| matches!(route, Route::Lab { .. }))>
                    "Lab"
                </a>
            </nav>
            <span class="sp"></span>
            <ThemeButton/>
        </header>
    }
    .into_any()
}

/// What the reader must know about the store, above everything else.
#[component]
fn Bars() -> impl IntoView {
    let store = use_store();
    let trouble = store.trouble();
    let save = move || {
        view! {
            <button class="btn" type="button" on:click=move |_| pages::save_data(store)>
                "Save my data as a file"
            </button>
        }
    };
    move || {
        let trouble = trouble.get();
        let newer = trouble.newer.map(|version| {
            view! {
                <div class="bar" role="alert">
                    <p>
                        "What is stored here was written by a newer Drydock (schema "{version}
                        "). It is left alone: nothing is read from it and nothing added."
                    </p>
                    {save()}
                </div>
            }
        });
        let not_saved = trouble.not_saved.filter(|_| trouble.newer.is_none()).map(|why| {
            view! {
                <div class="bar" role="alert">
                    <p><b>"Not saved: "</b>{why}". It counts until you close this page."</p>
                    {save()}
                </div>
            }
        });
        let damaged = (trouble.damaged > 0).then(|| {
            let entries = if trouble.damaged == 1 { " stored entry" } else { " stored entries" };
            view! {
                <div class="bar" role="alert">
                    <p>
                        {trouble.damaged}{entries}
                        " cannot be read. Kept aside untouched; everything else is used."
                    </p>
                    {save()}
                </div>
            }
        });
        (newer, not_saved, damaged).into_any()
    }
}

/// Which component is shown; a change of state within a page keeps the component.
#[derive(Clone, PartialEq)]
enum Place {
    Home,
    Lesson(String),
    Lab,
    About,
    Unknown(String),
}

#[component]
fn Page() -> impl IntoView {
    let route = use_router().current();
    let place = Memo::new(move |_| match route.get() {
        Route::Home => Place::Home,
        Route::Lesson { id, .. } => Place::Lesson(id),
        Route::Lab { .. } => Place::Lab,
        Route::About => Place::About,
        Route::Unknown(fragment) => Place::Unknown(fragment),
    });
    move || match place.get() {
        Place::Home => view! { <pages::Home/> }.into_any(),
        Place::Lesson(id) => view! { <pages::LessonPage id/> }.into_any(),
        Place::Lab => view! { <super::lab::LabPage/> }.into_any(),
        Place::About => view! { <pages::About/> }.into_any(),
        Place::Unknown(fragment) => view! { <pages::NotFound fragment/> }.into_any(),
    }
}

#[component]
fn Footer() -> impl IntoView {
    let Course(map) = expect_context();
    let checked = move || match map.state().get() {
        Load::Ready(map) => {
            ["Facts checked in ", &dates::month_in_words(&map.checked), ". "].concat()
        }
        _ => String::new(),
    };
    view! {
        <footer class="foot">
            <p>{checked}"What you do stays in this browser."</p>
            <a class="link" href="#/about">"About"</a>
        </footer>
    }
    .into_any()
}
