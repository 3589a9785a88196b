//! How many pages of the documentation have an example.

use std::collections::{BTreeMap, BTreeSet};

use codegen::Outline;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use twilio_calls_tests::root;

/// The pages that are opened first, each of which has an example of its own.
const OPENED_FIRST: &[&str] = &[
    "AccountSid",
    "ApiError",
    "Argument",
    "ByteStream",
    "Call",
    "CallDirection",
    "CallEvent",
    "CallPage",
    "CallProgress",
    "CallRow",
    "CallSid",
    "CallStatus",
    "CallStatusCallback",
    "CallerId",
    "Client",
    "ClientBuilder",
    "CreateCall",
    "CreateCallRecording",
    "Credentials",
    "DateOrTime",
    "Decimal",
    "DeleteCall",
    "Download",
    "Endpoint",
    "Error",
    "ErrorCode",
    "FetchCall",
    "InvalidArgument",
    "InvalidValue",
    "Items",
    "ListCalls",
    "Outcome",
    "PhoneNumber",
    "PublicUrl",
    "Receiver",
    "Reconciled",
    "ReconcileCall",
    "Recording",
    "RecordingSid",
    "RecordingStatus",
    "Rejection",
    "Response",
    "RetryPolicy",
    "SignatureError",
    "SignatureValidator",
    "Timestamp",
    "Twiml",
    "UpdateCall",
    "UpdateCallStatus",
    "Verified",
    "WaitForCall",
];

#[test]
fn nine_in_ten_public_items_have_an_example() {
    let files = xtask::sources(&root().join("generated/src")).unwrap();
    let outline = Outline::of_crate(&files).to_string();
    let public: BTreeSet<&str> = outline.lines().filter_map(item).collect();
    let mut pages = Pages::default();
    for (path, text) in &files {
        if !path.ends_with(".rs") || path.contains("tests") {
            continue;
        }
        pages.read(text.parse().unwrap());
    }

    let without: Vec<&str> = public
        .iter()
        .copied()
        .filter(|name| !pages.0.get(*name).copied().unwrap_or_default())
        .collect();
    println!(
        "{} of {} public items have an example; these have none: {}",
        public.len() - without.len(),
        public.len(),
        without.join(", ")
    );
    assert!(public.len() > 200, "{}", public.len());
    assert!(
        without.len() * 10 <= public.len(),
        "{} of {} public items have no example: {without:?}",
        without.len(),
        public.len()
    );
    let first: Vec<&&str> = OPENED_FIRST
        .iter()
        .filter(|name| !public.contains(**name) || without.contains(*name))
        .collect();
    assert!(first.is_empty(), "no such page, or no example: {first:?}");
}

/// The name in a line of the outline that begins an item.
fn item(line: &str) -> Option<&str> {
    if line.starts_with(' ') || line == "macros" {
        return None;
    }
    let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.find(|word| KEYWORDS.contains(word))?;
    words.next()
}

const KEYWORDS: &[&str] = &["struct", "enum", "trait", "fn", "type", "const"];

/// The public items of some sources, and whether the page of each has an example.
#[derive(Default)]
struct Pages(BTreeMap<String, bool>);

impl Pages {
    /// Reads items, also those that a macro is given.
    fn read(&mut self, tokens: TokenStream) {
        let mut docs: Vec<String> = Vec::new();
        let mut before: Vec<TokenTree> = Vec::new();
        for token in tokens {
            if let TokenTree::Group(group) = &token
                && group.delimiter() == Delimiter::Bracket
                && matches!(before.last(), Some(TokenTree::Punct(punct)) if punct.as_char() == '#')
            {
                docs.extend(line(group.stream()));
                before.pop();
                continue;
            }
            if let (TokenTree::Ident(name), Some(true)) = (&token, declares(&before)) {
                *self.0.entry(name.to_string()).or_default() |= has_example(&docs);
            }
            match &token {
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => {
                    match implementer(&before) {
                        Some(name) => self.methods(&name, group.stream()),
                        None => self.read(group.stream()),
                    }
                    docs.clear();
                    before.clear();
                    continue;
                }
                TokenTree::Punct(punct) if punct.as_char() == ';' => {
                    docs.clear();
                    before.clear();
                    continue;
                }
                _ => {}
            }
            before.push(token);
        }
    }

