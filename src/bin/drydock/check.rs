//! `drydock check` and `drydock build`: every mistake on standard error, or the compiled course in
//! a folder.

use super::content;
use super::output::{Stop, print};
use drydock::course::{Files, Mistake, Severity, compile};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Finds every mistake; exit status 1 if one of them is an error.
pub fn check(folder: Option<PathBuf>) -> Result<ExitCode, Stop> {
    let files = content::files_here(folder)?;
    match compile(&files) {
        Ok(compiled) => {
            tell(&compiled.warnings);
            print(&format!("{}: no mistakes\n{}", counted(&files), compiled.review()))?;
            Ok(ExitCode::SUCCESS)
        }
        Err(mistakes) => Ok(fail(&mistakes)),
    }
}

/// Checks, and writes what the page fetches and, where a folder for it is named, the reading
/// edition. Nothing is written while there is an error.
pub fn build(
    folder: Option<PathBuf>,
    output: &Path,
    edition: Option<&Path>,
) -> Result<ExitCode, Stop> {
    let files = content::files_here(folder)?;
    let compiled = match compile(&files) {
        Ok(compiled) => compiled,
        Err(mistakes) => return Ok(fail(&mistakes)),
    };
    tell(&compiled.warnings);
    let mut written = compiled.files.clone();
    written.extend(compiled.days().map_err(Stop::Failed)?);
    let folders = ["about/", "days/", "lessons/", "questions/", "scenarios/"];
    write(&written, output, &folders, ".json")?;
    if let Some(folder) = edition {
        write(&compiled.edition(), folder, &[""], ".html")?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes only what changed, so that a file's date says when its text did, and removes files of
/// that ending in the folders that the course no longer has.
fn write(
    files: &BTreeMap<String, String>,
    output: &Path,
    folders: &[&str],
    ending: &str,
) -> Result<(), Stop> {
    for folder in folders {
        let place = output.join(folder);
        let fail = |error| Stop::Failed(format!("cannot write {}: {error}", place.display()));
        fs::create_dir_all(&place).map_err(fail)?;
        for entry in fs::read_dir(&place).map_err(fail)? {
            let entry = entry.map_err(fail)?;
            let path = format!("{folder}{}", entry.file_name().to_string_lossy());
            if path.ends_with(ending) && !files.contains_key(&path) {
                fs::remove_file(entry.path()).map_err(fail)?;
            }
        }
    }
    for (path, text) in files {
        let path = output.join(path);
        if fs::read(&path).is_ok_and(|old| old == text.as_bytes()) {
            continue;
        }
        fs::write(&path, text)
            .map_err(|error| Stop::Failed(format!("cannot write {}: {error}", path.display())))?;
    }
    let bytes: usize = files.values().map(String::len).sum();
    let (count, kib) = (files.len(), bytes.div_ceil(1024));
    print(&format!("{count} files, {kib} KiB, written to {}\n", output.display()))
}

fn fail(mistakes: &[Mistake]) -> ExitCode {
    tell(mistakes);
    let count = |severity| mistakes.iter().filter(|it| it.severity == severity).count();
    let errors = plural(count(Severity::Error), "error");
    match count(Severity::Warning) {
        0 => eprintln!("{errors}"),
        warnings => eprintln!("{errors}, {}", plural(warnings, "warning")),
    }
    ExitCode::FAILURE
}

fn tell(mistakes: &[Mistake]) {
    for mistake in mistakes {
        eprintln!("{mistake}");
    }
}

fn counted(files: &Files) -> String {
    let count = |folder, ending| files.paths(folder, ending).len();
    [
        plural(count("lessons", ".md"), "lesson"),
        plural(count("questions", ".toml"), "question topic"),
        plural(count("scenarios", ".toml"), "scenario"),
        plural(count("facts", ".toml"), "fact file"),
    ]
    .join(", ")
}

fn plural(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}
