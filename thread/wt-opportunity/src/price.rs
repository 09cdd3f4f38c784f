//! Prices for a period: each month at the price of its financial year.

use std::collections::BTreeMap;

use wt_benchmark::MonthFigure;
use wt_facts::{FactSet, Price, Status};
use wt_units::{FinancialYear, Hours, Period};

/// Prices by id and financial year, or why there is none.
#[derive(Debug, Clone, Default)]
pub struct PriceBook {
    /// Hours of a full-time week, to say hours as whole-time equivalents.
    full_week: Option<Hours>,
    prices: BTreeMap<(String, FinancialYear), Result<Price, String>>,
}

/// A price for the months of one figure, in pounds for each unit.
#[derive(Debug, Clone, PartialEq)]
pub struct PeriodPrice {
    /// Pounds for each unit, before rounding.
    pub pounds: f64,
    /// How it is made, and what a reader must know, each a sentence.
    pub words: Vec<String>,
    /// What the pounds are not, in the words of the price.
    pub caveat: String,
    /// The least sure of the figures behind it.
    pub status: Status,
    /// Lowest and highest pounds for each unit by other recipes, such as the cost to the trust alone.
    pub range: (f64, f64),
    /// Titles of the sources of its figures.
    pub sources: Vec<String>,
}

impl PriceBook {
    /// All prices of the facts for the financial years that `period` touches.
    pub fn from_facts(facts: &FactSet, period: Period) -> Self {
        let week = facts.at("full-time-week", period.to().last_day()).ok();
        let full_week = week.map(|figure| Hours::new(figure.value));
        let mut book = Self { full_week, ..Self::default() };
        for year in years(period.months()) {
            for recipe in facts.prices() {
                let price = facts.price(&recipe.id, year).map_err(|e| e.to_string());
                book.prices.insert((recipe.id.clone(), year), price);
            }
        }
        book
    }

    pub(crate) fn full_week(&self) -> Option<Hours> {
        self.full_week
    }

    /// The price of months that have figures, weighted by their denominators: one financial year gives just its
    /// price.
    ///
    /// # Errors
    /// A sentence, where a month has no price.
    pub fn over(&self, id: &str, months: &[MonthFigure]) -> Result<PeriodPrice, String> {
        let with: Vec<&MonthFigure> = months.iter().filter(|m| m.figures.is_some()).collect();
        let prices: Vec<&Price> = years(with.iter().map(|m| m.month))
            .into_iter()
            .map(|y| match self.prices.get(&(id.to_owned(), y)) {
                Some(Ok(price)) => Ok(price),
                Some(Err(why)) => Err(why.clone()),
                None => Err(format!("There is no price called '{id}' for {y}.")),
            })
            .collect::<Result<_, _>>()?;
        let mean = |of: &dyn Fn(&Price) -> f64| weighted(&prices, &with, of);
        let first = prices.first().ok_or("There is no month with figures to price.")?;
        let nothing = || "The denominators of the months add up to nothing.".to_owned();
        let central = mean(&|p| p.central.to_f64()).ok_or_else(nothing)?;
        let low = mean(&|p| p.low.to_f64()).ok_or_else(nothing)?;
        let high = mean(&|p| p.high.to_f64()).ok_or_else(nothing)?;
        let mut sources: Vec<String> =
            prices.iter().flat_map(|p| &p.figures).map(|f| f.source.title.clone()).collect();
        sources.sort();
        sources.dedup();
        Ok(PeriodPrice {
            pounds: central,
            words: words(&prices),
            caveat: first.caveat.clone(),
            status: prices.iter().map(|p| p.status).max().unwrap_or(first.status),
            range: (low, high),
            sources,
        })
    }
}

/// Financial years of months, each once, in order.
fn years(months: impl Iterator<Item = wt_units::Month>) -> Vec<FinancialYear> {
    let mut years: Vec<FinancialYear> = months.map(FinancialYear::of).collect();
    years.sort_unstable();
    years.dedup();
    years
}

fn weighted(prices: &[&Price], months: &[&MonthFigure], of: &dyn Fn(&Price) -> f64) -> Option<f64> {
    if let [one] = prices {
        return Some(of(one));
    }
    let (mut sum, mut weight) = (0.0, 0.0);
    for month in months {
        let year = FinancialYear::of(month.month);
        let price = prices.iter().find(|p| p.year == year)?;
        let denominator = month.figures?.1.to_f64();
        sum += denominator * of(price);
        weight += denominator;
    }
    let mean = sum / weight;
    mean.is_finite().then_some(mean)
}

/// How the price is made in each year, and that a table ended early where it did.
fn words(prices: &[&Price]) -> Vec<String> {
    let mut said: Vec<String> = prices.iter().map(|p| format!("{}: {}", p.year, p.words)).collect();
    if prices.len() > 1 {
        said.push(
            "Each month counts at the price of its financial year, weighted by its denominator.".into(),
        );
    }
    for price in prices {
        if let Some(ended) = price.stale_since {
            said.push(format!(
                "The table behind the price for {} ended on {ended}: its last figures are used, so the pounds are likely to be too low.",
                price.year
            ));
        }
        said.extend(price.range_words.iter().map(|w| format!("Range of the price: {w}")));
    }
    said.dedup();
    said
}
