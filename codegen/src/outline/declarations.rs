//! The items that the runtime's macros generate from a declaration, if they are public and depend on the spec.
//!
//! A declaration names a type and its part of the spec; the macro adds the derives, methods and traits that all types
//! of its kind have. This module derives the items that an emitted file would contain without the macros.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::quote;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Item, ItemMacro, Lit, LitStr, Result, Token, Type, Visibility, braced, bracketed,
    parenthesized,
};

const COPIED: &str = "Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash";
const CLONED: &str = "Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash";
const TEXT: &str = "Clone, PartialEq, Eq, PartialOrd, Ord, Hash";

/// The items of a declaration, and the traits that its macro adds to the type.
pub(super) struct Declared {
    pub(super) name: String,
    pub(super) items: Vec<Item>,
    pub(super) abilities: Vec<String>,
}

/// Reads a declaration; returns `None` if the macro is not one of the runtime's.
pub(super) fn read(call: &ItemMacro) -> Option<Declared> {
    let makro = call.mac.path.segments.last()?.ident.to_string();
    let parse = |input: ParseStream<'_>| declaration(&makro, input);
    parse.parse2(call.mac.tokens.clone()).ok()
}

/// Everything before the name of a declared type.
struct Head {
    attrs: Vec<Attribute>,
    vis: Visibility,
    name: Ident,
}

impl Parse for Head {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let attrs = Attribute::parse_outer(input)?;
        let vis = input.parse()?;
        if input.peek(Token![enum]) {
            input.parse::<Token![enum]>()?;
        } else {
            input.parse::<Token![struct]>()?;
        }
        Ok(Self {
            attrs,
            vis,
            name: input.parse()?,
        })
    }
}

fn declaration(makro: &str, input: ParseStream<'_>) -> Result<Declared> {
    match makro {
        "list" => return list(input),
        "waiter" => return waiter(input),
        "properties" => return properties(input),
        "reconciler" => return reconciler(input),
        _ => {}
    }
    let head: Head = input.parse()?;
    let name = head.name.to_string();
    let (tokens, abilities) = match makro {
        "open_enum" | "closed_enum" => (enumeration(makro, &head, input)?, vec![makro.to_owned()]),
        "fixed_text" => fixed_text(&head, input)?,
        "integer" => integer(&head, input)?,
        "integer_text" => integer_text(&head, input)?,
        "text" | "private_text" | "secret_text" => {
            (text(makro, &head, input)?, vec![makro.to_owned()])
        }
        "text_union" | "open_text_union" => text_union(makro, &head, input)?,
        "lazy_object" => (lazy_object(&head, input)?, vec![makro.to_owned()]),
        "callback" => (
            callback(&head, input)?,
            ["Serialize", "Deserialize", "crate::webhook::Callback"]
                .map(str::to_owned)
                .to_vec(),
        ),
        "request" => request(&head, input)?,
        "object" => (object(&head, input)?, Vec::new()),
        "object_union" => object_union(&head, input)?,
        _ => return Err(input.error("not a declaration")),
    };
    Ok(Declared {
        name,
        items: syn::parse2::<syn::File>(tokens)?.items,
        abilities,
    })
}

