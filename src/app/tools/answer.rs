//! What a rule answers, as HTML. Pure.

use crate::app::html::escape;
use crate::facts::Rulebook;
use crate::rules::{Answer, Rule};
use serde_json::Value;

/// The editor and the place of the answer.
pub fn body(rule: &Rule, text: &str) -> String {
    [
        "<p class=\"lead\">",
        &escape(rule.meaning),
        "</p><div class=\"tool-sides\"><div class=\"box tool-edit\"><label for=\"tool-json\">Input ",
        "as JSON</label><textarea id=\"tool-json\" rows=\"16\" spellcheck=\"false\" ",
        "autocapitalize=\"off\" autocomplete=\"off\">",
        &escape(text),
        "</textarea></div><div id=\"tool-answer\"></div></div>",
    ]
    .concat()
}

/// The answer of a rule to a text; the error says where and what was expected.
pub fn of(rule: &Rule, text: &str, rules: &Rulebook) -> Result<Answer, String> {
    let input: Value = serde_json::from_str(text)
        .map_err(|error| format!("line {}, column {}: {error}", error.line(), error.column()))?;
    (rule.answer)(&input, rules)
}

/// The answer as HTML.
pub fn html(found: &Result<Answer, String>) -> String {
    match found {
        Ok(answer) => [
            "<pre class=\"tool-raw\">",
            &escape(&serde_json::to_string_pretty(&answer.value).unwrap_or_default()),
            "</pre><h2>The working</h2><p class=\"tool-because\">",
            &escape(&answer.because),
            "</p>",
        ]
        .concat(),
        Err(why) => ["<p class=\"notice\">", &escape(why), "</p>"].concat(),
    }
}

/// The same for the ear.
pub fn sentence(found: &Result<Answer, String>) -> String {
    match found {
        Ok(answer) => answer.because.clone(),
        Err(why) => why.clone(),
    }
}
