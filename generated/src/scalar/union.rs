//! Strings that have one of several forms.

/// A type of strings that have one of several forms, each of which is a type of its own.
///
/// ```text
/// text_union! {
///     /// Whom to call.
///     pub enum Endpoint {
///         PhoneNumber,
///         SipAddress,
///     }
/// }
/// ```
macro_rules! text_union {
    ($(#[$attr:meta])* $vis:vis enum $name:ident { $($member:ident,)+ }) => {
        $(#[$attr])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        $vis enum $name {
            $(
                #[doc = concat!(" A [`", stringify!($member), "`].")]
                $member($member),
            )+
        }

        impl $name {
            /// Checks a string against the forms; the first that accepts it counts.
            ///
            /// # Errors
            ///
            /// Fails if none of the forms accepts it; the error shows nothing of the value.
            #[inline]
            pub fn new(value: impl ::core::convert::AsRef<str>) -> ::core::result::Result<Self, $crate::scalar::InvalidValue> {
                $crate::scalar::FromText::from_text(value.as_ref())
            }

            /// Returns the string, whichever form it has.
            #[must_use]
            #[inline]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$member(value) => value.as_str(),)+
                }
            }
        }

        impl $crate::scalar::FromText for $name {
            #[inline]
            fn from_text(text: &str) -> ::core::result::Result<Self, $crate::scalar::InvalidValue> {
                $(
                    if let Ok(value) = <$member as $crate::scalar::FromText>::from_text(text) {
                        return Ok(Self::$member(value));
                    }
                )+
                // Members can be personal data.
                Err($crate::scalar::InvalidValue::hidden(
                    stringify!($name),
                    $crate::scalar::Reason::Mismatch,
                    $crate::scalar::Expected::AnyOf(&[$(<$member as $crate::scalar::FromText>::EXPECTED),+]),
                ))
            }
        }

        $(
            impl ::core::convert::From<$member> for $name {
                #[inline]
                fn from(value: $member) -> Self {
                    Self::$member(value)
                }
            }

            impl ::core::convert::From<&$member> for $name {
                #[inline]
                fn from(value: &$member) -> Self {
                    Self::$member(value.clone())
                }
            }
        )+

        impl ::core::convert::From<&Self> for $name {
            #[inline]
            fn from(value: &Self) -> Self {
                value.clone()
            }
        }

        $crate::scalar::text_from!($name);
        $crate::scalar::text_view!($name);
        $crate::scalar::json_schema!($name, generator =>
            $crate::scalar::schema::any_of(stringify!($name), vec![$(generator.subschema_for::<$member>()),+]));
    };
}
pub(crate) use text_union;

/// Like [`text_union`], but none of the forms is personal data, so the string can be shown.
macro_rules! open_text_union {
    ($(#[$attr:meta])* $vis:vis enum $name:ident { $($member:ident,)+ }) => {
        $crate::scalar::text_union! {
            $(#[$attr])*
            $vis enum $name { $($member,)+ }
        }

        impl ::core::fmt::Display for $name {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}
pub(crate) use open_text_union;
