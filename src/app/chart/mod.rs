//! Drawing of series as text: scales and SVG paths, pure and tested natively.
//!
//! A chart here is a box of [`WIDTH`] × [`HEIGHT`] units that the page stretches to any size, so
//! nothing has to be measured and a phone gets the same path as a projector. Knows no browser and
//! no scenario.

mod path;
mod scale;

pub use path::{Span, band, below, dots, line, shortage, steps, steps_area};
pub use scale::{Scale, nice_max};

/// Units from the left edge of a chart to its right edge.
pub const WIDTH: i32 = 960;
/// Units from the top of a chart to its bottom.
pub const HEIGHT: i32 = 1000;
