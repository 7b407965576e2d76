//! What happens when a task starts: a scene, the launch type, and changes to try.

use super::calls::{sentence, story};
use super::chosen::{Chosen, LAUNCHES};
use super::{radios, sign};
use crate::app::html::escape;
use crate::iam::{Book, start};

/// The choices and the place for what happens.
pub fn choices(book: &Book, chosen: &Chosen) -> String {
    let titles: Vec<String> = book.cases.scenes.iter().map(|it| it.title.clone()).collect();
    let launches = LAUNCHES.map(|(_, name)| name.to_string());
    [
        radios("scene", "Scene", &titles, chosen.scene),
        radios("launch", "Launch type", &launches, chosen.launch),
        changes(book, chosen),
    ]
    .concat()
}

/// The changes of the scene.
fn changes(book: &Book, chosen: &Chosen) -> String {
    let Some(scene) = book.cases.scenes.get(chosen.scene) else { return String::new() };
    let mut texts = vec!["Leave it as it is".to_string()];
    texts.extend(scene.changes.iter().map(|change| change.text.clone()));
    radios("change", "What would you do?", &texts, chosen.change)
}

/// The end in a sentence, for the ear too.
pub fn finding(book: &Book, chosen: &Chosen) -> String {
    happens(book, chosen).0
}

/// What happens, as HTML.
pub fn result(book: &Book, chosen: &Chosen) -> String {
    let Some(scene) = book.cases.scenes.get(chosen.scene) else { return String::new() };
    let (said, html, good) = happens(book, chosen);
    [
        "<p>",
        &escape(&scene.story),
        "</p><p class=\"verdict ",
        if good { "good" } else { "bad" },
        "\">",
        &sign(good),
        " <b>",
        &escape(&said),
        "</b></p>",
        &html,
    ]
    .concat()
}

fn happens(book: &Book, chosen: &Chosen) -> (String, String, bool) {
    let Some(scene) = book.cases.scenes.get(chosen.scene) else { return Default::default() };
    let change = chosen.change.checked_sub(1).and_then(|index| scene.changes.get(index));
    let (launch, _) = LAUNCHES[chosen.launch.min(LAUNCHES.len() - 1)];
    let (task, documents) = scene.changed(launch, change);
    match start(&task, &documents, &book.said) {
        Ok(mut start) => {
            // What is wide in a scene is not its question.
            start.cautions.clear();
            let good = start.is_in_order();
            let said = match good {
                true => "The task runs, and reaches nothing that it should not.".to_string(),
                false => sentence(&start),
            };
            (said, story(&start), good)
        }
        // The check plays every scene, so this is a damaged file.
        Err(_) => ("The policies of this scene are damaged.".into(), String::new(), false),
    }
}
