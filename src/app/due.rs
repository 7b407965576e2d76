//! What is due today, as the study part tells it to the page: a few lines of text, so that neither
//! needs the other's types. Pure.

/// What is due, and the exam that it is for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Due {
    /// For all of them.
    pub minutes: u32,
    pub count: u32,
    /// Where they are answered.
    pub address: String,
    /// `9 of them ALB or NLB, the pair you mix up most`, as HTML; empty where nothing stands out.
    pub about: String,
    /// The pair that is mixed up most: address of its drill, a space, its name as HTML.
    pub drill: String,
    /// What the last answers say as a whole, as HTML; empty while they are few.
    pub estimate: String,
    /// `SAA-C03 on Sat 19 December, in 26 days`; empty without a date to come.
    pub goal: String,
    /// Lessons with questions that are due, and how many.
    pub lessons: Vec<(String, u32)>,
}

impl Due {
    /// One line for each thing, a word first.
    pub fn text(&self) -> String {
        let (minutes, count) = (self.minutes.to_string(), self.count.to_string());
        let mut text = ["all ", &minutes, " ", &count, " ", &self.address].concat();
        for (word, said) in [
            ("\ngoal ", &self.goal),
            ("\nabout ", &self.about),
            ("\ndrill ", &self.drill),
            ("\nestimate ", &self.estimate),
        ] {
            if !said.is_empty() {
                text.push_str(word);
                text.push_str(said);
            }
        }
        for (lesson, count) in &self.lessons {
            text.push_str(&["\nlesson ", &count.to_string(), " ", lesson].concat());
        }
        text
    }

    /// Reads [`Due::text`]; what it does not know it leaves out.
    pub fn parse(text: &str) -> Due {
        let mut due = Due::default();
        for line in text.lines() {
            match line.split_once(' ') {
                Some(("all", rest)) => {
                    let mut parts = rest.splitn(3, ' ');
                    let mut number = || parts.next().and_then(|it| it.parse().ok()).unwrap_or(0);
                    (due.minutes, due.count) = (number(), number());
                    due.address = parts.next().unwrap_or_default().to_string();
                }
                Some(("goal", said)) => due.goal = said.to_string(),
                Some(("about", said)) => due.about = said.to_string(),
                Some(("drill", said)) => due.drill = said.to_string(),
                Some(("estimate", said)) => due.estimate = said.to_string(),
                Some(("lesson", rest)) => {
                    if let Some((count, lesson)) = rest.split_once(' ') {
                        due.lessons.push((lesson.to_string(), count.parse().unwrap_or(0)));
                    }
                }
                _ => {}
            }
        }
        due
    }

    /// How many of a lesson's questions are due.
    pub fn of(&self, lesson: &str) -> u32 {
        self.lessons.iter().find(|(id, _)| id == lesson).map_or(0, |(_, count)| *count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_read_back() {
        let due = Due {
            minutes: 9,
            count: 18,
            address: "#/practice?due".into(),
            about: "9 of them ALB or NLB".into(),
            drill: "#/practice?drill=alb-or-nlb ALB or NLB".into(),
            estimate: "<b>8 of 12</b>".into(),
            goal: "SAA-C03 on Sat 19 December, in 26 days".into(),
            lessons: vec![("alb-or-nlb".into(), 9), ("ecr".into(), 9)],
        };
        assert_eq!(Due::parse(&due.text()), due);
        assert_eq!((due.of("ecr"), due.of("eks")), (9, 0));
        assert_eq!(Due::parse(&Due::default().text()), Due::default());
        assert_eq!(Due::parse("later 1\nall x"), Due::default());
    }
}
