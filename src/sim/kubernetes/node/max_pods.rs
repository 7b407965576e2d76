//! How many pods a node's network addresses allow.
//!
//! Source: Amazon EKS User Guide, Choose an optimal Amazon EC2 node instance type, and Assign more
//! IP addresses to Amazon EKS nodes with prefixes.

use crate::facts::{Eks, InstanceType};

/// Pods that may run on a node of that type. With prefix delegation each address of an interface
/// but its first becomes a block, and AWS recommends a most by the node's size.
pub fn max_pods(kind: &InstanceType, prefix_delegation: bool, eks: &Eks) -> u32 {
    let slots = kind.enis * kind.ipv4_per_eni.saturating_sub(1);
    let own = eks.host_network_pods as u32;
    if prefix_delegation {
        (slots * eks.prefix_addresses as u32 + own).min(recommended(kind.vcpu, eks))
    } else {
        slots + own
    }
}

/// Most pods that AWS recommends with prefix delegation on a node with that CPU, vCPU.
pub fn recommended(vcpu: u32, eks: &Eks) -> u32 {
    let is_large = f64::from(vcpu) >= eks.prefix_large_vcpu;
    (if is_large { eks.prefix_pods_large } else { eks.prefix_pods_small }) as u32
}
