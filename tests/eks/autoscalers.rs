//! What adds and removes nodes: Cluster Autoscaler, Karpenter, EKS Auto Mode.

use super::*;

#[test]
fn the_cluster_autoscaler_adds_what_the_pending_pods_need() {
    let run = run(
        "eks-managed",
        json!({
        "platform_settings": { "autoscaler": "cluster-autoscaler" },
        "changes": [set("00:10", "scaling.desired", json!(11))] }),
    );
    // Three places a node: two free, five pods left.
    let grown = decided(&run, "cluster-autoscaler", "group 2 → 4");
    assert!(grown[0].because.contains("ceil(5 / 3) = 2"), "{}", grown[0].because);
    assert!((600..=610).contains(&(grown[0].t_ms / 1000)));
    assert_eq!(at(&run.columns.healthy, 1200), 11.0);
}

#[test]
fn it_stops_at_the_groups_maximum() {
    let run = run(
        "eks-managed",
        json!({
        "platform_settings": { "max_instances": 3 },
        "changes": [set("00:10", "scaling.desired", json!(20))] }),
    );
    assert_eq!(most(&run.columns.machines, 0), 3.0);
    let said = decided(&run, "cluster-autoscaler", "didn't trigger scale-up");
    assert_eq!(said.len(), 1);
    assert_eq!(at(&run.columns.pending, 3600), 11.0);
}

/// All Spot capacity is gone from half an hour on, and more pods are wanted then.
fn without_spot(platform: &str, settings: Value, wanted: u32) -> Run {
    let mut whole = json!({
        "duration_s": 10_800,
        "platform_settings": {
            "capacity_type": "spot", "instances": 2, "min_instances": 1, "max_instances": 20 },
        "changes": [
            { "at": "00:30", "fault": "reclaim-spot", "for_s": 5400 },
            set("00:40", "scaling.desired", json!(wanted)),
        ],
    });
    lay(&mut whole["platform_settings"], settings);
    run(platform, whole)
}

#[test]
fn a_growth_that_cannot_be_launched_is_taken_back_and_tried_again_after_a_pause() {
    let run = without_spot("eks-managed", json!({}), 12);
    let pauses = decided(&run, "cluster-autoscaler", "leave it alone");
    let said: Vec<&str> = pauses.iter().map(|pause| pause.waits_for.as_str()).collect();
    let minutes = |count: u32| format!("{count} min of back-off");
    assert_eq!(
        said,
        [5, 10, 20, 30, 30].map(minutes),
        "twice as long each time, half an hour at most"
    );
    let grown = decided(&run, "cluster-autoscaler", " of m5.large");
    assert_eq!(grown.len(), 5, "one after each pause");
    for (pause, grown) in pauses.iter().zip(&grown) {
        let waited = (grown.t_ms - pause.t_ms) / 1000;
        assert_eq!(format!("{} min of back-off", waited / 60), pause.waits_for);
    }
    assert_eq!(at(&run.columns.healthy, 10_700), 12.0, "Spot is back");
}

#[test]
fn nodes_that_the_group_is_still_to_launch_are_not_ordered_again() {
    // Two of four nodes are gone at once; the group looks once a minute.
    let run = run(
        "eks-self-managed",
        json!({
        "scaling": { "desired": 12 },
        "platform_settings": { "spot_share": 0.5, "instances": 4, "min_instances": 2 },
        "changes": [{ "at": "00:30:25", "fault": "reclaim-spot", "amount": 1, "for_s": 60 }] }),
    );
    assert!(decided(&run, "cluster-autoscaler", "group 4 →").is_empty());
    assert_eq!(at(&run.columns.healthy, 3600), 12.0);
}

#[test]
fn a_growth_up_to_the_maximum_says_what_caps_it() {
    let run = run(
        "eks-managed",
        json!({
        "platform_settings": { "max_instances": 3 },
        "changes": [set("00:10", "scaling.desired", json!(20))] }),
    );
    let grown = decided(&run, "cluster-autoscaler", "group 2 → 3");
    assert!(grown[0].because.contains("maximum of 3 nodes caps it"), "{}", grown[0].because);
}

