//! Prices made from figures by recipe: annual pay × (1 + on-cost) × times / over, or a plain amount.
//!
//! Each figure is taken as it stands on the last day of the financial year: national pay awards are backdated to
//! 1 April, and National Insurance rates change on 6 April.

use jiff::civil::Date;
use serde::Deserialize;
use wt_units::{FinancialYear, Quantity};

use crate::fact::{Figure, NoFigure, Status};
use crate::{FactSet, Ratio};

/// How a price is made.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PriceRecipe {
    /// Slug: `sickness-fte-day`.
    pub id: String,
    /// Name for a heading.
    pub title: String,
    /// Unit it is for: "FTE day".
    pub per: String,
    /// How it is made, as a sentence.
    pub words: String,
    /// What the pounds are not.
    pub caveat: String,
    /// Fact with annual pay in pounds; none for a plain amount.
    #[serde(default)]
    pay: Option<String>,
    /// Fact with the on-cost of the central price, in percent of pay.
    #[serde(default)]
    on_cost: Option<String>,
    /// A plain amount in pounds, where the unit is money already.
    #[serde(default)]
    amount: Option<String>,
    /// Multiplied with this.
    #[serde(default)]
    times: Option<String>,
    /// Divided by this.
    #[serde(default)]
    over: Option<String>,
    /// The low alternative; none where low is central.
    #[serde(default)]
    low: Option<Alternative>,
    /// The high alternative; none where high is central.
    #[serde(default)]
    high: Option<Alternative>,
}

/// On-costs built from their parts instead of one assumed percentage.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Alternative {
    /// What it is, as a sentence.
    words: String,
    /// Facts in percent of pay, added up.
    percent_of_pay: Vec<String>,
    /// Facts (rate in percent, yearly threshold in pounds) of a charge on pay above a threshold.
    above_threshold: Vec<[String; 2]>,
}

/// A price in a financial year, with everything a page must say about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Price {
    /// Which price.
    pub id: String,
    /// Unit it is for: "FTE day".
    pub per: String,
    /// The financial year asked for.
    pub year: FinancialYear,
    /// Pounds for each unit, low.
    pub low: Ratio,
    /// Pounds for each unit.
    pub central: Ratio,
    /// Pounds for each unit, high.
    pub high: Ratio,
    /// How it is made, with this year's figures.
    pub words: String,
    /// How low and high are made; none where there is no range.
    pub range_words: Option<String>,
    /// What the pounds are not.
    pub caveat: String,
    /// The least sure of the figures behind the central price.
    pub status: Status,
    /// The least sure of the figures behind low and high.
    pub range_status: Status,
    /// Last day of a table that ended before the year asked for: every total must say so.
    pub stale_since: Option<Date>,
    /// The figures behind the central price.
    pub figures: Vec<Figure>,
    /// The further figures behind low and high.
    pub range_figures: Vec<Figure>,
}

impl PriceRecipe {
    /// What the types can't say.
    pub(crate) fn check(&self) -> Result<(), String> {
        for number in [&self.amount, &self.times, &self.over].into_iter().flatten() {
            decimal(number).ok_or_else(|| format!("'{number}' is not a decimal"))?;
        }
        if self.over.as_deref().and_then(decimal).is_some_and(|x| x == Ratio::ZERO) {
            return Err("over: can't be zero".into());
        }
        if self.pay.is_some() == self.amount.is_some() {
            return Err("a price has either pay or amount".into());
        }
        if self.pay.is_none() && (self.on_cost.is_some() || self.low.is_some() || self.high.is_some()) {
            return Err("on-costs stand only with pay".into());
        }
        Ok(())
    }

    /// The ids of all facts it needs.
    pub(crate) fn figures(&self) -> impl Iterator<Item = &str> {
        let own = self.pay.iter().chain(&self.on_cost);
        let other = [&self.low, &self.high].into_iter().flatten();
        let other = other.flat_map(|a| a.percent_of_pay.iter().chain(a.above_threshold.iter().flatten()));
        own.chain(other).map(String::as_str)
    }

