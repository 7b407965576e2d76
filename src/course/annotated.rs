//! ```` ```annotated ````: a piece of code whose lines say what they are for, each on a tap.
//!
//! The lines are `details`, so it needs no script; plain pages open all of them ([`opened`]).

use super::code;
use super::fences::paragraphs;
use super::fields::Fields;
use super::marks::escape;
use super::model::Block;
use super::reader::Reader;

const CLOSED: &str = "<details class=\"line\">";

/// The block of a fence: `title`, `language`, and `lines`, each with `code` and perhaps `why`.
pub fn block(fields: &mut Fields, reader: &mut Reader) -> Option<Block> {
    let title = fields.required_text("title");
    let language = fields.text("language").text;
    let mut lines = Vec::new();
    for node in fields.list("lines") {
        let Some(mut line) = Fields::of(node, reader.proof) else { continue };
        let code = line.required_text("code");
        let why = line.optional_text("why").map(|text| paragraphs(reader.html(&text)));
        line.finish();
        lines.extend(code.map(|code| (code.text.trim_end().to_string(), why)));
    }
    if lines.is_empty() {
        reader.proof.error(fields.at, "an annotated block needs lines: `[[lines]]` with `code`");
    }
    let all = lines.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>().join("\n");
    let mut marked = code::lines(&language, &all)
        .unwrap_or_else(|| all.split_inclusive('\n').map(escape).collect())
        .into_iter();
    let mut html = String::new();
    for (code, why) in &lines {
        let text: String = marked.by_ref().take(code.lines().count()).collect();
        let text = text.trim_end_matches('\n');
        html += &match why {
            Some(why) => {
                format!("{CLOSED}<summary><code>{text}</code></summary>{why}</details>\n")
            }
            None => format!("<div class=\"line\"><code>{text}</code></div>\n"),
        };
    }
    let title = escape(&title?.text);
    Some(Block::Html {
        html: format!(
            "<section class=\"annotated code\" aria-label=\"{title}\">\
             <p class=\"label\">{title}</p>\n{html}</section>\n"
        ),
    })
}

/// The HTML of a lesson with every line's reason shown.
pub fn opened(html: &str) -> String {
    html.replace(CLOSED, "<details class=\"line\" open>")
}
