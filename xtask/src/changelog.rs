//! The changelog: which items are new, and where drafted ones are inserted.

use codegen::Version;

/// The file, relative to the root of the repository.
pub(crate) const CHANGELOG: &str = "CHANGELOG.md";
/// The heading of the unreleased changes.
pub(crate) const UNRELEASED: &str = "## Unreleased";

/// All list items, including their continuation lines.
pub(crate) fn items(text: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in text.lines() {
        if line.starts_with("- ") {
            items.push(line.to_owned());
            is_open = true;
        } else if is_open && line.starts_with("  ") {
            if let Some(item) = items.last_mut() {
                item.push_str(&format!("\n{line}"));
            }
        } else {
            is_open = false;
        }
    }
    items
}

/// The items above the section of the last release.
pub(crate) fn unreleased_items(text: &str, released: &Version) -> Vec<String> {
    items(above(text, released))
}

/// The items above the section of the last release that the old text does not contain.
pub(crate) fn new_items(old: &str, new: &str, released: &Version) -> Vec<String> {
    let known = items(old);
    let mut new = unreleased_items(new, released);
    new.retain(|item| !known.contains(item));
    new
}

/// The subject of a drafted item, without the change. `None` if the item is not a draft, or was reworded.
pub(crate) fn subject(item: &str) -> Option<&str> {
    let item = item.strip_prefix("- ")?;
    let item = item.strip_prefix("**Breaking**: ").unwrap_or(item);
    if let Some((before, values)) = item.split_once(" from `") {
        let (old, new) = values.strip_suffix("`.")?.split_once("` to `")?;
        // The verb: raised, lowered, changed.
        let subject = before.rsplit_once(' ').map(|(subject, _)| subject);
        return subject.filter(|_| !old.contains('`') && !new.contains('`'));
    }
    let ends = [" added.", " removed.", " reworded."];
    ends.iter().find_map(|end| item.strip_suffix(end))
}

/// The text without some items, and without headings that have no other items.
pub(crate) fn without_items(text: &str, gone: &[String]) -> String {
    let mut text = text.to_owned();
    for item in gone {
        let Some(at) = text.find(&format!("{item}\n")) else {
            continue;
        };
        let before = text.get(..at).unwrap_or_default().to_owned();
        let after = text
            .get(at + item.len() + 1..)
            .unwrap_or_default()
            .to_owned();
        let heading = before.trim_end().rfind('\n').map_or(0, |at| at + 1);
        let is_alone = before
            .get(heading..)
            .is_some_and(|line| line.starts_with("### "))
            && !after.trim_start().starts_with("- ");
        text = if is_alone {
            let kept = before.get(..heading).unwrap_or_default();
            format!("{kept}{}", after.trim_start())
        } else {
            format!("{before}{after}")
        };
    }
    format!("{}\n", text.trim_end())
}

/// The part above the section of a release; everything if there is no such section.
fn above<'t>(text: &'t str, released: &Version) -> &'t str {
    let number = released.to_string();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let title = line.strip_prefix("## ").unwrap_or_default();
        let version = title.split([' ', '[', ']', '\n']).find(|it| !it.is_empty());
        if version == Some(&number) {
            return text.get(..start).unwrap_or_default();
        }
        start += line.len();
    }
    text
}

/// The text with the items of an entry added to the unreleased section, each under its heading. Existing items are
/// not repeated.
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

/// The text with the unreleased section turned into that of a version; `None` if it is empty.
pub(crate) fn released(text: &str, version: &Version, day: &str) -> Option<String> {
    let (before, after) = text.split_once(&format!("{UNRELEASED}\n"))?;
    let section = after.split("\n## ").next().unwrap_or_default();
    let is_empty = items(section).is_empty();
    (!is_empty).then(|| format!("{before}{UNRELEASED}\n\n## {version} - {day}\n{after}"))
}

/// Inserts an item under its heading in the unreleased section; adds either if it is missing.
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

/// The line of the heading of the unreleased section, which is added before the newest release if it is missing.
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
    fn a_release_takes_what_is_not_released() {
        let version = Version::new(0, 2, 0);
        let text = "# Changelog\n\n## Unreleased\n\n- One.\n\n## 0.1.0 - 2026-01-01\n\n- Old.\n";
        assert_eq!(
            released(text, &version, "2026-02-01").unwrap(),
            "# Changelog\n\n## Unreleased\n\n## 0.2.0 - 2026-02-01\n\n- One.\n\n## 0.1.0 - 2026-01-01\n\n- Old.\n"
        );
        let nothing = text.replace("- One.\n\n", "");
        assert_eq!(released(&nothing, &version, "2026-02-01"), None);
    }

    #[test]
    fn new_items_are_whole_and_above_the_last_release() {
        let old = "## Unreleased\n\n- One.\n\n## 0.1.0 - 2026-01-01\n\n- Old.\n";
        let new = "## Unreleased\n\n- One.\n- Two,\n  and more.\n\ntext\n\n## 0.1.0 - 2026-01-01\n\n- Old.\n- Late.\n";
        let released = Version::new(0, 1, 0);
        assert_eq!(new_items(old, new, &released), ["- Two,\n  and more."]);
        let other = Version::new(0, 1, 1);
        assert_eq!(
            new_items(old, new, &other),
            ["- Two,\n  and more.", "- Late."]
        );
    }

    #[test]
    fn drafts_about_one_item_have_one_subject() {
        for (item, wanted) in [
            (
                "- **Breaking**: `Timeout::MAX` lowered from `600` to `300`.",
                Some("`Timeout::MAX`"),
            ),
            (
                "- `Timeout::MAX` raised from `600` to `900`.",
                Some("`Timeout::MAX`"),
            ),
            (
                "- `CreateCall::hold_music` added.",
                Some("`CreateCall::hold_music`"),
            ),
            (
                "- `CreateCall::hold_music` removed.",
                Some("`CreateCall::hold_music`"),
            ),
            (
                "- `Timeout::MAX` raised from `600` to `900`, finally.",
                None,
            ),
            ("- The client.", None),
        ] {
            assert_eq!(subject(item), wanted, "{item}");
        }
    }

    #[test]
    fn an_item_goes_with_a_heading_of_its_own() {
        let text = "## Unreleased\n\n### Added\n\n- One.\n\n### Changed\n\n- Two,\n  long.\n- Three.\n\n## 0.1.0\n";
        let without = |items: &[&str]| {
            without_items(
                text,
                &items.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>(),
            )
        };
        assert_eq!(
            without(&["- One."]),
            "## Unreleased\n\n### Changed\n\n- Two,\n  long.\n- Three.\n\n## 0.1.0\n"
        );
        assert_eq!(
            without(&["- Two,\n  long.", "- Three."]),
            "## Unreleased\n\n### Added\n\n- One.\n\n## 0.1.0\n"
        );
        assert_eq!(without(&["- Nothing."]), text);
    }
}
