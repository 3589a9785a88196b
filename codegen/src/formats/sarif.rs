//! SARIF 2.1.0, a format read by code scanning and many editors.

use serde_json::{Map, Value, json};

use super::{Annotation, Level, Place};

/// The summary of a rule and the reason for it, as sentences.
pub type Described = (String, String);

/// The annotations as a SARIF log with one run of `tool`. `describe` returns the description of a rule.
#[must_use]
pub fn sarif(
    tool: &str,
    describe: &dyn Fn(&str) -> Option<Described>,
    annotations: &[Annotation],
) -> String {
    let mut ids: Vec<&str> = annotations
        .iter()
        .map(|annotation| annotation.rule)
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let rules: Vec<Value> = ids.iter().map(|id| descriptor(describe(id), id)).collect();
    let results: Vec<Value> = annotations
        .iter()
        .map(|annotation| result(annotation, &ids))
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": tool,
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { ROOT: { "description": { "text": "The root of the repository." } } },
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

/// The base of relative paths.
const ROOT: &str = "%SRCROOT%";

fn descriptor(described: Option<Described>, id: &str) -> Value {
    let Some((summary, why)) = described else {
        return json!({ "id": id });
    };
    json!({
        "id": id,
        "shortDescription": { "text": summary },
        "fullDescription": { "text": why },
        "help": {
            "text": format!("{summary}\n\n{why}"),
            "markdown": format!("**{summary}** {why}"),
        },
    })
}

fn result(annotation: &Annotation, ids: &[&str]) -> Value {
    let mut location = location(&annotation.place);
    if !annotation.pointer.is_empty() {
        location.insert(
            "logicalLocations".to_owned(),
            json!([{ "fullyQualifiedName": annotation.pointer }]),
        );
    }
    let mut result = json!({
        "ruleId": annotation.rule,
        "ruleIndex": ids.binary_search(&annotation.rule).unwrap_or_default(),
        "level": match annotation.level {
            Level::Notice => "note",
            other => other.name(),
        },
        "message": { "text": annotation.text() },
        "locations": [location],
        // Unlike the line number, it does not change when something is inserted further up.
        "partialFingerprints": { "ruleAndPointer/v1": format!("{} {}", annotation.rule, annotation.pointer) },
    });
    if let Some((place, label)) = &annotation.related {
        let mut related = self::location(place);
        related.insert("message".to_owned(), json!({ "text": label }));
        result["relatedLocations"] = json!([related]);
    }
    result
}

fn location(place: &Place) -> Map<String, Value> {
    let Place { file, start, end } = place;
    let artifact = match file.strip_prefix('/') {
        Some(absolute) => json!({ "uri": format!("file:///{}", path(absolute)) }),
        None => json!({ "uri": path(file), "uriBaseId": ROOT }),
    };
    let region = json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    });
    let physical = json!({ "artifactLocation": artifact, "region": region });
    Map::from_iter([("physicalLocation".to_owned(), physical)])
}

/// A path as part of a URI.
fn path(path: &str) -> String {
    let mut text = String::new();
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn paths_are_escaped() {
        assert_eq!(path("spec/a b:ä.yaml"), "spec/a%20b%3A%C3%A4.yaml");
        assert_eq!(path("spec\\a.yaml"), "spec/a.yaml");
    }
}
