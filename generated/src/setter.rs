//! Setters of parameters and properties, and the arguments that they reject.

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "emitted code is written on top of this module, and the document decides how much of it is needed"
)]

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::argument::{Argument, InvalidArgument, Problem};
use crate::scalar::InvalidValue;

/// The members of an object that may have any.
pub(crate) type Members = Map<String, Value>;

/// The arguments rejected so far; they are reported when the request is sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Rejected(Vec<InvalidArgument>);

impl Rejected {
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    /// Stores an argument, or why it is rejected; the last call for a name counts.
    pub(crate) fn set<T>(
        &mut self,
        name: &'static str,
        slot: &mut Option<T>,
        value: impl Argument<T>,
    ) {
        self.forget(name);
        match value.into_argument() {
            Ok(value) => *slot = Some(value),
            Err(error) => {
                *slot = None;
                self.reject(name, Problem::Value(error));
            }
        }
    }

    /// Like [`set`](Self::set), for any number of values.
    pub(crate) fn set_all<T, S: ArraySlot<T>>(
        &mut self,
        name: &'static str,
        slot: &mut S,
        values: impl Iterator<Item = Result<T, InvalidValue>>,
    ) {
        self.forget(name);
        let slot = slot.emptied();
        for (index, value) in values.enumerate() {
            match value {
                Ok(value) => slot.push(value),
                Err(error) => self.reject(S::item(name, index), Problem::Value(error)),
            }
        }
    }

    /// Like [`set`](Self::set), for an object, which may have rejected arguments of its own.
    pub(crate) fn set_object<T: Object>(
        &mut self,
        name: &'static str,
        slot: &mut Option<T>,
        value: impl Argument<T>,
    ) {
        self.0.retain(|argument| {
            let inside = argument.parameter().strip_prefix(name);
            !inside.is_some_and(|rest| rest.starts_with('.'))
        });
        self.set(name, slot, value);
        if let Some(object) = slot {
            self.adopt(name, object);
        }
    }

    /// Like [`set_object`](Self::set_object), for any number of objects.
    pub(crate) fn set_objects<T: Object>(
        &mut self,
        name: &'static str,
        slot: &mut Option<Vec<T>>,
        values: impl Iterator<Item = Result<T, InvalidValue>>,
    ) {
        self.forget(name);
        let slot = slot.emptied();
        for (index, value) in values.enumerate() {
            let path = format!("{name}[{index}]");
            match value {
                Ok(mut object) => {
                    self.adopt(&path, &mut object);
                    slot.push(object);
                }
                Err(error) => self.reject(path, Problem::Value(error)),
            }
        }
    }

    /// Stores one part of an item of a numbered parameter.
    pub(crate) fn set_part<T>(
        &mut self,
        (name, number, part): (&'static str, usize, &'static str),
        slot: &mut Option<T>,
        value: impl Argument<T>,
    ) {
        match value.into_argument() {
            Ok(value) => *slot = Some(value),
            Err(error) => self.reject(format!("{name}{number}.{part}"), Problem::Value(error)),
        }
    }

    /// Adds an item to a numbered parameter, which can have at most `most` items.
    pub(crate) fn push_item<T>(
        &mut self,
        name: &'static str,
        slot: &mut Vec<T>,
        item: T,
        most: usize,
    ) {
        if slot.len() == most {
            self.reject(name, Problem::TooMany(most));
        }
        slot.push(item);
    }

    /// Stores an object that is the whole body: the names of its properties get no prefix.
    pub(crate) fn set_body<T: Object>(&mut self, slot: &mut Option<T>, value: impl Argument<T>) {
        const BODY: &str = "body";
        self.set(BODY, slot, value);
        if let Some(object) = slot {
            self.0.append(&mut object.rejected().0);
        }
    }

    pub(crate) fn reject(&mut self, name: impl Into<Cow<'static, str>>, problem: Problem) {
        self.0.push(InvalidArgument::new(name, problem));
    }

    /// Adds the arguments that an object rejected, with their names prefixed by the path to it.
    fn adopt(&mut self, path: &str, object: &mut impl Object) {
        let inner = std::mem::take(&mut object.rejected().0);
        self.0
            .extend(inner.into_iter().map(|argument| argument.inside(path)));
    }

    /// Forgets what was rejected under a name: the value, or items of the array.
    pub(crate) fn forget(&mut self, name: &str) {
        // Nearly always empty, and then this must cost nothing.
        if !self.0.is_empty() {
            self.0.retain(|argument| {
                let rest = argument.parameter().strip_prefix(name);
                !rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('['))
            });
        }
    }

    pub(crate) fn contains(&self, name: &str) -> bool {
        self.0.iter().any(|argument| argument.parameter() == name)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn take(&mut self) -> Vec<InvalidArgument> {
        std::mem::take(&mut self.0)
    }
}

/// Where the values of an array are kept.
pub(crate) trait ArraySlot<T> {
    /// Removes all values, and returns the empty array.
    fn emptied(&mut self) -> &mut Vec<T>;

