//! The machine-readable formats: they are valid, and contain everything.

use std::fs;
use std::path::{Path, PathBuf};

use codegen::{FINDING_RULES, Source};
use jsonschema::Validator;
use serde_json::Value;
use tempfile::TempDir;
use twilio_calls_tests::{documents, folder, frozen, root, snapshots};
use xtask::Format;
use xtask::diff::{Diff, Documents, Task};
use xtask::regen::{Outcome, Regen};

use crate::edits::EDITS;
use crate::project::Project;
use crate::support::{all, edited, real, released};

fn json(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// A published schema, restricted to the keys that it names.
fn closed(name: &str) -> Validator {
    let mut schema = json(&folder("../codegen/schemas").join(name));
    close(&mut schema);
    jsonschema::validator_for(&schema).unwrap()
}

fn close(schema: &mut Value) {
    match schema {
        Value::Object(map) => {
            map.values_mut().for_each(close);
            if map.get("properties").is_some_and(Value::is_object) && map.contains_key("type") {
                map.insert("additionalProperties".to_owned(), false.into());
            }
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

#[track_caller]
fn assert_valid(schema: &Validator, document: &str) -> Value {
    let document: Value = serde_json::from_str(document).unwrap();
    let errors: Vec<String> = schema
        .iter_errors(&document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}");
    document
}

/// The schema of SARIF: the part that we use, or the one published by OASIS if `SARIF_SCHEMA` names it.
fn sarif() -> Validator {
    let ours = folder("fixtures/schemas/sarif.schema.json");
    let path = std::env::var_os("SARIF_SCHEMA").map_or(ours, PathBuf::from);
    jsonschema::validator_for(&json(&path)).unwrap()
}

/// Checks a SARIF log and returns its results.
#[track_caller]
fn sarif_results(schema: &Validator, log: &str) -> Vec<Value> {
    let log = assert_valid(schema, log);
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    for result in results {
        let at = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(run["tool"]["driver"]["rules"][at]["id"], result["ruleId"]);
    }
    results.clone()
}

/// The findings of every invalid document, in every format: nothing is missing or invalid.
#[test]
fn findings_are_complete_in_every_format() {
    let (findings, log_schema) = (closed("findings.schema.json"), sarif());
    for (name, source) in documents("bad") {
        let report = codegen::findings(&source);
        let annotations = codegen::annotations(&report);
        let count = report.findings().len();
        let json = codegen::findings_json("invalid", &[], &annotations);
        let json = assert_valid(&findings, &json);
        assert_eq!(json["findings"].as_array().unwrap().len(), count, "{name}");
        let describe = |id: &str| {
            let rule = codegen::rule(FINDING_RULES, id)?;
            Some((rule.summary.to_owned(), rule.why.to_owned()))
        };
        let log = codegen::sarif("cargo xtask regen", &describe, &annotations);
        assert_eq!(sarif_results(&log_schema, &log).len(), count, "{name}");
        let commands = codegen::github(&annotations);
        assert_eq!(commands.lines().count(), count, "{name}: {commands}");
        for line in commands.lines() {
            assert!(
                line.starts_with("::error ") || line.starts_with("::warning "),
                "{name}: {line}"
            );
        }
    }
}

/// All of 60 equal findings are in machine-readable formats, though not in the text for people.
#[test]
fn many_findings_are_cut_for_people_alone() {
    let (_, minimal) = documents("fixtures")
        .into_iter()
        .find(|(name, _)| name == "minimal")
        .unwrap();
    let unused: String = (0..60)
        .map(|at| format!("    Name{at}:\n      type: string\n      description: A name.\n"))
        .collect();
    let source = Source::new("many.yaml", format!("{}{unused}", minimal.text));
    let report = codegen::findings(&source);
    let shown = report.render(false);
    assert_eq!(shown.matches("[unused-component]").count(), 50, "{shown}");
    assert!(
        shown.contains("and 10 more of rule `unused-component`\n"),
        "{shown}"
    );
    let commands = codegen::github(&codegen::annotations(&report));
    assert_eq!(commands.matches("title=unused-component").count(), 60);
}

/// Runs `regen` with a document of `tests/` in a separate folder.
fn regen(document: &str, out: &Path, check: bool, format: Format) -> (Outcome, String, String) {
    let regen = Regen {
        spec: folder(document),
        out: out.to_owned(),
        check,
        format,
        ..Regen::of(root())
    };
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let outcome = regen.run(&mut out, &mut err).unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (outcome, text(out), text(err))
}

const FAULTY: &str = "bad/duplicate-parameter.yaml";

#[test]
fn regen_prints_its_findings_alone_in_formats_for_programs() {
    let out = TempDir::new().unwrap();
    for (format, name) in [
        (Format::Json, "json"),
        (Format::Github, "github"),
        (Format::Sarif, "sarif"),
    ] {
        let (outcome, printed, other) = regen(FAULTY, out.path(), false, format);
        assert_eq!(outcome, Outcome::Invalid);
        assert_eq!(other, "no sources were written\n", "{name}");
        // The version of the project does not matter here.
        let printed = printed.replace(env!("CARGO_PKG_VERSION"), "0.0.0");
        snapshots("formats", "findings").bind(|| insta::assert_snapshot!(name, printed));
    }
}

/// Files that are out of date are results too, so that a pull request shows them.
#[test]
fn stale_and_unknown_files_are_results() {
    let folder = TempDir::new().unwrap();
    let schema = closed("findings.schema.json");
    let run = |check, format| regen("fixtures/minimal.yaml", folder.path(), check, format);
    let (outcome, json, other) = run(false, Format::Json);
    assert_eq!(outcome, Outcome::Written);
    assert!(other.contains("created "), "{other}");
    let json = assert_valid(&schema, &json);
    assert_eq!(
        (&json["outcome"], &json["errors"]),
        (&"written".into(), &0.into())
    );
    assert_eq!(json["files"][0]["action"], "created");

    fs::write(
        folder.path().join("mod.rs"),
        "// @generated by `cargo xtask regen`\n",
    )
    .unwrap();
    fs::write(folder.path().join("mine.rs"), "// mine\n").unwrap();
    let (outcome, json, _) = run(true, Format::Json);
    assert_eq!(outcome, Outcome::Stale);
    let json = assert_valid(&schema, &json);
    let rules: Vec<&Value> = (json["findings"].as_array().unwrap().iter())
        .map(|finding| &finding["rule"])
        .collect();
    assert_eq!(rules, ["stale-file", "unknown-file"]);
    let (_, log, _) = run(true, Format::Sarif);
    assert_eq!(sarif_results(&sarif(), &log).len(), 2);
    let (_, commands, _) = run(true, Format::Github);
    assert!(commands.contains("title=stale-file::"), "{commands}");
}

/// `--explain` for people: what the rule asks for, why, and an example with its message.
#[test]
fn a_rule_is_explained_with_an_example() {
    let explain = |rule| xtask::explain::finding(&root(), rule, false);
    for rule in ["unknown-keyword", "name-collision", "too-large"] {
        let text = explain(rule).unwrap();
        snapshots("formats", "explain").bind(|| insta::assert_snapshot!(rule, text));
    }
    let error = explain("unknown-keywrod").unwrap_err().to_string();
    assert_eq!(
        error,
        "there is no rule `unknown-keywrod`; did you mean `unknown-keyword`?"
    );
    let error = explain("xyz").unwrap_err().to_string();
    assert_eq!(
        error,
        "there is no rule `xyz`; `--explain` without a name lists all rules"
    );
    let error = explain("maximum-lowered").unwrap_err().to_string();
    assert_eq!(
        error,
        "there is no rule `maximum-lowered`; `cargo xtask diff` has a rule of that name: run `cargo xtask diff --explain maximum-lowered`"
    );
    let list = xtask::explain::findings();
    snapshots("formats", "rules").bind(|| insta::assert_snapshot!("rules", list));
}

#[test]
fn a_rule_of_changes_is_explained_with_an_example() {
    let explain = xtask::explain::change;
    let text = explain("maximum-lowered").unwrap();
    snapshots("formats", "explain").bind(|| insta::assert_snapshot!("maximum-lowered", text));
    let error = explain("maximum-lowerd").unwrap_err().to_string();
    assert_eq!(
        error,
        "there is no rule `maximum-lowerd`; did you mean `maximum-lowered`?"
    );
    let error = explain("unknown-keyword").unwrap_err().to_string();
    assert_eq!(
        error,
        "there is no rule `unknown-keyword`; `cargo xtask regen` has a rule of that name: run `cargo xtask regen --explain unknown-keyword`"
    );
    let list = xtask::explain::changes();
    for rule in codegen::Rule::ALL {
        assert_eq!(
            list.matches(&format!("  {} ", rule.id())).count(),
            1,
            "{}",
            rule.id()
        );
        explain(rule.id()).unwrap();
    }
}

/// The changes of every edit, in every format: nothing is missing or invalid, and every place exists.
#[test]
fn changes_are_complete_in_every_format() {
    let (changes, log_schema) = (closed("changes.schema.json"), sarif());
    let compared = released("0.1.0");
    for (edit, spec) in all() {
        let report = real().compare(spec);
        let count = report.changes().len();
        let render = |format| xtask::diff::render(&report, &compared, format, false);
        let json = assert_valid(&changes, &render(Format::Json));
        assert_eq!(
            json["changes"].as_array().unwrap().len(),
            count,
            "{}",
            edit.name
        );
        let results = sarif_results(&log_schema, &render(Format::Sarif));
        assert_eq!(results.len(), count, "{}", edit.name);
        assert_eq!(
            render(Format::Github).lines().count(),
            count,
            "{}",
            edit.name
        );
    }
}

/// What a new type accepts is reported, so that nobody has to look for its component.
#[test]
fn a_new_type_is_reported_with_what_it_accepts() {
    let name = "add a form parameter with a type of its own";
    let (_, spec) = all().find(|(edit, _)| edit.name == name).unwrap();
    let report = real().compare(spec);
    let accepted = "`Mood` is a string of at most 16 characters that matches `^[a-z]*$`";
    let compared = released("0.1.0");
    for (format, shown) in [
        (Format::Text, format!("\n  type: {accepted}\n")),
        (Format::Markdown, format!(". {accepted}\n")),
        (Format::Json, format!("\"{accepted}\"")),
        (Format::Github, format!("; {accepted}")),
        (Format::Sarif, format!("; {accepted}")),
    ] {
        let printed = xtask::diff::render(&report, &compared, format, false);
        assert!(printed.contains(&shown), "{shown}\n{printed}");
    }
}

/// Removals are annotated where the part used to be, since a pull request only shows the new file.
#[test]
fn what_is_gone_is_annotated_where_it_was() {
    let (_, spec) = all()
        .find(|(edit, _)| edit.name == "remove a form parameter")
        .unwrap();
    let report = real().compare(spec);
    let compared = released("0.1.0");
    let printed = xtask::diff::render(&report, &compared, Format::Github, false);
    let pointer = "/components/schemas/CreateCallForm/properties";
    let change = (report.changes().iter())
        .find(|change| change.pointer == format!("{pointer}/CallReason"))
        .unwrap();
    assert!(change.undeprecated);
    let properties = spec_line(&edited_spec("remove a form parameter"), pointer);
    assert_eq!(change.start.line, properties);
    assert!(
        printed.contains(&format!("line={properties},")),
        "{printed}"
    );
    assert!(
        printed.contains("title=parameter-removed::breaking: form parameter `CallReason` removed from createCall; in Rust: "),
        "{printed}"
    );
}

fn edited_spec(name: &str) -> Source {
    let edit = EDITS.iter().find(|edit| edit.name == name).unwrap();
    Source::new("edited", edited(&frozen().text, edit))
}

fn spec_line(source: &Source, pointer: &str) -> usize {
    let span = codegen::load(source).unwrap().key_span(pointer);
    source.text[..span.start].lines().count()
}

/// Without anything to report on, machine-readable formats are still valid.
#[test]
fn diff_prints_findings_or_an_empty_report_where_it_has_no_changes() {
    let run = |diff: &Diff| {
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let outcome = diff.run(&mut out, &mut err).unwrap();
        (outcome.code(), String::from_utf8(out).unwrap())
    };
    let project = Project::new();
    let diff = Diff {
        format: Format::Json,
        ..project.diff(Task::Print, None)
    };
    let (code, json) = run(&diff);
    assert_eq!(code, 0);
    let json = assert_valid(&closed("changes.schema.json"), &json);
    assert_eq!(json["class"], Value::Null);

    let diff = Diff {
        documents: Documents::Files(folder(FAULTY), folder("bad/two-representations.yaml")),
        ..diff
    };
    let (code, json) = run(&diff);
    assert_eq!(code, 4);
    let json = assert_valid(&closed("findings.schema.json"), &json);
    assert_eq!(json["outcome"], "invalid");
    assert_eq!(json["findings"].as_array().unwrap().len(), 2);
    let (_, log) = run(&Diff {
        format: Format::Sarif,
        ..diff
    });
    assert_eq!(sarif_results(&sarif(), &log).len(), 2);
}

/// The gate in machine-readable formats: each problem, with the file to edit, and nothing else.
#[test]
fn the_gate_prints_what_is_missing_in_every_format() {
    let project = Project::new();
    project.commit();
    let gate = |format| {
        let diff = Diff {
            format,
            ..project.diff(Task::Gate, Some("HEAD"))
        };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let outcome = diff.run(&mut out, &mut err).unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (outcome.code(), text(out), text(err))
    };
    let schema = closed("findings.schema.json");
    let (code, json, verdict) = gate(Format::Json);
    assert_eq!(code, 0);
    assert!(verdict.contains("The API is unchanged."), "{verdict}");
    assert_eq!(assert_valid(&schema, &json)["outcome"], "passed");

    project.git(&["tag", "v0.1.0"]);
    project.ring_at_most(500);
    let (code, json, verdict) = gate(Format::Json);
    assert_eq!(code, 5);
    assert!(verdict.contains("Breaking: "), "{verdict}");
    let json = assert_valid(&schema, &json);
    assert_eq!(json["outcome"], "failed");
    let findings = json["findings"].as_array().unwrap();
    let found: Vec<_> = findings
        .iter()
        .map(|it| (&it["rule"], &it["file"]))
        .collect();
    assert_eq!(
        found,
        [
            (&"gate-version".into(), &"Cargo.toml".into()),
            (&"gate-entry".into(), &"CHANGELOG.md".into())
        ]
    );
    let (_, commands, _) = gate(Format::Github);
    assert_eq!(commands.lines().count(), 2, "{commands}");
    assert!(
        commands.starts_with("::error file=Cargo.toml,"),
        "{commands}"
    );
    let (_, log, _) = gate(Format::Sarif);
    assert_eq!(sarif_results(&sarif(), &log).len(), 2);
}
