//! What holds for any pods, sizes and histories.

use super::rulebook;
use drydock::sim::app_runner::instances;
use drydock::sim::kubernetes::cluster_autoscaler::{
    Amount, Group, Node, Offer, Pod as Load, growths, unneeded,
};
use drydock::sim::kubernetes::fargate_size::{Request, provisioned};
use drydock::sim::kubernetes::hpa::algorithm::{Metric, Settings, desired, propose};
use drydock::sim::kubernetes::hpa::behavior::{
    Behavior, Change, Direction, History, Past, Policy, Select,
};
use drydock::sim::kubernetes::hpa::pods::{Phase, Pod};
use proptest::prelude::*;

fn pod() -> impl Strategy<Value = Pod> {
    let phase = prop_oneof![
        6 => Just(Phase::Running), 1 => Just(Phase::Pending), 1 => Just(Phase::Failed),
    ];
    let ages = (0.0..1000.0_f64, 0.0..1.0_f64, 0.0..60.0_f64);
    let use_of = (1..4000_u64, prop::option::weighted(0.8, 0..8000_u64));
    (phase, any::<bool>(), ages, use_of, prop::bool::weighted(0.1)).prop_map(
        |(phase, ready, (start_age_s, since, metric_age_s), (request, usage_m), deleting)| Pod {
            phase,
            ready,
            start_age_s,
            ready_age_s: start_age_s * since,
            request_m: Some(request),
            usage_m,
            metric_age_s,
            deleting,
        },
    )
}

fn direction() -> impl Strategy<Value = Direction> {
    let change =
        prop_oneof![(1..20_u32).prop_map(Change::Pods), (1..250_u32).prop_map(Change::Percent),];
    let policy =
        (change, 1..300_u32).prop_map(|(change, s)| Policy { change, period_s: f64::from(s) });
    let select = prop_oneof![Just(Select::Max), Just(Select::Min), Just(Select::Disabled)];
    (0..600_u32, select, prop::collection::vec(policy, 1..4)).prop_map(
        |(window, select, policies)| Direction { window_s: f64::from(window), select, policies },
    )
}

fn past() -> impl Strategy<Value = Vec<Past>> {
    let one = (0.0..700.0_f64, 0..60_u32).prop_map(|(age_s, pods)| Past { age_s, pods });
    prop::collection::vec(one, 0..6)
}

fn offer(cpu: f64, memory: f64) -> Offer {
    Offer { amount: Amount { cpu, memory }, pods: 10 }
}

