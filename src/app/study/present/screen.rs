//! What stands on the screen: the step with its figure, and the line below it.

use super::slides::Part;
use super::{Audience, Show};
use crate::app::browser;
use crate::app::html::escape;
use crate::app::part;
use crate::app::study::qr;
use crate::app::study::steps::Kind;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

/// The smallest type, as a share of the largest, before a step has to scroll.
const SMALLEST: f64 = 0.55;

/// A step as HTML: text at the left, figures at the right, the JSON of a live one.
struct Composed {
    title: String,
    text: String,
    aside: String,
    live: Option<String>,
}

impl Show {
    /// Id and title of the heading above a step.
    pub(super) fn heading(&self, step: usize) -> Option<(&str, &str)> {
        let slide = &self.slides[self.steps.get(step)?.heading?];
        match &slide.part {
            Part::Heading(id) => Some((id, &slide.html)),
            _ => None,
        }
    }

    /// The answer of the question that is shown.
    pub(super) fn answer(&self) -> Option<&str> {
        let step = self.steps.get(self.now.get())?;
        step.pieces.iter().find_map(|index| match &self.slides[*index].part {
            Part::Answer { answer, .. } => Some(answer.as_str()),
            _ => None,
        })
    }

    /// The scenario of the live figure of a step.
    pub(super) fn scenario(&self, step: usize) -> Option<String> {
        self.steps.get(step)?.pieces.iter().find_map(|index| match &self.slides[*index].part {
            Part::Figure { scenario, .. } => Some(scenario.clone()),
            _ => None,
        })
    }

    /// What a step shows; with the answer, if it is a question and `answered`.
    fn compose(&self, step: usize, answered: bool) -> Composed {
        let lesson_title = escape(&self.lesson.title);
        let pieces = self.steps.get(step).map_or(&[][..], |step| &step.pieces);
        let asked = pieces.first().and_then(|index| match &self.slides[*index].part {
            Part::Answer { title, .. } => Some(title.as_str()),
            _ => None,
        });
        let title = asked.or(self.heading(step).map(|(_, title)| title)).unwrap_or(&lesson_title);
        let mut composed = Composed {
            title: title.to_string(),
            text: String::new(),
            aside: String::new(),
            live: None,
        };
        for index in pieces {
            let slide = &self.slides[*index];
            match &slide.part {
                Part::Figure { json, .. } => {
                    for piece in [
                        "<section class=\"lab-figure\">",
                        &slide.html,
                        "<div class=\"figure-body\"><p class=\"soft\">Loading…</p></div></section>",
                    ] {
                        composed.aside.push_str(piece);
                    }
                    composed.live = Some(json.clone());
                }
                Part::Answer { answer, .. } if answered => composed.text.push_str(answer),
                _ if slide.piece.kind == Kind::Figure => composed.aside.push_str(&slide.html),
                _ => composed.text.push_str(&slide.html),
            }
        }
        composed
    }

    pub(super) fn draw(self: &Rc<Self>) {
        self.take_figure();
        let now = self.now.get();
        let Composed { title, text, aside, live } = self.compose(now, self.answered.get());
        let (class, aside) = match aside.as_str() {
            "" => ("slide prose", aside),
            html => ("slide prose two-sided", ["<div class=\"aside\">", html, "</div>"].concat()),
        };
        if let Some(slide) = self.element(".slide") {
            slide.set_class_name(class);
            let words = ["<div class=\"words\"><h1>", &title, "</h1>", &text, "</div>", &aside];
            slide.set_inner_html(&words.concat());
            slide.set_scroll_top(0);
        }
        self.foot();
        self.fit();
        self.tell_speaker();
        if let Some(json) = live {
            self.show_figure(json);
        }
    }

    /// What the second window shows: this step with its answer, and the next one.
    pub(super) fn notes(&self) -> String {
        let now = self.now.get();
        let part = |step: usize, what: &str| {
            let Composed { title, text, aside, live } = self.compose(step, true);
            let figure =
                if live.is_some() { "<p class=\"soft\">A live figure.</p>" } else { &aside };
            let label = ["<p class=\"label\">", what, "</p>"].concat();
            ["<section>", &label, "<h2>", &title, "</h2>", &text, figure, "</section>"].concat()
        };
        let (step, count) = ((now + 1).to_string(), self.steps.len().to_string());
        let this = part(now, &["On the screen, ", &step, " of ", &count].concat());
        match now + 1 < self.steps.len() {
            true => this + &part(now + 1, "Next"),
            false => this + "<section><p class=\"label\">The last step</p></section>",
        }
    }

