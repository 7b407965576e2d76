//! The few signs of the interface: 16 px, one stroke, never alone where they mean something.

use leptos::prelude::*;

pub const CHECK: &str = "M3 8.5l3.2 3.2L13 4.8";
pub const CROSS: &str = "M4 4l8 8M12 4l-8 8";
pub const RIGHT: &str = "M3 8h10M9 4l4 4-4 4";
pub const LEFT: &str = "M13 8H3M7 4L3 8l4 4";

/// A sign from its path.
pub fn icon(path: &'static str) -> AnyView {
    view! {
        <svg class="ic" viewBox="0 0 16 16" aria-hidden="true"><path d=path></path></svg>
    }
    .into_any()
}

/// How far a set of questions is: an empty ring, a filling one, or a check. Decoration: say it in
/// words too.
pub fn ring(right: usize, of: usize) -> AnyView {
    if of > 0 && right >= of {
        return view! {
            <svg class="ring full" viewBox="0 0 16 16" aria-hidden="true">
                <circle cx="8" cy="8" r="7.2"></circle><path d="M4.6 8.3l2.3 2.3 4.4-4.8"></path>
            </svg>
        }
        .into_any();
    }
    let (class, wedge) = if right == 0 {
        ("ring", String::new())
    } else {
        ("ring begun", wedge(right as f64 / of as f64))
    };
    view! {
        <svg class=class viewBox="0 0 16 16" aria-hidden="true">
            <circle cx="8" cy="8" r="6.6"></circle><path d=wedge></path>
        </svg>
    }
    .into_any()
}

/// A slice of the ring from twelve o'clock, share between 0 and 1.
fn wedge(share: f64) -> String {
    let angle = share * std::f64::consts::TAU;
    let (x, y) = (8.0 + 4.6 * angle.sin(), 8.0 - 4.6 * angle.cos());
    let large = if share > 0.5 { "1" } else { "0" };
    let hundredths = |value: f64| ((value * 100.0).round() / 100.0).to_string();
    ["M8 8V3.4A4.6 4.6 0 ", large, " 1 ", &hundredths(x), " ", &hundredths(y), "Z"].concat()
}
