//! However the text of a signed request is cut, the result is not about another call.

use std::collections::BTreeSet;

use proptest::prelude::*;
use twilio_calls::webhook::{SignatureError, SignatureValidator, VerifyError};
use twilio_calls::{CallStatusCallback, CallbackCallStatus};
use twilio_calls_tests::thoroughly;

use crate::TOKEN;

const URL: &str = "https://example.com/hooks?shop=5";
const ACCOUNT: &str = "ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1";
const CALL: &str = "CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2";
const NAMES: [&str; 16] = [
    "AccountSid",
    "AnsweredBy",
    "ApiVersion",
    "CallDuration",
    "CallSid",
    "CallStatus",
    "CallbackSource",
    "Caller",
    "CallerName",
    "Direction",
    "From",
    "SequenceNumber",
    "SipResponseCode",
    "Timestamp",
    "To",
    "ToCity",
];

type Pairs = Vec<(String, String)>;

fn form(pairs: &Pairs) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

/// A value that a third party controls: text made of what a forger would want to have read.
fn chosen() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => proptest::sample::select(NAMES.as_slice()).prop_map(str::to_owned),
        2 => Just("CAc3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3".to_owned()),
        2 => Just("ACd4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4".to_owned()),
        2 => proptest::sample::select(&["completed", "busy", "9", "X", "T", "sip:a", "@b.example"][..])
            .prop_map(str::to_owned),
        1 => "[A-Za-z0-9&=]{0,3}",
        2 => Just("AccountSidACd4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4".to_owned()),
        4 => proptest::sample::select(&["", "X", "T"][..]).prop_map(|end| {
            format!("CallSidCAc3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3CallStatuscompleted{end}")
        }),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

/// A report as Twilio sends it.
fn report() -> impl Strategy<Value = Pairs> {
    let status =
        proptest::sample::select(&["initiated", "ringing", "in-progress", "no-answer"][..]);
    (status, chosen(), chosen(), any::<bool>()).prop_map(|(status, from, to, by_event)| {
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let mut pairs = vec![
            pair("AccountSid", ACCOUNT),
            pair("ApiVersion", "2010-04-01"),
            pair("CallSid", CALL),
            pair("CallStatus", status),
            pair("Caller", &format!("+{from}")),
            pair("Direction", "inbound"),
            pair("From", &format!("+{from}")),
            pair("To", &format!("+{to}")),
        ];
        if by_event {
            pairs.push(pair("CallbackSource", "call-progress-events"));
            pairs.push(pair("SequenceNumber", "1"));
            pairs.push(pair("Timestamp", "Wed, 10 Jun 2026 18:45:18 +0000"));
        }
        pairs.sort();
        pairs
    })
}

/// Where a forger would cut: around everything that looks like a name or the end of a value.
fn places(text: &str) -> BTreeSet<usize> {
    let mut places: BTreeSet<usize> = [0, text.len()].into();
    for name in NAMES {
        for (start, _) in text.match_indices(name) {
            places.extend([start, start + name.len(), start + name.len() + 34]);
            places.extend([start + 1, start + name.len() - 1, start + name.len() + 1]);
        }
    }
    for word in ["completed", "busy", "X", "T", "@", "?", "=", "&"] {
        for (start, _) in text.match_indices(word) {
            places.extend([start, start + word.len()]);
        }
    }
    places.retain(|place| text.is_char_boundary(*place));
    places
}

/// Deterministic pseudorandom numbers (xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end.max(1)).unwrap()).unwrap()
    }
}

/// Cuts a text into pairs whose names are sorted, if possible.
///
/// Boundaries of pairs in the real request are usually kept.
fn cut(
    text: &str,
    places: &BTreeSet<usize>,
    real: &[(usize, usize, usize)],
    random: &mut Random,
) -> Option<Pairs> {
    let mut pairs = Pairs::new();
    let mut at = 0;
    while at < text.len() {
        let kept = real.iter().find(|(start, ..)| *start == at);
        if let Some((_, middle, end)) = kept
            && random.below(5) > 0
            && pairs
                .last()
                .is_none_or(|(before, _)| before.as_str() <= &text[at..*middle])
        {
            pairs.push((text[at..*middle].to_owned(), text[*middle..*end].to_owned()));
            at = *end;
            continue;
        }
        let later = |from: usize| places.range(from + 1..).copied().collect::<Vec<_>>();
        // Usually a meaningful name.
        let known = NAMES
            .iter()
            .filter(|name| text[at..].starts_with(**name))
            .max();
        let middle = match known {
            Some(name) if random.below(4) > 0 => at + name.len(),
            _ => *later(at).get(random.below(later(at).len().min(40)))?,
        };
        let name = &text[at..middle];
        if pairs
            .last()
            .is_some_and(|(before, _)| before.as_str() > name)
        {
            return None;
        }
        let ends: Vec<_> = [middle].into_iter().chain(later(middle)).collect();
        let names = |end: &&usize| NAMES.iter().any(|name| text[**end..].starts_with(name));
        let named: Vec<_> = ends.iter().filter(names).collect();
        let end = match random.below(8) {
            0 => text.len(),
            1..5 if !named.is_empty() => *named[random.below(named.len())],
            5 if ["CallSid", "AccountSid"].contains(&name) => (middle + 34).min(text.len()),
            6 if text[middle..].starts_with("completed") => middle + "completed".len(),
            _ => ends[random.below(ends.len())],
        };
        if !text.is_char_boundary(end) {
            return None;
        }
        pairs.push((name.to_owned(), text[middle..end].to_owned()));
        at = end;
    }
    Some(pairs)
}

