//! Every way in which a field or a scalar can change, wherever it can stand, with everything that is reported.

use std::slice::from_ref;

use twilio_calls_tests::snapshots;

use crate::reports::there_and_back;
use crate::support::read;

/// A document with a place for a field of each kind, and for more components.
const DOCUMENT: &str = "\
openapi: 3.0.3
info:
  title: Matrix
  version: '1'
  description: Places for fields.
servers:
- url: https://api.example.com
security:
- basicAuth: []
paths:
  /things:
    post:
      operationId: createThing
      description: Creates a thing.
      parameters:
      - name: Sort
        in: query
        description: Another filter.
        schema:
          '$ref': '#/components/schemas/Tag'
<query>
<header>
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema:
              '$ref': '#/components/schemas/CreateThingForm'
            examples:
              typical:
                value:
                  Fixed: abc
<form example>
      responses:
        '201':
          description: It worked.
          content:
            application/json:
              schema:
                '$ref': '#/components/schemas/Thing'
              examples:
                typical:
                  value:
                    fixed: abc
<property example>
        default:
          '$ref': '#/components/responses/Error'
      callbacks:
        report:
          '{$request.body#/Fixed}':
            post:
              operationId: onReport
              description: Reports.
              requestBody:
                required: true
                content:
                  application/x-www-form-urlencoded:
                    schema:
                      '$ref': '#/components/schemas/ReportParameters'
                    examples:
                      typical:
                        value:
                          Fixed: abc
<callback example>
              responses:
                '204':
                  description: Heard.
    put:
      operationId: replaceThing
      description: Replaces a thing.
      requestBody:
        required: true
        content:
          application/json:
            schema:
              '$ref': '#/components/schemas/Parcel'
            examples:
              typical:
                value:
                  fixed: abc
<body example>
      responses:
        '200':
          description: It worked.
          content:
            application/json:
              schema:
                '$ref': '#/components/schemas/Thing'
              examples:
                typical:
                  value:
                    fixed: abc
<property example>
        default:
          '$ref': '#/components/responses/Error'
components:
  securitySchemes:
    basicAuth:
      type: http
      scheme: basic
  responses:
    Error:
      description: What went wrong.
      content:
        application/json:
          schema:
            '$ref': '#/components/schemas/Fault'
          examples:
            typical:
              value:
                message: 'no'
  schemas:
    Words:
      description: Words for people.
      type: string
      example: 'no'
    Fault:
      description: An error.
      type: object
      required:
      - message
      properties:
        message:
          '$ref': '#/components/schemas/Words'
    Tag:
      description: What is written on it.
      type: string
      pattern: '^[a-z]+$'
      maxLength: 8
      example: abc
    CreateThingForm:
      description: What is sent.
      type: object
      required:
      - Fixed
<form required>
      properties:
        Fixed:
          '$ref': '#/components/schemas/Tag'
<form>
    Parcel:
      description: What is sent.
      type: object
      required:
      - fixed
<body required>
      properties:
        fixed:
          '$ref': '#/components/schemas/Tag'
<body>
    Thing:
      description: A thing.
      type: object
      required:
      - fixed
<property required>
      properties:
        fixed:
          '$ref': '#/components/schemas/Tag'
<property>
    ReportParameters:
      description: What is reported.
      type: object
      required:
      - Fixed
<callback required>
      properties:
        Fixed:
          '$ref': '#/components/schemas/Tag'
<callback>
<components>
";

/// Where a field can stand.
const PLACES: [&str; 6] = ["query", "header", "form", "body", "property", "callback"];

/// A field of the document.
#[derive(Clone)]
struct Member {
    name: &'static str,
    description: &'static str,
    component: &'static str,
    list: bool,
    required: bool,
    deprecated: bool,
    nullable: bool,
    default: Option<&'static str>,
}

const MEMBER: Member = Member {
    name: "Value",
    description: "A value.",
    component: "Tag",
    list: false,
    required: false,
    deprecated: false,
    nullable: false,
    default: None,
};

