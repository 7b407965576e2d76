//! What can be broken in the lab: the faults of the simulator with names, what each does in one
//! line, and how long it lasts when nothing else is said. Pure.

use crate::sim::Scenario;
use crate::sim::fault::Fault;
use crate::sim::scenario::{Change, Platform};

use super::words;

/// One fault as the lab offers it.
#[derive(Clone, Copy, Debug)]
pub struct Offer {
    pub fault: Fault,
    /// Name of its button, on ECS.
    pub name: &'static str,
    /// What it does, in one line, on ECS.
    pub line: &'static str,
    /// How long it lasts, s; 0: to the end, or as long as it takes.
    pub for_s: f64,
}

/// So many of [`OFFERS`] are buttons of their own, the rest lie behind "More faults".
pub const FIRST: usize = 4;

const fn offer(fault: Fault, name: &'static str, for_s: f64, line: &'static str) -> Offer {
    Offer { fault, name, line, for_s }
}

/// Every fault, in the order of the page.
#[rustfmt::skip]
pub const OFFERS: [Offer; 20] = [
    offer(Fault::LoseZone, "Lose a zone", 1200.0,
        "The zone with the most tasks is gone for 20 minutes, with all that runs in it."),
    offer(Fault::ReclaimSpot, "Reclaim Spot", 1800.0,
        "AWS takes the Spot capacity back after its notice, and gives none for half an hour."),
    offer(Fault::BadImage, "Deploy a broken image", 0.0,
        "A new version starts, and its tasks fail their health checks."),
    offer(Fault::DenyPull, "Deny the image pull", 1800.0,
        "The role may not pull for half an hour: tasks without a cached image stop."),
    offer(Fault::CrashingImage, "Deploy a crashing image", 0.0,
        "A new version exits at once: its tasks never reach RUNNING."),
    offer(Fault::SlowImage, "Deploy a slow image", 0.0,
        "A new version needs twice the CPU for each request."),
    offer(Fault::Deploy, "Deploy a good image", 0.0,
        "A new version without a flaw takes over as the deployment settings say."),
    offer(Fault::NoRoute, "Cut the way to the registry", 1800.0,
        "No route from the subnets to the registry for half an hour: pulls time out."),
    offer(Fault::TagGone, "Remove the image tag", 1800.0,
        "The tag is gone from the registry for half an hour: tasks cannot find their image."),
    offer(Fault::DiskFull, "Fill the disk", 1800.0,
        "There is no room for the image for half an hour."),
    offer(Fault::RateLimit, "Limit the pulls", 900.0,
        "The registry answers that there are too many pulls, for 15 minutes."),
    offer(Fault::DenySecret, "Deny the secret", 1800.0,
        "The execution role may not read the secret for half an hour: no task starts."),
    offer(Fault::DenyLogs, "Deny the log stream", 1800.0,
        "The execution role may not write logs for half an hour: no task starts."),
    offer(Fault::AgentStops, "Stop an agent", 0.0,
        "The ECS agent of one instance stops: its tasks run on, and nobody can change them."),
    offer(Fault::NeverRegisters, "Let an instance never register", 0.0,
        "The next instance boots, is billed, and never joins the cluster."),
    offer(Fault::SlowDependency, "Slow a dependency", 900.0,
        "What the tasks call answers 500 ms later, for 15 minutes."),
    offer(Fault::MemoryLeak, "Leak memory", 0.0,
        "Each task loses 8 MiB a minute until it is stopped for want of memory."),
    offer(Fault::Surge, "Double the traffic", 900.0,
        "Twice the requests arrive for 15 minutes."),
    offer(Fault::PatchDay, "Patch day", 0.0,
        "The machines get patches: by hand on EC2, by task retirement on Fargate."),
    offer(Fault::UpgradeControlPlane, "Upgrade the control plane", 0.0,
        "A cluster on EKS goes up by one minor version."),
];

