//! Distinguishing a request that Twilio sent from one in which borders were moved.
//!
//! A signature covers the URL and then names and values without anything between them, the pairs sorted by name. Whoever
//! has seen a signed request can send another one of the same text, cut elsewhere. That is possible only where the text
//! offers something to cut out, so the forger needs control over a value, and what they cut away has to go somewhere:
//! into the URL, into a longer name, or into a longer value. What is found there reveals them:
//!
//! - a SID straight after the end of a name in a URL, where a real one has `=`, or in a name;
//! - the name of a parameter that this callback has, inside a pair where Twilio does not put it.
//!
//! Values that a third party controls may contain anything, and a request whose values do is still a real one. So a
//! name inside a value counts only where the order of the pairs, or the parameter that has the value, shows that it was
//! moved there.

use super::ACCOUNT_PARAMETER;
use super::callback::Asked;
use super::error::SignatureError;

/// The length of a SID: two letters and 32 hexadecimal digits.
const SID: usize = 34;

/// Whether a string begins with a SID.
fn starts_with_sid(text: &[u8]) -> bool {
    text.split_at_checked(2).is_some_and(|(kind, rest)| {
        kind.iter().all(u8::is_ascii_uppercase)
            && rest
                .get(..SID - 2)
                .is_some_and(|digits| digits.iter().all(is_sid_digit))
    })
}

const fn is_sid_digit(byte: &u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

/// Whether the URL continues where the parameters should begin: a name such as `CallSid` and its value follow each
/// other, as they do in what is signed and never in a query.
pub(super) fn is_url_longer(url: &str, parameters: &[u8]) -> bool {
    const NAME_END: &str = "Sid";
    url.match_indices(NAME_END).any(|(start, _)| {
        let beyond = url
            .as_bytes()
            .get(start + NAME_END.len()..)
            .unwrap_or_default();
        if beyond.len() >= SID {
            return starts_with_sid(beyond);
        }
        // The border may be inside the SID.
        let mut window = [0; SID];
        let text = beyond.iter().chain(parameters);
        for (place, byte) in window.iter_mut().zip(text) {
            *place = *byte;
        }
        starts_with_sid(&window)
    })
}

/// Whether a query and a form together are the query of a GET request that was split, with its second part moved into a
/// form.
///
/// Together they hold every parameter that is always sent, as a query writes it, and nothing that a query escapes. An
/// application may write some of these parameters into the query of its own URL, but hardly all of them.
pub(super) fn is_query_shorter(query: &str, text: &[u8], asked: &[Asked]) -> bool {
    if query.is_empty() || !text.iter().all(is_query_byte) {
        return false;
    }
    let whole = [query.as_bytes(), text].concat();
    let has = |name: &str| {
        whole.split(|byte| *byte == b'&').any(|pair| {
            pair.strip_prefix(name.as_bytes())
                .is_some_and(|value| value.starts_with(b"="))
        })
    };
    let is_always_sent = |asked: &&Asked| asked.required && asked.name != ACCOUNT_PARAMETER;
    let mut others = asked.iter().filter(is_always_sent).peekable();
    others.peek().is_some() && has(ACCOUNT_PARAMETER) && others.all(|asked| has(asked.name))
}

/// Whether a byte stands for itself, or for an escape or a border, in the queries that Twilio writes.
const fn is_query_byte(byte: &u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'.'
                | b'_'
                | b'~'
                | b'*'
                | b'\''
                | b'!'
                | b'('
                | b')'
                | b'+'
                | b'%'
                | b'&'
                | b'='
        )
}

