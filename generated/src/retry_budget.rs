//! The retries that all requests of a client share.

use std::sync::atomic::{AtomicU32, Ordering};

/// How many successes pay for one retry.
const PRICE: u32 = 10;

/// A number of retries, which successes refill: where nothing succeeds, retries end.
pub(crate) struct RetryBudget {
    /// The successes that are left to pay with.
    balance: AtomicU32,
    most: u32,
}

impl RetryBudget {
    /// A budget that begins with this number of retries, and never holds more.
    pub(crate) fn new(retries: u32) -> Self {
        let most = retries.saturating_mul(PRICE);
        Self {
            balance: AtomicU32::new(most),
            most,
        }
    }

    /// Pays for a retry; returns whether there was enough left.
    pub(crate) fn withdraw(&self) -> bool {
        self.balance
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |balance| {
                balance.checked_sub(PRICE)
            })
            .is_ok()
    }

    /// Records a success.
    pub(crate) fn deposit(&self) {
        // A full budget, which is the usual one, is only read.
        if self.balance.load(Ordering::Relaxed) < self.most {
            let raised = |balance| (balance < self.most).then_some(balance + 1);
            // It may have been filled in the meantime, which is just as good.
            let _ = self
                .balance
                .fetch_update(Ordering::Relaxed, Ordering::Relaxed, raised);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{PRICE, RetryBudget};

    #[test]
    fn ten_successes_pay_for_a_retry() {
        let budget = RetryBudget::new(2);
        budget.deposit();
        assert!(budget.withdraw() && budget.withdraw());
        assert!(!budget.withdraw(), "a full budget takes in nothing");
        for _ in 1..PRICE {
            budget.deposit();
        }
        assert!(!budget.withdraw());
        budget.deposit();
        assert!(budget.withdraw() && !budget.withdraw());
        for _ in 0..10 * PRICE {
            budget.deposit();
        }
        assert!(budget.withdraw() && budget.withdraw() && !budget.withdraw());
    }

    #[test]
    fn an_empty_budget_stays_empty() {
        let budget = RetryBudget::new(0);
        for _ in 0..PRICE {
            budget.deposit();
        }
        assert!(!budget.withdraw());
    }
}
