//! Which fact is which number of the rules of Amazon EKS and of the Kubernetes it runs.

use super::rulebook::numbers;

numbers! {
    /// Numbers of Amazon EKS and Kubernetes, field by field the fact it is.
    Eks {
        /// Time between two looks of the HorizontalPodAutoscaler, s.
        hpa_sync_s: "eks.hpa_sync",
        /// Distance of the ratio from 1 within which the size stays.
        hpa_tolerance: "eks.hpa_tolerance",
        /// A pod that turns unready within this time of its start was never ready, s.
        hpa_initial_readiness_s: "eks.hpa_initial_readiness",
        /// Time after its start in which a pod's samples count only while it is ready, s.
        hpa_cpu_initialization_s: "eks.hpa_cpu_initialization",
        /// Time that a sample of a pod's use covers, s.
        hpa_metric_window_s: "eks.hpa_metric_window",
        /// %: assumed use of a pod without metrics, before pods are removed.
        hpa_missing_percent: "eks.hpa_missing",
        /// Default stabilization window for fewer pods, s.
        hpa_down_window_s: "eks.hpa_down_window",
        /// Default stabilization window for more pods, s.
        hpa_up_window_s: "eks.hpa_up_window",
        /// %: default policy for more pods.
        hpa_up_percent: "eks.hpa_up_percent",
        /// Default policy for more pods, pods.
        hpa_up_pods: "eks.hpa_up_pods",
        /// Period of the default policies for more pods, s.
        hpa_up_period_s: "eks.hpa_up_period",
        /// %: default policy for fewer pods.
        hpa_down_percent: "eks.hpa_down_percent",
        /// Period of the default policy for fewer pods, s.
        hpa_down_period_s: "eks.hpa_down_period",
        /// Longest stabilization window, s.
        hpa_window_max_s: "eks.hpa_window_max",
        /// Longest period of a scaling policy, s.
        hpa_period_max_s: "eks.hpa_period_max",
        /// Default minimum of a HorizontalPodAutoscaler, pods.
        hpa_min: "eks.hpa_min",
        /// Pods of a node that use its own address.
        host_network_pods: "eks.host_network_pods",
        /// Addresses in a slot with prefix delegation.
        prefix_addresses: "eks.prefix_addresses",
        /// Recommended most pods with prefixes on a small node.
        prefix_pods_small: "eks.prefix_pods_small",
        /// Recommended most pods with prefixes on a large node.
        prefix_pods_large: "eks.prefix_pods_large",
        /// From here on a node is large, vCPU.
        prefix_large_vcpu: "eks.prefix_large_vcpu",
        /// Memory that a node reserves, MiB.
        reserved_memory_mib: "eks.reserved_memory",
        /// Memory that it reserves besides for each possible pod, MiB.
        reserved_pod_memory_mib: "eks.reserved_pod_memory",
        /// %: reserved of the first core.
        reserved_cpu_first_percent: "eks.reserved_cpu_first",
        /// %: reserved of the second core.
        reserved_cpu_second_percent: "eks.reserved_cpu_second",
        /// %: reserved of the third and fourth core.
        reserved_cpu_next_percent: "eks.reserved_cpu_next",
        /// %: reserved of every further core.
        reserved_cpu_rest_percent: "eks.reserved_cpu_rest",
        /// Available memory below which a node evicts pods, MiB.
        eviction_memory_mib: "eks.eviction_memory",
        /// Memory that Fargate adds to a pod, MiB.
        fargate_pod_memory_mib: "eks.fargate_pod_memory",
        /// Largest pod on Fargate, vCPU.
        fargate_vcpu_max: "eks.fargate_vcpu_max",
        /// Most ephemeral storage of a pod on Fargate, GiB.
        fargate_ephemeral_max_gib: "eks.fargate_ephemeral_max",
        /// USD per hour of a control plane in standard support.
        cluster_hour: "eks.cluster_hour",
        /// USD per hour of a control plane in extended support.
        cluster_extended_hour: "eks.cluster_extended_hour",
        /// %: fee of Auto Mode on the On-Demand price.
        auto_fee_percent: "eks.auto_fee",
        /// Time between two looks of the Cluster Autoscaler, s.
        autoscaler_scan_s: "eks.autoscaler_scan",
        /// %: a node whose requests are below this may be removed.
        autoscaler_threshold_percent: "eks.autoscaler_threshold",
        /// Time that a node must be unneeded before it is removed, s.
        autoscaler_unneeded_s: "eks.autoscaler_unneeded",
        /// No removal for so long after a node was added, s.
        autoscaler_delay_after_add_s: "eks.autoscaler_delay_after_add",
        /// No removal for so long after one failed, s.
        autoscaler_delay_after_failure_s: "eks.autoscaler_delay_after_failure",
        /// Longest time for a node to join, s.
        autoscaler_provision_max_s: "eks.autoscaler_provision_max",
        /// Longest wait for the pods of a node that is removed, s.
        autoscaler_termination_max_s: "eks.autoscaler_termination_max",
        /// Longest time of asking for a pod's eviction from such a node, s.
        autoscaler_eviction_max_s: "eks.autoscaler_eviction_max",
        /// Most empty nodes removed at once.
        autoscaler_empty_max: "eks.autoscaler_empty_max",
        /// Nodes with pods removed at once.
        autoscaler_drained_max: "eks.autoscaler_drained_max",
        /// First pause of a node group that failed to grow, s.
        autoscaler_backoff_s: "eks.autoscaler_backoff",
        /// Longest such pause, s.
        autoscaler_backoff_max_s: "eks.autoscaler_backoff_max",
        /// Unready nodes with which the Cluster Autoscaler works on.
        autoscaler_unready_ok: "eks.autoscaler_unready_ok",
        /// %: with more of the nodes unready it stops.
        autoscaler_unready_max_percent: "eks.autoscaler_unready_max",
        /// Time that an unready node must be unneeded before it is removed, s.
        autoscaler_unready_s: "eks.autoscaler_unready",
        /// Nodes that an update replaces at a time.
        update_batch: "eks.update_batch",
        /// Most nodes that an update replaces at a time.
        update_batch_max: "eks.update_batch_max",
        /// Nodes that an update adds first for each zone.
        update_zone_factor: "eks.update_zone_factor",
        /// Longest time for a new node to join in an update, s.
        update_join_s: "eks.update_join",
        /// Longest time for the pods to leave a node, s.
        update_drain_s: "eks.update_drain",
        /// Wait after the last pod left, s.
        update_wait_s: "eks.update_wait",
        /// From the order of an upgrade of the control plane to its end, s.
        upgrade_s: "eks.upgrade_time",
        /// Add-ons of a cluster that its operator updates after an upgrade.
        add_ons: "eks.add_ons",
        /// The same where all pods run on Fargate.
        fargate_add_ons: "eks.fargate_add_ons",
        /// Minor versions that nodes may be behind the control plane.
        node_skew: "eks-course.node_skew",
    }
}
