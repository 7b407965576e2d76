//! Which lessons a list shows, by the exams that ask for them. Pure; stands in the address of the
//! first page and in a setting.

/// The choice of the reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    #[default]
    All,
    /// What this exam asks for, by its code.
    On(String),
    /// What another exam asks for and this one does not.
    Beyond(String),
    /// What no exam asks for.
    Unexamined,
}

impl Filter {
    /// Reads `exam=SAA-C03`, `beyond=SAA-C03` or `exam=none`; anything else shows all.
    pub fn parse(text: &str) -> Filter {
        let code = |code: &str| {
            let sound = code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            (sound && !code.is_empty()).then(|| code.to_string())
        };
        match text.split_once('=') {
            Some(("exam", "none")) => Filter::Unexamined,
            Some(("exam", exam)) => code(exam).map(Filter::On).unwrap_or_default(),
            Some(("beyond", exam)) => code(exam).map(Filter::Beyond).unwrap_or_default(),
            _ => Filter::All,
        }
    }

    /// What [`Filter::parse`] reads; empty where all is shown.
    pub fn text(&self) -> String {
        match self {
            Filter::All => String::new(),
            Filter::On(exam) => ["exam=", exam].concat(),
            Filter::Beyond(exam) => ["beyond=", exam].concat(),
            Filter::Unexamined => "exam=none".into(),
        }
    }

    /// For a reader, in the middle of a sentence.
    pub fn words(&self) -> String {
        match self {
            Filter::All => "all lessons".into(),
            Filter::On(exam) => ["on ", exam].concat(),
            Filter::Beyond(exam) => ["beyond ", exam].concat(),
            Filter::Unexamined => "not examined".into(),
        }
    }

    /// Whether a lesson that these exams ask for is shown.
    pub fn shows(&self, exams: &[String]) -> bool {
        match self {
            Filter::All => true,
            Filter::On(exam) => exams.contains(exam),
            Filter::Beyond(exam) => !exams.is_empty() && !exams.contains(exam),
            Filter::Unexamined => exams.is_empty(),
        }
    }

    /// Every choice that makes sense where these exams are asked for, all lessons first.
    pub fn choices(exams: &[&str]) -> Vec<Filter> {
        let mut choices = vec![Filter::All];
        for exam in exams {
            choices.push(Filter::On(exam.to_string()));
            choices.push(Filter::Beyond(exam.to_string()));
        }
        choices.push(Filter::Unexamined);
        choices
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_survives_its_text_and_nonsense_shows_all() {
        for filter in Filter::choices(&["SAA-C03", "CLF-C02"]) {
            assert_eq!(Filter::parse(&filter.text()), filter);
        }
        for text in ["", "exam", "exam=", "beyond=<b>", "seed=4", "exam=a&b=c"] {
            assert_eq!(Filter::parse(text), Filter::All, "{text}");
        }
    }

    #[test]
    fn on_beyond_and_not_examined_part_the_course() {
        let lessons = [vec![], vec!["SAA-C03".to_string()], vec!["DVA-C02".to_string()]];
        let exam = || "SAA-C03".to_string();
        for lesson in &lessons {
            let filters = [Filter::On(exam()), Filter::Beyond(exam()), Filter::Unexamined];
            let shown = filters.iter().filter(|filter| filter.shows(lesson)).count();
            assert_eq!(shown, 1, "{lesson:?}");
            assert!(Filter::All.shows(lesson));
        }
    }
}
