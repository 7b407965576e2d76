//! A paper: questions drawn by the blueprint, as many of each domain as it asks for.

use super::Blueprint;
use crate::progress::Log;
use crate::progress::sitting::{Asked, Paper};
use crate::quiz::bank::{Bank, Item};
use crate::quiz::shuffle;
use std::collections::BTreeMap;

/// How a paper is sat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// Questions; 0 asks for as many as the exam does.
    pub items: usize,
    /// Time in percent of the standard: 100, 125, 150, 200; 0 is without a clock.
    pub pace_percent: u32,
    pub strict: bool,
}

/// A paper, and where the bank was too small for the blueprint.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    pub paper: Paper,
    pub short: Vec<Short>,
}

/// A domain with fewer questions than the blueprint asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Short {
    pub domain: String,
    pub wanted: usize,
    pub found: usize,
}

/// Draws a paper. Questions never met come first, then those met longest ago. Where a domain has
/// too few, the paper is shorter by them; its minutes follow the number of questions.
pub fn draw(bank: &Bank, blueprint: &Blueprint, log: &Log, rules: Rules, seed: u64) -> Drawn {
    let wanted = if rules.items == 0 { blueprint.items() } else { rules.items };
    let quotas = quotas(blueprint, wanted);
    let mut candidates = candidates(bank, blueprint, log, seed);
    let mut items: Vec<Asked> = Vec::new();
    let mut short = Vec::new();
    // The scarcest domain chooses first, and takes what no other domain can use.
    let mut domains: Vec<(&str, usize)> =
        blueprint.domains.iter().map(|domain| domain.id.as_str()).zip(quotas).collect();
    domains.sort_by_key(|(domain, quota)| {
        let fitting = candidates.iter().filter(|item| serves(item, blueprint, domain)).count();
        fitting as i64 - *quota as i64
    });
    for (domain, quota) in domains {
        let mut fitting: Vec<&Item> =
            candidates.iter().copied().filter(|item| serves(item, blueprint, domain)).collect();
        fitting.sort_by_key(|item| item.exams[&blueprint.exam].len());
        fitting.truncate(quota);
        candidates.retain(|item| fitting.iter().all(|other| other.id != item.id));
        if fitting.len() < quota {
            short.push(Short { domain: domain.into(), wanted: quota, found: fitting.len() });
        }
        let asked = |item: &&Item| Asked { question: item.id.clone(), domain: domain.into() };
        items.extend(fitting.iter().map(asked));
    }
    let mut order: Vec<usize> = (0..items.len()).collect();
    shuffle::shuffle(&mut order, seed ^ 1);
    let items: Vec<Asked> = order.into_iter().map(|place| items[place].clone()).collect();
    let all = blueprint.items().max(1) as u32;
    let paper = Paper {
        exam: blueprint.exam.clone(),
        pass_mark: blueprint.pass_mark,
        minutes: (blueprint.minutes * items.len() as u32).div_ceil(all),
        pace_percent: rules.pace_percent,
        strict: rules.strict,
        items,
    };
    Drawn { paper, short }
}

/// How many questions each domain gets: by weight, what is left over to the largest remainders.
fn quotas(blueprint: &Blueprint, items: usize) -> Vec<usize> {
    let exact = blueprint.domains.iter().map(|domain| domain.percent * items as f64 / 100.0);
    let exact: Vec<f64> = exact.collect();
    let mut quotas: Vec<usize> = exact.iter().map(|quota| *quota as usize).collect();
    let mut places: Vec<usize> = (0..exact.len()).collect();
    places.sort_by(|one, other| exact[*other].fract().total_cmp(&exact[*one].fract()));
    let left = items.saturating_sub(quotas.iter().sum());
    for place in places.into_iter().take(left) {
        quotas[place] += 1;
    }
    quotas
}

fn candidates<'a>(bank: &'a Bank, blueprint: &Blueprint, log: &Log, seed: u64) -> Vec<&'a Item> {
    let last: BTreeMap<&str, u64> =
        log.newest().into_iter().map(|(question, last)| (question, last.at_ms)).collect();
    let mut places: Vec<usize> = (0..bank.items.len()).collect();
    shuffle::shuffle(&mut places, seed);
    let items = places.into_iter().map(|place| &bank.items[place]);
    let mut items: Vec<&Item> = items
        .filter(|item| blueprint.kinds.contains(&item.kind))
        .filter(|item| blueprint.domains.iter().any(|domain| serves(item, blueprint, &domain.id)))
        .collect();
    items.sort_by_key(|item| last.get(item.id.as_str()).copied().unwrap_or(0));
    items
}

