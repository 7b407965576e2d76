//! Why tasks or pods have no place, and what they wait for. Pure.

use crate::app::html::escape;
use crate::app::words::capital;
use crate::sim::Run;
use crate::sim::run::Decision;

use super::machines::{MachineNow, State};
use super::terms::Terms;

/// Why that many have no place, from the newest decision about it.
pub fn waiting(
    tasks: usize,
    machines: &[MachineNow],
    run: &Run,
    t_ms: u64,
    terms: &Terms,
) -> String {
    let booting = machines.iter().filter(|one| one.state == State::Booting).count();
    let told = run.decisions.iter().rfind(|one| one.t_ms <= t_ms && is_about_room(one));
    let count = terms.tasks(tasks as f64);
    let pods = told.is_some_and(|decision| decision.who != "service-scheduler");
    let verb = match (pods, tasks) {
        (true, _) => " Pending.",
        (false, 1) => " waits for room.",
        (false, _) => " wait for room.",
    };
    let mut text = ["<b>", &count, verb, "</b>"].concat();
    if let Some(decision) = told {
        let why = match pods {
            true => [" <code>", &escape(&decision.because), "</code>"].concat(),
            false => [" ", &escape(&capital(&decision.because)), "."].concat(),
        };
        text.push_str(&[&why, " Next: ", &escape(&decision.waits_for), "."].concat());
    }
    if booting > 0 {
        let count = match booting {
            1 => ["1 booting ", terms.machine[0]].concat(),
            many => [&many.to_string(), " booting ", terms.machine[1]].concat(),
        };
        text.push_str(&[" You pay for ", &count, " meanwhile."].concat());
    }
    text
}

fn is_about_room(decision: &Decision) -> bool {
    match decision.who.as_str() {
        "kube-scheduler" | "fargate-scheduler" => decision.what.ends_with(": Pending"),
        "service-scheduler" => {
            !decision.waits_for.is_empty()
                && (decision.what.contains("wait for") || decision.what.contains("waits for"))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::super::terms;
    use super::*;
    use crate::shape::Shape as _;
    use crate::sim::scenario::Platform;

    #[test]
    fn a_pending_pod_gives_the_schedulers_reason() {
        let told = Decision {
            t_ms: 1000,
            who: "kube-scheduler".into(),
            what: "2 pods: Pending".into(),
            because: "0/3 nodes are available: 3 Insufficient cpu.".into(),
            waits_for: "Karpenter's nodes".into(),
            ..Decision::blank()
        };
        let run = Run { decisions: vec![told], ..Run::blank() };
        let text = waiting(2, &[], &run, 5000, terms::of(Platform::EksAuto));
        let wanted = "<b>2 pods Pending.</b> <code>0/3 nodes are available: 3 Insufficient cpu.\
                      </code> Next: Karpenter's nodes.";
        assert_eq!(text, wanted);
        let early = waiting(1, &[], &run, 0, terms::of(Platform::EcsEc2));
        assert_eq!(early, "<b>1 task waits for room.</b>");
    }
}
