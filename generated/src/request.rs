//! What all requests have in common: the client, the options and the rejected arguments.

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "emitted code is written on top of this module, and the document decides how much of it is needed"
)]

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::api::service::AccountSid;
use crate::argument::{InvalidArgument, Problem};
use crate::byte_stream::ByteStream;
use crate::client::Client;
use crate::download::{Download, Source};
use crate::error::Error;
use crate::operation::Operation;
use crate::response::{RawResponse, Response};
use crate::retry::RetryPolicy;
use crate::setter::Rejected;
use crate::transport::SendOptions;
use crate::wire::Wire;

/// The future of a request: `.await` uses it, and `into_future` returns it.
///
/// ```
/// use twilio_calls::{Call, Client, RequestFuture};
///
/// fn fetch(client: &Client) -> RequestFuture<Call> {
///     client.fetch_call("CA00000000000000000000000000000000").into_future()
/// }
/// ```
pub type RequestFuture<T> = Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;

/// The state of a request, whatever its operation.
#[derive(Clone)]
pub(crate) struct RequestState {
    pub(crate) client: Client,
    pub(crate) operation: &'static Operation,
    pub(crate) timeout: Option<Duration>,
    pub(crate) retry: Option<RetryPolicy>,
    /// Headers of this request alone.
    pub(crate) headers: Option<Box<HeaderMap>>,
    /// Parameters without a setter, in the order given.
    pub(crate) extra: Vec<(String, String)>,
    pub(crate) list: ListOptions,
    /// Whether the resource may be missing, so that 404 is not traced as a failure.
    pub(crate) may_be_missing: bool,
    pub(crate) rejected: Rejected,
}

/// The options of a list request.
#[derive(Clone, Default)]
pub(crate) struct ListOptions {
    /// How many items are wanted, over all pages.
    pub(crate) limit: Option<usize>,
    /// The address of the page to begin with.
    pub(crate) resume: Option<String>,
    /// Whether the pages after the first are wanted too.
    pub(crate) all_pages: bool,
    pub(crate) prefetch: bool,
}

