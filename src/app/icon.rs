//! The few signs of the interface: 16 px, one stroke, never alone where they mean something.

pub const CHECK: &str = "M3 8.5l3.2 3.2L13 4.8";
pub const CROSS: &str = "M4 4l8 8M12 4l-8 8";
pub const RIGHT: &str = "M3 8h10M9 4l4 4-4 4";
pub const LOCK: &str = "M3.5 7h9v6.5h-9zM5.5 7V5a2.500 2.500 0 015 0v2";
pub const LEFT: &str = "M13 8H3M7 4L3 8l4 4";

const START: &str = "\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">";

/// A sign from its path, as HTML.
pub fn icon(path: &str) -> String {
    ["<svg class=\"ic", START, "<path d=\"", path, "\"></path></svg>"].concat()
}

/// How far a set of questions is, as HTML: an empty ring, a filling one, or a check. Decoration:
/// say it in words too.
pub fn ring(right: usize, of: usize) -> String {
    let full = of > 0 && right >= of;
    let (class, radius, inside) = match right {
        _ if full => (" full", "7.2", "<path d=\"M4.6 8.3l2.3 2.3 4.4-4.8\"></path>".to_string()),
        0 => ("", "6.6", String::new()),
        _ => (" begun", "6.6", wedge(right as f64 / of as f64)),
    };
    let circle = ["<circle cx=\"8\" cy=\"8\" r=\"", radius, "\"></circle>"].concat();
    ["<svg class=\"ring", class, START, &circle, &inside, "</svg>"].concat()
}

/// A slice of the ring from twelve o'clock, share between 0 and 1: a dash as wide as the radius, on
/// a circle of half of it, whose length counts as 100.
fn wedge(share: f64) -> String {
    let dash = ((share * 100.0).round() as u32).to_string();
    [
        "<circle class=\"part\" cx=\"8\" cy=\"8\" r=\"2.3\" pathLength=\"100\" ",
        "transform=\"rotate(-90 8 8)\" stroke-dasharray=\"",
        &dash,
        " 100\"></circle>",
    ]
    .concat()
}
