//! From a tool to the lesson that teaches it and the day in the lab that shows it. Pure.

use crate::app::html::escape;
use crate::course::model::CourseMap;

/// A lesson and a scenario by id; empty where there is none.
struct Doors(&'static str, &'static str, &'static str);

const DOORS: &[Doors] = &[
    Doors("app-runner", "app-runner", "requests-at-once"),
    Doors("capacity-provider", "ec2-launch-type", "two-loops"),
    Doors("capacity-strategy", "spot-and-cost", "spot-reclaimed"),
    Doors("circuit-breaker", "deployments", "broken-image"),
    Doors("cluster-autoscaler", "eks-scaling", "node-for-pods"),
    Doors("deployment-bounds", "deployments", "stuck-deployment"),
    Doors("ebs-limits", "container-volumes", ""),
    Doors("ecr-lifecycle", "ecr-lifecycle", "image-expired"),
    Doors("ecr-pull", "ecr", "pull-denied"),
    Doors("efs-burst", "container-volumes", ""),
    Doors("eks-fargate-size", "eks-node-types", "pod-a-node"),
    Doors("eni-density", "ec2-launch-type", "no-interfaces"),
    Doors("fargate-size", "ec2-or-fargate", "steady-service"),
    Doors("hpa", "eks-scaling", "node-for-pods"),
    Doors("hpa-behavior", "eks-scaling", "node-for-pods"),
    Doors("iam", "task-roles", "secret-denied"),
    Doors("kube-reserved", "eks-node-types", "packed-ec2"),
    Doors("lcu", "alb-or-nlb", "nlb-few-flows"),
    Doors("max-pods", "eks-node-types", "node-for-pods"),
    Doors("node-allocatable", "eks-node-types", "fitting-nodes"),
    Doors("node-group-update", "eks-node-types", "update-blocked"),
    Doors("placement", "ec2-launch-type", "packed-ec2"),
    Doors("price", "spot-and-cost", "steady-service"),
    Doors("queue", "service-auto-scaling", "sudden-step"),
    Doors("role-for", "task-roles", "secret-denied"),
    Doors("scheduled", "service-auto-scaling", "known-peak"),
    Doors("scheduled-bounds", "service-auto-scaling", "known-peak"),
    Doors("step-scaling", "service-auto-scaling", "step-policy"),
    Doors("target-tracking", "service-auto-scaling", "lunch-spike"),
    Doors("volume", "container-volumes", "lose-zone"),
];

/// The doors that this course has; empty where it has none.
pub fn html(name: &str, map: &CourseMap) -> String {
    let Some(Doors(_, lesson, scenario)) = DOORS.iter().find(|doors| doors.0 == name) else {
        return String::new();
    };
    let lessons = map.parts.iter().flat_map(|part| &part.lessons);
    let mut html = String::new();
    for entry in lessons.filter(|entry| entry.id == *lesson) {
        html += &link(&["#/learn/", lesson].concat(), "Lesson", &entry.title);
    }
    for entry in map.scenarios.iter().filter(|entry| entry.id == *scenario) {
        html += &link(&["#/lab?preset=", scenario].concat(), "In the lab", &entry.title);
    }
    match html.is_empty() {
        true => html,
        false => ["<ul class=\"tool-doors\">", &html, "</ul>"].concat(),
    }
}

fn link(address: &str, what: &str, title: &str) -> String {
    ["<li>", what, ": <a class=\"link\" href=\"", address, "\">", &escape(title), "</a></li>"]
        .concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::RULES;

    #[test]
    fn every_rule_has_its_doors_and_the_course_has_them() {
        let map = super::super::testing::book().map.as_ref().expect("a map");
        for rule in RULES {
            let Some(Doors(_, _, scenario)) = DOORS.iter().find(|doors| doors.0 == rule.name)
            else {
                panic!("{} has no door", rule.name)
            };
            let links = html(rule.name, map).matches("<li>").count();
            assert_eq!(links, if scenario.is_empty() { 1 } else { 2 }, "{}", rule.name);
        }
    }
}