impl RequestState {
    /// The parameters of a builder.
    pub(crate) const fn parameters<B: Builder>() -> &'static [&'static str] {
        B::PARAMETERS
    }

    /// Begins a request of an operation.
    pub(crate) fn begin<B: Builder>(client: &Client, operation: &'static Operation) -> B {
        B::begin(Self::new(client, operation))
    }

    pub(crate) fn new(client: &Client, operation: &'static Operation) -> Self {
        Self {
            client: client.clone(),
            operation,
            timeout: None,
            retry: None,
            headers: None,
            extra: Vec::new(),
            list: ListOptions::default(),
            may_be_missing: false,
            rejected: Rejected::new(),
        }
    }

    /// The account that the request is for.
    pub(crate) fn account_sid(&self) -> &AccountSid {
        self.client.account_sid()
    }

    /// The operations' methods, for this request.
    pub(crate) fn wire(&self) -> Wire<'_> {
        Wire::new(self.client.transport(), self.options(), &self.extra)
    }

    /// Fetches another page of the list, by its URI.
    pub(crate) async fn get_page(&self, uri: &str) -> Result<RawResponse, Error> {
        let options = self.options();
        self.client.transport().get_page(uri, &options).await
    }

    fn options(&self) -> SendOptions<'_> {
        SendOptions {
            operation: self.operation,
            timeout: self.timeout,
            retry: self.retry.as_ref(),
            headers: self.headers.as_deref(),
            may_be_missing: self.may_be_missing,
        }
    }

    /// Turns this into the request for CSV: another operation with the same parameters.
    pub(crate) fn switch(&mut self, operation: &'static Operation) {
        self.operation = operation;
    }

    /// Turns a response into a download, which can request the rest of the content.
    pub(crate) fn download(&mut self, response: Response<ByteStream>) -> Response<Download> {
        let headers = response.headers().clone();
        response.map(|mut body| {
            let source = Source {
                client: self.client.clone(),
                request: body.take_request(),
                operation: self.operation,
                timeout: self.timeout,
                retry: self.retry.take(),
            };
            Download::new(source, &headers, body)
        })
    }

    /// Rejects a parameter that was given without another that it requires.
    pub(crate) fn requires(
        &mut self,
        parameter: &'static str,
        given: bool,
        other: &'static str,
        other_given: bool,
    ) {
        // A rejected argument was given all the same: one mistake, one message.
        if given && !other_given && !self.rejected.contains(other) {
            self.rejected.reject(parameter, Problem::Requires(other));
        }
    }

    /// Rejects a parameter that was given together with another that excludes it.
    pub(crate) fn excludes(
        &mut self,
        parameter: &'static str,
        given: bool,
        other: &'static str,
        other_given: bool,
    ) {
        if given && other_given {
            self.rejected.reject(parameter, Problem::Excludes(other));
        }
    }

    /// Rejects a request without a parameter that is required unless one of these others is given.
    ///
    /// A parameter without a setter may be a newer alternative, so the request is sent with one.
    pub(crate) fn unless(
        &mut self,
        parameter: &'static str,
        given: bool,
        others: &'static [&'static str],
        other_given: bool,
    ) {
        // A rejected argument was given all the same: one mistake, one message.
        let mut names = others.iter().chain([&parameter]);
        let is_rejected = names.any(|name| self.rejected.contains(name));
        if !given && !other_given && !is_rejected && self.extra.is_empty() {
            self.rejected.reject(parameter, Problem::Unless(others));
        }
    }

    /// Sets the timeout of each attempt.
    pub(crate) fn limit_time(&mut self, timeout: Duration) {
        const OPTION: &str = "request_timeout";
        self.rejected.forget(OPTION);
        if timeout.is_zero() {
            self.rejected.reject(OPTION, Problem::ZeroTimeout);
        }
        self.timeout = Some(timeout);
    }

    /// Adds a header, or why it is rejected; the last call for a name counts.
    pub(crate) fn header(&mut self, name: Option<HeaderName>, value: Option<HeaderValue>) {
        let Some(name) = name else {
            let why = "the name contains characters that are not allowed in a header name";
            self.rejected.reject("header", Problem::Header(why));
            return;
        };
        self.rejected.forget(name.as_str());
        let why = if is_reserved(&name) {
            "the client sets this header itself"
        } else if let Some(value) = value {
            self.headers.get_or_insert_default().insert(name, value);
            return;
        } else {
            "the value contains characters that cannot be sent in a header"
        };
        let name = name.as_str().to_owned();
        self.rejected.reject(name, Problem::Header(why));
    }

    /// Adds a parameter that has no setter.
    pub(crate) fn extra(&mut self, name: String, value: String) {
        if name.is_empty() || name.chars().any(char::is_control) {
            self.rejected
                .reject(name.escape_debug().to_string(), Problem::Name);
        } else if self
            .operation
            .parameters
            .iter()
            .any(|typed| is_name_of(typed, &name))
        {
            self.rejected.reject(name, Problem::HasSetter);
        } else {
            self.extra.push((name, value));
        }
    }

    /// Ends the collection of arguments.
    ///
    /// # Errors
    ///
    /// Fails with all rejected arguments, if there are any.
    pub(crate) fn finish(&mut self) -> Result<(), Error> {
        if self.rejected.is_empty() {
            return Ok(());
        }
        Err(Error::arguments(self.rejected.take()).during(self.operation))
    }

    /// A required argument, after [`finish`](Self::finish).
    pub(crate) fn given<'a, T>(
        &self,
        parameter: &'static str,
        slot: &'a Option<T>,
    ) -> Result<&'a T, Error> {
        slot.as_ref().ok_or_else(|| {
            let missing = InvalidArgument::new(parameter, Problem::Missing);
            Error::arguments(vec![missing]).during(self.operation)
        })
    }
}

/// Whether a setter's parameter has this name; one that ends in `#` stands for all parameters of a numbered family.
fn is_name_of(typed: &str, name: &str) -> bool {
    let Some(family) = typed.strip_suffix('#') else {
        return typed.eq_ignore_ascii_case(name);
    };
    let number = name.get(family.len()..).unwrap_or_default();
    number.starts_with(|digit: char| digit.is_ascii_digit())
        && name
            .get(..family.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(family))
}

/// Whether the client, or the connection, decides what the header says.
fn is_reserved(name: &HeaderName) -> bool {
    [
        header::ACCEPT,
        header::AUTHORIZATION,
        header::CONNECTION,
        header::CONTENT_LENGTH,
        header::CONTENT_TYPE,
        header::HOST,
        header::TRANSFER_ENCODING,
        header::USER_AGENT,
    ]
    .contains(name)
}

