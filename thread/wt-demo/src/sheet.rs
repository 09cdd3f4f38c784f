//! Writes generated figures as the files they would come in, under the headings that the importers read.

use std::fmt;
use std::ops::AddAssign;

use wt_extract::kinds::{self, KindId};
use wt_extract::read::write_csv;
use wt_units::Month;

use crate::World;
use crate::region::Employer;
use crate::sickness::Figure;
use crate::truth;

/// FTE or FTE days in hundred-thousandths, as published files print them: sums are exact.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Days(pub(crate) i64);

impl Days {
    /// That many, rounded to five decimals.
    pub(crate) fn of(days: f64) -> Self {
        Self((days * 1e5).round_ties_even() as i64)
    }

    /// A share of it.
    pub(crate) fn times(self, share: f64) -> Self {
        Self((self.0 as f64 * share).round_ties_even() as i64)
    }
}

impl AddAssign for Days {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:05}", self.0 / 100_000, self.0 % 100_000)
    }
}

const SICKNESS: [&str; 11] = [
    "date",
    "region_code",
    "region",
    "ics_code",
    "ics",
    "organisation",
    "name",
    "type",
    "fte_days_lost",
    "fte_days_available",
    "rate",
];

/// A month of sickness absence.
pub(crate) fn sickness(month: Month, rows: &[(&Employer, Figure)]) -> (String, String) {
    let rows = rows.iter().map(|(e, f)| {
        let percent = 100.0 * f.lost.0 as f64 / f.available.0 as f64;
        vec![
            month.last_day().strftime("%d/%m/%Y").to_string(),
            e.region.code.to_owned(),
            e.region.name.to_owned(),
            e.system_code(),
            e.system_name(),
            e.code.clone(),
            e.name.clone(),
            e.org_type.name().to_owned(),
            f.lost.to_string(),
            f.available.to_string(),
            format!("{percent:.2}"),
        ]
    });
    (format!("generated_sickness_absence_{month}.csv"), table(KindId::SicknessOrgMonth, &SICKNESS, rows))
}

/// Heads and FTE of one staff group at one employer.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Staff {
    pub(crate) start: (i64, Days),
    pub(crate) end: (i64, Days),
    pub(crate) joiners: (i64, Days),
    pub(crate) leavers: (i64, Days),
}

impl Staff {
    pub(crate) fn plus(self, o: Self) -> Self {
        let add = |a: (i64, Days), b: (i64, Days)| (a.0 + b.0, Days(a.1.0 + b.1.0));
        Self {
            start: add(self.start, o.start),
            end: add(self.end, o.end),
            joiners: add(self.joiners, o.joiners),
            leavers: add(self.leavers, o.leavers),
        }
    }
}

/// A staff group of an employer in one month of turnover.
pub(crate) struct TurnoverRow<'a> {
    pub(crate) employer: &'a Employer,
    pub(crate) group: &'a str,
    pub(crate) staff: Staff,
}

const TURNOVER: [&str; 13] = [
    "period",
    "type",
    "region_code",
    "region",
    "ics_code",
    "ics",
    "name",
    "organisation",
    "cluster",
    "benchmark_group",
    "staff_group",
    "headcount",
    "fte",
];

/// A month of turnover; `rows` are in the order of employers. The total over staff groups stands before its parts, and a
/// figure of joiners or leavers that is nothing has no row, as published.
pub(crate) fn turnover(month: Month, rows: &[TurnoverRow<'_>]) -> (String, String) {
    let period = format!("{} to {}", compact(month.plus(-1)), compact(month));
    let mut lines = Vec::new();
    for staff in rows.chunk_by(|a, b| a.employer.code == b.employer.code) {
        let Some(first) = staff.first() else { continue };
        let total = staff.iter().fold(Staff::default(), |sum, row| sum.plus(row.staff));
        let groups = staff.iter().map(|r| (r.group, r.staff));
        for (group, staff) in std::iter::once(("All staff groups", total)).chain(groups) {
            turnover_lines(&mut lines, &period, first.employer, group, staff);
        }
    }
    (
        format!("generated_turnover_{month}.csv"),
        table(KindId::TurnoverStaffGroup, &TURNOVER, lines.into_iter()),
    )
}

fn turnover_lines(lines: &mut Vec<Vec<String>>, period: &str, e: &Employer, group: &str, staff: Staff) {
    let kinds = [
        ("Denominator at end of period", staff.end, true),
        ("Denominator at start of period", staff.start, true),
        ("Joiners", staff.joiners, false),
        ("Leavers", staff.leavers, false),
    ];
    for (kind, (heads, fte), always) in kinds {
        if !always && heads == 0 {
            continue;
        }
        lines.push(vec![
            period.to_owned(),
            kind.to_owned(),
            e.region.code.to_owned(),
            e.region.name.to_owned(),
            e.system_code(),
            e.system_name(),
            e.name.clone(),
            e.code.clone(),
            e.cluster().to_owned(),
            e.benchmark.to_owned(),
            group.to_owned(),
            heads.to_string(),
            fte.to_string(),
        ]);
    }
}

fn compact(month: Month) -> String {
    format!("{:04}{:02}", month.year(), month.number())
}

/// A&E figures of one employer in one month.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Urgent {
    pub(crate) major: i64,
    pub(crate) other: i64,
    pub(crate) over_4h_major: i64,
    pub(crate) over_4h_other: i64,
    pub(crate) admitted: i64,
    pub(crate) admitted_elsewhere: i64,
}

