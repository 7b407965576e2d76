//! The command line: check and build content, run scenarios, call rules.

fn main() {}
