//! What holds for any input: bounds, ratios, room.

use drydock::sim::deployment::bounds::Bounds;
use drydock::sim::platform::ecs_ec2::placement::{
    Candidate, Field, Need, Placement, Strategy as Placing, gives_up,
};
use drydock::sim::platform::ecs_ec2::reservation::{ManagedScaling, reservation};
use drydock::sim::platform::strategy::{Provider, next_provider, spread};
use drydock::sim::scaling::schedule::Schedule;
use drydock::sim::scaling::step::{AdjustmentType, Step, StepPolicy};
use proptest::prelude::*;

fn candidate() -> impl Strategy<Value = Candidate> {
    let resources = (0..4096_u32, 0..4096_u32, 0..3_u32, 0..16_u128);
    (resources, 0..4_u32, 0..3_u16, any::<bool>()).prop_map(|(free, tasks, zone, suits)| {
        Candidate {
            cpu_free: free.0,
            memory_free_mib: free.1,
            enis_free: free.2,
            ports_used: free.3,
            tasks_of_service: tasks,
            zone,
            suits,
            ..Candidate::default()
        }
    })
}

fn placing() -> impl Strategy<Value = Placing> {
    prop_oneof![
        Just(Placing::BinpackCpu),
        Just(Placing::BinpackMemory),
        Just(Placing::Spread(Field::Instance)),
        Just(Placing::Spread(Field::Zone)),
        Just(Placing::Random),
    ]
}