impl Urgent {
    pub(crate) fn plus(self, o: Self) -> Self {
        Self {
            major: self.major + o.major,
            other: self.other + o.other,
            over_4h_major: self.over_4h_major + o.over_4h_major,
            over_4h_other: self.over_4h_other + o.over_4h_other,
            admitted: self.admitted + o.admitted,
            admitted_elsewhere: self.admitted_elsewhere + o.admitted_elsewhere,
        }
    }
}

const URGENT: [&str; 12] = [
    "period",
    "organisation",
    "region",
    "name",
    "attendances_1",
    "attendances_2",
    "attendances_other",
    "over_1",
    "over_2",
    "over_other",
    "via_1",
    "direct",
];

/// A month of A&E, with the total row at the foot.
pub(crate) fn urgent(month: Month, rows: &[(&Employer, Urgent)]) -> (String, String) {
    let total = rows.iter().fold(Urgent::default(), |sum, (_, u)| sum.plus(*u));
    let period = format!("MSitAE-{}", month.long().to_uppercase().replace(' ', "-"));
    let lines = rows.iter().map(|(e, u)| {
        let words = [period.clone(), e.code.clone(), e.region.name.to_uppercase(), e.name.to_uppercase()];
        words.into_iter().chain(counts(*u)).collect()
    });
    let foot = std::iter::repeat_n("Total ".to_owned(), 4).chain(counts(total)).collect();
    (format!("generated_ae_{month}.csv"), table(KindId::AeCsv, &URGENT, lines.chain([foot])))
}

fn counts(u: Urgent) -> impl Iterator<Item = String> {
    let figures =
        [u.major, 0, u.other, u.over_4h_major, 0, u.over_4h_other, u.admitted, u.admitted_elsewhere];
    figures.into_iter().map(|n| n.to_string())
}

/// One row of Wholetime's template.
pub(crate) struct TemplateRow {
    pub(crate) org: String,
    pub(crate) unit: &'static str,
    pub(crate) staff_group: &'static str,
    pub(crate) month: Month,
    pub(crate) metric: &'static str,
    pub(crate) numerator: String,
    pub(crate) denominator: String,
}

const TEMPLATE: [&str; 7] =
    ["organisation", "unit", "staff_group", "period", "metric", "numerator", "denominator"];

/// A filled-in template.
pub(crate) fn template(name: &str, rows: impl Iterator<Item = TemplateRow>) -> (String, String) {
    let rows = rows.map(|r| {
        let (unit, group) = (r.unit.to_owned(), r.staff_group.to_owned());
        vec![r.org, unit, group, r.month.to_string(), r.metric.to_owned(), r.numerator, r.denominator]
    });
    (name.to_owned(), table(KindId::Template, &TEMPLATE, rows))
}

const SUCCESSORS: [&str; 5] = ["code", "successor", "from_month", "note", "status"];

/// The merger, as a table of successors.
pub(crate) fn successors(world: &World) -> (String, String) {
    let row = vec![
        truth::MERGED.to_owned(),
        truth::SUCCESSOR.to_owned(),
        world.merger().to_string(),
        "Generated: joined inside the year".to_owned(),
        "generated".to_owned(),
    ];
    ("generated_successors.csv".to_owned(), table(KindId::Successors, &SUCCESSORS, std::iter::once(row)))
}

/// Text under the headings of the kind's own column specification. `names` are the columns that `rows` give, by the
/// specification's names; a column that isn't given stays empty.
fn table(kind: KindId, names: &[&str], rows: impl Iterator<Item = Vec<String>>) -> String {
    let spec = kinds::spec(kind);
    let places: Vec<_> = spec.columns.iter().map(|c| names.iter().position(|n| *n == c.name)).collect();
    let in_order = |row: Vec<String>| {
        let value = |at: &Option<usize>| at.and_then(|at| row.get(at).cloned()).unwrap_or_default();
        places.iter().map(value).collect()
    };
    write_csv(spec, rows.map(in_order))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_given_is_one_that_the_importer_has() {
        let given: [(KindId, &[&str]); 5] = [
            (KindId::SicknessOrgMonth, &SICKNESS),
            (KindId::TurnoverStaffGroup, &TURNOVER),
            (KindId::AeCsv, &URGENT),
            (KindId::Template, &TEMPLATE),
            (KindId::Successors, &SUCCESSORS),
        ];
        for (kind, names) in given {
            for name in names {
                assert!(kinds::spec(kind).columns.iter().any(|c| c.name == *name), "{kind}: {name}");
            }
        }
    }
}
