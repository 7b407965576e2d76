//! About the app: what it is, how its figures are made, what it stores, and the ways to take that
//! along or to erase it.

use crate::app::browser;
use crate::app::router::use_router;
use crate::app::shell::Course;
use crate::app::storage::{Store, use_store};
use leptos::prelude::*;

/// Lets the reader save everything that is stored as a file.
pub fn save_data(store: Store) {
    // A browser that refuses shows its own message; nothing is changed either way.
    let _ = browser::save_file("drydock-data.json", "application/json", &store.export());
}

#[component]
pub fn About() -> impl IntoView {
    let router = use_router();
    let store = use_store();
    Effect::new(move || router.arrive("About", None));
    view! {
        <main class="page narrow prose" id="main">
            <h1>"About Drydock"</h1>
            <p class="lead">
                "Drydock teaches containers on AWS by letting you try them. It has lessons with "
                "live figures, a lab that simulates a day of a service, and questions with a "
                "reason for each option. It runs in your browser alone: there is no account and no "
                "server behind it."
            </p>
            <h2>"How the figures are made"</h2>
            <p>
                "Each figure is a simulation that runs on your machine while you watch. The same "
                "settings and the same seed give the same day, to the last digit, here and on the "
                "command line. The simulator works with means of a queueing model, not with single "
                "requests, so its percentiles are estimates."
            </p>
            <p>
                "Prices, limits and defaults come from AWS documentation. Each carries its source "
                "and the date on which it was read; point at an underlined value in a lesson to "
                "see them. Where AWS publishes no figure, ours is marked as an estimate. Prices "
                "change: check them before you spend money."
            </p>
            <h2>"What is stored"</h2>
            <p>
                "Your answers, the lesson you are in and your theme, in this browser only. Nothing "
                "is sent anywhere. Clearing the site’s data in the browser removes it."
            </p>
            <Answers store/>
            <Erase store/>
            <h2>"Licence"</h2>
            <p>
                "Free software under the MIT licence or the Apache License 2.0, as you prefer. "
                "Made by the "
                "Drydock contributors. Version "{env!("CARGO_PKG_VERSION")}". "<Source/>
            </p>
            <p>
                "Drydock is not affiliated with Amazon Web Services. AWS, Amazon ECS and AWS "
                "Fargate are trademarks of Amazon.com, Inc. or its affiliates."
            </p>
        </main>
    }
    .into_any()
}

#[component]
fn Answers(store: Store) -> impl IntoView {
    let count = move || match store.log().with(|log| log.entries().len()) {
        0 => "You have not answered a question here yet.".to_string(),
        1 => "One answer is stored.".to_string(),
        count => [&count.to_string(), " answers are stored."].concat(),
    };
    view! {
        <p>{count}</p>
    }
    .into_any()
}

/// Erasing asks once, in place.
#[component]
fn Erase(store: Store) -> impl IntoView {
    let router = use_router();
    let asking = RwSignal::new(false);
    let erase = move |_| {
        store.erase();
        asking.set(false);
        router.announce("Erased");
    };
    let buttons = move || {
        if asking.get() {
            view! {
                <p role="alert"><b>"Erase all answers and settings in this browser?"</b></p>
                <button class="btn p" type="button" on:click=erase>"Yes, erase"</button>
                <button class="btn" type="button" on:click=move |_| asking.set(false)>
                    "Keep"
                </button>
            }
            .into_any()
        } else {
            view! {
                <button class="btn" type="button" on:click=move |_| save_data(store)>
                    "Save my data as a file"
                </button>
                <button class="btn" type="button" on:click=move |_| asking.set(true)>
                    "Erase…"
                </button>
            }
            .into_any()
        }
    };
    view! { <div class="actions">{buttons}</div> }.into_any()
}

#[component]
fn Source() -> impl IntoView {
    let Course(map) = expect_context();
    move || {
        map.ready().filter(|map| !map.repository.is_empty()).map(|map| {
            view! { <a class="link" href=map.repository.clone()>"Source and reports"</a> }
        })
    }
}
