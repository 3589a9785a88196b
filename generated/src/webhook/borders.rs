//! Telling a request that the service sent from one in which borders were moved.
//!
//! A signature covers the URL and then names and values without anything between them, the pairs sorted by name. Whoever
//! has seen a signed request can send another one of the same text, cut elsewhere. That is possible only where the text
//! offers something to cut out, so the forger needs control over a value, and what they cut away has to go somewhere:
//! into the URL, into a longer name, or into a longer value. What is found there gives them away:
//!
//! - a SID straight after the end of a name in a URL, where a real one has `=`, or in a name;
//! - the name of a parameter that this callback has, inside a pair where the service does not put it.
//!
//! Values that a third party controls may contain anything, and a request whose values do is still a real one. So a name
//! inside a value counts only where the order of the pairs, or what reads the value, says that it was moved there.

use super::callback::Asked;
use super::error::SignatureError;

/// The length of a SID: two letters and 32 hexadecimal digits.
const SID: usize = 34;

/// Whether a text begins with a SID.
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

/// Whether the URL goes on where the parameters should begin: a name such as `CallSid` and its value follow each other,
/// as they do in what is signed and never in a query.
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

/// Checks that the pairs of a form are those that were signed, as far as the names that the callback asked for tell.
pub(super) fn check(sorted: &[(&[u8], &[u8])], asked: &[Asked]) -> Result<(), SignatureError> {
    if asked.is_empty() {
        return Ok(());
    }
    let names = Names::new(asked);
    let is_real = sorted
        .iter()
        .all(|(name, value)| is_real_name(name) && names.allow(name, value));
    if is_real {
        Ok(())
    } else {
        Err(SignatureError::Ambiguous)
    }
}

/// Whether the service can have sent this name. One that begins with a digit or a sign is the end of a longer URL, and
/// one with a SID in it is more than a name.
fn is_real_name(name: &[u8]) -> bool {
    name.first().is_some_and(|first| *first >= b'A')
        && (name.len() < SID || !name.windows(SID).any(starts_with_sid))
}

/// The names that a callback has.
struct Names<'a> {
    asked: &'a [Asked],
    /// Which letters names begin with that are found inside of others: bit 0 is `A`.
    initials: u32,
}

impl<'a> Names<'a> {
    fn new(asked: &'a [Asked]) -> Self {
        let initials = asked
            .iter()
            .filter(|asked| is_distinctive(asked.name))
            .filter_map(|asked| initial(*asked.name.as_bytes().first()?))
            .fold(0, |initials, bit| initials | bit);
        Self { asked, initials }
    }

    /// Whether the service can have sent this pair: no name of the callback stands in it where it does not belong.
    fn allow(&self, name: &[u8], value: &[u8]) -> bool {
        let own = self
            .asked
            .iter()
            .find(|asked| asked.name.as_bytes() == name);
        // A name that the callback has is no longer name with another one in it.
        let begin = if own.is_some() { name.len() } else { 0 };
        let text = name.iter().chain(value).enumerate().skip(begin);
        text.filter(|(_, byte)| initial(**byte).is_some_and(|bit| self.initials & bit != 0))
            .all(|(at, byte)| self.allow_at(own, name, value, at, *byte))
    }

    /// Whether no name begins at this position of name and value, with this byte, that does not belong there.
    fn allow_at(
        &self,
        own: Option<&Asked>,
        name: &[u8],
        value: &[u8],
        at: usize,
        first: u8,
    ) -> bool {
        let in_name = name.get(at..).unwrap_or_default();
        let in_value = value
            .get(at.saturating_sub(name.len())..)
            .unwrap_or_default();
        let mut hidden = self.asked.iter().filter(|asked| {
            asked.name.as_bytes().first() == Some(&first) && is_distinctive(asked.name)
        });
        hidden.all(|asked| {
            let hidden = asked.name.as_bytes();
            if let Some(beyond) = in_name.strip_prefix(hidden) {
                // A longer name, such as `DialCallStatus` or `CallSidEndingConference`.
                return beyond
                    .first()
                    .is_none_or(|next| next.is_ascii_uppercase() || matches!(next, b'_' | b'-'));
            }
            if !in_name.is_empty() {
                let is_across = hidden
                    .strip_prefix(in_name)
                    .is_some_and(|beyond| value.starts_with(beyond));
                return !is_across;
            }
            if !in_value.starts_with(hidden) {
                return true;
            }
            match own {
                // What is always sent is nothing that a third party writes.
                Some(own) if own.required => false,
                // What is always sent stands at its place, before what a third party writes.
                _ if asked.required => name > hidden,
                // What comes later was swallowed, by a name that was made up to be even later. What comes before a name
                // that is always sent, and is therefore read already, cannot have been.
                None => name < hidden || self.is_required_between(hidden, name),
                Some(_) => true,
            }
        })
    }
}

impl Names<'_> {
    fn is_required_between(&self, first: &[u8], last: &[u8]) -> bool {
        let mut required = self.asked.iter().filter(|asked| asked.required);
        required.any(|asked| (first..last).contains(&asked.name.as_bytes()))
    }
}

/// The bit of a letter that a name can begin with.
fn initial(byte: u8) -> Option<u32> {
    byte.is_ascii_uppercase().then(|| 1 << (byte - b'A'))
}

/// Whether a name does not occur in other text by chance: it has a second capital, as `CallSid` has, and `To` has not.
fn is_distinctive(name: &str) -> bool {
    name.bytes().skip(1).any(|byte| byte.is_ascii_uppercase())
}
