//! Who lies further from peers than chance and usual spread explain, among all metrics and employers at once.

use wt_benchmark::metric::Metric;
use wt_benchmark::{Row, reading};
use wt_opportunity::Opportunity;
use wt_stats::fdr::{self, Findings};

use super::{LevelSignal, Place, place};
use crate::compare::Compared;

/// A row that false discovery rate lists.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Listed<'a> {
    pub(crate) compared: &'a Compared,
    pub(crate) row: &'a Row,
    /// Standard deviations from its peers, spread between them allowed for.
    z: f64,
    /// How likely this one is false.
    false_chance: f64,
    /// Whether it lies on the better side; none where no direction is good.
    pub(crate) better: Option<bool>,
}

impl Listed<'_> {
    /// Whether it stands behind this opportunity: the same row, on the worse side.
    pub(crate) fn worse_of(&self, o: &Opportunity) -> bool {
        let row = self.row;
        self.better == Some(false)
            && (row.code, &row.unit, &row.staff_group) == (Some(o.org), &o.unit, &o.staff_group)
            && self.compared.metric.id == o.metric
    }

    /// Who and what; none for staff groups across employers.
    pub(super) fn place(&self) -> Option<Place> {
        place(self.row, &self.compared.metric)
    }

    /// As the list of signals shows it; new where it is not among the places listed before.
    pub(super) fn signal(&self, before: &[Place]) -> Option<LevelSignal> {
        let (metric, place) = (&self.compared.metric, self.place()?);
        let group = self.compared.comparison.groups.get(self.row.group?)?;
        Some(LevelSignal {
            new: !before.contains(&place),
            place,
            value: metric.unit.say(self.row.share),
            median: metric.unit.say(group.median),
            better: self.better,
            z: self.z,
            false_chance: self.false_chance,
        })
    }
}

/// The rows that are listed, the strongest first, and what was found over all; none where nothing could be compared.
pub(crate) fn levels(all: &[Compared]) -> (Vec<Listed<'_>>, Option<Findings>) {
    let rows: Vec<(&Compared, &Row)> =
        all.iter().flat_map(|c| c.comparison.rows.iter().map(move |r| (c, r))).collect();
    let standings = all.iter().flat_map(|c| reading::standings(&c.metric, &c.comparison));
    let z: Vec<Option<f64>> = standings.map(|s| s.map(|unit| unit.z)).collect();
    let findings = fdr::findings(&z, &fdr::Options::default());
    let listed = findings.iter().flat_map(|f| &f.listed).filter_map(|f| {
        let (compared, row) = rows[f.place];
        let group = compared.comparison.groups.get(row.group?)?;
        let better = better(&compared.metric, row.share, group.median);
        Some(Listed { compared, row, z: f.z, false_chance: f.local, better })
    });
    (listed.collect(), findings.clone())
}

/// Whether one share is better than another.
pub(super) fn better(metric: &Metric, share: f64, than: f64) -> Option<bool> {
    let bad = |x: f64| metric.direction.badness(x, metric.unit);
    Some(bad(share)? < bad(than)?)
}
