//! The rules of ARCHITECTURE.md that a machine can check, read off the source text.
//!
//! Knows paths and words, no types: a rule that needs a type belongs to the compiler or to clippy.
#![cfg(not(target_arch = "wasm32"))]

use std::fs;
use std::path::Path;

const LINES_IN_FILE_MAX: usize = 400;
const LINES_IN_FUNCTION_MAX: usize = 70;
const COLUMNS_MAX: usize = 100;

/// A text file of the repository, with its path from the root.
struct Source {
    path: String,
    text: String,
}

impl Source {
    fn is_rust(&self) -> bool {
        self.path.ends_with(".rs")
    }

    fn lies_in(&self, places: &[&str]) -> bool {
        places.iter().any(|place| self.path.starts_with(place))
    }

    /// Number and text of each line without its comment, and without what a string says.
    fn code(&self) -> impl Iterator<Item = (usize, String)> + '_ {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, code_of(line)))
    }
}

#[test]
fn only_app_knows_the_browser() {
    let libraries = ["leptos", "web_sys", "gloo", "js_sys", "wasm_bindgen"];
    // What a module exports stands in its binary: in the library every module would export it.
    let free = ["src/app/", "src/bin/parts/", "tests/browser", "tests/tidy.rs"];
    assert_absent(&libraries, |source| !source.lies_in(&free));
}

#[test]
fn only_the_edges_read_a_clock() {
    let free = ["src/app/", "src/bin/", "tests/bench/", "tests/tidy.rs"];
    assert_absent(&["std::time", "core::time", "Instant::now"], |source| !source.lies_in(&free));
}

#[test]
fn the_simulator_gives_the_same_bytes_everywhere() {
    let unordered = ["HashMap", "HashSet"];
    let pure = ["src/sim/", "src/facts/", "src/registry/", "src/storage/"];
    assert_absent(&unordered, |source| source.lies_in(&pure));
    // These differ between platforms; libm's functions do not.
    let inexact = [
        ".ln(",
        ".log(",
        ".log2(",
        ".log10(",
        ".ln_1p(",
        ".exp(",
        ".exp2(",
        ".exp_m1(",
        ".powf(",
        ".powi(",
        ".sin(",
        ".cos(",
        ".tan(",
        ".sinh(",
        ".cosh(",
        ".tanh(",
        ".cbrt(",
        ".hypot(",
        ".atan2(",
        ".asin(",
        ".acos(",
        ".atan(",
        ".mul_add(",
    ];
    assert_absent(&inexact, |source| source.lies_in(&pure) || source.lies_in(&["src/rules/"]));
}

#[test]
fn only_course_parses_toml_and_markdown() {
    let free = ["src/course/", "src/bin/", "tests/"];
    assert_absent(&["toml::", "pulldown_cmark"], |source| !source.lies_in(&free));
}

/// What a module names it carries: each part of the app is a download of its own.
#[test]
fn the_parts_of_the_app_stay_apart() {
    let page = ["src/app/pages/", "src/app/shell.rs", "src/app/question/"];
    let parts = ["src/app/lab/", "src/app/engine/", "src/app/study/"];
    let study = ["src/app/study/"];
    let theirs = ["app::lab", "app::engine", "app::study", "crate::sim"];
    assert_absent(&theirs, |source| source.lies_in(&page));
    assert_absent(&["app::router", "app::storage", "app::shell"], |source| source.lies_in(&parts));
    assert_absent(&["leptos", "app::lab", "crate::sim"], |source| source.lies_in(&study));
    let simulates = ["sim::run(", "run_unsealed(", "run_without_decisions("];
    assert_absent(&simulates, |source| {
        source.lies_in(&["src/app/"]) && !source.lies_in(&["src/app/engine/server.rs"])
    });
}

/// The smaller models lean on nothing but the facts.
#[test]
fn permissions_know_nothing_of_the_simulator() {
    let above = ["crate::sim", "crate::rules", "crate::course", "crate::quiz", "crate::app"];
    assert_absent(&above, |source| source.lies_in(&["src/iam/"]));
}

#[test]
fn only_one_file_touches_storage() {
    let words = ["local_storage", "localStorage", "session_storage", "sessionStorage", "indexedDB"];
    let free = ["src/app/shelf.rs", "tests/"];
    assert_absent(&words, |source| !source.lies_in(&free));
}

#[test]
fn only_one_file_sets_timers_and_listeners() {
    let words = [
        "set_timeout",
        "set_interval",
        "add_event_listener",
        "request_animation_frame",
        "gloo_timers",
        "gloo_events",
        "window_event_listener",
    ];
    let free = ["src/app/browser.rs", "tests/"];
    assert_absent(&words, |source| !source.lies_in(&free));
}

#[test]
fn files_are_short() {
    let faults: Vec<String> = sources()
        .iter()
        .filter(|source| source.text.lines().count() > LINES_IN_FILE_MAX)
        .filter(|source| source.lies_in(&["src/", "tests/", "style/", ".dev/", "dev"]))
        .filter(|source| !source.path.ends_with(".json"))
        .map(|source| format!("{}: {} lines", source.path, source.text.lines().count()))
        .collect();
    assert_none(&format!("files of more than {LINES_IN_FILE_MAX} lines"), &faults);
}

