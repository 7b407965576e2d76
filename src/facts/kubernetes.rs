//! Which fact is which number of pods, nodes and Karpenter.

use super::rulebook::numbers;

numbers! {
    /// Numbers of pods and their nodes, field by field the fact it is.
    Kubernetes {
        /// %: pods beyond the wanted number in a rolling update.
        max_surge_percent: "kubernetes.max_surge",
        /// %: pods that may be missing in a rolling update.
        max_unavailable_percent: "kubernetes.max_unavailable",
        /// Without progress for so long a rolling update is reported, s.
        progress_deadline_s: "kubernetes.progress_deadline",
        /// From a pod's deletion to the kill of its containers, s.
        termination_grace_s: "kubernetes.termination_grace",
        /// First pause before a restart, s.
        crash_backoff_first_s: "kubernetes.crash_backoff_first",
        /// Growth of the pauses.
        crash_backoff_factor: "kubernetes.crash_backoff_factor",
        /// Longest pause before a restart, s.
        crash_backoff_max_s: "kubernetes.crash_backoff_max",
        /// Run time after which the pauses start anew, s.
        crash_backoff_reset_s: "kubernetes.crash_backoff_reset",
        /// Longest pause between two pulls, s.
        image_backoff_max_s: "kubernetes.image_backoff_max",
        /// From a refused eviction to the next try, s.
        eviction_retry_s: "kubernetes.eviction_retry",
        /// A node that is silent for so long is NotReady, s.
        node_grace_s: "kubernetes.node_grace",
        /// Pods stay so long on a node that is not ready, s.
        not_ready_toleration_s: "kubernetes.not_ready_toleration",
        /// From one node of a lost zone to the next whose pods are given up, s.
        node_eviction_every_s: "kubernetes.node_eviction_every",
        /// That time in a large cluster where most nodes of a zone are not ready, s.
        node_eviction_slow_every_s: "kubernetes.node_eviction_slow_every",
        /// %: nodes of a zone that are not ready from which its evictions slow down or stop.
        unhealthy_zone_percent: "kubernetes.unhealthy_zone",
        /// So many of them at least.
        unhealthy_zone_min: "kubernetes.unhealthy_zone_min",
        /// A cluster of more nodes is large.
        large_cluster: "kubernetes.large_cluster",
        /// A group's machine that fails its status checks for so long is replaced, s.
        impaired_s: "kubernetes.impaired",
        /// CPU that AWS's own pods request on every node, thousandths.
        daemon_cpu_millis: "kubernetes.daemon_cpu",
        /// Set-up of a pod on a node, s.
        pod_setup_s: "kubernetes.pod_setup",
        /// From a pod on Fargate to its node Ready, s.
        fargate_setup_s: "kubernetes.fargate_setup",
        /// From a rebalance recommendation to the Spot notice, s.
        rebalance_lead_s: "kubernetes.rebalance_lead",
        /// A node that is not ready for so long is replaced, s.
        repair_wait_s: "kubernetes.repair_wait",
        /// %: unhealthy nodes beyond which repair stops.
        repair_unhealthy_max_percent: "kubernetes.repair_unhealthy_max",
        /// Groups up to this size are always repaired, nodes.
        repair_group_min: "kubernetes.repair_group_min",
    }
    texts {
        /// Reason of a pod whose image cannot be pulled.
        pull_error: "kubernetes.pull_error",
    }
}

numbers! {
    /// Numbers of Karpenter and EKS Auto Mode, field by field the fact it is.
    Karpenter {
        /// Longest gathering of pending pods, s.
        batch_max_s: "karpenter.batch_max",
        /// Time without a change of a node's pods before consolidation, s.
        consolidate_after_s: "karpenter.consolidate_after",
        /// So long a decision has to hold, s.
        consolidation_validation_s: "karpenter.consolidation_validation",
        /// %: nodes that may be disrupted at once.
        budget_percent: "karpenter.budget",
        /// Life time of a node, s.
        expire_after_s: "karpenter.expire_after",
        /// Longest time for a node to register, s.
        registration_max_s: "karpenter.registration_max",
        /// From the order of a node to Ready, s.
        boot_s: "karpenter.boot",
        /// How far that varies, s.
        boot_spread_s: "karpenter.boot_spread",
        /// Life time of a node in Auto Mode, s.
        auto_expire_after_s: "karpenter.auto_expire_after",
        /// The longest there, s.
        auto_expire_max_s: "karpenter.auto_expire_max",
        /// How long a node may drain there, s.
        auto_termination_grace_s: "karpenter.auto_termination_grace",
        /// Most pods on a node in Auto Mode.
        auto_pods_max: "karpenter.auto_pods_max",
        /// Pods of AWS's own on every node in Auto Mode.
        auto_host_pods: "karpenter.auto_host_pods",
        /// CPU that those request, thousandths.
        auto_daemon_cpu_millis: "karpenter.auto_daemon_cpu",
    }
}
