//! Standard output for people and pipes: buffered, flushed, quiet when the reader goes away.

use std::io::{self, BufWriter, ErrorKind, StdoutLock, Write};

/// Why a command ended early.
#[derive(Debug)]
pub enum Stop {
    /// Nobody reads on, as with `drydock … | head`.
    Closed,
    /// What to say on standard error.
    Failed(String),
}

impl From<String> for Stop {
    fn from(text: String) -> Stop {
        Stop::Failed(text)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Stop {
        match error.kind() {
            ErrorKind::BrokenPipe => Stop::Closed,
            _ => Stop::Failed(error.to_string()),
        }
    }
}

/// Standard output behind a buffer. Flush it before the command ends.
pub fn stdout() -> BufWriter<StdoutLock<'static>> {
    BufWriter::new(io::stdout().lock())
}

/// Writes a text and flushes.
pub fn print(text: &str) -> Result<(), Stop> {
    let mut out = stdout();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}