    /// Where the room finds what stands on the screen.
    fn audience(&self) -> Audience {
        let now = self.now.get();
        if let Some(scenario) = self.scenario(now) {
            let fragment = ["#/lab?preset=", &scenario].concat();
            return Audience { says: "Move it yourself", fragment };
        }
        let mut fragment = ["#/learn/", &self.lesson.id].concat();
        if let Some((id, _)) = self.heading(now) {
            fragment.push('/');
            fragment.push_str(id);
        }
        Audience { says: "Read it yourself", fragment }
    }

    fn show_audience(&self) {
        let Audience { says, fragment } = self.audience();
        let here = browser::window().location().href().unwrap_or_default();
        let address = [here.split('#').next().unwrap_or_default(), &fragment].concat();
        let shown = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
        let code = qr::svg(&address).unwrap_or_default();
        if let Some(room) = self.element(".room") {
            let words = [
                "<span><b>",
                says,
                "</b><span class=\"where\">",
                &escape(shown),
                "</span></span>",
                &code,
                "<span class=\"hidden\">, larger</span>",
            ];
            room.set_inner_html(&words.concat());
        }
        if let Some(door) = self.element(".lab-door") {
            let _ = match fragment.starts_with("#/lab") {
                true => door.remove_attribute("hidden"),
                false => door.set_attribute("hidden", ""),
            };
        }
    }

    fn foot(&self) {
        self.show_audience();
        let (now, count) = (self.now.get(), self.steps.len());
        let mut bars = String::new();
        for step in 0..count {
            bars.push_str(match step {
                step if step < now => "<i class=\"d\"></i>",
                step if step == now => "<i class=\"o\"></i>",
                _ => "<i></i>",
            });
        }
        let said = [(now + 1).to_string(), " of ".into(), count.to_string()].concat();
        let own = self.heading(now).map(|(id, _)| id);
        let next = (now + 1..count)
            .filter_map(|step| self.heading(step))
            .find(|(id, _)| Some(*id) != own)
            .map_or(String::new(), |(_, title)| ["Next: ", title].concat());
        for (selector, html) in [
            (".of", &escape(&self.lesson.title)),
            (".bars", &bars),
            (".count", &said),
            (".next", &next),
        ] {
            if let Some(element) = self.element(selector) {
                element.set_inner_html(html);
            }
        }
    }

    /// Makes the type smaller until the step fits its screen.
    pub(super) fn fit(&self) {
        let Some(slide) = self.element(".slide") else { return };
        let slide: HtmlElement = slide.unchecked_into();
        let mut scale: f64 = 1.0;
        loop {
            let percent = (scale * 100.0).round() as u32;
            let value = ["--grow:calc(", &percent.to_string(), "/100)"].concat();
            let _ = slide.set_attribute("style", &value);
            if slide.scroll_height() <= slide.client_height() + 1 || scale <= SMALLEST {
                return;
            }
            scale -= 0.05;
        }
    }

    fn show_figure(self: &Rc<Self>, json: String) {
        let show = Rc::downgrade(self);
        let step = self.now.get();
        wasm_bindgen_futures::spawn_local(async move {
            let lab = part::load("lab").await;
            let Some(show) = show.upgrade().filter(|show| show.now.get() == step) else { return };
            let Some(body) = show.element(".figure-body") else { return };
            let mounted = lab
                .and_then(|lab| lab.call("mount_figure", &[&body, &json.into()]))
                .and_then(|away| away.dyn_into().ok());
            match mounted {
                Some(away) => *show.figure.borrow_mut() = Some(away),
                None => body.set_inner_html("<p>The figure could not be loaded.</p>"),
            }
        });
    }

    pub(super) fn take_figure(&self) {
        if let Some(away) = self.figure.borrow_mut().take() {
            let _ = away.call0(&JsValue::UNDEFINED);
        }
    }

    pub(super) fn element(&self, selector: &str) -> Option<Element> {
        self.place.query_selector(selector).ok().flatten()
    }
}
