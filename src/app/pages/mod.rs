//! The pages, one file each. A page asks the content source for what it shows and tells the router
//! when it is there.

mod about;
mod home;
mod lesson;
mod lesson_nav;
mod not_found;
mod quiz;

pub use about::{About, save_data};
pub use home::Home;
pub use lesson::LessonPage;
pub use not_found::NotFound;
