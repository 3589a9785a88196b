//! What must be true of the whole project and needs no tool: other crates in the public API, the minimum Rust version
//! of dependencies, links between documents, and what `codegen` has access to.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests fail the test, as the tests themselves do"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use codegen::Outline;
use quote::ToTokens as _;
use serde_json::Value;
use syn::visit::{self, Visit};
use syn::{File, Item, UseTree};
use twilio_calls_tests::{root, snapshots};

/// The dependencies of the published crate, as named in paths.
fn dependencies() -> BTreeSet<String> {
    let manifest = std::fs::read_to_string(root().join("generated/Cargo.toml")).unwrap();
    let manifest: toml::Table = manifest.parse().unwrap();
    let names = manifest["dependencies"].as_table().unwrap().keys();
    names.map(|name| name.replace('-', "_")).collect()
}

/// The names that a file imports, with their paths.
fn imports(file: &File) -> BTreeMap<String, String> {
    fn add(tree: &UseTree, path: &str, into: &mut BTreeMap<String, String>) {
        let below = |name: &dyn std::fmt::Display| {
            if path.is_empty() {
                name.to_string()
            } else {
                format!("{path}::{name}")
            }
        };
        match tree {
            UseTree::Path(it) => add(&it.tree, &below(&it.ident), into),
            UseTree::Name(it) if it.ident == "self" => {
                let name = path.rsplit("::").next().unwrap_or(path);
                into.insert(name.to_owned(), path.to_owned());
            }
            UseTree::Name(it) => drop(into.insert(it.ident.to_string(), below(&it.ident))),
            UseTree::Rename(it) => drop(into.insert(it.rename.to_string(), below(&it.ident))),
            UseTree::Group(it) => it.items.iter().for_each(|tree| add(tree, path, into)),
            UseTree::Glob(_) => {}
        }
    }
    fn of(items: &[Item], into: &mut BTreeMap<String, String>) {
        for item in items {
            match item {
                Item::Use(item) => add(&item.tree, "", into),
                Item::Mod(item) => of(item.content.as_ref().map_or(&[], |(_, items)| items), into),
                _ => {}
            }
        }
    }
    let mut imports = BTreeMap::new();
    of(&file.items, &mut imports);
    imports
}

