//! Numbers with as many digits as a statement about them needs: what is printed must come to the
//! same result as what was computed.

/// The shortest text, with at least so many decimals, whose value passes the test; six decimals
/// where none does.
pub fn enough_digits(number: f64, least: usize, holds: impl Fn(f64) -> bool) -> String {
    // An empty sum is −0.
    let number = number + 0.0;
    let texts = (least..6).map(|digits| format!("{number:.digits$}"));
    let mut fit = texts.filter(|text| text.parse().is_ok_and(&holds));
    fit.next().unwrap_or_else(|| format!("{number:.6}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_digit_more_than_the_statement_needs() {
        let low = |value: f64| value < 50.0;
        assert_eq!(enough_digits(49.951, 1, low), "49.95");
        assert_eq!(enough_digits(20.0, 1, low), "20.0");
        assert_eq!(enough_digits(-0.0, 1, low), "0.0");
        assert_eq!(enough_digits(49.999_999_99, 1, low), "50.000000");
    }
}
