//! Instance types: what a machine of a name has and costs. One table, `content/instances.toml`.
//!
//! Kept apart from the facts, so that only a page with a lab loads it. Knows no model.

use crate::shape;

/// One EC2 instance type, Linux, us-east-1, On-Demand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InstanceType {
    /// `m5.large`.
    pub name: String,
    /// CPU, vCPU.
    pub vcpu: u32,
    /// Nominal memory, MiB; the operating system keeps a part (`ec2.os_memory`).
    pub memory_mib: u32,
    /// `X86_64`, `ARM64`.
    pub arch: String,
    /// Network interfaces that it can have.
    pub enis: u32,
    /// IPv4 addresses of one interface.
    pub ipv4_per_eni: u32,
    /// Tasks in awsvpc mode with ENI trunking; `None` where the type has no trunking.
    pub trunk_tasks: Option<u32>,
    /// USD per hour; `None` where no price is known.
    pub usd_per_hour: Option<f64>,
}

shape!(InstanceType {
    name, vcpu, memory_mib, arch, enis, ipv4_per_eni; trunk_tasks, usd_per_hour
});
