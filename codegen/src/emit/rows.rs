//! Typed rows of CSV.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::examples::{self, documented};
use super::requests::value_type;
use crate::docs;
use crate::model::{Field, Model, Row};

/// One struct per item that is listed in rows.
pub(crate) fn emit(model: &Model) -> TokenStream {
    let rows = model.rows.iter().map(|row| self::row(model, row));
    quote!(#(#rows)*)
}

fn row(model: &Model, row: &Row) -> TokenStream {
    let item = model.component_name(&row.item);
    let doc = format!(
        "A row of CSV, which describes a [`{item}`](super::{item}).\n\n\
         Its fields are those of a [`{item}`](super::{item}) that fit into a column. An optional field is `None` if its column is missing or empty.",
    );
    let example = examples::list_of_rows(model, row);
    let doc = docs::tokens(&documented(&doc, example.as_ref()));
    let name = format_ident!("{}", row.rust);
    let columns = row
        .columns
        .iter()
        .map(|column| self::column(model, row, column));
    quote! {
        #doc
        #[derive(Clone, Debug, PartialEq, Deserialize)]
        #[non_exhaustive]
        pub struct #name {
            #(#columns)*
        }
    }
}

fn column(model: &Model, row: &Row, column: &Field) -> TokenStream {
    let mut text = column.doc.trim().to_owned();
    if column.deprecated {
        // `#[deprecated]` would also cause a warning in the code that reads the field.
        text.push_str("\n\nDeprecated.");
    }
    let doc = docs::tokens(&text);
    let name = format_ident!("{}", column.rust);
    let ty = value_type(model, &column.ty);
    let ty = if column.wire == row.key {
        ty
    } else {
        quote!(Option<#ty>)
    };
    quote!(#doc pub #name: #ty,)
}
