//! Questions about simulated days: each day is run again from the lab's address, and the answer is
//! found in another way than the question found it.

use super::{Course, course, read, well_made};
use drydock::app::lab::link;
use drydock::quiz::days::{ASKERS, CASES, Days, Listed, all, make};
use drydock::quiz::generated::{Book, Made};
use drydock::sim::run::EventKind;
use drydock::sim::{Run, Scenario, run_unsealed};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

const BEGIN_S: u32 = 13 * 3600;
const STEP_S: u32 = BEGIN_S + 1800;

/// What the lab shows at the question's address.
struct Shown<'a> {
    scenario: Scenario,
    base: &'a Scenario,
    run: Run,
    /// Of the playhead, s since the start.
    at_s: u32,
    book: &'a Book,
}

impl Shown<'_> {
    fn open<'a>(
        made: &Made,
        scenarios: &'a BTreeMap<String, Scenario>,
        book: &'a Book,
    ) -> Shown<'a> {
        let (id, query) = made.question.lab.split_once('?').expect("settings");
        let opened = link::decode(query, &scenarios[id], &book.rules);
        assert!(opened.notices.is_empty(), "{}: {:?}", made.question.id, opened.notices);
        let run = run_unsealed(&opened.scenario, &book.rules);
        let at_s = opened.view.playhead_s.expect("a moment");
        Shown { scenario: opened.scenario, base: &scenarios[id], run, at_s, book }
    }

    fn with(&self, settings: &[(&str, Value)]) -> Run {
        let mut scenario = self.scenario.clone();
        for (path, value) in settings {
            scenario = scenario.with(path, value.clone()).expect("a whole scenario");
        }
        run_unsealed(&scenario, &self.book.rules)
    }

    /// Which of the options are right.
    fn right(&self, name: &str, made: &Made) -> Vec<bool> {
        let each = |right: &dyn Fn(&Value) -> bool| made.values.iter().map(right).collect();
        match name {
            "day-next" => each(&|value| self.next(value)),
            "day-start" => each(&|value| self.started(value, made)),
            "day-alarm" => {
                let (name, minute) = self.first(&made.case);
                each(&|value| value[0] == name && value[1].as_u64() == Some(minute))
            }
            "day-spike" => self.least(made),
            "day-spot" => each(&|value| self.bill(value, &made.case)),
            other => panic!("how is the answer of `{other}` found?"),
        }
    }

    /// The desired count just before the playhead and just after it.
    fn next(&self, value: &Value) -> bool {
        let row = (self.at_s / 10) as usize;
        let desired = &self.run.columns.desired;
        assert!(desired[row] > desired[row - 1], "nothing is decided at the playhead");
        value.as_f64() == Some(desired[row])
    }

    /// The column of running tasks reaches what was asked for in the row after.
    fn started(&self, value: &Value, made: &Made) -> bool {
        let before = made.case["running"].as_f64().expect("a count");
        let wanted = made.case["wanted"].as_f64().expect("a count");
        let columns = &self.run.columns;
        let asked = columns.desired.iter().position(|count| *count > before).expect("a decision");
        assert_eq!(columns.desired[asked], before + wanted);
        let row = columns.running.iter().position(|count| *count >= before + wanted);
        let at_s = BEGIN_S + 10 * row.expect("all of them start") as u32;
        value.as_u64().expect("a time").abs_diff(u64::from(at_s)) <= 10
    }

    /// Each policy alone: the one that decides earlier decides first beside the other.
    fn first(&self, case: &Value) -> (&'static str, u64) {
        let none = Value::Array(Vec::new());
        let cpu = self.with(&[("scaling.policies", none.clone())]);
        let requests = self.with(&[
            ("scaling.policies", none),
            ("scaling.metric", "requests".into()),
            ("scaling.target", case["requests"].clone()),
        ]);
        let decided = |run: &Run| {
            let start = run.columns.desired[0];
            let row = run.columns.desired.iter().position(|count| *count > start);
            (BEGIN_S as usize + 10 * row.unwrap_or(usize::MAX / 20)) as u64 / 60
        };
        let (cpu, requests) = (decided(&cpu), decided(&requests));
        if cpu < requests { ("cpu", cpu) } else { ("requests", requests) }
    }

    /// No other set-up on offer fails as few requests.
    fn least(&self, made: &Made) -> Vec<bool> {
        let failed = |set_up: &Value| {
            let mut scenario = self.base.clone();
            for pairs in [&made.case["common"], set_up] {
                let mut pairs: Vec<_> = pairs.as_object().expect("settings").iter().collect();
                // Bounds go up before the count between them does.
                let late = ["scaling.max", "scaling.desired", "scaling.min"];
                pairs.sort_by_key(|(path, _)| late.iter().position(|other| other == path));
                for (path, value) in pairs {
                    scenario = scenario.with(path, value.clone()).expect("a whole scenario");
                }
            }
            let totals = run_unsealed(&scenario, &self.book.rules).totals;
            totals.offered - totals.served - totals.in_flight
        };
        let failed: Vec<f64> = made.values.iter().map(failed).collect();
        let least = failed.iter().copied().fold(f64::MAX, f64::min);
        failed.iter().map(|failed| *failed <= least).collect()
    }

    /// Seconds of the tasks themselves, at the prices of the facts.
    fn bill(&self, value: &Value, case: &Value) -> bool {
        let number = |of: &Value| of.as_f64().expect("a number");
        let desired = number(&case["desired"]);
        // While Spot is gone, which is where the playhead stands, only the ordinary ones run.
        let ordinary = self.run.columns.running[(self.at_s / 10) as usize];
        let price = |id: &str| self.book.facts.get(id).expect(id).value.as_f64().expect("a price");
        let task = &self.scenario.task;
        let hour = task.vcpu * price("fargate.vcpu_hour")
            + f64::from(task.memory_mib) / 1024.0 * price("fargate.gb_hour");
        let discount = 1.0 - price("fargate.spot_discount") / 100.0;
        let gone_h = 20.0 / 60.0;
        let dollars = hour * (2.0 * ordinary + discount * (2.0 - gone_h) * (desired - ordinary));
        (number(value) / dollars - 1.0).abs() < 0.012
    }
}

