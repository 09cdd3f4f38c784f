//! The price of a shift, part by part.

use jiff::civil::Date;
use wt_facts::FactSet;
use wt_units::{FinancialYear, Month, Pence};

use crate::exact::rounded;
use crate::rates::{Book, HOURS, MILLION, NoRate, Rates};
use crate::settings::{
    ApprenticeshipLevy, BankPensionable, HourlyRate, NationalInsurance, OvertimePensionable, Settings,
};
use crate::shift::{Band, Employment, Point, Shift, Zone};
use crate::split::{Columns, Holidays, PARTS, split};

/// Longer shifts are a slip.
const LONGEST: i64 = 24 * 60;
/// The code list of public holidays.
const HOLIDAYS: &str = "public-holidays-england-wales";

/// What a shift costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Priced {
    /// Paid time by column.
    pub columns: Columns,
    /// Rate of a plain hour, to the penny.
    pub hourly_rate: Pence,
    /// Basic pay; none for overtime.
    pub basic: Pence,
    /// First column of unsocial hours.
    pub unsocial_first: Pence,
    /// Second column.
    pub unsocial_second: Pence,
    /// Overtime, all of its pay.
    pub overtime: Pence,
    /// London supplement.
    pub supplement: Pence,
    /// Gross pay: the sum of the parts above.
    pub gross: Pence,
    /// Employer's pension contribution that the trust pays.
    pub pension_local: Pence,
    /// The same with what is paid centrally.
    pub pension_total: Pence,
    /// Employer's National Insurance; none where no figure is known for the day, and then it is in no cost.
    pub national_insurance: Option<Pence>,
    /// Apprenticeship levy.
    pub levy: Pence,
    /// Gross pay, local pension, National Insurance and levy.
    pub trust_cost: Pence,
    /// The same with the whole pension contribution.
    pub public_cost: Pence,
    /// The last day of the pay table, where the shift is later: every total must say so.
    pub stale_since: Option<Date>,
    /// Whether a figure in it is an unconfirmed default.
    pub unconfirmed: bool,
}

impl Priced {
    /// Cost to the trust of each paid hour, in pence to the penny; none for no hours.
    #[must_use]
    pub fn trust_cost_of_an_hour(&self) -> Option<Pence> {
        let parts = i128::from(self.columns.all());
        (parts > 0)
            .then(|| Pence::new(rounded(i128::from(self.trust_cost.get()) * 60 * i128::from(PARTS), parts)))
    }

    /// "priced at 2025/26 rates", where the shift is later than its pay table.
    #[must_use]
    pub fn stale_words(&self) -> Option<String> {
        let year = FinancialYear::of(Month::of(self.stale_since?)?);
        Some(format!("priced at {year} rates"))
    }
}

/// Why a shift has no price, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoPrice {
    /// It ends before it begins, or at once.
    #[error("the shift ends before it begins, or at the same moment")]
    NoTime,
    /// Longer than a day.
    #[error("the shift lasts {0} hours and {1} minutes; at most 24 hours can be one shift")]
    TooLong(i64, i64),
    /// The break is as long as the shift.
    #[error("the unpaid break of {0} minutes is as long as the shift, or longer")]
    AllBreak(u32),
    /// A rate is missing.
    #[error(transparent)]
    NoRate(#[from] NoRate),
    /// Nobody said which days are public holidays.
    #[error("public holidays are known from {0} to {1} only, so a shift on {2} can't be priced")]
    HolidaysUnknown(Date, Date, Date),
}

