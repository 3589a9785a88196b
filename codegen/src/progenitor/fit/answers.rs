//! Reads answers through our `Response`: bounded in size, with the JSON path of what could not be read.

use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprCall, ExprPath, parse_quote};

use crate::progenitor::run::Wire;

/// Counts the rewritten arms: the success and the surprise of each method.
pub(super) fn run(wire: &mut Wire) -> usize {
    let mut pass = Answers { hits: 0 };
    for method in &mut wire.methods {
        pass.visit_block_mut(&mut method.block);
    }
    pass.hits
}

struct Answers {
    hits: usize,
}

impl VisitMut for Answers {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Call(call) = expr
            && let Some(ours) = ours(call)
        {
            *expr = ours;
            self.hits += 1;
        }
        visit_mut::visit_expr_mut(self, expr);
    }
}

fn ours(call: &ExprCall) -> Option<Expr> {
    let Expr::Path(ExprPath { path, .. }) = &*call.func else {
        return None;
    };
    let words: Vec<String> = path
        .segments
        .iter()
        .map(|it| it.ident.to_string())
        .collect();
    match words
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        // `ResponseValue::from_response(response).await`
        ["ResponseValue", "from_response"] => Some(parse_quote!(response.decode())),
        ["ResponseValue", "empty"] => Some(parse_quote!(response.empty())),
        ["ResponseValue", "stream"] => Some(parse_quote!(response.stream())),
        // `Err(Error::UnexpectedResponse(response))`
        ["Error", "UnexpectedResponse"] => Some(parse_quote!(response.unexpected().await)),
        _ => None,
    }
}

/// Counts the requests that ask for JSON.
pub(super) fn count_accept(wire: &Wire) -> usize {
    let mut count = CountAccept { hits: 0 };
    for method in &wire.methods {
        count.visit_block(&method.block);
    }
    count.hits
}

struct CountAccept {
    hits: usize,
}

impl Visit<'_> for CountAccept {
    fn visit_path(&mut self, path: &syn::Path) {
        if path.segments.last().is_some_and(|it| it.ident == "ACCEPT") {
            self.hits += 1;
        }
        visit::visit_path(self, path);
    }
}
