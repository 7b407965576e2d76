//! Whether a word that was typed means a word that is there: as a whole, as its beginning, or with
//! one slip of the finger. Pure.

/// Letters below which a slip is not forgiven: too many short words are near to each other.
const SLIP_FROM: usize = 4;

/// How well a typed word fits another, 0–1; `None` if not at all. Both in lower case.
pub fn fits(typed: &str, word: &str) -> Option<f32> {
    match word.strip_prefix(typed) {
        Some("") => Some(1.0),
        Some(_) => Some(0.6 + 0.3 * typed.len() as f32 / word.len() as f32),
        None => None,
    }
}

/// The same with one letter too many, missing, wrong, or swapped with its neighbour.
pub fn nearly_fits(typed: &str, word: &str) -> Option<f32> {
    let (typed, word) = (typed.as_bytes(), word.as_bytes());
    if typed.len() < SLIP_FROM || word.len() + 1 < typed.len() {
        return None;
    }
    let same = typed.iter().zip(word).take_while(|(a, b)| a == b).count();
    let (left, right) = (&typed[same..], &word[same..]);
    let swapped = left.len() > 1 && right.len() > 1 && left[0] == right[1] && left[1] == right[0];
    let ways = [
        (left.get(1..), right.get(1..)),
        (left.get(1..), Some(right)),
        (Some(left), right.get(1..)),
        if swapped { (left.get(2..), right.get(2..)) } else { (None, None) },
    ];
    let begins =
        |typed: &[u8], word: &[u8]| word.starts_with(typed).then(|| word.len() - typed.len());
    let over = ways.into_iter().filter_map(|(left, right)| begins(left?, right?)).min()?;
    Some(if over == 0 { 0.5 } else { 0.35 })
}

/// How much two words look alike, 0–1: the share of their pairs of letters that both have (Dice).
/// For what is near where nothing fits.
pub fn alike(one: &str, other: &str) -> f32 {
    let pairs = |word: &str| -> Vec<[char; 2]> {
        let letters: Vec<char> = word.chars().collect();
        letters.windows(2).map(|pair| [pair[0], pair[1]]).collect()
    };
    let (one, mut other) = (pairs(one), pairs(other));
    let all = one.len() + other.len();
    let mut common = 0;
    for pair in one {
        if let Some(place) = other.iter().position(|found| *found == pair) {
            other.swap_remove(place);
            common += 1;
        }
    }
    if all == 0 { 0.0 } else { (2 * common) as f32 / all as f32 }
}

/// The words of a text in lower case, with the byte range of each.
pub fn words(text: &str) -> Vec<(usize, usize, String)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        match (start, letter.is_alphanumeric()) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                words.push((from, at, text[from..at].to_lowercase()));
                start = None;
            }
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_fits_and_a_whole_word_fits_best() {
        assert_eq!(fits("drain", "drain"), Some(1.0));
        assert!(fits("drain", "draining").is_some_and(|fit| fit < 1.0));
        assert_eq!(fits("rain", "drain"), None);
    }

    #[test]
    fn one_slip_is_forgiven_and_two_are_not() {
        for slip in ["fargte", "farrgate", "fargote", "fagrate", "xargate", "argate"] {
            assert_eq!(nearly_fits(slip, "fargate"), Some(0.5), "{slip}");
        }
        assert_eq!(nearly_fits("fagr", "fargate"), Some(0.35));
        for other in ["fergote", "frgte", "gate", "fargatexy", "far"] {
            assert_eq!(nearly_fits(other, "fargate"), None, "{other}");
        }
        assert_eq!(nearly_fits("tsk", "task"), None, "too short");
    }

    #[test]
    fn words_look_alike_by_their_pairs_of_letters() {
        // The example of Dice's coefficient that is in every textbook: one pair of four each.
        assert_eq!(alike("night", "nacht"), 0.25);
        assert_eq!(alike("drain", "drain"), 1.0);
        assert_eq!((alike("a", "a"), alike("", "drain")), (0.0, 0.0));
        assert_eq!(alike("aaaa", "aa"), 0.5);
    }

    #[test]
    fn words_are_told_by_their_place() {
        let found = words("m5.large, ÖFTER");
        let texts: Vec<&str> = found.iter().map(|(.., word)| word.as_str()).collect();
        assert_eq!(texts, ["m5", "large", "öfter"]);
        assert_eq!(&"m5.large, ÖFTER"[found[2].0..found[2].1], "ÖFTER");
    }
}
