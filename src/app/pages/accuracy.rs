//! How far to trust the lab: a document of the repository, fetched when it is opened.

use crate::app::browser;
use crate::app::content::{Load, Loading, again, notice, use_content};
use crate::app::live::follow;
use crate::app::router::use_router;
use crate::course::model::Block;
use leptos::prelude::*;

pub fn accuracy() -> AnyView {
    let router = use_router();
    let loading: Loading<Block> = use_content().watch(|| "about/accuracy.json".into());
    follow(move || match loading.get() {
        Load::Ready(block) => {
            if let Block::Html { html } = &*block {
                browser::redraw("main", html);
                router.arrive("How far to trust the lab", None);
            }
        }
        Load::Failed(error) => browser::redraw("main", &[TITLE, &notice(&error)].concat()),
        Load::Pending => browser::redraw("main", TITLE),
    });
    let again = again(loading.waiting());
    view! { <main class="page narrow prose" id="main" inner_html="" on:click=again></main> }
        .into_any()
}

const TITLE: &str = "<h1>How far to trust the lab</h1>";
