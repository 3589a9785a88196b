//! What every request has in common: its client, its options, and the arguments it refused.

use std::borrow::Cow;
use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use crate::AccountSid;
use crate::client::Client;
use crate::error::Error;
use crate::retry::RetryPolicy;
use crate::scalar::InvalidValue;
use crate::wire::Wire;

/// The future of an awaited request.
pub type RequestFuture<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

/// Anything that can be turned into the type of a parameter.
///
/// Implemented for every type that converts with [`TryInto`] and whose failure says what is wrong: the
/// parameter type itself, a reference to it, `&str` and `String` for text, integers and
/// [`Duration`] for numbers. A value that cannot be converted is remembered by the request and
/// reported when it is sent, by parameter name and reason; nothing leaves the process then.
///
/// ```
/// # use twilio_calls::{Client, Credentials};
/// # let credentials = Credentials::auth_token("AC00000000000000000000000000000000", "token")?;
/// # let client = Client::builder(credentials).base_url("http://127.0.0.1:1").build()?;
/// # let _ =
/// client.create_call("+15558675310", "+15552223214").timeout(30).record(true);
/// # Ok::<(), twilio_calls::Error>(())
/// ```
pub trait Argument<T>: Sized {
    /// Converts the value.
    ///
    /// # Errors
    ///
    /// What is wrong with the value.
    fn into_argument(self) -> Result<T, InvalidValue>;
}

impl<T, V> Argument<T> for V
where
    V: TryInto<T>,
    V::Error: Into<InvalidValue>,
{
    fn into_argument(self) -> Result<T, InvalidValue> {
        self.try_into().map_err(Into::into)
    }
}

/// An argument that was refused before anything was sent.
///
/// Found in [`Error::invalid_arguments`](crate::Error::invalid_arguments).
#[derive(Clone, Debug, PartialEq)]
pub struct InvalidArgument {
    parameter: Cow<'static, str>,
    problem: Problem,
}

#[derive(Clone, Debug, PartialEq)]
enum Problem {
    Value(InvalidValue),
    Missing,
    Requires(&'static str),
    Excludes(&'static str),
    Typed,
    Name,
    Zero,
    OnePage,
}

impl InvalidArgument {
    /// The name of the parameter on the wire, such as `To`, or of the setter of what is not sent.
    #[must_use]
    pub fn parameter(&self) -> &str {
        &self.parameter
    }

    /// What is wrong with the value itself; `None` when the value is fine but not allowed here.
    #[must_use]
    pub fn value_error(&self) -> Option<&InvalidValue> {
        match &self.problem {
            Problem::Value(error) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for InvalidArgument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parameter = &self.parameter;
        match &self.problem {
            Problem::Value(error) => write!(f, "`{parameter}`: {error}"),
            Problem::Missing => write!(f, "`{parameter}` is missing"),
            Problem::Requires(other) => {
                write!(f, "`{parameter}` can only be sent together with `{other}`")
            }
            Problem::Excludes(other) => write!(f, "`{parameter}` and `{other}` exclude each other"),
            Problem::Typed => write!(f, "`{parameter}` has a setter of its own, use that"),
            Problem::Zero => write!(f, "`{parameter}`: a limit of zero lets nothing through"),
            Problem::OnePage => write!(
                f,
                "`{parameter}` does not concern a table, which is one page: set the page size"
            ),
            Problem::Name => write!(
                f,
                "the name of an extra parameter must not be empty nor hold control characters"
            ),
        }
    }
}

/// What an operation is allowed to do, which decides about retries and pacing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Changes nothing.
    Read,
    /// Makes something new: sending it twice makes two.
    Create,
    /// Changes something; whether twice is once, only the service knows.
    Update,
    /// Removes something: twice is once.
    Delete,
}

impl Effect {
    /// Whether sending the same request twice has the effect of sending it once.
    pub(crate) fn is_idempotent(self) -> bool {
        matches!(self, Self::Read | Self::Delete)
    }
}

/// What is known about an operation before any request of it is made.
#[derive(Debug)]
pub(crate) struct Operation {
    /// The name in errors and traces.
    pub(crate) id: &'static str,
    pub(crate) effect: Effect,
    /// The wire names of all parameters that have a setter.
    pub(crate) parameters: &'static [&'static str],
}

/// The part of a request that does not depend on its operation.
#[derive(Clone)]
pub(crate) struct RequestState {
    pub(crate) client: Client,
    pub(crate) operation: &'static Operation,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    /// Parameters without a setter, in the order given.
    pub(crate) extra: Vec<(String, String)>,
    pub(crate) limit: Option<usize>,
    pub(crate) prefetch: bool,
    invalid: Vec<InvalidArgument>,
}

impl RequestState {
    pub(crate) fn new(client: &Client, operation: &'static Operation) -> Self {
        Self {
            client: client.clone(),
            operation,
            timeout: None,
            retry: None,
            extra: Vec::new(),
            limit: None,
            prefetch: false,
            invalid: Vec::new(),
        }
    }