/// The types that a file implements conversions from and to.
fn conversions(file: &File) -> Vec<String> {
    fn of(items: &[Item], into: &mut Vec<String>) {
        for item in items {
            match item {
                Item::Impl(item) => {
                    let Some((of_trait, _)) = &item.trait_ else {
                        continue;
                    };
                    let of_trait = of_trait.to_token_stream().to_string().replace(' ', "");
                    if of_trait.starts_with("From<") || of_trait.starts_with("TryFrom<") {
                        let for_type = item.self_ty.to_token_stream().to_string().replace(' ', "");
                        into.extend(
                            [of_trait, for_type]
                                .iter()
                                .flat_map(|it| paths(it))
                                .map(str::to_owned),
                        );
                    }
                }
                Item::Mod(item) => of(item.content.as_ref().map_or(&[], |(_, items)| items), into),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    of(&file.items, &mut found);
    found
}

/// The paths in a line of an outline.
fn paths(line: &str) -> impl Iterator<Item = &str> {
    let is_path = |it: char| it.is_alphanumeric() || it == '_' || it == ':';
    line.split(move |it| !is_path(it))
        .map(|path| path.trim_matches(':'))
        .filter(|path| !path.is_empty())
}

/// Types of other crates in the public API. A new major version of one of those crates requires a new major version
/// of ours.
#[test]
fn types_of_other_crates_in_the_public_api() {
    let dependencies = dependencies();
    let files = xtask::sources(&root().join("generated/src")).unwrap();
    let public = Outline::of_crate(&files).to_string();
    let public: BTreeSet<&str> = public.lines().flat_map(paths).collect();
    let mut seen = BTreeSet::new();
    let sources = files.iter().filter(|(name, _)| name.ends_with(".rs"));
    for (_, text) in sources {
        let file = syn::parse_file(text).unwrap();
        let imports = imports(&file);
        let outline = Outline::of([text.as_str()]).to_string();
        // Items that are public in a file only count if the crate exports them.
        let of_outline = outline.lines().flat_map(paths).map(str::to_owned);
        let of_outline = of_outline.filter(|it| public.contains(it.as_str()));
        for path in of_outline.chain(conversions(&file)) {
            let (first, rest) = path.split_once("::").unwrap_or((&path, ""));
            let full = match imports.get(first) {
                Some(import) if rest.is_empty() => import.clone(),
                Some(import) => format!("{import}::{rest}"),
                None => path,
            };
            let name = full.split_once("::").map(|(name, _)| name);
            let last = full.rsplit("::").next().unwrap_or_default();
            // Types and traits, but not modules and macros.
            if name.is_some_and(|name| dependencies.contains(name))
                && last.starts_with(char::is_uppercase)
            {
                seen.insert(full);
            }
        }
    }
    assert!(!seen.is_empty());
    let list: Vec<String> = seen.into_iter().collect();
    snapshots("", "types and traits of other crates in the public API")
        .bind(|| insta::assert_snapshot!("other_crates", list.join("\n")));
}

/// The output of `cargo metadata` for one platform.
fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version=1",
            "--locked",
            "--all-features",
        ])
        .args(["--filter-platform", "x86_64-unknown-linux-gnu"])
        .current_dir(root())
        .output()
        .unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{message}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The packages that are compiled with a package, including itself.
fn compiled_with(metadata: &Value, id: &str) -> BTreeSet<String> {
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let nodes: BTreeMap<&str, &Value> = nodes
        .iter()
        .map(|node| (node["id"].as_str().unwrap(), node))
        .collect();
    let mut found = BTreeSet::new();
    let mut next = vec![id.to_owned()];
    while let Some(id) = next.pop() {
        let dependencies = nodes[id.as_str()]["deps"].as_array().unwrap().iter();
        let needed = dependencies.filter(|it| {
            let kinds = it["dep_kinds"].as_array().unwrap().iter();
            kinds.into_iter().any(|kind| kind["kind"] != "dev")
        });
        let needed: Vec<String> = needed
            .map(|it| it["pkg"].as_str().unwrap().to_owned())
            .collect();
        if found.insert(id) {
            next.extend(needed);
        }
    }
    found
}

/// The parts of a Rust version as numbers.
fn version(text: &str) -> Vec<u32> {
    let mut numbers: Vec<u32> = text.split('.').map(|part| part.parse().unwrap()).collect();
    numbers.resize(3, 0);
    numbers
}

/// The minimum version can only be tested where it is installed, but the `rust-version` of dependencies is always
/// known.
#[test]
fn no_dependency_asks_for_a_newer_rust_than_we_promise() {
    let metadata = metadata();
    let packages = metadata["packages"].as_array().unwrap();
    let ours = packages
        .iter()
        .find(|package| package["name"] == "twilio-calls")
        .unwrap();
    let promised = version(ours["rust_version"].as_str().unwrap());
    let needed = compiled_with(&metadata, ours["id"].as_str().unwrap());
    assert!(needed.len() > 50, "{}", needed.len());
    let newer: Vec<String> = packages
        .iter()
        .filter(|package| needed.contains(package["id"].as_str().unwrap()))
        .filter_map(|package| {
            let asked = package["rust_version"].as_str()?;
            let name = package["name"].as_str().unwrap();
            (version(asked) > promised).then(|| format!("{name}: {asked}"))
        })
        .collect();
    assert!(newer.is_empty(), "{newer:?}");
}

/// The documents for people: all Markdown files under version control.
fn documents() -> Vec<PathBuf> {
    let output = Command::new("git")
        .args([
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
            "*.md",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    let names = String::from_utf8(output.stdout).unwrap();
    names.lines().map(|name| root().join(name)).collect()
}

/// The targets of the links in a document, except those in code.
fn links(text: &str) -> Vec<String> {
    let mut links = Vec::new();
    let mut is_code = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        }
        let prose: String = line.split('`').step_by(2).collect::<Vec<_>>().join("``");
        for link in prose.split("](").skip(1).filter(|_| !is_code) {
            let link = link.split([')', ' ']).next().unwrap_or_default();
            links.push(link.to_owned());
        }
    }
    links
}

/// The anchors of a document, derived from its headings.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| {
            let kept = |it: &char| it.is_alphanumeric() || matches!(it, ' ' | '-' | '_');
            let heading = line.trim_start_matches('#').trim().to_lowercase();
            heading
                .chars()
                .filter(kept)
                .collect::<String>()
                .replace(' ', "-")
        })
        .collect()
}

