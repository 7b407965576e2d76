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
    }
}
