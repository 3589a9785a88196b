//! Tokens and keys of several accounts.

use twilio_calls::AccountSid;
use twilio_calls::webhook::{AccountValidators, SharedKey, SignatureAlgorithm, SignatureError};

use super::*;

const NORTH: AccountSid = AccountSid::from_static(ACCOUNT);
const SOUTH: AccountSid = AccountSid::from_static("ACd4d4d4d4d4d4d4d4d4d4d4d4d4d4d4d4");

#[tokio::test]
async fn an_account_vouches_for_itself_alone() {
    let key = SharedKey::new("south", "secret", [SignatureAlgorithm::HmacSha256]).unwrap();
    let south = SignatureValidator::new("south").unwrap();
    let accounts = AccountValidators::new([
        (NORTH, validator()),
        (SOUTH, south.clone().and_key(key.clone())),
    ]);
    let base = PublicUrl::base("https://example.com").unwrap();
    let receiver = Receiver::for_accounts(accounts, base);
    let with_account = |account: &str| {
        let mut pairs = ringing("+15550002222");
        pairs[0].1 = account;
        form(&pairs)
    };
    let read = async |body: &str, sign: &dyn Fn(&str) -> Request<String>| {
        receiver
            .receive::<CallStatusCallback, _>(sign(body), None)
            .await
    };
    let by_token = |validator: SignatureValidator| {
        move |body: &str| post("/hooks?shop=5", &validator.sign(URL, body), body)
    };
    let by_key = |body: &str| {
        let mut request = post("/hooks?shop=5", "", body);
        key.sign(URL, body).insert_into(request.headers_mut());
        request
    };
    let (own, other) = (with_account(ACCOUNT), with_account(SOUTH.as_str()));
    assert_eq!(
        read(&own, &by_token(validator()))
            .await
            .unwrap()
            .account_sid,
        NORTH
    );
    assert_eq!(
        read(&other, &by_token(south.clone()))
            .await
            .unwrap()
            .account_sid,
        SOUTH
    );
    assert_eq!(read(&other, &by_key).await.unwrap().account_sid, SOUTH);
    let rejected = async |body: &str, sign: &dyn Fn(&str) -> Request<String>| {
        let rejection = read(body, sign).await.unwrap_err();
        assert_eq!(rejection.status(), 403, "{rejection}");
        rejection.signature_error()
    };
    // A signature of one account is not valid for another.
    assert_eq!(
        rejected(&own, &by_token(south.clone())).await,
        Some(SignatureError::Wrong)
    );
    assert_eq!(
        rejected(&other, &by_token(validator())).await,
        Some(SignatureError::Wrong)
    );
    assert_eq!(
        rejected(&own, &by_key).await,
        Some(SignatureError::UnknownKey)
    );
    // An account that is unknown, missing, given twice or invalid.
    let unknown = Some(SignatureError::UnknownAccount);
    let twice = format!("{own}&AccountSid={SOUTH}");
    for body in [
        with_account("ACe5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5"),
        own.replace("AccountSid", "AccountSiD"),
        twice.clone(),
        format!("{own}&AccountSid={ACCOUNT}"),
        with_account("AC"),
        "x".to_owned(),
        String::new(),
    ] {
        for signer in [validator(), south.clone()] {
            assert_eq!(rejected(&body, &by_token(signer)).await, unknown, "{body}");
        }
    }
    // A request without the parameter needs an expected account.
    let handshake = |validator: &SignatureValidator| {
        let signature = validator.sign("wss://example.com/media", "");
        get("/media", &signature, "")
    };
    let error = receiver
        .verify_handshake(&handshake(&south), None)
        .unwrap_err();
    assert_eq!(error.signature_error(), unknown);
    let account = receiver.account(&SOUTH).unwrap();
    assert!(account.verify_handshake(&handshake(&south), None).is_ok());
    assert!(
        account
            .verify_handshake(&handshake(&validator()), None)
            .is_err()
    );
    assert!(
        receiver
            .account(&AccountSid::from_static(
                "ACe5e5e5e5e5e5e5e5e5e5e5e5e5e5e5e5"
            ))
            .is_none()
    );
}

