//! Every Rust name is decided here, once.
//!
//! Wire names come in Twilio's styles (`StatusCallback`, `date_created`, `no-answer`, `StartTime<`), Rust names in
//! Rust's. Two wire names that map to the same Rust name are a finding and are never merged: progenitor and typify
//! would silently keep only one of them.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToLowerCamelCase, ToPascalCase, ToShoutySnakeCase, ToSnakeCase};

/// The name of the variant for values that an open enum does not know.
///
/// Not `Unknown`, which is a value on the wire (`AnsweredBy=unknown`).
pub(crate) const CATCH_ALL: &str = "Unrecognized";

/// The field for unknown properties of a response, and for unknown parameters of a callback.
pub(crate) const EXTRA: &str = "extra";

/// The path parameter that the client fills in from its credentials.
pub(crate) const ACCOUNT_PARAMETER: &str = "AccountSid";

/// Names that the hand-written part of the crate exports at its root or that emitted files import; components must
/// not shadow them.
const RESERVED_TYPES: &[&str] = &[
    "ApiError",
    "Argument",
    "Arguments",
    "AsMut",
    "AsRef",
    "BTreeMap",
    "Box",
    "ByteStream",
    "Client",
    "ClientBuilder",
    "Clone",
    "Copy",
    "Credentials",
    "CredentialsProvider",
    "Date",
    "DateOrTime",
    "DateTime",
    "Debug",
    "Decimal",
    "Default",
    "Deserialize",
    "Dfa",
    "DoubleEndedIterator",
    "Doubt",
    "Download",
    "Drop",
    "Effect",
    "Eq",
    "Err",
    "Error",
    "ErrorCode",
    "ExactSizeIterator",
    "Extend",
    "Extra",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Hash",
    "HeaderValue",
    "HttpTransport",
    "Into",
    "IntoIterator",
    "InvalidArgument",
    "InvalidValue",
    "Items",
    "Iterator",
    "JsonSchema",
    "KnownCode",
    "Map",
    "News",
    "None",
    "Observation",
    "Ok",
    "OneOrMany",
    "Operation",
    "OperationInfo",
    "Option",
    "Ord",
    "OrderedStatus",
    "Outcome",
    "Page",
    "Pages",
    "PartialEq",
    "PartialOrd",
    "ProvidedCredentials",
    "QueryParam",
    "Reconciled",
    "RequestFuture",
    "RequestState",
    "Response",
    "ResponseValue",
    "Result",
    "Retry",
    "RetryPolicy",
    "Rows",
    "SaveTo",
    "Secret",
    "Self",
    "Send",
    "Serialize",
    "Sized",
    "Some",
    "StatusHistory",
    "String",
    "Sync",
    "TextRules",
    "Timestamp",
    "ToOwned",
    "ToString",
    "TransportError",
    "TryFrom",
    "TryInto",
    "UnknownValue",
    "Unpin",
    "Value",
    "Vec",
    "Warning",
    "Warnings",
    "Wire",
];

/// Methods that the client already has, and those of blanket trait implementations.
const CLIENT_METHODS: &[&str] = &[
    "account_sid",
    "attempts",
    "base_url",
    "borrow",
    "borrow_mut",
    "builder",
    "clone",
    "clone_from",
    "clone_into",
    "exec",
    "fmt",
    "for_account",
    "from",
    "from_env",
    "into",
    "new",
    "post",
    "pre",
    "to_owned",
    "transport",
    "try_from",
    "try_into",
    "type_id",
    "with_transport",
];

/// Variables and fields in progenitor's methods and ours, which path and query parameters must not shadow.
const INTERNAL_NAMES: &[&str] = &[
    "body",
    "core",
    "form",
    "header_map",
    "info",
    "request",
    "response",
];

/// The variable for the request in the method that returns it, which required form parameters must not shadow.
pub(crate) const REQUEST_VARIABLE: &str = "request";

/// The constructor of an object in a request.
const CONSTRUCTOR: &str = "new";

/// Methods that every request has; no parameter may shadow them.
const REQUEST_METHODS: &[&str] = &[
    "body_property",
    "collect",
    "csv",
    "csv_page",
    "exchange",
    "form_param",
    "into_future",
    "limit",
    "pages",
    "prefetch",
    "query_param",
    "header",
    "request_timeout",
    "response",
    "resume",
    "retry",
    "send",
    "stream",
    "warnings",
    "when_some",
];

/// Appends an underscore, as for keywords, to the name of a property that is also a method of requests or objects.
pub(crate) fn free_of_methods(rust: &mut String) {
    if rust == CONSTRUCTOR || REQUEST_METHODS.contains(&rust.as_str()) {
        rust.push('_');
    }
}

