//! Tables: in a region that scrolls by itself and says its columns, aligned by class.

use pulldown_cmark::{Alignment, Tag, TagEnd};

/// The table being written.
#[derive(Debug, Default)]
pub struct Tables {
    alignments: Vec<Alignment>,
    column: usize,
    head: bool,
    headers: Vec<String>,
    /// Index of the event that opens the table; its label is known only after the head.
    opened_at: usize,
}

impl Tables {
    /// HTML for the start of a part; `index` is that of the event it becomes.
    pub fn start(&mut self, tag: &Tag, index: usize) -> String {
        match tag {
            Tag::Table(alignments) => {
                let alignments = alignments.clone();
                *self = Tables { alignments, opened_at: index, ..Tables::default() };
                String::new()
            }
            Tag::TableHead => {
                self.head = true;
                "<thead><tr>".into()
            }
            Tag::TableRow => {
                self.column = 0;
                "<tr>".into()
            }
            _ => {
                let name = if self.head { "th scope=\"col\"" } else { "td" };
                if self.head {
                    self.headers.push(String::new());
                }
                match self.alignments.get(self.column) {
                    Some(Alignment::Right) => format!("<{name} class=\"right\">"),
                    Some(Alignment::Center) => format!("<{name} class=\"center\">"),
                    _ => format!("<{name}>"),
                }
            }
        }
    }

    /// HTML for the end of a part. After the head also the index of the opening event and what it becomes.
    pub fn end(&mut self, tag: &TagEnd) -> (String, Option<(usize, String)>) {
        let html = match tag {
            TagEnd::Table => "</tbody></table></div>\n",
            TagEnd::TableHead => {
                self.head = false;
                return ("</tr></thead><tbody>\n".into(), Some((self.opened_at, self.opening())));
            }
            TagEnd::TableRow => "</tr>\n",
            _ => {
                self.column += 1;
                if self.head { "</th>" } else { "</td>" }
            }
        };
        (html.into(), None)
    }

    pub fn in_head(&self) -> bool {
        self.head
    }

    /// Escaped text of a header.
    pub fn head_text(&mut self, text: &str) {
        if let Some(header) = self.headers.last_mut() {
            header.push_str(text);
        }
    }

    fn opening(&self) -> String {
        let named: Vec<&str> =
            self.headers.iter().map(|text| text.trim()).filter(|text| !text.is_empty()).collect();
        format!(
            "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Table: {}\"><table>",
            named.join(", ")
        )
    }
}
