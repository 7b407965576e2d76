//! What was chosen in a view, and the same as the state of a link.
//!
//! A link holds only what differs from what is given, in plain names: `kind=ebs&size_gib=100`. A
//! damaged one loses what is damaged and says so.

use crate::app::route::decode;
use crate::app::tools::state::percent_encode;
use std::collections::BTreeMap;

/// Steps of a slider over a wide range, which multiplies instead of adding.
const WIDE_STEPS: f64 = 200.0;
/// Longest text that a field takes.
const TEXT_MAX: usize = 120;

/// What can be chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Field {
    /// Values with what a reader sees.
    Choice(Vec<(&'static str, String)>),
    /// Its values when it is off and on.
    Tick(&'static str, &'static str),
    Number {
        unit: &'static str,
        least: f64,
        most: f64,
        step: f64,
        /// The slider multiplies: for sizes from 1 to thousands.
        wide: bool,
    },
    Text,
}

/// One control of a view.
#[derive(Clone, Debug)]
pub struct Control {
    /// Its name in the link; also its id, behind `vol-`.
    pub name: &'static str,
    pub label: &'static str,
    pub field: Field,
    /// What stands there at first.
    pub given: String,
    /// Whether it has an effect with what else is chosen.
    pub shown: fn(&Values) -> bool,
}

/// Names with what was chosen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values(BTreeMap<&'static str, String>);

impl Control {
    /// Why the text cannot be its value.
    pub fn refuses(&self, text: &str) -> Option<String> {
        match &self.field {
            Field::Choice(choices) => {
                let known = choices.iter().any(|(value, _)| *value == text);
                (!known).then(|| format!("{}: expected one of the choices", self.label))
            }
            Field::Tick(off, on) => (text != *off && text != *on)
                .then(|| format!("{}: expected {off} or {on}", self.label)),
            Field::Number { unit, least, most, .. } => {
                let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
                let fits = number.is_some_and(|number| (*least..=*most).contains(&number));
                (!fits).then(|| {
                    format!("{}: expected {least} to {most} {unit}", self.label).trim_end().into()
                })
            }
            Field::Text => (text.chars().count() > TEXT_MAX)
                .then(|| format!("{}: expected at most {TEXT_MAX} letters", self.label)),
        }
    }

    /// Least, most and step of the slider of a number.
    pub fn slider(&self) -> Option<(f64, f64, f64)> {
        match self.field {
            Field::Number { wide: true, .. } => Some((0.0, WIDE_STEPS, 1.0)),
            Field::Number { least, most, step, .. } => Some((least, most, step)),
            _ => None,
        }
    }

    /// Where the slider stands at a value.
    pub fn position(&self, value: f64) -> f64 {
        match self.field {
            Field::Number { least, most, wide: true, .. } => {
                let share = libm::log(value.max(least) / least) / libm::log(most / least);
                (share * WIDE_STEPS).round()
            }
            _ => value,
        }
    }

    /// The value where the slider stands; two digits of it count.
    pub fn value_at(&self, position: f64) -> f64 {
        match self.field {
            Field::Number { least, most, wide: true, .. } => {
                if position >= WIDE_STEPS {
                    return most;
                }
                let value = least * libm::pow(most / least, position / WIDE_STEPS);
                let tens = libm::pow(10.0, (libm::log10(value) - 1.0).floor());
                let unit = tens.max(1.0);
                ((value / unit).round() * unit).clamp(least, most)
            }
            _ => position,
        }
    }
}

impl Values {
    /// What is given.
    pub fn given(controls: &[Control]) -> Values {
        Values(controls.iter().map(|control| (control.name, control.given.clone())).collect())
    }

    /// Reads a link's state; says what in it was damaged.
    pub fn read(query: &str, controls: &[Control]) -> (Values, Vec<String>) {
        let mut values = Values::given(controls);
        let mut problems = Vec::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, text) = pair.split_once('=').unwrap_or((pair, ""));
            let control = controls.iter().find(|control| control.name == name);
            match (control, decode(text)) {
                (Some(control), Some(text)) => match control.refuses(&text) {
                    None => drop(values.0.insert(control.name, text)),
                    Some(why) => problems.push(why),
                },
                (Some(control), None) => problems.push(format!("{}: damaged text", control.label)),
                (None, _) => problems.push("a name in it is not known here".into()),
            }
        }
        (values, problems)
    }

    /// The state for a link; empty where nothing differs from what is given.
    pub fn query(&self, controls: &[Control]) -> String {
        let mut query = String::new();
        for control in controls {
            let text = self.text(control.name);
            if text == control.given {
                continue;
            }
            if !query.is_empty() {
                query.push('&');
            }
            query += control.name;
            query.push('=');
            percent_encode(text, &mut query);
        }
        query
    }

    /// Takes a value if the control does; the error says what is expected.
    pub fn set(&mut self, control: &Control, text: &str) -> Result<(), String> {
        match control.refuses(text) {
            Some(why) => Err(why),
            None => {
                self.0.insert(control.name, text.into());
                Ok(())
            }
        }
    }

    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    pub fn number(&self, name: &str) -> f64 {
        self.text(name).parse().unwrap_or(0.0)
    }

    /// Whether a tick of yes and no is set.
    pub fn on(&self, name: &str) -> bool {
        self.text(name) == "yes"
    }
}

