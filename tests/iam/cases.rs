//! The cases of `content/rounds` played through: how each fails, and what mends it where.

use drydock::course::{Files, check, compile};
use drydock::facts::{Facts, Iam};
use drydock::iam::{
    Book, Cases, Document, Ending, Holder, Launch, Purpose, Round, Start, Task, start,
};
use std::path::Path;
use std::sync::OnceLock;

fn files() -> Files {
    Files::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content")).expect("content/")
}

/// The cases and what AWS says in them.
fn course() -> &'static (Cases, Iam) {
    static MADE: OnceLock<(Cases, Iam)> = OnceLock::new();
    MADE.get_or_init(|| {
        let compiled = compile(&files()).expect("content/ has no mistakes");
        let facts: Facts = serde_json::from_str(&compiled.files["facts.json"]).expect("facts");
        let book: Book = serde_json::from_str(&compiled.files["roles.json"]).expect("cases");
        assert_eq!(book.said, Iam::new(&facts).expect("texts"), "what the page gets");
        (book.cases, book.said)
    })
}

fn played(task: &Task, documents: &[Document]) -> Start {
    start(task, documents, &course().1).expect("documents that AWS takes")
}

fn round(id: &str) -> &'static Round {
    course().0.rounds.iter().find(|round| round.id == id).expect("a round of that id")
}

/// The end in a word, and what AWS says.
fn ending(start: &Start) -> (&'static str, String) {
    match &start.ending {
        Ending::Runs if !start.leaks.is_empty() => ("leaks", start.leaks[0].clone()),
        Ending::Runs => ("runs", String::new()),
        Ending::NotStarted { reason } => ("not started", reason.clone()),
        Ending::Stopped { reason, .. } => ("stopped", reason.clone()),
        Ending::CodeRefused { reason, .. } => ("refused", reason.clone()),
    }
}

#[test]
fn each_round_fails_as_its_story_says_and_its_answers_mend_it() {
    let expected = [
        (
            "secret-on-fargate",
            "stopped",
            "ecsTaskExecutionRole/7a2f9c is not authorized to perform: \
             secretsmanager:GetSecretValue",
        ),
        ("secret-on-instance", "stopped", "can't pull the secret"),
        ("pull-on-task-role", "stopped", "unable to retrieve ecr registry auth"),
        (
            "pull-on-ec2",
            "stopped",
            "ecsInstanceRole/i-0f1e2d3c4b5a69788 is not authorized to \
             perform: ecr:GetAuthorizationToken on resource: *",
        ),
        (
            "token-on-repository",
            "stopped",
            "ecr:GetAuthorizationToken on resource: * because no \
             identity-based policy allows",
        ),
        ("log-group-arn", "stopped", "failed to create Cloudwatch log stream"),
        ("group-not-there", "stopped", "failed to create Cloudwatch log group"),
        ("secret-suffix", "stopped", "can't pull the secret"),
        ("customer-key", "stopped", "Access to KMS is not allowed"),
        ("code-by-execution-role", "refused", "Unable to locate credentials"),
        (
            "trusts-ec2",
            "not started",
            "ECS was unable to assume the role \
             'arn:aws:iam::111122223333:role/shopTaskRole'",
        ),
        ("deny-wins", "refused", "with an explicit deny in an identity-based policy"),
        ("boundary", "stopped", "because no permissions boundary allows the ssm:GetParameters"),
        (
            "other-account",
            "stopped",
            "because no resource-based policy allows the \
             ecr:BatchGetImage action",
        ),
        ("it-works", "runs", ""),
        ("everybodys-bucket", "leaks", "credentials it finds in the metadata"),
    ];
    let ids: Vec<&str> = course().0.rounds.iter().map(|round| round.id.as_str()).collect();
    assert_eq!(ids, expected.map(|(id, ..)| id), "the rounds of content/rounds");
    for (id, word, part) in expected {
        let round = round(id);
        let given = played(&round.task, &round.documents);
        let (found, said) = ending(&given);
        assert_eq!(found, word, "{id}: {said}");
        assert!(said.contains(part), "{id}: {said}");
        assert!(!given.is_in_order());
        let mut answered = round.documents.clone();
        for document in answered.iter_mut().filter(|document| !document.answer.is_empty()) {
            document.text = document.answer.clone();
        }
        let mended = played(&round.task, &answered);
        assert!(mended.is_in_order(), "{id}: {:?} {:?}", mended.ending, mended.cautions);
    }
}

/// What mends on one launch type need not mend on the other.
#[test]
fn the_scenes_answer_differently_on_ec2_and_on_fargate() {
    let rows: [(&str, &[(&str, &str)]); 5] = [
        (
            "secret-denied",
            &[
                ("stopped", "stopped"),
                ("stopped", "stopped"),
                ("stopped", "stopped"),
                ("runs", "runs"),
            ],
        ),
        (
            "pull-denied",
            &[
                ("stopped", "stopped"),
                ("stopped", "runs"),
                ("runs", "stopped"),
                ("stopped", "stopped"),
            ],
        ),
        (
            "log-stream-denied",
            &[
                ("stopped", "stopped"),
                ("runs", "runs"),
                ("runs", "not started"),
                ("stopped", "stopped"),
            ],
        ),
        ("shared-role", &[("leaks", "leaks"), ("runs", "runs"), ("leaks", "refused")]),
        ("metadata", &[("leaks", "runs"), ("runs", "runs"), ("runs", "runs"), ("leaks", "runs")]),
    ];
    let ids: Vec<&str> = course().0.scenes.iter().map(|scene| scene.id.as_str()).collect();
    assert_eq!(ids, rows.map(|(id, _)| id));
    for (scene, (id, row)) in course().0.scenes.iter().zip(rows) {
        assert_eq!(row.len(), scene.changes.len() + 1, "{id}");
        let changes = std::iter::once(None).chain(scene.changes.iter().map(Some));
        for (change, (on_ec2, on_fargate)) in changes.zip(row) {
            let found = [Launch::Ec2, Launch::Fargate].map(|launch| {
                let (task, documents) = scene.changed(launch, change);
                ending(&played(&task, &documents)).0
            });
            assert_eq!(found, [*on_ec2, *on_fargate], "{id}: {:?}", change.map(|it| &it.text));
        }
    }
}

