//! Approved changes, and what must be deprecated before it is removed.

use codegen::{Approvals, Source};
use twilio_calls_tests::{frozen, root, snapshots, source};
use xtask::diff::{Outcome, Task};

use crate::project::Project;
use crate::support::read;

const LIST: &str = "spec/approvals.yaml";
const CALL_REASON: &str = "/components/schemas/CreateCallForm/properties/CallReason";
const TIMEOUT: &str = "/components/schemas/Timeout/maximum";

fn item(rule: &str, at: &str, waives: &str) -> String {
    format!(
        "  - rule: {rule}\n    at: {at}\n    waives: {waives}\n    reason: Nobody could use it.\n"
    )
}

/// A repository with a release of this spec, followed by a change with its entry and, if it is breaking, its version.
fn changed_after_release(released: &str, edit: impl Fn(&Project), version: &str) -> Project {
    let project = Project::new();
    project.write("spec/twilio-calls.yaml", released);
    project.commit();
    project.git(&["tag", "v0.1.0"]);
    edit(&project);
    assert_eq!(project.run(Task::WriteChangelog, None).0, Outcome::Passed);
    let manifest = format!("[workspace.package]\nversion = \"{version}\"\n");
    project.write("Cargo.toml", &manifest);
    project
}

#[test]
fn what_is_taken_away_was_deprecated_or_is_approved() {
    let remove = |project: &Project| project.edit("remove a form parameter");
    let project = changed_after_release(&frozen().text, remove, "0.2.0");
    let (outcome, _, reported) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::GateFailed, "{reported}");
    let approval = item("parameter-removed", CALL_REASON, "[deprecation]");
    assert!(
        reported.contains("not deprecated in the last release")
            && reported.contains("form parameter `CallReason` removed from createCall")
            && reported.contains(&approval.replace("Nobody could use it.", "..."))
            && !reported.contains("type-removed"),
        "{reported}"
    );
    project.write(LIST, &format!("approved:\n{approval}"));
    let (outcome, judged, reported) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::Passed, "{reported}");
    assert!(judged.contains("(1 approved)"), "{judged}");

    // A release that deprecates it makes the approval unnecessary.
    let mark = "        CallReason:\n          description: |-\n";
    let marked = "        CallReason:\n          deprecated: true\n          description: |-\n";
    let released = frozen().text.replacen(mark, marked, 1);
    assert_ne!(released, frozen().text);
    let project = changed_after_release(&released, remove, "0.2.0");
    let (outcome, _, reported) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::Passed, "{reported}");
    project.write(LIST, &format!("approved:\n{approval}"));
    let (outcome, _, reported) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::GateFailed);
    assert!(
        reported.contains("error[approval-unused]")
            && reported.contains("--> spec/approvals.yaml:2:5"),
        "{reported}"
    );
}

/// A deprecated name may be replaced: the old document counts, not the new name.
#[test]
fn a_deprecated_parameter_may_be_renamed() {
    for (mark, undeprecated) in [("", true), ("deprecated: true\n          ", false)] {
        let head = "        CallReason:\n          description: |-\n            Why the call";
        let marked = format!(
            "        CallReason:\n          {mark}description: |-\n            Why the call"
        );
        let old = frozen().text.replacen(head, &marked, 1);
        let new = old
            .replace(
                "        CallReason:\n          ",
                "        CallPurpose:\n          ",
            )
            .replace(
                "                  CallReason: ",
                "                  CallPurpose: ",
            );
        let report = read("old", &old).compare(&read("new", &new));
        let renamed = (report.changes().iter())
            .find(|change| change.rule.id() == "parameter-renamed")
            .unwrap();
        assert_eq!(renamed.undeprecated, undeprecated);
    }
}

#[test]
fn before_the_first_release_nothing_has_to_be_deprecated() {
    let project = Project::new();
    project.commit();
    project.edit("remove a form parameter");
    project.run(Task::WriteChangelog, None);
    let (outcome, _, reported) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::Passed, "{reported}");
}

#[test]
fn what_breaks_can_be_approved_without_a_new_version() {
    let lower = |project: &Project| project.ring_at_most(500);
    let project = changed_after_release(&frozen().text, lower, "0.1.0");
    let (outcome, _, reported) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::GateFailed);
    assert!(reported.contains("version = \"0.2.0\""), "{reported}");
    // With another rule, place or purpose, it approves nothing.
    for (rule, at, waives) in [
        ("minimum-raised", TIMEOUT, "[version]"),
        ("maximum-lowered", CALL_REASON, "[version]"),
        ("maximum-lowered", TIMEOUT, "[deprecation]"),
    ] {
        project.write(LIST, &format!("approved:\n{}", item(rule, at, waives)));
        let (outcome, _, reported) = project.run(Task::Gate, None);
        assert_eq!(outcome, Outcome::GateFailed, "{rule} {at} {waives}");
        assert!(
            reported.contains("version = \"0.2.0\"") && reported.contains("approval-unused"),
            "{reported}"
        );
    }
    let approval = item("maximum-lowered", TIMEOUT, "version");
    project.write(LIST, &format!("approved:\n{approval}"));
    let (outcome, judged, reported) = project.run(Task::Gate, None);
    assert_eq!(outcome, Outcome::Passed, "{reported}");
    assert!(
        judged.contains("Breaking: 1 change (1 approved); 0.1.0 becomes 0.1.1 (patch)"),
        "{judged}"
    );
    let (outcome, printed, _) = project.run(Task::Print, None);
    assert_eq!(outcome.code(), 12);
    assert!(
        printed.contains("approved: Nobody could use it."),
        "{printed}"
    );
}

#[test]
fn mistakes_in_the_list_are_findings() {
    let list = format!(
        "approve: []\napproved:\n{}{}{}  - rule: parameter-removed\n    at: /x\n    because: x\n  - {{}}\n",
        item("parameter-remove", "/x", "version"),
        item("parameter-removed", "/x", "[version, major]"),
        item("parameter-removed", "/x", "[]"),
    );
    let report = Approvals::read(&Source::new(LIST, list.as_str())).unwrap_err();
    snapshots("formats", "mistakes in spec/approvals.yaml")
        .bind(|| insta::assert_snapshot!("approvals", report.render(false)));

    let project = Project::new();
    project.commit();
    project.write(LIST, &list);
    let (outcome, _, reported) = project.run(Task::Print, None);
    assert_eq!(outcome, Outcome::Invalid);
    assert!(reported.contains("error[approval-rule]"), "{reported}");
}

#[test]
fn the_list_of_the_project_can_be_read() {
    Approvals::read(&source(&root().join(LIST))).unwrap();
}