fn need() -> impl Strategy<Value = Need> {
    (0..4096_u32, 0..4096_u32, 0..2_u32, 0..16_u128, any::<bool>()).prop_map(
        |(cpu, memory_mib, enis, ports, distinct)| Need { cpu, memory_mib, enis, ports, distinct },
    )
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn a_task_is_placed_where_there_is_room_and_nowhere_only_if_there_is_none(
        instances in prop::collection::vec(candidate(), 0..30),
        strategies in prop::collection::vec(placing(), 0..3),
        need in need(),
        luck in 0.0..1.0_f64,
    ) {
        let has_room = |on: &Candidate| {
            on.cpu_free >= need.cpu
                && on.memory_free_mib >= need.memory_mib
                && on.enis_free >= need.enis
                && on.ports_used & need.ports == 0
                && (!need.distinct || on.tasks_of_service == 0)
                && on.suits
        };
        match Placement::default().choose(&need, &instances, &strategies, luck) {
            Some(index) => prop_assert!(has_room(&instances[index])),
            None => prop_assert!(!instances.iter().any(has_room)),
        }
    }

    #[test]
    fn spread_zones_stay_level_as_tasks_come_and_go(
        zones in prop::collection::vec(0..3_u16, 3..20),
        tasks in 1..60_usize,
        strategies in prop::collection::vec(placing(), 0..2),
        luck in 0.0..1.0_f64,
    ) {
        let mut instances: Vec<Candidate> = (0..3)
            .chain(zones)
            .map(|zone| Candidate {
                cpu_free: 1 << 20, memory_free_mib: 1 << 20, zone, suits: true,
                ..Candidate::default()
            })
            .collect();
        let mut order = vec![Placing::Spread(Field::Zone)];
        order.extend(strategies);
        let level = |instances: &[Candidate]| {
            let tasks = |zone: u16| -> u32 {
                let there = instances.iter().filter(|one| one.zone == zone);
                there.map(|one| one.tasks_of_service).sum()
            };
            let counts = [tasks(0), tasks(1), tasks(2)];
            counts.iter().max().unwrap_or(&0) - counts.iter().min().unwrap_or(&0)
        };
        let need = Need { cpu: 256, memory_mib: 512, ..Need::default() };
        let mut placement = Placement::default();
        for _ in 0..tasks {
            let index = placement.choose(&need, &instances, &order, luck).expect("room");
            instances[index].tasks_of_service += 1;
            instances[index].cpu_free -= need.cpu;
            instances[index].memory_free_mib -= need.memory_mib;
            prop_assert!(level(&instances) <= 1);
        }
        for _ in 0..tasks {
            let index = gives_up(&instances, &order, luck).expect("a task");
            prop_assert!(instances[index].tasks_of_service > 0);
            instances[index].tasks_of_service -= 1;
            prop_assert!(level(&instances) <= 1);
        }
        prop_assert_eq!(gives_up(&instances, &order, luck), None);
    }

    #[test]
    fn steps_never_leave_the_bounds(
        threshold in -100.0..100.0_f64,
        edges in prop::collection::vec(1..50_u32, 1..6),
        adjustments in prop::collection::vec(-200..200_i32, 7),
        kind in 0..2_usize,
        metric in -500.0..500.0_f64,
        (min, room, inside) in (0..50_u32, 0..100_u32, 0.0..1.0_f64),
    ) {
        use AdjustmentType::{ChangeInCapacity, PercentChangeInCapacity};
        let kind = [ChangeInCapacity, PercentChangeInCapacity][kind];
        let mut steps = Vec::new();
        let mut lower = 0.0;
        for (width, adjustment) in edges.iter().zip(&adjustments) {
            let upper = lower + f64::from(*width);
            steps.push(Step { lower: Some(lower), upper: Some(upper), adjustment: *adjustment });
            lower = upper;
        }
        steps.push(Step { lower: Some(lower), upper: None, adjustment: adjustments[6] });
        let policy = StepPolicy::new(threshold, kind, steps, None, 20).expect("legal steps");
        let capacity = min + (inside * f64::from(room)) as u32;
        let outcome = policy.apply(metric, capacity, min, min + room);
        prop_assert!((min..=min + room).contains(&outcome.capacity));
        prop_assert_eq!(outcome.step.is_some(), metric >= threshold, "one step at or above");
    }

    #[test]
    fn two_providers_keep_their_ratio_within_one_task(
        base in 0..20_u32,
        weights in (1..50_u32, 1..50_u32),
        tasks in 0..300_u32,
    ) {
        let providers = [
            Provider { base, weight: weights.0 }, Provider { base: 0, weight: weights.1 },
        ];
        let placed = spread(&providers, tasks);
        prop_assert_eq!(placed.iter().sum::<u32>(), tasks);
        let beyond = f64::from(tasks.saturating_sub(base));
        let share = beyond * f64::from(weights.0) / f64::from(weights.0 + weights.1);
        let found = f64::from(placed[0].saturating_sub(base.min(tasks)));
        prop_assert!((found - share).abs() <= 1.0, "{} of {}", found, share);
    }

    #[test]
    fn many_providers_keep_their_ratio_within_two_tasks(
        weights in prop::collection::vec(0..20_u32, 1..8),
        tasks in 0..300_u32,
    ) {
        prop_assume!(weights.iter().any(|weight| *weight > 0));
        let providers: Vec<Provider> =
            weights.iter().map(|weight| Provider { base: 0, weight: *weight }).collect();
        let placed = spread(&providers, tasks);
        let sum = f64::from(weights.iter().sum::<u32>());
        for (weight, found) in weights.iter().zip(&placed) {
            let share = f64::from(tasks) * f64::from(*weight) / sum;
            prop_assert!((f64::from(*found) - share).abs() < 2.0);
            prop_assert!(*weight > 0 || *found == 0);
        }
        prop_assert!(next_provider(&providers, &placed).is_some());
    }

    #[test]
    fn managed_scaling_heads_for_enough_and_removes_gently(
        needed in 0..2000_u32,
        running in 0..2000_u32,
        target in 1..=100_u32,
        empty in 0..2000_u32,
    ) {
        let scaling = ManagedScaling {
            target_capacity: f64::from(target), min_step: 1, max_step: 1_000_000, from_zero: 2,
            in_share: 0.5,
        };
        let desired = scaling.desired(needed, running);
        if running > 0 {
            prop_assert!(desired >= needed, "{} < {}", desired, needed);
            let reached = reservation(needed, desired.max(1));
            prop_assert!(reached <= f64::from(target) + 1e-6);
        }
        let removed = scaling.removed_this_minute(running, desired, empty);
        prop_assert!(removed <= empty && removed <= (running / 2).max(1));
        prop_assert!(removed == 0 || running - removed >= desired);
    }

    #[test]
    fn deployment_limits_hold_the_desired_count(
        desired in 0..10_000_u32, low in 0..=100_u32, high in 100..=200_u32,
    ) {
        let bounds = Bounds::new(desired, low, high);
        prop_assert!(bounds.min <= desired && desired <= bounds.max);
        prop_assert!(u64::from(bounds.min) * 100 >= u64::from(desired) * u64::from(low));
        prop_assert!(u64::from(bounds.max) * 100 <= u64::from(desired) * u64::from(high));
    }

    #[test]
    fn scheduled_times_rise_and_none_is_left_out(
        from in 1_700_000_000_i64..2_000_000_000,
        step in 1..30_u32,
        zone in 0..4_usize,
    ) {
        let zone = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"][zone];
        let schedule = Schedule::parse(&format!("cron(0/{step} * * * ? *)"), zone).expect("legal");
        let times: Vec<i64> = schedule.after(from).take(40).collect();
        prop_assert_eq!(times.len(), 40);
        prop_assert!(times[0] > from && times.windows(2).all(|pair| pair[0] < pair[1]));
        // From any second before it, the next time is the same.
        let between = times[0] + (times[1] - times[0]) / 2;
        prop_assert_eq!(schedule.next_after(between), Some(times[1]));
        prop_assert_eq!(schedule.next_after(times[1] - 1), Some(times[1]));
    }
}
