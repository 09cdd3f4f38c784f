//! The four piles, and their sums.

use wt_units::Pence;

use super::sort::Verdict;

/// What a payment for temporary staff is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Pile {
    /// An agency. Nothing else is called so.
    Agency,
    /// A bank that somebody else runs.
    OutsourcedBank,
    /// Pay of workers whom the trust engages itself.
    DirectEngagement,
    /// Temporary staff, but the payment does not show of which kind.
    CannotTell,
}

impl Pile {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Agency, Self::OutsourcedBank, Self::DirectEngagement, Self::CannotTell];

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Agency => "agency",
            Self::OutsourcedBank => "outsourced bank",
            Self::DirectEngagement => "direct-engagement payroll",
            Self::CannotTell => "cannot tell",
        }
    }
}

/// Rows and money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sums {
    /// How many rows.
    pub rows: u64,
    /// Their sum; credits are below zero.
    pub amount: Pence,
}

impl Sums {
    /// Adds a row.
    pub fn add(&mut self, amount: Pence) {
        self.rows += 1;
        self.amount = self.amount + amount;
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { rows: self.rows + other.rows, amount: self.amount + other.amount }
    }
}

/// Payments by pile, with those that are no temporary staff.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    piles: [Sums; 4],
    /// No temporary staff.
    pub others: Sums,
}

impl Tally {
    /// Adds a payment.
    pub fn add(&mut self, verdict: &Verdict<'_>, amount: Pence) {
        match verdict.pile {
            Some(pile) => self.piles[pile as usize].add(amount),
            None => self.others.add(amount),
        }
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        let mut piles = self.piles;
        for (sums, more) in piles.iter_mut().zip(other.piles) {
            *sums = sums.and(more);
        }
        Self { piles, others: self.others.and(other.others) }
    }

    /// One pile.
    pub fn pile(&self, pile: Pile) -> Sums {
        self.piles[pile as usize]
    }

    /// The four piles together: all temporary staff.
    pub fn staffing(&self) -> Sums {
        self.piles.into_iter().fold(Sums::default(), Sums::and)
    }

    /// Every payment.
    pub fn all(&self) -> Sums {
        self.staffing().and(self.others)
    }
}
