//! Both models side by side: which components match, the names of their types, and in which direction values travel.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::resources::{self, Renamed};
use crate::document::{Document, Node};
use crate::model::{Field, Model, Operation, Struct, Ty};
use crate::pattern::relation::{self, Relation};
use crate::pattern::{Pattern, Work};

/// The document and model of one side.
#[derive(Debug)]
pub(super) struct Side<'d> {
    pub(super) document: &'d Document,
    pub(super) model: &'d Model,
}

/// Both sides.
#[derive(Debug)]
pub(super) struct Context<'d> {
    pub(super) old: Side<'d>,
    pub(super) new: Side<'d>,
    /// Renamed components, from old to new name.
    renamed: BTreeMap<String, String>,
    /// The new names of renamed components.
    new_names: BTreeSet<String>,
    /// The matching operations of both sides.
    operations: Vec<(&'d Operation, &'d Operation)>,
    /// The renamed resources.
    resources: Vec<Renamed<'d>>,
    /// The remaining budget for comparing patterns.
    work: Cell<Work>,
}

/// A path without the names of its parameters.
pub(super) fn template(path: &str) -> String {
    let mut parts = path.split('{');
    let mut template = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        template.push_str("{}");
        template.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    template
}

/// Matches operations by id, or else by method and path; those of renamed resources are matched later.
fn operation_pairs<'d>(old: &'d Model, new: &'d Model) -> Vec<(&'d Operation, &'d Operation)> {
    let has = |model: &Model, id: &str| model.operations.iter().any(|it| it.id == id);
    let now = |before: &Operation| {
        let same_id = new.operations.iter().find(|it| it.id == before.id);
        same_id.or_else(|| {
            new.operations.iter().find(|it| {
                it.verb == before.verb
                    && template(&it.path) == template(&before.path)
                    && !has(old, &it.id)
            })
        })
    };
    let pair = |before: &'d Operation| Some((before, now(before)?));
    old.operations.iter().filter_map(pair).collect()
}

impl<'d> Side<'d> {
    /// The Rust type of a single value, as signatures show it.
    pub(super) fn value_type<'s>(&'s self, ty: &'s Ty) -> &'s str {
        self.model.type_name(ty)
    }

    /// The Rust type of a field in a response or callback.
    pub(super) fn field_type(&self, field: &Field) -> String {
        let value = self.value_type(&field.ty);
        match (field.list, field.required && !field.nullable) {
            (true, _) => format!("Vec<{value}>"),
            (false, true) => value.to_owned(),
            (false, false) => format!("Option<{value}>"),
        }
    }

    /// The Rust type a setter or an argument takes.
    pub(super) fn argument_type(&self, field: &Field) -> String {
        if field.numbered.is_some() {
            return self.parts(field);
        }
        let value = self.value_type(&field.ty);
        if field.list {
            format!("[{value}]")
        } else {
            value.to_owned()
        }
    }

    /// The arguments of the setter of a numbered parameter: the name and type of each.
    pub(super) fn parts(&self, field: &Field) -> String {
        let item = match &field.ty {
            Ty::Struct(component) => self.model.structure(component),
            Ty::Bool | Ty::Scalar(_) => None,
        };
        let parts = item.into_iter().flat_map(Struct::required);
        let parts: Vec<String> = parts
            .map(|part| format!("{}: {}", part.rust, self.argument_type(part)))
            .collect();
        format!("({})", parts.join(", "))
    }

    /// The names of the parts of a numbered parameter on the wire.
    pub(super) fn wire_parts(&self, field: &Field) -> String {
        let Ty::Struct(component) = &field.ty else {
            return String::new();
        };
        let item = self.model.structure(component).into_iter();
        let mut parts: Vec<String> = item
            .flat_map(Struct::required)
            .map(|part| format!("`{}#.{}`", field.wire, part.wire))
            .collect();
        parts.sort();
        parts.join(", ")
    }

    /// The description that a field inherits from its component.
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

    /// The components, as they are in the document.
    fn schemas(&self) -> BTreeMap<&'d str, &'d Node> {
        let schemas = self.document.node("/components/schemas");
        let entries = schemas.into_iter().flat_map(Node::entries);
        let schemas = entries.map(|entry| (entry.key.as_str(), &entry.node));
        schemas.collect()
    }

