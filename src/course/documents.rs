//! Documents beside the course that the app shows too: written once for the repository, compiled
//! into files of their own and fetched when they are opened.

use super::document::Text;
use super::known::Known;
use super::marks::{Marks, Style};
use super::mistake::Report;
use super::model::Block;
use super::reader::Reader;
use super::source::Files;

/// Path from the content folder, and path of the compiled file, a block of HTML.
pub const DOCUMENTS: [(&str, &str); 2] = [
    ("../docs/accuracy.md", "about/accuracy.json"),
    ("../docs/own-course.md", "about/own-course.json"),
];

/// Path and text of each document that is there.
pub fn read(files: &Files, known: &Known, report: &Report) -> Vec<(&'static str, Block)> {
    let read = |(path, compiled): &(&str, &'static str)| {
        let source = files.source(path)?;
        let proof = report.proof(&source);
        let marks = Marks::new(known, proof, "f");
        let mut reader = Reader { known, proof, lesson: None, marks, style: Style::Plain };
        let html = reader.html(&Text::plain(&source.text, 0));
        Some((*compiled, Block::Html { html }))
    };
    DOCUMENTS.iter().filter_map(read).collect()
}
