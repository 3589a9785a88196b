//! The public API as a list that is short enough to read.
//!
//! It is derived from Rust sources, not from the model, so that it shows what users get.

mod declarations;
mod macros;
mod reachable;

use std::collections::BTreeMap;
use std::fmt;

use proc_macro2::TokenTree;
use quote::ToTokens;
use syn::{
    Attribute, Expr, Fields, FnArg, ImplItem, Item, ItemEnum, ItemImpl, ItemMacro, ItemStruct,
    ItemTrait, Lit, Meta, Pat, ReceiverKind, ReturnType, TraitItem, Type, Visibility,
};

use crate::plan::Files;

/// The section for what the rules of macros make public.
const MACROS: &str = "macros";

/// The public items of some sources.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outline {
    types: BTreeMap<String, Section>,
}

/// A type, its members and its traits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Section {
    header: String,
    /// Name and full text of each member, in the order of the source.
    members: Vec<(String, String)>,
    /// What the runtime's macros and trait implementations add.
    abilities: Vec<String>,
    /// Whether users can name all members: those of an exhaustive enum, or of a struct with only public fields.
    is_exhaustive: bool,
}

/// A public item, for comparing two outlines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ApiItem {
    /// The text shown for it.
    pub(crate) text: String,
    /// What users rely on: the text without names of arguments, values of constants and deprecations.
    pub(crate) usage: String,
    /// The type that it belongs to.
    pub(crate) of: Option<String>,
    /// Whether adding it breaks some programs.
    pub(crate) must_be_known: bool,
}

/// A change of one public item between two outlines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ApiChange {
    /// Added.
    Added(String),
    /// Removed.
    Removed(String),
    /// Replaced.
    Changed {
        /// The item before.
        old: String,
        /// The item after.
        new: String,
    },
}

impl fmt::Display for ApiChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Added(item) => write!(f, "added    {item}"),
            Self::Removed(item) => write!(f, "removed  {item}"),
            Self::Changed { old, new } => write!(f, "changed  {old}\n      to {new}"),
        }
    }
}

