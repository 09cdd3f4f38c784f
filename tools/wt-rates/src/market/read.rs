//! Rows of a market table: typed, or refused with row, column, what was found and what was expected.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;
use wt_units::Quantity;

use super::{Criticality, Flow, Line, Market, Range, Segment};
use crate::booking::{Cell, Grade, Group, TimeBand, zone_of};

/// Columns of a market table. Those of `route_elasticity_*`, `cross_elasticity_*` ends, caps, `minimum_pence` and `band_pence`
/// may be left out; `*_low` and `*_high` then are the central value.
pub const COLUMNS: [&str; 32] = [
    "employer",
    "staff_group",
    "grade",
    "tier",
    "time_band",
    "zone",
    "wanted_hours",
    "bank_hours",
    "bank_rate_pence",
    "bank_charge_pence",
    "agency_hours",
    "agency_rate_pence",
    "agency_charge_pence",
    "overtime_hours",
    "overtime_rate_pence",
    "overtime_charge_pence",
    "on_cost_percent",
    "unfilled_pence",
    "criticality",
    "elasticity_low",
    "elasticity",
    "elasticity_high",
    "cross_elasticity_low",
    "cross_elasticity",
    "cross_elasticity_high",
    "route_elasticity_low",
    "route_elasticity",
    "route_elasticity_high",
    "worker_cap_pence",
    "charge_cap_pence",
    "minimum_pence",
    "band_pence",
];

/// The columns without which there is no market.
const NEEDED: [&str; 10] = [
    "employer",
    "staff_group",
    "grade",
    "time_band",
    "zone",
    "wanted_hours",
    "on_cost_percent",
    "unfilled_pence",
    "criticality",
    "elasticity",
];

/// The least and the highest rate, charge or worth of an hour, in pence: less than £5 are pounds written for pence, more than
/// £1,000 is a slip of the pen.
const RATES: (i64, i64) = (500, 100_000);
/// The most hours a month of one employer in one cell.
const MOST_HOURS: i64 = 1_000_000;

/// A cell, column or file that can't be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("row {row}, column {column}: found {found}, expected {expected}")]
pub struct Refusal {
    /// Row as a spreadsheet counts; 1 is the headings.
    pub row: u32,
    /// Heading of the column.
    pub column: String,
    /// What stood there.
    pub found: String,
    /// What would have been accepted.
    pub expected: String,
}

/// Reads a market from headings and numbered rows, headings in any order.
///
/// ```
/// use wt_rates::market::read;
/// let heads = "employer,staff_group,grade,time_band,zone,wanted_hours,bank_hours,bank_rate_pence,bank_charge_pence,\
///     on_cost_percent,unfilled_pence,criticality,elasticity";
/// let row = "RJ6,registered nursing,Band 5,weekday day,outer,1000,900,2400,2880,20,6000,routine,1.2";
/// let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
/// let market = read(&cells(heads), [(2, cells(row))]).unwrap();
/// assert_eq!(market.cost(), 900 * 2_880);
/// ```
///
/// # Errors
/// Everything wrong, in the order of the rows.
pub fn read(
    headings: &[String],
    rows: impl IntoIterator<Item = (u32, Vec<String>)>,
) -> Result<Market, Vec<Refusal>> {
    let places = places(headings)?;
    let mut market = Market::default();
    let mut refusals = Vec::new();
    let mut employers: FxHashMap<String, usize> = FxHashMap::default();
    let mut known: FxHashMap<Cell, (usize, u32)> = FxHashMap::default();
    for (number, cells) in rows {
        let mut row = Row { number, places: &places, cells: &cells, refusals: Vec::new() };
        let (segment, line) = row.segment(&mut market);
        if row.refusals.is_empty() {
            let code = row.text("employer").to_owned();
            let next = market.employers.len();
            let employer = *employers.entry(code.clone()).or_insert_with(|| {
                market.employers.push(code.clone());
                next
            });
            let line = Line { employer, ..line };
            match known.get(&segment.cell) {
                None => {
                    known.insert(segment.cell, (market.segments.len(), number));
                    market.segments.push(Segment { lines: vec![line], ..segment });
                }
                Some((at, first)) => {
                    let kept = &mut market.segments[*at];
                    if let Some(column) = differs(kept, &segment) {
                        row.refuse(
                            column,
                            "another value",
                            format!("that of row {first}: it is one figure for the whole cell"),
                        );
                    } else if kept.lines.iter().any(|other| other.employer == employer) {
                        row.refuse(
                            "employer",
                            format!("'{code}' again in one cell"),
                            "each employer once a cell",
                        );
                    } else {
                        kept.lines.push(line);
                    }
                }
            }
        }
        refusals.append(&mut row.refusals);
    }
    if refusals.is_empty() && market.segments.is_empty() {
        refusals.push(Refusal {
            row: 2,
            column: "employer".to_owned(),
            found: "no rows".to_owned(),
            expected: "a row for each employer and cell".to_owned(),
        });
    }
    if refusals.is_empty() { Ok(market) } else { Err(refusals) }
}