/// A receiver that was selected for one account, for example by path, accepts nothing from another one.
#[tokio::test]
async fn the_receiver_of_an_account_reads_no_other_account() {
    let mut table = Table::new("the receiver of one account");
    let south = SignatureValidator::new("south").unwrap();
    let accounts = AccountValidators::new([(NORTH, validator()), (SOUTH, south.clone())]);
    let base = PublicUrl::base("https://example.com").unwrap();
    let receiver = Receiver::for_accounts(accounts, base)
        .account(&SOUTH)
        .unwrap();
    let unknown = "403 the account is unknown";
    for (attack, accounts, signer, expected) in [
        (
            "its own account",
            vec![SOUTH.as_str()],
            &south,
            "accepted: its call is ringing",
        ),
        (
            "another account, signed with its own token",
            vec![ACCOUNT],
            &south,
            unknown,
        ),
        (
            "another account, signed with that one's token",
            vec![ACCOUNT],
            &validator(),
            unknown,
        ),
        (
            "its own account, signed by another",
            vec![SOUTH.as_str()],
            &validator(),
            "403 the signature is wrong",
        ),
        (
            "both accounts",
            vec![SOUTH.as_str(), ACCOUNT],
            &south,
            unknown,
        ),
        (
            "its own account twice",
            vec![SOUTH.as_str(), SOUTH.as_str()],
            &south,
            unknown,
        ),
        ("no account", vec![], &south, "400 `AccountSid` is missing"),
        ("what is no account", vec!["south"], &south, unknown),
    ] {
        let mut pairs = ringing("+15550002222");
        pairs.remove(0);
        pairs.extend(accounts.iter().map(|account| ("AccountSid", *account)));
        let body = form(&pairs);
        let request = post("/hooks?shop=5", &signer.sign(URL, &body), &body);
        let read = receiver
            .receive::<CallStatusCallback, _>(request, None)
            .await;
        table.row(attack, expected, outcome(read));
        // The same with GET.
        let target = format!("/hooks?{body}");
        let signature = signer.sign(&format!("https://example.com{target}"), "");
        let read = receiver
            .receive_query::<CallStatusCallback, _>(get(&target, &signature, ""), None)
            .await;
        table.row(format!("{attack}, GET"), expected, outcome(read));
    }
    table.check();
}

/// Tokens and keys belong to one account, even if two accounts use the same name for a key.
#[tokio::test]
async fn keys_and_tokens_of_accounts_are_not_mixed() {
    let mut table = Table::new("tokens and keys of accounts");
    let key = |secret: &str, algorithm| SharedKey::new("key_01", secret, [algorithm]).unwrap();
    let north_key = key("north", SignatureAlgorithm::HmacSha256);
    let south_key = key("south", SignatureAlgorithm::HmacSha256);
    let weak_key = key("south", SignatureAlgorithm::HmacSha1);
    let accounts = AccountValidators::new([
        (NORTH, validator().and_key(north_key.clone())),
        (SOUTH, SignatureValidator::with_key(south_key.clone())),
    ]);
    let base = PublicUrl::base("https://example.com").unwrap();
    let receiver = Receiver::for_accounts(accounts, base);
    let accepted = "accepted: its call is ringing";
    let wrong = "403 the signature is wrong";
    for (account, signer, key, expected) in [
        (NORTH, "its token", None, accepted),
        (NORTH, "its key", Some(&north_key), accepted),
        (
            NORTH,
            "the key of the same name of another account",
            Some(&south_key),
            wrong,
        ),
        (SOUTH, "its key", Some(&south_key), accepted),
        (
            SOUTH,
            "the key of the same name of another account",
            Some(&north_key),
            wrong,
        ),
        (
            SOUTH,
            "the token of another account",
            None,
            "403 the signature must be made with a shared key",
        ),
        (
            SOUTH,
            "its key with a weaker algorithm",
            Some(&weak_key),
            "403 the algorithm of the signature is not allowed for its shared key",
        ),
    ] {
        let mut pairs = ringing("+15550002222");
        pairs[0].1 = account.as_str();
        let body = form(&pairs);
        let mut request = post("/hooks?shop=5", &validator().sign(URL, &body), &body);
        if let Some(key) = key {
            key.sign(URL, &body).insert_into(request.headers_mut());
        }
        let read = receiver
            .receive::<CallStatusCallback, _>(request, None)
            .await;
        let account = if account == NORTH { "north" } else { "south" };
        table.row(format!("{account}, {signer}"), expected, outcome(read));
    }
    table.check();
}
