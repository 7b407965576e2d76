//! An address as a QR code, for cameras in the room. Pure.

use crate::app::html::escape;
use qrcodegen::{QrCode, QrCodeEcc};

/// Light modules around the code, as the standard asks for.
const QUIET: i32 = 4;

/// The code as SVG, dark on light whatever the theme; `None` for a text that is too long for one.
pub fn svg(text: &str) -> Option<String> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let side = (code.size() + 2 * QUIET).to_string();
    Some(
        [
            "<svg class=\"qr\" viewBox=\"0 0 ",
            &side,
            " ",
            &side,
            "\" role=\"img\" aria-label=\"QR code of ",
            &escape(text),
            "\" shape-rendering=\"crispEdges\"><path class=\"light\" d=\"M0 0h",
            &side,
            "v",
            &side,
            "H0z\"></path><path class=\"dark\" d=\"",
            &dark(&code),
            "\"></path></svg>",
        ]
        .concat(),
    )
}

/// The dark modules as a path, each run of a row as one stroke.
fn dark(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let start = x;
            while code.get_module(x, y) {
                x += 1;
            }
            if x > start {
                let run = (x - start).to_string();
                let (left, top) = ((start + QUIET).to_string(), (y + QUIET).to_string());
                for piece in ["M", &left, " ", &top, "h", &run, "v1h-", &run, "z"] {
                    path.push_str(piece);
                }
            }
            x += 1;
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_becomes_the_modules_of_its_code() {
        let text = "https://example.org/d/#/lab?preset=lunch-spike";
        let svg = svg(text).expect("it is short");
        let code = QrCode::encode_text(text, QrCodeEcc::Medium).expect("it is short");
        let dark: i32 = (0..code.size())
            .flat_map(|y| (0..code.size()).map(move |x| (x, y)))
            .map(|(x, y)| i32::from(code.get_module(x, y)))
            .sum();
        let path = svg.rsplit("d=\"").next().unwrap_or_default();
        let runs = path.split('h').skip(1).filter_map(|run| run.split("v1").next());
        let drawn: i32 = runs.filter_map(|run| run.parse::<i32>().ok()).sum();
        assert_eq!(drawn, dark);
        // The corner's finder pattern: seven dark modules behind the quiet zone.
        assert!(path.starts_with("M4 4h7v1h-7z"), "{path}");
        assert!(svg.contains("aria-label=\"QR code of https://example.org/d/#/lab?preset="));
    }

    #[test]
    fn what_is_too_long_has_no_code() {
        assert!(svg(&"x".repeat(5000)).is_none());
    }
}
