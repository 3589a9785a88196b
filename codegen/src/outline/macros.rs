//! What the rules of a macro make public: methods, and implementations of traits.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::squeeze;

/// The signatures of public functions and the heads of trait implementations in the rules, wherever they are.
pub(super) fn public_parts(rules: &TokenStream) -> Vec<String> {
    let mut parts = Vec::new();
    collect(rules, &mut parts);
    parts
}

fn collect(tokens: &TokenStream, parts: &mut Vec<String>) {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => collect(&group.stream(), parts),
            TokenTree::Ident(word) if *word == "pub" || *word == "impl" => {
                let rest = tokens.get(at..).unwrap_or_default();
                let head: TokenStream = rest
                    .iter()
                    .take_while(|it| !is_block(it))
                    .cloned()
                    .collect();
                let text = squeeze(&head);
                // `impl` in a signature is part of that.
                let is_part = match text.strip_prefix("pub ") {
                    Some(item) => item.contains("fn ") && !item.contains(';'),
                    None => text.contains(" for ") && !text.contains(['=', ';']),
                };
                if is_part {
                    parts.push(text);
                }
            }
            _ => {}
        }
    }
}

fn is_block(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}