/// The member in other ways, each with the places where it may be like that.
fn variants() -> Vec<(&'static str, &'static [&'static str], Member)> {
    const SENT: &[&str] = &["query", "header", "form", "body"];
    vec![
        ("as it is", &PLACES, MEMBER),
        (
            "required",
            &PLACES,
            Member {
                required: true,
                ..MEMBER
            },
        ),
        (
            "an array",
            &["query", "form", "body", "property"],
            Member {
                list: true,
                ..MEMBER
            },
        ),
        (
            "deprecated",
            &PLACES,
            Member {
                deprecated: true,
                ..MEMBER
            },
        ),
        (
            "null",
            &["property"],
            Member {
                nullable: true,
                ..MEMBER
            },
        ),
        (
            "with a default",
            SENT,
            Member {
                default: Some("abc"),
                ..MEMBER
            },
        ),
        (
            "described in other words",
            &PLACES,
            Member {
                description: "A worth.",
                ..MEMBER
            },
        ),
        (
            "of another type",
            &PLACES,
            Member {
                component: "Label",
                ..MEMBER
            },
        ),
        (
            "required and of another type",
            &PLACES,
            Member {
                component: "Label",
                required: true,
                ..MEMBER
            },
        ),
        (
            "of a private type",
            &["form", "body", "property", "callback"],
            Member {
                component: "Hidden",
                ..MEMBER
            },
        ),
        (
            "of a union",
            SENT,
            Member {
                component: "Either",
                ..MEMBER
            },
        ),
        (
            "of an equal type",
            &["property", "callback"],
            Member {
                component: "Words",
                ..MEMBER
            },
        ),
        (
            "of another equal type",
            &["property", "callback"],
            Member {
                component: "Text",
                ..MEMBER
            },
        ),
    ]
}

/// The components that a member may have, if one has it.
const COMPONENTS: [(&str, &str); 4] = [
    (
        "Label",
        "    Label:
      description: What is written on it.
      type: string
      pattern: '^[a-z]+$'
      maxLength: 9
      example: abc
",
    ),
    (
        "Hidden",
        "    Hidden:
      description: What nobody may see.
      type: string
      pattern: '^[a-z]+$'
      maxLength: 8
      x-pii: true
      example: abc
",
    ),
    (
        "Text",
        "    Text:
      description: Words for everyone.
      type: string
      example: abc
",
    ),
    (
        "Either",
        "    Number:
      description: Digits.
      type: string
      pattern: '^[0-9]+$'
      maxLength: 8
      example: '1'
    Either:
      description: One of two.
      oneOf:
      - '$ref': '#/components/schemas/Tag'
      - '$ref': '#/components/schemas/Number'
      example: abc
",
    ),
];

impl Member {
    /// In the style of the place: names of JSON are not capitalized.
    fn name(&self, place: &str) -> String {
        match place {
            "body" | "property" => self.name.to_lowercase(),
            _ => self.name.to_owned(),
        }
    }

    fn keywords(&self) -> String {
        let mut lines = String::new();
        for (is_on, line) in [
            (self.deprecated, "deprecated: true\n"),
            (self.nullable, "nullable: true\n"),
        ] {
            lines += if is_on { line } else { "" };
        }
        lines
    }

    fn schema(&self) -> String {
        let component = self.component;
        let reference = format!("'$ref': '#/components/schemas/{component}'");
        match (self.list, self.default) {
            (true, _) => format!("type: array\nitems:\n  {reference}\n"),
            (false, Some(default)) => format!("allOf:\n- {reference}\ndefault: {default}\n"),
            (false, None) => format!("allOf:\n- {reference}\n"),
        }
    }

    fn parameter(&self, place: &str) -> String {
        let (name, description) = (self.name, self.description);
        let mut text = format!("name: {name}\nin: {place}\ndescription: {description}\n");
        text += if self.required {
            "required: true\n"
        } else {
            ""
        };
        text += &self.keywords();
        text += &format!("schema:\n{}", indented(&self.schema(), 2));
        let text = indented(&text, 8);
        // The first line begins the item.
        text.replacen("        ", "      - ", 1)
    }

    fn property(&self, place: &str) -> String {
        let (name, description) = (self.name(place), self.description);
        let keywords = self.keywords() + &self.schema();
        format!(
            "        {name}:\n          description: {description}\n{}",
            indented(&keywords, 10)
        )
    }
}

fn indented(text: &str, by: usize) -> String {
    let lines = text.lines();
    lines.map(|line| format!("{:by$}{line}\n", "")).collect()
}

/// The document with these members in one of the places.
fn document(place: &str, members: &[Member]) -> String {
    let mut text = DOCUMENT.to_owned();
    let mut fill = |mark: &str, with: &str| text = text.replace(&format!("<{mark}>\n"), with);
    let parameters: String = members.iter().map(|it| it.parameter(place)).collect();
    let properties: String = members.iter().map(|it| it.property(place)).collect();
    let required = members.iter().filter(|it| it.required);
    let required: String = required
        .map(|it| format!("      - {}\n", it.name(place)))
        .collect();
    for other in PLACES {
        let is_here = place == other;
        let here = |text: &str| {
            if is_here {
                text.to_owned()
            } else {
                String::new()
            }
        };
        let is_parameter = matches!(other, "query" | "header");
        let shown = if is_parameter {
            &parameters
        } else {
            &properties
        };
        fill(other, &here(shown));
        fill(&format!("{other} required"), &here(&required));
        let depth = match other {
            "form" | "body" => 18,
            "property" => 20,
            _ => 26,
        };
        let examples = members.iter().map(|it| {
            let value = if it.list { "[abc]" } else { "abc" };
            indented(&format!("{}: {value}", it.name(place)), depth)
        });
        fill(
            &format!("{other} example"),
            &here(&examples.collect::<String>()),
        );
    }
    let used = COMPONENTS.iter();
    let used = used.filter(|(name, _)| members.iter().any(|it| it.component == *name));
    let components: String = used.map(|(_, text)| *text).collect();
    fill("components", &components);
    text
}

#[test]
fn every_way_in_which_a_field_changes() {
    let compare = |heading: &str, place: &str, old: &[Member], new: &[Member]| {
        let heading = format!("{place}: {heading}");
        let [old, new] = [old, new].map(|members| document(place, members));
        let (old, new) = (read(&heading, &old), read(&heading, &new));
        there_and_back(&heading, &old, &new)
    };
    let named = |name: &'static str, member: &Member| Member {
        name,
        ..member.clone()
    };
    let mut reports = String::new();
    for place in PLACES {
        reports += &compare("removed", place, &[MEMBER], &[]);
        for (way, places, member) in variants() {
            if !places.contains(&place) {
                continue;
            }
            reports += &compare(way, place, &[MEMBER], from_ref(&member));
            let heading = format!("renamed and {way}");
            let other = named("Worth", &member);
            reports += &compare(&heading, place, &[MEMBER], &[other]);
            if member.required {
                reports += &compare(
                    &format!("renamed, and {way} before and after"),
                    place,
                    from_ref(&member),
                    &[named("Worth", &member)],
                );
                let second = named("Worth", &member);
                reports += &compare(
                    &format!("{way}, in another order"),
                    place,
                    &[member.clone(), second.clone()],
                    &[second, member],
                );
            }
        }
        let two = [MEMBER, named("Worth", &MEMBER)];
        let others = [named("Price", &MEMBER), named("Cost", &MEMBER)];
        reports += &compare("two that look alike", place, &two, &others);
        reports += &compare("one of two that look alike", place, &two, &others[..1]);
        reports += &compare("in another order", place, &two, &[two[1].clone(), MEMBER]);
    }
    snapshots("reports", "changes of a field, by its place")
        .bind(|| insta::assert_snapshot!("fields", reports));
}