#[test]
fn the_day_gives_the_key_and_no_distractor() {
    let Course { book, files, .. } = course();
    let scenarios = scenarios(&files);
    assert!(ASKERS.len() >= 4);
    for asker in ASKERS {
        let mut stems = BTreeSet::new();
        for seed in 0..CASES {
            let made = make(asker, seed, &scenarios[asker.scenario], &book).expect(asker.name);
            well_made(&made.question, asker.name);
            let shown = Shown::open(&made, &scenarios, &book);
            for (option, found) in made.question.options.iter().zip(shown.right(asker.name, &made))
            {
                let text = &option.text;
                assert_eq!(found, option.key, "{}/{seed}: `{text}` {}", asker.name, made.case);
            }
            stems.insert(made.question.stem);
        }
        assert!(stems.len() as u64 > CASES * 3 / 4, "{}: {} stems", asker.name, stems.len());
    }
}

fn scenarios(files: &BTreeMap<String, String>) -> BTreeMap<String, Scenario> {
    let ids: BTreeSet<&str> = ASKERS.iter().map(|asker| asker.scenario).collect();
    ids.into_iter().map(|id| (id.into(), read(&files[&format!("scenarios/{id}.json")]))).collect()
}

#[test]
fn the_fleet_is_seen_as_it_was() {
    let Course { book, files, .. } = course();
    let scenarios = scenarios(&files);
    let asker = ASKERS.iter().find(|asker| asker.name == "day-next").expect("there");
    let made = make(asker, 3, &scenarios[asker.scenario], &book).expect("a question");
    let shown = Shown::open(&made, &scenarios, &book);
    let lines: Vec<&str> = made.question.evidence.lines().skip(1).collect();
    assert!(lines.len() >= 5 && lines[0].starts_with("13:29"), "{}", made.question.evidence);
    for (place, line) in lines.iter().enumerate() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let rows = 6 * (29 + place)..6 * (30 + place);
        let cpu = shown.run.columns.cpu[rows].iter().sum::<f64>() / 6.0 * 100.0;
        let said: f64 = words[words.len() - 2].parse().expect("a number");
        assert!((said - cpu).abs() <= 0.5, "{line}: {cpu}");
    }
    let started = shown.run.events.iter().filter(|event| {
        event.kind == EventKind::TaskState && event.state == "RUNNING" && event.t_ms > 0
    });
    assert!(started.count() > 0 && STEP_S > BEGIN_S);
}

#[test]
fn what_is_written_reads_back_and_is_listed() {
    let Course { book, files, .. } = course();
    let days = all(&scenarios(&files), &book).expect("all can be made");
    assert_eq!(days.len(), ASKERS.len());
    for (kind, asker) in days.iter().zip(ASKERS) {
        let again: Days = read(&serde_json::to_string(kind).expect("text"));
        assert_eq!((&again, Listed::from(kind).count), (kind, CASES as u32));
        assert!(files.contains_key(&format!("lessons/{}.json", asker.lesson)), "{}", asker.lesson);
        assert!(!asker.exams.is_empty() && !asker.meaning.ends_with('.'));
        assert!(kind.questions.iter().all(|question| question.generator == asker.name));
    }
    assert!(all(&BTreeMap::new(), &book).expect("nothing to make").is_empty());
}
