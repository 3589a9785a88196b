//! The store of calls: lookup by SID in constant time, lists by any filter without scanning all calls.
//!
//! Calls are numbered in the order of their creation; lists are in descending order. An index is a sorted vector of such
//! numbers: a binary search finds the start of a page, and a page requested by its number starts at that position, so
//! that a late page costs as much as an early one.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use crate::call::{Call, CallStatus, Recording};
use crate::moment::{Filter, Moment};
use crate::random::Random;
use crate::sid::Sid;

/// The number of a call, counted from 0 in the order of creation.
pub(crate) type Seq = u32;

/// Seconds after which the queue drops a call: a call is created at most this long before it starts.
const MAX_QUEUE_SECONDS: i64 = 86_400;

/// Sorted numbers of calls. New ones come at the end or near it, so that inserting moves little.
#[derive(Debug, Default)]
struct Index(Vec<Seq>);

impl Index {
    fn insert(&mut self, seq: Seq) {
        let at = self.0.partition_point(|&other| other < seq);
        if self.0.get(at) != Some(&seq) {
            self.0.insert(at, seq);
        }
    }

    fn remove(&mut self, seq: Seq) {
        if let Ok(at) = self.0.binary_search(&seq) {
            self.0.remove(at);
        }
    }

    /// The range of numbers from `low` up to but excluding `high`.
    fn range(&self, low: Seq, high: Seq) -> &[Seq] {
        let start = self.0.partition_point(|&seq| seq < low);
        let end = self.0.partition_point(|&seq| seq < high);
        self.0.get(start..end.max(start)).unwrap_or(&[])
    }
}

/// The indexes of one account.
#[derive(Debug, Default)]
struct AccountIndexes {
    all: Index,
    to: HashMap<Arc<str>, Index>,
    from: HashMap<Arc<str>, Index>,
    parent: HashMap<Sid, Index>,
    status: [Index; 8],
    /// The first call of each second in which calls were created.
    seconds: Vec<(i64, Seq)>,
    /// A call was stored after a newer one, so that numbers do not follow dates.
    shuffled: bool,
}

/// The filters of a list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filters {
    pub(crate) to: Option<String>,
    pub(crate) from: Option<String>,
    pub(crate) parent: Option<Sid>,
    pub(crate) status: Option<CallStatus>,
    pub(crate) started: Span,
    pub(crate) ended: Span,
}

/// The three filters on one date: on it, before it, on or after it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Span {
    pub(crate) on: Option<Filter>,
    pub(crate) before: Option<Filter>,
    pub(crate) after: Option<Filter>,
}

impl Span {
    const fn is_open(&self) -> bool {
        self.on.is_none() && self.before.is_none() && self.after.is_none()
    }

    pub(crate) fn holds(&self, moment: Option<Moment>) -> bool {
        let Some(moment) = moment else {
            return self.is_open();
        };
        self.on.is_none_or(|day| day.holds(moment))
            && self.before.is_none_or(|limit| moment < limit.from)
            && self.after.is_none_or(|limit| moment >= limit.from)
    }

    /// The earliest moment that can match.
    fn earliest(&self) -> Option<Moment> {
        self.on
            .map(|day| day.from)
            .max(self.after.map(|limit| limit.from))
    }

    /// The first moment after everything that can match.
    fn latest(&self) -> Option<Moment> {
        let day = self.on.map(|day| {
            day.from
                .plus(Duration::from_secs(if day.whole_day { 86_400 } else { 1 }))
        });
        match (day, self.before.map(|limit| limit.from)) {
            (Some(day), Some(limit)) => Some(day.min(limit)),
            (day, limit) => day.or(limit),
        }
    }
}

impl Filters {
    fn hold(&self, call: &Call) -> bool {
        self.to.as_deref().is_none_or(|to| to == &*call.to)
            && self.from.as_deref().is_none_or(|from| from == &*call.from)
            && self.parent.is_none_or(|parent| call.parent == Some(parent))
            && self.status.is_none_or(|status| call.status == status)
            && self.started.holds(call.started)
            && self
                .ended
                .holds(call.ended.filter(|_| call.status == CallStatus::Completed))
    }
}