/// A scalar, and whether it may be sent and received.
struct Scalar {
    schema: &'static str,
    sent: bool,
    received: bool,
}

const fn any(schema: &'static str) -> Scalar {
    Scalar {
        schema,
        sent: true,
        received: true,
    }
}

const fn sent(schema: &'static str) -> Scalar {
    Scalar {
        received: false,
        ..any(schema)
    }
}

const fn received(schema: &'static str) -> Scalar {
    Scalar {
        sent: false,
        ..any(schema)
    }
}

/// Scalars of all kinds; neighbors differ in one thing only, where that is possible.
const SCALARS: &[Scalar] = &[
    received("type: string\nexample: abc"),
    any("type: string\npattern: '^[a-z]{3}$'\nexample: abc"),
    any("type: string\npattern: '^[a-zA-Z]{3}$'\nexample: abc"),
    any("type: string\npattern: '^[a-z]{3}$'\nx-expected: three letters\nexample: abc"),
    any("type: string\npattern: '^[a-z]{3}$'\nx-expected: letters, three of them\nexample: abc"),
    any("type: string\npattern: '^[a-z]+$'\nmaxLength: 8\nexample: abc"),
    any("type: string\npattern: '^[a-z]+$'\nmaxLength: 9\nexample: abc"),
    any("type: string\npattern: '^[a-z]+$'\nminLength: 2\nmaxLength: 9\nexample: abc"),
    any("type: string\npattern: '^[a-z]+$'\nminLength: 3\nmaxLength: 9\nexample: abc"),
    any("type: string\npattern: '^[a-z0-9]+$'\nminLength: 3\nmaxLength: 9\nexample: abc"),
    any("type: string\npattern: '^[a-z0-9]{1,}$'\nminLength: 3\nmaxLength: 9\nexample: abc"),
    any("type: string\npattern: '^[b-z0-9]*$'\nminLength: 3\nmaxLength: 9\nexample: bcd"),
    any("type: string\npattern: '^[b-z0-9]*$'\nminLength: 3\nmaxLength: 9\nexample: bcde"),
    any("type: string\npattern: '^[a-z]+$'\nmaxLength: 8\nx-pii: true\nexample: abc"),
    sent("type: string\npattern: '^[a-z]+$'\nmaxLength: 8\nx-secret: true\nexample: abc"),
    sent(
        "type: string\npattern: '^[^\\x00-\\x1F\\x7F]*$'\nmaxLength: 90\nx-xml:\n  root: Note\n  elements:\n    \
         Note: ['#text', Line]\n    Line: ['#text']\nexample: <Note/>",
    ),
    sent(
        "type: string\npattern: '^[^\\x00-\\x1F\\x7F]*$'\nmaxLength: 90\nx-xml:\n  root: Note\n  elements:\n    \
         Note: [Line]\n    Line: ['#text']\nexample: <Note/>",
    ),
    sent(
        "type: string\npattern: '^[^\\x00-\\x1F\\x7F]*$'\nmaxLength: 90\nx-xml:\n  root: Note\n  elements:\n    \
         Note: [Line, Row]\n    Line: []\n    Row: []\nexample: <Note/>",
    ),
    sent(
        "type: string\npattern: '^[^\\x00-\\x1F\\x7F]*$'\nmaxLength: 90\nx-xml:\n  root: Row\n  elements:\n    \
         Row: ['#text']\nexample: <Row/>",
    ),
    sent("type: string\npattern: '^[^\\x00-\\x1F\\x7F]*$'\nmaxLength: 90\nexample: <Row/>"),
    any(
        "type: string\nenum: [a, b]\nx-enum-descriptions:\n  a: Means a.\n  b: Means b.\nexample: a",
    ),
    any(
        "type: string\nenum: [b, a]\nx-enum-descriptions:\n  a: Means a.\n  b: Means b.\nexample: a",
    ),
    any(
        "type: string\nenum: [b, a, c]\nx-enum-descriptions:\n  a: Means a.\n  b: Means b.\n  c: Means c.\nexample: a",
    ),
    any(
        "type: string\nenum: [d, b, c]\nx-enum-descriptions:\n  d: Means d.\n  b: Means b.\n  c: Means c.\nexample: b",
    ),
    any(
        "type: string\nenum: [d, b, c]\nx-enum-descriptions:\n  d: Means d.\n  b: Means more.\n  c: Means c.\nexample: b",
    ),
    any(
        "type: string\nenum: [d, b, c]\nx-enum-names:\n  d: dee\nx-enum-descriptions:\n  d: Means d.\n  b: Means more.\n  \
         c: Means c.\nexample: b",
    ),
    any("type: integer\nformat: int32\nminimum: 1\nmaximum: 10\nexample: 5"),
    any("type: integer\nformat: int32\nminimum: 0\nmaximum: 10\nexample: 5"),
    any("type: integer\nformat: int32\nminimum: 0\nmaximum: 9\nexample: 5"),
    any("type: integer\nformat: int32\nminimum: 0\nmaximum: 9\nx-unit: seconds\nexample: 5"),
    any("type: integer\nformat: int32\nminimum: 0\nmaximum: 9\nx-unit: minutes\nexample: 5"),
    any("type: integer\nformat: int64\nminimum: 0\nmaximum: 9\nexample: 5"),
    received("type: integer\nformat: int32\nminimum: 0\nexample: 5"),
    received("type: integer\nformat: int64\nminimum: 0\nexample: 5"),
    received("type: string\nformat: uint64\nexample: '5'"),
    received("type: string\nformat: uint64\nx-unit: seconds\nexample: '5'"),
    received("type: string\nformat: uint64\nx-unit: minutes\nexample: '5'"),
    received("type: string\nformat: int64\nexample: '5'"),
    received("type: string\nformat: decimal\nexample: '5'"),
    received("type: string\nformat: date-time-rfc-2822\nexample: Wed, 10 Jun 2026 18:45:18 +0000"),
    received("type: string\nformat: date-time\nexample: '2026-06-10T18:45:18Z'"),
    any("type: string\nformat: date\nexample: '2026-06-10'"),
    received("type: number\nexample: 5"),
    received("type: object\nadditionalProperties: true\nexample:\n  a: 1"),
    received(
        "type: object\nadditionalProperties:\n  '$ref': '#/components/schemas/Tag'\nexample:\n  a: abc",
    ),
];

