//! Which fact is which number of the rules of AWS App Runner.

use super::rulebook::numbers;

numbers! {
    /// Numbers of AWS App Runner, field by field the fact it is.
    AppRunner {
        /// Default limit of requests at once, requests.
        concurrency: "app-runner.concurrency",
        /// Largest such limit, requests.
        concurrency_max: "app-runner.concurrency_max",
        /// Default minimum, instances.
        min: "app-runner.min",
        /// Largest minimum, instances.
        min_max: "app-runner.min_max",
        /// Default maximum, instances.
        max: "app-runner.max",
        /// USD per vCPU and hour of an active instance.
        vcpu_hour: "app-runner.vcpu_hour",
        /// USD per GB and hour of an instance.
        gb_hour: "app-runner.gb_hour",
        /// Shortest billed time of CPU, s.
        minimum_billed_s: "app-runner.minimum_billed",
        /// Longest time for a request, s.
        timeout_s: "app-runner.timeout",
        /// Time between two looks at the requests at once, s.
        look_s: "app-runner.look",
        /// Time that an instance is kept at work, or provisioned, after its last need, s.
        release_s: "app-runner.release",
        /// Time that a build from code takes unless the scenario says otherwise, s.
        build_s: "app-runner.build",
        /// Time between two health checks, s.
        health_interval_s: "app-runner.health_interval",
        /// Time that a health check waits, s.
        health_timeout_s: "app-runner.health_timeout",
        /// Checks in a row that make an instance healthy.
        healthy_threshold: "app-runner.healthy_threshold",
        /// Checks in a row that make it unhealthy.
        unhealthy_threshold: "app-runner.unhealthy_threshold",
        /// Largest interval, time-out (s) and thresholds of the health check.
        health_setting_max: "app-runner.health_setting_max",
        /// Time in which an instance has to start, s.
        start_window_s: "app-runner.start_window",
        /// Default size, vCPU.
        default_vcpu: "app-runner.default_vcpu",
        /// Default memory, MiB.
        default_memory_mib: "app-runner.default_memory",
    }
}
