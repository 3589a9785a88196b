//! The patterns of texts, compiled to tables: each distinct pattern once.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use super::docs;
use crate::markdown;
use crate::model::{Model, ScalarKind};
use crate::pattern::Dfa;

/// Where the emitted table of each pattern is to be found.
pub(crate) struct Patterns<'m> {
    tables: BTreeMap<&'m str, (Ident, &'m Dfa)>,
}

impl<'m> Patterns<'m> {
    /// A pattern is called after the first text that has it.
    pub(crate) fn of(model: &'m Model) -> Self {
        let mut tables = BTreeMap::new();
        for scalar in &model.scalars {
            if let ScalarKind::Text {
                pattern: Some(pattern),
                ..
            } = &scalar.kind
                && let Ok(dfa) = pattern.dfa()
            {
                tables
                    .entry(pattern.text())
                    .or_insert_with(|| (format_ident!("{}", scalar.constant), dfa));
            }
        }
        Self { tables }
    }

    /// The name of a pattern's table.
    pub(crate) fn name(&self, pattern: &str) -> Option<&Ident> {
        self.tables.get(pattern).map(|(name, _)| name)
    }
}

/// One table a pattern.
pub(crate) fn emit(patterns: &Patterns<'_>) -> TokenStream {
    let mut tables: Vec<_> = patterns
        .tables
        .iter()
        .map(|(pattern, (name, dfa))| (name, *pattern, *dfa))
        .collect();
    tables.sort_by_key(|(name, ..)| name.to_string());
    let tables = tables
        .into_iter()
        .map(|(name, pattern, dfa)| table(name, pattern, dfa));
    quote!(#(#tables)*)
}

fn table(name: &Ident, pattern: &str, dfa: &Dfa) -> TokenStream {
    let doc = docs::tokens(&markdown::code_span(pattern));
    let width = Literal::usize_unsuffixed(dfa.width);
    let classes = class_ranges(dfa).into_iter().map(|(low, high, class)| {
        let (low, high) = (Literal::u8_unsuffixed(low), Literal::u8_unsuffixed(high));
        let class = Literal::u8_unsuffixed(class);
        quote!((#low, #high, #class))
    });
    let next = dfa.next.iter().copied().map(Literal::u16_unsuffixed);
    let accept = &dfa.accept;
    quote! {
        #doc
        pub(super) static #name: Dfa = Dfa {
            pattern: #pattern,
            classes: &byte_classes(&[#(#classes),*]),
            width: #width,
            next: &[#(#next),*],
            accept: &[#(#accept),*],
        };
    }
}

/// Runs of bytes of one class, which a reader can check; class 0 is what a table of zeroes has anyway.
fn class_ranges(dfa: &Dfa) -> Vec<(u8, u8, u8)> {
    let mut ranges: Vec<(u8, u8, u8)> = Vec::new();
    for (byte, class) in (0..=u8::MAX).zip(dfa.classes) {
        match ranges.last_mut() {
            Some((_, high, last)) if *last == class => *high = byte,
            _ => ranges.push((byte, byte, class)),
        }
    }
    ranges.retain(|(_, _, class)| *class != 0);
    ranges
}
