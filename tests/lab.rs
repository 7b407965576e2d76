//! The lab's links and its rules for changing settings, with the course's own rulebook.

mod common;

use common::rulebook;
use drydock::app::chart::Span;
use drydock::app::lab::fleet_model::{Fleet, Phase};
use drydock::app::lab::link::{self, View};
use drydock::app::lab::settings::{SETTINGS, sizes};
use drydock::app::lab::state::{self, History};
use drydock::app::lab::why_text;
use drydock::facts::Rulebook;
use drydock::sim::{self, Scenario};
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::LazyLock;

static RULES: LazyLock<Rulebook> = LazyLock::new(rulebook);

fn standard() -> Scenario {
    Scenario::standard(&RULES)
}

fn view(playhead_s: u32) -> View {
    let window = Some(Span { from_s: 48_240, to_s: 49_200 });
    View { playhead_s: Some(playhead_s), window, from: Some("lunch".into()), compares: false }
}

#[test]
fn an_untouched_lab_has_a_short_address() {
    assert_eq!(link::encode(&standard(), &View::default(), &RULES), "v=1");
}

#[test]
fn a_link_can_be_read_by_people() {
    let scenario = state::set(&standard(), "scaling.target", json!(55), &RULES).unwrap();
    let query = link::encode(&scenario, &view(48_750), &RULES);
    assert_eq!(query, "v=1&from=lunch&scaling.target=55.0&w=13:24:00-13:40:00&t=13:32:30");
}

#[test]
fn a_damaged_link_names_every_part_that_it_could_not_use() {
    let query = "v=9&scaling.target=500&traffic.peak_rps=x&scaling.colour=red&request=1&\
                 traffic.spike_at=12:15&t=99:00&w=14:00-13:00&scaling.min=%";
    let opened = link::decode(query, &standard(), &RULES);
    let said = opened.notices.join("\n");
    for word in [
        "newer",
        "scaling.target",
        "traffic.peak_rps",
        "scaling.colour",
        "“request”",
        "99:00",
        "14:00-13:00",
        "scaling.min",
    ] {
        assert!(said.contains(word), "{word} is not mentioned in:\n{said}");
    }
    assert_eq!(opened.notices.len(), 8, "{said}");
    let kept = state::set(&standard(), "traffic.spike_at", json!("12:15"), &RULES).unwrap();
    assert_eq!(opened.scenario, kept, "the sound part of the link counts");
    assert_eq!(opened.view, View::default());
}

#[test]
fn one_bad_setting_keeps_the_others() {
    let query = "v=1&platform=eks-managed&platform_settings.capacity_type=%22spot%22";
    let opened = link::decode(query, &standard(), &RULES);
    assert_eq!(opened.scenario.platform.word(), "eks-managed");
    let said = opened.notices.join("\n");
    assert!(said.starts_with("“platform_settings.capacity_type”: expected one of"), "{said}");
    assert_eq!(opened.notices.len(), 1, "{said}");
}

#[test]
fn a_minimum_above_the_maximum_falls_back_to_something_legal() {
    let opened = link::decode("v=1&scaling.min=30", &standard(), &RULES);
    assert!(opened.scenario.scaling.min <= opened.scenario.scaling.max);
    assert!(!opened.notices.is_empty());
}

#[test]
fn a_preset_is_found_before_anything_else_is_read() {
    assert_eq!(link::preset("v=1&preset=lunch-spike&t=1").as_deref(), Some("lunch-spike"));
    assert_eq!(link::preset("preset="), None);
    assert_eq!(link::preset("from=lunch"), None);
}

#[test]
fn the_ends_of_the_task_range_push_each_other() {
    let raised = state::set(&standard(), "scaling.min", json!(30), &RULES).unwrap();
    assert_eq!((raised.scaling.min, raised.scaling.max, raised.scaling.desired), (30, 30, 30));
    let back = state::set(&raised, "scaling.min", json!(4), &RULES).unwrap();
    assert_eq!((back.scaling.min, back.scaling.desired), (4, 4), "it still starts with the least");
    let lowered = state::set(&standard(), "scaling.max", json!(2), &RULES).unwrap();
    assert_eq!((lowered.scaling.min, lowered.scaling.max), (2, 2));
}

#[test]
fn a_wrong_value_is_refused_with_its_path() {
    let problems = state::set(&standard(), "scaling.target", json!(500), &RULES).unwrap_err();
    assert_eq!(problems[0].path, "scaling.target");
    assert!(state::set(&standard(), "scaling.colour", json!(1), &RULES).is_err());
}

#[test]
fn every_slider_moves_its_setting_from_end_to_end() {
    for setting in SETTINGS.iter().filter(|setting| setting.applies(&standard())) {
        for number in [setting.min, setting.max] {
            let mut start = standard();
            // One weight may be 0 and one base above 0, but not both of them.
            start.platform_settings.spot_weight = 1;
            start.platform_settings.max_instances = 60;
            let moved = state::set(&start, setting.path, setting.value(number), &RULES);
            let moved = moved.unwrap_or_else(|why| panic!("{} at {number}: {why:?}", setting.path));
            assert_eq!(setting.of(&moved), number, "{}", setting.path);
        }
    }
}

#[test]
fn every_size_on_offer_is_legal() {
    let sizes = sizes(&RULES);
    assert!(sizes.iter().any(|size| size.label() == "0.5 vCPU, 1 GB"));
    for size in sizes {
        let pair = [("task.vcpu", json!(size.vcpu)), ("task.memory_mib", json!(size.memory_mib))];
        assert!(state::set_all(&standard(), &pair, &RULES).is_ok(), "{}", size.label());
    }
}

