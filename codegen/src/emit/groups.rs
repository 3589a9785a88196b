//! Methods that return whether a value of an enum belongs to a group.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use crate::docs;
use crate::markdown;
use crate::model::{FINAL, Model, Scalar, ScalarKind, Variant};
use crate::names;

/// A group of enum values, with one value that is not in it.
struct Group<'m> {
    name: &'m str,
    members: Vec<&'m Variant>,
    other: &'m Variant,
}

impl<'m> Group<'m> {
    /// The groups of an enum, in the order of their names.
    fn of(scalar: &'m Scalar) -> Vec<Self> {
        let ScalarKind::Enum { values, .. } = &scalar.kind else {
            return Vec::new();
        };
        let names: BTreeSet<&str> = values
            .iter()
            .flat_map(|value| &value.groups)
            .map(String::as_str)
            .collect();
        let group = |name| {
            let (members, others): (Vec<_>, Vec<_>) =
                values.iter().partition(|value| value.is_in(name));
            let other = others.first().copied()?;
            Some(Self {
                name,
                members,
                other,
            })
        };
        names.into_iter().filter_map(group).collect()
    }

    fn method(&self) -> String {
        names::group_method(self.name)
    }

    fn test(&self, scalar: &Scalar) -> String {
        let (name, method, other) = (&scalar.rust, self.method(), &self.other.rust);
        let member = self.members.first().map_or("", |value| &value.rust);
        format!(
            "use twilio_calls::{name};\n\n\
             assert!({name}::{member}.{method}());\nassert!(!{name}::{other}.{method}());\n"
        )
    }

    fn doc(&self) -> String {
        if self.name == FINAL {
            return "Whether nothing follows this value.".to_owned();
        }
        let members = self
            .members
            .iter()
            .map(|value| markdown::code_span(&value.wire));
        let members: Vec<String> = members.collect();
        match members.as_slice() {
            [only] => format!("Whether this is {only}."),
            several => format!("Whether this is one of {}.", several.join(", ")),
        }
    }
}

/// One method per group.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let methods = model
        .scalars
        .iter()
        .flat_map(|scalar| Group::of(scalar).into_iter().map(|it| method(scalar, &it)));
    quote!(#(#methods)*)
}

fn method(scalar: &Scalar, group: &Group<'_>) -> TokenStream {
    let members = group
        .members
        .iter()
        .map(|value| format_ident!("{}", value.rust));
    let (name, method) = (
        format_ident!("{}", scalar.rust),
        format_ident!("{}", group.method()),
    );
    let doc = docs::tokens(&format!(
        "{}\n\n```\n{}```",
        group.doc(),
        group.test(scalar)
    ));
    quote! {
        impl #name {
            #doc
            #[must_use]
            pub fn #method(&self) -> bool {
                matches!(self, #(Self::#members)|*)
            }
        }
    }
}

/// The examples in the documentation of the methods.
pub(crate) fn tests(model: &Model) -> Vec<String> {
    let test = |scalar| Group::of(scalar).into_iter().map(|it| it.test(scalar));
    model.scalars.iter().flat_map(test).collect()
}
