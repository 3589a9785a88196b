//! One mistake at a time in the project's own document, and its findings: the mistake, and nothing that only follows
//! from it.

use std::collections::{BTreeMap, BTreeSet};

use codegen::Source;
use twilio_calls_tests::{frozen, snapshots};

/// A name, where to search, the text there, and its replacement.
pub(crate) type Mistake = (&'static str, &'static str, &'static str, &'static str);

const CREATE: &str = "      operationId: createCall\n";
const LIST: &str = "      operationId: listCalls\n";
const FETCH: &str = "      operationId: fetchCall\n";
const UPDATE: &str = "      operationId: updateCall\n";
const DELETE: &str = "      operationId: deleteCall\n";
const CSV: &str = "      operationId: listCallsCsv\n";
const FORM: &str = "\n    CreateCallForm:\n";
const CALL: &str = "\n    Call:\n";
const PAGE: &str = "\n    CallPage:\n";
const STATUS: &str = "\n    CallStatus:\n";
const EXTENDING: &str = "\n    CallbackCallStatus:\n";
const TIMEOUT: &str = "\n    Timeout:\n";
const TWIML: &str = "\n    Twiml:\n";
const SID: &str = "\n    CallSid:\n      type";
const DIRECTION: &str = "        direction:\n          description: The direction of the call, and what created it.\n          nullable: true\n          allOf:\n            - $ref: '#/components/schemas/CallDirection'\n";
const FIELD: &str = "        Timeout:\n          description: |-\n            How many seconds to let the call ring before it ends with `no-answer`.\n\n            A short timeout, such as 15 seconds, ends the call before most voicemails answer.\n          allOf:\n            - $ref: '#/components/schemas/Timeout'\n";
const EVENT: &str = "\n      x-event:\n";

