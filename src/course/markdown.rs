//! Markdown → checked HTML and fenced blocks, in the order of the text.
//!
//! Facts are marked up, links checked and rewritten, tables made scrollable, alerts turned into
//! notes. What a fenced block means is not known here.

use super::code;
use super::document::Text;
use super::headings::{self, Found};
use super::html;
use super::marks::{Place, Style, escape};
use super::mistake::unknown;
use super::reader::{FENCES, Fence, Piece, Reader};
use super::tables::Tables;
use pulldown_cmark::{
    BlockQuoteKind, CodeBlockKind, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd,
    TextMergeWithOffset,
};
use std::collections::BTreeMap;
use std::ops::Range;

/// The whole text in order.
pub fn pieces(reader: &mut Reader, text: &Text) -> Vec<Piece> {
    let found = headings::find(text);
    let parser = Parser::new_ext(&text.text, headings::options()).into_offset_iter();
    let mut writing = Writing::new(reader, text, &found);
    for (event, range) in TextMergeWithOffset::new(parser) {
        writing.event(event, range);
    }
    writing.flush();
    writing.pieces
}

/// The code block that is open.
enum Code {
    /// Its language, and what was read of it.
    Ordinary(String, String),
    Ours(Fence),
    /// One of ours where it cannot stand.
    Misplaced,
}

struct Writing<'a, 'r, 'k> {
    reader: &'r mut Reader<'k>,
    origin: &'a Text,
    headings: std::slice::Iter<'a, Found>,
    events: Vec<Event<'a>>,
    pieces: Vec<Piece>,
    tables: Tables,
    footnotes: BTreeMap<String, usize>,
    code: Option<Code>,
    heading: Option<&'a Found>,
    links: usize,
    images: usize,
    blocks: usize,
}

