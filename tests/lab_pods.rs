//! The lab on Amazon EKS: its controls, its words, its nodes and pods, with the course's own
//! rulebook.

mod common;

use common::rulebook;
use drydock::app::lab::choices::{self, CHOICES};
use drydock::app::lab::fleet_model::{Fleet, Phase};
use drydock::app::lab::layers::Row;
use drydock::app::lab::link::{self, View};
use drydock::app::lab::machine_kind::Kinds;
use drydock::app::lab::machine_text::{self, Frame};
use drydock::app::lab::machines::State;
use drydock::app::lab::settings::{self, SETTINGS};
use drydock::app::lab::{
    faults, fleet_text, loops, metric, moments, pending_text, reasons, state, summary, switch,
    terms, why_text,
};
use drydock::facts::Rulebook;
use drydock::sim::scenario::{Platform, PolicyKind, ScalingMode, Strategy, Subnets};
use drydock::sim::{self, Run, Scenario};
use serde_json::json;
use std::sync::LazyLock;

static RULES: LazyLock<Rulebook> = LazyLock::new(rulebook);

const EKS: [&str; 4] = ["eks-managed", "eks-self-managed", "eks-fargate", "eks-auto"];

fn standard() -> Scenario {
    Scenario::standard(&RULES)
}

fn on(platform: &str) -> Scenario {
    set(&standard(), "platform", json!(platform))
}

fn set(scenario: &Scenario, path: &str, value: serde_json::Value) -> Scenario {
    state::set(scenario, path, value, &RULES).unwrap_or_else(|why| panic!("{path}: {why:?}"))
}

/// A day with its fleet, on the standard traffic.
fn day(scenario: &Scenario) -> (Run, Fleet) {
    let run = sim::run(scenario, &RULES);
    let fleet = Fleet::new(&run, 7.0, 14.0);
    (run, fleet)
}

#[test]
fn a_switch_keeps_the_workload_there_and_back() {
    let tuned = set(&standard(), "scaling.target", json!(47));
    for platform in EKS {
        let moved = set(&tuned, "platform", json!(platform));
        assert_eq!(switch::told(&tuned, &moved, &RULES), "");
        assert_eq!(set(&moved, "platform", json!("ecs-fargate")), tuned, "{platform}");
    }
}

#[test]
fn what_kubernetes_does_not_have_gives_way_and_is_named() {
    let mut stepped = set(&standard(), "scaling.mode", json!("step"));
    stepped.deployment.strategy = Strategy::Canary;
    let policy = drydock::app::lab::policy_text::fresh(PolicyKind::Step, &stepped.scaling);
    stepped.scaling.policies.push(policy);
    let moved = set(&stepped, "platform", json!("eks-auto"));
    assert_eq!(moved.scaling.mode, ScalingMode::TargetTracking);
    assert!(moved.scaling.policies.is_empty());
    let told = switch::told(&stepped, &moved, &RULES);
    assert!(told.contains("for the step policies") && told.contains("Rolling updates"), "{told}");
}

#[test]
fn a_pod_of_any_size_becomes_the_next_task_that_holds_it() {
    let pod = set(&on("eks-fargate"), "task.vcpu", json!(0.6));
    let pod = set(&pod, "task.memory_mib", json!(1500));
    let task = set(&pod, "platform", json!("ecs-fargate"));
    assert_eq!((task.task.vcpu, task.task.memory_mib), (1.0, 2048));
    assert!(switch::told(&pod, &task, &RULES).contains("next size"));
}

#[test]
fn a_group_that_nothing_sizes_has_the_nodes_that_its_pods_need() {
    let off = set(&on("eks-managed"), "platform_settings.autoscaler", json!("off"));
    // 3 pods of half a vCPU fit on an m5.large beside what every node runs; 4 are wanted.
    assert_eq!(off.platform_settings.instances, 2);
    let (run, _) = day(&off);
    assert!(run.columns.running[0] >= 4.0);
}

