//! Tokens and keys of several accounts.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use super::ACCOUNT_PARAMETER;
use super::decode::Pairs;
use super::error::SignatureError;
use super::validator::SignatureValidator;
use crate::AccountSid;

/// A validator for each account that an application serves.
///
/// The parameter `AccountSid` of a request selects the validator. Before the signature is verified, anybody can have
/// written it, so it only selects: the request must be signed with a token or a key **of that account**. A request
/// that names no account, several accounts, or an unknown one is rejected.
///
/// A verified request was sent by the account that it names. Whether that account owns the call in the request is for
/// the application to check: compare the account of the callback with the account that the call belongs to.
///
/// ```
/// use twilio_calls::{AccountSid, CallStatusCallback};
/// use twilio_calls::webhook::{AccountValidators, PublicUrl, Receiver, SIGNATURE_HEADER, SignatureValidator};
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// const NORTH: AccountSid = AccountSid::from_static("ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1");
/// const SOUTH: AccountSid = AccountSid::from_static("ACb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2");
/// let north = SignatureValidator::new("0123456789abcdef0123456789abcdef")?;
/// let south = SignatureValidator::new("fedcba9876543210fedcba9876543210")?;
/// let accounts = AccountValidators::new([(NORTH, north.clone()), (SOUTH, south.clone())]);
/// let receiver = Receiver::for_accounts(accounts, PublicUrl::base("https://example.com")?);
///
/// let body = "CallSid=CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2&AccountSid=ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1&CallStatus=busy";
/// let request = |validator: &SignatureValidator| {
///     http::Request::post("/hook")
///         .header(SIGNATURE_HEADER, validator.sign("https://example.com/hook", body))
///         .body(body.to_owned())
/// };
/// let report: CallStatusCallback = receiver.receive(request(&north)?, None).await?;
/// assert_eq!(report.account_sid, NORTH);
/// assert!(receiver.receive::<CallStatusCallback, _>(request(&south)?, None).await.is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(()) })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct AccountValidators(Arc<BTreeMap<AccountSid, SignatureValidator>>);

impl AccountValidators {
    /// Creates a set of validators. Put all tokens and keys of an account into one validator: of two validators for
    /// the same account, the last one is used.
    pub fn new(validators: impl IntoIterator<Item = (AccountSid, SignatureValidator)>) -> Self {
        Self(Arc::new(validators.into_iter().collect()))
    }

    /// The validator of an account.
    #[must_use]
    pub fn get(&self, account: &AccountSid) -> Option<&SignatureValidator> {
        self.0.get(account)
    }

    /// The validator of the account that the parameters name.
    pub(super) fn select(&self, pairs: &Pairs) -> Result<&SignatureValidator, SignatureError> {
        account_of(pairs)?
            .and_then(|account| self.get(&account))
            .ok_or(SignatureError::UnknownAccount)
    }
}

/// The account that the parameters name, if they name one.
pub(super) fn account_of(pairs: &Pairs) -> Result<Option<AccountSid>, SignatureError> {
    let mut named = pairs.iter().filter(|pair| pair.is_named(ACCOUNT_PARAMETER));
    match (named.next(), named.next()) {
        (None, _) => Ok(None),
        (Some(account), None) => match account.value_text().parse() {
            Ok(account) => Ok(Some(account)),
            Err(_) => Err(SignatureError::UnknownAccount),
        },
        (Some(_), Some(_)) => Err(SignatureError::UnknownAccount),
    }
}

impl fmt::Debug for AccountValidators {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.0.iter()).finish()
    }
}
