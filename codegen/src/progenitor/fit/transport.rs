//! Sends requests through our transport instead of progenitor's hooks.
//!
//! The transport is the one place for credentials, retries, limits and timeouts; it also makes every answer that is
//! not a success an error. The header `api-version`, which progenitor derives from the document's version and Twilio
//! has never heard of, goes.

use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprMethodCall, Local, Pat, Stmt, parse_quote};

use crate::progenitor::run::Wire;

/// Counts the methods that send through the transport.
pub(super) fn run(wire: &mut Wire) -> usize {
    wire.methods
        .iter_mut()
        .filter_map(|method| rewrite(&mut method.block))
        .count()
}

/// progenitor's method is `url, header_map, append, request, info, pre, exec, post, response, match`.
fn rewrite(block: &mut Block) -> Option<()> {
    let index = |name: &str| block.stmts.iter().position(|stmt| binds(stmt, name));
    let (headers, request, info, response) = (
        index("header_map")?,
        index("request")?,
        index("info")?,
        index("response")?,
    );
    let in_order = headers + 2 == request && request + 1 == info && info + 4 == response;
    if !in_order || response + 2 != block.stmts.len() {
        return None;
    }
    let mut build = WithoutHeaders { hits: 0 };
    build.visit_stmt_mut(block.stmts.get_mut(request)?);
    if build.hits != 1 {
        return None;
    }
    let Some(Stmt::Local(local)) = block.stmts.get_mut(request) else {
        return None;
    };
    local.attrs.clear();
    local.pat = parse_quote!(request);
    *block.stmts.get_mut(response)? = parse_quote!(let response = self.execute(request).await?;);
    block.stmts.drain(info..response);
    block.stmts.drain(headers..request);
    Some(())
}

fn binds(stmt: &Stmt, name: &str) -> bool {
    let Stmt::Local(Local { pat, .. }) = stmt else {
        return false;
    };
    matches!(pat, Pat::Ident(pat) if pat.ident == name)
}

/// Drops `.headers(header_map)` from the chain that builds the request.
struct WithoutHeaders {
    hits: usize,
}

impl VisitMut for WithoutHeaders {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::MethodCall(ExprMethodCall {
            method, receiver, ..
        }) = expr
            && method == "headers"
        {
            *expr = (**receiver).clone();
            self.hits += 1;
        }
        visit_mut::visit_expr_mut(self, expr);
    }
}
