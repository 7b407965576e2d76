//! What is written wrongly in itself: fields, dates, keys, HTML, blocks.

use super::{QUESTIONS, after_edit, course, finds, said};

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
    let said = "content/lessons/first.md:3:11: error: `minutes`: expected a whole number from 1 \
                to 60, found 500";
    finds("lessons/first.md", "minutes = 5", "minutes = 500", &[said]);
    let said = "content/lessons/first.md:1:1: error: missing field `minutes`";
    finds("lessons/first.md", "minutes = 5\n", "", &[said]);
    let said = "content/questions/costs.toml:6:14: error: `difficulty`: expected a whole number \
                from 1 to 3, found 4";
    finds("questions/costs.toml", "difficulty = 1", "difficulty = 4", &[said]);
    let said =
        "content/scenarios/noon.toml:7:10: error: `scaling.target`: expected 1 to 100, found 500";
    finds("scenarios/noon.toml", "50", "500", &[said]);
}

#[test]
fn a_lesson_needs_front_matter() {
    let said = "content/lessons/second.md:1:1: error: expected front matter: TOML between two \
                lines `+++` at the top";
    let said = after_edit("lessons/second.md", "+++\n", "---\n").contains(&said.to_string());
    assert!(said);
}

#[test]
fn dates_that_do_not_exist_are_found() {
    let said = "content/lessons/second.md:5:11: error: `checked`: expected a date such as \
                2026-11-23, found `2026-02-30`";
    finds("lessons/second.md", "2026-11-22", "2026-02-30", &[said]);
    let said = "content/lessons/first.md:34:8: error: `date`: expected a date such as 2026-11-23, \
                found a number";
    finds("lessons/first.md", "date = 2025-09-30", "date = 2025", &[said]);
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
    let said = "content/questions/costs.toml:3:9: error: generated questions have no place in a \
                file: name a generator in `generator`, and the question is asked again with other \
                numbers";
    finds(file, "\"single\"", "\"generated\"", &[said]);
    let twice = QUESTIONS.replace("What does", "Again, what does");
    let mut files = course();
    files.insert("questions/more.toml", &twice);
    let said = "content/questions/more.toml:2:7: error: question id `cost` is taken already, at \
                content/questions/costs.toml:2";
    assert_eq!(super::said(&files), [said]);
}

#[test]
fn a_notice_is_two_short_lines() {
    let file = "scenarios/noon.toml";
    let notice = "[\"The queue grows before the tasks do.\"]";
    let place = "content/scenarios/noon.toml:3";
    let said = format!("{place}:26: error: `notice`: at most 2 lines");
    finds(file, notice, "[\"one\", \"two\", \"three\"]", &[&said]);
    let long = "x".repeat(121);
    let said = format!("{place}:12: error: `notice`: at most 120 letters a line, found 121");
    finds(file, notice, &format!("[\"{long}\"]"), &[&said]);
    let said =
        format!("{place}:9: error: `order`: expected a whole number from 1 to 1000, found 0");
    finds(file, &format!("notice = {notice}"), "order = 0", &[&said]);
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
    let expected = "content/facts/vpc.toml:1:2: error: expected `[vpc.NAME]`, found `alb`; an id \
                    starts with its file's name";
    assert_eq!(said, [expected]);
    let need = "content/facts/vpc.toml:1:1: error: fact `vpc.public_ipv4_hour`: the models need a \
                number of 0 or more, found nothing";
    finds(file, "[vpc.public_ipv4_hour]", "[vpc.ipv4_hour]", &[need]);
}

#[test]
fn facts_that_the_models_need_have_their_kind_and_unit() {
    let need = "the models need a time in s, min, h or days, found unit ``";
    let said = format!("content/facts/ecs.toml:1:1: error: fact `ecs.canary_bake`: {need}");
    let bake = "[ecs.canary_bake]\nvalue = 10";
    finds("facts/ecs.toml", &format!("{bake}\nunit = \"min\""), bake, &[&said]);
    let need = "the models need a text, found 7";
    let said = format!("content/facts/faults.toml:1:1: error: fact `faults.steady`: {need}");
    finds("facts/faults.toml", "\"has reached a steady state.\"", "7", &[&said]);
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
    let bare = "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\"/></svg>";
    let drawing = "drawing without alternative text; write `<svg role=\"img\" aria-label=\"what it \
                   shows\" …>`";
    assert_eq!(insert(bare), [format!("{place}:1: error: {drawing}")]);
    for said in ["aria-label=\"A dot\"", "aria-hidden=\"true\""] {
        assert_eq!(insert(&bare.replacen("<svg", &format!("<svg {said}"), 1)), [""; 0]);
    }
    let picture = "image without alternative text; write `![what it shows](…)`";
    assert_eq!(insert("![](https://x/y.png)"), [format!("{place}:1: error: {picture}")]);
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
