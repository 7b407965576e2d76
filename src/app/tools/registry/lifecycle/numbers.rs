//! Numbers of a policy that can be dragged, typed over or moved with the arrow keys.

use crate::place::line_and_column;
use crate::registry::json::{Data, Member, Node, parse};

/// Largest number that dragging and arrow keys reach; typing in the text goes on.
pub const NUMBER_MAX: u32 = 99_999;

const READ_MAX: usize = 100_000;

/// A number of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// From its first byte to behind its last.
    pub span: (usize, usize),
    pub value: u32,
    /// Index of its rule in the text.
    pub rule: usize,
    /// Its key: `countNumber`.
    pub key: &'static str,
    /// Line and column, from 1.
    pub place: (usize, usize),
}

/// All of them in the order of the text; none where it is no JSON.
pub fn numbers(text: &str) -> Vec<Number> {
    // A text far beyond what AWS takes is not read for its numbers.
    if text.len() > READ_MAX {
        return Vec::new();
    }
    let Ok(root) = parse(text) else { return Vec::new() };
    let mut found = Vec::new();
    for (rule, node) in rules(&root).iter().enumerate() {
        let selection = member(node, "selection").map(|member| &member.value);
        let count = selection.and_then(|selection| member(selection, "countNumber"));
        for (key, member) in
            [("rulePriority", member(node, "rulePriority")), ("countNumber", count)]
        {
            let Some(node) = member.map(|member| &member.value) else { continue };
            let Data::Number(value) = node.data else { continue };
            let whole = value.fract() == 0.0 && (0.0..=f64::from(NUMBER_MAX)).contains(&value);
            if whole {
                found.push(Number {
                    span: (node.at, node.end),
                    value: value as u32,
                    rule,
                    key,
                    place: (0, 0),
                });
            }
        }
    }
    found.sort_by_key(|number| number.span);
    place(text, &mut found);
    found
}

/// The text with another number in that place.
pub fn with_number(text: &str, span: (usize, usize), value: u32) -> String {
    let value = value.clamp(1, NUMBER_MAX).to_string();
    [text.get(..span.0).unwrap_or(text), &value, text.get(span.1..).unwrap_or("")].concat()
}

/// The rules as they stand in the text.
pub(super) fn rules(root: &Node) -> &[Node] {
    match member(root, "rules").map(|member| &member.value.data) {
        Some(Data::List(rules)) => rules,
        _ => &[],
    }
}

/// What stands at a key of an object.
pub(super) fn member<'a>(node: &'a Node, key: &str) -> Option<&'a Member> {
    match &node.data {
        Data::Object(members) => members.iter().find(|member| member.key == key),
        _ => None,
    }
}

/// Counts lines once for all.
fn place(text: &str, numbers: &mut [Number]) {
    let (mut line, mut start) = (1, 0);
    for number in numbers {
        let before = text.get(start..number.span.0).unwrap_or_default();
        line += before.matches('\n').count();
        start += before.rfind('\n').map_or(0, |at| at + 1);
        let (_, column) = line_and_column(&text[start..], number.span.0 - start);
        number.place = (line, column);
    }
}

#[cfg(test)]
mod tests {
    use super::super::examples::EXAMPLES;
    use super::*;

    #[test]
    fn each_number_knows_its_place() {
        let found = numbers(EXAMPLES[0].text);
        let shown: Vec<_> =
            found.iter().map(|it| (it.key, it.rule, it.value, it.place.0)).collect();
        let expected = [
            ("rulePriority", 0, 1, 3),
            ("countNumber", 0, 3, 9),
            ("rulePriority", 1, 2, 11),
            ("countNumber", 1, 14, 15),
            ("rulePriority", 2, 10, 17),
            ("countNumber", 2, 60, 21),
        ];
        assert_eq!(shown, expected);
        for number in &found {
            let place = line_and_column(EXAMPLES[0].text, number.span.0);
            assert_eq!(place, number.place);
        }
    }

    #[test]
    fn a_number_is_changed_in_its_place_alone() {
        let text = "{\"rules\": [{\"rulePriority\": 1, \"selection\": {\"countNumber\": 7}}]}";
        let span = numbers(text)[1].span;
        assert_eq!(with_number(text, span, 30), text.replace("7}", "30}"));
        assert_eq!(with_number(text, span, 0), text.replace("7}", "1}"), "not below one");
    }

    #[test]
    fn broken_texts_have_none() {
        for text in ["", "{", "[1]", "{\"rules\": 5}", "{\"rules\": [5, {\"rulePriority\": 1.5}]}"]
        {
            assert_eq!(numbers(text), [], "{text}");
        }
    }
}
