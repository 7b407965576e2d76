//! What things cost, and the units in which they are billed.

use super::Generator;
use super::draft::{Draft, answer, whole};
use super::luck::Luck;
use crate::facts::Rulebook;
use serde_json::json;

pub const FARGATE: Generator = Generator {
    name: "fargate-bill",
    meaning: "The bill of some Fargate tasks for some hours",
    lesson: "spot-and-cost",
    exams: &[("CLF-C02", &["D4"]), ("SAA-C03", &["D4"])],
    difficulty: 2,
    facts: &["fargate.vcpu_hour", "fargate.gb_hour", "fargate.billing_window"],
    draw: fargate,
};

fn fargate(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let (cpu, memory) = luck.one_of(&[(512, 1024), (1024, 2048), (1024, 4096), (2048, 8192)]);
    let (tasks, hours) = (luck.one_of(&[4, 6, 8, 10, 12]), luck.one_of(&[6, 8, 12, 24]));
    let busy = luck.one_of(&[20, 25, 30, 40]);
    let case = json!({
        "platform": "ecs-fargate", "cpu": cpu, "memory_mib": memory, "count": tasks,
        "seconds": hours * 3600
    });
    let found = answer("price", &case, rules)?;
    let dollars = found["dollars"].as_f64()?;
    let vcpu = f64::from(cpu) / 1024.0;
    let part = f64::from(tasks * hours);
    let cpu_only = part * vcpu * rules.fargate_vcpu_hour;
    let says = |dollars: f64| format!("${dollars:.2}");
    let gb = f64::from(memory) / 1024.0;
    let stem = format!(
        "{tasks} Fargate tasks, Linux on x86 in us-east-1, each with {vcpu} vCPU and {gb} GB, run \
         for {hours} hours. Their CPU is {busy} % busy on average. A vCPU costs ${} an hour, a GB \
         of memory ${}. What is the bill of the tasks?",
        rules.fargate_vcpu_hour, rules.fargate_gb_hour
    );
    let share = f64::from(busy) / 100.0;
    Some(
        Draft::new(case, stem)
            .key(
                says(dollars),
                says(dollars),
                format!(
                    "{tasks} × {hours} h × ({vcpu} × ${} + {gb} × ${}): the size of the task is \
                     billed, busy or idle.",
                    rules.fargate_vcpu_hour, rules.fargate_gb_hour
                ),
            )
            .wrong(
                says(dollars * share),
                says(dollars * share),
                format!(
                    "It tempts to pay for {busy} % only. Fargate bills the size of a task, not \
                     what it uses."
                ),
                "fargate-bills-used-cpu",
            )
            .wrong(
                says(cpu_only),
                says(cpu_only),
                "It tempts because CPU is the larger line. Memory is billed as well.".into(),
                "fargate-bills-used-cpu",
            )
            .wrong(
                says(dollars - cpu_only * (1.0 - share)),
                says(dollars - cpu_only * (1.0 - share)),
                format!(
                    "It tempts to bill memory in full and CPU at {busy} %. That is how App Runner \
                     counts, roughly; Fargate bills both in full."
                ),
                "fargate-bills-used-cpu",
            ),
    )
}

pub const UNITS: Generator = Generator {
    name: "capacity-units",
    meaning: "Load balancer capacity units of an hour",
    lesson: "alb-or-nlb",
    exams: &[("CLF-C02", &["D4"]), ("SAA-C03", &["D4"])],
    difficulty: 2,
    facts: &["alb.lcu_new_connections", "alb.lcu_active_connections", "alb.lcu_gb_hour"],
    draw: units,
};

