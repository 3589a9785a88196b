//! The validator of a request: one for all requests, or one per account.

use super::accounts::{AccountValidators, account_of};
use super::decode::Pairs;
use super::error::SignatureError;
use super::header::Signature;
use super::validator::SignatureValidator;
use crate::AccountSid;

#[derive(Clone, Debug)]
pub(super) enum Validators {
    One(SignatureValidator),
    /// For requests that name this account, or none.
    OfAccount(AccountSid, SignatureValidator),
    ByAccount(AccountValidators),
}

impl Validators {
    /// The validator for a request, where it does not depend on the parameters.
    pub(super) const fn only(&self) -> Result<&SignatureValidator, SignatureError> {
        match self {
            Self::One(validator) | Self::OfAccount(_, validator) => Ok(validator),
            Self::ByAccount(_) => Err(SignatureError::UnknownAccount),
        }
    }

    /// The validator for a request with these parameters.
    pub(super) fn select(&self, pairs: &Pairs) -> Result<&SignatureValidator, SignatureError> {
        match self {
            Self::One(validator) => Ok(validator),
            Self::OfAccount(account, validator) => match account_of(pairs)? {
                Some(other) if other != *account => Err(SignatureError::UnknownAccount),
                _ => Ok(validator),
            },
            Self::ByAccount(validators) => validators.select(pairs),
        }
    }

    /// Rejects signatures that cannot be right whatever the request says.
    pub(super) fn precheck(&self, signature: &Signature<'_>) -> Result<(), SignatureError> {
        match self {
            Self::One(validator) | Self::OfAccount(_, validator) => {
                validator.claim(signature).map(drop)
            }
            Self::ByAccount(_) => signature.precheck(),
        }
    }
}
