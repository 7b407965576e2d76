//! The `content/` folder: read, checked, compiled. Only this module parses TOML and Markdown, and only
//! natively; the page knows the compiled shapes in [`model`].

pub mod model;
