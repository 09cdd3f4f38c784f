//! Figures of everybody who may be a row or a peer, put together by the basis asked for.

use std::collections::{BTreeMap, BTreeSet};

use wt_units::{OdsCode, Period, Quantity, StaffGroup, UnitName};

use super::{Bodies, LeftOut, Level, Question};
use crate::cube::{Cube, Series, SourceRow};
use crate::directory::Directory;
use crate::metric::Metric;

/// Somebody with figures in the period.
#[derive(Debug, Clone)]
pub(crate) struct Entity {
    /// Organisation, resolved; none for a staff group across employers.
    pub code: Option<OdsCode>,
    pub unit: Option<UnitName>,
    pub staff_group: Option<StaffGroup>,
    pub reported_as: BTreeSet<OdsCode>,
    /// One place for each month of the period.
    pub months: Vec<Option<(Quantity, Quantity)>>,
    pub sources: Vec<SourceRow>,
    pub numerator: Quantity,
    pub denominator: Quantity,
    pub share: f64,
}

/// Everybody with figures, and who was left out.
pub(crate) struct Pool {
    pub entities: Vec<Entity>,
    pub left_out: Vec<LeftOut>,
    /// Months of the period in which nobody has a figure.
    pub empty_months: Vec<wt_units::Month>,
}

type Key = (Option<OdsCode>, Option<UnitName>, Option<StaffGroup>);

/// Gathers the pool: for employers, all bodies asked about wherever they are, since peers may be widened.
pub(crate) fn pool(cube: &Cube, directory: &Directory, metric: &Metric, q: &Question) -> Pool {
    let mut sums: BTreeMap<Key, Entity> = BTreeMap::new();
    let mut left_out = Vec::new();
    for series in cube.series(&metric.id) {
        if q.without.contains(&series.org) {
            continue;
        }
        if let Some(key) = key(series, directory, q) {
            add(sums.entry(key).or_insert_with_key(|k| Entity::empty(k, q.period)), series, q.period);
        }
    }
    left_out.extend(in_parts(cube, directory, metric, q, &sums));
    let mut entities = Vec::new();
    for (_, mut entity) in sums {
        if entity.close() {
            entities.push(entity);
        } else if let Some(code) = entity.code.filter(|c| in_region(directory, *c, q)) {
            left_out.push(LeftOut { code, why: "It has no figures in this period.".into() });
        }
    }
    let has = |i: usize| entities.iter().any(|e| e.months.get(i).is_some_and(Option::is_some));
    let empty_months = q.period.months().enumerate().filter(|(i, _)| !has(*i)).map(|(_, m)| m).collect();
    Pool { entities, left_out, empty_months }
}

/// Employers asked about whose figures of the period are of parts of them alone, so that they have no row.
fn in_parts(
    cube: &Cube,
    directory: &Directory,
    metric: &Metric,
    q: &Question,
    whole: &BTreeMap<Key, Entity>,
) -> Vec<LeftOut> {
    if q.level != Level::Employers {
        return Vec::new();
    }
    let with_row: BTreeSet<OdsCode> = whole.keys().filter_map(|key| key.0).collect();
    // By employer: whether it has figures of units, and of staff groups.
    let mut parts: BTreeMap<OdsCode, (bool, bool)> = BTreeMap::new();
    let of_parts = |s: &&Series| s.unit.is_some() || s.staff_group != q.staff_group;
    for series in cube.series(&metric.id).iter().filter(of_parts) {
        let code = directory.resolve(series.org, q.basis);
        let in_period = series.points.iter().any(|p| q.period.holds(p.month));
        let asked =
            !q.without.contains(&series.org) && counts(directory, code, q) && in_region(directory, code, q);
        if asked && in_period && !with_row.contains(&code) {
            let (units, groups) = parts.entry(code).or_default();
            *units |= series.unit.is_some();
            *groups |= series.unit.is_none();
        }
    }
    let why = |units, groups| match (&q.staff_group, units, groups) {
        (Some(group), ..) => format!("It has no figures of the whole employer for {group}."),
        (None, true, false) => "It has figures of single units only, none of the whole employer.".to_owned(),
        (None, false, _) => "It has figures by staff group only, none of all its staff.".to_owned(),
        (None, true, true) => {
            "It has figures of single units and by staff group only, none of all its staff.".to_owned()
        }
    };
    parts.into_iter().map(|(code, (units, groups))| LeftOut { code, why: why(units, groups) }).collect()
}

