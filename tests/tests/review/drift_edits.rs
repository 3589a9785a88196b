//! Single changes to a document in the style of Twilio's own, and exactly what is reported about each.
//!
//! With `DRIFT_DOCUMENT=twilio_api_v2010.json` in the environment, the same changes are made to Twilio's document.

use std::path::PathBuf;

use codegen::{Drift, Source};
use serde_json::{Value, json};
use twilio_calls_tests::{folder, root, source, spec};

/// A change, how it is made, and what is reported: the title of a difference with what theirs says, or `no longer`
/// with the title of a former difference.
type Edit = (&'static str, fn(&mut Value), &'static [&'static str]);

const CALLS: &str = "/2010-04-01/Accounts/{AccountSid}/Calls.json";
const CALL: &str = "/2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json";
const RECORDINGS: &str = "/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Recordings.json";
const FORM: &str = "application/x-www-form-urlencoded";

fn operation<'d>(document: &'d mut Value, path: &str, method: &str) -> &'d mut Value {
    let operation = &mut document["paths"][path][method];
    assert!(operation.is_object(), "{method} {path}");
    operation
}

fn form<'d>(document: &'d mut Value, path: &str) -> &'d mut Value {
    let body = &mut operation(document, path, "post")["requestBody"];
    let schema = &mut body["content"][FORM]["schema"];
    assert!(schema.is_object(), "{path}");
    schema
}

/// A parameter of the form that creates a call.
fn create<'d>(document: &'d mut Value, name: &str) -> &'d mut Value {
    existing(&mut form(document, CALLS)["properties"], name)
}

/// A parameter of the form that updates a call.
fn update<'d>(document: &'d mut Value, name: &str) -> &'d mut Value {
    existing(&mut form(document, CALL)["properties"], name)
}

/// A parameter in a path or a query.
fn parameter<'d>(
    document: &'d mut Value,
    (path, method): (&str, &str),
    name: &str,
) -> &'d mut Value {
    let list = &mut operation(document, path, method)["parameters"];
    let mut list = list.as_array_mut().unwrap().iter_mut();
    list.find(|parameter| parameter["name"] == name)
        .unwrap_or_else(|| panic!("{name}"))
}

/// A parameter in the query for listing calls.
fn query<'d>(document: &'d mut Value, name: &str) -> &'d mut Value {
    parameter(document, (CALLS, "get"), name)
}

fn component<'d>(document: &'d mut Value, name: &str) -> &'d mut Value {
    existing(&mut document["components"]["schemas"], name)
}

/// A property of a call.
fn call<'d>(document: &'d mut Value, name: &str) -> &'d mut Value {
    let call = component(document, "api.v2010.account.call");
    existing(&mut call["properties"], name)
}

/// A property of a recording.
fn recording<'d>(document: &'d mut Value, name: &str) -> &'d mut Value {
    let recording = component(document, "api.v2010.account.call.call_recording");
    existing(&mut recording["properties"], name)
}

/// The page of a list of calls.
fn page(document: &mut Value) -> &mut Value {
    let response = &mut operation(document, CALLS, "get")["responses"]["200"];
    &mut response["content"]["application/json"]["schema"]
}

/// The schema of a fetched call.
fn fetched(document: &mut Value) -> &mut Value {
    let response = &mut operation(document, CALL, "get")["responses"]["200"];
    &mut response["content"]["application/json"]["schema"]
}

fn existing<'d>(object: &'d mut Value, name: &str) -> &'d mut Value {
    assert!(object.get(name).is_some(), "{name}");
    &mut object[name]
}

fn remove(object: &mut Value, name: &str) -> Value {
    let removed = object.as_object_mut().unwrap().remove(name);
    removed.unwrap_or_else(|| panic!("{name}"))
}

fn rename(object: &mut Value, from: &str, to: &str) {
    object[to] = remove(object, from);
}

fn describe(object: &mut Value, description: &str) {
    object["description"] = description.into();
}

fn push(list: &mut Value, item: Value) {
    list.as_array_mut().unwrap().push(item);
}

fn drop_parameter(document: &mut Value, path: (&str, &str), name: &str) -> Value {
    let removed = parameter(document, path, name).take();
    let list = &mut operation(document, path.0, path.1)["parameters"];
    list.as_array_mut().unwrap().retain(|it| !it.is_null());
    removed
}