/// A policy on the task role, whatever it allows, changes nothing before the code runs.
#[test]
fn the_task_role_starts_nothing() {
    let all = r#"{"Version":"2012-10-17","Statement":
        {"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    for round in &course().0.rounds {
        let before = played(&round.task, &round.documents);
        if !matches!(before.ending, Ending::Stopped { .. }) {
            continue;
        }
        let mut documents = round.documents.clone();
        documents.push(Document {
            of: Holder::Task,
            purpose: Purpose::Policy,
            resource: String::new(),
            text: all.into(),
            answer: String::new(),
        });
        let after = played(&round.task, &documents);
        assert_eq!(after.ending, before.ending, "{}", round.id);
        assert!(!after.cautions.is_empty(), "two stars are noted");
    }
}

/// Every way to two stars is noted, at its place.
#[test]
fn what_is_too_wide_is_noted_where_it_stands() {
    let round = round("code-by-execution-role");
    let with = |statement: &str| {
        let mut documents = round.documents.clone();
        documents[0].text = documents[0].answer.clone();
        documents[1].text = format!(r#"{{"Version":"2012-10-17","Statement":[{statement}]}}"#);
        (documents[1].text.clone(), played(&round.task, &documents))
    };
    let bucket = r#""Resource":"arn:aws:s3:::shop-orders/*""#;
    for (statement, at, part) in [
        (r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#, r#""*""#, "every action of every"),
        (&format!(r#"{{"Effect":"Allow","Action":"s3:*",{bucket}}}"#), r#""s3:*""#, "action of s3"),
        (
            r#"{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"}"#,
            r#""*""#,
            "arn:aws:s3:::shop-orders/7.json would do",
        ),
        (
            r#"{"Effect":"Allow","Action":"s3:PutObject","Resource":"arn:aws:s3:::*/*"}"#,
            r#""arn:aws:s3:::*/*""#,
            "wider than s3:PutObject needs",
        ),
        (
            &format!(r#"{{"Effect":"Allow","Action":["s3:PutObject","s3:GetObject"],{bucket}}}"#),
            r#""s3:GetObject""#,
            "Nothing here asks for s3:GetObject with the task role",
        ),
        (
            &format!(r#"{{"Effect":"Allow","NotAction":"iam:*",{bucket}}}"#),
            r#""iam:*""#,
            "everything but what it names",
        ),
    ] {
        let (text, start) = with(statement);
        assert_eq!(start.ending, Ending::Runs, "{statement}");
        let caution = start.cautions.first().expect("a caution");
        assert!(text[caution.at..].starts_with(at), "{statement}: {}", &text[caution.at..]);
        assert!(caution.text.contains(part), "{statement}: {}", caution.text);
    }
    let fine = r#"{"Effect":"Allow","Action":"s3:Put*","Resource":"arn:aws:s3:::shop-orders/7*"}"#;
    assert!(with(fine).1.is_in_order());
}

#[test]
fn a_text_that_is_no_policy_is_named_with_its_document() {
    let round = round("secret-on-instance");
    let mut documents = round.documents.clone();
    documents[1].text = "{".into();
    let faulty = start(&round.task, &documents, &course().1).expect_err("it is no policy");
    assert_eq!((faulty.len(), faulty[0].document), (1, 1));
}

#[test]
fn the_check_plays_what_an_author_writes() {
    let text = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("content/rounds/roles.toml"),
    )
    .expect("the rounds");
    let said = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        let mut files = files();
        files.insert("rounds/roles.toml", &text.replacen(from, to, 1));
        let mistakes = check(&files).into_iter().filter(|it| it.file.ends_with("roles.toml"));
        mistakes.map(|mistake| mistake.to_string()).collect::<Vec<_>>()
    };
    for (from, to, part) in [
        ("id = \"secret-on-instance\"", "id = \"secret-on-fargate\"", "is taken already"),
        ("id = \"it-works\"", "id = \"It works\"", "expected a to z"),
        ("launch = \"FARGATE\"", "launch = \"MOON\"", "expected one of EC2, FARGATE"),
        ("purpose = \"policy\"", "purpose = \"poem\"", "`rounds.0.documents.0.purpose`: expected"),
        ("story = ", "stroy = ", "unknown field"),
        ("\"Effect\": \"Allow\"", "\"Effect\": \"allow\"", "policy: Statement.0.Effect: expected"),
        ("shop/db-??????", "shop/bd-??????", "with its answers it is not in order: "),
        ("secrets = [", "secrets = []\nunused = [", "unknown field"),
    ] {
        let mistakes = said(from, to);
        assert!(mistakes.iter().any(|text| text.contains(part)), "{to}: {mistakes:?}");
        assert!(mistakes.iter().all(|text| !text.contains(":1:1:")), "{mistakes:?}");
    }
    let mistakes = said(
        "\"Action\": \"*\",\n      \"Resource\": \"*\"",
        "\"Action\": \"s3:PutObject\",\n      \"Resource\": \"arn:aws:s3:::shop-orders/*\"",
    );
    assert!(mistakes.iter().any(|text| text.contains("nothing to mend")), "{mistakes:?}");
}
