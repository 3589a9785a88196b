//! What is understood, what is refused, and what matches.

use super::{Dfa, Pattern, PatternProblem, ProblemKind};

fn dfa(pattern: &str) -> Result<Dfa, PatternProblem> {
    Pattern::parse(pattern)?
        .dfa()
        .cloned()
        .map_err(Clone::clone)
}

fn sequence(pattern: &str) -> Option<Vec<Vec<(u8, u8)>>> {
    Pattern::parse(pattern).ok()?.sequence().map(<[_]>::to_vec)
}

fn lengths(pattern: &str) -> Option<(u64, Option<u64>)> {
    Some(Pattern::parse(pattern).ok()?.lengths())
}

fn kind(pattern: &str) -> Option<ProblemKind> {
    dfa(pattern).err().map(|problem| problem.kind)
}

#[test]
fn a_sid_is_a_fixed_sequence() {
    let sequence = sequence("^CA[0-9a-fA-F]{32}$").unwrap_or_default();
    assert_eq!(sequence.len(), 34);
    assert_eq!(sequence[0], [(b'C', b'C')]);
    assert_eq!(sequence[2], [(b'0', b'9'), (b'A', b'F'), (b'a', b'f')]);
    assert_eq!(super::tests::sequence("^a?$"), None);
    assert_eq!(super::tests::sequence("^[^a]$"), None);
    assert_eq!(super::tests::sequence("^$"), None);
}

#[test]
fn the_table_says_where_a_text_goes_wrong() -> Result<(), PatternProblem> {
    let dfa = dfa("^CA[0-9a-fA-F]{32}$")?;
    let sid = "CA00000000000000000000000000000000";
    assert_eq!(dfa.run(sid.as_bytes()), Ok(()));
    assert_eq!(dfa.run(&sid.as_bytes()[..33]), Err(33));
    assert_eq!(dfa.run(b"CB"), Err(1));
    assert_eq!(dfa.run(format!("{sid}0").as_bytes()), Err(34));
    assert_eq!(dfa.accept.len(), 36);
    assert_eq!(dfa.next.len(), dfa.accept.len() * dfa.width);
    assert!(!dfa.accept[0] && !dfa.accept[1]);
    assert!(dfa.next[..dfa.width].iter().all(|next| *next == 0));
    Ok(())
}

#[test]
fn alternatives_share_no_priority() -> Result<(), PatternProblem> {
    let dfa = dfa("^(?:a|ab|abc*)$")?;
    for text in ["a", "ab", "abc", "abccc"] {
        assert!(dfa.matches(text), "{text}");
    }
    assert!(!dfa.matches("") && !dfa.matches("ac"));
    Ok(())
}

#[test]
fn classes_are_of_characters_and_the_dot_is_ecma() -> Result<(), PatternProblem> {
    let any = dfa("^.$")?;
    assert!(any.matches("a") && any.matches("é") && any.matches("😀"));
    for end in ["\n", "\r", "\u{2028}", "\u{2029}", "ab", ""] {
        assert!(!any.matches(end));
    }
    let most = dfa(r"^[^\x00-\x1F\x7F]*$")?;
    assert!(most.matches("") && most.matches("grüß dich 日本"));
    assert!(!most.matches("a\tb") && !most.matches("\u{7f}"));
    assert!(!most.admits(b'\n') && most.admits(b' '));
    assert!(most.run(&[0xFF]).is_err(), "not UTF-8");
    let dash = dfa(r"^[a\-z.+/-]+$")?;
    assert!(dash.matches("a-z") && !dash.matches("b"));
    Ok(())
}

#[test]
fn what_is_not_understood_is_refused() {
    use ProblemKind::{Empty, Invalid, TooBig, Unanchored, Unsupported};
    for (pattern, expected) in [
        ("", Unanchored),
        ("^", Unanchored),
        ("abc", Unanchored),
        ("^abc", Unanchored),
        (r"^abc\$", Unanchored),
        ("^a|b$", Unanchored),
        (r"^\d$", Unsupported),
        (r"^[\w]$", Unsupported),
        ("^(?=a)a$", Unsupported),
        ("^(?<!a)b$", Unsupported),
        ("^(?<name>a)$", Unsupported),
        ("^(?i)a$", Unsupported),
        (r"^(a)\1$", Unsupported),
        (r"^\bword$", Unsupported),
        (r"^\p{L}$", Unsupported),
        ("^a*?$", Unsupported),
        ("^a^b$", Unsupported),
        ("^(a$", Invalid),
        ("^a)$", Invalid),
        ("^[a$", Invalid),
        ("^[z-a]$", Invalid),
        ("^*$", Invalid),
        ("^a{2,1}$", Invalid),
        ("^a{x}$", Invalid),
        ("^a{2$", Invalid),
        ("^a**$", Invalid),
        (r"^\q$", Invalid),
        (r"^\x0$", Invalid),
        (r"^\ud83d$", Invalid),
        ("^{$", Invalid),
        ("^a{4000}$", TooBig),
        ("^(?:(?:(?:a{200}b){200}c){200}){200}$", TooBig),
        ("^(?:[ab]*a[ab]{200})$", TooBig),
        ("^[]$", Empty),
        ("^a[]b$", Empty),
    ] {
        assert_eq!(kind(pattern), Some(expected), "{pattern}");
    }
    assert_eq!(
        kind(&format!("^{}a{}$", "(".repeat(500), ")".repeat(500))),
        Some(TooBig)
    );
    assert_eq!(kind(&format!("^{}$", "a".repeat(5000))), Some(TooBig));
}

#[test]
fn braces_and_signs_count() -> Result<(), PatternProblem> {
    for (pattern, good, bad) in [
        ("^a{2}$", "aa", "aaa"),
        ("^a{2,}$", "aaaaa", "a"),
        ("^a{0,2}b$", "aab", "aaab"),
        ("^(ab)+$", "abab", "aba"),
        ("^a?$", "", "aa"),
        ("^$", "", "a"),
        (r"^\{\}$", "{}", "{"),
        (r"^\$\^$", "$^", "$"),
        (r"^\\$", r"\", ""),
    ] {
        let dfa = dfa(pattern)?;
        assert!(dfa.matches(good), "{pattern} {good}");
        assert!(!dfa.matches(bad), "{pattern} {bad}");
    }
    Ok(())
}

#[test]
fn lengths_are_bounded_where_the_pattern_is() {
    assert_eq!(lengths("^CA[0-9]{32}$"), Some((34, Some(34))));
    assert_eq!(lengths("^(?:a|bcd)e*$"), Some((1, None)));
    assert_eq!(lengths("^(?:a|bcd){0,2}$"), Some((0, Some(6))));
    assert_eq!(lengths("^(?:)*$"), Some((0, Some(0))));
}
