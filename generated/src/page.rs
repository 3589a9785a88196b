//! Lists that come in pages.

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "emitted code is written on top of this module, and the document decides how much of it is needed"
)]

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use serde::de::DeserializeOwned;
use tokio::runtime::Handle;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::error::Error;
use crate::incoming_response::decode;
use crate::operation::Operation;
use crate::request::{RequestFuture, RequestState};
use crate::response::{RawResponse, Response};

/// This many empty pages in a row are an error, unless the last of them ends the list.
const MAX_EMPTY_PAGES: u32 = 100;

/// One page of a list.
///
/// A page is also an iterator over its items, by value and by reference:
///
/// ```no_run
/// # async fn example(client: twilio_calls::Client) -> Result<(), twilio_calls::Error> {
/// for call in client.list_calls().page_size(20).await? {
///     println!("{}", call.sid);
/// }
/// # Ok(())
/// # }
/// ```
///
/// Implemented by the types that list requests return; not intended to be implemented elsewhere.
pub trait Page: DeserializeOwned + Send + 'static {
    /// The type of the items.
    type Item: Send + 'static;

    /// The items of this page, in the order in which Twilio lists them.
    fn items(&self) -> &[Self::Item];

    /// Returns the items and drops the rest of the page.
    fn into_items(self) -> Vec<Self::Item>;

    /// Keeps only the first `items` items.
    fn truncate(&mut self, items: usize);

    /// The address of this page.
    fn uri(&self) -> Option<&str>;

    /// The address of the page after this one; `None` on the last.
    fn next_page_uri(&self) -> Option<&str>;

    /// The address of the page before this one; `None` on the first.
    fn previous_page_uri(&self) -> Option<&str>;
}

/// The pages of a list, from the first to the last, each fetched when it is needed.
///
/// Implements [`Stream`] with items of `Result<P, Error>`; [`try_next`](Self::try_next) reads it without a stream
/// library.
///
/// The address of the next page is used exactly as Twilio sent it, and only if it is on the server of the
/// [`base_url`](crate::Client::base_url). An empty page does not end the list, but 100 empty pages in a row are an
/// error, and so is a page that was returned before. After an error the stream has ended.
///
/// ```no_run
/// # async fn example(client: twilio_calls::Client) -> Result<(), twilio_calls::Error> {
/// use twilio_calls::Page;
///
/// let mut pages = client.list_calls().pages();
/// while let Some(page) = pages.try_next().await? {
///     println!("{} calls", page.items().len());
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing until it is read"]
pub struct Pages<P> {
    core: RequestState,
    /// The property of a page with the address of the one after it.
    next: &'static str,
    step: Step<P>,
    /// How many items may still be returned.
    left: usize,
    /// How many items the previous page had.
    length: usize,
    /// How many pages in a row were empty.
    empty: u32,
    trail: Trail,
}

enum Step<P> {
    /// The first page.
    First(RequestFuture<Response<P>>),
    /// The page at an address, not yet requested.
    Next(String),
    /// Any page but the first, on its way.
    Fetching(RequestFuture<RawResponse>),
    /// Such a page, prefetched while the caller handles the one before.
    Ahead(Ahead),
    /// A page that has arrived, and what fetches the one after it, if its address was found.
    Arrived(RawResponse, Option<Ahead>),
    Done,
}

impl<P: Page> Pages<P> {
    /// The pages that begin with the result of `first`.
    pub(crate) fn start(
        core: RequestState,
        first: RequestFuture<Response<P>>,
        next: &'static str,
    ) -> Self {
        let left = core.list.limit.unwrap_or(usize::MAX);
        let step = if left == 0 {
            Step::Done
        } else {
            Step::First(first)
        };
        Self {
            core,
            next,
            step,
            left,
            length: 0,
            empty: 0,
            trail: Trail::default(),
        }
    }

    /// The next page, or `None` after the last one.
    ///
    /// # Errors
    ///
    /// Fails if a request fails, if the address of the next page must not be followed, or after too many empty pages
    /// in a row.
    pub async fn try_next(&mut self) -> Result<Option<P>, Error> {
        self.next().await.transpose()
    }