#[test]
fn the_bounds_of_a_group_push_each_other() {
    let more = set(&on("eks-managed"), "platform_settings.instances", json!(30));
    assert_eq!(more.platform_settings.max_instances, 30);
    let fewer = set(&more, "platform_settings.max_instances", json!(3));
    assert_eq!(fewer.platform_settings.instances, 3);
}

#[test]
fn a_beginner_sees_six_sliders_on_every_platform() {
    for (_, (platform, name)) in terms::offered() {
        let scenario = on(platform);
        let seen = SETTINGS.iter().filter(|one| one.comes_first(&scenario));
        assert_eq!(seen.filter(|one| one.applies(&scenario)).count(), 6, "{name}");
    }
}

#[test]
fn every_slider_of_pods_and_nodes_moves_from_end_to_end() {
    for platform in EKS {
        for autoscaler in ["cluster-autoscaler", "karpenter", "off"] {
            let start = set(&on(platform), "platform_settings.autoscaler", json!(autoscaler));
            for setting in SETTINGS.iter().filter(|one| one.applies(&start)) {
                for number in [setting.min, setting.max] {
                    let mut from = start.clone();
                    // Pods of every size fit on such nodes.
                    from.platform_settings.instance_type = "m5.4xlarge".into();
                    // Fargate has no pair for the most of one beside the least of the other.
                    if platform == "eks-fargate" && setting.path == "task.vcpu" {
                        from.task.memory_mib = 8192;
                    } else if setting.path == "task.memory_mib" {
                        from.task.vcpu = 2.0;
                    }
                    let moved = state::set(&from, setting.path, setting.value(number), &RULES);
                    let moved =
                        moved.unwrap_or_else(|why| panic!("{} at {number}: {why:?}", setting.path));
                    assert_eq!(setting.of(&moved), number, "{platform} {}", setting.path);
                }
            }
        }
    }
}

#[test]
fn every_choice_of_pods_and_nodes_can_be_made() {
    for platform in EKS {
        let scenario = on(platform);
        for choice in CHOICES.iter().filter(|one| one.applies(&scenario)) {
            for (json, text) in choice.options(&RULES) {
                let here = choice.on_platform(&json, scenario.platform);
                if here == Some(None) || choice.path == "platform" {
                    continue;
                }
                let value: serde_json::Value = serde_json::from_str(&json).expect("is JSON");
                match state::set(&scenario, choice.path, value.clone(), &RULES) {
                    Ok(made) => assert_eq!(made.get(choice.path), Some(value), "{text}"),
                    Err(why) => assert!(why[0].expected.contains("fits on no"), "{why:?}"),
                }
            }
        }
    }
}

#[test]
fn controls_of_one_platform_do_not_stand_on_another() {
    let stands = |path: &str, scenario: &Scenario| match settings::find(path) {
        Some(setting) => setting.applies(scenario),
        None => choices::find(path).expect("is a control").applies(scenario),
    };
    let (managed, auto, fargate) = (on("eks-managed"), on("eks-auto"), on("eks-fargate"));
    let karpenter = set(&managed, "platform_settings.autoscaler", json!("karpenter"));
    for (path, places) in [
        ("platform_settings.scale_down_unneeded_s", [true, false, false, false, false]),
        ("platform_settings.consolidation", [false, true, true, false, false]),
        ("platform_settings.autoscaler", [true, true, false, false, false]),
        ("platform_settings.min_available_percent", [true, true, true, true, false]),
        ("platform_settings.topology_spread", [true, true, true, false, false]),
        ("scaling.scale_out_cooldown_s", [false, false, false, false, true]),
        ("deployment.circuit_breaker", [false, false, false, false, true]),
        ("platform_settings.vcpu_quota", [false, false, false, true, true]),
    ] {
        let scenarios = [&managed, &karpenter, &auto, &fargate, &standard()];
        assert_eq!(scenarios.map(|scenario| stands(path, scenario)), places, "{path}");
    }
}

