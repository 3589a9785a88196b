//! Runs progenitor and takes what the crate needs from its output: the structs and the methods of the operations. Its
//! client, error type and prelude are discarded.

use openapiv3::OpenAPI;
use progenitor_impl::{GenerationSettings, Generator, HooksMode, TypeImpl, TypePatch};
use syn::{ImplItem, ImplItemFn, Item, ItemStruct};

use super::fit;
use crate::model::{Model, ScalarKind, Struct, Ty};

/// What progenitor and typify emitted.
pub(crate) struct Wire {
    pub(crate) structs: Vec<ItemStruct>,
    pub(crate) methods: Vec<ImplItemFn>,
}

/// Generates the wire layer; an error means that progenitor rejected a document that passed every rule.
pub(crate) fn generate(api: &OpenAPI, model: &Model) -> Result<Wire, String> {
    let mut generator = Generator::new(&settings(model));
    let tokens = generator
        .generate_tokens(api)
        .map_err(|error| format!("progenitor rejected its document: {error}"))?;
    audit(&generator)?;
    let file: syn::File = syn::parse2(fit::shorten(tokens))
        .map_err(|error| format!("progenitor emitted code that does not parse: {error}"))?;
    Ok(take(file))
}

fn settings(model: &Model) -> GenerationSettings {
    let mut settings = GenerationSettings::new();
    settings.with_hooks(HooksMode::Expected);
    settings.with_map_type("::std::collections::BTreeMap");
    for structure in &model.structs {
        let name = &structure.rust;
        if structure.usage.is_emitted_by_typify() {
            settings.with_patch(name, &patch(structure));
        } else {
            settings.with_replacement(name, format!("super::{name}"), [].into_iter());
        }
    }
    for scalar in &model.scalars {
        settings.with_replacement(
            &scalar.rust,
            replacement(model, &scalar.kind, &scalar.rust),
            [TypeImpl::Display].into_iter(),
        );
    }
    settings
}

/// Response types implement `PartialEq` and are non-exhaustive; the parameters of a form are in PascalCase, like nearly
/// all of Twilio's.
fn patch(structure: &Struct) -> TypePatch {
    let mut patch = TypePatch::default();
    if structure.usage.is_form() {
        patch.with_attr(r#"#[serde(rename_all = "PascalCase")]"#);
    } else {
        patch.with_derive("PartialEq");
        patch.with_attr(r#"#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]"#);
        patch.with_attr("#[non_exhaustive]");
    }
    patch
}

/// The path of the Rust type for a scalar, as seen from a sibling module of the emitted ones.
pub(crate) fn replacement(model: &Model, kind: &ScalarKind, rust: &str) -> String {
    match kind {
        ScalarKind::Map { value, .. } => format!(
            "::std::collections::BTreeMap<::std::string::String, {}>",
            value_of_map(model, value)
        ),
        ScalarKind::Plain => "::std::string::String".to_owned(),
        ScalarKind::PlainInteger { repr } => (*repr).to_owned(),
        ScalarKind::Runtime { path } => (*path).to_owned(),
        _ => format!("super::{rust}"),
    }
}

fn value_of_map(model: &Model, value: &Ty) -> String {
    match value {
        Ty::Bool => "bool".to_owned(),
        Ty::Scalar(component) | Ty::Struct(component) => match model.scalar(component) {
            Some(scalar) => replacement(model, &scalar.kind, &scalar.rust),
            None => format!("super::{}", model.struct_name(component)),
        },
    }
}

/// We emit scalars and typify emits aggregates: an enum or a newtype from typify means that a scalar was missed.
fn audit(generator: &Generator) -> Result<(), String> {
    let strays: Vec<String> = generator
        .get_type_space()
        .iter_types()
        .filter(|ty| {
            matches!(
                ty.details(),
                typify::TypeDetails::Enum(_) | typify::TypeDetails::Newtype(_)
            )
        })
        .map(|ty| ty.name())
        .collect();
    if strays.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "typify emitted its own scalars: {}",
            strays.join(", ")
        ))
    }
}

fn take(file: syn::File) -> Wire {
    let mut wire = Wire {
        structs: Vec::new(),
        methods: Vec::new(),
    };
    for item in file.items {
        match item {
            Item::Mod(module) if module.ident == "types" => {
                let items = module.content.map(|(_, items)| items).unwrap_or_default();
                wire.structs
                    .extend(items.into_iter().filter_map(|item| match item {
                        Item::Struct(item) => Some(item),
                        _ => None,
                    }));
            }
            Item::Impl(block) if block.trait_.is_none() => {
                wire.methods
                    .extend(block.items.into_iter().filter_map(|item| match item {
                        ImplItem::Fn(method) if method.sig.asyncness.is_some() => Some(method),
                        _ => None,
                    }));
            }
            _ => {}
        }
    }
    wire.structs.sort_by_key(|item| item.ident.to_string());
    wire.methods
        .sort_by_key(|method| method.sig.ident.to_string());
    wire
}

#[cfg(test)]
mod tests {
    use super::generate;
    use crate::document::{Index, Source, load};
    use crate::model;
    use crate::progenitor::feed;

    #[test]
    fn a_scalar_that_slips_through_is_noticed() {
        let text = include_str!("../../../tests/fixtures/minimal.yaml");
        let document = load(&Source::new("minimal.yaml", text)).unwrap();
        let mut model = model::build(&Index::new(&document)).unwrap();
        let (lowered, _) = feed::for_progenitor(&feed::open_api(&document).unwrap(), &model);
        model.scalars.retain(|scalar| scalar.rust != "CallSid");
        let problem = generate(&lowered, &model).err().unwrap();
        assert_eq!(problem, "typify emitted its own scalars: CallSid");
    }
}
