//! A mistake as HTML: where, what is wrong, what it means, and the buttons that mend it.

use super::mend::Mend;
use crate::app::html::escape;
use crate::registry::policy::Mistake;

/// Signs and sentences about mistakes.
pub mod marks {
    use super::super::seen::Seen;
    use crate::app::icon::{CHECK, icon};
    use crate::facts::Rulebook;

    /// Mistakes that are shown at once.
    pub const SHOWN_MAX: usize = 5;
    const WARNING: &str = "M8 2.2l6.300 11H1.700zM8 6.500v3.300M8 11.600v.1";

    pub fn warning() -> String {
        icon(WARNING)
    }

    pub fn check() -> String {
        icon(CHECK)
    }

    /// What AWS itself would do, and what the preview does.
    pub fn refused(seen: &Seen, rules: &Rulebook) -> String {
        let answer = &rules.ecr.policy_refused;
        let faulty: Vec<String> = seen
            .faulty()
            .iter()
            .filter_map(|(priority, _)| priority.map(|priority| priority.to_string()))
            .collect();
        let on = match (seen.policy.rules.is_empty(), faulty.as_slice()) {
            (true, _) => "The preview waits.".to_string(),
            (false, []) => "The preview goes on with the other rules.".into(),
            (false, [one]) => format!("The preview goes on without rule {one}."),
            (false, all) => format!("The preview goes on without rules {}.", all.join(" and ")),
        };
        format!(
            "AWS would answer <code>{answer}</code> to the whole policy, and the one before it \
             would stay. {on}"
        )
    }
}

/// One mistake with its buttons.
pub fn mended(index: usize, line: usize, mistake: &Mistake, mends: &[Mend]) -> String {
    let key = mistake.path.rsplit('.').next().unwrap_or_default();
    let about = if key.is_empty() || key.bytes().all(|it| it.is_ascii_digit()) {
        String::new()
    } else {
        format!("<code>{}</code>: ", escape(key))
    };
    let each = mends.iter().enumerate().map(|(choice, mend)| {
        format!(
            "<button class=\"btn\" id=\"mend-{index}-{choice}\" data-mend=\"{index} \
             {choice}\">{}</button>",
            escape(&mend.label)
        )
    });
    let buttons: String = each.collect();
    let buttons =
        if buttons.is_empty() { buttons } else { format!("<div class=\"do\">{buttons}</div>") };
    format!(
        "<div class=\"problem\"><p><button class=\"at\" data-line=\"{index}\" \
         id=\"at-{index}\">Line \
         {line}</button> {about}{}.</p>{buttons}</div>",
        in_code(&mistake.message),
    )
}

/// What stands in backticks becomes code.
fn in_code(text: &str) -> String {
    let mut html = String::new();
    for (index, piece) in text.split('`').enumerate() {
        let piece = escape(piece);
        html += &if index % 2 == 1 { format!("<code>{piece}</code>") } else { piece };
    }
    html
}
