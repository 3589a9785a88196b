//! Which operations of two documents are the same one.

use twilio_calls_tests::{folder, source};

use crate::support::{read, replaced};

#[test]
fn an_operation_is_known_by_its_id_or_by_its_method_and_path() {
    let text = source(&folder("fixtures").join("csv-alone.yaml")).text;
    let old = read("old", &text);
    for (name, replace, expected) in [
        (
            "another id",
            &[("exportRows", "exportLines")][..],
            &["operation-renamed"][..],
        ),
        (
            "another path",
            &[("/rows.csv", "/lines.csv")],
            &["operation-moved"],
        ),
        (
            "the same resource by another name",
            &[("exportRows", "exportLines"), ("/rows.csv", "/lines.csv")],
            &["resource-renamed"],
        ),
        (
            "another id and another path",
            &[
                ("exportRows", "dumpTable"),
                ("/rows.csv", "/tables/lines.csv"),
            ],
            &["operation-added", "operation-removed"],
        ),
    ] {
        let new = read(name, &replaced(&text, name, replace));
        let report = old.compare(&new);
        let mut rules: Vec<&str> = report.changes().iter().map(|it| it.rule.id()).collect();
        rules.retain(|rule| rule.starts_with("operation-") || *rule == "resource-renamed");
        rules.sort_unstable();
        assert_eq!(rules, expected, "{name}");
    }
}
