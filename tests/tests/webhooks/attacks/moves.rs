//! Parameters moved between the URL and the body.

use twilio_calls::CallStatusCallback;
use twilio_calls::webhook::{Parameters, SignatureError};

use super::*;

#[test]
fn the_parameters_of_a_post_do_not_count_in_the_query_of_a_get() {
    let from =
        format!("sip:&CallSid={OTHER}&AccountSid={ACCOUNT}&CallStatus=completed&x=@evil.example");
    let pairs = ringing(&from);
    let signature = captured(&pairs);
    let url = format!("{URL}{}", signed_text(&pairs));
    let forged = validator().verify::<CallStatusCallback>(&url, &signature, "");
    assert!(forged.is_err(), "{forged:?}");
}

#[tokio::test]
async fn a_captured_post_is_not_taken_as_a_get_nor_the_other_way_round() {
    let from =
        format!("sip:&CallSid={OTHER}&AccountSid={ACCOUNT}&CallStatus=completed&x=@evil.example");
    let pairs = ringing(&from);
    let signature = captured(&pairs);
    let target = format!("/hooks?shop=5{}", signed_text(&pairs).replace(' ', "%20"));
    let rejection = RECEIVER
        .receive::<CallStatusCallback, _>(get(&target, &signature, ""), None)
        .await
        .unwrap_err();
    assert_eq!(rejection.status(), 405, "{rejection}");
    // Where a GET is expected, the text reveals the POST. (The space in the timestamp would have to be a `+`.)
    let pairs: Vec<_> = pairs
        .into_iter()
        .filter(|(name, _)| *name != "Timestamp")
        .collect();
    let signature = captured(&pairs);
    let target = format!("/hooks?shop=5{}", signed_text(&pairs));
    let rejection = RECEIVER
        .receive_query::<CallStatusCallback, _>(get(&target, &signature, ""), None)
        .await
        .unwrap_err();
    assert_eq!(rejection.signature_error(), Some(SignatureError::Ambiguous));
    // A GET with all parameters in its query, sent as a POST.
    let target = format!("/hooks?{}", form(&ringing("+15550002222")));
    let signature = validator().sign(&format!("https://example.com{target}"), "");
    let read = RECEIVER.receive_query::<CallStatusCallback, _>(get(&target, &signature, ""), None);
    assert_eq!(read.await.unwrap().call_sid, CALL);
    for body in ["", "&"] {
        let read = RECEIVER.receive::<Parameters, _>(post(&target, &signature, body), None);
        let rejection = read.await.unwrap_err();
        assert_eq!(rejection.to_string(), "the body has no parameters");
    }
}

#[test]
fn a_part_of_the_url_is_not_moved_into_the_body() {
    let pairs = ringing("+15550002222");
    let signature = captured(&pairs);
    for (url, name, value) in [
        ("https://example.com/hooks", "?shop", "=5"),
        ("https://example.com/hooks?shop=", "5", ""),
        ("https://example.com", "/hooks?shop", "=5"),
    ] {
        let mut pairs = pairs.clone();
        pairs.push((name, value));
        assert_eq!(validator().sign(url, form(&pairs)), signature, "{name}");
        assert_eq!(
            validator().verify::<CallStatusCallback>(url, &signature, form(&pairs)),
            Err(SignatureError::Ambiguous.into()),
            "{name}"
        );
    }
}

