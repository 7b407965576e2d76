//! The last step of a build: the parts of the app that the page fetches later get names that
//! change with their content, so that no cache mixes two versions. Trunk's hook calls it.

use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

/// Stem and endings of files that belong together. The page's head names the first of them.
const PARTS: [(&str, &[&str]); 11] = [
    ("drydock-engine", &[".js", "_bg.wasm"]),
    ("drydock-lab", &[".js", "_bg.wasm"]),
    ("drydock-study", &[".js", "_bg.wasm"]),
    ("drydock-tools", &[".js", "_bg.wasm"]),
    ("lab", &[".css"]),
    ("lab-nodes", &[".css"]),
    ("lab-rush", &[".css"]),
    ("study", &[".css"]),
    ("tools", &[".css"]),
    ("registry", &[".css"]),
    ("volumes", &[".css"]),
];

fn main() -> ExitCode {
    let Some(folder) = env::var_os("TRUNK_STAGING_DIR") else {
        eprintln!("TRUNK_STAGING_DIR is not set: this is a hook of Trunk, see Trunk.toml");
        return ExitCode::from(2);
    };
    match rename(Path::new(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{}: {why}", Path::new(&folder).display());
            ExitCode::FAILURE
        }
    }
}

fn rename(folder: &Path) -> io::Result<()> {
    let page = folder.join("index.html");
    let mut html = fs::read_to_string(&page)?;
    for (stem, endings) in PARTS {
        let mut hash = Sha256::new();
        for ending in endings {
            hash.update(fs::read(folder.join([stem, ending].concat()))?);
        }
        let mut name = format!("{stem}-");
        for byte in &hash.finalize()[..8] {
            let _ = write!(name, "{byte:02x}");
        }
        for ending in endings {
            let new = folder.join([&name, *ending].concat());
            fs::rename(folder.join([stem, ending].concat()), new)?;
        }
        let named = [stem, endings[0]].concat();
        if !html.contains(&named) {
            return Err(io::Error::other(format!("index.html does not name {named}")));
        }
        html = html.replace(&named, &[&name, endings[0]].concat());
    }
    fs::write(page, html)
}
