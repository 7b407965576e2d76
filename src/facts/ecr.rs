//! Which fact is which number or text of the rules of Amazon ECR.

use super::rulebook::numbers;

numbers! {
    /// Numbers of Amazon ECR, and what AWS says when a push or a pull fails.
    Ecr {
        /// Most rules of a life-cycle policy.
        policy_rules_max: "ecr-course.lifecycle_rules",
        /// Most characters of a life-cycle policy.
        policy_length_max: "ecr.policy_length",
        /// Most wildcards in one pattern of a life-cycle policy.
        policy_wildcards_max: "ecr.policy_wildcards",
        /// Shortest stay in the archive, days.
        archive_min_days: "ecr-course.archive_days",
        /// Longest time for an archived image to come back, s.
        archive_restore_s: "ecr-course.archive_restore",
        /// Most images of a repository.
        images_max: "ecr.images",
        /// Most tags of an image.
        tags_max: "ecr-course.tags_per_image",
        /// USD per GB and month in a private repository.
        gb_month: "ecr.gb_month",
        /// USD per GB and month in the archive.
        archive_gb_month: "ecr-course.archive_gb_month",
        /// USD per GB that comes back from the archive.
        restore_gb: "ecr-course.archive_restore_gb",
        /// GB in public repositories that cost nothing.
        public_free_gb: "ecr.public_free",
        /// USD per GB through the gateway endpoint of S3.
        gateway_endpoint_gb: "s3.gateway_endpoint",
        /// Anonymous pulls from ECR Public, pulls/s.
        public_anonymous_per_s: "ecr-course.public_anonymous_rate",
        /// Anonymous data from ECR Public in a month, GB.
        public_anonymous_month_gb: "ecr-course.public_anonymous_month",
        /// Pulls from ECR Public to AWS or after a login, pulls/s.
        public_known_per_s: "ecr-course.public_aws_rate",
        /// A cache asks its upstream again after this time, s.
        cache_check_s: "ecr-course.cache_check",
        /// Basic scanning takes an image at most once in this time, s.
        basic_scan_interval_s: "ecr-course.basic_scan_interval",
        /// Enhanced scanning takes up images pushed in this time before it was switched on, days.
        enhanced_lookback_days: "ecr-course.enhanced_lookback",
        /// Most images are replicated in less time, s.
        replication_s: "ecr-course.replication_time",
    }
    texts {
        /// What AWS answers to a policy with a mistake; nothing of it takes effect.
        policy_refused: "ecr.policy_refused",
        /// Refusal of a tag that is taken and may not move.
        tag_exists: "ecr-course.tag_exists",
        /// Refusal of a push that would change nothing.
        image_exists: "ecr.image_exists",
        /// Refusal of a pull of what is not there.
        image_absent: "ecr.image_absent",
        /// The task does not reach the repository.
        faults_no_route_ecr: "faults.no_route_ecr",
        /// The way to the layers in Amazon S3 is missing.
        faults_no_route_layers: "faults.no_route_layers",
        /// Amazon S3 refuses a layer.
        faults_layer_refused: "faults.layer_refused",
    }
    lists {
        /// Actions that a pull needs.
        pull_actions: "ecr-course.pull_actions",
        /// Managed policies that allow them.
        pull_policies: "ecr.pull_policies",
        /// VPC endpoints that a pull without internet needs.
        pull_endpoints: "ecr.pull_endpoints",
    }
}
