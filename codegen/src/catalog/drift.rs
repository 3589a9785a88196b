//! Rules about `spec/drift.yaml`, `spec/approvals.yaml` and the emitted files, and those that only a bug can break.

use super::{RuleGroup, RuleText};

const NOT_THE_SPEC: &str = "It is about `spec/drift.yaml`, not about the spec.";
const GAP: &str = "A document that breaks this rule reveals a bug in the generator; once it is fixed, no example remains.";

/// Rules about the explained differences from Twilio's own document.
pub(super) const DRIFT: RuleGroup = RuleGroup {
    title: "The differences from Twilio's own document",
    rules: &[
        RuleText::new(
            "drift-key",
            "`spec/drift.yaml` and its explanations have only known keys",
            "A misspelt key would be silently ignored.",
        )
        .without_example(NOT_THE_SPEC),
        RuleText::new(
            "drift-layout",
            "`library` names a folder of the official libraries and the prefix of their paths",
            "Without both, it is unknown which files describe the resources of the document.",
        )
        .without_example(NOT_THE_SPEC),
        RuleText::new(
            "drift-library",
            "The files of an official library look like those that its generator writes",
            "A part that was skipped would appear to be missing from the library.",
        )
        .without_example("It is about the library, not about the spec."),
        RuleText::new(
            "drift-list",
            "The file has the key `explained`",
            "Without it nothing is explained, which is probably a mistake.",
        )
        .without_example(NOT_THE_SPEC),
        RuleText::new(
            "drift-outdated",
            "Every explanation applies to Twilio's document",
            "The list of explanations stays short and can be trusted.",
        )
        .without_example(NOT_THE_SPEC),
        RuleText::new(
            "drift-reason",
            "An explanation says what differs and why",
            "A difference without a reason cannot be reviewed later.",
        )
        .without_example(NOT_THE_SPEC),
        RuleText::new(
            "drift-release",
            "`release` and `before` are dates",
            "Releases of Twilio's document are identified by the date of their publication.",
        )
        .without_example(NOT_THE_SPEC),
        RuleText::new(
            "drift-theirs",
            "An explanation quotes what Twilio's document says",
            "The explanation only applies to that; if Twilio changes it, the difference is reported again.",
        )
        .without_example(NOT_THE_SPEC),
        RuleText::new(
            "drift-unexplained",
            "Every difference from Twilio's document is explained",
            "An unexplained difference is probably a mistake in one of the documents.",
        )
        .without_example("Only a second document can break it."),
        RuleText::new(
            "other-api",
            "The other document describes the same API",
            "Otherwise everything would differ.",
        )
        .without_example("It is about the other document, not about the spec."),
    ],
};

const NOT_A_DOCUMENT: &str = "It is about `spec/approvals.yaml`, not about the spec.";

/// Rules about the approved changes.
pub(super) const APPROVALS: RuleGroup = RuleGroup {
    title: "The approved changes",
    rules: &[
        RuleText::new(
            "approval-key",
            "An approval has the keys `rule`, `at`, `waives` and `reason`, and no others",
            "A later reader must know what was approved, and why.",
        )
        .without_example(NOT_A_DOCUMENT),
        RuleText::new(
            "approval-rule",
            "An approval names a rule of `cargo xtask diff`",
            "Otherwise it would approve nothing.",
        )
        .without_example(NOT_A_DOCUMENT),
        RuleText::new(
            "approval-unused",
            "Every approval is used by a change since the last release",
            "An unused approval would approve a later change that nobody reviewed.",
        )
        .without_example(NOT_A_DOCUMENT),
    ],
};

/// Rules about the emitted files.
pub(super) const FILES: RuleGroup = RuleGroup {
    title: "The emitted files",
    rules: &[
        RuleText::new(
            "stale-file",
            "The emitted files match the spec",
            "Reviewers and users read the emitted files, which only `cargo xtask regen` writes.",
        )
        .without_example("It is about the emitted files, not about the spec."),
        RuleText::new(
            "unknown-file",
            "The folder of emitted files contains nothing else",
            "Any other file would stay there, or be deleted, without anybody having decided so.",
        )
        .without_example("It is about the emitted files, not about the spec."),
    ],
};

/// Rules that only a gap in the generator can break.
pub(super) const GENERATOR: RuleGroup = RuleGroup {
    title: "The generator",
    rules: &[
        RuleText::new(
            "generator",
            "A client can be generated from a document that passes all rules",
            "This finding reveals a gap in the generator's own rules; report it together with the document.",
        )
        .without_example(GAP),
        RuleText::new(
            "unsupported-shape",
            "A document that passes all rules can be expressed in the generator's model",
            "This finding reveals a gap in the generator's own rules; report it together with the document.",
        )
        .without_example(GAP),
    ],
};
