//! The runtime accesses the API through one emitted file, and knows nothing about its resources.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::Source;
use proc_macro2::{TokenStream, TokenTree};
use twilio_calls_tests::in_place::compile_in_place;
use twilio_calls_tests::{root, spec, spec_output};

/// What the runtime uses from `api/service.rs`.
const SERVICE: &str = "AccountSid";

/// Resources that messages of the runtime must not mention.
const RESOURCES: &[&str] = &["call", "calls", "recording", "recordings"];

/// Names that the runtime uses for its own items, such as a kind of error.
const OWN: &[&str] = &["Timeout"];

/// The hand-written files below a folder, except the samples of unit tests, which are types of their own, and the guide,
/// which is documentation.
fn written(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let left_out = ["src/api", "src/guide", "tests", "tests.rs"];
        if left_out.iter().any(|it| path.ends_with(it)) {
            continue;
        }
        if path.is_dir() {
            files.extend(written(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            files.push(path);
        }
    }
    files
}

/// The names and literals in a file, without comments.
fn tokens_of(tokens: TokenStream, names: &mut BTreeSet<String>, literals: &mut String) {
    let mut in_comment = false;
    for token in tokens {
        match &token {
            TokenTree::Ident(ident) => {
                names.insert(ident.to_string());
                in_comment = ident == "doc";
            }
            TokenTree::Group(group) => tokens_of(group.stream(), names, literals),
            TokenTree::Literal(literal) if !in_comment => {
                literals.push_str(&literal.to_string());
            }
            TokenTree::Literal(_) | TokenTree::Punct(_) => {}
        }
    }
}

/// The emitted types, most of which are in a declaration that a macro reads.
fn emitted_types() -> BTreeSet<String> {
    let output = spec_output();
    let mut types = BTreeSet::new();
    for text in output.files.values() {
        declared(text.parse().unwrap(), &mut types);
    }
    types
}

fn declared(tokens: TokenStream, types: &mut BTreeSet<String>) {
    let mut declares = false;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) if declares => {
                types.insert(ident.to_string());
                declares = false;
            }
            TokenTree::Ident(ident) => declares = ident == "struct" || ident == "enum",
            TokenTree::Group(group) => declared(group.stream(), types),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// Names in comments are allowed: they are the documentation of this client, and are not in others.
#[test]
fn the_runtime_names_nothing_that_is_emitted() {
    let emitted = emitted_types();
    for name in [
        "CallRow",
        "CallSid",
        "CallStatus",
        "FetchCall",
        "WaitForCall",
    ] {
        assert!(emitted.contains(name), "{name}");
    }
    let files = written(&root().join("generated/src"));
    assert!(files.len() >= 40, "only {} files are left", files.len());
    let ids: Vec<&str> = [
        "fetchCall",
        "waitForCall",
        "next_page_uri",
        "previous_page_uri",
    ]
    .into();
    for file in files {
        let (mut names, mut literals) = (BTreeSet::new(), String::new());
        let text = fs::read_to_string(&file).unwrap();
        tokens_of(text.parse().unwrap(), &mut names, &mut literals);
        let named: Vec<&String> = names
            .intersection(&emitted)
            .filter(|it| *it != SERVICE && !OWN.contains(&it.as_str()))
            .collect();
        assert!(named.is_empty(), "{}: {named:?}", file.display());
        for id in &ids {
            assert!(!literals.contains(id), "{}: {id}", file.display());
        }
        let resources: Vec<&str> = literals
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .filter(|word| RESOURCES.contains(word))
            .collect();
        // Twilio's name for a limit that other resources share.
        let limits = literals.matches("calls per second").count();
        assert_eq!(resources.len(), limits, "{}: {resources:?}", file.display());
        for parameter in ["`To`", "`From`", "`Url`", "`Twiml`"] {
            assert!(
                !literals.contains(parameter),
                "{}: {parameter}",
                file.display()
            );
        }
        let paths: Vec<&str> = text.matches("crate::api::").collect();
        let service = text.matches("crate::api::service::").count();
        assert_eq!(paths.len(), service, "{}", file.display());
    }
}

/// The spec with other names of resources: nothing that depends on the names can be in the runtime.
fn renamed_resources() -> Source {
    let mut text = spec().text;
    for (old, new) in [
        // Keywords of OpenAPI and of the extensions, which must not change.
        ("callbacks:", "\u{1}:"),
        ("calls-per-second", "\u{2}"),
        ("Call", "Ship"),
        ("call", "ship"),
        ("Recording", "Letter"),
        ("recording", "letter"),
        ("next_page_uri", "following"),
        ("previous_page_uri", "former"),
        ("\u{1}", "callbacks"),
        ("\u{2}", "calls-per-second"),
    ] {
        text = text.replace(old, new);
    }
    Source::new("ships.yaml", text)
}

/// A folder that `cargo xtask regen` writes for another document can replace `src/api`.
#[test]
fn another_api_compiles_in_the_place_of_this_one() {
    let output = codegen::generate(&renamed_resources())
        .unwrap_or_else(|report| panic!("{}", report.render(false)));
    assert!(output.files["waiters.rs"].contains("pub fn wait_for_ship"));
    assert!(output.files["rows.rs"].contains("pub struct ShipRow"));
    compile_in_place("ships", &[("ships".to_owned(), output.files)]);
}
