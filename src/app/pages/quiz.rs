//! Questions inside a lesson: finds each in its topic and gives it a place.

use super::question::question_view;
use crate::app::content::{ContentError, Load, Loading, again, notice, use_content};
use crate::app::html::escape;
use crate::app::live::live_view;
use crate::course::model::{Block, ItemRef};
use crate::quiz::Topic;
use leptos::prelude::*;
use std::sync::Arc;

/// The topics of a lesson, each loaded once.
pub struct Topics(Vec<(String, Loading<Topic>)>);

impl Topics {
    /// Loads every topic that the blocks ask for.
    pub fn load(blocks: &[Block]) -> Topics {
        let content = use_content();
        let mut topics = Topics(Vec::new());
        for block in blocks {
            let Block::Quiz { items, .. } = block else { continue };
            for item in items {
                if topics.find(&item.topic).is_none() {
                    let path = path(&item.topic);
                    let loading = content.watch(move || path.clone());
                    topics.0.push((item.topic.clone(), loading));
                }
            }
        }
        topics
    }

    fn find(&self, topic: &str) -> Option<Loading<Topic>> {
        self.0.iter().find(|(id, _)| id == topic).map(|(_, loading)| *loading)
    }
}

fn path(topic: &str) -> String {
    ["questions/", topic, ".json"].concat()
}

pub fn quiz(title: &str, items: &[ItemRef], topics: &Topics) -> AnyView {
    let title = if title.is_empty() { "Check yourself" } else { title };
    let mut questions = Vec::new();
    for item in items {
        if let Some(loading) = topics.find(&item.topic) {
            questions.push(place(item.clone(), loading));
        }
    }
    let heading = ["<p class=\"quiz-title\">", &escape(title), "</p>"].concat();
    view! {
        <section class="quiz" aria-label=title.to_string()>
            <div class="bare" inner_html=heading></div>
            {questions}
        </section>
    }
    .into_any()
}

fn place(item: ItemRef, loading: Loading<Topic>) -> AnyView {
    let failed = move |error: &ContentError| {
        view! { <div inner_html=notice(error) on:click=again(loading.waiting())></div> }.into_any()
    };
    live_view(move || match loading.get() {
        Load::Pending => view! { <p class="soft">"Loading the question…"</p> }.into_any(),
        Load::Failed(error) => failed(&error),
        Load::Ready(topic) => {
            match topic.questions.iter().find(|question| question.id == item.id) {
                Some(question) => question_view(Arc::new(question.clone())),
                None => failed(&ContentError::Damaged {
                    path: path(&item.topic),
                    why: ["it has no question ", &item.id].concat(),
                }),
            }
        }
    })
    .into_any()
}
