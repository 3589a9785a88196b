//! The JSON Schema next to the document, whose first line points editors to it.

use std::io;
use std::path::Path;

use codegen::{Change, Files, Source};

use crate::disk;

/// The start of a document's first line, which names its schema for the YAML language server.
const NAMES: &str = "# yaml-language-server: $schema=";

/// Returns the change that brings the schema up to date; none if the document cannot be read, or its first line does
/// not name a file next to it.
///
/// # Errors
///
/// Fails if the schema exists but cannot be read.
pub(crate) fn change(spec: &Path, source: &Source) -> io::Result<Vec<Change>> {
    let Some((folder, name)) = spec.parent().zip(schema_name(&source.text)) else {
        return Ok(Vec::new());
    };
    let mut found = Files::new();
    if folder.join(name).is_file() {
        let text = crate::paths::read(&folder.join(name))?;
        found.insert(name.to_owned(), String::from_utf8_lossy(&text).into_owned());
    }
    let Ok(document) = codegen::load(source) else {
        return Ok(Vec::new());
    };
    let wanted = Files::from([(name.to_owned(), codegen::dialect_schema(&document))]);
    Ok(codegen::plan(&wanted, &found))
}

/// Applies the change.
///
/// # Errors
///
/// Fails if the schema cannot be written; it is unchanged then.
pub(crate) fn apply(spec: &Path, changes: &[Change]) -> io::Result<()> {
    disk::apply(spec.parent().unwrap_or(spec), changes)
}

/// The name of the schema, if it is in the folder of the document.
fn schema_name(text: &str) -> Option<&str> {
    let name = text.lines().next()?.strip_prefix(NAMES)?.trim();
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    (name.ends_with(".json") && name.chars().all(is_plain)).then_some(name)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn the_schema_is_written_where_the_first_line_says() {
        let folder = tempfile::tempdir().unwrap();
        let spec = folder.path().join("spec.yaml");
        let source = Source::new(
            "spec.yaml",
            format!("{NAMES}a.schema.json\nopenapi: 3.0.3\n"),
        );
        let changes = change(&spec, &source).unwrap();
        assert!(
            matches!(changes.as_slice(), [Change::Create { .. }]),
            "{changes:?}"
        );
        apply(&spec, &changes).unwrap();
        let written = fs::read_to_string(folder.path().join("a.schema.json")).unwrap();
        let document = codegen::load(&source).unwrap();
        assert_eq!(written, codegen::dialect_schema(&document));
        assert_eq!(change(&spec, &source).unwrap().len(), 0);
        fs::write(folder.path().join("a.schema.json"), "{}").unwrap();
        assert_eq!(change(&spec, &source).unwrap().len(), 1);
    }

    #[test]
    fn only_a_file_beside_the_document_is_written() {
        assert_eq!(schema_name("openapi: 3.0.3\n"), None);
        for name in [
            "https://example.com/a.json",
            "../a.json",
            "/a.json",
            "a.yaml",
            "",
        ] {
            assert_eq!(schema_name(&format!("{NAMES}{name}\n")), None, "{name}");
        }
    }
}
