//! Texts in the address: what stands behind the `?` as short fields that come back exactly.
//!
//! JSON in percent signs is three times as long, and nobody can read it. Here the signs of JSON
//! trade places with signs that an address may hold; whatever is left is percent-encoded.

/// Signs of a text, and what stands for them in an address.
const SIGNS: [(char, char); 6] =
    [('"', '\''), ('{', '('), ('}', ')'), ('[', '!'), (']', '$'), (' ', '_')];
/// Signs that stand for themselves.
const PLAIN: &str = "-.:,*/;+@";
/// Stands for the end of a line, followed by the number of blanks that the next begins with.
const LINE: char = '~';
const DIGITS: u32 = 36;

/// The text as a field of an address.
pub fn pack(text: &str) -> String {
    let mut packed = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '\n' {
            let mut blanks = 0;
            while blanks + 1 < DIGITS && letters.next_if_eq(&' ').is_some() {
                blanks += 1;
            }
            packed.push(LINE);
            packed.push(char::from_digit(blanks, DIGITS).unwrap_or('0'));
        } else if let Some((_, sign)) = SIGNS.iter().find(|(own, _)| *own == letter) {
            packed.push(*sign);
        } else if letter.is_ascii_alphanumeric() || PLAIN.contains(letter) {
            packed.push(letter);
        } else {
            let mut bytes = [0; 4];
            for byte in letter.encode_utf8(&mut bytes).bytes() {
                packed += &format!("%{byte:02X}");
            }
        }
    }
    packed
}

/// The text of a field; none where that cannot have been packed.
pub fn unpack(field: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(field.len());
    let mut letters = field.chars();
    while let Some(letter) = letters.next() {
        if letter == LINE {
            let blanks = letters.next()?.to_digit(DIGITS)?;
            bytes.push(b'\n');
            bytes.extend(std::iter::repeat_n(b' ', blanks as usize));
        } else if letter == '%' {
            let high = letters.next()?.to_digit(16)?;
            bytes.push((high * 16 + letters.next()?.to_digit(16)?) as u8);
        } else {
            let own =
                SIGNS.iter().find(|(_, sign)| *sign == letter).map_or(letter, |(own, _)| *own);
            bytes.extend(own.encode_utf8(&mut [0; 4]).bytes());
        }
    }
    String::from_utf8(bytes).ok()
}

/// The field of that name in `a=1&b=2`, as it stands there.
pub fn field<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    let fields = query.split('&').filter_map(|field| field.split_once('='));
    fields.into_iter().find(|(key, _)| *key == name).map(|(_, value)| value)
}

/// Fields as they stand in an address; those without a value are left out.
pub fn query(fields: &[(&str, String)]) -> String {
    let given = fields.iter().filter(|(_, value)| !value.is_empty());
    let texts: Vec<String> = given.map(|(key, value)| format!("{key}={value}")).collect();
    texts.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_comes_back() {
        let deep = format!("\n{}x", " ".repeat(80));
        let texts =
            ["", "{\n  \"a_b\": [1, 2] }\n", "100 % ~ ' ( ) ! $ # & = ?", "ä\t\u{1f6a2}", &deep];
        for text in texts {
            let packed = pack(text);
            assert_eq!(unpack(&packed).as_deref(), Some(text), "{packed}");
            assert!(!packed.contains([' ', '"', '#', '&', '=', '?', '<']), "{packed}");
        }
    }

    #[test]
    fn a_policy_stays_about_as_long_as_it_is() {
        let text = "{\n  \"rules\": [\n    { \"rulePriority\": 1 }\n  ]\n}\n";
        assert!(pack(text).len() <= text.len(), "{}", pack(text));
    }

    #[test]
    fn what_was_never_packed_is_refused() {
        for field in ["%", "%4", "%zz", "~", "~-", "%ff"] {
            assert_eq!(unpack(field), None, "{field}");
        }
    }

    #[test]
    fn fields_are_found_by_their_names() {
        let text = query(&[("a", "1".into()), ("none", String::new()), ("b", "x:y".into())]);
        assert_eq!(text, "a=1&b=x:y");
        assert_eq!(field(&text, "b"), Some("x:y"));
        assert_eq!(field(&text, "c"), None);
    }
}
