//! A page of the documentation: the operations by what they are about.

use crate::model::{Model, Operation};

/// What the page is about, and the client's methods under the collections of their paths, in the order of the document.
pub(crate) fn doc(model: &Model) -> String {
    let mut groups: Vec<(String, Vec<&Operation>)> = Vec::new();
    let primary = |it: &&Operation| it.representation_of.is_none();
    for operation in model.operations.iter().filter(primary) {
        let title = title(operation);
        match groups.iter_mut().find(|(it, _)| *it == title) {
            Some((_, operations)) => operations.push(operation),
            None => groups.push((title, vec![operation])),
        }
    }
    let mut doc = "The methods of the client, by the resource that they are about.".to_owned();
    for (title, operations) in groups {
        doc.push_str(&format!("\n\n# {title}\n"));
        for operation in operations {
            let method = &operation.method;
            doc.push_str(&format!(
                "\n- [`{method}`](crate::Client::{method}) returns [`{0}`](crate::{0})",
                operation.rust
            ));
        }
    }
    doc
}

/// The collections of the path, innermost first. Underscores become spaces; nothing else in names is Markdown syntax.
fn title(operation: &Operation) -> String {
    let mut collections = operation.collections();
    collections.reverse();
    match collections.as_slice() {
        [] => "Others".to_owned(),
        names => names.join(" of ").replace('_', " "),
    }
}
