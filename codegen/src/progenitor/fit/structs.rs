//! What typify's settings cannot say of its structs: their documentation line by line, who sees them, and how a field
//! is read and written.

use std::collections::BTreeMap;

use syn::punctuated::Punctuated;
use syn::{Attribute, ItemStruct, Path, Token, Visibility, parse_quote};

use crate::docs;
use crate::model::{Field, Model, ScalarKind, Struct, Ty, Usage};
use crate::progenitor::run::Wire;

/// What was found in all structs.
#[derive(Debug, Default)]
pub(super) struct Hits {
    /// Structs of the model that bear what the settings asked for.
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
            if structure.usage == Usage::Form {
                field.vis = within_the_crate();
                field.attrs = rename_in_form(described);
            } else {
                field.attrs = read(model, described, std::mem::take(&mut field.attrs));
            }
            hits.fields += 1;
        }
    }
    hits
}

fn within_the_crate() -> Visibility {
    parse_quote!(pub(crate))
}

/// Documentation, derives, and then what the settings asked for; `None` without that.
fn rewrite(item: &mut ItemStruct, structure: &Struct) -> Option<()> {
    let is_form = structure.usage == Usage::Form;
    let mark = if is_form { "serde" } else { "non_exhaustive" };
    let mut attrs = std::mem::take(&mut item.attrs);
    let mut derives = derives(&attrs)?;
    attrs.retain(|attr| !attr.path().is_ident("doc") && !attr.path().is_ident("derive"));
    attrs.iter().find(|attr| attr.path().is_ident(mark))?;
    // Forms are only written, and only Twilio creates responses.
    let unused = if is_form { "Deserialize" } else { "Default" };
    derives.retain(|derive| !derive.is_ident(unused));
    if is_form {
        // Its parameters are described at their setters.
        item.vis = within_the_crate();
    } else {
        item.attrs = docs::attributes(&structure.doc);
    }
    item.attrs.push(parse_quote!(#[derive(#(#derives),*)]));
    item.attrs.append(&mut attrs);
    Some(())
}

/// The derives, in the order of the alphabet.
fn derives(attrs: &[Attribute]) -> Option<Vec<Path>> {
    let derive = attrs.iter().find(|attr| attr.path().is_ident("derive"))?;
    let list = derive.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated);
    let mut derives: Vec<Path> = list.ok()?.into_iter().collect();
    derives.sort_by_key(|path| path.get_ident().map(ToString::to_string));
    Some(derives)
}

/// The form's `rename_all` names all other fields, and the encoder of forms leaves out what is absent.
fn rename_in_form(field: &Field) -> Vec<Attribute> {
    if super::pascal_case(&field.rust) == field.wire {
        return Vec::new();
    }
    let wire = &field.wire;
    vec![parse_quote!(#[serde(rename = #wire)])]
}

/// The attributes of a field that Twilio sends.
fn read(model: &Model, field: &Field, typifys: Vec<Attribute>) -> Vec<Attribute> {
    let mut attrs = docs::attributes(&field.doc);
    if is_optional(field) {
        attrs.extend(read_optional(model, field));
    } else {
        attrs.extend(typifys.into_iter().filter(|it| it.path().is_ident("serde")));
    }
    if field.deprecated {
        attrs.push(parse_quote!(#[deprecated]));
    }
    attrs
}

/// Whether this field may be absent.
fn is_optional(field: &Field) -> bool {
    !field.list && (field.nullable || !field.required)
}

/// Twilio sends an optional value, `null`, `""` or nothing at all. A nullable property is written as `null` again,
/// so that what was read is what is written.
fn read_optional(model: &Model, field: &Field) -> Vec<Attribute> {
    let mut attrs: Vec<Attribute> = Vec::new();
    if field.rust != field.wire {
        let wire = &field.wire;
        attrs.push(parse_quote!(#[serde(rename = #wire)]));
    }
    if can_be_empty(model, field) {
        attrs.push(parse_quote!(
            #[serde(default, deserialize_with = "crate::scalar::empty_as_none")]
        ));
    }
    if !field.nullable {
        attrs.push(parse_quote!(#[serde(skip_serializing_if = "Option::is_none")]));
    }
    attrs
}

/// Whether `""` can stand for the absence of this field.
///
/// An object cannot be empty text, and an object kept as raw JSON must be read without looking into it.
fn can_be_empty(model: &Model, field: &Field) -> bool {
    match &field.ty {
        Ty::Bool => true,
        Ty::Struct(_) => false,
        Ty::Scalar(name) => model
            .scalar(name)
            .is_some_and(|scalar| !matches!(scalar.kind, ScalarKind::Lazy { .. })),
    }
}
