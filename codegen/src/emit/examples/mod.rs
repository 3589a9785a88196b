//! Examples in the documentation, which rustdoc compiles.
//!
//! Their code is ours. From the document they take names, which have become names in Rust, and values, as literals.

mod callbacks;
mod example;
mod requests;
mod responses;
mod scalars;
mod shown;
mod values;

use proc_macro2::TokenStream;

use crate::docs;
use crate::model::{Model, Scalar, Usage};

pub(super) use callbacks::{callback, progress};
pub(super) use example::{Example, documented};
pub(super) use requests::{builder, list_of_rows, method};
pub(super) use responses::response;
use scalars::scalar;
pub(super) use values::Values;

/// The documentation of a type of single values.
pub(super) fn scalar_docs(model: &Model, it: &Scalar) -> TokenStream {
    docs::tokens(&documented(&it.doc, scalar(model, it).as_ref()))
}

/// The examples of values, requests, responses and callbacks.
pub(super) fn all(model: &Model) -> Vec<Example> {
    let scalars = model.scalars.iter().filter_map(|it| scalar(model, it));
    let builders = model.operations.iter().filter_map(|it| builder(model, it));
    let methods = model.operations.iter().filter_map(|it| method(model, it));
    let structs = model.structs.iter().filter_map(|it| match it.usage {
        Usage::Response => response(model, it),
        Usage::Callback => callback(model, it),
        _ => None,
    });
    let rows = model.rows.iter().filter_map(|it| list_of_rows(model, it));
    let progress = model.progress.iter().map(|it| progress(model, it));
    let all = scalars.chain(builders).chain(methods).chain(structs);
    all.chain(rows).chain(progress).collect()
}
