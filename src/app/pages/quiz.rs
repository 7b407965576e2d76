//! Questions inside a lesson: finds each in its topic and gives it a place.

use crate::app::content::{ContentError, Load, Loading, Notice, use_content};
use crate::app::question::QuestionView;
use crate::course::model::{Block, ItemRef};
use crate::quiz::Topic;
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The topics of a lesson, each loaded once.
#[derive(Clone)]
pub struct Topics(Arc<BTreeMap<String, Loading<Topic>>>);

impl Topics {
    /// Loads every topic that the blocks ask for.
    pub fn load(blocks: &[Block]) -> Topics {
        let content = use_content();
        let mut topics = BTreeMap::new();
        for block in blocks {
            let Block::Quiz { items, .. } = block else { continue };
            for item in items {
                topics.entry(item.topic.clone()).or_insert_with(|| {
                    let path = ["questions/", &item.topic, ".json"].concat();
                    content.watch(move || path.clone())
                });
            }
        }
        Topics(Arc::new(topics))
    }
}

#[component]
pub fn Quiz(title: String, items: Vec<ItemRef>, topics: Topics) -> impl IntoView {
    let title = if title.is_empty() { "Check yourself".to_string() } else { title };
    let name = title.clone();
    let questions: Vec<AnyView> = items
        .into_iter()
        .filter_map(|item| {
            let loading = *topics.0.get(&item.topic)?;
            Some(view! { <Item item loading/> }.into_any())
        })
        .collect();
    view! {
        <section class="quiz" aria-label=name>
            <h3 class="quiz-title">{title}</h3>
            {questions}
        </section>
    }
    .into_any()
}

#[component]
fn Item(item: ItemRef, loading: Loading<Topic>) -> impl IntoView {
    move || match loading.state().get() {
        Load::Pending => view! { <p class="soft">"Loading the question…"</p> }.into_any(),
        Load::Failed(error) => view! { <Notice error loading/> }.into_any(),
        Load::Ready(topic) => {
            match topic.questions.iter().find(|question| question.id == item.id) {
                Some(question) => {
                    view! { <QuestionView question=Arc::new(question.clone())/> }.into_any()
                }
                None => {
                    let error = ContentError::Damaged {
                        path: ["questions/", &item.topic, ".json"].concat(),
                        why: ["it has no question ", &item.id].concat(),
                    };
                    view! { <Notice error loading/> }.into_any()
                }
            }
        }
    }
}
