//! The decisions of a day as the lab numbers them: what one actor decides by one rule in one second
//! is one moment, however many tasks it was about. Pure.

use crate::sim::Run;
use crate::sim::run::Decision;
use std::ops::Range;

use super::terms::Terms;

/// One entry of "Why", one mark below the charts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Seconds since the start of the run.
    pub t_s: u32,
    /// Places in the run's list of decisions; at least one.
    pub decisions: Vec<usize>,
}

/// All moments of the run, in its order.
pub fn of(run: &Run) -> Vec<Moment> {
    let mut moments: Vec<Moment> = Vec::new();
    // The first moment of the second.
    let mut first = 0;
    for (index, decision) in run.decisions.iter().enumerate() {
        let t_s = (decision.t_ms / 1000) as u32;
        if moments.last().is_none_or(|last| last.t_s != t_s) {
            first = moments.len();
        }
        let alike = |moment: &&mut Moment| same(&run.decisions[moment.decisions[0]], decision);
        match moments[first..].iter_mut().find(alike) {
            Some(moment) => moment.decisions.push(index),
            None => moments.push(Moment { t_s, decisions: vec![index] }),
        }
    }
    moments
}

fn same(a: &Decision, b: &Decision) -> bool {
    let kind = |decision: &Decision| {
        let (before, id, rest) = subject(&decision.what);
        (before.to_string(), id.chars().next(), rest.to_string())
    };
    a.who == b.who && a.fact == b.fact && kind(a) == kind(b)
}

/// The moments that fall into those seconds, both ends included.
pub fn within(moments: &[Moment], from_s: u32, to_s: u32) -> Range<usize> {
    let from = moments.partition_point(|moment| moment.t_s < from_s);
    from..moments.partition_point(|moment| moment.t_s <= to_s).max(from)
}

/// The moment after the one that is chosen or before it; where none is chosen at `here_s`, the
/// next one after that second, or with a negative direction the last one before it.
pub fn step(
    moments: &[Moment],
    here_s: u32,
    chosen: Option<usize>,
    direction: i32,
) -> Option<usize> {
    let at = |index: &usize| moments.get(*index).is_some_and(|moment| moment.t_s == here_s);
    let next = match (chosen.filter(at), direction > 0) {
        (Some(index), _) => index.checked_add_signed(direction as isize),
        (None, true) => Some(moments.partition_point(|moment| moment.t_s <= here_s)),
        (None, false) => moments.partition_point(|moment| moment.t_s < here_s).checked_sub(1),
    };
    next.filter(|index| *index < moments.len())
}

/// What was decided, in one line: `6 tasks lost`.
pub fn headline(run: &Run, moment: &Moment, terms: &Terms) -> String {
    let what = run.decisions[moment.decisions[0]].what.as_str();
    let count = moment.decisions.len();
    if count == 1 {
        return what.to_string();
    }
    let (before, id, rest) = subject(what);
    if id.is_empty() {
        return [what, ", ", &count.to_string(), " times"].concat();
    }
    let count = count as f64;
    let many = if id.starts_with('i') { terms.machines(count) } else { terms.tasks(count) };
    if !before.is_empty() {
        return [before, &many, rest].concat();
    }
    let plurals = [
        (": task lost", " lost", ""),
        (": pod lost", " lost", ""),
        (" is ", " are ", ""),
        (" gets its ", " get their ", "s"),
    ];
    let plural = plurals.iter().find_map(|(one, more, end)| {
        let tail = rest.strip_prefix(one)?;
        Some([more, tail, end].concat())
    });
    [many.as_str(), &plural.unwrap_or_else(|| rest.to_string())].concat()
}

/// The ids of the tasks or instances that it was about; none where it was about one thing.
pub fn subjects<'a>(run: &'a Run, moment: &Moment) -> Vec<&'a str> {
    let ids = moment.decisions.iter().map(|index| subject(&run.decisions[*index].what).1);
    let ids: Vec<&str> = ids.filter(|id| !id.is_empty()).collect();
    if ids.len() > 1 { ids } else { Vec::new() }
}

