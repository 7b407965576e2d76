//! What is easily confused, side by side: a table of features, and needs that tell the columns
//! apart. Drills ask from it without end, and the page shows the table as it is met.

use super::item::{Choice, Question, Source};
use crate::facts::Facts;
use crate::quiz::generated::Luck;
use crate::shape;
use crate::shape::Shape;
use std::collections::BTreeMap;

/// Fewest and most options of a drilled question.
const OPTIONS: (usize, usize) = (3, 4);
/// Draws until the needs leave one column; most draws do.
const DRAWS_MAX: u32 = 2000;

/// One table, from `content/pairs`. All texts are HTML.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// File name without ending, `alb-or-nlb`.
    pub id: String,
    pub title: String,
    /// The sentence that an examiner would accept.
    pub say: String,
    pub lesson: String,
    /// Exam code → domains.
    pub exams: BTreeMap<String, Vec<String>>,
    pub columns: Vec<String>,
    /// Before the needs: `A service needs a load balancer that can`.
    pub lead: String,
    /// After them: `Which one fits?`.
    pub ask: String,
    /// Most needs of one question.
    pub needs_max: u32,
    pub rows: Vec<Row>,
}

shape!(Pair { id, title, say, lesson, exams, columns, lead, ask, needs_max, rows });

/// One feature.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub feature: String,
    /// One for each column.
    pub cells: Vec<String>,
    /// Ids of the facts that it rests on.
    pub facts: Vec<String>,
    pub needs: Vec<Need>,
}

shape!(Row { feature, cells; facts, needs });

/// Something that a reader may need, and the columns that offer it.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// `route requests by their path`
    pub text: String,
    /// Places of the columns that fit.
    pub fits: Vec<u32>,
    pub misconception: String,
}

shape!(Need { text, fits; misconception });

/// A drilled question, and the places of the rows that it asks about.
#[derive(Clone, Debug, PartialEq)]
pub struct Drilled {
    pub question: Question,
    pub rows: Vec<usize>,
}

/// Needs that exactly one column meets.
struct Drawn<'a> {
    rows: Vec<usize>,
    needs: Vec<&'a Need>,
    key: u32,
    luck: Luck,
}

impl Pair {
    /// The question of that seed: a few needs that exactly one column meets.
    pub fn drill(&self, seed: u64, facts: &Facts) -> Option<Drilled> {
        let Drawn { rows, needs, key, mut luck } = self.drawn(seed)?;
        let columns = self.offered(key, &needs, &mut luck);
        Some(self.asked(seed, facts, rows, &needs, &columns))
    }

    /// The rows that the question of that seed asks about, without its words.
    pub fn rows_of(&self, seed: u64) -> Option<Vec<usize>> {
        self.drawn(seed).map(|drawn| drawn.rows)
    }

    /// The rows that an authored question asks about: those with a need that is missed for a
    /// misconception by which the question tempts.
    pub fn rows_about(&self, misconceptions: &[String]) -> Vec<usize> {
        let tempts = |need: &Need| {
            !need.misconception.is_empty() && misconceptions.contains(&need.misconception)
        };
        (0..self.rows.len()).filter(|row| self.rows[*row].needs.iter().any(tempts)).collect()
    }

