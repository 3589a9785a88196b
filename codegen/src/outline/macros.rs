//! What the rules of a macro make public: methods and trait implementations.

use std::collections::BTreeSet;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::squeeze;

/// The signatures of public functions and the headers of trait implementations anywhere in the rules, except those
/// for types that the rules declare privately.
pub(super) fn public_parts(rules: &TokenStream) -> Vec<String> {
    let mut parts = Vec::new();
    collect(rules, &mut parts);
    let mut helpers = BTreeSet::new();
    private_types(rules, &mut helpers);
    parts.retain(|part| implementer(part).is_none_or(|name| !helpers.contains(name)));
    parts
}

/// The type that an implementation is for, from its header.
fn implementer(head: &str) -> Option<&str> {
    let (_, target) = head.strip_prefix("impl")?.rsplit_once(" for ")?;
    target.split(['<', ' ']).next()
}

/// The names of types that the rules declare without `pub`; metavariables do not count.
fn private_types(tokens: &TokenStream, names: &mut BTreeSet<String>) {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let mut before: Option<&TokenTree> = None;
    for (at, token) in tokens.iter().enumerate() {
        if let TokenTree::Group(group) = token {
            private_types(&group.stream(), names);
        }
        let declares =
            matches!(token, TokenTree::Ident(word) if *word == "struct" || *word == "enum");
        // `pub`, `pub(crate)` or `$vis`.
        let may_be_public = match before {
            Some(TokenTree::Ident(_)) => true,
            Some(TokenTree::Group(group)) => group.delimiter() == Delimiter::Parenthesis,
            _ => false,
        };
        if let (true, false, Some(TokenTree::Ident(name))) =
            (declares, may_be_public, tokens.get(at + 1))
        {
            names.insert(name.to_string());
        }
        before = Some(token);
    }
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
                // `impl` in a signature is part of it.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn helpers_of_the_rules_are_not_public() {
        let rules = "($name:ident) => {
            pub struct $name;
            pub struct Shown;
            impl From<u8> for $name { fn from(_: u8) -> Self { struct Helper_<'u>(&'u u8); impl<'u> Drop for Helper_<'u> {} $name } }
            impl Clone for Shown {}
        }";
        assert_eq!(
            public_parts(&rules.parse().unwrap()),
            ["impl From<u8> for $ name", "impl Clone for Shown"]
        );
    }
}
