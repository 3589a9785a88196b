//! The change log: which items are new, and where drafted ones go.

/// The file, relative to the root of the repository.
pub(crate) const CHANGELOG: &str = "CHANGELOG.md";
/// The heading of what is not released yet.
pub(crate) const UNRELEASED: &str = "## Unreleased";

/// Whether the new text has a list item that the old one does not have.
pub(crate) fn has_new_item(old: &str, new: &str) -> bool {
    let is_item = |line: &&str| line.starts_with("- ");
    let known: Vec<&str> = old.lines().filter(is_item).collect();
    new.lines()
        .filter(is_item)
        .any(|item| !known.contains(&item))
}

/// The text with the items of an entry added to the unreleased section, each below its heading. Items that it contains
/// already are not repeated.
pub(crate) fn with_entry(old: &str, entry: &str) -> String {
    let mut lines: Vec<String> = old.lines().map(str::to_owned).collect();
    let mut heading = "";
    for line in entry.lines() {
        if line.starts_with("### ") {
            heading = line;
        } else if line.starts_with("- ") && !lines.iter().any(|it| it == line) {
            insert(&mut lines, heading, line);
        }
    }
    format!("{}\n", lines.join("\n"))
}

/// Inserts an item below its heading in the unreleased section; adds either where it is missing.
fn insert(lines: &mut Vec<String>, heading: &str, item: &str) {
    let start = unreleased(lines);
    let end = next_heading(lines, start, "## ");
    let section = (start..end).find(|at| lines.get(*at).is_some_and(|line| line == heading));
    let (last, new) = match section {
        Some(section) => {
            let stop = next_heading(lines, section, "### ").min(end);
            let last = last_text(lines, section, stop);
            // An empty line between the heading and its first item.
            let blank = (last == section).then(String::new);
            (last, blank.into_iter().chain([item.to_owned()]).collect())
        }
        None => {
            let new: Vec<String> = ["", heading, "", item].map(str::to_owned).into();
            (last_text(lines, start, end), new)
        }
    };
    lines.splice(last + 1..last + 1, new);
}

/// The line of the heading of the unreleased section, which is added before the newest release where it is missing.
fn unreleased(lines: &mut Vec<String>) -> usize {
    if let Some(at) = lines.iter().position(|line| line == UNRELEASED) {
        return at;
    }
    let newest_release = lines.iter().position(|line| line.starts_with("## "));
    let at = newest_release.unwrap_or(lines.len());
    lines.splice(at..at, [UNRELEASED.to_owned(), String::new()]);
    at
}

/// The first line after `start` that begins with `prefix`, or the end.
fn next_heading(lines: &[String], start: usize, prefix: &str) -> usize {
    let mut rest = lines.iter().enumerate().skip(start + 1);
    rest.find(|(_, line)| line.starts_with(prefix))
        .map_or(lines.len(), |(at, _)| at)
}

/// The last line from `start` up to `end` that is not empty.
fn last_text(lines: &[String], start: usize, end: usize) -> usize {
    (start..end)
        .rev()
        .find(|at| lines.get(*at).is_some_and(|line| !line.is_empty()))
        .unwrap_or(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_goes_below_its_headings_once() {
        let old = "# Changelog\n\n## Unreleased\n\n### Added\n\n- One.\n\n## 0.1.0\n\n### Added\n\n- Old.\n";
        let entry = "### Added\n\n- Two.\n\n### Removed\n\n- **Breaking**: three.\n";
        let new = with_entry(old, entry);
        assert_eq!(
            new,
            "# Changelog\n\n## Unreleased\n\n### Added\n\n- One.\n- Two.\n\n### Removed\n\n- **Breaking**: three.\n\n\
             ## 0.1.0\n\n### Added\n\n- Old.\n"
        );
        assert_eq!(with_entry(&new, entry), new);
        assert_eq!(
            with_entry("# Changelog\n\n## 0.1.0\n", entry),
            "# Changelog\n\n## Unreleased\n\n### Added\n\n- Two.\n\n### Removed\n\n- **Breaking**: three.\n\n## 0.1.0\n"
        );
    }

    #[test]
    fn an_empty_section_gets_its_first_item() {
        assert_eq!(
            with_entry(
                "## Unreleased\n\n### Added\n\n### Removed\n",
                "### Added\n\n- One.\n"
            ),
            "## Unreleased\n\n### Added\n\n- One.\n\n### Removed\n"
        );
    }

    #[test]
    fn only_items_count_as_new() {
        assert!(has_new_item("- One.\n", "- One.\n- Two.\n"));
        assert!(!has_new_item(
            "- One.\n",
            "# Changelog\n\n- One.\nmore text\n"
        ));
    }
}
