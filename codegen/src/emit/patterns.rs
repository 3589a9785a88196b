//! Patterns compiled to automata, one per distinct pattern.

use std::collections::BTreeMap;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

use crate::docs;
use crate::markdown;
use crate::model::{Model, ScalarKind};
use crate::pattern::Dfa;

/// The name of the emitted table of each pattern.
pub(crate) struct Patterns<'m> {
    tables: BTreeMap<&'m str, (Ident, &'m Dfa)>,
}

impl<'m> Patterns<'m> {
    /// A pattern is named after the first component that has it.
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

/// One table per pattern.
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
    let size = Literal::usize_unsuffixed(dfa.next.len());
    let (classes, next) = (lines(&classes(dfa)), lines(&states(dfa)));
    let accept: Vec<u8> = dfa
        .accept
        .iter()
        .map(|accept| if *accept { b'y' } else { b'n' })
        .collect();
    let accept = Literal::byte_string(&accept);
    quote! {
        #doc
        pub(super) static #name: Dfa = Dfa {
            classes: &byte_classes(#classes),
            width: #width,
            next: &states::<#size>(#next),
            accept: #accept,
        };
    }
}

/// The byte classes as runs, which a reader can check; class 0 is the default.
fn classes(dfa: &Dfa) -> Vec<String> {
    let bytes: Vec<(u8, u8)> = (0..=u8::MAX).zip(dfa.classes).collect();
    bytes
        .chunk_by(|(_, class), (_, next)| class == next)
        .filter_map(|run| match run {
            [] | [(_, 0), ..] => None,
            [(byte, class)] => Some(format!("{byte:02x}:{class}")),
            [(first, class), .., (last, _)] => Some(format!("{first:02x}-{last:02x}:{class}")),
        })
        .collect()
}

/// The transitions as runs of equal states.
fn states(dfa: &Dfa) -> Vec<String> {
    dfa.next
        .chunk_by(|state, next| state == next)
        .filter_map(|run| Some((run.first()?, run.len())))
        .map(|(state, times)| match times {
            1 => state.to_string(),
            times => format!("{state}*{times}"),
        })
        .collect()
}

/// The length of a line in a table, without its indentation.
const LINE: usize = 100;

/// A string literal on several lines.
fn lines(words: &[String]) -> TokenStream {
    let mut lines = vec![String::new()];
    for word in words {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.len() + word.len() < LINE => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.clone()),
        }
    }
    let text = format!("\"{}\"", lines.join(" \\\n         "));
    text.parse().unwrap_or_default()
}
