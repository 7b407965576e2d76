//! Text that goes into HTML. Parts of a page that only show something are built as strings; what
//! comes from outside is escaped here first. Pure.

/// The text with everything that HTML would read as markup replaced by entities; fit for content
/// and for attributes in quotes.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_text() {
        let safe = "&lt;b title=&quot;ü &amp;amp;&quot;&gt;";
        assert_eq!(escape("<b title=\"ü &amp;\">"), safe);
        assert_eq!(escape("p99 ≤ 300 ms"), "p99 ≤ 300 ms");
    }
}
