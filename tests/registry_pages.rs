//! The pages about the image registry: what they find, say and offer, without a browser.
#![cfg(not(target_arch = "wasm32"))]

#[path = "bench/clock.rs"]
mod clock;
mod common;

use drydock::app::tools::registry::lifecycle::examples::EXAMPLES;
use drydock::app::tools::registry::lifecycle::mend::mends;
use drydock::app::tools::registry::lifecycle::seen::{Seen, look};
use drydock::app::tools::registry::lifecycle::state::State;
use drydock::app::tools::registry::lifecycle::{editor, form, preview};
use drydock::facts::Rulebook;
use drydock::registry::policy::draft;
use std::sync::LazyLock;

static RULES: LazyLock<Rulebook> = LazyLock::new(common::rulebook);

fn with(text: &str) -> (State, Seen) {
    let state = State { text: text.into(), ..State::default() };
    let seen = look(&state, &RULES);
    (state, seen)
}

#[test]
fn every_example_but_one_is_right() {
    for example in &EXAMPLES {
        let (_, seen) = with(example.text);
        assert_eq!(seen.draft.mistakes.is_empty(), example.id != "mistake", "{}", example.id);
    }
}

#[test]
fn the_finding_is_a_sentence() {
    let found = |id: &str| {
        let example = EXAMPLES.iter().find(|it| it.id == id).expect("an example");
        let (_, seen) = with(example.text);
        (seen.finding(), seen.rest())
    };
    let said = |finding: &str, rest: &str| (finding.to_string(), rest.to_string());
    assert_eq!(found("releases"), said("5 of 11\u{a0}images expire", "6 stay"));
    let open = "6 stay, 2 are undecided while rule 10 is wrong";
    assert_eq!(found("mistake"), said("3 of 11\u{a0}images expire", open));
    assert_eq!(found("shadow"), said("All 11\u{a0}images stay", "11 stay"));
    let (_, seen) = with("{");
    assert_eq!(seen.finding(), "Nothing can be said yet");
}

#[test]
fn images_age_as_the_day_moves_on() {
    let mut state = State::default();
    let expired = |state: &State| look(state, &RULES).sums().expire;
    let now = expired(&state);
    state.later = 400;
    // Three releases stay however old they are, and what they hold.
    assert_eq!((now, expired(&state)), (5, 7));
}

/// Each mistake of one kind with what mends it.
#[test]
fn mends_leave_fewer_mistakes() {
    let right = EXAMPLES[0].text;
    let cases = [
        (right.replace("\"countNumber\": 3", "\"countNumber\": \"3\""), "Use 3"),
        (right.replace("\"countNumber\": 14", "\"countNumber\": 0"), "Use 1"),
        (right.replace("sinceImagePushed", "sinceImagepushed"), "Count by sinceImagePushed"),
        (right.replace("\"any\"", "\"anything\""), "Use any"),
        (right.replace("tagPatternList", "tagPatterns"), "Rename to tagPatternList"),
        (right.replace("\"countUnit\": \"days\", ", ""), "Add countUnit"),
        (right.replace("\"rulePriority\": 2", "\"rulePriority\": 1"), "Use 2"),
        (right.replace("\"untagged\",", "\"untagged\", \"colour\": 1,"), "Remove colour"),
        (right.replace("[\"v*\"],", "[\"v*\"]"), "Add a comma"),
        (right.replace("\"expire\" } }\n", "\"expire\" } },\n"), "Remove the comma"),
        (right.trim_end().trim_end_matches(['}', ']', '\n', ' ']).to_string(), "Close with }}]}"),
        (right.to_string() + "}", "Remove what follows"),
        (EXAMPLES[1].text.to_string(), "Count by sinceImagePushed"),
        (EXAMPLES[1].text.to_string(), "Move to archive instead"),
    ];
    for (text, label) in cases {
        let before = draft(&text, &RULES.ecr).mistakes;
        let offered: Vec<_> =
            before.iter().flat_map(|mistake| mends(&text, mistake, &RULES.ecr)).collect();
        let labels: Vec<&str> = offered.iter().map(|mend| mend.label.as_str()).collect();
        assert!(labels.contains(&label), "{label}: {before:?} offers {labels:?}");
        for mend in &offered {
            let after = draft(&mend.text, &RULES.ecr).mistakes;
            assert!(after.len() < before.len(), "{label}: {}: {after:?}", mend.label);
        }
    }
}