/// Where a page begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Start {
    /// After this many items.
    Skip(usize),
    /// After the call, towards older ones.
    After(Sid),
    /// The page that ends right before the call.
    Before(Sid),
}

/// The items of a page, newest first, and whether older ones follow.
#[derive(Debug)]
pub(crate) struct Found<T> {
    pub(crate) items: Vec<T>,
    pub(crate) more: bool,
}

/// A previous state of a call, which readers still see.
#[derive(Debug)]
struct Stale {
    until: Moment,
    /// `None` before the creation became visible.
    call: Option<Arc<Call>>,
}

/// All calls and recordings of a simulator.
#[derive(Debug, Default)]
pub(crate) struct Store {
    calls: Vec<Option<Arc<Call>>>,
    numbers: HashMap<Sid, Seq>,
    accounts: HashMap<Sid, AccountIndexes>,
    recordings: HashMap<Sid, Vec<Recording>>,
    lag: Duration,
    stale: HashMap<Seq, VecDeque<Stale>>,
    lists: Option<ListLag>,
    live: usize,
}

/// How much later calls appear in lists than elsewhere.
#[derive(Debug)]
struct ListLag {
    longest: Duration,
    random: Random,
    /// When calls will appear that may not have appeared yet.
    until: HashMap<Seq, Moment>,
}

impl ListLag {
    fn delay(&mut self, seq: Seq, created: Moment) {
        self.until.retain(|_, until| *until > created);
        let delay = self.random.below(self.longest);
        self.until.insert(seq, created.plus(delay));
    }
}

impl Store {
    pub(crate) fn new(lag: Duration) -> Self {
        Self {
            lag,
            ..Self::default()
        }
    }

    /// Delays the appearance of calls in lists, each by a random time below the maximum.
    pub(crate) fn lists_lag(mut self, longest: Duration, random: Random) -> Self {
        self.lists = (longest > Duration::ZERO).then(|| ListLag {
            longest,
            random,
            until: HashMap::new(),
        });
        self
    }

    fn is_listed(&self, seq: Seq, now: Moment) -> bool {
        let until = (self.lists.as_ref()).and_then(|lists| lists.until.get(&seq));
        until.is_none_or(|until| *until <= now)
    }

    pub(crate) const fn len(&self) -> usize {
        self.live
    }

    /// Adds a call and returns its number; `None` if all 2³² numbers are in use.
    pub(crate) fn insert(&mut self, call: Call) -> Option<Seq> {
        let seq = Seq::try_from(self.calls.len()).ok()?;
        let indexes = self.accounts.entry(call.account).or_default();
        indexes.all.insert(seq);
        indexes.to.entry(call.to.clone()).or_default().insert(seq);
        indexes
            .from
            .entry(call.from.clone())
            .or_default()
            .insert(seq);
        if let Some(parent) = call.parent {
            indexes.parent.entry(parent).or_default().insert(seq);
        }
        if let Some(index) = indexes.status.get_mut(call.status as usize) {
            index.insert(seq);
        }
        let second = call.created.unix_seconds();
        match indexes.seconds.last() {
            Some(&(last, _)) if last > second => indexes.shuffled = true,
            Some(&(last, _)) if last == second => {}
            _ => indexes.seconds.push((second, seq)),
        }
        if self.lag > Duration::ZERO {
            let until = call.created.plus(self.lag);
            self.stale
                .insert(seq, VecDeque::from([Stale { until, call: None }]));
        }
        if let Some(lists) = &mut self.lists {
            lists.delay(seq, call.created);
        }
        self.numbers.insert(call.sid, seq);
        self.calls.push(Some(Arc::new(call)));
        self.live += 1;
        Some(seq)
    }

    /// The current state of a call.
    pub(crate) fn get(&self, seq: Seq) -> Option<&Arc<Call>> {
        self.calls.get(seq as usize)?.as_ref()
    }

    /// The number of a call, including deleted ones, whose page tokens stay valid.
    pub(crate) fn number(&self, sid: Sid) -> Option<Seq> {
        self.numbers.get(&sid).copied()
    }

    pub(crate) fn find(&self, account: Sid, sid: Sid) -> Option<(Seq, &Arc<Call>)> {
        let seq = self.number(sid)?;
        self.get(seq)
            .filter(|call| call.account == account)
            .map(|call| (seq, call))
    }

