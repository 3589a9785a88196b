//! `generated/src/api` matches the spec, and `cargo xtask regen` treats it with care.

use std::fs;
use std::path::Path;

use codegen::Change;
use tempfile::TempDir;
use twilio_calls_tests::in_place::needed_by_no_document;
use twilio_calls_tests::{folder, root, source, spec_files};
use xtask::regen::{Outcome, Regen};
use xtask::watch::{Changes, watch};

/// A run on a small document into a separate folder.
fn small(out: &Path) -> Regen {
    Regen {
        spec: folder("fixtures").join("minimal.yaml"),
        out: out.to_owned(),
        ..Regen::of(root())
    }
}

fn run(regen: &Regen) -> (Outcome, String, String) {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let outcome = regen.run(&mut out, &mut err).unwrap();
    (
        outcome,
        String::from_utf8(out).unwrap(),
        String::from_utf8(err).unwrap(),
    )
}

fn checked(regen: &Regen) -> (Outcome, String, String) {
    run(&Regen {
        check: true,
        ..regen.clone()
    })
}

/// Every file below a folder with its contents and modification time.
fn state(folder: &Path) -> Vec<(String, String, std::time::SystemTime)> {
    let mut state: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (
                name,
                fs::read_to_string(&path).unwrap(),
                fs::metadata(&path).unwrap().modified().unwrap(),
            )
        })
        .collect();
    state.sort();
    state
}

/// Invariant 5: stale, missing and orphaned files also fail the tests, all together, with the command that fixes it.
#[test]
fn generated_src_api_belongs_to_regen() {
    let found = xtask::sources(&Regen::of(root()).out).unwrap();
    let changes = codegen::plan(spec_files(), &found);
    let reported: Vec<String> = changes.iter().map(ToString::to_string).collect();
    assert!(
        changes.is_empty(),
        "generated/src/api does not match the spec; run `cargo xtask regen`:\n{}\n{}",
        reported.join("\n"),
        changes
            .iter()
            .map(Change::diff)
            .collect::<Vec<_>>()
            .join("\n"),
    );
}

#[test]
fn a_second_run_touches_nothing() {
    let out = TempDir::new().unwrap();
    let regen = small(out.path());
    let (outcome, reported, _) = run(&regen);
    assert_eq!(outcome, Outcome::Written);
    assert!(reported.contains("created "), "{reported}");
    let first = state(out.path());
    let (outcome, reported, _) = run(&regen);
    assert_eq!(outcome, Outcome::Fresh);
    assert!(reported.contains(" are up to date"), "{reported}");
    assert_eq!(state(out.path()), first);
}

#[test]
fn a_check_reports_stale_missing_and_orphaned_files_together_and_writes_nothing() {
    let out = TempDir::new().unwrap();
    let regen = small(out.path());
    run(&regen);
    let edited = out.path().join("models.rs");
    let text = fs::read_to_string(&edited).unwrap();
    fs::write(
        &edited,
        text.replace("pub struct Call ", "pub struct Cull "),
    )
    .unwrap();
    fs::remove_file(out.path().join("sids.rs")).unwrap();
    fs::write(out.path().join("left.rs"), &text).unwrap();
    let before = state(out.path());

    let (outcome, _, reported) = checked(&regen);
    assert_eq!(outcome, Outcome::Stale);
    assert_eq!(outcome.code(), 3);
    for part in [
        "  stale    models.rs",
        "  missing  sids.rs",
        "  orphaned left.rs",
        "-pub struct Cull {",
        "+pub struct Call {",
        "run `cargo xtask regen`",
    ] {
        assert!(reported.contains(part), "`{part}` is not in:\n{reported}");
    }
    assert_eq!(state(out.path()), before);

    let (outcome, reported, _) = run(&regen);
    assert_eq!(outcome, Outcome::Written);
    assert!(reported.contains("deleted "), "{reported}");
    assert_eq!(checked(&regen).0, Outcome::Fresh);
}

#[test]
fn a_bad_document_leaves_the_old_output() {
    let out = TempDir::new().unwrap();
    let regen = small(out.path());
    run(&regen);
    let before = state(out.path());
    let bad = Regen {
        spec: folder("bad").join("unknown-keyword.yaml"),
        ..regen
    };
    let (outcome, _, reported) = run(&bad);
    assert_eq!(outcome, Outcome::Invalid);
    assert_eq!(outcome.code(), 4);
    assert!(
        reported.contains("error[unknown-keyword]") && reported.contains("no sources were written"),
        "{reported}"
    );
    assert_eq!(state(out.path()), before);
}

#[test]
fn a_file_that_was_not_emitted_is_reported_and_never_touched() {
    let out = TempDir::new().unwrap();
    let regen = small(out.path());
    run(&regen);
    fs::remove_file(out.path().join("sids.rs")).unwrap();
    let unknown = out.path().join("mine.rs");
    fs::write(&unknown, "// my own work\n").unwrap();

    let (outcome, _, reported) = checked(&regen);
    assert_eq!(outcome, Outcome::Stale);
    assert!(
        reported.contains("unknown  ") && reported.contains("mine.rs"),
        "{reported}"
    );
    assert!(reported.contains("missing  sids.rs"), "{reported}");

    let error = regen.run(&mut Vec::new(), &mut Vec::new()).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("move the unknown files elsewhere"),
        "{error}"
    );
    assert!(
        !out.path().join("sids.rs").exists(),
        "nothing is written beside an unknown file"
    );
    assert_eq!(fs::read_to_string(unknown).unwrap(), "// my own work\n");
}

