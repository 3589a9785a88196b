//! The two models side by side: which component is which, what their types are called, and which way values travel.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::document::Document;
use crate::document::{Node, join};
use crate::model::{Answer, Field, Model, Operation, ScalarKind, Struct, Ty, Usage};
use crate::names;

/// One of the two sides.
#[derive(Debug)]
pub(super) struct Side<'d> {
    pub(super) document: &'d Document,
    pub(super) model: &'d Model,
    /// Components whose values requests carry.
    sent: BTreeSet<String>,
    /// Components whose values answers and callbacks carry.
    received: BTreeSet<String>,
}

/// Both sides.
#[derive(Debug)]
pub(super) struct Context<'d> {
    pub(super) old: Side<'d>,
    pub(super) new: Side<'d>,
    /// Components that only changed their names, old to new.
    renamed: BTreeMap<String, String>,
}

impl<'d> Side<'d> {
    fn new(document: &'d Document, model: &'d Model) -> Self {
        let mut side = Self {
            document,
            model,
            sent: BTreeSet::new(),
            received: BTreeSet::new(),
        };
        for operation in &model.operations {
            let form = operation.form.iter().flat_map(|form| &form.fields);
            let fields = operation.path_parameters.iter().chain(&operation.query);
            for field in fields.chain(form) {
                add(model, &field.ty, &mut side.sent);
            }
            if let Answer::Json(component) = &operation.answer {
                add(model, &Ty::Struct(component.clone()), &mut side.received);
            }
        }
        for structure in model.structs.iter().filter(|it| it.usage != Usage::Form) {
            add(
                model,
                &Ty::Struct(structure.component.clone()),
                &mut side.received,
            );
        }
        side
    }

    /// The Rust type of one value, as signatures write it.
    pub(super) fn value_type(&self, ty: &Ty) -> String {
        let component = match ty {
            Ty::Bool => return "bool".to_owned(),
            Ty::Scalar(component) | Ty::Struct(component) => component,
        };
        match self.model.scalar(component).map(|scalar| &scalar.kind) {
            Some(kind) => type_of(kind, component),
            None => names::type_name(component),
        }
    }

    /// The Rust type of a field of an answer or a callback.
    pub(super) fn field_type(&self, field: &Field) -> String {
        let value = self.value_type(&field.ty);
        match (field.list, field.required && !field.nullable) {
            (true, _) => format!("Vec<{value}>"),
            (false, true) => value,
            (false, false) => format!("Option<{value}>"),
        }
    }

    /// The Rust type a setter or an argument takes.
    pub(super) fn argument_type(&self, field: &Field) -> String {
        let value = self.value_type(&field.ty);
        if field.list {
            format!("[{value}]")
        } else {
            value
        }
    }

    /// The description a field inherits from its component.
    pub(super) fn inherited_doc(&self, field: &Field) -> Option<&'d str> {
        let (Ty::Scalar(component) | Ty::Struct(component)) = &field.ty else {
            return None;
        };
        let scalar = self.model.scalar(component).map(|it| it.doc.as_str());
        scalar.or_else(|| {
            self.model
                .structure(component)
                .map(|structure| structure.doc.as_str())
        })
    }

    /// The pointer to a parameter of an operation, wherever it is written.
    pub(super) fn parameter(&self, operation: &Operation, wire: &str) -> String {
        let root = self.document.root();
        let path = join("/paths", &operation.path);
        for list in [
            format!("{path}/{}/parameters", operation.verb),
            format!("{path}/parameters"),
        ] {
            let items = root.find(&list).map(Node::items).unwrap_or_default();
            for (index, item) in items.iter().enumerate() {
                let reference = item.get("$ref").and_then(Node::text);
                let pointer = match reference.and_then(|text| text.strip_prefix('#')) {
                    Some(target) => target.to_owned(),
                    None => format!("{list}/{index}"),
                };
                let name = root.find(&pointer).and_then(|it| it.get("name")?.text());
                if name == Some(wire) {
                    return pointer;
                }
            }
        }
        path
    }

    /// A component as the document has it.
    fn schema(&self, component: &str) -> Option<Value> {
        let pointer = join("/components/schemas", component);
        self.document.node(&pointer).map(Node::to_json)
    }

    fn components(&self) -> BTreeSet<&'d str> {
        let scalars = self.model.scalars.iter().map(|it| it.component.as_str());
        let structs = self.model.structs.iter().map(|it| it.component.as_str());
        scalars.chain(structs).collect()
    }
}

