//! Headings of a lesson: found before anything is rendered, because other lessons link to them.

use super::document::Text;
use super::mistake::Proof;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::collections::BTreeSet;

/// What of Markdown the content may use.
pub fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_SMART_PUNCTUATION
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
}

/// One heading in the order of the text.
#[derive(Clone, Debug)]
pub struct Found {
    pub level: HeadingLevel,
    /// As given by `{#id}`, or made from the title.
    pub id: String,
    /// Without markup.
    pub title: String,
    /// Byte range in the Markdown.
    pub start: usize,
    pub end: usize,
}

/// All headings of a text.
pub fn find(body: &Text) -> Vec<Found> {
    let mut all = Vec::new();
    let mut open: Option<Found> = None;
    for (event, range) in Parser::new_ext(&body.text, options()).into_offset_iter() {
        match (event, &mut open) {
            (Event::Start(Tag::Heading { level, id, .. }), _) => {
                let id = id.map(|id| id.to_string()).unwrap_or_default();
                let (start, end) = (range.start, range.end);
                open = Some(Found { level, id, title: String::new(), start, end });
            }
            (Event::Text(text) | Event::Code(text), Some(heading)) => heading.title += &text,
            (Event::End(TagEnd::Heading(_)), _) => {
                if let Some(mut heading) = open.take() {
                    if heading.id.is_empty() {
                        heading.id = slug(&heading.title);
                    }
                    all.push(heading);
                }
            }
            _ => {}
        }
    }
    all
}

/// Ids of the headings. Notes empty ones, those of level 1, facts in them, and ids that come twice.
pub fn check(found: &[Found], body: &Text, proof: Proof) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    let mut above = 1;
    for heading in found {
        let at = body.place(heading.start);
        let level = heading.level as usize;
        if level > above + 1 {
            let (found, expected) = ("#".repeat(level), "#".repeat(above + 1));
            proof
                .error(at, format!("heading out of order: expected `{expected}`, found `{found}`"));
        }
        above = level;
        if heading.level == HeadingLevel::H1 {
            let text = "the title stands between the +++ lines; headings start with `##`";
            proof.error(at, text);
        }
        if heading.title.trim().is_empty() {
            proof.error(at, "empty heading");
        } else if body.text[heading.start..heading.end].contains("{{") {
            proof.error(at, "a fact cannot stand in a heading; put it in the text below");
        } else if !ids.insert(heading.id.clone()) {
            proof.error(
                at,
                format!("heading id `{}` comes twice; give one of them `{{#id}}`", heading.id),
            );
        }
    }
    ids
}

/// `What Fargate bills` → `what-fargate-bills`
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for letter in title.to_lowercase().chars() {
        match letter {
            '\'' | '’' => {}
            letter if letter.is_alphanumeric() => slug.push(letter),
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    slug.trim_end_matches('-').to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_lower_case_words() {
        assert_eq!(slug("What’s new – in “2026”?"), "whats-new-in-2026");
        assert_eq!(slug("`desired` & min"), "desired-min");
    }
}