    /// The account that the request concerns.
    pub(crate) fn account_sid(&self) -> &AccountSid {
        self.client.account_sid()
    }

    /// The way to the service for this request.
    pub(crate) fn wire(&self) -> Wire<'_> {
        Wire::new(self)
    }

    /// Makes this the request for a table by another operation with the same parameters.
    pub(crate) fn switch(&mut self, operation: &'static Operation) {
        self.operation = operation;
        if self.limit.is_some() {
            self.refuse("limit", Problem::OnePage);
        }
    }

    /// Stores an argument, or remembers why it cannot be; the last call for a parameter counts.
    pub(crate) fn set<T>(
        &mut self,
        parameter: &'static str,
        slot: &mut Option<T>,
        value: impl Argument<T>,
    ) {
        self.forget(parameter);
        match value.into_argument() {
            Ok(value) => *slot = Some(value),
            Err(error) => {
                *slot = None;
                self.refuse(parameter, Problem::Value(error));
            }
        }
    }

    /// As [`set`](Self::set) for a parameter that can have several values.
    pub(crate) fn set_all<T>(
        &mut self,
        parameter: &'static str,
        slot: &mut Vec<T>,
        values: impl IntoIterator<Item = impl Argument<T>>,
    ) {
        self.forget(parameter);
        slot.clear();
        for value in values {
            match value.into_argument() {
                Ok(value) => slot.push(value),
                Err(error) => self.refuse(parameter, Problem::Value(error)),
            }
        }
    }

    /// Remembers a violation of the rule that one parameter is only sent together with another.
    pub(crate) fn requires(
        &mut self,
        parameter: &'static str,
        given: bool,
        other: &'static str,
        other_given: bool,
    ) {
        // An argument that was refused was given all the same: one mistake, one message.
        if given && !other_given && !self.refused(other) {
            self.refuse(parameter, Problem::Requires(other));
        }
    }

    /// Remembers a violation of the rule that of two parameters at most one is sent.
    pub(crate) fn excludes(
        &mut self,
        parameter: &'static str,
        given: bool,
        other: &'static str,
        other_given: bool,
    ) {
        if given && other_given {
            self.refuse(parameter, Problem::Excludes(other));
        }
    }

    /// Limits the time of each attempt.
    pub(crate) fn limit_time(&mut self, timeout: Duration) {
        const OPTION: &str = "request_timeout";
        self.forget(OPTION);
        if timeout.is_zero() {
            self.refuse(OPTION, Problem::Zero);
        }
        self.timeout = Some(timeout);
    }

    /// Adds a parameter that has no setter.
    pub(crate) fn extra(&mut self, name: String, value: String) {
        if name.is_empty() || name.chars().any(char::is_control) {
            self.refuse(name.escape_debug().to_string(), Problem::Name);
        } else if self
            .operation
            .parameters
            .iter()
            .any(|typed| typed.eq_ignore_ascii_case(&name))
        {
            self.refuse(name, Problem::Typed);
        } else {
            self.extra.push((name, value));
        }
    }

    /// Ends the collecting of arguments.
    ///
    /// # Errors
    ///
    /// All arguments that were refused, if any.
    pub(crate) fn finish(&mut self) -> Result<(), Error> {
        if self.invalid.is_empty() {
            return Ok(());
        }
        Err(Error::arguments(std::mem::take(&mut self.invalid)).during(self.operation))
    }

