//! Objects in JSON bodies: built with setters like those of requests, checked as they are built, and sent as
//! part of a request.

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "emitted code is written on top of this module, and the document decides how much of it is needed"
)]

/// Declares an object: a struct with its properties, and its JSON serialization. A `pub` object also has setters.
///
/// ```text
/// object! {
///     /// A contact.
///     pub struct Contact {
///         number: PhoneNumber = "number";
///         /// Where the contact lives.
///         pub address: (Address) = "address";
///     }
/// }
/// ```
///
/// Properties are declared like the parameters of a request. Setters that are not `pub` are for `new`, which is written out
/// beside the declaration and has an argument for each of them.
macro_rules! object {
    (pub(crate) struct $object:ident {
        $($property:ident: $type:tt = $wire:literal;)*
    }) => {
        #[derive(Clone)]
        pub(crate) struct $object {
            $(pub(crate) $property: $crate::object::slot!($type),)*
        }

        impl $object {
            #[inline]
            pub(crate) const fn empty() -> Self {
                Self { $($property: None,)* }
            }
        }

        $crate::object::json! { $object { $($property: $type = $wire;)* } }
    };
    ($(#[$attr:meta])* pub struct $object:ident {
        $($(#[$property_attr:meta])* $vis:vis $property:ident: $type:tt = $wire:literal;)*
    }) => {
        $(#[$attr])*
        #[derive(Clone)]
        #[must_use = "an object does nothing until it is part of a request"]
        pub struct $object {
            $(pub(crate) $property: $crate::object::slot!($type),)*
            // No property has this name: only a property named like a keyword gets an underscore at its end.
            rejected_: $crate::setter::Rejected,
        }

        impl $object {
            #[inline]
            pub(crate) const fn empty() -> Self {
                Self {
                    $($property: None,)*
                    rejected_: $crate::setter::Rejected::new(),
                }
            }

            $($crate::setter::setter! {
                $(#[$property_attr])*
                $vis $property: $type = $wire, self, self.rejected_, self.$property
            })*
        }

        impl $crate::setter::Object for $object {
            #[inline]
            fn rejected(&mut self) -> &mut $crate::setter::Rejected {
                &mut self.rejected_
            }
        }

        $crate::object::json! { $object { $($property: $type = $wire;)* } }
    };
}
pub(crate) use object;

/// Implements `Serialize`, which omits properties that are not set, and `Debug`.
macro_rules! json {
    ($object:ident { $($property:ident: $type:tt = $wire:literal;)* }) => {
        impl ::serde::Serialize for $object {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                use ::serde::ser::SerializeMap as _;

                let mut members = serializer.serialize_map(None)?;
                $(if let Some(value) = &self.$property {
                    members.serialize_entry($wire, value)?;
                })*
                members.end()
            }
        }

        impl ::core::fmt::Debug for $object {
            #[inline]
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let mut shown = f.debug_struct(stringify!($object));
                $(if let Some(value) = &self.$property {
                    shown.field(stringify!($property), $crate::object::shown!($type, value));
                })*
                shown.finish()
            }
        }
    };
}
pub(crate) use json;

/// The type of the field that stores a property.
macro_rules! slot {
    ([()]) => { ::core::option::Option<::std::vec::Vec<$crate::setter::Members>> };
    ([($type:ident)]) => { ::core::option::Option<::std::vec::Vec<$type>> };
    ([$type:ident]) => { ::core::option::Option<::std::vec::Vec<$type>> };
    (()) => { ::core::option::Option<$crate::setter::Members> };
    (($type:ident)) => { ::core::option::Option<$type> };
    ($type:ident) => { ::core::option::Option<$type> };
}
pub(crate) use slot;

/// What `Debug` shows of a value: nothing if it is an object of any members, which may be personal data.
macro_rules! shown {
    ((), $value:expr) => {
        $crate::object::hidden($value)
    };
    ([()], $value:expr) => {
        $crate::object::hidden($value)
    };
    ($type:tt, $value:expr) => {
        $value
    };
}
pub(crate) use shown;

/// Stands for a value that `Debug` does not show.
#[derive(Debug)]
pub(crate) struct Hidden;

pub(crate) fn hidden<T>(_: &T) -> &'static Hidden {
    &Hidden
}

/// One of several objects.
///
/// ```text
/// object_union! {
///     /// Who is notified.
///     pub enum Recipient { Contact, Group, }
/// }
/// ```
macro_rules! object_union {
    ($(#[$attr:meta])* pub enum $union:ident { $($member:ident,)+ }) => {
        $(#[$attr])*
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum $union {
            $(
                #[doc = concat!("[`", stringify!($member), "`].")]
                $member($member),
            )+
        }

        $(impl ::core::convert::From<$member> for $union {
            #[inline]
            fn from(object: $member) -> Self {
                Self::$member(object)
            }
        })+

        impl ::serde::Serialize for $union {
            fn serialize<S: ::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                match self {
                    $(Self::$member(object) => object.serialize(serializer),)+
                }
            }
        }

        impl $crate::setter::Object for $union {
            #[inline]
            fn rejected(&mut self) -> &mut $crate::setter::Rejected {
                match self {
                    $(Self::$member(object) => object.rejected(),)+
                }
            }
        }
    };
}
pub(crate) use object_union;
