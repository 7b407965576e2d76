//! What a node keeps for the kubelet and the container runtime (kubeReserved).
//!
//! Source: Amazon EKS optimized Amazon Linux AMI, nodeadm.

use crate::facts::Eks;

/// CPU that a node with so many vCPUs reserves, thousandths: a share of each core, falling from
/// the first to the others, each band rounded down.
pub fn cpu_millis(vcpu: u32, eks: &Eks) -> u32 {
    bands(vcpu, eks).iter().map(|(cores, percent)| band(*cores, *percent)).sum()
}

/// The cores in each band and the percent of them that is reserved.
pub fn bands(vcpu: u32, eks: &Eks) -> [(u32, f64); 4] {
    [
        (vcpu.min(1), eks.reserved_cpu_first_percent),
        (vcpu.clamp(1, 2) - 1, eks.reserved_cpu_second_percent),
        (vcpu.clamp(2, 4) - 2, eks.reserved_cpu_next_percent),
        (vcpu.max(4) - 4, eks.reserved_cpu_rest_percent),
    ]
}

fn band(cores: u32, percent: f64) -> u32 {
    (f64::from(cores) * percent * 10.0 + 1e-9).floor() as u32
}

/// Memory that a node reserves, MiB, by the pods that it may run.
pub fn memory_mib(max_pods: u32, eks: &Eks) -> u32 {
    eks.reserved_memory_mib as u32 + eks.reserved_pod_memory_mib as u32 * max_pods
}