/// Changes of the whole document.
const DOCUMENT: &[Edit] = &[
    ("nothing", |_| {}, &[]),
    (
        "the server",
        |d| d["servers"][0]["url"] = "https://voice.twilio.com".into(),
        &["differs: servers | https://voice.twilio.com"],
    ),
    (
        "the servers are removed",
        |d| drop(remove(d, "servers")),
        &["differs: servers | none"],
    ),
    (
        "the server of a path",
        |d| d["paths"][CALL]["servers"][0]["url"] = "https://voice.twilio.com".into(),
        &[
            "differs: path /2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json: servers | https://voice.twilio.com",
        ],
    ),
    (
        "the server of an operation",
        |d| operation(d, CALL, "get")["servers"] = json!([{"url": "https://{edge}.twilio.com", "variables": {"edge": {"default": "ie1"}}}]),
        &["differs: fetchCall: servers | https://ie1.twilio.com"],
    ),
    (
        "the way to authenticate",
        |d| d["components"]["securitySchemes"]["accountSid_authToken"]["scheme"] = "bearer".into(),
        &["differs: security | http bearer"],
    ),
    (
        "an operation for anyone",
        |d| operation(d, CALL, "get")["security"] = json!([{}]),
        &["differs: fetchCall: security | anonymous"],
    ),
    (
        "what changes nothing",
        |d| {
            d["info"]["version"] = "2.7.0".into();
            describe(call(d, "uri"), "Where it is.");
            operation(d, CALL, "get")["operationId"] = "ReadCall".into();
            operation(d, CALL, "get")["tags"] = json!(["Voice"]);
            create(d, "Url")["example"] = "https://example.com".into();
            for method in ["get", "post", "delete"] {
                parameter(d, (CALL, method), "Sid")["name"] = "CallSid".into();
            }
            let calls = &mut d["paths"];
            calls[CALL.replace("{Sid}", "{CallSid}")] = remove(calls, CALL);
        },
        &[],
    ),
    (
        "a product of its own",
        |d| {
            d["paths"]["/2010-04-01/Accounts/{AccountSid}/Faxes.json"] =
                json!({"get": {"responses": {}}})
        },
        &[],
    ),
];

