//! The course's files in memory, and positions in them.
//!
//! Checking and compiling are pure functions of [`Files`]; the disk is read in one place, here.

use super::documents::DOCUMENTS;
use std::collections::BTreeMap;
use std::path::Path;

/// The text files of a content folder, by path below it (`lessons/ec2-or-fargate.md`).
#[derive(Clone, Debug)]
pub struct Files {
    /// How messages name the folder, without a slash at the end: `content`.
    root: String,
    texts: BTreeMap<String, String>,
}

impl Files {
    /// An empty folder that messages call `root`.
    pub fn new(root: &str) -> Files {
        let root = root.trim_end_matches('/').to_string();
        Files { root, texts: BTreeMap::new() }
    }

    /// Adds or replaces a file. Line ends become `\n`, so that positions count the same everywhere.
    pub fn insert(&mut self, path: &str, text: &str) {
        self.texts.insert(path.to_string(), text.replace("\r\n", "\n"));
    }

    /// Reads the `.toml` and `.md` files below a folder, hidden ones left out, and the documents
    /// beside it.
    /// Errors name the file or folder that could not be read.
    pub fn read(folder: &Path) -> Result<Files, String> {
        let mut files = Files::new(&folder.to_string_lossy());
        let mut waiting = vec![folder.to_path_buf()];
        while let Some(place) = waiting.pop() {
            let fail = |error| format!("cannot read {}: {error}", place.display());
            for entry in std::fs::read_dir(&place).map_err(fail)? {
                let path = entry.map_err(fail)?.path();
                let hidden =
                    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
                let ending = path.extension().and_then(|ending| ending.to_str());
                if hidden {
                    continue;
                } else if path.is_dir() {
                    waiting.push(path);
                } else if matches!(ending, Some("toml" | "md")) {
                    files.insert(&below(folder, &path), &text(&path)?);
                }
            }
        }
        for (path, _) in DOCUMENTS {
            let place = folder.join(path);
            if place.is_file() {
                files.insert(path, &text(&place)?);
            }
        }
        Ok(files)
    }

    /// Paths of the files in a folder with an ending, in the order of their names.
    pub fn paths(&self, folder: &str, ending: &str) -> Vec<String> {
        let wanted = |path: &&String| {
            path.strip_prefix(folder)
                .and_then(|rest| rest.strip_prefix('/'))
                .is_some_and(|name| !name.contains('/') && name.ends_with(ending))
        };
        self.texts.keys().filter(wanted).cloned().collect()
    }

    /// All paths, in order.
    pub fn all_paths(&self) -> impl Iterator<Item = &String> {
        self.texts.keys()
    }

    /// The file at a path; `None` if there is none.
    pub fn source(&self, path: &str) -> Option<Source> {
        let text = self.texts.get(path)?.clone();
        Some(Source { path: self.shown(path), id: stem(path).to_string(), text })
    }

    /// A path as messages print it: with the folder before it.
    pub fn shown(&self, path: &str) -> String {
        match self.root.as_str() {
            "" => path.to_string(),
            root => format!("{root}/{path}"),
        }
    }
}

/// One file: its text and the name that messages give it.
#[derive(Clone, Debug)]
pub struct Source {
    /// `content/lessons/x.md`
    pub path: String,
    /// File name without ending, `x`.
    pub id: String,
    pub text: String,
}

impl Source {
    /// Line and column of a byte offset, both from 1; columns count characters.
    pub fn line_and_column(&self, offset: usize) -> (usize, usize) {
        crate::place::line_and_column(&self.text, offset)
    }
}

/// `lessons/x.md` → `x`.
pub fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

fn text(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path)
        .map_err(|error| format!("cannot read {}: {error}", path.display()))
}

fn below(folder: &Path, path: &Path) -> String {
    let rest = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<_> = rest.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_survive_windows_line_ends() {
        let mut files = Files::new("content/");
        files.insert("lessons/a.md", "één\r\ntwo – three\r\n");
        let source = files.source("lessons/a.md").expect("just inserted");
        let at = source.text.find("three").expect("is in the text");
        assert_eq!(source.path, "content/lessons/a.md");
        assert_eq!(source.line_and_column(at), (2, 7));
        assert_eq!(source.line_and_column(0), (1, 1));
        assert_eq!(source.line_and_column(9999), (3, 1));
    }
}
