//! Names that lead nowhere, and names that lead to what cannot be relied on.

use super::{QUESTIONS, course, finds, said, said_in};
use drydock::course::{Files, compile};

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
    let said = "content/lessons/first.md:24:10: error: `rush` ";
    let alone = [said, "fills a figure: expected no other part, no slider"].concat();
    let steps = [said, "needs a scenario whose traffic has the shape `step`"].concat();
    finds(lesson, "show = [\"", "show = [\"rush\", \"", &[&alone, &steps]);
    let said = "content/lessons/first.md:25:13: error: unknown setting `scaling.taget`; did you \
                mean `scaling.target`?";
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
    let said = "content/lessons/second.md:8:45: error: dead link: unknown scenario `moon`; did \
                you mean `noon`?";
    finds("lessons/second.md", "#/lab?preset=noon", "#/lab?preset=moon", &[said]);
    let said = "content/lessons/second.md:8:21: error: dead link `pictures/a.pdf`";
    finds("lessons/second.md", "first.md", "pictures/a.pdf", &[said]);
}

#[test]
fn the_map_and_the_folder_must_agree() {
    let said = "content/course.toml:7:13: error: unknown lesson `frist`; did you mean `first`? \
                (there is no content/lessons/frist.md)";
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
fn a_fact_in_doubt_is_not_quizzed_and_an_old_one_is_pointed_out() {
    let fact =
        "[vpc.doubt]\nvalue = 1\ntext = \"t\"\nsource = \"s\"\nchecked = 2026-01-01\ntrust = \"";
    let mut files = course();
    let vpc = files.source("facts/vpc.toml").expect("a file of facts").text;
    files.insert("facts/vpc.toml", &format!("{vpc}\n{fact}disputed\"\n"));
    let questions = QUESTIONS.replace("facts = [\"fargate.vcpu_hour\"]", "facts = [\"vpc.doubt\"]");
    files.insert("questions/costs.toml", &questions);
    let doubt = "content/questions/costs.toml:7:11: error: fact `vpc.doubt` is disputed; a \
                 question cannot rest on it";
    assert_eq!(said(&files), [doubt]);

    let mut files = course();
    files.insert(
        "facts/vpc.toml",
        &format!("{fact}verified\"\n{vpc}").replace("2026-01-01", "2025-10-18"),
    );
    let old = "content/facts/vpc.toml:1:6: warning: fact `vpc.doubt` was checked 18 October 2025, \
               401 days before the course";
    assert_eq!(said(&files), [old]);
    assert!(compile(&files).is_ok(), "a warning stops nothing");
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
            "content/lessons/first.md:9:76: error: dead link: lesson `second`: unknown heading \
             `more`",
            said,
        ],
    );
    let said = "content/lessons/second.md:9:1: error: heading id `more` comes twice; give one of \
                them `{#id}`";
    finds(lesson, "## More", "## More\n\n### More", &[said]);
    let said = "content/lessons/second.md:9:1: error: heading out of order: expected `###`, found \
                `####`";
    finds(lesson, "## More", "## More\n\n#### Deep", &[said]);
    let said = "content/lessons/second.md:7:1: error: the title stands between the +++ lines; \
                headings start with `##`";
    finds(lesson, "## More", "# More", &[said]);
}