fn units(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let steps = [1, 2, 3, 4, 5, 6, 8, 10];
    let drawn = luck.some_of(&steps, 3);
    let per_new = rules.alb_lcu_new_connections;
    let per_active = rules.alb_lcu_active_connections;
    let new = f64::from(drawn[0]) * per_new;
    let active = f64::from(drawn[1]) * per_active;
    let gb = f64::from(drawn[2]) * rules.alb_lcu_gb_hour;
    let case = json!({ "kind": "ALB", "new_per_s": new, "active": active, "gb_per_h": gb });
    let key = answer("lcu", &case, rules)?["units"].as_f64()?.round() as u32;
    let sum: u32 = drawn.iter().sum();
    let mut sorted = drawn.clone();
    sorted.sort_unstable();
    let stem = format!(
        "In one hour an Application Load Balancer sees {new} new connections a second, {active} \
         active connections and {gb} GB. One capacity unit covers {per_new} new connections a \
         second, {per_active} active ones or {} GB an hour. How many capacity units are billed?",
        rules.alb_lcu_gb_hour
    );
    let of = "capacity unit";
    Some(
        Draft::new(case, stem)
            .key_of(
                key,
                of,
                format!(
                    "The dimensions use {}, {} and {}. Only the largest counts.",
                    drawn[0], drawn[1], drawn[2]
                ),
            )
            .wrong_of(
                sum,
                of,
                "It tempts because most bills add up their lines. Of the dimensions only the \
                 largest is billed.",
                "lcu-adds-dimensions",
            )
            .wrong_of(
                sorted[1],
                of,
                "It tempts as the middle one. Nothing is averaged or dropped: the largest counts.",
                "lcu-adds-dimensions",
            )
            .wrong_of(
                sorted[0],
                of,
                "It tempts as the kindest reading. The largest dimension is billed.",
                "lcu-adds-dimensions",
            ),
    )
}

pub const APP_RUNNER: Generator = Generator {
    name: "app-runner-instances",
    meaning: "App Runner instances that stay for so many requests at once",
    lesson: "app-runner",
    exams: &[("DVA-C03", &["D3"]), ("SAA-C03", &["D4"])],
    difficulty: 2,
    facts: &["app-runner.active", "app-runner.concurrency", "app-runner.min"],
    draw: app_runner,
};

fn app_runner(luck: &mut Luck, rules: &Rulebook) -> Option<Draft> {
    let limit = luck.one_of(&[25, 50, 80, 100]);
    let min = luck.whole(1, 4);
    let idle = luck.once_in(3);
    let requests = if idle { 0 } else { luck.whole(limit * 2 + 1, limit * 12) };
    let cpu = luck.one_of(&[30, 45, 90]);
    let case = json!({ "concurrent": requests, "max_concurrency": limit, "min": min });
    let key = whole("app-runner", &case, "provisioned", rules)?;
    let now = match requests {
        0 => "At night no request comes for an hour".into(),
        _ => format!("{requests} requests are in flight at once, and CPU stands at {cpu} %"),
    };
    let stem = format!(
        "An App Runner service has a limit of {limit} requests at once for an instance, at least \
         {min} and at most {} instances. {now}. How many instances are provisioned?",
        rules.app_runner.max
    );
    let of = "instance";
    let need = requests.div_ceil(limit);
    let draft = Draft::new(case, stem).key_of(
        key,
        of,
        match idle {
            true => format!(
                "App Runner never goes below the minimum of {min}; what waits is billed by its \
                 memory."
            ),
            false => {
                format!("{requests} ÷ {limit}, rounded up to {need}, within the bounds.")
            }
        },
    );
    let zero = "It tempts because no request means no work. App Runner does not scale to zero; \
                only a paused service stops.";
    let draft = if idle { draft.wrong_of(0, of, zero, "apprunner-scales-to-zero") } else { draft };
    Some(
        draft
            .wrong_of(
                requests / limit,
                of,
                "It tempts to cut off the fraction. Then some requests had no place.",
                "tt-rounds-down",
            )
            .wrong_of(
                need + min,
                of,
                "It tempts to add the minimum on top. The minimum is a floor, nothing extra.",
                "apprunner-scales-to-zero",
            )
            .wrong_of(
                (key * cpu).div_ceil(60),
                of,
                "It tempts to scale by CPU, as ECS does. App Runner counts requests at once.",
                "apprunner-cpu-scaling",
            )
            .wrong_of(
                min + 1,
                of,
                "It tempts as one beyond the minimum. The count follows from the requests.",
                "apprunner-cpu-scaling",
            )
            .wrong_of(
                rules.app_runner.max as u32,
                of,
                "It tempts as the most there can be. Only the requests at once bring instances.",
                "apprunner-cpu-scaling",
            ),
    )
}
