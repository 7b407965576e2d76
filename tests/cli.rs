//! The command line from outside: what it prints, where, and with which exit status.
#![cfg(not(target_arch = "wasm32"))]

use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Runs `drydock` with something on standard input, in an empty folder of its own.
fn drydock(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_drydock"))
        .args(arguments)
        .current_dir(scratch("cwd"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut stdin = child.stdin.take().expect("is piped");
    // A command that does not read its input closes it early, which is no failure.
    let _ = stdin.write_all(input.as_bytes());
    drop(stdin);
    child.wait_with_output().expect("the binary ends")
}

fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
    std::fs::create_dir_all(&folder).expect("a folder for this test");
    folder
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// A folder with the facts of the real course and a map that names a lesson which is not there.
fn broken_course(name: &str) -> PathBuf {
    let folder = scratch(name);
    let facts = folder.join("facts");
    std::fs::create_dir_all(&facts).expect("a folder");
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/facts");
    for file in std::fs::read_dir(real).expect("content/facts") {
        let file = file.expect("an entry");
        std::fs::copy(file.path(), facts.join(file.file_name())).expect("copied");
    }
    let map = "version = 1\ntitle = \"T\"\nchecked = 2026-11-23\n[[parts]]\ntitle = \"P\"\n\
               lessons = [\"absent\"]\n";
    std::fs::write(folder.join("course.toml"), map).expect("written");
    folder
}

#[test]
fn wrong_usage_ends_with_2_and_bad_input_with_1() {
    assert_eq!(drydock(&["fly"], "").status.code(), Some(2));
    assert_eq!(drydock(&["run"], "").status.code(), Some(2));
    assert_eq!(drydock(&["run", "lunch-spike", "--json", "--csv"], "").status.code(), Some(2));
    let absent = drydock(&["check", "no-such-folder"], "");
    assert_eq!(absent.status.code(), Some(1));
    let said = "drydock: no-such-folder holds no course: there is no no-such-folder/course.toml\n";
    assert_eq!(err(&absent), said);
}

#[test]
fn check_names_the_place_and_counts() {
    let folder = broken_course("checked");
    let shown = folder.to_string_lossy().into_owned();
    let output = drydock(&["check", &shown], "");
    let mistake = format!(
        "{shown}/course.toml:6:13: error: unknown lesson `absent` (there is no \
         {shown}/lessons/absent.md)\n"
    );
    assert_eq!(err(&output), format!("{mistake}1 error\n"));
    assert_eq!((out(&output).as_str(), output.status.code()), ("", Some(1)));
    let compiled_in = drydock(&["check"], "");
    assert_eq!(compiled_in.status.code(), Some(0), "{}", err(&compiled_in));
}

#[test]
fn build_writes_the_course_and_nothing_of_a_broken_one() {
    let site = scratch("site");
    std::fs::create_dir_all(site.join("lessons")).expect("a folder");
    std::fs::write(site.join("lessons/gone.json"), "{}").expect("written");
    let target = site.to_string_lossy().into_owned();
    let plain = site.join("read").to_string_lossy().into_owned();
    let output = drydock(&["build", "-o", &target, "--read", &plain], "");
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(site.join("read/index.html").is_file());
    let map = std::fs::read_to_string(site.join("map.json")).expect("map.json is written");
    let map: Value = serde_json::from_str(&map).expect("JSON");
    for lesson in map["parts"][0]["lessons"].as_array().expect("lessons") {
        let id = lesson["id"].as_str().expect("an id");
        assert!(site.join(format!("lessons/{id}.json")).is_file(), "{id}");
    }
    assert!(!site.join("lessons/gone.json").exists(), "what the course no longer has goes away");

    let broken = broken_course("unbuilt").to_string_lossy().into_owned();
    let nowhere = scratch("cwd").join("never");
    let output = drydock(&["build", &broken, "-o", &nowhere.to_string_lossy()], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(!nowhere.exists());
}

#[test]
fn run_prints_the_whole_run_as_json() {
    let scenario = "platform = \"ecs-fargate\"\nduration_s = 3600\n";
    let output = drydock(&["run", "-", "--json"], scenario);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let run: Value = serde_json::from_str(&out(&output)).expect("one JSON object");
    let keys: Vec<&String> = run.as_object().expect("an object").keys().collect();
    assert_eq!(
        keys,
        [
            "by_hand",
            "columns",
            "decisions",
            "digest",
            "engine",
            "events",
            "ledger",
            "step_s",
            "totals",
            "version"
        ]
    );
    assert_eq!(run["columns"]["offered_rps"].as_array().map(Vec::len), Some(360));
    assert_eq!(run["digest"].as_str().map(str::len), Some(64));

    let json = r#"{"platform": "ecs-fargate", "duration_s": 3600}"#;
    let same: Value = serde_json::from_str(&out(&drydock(&["run", "-", "--json"], json)))
        .expect("one JSON object");
    assert_eq!(same["digest"], run["digest"], "TOML and JSON say the same");
    let seeded = drydock(&["run", "-", "--json", "--seed", "7"], scenario);
    let seeded: Value = serde_json::from_str(&out(&seeded)).expect("one JSON object");
    assert_ne!(seeded["digest"], run["digest"], "another seed is another day");
}

#[test]
fn run_prints_rows_or_a_summary_for_people() {
    let csv = out(&drydock(&["run", "lunch-spike", "--csv"], ""));
    let mut lines = csv.lines();
    assert!(lines.next().is_some_and(|line| line.starts_with("t_s,offered_rps,served_rps,")));
    assert!(lines.next().is_some_and(|line| line.starts_with("0,")));
    assert!(lines.next().is_some_and(|line| line.starts_with("10,")));
    let text = out(&drydock(&["run", "lunch-spike"], ""));
    for word in ["Verdict:", "Requests", "Bill", "total, USD", "Decisions:", "digest"] {
        assert!(text.contains(word), "{word} in {text}");
    }
}

#[test]
fn run_says_what_is_wrong_with_a_scenario_and_where() {
    let scenario = "platform = \"ecs-fargate\"\n[scaling]\ntaget = 50\n";
    let output = drydock(&["run", "-"], scenario);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).starts_with("<stdin>:3:1: error: `scaling.taget`"), "{}", err(&output));
    let output = drydock(&["run", "no-such-day"], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("the course has: "), "{}", err(&output));
    let output = drydock(&["run", "lunch-spike", "--engine", "exact"], "");
    let said = "drydock: engine `exact` is not built yet; expected `--engine flow`\n";
    assert_eq!((err(&output).as_str(), output.status.code()), (said, Some(1)));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_drydock"))
        .args(["run", "lunch-spike", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the binary ends");
    assert_eq!((err(&output).as_str(), output.status.code()), ("", Some(0)));
}

#[test]
fn a_rule_answers_line_by_line_and_goes_on_after_a_bad_one() {
    let case = r#"{"current": 12, "metric": 100, "target": 60}"#;
    let input = format!("{case}\n\n[1]\nnonsense\n  \n{{\"current\": 12}}\n{case}");
    let output = drydock(&["rule", "target-tracking"], &input);
    let text = out(&output);
    let lines: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines.len(), 5, "one line a case, blank ones skipped: {text}");
    assert_eq!(lines[0], json!({ "desired": 20, "direction": "out" }));
    for bad in &lines[1..4] {
        assert!(bad["error"].is_string(), "{bad}");
    }
    assert_eq!(lines[4], lines[0]);
    assert_eq!(output.status.code(), Some(1), "one of them was bad");
    assert_eq!(drydock(&["rule", "target-tracking"], case).status.code(), Some(0));
}

#[test]
fn explain_adds_the_arithmetic_and_nothing_else() {
    let case = r#"{"current": 12, "metric": 100, "target": 60}"#;
    let output = drydock(&["rule", "target-tracking", "--explain"], case);
    let answer: Value = serde_json::from_str(&out(&output)).expect("one JSON object");
    assert_eq!((&answer["desired"], &answer["direction"]), (&20.into(), &"out".into()));
    assert!(answer["because"].as_str().is_some_and(|text| text.contains("= 20")), "{answer}");
    assert_eq!(answer.as_object().map(|fields| fields.len()), Some(3));
}

/// A policy as a document and as the text that AWS's command line takes.
#[test]
fn a_decision_about_permissions_names_what_decided() {
    let input = concat!(
        r#"{"principal":"arn:aws:iam::111122223333:role/r","action":"s3:GetObject","#,
        r#""resource":"arn:aws:s3:::b/k","identity":["{\"Statement\":{\"Effect\":\"Allow\","#,
        r#"\"Action\":\"s3:*\",\"Resource\":\"*\"}}",{"Statement":{"Sid":"NoGet","#,
        r#""Effect":"Deny","Action":"s3:Get*","Resource":"*"}}]}"#,
    );
    let output = drydock(&["rule", "iam", "--explain"], input);
    let answer: Value = serde_json::from_str(&out(&output)).expect("one JSON object");
    assert_eq!(answer["decision"], "ExplicitlyDenied", "{answer}");
    assert_eq!(answer["by"], "identity.1.Statement.0");
    let because = answer["because"].as_str().unwrap_or_default();
    assert!(because.contains("identity.1.Statement.0 (NoGet) denies it"), "{because}");
}

#[test]
fn the_rules_of_images_and_volumes_answer_with_their_reasons() {
    let policy = json!({ "rules": [{
        "rulePriority": 1,
        "selection": { "tagStatus": "untagged", "countType": "imageCountMoreThan",
            "countNumber": 1 },
        "action": { "type": "expire" },
    }] });
    let images = json!([
        { "digest": "a", "tags": [], "pushed_days_ago": 9 },
        { "digest": "b", "tags": [], "pushed_days_ago": 1 },
    ]);
    let pull = json!({
        "launch_type": "EC2", "roles": {}, "network": { "nat": true }, "image": { "bytes": 9 },
    });
    let cases = [
        ("ecr-lifecycle", json!({ "policy": policy, "images": images }), "expire", "[\"a\"]"),
        ("ecr-pull", pull, "error_code", "CannotPullContainerError"),
        ("volume", json!({ "kind": "efs", "platform": "ecs-fargate" }), "mountable", "true"),
        ("efs-burst", json!({ "size_gib": 1024, "mode": "bursting" }), "base_write_mib_s", "50"),
        ("ebs-limits", json!({ "type": "gp2", "size_gib": 100 }), "burst_s", "2000"),
    ];
    for (rule, case, field, holds) in cases {
        let output = drydock(&["rule", rule, "--explain"], &case.to_string());
        assert_eq!(output.status.code(), Some(0), "{rule}: {}", out(&output));
        let answer: Value = serde_json::from_str(&out(&output)).expect("one JSON object");
        assert!(answer[field].to_string().contains(holds), "{rule}: {answer}");
        assert!(answer["because"].as_str().is_some_and(|text| !text.is_empty()), "{rule}");
    }
}

#[test]
fn the_rules_are_listed_and_an_unknown_one_is_an_error() {
    let list = out(&drydock(&["rule", "--list"], ""));
    for name in ["circuit-breaker", "fargate-size", "hpa", "iam", "max-pods", "price", "role-for"] {
        assert!(list.lines().any(|line| line.starts_with(name)), "{name} in {list}");
    }
    let unknown = drydock(&["rule", "target-trakcing"], "");
    assert_eq!(unknown.status.code(), Some(1));
    assert!(err(&unknown).starts_with("drydock: unknown rule `target-trakcing`"));
    assert_eq!(drydock(&["rule"], "").status.code(), Some(2));
}

#[test]
fn examples_of_a_rule_are_answered_as_they_are_printed() {
    let examples = out(&drydock(&["rule", "max-pods", "--example"], ""));
    assert_eq!(examples.lines().count(), 2, "{examples}");
    let output = drydock(&["rule", "max-pods", "--explain"], &examples);
    assert_eq!(output.status.code(), Some(0));
    assert!(out(&output).lines().next().is_some_and(|line| line.contains("29")), "m5.large");
}

#[test]
fn a_sweep_is_a_row_for_each_value_and_agrees_with_single_runs() {
    let scenario = "platform = \"ecs-fargate\"\nduration_s = 3600\n[scaling]\ntarget = 55\n";
    let swept = ["sweep", "-", "--vary", "scaling.target=50..60:5", "--vary", "scaling.min=4,6"];
    let text = out(&drydock(&swept, scenario));
    assert_eq!(text.lines().count(), 7, "a heading and six rows: {text}");
    let widths: Vec<usize> = text.lines().map(|line| line.chars().count()).collect();
    assert!(widths.windows(2).all(|pair| pair[0] == pair[1]), "aligned: {text}");

    let json = out(&drydock(&[&swept[..], &["--json"]].concat(), scenario));
    let swept_json: Value = serde_json::from_str(&json).expect("one JSON object");
    let single = out(&drydock(&["run", "-", "--json"], scenario));
    let single: Value = serde_json::from_str(&single).expect("one JSON object");
    let row = &swept_json["rows"][2];
    assert_eq!(row["values"], json!({ "scaling.target": 55, "scaling.min": 4 }));
    assert_eq!(row["totals"], single["totals"]);

    let csv = out(&drydock(&[&swept[..], &["--csv"]].concat(), scenario));
    let mut lines = csv.lines();
    assert!(lines.next().is_some_and(|line| line.starts_with("scaling.target,scaling.min,off")));
    assert!(lines.next().is_some_and(|line| line.starts_with("50,4,")), "{csv}");
}

#[test]
fn a_sweep_says_what_is_wrong_before_it_runs() {
    let scenario = "platform = \"ecs-fargate\"\nduration_s = 3600\n";
    for (vary, said) in [
        ("scaling.target", "PATH=FROM..TO:STEP"),
        ("scaling.target=90..40:5", "not below the beginning"),
        ("scaling.taget=40..90:5", "unknown setting `scaling.taget`; `scaling` has: "),
        ("scaling.target=0,50", "scaling.target = 0: "),
        ("seed=1..20000:1", "at most 10000"),
    ] {
        let output = drydock(&["sweep", "-", "--vary", vary], scenario);
        assert_eq!((output.status.code(), out(&output).as_str()), (Some(1), ""), "{vary}");
        assert!(err(&output).starts_with("drydock: "), "{}", err(&output));
        assert!(err(&output).contains(said), "{vary}: {}", err(&output));
    }
    assert_eq!(drydock(&["sweep", "lunch-spike"], "").status.code(), Some(2));
}

/// The files that `docs/own-course.md` shows, in a folder: a teacher's first course.
fn own_course(name: &str) -> PathBuf {
    let text = include_str!("../docs/own-course.md");
    let block = |start: &str, end: &str, number: usize| {
        text.split(start).nth(number).and_then(|rest| rest.split(end).next()).expect("the block")
    };
    let folder = scratch(name);
    let course = block("\n```toml\n", "\n```\n", 1);
    let lesson = block("\n````markdown\n", "\n````\n", 1);
    let questions = block("\n```toml\n", "\n```\n", 2);
    for (path, text) in
        [("course.toml", course), ("lessons/first.md", lesson), ("questions/first.toml", questions)]
    {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }
    folder
}

#[test]
fn three_files_and_the_app_become_a_site() {
    let course = own_course("own").to_string_lossy().into_owned();
    let checked = drydock(&["check", &course], "");
    assert_eq!((err(&checked).as_str(), checked.status.code()), ("", Some(0)));
    let app = scratch("app");
    std::fs::create_dir_all(app.join("content")).expect("a folder");
    std::fs::write(app.join("index.html"), "the app").expect("written");
    std::fs::write(app.join("content/map.json"), "another course").expect("written");
    let (app, site) = (app.to_string_lossy().into_owned(), scratch("own-site"));
    let target = site.to_string_lossy().into_owned();
    let output = drydock(&["build", &course, "--app", &app, "-o", &target], "");
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = |path: &str| std::fs::read_to_string(site.join(path)).expect(path);
    assert_eq!(text("index.html"), "the app");
    let map: Value = serde_json::from_str(&text("content/map.json")).expect("JSON");
    assert_eq!(map["parts"][0]["lessons"][0]["questions"][0], "billed-from");
    assert!(text("content/lessons/first.json").contains("lunch-spike"));
    assert!(site.join("content/scenarios/lunch-spike.json").is_file(), "lent by the command");
    assert!(text("read/first.html").contains("per vCPU-hour"));

    for (app, output, said) in
        [(&course, &target, "holds no built app"), (&app, &app, "would be overwritten")]
    {
        let output = drydock(&["build", &course, "--app", app, "-o", output], "");
        assert!(err(&output).contains(said), "{}", err(&output));
    }
}

#[test]
fn everything_wrong_in_a_folder_is_said_at_once() {
    let folder = own_course("own-wrong");
    let lesson = folder.join("lessons/first.md");
    let text = std::fs::read_to_string(&lesson).expect("was written");
    let text = text
        .replace("{{fact:fargate.vcpu_hour}}", "{{fact:fargate.vcpu_houer}}, see [more](more.md)")
        .replace("## The bill", "#### The bill\n\n![](https://example.org/bill.png)")
        .replace("[\"billed-from\"]", "[\"billed-form\"]");
    std::fs::write(&lesson, text).expect("written");
    let shown = folder.to_string_lossy().into_owned();
    let output = drydock(&["check", &shown], "");
    let lines = [
        "9:1: error: heading out of order: expected `##`, found `####`",
        "11:1: error: image without alternative text; write `![what it shows](…)`",
        "13:16: error: unknown fact `fargate.vcpu_houer`; did you mean `fargate.vcpu_hour`?",
        "13:56: error: dead link: unknown lesson `more`",
        "22:9: error: unknown question `billed-form`; did you mean `billed-from`?",
    ];
    let expected: String =
        lines.iter().map(|line| format!("{shown}/lessons/first.md:{line}\n")).collect();
    assert_eq!(err(&output), format!("{expected}5 errors\n"));
}