    fn components(&self) -> BTreeSet<&'d str> {
        let scalars = self.model.scalars.iter().map(|it| it.component.as_str());
        let structs = self.model.structs.iter().map(|it| it.component.as_str());
        scalars.chain(structs).collect()
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
            old: Side {
                document: old_document,
                model: old,
            },
            new: Side {
                document: new_document,
                model: new,
            },
            renamed: BTreeMap::new(),
            new_names: BTreeSet::new(),
            operations: operation_pairs(old, new),
            resources: Vec::new(),
            work: Cell::new(Work::DOCUMENT),
        };
        context.pair_renamed_resources();
        context.renamed = context.renames();
        context.new_names = context.renamed.values().cloned().collect();
        context
    }

    /// Finds renamed resources, and matches their operations.
    fn pair_renamed_resources(&mut self) {
        let is_old = |it: &&Operation| !self.operations.iter().any(|(old, _)| old.id == it.id);
        let is_new = |it: &&Operation| !self.operations.iter().any(|(_, new)| new.id == it.id);
        let (old, new) = (self.old.model, self.new.model);
        let removed: Vec<&Operation> = old.operations.iter().filter(is_old).collect();
        let added: Vec<&Operation> = new.operations.iter().filter(is_new).collect();
        self.resources = resources::find((old, new), &removed, &added);
        let pairs = self.resources.iter().flat_map(|it| it.operations.clone());
        self.operations.extend(pairs);
    }

    /// The renamed resources.
    pub(super) fn resources(&self) -> &[Renamed<'d>] {
        &self.resources
    }

    /// Matches each removed component with an added one that is equal except for its name, or is used by the same
    /// operation of a renamed resource.
    fn renames(&self) -> BTreeMap<String, String> {
        let (old, new) = (self.old.components(), self.new.components());
        let (old_schemas, new_schemas) = (self.old.schemas(), self.new.schemas());
        let text = |schemas: &BTreeMap<&str, &Node>, name: &str| {
            let mut schema = Node::clone(schemas.get(name)?);
            schema.sort_keys();
            Some(schema.to_json().to_string())
        };
        // Added components by content.
        let mut free: BTreeMap<String, VecDeque<&str>> = BTreeMap::new();
        for came in new.difference(&old) {
            if let Some(text) = text(&new_schemas, came) {
                free.entry(text).or_default().push_back(came);
            }
        }
        let mut renames = BTreeMap::new();
        for gone in old.difference(&new) {
            let text = text(&old_schemas, gone);
            let twin = text.and_then(|text| free.get_mut(&text)?.pop_front());
            if let Some(twin) = twin {
                renames.insert((*gone).to_owned(), twin.to_owned());
            }
        }
        // Others may differ in more than their names.
        for (gone, came) in self.resources.iter().flat_map(Renamed::components) {
            let is_taken = renames.contains_key(gone) || renames.values().any(|it| it == came);
            if !is_taken && !new.contains(gone) && !old.contains(came) {
                renames.insert(gone.to_owned(), came.to_owned());
            }
        }
        renames
    }

    /// How the strings of two patterns relate.
    pub(super) fn patterns(&self, old: Option<&Pattern>, new: Option<&Pattern>) -> Relation {
        let mut work = self.work.get();
        let relation = relation::between(old, new, &mut work);
        self.work.set(work);
        relation
    }

    /// The new name of an old component.
    pub(super) fn now<'c>(&'c self, component: &'c str) -> &'c str {
        self.renamed
            .get(component)
            .map_or(component, String::as_str)
    }

    /// The new id of an old operation.
    pub(super) fn operation_now<'c>(&'c self, id: &'c str) -> &'c str {
        let mut pairs = self.operations().iter();
        let pair = pairs.find(|(before, _)| before.id == id);
        pair.map_or(id, |(_, after)| after.id.as_str())
    }

    /// Whether a new component is a renamed old one.
    pub(super) fn is_new_name(&self, component: &str) -> bool {
        self.new_names.contains(component)
    }

    /// Whether two types of single values are the same to a user.
    pub(super) fn same_type(&self, old: &Ty, new: &Ty) -> bool {
        match (old, new) {
            (Ty::Bool, Ty::Bool) => true,
            // A component that became another kind of type is reported separately.
            (Ty::Scalar(old) | Ty::Struct(old), Ty::Scalar(new) | Ty::Struct(new)) => {
                self.now(old) == new
            }
            _ => false,
        }
    }

    /// Whether the parts of two numbered parameters have the same types, in the same order.
    pub(super) fn same_parts(&self, old: &Field, new: &Field) -> bool {
        let (Ty::Struct(old), Ty::Struct(new)) = (&old.ty, &new.ty) else {
            return false;
        };
        let (old, new) = (self.old.model.structure(old), self.new.model.structure(new));
        let (Some(old), Some(new)) = (old, new) else {
            return false;
        };
        let pairs = old.required().zip(new.required());
        old.required().count() == new.required().count()
            && pairs
                .into_iter()
                .all(|(old, new)| self.same_type(&old.ty, &new.ty))
    }

    /// The matching operations of both sides.
    pub(super) fn operations(&self) -> &[(&'d Operation, &'d Operation)] {
        &self.operations
    }

    /// Whether some string matches both patterns.
    pub(super) fn overlap(&self, one: Option<&Pattern>, other: Option<&Pattern>) -> bool {
        let mut work = self.work.get();
        let overlap = relation::overlap(one, other, &mut work);
        self.work.set(work);
        overlap
    }

    /// The matching structs of both sides.
    pub(super) fn structs(&self) -> Vec<(&'d Struct, &'d Struct)> {
        let pair =
            |old: &'d Struct| Some((old, self.new.model.structure(self.now(&old.component))?));
        self.old.model.structs.iter().filter_map(pair).collect()
    }
}
