//! The tools with a view of their own: of rules for which a form says too little, and of pages that
//! are no single rule. A page that is no rule also stands in [`crate::rules::tools`].
//!
//! A view fills the element with a whole `<main id="main">` (`frame::page` gives the usual shape)
//! and calls `page.arrive(title, None)`. What it returns is dropped when the page is left: guards
//! of listeners, for example.

use super::{Book, registry, volumes};
use crate::app::page::Page;
use std::any::Any;
use std::rc::Rc;
use web_sys::Element;

/// What a view keeps until it goes.
pub type Kept = Box<dyn Any>;

/// Shows the tool in the element; `query` is the state in the address, without its `?`.
pub type Mount = fn(place: &Element, page: Page, book: Rc<Book>, query: &str) -> Kept;

/// Name of the rule or page, and its view.
const VIEWS: &[(&str, Mount)] = &[
    ("ecr-lifecycle", registry::lifecycle::mount),
    ("ecr-pull", registry::pull::mount),
    ("registry", registry::repository::mount),
    ("volumes", |place, page, book, query| {
        volumes::mount::mount("volumes", place, page, book, query)
    }),
    ("volume", |place, page, book, query| {
        volumes::mount::mount("volume", place, page, book, query)
    }),
    ("efs-burst", |place, page, book, query| {
        volumes::mount::mount("efs-burst", place, page, book, query)
    }),
    ("ebs-limits", |place, page, book, query| {
        volumes::mount::mount("ebs-limits", place, page, book, query)
    }),
    ("manifest", |place, page, book, query| {
        volumes::mount::mount("manifest", place, page, book, query)
    }),
];

/// The view of that tool, where it has one.
pub fn view(name: &str) -> Option<Mount> {
    VIEWS.iter().find(|(own, _)| *own == name).map(|(_, mount)| *mount)
}
