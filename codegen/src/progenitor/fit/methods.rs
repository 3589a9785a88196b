//! Adapts progenitor's methods where names alone do not suffice: wire names, headers, and path values without copies.

use std::collections::BTreeMap;

use proc_macro2::{Group, Literal, TokenStream, TokenTree};
use quote::{ToTokens, format_ident};
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprMethodCall, ImplItemFn, Local, Pat, Stmt, parse_quote};

use crate::docs;
use crate::model::{Field, Model, Operation};
use crate::progenitor::run::Wire;

/// clippy's limit; a list operation has one argument per filter.
const MANY_ARGUMENTS: usize = 7;

/// The number of replacements in all methods.
#[derive(Debug, Default)]
pub(super) struct Hits {
    /// Methods of operations in the model.
    pub(super) methods: usize,
    /// Variables with headers: created, filled and used.
    pub(super) headers: usize,
    /// Values in paths that are no longer copied into a `String`.
    pub(super) segments: usize,
    /// Query parameters whose name on the wire was restored.
    pub(super) names: usize,
    /// Query parameters that were turned back into headers.
    pub(super) header_parameters: usize,
}

/// Rewrites all methods.
pub(super) fn run(wire: &mut Wire, model: &Model) -> Result<Hits, String> {
    let mut hits = Hits::default();
    let operations = model.operations.iter().map(|it| (it.method.as_str(), it));
    let operations: BTreeMap<&str, &Operation> = operations.collect();
    for method in &mut wire.methods {
        if let Some(operation) = operations.get(method.sig.ident.to_string().as_str()) {
            rewrite(method, operation, &mut hits)?;
            hits.methods += 1;
        }
    }
    Ok(hits)
}

fn rewrite(method: &mut ImplItemFn, operation: &Operation, hits: &mut Hits) -> Result<(), String> {
    let line = format!("`{} {}`", operation.verb.to_uppercase(), operation.path);
    method.attrs = docs::attributes(&line);
    method.vis = parse_quote!(pub(crate));
    if method.sig.inputs.len() > MANY_ARGUMENTS {
        method.attrs.push(parse_quote!(
            #[expect(clippy::too_many_arguments, reason = "one argument per query parameter")]
        ));
    }
    hits.headers += drop_headers(&mut method.block);
    let names = lowered_names(operation);
    let block = respell(method.block.to_token_stream(), &names, hits);
    let headers = spellings(operation.headers.iter());
    let block = into_headers(block, &headers, hits);
    method.block = syn::parse2(block)
        .map_err(|error| format!("`{}` no longer parses: {error}", operation.method))?;
    Ok(())
}

/// The names of query parameters in the document for progenitor, where they differ from those on the wire.
fn lowered_names(operation: &Operation) -> BTreeMap<String, &str> {
    let query = operation.query.iter();
    spellings(query.filter(|field| super::is_renamed(field)))
}

/// The names on the wire, by the literals that progenitor emits.
fn spellings<'f>(fields: impl Iterator<Item = &'f Field>) -> BTreeMap<String, &'f str> {
    fields
        .map(|field| {
            (
                Literal::string(&field.rust).to_string(),
                field.wire.as_str(),
            )
        })
        .collect()
}

/// Turns `.query(&QueryParam::new("if_match", &if_match))` into `.header_parameter(&QueryParam::new("If-Match", &if_match))`.
fn into_headers(
    tokens: TokenStream,
    headers: &BTreeMap<String, &str>,
    hits: &mut Hits,
) -> TokenStream {
    let mut out: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let TokenTree::Group(group) = &token else {
            out.push(token);
            continue;
        };
        let called = matches!(out.last(), Some(TokenTree::Ident(name)) if name == "query");
        let inner = match called {
            true => with_name(group.stream(), headers),
            false => None,
        };
        if inner.is_some() {
            hits.header_parameters += 1;
            out.pop();
            out.push(format_ident!("header_parameter").into());
        }
        let inner = inner.unwrap_or_else(|| into_headers(group.stream(), headers, hits));
        out.push(Group::new(group.delimiter(), inner).into());
    }
    out.into_iter().collect()
}

