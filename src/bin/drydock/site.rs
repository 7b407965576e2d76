//! `drydock build --app`: a course and the built app together, a folder for any static host.

use super::check;
use super::output::Stop;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Folders of the built app that belong to its course, not to the app.
const OF_THE_COURSE: [&str; 2] = ["content", "read"];

/// Checks the course, copies the app and writes the course into it. Files that an earlier build of
/// another app left are not removed. Nothing is written while there is an error.
pub fn build(folder: Option<PathBuf>, output: &Path, app: &Path) -> Result<ExitCode, Stop> {
    let shown = app.display();
    if !app.join("index.html").is_file() {
        let text = format!("{shown} holds no built app: there is no {shown}/index.html");
        return Err(Stop::Failed(text));
    }
    let inside = |path: &Path| fs::canonicalize(path).ok();
    if inside(output).is_some_and(|output| Some(output) == inside(app)) {
        let text = format!("{shown} would be overwritten; name another folder with -o");
        return Err(Stop::Failed(text));
    }
    let [content, read] = OF_THE_COURSE.map(|name| output.join(name));
    let code = check::build(folder, &content, Some(&read))?;
    if code == ExitCode::SUCCESS {
        copy(app, output, &OF_THE_COURSE)?;
    }
    Ok(code)
}

fn copy(from: &Path, to: &Path, but: &[&str]) -> Result<(), Stop> {
    let fail =
        |what: &Path, error| Stop::Failed(format!("cannot copy {}: {error}", what.display()));
    fs::create_dir_all(to).map_err(|error| fail(to, error))?;
    for entry in fs::read_dir(from).map_err(|error| fail(from, error))? {
        let entry = entry.map_err(|error| fail(from, error))?;
        let (name, path) = (entry.file_name(), entry.path());
        let hidden = name.to_string_lossy().starts_with('.');
        if hidden || but.iter().any(|other| name == *other) {
            continue;
        } else if path.is_dir() {
            copy(&path, &to.join(name), &[])?;
        } else {
            fs::copy(&path, to.join(name)).map_err(|error| fail(&path, error))?;
        }
    }
    Ok(())
}
