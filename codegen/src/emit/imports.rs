//! The `use` lines of an emitted file, derived from the names it mentions.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, Ident, Spacing, TokenStream, TokenTree};
use quote::{format_ident, quote};

use crate::model::{Model, ScalarKind, Usage};

/// Names of the runtime and of other crates that emitted files use, by module.
const ELSEWHERE: &[(&str, &[&str])] = &[
    ("crate", &["Client", "Error"]),
    ("crate::argument", &["Argument"]),
    ("crate::byte_stream", &["ByteStream"]),
    ("crate::conversion", &["unsent"]),
    ("crate::decimal", &["Decimal"]),
    ("crate::download", &["Download"]),
    ("crate::list", &["list"]),
    ("crate::object", &["object", "object_union"]),
    ("crate::operation", &["Effect", "Operation"]),
    ("crate::page", &["Page"]),
    (
        "crate::error_code",
        &["ErrorCode", "KnownCode", "error_codes"],
    ),
    (
        "crate::progress",
        &["Observation", "StatusHistory", "OrderedStatus"],
    ),
    ("crate::reconcile", &["reconciler"]),
    ("crate::request", &["RequestState", "request"]),
    ("crate::response", &["Response"]),
    (
        "crate::scalar",
        &[
            "Dfa",
            "Extra",
            "byte_classes",
            "closed_enum",
            "extends",
            "fixed_text",
            "integer",
            "integer_text",
            "lazy_object",
            "open_enum",
            "open_text_union",
            "private_text",
            "properties",
            "secret_text",
            "states",
            "text",
            "text_union",
        ],
    ),
    (
        "crate::time",
        &["Date", "DateOrTime", "DateTime", "Timestamp"],
    ),
    ("crate::warning", &["Warning", "Warnings"]),
    ("crate::wait", &["waiter"]),
    ("crate::webhook::callback", &["callback"]),
    ("crate::wire", &["complete"]),
    ("crate::xml", &["element"]),
    ("serde", &["Deserialize", "Serialize"]),
    ("serde_json", &["Map", "Value"]),
    ("std::collections", &["BTreeMap"]),
    ("super", &["patterns", "xml"]),
];

/// Names that progenitor's methods use: in the file of the wire layer they take precedence over all others.
const WIRE_LAYER: &[(&str, &[&str])] = &[
    (
        "crate::wire",
        &[
            "ByteStream",
            "Error",
            "OperationInfo",
            "QueryParam",
            "ResponseValue",
            "Wire",
            "encode_path",
        ],
    ),
    ("reqwest::header", &["ACCEPT", "HeaderValue"]),
];

/// Where every name that an emitted file can mention is defined.
pub(crate) struct Imports {
    types: BTreeMap<String, &'static str>,
}

impl Imports {
    /// The emitted types, each with its file.
    pub(crate) fn of(model: &Model) -> Self {
        let scalars = model.scalars.iter().filter_map(|scalar| {
            let file = match &scalar.kind {
                ScalarKind::Fixed { .. } => "sids",
                ScalarKind::Text { .. } | ScalarKind::Union { .. } => "text",
                ScalarKind::Enum { .. } => "enums",
                ScalarKind::Integer { .. } | ScalarKind::IntegerText { .. } => "numbers",
                ScalarKind::Lazy { .. } => "models",
                ScalarKind::ObjectUnion { .. } => "objects",
                ScalarKind::Plain
                | ScalarKind::PlainInteger { .. }
                | ScalarKind::Runtime { .. }
                | ScalarKind::Map { .. } => return None,
            };
            Some((scalar.rust.clone(), file))
        });
        let structs = model.structs.iter().map(|structure| {
            let file = match structure.usage {
                Usage::Response => "models",
                Usage::Form | Usage::Numbered | Usage::Body => "wire",
                Usage::Object => "objects",
                Usage::Callback => "webhooks",
            };
            (structure.rust.clone(), file)
        });
        let requests = model
            .operations
            .iter()
            .filter(|operation| operation.representation_of.is_none())
            .map(|operation| (operation.rust.clone(), "requests"));
        let waiters = model.waiters.iter().map(|it| (it.rust.clone(), "waiters"));
        let types = scalars.chain(structs).chain(requests).chain(waiters);
        Self {
            types: types.collect(),
        }
    }