#[rustfmt::skip]
pub(crate) const MISTAKES: &[Mistake] = &[
    // Syntax.
    ("an unquoted reference", FORM, "$ref: '#/components/schemas/Endpoint'", "$ref: #/components/schemas/Endpoint"),
    ("a backslash in double quotes", TWIML, "'^[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F]*$'", "\"^[ -~\\d]*$\""),
    ("typographic quotes", TWIML, "'^[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F]*$'", "‘^[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F]*$’"),
    ("a typographic quote in front", FORM, "'#/components/schemas/Endpoint'", "‘#/components/schemas/Endpoint’"),
    ("a space that does not break", TIMEOUT, "      maximum", "     \u{A0}maximum"),
    ("a space that does not break after a colon", TIMEOUT, "maximum: ", "maximum:\u{A0}"),
    ("a tab", TIMEOUT, "      maximum", "\tmaximum"),
    ("a tab among spaces", TIMEOUT, "      maximum", "    \tmaximum"),
    ("merge conflict", TIMEOUT, "      maximum: 600\n", "<<<<<<< HEAD\n      maximum: 600\n=======\n      maximum: 900\n>>>>>>> other\n"),
    ("merge conflict, rest", TIMEOUT, "      maximum: 600\n", "      maximum: 600\n=======\n"),
    ("text after a number sign", CALL, "description: The called party.", "description: The called party # 1 of two."),
    ("a colon in a description", CALL, "description: The called party.", "description: The called: party."),
    ("brackets in a description", CALL, "description: The called party.", "description: [A-Z]{2} of the party."),
    ("a brace in a description", CALL, "description: The called party.", "description: {a} of the party."),
    ("a backtick in front", CALL, "description: The called party.", "description: `to` is the party."),
    ("an asterisk in front", CALL, "description: The called party.", "description: **The** called party."),
    ("an at sign in front", CALL, "description: The called party.", "description: @alice."),
    ("a percent sign in front", CALL, "description: The called party.", "description: %5 of all."),
    ("a quote that is not closed", CALL, "description: The called party.", "description: 'The called party."),
    ("an apostrophe in single quotes", CALL, "description: The called party.", "description: 'The party's name.'"),
    ("a line too far left", TIMEOUT, "      maximum", "    maximum"),
    ("a line too far right", TIMEOUT, "      maximum", "       maximum"),
    ("no space after the colon", TIMEOUT, "maximum: 600", "maximum:600"),
    ("no space after the colon of a description", CALL, "description: The called party.", "description:The called party."),
    ("no space after the last colon", TIMEOUT, "example: 25", "example:25"),
    ("an item too far left", LIST, "        - $ref: '#/components/parameters/PageToken'", "      - $ref: '#/components/parameters/PageToken'"),
    ("an item a little too far right", LIST, "        - $ref: '#/components/parameters/PageToken'", "         - $ref: '#/components/parameters/PageToken'"),
    ("a property as a keyword", CALL, DIRECTION, "      direction:\n        description: The direction of the call, and what created it.\n        nullable: true\n        allOf:\n          - $ref: '#/components/schemas/CallDirection'\n"),
    ("a property as a component", CALL, DIRECTION, "    direction:\n      description: The direction of the call, and what created it.\n      nullable: true\n      allOf:\n        - $ref: '#/components/schemas/CallDirection'\n"),
    ("the name of a property too far left", CALL, "        direction:\n", "      direction:\n"),
    ("a field as a keyword", FORM, FIELD, "      Timeout:\n        description: |-\n          How many seconds to let the call ring before it ends with `no-answer`.\n\n          A short timeout, such as 15 seconds, ends the call before most voicemails answer.\n        allOf:\n          - $ref: '#/components/schemas/Timeout'\n"),
    ("a tab below a key", CALL, "          description: The called party.", "\t\t\t\t\tdescription: The called party."),
    ("an anchor", TIMEOUT, "maximum: 600", "maximum: &most 600"),
    ("an alias", TIMEOUT, "maximum: 600", "maximum: *most"),
    ("a merge key", TIMEOUT, "maximum: 600", "<<: {maximum: 600}"),
    ("a key twice", TIMEOUT, "      maximum: 600\n", "      maximum: 600\n      maximum: 900\n"),
    ("a component twice", SID, "type", "type: string\n      description: Another.\n      example: CA00\n    CallSid:\n      type"),
    ("a number in quotes", TIMEOUT, "maximum: 600", "maximum: '600'"),
    ("a hexadecimal number", TIMEOUT, "maximum: 600", "maximum: 0x258"),
    ("a flag in quotes", FORM, "type: boolean", "type: 'boolean'\n          default: 'true'"),
    // Keywords.
    ("version 2", "", "openapi: 3.0.3", "swagger: '2.0'"),
    ("version 3.1", "", "openapi: 3.0.3", "openapi: 3.1.0"),
    ("null as a type", CALL, "nullable: true\n          allOf:\n            - $ref: '#/components/schemas/AccountSid'", "type: [string, 'null']"),
    ("required at a property", FORM, "          description: |-\n            Whom", "          required: true\n          description: |-\n            Whom"),
    ("a misspelt keyword", TIMEOUT, "maximum", "maximun"),
    ("a misspelt required keyword", FETCH, "responses", "response"),
    ("a misspelt description", TIMEOUT, "description", "descripton"),
    ("misspelt schemas", "", "\n  schemas:\n", "\n  schema:\n"),
    ("misspelt components", "", "\ncomponents:\n", "\ncomponent:\n"),
    ("misspelt properties", CALL, "properties:", "property:"),
    ("a misspelt type", TIMEOUT, "type: integer", "type: interger"),
    ("no type", TIMEOUT, "      type: integer\n", ""),
    ("no type of an object", CALL, "      type: object\n", ""),
    ("anyOf", "\n    Endpoint:\n", "oneOf", "anyOf"),
    ("readOnly", CALL, "          nullable: true\n", "          nullable: true\n          readOnly: true\n"),
    ("tags", FETCH, "      summary", "      tags: [calls]\n      summary"),
    ("a title", TIMEOUT, "      type: integer", "      title: Timeout\n      type: integer"),
    ("exclusiveMaximum", TIMEOUT, "      maximum: 600", "      exclusiveMaximum: 601"),
    ("a keyword of 3.1", STATUS, "      type: string", "      const: queued\n      type: string"),
    ("siblings of a reference", FORM, "          description: The password that goes with `SipAuthUsername`.\n          allOf:\n            - $ref", "          description: The password.\n          $ref"),
    // References and components.
    ("a misspelt reference", FORM, "schemas/Endpoint'", "schemas/EndPoint'"),
    ("a reference to another section", "", "$ref: '#/components/parameters/PageSize'", "$ref: '#/components/schemas/PageSize'"),
    ("a renamed component", "", "\n    CallerName:\n", "\n    NameOfCaller:\n"),
    ("a renamed component with many uses", "", "\n    HttpUrl:\n", "\n    WebUrl:\n"),
    ("a renamed enum that another extends", "", STATUS, "\n    StatusOfCall:\n"),
    ("a misspelt name of an enum that another extends", "", STATUS, "\n    callStatus:\n"),
    ("a misspelt keyword of an enum that another extends", STATUS, "      enum:\n", "      enums:\n"),
    ("a renamed form", "", FORM, "\n    NewCallForm:\n"),
    ("a renamed response", "", CALL, "\n    PhoneCall:\n"),
    ("a component that nothing uses", "", "\n    Timeout:\n", "\n    Unused:\n      type: string\n      description: One.\n      example: a\n    Timeout:\n"),
    ("two components that only one another use", "", "\n    Timeout:\n", "\n    Unused:\n      type: object\n      description: One.\n      properties:\n        a:\n          $ref: '#/components/schemas/AlsoUnused'\n    AlsoUnused:\n      type: string\n      description: One.\n      example: a\n    Timeout:\n"),
    ("a small letter", "", "\n    Timeout:\n", "\n    timeout:\n"),
    ("a recursion", PAGE, "            $ref: '#/components/schemas/Call'", "            $ref: '#/components/schemas/CallPage'"),
    ("an alias component", TIMEOUT, "      type: integer\n      format: int32\n      minimum: 0\n      maximum: 600\n      default: 60\n      x-unit: seconds\n      description: |-\n        How many seconds a call may ring.\n\n        For some call routes Twilio adds five seconds, so 10 can mean 15.\n      example: 25\n", "      $ref: '#/components/schemas/TimeLimit'\n"),
    ("allOf of two", CALL, "            - $ref: '#/components/schemas/AccountSid'\n", "            - $ref: '#/components/schemas/AccountSid'\n            - $ref: '#/components/schemas/CallSid'\n"),
    ("a name of the crate", "", "schemas/Timeout'", "schemas/Error'"),
    // Operations.
    ("another method", "/Calls/{Sid}.json:\n", "    post:\n", "    head:\n"),
    ("no operationId", DELETE, "      operationId: deleteCall\n", ""),
    ("an operationId twice", DELETE, "deleteCall", "fetchCall"),
    ("a capital operationId", DELETE, "deleteCall", "DeleteCall"),
    ("an operationId of the crate", DELETE, "deleteCall", "clone"),
    ("no description of an operation", DELETE, "      description: |-\n", "      x: |-\n"),
    ("a JSON body", CREATE, "application/x-www-form-urlencoded", "application/json"),
    ("a body of another type", CREATE, "application/x-www-form-urlencoded", "multipart/form-data"),
    ("an optional body", CREATE, "        required: true\n", ""),
    ("a status of errors", FETCH, "'200'", "'404'"),
    ("a redirection", FETCH, "'200'", "'302'"),
    ("a success without body", FETCH, "'200'", "'204'"),
    ("an unquoted status", FETCH, "'200'", "200"),
    ("another success", DELETE, "        '204':\n", "        '202':\n          description: Later.\n        '204':\n"),
    ("no default", DELETE, "        default:\n          $ref: '#/components/responses/Error'\n", ""),
    ("audio", FETCH, "application/json", "audio/mpeg"),
    ("a list parameter", LIST, "        - $ref: '#/components/parameters/PageToken'\n", "        - $ref: '#/components/parameters/PageToken'\n        - name: Tags\n          in: query\n          description: Tags.\n          schema:\n            type: array\n            items:\n              $ref: '#/components/schemas/CallerId'\n"),
    ("a header", LIST, "        - $ref: '#/components/parameters/PageToken'\n", "        - $ref: '#/components/parameters/PageToken'\n        - name: Accept-Language\n          in: header\n          description: Languages.\n          schema:\n            $ref: '#/components/schemas/CallerId'\n"),
    ("a parameter in the body", "\n    PageToken:\n", "in: query", "in: body"),
    ("a parameter twice", LIST, "        - $ref: '#/components/parameters/PageToken'\n", "        - $ref: '#/components/parameters/PageToken'\n        - $ref: '#/components/parameters/PageToken'\n"),
    ("a parameter only of the list in JSON", CSV, "        - $ref: '#/components/parameters/ParentCallSid'\n", ""),
    ("an inline schema of a parameter", "\n    PageToken:\n", "$ref: '#/components/schemas/PageToken'", "type: string"),
    ("a path parameter that is not required", "\n    Sid:\n", "      required: true\n", ""),
    ("a path with another name", "", "/Calls/{Sid}.json:\n", "/Calls/{Call}.json:\n"),
    ("a path parameter with another name", "\n    Sid:\n", "name: Sid", "name: Call"),
    ("a path without its slash", "", "  /2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json:", "  2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json:"),
    ("a secret in a query", "\n    PageToken:\n", "schemas/PageToken'", "schemas/SipAuthPassword'"),
    // Extensions of operations.
    ("x-waiter of another property", FETCH, "x-waiter: status", "x-waiter: state"),
    ("x-waiter of no enum", FETCH, "x-waiter: status", "x-waiter: sid"),
    ("other items of pages", LIST, "items: calls", "items: call"),
    ("another next page", LIST, "next: next_page_uri", "next: next"),
    ("another size of pages", LIST, "size: PageSize", "size: Size"),
    ("no size of pages", LIST, "        - $ref: '#/components/parameters/PageSize'\n", ""),
    ("another limit", CREATE, "x-rate-limit: calls-per-second", "x-rate-limit: calls"),
    ("a representation of nothing", CSV, "x-representation-of: listCalls", "x-representation-of: listCall"),
    ("another key of rows", CSV, "x-row-key: sid", "x-row-key: id"),
    ("a callback of another parameter", CREATE, "'{$request.body#/StatusCallback}'", "'{$request.body#/Callback}'"),
    ("a misspelt parameter of a callback", CREATE, "'{$request.body#/StatusCallback}'", "'{$request.body#/StatusCalback}'"),
    ("a misspelt component", "", "\n    CallerName:\n", "\n    CalerName:\n"),
    ("a default in a response", CALL, "          description: The called party.\n", "          description: The called party.\n          default: none\n"),
    ("a callback without an operationId", CREATE, "              operationId: onStatusCallback\n", ""),
    // Properties.
    ("a misspelt required property", CALL, "        - status\n", "        - state\n"),
    ("a required property that may be null", CALL, "        - status\n", "        - status\n        - to\n"),
    ("a renamed property", CALL, "        to_formatted:", "        formatted_to:"),
    ("a property without description", CALL, "          description: The called party.\n", ""),
    ("a property that no example has", CALL, "        to_formatted:", "        mood:\n          description: The mood.\n          nullable: true\n          allOf:\n            - $ref: '#/components/schemas/CallerName'\n        to_formatted:"),
    ("an inline string", CALL, "          allOf:\n            - $ref: '#/components/schemas/AccountSid'\n", "          type: string\n"),
    ("an inline number", CALL, "          allOf:\n            - $ref: '#/components/schemas/AccountSid'\n", "          type: number\n"),
    ("an inline number of a form", FORM, "            - $ref: '#/components/schemas/Timeout'", "            - type: number"),
    ("an inline object", CALL, "          allOf:\n            - $ref: '#/components/schemas/AccountSid'\n", "          type: object\n          properties:\n            a:\n              type: string\n"),
    ("an inline map", CALL, "          allOf:\n            - $ref: '#/components/schemas/AccountSid'\n", "          type: object\n          additionalProperties:\n            type: string\n"),
    ("an inline list", CALL, "          allOf:\n            - $ref: '#/components/schemas/AccountSid'\n", "          type: array\n          items:\n            type: string\n"),
    ("a list without items", CALL, "          nullable: true\n          allOf:\n            - $ref: '#/components/schemas/AccountSid'\n", "          type: array\n"),
    ("an object in a form", FORM, "schemas/Endpoint'", "schemas/ErrorDetails'"),
    ("null in a form", FORM, "          allOf:\n", "          nullable: true\n          allOf:\n"),
    ("a secret in a response", CALL, "schemas/CallerName'", "schemas/SipAuthPassword'"),
    ("an invalid name", CALL, "        to_formatted:", "        2to:"),
    ("two names that are one in Rust", FORM, "        CallReason:", "        callerId:\n          description: One.\n          allOf:\n            - $ref: '#/components/schemas/CallerId'\n        CallReason:"),
    ("a setter of the crate", FORM, "        CallReason:", "        Send:\n          description: One.\n          allOf:\n            - $ref: '#/components/schemas/CallReason'\n        CallReason:"),
    ("misspelt properties of a form", "\n    UpdateCallForm:\n", "      properties:", "      propertys:"),
    ("a rule about nothing", "\n    UpdateCallForm:\n", "requires: Url", "requires: Uri"),
    ("a rule without relation", "\n    UpdateCallForm:\n", "          requires: Url\n", ""),
    ("a rule without reason", "\n    UpdateCallForm:\n", "          reason: Twilio accepts a new status callback only together with new instructions\n", ""),
    // Scalars.
    ("a number", "\n    Price:\n", "      type: string\n      format: decimal\n", "      type: number\n"),
    ("a map with a type", "\n    ErrorDetails:\n", "additionalProperties: true", "additionalProperties:\n        type: string"),
    ("an object that is closed", CALL, "      properties:", "      additionalProperties: false\n      properties:"),
    ("a boolean as a component", TIMEOUT, "type: integer\n      format: int32\n      minimum: 0\n      maximum: 600\n      default: 60\n      x-unit: seconds\n", "type: boolean\n"),
    ("a format of OpenAPI", "\n    Timestamp:\n", "format: date-time-rfc-2822", "format: date-time"),
    ("a format of URLs", "\n    HttpUrl:\n", "      type: string\n", "      type: string\n      format: uri\n"),
    ("no format", TIMEOUT, "      format: int32\n", ""),
    ("no maximum", TIMEOUT, "      maximum: 600\n", ""),
    ("crossed bounds", TIMEOUT, "minimum: 0", "minimum: 700"),
    ("no maxLength", TWIML, "      maxLength: 4000\n", ""),
    ("no pattern", TWIML, "      pattern: '^[^\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\x7F]*$'\n", ""),
    ("a pattern without anchors", SID, "'^CA[0-9a-fA-F]{32}$'", "'CA[0-9a-fA-F]{32}'"),
    ("an invalid pattern", SID, "'^CA[0-9a-fA-F]{32}$'", "'^CA[0-9a-fA-F{32}$'"),
    ("a pattern with a class", SID, "'^CA[0-9a-fA-F]{32}$'", "'^CA\\w{32}$'"),
    ("another pattern", SID, "'^CA[0-9a-fA-F]{32}$'", "'^CL[0-9a-fA-F]{32}$'"),
    ("no example", TIMEOUT, "      example: 25\n", ""),
    ("an example out of bounds", TIMEOUT, "example: 25", "example: 700"),
    ("a default out of bounds", TIMEOUT, "default: 60", "default: 700"),
    ("an unknown unit", TIMEOUT, "x-unit: seconds", "x-unit: second"),
    ("a value without description", STATUS, "        - ringing\n", "        - ringing\n        - dialing\n"),
    ("a description without value", STATUS, "        - ringing\n", ""),
    ("a value that is not a string", STATUS, "        - ringing\n", "        - ringing\n        - true\n"),
    ("a value twice", STATUS, "        - ringing\n", "        - ringing\n        - ringing\n"),
    ("a misspelt value", STATUS, "        - completed\n", "        - compleeted\n"),
    ("a misspelt key of the descriptions", STATUS, "        completed: ", "        compleeted: "),
    ("an unknown final value", STATUS, "        - busy\n        - failed\n        - no-answer\n        - canceled\n      desc", "        - busy\n        - fail\n      desc"),
    ("an unknown enum to extend", EXTENDING, "x-extends: CallStatus", "x-extends: Statuses"),
    ("an enum that extends itself", EXTENDING, "x-extends: CallStatus", "x-extends: CallbackCallStatus"),
    ("no final value", STATUS, "      x-final:\n        - completed\n        - busy\n        - failed\n        - no-answer\n        - canceled\n", "      x-final: []\n"),
    ("an event of no property", EVENT, "property: CallStatus", "property: Status"),
    ("an event of no enum", EVENT, "enum: CallEvent", "enum: Event"),
    ("an unknown event", EVENT, "ringing: ringing", "ringing: rings"),
    ("a mark on an enum", STATUS, "      type: string\n", "      type: string\n      x-pii: true\n"),
    ("both marks", TWIML, "x-pii: true", "x-pii: true\n      x-secret: true"),
    ("a mark that is off", TWIML, "x-pii: true", "x-pii: false"),
    ("an object as a choice", "\n    Endpoint:\n", "schemas/PhoneNumber'", "schemas/Call'"),
    // Prose, head and examples.
    ("HTML", CALL, "description: The called party.", "description: The <b>called</b> party."),
    ("an empty description", CALL, "description: The called party.", "description: ''"),
    ("a server without TLS", "", "https://api.twilio.com", "http://api.twilio.com"),
    ("a server with a slash", "", "https://api.twilio.com", "https://api.twilio.com/"),
    ("two servers", "", "security:\n", "  - url: https://other.example.com\nsecurity:\n"),
    ("another scheme", "", "      scheme: basic\n", "      scheme: bearer\n"),
    ("a scheme of another name", "", "    basic:\n", "    basicAuth:\n"),
    ("no security", "", "security:\n  - basic: []\n", ""),
    ("an example of no property", CREATE, "                  Twiml:", "                  Twimml:"),
    ("an example without the required", CREATE, "                  To: '+15550001111'\n", ""),
    ("an example of another type", CREATE, "Timeout: 25", "Timeout: soon"),
    ("an unquoted number", CREATE, "To: '+15550001111'", "To: +15550001111"),
    ("an example that breaks a rule", UPDATE, "                  Url: https://example.com/voice/hold.xml\n", ""),
    ("a response's example without a property", FETCH, "                    parent_call_sid: null\n", ""),
];