#[test]
fn a_part_of_the_body_is_not_moved_into_the_url() {
    let from = format!("sip:AccountSid{ACCOUNT}CallSid{OTHER}CallStatuscompletedX@evil.example");
    let pairs = ringing(&from);
    let signature = captured(&pairs);
    let text = signed_text(&pairs);
    let cut = text.find("AccountSidACa1").unwrap();
    let own = text[cut + 1..].find("AccountSid").unwrap() + cut + 1;
    for end in [own, cut + 20, text.find(CALL).unwrap() + 34] {
        let url = format!("{URL}{}", &text[..end]);
        let between = &text[end..own];
        let after = text.split_once("CallStatuscompletedX").unwrap().1;
        let mut pairs = vec![
            ("AccountSid", ACCOUNT),
            ("CallSid", OTHER),
            ("CallStatus", "completed"),
            ("X", after),
        ];
        if !between.is_empty() {
            pairs.push((between, ""));
        }
        let read = validator().verify::<CallStatusCallback>(&url, &signature, form(&pairs));
        assert!(read.is_err(), "{read:?}");
    }
    // With the first of these ends, the signed text is the same.
    let url = format!("{URL}{}", &text[..own]);
    let after = text.split_once("CallStatuscompletedX").unwrap().1;
    let pairs = [
        ("AccountSid", ACCOUNT),
        ("CallSid", OTHER),
        ("CallStatus", "completed"),
        ("X", after),
    ];
    assert_eq!(
        validator().verify::<CallStatusCallback>(&url, &signature, form(&pairs)),
        Err(SignatureError::Ambiguous.into())
    );
}

const CUT: &str =
    "the signature is correct, but the parameters are not written as Twilio writes them";

#[test]
fn no_beginning_of_the_parameters_is_taken_from_the_url() {
    let mut table = Table::new("a beginning of the form in the URL");
    let pairs = ringing("sip:a@evil.example");
    let signature = captured(&pairs);
    for count in 1..=pairs.len() {
        let (before, after) = pairs.split_at(count);
        let url = format!("{URL}{}", signed_text(before));
        assert_eq!(validator().sign(&url, form(after)), signature);
        let read = validator().verify::<CallStatusCallback>(&url, &signature, form(after));
        table.row(format!("{count} pairs"), CUT, verdict(read));
        let checked = validator().validate(&url, &signature, form(after));
        table.row(format!("{count} pairs, not read"), CUT, verdict(checked));
    }
    table.check();
    // Wherever the URL ends, inside a name or a value.
    let text = signed_text(&pairs);
    for end in 1..text.len() {
        let (before, after) = text.split_at(end);
        let url = format!("{URL}{before}");
        for border in 1..=after.len() {
            let (name, value) = after.split_at(border);
            let body = form(&[(name, value)]);
            let read = validator().verify::<CallStatusCallback>(&url, &signature, body);
            assert!(read.is_err(), "{end} {border}");
        }
    }
}

#[tokio::test]
async fn the_query_of_a_captured_get_is_no_form() {
    let mut table = Table::new("a captured GET as a POST");
    // Characters that are allowed in a query are not escaped, so that no escape sequence is in the way.
    let hidden = format!("AccountSid{ACCOUNT}CallSid{OTHER}CallStatuscompletedX");
    let from = format!("sip:{hidden}.evil.example");
    let real = ringing(&from);
    let mut caller_first = real.clone();
    caller_first.rotate_left(6);
    let mut caller_last = real.clone();
    let at = caller_last.iter().position(|(name, _)| *name == "From");
    let caller = caller_last.remove(at.unwrap());
    caller_last.push(caller);
    for (order, pairs) in [
        ("sorted", real),
        ("the caller first", caller_first),
        ("the caller last", caller_last),
    ] {
        let (target, signature) = captured_get(&pairs);
        // The URL ends where the forger's parameters begin.
        let (url, rest) = target.split_at(target.find(&hidden).unwrap());
        for border in [0, 1, 5, 10] {
            let (name, value) = rest[hidden.len() - 1..].split_at(1 + border);
            let forged = form(&[
                ("AccountSid", ACCOUNT),
                ("CallSid", OTHER),
                ("CallStatus", "completed"),
                (name, value),
            ]);
            let same = validator().sign(&format!("https://example.com{url}"), &forged);
            assert_eq!(same, signature, "the algorithm alone cannot tell");
            let read = RECEIVER.receive(post(url, &signature, &forged), None);
            table.row(
                format!("cut inside the caller, {order}, {name}"),
                format!("403 {CUT}"),
                outcome(read.await),
            );
        }
        // The whole query in the body, as a name or as several parameters.
        let query = target.split_once('?').unwrap().1;
        for (attack, url, body) in [
            ("the query as the body", "/hooks", query.to_owned()),
            (
                "the query as a name",
                "/hooks",
                form(&[(&target["/hooks".len()..], "")]),
            ),
            ("path and query as a name", "/", form(&[(&target[1..], "")])),
            ("nothing in the body", &target, String::new()),
            ("an ampersand in the body", &target, "&".to_owned()),
            ("an equals sign in the body", &target, "=".to_owned()),
        ] {
            let read =
                RECEIVER.receive::<CallStatusCallback, _>(post(url, &signature, &body), None);
            let expected = match attack {
                "the query as the body" => "403 the signature is wrong".to_owned(),
                "the query as a name" | "path and query as a name" => {
                    "400 `AccountSid` is missing".to_owned()
                }
                // The genuine request is rejected as well: the caller's text looks like the end of a form.
                _ => format!("403 {CUT}"),
            };
            table.row(format!("{attack}, {order}"), expected, outcome(read.await));
        }
    }
    table.check();
}

