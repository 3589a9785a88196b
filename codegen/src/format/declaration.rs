//! Prints declarations in macro arguments, which prettyplease and rustfmt leave alone.
//!
//! They look like Rust: attributes and doc comments precede their item, braces open blocks, and every entry of a
//! block is on its own line.

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

const INDENT: &str = "    ";

/// The width of rustfmt's lines.
const WIDTH: usize = 100;

/// A macro's name, and its arguments in braces.
pub(super) fn print(name: &str, arguments: TokenStream) -> String {
    let mut out = format!("{name}! {{\n");
    block(arguments, INDENT, &mut out);
    out.push_str("}\n");
    out
}

/// The entries of a block, line by line.
fn block(tokens: TokenStream, indent: &str, out: &mut String) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let end = if tokens.iter().any(|token| is_punct(token, ';')) {
        ';'
    } else {
        ','
    };
    let mut entry: Vec<TokenTree> = Vec::new();
    // Whether the next token is the first of its entry.
    let mut begins = true;
    for token in tokens {
        match &token {
            TokenTree::Group(group) if matches!(entry.as_slice(), [hash] if is_punct(hash, '#')) => {
                entry.clear();
                if std::mem::take(&mut begins) && end == ';' && out.ends_with(";\n") {
                    out.push('\n');
                }
                attribute(group.stream(), indent, out);
            }
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                let head = inline(entry.drain(..));
                if group.stream().is_empty() {
                    out.push_str(&format!("{indent}{head} {{}}\n"));
                } else {
                    out.push_str(&format!("{indent}{head} {{\n"));
                    block(group.stream(), &format!("{indent}{INDENT}"), out);
                    out.push_str(&format!("{indent}}}\n"));
                }
            }
            _ => {
                let is_last = is_punct(&token, end);
                entry.push(token);
                if is_last {
                    line(&mut entry, indent, out);
                    begins = true;
                }
            }
        }
    }
    if !entry.is_empty() {
        line(&mut entry, indent, out);
    }
}

/// Prints an entry without blocks; the part in brackets at its end moves to the next line if there is not enough
/// room.
fn line(entry: &mut Vec<TokenTree>, indent: &str, out: &mut String) {
    let whole = inline(entry.clone());
    // What follows a block is printed after its closing brace.
    if entry.first().is_some_and(|it| is_punct(it, '=')) && out.ends_with("}\n") {
        entry.clear();
        out.pop();
        out.push_str(&format!(" {whole}\n"));
        return;
    }
    let bracket = entry.len().saturating_sub(2);
    let breaks = indent.len() + whole.len() > WIDTH
        && matches!(entry.get(bracket), Some(TokenTree::Group(_)));
    if breaks {
        let end = inline(entry.drain(bracket..));
        let start = inline(entry.drain(..));
        out.push_str(&format!("{indent}{start}\n{indent}{INDENT}{end}\n"));
    } else {
        entry.clear();
        out.push_str(&format!("{indent}{whole}\n"));
    }
}

/// A doc comment, or any other attribute.
fn attribute(tokens: TokenStream, indent: &str, out: &mut String) {
    match doc(tokens.clone()) {
        Some(line) => out.push_str(format!("{indent}///{line}").trim_end()),
        None => out.push_str(&format!("{indent}#[{}]", inline(tokens))),
    }
    out.push('\n');
}

fn doc(tokens: TokenStream) -> Option<String> {
    let doc: syn::MetaNameValue = syn::parse2(tokens).ok()?;
    match doc.value {
        syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(line),
            ..
        }) if doc.path.is_ident("doc") => Some(line.value()),
        _ => None,
    }
}

/// Prints tokens on one line, with conventional spacing.
fn inline(tokens: impl IntoIterator<Item = TokenTree>) -> String {
    let mut line = String::new();
    let mut glue = true;
    let mut operator = String::new();
    for token in tokens {
        match token {
            TokenTree::Punct(punct) => {
                operator.push(punct.as_char());
                if punct.spacing() == Spacing::Alone {
                    glue = operate(&mut line, &operator, glue);
                    operator.clear();
                }
            }
            TokenTree::Group(group) => {
                let inner = inline(group.stream());
                let text = match group.delimiter() {
                    Delimiter::Parenthesis => format!("({inner})"),
                    Delimiter::Bracket => format!("[{inner}]"),
                    Delimiter::Brace => format!("{{ {inner} }}"),
                    Delimiter::None => inner,
                };
                let calls = line.ends_with(|c: char| c.is_alphanumeric() || c == '_');
                space(&mut line, glue || calls);
                line.push_str(&text);
                glue = false;
            }
            TokenTree::Ident(_) | TokenTree::Literal(_) => {
                space(&mut line, glue);
                line.push_str(&token.to_string());
                glue = false;
            }
        }
    }
    line
}

/// Adds an operator; returns whether the next token follows without a space.
fn operate(line: &mut String, operator: &str, glue: bool) -> bool {
    let (before, behind) = match operator {
        "::" | "." | "..=" | "<" => (true, true),
        "," | ";" | ":" | "?" | ">" => (true, false),
        // A sign, not a subtraction: declarations contain no expressions.
        "&" | "#" | "-" => (glue, true),
        _ => (glue, false),
    };
    space(line, before);
    line.push_str(operator);
    behind
}

fn space(line: &mut String, glue: bool) {
    if !glue && !line.is_empty() {
        line.push(' ');
    }
}

fn is_punct(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

#[cfg(test)]
mod tests {
    use super::print;

    #[test]
    fn declarations_are_printed_as_people_write_them() {
        let tokens = quote::quote! {
            /// A call's
            ///
            /// length.
            #[derive(Clone, Debug)]
            pub struct Timeout(u16) = -12..=600, seconds;
            [1 * b'C', 32 * b'0'..=b'9' | b'a'..=b'f'];
            pub struct PhoneNumberSid([u8; 34]) = "^PN[0-9a-z]{32}$", [1 * b'P', 1 * b'N', 32 * b'0'..=b'9'];
            path {}
            form CreateForm {
                /// Where to.
                pub to: [Endpoint] = "To  x" ("default `1`");
                /// Whether.
                pub on: Option<call::Sid> = optional("On");
            }
        };
        let printed = "integer! {
    /// A call's
    ///
    /// length.
    #[derive(Clone, Debug)]
    pub struct Timeout(u16) = -12..=600, seconds;
    [1 * b'C', 32 * b'0'..=b'9' | b'a'..=b'f'];
    pub struct PhoneNumberSid([u8; 34]) = \"^PN[0-9a-z]{32}$\",
        [1 * b'P', 1 * b'N', 32 * b'0'..=b'9'];
    path {}
    form CreateForm {
        /// Where to.
        pub to: [Endpoint] = \"To  x\" (\"default `1`\");

        /// Whether.
        pub on: Option<call::Sid> = optional(\"On\");
    }
}
";
        assert_eq!(print("integer", tokens), printed);
    }
}