    /// Like [`try_next`](Self::try_next), but returns `Option<Result<…>>`.
    pub async fn next(&mut self) -> Option<Result<P, Error>> {
        poll_fn(|cx| self.poll_page(cx)).await
    }

    /// The items of all pages.
    pub(crate) async fn into_items(mut self) -> Result<Vec<P::Item>, Error> {
        let mut items = Vec::new();
        while let Some(page) = self.try_next().await? {
            items.append(&mut page.into_items());
        }
        Ok(items)
    }

    fn poll_page(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<P, Error>>> {
        loop {
            // On an error, `Step::Done` stays in place, so the stream ends.
            match std::mem::replace(&mut self.step, Step::Done) {
                Step::First(mut future) => match future.as_mut().poll(cx) {
                    Poll::Pending => {
                        self.step = Step::First(future);
                        return Poll::Pending;
                    }
                    Poll::Ready(outcome) => {
                        return Poll::Ready(Some(
                            outcome.and_then(|response| self.accept(response.into_value(), None)),
                        ));
                    }
                },
                Step::Next(uri) => self.step = Step::Fetching(fetch(self.core.clone(), uri)),
                Step::Fetching(mut future) => match future.as_mut().poll(cx) {
                    Poll::Pending => {
                        self.step = Step::Fetching(future);
                        return Poll::Pending;
                    }
                    Poll::Ready(Ok(response)) => self.step = Step::Arrived(response, None),
                    Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(error))),
                },
                Step::Ahead(mut ahead) => match ahead.poll(cx, self.left > self.length) {
                    Poll::Pending => {
                        self.step = Step::Ahead(ahead);
                        return Poll::Pending;
                    }
                    Poll::Ready(Ok(response)) => self.step = Step::Arrived(response, Some(ahead)),
                    Poll::Ready(Err(error)) => return Poll::Ready(Some(Err(error))),
                },
                Step::Arrived(response, ahead) => {
                    let outcome =
                        decode::<P>(response).map_err(|error| error.during(self.core.operation));
                    return Poll::Ready(Some(
                        outcome.and_then(|response| self.accept(response.into_value(), ahead)),
                    ));
                }
                Step::Done => return Poll::Ready(None),
            }
        }
    }

    /// Decides what follows a page, and whether the page itself can be returned.
    fn accept(&mut self, mut page: P, ahead: Option<Ahead>) -> Result<P, Error> {
        self.length = page.items().len();
        if self.length >= self.left {
            page.truncate(self.left);
            self.left = 0;
            return Ok(page);
        }
        self.left -= self.length;
        let Some(next) = page.next_page_uri().filter(|next| !next.is_empty()) else {
            return Ok(page);
        };
        self.empty = if self.length == 0 { self.empty + 1 } else { 0 };
        if self.empty == MAX_EMPTY_PAGES {
            return Err(
                Error::paging("too many pages in a row are empty").during(self.core.operation)
            );
        }
        if page.uri() == Some(next) || !self.trail.leads_on(next) {
            return Err(
                Error::paging("the next page was returned before").during(self.core.operation)
            );
        }
        let ahead = ahead.filter(|ahead| ahead.next.as_deref() == Some(next));
        let ahead = ahead.or_else(|| Ahead::start(&self.core, next, self.next));
        self.step = match ahead {
            Some(ahead) => Step::Ahead(ahead),
            None => Step::Next(next.to_owned()),
        };
        Ok(page)
    }
}

fn fetch(core: RequestState, uri: String) -> RequestFuture<RawResponse> {
    Box::pin(async move { core.get_page(&uri).await })
}

/// A task that fetches pages before they are asked for, and ends when no more are wanted.
///
/// It is one page ahead, no more. Whoever waits for a page announces it at once, so that the task requests
/// the following page as soon as that one has arrived and before it is decoded: transfer
/// and decoding take place at the same time.
struct Ahead {
    /// Announces that a page is wanted, and whether the one after it can be wanted too.
    wanted: mpsc::Sender<bool>,
    /// Pages, each with the address of the one that is fetched next.
    pages: mpsc::Receiver<(Result<RawResponse, Error>, Option<String>)>,
    /// Whether the page that comes next was asked for.
    asked: bool,
    /// The address of what is fetched now; `None` when the task has ended.
    next: Option<String>,
    task: JoinHandle<()>,
    operation: &'static Operation,
}

