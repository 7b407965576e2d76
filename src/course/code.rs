//! Code in a lesson: its words marked by kind while building, so that the page needs no
//! highlighter.

use super::marks::escape;
use std::sync::LazyLock;
use syntect::parsing::{ParseState, ScopeStack, SyntaxSet};

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// The button beside a piece of code; plain pages leave it out.
pub const COPY: &str = "<button class=\"btn copy\" type=\"button\" data-copy>Copy</button>";

/// What a word is, by the beginning of its scope's name, and the class that it gets.
const CLASSES: [(&str, &str); 10] = [
    ("comment", "c"),
    ("meta.mapping.key", "k"),
    ("meta.structure.dictionary.key", "k"),
    ("entity.name.tag", "k"),
    ("variable.other.key", "k"),
    ("support.type.property-name", "k"),
    ("keyword", "k"),
    ("string", "s"),
    ("constant.numeric", "n"),
    ("constant.language", "n"),
];

/// A piece of code as HTML. A language that is not known, or none, gets no colours.
pub fn html(language: &str, code: &str) -> String {
    let name = match language {
        "" => "Code".to_string(),
        language => format!("Code, {}", language.to_uppercase()),
    };
    let marked = marked(language, code).unwrap_or_else(|| escape(code));
    // What may scroll sideways must be reachable by keyboard.
    format!(
        "<div class=\"code\"><pre role=\"group\" tabindex=\"0\" aria-label=\"{}\"><code>{marked}\
         </code></pre>{COPY}</div>\n",
        escape(&name)
    )
}

fn marked(language: &str, code: &str) -> Option<String> {
    Some(lines(language, code)?.concat())
}

/// The code as HTML, line by line, no tag open from one to the next; `None` if the language is not
/// known.
pub fn lines(language: &str, code: &str) -> Option<Vec<String>> {
    let syntax = SYNTAXES.find_syntax_by_token(language).filter(|_| !language.is_empty())?;
    let mut state = ParseState::new(syntax);
    let mut scopes = ScopeStack::new();
    let mut lines = Vec::new();
    for line in code.split_inclusive('\n') {
        let mut html = Marked::default();
        let mut done = 0;
        for (at, change) in state.parse_line(line, &SYNTAXES).ok()? {
            html.add(&line[done..at], class(&scopes));
            done = at;
            scopes.apply(&change).ok()?;
        }
        html.add(&line[done..], class(&scopes));
        lines.push(html.finish());
    }
    Some(lines)
}

/// The class of what stands in these scopes; empty for ordinary text.
fn class(scopes: &ScopeStack) -> &'static str {
    let names: Vec<String> = scopes.scopes.iter().map(|scope| scope.build_string()).collect();
    let found = CLASSES.iter().find(|(start, _)| names.iter().any(|name| name.starts_with(start)));
    found.map_or("", |(_, class)| class)
}

/// HTML in which neighbours of one class share a tag.
#[derive(Default)]
struct Marked {
    html: String,
    class: &'static str,
    text: String,
}

impl Marked {
    fn add(&mut self, text: &str, class: &'static str) {
        // Space has no colour.
        let class = if text.trim().is_empty() { self.class } else { class };
        if class != self.class {
            self.flush();
            self.class = class;
        }
        self.text += text;
    }

    fn flush(&mut self) {
        let text = escape(&std::mem::take(&mut self.text));
        let word = text.trim_end();
        match self.class {
            class if !class.is_empty() && !word.is_empty() => {
                let space = &text[word.len()..];
                self.html += &format!("<span class=\"{class}\">{word}</span>{space}");
            }
            _ => self.html += &text,
        }
    }

    fn finish(mut self) -> String {
        self.flush();
        self.html
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_strings_and_numbers_are_told_apart() {
        let json = marked("json", "{\"cpu\": \"512\", \"n\": 4, \"on\": true}\n").expect("JSON");
        assert_eq!(
            json,
            "{<span class=\"k\">&quot;cpu&quot;</span>: <span class=\"s\">&quot;512&quot;</span>, \
             <span class=\"k\">&quot;n&quot;</span>: <span class=\"n\">4</span>, \
             <span class=\"k\">&quot;on&quot;</span>: <span class=\"n\">true</span>}\n"
        );
        let yaml = marked("yaml", "kind: Pod # one\nreplicas: 3\n").expect("YAML");
        assert!(yaml.contains("<span class=\"k\">kind</span>"), "{yaml}");
        assert!(yaml.contains("<span class=\"c\"># one"), "{yaml}");
        assert!(yaml.contains("<span class=\"n\">3</span>"), "{yaml}");
        let toml = marked("toml", "[scaling]\ntarget = 50\nmode = \"off\"\n").expect("TOML");
        assert!(toml.contains("<span class=\"n\">50</span>"), "{toml}");
        assert!(toml.contains("<span class=\"s\">&quot;off&quot;</span>"), "{toml}");
        assert!(toml.contains("<span class=\"k\">target</span>"), "{toml}");
    }

    #[test]
    fn nothing_of_the_code_is_lost() {
        let code = "a: <b> & \"c\"\n";
        assert_eq!(marked("no-such-language", code), None);
        assert!(html("no-such-language", code).contains("a: &lt;b&gt; &amp; &quot;c&quot;"));
        assert_eq!(super::super::plain::text(&marked("yaml", code).expect("YAML")), code.trim());
    }
}
