//! Features of the crate only add to its public API, and change nothing that exists without them.

use std::collections::BTreeSet;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::{Attribute, FnArg, Signature, Visibility};

/// Visits everything that users can name.
#[derive(Default)]
struct Face {
    file: String,
    /// The type or trait whose members are visited.
    owner: String,
    seen: BTreeSet<String>,
    problems: Vec<String>,
}

fn by_feature(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.to_token_stream().to_string().contains("feature")
    })
}

impl Face {
    fn item(&mut self, visibility: &Visibility, name: &impl ToString) {
        if !matches!(visibility, Visibility::Public(_)) {
            return;
        }
        let name = format!("{} {}::{}", self.file, self.owner, name.to_string());
        // Seen twice means once with a feature and once without.
        if !self.seen.insert(name.clone()) {
            self.problems.push(format!("{name} is there twice"));
        }
    }

    fn function(&mut self, visibility: &Visibility, signature: &Signature) {
        self.item(visibility, &signature.ident);
        if matches!(visibility, Visibility::Public(_)) {
            for argument in &signature.inputs {
                let attributes = match argument {
                    FnArg::Receiver(receiver) => &receiver.attrs,
                    FnArg::Typed(typed) => &typed.attrs,
                };
                self.part(attributes, argument);
            }
        }
    }

    fn part(&mut self, attributes: &[Attribute], what: &impl ToTokens) {
        if by_feature(attributes) {
            let what = what.to_token_stream();
            self.problems.push(format!(
                "{} {}: depends on a feature: {what}",
                self.file, self.owner
            ));
        }
    }

    /// The declaration of a type in the emitted code, from which a macro of the runtime makes a type.
    fn declaration(&mut self, tokens: TokenStream) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        for (at, token) in tokens.iter().enumerate() {
            match (token, tokens.get(at + 1)) {
                (TokenTree::Punct(hash), Some(TokenTree::Group(attribute)))
                    if hash.as_char() == '#' =>
                {
                    let attribute = attribute.stream().to_string();
                    if attribute.starts_with("cfg") && attribute.contains("feature") {
                        self.problems.push(format!(
                            "{} {}: depends on a feature: {attribute}",
                            self.file, self.owner
                        ));
                    }
                }
                (TokenTree::Ident(word), Some(TokenTree::Ident(name)))
                    if word == "struct" || word == "enum" =>
                {
                    self.owner = name.to_string();
                    self.item(&syn::parse_quote!(pub), name);
                }
                (TokenTree::Ident(word), Some(TokenTree::Ident(name)))
                    if word == "pub" && name != "struct" && name != "enum" =>
                {
                    self.item(&syn::parse_quote!(pub), name);
                }
                (TokenTree::Group(group), _) => self.declaration(group.stream()),
                _ => {}
            }
        }
    }

    fn within(&mut self, owner: &impl ToTokens, visit: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.owner, owner.to_token_stream().to_string());
        visit(self);
        self.owner = outer;
    }
}

impl<'ast> Visit<'ast> for Face {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.ident != "tests" {
            self.within(&item.ident, |face| visit::visit_item_mod(face, item));
        }
    }

    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        if item.ident.is_none() {
            let owner = self.owner.clone();
            self.declaration(item.mac.tokens.clone());
            self.owner = owner;
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.function(&item.vis, &item.sig);
    }

    fn visit_item_const(&mut self, item: &'ast syn::ItemConst) {
        self.item(&item.vis, &item.ident);
    }

    fn visit_item_type(&mut self, item: &'ast syn::ItemType) {
        self.item(&item.vis, &item.ident);
    }

    fn visit_item_struct(&mut self, item: &'ast syn::ItemStruct) {
        self.item(&item.vis, &item.ident);
        for field in &item.fields {
            if matches!(field.vis, Visibility::Public(_)) {
                self.part(&field.attrs, field);
            }
        }
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        self.item(&item.vis, &item.ident);
        for variant in &item.variants {
            if matches!(item.vis, Visibility::Public(_)) {
                self.part(&variant.attrs, variant);
            }
        }
    }

    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        self.item(&item.vis, &item.ident);
        if matches!(item.vis, Visibility::Public(_)) {
            for member in &item.items {
                if let syn::TraitItem::Fn(function) = member {
                    self.part(&function.attrs, &function.sig);
                }
            }
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        if item.trait_.is_none() {
            self.within(&item.self_ty, |face| visit::visit_item_impl(face, item));
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.function(&item.vis, &item.sig);
    }

    fn visit_impl_item_const(&mut self, item: &'ast syn::ImplItemConst) {
        self.item(&item.vis, &item.ident);
    }
}

fn look(face: &mut Face, folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            look(face, &path);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            face.file = path.display().to_string();
            let text = std::fs::read_to_string(&path).unwrap();
            face.visit_file(&syn::parse_file(&text).unwrap());
        }
    }
}

#[test]
fn no_feature_changes_a_signature() {
    let mut face = Face::default();
    look(
        &mut face,
        Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../generated/src")),
    );
    assert!(face.problems.is_empty(), "{:#?}", face.problems);
    assert!(face.seen.len() > 300, "only {} items", face.seen.len());
}

/// Shows what the test above would find.
#[test]
fn a_signature_that_depends_on_a_feature_is_found() {
    let mut face = Face::default();
    let faulty = syn::parse_file(
        r#"
        impl Client {
            #[cfg(feature = "csv")]
            pub fn rows(&self) -> u8 { 0 }
            #[cfg(not(feature = "csv"))]
            pub fn rows(&self) -> u16 { 0 }
        }
        pub struct Call {
            #[cfg(feature = "time")]
            pub started: u8,
            #[cfg(feature = "time")]
            hidden: u8,
        }
        pub enum Word { #[cfg(feature = "csv")] New }
        pub trait Page { #[cfg(feature = "csv")] fn rows(&self); }
        pub fn list(#[cfg(feature = "csv")] rows: u8) {}
        pub(crate) fn own(#[cfg(feature = "csv")] rows: u8) {}
        request! {
            pub struct CreateCall -> Call {
                #[cfg(feature = "time")]
                pub started: Time = "Started";
                pub ended: Time = "Ended";
                pub ended: Time = "Ended";
            }
        }
        "#,
    );
    face.visit_file(&faulty.unwrap());
    assert_eq!(face.problems.len(), 7, "{:#?}", face.problems);
}
