//! Properties of all requests: nothing that was signed can be changed.

use proptest::prelude::*;
use proptest::sample::Index;
use twilio_calls::webhook::{Parameters, SignatureError, SignatureValidator, parse_unverified};

use crate::TOKEN;

fn host() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9]{1,8}\\.[a-z]{2,3}",
        "192\\.0\\.2\\.[0-9]",
        "\\[2001:db8::[0-9a-f]{1,4}\\]"
    ]
}

fn url() -> impl Strategy<Value = String> {
    let port = prop_oneof![
        Just(String::new()),
        Just(":80".to_owned()),
        Just(":443".to_owned()),
        ":[1-9][0-9]{1,3}"
    ];
    let user = prop_oneof![4 => Just(String::new()), 1 => "[a-z]{1,4}:[a-z%A-Z0-9]{0,4}@"];
    let path = "(/[a-zA-Z0-9._~'%-]{0,6}){0,3}";
    let query = prop_oneof![Just(String::new()), "\\?[a-z0-9=&%'+\\[\\]ü漢/:@?]{0,20}"];
    (
        prop_oneof![Just("http"), Just("https")],
        user,
        host(),
        port,
        path,
        query,
    )
        .prop_map(|(scheme, user, host, port, path, query)| {
            format!("{scheme}://{user}{host}{port}{path}{query}")
        })
}

fn parameters() -> impl Strategy<Value = Vec<(String, String)>> {
    let name = prop_oneof![4 => "[A-Za-z][A-Za-z0-9_]{0,10}", 1 => "[ -~ü漢]{1,4}"];
    let value = prop_oneof![2 => "[A-Za-z0-9+:,. -]{0,20}", 1 => "[ -~ü漢🎉\\r\\n]{0,8}"];
    proptest::collection::vec((name, value), 1..12)
}

fn form(pairs: &[(String, String)]) -> String {
    let encode = |text: &String| {
        text.bytes()
            .fold(String::new(), |encoded, byte| match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'*' | b'_' => {
                    encoded + char::from(byte).encode_utf8(&mut [0; 4])
                }
                b' ' => encoded + "+",
                _ => encoded + &format!("%{byte:02X}"),
            })
    };
    pairs
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect::<Vec<_>>()
        .join("&")
}

/// Replaces one byte.
fn change(text: &str, at: Index, byte: u8) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    let at = at.index(bytes.len());
    bytes[at] = if bytes[at] == byte {
        byte.wrapping_add(1)
    } else {
        byte
    };
    bytes
}

