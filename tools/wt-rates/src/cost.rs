//! What a booking costs: pay, holiday pay, employer costs, what a company adds, VAT, each by the facts of its day.

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use wt_facts::{FactSet, Figure, NoFigure, Ratio};
use wt_units::Pence;

use crate::booking::{Booking, Channel, Group, Vat, rounded};
use crate::extract::date_of;

/// Parts of the cost of a booking, in whole pence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cost {
    /// The worker's gross pay.
    pub pay: Pence,
    /// Holiday pay, where the employer pays it itself.
    pub holiday: Pence,
    /// National Insurance and pension, where the employer pays them itself.
    pub employer: Pence,
    /// What a company charges beyond the pay: holiday pay, employer costs and its fee, which invoices do not tell apart.
    pub beyond_pay: Pence,
    /// VAT as charged; by the rule of the day where the file does not say.
    pub vat: Pence,
}

impl Cost {
    /// All of it.
    #[must_use]
    pub fn total(self) -> Pence {
        self.pay + self.holiday + self.employer + self.beyond_pay + self.vat
    }
}

/// Percentages of a day, exact.
#[derive(Debug, Clone, Copy)]
struct Day {
    holiday: Ratio,
    employer: Ratio,
    vat: [Ratio; 3],
}

/// Costs bookings by dated facts, each day looked up once.
#[derive(Debug)]
pub struct Costs<'f> {
    facts: &'f FactSet,
    days: FxHashMap<i32, Option<Day>>,
}

impl<'f> Costs<'f> {
    /// By these facts.
    #[must_use]
    pub fn new(facts: &'f FactSet) -> Self {
        Self { facts, days: FxHashMap::default() }
    }

    /// The cost of a worked booking; none where nobody was paid, or a fact of its day is missing ([`missing`] says which).
    ///
    /// National Insurance is taken on all of the pay, as for one who earns above the threshold anyway, and the pension as the
    /// employer's own part.
    pub fn of(&mut self, booking: &Booking) -> Option<Cost> {
        let pay = booking.pay.filter(|_| booking.worked())?;
        let facts = self.facts;
        let day = (*self.days.entry(booking.day).or_insert_with(|| day(facts, date_of(booking.day)).ok()))?;
        let charge = booking.charge.unwrap_or(Pence::ZERO);
        let vat = || match booking.vat {
            Vat::Charged(vat) => vat,
            Vat::Unknown => part(charge, day.vat[vat_rule(booking)]),
        };
        Some(match booking.channel {
            Channel::Agency | Channel::OutsourcedBank => {
                Cost { pay, beyond_pay: charge - pay, vat: vat(), ..Cost::default() }
            }
            Channel::DirectEngagement => {
                let own = own(pay, day);
                Cost { beyond_pay: charge, vat: vat(), ..own }
            }
            Channel::OwnBank | Channel::Substantive => own(pay, day),
            Channel::Unfilled => return None,
        })
    }
}

/// Pay with what the employer pays on top itself.
fn own(pay: Pence, day: Day) -> Cost {
    let holiday = part(pay, day.holiday);
    Cost { pay, holiday, employer: part(pay + holiday, day.employer), ..Cost::default() }
}

fn part(of: Pence, share: Ratio) -> Pence {
    Pence::new(rounded(i128::from(of.get()) * share.numerator(), share.denominator()))
}

/// Which rule of VAT holds.
fn vat_rule(booking: &Booking) -> usize {
    match (booking.channel, booking.cell.group) {
        (Channel::DirectEngagement, _) => 2,
        (_, Group::Nursing | Group::Support) => 0,
        (_, Group::Medical) => 1,
        _ => 2,
    }
}

/// Which fact a day lacks, as a sentence; none where costs of that day can be worked out.
#[must_use]
pub fn missing(facts: &FactSet, on: Date) -> Option<String> {
    day(facts, on).err().map(|why| why.to_string())
}

/// What must stand beside a total of costs that ends on a day, as sentences: percentages of an older year, or unconfirmed ones.
#[must_use]
pub fn notes(facts: &FactSet, last: Date) -> Vec<String> {
    let figures: Vec<Figure> = PERCENTAGES.iter().filter_map(|id| facts.at(id, last).ok()).collect();
    let stale = figures.iter().filter_map(|figure| Some((figure.stale_since?, figure)));
    let mut notes: Vec<String> = stale
        .map(|(ended, figure)| {
            format!("{} is priced as of {ended}: no later figure is loaded (--facts).", figure.title)
        })
        .collect();
    let memory: Vec<&str> =
        figures.iter().filter(|one| one.status.unconfirmed()).map(|one| one.title.as_str()).collect();
    if !memory.is_empty() {
        notes.push(format!("Costs hold unconfirmed defaults: {}.", memory.join("; ")));
    }
    notes
}

/// The facts that costs stand on.
const PERCENTAGES: [&str; 6] = [
    "bank-holiday-pay",
    "employer-national-insurance",
    "nhs-pension-employer-local",
    "agency-vat-nursing",
    "agency-vat-medical",
    "agency-vat-other",
];

fn day(facts: &FactSet, on: Date) -> Result<Day, NoFigure> {
    let percent = |id: &str| facts.at(id, on).map(|figure| Ratio::percent(figure.value));
    let sum = |one: Ratio, other: Ratio| one.checked_add(other).unwrap_or(one);
    let [holiday, insurance, pension, vat @ ..] = PERCENTAGES.map(percent);
    let [nursing, medical, other] = vat;
    Ok(Day { holiday: holiday?, employer: sum(insurance?, pension?), vat: [nursing?, medical?, other?] })
}
