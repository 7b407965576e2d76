//! The lab's platforms, faults, policies and choices, with the course's own rulebook.

mod common;

use common::rulebook;
use drydock::app::chart::Span;
use drydock::app::lab::choices::{self, CHOICES};
use drydock::app::lab::fleet_model::{Fleet, Phase};
use drydock::app::lab::link::{self, View};
use drydock::app::lab::machine_kind::Kinds;
use drydock::app::lab::machines::State;
use drydock::app::lab::policy_text;
use drydock::app::lab::settings::{self, SETTINGS};
use drydock::app::lab::state;
use drydock::app::lab::{
    change_text, faults, fleet_text, loops, pending_text, reasons, terms, why_text,
};
use drydock::facts::Rulebook;
use drydock::sim::scenario::{Change, PolicyKind};
use drydock::sim::{self, Scenario};
use serde_json::json;
use std::sync::LazyLock;

static RULES: LazyLock<Rulebook> = LazyLock::new(rulebook);

fn standard() -> Scenario {
    Scenario::standard(&RULES)
}

fn ec2() -> Scenario {
    state::set(&standard(), "platform", json!("ecs-ec2"), &RULES).expect("the standard day")
}

fn fault(name: &str, at: &str) -> Change {
    let offer = faults::find(name).expect("is on offer");
    Change { at: at.into(), ..faults::strike(offer, &standard(), 0) }
}

#[test]
fn the_platform_changes_and_all_else_stays() {
    let tuned = state::set(&standard(), "scaling.target", json!(47), &RULES).unwrap();
    let moved = state::set(&tuned, "platform", json!("ecs-ec2"), &RULES).unwrap();
    let back = state::set(&moved, "platform", json!("ecs-fargate"), &RULES).unwrap();
    assert_eq!(back, tuned);
}

#[test]
fn another_metric_gets_a_target_that_means_the_same() {
    let counted = state::set(&standard(), "scaling.metric", json!("requests"), &RULES).unwrap();
    // Half a vCPU at 20 ms answers 1500 requests a minute; 60 % of them are 900.
    assert_eq!(counted.scaling.target, 900.0);
    let back = state::set(&counted, "scaling.metric", json!("cpu"), &RULES).unwrap();
    assert_eq!(back.scaling.target, 60.0);
    let target = settings::find("scaling.target").unwrap();
    assert_eq!(target.look(&counted).label, "Requests target");
    assert_eq!(target.aloud(900.0, &counted), "900 requests per minute");
}

#[test]
fn a_setting_from_the_playhead_on_is_a_dated_change() {
    let first = state::set_from(&standard(), &[("scaling.target", json!(50.0))], 48_750, &RULES);
    let first = first.unwrap();
    assert_eq!(first.scaling.target, 60.0, "the day begins as before");
    assert_eq!(first.changes.len(), 1);
    assert_eq!(first.changes[0].at, "13:32:30");
    let again = state::set_from(&first, &[("scaling.target", json!(45.0))], 48_750, &RULES);
    let again = again.unwrap();
    assert_eq!(again.changes.len(), 1, "a drag is one change");
    assert_eq!(state::in_force(&again, 48_749).scaling.target, 60.0);
    assert_eq!(state::in_force(&again, 48_750).scaling.target, 45.0);
    let whole_day = [("task.vcpu", json!(1.0))];
    assert!(state::set_from(&first, &whole_day, 10, &RULES).is_err(), "a task's size is fixed");
}

#[test]
fn faults_and_changes_are_listed_by_time_in_words() {
    let mut scenario = standard();
    scenario.changes = vec![
        fault("lose-zone", "14:00:00"),
        Change {
            at: "13:00:00".into(),
            set: "objective.share".into(),
            value: json!(0.99),
            fault: String::new(),
            zone: String::new(),
            for_s: 0.0,
            amount: 0.0,
        },
    ];
    let html = change_text::list(&scenario, "c-");
    let (share, zone) = (html.find("Share of the requests → 99 %"), html.find("Lose a zone"));
    assert!(share.is_some() && zone > share, "{html}");
    assert!(html.contains("Lose a zone, for 20 min"), "{html}");
    assert!(html.contains("id=\"c-0\" data-change=\"0\" aria-label=\"Delete 14:00:00 Lose"));
}

#[test]
fn a_listed_fault_that_cannot_strike_says_so() {
    let mut scenario = standard();
    scenario.changes = vec![fault("agent-stops", "13:20:00"), fault("surge", "14:00:00")];
    let html = change_text::list(&scenario, "c-");
    assert_eq!(html.matches("Cannot strike: ").count(), 1, "{html}");
    assert!(html.contains("Stop an agent <small>Cannot strike: there is no instance"), "{html}");
    let run = sim::run(&scenario, &RULES);
    let told: Vec<&str> = run
        .decisions
        .iter()
        .filter(|decision| decision.who == "you")
        .map(|decision| decision.because.as_str())
        .collect();
    assert_eq!(told[..2], ["there is no instance of yours here", "a fault of the scenario"]);
    let all = drydock::app::lab::moments::of(&run);
    let heads = all.iter().map(|one| why_text::what(&run, one, scenario.platform));
    assert!(heads.into_iter().any(|head| head == "Stop an agent: nothing happens"));
    scenario.platform = drydock::sim::scenario::Platform::EcsEc2;
    assert!(!change_text::list(&scenario, "c-").contains("Cannot strike"));
}