#[test]
fn it_removes_a_node_that_nobody_needed_for_ten_minutes() {
    let run = run(
        "eks-managed",
        json!({ "changes": [
        set("00:10", "scaling.desired", json!(11)),
        set("00:40", "scaling.desired", json!(4)),
    ] }),
    );
    let removed = first(&run, "cluster-autoscaler", "remove") - 2400.0;
    assert!((600.0..=640.0).contains(&removed), "{removed}");
    assert_eq!(at(&run.columns.machines, 7100), 2.0);
    let busy = super::run(
        "eks-managed",
        json!({
        "platform_settings": { "scale_down_threshold_percent": 20 },
        "changes": [
            set("00:10", "scaling.desired", json!(11)), set("00:40", "scaling.desired", json!(4)),
        ] }),
    );
    assert!(at(&busy.columns.machines, 7100) > 2.0, "one pod of three is more than 20 %");
}

/// `nodes` nodes in two zones, one of which is away for an hour; more pods are wanted meanwhile.
fn half_away(nodes: u32) -> Run {
    run(
        "eks-managed",
        json!({
        "zones": { "names": ["us-east-1a", "us-east-1b"] },
        "scaling": { "desired": nodes },
        "platform_settings": {
            "instances": nodes, "min_instances": nodes, "max_instances": 20 },
        "changes": [
            { "at": "00:30", "fault": "lose-zone", "zone": "us-east-1b", "for_s": 3600 },
            set("00:33", "scaling.desired", json!(4 * nodes)),
        ] }),
    )
}

#[test]
fn it_stops_while_too_many_nodes_are_unready() {
    let stopped = half_away(8);
    let said = decided(&stopped, "cluster-autoscaler", "stop adding and removing nodes");
    assert_eq!(said.len(), 1);
    assert!(said[0].because.contains("4 of 8 nodes are unready: 50 %"), "{}", said[0].because);
    let again = first(&stopped, "cluster-autoscaler", "go on");
    assert_eq!(again, 2400.0, "the group ends the machines after ten minutes");
    assert!(first(&stopped, "cluster-autoscaler", "group 8 →") >= again);
    let few = half_away(6);
    assert!(decided(&few, "cluster-autoscaler", "stop").is_empty(), "three are tolerated");
    assert!(first(&few, "cluster-autoscaler", "group 6 →") < 2000.0);
}

/// Four nodes with eight pods, of which three would do.
fn roomy(min_available_percent: u32, start_s: u32) -> Run {
    run(
        "eks-managed",
        json!({
        "task": { "start_s": start_s },
        "scaling": { "desired": 8 },
        "platform_settings": {
            "instances": 4, "min_instances": 2, "scale_down_threshold_percent": 70,
            "min_available_percent": min_available_percent } }),
    )
}

#[test]
fn it_does_not_choose_a_node_whose_pods_may_not_be_evicted() {
    let kept = roomy(100, 10);
    let said = decided(&kept, "cluster-autoscaler", "cannot be removed");
    assert_eq!(said.len(), 1, "said once");
    assert_eq!(said[0].what, "i0001, i0003, i0004 cannot be removed", "one is full");
    assert!(decided(&kept, "cluster-autoscaler", "remove i").is_empty());
    assert!(decided(&kept, "eviction", "").is_empty());
    assert_eq!(decided(&roomy(0, 10), "cluster-autoscaler", "remove i").len(), 1);
}

#[test]
fn it_asks_two_minutes_for_an_eviction_then_the_node_stays() {
    // Seven of eight must stay, and what replaces the first is not ready for long.
    let run = roomy(85, 600);
    let removed = first(&run, "cluster-autoscaler", "remove i");
    let stays = decided(&run, "cluster-autoscaler", "stays");
    assert_eq!(stays[0].because, "1 pod could not be evicted within 2 min");
    let after = stays[0].t_ms as f64 / 1000.0 - removed;
    assert!((120.0..=160.0).contains(&after), "two minutes and the grace of 30 s: {after}");
    assert_eq!(least(&run.columns.healthy, 0), 7.0);
}

#[test]
fn karpenter_takes_the_cheapest_type_that_holds_the_pods() {
    let run = run(
        "eks-managed",
        json!({
            "scaling": { "desired": 3 },
            "platform_settings": {
                "autoscaler": "karpenter", "topology_spread": "none",
                "node_types": ["m5.large", "c5.large", "m5.2xlarge"] },
            "changes": [set("00:10", "scaling.desired", json!(12))] }),
    );
    assert!(billed(&run, "Nodes, c5.large").0 > 0.15, "three pods need no more at first");
    let launched = decided(&run, "karpenter", "launch 1 node for 9 pods");
    assert!(launched[0].because.contains("m5.2xlarge"), "{}", launched[0].because);
    assert_eq!(at(&run.columns.healthy, 1200), 12.0);
    let saved = decided(&run, "karpenter", "remove 1 node");
    assert!(saved[0].because.contains("the 3 pods fit on other nodes"), "{}", saved[0].because);
}