/// The document with a mistake.
pub(crate) fn mistaken(text: &str, (name, place, old, new): &Mistake) -> Source {
    let start = text
        .find(place)
        .unwrap_or_else(|| panic!("{name}: `{place}` is not there"));
    let (before, after) = text.split_at(start);
    assert!(after.contains(old), "{name}: `{old}` is not there");
    Source::new(
        "spec.yaml",
        format!("{before}{}", after.replacen(old, new, 1)),
    )
}

#[test]
fn a_single_mistake_is_reported_once() {
    let text = frozen().text;
    let mut listing = String::new();
    for mistake in MISTAKES {
        let report = match codegen::generate(&mistaken(&text, mistake)) {
            Ok(output) => output.warnings,
            Err(report) => report,
        };
        let found: Vec<_> = report.located().collect();
        listing.push_str(&format!("{} ({})\n", mistake.0, found.len()));
        for finding in found.iter().take(4) {
            // Without line numbers, which change with the document.
            listing.push_str(&format!("  {} {}\n", finding.rule, finding.pointer));
        }
    }
    snapshots("findings", "tests/tests/generator/single_mistakes.rs").bind(|| {
        insta::assert_snapshot!("single-mistakes", listing);
    });
}

/// What is wrong with the values of an enum is found next to a broken reference, even if that leaves it uncertain
/// whether Twilio sends the enum.
#[test]
fn mistakes_in_enums_are_reported_next_to_broken_references() {
    const ENUMS: &[&str] = &[
        "a value without description",
        "a misspelt value",
        "an unknown final value",
        "an unknown enum to extend",
        "an enum that extends itself",
        "no final value",
    ];
    const BROKEN: &[&str] = &[
        "a misspelt reference",
        "a renamed response",
        "a misspelt keyword",
    ];
    let text = frozen().text;
    let mistake = |name: &&str| MISTAKES.iter().find(|it| it.0 == *name).unwrap();
    let found = |text: &str, mistakes: &[&Mistake]| {
        let source = mistakes
            .iter()
            .fold(Source::new("spec.yaml", text), |source, mistake| {
                mistaken(&source.text, mistake)
            });
        let report = codegen::findings(&source);
        let findings = report.located();
        let findings = findings.map(|it| format!("{} {}", it.rule, it.pointer));
        findings.collect::<BTreeSet<String>>()
    };
    for broken in BROKEN.iter().map(mistake) {
        let alone = found(&text, &[broken]);
        for other in ENUMS.iter().map(mistake) {
            let both: BTreeSet<String> = &found(&text, &[other]) | &alone;
            assert_eq!(
                found(&text, &[other, broken]),
                both,
                "{} and {}",
                other.0,
                broken.0
            );
        }
    }
}

