//! What happens to a call after it is dialed.

use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::call::AnsweredBy;
use crate::redact::Redacted;

/// What happens to a call: when it rings, who answers and when, how long it lasts, what it costs.
///
/// All times are on the simulator's clock. A scenario is chosen when the call is created: the first that
/// [`Simulator::next_scenario`](crate::Simulator::next_scenario) added, else the result of the script of the
/// [`Builder`](crate::Builder), else that of the number, else that of a special number, else the builder's default,
/// which is `Scenario::answered()` unless set.
///
/// Special numbers, which let programs in any language choose an outcome:
///
/// | number | outcome |
/// |---|---|
/// | `+15005550010` | busy |
/// | `+15005550011` | no answer |
/// | `+15005550012` | cannot be connected |
/// | `+15005550013` | an answering machine answers |
/// | `+15005550014` | a fax machine answers |
/// | `+15005550015` | rings until a test answers or hangs up, or the call times out |
///
/// ```
/// use std::time::Duration;
/// use twilio_calls_simulator::{AnsweredBy, Scenario};
///
/// let voicemail = Scenario::answered()
///     .rings_for(Duration::from_secs(20))
///     .by(AnsweredBy::Machine)
///     .talks_for(Duration::from_secs(35));
/// # let _ = voicemail;
/// ```
#[derive(Clone, Debug)]
pub struct Scenario {
    pub(crate) outcome: Outcome,
    pub(crate) rings_after: Duration,
    pub(crate) rings_for: Duration,
    pub(crate) talks_for: Option<Duration>,
    pub(crate) answered_by: AnsweredBy,
    pub(crate) detected_after: Duration,
    pub(crate) price_per_minute: i64,
    pub(crate) price_after: Duration,
    pub(crate) silent: bool,
    pub(crate) dials: Option<(Arc<str>, Arc<Scenario>)>,
    pub(crate) presses: Keys,
    pub(crate) says: Vec<Message>,
}

/// The keys that the called party presses, one entry per `<Gather>`. `Debug` does not show them.
#[derive(Clone, Default)]
pub(crate) struct Keys(pub(crate) Vec<Arc<str>>);

impl fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} entries", self.0.len())
    }
}

/// What the called party says for one `<Record>`.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) lasts: Duration,
    /// The key that is pressed after it; empty if none is.
    pub(crate) key: Arc<str>,
}

impl Default for Message {
    fn default() -> Self {
        Self {
            lasts: Duration::from_secs(3),
            key: "".into(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Answered,
    Busy,
    NoAnswer,
    Failed,
}

impl Scenario {
    /// It rings after a second, is answered by a person three seconds later, and ends after ten more. The price, 1.4
    /// cents for each started minute, arrives two seconds after the end.
    pub fn answered() -> Self {
        Self {
            outcome: Outcome::Answered,
            rings_after: Duration::from_secs(1),
            rings_for: Duration::from_secs(3),
            talks_for: Some(Duration::from_secs(10)),
            answered_by: AnsweredBy::Human,
            detected_after: Duration::from_millis(2300),
            price_per_minute: 1400,
            price_after: Duration::from_secs(2),
            silent: false,
            dials: None,
            presses: Keys::default(),
            says: Vec::new(),
        }
    }

    /// The other end is busy.
    pub fn busy() -> Self {
        Self {
            outcome: Outcome::Busy,
            ..Self::answered()
        }
    }

    /// It rings until the timeout of the call, 60 seconds unless the request says otherwise.
    pub fn no_answer() -> Self {
        Self {
            outcome: Outcome::NoAnswer,
            ..Self::answered()
        }
    }

    /// It cannot be connected.
    pub fn failed() -> Self {
        Self {
            outcome: Outcome::Failed,
            ..Self::answered()
        }
    }

    /// It rings until it times out, or until a test calls [`Simulator::answer`](crate::Simulator::answer) or
    /// [`Simulator::hang_up`](crate::Simulator::hang_up).
    pub fn manual() -> Self {
        Self {
            outcome: Outcome::NoAnswer,
            talks_for: None,
            ..Self::answered()
        }
    }

    /// Sets the time from dialing until the call rings, is busy or fails.
    #[must_use]
    pub fn rings_after(mut self, duration: Duration) -> Self {
        self.rings_after = duration;
        self
    }

    /// Sets how long it rings before it is answered. It times out first if its timeout is not longer than this.
    #[must_use]
    pub fn rings_for(mut self, duration: Duration) -> Self {
        self.rings_for = duration;
        self
    }

    /// Sets how long after the answer the called party hangs up.
    #[must_use]
    pub fn talks_for(mut self, duration: Duration) -> Self {
        self.talks_for = Some(duration);
        self
    }

    /// Sets the keys that the called party presses, one entry for each `<Gather>` of the instructions, which is sent to its
    /// `action` at once. Without an entry, `<Gather>` waits until its timeout.
    ///
    /// ```
    /// use twilio_calls_simulator::Scenario;
    ///
    /// let customer = Scenario::answered().presses(["1", "4711#"]);
    /// # let _ = customer;
    /// ```
    #[must_use]
    pub fn presses<'k>(mut self, entries: impl IntoIterator<Item = &'k str>) -> Self {
        self.presses = Keys(entries.into_iter().map(Arc::from).collect());
        self
    }

    /// Sets what the called party says, one entry for each `<Record>` of the instructions: how long it speaks, and the key
    /// that it presses then, if any. Without a key that ends it, the recording ends after the silence that `<Record>` waits
    /// for. Without an entry, the party speaks for three seconds and presses nothing.
    ///
    /// Hanging up in the meantime ends the recording, too. A party that is [`silent`](Self::silent) leaves no message,
    /// and the instructions go on.
    ///
    /// ```
    /// use std::time::Duration;
    /// use twilio_calls_simulator::Scenario;
    ///
    /// let customer = Scenario::answered().says([(Duration::from_secs(12), "#")]);
    /// # let _ = customer;
    /// ```
    #[must_use]
    pub fn says<'k>(mut self, messages: impl IntoIterator<Item = (Duration, &'k str)>) -> Self {
        let message = |(lasts, key): (Duration, &str)| Message {
            lasts,
            key: key.into(),
        };
        self.says = messages.into_iter().map(message).collect();
        self
    }