fn serves(item: &Item, blueprint: &Blueprint, domain: &str) -> bool {
    let domains = item.exams.get(&blueprint.exam);
    domains.is_some_and(|domains| domains.iter().any(|other| other == domain))
}

#[cfg(test)]
mod tests {
    use super::super::blueprint::tests::sample;
    use super::*;
    use crate::progress::{Attempt, Entry};
    use crate::quiz::Kind;
    use crate::quiz::bank::tests::item;
    use crate::shape::Shape;

    const RULES: Rules = Rules { items: 0, pace_percent: 100, strict: true };

    fn bank(counts: &[(&[&str], usize)]) -> Bank {
        let mut items = Vec::new();
        for (domains, count) in counts {
            for number in 0..*count {
                let mut item = item(&format!("{}-{number}", domains.concat()), "t", 1, "");
                let domains = domains.iter().map(|domain| domain.to_string()).collect();
                item.exams.insert("X".into(), domains);
                items.push(item);
            }
        }
        Bank { items }
    }

    fn of<'a>(drawn: &'a Drawn, domain: &str) -> Vec<&'a str> {
        let items = drawn.paper.items.iter().filter(|asked| asked.domain == domain);
        items.map(|asked| asked.question.as_str()).collect()
    }

    #[test]
    fn a_paper_has_the_weights_of_the_blueprint() {
        let bank = bank(&[(&["D1"], 60), (&["D2"], 60), (&["D1", "D2"], 20)]);
        let drawn = draw(&bank, &sample(), &Log::default(), RULES, 1);
        assert_eq!((of(&drawn, "D1").len(), of(&drawn, "D2").len()), (39, 26));
        assert_eq!((drawn.paper.minutes, drawn.paper.pass_mark), (130, 720));
        assert!(drawn.short.is_empty());
        let ids: std::collections::BTreeSet<&str> =
            drawn.paper.items.iter().map(|asked| asked.question.as_str()).collect();
        assert_eq!(ids.len(), 65, "no question twice");
        assert_eq!(drawn, draw(&bank, &sample(), &Log::default(), RULES, 1));
        assert_ne!(drawn, draw(&bank, &sample(), &Log::default(), RULES, 2));
    }

    #[test]
    fn what_serves_two_domains_goes_where_it_is_scarce() {
        let bank = bank(&[(&["D1"], 39), (&["D2"], 6), (&["D1", "D2"], 20)]);
        let drawn = draw(&bank, &sample(), &Log::default(), RULES, 1);
        assert_eq!((of(&drawn, "D1").len(), of(&drawn, "D2").len()), (39, 26));
    }

    #[test]
    fn a_small_bank_makes_a_short_paper_and_says_so() {
        let bank = bank(&[(&["D1"], 60), (&["D2"], 5)]);
        let drawn = draw(&bank, &sample(), &Log::default(), RULES, 1);
        let short = Short { domain: "D2".into(), wanted: 26, found: 5 };
        assert_eq!(drawn.short, [short]);
        assert_eq!((drawn.paper.items.len(), drawn.paper.minutes), (44, 88));
        let ten = Rules { items: 10, ..RULES };
        assert_eq!(draw(&bank, &sample(), &Log::default(), ten, 1).paper.minutes, 20);
    }

    #[test]
    fn kinds_the_exam_does_not_have_are_not_asked_and_the_unmet_come_first() {
        let mut bank = bank(&[(&["D1"], 12)]);
        bank.items[0].exams.clear();
        bank.items[1].kind = Kind::Multiple;
        let mut blueprint = sample();
        blueprint.kinds = vec![Kind::Single];
        let met = |(at_ms, item): (usize, &Item)| {
            let (at_ms, question) = (at_ms as u64 + 1, item.id.clone());
            Entry::Attempt(Attempt { id: at_ms.to_string(), at_ms, question, ..Attempt::blank() })
        };
        let log = Log::new(bank.items.iter().enumerate().skip(4).map(met).collect());
        let rules = Rules { items: 5, ..RULES };
        let drawn = draw(&bank, &blueprint, &log, rules, 1);
        let mut ids = of(&drawn, "D1");
        ids.sort_unstable();
        assert_eq!(ids, ["D1-2", "D1-3", "D1-4"]);
    }
}
