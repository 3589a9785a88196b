//! Which patterns are parsed or rejected, and what they match.

use super::relation::{self, Relation};
use super::{Dfa, Pattern, PatternProblem, ProblemKind, Sequence, Work};

fn dfa(pattern: &str) -> Result<Dfa, PatternProblem> {
    Pattern::parse(pattern)?
        .dfa()
        .cloned()
        .map_err(Clone::clone)
}

fn sequences(pattern: &str) -> Option<Vec<Sequence>> {
    Pattern::parse(pattern).ok()?.sequences().map(<[_]>::to_vec)
}

fn lengths(pattern: &str) -> Option<(u64, Option<u64>)> {
    Some(Pattern::parse(pattern).ok()?.lengths())
}

fn kind(pattern: &str) -> Option<ProblemKind> {
    dfa(pattern).err().map(|problem| problem.kind)
}

#[test]
fn a_sid_is_a_fixed_sequence() {
    let found = sequences("^CA[0-9a-fA-F]{32}$").unwrap_or_default();
    let [sequence] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert_eq!(sequence.len(), 34);
    assert_eq!(sequence[0], [(b'C', b'C')]);
    assert_eq!(sequence[2], [(b'0', b'9'), (b'A', b'F'), (b'a', b'f')]);
    for other in ["^a?$", "^[^a]$", "^$", "^(a|bc)$", "^(a|b?)$"] {
        assert_eq!(sequences(other), None, "{other}");
    }
}

/// A sequence as one class per position, such as `S M 0-9`.
fn shown(sequence: &Sequence) -> String {
    let range = |(low, high): &(u8, u8)| match low == high {
        true => char::from(*low).to_string(),
        false => format!("{}-{}", char::from(*low), char::from(*high)),
    };
    let class = |class: &Vec<(u8, u8)>| class.iter().map(range).collect::<String>();
    sequence.iter().map(class).collect::<Vec<_>>().join(" ")
}

#[test]
fn sids_with_several_prefixes_are_fixed_sequences() {
    for (pattern, expected) in [
        ("^(SM|MM)[0-9]$", &["S M 0-9", "M M 0-9"][..]),
        ("^(?:A|B)(?:C|D)$", &["A C", "B C", "A D", "B D"]),
        ("^(A|A)$", &["A"]),
        ("^(?:A|B){2}$", &["A A", "B A", "A B", "B B"]),
        ("^(X(A|B)|YC)$", &["X A", "X B", "Y C"]),
    ] {
        let found: Vec<String> = sequences(pattern).unwrap().iter().map(shown).collect();
        assert_eq!(found, expected, "{pattern}");
    }
    assert_eq!(sequences("^(?:A|B){5}$"), None, "too many alternatives");
    assert_eq!(sequences("^(?:A|B){200}$"), None);
    let number = |pattern: &str| sequences(pattern).map(|found| found.len());
    assert_eq!(number("^(?:A|B){4}$"), Some(16));
    assert_eq!(number("^[A-P](?:A|B){3}(?:A|B|C)$"), None, "24");
    assert_eq!(number("^a{256}$"), Some(1));
    assert_eq!(number("^a{256}b$"), None, "too long");
    assert_eq!(number("^a{2,3}$"), None);
    assert_eq!(number("^a[b-é]$"), None);
}

