//! One employer by directorate and staff group, in the template: its sickness adds up to what the published file
//! says, and one directorate stands out.

use wt_units::Month;

use crate::World;
use crate::noise::Noise;
use crate::region::Employer;
use crate::sheet::{Days, TemplateRow, template};
use crate::{sickness, truth};

/// The metric that this employer gives here and not in the file of all employers.
pub(crate) const OWN_METRIC: &str = "appraisal-rate";

/// Directorates and their share of staff.
const UNITS: [(&str, f64); 6] = [
    ("Emergency and acute medicine", 0.22),
    ("Surgery", 0.20),
    (truth::UNIT, 0.12),
    ("Women and children", 0.16),
    ("Diagnostics and pharmacy", 0.14),
    ("Corporate services", 0.16),
];

/// Staff groups, their share of each directorate, and their sickness relative to the mean.
const GROUPS: [(&str, f64, f64); 4] = [
    ("HCHS Doctors (exc. Resident doctors and equivalents)", 0.14, 0.4),
    ("Nurses & health visitors", 0.40, 1.05),
    ("Support to doctors, nurses & midwives", 0.30, 1.3),
    ("Central functions", 0.16, 0.8),
];

/// Directorate, staff group, numerator, denominator.
type Cell = (&'static str, &'static str, i64, i64);
type Figures = Vec<Cell>;

/// All months of the employer with directorates.
pub(crate) fn file(world: &World) -> (String, String) {
    let mut rows = Vec::new();
    if let Some(employer) = world.employers.iter().find(|e| e.code == truth::WITH_UNITS) {
        for (i, month) in world.months() {
            let sick = with_totals(&sick(world.seed, employer, i, month), false);
            push(&mut rows, employer, month, "sickness-absence", sick, true);
            let appraised = with_totals(&appraised(world.seed, employer, i, month), true);
            push(&mut rows, employer, month, OWN_METRIC, appraised, false);
        }
    }
    template(&format!("generated_measures_{}_units.csv", truth::WITH_UNITS), rows.into_iter())
}

fn push(
    rows: &mut Vec<TemplateRow>,
    employer: &Employer,
    month: Month,
    metric: &'static str,
    figures: Figures,
    days: bool,
) {
    for (unit, staff_group, numerator, denominator) in figures {
        let show = |n: i64| if days { Days(n).to_string() } else { n.to_string() };
        let (numerator, denominator) = (show(numerator), show(denominator));
        rows.push(TemplateRow {
            org: employer.code.clone(),
            unit,
            staff_group,
            month,
            metric,
            numerator,
            denominator,
        });
    }
}

/// The cells, the total of each directorate and of each staff group, and (where asked) of the employer.
fn with_totals(cells: &[Cell], employer: bool) -> Figures {
    let sum = |keep: &dyn Fn(&str, &str) -> bool| {
        cells.iter().filter(|c| keep(c.0, c.1)).fold((0, 0), |s, c| (s.0 + c.2, s.1 + c.3))
    };
    let mut all = Figures::new();
    for (unit, _) in UNITS {
        let (n, d) = sum(&|u, _| u == unit);
        all.push((unit, "", n, d));
    }
    for (group, ..) in GROUPS {
        let (n, d) = sum(&|_, g| g == group);
        all.push(("", group, n, d));
    }
    if employer {
        let (n, d) = sum(&|_, _| true);
        all.push(("", "", n, d));
    }
    all.extend_from_slice(cells);
    all
}

/// The published days of the month, shared out by weight; what rounding leaves goes to the last cell.
fn sick(seed: u64, employer: &Employer, i: i32, month: Month) -> Figures {
    let whole = sickness::figure(seed, employer, i, month);
    let mut noise = Noise::of(seed, &["units", &employer.code, &month.to_string()]);
    let mut weights = Vec::new();
    for (unit, size) in UNITS {
        let times = if unit == truth::UNIT { truth::UNIT_TIMES } else { 1.0 };
        for (group, share, relative) in GROUPS {
            weights.push((unit, group, size * share, times * relative * (1.0 + 0.05 * noise.bell())));
        }
    }
    let total: f64 = weights.iter().map(|w| w.2 * w.3).sum();
    let (mut lost_left, mut available_left) = (whole.lost.0, whole.available.0);
    let last = weights.len() - 1;
    weights
        .into_iter()
        .enumerate()
        .map(|(at, (unit, group, size, times))| {
            let lost = if at == last { lost_left } else { whole.lost.times(size * times / total).0 };
            let available = if at == last { available_left } else { whole.available.times(size).0 };
            (lost_left, available_left) = (lost_left - lost, available_left - available);
            (unit, group, lost, available)
        })
        .collect()
}

fn appraised(seed: u64, employer: &Employer, i: i32, month: Month) -> Figures {
    let mut cells = Figures::new();
    for (unit, size) in UNITS {
        for (group, share, _) in GROUPS {
            let mut noise = Noise::of(seed, &[OWN_METRIC, &employer.code, unit, group, &month.to_string()]);
            let due = (employer.fte_at(i) * size * share) as i64;
            let level = 0.84 + 0.04 * Noise::of(seed, &[OWN_METRIC, unit]).bell().clamp(-2.0, 2.0);
            cells.push((unit, group, noise.count(due, level), due));
        }
    }
    cells
}
