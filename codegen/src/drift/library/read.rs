//! Reads a file of an official library: what it says about its resource.
//!
//! The libraries are generated, so all files consist of the same few constructs. Anything else is an error: a part
//! that was skipped would appear to be missing from the library.

use std::collections::BTreeMap;

use heck::ToUpperCamelCase as _;

use super::token::TokenKind::{Mark, Name, Text};
use super::token::{Language, Token, TokenKind, tokens};

/// Names, with the position of the first occurrence.
pub(super) type Names = BTreeMap<String, usize>;

/// An operation of the library.
#[derive(Debug)]
pub(super) struct Operation {
    /// In lower case.
    pub(super) verb: String,
    /// The path as the library writes it, but with our parameter names.
    pub(super) path: String,
    /// The parameters of the query or of the form.
    pub(super) parameters: Names,
    pub(super) start: usize,
}

/// A file of the library.
#[derive(Debug, Default)]
pub(super) struct Resource {
    pub(super) operations: Vec<Operation>,
    pub(super) properties: Names,
}

/// An error in a file, and its position.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Misread {
    pub(super) at: usize,
    pub(super) what: &'static str,
}

fn misread<T>(at: usize, what: &'static str) -> Result<T, Misread> {
    Err(Misread { at, what })
}

/// Reads a file.
pub(super) fn read(text: &str, language: Language) -> Result<Resource, Misread> {
    let tokens =
        tokens(text, language).or_else(|at| misread(at, "unterminated string or comment"))?;
    let mut file = File {
        language,
        resource: Resource::default(),
        path: None,
        data: None,
        uses: 0,
        requests: 0,
    };
    for at in 0..tokens.len() {
        let rest = tokens.get(at..).unwrap_or_default();
        file.statement(rest)?;
    }
    file.finish()
}

/// The state while a file is read.
struct File {
    language: Language,
    resource: Resource,
    /// The path of the class that is being read.
    path: Option<String>,
    /// The parameters that the next request sends, and where they start.
    data: Option<(usize, Names)>,
    /// How many places use the path of their class, and how many of these are requests.
    uses: usize,
    requests: usize,
}