#[test]
fn every_fault_on_offer_can_strike_or_says_why_not() {
    for offer in faults::OFFERS {
        for scenario in [standard(), ec2()] {
            let mut struck = scenario.clone();
            struck.changes.push(faults::strike(&offer, &scenario, 50_000));
            assert!(Scenario::parse(serde_json::to_value(&struck).unwrap(), &RULES).is_ok());
        }
    }
    let reclaim = faults::find("reclaim-spot").unwrap().fault;
    assert!(reclaim.applies(&ec2()).is_err());
    let spot = state::set(&ec2(), "platform_settings.spot_share", json!(0.5), &RULES).unwrap();
    assert!(reclaim.applies(&spot).is_ok());
}

#[test]
fn a_link_with_faults_and_policies_is_short_and_reads_back() {
    let mut scenario = ec2();
    scenario.changes = vec![fault("lose-zone", "14:00:00"), fault("bad-image", "15:00:00")];
    scenario.changes[0].zone = "us-east-1b".into();
    scenario =
        state::set_from(&scenario, &[("scaling.target", json!(50.0))], 48_750, &RULES).unwrap();
    scenario =
        state::set_from(&scenario, &[("balancer.kind", json!("nlb"))], 48_760, &RULES).unwrap();
    let scaling = scenario.scaling.clone();
    scenario.scaling.policies = vec![
        policy_text::fresh(PolicyKind::Step, &scaling),
        policy_text::fresh(PolicyKind::Scheduled, &scaling),
    ];
    let query = link::encode(&scenario, &View::default(), &RULES);
    for part in [
        "&fault=14:00:00,lose-zone,1200,us-east-1b&",
        "&fault=15:00:00,bad-image&",
        "&set=13:32:30,scaling.target,50.0&",
        "&set=13:32:40,balancer.kind,nlb&",
        "&policy=step",
    ] {
        assert!(query.contains(part), "{part} is not in {query}");
    }
    assert!(query.len() < 500, "{} letters: {query}", query.len());
    let opened = link::decode(&query, &standard(), &RULES);
    assert_eq!(opened.notices, Vec::<String>::new());
    assert_eq!(opened.scenario, scenario);
}

#[test]
fn a_link_of_the_first_version_still_opens() {
    let changes = "%5B%7B%22at%22%3A%2214:00:00%22,%22fault%22%3A%22lose-zone%22%7D%5D";
    let opened = link::decode(&format!("v=1&changes={changes}"), &standard(), &RULES);
    assert_eq!(opened.notices, Vec::<String>::new());
    assert_eq!(opened.scenario.changes.len(), 1);
}

#[test]
fn a_damaged_fault_in_a_link_is_named() {
    let query = "v=1&fault=14:00:00,no-such-fault&fault=14:00:00,surge,x&policy=jump";
    let opened = link::decode(query, &standard(), &RULES);
    assert_eq!(opened.scenario, standard());
    assert_eq!(opened.notices.len(), 3, "{:?}", opened.notices);
}

#[test]
fn instances_boot_carry_tasks_and_are_told_apart_from_them() {
    let scenario = ec2();
    let run = sim::run(&scenario, &RULES);
    let fleet = Fleet::new(&run, 7.0, 14.0);
    let kinds = Kinds::of(&scenario, &RULES, &fleet).expect("has instances");
    assert_eq!(kinds.network, "awsvpc with trunking");
    let mut booting = 0;
    for t_s in (0..86_400_u32).step_by(50) {
        let t_ms = u64::from(t_s) * 1000;
        let (machines, tasks) = (fleet.machines(t_ms), fleet.at(t_ms));
        assert!(tasks.iter().all(|task| task.id.starts_with('t')));
        booting += machines.iter().filter(|machine| machine.state == State::Booting).count();
        for machine in machines.iter().filter(|machine| machine.state == State::Active) {
            let here = tasks
                .iter()
                .filter(|task| task.machine == machine.id && task.phase != Phase::Stopped);
            assert!(here.count() as u32 <= kinds.get("").places, "{} at {t_s} s", machine.id);
        }
        for task in tasks.iter().filter(|task| task.phase == Phase::Running) {
            assert!(!task.machine.is_empty(), "{} runs nowhere", task.id);
        }
    }
    assert!(booting > 0, "the spike takes more instances");
    assert_eq!(Kinds::of(&standard(), &RULES, &fleet), None);
}