#[test]
fn the_words_are_those_of_kubernetes() {
    let eks = on("eks-managed");
    let label = |path: &str| settings::find(path).expect("has a slider").look(&eks).label;
    assert_eq!(label("scaling.min"), "Minimum replicas");
    assert_eq!(label("platform_settings.max_instances"), "Maximum nodes");
    let request = settings::find("task.vcpu").expect("has a slider");
    let least = |place: &str| request.look(&on(place)).min;
    assert_eq!(["eks-managed", "eks-fargate"].map(least), [0.05, 0.25]);
    let fewest = settings::find("scaling.min").expect("has a slider");
    assert_eq!(fewest.aloud(4.0, &eks), "4 pods");
    assert_eq!(fewest.aloud(4.0, &standard()), "4 tasks");
    let mode = choices::setting_in_words("scaling.mode", &json!("target-tracking"), &eks);
    assert_eq!(mode, ("Scaling".to_string(), "HPA".to_string()));
    let kind = choices::find("platform_settings.instance_type").expect("is a choice");
    assert_eq!((kind.label_on(&eks), kind.label_on(&standard())), ("Node type", "Instance type"));
}

#[test]
fn a_link_carries_every_setting_of_a_cluster() {
    let mut scenario = on("eks-auto");
    for (path, value) in [
        ("platform_settings.node_types", json!(["m6a.large", "m6a.xlarge"])),
        ("platform_settings.hpa_down_window_s", json!(60.0)),
        ("platform_settings.min_available_percent", json!(80)),
        ("platform_settings.capacity_type", json!("spot")),
    ] {
        scenario = set(&scenario, path, value);
    }
    let view = View { compares: true, ..View::default() };
    let query = link::encode(&scenario, &view, &RULES);
    let opened = link::decode(&query, &standard(), &RULES);
    assert_eq!(opened.notices, Vec::<String>::new());
    assert_eq!((opened.scenario, opened.view), (scenario, view));
}

#[test]
fn nodes_carry_pods_and_say_how_they_divide() {
    for platform in ["eks-managed", "eks-self-managed", "eks-auto"] {
        let scenario = on(platform);
        let (run, fleet) = day(&scenario);
        let kinds = Kinds::of(&scenario, &RULES, &fleet).expect("has nodes");
        let mut booting = 0;
        for t_ms in (0..86_400_000_u64).step_by(170_000) {
            let (nodes, pods) = (fleet.machines(t_ms), fleet.at(t_ms));
            booting += nodes.iter().filter(|node| node.state == State::Booting).count();
            for node in nodes.iter().filter(|node| node.state == State::Active) {
                let here = pods.iter().filter(|pod| pod.machine == node.id);
                let here = here.filter(|pod| pod.phase != Phase::Stopped).count() as u32;
                let kind = kinds.get(&node.type_name);
                assert_eq!(kind.name, node.type_name, "{platform}");
                assert!(here <= kind.places, "{platform}: {here} on {}", kind.name);
            }
        }
        assert!(booting > 0, "{platform}: the spike takes more nodes");
        let (nodes, pods) = (fleet.machines(50_000_000), fleet.at(50_000_000));
        let load = fleet_text::Load::at(&scenario, &run, 5000);
        let frame = Frame { kinds: &kinds, load, chosen: None, place: "d-", compact: false };
        let html = machine_text::frames(&nodes, &pods, 50_000_000, &frame);
        assert!(html.contains("CPU 2000m: 70m reserved, "), "{platform}: {html}");
        let said = machine_text::summary(&nodes, Some(&kinds));
        // On Auto Mode AWS's own run beside the pods, not as DaemonSets of yours.
        assert_eq!(said.contains(", DaemonSets take "), platform != "eks-auto", "{said}");
        assert!(said.contains("for yours"), "{said}");
    }
}

