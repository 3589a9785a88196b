//! Different encodings of the same form, and content types.

use axum::http::header::CONTENT_TYPE;
use twilio_calls::CallStatusCallback;

use super::*;

const ACCEPTED: &str = "accepted: its call is ringing";
const WRONG: &str = "the signature is wrong";
/// Signed alike, but never sent by Twilio.
const NOT_TWILIO: &str =
    "the signature is correct, but the parameters are not written as Twilio writes them";

/// A report whose body is short enough to be encoded in many ways.
fn short() -> (String, String) {
    let body = format!("AccountSid={ACCOUNT}&CallSid={CALL}&CallStatus=ringing&From=%2B1555+0");
    (validator().sign(URL, &body), body)
}

#[test]
fn another_spelling_says_the_same_or_is_rejected() {
    let mut table = Table::new("another spelling");
    let (signature, body) = short();
    let replaced = |old: &str, new: &str| body.replacen(old, new, 1).into_bytes();
    for (attack, body, expected) in [
        // The same names and values.
        ("as it is", body.clone().into_bytes(), ACCEPTED),
        (
            "a letter of a name escaped",
            replaced("CallSid", "%43allSid"),
            ACCEPTED,
        ),
        ("an escape in lower case", replaced("%2B", "%2b"), ACCEPTED),
        ("a space as %20", replaced("+0", "%200"), ACCEPTED),
        ("empty pairs", replaced("&", "&&&"), ACCEPTED),
        (
            "another order",
            format!("From=%2B1555+0&CallStatus=ringing&CallSid={CALL}&AccountSid={ACCOUNT}")
                .into_bytes(),
            ACCEPTED,
        ),
        // Different names or values.
        ("a plus that is not escaped", replaced("%2B", "+"), WRONG),
        ("an escape twice", replaced("%2B", "%252B"), WRONG),
        ("half an escape", replaced("%2B", "%2"), WRONG),
        (
            "a null at the end of a name",
            replaced("CallSid=", "CallSid%00="),
            WRONG,
        ),
        (
            "a null at the end of a value",
            replaced("ringing", "ringing%00"),
            WRONG,
        ),
        (
            "a null and another status",
            replaced("ringing", "completed%00"),
            WRONG,
        ),
        ("a bare null", replaced("ringing", "ringing\0"), WRONG),
        (
            "an overlong letter in a name",
            replaced("CallSid", "%C1%83allSid"),
            WRONG,
        ),
        (
            "an overlong equals sign",
            replaced("CallSid=", "CallSid%C0%BD="),
            WRONG,
        ),
        (
            "a letter of full width",
            replaced("CallSid", "%EF%BC%A3allSid"),
            WRONG,
        ),
        ("a soft hyphen", replaced("ringing", "%C2%ADringing"), WRONG),
        (
            "an escape of four digits",
            replaced("CallSid", "%u0043allSid"),
            WRONG,
        ),
        (
            "a byte order mark",
            [b"\xEF\xBB\xBF", body.as_bytes()].concat(),
            WRONG,
        ),
        (
            "a line feed at the end",
            [body.as_bytes(), b"\n"].concat(),
            WRONG,
        ),
        (
            "a carriage return between pairs",
            replaced("&CallSid", "\r\n&CallSid"),
            WRONG,
        ),
        (
            "semicolons between pairs",
            body.replace('&', ";").into_bytes(),
            WRONG,
        ),
        (
            "an escaped ampersand",
            body.replace('&', "%26").into_bytes(),
            WRONG,
        ),
        (
            "an escaped equals sign",
            body.replace('=', "%3D").into_bytes(),
            WRONG,
        ),
        ("an entity", body.replace('&', "&amp;").into_bytes(), WRONG),
        (
            "a name without a value",
            replaced("CallStatus=ringing", "CallStatusringing"),
            NOT_TWILIO,
        ),
        (
            "a value without a name",
            replaced("CallStatus=ringing", "=CallStatusringing"),
            WRONG,
        ),
        ("an empty name", replaced("&", "&=&"), NOT_TWILIO),
        (
            "no equals signs",
            body.replace('=', "").into_bytes(),
            NOT_TWILIO,
        ),
        ("brackets", replaced("CallSid=", "CallSid[]="), WRONG),
        (
            "UTF-16",
            body.bytes().flat_map(|byte| [byte, 0]).collect(),
            WRONG,
        ),
        (
            "JSON of the same values",
            br#"{"CallStatus":"completed"}"#.to_vec(),
            WRONG,
        ),
        ("nothing", Vec::new(), WRONG),
    ] {
        let read = validator().verify::<CallStatusCallback>(URL, &signature, body);
        table.row(attack, expected, verdict(read));
    }
    table.check();
}

