//! Edits of `tests/fixtures/oasdiff/parcels.yaml`, and the corresponding checks of oasdiff.

/// An edit of the document.
pub(crate) struct Edit {
    /// The ids of the checks.
    pub(crate) ids: &'static str,
    /// The texts to replace, each at its first occurrence, and their replacements.
    pub(crate) replace: &'static [(&'static str, &'static str)],
    /// Whether the edited document is the older one.
    pub(crate) back: bool,
}

const fn edit(ids: &'static str, replace: &'static [(&'static str, &'static str)]) -> Edit {
    let back = false;
    Edit { ids, replace, back }
}

const fn back(ids: &'static str, replace: &'static [(&'static str, &'static str)]) -> Edit {
    let back = true;
    Edit { ids, replace, back }
}

/// Parts of ids, and the keyword that checks with such ids are about.
pub(crate) const KEYWORDS: &[(&str, &str)] = &[
    ("-discriminator-", "discriminator: {}"),
    ("-any-of-", "anyOf: []"),
    ("-const-", "const: a"),
    ("-if-", "if: {}"),
    ("-then-", "then: {}"),
    ("-else-", "else: {}"),
    ("-min-contains-", "minContains: 1"),
    ("-max-contains-", "maxContains: 1"),
    ("-contains-", "contains: {}"),
    ("-prefix-items-", "prefixItems: []"),
    ("-pattern-property-", "patternProperties: {}"),
    ("-property-names-", "propertyNames: {}"),
    ("-unevaluated-properties-", "unevaluatedProperties: false"),
    ("-unevaluated-items-", "unevaluatedItems: false"),
    ("-dependent-required-", "dependentRequired: {}"),
    ("-dependent-schema-", "dependentSchemas: {}"),
    ("-content-schema-", "contentSchema: {}"),
    ("-content-encoding-", "contentEncoding: base64"),
    ("-content-media-type-", "contentMediaType: text/html"),
    ("-exclusive-min-", "exclusiveMinimum: true"),
    ("-exclusive-max-", "exclusiveMaximum: true"),
    ("-min-items-", "minItems: 1"),
    ("-max-items-", "maxItems: 1"),
    ("-min-properties-", "minProperties: 1"),
    ("-max-properties-", "maxProperties: 1"),
    ("-unique-items-", "uniqueItems: true"),
    ("-multiple-of-", "multipleOf: 5"),
    ("-read-only", "readOnly: true"),
    ("-write-only", "writeOnly: true"),
    ("-x-extensible-enum-", "x-extensible-enum: [abc]"),
    ("sunset", "x-sunset: '2027-01-01'"),
    ("stability", "x-stability-level: beta"),
    ("api-tag-", "tags: [parcels]"),
    ("api-security-added", "security: []"),
    ("api-security-removed", "security: []"),
    ("api-security-scope-", "security: []"),
];

