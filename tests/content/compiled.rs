//! What a course without mistakes becomes.

use super::{compiled, content, course, said};
use drydock::course::model::{Block, CourseMap, Home, Lesson, News};
use drydock::course::{Files, compile};
use drydock::facts::Facts;
use drydock::quiz::Topic;

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
            "bank.json",
            "exams.json",
            "facts.json",
            "glossary.json",
            "instances.json",
            "lessons/first.json",
            "lessons/second.json",
            "map.json",
            "news.json",
            "pairs.json",
            "questions/costs.json",
            "scenarios/noon.json",
            "search.json"
        ]
    );
    let map: CourseMap = super::compiled("map.json");
    let lessons = &map.parts[0].lessons;
    assert_eq!(lessons[0].questions, ["cost"]);
    assert_eq!((lessons[1].id.as_str(), lessons[1].minutes), ("second", 6));
    assert_eq!((lessons[0].exams.as_slice(), lessons[1].exams.len()), (&["SAA-C03".into()][..], 0));
    let noon = &map.scenarios[0];
    assert_eq!((noon.id.as_str(), noon.title.as_str()), ("noon", "Noon"));
    assert_eq!(noon.notice, ["The queue grows before the tasks do."]);
    let second: Lesson = super::compiled("lessons/second.json");
    assert_eq!(second.checked, "2026-11-22");
}

#[test]
fn the_first_page_says_what_the_map_says_or_what_follows_from_it() {
    let home = compiled::<CourseMap>("map.json").home;
    assert_eq!((home.sentence.as_str(), home.lesson.as_str()), ("A small course", ""));
    let first = |home: &Home| match &home.figure {
        Some(Block::Lab { scenario, title, show, .. }) => {
            (scenario.clone(), title.clone(), show[0].clone())
        }
        other => panic!("a figure: {other:?}"),
    };
    assert_eq!(first(&home), ("noon".into(), "Noon".into(), "requests".into()));
    let mut files = course();
    let own = "[home]\nsentence = \"Move it\"\nscenario = \"noon\"\ntitle = \"At noon\"\nshow = \
               [\"tasks\"]\nquestion = \"Why?\"\nlesson = \"second\"\n[[parts]]";
    files.insert("course.toml", &super::COURSE.replace("[[parts]]", own));
    let written = compile(&files).expect("the course is in order").files;
    let map: CourseMap = serde_json::from_str(&written["map.json"]).expect("is a map");
    assert_eq!((map.home.sentence.as_str(), map.home.lesson.as_str()), ("Move it", "second"));
    assert_eq!(first(&map.home), ("noon".into(), "At noon".into(), "tasks".into()));
    let with = |table: &str| {
        let table = format!("[home]\n{table}\n[[parts]]");
        super::after_edit("course.toml", "[[parts]]", &table)
    };
    let place = "content/course.toml:6";
    let said = format!("{place}:13: error: unknown scenario `non`; did you mean `noon`?");
    assert_eq!(with("scenario = \"non\""), [said]);
    let both = "content/course.toml:5:1: error: `question` and `lesson` belong together: expected \
                both or none";
    assert_eq!(with("question = \"Why?\""), [both]);
    let said = with("question = \"Why?\"\nlesson = \"frist\"");
    assert_eq!(
        said,
        ["content/course.toml:7:11: error: unknown lesson `frist`; did you mean `first`?"]
    );
}

#[test]
fn news_are_the_changes_with_their_dates_and_a_mark_for_each_fact() {
    let news: News = compiled("news.json");
    let facts: Facts = compiled("facts.json");
    assert_eq!(news.marks.len(), 6 * facts.0.len());
    assert!(news.changes.is_sorted_by(|a, b| a.date >= b.date), "the newest first");
    let lesson = news.changes.iter().find(|change| change.address == "#/learn/first");
    let lesson = lesson.expect("the `since` block of the lesson");
    assert_eq!((lesson.date.as_str(), lesson.when.as_str()), ("2025-09-30", "30 September 2025"));
    assert!(
        lesson.text.starts_with("Use 60 s") || lesson.text == "Use 60\u{a0}s",
        "{}",
        lesson.text
    );
    let fact = news.changes.iter().find(|it| it.address.ends_with("ecs.native_blue_green_since"));
    let fact = fact.expect("a fact that says since when");
    assert_eq!((fact.date.as_str(), fact.when.as_str()), ("2025-07-01", "July 2025"));
}

#[test]
fn scenarios_are_listed_in_their_order_and_those_without_one_last() {
    let mut files = course();
    let noon = files.source("scenarios/noon.toml").expect("is in the course").text;
    for (id, order) in [("b", "order = 2\n"), ("c", "order = 1\n"), ("a", "")] {
        files.insert(&format!("scenarios/{id}.toml"), &format!("{order}{noon}"));
    }
    let compiled = compile(&files).expect("the course is in order");
    let map: CourseMap = serde_json::from_str(&compiled.files["map.json"]).expect("is a map");
    let ids: Vec<&str> = map.scenarios.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids, ["c", "b", "a", "noon"]);
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
fn code_that_may_scroll_can_be_reached_by_keyboard() {
    let mut files = course();
    let second = files.source("lessons/second.md").expect("is in the course").text;
    let code = "```json\n{ \"a\": \"<b>\" }\n```\n";
    files.insert("lessons/second.md", &format!("{second}\n{code}"));
    let compiled = compile(&files).expect("the course is in order");
    let lesson: Lesson = serde_json::from_str(&compiled.files["lessons/second.json"]).expect("one");
    let Some(Block::Html { html }) = lesson.blocks.last() else { panic!("{:#?}", lesson.blocks) };
    let expected = "<pre role=\"group\" tabindex=\"0\" aria-label=\"Code, JSON\"><code>{ \
        <span class=\"k\">&quot;a&quot;</span>: <span \
        class=\"s\">&quot;&lt;b&gt;&quot;</span> }\n</code></pre>";
    assert!(html.contains(expected), "{html}");
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
fn how_far_to_trust_the_lab_is_a_file_of_its_own() {
    let files = Files::read(&content()).expect("content/ can be read");
    let compiled = compile(&files).expect("the course is sound");
    let file = &compiled.files["about/accuracy.json"];
    let Block::Html { html } = serde_json::from_str(file).expect("a block") else {
        panic!("it is text")
    };
    assert!(html.starts_with("<h1 id="), "{html}");
    let mut files = course();
    files.insert("../docs/accuracy.md", "# A\n\nSee [the end](#/learn/nowhere).\n");
    let [mistake] = &said(&files)[..] else { panic!("one dead link: {:?}", said(&files)) };
    assert!(mistake.starts_with("content/../docs/accuracy.md:3:"), "{mistake}");
}