    /// An example of a method is on the page of its type.
    fn methods(&mut self, name: &str, tokens: TokenStream) {
        let mut methods = Self::default();
        methods.read(tokens);
        if methods.0.values().any(|has_example| *has_example) {
            self.0.insert(name.to_owned(), true);
        }
    }
}

/// Whether what comes next is the name of an item, and the item is public.
fn declares(before: &[TokenTree]) -> Option<bool> {
    let TokenTree::Ident(keyword) = before.last()? else {
        return None;
    };
    let is_item = KEYWORDS.iter().any(|word| keyword == word);
    let is_public = before.iter().enumerate().any(|(at, token)| {
        let is_limited = matches!(
            before.get(at + 1),
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis
        );
        matches!(token, TokenTree::Ident(word) if word == "pub") && !is_limited
    });
    (is_item && is_public).then_some(true)
}

/// The type whose own methods the next braces hold.
fn implementer(before: &[TokenTree]) -> Option<String> {
    let is_word =
        |token: &TokenTree, word: &str| matches!(token, TokenTree::Ident(it) if it == word);
    let at = before.iter().position(|token| is_word(token, "impl"))?;
    if before.iter().any(|token| is_word(token, "for")) {
        return None;
    }
    // The first name outside angle brackets: `Rows` in `impl<T> Rows<T>`.
    let mut depth = 0_u32;
    before.iter().skip(at + 1).find_map(|token| {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '<' => depth += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' => depth = depth.saturating_sub(1),
            TokenTree::Ident(name) if depth == 0 => return Some(name.to_string()),
            _ => {}
        }
        None
    })
}

/// The text of `doc = "..."`.
fn line(attribute: TokenStream) -> Option<String> {
    let pair: syn::MetaNameValue = syn::parse2(attribute).ok()?;
    match pair.value {
        syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(text),
            ..
        }) if pair.path.is_ident("doc") => Some(text.value()),
        _ => None,
    }
}

/// Whether there is a code block that rustdoc compiles.
fn has_example(docs: &[String]) -> bool {
    let mut fences = docs
        .iter()
        .filter_map(|line| line.trim().strip_prefix("```"));
    // Every other fence ends a block.
    std::iter::from_fn(|| {
        let language = fences.next()?;
        fences.next();
        Some(language)
    })
    .any(|language| matches!(language, "" | "no_run"))
}

#[test]
fn examples_are_found_where_they_stand() {
    let source = r#"
        /// A.
        ///
        /// ```
        /// a();
        /// ```
        #[derive(Clone)]
        pub struct Own;

        /// ```text
        /// ```
        pub struct Text;

        request! {
            /// ```no_run
            /// ```
            pub struct InMacro -> Call { form X { pub a: B = "A"; } }
        }

        pub struct ByMethod<T>(T);

        impl<T> ByMethod<T> {
            /// ```
            /// ```
            pub fn method() {}
        }

        /// ```
        /// ```
        pub(crate) struct Hidden;

        pub struct Without;

        impl Clone for Without {
            /// ```
            /// ```
            fn clone() {}
        }
    "#;
    let mut pages = Pages::default();
    pages.read(source.parse().unwrap());
    let found: Vec<(&str, bool)> = pages.0.iter().map(|(name, it)| (&**name, *it)).collect();
    assert_eq!(
        found,
        [
            ("ByMethod", true),
            ("InMacro", true),
            ("Own", true),
            ("Text", false),
            ("Without", false)
        ]
    );
}