/// All edits.
pub(crate) const EDITS: &[Edit] = &[
    edit(
        "new-optional-request-parameter new-optional-request-default-parameter-to-existing-path",
        &[(
            "      - name: Fragile\n",
            "      - name: Urgent\n        in: query\n        description: Only urgent ones.\n        schema:\n          type: boolean\n      - name: Fragile\n",
        )],
    ),
    back(
        "request-parameter-removed request-parameter-removed-with-deprecation",
        &[(
            "      - name: Fragile\n",
            "      - name: Urgent\n        in: query\n        description: Only urgent ones.\n        schema:\n          type: boolean\n      - name: Fragile\n",
        )],
    ),
    edit(
        "new-required-request-parameter new-required-request-default-parameter-to-existing-path",
        &[(
            "      - name: Fragile\n",
            "      - name: Urgent\n        in: query\n        required: true\n        description: Only urgent ones.\n        schema:\n          type: boolean\n      - name: Fragile\n",
        )],
    ),
    edit(
        "request-parameter-became-required",
        &[(
            "      - name: Search\n        in: query\n",
            "      - name: Search\n        in: query\n        required: true\n",
        )],
    ),
    back(
        "request-parameter-became-optional",
        &[(
            "      - name: Search\n        in: query\n",
            "      - name: Search\n        in: query\n        required: true\n",
        )],
    ),
    edit(
        "request-parameter-became-enum request-parameter-type-changed",
        &[(
            "      description: Words to look for.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 64\n",
            "      description: Words to look for.\n      type: string\n      enum: [abc]\n      x-enum-descriptions:\n        abc: These.\n",
        )],
    ),
    edit(
        "request-parameter-type-changed",
        &[
            (
                "          $ref: '#/components/schemas/Search'\n",
                "          $ref: '#/components/schemas/Order'\n",
            ),
            (
                "      - name: Fragile\n        in: query\n        description: Only parcels that break.\n        schema:\n          type: boolean\n",
                "      - name: Fragile\n        in: query\n        description: Only parcels that break.\n        schema:\n          $ref: '#/components/schemas/Search'\n",
            ),
        ],
    ),
    edit(
        "request-parameter-enum-value-added",
        &[
            ("enum: [newest, oldest]", "enum: [newest, oldest, biggest]"),
            (
                "        oldest: The oldest first.\n",
                "        oldest: The oldest first.\n        biggest: The biggest first.\n",
            ),
        ],
    ),
    back(
        "request-parameter-enum-value-removed",
        &[
            ("enum: [newest, oldest]", "enum: [newest, oldest, biggest]"),
            (
                "        oldest: The oldest first.\n",
                "        oldest: The oldest first.\n        biggest: The biggest first.\n",
            ),
        ],
    ),
    edit(
        "request-parameter-enum-value-added",
        &[
            ("enum: [newest, oldest]", "enum: [biggest, newest, oldest]"),
            (
                "        oldest: The oldest first.\n",
                "        oldest: The oldest first.\n        biggest: The biggest first.\n",
            ),
        ],
    ),
    edit(
        "request-parameter-max-decreased",
        &[(
            "      description: How many are listed.\n      type: integer\n      format: int32\n      minimum: 1\n      maximum: 1000\n",
            "      description: How many are listed.\n      type: integer\n      format: int32\n      minimum: 1\n      maximum: 900\n",
        )],
    ),
    back(
        "request-parameter-max-increased",
        &[(
            "      description: How many are listed.\n      type: integer\n      format: int32\n      minimum: 1\n      maximum: 1000\n",
            "      description: How many are listed.\n      type: integer\n      format: int32\n      minimum: 1\n      maximum: 900\n",
        )],
    ),
    edit(
        "request-parameter-min-increased",
        &[(
            "      description: How many are listed.\n      type: integer\n      format: int32\n      minimum: 1\n      maximum: 1000\n",
            "      description: How many are listed.\n      type: integer\n      format: int32\n      minimum: 2\n      maximum: 1000\n",
        )],
    ),
    back(
        "request-parameter-min-decreased",
        &[(
            "      description: How many are listed.\n      type: integer\n      format: int32\n      minimum: 1\n      maximum: 1000\n",
            "      description: How many are listed.\n      type: integer\n      format: int32\n      minimum: 2\n      maximum: 1000\n",
        )],
    ),
    edit(
        "request-parameter-max-set",
        &[(
            "      description: How many are listed.\n      type: integer\n      format: int32\n      minimum: 1\n      maximum: 1000\n",
            "      description: How many are listed.\n      type: integer\n      format: int32\n      minimum: 1\n",
        )],
    ),
    edit(
        "request-parameter-min-set",
        &[(
            "      description: How many are listed.\n      type: integer\n      format: int32\n      minimum: 1\n      maximum: 1000\n",
            "      description: How many are listed.\n      type: integer\n      format: int32\n      maximum: 1000\n",
        )],
    ),
    edit(
        "request-property-max-decreased",
        &[(
            "      description: A weight in kilograms.\n      type: integer\n      format: int32\n      minimum: 1\n      maximum: 1000\n",
            "      description: A weight in kilograms.\n      type: integer\n      format: int32\n      minimum: 1\n      maximum: 900\n",
        )],
    ),
    back(
        "request-property-max-increased",
        &[(
            "      description: A weight in kilograms.\n      type: integer\n      format: int32\n      minimum: 1\n      maximum: 1000\n",
            "      description: A weight in kilograms.\n      type: integer\n      format: int32\n      minimum: 1\n      maximum: 900\n",
        )],
    ),
    edit(
        "request-property-min-increased",
        &[(
            "      description: A weight in kilograms.\n      type: integer\n      format: int32\n      minimum: 1\n      maximum: 1000\n",
            "      description: A weight in kilograms.\n      type: integer\n      format: int32\n      minimum: 2\n      maximum: 1000\n",
        )],
    ),
    back(
        "request-property-min-decreased",
        &[(
            "      description: A weight in kilograms.\n      type: integer\n      format: int32\n      minimum: 1\n      maximum: 1000\n",
            "      description: A weight in kilograms.\n      type: integer\n      format: int32\n      minimum: 2\n      maximum: 1000\n",
        )],
    ),
    edit(
        "request-property-max-set",
        &[(
            "      description: A weight in kilograms.\n      type: integer\n      format: int32\n      minimum: 1\n      maximum: 1000\n",
            "      description: A weight in kilograms.\n      type: integer\n      format: int32\n      minimum: 1\n",
        )],
    ),
    edit(
        "request-property-min-set",
        &[(
            "      description: A weight in kilograms.\n      type: integer\n      format: int32\n      minimum: 1\n      maximum: 1000\n",
            "      description: A weight in kilograms.\n      type: integer\n      format: int32\n      maximum: 1000\n",
        )],
    ),
    edit(
        "response-property-max-increased",
        &[(
            "      description: What it costs, in cents.\n      type: integer\n      format: int32\n      minimum: 1\n      maximum: 1000\n",
            "      description: What it costs, in cents.\n      type: integer\n      format: int32\n      minimum: 1\n      maximum: 2000\n",
        )],
    ),
    edit(
        "response-property-min-decreased",
        &[(
            "      description: What it costs, in cents.\n      type: integer\n      format: int32\n      minimum: 1\n      maximum: 1000\n",
            "      description: What it costs, in cents.\n      type: integer\n      format: int32\n      minimum: 0\n      maximum: 1000\n",
        )],
    ),
    edit(
        "request-parameter-max-length-decreased",
        &[(
            "      description: Words to look for.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 64\n",
            "      description: Words to look for.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 32\n",
        )],
    ),
    back(
        "request-parameter-max-length-increased",
        &[(
            "      description: Words to look for.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 64\n",
            "      description: Words to look for.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 32\n",
        )],
    ),
    edit(
        "request-parameter-min-length-increased",
        &[(
            "      description: Words to look for.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 64\n",
            "      description: Words to look for.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 2\n      maxLength: 64\n",
        )],
    ),
    back(
        "request-parameter-min-length-decreased",
        &[(
            "      description: Words to look for.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 64\n",
            "      description: Words to look for.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 2\n      maxLength: 64\n",
        )],
    ),
    edit(
        "request-parameter-pattern-changed",
        &[(
            "      description: Words to look for.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 64\n",
            "      description: Words to look for.\n      type: string\n      pattern: ^[a-c]*$\n      minLength: 1\n      maxLength: 64\n",
        )],
    ),
    edit(
        "request-parameter-pattern-changed",
        &[(
            "      description: Words to look for.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 64\n",
            "      description: Words to look for.\n      type: string\n      pattern: ^([a-z]*)$\n      minLength: 1\n      maxLength: 64\n",
        )],
    ),
    back(
        "request-parameter-pattern-generalized",
        &[(
            "      description: Words to look for.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 64\n",
            "      description: Words to look for.\n      type: string\n      pattern: ^[a-c]*$\n      minLength: 1\n      maxLength: 64\n",
        )],
    ),
    edit(
        "request-parameter-pattern-added request-parameter-pattern-removed",
        &[(
            "      description: Words to look for.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 64\n",
            "      description: Words to look for.\n      type: string\n      minLength: 1\n      maxLength: 64\n",
        )],
    ),
    edit(
        "request-property-max-length-decreased",
        &[(
            "      description: A person.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 64\n",
            "      description: A person.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 32\n",
        )],
    ),
    back(
        "request-property-max-length-increased",
        &[(
            "      description: A person.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 64\n",
            "      description: A person.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 32\n",
        )],
    ),
    edit(
        "request-property-min-length-increased",
        &[(
            "      description: A person.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 64\n",
            "      description: A person.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 2\n      maxLength: 64\n",
        )],
    ),
    back(
        "request-property-min-length-decreased",
        &[(
            "      description: A person.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 64\n",
            "      description: A person.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 2\n      maxLength: 64\n",
        )],
    ),
    edit(
        "request-property-pattern-changed",
        &[(
            "      description: A person.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 64\n",
            "      description: A person.\n      type: string\n      pattern: ^[a-c]*$\n      minLength: 1\n      maxLength: 64\n",
        )],
    ),
    edit(
        "request-property-pattern-changed",
        &[(
            "      description: A person.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 64\n",
            "      description: A person.\n      type: string\n      pattern: ^([a-z]*)$\n      minLength: 1\n      maxLength: 64\n",
        )],
    ),
    back(
        "request-property-pattern-generalized",
        &[(
            "      description: A person.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 64\n",
            "      description: A person.\n      type: string\n      pattern: ^[a-c]*$\n      minLength: 1\n      maxLength: 64\n",
        )],
    ),
    edit(
        "request-property-pattern-added request-property-pattern-removed",
        &[(
            "      description: A person.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 64\n",
            "      description: A person.\n      type: string\n      minLength: 1\n      maxLength: 64\n",
        )],
    ),
    edit(
        "request-property-max-length-set request-parameter-max-length-set",
        &[(
            "      pattern: ^[a-z]{0,90}$\n",
            "      pattern: ^[a-z]{0,90}$\n      maxLength: 64\n",
        )],
    ),
    edit(
        "request-parameter-deprecated request-parameter-deprecated-sunset-missing",
        &[(
            "        description: What to look for.\n",
            "        description: What to look for.\n        deprecated: true\n",
        )],
    ),
    back(
        "request-parameter-reactivated",
        &[(
            "        description: What to look for.\n",
            "        description: What to look for.\n        deprecated: true\n",
        )],
    ),
    edit(
        "request-property-deprecated request-property-deprecated-sunset-missing",
        &[(
            "          description: How fast it is.\n",
            "          description: How fast it is.\n          deprecated: true\n",
        )],
    ),
    back(
        "request-property-reactivated",
        &[(
            "          description: How fast it is.\n",
            "          description: How fast it is.\n          deprecated: true\n",
        )],
    ),
    edit(
        "response-property-deprecated response-property-deprecated-sunset-missing",
        &[(
            "          description: What it costs.\n",
            "          description: What it costs.\n          deprecated: true\n",
        )],
    ),
    back(
        "response-property-reactivated",
        &[(
            "          description: What it costs.\n",
            "          description: What it costs.\n          deprecated: true\n",
        )],
    ),
    edit(
        "endpoint-deprecated api-deprecated-sunset-missing",
        &[(
            "      operationId: deleteParcel\n",
            "      operationId: deleteParcel\n      deprecated: true\n",
        )],
    ),
    back(
        "endpoint-reactivated",
        &[(
            "      operationId: deleteParcel\n",
            "      operationId: deleteParcel\n      deprecated: true\n",
        )],
    ),
    edit(
        "request-property-default-value-changed request-parameter-default-value-changed",
        &[("          default: 5\n", "          default: 6\n")],
    ),
    edit(
        "request-property-default-value-removed request-parameter-default-value-removed",
        &[("          default: 5\n", "")],
    ),
    back(
        "request-property-default-value-added request-parameter-default-value-added",
        &[("          default: 5\n", "")],
    ),
    edit(
        "response-property-default-value-added",
        &[(
            "          description: What it costs.\n",
            "          description: What it costs.\n          default: 1\n",
        )],
    ),
    back(
        "response-property-default-value-removed",
        &[(
            "          description: What it costs.\n",
            "          description: What it costs.\n          default: 1\n",
        )],
    ),
    edit(
        "response-property-default-value-changed",
        &[(
            "          description: What it costs.\n",
            "          description: What it costs.\n          default: 1\n",
        )],
    ),
    edit(
        "request-property-became-required request-property-became-required-with-default",
        &[("      required: [To]\n", "      required: [To, Insured]\n")],
    ),
    back(
        "request-property-became-optional",
        &[("      required: [To]\n", "      required: [To, Insured]\n")],
    ),
    edit(
        "new-optional-request-property",
        &[(
            "        Insured:\n",
            "        Urgent:\n          description: Whether it is urgent.\n          type: boolean\n        Insured:\n",
        )],
    ),
    back(
        "request-property-removed",
        &[(
            "        Insured:\n",
            "        Urgent:\n          description: Whether it is urgent.\n          type: boolean\n        Insured:\n",
        )],
    ),
    edit(
        "new-required-request-property new-required-request-property-with-default",
        &[
            (
                "        Insured:\n",
                "        Urgent:\n          description: Whether it is urgent.\n          type: boolean\n        Insured:\n",
            ),
            ("      required: [To]\n", "      required: [To, Urgent]\n"),
            (
                "                  Insured: true\n",
                "                  Insured: true\n                  Urgent: true\n",
            ),
        ],
    ),
    edit(
        "request-property-became-enum request-property-type-compatible",
        &[(
            "      description: A note for the driver.\n      type: string\n      pattern: ^[a-z]{0,90}$\n",
            "      description: A note for the driver.\n      type: string\n      enum: [abc]\n      x-enum-descriptions:\n        abc: The usual one.\n",
        )],
    ),
    edit(
        "request-property-type-changed",
        &[
            (
                "          description: Whether it is insured.\n          type: boolean\n",
                "          description: Whether it is insured.\n          allOf:\n          - $ref: '#/components/schemas/Speed'\n",
            ),
            (
                "                  Insured: true\n",
                "                  Insured: fast\n",
            ),
        ],
    ),
    edit(
        "request-property-type-generalized request-parameter-type-generalized",
        &[(
            "          - $ref: '#/components/schemas/Party'\n",
            "          - $ref: '#/components/schemas/Payer'\n",
        )],
    ),
    edit(
        "request-property-enum-value-added",
        &[
            ("enum: [slow, fast]", "enum: [slow, fast, now]"),
            (
                "        fast: By plane.\n",
                "        fast: By plane.\n        now: At once.\n",
            ),
        ],
    ),
    back(
        "request-property-enum-value-removed",
        &[
            ("enum: [slow, fast]", "enum: [slow, fast, now]"),
            (
                "        fast: By plane.\n",
                "        fast: By plane.\n        now: At once.\n",
            ),
        ],
    ),
    edit(
        "request-property-one-of-added",
        &[(
            "      - $ref: '#/components/schemas/Party'\n      example: abc\n",
            "      - $ref: '#/components/schemas/Party'\n      - $ref: '#/components/schemas/ParcelSid'\n      example: abc\n",
        )],
    ),
    back(
        "request-property-one-of-removed",
        &[(
            "      - $ref: '#/components/schemas/Party'\n      example: abc\n",
            "      - $ref: '#/components/schemas/Party'\n      - $ref: '#/components/schemas/ParcelSid'\n      example: abc\n",
        )],
    ),
    edit(
        "response-property-one-of-added",
        &[(
            "      - $ref: '#/components/schemas/Label'\n      example: abc\n",
            "      - $ref: '#/components/schemas/Label'\n      - $ref: '#/components/schemas/ParcelSid'\n      example: abc\n",
        )],
    ),
    back(
        "response-property-one-of-removed",
        &[(
            "      - $ref: '#/components/schemas/Label'\n      example: abc\n",
            "      - $ref: '#/components/schemas/Label'\n      - $ref: '#/components/schemas/ParcelSid'\n      example: abc\n",
        )],
    ),
    edit(
        "request-body-one-of-added",
        &[(
            "      - $ref: '#/components/schemas/Card'\n",
            "      - $ref: '#/components/schemas/Card'\n      - $ref: '#/components/schemas/Cash'\n    Cash:\n      description: Cash.\n      type: object\n      required: [amount]\n      properties:\n        amount:\n          description: How much.\n          allOf:\n          - $ref: '#/components/schemas/Weight'\n",
        )],
    ),
    back(
        "request-body-one-of-removed",
        &[(
            "      - $ref: '#/components/schemas/Card'\n",
            "      - $ref: '#/components/schemas/Card'\n      - $ref: '#/components/schemas/Cash'\n    Cash:\n      description: Cash.\n      type: object\n      required: [amount]\n      properties:\n        amount:\n          description: How much.\n          allOf:\n          - $ref: '#/components/schemas/Weight'\n",
        )],
    ),
    back(
        "request-body-wrapped-in-one-of request-body-wrapped-in-one-of-original-preserved",
        &[
            (
                "              $ref: '#/components/schemas/Payment'\n",
                "              $ref: '#/components/schemas/Transfer'\n",
            ),
            (
                "      - $ref: '#/components/schemas/Transfer'\n      - $ref: '#/components/schemas/Card'\n",
                "@@",
            ),
            (
                "    Card:\n      description: A card.\n      type: object\n      required: [number]\n      properties:\n        number:\n          description: The number.\n          allOf:\n          - $ref: '#/components/schemas/Note'\n    Payment:\n      description: One of several ways to pay.\n      oneOf:\n@@",
                "",
            ),
        ],
    ),
    edit(
        "request-body-removed",
        &[
            (
                "      description: Sends it once more.\n      requestBody:\n        required: true\n        content:\n          application/x-www-form-urlencoded:\n            schema:\n              $ref: '#/components/schemas/AgainForm'\n            examples:\n              typical:\n                value:\n                  Insured: true\n",
                "      description: Sends it once more.\n",
            ),
            (
                "    AgainForm:\n      description: How.\n      type: object\n      properties:\n        Insured:\n          description: Whether it is insured now.\n          type: boolean\n    State:\n",
                "    State:\n",
            ),
        ],
    ),
    back(
        "request-body-added-required",
        &[
            (
                "      description: Sends it once more.\n      requestBody:\n        required: true\n        content:\n          application/x-www-form-urlencoded:\n            schema:\n              $ref: '#/components/schemas/AgainForm'\n            examples:\n              typical:\n                value:\n                  Insured: true\n",
                "      description: Sends it once more.\n",
            ),
            (
                "    AgainForm:\n      description: How.\n      type: object\n      properties:\n        Insured:\n          description: Whether it is insured now.\n          type: boolean\n    State:\n",
                "    State:\n",
            ),
        ],
    ),
    edit(
        "request-body-min-properties-increased",
        &[(
            "    AgainForm:\n",
            "    AgainForm:\n      minProperties: 1\n",
        )],
    ),
    edit(
        "request-body-media-type-removed",
        &[(
            "          application/x-www-form-urlencoded:",
            "          application/json:",
        )],
    ),
    edit(
        "request-body-media-type-added",
        &[(
            "          application/json:\n            schema:\n              $ref: '#/components/schemas/Payment'\n",
            "          application/xml:\n            schema:\n              $ref: '#/components/schemas/Transfer'\n            example: {iban: abc}\n          application/json:\n            schema:\n              $ref: '#/components/schemas/Payment'\n",
        )],
    ),
    edit(
        "request-body-added-optional request-body-became-optional request-body-became-required",
        &[(
            "      requestBody:\n        required: true\n",
            "      requestBody:\n        required: false\n",
        )],
    ),
    edit(
        "request-body-media-type-schema-added request-body-media-type-schema-removed",
        &[(
            "            schema:\n              $ref: '#/components/schemas/ParcelForm'\n",
            "",
        )],
    ),
    edit(
        "request-body-type-changed request-body-type-compatible request-body-type-generalized",
        &[(
            "              $ref: '#/components/schemas/ParcelForm'\n",
            "              $ref: '#/components/schemas/Note'\n",
        )],
    ),
    edit(
        "request-body-became-nullable request-body-became-not-nullable",
        &[(
            "    ParcelForm:\n",
            "    ParcelForm:\n      nullable: true\n",
        )],
    ),
    edit(
        "response-body-became-nullable response-body-became-not-nullable",
        &[("    Parcel:\n", "    Parcel:\n      nullable: true\n")],
    ),
    edit(
        "request-property-became-nullable request-property-became-not-nullable",
        &[(
            "          description: How fast it is.\n",
            "          description: How fast it is.\n          nullable: true\n",
        )],
    ),
    edit(
        "request-parameter-became-nullable request-parameter-became-not-nullable",
        &[(
            "        schema:\n          type: boolean\n",
            "        schema:\n          type: boolean\n          nullable: true\n",
        )],
    ),
    edit(
        "request-property-all-of-added request-property-all-of-removed",
        &[(
            "          - $ref: '#/components/schemas/Speed'\n",
            "          - $ref: '#/components/schemas/Speed'\n          - $ref: '#/components/schemas/Weight'\n",
        )],
    ),
    edit(
        "response-property-all-of-added response-property-all-of-removed",
        &[(
            "          - $ref: '#/components/schemas/State'\n",
            "          - $ref: '#/components/schemas/State'\n          - $ref: '#/components/schemas/Cost'\n",
        )],
    ),
    edit(
        "response-body-media-type-schema-added response-body-media-type-schema-removed",
        &[(
            "              schema:\n                $ref: '#/components/schemas/Parcel'\n",
            "",
        )],
    ),
    edit(
        "response-body-type-changed response-body-type-compatible response-body-type-generalized response-body-type-specialized",
        &[(
            "              schema:\n                $ref: '#/components/schemas/Parcel'\n",
            "              schema:\n                $ref: '#/components/schemas/Memo'\n",
        )],
    ),
    edit(
        "response-media-type-name-changed response-media-type-name-generalized response-media-type-name-specialized",
        &[(
            "            application/json:\n              schema:\n                $ref: '#/components/schemas/Parcel'\n",
            "            application/json;charset=utf-8:\n              schema:\n                $ref: '#/components/schemas/Parcel'\n",
        )],
    ),
    edit(
        "response-media-type-added",
        &[(
            "        '204':\n          description: It is forgotten.\n",
            "        '200':\n          description: It is forgotten.\n          content:\n            application/json:\n              schema:\n                $ref: '#/components/schemas/Parcel'\n              examples:\n                typical:\n                  value:\n                    sid: PA0\n                    state: sent\n                    cost: 5\n                    label: abc\n                    memo: text\n                    holder: abc\n                    heavy: true\n            text/csv:\n              schema:\n                $ref: '#/components/schemas/Parcel'\n              examples:\n                typical:\n                  value:\n                    sid: PA0\n                    state: sent\n                    cost: 5\n                    label: abc\n                    memo: text\n                    holder: abc\n                    heavy: true\n",
        )],
    ),
    edit(
        "response-media-type-removed",
        &[(
            "          $ref: '#/components/schemas/ParcelSid'\n      responses:\n        '200':\n          description: It worked.\n          content:\n            application/json:\n              schema:\n                $ref: '#/components/schemas/Parcel'\n              examples:\n                typical:\n                  value:\n                    sid: PA0\n                    state: sent\n                    cost: 5\n                    label: abc\n                    memo: text\n                    holder: abc\n                    heavy: true\n",
            "          $ref: '#/components/schemas/ParcelSid'\n      responses:\n        '200':\n          description: It worked.\n",
        )],
    ),
    edit(
        "response-non-success-status-added response-non-success-status-removed",
        &[(
            "        '204':\n          description: It is forgotten.\n",
            "        '204':\n          description: It is forgotten.\n        '404':\n          description: There is none.\n",
        )],
    ),
    edit(
        "response-success-status-added response-success-status-removed",
        &[(
            "          $ref: '#/components/schemas/ParcelSid'\n      responses:\n        '200':",
            "          $ref: '#/components/schemas/ParcelSid'\n      responses:\n        '202':",
        )],
    ),
    edit(
        "response-success-status-added response-success-status-removed",
        &[(
            "          $ref: '#/components/schemas/ParcelSid'\n      responses:\n        '200':",
            "          $ref: '#/components/schemas/ParcelSid'\n      responses:\n        '201':",
        )],
    ),
    edit(
        "response-optional-property-added response-required-property-added",
        &[
            (
                "        heavy:\n",
                "        size:\n          description: How big it is.\n          nullable: true\n          type: boolean\n        heavy:\n",
            ),
            (
                "                    heavy: true\n",
                "                    heavy:  true\n                    size: true\n",
            ),
            (
                "                    heavy: true\n",
                "                    heavy:  true\n                    size: true\n",
            ),
            (
                "                    heavy: true\n",
                "                    heavy:  true\n                    size: true\n",
            ),
        ],
    ),
    back(
        "response-optional-property-removed response-required-property-removed",
        &[
            (
                "        heavy:\n",
                "        size:\n          description: How big it is.\n          nullable: true\n          type: boolean\n        heavy:\n",
            ),
            (
                "                    heavy: true\n",
                "                    heavy:  true\n                    size: true\n",
            ),
            (
                "                    heavy: true\n",
                "                    heavy:  true\n                    size: true\n",
            ),
            (
                "                    heavy: true\n",
                "                    heavy:  true\n                    size: true\n",
            ),
        ],
    ),
    edit(
        "response-property-became-optional response-property-became-nullable",
        &[("      required: [sid, state]\n", "      required: [sid]\n")],
    ),
    back(
        "response-property-became-required response-property-became-not-nullable",
        &[("      required: [sid, state]\n", "      required: [sid]\n")],
    ),
    edit(
        "response-property-became-not-nullable",
        &[(
            "          description: What it costs.\n          nullable: true\n",
            "          description: What it costs.\n",
        )],
    ),
    back(
        "response-property-became-nullable",
        &[(
            "          description: What it costs.\n          nullable: true\n",
            "          description: What it costs.\n",
        )],
    ),
    edit(
        "response-property-enum-value-added",
        &[
            ("enum: [packed, sent]", "enum: [packed, sent, lost]"),
            (
                "        sent: It is under way.\n",
                "        sent: It is under way.\n        lost: It is lost.\n",
            ),
        ],
    ),
    back(
        "response-property-enum-value-removed",
        &[
            ("enum: [packed, sent]", "enum: [packed, sent, lost]"),
            (
                "        sent: It is under way.\n",
                "        sent: It is under way.\n        lost: It is lost.\n",
            ),
        ],
    ),
    edit(
        "response-property-max-length-increased",
        &[(
            "      description: What stands on it.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 64\n",
            "      description: What stands on it.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 99\n",
        )],
    ),
    back(
        "response-property-min-length-decreased",
        &[(
            "      description: What stands on it.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 64\n",
            "      description: What stands on it.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 2\n      maxLength: 64\n",
        )],
    ),
    edit(
        "response-property-max-length-unset",
        &[(
            "      description: What stands on it.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 64\n",
            "      description: What stands on it.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n",
        )],
    ),
    edit(
        "response-property-pattern-added",
        &[(
            "      type: string\n      maxLength: 64\n      example: text",
            "      type: string\n      pattern: ^[a-z]*$\n      maxLength: 64\n      example: text",
        )],
    ),
    edit(
        "response-property-pattern-removed",
        &[(
            "      description: What stands on it.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 64\n",
            "      description: What stands on it.\n      type: string\n      minLength: 1\n      maxLength: 64\n",
        )],
    ),
    edit(
        "response-property-pattern-changed",
        &[(
            "      description: What stands on it.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 64\n",
            "      description: What stands on it.\n      type: string\n      pattern: ^[a-zA-Z]*$\n      minLength: 1\n      maxLength: 64\n",
        )],
    ),
    back(
        "response-property-pattern-changed",
        &[(
            "      description: What stands on it.\n      type: string\n      pattern: ^[a-z]*$\n      minLength: 1\n      maxLength: 64\n",
            "      description: What stands on it.\n      type: string\n      pattern: ^[a-zA-Z]*$\n      minLength: 1\n      maxLength: 64\n",
        )],
    ),
    edit(
        "response-property-type-changed response-property-type-generalized response-property-type-specialized response-property-type-compatible",
        &[
            (
                "          - $ref: '#/components/schemas/Memo'\n",
                "          - $ref: '#/components/schemas/Label'\n",
            ),
            (
                "          - $ref: '#/components/schemas/Label'\n",
                "          - $ref: '#/components/schemas/Memo'\n",
            ),
        ],
    ),
    edit(
        "endpoint-added",
        &[(
            "  /payments.json:\n",
            "  /refunds.json:\n    delete:\n      operationId: deleteRefunds\n      description: Forgets all refunds.\n      responses:\n        '204':\n          description: They are forgotten.\n        default:\n          $ref: '#/components/responses/Error'\n  /payments.json:\n",
        )],
    ),
    back(
        "api-removed-without-deprecation api-removed-with-deprecation api-path-removed-without-deprecation api-path-removed-with-deprecation",
        &[(
            "  /payments.json:\n",
            "  /refunds.json:\n    delete:\n      operationId: deleteRefunds\n      description: Forgets all refunds.\n      responses:\n        '204':\n          description: They are forgotten.\n        default:\n          $ref: '#/components/responses/Error'\n  /payments.json:\n",
        )],
    ),
    edit(
        "api-operation-id-removed",
        &[(
            "      operationId: deleteParcel\n",
            "      operationId: forgetParcel\n",
        )],
    ),
    edit(
        "api-operation-id-added",
        &[("      operationId: deleteParcel\n", "")],
    ),
    edit(
        "new-request-path-parameter",
        &[(
            "  /payments.json:\n    post:\n      operationId: makePayment\n      description: Pays in one of several ways.\n",
            "  /parcels/{Sid}/payments.json:\n    post:\n      operationId: makePayment\n      description: Pays in one of several ways.\n      parameters:\n      - name: Sid\n        in: path\n        required: true\n        description: Which parcel.\n        schema:\n          $ref: '#/components/schemas/ParcelSid'\n",
        )],
    ),
    edit(
        "api-schema-removed",
        &[
            (
                "          - $ref: '#/components/schemas/Memo'\n",
                "          - $ref: '#/components/schemas/Label'\n",
            ),
            (
                "    Memo:\n      description: What was noted.\n      type: string\n      maxLength: 64\n      example: text\n",
                "",
            ),
            (
                "                    memo: text\n",
                "                    memo:  abc\n",
            ),
            (
                "                    memo: text\n",
                "                    memo:  abc\n",
            ),
            (
                "                    memo: text\n",
                "                    memo:  abc\n",
            ),
        ],
    ),
    edit(
        "api-global-security-scope-added api-global-security-scope-removed",
        &[("- basicAuth: []", "- basicAuth: [all]")],
    ),
    edit(
        "api-global-security-added api-global-security-removed",
        &[("- basicAuth: []", "- basicAuth: []\n- other: []")],
    ),
    edit(
        "api-security-component-type-changed",
        &[("      scheme: basic", "      scheme: bearer")],
    ),
    edit(
        "api-security-component-added api-security-component-removed",
        &[(
            "      scheme: basic",
            "      scheme: basic\n    other:\n      type: http\n      scheme: basic",
        )],
    ),
    edit(
        "api-security-component-oauth-scope-added api-security-component-oauth-scope-changed api-security-component-oauth-scope-removed api-security-component-oauth-token-url-changed api-security-component-oauth-url-changed",
        &[(
            "      scheme: basic\n",
            "      scheme: basic\n      flows: {}\n",
        )],
    ),
    edit(
        "request-property-list-of-types-widened request-property-list-of-types-narrowed",
        &[(
            "      description: A note for the driver.\n      type: string",
            "      description: A note for the driver.\n      type: [string, integer]",
        )],
    ),
    edit(
        "response-property-list-of-types-widened response-property-list-of-types-narrowed",
        &[(
            "      description: What was noted.\n      type: string",
            "      description: What was noted.\n      type: [string, integer]",
        )],
    ),
    edit(
        "request-parameter-list-of-types-widened request-parameter-list-of-types-narrowed",
        &[(
            "      description: Words to look for.\n      type: string",
            "      description: Words to look for.\n      type: [string, integer]",
        )],
    ),
    edit(
        "webhook-added webhook-removed",
        &[("paths:\n", "webhooks: {}\npaths:\n")],
    ),
    edit(
        "response-header-added optional-response-header-removed required-response-header-removed response-header-became-optional response-header-type-changed",
        &[(
            "        '204':\n          description: It is forgotten.\n",
            "        '204':\n          description: It is forgotten.\n          headers: {}\n",
        )],
    ),
    edit(
        "request-body-media-type-item-schema-added request-body-media-type-item-schema-removed",
        &[(
            "            schema:\n              $ref: '#/components/schemas/ParcelForm'\n",
            "            itemSchema: {}\n            schema:\n              $ref: '#/components/schemas/ParcelForm'\n",
        )],
    ),
];
