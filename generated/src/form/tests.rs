//! Forms against every byte and every kind of value.

use serde::Serialize;

use super::{FormError, Writer, to_string};

/// Decodes one name or value the plain way.
fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [rest.next().unwrap(), rest.next().unwrap()];
                u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()
            }
            plain => plain,
        });
    }
    String::from_utf8(bytes).unwrap()
}

#[test]
fn every_character_is_encoded_so_that_it_comes_back() {
    for character in (0..=0x2FF)
        .chain([0x20AC, 0x1F4DE, 0x10FFFF])
        .filter_map(char::from_u32)
    {
        let text = format!("a{character}b");
        let mut writer = Writer::new();
        writer.pair(&text, &text);
        let form = writer.finish();
        let (name, value) = form.split_once('=').unwrap();
        assert_eq!((decode(name), decode(value)), (text.clone(), text));
        let bare = character.is_ascii_alphanumeric() || "*-._".contains(character);
        let expected = match character {
            ' ' => "a+b".to_owned(),
            _ if bare => format!("a{character}b"),
            _ => {
                let mut buffer = [0; 4];
                let bytes = character.encode_utf8(&mut buffer).bytes();
                format!(
                    "a{}b",
                    bytes.map(|byte| format!("%{byte:02X}")).collect::<String>()
                )
            }
        };
        assert_eq!(name, expected);
    }
}

#[derive(Serialize, Default)]
struct Form {
    #[serde(rename = "StartTime<")]
    before: Option<String>,
    #[serde(rename = "Event")]
    events: Vec<&'static str>,
    #[serde(rename = "Record")]
    record: Option<bool>,
    #[serde(rename = "N")]
    number: Option<i64>,
    #[serde(rename = "F")]
    float: Option<f64>,
    #[serde(rename = "Pair")]
    pair: Option<(u8, char)>,
}

#[test]
fn a_struct_becomes_pairs() {
    assert_eq!(to_string(&Form::default()).unwrap(), "");
    let form = Form {
        before: Some("2009-07-06 +é".to_owned()),
        events: vec!["initiated", "answered"],
        record: Some(true),
        number: Some(-5),
        float: Some(0.5),
        pair: Some((1, '&')),
    };
    let expected = "StartTime%3C=2009-07-06+%2B%C3%A9&Event=initiated&Event=answered&Record=true&N=-5&F=0.5&Pair=1&Pair=%26";
    assert_eq!(to_string(&form).unwrap(), expected);
    assert_eq!(to_string(&Some(&&form)).unwrap(), expected);
    assert_eq!(to_string(&None::<Form>).unwrap(), "");
}

#[test]
fn a_writer_adds_what_there_is() {
    let mut writer = Writer::new();
    writer.append("a", &None::<u8>).unwrap();
    writer.append("b", &["x y", ""]).unwrap();
    writer.append("c", &Some(false)).unwrap();
    writer.append("e", "").unwrap();
    writer
        .append("t", &serde_json::json!([1, "2", null]))
        .unwrap_err();
    let mut texts = Writer::default();
    texts.append("d", &format_args!("{}/{}", 1, 2)).unwrap();
    assert_eq!(texts.finish(), "d=1%2F2");
    assert!(writer.finish().starts_with("b=x+y&b=&c=false&e="));
}

#[test]
fn structs_in_an_array_are_numbered() {
    #[derive(Serialize)]
    #[serde(rename_all = "PascalCase")]
    struct Item {
        name: Option<&'static str>,
        value: Option<u8>,
    }
    #[derive(Serialize)]
    struct Form {
        #[serde(rename = "P")]
        items: Vec<Item>,
    }
    let item = |name, value| Item { name, value };
    let items = vec![item(Some("a b"), Some(1)), item(None, Some(2))];
    let form = to_string(&Form { items }).unwrap();
    assert_eq!(form, "P1.Name=a+b&P1.Value=1&P2.Value=2");
    assert_eq!(to_string(&Form { items: Vec::new() }).unwrap(), "");
}

#[test]
fn values_a_form_cannot_hold_are_rejected() {
    fn message<T: Serialize>(value: T) -> String {
        to_string(&value).unwrap_err().to_string()
    }
    #[derive(Serialize)]
    struct One<T> {
        a: T,
    }
    assert_eq!(message(5), "a form cannot contain a value without a name");
    assert_eq!(message("x"), "a form cannot contain a value without a name");
    assert_eq!(
        message(vec![1]),
        "a form cannot contain an array without a name"
    );
    assert_eq!(
        message(std::collections::BTreeMap::from([(1, 2)])),
        "a form cannot contain a map"
    );
    assert_eq!(
        message(One { a: One { a: 1 } }),
        "a form cannot contain a struct in a struct"
    );
    assert_eq!(
        message(One { a: vec![vec![1]] }),
        "a form cannot contain an array in an array"
    );
    assert_eq!(
        message(One {
            a: std::collections::BTreeMap::from([(1, 2)])
        }),
        "a form cannot contain a map"
    );
    fn error<T: std::error::Error + Send + Sync>() {}
    error::<FormError>();
}

#[derive(Serialize)]
struct Wrapped<T>(T);

#[derive(Serialize)]
enum Kind {
    #[serde(rename = "a kind")]
    Plain,
    Holding(u8),
    Pair(u8, u8),
    Named {
        a: u8,
    },
}

#[derive(Serialize)]
struct Nothing;

#[test]
fn what_is_wrapped_is_written_as_what_it_wraps() {
    let form = Wrapped(Form {
        record: Some(true),
        ..Form::default()
    });
    assert_eq!(to_string(&form).unwrap(), "Record=true");
    assert_eq!(to_string(&()).unwrap(), "");
    assert_eq!(to_string(&Nothing).unwrap(), "");
    let mut writer = Writer::new();
    writer.append("a", &Wrapped(Some("b c"))).unwrap();
    writer.append("d", &Kind::Plain).unwrap();
    writer.append("e", &[Wrapped(1_u128), Wrapped(2)]).unwrap();
    writer.append("f", &'g').unwrap();
    assert_eq!(writer.finish(), "a=b+c&d=a+kind&e=1&e=2&f=g");
}

#[test]
fn variants_with_a_content_are_rejected_wherever_they_are() {
    let variants = [Kind::Holding(1), Kind::Pair(1, 2), Kind::Named { a: 1 }];
    for variant in &variants {
        let message = "a form cannot contain a variant";
        assert_eq!(to_string(variant).unwrap_err().to_string(), message);
        let mut writer = Writer::new();
        let error = writer.append("a", variant).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
    let plain = to_string(&Kind::Plain).unwrap_err().to_string();
    assert_eq!(plain, "a form cannot contain a value without a name");
    let mut writer = Writer::new();
    for kind in [
        writer.append("a", &()).unwrap_err(),
        writer.append("a", &Nothing).unwrap_err(),
    ] {
        assert_eq!(kind.to_string(), "a form cannot contain a unit");
    }
}