impl Offer {
    /// Name of its button on that platform.
    pub fn name_on(&self, platform: Platform) -> &'static str {
        match self.fault {
            Fault::AgentStops if platform.is_eks() => "Stop a kubelet",
            Fault::NeverRegisters if platform.is_eks() => "Let a node never join",
            _ => self.name,
        }
    }

    /// What it does on that platform, in one line.
    pub fn line_on(&self, platform: Platform) -> &'static str {
        match (platform, self.fault) {
            (Platform::AppRunner, _) => self.line_of_instances(),
            _ if platform.is_eks() => self.line_of_pods(platform),
            _ => self.line,
        }
    }

    /// On App Runner.
    fn line_of_instances(&self) -> &'static str {
        match self.fault {
            Fault::BadImage => "A new version starts, and its instances fail their health checks.",
            Fault::DenyPull => {
                "The access role may not pull for half an hour: no new instance starts."
            }
            Fault::CrashingImage => {
                "A new version exits at once: its instances never pass a health check."
            }
            Fault::Deploy => "A new version without a flaw takes over.",
            Fault::TagGone => {
                "The tag is gone from the registry for half an hour: no new instance finds its \
                 image."
            }
            Fault::DenySecret => {
                "The instance role may not read the secret for half an hour: no new instance \
                 starts."
            }
            Fault::SlowDependency => {
                "What the instances call answers 500 ms later, for 15 minutes."
            }
            Fault::MemoryLeak => {
                "Each instance loses 8 MiB a minute until it is stopped for want of memory."
            }
            _ => self.line,
        }
    }

    fn line_of_pods(&self, platform: Platform) -> &'static str {
        match self.fault {
            Fault::LoseZone => {
                "The zone with the most pods goes dark for 20 minutes, and Kubernetes waits before \
                 it gives them up."
            }
            Fault::ReclaimSpot => {
                "AWS takes the Spot nodes back, a recommendation and a notice before, and gives \
                 none for half an hour."
            }
            Fault::BadImage => "A new revision starts, and its pods never become ready.",
            Fault::DenyPull => {
                "The role may not pull for half an hour: pods without a cached image stay in \
                 ImagePullBackOff."
            }
            Fault::CrashingImage => "A new revision exits at once: CrashLoopBackOff.",
            Fault::Deploy => {
                "A new revision without a flaw takes over, as maxSurge and maxUnavailable say."
            }
            Fault::NoRoute => {
                "No route from the nodes to the registry for half an hour: ImagePullBackOff."
            }
            Fault::TagGone => {
                "The tag is gone from the registry for half an hour: ImagePullBackOff."
            }
            Fault::DiskFull => "There is no room for the image on the nodes for half an hour.",
            Fault::DenySecret => {
                "The secret cannot be read for half an hour: CreateContainerConfigError."
            }
            Fault::AgentStops => {
                "The kubelet of one node stops: the node is NotReady, and later its pods are given \
                 up."
            }
            Fault::NeverRegisters => "The next node boots, is billed, and never joins the cluster.",
            Fault::SlowDependency => "What the pods call answers 500 ms later, for 15 minutes.",
            Fault::MemoryLeak => {
                "Each pod loses 8 MiB a minute until it is OOMKilled and restarts in place."
            }
            Fault::PatchDay => match platform {
                Platform::EksSelfManaged => {
                    "A new image for the nodes: you replace and drain them by hand, one by one."
                }
                Platform::EksFargate => {
                    "AWS patches what the pods run on: they are evicted as the disruption budget \
                     allows. That they go all at once without one is our estimate."
                }
                Platform::EksAuto => {
                    "A new image for the nodes: Auto Mode replaces them within its budget."
                }
                _ => "A new image for the nodes: you start one update, and EKS rolls the group.",
            },
            Fault::UpgradeControlPlane => match platform {
                Platform::EksFargate => {
                    "One minor version up. Then you update the add-ons, and make the pods anew."
                }
                Platform::EksAuto => {
                    "One minor version up. Auto Mode replaces the nodes after it by itself."
                }
                _ => "One minor version up. Then you update the add-ons, and after them the nodes.",
            },
            _ => self.line,
        }
    }
}

/// The offer of that fault.
pub fn find(name: &str) -> Option<&'static Offer> {
    OFFERS.iter().find(|offer| offer.fault.word() == name)
}

/// A dated change that lets the fault strike so many seconds after the start.
pub fn strike(offer: &Offer, scenario: &Scenario, t_s: u32) -> Change {
    Change {
        at: words::clock(words::second_of_start(&scenario.start) + t_s),
        set: String::new(),
        value: serde_json::Value::Null,
        fault: offer.fault.word().to_string(),
        zone: String::new(),
        for_s: offer.for_s,
        amount: 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_fault_of_the_simulator_is_on_offer_once() {
        for word in Fault::WORDS {
            let offers = OFFERS.iter().filter(|offer| offer.fault.word() == *word);
            assert_eq!(offers.count(), 1, "{word}");
        }
    }

    #[test]
    fn app_runner_has_instances_and_no_tasks() {
        let mut scenario = <Scenario as crate::shape::Shape>::blank();
        scenario.platform = Platform::AppRunner;
        for offer in OFFERS.iter().filter(|offer| offer.fault.applies(&scenario).is_ok()) {
            let line = offer.line_on(Platform::AppRunner);
            for word in ["task", "execution role", "RUNNING", "deployment settings"] {
                assert!(!line.contains(word), "{}: {line}", offer.name);
            }
        }
    }

    #[test]
    fn the_four_buttons_are_named_as_agreed() {
        let names: Vec<&str> = OFFERS[..FIRST].iter().map(|offer| offer.name).collect();
        let agreed =
            ["Lose a zone", "Reclaim Spot", "Deploy a broken image", "Deny the image pull"];
        assert_eq!(names, agreed);
    }
}