#[test]
fn a_mistake_stands_at_its_line() {
    let (state, seen) = with(EXAMPLES[1].text);
    assert_eq!(seen.lines, [20]);
    let html = editor::problems(&state, &seen, &RULES);
    for part in [
        "Line 20",
        "Count by sinceImagePushed",
        "Move to archive instead",
        "InvalidParameterException",
        "goes on without rule 10",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    // A rule that is right alone and wrong beside another one is shown at its number.
    let twice = EXAMPLES[0].text.replace("\"rulePriority\": 2", "\"rulePriority\": 1");
    assert_eq!(with(&twice).1.lines, [11]);
}

#[test]
fn undecided_rows_say_which_line_they_wait_for() {
    let (state, seen) = with(EXAMPLES[1].text);
    let html = preview::images(&state, &seen);
    assert_eq!(html.matches("waits for line 20").count(), 2, "{html}");
    assert_eq!(html.matches(">expires</b>").count(), 3, "{html}");
}

#[test]
fn what_is_pasted_stays_text() {
    let (state, seen) = with("{\"<img src=x>\": \"<b>\"}");
    for html in [editor::lines(&state, &seen), editor::problems(&state, &seen, &RULES)] {
        assert!(!html.contains("<img") && !html.contains("<b>\""), "{html}");
    }
}

#[test]
fn the_form_writes_its_own_rule_alone() {
    let (state, seen) = with(EXAMPLES[0].text);
    let change =
        |rule, field, value| form::changed(&state.text, &seen, rule, field, value, &RULES.ecr);
    let text = change(1, "number", "21").expect("a number");
    assert_eq!(text, state.text.replace("\"countNumber\": 14", "\"countNumber\": 21"));
    // Days since the last pull go with the archive alone.
    let text = change(2, "count", "sinceImagePulled").expect("a count");
    assert_eq!(draft(&text, &RULES.ecr).mistakes, []);
    let text = change(2, "count", "sinceImageTransitioned").expect("a count");
    assert_eq!(draft(&text, &RULES.ecr).mistakes, []);
    assert_eq!(change(0, "number", "0"), None);
    let more = form::with_rule(&state.text, &seen).expect("room for a rule");
    assert_eq!(draft(&more, &RULES.ecr).mistakes, []);
    assert_eq!(draft(&more, &RULES.ecr).rules.len(), 4);
    for index in 0..3 {
        let less = form::without_rule(&state.text, &seen, index).expect("a rule");
        assert_eq!(draft(&less, &RULES.ecr).mistakes, [], "{less}");
    }
}

/// A frame is 16 ms; this is a build without optimisation, so it gets some more.
#[test]
fn huge_and_absurd_texts_are_answered_at_once() {
    let rule = EXAMPLES[2].text.lines().skip(2).take(6).collect::<Vec<_>>().join("\n");
    let many = format!("{{ \"rules\": [{}] }}", vec![rule; 4000].join(","));
    let cases = [
        ("1 MB of rules", many),
        ("1 MB of brackets", "[".repeat(1_000_000)),
        ("1 MB of lines", "\n".repeat(1_000_000)),
        ("1 MB of one word", "a".repeat(1_000_000)),
        ("30 000 open objects", "{\"a\":".repeat(6_000)),
        ("30 000 wrong keys", format!("{{{}}}", keys(3_000))),
        ("numbers beyond reason", "{\"rules\": [{\"rulePriority\": 1e308}]}".into()),
        ("signs of no script", "\u{0}\u{202e}\u{1f6a2}".repeat(9_000)),
    ];
    for (what, text) in cases {
        let state = State { text, ..State::default() };
        let ((seen, html), ms) = clock::timed(|| {
            let seen = look(&state, &RULES);
            let html = [
                editor::lines(&state, &seen),
                editor::moving_numbers(&state),
                editor::problems(&state, &seen, &RULES),
                preview::images(&state, &seen),
            ];
            (seen, html)
        });
        println!("{what}: {} bytes answered in {ms:.1} ms", state.text.len());
        assert!(!seen.draft.mistakes.is_empty(), "{what}");
        assert!(html[2].contains("AWS would answer"), "{what}: {}", html[2]);
        assert!(ms < 400.0, "{what}: {ms} ms");
    }
}

fn keys(number: usize) -> String {
    let each: Vec<String> = (0..number).map(|it| format!("\"k{it}\": 1")).collect();
    each.join(",")
}

mod pull {
    use super::RULES;
    use drydock::app::tools::Book;
    use drydock::app::tools::registry::pull::cost::ways;
    use drydock::app::tools::registry::pull::state::State;
    use drydock::app::tools::registry::pull::view::{Came, finding, found, steps};

    fn book() -> Book {
        Book { rules: RULES.clone(), facts: super::common::facts(), map: None }
    }

    fn came(query: &str) -> [Came; 4] {
        let state = State::parse(query);
        assert!(!state.damaged, "{query}");
        steps(&state.trace(&RULES), &RULES.faults_disk_full)
    }

    #[test]
    fn each_choice_ends_the_pull_where_it_should() {
        use Came::{Failed, NotReached, Passed};
        let at = |step: usize| {
            let mut came = [Passed; 4];
            came[step] = Failed;
            came[step + 1..].fill(NotReached);
            came
        };
        for launch in ["fargate", "ec2", "eks"] {
            let of = |rest: &str| came(&format!("l={launch}&{rest}"));
            assert_eq!(of("n=nat"), [Passed; 4], "{launch}");
            assert_eq!(of("n=none"), at(0), "{launch}");
            assert_eq!(of("n=api.dkr"), at(2), "{launch}");
            assert_eq!(of("n=api.s3"), at(1), "{launch}");
            assert_eq!(of("n=api.dkr.s3.s3deny"), at(2), "{launch}");
            assert_eq!(of("r=token"), at(1), "{launch}");
            assert_eq!(of("r=layers"), at(2), "{launch}");
            assert_eq!(of("p=closed"), at(1), "{launch}");
            assert_eq!(of("p=guest"), [Passed; 4], "{launch}");
            assert_eq!(of("i=gone"), at(1), "{launch}");
            assert_eq!(of("mb=50000"), at(3), "{launch}: it does not fit");
        }
    }

    #[test]
    fn the_error_is_that_of_the_platform() {
        let book = book();
        let html = |query: &str| found(&State::parse(query), &book);
        assert!(html("n=none").contains("ResourceInitializationError"));
        assert!(html("l=ec2&n=none").contains("CannotPullContainerError"));
        let eks = html("l=eks&r=none");
        assert!(eks.contains("ErrImagePull, then ImagePullBackOff"), "{eks}");
        assert!(eks.contains("there is no node role"), "{eks}");
        assert_eq!(finding(&State::parse("n=none"), &book), "The pull ends at step 1, the token");
    }

    /// By hand, us-east-1 in November 2026: 3000 × 0.5 GB at 0.045 a GB, two gateways at 0.045 an
    /// hour; four interface endpoints (two services, two zones) at 0.01 an hour.
    #[test]
    fn a_month_of_each_way_costs_what_it_should() {
        let ways = ways(&State::default(), &RULES);
        let of = |name: &str| ways.iter().find(|way| way.name.starts_with(name)).expect("a way");
        let nat = of("NAT gateway");
        assert!((nat.month - (1500.0 * 0.045 + 2.0 * 730.0 * 0.045)).abs() < 1e-9, "{nat:?}");
        assert!((nat.per_gb - 0.045).abs() < 1e-9);
        let endpoints = of("Endpoints alone");
        assert!((endpoints.month - 4.0 * 730.0 * 0.01).abs() < 1e-9, "{endpoints:?}");
        let free = of("Endpoints alone").per_gb;
        assert!(free == 0.0 && free.is_sign_positive(), "{free}");
        assert!(of("NAT gateway, layers").month < nat.month);
    }
}

mod repository {
    use super::RULES;
    use drydock::app::tools::registry::repository::action::{Act, first, read};
    use drydock::app::tools::registry::repository::replay::{Shelf, replay};
    use drydock::app::tools::registry::repository::view;

    fn after(acts: &str) -> Shelf {
        replay(&read(acts).unwrap_or_else(|| panic!("{acts}")), &RULES)
    }

    fn last_code(shelf: &Shelf) -> Option<&str> {
        shelf.log.last()?.refused.as_ref().map(|refused| refused.code.as_str())
    }

    #[test]
    fn immutable_tags_are_refused_in_the_words_of_aws() {
        let taken = Some("ImageTagAlreadyExistsException");
        // The exclusion is `latest` and `dev-*`.
        let modes = [(0, None, None), (1, taken, taken), (2, None, taken), (3, taken, None)];
        for (mode, latest, release) in modes {
            let acts = |tag: &str| format!("m{mode};p1:{tag};p1:{tag}");
            assert_eq!(last_code(&after(&acts("latest"))), latest, "{mode} latest");
            assert_eq!(last_code(&after(&acts("v1"))), release, "{mode} v1");
        }
        let moved = after("p1:v1;p1:v2;m1;t1:v1");
        assert_eq!(last_code(&moved), taken);
    }

    #[test]
    fn a_policy_takes_images_as_days_pass_and_says_why() {
        let shelf = after("c1;p100:latest;p100:latest;d30");
        assert_eq!(shelf.repository.images.len(), 1);
        let told = shelf.log.last().expect("an entry").then.join("\n");
        assert!(told.contains("expires: rule 1: 8 days since its push, the limit is 7"), "{told}");
        // Nothing is untagged: running the policy by hand takes nothing.
        let none = after("c1;p100:latest;k");
        assert_eq!(none.log.last().expect("an entry").then, ["no image meets a rule"]);
        assert!(last_code(&after("p1:a;k")).is_some(), "without a policy");
    }

    #[test]
    fn scanning_finds_what_its_kind_looks_at() {
        let digest = |shelf: &Shelf| shelf.pushed[0].clone();
        let found = |acts: &str| {
            let shelf = after(acts);
            shelf.found.get(&digest(&shelf)).map(|found| (found.system, found.language))
        };
        assert_eq!(found("p1:a"), None, "basic scanning by hand waits for somebody");
        assert_eq!(found("p1:a;s0"), Some((1, None)));
        assert_eq!(found("n1;p1:a"), Some((1, None)));
        assert_eq!(found("n1;p1:a;w"), Some((1, None)), "basic scanning does not look again");
        assert_eq!(found("n2;p1:a;w"), Some((1, Some(1))), "nor does enhanced scanning on push");
        assert_eq!(found("n3;p1:a;w"), Some((2, Some(1))));
        assert_eq!(found("p1:a;d13;n3"), Some((1, Some(1))), "taken up with the switch");
        assert_eq!(found("p1:a;d15;n3"), None, "too old to be taken up");
        assert!(last_code(&after("n3;p1:a;s0")).is_some(), "enhanced takes no requests");
        assert!(last_code(&after("n1;p1:a;s0")).is_some(), "once a day");
        assert_eq!(last_code(&after("n1;p1:a;d1;s0")), None);
    }

    #[test]
    fn only_what_is_pushed_later_is_replicated() {
        let shelf = after("p1:a;r1;p1:b");
        let copied: Vec<bool> = shelf.repository.images.iter().map(|it| it.replicated).collect();
        assert_eq!(copied, [false, true]);
    }

    #[test]
    fn storage_is_billed_by_the_day() {
        // 1 GB for 73 days at 0.10 a GB and month of 730 h.
        let shelf = after("p1000:a;d73");
        let html = view::course(&shelf, &book());
        assert!(html.contains("$0.24 so far"), "{html}");
    }

    #[test]
    fn actions_on_what_is_gone_are_refused_and_nothing_breaks() {
        for acts in ["x5", "p1:a;x0;x0", "t9:a", "u0", "p1:a;u0", "l3", "s3"] {
            let shelf = after(acts);
            assert!(shelf.log.last().expect("an entry").refused.is_some(), "{acts}");
            assert!(!view::images(&shelf).is_empty() && !view::log(&shelf).is_empty());
        }
        assert!(matches!(first().first(), Some(Act::Push { .. })));
    }

    fn book() -> drydock::app::tools::Book {
        drydock::app::tools::Book { rules: RULES.clone(), facts: super::common::facts(), map: None }
    }
}
