//! Mistakes of authors: each kind is found at its place and said in words that help.
#![cfg(not(target_arch = "wasm32"))]

mod annotated;
mod bank;
#[path = "../common/mod.rs"]
mod common;
mod compiled;
#[path = "../common/course.rs"]
mod course;
mod coverage;
mod edition;
mod figures;
mod form;
mod instances;
mod names;
mod numbers;
mod sums;
mod terms;

use drydock::course::{Files, check, compile};
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
notice = ["The queue grows before the tasks do."]
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
    files.insert("instances.toml", &real.source("instances.toml").expect("is there").text);
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

/// Asserts what is said after such an edit.
#[track_caller]
fn finds(path: &str, from: &str, to: &str, expected: &[&str]) {
    assert_eq!(after_edit(path, from, to), expected);
}

fn compiled<T: serde::de::DeserializeOwned>(path: &str) -> T {
    let compiled = compile(&course()).expect("the course is in order");
    serde_json::from_str(&compiled.files[path]).expect("is of that shape")
}

/// Whether one of the mistakes starts so.
fn said_in(files: &Files, start: &str) -> bool {
    said(files).iter().any(|text| text.starts_with(start))
}