    /// The call as readers see it, which can lag behind.
    pub(crate) fn visible(&self, seq: Seq, now: Moment) -> Option<&Arc<Call>> {
        match self
            .stale
            .get(&seq)
            .and_then(|states| states.iter().find(|state| now < state.until))
        {
            Some(state) => state.call.as_ref(),
            None => self.get(seq),
        }
    }

    /// Changes a call, its indexes and its date of update.
    pub(crate) fn change(
        &mut self,
        seq: Seq,
        now: Moment,
        change: impl FnOnce(&mut Call),
    ) -> Option<Arc<Call>> {
        let slot = self.calls.get_mut(seq as usize)?.as_mut()?;
        if self.lag > Duration::ZERO {
            let states = self.stale.entry(seq).or_default();
            states.retain(|state| now < state.until);
            states.push_back(Stale {
                until: now.plus(self.lag),
                call: Some(slot.clone()),
            });
        }
        let before = slot.status;
        let call = Arc::make_mut(slot);
        change(call);
        call.updated = now;
        let (account, after) = (call.account, call.status);
        let changed = slot.clone();
        if before != after
            && let Some(indexes) = self.accounts.get_mut(&account)
        {
            if let Some(index) = indexes.status.get_mut(before as usize) {
                index.remove(seq);
            }
            if let Some(index) = indexes.status.get_mut(after as usize) {
                index.insert(seq);
            }
        }
        Some(changed)
    }

    /// Changes a call that has not been visible yet.
    pub(crate) fn revise(&mut self, seq: Seq, change: impl FnOnce(&mut Call)) -> Option<Arc<Call>> {
        let slot = self.calls.get_mut(seq as usize)?.as_mut()?;
        change(Arc::make_mut(slot));
        Some(slot.clone())
    }

    /// Deletes a call; its recordings stay.
    pub(crate) fn delete(&mut self, seq: Seq) -> Option<Arc<Call>> {
        let call = self.calls.get_mut(seq as usize)?.take()?;
        self.stale.remove(&seq);
        self.live -= 1;
        if let Some(indexes) = self.accounts.get_mut(&call.account) {
            indexes.all.remove(seq);
            for (index, key) in [(&mut indexes.to, &call.to), (&mut indexes.from, &call.from)] {
                if let Some(found) = index.get_mut(key) {
                    found.remove(seq);
                    if found.0.is_empty() {
                        index.remove(key);
                    }
                }
            }
            if let Some(index) = call
                .parent
                .and_then(|parent| indexes.parent.get_mut(&parent))
            {
                index.remove(seq);
            }
            if let Some(index) = indexes.status.get_mut(call.status as usize) {
                index.remove(seq);
            }
        }
        Some(call)
    }

    /// All calls in the order of creation.
    pub(crate) fn all(&self) -> impl DoubleEndedIterator<Item = &Arc<Call>> {
        self.calls.iter().flatten()
    }

    /// The child calls of a call.
    pub(crate) fn children(&self, parent: &Call) -> Vec<Seq> {
        let indexes = self.accounts.get(&parent.account);
        indexes
            .and_then(|indexes| indexes.parent.get(&parent.sid))
            .map(|index| index.0.clone())
            .unwrap_or_default()
    }

