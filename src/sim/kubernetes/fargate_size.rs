//! Which size a pod gets on Fargate.
//!
//! Source: Amazon EKS User Guide, Understand Fargate Pod configuration details.

use crate::facts::{FargateSize, Rulebook};

/// What a container asks for; nothing is 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// CPU, thousandths.
    pub cpu_millis: u32,
    pub memory_mib: u32,
}

/// The pod's own request: the sum over its containers, or the largest of its init containers if
/// that is more, for CPU and memory each.
pub fn pod_request(containers: &[Request], init_containers: &[Request]) -> Request {
    let each = |of: fn(&Request) -> u32| {
        let sum = containers.iter().fold(0_u32, |sum, one| sum.saturating_add(of(one)));
        init_containers.iter().map(of).max().unwrap_or(0).max(sum)
    };
    Request { cpu_millis: each(|one| one.cpu_millis), memory_mib: each(|one| one.memory_mib) }
}

/// The smallest size that holds the request and what Fargate adds to it: CPU units, 1024 to the
/// vCPU, and memory in MiB. `None` where none is so large.
pub fn provisioned(request: Request, rules: &Rulebook) -> Option<(u32, u32)> {
    let memory = request.memory_mib.saturating_add(rules.eks.fargate_pod_memory_mib as u32);
    let holds = |size: &&FargateSize| {
        size.os.iter().any(|os| os == "LINUX")
            && f64::from(size.cpu) <= rules.eks.fargate_vcpu_max * 1024.0
            && u64::from(size.cpu) * 1000 >= u64::from(request.cpu_millis) * 1024
    };
    rules.fargate_sizes.iter().filter(holds).find_map(|size| {
        let enough = size.memory_mib.iter().find(|offer| **offer >= memory);
        enough.map(|memory| (size.cpu, *memory))
    })
}
