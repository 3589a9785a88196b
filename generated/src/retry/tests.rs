use std::cell::RefCell;
use std::future::ready;
use std::time::Duration;

use super::{Failure, RetryPolicy, jitter, retry_loop};

const SECOND: Duration = Duration::from_secs(1);

/// A failure of an attempt, as the classifier sees it.
type Outcome = Result<&'static str, Failure>;

const TRANSIENT: Outcome = Err(Failure::Transient { retry_after: None });

const fn after(seconds: u64) -> Outcome {
    Err(Failure::Transient {
        retry_after: Some(Duration::from_secs(seconds)),
    })
}

/// What happened in a run of the loop, in order.
#[derive(Debug, PartialEq)]
enum Step {
    /// An attempt began, with this much of the total time left.
    Attempt(u32, Duration),
    Observed(u32, Duration),
    Slept(Duration),
}

/// Runs the loop over outcomes given in advance, each with the time it takes; sleeping takes no time.
///
/// Without a runtime or a clock: a loop that waited for anything else would never be ready.
fn run(
    policy: &RetryPolicy,
    outcomes: &[(Outcome, Duration)],
) -> (Option<&'static str>, u32, Vec<Step>) {
    let steps = RefCell::new(Vec::new());
    let future = retry_loop(
        policy,
        |delay| {
            steps.borrow_mut().push(Step::Slept(delay));
            ready(())
        },
        |failure| *failure,
        |_| true,
        |number, left| {
            steps.borrow_mut().push(Step::Attempt(number, left));
            let at = usize::try_from(number - 1).unwrap_or(usize::MAX);
            ready(outcomes[at.min(outcomes.len() - 1)])
        },
        |number, delay, _| steps.borrow_mut().push(Step::Observed(number, delay)),
    );
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let std::task::Poll::Ready((outcome, attempts)) = future.as_mut().poll(&mut context) else {
        unreachable!("nothing to wait for");
    };
    (outcome.ok(), attempts, steps.take())
}

/// Without a base delay there is no jitter, and every delay is what was asked for.
fn policy() -> RetryPolicy {
    RetryPolicy::default()
        .base_delay(Duration::ZERO)
        .total_time(SECOND * 10)
}

#[test]
fn a_success_ends_the_loop() {
    let (value, attempts, steps) = run(&policy(), &[(Ok("value"), SECOND)]);
    assert_eq!((value, attempts), (Some("value"), 1));
    assert_eq!(steps, [Step::Attempt(1, SECOND * 10)]);
}

#[test]
fn a_permanent_failure_ends_the_loop() {
    let (value, attempts, steps) = run(
        &policy(),
        &[(TRANSIENT, SECOND), (Err(Failure::Permanent), SECOND)],
    );
    assert_eq!((value, attempts), (None, 2));
    assert_eq!(steps.len(), 4, "{steps:?}");
}

#[test]
fn transient_failures_are_retried_after_the_delay_asked_for() {
    let (value, attempts, steps) = run(
        &policy(),
        &[
            (after(3), SECOND),
            (TRANSIENT, SECOND),
            (Ok("value"), SECOND),
        ],
    );
    assert_eq!((value, attempts), (Some("value"), 3));
    assert_eq!(
        steps,
        [
            Step::Attempt(1, SECOND * 10),
            Step::Observed(1, SECOND * 3),
            Step::Slept(SECOND * 3),
            // One second of attempt, three of delay.
            Step::Attempt(2, SECOND * 6),
            Step::Observed(2, Duration::ZERO),
            Step::Slept(Duration::ZERO),
            Step::Attempt(3, SECOND * 5),
        ]
    );
}

#[test]
fn attempts_are_counted() {
    for max in [0, 1, 2, 5] {
        let policy = policy().max_attempts(max);
        let (value, attempts, steps) = run(&policy, &[(TRANSIENT, Duration::ZERO)]);
        assert_eq!((value, attempts), (None, max.max(1)));
        let made = steps
            .iter()
            .filter(|step| matches!(step, Step::Attempt(..)))
            .count();
        assert_eq!(u32::try_from(made), Ok(attempts));
    }
    let (_, attempts, _) = run(&RetryPolicy::never(), &[(TRANSIENT, Duration::ZERO)]);
    assert_eq!(attempts, 1);
}

#[test]
fn the_total_time_bounds_attempts_and_delays() {
    // The first two attempts and the delay between them take 9 of 10 seconds; another delay does not fit.
    let (_, attempts, steps) = run(&policy(), &[(after(3), SECOND * 3)]);
    assert_eq!(attempts, 2);
    assert_eq!(steps.last(), Some(&Step::Attempt(2, SECOND * 4)));
    // A delay as long as what is left leaves no time for an attempt.
    let (_, attempts, _) = run(&policy(), &[(after(9), SECOND)]);
    assert_eq!(attempts, 1);
    let (_, attempts, _) = run(&policy(), &[(after(8), SECOND)]);
    assert_eq!(attempts, 2);
    // An attempt that took longer than allowed leaves nothing.
    let (_, attempts, _) = run(&policy(), &[(TRANSIENT, SECOND * 11)]);
    assert_eq!(attempts, 1);
    let (_, attempts, _) = run(&policy(), &[(after(u64::MAX), Duration::ZERO)]);
    assert_eq!(attempts, 1);
}

#[test]
fn delays_are_drawn_below_a_bound_that_doubles() {
    let policy = RetryPolicy::default()
        .max_attempts(40)
        .base_delay(SECOND)
        .max_delay(SECOND * 4)
        .total_time(SECOND * 1000);
    let mut longest = [Duration::ZERO; 5];
    for _ in 0..200 {
        let (_, attempts, steps) = run(&policy, &[(TRANSIENT, Duration::ZERO)]);
        assert_eq!(attempts, 40);
        let delays = steps.iter().filter_map(|step| match step {
            Step::Slept(delay) => Some(*delay),
            _ => None,
        });
        for (at, delay) in delays.enumerate() {
            let at = at.min(4);
            longest[at] = longest[at].max(delay);
        }
    }
    for (longest, bound) in longest.into_iter().zip([1, 2, 4, 4, 4]) {
        let bound = SECOND * bound;
        assert!(bound * 9 / 10 < longest && longest <= bound, "{longest:?}");
    }
}

#[test]
fn pauses_are_spread_over_the_whole_range() {
    let bound = Duration::from_millis(800);
    let drawn: Vec<Duration> = (0..1000).map(|_| jitter(bound)).collect();
    assert!(drawn.iter().all(|delay| *delay <= bound));
    assert!(drawn.iter().any(|delay| *delay < bound / 10));
    assert!(drawn.iter().any(|delay| *delay > bound / 10 * 9));
    assert_eq!(jitter(Duration::ZERO), Duration::ZERO);
}

#[test]
fn a_policy_shows_its_settings() {
    let policy = RetryPolicy::default()
        .max_attempts(5)
        .base_delay(SECOND)
        .max_delay(SECOND * 2)
        .total_time(SECOND * 3)
        .on_retry(|_| {});
    assert_eq!(
        format!("{policy:?}"),
        "RetryPolicy { max_attempts: 5, base_delay: 1s, max_delay: 2s, total_time: 3s, .. }"
    );
}