/// Changes of operations.
const OPERATIONS: &[Edit] = &[
    (
        "an operation is removed",
        |d| drop(remove(&mut d["paths"][CALL], "delete")),
        &["only here: operation DELETE /2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json"],
    ),
    (
        "an operation more",
        |d| d["paths"][CALL.replace(".json", "/Summary.json")] = json!({"get": {"responses": {}}}),
        &["only there: operation GET /2010-04-01/Accounts/{AccountSid}/Calls/{Sid}/Summary.json"],
    ),
    (
        "another method of a known path",
        |d| d["paths"][RECORDINGS]["patch"] = json!({"responses": {}}),
        &[
            "only there: operation PATCH /2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Recordings.json",
        ],
    ),
    (
        "a method instead of another",
        |d| rename(&mut d["paths"][CALL], "post", "put"),
        &[
            "only here: operation POST /2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json",
            "only there: operation PUT /2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json",
        ],
    ),
    (
        "a subresource is removed",
        |d| {
            drop(remove(
                &mut d["paths"],
                &CALLS.replace(".json", "/{CallSid}/Events.json"),
            ))
        },
        &["only here: operation GET /2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Events.json"],
    ),
    (
        "an operation is deprecated",
        |d| operation(d, CALL, "delete")["deprecated"] = true.into(),
        &["differs: deleteCall: deprecation | deprecated"],
    ),
    (
        "another status of success",
        |d| rename(&mut operation(d, CALLS, "post")["responses"], "201", "200"),
        &["differs: createCall: success status | 200"],
    ),
    (
        "one more status of success",
        |d| operation(d, CALLS, "post")["responses"]["202"] = json!({"description": "Later."}),
        &["differs: createCall: success status | 201, 202"],
    ),
    (
        "a rejection is described",
        |d| operation(d, CALLS, "post")["responses"]["400"] = json!({"description": "Rejected."}),
        &["no longer: only here: createCall: error responses"],
    ),
    (
        "a callback is described",
        |d| operation(d, CALLS, "post")["callbacks"] = json!({"statusCallback": {}}),
        &["no longer: only here: createCall: callback `statusCallback`"],
    ),
    (
        "an unknown callback",
        |d| operation(d, CALLS, "post")["callbacks"] = json!({"push": {}}),
        &["only there: createCall: callback `push`"],
    ),
    (
        "a header of a response",
        |d| operation(d, CALLS, "get")["responses"]["200"]["headers"]["Retry-After"] = json!({}),
        &["only there: listCalls: response header `Retry-After`"],
    ),
    (
        "another media type of a response",
        |d| {
            rename(
                &mut operation(d, CALL, "get")["responses"]["200"]["content"],
                "application/json",
                "text/xml",
            )
        },
        &["differs: fetchCall: response: media type | text/xml"],
    ),
    (
        "a response without a body",
        |d| {
            drop(remove(
                &mut operation(d, CALL, "get")["responses"]["200"],
                "content",
            ))
        },
        &["only here: fetchCall: response"],
    ),
    (
        "a response with a body",
        |d| {
            operation(d, CALL, "delete")["responses"]["204"]["content"] =
                json!({"application/json": {"schema": {}}})
        },
        &["only there: deleteCall: response"],
    ),
    (
        "a response of something else",
        |d| {
            fetched(d)["$ref"] = "#/components/schemas/api.v2010.account.call.call_recording".into()
        },
        &["differs: fetchCall: response: schema | api.v2010.account.call.call_recording"],
    ),
    (
        "a response of several",
        |d| *fetched(d) = json!({"type": "array", "items": fetched(d).clone()}),
        &["differs: Call: type | array of object"],
    ),
    (
        "another media type of a request",
        |d| {
            rename(
                &mut operation(d, CALLS, "post")["requestBody"]["content"],
                FORM,
                "application/json",
            )
        },
        &["differs: createCall: request body: media type | application/json"],
    ),
    (
        "one more media type of a request",
        |d| operation(d, CALLS, "post")["requestBody"]["content"]["application/json"] = json!({}),
        &[
            "differs: createCall: request body: media type | application/json, application/x-www-form-urlencoded",
        ],
    ),
    (
        "a request without a body",
        |d| drop(remove(operation(d, CALL, "post"), "requestBody")),
        &["only here: updateCall: request body"],
    ),
    (
        "a request that needs its body",
        |d| operation(d, CALLS, "post")["requestBody"]["required"] = true.into(),
        &["no longer: differs: createCall: request body: presence"],
    ),
    (
        "a request with a body",
        |d| operation(d, CALL, "delete")["requestBody"] = json!({"content": {}}),
        &["only there: deleteCall: request body"],
    ),
];

