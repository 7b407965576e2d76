//! How long a simulated day takes natively, and how many requests a second the reference does.
//! `./dev bench` runs it.
//!
//! Measures pure functions alone: the course is compiled and the scenario read before the clock
//! starts.

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    day::print_times();
    requests::print_rates();
}

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
mod day {
    use drydock::course::{Files, compile};
    use drydock::facts::{Facts, Rulebook};
    use drydock::sim::scenario::Platform;
    use drydock::sim::{self, Run, Scenario, compare};
    use serde_json::{Value, json};
    use std::hint::black_box;
    use std::path::Path;
    use std::time::Instant;

    const WARM_UP_RUNS: usize = 5;
    const RUNS: usize = 60;

    pub fn print_times() {
        let rules = rulebook();
        let standard = Scenario::standard(&rules);
        time("24 h on ECS with Fargate", || sim::run(&standard, &rules));
        time("the same, not sealed", || sim::run_unsealed(&standard, &rules));
        let task = json!({ "vcpu": 0.5, "memory_mib": 1024 });
        let everywhere = scenario(json!({ "platform": "ecs-ec2", "task": task }), &rules);
        let mut of_ec2 = 0.0;
        for place in Platform::all() {
            let (day, _) = compare::adapt(&everywhere, *place, &rules);
            let what = format!("24 h on {}, not sealed", place.word());
            let least = time(&what, || sim::run_unsealed(&day, &rules));
            if *place == Platform::EcsEc2 {
                of_ec2 = least;
            }
            println!("  {:.2} times ECS on EC2", least / of_ec2);
        }
        // With AWS's default of 100 requests at once the instances are full for hours, or empty
        // again: nothing rests.
        let swinging = scenario(json!({ "platform": "app-runner", "task": task }), &rules);
        let least =
            time("100 requests at once on app-runner", || sim::run_unsealed(&swinging, &rules));
        println!("  {:.2} times ECS on EC2", least / of_ec2);
        let fleet = |tasks: f64| {
            let partial = json!({
                "platform": "ecs-fargate",
                "traffic": { "peak_rps": 18.0 * tasks, "spike_factor": 1.6 },
                "scaling": { "desired": tasks, "min": tasks / 2.0, "max": 2.0 * tasks }
            });
            scenario(partial, &rules)
        };
        let fixed = |tasks: f64| {
            let partial = json!({
                "platform": "ecs-fargate",
                "traffic": { "peak_rps": 18.0 * tasks, "spike_factor": 1.6 },
                "scaling": { "mode": "off", "desired": tasks }
            });
            scenario(partial, &rules)
        };
        let fifty = fleet(50.0);
        time("about 50 tasks that scale, not sealed", || sim::run_unsealed(&fifty, &rules));
        for platform in ["ecs-fargate", "ecs-ec2"] {
            let hard = scenario(hard_day(platform), &rules);
            let what = format!("about 50 tasks and three faults on {platform}, not sealed");
            time(&what, || sim::run_unsealed(&hard, &rules));
        }
        let (ten, thousand) = (fixed(10.0), fixed(1000.0));
        let few = time("10 tasks, not sealed", || sim::run_unsealed(&ten, &rules));
        let many = time("1,000 tasks, not sealed", || sim::run_unsealed(&thousand, &rules));
        println!("1,000 tasks take {:.2} times as long as 10", many / few);
    }

    /// A day of about 50 tasks that loses a zone, gets a version that does not serve and cannot
    /// pull its image for a while; `browser.mjs` times the same.
    fn hard_day(platform: &str) -> Value {
        json!({
            "platform": platform,
            "task": { "vcpu": 0.5, "memory_mib": 1024 },
            "traffic": { "peak_rps": 900, "spike_factor": 1.6 },
            "scaling": { "desired": 50, "min": 25, "max": 100 },
            "platform_settings": { "max_instances": 60 },
            "changes": [
                { "at": "09:00", "fault": "lose-zone", "zone": "us-east-1b", "for_s": 1200 },
                { "at": "12:00", "fault": "bad-image" },
                { "at": "16:00", "fault": "deny-pull", "for_s": 1800 }
            ]
        })
    }

    /// Prints the times; returns the least, ms: what is beyond it, the machine took.
    fn time(what: &str, run: impl Fn() -> Run) -> f64 {
        (0..WARM_UP_RUNS).for_each(|_| drop(black_box(run())));
        let mut times_ms: Vec<f64> = (0..RUNS)
            .map(|_| {
                let start = Instant::now();
                black_box(run());
                start.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        times_ms.sort_by(f64::total_cmp);
        println!(
            "{what}, natively: p50 {:.1} ms, p95 {:.1} ms, least {:.1} ms ({RUNS} runs)",
            times_ms[RUNS / 2],
            times_ms[RUNS * 95 / 100],
            times_ms[0],
        );
        times_ms[0]
    }

    fn scenario(partial: Value, rules: &Rulebook) -> Scenario {
        Scenario::parse(partial, rules).unwrap_or_else(|problems| panic!("{problems:?}"))
    }

    fn rulebook() -> Rulebook {
        let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let files = Files::read(&content).expect("content/ can be read");
        let compiled = compile(&files).expect("content/ has no mistakes");
        let facts: Facts =
            serde_json::from_str(&compiled.files["facts.json"]).expect("facts.json is sound");
        let instances =
            serde_json::from_str(&compiled.files["instances.json"]).expect("a list of types");
        Rulebook::new(&facts).expect("every fact that the models need").with_instances(instances)
    }
}

#[cfg(not(target_arch = "wasm32"))]
mod requests {
    use drydock::sim::exact::{ExactCase, run};
    use drydock::sim::flow::{Model, Routing, Service, Station};
    use std::hint::black_box;
    use std::time::Instant;

    const RUNS: u64 = 5;

    pub fn print_rates() {
        let one = ExactCase::new(model(4, Routing::WeightedRandom), 1, vec![3600.0; 1000]);
        rate("exact, M/M/4 at 90 %", &one);
        for (name, routing) in [
            ("round robin", Routing::RoundRobin { nodes: 1 }),
            ("least outstanding", Routing::LeastOutstanding),
        ] {
            let case = ExactCase::new(model(2, routing), 16, vec![28_800.0; 100]);
            rate(&format!("exact, 16 targets of 2 slots at 90 %, {name}"), &case);
        }
    }

    /// Services of a millisecond, a time-out of 0.2 s.
    fn model(servers: u32, routing: Routing) -> Model {
        let service = Service { mean_s: 1e-3, cv2: 1.0, delay_s: 0.0 };
        let queue_limit = 1000.0;
        let station = Station { servers, service, queue_limit, weight: 1.0, error_share: 0.0 };
        Model { routing, ..Model::new(station, 0.2) }
    }

    fn rate(what: &str, case: &ExactCase) {
        let mut best = 0.0_f64;
        for seed in 0..RUNS {
            let start = Instant::now();
            let report = black_box(run(case, seed));
            let seconds = start.elapsed().as_secs_f64();
            best = best.max(report.from_bin(0).offered / seconds);
        }
        println!("{what}: {:.1} M requests/s", best / 1e6);
    }
}