/// The name of a type, from that of a component or an operation.
pub(crate) fn type_name(wire: &str) -> String {
    wire.to_pascal_case()
}

/// The name of a field, setter or argument, from that of a property or parameter.
///
/// A trailing `<` or `>` is Twilio's way to spell an inequality; it becomes `_before` or `_after`, as in the official
/// libraries.
pub(crate) fn field_name(wire: &str) -> String {
    let (stem, suffix) = match (wire.strip_suffix('<'), wire.strip_suffix('>')) {
        (Some(stem), _) => (stem, "_before"),
        (_, Some(stem)) => (stem, "_after"),
        _ => (wire, ""),
    };
    escape(format!("{}{suffix}", stem.to_snake_case()))
}

/// The name of a method, from an operation's id.
pub(crate) fn method_name(operation_id: &str) -> String {
    escape(operation_id.to_snake_case())
}

/// The name of an enum variant, from a value on the wire.
pub(crate) fn variant_name(wire: &str) -> String {
    escape(wire.to_pascal_case())
}

/// The name of the method that returns whether a value belongs to a group.
pub(crate) fn group_method(group: &str) -> String {
    format!("is_{}", group.to_snake_case())
}

/// The name of a constant.
pub(crate) fn constant_name(wire: &str) -> String {
    wire.to_shouty_snake_case()
}

/// Appends an underscore to keywords, like typify, so that both agree.
fn escape(name: String) -> String {
    if is_keyword(&name) {
        format!("{name}_")
    } else {
        name
    }
}

/// Whether a name is reserved by Rust.
pub(crate) fn is_keyword(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(name).is_err() || name == "gen"
}

/// Why a wire name cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NameProblem {
    pub(crate) rule: &'static str,
    pub(crate) message: String,
    pub(crate) help: String,
}

/// Where a name must be unique, and how it is used.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    /// All types of the crate.
    Types,
    /// All methods of the client.
    Operations,
    /// The setters of one request.
    Request(String),
    /// The fields of one struct.
    Struct(String),
    /// The fields of one response or callback.
    Received(String),
    /// The variants of one enum.
    Enum(String),
}

impl Scope {
    fn what(&self) -> String {
        match self {
            Self::Types => "two types".to_owned(),
            Self::Operations => "two methods of the client".to_owned(),
            Self::Request(name) => format!("two parameters of `{name}`"),
            Self::Struct(name) | Self::Received(name) => format!("two properties of `{name}`"),
            Self::Enum(name) => format!("two variants of `{name}`"),
        }
    }

    fn reserved(&self) -> &'static [&'static str] {
        match self {
            Self::Types => RESERVED_TYPES,
            Self::Request(_) => REQUEST_METHODS,
            Self::Received(_) => &[EXTRA],
            Self::Enum(_) => &[CATCH_ALL],
            Self::Operations => CLIENT_METHODS,
            Self::Struct(_) => &[],
        }
    }
}

/// The names that no component may have.
pub(crate) fn reserved_types() -> &'static [&'static str] {
    RESERVED_TYPES
}

/// The operationIds that no operation may have.
pub(crate) fn reserved_methods() -> Vec<String> {
    CLIENT_METHODS
        .iter()
        .map(|name| name.to_lower_camel_case())
        .collect()
}

/// How properties can be spelled that become this name: in Twilio's styles.
pub(crate) fn spellings(rust: &str) -> BTreeSet<String> {
    [
        rust.to_lower_camel_case(),
        rust.to_pascal_case(),
        rust.to_owned(),
    ]
    .into()
}

/// The properties that no form may have, since their setters would be named like a method of requests.
pub(crate) fn reserved_setters() -> BTreeSet<String> {
    let names = REQUEST_METHODS.iter();
    names.flat_map(|name| spellings(name)).collect()
}

/// Where a parameter is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Namespace {
    /// In the path or the query.
    Address,
    /// In a form, required.
    FormAlways,
    /// In a form, optional.
    Form,
}

/// Whether the name of a parameter would shadow one that the emitted code uses.
pub(crate) fn is_internal(rust: &str, namespace: Namespace) -> bool {
    match namespace {
        Namespace::Address => INTERNAL_NAMES.contains(&rust),
        Namespace::FormAlways => rust == REQUEST_VARIABLE,
        Namespace::Form => false,
    }
}

/// Why a parameter can be neither a setter nor an argument, if so.
pub(crate) fn parameter_problem(wire: &str, namespace: Namespace) -> Option<NameProblem> {
    let rust = field_name(wire);
    let scope = Scope::Request(String::new());
    match Names::default().claim(scope, &rust, wire) {
        Err(problem) => Some(problem),
        Ok(()) if is_internal(&rust, namespace) => Some(reserved(&rust, wire)),
        Ok(()) => None,
    }
}

