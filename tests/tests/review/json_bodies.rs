//! Edits of a document with JSON bodies: they are compared in the direction in which values are sent.

use codegen::Class::{self, Breaking, Compatible};
use codegen::Spec;
use twilio_calls_tests::{folder, source};

use crate::support::{mirrors, read};

/// The replacements, and the changes: class, line on the wire, line in Rust.
type Edit = (
    &'static [(&'static str, &'static str)],
    &'static [(Class, &'static str, &'static str)],
);

const EDITS: &[Edit] = &[
    (
        &[(
            "      required:\n      - street\n",
            "        floor:\n          '$ref': '#/components/schemas/Weight'\n      required:\n      - street\n",
        )],
        &[(
            Compatible,
            "property `floor` added to Address",
            "`Address::floor` added",
        )],
    ),
    (
        &[
            (
                "      required:\n      - street\n",
                "        floor:\n          '$ref': '#/components/schemas/Weight'\n      required:\n      - street\n      - floor\n",
            ),
            (
                "                    street: abc\n",
                "                    street: abc\n                    floor: 1\n",
            ),
            (
                "                  - street: abc\n",
                "                  - street: abc\n                    floor: 1\n",
            ),
        ],
        &[(
            Breaking,
            "required property `floor` added to Address",
            "arguments of `Address::new` changed from `(street: Tag)` to `(street: Tag, floor: Weight)`",
        )],
    ),
    (
        &[("      required:\n      - street\n", "")],
        &[(
            Breaking,
            "property `street` of Address changed from required to optional",
            "arguments of `Address::new` changed from `(street: Tag)` to `()`",
        )],
    ),
    (
        &[(
            "        street:\n          '$ref': '#/components/schemas/Tag'\n",
            "        street:\n          '$ref': '#/components/schemas/DoorCode'\n",
        )],
        &[(
            Breaking,
            "content of property `street` of Address changed from `Tag` to `DoorCode`",
            "arguments of `Address::new` changed from `(street: Tag)` to `(street: DoorCode)`",
        )],
    ),
    (
        &[
            (
                "        doorCode:\n          '$ref': '#/components/schemas/DoorCode'\n",
                "        doorCode:\n          description: What opens the doors.\n          type: array\n          items:\n            '$ref': '#/components/schemas/DoorCode'\n",
            ),
            (
                "                    doorCode: secret\n",
                "                    doorCode: [secret]\n",
            ),
        ],
        &[
            (
                Breaking,
                "content of property `doorCode` of Address changed from `DoorCode` to an array of `DoorCode`",
                "argument of `Address::door_code` changed from `DoorCode` to `[DoorCode]`",
            ),
            (
                Class::Documentation,
                "description of property `doorCode` of Address reworded",
                "documentation of `Address::door_code` reworded",
            ),
        ],
    ),
    (
        &[
            (
                "        fragile:\n          description: Whether it breaks.\n          type: boolean\n        weight:\n",
                "        weight:\n",
            ),
            ("                  fragile: true\n", ""),
        ],
        &[
            (
                Breaking,
                "body property `fragile` removed from replaceParcel, sendParcel",
                "`ReplaceParcel::fragile`, `SendParcel::fragile` removed",
            ),
            (
                Breaking,
                "property `fragile` removed from Parcel",
                "`Parcel::fragile` removed",
            ),
        ],
    ),
    (
        &[(
            "      - recipient\n      - labels\n",
            "      - labels\n      - recipient\n",
        )],
        &[
            (
                Breaking,
                "nothing changes",
                "arguments of `Parcel::new` changed from `(recipient: Address, labels: [Tag])` to `(labels: [Tag], recipient: Address)`",
            ),
            (
                Breaking,
                "nothing changes",
                "arguments of `Client::replace_parcel` changed from `(sid: ThingSid, recipient: Address, labels: [Tag])` to `(sid: ThingSid, labels: [Tag], recipient: Address)`",
            ),
            (
                Breaking,
                "nothing changes",
                "arguments of `Client::send_parcel` changed from `(recipient: Address, labels: [Tag])` to `(labels: [Tag], recipient: Address)`",
            ),
        ],
    ),
    (
        &[(
            "      - '$ref': '#/components/schemas/Card'\n      - '$ref': '#/components/schemas/Transfer'\n",
            "      - '$ref': '#/components/schemas/Card'\n      - '$ref': '#/components/schemas/Transfer'\n      - '$ref': '#/components/schemas/Address'\n",
        )],
        &[(
            Compatible,
            "member `Address` added to `Payment`",
            "`Payment::Address` added",
        )],
    ),
    (
        &[
            ("schemas/Card'", "schemas/BankCard'"),
            ("\n    Card:\n", "\n    BankCard:\n"),
        ],
        &[(
            Breaking,
            "nothing changes",
            "a type and what is named after it renamed from `Card`, `Payment::Card` to `BankCard`, `Payment::BankCard`",
        )],
    ),
];

fn edited(text: &str, edit: &Edit) -> String {
    edit.0.iter().fold(text.to_owned(), |text, (old, new)| {
        assert!(text.contains(old), "{old}");
        text.replace(old, new)
    })
}

#[test]
fn properties_are_judged_as_they_are_sent() {
    let text = source(&folder("fixtures").join("json-body.yaml")).text;
    let old: Spec = read("old", &text);
    for edit in EDITS {
        let new = read("new", &edited(&text, edit));
        let report = old.compare(&new);
        let mut reported: Vec<(Class, String, String)> = report
            .changes()
            .iter()
            .filter(|it| !it.wire.what.starts_with("example"))
            .map(|it| (it.class, it.wire.to_string(), it.rust.to_string()))
            .collect();
        let mut expected: Vec<(Class, String, String)> = edit
            .1
            .iter()
            .map(|(class, wire, rust)| (*class, (*wire).to_owned(), (*rust).to_owned()))
            .collect();
        reported.sort();
        expected.sort();
        assert_eq!(reported, expected);
        assert!(mirrors(&report, &new.compare(&old)), "{expected:?}");
    }
}