/// Changes of parameters.
const PARAMETERS: &[Edit] = &[
    (
        "a form parameter more",
        |d| form(d, CALLS)["properties"]["TestTone"] = json!({"type": "string"}),
        &["only there: createCall: form parameter `TestTone`"],
    ),
    (
        "a form parameter less",
        |d| drop(remove(&mut form(d, CALLS)["properties"], "CallReason")),
        &["only here: createCall: form parameter `CallReason`"],
    ),
    (
        "the newest form parameter is removed",
        |d| {
            drop(remove(
                &mut form(d, CALLS)["properties"],
                "ClientNotificationUrl",
            ))
        },
        &["only here: createCall: form parameter `ClientNotificationUrl`"],
    ),
    (
        "a form parameter is renamed",
        |d| rename(&mut form(d, CALLS)["properties"], "Trim", "TrimSilence"),
        &[
            "only here: createCall: form parameter `Trim`",
            "only there: createCall: form parameter `TrimSilence`",
        ],
    ),
    (
        "a form parameter is optional",
        |d| form(d, CALLS)["required"] = json!(["To"]),
        &["differs: createCall: form parameter `From`: presence | optional"],
    ),
    (
        "a form parameter is required",
        |d| push(&mut form(d, CALLS)["required"], "Url".into()),
        &["differs: createCall: form parameter `Url`: presence | required"],
    ),
    (
        "a form parameter moves to the query",
        |d| {
            let schema = remove(&mut form(d, CALL)["properties"], "Status");
            let list = &mut operation(d, CALL, "post")["parameters"];
            push(
                list,
                json!({"name": "Status", "in": "query", "schema": schema}),
            );
        },
        &["differs: updateCall: form parameter `Status`: place | query parameter"],
    ),
    (
        "a query parameter more",
        |d| {
            push(
                &mut operation(d, CALLS, "get")["parameters"],
                json!({"name": "Direction", "in": "query", "schema": {"type": "string"}}),
            )
        },
        &["only there: listCalls: query parameter `Direction`"],
    ),
    (
        "a query parameter less",
        |d| drop(drop_parameter(d, (CALLS, "get"), "ParentCallSid")),
        &["only here: listCalls: query parameter `ParentCallSid`"],
    ),
    (
        "a query parameter is renamed",
        |d| query(d, "ParentCallSid")["name"] = "ParentSid".into(),
        &[
            "only here: listCalls: query parameter `ParentCallSid`",
            "only there: listCalls: query parameter `ParentSid`",
        ],
    ),
    (
        "a query parameter is required",
        |d| query(d, "ParentCallSid")["required"] = true.into(),
        &["differs: listCalls: query parameter `ParentCallSid`: presence | required"],
    ),
    (
        "a query parameter moves to a header",
        |d| query(d, "ParentCallSid")["in"] = "header".into(),
        &["differs: listCalls: query parameter `ParentCallSid`: place | header"],
    ),
    (
        "a query parameter moves to a cookie",
        |d| query(d, "PageToken")["in"] = "cookie".into(),
        &["differs: listCalls: query parameter `PageToken`: place | cookie"],
    ),
    (
        "a header",
        |d| {
            push(
                &mut operation(d, CALLS, "post")["parameters"],
                json!({"name": "Idempotency-Key", "in": "header", "schema": {"type": "string"}}),
            )
        },
        &["only there: createCall: header `Idempotency-Key`"],
    ),
    (
        "a path parameter is not described",
        |d| drop(drop_parameter(d, (CALL, "get"), "Sid")),
        &["only here: fetchCall: path parameter `Sid`"],
    ),
    (
        "a path parameter of another type",
        |d| parameter(d, (CALL, "get"), "Sid")["schema"] = json!({"type": "integer"}),
        &["differs: fetchCall: path parameter `Sid`: type (`CallSid`) | integer"],
    ),
    (
        "a path parameter of another pattern",
        |d| parameter(d, (CALL, "get"), "Sid")["schema"]["pattern"] = "^CL[0-9a-fA-F]{32}$".into(),
        &["differs: fetchCall: path parameter `Sid`: pattern (`CallSid`) | ^CL[0-9a-fA-F]{32}$"],
    ),
    (
        "a parameter is deprecated",
        |d| query(d, "ParentCallSid")["deprecated"] = true.into(),
        &[
            "differs: listCalls: query parameter `ParentCallSid`: deprecation (`CallSid`) | deprecated",
        ],
    ),
    (
        "a parameter that ours calls deprecated",
        |d| query(d, "Page")["deprecated"] = true.into(),
        &["no longer: differs: listCalls: query parameter `Page`: deprecation (`PageNumber`)"],
    ),
    (
        "a parameter may be null",
        |d| create(d, "Url")["nullable"] = true.into(),
        &["differs: createCall: form parameter `Url`: nullable | true"],
    ),
    (
        "a parameter may be empty",
        |d| query(d, "ParentCallSid")["allowEmptyValue"] = true.into(),
        &[
            "differs: listCalls: query parameter `ParentCallSid`: allowEmptyValue (`CallSid`) | true",
        ],
    ),
    (
        "a parameter is written otherwise",
        |d| {
            let content = &mut operation(d, CALLS, "post")["requestBody"]["content"][FORM];
            content["encoding"] = json!({"StatusCallbackEvent": {"explode": false}});
        },
        &[
            "differs: createCall: form parameter `StatusCallbackEvent`: explode (`CallEvent`) | false",
        ],
    ),
];