impl Outline {
    /// Extracts the public items of sources; text that is not Rust is ignored.
    #[must_use]
    pub fn of<'a>(sources: impl IntoIterator<Item = &'a str>) -> Self {
        let mut outline = Self::default();
        for source in sources {
            if let Ok(file) = syn::parse_file(source) {
                outline.items(file.items);
            }
        }
        outline
            .types
            .retain(|_, section| !section.header.is_empty());
        outline
    }

    /// Extracts the whole public API of a crate from the files below its `src`, including hand-written ones:
    /// everything reachable from the root, and what macros make public.
    #[must_use]
    pub fn of_crate(files: &Files) -> Self {
        let names = reachable::names(files);
        let mut outline = Self::default();
        for items in reachable::modules(files) {
            outline.items(items);
        }
        outline.types.retain(|name, section| {
            !section.header.is_empty() && (names.contains(name) || name == MACROS)
        });
        outline
    }

    /// The outline without the items that another one has as well.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let mut outline = self.clone();
        outline
            .types
            .retain(|name, section| other.types.get(name) != Some(section));
        outline
    }

    /// Every item by path, such as `Client::create_call`.
    pub(crate) fn parts(&self) -> BTreeMap<String, ApiItem> {
        let mut parts = BTreeMap::new();
        for (name, section) in &self.types {
            let header = &section.header;
            let whole = ApiItem {
                text: header.clone(),
                usage: header.replace("#[deprecated] ", ""),
                of: None,
                must_be_known: false,
            };
            parts.insert(name.clone(), whole);
            let member = |text: &str, must_be_known: bool| ApiItem {
                text: text.to_owned(),
                usage: usage(text),
                of: Some(name.clone()),
                must_be_known,
            };
            for (key, text) in &section.members {
                // Adding a method or constant to a type breaks nothing; adding a field or variant does.
                let item = key.strip_prefix("fn ").or(key.strip_prefix("const "));
                let is_required = section.is_exhaustive && item.is_none() && !text.ends_with("{}");
                let key = item.unwrap_or(key);
                parts.insert(format!("{name}::{key}"), member(text, is_required));
            }
            for ability in &section.abilities {
                parts.insert(format!("{name}: {ability}"), member(ability, false));
            }
        }
        parts
    }

    /// The changes from `self` to `new`.
    #[must_use]
    pub fn changes(&self, new: &Self) -> Vec<ApiChange> {
        let (before, after) = (self.rows(), new.rows());
        let mut changes = Vec::new();
        for (key, old) in &before {
            match after.get(key) {
                None => changes.push(ApiChange::Removed(old.clone())),
                Some(new) if new != old => {
                    changes.push(ApiChange::Changed {
                        old: old.clone(),
                        new: new.clone(),
                    });
                }
                Some(_) => {}
            }
        }
        for (key, new) in &after {
            if !before.contains_key(key) {
                changes.push(ApiChange::Added(new.clone()));
            }
        }
        changes
    }

    /// Every item, by a unique key.
    fn rows(&self) -> BTreeMap<(String, String), String> {
        let mut rows = BTreeMap::new();
        for (name, section) in &self.types {
            rows.insert((name.clone(), String::new()), section.title());
            for (member, text) in &section.members {
                rows.insert((name.clone(), member.clone()), format!("{name}: {text}"));
            }
        }
        rows
    }

    fn section(&mut self, name: &str) -> &mut Section {
        self.types.entry(name.to_owned()).or_default()
    }

    /// Adds the items of one file, including those that the runtime's macros generate from declarations.
    fn items(&mut self, items: Vec<Item>) {
        let values = wire_values(&items);
        for item in items {
            match &item {
                Item::Struct(item) if is_public(&item.vis) => self.structure(item),
                Item::Enum(item) if is_public(&item.vis) => self.enumeration(item, &values),
                Item::Trait(item) if is_public(&item.vis) => self.interface(item),
                Item::Fn(item) if is_public(&item.vis) => {
                    self.section(&item.sig.ident.to_string()).header =
                        format!("{}{}", marks(&item.attrs), signature(&item.sig));
                }
                Item::Type(item) if is_public(&item.vis) => {
                    let (name, ty) = (&item.ident, squeeze(&item.ty));
                    self.section(&name.to_string()).header =
                        format!("type {name}{} = {ty}", squeeze(&item.generics));
                }
                Item::Const(item) if is_public(&item.vis) => {
                    let (name, ty) = (&item.ident, squeeze(&item.ty));
                    self.section(&name.to_string()).header = format!("const {name}: {ty}");
                }
                Item::Impl(block) => self.block(block),
                Item::Macro(call) if call.ident.is_some() => self.rules(call),
                Item::Macro(call) => {
                    if let Some(declared) = declarations::read(call) {
                        self.items(declared.items);
                        let section = self.section(&declared.name);
                        section.abilities.extend(declared.abilities);
                    } else if let Some((name, ability)) = ability(call) {
                        self.section(&name).abilities.push(ability);
                    }
                }
                _ => {}
            }
        }
    }

    fn structure(&mut self, item: &ItemStruct) {
        let section = self.section(&item.ident.to_string());
        let generics = squeeze(&item.generics);
        section.header = format!("{}struct {}{generics}", marks(&item.attrs), item.ident);
        section.is_exhaustive = !section.header.contains("#[non_exhaustive]")
            && item.fields.iter().all(|field| is_public(&field.vis));
        if let Fields::Named(fields) = &item.fields {
            for field in fields.named.iter().filter(|field| is_public(&field.vis)) {
                let Some(name) = &field.ident else { continue };
                let text = format!("{}{name}: {}", marks(&field.attrs), squeeze(&field.ty));
                section.members.push((name.to_string(), text));
            }
        }
        section.abilities.extend(derives(&item.attrs));
    }

    fn enumeration(&mut self, item: &ItemEnum, values: &BTreeMap<String, Vec<String>>) {
        let name = item.ident.to_string();
        let values = values.get(&name).map(Vec::as_slice).unwrap_or_default();
        let section = self.section(&name);
        section.header = format!(
            "{}enum {name}{}",
            marks(&item.attrs),
            squeeze(&item.generics)
        );
        section.is_exhaustive = !section.header.contains("#[non_exhaustive]");
        for (index, variant) in item.variants.iter().enumerate() {
            let fields = if variant.fields.is_empty() {
                String::new()
            } else {
                squeeze(&variant.fields)
            };
            let value = values
                .get(index)
                .map(|value| format!(" = \"{value}\""))
                .unwrap_or_default();
            let text = format!("{}{}{fields}{value}", marks(&variant.attrs), variant.ident);
            section.members.push((variant.ident.to_string(), text));
        }
        section.abilities.extend(derives(&item.attrs));
    }

    fn interface(&mut self, item: &ItemTrait) {
        let section = self.section(&item.ident.to_string());
        let (generics, bounds) = (squeeze(&item.generics), squeeze(&item.supertraits));
        section.header = format!("trait {}{generics}: {bounds}", item.ident);
        section.is_exhaustive = true;
        for item in &item.items {
            match item {
                TraitItem::Fn(method) => {
                    let body = method.default.as_ref().map_or("", |_| " {}");
                    let text = format!("{}{body}", signature(&method.sig));
                    section.members.push((method.sig.ident.to_string(), text));
                }
                TraitItem::Type(item) => {
                    let text = format!("type {}: {}", item.ident, squeeze(&item.bounds));
                    section.members.push((item.ident.to_string(), text));
                }
                _ => {}
            }
        }
    }

    /// Adds what the rules of any macro make public.
    fn rules(&mut self, call: &ItemMacro) {
        let parts = macros::public_parts(&call.mac.tokens);
        let section = self.section(MACROS);
        MACROS.clone_into(&mut section.header);
        for part in parts {
            section.members.push((part.clone(), part));
        }
        section.members.sort();
        section.members.dedup();
    }

    fn block(&mut self, block: &ItemImpl) {
        let Some(name) = type_name(&block.self_ty) else {
            return;
        };
        if let Some((path, _)) = &block.trait_ {
            let ability = squeeze(path);
            // A conversion from the private state of a handle is of no use to anyone else.
            if !ability.contains("crate::handle::") {
                self.section(&name).abilities.push(ability);
            }
            return;
        }
        for item in &block.items {
            match item {
                ImplItem::Fn(method) if is_public(&method.vis) => {
                    let text = format!("{}{}", marks(&method.attrs), signature(&method.sig));
                    self.section(&name)
                        .members
                        .push((format!("fn {}", method.sig.ident), text));
                }
                ImplItem::Const(item) if is_public(&item.vis) && item.ident != "ALL" => {
                    let text = format!("const {} = {}", item.ident, squeeze(&item.expr));
                    self.section(&name)
                        .members
                        .push((format!("const {}", item.ident), text));
                }
                _ => {}
            }
        }
        if name == "Client" {
            self.section(&name).header = "struct Client".to_owned();
        }
    }
}

