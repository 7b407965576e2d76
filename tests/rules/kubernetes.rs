//! Kubernetes on EKS: numbers of AWS's own lists and examples, and the autoscaler's arithmetic.

use super::rulebook;
use drydock::sim::kubernetes::fargate_size::{Request, pod_request, provisioned};
use drydock::sim::kubernetes::node::{max_pods::max_pods, reserved};

/// Rows of the list that the node image carries.
#[test]
fn pods_by_addresses_are_those_of_the_published_list() {
    for (name, listed) in [
        ("m5.large", 29),
        ("m5.xlarge", 58),
        ("m5.4xlarge", 234),
        ("m7g.medium", 8),
        ("t3.micro", 4),
        ("t3.small", 11),
        ("t3.medium", 17),
        ("t3.large", 35),
        ("c5.2xlarge", 58),
    ] {
        let kind = rulebook().instance_type(name).expect("is in the table");
        assert_eq!(max_pods(kind, false, &rulebook().eks), listed, "{name}");
        let more = max_pods(kind, true, &rulebook().eks);
        assert!((listed.min(110)..=110).contains(&more), "{name}: {more}");
    }
}

/// Published for the node image: 2 cores 70, 4 cores 80, 8 cores 90, 96 cores 310 thousandths.
#[test]
fn nodes_reserve_what_the_image_says() {
    let eks = &rulebook().eks;
    for (vcpu, millis) in [(1, 60), (2, 70), (4, 80), (8, 90), (16, 110), (96, 310)] {
        assert_eq!(reserved::cpu_millis(vcpu, eks), millis, "{vcpu} cores");
    }
    assert_eq!(reserved::memory_mib(29, eks), 574);
    assert_eq!(reserved::memory_mib(110, eks), 1465);
}

/// The guide's example: 1 vCPU and 8 GB become 2 vCPU and 9 GB; nothing becomes 0.25 and 0.5.
#[test]
fn a_pod_on_fargate_gets_the_next_size_after_the_overhead() {
    let size = |cpu_millis, memory_mib| provisioned(Request { cpu_millis, memory_mib }, rulebook());
    assert_eq!(size(1000, 8192), Some((2048, 9216)));
    assert_eq!(size(0, 0), Some((256, 512)));
    assert_eq!(size(250, 256), Some((256, 512)));
    assert_eq!(size(250, 257), Some((256, 1024)));
    assert_eq!(size(251, 256), Some((512, 1024)));
    assert_eq!(size(16_000, 122_880 - 256), Some((16_384, 122_880)));
    assert_eq!(size(16_000, 122_880), None, "32 vCPU are for ECS only");
    let one = |cpu_millis, memory_mib| Request { cpu_millis, memory_mib };
    let pod = pod_request(&[one(250, 512), one(250, 128)], &[one(1000, 256)]);
    assert_eq!(pod, one(1000, 640));
}
