//! Rules about `spec/drift.yaml`, and rules that only a gap in the generator can break.

use super::{RuleGroup, RuleText};

const NOT_THE_SPEC: &str = "It is about `spec/drift.yaml`, not about the spec.";
const GAP: &str = "A document that shows it is a gap to be closed.";

/// Rules about the explained differences from Twilio's own document.
pub(super) const DRIFT: RuleGroup = RuleGroup {
    title: "The differences to Twilio's own document",
    rules: &[
        RuleText::new(
            "drift-key",
            "The list and its explanations have known keys only",
            "A misspelt key would be ignored without a word.",
        )
        .without_example(NOT_THE_SPEC),
        RuleText::new(
            "drift-layout",
            "`library` names a folder of the official libraries and what stands before their paths",
            "Without both, nothing tells which files describe what the document is about.",
        )
        .without_example(NOT_THE_SPEC),
        RuleText::new(
            "drift-library",
            "The files of an official library have the shape that its generator writes",
            "What was passed over would be taken for something that the library does not have.",
        )
        .without_example("It is about the library that is compared with, not about the spec."),
        RuleText::new(
            "drift-list",
            "The file has the list `explained`",
            "Without it nothing is explained, which is most likely a mistake.",
        )
        .without_example(NOT_THE_SPEC),
        RuleText::new(
            "drift-outdated",
            "Every explanation is true of Twilio's document",
            "The list of explanations stays short and can be trusted.",
        )
        .without_example(NOT_THE_SPEC),
        RuleText::new(
            "drift-reason",
            "An explanation says what differs and why",
            "A difference without a reason cannot be judged later.",
        )
        .without_example(NOT_THE_SPEC),
        RuleText::new(
            "drift-release",
            "`release` and `before` are days",
            "Releases of Twilio's document are told apart by the day of their publication.",
        )
        .without_example(NOT_THE_SPEC),
        RuleText::new(
            "drift-theirs",
            "An explanation quotes what Twilio's document says",
            "It is true of that alone; when Twilio changes it, the difference is reported again.",
        )
        .without_example(NOT_THE_SPEC),
        RuleText::new(
            "drift-unexplained",
            "Every difference to Twilio's document is explained",
            "A difference that nobody knows of is a mistake on one of the two sides.",
        )
        .without_example("It takes a second document to break it."),
        RuleText::new(
            "other-api",
            "The document compared with describes the same API",
            "Everything would differ.",
        )
        .without_example("It is about the document that is compared with, not about the spec."),
    ],
};

const NOT_A_DOCUMENT: &str = "It is about `spec/approvals.yaml`, not about the spec.";

/// Rules about the approved changes.
pub(super) const APPROVALS: RuleGroup = RuleGroup {
    title: "The approved changes",
    rules: &[
        RuleText::new(
            "approval-key",
            "An approval has `rule`, `at`, `waives` and `reason`, and the list nothing else",
            "Whoever reads it later must know what was approved, and why.",
        )
        .without_example(NOT_A_DOCUMENT),
        RuleText::new(
            "approval-rule",
            "An approval names a rule of `cargo xtask diff`",
            "It would approve nothing.",
        )
        .without_example(NOT_A_DOCUMENT),
        RuleText::new(
            "approval-unused",
            "Every approval is needed by a change since the last release",
            "One that is left over would approve a later change that nobody has looked at.",
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
            "The emitted files are what the spec describes",
            "Reviewers and users read the emitted files; `cargo xtask regen` alone writes them.",
        )
        .without_example("It is about the emitted files, not about the spec."),
        RuleText::new(
            "unknown-file",
            "The folder of emitted files contains nothing else",
            "A file that no document describes would stay there, or be deleted, without anybody having decided so.",
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
            "What passes all rules can be generated",
            "This finding is a gap in the generator's own rules; report it together with the document.",
        )
        .without_example(GAP),
        RuleText::new(
            "unsupported-shape",
            "What passes all rules has a shape that the generator knows",
            "This finding is a gap in the generator's own rules; report it together with the document.",
        )
        .without_example(GAP),
    ],
};