impl Ahead {
    /// `None` if prefetching is off, or if there is no runtime to run a task on.
    fn start(core: &RequestState, uri: &str, property: &'static str) -> Option<Self> {
        if !core.list.prefetch {
            return None;
        }
        let runtime = Handle::try_current().ok()?;
        let (wanted, wishes) = mpsc::channel(1);
        let (sender, pages) = mpsc::channel(1);
        let task = fetch_ahead(core.clone(), uri.to_owned(), property, wishes, sender);
        Some(Self {
            wanted,
            pages,
            asked: false,
            next: Some(uri.to_owned()),
            task: runtime.spawn(task),
            operation: core.operation,
        })
    }

    /// The page that is on its way; `go_on` is whether the one after it can be wanted.
    fn poll(&mut self, cx: &mut Context<'_>, go_on: bool) -> Poll<Result<RawResponse, Error>> {
        if !self.asked {
            // There is room: each announced page arrives before the next one is announced.
            self.asked = self.wanted.try_send(go_on).is_ok();
        }
        let operation = self.operation;
        self.pages.poll_recv(cx).map(|page| match page {
            Some((outcome, next)) => {
                self.asked = false;
                self.next = next;
                outcome
            }
            // This is not polled again after the last page, so the task ended because the runtime is shutting down.
            None => Err(Error::paging("the runtime is shutting down").during(operation)),
        })
    }
}

async fn fetch_ahead(
    core: RequestState,
    mut uri: String,
    property: &'static str,
    mut wishes: mpsc::Receiver<bool>,
    pages: mpsc::Sender<(Result<RawResponse, Error>, Option<String>)>,
) {
    loop {
        let outcome = core.get_page(&uri).await;
        let Some(go_on) = wishes.recv().await else {
            return;
        };
        let next = outcome.as_ref().ok().filter(|_| go_on);
        let next =
            next.and_then(|response| next_page_hint(&response.body, property).map(str::to_owned));
        // Fails if the receiver was dropped, because no more pages are wanted.
        if pages.send((outcome, next.clone())).await.is_err() {
            return;
        }
        match next {
            Some(next) => uri = next,
            None => return,
        }
    }
}

impl Drop for Ahead {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Finds the address of the next page in a page that is not decoded yet.
///
/// Only looks where the envelope is, before and after the items, and only for an address without
/// escapes. What it finds is compared with the address in the decoded page before it is used.
fn next_page_hint<'b>(body: &'b [u8], property: &str) -> Option<&'b str> {
    const ENVELOPE: usize = 2048;
    let key = format!("\"{property}\"").into_bytes();
    let start = &body[..body.len().min(ENVELOPE)];
    let end = &body[body.len().saturating_sub(ENVELOPE)..];
    [end, start].into_iter().find_map(|part| {
        let at = part.windows(key.len()).rposition(|window| window == key)?;
        let rest = part[at + key.len()..]
            .trim_ascii_start()
            .strip_prefix(b":")?
            .trim_ascii_start()
            .strip_prefix(b"\"")?;
        let uri = &rest[..rest.iter().position(|byte| *byte == b'"')?];
        std::str::from_utf8(uri)
            .ok()
            .filter(|uri| !uri.is_empty() && !uri.contains('\\'))
    })
}

impl<P: Page> Stream for Pages<P> {
    type Item = Result<P, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_page(cx)
    }
}

impl<P> fmt::Debug for Pages<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages")
            .field("request", &self.core)
            .finish_non_exhaustive()
    }
}

/// The items of a list, one by one; each page is fetched when it is needed.
///
/// Implements [`Stream`] with items of `Result<P::Item, Error>`; [`try_next`](Self::try_next) reads it without a
/// stream library. The limits of [`Pages`] apply here too.
///
/// ```no_run
/// # async fn example(client: twilio_calls::Client) -> Result<(), twilio_calls::Error> {
/// let mut calls = client.list_calls().limit(200).stream();
/// while let Some(call) = calls.try_next().await? {
///     println!("{}", call.sid);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "a stream does nothing until it is read"]
pub struct Items<P: Page> {
    pages: Pages<P>,
    current: std::vec::IntoIter<P::Item>,
}

