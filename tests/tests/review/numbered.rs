//! Edits of a parameter whose items are numbered.

use twilio_calls_tests::{folder, source};

use crate::support::{read, replaced};

const ORDER: &str = "      - Name\n      - Color\n";

#[test]
fn the_number_the_names_and_the_order_of_items_are_compared() {
    let text = source(&folder("fixtures").join("form-numbered.yaml")).text;
    let old = read("old", &text);
    for (name, replace, expected) in [
        (
            "a higher number",
            &[("x-numbered: 12", "x-numbered: 20")],
            "numbered-raised: maximum number of items of form parameter `Tag` of sendTags raised from `12` to `20`; \
             maximum number of items added with `SendTags::tag` raised from `12` to `20`",
        ),
        (
            "a lower number",
            &[("x-numbered: 12", "x-numbered: 9")],
            "numbered-lowered: maximum number of items of form parameter `Tag` of sendTags lowered from `12` to `9`; \
             maximum number of items added with `SendTags::tag` lowered from `12` to `9`",
        ),
        (
            "another order",
            &[(ORDER, "      - Color\n      - Name\n")],
            "numbered-parts-changed: nothing changes; arguments of `SendTags::tag` changed from \
             `(name: TagName, color: Color, bold: bool)` to `(color: Color, name: TagName, bold: bool)`",
        ),
        (
            "another name",
            &[("Bold", "Fat")],
            "numbered-parts-changed: item properties of form parameter `Tag` of sendTags changed from \
             `Tag#.Bold`, `Tag#.Color`, `Tag#.Name` to `Tag#.Color`, `Tag#.Fat`, `Tag#.Name`; \
             arguments of `SendTags::tag` changed from `(name: TagName, color: Color, bold: bool)` \
             to `(name: TagName, color: Color, fat: bool)`",
        ),
        (
            "a name in another case",
            &[("Bold", "bold")],
            "numbered-parts-changed: item properties of form parameter `Tag` of sendTags changed from \
             `Tag#.Bold`, `Tag#.Color`, `Tag#.Name` to `Tag#.Color`, `Tag#.Name`, `Tag#.bold`; \
             nothing changes",
        ),
    ] {
        let report = old.compare(&read(name, &replaced(&text, name, replace)));
        let numbered = report.changes().iter();
        let numbered: Vec<String> = numbered
            .filter(|it| it.rule.id().starts_with("numbered-"))
            .map(|it| format!("{}: {}; {}", it.rule.id(), it.wire, it.rust))
            .collect();
        assert_eq!(numbered, [expected], "{name}");
    }
}
