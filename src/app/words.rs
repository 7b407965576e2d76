//! Counts and words as a reader sees them, for the page and its parts. Pure.

/// `1 lesson`, `3 lessons`; the number and the word stay in one line.
pub fn count(number: usize, thing: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    [&number.to_string(), "\u{a0}", thing, plural].concat()
}

/// The word with a capital: `Pods`.
pub fn capital(word: &str) -> String {
    let mut letters = word.chars();
    let first: String = letters.next().map(|one| one.to_uppercase().collect()).unwrap_or_default();
    [&first, letters.as_str()].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_one_and_a_word_begins_large() {
        assert_eq!(count(1, "task"), "1\u{a0}task");
        assert_eq!(count(0, "task"), "0\u{a0}tasks");
        assert_eq!(capital("pods"), "Pods");
        assert_eq!(capital(""), "");
    }
}
