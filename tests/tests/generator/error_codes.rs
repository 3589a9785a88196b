//! The table of error codes next to a document.

use codegen::{Class, Source, Spec};
use twilio_calls_tests::{folder, source, spec_output};

const HEADER: &str = "code,name,retry,meaning\n";

/// A document that describes the codes 4 and 30001 itself, with a table.
fn with_table(rows: &str) -> Source {
    let document = source(&folder("fixtures").join("error-codes.yaml"));
    document.with_error_codes(Some(Source::new(
        "error-codes.csv",
        format!("{HEADER}{rows}"),
    )))
}

/// The rules that a table breaks, with the lines.
fn findings(table: &str) -> Vec<(&'static str, usize)> {
    let document = source(&folder("fixtures").join("error-codes.yaml"));
    let document = document.with_error_codes(Some(Source::new("codes.csv", table)));
    match codegen::generate(&document) {
        Ok(_) => Vec::new(),
        Err(report) => {
            assert!(report.render(false).contains("--> codes.csv:"));
            let findings = report.located();
            findings.map(|it| (it.rule, it.position.line)).collect()
        }
    }
}

#[test]
fn the_findings_of_a_table_name_the_line() {
    let row = |row: &str| findings(&format!("# The codes.\n{HEADER}{row}\n"));
    assert_eq!(row("5,FINE,no,nothing, as \"it\" seems"), []);
    assert_eq!(findings("5,FINE,no,fine\n"), [("error-code-row", 1)]);
    for (rows, found) in [
        ("5,SHORT,no", vec![("error-code-row", 3)]),
        ("05,PADDED,no,fine", vec![("error-code", 3)]),
        ("x,WORD,no,fine", vec![("error-code", 3)]),
        ("4294967296,HUGE,no,fine", vec![("error-code", 3)]),
        ("5,STOP,no,fine.", vec![("error-code", 3)]),
        ("5,EMPTY,no,", vec![("error-code", 3)]),
        ("5,MARKUP,no,`x` is *odd*", vec![("error-code", 3)]),
        ("5,RETURN,no,fine\r", vec![("error-code", 3)]),
        ("5,small,no,fine", vec![("error-code-name", 3)]),
        ("5,A__B,no,fine", vec![("error-code-name", 3)]),
        ("5,7UP,no,fine", vec![("error-code-name", 3)]),
        ("5,,no,fine", vec![("error-code-name", 3)]),
        ("5,A,no,fine\n6,A,no,fine", vec![("error-code-name", 4)]),
        ("5,A,maybe,fine", vec![("error-code-retry", 3)]),
        ("6,A,no,fine\n5,B,no,fine", vec![("error-code-order", 4)]),
        ("5,A,no,fine\n5,B,no,fine", vec![("error-code-order", 4)]),
        ("4,A,no,fine", vec![("error-code-order", 3)]),
        (
            "x,y,z,.",
            vec![
                ("error-code", 3),
                ("error-code-name", 3),
                ("error-code-retry", 3),
                ("error-code", 3),
            ],
        ),
    ] {
        assert_eq!(row(rows), found, "{rows}");
    }
}

/// The codes in the document and those in the table form one list.
#[test]
fn a_table_gives_names_to_codes() {
    let output = codegen::generate(&with_table("5,ODD_ONE,yes,`x` is odd\n")).unwrap();
    let table = &output.files["error_codes.rs"];
    for row in [
        r#"    5 ODD_ONE true "`x` is odd";"#,
        r#"    30001 "the queue is full";"#,
    ] {
        assert!(
            table.lines().any(|line| line == row),
            "{row} is not in {table}"
        );
    }
}

/// All codes in messages of the client have a name, and those of the runtime have the meaning in its table.
#[test]
fn the_table_of_the_product_is_read() {
    let output = spec_output();
    let rows = output.files["error_codes.rs"].lines();
    let named = rows
        .filter(|row| row.ends_with(';') && row.split(' ').any(|it| it == "true" || it == "false"));
    assert!(named.count() >= 600);
}

fn changes(old: &str, new: &str) -> Vec<(Class, String, String)> {
    let read = |rows| Spec::read(&with_table(rows)).unwrap();
    let report = read(old).compare(&read(new));
    let changes = report.changes().iter();
    changes
        .map(|it| (it.class, it.rule.id().to_owned(), it.rust.to_string()))
        .collect()
}

#[test]
fn changes_of_the_table_are_reported() {
    let reported = |class, rule: &str, rust: &str| vec![(class, rule.to_owned(), rust.to_owned())];
    let (one, two) = ("5,A,no,fine\n", "5,A,no,fine\n7,B,no,good\n");
    assert_eq!(changes(one, one), []);
    assert_eq!(
        changes(one, two),
        reported(
            Class::Compatible,
            "error-code-added",
            "`ErrorCode::B` added"
        )
    );
    assert_eq!(
        changes(two, one),
        reported(
            Class::Breaking,
            "error-code-removed",
            "`ErrorCode::B` removed"
        )
    );
    assert_eq!(
        changes(one, "5,B,no,fine\n"),
        reported(
            Class::Breaking,
            "error-code-renamed",
            "constant of the error code 5 renamed from `ErrorCode::A` to `ErrorCode::B`"
        )
    );
    assert_eq!(
        changes(one, "5,A,yes,fine\n"),
        reported(
            Class::Compatible,
            "error-code-retry-changed",
            "`retry` column of `ErrorCode::A` changed from no to yes"
        )
    );
    assert_eq!(
        changes(one, "5,A,no,well\n"),
        reported(
            Class::Documentation,
            "error-code-meaning-changed",
            "meaning of `ErrorCode::A` reworded"
        )
    );
    let many: String = (10..30)
        .map(|code| format!("{code},C{code},no,fine\n"))
        .collect();
    assert_eq!(
        changes("", &many),
        reported(
            Class::Compatible,
            "error-code-added",
            "20 constants of `ErrorCode` added"
        )
    );
}
