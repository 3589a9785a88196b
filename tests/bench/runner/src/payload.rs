//! Responses as Twilio sends them.

const ACCOUNT: &str = "ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1";

/// A call that was just placed.
pub fn queued() -> String {
    call(
        "CAc3c3c3c3c3c3c3c3c3c3c3c3c3c3c3c3",
        r#""status":"queued","answered_by":null,"duration":null,"end_time":null,"price":null,"start_time":null"#,
    )
}

/// A page of calls that have ended.
pub fn page(calls: usize, number: usize, next: Option<&str>) -> String {
    let calls: Vec<String> = (0..calls)
        .map(|call| ended(&format!("CA{number:016x}{call:016x}")))
        .collect();
    let next = next.map_or("null".to_owned(), |next| format!("\"{next}\""));
    let (start, end) = (number * calls.len(), (number + 1) * calls.len());
    format!(
        r#"{{"first_page_uri":"{path}","end":{end},"calls":[{calls}],"previous_page_uri":null,"uri":"{path}&Page={number}","page_size":1000,"start":{start},"next_page_uri":{next},"page":{number}}}"#,
        path = format_args!("/2010-04-01/Accounts/{ACCOUNT}/Calls.json?PageSize=1000"),
        calls = calls.join(","),
    )
}

fn ended(sid: &str) -> String {
    call(
        sid,
        r#""status":"completed","answered_by":"human","duration":"15","end_time":"Tue, 31 Aug 2010 20:36:44 +0000","price":"-0.03000","start_time":"Tue, 31 Aug 2010 20:36:29 +0000""#,
    )
}

/// A call with all its members; those that depend on its state are passed in.
fn call(sid: &str, standing: &str) -> String {
    let path = format!("/2010-04-01/Accounts/{ACCOUNT}/Calls/{sid}");
    let subresources = [
        ("events", "Events"),
        ("notifications", "Notifications"),
        ("payments", "Payments"),
        ("recordings", "Recordings"),
        ("siprec", "Siprec"),
        ("streams", "Streams"),
        ("transcriptions", "Transcriptions"),
        (
            "user_defined_message_subscriptions",
            "UserDefinedMessageSubscriptions",
        ),
        ("user_defined_messages", "UserDefinedMessages"),
    ];
    let subresources: Vec<String> = subresources
        .map(|(name, segment)| format!(r#""{name}":"{path}/{segment}.json""#))
        .into();
    format!(
        r#"{{"account_sid":"{ACCOUNT}","annotation":null,"api_version":"2010-04-01","caller_name":null,"date_created":"Tue, 31 Aug 2010 20:36:28 +0000","date_updated":"Tue, 31 Aug 2010 20:36:44 +0000","direction":"outbound-api","forwarded_from":null,"from":"+15552223214","from_formatted":"(555) 222-3214","group_sid":null,"parent_call_sid":null,"phone_number_sid":"PNb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2","price_unit":"USD","queue_time":"0","sid":"{sid}","subresource_uris":{{{subresources}}},"to":"+15558675310","to_formatted":"(555) 867-5310","trunk_sid":null,"uri":"{path}.json",{standing}}}"#,
        subresources = subresources.join(","),
    )
}
