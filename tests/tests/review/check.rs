//! The tests that `cargo xtask check` runs are derived from the manifests and the tests.

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
            "twilio-calls-fuzz",
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
    // Tests that compare their own documents, use invalid ones, or run in a separate repository.
    for test in [
        "bad::",
        "fixes::what_is_certain_is_fixed_once",
        "formats::changes_are_complete_in_every_format",
        "gate::a_branch_is_compared_with_where_it_left_main",
        "gate::changes_of_the_runtime_need_a_version_and_an_entry_too",
        "laws::nothing_is_masked",
        "release::a_release_is_made_whole_or_not_at_all",
        "single_edits::every_edit_is_reported_on_the_wire_and_in_rust",
    ] {
        assert!(
            skipped.iter().any(|it| it.starts_with(test)),
            "{test}: {skipped:?}"
        );
    }
    // Tests that read the spec, or files generated from it, directly or indirectly.
    for test in [
        "determinism::same_bytes_in_same_bytes_out",
        "dialect::the_schema_belongs_to_regen",
        "dialect::the_spec_names_the_schema_in_its_first_line",
        "drift::every_known_difference_is_explained_and_every_explanation_needed",
        "freshness::generated_src_api_belongs_to_regen",
        "gate::the_advised_version_leaves_the_workspace_resolvable",
        "outline::",
        "readme::the_example_of_the_readme_does_what_it_says",
        "wire_names::",
        "requests::",
        "examples::",
    ] {
        let left_out = skipped.iter().find(|it| it.starts_with(test));
        assert_eq!(left_out, None, "{skipped:?}");
    }
}
