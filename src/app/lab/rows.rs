//! One row of the charts: the day and its magnified stretch, on one scale.
//!
//! Shapes are SVG stretched to the panel; words are HTML over it, so that neither is ever
//! distorted. The paths are made once: a drag gives those of them another shape that it bends, and
//! nothing is laid out anew.

use crate::app::chart::{HEIGHT, Scale, Span, WIDTH};
use crate::app::live::live;
use crate::app::words::capital;
use crate::facts::Rulebook;
use crate::sim::Scenario;
use crate::sim::scenario::ScalingMode;
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::Element;

use super::desk::{Day, Desk};
use super::dom;
use super::layers::{Layer, Row, has_bounds};
use super::metric;
use super::summary;
use super::terms;
use super::words;

/// A row with its title, its values at the playhead and its two panels.
pub fn chart_row(desk: Desk, row: Row) -> AnyView {
    let values = live(move || {
        let day = desk.day.get();
        let at_s = desk.playhead_s.get();
        let said = |day: Arc<Day>| {
            let serving = if row == Row::Tasks { day.fleet.serving(at_s) } else { 0 };
            summary::at_playhead(row, &day.scenario, &day.run, day.row(at_s), serving)
        };
        day.map(said).unwrap_or_default()
    });
    let words = live(move || {
        let day = desk.day.get();
        day.map(|day| summary::of_row(row, &day.scenario, &day.run)).unwrap_or_default()
    });
    let id = desk.id(["requests", "latency", "tasks", "metric"][row as usize]);
    let part = |name: &str| [&id, name].concat();
    let (scale, whole, stretch) = (part("-scale"), part("-day"), part("-win"));
    let name = live(move || row.name(desk.scenario.with(|scenario| scenario.platform)).to_string());
    let mut drawn = Drawn::default();
    dom::effect(move || {
        let _ = drawn.show(desk, row, &id);
    });
    view! {
        <div class=row.class() role="group" aria-label=name>
            <div class="row-head">
                <span class="row-title" inner_html=live(move || title(desk, row))></span>
                <span class="row-values">{values}</span>
                <span class="unseen">{words}</span>
            </div>
            <div class="row-scale" aria-hidden="true" id=scale></div>
            <div class="panel panel-day" id=whole inner_html=empty(row, false)></div>
            <div class="panel panel-win" id=stretch inner_html=empty(row, true)></div>
        </div>
    }
    .into_any()
}

/// A panel whose paths have no shape yet, with the lines over it.
fn empty(row: Row, magnified: bool) -> String {
    let band = if magnified { "" } else { "<span class=\"band\" aria-hidden=\"true\"></span>" };
    let (width, height) = (WIDTH.to_string(), HEIGHT.to_string());
    let mut html = [
        band,
        "<svg viewBox=\"0 0 ",
        &width,
        " ",
        &height,
        "\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">\
         <path class=\"grid\"></path>",
    ]
    .concat();
    for _ in ghosts(row, magnified) {
        html.push_str("<path class=\"line-ghost\"></path>");
    }
    for layer in drawn(row, magnified) {
        html.push_str(&["<path class=\"", layer.class, "\"></path>"].concat());
    }
    html.push_str(
        "</svg><span class=\"playline\" aria-hidden=\"true\"></span>\
         <span class=\"hoverline\" aria-hidden=\"true\"></span><div class=\"bare\"></div>",
    );
    html
}

fn drawn(row: Row, magnified: bool) -> impl Iterator<Item = &'static Layer> {
    row.layers().iter().filter(move |layer| magnified || !layer.magnified)
}

fn ghosts(row: Row, magnified: bool) -> impl Iterator<Item = &'static Layer> {
    drawn(row, magnified).filter(|layer| layer.ghost)
}

/// What a row shows at present.
#[derive(Default)]
struct Drawn {
    day: Option<Arc<Day>>,
    before: Option<Arc<Day>>,
    scale: Option<Scale>,
    panels: [Panel; 2],
    labels: String,
}

