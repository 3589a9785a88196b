//! Methods that return whether a value of an enum belongs to a group.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::examples::{Example, documented};
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

    fn example(&self, scalar: &Scalar) -> Example {
        let (name, method, other) = (&scalar.rust, self.method(), &self.other.rust);
        let member = self.members.first().map_or("", |value| &value.rust);
        Example::of_function(
            &BTreeSet::from([name.clone()]),
            &format!(
                "assert!({name}::{member}.{method}());\nassert!(!{name}::{other}.{method}());\n"
            ),
        )
    }

    fn doc(&self) -> String {
        if self.name == FINAL {
            return "Whether this value is final: no other follows it.".to_owned();
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
    let doc = docs::tokens(&documented(&group.doc(), Some(&group.example(scalar))));
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
pub(super) fn examples(model: &Model) -> impl Iterator<Item = Example> {
    let examples = |scalar| Group::of(scalar).into_iter().map(|it| it.example(scalar));
    model.scalars.iter().flat_map(examples)
}
