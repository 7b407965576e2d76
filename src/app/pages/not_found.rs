//! An address that leads nowhere: says so, and where one can go.

use crate::app::html::escape;
use crate::app::live::follow;
use crate::app::router::use_router;
use leptos::prelude::*;

pub fn not_found(fragment: &str) -> AnyView {
    let router = use_router();
    follow(move || router.arrive("No such page", None));
    let text = [
        "<h1>This link leads to no page</h1>\
         <p class=\"lead\">The address ends in <code>#",
        &escape(fragment),
        "</code>. It may have been cut short on its way, or it belongs to another version.</p>\
         <p><a class=\"btn p l\" href=\"#/\">To the course</a></p>",
    ]
    .concat();
    view! { <main class="page narrow" id="main" inner_html=text></main> }.into_any()
}