/// The results of the requests that were made from one.
#[derive(Debug, Default)]
struct Outcome {
    ambiguous: usize,
    unreadable: usize,
    accepted: usize,
    rejected_real: usize,
}

fn split(pairs: &Pairs, seed: u64, outcome: &mut Outcome) -> Result<(), TestCaseError> {
    let validator = SignatureValidator::new(TOKEN).unwrap();
    let signature = validator.sign(URL, form(pairs));
    let real = validator.verify::<CallStatusCallback>(URL, &signature, form(pairs));
    let base = "https://example.com/hooks";
    let text: String = URL[base.len()..]
        .chars()
        .chain(
            pairs
                .iter()
                .flat_map(|(name, value)| name.chars().chain(value.chars())),
        )
        .collect();
    let places = places(&text);
    let all: Vec<_> = places.iter().copied().collect();
    let mut random = Random(seed | 1);
    for _ in 0..400 {
        let end = match random.below(3) {
            0 => all[random.below(all.len())],
            _ => URL.len() - base.len(),
        };
        let (more, rest) = text.split_at(end);
        let places = places
            .iter()
            .filter(|place| **place >= end)
            .map(|place| place - end)
            .collect();
        let begin = URL.len() - base.len();
        let mut at = begin;
        let real = pairs.iter().filter_map(|(name, value)| {
            let (start, middle) = (at, at + name.len());
            at = middle + value.len();
            Some((
                start.checked_sub(end)?,
                middle.checked_sub(end)?,
                at.checked_sub(end)?,
            ))
        });
        let real: Vec<_> = real.collect();
        let Some(forged) = cut(rest, &places, &real, &mut random) else {
            continue;
        };
        let url = format!("{base}{more}");
        if validator.sign(&url, form(&forged)) != signature
            || (&forged, url.as_str()) == (pairs, URL)
        {
            continue;
        }
        match validator.verify::<CallStatusCallback>(&url, &signature, form(&forged)) {
            Err(VerifyError::Signature(SignatureError::Ambiguous)) => outcome.ambiguous += 1,
            Err(_) => outcome.unreadable += 1,
            Ok(read) => {
                outcome.accepted += 1;
                prop_assert_eq!(&url, URL);
                prop_assert_eq!(read.account_sid.as_str(), ACCOUNT, "{:?}", forged);
                prop_assert_eq!(read.call_sid.as_str(), CALL, "{:?}", forged);
                if !matches!(read.call_status, CallbackCallStatus::Unrecognized(_)) {
                    prop_assert_eq!(read.call_status.as_str(), &pairs[3].1, "{:?}", forged);
                }
            }
        }
    }
    match real {
        Ok(real) => prop_assert_eq!(real.call_sid.as_str(), CALL),
        // The third party's text looks as if something had been moved there.
        Err(error) => {
            outcome.rejected_real += 1;
            prop_assert_eq!(error, SignatureError::Ambiguous.into());
        }
    }
    Ok(())
}

#[test]
fn no_other_way_to_cut_a_signed_request_is_another_call_account_or_known_status() {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: thoroughly(30),
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let outcome = std::cell::RefCell::new(Outcome::default());
    runner
        .run(&(report(), any::<u64>()), |(pairs, seed)| {
            split(&pairs, seed, &mut outcome.borrow_mut())
        })
        .unwrap();
    let outcome = outcome.into_inner();
    println!("{outcome:?}");
    // The test would be meaningless if nothing reached the rules.
    assert!(
        outcome.ambiguous > 250 && outcome.accepted > 25,
        "{outcome:?}"
    );
}
