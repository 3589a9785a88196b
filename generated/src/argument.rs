//! Arguments of requests, and why one is rejected.

use std::borrow::Cow;
use std::fmt;

use crate::conversion::{Convertible, Converts};
use crate::scalar::InvalidValue;

/// A value that can be converted to the type of a parameter.
///
/// Implemented for every type that converts with [`TryInto`] and whose error says what is wrong: the parameter type
/// itself, a reference to it, `&str` and `String` for strings, integers for numbers, and
/// [`Duration`](std::time::Duration) for numbers with a unit of time. The request keeps the error of a value that
/// cannot be converted. Sending the request then fails with the parameter name and the reason, and nothing leaves the
/// process.
///
/// ```
/// # use twilio_calls::{Client, Credentials};
/// # let credentials = Credentials::auth_token("AC00000000000000000000000000000000", "token")?;
/// # let client = Client::builder(credentials).base_url("http://127.0.0.1:1").build()?;
/// # let _ =
/// client.create_call("+15558675310", "+15552223214").timeout(30).record(true);
/// # Ok::<(), twilio_calls::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be used as a `{T}`",
    label = "expected a `{T}`, or a value that converts to it",
    note = "strings convert to every parameter that is sent as a string, integers to those that are numbers, and `Duration` to those that are numbers with a unit of time",
    note = "for an `Option`, use `when_some(value, Builder::setter)`"
)]
pub trait Argument<T>: Sized {
    /// Converts the value.
    ///
    /// # Errors
    ///
    /// Returns why the value is invalid.
    fn into_argument(self) -> Result<T, InvalidValue>;
}

impl<T, V> Argument<T> for V
where
    V: Converts<T>,
    V::Stage: Convertible<T, V>,
{
    #[inline]
    fn into_argument(self) -> Result<T, InvalidValue> {
        V::Stage::convert(self)
    }
}

/// One value, or any number of values, that can be converted to the type of the items of an array.
///
/// Implemented for every [`Argument`], and for everything that converts into an iterator of arguments. The second
/// type parameter distinguishes the two and is always inferred: `T` for one value, `Vec<T>` for any number.
///
/// ```
/// # use twilio_calls::{CallEvent, Client, Credentials};
/// # let credentials = Credentials::auth_token("AC00000000000000000000000000000000", "token")?;
/// # let client = Client::builder(credentials).base_url("http://127.0.0.1:1").build()?;
/// # let create = client.create_call("+15558675310", "+15552223214");
/// # let _ = create.clone().
/// status_callback_event(CallEvent::Answered);
/// # let _ = create.
/// status_callback_event([CallEvent::Initiated, CallEvent::Answered]);
/// # Ok::<(), twilio_calls::Error>(())
/// ```
pub trait Arguments<T, OneOrMany> {
    /// Converts each of the values.
    fn into_arguments(self) -> impl Iterator<Item = Result<T, InvalidValue>>;
}

impl<T, V: Argument<T>> Arguments<T, T> for V {
    fn into_arguments(self) -> impl Iterator<Item = Result<T, InvalidValue>> {
        std::iter::once(self.into_argument())
    }
}

impl<T, I: IntoIterator<Item: Argument<T>>> Arguments<T, Vec<T>> for I {
    fn into_arguments(self) -> impl Iterator<Item = Result<T, InvalidValue>> {
        self.into_iter().map(Argument::into_argument)
    }
}