impl Section {
    fn title(&self) -> String {
        if self.abilities.is_empty() {
            self.header.clone()
        } else {
            format!("{}: {}", self.header, self.abilities.join(", "))
        }
    }
}

impl fmt::Display for Outline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for section in self.types.values() {
            writeln!(f, "{}", section.title())?;
            for (_, text) in &section.members {
                writeln!(f, "    {text}")?;
            }
        }
        Ok(())
    }
}

/// What a macro adds to the type that it names first, as in `waiter!(WaitForCall -> Call)`.
fn ability(call: &ItemMacro) -> Option<(String, String)> {
    let makro = &call.mac.path.segments.last()?.ident;
    let Some(TokenTree::Ident(name)) = call.mac.tokens.clone().into_iter().next() else {
        return None;
    };
    let name = name.to_string();
    let arguments = squeeze(&call.mac.tokens);
    let rest = arguments.strip_prefix(&name)?.trim_start_matches(',');
    Some((
        name,
        format!("{makro} {}", rest.trim()).trim_end().to_owned(),
    ))
}

/// What users rely on in a member: everything but names of arguments, values of constants and deprecations.
fn usage(text: &str) -> String {
    let text = text.replace("#[deprecated] ", "");
    if text.starts_with("const ") && !text.contains("fn ") {
        return text.split(" = ").next().unwrap_or_default().to_owned();
    }
    let Some((before, arguments)) = text.split_once('(') else {
        return text;
    };
    if !before.contains("fn ") {
        return text;
    }
    let arguments = arguments.split(", ").map(|argument| {
        let is_name = |name: &str| name.chars().all(|c| c.is_alphanumeric() || c == '_');
        match argument.split_once(": ") {
            Some((name, ty)) if is_name(name) => ty,
            _ => argument,
        }
    });
    format!("{before}({}", arguments.collect::<Vec<_>>().join(", "))
}

