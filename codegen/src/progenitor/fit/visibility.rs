//! Decides who sees what: answers are public and may grow, forms stay within the crate.

use syn::{Attribute, Fields, Visibility, parse_quote};

use crate::model::{Model, Usage};
use crate::progenitor::run::Wire;

/// Counts the structs decided upon.
pub(super) fn run(wire: &mut Wire, model: &Model) -> usize {
    let mut hits = 0;
    for item in &mut wire.structs {
        let Some(structure) = super::structure(model, item) else {
            continue;
        };
        hits += 1;
        match structure.usage {
            Usage::Form => {
                derive(
                    &mut item.attrs,
                    parse_quote!(#[derive(Clone, Debug, Default, Serialize)]),
                );
                item.vis = parse_quote!(pub(crate));
                visible(&mut item.fields, &item.vis);
            }
            Usage::Response | Usage::Callback => {
                derive(
                    &mut item.attrs,
                    parse_quote!(#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]),
                );
                item.attrs.push(parse_quote!(
                    #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
                ));
                item.attrs.push(parse_quote!(#[non_exhaustive]));
                for field in &mut item.fields {
                    if super::field(structure, field).is_some_and(|it| it.deprecated) {
                        field.attrs.push(parse_quote!(#[deprecated]));
                    }
                }
            }
        }
    }
    hits
}

fn visible(fields: &mut Fields, vis: &Visibility) {
    for field in fields {
        field.vis = vis.clone();
    }
}

fn derive(attrs: &mut Vec<Attribute>, derive: Attribute) {
    attrs.retain(|attr| !attr.path().is_ident("derive"));
    attrs.push(derive);
}
