//! A repository over time, its bill, and a pull-through cache.

use super::rulebook;
use drydock::registry::cache::{Cached, Upstream, serve};
use drydock::registry::policy::{Policy, parse};
use drydock::registry::public::{Puller, last_start_s, pulls_a_month};
use drydock::registry::repository::{Happening, Repository, Scanning, Settings};
use drydock::registry::storage_cost::{bill, public_gb_billed};
use drydock::registry::tags::Mutability;

fn policy(text: &str) -> Option<Policy> {
    Some(parse(text, &rulebook().ecr).expect("a good policy"))
}

/// Keeps the newest untagged image.
const ONE_UNTAGGED: &str = r#"{ "rules": [{ "rulePriority": 7,
    "selection": { "tagStatus": "untagged", "countType": "imageCountMoreThan", "countNumber": 1 },
    "action": { "type": "expire" } }] }"#;

/// Archives after 30 days and expires after 120 in the archive.
const ARCHIVE: &str = r#"{ "rules": [
    { "rulePriority": 1,
      "selection": { "tagStatus": "any", "countType": "sinceImagePushed", "countUnit": "days",
        "countNumber": 30 },
      "action": { "type": "transition", "targetStorageClass": "archive" } },
    { "rulePriority": 2,
      "selection": { "tagStatus": "any", "storageClass": "archive",
        "countType": "sinceImageTransitioned", "countUnit": "days", "countNumber": 120 },
      "action": { "type": "expire" } }] }"#;

#[test]
fn builds_of_latest_leave_untagged_images_that_the_policy_clears() {
    let facts = &rulebook().ecr;
    let settings = Settings { policy: policy(ONE_UNTAGGED), ..Settings::default() };
    let mut repository = Repository { settings, ..Repository::default() };
    for day in 0..10 {
        repository.push(&format!("build-{day}"), &["latest"], 1e9, facts).expect("pushed");
        repository.advance(1.0, facts);
    }
    let left: Vec<&str> = repository.images.iter().map(|image| image.digest.as_str()).collect();
    assert_eq!(left, ["build-8", "build-9"]);
    let count = |what: Happening| repository.events.iter().filter(|it| it.what == what).count();
    assert_eq!((count(Happening::LostItsTag), count(Happening::Expired(7))), (9, 8));
}

#[test]
fn tags_move_as_the_mode_says() {
    let facts = &rulebook().ecr;
    let second_push = |mutability: Mutability, tag: &str| {
        let exclusions = vec!["dev*".to_string()];
        let settings = Settings { mutability, exclusions, ..Settings::default() };
        let mut repository = Repository { settings, ..Repository::default() };
        repository.push("one", &[tag], 1.0, facts).expect("the tag is free");
        let second = repository.push("two", &[tag], 1.0, facts);
        assert_eq!(repository.images.len(), if second.is_ok() { 2 } else { 1 });
        second.map_err(|refusal| refusal.code)
    };
    let taken = Err("ImageTagAlreadyExistsException".to_string());
    let modes = [
        (Mutability::Mutable, Ok(()), Ok(())),
        (Mutability::Immutable, taken.clone(), taken.clone()),
        (Mutability::ImmutableWithExclusion, Ok(()), taken.clone()),
        (Mutability::MutableWithExclusion, taken, Ok(())),
    ];
    for (mode, excluded, ordinary) in modes {
        assert_eq!(second_push(mode, "dev-1"), excluded, "{mode:?}");
        assert_eq!(second_push(mode, "v1"), ordinary, "{mode:?}");
    }
    let mut repository = Repository::default();
    repository.push("one", &["v1"], 1.0, facts).expect("pushed");
    let again = repository.push("one", &["v1"], 1.0, facts).expect_err("nothing would change");
    assert_eq!(again.code, "ImageAlreadyExistsException");
    repository.push("one", &["v2"], 1.0, facts).expect("one more tag");
    assert_eq!(repository.pull("v2", facts), Ok("one".into()));
    assert_eq!(repository.pull("v3", facts).expect_err("gone").code, "ImageNotFoundException");
}

#[test]
fn the_archive_is_left_for_a_new_life_or_for_good() {
    let facts = &rulebook().ecr;
    let settings = Settings { policy: policy(ARCHIVE), ..Settings::default() };
    let mut repository = Repository { settings, ..Repository::default() };
    repository.push("a", &["v1"], 2e9, facts).expect("pushed");
    repository.push("b", &["v2"], 2e9, facts).expect("pushed");
    repository.advance(31.0, facts);
    assert!(repository.images.iter().all(|image| image.archived == Some(31.0)));
    assert!(repository.pull("v1", facts).is_err(), "an archived image cannot be pulled");
    repository.advance(10.0, facts);
    repository.restore("a", facts).expect("restored");
    repository.advance(30.0, facts);
    assert_eq!(repository.pull("v1", facts), Ok("a".into()), "its age starts anew");
    repository.advance(81.0, facts);
    let left: Vec<&str> = repository.images.iter().map(|image| image.digest.as_str()).collect();
    assert_eq!(left, ["a"], "b was 121 days in the archive");

    // a: 31 + 31 days in standard, 10 + 80 in the archive and 80 short of the least stay;
    // b: 31 in standard, 121 in the archive.
    let lines = bill(&repository.usage, rulebook());
    let month = 730.0 / 24.0;
    let expected = [
        ("storage", 2.0 * (62.0 + 31.0) / month, 0.1),
        ("archive", 2.0 * (90.0 + 80.0 + 121.0) / month, 0.1),
        ("restored", 2.0, 0.03),
    ];
    assert_eq!(lines.len(), expected.len());
    for (line, (what, quantity, price)) in lines.iter().zip(expected) {
        assert_eq!(line.what, what);
        assert!((line.quantity - quantity).abs() < 1e-9, "{line:?} is not {quantity}");
        assert!((line.dollars - quantity * price).abs() < 1e-9, "{line:?}");
    }
}