/// Changes of values in requests.
const VALUES: &[Edit] = &[
    (
        "one instead of several",
        |d| *create(d, "StatusCallbackEvent") = create(d, "StatusCallbackEvent")["items"].clone(),
        &["differs: createCall: form parameter `StatusCallbackEvent`: type (`CallEvent`) | string"],
    ),
    (
        "another type",
        |d| create(d, "Timeout")["type"] = "number".into(),
        &["differs: createCall: form parameter `Timeout`: type (`Timeout`) | number"],
    ),
    (
        "a type that ours has",
        |d| *create(d, "AsyncAmd") = json!({"type": "boolean", "default": false}),
        &["no longer: differs: createCall: form parameter `AsyncAmd`: type"],
    ),
    (
        "one of several types",
        |d| *create(d, "SendDigits") = json!({"oneOf": [{"type": "string"}, {"type": "integer"}]}),
        &[
            "differs: createCall: form parameter `SendDigits`: type (`SendDigits`) | integer or string",
        ],
    ),
    (
        "a format",
        |d| create(d, "CallReason")["format"] = "phone-number".into(),
        &["differs: createCall: form parameter `CallReason`: format (`CallReason`) | phone-number"],
    ),
    (
        "a format instead of the one that is explained",
        |d| create(d, "To")["format"] = "phone-number".into(),
        &["differs: createCall: form parameter `To`: format (`Endpoint`) | phone-number"],
    ),
    (
        "a format less",
        |d| drop(remove(create(d, "Url"), "format")),
        &["no longer: differs: createCall: form parameter `Url`: format (`HttpUrl`)"],
    ),
    (
        "a pattern",
        |d| create(d, "CallReason")["pattern"] = "^[A-Z]*$".into(),
        &["differs: createCall: form parameter `CallReason`: pattern (`CallReason`) | ^[A-Z]*$"],
    ),
    (
        "a pattern of something without one",
        |d| query(d, "To")["schema"]["pattern"] = "^\\+[0-9]+$".into(),
        &["differs: listCalls: query parameter `To`: pattern (`Endpoint`) | ^\\+[0-9]+$"],
    ),
    (
        "another pattern",
        |d| create(d, "ApplicationSid")["pattern"] = "^AP[0-9a-f]{32}$".into(),
        &[
            "differs: createCall: form parameter `ApplicationSid`: pattern (`ApplicationSid`) | ^AP[0-9a-f]{32}$",
        ],
    ),
    (
        "a pattern less",
        |d| drop(remove(create(d, "ApplicationSid"), "pattern")),
        &[
            "differs: createCall: form parameter `ApplicationSid`: pattern (`ApplicationSid`) | none",
        ],
    ),
    (
        "the same pattern in other words",
        |d| {
            create(d, "ApplicationSid")["pattern"] = "^A(?:P)[a-fA-F0-9]{16}[A-Fa-f0-9]{16}$".into()
        },
        &[],
    ),
    (
        "a length",
        |d| create(d, "CallReason")["maxLength"] = 512.into(),
        &["differs: createCall: form parameter `CallReason`: maximum length (`CallReason`) | 512"],
    ),
    (
        "another length",
        |d| create(d, "ApplicationSid")["maxLength"] = 64.into(),
        &[
            "differs: createCall: form parameter `ApplicationSid`: maximum length (`ApplicationSid`) | 64",
        ],
    ),
    (
        "another least length",
        |d| create(d, "ApplicationSid")["minLength"] = 2.into(),
        &[
            "differs: createCall: form parameter `ApplicationSid`: minimum length (`ApplicationSid`) | 2",
        ],
    ),
    (
        "a length in prose, as digits",
        |d| {
            describe(
                create(d, "SendDigits"),
                "Keys to dial, with a maximum length of 64 digits. Any of `0` to `9`.",
            )
        },
        &[
            "differs: createCall: form parameter `SendDigits`: maximum length (`SendDigits`) | 64 (in prose)",
        ],
    ),
    (
        "the same length in prose, in other words",
        |d| {
            describe(
                create(d, "SendDigits"),
                "Keys to dial, 32 characters or less.",
            )
        },
        &[],
    ),
    (
        "a length in prose, as characters",
        |d| describe(create(d, "Twiml"), "TwiML, limited to 8,000 characters."),
        &[
            "differs: createCall: form parameter `Twiml`: maximum length (`Twiml`) | 8000 (in prose)",
        ],
    ),
    (
        "no length in prose",
        |d| describe(create(d, "SendDigits"), "Keys to dial."),
        &["differs: createCall: form parameter `SendDigits`: maximum length (`SendDigits`) | none"],
    ),
    (
        "a maximum in prose",
        |d| {
            describe(
                create(d, "Timeout"),
                "The default is `60` seconds and the maximum is `900` seconds.",
            )
        },
        &["differs: createCall: form parameter `Timeout`: maximum (`Timeout`) | 900 (in prose)"],
    ),
    (
        "a range in prose",
        |d| {
            describe(
                create(d, "MachineDetectionSpeechThreshold"),
                "Possible Values: 500-6000. Default: 2400.",
            )
        },
        &[
            "differs: createCall: form parameter `MachineDetectionSpeechThreshold`: minimum \
           (`MachineDetectionSpeechThreshold`) | 500 (in prose)",
        ],
    ),
    (
        "a maximum as a keyword that prose contradicts",
        |d| create(d, "Timeout")["maximum"] = 300.into(),
        &[
            "differs: createCall: form parameter `Timeout`: maximum (`Timeout`) | 300, 600 (in prose)",
        ],
    ),
    (
        "a minimum",
        |d| create(d, "TimeLimit")["minimum"] = 60.into(),
        &["differs: createCall: form parameter `TimeLimit`: minimum (`TimeLimit`) | 60"],
    ),
    (
        "a minimum that ours has",
        |d| create(d, "Timeout")["minimum"] = 0.into(),
        &["no longer: differs: createCall: form parameter `Timeout`: minimum (`Timeout`)"],
    ),
    (
        "an exclusive minimum",
        |d| create(d, "TimeLimit")["exclusiveMinimum"] = true.into(),
        &["differs: createCall: form parameter `TimeLimit`: exclusiveMinimum (`TimeLimit`) | true"],
    ),
    (
        "steps",
        |d| create(d, "TimeLimit")["multipleOf"] = 60.into(),
        &["differs: createCall: form parameter `TimeLimit`: multipleOf (`TimeLimit`) | 60"],
    ),
    (
        "a number of items",
        |d| create(d, "StatusCallbackEvent")["maxItems"] = 4.into(),
        &["differs: createCall: form parameter `StatusCallbackEvent`: maxItems (`CallEvent`) | 4"],
    ),
    (
        "a default",
        |d| create(d, "TimeLimit")["default"] = 14400.into(),
        &["differs: createCall: form parameter `TimeLimit`: default (`TimeLimit`) | 14400"],
    ),
    (
        "another default in prose",
        |d| {
            describe(
                create(d, "Trim"),
                "Can be: `trim-silence` or `do-not-trim` and the default is `do-not-trim`.",
            )
        },
        &["differs: createCall: form parameter `Trim`: default (`Trim`) | do-not-trim (in prose)"],
    ),
    (
        "no default in prose",
        |d| {
            describe(
                create(d, "Trim"),
                "Can be: `trim-silence` or `do-not-trim`.",
            )
        },
        &["no longer: differs: createCall: form parameter `Trim`: default (`Trim`)"],
    ),
    (
        "the same default as a keyword",
        |d| create(d, "Trim")["default"] = "trim-silence".into(),
        &["differs: createCall: form parameter `Trim`: default (`Trim`) | trim-silence"],
    ),
    (
        "another value",
        |d| push(&mut create(d, "Method")["enum"], "PUT".into()),
        &["differs: createCall: form parameter `Method`: values (`HttpMethod`) | GET, POST, PUT"],
    ),
    (
        "all methods that the first generation had",
        |d| update(d, "Method")["enum"] = json!(["HEAD", "GET", "POST", "PATCH", "PUT", "DELETE"]),
        &[
            "differs: updateCall: form parameter `Method`: values (`HttpMethod`) | HEAD, GET, POST, PATCH, PUT, DELETE",
        ],
    ),
    (
        "a value less",
        |d| component(d, "call_enum_update_status")["enum"] = json!(["completed"]),
        &["differs: updateCall: form parameter `Status`: values (`UpdateCallStatus`) | completed"],
    ),
    (
        "another value in prose",
        |d| {
            describe(
                create(d, "MachineDetection"),
                "Can be: `Enable`, `Disable` or `DetectMessageEnd`.",
            )
        },
        &[
            "differs: createCall: form parameter `MachineDetection`: values (`MachineDetection`) | Enable, Disable, \
           DetectMessageEnd (in prose)",
        ],
    ),
    (
        "values in place of any",
        |d| create(d, "CallReason")["enum"] = json!(["sale", "service"]),
        &[
            "differs: createCall: form parameter `CallReason`: values (`CallReason`) | sale, service",
        ],
    ),
];