/// The arguments with the header's name, if the parameter is a header.
fn with_name(tokens: TokenStream, headers: &BTreeMap<String, &str>) -> Option<TokenStream> {
    let mut found = false;
    let named = tokens.into_iter().map(|token| match token {
        TokenTree::Literal(literal) => match headers.get(&literal.to_string()) {
            Some(wire) => {
                found = true;
                // Constant header names are in lower case.
                Literal::string(&wire.to_ascii_lowercase()).into()
            }
            None => literal.into(),
        },
        TokenTree::Group(group) => match with_name(group.stream(), headers) {
            Some(inner) => {
                found = true;
                Group::new(group.delimiter(), inner).into()
            }
            None => group.into(),
        },
        token => token,
    });
    let named: TokenStream = named.collect();
    found.then_some(named)
}

/// Removes the header `api-version`, which progenitor derives from the version of the document: Twilio does not know
/// it, and its map would cost an allocation per request.
fn drop_headers(block: &mut Block) -> usize {
    let before = block.stmts.len();
    block.stmts.retain(|stmt| !is_about_headers(stmt));
    let mut unused = WithoutHeaders { hits: 0 };
    unused.visit_block_mut(block);
    before - block.stmts.len() + unused.hits
}

fn is_about_headers(stmt: &Stmt) -> bool {
    match stmt {
        Stmt::Local(Local {
            pat: Pat::Ident(pat),
            ..
        }) => pat.ident == "header_map",
        Stmt::Expr(Expr::MethodCall(call), _) => is_header_map(&call.receiver),
        _ => false,
    }
}

fn is_header_map(expr: &Expr) -> bool {
    matches!(expr, Expr::Path(path) if path.path.is_ident("header_map"))
}

/// Removes `.headers(header_map)`, and the attribute that its statement no longer needs.
struct WithoutHeaders {
    hits: usize,
}

impl VisitMut for WithoutHeaders {
    fn visit_local_mut(&mut self, local: &mut Local) {
        local.attrs.clear();
        visit_mut::visit_local_mut(self, local);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::MethodCall(ExprMethodCall { receiver, args, .. }) = expr
            && args.first().is_some_and(is_header_map)
        {
            *expr = (**receiver).clone();
            self.hits += 1;
        }
        visit_mut::visit_expr_mut(self, expr);
    }
}

/// Restores the wire names of query parameters, and passes path values by reference: `encode_path(&sid.to_string())`
/// becomes `encode_path(&sid)`. It works on tokens because a visitor cannot see the arguments of `format!`.
fn respell(tokens: TokenStream, names: &BTreeMap<String, &str>, hits: &mut Hits) -> TokenStream {
    let mut out: Vec<TokenTree> = Vec::new();
    for token in tokens {
        out.push(match &token {
            TokenTree::Group(group) => {
                let mut inner = respell(group.stream(), names, hits);
                if matches!(out.last(), Some(TokenTree::Ident(name)) if name == "encode_path") {
                    inner = lend(inner, hits);
                }
                TokenTree::Group(Group::new(group.delimiter(), inner))
            }
            TokenTree::Literal(literal) => match names.get(&literal.to_string()) {
                Some(wire) => {
                    hits.names += 1;
                    TokenTree::Literal(Literal::string(wire))
                }
                None => token,
            },
            _ => token,
        });
    }
    out.into_iter().collect()
}

/// `&sid.to_string()` without its last three tokens.
fn lend(argument: TokenStream, hits: &mut Hits) -> TokenStream {
    let mut tokens: Vec<TokenTree> = argument.into_iter().collect();
    let start = tokens.len().saturating_sub(3);
    let end: String = tokens.iter().skip(start).map(ToString::to_string).collect();
    if end == ".to_string()" {
        tokens.truncate(start);
        hits.segments += 1;
    }
    tokens.into_iter().collect()
}
