//! One feature of OpenAPI a document: what is emitted for it, and that it compiles.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use codegen::Files;
use quote::ToTokens;
use twilio_calls_tests::{documents, root, snapshots};

fn emitted() -> Vec<(String, Files)> {
    documents("fixtures")
        .into_iter()
        .map(|(name, source)| {
            let output = codegen::generate(&source)
                .unwrap_or_else(|report| panic!("{}", report.render(false)));
            assert!(
                output.warnings.is_empty(),
                "{}",
                output.warnings.render(false)
            );
            (name, output.files)
        })
        .collect()
}

fn items(text: &str) -> Vec<syn::Item> {
    syn::parse_file(text).unwrap().items
}

/// The items of a document's files that are not the same for every document.
fn own_items(files: &Files, common: &BTreeSet<String>) -> String {
    let mut shown = String::new();
    for (name, text) in files.iter().filter(|(name, _)| *name != "mod.rs") {
        let own: Vec<syn::Item> = items(text)
            .into_iter()
            .filter(|item| !matches!(item, syn::Item::Use(_)))
            .filter(|item| !common.contains(&item.to_token_stream().to_string()))
            .collect();
        if !own.is_empty() {
            let file = syn::parse_quote!(#(#own)*);
            shown.push_str(&format!("// {name}\n{}\n", prettyplease::unparse(&file)));
        }
    }
    shown
}

#[test]
fn what_is_emitted_for_each_feature() {
    let emitted = emitted();
    assert!(
        emitted.len() >= 30,
        "only {} features are left",
        emitted.len()
    );
    // What many documents have in common is not worth reading in each.
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for item in emitted
        .iter()
        .flat_map(|(_, files)| files.values())
        .flat_map(|text| items(text))
    {
        *times.entry(item.to_token_stream().to_string()).or_default() += 1;
    }
    let common: BTreeSet<String> = times
        .into_iter()
        .filter(|(_, times)| *times >= 5)
        .map(|(item, _)| item)
        .collect();
    for (name, files) in emitted {
        let shown = own_items(&files, &common);
        snapshots("fixtures", &format!("tests/fixtures/{name}.yaml"))
            .bind(|| insta::assert_snapshot!(name.as_str(), shown));
    }
}

/// All fixtures as modules of one crate, beside the runtime they need: compiled, not only compared.
#[test]
fn what_is_emitted_compiles() {
    let folder = root().join("target/fixtures");
    let crate_folder = folder.join("generated");
    if crate_folder.exists() {
        fs::remove_dir_all(&crate_folder).unwrap();
    }
    copy(&root().join("generated"), &crate_folder);
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let (start, rest) = manifest.split_once("members = [").unwrap();
    let (_, rest) = rest.split_once(']').unwrap();
    fs::write(
        folder.join("Cargo.toml"),
        format!("{start}members = [\"generated\"]{rest}"),
    )
    .unwrap();
    for file in ["Cargo.lock", "rust-toolchain.toml"] {
        fs::copy(root().join(file), folder.join(file)).unwrap();
    }

    let fixtures = crate_folder.join("src/fixtures");
    let mut modules = String::from("//! Fixtures.\n");
    // The client itself is what `minimal.yaml` becomes a small copy of: the names would collide.
    for (name, files) in emitted().into_iter().filter(|(name, _)| name != "minimal") {
        let module = name.replace('-', "_");
        fs::create_dir_all(fixtures.join(&module)).unwrap();
        for (file, text) in &files {
            // Nothing asks for the address of a fixture's service.
            let text = text.replace("pub(crate) const BASE_URL", "const _");
            fs::write(fixtures.join(&module).join(file), text).unwrap();
        }
        modules.push_str(&format!("/// A fixture.\npub mod {module};\n"));
    }
    fs::write(fixtures.join("mod.rs"), modules).unwrap();
    let lib = crate_folder.join("src/lib.rs");
    let text = fs::read_to_string(&lib).unwrap();
    fs::write(&lib, format!("{text}\n/// Fixtures.\npub mod fixtures;\n")).unwrap();

    let output = Command::new(env!("CARGO"))
        .current_dir(&folder)
        .args([
            "check",
            "--quiet",
            "--package",
            "twilio-calls",
            "--lib",
            "--features",
            "schemars",
        ])
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .env("RUSTFLAGS", "-D warnings")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