/// A text is one of the sequences if and only if the automaton matches it; otherwise both fail at the same byte.
#[test]
fn sequences_and_automaton_agree() -> Result<(), PatternProblem> {
    // A deterministic generator of numbers, so that failures can be reproduced.
    let mut state = 1_u64;
    let mut number = |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(state >> 33).unwrap_or_default() % below
    };
    for pattern in [
        "^(SM|MM)[0-9a-f]{3}$",
        "^(X(A|B)|YC)[A-C]$",
        "^CA[0-9]{2}$",
        "^(?:A|B){3}$",
    ] {
        let sequences = sequences(pattern).unwrap_or_default();
        let dfa = dfa(pattern)?;
        let wrong = |sequence: &Sequence, text: &[u8]| {
            let fits = |(at, byte): (usize, &u8)| {
                let class = sequence.get(at).map_or(&[][..], Vec::as_slice);
                class.iter().any(|(low, high)| (low..=high).contains(&byte))
            };
            let wrong = text.iter().enumerate().position(|it| !fits(it));
            wrong.unwrap_or(text.len())
        };
        for _ in 0..20_000 {
            let text: Vec<u8> = (0..number(7))
                .map(|_| b"SMXYABC019af"[number(12)])
                .collect();
            let at = sequences.iter().map(|it| wrong(it, &text)).max();
            let length = sequences.first().map_or(0, Vec::len);
            let is_whole = at == Some(text.len()) && text.len() == length;
            let expected = if is_whole {
                Ok(())
            } else {
                Err(at.unwrap_or_default())
            };
            assert_eq!(dfa.run(&text), expected, "{pattern} {text:?}");
        }
    }
    Ok(())
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
fn unsupported_syntax_is_rejected() {
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

/// Where a problem begins, and what is wrong there.
#[test]
fn a_problem_has_a_position_and_a_reason() {
    let groups = |depth: usize| format!("^{}a{}$", "(".repeat(depth), ")".repeat(depth));
    for (pattern, at, message) in [
        ("", 0, "the pattern is not anchored at its start"),
        ("^", 0, "the pattern is not anchored at its end"),
        ("^ab", 2, "the pattern is not anchored at its end"),
        (r"^ab\$", 4, "the pattern ends with an escaped `$`"),
        ("^(a|b)|c|d$", 6, "`|` splits the whole pattern"),
        ("^ab)c$", 3, "`)` is unmatched"),
        ("^ab]$", 3, "`]` is unmatched"),
        ("^ab+*$", 4, "a repetition cannot be repeated"),
        ("^ab{2}{3}$", 6, "a repetition cannot be repeated"),
        ("^a+?$", 3, "a lazy repetition is not supported"),
        ("^a|*$", 3, "`*` has nothing to repeat"),
        ("^é^$", 3, "the pattern has an inner anchor"),
        ("^é(?=a)$", 3, "a look-ahead or look-behind"),
        ("^é(?!a)$", 3, "a look-ahead or look-behind"),
        ("^é(?<=a)$", 3, "a look-ahead or look-behind"),
        ("^é(?<!a)$", 3, "a look-ahead or look-behind"),
        ("^é(?<n>a)$", 3, "a named or atomic group"),
        ("^é(?i)a$", 3, "a group with flags"),
        ("^a(?:b$", 2, "the group is not closed"),
        ("^a{2$", 2, "the count in braces is not closed"),
        ("^a{}$", 2, "the count in braces is malformed"),
        ("^a{+1}$", 2, "the count in braces is malformed"),
        ("^a{,2}$", 2, "the count in braces has no minimum"),
        ("^a{,}$", 2, "the count in braces is malformed"),
        ("^a{1,2,3}$", 2, "the count in braces is malformed"),
        ("^a{2,1}$", 2, "the counts in braces are reversed"),
        ("^a{257}$", 2, "the count is greater than 256"),
        ("^a[b$", 2, "the class is not closed"),
        ("^a[b-$", 2, "the class is not closed"),
        ("^a[xb-a]$", 4, "the range `b-a` is reversed"),
        (r"^a[b\q]$", 4, r"`\q` is not an escape sequence"),
        (r"^a[b-\q]$", 5, r"`\q` is not an escape sequence"),
        (r"^a\-$", 2, r"`\-` is not an escape sequence"),
        (
            r"^a\x4$",
            2,
            "the escape sequence needs 2 hexadecimal digits",
        ),
        (
            r"^a\u00e$",
            2,
            "the escape sequence needs 4 hexadecimal digits",
        ),
        (
            r"^a\u+0e9$",
            2,
            "the escape sequence needs 4 hexadecimal digits",
        ),
        (r"^a\kb$", 2, "a back-reference"),
        (r"^a\B$", 2, "a word boundary"),
        (r"^a\P{L}$", 2, "a Unicode property"),
        (&groups(25), 25, "groups nest more than 24 levels deep"),
        (
            &format!("^{}$", "a".repeat(1999)),
            0,
            "the pattern is longer than 2000 bytes",
        ),
    ] {
        let problem = Pattern::parse(pattern).unwrap_err();
        assert_eq!(problem.at, at, "{pattern} {problem:?}");
        assert!(
            problem.message.starts_with(message),
            "{pattern} {problem:?}"
        );
        assert!(!problem.help.is_empty(), "{pattern}");
    }
    // The largest of each that is allowed.
    for pattern in [
        groups(24),
        format!("^{}$", "a".repeat(1998)),
        "^a{256}$".to_owned(),
        // Groups are counted by their depth.
        format!("^{}$", "(a)".repeat(30)),
    ] {
        assert_eq!(kind(&pattern), None, "{pattern}");
    }
}

/// What cannot be written the same in every engine has a replacement that can be copied.
#[test]
fn an_abbreviated_class_is_written_out() {
    for (pattern, replacement) in [
        (r"^\d$", "write `[0-9]`"),
        (r"^\D$", "write `[^0-9]`"),
        (r"^\w$", "write `[0-9A-Za-z_]`"),
        (r"^\W$", "write `[^0-9A-Za-z_]`"),
        (r"^\s$", r"write the characters out: `[ \t\r\n]`"),
        (r"^\0$", r"write `\x00`"),
        (r"^[\S]$", r"write the characters out: `[^ \t\r\n]`"),
    ] {
        assert_eq!(Pattern::parse(pattern).unwrap_err().help, replacement);
    }
}

/// The help for invalid syntax says how to write this very pattern.
#[test]
fn each_cause_of_invalid_syntax_has_its_own_help() {
    for (pattern, help) in [
        ("^a)$", r"remove it, or write `\)` for the character itself"),
        ("^a]$", r"remove it, or write `\]` for the character itself"),
        ("^a}$", r"remove it, or write `\}` for the character itself"),
        (
            "^(a$",
            r"add `)` where it ends, or write `\(` for the character itself",
        ),
        (
            "^[a$",
            r"add `]` where it ends, or write `\[` for the character itself",
        ),
        (
            "^[a-$",
            r"add `]` where it ends, or write `\[` for the character itself",
        ),
        (
            "^a{2$",
            r"add `}` where it ends, or write `\{` for the character itself",
        ),
        (
            "^*$",
            r"write what it repeats before it, or write `\*` for the character itself",
        ),
        (
            "^a|?b$",
            r"write what it repeats before it, or write `\?` for the character itself",
        ),
        (
            "^{2}$",
            r"write what it repeats before it, or write `\{` for the character itself",
        ),
        (
            "^a{2}+$",
            "keep one of the two, or put the first in a group: `(?:a{2})*`",
        ),
        ("^a{3,1}$", "write the smaller one first: `{1,3}`"),
        ("^a{,3}$", "write `{0,3}`"),
        (
            "^a{x}$",
            r"write a count such as `{2}`, `{2,}` or `{2,4}`, or `\{` for the character itself",
        ),
        ("^[z-a]$", r"write `a-z`, or `\-` for the hyphen itself"),
        (
            r"^[x\x1F-\x00]$",
            r"write `\x00-\x1F`, or `\-` for the hyphen itself",
        ),
        (
            r"^\q$",
            r"write `q` without the backslash, or `\\` for a backslash",
        ),
        (r"^a\-b$", "write `-`: a hyphen is only escaped in a class"),
        (
            r"^a\z$",
            "remove it: the pattern is anchored by `^` and `$`",
        ),
        (r"^\a$", r"write `\x07`"),
        (
            r"^\cM$",
            r"write the code of the control character, such as `\x1F`",
        ),
        (r"^\e$", r"write `\x1B`"),
        (r"^\h$", r"write the characters out: `[ \t]`"),
        (r"^\x4$", r"write two digits, such as `\x1F`"),
        (
            r"^\u{e9}$",
            r"write four digits, such as `\u00E9`, or the character itself",
        ),
    ] {
        let problem = Pattern::parse(pattern).unwrap_err();
        assert_eq!(problem.kind, ProblemKind::Invalid, "{pattern}");
        assert_eq!(problem.help, help, "{pattern}");
    }
}

/// Every string of one character that a pattern matches, of all up to U+00FF.
fn matched(pattern: &str) -> String {
    let dfa = dfa(pattern).unwrap();
    let all = (0..=u8::MAX).map(char::from);
    all.filter(|c| dfa.matches(&c.to_string())).collect()
}

#[test]
fn escapes_and_classes_are_those_of_ecma() {
    for (pattern, expected) in [
        (r"^\t$", "\t"),
        (r"^\n$", "\n"),
        (r"^\r$", "\r"),
        (r"^\f$", "\u{C}"),
        (r"^\v$", "\u{B}"),
        (r"^\x4a$", "J"),
        (r"^\u00E9$", "é"),
        (r"^\u00e9$", "é"),
        (r"^[\x41\u0042]$", "AB"),
        (r"^[a-c]$", "abc"),
        (r"^[a-]$", "-a"),
        (r"^[-a]$", "-a"),
        (r"^[a-c-e]$", "-abce"),
        (r"^[+--]$", "+,-"),
        (r"^[a\-c]$", "-ac"),
        (r"^[\]\\]$", r"\]"),
        (r"^[a-\x63]$", "abc"),
        (r"^[\x61-c]$", "abc"),
        (r"^[a^]$", "^a"),
        (r"^[a-a]$", "a"),
        (r"^[cabb-d]$", "abcd"),
        (r"^[^\x00-\x60\x62-\xFF]$", "a"),
        (r"^[.*+?$|(){}]$", "$()*+.?{|}"),
        (r"^\.$", "."),
    ] {
        assert_eq!(matched(pattern), expected, "{pattern}");
    }
    assert_eq!(matched("^[^]$").chars().count(), 256);
    assert_eq!(matched("^.$").chars().count(), 254);
}

/// The numbers of states and of columns are the smallest ones that are possible.
#[test]
fn automata_are_minimal() -> Result<(), PatternProblem> {
    for (pattern, states, columns) in [
        // The dead state, the start, and one for each byte; a column for what no string has.
        ("^$", 2, 1),
        ("^a$", 3, 2),
        ("^a*$", 2, 2),
        ("^(a|b)$", 3, 2),
        ("^(a|aa)*$", 2, 2),
        ("^(aa|ba)$", 4, 3),
        ("^(ab|cb|d)$", 4, 4),
        ("^(a|b)(a|b)*(a|b)$", 4, 2),
        ("^(aaa)*$", 4, 2),
        ("^[ab]*a[ab]{3}$", 17, 3),
        ("^(0|1(01*0)*1)*$", 4, 3),
        ("^(xa|yb|za|wb)$", 5, 5),
        ("^[0-9]{1,5}$", 7, 2),
    ] {
        let dfa = dfa(pattern)?;
        let found = (dfa.accept.len(), dfa.width);
        assert_eq!(found, (states, columns), "{pattern}");
        assert_eq!(dfa.next.len(), states * columns, "{pattern}");
    }
    let dfa = dfa("^(ab|c)$")?;
    // In the order in which they are reached: `a` before `c`.
    assert_eq!(dfa.step(Dfa::START, b'a'), 2);
    assert_eq!(dfa.step(Dfa::START, b'c'), 3);
    assert_eq!(dfa.step(2, b'b'), 3);
    assert_eq!(dfa.step(Dfa::DEAD, b'a'), Dfa::DEAD);
    assert!(dfa.accepts(3) && !dfa.accepts(2) && !dfa.accepts(4));
    Ok(())
}

#[test]
fn the_largest_table_is_allowed() -> Result<(), PatternProblem> {
    // 63 characters and the rest are 64 columns; 254 characters in a row are 256 states.
    let characters = ('0'..='9').chain('A'..='Z').chain('a'..='z').chain(['_']);
    let pattern = |length: usize| {
        let text = characters.clone().cycle().take(length);
        format!("^{}$", text.collect::<String>())
    };
    assert_eq!(dfa(&pattern(254))?.next.len(), 16 * 1024);
    assert_eq!(kind(&pattern(255)), Some(ProblemKind::TooBig));
    Ok(())
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
    assert_eq!(lengths("^(?:abc|d?)e$"), Some((1, Some(4))));
    assert_eq!(lengths("^(?:a|b*)$"), Some((0, None)));
    assert_eq!(lengths("^(?:ab){3,}$"), Some((6, None)));
    assert_eq!(lengths("^(?:a*){0}$"), Some((0, Some(0))));
    assert_eq!(lengths("^(?:)*$"), Some((0, Some(0))));
    let all = "^((((((((a{256}){256}){256}){256}){256}){256}){256}){256}){256}$";
    assert_eq!(lengths(all), Some((u64::MAX, Some(u64::MAX))));
    assert_eq!(Pattern::lengths_of("^ab?$"), Some((1, Some(2))));
    assert_eq!(Pattern::lengths_of("ab?"), None);
}

/// Patterns that are short to write but take long to compile, with the expected outcome.
const HEAVY: &[(&str, Option<ProblemKind>)] = &[
    ("^([a-z]{1,60}){1,60}$", Some(ProblemKind::TooBig)),
    ("^(([a-z]{1,16}){1,16}){1,16}$", Some(ProblemKind::TooBig)),
    (
        "^((((a{1,9}){1,9}){1,9}){1,9}){1,9}$",
        Some(ProblemKind::TooBig),
    ),
    ("^(((a*){200}){200}){200}$", Some(ProblemKind::TooBig)),
    (
        "^((((((){250}){250}){250}){250}){250}){250}$",
        Some(ProblemKind::TooBig),
    ),
    ("^(a?){256}a{256}$", None),
    ("^(a?b?){128}(a?b?){128}$", None),
    ("^(a|aa|aaa|aaaa){1,128}$", None),
    ("^(?:[ab]*a[ab]{200})$", Some(ProblemKind::TooBig)),
    ("^([ab]*a[ab]{7}){1,4}$", None),
    ("^[ab]*a[ab]{10}$", None),
    ("^.{256}.{256}$", Some(ProblemKind::TooBig)),
    ("^.{0,250}$", Some(ProblemKind::TooBig)),
    ("^[^a]{0,200}[^b]{0,200}$", Some(ProblemKind::TooBig)),
    ("^[a-z]{0,256}[0-9]{0,256}[A-Z]{0,256}$", None),
    ("^(x+x+)+y$", None),
    ("^((a|b|c|d|e|f)+(a|b|c|d|e|f)+)+g$", None),
    ("^(a*b*c*d*e*f*g*h*)*$", None),
    ("^a{256}a{256}a{256}a{256}a{256}a{256}a{256}a{256}$", None),
    (
        "^[a-z]{2,256}[a-z]{2,256}[a-z]{2,256}[a-z]{2,256}[a-z]{2,256}$",
        Some(ProblemKind::TooBig),
    ),
];

/// Compiling any pattern ends within the same number of steps.
#[test]
fn compiling_is_bounded_by_work_that_is_counted() {
    for (pattern, expected) in HEAVY {
        let mut work = Work::DOCUMENT;
        let kind = Pattern::parse_within(pattern, &mut work)
            .and_then(|pattern| pattern.dfa().map(drop).map_err(Clone::clone))
            .err()
            .map(|problem| problem.kind);
        let taken = work.taken(Work::DOCUMENT);
        assert_eq!(kind, *expected, "{pattern} {taken}");
        assert!(
            taken <= Work::PATTERN.taken(Work::NONE),
            "{pattern} {taken}"
        );
    }
}

/// The patterns of actual documents are far from the limit.
#[test]
fn patterns_of_documents_take_little_work() -> Result<(), PatternProblem> {
    for (pattern, most) in [
        ("^CA[0-9a-fA-F]{32}$", 5_000),
        (r"^[^\x00-\x1F\x7F]*$", 2_000),
        (
            r"^[hH][tT][tT][pP][sS]?://[^\x00-\x20/?#\x7F]+([/?#][^\x00-\x20\x7F]*)?$",
            20_000,
        ),
        (
            "^[0-9A-Za-z_.+-]{1,64}@([0-9A-Za-z-]{1,63}[.]){1,8}[a-z]{2,63}$",
            200_000,
        ),
    ] {
        let mut work = Work::DOCUMENT;
        Pattern::parse_within(pattern, &mut work)?;
        let taken = work.taken(Work::DOCUMENT);
        assert!(0 < taken && taken < most, "{pattern} {taken}");
    }
    Ok(())
}

/// The remaining budget of a document limits its next pattern.
#[test]
fn the_work_is_that_of_a_document_and_not_of_each_pattern() -> Result<(), PatternProblem> {
    let mut work = Work::PATTERN;
    let mut compiled = 0;
    let problem = loop {
        let pattern = format!("^([ab]*a[ab]{{8}}|{compiled})$");
        match Pattern::parse_within(&pattern, &mut work)?.dfa() {
            Ok(_) => compiled += 1,
            Err(problem) => break problem.clone(),
        }
        assert!(compiled < 10_000);
    };
    assert!(compiled > 5, "{compiled}");
    assert!(
        problem.message.contains("patterns of the document"),
        "{problem:?}"
    );
    assert_eq!(work, Work::NONE);
    let simple = Pattern::parse_within("^a$", &mut work)?;
    assert!(simple.dfa().is_err());
    Ok(())
}

/// Comparing two automata takes a limited number of steps, whatever their sizes; beyond it, they count as unrelated.
#[test]
fn comparing_is_bounded_by_work_that_is_counted() -> Result<(), PatternProblem> {
    let circles = |length: usize| Pattern::parse(&format!("^({})*$", "[ab]{251}".repeat(length)));
    for (old, new, expected) in [
        (circles(3)?, circles(3)?, Relation::Same),
        (circles(3)?, circles(6)?, Relation::Narrower),
        (
            Pattern::parse("^[a-z]{0,256}$")?,
            Pattern::parse("^[a-z]{0,255}$")?,
            Relation::Narrower,
        ),
    ] {
        let mut work = Work::DOCUMENT;
        assert_eq!(
            relation::between(Some(&old), Some(&new), &mut work),
            expected
        );
        assert!(work.taken(Work::DOCUMENT) < 100_000, "{work:?}");
    }
    // The lengths of both form cycles, which only coincide after the product of their lengths.
    let circle = |parts: &[usize]| {
        let parts: String = parts
            .iter()
            .map(|count| format!("[ab]{{{count}}}"))
            .collect();
        Pattern::parse(&format!("^({parts})*$"))
    };
    let (old, new) = (
        circle(&[256, 256, 256, 253])?,
        circle(&[256, 256, 256, 256, 255])?,
    );
    let mut work = Work::DOCUMENT;
    assert_eq!(
        relation::between(Some(&old), Some(&new), &mut work),
        Relation::Other
    );
    assert!(work.taken(Work::DOCUMENT) <= 2 * Work::PATTERN.taken(Work::NONE));
    assert_eq!(
        relation::between(Some(&old), Some(&new), &mut Work::NONE.clone()),
        Relation::Other
    );
    Ok(())
}

/// Finding a sample of a given length takes a limited number of steps, with or without success.
#[test]
fn sampling_is_bounded_by_work_that_is_counted() -> Result<(), PatternProblem> {
    for (pattern, least, found) in [
        ("^[a-z]*$", 1_000, true),
        ("^[a-z]*$", 4_000_000_000, false),
        ("^[a-z]*$", usize::MAX, false),
        ("^[a-z]{2,8}$", 9, false),
        ("^([ab]{250})*$", 400, true),
        ("^[a-z]{0,256}[0-9]{0,256}[A-Z]{0,256}$", 700, true),
    ] {
        let pattern = Pattern::parse(pattern)?;
        let mut work = Work::DOCUMENT;
        let sample = pattern.sample(least, &mut work);
        assert_eq!(sample.is_some(), found, "{} {least}", pattern.text());
        assert!(work.taken(Work::DOCUMENT) <= Work::PATTERN.taken(Work::NONE));
        if let Some(sample) = sample {
            assert!(sample.len() >= least && pattern.dfa().is_ok_and(|dfa| dfa.matches(&sample)));
        }
    }
    Ok(())
}

/// How many steps something takes.
fn steps<T>(run: impl FnOnce(&mut Work) -> T) -> usize {
    let mut work = Work::DOCUMENT;
    run(&mut work);
    work.taken(Work::DOCUMENT)
}

/// The limits are only as good as the counts: each visited state and each written entry is one step, in every part.
#[test]
fn every_step_is_counted_once() -> Result<(), PatternProblem> {
    let compiled = [
        "^$",
        "^a$",
        "^a*$",
        "^(ab|cb|d)$",
        "^[ab]*a[ab]{3}$",
        "^(0|1(01*0)*1)*$",
        "^CA[0-9a-f]{32}$",
        "^.{2,4}$",
    ]
    .map(|pattern| steps(|work| Pattern::parse_within(pattern, work)));
    assert_eq!(compiled, [15, 57, 44, 187, 868, 150, 2099, 6755]);

    let patterns = [
        ("^a$", "^b$"),
        ("^[0-9]*$", "^[0-9]+$"),
        ("^[ab]*a[ab]{3}$", "^[ab]*a[ab]{4}$"),
        ("^(ab|cb|d)$", "^(ab|cb|e)$"),
        ("^CA[0-9a-f]{32}$", "^CA[0-9a-fA-F]{32}$"),
    ];
    let mut compared = Vec::new();
    for (old, new) in patterns {
        let (old, new) = (Pattern::parse(old)?, Pattern::parse(new)?);
        let (old, new) = (Some(&old), Some(&new));
        compared.push((
            steps(|work| relation::between(old, new, work)),
            steps(|work| relation::overlap(old, new, work)),
        ));
    }
    assert_eq!(compared, [(6, 3), (4, 2), (49, 36), (10, 10), (385, 170)]);

    let sampled = [
        ("^CA[0-9a-f]{4}$", 0),
        ("^[a-z]*$", 2),
        ("^(ab)*$", 5),
        ("^[a-z]{2}$", 3),
    ];
    let mut taken = Vec::new();
    for (pattern, least) in sampled {
        let pattern = Pattern::parse(pattern)?;
        taken.push(steps(|work| pattern.sample(least, work)));
    }
    assert_eq!(taken, [72, 8, 36, 18]);
    Ok(())
}
