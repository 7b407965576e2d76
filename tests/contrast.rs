//! Every pair of colours that the style may put together, computed from `style/tokens.css`.
//!
//! WCAG 2.2 asks 4.5 : 1 of text and 3 : 1 of edges and graphics; the high-contrast themes promise
//! 7 : 1 of text. Knows the roles of the tokens, no colour.
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

const SURFACES: &[&str] = &["paper", "card", "sunk", "blue-tint"];
const VOICES: &[&str] = &["ink", "soft", "accent", "blue", "green", "red", "amber"];
/// A colour, and the tint that is made for it.
const TINTED: &[(&str, &str)] = &[
    ("accent", "accent-tint"),
    ("green", "green-tint"),
    ("red", "red-tint"),
    ("amber", "amber-tint"),
];
const GRAPHICS: &[(&str, &[&str])] = &[
    ("edge", &["paper", "card", "sunk"]),
    ("focus", &["paper", "card", "sunk"]),
    ("blue-mid", &["paper", "card"]),
    ("amber-line", &["paper", "card"]),
];

#[test]
fn every_pair_of_colours_can_be_told_apart() {
    let themes = themes(&stylesheet());
    let contrast = themes.iter().filter(|theme| theme.is_high_contrast()).count();
    assert!(contrast >= 2 && themes.len() - contrast >= 2, "themes: {:?}", names(&themes));

    let mut poor = Vec::new();
    for theme in &themes {
        let text = if theme.is_high_contrast() { 7.0 } else { 4.5 };
        for (front, back) in text_pairs() {
            theme.demand(front, back, text, &mut poor);
        }
        for &(front, backs) in GRAPHICS {
            for back in backs {
                theme.demand(front, back, 3.0, &mut poor);
            }
        }
    }
    assert!(poor.is_empty(), "too little contrast:\n{}", poor.join("\n"));
}

#[test]
fn contrast_is_wcags() {
    let ratio = |a, b| contrast(parse_hex(a).unwrap(), parse_hex(b).unwrap());
    assert!((ratio("#000", "#ffffff") - 21.0).abs() < 1e-9);
    assert!((ratio("#777777", "#ffffff") - 4.48).abs() < 0.01);
    assert!((ratio("#abc", "#aabbcc") - 1.0).abs() < 1e-9);
}

fn text_pairs() -> Vec<(&'static str, &'static str)> {
    let on_surfaces =
        VOICES.iter().flat_map(|&front| SURFACES.iter().map(move |&back| (front, back)));
    let on_tints =
        TINTED.iter().flat_map(|&(front, tint)| [(front, tint), ("ink", tint), ("soft", tint)]);
    let inverse = ["ink", "accent", "blue", "green", "red"].map(|back| ("on-ink", back));
    on_surfaces.chain(on_tints).chain(inverse).collect()
}

struct Theme {
    /// What stands before the block's brace, at-rules included.
    selector: String,
    colours: BTreeMap<String, [f64; 3]>,
}

impl Theme {
    fn is_high_contrast(&self) -> bool {
        self.selector.contains("theme=contrast") || self.selector.contains("prefers-contrast")
    }

    fn demand(&self, front: &str, back: &str, least: f64, poor: &mut Vec<String>) {
        let colour = |name: &str| {
            *self.colours.get(name).unwrap_or_else(|| panic!("no --{name} in {}", self.selector))
        };
        let found = contrast(colour(front), colour(back));
        if found < least {
            let theme = &self.selector;
            poor.push(format!("{theme}: --{front} on --{back} is {found:.2}, least {least}"));
        }
    }
}

fn names(themes: &[Theme]) -> Vec<&str> {
    themes.iter().map(|theme| theme.selector.as_str()).collect()
}

fn stylesheet() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("style/tokens.css");
    without_comments(&fs::read_to_string(path).expect("style/tokens.css"))
}

fn without_comments(css: &str) -> String {
    let mut parts = css.split("/*");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |kept, part| kept + part.split_once("*/").map_or("", |(_, rest)| rest))
}

/// Each block that sets `--paper` is a theme; what it leaves out comes from the first one.
fn themes(css: &str) -> Vec<Theme> {
    let mut themes: Vec<Theme> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut text = String::new();
    for letter in css.chars() {
        match letter {
            '{' => open.push(std::mem::take(&mut text).trim().to_owned()),
            '}' => {
                let selector = open.join(" ");
                let mut colours =
                    themes.first().map(|theme| theme.colours.clone()).unwrap_or_default();
                colours.extend(declared_colours(&text));
                if text.contains("--paper:") {
                    themes.push(Theme { selector, colours });
                }
                open.pop();
                text.clear();
            }
            _ => text.push(letter),
        }
    }
    themes
}

fn declared_colours(block: &str) -> Vec<(String, [f64; 3])> {
    block
        .split(';')
        .filter_map(|declaration| {
            let (name, value) = declaration.split_once(':')?;
            Some((name.trim().strip_prefix("--")?.to_owned(), parse_hex(value.trim())?))
        })
        .collect()
}

fn parse_hex(value: &str) -> Option<[f64; 3]> {
    let digits = value.strip_prefix('#')?;
    let long = match digits.len() {
        3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        6 => digits.to_owned(),
        _ => return None,
    };
    let channel = |at: usize| u8::from_str_radix(long.get(at..at + 2)?, 16).ok().map(f64::from);
    Some([channel(0)? / 255.0, channel(2)? / 255.0, channel(4)? / 255.0])
}

fn luminance(colour: [f64; 3]) -> f64 {
    let linear =
        colour.map(|c| if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}
