//! How far to trust the lab: a document of the repository, fetched when it is opened.

use crate::app::content::{Load, Loading, again, notice, use_content};
use crate::app::live::live_view;
use crate::app::router::use_router;
use leptos::prelude::*;

pub fn accuracy() -> AnyView {
    let router = use_router();
    let loading: Loading<String> = use_content().watch(|| "about/accuracy.json".into());
    live_view(move || {
        let html = match loading.get() {
            Load::Pending => "<p class=\"soft\">Loading…</p>".to_string(),
            Load::Failed(error) => ["<h1>How far to trust the lab</h1>", &notice(&error)].concat(),
            Load::Ready(html) => {
                router.arrive("How far to trust the lab", None);
                [&html, "<p><a class=\"link\" href=\"#/lab\">To the lab</a></p>"].concat()
            }
        };
        let again = again(loading.waiting());
        view! { <main class="page narrow prose" id="main" inner_html=html on:click=again></main> }
            .into_any()
    })
    .into_any()
}
