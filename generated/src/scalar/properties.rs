//! How the objects of responses are read: property by property, keeping those that have no field.

/// Reads an object. `serde` could derive this, but to keep the properties without a field it would buffer all of them.
///
/// ```text
/// properties! {
///     Call {
///         price = optional "price",
///         sid = required "sid",
///         subresource_uris = nullable "subresource_uris",
///     }
/// }
/// ```
///
/// Names end in an underscore where they could be those of a type or of a property.
///
/// Each line has a field of the struct, how its property may be absent, and the name on the wire. It may be `""`,
/// `null` or missing (`optional`), `null` or missing (`nullable`), only missing (`list`), or none of these
/// (`required`).
macro_rules! properties {
    ($(#[$attr:meta])* $object:ident { $($field:ident = $read:ident $wire:literal,)* }) => {
        $(#[$attr])*
        impl<'de> ::serde::Deserialize<'de> for $object {
            fn deserialize<D_: ::serde::Deserializer<'de>>(
                deserializer: D_,
            ) -> ::core::result::Result<Self, D_::Error> {
                #[expect(non_camel_case_types, reason = "they have the names of the fields")]
                enum Name_ {
                    $($field,)*
                    Unknown,
                }

                struct NameVisitor_<'u>(&'u mut $crate::scalar::Unknown);

                impl<'de> ::serde::de::DeserializeSeed<'de> for NameVisitor_<'_> {
                    type Value = Name_;

                    fn deserialize<D_: ::serde::Deserializer<'de>>(
                        self,
                        deserializer: D_,
                    ) -> ::core::result::Result<Name_, D_::Error> {
                        deserializer.deserialize_identifier(self)
                    }
                }

                impl ::serde::de::Visitor<'_> for NameVisitor_<'_> {
                    type Value = Name_;

                    #[inline]
                    fn expecting(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                        f.write_str("the name of a property")
                    }

                    fn visit_str<E_: ::serde::de::Error>(
                        self,
                        name: &str,
                    ) -> ::core::result::Result<Name_, E_> {
                        Ok(match name {
                            $($wire => Name_::$field,)*
                            _ => {
                                self.0.name(name);
                                Name_::Unknown
                            }
                        })
                    }
                }

                struct ObjectVisitor_;

                impl<'de> ::serde::de::Visitor<'de> for ObjectVisitor_ {
                    type Value = $object;

                    #[inline]
                    fn expecting(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                        f.write_str(concat!(stringify!($object), " as an object"))
                    }

                    fn visit_map<A_: ::serde::de::MapAccess<'de>>(
                        self,
                        mut members: A_,
                    ) -> ::core::result::Result<$object, A_::Error> {
                        let mut unknown = $crate::scalar::Unknown::default();
                        $(let mut $field = ::core::option::Option::None;)*
                        while let Some(property_) = members.next_key_seed(NameVisitor_(&mut unknown))? {
                            match property_ {
                                $(Name_::$field => {
                                    if $field.is_some() {
                                        return Err(::serde::de::Error::duplicate_field($wire));
                                    }
                                    $field = Some($crate::scalar::property!($read, members));
                                })*
                                Name_::Unknown => unknown.value(&mut members)?,
                            }
                        }
                        Ok($object {
                            $($field: $crate::scalar::absent!($read, $field, $wire),)*
                            extra: unknown.finish(),
                        })
                    }
                }

                deserializer.deserialize_map(ObjectVisitor_)
            }
        }
    };
}
pub(crate) use properties;

/// The value of a property.
macro_rules! property {
    (optional, $members:ident) => {
        $members.next_value_seed($crate::scalar::EmptyAsNone::new())?
    };
    ($read:ident, $members:ident) => {
        $members.next_value()?
    };
}
pub(crate) use property;

/// The value of a field, whose property may have been missing.
macro_rules! absent {
    (required, $field:ident, $wire:literal) => {
        match $field {
            Some(value) => value,
            None => return Err(::serde::de::Error::missing_field($wire)),
        }
    };
    ($read:ident, $field:ident, $wire:literal) => {
        $field.unwrap_or_default()
    };
}
pub(crate) use absent;
