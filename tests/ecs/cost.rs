//! The bill: seconds with their minimum, capacity units, addresses, ways out.
//!
//! AWS pricing pages: AWS Fargate, Amazon EC2 On-Demand, Elastic Load Balancing, Amazon VPC.

use super::*;

fn near(found: f64, expected: f64, what: &str) {
    assert!(
        (found - expected).abs() <= 1e-9 * expected.abs().max(1.0),
        "{what}: {found} {expected}"
    );
}

#[test]
fn fargate_bills_from_the_pull_to_the_end_by_the_second() {
    // One task more from 00:10 to 00:30.
    let changes = json!({
        "scaling": { "desired": 1 },
        "balancer": { "deregistration_delay_s": 30 },
        "changes": [set("00:10", "scaling.desired", json!(2)),
                    set("00:30", "scaling.desired", json!(1))]
    });
    let run = run("ecs-fargate", changes);
    let leaver = states(&run, "STOPPED")[0].id.clone();
    let end = when(&run, &leaver, "STOPPED").expect("it stops");
    let stays = if leaver == "t0001" { "t0002" } else { "t0001" };
    let pull = when(&run, "t0002", "ACTIVATING").expect("it pulls");
    let seconds = if leaver == "t0002" {
        (end - pull).ceil() + 7200.0
    } else {
        assert_eq!(stays, "t0002");
        end.ceil() + (7200.0 - pull).ceil()
    };
    near(billed(&run, "Fargate vCPU"), seconds / 3600.0 * 0.5, "vCPU hours");
    near(billed(&run, "Fargate memory"), seconds / 3600.0 * 1.0, "GB hours");
    near(paid(&run, "Fargate vCPU"), seconds / 3600.0 * 0.5 * rules().fargate_vcpu_hour, "USD");
}

#[test]
fn a_short_task_pays_a_minute() {
    // Each try is denied within seconds and still pays sixty.
    let changes = json!({
        "scaling": { "desired": 0 },
        "changes": [fault("00:05", "deny-pull"), set("00:10", "scaling.desired", json!(1))]
    });
    let run = run("ecs-fargate", changes);
    let tries = decided(&run, "ecs-agent", "did not start").len() as f64;
    assert!(tries > 3.0);
    let minimum_h = rules().fargate_minimum_billed_s / 3600.0;
    near(billed(&run, "Fargate vCPU"), tries * minimum_h * 0.5, "vCPU hours");
}

#[test]
fn an_instance_is_paid_from_its_order_whatever_runs_on_it() {
    let fixed = json!({
        "scaling": { "desired": 1 },
        "platform_settings": { "managed_scaling": false, "instances": 3 }
    });
    let run = run("ecs-ec2", fixed);
    near(billed(&run, "Instances"), 6.0, "instance hours");
    near(paid(&run, "Instances"), 6.0 * 0.096, "m5.large");
    let disk = 3.0 * 2.0 / 730.0 * rules().ec2_root_disk_gib * rules().ebs_gp3_gb_month;
    near(paid(&run, "Instance disks"), disk, "disks");
    assert!(run.totals.idle_share > 0.9);
}

#[test]
fn an_instance_that_ends_pays_its_whole_seconds() {
    let changes = json!({
        "scaling": { "desired": 4 },
        "platform_settings": {
            "managed_scaling": false, "instances": 2, "spot_share": 0.5, "spot_discount": 0.6
        },
        "changes": [{ "at": "00:30", "fault": "reclaim-spot" }]
    });
    let run = run("ecs-ec2", changes);
    let spot = states(&run, "TERMINATED")[0].t_ms.div_ceil(1000) as f64 / 3600.0;
    near(billed(&run, "Spot instances"), spot, "hours");
    near(paid(&run, "Spot instances"), spot * 0.096 * 0.4, "60 % less");
}

