//! Mistakes of authors: each kind is found at its place and said in words that help.
#![cfg(not(target_arch = "wasm32"))]

use drydock::course::model::{Block, CourseMap, Lesson};
use drydock::course::{Files, check, compile};
use drydock::quiz::Topic;
use std::path::Path;

const COURSE: &str = r#"version = 1
title = "A small course"
checked = 2026-11-23
repository = ""
[[parts]]
title = "Part one"
lessons = ["first", "second"]
"#;

const FIRST: &str = r#"+++
title = "First"
minutes = 5
objectives = ["say what a task costs"]
exams = { SAA-C03 = ["D4"] }
checked = 2026-11-23
notes = [1]
+++
Fargate costs {{fact:fargate.vcpu_hour}}, see [below](#bill) or [the next](second.md#more).

```quiz
title = "Before you read"
ids = ["cost"]
```

## What is billed {#bill}

| Platform | *Price* |
|---|---:|
| Fargate | {{fact:fargate.gb_hour}} |

```lab
scenario = "noon"
show = ["latency", "tasks"]
sliders = ["scaling.target"]
```

> [!IMPORTANT]
> It changed.[^when]

[^when]: In spring, says [AWS](https://aws.amazon.com/).

```since
date = 2025-09-30
exam = "Use **two** of them"
today = "Use {{fact:fargate.minimum_billed}}"
```

### Small print
`{{fact:in.code}}` stays.
"#;

const SECOND: &str = r#"+++
title = "Second"
minutes = 6
after = ["first"]
checked = "2026-11-22"
+++
## More
Back to [the first](first.md), or [the lab](#/lab?preset=noon).
"#;

const QUESTIONS: &str = r#"[[questions]]
id = "cost"
kind = "single"
stem = "What does {{fact:fargate.vcpu_hour}} buy?"
lesson = "first"
difficulty = 1
facts = ["fargate.vcpu_hour"]
lab = "noon"
options = [
  { text = "One vCPU for {{fact:fargate.minimum_billed}}", why = "Longer." },
  { text = "One vCPU for an hour", key = true, why = "So it says: {{fact:fargate.vcpu_hour}}." },
]
"#;

const SCENARIO: &str = r#"version = 1
title = "Noon"
platform = "ecs-fargate"

[scaling]
target = 50
"#;

/// A course without a mistake, with the facts of the real one.
fn course() -> Files {
    let real = Files::read(&content()).expect("content/ can be read");
    let mut files = Files::new("content");
    for path in real.paths("facts", ".toml") {
        files.insert(&path, &real.source(&path).expect("was listed").text);
    }
    files.insert("course.toml", COURSE);
    files.insert("lessons/first.md", FIRST);
    files.insert("lessons/second.md", SECOND);
    files.insert("questions/costs.toml", QUESTIONS);
    files.insert("scenarios/noon.toml", SCENARIO);
    files
}

fn content() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content")
}

/// What is said when one passage of one file reads differently.
fn after_edit(path: &str, from: &str, to: &str) -> Vec<String> {
    let mut files = course();
    let text = files.source(path).expect("is in the course").text;
    assert!(text.contains(from), "{path} has no {from:?}");
    files.insert(path, &text.replacen(from, to, 1));
    said(&files)
}

fn said(files: &Files) -> Vec<String> {
    check(files).iter().map(ToString::to_string).collect()
}

#[track_caller]
fn finds(path: &str, from: &str, to: &str, expected: &[&str]) {
    assert_eq!(after_edit(path, from, to), expected);
}

fn compiled<T: serde::de::DeserializeOwned>(path: &str) -> T {
    let compiled = compile(&course()).expect("the course is in order");
    serde_json::from_str(&compiled.files[path]).expect("is of that shape")
}

#[test]
fn the_course_of_this_repository_is_in_order() {
    assert_eq!(said(&Files::read(&content()).expect("content/ can be read")), [""; 0]);
}

#[test]
fn a_sound_course_compiles_to_the_files_that_the_page_fetches() {
    let compiled = compile(&course()).expect("the course is in order");
    let paths: Vec<&str> = compiled.files.keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [
            "facts.json",
            "lessons/first.json",
            "lessons/second.json",
            "map.json",
            "questions/costs.json",
            "scenarios/noon.json"
        ]
    );
    let map: CourseMap = self::compiled("map.json");
    let lessons = &map.parts[0].lessons;
    assert_eq!(lessons[0].questions, ["cost"]);
    assert_eq!((lessons[1].id.as_str(), lessons[1].minutes), ("second", 6));
    assert_eq!(map.scenarios["noon"], "Noon");
    let second: Lesson = self::compiled("lessons/second.json");
    assert_eq!(second.checked, "2026-11-22");
}

#[test]
fn a_lesson_becomes_blocks_in_the_order_of_its_text() {
    let lesson: Lesson = compiled("lessons/first.json");
    let [
        Block::Html { html: intro },
        quiz,
        Block::Html { html: bill },
        lab,
        Block::Html { html: rest },
    ] = &lesson.blocks[..]
    else {
        panic!("{:#?}", lesson.blocks)
    };
    assert!(matches!(quiz, Block::Quiz { title, items }
        if title == "Before you read" && items[0].topic == "costs" && items[0].id == "cost"));
    assert!(matches!(lab, Block::Lab { scenario, title, sliders, .. }
        if scenario == "noon" && title == "Noon" && sliders == &["scaling.target"]));
    assert!(intro.contains("<a href=\"#/learn/first/bill\">below</a>"), "{intro}");
    assert!(intro.contains("<a href=\"#/learn/second/more\">the next</a>"), "{intro}");
    assert!(bill.contains("<h2 id=\"bill\">What is billed"), "{bill}");
    assert!(bill.contains("aria-label=\"Table: Platform, Price\""), "{bill}");
    assert!(bill.contains("<td class=\"right\"><span class=\"fact\">"), "{bill}");
    assert!(rest.contains("<aside class=\"note note-changed\">"), "{rest}");
    assert!(rest.contains("<a href=\"#/learn/first/fn-when\">1</a>"), "{rest}");
    assert!(rest.contains("<div class=\"footnote\" id=\"fn-when\">"), "{rest}");
    assert!(
        rest.contains("<a href=\"https://aws.amazon.com/\" rel=\"noopener\">AWS</a>"),
        "{rest}"
    );
    assert!(rest.contains("30 September 2025"), "{rest}");
    assert!(rest.contains("<p>Use <strong>two</strong> of them</p>"), "{rest}");
    assert!(rest.contains("<code>{{fact:in.code}}</code>"), "{rest}");
    let headings: Vec<&str> = lesson.headings.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(headings, ["bill"]);
}

#[test]
fn a_fact_carries_its_source_and_date_except_in_a_label() {
    let lesson: Lesson = compiled("lessons/first.json");
    let Block::Html { html } = &lesson.blocks[0] else { panic!("the text comes first") };
    let expected = "<p>Fargate costs <span class=\"fact\"><button type=\"button\" \
        class=\"fact-value\" aria-describedby=\"f1\">$0.04048 per vCPU-hour</button><span \
        class=\"fact-note\" role=\"tooltip\" id=\"f1\">Fargate, Linux x86, us-east-1, per vCPU and \
        hour. <a href=\"https://aws.amazon.com/fargate/pricing/\" rel=\"noopener\">AWS Fargate \
        pricing page</a>, checked 20 September 2026</span></span>, see";
    assert!(html.starts_with(expected), "{html}");
    let topic: Topic = compiled("questions/costs.json");
    let question = &topic.questions[0];
    assert!(question.stem.contains("aria-describedby=\"f-cost-1\""), "{}", question.stem);
    assert_eq!(question.options[0].text, "One vCPU for 60\u{a0}s");
    assert!(question.options[1].why.contains("id=\"f-cost-2\""), "{}", question.options[1].why);
    assert_eq!(question.facts[0].checked, "2026-09-20");
}

#[test]
fn unknown_names_are_found_where_they_stand_and_the_nearest_is_proposed() {
    let lesson = "lessons/first.md";
    let fact = "unknown fact `fargate.vcpu_houer`; did you mean `fargate.vcpu_hour`?";
    let said = format!("content/lessons/first.md:9:15: error: {fact}");
    finds(lesson, "fargate.vcpu_hour", "fargate.vcpu_houer", &[&said]);
    let said = "content/lessons/first.md:20:13: error: unknown fact `no.such.fact`";
    finds(lesson, "fargate.gb_hour", "no.such.fact", &[said]);
    let said = "content/lessons/first.md:36:14: error: unknown fact `no.such.fact`";
    finds(lesson, "fargate.minimum_billed", "no.such.fact", &[said]);
    let said =
        "content/lessons/first.md:13:9: error: unknown question `costs`; did you mean `cost`?";
    finds(lesson, "[\"cost\"]", "[\"costs\"]", &[said]);
    let said =
        "content/lessons/first.md:23:13: error: unknown scenario `non`; did you mean `noon`?";
    finds(lesson, "\"noon\"", "\"non\"", &[said]);
    let said = "content/lessons/first.md:24:21: error: unknown part `task`; did you mean `tasks`?";
    finds(lesson, "\"tasks\"", "\"task\"", &[said]);
    let said = "content/lessons/first.md:25:13: error: unknown setting `scaling.taget`; did you mean \
                `scaling.target`?";
    finds(lesson, "scaling.target", "scaling.taget", &[said]);
    let said =
        "content/lessons/second.md:4:11: error: unknown lesson `frist`; did you mean `first`?";
    finds("lessons/second.md", "\"first\"", "\"frist\"", &[said]);
    let said = "content/lessons/first.md:11:1: error: unknown block `quizz`; did you mean `quiz`?";
    finds(lesson, "```quiz\n", "```quizz\n", &[said]);
}

#[test]
fn unknown_names_in_questions_are_found_behind_escapes_too() {
    let file = "questions/costs.toml";
    let said = "content/questions/costs.toml:4:22: error: unknown fact `no.such.fact`";
    let stem = "\"Say \\\"what\\\" {{fact:no.such.fact}}";
    finds(file, "\"What does {{fact:fargate.vcpu_hour}}", stem, &[said]);
    let said = "content/questions/costs.toml:7:11: error: unknown fact `no.such.fact`";
    finds(file, "facts = [\"fargate.vcpu_hour\"]", "facts = [\"no.such.fact\"]", &[said]);
    let said =
        "content/questions/costs.toml:5:11: error: unknown lesson `fist`; did you mean `first`?";
    finds(file, "lesson = \"first\"", "lesson = \"fist\"", &[said]);
    let said =
        "content/questions/costs.toml:8:8: error: unknown scenario `moon`; did you mean `noon`?";
    finds(file, "\"noon\"", "\"moon\"", &[said]);
    let said =
        "content/questions/costs.toml:3:9: error: unknown kind `singel`; did you mean `single`?";
    finds(file, "\"single\"", "\"singel\"", &[said]);
}

#[test]
fn dead_links_are_found() {
    let lesson = "lessons/first.md";
    let said = "content/lessons/first.md:9:55: error: dead link: lesson `first`: unknown heading \
                `bil`; did you mean `bill`?";
    finds(lesson, "(#bill)", "(#bil)", &[said]);
    let said = "content/lessons/second.md:8:21: error: dead link: unknown lesson `third`";
    finds("lessons/second.md", "first.md", "third.md", &[said]);
    let said = "content/lessons/second.md:8:45: error: dead link: unknown scenario `moon`; did you mean \
                `noon`?";
    finds("lessons/second.md", "#/lab?preset=noon", "#/lab?preset=moon", &[said]);
    let said = "content/lessons/second.md:8:21: error: dead link `pictures/a.pdf`";
    finds("lessons/second.md", "first.md", "pictures/a.pdf", &[said]);
}

#[test]
fn broken_toml_and_wrong_fields_are_found_wherever_they_stand() {
    finds(
        "course.toml",
        "title = \"Part one\"",
        "titel = \"Part one\"",
        &[
            "content/course.toml:5:1: error: missing field `title`",
            "content/course.toml:6:1: error: unknown field `titel`; did you mean `title`?",
        ],
    );
    let said = after_edit("lessons/first.md", "minutes = 5", "minutes = ");
    assert!(said[0].starts_with("content/lessons/first.md:3:11: error: broken TOML: "), "{said:?}");
    let said = after_edit("lessons/first.md", "scenario = \"noon\"", "scenario = noon");
    assert!(
        said[0].starts_with("content/lessons/first.md:23:12: error: broken TOML: "),
        "{said:?}"
    );
    let said = "content/lessons/first.md:3:11: error: `minutes`: expected a whole number from 1 to 60, \
                found 500";
    finds("lessons/first.md", "minutes = 5", "minutes = 500", &[said]);
    let said = "content/lessons/first.md:1:1: error: missing field `minutes`";
    finds("lessons/first.md", "minutes = 5\n", "", &[said]);
    let said = "content/questions/costs.toml:6:14: error: `difficulty`: expected a whole number from 1 \
                to 3, found 4";
    finds("questions/costs.toml", "difficulty = 1", "difficulty = 4", &[said]);
    let said =
        "content/scenarios/noon.toml:6:10: error: `scaling.target`: expected 1 to 100, found 500";
    finds("scenarios/noon.toml", "50", "500", &[said]);
}

#[test]
fn a_lesson_needs_front_matter() {
    let said = "content/lessons/second.md:1:1: error: expected front matter: TOML between two lines \
                `+++` at the top";
    let said = after_edit("lessons/second.md", "+++\n", "---\n").contains(&said.to_string());
    assert!(said);
}

#[test]
fn dates_that_do_not_exist_are_found() {
    let said = "content/lessons/second.md:5:11: error: `checked`: expected a date such as 2026-11-23, \
                found `2026-02-30`";
    finds("lessons/second.md", "2026-11-22", "2026-02-30", &[said]);
    let said = "content/lessons/first.md:34:8: error: `date`: expected a date such as 2026-11-23, found \
                a number";
    finds("lessons/first.md", "date = 2025-09-30", "date = 2025", &[said]);
}

#[test]
fn the_map_and_the_folder_must_agree() {
    let said = "content/course.toml:7:13: error: unknown lesson `frist`; did you mean `first`?: there is \
                no content/lessons/frist.md";
    let stray = "content/lessons/first.md:1:1: error: lesson `first` is in no part of \
                 content/course.toml";
    finds("course.toml", "\"first\"", "\"frist\"", &[said, stray]);
    let said = "content/course.toml:7:22: error: lesson `first` is listed twice";
    finds("course.toml", "\"second\"]", "\"first\", \"second\"]", &[said]);
    let mut files = course();
    files.insert("lesson/third.md", "text");
    let said = said_in(&files, "content/lesson/third.md:1:1: error: no part of the course");
    assert!(said, "a file in a folder that nothing reads");
    let said = said_in(&Files::new("x"), "x/course.toml:1:1: error: this file is missing");
    assert!(said, "an empty folder");
}

#[test]
fn questions_that_cannot_be_answered_well_are_found() {
    let file = "questions/costs.toml";
    let place = "content/questions/costs.toml:1:1: error:";
    let none = format!("{place} kind `single`: expected one option with `key = true`, found 0");
    finds(file, "key = true, ", "", &[&none]);
    let two = format!("{place} kind `single`: expected one option with `key = true`, found 2");
    finds(file, "minimum_billed}}\",", "minimum_billed}}\", key = true,", &[&two]);
    let one =
        format!("{place} kind `multiple`: expected two options or more with `key = true`, found 1");
    finds(file, "\"single\"", "\"multiple\"", &[&one]);
    let said = "content/questions/costs.toml:10:3: error: missing field `why`";
    finds(file, ", why = \"Longer.\"", "", &[said]);
    let said = "content/questions/costs.toml:3:9: error: questions of kind `order` cannot be asked yet; \
                expected `single` or `multiple`";
    finds(file, "\"single\"", "\"order\"", &[said]);
    let twice = QUESTIONS.replace("What does", "Again, what does");
    let mut files = course();
    files.insert("questions/more.toml", &twice);
    let said = "content/questions/more.toml:2:7: error: question id `cost` is taken already, at \
                content/questions/costs.toml:2";
    assert_eq!(self::said(&files), [said]);
}

#[test]
fn a_fact_in_doubt_is_not_quizzed_and_an_old_one_is_pointed_out() {
    let fact =
        "[vpc.doubt]\nvalue = 1\ntext = \"t\"\nsource = \"s\"\nchecked = 2026-01-01\ntrust = \"";
    let mut files = course();
    let vpc = files.source("facts/vpc.toml").expect("a file of facts").text;
    files.insert("facts/vpc.toml", &format!("{vpc}\n{fact}disputed\"\n"));
    let questions = QUESTIONS.replace("facts = [\"fargate.vcpu_hour\"]", "facts = [\"vpc.doubt\"]");
    files.insert("questions/costs.toml", &questions);
    let doubt = "content/questions/costs.toml:7:11: error: fact `vpc.doubt` is disputed; a question \
                 cannot rest on it";
    assert_eq!(said(&files), [doubt]);

    let mut files = course();
    files.insert(
        "facts/vpc.toml",
        &format!("{fact}verified\"\n{vpc}").replace("2026-01-01", "2025-10-18"),
    );
    let old = "content/facts/vpc.toml:1:6: warning: fact `vpc.doubt` was checked 18 October 2025, 401 \
               days before the course";
    assert_eq!(said(&files), [old]);
    assert!(compile(&files).is_ok(), "a warning stops nothing");
}

#[test]
fn facts_are_checked_field_by_field() {
    let file = "facts/vpc.toml";
    let vpc = course().source(file).expect("a file of facts").text;
    let with = |more: &str| {
        let mut files = course();
        files.insert(file, &format!("{more}\n{vpc}"));
        said(&files)
    };
    let sound = "[vpc.x]\nvalue = 1\ntext = \"t\"\nsource = \"s\"\nchecked = 2026-11-01\ntrust = ";
    let said = with(&format!("{sound}\"verifid\"\nnote = \"\""));
    let trust =
        "content/facts/vpc.toml:6:10: error: unknown trust `verifid`; did you mean `verified`?";
    assert_eq!(said, [trust, "content/facts/vpc.toml:7:1: error: unknown field `note`"]);
    let said = with("[alb.x]\nvalue = 1");
    let expected = "content/facts/vpc.toml:1:2: error: expected `[vpc.NAME]`, found `alb`; an id starts \
                    with its file's name";
    assert_eq!(said, [expected]);
    let mut files = course();
    files.insert(file, "");
    let need = "content/facts/vpc.toml:1:1: error: fact `vpc.public_ipv4_hour`: the models need a number \
                of 0 or more, found nothing";
    assert_eq!(self::said(&files), [need]);
}

#[test]
fn html_that_acts_and_pictures_without_words_are_found() {
    let lesson = "lessons/second.md";
    let insert = |text: &str| after_edit(lesson, "Back to", &format!("{text}\n\nBack to"));
    let place = "content/lessons/second.md:8";
    assert_eq!(
        insert("<script>x()</script>")[0],
        format!("{place}:1: error: a lesson cannot carry a script")
    );
    let handler = "a lesson cannot carry the event handler `onclick`";
    assert_eq!(insert("A <b onclick='x()'>word</b>"), [format!("{place}:6: error: {handler}")]);
    assert_eq!(insert("<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>"), [""; 0]);
    let picture = "image without alternative text; write `![what it shows](…)`";
    assert_eq!(insert("![](https://x/y.png)"), [format!("{place}:1: error: {picture}")]);
}

#[test]
fn headings_can_be_linked_to() {
    let lesson = "lessons/second.md";
    let said = "content/lessons/second.md:7:1: error: empty heading";
    finds(
        lesson,
        "## More",
        "##",
        &[
            "content/lessons/first.md:9:76: error: dead link: lesson `second`: unknown heading `more`",
            said,
        ],
    );
    let said = "content/lessons/second.md:9:1: error: heading id `more` comes twice; give one of them \
                `{#id}`";
    finds(lesson, "## More", "## More\n\n### More", &[said]);
    let said = "content/lessons/second.md:7:1: error: the title stands between the +++ lines; headings \
                start with `##`";
    finds(lesson, "## More", "# More", &[said]);
}

#[test]
fn a_block_inside_a_list_or_without_questions_is_found() {
    let lesson = "lessons/second.md";
    let said =
        "content/lessons/second.md:10:3: error: a `quiz` block cannot stand in a list or a quote";
    let list = "## More\n\n- a\n  ```quiz\n  ids = [\"cost\"]\n  ```\n";
    finds(lesson, "## More", list, &[said]);
    let said = "content/lessons/second.md:8:1: error: a quiz needs questions: `ids = [\"…\"]`";
    finds(lesson, "## More", "## More\n```quiz\n```", &[said]);
    let said = "content/lessons/second.md:8:6: error: this footnote is not defined";
    finds(lesson, "Back to", "Back [^x] to", &[said]);
}

/// Whether one of the mistakes starts so.
fn said_in(files: &Files, start: &str) -> bool {
    said(files).iter().any(|text| text.starts_with(start))
}
