//! Patterns with `*` and `?`, and policy variables in them.
//!
//! Matching never tries a star twice, since after a star the leftmost fit is as good as any other;
//! and it looks for 64 letters of a pattern at once. So no pattern takes long.

use std::collections::BTreeMap;

/// A letter of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Letter {
    Is(char),
    /// `?`
    One,
    /// `*`
    Many,
}

/// A pattern whose variables have got their values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern(Vec<Letter>);

impl Pattern {
    /// Every letter stands for itself.
    pub fn literal(text: &str) -> Pattern {
        Pattern(text.chars().map(Letter::Is).collect())
    }

    /// `*` and `?` stand for letters, `$` for itself.
    pub fn plain(text: &str) -> Pattern {
        Pattern(text.chars().map(wild).collect())
    }

    /// Puts in the values of the variables. None where one has no value: then nothing fits.
    ///
    /// `${key}`, `${key, 'default'}`; `${*}`, `${?}` and `${$}` stand for the letters themselves,
    /// and so do stars in a value.
    pub fn with_values(
        text: &str,
        wildcards: bool,
        value: &dyn Fn(&str) -> Option<String>,
    ) -> Option<Pattern> {
        let mut letters = Vec::new();
        for piece in pieces(text) {
            match piece {
                Piece::Text(part) if wildcards => letters.extend(part.chars().map(wild)),
                Piece::Text(part) => letters.extend(part.chars().map(Letter::Is)),
                Piece::Variable(inner) => {
                    let inner = resolved(inner, value)?;
                    letters.extend(inner.chars().map(Letter::Is));
                }
            }
        }
        Some(Pattern(letters))
    }

    /// Whether the whole text fits.
    pub fn fits(&self, text: &str) -> bool {
        self.fits_letters(&text.chars().collect::<Vec<_>>())
    }

    /// The same without regard to the case of ASCII letters.
    pub fn fits_in_any_case(&self, text: &str) -> bool {
        let lower = |letter: &Letter| match letter {
            Letter::Is(letter) => Letter::Is(letter.to_ascii_lowercase()),
            other => *other,
        };
        let pattern = Pattern(self.0.iter().map(lower).collect());
        pattern.fits(&text.to_ascii_lowercase())
    }

    fn fits_letters(&self, text: &[char]) -> bool {
        let Some(first_star) = self.0.iter().position(|letter| *letter == Letter::Many) else {
            return self.0.len() == text.len() && same(&self.0, text);
        };
        let last_star = self.0.iter().rposition(|letter| *letter == Letter::Many);
        let (head, tail) = (&self.0[..first_star], &self.0[last_star.unwrap_or(0) + 1..]);
        if head.len() + tail.len() > text.len() {
            return false;
        }
        let (start, end) = (head.len(), text.len() - tail.len());
        if !same(head, &text[..start]) || !same(tail, &text[end..]) {
            return false;
        }
        let mut left = &text[start..end];
        let inner = &self.0[first_star..=last_star.unwrap_or(first_star)];
        for part in inner.split(|letter| *letter == Letter::Many).filter(|part| !part.is_empty()) {
            match end_of(part, left) {
                Some(end) => left = &left[end..],
                None => return false,
            }
        }
        true
    }
}

/// Where the leftmost fit of letters without a star ends in a text.
///
/// Bit `i` of the state says whether the first `i + 1` letters of the pattern fit up to here
/// (Baeza-Yates and Gonnet's shift-and).
fn end_of(part: &[Letter], text: &[char]) -> Option<usize> {
    let last = part.len() - 1;
    let bit = |index: usize| (index / 64, 1_u64 << (index % 64));
    let mut any = vec![0_u64; last / 64 + 1];
    for (index, _) in part.iter().enumerate().filter(|(_, letter)| **letter == Letter::One) {
        any[bit(index).0] |= bit(index).1;
    }
    let mut places: BTreeMap<char, Vec<u64>> = BTreeMap::new();
    for (index, letter) in part.iter().enumerate() {
        if let Letter::Is(letter) = letter {
            places.entry(*letter).or_insert_with(|| any.clone())[bit(index).0] |= bit(index).1;
        }
    }
    let mut state = vec![0_u64; any.len()];
    for (end, letter) in text.iter().enumerate() {
        let fits = places.get(letter).unwrap_or(&any);
        let mut carry = 1;
        for (word, fits) in state.iter_mut().zip(fits) {
            let shifted = (*word << 1) | carry;
            carry = *word >> 63;
            *word = shifted & fits;
        }
        if state[bit(last).0] & bit(last).1 != 0 {
            return Some(end + 1);
        }
    }
    None
}

