//! The form above a comparison: every choice in the address, none hidden in memory.

use wt_benchmark::{Comparison, Level};
use wt_engine::Snapshot;
use wt_units::{MetricId, StaffGroup};

use super::scope::{ScopeQuery, USUAL_PEERS};
use crate::design;

/// One option of a select.
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) chosen: bool,
}

impl Choice {
    pub(crate) fn new(value: impl Into<String>, label: impl Into<String>, chosen: bool) -> Self {
        Self { value: value.into(), label: label.into(), chosen }
    }
}

/// A labelled select.
pub(crate) struct Select {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) choices: Vec<Choice>,
}

impl Select {
    /// As the component that pages show.
    pub(crate) fn field(&self) -> design::Select {
        let item =
            |c: &Choice| design::Choice { value: c.value.clone(), text: c.label.clone(), disabled: false };
        design::Select {
            field: design::Field::new(self.name, self.label),
            items: self.choices.iter().map(item).collect(),
            value: self.choices.iter().find(|c| c.chosen).map(|c| c.value.clone()),
        }
    }
}

/// The selects of a comparison, and the parts of the address they leave alone.
pub(crate) struct ScopeForm {
    pub(crate) main: Vec<Select>,
    pub(crate) more: Vec<Select>,
    pub(crate) kept: Vec<(&'static str, String)>,
    /// Whether any of the choices behind "More choices" was made.
    pub(crate) open: bool,
}

impl ScopeForm {
    pub(crate) fn new(
        snapshot: &Snapshot,
        metric: &MetricId,
        c: &Comparison,
        query: &ScopeQuery,
        own: Vec<Choice>,
    ) -> Self {
        let mut employers = vec![Choice::new("", "None", false)];
        employers.extend(own);
        let main = vec![
            Select { name: "own", label: "Your employer", choices: employers },
            Select { name: "region", label: "Region", choices: regions(snapshot, c) },
            Select {
                name: "from",
                label: "From",
                choices: months(snapshot, metric, c.question.period.from()),
            },
            Select { name: "to", label: "To", choices: months(snapshot, metric, c.question.period.to()) },
        ];
        let more = vec![
            Select { name: "peers", label: "Compared with", choices: peers(snapshot, query) },
            Select { name: "level", label: "Compare", choices: levels(snapshot, metric, c) },
            Select { name: "staff_group", label: "Staff group", choices: staff_groups(snapshot, metric, c) },
            Select {
                name: "basis",
                label: "Merged organisations",
                choices: vec![
                    Choice::new("", "Pro forma: today's structure", query.basis != "as-reported"),
                    Choice::new("as-reported", "As reported", query.basis == "as-reported"),
                ],
            },
            Select {
                name: "bodies",
                label: "Organisations",
                choices: vec![
                    Choice::new("", "NHS trusts", query.bodies != "all"),
                    Choice::new("all", "All organisations in the data", query.bodies == "all"),
                ],
            },
        ];
        let kept =
            vec![("without", query.without.clone())].into_iter().filter(|(_, v)| !v.is_empty()).collect();
        let open = [&query.peers, &query.level, &query.staff_group, &query.basis, &query.bodies]
            .iter()
            .any(|v| !v.is_empty());
        Self { main, more, kept, open }
    }
}

fn regions(snapshot: &Snapshot, c: &Comparison) -> Vec<Choice> {
    let now = c.question.region.as_deref();
    let mut all = vec![Choice::new("everywhere", "Every region", now.is_none())];
    let chosen = |r: &str| now.is_some_and(|n| n.eq_ignore_ascii_case(r));
    all.extend(snapshot.directory.regions().into_iter().map(|r| Choice::new(r, r, chosen(r))));
    all
}

fn months(snapshot: &Snapshot, metric: &MetricId, chosen: wt_units::Month) -> Vec<Choice> {
    let Some(loaded) = snapshot.cube.period(metric) else { return Vec::new() };
    let mut months: Vec<wt_units::Month> = loaded.months().collect();
    if !loaded.holds(chosen) {
        months.push(chosen);
        months.sort();
    }
    months.into_iter().map(|m| Choice::new(m.to_string(), m.long(), m == chosen)).collect()
}

fn peers(snapshot: &Snapshot, query: &ScopeQuery) -> Vec<Choice> {
    let now = if query.peers.is_empty() { USUAL_PEERS } else { &query.peers };
    let mut all = vec![
        Choice::new("", "Same type and region, specialist trusts apart", now == USUAL_PEERS),
        Choice::new("region-type", "Same type and region", now == "region-type"),
    ];
    let sets = snapshot.directory.peer_sets();
    all.extend(sets.map(|s| Choice::new(s, format!("Published peer set: {s}"), now == s)));
    if !all.iter().any(|c| c.chosen) {
        all.push(Choice::new(now, format!("Own list: {now}"), true));
    }
    all
}

fn levels(snapshot: &Snapshot, metric: &MetricId, c: &Comparison) -> Vec<Choice> {
    let series = snapshot.cube.series(metric);
    let level = &c.question.level;
    let mut all = vec![Choice::new("", "Employers", *level == Level::Employers)];
    if series.iter().any(|s| s.unit.is_some()) {
        all.push(Choice::new("units", "Units of your employer", matches!(level, Level::UnitsOf(_))));
    }
    if series.iter().any(|s| s.staff_group.is_some()) {
        let chosen = matches!(level, Level::StaffGroupsOf(_));
        all.push(Choice::new("staff-groups", "Staff groups (of your employer, if chosen)", chosen));
    }
    all
}

fn staff_groups(snapshot: &Snapshot, metric: &MetricId, c: &Comparison) -> Vec<Choice> {
    let now = c.question.staff_group.as_ref();
    let mut all = vec![Choice::new("", "All staff", now.is_none())];
    let groups: std::collections::BTreeSet<&StaffGroup> =
        snapshot.cube.series(metric).iter().filter_map(|s| s.staff_group.as_ref()).collect();
    all.extend(groups.into_iter().map(|g| Choice::new(g.as_str(), g.as_str(), now == Some(g))));
    all
}
