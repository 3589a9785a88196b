//! Requests: one type per operation, one setter per parameter, and the client's methods that return them.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
use syn::{FnArg, ImplItemFn, Pat};

use super::examples::{self, documented};
use crate::docs;
use crate::markdown;
use crate::model::{
    BodyKind, Effect, Field, Model, Operation, Pagination, Relation, ResponseBody, Rule,
    ScalarKind, Ty,
};
use crate::progenitor::run::Wire;

/// All requests, and the methods of the client.
pub(crate) fn emit(model: &Model, wire: &Wire) -> Result<TokenStream, String> {
    let facts = model
        .operations
        .iter()
        .map(|operation| facts(model, operation));
    let primary = || {
        model
            .operations
            .iter()
            .filter(|it| it.representation_of.is_none())
    };
    let starts = primary().map(|operation| start(model, operation));
    let requests = primary()
        .map(|operation| request(model, wire, operation))
        .collect::<Result<Vec<_>, _>>()?;
    let unsent = unsent(model, primary());
    Ok(quote! {
        #(#facts)*

        impl Client {
            #(#starts)*
        }

        #(#requests)*

        #(#unsent)*
    })
}

/// Per identifier, the requests whose responses have it. The compiler reports them where the identifier is expected.
fn unsent<'m>(
    model: &'m Model,
    operations: impl Iterator<Item = &'m Operation>,
) -> Vec<TokenStream> {
    let mut requests: BTreeMap<String, Vec<Ident>> = BTreeMap::new();
    for operation in operations {
        if let Some(identifier) = &operation.identifier {
            let sid = value_type(model, &identifier.ty).to_string();
            let request = format_ident!("{}", operation.rust);
            requests.entry(sid).or_default().push(request);
        }
    }
    let unsent = requests.into_iter().map(|(sid, requests)| {
        let sid = format_ident!("{sid}");
        quote!(unsent!([#sid] #(#requests)*);)
    });
    unsent.collect()
}

fn constant(operation: &Operation) -> Ident {
    format_ident!("{}", operation.constant)
}

/// What the runtime needs to know about an operation to send a request.
fn facts(model: &Model, operation: &Operation) -> TokenStream {
    let (constant, id) = (constant(operation), &operation.id);
    let effect = match operation.effect {
        Effect::Read => quote!(Effect::Read),
        Effect::Create => quote!(Effect::Create),
        Effect::Update => quote!(Effect::Update),
        Effect::Replace => quote!(Effect::Replace),
        Effect::Delete => quote!(Effect::Delete),
    };
    let created = (operation.identifier.as_ref()).filter(|_| operation.effect == Effect::Create);
    let created = created.map(|Field { wire, ty, .. }| {
        let ty = value_type(model, ty);
        quote!(created: Operation::identified_by::<#ty>(#wire),)
    });
    // CSV and bytes can be of any size; all other responses are small enough to be read as a whole.
    let download = matches!(operation.response, ResponseBody::Bytes(_));
    let streamed = download || matches!(operation.response, ResponseBody::Csv);
    let not_empty = operation.body.as_ref().is_some_and(|body| body.not_empty);
    // Those that are not set have the value of `Operation::new`.
    let flags = [
        ("rate_limited", operation.rate_limited),
        ("streamed", streamed),
        ("download", download),
        ("not_empty", not_empty),
    ];
    let flags = flags.iter().filter(|(_, set)| *set).map(|(name, _)| {
        let name = format_ident!("{name}");
        quote!(#name: true,)
    });
    let request = format_ident!("{}", builder(model, operation).rust);
    quote! {
        const #constant: Operation = Operation {
            #created
            #(#flags)*
            parameters: RequestState::parameters::<#request>(),
            ..Operation::new(#id, #effect)
        };
    }
}

/// The operation whose builder makes the requests of this one: itself, or the one it is another representation of.
fn builder<'m>(model: &'m Model, operation: &'m Operation) -> &'m Operation {
    operation
        .representation_of
        .as_ref()
        .and_then(|id| model.operation(id))
        .unwrap_or(operation)
}

/// The client's method that returns a request.
fn start(model: &Model, operation: &Operation) -> TokenStream {
    let example = examples::method(model, operation);
    let doc = docs::tokens(&documented(&start_doc(operation), example.as_ref()));
    let deprecated = operation.deprecated.then(|| quote!(#[deprecated]));
    let method = format_ident!("{}", operation.method);
    let (request, constant) = (format_ident!("{}", operation.rust), constant(operation));
    let given: Vec<&Field> = operation.arguments().collect();
    let inputs = inputs(model, &given);
    let sets = given.iter().map(|field| {
        let name = format_ident!("{}", field.rust);
        quote!(.#name(#name))
    });
    quote! {
        #doc
        #deprecated
        pub fn #method(&self, #(#inputs),*) -> #request {
            RequestState::begin::<#request>(self, &#constant) #(#sets)*
        }
    }
}

/// The attributes of a method that calls the client's method of an operation: `#[deprecated]` if that one is.
pub(super) fn deprecated_with(operation: &Operation) -> Option<TokenStream> {
    operation.deprecated.then(|| {
        quote! {
            #[deprecated]
            #[expect(deprecated, reason = "it is deprecated itself")]
        }
    })
}

/// The arguments of a function, one for each field.
pub(super) fn inputs(model: &Model, given: &[&Field]) -> Vec<TokenStream> {
    let input = |field: &&Field| {
        let (name, ty) = (
            format_ident!("{}", field.rust),
            value_type(model, &field.ty),
        );
        if field.list {
            quote!(#name: impl IntoIterator<Item = impl Argument<#ty>>)
        } else {
            quote!(#name: impl Argument<#ty>)
        }
    };
    given.iter().map(input).collect()
}

/// The operation's description, what has to be set, and the arguments.
fn start_doc(operation: &Operation) -> String {
    let doc = with_alternatives(operation.doc.trim(), operation);
    list_of_arguments(&doc, operation.arguments())
}

/// A description, and the rules that some of the parameters have to be set.
fn with_alternatives(doc: &str, operation: &Operation) -> String {
    let rules = operation.body.iter().flat_map(|body| &body.rules);
    let mut paragraphs = vec![doc.to_owned()];
    paragraphs.extend(docs::required_alternatives(rules));
    paragraphs.join("\n\n")
}

/// A description and, for each argument, the first paragraph of its own.
pub(super) fn list_of_arguments<'m>(
    description: &str,
    arguments: impl Iterator<Item = &'m Field>,
) -> String {
    let mut doc = description.to_owned();
    for (index, field) in arguments.enumerate() {
        doc.push_str(if index == 0 { "\n\n" } else { "\n" });
        let about = markdown::trimmed(&field.doc);
        let paragraph = markdown::first_paragraph(&about).replace('\n', "\n  ");
        doc.push_str(&format!("- `{}`: {paragraph}", field.rust));
    }
    doc
}

fn request(model: &Model, wire: &Wire, operation: &Operation) -> Result<TokenStream, String> {
    let doc = format!(
        "Builder returned by [`Client::{}`]. Await it to send the request.",
        operation.method
    );
    let doc = with_alternatives(&doc, operation);
    let example = examples::builder(model, operation);
    let doc = docs::tokens(&documented(&doc, example.as_ref()));
    let request = format_ident!("{}", operation.rust);
    let value = response_type(model, &operation.response);
    let path: Vec<_> = operation
        .path_arguments()
        .map(|field| declaration(model, field))
        .collect();
    let path = (!path.is_empty()).then(|| quote!(path { #(#path)* }));
    let query = query(model, operation);
    let body = body(model, operation);
    let response = response(model, wire, operation)?;
    let csv = model
        .representation(operation)
        .map(|csv| self::csv(model, wire, operation, csv))
        .transpose()?;
    let warnings = warnings(operation);
    let list = operation.pagination.as_ref().map(|pages| {
        let next = &pages.next.wire;
        quote!(list!(#request -> #value, next: #next);)
    });
    Ok(quote! {
        request! {
            #doc
            pub struct #request -> #value {
                #path
                #query
                #body
            }
        }

        impl #request {
            #response
            #csv
            #warnings
        }

        #list
    })
}

fn query(model: &Model, operation: &Operation) -> Option<TokenStream> {
    let mut fields = operation.query_and_headers().peekable();
    fields.peek()?;
    let fields = fields.map(|field| parameter(model, field, &[], field.required));
    Some(quote!(query { #(#fields)* }))
}

/// The body and its fields.
fn body(model: &Model, operation: &Operation) -> Option<TokenStream> {
    let body = operation.body.as_ref()?;
    let name = format_ident!("{}", body.rust);
    let fields = body.fields.iter().map(|field| {
        let required = body.required.contains(&field.wire);
        parameter(model, field, &body.rules, required)
    });
    Some(match body.kind {
        BodyKind::Form => quote!(form #name { #(#fields)* }),
        BodyKind::Json => quote!(json #name { #(#fields)* }),
        BodyKind::JsonUnion => quote!(body #name;),
    })
}

/// A parameter and its setter, which is private if the parameter is required.
pub(super) fn parameter(
    model: &Model,
    field: &Field,
    rules: &[Rule],
    required: bool,
) -> TokenStream {
    let declaration = declaration(model, field);
    if required {
        return declaration;
    }
    let mut doc = docs::parameter(model, field, rules.iter());
    if let (Some(_), Ty::Struct(component)) = (field.numbered, &field.ty) {
        let parts = model.structure(component).into_iter();
        doc = list_of_arguments(&doc, parts.flat_map(|it| it.required()));
    }
    let doc = docs::tokens(&doc);
    let deprecated = field.deprecated.then(|| quote!(#[deprecated]));
    quote!(#doc #deprecated pub #declaration)
}

fn declaration(model: &Model, field: &Field) -> TokenStream {
    let (name, wire) = (format_ident!("{}", field.rust), &field.wire);
    let ty = value_in_macro(model, field);
    quote!(#name: #ty = #wire;)
}

/// The type of a field in a declaration: in brackets, the type of array items; in parentheses, the type of an object,
/// or nothing for an object with arbitrary members; in braces, the parts of a numbered parameter.
pub(super) fn value_in_macro(model: &Model, field: &Field) -> TokenStream {
    let ty = value_type(model, &field.ty);
    if let (Some(most), Ty::Struct(component)) = (field.numbered, &field.ty) {
        return numbered(model, most, component);
    }
    let ty = match &field.ty {
        Ty::Struct(_) => quote!((#ty)),
        Ty::Scalar(component) => match model.scalar(component).map(|it| &it.kind) {
            Some(ScalarKind::ObjectUnion { .. }) => quote!((#ty)),
            Some(kind) if kind.is_free_object() => quote!(()),
            _ => ty,
        },
        Ty::Bool => ty,
    };
    if field.list { quote!([#ty]) } else { ty }
}

/// The maximum number of items and the parts of each, in the order of the setter's arguments.
fn numbered(model: &Model, most: u32, component: &str) -> TokenStream {
    let most = Literal::u32_unsuffixed(most);
    let item = format_ident!("{}", model.struct_name(component));
    let parts = model.structure(component).into_iter().flat_map(|it| {
        it.required().map(|part| {
            let (name, wire) = (format_ident!("{}", part.rust), &part.wire);
            let ty = value_type(model, &part.ty);
            quote!(#name: #ty = #wire;)
        })
    });
    quote!({ #most * #item { #(#parts)* } })
}

fn response(model: &Model, wire: &Wire, operation: &Operation) -> Result<TokenStream, String> {
    let value = response_type(model, &operation.response);
    let core = quote!(self.core);
    let rules = rules(operation, &core, Relation::rejects);
    let call = call(wire, operation, operation)?;
    let page = operation.pagination.as_ref();
    let send = match page {
        Some(pages) => send_page(model, operation, pages, &call),
        None if matches!(operation.response, ResponseBody::Bytes(_)) => quote! {
            self.core.finish()?;
            complete!(#call).map(|response| self.core.download(response))
        },
        None => quote!(self.core.finish()?; complete!(#call)),
    };
    Ok(quote! {
        /// Sends the request and returns the response with its status and headers.
        ///
        /// # Errors
        ///
        /// As for [`send`](Self::send).
        pub async fn response(mut self) -> Result<Response<#value>, Error> {
            self.exchange().await
        }

        async fn exchange(&mut self) -> Result<Response<#value>, Error> {
            #(#rules)*
            #send
        }
    })
}

/// Sets the page size, with this method of the runtime.
fn page_size(model: &Model, pages: &Pagination, method: &str) -> TokenStream {
    let (method, size) = (
        format_ident!("{method}"),
        format_ident!("{}", pages.size.rust),
    );
    let ty = value_type(model, &pages.size.ty);
    quote!(self.core.#method(&mut self.#size, #ty::MAX);)
}

/// Sends the request for a page. If it is not the first, its URL already contains every parameter.
fn send_page(
    model: &Model,
    operation: &Operation,
    pages: &Pagination,
    call: &TokenStream,
) -> TokenStream {
    let optional = operation.query.iter().filter(|field| !field.required);
    let given = optional.map(|field| {
        let (wire, name) = (&field.wire, format_ident!("{}", field.rust));
        let given = if field.list {
            quote!(!self.#name.is_empty())
        } else {
            quote!(self.#name.is_some())
        };
        quote!((#wire, #given))
    });
    let choose = page_size(model, pages, "choose_page_size");
    quote! {
        self.core.no_filters(&[#(#given),*]);
        #choose
        self.core.finish()?;
        if let Some(page) = self.core.resumed().await {
            return page;
        }
        complete!(#call).map(|response| self.core.cut(response))
    }
}

/// Whether a field of the body is set.
fn given(body: BodyKind, field: &Field) -> TokenStream {
    let name = format_ident!("{}", field.rust);
    match (body, field.list) {
        (BodyKind::Form, true) => quote!(!self.form.#name.is_empty()),
        (BodyKind::Form, false) => quote!(self.form.#name.is_some()),
        (BodyKind::Json | BodyKind::JsonUnion, _) => quote!(self.body.#name.is_some()),
    }
}

/// The checks of the rules with these relations, as method calls on `judge`.
fn rules(
    operation: &Operation,
    judge: &TokenStream,
    relations: impl Fn(Relation) -> bool,
) -> Vec<TokenStream> {
    let Some(body) = &operation.body else {
        return Vec::new();
    };
    let given = |wire: &str| {
        let field = body.fields.iter().find(|field| field.wire == wire)?;
        Some(given(body.kind, field))
    };
    let check = |rule: &Rule| {
        let (parameter, others) = (&rule.parameter, &rule.others);
        let is_given = given(parameter)?;
        let others_given = others
            .iter()
            .map(|it| given(it))
            .collect::<Option<Vec<_>>>()?;
        let check = format_ident!("{}", rule.relation.keyword());
        let others = match rule.relation {
            Relation::Unless => quote!(&[#(#others),*]),
            _ => quote!(#(#others)*),
        };
        Some(quote!(#judge.#check(#parameter, #is_given, #others, #(#others_given)||*);))
    };
    let rules = body.rules.iter();
    rules
        .filter(|rule| relations(rule.relation))
        .filter_map(check)
        .collect()
}

/// The method that lists the parameters without effect, if the document describes any.
fn warnings(operation: &Operation) -> Option<TokenStream> {
    let checks = rules(operation, &quote!(warnings), |it| !it.rejects());
    (!checks.is_empty()).then(|| {
        quote! {
            /// Returns the given parameters that Twilio ignores because of another parameter, which is missing or takes
            /// precedence.
            ///
            /// The request can be sent nevertheless.
            #[must_use]
            pub fn warnings(&self) -> Vec<Warning> {
                let mut warnings = Warnings::new();
                #(#checks)*
                warnings.finish()
            }
        }
    })
}

/// The same request in another representation.
fn csv(
    model: &Model,
    wire: &Wire,
    operation: &Operation,
    csv: &Operation,
) -> Result<TokenStream, String> {
    let (constant, call) = (constant(csv), call(wire, operation, csv)?);
    let method = format_ident!("{}", operation.csv_method());
    let mut doc = csv.doc.clone();
    if let Some(pages) = &operation.pagination {
        doc.push_str(&format!(
            "\n\n**This is one page, not the whole list**: the largest possible, or as large as [`{0}`](Self::{0}) says. \
             [`stream`](Self::stream) reads all pages.",
            pages.size.rust
        ));
    }
    let doc = docs::tokens(&doc);
    let page_size = operation
        .pagination
        .as_ref()
        .map(|pages| page_size(model, pages, "whole_page"));
    let deprecated = csv.deprecated.then(|| quote!(#[deprecated]));
    Ok(quote! {
        #doc
        ///
        /// # Errors
        ///
        /// As for [`send`](Self::send).
        #deprecated
        pub async fn #method(mut self) -> Result<ByteStream, Error> {
            self.core.switch(&#constant);
            #page_size
            self.core.finish()?;
            Ok(complete!(#call)?.into_value())
        }
    })
}

/// The call into the wire layer, matched by the *names* of progenitor's arguments.
///
/// progenitor sorts arguments; if they were matched by position, two neighbors of the same type could be swapped
/// unnoticed.
fn call(wire: &Wire, request: &Operation, operation: &Operation) -> Result<TokenStream, String> {
    let method = wire
        .methods
        .iter()
        .find(|method| method.sig.ident == operation.method)
        .ok_or_else(|| format!("progenitor emitted no method `{}`", operation.method))?;
    let arguments = argument_names(method)
        .map(|name| argument(request, operation, &name))
        .collect::<Result<Vec<_>, _>>()?;
    let name = &method.sig.ident;
    Ok(quote!(self.core.wire().#name(#(#arguments),*)))
}

fn argument_names(method: &ImplItemFn) -> impl Iterator<Item = String> {
    method.sig.inputs.iter().filter_map(|input| match input {
        FnArg::Typed(typed) => match &*typed.pat {
            Pat::Ident(pat) => Some(pat.ident.to_string()),
            _ => None,
        },
        FnArg::Receiver(_) => None,
    })
}

fn argument(request: &Operation, operation: &Operation, name: &str) -> Result<TokenStream, String> {
    if name == "body"
        && let Some(body) = &operation.body
    {
        return Ok(match body.kind {
            BodyKind::Form => quote!(&self.form),
            BodyKind::Json => quote!(&self.body),
            BodyKind::JsonUnion => quote!(self.core.given(#name, &self.body)?),
        });
    }
    let find = |fields: &[Field]| fields.iter().find(|field| field.rust == name).cloned();
    if let Some(field) = find(&operation.path_parameters) {
        let (wire, ident) = (&field.wire, format_ident!("{name}"));
        return Ok(if field.account {
            quote!(self.core.account_sid())
        } else {
            quote!(self.core.given(#wire, &self.#ident)?)
        });
    }
    // A representation shares the parameters of its request.
    let known = |it: &Operation| {
        it.query_and_headers()
            .find(|field| field.rust == name)
            .cloned()
    };
    let field = known(operation)
        .and_then(|_| known(request))
        .ok_or_else(|| {
            format!(
                "progenitor's `{}` has an unknown argument `{name}`",
                operation.method
            )
        })?;
    let (wire, ident) = (&field.wire, format_ident!("{name}"));
    Ok(match (&field.ty, field.required) {
        (_, true) if field.list => quote!(&self.#ident),
        (_, false) if field.list => quote!(Some(&self.#ident)),
        (Ty::Bool, true) => quote!(*self.core.given(#wire, &self.#ident)?),
        (Ty::Bool, false) => quote!(self.#ident),
        (_, true) => quote!(self.core.given(#wire, &self.#ident)?),
        (_, false) => quote!(self.#ident.as_ref()),
    })
}

fn response_type(model: &Model, response: &ResponseBody) -> TokenStream {
    match response {
        ResponseBody::Json(component) => {
            let name = format_ident!("{}", model.struct_name(component));
            quote!(#name)
        }
        ResponseBody::Csv => quote!(ByteStream),
        ResponseBody::Bytes(_) => quote!(Download),
        ResponseBody::Empty => quote!(()),
    }
}

/// The Rust type of a single value.
pub(super) fn value_type(model: &Model, ty: &Ty) -> TokenStream {
    model.type_name(ty).parse().unwrap_or_default()
}
