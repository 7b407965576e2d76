//! What comes of a text: pieces of HTML and fenced blocks, read against everything the course
//! knows.

use super::document::Text;
use super::known::Known;
use super::markdown;
use super::marks::{Marks, Style};
use super::mistake::Proof;

/// Fenced blocks that are more than code.
pub const FENCES: [&str; 4] = ["lab", "quiz", "since", "annotated"];

/// A piece of a text.
#[derive(Debug)]
pub enum Piece {
    Html(String),
    Fence(Fence),
}

/// A fenced block with a TOML body.
#[derive(Debug)]
pub struct Fence {
    /// One of [`FENCES`].
    pub kind: &'static str,
    pub toml: String,
    /// Byte offset in the file of the fence, and of its body.
    pub at: usize,
    pub body_at: usize,
}

/// What the text is read against.
pub struct Reader<'a> {
    pub known: &'a Known,
    pub proof: Proof<'a>,
    /// The lesson that the text belongs to; questions belong to none.
    pub lesson: Option<&'a str>,
    pub marks: Marks<'a>,
    /// How facts are printed in ordinary text.
    pub style: Style,
}

impl Reader<'_> {
    /// The whole text.
    pub fn pieces(&mut self, text: &Text) -> Vec<Piece> {
        markdown::pieces(self, text)
    }

    /// A text that holds no fenced block. One paragraph comes without its `<p>`.
    pub fn html(&mut self, text: &Text) -> String {
        let mut html = String::new();
        for piece in self.pieces(text) {
            match piece {
                Piece::Html(piece) => html += &piece,
                Piece::Fence(fence) => {
                    let text = format!("a `{}` block can only stand in a lesson", fence.kind);
                    self.proof.error(fence.at, text);
                }
            }
        }
        let html = html.trim();
        let inner = html.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>"));
        inner.filter(|inner| !inner.contains("<p>")).unwrap_or(html).to_string()
    }
}
