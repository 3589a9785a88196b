//! Annotations of a pull request: workflow commands, which GitHub reads from the output of a step.

use super::Annotation;

/// Returns one workflow command per annotation.
///
/// GitHub shows at most ten errors, ten warnings and ten notices per step; the log contains all of them.
#[must_use]
pub fn github(annotations: &[Annotation]) -> String {
    annotations.iter().map(command).collect()
}

fn command(annotation: &Annotation) -> String {
    let level = annotation.level.name();
    let (start, end) = (annotation.place.start, annotation.place.end);
    let mut properties = vec![
        format!("file={}", property(&annotation.place.file)),
        format!("line={}", start.line),
        format!("endLine={}", end.line),
    ];
    // GitHub rejects columns of a range that spans several lines.
    if start.line == end.line && start.column < end.column {
        properties.push(format!("col={}", start.column));
        properties.push(format!("endColumn={}", end.column));
    }
    properties.push(format!("title={}", property(annotation.rule)));
    format!(
        "::{level} {}::{}\n",
        properties.join(","),
        data(&annotation.text())
    )
}

/// The text of a command, with line ends and the escape character escaped, and other control characters replaced.
fn data(text: &str) -> String {
    let mut escaped = String::new();
    for c in text.chars() {
        match c {
            '%' => escaped.push_str("%25"),
            '\r' => escaped.push_str("%0D"),
            '\n' => escaped.push_str("%0A"),
            c if c.is_control() => escaped.push('\u{FFFD}'),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The value of a property, in which separators are escaped, too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::super::Level;
    use super::*;
    use crate::source::Position;

    fn annotation() -> Annotation {
        let mut annotation = Annotation::of_file(
            "rules",
            "a,b:c%.yaml",
            "100 %: a, b\r\nc\u{7}",
            "write\n  d",
        );
        annotation.level = Level::Warning;
        annotation
    }

    #[test]
    fn everything_that_ends_a_command_or_a_property_is_escaped() {
        assert_eq!(
            github(&[annotation()]),
            "::warning file=a%2Cb%3Ac%25.yaml,line=1,endLine=1,title=rules::\
             100 %25: a, b%0D%0Ac\u{FFFD}%0Ahelp: write%0A  d\n"
        );
    }

    #[test]
    fn columns_are_given_within_one_line_only() {
        let mut annotation = annotation();
        annotation.place.end = Position { line: 1, column: 4 };
        assert!(github(std::slice::from_ref(&annotation)).contains(",col=1,endColumn=4,"));
        annotation.place.end = Position { line: 2, column: 4 };
        let text = github(&[annotation]);
        assert!(
            !text.contains("col=") && text.contains(",endLine=2,"),
            "{text}"
        );
    }
}
