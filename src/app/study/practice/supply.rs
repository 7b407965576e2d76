//! Where the questions of a set come from: made on the spot, or fetched with their topic or with
//! their kind of day, each file once.

use crate::app::content;
use crate::quiz::days::Days;
use crate::quiz::{Question, Topic};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The question that comes next.
pub enum Next {
    /// It is here; `None` where there is none.
    Here(Option<Rc<Question>>),
    /// It stands in a file of authored questions.
    Authored { topic: String, id: String },
    /// The `number`th about a simulated day.
    Day { name: String, number: usize },
}

/// What was fetched.
#[derive(Default)]
pub struct Supply {
    topics: RefCell<BTreeMap<String, Topic>>,
    days: RefCell<BTreeMap<String, Days>>,
}

impl Supply {
    /// Brings the question; where its file does not come, a page that says so.
    pub async fn bring(&self, next: Next) -> Result<Option<Rc<Question>>, String> {
        match next {
            Next::Here(question) => Ok(question),
            Next::Authored { topic, id } => {
                if !self.topics.borrow().contains_key(&topic) {
                    let path = ["questions/", &topic, ".json"].concat();
                    let fetched = content::read::<Topic>(&path).await.map_err(failed)?;
                    self.topics.borrow_mut().insert(topic.clone(), fetched);
                }
                let topics = self.topics.borrow();
                let mut questions = topics.get(&topic).into_iter().flat_map(|it| &it.questions);
                Ok(questions.find(|question| question.id == id).cloned().map(Rc::new))
            }
            Next::Day { name, number } => {
                if !self.days.borrow().contains_key(&name) {
                    let path = ["days/", &name, ".json"].concat();
                    let fetched = content::read::<Days>(&path).await.map_err(failed)?;
                    self.days.borrow_mut().insert(name.clone(), fetched);
                }
                let days = self.days.borrow();
                let question = days.get(&name).and_then(|kind| kind.questions.get(number));
                Ok(question.cloned().map(Rc::new))
            }
        }
    }
}

fn failed(error: content::ContentError) -> String {
    let notice = content::notice(&error);
    ["<main class=\"page narrow\" id=\"main\"><h1>Practice</h1>", &notice, "</main>"].concat()
}