/// Whether letters without a star fit as many letters of a text.
fn same(pattern: &[Letter], text: &[char]) -> bool {
    pattern.iter().zip(text).all(|(pattern, letter)| match pattern {
        Letter::Is(own) => own == letter,
        _ => true,
    })
}

fn wild(letter: char) -> Letter {
    match letter {
        '*' => Letter::Many,
        '?' => Letter::One,
        letter => Letter::Is(letter),
    }
}

enum Piece<'a> {
    Text(&'a str),
    /// What stands between `${` and `}`.
    Variable(&'a str),
}

fn pieces(mut text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    while let Some(start) = text.find("${") {
        let Some(length) = text[start + 2..].find('}') else { break };
        pieces.push(Piece::Text(&text[..start]));
        pieces.push(Piece::Variable(&text[start + 2..start + 2 + length]));
        text = &text[start + 3 + length..];
    }
    pieces.push(Piece::Text(text));
    pieces
}

fn resolved(inner: &str, value: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    if ["*", "?", "$"].contains(&inner) {
        return Some(inner.to_string());
    }
    let (key, default) = inner.split_once(',').unwrap_or((inner, ""));
    let default = default.trim().strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    value(key.trim()).or_else(|| default.map(str::to_string))
}

/// The six parts of an ARN pattern; colons inside `${…}` part nothing. Fewer where it has fewer.
pub fn arn_parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut inside) = (0, false);
    for (at, letter) in text.char_indices() {
        match letter {
            '{' if text[..at].ends_with('$') => inside = true,
            '}' => inside = false,
            ':' if !inside && parts.len() < 5 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_marks_stand_for_letters() {
        for (pattern, text, fits) in [
            ("*", "", true),
            ("?", "", false),
            ("a?c", "abc", true),
            ("a*", "a", true),
            ("*b", "ab", true),
            ("a*a", "a", false),
            ("a*b*c", "axxbyyc", true),
            ("a*b*c", "axxcyyb", false),
            ("*ab*ab*", "abab", true),
            ("*ab*ab*", "aba", false),
            ("ab", "abc", false),
            ("**?*", "é", true),
            ("*a??b*", "xxaaxbyb", true),
        ] {
            assert_eq!(Pattern::plain(pattern).fits(text), fits, "{pattern} {text}");
        }
    }

    #[test]
    fn long_parts_are_found_wherever_they_stand() {
        for letters in [1, 63, 64, 65, 130, 200] {
            let part: String = (0..letters).map(|it| if it % 7 == 3 { '?' } else { 'a' }).collect();
            let pattern = Pattern::plain(&format!("x*{part}b*"));
            let a = "a".repeat(letters);
            assert!(pattern.fits(&format!("xaa{a}b")), "{letters}");
            assert!(pattern.fits(&format!("x{a}a{a}bc")), "{letters}");
            assert!(!pattern.fits(&format!("x{}b", "a".repeat(letters - 1))), "{letters}");
        }
    }

    #[test]
    fn variables_get_their_values_and_their_stars_are_stars() {
        let value = |key: &str| (key == "aws:username").then(|| "a*".to_string());
        let made = |text| Pattern::with_values(text, true, &value);
        assert!(made("home/${aws:username}/*").is_some_and(|it| it.fits("home/a*/x")));
        assert!(made("home/${aws:username}/*").is_some_and(|it| !it.fits("home/ab/x")));
        assert!(made("${*}${?}${$}").is_some_and(|it| it.fits("*?$")));
        assert_eq!(made("${no:such}"), None);
        assert!(made("${no:such, 'all'}").is_some_and(|it| it.fits("all")));
        assert!(made("${open").is_some_and(|it| it.fits("${open")));
    }
}