#[derive(Default)]
struct Panel {
    span: Option<Span>,
    /// Grid, ghosts and layers, in the order of the page.
    paths: Vec<(Element, String)>,
    labels: Option<Element>,
}

impl Drawn {
    /// Brings the row in step with the desk. Without a day it keeps the last one.
    fn show(&mut self, desk: Desk, row: Row, id: &str) -> Option<()> {
        let (day, before, window) = (desk.day.get(), desk.before.get(), desk.window.get());
        let day = day?;
        let whole = Span { from_s: 0, to_s: day.scenario.duration_s.max(1) };
        let new_day = !self.day.as_ref().is_some_and(|old| Arc::ptr_eq(old, &day));
        let new_before = match (&self.before, &before) {
            (Some(old), Some(before)) => !Arc::ptr_eq(old, before),
            (old, before) => old.is_some() || before.is_some(),
        };
        let mut scale = self.scale.unwrap_or(Scale::Linear { max: 1.0 });
        if new_day || new_before {
            let mut runs = vec![(&day.scenario, &*day.run)];
            runs.extend(before.iter().map(|day| (&day.scenario, &*day.run)));
            scale = row.scale(&runs);
        }
        let new_scale = self.scale != Some(scale);
        // The same height may mean another metric.
        if new_scale || new_day && row == Row::Metric {
            dom::by_id(&[id, "-scale"].concat())?.set_inner_html(&tick_labels(
                row,
                &day.scenario,
                scale,
            ));
        }
        for (index, (name, span)) in [("-day", whole), ("-win", window)].into_iter().enumerate() {
            let panel = &mut self.panels[index];
            panel.find(&[id, name].concat())?;
            let moved = new_scale || panel.span.replace(span) != Some(span);
            let mut at = 0;
            panel.bend(&mut at, moved, || grid(scale));
            for layer in ghosts(row, index == 1) {
                panel.bend(&mut at, moved || new_before, || match &before {
                    Some(before) => (layer.draw)(&before.scenario, &before.run, span, scale),
                    None => String::new(),
                });
            }
            for layer in drawn(row, index == 1) {
                panel.bend(&mut at, moved || new_day, || {
                    (layer.draw)(&day.scenario, &day.run, span, scale)
                });
            }
        }
        let labels = direct_labels(row, &day.scenario, &desk.rules(), scale);
        if labels != self.labels {
            self.panels[1].labels.as_ref()?.set_inner_html(&labels);
            self.labels = labels;
        }
        (self.day, self.before, self.scale) = (Some(day), before, Some(scale));
        Some(())
    }
}

impl Panel {
    fn find(&mut self, id: &str) -> Option<()> {
        if self.paths.is_empty() {
            let panel = dom::by_id(id)?;
            let mut path = panel.query_selector("path").ok()?;
            while let Some(one) = path {
                path = one.next_element_sibling();
                self.paths.push((one, String::new()));
            }
            self.labels = panel.last_element_child();
        }
        Some(())
    }

    /// Gives the next path its shape, if that may be another and is.
    fn bend(&mut self, at: &mut usize, may_differ: bool, shape: impl FnOnce() -> String) {
        let path = self.paths.get_mut(*at);
        *at += 1;
        if let (Some((path, old)), true) = (path, may_differ) {
            let shape = shape();
            if shape != *old {
                dom::set(path, "d", &shape);
                *old = shape;
            }
        }
    }
}

fn grid(scale: Scale) -> String {
    let mut grid = String::new();
    for y in scale.ticks().into_iter().filter_map(|tick| scale.y(tick)) {
        grid.push_str(&["M0 ", &y.to_string(), "H", &WIDTH.to_string()].concat());
    }
    grid
}

