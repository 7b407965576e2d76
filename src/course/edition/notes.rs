//! Facts in a plain page: the value in the text with a number, its source and date at the foot.
//! Terms become links into the glossary.

use crate::course::marks::{self, GLOSSARY};

/// The notes of one page, in the order in which their facts first stand in the text.
#[derive(Default)]
pub struct Notes(Vec<String>);

impl Notes {
    /// A piece of HTML with each marked fact as its value and a number. A fact that comes again
    /// keeps its number.
    pub fn number(&mut self, html: &str) -> String {
        marks::replace_noted(html, |value, said| {
            if let Some((_, term)) = said.rsplit_once(GLOSSARY) {
                let id = term.split('"').next().unwrap_or_default();
                return format!("<a class=\"term\" href=\"{GLOSSARY}{id}\">{value}</a>");
            }
            let index = self.0.iter().position(|known| known == said).unwrap_or_else(|| {
                self.0.push(said.to_string());
                self.0.len() - 1
            });
            let number = index + 1;
            format!(
                "{value}<sup class=\"footnote-reference\">\
                 <a href=\"#note-{number}\" aria-label=\"Source {number}\">{number}</a></sup>"
            )
        })
    }

    /// The list for the foot of the page; empty without notes.
    pub fn list(&self) -> String {
        if self.0.is_empty() {
            return String::new();
        }
        let items: String = self.0.iter().enumerate().map(item).collect();
        format!(
            "<section class=\"facts\" aria-labelledby=\"sources\"><h2 id=\"sources\">Facts and \
             sources</h2><ol>{items}</ol></section>"
        )
    }
}

/// A piece of HTML with each marked fact and term as its words alone.
pub fn values(html: &str) -> String {
    marks::replace_noted(html, |value, _| value.to_string())
}

fn item((index, said): (usize, &String)) -> String {
    format!("<li id=\"note-{}\">{said}</li>", index + 1)
}