/// Shows no values of parameters.
impl fmt::Debug for RequestState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestState")
            .field("operation", &self.operation.id)
            .field("timeout", &self.timeout)
            .field("retry", &self.retry)
            .field("limit", &self.list.limit)
            .field("rejected", &self.rejected)
            .finish_non_exhaustive()
    }
}

/// A builder that a request can be made of.
pub(crate) trait Builder: Sized {
    /// The wire names of all parameters that have a setter or are arguments of the method that begins the request, those
    /// of the path aside.
    const PARAMETERS: &'static [&'static str];

    /// Begins a request, without any arguments yet.
    fn begin(core: RequestState) -> Self;

    /// The state of the request.
    fn core(&mut self) -> &mut RequestState;
}

/// A request: its builder, a setter for each parameter, `send` and `.await`, and the options of one request.
///
/// ```text
/// request! {
///     /// Builder returned by [`Client::update_call`]. Await it to send the request.
///     pub struct UpdateCall -> Call {
///         path {
///             sid: CallSid = "Sid";
///         }
///         form UpdateCallForm {
///             /// How many seconds the call may last.
///             pub time_limit: TimeLimit = "TimeLimit";
///         }
///     }
/// }
/// ```
///
/// Each parameter has its setter, the type of its value or, in brackets, of each of its values, and its name on the wire; what
/// stands in braces is numbered (see [`setter!`](crate::setter::setter)). A JSON body is `json` in place of `form`, or `body` where it is given as a whole.
/// Setters that are not `pub` are for the method of the client that begins the request, which has an argument for each of
/// them. The parameters of a path and of a query are fields of the builder; those of a form are fields of the form, which is
/// boxed because every setter moves the builder.
///
/// The builder's own `exchange`, which is written out beside it, sends the request. It borrows the builder, which is large:
/// a future that takes it by value moves it with every layer around it.
macro_rules! request {
    ($(#[$attr:meta])* pub struct $request:ident -> $value:ty {
        $(path { $($segment:ident: $segment_type:ident = $segment_wire:literal;)+ })?
        $(query {
            $($(#[$query_attr:meta])* $query_vis:vis $query:ident: $query_type:tt = $query_wire:literal;)+
        })?
        $(form $form:ident {
            $($(#[$field_attr:meta])* $field_vis:vis $field:ident: $field_type:tt = $field_wire:literal;)*
        })?
        $(json $json:ident {
            $($(#[$property_attr:meta])* $property_vis:vis $property:ident: $property_type:tt = $property_wire:literal;)*
        })?
        $(body $body:ident;)?
    }) => {
        $(#[$attr])*
        #[derive(Clone, Debug)]
        #[must_use = "a request does nothing until it is awaited or sent"]
        pub struct $request {
            core: $crate::request::RequestState,
            $($($segment: Option<$segment_type>,)+)?
            $($(pub(super) $query: $crate::request::query_slot!($query_type),)+)?
            $(form: ::std::boxed::Box<$form>,)?
            $(body: $json,)?
            $(body: Option<$body>,)?
        }

        impl $crate::request::Builder for $request {
            const PARAMETERS: &'static [&'static str] = &[
                $($($query_wire,)+)?
                $($($crate::request::parameter_name!($field_type, $field_wire),)*)?
                $($($property_wire,)*)?
            ];

            fn begin(core: $crate::request::RequestState) -> Self {
                Self {
                    core,
                    $($($segment: None,)+)?
                    $($($query: ::core::default::Default::default(),)+)?
                    $(form: ::std::boxed::Box::<$form>::default(),)?
                    $(body: $json::empty(),)?
                    $(body: None::<$body>,)?
                }
            }

            fn core(&mut self) -> &mut $crate::request::RequestState {
                &mut self.core
            }
        }

        impl $request {
            $($($crate::setter::setter! {
                $segment: $segment_type = $segment_wire, self, self.core.rejected, self.$segment
            })+)?
            $($($crate::setter::setter! {
                $(#[$query_attr])*
                $query_vis $query: $query_type = $query_wire, self, self.core.rejected, self.$query
            })+)?
            $($($crate::setter::setter! {
                $(#[$field_attr])*
                $field_vis $field: $field_type = $field_wire, self, self.core.rejected, self.form.$field
            })*)?
            $($($crate::setter::setter! {
                $(#[$property_attr])*
                $property_vis $property: $property_type = $property_wire, self, self.core.rejected, self.body.$property
            })*)?
            $(fn body(mut self, value: impl $crate::argument::Argument<$body>) -> Self {
                self.core.rejected.set_body(&mut self.body, value);
                self
            })?
        }

        $crate::request::common!($request -> $value, $(form $form)? $(json $json)? $(json $body)?);
    };
}
pub(crate) use request;

/// What a parameter of a form is called: `Parameter#` stands for `Parameter1.Name` and all others of the family.
macro_rules! parameter_name {
    ({ $($numbered:tt)+ }, $wire:literal) => {
        concat!($wire, "#")
    };
    ($type:tt, $wire:literal) => {
        $wire
    };
}
pub(crate) use parameter_name;

/// The type of the field that stores a query parameter.
macro_rules! query_slot {
    ([$type:ident]) => { ::std::vec::Vec<$type> };
    ($type:ident) => { ::core::option::Option<$type> };
}
pub(crate) use query_slot;

/// What all requests have: the options of one request, and `send` and `.await` on top of the builder's own `exchange`.
macro_rules! common {
    ($request:ident -> $value:ty, $($extra:ident $body:ident)?) => {
        impl $request {
            /// Limits the time of each attempt to send this request, instead of the client's own limit.
            ///
            /// It covers everything from opening the connection to the last byte of the response; a streamed body,
            /// such as CSV or audio, only has to make progress within it. Zero is rejected when the request is sent.
            pub fn request_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.core.limit_time(timeout);
                self
            }

            /// Uses this policy for this request, instead of the client's own.
            pub fn retry(mut self, policy: $crate::RetryPolicy) -> Self {
                self.core.retry = Some(policy);
                self
            }

            /// Sends a header with this request, and with those for the other pages of a list.
            ///
            /// Headers that the client sets itself are rejected when the request is sent: `Accept`, `Authorization`,
            /// `Content-Type`, `Host`, `User-Agent` and those of the connection. The value of a [`HeaderValue`] that is
            /// marked as sensitive does not appear in logs of the HTTP client.
            ///
            /// [`HeaderValue`]: crate::http::HeaderValue
            pub fn header(
                mut self,
                name: impl TryInto<$crate::http::HeaderName>,
                value: impl TryInto<$crate::http::HeaderValue>,
            ) -> Self {
                self.core.header(name.try_into().ok(), value.try_into().ok());
                self
            }

            /// Calls a setter with the value, if there is one.
            ///
            /// ```text
            /// .when_some(settings.timeout, CreateCall::timeout)
            /// ```
            pub fn when_some<V>(self, value: Option<V>, setter: impl FnOnce(Self, V) -> Self) -> Self {
                match value {
                    Some(value) => setter(self, value),
                    None => self,
                }
            }

            $crate::request::extra!($($extra)?);

            /// Sends the request.
            ///
            /// # Errors
            ///
            /// Fails if an argument is invalid (nothing is sent then), if there is no response, or if the response
            /// reports an error or cannot be decoded.
            pub async fn send(self) -> Result<$value, $crate::Error> {
                self.await
            }
        }

        impl ::std::future::IntoFuture for $request {
            type Output = Result<$value, $crate::Error>;
            type IntoFuture = $crate::RequestFuture<$value>;

            #[inline]
            fn into_future(mut self) -> Self::IntoFuture {
                ::std::boxed::Box::pin(async move { Ok(self.exchange().await?.into_value()) })
            }
        }
    };
}
pub(crate) use common;

macro_rules! extra {
    (form) => {
        /// Adds a form parameter that has no setter yet.
        ///
        /// The name of a parameter that has one is rejected when the request is sent.
        pub fn form_param(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
            self.core.extra(name.into(), value.into());
            self
        }
    };
    (json) => {
        /// Adds a property that has no setter yet to the JSON body.
        ///
        /// The name of a property that has a setter is rejected when the request is sent.
        pub fn body_property(
            mut self,
            name: impl Into<String>,
            value: impl Into<::serde_json::Value>,
        ) -> Self {
            self.core.extra(name.into(), value.into().to_string());
            self
        }
    };
    () => {
        /// Adds a query parameter that has no setter yet.
        ///
        /// The name of a parameter that has one is rejected when the request is sent.
        pub fn query_param(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
            self.core.extra(name.into(), value.into());
            self
        }
    };
}
pub(crate) use extra;
