//! What can be taken into a terminal.

use super::state::State;
use serde_json::{Value, json};

/// The command that sets the policy, for the AWS CLI in a POSIX shell; none where the text is no
/// JSON.
pub fn aws_cli(state: &State) -> Option<String> {
    let policy: Value = serde_json::from_str(&state.text).ok()?;
    Some(format!(
        "aws ecr put-lifecycle-policy --repository-name REPOSITORY \\\n  --lifecycle-policy-text \
         {}",
        quoted(&policy.to_string())
    ))
}

/// The same preview on the command line.
pub fn terminal(state: &State) -> Option<String> {
    let policy: Value = serde_json::from_str(&state.text).ok()?;
    let each = state.aged().into_iter().map(|image| {
        let mut one = json!({ "digest": image.digest, "tags": image.tags,
            "pushed_days_ago": image.pushed_days_ago });
        let days = [
            ("pulled_days_ago", image.pulled_days_ago),
            ("archived_days_ago", image.archived_days_ago),
            ("restored_days_ago", image.restored_days_ago),
        ];
        for (key, days) in days {
            if let Some(days) = days {
                one[key] = days.into();
            }
        }
        if !image.referenced_by.is_empty() {
            one["referenced_by"] = json!(image.referenced_by);
        }
        one
    });
    let input = json!({ "policy": policy, "images": each.collect::<Vec<_>>() });
    Some(format!("drydock rule ecr-lifecycle --explain <<'END'\n{input}\nEND\n"))
}

/// In single quotes, as a shell takes it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_in_the_policy_ends_no_argument() {
        let state = State { text: "{\"rules\": [\"it's\"]}".into(), ..State::default() };
        let command = aws_cli(&state).expect("it is JSON");
        assert!(command.ends_with(r#"'{"rules":["it'\''s"]}'"#), "{command}");
        assert_eq!(aws_cli(&State { text: "{".into(), ..State::default() }), None);
    }

    #[test]
    fn the_terminal_gets_the_images_of_that_day() {
        let state = State { later: 3, ..State::default() };
        let command = terminal(&state).expect("it is JSON");
        let line = command.lines().nth(1).expect("the input");
        let input: Value = serde_json::from_str(line).expect("JSON");
        assert_eq!(input["images"][0]["pushed_days_ago"], 4.0);
        assert_eq!(input["images"][5]["referenced_by"][0], "0b6d");
    }
}
