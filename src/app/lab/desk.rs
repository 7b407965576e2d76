//! The signals of one lab: the scenario under the hand, the day that was last simulated, the
//! playhead.
//!
//! One signal holds the whole day and one the playhead, never one a task: everything drawn derives
//! from them. The lab page and the figures of lessons each have a desk of their own.

use crate::app::browser;
use crate::app::chart::Span;
use crate::app::engine::{Engine, Slot, use_engine};
use crate::facts::Rulebook;
use crate::sim::scenario::Change;
use crate::sim::{Run, Scenario};
use leptos::prelude::*;
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

pub use super::day::Day;
use super::fleet_model::Fleet;
use super::link::View;
use super::machine_kind::Kinds;
use super::moments;
use super::state::{self, History};
use super::{switch, terms};

/// Numbers the desks of a page, so that the ids of their controls differ.
static DESKS: AtomicU32 = AtomicU32::new(0);

/// The signals of one lab; a cheap handle.
#[derive(Clone, Copy)]
pub struct Desk {
    number: u32,
    engine: Engine,
    slot: Slot,
    rules: StoredValue<Arc<Rulebook>>,
    history: StoredValue<History>,
    /// Number of the newest input, and of the one that the drawn day answers.
    inputs: StoredValue<(u32, Option<u32>)>,
    paint: StoredValue<Option<browser::Frames>, LocalStorage>,
    wanted: StoredValue<View>,
    /// The preset before the one that was opened last; undoing that brings it back.
    opened_over: StoredValue<Option<Option<String>>>,
    pub scenario: RwSignal<Scenario>,
    pub day: RwSignal<Option<Arc<Day>>>,
    /// The day before the last drag.
    pub before: RwSignal<Option<Arc<Day>>>,
    pub failure: RwSignal<Option<String>>,
    pub playhead_s: RwSignal<u32>,
    pub hover_s: RwSignal<Option<u32>>,
    pub window: RwSignal<Span>,
    /// Place of the chosen decision among the moments of the day.
    pub decision: RwSignal<Option<usize>>,
    /// Id of the chosen task.
    pub task: RwSignal<Option<String>>,
    /// Path of the setting that could not be set, and what was expected.
    pub problem: RwSignal<Option<(String, String)>>,
    /// What gave way to the last switch of the platform.
    pub told: RwSignal<String>,
    /// What is said to people who do not see the page: verdict, decision, what was opened.
    pub said: RwSignal<String>,
    pub last_used: RwSignal<&'static str>,
    pub can_undo: RwSignal<bool>,
    pub from: RwSignal<Option<String>>,
    /// The same day is compared on every platform.
    pub compares: RwSignal<bool>,
    /// What is set now takes effect at the playhead and not from the start of the day.
    pub dated: RwSignal<bool>,
}

impl Desk {
    /// A desk of the current owner, with nothing simulated yet.
    pub fn new(rules: Arc<Rulebook>, scenario: Scenario) -> Desk {
        let engine = use_engine();
        let window = state::default_window(&scenario, None);
        let scenario = RwSignal::new(scenario);
        let desk = Desk {
            number: DESKS.fetch_add(1, Ordering::Relaxed),
            engine,
            slot: engine.slot(),
            rules: StoredValue::new(rules),
            history: StoredValue::new(History::default()),
            inputs: StoredValue::new((0, None)),
            paint: StoredValue::new_local(None),
            wanted: StoredValue::new(View::default()),
            opened_over: StoredValue::new(None),
            scenario,
            day: RwSignal::new(None),
            before: RwSignal::new(None),
            failure: RwSignal::new(None),
            playhead_s: RwSignal::new(window.from_s + window.length_s() / 2),
            hover_s: RwSignal::new(None),
            window: RwSignal::new(window),
            decision: RwSignal::new(None),
            task: RwSignal::new(None),
            problem: RwSignal::new(None),
            told: RwSignal::new(String::new()),
            said: RwSignal::new(String::new()),
            last_used: RwSignal::new("scaling.target"),
            can_undo: RwSignal::new(false),
            from: RwSignal::new(None),
            compares: RwSignal::new(false),
            dated: RwSignal::new(false),
        };
        desk.paint.set_value(Some(browser::Frames::new(move |_| {
            desk.measure_paint();
            false
        })));
        desk
    }

    /// An id for an element of this desk.
    pub fn id(&self, name: &str) -> String {
        ["d", &self.number.to_string(), "-", name].concat()
    }

    pub fn rules(&self) -> Arc<Rulebook> {
        self.rules.get_value()
    }

