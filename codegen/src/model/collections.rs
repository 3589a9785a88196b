//! The collections that a path leads through.

use crate::names::ACCOUNT_PARAMETER;

/// The names in a path, without the version of the API, the account on whose behalf requests are made, and suffixes. In
/// the path of the account itself, the account is the resource.
pub(super) fn collections(path: &str) -> Vec<&str> {
    let segments: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
    let after = |at: usize| segments.get(at + 1).copied().unwrap_or_default();
    let is_account = |at: usize| after(at).trim_matches(['{', '}']) == ACCOUNT_PARAMETER;
    let names = segments.iter().enumerate().filter(|(at, segment)| {
        !segment.starts_with('{') && !is_version(segment) && !is_account(*at)
    });
    names
        .filter_map(|(_, segment)| segment.split('.').next())
        .filter(|name| !name.is_empty())
        .collect()
}

/// Whether a segment is a version, such as `v1` or `2010-04-01`.
fn is_version(segment: &str) -> bool {
    let digits = segment.strip_prefix('v').unwrap_or(segment);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit() || b == b'-')
}

#[cfg(test)]
mod tests {
    use super::collections;

    #[test]
    fn the_version_and_the_parent_account_are_not_collections() {
        let account = "/2010-04-01/Accounts/{AccountSid}";
        for (path, expected) in [
            (format!("{account}/Calls.json"), vec!["Calls"]),
            (format!("{account}/Calls/{{Sid}}.json"), vec!["Calls"]),
            (
                format!("{account}/Calls/{{Sid}}/Events.json"),
                vec!["Calls", "Events"],
            ),
            (format!("{account}.json"), vec!["Accounts"]),
            ("/2010-04-01/Accounts.json".to_owned(), vec!["Accounts"]),
            (
                "/v2/Services/{ServiceSid}/Verifications".to_owned(),
                vec!["Services", "Verifications"],
            ),
            ("/tickets".to_owned(), vec!["tickets"]),
            ("/{Sid}".to_owned(), vec![]),
            ("/v1".to_owned(), vec![]),
        ] {
            assert_eq!(collections(&path), expected, "{path}");
        }
    }
}