/// Amazon EKS User Guide, Simplify compute management with AWS Fargate.
#[test]
fn pods_on_fargate_lie_in_private_subnets() {
    let choice = drydock::app::lab::choices::find("platform_settings.subnets").expect("offered");
    let public = |platform| choice.on_platform("\"public\"", platform);
    assert_eq!(public(Platform::EksFargate), Some(None));
    assert_eq!(public(Platform::EksManaged), None);
    let subnets = |scenario: Scenario| scenario.fitted(&RULES).platform_settings.subnets;
    assert_eq!(subnets(on("eks-fargate")), Subnets::Nat, "the bill has gateways");
    let endpoints = set(&on("eks-fargate"), "platform_settings.subnets", json!("endpoints"));
    assert_eq!(subnets(endpoints), Subnets::Endpoints);
    assert_eq!(subnets(on("eks-managed")), Subnets::Public);
}

/// Amazon EKS User Guide, Learn about VPC Networking and Load Balancing in EKS Auto Mode.
#[test]
fn auto_mode_gives_prefixes_and_runs_no_daemon_sets_of_its_own() {
    let mut scenario = on("eks-auto");
    scenario.platform_settings.node_types = vec!["c6a.large".into()];
    let (_, fleet) = day(&scenario);
    let kinds = Kinds::of(&scenario, &RULES, &fleet).expect("has nodes");
    let share = kinds.get("c6a.large").share.clone().expect("a node");
    assert_eq!((share.daemons, share.pods_max), ([0, 0], 110));
    assert_eq!(kinds.network, "prefixes of addresses");
    let group = on("eks-managed");
    let kinds = Kinds::of(&group, &RULES, &day(&group).1).expect("has nodes");
    let share = kinds.get("").share.clone().expect("a node");
    assert_eq!((share.daemons, share.pods_max), ([150, 0], 29));
}

#[test]
fn on_fargate_each_pod_has_a_node() {
    let scenario = on("eks-fargate");
    let (run, fleet) = day(&scenario);
    let kinds = Kinds::of(&scenario, &RULES, &fleet).expect("has nodes");
    let load = fleet_text::Load::at(&scenario, &run, 5000);
    let frame = Frame { kinds: &kinds, load, chosen: None, place: "d-", compact: false };
    let pods = fleet.at(50_000_000);
    let html = machine_text::frames(&[], &pods, 50_000_000, &frame);
    assert_eq!(html.matches("Fargate node of 0.5 vCPU, 2 GB").count(), pods.len());
    let said = machine_text::summary(&[], Some(&kinds));
    assert!(said.contains("Fargate adds 256 MiB and takes the next size"), "{said}");
}

#[test]
fn a_pending_pod_says_what_kubectl_would() {
    let scenario = on("eks-managed");
    let (run, fleet) = day(&scenario);
    let waits = |t_ms: &u64| !fleet.in_zone(*t_ms, "").is_empty();
    let t_ms = (40_000_000..60_000_000).step_by(10_000).find(waits).expect("the spike fills all");
    let (nodes, words) = (fleet.machines(t_ms), terms::of(scenario.platform));
    let told = pending_text::waiting(fleet.in_zone(t_ms, "").len(), &nodes, &run, t_ms, words);
    assert!(told.contains("nodes are available: ") && told.contains("Insufficient cpu"), "{told}");
    let row = (t_ms / 10_000) as usize;
    let chain = loops::html(&scenario, &run, row, &fleet.at(t_ms), &nodes);
    for text in ["HorizontalPodAutoscaler", "Pending", "Cluster Autoscaler"] {
        assert!(chain.contains(text), "{text}: {chain}");
    }
}