/// Part of the path, as a name that sorts before all others.
#[test]
fn the_end_of_a_longer_url_is_no_name() {
    let mut table = Table::new("the end of the URL as a name");
    let pairs = ringing("+15550002222");
    for (called, url, name, value, expected) in [
        (
            "https://example.com/API/hooks",
            "https://example.com/",
            "API/hooks",
            "",
            CUT,
        ),
        (
            "https://example.com/API?shop=5",
            "https://example.com/",
            "API?shop",
            "=5",
            CUT,
        ),
        (
            "https://example.com/API?shop=5",
            "https://example.com/",
            "AP",
            "I?shop=5",
            CUT_VALUE,
        ),
        (
            "https://example.com/?AA=5",
            "https://example.com/?",
            "AA=5",
            "",
            CUT,
        ),
        (
            "https://example.com/?A&b",
            "https://example.com/?",
            "A&b",
            "",
            CUT,
        ),
        (
            "https://example.com/hooks/5",
            "https://example.com/hooks/",
            "5",
            "",
            CUT,
        ),
        (
            "https://example.com/hooks/amd",
            "https://example.com/hooks/",
            "amd",
            "",
            WRONG,
        ),
        // This one cannot be distinguished from a real request, as documented in the module.
        (
            "https://example.com/hooks/AMD",
            "https://example.com/hooks/",
            "AMD",
            "",
            CUT_VALUE,
        ),
    ] {
        let signature = validator().sign(called, form(&pairs));
        let mut forged = pairs.clone();
        forged.push((name, value));
        let read = validator().verify::<CallStatusCallback>(url, &signature, form(&forged));
        table.row(format!("{called} at {url}"), expected, verdict(read));
    }
    table.check();
}

const WRONG: &str = "the signature is wrong";

/// The result of what cannot be distinguished from a real request.
const CUT_VALUE: &str = "accepted: its call is ringing";

/// A query of the application itself may name a call, and Twilio adds a form to it.
#[test]
fn a_query_of_the_application_may_have_names_of_the_callback() {
    let pairs = ringing("+15550002222");
    for query in [
        format!("?CallSid={CALL}"),
        format!("?AccountSid={ACCOUNT}&CallSid={CALL}"),
        "?CallStatus=".to_owned(),
    ] {
        let url = format!("https://example.com/hooks{query}");
        let signature = validator().sign(&url, form(&pairs));
        let read = validator().verify::<CallStatusCallback>(&url, &signature, form(&pairs));
        assert_eq!(verdict(read), "accepted: its call is ringing", "{query}");
    }
}
