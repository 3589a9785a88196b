//! Finds tests that do not depend on the spec, by analyzing their sources.
//!
//! If in doubt, a test counts as dependent.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::paths;

/// The sources of the functions that compile the client from other documents.
const COMPILING: [&str; 2] = ["tests/beside_the_client.rs", "tests/in_place.rs"];
/// The functions through which tests read the spec and other files of the repository.
const READING: [&str; 6] = [
    "spec",
    "spec_document",
    "spec_output",
    "spec_files",
    "examples",
    "root",
];
/// How sources refer to the generated crate.
const CLIENT: &str = "twilio_calls::";

/// Returns the tests that do not depend on the spec, as `module::name`.
///
/// # Errors
///
/// Fails if a test cannot be read.
pub(crate) fn tests(root: &Path) -> io::Result<Vec<String>> {
    let mut compiling = BTreeSet::new();
    for file in COMPILING {
        let text = read(&root.join(file))?;
        let offered = functions(&text).filter(|function| function.is_public);
        compiling.extend(offered.map(|function| function.name.to_owned()));
    }
    let mut left_out = Vec::new();
    let mut run = Vec::new();
    for target in targets(&root.join("tests/tests"))? {
        let reading = target.reading();
        for (at, file) in target.files.iter().enumerate() {
            let compiling = file.callers(compiling.clone());
            for test in functions(&file.text).filter(|it| it.is_test) {
                let is_read = target.uses_client
                    || file.reads_elsewhere()
                    || reading.contains(&(at, test.name.to_owned()));
                let name = format!("{}::{}", file.module, test.name);
                match is_read && !compiling.contains(test.name) {
                    true => run.push(name),
                    false => left_out.push(name),
                }
            }
        }
    }
    // Leaving out a name leaves out every test whose name contains it.
    left_out.retain(|name| !run.iter().any(|other| other.contains(name)));
    left_out.sort();
    Ok(left_out)
}

/// The files that cargo compiles into one program.
struct Target {
    files: Vec<File>,
    /// Whether any of them uses the generated crate.
    uses_client: bool,
}

struct File {
    /// The name of its module.
    module: String,
    text: String,
}

impl Target {
    /// The functions that read the spec, directly or indirectly, each with the index of its file.
    fn reading(&self) -> BTreeSet<(usize, String)> {
        let mut found = BTreeSet::new();
        loop {
            let before = found.len();
            for (at, file) in self.files.iter().enumerate() {
                let imported = self.files.iter().enumerate().filter(|(other, it)| {
                    *other == at || file.text.contains(&format!("crate::{}", it.module))
                });
                let sources: BTreeSet<usize> = imported.map(|(other, _)| other).collect();
                let mut known: BTreeSet<String> = READING.map(str::to_owned).into();
                let names = found.iter().filter(|(other, _)| sources.contains(other));
                known.extend(names.map(|(_, name): &(usize, String)| name.clone()));
                let readers = file.callers(known).into_iter();
                found.extend(readers.map(|name| (at, name)));
            }
            if found.len() == before {
                return found;
            }
        }
    }
}

impl File {
    fn read(path: &Path) -> io::Result<Self> {
        let module = path.file_stem().unwrap_or_default();
        Ok(Self {
            module: module.to_string_lossy().into_owned(),
            text: read(path)?,
        })
    }

    /// The functions of this file that are in `called`, or that call one of those directly or indirectly.
    fn callers(&self, mut called: BTreeSet<String>) -> BTreeSet<String> {
        // Each round finds the callers of the functions found before.
        while functions(&self.text)
            .any(|it| it.calls_one_of(&called) && called.insert(it.name.to_owned()))
        {}
        let own: BTreeSet<&str> = functions(&self.text).map(|it| it.name).collect();
        called.retain(|name| own.contains(name.as_str()));
        called
    }

    /// Whether anything outside functions reads files, which may be the spec.
    fn reads_elsewhere(&self) -> bool {
        let reads = |text: &str| READING.iter().any(|name| calls(text, name));
        let inside = |part: &str| functions(part).any(|it| reads(it.body));
        let mut parts = self.text.split("\n}\n");
        self.text.contains("include_str!") || parts.any(|part| reads(part) && !inside(part))
    }
}

/// The test targets of a folder: each subfolder and each file.
fn targets(folder: &Path) -> io::Result<Vec<Target>> {
    let mut targets = Vec::new();
    for path in entries(folder)? {
        let paths = if path.is_dir() {
            sources(&path)?
        } else {
            vec![path]
        };
        let files: Vec<File> = paths
            .iter()
            .map(|it| File::read(it))
            .collect::<io::Result<_>>()?;
        let uses_client = files.len() == 1 || files.iter().any(|file| file.text.contains(CLIENT));
        targets.push(Target { files, uses_client });
    }
    Ok(targets)
}

/// A function of a module, or a method.
struct Function<'t> {
    name: &'t str,
    body: &'t str,
    is_public: bool,
    is_test: bool,
}

impl Function<'_> {
    fn calls_one_of(&self, names: &BTreeSet<String>) -> bool {
        names.iter().any(|name| calls(self.body, name))
    }
}

/// Whether a function of this name is called. The functions that read files are not methods, whereas documents have a
/// method `root`.
fn calls(text: &str, name: &str) -> bool {
    let call = format!("{name}(");
    text.match_indices(&call).any(|(at, _)| {
        let before = text.get(..at).and_then(|it| it.chars().next_back());
        match before {
            Some('.') => !READING.contains(&name),
            Some(c) => !c.is_alphanumeric() && c != '_',
            None => true,
        }
    })
}

/// The functions, methods and property tests of a formatted file that are not nested in other blocks.
fn functions(text: &str) -> impl Iterator<Item = Function<'_>> {
    text.split("\n}\n").flat_map(|part| {
        let is_indented = |line: &str| line.starts_with("impl") || line.starts_with("proptest! {");
        let (end, indent) = if part.lines().any(is_indented) {
            ("\n    }\n", "    ")
        } else {
            ("\n}\n", "")
        };
        part.split(end)
            .filter_map(move |part| function(part, indent))
    })
}

/// The function in a part of a file, at this indentation.
fn function<'t>(part: &'t str, indent: &str) -> Option<Function<'t>> {
    let starts = part.match_indices("fn ");
    let (start, before) = starts
        .filter_map(|(at, _)| Some((at, part.get(..at)?.rsplit('\n').next()?)))
        .filter_map(|(at, before)| Some((at, before.strip_prefix(indent)?)))
        .find(|(_, before)| ["", "pub ", "pub(crate) ", "async "].contains(before))?;
    let (attributes, function) = part.split_at(start);
    let (name, body) = function.strip_prefix("fn ")?.split_once(['(', '<'])?;
    Some(Function {
        name,
        body,
        is_public: before == "pub ",
        is_test: attributes.contains("#[test]") || attributes.contains("#[tokio::test"),
    })
}

/// All Rust files below a folder.
fn sources(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for path in entries(folder)? {
        if path.is_dir() {
            files.extend(sources(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    Ok(files)
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| paths::cannot("read", folder, &error))?;
    entries.map(|entry| Ok(entry?.path())).collect()
}

fn read(path: &Path) -> io::Result<String> {
    Ok(String::from_utf8_lossy(&paths::read(path)?).into_owned())
}