#[test]
fn functions_are_short() {
    let faults: Vec<String> = sources()
        .iter()
        .filter(|source| source.is_rust())
        .flat_map(|source| {
            functions(&source.text)
                .into_iter()
                .filter(|(_, lines)| *lines > LINES_IN_FUNCTION_MAX)
                .map(|(line, lines)| format!("{}:{line}: {lines} lines", source.path))
        })
        .collect();
    assert_none(&format!("functions of more than {LINES_IN_FUNCTION_MAX} lines"), &faults);
}

#[test]
fn lines_are_short() {
    let faults: Vec<String> = sources()
        .iter()
        .filter(|source| source.is_rust())
        .flat_map(|source| {
            let lines = source.text.lines().enumerate();
            lines
                .filter(|(_, line)| line.chars().count() > COLUMNS_MAX)
                .map(|(index, _)| format!("{}:{}", source.path, index + 1))
        })
        .collect();
    assert_none(&format!("lines of more than {COLUMNS_MAX} columns"), &faults);
}

#[test]
fn every_module_says_what_it_is() {
    let faults: Vec<String> = sources()
        .iter()
        .filter(|source| source.is_rust() && !source.text.starts_with("//! "))
        .map(|source| source.path.clone())
        .collect();
    assert_none("modules that do not begin with `//!`", &faults);
}

#[test]
fn nothing_ties_the_repository_to_one_machine() {
    let words = [["/ro", "ot/"], ["/wo", "rk/"], ["/Us", "ers/"], ["registry.", "npmjs"]]
        .map(|halves| halves.concat());
    let faults: Vec<String> = sources()
        .iter()
        .flat_map(|source| {
            words
                .iter()
                .filter(|word| source.text.contains(*word))
                .map(|word| format!("{}: names {word}", source.path))
        })
        .collect();
    assert_none("machine paths and registry hosts", &faults);
    let lock = root_file("tests/e2e/package-lock.json");
    assert!(!lock.contains("\"resolved\""), "package-lock.json records download addresses");
}

#[test]
fn functions_are_measured_from_signature_to_brace() {
    let text = [
        "fn a() {",
        "    1",
        "}",
        "impl B {",
        "    pub fn c(",
        "        d: u8,",
        "    ) {",
        "        e()",
        "    }",
        "}",
    ]
    .join("\n");
    assert_eq!(functions(&text), [(1, 3), (5, 5)]);
}

/// Fails with file and line of every word that occurs in the code of a file for which `applies`.
fn assert_absent(words: &[&str], applies: impl Fn(&Source) -> bool) {
    let faults: Vec<String> = sources()
        .iter()
        .filter(|source| source.is_rust() && applies(source))
        .flat_map(|source| {
            source.code().flat_map(move |(line, code)| {
                let found = words.iter().filter(move |word| code.contains(*word));
                found.map(move |word| format!("{}:{line}: {word}", source.path)).collect::<Vec<_>>()
            })
        })
        .collect();
    assert_none("words that do not belong there", &faults);
}

fn assert_none(what: &str, faults: &[String]) {
    assert!(faults.is_empty(), "{what}:\n{}", faults.join("\n"));
}

/// Line number and length of each function; relies on rustfmt's indentation.
fn functions(text: &str) -> Vec<(usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        if !is_signature(line.trim_start()) || line.ends_with(';') || line.ends_with('}') {
            continue;
        }
        let close = format!("{}}}", &line[..indent]);
        let end = lines[index..].iter().position(|line| *line == close);
        if let Some(end) = end {
            found.push((index + 1, end + 1));
        }
    }
    found
}

fn is_signature(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let modifiers = ["async", "const", "unsafe", "extern", "\"C\""];
    let word = words.find(|word| !word.starts_with("pub") && !modifiers.contains(word));
    word == Some("fn")
}

/// The line without a trailing comment; strings are emptied, since they may name anything.
fn code_of(line: &str) -> String {
    let mut code = String::new();
    let mut in_string = false;
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if in_string => drop(letters.next()),
            '"' => in_string = !in_string,
            '/' if !in_string && letters.peek() == Some(&'/') => break,
            _ if !in_string => code.push(letter),
            _ => {}
        }
    }
    code
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn root_file(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Every text file that belongs to the repository.
fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    collect(root(), &mut found);
    assert!(found.iter().any(|source| source.path == "src/lib.rs"), "no sources found");
    found
}

fn collect(folder: &Path, found: &mut Vec<Source>) {
    let built = ["target", "dist", "node_modules", ".git"];
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let entry = entry.expect("a readable entry");
        let name = entry.file_name().to_string_lossy().into_owned();
        if built.contains(&name.as_str()) {
            continue;
        }
        if entry.path().is_dir() {
            collect(&entry.path(), found);
        } else if let Ok(text) = fs::read_to_string(entry.path()) {
            let path = entry.path();
            let path = path.strip_prefix(root()).expect("a path below the root");
            found.push(Source { path: path.to_string_lossy().replace('\\', "/"), text });
        }
    }
}
