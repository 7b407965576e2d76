//! What is set, in one paragraph: for a handout, where there are no controls. Pure.

use crate::app::html::escape;
use crate::shape::Shape as _;
use crate::sim::Scenario;

use super::change_text;
use super::choices::CHOICES;
use super::settings::SETTINGS;

/// The settings that a beginner sees, then every dated change.
pub fn html(scenario: &Scenario) -> String {
    let whole = scenario.write();
    let mut parts = Vec::new();
    for choice in CHOICES.iter().filter(|choice| choice.first && choice.applies(scenario)) {
        let value = whole.pointer(&["/", &choice.path.replace('.', "/")].concat());
        let said = value.map(|value| choice.said_on(value, scenario)).unwrap_or_default();
        parts.push([choice.label_on(scenario), " <b>", &escape(&said), "</b>"].concat());
    }
    let first = |setting: &&super::settings::Setting| setting.comes_first(scenario);
    for setting in SETTINGS.iter().filter(first).filter(|setting| setting.applies(scenario)) {
        let (look, number) = (setting.look(scenario), setting.shown(setting.of(scenario)));
        parts.push([look.label, " <b>", &number, " ", look.unit, "</b>"].concat());
    }
    let mut html = ["<p>", &parts.join(" · "), "</p>"].concat();
    for change in &scenario.changes {
        let said = escape(&change_text::said(change, scenario));
        html.push_str(&["<p>At ", &escape(&change.at), ": <b>", &said, "</b></p>"].concat());
    }
    html
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::scenario::{Change, Platform};

    #[test]
    fn a_handout_says_platform_settings_and_faults() {
        let fault = Change { at: "13:31:00".into(), fault: "lose-zone".into(), ..Change::blank() };
        let scenario =
            Scenario { platform: Platform::EcsEc2, changes: vec![fault], ..Scenario::blank() };
        let html = html(&scenario);
        for text in ["Platform <b>ECS on EC2</b>", "Spike factor <b>", "At 13:31:00: <b>Lose a"] {
            assert!(html.contains(text), "{text}: {html}");
        }
    }
}
