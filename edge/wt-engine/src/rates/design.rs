//! A card made in the browser: what was asked, what it comes to, who gains and loses by it.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use wt_rates::agreement::Agreement;
use wt_rates::design::{
    CARD_COLUMNS, Card, Joint, Kept, Month, Outcome, Wants, design, loss, outcome, phase, write_card,
};
use wt_rates::market::{Identified, Market, MarketSums, Range, Stated, floors};
use wt_rates::respond::{Case, Spread, spread, tornado};
use wt_units::Quantity;

use super::{Held, question};
use crate::intake::blocking;
use crate::permit::{Person, Right};
use crate::{Engine, EngineError};

/// A market is made of the bookings of so many months, the latest.
const MONTHS: i32 = 12;
/// Employers that a cell of the market needs.
const EMPLOYERS: usize = 2;

/// What was asked of a card, as a form has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// What it is called.
    pub name: String,
    /// Percent of wanted hours that each cell must fill in the region.
    pub min_fill: String,
    /// Percent of pay by the hour that any worker may lose; blank for no bound but the floors.
    pub worker_loss: String,
    /// Percent of its cost that any employer may lose; blank for no bound.
    pub employer_loss: String,
    /// Months over which employers move to the card in equal steps.
    pub months: String,
    /// Percent more hours for one employer that alone pays a percent more: low, central, high.
    pub elasticity: String,
    /// Percent fewer hours where all neighbours pay a percent more.
    pub cross: String,
    /// Percent by which bank gains on agency for a percent more pay.
    pub route: String,
    /// What an unfilled hour costs, in percent of the dearest hour the employer buys in the cell.
    pub unfilled: String,
    /// Rates to be set as they are, as CSV; blank for the card that costs least.
    pub rates: String,
}

impl Default for Asked {
    /// Where a form begins. How supply answers is nobody's published figure: it is there to be changed.
    fn default() -> Self {
        let text = str::to_owned;
        Self {
            name: text("Regional card"),
            min_fill: text("75"),
            worker_loss: text("10"),
            employer_loss: String::new(),
            months: text("3"),
            elasticity: text("0.8, 1.4, 2.0"),
            cross: text("0.4, 0.8, 1.2"),
            route: text("1, 2, 3"),
            unfilled: text("200"),
            rates: String::new(),
        }
    }
}

/// Whose pay falls and rises, in a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    /// Staff group and grade, or an employer's code.
    pub of: String,
    /// Hours worked today in cells of the card.
    pub hours: i64,
    /// Of them paid above the card.
    pub above: i64,
    /// What those would lose, in pence.
    pub loses: i64,
    /// What those below the card would gain, in pence.
    pub gains: i64,
    /// The most that anybody would lose by the hour, in pence.
    pub most: i64,
    /// The same as a part of pay, in millionths.
    pub most_part: i64,
}

impl Band {
    fn of(of: String, loss: &loss::Loss) -> Self {
        let loss::Loss { minutes, above, loses, gains, most, most_part } = *loss;
        Self { of, hours: minutes / 60, above: above / 60, loses, gains, most, most_part }
    }
}

