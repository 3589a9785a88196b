//! Escapes path segments without making a `String` of each first: SIDs lend their text.

use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprCall, ExprReference};

use crate::progenitor::run::Wire;

/// Counts the segments.
pub(super) fn run(wire: &mut Wire) -> usize {
    let mut pass = Segments { hits: 0 };
    for method in &mut wire.methods {
        // `format!` hides its arguments from a visitor: they are read, polished and put back.
        pass.visit_block_mut(&mut method.block);
    }
    pass.hits
}

struct Segments {
    hits: usize,
}

impl VisitMut for Segments {
    fn visit_macro_mut(&mut self, makro: &mut syn::Macro) {
        type Arguments = syn::punctuated::Punctuated<Expr, syn::Token![,]>;
        if makro.path.is_ident("format")
            && let Ok(mut arguments) = makro.parse_body_with(Arguments::parse_terminated)
        {
            arguments
                .iter_mut()
                .for_each(|argument| self.visit_expr_mut(argument));
            makro.tokens = quote::quote!(#arguments);
        }
    }

    /// `encode_path(&sid.to_string())` becomes `encode_path(sid)`.
    fn visit_expr_call_mut(&mut self, call: &mut ExprCall) {
        let is_encode =
            matches!(&*call.func, Expr::Path(func) if func.path.is_ident("encode_path"));
        if is_encode
            && let Some(argument) = call.args.first_mut()
            && let Expr::Reference(ExprReference { expr, .. }) = argument
            && let Expr::MethodCall(text) = &**expr
            && text.method == "to_string"
        {
            *argument = (*text.receiver).clone();
            self.hits += 1;
        }
        visit_mut::visit_expr_call_mut(self, call);
    }
}
