//! Volumes to try: the table of what goes where, a task that comes back in another zone, a day of
//! throughput and credits, manifests for EKS, and prices side by side.
//!
//! A view is a list of sections, each with its controls and what follows from them. `values` keeps
//! what was chosen and writes it into the link, `form` draws controls, the other files draw what
//! follows; all of it is pure. `mount` connects it to the window.

pub mod chart;
pub mod cost;
pub mod ebs;
pub mod efs;
pub mod form;
pub mod manifest;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub mod mount;
pub mod picture;
pub mod scene;
pub mod table;
pub mod values;
pub mod view;

use super::Book;
use super::sources::trust;
use crate::app::dates;
use crate::app::html::escape;
use crate::app::words::number;
use crate::shape::Shape;

const CHECK: &str = "M3 8.5l3.2 3.2L13 4.8";
const CROSS: &str = "M4 4l8 8M12 4l-8 8";
const TILDE: &str = "M3 9c2-3 4-3 5-1s3 2 5-1";
const DOTS: &str = "M4 8h.1M8 8h.1M12 8h.1";

/// A sign beside a word that says the same.
fn sign(path: &str) -> String {
    [
        "<svg class=\"ic\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path d=\"",
        path,
        "\"></path></svg>",
    ]
    .concat()
}

/// Where a value comes from: document, day, and how far to trust it.
fn source(book: &Book, id: &str) -> String {
    let Some(fact) = book.facts.get(id) else { return String::new() };
    [
        "<a class=\"link\" href=\"#/about/facts/",
        &escape(id),
        "\">",
        &escape(&fact.source),
        "</a>, read ",
        &dates::in_words(&fact.checked),
        trust(fact.trust),
    ]
    .concat()
}

/// With as many decimals as say something: `4.88`, `50`, `2,000`.
fn round(value: f64) -> String {
    let decimals = match value.abs() {
        size if size < 1.0 => 3,
        size if size < 10.0 => 2,
        size if size < 100.0 => 1,
        _ => 0,
    };
    number(value, decimals)
}

/// `12:33` for a minute of the day.
fn clock(minute: usize) -> String {
    format!("{:02}:{:02}", minute / 60 % 24, minute % 60)
}

/// The first of a type's words that the text is, or the type's first word.
fn word<T: Shape>(text: &str, first: T) -> T {
    T::read(&text.into()).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times_are_said_as_people_do() {
        assert_eq!(
            (round(4.8828), round(50.0), round(2000.4)),
            ("4.88".into(), "50".into(), "2,000".into())
        );
        assert_eq!((clock(753), clock(1440)), ("12:33".into(), "00:00".into()));
    }
}
