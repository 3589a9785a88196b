//! Puts the methods' signatures into our words: crate-private, our `Response`, our `Error`.

use syn::{GenericArgument, ImplItemFn, PathArguments, ReturnType, Type, parse_quote};

use crate::progenitor::run::Wire;

/// clippy's own limit; a list has as many arguments as the service has filters.
const MANY_ARGUMENTS: usize = 7;

/// Counts the signatures rewritten.
pub(super) fn run(wire: &mut Wire) -> usize {
    wire.methods.iter_mut().filter_map(rewrite).count()
}

fn rewrite(method: &mut ImplItemFn) -> Option<()> {
    let answer = answer(&method.sig.output)?.clone();
    method.sig.output = parse_quote!(-> Result<Response<#answer>, Error>);
    method.vis = parse_quote!(pub(crate));
    if method.sig.inputs.len() > MANY_ARGUMENTS {
        method.attrs.push(parse_quote!(
            #[expect(clippy::too_many_arguments, reason = "one argument a query parameter")]
        ));
    }
    Some(())
}

/// `T` of `Result<ResponseValue<T>, Error<()>>`.
fn answer(output: &ReturnType) -> Option<&Type> {
    let ReturnType::Type(_, ty) = output else {
        return None;
    };
    first_argument(first_argument(ty)?)
}

fn first_argument(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}
