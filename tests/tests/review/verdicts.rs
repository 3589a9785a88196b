//! The verdicts of cargo-semver-checks on the edits; `tests/semver-checks/README.md` explains how to read them.

use codegen::Bump;

/// The verdict on one edit.
pub(crate) struct Verdict {
    /// The name of the edit.
    pub(crate) edit: &'static str,
    /// The part of the version that it wants incremented.
    pub(crate) bump: Bump,
    /// The lints that require it, sorted.
    pub(crate) lints: &'static [&'static str],
    /// Why it cannot see the break, if so.
    pub(crate) unseen: Option<&'static str>,
}

/// All items of the old client are in the new one.
const BEHAVIOR: &str = "what is accepted or sent, or its meaning, changed, but no item did";
/// The type of an argument, a field or a constant changed.
const TYPES: &str = "no lint compares the types of arguments, results, fields and constants";
/// Conversions between types were removed.
const IMPLS: &str = "no lint looks for traits that were not derived";

/// A type alias changed, and with it the implementations for the types that it names.
const ALIASES: &str = "no lint looks for type aliases, nor for traits that were not derived";

const fn major(edit: &'static str, lints: &'static [&'static str]) -> Verdict {
    Verdict {
        edit,
        bump: Bump::Major,
        lints,
        unseen: None,
    }
}

const fn minor(edit: &'static str, lints: &'static [&'static str]) -> Verdict {
    Verdict {
        edit,
        bump: Bump::Minor,
        lints,
        unseen: None,
    }
}

const fn nothing(edit: &'static str) -> Verdict {
    Verdict {
        edit,
        bump: Bump::None,
        lints: &[],
        unseen: None,
    }
}

const fn unseen(edit: &'static str, why: &'static str) -> Verdict {
    Verdict {
        edit,
        bump: Bump::None,
        lints: &[],
        unseen: Some(why),
    }
}

/// All verdicts, in the order of the edits.
pub(crate) const VERDICTS: &[Verdict] = &[
    nothing("raise the maximum of a request"),
    unseen("lower the maximum of a request", BEHAVIOR),
    unseen("raise the minimum of a request", BEHAVIOR),
    nothing("lower the minimum of a request"),
    nothing("let a numbered parameter be given more often"),
    unseen("let a numbered parameter be given less often", BEHAVIOR),
    unseen(
        "take the parts of a numbered parameter in another order",
        TYPES,
    ),
    unseen("outgrow the integer", TYPES),
    unseen("shrink into a smaller integer", TYPES),
    major("take the unit away", &["inherent_method_missing"]),
    nothing("give a number a unit"),
    unseen("exchange a unit", BEHAVIOR),
    nothing("another default of a request"),
    nothing("another default of several parameters"),
    nothing("allow longer text in a request"),
    unseen("allow shorter text only", BEHAVIOR),
    nothing("widen a pattern of a request"),
    unseen("narrow a pattern of a request", BEHAVIOR),
    nothing("write a pattern in another way"),
    unseen("ask for a shortest length", BEHAVIOR),
    major("let a secret be seen", &["inherent_method_missing"]),
    major(
        "make private text secret",
        &["derive_trait_impl_removed", "inherent_method_missing"],
    ),
    unseen("let private text be seen", BEHAVIOR),
    major(
        "make open text of fixed length private",
        &[
            "derive_trait_impl_removed",
            "inherent_method_const_removed",
            "inherent_method_missing",
        ],
    ),
    major("remove the private mark of a response", &["struct_missing"]),
    unseen("narrow a SID", BEHAVIOR),
    unseen("widen a SID that responses carry", BEHAVIOR),
    nothing("widen a SID that only requests carry"),
    major(
        "let a SID vary in length",
        &[
            "derive_trait_impl_removed",
            "inherent_method_const_removed",
            "inherent_method_missing",
        ],
    ),
    unseen("give plain text of a response a pattern", TYPES),
    major("take the pattern of a SID away", &["struct_missing"]),
    nothing("add a value to a closed enum"),
    major(
        "insert a value into a closed enum",
        &["enum_no_repr_variant_discriminant_changed"],
    ),
    nothing("add a value to an open enum"),
    major("remove a value of an open enum", &["enum_variant_missing"]),
    major("remove a value of a closed enum", &["enum_variant_missing"]),
    major(
        "exchange two values of an enum",
        &["enum_no_repr_variant_discriminant_changed"],
    ),
    nothing("describe a value in other words"),
    major(
        "let a response carry a closed enum",
        &[
            "derive_trait_impl_removed",
            "enum_discriminants_undefined_non_unit_variant",
            "inherent_method_const_removed",
        ],
    ),
    nothing("add a choice to a union"),
    major("remove a choice of a union", &["enum_variant_missing"]),
    nothing("add an optional form parameter"),
    major(
        "add a required form parameter",
        &["method_parameter_count_changed"],
    ),
    major(
        "let a required form parameter be left out",
        &["method_parameter_count_changed"],
    ),
    unseen("exchange two arguments", TYPES),
    major(
        "remove a form parameter",
        &["inherent_method_missing", "struct_missing"],
    ),
    major("rename a form parameter", &["inherent_method_missing"]),
    major(
        "rename a form parameter that a rule names",
        &["inherent_method_missing"],
    ),
    minor(
        "deprecate a form parameter",
        &["type_method_marked_deprecated"],
    ),
    unseen("give a form parameter another type", TYPES),
    unseen("make a list of a form parameter", TYPES),
    nothing("describe a form parameter in other words"),
    nothing("another default of a form parameter"),
    nothing("add a query parameter"),
    nothing("add a parameter in a header"),
    major("remove a query parameter", &["inherent_method_missing"]),
    minor(
        "deprecate a query parameter",
        &["type_method_marked_deprecated"],
    ),
    nothing("take a deprecation back"),
    unseen("widen what a filter takes", TYPES),
    unseen("take a union where a member was taken", TYPES),
    nothing("describe a query parameter in other words"),
    nothing("rename the component of a parameter"),
    nothing("add a property to a response"),
    major(
        "remove a property of a response",
        &["struct_pub_field_missing"],
    ),
    minor("deprecate a property", &["struct_field_marked_deprecated"]),
    unseen("promise a property", TYPES),
    unseen("take a promise back", TYPES),
    nothing("let a property be missing but never null"),
    unseen("give a property another type", TYPES),
    unseen("give the values of a map another type", TYPES),
    major("name a variant otherwise", &["enum_variant_missing"]),
    nothing("name the same type otherwise"),
    unseen("widen an integer in a response", TYPES),
    unseen("bound an integer in a response", TYPES),
    unseen("let a duration be negative", TYPES),
    nothing("describe a property in other words"),
    nothing("add a subresource"),
    nothing("add a parameter to a callback"),
    major(
        "remove a parameter of a callback",
        &["struct_pub_field_missing"],
    ),
    unseen("promise a parameter of a callback", TYPES),
    nothing("describe a callback in other words"),
    major(
        "rename an operation",
        &["inherent_method_missing", "struct_missing"],
    ),
    minor("deprecate an operation", &["type_method_marked_deprecated"]),
    nothing("describe an operation in other words"),
    major(
        "rename a resource with its operations and types",
        &["inherent_method_missing", "struct_missing"],
    ),
    major(
        "require a parameter of a new type",
        &["method_parameter_count_changed"],
    ),
    unseen("move a resource", BEHAVIOR),
    nothing("another success status"),
    unseen("change the format of audio", BEHAVIOR),
    unseen("return a component in place of audio", TYPES),
    unseen("add a rule between parameters", BEHAVIOR),
    nothing("tell of a parameter without effect"),
    unseen("require one of several parameters", BEHAVIOR),
    nothing("tell of a parameter that another one overrides"),
    nothing("send an update with nothing"),
    unseen("change the base URL", BEHAVIOR),
    major("rename a type", &["enum_missing"]),
    nothing("rename a component that is not a type"),
    nothing("another example"),
    nothing("another example of a request"),
    nothing("describe an enum in other words"),
    nothing("another title"),
    major("name the error body otherwise", &["struct_missing"]),
    nothing("take an example of a scalar away and put another"),
    nothing("ask for the optional path of a list in another order"),
    unseen("page by another property", BEHAVIOR),
    major(
        "take the pages of a list away",
        &["inherent_method_missing"],
    ),
    nothing("take a rule back"),
    nothing("give a rule another reason"),
    nothing("fold a line in another way"),
    major(
        "remove an operation",
        &["inherent_method_missing", "struct_missing"],
    ),
    major("remove a representation", &["inherent_method_missing"]),
    nothing("add an operation"),
    nothing("add a resource"),
    unseen("take a link of a page away", BEHAVIOR),
    nothing("explain an error code that the table lacks"),
    unseen(
        "take text out of a verb and a noun out of another",
        BEHAVIOR,
    ),
    unseen("call the root of documents otherwise", BEHAVIOR),
    nothing("limit the pace of another operation"),
    unseen("limit the pace of no operation", BEHAVIOR),
    major(
        "wait for nothing",
        &["inherent_method_missing", "struct_missing"],
    ),
    unseen("call a status final that was not", BEHAVIOR),
    major(
        "call no status final",
        &["inherent_method_missing", "struct_missing"],
    ),
    nothing("call values of another enum final"),
    unseen("put another value into a group", BEHAVIOR),
    nothing("group the values of another enum"),
    major("take a group away", &["inherent_method_missing"]),
    nothing("describe the strings of a pattern in other words"),
    unseen("say no longer which enum another extends", IMPLS),
    nothing("say which enum another extends"),
    major("take the type of rows away", &["struct_missing"]),
    nothing("take the key of rows from one of two operations"),
    unseen("key rows by another property", TYPES),
    major("tell no events", &["inherent_method_missing"]),
    unseen("tell another event", BEHAVIOR),
    nothing("tell an event of one more value"),
    nothing("describe the event in other words"),
    nothing("give a callback to another operation"),
    unseen("call back the URL of another parameter", BEHAVIOR),
    nothing("expect another response to a callback"),
    nothing("rename a callback"),
    nothing("describe the requests of a callback in other words"),
    nothing("rename a parameter in the template of a path"),
    major(
        "rename an operation with another representation",
        &["inherent_method_missing", "struct_missing"],
    ),
    nothing("rename another representation of an operation"),
    major(
        "rename a property of a response",
        &["struct_pub_field_missing"],
    ),
    major(
        "rename a property that is a column",
        &["struct_pub_field_missing"],
    ),
    nothing("describe a shared parameter in other words"),
    nothing("describe the error of all operations in other words"),
    nothing("add a form parameter with a type of its own"),
    unseen(
        "let members of a union that share no string change places",
        BEHAVIOR,
    ),
    major(
        "rename a member of unions",
        &["enum_variant_missing", "struct_missing"],
    ),
    major("read an object at once", &["inherent_method_missing"]),
    major("let a password be seen", &["inherent_method_missing"]),
    major("let the parties of calls be seen", &["struct_missing"]),
    unseen("let URLs of requests be seen", BEHAVIOR),
    unseen("let a property be seen by another type", TYPES),
    major(
        "rename the type of a resource",
        &["inherent_method_missing", "struct_missing"],
    ),
    nothing("name a parameter's type otherwise"),
    nothing("rename the security scheme"),
    unseen("ask for access tokens", BEHAVIOR),
    major("remove the type of a form parameter", &["struct_missing"]),
    unseen("respond with a body where there was none", TYPES),
    unseen("let an update create", BEHAVIOR),
    major(
        "reconcile nothing",
        &["inherent_method_missing", "struct_missing"],
    ),
    major(
        "reconcile by the called party alone",
        &["method_parameter_count_changed"],
    ),
    unseen("trust a list sooner", BEHAVIOR),
    unseen("follow no progress", ALIASES),
    nothing("add an example of a request"),
    nothing("rename an example of a request"),
];

/// The verdicts on the edits of a document in the official style, in their order.
pub(crate) const RELEASES: &[Verdict] = &[
    nothing("say what a property is"),
    nothing("give an array other items"),
    nothing("add an operation that is left out"),
    nothing("take an operation away that was left out"),
    nothing("leave an operation out for another reason"),
    major(
        "give an operation a body that cannot be sent",
        &["inherent_method_missing", "struct_missing"],
    ),
    nothing("describe a rejection"),
    nothing("name another format"),
    nothing("name no format"),
    unseen("give a format that has a type", TYPES),
    nothing("add a parameter that is left out"),
    nothing("add a parameter before one that is left out"),
    major(
        "take a value away at one of many places",
        &[
            "copy_impl_added",
            "enum_variant_missing",
            "inherent_method_missing",
        ],
    ),
];