fn derive(derives: &str) -> TokenStream {
    let derives: TokenStream = derives.parse().unwrap_or_default();
    quote!(#[derive(#derives)])
}

/// `Queued = "queued",` and so on.
fn enumeration(makro: &str, head: &Head, input: ParseStream<'_>) -> Result<TokenStream> {
    let body;
    braced!(body in input);
    let parse = |input: ParseStream<'_>| -> Result<(TokenStream, LitStr)> {
        let attrs = Attribute::parse_outer(input)?;
        let variant: Ident = input.parse()?;
        input.parse::<Token![=]>()?;
        Ok((quote!(#(#attrs)* #variant), input.parse()?))
    };
    let variants = Punctuated::<_, Token![,]>::parse_terminated_with(&body, parse)?;
    let (variants, values): (Vec<_>, Vec<_>) = variants.into_iter().unzip();
    let Head { attrs, name, .. } = head;
    let (derive, catch_all, as_str) = if makro == "open_enum" {
        (
            derive(CLONED),
            Some(quote!(Unrecognized(UnknownValue),)),
            quote!(
                pub fn as_str(&self) -> &str {}
            ),
        )
    } else {
        (
            derive(COPIED),
            None,
            quote!(
                pub const fn as_str(&self) -> &'static str {}
            ),
        )
    };
    Ok(quote! {
        #(#attrs)*
        #derive
        #[non_exhaustive]
        pub enum #name { #(#variants,)* #catch_all }
        impl #name {
            const NAMES: &'static [&'static str] = &[#(#values),*];
            #as_str
        }
    })
}

/// `([u8; 34]) = "^CA[0-9a-fA-F]{32}$", [...];`
fn fixed_text(head: &Head, input: ParseStream<'_>) -> Result<(TokenStream, Vec<String>)> {
    let array;
    parenthesized!(array in input);
    let array: syn::TypeArray = array.parse()?;
    input.parse::<Token![=]>()?;
    let pattern: LitStr = input.parse()?;
    rest(input)?;
    let length = &array.len;
    let ability = format!("fixed_text {}", quote!(#length));
    let Head { attrs, name, .. } = head;
    let derive = derive("Clone, Copy, PartialEq, Eq, PartialOrd, Ord");
    let items = quote! {
        #(#attrs)*
        #derive
        pub struct #name(#array);
        impl #name { pub const PATTERN: &'static str = #pattern; }
    };
    Ok((items, vec![ability]))
}

/// `(u16) = 0..=600, seconds;`
fn integer(head: &Head, input: ParseStream<'_>) -> Result<(TokenStream, Vec<String>)> {
    let repr = repr(input)?;
    input.parse::<Token![=]>()?;
    let bound = |input: ParseStream<'_>| -> Result<TokenStream> {
        let sign: Option<Token![-]> = input.parse()?;
        let number: Lit = input.parse()?;
        Ok(quote!(#sign #number))
    };
    let min = bound(input)?;
    input.parse::<Token![..=]>()?;
    let max = bound(input)?;
    let abilities = with_unit(format!("integer {repr}"), &repr, input)?;
    let Head { attrs, name, .. } = head;
    let derive = derive(COPIED);
    let items = quote! {
        #(#attrs)*
        #derive
        pub struct #name(#repr);
        impl #name {
            pub const MIN: #repr = #min;
            pub const MAX: #repr = #max;
        }
    };
    Ok((items, abilities))
}

/// `(u64), seconds;`
fn integer_text(head: &Head, input: ParseStream<'_>) -> Result<(TokenStream, Vec<String>)> {
    let repr = repr(input)?;
    let abilities = with_unit(format!("integer_text {repr}"), &repr, input)?;
    let Head { attrs, name, .. } = head;
    let derive = derive(COPIED);
    Ok((
        quote!(#(#attrs)* #derive pub struct #name(#repr);),
        abilities,
    ))
}

fn repr(input: ParseStream<'_>) -> Result<Ident> {
    let repr;
    parenthesized!(repr in input);
    repr.parse()
}

fn with_unit(ability: String, repr: &Ident, input: ParseStream<'_>) -> Result<Vec<String>> {
    let mut abilities = vec![ability];
    if input.peek(Token![,]) {
        input.parse::<Token![,]>()?;
        let unit: Ident = input.parse()?;
        abilities.push(format!("unit {repr}, {unit}"));
    }
    input.parse::<Token![;]>()?;
    Ok(abilities)
}

/// `PATTERN = "..." in patterns::TABLE; EXPECTED = "..."; MAX_LENGTH = 32;`, of which the second is only for people.
fn text(makro: &str, head: &Head, input: ParseStream<'_>) -> Result<TokenStream> {
    let body;
    braced!(body in input);
    let mut constants = Vec::new();
    while !body.is_empty() {
        let constant: Ident = body.parse()?;
        body.parse::<Token![=]>()?;
        if constant == "XML" {
            body.parse::<syn::Path>()?;
            body.parse::<Token![;]>()?;
            constants.push(quote!(
                pub fn well_formed(value: &str) -> Result<Self, InvalidValue> {}
            ));
            continue;
        }
        let value: Lit = body.parse()?;
        if body.parse::<Option<Token![in]>>()?.is_some() {
            body.parse::<syn::Path>()?;
            constants.push(quote!(pub const #constant: &'static str = #value;));
        } else if matches!(value, Lit::Int(_)) {
            constants.push(quote!(pub const #constant: usize = #value;));
        }
        body.parse::<Token![;]>()?;
    }
    let Head { attrs, name, .. } = head;
    let derive = derive(if makro == "secret_text" {
        "Clone"
    } else {
        TEXT
    });
    Ok(quote! {
        #(#attrs)*
        #derive
        pub struct #name(Box<str>);
        impl #name { #(#constants)* }
    })
}

/// An enum with a variant for each member of a union, and the names of the members.
fn union(head: &Head, input: ParseStream<'_>, traits: &str) -> Result<(TokenStream, Vec<String>)> {
    let (members, names) = members(input)?;
    let Head { attrs, name, .. } = head;
    let derive = derive(traits);
    let items = quote! {
        #(#attrs)*
        #derive
        #[non_exhaustive]
        pub enum #name { #(#members(#members),)* }
    };
    Ok((items, names))
}

/// `PhoneNumber, SipAddress,`
fn text_union(
    makro: &str,
    head: &Head,
    input: ParseStream<'_>,
) -> Result<(TokenStream, Vec<String>)> {
    let (items, names) = union(head, input, CLONED)?;
    Ok((items, vec![format!("{makro} {{ {} }}", names.join(", "))]))
}

fn members(input: ParseStream<'_>) -> Result<(Vec<Ident>, Vec<String>)> {
    let body;
    braced!(body in input);
    let members = Punctuated::<Ident, Token![,]>::parse_terminated(&body)?;
    let members: Vec<Ident> = members.into_iter().collect();
    let names = members.iter().map(ToString::to_string).collect();
    Ok((members, names))
}

/// `pub recordings = "recordings";`
fn lazy_object(head: &Head, input: ParseStream<'_>) -> Result<TokenStream> {
    let body;
    braced!(body in input);
    let mut getters = Vec::new();
    while !body.is_empty() {
        let attrs = Attribute::parse_outer(&body)?;
        body.parse::<Token![pub]>()?;
        let method: Ident = body.parse()?;
        body.parse::<Token![=]>()?;
        body.parse::<LitStr>()?;
        body.parse::<Token![;]>()?;
        getters.push(quote!(#(#attrs)* pub fn #method(&self) -> Option<String> {}));
    }
    let Head { attrs, name, .. } = head;
    let derive = derive("Clone");
    Ok(quote! {
        #(#attrs)*
        #derive
        pub struct #name(Box<str>);
        impl #name { #(#getters)* }
    })
}

/// `pub call_sid: CallSid = required("CallSid");`
fn callback(head: &Head, input: ParseStream<'_>) -> Result<TokenStream> {
    let body;
    braced!(body in input);
    let mut fields = Vec::new();
    while !body.is_empty() {
        let attrs = Attribute::parse_outer(&body)?;
        body.parse::<Token![pub]>()?;
        let field: Ident = body.parse()?;
        body.parse::<Token![:]>()?;
        let ty: Type = body.parse()?;
        rest_of_entry(&body)?;
        fields.push(quote!(#(#attrs)* pub #field: #ty,));
    }
    let Head { attrs, name, .. } = head;
    Ok(quote! {
        #(#attrs)*
        pub struct #name { #(#fields)* pub extra: crate::webhook::Parameters }
    })
}

/// `number: PhoneNumber = "number"; pub name: Name = "name";`
fn object(head: &Head, input: ParseStream<'_>) -> Result<TokenStream> {
    if !super::is_public(&head.vis) {
        return Err(input.error("only requests hold it"));
    }
    let body;
    braced!(body in input);
    let mut setters = Vec::new();
    while !body.is_empty() {
        setters.extend(setter(&body)?);
    }
    let Head { attrs, name, .. } = head;
    let derive = derive("Clone, Debug, Serialize");
    Ok(quote! {
        #(#attrs)*
        #derive
        pub struct #name {}
        impl #name { #(#setters)* }
    })
}

/// `Contact, Group,`
fn object_union(head: &Head, input: ParseStream<'_>) -> Result<(TokenStream, Vec<String>)> {
    let (items, names) = union(head, input, "Clone, Debug, Serialize")?;
    Ok((
        items,
        names.iter().map(|name| format!("From<{name}>")).collect(),
    ))
}

/// `-> Call { path { ... } form UpdateCallForm { ... } }`
fn request(head: &Head, input: ParseStream<'_>) -> Result<(TokenStream, Vec<String>)> {
    input.parse::<Token![->]>()?;
    let value: Type = input.parse()?;
    let body;
    braced!(body in input);
    let mut setters = Vec::new();
    let mut extra = "query";
    while !body.is_empty() {
        match body.parse::<Ident>()?.to_string().as_str() {
            "form" => {
                body.parse::<Ident>()?;
                extra = "form";
            }
            "json" => {
                body.parse::<Ident>()?;
                extra = "json";
            }
            "body" => {
                rest_of_entry(&body)?;
                extra = "json";
                continue;
            }
            _ => {}
        }
        let parameters;
        braced!(parameters in body);
        while !parameters.is_empty() {
            setters.extend(setter(&parameters)?);
        }
    }
    let Head { attrs, name, .. } = head;
    let derive = derive("Clone, Debug");
    let items = quote! {
        #(#attrs)*
        #derive
        pub struct #name {}
        impl #name { #(#setters)* }
    };
    let value = super::squeeze(&quote!(request -> #value));
    Ok((items, vec![format!("{value}, {extra}")]))
}

/// `pub time_limit: TimeLimit = "TimeLimit" ("...");`; returns `None` without `pub`.
fn setter(input: ParseStream<'_>) -> Result<Option<TokenStream>> {
    let attrs = Attribute::parse_outer(input)?;
    let vis: Visibility = input.parse()?;
    let name: Ident = input.parse()?;
    input.parse::<Token![:]>()?;
    let (generics, argument) = if input.peek(syn::token::Brace) {
        (quote!(), numbered(input)?)
    } else if input.peek(syn::token::Bracket) {
        let item;
        bracketed!(item in input);
        let ty = value(&item)?;
        (
            quote!(<OneOrMany>),
            quote!(values: impl Arguments<#ty, OneOrMany>),
        )
    } else {
        let ty = value(input)?;
        (quote!(), quote!(value: impl Argument<#ty>))
    };
    rest_of_entry(input)?;
    Ok(super::is_public(&vis)
        .then(|| quote!(#(#attrs)* pub fn #name #generics (mut self, #argument) -> Self {})))
}

/// `{ 99 * Item { name: Name = "Name"; value: Value = "Value"; } }`, whose parts are arguments.
fn numbered(input: ParseStream<'_>) -> Result<TokenStream> {
    let family;
    braced!(family in input);
    family.parse::<syn::LitInt>()?;
    family.parse::<Token![*]>()?;
    family.parse::<Ident>()?;
    let item;
    braced!(item in family);
    let mut parts = Vec::new();
    while !item.is_empty() {
        let part: Ident = item.parse()?;
        item.parse::<Token![:]>()?;
        let ty: Ident = item.parse()?;
        rest_of_entry(&item)?;
        parts.push(quote!(#part: impl Argument<#ty>));
    }
    Ok(quote!(#(#parts),*))
}

/// `TimeLimit`, `(Contact)`, or `()` for an object with arbitrary members.
fn value(input: ParseStream<'_>) -> Result<TokenStream> {
    if !input.peek(syn::token::Paren) {
        return input.parse::<Ident>().map(|ty| quote!(#ty));
    }
    let object;
    parenthesized!(object in input);
    Ok(match object.parse::<Option<Ident>>()? {
        Some(ty) => quote!(#ty),
        None => quote!(Map<String, Value>),
    })
}

/// `WaitForCall -> Call, status`
fn waiter(input: ParseStream<'_>) -> Result<Declared> {
    let waiter: Ident = input.parse()?;
    input.parse::<Token![->]>()?;
    let resource: Ident = input.parse()?;
    input.parse::<Token![,]>()?;
    let status: Ident = input.parse()?;
    Ok(Declared {
        name: waiter.to_string(),
        items: Vec::new(),
        abilities: vec![format!("waiter -> {resource}, {status}")],
    })
}

/// `Call { sid = required "sid", }`
fn properties(input: ParseStream<'_>) -> Result<Declared> {
    Attribute::parse_outer(input)?;
    let object: Ident = input.parse()?;
    rest(input)?;
    Ok(Declared {
        name: object.to_string(),
        items: Vec::new(),
        abilities: vec!["Deserialize".to_owned()],
    })
}

/// `ReconcileCall -> Call, next: "next_page_uri"`
fn reconciler(input: ParseStream<'_>) -> Result<Declared> {
    let reconciler: Ident = input.parse()?;
    input.parse::<Token![->]>()?;
    let resource: Ident = input.parse()?;
    rest(input)?;
    Ok(Declared {
        name: reconciler.to_string(),
        items: Vec::new(),
        abilities: vec![format!("reconciler -> {resource}")],
    })
}

/// `ListCalls -> CallPage, next: "next_page_uri"`
fn list(input: ParseStream<'_>) -> Result<Declared> {
    let request: Ident = input.parse()?;
    input.parse::<Token![->]>()?;
    let page: Ident = input.parse()?;
    rest(input)?;
    let items = quote! {
        impl #request {
            pub fn pages(self) -> Pages<#page> {}
            pub fn stream(self) -> Items<#page> {}
            pub async fn collect(self) -> Result<Vec<<#page as Page>::Item>, Error> {}
        }
    };
    Ok(Declared {
        name: request.to_string(),
        items: syn::parse2::<syn::File>(items)?.items,
        abilities: vec!["list".to_owned()],
    })
}

fn rest(input: ParseStream<'_>) -> Result<()> {
    input.parse::<TokenStream>().map(drop)
}

/// Everything up to and including the next semicolon.
fn rest_of_entry(input: ParseStream<'_>) -> Result<()> {
    while !input.peek(Token![;]) {
        input.parse::<TokenTree>()?;
    }
    input.parse::<Token![;]>().map(drop)
}
