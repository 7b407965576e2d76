//! Keeps when the reader was here and which values of facts they saw, and counts what is new since
//! the visit before.

use super::browser;
use super::content::ContentSource;
use super::storage::Store;
use super::visit::{self, SEEN, SEEN_BEFORE, VISIT, Visit};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How much is new; a cheap handle.
#[derive(Clone, Copy)]
pub struct News(RwSignal<Option<usize>>);

impl News {
    /// Notes the visit, and counts as soon as the file with the news is there.
    pub fn provide(store: Store, content: ContentSource) -> News {
        let news = News(RwSignal::new(None));
        let stored = store.setting_now(VISIT);
        let visit = Visit::on(&browser::today(), stored.as_deref());
        if Some(visit.text()) != stored {
            store.set(VISIT, Some(&visit.text()));
            if store.setting_now(SEEN_BEFORE).is_some() {
                store.set(SEEN_BEFORE, None);
            }
        }
        // After the page has what it needs itself.
        browser::timeout(1500, move || {
            spawn_local(async move {
                if let Ok(text) = content.text("news.json").await {
                    news.count_in(&text, &visit, store);
                }
            });
        });
        news
    }

    /// Changes at AWS and values of facts that are new since the visit before; `None` on a first
    /// visit, or as long as it is not known. Tracked.
    pub fn count(&self) -> Option<usize> {
        self.0.get()
    }

    fn count_in(&self, text: &str, visit: &Visit, store: Store) {
        let seen = store.setting_now(SEEN);
        let marks = visit::marks(text);
        if seen.as_deref() != Some(marks) {
            if let Some(seen) = &seen
                && store.setting_now(SEEN_BEFORE).is_none()
            {
                store.set(SEEN_BEFORE, Some(seen));
            }
            store.set(SEEN, Some(marks));
        }
        let (Some(day), Some(seen)) = (&visit.before, seen) else { return };
        let before = store.setting_now(SEEN_BEFORE).unwrap_or(seen);
        self.0.set(Some(visit::count(text, day, &before)));
    }
}