/// Names and values that differ in bytes, but would look the same as text.
#[test]
fn bytes_that_are_no_text_stay_apart() {
    let mut table = Table::new("bytes that are no text");
    let (_, body) = short();
    for (one, other) in [
        ("x=%C0%AF", "x=%25C0%25AF"),
        ("x=%C0%AF", "x=/"),
        ("x=%ED%A0%80", "x=%EF%BF%BD"),
        ("x=%FF", "x=%EF%BF%BD"),
        ("x=%F4%90%80%80", "x=%FF"),
        ("x=%C3%A9", "x=e%CC%81"),
        ("x=%00", "x="),
    ] {
        let signature = validator().sign(URL, format!("{body}&{one}"));
        let changed = format!("{body}&{other}");
        let read = validator().verify::<CallStatusCallback>(URL, &signature, changed);
        table.row(format!("{one} as {other}"), WRONG, verdict(read));
    }
    table.check();
}

#[tokio::test]
async fn a_content_type_names_a_form_or_it_is_none() {
    const NOT_A_FORM: &str = "400 the body is not a form";
    const FORM: &str = "415 the content type must be given and must not be that of a form";
    let mut table = Table::new("the content type");
    let body = form(&ringing("+15550002222"));
    let target = format!(
        "/hooks?shop=5&bodySHA256={}",
        twilio_calls::webhook::body_sha256(&body)
    );
    let url = format!("https://example.com{target}");
    let hashed = validator().sign(&url, &body);
    let signed = validator().sign(URL, &body);
    let form_type = "application/x-www-form-urlencoded";
    for (types, is_form) in [
        (&[][..], true),
        (&[""], true),
        (&[" "], true),
        (&[form_type], true),
        (&["Application/X-WWW-Form-URLEncoded"], true),
        (&["application/x-www-form-urlencoded; charset=UTF-8"], true),
        (&["application/x-www-form-urlencoded;"], true),
        (
            &["application/x-www-form-urlencoded ; charset=utf-16; x=\"a;b\""],
            true,
        ),
        (&["\tapplication/x-www-form-urlencoded\t"], true),
        (&[form_type, form_type], true),
        (&[form_type, "application/json"], true),
        (&["application/json", form_type], true),
        (
            &["application/json, application/x-www-form-urlencoded"],
            true,
        ),
        (
            &["application/x-www-form-urlencoded,application/json"],
            true,
        ),
        (
            &["application/x-www-form-urlencoded;a, application/json"],
            true,
        ),
        (&["application/json"], false),
        (&["application/json; charset=utf-8"], false),
        (
            &["application/json; profile=application/x-www-form-urlencoded"],
            false,
        ),
        (&["APPLICATION/JSON"], false),
        (&["text/plain"], false),
        (&["multipart/form-data; boundary=x"], false),
        (&["application/x-www-form-urlencoded2"], false),
        (&["application/ x-www-form-urlencoded"], false),
        (&["x"], false),
    ] {
        let with = |target: &str, signature: &str| {
            let mut headers = vec![(SIGNATURE_HEADER, signature)];
            headers.extend(
                types
                    .iter()
                    .map(|content_type| (CONTENT_TYPE, *content_type)),
            );
            request(Method::POST, target, &headers, body.as_bytes())
        };
        let read = RECEIVER.receive(with("/hooks?shop=5", &signed), None).await;
        let expected = if is_form {
            "accepted: its call is ringing"
        } else {
            NOT_A_FORM
        };
        table.row(format!("{types:?} as a form"), expected, outcome(read));
        let read = RECEIVER.receive_bytes(with(&target, &hashed), None).await;
        let length = format!("accepted: {} bytes", body.len());
        let expected = if is_form { FORM } else { &length };
        table.row(
            format!("{types:?} as other bytes"),
            expected,
            shown_bytes(read),
        );
    }
    table.check();
}