    fn drawn(&self, seed: u64) -> Option<Drawn<'_>> {
        let mut luck = Luck::new(&self.id, seed);
        let asking: Vec<usize> =
            (0..self.rows.len()).filter(|row| !self.rows[*row].needs.is_empty()).collect();
        for _ in 0..DRAWS_MAX {
            let count = luck.whole(1, self.needs_max.max(1)) as usize;
            let rows = luck.some_of(&asking, count);
            let needs: Vec<&Need> = rows
                .iter()
                .map(|row| {
                    let needs = &self.rows[*row].needs;
                    &needs[luck.whole(0, needs.len() as u32 - 1) as usize]
                })
                .collect();
            if let Some(key) = self.only(&needs) {
                return Some(Drawn { rows, needs, key, luck });
            }
        }
        None
    }

    /// The column that meets all needs, where there is one alone and no need could be left out.
    fn only(&self, needs: &[&Need]) -> Option<u32> {
        let meets = |skipped: Option<usize>| -> Vec<u32> {
            let counted = |place: &usize| Some(*place) != skipped;
            (0..self.columns.len() as u32)
                .filter(|column| {
                    let places = (0..needs.len()).filter(counted);
                    places.into_iter().all(|place| needs[place].fits.contains(column))
                })
                .collect()
        };
        let [key] = meets(None)[..] else { return None };
        let lean = (0..needs.len()).all(|place| meets(Some(place)).len() > 1);
        lean.then_some(key)
    }

    /// The key and the columns that meet most of the needs, in the order of the table.
    fn offered(&self, key: u32, needs: &[&Need], luck: &mut Luck) -> Vec<u32> {
        let others: Vec<u32> =
            (0..self.columns.len() as u32).filter(|column| *column != key).collect();
        let mut others = luck.some_of(&others, self.columns.len());
        let met = |column: &u32| needs.iter().filter(|need| need.fits.contains(column)).count();
        others.sort_by_key(|column| std::cmp::Reverse(met(column)));
        others.truncate(OPTIONS.1 - 1);
        others.insert(0, key);
        others
    }

    fn asked(
        &self,
        seed: u64,
        facts: &Facts,
        rows: Vec<usize>,
        needs: &[&Need],
        columns: &[u32],
    ) -> Drilled {
        let texts: Vec<&str> = needs.iter().map(|need| need.text.as_str()).collect();
        let stem = ["<p>", &self.lead, " ", &listed(&texts), ". ", &self.ask, "</p>"].concat();
        let options = columns.iter().map(|column| self.option(*column, &rows, needs)).collect();
        let mut sources: Vec<Source> = Vec::new();
        for id in rows.iter().flat_map(|row| &self.rows[*row].facts) {
            if let Some(fact) = facts.get(id)
                && sources.iter().all(|other| other.id != *id)
            {
                sources.push(Source::of(id, fact));
            }
        }
        let name = ["pair-", &self.id].concat();
        let question = Question {
            id: [&name, "/", &seed.to_string()].concat(),
            stem,
            options,
            lesson: self.lesson.clone(),
            exams: self.exams.clone(),
            difficulty: if needs.len() > 1 { 2 } else { 1 },
            facts: sources,
            generator: name,
            ..Question::blank()
        };
        Drilled { question, rows }
    }

    fn option(&self, column: u32, rows: &[usize], needs: &[&Need]) -> Choice {
        let cell = |place: usize| {
            let row = &self.rows[rows[place]];
            [&row.feature, ": ", &row.cells[column as usize], "."].concat()
        };
        let fails = (0..needs.len()).find(|place| !needs[*place].fits.contains(&column));
        let (why, misconception) = match fails {
            None => {
                let met =
                    |place: usize| ["It can ", &needs[place].text, ". ", &cell(place)].concat();
                let said: Vec<String> = (0..needs.len()).map(met).collect();
                (said.join(" "), String::new())
            }
            Some(fails) => {
                let met = needs.iter().find(|need| need.fits.contains(&column));
                let tempts = match met {
                    Some(need) => ["It tempts because it can ", &need.text, ". "].concat(),
                    None => String::new(),
                };
                let but = ["It cannot ", &needs[fails].text, ". "].concat();
                ([tempts, but, cell(fails)].concat(), needs[fails].misconception.clone())
            }
        };
        Choice {
            text: self.columns[column as usize].clone(),
            key: fails.is_none(),
            why,
            misconception,
            ..Choice::blank()
        }
    }
}

/// `a`, `a and b`, `a, b and c`.
fn listed(texts: &[&str]) -> String {
    match texts {
        [] => String::new(),
        [one] => (*one).into(),
        [first @ .., last] => [&first.join(", "), " and ", *last].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair() -> Pair {
        let need = |text: &str, fits: &[u32]| Need {
            text: text.into(),
            fits: fits.into(),
            misconception: "m".into(),
        };
        let row = |needs: Vec<Need>| Row {
            feature: "Layer".into(),
            cells: vec!["1".into(), "2".into(), "3".into()],
            facts: Vec::new(),
            needs,
        };
        Pair {
            columns: vec!["a".into(), "b".into(), "c".into()],
            needs_max: 2,
            rows: vec![row(vec![need("x", &[0, 1])]), row(vec![need("y", &[1, 2])]), row(vec![])],
            ..Pair::blank()
        }
    }

    #[test]
    fn only_needs_that_leave_one_column_are_asked() {
        for seed in 0..50 {
            let drilled = pair().drill(seed, &Facts::default()).expect("there are two needs");
            let keys: Vec<&str> = drilled
                .question
                .options
                .iter()
                .filter(|option| option.key)
                .map(|option| option.text.as_str())
                .collect();
            assert_eq!(keys, ["b"]);
            assert_eq!(drilled.rows.len(), 2);
        }
    }

    #[test]
    fn a_need_that_changes_nothing_is_left_out() {
        let mut pair = pair();
        pair.rows[1].needs[0].fits = vec![1];
        let drilled = pair.drill(3, &Facts::default()).expect("one need is enough");
        assert_eq!(drilled.rows, [1]);
    }

    #[test]
    fn rows_are_known_without_the_words() {
        let pair = pair();
        for seed in 0..20 {
            let drilled = pair.drill(seed, &Facts::default()).expect("there are two needs");
            assert_eq!(pair.rows_of(seed), Some(drilled.rows));
        }
        assert_eq!(pair.rows_about(&["m".into(), String::new()]), [0, 1]);
        assert!(pair.rows_about(&[String::new()]).is_empty());
    }

    #[test]
    fn needs_are_listed_as_a_sentence() {
        assert_eq!(listed(&["a"]), "a");
        assert_eq!(listed(&["a", "b", "c"]), "a, b and c");
    }
}