/// The column in which two rows of one cell differ though they may not.
fn differs(one: &Segment, other: &Segment) -> Option<&'static str> {
    [
        ("criticality", one.criticality == other.criticality),
        ("elasticity", one.own == other.own),
        ("cross_elasticity", one.cross == other.cross),
        ("route_elasticity", one.route == other.route),
        ("worker_cap_pence", one.worker_cap == other.worker_cap),
        ("charge_cap_pence", one.charge_cap == other.charge_cap),
        ("minimum_pence", one.legal_minimum == other.legal_minimum),
        ("band_pence", one.band_pay == other.band_pay),
    ]
    .into_iter()
    .find_map(|(column, same)| (!same).then_some(column))
}

fn places(headings: &[String]) -> Result<BTreeMap<String, usize>, Vec<Refusal>> {
    let (mut places, mut refusals) = (BTreeMap::new(), Vec::new());
    let mut refuse = |column: &str, found: String, expected: String| {
        refusals.push(Refusal { row: 1, column: column.to_owned(), found, expected });
    };
    for (at, heading) in headings.iter().enumerate() {
        let name = heading.trim().to_ascii_lowercase();
        if !COLUMNS.contains(&name.as_str()) {
            refuse(heading, format!("'{heading}'"), format!("one of {}", COLUMNS.join(", ")));
        } else if places.insert(name, at).is_some() {
            refuse(heading, format!("'{heading}' twice"), "each column once".to_owned());
        }
    }
    for needed in NEEDED {
        if !places.contains_key(needed) {
            refuse(needed, "no such column".to_owned(), format!("a column '{needed}'"));
        }
    }
    if refusals.is_empty() { Ok(places) } else { Err(refusals) }
}

struct Row<'a> {
    number: u32,
    places: &'a BTreeMap<String, usize>,
    cells: &'a [String],
    refusals: Vec<Refusal>,
}

