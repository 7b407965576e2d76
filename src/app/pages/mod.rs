//! The pages, one file each. A page asks the content source for what it shows and tells the router
//! when it is there.
//!
//! What only is read stands as HTML text and is redrawn as a whole: that is the smallest download.

mod about;
mod contents;
mod document;
mod footer;
mod home;
mod host;
mod lesson;
mod lesson_nav;
mod not_found;
mod part;
mod plan;
mod question;
mod quiz;

pub use about::{about, save_data};
pub use document::{accuracy, own_course};
pub use footer::footer;
pub use home::home;
pub use host::host;
pub use lesson::lesson;
pub use not_found::not_found;
pub use part::{changes, exam, facts, lab, practice, present, progress, roles, tools};

/// Whether an id can be one of a lesson; anything else asks for a file that no build makes.
fn is_file_name(id: &str) -> bool {
    id.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-' || sign == '_')
}
