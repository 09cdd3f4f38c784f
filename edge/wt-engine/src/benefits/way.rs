//! The way down from the gap: what is identified in the figures and not yet taken on, and everything in the ledger, each pound once;
//! and what changed since a day.

use std::collections::BTreeMap;

use jiff::civil::Date;
use wt_benchmark::BenefitType;
use wt_benefits::ledger::{Entry, Event, Ledger, Role};
use wt_benefits::waterfall::{Change, Waterfall, changes};
use wt_units::{FinancialYear, Month, Pence};

use super::offer::with_offers;
use super::{Book, Offer};
use crate::opportunities::Found;
use crate::permit::{Person, Right};
use crate::settings::Gap;
use crate::{Engine, EngineError};

/// The way down in one financial year.
#[derive(Debug, Clone)]
pub struct Way {
    /// The ledger it was made from.
    pub book: Book,
    /// What is to be closed; none where no figure is loaded.
    pub gap: Option<Gap>,
    /// Today.
    pub now: Waterfall,
    /// The end of this day is what `changed` looks back to.
    pub since: Date,
    /// Every step that changed since, with what moved it.
    pub changed: Vec<Change>,
    /// Insight of each opportunity and line that has a measure.
    insights: BTreeMap<String, String>,
}

impl Way {
    /// Pounds of one type by insight, at each step or beyond it; what has no measure stands under "other".
    pub fn by_insight(&self, benefit: BenefitType) -> BTreeMap<String, [Pence; 5]> {
        self.now.by(benefit, |p| self.insights.get(&p.id).cloned().unwrap_or_else(|| "other".to_owned()))
    }
}

impl Engine {
    /// The way down in the financial year of today. `found` is what the figures say could be won; what of it is not in the ledger
    /// yet counts as identified. Without `since`, changes are told since the end of last month.
    ///
    /// # Errors
    /// [`EngineError::Question`] where a claim can't stand on its rows; [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn way(&self, person: &Person, found: &Found, since: Option<Date>) -> Result<Way, EngineError> {
        let today = self.today();
        let month = Month::of(today).ok_or_else(|| EngineError::Question(format!("Today is {today}?")))?;
        let since = since.unwrap_or_else(|| month.plus(-1).last_day());
        let (book, gap) = (self.book(person).await?, self.gap(person).await?);
        let offers = self.offers(found);
        let viewer = person.may(Right::See)?;
        let (rows, _) = self.base_rows(&viewer).await?;
        let free: Vec<&Offer> =
            offers.iter().filter(|o| !book.ledger.opportunities().contains_key(&o.found.id)).collect();
        let base = with_offers(rows, &free).map_err(EngineError::Builtin)?;
        let base = std::sync::Arc::new(base);
        let year = FinancialYear::of(month);
        let of = |ledger: &Ledger| {
            Waterfall::of(&with(ledger, &offers, today), &base, year, gap.as_ref().map(|g| g.amount))
                .map_err(|why| EngineError::Question(why.to_string()))
        };
        let then = book.ledger.at_end_of(since);
        let (before, now) = (of(&then)?, of(&book.ledger)?);
        let entries = book.ledger.entries().get(then.entries().len()..).unwrap_or_default();
        let changed = changes(&before, &now, entries);
        let mut insights = BTreeMap::new();
        let mut insight = |id: &str, metric: Option<&wt_units::MetricId>| {
            if let Some(metric) = metric.and_then(|m| found.snapshot.metrics.get(m)) {
                insights.insert(id.to_owned(), metric.insight.clone());
            }
        };
        offers.iter().for_each(|o| insight(&o.found.id, o.found.metric.as_ref()));
        book.ledger.opportunities().iter().for_each(|(id, o)| insight(id, o.found.metric.as_ref()));
        book.ledger.lines().iter().for_each(|(id, l)| insight(id, l.line.metric.as_ref()));
        Ok(Way { book, gap, now, since, changed, insights })
    }
}

/// A ledger with the offers that are not in it, as found today.
fn with(ledger: &Ledger, offers: &[Offer], today: Date) -> Ledger {
    let mut all = ledger.clone();
    let on = all.last().map_or(today, |last| last.max(today));
    let by = match all.people().keys().next() {
        Some(id) => id.clone(),
        None => {
            let (id, name) = ("wholetime".to_owned(), "Wholetime".to_owned());
            let event = Event::Person { id: id.clone(), name, role: Role::Programme };
            // An empty ledger takes anybody.
            let _ = all.apply(Entry { on, by: id.clone(), event });
            id
        }
    };
    for offer in offers {
        // What is there already is refused, and stands as it was entered.
        let _ = all.apply(Entry { on, by: by.clone(), event: Event::Opportunity(offer.found.clone()) });
    }
    all
}
