//! What a reviewer reads instead of the emitted files.

use codegen::Outline;
use twilio_calls_tests::{root, snapshots, spec_files, spec_output};

/// Invariant 6: the review surface is the outline, the ledger and the captured requests.
#[test]
fn the_review_surface_is_small() {
    let files = spec_files();
    let outline = Outline::of(files.values().map(String::as_str)).to_string();
    let emitted: usize = files.values().map(|text| text.lines().count()).sum();
    assert!(
        outline.lines().count() * 5 < emitted,
        "the outline is no longer short"
    );
    snapshots("", "the public API of generated/src/api")
        .bind(|| insta::assert_snapshot!("outline", outline));
}

/// The hand-written part is part of the API, too, and the gate checks its changes.
#[test]
fn the_public_api_of_the_runtime() {
    let files = xtask::sources(&root().join("generated/src")).unwrap();
    let api = files.iter().filter(|(path, _)| path.starts_with("api/"));
    let outline =
        Outline::of_crate(&files).without(&Outline::of(api.map(|(_, text)| text.as_str())));
    snapshots(
        "",
        "the public API of generated/src without that of generated/src/api",
    )
    .bind(|| insta::assert_snapshot!("runtime", outline));
}

/// Invariant 7: users never see progenitor.
#[test]
fn users_never_see_progenitor() {
    let files = spec_files();
    let outline = Outline::of(files.values().map(String::as_str)).to_string();
    for word in [
        "progenitor",
        "ResponseValue",
        "ClientInfo",
        "OperationInfo",
        "types::",
    ] {
        assert!(!outline.contains(word), "`{word}` is in the public API");
    }
    for (name, text) in files {
        for word in ["progenitor", "typify", "types::"] {
            assert!(!text.contains(word), "`{word}` is in {name}");
        }
    }
}

/// Invariant 2: every edit of the spec for progenitor is recorded.
#[test]
fn every_lowering_edit_is_in_the_ledger() {
    snapshots(
        "",
        "what was removed from spec/twilio-calls.yaml for progenitor",
    )
    .bind(|| insta::assert_snapshot!("ledger", spec_output().ledger));
}
