//! Lists of calls, page by page, in JSON and CSV.

use std::borrow::Cow;
use std::sync::Arc;

use super::{ApiResponse, Handler};
use crate::call::{Call, CallStatus};
use crate::error::ApiError;
use crate::form;
use crate::moment::{Filter, Moment};
use crate::render::{self, ListItem};
use crate::sid::Sid;
use crate::store::{Filters, Found, Span, Start};

use serde::ser::{Serialize, SerializeMap, Serializer};

/// Twilio's default for `PageSize`.
const PAGE_SIZE: u64 = 50;
const MAX_PAGE_SIZE: u64 = 1000;

/// The requested page.
#[derive(Clone, Copy, Debug)]
pub(super) struct PageRequest {
    pub(super) size: usize,
    pub(super) number: usize,
    pub(super) start: Start,
}

impl Handler<'_> {
    pub(super) fn list(&self) -> Result<ApiResponse, ApiError> {
        let wanted = self.page()?;
        let found = self.find_calls(wanted)?;
        Ok(ApiResponse::json(200, &self.envelope(wanted, &found)))
    }

    pub(super) fn list_csv(&self) -> Result<ApiResponse, ApiError> {
        let found = self.find_calls(self.page()?)?;
        Ok(ApiResponse::csv(render::csv(
            found.items.iter().map(|call| &**call),
        )))
    }

    fn find_calls(&self, wanted: PageRequest) -> Result<Found<Arc<Call>>, ApiError> {
        let filters = Filters {
            to: self.text("To").map(str::to_owned),
            from: self.text("From").map(str::to_owned),
            parent: self
                .text("ParentCallSid")
                .and_then(|text| Sid::of_kind("CA", text)),
            status: self.text("Status").and_then(CallStatus::read),
            started: self.span("StartTime", "StartTime<", "StartTime>"),
            ended: self.span("EndTime", "EndTime<", "EndTime>"),
        };
        let now = self.shared.clock.now();
        let found =
            self.shared
                .world()
                .store
                .list(self.account, &filters, wanted.start, wanted.size, now);
        found.ok_or_else(invalid_token)
    }

    pub(super) fn span(&self, on: &str, before: &str, after: &str) -> Span {
        let filter = |name| -> Option<Filter> { self.text(name).and_then(Moment::read) };
        Span {
            on: filter(on),
            before: filter(before),
            after: filter(after),
        }
    }

    /// The page that the parameters request, after validating all of them.
    pub(super) fn page(&self) -> Result<PageRequest, ApiError> {
        let size = self.number("PageSize").unwrap_or(PAGE_SIZE);
        if size > MAX_PAGE_SIZE {
            return Err(ApiError::bad(
                20007,
                format!("Page size must be at most {MAX_PAGE_SIZE}"),
            ));
        }
        if let Some(violation) = self.violations().first() {
            return Err(ApiError::invalid(&violation.parameter, &violation.reason));
        }
        let size = usize::try_from(size).unwrap_or(1).max(1);
        let number = self
            .number("Page")
            .and_then(|number| usize::try_from(number).ok())
            .unwrap_or(0);
        let start = match self.text("PageToken") {
            None => Start::Skip(number.saturating_mul(size)),
            Some(token) => {
                let sid = token
                    .get(2..)
                    .and_then(|sid| sid.parse().ok())
                    .ok_or_else(invalid_token)?;
                match token.get(..2) {
                    Some("PA") => Start::After(sid),
                    Some("PB") => Start::Before(sid),
                    _ => return Err(invalid_token()),
                }
            }
        };
        Ok(PageRequest {
            size,
            number,
            start,
        })
    }

    /// The requested page of a list that is short enough to be collected as a whole.
    pub(super) fn page_of<T: ListItem>(&self, wanted: PageRequest, all: &[Arc<T>]) -> ApiResponse {
        let position = |sid| all.iter().position(|item| item.sid() == sid);
        let begin = match wanted.start {
            Start::Skip(entries) => entries.min(all.len()),
            Start::After(sid) => position(sid).map_or(all.len(), |at| at + 1),
            Start::Before(sid) => position(sid).unwrap_or(0).saturating_sub(wanted.size),
        };
        let end = begin.saturating_add(wanted.size).min(all.len());
        let items = all.get(begin..end).unwrap_or_default().to_vec();
        let found = Found {
            items,
            more: end < all.len(),
        };
        ApiResponse::json(200, &self.envelope(wanted, &found))
    }

    /// The page with its links, which repeat the filters of the request.
    pub(super) fn envelope<'f, T: ListItem>(
        &self,
        wanted: PageRequest,
        found: &'f Found<Arc<T>>,
    ) -> Page<'f, T> {
        let is_filter = |name: &str| {
            !matches!(name, "PageSize" | "Page" | "PageToken") && self.declared.knows(name)
        };
        let filters = self.parameters.iter();
        let filters = filters.filter(|(name, _)| is_filter(name));
        let link = |number: usize, token: Option<String>| {
            let page = [
                ("PageSize", Some(wanted.size.to_string())),
                ("Page", Some(number.to_string())),
                ("PageToken", token),
            ];
            let page = page
                .into_iter()
                .filter_map(|(name, value)| value.map(|value| (name, Cow::Owned(value))));
            let filters = filters.clone();
            let filters = filters.map(|(name, value)| (name.as_str(), Cow::Borrowed(&**value)));
            format!("{}?{}", self.path, form::write(filters.chain(page)))
        };
        let token = |side: &str, item: &Arc<T>| Some(format!("{side}{}", item.sid()));
        let first = found.items.first().filter(|_| wanted.number > 0);
        let last = found.items.last().filter(|_| found.more);
        let start = if found.items.is_empty() {
            0
        } else {
            wanted.number.saturating_mul(wanted.size)
        };
        Page {
            items: &found.items,
            number: wanted.number,
            size: wanted.size,
            start,
            end: start + found.items.len().saturating_sub(1),
            uri: link(wanted.number, self.text("PageToken").map(str::to_owned)),
            first_uri: link(0, None),
            next_uri: last.map(|item| link(wanted.number + 1, token("PA", item))),
            previous_uri: first.map(|item| link(wanted.number - 1, token("PB", item))),
        }
    }
}

fn invalid_token() -> ApiError {
    ApiError::bad(
        20422,
        "Invalid parameter PageToken: it does not come from this list",
    )
}

/// A page as it is serialized.
pub(super) struct Page<'p, T> {
    items: &'p [Arc<T>],
    number: usize,
    size: usize,
    start: usize,
    end: usize,
    uri: String,
    first_uri: String,
    next_uri: Option<String>,
    previous_uri: Option<String>,
}

impl<T: ListItem> Serialize for Page<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(9))?;
        map.serialize_entry("first_page_uri", &self.first_uri)?;
        map.serialize_entry("end", &self.end)?;
        map.serialize_entry("previous_page_uri", &self.previous_uri)?;
        map.serialize_entry(T::NAME, &Items(self.items))?;
        map.serialize_entry("uri", &self.uri)?;
        map.serialize_entry("page_size", &self.size)?;
        map.serialize_entry("start", &self.start)?;
        map.serialize_entry("next_page_uri", &self.next_uri)?;
        map.serialize_entry("page", &self.number)?;
        map.end()
    }
}

struct Items<'p, T>(&'p [Arc<T>]);

impl<T: Serialize> Serialize for Items<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|item| &**item))
    }
}
