//! Reading typed parameters.

#![allow(
    unused_imports,
    unused_macros,
    reason = "emitted code is written on top of this module, and the document decides how much of it is needed"
)]

use std::fmt;

use serde::de::DeserializeOwned;

use super::decode::{Pair, Pairs};
use super::parameters::Parameters;
use super::shown_name::ShownName;
use super::value::{Unreadable, Value};

/// A callback of Twilio, read from the parameters of a request.
///
/// The callbacks of this crate implement it. Implement it for requests that have no type here, or to read only some
/// parameters of a request:
///
/// ```
/// use twilio_calls::CallSid;
/// use twilio_calls::webhook::{Callback, InvalidParameter, Reader, SignatureValidator};
///
/// struct Incoming {
///     call_sid: CallSid,
///     digits: Option<String>,
/// }
///
/// impl Callback for Incoming {
///     fn read(reader: &mut Reader<'_>) -> Result<Self, InvalidParameter> {
///         Ok(Self { call_sid: reader.required("CallSid")?, digits: reader.optional("Digits")? })
///     }
/// }
///
/// let validator = SignatureValidator::new("12345678901234567890123456789012")?;
/// let (url, body) = ("https://example.com/voice", "CallSid=CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2&Digits=");
/// let incoming = validator.verify::<Incoming>(url, &validator.sign(url, body), body)?;
/// assert_eq!(incoming.digits, None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Callback: Sized {
    /// Reads the parameters by name, and the remaining ones if they are needed.
    ///
    /// # Errors
    ///
    /// Fails if a parameter is missing, duplicated or invalid.
    fn read(reader: &mut Reader<'_>) -> Result<Self, InvalidParameter>;
}

/// Most callbacks have no more names than this.
const EXPECTED_NAMES: usize = 24;

/// Reads a form body or a query string **without knowing who sent it**.
///
/// For stored requests and for tests. Use [`SignatureValidator::verify`](super::SignatureValidator::verify) for
/// requests that are received: it also detects a signed text that was split differently.
///
/// # Errors
///
/// Fails if a parameter is missing, duplicated or invalid.
///
/// ```
/// use twilio_calls::AsyncAmdStatusCallback;
/// use twilio_calls::webhook::parse_unverified;
///
/// let verdict: AsyncAmdStatusCallback = parse_unverified(
///     "CallSid=CAb2b2b2b2b2b2b2b2b2b2b2b2b2b2b2b2&AccountSid=ACa1a1a1a1a1a1a1a1a1a1a1a1a1a1a1a1&AnsweredBy=human",
/// )?;
/// assert_eq!(verdict.answered_by, "human");
/// # Ok::<(), twilio_calls::webhook::InvalidParameter>(())
/// ```
pub fn parse_unverified<C: Callback>(form: impl AsRef<[u8]>) -> Result<C, InvalidParameter> {
    C::read(&mut Reader::new(&Pairs::of(form.as_ref())))
}

/// Reads parameters by name, each of them once.
///
/// An empty value counts as missing. A repeated parameter is an error, because Twilio sends it once, and a forger
/// could choose which one counts. [`list`](Self::list) accepts several.
///
/// The names are also used to detect a request that was split into other parameters (see the [module
/// documentation](super#what-a-signature-does-not-prove)), so use `required` for every parameter that Twilio always
/// sends.
///
/// `Debug` shows only the names, since values can be personal data; of a name that may contain data it shows the
/// length.
///
/// ```
/// use twilio_calls::CallSid;
/// use twilio_calls::webhook::{Callback, InvalidParameter, Parameters, Reader};
///
/// struct Incoming {
///     call_sid: CallSid,
///     digits: Option<String>,
///     rest: Parameters,
/// }
///
/// impl Callback for Incoming {
///     fn read(reader: &mut Reader<'_>) -> Result<Self, InvalidParameter> {
///         Ok(Self {
///             call_sid: reader.required("CallSid")?,
///             digits: reader.optional("Digits")?,
///             rest: reader.rest(),
///         })
///     }
/// }
/// ```
pub struct Reader<'a> {
    /// What has not been taken yet.
    left: Vec<Pair<'a>>,
    asked: Vec<Asked>,
}

/// A name that a callback has.
pub(super) struct Asked {
    pub(super) name: &'static str,
    /// Whether it is always sent.
    pub(super) required: bool,
}

impl<'a> Reader<'a> {
    pub(super) fn new(pairs: &'a Pairs) -> Self {
        let mut left = Vec::with_capacity(pairs.iter().len());
        left.extend(pairs.iter());
        Self {
            left,
            asked: Vec::with_capacity(EXPECTED_NAMES),
        }
    }

    /// The names that were asked for so far.
    pub(super) fn into_asked(self) -> Vec<Asked> {
        self.asked
    }