/// A card and what it comes to.
#[derive(Debug, Clone)]
pub struct Designed {
    /// What it was made for.
    pub market: Market,
    /// The rates.
    pub card: Card,
    /// What it comes to in a month, with central assumptions.
    pub outcome: Outcome,
    /// What it saves, over all assumptions; below 0 where it costs more.
    pub saving: Spread,
    /// Part filled, in millionths.
    pub fill: Spread,
    /// The assumption that matters most, and the saving at its two ends.
    pub matters: (&'static str, i64, i64),
    /// By staff group and grade.
    pub bands: Vec<Band>,
    /// By employer.
    pub employers: Vec<Band>,
    /// Cells without a rate, and why.
    pub without: Vec<(String, String)>,
    /// Limits that are not kept, as sentences.
    pub broken: Vec<String>,
    /// The way to the card by month.
    pub phases: Vec<Month>,
    /// The day from which it is in force in full.
    pub from: Date,
    /// What a reader must know of the floors, as sentences.
    pub notes: Vec<String>,
    /// The card as a file.
    pub csv: String,
}

/// What was asked, read.
struct Read {
    wants: Wants,
    stated: Stated,
    months: u32,
    from: Date,
    set: Option<Agreement>,
}

impl Engine {
    /// What was asked, as a card over the latest bookings: the least cost within the limits, or the rates as they were set.
    ///
    /// # Errors
    /// [`EngineError::Question`] with the field that can't be read or what is missing, [`EngineError::File`] for rates that can't
    /// be read, [`EngineError::Denied`], [`EngineError::Store`].
    pub async fn design_card(&self, person: &Person, asked: &Asked) -> Result<Designed, EngineError> {
        person.may(Right::RatesAnalyst)?;
        let read = read(asked, self.today())?;
        let (held, facts) = (self.held(person).await?, self.facts().clone());
        blocking(move || {
            let (mut market, left_out) = market(&held, &facts, &read.stated)?;
            let mut notes = floors(&mut market, &facts, read.from).notes;
            if left_out > 0 {
                notes.push(format!("{left_out} cells have one employer alone and are left out."));
            }
            Ok(designed(market, &read, notes))
        })
        .await?
    }

