//! HTML that the course has made → the text that a reader sees. For the search index.

use super::code::COPY;
use super::marks;

/// Tags that stand within a word or beside it.
const INLINE: [&str; 9] = ["a", "b", "code", "em", "i", "kbd", "span", "strong", "sup"];

/// A stretch of a lesson: what stands under one heading.
#[derive(Debug, PartialEq, Eq)]
pub struct Section {
    /// Id of the heading; empty above the first one.
    pub id: String,
    pub title: String,
    pub text: String,
}

/// Begins a section at each heading; what stands above the first one goes to the last of
/// `sections`.
pub fn sections(html: &str, sections: &mut Vec<Section>) {
    let html = marks::replace_noted(&html.replace(COPY, ""), |value, _| value.to_string());
    let mut rest = html.as_str();
    while let Some(start) = next_heading(rest) {
        add(&rest[..start], sections);
        let (heading, after) = rest[start..].split_once("</h").unwrap_or((&rest[start..], ""));
        let (tag, inner) = heading.split_once('>').unwrap_or((heading, ""));
        let id = tag.split_once("id=\"").and_then(|(_, id)| id.split('"').next());
        let inner = inner.split("<a class=\"anchor\"").next().unwrap_or_default();
        let id = id.unwrap_or_default().to_string();
        sections.push(Section { id, title: text(inner), text: String::new() });
        rest = after.split_once('>').map_or("", |(_, rest)| rest);
    }
    add(rest, sections);
}

fn next_heading(html: &str) -> Option<usize> {
    ["<h2", "<h3", "<h4"].iter().filter_map(|tag| html.find(tag)).min()
}

fn add(html: &str, sections: &mut [Section]) {
    let more = text(html);
    if let Some(last) = sections.last_mut().filter(|_| !more.is_empty()) {
        if !last.text.is_empty() {
            last.text.push(' ');
        }
        last.text += &more;
    }
}

/// The text of a piece of HTML, one space between words. Drawings are left out.
pub fn text(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        text += &rest[..start];
        let skipped = match rest[start..].starts_with("<svg") {
            true => rest[start..].find("</svg>").map(|end| start + end + "</svg>".len()),
            false => rest[start..].find('>').map(|end| start + end + 1),
        };
        let end = skipped.unwrap_or(rest.len());
        // The end of a block parts words, that of a word in bold does not.
        let tag = rest[start + 1..].trim_start_matches('/');
        let name = tag.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
        if !INLINE.contains(&name) {
            text.push(' ');
        }
        rest = &rest[end..];
    }
    text += rest;
    let plain = text
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_go_and_words_stay_apart() {
        assert_eq!(
            text("<p>A <b>bo</b>ld &amp; x&lt;y</p><ul><li>one</li><li>two</li></ul>"),
            "A bold & x<y one two"
        );
        assert_eq!(text("a<svg><text>label</text></svg>b"), "a b");
    }

    #[test]
    fn a_section_begins_at_its_heading() {
        let mut found =
            vec![Section { id: String::new(), title: "Top".into(), text: String::new() }];
        let html = "<p>Before.</p><h2 id=\"bill\">The <em>bill</em> <a class=\"anchor\" \
                    href=\"#/learn/a/bill\">#</a></h2><p>After.</p>";
        sections(html, &mut found);
        let found: Vec<_> =
            found.iter().map(|it| (it.id.as_str(), it.title.as_str(), it.text.as_str())).collect();
        assert_eq!(found, [("", "Top", "Before."), ("bill", "The bill", "After.")]);
    }
}
