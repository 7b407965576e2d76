//! The fingerprint of a run: SHA-256 over columns, events and ledger in a fixed order.

use super::run::{Columns, Event, LedgerLine, Run};
use sha2::{Digest, Sha256};

impl Run {
    /// The run with its digest: 64 hexadecimal digits, the same on every machine for the same
    /// scenario, seed and rulebook.
    pub fn sealed(mut self) -> Run {
        self.digest = digest(&self.columns, &self.events, &self.ledger);
        self
    }
}

/// Values hashed at once.
const SLICE: usize = 1024;

fn digest(columns: &Columns, events: &[Event], ledger: &[LedgerLine]) -> String {
    let mut hash = Sha256::new();
    for column in columns.all() {
        number(&mut hash, column.len() as u64);
        // Large slices: each update costs as much as the bytes of some values.
        for values in column.chunks(SLICE) {
            let mut bytes = [[0; 8]; SLICE];
            for (bytes, value) in bytes.iter_mut().zip(values) {
                *bytes = value.to_le_bytes();
            }
            hash.update(bytes[..values.len()].as_flattened());
        }
    }
    for event in events {
        number(&mut hash, event.t_ms);
        let kind = event.kind.word();
        for text in [kind, &event.id, &event.zone, &event.machine, &event.state] {
            words(&mut hash, text);
        }
    }
    for line in ledger {
        words(&mut hash, &line.line);
        words(&mut hash, &line.unit);
        words(&mut hash, &line.fact);
        for value in [line.quantity, line.unit_dollars, line.dollars] {
            hash.update(value.to_le_bytes());
        }
    }
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = hash.finalize();
    digits
        .iter()
        .flat_map(|byte| [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]])
        .map(char::from)
        .collect()
}

fn number(hash: &mut Sha256, value: u64) {
    hash.update(value.to_le_bytes());
}

fn words(hash: &mut Sha256, text: &str) {
    number(hash, text.len() as u64);
    hash.update(text.as_bytes());
}
