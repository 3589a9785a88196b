//! Gives query parameters their names on the wire back, and a way to fail.

use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprCall, Lit, LitStr, parse_quote};

use crate::model::{Field, Model};
use crate::names;
use crate::progenitor::run::Wire;

/// Counts the query parameters whose wire name is in place.
pub(super) fn run(wire: &mut Wire, model: &Model) -> usize {
    let mut hits = 0;
    for method in &mut wire.methods {
        let Some(operation) = super::operation(model, method) else {
            continue;
        };
        let mut pass = Queries {
            query: &operation.query,
            hits: 0,
        };
        pass.visit_block_mut(&mut method.block);
        hits += pass.hits;
    }
    hits
}

struct Queries<'m> {
    query: &'m [Field],
    hits: usize,
}

impl VisitMut for Queries<'_> {
    /// Our builder says when a value cannot be encoded, instead of failing when the request is built.
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        if let Expr::MethodCall(call) = expr
            && call.method == "query"
        {
            *expr = parse_quote!(#call?);
        }
    }

    fn visit_expr_call_mut(&mut self, call: &mut ExprCall) {
        if is_query_param(call)
            && let Some(Expr::Lit(name)) = call.args.first_mut()
            && let Lit::Str(text) = &mut name.lit
            && let Some(field) = self
                .query
                .iter()
                .find(|it| it.rust == names::field_name(&text.value()))
        {
            *text = LitStr::new(&field.wire, text.span());
            self.hits += 1;
        }
        visit_mut::visit_expr_call_mut(self, call);
    }
}

fn is_query_param(call: &ExprCall) -> bool {
    matches!(&*call.func, Expr::Path(func) if func.path.segments.iter().any(|it| it.ident == "QueryParam"))
}