/// Checks that the pairs of a form, in their order, are those that were signed, as far as the names that the callback
/// asked for can tell.
pub(super) fn check(
    sorted: &[(&[u8], &[u8])],
    mut asked: Vec<Asked>,
) -> Result<(), SignatureError> {
    if asked.is_empty() {
        return Ok(());
    }
    asked.sort_unstable_by_key(|asked| asked.name);
    let names = Names::new(&asked);
    // Both are in the same order.
    let mut rest = asked.iter().peekable();
    let is_real = sorted.iter().all(|(name, value)| {
        while rest
            .next_if(|asked| asked.name.as_bytes() < *name)
            .is_some()
        {}
        let own = rest.peek().filter(|asked| asked.name.as_bytes() == *name);
        is_real_name(name) && names.allow(own.copied(), name, value)
    });
    if is_real {
        Ok(())
    } else {
        Err(SignatureError::Ambiguous)
    }
}

/// Whether Twilio can have sent this name. One that begins with a digit or punctuation, or contains a delimiter of a
/// URL, is the end of a longer URL, and one with a SID in it is more than a name.
fn is_real_name(name: &[u8]) -> bool {
    let is_of_url = |byte: &u8| matches!(byte, b'/' | b'?' | b'&' | b'=');
    name.first().is_some_and(|first| *first >= b'A')
        && !name.iter().any(is_of_url)
        && !name.windows(SID).any(starts_with_sid)
}

/// The names that a callback has.
struct Names<'a> {
    /// In the order of their bytes.
    asked: &'a [Asked],
    /// The first bytes of the names that are looked for inside other names and in values.
    initials: [bool; 256],
}

impl<'a> Names<'a> {
    fn new(asked: &'a [Asked]) -> Self {
        let mut initials = [false; 256];
        for asked in asked.iter().filter(|asked| is_distinctive(asked.name)) {
            if let Some(first) = first(asked) {
                initials[usize::from(first)] = true;
            }
        }
        Self { asked, initials }
    }

    /// Whether Twilio can have sent this pair: no name of the callback stands in it where it does not belong.
    fn allow(&self, own: Option<&Asked>, name: &[u8], value: &[u8]) -> bool {
        let may_begin = |byte: u8| self.initials[usize::from(byte)];
        // A name that the callback has is exempt: it is not a longer name that contains another.
        let in_name = || {
            own.is_some()
                || name
                    .iter()
                    .enumerate()
                    .all(|(at, byte)| !may_begin(*byte) || self.allow_in_name(name, value, at))
        };
        let in_value = || {
            value
                .iter()
                .enumerate()
                .all(|(at, byte)| !may_begin(*byte) || self.allow_in_value(own, name, value, at))
        };
        in_name() && in_value()
    }

    /// The names that begin with this byte.
    fn beginning(&self, byte: Option<&u8>) -> impl Iterator<Item = &'a Asked> {
        let byte = byte.copied();
        let start = self.asked.partition_point(|asked| first(asked) < byte);
        let rest = self.asked.get(start..).unwrap_or_default();
        rest.iter().take_while(move |asked| first(asked) == byte)
    }

    /// Whether this position of a name is not the beginning of another name that does not belong there.
    fn allow_in_name(&self, name: &[u8], value: &[u8], at: usize) -> bool {
        let rest = name.get(at..).unwrap_or_default();
        self.beginning(rest.first()).all(|asked| {
            let hidden = asked.name.as_bytes();
            if let Some(beyond) = rest.strip_prefix(hidden) {
                // A longer name, such as `DialCallStatus` or `CallSidEndingConference`.
                return !is_distinctive(asked.name)
                    || beyond.first().is_none_or(|next| {
                        next.is_ascii_uppercase() || matches!(next, b'_' | b'-')
                    });
            }
            // One that goes on in the value.
            hidden
                .strip_prefix(rest)
                .is_none_or(|beyond| !value.starts_with(beyond) || !is_distinctive(asked.name))
        })
    }

    /// Whether this position of a value is not the beginning of a name that was moved there.
    fn allow_in_value(&self, own: Option<&Asked>, name: &[u8], value: &[u8], at: usize) -> bool {
        let rest = value.get(at..).unwrap_or_default();
        self.beginning(rest.first()).all(|asked| {
            let hidden = asked.name.as_bytes();
            if !rest.starts_with(hidden) || !is_distinctive(asked.name) {
                return true;
            }
            match own {
                // No third party writes the value of a parameter that is always sent.
                Some(own) if own.required => false,
                // A parameter that is always sent has been read at its own place if it sorts before this pair.
                _ if asked.required => name > hidden,
                // A made-up name may have swallowed an optional parameter that sorts before it. Not if a parameter that
                // is always sent sorts between the two: that one was read before this pair, so the optional one was
                // too.
                None => name < hidden || self.is_required_between(hidden, name),
                Some(_) => true,
            }
        })
    }

    fn is_required_between(&self, first: &[u8], last: &[u8]) -> bool {
        let mut required = self.asked.iter().filter(|asked| asked.required);
        required.any(|asked| (first..last).contains(&asked.name.as_bytes()))
    }
}

