//! The table of the rules.

use super::Entry;
use crate::diff::change::Class::{self, Breaking, Compatible, Documentation};

macro_rules! rules {
    ($($name:ident $id:literal $class:ident, $summary:literal, because $why:literal: $before:literal => $after:literal;)*) => {
        /// The rule that reports a change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = $summary] $name,)*
        }

        impl Rule {
            /// All rules.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            pub(super) fn entry(self) -> &'static Entry {
                match self {
                    $(Self::$name => {
                        const CLASS: Class = $class;
                        &Entry {
                            id: $id,
                            class: CLASS,
                            summary: $summary,
                            why: $why,
                            before: $before,
                            after: $after,
                        }
                    })*
                }
            }
        }
    };
}

// Reports list the most severe changes first: rules about privacy precede all others.
rules! {
    // Privacy.
    PrivacyWeakened "privacy-weakened" Breaking,
        "A type lost `x-pii` or `x-secret`, or `x-pii` took the place of `x-secret`.",
        because "previously hidden values appear in `Debug`, errors and traces, or secrets stay in memory after use":
        "PhoneNumber:\n  type: string\n  x-pii: true" =>
        "PhoneNumber:\n  type: string";
    PrivacyStrengthened "privacy-strengthened" Breaking,
        "A type gained `x-pii` or `x-secret`, or `x-secret` took the place of `x-pii`.",
        because "programs that print or compare the values no longer compile":
        "PhoneNumber:\n  type: string" =>
        "PhoneNumber:\n  type: string\n  x-pii: true";

    // Operations.
    OperationRemoved "operation-removed" Breaking,
        "An operation was removed.",
        because "programs that call it no longer compile":
        "delete:\n  operationId: deleteCall\n  summary: Delete a call." =>
        "";
    OperationAdded "operation-added" Compatible,
        "An operation was added.",
        because "the client has a new method":
        "" =>
        "delete:\n  operationId: deleteCall\n  summary: Delete a call.";
    ResourceAdded "resource-added" Compatible,
        "The first operations of a resource were added.",
        because "the client has new methods and types; even before 1.0, that is more than a patch":
        "" =>
        "/Messages.json:\n  post:\n    operationId: createMessage";
    ResourceRenamed "resource-renamed" Breaking,
        "A resource was renamed, and with it its operations and types.",
        because "programs that use its methods and types no longer compile, and requests are sent to a different URL":
        "/Streams.json:\n  post:\n    operationId: createStream" =>
        "/MediaStreams.json:\n  post:\n    operationId: createMediaStream";
    OperationRenamed "operation-renamed" Breaking,
        "The method of an operation was renamed.",
        because "programs that call it no longer compile":
        "operationId: deleteCall" => "operationId: removeCall";
    OperationIdChanged "operation-id-changed" Compatible,
        "The `operationId` of a CSV representation changed.",
        because "errors and traces name the operation differently":
        "operationId: fetchCallCsv\nx-representation-of: fetchCall" =>
        "operationId: readCallCsv\nx-representation-of: fetchCall";
    OperationMoved "operation-moved" Breaking,
        "The HTTP method or path of an operation changed.",
        because "requests are sent with a different HTTP method or to a different URL":
        "/Calls/{Sid}.json:\n  delete:\n    operationId: deleteCall" =>
        "/AllCalls/{Sid}.json:\n  delete:\n    operationId: deleteCall";
    OperationDeprecated "operation-deprecated" Compatible,
        "An operation was deprecated.",
        because "the compiler warns about its use":
        "operationId: deleteCall" => "operationId: deleteCall\ndeprecated: true";
    OperationUndeprecated "operation-undeprecated" Compatible,
        "An operation is no longer deprecated.",
        because "the compiler no longer warns about its use":
        "operationId: deleteCall\ndeprecated: true" => "operationId: deleteCall";
    OperationDescriptionChanged "operation-description-changed" Documentation,
        "The summary or the description of an operation changed.",
        because "the documentation of its method changes with it":
        "summary: Place an outbound call." => "summary: Place a call.";
    SuccessStatusChanged "success-status-changed" Compatible,
        "The success statuses of an operation changed, but not its effect.",
        because "the client accepts the new statuses":
        "responses:\n  '202':\n    description: The call." =>
        "responses:\n  '200':\n    description: The call.";
    EffectChanged "effect-changed" Breaking,
        "The effect of an operation changed, for example from creating to updating.",
        because "the effect decides whether a request is retried after Twilio may have received it":
        "responses:\n  '201':\n    description: The call." =>
        "responses:\n  '200':\n    description: The call.";
    RequestMediaTypeChanged "request-media-type-changed" Breaking,
        "The media type of a request body changed.",
        because "requests are encoded differently":
        "requestBody:\n  content:\n    application/x-www-form-urlencoded:\n      schema: {$ref: '#/components/schemas/CreateCallForm'}" =>
        "requestBody:\n  content:\n    application/json:\n      schema: {$ref: '#/components/schemas/CreateCallForm'}";
    ResponseTypeChanged "response-type-changed" Breaking,
        "The response schema of an operation changed or was removed.",
        because "programs that use the response no longer compile":
        "$ref: '#/components/schemas/Call'" => "$ref: '#/components/schemas/CallPage'";
    ResponseMediaTypeChanged "response-media-type-changed" Breaking,
        "The media type of a response of bytes changed.",
        because "programs receive bytes in a different format":
        "content:\n  audio/x-wav:\n    schema: {type: string, format: binary}" =>
        "content:\n  audio/mpeg:\n    schema: {type: string, format: binary}";

    // What callers pass: path, query and body parameters, and properties of objects in JSON bodies.
    ParameterRemoved "parameter-removed" Breaking,
        "A parameter of a request was removed.",
        because "programs that pass it no longer compile":
        "HoldMusic:\n  description: The music to play while the called party waits.\n  allOf:\n    - $ref: '#/components/schemas/HttpUrl'" =>
        "";
    ParameterAdded "parameter-added" Compatible,
        "An optional parameter of a request was added.",
        because "the request has a new setter":
        "" =>
        "HoldMusic:\n  description: The music to play while the called party waits.\n  allOf:\n    - $ref: '#/components/schemas/HttpUrl'";
    RequiredParameterAdded "required-parameter-added" Breaking,
        "A required parameter of a request was added.",
        because "programs that do not pass it no longer compile":
        "required: [To]\nproperties:\n  To: {$ref: '#/components/schemas/Endpoint'}" =>
        "required: [To, From]\nproperties:\n  To: {$ref: '#/components/schemas/Endpoint'}\n  From: {$ref: '#/components/schemas/CallerId'}";
    ParameterBecameRequired "parameter-became-required" Breaking,
        "An optional parameter of a request became required.",
        because "the arguments of the function that returns the request change":
        "required: [To]" => "required: [To, From]";
    ParameterBecameOptional "parameter-became-optional" Breaking,
        "A required parameter of a request became optional.",
        because "the arguments of the function that returns the request change":
        "required: [To, From]" => "required: [To]";
    RequiredArgumentsReordered "required-arguments-reordered" Breaking,
        "The arguments for required parameters were reordered.",
        because "arguments of the same type would be swapped without a compiler error":
        "required: [To, From]" => "required: [From, To]";
    ParameterTypeChanged "parameter-type-changed" Breaking,
        "The type of a request parameter changed.",
        because "values of the previous type are rejected":
        "$ref: '#/components/schemas/HttpMethod'" => "$ref: '#/components/schemas/HttpUrl'";
    ParameterTypeWidened "parameter-type-widened" Compatible,
        "The type of a request parameter changed to one that accepts all values of the previous type.",
        because "all values that were accepted still are":
        "$ref: '#/components/schemas/PhoneNumber'" => "$ref: '#/components/schemas/Endpoint'";
    ParameterComponentChanged "parameter-component-changed" Documentation,
        "A request parameter refers to another component with the same Rust type.",
        because "only the documents differ":
        "$ref: '#/components/schemas/Count'" => "$ref: '#/components/schemas/Size'";
    NumberedRaised "numbered-raised" Compatible,
        "A numbered parameter can have more items.",
        because "all values that were accepted still are":
        "x-numbered: 50" => "x-numbered: 99";
    NumberedLowered "numbered-lowered" Breaking,
        "A numbered parameter can have fewer items.",
        because "requests that could be sent are now rejected":
        "x-numbered: 99" => "x-numbered: 50";
    NumberedPartsChanged "numbered-parts-changed" Breaking,
        "The properties of a numbered parameter changed.",
        because "the arguments of its setter, or their names on the wire, change":
        "required: [Name]\nproperties:\n  Name: {$ref: '#/components/schemas/MediaParameterName'}" =>
        "required: [Name, Value]\nproperties:\n  Name: {$ref: '#/components/schemas/MediaParameterName'}\n  Value: {$ref: '#/components/schemas/MediaParameterValue'}";
    ParameterRenamed "parameter-renamed" Breaking,
        "A request parameter was renamed.",
        because "programs that pass it no longer compile, and its name on the wire changes":
        "CallReason:\n  description: Why the call is placed.\n  allOf:\n    - $ref: '#/components/schemas/Reason'" =>
        "CallPurpose:\n  description: Why the call is placed.\n  allOf:\n    - $ref: '#/components/schemas/Reason'";
    PathParameterRenamed "path-parameter-renamed" Documentation,
        "A path parameter was renamed.",
        because "requests stay the same; only the name of the argument changes":
        "/Calls/{CallSid}/Recordings.json:\n  parameters:\n    - name: CallSid\n      in: path" =>
        "/Calls/{Call}/Recordings.json:\n  parameters:\n    - name: Call\n      in: path";
    ParameterDeprecated "parameter-deprecated" Compatible,
        "A parameter of a request was deprecated.",
        because "the compiler warns about its use":
        "PageToken:\n  description: The token of the page." =>
        "PageToken:\n  description: The token of the page.\n  deprecated: true";
    ParameterUndeprecated "parameter-undeprecated" Compatible,
        "A parameter of a request is no longer deprecated.",
        because "the compiler no longer warns about its use":
        "PageToken:\n  description: The token of the page.\n  deprecated: true" =>
        "PageToken:\n  description: The token of the page.";
    ParameterDefaultChanged "parameter-default-changed" Documentation,
        "The documented default of a parameter changed.",
        because "defaults are only documented, never sent":
        "default: 60" => "default: 45";
    ParameterDescriptionChanged "parameter-description-changed" Documentation,
        "The description of a parameter changed.",
        because "the documentation of its setter changes with it":
        "description: Only calls that have this status now." => "description: Only calls with this status.";
    ParameterWarningAdded "parameter-warning-added" Compatible,
        "A parameter is documented to have no effect without or with another.",
        because "`warnings` reports it, but the request is sent regardless":
        "" =>
        "x-rules:\n  - parameter: FallbackMethod\n    expects: FallbackUrl";
    ParameterWarningRemoved "parameter-warning-removed" Compatible,
        "A parameter is no longer documented to have no effect without or with another.",
        because "`warnings` no longer reports it":
        "x-rules:\n  - parameter: FallbackMethod\n    expects: FallbackUrl" =>
        "";
    EmptyRequestRejected "empty-request-rejected" Breaking,
        "A request without any parameters is now rejected.",
        because "requests that could be sent are now rejected":
        "UpdateCallForm:\n  type: object" =>
        "UpdateCallForm:\n  type: object\n  minProperties: 1";
    EmptyRequestAccepted "empty-request-accepted" Compatible,
        "A request without any parameters is no longer rejected.",
        because "requests that were rejected can now be sent":
        "UpdateCallForm:\n  type: object\n  minProperties: 1" =>
        "UpdateCallForm:\n  type: object";
    ParameterRuleAdded "parameter-rule-added" Breaking,
        "A rule between parameters was added, or allows less than before.",
        because "requests that could be sent are now rejected":
        "" =>
        "x-rules:\n  - parameter: Method\n    requires: Url";
    ParameterRuleRemoved "parameter-rule-removed" Compatible,
        "A rule between parameters was removed, or allows more than before.",
        because "requests that were rejected are now sent":
        "x-rules:\n  - parameter: Method\n    requires: Url" =>
        "";
    ParameterRuleReasonChanged "parameter-rule-reason-changed" Documentation,
        "The reason of a rule between parameters changed.",
        because "errors and documentation repeat the reason":
        "reason: the method is that of the URL" => "reason: there is no URL";

    // Pagination.
    PagingAdded "paging-added" Compatible,
        "A list became paginated.",
        because "the request has new methods":
        "operationId: listCalls" =>
        "operationId: listCalls\nx-pagination: {items: calls, next: next_page_uri, size: PageSize}";
    PagingRemoved "paging-removed" Breaking,
        "A list is no longer paginated.",
        because "programs that page through the list no longer compile":
        "operationId: listCalls\nx-pagination: {items: calls, next: next_page_uri, size: PageSize}" =>
        "operationId: listCalls";
    PagingChanged "paging-changed" Breaking,
        "The property with the link to the next page changed or was removed.",
        because "the list yields different items":
        "x-pagination:\n  items: calls\n  next: next_page_uri" =>
        "x-pagination:\n  items: calls\n  next: previous_page_uri";
    PagingExtended "paging-extended" Compatible,
        "Pages gained a link, or the parameter for their size changed.",
        because "the items of the list stay the same":
        "x-pagination:\n  items: calls\n  next: next_page_uri" =>
        "x-pagination:\n  items: calls\n  next: next_page_uri\n  previous: previous_page_uri";

    // What programs read: properties of responses, and parameters of callbacks.
    PropertyRemoved "property-removed" Breaking,
        "A property of a response or a parameter of a callback was removed.",
        because "programs that read it no longer compile":
        "start_time:\n  description: When the call started.\n  allOf:\n    - $ref: '#/components/schemas/Timestamp'" =>
        "";
    PropertyAdded "property-added" Compatible,
        "A property of a response or a parameter of a callback was added.",
        because "the struct, which is non-exhaustive, has a new field":
        "" =>
        "start_time:\n  description: When the call started.\n  allOf:\n    - $ref: '#/components/schemas/Timestamp'";
    PropertyBecameRequired "property-became-required" Breaking,
        "A property that could be missing or null is now always present.",
        because "the type of the field changed":
        "required: [sid]" => "required: [sid, status]";
    PropertyBecameOptional "property-became-optional" Breaking,
        "A property that was always present can now be missing or null.",
        because "the type of the field changed":
        "required: [sid, status]" => "required: [sid]";
    PropertyAbsenceChanged "property-absence-changed" Compatible,
        "A property that could be missing can now be null, or vice versa.",
        because "both are `None`":
        "price_unit:\n  nullable: true\n  allOf:\n    - $ref: '#/components/schemas/PriceUnit'" =>
        "price_unit:\n  allOf:\n    - $ref: '#/components/schemas/PriceUnit'";
    PropertyTypeChanged "property-type-changed" Breaking,
        "The type of a property changed.",
        because "the type of the field changed":
        "$ref: '#/components/schemas/ChannelCount'" => "$ref: '#/components/schemas/Count'";
    PropertyComponentChanged "property-component-changed" Documentation,
        "A property refers to another component with the same Rust type.",
        because "only the documents differ":
        "$ref: '#/components/schemas/RecordingErrorCode'" => "$ref: '#/components/schemas/ErrorCode'";
    PropertyRenamed "property-renamed" Breaking,
        "A property of a response or a parameter of a callback was renamed.",
        because "programs that read it no longer compile":
        "start_time:\n  description: When the call started.\n  allOf:\n    - $ref: '#/components/schemas/Timestamp'" =>
        "started_at:\n  description: When the call started.\n  allOf:\n    - $ref: '#/components/schemas/Timestamp'";
    PropertyDeprecated "property-deprecated" Compatible,
        "A property was deprecated.",
        because "the compiler warns about its use":
        "start_time:\n  description: When the call started.\n  allOf:\n    - $ref: '#/components/schemas/Timestamp'" =>
        "start_time:\n  description: When the call started.\n  allOf:\n    - $ref: '#/components/schemas/Timestamp'\n  deprecated: true";
    PropertyUndeprecated "property-undeprecated" Compatible,
        "A property is no longer deprecated.",
        because "the compiler no longer warns about its use":
        "start_time:\n  description: When the call started.\n  allOf:\n    - $ref: '#/components/schemas/Timestamp'\n  deprecated: true" =>
        "start_time:\n  description: When the call started.\n  allOf:\n    - $ref: '#/components/schemas/Timestamp'";
    PropertyDefaultChanged "property-default-changed" Documentation,
        "The documented default of a property changed.",
        because "defaults are only documented, never filled in":
        "default: false" => "default: true";
    PropertyDescriptionChanged "property-description-changed" Documentation,
        "The description of a property changed.",
        because "the documentation of its field changes with it":
        "description: What the recording cost." => "description: The price of the recording.";

    // Types.
    TypeRemoved "type-removed" Breaking,
        "A type was removed.",
        because "programs that use the type no longer compile":
        "CallReason:\n  type: string\n  description: Why the call is placed.\n  maxLength: 50" =>
        "";
    TypeAdded "type-added" Compatible,
        "A type was added.",
        because "the crate has a new type":
        "" =>
        "CallReason:\n  type: string\n  description: Why the call is placed.\n  maxLength: 50";
    TypeRenamed "type-renamed" Breaking,
        "A type was renamed.",
        because "programs that use the type no longer compile":
        "RecordingSource:\n  type: string\n  description: What started the recording." =>
        "RecordingOrigin:\n  type: string\n  description: What started the recording.";
    TypeKindChanged "type-kind-changed" Breaking,
        "The kind of a type changed.",
        because "the type or its traits changed":
        "type: string" => "type: integer";
    TypeUseChanged "type-use-changed" Breaking,
        "An object in responses is now in requests or callbacks, or vice versa.",
        because "responses are read from JSON, callbacks from forms":
        "callbacks:\n  callStatus:\n    '{$request.body#/StatusCallback}':\n      post:\n        requestBody:\n          content:\n            application/x-www-form-urlencoded:\n              schema: {$ref: '#/components/schemas/CallProgress'}" =>
        "responses:\n  '200':\n    description: The progress of the call.\n    content:\n      application/json:\n        schema: {$ref: '#/components/schemas/CallProgress'}";
    TypeDescriptionChanged "type-description-changed" Documentation,
        "The description of a type changed.",
        because "its documentation changes with it":
        "description: How a call shall be ended." => "description: How a call is ended.";
    TypeExampleChanged "type-example-changed" Documentation,
        "The example of a type changed.",
        because "the documentation shows it":
        "example: DOE JANE" => "example: ROE RICHARD";

    // XML documents.
    XmlAdded "xml-added" Breaking,
        "A string is now checked as an XML document.",
        because "strings that could be sent are now rejected":
        "" =>
        "x-xml:\n  root: Response\n  elements:\n    Response: [Say]\n    Say: ['#text']";
    XmlRemoved "xml-removed" Breaking,
        "A string is no longer checked as an XML document.",
        because "programs that use the constructor for well-formed documents no longer compile":
        "x-xml:\n  root: Response\n  elements:\n    Response: [Say]\n    Say: ['#text']" =>
        "";
    XmlRootChanged "xml-root-changed" Breaking,
        "The root element of an XML document changed.",
        because "documents that could be sent are now rejected":
        "root: Response" => "root: Answer";
    XmlNarrowed "xml-narrowed" Breaking,
        "An XML document may contain fewer elements or less text.",
        because "documents that could be sent are now rejected":
        "elements:\n  Response: [Say]\n  Say: ['#text', sub]" =>
        "elements:\n  Response: [Say]\n  Say: ['#text']";
    XmlWidened "xml-widened" Compatible,
        "An XML document may contain more elements or text.",
        because "documents that were rejected can now be sent":
        "elements:\n  Response: [Say]\n  Say: ['#text']" =>
        "elements:\n  Response: [Say]\n  Say: ['#text', sub]";

    // Enums and unions.
    EnumOpened "enum-opened" Breaking,
        "An enum that was only in requests is now in responses or callbacks, too.",
        because "enums in responses are open, and those that are only in requests are closed":
        "Recording:\n  type: object\n  properties:\n    sid: {$ref: '#/components/schemas/RecordingSid'}" =>
        "Recording:\n  type: object\n  properties:\n    sid: {$ref: '#/components/schemas/RecordingSid'}\n    trim: {$ref: '#/components/schemas/Trim'}";
    EnumClosed "enum-closed" Breaking,
        "An enum that was in responses or callbacks is now only in requests.",
        because "enums in responses are open, and those that are only in requests are closed":
        "Recording:\n  type: object\n  properties:\n    sid: {$ref: '#/components/schemas/RecordingSid'}\n    trim: {$ref: '#/components/schemas/Trim'}" =>
        "Recording:\n  type: object\n  properties:\n    sid: {$ref: '#/components/schemas/RecordingSid'}";
    EnumValueRemoved "enum-value-removed" Breaking,
        "A value of an enum was removed.",
        because "programs that use the variant no longer compile":
        "enum: [mono, dual]" => "enum: [mono]";
    EnumValueAdded "enum-value-added" Compatible,
        "A value of an enum was added.",
        because "the enum has a new variant, and every `match` already has an arm for others":
        "enum: [mono]" => "enum: [mono, dual]";
    EnumValueInserted "enum-value-inserted" Breaking,
        "A value was added to a closed enum before others.",
        because "the discriminants of the variants after it change; put it last":
        "enum: [GET, POST]" => "enum: [GET, PUT, POST]";
    EnumValuesReordered "enum-values-reordered" Breaking,
        "The values of an enum were reordered.",
        because "the order of the variants changes":
        "enum: [mono, dual]" => "enum: [dual, mono]";
    EnumVariantRenamed "enum-variant-renamed" Breaking,
        "The variant of a value was renamed.",
        because "programs that use the variant no longer compile":
        "x-enum-names: {'0': error}" => "x-enum-names: {'0': failure}";
    EnumValueDescriptionChanged "enum-value-description-changed" Documentation,
        "The description of a value of an enum changed.",
        because "the documentation of the variant changes with it":
        "x-enum-descriptions:\n  mono: Both sides are mixed." =>
        "x-enum-descriptions:\n  mono: Both sides share one channel.";
    UnionMemberRemoved "union-member-removed" Breaking,
        "A member of a union was removed.",
        because "programs that use the variant no longer compile":
        "oneOf:\n  - $ref: '#/components/schemas/PhoneNumber'\n  - $ref: '#/components/schemas/SimAddress'" =>
        "oneOf:\n  - $ref: '#/components/schemas/PhoneNumber'";
    UnionMemberAdded "union-member-added" Compatible,
        "A member was added to a union that is only in requests.",
        because "the union has a new variant":
        "oneOf:\n  - $ref: '#/components/schemas/PhoneNumber'" =>
        "oneOf:\n  - $ref: '#/components/schemas/PhoneNumber'\n  - $ref: '#/components/schemas/SimAddress'";
    UnionMemberAddedInResponses "union-member-added-in-responses" Breaking,
        "A member was added to a union in responses.",
        because "responses can contain values that programs did not have to expect":
        "oneOf:\n  - $ref: '#/components/schemas/PhoneNumber'" =>
        "oneOf:\n  - $ref: '#/components/schemas/PhoneNumber'\n  - $ref: '#/components/schemas/SimAddress'";
    UnionVariantRenamed "union-variant-renamed" Breaking,
        "A variant of a union was renamed together with its member.",
        because "programs that use the variant no longer compile":
        "oneOf:\n  - $ref: '#/components/schemas/PhoneNumber'\n  - $ref: '#/components/schemas/SimAddress'" =>
        "oneOf:\n  - $ref: '#/components/schemas/PhoneNumber'\n  - $ref: '#/components/schemas/Sim'";
    UnionMembersReordered "union-members-reordered" Breaking,
        "The members of a union were reordered.",
        because "the order of the variants changes":
        "oneOf:\n  - $ref: '#/components/schemas/PhoneNumber'\n  - $ref: '#/components/schemas/SimAddress'" =>
        "oneOf:\n  - $ref: '#/components/schemas/SimAddress'\n  - $ref: '#/components/schemas/PhoneNumber'";
    UnionWinnerChanged "union-winner-changed" Breaking,
        "Members of a union that both match some strings changed places.",
        because "such strings become a different variant, and the order of the variants changes":
        "oneOf:\n  - $ref: '#/components/schemas/SipAddress'\n  - $ref: '#/components/schemas/PlainCallerId'" =>
        "oneOf:\n  - $ref: '#/components/schemas/PlainCallerId'\n  - $ref: '#/components/schemas/SipAddress'";

    // Strings and integers.
    PatternNarrowed "pattern-narrowed" Breaking,
        "A pattern matches fewer or different strings.",
        because "values that were accepted are now rejected":
        "pattern: '^[0-9#*]*$'" => "pattern: '^[0-9]*$'";
    PatternWidened "pattern-widened" Compatible,
        "The pattern of a string that is only in requests matches more.",
        because "all values that were accepted still are":
        "pattern: '^[0-9]*$'" => "pattern: '^[0-9#*]*$'";
    PatternWidenedInResponses "pattern-widened-in-responses" Breaking,
        "The pattern of a string in responses matches more.",
        because "responses can contain values that programs did not have to expect":
        "pattern: '^CF[0-9a-f]{32}$'" => "pattern: '^C[FG][0-9a-f]{32}$'";
    PatternRewritten "pattern-rewritten" Compatible,
        "A pattern was rewritten, but matches the same strings.",
        because "the value of the constant `PATTERN` changes":
        "pattern: '^[0-3]$'" => "pattern: '^[0123]$'";
    LengthNarrowed "length-narrowed" Breaking,
        "The length of a string is more restricted.",
        because "values that were accepted are now rejected":
        "maxLength: 4000" => "maxLength: 3000";
    LengthWidened "length-widened" Compatible,
        "The length of a string that is only in requests is less restricted.",
        because "all values that were accepted still are":
        "maxLength: 3000" => "maxLength: 4000";
    LengthWidenedInResponses "length-widened-in-responses" Breaking,
        "The length of a string in responses is less restricted.",
        because "responses can contain values that programs did not have to expect":
        "maxLength: 3000" => "maxLength: 4000";
    StringRuleRemoved "string-rule-removed" Breaking,
        "The pattern or a length limit of a string was removed.",
        because "programs that use the constant no longer compile":
        "type: string\nminLength: 1\nmaxLength: 50" =>
        "type: string\nmaxLength: 50";
    MinimumRaised "minimum-raised" Breaking,
        "The minimum of an integer was raised.",
        because "values that were accepted are now rejected":
        "minimum: 1" => "minimum: 5";
    MinimumLowered "minimum-lowered" Compatible,
        "The minimum of an integer that is only in requests was lowered.",
        because "all values that were accepted still are":
        "minimum: 5" => "minimum: 1";
    MinimumLoweredInResponses "minimum-lowered-in-responses" Breaking,
        "The minimum of an integer in responses was lowered.",
        because "responses can contain values that programs did not have to expect":
        "minimum: 5" => "minimum: 1";
    MaximumLowered "maximum-lowered" Breaking,
        "The maximum of an integer was lowered.",
        because "values that were accepted are now rejected":
        "maximum: 600" => "maximum: 500";
    MaximumRaised "maximum-raised" Compatible,
        "The maximum of an integer that is only in requests was raised.",
        because "all values that were accepted still are":
        "maximum: 500" => "maximum: 600";
    MaximumRaisedInResponses "maximum-raised-in-responses" Breaking,
        "The maximum of an integer in responses was raised.",
        because "responses can contain values that programs did not have to expect":
        "maximum: 500" => "maximum: 600";
    UnitAdded "unit-added" Compatible,
        "An integer gained a unit.",
        because "it converts to and from `Duration`":
        "type: integer\nminimum: 0" =>
        "type: integer\nminimum: 0\nx-unit: seconds";
    UnitRemoved "unit-removed" Breaking,
        "An integer lost its unit.",
        because "programs that convert it no longer compile":
        "type: integer\nminimum: 0\nx-unit: seconds" =>
        "type: integer\nminimum: 0";
    UnitChanged "unit-changed" Breaking,
        "The unit of an integer changed.",
        because "the same duration becomes a different integer":
        "x-unit: seconds" => "x-unit: milliseconds";

    // Callbacks.
    CallbackAdded "callback-added" Compatible,
        "A callback was added to an operation.",
        because "the existing callbacks stay the same":
        "" =>
        "callbacks:\n  callStatus:\n    '{$request.body#/StatusCallback}':\n      post:\n        summary: The call changed.";
    CallbackRemoved "callback-removed" Breaking,
        "A callback was removed from an operation.",
        because "programs no longer receive these requests from Twilio":
        "callbacks:\n  callStatus:\n    '{$request.body#/StatusCallback}':\n      post:\n        summary: The call changed." =>
        "";
    CallbackRenamed "callback-renamed" Documentation,
        "A callback was renamed.",
        because "the name is only used in the document":
        "callbacks:\n  callStatus:\n    '{$request.body#/StatusCallback}':\n      post:\n        summary: The call changed." =>
        "callbacks:\n  callProgress:\n    '{$request.body#/StatusCallback}':\n      post:\n        summary: The call changed.";
    CallbackUrlChanged "callback-url-changed" Breaking,
        "The parameter with the URL of a callback changed.",
        because "Twilio sends its requests to a different URL":
        "callbacks:\n  callStatus:\n    '{$request.body#/StatusCallback}':\n      post:\n        summary: The call changed." =>
        "callbacks:\n  callStatus:\n    '{$request.body#/Url}':\n      post:\n        summary: The call changed.";
    CallbackTypeChanged "callback-type-changed" Breaking,
        "The schema of a callback changed.",
        because "programs that receive it expect the previous type":
        "$ref: '#/components/schemas/CallStatusCallback'" => "$ref: '#/components/schemas/AmdStatusCallback'";
    CallbackResponseChanged "callback-response-changed" Compatible,
        "The response status of a callback changed.",
        because "Twilio reads neither the status nor the body of a successful response":
        "responses:\n  '204':\n    description: Received." =>
        "responses:\n  '200':\n    description: Received.";
    CallbackDescriptionChanged "callback-description-changed" Documentation,
        "The description of a callback changed.",
        because "the documentation of its type changes with it":
        "post:\n  summary: The call changed." =>
        "post:\n  summary: The call made progress.";

    // Extensions.
    WaiterAdded "waiter-added" Compatible,
        "A method that waits for a resource was added.",
        because "the client has a new method":
        "operationId: fetchCall" =>
        "operationId: fetchCall\nx-waiter: status";
    WaiterRemoved "waiter-removed" Breaking,
        "The method that waits for a resource was removed.",
        because "programs that call it no longer compile":
        "operationId: fetchCall\nx-waiter: status" =>
        "operationId: fetchCall";
    WaiterRenamed "waiter-renamed" Breaking,
        "The method that waits for a resource was renamed.",
        because "programs that call it no longer compile":
        "Call:\n  type: object\n  description: A call." =>
        "PhoneCall:\n  type: object\n  description: A call.";
    WaiterStatusChanged "waiter-status-changed" Breaking,
        "The property that a method waits for changed.",
        because "waiting ends at a different time":
        "operationId: fetchCall\nx-waiter: status" =>
        "operationId: fetchCall\nx-waiter: state";
    ReconcilerAdded "reconciler-added" Compatible,
        "A method that determines the outcome of a request was added.",
        because "the client has a new method":
        "operationId: createCall" =>
        "operationId: createCall\nx-reconcile:\n  list: listCalls\n  same: [To, From]";
    ReconcilerRemoved "reconciler-removed" Breaking,
        "The method that determines the outcome of a request was removed.",
        because "programs that call it no longer compile":
        "operationId: createCall\nx-reconcile:\n  list: listCalls\n  same: [To, From]" =>
        "operationId: createCall";
    ReconcilerRenamed "reconciler-renamed" Breaking,
        "The method that determines the outcome of a request was renamed.",
        because "programs that call it no longer compile":
        "Call:\n  type: object\n  description: A call." =>
        "PhoneCall:\n  type: object\n  description: A call.";
    ReconcilerArgumentsChanged "reconciler-arguments-changed" Breaking,
        "The arguments of the method that determines the outcome of a request changed.",
        because "programs that call it no longer compile":
        "same: [To, From]" => "same: [To]";
    ReconcilerEvidenceChanged "reconciler-evidence-changed" Breaking,
        "The outcome of a request is determined from different evidence.",
        because "the conclusions may differ":
        "lag: 120" => "lag: 60";
    ProgressAdded "progress-added" Compatible,
        "A type that tracks progress was added.",
        because "the crate has a new type":
        "" =>
        "x-progress:\n  status: CallStatus\n  number: SequenceNumber\n  waiter: fetchCall";
    ProgressRemoved "progress-removed" Breaking,
        "The type that tracks progress was removed.",
        because "programs that use the type no longer compile":
        "x-progress:\n  status: CallStatus\n  number: SequenceNumber\n  waiter: fetchCall" =>
        "";
    ProgressRenamed "progress-renamed" Breaking,
        "The type that tracks progress was renamed.",
        because "programs that use the type no longer compile":
        "Call:\n  type: object\n  description: A call." =>
        "PhoneCall:\n  type: object\n  description: A call.";
    ProgressSourcesChanged "progress-sources-changed" Breaking,
        "Progress is read from different properties.",
        because "different reports count as new":
        "number: SequenceNumber" => "number: EventNumber";
    FinalValuesAdded "final-values-added" Compatible,
        "An enum gained final values.",
        because "it has the new method `is_final`":
        "enum: [queued, completed]" =>
        "enum: [queued, completed]\nx-final: [completed]";
    FinalValuesRemoved "final-values-removed" Breaking,
        "An enum no longer has final values.",
        because "programs that call `is_final` no longer compile":
        "enum: [queued, completed]\nx-final: [completed]" =>
        "enum: [queued, completed]";
    FinalValueChanged "final-value-changed" Breaking,
        "A value of an enum became final, or is no longer final.",
        because "waiting ends at a different time":
        "x-final: [completed]" => "x-final: [completed, canceled]";
    ExpectationReworded "expectation-reworded" Documentation,
        "The description of expected strings in messages changed.",
        because "messages are for people, not for programs":
        "x-expected: a phone number" => "x-expected: a phone number such as +15551234567";
    GroupAdded "group-added" Compatible,
        "An enum gained a group of values.",
        because "it has a new method":
        "enum: [human, machine_start]" =>
        "enum: [human, machine_start]\nx-groups: {machine: [machine_start]}";
    GroupRemoved "group-removed" Breaking,
        "A group of values of an enum was removed.",
        because "programs that call the method no longer compile":
        "enum: [human, machine_start]\nx-groups: {machine: [machine_start]}" =>
        "enum: [human, machine_start]";
    GroupChanged "group-changed" Breaking,
        "A value of an enum was added to or removed from a group.",
        because "the method returns a different result for it":
        "x-groups: {machine: [machine_start]}" => "x-groups: {machine: [machine_start, fax]}";
    ConversionsAdded "conversions-added" Compatible,
        "Conversions between two enums were added.",
        because "the enum has new conversions":
        "enum: [canceled, completed]" =>
        "enum: [canceled, completed]\nx-extends: CallStatus";
    ConversionsRemoved "conversions-removed" Breaking,
        "Conversions between two enums were removed.",
        because "programs that convert one to the other no longer compile":
        "enum: [canceled, completed]\nx-extends: CallStatus" =>
        "enum: [canceled, completed]";
    ErrorCodeAdded "error-code-added" Compatible,
        "Error codes gained names in `error-codes.csv`.",
        because "`ErrorCode` has new constants":
        "" => "21211,INVALID_TO,no,invalid `To`";
    ErrorCodeRemoved "error-code-removed" Breaking,
        "Error codes lost their names in `error-codes.csv`.",
        because "programs that use the constants no longer compile":
        "21211,INVALID_TO,no,invalid `To`" => "";
    ErrorCodeRenamed "error-code-renamed" Breaking,
        "An error code was renamed in `error-codes.csv`.",
        because "programs that use the constant no longer compile":
        "21211,INVALID_TO,no,invalid `To`" => "21211,BAD_TO,no,invalid `To`";
    ErrorCodeRetryChanged "error-code-retry-changed" Compatible,
        "The `retry` column of error codes changed in `error-codes.csv`.",
        because "`ErrorCode::retry_may_help` returns a different value":
        "20009,NOT_COMPLETE,no,the call is not over yet" => "20009,NOT_COMPLETE,yes,the call is not over yet";
    ErrorCodeMeaningChanged "error-code-meaning-changed" Documentation,
        "The meanings of error codes were reworded in `error-codes.csv`.",
        because "error messages and the documentation of the constants change":
        "21211,INVALID_TO,no,invalid `To`" => "21211,INVALID_TO,no,`To` is wrong";
    RowAdded "row-added" Compatible,
        "A type for rows of CSV was added.",
        because "the crate has a new type":
        "operationId: listCallsCsv" =>
        "operationId: listCallsCsv\nx-row-key: sid";
    RowRemoved "row-removed" Breaking,
        "The type for rows of CSV was removed.",
        because "programs that use the type no longer compile":
        "operationId: listCallsCsv\nx-row-key: sid" =>
        "operationId: listCallsCsv";
    RowRenamed "row-renamed" Breaking,
        "The type for rows of CSV was renamed.",
        because "programs that use the type no longer compile":
        "Call:\n  type: object\n  description: A call." =>
        "PhoneCall:\n  type: object\n  description: A call.";
    ColumnAdded "column-added" Compatible,
        "A column was added to rows of CSV.",
        because "the row has a new field":
        "" =>
        "start_time:\n  description: When the call started.\n  allOf:\n    - $ref: '#/components/schemas/Timestamp'";
    ColumnRemoved "column-removed" Breaking,
        "A column was removed from rows of CSV.",
        because "programs that read it no longer compile":
        "start_time:\n  description: When the call started.\n  allOf:\n    - $ref: '#/components/schemas/Timestamp'" =>
        "";
    ColumnRenamed "column-renamed" Breaking,
        "A column of rows of CSV was renamed.",
        because "programs that read it no longer compile":
        "start_time:\n  description: When the call started.\n  allOf:\n    - $ref: '#/components/schemas/Timestamp'" =>
        "started_at:\n  description: When the call started.\n  allOf:\n    - $ref: '#/components/schemas/Timestamp'";
    ColumnTypeChanged "column-type-changed" Breaking,
        "The type of a column in rows of CSV changed.",
        because "the type of the field changed":
        "x-row-key: sid" => "x-row-key: status";
    EventAdded "event-added" Compatible,
        "A callback gained an event.",
        because "its type has the new method `event`":
        "" =>
        "x-event:\n  description: The event that was reported.\n  enum: CallEvent\n  property: CallStatus\n  values:\n    ringing: ringing";
    EventRemoved "event-removed" Breaking,
        "A callback lost its event.",
        because "programs that call the method `event` no longer compile":
        "x-event:\n  description: The event that was reported.\n  enum: CallEvent\n  property: CallStatus\n  values:\n    ringing: ringing" =>
        "";
    EventTypeChanged "event-type-changed" Breaking,
        "The enum of a callback's event changed.",
        because "the method returns a different type":
        "enum: CallEvent" => "enum: CallStage";
    EventParameterChanged "event-parameter-changed" Breaking,
        "The parameter that determines a callback's event changed.",
        because "different events are reported":
        "property: CallStatus" => "property: Status";
    EventValueChanged "event-value-changed" Breaking,
        "The event reported by a value changed or was removed.",
        because "different events are reported":
        "values:\n  busy: completed" =>
        "values:\n  busy: answered";
    EventValueAdded "event-value-added" Compatible,
        "A value that reported no event now reports one.",
        because "an additional event is reported":
        "values:\n  ringing: ringing" =>
        "values:\n  queued: initiated\n  ringing: ringing";
    EventDescriptionChanged "event-description-changed" Documentation,
        "The description of the event of a callback changed.",
        because "the documentation of the method `event` changes with it":
        "description: The event that was reported." => "description: The event.";
    RateLimitAdded "rate-limit-added" Compatible,
        "An operation became subject to the rate limit of calls per second.",
        because "its requests are delayed if a limit is set":
        "operationId: createCall" =>
        "operationId: createCall\nx-rate-limit: calls-per-second";
    RateLimitRemoved "rate-limit-removed" Breaking,
        "An operation is no longer subject to the rate limit of calls per second.",
        because "its requests are no longer delayed":
        "operationId: createCall\nx-rate-limit: calls-per-second" =>
        "operationId: createCall";

    // The generator and the runtime.
    ApiItemRemoved "api-item-removed" Breaking,
        "An item of the public API was removed without a change of the document.",
        because "programs that use it no longer compile":
        "pub fn timeout(&self)" => "";
    ApiItemAdded "api-item-added" Compatible,
        "An item of the public API was added without a change of the document.",
        because "the crate has a new item":
        "" => "pub fn timeout(&self)";
    ApiRequiredItemAdded "api-required-item-added" Breaking,
        "An item that programs have to name was added to a type or trait.",
        because "programs that name all of them no longer compile":
        "pub enum Kind { A }" => "pub enum Kind { A, B }";
    ApiItemChanged "api-item-changed" Breaking,
        "An item of the public API changed without a change of the document.",
        because "programs that use it may no longer compile":
        "pub fn timeout(&self) -> u8" => "pub fn timeout(&self) -> u16";
    ApiValueChanged "api-value-changed" Compatible,
        "The value of a constant changed, or an item was deprecated, without a change of the document.",
        because "programs still compile":
        "pub const MAX: u8 = 1;" => "pub const MAX: u8 = 2;";
    ApiNamesChanged "api-names-changed" Documentation,
        "Names of arguments changed without a change of the document.",
        because "programs do not depend on them":
        "pub fn set(&self, to: u8)" => "pub fn set(&self, value: u8)";

    // Errors.
    ErrorResponseAdded "error-response-added" Compatible,
        "A description of the error response was added.",
        because "the client reads the body of an error either way":
        "responses:\n  '200': {$ref: '#/components/responses/Call'}" =>
        "responses:\n  '200': {$ref: '#/components/responses/Call'}\n  default: {$ref: '#/components/responses/Error'}";
    ErrorResponseRemoved "error-response-removed" Compatible,
        "The description of the error response was removed.",
        because "the client reads the body of an error either way":
        "responses:\n  '200': {$ref: '#/components/responses/Call'}\n  default: {$ref: '#/components/responses/Error'}" =>
        "responses:\n  '200': {$ref: '#/components/responses/Call'}";
    ErrorResponseChanged "error-response-changed" Breaking,
        "The schema of the error response changed.",
        because "the type of error bodies changes":
        "$ref: '#/components/schemas/ErrorBody'" => "$ref: '#/components/schemas/Problem'";

    // The document.
    SecuritySchemeRenamed "security-scheme-renamed" Documentation,
        "The security scheme was renamed.",
        because "the name is only used in the document":
        "securitySchemes:\n  accountSid_authToken:\n    type: http\n    scheme: basic" =>
        "securitySchemes:\n  basic:\n    type: http\n    scheme: basic";
    SecuritySchemeChanged "security-scheme-changed" Breaking,
        "The type of the security scheme changed.",
        because "previously valid credentials are rejected":
        "scheme: basic" => "scheme: bearer";
    ServerChanged "server-changed" Breaking,
        "The URL of the server changed.",
        because "requests are sent to a different URL":
        "url: https://api.twilio.com" => "url: https://voice.example.com";
    DocumentationChanged "documentation-changed" Documentation,
        "A description or an example of any other part changed.",
        because "only documentation and tests depend on it":
        "title: Twilio Call resource" => "title: The Call resource";
    UnexpressedChanged "unexpressed-changed" Documentation,
        "A part of a document in the official style changed, but nothing is generated from it.",
        because "the generated code stays the same":
        "format: endpoint" => "format: phone-number";
    Unjudged "unjudged" Breaking,
        "A part of the document changed that no other rule covers.",
        because "no rule covers this; check the hand-written code that depends on it":
        "x-anything: 1" => "x-anything: 2";
}
