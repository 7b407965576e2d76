//! The platforms as the lab groups them, and each one's words for what it runs: tasks on instances,
//! pods on nodes. Pure.

use crate::sim::scenario::Platform;

/// A platform on offer: its word in scenarios, and its full name.
pub type Offer = (&'static str, &'static str);

/// The platforms by service. Those that the simulator does not know are not offered.
pub const SERVICES: [(&str, &[Offer]); 3] = [
    (
        "Amazon ECS",
        &[
            ("ecs-ec2", "ECS on EC2"),
            ("ecs-fargate", "ECS on Fargate"),
            ("ecs-express", "ECS Express Mode"),
        ],
    ),
    (
        "Amazon EKS",
        &[
            ("eks-managed", "EKS managed nodes"),
            ("eks-self-managed", "EKS self-managed nodes"),
            ("eks-fargate", "EKS on Fargate"),
            ("eks-auto", "EKS Auto Mode"),
        ],
    ),
    ("Other", &[("app-runner", "App Runner")]),
];

/// Words of a platform.
#[derive(Debug, PartialEq, Eq)]
pub struct Terms {
    /// What serves requests, one and many.
    pub task: [&'static str; 2],
    /// What they share, one and many.
    pub machine: [&'static str; 2],
    /// What is wanted of them: `desired`.
    pub desired: &'static str,
    /// The platform's names for: waiting, pulling, starting, running, draining, stopped.
    pub states: [&'static str; 6],
    /// How it goes: begins to, and is gone.
    pub ends: [&'static str; 2],
    /// What a task without a zone, and one with a zone, is waiting for.
    pub waits: [&'static str; 2],
}

const ECS: Terms = Terms {
    task: ["task", "tasks"],
    machine: ["instance", "instances"],
    desired: "desired",
    states: [
        "PROVISIONING, PENDING",
        "ACTIVATING",
        "ACTIVATING, RUNNING",
        "RUNNING",
        "DEACTIVATING",
        "STOPPED",
    ],
    ends: ["drains", "stopped"],
    waits: ["waits for room", "waits for its network interface or for the agent"],
};

const EKS: Terms = Terms {
    task: ["pod", "pods"],
    machine: ["node", "nodes"],
    desired: "replicas",
    states: [
        "Pending",
        "ContainerCreating",
        "Running, not ready",
        "Running, ready",
        "Terminating",
        "deleted",
    ],
    ends: ["Terminating", "deleted"],
    waits: ["is Pending: no node takes it", "is scheduled, and its node sets it up"],
};

const APP_RUNNER: Terms = Terms {
    task: ["instance", "instances"],
    machine: ["machine", "machines"],
    desired: "wanted",
    states: ["ordered", "starting", "starting", "provisioned", "leaving", "ended"],
    ends: ["leaves", "ended"],
    waits: ["waits for capacity", "is being set up"],
};

/// The words of that platform.
pub fn of(platform: Platform) -> &'static Terms {
    match platform {
        Platform::AppRunner => &APP_RUNNER,
        platform if platform.is_eks() => &EKS,
        _ => &ECS,
    }
}

impl Terms {
    /// `1 pod`, `5 pods`
    pub fn tasks(&self, count: f64) -> String {
        super::words::plural(count, self.task[0], self.task[1])
    }

    /// Whether what serves are pods.
    pub fn are_pods(&self) -> bool {
        self.task == EKS.task
    }

    /// `1 node`, `5 nodes`
    pub fn machines(&self, count: f64) -> String {
        super::words::plural(count, self.machine[0], self.machine[1])
    }
}

/// The platforms on offer: those of the table that the simulator knows.
pub fn offered() -> impl Iterator<Item = (&'static str, Offer)> {
    let all =
        SERVICES.iter().flat_map(|(service, offers)| offers.iter().map(|one| (*service, *one)));
    all.filter(|(_, (word, _))| Platform::WORDS.contains(word))
}

/// Full name of the platform.
pub fn name(platform: Platform) -> &'static str {
    let found = offered().find(|(_, (word, _))| *word == platform.word());
    found.map_or("", |(_, (_, name))| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_platform_of_the_simulator_is_on_offer_once() {
        for word in Platform::WORDS {
            let found = offered().filter(|(_, (offer, _))| offer == word);
            assert_eq!(found.count(), 1, "{word}");
        }
    }

    #[test]
    fn pods_are_not_called_tasks() {
        assert_eq!(of(Platform::EksAuto).tasks(2.0), "2 pods");
        assert_eq!(of(Platform::EcsEc2).machines(1.0), "1 instance");
    }
}
