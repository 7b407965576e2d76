//! The list of all tools, filtered by what is typed. Pure.

use crate::app::html::escape;
use crate::app::study::find::{asked, has_all};
use crate::rules::tools::{GROUPS, Tool, count};

/// The page; its list is [`list`].
pub fn page(filter: &str) -> String {
    [
        "<main class=\"page tools\" id=\"main\"><h1>",
        &count().to_string(),
        " calculators for AWS containers</h1>",
        "<p class=\"lead\">Type your own numbers. Each answer comes with its working and its ",
        "source, from the same rules that run the lab.</p>",
        "<p class=\"tool-filter\"><label for=\"tool-filter\">Find a tool</label>",
        "<input id=\"tool-filter\" type=\"search\" autocomplete=\"off\" value=\"",
        &escape(filter),
        "\"></p><div id=\"tool-list\">",
        &list(filter),
        "</div></main>",
    ]
    .concat()
}

/// The tools that have all words of the filter, under their headings.
pub fn list(filter: &str) -> String {
    let words = asked(filter);
    let mut html = String::new();
    for group in GROUPS {
        let fits = |tool: &Tool| {
            has_all(
                &words,
                &[group.title, " ", tool.title, " ", tool.meaning, " ", tool.name].concat(),
            )
        };
        let rows: String = group.tools().filter(fits).map(|tool| row(&tool)).collect();
        if !rows.is_empty() {
            html += &[
                "<section><h2>",
                group.title,
                "</h2><ul class=\"tool-rows\">",
                &rows,
                "</ul></section>",
            ]
            .concat();
        }
    }
    if html.is_empty() {
        html = ["<p>No tool has the words “", &escape(filter), "”.</p>"].concat();
    }
    html
}

fn row(tool: &Tool) -> String {
    [
        "<li><a href=\"",
        &tool.address,
        "\"><b>",
        &escape(tool.title),
        "</b> <span class=\"soft\">",
        &escape(tool.meaning),
        "</span></a></li>",
    ]
    .concat()
}

/// How many tools a filter leaves, in words.
pub fn found(filter: &str) -> String {
    let words = asked(filter);
    let fits = |text: &str| has_all(&words, text);
    let count = GROUPS.iter().flat_map(|group| group.tools().map(move |tool| (group, tool)));
    let count = count
        .filter(|(group, tool)| {
            fits(&[group.title, " ", tool.title, " ", tool.meaning, " ", tool.name].concat())
        })
        .count();
    crate::app::words::count(count, "tool")
}

/// What is shown where no tool has the name of the address.
pub fn unknown(name: &str) -> String {
    [
        "<main class=\"page tools\" id=\"main\"><h1>No tool is called “",
        &escape(name),
        "”</h1><p class=\"lead\"><a class=\"link\" href=\"#/tools\">All tools</a></p></main>",
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_leaves_what_has_its_words() {
        let html = list("max pods");
        assert!(html.contains("#/tools/max-pods"), "{html}");
        assert!(!html.contains("#/tools/price"), "{html}");
        assert!(list("zzzzqq <b>").contains("“zzzzqq &lt;b&gt;”"));
        assert!(list("").contains("#/try/roles"));
    }
}
