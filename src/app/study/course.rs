//! What exams and progress know of the course: its map, the bank, the blueprints, and the words of
//! questions where they are shown.

use crate::course::model::{CourseMap, LessonEntry};
use crate::quiz::bank::Bank;
use crate::quiz::exam::Blueprint;

#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub use fetched::{learner_calendar, questions, read};

/// The course without its texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    pub map: CourseMap,
    pub bank: Bank,
    pub exams: Vec<Blueprint>,
}

impl Course {
    pub fn exam(&self, code: &str) -> Option<&Blueprint> {
        self.exams.iter().find(|exam| exam.exam == code)
    }

    pub fn lessons(&self) -> impl Iterator<Item = &LessonEntry> {
        self.map.parts.iter().flat_map(|part| &part.lessons)
    }

    pub fn lesson(&self, id: &str) -> Option<&LessonEntry> {
        self.lessons().find(|lesson| lesson.id == id)
    }
}

#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod fetched {
    use super::Course;
    use crate::app::content::{self, ContentError};
    use crate::progress::schedule::Calendar;
    use crate::quiz::bank::{Bank, Item};
    use crate::quiz::{Question, Topic};
    use std::cell::RefCell;
    use std::collections::{BTreeMap, BTreeSet};
    use std::rc::Rc;
    use wasm_bindgen::JsValue;
    use wasm_bindgen_futures::{JsFuture, future_to_promise};

    /// Fetches it.
    pub async fn read() -> Result<Course, ContentError> {
        let map = content::read("map.json").await?;
        let items: Vec<Item> = content::read("bank.json").await?;
        let exams = content::read("exams.json").await?;
        Ok(Course { map, bank: Bank { items }, exams })
    }

    type Topics = Rc<RefCell<Vec<Result<Topic, ContentError>>>>;

    /// Fetches the words of these questions, all topics at once. What the course has no more is
    /// left out.
    pub async fn questions<'a>(
        bank: &Bank,
        ids: impl Iterator<Item = &'a str>,
    ) -> Result<BTreeMap<String, Question>, ContentError> {
        let ids: BTreeSet<&str> = ids.collect();
        let items = bank.items.iter().filter(|item| ids.contains(item.id.as_str()));
        let names: BTreeSet<String> = items.map(|item| item.topic.clone()).collect();
        let topics = Topics::default();
        let waiting = js_sys::Array::new();
        for name in names {
            let topics = topics.clone();
            waiting.push(&future_to_promise(async move {
                let topic = content::read(&["questions/", &name, ".json"].concat()).await;
                topics.borrow_mut().push(topic);
                Ok(JsValue::UNDEFINED)
            }));
        }
        // Each promise ends well; what went wrong stands in the list.
        let _ = JsFuture::from(js_sys::Promise::all(&waiting)).await;
        let mut questions = BTreeMap::new();
        for topic in topics.take() {
            for question in topic?.questions {
                if ids.contains(question.id.as_str()) {
                    questions.insert(question.id.clone(), question);
                }
            }
        }
        Ok(questions)
    }

    /// The learner's calendar, as this machine has it today.
    pub fn learner_calendar() -> Calendar {
        Calendar { offset_min: -(js_sys::Date::new_0().get_timezone_offset() as i32) }
    }
}