/// Prices shifts from dated facts; rates are looked up once for each day, band, point and zone.
///
/// ```
/// use wt_facts::FactSet;
/// use wt_pay::{Pricer, Settings};
/// let no_facts = FactSet::default();
/// let mut nothing = Pricer::new(&no_facts, Settings::default());
/// let shift = wt_pay::Shift {
///     start: "2026-03-02T07:30+00:00".parse().unwrap(),
///     end: "2026-03-02T20:00+00:00".parse().unwrap(),
///     unpaid_break_minutes: 30,
///     band: wt_pay::Band::Five,
///     point: wt_pay::Point::Top,
///     zone: wt_pay::Zone::Inner,
///     employment: wt_pay::Employment::Substantive,
/// };
/// assert!(nothing.price(&shift).is_err(), "no facts, no price");
/// ```
pub struct Pricer<'a> {
    book: Book<'a>,
    holidays: Holidays,
    settings: Settings,
}

impl<'a> Pricer<'a> {
    /// A pricer that reads these facts this way.
    #[must_use]
    pub fn new(facts: &'a FactSet, settings: Settings) -> Self {
        let list = facts.codes(HOLIDAYS).map(|list| list.codes.as_slice()).unwrap_or_default();
        let kept: Vec<Date> = list.iter().filter_map(|code| code.code.parse().ok()).collect();
        Self { book: Book::new(facts), holidays: Holidays::new(&kept, settings.holiday_at_weekend), settings }
    }

    /// The price of a shift, by the rates of the day it began.
    ///
    /// # Errors
    /// [`NoPrice`] says why there is none.
    pub fn price(&mut self, shift: &Shift) -> Result<Priced, NoPrice> {
        let columns = self.columns(shift)?;
        let day = shift.start.date();
        let rates =
            self.book.at((day, shift.band, shift.point, shift.zone)).as_ref().map_err(Clone::clone)?;
        match shift.employment {
            Employment::Overtime => overtime(shift, columns, rates, &self.settings),
            Employment::Substantive | Employment::Bank => Ok(ordinary(shift, columns, rates, &self.settings)),
        }
    }

    /// Basic pay and London supplement of a whole-time year, by the tables of a day; the supplement in pence.
    ///
    /// # Errors
    /// [`NoRate`] where a table does not hold the day.
    pub fn annual(
        &mut self,
        band: Band,
        point: Point,
        zone: Zone,
        day: Date,
    ) -> Result<(Pence, Pence), NoRate> {
        let rates = self.book.at((day, band, point, zone)).as_ref().map_err(Clone::clone)?;
        let pence = |hundred_millionths: i128| Pence::new(rounded(hundred_millionths, MILLION));
        Ok((pence(rates.annual * 100), pence(rates.supplement)))
    }

    /// Paid time by column.
    ///
    /// # Errors
    /// As [`price`](Self::price), for what is wrong with the times.
    pub fn columns(&self, shift: &Shift) -> Result<Columns, NoPrice> {
        let minutes = shift.start.until(shift.end);
        match minutes {
            ..=0 => return Err(NoPrice::NoTime),
            m if m > LONGEST => return Err(NoPrice::TooLong(m / 60, m % 60)),
            m if i64::from(shift.unpaid_break_minutes) >= m => {
                return Err(NoPrice::AllBreak(shift.unpaid_break_minutes));
            }
            _ => {}
        }
        let day = shift.start.date();
        if let Some((first, last)) = self.holidays.span()
            && !(first.year()..=last.year()).contains(&day.year())
        {
            return Err(NoPrice::HolidaysUnknown(first, last, day));
        }
        let unpaid = i64::from(shift.unpaid_break_minutes);
        Ok(split(shift.start, shift.end, unpaid, &self.holidays, &self.settings))
    }
}

/// Pay for time at so many percent (in millionths) of basic pay.
fn pay(rates: &Rates, settings: &Settings, parts: i64, percent: i128) -> Pence {
    let hundred = 100 * MILLION;
    let time = i128::from(parts) * percent;
    Pence::new(match settings.hourly_rate {
        HourlyRate::RoundedFirst => {
            rounded(i128::from(rates.hourly_pence()) * time, hundred * 60 * i128::from(PARTS))
        }
        HourlyRate::Exact => {
            rounded(rates.annual * 100 * HOURS.1 * time, MILLION * HOURS.0 * hundred * 60 * i128::from(PARTS))
        }
    })
}