    /// One page of calls; `None` if the token names a call that never existed.
    pub(crate) fn list(
        &self,
        account: Sid,
        filters: &Filters,
        start: Start,
        size: usize,
        now: Moment,
    ) -> Option<Found<Arc<Call>>> {
        let nothing = || Found {
            items: Vec::new(),
            more: false,
        };
        let Some(indexes) = self.accounts.get(&account) else {
            return Some(nothing());
        };
        let Some(index) = self.narrowest(indexes, filters) else {
            return Some(nothing());
        };
        let (low, high) = indexes.range(filters);
        let fits = |seq: &&Seq| {
            self.visible(**seq, now)
                .is_some_and(|call| self.is_listed(**seq, now) && filters.hold(call))
        };
        let take = |found: Vec<Seq>| -> Vec<Arc<Call>> {
            found
                .into_iter()
                .filter_map(|seq| self.visible(seq, now).cloned())
                .collect()
        };
        Some(match start {
            Start::Before(sid) => {
                let token = self.number(sid)?;
                let newer = index.range(low.max(token.saturating_add(1)), high);
                let mut found: Vec<Seq> = newer.iter().filter(fits).take(size).copied().collect();
                found.reverse();
                // The call of the token comes after this page.
                Found {
                    items: take(found),
                    more: true,
                }
            }
            Start::After(sid) => {
                let rest = index.range(low, high.min(self.number(sid)?));
                page(&mut rest.iter().rev().filter(fits), size, take)
            }
            Start::Skip(mut skip) => {
                let mut rest = index.range(low, high);
                if filters.only_by_index() && self.stale.is_empty() && self.lists.is_none() {
                    // Every item matches, so the position is known.
                    rest = rest.get(..rest.len().saturating_sub(skip)).unwrap_or(&[]);
                    skip = 0;
                }
                page(&mut rest.iter().rev().filter(fits).skip(skip), size, take)
            }
        })
    }

    /// The shortest index that contains every matching call; `None` if there is none.
    fn narrowest<'s>(&self, indexes: &'s AccountIndexes, filters: &Filters) -> Option<&'s Index> {
        let mut narrowest = &indexes.all;
        let mut consider = |index: &'s Index| {
            if index.0.len() < narrowest.0.len() {
                narrowest = index;
            }
        };
        if let Some(to) = filters.to.as_deref() {
            consider(indexes.to.get(to)?);
        }
        if let Some(from) = filters.from.as_deref() {
            consider(indexes.from.get(from)?);
        }
        if let Some(parent) = filters.parent {
            consider(indexes.parent.get(&parent)?);
        }
        // What readers see can lag behind the index.
        if let Some(status) = filters.status.filter(|_| self.lag == Duration::ZERO) {
            consider(indexes.status.get(status as usize)?);
        }
        Some(narrowest)
    }

    pub(crate) fn recordings(&self, call: Sid) -> &[Recording] {
        self.recordings
            .get(&call)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// A recording of any call of an account.
    pub(crate) fn recording(&self, account: Sid, sid: Sid) -> Option<&Recording> {
        let mut all = self.recordings.values().flatten();
        all.find(|recording| recording.account == account && recording.sid == sid)
    }

    pub(crate) fn recordings_mut(&mut self, call: Sid) -> &mut Vec<Recording> {
        self.recordings.entry(call).or_default()
    }
}

/// Reads one item more than the page contains, to know whether there is a next page.
fn page<T>(
    seqs: &mut dyn Iterator<Item = &Seq>,
    size: usize,
    take: impl FnOnce(Vec<Seq>) -> Vec<T>,
) -> Found<T> {
    let mut found: Vec<Seq> = seqs.take(size.saturating_add(1)).copied().collect();
    let more = found.len() > size;
    found.truncate(size);
    Found {
        items: take(found),
        more,
    }
}

impl Filters {
    /// Whether a single index contains exactly the matching calls.
    const fn only_by_index(&self) -> bool {
        let conditions = self.to.is_some() as u8
            + self.from.is_some() as u8
            + self.parent.is_some() as u8
            + self.status.is_some() as u8;
        conditions <= 1 && self.started.is_open() && self.ended.is_open()
    }
}

impl AccountIndexes {
    /// The range of numbers that can match the date filters: a call starts and ends after its creation, and starts before
    /// the queue drops it.
    fn range(&self, filters: &Filters) -> (Seq, Seq) {
        if self.shuffled {
            return (0, Seq::MAX);
        }
        let at = |moment: Moment| {
            let found = self
                .seconds
                .partition_point(|&(second, _)| second < moment.unix_seconds());
            self.seconds.get(found).map_or(Seq::MAX, |&(_, seq)| seq)
        };
        let low = filters.started.earliest().map_or(0, |moment| {
            at(Moment::from_unix_seconds(
                moment.unix_seconds() - MAX_QUEUE_SECONDS - 1,
            ))
        });
        let limits = [filters.started.latest(), filters.ended.latest()];
        let high = limits
            .into_iter()
            .flatten()
            .min()
            .map_or(Seq::MAX, |moment| at(moment.plus(Duration::from_secs(1))));
        (low, high)
    }
}
