//! The frame of every page: contexts, header, bars about the store, the page itself, footer.

use super::browser;
use super::content::{ContentSource, Loading};
use super::html::escape;
use super::live::{follow, heard, live, live_view};
use super::news::News;
use super::pages;
use super::part;
use super::route::Route;
use super::router::{Router, use_router};
use super::search;
use super::storage::{Store, Trouble};
use super::theme;
use crate::app::KEYS;
use crate::course::model::CourseMap;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::MouseEvent;

/// Puts the app in the place of the static page that was painted before the script came.
pub fn mount() {
    part::tell_version();
    if let Some(shell) = browser::document().get_element_by_id("shell") {
        shell.remove();
    }
    leptos::mount::mount_to_body(app);
}

/// The map of the course; every page waits for the same one.
#[derive(Clone, Copy)]
pub struct Course(pub Loading<CourseMap>);

fn app() -> AnyView {
    let store = Store::provide();
    let router = Router::provide();
    let content = ContentSource::provide();
    let map = content.watch(|| "map.json".into());
    provide_context(Course(map));
    theme::keep_theme(store);
    let news = News::provide(store, content);
    search::keep_key(router, store);
    // What hears letters lives in several parts, which share only the document.
    follow(move || browser::mark(":root", "data-keys", store.setting(KEYS).as_deref()));
    mark_current(router);

    let header = [NAVIGATION, search::BUTTON, PRESENT, theme::BUTTON].concat();
    let press = heard(move |event: MouseEvent| {
        if browser::hit(&event, ".theme").is_some() {
            theme::next_theme(store);
        } else if browser::hit(&event, ".find").is_some() {
            search::open(router, store);
        } else if browser::hit(&event, ".show").is_some() {
            present(router, store, map);
        }
        let more = browser::hit(&event, "#more[aria-expanded=false]").is_some();
        browser::mark("#more", "aria-expanded", Some(if more { "true" } else { "false" }));
    });
    let save = heard(move |event: MouseEvent| {
        if browser::hit(&event, "button").is_some() {
            pages::save_data(store);
        }
    });
    let export = heard(move |event: MouseEvent| {
        if browser::hit(&event, "[data-export]").is_some() {
            pages::save_data(store);
        }
    });
    let trouble = store.trouble();
    let bars = live(move || bars(&trouble.get()));
    let footer = live(move || pages::footer(map, store, news));
    let spoken = live(move || router.announcement().get());
    view! {
        <a class="skip" href="#main" on:click=heard(skip)>"Skip to the page"</a>
        <header class="top" inner_html=header on:click=press></header>
        <div class="bars" inner_html=bars on:click=save></div>
        {page()}
        <footer class="foot" inner_html=footer on:click=export></footer>
        <div class="spoken" aria-live="polite" role="status">{spoken}</div>
    }
    .into_any()
}

/// The address belongs to the router, so the link only moves the focus.
fn skip(event: MouseEvent) {
    event.prevent_default();
    if let Ok(Some(main)) = browser::document().query_selector("main")
        && let Ok(main) = main.dyn_into::<web_sys::HtmlElement>()
    {
        let _ = main.set_attribute("tabindex", "-1");
        let _ = main.focus();
    }
}

const PRESENT: &str = concat!(
    "<button class=\"btn q show\" type=\"button\"><svg class=\"ic\" viewBox=\"0 0 16 16\" ",
    "aria-hidden=\"true\"><path d=\"M2 3h12v8H2zM5.5 14h5M8 11v3\"></path></svg>Present</button>",
);

const NAVIGATION: &str = concat!(
    "<a class=\"brand\" href=\"#/\" aria-label=\"Drydock, to the course\">dry<i>dock</i></a>",
    "<nav aria-label=\"Main\"><a id=\"to-learn\" href=\"#/\">Learn</a>",
    "<a id=\"to-lab\" href=\"#/lab\">Lab</a>",
    "<a id=\"to-practice\" href=\"#/practice\">Practice</a>",
    "<a id=\"to-exam\" class=\"rest\" href=\"#/exam\">Exam</a>",
    "<a id=\"to-tools\" href=\"#/tools\">Tools</a>",
    "<a id=\"to-progress\" class=\"rest\" href=\"#/progress\">Progress</a>",
    "<button id=\"more\" type=\"button\" aria-expanded=\"false\">More</button>",
    "</nav><span class=\"sp\"></span>",
);

