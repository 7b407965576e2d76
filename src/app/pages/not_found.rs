//! An address that leads nowhere: says so, and where one can go.

use crate::app::router::use_router;
use leptos::prelude::*;

#[component]
pub fn NotFound(fragment: String) -> impl IntoView {
    let router = use_router();
    Effect::new(move || router.arrive("No such page", None));
    view! {
        <main class="page narrow" id="main">
            <h1>"This link leads to no page"</h1>
            <p class="lead">
                "The address ends in "<code>"#"{fragment}</code>
                ". It may have been cut short on its way, or it belongs to another version."
            </p>
            <p><a class="btn p l" href="#/">"To the course"</a></p>
        </main>
    }
    .into_any()
}