/// Two hours at a rate.
fn carried(kind: &str, rps: f64) -> Run {
    run(
        "ecs-fargate",
        json!({
            "traffic": { "peak_rps": rps },
            "scaling": { "desired": 200 },
            "balancer": { "kind": kind, "connections": 1_000_000 }
        }),
    )
}

#[test]
fn the_largest_dimension_makes_the_capacity_units() {
    let r = rules();
    for rps in [100.0, 1000.0] {
        let new = rps / r.alb_requests_per_connection / r.alb_lcu_new_connections;
        let active =
            rps / r.alb_requests_per_connection * r.alb_connection_s / r.alb_lcu_active_connections;
        let bytes = rps * r.alb_kb_per_request * 3600.0 / 1e6 / r.alb_lcu_gb_hour;
        let units = new.max(active).max(bytes);
        let run = carried("alb", rps);
        near(billed(&run, "Balancer capacity"), 2.0 * units, "LCU hours");
        near(paid(&run, "Balancer capacity"), 2.0 * units * 0.008, "USD");
        near(paid(&run, "Balancer"), 2.0 * 0.0225, "the balancer itself");
    }
    // An NLB counts far more connections for a unit: the bytes decide.
    let bytes = 1000.0 * r.alb_kb_per_request * 3600.0 / 1e6 / r.nlb_nlcu_gb_hour;
    near(paid(&carried("nlb", 1000.0), "Balancer capacity"), 2.0 * bytes * 0.006, "NLCU");
}

#[test]
fn each_task_and_each_balancer_zone_has_a_public_address() {
    let public = run("ecs-fargate", json!({ "scaling": { "desired": 5 } }));
    near(paid(&public, "Public IPv4, balancer"), 2.0 * 3.0 * 0.005, "three zones");
    near(paid(&public, "Public IPv4, tasks"), 2.0 * 5.0 * 0.005, "five tasks");
    let fixed = json!({
        "platform_settings": { "managed_scaling": false, "instances": 2 }
    });
    let instances = run("ecs-ec2", fixed);
    near(paid(&instances, "Public IPv4, instances"), 2.0 * 2.0 * 0.005, "two instances");
}

#[test]
fn private_subnets_pay_for_their_way_out() {
    let by = |subnets: &str| {
        run(
            "ecs-fargate",
            json!({
                "scaling": { "desired": 2 },
                "task": { "image_mib": 500 },
                "platform_settings": { "subnets": subnets },
                "changes": [set("00:10", "scaling.desired", json!(12))]
            }),
        )
    };
    let nat = by("nat");
    near(paid(&nat, "NAT gateways"), 2.0 * 3.0 * 0.045, "one in each zone");
    // Ten images of 500 MiB went through.
    near(billed(&nat, "NAT traffic, images"), 10.0 * 500.0 * 1.048576 / 1000.0, "GB");
    near(paid(&nat, "Public IPv4, tasks"), 0.0, "no public address of a task");
    let endpoints = by("endpoints");
    near(paid(&endpoints, "Interface endpoints"), 2.0 * 3.0 * 3.0 * 0.01, "three in each zone");
    near(paid(&endpoints, "NAT gateways"), 0.0, "none");
}

#[test]
fn the_total_is_the_sum_of_the_lines_and_of_the_pace() {
    let changing = json!({ "changes": [set("00:30", "scaling.desired", json!(9))] });
    for platform in ["ecs-fargate", "ecs-ec2"] {
        let run = run(platform, changing.clone());
        let sum: f64 = run.ledger.iter().map(|line| line.dollars).sum();
        near(run.totals.dollars, sum, "lines");
        let pace: f64 = run.columns.dollars_per_hour.iter().map(|pace| pace / 360.0).sum();
        assert!((pace / sum - 1.0).abs() < 0.01, "{platform}: {pace} by the pace, {sum} billed");
        for line in &run.ledger {
            near(line.dollars, line.quantity * line.unit_dollars, &line.line);
        }
    }
}
