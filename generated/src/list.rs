//! What a list request has besides its parameters: a limit, a place to begin, and ways to get more than one page.

#![allow(
    dead_code,
    unused_imports,
    unused_macros,
    reason = "emitted code is written on top of this module, and the document decides how much of it is needed"
)]

use crate::argument::Problem;
use crate::error::Error;
use crate::incoming_response::decode;
use crate::page::Page;
use crate::request::RequestState;
use crate::response::Response;

const LIMIT: &str = "limit";

impl RequestState {
    /// Chooses the size of the pages to request, at most `max`.
    ///
    /// If all pages are read, they are as large as possible, but no larger than the limit. A single page has to hold
    /// the whole limit; otherwise the limit is rejected, since fewer items must not be returned silently.
    pub(crate) fn choose_page_size<T>(&mut self, slot: &mut Option<T>, max: impl Into<u64>)
    where
        T: TryFrom<u64> + Ord + Copy,
    {
        let max = T::try_from(max.into()).ok();
        let limit = self.list.limit;
        let wanted = limit
            .and_then(|limit| u64::try_from(limit).ok())
            .and_then(|limit| T::try_from(limit).ok());
        if self.list.all_pages {
            let wanted = wanted.or(max);
            *slot = (*slot).min(wanted).or(wanted);
        } else if limit.is_some() {
            let most = slot.or(max);
            if wanted.is_none() || wanted > most || limit == Some(0) || self.list.resume.is_some() {
                self.rejected.reject(LIMIT, Problem::SinglePage);
            } else {
                *slot = wanted;
            }
        }
    }

    /// Makes the page of another representation as large as possible, and rejects options that only apply to JSON.
    pub(crate) fn whole_page<T>(&mut self, slot: &mut Option<T>, max: impl Into<u64>)
    where
        T: TryFrom<u64> + Ord + Copy,
    {
        if self.list.limit.take().is_some() {
            self.rejected.reject(LIMIT, Problem::JsonOnly);
        }
        if self.list.resume.is_some() {
            self.rejected.reject("resume", Problem::JsonOnly);
        }
        self.list.all_pages = true;
        self.choose_page_size(slot, max);
    }

    /// Rejects the parameters that were given although the address of a page already says what is listed.
    pub(crate) fn no_filters(&mut self, parameters: &[(&'static str, bool)]) {
        if self.list.resume.is_none() {
            return;
        }
        for (parameter, given) in parameters {
            self.excludes(parameter, *given, "resume", true);
        }
        if !self.extra.is_empty() {
            self.excludes("query_param", true, "resume", true);
        }
    }

    /// The page to begin with, if it is not the first.
    pub(crate) async fn resumed<P: Page>(&self) -> Option<Result<Response<P>, Error>> {
        let uri = self.list.resume.as_deref()?;
        let page = self.get_page(uri).await;
        Some(page.and_then(|raw| decode(raw).map_err(|error| error.during(self.operation))))
    }

    /// Keeps no more items than the limit, in case Twilio returned more than it was asked for.
    pub(crate) fn cut<P: Page>(&self, mut response: Response<P>) -> Response<P> {
        if let Some(limit) = self.list.limit {
            response.value_mut().truncate(limit);
        }
        response
    }
}

/// The methods of all list requests.
macro_rules! list {
    ($request:ident -> $page:ident, next: $next:literal) => {
        impl $request {
            /// Returns the pages of the list, each fetched when it is needed.
            ///
            /// Pages are as large as Twilio allows, unless a page size or a smaller limit is set.
            #[inline]
            pub fn pages(mut self) -> $crate::page::Pages<$page> {
                self.core.list.all_pages = true;
                $crate::page::Pages::start(
                    self.core.clone(),
                    ::std::boxed::Box::pin(self.response()),
                    $next,
                )
            }

            /// Returns the items of all pages, one by one.
            ///
            /// As with [`pages`](Self::pages), each page is fetched when it is needed, and is as large as Twilio
            /// allows.
            #[inline]
            pub fn stream(self) -> $crate::page::Items<$page> {
                $crate::page::Items::new(self.pages())
            }

            /// Fetches all pages and returns their items.
            ///
            /// Set a [`limit`](Self::limit) unless the list is known to be short: all items are in memory at once.
            ///
            /// # Errors
            ///
            /// Fails if a page cannot be fetched. The items before it are then lost; [`stream`](Self::stream) returns
            /// them.
            pub async fn collect(
                self,
            ) -> Result<::std::vec::Vec<<$page as $crate::Page>::Item>, $crate::Error> {
                self.pages().into_items().await
            }

            /// Limits the number of items of all pages together; with 0, nothing is sent.
            ///
            /// Awaiting the request fetches only one page. So awaiting it rejects a limit of 0, any limit together with
            /// [`resume`](Self::resume), and a limit that is larger than the page size or, if none is set, than the
            /// largest page; [`collect`](Self::collect) and [`stream`](Self::stream) continue with the next page. A
            /// page can hold fewer items than its size even if more items follow.
            pub fn limit(mut self, items: usize) -> Self {
                self.core.list.limit = Some(items);
                self
            }

            /// Starts with the page at this address instead of the first one.
            ///
            /// Pass an address from a page of the same list, such as [`next_page_uri`](crate::Page::next_page_uri).
            /// It determines the filters and the page size, so other parameters are rejected. It is only followed on
            /// the client's own server, and may contain personal data.
            pub fn resume(mut self, page_uri: impl Into<::std::string::String>) -> Self {
                self.core.list.resume = Some(page_uri.into());
                self
            }

            /// Fetches the next page while the current one is processed.
            ///
            /// Applies to [`pages`](Self::pages), [`stream`](Self::stream) and [`collect`](Self::collect), needs the
            /// memory of one more page, and can fetch one page that is not used.
            pub fn prefetch(mut self) -> Self {
                self.core.list.prefetch = true;
                self
            }
        }
    };
}
pub(crate) use list;