    /// The value of a parameter that is always sent.
    ///
    /// # Errors
    ///
    /// Fails if it is missing, empty, duplicated or not valid for the type.
    pub fn required<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
    ) -> Result<T, InvalidParameter> {
        self.asked.push(Asked {
            name,
            required: true,
        });
        self.single(name)?.ok_or(InvalidParameter {
            name,
            problem: Problem::Missing,
        })
    }

    /// The value of a parameter, or `None` when it is missing or empty.
    ///
    /// # Errors
    ///
    /// Fails if it is duplicated or not valid for the type.
    pub fn optional<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
    ) -> Result<Option<T>, InvalidParameter> {
        self.asked.push(Asked {
            name,
            required: false,
        });
        self.single(name)
    }

    /// The values of all parameters of one name, except empty ones.
    ///
    /// # Errors
    ///
    /// Fails if one of them is not valid for the type.
    pub fn list<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
    ) -> Result<Vec<T>, InvalidParameter> {
        self.asked.push(Asked {
            name,
            required: false,
        });
        let taken = self.left.extract_if(.., |pair| pair.is_named(name));
        taken
            .filter(|pair| !pair.value().is_empty())
            .map(|pair| read(name, pair))
            .collect()
    }

    /// Takes everything that has not been taken yet.
    pub fn rest(&mut self) -> Parameters {
        let rest = Parameters::of(self.left.iter().copied());
        self.left.clear();
        rest
    }

    fn single<T: DeserializeOwned>(
        &mut self,
        name: &'static str,
    ) -> Result<Option<T>, InvalidParameter> {
        let Some(index) = self.left.iter().position(|pair| pair.is_named(name)) else {
            return Ok(None);
        };
        // The others keep their order.
        let pair = self.left.remove(index);
        let beyond = self.left.get(index..).unwrap_or_default();
        if beyond.iter().any(|pair| pair.is_named(name)) {
            return Err(InvalidParameter {
                name,
                problem: Problem::Repeated,
            });
        }
        if pair.value().is_empty() {
            return Ok(None);
        }
        read(name, pair).map(Some)
    }
}

impl fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reader")?;
        let mut names = f.debug_list();
        for pair in &self.left {
            names.entry(&ShownName::new(&pair.name_text(), pair.has_value()));
        }
        names.finish()
    }
}

fn read<T: DeserializeOwned>(name: &'static str, pair: Pair<'_>) -> Result<T, InvalidParameter> {
    T::deserialize(Value(&pair.value_text())).map_err(|error| InvalidParameter {
        name,
        problem: Problem::Value(error),
    })
}

/// A parameter that is missing, duplicated or invalid.
///
/// The message names the parameter and the reason. Of values that can be personal data it repeats nothing, of others
/// at most the first four characters.
///
/// ```
/// use twilio_calls::CallStatusCallback;
/// use twilio_calls::webhook::parse_unverified;
///
/// let error = parse_unverified::<CallStatusCallback>("CallStatus=ringing").unwrap_err();
/// assert!(error.is_missing());
/// println!("{} is missing", error.name());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidParameter {
    name: &'static str,
    problem: Problem,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Problem {
    Missing,
    Repeated,
    Value(Unreadable),
}

impl InvalidParameter {
    /// The name of the parameter on the wire, such as `CallSid`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Whether it is missing or empty.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        self.problem == Problem::Missing
    }

    /// Whether it is repeated although it may have only one value.
    ///
    /// If the parameter is neither repeated nor missing, its value is not valid for its type.
    #[must_use]
    pub fn is_repeated(&self) -> bool {
        self.problem == Problem::Repeated
    }
}

impl fmt::Display for InvalidParameter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.problem {
            Problem::Missing => write!(f, "`{}` is missing", self.name),
            Problem::Repeated => write!(f, "`{}` is repeated", self.name),
            Problem::Value(error) => write!(f, "`{}`: {error}", self.name),
        }
    }
}

impl std::error::Error for InvalidParameter {}

/// A callback whose parameters the spec lists: a struct with one field each, and how they are read.
///
/// ```text
/// callback! {
///     /// A report about a call.
///     #[derive(Clone, Debug, PartialEq, Eq)]
///     #[non_exhaustive]
///     pub struct CallStatusCallback {
///         /// The call that the report is about.
///         pub call_sid: CallSid = required("CallSid");
///     }
/// }
/// ```
macro_rules! callback {
    ($(#[$attr:meta])* pub struct $name:ident {
        $($(#[$field_attr:meta])* pub $field:ident: $type:ty = $read:ident($parameter:literal);)*
    }) => {
        $(#[$attr])*
        #[derive(::serde::Serialize, ::serde::Deserialize)]
        pub struct $name {
            $($(#[$field_attr])* #[serde(rename = $parameter)] pub $field: $type,)*
            /// Any other parameters, in the order received.
            #[serde(default, skip_serializing_if = "crate::webhook::Parameters::is_empty")]
            pub extra: $crate::webhook::Parameters,
        }

        impl $crate::webhook::Callback for $name {
            #[inline]
            fn read(
                reader: &mut $crate::webhook::Reader<'_>,
            ) -> ::core::result::Result<Self, $crate::webhook::InvalidParameter> {
                Ok(Self {
                    $($field: reader.$read($parameter)?,)*
                    extra: reader.rest(),
                })
            }
        }
    };
}
pub(crate) use callback;