/// An argument that was rejected before anything was sent.
///
/// Returned by [`Error::invalid_arguments`](crate::Error::invalid_arguments).
///
/// ```
/// # use twilio_calls::{Client, Credentials};
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), twilio_calls::Error> {
/// # let credentials = Credentials::auth_token("AC00000000000000000000000000000000", "token")?;
/// # let client = Client::builder(credentials).base_url("http://127.0.0.1:1").build()?;
/// let create = client.create_call("+15558675310", "+15552223214").url("https://example.com/voice.xml");
/// let error = create.timeout(601).await.unwrap_err();
/// let [argument] = error.invalid_arguments() else { unreachable!() };
/// assert_eq!(argument.parameter(), "Timeout");
/// assert_eq!(argument.value_error().unwrap().type_name(), "Timeout");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, PartialEq)]
pub struct InvalidArgument {
    parameter: Cow<'static, str>,
    problem: Problem,
}

/// Why an argument is rejected.
#[derive(Clone, PartialEq)]
pub(crate) enum Problem {
    /// The value does not fit the type of the parameter.
    Value(InvalidValue),
    /// A required parameter has no value.
    Missing,
    /// The parameter may only be sent together with another.
    Requires(&'static str),
    /// The parameter may not be sent together with another.
    Excludes(&'static str),
    /// The parameter is required because none of these is given.
    Unless(&'static [&'static str]),
    /// A numbered parameter was added more often than this.
    TooMany(usize),
    /// A parameter given by name has a setter.
    HasSetter,
    /// The name of a parameter given by name is invalid.
    Name,
    /// No parameter is given, and at least one of these is needed.
    Empty(&'static [&'static str]),
    /// A timeout of zero.
    ZeroTimeout,
    /// A header that cannot be sent; why.
    Header(&'static str),
    /// A limit that one page may not be able to hold.
    SinglePage,
    /// An option of lists that is not for CSV.
    JsonOnly,
}

impl InvalidArgument {
    pub(crate) fn new(parameter: impl Into<Cow<'static, str>>, problem: Problem) -> Self {
        Self {
            parameter: parameter.into(),
            problem,
        }
    }

    /// The same argument, of an object at this path.
    pub(crate) fn inside(self, path: &str) -> Self {
        Self::new(format!("{path}.{}", self.parameter), self.problem)
    }

    /// The name of the parameter on the wire, such as `To`, or of the setter if it sets an option that is not sent.
    #[must_use]
    pub fn parameter(&self) -> &str {
        &self.parameter
    }

    /// Why the value does not fit the type of the parameter; `None` if the argument was rejected for another reason.
    #[must_use]
    pub fn value_error(&self) -> Option<&InvalidValue> {
        match &self.problem {
            Problem::Value(error) => Some(error),
            _ => None,
        }
    }
}

/// Prints the message on one line, even with `{:#?}`.
impl fmt::Debug for InvalidArgument {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InvalidArgument({self})")
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
            Problem::Unless(others) => {
                write!(f, "`{parameter}` is missing; it is required unless ")?;
                list(f, others, " or ")?;
                f.write_str(" is set")
            }
            Problem::Empty(names) => {
                f.write_str("no parameter is given, expected at least one of ")?;
                list(f, names, ", ")
            }
            Problem::TooMany(most) => {
                write!(f, "`{parameter}` is given more than {most} times")
            }
            Problem::HasSetter => write!(f, "`{parameter}` has its own setter; use it instead"),
            Problem::Name => f.write_str(
                "the name of an extra parameter must not be empty or contain control characters",
            ),
            Problem::ZeroTimeout => {
                write!(f, "`{parameter}`: the timeout must be greater than zero")
            }
            Problem::Header(why) => write!(f, "`{parameter}`: {why}"),
            Problem::SinglePage => write!(
                f,
                "`{parameter}` is not between 1 and the size of a page, or is set together with `resume`; use `collect` or `stream` instead of awaiting the request itself"
            ),
            Problem::JsonOnly => write!(
                f,
                "`{parameter}` does not apply to CSV, which is a single page; use filters and the page size instead"
            ),
        }
    }
}

/// Writes the names as code, separated by commas, with `last` before the last one.
fn list(f: &mut fmt::Formatter<'_>, names: &[&str], last: &str) -> fmt::Result {
    for (index, name) in names.iter().enumerate() {
        let separator = match index {
            0 => "",
            _ if index + 1 == names.len() => last,
            _ => ", ",
        };
        write!(f, "{separator}`{name}`")?;
    }
    Ok(())
}