/// Where a series counts; none where it doesn't.
fn key(s: &Series, directory: &Directory, q: &Question) -> Option<Key> {
    let code = directory.resolve(s.org, q.basis);
    let same_group = s.staff_group == q.staff_group;
    match &q.level {
        Level::Employers => (s.unit.is_none() && same_group && counts(directory, code, q))
            .then(|| (Some(code), None, s.staff_group.clone())),
        Level::UnitsOf(of) => (s.unit.is_some() && same_group && code == directory.resolve(*of, q.basis))
            .then(|| (Some(code), s.unit.clone(), s.staff_group.clone())),
        Level::StaffGroupsOf(Some(of)) => {
            let fits = s.unit.is_none() && s.staff_group.is_some();
            (fits && code == directory.resolve(*of, q.basis))
                .then(|| (Some(code), None, s.staff_group.clone()))
        }
        Level::StaffGroupsOf(None) => {
            let fits = s.unit.is_none() && s.staff_group.is_some();
            (fits && counts(directory, code, q) && in_region(directory, code, q))
                .then(|| (None, None, s.staff_group.clone()))
        }
    }
}

/// Whether it is one of the bodies asked about.
fn counts(directory: &Directory, code: OdsCode, q: &Question) -> bool {
    match q.bodies {
        Bodies::All => true,
        Bodies::NhsTrusts => directory.get(code).is_some_and(crate::Organisation::is_nhs_trust),
    }
}

/// Whether it lies in the region asked about.
pub(crate) fn in_region(directory: &Directory, code: OdsCode, q: &Question) -> bool {
    q.region.as_ref().is_none_or(|r| directory.get(code).is_some_and(|o| o.is_in(r)))
}

fn add(entity: &mut Entity, series: &Series, period: Period) {
    let start = series.points.partition_point(|p| p.month < period.from());
    for point in series.points[start..].iter().take_while(|p| p.month <= period.to()) {
        let Some(slot) = usize::try_from(point.month.since(period.from())).ok() else { continue };
        let Some(slot) = entity.months.get_mut(slot) else { continue };
        let (n, d) = slot.unwrap_or_default();
        *slot = Some((n + point.numerator, d + point.denominator));
        entity.reported_as.insert(series.org);
        entity.sources.extend_from_slice(point.rows.as_slice());
    }
}

impl Entity {
    fn empty((code, unit, staff_group): &Key, period: Period) -> Self {
        Self {
            code: *code,
            unit: unit.clone(),
            staff_group: staff_group.clone(),
            reported_as: BTreeSet::new(),
            months: vec![None; period.len()],
            sources: Vec::new(),
            numerator: Quantity::ZERO,
            denominator: Quantity::ZERO,
            share: 0.0,
        }
    }

    /// Adds up; false where there is nothing to divide by.
    fn close(&mut self) -> bool {
        // A month without anything to divide by is missing, numerator and all.
        for month in &mut self.months {
            *month = month.filter(|(n, d)| share(*n, *d).is_some());
        }
        self.numerator = self.months.iter().flatten().map(|m| m.0).sum();
        self.denominator = self.months.iter().flatten().map(|m| m.1).sum();
        self.sources.sort_unstable();
        match share(self.numerator, self.denominator) {
            Some(share) => self.share = share,
            None => return false,
        }
        true
    }

    /// Its share in the month at that place of the period.
    pub(crate) fn month_share(&self, i: usize) -> Option<f64> {
        let (n, d) = (*self.months.get(i)?)?;
        share(n, d)
    }
}

/// n / d; none where there is nothing to divide by.
pub(crate) fn share(n: Quantity, d: Quantity) -> Option<f64> {
    let share = n.to_f64() / d.to_f64();
    (d > Quantity::ZERO && share.is_finite()).then_some(share)
}