fn title(desk: Desk, row: Row) -> String {
    let fixed = match row {
        Row::Requests => {
            "<b class=\"traffic\">Requests<span class=\"wide\"> a second</span></b> <span \
             class=\"wide\">against </span><b class=\"system\">capacity</b>"
        }
        Row::Latency => {
            "<b>Latency<span class=\"wide\"> p99</span></b><span class=\"wide\"> and \
                         p50</span>, log scale"
        }
        Row::Tasks => {
            let Some(day) = desk.day.get() else { return String::new() };
            let terms = terms::of(day.scenario.platform);
            let title = [
                "<b>",
                &capital(terms.task[1]),
                "</b>: <b class=\"system\">",
                summary::up(day.scenario.platform, &day.run).0,
                "</b>, ",
                terms.desired,
                " <i class=\"dotted\"></i>",
            ];
            let machines = match metric::has_machines(&day.run) {
                true => [", <b class=\"machines\">", terms.machine[1], "</b>"].concat(),
                false => String::new(),
            };
            return title.concat() + &machines;
        }
        Row::Metric => {
            let (name, rest) = desk.scenario.with(metric::title);
            return ["<b>", name, "</b>", rest].concat();
        }
    };
    fixed.to_string()
}

/// A word at the height of a value.
fn label(scale: Scale, value: f64, class: &str, text: &str, html: &mut String) {
    if let Some(y) = scale.y(value) {
        let top = dom::css(f64::from(y) * 100.0 / f64::from(HEIGHT));
        let span = ["<span class=\"", class, "\" style=\"top:", &top, "%\">", text, "</span>"];
        html.push_str(&span.concat());
    }
}

fn tick_labels(row: Row, scenario: &Scenario, scale: Scale) -> String {
    let mut html = String::new();
    for tick in scale.ticks() {
        let text = match row {
            Row::Latency => words::latency(tick),
            Row::Metric => metric::said(scenario, tick),
            Row::Requests | Row::Tasks => words::number(tick, 1),
        };
        label(scale, tick, "", &text, &mut html);
    }
    html
}

/// Words on the lines of the magnified panel, where they mean something that the title does not
/// say.
fn direct_labels(row: Row, scenario: &Scenario, rules: &Rulebook, scale: Scale) -> String {
    let mut html = String::new();
    let within_ms = scenario.objective.within_ms;
    match row {
        Row::Latency => {
            let text = ["objective ", &words::latency(within_ms)].concat();
            label(scale, within_ms, "on-line missed", &text, &mut html);
        }
        Row::Tasks if has_bounds(scenario) => {
            let (_, most) = scenario.bounds();
            let text = ["your maximum: ", &most.to_string()].concat();
            // Beyond the top of the chart there is no line that it could stand on.
            if scale.ticks().last().is_none_or(|top| f64::from(most) <= *top) {
                label(scale, f64::from(most), "on-line", &text, &mut html);
            }
        }
        Row::Metric => metric_labels(scenario, rules, scale, &mut html),
        _ => {}
    }
    html
}

fn metric_labels(scenario: &Scenario, rules: &Rulebook, scale: Scale, html: &mut String) {
    let tracks = scenario.scaling.mode == ScalingMode::TargetTracking;
    let word = if tracks { "target " } else { "threshold " };
    for level in metric::levels(scenario) {
        let text = [word, &metric::said(scenario, level)].concat();
        label(scale, level, "on-line system", &text, html);
    }
    if let Some(low) = metric::low_threshold(scenario, rules) {
        let factor = words::number(rules.scaling_low_factor, 2);
        let why = " × target, as observed)";
        let text = ["scale in below ", &metric::said(scenario, low), " (", &factor, why].concat();
        label(scale, low, "on-line low", &text, html);
    }
    if tracks && scenario.platform.is_eks() {
        let tolerance = scenario.platform_settings.hpa_tolerance;
        for level in metric::levels(scenario) {
            let (low, high) = (level * (1.0 - tolerance), level * (1.0 + tolerance));
            let (low, high) = (metric::said(scenario, low), metric::said(scenario, high));
            let text = ["no change from ", &low, " to ", &high, " (tolerance)"].concat();
            label(scale, level, "on-line low", &text, html);
        }
    }
}
