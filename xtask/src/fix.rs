//! `cargo xtask regen --fix`: fixes the mistakes in the document that have only one possible fix.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use codegen::Source;

use crate::disk::write_beside;
use crate::paths::{self, cannot};

/// Fixes the document at `path`, which messages call `name`, and lists what was fixed. The next run reports what is
/// left.
///
/// # Errors
///
/// Fails if the document cannot be read or written; it is unchanged then.
pub(crate) fn fix(path: &Path, name: &str, out: &mut dyn Write) -> io::Result<()> {
    let Ok(source) = Source::from_utf8(name, paths::read(path)?) else {
        // The next run reports the byte.
        return Ok(());
    };
    let fixed = codegen::fix(&source);
    let left = fixed.report.findings().len();
    if fixed.fixes.is_empty() {
        return match left {
            0 => writeln!(out, "{name}: nothing to fix"),
            _ => writeln!(out, "{name}: {}", unfixable(left)),
        };
    }
    replace(path, &fixed.source.text)?;
    for fix in &fixed.fixes {
        writeln!(
            out,
            "fixed    {name}:{}:{} [{}] {}",
            fix.position.line, fix.position.column, fix.rule, fix.message
        )?;
    }
    if left > 0 {
        writeln!(out, "left     {name}: {}", unfixable(left))?;
    }
    Ok(())
}

/// How many findings are left, which are reported by the run that follows.
fn unfixable(count: usize) -> String {
    let noun = if count == 1 { "finding" } else { "findings" };
    format!("{count} {noun} cannot be fixed automatically")
}

/// Writes the text to a temporary file and renames it, so that the file is never half written.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let failed = |error: &io::Error| cannot("write", path, error);
    let file = write_beside(path, text)?;
    fs::metadata(path)
        .and_then(|metadata| fs::set_permissions(file.path(), metadata.permissions()))
        .map_err(|error| failed(&error))?;
    file.persist(path).map_err(|error| failed(&error.error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAULTY: &str = include_str!("../../tests/bad/unknown-keyword.yaml");

    #[test]
    fn a_document_is_fixed_in_place_and_the_fixes_are_listed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("spec.yaml");
        fs::write(&path, FAULTY).unwrap();
        let mut out = Vec::new();
        fix(&path, "spec.yaml", &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert_eq!(
            out,
            "fixed    spec.yaml:37:7 [unknown-keyword] unknown keyword `mininum` in a schema\n"
        );
        let text = fs::read_to_string(&path).unwrap();
        assert_eq!(text, FAULTY.replace("mininum", "minimum"));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        let mut out = Vec::new();
        fix(&path, "spec.yaml", &mut out).unwrap();
        assert_eq!(out, b"spec.yaml: nothing to fix\n");
    }

    #[test]
    fn findings_without_a_fix_are_counted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("spec.yaml");
        let list = |text: &str| {
            fs::write(&path, text).unwrap();
            let mut out = Vec::new();
            fix(&path, "spec.yaml", &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        let unused = include_str!("../../tests/bad/unused-component.yaml");
        let one = "spec.yaml: 1 finding cannot be fixed automatically\n";
        assert_eq!(list(unused), one);
        let both = list(&unused.replacen("openapi: 3.0.3", "openapi: 3.1.0", 1));
        assert!(both.starts_with("fixed    spec.yaml:"), "{both}");
        assert!(both.ends_with(&format!("left     {one}")), "{both}");
    }

    #[test]
    fn a_document_that_cannot_be_replaced_stays_as_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("missing.yaml");
        let error = replace(&path, "text").unwrap_err();
        assert!(error.to_string().contains("missing.yaml"), "{error}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
