//! What tools there are, and under which heading: every rule, and pages that are more than one.
//!
//! The app's pages, the search and the plain pages list the same ones.

use super::{RULES, find};

/// A heading and the names under it.
pub struct Group {
    pub title: &'static str,
    /// Names of rules or of [`PAGES`].
    pub names: &'static [&'static str],
}

/// A tool that is no single rule.
pub struct Page {
    pub name: &'static str,
    /// What people look for.
    pub title: &'static str,
    /// What it answers, in one line.
    pub meaning: &'static str,
    /// Where it stands in the app.
    pub address: &'static str,
}

/// A tool as lists show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tool {
    pub name: &'static str,
    pub title: &'static str,
    pub meaning: &'static str,
    /// Address in the app.
    pub address: String,
}

/// All tools, by what they are about.
pub const GROUPS: &[Group] = &[
    Group {
        title: "Scaling",
        names: &[
            "target-tracking",
            "step-scaling",
            "scheduled",
            "scheduled-bounds",
            "hpa",
            "hpa-behavior",
            "app-runner",
        ],
    },
    Group {
        title: "Placement and deployment",
        names: &[
            "placement",
            "capacity-provider",
            "capacity-strategy",
            "deployment-bounds",
            "circuit-breaker",
            "eni-density",
            "fargate-size",
        ],
    },
    Group {
        title: "EKS nodes and pods",
        names: &[
            "max-pods",
            "node-allocatable",
            "kube-reserved",
            "eks-fargate-size",
            "cluster-autoscaler",
            "node-group-update",
        ],
    },
    Group { title: "Cost and load balancers", names: &["price", "lcu"] },
    Group { title: "ECR", names: &["ecr-lifecycle", "ecr-pull", "registry"] },
    Group { title: "IAM", names: &["iam", "role-for", "roles"] },
    Group {
        title: "Volumes",
        names: &["volumes", "volume", "efs-burst", "ebs-limits", "manifest"],
    },
    Group { title: "Theory", names: &["queue"] },
];

/// The tools that are no single rule.
pub const PAGES: &[Page] = &[
    Page {
        name: "roles",
        title: "Whose call is it?",
        meaning: "Who needs which permission when a task starts; watch starts fail and mend \
         policies",
        address: "#/try/roles",
    },
    Page {
        name: "registry",
        title: "A repository to push to",
        meaning: "Push, tag, scan and delete images, let days pass, and read why each one goes",
        address: "#/tools/registry",
    },
    Page {
        name: "volumes",
        title: "Which volume for which container",
        meaning: "EFS, EBS, S3 Files, FSx: what goes where, what survives, what it costs",
        address: "#/tools/volumes",
    },
    Page {
        name: "manifest",
        title: "StorageClass and volume manifests for EKS",
        meaning: "YAML for the drivers of EBS, EFS, FSx and S3, static or dynamic, line by line",
        address: "#/tools/manifest",
    },
];

impl Group {
    /// The tools under this heading.
    pub fn tools(&self) -> impl Iterator<Item = Tool> {
        self.names.iter().filter_map(|name| tool(name))
    }
}

/// The tool of that name.
pub fn tool(name: &str) -> Option<Tool> {
    if let Some(rule) = find(name) {
        let address = ["#/tools/", rule.name].concat();
        return Some(Tool { name: rule.name, title: rule.title, meaning: rule.meaning, address });
    }
    let page = PAGES.iter().find(|page| page.name == name)?;
    let address = page.address.to_string();
    Some(Tool { name: page.name, title: page.title, meaning: page.meaning, address })
}

/// The heading under which a tool stands.
pub fn group_of(name: &str) -> Option<&'static Group> {
    GROUPS.iter().find(|group| group.names.contains(&name))
}

/// How many there are.
pub fn count() -> usize {
    RULES.len() + PAGES.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tool_stands_under_one_heading() {
        let mut listed: Vec<&str> = GROUPS.iter().flat_map(|group| group.names).copied().collect();
        let mut all: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
        all.extend(PAGES.iter().map(|page| page.name));
        listed.sort_unstable();
        all.sort_unstable();
        assert_eq!(listed, all);
        assert!(listed.iter().all(|name| tool(name).is_some()));
    }
}