fn ordinary(shift: &Shift, columns: Columns, rates: &Rates, settings: &Settings) -> Priced {
    let whole = 100 * MILLION;
    let basic = pay(rates, settings, columns.all(), whole);
    let unsocial_first = pay(rates, settings, columns.first, rates.unsocial[0]);
    let unsocial_second = pay(rates, settings, columns.second, rates.unsocial[1]);
    let supplement = rounded(
        rates.supplement * HOURS.1 * i128::from(columns.all()),
        MILLION * HOURS.0 * 60 * i128::from(PARTS),
    );
    let parts = Parts {
        basic,
        unsocial_first,
        unsocial_second,
        supplement: Pence::new(supplement),
        overtime: Pence::ZERO,
    };
    let pensionable =
        shift.employment == Employment::Substantive || settings.bank_pensionable == BankPensionable::Yes;
    parts.cost(columns, rates, settings, pensionable)
}

/// One and a half times basic pay, twice on public holidays; no unsocial hours and no London supplement on it.
fn overtime(shift: &Shift, columns: Columns, rates: &Rates, settings: &Settings) -> Result<Priced, NoPrice> {
    let [usual, on_holidays] = rates.overtime.ok_or(NoRate::NoOvertime(shift.band))?;
    let other = pay(rates, settings, columns.all() - columns.holiday, usual * 100);
    let overtime = other + pay(rates, settings, columns.holiday, on_holidays * 100);
    let parts = Parts { overtime, ..Parts::default() };
    Ok(parts.cost(columns, rates, settings, settings.overtime_pensionable == OvertimePensionable::Yes))
}

#[derive(Default)]
struct Parts {
    basic: Pence,
    unsocial_first: Pence,
    unsocial_second: Pence,
    overtime: Pence,
    supplement: Pence,
}

impl Parts {
    fn cost(self, columns: Columns, rates: &Rates, settings: &Settings, pensionable: bool) -> Priced {
        let gross = self.basic + self.unsocial_first + self.unsocial_second + self.overtime + self.supplement;
        let of = |percent: i128, base: i128| Pence::new(rounded(base * percent, 100 * MILLION));
        let on = i128::from(if pensionable { gross.get() } else { 0 });
        let costs = rates.on_costs;
        let (pension_local, pension_total) = (of(costs.pension_local, on), of(costs.pension_total, on));
        let national_insurance =
            costs.insurance.map(|(percent, threshold)| match settings.national_insurance {
                NationalInsurance::LeftOut => Pence::ZERO,
                NationalInsurance::Marginal => of(percent, i128::from(gross.get())),
                NationalInsurance::SharedThreshold => {
                    // The shift's hours over those of a year, times the threshold, all in one fraction.
                    let of_year = MILLION * HOURS.0 * 60 * i128::from(PARTS);
                    let free = threshold * 100 * HOURS.1 * i128::from(columns.all());
                    let above = (i128::from(gross.get()) * of_year - free).max(0);
                    Pence::new(rounded(above / MILLION * percent, of_year / MILLION * 100 * MILLION))
                }
            });
        let levy = match settings.apprenticeship_levy {
            ApprenticeshipLevy::LeftOut => Pence::ZERO,
            ApprenticeshipLevy::Counted => of(costs.levy, i128::from(gross.get())),
        };
        let besides = national_insurance.unwrap_or_default() + levy;
        Priced {
            columns,
            hourly_rate: Pence::new(rates.hourly_pence()),
            basic: self.basic,
            unsocial_first: self.unsocial_first,
            unsocial_second: self.unsocial_second,
            overtime: self.overtime,
            supplement: self.supplement,
            gross,
            pension_local,
            pension_total,
            national_insurance,
            levy,
            trust_cost: gross + pension_local + besides,
            public_cost: gross + pension_total + besides,
            stale_since: rates.stale_since,
            unconfirmed: rates.unconfirmed,
        }
    }
}
