//! What `cargo xtask check` runs is derived from the manifests and the tests.

use twilio_calls_tests::root;
use xtask::check::Selection;

#[test]
fn what_a_spec_edit_cannot_break_is_left_out() {
    let Selection { packages, skipped } = Selection::of(&root()).unwrap();
    assert_eq!(
        packages,
        [
            "twilio-calls",
            "twilio-calls-tests",
            "twilio-calls-simulator"
        ]
    );
    for test in [
        "fixtures::what_is_emitted_compiles",
        "freshness::every_part_of_the_runtime_is_needed_by_some_document",
        "json_body::what_is_sent_as_json",
        "official::every_shape_compiles_in_the_place_of_the_client",
    ] {
        assert!(skipped.iter().any(|it| it == test), "{test}: {skipped:?}");
    }
    assert!(skipped.len() < 12, "{skipped:?}");
}