#[test]
fn a_drag_is_one_step_of_undo() {
    let mut history = History::default();
    let first = standard();
    assert!(history.change("scaling.target", 0.0, &first));
    let second = state::set(&first, "scaling.target", json!(61), &RULES).unwrap();
    assert!(!history.change("scaling.target", 5_000.0, &second), "still held");
    history.release(6_000.0);
    assert!(!history.change("scaling.target", 6_300.0, &second), "a key pressed again");
    history.release(6_400.0);
    assert!(history.change("scaling.target", 9_000.0, &second), "a new drag");
    assert!(history.change("scaling.max", 9_100.0, &second), "another slider");
    history.end();
    assert!(history.change("scaling.max", 9_200.0, &second), "it was over");
    assert_eq!(history.undo(), Some(second.clone()));
    assert_eq!(history.undo(), Some(second.clone()));
    assert_eq!(history.undo(), Some(second));
    assert_eq!(history.undo(), Some(first));
    assert!(!history.can_undo());
}

#[test]
fn the_fleet_agrees_with_the_columns_of_the_run() {
    let scenario = standard();
    let run = sim::run(&scenario, &RULES);
    let fleet = Fleet::new(&run, 10.0, 14.0);
    for t_s in (0..86_400).step_by(1_790) {
        let now = fleet.at(u64::from(t_s) * 1000);
        let running =
            now.iter().filter(|task| matches!(task.phase, Phase::Running | Phase::Unproven));
        let row = (t_s / run.step_s) as usize;
        let (column, drawn) = (run.columns.running[row], running.count() as f64);
        assert!((column - drawn).abs() <= 1.0, "at {t_s} s: {drawn} drawn, {column} in the column");
    }
}

#[test]
fn a_link_to_a_moment_opens_the_window_around_it() {
    let scenario = standard();
    let run = sim::run(&scenario, &RULES);
    let usual = state::first_window(&scenario, &run, None, None);
    for t_s in [0, 36_000, 48_750, 86_390] {
        let window = state::first_window(&scenario, &run, None, Some(t_s));
        assert!(window.holds(t_s), "{t_s} s is not in {window:?}");
        assert_eq!(window.length_s(), usual.length_s());
    }
    let named = Span { from_s: 60, to_s: 600 };
    assert_eq!(state::first_window(&scenario, &run, Some(named), Some(36_000)), named);
}

#[test]
fn the_window_opens_on_the_spike_and_follows_the_playhead() {
    let window = state::default_window(&standard(), None);
    assert!(window.holds(13 * 3600 + 30 * 60));
    let far = state::window_around(window, 3_600, 86_400);
    assert!(far.holds(3_600) && far.length_s() == window.length_s());
    assert_eq!(state::window_around(window, window.from_s, 86_400), window);
    assert_eq!(state::window_from(86_390, 960, 86_400), Span { from_s: 85_440, to_s: 86_400 });
}

/// The words that the simulator gives to who decides: after `who: `, as first argument of `tell`,
/// and in front of the id of a fact.
fn deciders(code: &str, found: &mut BTreeSet<String>) {
    let literals: Vec<&str> = code.split('"').collect();
    // Every other piece lies between quotation marks.
    for index in (1..literals.len()).step_by(2) {
        let (before, word) = (literals[index - 1].trim_end(), literals[index]);
        let next = literals.get(index + 2).copied().unwrap_or_default();
        let between = literals.get(index + 1).is_some_and(|text| text.trim() == ",");
        let of_fact = between && next.contains('.') && !next.contains([' ', '/', '{']);
        let named = before.ends_with("who:") || before.ends_with("tell(");
        let plain = word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
        if plain && !word.is_empty() && (named || of_fact) {
            found.insert(word.to_string());
        }
    }
}

#[test]
fn everyone_who_decides_has_a_name() {
    let mut found = BTreeSet::new();
    let mut folders = vec![std::path::PathBuf::from("src/sim")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => {
                    let code = std::fs::read_to_string(path).unwrap();
                    let code = code.split("#[cfg(test)]").next().unwrap_or_default();
                    deciders(code, &mut found);
                }
            }
        }
    }
    for word in ["hpa", "express-mode", "karpenter", "kube-scheduler", "service-scheduler"] {
        assert!(found.contains(word), "{word} was not found among {found:?}");
    }
    let nameless: Vec<_> = found.iter().filter(|word| why_text::known(word).is_none()).collect();
    assert!(nameless.is_empty(), "shown as raw words: {nameless:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_link_reads_back_as_it_was_written(
        moves in proptest::collection::vec((0..SETTINGS.len(), 0.0..1.0_f64), 0..8),
        title in "[a-zäß&=%# ]{1,12}",
        playhead_s in 0_u32..86_400,
    ) {
        let mut scenario = standard();
        scenario.title = title;
        for (index, share) in moves {
            let setting = &SETTINGS[index];
            let steps = ((setting.max - setting.min) / setting.step * share).floor();
            let number = setting.min + steps * setting.step;
            if let Ok(moved) = state::set(&scenario, setting.path, setting.value(number), &RULES) {
                scenario = moved;
            }
            prop_assert!(scenario.scaling.min <= scenario.scaling.max);
        }
        let view = view(playhead_s);
        let query = link::encode(&scenario, &view, &RULES);
        prop_assert!(!query.contains(['#', ' ']));
        let opened = link::decode(&query, &standard(), &RULES);
        prop_assert_eq!(opened.notices, Vec::<String>::new());
        prop_assert_eq!(opened.scenario, scenario);
        prop_assert_eq!(opened.view, view);
    }

    #[test]
    fn no_address_breaks_the_lab(query in "([a-z.]{0,12}=?[0-9a-z%:&-]{0,9}&?){0,6}") {
        let opened = link::decode(&query, &standard(), &RULES);
        prop_assert!(opened.scenario.scaling.min <= opened.scenario.scaling.max);
    }
}
