//! What stands around every tool: the way back, the title, the buttons for links, the place for
//! what is said about them. Pure.

use crate::app::html::escape;
use crate::rules::tools::group_of;

/// A whole tool: its heading group, the title, buttons beside it (HTML) and what follows (HTML).
pub fn page(name: &str, title: &str, buttons: &str, body: &str) -> String {
    let group = group_of(name).map_or("", |group| group.title);
    [
        "<main class=\"page tools tool\" id=\"main\"><div class=\"tool-head\"><div>",
        "<p class=\"note\"><a class=\"link\" href=\"#/tools\">Tools</a>",
        if group.is_empty() { "" } else { " / " },
        &escape(group),
        "</p><h1>",
        &escape(title),
        "</h1></div><div class=\"tool-do\">",
        buttons,
        "</div></div>",
        body,
        "</main>",
    ]
    .concat()
}

/// The buttons that every tool has: the link with all that was typed, and the same as a command.
pub const COPY: &str = concat!(
    "<button class=\"btn\" type=\"button\" data-copy=\"link\">Copy link</button>",
    "<button class=\"btn\" type=\"button\" data-copy=\"command\">Copy as command</button>",
    "<span class=\"note\" id=\"copied\"></span>",
);

/// A line for a terminal that answers the same: the JSON as one argument of a shell.
pub fn command(rule: &str, json: &str) -> String {
    let quoted = json.replace('\'', "'\\''");
    ["echo '", &quoted, "' | drydock rule ", rule, " --explain"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_survives_the_shell() {
        assert_eq!(
            command("x", r#"{"a":"it's"}"#),
            r#"echo '{"a":"it'\''s"}' | drydock rule x --explain"#
        );
    }

    #[test]
    fn a_page_says_where_it_belongs() {
        let html = page("max-pods", "A & B", "", "<p>body</p>");
        assert!(html.contains("Tools</a> / EKS nodes and pods</p><h1>A &amp; B</h1>"), "{html}");
    }
}
