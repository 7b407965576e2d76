//! Code whose lines say what they are for.

use super::{course, finds};
use drydock::course::compile;
use drydock::course::model::{Block, Lesson};

const BLOCK: &str = r#"```annotated
title = "A plan"
language = "json"
[[lines]]
code = "{"
[[lines]]
code = '''
  "cpu": "512",
  "memory": "1024"'''
why = "At least {{fact:fargate.minimum_billed}} of `cpu`."
[[lines]]
code = "}"
```

Back to"#;

#[test]
fn each_line_has_its_reason_and_is_coloured_as_part_of_the_whole() {
    let mut files = course();
    let second = files.source("lessons/second.md").expect("is in the course").text;
    files.insert("lessons/second.md", &second.replace("Back to", BLOCK));
    let compiled = compile(&files).expect("the course is in order");
    let lesson: Lesson =
        serde_json::from_str(&compiled.files["lessons/second.json"]).expect("is a lesson");
    let [Block::Html { html }] = &lesson.blocks[..] else { panic!("{:?}", lesson.blocks) };
    assert!(html.contains("<div class=\"line\"><code>{</code></div>"), "{html}");
    let (summary, why) = html.split_once("</summary>").expect("a line with a reason");
    let summary = summary.rsplit_once("<details class=\"line\"><summary>").expect("in details").1;
    assert!(summary.contains("\n  <span class=\"k\">&quot;memory&quot;</span>: "), "{summary}");
    assert!(why.starts_with("<p>At least <span class=\"fact\">"), "{why}");
    // Without scripts, and on paper, nothing has to be opened.
    let page = &compiled.edition()["second.html"];
    assert!(page.contains("<details class=\"line\" open><summary>"), "{page}");
}

#[test]
fn mistakes_in_it_are_found() {
    let block = |body: &str| format!("```annotated\n{body}\n```\n\nBack to");
    finds(
        "lessons/second.md",
        "Back to",
        &block("title = \"A\""),
        &["content/lessons/second.md:8:1: error: an annotated block needs lines: `[[lines]]` \
             with `code`"],
    );
    finds(
        "lessons/second.md",
        "Back to",
        &block("title = \"A\"\n[[lines]]\nwhy = \"x\""),
        &[
            "content/lessons/second.md:8:1: error: an annotated block needs lines: `[[lines]]` \
             with `code`",
            "content/lessons/second.md:10:1: error: missing field `code`",
        ],
    );
}