fn is_public(vis: &Visibility) -> bool {
    matches!(vis, Visibility::Public(_))
}

/// The last segment of a type's path.
fn type_name(ty: &Type) -> Option<String> {
    match ty {
        Type::Path(path) => Some(path.path.segments.last()?.ident.to_string()),
        _ => None,
    }
}

/// The attributes that affect users.
fn marks(attrs: &[Attribute]) -> String {
    let mut marks = String::new();
    for attr in attrs {
        if attr.path().is_ident("deprecated") {
            marks.push_str("#[deprecated] ");
        }
        if attr.path().is_ident("non_exhaustive") {
            marks.push_str("#[non_exhaustive] ");
        }
    }
    marks
}

fn derives(attrs: &[Attribute]) -> Vec<String> {
    let mut derives = Vec::new();
    for attr in attrs {
        if let Meta::List(list) = &attr.meta
            && list.path.is_ident("derive")
        {
            derives.extend(
                squeeze(&list.tokens)
                    .split(',')
                    .map(|it| it.trim().to_owned()),
            );
        }
    }
    derives
}

/// The wire values of each enum, from its private array of names.
fn wire_values(items: &[Item]) -> BTreeMap<String, Vec<String>> {
    let mut values = BTreeMap::new();
    for item in items {
        let Item::Impl(block) = item else { continue };
        let Some(name) = type_name(&block.self_ty) else {
            continue;
        };
        for item in &block.items {
            let ImplItem::Const(item) = item else {
                continue;
            };
            if item.ident == "NAMES"
                && let Expr::Reference(reference) = &item.expr
                && let Expr::Array(array) = &*reference.expr
            {
                let list = array.elems.iter().filter_map(|expr| match expr {
                    Expr::Lit(lit) => match &lit.lit {
                        Lit::Str(text) => Some(text.value()),
                        _ => None,
                    },
                    _ => None,
                });
                values.insert(name.clone(), list.collect());
            }
        }
    }
    values
}

/// `fn timeout(self, value: impl Argument<Timeout>) -> Self`: without the body, `mut` in bindings, and lifetimes.
fn signature(sig: &syn::Signature) -> String {
    let inputs: Vec<String> = sig
        .inputs
        .iter()
        .map(|input| match input {
            FnArg::Receiver(receiver) => match &receiver.kind {
                ReceiverKind::Reference(_, _, Some(_)) => "&mut self".to_owned(),
                ReceiverKind::Reference(..) => "&self".to_owned(),
                _ => "self".to_owned(),
            },
            FnArg::Typed(typed) => {
                let name = match &*typed.pat {
                    Pat::Ident(pat) => pat.ident.to_string(),
                    other => squeeze(other),
                };
                format!("{name}: {}", squeeze(&typed.ty))
            }
        })
        .collect();
    let output = match &sig.output {
        ReturnType::Default => String::new(),
        ReturnType::Type(_, ty) => format!(" -> {}", squeeze(ty)),
    };
    let qualifiers = [
        sig.constness.map(|_| "const "),
        sig.asyncness.map(|_| "async "),
    ];
    let qualifiers: String = qualifiers.into_iter().flatten().collect();
    format!(
        "{qualifiers}fn {}({}){output}",
        sig.ident,
        inputs.join(", ")
    )
}

/// Tokens with conventional spacing.
fn squeeze(tokens: &impl ToTokens) -> String {
    let text = tokens.to_token_stream().to_string();
    let mut squeezed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        let glue_left = matches!(
            word.chars().next(),
            Some(',' | ';' | ':' | '>' | ')' | ']' | '.' | '<' | '(')
        );
        let glue_right = matches!(
            squeezed.chars().last(),
            Some('<' | '(' | '[' | '&' | '.' | ':' | '\'')
        ) && !squeezed.ends_with(": ");
        if !squeezed.is_empty() && !glue_left && !glue_right {
            squeezed.push(' ');
        }
        squeezed.push_str(word);
    }
    squeezed.replace(":: ", "::")
}