#[test]
fn a_task_without_room_says_what_it_waits_for() {
    let scenario = ec2();
    let run = sim::run(&scenario, &RULES);
    let fleet = Fleet::new(&run, 7.0, 14.0);
    let waits = |t_ms: &u64| {
        fleet.at(*t_ms).iter().any(|task| task.phase == Phase::Waiting && task.zone.is_empty())
    };
    let t_ms = (40_000_000..60_000_000).step_by(10_000).find(waits).expect("the spike fills all");
    let machines = fleet.machines(t_ms);
    let words = terms::of(scenario.platform);
    let told = pending_text::waiting(fleet.in_zone(t_ms, "").len(), &machines, &run, t_ms, words);
    assert!(told.contains("No instance has 512 CPU units free"), "{told}");
    let row = (t_ms / 10_000) as usize;
    let chain = loops::html(&scenario, &run, row, &fleet.at(t_ms), &machines);
    assert!(chain.contains("for room on an instance"), "{chain}");
    assert!(chain.contains("Capacity provider"), "{chain}");
}

#[test]
fn a_paused_service_says_that_it_is() {
    let on = state::set(&standard(), "platform", json!("app-runner"), &RULES).unwrap();
    let paused = state::set(&on, "platform_settings.paused", json!(true), &RULES).unwrap();
    let run = sim::run(&paused, &RULES);
    let chain = loops::html(&paused, &run, 4872, &[], &[]);
    assert!(chain.contains("paused: no instances, and no answers"), "{chain}");
    assert!(!chain.contains("get requests"), "{chain}");
    let front = fleet_text::balancer(&paused, &run, 4872, false);
    assert!(front.contains("the service is paused"), "{front}");
    // From the playhead on is a pause as well.
    let value = [("platform_settings.paused", json!(true))];
    let later = state::set_from(&on, &value, 40_000, &RULES).unwrap();
    let run = sim::run(&later, &RULES);
    assert!(!loops::html(&later, &run, 3999, &[], &[]).contains("paused"));
    assert!(loops::html(&later, &run, 4001, &[], &[]).contains("paused"));
}

#[test]
fn what_cannot_apply_says_why() {
    let nlb = state::set(&standard(), "balancer.kind", json!("nlb"), &RULES).unwrap();
    assert!(reasons::barred("balancer.routing", &nlb).is_some());
    let off = state::set(&standard(), "scaling.mode", json!("off"), &RULES).unwrap();
    for path in ["scaling.metric", "scaling.target", "scaling.scale_in_cooldown_s"] {
        assert_eq!(reasons::barred(path, &off), Some("scaling is off"), "{path}");
    }
    for setting in SETTINGS.iter().filter(|setting| setting.first) {
        assert_eq!(reasons::barred(setting.path, &standard()), None, "{}", setting.path);
    }
    let share = choices::setting_in_words("platform_settings.spot_share", &json!(0.3), &ec2());
    assert_eq!(share, ("Spot share".to_string(), "30 %".to_string()));
}

/// A link names the platform alone: the day runs as a canary all the same.
#[test]
fn express_mode_has_canaries_whatever_the_link_says() {
    let opened = link::decode("v=1&platform=ecs-express", &standard(), &RULES);
    for path in ["deployment.step_percent", "deployment.bake_minutes"] {
        assert_eq!(reasons::barred(path, &opened.scenario), None, "{path}");
    }
    for path in ["deployment.circuit_breaker", "deployment.breaker_value"] {
        let why = reasons::barred(path, &opened.scenario);
        assert_eq!(why, Some("the circuit breaker is for rolling deployments"), "{path}");
    }
}

#[test]
fn the_edges_of_the_magnified_stretch_move_alone() {
    let window = Span { from_s: 48_240, to_s: 49_200 };
    let wider = state::window_edge(window, 47_000, true, 86_400);
    assert_eq!(wider, Span { from_s: 47_000, to_s: 49_200 });
    let narrow = state::window_edge(window, 40_000, false, 86_400);
    assert_eq!(narrow, Span { from_s: 48_240, to_s: 48_360 });
    assert_eq!(state::window_edge(window, 99_999, false, 86_400).to_s, 86_400);
}

#[test]
fn every_choice_can_be_made() {
    for choice in CHOICES {
        let options = choice.options(&RULES);
        assert!(options.len() > 1, "{}", choice.path);
        for (json, text) in options {
            let value: serde_json::Value = serde_json::from_str(&json).expect("is JSON");
            let made = state::set(&ec2(), choice.path, value.clone(), &RULES);
            match made {
                Ok(made) => assert_eq!(made.get(choice.path), Some(value), "{text}"),
                Err(why) => assert!(why[0].expected.contains("fits on no"), "{text}: {why:?}"),
            }
        }
    }
}

#[test]
fn no_path_is_both_slider_and_choice() {
    for choice in CHOICES {
        assert!(settings::find(choice.path).is_none(), "{}", choice.path);
        assert!(standard().get(choice.path).is_some(), "{}", choice.path);
    }
}