/// Whether a link has a target; those to other sites are not followed.
fn leads_somewhere(document: &Path, link: &str) -> bool {
    // Links to the pages of the crate's documentation are checked by rustdoc.
    let of_rustdoc =
        document.extension().is_some() && document.parent().unwrap().ends_with("guide");
    if of_rustdoc || link.contains("://") || link.starts_with("mailto:") {
        return true;
    }
    let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target = match file {
        "" => document.to_owned(),
        file => document.parent().unwrap().join(file),
    };
    match std::fs::read_to_string(&target) {
        Ok(text) => anchor.is_empty() || anchors(&text).contains(anchor),
        // A folder, or a file that is not text, such as an image.
        Err(_) => target.exists() && anchor.is_empty(),
    }
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut broken = Vec::new();
    let mut count = 0;
    for document in documents() {
        let text = std::fs::read_to_string(&document).unwrap();
        for link in links(&text) {
            count += 1;
            if !leads_somewhere(&document, &link) {
                broken.push(format!("{}: {link}", document.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
    assert!(count > 2, "only {count} links were found");
}

#[test]
fn broken_links_are_found() {
    let document = root().join("README.md");
    for link in ["nothing.md", "README.md#nothing", "#nothing", "spec#a"] {
        assert!(!leads_somewhere(&document, link), "{link}");
    }
    for link in ["LICENSE-MIT", "#license", "spec", "https://example.com"] {
        assert!(leads_somewhere(&document, link), "{link}");
    }
    let text = "[a](b) `[c](d)`\n```\n[e](f)\n```\n[g](h \"title\")";
    assert_eq!(links(text), ["b", "h"]);
}

/// The files of a crate without those of its tests.
fn without_tests(folder: &str) -> Vec<(String, File)> {
    fn is_test(item: &Item) -> bool {
        let (Item::Mod(syn::ItemMod { attrs, .. }) | Item::Fn(syn::ItemFn { attrs, .. })) = item
        else {
            return false;
        };
        let attributes = attrs.iter().map(|it| it.to_token_stream().to_string());
        attributes
            .into_iter()
            .any(|attribute| attribute.contains("test"))
    }
    let files = xtask::sources(&root().join(folder)).unwrap().into_iter();
    let files = files.filter(|(name, _)| name.ends_with(".rs") && !name.ends_with("tests.rs"));
    files
        .map(|(name, text)| {
            let mut file = syn::parse_file(&text).unwrap();
            file.items.retain(|item| !is_test(item));
            (name, file)
        })
        .collect()
}

/// No document can harm those who generate code from it: nothing in `codegen` uses files, the network, the environment,
/// other programs or the time.
#[test]
fn the_generator_reaches_nothing_but_the_document() {
    #[derive(Default)]
    struct Paths(Vec<String>);

    impl<'a> Visit<'a> for Paths {
        fn visit_path(&mut self, path: &'a syn::Path) {
            let names = path
                .segments
                .iter()
                .map(|segment| segment.ident.to_string());
            self.0.push(names.collect::<Vec<_>>().join("::"));
            visit::visit_path(self, path);
        }
    }

    const OUTSIDE: [&str; 8] = [
        "std::env",
        "std::fs",
        "std::net",
        "std::os",
        "std::process",
        "std::thread",
        "std::time",
        "tokio",
    ];
    let mut seen = 0;
    for (name, file) in without_tests("codegen/src") {
        let mut paths = Paths::default();
        paths.visit_file(&file);
        let paths = imports(&file).into_values().chain(paths.0);
        for path in paths.filter(|path| path.contains("::")) {
            let is_outside = OUTSIDE.iter().any(|outside| path.starts_with(outside));
            assert!(!is_outside, "codegen/src/{name} uses {path}");
            seen += 1;
        }
    }
    assert!(seen > 1000, "the sources were not read: {seen} paths");
}
