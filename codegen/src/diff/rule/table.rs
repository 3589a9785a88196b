//! The table of the rules.

use super::Entry;
use crate::diff::change::Class::{self, Breaking, Compatible, Documentation};

macro_rules! rules {
    ($($name:ident $id:literal $class:ident, $summary:literal, because $why:literal: $before:literal => $after:literal;)*) => {
        /// What a change is reported by.
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

// The most severe comes first in a report: rules about what leaks stand before all others.
rules! {
    // Privacy.
    PrivacyWeakened "privacy-weakened" Breaking,
        "A type lost `x-pii` or `x-secret`, or `x-pii` took the place of `x-secret`.",
        because "values that were hidden appear in `Debug`, errors and traces":
        "x-pii: true" => "";
    PrivacyStrengthened "privacy-strengthened" Breaking,
        "A type gained `x-pii` or `x-secret`, or `x-secret` took the place of `x-pii`.",
        because "programs that print or compare the values no longer compile":
        "" => "x-pii: true";

    // Operations.
    OperationRemoved "operation-removed" Breaking,
        "An operation was removed.",
        because "programs that call it no longer compile":
        "operationId: deleteCall" => "";
    OperationAdded "operation-added" Compatible,
        "An operation was added.",
        because "the client has a new method":
        "" => "operationId: deleteCall";
    ResourceAdded "resource-added" Compatible,
        "The first operations of a resource were added.",
        because "the client covers more than before, which is more than a patch":
        "" => "/Messages.json:";
    OperationRenamed "operation-renamed" Breaking,
        "The method of an operation has another name.",
        because "programs that call it no longer compile":
        "operationId: deleteCall" => "operationId: removeCall";
    OperationMoved "operation-moved" Breaking,
        "Requests of an operation have another method or path.",
        because "requests go to another place":
        "/Calls/{Sid}.json:" => "/AllCalls/{Sid}.json:";
    OperationDeprecated "operation-deprecated" Compatible,
        "An operation was deprecated.",
        because "the compiler warns of its use":
        "operationId: deleteCall" => "operationId: deleteCall\ndeprecated: true";
    OperationUndeprecated "operation-undeprecated" Compatible,
        "An operation is no longer deprecated.",
        because "the compiler no longer warns of its use":
        "operationId: deleteCall\ndeprecated: true" => "operationId: deleteCall";
    OperationDescriptionChanged "operation-description-changed" Documentation,
        "The summary or the description of an operation changed.",
        because "the documentation of its method changes with it":
        "summary: Place an outbound call." => "summary: Place a call.";
    SuccessStatusChanged "success-status-changed" Compatible,
        "An operation succeeds with other statuses, and its effect stays the same.",
        because "the client accepts the other statuses":
        "'201':" => "'200':";
    EffectChanged "effect-changed" Breaking,
        "The effect of an operation changed, from creating to updating for example.",
        because "requests that create are retried less than others":
        "'201':" => "'200':";
    RequestMediaTypeChanged "request-media-type-changed" Breaking,
        "The body of a request has another media type.",
        because "requests are written in another form":
        "application/x-www-form-urlencoded:" => "application/json:";
    ResponseTypeChanged "response-type-changed" Breaking,
        "The response of an operation has another schema, or none.",
        because "programs that use the response no longer compile":
        "$ref: '#/components/schemas/Call'" => "$ref: '#/components/schemas/CallPage'";
    ResponseMediaTypeChanged "response-media-type-changed" Breaking,
        "The bytes of a response have another media type.",
        because "programs that read the bytes find another format":
        "audio/x-wav:" => "audio/mpeg:";

    // What callers pass: parameters of paths, queries and bodies, and properties of objects in JSON bodies.
    ParameterRemoved "parameter-removed" Breaking,
        "A parameter of a request was removed.",
        because "programs that pass it no longer compile":
        "HoldMusic:" => "";
    ParameterAdded "parameter-added" Compatible,
        "An optional parameter of a request was added.",
        because "the request has a new setter":
        "" => "HoldMusic:";
    RequiredParameterAdded "required-parameter-added" Breaking,
        "A required parameter of a request was added.",
        because "programs that do not pass it no longer compile":
        "required: [To]" => "required: [To, From]";
    ParameterBecameRequired "parameter-became-required" Breaking,
        "An optional parameter of a request became required.",
        because "the function that begins the request takes other arguments":
        "required: [To]" => "required: [To, From]";
    ParameterBecameOptional "parameter-became-optional" Breaking,
        "A required parameter of a request became optional.",
        because "the function that begins the request takes other arguments":
        "required: [To, From]" => "required: [To]";
    RequiredArgumentsReordered "required-arguments-reordered" Breaking,
        "The arguments for required parameters come in another order.",
        because "arguments of one type can be exchanged without an error of the compiler":
        "required: [To, From]" => "required: [From, To]";
    ParameterTypeChanged "parameter-type-changed" Breaking,
        "A parameter of a request has another type.",
        because "values of the previous type are rejected":
        "$ref: '#/components/schemas/HttpMethod'" => "$ref: '#/components/schemas/HttpUrl'";
    ParameterTypeWidened "parameter-type-widened" Compatible,
        "A parameter of a request has another type, which accepts all values of the previous one.",
        because "what was accepted is still accepted":
        "$ref: '#/components/schemas/PhoneNumber'" => "$ref: '#/components/schemas/Endpoint'";
    ParameterComponentChanged "parameter-component-changed" Documentation,
        "A parameter of a request refers to another component, which is the same type in Rust.",
        because "only the documents differ":
        "$ref: '#/components/schemas/Count'" => "$ref: '#/components/schemas/Size'";
    NumberedRaised "numbered-raised" Compatible,
        "A numbered parameter can be given more often.",
        because "what was accepted is still accepted":
        "x-numbered: 50" => "x-numbered: 99";
    NumberedLowered "numbered-lowered" Breaking,
        "A numbered parameter can be given less often.",
        because "requests that could be sent are rejected":
        "x-numbered: 99" => "x-numbered: 50";
    NumberedPartsChanged "numbered-parts-changed" Breaking,
        "The parts of a numbered parameter changed.",
        because "its setter takes other arguments, or sends them by other names":
        "required: [Name]" => "required: [Name, Value]";
    ParameterRenamed "parameter-renamed" Breaking,
        "A parameter of a request has another name.",
        because "programs that pass it no longer compile, and it is sent by another name":
        "CallReason:" => "CallPurpose:";
    PathParameterRenamed "path-parameter-renamed" Documentation,
        "A parameter has another name in the template of its path.",
        because "requests stay the same; the documentation names the argument differently":
        "/Calls/{CallSid}/Recordings.json:" => "/Calls/{Call}/Recordings.json:";
    ParameterDeprecated "parameter-deprecated" Compatible,
        "A parameter of a request was deprecated.",
        because "the compiler warns of its use":
        "PageToken:" => "PageToken:\n  deprecated: true";
    ParameterUndeprecated "parameter-undeprecated" Compatible,
        "A parameter of a request is no longer deprecated.",
        because "the compiler no longer warns of its use":
        "PageToken:\n  deprecated: true" => "PageToken:";
    ParameterDefaultChanged "parameter-default-changed" Documentation,
        "The documented default of a parameter changed.",
        because "defaults are documented, and never sent":
        "default: 60" => "default: 45";
    ParameterDescriptionChanged "parameter-description-changed" Documentation,
        "The description of a parameter changed.",
        because "the documentation of its setter changes with it":
        "description: Only calls that have this status now." => "description: Only calls with this status.";
    ParameterWarningAdded "parameter-warning-added" Compatible,
        "A parameter is said to have no effect without another.",
        because "`warnings` tells it, and the request is sent all the same":
        "" => "x-rules: [{parameter: FallbackMethod, expects: FallbackUrl}]";
    ParameterWarningRemoved "parameter-warning-removed" Compatible,
        "A parameter is no longer said to have no effect without another.",
        because "`warnings` tells it no more":
        "x-rules: [{parameter: FallbackMethod, expects: FallbackUrl}]" => "";
    EmptyRequestRejected "empty-request-rejected" Breaking,
        "A request without any parameter is rejected.",
        because "requests that could be sent are rejected":
        "" => "minProperties: 1";
    EmptyRequestAccepted "empty-request-accepted" Compatible,
        "A request without any parameter is no longer rejected.",
        because "requests that were rejected can be sent":
        "minProperties: 1" => "";
    ParameterRuleAdded "parameter-rule-added" Breaking,
        "A rule between two parameters was added.",
        because "requests that could be sent are rejected":
        "" => "- parameter: Method\n  requires: Url";
    ParameterRuleRemoved "parameter-rule-removed" Compatible,
        "A rule between two parameters was removed.",
        because "requests that were rejected are sent":
        "- parameter: Method\n  requires: Url" => "";
    ParameterRuleReasonChanged "parameter-rule-reason-changed" Documentation,
        "The reason of a rule between two parameters changed.",
        because "errors and documentation repeat the reason":
        "reason: the method is that of the URL" => "reason: there is no URL";

    // Paging.
    PagingAdded "paging-added" Compatible,
        "A list can be walked page by page.",
        because "the request has new methods":
        "" => "x-pagination: {items: calls, next: next_page_uri, size: PageSize}";
    PagingRemoved "paging-removed" Breaking,
        "A list can no longer be walked page by page.",
        because "programs that walk the list no longer compile":
        "x-pagination: {items: calls, next: next_page_uri, size: PageSize}" => "";
    PagingChanged "paging-changed" Breaking,
        "Pages are found through another property, or through none.",
        because "the list yields other items":
        "next: next_page_uri" => "next: previous_page_uri";
    PagingExtended "paging-extended" Compatible,
        "Pages have a link that they lacked, or another parameter for their size.",
        because "what the list yields stays the same":
        "" => "previous: previous_page_uri";

    // What programs read: properties of responses, and parameters of callbacks.
    PropertyRemoved "property-removed" Breaking,
        "A property of a response or a parameter of a callback was removed.",
        because "programs that read it no longer compile":
        "start_time:" => "";
    PropertyAdded "property-added" Compatible,
        "A property of a response or a parameter of a callback was added.",
        because "the struct, to which fields may be added, has a new field":
        "" => "start_time:";
    PropertyBecameRequired "property-became-required" Breaking,
        "A property that could be missing or null is always there.",
        because "the type of the field changed":
        "required: [sid]" => "required: [sid, status]";
    PropertyBecameOptional "property-became-optional" Breaking,
        "A property that was always there can be missing or null.",
        because "the type of the field changed":
        "required: [sid, status]" => "required: [sid]";
    PropertyAbsenceChanged "property-absence-changed" Compatible,
        "A property can be null where it could be missing, or the other way round.",
        because "both are `None`":
        "nullable: true" => "";
    PropertyTypeChanged "property-type-changed" Breaking,
        "A property has another type.",
        because "the type of the field changed":
        "$ref: '#/components/schemas/ChannelCount'" => "$ref: '#/components/schemas/Count'";
    PropertyComponentChanged "property-component-changed" Documentation,
        "A property refers to another component, which is the same type in Rust.",
        because "only the documents differ":
        "$ref: '#/components/schemas/RecordingErrorCode'" => "$ref: '#/components/schemas/ErrorCode'";
    PropertyRenamed "property-renamed" Breaking,
        "A property of a response or a parameter of a callback has another name.",
        because "programs that read it no longer compile":
        "start_time:" => "started_at:";
    PropertyDeprecated "property-deprecated" Compatible,
        "A property was deprecated.",
        because "the compiler warns of its use":
        "start_time:" => "start_time:\n  deprecated: true";
    PropertyUndeprecated "property-undeprecated" Compatible,
        "A property is no longer deprecated.",
        because "the compiler no longer warns of its use":
        "start_time:\n  deprecated: true" => "start_time:";
    PropertyDefaultChanged "property-default-changed" Documentation,
        "The documented default of a property changed.",
        because "defaults are documented, and never filled in":
        "default: false" => "default: true";
    PropertyDescriptionChanged "property-description-changed" Documentation,
        "The description of a property changed.",
        because "the documentation of its field changes with it":
        "description: What the recording cost." => "description: The price of the recording.";

    // Types.
    TypeRemoved "type-removed" Breaking,
        "A type was removed.",
        because "programs that name the type no longer compile":
        "CallReason:" => "";
    TypeAdded "type-added" Compatible,
        "A type was added.",
        because "the crate has a new type":
        "" => "CallReason:";
    TypeRenamed "type-renamed" Breaking,
        "A type has another name.",
        because "programs that name the type no longer compile":
        "RecordingSource:" => "RecordingOrigin:";
    TypeKindChanged "type-kind-changed" Breaking,
        "A type became another kind of type.",
        because "the type or its traits changed":
        "type: string" => "type: integer";
    TypeUseChanged "type-use-changed" Breaking,
        "An object that responses carry is carried by requests or callbacks, or the other way round.",
        because "responses are read from JSON, callbacks from forms":
        "callbacks: …" => "responses: …";
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
        "A string became an XML document with a vocabulary.",
        because "strings that could be sent are rejected":
        "" => "x-xml: …";
    XmlRemoved "xml-removed" Breaking,
        "A string is no longer checked as an XML document.",
        because "programs that name the constructor of well-formed documents no longer compile":
        "x-xml: …" => "";
    XmlRootChanged "xml-root-changed" Breaking,
        "An XML document has another root element.",
        because "documents that could be sent are rejected":
        "root: Response" => "root: Answer";
    XmlNarrowed "xml-narrowed" Breaking,
        "An XML document may contain less.",
        because "documents that could be sent are rejected":
        "Say: ['#text', sub]" => "Say: ['#text']";
    XmlWidened "xml-widened" Compatible,
        "An XML document may contain more.",
        because "documents that were rejected can be sent":
        "Say: ['#text']" => "Say: ['#text', sub]";

    // Enums and unions.
    EnumOpened "enum-opened" Breaking,
        "Responses can carry an enum that only requests carried.",
        because "enums that Twilio sends are open, those that only requests send are closed":
        "" => "$ref: '#/components/schemas/Trim'";
    EnumClosed "enum-closed" Breaking,
        "Only requests carry an enum that responses could carry.",
        because "enums that Twilio sends are open, those that only requests send are closed":
        "$ref: '#/components/schemas/Trim'" => "";
    EnumValueRemoved "enum-value-removed" Breaking,
        "A value of an enum was removed.",
        because "programs that name the variant no longer compile":
        "enum: [mono, dual]" => "enum: [mono]";
    EnumValueAdded "enum-value-added" Compatible,
        "A value of an enum was added.",
        because "the enum has a new variant, and none of the others changes":
        "enum: [mono]" => "enum: [mono, dual]";
    EnumValueInserted "enum-value-inserted" Breaking,
        "A value was added to a closed enum before others.",
        because "the variants after it get other discriminants; put it last":
        "enum: [GET, POST]" => "enum: [GET, PUT, POST]";
    EnumValuesReordered "enum-values-reordered" Breaking,
        "The values of an enum come in another order.",
        because "variants compare and are listed in another order":
        "enum: [mono, dual]" => "enum: [dual, mono]";
    EnumVariantRenamed "enum-variant-renamed" Breaking,
        "The variant of a value has another name.",
        because "programs that name the variant no longer compile":
        "x-enum-names: {'0': error}" => "x-enum-names: {'0': failure}";
    EnumValueDescriptionChanged "enum-value-description-changed" Documentation,
        "The description of a value of an enum changed.",
        because "the documentation of the variant changes with it":
        "mono: Both sides are mixed." => "mono: Both sides share one channel.";
    UnionMemberRemoved "union-member-removed" Breaking,
        "A member of a union was removed.",
        because "programs that name the variant no longer compile":
        "- $ref: '#/components/schemas/SimAddress'" => "";
    UnionMemberAdded "union-member-added" Compatible,
        "A member of a union that only requests carry was added.",
        because "the union has a new variant":
        "" => "- $ref: '#/components/schemas/SimAddress'";
    UnionMemberAddedInResponses "union-member-added-in-responses" Breaking,
        "A member of a union that responses carry was added.",
        because "responses can contain values that no program had to expect":
        "" => "- $ref: '#/components/schemas/SimAddress'";
    UnionVariantRenamed "union-variant-renamed" Breaking,
        "A variant of a union has another name, that of its renamed member.",
        because "programs that name the variant no longer compile":
        "- $ref: '#/components/schemas/SimAddress'" => "- $ref: '#/components/schemas/Sim'";
    UnionMembersReordered "union-members-reordered" Breaking,
        "The members of a union come in another order.",
        because "variants compare and are listed in another order":
        "oneOf: [A, B]" => "oneOf: [B, A]";
    UnionWinnerChanged "union-winner-changed" Breaking,
        "Members of a union that admit some strings in common changed places.",
        because "such strings become another variant; variants also compare and are listed in another order":
        "oneOf: [SipAddress, PlainCallerId]" => "oneOf: [PlainCallerId, SipAddress]";

    // Strings and integers.
    PatternNarrowed "pattern-narrowed" Breaking,
        "A pattern admits fewer strings, or others.",
        because "values that were accepted are rejected":
        "pattern: '^[0-9#*]*$'" => "pattern: '^[0-9]*$'";
    PatternWidened "pattern-widened" Compatible,
        "The pattern of a string that only requests carry admits more.",
        because "everything that was accepted is still accepted":
        "pattern: '^[0-9]*$'" => "pattern: '^[0-9#*]*$'";
    PatternWidenedInResponses "pattern-widened-in-responses" Breaking,
        "The pattern of a string that responses carry admits more.",
        because "responses can contain values that no program had to expect":
        "pattern: '^CF[0-9a-f]{32}$'" => "pattern: '^C[FG][0-9a-f]{32}$'";
    PatternRewritten "pattern-rewritten" Compatible,
        "A pattern is written in another way and admits the same strings.",
        because "the constant `PATTERN` has another value":
        "pattern: '^[0-3]$'" => "pattern: '^[0123]$'";
    LengthNarrowed "length-narrowed" Breaking,
        "A string has to be longer or shorter than before.",
        because "values that were accepted are rejected":
        "maxLength: 4000" => "maxLength: 3000";
    LengthWidened "length-widened" Compatible,
        "A string that only requests carry may be longer or shorter than before.",
        because "everything that was accepted is still accepted":
        "maxLength: 3000" => "maxLength: 4000";
    LengthWidenedInResponses "length-widened-in-responses" Breaking,
        "A string that responses carry may be longer or shorter than before.",
        because "responses can contain values that no program had to expect":
        "maxLength: 3000" => "maxLength: 4000";
    StringRuleRemoved "string-rule-removed" Breaking,
        "A string lost its pattern or a limit of its length.",
        because "programs that name the constant no longer compile":
        "minLength: 1" => "";
    MinimumRaised "minimum-raised" Breaking,
        "The minimum of an integer was raised.",
        because "values that were accepted are rejected":
        "minimum: 1" => "minimum: 5";
    MinimumLowered "minimum-lowered" Compatible,
        "The minimum of an integer that only requests carry was lowered.",
        because "everything that was accepted is still accepted":
        "minimum: 5" => "minimum: 1";
    MinimumLoweredInResponses "minimum-lowered-in-responses" Breaking,
        "The minimum of an integer that responses carry was lowered.",
        because "responses can contain values that no program had to expect":
        "minimum: 5" => "minimum: 1";
    MaximumLowered "maximum-lowered" Breaking,
        "The maximum of an integer was lowered.",
        because "values that were accepted are rejected":
        "maximum: 600" => "maximum: 500";
    MaximumRaised "maximum-raised" Compatible,
        "The maximum of an integer that only requests carry was raised.",
        because "everything that was accepted is still accepted":
        "maximum: 500" => "maximum: 600";
    MaximumRaisedInResponses "maximum-raised-in-responses" Breaking,
        "The maximum of an integer that responses carry was raised.",
        because "responses can contain values that no program had to expect":
        "maximum: 500" => "maximum: 600";
    UnitAdded "unit-added" Compatible,
        "An integer has a unit, which it lacked.",
        because "it converts to and from `Duration`":
        "" => "x-unit: seconds";
    UnitRemoved "unit-removed" Breaking,
        "An integer lost its unit.",
        because "programs that convert it no longer compile":
        "x-unit: seconds" => "";
    UnitChanged "unit-changed" Breaking,
        "An integer has another unit.",
        because "the same duration becomes a different integer":
        "x-unit: seconds" => "x-unit: milliseconds";

    // Callbacks.
    CallbackAdded "callback-added" Compatible,
        "An operation asks for a callback that it did not ask for.",
        because "Twilio sends requests that it did not send":
        "" => "callbacks: {statusCallback: …}";
    CallbackRemoved "callback-removed" Breaking,
        "An operation no longer asks for a callback.",
        because "programs that wait for the requests of Twilio receive none":
        "callbacks: {statusCallback: …}" => "";
    CallbackRenamed "callback-renamed" Documentation,
        "A callback has another name.",
        because "the name is nowhere but in the document":
        "statusCallback:" => "progressCallback:";
    CallbackUrlChanged "callback-url-changed" Breaking,
        "Another parameter holds the URL of a callback.",
        because "Twilio sends its requests to another URL":
        "'{$request.body#/StatusCallback}':" => "'{$request.body#/Url}':";
    CallbackTypeChanged "callback-type-changed" Breaking,
        "The requests of a callback have another schema.",
        because "programs that receive them expect another type":
        "$ref: '#/components/schemas/CallStatusCallback'" => "$ref: '#/components/schemas/AmdStatusCallback'";
    CallbackResponseChanged "callback-response-changed" Compatible,
        "Applications are asked to respond to a callback with another status.",
        because "Twilio reads neither the status nor the body of a successful response":
        "'204':" => "'200':";
    CallbackDescriptionChanged "callback-description-changed" Documentation,
        "The description of a request of Twilio changed.",
        because "the documentation of its type changes with it":
        "summary: The call changed." => "summary: The call made progress.";

    // Extensions.
    WaiterAdded "waiter-added" Compatible,
        "A resource can be waited for.",
        because "the client has a new method":
        "" => "x-waiter: status";
    WaiterRemoved "waiter-removed" Breaking,
        "A resource can no longer be waited for.",
        because "programs that wait no longer compile":
        "x-waiter: status" => "";
    WaiterRenamed "waiter-renamed" Breaking,
        "The method that waits for a resource has another name.",
        because "programs that wait no longer compile":
        "Call:" => "PhoneCall:";
    WaiterStatusChanged "waiter-status-changed" Breaking,
        "Another property tells whether waiting is over.",
        because "waiting ends at another moment":
        "x-waiter: status" => "x-waiter: state";
    ReconcilerAdded "reconciler-added" Compatible,
        "What became of a request can be found out.",
        because "the client has a new method":
        "" => "x-reconcile: …";
    ReconcilerRemoved "reconciler-removed" Breaking,
        "What became of a request can no longer be found out.",
        because "programs that reconcile no longer compile":
        "x-reconcile: …" => "";
    ReconcilerRenamed "reconciler-renamed" Breaking,
        "The method that finds out what became of a request has another name.",
        because "programs that reconcile no longer compile":
        "Call:" => "PhoneCall:";
    ReconcilerArgumentsChanged "reconciler-arguments-changed" Breaking,
        "Finding out what became of a request takes other arguments.",
        because "programs that reconcile no longer compile":
        "same: [To, From]" => "same: [To]";
    ReconcilerEvidenceChanged "reconciler-evidence-changed" Breaking,
        "What became of a request is concluded from other evidence.",
        because "other conclusions are drawn":
        "lag: 120" => "lag: 60";
    ProgressAdded "progress-added" Compatible,
        "Progress can be followed.",
        because "the crate has a new type":
        "" => "x-progress: …";
    ProgressRemoved "progress-removed" Breaking,
        "Progress can no longer be followed.",
        because "programs that follow the progress no longer compile":
        "x-progress: …" => "";
    ProgressRenamed "progress-renamed" Breaking,
        "The type that follows progress has another name.",
        because "programs that follow the progress no longer compile":
        "Call:" => "PhoneCall:";
    ProgressSourcesChanged "progress-sources-changed" Breaking,
        "Progress is read from other properties.",
        because "other reports count as new":
        "number: SequenceNumber" => "number: EventNumber";
    FinalValuesAdded "final-values-added" Compatible,
        "An enum says which of its values are final.",
        because "it has the new method `is_final`":
        "" => "x-final: [completed]";
    FinalValuesRemoved "final-values-removed" Breaking,
        "An enum no longer says which of its values are final.",
        because "programs that call `is_final` no longer compile":
        "x-final: [completed]" => "";
    FinalValueChanged "final-value-changed" Breaking,
        "A value of an enum became final, or is final no longer.",
        because "waiting ends at another moment":
        "x-final: [completed]" => "x-final: [completed, canceled]";
    ExpectationReworded "expectation-reworded" Documentation,
        "Messages describe in other words which strings are expected.",
        because "programs never read messages, and people do":
        "x-expected: a phone number" => "x-expected: a phone number such as +15551234567";
    GroupAdded "group-added" Compatible,
        "An enum says which of its values belong to a group.",
        because "it has a new method":
        "" => "x-groups: {machine: [machine_start]}";
    GroupRemoved "group-removed" Breaking,
        "An enum no longer says which of its values belong to a group.",
        because "programs that call the method no longer compile":
        "x-groups: {machine: [machine_start]}" => "";
    GroupChanged "group-changed" Breaking,
        "A value of an enum came to a group, or left it.",
        because "programs that ask decide otherwise":
        "x-groups: {machine: [machine_start]}" => "x-groups: {machine: [machine_start, fax]}";
    ConversionsAdded "conversions-added" Compatible,
        "An enum converts to and from another.",
        because "conversions were added":
        "" => "x-extends: CallStatus";
    ConversionsRemoved "conversions-removed" Breaking,
        "An enum no longer converts to and from another.",
        because "programs that convert one to the other no longer compile":
        "x-extends: CallStatus" => "";
    ErrorCodeAdded "error-code-added" Compatible,
        "Error codes got a name in `error-codes.csv`.",
        because "`ErrorCode` has new constants":
        "" => "21211,INVALID_TO,no,invalid `To`";
    ErrorCodeRemoved "error-code-removed" Breaking,
        "Error codes no longer have a name in `error-codes.csv`.",
        because "programs that name the constants no longer compile":
        "21211,INVALID_TO,no,invalid `To`" => "";
    ErrorCodeRenamed "error-code-renamed" Breaking,
        "An error code has another name in `error-codes.csv`.",
        because "programs that name the constant no longer compile":
        "21211,INVALID_TO,no,invalid `To`" => "21211,BAD_TO,no,invalid `To`";
    ErrorCodeRetryChanged "error-code-retry-changed" Compatible,
        "Whether a retry can help after an error code changed in `error-codes.csv`.",
        because "`ErrorCode::retry_may_help` returns another value":
        "20009,NOT_COMPLETE,no,the call is not over yet" => "20009,NOT_COMPLETE,yes,the call is not over yet";
    ErrorCodeMeaningChanged "error-code-meaning-changed" Documentation,
        "What error codes mean is said in other words in `error-codes.csv`.",
        because "messages of errors and the documentation of the constants change":
        "21211,INVALID_TO,no,invalid `To`" => "21211,INVALID_TO,no,`To` is wrong";
    RowAdded "row-added" Compatible,
        "Rows of CSV have a type.",
        because "the crate has a new type":
        "" => "x-row-key: sid";
    RowRemoved "row-removed" Breaking,
        "Rows of CSV no longer have a type.",
        because "programs that name the type no longer compile":
        "x-row-key: sid" => "";
    RowRenamed "row-renamed" Breaking,
        "The type of rows of CSV has another name.",
        because "programs that name the type no longer compile":
        "Call:" => "PhoneCall:";
    ColumnAdded "column-added" Compatible,
        "Rows of CSV have another column.",
        because "the row has a new field":
        "" => "start_time:";
    ColumnRemoved "column-removed" Breaking,
        "A column of the rows of CSV was removed.",
        because "programs that read it no longer compile":
        "start_time:" => "";
    ColumnRenamed "column-renamed" Breaking,
        "A column of the rows of CSV has another name.",
        because "programs that read it no longer compile":
        "start_time:" => "started_at:";
    ColumnTypeChanged "column-type-changed" Breaking,
        "A column of the rows of CSV has another type.",
        because "the type of the field changed":
        "x-row-key: sid" => "x-row-key: status";
    EventAdded "event-added" Compatible,
        "A callback reports an event.",
        because "its type has the new method `event`":
        "" => "x-event: …";
    EventRemoved "event-removed" Breaking,
        "A callback no longer reports an event.",
        because "programs that call it no longer compile":
        "x-event: …" => "";
    EventTypeChanged "event-type-changed" Breaking,
        "A callback reports an event of another enum.",
        because "the method returns another type":
        "enum: CallEvent" => "enum: CallStage";
    EventParameterChanged "event-parameter-changed" Breaking,
        "Another parameter of a callback tells which event it reports.",
        because "other events are reported":
        "property: CallStatus" => "property: Status";
    EventValueChanged "event-value-changed" Breaking,
        "A value stands for another event, or for none.",
        because "other events are reported":
        "busy: completed" => "busy: answered";
    EventValueAdded "event-value-added" Compatible,
        "A value that stood for no event stands for one.",
        because "an event is reported where none was":
        "" => "queued: initiated";
    EventDescriptionChanged "event-description-changed" Documentation,
        "The description of the event of a callback changed.",
        because "the documentation of the method `event` changes with it":
        "description: The event that was reported." => "description: The event.";
    RateLimitAdded "rate-limit-added" Compatible,
        "Requests of an operation wait for their turn under the limit of calls per second.",
        because "they are sent later where a limit is set":
        "" => "x-rate-limit: calls-per-second";
    RateLimitRemoved "rate-limit-removed" Breaking,
        "Requests of an operation no longer wait for their turn.",
        because "the limit of calls per second no longer applies to it":
        "x-rate-limit: calls-per-second" => "";

    // The generator and the runtime.
    ApiItemRemoved "api-item-removed" Breaking,
        "An item of the public API is gone that no change of the document explains.",
        because "programs that use it no longer compile":
        "pub fn timeout(&self)" => "";
    ApiItemAdded "api-item-added" Compatible,
        "The public API has an item that no change of the document explains.",
        because "the crate has a new item":
        "" => "pub fn timeout(&self)";
    ApiRequiredItemAdded "api-required-item-added" Breaking,
        "A type or a trait has an item that programs have to name.",
        because "programs that name all of them no longer compile":
        "pub enum Kind { A }" => "pub enum Kind { A, B }";
    ApiItemChanged "api-item-changed" Breaking,
        "An item of the public API changed without a change of the document.",
        because "programs that use it may no longer compile":
        "pub fn timeout(&self) -> u8" => "pub fn timeout(&self) -> u16";
    ApiValueChanged "api-value-changed" Compatible,
        "A constant has another value, or an item was deprecated, without a change of the document.",
        because "programs still compile":
        "pub const MAX: u8 = 1;" => "pub const MAX: u8 = 2;";
    ApiNamesChanged "api-names-changed" Documentation,
        "Names of arguments changed without a change of the document.",
        because "no program uses them":
        "pub fn set(&self, to: u8)" => "pub fn set(&self, value: u8)";

    // Errors.
    ErrorResponseAdded "error-response-added" Compatible,
        "The response to a failed request is described.",
        because "the client reads the body of an error either way":
        "" => "default: {$ref: '#/components/responses/Error'}";
    ErrorResponseRemoved "error-response-removed" Compatible,
        "The response to a failed request is no longer described.",
        because "the client reads the body of an error either way":
        "default: {$ref: '#/components/responses/Error'}" => "";
    ErrorResponseChanged "error-response-changed" Breaking,
        "The response to a failed request has another schema.",
        because "the body of an error becomes another type":
        "$ref: '#/components/schemas/ErrorBody'" => "$ref: '#/components/schemas/Problem'";

    // The document.
    SecuritySchemeRenamed "security-scheme-renamed" Documentation,
        "The security scheme has another name.",
        because "the name is nowhere but in the document":
        "accountSid_authToken:" => "basic:";
    SecuritySchemeChanged "security-scheme-changed" Breaking,
        "The security scheme is of another kind.",
        because "credentials that worked are rejected":
        "scheme: basic" => "scheme: bearer";
    ServerChanged "server-changed" Breaking,
        "The server has another URL.",
        because "requests go to another place":
        "url: https://api.twilio.com" => "url: https://voice.example.com";
    DocumentationChanged "documentation-changed" Documentation,
        "A description or an example of another part changed.",
        because "nothing but documentation and tests depends on it":
        "title: Twilio Call resource" => "title: The Call resource";
    UnexpressedChanged "unexpressed-changed" Documentation,
        "A part of a document in the official style changed that the crate does not express.",
        because "the crate does not express it":
        "format: endpoint" => "format: phone-number";
    Unjudged "unjudged" Breaking,
        "A part of the document changed that no other rule covers.",
        because "no rule covers this; check the hand-written code that depends on it":
        "x-anything: 1" => "x-anything: 2";
}
