//! Mock exams: choosing one, sitting it, its report, its history, and a paper to print.
//!
//! A running exam has the page until it is over: what was begun goes on after a reload. The modules
//! that end in `html` are pure.

#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod desk;
pub mod desk_html;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod hall;
pub mod report_html;
pub mod start_html;

#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub use hall::mount;

/// Value of a name in `a=1&b=2`.
pub fn value<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
}