fn first(asked: &Asked) -> Option<u8> {
    asked.name.as_bytes().first().copied()
}

/// Whether a name does not occur in other text by chance: it has a second capital, as `CallSid` does and `To` does not.
fn is_distinctive(name: &str) -> bool {
    name.bytes().skip(1).any(|byte| byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    const CALL: &str = "CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2";

    fn asked(name: &'static str, required: bool) -> Asked {
        Asked { name, required }
    }

    #[test]
    fn a_query_goes_on_in_a_form_if_both_have_all_that_is_always_sent() {
        let callback = [
            asked(ACCOUNT_PARAMETER, true),
            asked("CallSid", true),
            asked("Direction", false),
        ];
        for (query, text, expected) in [
            ("AccountSid=AC1&CallSid=CA1&From=client", "%3Ame", true),
            ("AccountSid=AC1&CallS", "id=CA1", true),
            ("x=1&AccountSid=AC1&CallSid=CA1", "&To=(1)", true),
            ("AccountSid=AC1&From=", "%2B1", false),
            ("CallSid=CA1&From=", "%2B1", false),
            ("AccountSid=AC1&CallSidX=CA1&From=", "%2B1", false),
            // A query escapes these.
            ("AccountSid=AC1&CallSid=CA1&From=", "+1 5", false),
            ("AccountSid=AC1&CallSid=CA1&From=", "a:b", false),
            ("", "AccountSid=AC1&CallSid=CA1", false),
        ] {
            let read = is_query_shorter(query, text.as_bytes(), &callback);
            assert_eq!(read, expected, "{query} {text}");
        }
        let account = [asked(ACCOUNT_PARAMETER, true), asked("Direction", false)];
        assert!(!is_query_shorter("AccountSid=AC1&To=", b"1", &account));
    }

    #[test]
    fn a_pair_is_checked_as_that_of_its_name() {
        let read = |pairs: &[(&str, &str)]| {
            let asked = vec![
                asked("CallSid", true),
                asked(ACCOUNT_PARAMETER, true),
                asked("Caller", false),
                asked("CallDuration", false),
                asked("CallStatus", true),
            ];
            let pairs = pairs.iter();
            let sorted: Vec<_> = pairs
                .map(|(name, value)| (name.as_bytes(), value.as_bytes()))
                .collect();
            check(&sorted, asked).is_ok()
        };
        let start = [(ACCOUNT_PARAMETER, "AC1"), ("CallSid", "CA1")];
        for (name, value, expected) in [
            ("CallStatus", "ringing", true),
            // Nobody else writes what is always sent.
            ("CallStatus", "ringingCallDuration3", false),
            // A name that goes on in the value, if it does not occur in other text by chance.
            ("XCallS", "idCA1", false),
            ("XCallS", "CA1", true),
            ("XCall", "er1", true),
        ] {
            let pairs = [start[0], start[1], (name, value)];
            assert_eq!(read(&pairs), expected, "{name} {value}");
        }
    }

    #[test]
    fn a_name_with_a_sid_in_it_is_not_real() {
        assert!(is_real_name(CALL.to_ascii_uppercase().as_bytes()));
        for name in [CALL.to_owned(), format!("Sid{CALL}"), format!("{CALL}Call")] {
            assert!(!is_real_name(name.as_bytes()), "{name}");
        }
    }
}
