//! The last step of a build: the parts of the app that the page fetches later get names that
//! change with their content, so that no cache mixes two versions. Trunk's hook calls it.

use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

/// Stems of the files, as the build made them and as the page's head names them.
const PARTS: [&str; 2] = ["drydock-engine", "drydock-lab"];

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
    for part in PARTS {
        let (script, wasm) = ([part, ".js"].concat(), [part, "_bg.wasm"].concat());
        let mut hash = Sha256::new();
        hash.update(fs::read(folder.join(&script))?);
        hash.update(fs::read(folder.join(&wasm))?);
        let mut name = format!("{part}-");
        for byte in &hash.finalize()[..8] {
            let _ = write!(name, "{byte:02x}");
        }
        fs::rename(folder.join(&script), folder.join(format!("{name}.js")))?;
        fs::rename(folder.join(&wasm), folder.join(format!("{name}_bg.wasm")))?;
        if !html.contains(&script) {
            return Err(io::Error::other(format!("index.html does not name {script}")));
        }
        html = html.replace(&script, &format!("{name}.js"));
    }
    fs::write(page, html)
}