fn load() -> impl Strategy<Value = Load> {
    (1.0..5000.0_f64, 1.0..9000.0_f64, prop::bool::weighted(0.9))
        .prop_map(|(cpu, memory, movable)| Load { request: Amount { cpu, memory }, movable })
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn a_size_goes_the_way_of_its_metric_and_stays_in_the_bounds(
        pods in prop::collection::vec(pod(), 1..20),
        target in 1..200_u32,
        (min, room, inside) in (1..30_u32, 0..60_u32, 0.0..1.0_f64),
    ) {
        let settings = Settings::new(&rulebook().eks);
        let replicas = pods.len() as u32;
        let metric = Metric::Utilization { target: f64::from(target), pods: &pods };
        let proposal = propose(&metric, replicas, &settings);
        if let Ok(found) = proposal {
            let gone = pods.iter().any(|pod| pod.deleting || pod.phase == Phase::Failed);
            if let Some((again, _)) = found.cautious {
                let eased = (found.ratio - 1.0).abs() + 0.02 >= (again - 1.0).abs();
                let turned = (found.ratio > 1.0) != (again > 1.0);
                prop_assert!(eased || turned, "{:?}", found);
                prop_assert!(!turned || found.desired == replicas, "{:?}", found);
            } else if found.ratio > 1.0 && !gone {
                prop_assert!(found.desired >= replicas, "{:?}", found);
            } else if !gone && found.not_ready == 0 {
                prop_assert!(found.desired <= replicas, "{:?}", found);
            }
        }
        let current = min + (inside * f64::from(room)) as u32;
        let size = desired(&[proposal], current, min, min + room);
        prop_assert!((min..=min + room).contains(&size));
    }

    #[test]
    fn a_step_goes_no_further_than_asked_and_never_back(
        (up, down) in (direction(), direction()),
        (min, room, inside) in (1..30_u32, 0..60_u32, 0.0..1.0_f64),
        wanted in 0..120_u32,
        (recommendations, added, removed) in (past(), past(), past()),
    ) {
        let max = min + room;
        let current = min + (inside * f64::from(room)) as u32;
        let history =
            History { recommendations: &recommendations, added: &added, removed: &removed };
        let disabled = [up.select == Select::Disabled, down.select == Select::Disabled];
        let step = Behavior { up, down }.step(current, wanted, (min, max), &history);
        prop_assert!((min..=max).contains(&step.desired));
        let (low, high) = (current.min(wanted), current.max(wanted));
        prop_assert!((low..=high).contains(&step.stabilized), "between size and wish");
        prop_assert!((low.max(min)..=high).contains(&step.desired) || step.desired == min);
        prop_assert!(!disabled[0] || step.desired <= current);
        prop_assert!(!disabled[1] || step.desired >= current);
        prop_assert_eq!(step.limit.is_some(), step.desired != step.stabilized);
    }

    #[test]
    fn the_defaults_reach_any_size_in_a_few_steps(from in 1..20_u32, to in 1..1000_u32) {
        let behavior = Behavior::new(&rulebook().eks);
        let mut size = from;
        for _ in 0..10 {
            size = behavior.step(size, to, (1, 1000), &History::default()).desired;
        }
        prop_assert_eq!(size, to);
    }

    #[test]
    fn a_pods_size_holds_it_and_no_smaller_one_does(
        cpu_millis in 0..20_000_u32, memory_mib in 0..140_000_u32,
    ) {
        let rules = rulebook();
        let request = Request { cpu_millis, memory_mib };
        let needed = memory_mib + rules.eks.fargate_pod_memory_mib as u32;
        let holds = |cpu: u32, memory: u32| {
            f64::from(cpu) / 1.024 >= f64::from(cpu_millis) && memory >= needed && cpu <= 16_384
        };
        let rows = rules.fargate_sizes.iter();
        let mut pairs = rows.flat_map(|row| row.memory_mib.iter().map(|memory| (row.cpu, *memory)));
        let smallest = pairs.find(|(cpu, memory)| holds(*cpu, *memory));
        prop_assert_eq!(provisioned(request, rules), smallest);
    }

    #[test]
    fn new_nodes_hold_their_pods_and_no_group_outgrows_itself(
        pods in prop::collection::vec(load(), 0..30), room in 0..6_u32,
    ) {
        let group = Group { size: 2, min: 1, max: 2 + room, offer: offer(4000.0, 8000.0) };
        for growth in growths(&pods, &[group]) {
            prop_assert!(growth.by <= room && growth.pods as usize <= pods.len());
            prop_assert!(growth.pods >= growth.by && (0.0..2.0).contains(&growth.waste));
        }
        let fits = |pod: &Load| pod.request.cpu <= 4000.0 && pod.request.memory <= 8000.0;
        let fitting = pods.iter().any(fits);
        prop_assert_eq!(growths(&pods, &[group]).is_empty(), room == 0 || !fitting);
    }

    #[test]
    fn nodes_go_only_where_the_others_can_hold_their_pods(
        loads in prop::collection::vec(prop::collection::vec(load(), 0..3), 1..8),
    ) {
        let node = |pods: &Vec<Load>| Node {
            offer: offer(16_000.0, 32_000.0), pods: pods.clone(), group: None,
        };
        let nodes: Vec<Node> = loads.iter().map(node).collect();
        let gone = unneeded(&nodes, &[], 0.5);
        prop_assert!(gone.len() < nodes.len() || loads.iter().all(Vec::is_empty));
        let left = (nodes.len() - gone.len()) as f64;
        let used: f64 = loads.iter().flatten().map(|pod| pod.request.cpu).sum();
        prop_assert!(used <= left * 16_000.0);
        for index in gone {
            prop_assert!(nodes[index].utilisation() < 0.5);
            prop_assert!(nodes[index].pods.iter().all(|pod| pod.movable));
        }
    }

    #[test]
    fn requests_are_held_or_refused(
        concurrent in 0..100_000_u32, limit in 1..=200_u32, min in 1..=25_u32, room in 0..50_u32,
    ) {
        let found = instances(concurrent, limit, min, min + room);
        prop_assert!(found.active * limit + found.rejected >= concurrent);
        prop_assert!(found.rejected == 0 || found.active == min + room);
        prop_assert!((min..=min + room).contains(&found.provisioned));
        prop_assert!(found.active <= found.provisioned);
    }
}