#[test]
fn only_continuous_scanning_finds_what_becomes_known_later() {
    let facts = &rulebook().ecr;
    let found = |scanning: Scanning| {
        let settings = Settings { scanning, scanning_since: 20.0, ..Settings::default() };
        let mut repository = Repository { settings, ..Repository::default() };
        repository.push("too old", &[], 1.0, facts).expect("pushed");
        repository.advance(10.0, facts);
        repository.push("taken up", &[], 1.0, facts).expect("pushed");
        repository.advance(20.0, facts);
        repository.weakness_known(facts)
    };
    assert_eq!(found(Scanning::EnhancedContinuous), ["taken up"]);
    for scanning in [Scanning::BasicManual, Scanning::BasicOnPush, Scanning::EnhancedOnPush] {
        assert!(found(scanning).is_empty());
    }
    let mut repository = Repository::default();
    repository.push("a", &[], 1.0, facts).expect("pushed");
    repository.scan("a", facts).expect("the first of the day");
    repository.advance(0.9, facts);
    assert!(repository.scan("a", facts).is_err(), "once in 24 hours");
    repository.advance(0.1, facts);
    repository.scan("a", facts).expect("a day later");
}

#[test]
fn replication_copies_what_comes_after_it_was_set_up() {
    let facts = &rulebook().ecr;
    let settings = Settings { replicated_since: Some(1.0), ..Settings::default() };
    let mut repository = Repository { settings, ..Repository::default() };
    repository.push("before", &[], 1.0, facts).expect("pushed");
    repository.advance(1.0, facts);
    repository.push("after", &[], 1.0, facts).expect("pushed");
    let replicated: Vec<bool> = repository.images.iter().map(|image| image.replicated).collect();
    assert_eq!(replicated, [false, true]);
}

#[test]
fn the_bill_counts_days_however_time_is_cut() {
    let facts = &rulebook().ecr;
    let used = |steps: &[f64]| {
        let mut repository = Repository::default();
        repository.push("a", &[], 3e9, facts).expect("pushed");
        steps.iter().for_each(|days| repository.advance(*days, facts));
        repository.usage.standard_byte_days
    };
    let once = used(&[30.5]);
    assert!((once - 3e9 * 30.5).abs() < 1.0);
    assert!((used(&[0.25, 10.0, 0.0, -3.0, 20.25]) - once).abs() < 1.0);
    assert_eq!(public_gb_billed(49e9, facts), 0.0);
    assert_eq!(public_gb_billed(60e9, facts), 10.0);
}

#[test]
fn a_cache_asks_upstream_when_its_last_look_is_a_day_old() {
    let facts = &rulebook().ecr;
    let newer = Upstream::Digest("new".into());
    let cached = |hours: u64| Cached { digest: "old".into(), checked_s_ago: hours * 3600 };
    let serve = |cached: Option<&Cached>, upstream: &Upstream, internet, movable| {
        let served = serve(cached, upstream, internet, movable, facts);
        (served.digest, served.asked_upstream, served.updated)
    };
    let (old, new) = (Some("old".to_string()), Some("new".to_string()));
    assert_eq!(serve(None, &newer, true, true), (new.clone(), true, true));
    assert_eq!(serve(None, &newer, false, true), (None, false, false));
    assert_eq!(serve(None, &Upstream::Down, true, true), (None, true, false));
    assert_eq!(serve(Some(&cached(23)), &newer, false, true), (old.clone(), false, false));
    assert_eq!(serve(Some(&cached(25)), &newer, false, true), (new, true, true));
    assert_eq!(serve(Some(&cached(25)), &newer, false, false), (old.clone(), true, false));
    assert_eq!(serve(Some(&cached(25)), &Upstream::Down, false, true), (old, true, false));
}

#[test]
fn public_pulls_wait_for_their_quota() {
    let facts = &rulebook().ecr;
    assert_eq!(last_start_s(30, Puller::Anonymous, facts), 29.0);
    assert_eq!(last_start_s(30, Puller::Known, facts), 2.0);
    assert_eq!(last_start_s(1, Puller::Known, facts), 0.0);
    assert_eq!(last_start_s(0, Puller::Anonymous, facts), 0.0);
    assert_eq!(pulls_a_month(2e9, facts), 250.0);
}
