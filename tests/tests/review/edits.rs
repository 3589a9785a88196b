//! The edits, each with the expected report.

use codegen::Class::{self, Breaking, Compatible, Documentation};

/// The texts to replace, and their replacements.
pub(crate) type Replace = &'static [(&'static str, &'static str)];

/// One edit of the spec.
pub(crate) struct Edit {
    /// The edit.
    pub(crate) name: &'static str,
    /// The texts to replace, and their replacements.
    pub(crate) replace: Replace,
    /// The changes: class, rule, line on the wire, line in Rust.
    pub(crate) changes: &'static [(Class, &'static str, &'static str, &'static str)],
    /// The part of the version to increment after 0.1.0.
    pub(crate) before_one: &'static str,
    /// The part of the version to increment after 1.2.3.
    pub(crate) after_one: &'static str,
}

/// All edits.
pub(crate) const EDITS: &[Edit] = &[
    Edit {
        name: "raise the maximum of a request",
        replace: &[(
            "minimum: 0\n      maximum: 600\n",
            "minimum: 0\n      maximum: 900\n",
        )],
        changes: &[(
            Compatible,
            "maximum-raised",
            "maximum of `Timeout` raised from `600` to `900`",
            "`Timeout::MAX` raised from `600` to `900`",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "lower the maximum of a request",
        replace: &[(
            "minimum: 0\n      maximum: 600\n",
            "minimum: 0\n      maximum: 500\n",
        )],
        changes: &[(
            Breaking,
            "maximum-lowered",
            "maximum of `Timeout` lowered from `600` to `500`",
            "`Timeout::MAX` lowered from `600` to `500`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "raise the minimum of a request",
        replace: &[(
            "minimum: 500\n      maximum: 5000",
            "minimum: 600\n      maximum: 5000",
        )],
        changes: &[(
            Breaking,
            "minimum-raised",
            "minimum of `MachineDetectionSpeechEndThreshold` raised from `500` to `600`",
            "`MachineDetectionSpeechEndThreshold::MIN` raised from `500` to `600`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "lower the minimum of a request",
        replace: &[(
            "minimum: 500\n      maximum: 5000",
            "minimum: 400\n      maximum: 5000",
        )],
        changes: &[(
            Compatible,
            "minimum-lowered",
            "minimum of `MachineDetectionSpeechEndThreshold` lowered from `500` to `400`",
            "`MachineDetectionSpeechEndThreshold::MIN` lowered from `500` to `400`",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "let a numbered parameter be given more often",
        replace: &[(
            "A parameter of your own, which the recorder receives.
          type: array
          items:
            $ref: '#/components/schemas/MediaParameter'
          x-numbered: 99",
            "A parameter of your own, which the recorder receives.
          type: array
          items:
            $ref: '#/components/schemas/MediaParameter'
          x-numbered: 120",
        )],
        changes: &[(
            Compatible,
            "numbered-raised",
            "maximum number of items of form parameter `Parameter` of createCallSiprec raised from `99` to `120`",
            "maximum number of items added with `CreateCallSiprec::parameter` raised from `99` to `120`",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "let a numbered parameter be given less often",
        replace: &[(
            "A parameter of your own, which the recorder receives.
          type: array
          items:
            $ref: '#/components/schemas/MediaParameter'
          x-numbered: 99",
            "A parameter of your own, which the recorder receives.
          type: array
          items:
            $ref: '#/components/schemas/MediaParameter'
          x-numbered: 20",
        )],
        changes: &[(
            Breaking,
            "numbered-lowered",
            "maximum number of items of form parameter `Parameter` of createCallSiprec lowered from `99` to `20`",
            "maximum number of items added with `CreateCallSiprec::parameter` lowered from `99` to `20`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "take the parts of a numbered parameter in another order",
        replace: &[(
            "      required:
        - Name
        - Value",
            "      required:
        - Value
        - Name",
        )],
        changes: &[
            (
                Breaking,
                "numbered-parts-changed",
                "nothing changes",
                "arguments of `CreateCallStream::parameter` changed \
                 from `(name: MediaParameterName, value: MediaParameterValue)` \
                 to `(value: MediaParameterValue, name: MediaParameterName)`",
            ),
            (
                Breaking,
                "numbered-parts-changed",
                "nothing changes",
                "arguments of `CreateCallSiprec::parameter` changed \
                 from `(name: MediaParameterName, value: MediaParameterValue)` \
                 to `(value: MediaParameterValue, name: MediaParameterName)`",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "outgrow the integer",
        replace: &[(
            "minimum: 1\n      maximum: 120\n",
            "minimum: 1\n      maximum: 300\n",
        )],
        changes: &[
            (
                Breaking,
                "type-kind-changed",
                "nothing changes",
                "kind of `MachineDetectionTimeout` changed from `MachineDetectionTimeout`, bounded `u8` to `MachineDetectionTimeout`, bounded `u16`",
            ),
            (
                Compatible,
                "maximum-raised",
                "maximum of `MachineDetectionTimeout` raised from `120` to `300`",
                "`MachineDetectionTimeout::MAX` raised from `120` to `300`",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "shrink into a smaller integer",
        replace: &[(
            "minimum: 0\n      maximum: 600\n",
            "minimum: 0\n      maximum: 200\n",
        )],
        changes: &[
            (
                Breaking,
                "maximum-lowered",
                "maximum of `Timeout` lowered from `600` to `200`",
                "`Timeout::MAX` lowered from `600` to `200`",
            ),
            (
                Breaking,
                "type-kind-changed",
                "nothing changes",
                "kind of `Timeout` changed from `Timeout`, bounded `u16` to `Timeout`, bounded `u8`",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "take the unit away",
        replace: &[(
            "      maximum: 604800\n      x-unit: seconds\n",
            "      maximum: 604800\n",
        )],
        changes: &[(
            Breaking,
            "unit-removed",
            "unit of `TimeLimit` changed from seconds to none",
            "`TimeLimit::as_duration` removed",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "give a number a unit",
        replace: &[(
            "    SequenceNumber:\n      type: string\n      format: uint64\n",
            "    SequenceNumber:\n      type: string\n      format: uint64\n      x-unit: milliseconds\n",
        )],
        changes: &[(
            Compatible,
            "unit-added",
            "unit of `SequenceNumber` changed from none to milliseconds",
            "`SequenceNumber::as_duration` added",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "exchange a unit",
        replace: &[(
            "    QueueTime:\n      type: string\n      format: uint64\n      x-unit: milliseconds",
            "    QueueTime:\n      type: string\n      format: uint64\n      x-unit: seconds",
        )],
        changes: &[(
            Breaking,
            "unit-changed",
            "unit of `QueueTime` changed from milliseconds to seconds",
            "unit of `QueueTime::as_duration` changed from milliseconds to seconds",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "another default of a request",
        replace: &[(
            "maximum: 600\n      default: 60\n",
            "maximum: 600\n      default: 45\n",
        )],
        changes: &[(
            Documentation,
            "parameter-default-changed",
            "default of `Timeout` changed from `60` to `45`",
            "documentation of `CreateCall::timeout` reworded",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "another default of several parameters",
        replace: &[(
            "        - GET\n        - POST\n      default: POST\n",
            "        - GET\n        - POST\n      default: GET\n",
        )],
        changes: &[(
            Documentation,
            "parameter-default-changed",
            "default of `HttpMethod` changed from `POST` to `GET`",
            "documentation of \
             `CreateCall::async_amd_status_callback_method`, `CreateCall::fallback_method`, `CreateCall::method`, \
             `CreateCall::recording_status_callback_method`, `CreateCall::status_callback_method`, \
             `CreateCallRecording::recording_status_callback_method`, `CreateCallSiprec::status_callback_method`, \
             `CreateCallStream::status_callback_method`, `CreateCallTranscription::status_callback_method`, \
             `CreateCallUserDefinedMessageSubscription::method`, `UpdateCall::fallback_method`, `UpdateCall::method`, \
             `UpdateCall::status_callback_method` reworded",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "allow longer text in a request",
        replace: &[("maxLength: 4000\n", "maxLength: 5000\n")],
        changes: &[(
            Compatible,
            "length-widened",
            "maximum length of `Twiml` raised from `4000` to `5000`",
            "`Twiml::MAX_LENGTH` raised from `4000` to `5000`",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "allow shorter text only",
        replace: &[("maxLength: 4000\n", "maxLength: 3000\n")],
        changes: &[(
            Breaking,
            "length-narrowed",
            "maximum length of `Twiml` lowered from `4000` to `3000`",
            "`Twiml::MAX_LENGTH` lowered from `4000` to `3000`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "widen a pattern of a request",
        replace: &[("pattern: '^[0-9#*wWA-D]*$'", "pattern: '^[0-9#*wWA-F]*$'")],
        changes: &[(
            Compatible,
            "pattern-widened",
            "pattern of `SendDigits` widened from `^[0-9#*wWA-D]*$` to `^[0-9#*wWA-F]*$`",
            "`SendDigits::PATTERN` widened from `^[0-9#*wWA-D]*$` to `^[0-9#*wWA-F]*$`",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "narrow a pattern of a request",
        replace: &[("pattern: '^[0-9#*wWA-D]*$'", "pattern: '^[0-9#*w]*$'")],
        changes: &[(
            Breaking,
            "pattern-narrowed",
            "pattern of `SendDigits` narrowed from `^[0-9#*wWA-D]*$` to `^[0-9#*w]*$`",
            "`SendDigits::PATTERN` narrowed from `^[0-9#*wWA-D]*$` to `^[0-9#*w]*$`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "write a pattern in another way",
        replace: &[("pattern: '^[0-9#*wWA-D]*$'", "pattern: '^[0-9#*wWABCD]*$'")],
        changes: &[(
            Compatible,
            "pattern-rewritten",
            "pattern of `SendDigits` rewritten from `^[0-9#*wWA-D]*$` to `^[0-9#*wWABCD]*$`",
            "`SendDigits::PATTERN` rewritten from `^[0-9#*wWA-D]*$` to `^[0-9#*wWABCD]*$`",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "ask for a shortest length",
        replace: &[(
            "`w` and `W`'\n      maxLength: 32",
            "`w` and `W`'\n      minLength: 1\n      maxLength: 32",
        )],
        changes: &[(
            Breaking,
            "length-narrowed",
            "minimum length of `SendDigits` raised from none to `1`",
            "`SendDigits::MIN_LENGTH` added",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "let a secret be seen",
        replace: &[(
            "maxLength: 32\n      x-secret: true",
            "maxLength: 32\n      x-pii: true",
        )],
        changes: &[(
            Breaking,
            "privacy-weakened",
            "nothing changes",
            "kind of `SendDigits` changed from `SendDigits`, a secret (`expose` only) to `SendDigits`, a private string (no `Display`)",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "make private text secret",
        replace: &[(
            "maxLength: 4000\n      x-pii: true",
            "maxLength: 4000\n      x-secret: true",
        )],
        changes: &[(
            Breaking,
            "privacy-strengthened",
            "nothing changes",
            "kind of `Twiml` changed from `Twiml`, a private string (no `Display`) to `Twiml`, a secret (`expose` only)",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "let private text be seen",
        replace: &[("maxLength: 255\n      x-pii: true", "maxLength: 255")],
        changes: &[(
            Breaking,
            "privacy-weakened",
            "nothing changes",
            "kind of `PlainCallerId` changed from `PlainCallerId`, a private string (no `Display`) to `PlainCallerId`, a constrained string",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "make open text of fixed length private",
        replace: &[(
            "    Currency:\n      type: string\n",
            "    Currency:\n      type: string\n      x-pii: true\n",
        )],
        changes: &[(
            Breaking,
            "privacy-strengthened",
            "content of `Currency` changed from a string of fixed length to a constrained string",
            "kind of `Currency` changed from `Currency`, a string of fixed length (`Copy`) to `Currency`, a private string (no `Display`)",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "remove the private mark of a response",
        replace: &[(
            "    Annotation:\n      type: string\n      x-pii: true\n",
            "    Annotation:\n      type: string\n",
        )],
        changes: &[(
            Breaking,
            "privacy-weakened",
            "content of `Annotation` changed from a constrained string to any string",
            "kind of `Annotation` changed from `Annotation`, a private string (no `Display`) to `String`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "narrow a SID",
        replace: &[(
            "pattern: '^AP[0-9a-fA-F]{32}$'",
            "pattern: '^AP[0-9a-f]{32}$'",
        )],
        changes: &[(
            Breaking,
            "pattern-narrowed",
            "pattern of `ApplicationSid` narrowed from `^AP[0-9a-fA-F]{32}$` to `^AP[0-9a-f]{32}$`",
            "`ApplicationSid::PATTERN` narrowed from `^AP[0-9a-fA-F]{32}$` to `^AP[0-9a-f]{32}$`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "widen a SID that responses carry",
        replace: &[(
            "pattern: '^CF[0-9a-fA-F]{32}$'",
            "pattern: '^C[FG][0-9a-fA-F]{32}$'",
        )],
        changes: &[(
            Breaking,
            "pattern-widened-in-responses",
            "pattern of `ConferenceSid` widened from `^CF[0-9a-fA-F]{32}$` to `^C[FG][0-9a-fA-F]{32}$`",
            "`ConferenceSid::PATTERN` widened from `^CF[0-9a-fA-F]{32}$` to `^C[FG][0-9a-fA-F]{32}$`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "widen a SID that only requests carry",
        replace: &[(
            "pattern: '^AP[0-9a-fA-F]{32}$'",
            "pattern: '^A[PQ][0-9a-fA-F]{32}$'",
        )],
        changes: &[(
            Compatible,
            "pattern-widened",
            "pattern of `ApplicationSid` widened from `^AP[0-9a-fA-F]{32}$` to `^A[PQ][0-9a-fA-F]{32}$`",
            "`ApplicationSid::PATTERN` widened from `^AP[0-9a-fA-F]{32}$` to `^A[PQ][0-9a-fA-F]{32}$`",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "let a SID vary in length",
        replace: &[(
            "pattern: '^BY[0-9a-fA-F]{32}$'",
            "pattern: '^BY[0-9a-fA-F]{30,32}$'",
        )],
        changes: &[
            (
                Breaking,
                "type-kind-changed",
                "content of `ByocTrunkSid` changed from a string of fixed length to a constrained string",
                "kind of `ByocTrunkSid` changed from `ByocTrunkSid`, a string of fixed length (`Copy`) to `ByocTrunkSid`, a constrained string",
            ),
            (
                Compatible,
                "pattern-widened",
                "pattern of `ByocTrunkSid` widened from `^BY[0-9a-fA-F]{32}$` to `^BY[0-9a-fA-F]{30,32}$`",
                "`ByocTrunkSid::PATTERN` widened from `^BY[0-9a-fA-F]{32}$` to `^BY[0-9a-fA-F]{30,32}$`",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "give plain text of a response a pattern",
        replace: &[(
            "    ApiVersion:\n      type: string\n",
            "    ApiVersion:\n      type: string\n      pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'\n",
        )],
        changes: &[
            (
                Breaking,
                "type-kind-changed",
                "content of `ApiVersion` changed from any string to a string of fixed length",
                "kind of `ApiVersion` changed from `String` to `ApiVersion`, a string of fixed length (`Copy`)",
            ),
            (
                Breaking,
                "pattern-narrowed",
                "pattern of `ApiVersion` narrowed from none to `^[0-9]{4}-[0-9]{2}-[0-9]{2}$`",
                "`ApiVersion::PATTERN` added",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "take the pattern of a SID away",
        replace: &[(
            "    ConferenceSid:\n      type: string\n      pattern: '^CF[0-9a-fA-F]{32}$'\n      x-expected: '`CF` and 32 hexadecimal digits'\n",
            "    ConferenceSid:\n      type: string\n",
        )],
        changes: &[
            (
                Breaking,
                "type-kind-changed",
                "content of `ConferenceSid` changed from a string of fixed length to any string",
                "kind of `ConferenceSid` changed from `ConferenceSid`, a string of fixed length (`Copy`) to `String`",
            ),
            (
                Breaking,
                "pattern-widened-in-responses",
                "pattern of `ConferenceSid` widened from `^CF[0-9a-fA-F]{32}$` to none",
                "`ConferenceSid::PATTERN` removed",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "add a value to a closed enum",
        replace: &[
            (
                "        - Enable\n        - DetectMessageEnd\n",
                "        - Enable\n        - DetectMessageEnd\n        - Thorough\n",
            ),
            (
                "        DetectMessageEnd: When a machine",
                "        Thorough: Take all the time.\n        DetectMessageEnd: When a machine",
            ),
        ],
        changes: &[(
            Compatible,
            "enum-value-added",
            "value `Thorough` added to `MachineDetection`",
            "`MachineDetection::Thorough` added",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "insert a value into a closed enum",
        replace: &[
            (
                "        - GET\n        - POST\n",
                "        - GET\n        - PUT\n        - POST\n",
            ),
            (
                "        POST: Parameters travel as",
                "        PUT: Parameters replace the resource.\n        POST: Parameters travel as",
            ),
        ],
        changes: &[(
            Breaking,
            "enum-value-inserted",
            "value `PUT` added to `HttpMethod`",
            "`HttpMethod::Put` added",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "add a value to an open enum",
        replace: &[
            (
                "        - inbound\n        - outbound-api\n",
                "        - inbound\n        - outbound-flow\n        - outbound-api\n",
            ),
            (
                "        inbound: Somebody called the account.\n",
                "        inbound: Somebody called the account.\n        outbound-flow: A flow made the call.\n",
            ),
        ],
        changes: &[(
            Compatible,
            "enum-value-added",
            "value `outbound-flow` added to `CallDirection`",
            "`CallDirection::OutboundFlow` added",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "remove a value of an open enum",
        replace: &[
            ("        - trunking-originating\n", ""),
            (
                "        trunking-originating: Elastic SIP trunking carried the call from the phone network to the account's equipment.\n",
                "",
            ),
        ],
        changes: &[(
            Breaking,
            "enum-value-removed",
            "value `trunking-originating` removed from `CallDirection`",
            "`CallDirection::TrunkingOriginating` removed",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "remove a value of a closed enum",
        replace: &[
            (
                "      enum:\n        - trim-silence\n        - do-not-trim\n",
                "      enum:\n        - trim-silence\n",
            ),
            (
                "        do-not-trim: Keep the recording as long as it was.\n",
                "",
            ),
            (
                "                  Trim: do-not-trim\n",
                "                  Trim: trim-silence\n",
            ),
        ],
        changes: &[
            (
                Breaking,
                "enum-value-removed",
                "value `do-not-trim` removed from `Trim`",
                "`Trim::DoNotTrim` removed",
            ),
            (
                Documentation,
                "documentation-changed",
                "examples of the request of createCall, the request of createCallRecording changed",
                "nothing changes",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "exchange two values of an enum",
        replace: &[(
            "        - mono\n        - dual\n",
            "        - dual\n        - mono\n",
        )],
        changes: &[(
            Breaking,
            "enum-values-reordered",
            "nothing changes",
            "order of the values of `RecordingChannels` changed from `mono`, `dual` to `dual`, `mono`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "describe a value in other words",
        replace: &[(
            "mono: Both sides are mixed into one channel.",
            "mono: Both sides share one channel.",
        )],
        changes: &[(
            Documentation,
            "enum-value-description-changed",
            "description of value `mono` of `RecordingChannels` reworded",
            "documentation of `RecordingChannels::Mono` reworded",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "let a response carry a closed enum",
        replace: &[
            (
                "        source:\n          description: What started the recording.\n",
                "        trim:\n          description: How the recording was trimmed.\n          nullable: true\n          allOf:\n            - $ref: '#/components/schemas/Trim'\n        source:\n          description: What started the recording.\n",
            ),
            (
                "                        source: ",
                "                        trim: null\n                        source: ",
            ),
            (
                "\n                    source: ",
                "\n                    trim: null\n                    source: ",
            ),
        ],
        changes: &[
            (
                Breaking,
                "enum-opened",
                "use of `Trim` changed from only sent to received",
                "kind of `Trim` changed from `Trim`, a closed enum (`Copy`) to `Trim`, an open enum (with `Unrecognized`)",
            ),
            (
                Compatible,
                "property-added",
                "property `trim` added to Recording",
                "`Recording::trim` added",
            ),
            (
                Documentation,
                "documentation-changed",
                "examples of the response of createCallRecording, the response of fetchCallRecording, the response of listCallRecordings, the response of updateCallRecording changed",
                "nothing changes",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "add a choice to a union",
        replace: &[(
            "        - $ref: '#/components/schemas/ClientIdentifier'\n        - $ref: '#/components/schemas/PlainCallerId'\n      example",
            "        - $ref: '#/components/schemas/ClientIdentifier'\n        - $ref: '#/components/schemas/SimAddress'\n        - $ref: '#/components/schemas/PlainCallerId'\n      example",
        )],
        changes: &[(
            Compatible,
            "union-member-added",
            "member `SimAddress` added to `CallerId`",
            "`CallerId::SimAddress` added",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "remove a choice of a union",
        replace: &[(
            "        - $ref: '#/components/schemas/ClientIdentifier'\n        - $ref: '#/components/schemas/SimAddress'\n      example: '+15550001111'",
            "        - $ref: '#/components/schemas/ClientIdentifier'\n      example: '+15550001111'",
        )],
        changes: &[(
            Breaking,
            "union-member-removed",
            "member `SimAddress` removed from `Endpoint`",
            "`Endpoint::SimAddress` removed",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "add an optional form parameter",
        replace: &[(
            "        # The instructions.\n        Url:",
            "        # The instructions.\n        TestTone:\n          description: The tone to play.\n          allOf:\n            - $ref: '#/components/schemas/HttpUrl'\n        Url:",
        )],
        changes: &[(
            Compatible,
            "parameter-added",
            "form parameter `TestTone` added to createCall",
            "`CreateCall::test_tone` added",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "add a required form parameter",
        replace: &[
            (
                "        - To\n        - From\n      properties:",
                "        - To\n        - From\n        - Purpose\n      properties:",
            ),
            (
                "        # The instructions.\n        Url:",
                "        # The instructions.\n        Purpose:\n          description: What the call is for.\n          allOf:\n            - $ref: '#/components/schemas/CallReason'\n        Url:",
            ),
            (
                "                  From: '+15550002222'\n                  Twiml:",
                "                  From: '+15550002222'\n                  Purpose: test\n                  Twiml:",
            ),
            (
                "                  From: '+15550002222'\n                  Url: https://example.com/voice/greeting.xml",
                "                  From: '+15550002222'\n                  Purpose: test\n                  Url: https://example.com/voice/greeting.xml",
            ),
            (
                "                  From: '+15550002222'\n                  Url: https://example.com/voice/reminder.xml",
                "                  From: '+15550002222'\n                  Purpose: test\n                  Url: https://example.com/voice/reminder.xml",
            ),
            (
                "                  From: Reception\n",
                "                  From: Reception\n                  Purpose: test\n",
            ),
            (
                "                  From: '+15550003333'\n",
                "                  From: '+15550003333'\n                  Purpose: test\n",
            ),
        ],
        changes: &[
            (
                Breaking,
                "required-parameter-added",
                "required form parameter `Purpose` added to createCall",
                "arguments of `Client::create_call` changed from `(to: Endpoint, from: CallerId)` to `(to: Endpoint, from: CallerId, purpose: CallReason)`",
            ),
            (
                Documentation,
                "documentation-changed",
                "examples of the request of createCall changed",
                "nothing changes",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "let a required form parameter be left out",
        replace: &[
            (
                "      required:\n        - To\n        - From\n      properties:",
                "      required:\n        - To\n      properties:",
            ),
            (
                "          - To\n          - From\n        created",
                "          - To\n        created",
            ),
        ],
        changes: &[
            (
                Breaking,
                "reconciler-arguments-changed",
                "nothing changes",
                "arguments of `Client::reconcile_call` changed from `to`, `from` to `to`",
            ),
            (
                Breaking,
                "parameter-became-optional",
                "form parameter `From` of createCall changed from required to optional",
                "arguments of `Client::create_call` changed from `(to: Endpoint, from: CallerId)` to `(to: Endpoint)`",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "exchange two arguments",
        replace: &[(
            "        - To\n        - From\n      properties:",
            "        - From\n        - To\n      properties:",
        )],
        changes: &[
            (
                Breaking,
                "required-arguments-reordered",
                "nothing changes",
                "arguments of `Client::create_call` changed from `(to: Endpoint, from: CallerId)` to `(from: CallerId, to: Endpoint)`",
            ),
            (
                Breaking,
                "reconciler-arguments-changed",
                "nothing changes",
                "arguments of `Client::reconcile_call` changed from `to`, `from` to `from`, `to`",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "remove a form parameter",
        replace: &[
            (
                "        CallReason:\n          description: |-\n            Why the call is made, shown on the called party's phone.\n\n            Part of branded calls, which are in beta and need a registration.\n          allOf:\n            - $ref: '#/components/schemas/CallReason'\n",
                "",
            ),
            (
                "                  CallReason: Confirming your reservation\n",
                "",
            ),
            (
                "    CallReason:\n      type: string\n      pattern: '^[^\\x00-\\x1F\\x7F]*$'\n      x-expected: a reason on one line, without control characters\n      maxLength: 1024\n      x-pii: true\n      description: |-\n        The reason for the call, shown on the called party's display.\n\n        Displays are small; the limit here only catches mistakes.\n      example: Confirming your reservation\n",
                "",
            ),
        ],
        changes: &[
            (
                Breaking,
                "parameter-removed",
                "form parameter `CallReason` removed from createCall",
                "`CreateCall::call_reason`, the type `CallReason` removed",
            ),
            (
                Documentation,
                "documentation-changed",
                "examples of the request of createCall changed",
                "nothing changes",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "rename a form parameter",
        replace: &[
            (
                "        CallReason:\n          description: |-\n            Why",
                "        CallPurpose:\n          description: |-\n            Why",
            ),
            (
                "                  CallReason: Confirming",
                "                  CallPurpose: Confirming",
            ),
        ],
        changes: &[
            (
                Breaking,
                "parameter-renamed",
                "form parameter of createCall renamed from `CallReason` to `CallPurpose`",
                "a setter renamed from `CreateCall::call_reason` to `CreateCall::call_purpose`",
            ),
            (
                Documentation,
                "documentation-changed",
                "examples of the request of createCall changed",
                "nothing changes",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "rename a form parameter that a rule names",
        replace: &[
            (
                "        MachineDetectionSilenceTimeout:\n",
                "        MachineDetectionQuietTimeout:\n",
            ),
            (
                "parameter: MachineDetectionSilenceTimeout\n",
                "parameter: MachineDetectionQuietTimeout\n",
            ),
            (
                "MachineDetectionSilenceTimeout: 4000",
                "MachineDetectionQuietTimeout: 4000",
            ),
        ],
        changes: &[
            (
                Breaking,
                "parameter-renamed",
                "form parameter of createCall renamed from `MachineDetectionSilenceTimeout` to `MachineDetectionQuietTimeout`",
                "a setter renamed from `CreateCall::machine_detection_silence_timeout` to `CreateCall::machine_detection_quiet_timeout`",
            ),
            (
                Documentation,
                "documentation-changed",
                "examples of the request of createCall changed",
                "nothing changes",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "deprecate a form parameter",
        replace: &[(
            "        ClientNotificationUrl:\n          description: |-",
            "        ClientNotificationUrl:\n          deprecated: true\n          description: |-",
        )],
        changes: &[(
            Compatible,
            "parameter-deprecated",
            "form parameter `ClientNotificationUrl` of createCall changed from not deprecated to deprecated",
            "`CreateCall::client_notification_url` changed from not deprecated to deprecated",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "give a form parameter another type",
        replace: &[
            (
                "        FallbackMethod:\n          description: |-\n            The HTTP method for `FallbackUrl`.\n\n            Ignored when `ApplicationSid` is set.\n          allOf:\n            - $ref: '#/components/schemas/HttpMethod'",
                "        FallbackMethod:\n          description: |-\n            The HTTP method for `FallbackUrl`.\n\n            Ignored when `ApplicationSid` is set.\n          allOf:\n            - $ref: '#/components/schemas/HttpUrl'",
            ),
            ("                  FallbackMethod: GET\n", ""),
        ],
        changes: &[
            (
                Breaking,
                "parameter-type-changed",
                "content of form parameter `FallbackMethod` of createCall changed from `HttpMethod` to `HttpUrl`",
                "argument of `CreateCall::fallback_method` changed from `HttpMethod` to `HttpUrl`",
            ),
            (
                Documentation,
                "documentation-changed",
                "examples of the request of createCall, the request of updateCall changed",
                "nothing changes",
            ),
            (
                Documentation,
                "parameter-default-changed",
                "default of form parameter `FallbackMethod` of createCall changed from `POST` to none",
                "documentation of `CreateCall::fallback_method` reworded",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "make a list of a form parameter",
        replace: &[
            (
                "        RecordingTrack:\n          description: |-\n            Which side to record.\n          allOf:\n            - $ref: '#/components/schemas/RecordingTrack'",
                "        RecordingTrack:\n          description: |-\n            Which side to record.\n          type: array\n          items:\n            $ref: '#/components/schemas/RecordingTrack'",
            ),
            (
                "                  RecordingTrack: both\n                  Trim",
                "                  RecordingTrack:\n                    - both\n                  Trim",
            ),
        ],
        changes: &[
            (
                Breaking,
                "parameter-type-changed",
                "content of form parameter `RecordingTrack` of createCall changed from `RecordingTrack` to an array of `RecordingTrack`",
                "argument of `CreateCall::recording_track` changed from `RecordingTrack` to `[RecordingTrack]`",
            ),
            (
                Documentation,
                "documentation-changed",
                "examples of the request of createCall changed",
                "nothing changes",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "describe a form parameter in other words",
        replace: &[(
            "            Whether both sides share a channel of the recording.",
            "            Whether both sides share one channel of the recording.",
        )],
        changes: &[(
            Documentation,
            "parameter-description-changed",
            "description of form parameter `RecordingChannels` of createCall reworded",
            "documentation of `CreateCall::recording_channels` reworded",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "another default of a form parameter",
        replace: &[(
            "until the detection is done.\n          type: boolean\n          default: false",
            "until the detection is done.\n          type: boolean\n          default: true",
        )],
        changes: &[(
            Documentation,
            "parameter-default-changed",
            "default of form parameter `AsyncAmd` of createCall changed from `false` to `true`",
            "documentation of `CreateCall::async_amd` reworded",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "add a query parameter",
        replace: &[
            (
                "    ParentCallSid:\n      name: ParentCallSid\n",
                "    GroupSid:\n      name: GroupSid\n      in: query\n      description: Only calls of this group.\n      schema:\n        $ref: '#/components/schemas/GroupSid'\n    ParentCallSid:\n      name: ParentCallSid\n",
            ),
            (
                "        - $ref: '#/components/parameters/ParentCallSid'\n",
                "        - $ref: '#/components/parameters/ParentCallSid'\n        - $ref: '#/components/parameters/GroupSid'\n",
            ),
        ],
        changes: &[(
            Compatible,
            "parameter-added",
            "query parameter `GroupSid` added to listCalls, listCallsCsv",
            "`ListCalls::group_sid` added",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "add a parameter in a header",
        replace: &[(
            "      operationId: updateCall\n",
            "      operationId: updateCall\n      parameters:\n        - name: If-Match\n          in: header\n          description: The version that is changed.\n          schema:\n            $ref: '#/components/schemas/PageToken'\n",
        )],
        changes: &[(
            Compatible,
            "parameter-added",
            "header parameter `If-Match` added to updateCall",
            "`UpdateCall::if_match` added",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "remove a query parameter",
        replace: &[
            (
                "        - $ref: '#/components/parameters/EndTimeAfter'\n",
                "",
            ),
            (
                "    EndTimeAfter:\n      name: 'EndTime>'\n      in: query\n      description: Only calls that ended on this day (UTC) or later.\n      schema:\n        $ref: '#/components/schemas/DateOrTime'\n",
                "",
            ),
        ],
        changes: &[(
            Breaking,
            "parameter-removed",
            "query parameter `EndTime>` removed from listCalls, listCallsCsv",
            "`ListCalls::end_time_after` removed",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "deprecate a query parameter",
        replace: &[(
            "    PageToken:\n      name: PageToken\n      in: query\n",
            "    PageToken:\n      name: PageToken\n      in: query\n      deprecated: true\n",
        )],
        changes: &[(
            Compatible,
            "parameter-deprecated",
            "query parameter `PageToken` of listCallEvents, listCallNotifications, listCallRecordings, listCalls, listCallsCsv changed from not deprecated to deprecated",
            "`ListCallEvents::page_token`, `ListCallNotifications::page_token`, `ListCallRecordings::page_token`, `ListCalls::page_token` changed from not deprecated to deprecated",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "take a deprecation back",
        replace: &[(
            "      in: query\n      deprecated: true\n",
            "      in: query\n",
        )],
        changes: &[(
            Compatible,
            "parameter-undeprecated",
            "query parameter `Page` of listCallEvents, listCallNotifications, listCallRecordings, listCalls, listCallsCsv changed from deprecated to not deprecated",
            "`ListCallEvents::page`, `ListCallNotifications::page`, `ListCallRecordings::page`, `ListCalls::page` changed from deprecated to not deprecated",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "widen what a filter takes",
        replace: &[(
            "    To:\n      name: To\n      in: query\n      description: Only calls to this phone number, SIP address, client or SIM.\n      schema:\n        $ref: '#/components/schemas/Endpoint'",
            "    To:\n      name: To\n      in: query\n      description: Only calls to this phone number, SIP address, client or SIM.\n      schema:\n        $ref: '#/components/schemas/CallerFilter'",
        )],
        changes: &[(
            Breaking,
            "parameter-type-changed",
            "content of query parameter `To` of listCalls, listCallsCsv changed from `Endpoint` to `CallerFilter`",
            "argument of `ListCalls::to` changed from `Endpoint` to `CallerFilter`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "take a union where a member was taken",
        replace: &[(
            "        SipAuthUsername:\n          description: The user name, when the SIP address in `To` asks for authentication.\n          allOf:\n            - $ref: '#/components/schemas/SipAuthUsername'",
            "        SipAuthUsername:\n          description: The user name, when the SIP address in `To` asks for authentication.\n          allOf:\n            - $ref: '#/components/schemas/CallerId'",
        )],
        changes: &[(
            Breaking,
            "parameter-type-changed",
            "content of form parameter `SipAuthUsername` of createCall changed from `SipAuthUsername` to `CallerId`",
            "argument of `CreateCall::sip_auth_username` changed from `SipAuthUsername` to `CallerId`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "describe a query parameter in other words",
        replace: &[(
            "      description: Only calls that have this status now.\n",
            "      description: Only calls with this status.\n",
        )],
        changes: &[(
            Documentation,
            "parameter-description-changed",
            "description of query parameter `Status` of listCalls, listCallsCsv reworded",
            "documentation of `ListCalls::status` reworded",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "rename the component of a parameter",
        replace: &[
            (
                "    ParentCallSid:\n      name: ParentCallSid",
                "    OfParent:\n      name: ParentCallSid",
            ),
            (
                "#/components/parameters/ParentCallSid'",
                "#/components/parameters/OfParent'",
            ),
        ],
        changes: &[],
        before_one: "none",
        after_one: "none",
    },
    Edit {
        name: "add a property to a response",
        replace: &[
            (
                "        trunk_sid:\n          description",
                "        region:\n          description: Where the call was handled.\n          nullable: true\n          allOf:\n            - $ref: '#/components/schemas/ApiVersion'\n        trunk_sid:\n          description",
            ),
            (
                "\n                    queue_time: '",
                "\n                    region: null\n                    queue_time: '",
            ),
            (
                "\n                        queue_time: '",
                "\n                        region: null\n                        queue_time: '",
            ),
        ],
        changes: &[
            (
                Compatible,
                "property-added",
                "property `region` added to Call",
                "`Call::region`, `CallRow::region` added",
            ),
            (
                Documentation,
                "documentation-changed",
                "examples of the response of createCall, the response of fetchCall, the response of listCalls, the response of updateCall changed",
                "nothing changes",
            ),
        ],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "remove a property of a response",
        replace: &[
            (
                "        start_time:\n          description: When the recording began.\n          nullable: true\n          allOf:\n            - $ref: '#/components/schemas/Timestamp'\n",
                "",
            ),
            (
                "                        start_time: Wed, 10 Jun 2026 18:44:15 +0000\n                        duration: '62'\n",
                "                        duration: '62'\n",
            ),
            (
                "                        start_time: Wed, 10 Jun 2026 18:46:02 +0000\n",
                "",
            ),
            (
                "\n                    start_time: Wed, 10 Jun 2026 18:44:15 +0000\n                    duration: '62'",
                "\n                    duration: '62'",
            ),
            (
                "\n                    start_time: Wed, 10 Jun 2026 18:46:02 +0000",
                "",
            ),
        ],
        changes: &[
            (
                Breaking,
                "property-removed",
                "property `start_time` removed from Recording",
                "`Recording::start_time` removed",
            ),
            (
                Documentation,
                "documentation-changed",
                "examples of the response of createCallRecording, the response of fetchCallRecording, the response of listCallRecordings, the response of updateCallRecording changed",
                "nothing changes",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "deprecate a property",
        replace: &[(
            "        start_time:\n          description: When the recording began.\n",
            "        start_time:\n          deprecated: true\n          description: When the recording began.\n",
        )],
        changes: &[(
            Compatible,
            "property-deprecated",
            "property `start_time` of Recording changed from not deprecated to deprecated",
            "`Recording::start_time` changed from not deprecated to deprecated",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "promise a property",
        replace: &[
            (
                "      required:\n        - sid\n        - status\n      properties:\n        sid:\n          description: The identifier of the recording.",
                "      required:\n        - sid\n        - status\n        - source\n      properties:\n        sid:\n          description: The identifier of the recording.",
            ),
            (
                "        source:\n          description: What started the recording.\n          nullable: true\n",
                "        source:\n          description: What started the recording.\n",
            ),
        ],
        changes: &[(
            Breaking,
            "property-became-required",
            "property `source` of Recording changed from \"present, null or missing\" to \"always present\"",
            "type of `Recording::source` changed from `Option<RecordingSource>` to `RecordingSource`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "take a promise back",
        replace: &[(
            "      required:\n        - sid\n        - status\n      properties:\n        sid:\n          description: The identifier of the recording.",
            "      required:\n        - sid\n      properties:\n        sid:\n          description: The identifier of the recording.",
        )],
        changes: &[(
            Breaking,
            "property-became-optional",
            "property `status` of Recording changed from \"always present\" to \"present or missing\"",
            "type of `Recording::status` changed from `RecordingStatus` to `Option<RecordingStatus>`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "let a property be missing but never null",
        replace: &[(
            "        call_sid:\n          description: The call that was recorded; the parent, where there are two legs.\n          nullable: true\n",
            "        call_sid:\n          description: The call that was recorded; the parent, where there are two legs.\n",
        )],
        changes: &[(
            Compatible,
            "property-absence-changed",
            "property `call_sid` of Recording changed from \"present, null or missing\" to \"present or missing\"",
            "nothing changes",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "give a property another type",
        replace: &[(
            "        channels:\n          description: How many channels the recording has.\n          nullable: true\n          allOf:\n            - $ref: '#/components/schemas/ChannelCount'",
            "        channels:\n          description: How many channels the recording has.\n          nullable: true\n          allOf:\n            - $ref: '#/components/schemas/Count'",
        )],
        changes: &[(
            Breaking,
            "property-type-changed",
            "content of property `channels` of Recording changed from `ChannelCount` to `Count`",
            "type of `Recording::channels` changed from `Option<u32>` to `Option<u64>`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "give the values of a map another type",
        replace: &[
            (
                "      additionalProperties:\n        $ref: '#/components/schemas/LoggedParameter'\n",
                "      additionalProperties:\n        $ref: '#/components/schemas/LoggedVariables'\n",
            ),
            (
                "          description: The parameters of the request that failed.\n          nullable: true\n          allOf:\n            - $ref: '#/components/schemas/LoggedVariables'",
                "          description: The parameters of the request that failed.\n          nullable: true\n          allOf:\n            - $ref: '#/components/schemas/LoggedParameter'",
            ),
        ],
        changes: &[
            (
                Breaking,
                "type-kind-changed",
                "content of `LoggedParameters` changed from an object of `LoggedParameter` to an object of `LoggedVariables`",
                "kind of `LoggedParameters` changed from `BTreeMap<String, LoggedParameter>` to `BTreeMap<String, LoggedVariables>`",
            ),
            (
                Breaking,
                "property-type-changed",
                "content of property `request_variables` of CallNotificationDetails changed from `LoggedVariables` to `LoggedParameter`",
                "type of `CallNotificationDetails::request_variables` changed from `Option<LoggedVariables>` to `Option<LoggedParameter>`",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "name a variant otherwise",
        replace: &[("        '0': error\n", "        '0': failure\n")],
        changes: &[(
            Breaking,
            "enum-variant-renamed",
            "nothing changes",
            "a variant renamed from `NotificationLevel::Error` to `NotificationLevel::Failure`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "name the same type otherwise",
        replace: &[
            (
                "        error_code:\n          description: Why the recording is absent, if it is.\n          nullable: true\n          allOf:\n            - $ref: '#/components/schemas/RecordingErrorCode'",
                "        error_code:\n          description: Why the recording is absent, if it is.\n          nullable: true\n          allOf:\n            - $ref: '#/components/schemas/ResponseErrorCode'",
            ),
            (
                "    RecordingErrorCode:\n      type: integer\n      format: int32\n      minimum: 0\n      description: Twilio's error code for why a recording is missing.\n      example: 16101\n",
                "",
            ),
        ],
        changes: &[(
            Documentation,
            "property-component-changed",
            "content of property `error_code` of Recording changed from `RecordingErrorCode` to `ResponseErrorCode`",
            "nothing changes",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "widen an integer in a response",
        replace: &[(
            "    ChannelCount:\n      type: integer\n      format: int32",
            "    ChannelCount:\n      type: integer\n      format: int64",
        )],
        changes: &[
            (
                Breaking,
                "maximum-raised-in-responses",
                "maximum of `ChannelCount` raised from `2147483647` to `9223372036854775807`",
                "nothing changes",
            ),
            (
                Breaking,
                "type-kind-changed",
                "nothing changes",
                "kind of `ChannelCount` changed from `u32` to `u64`",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "bound an integer in a response",
        replace: &[(
            "    ChannelCount:\n      type: integer\n      format: int32\n      minimum: 0\n",
            "    ChannelCount:\n      type: integer\n      format: int32\n      minimum: 0\n      maximum: 2\n",
        )],
        changes: &[
            (
                Breaking,
                "maximum-lowered",
                "maximum of `ChannelCount` lowered from `2147483647` to `2`",
                "nothing changes",
            ),
            (
                Breaking,
                "type-kind-changed",
                "nothing changes",
                "kind of `ChannelCount` changed from `u32` to `ChannelCount`, bounded `u8`",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "let a duration be negative",
        replace: &[(
            "    SipResponseCode:\n      type: string\n      format: uint64",
            "    SipResponseCode:\n      type: string\n      format: int64",
        )],
        changes: &[(
            Breaking,
            "type-kind-changed",
            "content of `SipResponseCode` changed from an integer as a string to a signed integer as a string",
            "kind of `SipResponseCode` changed from `SipResponseCode`, `u64` as a string to `SipResponseCode`, `i64` as a string",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "describe a property in other words",
        replace: &[(
            "          description: What the recording cost, in `price_unit`.",
            "          description: The price of the recording, in `price_unit`.",
        )],
        changes: &[(
            Documentation,
            "property-description-changed",
            "description of property `price` of Recording reworded",
            "documentation of `Recording::price` reworded",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "add a subresource",
        replace: &[
            (
                "        siprec:\n",
                "        insights:\n          description: The insights of the call.\n          allOf:\n            - $ref: '#/components/schemas/ResourceUri'\n        siprec:\n",
            ),
            (
                "\n                      siprec: ",
                "\n                      insights: /insights.json\n                      siprec: ",
            ),
            (
                "\n                          siprec: ",
                "\n                          insights: /insights.json\n                          siprec: ",
            ),
        ],
        changes: &[
            (
                Compatible,
                "property-added",
                "property `insights` added to SubresourceUris",
                "`SubresourceUris::insights` added",
            ),
            (
                Documentation,
                "documentation-changed",
                "examples of the response of createCall, the response of fetchCall, the response of listCalls, the response of updateCall changed",
                "nothing changes",
            ),
        ],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "add a parameter to a callback",
        replace: &[(
            "        SequenceNumber:\n          description: The position",
            "        StirVerstat:\n          description: How far the caller is attested.\n          allOf:\n            - $ref: '#/components/schemas/ApiVersion'\n        SequenceNumber:\n          description: The position",
        )],
        changes: &[(
            Compatible,
            "property-added",
            "callback parameter `StirVerstat` added to CallStatusCallback",
            "`CallStatusCallback::stir_verstat` added",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "remove a parameter of a callback",
        replace: &[
            (
                "        ForwardedFrom:\n          description: |-\n            The number that the call was forwarded from.\n\n            Carriers decide whether they pass it on; some send it with direct calls as well.\n          allOf:\n            - $ref: '#/components/schemas/Party'\n",
                "",
            ),
            (
                "                          ForwardedFrom: '+15550004444'\n",
                "",
            ),
        ],
        changes: &[
            (
                Breaking,
                "property-removed",
                "callback parameter `ForwardedFrom` removed from CallStatusCallback",
                "`CallStatusCallback::forwarded_from` removed",
            ),
            (
                Documentation,
                "documentation-changed",
                "examples of the callback `statusCallback` of createCall changed",
                "nothing changes",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "promise a parameter of a callback",
        replace: &[(
            "        - AccountSid\n        - CallStatus\n",
            "        - AccountSid\n        - CallStatus\n        - From\n",
        )],
        changes: &[(
            Breaking,
            "property-became-required",
            "callback parameter `From` of CallStatusCallback changed from \"present or missing\" to \"always present\"",
            "type of `CallStatusCallback::from` changed from `Option<Party>` to `Party`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "describe a callback in other words",
        replace: &[(
            "        A report about the first steps lacks everything that only the end can tell.",
            "        A report about the first steps lacks what only the end can tell.",
        )],
        changes: &[(
            Documentation,
            "type-description-changed",
            "description of `CallStatusCallback` reworded",
            "documentation of `CallStatusCallback` reworded",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "rename an operation",
        replace: &[("operationId: deleteCall\n", "operationId: removeCall\n")],
        changes: &[(
            Breaking,
            "operation-renamed",
            "nothing changes",
            "a method and its request renamed from `Client::delete_call`, `DeleteCall` to `Client::remove_call`, `RemoveCall`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "deprecate an operation",
        replace: &[(
            "      operationId: deleteCall\n",
            "      operationId: deleteCall\n      deprecated: true\n",
        )],
        changes: &[(
            Compatible,
            "operation-deprecated",
            "deleteCall changed from not deprecated to deprecated",
            "`Client::delete_call` changed from not deprecated to deprecated",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "describe an operation in other words",
        replace: &[("summary: Place an outbound call.", "summary: Place a call.")],
        changes: &[(
            Documentation,
            "operation-description-changed",
            "description of createCall reworded",
            "documentation of `Client::create_call` reworded",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "rename a resource with its operations and types",
        replace: &[
            ("/Streams.json:\n", "/MediaStreams.json:\n"),
            ("/Streams/{Sid}.json:\n", "/MediaStreams/{Sid}.json:\n"),
            (
                "operationId: createCallStream\n",
                "operationId: createCallMediaStream\n",
            ),
            (
                "operationId: updateCallStream\n",
                "operationId: updateCallMediaStream\n",
            ),
            ("schemas/CallStream'", "schemas/CallMediaStream'"),
            ("\n    CallStream:\n", "\n    CallMediaStream:\n"),
        ],
        changes: &[(
            Breaking,
            "resource-renamed",
            "a resource renamed from `Streams` (createCallStream, updateCallStream) \
             to `MediaStreams` (createCallMediaStream, updateCallMediaStream)",
            "methods and types renamed \
             from `Client::create_call_stream`, `CreateCallStream`, `Client::update_call_stream`, `UpdateCallStream`, `CallStream` \
             to `Client::create_call_media_stream`, `CreateCallMediaStream`, `Client::update_call_media_stream`, `UpdateCallMediaStream`, `CallMediaStream`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "require a parameter of a new type",
        replace: &[
            (
                "      operationId: deleteCall\n",
                "      operationId: deleteCall\n      parameters:\n        - name: Purpose\n          in: query\n          required: true\n          description: Why the call is deleted.\n          schema:\n            $ref: '#/components/schemas/DeletionPurpose'\n",
            ),
            (
                "    CallReason:\n      type",
                "    DeletionPurpose:\n      type: string\n      description: Why a call is deleted.\n      pattern: '^[a-z]+$'\n      maxLength: 20\n      example: privacy\n    CallReason:\n      type",
            ),
        ],
        changes: &[(
            Breaking,
            "required-parameter-added",
            "required query parameter `Purpose` added to deleteCall",
            "arguments of `Client::delete_call`, and with them the type `DeletionPurpose`, changed \
             from `(sid: CallSid)` to `(sid: CallSid, purpose: DeletionPurpose)`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "move a resource",
        replace: &[(
            "  /2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Recordings.json:",
            "  /2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/AllRecordings.json:",
        )],
        changes: &[(
            Breaking,
            "operation-moved",
            "path of createCallRecording, listCallRecordings changed from `/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Recordings.json` to `/2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/AllRecordings.json`",
            "nothing changes",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "another success status",
        replace: &[(
            "        '201':\n          description: The call was accepted",
            "        '200':\n          description: The call was accepted",
        )],
        changes: &[(
            Compatible,
            "success-status-changed",
            "success status of createCall changed from 201 to 200",
            "nothing changes",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "change the format of audio",
        replace: &[("audio/x-wav:\n", "audio/wav:\n")],
        changes: &[(
            Breaking,
            "response-media-type-changed",
            "media type of the response of fetchRecordingWav changed from `audio/x-wav` to `audio/wav`",
            "nothing changes",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "return a component in place of audio",
        replace: &[(
            "            audio/mpeg:\n              schema:\n                type: string\n                format: binary\n",
            "            application/json:\n              schema:\n                $ref: '#/components/schemas/ErrorBody'\n              examples:\n                gone:\n                  summary: Gone.\n                  value:\n                    code: null\n                    message: null\n                    more_info: null\n                    status: null\n                    detail: null\n                    details: null\n",
        )],
        changes: &[(
            Breaking,
            "response-type-changed",
            "response of fetchRecordingMp3 changed from bytes of `audio/mpeg` to `ErrorBody`",
            "response of `Client::fetch_recording_mp3` changed from `Download` to `ErrorBody`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "add a rule between parameters",
        replace: &[(
            "      minProperties: 1\n      x-rules:\n",
            "      minProperties: 1\n      x-rules:\n        - parameter: FallbackUrl\n          requires: Url\n          reason: the fallback is that of new instructions\n",
        )],
        changes: &[(
            Breaking,
            "parameter-rule-added",
            "rule that `FallbackUrl` needs `Url` added to updateCall",
            "check that `FallbackUrl` needs `Url` added to `UpdateCall::send`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "tell of a parameter without effect",
        replace: &[(
            "      minProperties: 1\n      x-rules:\n",
            "      minProperties: 1\n      x-rules:\n        - parameter: FallbackUrl\n          expects: Url\n          reason: the fallback is that of new instructions\n",
        )],
        changes: &[(
            Compatible,
            "parameter-warning-added",
            "rule that `FallbackUrl` has no effect without `Url` added to updateCall",
            "check that `FallbackUrl` has no effect without `Url` added to `UpdateCall::warnings`",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "require one of several parameters",
        replace: &[(
            "      minProperties: 1\n      x-rules:\n",
            "      minProperties: 1\n      x-rules:\n        - parameter: Url\n          unless: [Twiml, Status, TimeLimit]\n          reason: something has to change\n",
        )],
        changes: &[(
            Breaking,
            "parameter-rule-added",
            "rule that `Url` is required without `Twiml`, `Status`, `TimeLimit` added to updateCall",
            "check that `Url` is required without `Twiml`, `Status`, `TimeLimit` added to `UpdateCall::send`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "tell of a parameter that another one overrides",
        replace: &[(
            "      minProperties: 1\n      x-rules:\n",
            "      minProperties: 1\n      x-rules:\n        - parameter: FallbackUrl\n          yields: Twiml\n          reason: there is nothing to fetch\n",
        )],
        changes: &[(
            Compatible,
            "parameter-warning-added",
            "rule that `FallbackUrl` has no effect with `Twiml` added to updateCall",
            "check that `FallbackUrl` has no effect with `Twiml` added to `UpdateCall::warnings`",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "send an update with nothing",
        replace: &[("      minProperties: 1\n", "")],
        changes: &[(
            Compatible,
            "empty-request-accepted",
            "rule that at least one parameter is given removed from updateCall",
            "check that at least one parameter is given removed from `UpdateCall::send`",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "change the base URL",
        replace: &[(
            "  - url: https://api.twilio.com\n",
            "  - url: https://voice.example.com\n",
        )],
        changes: &[(
            Breaking,
            "server-changed",
            "server changed from `https://api.twilio.com` to `https://voice.example.com`",
            "default base URL of `Client` changed from `https://api.twilio.com` to `https://voice.example.com`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "rename a type",
        replace: &[
            ("schemas/RecordingSource'", "schemas/RecordingOrigin'"),
            (
                "\n    RecordingSource:\n      type",
                "\n    RecordingOrigin:\n      type",
            ),
        ],
        changes: &[(
            Breaking,
            "type-renamed",
            "nothing changes",
            "a type renamed from `RecordingSource` to `RecordingOrigin`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "rename a component that is not a type",
        replace: &[
            ("schemas/ResourceUri'", "schemas/Uri'"),
            ("\n    ResourceUri:\n", "\n    Uri:\n"),
        ],
        changes: &[],
        before_one: "none",
        after_one: "none",
    },
    Edit {
        name: "another example",
        replace: &[("      example: DOE JANE\n", "      example: ROE RICHARD\n")],
        changes: &[(
            Documentation,
            "type-example-changed",
            "example of `CallerName` changed",
            "nothing changes",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "another example of a request",
        replace: &[(
            "                  CallToken: not-a-real-call-token\n",
            "                  CallToken: another-call-token\n",
        )],
        changes: &[(
            Documentation,
            "documentation-changed",
            "examples of the request of createCall changed",
            "nothing changes",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "describe an enum in other words",
        replace: &[(
            "description: How to end a call.",
            "description: How a call is ended.",
        )],
        changes: &[(
            Documentation,
            "type-description-changed",
            "description of `UpdateCallStatus` reworded",
            "documentation of `UpdateCallStatus` reworded",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "another title",
        replace: &[(
            "  title: Twilio Call resource\n",
            "  title: The Call resource\n",
        )],
        changes: &[(
            Documentation,
            "documentation-changed",
            "title of the part `info` reworded",
            "nothing changes",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "name the error body otherwise",
        replace: &[
            ("    ErrorBody:\n      type", "    Problem:\n      type"),
            ("schemas/ErrorBody'", "schemas/Problem'"),
        ],
        changes: &[(
            Breaking,
            "type-renamed",
            "nothing changes",
            "a type renamed from `ErrorBody` to `Problem`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "take an example of a scalar away and put another",
        replace: &[("example: order 7781", "example: order 7782")],
        changes: &[(
            Documentation,
            "type-example-changed",
            "example of `Annotation` changed",
            "nothing changes",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "ask for the optional path of a list in another order",
        replace: &[(
            "        - $ref: '#/components/parameters/To'\n        - $ref: '#/components/parameters/From'\n",
            "        - $ref: '#/components/parameters/From'\n        - $ref: '#/components/parameters/To'\n",
        )],
        changes: &[],
        before_one: "none",
        after_one: "none",
    },
    Edit {
        name: "page by another property",
        replace: &[(
            "        next: next_page_uri\n",
            "        next: previous_page_uri\n",
        )],
        changes: &[
            (
                Breaking,
                "paging-changed",
                "next page of listCalls changed from `next_page_uri` to `previous_page_uri`",
                "next page of `ListCalls::stream` changed from `next_page_uri` to `previous_page_uri`",
            ),
            (
                Breaking,
                "paging-changed",
                "next page of listCallRecordings changed from `next_page_uri` to `previous_page_uri`",
                "next page of `ListCallRecordings::stream` changed from `next_page_uri` to `previous_page_uri`",
            ),
            (
                Breaking,
                "paging-changed",
                "next page of listCallEvents changed from `next_page_uri` to `previous_page_uri`",
                "next page of `ListCallEvents::stream` changed from `next_page_uri` to `previous_page_uri`",
            ),
            (
                Breaking,
                "paging-changed",
                "next page of listCallNotifications changed from `next_page_uri` to `previous_page_uri`",
                "next page of `ListCallNotifications::stream` changed from `next_page_uri` to `previous_page_uri`",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "take the pages of a list away",
        replace: &[(
            "      x-pagination:\n        items: recordings\n        next: next_page_uri\n        previous: previous_page_uri\n        self: uri\n        size: PageSize\n",
            "",
        )],
        changes: &[(
            Breaking,
            "paging-removed",
            "paging removed from listCallRecordings",
            "`ListCallRecordings::stream` removed",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "take a rule back",
        replace: &[(
            "        - parameter: Twiml\n          excludes: Url\n          reason: a call follows either the given TwiML or that of a URL\n",
            "",
        )],
        changes: &[(
            Compatible,
            "parameter-rule-removed",
            "rule that `Twiml` excludes `Url` removed from updateCall",
            "check that `Twiml` excludes `Url` removed from `UpdateCall::send`",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "give a rule another reason",
        replace: &[(
            "reason: a call follows either the given TwiML or that of a URL",
            "reason: a call follows one of the two",
        )],
        changes: &[(
            Documentation,
            "parameter-rule-reason-changed",
            "reason that `Twiml` excludes `Url` of updateCall reworded",
            "documentation of `UpdateCall::send` reworded",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "fold a line in another way",
        replace: &[(
            "      description: The identifier of a recording.\n",
            "      description: >-\n        The identifier of a\n        recording.\n",
        )],
        changes: &[],
        before_one: "none",
        after_one: "none",
    },
    Edit {
        name: "remove an operation",
        replace: &[(
            "    delete:\n      operationId: deleteCall\n      summary: Delete the record of a call.\n      description: |-\n        The record disappears from the API and from the logs of the console for good. Its call events go with it, and\n        for a call younger than 13 months so does its entry in the log archives. Recordings and transcriptions of the\n        call stay until they are deleted themselves.\n\n        Deleting does not hang up: Twilio rejects it while the call is in progress, so end the call first. Records\n        older than 13 months can only be deleted with the bulk export API.\n      responses:\n        '204':\n          description: The record was deleted; the response has no body.\n        default:\n          $ref: '#/components/responses/Error'\n",
            "",
        )],
        changes: &[(
            Breaking,
            "operation-removed",
            "operation deleteCall (DELETE /2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.json) removed",
            "`Client::delete_call` removed",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "remove a representation",
        replace: &[(
            "  /2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.csv:\n    parameters:\n      - $ref: '#/components/parameters/AccountSid'\n      - $ref: '#/components/parameters/Sid'\n    get:\n      operationId: fetchCallCsv\n      summary: Fetch one call as CSV.\n      description: |-\n        A header line and a single line of data, otherwise like fetching the call as JSON.\n      x-representation-of: fetchCall\n      x-row-key: sid\n      responses:\n        '200':\n          description: A header line and one line for the call.\n          content:\n            text/csv:\n              schema:\n                $ref: '#/components/schemas/CsvText'\n              examples:\n                call:\n                  summary: One call.\n                  value: \"Sid,DateCreated,DateUpdated,ParentCallSid,AccountSid,To,ToFormatted,From,FromFormatted,\\\n                    PhoneNumberSid,Status,StartTime,EndTime,Duration,Price,PriceUnit,Direction,AnsweredBy,Annotation,\\\n                    ApiVersion,ForwardedFrom,GroupSid,CallerName,Uri\\n\\\n                    CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2,\\\"Wed, 10 Jun 2026 18:44:10 +0000\\\",\\\n                    \\\"Wed, 10 Jun 2026 18:45:20 +0000\\\",,ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1,+15550001111,\\\n                    (555) 000-1111,+15550002222,(555) 000-2222,PNc3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3,completed,\\\n                    \\\"Wed, 10 Jun 2026 18:44:15 +0000\\\",\\\"Wed, 10 Jun 2026 18:45:18 +0000\\\",63,-0.02800,USD,\\\n                    outbound-api,,,2010-04-01,,,,/2010-04-01/Accounts/ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1\\\n                    /Calls/CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2.json\\n\\\n                    \"\n        default:\n          $ref: '#/components/responses/Error'\n",
            "",
        )],
        changes: &[(
            Breaking,
            "operation-removed",
            "operation fetchCallCsv (GET /2010-04-01/Accounts/{AccountSid}/Calls/{Sid}.csv) removed",
            "`FetchCall::csv` removed",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "add an operation",
        replace: &[(
            "    get:\n      operationId: listCallRecordings\n",
            "    delete:\n      operationId: deleteCallRecordings\n      summary: Delete all recordings of a call.\n      responses:\n        '204':\n          description: They are gone; the response has no body.\n        default:\n          $ref: '#/components/responses/Error'\n    get:\n      operationId: listCallRecordings\n",
        )],
        changes: &[(
            Compatible,
            "operation-added",
            "operation deleteCallRecordings (DELETE /2010-04-01/Accounts/{AccountSid}/Calls/{CallSid}/Recordings.json) added",
            "`Client::delete_call_recordings` added",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "add a resource",
        replace: &[(
            "  /2010-04-01/Accounts/{AccountSid}/Recordings/{Sid}.wav:\n",
            "  /2010-04-01/Accounts/{AccountSid}/Queues/{Sid}.json:\n    parameters:\n      - $ref: '#/components/parameters/AccountSid'\n      - $ref: '#/components/parameters/Sid'\n    delete:\n      operationId: deleteQueue\n      summary: Delete a queue.\n      responses:\n        '204':\n          description: It is gone; the response has no body.\n        default:\n          $ref: '#/components/responses/Error'\n  /2010-04-01/Accounts/{AccountSid}/Recordings/{Sid}.wav:\n",
        )],
        changes: &[
            (
                Compatible,
                "operation-added",
                "operation deleteQueue (DELETE /2010-04-01/Accounts/{AccountSid}/Queues/{Sid}.json) added",
                "`Client::delete_queue` added",
            ),
            (
                Compatible,
                "resource-added",
                "resource `Queues` added",
                "nothing changes",
            ),
        ],
        before_one: "minor",
        after_one: "minor",
    },
    Edit {
        name: "take a link of a page away",
        replace: &[("        previous: previous_page_uri\n", "")],
        changes: &[
            (
                Breaking,
                "paging-changed",
                "previous page of listCalls changed from `previous_page_uri` to none",
                "previous page of `ListCalls::pages` changed from `previous_page_uri` to none",
            ),
            (
                Breaking,
                "paging-changed",
                "previous page of listCallRecordings changed from `previous_page_uri` to none",
                "previous page of `ListCallRecordings::pages` changed from `previous_page_uri` to none",
            ),
            (
                Breaking,
                "paging-changed",
                "previous page of listCallEvents changed from `previous_page_uri` to none",
                "previous page of `ListCallEvents::pages` changed from `previous_page_uri` to none",
            ),
            (
                Breaking,
                "paging-changed",
                "previous page of listCallNotifications changed from `previous_page_uri` to none",
                "previous page of `ListCallNotifications::pages` changed from `previous_page_uri` to none",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "explain an error code that the table lacks",
        replace: &[(
            "\npaths:\n",
            "\nx-error-codes:\n  '99999': the call still runs\n\npaths:\n",
        )],
        changes: &[(
            Documentation,
            "documentation-changed",
            "x-error-codes added to the document",
            "nothing changes",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "know another verb",
        replace: &[
            (
                "          Response: [Connect,",
                "          Response: [Answer, Connect,",
            ),
            (
                "          Connect: [AiSession,",
                "          Answer: []\n          Connect: [AiSession,",
            ),
        ],
        changes: &[
            (
                Compatible,
                "xml-widened",
                "content of the element `Response` of `Twiml` widened from `Connect`, `Dial`, `Echo`, `Enqueue`, `Gather`, `Hangup`, `Leave`, `Pause`, `Pay`, `Play`, `Prompt`, `Queue`, `Record`, `Redirect`, `Refer`, `Reject`, `Say`, `Sms`, `Start`, `Stop` to `Answer`, `Connect`, `Dial`, `Echo`, `Enqueue`, `Gather`, `Hangup`, `Leave`, `Pause`, `Pay`, `Play`, `Prompt`, `Queue`, `Record`, `Redirect`, `Refer`, `Reject`, `Say`, `Sms`, `Start`, `Stop`",
                "nothing changes",
            ),
            (
                Compatible,
                "xml-widened",
                "element `Answer` added to `Twiml`",
                "nothing changes",
            ),
        ],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "take text out of a verb and a noun out of another",
        replace: &[
            ("          Play: ['#text']", "          Play: []"),
            ("          Hangup: [Parameter]", "          Hangup: []"),
        ],
        changes: &[
            (
                Breaking,
                "xml-narrowed",
                "content of the element `Hangup` of `Twiml` narrowed from `Parameter` to nothing",
                "nothing changes",
            ),
            (
                Breaking,
                "xml-narrowed",
                "content of the element `Play` of `Twiml` narrowed from text to nothing",
                "nothing changes",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "call the root of documents otherwise",
        replace: &[
            ("        root: Response\n", "        root: Answer\n"),
            (
                "          Response: [Connect,",
                "          Answer: [Connect,",
            ),
        ],
        changes: &[
            (
                Breaking,
                "xml-narrowed",
                "element `Response` removed from `Twiml`",
                "nothing changes",
            ),
            (
                Breaking,
                "xml-root-changed",
                "root element of `Twiml` changed from `Response` to `Answer`",
                "nothing changes",
            ),
            (
                Compatible,
                "xml-widened",
                "element `Answer` added to `Twiml`",
                "nothing changes",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "limit the pace of another operation",
        replace: &[(
            "      operationId: updateCall\n",
            "      operationId: updateCall\n      x-rate-limit: calls-per-second\n",
        )],
        changes: &[(
            Compatible,
            "rate-limit-added",
            "rate limit of updateCall changed from none to calls-per-second",
            "rate limit of `Client::update_call` changed from none to calls-per-second",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "limit the pace of no operation",
        replace: &[("      x-rate-limit: calls-per-second\n", "")],
        changes: &[(
            Breaking,
            "rate-limit-removed",
            "rate limit of createCall changed from calls-per-second to none",
            "rate limit of `Client::create_call` changed from calls-per-second to none",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "wait for nothing",
        replace: &[
            ("      x-waiter: status\n", ""),
            (
                "      x-progress:\n        status: CallStatus\n        number: SequenceNumber\n        waiter: fetchCall\n",
                "",
            ),
        ],
        changes: &[
            (
                Breaking,
                "waiter-removed",
                "nothing changes",
                "`Client::wait_for_call` removed",
            ),
            (
                Breaking,
                "progress-removed",
                "nothing changes",
                "`CallProgress` removed",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "call a status final that was not",
        replace: &[
            (
                "        - canceled\n      description: |-\n        The status of a call.\n",
                "        - canceled\n        - in-progress\n      description: |-\n        The status of a call.\n",
            ),
            (
                "        - canceled\n      x-extends",
                "        - canceled\n        - in-progress\n      x-extends",
            ),
        ],
        changes: &[
            (
                Breaking,
                "final-value-changed",
                "nothing changes",
                "`CallStatus::is_final` of `in-progress` changed from false to true",
            ),
            (
                Breaking,
                "final-value-changed",
                "nothing changes",
                "`CallbackCallStatus::is_final` of `in-progress` changed from false to true",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "call no status final",
        replace: &[
            ("      x-waiter: status\n", ""),
            (
                "      x-progress:\n        status: CallStatus\n        number: SequenceNumber\n        waiter: fetchCall\n",
                "",
            ),
            (
                "      x-final:\n        - completed\n        - busy\n        - failed\n        - no-answer\n        - canceled\n      description",
                "      description",
            ),
            (
                "      x-final:\n        - completed\n        - busy\n        - failed\n        - no-answer\n        - canceled\n      x-extends",
                "      x-extends",
            ),
        ],
        changes: &[
            (
                Breaking,
                "waiter-removed",
                "nothing changes",
                "`Client::wait_for_call` removed",
            ),
            (
                Breaking,
                "final-values-removed",
                "nothing changes",
                "`CallStatus::is_final` removed",
            ),
            (
                Breaking,
                "final-values-removed",
                "nothing changes",
                "`CallbackCallStatus::is_final` removed",
            ),
            (
                Breaking,
                "progress-removed",
                "nothing changes",
                "`CallProgress` removed",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "call values of another enum final",
        replace: &[(
            "      description: |-\n        The status of a recording.\n",
            "      x-final:\n        - completed\n        - absent\n      description: |-\n        The status of a recording.\n",
        )],
        changes: &[(
            Compatible,
            "final-values-added",
            "nothing changes",
            "`RecordingStatus::is_final` added",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "put another value into a group",
        replace: &[(
            "          - machine_end_other\n      description",
            "          - machine_end_other\n          - fax\n      description",
        )],
        changes: &[(
            Breaking,
            "group-changed",
            "nothing changes",
            "`AnsweredBy::is_machine` of `fax` changed from false to true",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "group the values of another enum",
        replace: &[(
            "      description: |-\n        The status of a recording.\n",
            "      x-groups:\n        useful:\n          - completed\n      description: |-\n        The status of a recording.\n",
        )],
        changes: &[(
            Compatible,
            "group-added",
            "nothing changes",
            "`RecordingStatus::is_useful` added",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "take a group away",
        replace: &[(
            "      x-groups:\n        machine:\n          - machine\n          - machine_start\n          - machine_end_beep\n          - machine_end_silence\n          - machine_end_other\n",
            "",
        )],
        changes: &[(
            Breaking,
            "group-removed",
            "nothing changes",
            "`AnsweredBy::is_machine` removed",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "describe the strings of a pattern in other words",
        replace: &[(
            "      x-expected: a phone number such as +15551234567\n",
            "      x-expected: a number such as +15551234567\n",
        )],
        changes: &[(
            Documentation,
            "expectation-reworded",
            "`x-expected` of `PhoneNumber` reworded",
            "messages about `PhoneNumber` reworded",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "say no longer which enum another extends",
        replace: &[
            ("      x-extends: CallStatus\n", ""),
            (
                "      x-progress:\n        status: CallStatus\n        number: SequenceNumber\n        waiter: fetchCall\n",
                "",
            ),
        ],
        changes: &[
            (
                Breaking,
                "conversions-removed",
                "nothing changes",
                "conversions between `CallStatus` and `CallbackCallStatus` removed",
            ),
            (
                Breaking,
                "progress-removed",
                "nothing changes",
                "`CallProgress` removed",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "say which enum another extends",
        replace: &[
            (
                "        - trunking-originating\n      x-enum",
                "        - trunking-originating\n        - call-progress-events\n      x-enum",
            ),
            (
                "      description: The direction of a call, and what created it.\n",
                "        call-progress-events: An event.\n      x-extends: CallbackSource\n      \
                 description: The direction of a call, and what created it.\n",
            ),
        ],
        changes: &[
            (
                Compatible,
                "enum-value-added",
                "value `call-progress-events` added to `CallDirection`",
                "`CallDirection::CallProgressEvents` added",
            ),
            (
                Compatible,
                "conversions-added",
                "nothing changes",
                "conversions between `CallbackSource` and `CallDirection` added",
            ),
        ],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "take the type of rows away",
        replace: &[("      x-row-key: sid\n", "")],
        changes: &[(
            Breaking,
            "row-removed",
            "nothing changes",
            "`CallRow` removed",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "take the key of rows from one of two operations",
        replace: &[(
            "      x-representation-of: fetchCall\n      x-row-key: sid\n",
            "      x-representation-of: fetchCall\n",
        )],
        changes: &[],
        before_one: "none",
        after_one: "none",
    },
    Edit {
        name: "key rows by another property",
        replace: &[("      x-row-key: sid\n", "      x-row-key: status\n")],
        changes: &[
            (
                Breaking,
                "column-type-changed",
                "nothing changes",
                "type of `CallRow::sid` changed from `CallSid` to `Option<CallSid>`",
            ),
            (
                Breaking,
                "column-type-changed",
                "nothing changes",
                "type of `CallRow::status` changed from `Option<CallStatus>` to `CallStatus`",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "tell no events",
        replace: &[(
            "      x-event:\n        description: |-\n          The event that was reported.\n\n          Twilio sends the status of the call rather than the name of the event, and these differ: `answered` shows\n          as the status `in-progress`, and `completed` as any of the final statuses, so that a call which nobody took\n          ends with `completed` as well. `None` for a status that belongs to no event, or that this version of the crate\n          does not know.\n        enum: CallEvent\n        property: CallStatus\n        values:\n          initiated: initiated\n          ringing: ringing\n          in-progress: answered\n          completed: completed\n          busy: completed\n          failed: completed\n          no-answer: completed\n          canceled: completed\n        others:\n          # Twilio's own description of the event spells this status with two letters `l`.\n          cancelled: completed\n",
            "",
        )],
        changes: &[(
            Breaking,
            "event-removed",
            "nothing changes",
            "`CallStatusCallback::event` removed",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "tell another event",
        replace: &[("          busy: completed\n", "          busy: answered\n")],
        changes: &[(
            Breaking,
            "event-value-changed",
            "nothing changes",
            "event that `CallStatusCallback::event` returns for `busy` changed from `completed` to `answered`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "tell an event of one more value",
        replace: &[(
            "        others:\n",
            "          queued: initiated\n        others:\n",
        )],
        changes: &[(
            Compatible,
            "event-value-added",
            "nothing changes",
            "event that `CallStatusCallback::event` returns for `queued` changed from none to `initiated`",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "describe the event in other words",
        replace: &[(
            "          The event that was reported.\n",
            "          The event in question.\n",
        )],
        changes: &[(
            Documentation,
            "event-description-changed",
            "description of the event of `CallStatusCallback` reworded",
            "documentation of `CallStatusCallback::event` reworded",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "give a callback to another operation",
        replace: &[(
            "                  Status: completed\n      responses:\n",
            "                  Status: completed\n      callbacks:\n        statusCallback:\n          '{$request.body#/StatusCallback}':\n            post:\n              operationId: onUpdatedStatusCallback\n              summary: Twilio reports the progress of a call.\n              requestBody:\n                required: true\n                description: What happened to the call.\n                content:\n                  application/x-www-form-urlencoded:\n                    schema:\n                      $ref: '#/components/schemas/CallStatusCallback'\n                    examples:\n                      initiated:\n                        summary: The call left the queue and is being dialed.\n                        value:\n                          CallSid: CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2\n                          AccountSid: ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1\n                          CallStatus: initiated\n              responses:\n                '204':\n                  description: The report was received; Twilio expects no content.\n      responses:\n",
        )],
        changes: &[(
            Compatible,
            "callback-added",
            "callback `statusCallback` added to updateCall",
            "nothing changes",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "call back the URL of another parameter",
        replace: &[(
            "'{$request.body#/AsyncAmdStatusCallback}':",
            "'{$request.body#/StatusCallback}':",
        )],
        changes: &[(
            Breaking,
            "callback-url-changed",
            "URL of callback `asyncAmdStatusCallback` of createCall changed from `{$request.body#/AsyncAmdStatusCallback}` to `{$request.body#/StatusCallback}`",
            "nothing changes",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "expect another response to a callback",
        replace: &[(
            "                '204':\n                  description: The result was received",
            "                '200':\n                  description: The result was received",
        )],
        changes: &[(
            Compatible,
            "callback-response-changed",
            "response to callback `asyncAmdStatusCallback` of createCall changed from 204 to 200",
            "nothing changes",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "rename a callback",
        replace: &[(
            "        asyncAmdStatusCallback:\n",
            "        amdCallback:\n",
        )],
        changes: &[(
            Documentation,
            "callback-renamed",
            "a callback of createCall renamed from `asyncAmdStatusCallback` to `amdCallback`",
            "nothing changes",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "describe the requests of a callback in other words",
        replace: &[(
            "summary: Twilio reports who or what answered a call.",
            "summary: Twilio reports who answered a call.",
        )],
        changes: &[(
            Documentation,
            "callback-description-changed",
            "description of the request of callback `asyncAmdStatusCallback` of createCall reworded",
            "documentation of `AsyncAmdStatusCallback` reworded",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "describe no errors of an operation",
        replace: &[(
            "          description: The record was deleted; the response has no body.\n        default:\n          $ref: '#/components/responses/Error'\n",
            "          description: The record was deleted; the response has no body.\n",
        )],
        changes: &[(
            Compatible,
            "error-response-removed",
            "response `default` removed from deleteCall",
            "nothing changes",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "rename a parameter in the template of a path",
        replace: &[
            (
                "/Notifications/{Sid}.json:",
                "/Notifications/{Notification}.json:",
            ),
            (
                "    NotificationSid:\n      name: Sid\n",
                "    NotificationSid:\n      name: Notification\n",
            ),
        ],
        changes: &[(
            Documentation,
            "path-parameter-renamed",
            "nothing changes",
            "an argument of `Client::fetch_call_notification` renamed from `sid` to `notification`",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "rename an operation with another representation",
        replace: &[
            ("operationId: fetchCall\n", "operationId: getCall\n"),
            (
                "x-representation-of: fetchCall\n",
                "x-representation-of: getCall\n",
            ),
            ("        waiter: fetchCall\n", "        waiter: getCall\n"),
        ],
        changes: &[(
            Breaking,
            "operation-renamed",
            "nothing changes",
            "a method and its request renamed from `Client::fetch_call`, `FetchCall` to `Client::get_call`, `GetCall`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "rename another representation of an operation",
        replace: &[("operationId: fetchCallCsv\n", "operationId: readCallCsv\n")],
        changes: &[(
            Compatible,
            "operation-id-changed",
            "nothing changes",
            "operation in the errors of `FetchCall::csv` changed from `fetchCallCsv` to `readCallCsv`",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "rename a property of a response",
        replace: &[
            (
                "        start_time:\n          description: When the recording began.\n",
                "        began:\n          description: When the recording began.\n",
            ),
            (
                "                        start_time: Wed, 10 Jun 2026 18:44:15 +0000\n                        duration: '62'\n",
                "                        began: Wed, 10 Jun 2026 18:44:15 +0000\n                        duration: '62'\n",
            ),
            (
                "                        start_time: Wed, 10 Jun 2026 18:46:02 +0000\n",
                "                        began: Wed, 10 Jun 2026 18:46:02 +0000\n",
            ),
            (
                "\n                    start_time: Wed, 10 Jun 2026 18:44:15 +0000\n                    duration: '62'",
                "\n                    began: Wed, 10 Jun 2026 18:44:15 +0000\n                    duration: '62'",
            ),
            (
                "\n                    start_time: Wed, 10 Jun 2026 18:46:02 +0000",
                "\n                    began: Wed, 10 Jun 2026 18:46:02 +0000",
            ),
        ],
        changes: &[
            (
                Breaking,
                "property-renamed",
                "property of Recording renamed from `start_time` to `began`",
                "a field renamed from `Recording::start_time` to `Recording::began`",
            ),
            (
                Documentation,
                "documentation-changed",
                "examples of the response of createCallRecording, the response of fetchCallRecording, the response of listCallRecordings, the response of updateCallRecording changed",
                "nothing changes",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "rename a property that is a column",
        replace: &[
            (
                "        annotation:\n          description: |-\n            A note",
                "        note:\n          description: |-\n            A note",
            ),
            ("  annotation: ", "  note: "),
        ],
        changes: &[
            (
                Breaking,
                "property-renamed",
                "property of Call renamed from `annotation` to `note`",
                "a field renamed from `Call::annotation`, `CallRow::annotation` to `Call::note`, `CallRow::note`",
            ),
            (
                Documentation,
                "documentation-changed",
                "examples of the response of createCall, the response of fetchCall, the response of listCalls, the response of updateCall changed",
                "nothing changes",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "describe a shared parameter in other words",
        replace: &[(
            "        Where a page begins, as Twilio wrote it in `next_page_uri` or `previous_page_uri`.\n",
            "        Where a page begins, as `next_page_uri` or `previous_page_uri` say.\n",
        )],
        changes: &[(
            Documentation,
            "parameter-description-changed",
            "description of query parameter `PageToken` of listCallEvents, listCallNotifications, listCallRecordings, listCalls, listCallsCsv reworded",
            "documentation of `ListCallEvents::page_token`, `ListCallNotifications::page_token`, `ListCallRecordings::page_token`, `ListCalls::page_token` reworded",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "describe the error of all operations in other words",
        replace: &[(
            "        The request was rejected or failed; see the HTTP status and `code`.\n",
            "        The request failed; the HTTP status and `code` say why.\n",
        )],
        changes: &[(
            Documentation,
            "documentation-changed",
            "description of the response `default` of createCall, the response `default` of createCallPayment, the response `default` of createCallRecording, the response `default` of createCallSiprec, the response `default` of createCallStream, the response `default` of createCallTranscription, the response `default` of createCallUserDefinedMessage, the response `default` of createCallUserDefinedMessageSubscription, the response `default` of deleteCall, the response `default` of deleteCallRecording, the response `default` of deleteCallUserDefinedMessageSubscription, the response `default` of fetchCall, the response `default` of fetchCallCsv, the response `default` of fetchCallNotification, the response `default` of fetchCallRecording, the response `default` of fetchRecordingMp3, the response `default` of fetchRecordingWav, the response `default` of listCallEvents, the response `default` of listCallNotifications, the response `default` of listCallRecordings, the response `default` of listCalls, the response `default` of listCallsCsv, the response `default` of updateCall, the response `default` of updateCallPayment, the response `default` of updateCallRecording, the response `default` of updateCallSiprec, the response `default` of updateCallStream, the response `default` of updateCallTranscription reworded",
            "nothing changes",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "add a form parameter with a type of its own",
        replace: &[
            (
                "        # The instructions.\n        Url:",
                "        # The instructions.\n        Mood:\n          description: The mood of the music.\n          allOf:\n            - $ref: '#/components/schemas/Mood'\n        Url:",
            ),
            (
                "    CallReason:\n      type: string\n",
                "    Mood:\n      type: string\n      pattern: '^[a-z]*$'\n      maxLength: 16\n      description: A mood.\n      example: merry\n    CallReason:\n      type: string\n",
            ),
        ],
        changes: &[(
            Compatible,
            "parameter-added",
            "form parameter `Mood` added to createCall",
            "`CreateCall::mood`, the type `Mood` added",
        )],
        before_one: "patch",
        after_one: "minor",
    },
    Edit {
        name: "let members of a union that share no string change places",
        replace: &[(
            "        - $ref: '#/components/schemas/ClientIdentifier'\n        - $ref: '#/components/schemas/SimAddress'\n      example: '+15550001111'",
            "        - $ref: '#/components/schemas/SimAddress'\n        - $ref: '#/components/schemas/ClientIdentifier'\n      example: '+15550001111'",
        )],
        changes: &[(
            Breaking,
            "union-members-reordered",
            "nothing changes",
            "order of the members of `Endpoint` changed from `PhoneNumber`, `SipAddress`, `ClientIdentifier`, `SimAddress` to `PhoneNumber`, `SipAddress`, `SimAddress`, `ClientIdentifier`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "rename a member of unions",
        replace: &[
            ("schemas/SimAddress'", "schemas/Sim'"),
            ("\n    SimAddress:\n", "\n    Sim:\n"),
        ],
        changes: &[(
            Breaking,
            "type-renamed",
            "nothing changes",
            "a type and what is named after it renamed from `SimAddress`, `CallerFilter::SimAddress`, `Endpoint::SimAddress` to `Sim`, `CallerFilter::Sim`, `Endpoint::Sim`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "read an object at once",
        replace: &[("      x-lazy: true\n", "")],
        changes: &[(
            Breaking,
            "type-kind-changed",
            "nothing changes",
            "kind of `SubresourceUris` changed from `SubresourceUris`, raw JSON (its properties are methods) to a struct (its properties are fields)",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "let a password be seen",
        replace: &[(
            "      maxLength: 1024\n      x-secret: true\n      description: The password",
            "      maxLength: 1024\n      description: The password",
        )],
        changes: &[(
            Breaking,
            "privacy-weakened",
            "nothing changes",
            "kind of `SipAuthPassword` changed from `SipAuthPassword`, a secret (`expose` only) to `SipAuthPassword`, a constrained string",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "let the parties of calls be seen",
        replace: &[(
            "    Party:\n      type: string\n      x-pii: true\n",
            "    Party:\n      type: string\n",
        )],
        changes: &[(
            Breaking,
            "privacy-weakened",
            "content of `Party` changed from a constrained string to any string",
            "kind of `Party` changed from `Party`, a private string (no `Display`) to `String`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "let URLs of requests be seen",
        replace: &[
            (
                "https://example.com/voice\n      maxLength: 8192\n      x-pii: true\n",
                "https://example.com/voice\n      maxLength: 8192\n",
            ),
            (
                "in the host name\n      maxLength: 8192\n      x-pii: true\n",
                "in the host name\n      maxLength: 8192\n",
            ),
        ],
        changes: &[
            (
                Breaking,
                "privacy-weakened",
                "nothing changes",
                "kind of `HttpUrl` changed from `HttpUrl`, a private string (no `Display`) to `HttpUrl`, a constrained string",
            ),
            (
                Breaking,
                "privacy-weakened",
                "nothing changes",
                "kind of `CallbackUrl` changed from `CallbackUrl`, a private string (no `Display`) to `CallbackUrl`, a constrained string",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "let a property be seen by another type",
        replace: &[(
            "        caller_name:\n          description: |-\n            The name of the caller of an inbound call.\n\n            Only for numbers whose caller ID lookup, which costs extra, is switched on.\n          nullable: true\n          allOf:\n            - $ref: '#/components/schemas/CallerName'",
            "        caller_name:\n          description: |-\n            The name of the caller of an inbound call.\n\n            Only for numbers whose caller ID lookup, which costs extra, is switched on.\n          nullable: true\n          allOf:\n            - $ref: '#/components/schemas/ApiVersion'",
        )],
        changes: &[
            (
                Breaking,
                "privacy-weakened",
                "content of property `caller_name` of Call changed from `CallerName` to `ApiVersion`",
                "type of `Call::caller_name` changed from `Option<CallerName>` to `Option<String>`",
            ),
            (
                Breaking,
                "column-type-changed",
                "nothing changes",
                "type of `CallRow::caller_name` changed from `Option<CallerName>` to `Option<String>`",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "rename the type of a resource",
        replace: &[
            (
                "#/components/schemas/Call'",
                "#/components/schemas/PhoneCall'",
            ),
            (
                "\n    Call:\n      type: object",
                "\n    PhoneCall:\n      type: object",
            ),
        ],
        changes: &[(
            Breaking,
            "type-renamed",
            "nothing changes",
            "a type and what is named after it renamed \
             from `Call`, `Client::wait_for_call`, `Client::reconcile_call`, `CallRow`, `CallProgress` \
             to `PhoneCall`, `Client::wait_for_phone_call`, `Client::reconcile_phone_call`, `PhoneCallRow`, `PhoneCallProgress`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "name a parameter's type otherwise",
        replace: &[
            (
                "      description: Only calls that ended on this day (UTC) or later.\n      schema:\n        $ref: '#/components/schemas/DateOrTime'\n",
                "      description: Only calls that ended on this day (UTC) or later.\n      schema:\n        $ref: '#/components/schemas/Moment'\n",
            ),
            (
                "    DateOrTime:\n      type: string\n",
                "    Moment:\n      type: string\n      format: date-or-date-time\n      description: A day or a moment.\n      example: '2026-06-10'\n    DateOrTime:\n      type: string\n",
            ),
        ],
        changes: &[(
            Documentation,
            "parameter-component-changed",
            "content of query parameter `EndTime>` of listCalls, listCallsCsv changed from `DateOrTime` to `Moment`",
            "nothing changes",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "rename the security scheme",
        replace: &[
            ("  - basic: []\n", "  - account: []\n"),
            (
                "    basic:\n      type: http\n",
                "    account:\n      type: http\n",
            ),
        ],
        changes: &[(
            Documentation,
            "security-scheme-renamed",
            "the security scheme renamed from `basic` to `account`",
            "nothing changes",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "ask for access tokens",
        replace: &[("      scheme: basic\n", "      scheme: bearer\n")],
        changes: &[(
            Breaking,
            "security-scheme-changed",
            "the security scheme changed from `http basic` to `http bearer`",
            "credentials changed from `http basic` to `http bearer`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "remove the type of a form parameter",
        replace: &[
            (
                "          allOf:\n            - $ref: '#/components/schemas/SipAuthUsername'",
                "          allOf:\n            - $ref: '#/components/schemas/CallerId'",
            ),
            (
                "    SipAuthUsername:\n      type: string\n      pattern: '^[^\\x00-\\x1F\\x7F]*$'\n      x-expected: a user name, without control characters\n      maxLength: 1024\n      x-pii: true\n      description: The user name for a SIP address that asks for authentication.\n      example: reception\n",
                "",
            ),
        ],
        changes: &[
            (
                Breaking,
                "type-removed",
                "nothing changes",
                "type `SipAuthUsername` removed",
            ),
            (
                Breaking,
                "parameter-type-changed",
                "content of form parameter `SipAuthUsername` of createCall changed from `SipAuthUsername` to `CallerId`",
                "argument of `CreateCall::sip_auth_username` changed from `SipAuthUsername` to `CallerId`",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "respond with a body where there was none",
        replace: &[(
            "        '204':\n          description: The record was deleted; the response has no body.\n",
            "        '200':\n          description: The record is gone.\n          content:\n            application/json:\n              schema:\n                $ref: '#/components/schemas/ErrorBody'\n              examples:\n                gone:\n                  summary: Gone.\n                  value:\n                    code: null\n                    message: null\n                    more_info: null\n                    status: null\n                    detail: null\n                    details: null\n",
        )],
        changes: &[
            (
                Breaking,
                "response-type-changed",
                "response of deleteCall changed from no body to `ErrorBody`",
                "response of `Client::delete_call` changed from `()` to `ErrorBody`",
            ),
            (
                Compatible,
                "success-status-changed",
                "success status of deleteCall changed from 204 to 200",
                "nothing changes",
            ),
            (
                Documentation,
                "documentation-changed",
                "description of the response of deleteCall reworded",
                "nothing changes",
            ),
        ],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "let an update create",
        replace: &[(
            "                  Status: completed\n      responses:\n        '200':\n",
            "                  Status: completed\n      responses:\n        '201':\n",
        )],
        changes: &[(
            Breaking,
            "effect-changed",
            "success status of updateCall changed from 200 to 201",
            "effect of `Client::update_call` changed from changing to creating",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "reconcile nothing",
        replace: &[(
            "      x-reconcile:\n        list: listCalls\n        same:\n          - To\n          - From\n        created: date_created\n        exact: PhoneNumber\n        # Twilio says that lists lag, but not how much: two minutes are a generous assumption of ours.\n        lag: 120\n        days: 390\n        only:\n          direction: outbound-api\n",
            "",
        )],
        changes: &[(
            Breaking,
            "reconciler-removed",
            "nothing changes",
            "`Client::reconcile_call` removed",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "reconcile by the called party alone",
        replace: &[(
            "          - To\n          - From\n        created",
            "          - To\n        created",
        )],
        changes: &[(
            Breaking,
            "reconciler-arguments-changed",
            "nothing changes",
            "arguments of `Client::reconcile_call` changed from `to`, `from` to `to`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "trust a list sooner",
        replace: &[("        lag: 120\n", "        lag: 60\n")],
        changes: &[(
            Breaking,
            "reconciler-evidence-changed",
            "nothing changes",
            "evidence of `Client::reconcile_call` changed from `date_created` of listCalls, `PhoneNumber`, 120 seconds, \
             390 days, direction `outbound-api` to `date_created` of listCalls, `PhoneNumber`, 60 seconds, 390 days, \
             direction `outbound-api`",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "follow no progress",
        replace: &[(
            "      x-progress:\n        status: CallStatus\n        number: SequenceNumber\n        waiter: fetchCall\n",
            "",
        )],
        changes: &[(
            Breaking,
            "progress-removed",
            "nothing changes",
            "`CallProgress` removed",
        )],
        before_one: "minor",
        after_one: "major",
    },
    Edit {
        name: "add an example of a request",
        replace: &[(
            "            examples:\n              twiml:\n",
            "            examples:\n              urgent:\n                summary: A call that rings shortly.\n                value:\n                  To: '+15550001111'\n                  From: '+15550002222'\n                  Twiml: <Response><Say>Hello.</Say></Response>\n                  Timeout: 5\n              twiml:\n",
        )],
        changes: &[(
            Documentation,
            "documentation-changed",
            "example `urgent` added to the request of createCall",
            "nothing changes",
        )],
        before_one: "patch",
        after_one: "patch",
    },
    Edit {
        name: "rename an example of a request",
        replace: &[(
            "            examples:\n              twiml:\n",
            "            examples:\n              markup:\n",
        )],
        changes: &[(
            Documentation,
            "documentation-changed",
            "examples of the request of createCall changed",
            "nothing changes",
        )],
        before_one: "patch",
        after_one: "patch",
    },
];

/// Rules that no single edit of the spec triggers: what has to be changed before, and the edit.
pub(crate) const FURTHER: &[(&str, Replace, Replace)] = &[
    (
        "parameter-type-widened",
        &[(
            "SIM or plain caller ID.\n      schema:\n        $ref: '#/components/schemas/CallerFilter'",
            "SIM or plain caller ID.\n      schema:\n        $ref: '#/components/schemas/SipAddress'",
        )],
        &[(
            "SIM or plain caller ID.\n      schema:\n        $ref: '#/components/schemas/SipAddress'",
            "SIM or plain caller ID.\n      schema:\n        $ref: '#/components/schemas/CallerFilter'",
        )],
    ),
    (
        "union-winner-changed",
        &[(
            "pattern: '^([0-9A-Za-z._-]|",
            "pattern: '^(client:)?([0-9A-Za-z._-]|",
        )],
        &[(
            "        - $ref: '#/components/schemas/ClientIdentifier'\n        - $ref: '#/components/schemas/PlainCallerId'\n      example: '+15550002222'",
            "        - $ref: '#/components/schemas/PlainCallerId'\n        - $ref: '#/components/schemas/ClientIdentifier'\n      example: '+15550002222'",
        )],
    ),
    (
        "union-variant-renamed",
        &[
            (
                "          description: The URI of this call.\n          nullable: true\n          allOf:\n            - $ref: '#/components/schemas/ResourceUri'",
                "          description: The URI of this call.\n          nullable: true\n          allOf:\n            - $ref: '#/components/schemas/SidOrUri'",
            ),
            (
                "\n    ResourceUri:\n",
                "\n    SidOrUri:\n      description: One of the two.\n      oneOf:\n        - $ref: '#/components/schemas/StreamSid'\n        - $ref: '#/components/schemas/ResourceUri'\n      example: MZ0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d0d\n    ResourceUri:\n",
            ),
        ],
        &[
            ("schemas/ResourceUri'", "schemas/Uri'"),
            ("\n    ResourceUri:\n", "\n    Uri:\n"),
        ],
    ),
    (
        "length-widened-in-responses",
        &[(
            "    Annotation:\n      type: string\n",
            "    Annotation:\n      type: string\n      maxLength: 64\n",
        )],
        &[("      maxLength: 64\n", "      maxLength: 128\n")],
    ),
    (
        "minimum-lowered-in-responses",
        &[(
            "    ChannelCount:\n      type: integer\n      format: int32\n      minimum: 0\n",
            "    ChannelCount:\n      type: integer\n      format: int32\n      minimum: 1\n      maximum: 2\n",
        )],
        &[(
            "      minimum: 1\n      maximum: 2\n",
            "      minimum: 0\n      maximum: 2\n",
        )],
    ),
];
