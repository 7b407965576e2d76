//! The page about roles as HTML: what it says for each choice, and that what is written stays.

use drydock::app::study::roles::chosen::{Chosen, LAUNCHES, PLATFORMS};
use drydock::app::study::roles::{game, scene, who};
use drydock::course::{Files, compile};
use drydock::iam::{Book, Need};
use std::path::Path;
use std::sync::OnceLock;

fn book() -> &'static Book {
    static MADE: OnceLock<Book> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let compiled = compile(&Files::read(&folder).expect("content/")).expect("no mistakes");
        serde_json::from_str(&compiled.files["roles.json"]).expect("cases")
    })
}

fn fresh() -> Chosen {
    Chosen::new(book(), None, None)
}

/// Every `<` opens a tag that is closed again, so that no text of a case breaks the page.
fn is_balanced(html: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    for tag in html.split('<').skip(1) {
        let (inside, _) = tag.split_once('>').expect("a closed tag");
        let name = inside.split([' ', '/']).find(|name| !name.is_empty()).unwrap_or_default();
        if inside.starts_with('/') {
            let last = open.pop();
            if last != Some(name) {
                return false;
            }
        } else if name != "input" {
            open.push(name);
        }
    }
    open.is_empty()
}

#[test]
fn every_choice_gives_a_whole_page() {
    for platform in 0..PLATFORMS.len() {
        for need in 0..Need::ALL.len() {
            let chosen = Chosen { platform, need, ..fresh() };
            let html = who::answer(&chosen);
            assert!(is_balanced(&html), "{html}");
            assert_eq!(html.contains("class=\"role on\""), !html.contains("No role of yours"));
        }
    }
    for scene in 0..book().cases.scenes.len() {
        for launch in 0..LAUNCHES.len() {
            for change in 0..=book().cases.scenes[scene].changes.len() {
                let chosen = Chosen { scene, launch, change, ..fresh() };
                let html = scene::choices(book(), &chosen) + &scene::result(book(), &chosen);
                assert!(is_balanced(&html), "{html}");
            }
        }
    }
    for round in 0..book().cases.rounds.len() {
        let mut chosen = Chosen { round, ..fresh() };
        for answers in [false, true] {
            chosen.reset(book(), answers);
            let page = [
                game::rounds(book(), &chosen),
                game::round(book(), &chosen),
                game::result(book(), &chosen),
            ];
            assert!(is_balanced(&page.concat()), "{page:?}");
            let found = game::found(book(), &chosen).expect("a round");
            assert_eq!(found.is_mended(), answers, "{}", book().cases.rounds[round].id);
            let lesson = page[2].contains("class=\"lesson\"");
            assert_eq!(lesson, answers, "the lesson comes with the mending");
        }
    }
}

/// The role that works is the one whose box is lit, and only it.
#[test]
fn the_picture_shows_the_role_of_the_answer() {
    let lit = |platform, need, execution| {
        let need = Need::ALL.iter().position(|it| *it == need).expect("a need");
        let html = who::answer(&Chosen { platform, need, execution, ..fresh() });
        let (_, rest) = html.split_once("class=\"role on\"").expect("one is lit");
        let (_, name) = rest.split_once("class=\"name\"").expect("it has a name");
        name.split(['>', '<']).nth(1).expect("a text").to_string()
    };
    assert_eq!(lit(0, Need::PullImage, true), "Instance role");
    assert_eq!(lit(1, Need::PullImage, true), "Execution role");
    assert_eq!(lit(0, Need::WriteLogs, false), "Instance role");
    assert_eq!(lit(0, Need::WriteLogs, true), "Execution role");
    assert_eq!(lit(2, Need::PullImage, true), "Node role");
    assert_eq!(lit(3, Need::CallAws, true), "Pod role");
}

#[test]
fn what_is_written_is_kept_and_what_is_damaged_is_left_out() {
    let mut chosen = fresh();
    assert_eq!(chosen.stored_texts(book()), None, "nothing is written yet");
    chosen.texts[1][0] = "{ \"half\": ".into();
    let stored = chosen.stored_texts(book()).expect("something is written");
    let again = Chosen::new(book(), Some("it-works,gone"), Some(&stored));
    assert_eq!(again.texts, chosen.texts);
    assert_eq!(again.mended, ["it-works"]);
    for damaged in ["", "nonsense", "[]", "{\"secret-on-instance\":[\"one\"]}", "{\"it-works\":7}"]
    {
        assert_eq!(Chosen::new(book(), None, Some(damaged)).texts, fresh().texts, "{damaged}");
    }
}

#[test]
fn addresses_lead_to_scenes_and_rounds() {
    let mut chosen = fresh();
    assert_eq!(chosen.go_to(book(), "metadata"), Some("start"));
    assert_eq!(book().cases.scenes[chosen.scene].id, "metadata");
    assert_eq!(chosen.go_to(book(), "deny-wins"), Some("mend"));
    assert_eq!(book().cases.rounds[chosen.round].id, "deny-wins");
    assert_eq!(chosen.go_to(book(), "no-such-thing"), None);
}

#[test]
fn mistakes_are_named_by_line_and_text_stays_text() {
    let mut chosen = Chosen { round: 1, ..fresh() };
    chosen.texts[1][0] = "{\n  \"<b>\": 1\n}".into();
    let html = game::result(book(), &chosen);
    assert!(html.contains("AWS would not take this policy."), "{html}");
    assert!(html.contains(">Line 2<"), "{html}");
    assert!(html.contains("unknown field `&lt;b&gt;`") && !html.contains("<b>`"), "{html}");
    assert!(game::round(book(), &chosen).contains("&quot;&lt;b&gt;&quot;: 1"));
}
