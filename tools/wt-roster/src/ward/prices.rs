//! What a shift costs: own staff, overtime and bank by the pay engine, agency by what was loaded.

use std::collections::HashMap;

use wt_facts::FactSet;
use wt_pay::{Band, Employment, NoPrice, Point, Priced, Pricer, Settings, Zone};
use wt_units::Pence;
use wt_worktime::Time;

use super::model::{Channel, Shift, Temporary, Ward};

/// Day, shift and on what terms.
type Kind = (usize, usize, Band, Point, Employment);

/// Prices shifts of one ward; each kind of shift is priced once.
pub struct Prices<'a> {
    pricer: Pricer<'a>,
    zone: Zone,
    known: HashMap<Kind, Result<Priced, NoPrice>>,
    stale: Option<String>,
}

impl<'a> Prices<'a> {
    /// Prices by these facts.
    #[must_use]
    pub fn new(facts: &'a FactSet, ward: &Ward) -> Self {
        let pricer = Pricer::new(facts, Settings::default());
        Self { pricer, zone: ward.zone, known: HashMap::new(), stale: None }
    }

    /// "priced at 2025/26 rates", where anything priced so far is later than its pay table.
    #[must_use]
    pub fn stale_words(&self) -> Option<&str> {
        self.stale.as_deref()
    }

    /// A shift of a member of staff.
    ///
    /// # Errors
    /// [`NoPrice`] says why there is none.
    pub fn own(&mut self, ward: &Ward, person: usize, day: usize, shift: usize) -> Result<Priced, NoPrice> {
        let staff = &ward.staff[person];
        self.of(ward, (day, shift), (staff.band, staff.point, Employment::Substantive))
    }

    /// The same at overtime rates.
    ///
    /// # Errors
    /// [`NoPrice`] says why there is none, such as a band without overtime.
    pub fn overtime(
        &mut self,
        ward: &Ward,
        person: usize,
        day: usize,
        shift: usize,
    ) -> Result<Priced, NoPrice> {
        let staff = &ward.staff[person];
        self.of(ward, (day, shift), (staff.band, staff.point, Employment::Overtime))
    }

    /// A shift bought from bank or agency: cost to the trust, and to the public.
    ///
    /// # Errors
    /// [`NoPrice`] says why there is none.
    pub fn bought(
        &mut self,
        ward: &Ward,
        cover: &Temporary,
        day: usize,
        shift: usize,
    ) -> Result<(Pence, Pence), NoPrice> {
        if let Some(hour) = cover.hour {
            let cost = Pence::new((hour.get() * i64::from(ward.shifts[shift].paid()) + 30) / 60);
            return Ok((cost, cost));
        }
        debug_assert_eq!(cover.channel, Channel::Bank);
        let mut at = |point| self.of(ward, (day, shift), (cover.band, point, Employment::Bank));
        // The lowest bands have one point only.
        let priced = at(Point::Top).or_else(|_| at(Point::Entry))?;
        Ok((priced.trust_cost, priced.public_cost))
    }

    fn of(
        &mut self,
        ward: &Ward,
        (day, shift): (usize, usize),
        (band, point, employment): (Band, Point, Employment),
    ) -> Result<Priced, NoPrice> {
        let key = (day, shift, band, point, employment);
        if let Some(known) = self.known.get(&key) {
            return known.clone();
        }
        let (start, end) = times(ward, day, &ward.shifts[shift]);
        let moment = |time: Time| time.to_string().parse().map_err(|_| NoPrice::NoTime);
        let priced = moment(start).and_then(|start| {
            let asked = wt_pay::Shift {
                start,
                end: moment(end)?,
                unpaid_break_minutes: ward.shifts[shift].unpaid_break,
                band,
                point,
                zone: self.zone,
                employment,
            };
            self.pricer.price(&asked)
        });
        if let Ok(priced) = &priced
            && self.stale.is_none()
        {
            self.stale = priced.stale_words();
        }
        self.known.insert(key, priced.clone());
        priced
    }
}

/// When a shift of a day starts and ends, as clocks in England show it.
pub(super) fn times(ward: &Ward, day: usize, shift: &Shift) -> (Time, Time) {
    let date = ward.date(day);
    (Time::on(date, shift.start.into()), Time::on(date, (shift.start + shift.minutes).into()))
}
