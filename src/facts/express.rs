//! Which fact is which number of Amazon ECS Express Mode.

use super::rulebook::numbers;

numbers! {
    /// Numbers of Express Mode, field by field the fact it is.
    Express {
        /// Default size, vCPU.
        vcpu: "ecs-express.vcpu",
        /// Default memory, MiB.
        memory_mib: "ecs-express.memory",
        /// Default minimum, tasks.
        min: "ecs-express.min",
        /// Default maximum, tasks.
        max: "ecs-express.max",
        /// %: default target of the CPU policy.
        cpu_target_percent: "ecs-express.cpu_target",
        /// Grace period of health checks, s.
        health_grace_s: "ecs-express.health_grace",
        /// Most services that share a balancer.
        services: "ecs-express.services",
    }
}
