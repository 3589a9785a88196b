//! Handles: a resource by its SID, with the requests about it and its subresources.

use std::collections::BTreeMap;

use super::build::Builder;
use super::{Field, Handle, HandleMethod, Operation, Scalar, Ty, Waiter};
use crate::names::{self, Scope};

/// Suffixes of identifier types; the rest of the name is the resource.
const SUFFIXES: [&str; 2] = ["Sid", "Id"];

/// The name of the waiter for the resource itself on its handle.
const WAIT: &str = "wait";

impl Builder<'_, '_> {
    /// One handle for each identifier with subresources.
    pub(super) fn handles(
        &mut self,
        operations: &[Operation],
        waiters: &[Waiter],
        scalars: &[Scalar],
    ) -> Vec<Handle> {
        let mut handles = Vec::new();
        for (identifier, about) in by_identifier(operations) {
            let scalar = scalars.iter().find(|it| it.component == identifier);
            let Some(scalar) = scalar.filter(|it| it.kind.is_emitted()) else {
                continue;
            };
            let Some(noun) = noun(&scalar.rust) else {
                continue;
            };
            let Some(nested) = about.iter().find(|it| is_nested(it)) else {
                continue;
            };
            let handle = Handle {
                method: names::method_name(noun),
                rust: names::type_name(&format!("{noun}Handle")),
                identifier: identifier.to_owned(),
                methods: methods(&names::method_name(noun), &about, waiters),
            };
            let at = self.index.document.nearest(&nested.pointer());
            self.claim(Scope::Operations, &handle.method, &nested.id, &at);
            self.claim(Scope::Types, &handle.rust, &nested.id, &at);
            handles.push(handle);
        }
        handles
    }
}

/// The operations by the first identifier in their path, not counting the account.
fn by_identifier(operations: &[Operation]) -> BTreeMap<&str, Vec<&Operation>> {
    let mut found: BTreeMap<&str, Vec<&Operation>> = BTreeMap::new();
    let primary = operations
        .iter()
        .filter(|it| it.representation_of.is_none());
    for operation in primary {
        if let Some(component) = operation.path_arguments().next().and_then(identifier) {
            found.entry(component).or_default().push(operation);
        }
    }
    found
}

fn identifier(field: &Field) -> Option<&str> {
    match &field.ty {
        Ty::Scalar(component) => Some(component),
        Ty::Bool | Ty::Struct(_) => None,
    }
}

/// The resource that this type identifies.
fn noun(rust: &str) -> Option<&str> {
    let noun = SUFFIXES
        .iter()
        .find_map(|suffix| rust.strip_suffix(suffix))?;
    (!noun.is_empty()).then_some(noun)
}

/// Whether the path continues after the identifier.
fn is_nested(operation: &Operation) -> bool {
    let placeholder = operation
        .path_arguments()
        .next()
        .map(|field| format!("{{{}}}/", field.wire));
    placeholder.is_some_and(|it| operation.path.contains(&it))
}

/// The methods ordered by name. If two would have the same name, both keep that of the client's method.
fn methods(noun: &str, about: &[&Operation], waiters: &[Waiter]) -> Vec<HandleMethod> {
    let mut methods: Vec<HandleMethod> = about
        .iter()
        .map(|operation| HandleMethod {
            rust: short(&operation.method, noun),
            method: operation.method.clone(),
            returns: operation.rust.clone(),
            operation: operation.id.clone(),
        })
        .chain(waiters.iter().filter_map(|waiter| {
            let operation = about.iter().find(|it| it.id == waiter.operation)?;
            let is_own = operation.path_arguments().count() == 1;
            Some(HandleMethod {
                rust: match is_own {
                    true => WAIT.to_owned(),
                    false => short(&waiter.method, noun),
                },
                method: waiter.method.clone(),
                returns: waiter.rust.clone(),
                operation: operation.id.clone(),
            })
        }))
        .collect();
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for method in &methods {
        *uses.entry(method.rust.clone()).or_default() += 1;
    }
    for method in &mut methods {
        if uses.get(&method.rust).is_some_and(|uses| *uses > 1) {
            method.rust.clone_from(&method.method);
        }
    }
    methods.sort_by(|a, b| a.rust.cmp(&b.rust));
    methods
}

/// The client's method without the noun, and without `list` if something else remains: `fetch`, `recordings`.
fn short(method: &str, noun: &str) -> String {
    let words: Vec<&str> = method.split('_').collect();
    let noun: Vec<&str> = noun.split('_').collect();
    let mut rest = words.clone();
    if let Some(at) = words.windows(noun.len()).position(|it| *it == noun) {
        rest.drain(at..at + noun.len());
    }
    if rest.len() > 1 && rest.first() == Some(&"list") {
        rest.remove(0);
    }
    let short = rest.join("_");
    if short.is_empty() || names::is_keyword(&short) {
        method.to_owned()
    } else {
        short
    }
}

#[cfg(test)]
mod tests {
    use super::{noun, short};

    #[test]
    fn the_noun_is_said_once() {
        for (method, expected) in [
            ("fetch_call", "fetch"),
            ("list_call_recordings", "recordings"),
            ("create_call_stream", "create_stream"),
            ("call", "call"),
            ("list_call", "list"),
            ("move_call", "move_call"),
            ("list_participants", "participants"),
        ] {
            assert_eq!(short(method, "call"), expected);
        }
        assert_eq!(short("fetch_phone_number_use", "phone_number"), "fetch_use");
    }

    #[test]
    fn the_name_of_an_identifier_is_that_of_its_resource() {
        for (rust, expected) in [
            ("CallSid", Some("Call")),
            ("TicketId", Some("Ticket")),
            ("Sid", None),
            ("Id", None),
            ("Number", None),
        ] {
            assert_eq!(noun(rust), expected, "{rust}");
        }
    }
}