impl File {
    /// Reads the construct that begins with the first token, if it is relevant.
    fn statement(&mut self, tokens: &[Token<'_>]) -> Result<(), Misread> {
        let Some(first) = tokens.first() else {
            return Ok(());
        };
        let kinds = |from: usize| tokens.iter().skip(from).map(|token| token.kind);
        let is_set = kinds(1).next() == Some(Mark('='));
        match first.kind {
            Name("_uri") if is_set => self.path = Some(path(first.start, kinds(2))?),
            Name("_uri") => self.uses += 1,
            Name("data") if is_set => self.begin(first.start, tokens)?,
            Name("data") if kinds(1).next() == Some(Mark('[')) => self.entry(tokens)?,
            Name("method" | "uri") => {
                self.request(first.start, &kinds(0).take(10).collect::<Vec<_>>())?
            }
            Name("payload") => self.property(first.start, &kinds(1).take(4).collect::<Vec<_>>()),
            _ => {}
        }
        Ok(())
    }

    /// The start of a request's parameters: `data = values.of({"Name": ..., ...})`, or `data = {}`.
    fn begin(&mut self, at: usize, tokens: &[Token<'_>]) -> Result<(), Misread> {
        let kinds: Vec<TokenKind<'_>> = tokens.iter().skip(2).take(5).map(|it| it.kind).collect();
        // An argument of a function: `data=data, headers=headers)`.
        if let (Language::Python, [Name(_), Mark(',' | ')'), ..]) =
            (self.language, kinds.as_slice())
        {
            return Ok(());
        }
        if self.data.is_some() {
            return misread(at, "unsent parameters before these");
        }
        let names = match (self.language, kinds.as_slice()) {
            (Language::Python, [Name("values"), Mark('.'), Name("of"), Mark('('), Mark('{')]) => {
                keys(tokens.get(7..).unwrap_or_default())
            }
            (Language::JavaScript, [Mark('{'), Mark('}'), ..]) => Names::new(),
            _ => return misread(at, "unexpected parameters"),
        };
        self.data = Some((at, names));
        Ok(())
    }

    /// A parameter of a request: `data["Name"] =`.
    fn entry(&mut self, tokens: &[Token<'_>]) -> Result<(), Misread> {
        let at = tokens.first().map_or(0, |token| token.start);
        let kinds: Vec<TokenKind<'_>> = tokens.iter().skip(2).take(3).map(|it| it.kind).collect();
        let (Some((_, names)), [Text(name), Mark(']'), Mark('=')]) =
            (&mut self.data, kinds.as_slice())
        else {
            return misread(at, "unexpected parameter");
        };
        names.entry((*name).to_owned()).or_insert(at);
        Ok(())
    }

    /// A request: `method="POST", uri=self._uri`, or `uri: instance._uri, method: "post"`.
    fn request(&mut self, at: usize, kinds: &[TokenKind<'_>]) -> Result<(), Misread> {
        let verb = match (self.language, kinds) {
            (
                Language::Python,
                [
                    Name("method"),
                    Mark('='),
                    Text(verb),
                    Mark(','),
                    Name("uri"),
                    Mark('='),
                    Name("self"),
                    Mark('.'),
                    Name("_uri"),
                    ..,
                ],
            )
            | (
                Language::JavaScript,
                [
                    Name("uri"),
                    Mark(':'),
                    Name("instance"),
                    Mark('.'),
                    Name("_uri"),
                    Mark(','),
                    Name("method"),
                    Mark(':'),
                    Text(verb),
                    ..,
                ],
            ) => verb.to_ascii_lowercase(),
            _ => return Ok(()),
        };
        let Some(path) = self.path.clone() else {
            return misread(at, "request without a path");
        };
        self.requests += 1;
        let parameters = self.data.take().map(|(_, names)| names).unwrap_or_default();
        let mut known = self.resource.operations.iter_mut();
        match known.find(|it| it.verb == verb && it.path == path) {
            Some(known) => {
                for (name, at) in parameters {
                    known.parameters.entry(name).or_insert(at);
                }
            }
            None => self.resource.operations.push(Operation {
                verb,
                path,
                parameters,
                start: at,
            }),
        }
        Ok(())
    }

    /// A property of a response: `payload.get("name")`, or `payload.name`.
    fn property(&mut self, at: usize, kinds: &[TokenKind<'_>]) {
        let name = match (self.language, kinds) {
            (Language::Python, [Mark('.'), Name("get"), Mark('('), Text(name)])
            | (Language::JavaScript, [Mark('.'), Name(name), ..]) => *name,
            _ => return,
        };
        self.resource
            .properties
            .entry(name.to_owned())
            .or_insert(at);
    }

    /// Finishes the file: nothing may be left over.
    fn finish(self) -> Result<Resource, Misread> {
        if let Some((at, _)) = self.data {
            return misread(at, "parameters that are not sent");
        }
        if self.requests != self.uses {
            return misread(0, "unexpected request");
        }
        if self.resource.operations.is_empty() {
            return misread(0, "no request");
        }
        if self.resource.properties.is_empty() {
            return misread(0, "no property of a response");
        }
        Ok(self.resource)
    }
}

/// The keys of an object, from after its opening brace.
fn keys(tokens: &[Token<'_>]) -> Names {
    let mut names = Names::new();
    let mut depth = 0_usize;
    for (token, next) in tokens.iter().zip(tokens.iter().skip(1)) {
        match (token.kind, next.kind) {
            (Mark('}'), _) if depth == 0 => break,
            (Mark('(' | '[' | '{'), _) => depth += 1,
            (Mark(')' | ']' | '}'), _) => depth = depth.saturating_sub(1),
            (Text(name), Mark(':')) if depth == 0 => {
                names.entry(name.to_owned()).or_insert(token.start);
            }
            _ => {}
        }
    }
    names
}

/// A path: one string or several adjacent ones, optionally in parentheses.
fn path<'t>(at: usize, kinds: impl Iterator<Item = TokenKind<'t>>) -> Result<String, Misread> {
    let parts: Vec<&str> = kinds
        .skip_while(|kind| *kind == Mark('('))
        .map_while(|kind| match kind {
            Text(part) => Some(part),
            _ => None,
        })
        .collect();
    let mut path = String::new();
    for (number, part) in parts.concat().split('{').enumerate() {
        match (number, part.split_once('}')) {
            (0, None) => path.push_str(part.trim_end_matches('$')),
            (1.., Some((name, rest))) => {
                let name = name.to_upper_camel_case();
                path.push_str(&format!("{{{name}}}{}", rest.trim_end_matches('$')));
            }
            _ => return misread(at, "unexpected path"),
        }
    }
    match path.starts_with('/') {
        true => Ok(path),
        false => misread(at, "unexpected path"),
    }
}