    /// A required argument, after [`finish`](Self::finish).
    pub(crate) fn given<'a, T>(
        &self,
        parameter: &'static str,
        slot: &'a Option<T>,
    ) -> Result<&'a T, Error> {
        slot.as_ref().ok_or_else(|| {
            let missing = InvalidArgument {
                parameter: Cow::Borrowed(parameter),
                problem: Problem::Missing,
            };
            Error::arguments(vec![missing]).during(self.operation)
        })
    }

    /// Chooses the page size from the limit, so that no more is fetched than asked for.
    pub(crate) fn choose_page_size<T>(&self, slot: &mut Option<T>, max: impl Into<u64>)
    where
        T: TryFrom<u64> + Ord + Copy,
    {
        let Some(limit) = self.limit else { return };
        let wanted = u64::try_from(limit)
            .unwrap_or(u64::MAX)
            .min(max.into())
            .max(1);
        if let Ok(wanted) = T::try_from(wanted) {
            *slot = Some(slot.map_or(wanted, |chosen| chosen.min(wanted)));
        }
    }

    fn refuse(&mut self, parameter: impl Into<Cow<'static, str>>, problem: Problem) {
        self.invalid.push(InvalidArgument {
            parameter: parameter.into(),
            problem,
        });
    }

    fn forget(&mut self, parameter: &str) {
        // Nearly always empty, and then this must cost nothing.
        if !self.invalid.is_empty() {
            self.invalid
                .retain(|argument| argument.parameter != parameter);
        }
    }

    fn refused(&self, parameter: &str) -> bool {
        self.invalid
            .iter()
            .any(|argument| argument.parameter == parameter)
    }
}

/// What may be said of a request without saying what is in it.
impl fmt::Debug for RequestState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestState")
            .field("operation", &self.operation.id)
            .field("timeout", &self.timeout)
            .field("retry", &self.retry)
            .field("limit", &self.limit)
            .field("invalid", &self.invalid)
            .finish_non_exhaustive()
    }
}

/// Adds to an emitted request what all requests have: the options of one request, and `send` and
/// `.await` on top of its own `response`.
macro_rules! request {
    ($request:ident -> $value:ty, $extra:ident) => {
        impl $request {
            /// Limits the time of each attempt to send this request, instead of the client's own limit.
            ///
            /// It covers everything from opening the connection to the last byte of the answer. Zero is refused
            /// when the request is sent.
            pub fn request_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.core.limit_time(timeout);
                self
            }

            /// Uses this policy for this request, instead of the client's own.
            pub fn retry(mut self, policy: $crate::RetryPolicy) -> Self {
                self.core.retry = Some(policy);
                self
            }

            $crate::request::extra!($extra);

            /// Sends the request.
            ///
            /// # Errors
            ///
            /// Refused arguments, with nothing sent; no answer; an answer that reports an error or
            /// cannot be understood.
            pub async fn send(self) -> Result<$value, $crate::Error> {
                Ok(self.response().await?.into_value())
            }
        }

        impl ::std::future::IntoFuture for $request {
            type Output = Result<$value, $crate::Error>;
            type IntoFuture = $crate::RequestFuture<$value>;

            fn into_future(self) -> Self::IntoFuture {
                ::std::boxed::Box::pin(self.send())
            }
        }
    };
}
pub(crate) use request;

macro_rules! extra {
    (form) => {
        /// Adds a form parameter that has no setter yet.
        ///
        /// The name of a parameter that has one is refused when the request is sent.
        pub fn form_param(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
            self.core.extra(name.into(), value.into());
            self
        }
    };
    (query) => {
        /// Adds a query parameter that has no setter yet.
        ///
        /// The name of a parameter that has one is refused when the request is sent.
        pub fn query_param(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
            self.core.extra(name.into(), value.into());
            self
        }
    };
}
pub(crate) use extra;

/// Adds to an emitted request of a list what all of them have.
macro_rules! list {
    ($request:ident) => {
        impl $request {
            /// Gives no more than this many items, over all pages, and chooses the page size accordingly.
            ///
            /// A page size that is set and smaller is kept. A table is one page, for which this is refused.
            pub fn limit(mut self, items: usize) -> Self {
                self.core.limit = Some(items);
                self
            }

            /// Fetches the next page while the current one is used, so that both take place at the same time.
            ///
            /// It concerns [`pages`](Self::pages) and [`stream`](Self::stream), takes the memory of one more
            /// page, and can fetch one page that is not used.
            pub fn prefetch(mut self) -> Self {
                self.core.prefetch = true;
                self
            }
        }
    };
}
pub(crate) use list;