/// The document with a scalar in it, which is used by the form, by the object that is received, or by both.
fn with_scalar(scalar: &Scalar, is_sent: bool, is_received: bool) -> String {
    let member = Member {
        component: "Amount",
        ..MEMBER
    };
    let example = scalar.schema.split_once("example:");
    let example = example.map_or("", |(_, example)| example).trim_end();
    let mut text = DOCUMENT.to_owned();
    for (place, is_here, depth) in [("form", is_sent, 18), ("property", is_received, 20)] {
        let mut fill = |mark: &str, with: String| {
            let with = if is_here { with } else { String::new() };
            text = text.replace(&format!("<{mark}>\n"), &with);
        };
        let name = member.name(place);
        fill(place, member.property(place));
        fill(
            &format!("{place} example"),
            indented(&format!("{name}:{example}"), depth),
        );
    }
    for place in PLACES {
        for mark in ["", " required", " example"] {
            text = text.replace(&format!("<{place}{mark}>\n"), "");
        }
    }
    let schema = indented(scalar.schema, 6);
    let component = format!("    Amount:\n      description: An amount.\n{schema}");
    text.replace("<components>\n", &component)
}

#[test]
fn every_way_in_which_a_scalar_changes() {
    let mut reports = String::new();
    for (way, is_sent, is_received) in [
        ("sent", true, false),
        ("received", false, true),
        ("sent and received", true, true),
    ] {
        let is_allowed = |it: &&Scalar| (it.sent || !is_sent) && (it.received || !is_received);
        let scalars: Vec<&Scalar> = SCALARS.iter().filter(is_allowed).collect();
        let documents = scalars.iter().map(|scalar| {
            let text = with_scalar(scalar, is_sent, is_received);
            (scalar.schema.replace('\n', "; "), read(way, &text))
        });
        let documents: Vec<_> = documents.collect();
        // From each to the next one, and for one of the uses from the first to all others.
        let pairs = documents.windows(2);
        let pairs = pairs.filter_map(|pair| pair.first().zip(pair.get(1)));
        let others = documents.iter().skip(2).filter(|_| !is_sent);
        let from_first = others.filter_map(|it| documents.first().zip(Some(it)));
        for ((before, old), (after, new)) in pairs.chain(from_first) {
            let heading = format!("{way}: {before}\n  to {after}");
            reports += &there_and_back(&heading, old, new);
        }
    }
    snapshots("reports", "changes of a scalar, by its use")
        .bind(|| insta::assert_snapshot!("scalars", reports));
}