/// A choice; the first is given.
pub fn choice(
    name: &'static str,
    label: &'static str,
    choices: impl IntoIterator<Item = (&'static str, String)>,
) -> Control {
    let choices: Vec<_> = choices.into_iter().collect();
    let given = choices.first().map_or("", |first| first.0).into();
    Control { name, label, field: Field::Choice(choices), given, shown: always }
}

/// A tick of yes and no.
pub fn tick(name: &'static str, label: &'static str, given: bool) -> Control {
    let given = if given { "yes" } else { "no" }.into();
    Control { name, label, field: Field::Tick("no", "yes"), given, shown: always }
}

/// A tick between two words of a rule, off at first.
pub fn switch(
    name: &'static str,
    label: &'static str,
    off: &'static str,
    on: &'static str,
) -> Control {
    Control { name, label, field: Field::Tick(off, on), given: off.into(), shown: always }
}

/// A number on a slider that adds.
pub fn number(
    name: &'static str,
    label: &'static str,
    unit: &'static str,
    [least, most, step]: [f64; 3],
    given: f64,
) -> Control {
    let field = Field::Number { unit, least, most, step, wide: false };
    Control { name, label, field, given: given.to_string(), shown: always }
}

/// A number on a slider that multiplies.
pub fn wide(
    name: &'static str,
    label: &'static str,
    unit: &'static str,
    [least, most]: [f64; 2],
    given: f64,
) -> Control {
    let field = Field::Number { unit, least, most, step: 1.0, wide: true };
    Control { name, label, field, given: given.to_string(), shown: always }
}

/// A text.
pub fn text(name: &'static str, label: &'static str, given: &str) -> Control {
    Control { name, label, field: Field::Text, given: given.into(), shown: always }
}

/// The same control, shown under a condition.
pub fn when(shown: fn(&Values) -> bool, control: Control) -> Control {
    Control { shown, ..control }
}

fn always(_: &Values) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn controls() -> Vec<Control> {
        vec![
            choice("kind", "Kind", [("efs", "EFS".to_string()), ("ebs", "EBS".to_string())]),
            tick("many", "Many", false),
            wide("size_gib", "Size", "GiB", [1.0, 16_384.0], 100.0),
            number("hours", "Hours", "h", [0.0, 24.0, 0.5], 1.0),
            text("name", "Name", "uploads"),
        ]
    }

    #[test]
    fn a_link_holds_what_differs_and_says_what_is_damaged() {
        let controls = controls();
        let (values, problems) = Values::read("kind=ebs&size_gib=1000", &controls);
        assert!(problems.is_empty());
        assert_eq!((values.text("kind"), values.number("size_gib")), ("ebs", 1000.0));
        assert_eq!(values.query(&controls), "kind=ebs&size_gib=1000");
        assert_eq!(Values::given(&controls).query(&controls), "");
        let damaged = "kind=nfs&size_gib=NaN&hours=99&name=%zz&colour=1&many=perhaps&&=";
        let (values, problems) = Values::read(damaged, &controls);
        assert_eq!(values, Values::given(&controls));
        assert_eq!(problems.len(), 7, "{problems:?}");
        assert_eq!(problems[1], "Size: expected 1 to 16384 GiB");
    }

    #[test]
    fn a_wide_slider_reaches_both_ends() {
        let size = &controls()[2];
        assert_eq!((size.value_at(0.0), size.value_at(200.0)), (1.0, 16_384.0));
        assert_eq!(size.value_at(size.position(100.0)), 100.0);
    }

    proptest! {
        #[test]
        fn texts_come_back(text in ".{0,100}", hours in 0_u32..=48) {
            let controls = controls();
            let mut values = Values::given(&controls);
            prop_assert_eq!(values.set(&controls[4], &text), Ok(()));
            let hours = (f64::from(hours) / 2.0).to_string();
            prop_assert_eq!(values.set(&controls[3], &hours), Ok(()));
            let (again, problems) = Values::read(&values.query(&controls), &controls);
            prop_assert!(problems.is_empty());
            prop_assert_eq!(again, values);
        }

        #[test]
        fn no_link_breaks_it(query in ".{0,200}") {
            let controls = controls();
            let (values, _) = Values::read(&query, &controls);
            let (again, problems) = Values::read(&values.query(&controls), &controls);
            prop_assert!(problems.is_empty());
            prop_assert_eq!(again, values);
        }
    }
}