#[test]
fn karpenter_spreads_its_nodes_where_the_pods_have_to_be_spread() {
    let run = run("eks-auto", json!({ "scaling": { "desired": 6 } }));
    let zones: BTreeSet<&str> =
        machines(&run, "ACTIVE").iter().map(|event| event.zone.as_str()).collect();
    assert_eq!(zones.len(), 3);
}

#[test]
fn consolidation_empties_nodes_that_are_not_worth_their_price() {
    let day = |policy: &str| {
        run(
            "eks-auto",
            json!({
            "scaling": { "desired": 24 },
            "platform_settings": { "consolidation": policy },
            "changes": [set("00:30", "scaling.desired", json!(5))] }),
        )
    };
    let both = day("when-empty-or-underutilized");
    let wide = day("when-empty");
    assert!(at(&both.columns.dollars_per_hour, 7100) < at(&wide.columns.dollars_per_hour, 7100));
    assert!(!decided(&both, "karpenter", "remove").is_empty());
    assert_eq!(at(&both.columns.healthy, 7100), 5.0);
}

#[test]
fn a_node_whose_one_pod_fits_elsewhere_goes() {
    let run = run(
        "eks-managed",
        json!({
        "scaling": { "desired": 3 },
        "platform_settings": {
            "autoscaler": "karpenter", "topology_spread": "none", "node_types": ["m5.large"] },
        "changes": [
            set("00:10", "scaling.desired", json!(4)), set("00:30", "scaling.desired", json!(3)),
        ] }),
    );
    let removed = decided(&run, "karpenter", "remove");
    assert!(removed[0].because.starts_with("the 1 pod fits on"), "{}", removed[0].because);
}

#[test]
fn the_budget_bounds_how_many_nodes_go_at_once() {
    let run = run(
        "eks-auto",
        json!({
        "scaling": { "desired": 30 }, "duration_s": 14_400,
        "platform_settings": { "node_types": ["m5.large"] },
        "changes": [fault("00:30", "patch-day")] }),
    );
    let nodes = at(&run.columns.machines, 1700);
    assert!(nodes >= 10.0);
    // One in ten, each beside its replacement.
    let budget = (nodes / 10.0).ceil();
    assert!(most(&run.columns.machines, 1800) <= nodes + budget);
    let old = |id: &&&str| id[1..].parse::<f64>().expect("a number") <= nodes;
    assert_eq!(left(&run).iter().filter(old).count(), 0, "every node is new");
    assert!(run.by_hand.is_empty(), "AWS does it");
}

#[test]
fn a_node_lives_as_long_as_the_pool_says() {
    let run = run("eks-auto", json!({ "platform_settings": { "node_life_h": 0.5 } }));
    let expired = decided(&run, "karpenter", "expires");
    assert!(expired.len() >= 3, "{}", expired.len());
    assert!(expired.iter().all(|decision| decision.t_ms >= 1_800_000));
    assert_eq!(at(&run.columns.healthy, 7100), 4.0);
}

/// Nodes of Karpenter that are too many from 00:30 on, and old from 01:00 on, under a budget that
/// lets no pod go before 01:30.
fn held(platform: &str) -> Run {
    run(
        platform,
        json!({
        "scaling": { "desired": 12 }, "duration_s": 10_800,
        "platform_settings": {
            "autoscaler": "karpenter", "instances": 0, "min_instances": 0,
            "node_types": ["m5.large"], "min_available_percent": 100 },
        "changes": [
            set("00:30", "scaling.desired", json!(6)), fault("01:00", "patch-day"),
            set("01:30", "platform_settings.min_available_percent", json!(50)),
        ] }),
    )
}