/// The range of the port, including its colon.
fn port(url: &str) -> Option<std::ops::Range<usize>> {
    let start = url.find("://")? + 3;
    let end = url[start..]
        .find(['/', '?', '#'])
        .map_or(url.len(), |at| start + at);
    let colon = start + url[start..end].rfind(':')?;
    url[colon + 1..end]
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then_some(colon..end)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn what_is_signed_is_accepted(url in url(), pairs in parameters()) {
        let validator = SignatureValidator::new(TOKEN).unwrap();
        let body = form(&pairs);
        let signature = validator.sign(&url, &body);
        let read: Parameters = validator.verify(&url, &signature, &body).unwrap();
        let read: Vec<_> = read.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        prop_assert_eq!(&read, &pairs);
        // The order and repetition of parameters do not matter.
        let mut other: Vec<_> = pairs.iter().rev().cloned().collect();
        other.extend(pairs);
        prop_assert_eq!(validator.validate(&url, &signature, form(&other)), Ok(()));
    }

    #[test]
    fn no_byte_of_the_url_can_be_changed(url in url(), pairs in parameters(), at: Index, byte in 0x20_u8..0x7F) {
        let validator = SignatureValidator::new(TOKEN).unwrap();
        let body = form(&pairs);
        let signature = validator.sign(&url, &body);
        let changed = change(&url, at, byte);
        // Except the port, for which two forms are accepted.
        prop_assume!(!port(&url).is_some_and(|port| port.contains(&at.index(url.len()))));
        if let Ok(changed) = String::from_utf8(changed) {
            prop_assert_eq!(validator.validate(&changed, &signature, &body), Err(SignatureError::Wrong), "{}", changed);
        }
    }

    #[test]
    fn another_port_is_accepted_only_if_none_was_signed(host in host(), signed in 1_u16.., seen in 1_u16..) {
        let validator = SignatureValidator::new(TOKEN).unwrap();
        let with = |port: u16| format!("https://{host}:{port}/hooks");
        let without = format!("https://{host}/hooks");
        let validate = |seen: &str, signed: &str| validator.validate(seen, &validator.sign(signed, "a=b"), "a=b").is_ok();
        prop_assert_eq!(validate(&with(seen), &with(signed)), seen == signed);
        prop_assert!(validate(&with(seen), &without));
        prop_assert_eq!(validate(&without, &with(signed)), signed == 443);
    }

    #[test]
    fn no_byte_of_the_body_can_be_changed(url in url(), pairs in parameters(), at: Index, byte: u8) {
        let validator = SignatureValidator::new(TOKEN).unwrap();
        let body = form(&pairs);
        let signature = validator.sign(&url, &body);
        let changed = change(&body, at, byte);
        // A different encoding of the same parameters, such as `%2b` for `%2B`, is not a change.
        let read: Parameters = parse_unverified(&body).unwrap();
        prop_assume!(parse_unverified::<Parameters>(&changed).unwrap() != read);
        prop_assert_eq!(validator.validate(&url, &signature, &changed), Err(SignatureError::Wrong));
    }

    #[test]
    fn no_parameter_can_be_changed_added_or_removed(
        url in url(), pairs in parameters(), which: Index, name: bool, at: Index, character in "[ -~ü漢]",
    ) {
        let validator = SignatureValidator::new(TOKEN).unwrap();
        let signature = validator.sign(&url, form(&pairs));
        let which = which.index(pairs.len());
        let wrong = Err(SignatureError::Wrong);

        let mut changed = pairs.clone();
        let text = if name { &mut changed[which].0 } else { &mut changed[which].1 };
        let count = text.chars().count();
        let at = at.index(count.max(1));
        *text = text.chars().take(at).chain(character.chars()).chain(text.chars().skip(at + 1)).collect();
        prop_assume!(changed != pairs);
        prop_assert_eq!(validator.validate(&url, &signature, form(&changed)), wrong);

        let mut added = pairs.clone();
        added.push(("Zz".to_owned(), character.clone()));
        if !pairs.contains(&added[pairs.len()]) {
            prop_assert_eq!(validator.validate(&url, &signature, form(&added)), wrong);
        }

        let mut removed = pairs.clone();
        let gone = removed.remove(which);
        if !removed.contains(&gone) {
            prop_assert_eq!(validator.validate(&url, &signature, form(&removed)), wrong);
        }
    }

    #[test]
    fn no_byte_of_a_body_that_is_no_form_can_be_changed(url in url(), body in "[ -~ü]{1,60}", at: Index, byte: u8) {
        let validator = SignatureValidator::new(TOKEN).unwrap();
        let separator = if url.contains('?') { '&' } else { '?' };
        let url = format!("{url}{separator}bodySHA256={}", twilio_calls::webhook::body_sha256(&body));
        let signature = validator.sign(&url, &body);
        prop_assert_eq!(validator.validate(&url, &signature, &body), Ok(()));
        prop_assert_eq!(validator.validate(&url, &signature, change(&body, at, byte)), Err(SignatureError::Wrong));
    }

    #[test]
    fn no_byte_of_the_signature_can_be_changed(url in url(), pairs in parameters(), at: Index, byte: u8) {
        let validator = SignatureValidator::new(TOKEN).unwrap();
        let body = form(&pairs);
        let signature = change(&validator.sign(&url, &body), at, byte);
        prop_assert!(validator.validate(&url, &signature[..], &body).is_err());
    }
}
