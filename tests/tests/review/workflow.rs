//! The workflow for GitHub is valid YAML, has read-only permissions, and sees the whole history.

use codegen::{Document, Node, Source};
use twilio_calls_tests::root;

fn text<'d>(document: &'d Document, pointer: &str) -> &'d str {
    document
        .node(pointer)
        .and_then(Node::as_str)
        .unwrap_or_else(|| panic!("no text at {pointer}"))
}

#[test]
fn the_workflow_runs_everything_and_may_read_only() {
    let source = std::fs::read_to_string(root().join(".github/workflows/ci.yml")).unwrap();
    let document = codegen::load(&Source::new("ci.yml", source.clone()))
        .unwrap_or_else(|report| panic!("{}", report.render(false)));
    assert_eq!(document.node("/permissions").unwrap().entries().len(), 1);
    assert_eq!(text(&document, "/permissions/contents"), "read");
    for (job, command) in [("change", ".ci/report \"$BASE\""), ("run", ".ci/run")] {
        let steps = format!("/jobs/{job}/steps");
        let checkout = text(&document, &format!("{steps}/0/uses"));
        let (_, commit) = checkout.split_once("actions/checkout@").unwrap();
        assert!(
            commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit()),
            "{commit}"
        );
        assert_eq!(text(&document, &format!("{steps}/1/run")), command);
        assert!(document.node(&format!("/jobs/{job}/permissions")).is_none());
    }
    let checkouts = source.matches("uses: ").count();
    for line in ["fetch-depth: 0\n", "persist-credentials: false\n"] {
        assert_eq!(source.matches(line).count(), checkouts, "{line}");
    }
    // Text from a pull request is never part of a command.
    assert!(
        !source
            .lines()
            .any(|line| line.contains("run:") && line.contains("${{"))
    );
}