/// Changes of responses.
const RESPONSES: &[Edit] = &[
    (
        "a property more",
        |d| {
            component(d, "api.v2010.account.call")["properties"]["region"] =
                json!({"type": "string"})
        },
        &["only there: Call: property `region`"],
    ),
    (
        "a property less",
        |d| {
            drop(remove(
                &mut component(d, "api.v2010.account.call")["properties"],
                "group_sid",
            ))
        },
        &["only here: Call: property `group_sid`"],
    ),
    (
        "a property is renamed",
        |d| {
            rename(
                &mut component(d, "api.v2010.account.call")["properties"],
                "trunk_sid",
                "trunk",
            )
        },
        &[
            "only here: Call: property `trunk_sid`",
            "only there: Call: property `trunk`",
        ],
    ),
    (
        "a property that ours alone had",
        |d| {
            let call = component(d, "api.v2010.account.call");
            call["properties"]["annotation"] = json!({"type": "string", "nullable": true});
        },
        &["no longer: only here: Call: property `annotation`"],
    ),
    (
        "another type of a property",
        |d| call(d, "duration")["type"] = "integer".into(),
        &["differs: Call: property `duration`: type (`CallDuration`) | integer"],
    ),
    (
        "the type of a property that ours has",
        |d| recording(d, "price")["type"] = "string".into(),
        &["no longer: differs: Recording: property `price`: type (`Price`)"],
    ),
    (
        "the type of an untyped property",
        |d| recording(d, "encryption_details")["type"] = "object".into(),
        &[
            "no longer: differs: Recording: property `encryption_details`: type (`EncryptionDetails`)",
        ],
    ),
    (
        "several instead of one",
        |d| {
            *call(d, "trunk_sid") =
                json!({"type": "array", "nullable": true, "items": call(d, "trunk_sid").clone()})
        },
        &["differs: Call: property `trunk_sid`: type (`TrunkSid`) | array of string"],
    ),
    (
        "a property cannot be empty",
        |d| drop(remove(call(d, "direction"), "nullable")),
        &["differs: Call: property `direction`: presence | always present"],
    ),
    (
        "a property can be empty",
        |d| page(d)["properties"]["calls"]["nullable"] = true.into(),
        &["differs: CallPage: property `calls`: presence | may be null or missing"],
    ),
    (
        "a property can be empty, as in ours",
        |d| recording(d, "channels")["nullable"] = true.into(),
        &["no longer: differs: Recording: property `channels`: presence"],
    ),
    (
        "properties that are required",
        |d| component(d, "api.v2010.account.call")["required"] = json!(["sid"]),
        &["differs: Call: required properties | sid"],
    ),
    (
        "no property beside those that are listed",
        |d| component(d, "api.v2010.account.call")["additionalProperties"] = false.into(),
        &["differs: Call: additional properties | none"],
    ),
    (
        "an object is listed",
        |d| call(d, "subresource_uris")["additionalProperties"] = json!({"type": "string"}),
        &["differs: SubresourceUris: additional properties | of a type"],
    ),
    (
        "another format of a property",
        |d| call(d, "date_created")["format"] = "date-time".into(),
        &["differs: Call: property `date_created`: format (`Timestamp`) | date-time"],
    ),
    (
        "another pattern of a property",
        |d| call(d, "group_sid")["pattern"] = "^GQ[0-9a-fA-F]{32}$".into(),
        &["differs: Call: property `group_sid`: pattern (`GroupSid`) | ^GQ[0-9a-fA-F]{32}$"],
    ),
    (
        "another value of a property, in prose",
        |d| {
            describe(
                call(d, "answered_by"),
                "Either `human`, `machine` or `fax`.",
            )
        },
        &[
            "differs: Call: property `answered_by`: values (`AnsweredBy`) | human, machine, fax (in prose)",
        ],
    ),
    (
        "another value of a component",
        |d| {
            push(
                &mut component(d, "call_enum_status")["enum"],
                "paused".into(),
            )
        },
        &[
            "differs: listCalls: query parameter `Status`: values (`CallStatus`) | queued, ringing, in-progress, completed, \
           busy, failed, no-answer, canceled, paused",
        ],
    ),
    (
        "another value of a recording",
        |d| {
            push(
                &mut component(d, "call_recording_enum_source")["enum"],
                "Import".into(),
            )
        },
        &[
            "differs: Recording: property `source`: values (`RecordingSource`) | DialVerb, Conference, OutboundAPI, \
           Trunking, RecordVerb, StartCallRecordingAPI, StartConferenceRecordingAPI, Import",
        ],
    ),
    (
        "a property is deprecated",
        |d| call(d, "forwarded_from")["deprecated"] = true.into(),
        &["differs: Call: property `forwarded_from`: deprecation (`Party`) | deprecated"],
    ),
    (
        "the default of a property",
        |d| recording(d, "channels")["default"] = 1.into(),
        &["differs: Recording: property `channels`: default (`ChannelCount`) | 1"],
    ),
    (
        "a property that is only written",
        |d| call(d, "uri")["writeOnly"] = true.into(),
        &["differs: Call: property `uri`: writeOnly (`ResourceUri`) | true"],
    ),
    (
        "a list of something else",
        |d| {
            let items = &mut page(d)["properties"]["calls"]["items"];
            items["$ref"] = "#/components/schemas/api.v2010.account.call.call_recording".into();
        },
        &["differs: CallPage: property `calls`: schema | api.v2010.account.call.call_recording"],
    ),
    (
        "a page without a URI",
        |d| drop(remove(&mut page(d)["properties"], "next_page_uri")),
        &["only here: CallPage: property `next_page_uri`"],
    ),
];

