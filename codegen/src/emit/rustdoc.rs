//! What rustdoc makes of the emitted files: the last check of text that came from a document.
//!
//! Descriptions were checked separately; here they are combined with each other and with our own sentences.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::markdown;
use crate::plan::Files;

/// Rejects documentation with a test that is not in `tests`, with HTML, or with a link that runs code in a browser.
pub(crate) fn verify(files: &Files, tests: &[String]) -> Result<(), String> {
    for (name, text) in files {
        let tokens: TokenStream = text
            .parse()
            .map_err(|error| format!("the emitted `{name}` cannot be read: {error}"))?;
        let mut docs = Vec::new();
        collect(tokens, &mut docs);
        for doc in docs {
            if let Some(hazard) = markdown::hazard(&unindented(&doc), tests) {
                return Err(format!(
                    "the documentation in `{name}` would contain {hazard}"
                ));
            }
        }
    }
    Ok(())
}

/// The documentation of each item: the lines of its doc comments.
fn collect(tokens: TokenStream, docs: &mut Vec<Vec<String>>) {
    let mut doc = Vec::new();
    let mut hash = false;
    for token in tokens {
        match &token {
            TokenTree::Punct(punct) if punct.as_char() == '#' => hash = true,
            TokenTree::Punct(punct) if punct.as_char() == '!' && hash => {}
            TokenTree::Group(group) if hash && group.delimiter() == Delimiter::Bracket => {
                doc.extend(comment(group));
                hash = false;
            }
            _ => {
                hash = false;
                if !doc.is_empty() {
                    docs.push(std::mem::take(&mut doc));
                }
                if let TokenTree::Group(group) = token {
                    collect(group.stream(), docs);
                }
            }
        }
    }
    docs.extend(Some(doc).filter(|doc| !doc.is_empty()));
}

/// The lines of `[doc = "..."]`.
fn comment(attribute: &Group) -> Vec<String> {
    let parsed = syn::parse2::<syn::MetaNameValue>(attribute.stream());
    match parsed.ok().filter(|meta| meta.path.is_ident("doc")) {
        Some(syn::MetaNameValue {
            value:
                syn::Expr::Lit(syn::ExprLit {
                    lit: syn::Lit::Str(text),
                    ..
                }),
            ..
        }) => text.value().split('\n').map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// Removes the indentation common to all lines, as rustdoc does.
fn unindented(lines: &[String]) -> String {
    let indentation = |line: &String| line.len() - line.trim_start().len();
    let shared = lines
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(indentation)
        .min()
        .unwrap_or_default();
    let lines: Vec<&str> = lines
        .iter()
        .map(|line| line.get(shared..).unwrap_or_default())
        .collect();
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::verify;
    use crate::plan::Files;

    #[test]
    fn a_test_that_is_not_ours_ends_the_generation() {
        let ours = ["let a = 1;\n".to_owned()];
        let verified =
            |text: &str| verify(&Files::from([("a.rs".to_owned(), text.to_owned())]), &ours);
        for harmless in [
            "//! A.\n//!\n//! ```\n//! let a = 1;\n//! ```\nstruct A;",
            "/// A.\n#[deprecated]\n/// # Errors\nstruct A {\n    ///     Indented as a whole.\n    a: u8,\n}",
            "const A: &str = \"/// ```\\n/// let b = 1;\";",
        ] {
            assert_eq!(verified(harmless), Ok(()));
        }
        for harmful in [
            "//! A.\n//!\n//!     let b = 1;\nstruct A;",
            "enum A {\n    /// A.\n    ///\n    ///     let b = 1;\n    A,\n}",
            "impl A {\n    /// # A\n    #[deprecated]\n    ///     let b = 1;\n    fn a() {}\n}",
            "#[doc = \"# A\\n    let b = 1;\"]\nstruct A;",
            "/// [a](javascript:b)\nmacro_rules! a { () => {} }",
            "a! { /// <b>\n struct A; }",
        ] {
            let problem = verified(harmful).unwrap_err();
            assert!(
                problem.starts_with("the documentation in `a.rs` would contain "),
                "{problem}"
            );
        }
    }
}
