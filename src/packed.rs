//! Plain data as few bytes, for messages between two halves of one build.
//!
//! Nothing names a field and nothing is versioned: both ends are compiled from the same sources.
//! A text that comes again is sent once. What a type packs follows from its [`crate::shape!`].
//! Knows no type of the product and no browser.

use std::collections::BTreeMap;

/// Bytes under construction.
#[derive(Default)]
pub struct Packer {
    bytes: Vec<u8>,
    texts: BTreeMap<String, u32>,
}

impl Packer {
    /// What was packed.
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }

    pub fn byte(&mut self, byte: u8) {
        self.bytes.push(byte);
    }

    /// A number in as few bytes as it needs, seven bits in each.
    pub fn whole(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }

    pub fn float(&mut self, number: f64) {
        self.bytes.extend_from_slice(&number.to_le_bytes());
    }

    /// 0 and the text itself the first time, its number from 1 from then on.
    pub fn text(&mut self, text: &str) {
        if let Some(number) = self.texts.get(text) {
            return self.whole(u64::from(*number));
        }
        self.texts.insert(text.to_string(), self.texts.len() as u32 + 1);
        self.whole(0);
        self.whole(text.len() as u64);
        self.bytes.extend_from_slice(text.as_bytes());
    }
}

/// Bytes being read; every method gives `None` where they are not what was packed.
pub struct Unpacker<'a> {
    rest: &'a [u8],
    texts: Vec<&'a str>,
}

impl<'a> Unpacker<'a> {
    pub fn new(bytes: &'a [u8]) -> Unpacker<'a> {
        Unpacker { rest: bytes, texts: Vec::new() }
    }

    pub fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    pub fn whole(&mut self) -> Option<u64> {
        let mut number = 0;
        for place in 0..10 {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << (7 * place);
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    pub fn float(&mut self) -> Option<f64> {
        self.take(8)?.try_into().ok().map(f64::from_le_bytes)
    }

    pub fn text(&mut self) -> Option<&'a str> {
        match self.whole()? {
            0 => {
                let length = self.whole()?;
                let text = std::str::from_utf8(self.take(length)?).ok()?;
                self.texts.push(text);
                Some(text)
            }
            number => self.texts.get(usize::try_from(number - 1).ok()?).copied(),
        }
    }

    /// How many items follow. More than there are bytes cannot be.
    pub fn count(&mut self) -> Option<usize> {
        self.whole().filter(|count| *count <= self.rest.len() as u64).map(|count| count as usize)
    }

    fn take(&mut self, length: u64) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(usize::try_from(length).ok()?)?;
        self.rest = rest;
        Some(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_and_texts_come_back(
            numbers in proptest::collection::vec(any::<u64>(), 0..40),
            texts in proptest::collection::vec("[ab]{0,2}", 0..40),
            float in any::<f64>(),
        ) {
            let mut packer = Packer::default();
            numbers.iter().for_each(|number| packer.whole(*number));
            texts.iter().for_each(|text| packer.text(text));
            packer.float(float);
            let bytes = packer.finish();
            let mut from = Unpacker::new(&bytes);
            for number in numbers {
                prop_assert_eq!(from.whole(), Some(number));
            }
            for text in &texts {
                prop_assert_eq!(from.text(), Some(text.as_str()));
            }
            prop_assert_eq!(from.float().map(f64::to_bits), Some(float.to_bits()));
            prop_assert_eq!(from.byte(), None);
        }

        #[test]
        fn no_bytes_break_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
            let mut from = Unpacker::new(&bytes);
            while from.text().is_some() || from.whole().is_some() || from.count().is_some() {}
        }
    }

    #[test]
    fn a_text_that_comes_again_costs_one_byte() {
        let mut packer = Packer::default();
        packer.text("us-east-1a");
        let once = packer.bytes.len();
        packer.text("us-east-1a");
        assert_eq!(packer.finish().len(), once + 1);
    }
}