    /// The `use` lines for all names that the body of a file mentions but does not define.
    pub(crate) fn lines(&self, file: &str, body: &TokenStream) -> TokenStream {
        let mut mentioned = BTreeSet::new();
        collect(body.clone(), &mut mentioned);
        if file == "enums" {
            // Variants may share names with types, and only the macros are used.
            mentioned.retain(|name| name.starts_with(char::is_lowercase));
        }
        let mut lines: BTreeMap<&str, Vec<Ident>> = BTreeMap::new();
        let mut found = BTreeSet::new();
        let wire_layer = if file == "wire" { WIRE_LAYER } else { &[] };
        for (module, names) in wire_layer.iter().chain(ELSEWHERE) {
            for name in names.iter().filter(|name| mentioned.contains(**name)) {
                if found.insert(*name) {
                    lines
                        .entry(module)
                        .or_default()
                        .push(format_ident!("{name}"));
                }
            }
        }
        for (name, home) in &self.types {
            if mentioned.contains(name) && *home != file {
                let module = if *home == "wire" {
                    "super::wire"
                } else {
                    "super"
                };
                lines
                    .entry(module)
                    .or_default()
                    .push(format_ident!("{name}"));
            }
        }
        uses(&lines)
    }
}

/// One `use` per crate, and one for the other files.
fn uses(lines: &BTreeMap<&str, Vec<Ident>>) -> TokenStream {
    let mut trees: BTreeMap<&str, Vec<TokenStream>> = BTreeMap::new();
    for (module, names) in lines {
        let (root, rest) = module.split_once("::").unwrap_or((module, ""));
        let tree = trees.entry(root).or_default();
        if rest.is_empty() {
            tree.extend(names.iter().map(|name| quote!(#name)));
            continue;
        }
        let path = rest.split("::").map(|name| format_ident!("{name}"));
        let path = quote!(#(#path)::*);
        tree.push(match names.as_slice() {
            [name] => quote!(#path::#name),
            names => quote!(#path::{#(#names),*}),
        });
    }
    let uses = trees.iter().map(|(root, tree)| {
        let root = format_ident!("{root}");
        match tree.as_slice() {
            [only] => quote!(use #root::#only;),
            several => quote!(use #root::{#(#several),*};),
        }
    });
    quote!(#(#uses)*)
}

/// The names that need an import: types without a path, and functions, macros and modules.
fn collect(tokens: TokenStream, into: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Ident(ident) => {
                let before = tokens.get(..at).unwrap_or_default();
                let name = ident.to_string();
                if stands_alone(&name, before, tokens.get(at + 1)) {
                    into.insert(name);
                }
            }
            TokenTree::Group(group) => collect(group.stream(), into),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

fn stands_alone(name: &str, before: &[TokenTree], after: Option<&TokenTree>) -> bool {
    let in_path = matches!(before, [.., a, b] if is_punct(a, ':') && is_punct(b, ':'));
    // A static or associated type is declared here, even if a type has the same name.
    let is_declared =
        matches!(before.last(), Some(TokenTree::Ident(word)) if word == "static" || word == "type");
    if in_path || name.starts_with(char::is_uppercase) {
        return !in_path && !is_declared;
    }
    // A field, method or variable may share its name with a function.
    let is_used = match after {
        Some(TokenTree::Punct(punct)) => {
            punct.as_char() == '!' || (punct.as_char() == ':' && punct.spacing() == Spacing::Joint)
        }
        Some(TokenTree::Group(group)) => group.delimiter() == Delimiter::Parenthesis,
        _ => false,
    };
    let is_another = match before.last() {
        Some(TokenTree::Ident(word)) => word == "fn",
        Some(token) => is_punct(token, '.'),
        None => false,
    };
    is_used && !is_another
}

fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{ELSEWHERE, WIRE_LAYER, collect};
    use crate::names::{Names, Scope};

    #[test]
    fn no_component_can_take_the_name_of_an_import() {
        for name in WIRE_LAYER
            .iter()
            .chain(ELSEWHERE)
            .flat_map(|(_, names)| *names)
            .filter(|name| name.starts_with(char::is_uppercase))
        {
            let constant = name.chars().all(|c| c.is_uppercase());
            let claimed = Names::default().claim(Scope::Types, name, name);
            assert!(constant || claimed.is_err(), "{name} is not reserved");
        }
    }

    #[test]
    fn only_what_is_used_is_mentioned() {
        let code = "static A: Call = b; type Error = c; fn wire(a: Call) { self.page(Self::Error, patterns::X, encode_path(b)) }";
        let mut mentioned = BTreeSet::new();
        collect(code.parse().unwrap(), &mut mentioned);
        let found: Vec<&str> = mentioned.iter().map(String::as_str).collect();
        assert_eq!(found, ["Call", "Self", "encode_path", "patterns"]);
    }
}
