//! Documents of the repository as pages, each fetched when it is opened.

use crate::app::browser;
use crate::app::content::{Load, Loading, again, notice, use_content};
use crate::app::html::escape;
use crate::app::live::follow;
use crate::app::router::use_router;
use crate::course::model::Block;
use leptos::prelude::*;

/// How far to trust the lab.
pub fn accuracy() -> AnyView {
    document("about/accuracy.json", "How far to trust the lab")
}

/// How to write a course.
pub fn own_course() -> AnyView {
    document("about/own-course.json", "Write your own course")
}

fn document(path: &'static str, title: &'static str) -> AnyView {
    let router = use_router();
    let loading: Loading<Block> = use_content().watch(move || path.into());
    let heading = ["<h1>", &escape(title), "</h1>"].concat();
    follow(move || match loading.get() {
        Load::Ready(block) => {
            if let Block::Html { html } = &*block {
                browser::redraw("main", html);
                router.arrive(title, None);
            }
        }
        Load::Failed(error) => browser::redraw("main", &[&heading, &*notice(&error)].concat()),
        Load::Pending => browser::redraw("main", &heading),
    });
    let again = again(loading.waiting());
    view! { <main class="page narrow prose" id="main" inner_html="" on:click=again></main> }
        .into_any()
}