#[test]
fn fleet_why_and_chart_count_the_same_pods_ready() {
    let scenario = on("eks-fargate");
    let (run, _) = day(&scenario);
    let fleet = Fleet::new(&run, 30.0, scenario.task.start_s);
    let columns = &run.columns;
    let apart = |row: &usize| columns.healthy[*row] + 1.0 < columns.running[*row];
    let row = (4800..5000).find(apart).expect("pods that run become ready at the spike");
    let now = fleet.at(row as u64 * u64::from(run.step_s) * 1000);
    let ready = now.iter().filter(|pod| pod.phase == Phase::Running).count();
    let words = terms::of(scenario.platform);
    let legend = fleet_text::legend(&now, words);
    assert!(legend.contains(&format!("<b>{ready}</b> ready")), "{ready}: {legend}");
    let chain = loops::html(&scenario, &run, row, &now, &[]);
    assert!(chain.contains(&format!("{ready} ready of ")), "{ready}: {chain}");
    let chart = summary::at_playhead(Row::Tasks, &scenario, &run, row, ready);
    assert!(chart.starts_with(&format!("{ready} ready of ")), "{ready}: {chart}");
    // The mean of fewer pods is higher, and never more than what they may use.
    let cpu = metric::cpu(&scenario, &run);
    assert!(cpu[row] > columns.cpu[row] || cpu[row] == 1.0, "{}", cpu[row]);
}

#[test]
fn why_tells_of_every_controller_by_its_name() {
    let scenario = on("eks-managed");
    let (run, _) = day(&scenario);
    let all = moments::of(&run);
    let html = why_text::list(&run, 0, &all, 0, "why", scenario.platform, &|_| String::new());
    for who in ["HorizontalPodAutoscaler", "kube-scheduler", "Cluster Autoscaler"] {
        assert!(html.contains(&format!("<span class=\"who\">{who}</span>")), "{who}");
    }
    assert!(!html.contains(" tasks"), "a pod is no task");
}

#[test]
fn faults_are_offered_in_the_words_of_the_platform_and_only_where_they_apply() {
    let offer = |name: &str| faults::find(name).expect("is on offer");
    assert_eq!(offer("agent-stops").name_on(Platform::EksManaged), "Stop a kubelet");
    assert_eq!(offer("agent-stops").name_on(Platform::EcsEc2), "Stop an agent");
    let lines: Vec<&str> = [Platform::EksManaged, Platform::EksSelfManaged, Platform::EksFargate]
        .map(|platform| offer("patch-day").line_on(platform))
        .to_vec();
    assert!(lines.windows(2).all(|pair| pair[0] != pair[1]));
    assert!(offer("agent-stops").fault.applies(&on("eks-fargate")).is_err());
    assert!(offer("reclaim-spot").fault.applies(&on("eks-auto")).is_err());
    for platform in ["eks-managed", "eks-fargate", "app-runner"] {
        assert!(offer("deny-logs").fault.applies(&on(platform)).is_err(), "{platform}");
    }
    assert!(offer("deny-logs").fault.applies(&on("ecs-express")).is_ok());
    let own = set(&on("eks-self-managed"), "platform_settings.autoscaler", json!("karpenter"));
    let spot = set(&own, "platform_settings.capacity_type", json!("spot"));
    assert!(offer("reclaim-spot").fault.applies(&own).is_err());
    assert!(offer("reclaim-spot").fault.applies(&spot).is_ok());
}

#[test]
fn what_has_no_effect_on_a_cluster_says_why() {
    let karpenter = set(&on("eks-managed"), "platform_settings.autoscaler", json!("karpenter"));
    for path in ["platform_settings.instances", "platform_settings.max_instances"] {
        assert!(reasons::barred(path, &karpenter).is_some(), "{path}");
        assert_eq!(reasons::barred(path, &on("eks-managed")), None, "{path}");
    }
    assert!(reasons::barred("platform_settings.spot_discount", &karpenter).is_some());
    let spot = set(&karpenter, "platform_settings.capacity_type", json!("spot"));
    assert_eq!(reasons::barred("platform_settings.spot_discount", &spot), None);
    for setting in SETTINGS.iter().filter(|setting| setting.first) {
        assert_eq!(reasons::barred(setting.path, &karpenter), None, "{}", setting.path);
    }
}