#[test]
fn karpenter_passes_over_nodes_whose_pods_may_not_be_evicted() {
    let run = held("eks-managed");
    let blocked = decided(&run, "karpenter", "DisruptionBlocked");
    assert!(blocked[0].because.contains("PDB prevents pod evictions"));
    let named: Vec<&str> = blocked.iter().flat_map(|said| said.what[19..].split(", ")).collect();
    let once: BTreeSet<&str> = named.iter().copied().collect();
    assert_eq!(named.len(), once.len(), "once for each node: {named:?}");
    let disrupted = |run: &Run| {
        let said = run.decisions.iter().filter(|said| said.who == "karpenter");
        let by_choice = |what: &str| what.starts_with("replace") || what.starts_with("remove");
        let said = said.filter(|said| by_choice(&said.what) && !said.because.starts_with("empty"));
        said.map(|said| said.t_ms / 1000).next().expect("a node goes by choice")
    };
    assert!((5400..=5410).contains(&disrupted(&run)), "{}", disrupted(&run));
    assert!(decided(&run, "eviction", "may not be evicted").iter().all(|s| s.t_ms >= 5_400_000));
    assert_eq!(at(&run.columns.healthy, 10_700), 6.0);
    // Auto Mode's nodes have a grace, after which they go in any case: drift begins it.
    let auto = held("eks-auto");
    assert!((3600..=3610).contains(&disrupted(&auto)), "{}", disrupted(&auto));
    let drifts = decided(&auto, "karpenter", "re");
    let drifts = drifts.iter().filter(|said| said.fact == "karpenter.drift");
    assert!(drifts.clone().count() > 0);
    assert!(drifts.clone().all(|said| said.waits_for.ends_with("for 24 h at most")));
}

#[test]
fn auto_mode_ends_a_node_after_a_days_grace_even_against_the_budget() {
    let day = |platform: &str| {
        let settings = json!({
            "autoscaler": "karpenter", "instances": 0, "min_instances": 0,
            "node_life_h": 0.5, "min_available_percent": 100 });
        run(platform, json!({ "duration_s": 93_600, "platform_settings": settings }))
    };
    let auto = day("eks-auto");
    let expired = first(&auto, "karpenter", "expires");
    // A pod's own grace of 30 s has to fit into the node's.
    let deleted = decided(&auto, "karpenter", "deleted against the disruption budget");
    assert_eq!(deleted.len(), 3, "one for each node");
    assert!(deleted[0].because.contains("terminationGracePeriod of 24 h"));
    let waited = deleted[0].t_ms as f64 / 1000.0 - expired;
    assert!((86_370.0..86_375.0).contains(&waited), "{waited}");
    let old: BTreeSet<&str> = ["i0001", "i0002", "i0003"].into();
    assert!(old.is_disjoint(&left(&auto)), "{:?}", left(&auto));
    assert_eq!(at(&auto.columns.healthy, 93_500), 4.0);
    let own = day("eks-managed");
    assert!(old.is_subset(&left(&own)), "a node pool of your own sets no such limit");
}

#[test]
fn auto_mode_adds_its_fee_to_the_on_demand_price() {
    let run = run("eks-auto", json!({}));
    let nodes: f64 = run
        .ledger
        .iter()
        .filter(|line| line.line.starts_with("Nodes, "))
        .map(|line| line.dollars)
        .sum();
    let (base, share) = billed(&run, "EKS Auto Mode fee");
    assert!((base - nodes).abs() < 1e-9 && share == 0.12, "{base} {nodes} {share}");
}

#[test]
fn auto_mode_replaces_every_node_after_an_upgrade_of_the_control_plane() {
    // Long after the last look at the nodes found nothing to do.
    let run = run(
        "eks-auto",
        json!({
        "scaling": { "desired": 6 }, "duration_s": 18_000,
        "changes": [fault("02:00", "upgrade-control-plane")] }),
    );
    let drifted = first(&run, "karpenter", "drifted");
    assert_eq!(drifted, 7200.0 + rules().eks.upgrade_s);
    let old: BTreeSet<&str> = machines(&run, "BOOTING")
        .into_iter()
        .filter(|event| (event.t_ms as f64) < drifted * 1000.0)
        .map(|event| event.id.as_str())
        .collect();
    assert!(old.len() >= 3 && old.is_disjoint(&left(&run)), "{old:?} {:?}", left(&run));
    assert_eq!(at(&run.columns.healthy, 17_900), 6.0);
}

#[test]
fn karpenter_says_nothing_of_nodes_where_no_pod_needs_one() {
    // The group's two nodes hold all four pods.
    let settings = json!({ "autoscaler": "karpenter", "instances": 2, "min_instances": 2 });
    let run = run("eks-managed", json!({ "platform_settings": settings }));
    assert!(decided(&run, "karpenter", "no node for").is_empty());
}