/// `t0007: task lost` → nothing, `t0007` and `: task lost`; `evict t0007` → `evict `, `t0007` and
/// nothing. Without an id the whole text stands before it.
fn subject(what: &str) -> (&str, &str, &str) {
    let mut from = 0;
    for word in what.split_inclusive(' ') {
        let id = word.trim_end_matches([' ', ':', ',']);
        let number = id.strip_prefix(['t', 'i']).unwrap_or("");
        if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) {
            return (&what[..from], &what[from..from + id.len()], &what[from + id.len()..]);
        }
        from += word.len();
    }
    (what, "", "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::lab::terms;
    use crate::shape::Shape as _;
    use crate::sim::scenario::Platform;

    fn ecs() -> &'static Terms {
        terms::of(Platform::EcsEc2)
    }

    fn run(decisions: &[(u64, &str, &str)]) -> Run {
        let decision = |(t_ms, who, what): &(u64, &str, &str)| Decision {
            t_ms: *t_ms,
            who: who.to_string(),
            what: what.to_string(),
            ..Decision::blank()
        };
        Run { decisions: decisions.iter().map(decision).collect(), ..Run::blank() }
    }

    #[test]
    fn what_falls_together_is_one_moment() {
        let run = run(&[
            (5000, "service-scheduler", "t0007: task lost"),
            (5000, "you", "lose-zone us-east-1a"),
            (5200, "service-scheduler", "t0010: task lost"),
            (6000, "service-scheduler", "t0011: task lost"),
            (6000, "balancer", "t0011 is unhealthy"),
            (6000, "balancer", "t0012 is unhealthy"),
        ]);
        let moments = of(&run);
        let indices: Vec<_> = moments.iter().map(|one| one.decisions.clone()).collect();
        assert_eq!(indices, [vec![0, 2], vec![1], vec![3], vec![4, 5]]);
        let lines: Vec<_> = moments.iter().map(|one| headline(&run, one, ecs())).collect();
        let said =
            ["2 tasks lost", "lose-zone us-east-1a", "t0011: task lost", "2 tasks are unhealthy"];
        assert_eq!(lines, said);
        assert_eq!(subjects(&run, &moments[0]), ["t0007", "t0010"]);
        assert!(subjects(&run, &moments[2]).is_empty());
    }

    #[test]
    fn words_fit_any_number() {
        let twice = |what: &str, again: &str| {
            let run = run(&[(0, "cluster", what), (0, "cluster", again)]);
            of(&run).iter().map(|one| headline(&run, one, ecs())).collect::<Vec<_>>()
        };
        let notice = twice("i0003 gets its Spot notice", "i0004 gets its Spot notice");
        assert_eq!(notice, ["2 instances get their Spot notices"]);
        assert_eq!(twice("t0001 did not start", "t0002 did not start"), ["2 tasks did not start"]);
        assert_eq!(
            twice("t0001: out of memory", "t0002: out of memory"),
            ["2 tasks: out of memory"]
        );
        let placed = "place 4 tasks that waited";
        assert_eq!(twice(placed, placed), ["place 4 tasks that waited, 2 times"]);
        assert_eq!(twice("t0001 is slow", "i0001 is slow").len(), 2);
        assert_eq!(twice("stop 1 task", "stop 2 tasks").len(), 2);
    }

    #[test]
    fn pods_that_are_evicted_together_are_one_moment() {
        let run = run(&[
            (0, "eviction", "evict t0007"),
            (0, "eviction", "evict t0009"),
            (0, "karpenter", "launch i0003 for i0001"),
            (0, "karpenter", "launch i0004 for i0002"),
        ]);
        let eks = terms::of(Platform::EksAuto);
        let moments = of(&run);
        let said: Vec<_> = moments.iter().map(|one| headline(&run, one, eks)).collect();
        assert_eq!(said, ["evict 2 pods", "launch i0003 for i0001", "launch i0004 for i0002"]);
        assert_eq!(subjects(&run, &moments[0]), ["t0007", "t0009"]);
    }

    #[test]
    fn steps_go_through_every_moment_and_stop_at_the_ends() {
        let run = run(&[(1000, "a", "x"), (4000, "a", "x"), (4000, "b", "x"), (9000, "a", "x")]);
        let moments = of(&run);
        let go = |here_s, chosen, direction| step(&moments, here_s, chosen, direction);
        assert_eq!(go(0, None, 1), Some(0));
        assert_eq!(go(1, Some(0), 1), Some(1));
        assert_eq!(go(4, Some(1), 1), Some(2));
        assert_eq!(go(4, Some(2), -1), Some(1));
        assert_eq!(go(9, Some(3), 1), None);
        assert_eq!(go(1, Some(0), -1), None);
        // The playhead has gone on since: the chosen one counts no more.
        assert_eq!(go(5, Some(1), -1), Some(2));
        assert_eq!(go(4, None, 1), Some(3));
        assert_eq!(within(&moments, 2, 4), 1..3);
        assert_eq!(within(&moments, 5, 8), 3..3);
    }
}
