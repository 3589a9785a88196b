//! The files and names of a crate that are reachable from its root.

use std::collections::BTreeSet;

use syn::{Attribute, Item, Meta, UseTree};

use super::{declarations, is_public};
use crate::plan::Files;

/// The items of all modules except tests.
pub(super) fn modules(files: &Files) -> Vec<Vec<Item>> {
    let mut modules = Vec::new();
    let mut open = vec![String::new()];
    while let Some(module) = open.pop() {
        let items = items(files, &module);
        for item in &items {
            if let Item::Mod(item) = item
                && !item.attrs.iter().any(is_for_tests)
            {
                open.push(below(&module, &item.ident.to_string()));
            }
        }
        modules.push(items);
    }
    modules
}

fn is_for_tests(attr: &Attribute) -> bool {
    match &attr.meta {
        Meta::List(list) => list.path.is_ident("cfg") && list.tokens.to_string() == "test",
        _ => false,
    }
}

/// The items of a module; empty if it has no readable file.
fn items(files: &Files, module: &str) -> Vec<Item> {
    let candidates = match module {
        "" => ["lib.rs".to_owned(), String::new()],
        _ => [format!("{module}.rs"), format!("{module}/mod.rs")],
    };
    let text = candidates.iter().find_map(|path| files.get(path));
    let file = text.and_then(|text| syn::parse_file(text).ok());
    file.map(|file| file.items).unwrap_or_default()
}

/// The names of the types, traits, functions and constants that are public in the root or in a public module. `files`
/// are those below `src`.
pub(super) fn names(files: &Files) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut visited = BTreeSet::new();
    visit(files, "", &mut names, &mut visited);
    names
}

/// Adds the public names of a module, given as a path such as `webhook/error`.
fn visit(
    files: &Files,
    module: &str,
    names: &mut BTreeSet<String>,
    visited: &mut BTreeSet<String>,
) {
    if !visited.insert(module.to_owned()) {
        return;
    }
    for item in &items(files, module) {
        let ident = match item {
            Item::Mod(item) if is_public(&item.vis) => {
                visit(
                    files,
                    &below(module, &item.ident.to_string()),
                    names,
                    visited,
                );
                continue;
            }
            Item::Use(item) if is_public(&item.vis) => {
                exported(files, (module, module), &item.tree, names, visited);
                continue;
            }
            Item::Macro(item) => {
                names.extend(declarations::read(item).map(|declared| declared.name));
                continue;
            }
            Item::Struct(item) if is_public(&item.vis) => &item.ident,
            Item::Enum(item) if is_public(&item.vis) => &item.ident,
            Item::Trait(item) if is_public(&item.vis) => &item.ident,
            Item::Fn(item) if is_public(&item.vis) => &item.sig.ident,
            Item::Type(item) if is_public(&item.vis) => &item.ident,
            Item::Const(item) if is_public(&item.vis) => &item.ident,
            _ => continue,
        };
        names.insert(ident.to_string());
    }
}

/// Adds what a re-export in a module makes public; `path` is the part of it that was already read.
fn exported(
    files: &Files,
    (module, path): (&str, &str),
    tree: &UseTree,
    names: &mut BTreeSet<String>,
    visited: &mut BTreeSet<String>,
) {
    match tree {
        UseTree::Path(tree) => {
            let path = match tree.ident.to_string().as_str() {
                "crate" => String::new(),
                "self" => module.to_owned(),
                "super" => path
                    .rsplit_once('/')
                    .map_or("", |(above, _)| above)
                    .to_owned(),
                segment => below(path, segment),
            };
            exported(files, (module, &path), &tree.tree, names, visited);
        }
        UseTree::Name(tree) => {
            names.insert(tree.ident.to_string());
        }
        UseTree::Rename(tree) => {
            names.insert(tree.ident.to_string());
        }
        UseTree::Glob(_) => visit(files, path, names, visited),
        UseTree::Group(group) => {
            for tree in &group.items {
                exported(files, (module, path), tree, names, visited);
            }
        }
    }
}

fn below(module: &str, name: &str) -> String {
    match module {
        "" => name.to_owned(),
        _ => format!("{module}/{name}"),
    }
}

#[cfg(test)]
mod tests {
    use super::names;
    use crate::plan::Files;

    #[test]
    fn a_module_can_export_what_is_next_to_it() {
        let files: Files = [
            ("lib.rs", "mod api; pub use api::*;"),
            ("api/mod.rs", "mod sids; pub mod values; pub use values::*;"),
            ("api/values.rs", "pub use super::sids::*;"),
            (
                "api/sids.rs",
                "pub struct CallSid; pub(crate) struct Hidden;",
            ),
        ]
        .map(|(path, text)| (path.to_owned(), text.to_owned()))
        .into();
        assert_eq!(Vec::from_iter(names(&files)), ["CallSid"]);
    }
}