/// The mistakes after which the document cannot be read, and for which no fix is certain.
fn unreadable(text: &str) -> Vec<&'static Mistake> {
    let is_unreadable = |it: &&Mistake| codegen::load(&mistaken(text, it)).is_err();
    MISTAKES.iter().filter(is_unreadable).collect()
}

/// A slip without a certain fix causes no other findings, and hides few of those far from it.
#[test]
fn what_is_wrong_far_from_a_slip_is_reported() {
    let text = frozen().text;
    let mut listing = String::new();
    for slip in unreadable(&text) {
        let found = |text: &str| {
            let report = codegen::findings(&Source::new("spec.yaml", text));
            let findings = report.located();
            let findings = findings.map(|it| format!("{} {}", it.rule, it.message));
            findings.collect::<BTreeSet<String>>()
        };
        let alone = mistaken(&text, slip).text;
        assert_eq!(found(&alone).len(), 1, "{}: {:?}", slip.0, found(&alone));
        let mut counts = BTreeMap::from([("hidden", 0), ("shown", 0)]);
        for other in MISTAKES.iter().step_by(5) {
            let first = mistaken(&text, other).text;
            let is_there = |place: usize| first[place..].contains(slip.2);
            if other.1 == slip.1 || !first.find(slip.1).is_some_and(is_there) {
                continue;
            }
            let expected = found(&first);
            let both = found(&mistaken(&first, slip).text);
            let others = both.iter().filter(|it| !it.starts_with("yaml-syntax"));
            for finding in others {
                assert!(
                    expected.contains(finding),
                    "{} and {}: {finding}",
                    slip.0,
                    other.0
                );
            }
            let is_shown = both.len() > 1 && !expected.is_empty();
            *counts
                .entry(if is_shown { "shown" } else { "hidden" })
                .or_default() += 1;
        }
        listing.push_str(&format!("{}: {counts:?}\n", slip.0));
    }
    snapshots("findings", "tests/tests/generator/single_mistakes.rs").bind(|| {
        insta::assert_snapshot!("far-from-slips", listing);
    });
}
