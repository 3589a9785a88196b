//! Builds the model: components and their names.

use std::collections::{BTreeMap, BTreeSet};

use super::scalars::{is_struct, name_maps};
use super::{Carried, Model, Places, Privacy, Scalar, ScalarKind, Struct, Ty, Usage, fields};
use crate::document::{At, Index, entries};
use crate::error_codes::{ErrorCode, ErrorCodes};
use crate::finding::{Finding, Report};
use crate::names::{self, NameProblem, Names, Namespace, Scope};

/// Builds the model of a checked document.
pub(crate) fn build(index: &Index<'_>) -> Result<Model, Report> {
    let mut builder = Builder {
        index,
        names: Names::default(),
        report: Report::new(index.document.source()),
    };
    let model = builder.model();
    if builder.report.has_errors() {
        Err(builder.report)
    } else {
        Ok(model)
    }
}

pub(super) struct Builder<'i, 'd> {
    pub(super) index: &'i Index<'d>,
    pub(super) names: Names,
    pub(super) report: Report,
}

impl<'d> Builder<'_, 'd> {
    fn model(&mut self) -> Model {
        let callbacks = self.callbacks();
        let (mut scalars, structs) = self.components();
        self.mark_groups(&mut scalars);
        let operations = self.operations(&structs, &scalars);
        let waiters = self.waiters(&operations, &structs, &scalars);
        let handles = self.handles(&operations, &waiters, &scalars);
        let reconcilers = self.reconcilers(&operations, &structs, &scalars);
        let rows = self.rows(&operations, &structs, &scalars);
        let events = self.events(&structs, &scalars);
        let progress = self.progress(&structs, &scalars, &waiters);
        let samples = self.samples(&structs);
        let text = |pointer: &str| {
            let node = self.index.document.node(pointer);
            node.and_then(|node| node.as_str())
                .unwrap_or_default()
                .to_owned()
        };
        Model {
            title: text("/info/title"),
            version: text("/info/version"),
            server: text("/servers/0/url"),
            error_codes: error_codes(self.index),
            places: Places::of(&scalars, &structs),
            scalars,
            structs,
            operations,
            callbacks,
            waiters,
            handles,
            reconcilers,
            rows,
            events,
            progress,
            samples,
        }
    }

    pub(super) fn unsupported(&mut self, at: &At<'_>, message: impl Into<String>) {
        self.report.push(Finding::error(
            "unsupported-shape",
            &at.pointer,
            at.span(),
            message,
            "write it in one of the forms that `spec/README.md` lists",
        ));
    }

    pub(super) fn reject_internal(
        &mut self,
        rust: &str,
        wire: &str,
        namespace: Namespace,
        at: &At<'_>,
    ) {
        if names::is_internal(rust, namespace) {
            self.reject_name(names::reserved(rust, wire), at);
        }
    }

    /// Claims a name; returns whether it was available.
    pub(super) fn claim(&mut self, scope: Scope, rust: &str, wire: &str, at: &At<'_>) -> bool {
        match self.names.claim(scope, rust, wire) {
            Ok(()) => true,
            Err(problem) => {
                self.reject_name(problem, at);
                false
            }
        }
    }

    fn reject_name(&mut self, problem: NameProblem, at: &At<'_>) {
        let NameProblem {
            rule,
            message,
            help,
        } = problem;
        self.report.push(Finding::error(
            rule,
            &at.pointer,
            at.key_span(),
            message,
            help,
        ));
    }

    fn components(&mut self) -> (Vec<Scalar>, Vec<Struct>) {
        let (mut scalars, mut structs) = (Vec::new(), Vec::new());
        let index = self.index;
        for (name, schema) in index.schemas.iter() {
            let rust = names::type_name(name);
            let doc = schema.get_str("description").unwrap_or_default().to_owned();
            let carried = Carried {
                sent: index.usage.sent.contains(name),
                received: index.usage.is_received(name),
            };
            if schema.has("$ref") {
                self.unsupported(schema, format!("`{name}` only refers to another component"));
            } else if is_struct(schema) {
                self.claim(Scope::Types, &rust, name, schema);
                let usage = self.usage(name);
                let scope = match usage {
                    Usage::Callback | Usage::Response => Scope::Received(rust.clone()),
                    Usage::Form | Usage::Numbered | Usage::Body | Usage::Object => {
                        Scope::Struct(rust.clone())
                    }
                };
                let mut fields = self.properties(schema, scope);
                if matches!(usage, Usage::Body | Usage::Object) {
                    for field in &mut fields {
                        names::free_of_methods(&mut field.rust);
                    }
                }
                structs.push(Struct {
                    component: name.to_owned(),
                    rust,
                    doc,
                    fields,
                    required: fields::required(schema),
                    usage,
                });
            } else if let Some(kind) = self.scalar_kind(name, &rust, schema) {
                // Keywords are not valid names for progenitor either, which uses the name for the component.
                if kind.is_emitted() || names::is_keyword(&rust) {
                    self.claim(Scope::Types, &rust, name, schema);
                }
                scalars.push(Scalar {
                    component: name.to_owned(),
                    constant: names::constant_name(&rust),
                    rust,
                    doc,
                    expected: schema.get_str("x-expected").map(str::to_owned),
                    example: schema.node.get("example").map(fields::plain_text),
                    kind,
                    carried,
                });
            }
        }
        name_maps(&mut scalars, &structs);
        self.reject_secret_responses(&scalars, &structs);
        scalars.sort_by(|a, b| a.rust.cmp(&b.rust));
        structs.sort_by(|a, b| a.rust.cmp(&b.rust));
        (scalars, structs)
    }

    /// Responses take precedence: a struct that users read has to be public.
    fn usage(&self, name: &str) -> Usage {
        let usage = &self.index.usage;
        if usage.in_responses.contains(name) {
            Usage::Response
        } else if usage.in_callbacks.contains(name) {
            Usage::Callback
        } else if usage.in_json_bodies.contains(name) {
            Usage::Object
        } else if usage.json_bodies.contains(name) {
            Usage::Body
        } else if usage.forms.contains(name) {
            Usage::Form
        } else if usage.numbered.contains(name) {
            Usage::Numbered
        } else {
            Usage::Response
        }
    }

    /// Received values can be kept private but not erased, and responses implement `PartialEq`.
    fn reject_secret_responses(&mut self, scalars: &[Scalar], structs: &[Struct]) {
        let is_secret = |scalar: &&Scalar| {
            matches!(
                scalar.kind,
                ScalarKind::Text {
                    privacy: Privacy::Secret,
                    ..
                }
            )
        };
        let secrets = scalars.iter().filter(is_secret);
        let secrets: BTreeSet<&str> = secrets.map(|it| it.component.as_str()).collect();
        // The values of a map are part of the response, just like those of a property.
        let maps = scalars.iter().filter_map(|scalar| match &scalar.kind {
            ScalarKind::Map {
                value: Ty::Scalar(value),
                ..
            } => Some((scalar.component.as_str(), value.as_str())),
            _ => None,
        });
        let maps: BTreeMap<&str, &str> = maps.collect();
        let fields = structs
            .iter()
            .filter(|structure| structure.usage == Usage::Response)
            .flat_map(|structure| &structure.fields);
        for field in fields {
            let Ty::Scalar(component) = &field.ty else {
                continue;
            };
            let component = component.as_str();
            let component = maps.get(component).copied().unwrap_or(component);
            if secrets.contains(component) {
                let at = self.index.document.nearest(&field.pointer);
                self.report.push(Finding::error(
                    "secret-in-response",
                    &field.pointer,
                    at.key_span(),
                    format!("a response cannot contain a secret such as `{}`", field.wire),
                    format!("mark `{component}` with `x-pii: true` instead, which also keeps it out of logs and errors"),
                ));
            }
        }
    }
}

/// The codes in the document itself, which have no names.
fn error_codes(index: &Index<'_>) -> ErrorCodes {
    let described = |(code, at): (&str, At<'_>)| {
        let meaning = at.as_str()?.to_owned();
        let code = code.parse().ok()?;
        Some((
            code,
            ErrorCode {
                meaning,
                named: None,
            },
        ))
    };
    entries(index.root.get("x-error-codes"))
        .filter_map(described)
        .collect()
}
