//! Adapts typify's structs where its settings do not suffice: documentation line by line, visibility, how a field is
//! serialized, and where unknown properties are kept.

use std::collections::BTreeMap;

use syn::punctuated::Punctuated;
use syn::{Attribute, Fields, ItemStruct, Path, Token, Visibility, parse_quote};

use crate::docs;
use crate::model::{Field, Model, Struct, Usage};
use crate::progenitor::run::Wire;

/// The number of replacements in all structs.
#[derive(Debug, Default)]
pub(super) struct Hits {
    /// Structs of the model that have what the settings requested.
    pub(super) structs: usize,
    /// Fields of the model.
    pub(super) fields: usize,
}

/// Rewrites all structs.
pub(super) fn run(wire: &mut Wire, model: &Model) -> Hits {
    let mut hits = Hits::default();
    let structs = model.structs.iter().map(|it| (it.rust.as_str(), it));
    let structs: BTreeMap<&str, &Struct> = structs.collect();
    for item in &mut wire.structs {
        let Some(structure) = structs.get(item.ident.to_string().as_str()) else {
            continue;
        };
        let fields = structure.fields.iter().map(|it| (it.rust.as_str(), it));
        let fields: BTreeMap<&str, &Field> = fields.collect();
        if rewrite(item, structure).is_some() {
            hits.structs += 1;
        }
        for field in &mut item.fields {
            let name = field.ident.as_ref().map(ToString::to_string);
            let Some(described) = name.and_then(|name| fields.get(name.as_str())) else {
                continue;
            };
            if structure.usage.is_form() {
                field.vis = within_the_crate();
                field.attrs = rename_in_form(described);
            } else {
                field.attrs = written(described, std::mem::take(&mut field.attrs));
            }
            hits.fields += 1;
        }
        if let (Usage::Response, Fields::Named(fields)) = (structure.usage, &mut item.fields) {
            fields.named.push(extra());
        }
    }
    hits
}

fn within_the_crate() -> Visibility {
    parse_quote!(pub(crate))
}

/// Moves documentation and derives in front of what the settings requested; `None` if that is missing.
fn rewrite(item: &mut ItemStruct, structure: &Struct) -> Option<()> {
    let is_form = structure.usage.is_form();
    let mark = if is_form { "serde" } else { "non_exhaustive" };
    let mut attrs = std::mem::take(&mut item.attrs);
    let mut derives = derives(&attrs)?;
    attrs.retain(|attr| !attr.path().is_ident("doc") && !attr.path().is_ident("derive"));
    attrs.iter().find(|attr| attr.path().is_ident(mark))?;
    // Forms are only serialized, only Twilio creates responses, and how those are deserialized is declared
    // separately.
    derives.retain(|derive| {
        !derive.is_ident("Deserialize") && (is_form || !derive.is_ident("Default"))
    });
    if is_form {
        // Its parameters are documented at their setters.
        item.vis = within_the_crate();
    } else {
        item.attrs = docs::attributes(&structure.doc);
    }
    item.attrs.push(parse_quote!(#[derive(#(#derives),*)]));
    item.attrs.append(&mut attrs);
    Some(())
}

/// The derives in alphabetical order.
fn derives(attrs: &[Attribute]) -> Option<Vec<Path>> {
    let derive = attrs.iter().find(|attr| attr.path().is_ident("derive"))?;
    let list = derive.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated);
    let mut derives: Vec<Path> = list.ok()?.into_iter().collect();
    derives.sort_by_key(|path| path.get_ident().map(ToString::to_string));
    Some(derives)
}

/// The form's `rename_all` covers all other fields, and the encoder of forms omits absent ones.
fn rename_in_form(field: &Field) -> Vec<Attribute> {
    if super::pascal_case(&field.rust) == field.wire {
        return Vec::new();
    }
    let wire = &field.wire;
    vec![parse_quote!(#[serde(rename = #wire)])]
}

/// The attributes of a field that Twilio sends.
fn written(field: &Field, typifys: Vec<Attribute>) -> Vec<Attribute> {
    let mut attrs = docs::attributes(&field.doc);
    if field.is_optional() {
        attrs.extend(write_optional(field));
    } else {
        attrs.extend(typifys.into_iter().filter(|it| it.path().is_ident("serde")));
    }
    if field.deprecated {
        attrs.push(parse_quote!(#[deprecated]));
    }
    attrs
}

/// Serializes a nullable property as `null` again, so that a value round-trips.
fn write_optional(field: &Field) -> Vec<Attribute> {
    let mut attrs: Vec<Attribute> = Vec::new();
    if field.rust != field.wire {
        let wire = &field.wire;
        attrs.push(parse_quote!(#[serde(rename = #wire)]));
    }
    if !field.nullable {
        attrs.push(parse_quote!(#[serde(skip_serializing_if = "Option::is_none")]));
    }
    attrs
}

/// The field for unknown properties.
fn extra() -> syn::Field {
    parse_quote! {
        /// Properties that this version of the crate does not know.
        #[serde(flatten)]
        pub extra: Extra
    }
}