#[test]
fn a_folder_is_removed_with_its_last_orphan() {
    let out = TempDir::new().unwrap();
    let regen = small(out.path());
    run(&regen);
    let emitted = fs::read(out.path().join("sids.rs")).unwrap();
    for orphan in ["old/deep/one.rs", "kept/one.rs"] {
        let orphan = out.path().join(orphan);
        fs::create_dir_all(orphan.parent().unwrap()).unwrap();
        fs::write(orphan, &emitted).unwrap();
    }
    fs::create_dir(out.path().join("kept/empty")).unwrap();
    assert_eq!(run(&regen).0, Outcome::Written);
    assert!(!out.path().join("old").exists());
    // Other files next to it are kept.
    assert!(out.path().join("kept/empty").exists());
}

#[test]
fn a_damaged_file_is_restored() {
    let out = TempDir::new().unwrap();
    let regen = small(out.path());
    run(&regen);
    fs::write(out.path().join("mod.rs"), b"<<<<<<< \xFF\n").unwrap();
    assert_eq!(checked(&regen).0, Outcome::Stale);
    assert_eq!(run(&regen).0, Outcome::Written);
    assert_eq!(checked(&regen).0, Outcome::Fresh);
}

/// `cargo xtask regen --watch` runs again for whatever decides what is written.
#[test]
fn watching_sees_the_table_of_error_codes() {
    let folder = TempDir::new().unwrap();
    let regen = Regen {
        spec: folder.path().join("spec.yaml"),
        ..small(&folder.path().join("out"))
    };
    let table = folder.path().join("error-codes.csv");
    let write = |row: &str| {
        let text = format!("code,name,retry,meaning\n{row},yes,`x` is odd\n");
        fs::write(&table, text).unwrap();
    };
    fs::copy(
        self::folder("fixtures").join("error-codes.yaml"),
        &regen.spec,
    )
    .unwrap();
    write("5,ODD_ONE");
    let mut pauses = 0;
    let changes = Changes::of(regen.inputs(), || {
        pauses += 1;
        if pauses == 1 {
            write("7,ODDER_ONE");
        }
        pauses < 5
    });
    let (mut out, mut err) = (Vec::new(), Vec::new());
    watch(&regen, changes, &mut out, &mut err).unwrap();
    let reported = String::from_utf8([out, err].concat()).unwrap();
    let name = table.display().to_string();
    assert!(
        reported.contains(&format!("\n{name} changed\n")),
        "{reported}"
    );
    let written = fs::read_to_string(regen.out.join("error_codes.rs")).unwrap();
    assert!(
        written.contains("ODDER_ONE") && !written.contains("ODD_ONE"),
        "{written}"
    );
}

#[test]
fn a_document_that_is_not_utf_8_is_a_finding() {
    let folder = TempDir::new().unwrap();
    let spec = folder.path().join("latin.yaml");
    fs::write(&spec, b"openapi: 3.0.3\ninfo:\n  title: Caf\xE9\n").unwrap();
    let (outcome, _, reported) = run(&Regen {
        spec,
        ..small(&folder.path().join("out"))
    });
    assert_eq!(outcome, Outcome::Invalid);
    assert!(
        reported.contains("error[not-utf8]") && reported.contains("latin.yaml:3:13"),
        "{reported}"
    );
}

#[test]
fn errors_name_the_file() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("file");
    fs::write(&out, "x").unwrap();
    let error = small(&out)
        .run(&mut Vec::new(), &mut Vec::new())
        .unwrap_err();
    assert!(error.to_string().contains("/file: "), "{error}");
}

#[test]
fn a_document_that_is_not_there_is_named() {
    let out = TempDir::new().unwrap();
    let regen = Regen {
        spec: root().join("spec/nowhere.yaml"),
        ..small(out.path())
    };
    let error = regen.run(&mut Vec::new(), &mut Vec::new()).unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("spec/nowhere.yaml: No such file or directory (os error 2)"),
        "{error}"
    );
}

/// A folder that cannot be written completely is restored.
#[test]
fn a_failed_run_takes_back_what_it_wrote() {
    let out = TempDir::new().unwrap();
    let regen = small(out.path());
    run(&regen);
    // `models.rs` is stale and can be replaced; `sids.rs` cannot, because a folder has its name.
    let models = out.path().join("models.rs");
    let old = fs::read_to_string(&models)
        .unwrap()
        .replace("A call.", "An old call.");
    fs::write(&models, &old).unwrap();
    fs::remove_file(out.path().join("sids.rs")).unwrap();
    fs::create_dir(out.path().join("sids.rs")).unwrap();
    let error = regen.run(&mut Vec::new(), &mut Vec::new()).unwrap_err();
    assert!(!error.to_string().is_empty());
    assert_eq!(fs::read_to_string(&models).unwrap(), old);
    let names: Vec<String> = fs::read_dir(out.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert!(
        names.iter().all(|name| !name.starts_with(".regen")),
        "{names:?}"
    );
}

/// A document may not need all of the runtime, which is why parts of it allow dead code; but each part is needed by
/// the crate's own document or by one of these.
#[test]
#[ignore = "compiles five clients; run by .ci/run"]
fn every_part_of_the_runtime_is_needed_by_some_document() {
    let others = [
        "header-parameters",
        "json-body",
        "operation-put-and-patch",
        "text-plain",
    ]
    .map(|name| {
        let document = folder("fixtures").join(name).with_extension("yaml");
        let output = codegen::generate(&source(&document))
            .unwrap_or_else(|report| panic!("{}", report.render(false)));
        (name.to_owned(), output.files)
    });
    let unused = needed_by_no_document("needed", &others);
    assert!(unused.is_empty(), "{unused:#?}");
}