    /// The called party never hangs up.
    #[must_use]
    pub fn talks_until_hung_up(mut self) -> Self {
        self.talks_for = None;
        self
    }

    /// Sets who or what answers. Only visible in calls with `MachineDetection`.
    #[must_use]
    pub fn by(mut self, answered_by: AnsweredBy) -> Self {
        self.answered_by = answered_by;
        self
    }

    /// Sets how long answering machine detection takes; 2.3 seconds unless set. If the request allows less time, the
    /// result is `unknown`.
    #[must_use]
    pub fn detected_after(mut self, duration: Duration) -> Self {
        self.detected_after = duration;
        self
    }

    /// Sets the price of a started minute, in hundred-thousandths of a dollar: 1400 is 1.4 cents.
    #[must_use]
    pub fn price_per_minute(mut self, price: u32) -> Self {
        self.price_per_minute = i64::from(price);
        self
    }

    /// Sets how long after the end the price arrives.
    #[must_use]
    pub fn price_after(mut self, duration: Duration) -> Self {
        self.price_after = duration;
        self
    }

    /// Nobody speaks, so that a recording is `absent`, and `<Record>` records nothing.
    #[must_use]
    pub fn silent(mut self) -> Self {
        self.silent = true;
        self
    }

    /// Once answered, the call dials another party as a `<Dial>` would: a child call with its own SID.
    #[must_use]
    pub fn dials(mut self, to: &str, scenario: Scenario) -> Self {
        self.dials = Some((to.into(), Arc::new(scenario)));
        self
    }

    fn of_special_number(to: &str) -> Option<Self> {
        Some(match to.strip_prefix("+150055500")? {
            "10" => Self::busy(),
            "11" => Self::no_answer(),
            "12" => Self::failed(),
            "13" => Self::answered().by(AnsweredBy::Machine),
            "14" => Self::answered().by(AnsweredBy::Fax),
            "15" => Self::manual(),
            _ => return None,
        })
    }
}

/// The call that a script chooses a scenario for.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Dialed<'d> {
    /// The called party.
    pub to: &'d str,
    /// The calling party.
    pub from: &'d str,
    /// How many calls were created before this one.
    pub number: usize,
}

impl fmt::Debug for Dialed<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Dialed")
            .field("to", &Redacted(self.to))
            .field("from", &Redacted(self.from))
            .field("number", &self.number)
            .finish()
    }
}

pub(crate) type Script = Arc<dyn Fn(Dialed<'_>) -> Option<Scenario> + Send + Sync>;

/// Chooses the scenario of each call.
#[derive(Clone, Default)]
pub(crate) struct ScenarioSource {
    pub(crate) next: VecDeque<Scenario>,
    pub(crate) script: Option<Script>,
    pub(crate) numbers: HashMap<String, Arc<Scenario>>,
    pub(crate) default: Option<Arc<Scenario>>,
}

impl ScenarioSource {
    pub(crate) fn choose(&mut self, dialed: Dialed<'_>) -> Arc<Scenario> {
        if let Some(next) = self.next.pop_front() {
            return Arc::new(next);
        }
        if let Some(scenario) = self.script.as_ref().and_then(|script| script(dialed)) {
            return Arc::new(scenario);
        }
        if let Some(scenario) = self.numbers.get(dialed.to) {
            return scenario.clone();
        }
        if let Some(scenario) = Scenario::of_special_number(dialed.to) {
            return Arc::new(scenario);
        }
        self.default
            .get_or_insert_with(|| Arc::new(Scenario::answered()))
            .clone()
    }
}

impl fmt::Debug for ScenarioSource {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ScenarioSource")
            .field("numbers", &self.numbers.keys())
            .finish_non_exhaustive()
    }
}
