//! Two documents, and the comparison of them.

use codegen::{Baseline, Compared, Source, Spec, Version};

use super::{documents, files};

/// Separates the two documents.
const BORDER: &str = "\n=====\n";

/// Fragments of documents.
pub const DICTIONARY: &[&str] = documents::DICTIONARY;

/// Every fixture with itself and with the next one.
pub fn seeds() -> Vec<Vec<u8>> {
    let fixtures = files("tests/fixtures", "yaml");
    let beside = |first: &Vec<u8>, second: &Vec<u8>| [first, BORDER.as_bytes(), second].concat();
    let twice = fixtures.iter().map(|fixture| beside(fixture, fixture));
    let next = fixtures.windows(2).map(|pair| beside(&pair[0], &pair[1]));
    twice.chain(next).collect()
}

/// Two documents can be compared in both directions, and a document does not differ from itself.
pub fn run(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    let Some((old, new)) = text.split_once(BORDER) else {
        return;
    };
    let read = |text| Spec::read(&Source::new("document.yaml", text));
    let (Ok(old), Ok(new)) = (read(old), read(new)) else {
        return;
    };
    let version = Version::new(1, 2, 3);
    let compared = Compared {
        file: "document.yaml".to_owned(),
        base: None,
        baseline: Baseline::released(version.clone()),
    };
    let forth = old.compare(&new);
    for report in [&forth, &new.compare(&old)] {
        assert_eq!(report.is_empty(), report.class().is_none());
        assert!(report.next(&version) >= version);
        let _ = report.verdict(&compared.baseline);
        let _ = report.text(&compared, false);
        let _ = report.markdown(&compared);
        let _ = report.json(&compared);
        let _ = report.annotations("document.yaml");
        assert!(report.news_since(report).is_empty());
        let _ = report.changelog();
    }
    for spec in [&old, &new] {
        let itself = spec.compare(spec);
        assert!(itself.is_empty(), "{}", itself.text(&compared, false));
    }
}
