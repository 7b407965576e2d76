//! What the reader chose and wrote on the page about roles.

use crate::iam::{Book, Document, Launch, Need, Platform};
use serde_json::{Value, json};

/// Platforms of the page, in their order there.
pub const PLATFORMS: [(Platform, &str); 4] = [
    (Platform::Ec2, "ECS on EC2"),
    (Platform::Fargate, "ECS on Fargate"),
    (Platform::EksNode, "EKS managed nodes"),
    (Platform::EksFargate, "EKS on Fargate"),
];

/// Launch types of the scenes.
pub const LAUNCHES: [(Launch, &str); 2] =
    [(Launch::Ec2, "ECS on EC2"), (Launch::Fargate, "ECS on Fargate")];

/// The state of the page.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// Index into [`PLATFORMS`].
    pub platform: usize,
    /// The task definition names an execution role.
    pub execution: bool,
    /// Index into [`Need::ALL`].
    pub need: usize,
    pub scene: usize,
    /// Index into [`LAUNCHES`].
    pub launch: usize,
    /// 0 for the scene as it is, then its changes.
    pub change: usize,
    pub round: usize,
    /// Index of the document in the editor.
    pub document: usize,
    /// Texts of each round's documents.
    pub texts: Vec<Vec<String>>,
    /// Ids of the rounds that were mended.
    pub mended: Vec<String>,
}

impl Chosen {
    /// Everything as it is given, with what was stored: the mended rounds and the texts.
    pub fn new(book: &Book, mended: Option<&str>, texts: Option<&str>) -> Chosen {
        let stored: Value =
            texts.and_then(|texts| serde_json::from_str(texts).ok()).unwrap_or_default();
        let texts = book.cases.rounds.iter().map(|round| {
            let own = stored.get(&round.id).and_then(Value::as_array);
            let own = own.filter(|own| own.len() == round.documents.len());
            let text = |(index, document): (usize, &Document)| {
                let stored = own.and_then(|own| own[index].as_str());
                stored.map_or_else(|| given(document), str::to_string)
            };
            round.documents.iter().enumerate().map(text).collect()
        });
        let known = |id: &&str| book.cases.rounds.iter().any(|round| round.id == *id);
        let mended = mended.unwrap_or_default().split(',').filter(known).map(str::to_string);
        Chosen {
            platform: 0,
            execution: true,
            need: 1,
            scene: 0,
            launch: 0,
            change: 0,
            round: 0,
            document: 0,
            texts: texts.collect(),
            mended: mended.collect(),
        }
    }

    /// The texts that differ from what is given, to be stored; nothing where none does.
    pub fn stored_texts(&self, book: &Book) -> Option<String> {
        let mut stored = serde_json::Map::new();
        for (round, texts) in book.cases.rounds.iter().zip(&self.texts) {
            let changed = round.documents.iter().zip(texts).any(|(it, text)| given(it) != *text);
            if changed {
                stored.insert(round.id.clone(), json!(texts));
            }
        }
        (!stored.is_empty()).then(|| Value::Object(stored).to_string())
    }

    /// Goes to a round or a scene by its id; gives the heading above it, if there is one.
    pub fn go_to(&mut self, book: &Book, id: &str) -> Option<&'static str> {
        let cases = &book.cases;
        if let Some(round) = cases.rounds.iter().position(|round| round.id == id) {
            (self.round, self.document) = (round, 0);
            return Some("mend");
        }
        self.scene = cases.scenes.iter().position(|scene| scene.id == id)?;
        self.change = 0;
        Some("start")
    }

    /// The documents of the round as the reader has them.
    pub fn documents(&self, book: &Book) -> Vec<Document> {
        let Some(round) = book.cases.rounds.get(self.round) else { return Vec::new() };
        let own = round.documents.iter().zip(&self.texts[self.round]);
        own.map(|(document, text)| Document { text: text.clone(), ..document.clone() }).collect()
    }

    /// Puts the round's documents back as they are given, or as its answers have them.
    pub fn reset(&mut self, book: &Book, answers: bool) {
        let Some(round) = book.cases.rounds.get(self.round) else { return };
        let text = |document: &Document| match document.answer.as_str() {
            answer if answers && !answer.is_empty() => answer.trim_end().to_string(),
            _ => given(document),
        };
        self.texts[self.round] = round.documents.iter().map(text).collect();
    }

    /// The need of the first part.
    pub fn need(&self) -> Need {
        Need::ALL[self.need.min(Need::ALL.len() - 1)]
    }
}

/// The text as the editor shows it.
fn given(document: &Document) -> String {
    document.text.trim_end().to_string()
}