/// The Rust type of a scalar.
pub(super) fn type_of(kind: &ScalarKind, component: &str) -> String {
    match kind {
        ScalarKind::Plain => "String".to_owned(),
        ScalarKind::PlainInteger { repr } => (*repr).to_owned(),
        ScalarKind::Runtime { path } if path.contains("Map<") => "Map<String, Value>".to_owned(),
        ScalarKind::Runtime { path } => path.rsplit("::").next().unwrap_or(path).to_owned(),
        _ => names::type_name(component),
    }
}

/// Adds a component and all that is inside it.
fn add(model: &Model, ty: &Ty, reached: &mut BTreeSet<String>) {
    let (Ty::Scalar(component) | Ty::Struct(component)) = ty else {
        return;
    };
    if !reached.insert(component.clone()) {
        return;
    }
    if let Some(structure) = model.structure(component) {
        for field in &structure.fields {
            add(model, &field.ty, reached);
        }
    }
    if let Some(ScalarKind::Union { members }) = model.scalar(component).map(|it| &it.kind) {
        for member in &model.scalars {
            if members.contains(&member.rust) {
                add(model, &Ty::Scalar(member.component.clone()), reached);
            }
        }
    }
}

impl<'d> Context<'d> {
    pub(super) fn new(
        old_document: &'d Document,
        new_document: &'d Document,
        old: &'d Model,
        new: &'d Model,
    ) -> Self {
        let mut context = Self {
            old: Side::new(old_document, old),
            new: Side::new(new_document, new),
            renamed: BTreeMap::new(),
        };
        context.renamed = context.renames();
        context
    }

    /// A component that is gone and one that came, equal in all but the name.
    fn renames(&self) -> BTreeMap<String, String> {
        let (old, new) = (self.old.components(), self.new.components());
        let mut free: Vec<&str> = new.difference(&old).copied().collect();
        let mut renames = BTreeMap::new();
        for gone in old.difference(&new) {
            let Some(schema) = self.old.schema(gone) else {
                continue;
            };
            let twin = free
                .iter()
                .position(|name| self.new.schema(name).as_ref() == Some(&schema));
            if let Some(at) = twin {
                renames.insert((*gone).to_owned(), free.remove(at).to_owned());
            }
        }
        renames
    }

    /// What an old component is called now.
    pub(super) fn now<'c>(&'c self, component: &'c str) -> &'c str {
        self.renamed
            .get(component)
            .map_or(component, String::as_str)
    }

    /// Whether a new component is an old one under another name.
    pub(super) fn is_new_name(&self, component: &str) -> bool {
        self.renamed.values().any(|new| new == component)
    }

    /// Whether requests carry the values of that component (new name).
    pub(super) fn is_sent(&self, old: &str, new: &str) -> bool {
        self.old.sent.contains(old) || self.new.sent.contains(new)
    }

    /// Whether answers or callbacks carry them.
    pub(super) fn is_received(&self, old: &str, new: &str) -> bool {
        self.old.received.contains(old) || self.new.received.contains(new)
    }

    /// Whether two types of single values are the same for a user.
    pub(super) fn same_type(&self, old: &Ty, new: &Ty) -> bool {
        match (old, new) {
            (Ty::Bool, Ty::Bool) => true,
            (Ty::Scalar(old), Ty::Scalar(new)) | (Ty::Struct(old), Ty::Struct(new)) => {
                self.now(old) == new
            }
            _ => false,
        }
    }

    /// The structs of both sides that belong together.
    pub(super) fn structs(&self) -> Vec<(&'d Struct, &'d Struct)> {
        let pair =
            |old: &'d Struct| Some((old, self.new.model.structure(self.now(&old.component))?));
        self.old.model.structs.iter().filter_map(pair).collect()
    }
}