/// The problem of a name that the crate itself uses.
pub(crate) fn reserved(rust: &str, wire: &str) -> NameProblem {
    NameProblem {
        rule: "name-reserved",
        message: format!("`{wire}` becomes `{rust}`, a name that Rust or the crate itself uses"),
        help: "choose another name; if it is that of a request parameter that Twilio dictates, remove the parameter: \
               users can send it with `form_param` or `query_param`"
            .to_owned(),
    }
}

/// The names claimed so far.
#[derive(Debug, Default)]
pub(crate) struct Names {
    taken: BTreeMap<(Scope, String), String>,
}

impl Names {
    /// Claims `rust` for `wire` within `scope`.
    pub(crate) fn claim(
        &mut self,
        scope: Scope,
        rust: &str,
        wire: &str,
    ) -> Result<(), NameProblem> {
        if scope.reserved().contains(&rust) {
            return Err(reserved(rust, wire));
        }
        if !is_nameable(wire) || syn::parse_str::<syn::Ident>(rust).is_err() {
            return Err(NameProblem {
                rule: "name-unusable",
                message: format!("`{wire}` cannot be turned into a Rust name"),
                help: "start it with a letter and use ASCII letters, digits, `_`, `-` and `.`; a query parameter may end \
                       in `<` or `>`"
                    .to_owned(),
            });
        }
        let what = scope.what();
        match self.taken.insert((scope, rust.to_owned()), wire.to_owned()) {
            Some(other) if other == wire => Err(NameProblem {
                rule: "name-collision",
                message: format!("`{wire}` would become {what} with the same name, `{rust}`"),
                help: format!("rename `{wire}`"),
            }),
            Some(other) => Err(NameProblem {
                rule: "name-collision",
                message: format!("`{other}` and `{wire}` would become {what} with the same name, `{rust}`"),
                help:
                    "rename one of them so that the names in Rust differ (case and separators are not enough); if \
                       Twilio dictates both names, remove one"
                        .to_owned(),
            }),
            None => Ok(()),
        }
    }
}

/// Whether heck, typify and progenitor split a wire name into the same words.
fn is_nameable(wire: &str) -> bool {
    let stem = wire.strip_suffix(['<', '>']).unwrap_or(wire);
    stem.starts_with(|c: char| c.is_ascii_alphabetic())
        && stem
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::{Names, Scope, field_name, method_name, type_name, variant_name};

    #[test]
    fn wire_names_become_rust_names() {
        for (wire, rust) in [
            ("StatusCallback", "status_callback"),
            ("StartTime<", "start_time_before"),
            ("EndTime>", "end_time_after"),
            ("Byoc", "byoc"),
            ("type", "type_"),
            ("gen", "gen_"),
        ] {
            assert_eq!(field_name(wire), rust);
        }
        assert_eq!(variant_name("no-answer"), "NoAnswer");
        assert_eq!(variant_name("OutboundAPI"), "OutboundApi");
        assert_eq!(variant_name("self"), "Self_");
        assert_eq!(method_name("listCallsCsv"), "list_calls_csv");
        assert_eq!(type_name("CallPage"), "CallPage");
    }

    #[test]
    fn a_collision_names_both_sides() {
        let mut names = Names::default();
        let scope = || Scope::Struct("Call".to_owned());
        assert_eq!(names.claim(scope(), "foo_bar", "FooBar"), Ok(()));
        let problem = names.claim(scope(), "foo_bar", "foo_bar").unwrap_err();
        assert_eq!(problem.rule, "name-collision");
        assert_eq!(
            problem.message,
            "`FooBar` and `foo_bar` would become two properties of `Call` with the same name, `foo_bar`"
        );
        assert_eq!(
            names.claim(Scope::Struct("Other".to_owned()), "foo_bar", "FooBar"),
            Ok(())
        );
    }

    #[test]
    fn reserved_and_unusable_names_are_rejected() {
        let mut names = Names::default();
        let rule = |result: Result<(), super::NameProblem>| result.unwrap_err().rule;
        assert_eq!(
            rule(names.claim(Scope::Types, "Error", "Error")),
            "name-reserved"
        );
        assert_eq!(rule(names.claim(Scope::Types, "", "")), "name-unusable");
        assert_eq!(rule(names.claim(Scope::Types, "_1", "1")), "name-unusable");
        assert_eq!(
            rule(names.claim(Scope::Request("X".to_owned()), "send", "Send")),
            "name-reserved"
        );
        assert_eq!(
            rule(names.claim(Scope::Received("X".to_owned()), "extra", "Extra")),
            "name-reserved"
        );
    }
}
