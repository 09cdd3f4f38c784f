//! Monthly accident and emergency figures of English trusts (NHS England, April 2016 to March 2019), as series.

use std::collections::BTreeMap;
use std::path::Path;

/// Months in the file.
pub const MONTHS: usize = 36;
/// Attendances a month that a department needs.
const FEWEST_ATTENDANCES: f64 = 50.0;
/// Breaches in all months together that it needs for a share of them.
const FEWEST_BREACHES: f64 = 10.0;

/// Series that can be compared with each other.
pub struct Family {
    pub name: String,
    pub series: Vec<Vec<f64>>,
}

/// Logarithms of attendances, and shares of waits over four hours, of each type of department with all months; none
/// without the file.
pub fn read(shared: &Path) -> Option<Vec<Family>> {
    let file = shared.join("data/benchmarking/raw/ae_attendances.csv");
    let mut months: BTreeMap<(String, String), BTreeMap<String, (f64, f64)>> = BTreeMap::new();
    for row in csv::Reader::from_path(file).ok()?.deserialize() {
        let (period, organisation, kind, attendances, breaches, _admissions): Row = row.ok()?;
        months.entry((kind, organisation)).or_default().insert(period, (attendances, breaches));
    }
    let mut families = Vec::new();
    for kind in ["1", "2", "other"] {
        let (mut attended, mut waited) = (Vec::new(), Vec::new());
        for (_, one) in months.iter().filter(|((of, _), one)| of == kind && one.len() == MONTHS) {
            let both: Vec<(f64, f64)> = one.values().copied().collect();
            if both.iter().any(|(attendances, _)| *attendances < FEWEST_ATTENDANCES) {
                continue;
            }
            attended.push(both.iter().map(|(attendances, _)| attendances.ln()).collect());
            if both.iter().map(|(_, breaches)| breaches).sum::<f64>() >= FEWEST_BREACHES {
                waited.push(both.iter().map(|(attendances, breaches)| breaches / attendances).collect());
            }
        }
        families.push(Family { name: format!("type {kind}, log attendances"), series: attended });
        families.push(Family { name: format!("type {kind}, share over four hours"), series: waited });
    }
    Some(families)
}

type Row = (String, String, String, f64, f64, f64);
