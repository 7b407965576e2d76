//! Routing: flows and zones of an NLB, slow start and routing of an ALB.
//!
//! Elastic Load Balancing user guides: What is a Network Load Balancer; Edit target group
//! attributes; Target groups for your Application Load Balancers.

use super::*;

fn balanced(balancer: Value, more: Value) -> Run {
    let mut changes = json!({
        "traffic": { "peak_rps": 60 },
        "scaling": { "desired": 4 },
        "balancer": balancer
    });
    lay(&mut changes, more);
    run("ecs-fargate", changes)
}

#[test]
fn few_sticky_flows_load_some_targets_and_not_others() {
    let nlb = |connections: u32| {
        balanced(json!({ "kind": "nlb", "connections": connections }), json!({}))
    };
    let (few, many) = (nlb(6), nlb(100_000));
    // Sixty per cent of the CPU on the whole, and some tasks get far more than that.
    assert!(few.totals.p99_ms > 4.0 * many.totals.p99_ms);
    assert!(few.totals.within_objective < many.totals.within_objective);
}

#[test]
fn an_alb_routes_each_request_however_few_connections_there_are() {
    let alb = |connections: u32| balanced(json!({ "connections": connections }), json!({}));
    assert_eq!(alb(6).totals, alb(100_000).totals);
}

#[test]
fn an_nlb_hashes_flows_whatever_routing_is_asked_for() {
    let routed = |kind: &str, routing: &str| {
        balanced(json!({ "kind": kind, "routing": routing }), json!({})).totals
    };
    let hashed = routed("nlb", "flow-hash");
    for routing in ["round-robin", "least-outstanding", "weighted-random"] {
        assert_eq!(routed("nlb", routing), hashed);
    }
    assert_eq!(routed("alb", "flow-hash"), routed("alb", "round-robin"));
}

/// Five tasks in two zones, three and two, at 88 % of their CPU.
fn lopsided(cross_zone: bool) -> Run {
    let more = json!({
        "traffic": { "peak_rps": 110 },
        "scaling": { "desired": 5 },
        "zones": { "names": ["us-east-1a", "us-east-1b"] },
        "platform_settings": { "rebalancing": false }
    });
    let nlb = json!({
        "kind": "nlb", "connections": 100_000, "cross_zone": cross_zone,
        "health_check_queues": false
    });
    balanced(nlb, more)
}

#[test]
fn without_cross_zone_each_zone_serves_its_half() {
    // Each zone gets 55 requests/s, and two tasks answer 50 at most.
    let (apart, across) = (lopsided(false), lopsided(true));
    let lost = |run: &Run| run.totals.failed.sum() / run.totals.offered;
    assert!(lost(&across) < 0.001, "{}", lost(&across));
    assert!((0.04..0.06).contains(&lost(&apart)), "5 of 110: {}", lost(&apart));
}

#[test]
fn a_zone_without_targets_gets_no_requests() {
    let one = json!({
        "scaling": { "desired": 1 },
        "traffic": { "peak_rps": 10 },
        "zones": { "names": ["us-east-1a", "us-east-1b"] }
    });
    let run = balanced(json!({ "kind": "nlb", "cross_zone": false }), one);
    assert_eq!(run.totals.failed.no_target, 0.0);
}

#[test]
fn only_an_nlb_s_traffic_between_zones_is_charged() {
    let line = "Traffic between zones";
    let crossing = |kind: &str, cross: bool| {
        paid(&balanced(json!({ "kind": kind, "cross_zone": cross }), json!({})), line)
    };
    assert!(crossing("nlb", true) > 0.0);
    assert_eq!((crossing("nlb", false), crossing("alb", true)), (0.0, 0.0));
}

/// One task more at 00:20 where four are nearly full.
fn joins(balancer: Value) -> Run {
    let more = json!({
        "traffic": { "peak_rps": 88 },
        "changes": [set("00:20", "scaling.desired", json!(8))]
    });
    balanced(balancer, more)
}

/// p95 after the new tasks have joined, ms, at so many seconds.
fn p95(run: &Run, second: u32) -> f64 {
    at(&run.columns.p95_ms, second)
}

#[test]
fn slow_start_gives_new_targets_their_share_step_by_step() {
    let (slow, at_once) = (joins(json!({ "slow_start_s": 600 })), joins(json!({})));
    assert!(p95(&slow, 1350) > 1.2 * p95(&at_once, 1350), "the old ones carry more for a while");
    assert!((p95(&slow, 3000) / p95(&at_once, 3000) - 1.0).abs() < 0.05, "and then all the same");
}

#[test]
fn slow_start_is_for_round_robin_on_an_alb_alone() {
    for balancer in [
        json!({ "routing": "least-outstanding" }),
        json!({ "routing": "weighted-random" }),
        json!({ "kind": "nlb", "connections": 100_000 }),
    ] {
        let mut slow = balancer.clone();
        lay(&mut slow, json!({ "slow_start_s": 600 }));
        assert_eq!(joins(slow).totals, joins(balancer).totals);
    }
}

#[test]
fn least_outstanding_requests_spares_the_queues() {
    let routed = |routing: &str| {
        let busy = json!({ "traffic": { "peak_rps": 85 } });
        balanced(json!({ "routing": routing }), busy).totals.p95_ms
    };
    let (least, robin, random) =
        (routed("least-outstanding"), routed("round-robin"), routed("weighted-random"));
    assert!(least < 0.7 * robin, "{least} {robin}");
    assert!(robin <= random * 1.001, "{robin} {random}");
}

#[test]
fn without_a_target_the_balancer_answers_by_itself() {
    let nobody = balanced(json!({}), json!({ "scaling": { "desired": 0 } }));
    assert_eq!(nobody.totals.failed.no_target, nobody.totals.offered);
}
