//! The runtime's sources in another crate: the same code, and documentation without what only our API has.

use std::collections::BTreeSet;

use codegen::{Files, Outline};

/// The folder of the guide, which is about our own API.
pub(super) const GUIDE: &str = "guide/";

/// The name of the original crate.
const OWN: &str = "twilio_calls";

/// Rewrites the sources.
pub(super) struct Rewrite<'n> {
    name: &'n str,
    /// The names of our API that are missing in the other one.
    missing: BTreeSet<String>,
}

impl<'n> Rewrite<'n> {
    /// Creates a rewriter for the named crate, from our API and that of the crate.
    pub(super) fn new(name: &'n str, own: &Files, other: &Files) -> Self {
        let missing = &exported(own) - &exported(other);
        Self { name, missing }
    }

    /// A text in which our crate's name is replaced.
    pub(super) fn names(&self, text: &str) -> String {
        text.replace(OWN, self.name)
    }

    /// A file of the runtime. Examples of items missing in the other API are left out, and links to them become text.
    pub(super) fn file(&self, text: &str) -> String {
        let mut kept: Vec<String> = Vec::new();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let Some(mark) = doc_comment(line) else {
                kept.push(line.to_owned());
                continue;
            };
            if !content(line, mark).starts_with("```") {
                kept.push(self.without_links(line));
                continue;
            }
            let mut block = vec![line];
            for line in lines.by_ref() {
                block.push(line);
                if content(line, mark).starts_with("```") {
                    break;
                }
            }
            if !block.iter().any(|line| self.mentions(line)) {
                kept.extend(block.iter().map(|line| (*line).to_owned()));
            } else if kept
                .last()
                .is_some_and(|line| content(line, mark).is_empty() && doc_comment(line).is_some())
            {
                // The blank line before a removed example is no longer needed.
                kept.pop();
            }
        }
        self.names(&(kept.join("\n") + "\n"))
    }

    fn mentions(&self, text: &str) -> bool {
        let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
        words.into_iter().any(|word| self.missing.contains(word))
    }

    /// A line in which links to missing names become text: `[text](Target)` and `` [`Target`] ``.
    fn without_links(&self, line: &str) -> String {
        let mut kept = String::new();
        let mut rest = line;
        while let Some((before, link)) = rest.split_once('[') {
            kept.push_str(before);
            let Some((text, after)) = link.split_once(']') else {
                kept.push('[');
                rest = link;
                continue;
            };
            let target = after.strip_prefix('(').and_then(|it| it.split_once(')'));
            let (target, after) = target.map_or((text, after), |(target, after)| (target, after));
            if self.mentions(target) && !target.contains("://") {
                kept.push_str(text);
                rest = after;
            } else {
                kept.push('[');
                rest = link;
            }
        }
        kept + rest
    }
}

/// The library's root with different documentation, and without the guide.
pub(super) fn library(text: &str, about: &str) -> String {
    let code = text.lines().skip_while(|line| line.starts_with("//!"));
    let code = code.filter(|line| *line != "pub mod guide;");
    let about = about.trim_end().lines();
    let about = about.map(|line| format!("//! {line}").trim_end().to_owned());
    about
        .chain(code.map(str::to_owned))
        .collect::<Vec<_>>()
        .join("\n")
        + "\n"
}

fn doc_comment(line: &str) -> Option<&'static str> {
    let line = line.trim_start();
    ["///", "//!"]
        .into_iter()
        .find(|mark| line.starts_with(mark))
}

/// The text of a line of documentation.
fn content<'l>(line: &'l str, mark: &str) -> &'l str {
    let line = line.trim_start();
    line.strip_prefix(mark).unwrap_or(line).trim_start()
}

/// The public names of an API: its types, and the methods of the client and of types.
fn exported(files: &Files) -> BTreeSet<String> {
    let outline = Outline::of(files.values().map(String::as_str)).to_string();
    let name = |line: &str| {
        let words = line
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .collect::<Vec<_>>();
        let named = |keyword: &str| {
            let at = words.iter().position(|word| *word == keyword)?;
            words.get(at + 1).map(|name| (*name).to_owned())
        };
        match line.contains("(&self") {
            true => named("fn"),
            false => named("struct").or_else(|| named("enum")),
        }
    };
    outline.lines().filter_map(name).collect()
}
