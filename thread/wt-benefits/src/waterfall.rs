//! The gap, and what is identified, accepted, planned, delivered and verified of it: each pound once, and only verified
//! cash-releasing pounds close it.
//!
//! A benefit line is up to three claims on its rows (verified, delivered, planned), an opportunity is one (accepted or
//! identified). One book serves them all, so that each step holds the next, and a pound stands at one step only.

mod change;
mod claim;

use std::collections::BTreeMap;
use std::sync::Arc;

use wt_benchmark::metric::BenefitType;
use wt_units::{FinancialYear, OdsCode, Pence};

use crate::claims::{Base, Book, LeftOut, Stage};
use crate::ledger::Ledger;
use claim::pieces;

pub use change::{Change, Moved, changes};
pub use claim::WaterfallError;

/// The steps, first to last.
pub const STEPS: [Stage; 5] =
    [Stage::Identified, Stage::Accepted, Stage::Planned, Stage::Delivered, Stage::Verified];

/// What an opportunity or line has at one stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Position {
    /// Id of the opportunity or line.
    pub id: String,
    /// Where these pounds stand.
    pub stage: Stage,
    /// Who counts them today: a successor where there was a merger.
    pub org: OdsCode,
    /// What kind of benefit.
    pub benefit: BenefitType,
    /// Pounds claimed.
    pub claimed: Pence,
    /// Pounds counted; below nought for a loss, which counts in full.
    pub counted: Pence,
}

/// One financial year of a ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waterfall {
    /// Which.
    pub year: FinancialYear,
    /// What is to be closed; none where no figure is loaded.
    pub gap: Option<Pence>,
    /// By id and stage.
    pub positions: Vec<Position>,
    /// What is not counted, who got it, and why.
    pub left_out: Vec<LeftOut>,
}

impl Waterfall {
    /// A ledger's year on its base. Parked opportunities and withdrawn lines claim nothing.
    ///
    /// # Errors
    /// An opportunity or line that can't stand on this base, and why.
    pub fn of(
        ledger: &Ledger,
        base: &Arc<Base>,
        year: FinancialYear,
        gap: Option<Pence>,
    ) -> Result<Self, WaterfallError> {
        let mut claims = Vec::new();
        let mut positions = Vec::new();
        for piece in pieces(ledger, base, year)? {
            positions.push(piece.position);
            claims.extend(piece.claim);
        }
        let book = Book::new(Arc::clone(base), claims)?;
        for position in &mut positions {
            if let Some(counted) = book.counted(&position.id, position.stage) {
                position.counted = counted.pounds;
            }
        }
        positions.sort_by(|a, b| (&a.id, a.stage).cmp(&(&b.id, b.stage)));
        Ok(Self { year, gap, positions, left_out: book.left_out() })
    }

    /// Pounds of one type that stand at a step or beyond it. Types are never added together.
    pub fn reached(&self, benefit: BenefitType, step: Stage) -> Pence {
        let counts = |p: &&Position| p.benefit == benefit && p.stage >= step;
        self.positions.iter().filter(counts).map(|p| p.counted).sum()
    }

    /// What is left of the gap: less verified cash-releasing pounds, and nothing else.
    pub fn left(&self) -> Option<Pence> {
        self.gap.map(|gap| gap - self.reached(BenefitType::CashReleasing, Stage::Verified))
    }

    /// Pounds of one type by who counts them today, at each of [`STEPS`] or beyond.
    pub fn by_org(&self, benefit: BenefitType) -> BTreeMap<OdsCode, [Pence; 5]> {
        self.by(benefit, |position| position.org)
    }

    /// Pounds of one type by whatever names a position, at each of [`STEPS`] or beyond.
    pub fn by<K: Ord>(&self, benefit: BenefitType, key: impl Fn(&Position) -> K) -> BTreeMap<K, [Pence; 5]> {
        let mut by: BTreeMap<K, [Pence; 5]> = BTreeMap::new();
        for position in self.positions.iter().filter(|p| p.benefit == benefit) {
            let row = by.entry(key(position)).or_default();
            for (sum, step) in row.iter_mut().zip(STEPS) {
                if position.stage >= step {
                    *sum = *sum + position.counted;
                }
            }
        }
        by
    }

    /// Benefit lines of two organisations that claim the same rows, each pair a sentence.
    pub fn shared(&self) -> Vec<String> {
        let line =
            |id: &str| self.positions.iter().find(|p| p.id == id && p.stage >= Stage::Planned).map(|p| p.org);
        let mut said = Vec::new();
        for left in self.left_out.iter().filter(|left| left.stage >= Stage::Planned) {
            let Some(own) = line(&left.claim) else { continue };
            for (id, _) in left.parts.iter().flat_map(|part| part.why.claims()) {
                if let Some(other) = line(id).filter(|other| *other != own) {
                    let mut pair = [(left.claim.as_str(), own), (id.as_str(), other)];
                    pair.sort_unstable();
                    said.push(format!(
                        "{} of {} and {} of {} claim the same rows, and what they share is counted once.",
                        pair[0].0, pair[0].1, pair[1].0, pair[1].1
                    ));
                }
            }
        }
        said.sort();
        said.dedup();
        said
    }

    /// The steps in words, with figures that add up.
    pub fn sentences(&self) -> Vec<String> {
        let cash = |step| self.reached(BenefitType::CashReleasing, step);
        let mut said = vec![format!(
            "In {}: {} identified, of which {} accepted, of which {} planned or further, of which {} delivered, of which {} \
             verified.",
            self.year,
            cash(Stage::Identified),
            cash(Stage::Accepted),
            cash(Stage::Planned),
            cash(Stage::Delivered),
            cash(Stage::Verified)
        )];
        said.push(match (self.gap, self.left()) {
            (Some(gap), Some(left)) => format!(
                "Of the gap of {gap}, {} is closed and {left} is left: only verified cash-releasing pounds close it.",
                cash(Stage::Verified)
            ),
            _ => "No gap is loaded, so what is left of it can't be said.".to_owned(),
        });
        for benefit in [BenefitType::CostAvoided, BenefitType::TimeReleased] {
            let [all, verified] =
                [Stage::Identified, Stage::Verified].map(|step| self.reached(benefit, step));
            if all != Pence::ZERO {
                said.push(format!(
                    "Beside it, and never added to it: {}, {all} identified, of which {verified} verified.",
                    benefit.words()
                ));
            }
        }
        said
    }
}
