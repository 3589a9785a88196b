//! Descriptions of somebody else's, made safe to be documentation.

/// One paragraph without markup that rustdoc would stumble over.
pub(super) fn sanitize(text: &str) -> String {
    let flat: Vec<&str> = text.split_whitespace().collect();
    let flat = flat.join(" ");
    let runs = flat.contains("``");
    let open = flat.matches('`').count() % 2 == 1;
    let mut sanitize = String::new();
    let mut code = false;
    for word in flat.split(' ') {
        let ticks = word.matches('`').count();
        if !sanitize.is_empty() {
            sanitize.push(' ');
        }
        if runs || open {
            plain(&word.replace('`', ""), &mut sanitize);
        } else if code || ticks > 0 {
            // Inside of code everything means itself; around it in one word, very nearly.
            let spoken: String = word.chars().filter(|c| !c.is_control()).collect();
            if code || word.starts_with('`') && !spoken.contains("](") {
                sanitize.push_str(&spoken);
                code ^= ticks % 2 == 1;
            } else {
                plain(&spoken.replace('`', ""), &mut sanitize);
                if ticks % 2 == 1 {
                    sanitize.push('`');
                    code = !code;
                }
            }
        } else {
            plain(word, &mut sanitize);
        }
    }
    if code {
        sanitize.push('`');
    }
    sanitize
        .trim_start_matches(['>', '~', '#', '-', '+', ' '])
        .to_owned()
}

/// A word outside of code.
fn plain(word: &str, sanitize: &mut String) {
    if word.contains("://") {
        sanitize.push('`');
        sanitize.extend(word.chars().filter(|c| !c.is_control()));
        sanitize.push('`');
        return;
    }
    for c in word.chars().filter(|c| !c.is_control()) {
        if matches!(c, '<' | '[' | '*' | '_') {
            sanitize.push('\\');
        }
        if !matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}') {
            sanitize.push(c);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::sanitize;

    #[test]
    fn markup_means_itself() {
        for (text, expected) in [
            ("Two\n\n  lines.", "Two lines."),
            (
                "See [this](https://example.com).",
                "See `[this](https://example.com).`",
            ),
            ("A <Dial> verb and `<Say>`.", "A \\<Dial> verb and `<Say>`."),
            ("An `open span.", "An open span."),
            ("> a quote", "a quote"),
        ] {
            assert_eq!(sanitize(text), expected);
        }
    }
}