    pub(crate) fn in_year(&self, facts: &FactSet, year: FinancialYear) -> Result<Price, NoFigure> {
        let overflow = || NoFigure::NoPrice(self.id.clone());
        let day = year.period().ok_or_else(overflow)?.to().last_day();
        let mut shelf = Shelf { facts, day, taken: Vec::new() };
        let pay = match &self.pay {
            Some(id) => Some(Ratio::of(shelf.take(id)?)),
            None => None,
        };
        let on_cost = match &self.on_cost {
            Some(id) => Ratio::percent(shelf.take(id)?),
            None => Ratio::ZERO,
        };
        let plain = self.amount.as_deref().and_then(decimal).unwrap_or(Ratio::ZERO);
        let annual = match pay {
            Some(pay) => Ratio::ONE.checked_add(on_cost).and_then(|f| f.checked_mul(pay)),
            None => Some(plain),
        };
        let central = annual.and_then(|a| self.per_unit(a)).ok_or_else(overflow)?;
        let figures = std::mem::take(&mut shelf.taken);
        let low = self.alternative(self.low.as_ref(), pay, &mut shelf, central)?;
        let high = self.alternative(self.high.as_ref(), pay, &mut shelf, central)?;
        let range_figures = shelf.taken;
        Ok(Price {
            id: self.id.clone(),
            per: self.per.clone(),
            year,
            low,
            central,
            high,
            words: self.words_with(&figures),
            range_words: self.range_words(),
            caveat: self.caveat.clone(),
            status: worst(&figures),
            range_status: worst(&range_figures).max(worst(&figures)),
            stale_since: figures.iter().chain(&range_figures).filter_map(|f| f.stale_since).min(),
            figures,
            range_figures,
        })
    }

    fn per_unit(&self, annual: Ratio) -> Option<Ratio> {
        let times = self.times.as_deref().map_or(Some(Ratio::ONE), decimal)?;
        let over = self.over.as_deref().map_or(Some(Ratio::ONE), decimal)?;
        annual.checked_mul(times)?.checked_div(over)
    }

    fn alternative(
        &self,
        other: Option<&Alternative>,
        pay: Option<Ratio>,
        shelf: &mut Shelf<'_>,
        central: Ratio,
    ) -> Result<Ratio, NoFigure> {
        let (Some(other), Some(pay)) = (other, pay) else { return Ok(central) };
        let overflow = || NoFigure::NoPrice(self.id.clone());
        let mut annual = pay;
        for id in &other.percent_of_pay {
            let share = Ratio::percent(shelf.take(id)?);
            annual = share.checked_mul(pay).and_then(|x| annual.checked_add(x)).ok_or_else(overflow)?;
        }
        for [rate, threshold] in &other.above_threshold {
            let rate = Ratio::percent(shelf.take(rate)?);
            let above = pay.checked_sub(Ratio::of(shelf.take(threshold)?)).ok_or_else(overflow)?;
            let above = if above.is_negative() { Ratio::ZERO } else { above };
            annual = rate.checked_mul(above).and_then(|x| annual.checked_add(x)).ok_or_else(overflow)?;
        }
        self.per_unit(annual).ok_or_else(overflow)
    }

    fn words_with(&self, figures: &[Figure]) -> String {
        let parts: Vec<_> = figures
            .iter()
            .map(|f| {
                let stale = f.stale_since.map_or(String::new(), |d| format!(", table ends {d}"));
                format!("{} {} {} from {} ({}{stale})", f.title, f.value, f.unit, f.from, f.status.words())
            })
            .collect();
        if parts.is_empty() {
            self.words.clone()
        } else {
            format!("{} Figures: {}.", self.words, parts.join("; "))
        }
    }

    fn range_words(&self) -> Option<String> {
        let low = self.low.as_ref().map(|a| format!("Low: {}", a.words));
        let high = self.high.as_ref().map(|a| format!("High: {}", a.words));
        let words: Vec<_> = low.into_iter().chain(high).collect();
        (!words.is_empty()).then(|| words.join(" "))
    }
}

/// Takes figures at one day and remembers which.
struct Shelf<'a> {
    facts: &'a FactSet,
    day: Date,
    taken: Vec<Figure>,
}

impl Shelf<'_> {
    fn take(&mut self, id: &str) -> Result<Quantity, NoFigure> {
        let figure = self.facts.at(id, self.day)?;
        let value = figure.value;
        if !self.taken.contains(&figure) {
            self.taken.push(figure);
        }
        Ok(value)
    }
}

fn decimal(text: &str) -> Option<Ratio> {
    text.parse().ok().map(Ratio::of)
}

fn worst(figures: &[Figure]) -> Status {
    figures.iter().map(|f| f.status).max().unwrap_or(Status::Verified)
}