    /// The market of the latest bookings, as assumed when a card was made.
    pub(super) async fn market(&self, person: &Person, asked: &Asked) -> Result<Market, EngineError> {
        let read = read(&Asked { rates: String::new(), ..asked.clone() }, self.today())?;
        let (held, facts) = (self.held(person).await?, self.facts().clone());
        blocking(move || {
            let (mut market, _) = market(&held, &facts, &read.stated)?;
            floors(&mut market, &facts, read.from);
            Ok(market)
        })
        .await?
    }
}

fn market(held: &Held, facts: &wt_facts::FactSet, stated: &Stated) -> Result<(Market, usize), EngineError> {
    let found = held.gather_last(MarketSums::new(facts), MONTHS).market(&held.names, stated);
    found.ok_or_else(|| {
        let words = "There is nothing to make a card of: no booking in an own bank with its pay is loaded, and only those say what \
                     comes on top of pay.";
        EngineError::Question(words.to_owned())
    })
}

fn designed(market: Market, read: &Read, notes: Vec<String>) -> Designed {
    let (card, without, broken) = match &read.set {
        Some(agreement) => (Card::of(&market, agreement, Date::MAX), Vec::new(), Vec::new()),
        None => {
            let found = design(&market, &read.wants);
            let without = found.without.iter().map(|(at, why)| (market.words(*at), why.words(&market)));
            let broken = found.kept.iter().filter(|kept| !kept.holds()).map(|kept| said(&market, kept));
            (found.card.clone(), without.collect(), broken.collect())
        }
    };
    let all = outcome(&market, &card, Case::CENTRAL);
    let saving = spread(|case| outcome(&market, &card, case).all.saving());
    let fill = spread(|case| outcome(&market, &card, case).all.fill().unwrap_or(0));
    let [first, ..] = tornado(|case| outcome(&market, &card, case).all.saving());
    let grades = loss::by_grade(&market, &card);
    let bands = grades.iter().map(|((group, grade), loss)| Band::of(format!("{group}, {grade}"), loss));
    let losses = loss::by_employer(&market, &card);
    let employers = market.employers.iter().zip(&losses).map(|(code, loss)| Band::of(code.clone(), loss));
    let (bands, employers): (Vec<Band>, Vec<Band>) = (bands.collect(), employers.collect());
    Designed {
        phases: phase(&market, &card, read.months),
        csv: csv(&write_card(&market, &card, read.from)),
        outcome: all,
        saving,
        fill,
        matters: (first.assumption, first.low.min(first.high), first.low.max(first.high)),
        bands,
        employers,
        without,
        broken,
        from: read.from,
        notes,
        card,
        market,
    }
}

fn said(market: &Market, kept: &Kept) -> String {
    let proved =
        if kept.impossible { "no card within the other bounds can" } else { "none was found that does" };
    match kept.joint {
        Joint::Employer(at) => {
            let code = market.employers.get(at).map_or("", String::as_str);
            format!(
                "{code} would pay more than its bound: {proved}. A share of what others save would make up the rest."
            )
        }
        Joint::Fill(of) => format!("Cells that are {} fill too few hours together: {proved}.", of.words()),
    }
}

/// A card as a file.
fn csv(rows: &[Vec<String>]) -> String {
    let quoted = |cell: &String| match cell.contains([',', '"']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.clone(),
    };
    let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\n";
    CARD_COLUMNS.join(",") + "\n" + &rows.iter().map(line).collect::<String>()
}

fn read(asked: &Asked, today: Date) -> Result<Read, EngineError> {
    let mut wants = Wants::fill(part("Least filled", &asked.min_fill, 100)?.unwrap_or(0));
    wants.worker_loss = part("The most a worker may lose", &asked.worker_loss, 100)?;
    wants.employer_loss = part("The most an employer may lose", &asked.employer_loss, 1_000)?;
    let months = match asked.months.trim().parse::<u32>() {
        Ok(months) if (1..=60).contains(&months) => months,
        _ => {
            return question(format!(
                "Months: found '{}', expected a whole number from 1 to 60.",
                asked.months
            ));
        }
    };
    let (own, cross) = (range("Elasticity", &asked.elasticity)?, range("By neighbours", &asked.cross)?);
    if cross.central > own.central {
        return question(
            "By neighbours: expected at most the elasticity by the own rate: what neighbours draw away, one draws too.",
        );
    }
    let unfilled = match asked.unfilled.trim().trim_end_matches('%').trim().parse::<i64>() {
        Ok(percent) if (1..=2_000).contains(&percent) => percent,
        _ => {
            return question(format!(
                "An unfilled hour: found '{}', expected a percentage from 1 to 2000.",
                asked.unfilled
            ));
        }
    };
    let stated = Stated {
        own,
        cross,
        route: range("Bank against agency", &asked.route)?,
        unfilled,
        critical: vec!["critical care".to_owned()],
        employers: EMPLOYERS,
        identified: Identified::default(),
    };
    let from = today.first_of_month().checked_add(jiff::Span::new().months(i64::from(months)));
    let Ok(from) = from else { return question("Months: they reach beyond the calendar.") };
    let set =
        (!asked.rates.trim().is_empty()).then(|| Agreement::parse("rates", asked.rates.trim().as_bytes()));
    Ok(Read { wants, stated, months, from, set: set.transpose()? })
}

/// A percentage as millionths; none where it was left blank.
fn part(what: &str, text: &str, most: i64) -> Result<Option<i64>, EngineError> {
    let text = text.trim().trim_end_matches('%').trim();
    if text.is_empty() {
        return Ok(None);
    }
    match text.parse::<Quantity>().map(|value| value.millionths()) {
        Ok(millionths) if (0..=most * 1_000_000).contains(&millionths) => Ok(Some(millionths / 100)),
        _ => question(format!("{what}: found '{text}', expected a percentage from 0 to {most}, such as 75.")),
    }
}

fn range(what: &str, text: &str) -> Result<Range, EngineError> {
    let read: Vec<f64> = text.split(',').filter_map(|one| one.trim().parse().ok()).collect();
    match read.as_slice() {
        [low, central, high] if 0.0 <= *low && low <= central && central <= high && *high <= 20.0 => {
            Ok(Range { low: *low, central: *central, high: *high })
        }
        _ => question(format!(
            "{what}: found '{text}', expected three numbers from 0 to 20 in rising order, such as 0.8, 1.4, 2.0."
        )),
    }
}
