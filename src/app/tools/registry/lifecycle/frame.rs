//! What stands on the page before anything is drawn into it.

use super::examples::EXAMPLES;
use super::preview;
use super::state::State;
use crate::app::tools::registry::say::{price_note, source, value};
use crate::facts::Facts;

/// Beside the title.
pub const BUTTONS: &str = concat!(
    "<button class=\"btn\" type=\"button\" data-copy=\"link\">Copy link</button>",
    "<button class=\"btn\" type=\"button\" data-copy=\"cli\">Copy for AWS CLI</button>",
    "<span class=\"note\" id=\"copied\"></span>",
);

/// Everything beneath the title.
pub fn body(state: &State, facts: &Facts) -> String {
    let options: String = EXAMPLES
        .iter()
        .map(|example| format!("<option value=\"{}\">{}</option>", example.id, example.title))
        .collect();
    let checked = |on: bool| if on { " checked" } else { "" };
    format!(
        "<div class=\"tool-sides registry lc\"><section class=\"box edit\" aria-label=\"Policy\">\
         <div class=\"edit-bar\"><fieldset class=\"seg\"><legend \
         class=\"spoken\">View</legend><label><input \
         type=\"radio\" name=\"view\" id=\"view-text\" value=\"text\"{}><span>Policy \
         JSON</span></label>\
         <label><input type=\"radio\" name=\"view\" id=\"view-form\" \
         value=\"form\"{}><span>Form</span>\
         </label></fieldset><span class=\"sp\"></span><button class=\"btn q\" data-do=\"paste\" \
         id=\"paste\" \
         aria-expanded=\"false\" aria-controls=\"paste-box\">Paste yours</button><select \
         id=\"examples\" \
         aria-label=\"Examples\"><option value=\"\">Examples</option>{options}</select></div>\
         <div id=\"paste-box\" hidden><label for=\"pasted\">A policy, or what <code>aws ecr \
         describe-images</code> or <code>get-lifecycle-policy</code> prints</label><textarea \
         id=\"pasted\" \
         rows=\"5\" spellcheck=\"false\"></textarea><p class=\"wrong\" \
         id=\"paste-wrong\"></p><div class=\"do\">\
         <button class=\"btn p\" data-do=\"take\" id=\"take\">Take it</button><button \
         class=\"btn\" \
         data-do=\"images\" id=\"own-images\">The page’s own images</button><span \
         class=\"note\">It stays \
         in this browser and in your link.</span></div></div>\
         <div class=\"code\" id=\"code\"><div class=\"sheet\"><div class=\"lines\" id=\"lines\" \
         aria-hidden=\"true\"></div><textarea id=\"policy\" aria-label=\"Policy JSON\" \
         spellcheck=\"false\" \
         autocapitalize=\"off\" autocomplete=\"off\" wrap=\"off\" \
         aria-describedby=\"problems\"></textarea>\
         <div class=\"over\" id=\"numbers\"></div></div></div><div class=\"form\" \
         id=\"form\"></div>\
         <div class=\"problems\" id=\"problems\"></div><div class=\"foot\" \
         id=\"foot\"></div></section>\
         <section class=\"seen\" aria-label=\"Preview\"><div class=\"finding\" \
         id=\"finding\"></div>\
         <div class=\"later\">{}</div><div id=\"images\"></div><div class=\"why\" \
         id=\"reason\"></div>\
         <p class=\"note\">ECR acts within {}; nothing is pushed or pulled meanwhile here. \
         Storage {}. Source: {}. \
         <button class=\"link\" data-copy=\"terminal\" id=\"terminal\">Use it in a \
         terminal</button></p>\
         </section></div>",
        checked(!state.form),
        checked(state.form),
        preview::later(state),
        value(facts, "ecr-course.lifecycle_effect"),
        price_note(facts, "ecr.gb_month"),
        source(facts, "ecr.lifecycle"),
    )
}
