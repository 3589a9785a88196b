//! A guide to this crate, by task.
//!
//! | page | read it to |
//! |---|---|
//! | [A first call](first_call) | place a call, with the simulator or with Twilio |
//! | [Outcomes](outcomes) | find out what became of a call when its request failed, and never place it twice |
//! | [Following calls](following) | learn what happens to a call, by callbacks or by waiting |
//! | [Webhooks](webhooks) | verify callbacks, behind a proxy or not |
//! | [Lists](lists) | read long lists, resume them, and export CSV |
//! | [Recordings](recordings) | record a call, and download the audio |
//! | [Errors](errors) | handle and log errors |
//! | [Testing](testing) | test an application, with and without sockets |
//! | [Accounts](accounts) | configure credentials, and work with subaccounts and several accounts |
//! | [Storage](storage) | store calls in databases and queues |
//! | [Moving](moving) | move from the official libraries, or from other crates |
//! | [Extending](extending) | use what this version does not know yet, and add it to the OpenAPI document |
//!
//! These modules contain only documentation; the tests of the crate compile its examples.

#[doc = include_str!("first_call.md")]
pub mod first_call {}

#[doc = include_str!("outcomes.md")]
pub mod outcomes {}

#[doc = include_str!("following.md")]
pub mod following {}

#[doc = include_str!("webhooks.md")]
pub mod webhooks {}

#[doc = include_str!("lists.md")]
pub mod lists {}

#[doc = include_str!("recordings.md")]
pub mod recordings {}

#[doc = include_str!("errors.md")]
pub mod errors {}

#[doc = include_str!("testing.md")]
pub mod testing {}

#[doc = include_str!("accounts.md")]
pub mod accounts {}

#[doc = include_str!("storage.md")]
pub mod storage {}

#[doc = include_str!("moving.md")]
pub mod moving {}

#[doc = include_str!("extending.md")]
pub mod extending {}
