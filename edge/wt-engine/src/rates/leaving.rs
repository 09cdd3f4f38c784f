//! What it would cost if an employer left the card: for the neutral rates analyst, once the basis in law is recorded.

use std::time::{Duration, Instant};

use wt_rates::design::{Card, outcome};
use wt_rates::divergence::{Game, Holding, Moved, holding, leave_all};
use wt_rates::market::Market;
use wt_rates::respond::Case;

use super::{Legal, Standard};
use crate::intake::blocking;
use crate::permit::{Person, Right};
use crate::{Engine, EngineError};

/// Part of its cost on the card that an employer may gain by leaving and still stay, in parts of a thousand.
const TOLERATED: i64 = 5;
/// Time for what makes the card hold.
const TIME: Duration = Duration::from_secs(5);

/// What leaving a card would come to.
#[derive(Debug, Clone)]
pub struct Leaving {
    /// The basis in law that it is shown on.
    pub legal: Legal,
    /// The card.
    pub card: Standard,
    /// What it was looked at in.
    pub market: Market,
    /// By employer: the cells in which leaving pays, with their arithmetic.
    pub alone: Vec<Vec<Moved>>,
    /// What each employer would need, and what makes the card hold.
    pub holding: Holding,
}

impl Engine {
    /// What each employer would gain by leaving a card, what that costs the others, and what makes the card hold.
    ///
    /// # Errors
    /// [`EngineError::Denied`] to anybody but the neutral rates analyst, and before the basis in law is recorded;
    /// [`EngineError::NotFound`], [`EngineError::Question`] where the card has no rate for any cell, [`EngineError::Store`].
    pub async fn leaving(&self, person: &Person, slug: &str) -> Result<Leaving, EngineError> {
        person.may(Right::RatesAnalyst)?;
        let Some(legal) = self.basis(person).await? else {
            let words = "What each employer would gain by leaving tells one employer's rates and intentions to another, which can fall \
                         under competition law. It is shown to the neutral rates analyst only, once the region has recorded its basis \
                         in law.";
            return Err(EngineError::Denied(words.to_owned()));
        };
        let card = self.card(person, slug).await?;
        let agreement = card.agreement()?;
        let market = self.market(person, &card.asked).await?;
        let rates = Card::of(&market, &agreement, jiff::civil::Date::MAX);
        if rates.rates.iter().all(Option::is_none) {
            return Err(EngineError::Question(
                "The card has no rate for any cell of the latest bookings.".to_owned(),
            ));
        }
        blocking(move || {
            let (alone, found) = {
                let alone = leave_all(&Game::new(&market, &rates, Case::CENTRAL));
                let all = outcome(&market, &rates, Case::CENTRAL);
                let tolerated: Vec<i64> =
                    all.employers.iter().map(|sums| sums.cost * TOLERATED / 1_000).collect();
                let started = Instant::now();
                let mut stop = || started.elapsed() >= TIME;
                let found = holding(&market, &rates, Case::CENTRAL, &alone, &tolerated, &mut stop);
                (alone, found)
            };
            Leaving { legal, card, market, alone, holding: found }
        })
        .await
    }
}
