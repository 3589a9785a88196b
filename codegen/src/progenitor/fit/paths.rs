//! Shortens the absolute paths in generated code.

use std::str::FromStr;

use proc_macro2::{Group, Spacing, TokenStream, TokenTree};

/// Prefixes of names that are imported by the emitted files or in the prelude.
const PREFIXES: &[&str] = &[
    "::std::option::",
    "::std::string::",
    "::std::vec::",
    "::std::collections::",
    "::serde_json::",
    "::serde::",
    "::reqwest::header::",
    "progenitor_client::",
    "crate::decimal::",
    "crate::time::",
    "super::",
    "types::",
];

/// The same code with every path as short as the imports allow.
pub(crate) fn shorten(tokens: TokenStream) -> TokenStream {
    let prefixes: Vec<Vec<TokenTree>> = PREFIXES
        .iter()
        .filter_map(|prefix| TokenStream::from_str(prefix).ok())
        .map(|prefix| prefix.into_iter().collect())
        .collect();
    shorten_by(tokens, &prefixes)
}

fn shorten_by(tokens: TokenStream, prefixes: &[Vec<TokenTree>]) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut rest = tokens.as_slice();
    let mut shortened = Vec::with_capacity(rest.len());
    while let Some((token, after)) = rest.split_first() {
        if let Some(prefix) = prefixes.iter().find(|prefix| begins(rest, prefix)) {
            rest = rest.get(prefix.len()..).unwrap_or_default();
            continue;
        }
        shortened.push(match token {
            TokenTree::Group(group) => {
                let inner = shorten_by(group.stream(), prefixes);
                TokenTree::Group(Group::new(group.delimiter(), inner))
            }
            other => other.clone(),
        });
        rest = after;
    }
    shortened.into_iter().collect()
}

fn begins(tokens: &[TokenTree], prefix: &[TokenTree]) -> bool {
    tokens.len() > prefix.len()
        && tokens.iter().zip(prefix).all(|(token, wanted)| {
            // A field may be named like a module: `types: ::std::vec::Vec<..>` is not a path into `types`.
            token.to_string() == wanted.to_string() && (is_joint(token) || !is_joint(wanted))
        })
}

fn is_joint(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.spacing() == Spacing::Joint)
}

#[cfg(test)]
mod tests {
    use super::shorten;

    #[test]
    fn paths_lose_what_the_files_import() {
        for (long, short) in [
            ("::std::option::Option<super::CallSid>", "Option<CallSid>"),
            (
                "#[derive(::serde::Deserialize, Clone)]",
                "#[derive(Deserialize, Clone)]",
            ),
            (
                "progenitor_client::QueryParam::new(\"super::\", &x)",
                "QueryParam::new(\"super::\", &x)",
            ),
            ("::std::mem::take", "::std::mem::take"),
            ("types: ::std::vec::Vec<types::Call>", "types: Vec<Call>"),
        ] {
            let tokens = |text: &str| text.parse::<proc_macro2::TokenStream>().unwrap();
            assert_eq!(shorten(tokens(long)).to_string(), tokens(short).to_string());
        }
    }
}