/// Twilio's document, or one in its style.
fn document() -> (bool, Value) {
    let (is_real, path) = match std::env::var_os("DRIFT_DOCUMENT") {
        Some(path) => (true, PathBuf::from(path)),
        None => (false, folder("fixtures").join("official/calls.json")),
    };
    (is_real, serde_json::from_str(&source(&path).text).unwrap())
}

/// What is reported about a document.
fn reported(drift: &Drift) -> Vec<String> {
    let differences = drift.unexplained.iter().map(|difference| {
        let says = difference.theirs.as_ref().map_or("", |it| it.says.as_str());
        match says.is_empty() {
            true => difference.title(),
            false => format!("{} | {says}", difference.title()),
        }
    });
    let outdated = drift
        .outdated
        .iter()
        .map(|it| format!("no longer: {}", it.what));
    differences.chain(outdated).collect()
}

/// Every change is reported, and nothing else.
#[test]
fn every_single_change_of_theirs_is_reported_and_nothing_else() {
    let (is_real, document) = document();
    let explanations = match is_real {
        true => source(&root().join("spec/drift.yaml")),
        false => crate::drift::explanations(),
    };
    let edits = [DOCUMENT, OPERATIONS, PARAMETERS, VALUES, RESPONSES].concat();
    let theirs: Vec<Source> = edits
        .iter()
        .map(|(_, edit, _)| {
            let mut edited = document.clone();
            edit(&mut edited);
            Source::new("theirs.json", edited.to_string())
        })
        .collect();
    let drifts = codegen::drift_from_each(&spec(), &theirs, &explanations, None)
        .unwrap_or_else(|report| panic!("{}", report.render(false)));
    let mut wrong = Vec::new();
    for ((name, _, expected), drift) in edits.iter().zip(&drifts) {
        let reported = reported(drift);
        // Values listed in another order are the same values.
        let normalized = |line: &str| {
            let mut parts: Vec<&str> = line.split([' ', ',']).filter(|it| !it.is_empty()).collect();
            parts.sort_unstable();
            parts.join(" ")
        };
        let same = reported
            .iter()
            .map(|it| normalized(it))
            .eq(expected.iter().map(|it| normalized(it)));
        if !same {
            wrong.push(format!(
                "{name}\n  expected {expected:#?}\n  reported {reported:#?}"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} changes (Twilio's own document: {is_real})\n{}",
        wrong.len(),
        edits.len(),
        wrong.join("\n")
    );
    assert!(edits.len() > 100, "{}", edits.len());
}