    /// Puts a whole scenario on the desk, as a link or a preset does. Of what was there one step of
    /// Undo is left.
    pub fn open(&self, scenario: Scenario, view: View) {
        self.history.set_value(History::default());
        self.can_undo.set(false);
        if self.day.with_untracked(Option::is_some) {
            self.note_change("open");
            self.finish();
            self.opened_over.set_value(Some(self.from.get_untracked()));
            let on = terms::name(scenario.platform);
            self.said.set(["Opened: ", &scenario.title, ", ", on, "."].concat());
        }
        self.before.set(None);
        self.problem.set(None);
        self.told.set(String::new());
        self.task.set(None);
        self.decision.set(None);
        self.from.set(view.from.clone());
        self.compares.set(view.compares);
        self.day.set(None);
        self.wanted.set_value(view);
        self.scenario.set(scenario);
        self.simulate(None);
    }

    /// Changes one setting, as a slider or a field does.
    pub fn set(&self, path: &'static str, value: Value) {
        self.set_all(&[(path, value)]);
    }

    /// Changes settings that go together.
    pub fn set_all(&self, changes: &[(&'static str, Value)]) {
        let Some((path, _)) = changes.first() else { return };
        let input = self.next_input();
        let rules = self.rules.get_value();
        let from_s = self.playhead_s.get_untracked();
        let next = self.scenario.with_untracked(|scenario| match self.dated.get_untracked() {
            true => state::set_from(scenario, changes, from_s, &rules),
            false => state::set_all(scenario, changes, &rules),
        });
        self.last_used.set(path);
        match next {
            Ok(next) => {
                self.note_change(path);
                self.problem.set(None);
                self.told.set(self.scenario.with_untracked(|now| switch::told(now, &next, &rules)));
                self.scenario.set(next);
                self.simulate(Some(input));
            }
            Err(problems) => {
                let expected = problems.into_iter().map(|problem| problem.expected);
                let expected = expected.collect::<Vec<_>>().join("; ");
                self.problem.set(Some((path.to_string(), expected)));
            }
        }
    }

    /// The scenario as the controls show it: in force at the playhead where changes are dated.
    pub fn shown(&self) -> Scenario {
        match self.dated.get() {
            true => {
                let t_s = self.playhead_s.get();
                self.scenario.with(|scenario| state::in_force(scenario, t_s))
            }
            false => self.scenario.get(),
        }
    }

    /// Adds a dated change.
    pub fn add_change(&self, change: Change) {
        let mut next = self.scenario.get_untracked();
        if !next.changes.contains(&change) {
            self.note_change(&["add ", &next.changes.len().to_string()].concat());
            next.changes.push(change);
            self.scenario.set(next);
            self.simulate(None);
        }
    }

    /// Deletes a dated change.
    pub fn remove_change(&self, index: usize) {
        let mut next = self.scenario.get_untracked();
        if index < next.changes.len() {
            self.note_change(&["delete ", &next.changes.len().to_string()].concat());
            next.changes.remove(index);
            self.scenario.set(next);
            self.simulate(None);
        }
    }

    /// A finger was lifted from a slider.
    pub fn release(&self) {
        self.history.update_value(|history| history.release(browser::now_ms() as f64));
    }

    /// Another platform was chosen: a step by itself, however soon the next one follows.
    pub fn finish(&self) {
        self.history.update_value(History::end);
    }

    /// Takes the last change back.
    pub fn undo(&self) {
        let undone = self.history.try_update_value(History::undo).flatten();
        if let Some(scenario) = undone {
            self.before.set(self.day.get_untracked());
            self.problem.set(None);
            self.told.set(String::new());
            self.scenario.set(scenario);
            self.can_undo.set(self.history.with_value(History::can_undo));
            if !self.can_undo.get_untracked()
                && let Some(Some(from)) = self.opened_over.try_update_value(Option::take)
            {
                self.from.set(from);
            }
            self.simulate(None);
        }
    }

    /// Another whole scenario that can be undone, such as Reset.
    pub fn replace(&self, scenario: Scenario) {
        self.note_change("");
        self.scenario.set(scenario);
        self.simulate(None);
    }

    /// Moves the playhead and takes the magnified window along.
    pub fn go_to(&self, t_s: u32) {
        let duration_s = self.scenario.with_untracked(|scenario| scenario.duration_s);
        let t_s = t_s.min(duration_s);
        self.playhead_s.set(t_s);
        let window = self.window.get_untracked();
        let around = state::window_around(window, t_s, duration_s);
        if around != window {
            self.window.set(around);
        }
    }

    /// Chooses a decision and goes to its moment.
    pub fn choose(&self, index: usize) {
        let at = self.day.with_untracked(|day| Some(day.as_ref()?.moments.get(index)?.t_s));
        if let Some(t_s) = at {
            self.decision.set(Some(index));
            self.go_to(t_s);
        }
    }

    /// Goes to the next decision, or with `-1` to the one before.
    pub fn step_decision(&self, direction: i32) {
        let (here_s, chosen) = (self.playhead_s.get_untracked(), self.decision.get_untracked());
        let next = self
            .day
            .with_untracked(|day| moments::step(&day.as_ref()?.moments, here_s, chosen, direction));
        self.said.set(match next {
            Some(index) => {
                self.choose(index);
                self.day.with_untracked(|day| day.as_ref()?.announced(index)).unwrap_or_default()
            }
            None if direction > 0 => "No later decision on this day.".to_string(),
            None => "No earlier decision on this day.".to_string(),
        });
    }

    /// What a link to this moment holds beside the scenario.
    pub fn view(&self) -> View {
        View {
            playhead_s: Some(self.playhead_s.get()),
            window: Some(self.window.get()),
            from: self.from.get(),
            compares: self.compares.get(),
        }
    }

    fn note_change(&self, path: &str) {
        let now_ms = browser::now_ms() as f64;
        let scenario = self.scenario.get_untracked();
        let mut begins = false;
        self.history.update_value(|history| begins = history.change(path, now_ms, &scenario));
        if begins {
            self.before.set(self.day.get_untracked());
            if !self.can_undo.get_untracked() {
                self.can_undo.set(true);
            }
        }
    }

    fn simulate(&self, input: Option<u32>) {
        let desk = *self;
        let scenario = self.scenario.get_untracked();
        let asked = scenario.clone();
        self.engine.run(self.slot, scenario, move |result| match result {
            Ok(run) => desk.draw(asked, run, input),
            Err(why) => desk.failure.set(Some(why)),
        });
    }

    fn draw(&self, scenario: Scenario, run: Arc<Run>, input: Option<u32>) {
        let rules = self.rules.get_value();
        let mib_per_s = match scenario.platform {
            platform if platform.has_machines() => rules.ec2_pull_mib_per_s,
            _ => rules.fargate_pull_mib_per_s,
        };
        let pull_s = scenario.task.image_mib / mib_per_s.max(0.001);
        let fleet = Fleet::new(&run, pull_s, scenario.task.start_s);
        let kinds = Kinds::of(&scenario, &rules, &fleet);
        let moments = moments::of(&run);
        let first = self.day.with_untracked(Option::is_none);
        if first {
            let wanted = self.wanted.get_value();
            let window = state::first_window(&scenario, &run, wanted.window, wanted.playhead_s);
            let usual = || state::default_playhead(window, &run);
            self.window.set(window);
            self.playhead_s.set(wanted.playhead_s.unwrap_or_else(usual).min(scenario.duration_s));
        }
        // On another day the same place in the list may be another decision.
        if let Some(index) = self.decision.get_untracked() {
            let old = self.day.with_untracked(|day| Some(day.as_ref()?.moments.get(index)?.t_s));
            if old.is_none() || moments.get(index).map(|moment| moment.t_s) != old {
                self.decision.set(None);
            }
        }
        self.failure.set(None);
        self.day.set(Some(Arc::new(Day { scenario, run, moments, fleet, kinds })));
        if let Some(input) = input {
            self.inputs.update_value(|inputs| inputs.1 = Some(input));
            if let Some(Some(frames)) = self.paint.try_get_value() {
                frames.start();
            }
        }
    }

    fn next_input(&self) -> u32 {
        self.inputs.update_value(|inputs| inputs.0 += 1);
        let (input, _) = self.inputs.get_value();
        if let Some(performance) = browser::window().performance() {
            let _ = performance.mark(&mark(input));
        }
        input
    }

    /// In the frame that paints the day: the time from its input to just after the paint.
    fn measure_paint(&self) {
        let mut painted = None;
        self.inputs.update_value(|inputs| painted = inputs.1.take());
        let Some(input) = painted else { return };
        browser::soon(move || {
            let Some(performance) = browser::window().performance() else { return };
            let start = mark(input);
            let _ = performance.measure_with_start_mark("slider-to-paint", &start);
            performance.clear_marks_with_mark_name(&start);
        });
    }
}

fn mark(input: u32) -> String {
    ["slider-input-", &input.to_string()].concat()
}
