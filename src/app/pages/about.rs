//! About the app: what it is, how its figures are made, what it stores, and the ways to take that
//! along or to erase it.

use crate::app::KEYS;
use crate::app::browser;
use crate::app::html::escape;
use crate::app::live::{follow, heard};
use crate::app::router::use_router;
use crate::app::search;
use crate::app::shell::Course;
use crate::app::storage::{Store, use_store};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlInputElement, MouseEvent};

/// Lets the reader save everything that is stored as a file.
pub fn save_data(store: Store) {
    // A browser that refuses shows its own message; nothing is changed then.
    if browser::save_file("drydock-data.json", "application/json", &store.export()).is_ok() {
        store.set(EXPORTED, Some(&browser::now_ms().to_string()));
    }
}

/// The setting with the time of the last export, ms since 1970.
pub const EXPORTED: &str = "exported";

pub fn about() -> AnyView {
    let router = use_router();
    let store = use_store();
    let Course(map) = expect_context();
    let asking = RwSignal::new(false);
    follow(move || router.arrive("About", None));
    follow(move || {
        let count = store.log().with(|log| log.entries().len());
        browser::redraw("stored-answers", &answers(count));
    });
    follow(move || browser::redraw("stored-data", if asking.get() { ASKING } else { ACTIONS }));
    follow(move || {
        let repository = map.ready().map(|map| map.repository.clone()).unwrap_or_default();
        browser::redraw("source", &source(&repository));
    });
    let act = heard(move |event: MouseEvent| {
        let Some(button) = browser::hit(&event, "[data-do]") else { return };
        match button.get_attribute("data-do").as_deref() {
            Some("save") => save_data(store),
            Some("erase") => {
                store.erase();
                asking.set(false);
                router.announce("Erased");
            }
            step => asking.set(step == Some("ask")),
        }
    });
    let change = heard(move |event: Event| {
        if let Some(field) = browser::hit(&event, "#search-key") {
            search::set_key(store, &field.unchecked_into::<HtmlInputElement>().value());
        } else if let Some(field) = browser::hit(&event, "#single-keys") {
            let on = field.unchecked_into::<HtmlInputElement>().checked();
            store.set(KEYS, Some("off").filter(|_| !on));
        }
    });
    follow(move || {
        if let Some(field) = browser::document().get_element_by_id("search-key") {
            field.unchecked_into::<HtmlInputElement>().set_value(&search::key(store));
        }
        if let Some(field) = browser::document().get_element_by_id("single-keys") {
            let on = store.setting(KEYS).as_deref() != Some("off");
            field.unchecked_into::<HtmlInputElement>().set_checked(on);
        }
    });
    view! {
        <main
            class="page narrow prose"
            id="main"
            inner_html=TEXT
            on:click=act
            on:change=change
        ></main>
    }
    .into_any()
}

const ACTIONS: &str = concat!(
    "<button class=\"btn\" type=\"button\" data-do=\"save\">Save my data as a file</button>",
    "<button class=\"btn\" type=\"button\" data-do=\"ask\" id=\"erase\">Erase…</button>",
);

/// Erasing asks once, in place. "Keep" takes the focus of "Erase…": a key held too long erases
/// nothing.
const ASKING: &str = concat!(
    "<p role=\"alert\"><b>Erase all answers and settings in this browser?</b></p>",
    "<button class=\"btn p\" type=\"button\" data-do=\"erase\">Yes, erase</button>",
    "<button class=\"btn\" type=\"button\" data-do=\"keep\" id=\"erase\">Keep</button>",
);

fn answers(count: usize) -> String {
    match count {
        0 => "You have not answered a question here yet.".to_string(),
        1 => "One answer is stored.".to_string(),
        count => [&count.to_string(), " answers are stored."].concat(),
    }
}

fn source(repository: &str) -> String {
    if repository.is_empty() {
        return String::new();
    }
    ["<a class=\"link\" href=\"", &escape(repository), "\">Source and reports</a>"].concat()
}

const TEXT: &str = concat!(
    "<h1>About Drydock</h1><p class=\"lead\">",
    "Drydock teaches containers on AWS by letting you try them. It has lessons with ",
    "live figures, a lab that simulates a day of a service, and questions with a ",
    "reason for each option. It runs in your browser alone: there is no account and no ",
    "server behind it.</p>",
    "<h2>How the figures are made</h2><p>",
    "Each figure is a simulation that runs on your machine while you watch. The same ",
    "settings and the same seed give the same day, to the last digit, here and on the ",
    "command line. The simulator works with means of a queueing model, not with single ",
    "requests, so its percentiles are estimates: ",
    "<a class=\"link\" href=\"#/about/accuracy\">how far to trust them</a>.</p><p>",
    "Prices, limits and defaults come from AWS documentation. Each carries its source ",
    "and the date on which it was read; point at an underlined value in a lesson to ",
    "see them. Where AWS publishes no figure, ours is marked as an estimate. Prices ",
    "change: check them before you spend money.</p>",
    "<p>To look things up: <a href=\"#/about/facts\">all facts and terms</a>, and the ",
    "<a href=\"read/index.html\">lessons as plain pages</a> to read and to print. For those who ",
    "come back: <a href=\"#/about/changes\">what changed</a>. For those who teach: ",
    "<a href=\"#/about/own-course\">write your own course</a>.</p>",
    "<h2>Keys</h2><p><label for=\"search-key\">The key that opens the search; leave it empty to ",
    "switch it off</label> <input id=\"search-key\" class=\"key\" maxlength=\"1\" ",
    "autocomplete=\"off\"></p><p><label><input id=\"single-keys\" type=\"checkbox\"> Letters ",
    "and digits alone do something. In questions A–E choose, 1 2 3 say how sure and check, L ",
    "opens the lab; in exams Shift and a letter strike out, F flags, N and U go to the next ",
    "flagged and the next skipped, G to the list. In the lab [ and ] go from decision to ",
    "decision. The projector has B black, F full screen, N notes, L the lab, Q the ",
    "code.</label></p><p>Enter, Escape, Tab, arrows, Page keys and Space always do their part.</p>",
    "<h2>What is stored</h2><p>",
    "Your answers, the lesson you are in and your theme, in this browser only. Nothing ",
    "is sent anywhere. Clearing the site’s data in the browser removes it.</p>",
    "<p id=\"stored-answers\"></p><div class=\"actions\" id=\"stored-data\"></div>",
    "<h2>Licence</h2><p>",
    "Free software under the MIT licence or the Apache License 2.0, as you prefer. ",
    "Made by the Drydock contributors. Version ",
    env!("CARGO_PKG_VERSION"),
    ". <span id=\"source\"></span></p><p>",
    "Drydock is not affiliated with Amazon Web Services. AWS, Amazon ECS and AWS ",
    "Fargate are trademarks of Amazon.com, Inc. or its affiliates.</p>",
);