impl<'a, 'r, 'k> Writing<'a, 'r, 'k> {
    fn new(reader: &'r mut Reader<'k>, origin: &'a Text, found: &'a [Found]) -> Self {
        Writing {
            reader,
            origin,
            headings: found.iter(),
            events: Vec::new(),
            pieces: Vec::new(),
            tables: Tables::default(),
            footnotes: BTreeMap::new(),
            code: None,
            heading: None,
            links: 0,
            images: 0,
            blocks: 0,
        }
    }

    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        let place = Place { origin: self.origin, start: range.start, end: range.end };
        match event {
            Event::Start(tag) => self.start(tag, place),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.code.is_some() => self.code_text(&text, range),
            Event::Text(text) => self.text(&text, place),
            Event::Html(text) => {
                // The block is checked as a whole where it starts; here only facts are printed.
                let html = self.reader.marks.substitute(&text, true, Style::Plain, place);
                self.raw(html);
            }
            Event::InlineHtml(text) => {
                html::check(&text, self.reader.proof, |at| self.origin.place(range.start + at));
                self.raw(text.to_string());
            }
            Event::FootnoteReference(name) => self.footnote(&name, place),
            other => self.events.push(other),
        }
    }

    fn start(&mut self, tag: Tag<'a>, place: Place<'a>) {
        match tag {
            Tag::Heading { level, .. } => self.open_heading(level),
            Tag::CodeBlock(kind) => self.open_code(kind, place),
            Tag::HtmlBlock => {
                let html = &self.origin.text[place.start..place.end];
                let start = place.start;
                html::check(html, self.reader.proof, |at| self.origin.place(start + at));
            }
            Tag::BlockQuote(Some(kind)) => {
                self.blocks += 1;
                self.raw(note_start(kind));
            }
            Tag::Link { link_type, dest_url, title, .. } => {
                self.links += 1;
                self.open_link(link_type, &dest_url, &title, place);
            }
            Tag::Image { ref dest_url, .. } => {
                self.images += 1;
                self.check_image(dest_url, place);
                self.events.push(Event::Start(tag));
            }
            Tag::FootnoteDefinition(name) => {
                let number = self.footnote_number(&name);
                self.blocks += 1;
                let id = escape(&name);
                self.raw(format!("<div class=\"footnote\" id=\"fn-{id}\"><sup>{number}</sup>"));
            }
            Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell => {
                let html = self.tables.start(&tag, self.events.len());
                self.raw(html);
            }
            other => {
                self.blocks += usize::from(nests(&other));
                self.events.push(Event::Start(other));
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => self.close_heading(level),
            TagEnd::CodeBlock => match self.code.take() {
                Some(Code::Ours(fence)) => {
                    self.flush();
                    self.pieces.push(Piece::Fence(fence));
                }
                Some(Code::Ordinary(language, text)) => self.raw(code::html(&language, &text)),
                _ => {}
            },
            TagEnd::BlockQuote(Some(_)) => {
                self.blocks -= 1;
                self.raw("</aside>\n".into());
            }
            TagEnd::Link => {
                self.links -= 1;
                self.raw("</a>".into());
            }
            TagEnd::Image => {
                self.images -= 1;
                self.events.push(Event::End(tag));
            }
            TagEnd::FootnoteDefinition => {
                self.blocks -= 1;
                self.raw("</div>\n".into());
            }
            TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell => {
                let (html, label) = self.tables.end(&tag);
                if let Some((index, start)) = label {
                    self.events[index] = Event::Html(start.into());
                }
                self.raw(html);
            }
            other => {
                let nested = matches!(other, TagEnd::List(_) | TagEnd::BlockQuote(_));
                self.blocks -= usize::from(nested);
                self.events.push(Event::End(other));
            }
        }
    }

    fn text(&mut self, text: &str, place: Place<'a>) {
        if text.contains("[^") {
            self.reader.proof.error(place.of("[^", 0), "this footnote is not defined");
        }
        let inside = self.links + self.images > 0 || self.heading.is_some();
        let style = if inside { Style::Plain } else { self.reader.style };
        let marks = &mut self.reader.marks;
        if self.tables.in_head() {
            let label = marks.substitute(text, false, Style::Plain, place);
            self.tables.head_text(&label);
        }
        if self.images > 0 {
            let alt = marks.substitute(text, true, Style::Plain, place);
            self.events.push(Event::Text(alt.into()));
            return;
        }
        let html = marks.substitute(text, false, style, place);
        self.raw(html);
    }

    fn open_heading(&mut self, level: HeadingLevel) {
        self.heading = self.headings.next();
        let id = self.heading.map_or("", |found| &found.id);
        let id = escape(id);
        self.raw(format!("<{level} id=\"{id}\">"));
    }

    fn close_heading(&mut self, level: HeadingLevel) {
        let id = self.heading.take().map_or("", |found| &found.id);
        let anchor = match self.reader.lesson {
            Some(lesson) => format!(
                " <a class=\"anchor\" href=\"#/learn/{lesson}/{}\" \
                 aria-label=\"Link to this section\">#</a>",
                escape(id)
            ),
            None => String::new(),
        };
        self.raw(format!("{anchor}</{level}>\n"));
    }

    fn open_code(&mut self, kind: CodeBlockKind<'a>, place: Place) {
        let name = match &kind {
            CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        let proof = self.reader.proof;
        match FENCES.iter().find(|fence| **fence == name) {
            Some(_) if self.blocks > 0 => {
                let text = format!("a `{name}` block cannot stand in a list or a quote");
                proof.error(place.at(), text);
                self.code = Some(Code::Misplaced);
            }
            Some(kind) => {
                let (at, toml) = (place.at(), String::new());
                self.code = Some(Code::Ours(Fence { kind, toml, at, body_at: at }));
            }
            None => {
                let text = unknown("block", name, FENCES);
                if text.contains("did you mean") {
                    proof.error(place.at(), text);
                }
                self.code = Some(Code::Ordinary(name.to_string(), String::new()));
            }
        }
    }

    fn code_text(&mut self, text: &str, range: Range<usize>) {
        match &mut self.code {
            Some(Code::Ours(fence)) => {
                fence.body_at = self.origin.place(range.start);
                fence.toml = text.to_string();
            }
            Some(Code::Ordinary(_, code)) => code.push_str(text),
            _ => {}
        }
    }

    fn open_link(&mut self, kind: LinkType, target: &str, title: &str, place: Place) {
        let target = match kind {
            LinkType::Email => format!("mailto:{target}"),
            _ => target.to_string(),
        };
        let raw = &self.origin.text[place.start..place.end];
        let at = self.origin.place(place.start + raw.rfind(&target).unwrap_or(0));
        let reader = &self.reader;
        let address = reader.known.link(&target, reader.lesson).unwrap_or_else(|text| {
            reader.proof.error(at, text);
            String::new()
        });
        let rel = if address.starts_with("https:") { " rel=\"noopener\"" } else { "" };
        let title = match title {
            "" => String::new(),
            title => format!(" title=\"{}\"", escape(title)),
        };
        self.raw(format!("<a href=\"{}\"{rel}{title}>", escape(&address)));
    }

    fn check_image(&self, target: &str, place: Place) {
        let proof = self.reader.proof;
        let raw = &self.origin.text[place.start..place.end];
        let alt = raw.trim_start_matches("![").split(']').next().unwrap_or_default();
        if alt.trim().is_empty() {
            proof.error(place.at(), "image without alternative text; write `![what it shows](…)`");
        }
        if !target.starts_with("https://") {
            let text = format!("image `{target}` is not part of the course; draw it as inline SVG");
            proof.error(place.at(), text);
        }
    }

    fn footnote(&mut self, name: &str, place: Place) {
        let number = self.footnote_number(name);
        let Some(lesson) = self.reader.lesson else {
            self.reader.proof.error(place.at(), "footnotes belong in lessons");
            return;
        };
        let id = escape(name);
        self.raw(format!(
            "<sup class=\"footnote-reference\">\
             <a href=\"#/learn/{lesson}/fn-{id}\">{number}</a></sup>"
        ));
    }

    fn footnote_number(&mut self, name: &str) -> usize {
        let next = self.footnotes.len() + 1;
        *self.footnotes.entry(name.to_string()).or_insert(next)
    }

    fn raw(&mut self, html: String) {
        self.events.push(Event::InlineHtml(html.into()));
    }

    /// Writes what has been gathered as one piece of HTML.
    fn flush(&mut self) {
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, self.events.drain(..));
        // The empty corner of a table is no heading.
        let html = html.replace("<th scope=\"col\"></th>", "<td></td>");
        if !html.trim().is_empty() {
            self.pieces.push(Piece::Html(html));
        }
    }
}

fn nests(tag: &Tag) -> bool {
    matches!(tag, Tag::List(_) | Tag::BlockQuote(_))
}

fn note_start(kind: BlockQuoteKind) -> String {
    let (class, title) = match kind {
        BlockQuoteKind::Note => ("note", "Note"),
        BlockQuoteKind::Tip => ("exam", "Exam answer"),
        BlockQuoteKind::Important => ("changed", "Since the notes were written"),
        BlockQuoteKind::Warning => ("warning", "Watch out"),
        BlockQuoteKind::Caution => ("caution", "Caution"),
    };
    format!("<aside class=\"note note-{class}\"><p class=\"note-title\">{title}</p>\n")
}
