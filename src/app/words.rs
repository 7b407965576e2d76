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

/// A number with as many decimals as asked, without trailing zeros, thousands parted by commas.
pub fn number(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let fraction = fraction.trim_end_matches('0');
    let (sign, digits) = match whole.strip_prefix('-') {
        Some(digits) if digits != "0" || !fraction.is_empty() => ("−", digits),
        Some(digits) => ("", digits),
        None => ("", whole),
    };
    let mut grouped = String::from(sign);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if !fraction.is_empty() {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

/// `$ 7.70`; less than ten cents with more digits, and nothing as nothing.
pub fn dollars(amount: f64) -> String {
    let decimals = if amount != 0.0 && amount.abs() < 0.1 { 4 } else { 2 };
    let plain = format!("{:.decimals$}", amount.abs());
    let (whole, cents) = plain.split_once('.').unwrap_or((&plain, ""));
    let sign = if amount < 0.0 { "−" } else { "" };
    let whole = number(whole.parse().unwrap_or(0.0), 0);
    [sign, "$ ", &whole, ".", cents].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_costs_nothing() {
        assert_eq!(dollars(0.0), "$ 0.00");
        assert_eq!(dollars(0.0123), "$ 0.0123");
        assert_eq!(dollars(-7.7), "−$ 7.70");
    }

    #[test]
    fn one_is_one_and_a_word_begins_large() {
        assert_eq!(count(1, "task"), "1\u{a0}task");
        assert_eq!(count(0, "task"), "0\u{a0}tasks");
        assert_eq!(capital("pods"), "Pods");
        assert_eq!(capital(""), "");
    }

    #[test]
    fn numbers_are_said_as_people_write_them() {
        assert_eq!(number(45858.0, 0), "45,858");
        assert_eq!(number(2.50, 2), "2.5");
        assert_eq!(number(-0.001, 1), "0");
        assert_eq!(number(-1234.5, 1), "−1,234.5");
        assert_eq!(dollars(7.7), "$ 7.70");
        assert_eq!(dollars(-0.57), "−$ 0.57");
        assert_eq!(dollars(1234.5), "$ 1,234.50");
        assert_eq!(dollars(0.0441), "$ 0.0441");
    }
}
