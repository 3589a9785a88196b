//! Shortens the absolute paths that generated code needs when it does not know where it will stand.

use syn::Path;
use syn::visit_mut::{self, VisitMut};

use crate::progenitor::run::Wire;

/// Prefixes that the emitted files import or that the prelude has.
const PREFIXES: &[&[&str]] = &[
    &["std", "option"],
    &["std", "string"],
    &["std", "vec"],
    &["std", "collections"],
    &["serde_json"],
    &["super"],
    &["types"],
    &["progenitor_client"],
    &["crate", "time"],
    &["crate", "decimal"],
    &["reqwest", "header"],
];

/// Shortens every path of the structs and methods.
pub(super) fn run(wire: &mut Wire) {
    let mut pass = Paths;
    for item in &mut wire.structs {
        for field in &mut item.fields {
            pass.visit_type_mut(&mut field.ty);
            field.attrs.iter_mut().for_each(shorten_attribute);
        }
    }
    for method in &mut wire.methods {
        pass.visit_impl_item_fn_mut(method);
    }
}

struct Paths;

impl VisitMut for Paths {
    fn visit_path_mut(&mut self, path: &mut Path) {
        for prefix in PREFIXES {
            let matches = path.segments.len() > prefix.len()
                && path
                    .segments
                    .iter()
                    .zip(*prefix)
                    .all(|(segment, word)| segment.ident == word);
            if matches {
                path.leading_colon = None;
                path.segments = std::mem::take(&mut path.segments)
                    .into_iter()
                    .skip(prefix.len())
                    .collect();
                break;
            }
        }
        visit_mut::visit_path_mut(self, path);
    }
}

/// `skip_serializing_if = "::std::option::Option::is_none"` holds its path in a string.
fn shorten_attribute(attr: &mut syn::Attribute) {
    let syn::Meta::List(list) = &mut attr.meta else {
        return;
    };
    let text = list.tokens.to_string();
    let short = text
        .replace("::std::option::", "")
        .replace("::std::vec::", "");
    if short != text
        && let Ok(tokens) = syn::parse_str(&short)
    {
        list.tokens = tokens;
    }
}