impl Row<'_> {
    fn text(&self, column: &str) -> &str {
        let cell = self.places.get(column).and_then(|at| self.cells.get(*at));
        cell.map_or("", |cell| cell.trim())
    }

    fn refuse(&mut self, column: &str, found: impl Into<String>, expected: impl Into<String>) {
        let (found, expected) = (found.into(), expected.into());
        self.refusals.push(Refusal { row: self.number, column: column.to_owned(), found, expected });
    }

    /// What a cell says by one of the field's lists of words.
    fn word<T>(&mut self, column: &str, expected: &str, read: impl Fn(&str) -> Option<T>) -> Option<T> {
        let found = read(self.text(column));
        if found.is_none() {
            let text = format!("'{}'", self.text(column));
            self.refuse(column, text, expected);
        }
        found
    }

    /// An amount from nought up to a most; none where the cell is empty.
    fn amount(&mut self, column: &str, most: i64, expected: &str) -> Option<Quantity> {
        let text = self.text(column).to_owned();
        if text.is_empty() {
            return None;
        }
        let read = text.parse::<Quantity>().ok();
        let kept = read.filter(|read| !read.is_negative() && Some(*read) <= Quantity::whole(most));
        if kept.is_none() {
            self.refuse(column, format!("'{text}'"), expected);
        }
        kept
    }

    fn pence(&mut self, column: &str) -> Option<i64> {
        const EXPECTED: &str = "whole pence an hour from 500 to 100000 (not pounds), such as 2345";
        let read = self.amount(column, RATES.1, EXPECTED)?;
        if !read.is_whole() || Some(read) < Quantity::whole(RATES.0) {
            self.refuse(column, format!("'{read}'"), EXPECTED);
        }
        Some(read.millionths() / 1_000_000)
    }

    fn minutes(&mut self, column: &str) -> i64 {
        let expected = "hours a month from 0 to 1000000, such as 812.5";
        let read = self.amount(column, MOST_HOURS, expected).unwrap_or(Quantity::ZERO);
        crate::booking::rounded(i128::from(read.millionths()) * 60, 1_000_000)
    }

    fn range(&mut self, name: &str) -> Range {
        let expected = "an elasticity from 0 to 20, such as 1.5";
        let value = |row: &mut Self, column: &str| row.amount(column, 20, expected).map(Quantity::to_f64);
        let central = value(self, name).unwrap_or(0.0);
        let (low, high) = (format!("{name}_low"), format!("{name}_high"));
        let range = Range {
            low: value(self, &low).unwrap_or(central),
            central,
            high: value(self, &high).unwrap_or(central),
        };
        if !(range.low <= central && central <= range.high) {
            let found = format!("{} to {central} to {}", range.low, range.high);
            self.refuse(name, found, "low, central and high in this order");
        }
        range
    }

    fn flow(&mut self, name: &str) -> Flow {
        let column = |what: &str| format!("{name}_{what}");
        let minutes = self.minutes(&column("hours"));
        let (rate, charge) = (self.pence(&column("rate_pence")), self.pence(&column("charge_pence")));
        if minutes > 0 && rate.is_none() {
            self.refuse(&column("rate_pence"), "nothing", "what the worker is paid for an hour, in pence");
        }
        if minutes > 0 && charge.is_none() {
            self.refuse(&column("charge_pence"), "nothing", "what the employer pays for an hour, in pence");
        }
        let (rate, charge) = (rate.unwrap_or(0), charge.unwrap_or(0));
        if minutes > 0 && charge < rate {
            let expected = format!("at least the {rate} that the worker is paid");
            self.refuse(&column("charge_pence"), format!("'{charge}'"), expected);
        }
        Flow { minutes, rate, charge }
    }

    fn segment(&mut self, market: &mut Market) -> (Segment, Line) {
        if self.text("employer").is_empty() {
            self.refuse("employer", "nothing", "the code of an employer, such as RJ6");
        }
        let group = self.word("staff_group", Group::EXPECTED, Group::read);
        let grade = self.word("grade", Grade::EXPECTED, |text| Grade::read(text).ok().map(|found| found.0));
        let time = self.word("time_band", TimeBand::EXPECTED, TimeBand::read);
        let zone = self.word("zone", "none, inner, outer or fringe", zone_of);
        let critical = self.word("criticality", "routine, important or critical", Criticality::of);
        let tier = market.names.id(self.text("tier"));
        let cell = Cell {
            group: group.unwrap_or(Group::Other),
            grade: grade.unwrap_or(Grade::Band(wt_pay::Band::Five)),
            tier,
            time: time.unwrap_or(TimeBand::Day),
            zone: zone.unwrap_or(wt_pay::Zone::None),
        };
        let wanted = self.minutes("wanted_hours");
        let flows = ["bank", "agency", "overtime"].map(|name| self.flow(name));
        let filled: i64 = flows.iter().map(|flow| flow.minutes).sum();
        if filled > wanted {
            let expected = "at least the hours that bank, agency and overtime fill";
            let found = format!("'{}'", self.text("wanted_hours"));
            self.refuse("wanted_hours", found, expected);
        }
        for needed in ["on_cost_percent", "unfilled_pence", "elasticity"] {
            if self.text(needed).is_empty() {
                self.refuse(needed, "nothing", "a figure: none is assumed");
            }
        }
        let on_cost = self.amount("on_cost_percent", 200, "a percentage of pay from 0 to 200, such as 20.5");
        let (own, cross) = (self.range("elasticity"), self.range("cross_elasticity"));
        if cross.central > own.central {
            let found = format!("{} above the own elasticity {}", cross.central, own.central);
            self.refuse(
                "cross_elasticity",
                found,
                "at most the own elasticity: what neighbours draw away, one draws too",
            );
        }
        let line = Line {
            employer: 0,
            row: self.number,
            wanted,
            flows,
            on_cost: on_cost.map_or(0, |percent| percent.millionths() / 10_000),
            unfilled: self.pence("unfilled_pence").unwrap_or(0),
        };
        let segment = Segment {
            cell,
            criticality: critical.unwrap_or(Criticality::Routine),
            own,
            cross,
            route: self.range("route_elasticity"),
            worker_cap: self.pence("worker_cap_pence"),
            charge_cap: self.pence("charge_cap_pence"),
            legal_minimum: self.pence("minimum_pence"),
            band_pay: self.pence("band_pence"),
            lines: Vec::new(),
        };
        (segment, line)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(line: &str) -> Vec<String> {
        line.split(',').map(str::to_owned).collect()
    }

    fn refused(rows: &[&str]) -> Vec<String> {
        let heads = "employer,staff_group,grade,time_band,zone,wanted_hours,bank_hours,bank_rate_pence,bank_charge_pence,\
            on_cost_percent,unfilled_pence,criticality,elasticity,cross_elasticity";
        let rows = (2..).zip(rows.iter().map(|row| cells(row)));
        read(&cells(heads), rows).unwrap_err().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn each_slip_has_its_sentence() {
        let fine = "RJ6,nursing,Band 5,day,outer,1000,900,2400,2880,20,6000,routine,1.2,0.5";
        let of = |from: &str, to: &str| refused(&[&fine.replace(from, to)]).join("; ");
        assert!(
            of("2400,2880", "24,2880")
                .contains("column bank_rate_pence: found '24', expected whole pence an hour from 500")
        );
        assert!(
            of("2400,2880", "2400,2000")
                .contains("column bank_charge_pence: found '2000', expected at least the 2400")
        );
        assert!(of("1000,900", "1000,-900").contains("column bank_hours: found '-900'"));
        assert!(
            of("1000,900", "800,900")
                .contains("column wanted_hours: found '800', expected at least the hours")
        );
        assert!(
            of("1.2,0.5", "0.4,0.5")
                .contains("column cross_elasticity: found 0.5 above the own elasticity 0.4")
        );
        assert!(
            of("20,6000", "20,")
                .contains("column unfilled_pence: found nothing, expected a figure: none is assumed")
        );
        assert!(of("Band 5", "Grade E").contains("column grade: found 'Grade E'"));
        let twice = refused(&[fine, fine]);
        assert!(twice[0].contains("row 3, column employer: found 'RJ6' again in one cell"), "{twice:?}");
        let other = refused(&[fine, &fine.replace("RJ6", "RJ7").replace("routine", "critical")]);
        assert!(
            other[0].contains("row 3, column criticality: found another value, expected that of row 2"),
            "{other:?}"
        );
    }
}
