//! Raw HTML in the content: simple tags and inline SVG figures pass, whatever can act does not.

use super::mistake::{Proof, unknown};

const TAGS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "br",
    "caption",
    "circle",
    "code",
    "dd",
    "defs",
    "desc",
    "details",
    "div",
    "dl",
    "dt",
    "ellipse",
    "em",
    "figcaption",
    "figure",
    "g",
    "i",
    "kbd",
    "li",
    "line",
    "lineargradient",
    "mark",
    "marker",
    "ol",
    "p",
    "path",
    "polygon",
    "polyline",
    "rect",
    "small",
    "span",
    "stop",
    "strong",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "text",
    "th",
    "thead",
    "title",
    "tr",
    "tspan",
    "ul",
    "use",
    "wbr",
];

/// Notes every tag and attribute of a piece of HTML that lessons may not carry.
/// `place` turns a byte offset of `html` into one of the file.
pub fn check(html: &str, proof: Proof, place: impl Fn(usize) -> usize) {
    let mut at = 0;
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        let rest = &html[start..];
        let length = if rest.starts_with("<!--") {
            rest.find("-->").map_or(rest.len(), |end| end + 3)
        } else {
            tag_length(rest)
        };
        if !rest.starts_with("<!--") {
            check_tag(&rest[..length], proof, |inside| place(start + inside));
            check_picture(&rest[..length], proof, place(start));
        }
        at = start + length;
    }
}

/// Up to the `>` that ends the tag; those in quoted attributes do not.
fn tag_length(rest: &str) -> usize {
    let mut quote = None;
    for (at, letter) in rest.char_indices() {
        match (quote, letter) {
            (None, '>') => return at + 1,
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => {}
        }
    }
    rest.len()
}

fn check_tag(tag: &str, proof: Proof, place: impl Fn(usize) -> usize) {
    let inner = tag.trim_start_matches(['<', '/']);
    let ends = |letter: char| letter.is_whitespace() || matches!(letter, '>' | '/');
    let name = inner.split(ends).next().unwrap_or_default().to_ascii_lowercase();
    if name == "script" {
        proof.error(place(0), "a lesson cannot carry a script");
        return;
    }
    if !TAGS.contains(&name.as_str()) {
        let text = unknown("tag", &name, TAGS.iter().copied());
        proof.error(place(0), format!("{text}; lessons carry simple tags and inline SVG only"));
        return;
    }
    for (at, name, value) in attributes(tag) {
        let name = name.to_ascii_lowercase();
        let value: String = value.chars().filter(|letter| !letter.is_whitespace()).collect();
        if name.starts_with("on") {
            proof.error(place(at), format!("a lesson cannot carry the event handler `{name}`"));
        } else if matches!(name.as_str(), "href" | "xlink:href" | "src")
            && !value.starts_with('#')
            && !value.starts_with("https://")
        {
            let text = "raw HTML may only link to https:// or to a part of the page";
            proof.error(place(at), format!("{text}; write `[text](address)` for other links"));
        }
    }
}

/// A drawing says in words what it shows, or that it only decorates.
fn check_picture(tag: &str, proof: Proof, at: usize) {
    let named = |name: &str| matches!(name, "aria-label" | "aria-labelledby" | "aria-hidden");
    let opens = tag.to_ascii_lowercase().starts_with("<svg");
    if opens && !attributes(tag).iter().any(|(_, name, value)| named(name) && !value.is_empty()) {
        let text = "drawing without alternative text; write `<svg role=\"img\" \
                    aria-label=\"what it shows\" …>`";
        proof.error(at, text);
    }
}

/// Attributes of a tag: offset in it, name, value without quotes.
fn attributes(tag: &str) -> Vec<(usize, &str, &str)> {
    let mut found = Vec::new();
    let mut at = tag.find(char::is_whitespace).unwrap_or(tag.len());
    while at < tag.len() {
        let rest = &tag[at..];
        let skipped = rest.len() - rest.trim_start_matches(|c: char| c.is_whitespace()).len();
        let rest = &rest[skipped..];
        at += skipped;
        let ends = |c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/');
        let name = &rest[..rest.find(ends).unwrap_or(rest.len())];
        if name.is_empty() {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        }
        let after = rest[name.len()..].trim_start();
        let value_at = rest.len() - after.len();
        let (value, length) = match after.strip_prefix('=') {
            Some(value) => {
                let quoted = value.trim_start();
                let gap = 1 + value.len() - quoted.len();
                let (value, length) = value_of(quoted);
                (value, value_at + gap + length)
            }
            None => ("", name.len()),
        };
        found.push((at, name, value));
        at += length;
    }
    found
}

/// A value and the bytes it takes with its quotes.
fn value_of(text: &str) -> (&str, usize) {
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let end = text[1..].find(quote).map_or(text.len(), |end| end + 1);
            (&text[1..end], (end + 1).min(text.len()))
        }
        _ => {
            let end = text.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(text.len());
            (&text[..end], end)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::mistake::Report;
    use super::super::source::Files;
    use super::*;

    fn found(html: &str) -> Vec<(usize, String)> {
        let mut files = Files::new("");
        files.insert("a.md", html);
        let source = files.source("a.md").expect("just inserted");
        let report = Report::default();
        check(html, report.proof(&source), |at| at);
        report.into_mistakes().into_iter().map(|it| (it.column, it.text)).collect()
    }

    #[test]
    fn figures_pass_and_whatever_acts_does_not() {
        let figure =
            "<svg aria-hidden=\"true\"><title>a > b</title><path d='M0 0'/></svg><!-- <x -->";
        assert_eq!(found(figure), []);
        let places = |html| found(html).into_iter().map(|it| it.0).collect::<Vec<_>>();
        assert_eq!(places("x <script>alert(1)</script>"), [3, 19]);
        assert_eq!(places("<p class=a onclick = 'x'>"), [12]);
        assert_eq!(places("<SVG aria-hidden=true ONLOAD=x>"), [23]);
        assert_eq!(places("<a href=' java\nscript:x'>"), [4]);
        assert_eq!(places("<iframe src='https://x'>"), [1]);
        assert_eq!(places("<p title='>' onfocus=x>"), [14]);
    }
}