/// Marks the link of the header that leads to where one is.
fn mark_current(router: Router) {
    follow(move || {
        let here = match router.current().get() {
            Route::Home { .. } | Route::Lesson { .. } | Route::Present { .. } => "#to-learn",
            Route::Lab { .. } => "#to-lab",
            Route::Practice { .. } => "#to-practice",
            Route::Exam { .. } => "#to-exam",
            Route::Progress => "#to-progress",
            Route::Tools { .. } | Route::Roles { .. } => "#to-tools",
            _ => "",
        };
        let links =
            ["#to-learn", "#to-lab", "#to-practice", "#to-exam", "#to-tools", "#to-progress"];
        for link in links {
            browser::mark(link, "aria-current", Some("page").filter(|_| link == here));
        }
    });
}

/// Shows a lesson as a projector needs it: the one that is open, or was last. The lab gets all of
/// the screen.
fn present(router: Router, store: Store, map: Loading<CourseMap>) {
    let id = match router.current().get_untracked() {
        Route::Lab { .. } => {
            let root = browser::document().document_element();
            let _ = root.map(|root| root.request_fullscreen());
            return;
        }
        Route::Lesson { id, .. } => Some(id),
        _ => store.setting_now("lesson").or_else(|| {
            let map = untrack(|| map.ready())?;
            Some(map.parts.first()?.lessons.first()?.id.clone())
        }),
    };
    if let Some(id) = id {
        router.navigate(&Route::Present { id, step: None });
    }
}

/// What the reader must know about the store, above everything else.
fn bars(trouble: &Trouble) -> String {
    let bar = |text: &[&str]| {
        [
            "<div class=\"bar\" role=\"alert\"><p>",
            &text.concat(),
            "</p><button class=\"btn\" type=\"button\">Save my data as a file</button></div>",
        ]
        .concat()
    };
    let mut bars = String::new();
    if let Some(version) = trouble.newer {
        bars.push_str(&bar(&[
            "What is stored here was written by a newer Drydock (schema ",
            &version.to_string(),
            "). It is left alone: nothing is read from it and nothing added.",
        ]));
    } else if let Some(why) = &trouble.not_saved {
        let why = escape(why);
        bars.push_str(&bar(&[
            "<b>Not saved: </b>",
            &why,
            ". It counts until you close this page.",
        ]));
    }
    if trouble.damaged > 0 {
        let entries = if trouble.damaged == 1 { " stored entry" } else { " stored entries" };
        bars.push_str(&bar(&[
            &trouble.damaged.to_string(),
            entries,
            " cannot be read. Kept aside untouched; everything else is used.",
        ]));
    }
    bars
}

/// The page of the address; a change of state within a page keeps what is shown.
fn page() -> AnyView {
    let route = use_router().current();
    let address = Memo::new(move |_| match route.get() {
        Route::Lesson { id, .. } => Route::lesson(&id).to_string(),
        Route::Lab { .. } => Route::Lab { query: None }.to_string(),
        Route::Home { .. } => Route::Home { query: None }.to_string(),
        other => other.to_string(),
    });
    live_view(move || match Route::parse(&address.get()) {
        Route::Home { .. } => pages::home(),
        Route::Lesson { id, .. } => pages::lesson(id),
        Route::Lab { .. } => pages::lab(),
        Route::Exam { query } => pages::exam(query),
        Route::Progress => pages::progress(),
        Route::Tools { name, query } => pages::tools(name, query),
        Route::Practice { query } => pages::practice(query),
        Route::About => pages::about(),
        Route::Accuracy => pages::accuracy(),
        Route::Changes => pages::changes(),
        Route::OwnCourse => pages::own_course(),
        Route::Facts { id } => pages::facts(id),
        Route::Roles { id } => pages::roles(id),
        Route::Present { id, step } => pages::present(id, step),
        Route::Unknown(fragment) => pages::not_found(&fragment),
    })
    .into_any()
}