impl<P: Page> Items<P> {
    pub(crate) fn new(pages: Pages<P>) -> Self {
        Self {
            pages,
            current: Vec::new().into_iter(),
        }
    }

    /// The next item, or `None` after the last one.
    ///
    /// # Errors
    ///
    /// As for [`Pages::try_next`].
    pub async fn try_next(&mut self) -> Result<Option<P::Item>, Error> {
        self.next().await.transpose()
    }

    /// Like [`try_next`](Self::try_next), but returns `Option<Result<…>>`.
    pub async fn next(&mut self) -> Option<Result<P::Item, Error>> {
        poll_fn(|cx| self.poll_item(cx)).await
    }

    fn poll_item(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<P::Item, Error>>> {
        loop {
            if let Some(item) = self.current.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            // Frees the previous page before the next one is fetched.
            self.current = Vec::new().into_iter();
            match self.pages.poll_page(cx) {
                Poll::Pending => return Poll::Pending,
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Ready(Some(Err(error))) => return Poll::Ready(Some(Err(error))),
                Poll::Ready(Some(Ok(page))) => self.current = page.into_items().into_iter(),
            }
        }
    }
}

impl<P: Page> Unpin for Items<P> {}

impl<P: Page> Stream for Items<P> {
    type Item = Result<P::Item, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.get_mut().poll_item(cx)
    }
}

impl<P: Page> fmt::Debug for Items<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items")
            .field("request", &self.pages.core)
            .field("ready", &self.current.len())
            .finish_non_exhaustive()
    }
}

/// Detects links that form a cycle, remembering one address however long the walk is.
///
/// The address kept is replaced after 1, 2, 4, 8, ... steps, so that in any cycle one is kept long
/// enough to be met again (Brent's method).
#[derive(Default)]
struct Trail {
    mark: String,
    steps: u64,
    renew_at: u64,
}

impl Trail {
    fn leads_on(&mut self, next: &str) -> bool {
        if self.mark == next {
            return false;
        }
        if self.steps >= self.renew_at {
            next.clone_into(&mut self.mark);
            self.renew_at = self.steps * 2;
        }
        self.steps += 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::{Trail, next_page_hint};

    #[test]
    fn a_circle_of_any_size_is_noticed() {
        for before in 0..20 {
            for around in 1..20 {
                let mut trail = Trail::default();
                let mut steps = 0;
                let mut next = 0;
                while trail.leads_on(&next.to_string()) {
                    steps += 1;
                    next = if next + 1 == before + around {
                        before
                    } else {
                        next + 1
                    };
                    assert!(steps <= 4 * (before + around), "{before} {around}");
                }
                assert!(steps >= around, "{before} {around}");
            }
        }
    }

    #[test]
    fn a_straight_way_is_never_a_circle() {
        let mut trail = Trail::default();
        assert!((0..10_000).all(|next| trail.leads_on(&next.to_string())));
    }

    #[test]
    fn the_next_page_is_guessed_from_the_envelope_only() {
        for (body, hint) in [
            (r#"{"items":[],"after":"/a?b=c"}"#, Some("/a?b=c")),
            (r#"{"after" : "/a" ,"items":[]}"#, Some("/a")),
            (r#"{"after":null}"#, None),
            (r#"{"after":""}"#, None),
            (r#"{"after":"/a\/b"}"#, None),
            (r#"{"note":"\"after\":\"/a\""}"#, None),
            (r#"{"after":"/a"#, None),
            ("", None),
        ] {
            assert_eq!(next_page_hint(body.as_bytes(), "after"), hint, "{body}");
        }
        let between = format!(
            "{{{}\"after\":\"/a\"{}}}",
            " ".repeat(3000),
            " ".repeat(3000)
        );
        assert_eq!(next_page_hint(between.as_bytes(), "after"), None);
    }
}
