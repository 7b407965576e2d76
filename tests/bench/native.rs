//! How long a simulated day takes natively. `./dev bench` runs it.
//!
//! Measures the pure function alone: the course is compiled and the scenario read before the clock
//! starts.

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    day::print_times();
}

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
mod day {
    use drydock::course::{Files, compile};
    use drydock::facts::{Facts, Rulebook};
    use drydock::sim::{self, Scenario};
    use std::hint::black_box;
    use std::path::Path;
    use std::time::Instant;

    const WARM_UP_RUNS: usize = 5;
    const RUNS: usize = 60;

    pub fn print_times() {
        let rules = rulebook();
        let scenario = Scenario::standard(&rules);
        for _ in 0..WARM_UP_RUNS {
            black_box(sim::run(black_box(&scenario), &rules));
        }
        let mut times_ms: Vec<f64> = (0..RUNS)
            .map(|_| {
                let start = Instant::now();
                black_box(sim::run(black_box(&scenario), &rules));
                start.elapsed().as_secs_f64() * 1e3
            })
            .collect();
        times_ms.sort_by(f64::total_cmp);
        println!(
            "24 h on ECS with Fargate, natively: p50 {:.1} ms, p95 {:.1} ms ({RUNS} runs)",
            times_ms[RUNS / 2],
            times_ms[RUNS * 95 / 100],
        );
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