    /// What errors call an item.
    fn item(name: &'static str, index: usize) -> Cow<'static, str>;
}

/// In a form, an empty array is omitted, and an item has only the name of its array.
impl<T> ArraySlot<T> for Vec<T> {
    fn emptied(&mut self) -> &mut Vec<T> {
        self.clear();
        self
    }

    fn item(name: &'static str, _: usize) -> Cow<'static, str> {
        name.into()
    }
}

/// In JSON an array may be empty or missing, and an item has a path.
impl<T> ArraySlot<T> for Option<Vec<T>> {
    fn emptied(&mut self) -> &mut Vec<T> {
        self.insert(Vec::new())
    }

    fn item(name: &'static str, index: usize) -> Cow<'static, str> {
        format!("{name}[{index}]").into()
    }
}

/// An object in a JSON body.
pub(crate) trait Object {
    /// The arguments that were rejected while it was built.
    fn rejected(&mut self) -> &mut Rejected;
}

/// The setter of one parameter or property, with its name on the wire in the documentation.
///
/// The type is that of the value or, in brackets, of each of its values; in parentheses that of an object, and empty
/// parentheses stand for an object of any members. Braces state how often the setter can be called, and what each call
/// adds: an item of parts, each with the argument of the setter, its type, and the name after the number on the wire.
macro_rules! setter {
    ($(#[$attr:meta])* $vis:vis $name:ident:
        { $most:literal * $item:ident { $($part:ident: $type:ident = $part_wire:literal;)+ } } = $wire:literal,
        $self:ident, $rejected:expr, $slot:expr) => {
        $(#[$attr])*
        #[doc = ""]
        #[doc = concat!("Adds one each time it is used, at most ", $most, "; more are rejected when the request is sent.")]
        #[doc = concat!("Sent as", $(" `", $wire, "1.", $part_wire, "`,",)+ " and so on.")]
        #[inline]
        $vis fn $name(mut $self, $($part: impl $crate::argument::Argument<$type>),+) -> Self {
            let mut item = $item::default();
            let number = $slot.len() + 1;
            $($rejected.set_part(($wire, number, $part_wire), &mut item.$part, $part);)+
            $rejected.push_item($wire, &mut $slot, item, $most);
            $self
        }
    };
    ($(#[$attr:meta])* $vis:vis $name:ident: [()] = $($rest:tt)+) => {
        $crate::setter::setter! {
            @all set_all, $crate::setter::Members, $(#[$attr])* $vis $name = $($rest)+
        }
    };
    ($(#[$attr:meta])* $vis:vis $name:ident: [($type:ident)] = $($rest:tt)+) => {
        $crate::setter::setter! { @all set_objects, $type, $(#[$attr])* $vis $name = $($rest)+ }
    };
    ($(#[$attr:meta])* $vis:vis $name:ident: [$type:ident] = $($rest:tt)+) => {
        $crate::setter::setter! { @all set_all, $type, $(#[$attr])* $vis $name = $($rest)+ }
    };
    ($(#[$attr:meta])* $vis:vis $name:ident: () = $($rest:tt)+) => {
        $crate::setter::setter! {
            @one set, $crate::setter::Members, $(#[$attr])* $vis $name = $($rest)+
        }
    };
    ($(#[$attr:meta])* $vis:vis $name:ident: ($type:ident) = $($rest:tt)+) => {
        $crate::setter::setter! { @one set_object, $type, $(#[$attr])* $vis $name = $($rest)+ }
    };
    ($(#[$attr:meta])* $vis:vis $name:ident: $type:ident = $($rest:tt)+) => {
        $crate::setter::setter! { @one set, $type, $(#[$attr])* $vis $name = $($rest)+ }
    };
    (@all $set:ident, $type:ty, $(#[$attr:meta])* $vis:vis $name:ident = $wire:literal,
        $self:ident, $rejected:expr, $slot:expr) => {
        $(#[$attr])*
        #[doc = ""]
        #[doc = concat!("Sent as `", $wire, "`.")]
        #[inline]
        $vis fn $name<OneOrMany>(
            mut $self,
            values: impl $crate::argument::Arguments<$type, OneOrMany>,
        ) -> Self {
            let values = $crate::argument::Arguments::into_arguments(values);
            $rejected.$set($wire, &mut $slot, values);
            $self
        }
    };
    (@one $set:ident, $type:ty, $(#[$attr:meta])* $vis:vis $name:ident = $wire:literal,
        $self:ident, $rejected:expr, $slot:expr) => {
        $(#[$attr])*
        #[doc = ""]
        #[doc = concat!("Sent as `", $wire, "`.")]
        #[inline]
        $vis fn $name(mut $self, value: impl $crate::argument::Argument<$type>) -> Self {
            $rejected.$set($wire, &mut $slot, value);
            $self
        }
    };
}
pub(crate) use setter;
