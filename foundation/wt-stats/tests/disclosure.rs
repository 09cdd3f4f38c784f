//! Disclosure control against counting every table there is.
#![allow(clippy::unwrap_used, reason = "a test that cannot be set up fails")]

use proptest::prelude::*;
use wt_stats::disclosure::{
    CellId, Fault, Grid, Hierarchy, LARGEST, Mark, Published, Rule, Tables, audit, protect, ranges,
};

/// Leaves are tried up to here.
const BOX: u64 = 11;

/// A table of rows × columns; the rows may stand in two levels.
#[derive(Debug, Clone)]
struct Case {
    parents: Vec<Option<usize>>,
    columns: usize,
    counts: Vec<u64>,
    rule: Rule,
}

impl Case {
    fn row_leaves(&self) -> Vec<usize> {
        (0..self.parents.len()).filter(|row| !self.parents.contains(&Some(*row))).collect()
    }

    /// All cells, totals among them, from the counts of leaves; column 0 is the total.
    fn full(&self, counts: &[u64]) -> Vec<u64> {
        let width = self.columns + 1;
        let mut full = vec![0; self.parents.len() * width];
        for (i, leaf) in self.row_leaves().into_iter().enumerate() {
            let mut node = Some(leaf);
            while let Some(row) = node {
                for j in 0..self.columns {
                    full[row * width] += counts[i * self.columns + j];
                    full[row * width + 1 + j] += counts[i * self.columns + j];
                }
                node = self.parents[row];
            }
        }
        full
    }

    fn tables(&self) -> (Tables, Grid) {
        let labels: Vec<String> = (0..self.parents.len()).map(|row| format!("r{row}")).collect();
        let nodes: Vec<(&str, Option<usize>)> =
            labels.iter().zip(&self.parents).map(|(label, parent)| (label.as_str(), *parent)).collect();
        let names = ["a", "b", "c"];
        let columns = Hierarchy::flat("all", &names[..self.columns]).unwrap();
        let mut tables = Tables::new();
        let grid = tables.cross(&Hierarchy::new(&nodes).unwrap(), &columns, &self.counts).unwrap();
        (tables, grid)
    }

    /// The lowest and highest value of each cell over all tables that agree with the marks, by trying each.
    fn tried(&self, marks: &[Mark]) -> Vec<(u64, u64)> {
        let mut found = vec![(u64::MAX, 0); marks.len()];
        let mut counts = vec![0; self.counts.len()];
        self.try_from(0, &mut counts, marks, &mut found);
        found
    }

    fn try_from(&self, leaf: usize, counts: &mut Vec<u64>, marks: &[Mark], found: &mut [(u64, u64)]) {
        if leaf == counts.len() {
            let full = self.full(counts);
            if full.iter().zip(marks).all(|(count, mark)| self.agrees(*count, *mark)) {
                for (range, count) in found.iter_mut().zip(full) {
                    *range = (range.0.min(count), range.1.max(count));
                }
            }
            return;
        }
        let row = self.row_leaves()[leaf / self.columns];
        let place = row * (self.columns + 1) + 1 + leaf % self.columns;
        for count in 0..=BOX {
            if self.agrees(count, marks[place]) {
                counts[leaf] = count;
                self.try_from(leaf + 1, counts, marks, found);
            }
        }
    }

    fn agrees(&self, count: u64, mark: Mark) -> bool {
        match mark {
            Mark::Hidden => count > 0,
            Mark::Exact(value) => count == value,
            Mark::Rounded(value) => !self.rule.hides(count) && self.rule.rounded(count) == value,
        }
    }
}

fn cases() -> impl Strategy<Value = Case> {
    let shapes = prop_oneof![
        Just((vec![None, Some(0), Some(0)], 2)),
        Just((vec![None, Some(0), Some(0), Some(0)], 2)),
        Just((vec![None, Some(0), Some(0)], 3)),
        Just((vec![None, Some(0), Some(1), Some(1), Some(0)], 2)),
    ];
    let rules = (prop_oneof![Just((2, 1)), Just((2, 3)), Just((3, 5)), Just((1, 1))], 1..=3u64);
    (shapes, rules).prop_flat_map(|((parents, columns), ((hide, round), width))| {
        let leaves = (0..parents.len()).filter(|row| !parents.contains(&Some(*row))).count() * columns;
        let rule = Rule::new(hide, round, width).unwrap();
        prop::collection::vec(0..=6u64, leaves).prop_map(move |counts| Case {
            parents: parents.clone(),
            columns,
            counts,
            rule,
        })
    })
}

fn marks(published: &Published) -> Vec<Mark> {
    published.cells().map(|cell| published.mark(cell).unwrap()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// What is published is safe, and the ranges are those found by trying every table.
    #[test]
    fn protected_tables_are_safe(case in cases()) {
        let (tables, _) = case.tables();
        let published = protect(&tables, &case.rule).unwrap();
        prop_assert!(audit(&published).unwrap().is_empty());
        let marks = marks(&published);
        let hidden = marks.iter().filter(|mark| **mark == Mark::Hidden).count();
        // Trying every table must end.
        prop_assume!(hidden <= 10);
        let tried = case.tried(&marks);
        let ranges = ranges(&published).unwrap();
        prop_assert_eq!(ranges.len(), hidden);
        let inside = ranges.iter().all(|range| range.high.is_some_and(|high| high <= BOX));
        for range in ranges {
            let cell = published.cells().position(|cell| cell == range.cell).unwrap();
            let (low, high) = tried[cell];
            prop_assert!(range.low <= low && range.high.is_none_or(|highest| high <= highest));
            prop_assert!(high - low >= case.rule.least_width());
            if inside {
                prop_assert_eq!((range.low, range.high), (low, Some(high)));
            }
        }
    }

    /// With the small counts hidden and no more, the audit names those, and only those, that trying finds narrow.
    #[test]
    fn the_audit_finds_what_can_be_recovered(case in cases()) {
        let (_, grid) = case.tables();
        let full = case.full(&case.counts);
        let marks: Vec<Mark> = full
            .iter()
            .map(|count| if case.rule.hides(*count) { Mark::Hidden } else { Mark::Rounded(case.rule.rounded(*count)) })
            .collect();
        let published = published(&case, &marks);
        let tried = case.tried(&marks);
        let found = audit(&published).unwrap();
        for (cell, mark) in published.cells().zip(&marks) {
            let place = published.cells().position(|other| other == cell).unwrap();
            let narrow = tried[place].1 - tried[place].0 < case.rule.least_width();
            let named = found.iter().find(|range| range.cell == cell);
            prop_assert_eq!(named.is_some(), *mark == Mark::Hidden && narrow, "{:?}", grid);
            if let Some(range) = named {
                prop_assert_eq!((range.low, range.high), (tried[place].0, Some(tried[place].1)));
            }
        }
    }

    /// Any numbers: a value or a named fault.
    #[test]
    fn nothing_panics(
        hide in 0..20u64, round in 0..12u64, width in 0..9u64,
        counts in prop::collection::vec(prop_oneof![0..30u64, Just(LARGEST), Just(u64::MAX)], 0..7),
        as_it_is in prop::collection::vec(any::<bool>(), 9),
    ) {
        let Ok(rule) = Rule::new(hide, round, width) else { return Ok(()) };
        let mut tables = Tables::new();
        let rows = Hierarchy::flat("all", &["x", "y"]).unwrap();
        let columns = Hierarchy::flat("all", &["a", "b"]).unwrap();
        let Ok(grid) = tables.cross(&rows, &columns, &counts) else { return Ok(()) };
        for (place, _) in as_it_is.iter().enumerate().filter(|(_, fixed)| **fixed) {
            tables.show_as_it_is(grid.cell(place / 3, place % 3));
        }
        match protect(&tables, &rule) {
            Ok(published) => prop_assert!(audit(&published).unwrap().is_empty()),
            Err(fault) => prop_assert!(!fault.to_string().is_empty()),
        }
    }
}

/// The case's sums over the given marks.
fn published(case: &Case, marks: &[Mark]) -> Published {
    let width = case.columns + 1;
    let mut sums = Vec::new();
    for row in 0..case.parents.len() {
        sums.push((row * width, (1..width).map(|column| row * width + column).collect()));
        let children: Vec<usize> =
            (0..case.parents.len()).filter(|child| case.parents[*child] == Some(row)).collect();
        for column in (0..width).filter(|_| !children.is_empty()) {
            sums.push((row * width + column, children.iter().map(|child| child * width + column).collect()));
        }
    }
    let cells = marks.iter().enumerate().map(|(i, mark)| (i.to_string(), *mark)).collect();
    Published::new(cells, sums, case.rule).unwrap()
}

/// Two sums of three cells by columns, as one table of two rows.
fn three(tables: &mut Tables, region: &str, counts: [u64; 3]) -> Vec<CellId> {
    let parts: Vec<CellId> =
        (0..3).map(|i| tables.cell(&format!("{region}{i}"), counts[i]).unwrap()).collect();
    let total = tables.cell(region, counts.iter().sum()).unwrap();
    tables.sum(total, &parts).unwrap();
    parts
}

#[test]
fn linked_tables_are_protected_together() {
    let rule = Rule::new(7, 1, 1).unwrap();
    let mut tables = Tables::new();
    let parts = three(&mut tables, "north", [3, 40, 50]);
    // The same 3, in a second table with a total of its own.
    let other = tables.cell("by pay: other", 90).unwrap();
    let total = tables.cell("by pay", 93).unwrap();
    tables.sum(total, &[parts[0], other]).unwrap();
    let published = protect(&tables, &rule).unwrap();
    assert_eq!(published.mark(parts[0]), Some(Mark::Hidden));
    assert_eq!(published.mark(parts[1]), Some(Mark::Hidden));
    assert!(published.mark(other) == Some(Mark::Hidden) || published.mark(total) == Some(Mark::Hidden));
}

#[test]
fn two_ones_are_given_away_by_their_total() {
    let rule = Rule::new(7, 1, 1).unwrap();
    let mut tables = Tables::new();
    let parts = three(&mut tables, "north", [1, 1, 50]);
    let published = protect(&tables, &rule).unwrap();
    // 1 + 1 = 2 has one solution; the 50 must go too.
    assert!(parts.iter().all(|part| published.mark(*part) == Some(Mark::Hidden)));
}

#[test]
fn whole_numbers_may_give_away_what_fractions_do_not() {
    // x = y and x + y is shown as 4 by rounding to 2, so it is 3 or 4: x is 2, though fractions say 1.5 to 2.
    let rule = Rule::new(1, 2, 1).unwrap();
    let cell = |label: &str, mark| (label.to_owned(), mark);
    let cells = vec![cell("x", Mark::Hidden), cell("y", Mark::Hidden), cell("x + y", Mark::Rounded(4))];
    let published = Published::new(cells, vec![(0, vec![1]), (2, vec![0, 1])], rule).unwrap();
    let found = audit(&published).unwrap();
    assert_eq!(found.iter().map(|range| (range.low, range.high)).collect::<Vec<_>>(), [(2, Some(2)); 2]);
}

#[test]
fn figures_already_out_may_make_protection_impossible() {
    let rule = Rule::new(7, 5, 1).unwrap();
    let mut tables = Tables::new();
    let parts = three(&mut tables, "north", [3, 40, 50]);
    tables.show_as_it_is(parts[1]);
    tables.show_as_it_is(parts[2]);
    let total = tables.cell("north", 93).unwrap();
    assert!(protect(&tables, &rule).is_ok());
    tables.show_as_it_is(total);
    assert_eq!(protect(&tables, &rule), Err(Fault::CannotProtect("north0".into())));
}

#[test]
fn rounding_alone_protects_unless_a_wide_range_is_asked() {
    let hidden = |width| {
        let mut tables = Tables::new();
        three(&mut tables, "north", [3, 40, 50]);
        protect(&tables, &Rule::new(7, 5, width).unwrap()).unwrap().hidden().count()
    };
    assert_eq!(hidden(1), 1);
    assert_eq!(hidden(20), 2);
}

#[test]
fn faults_are_named() {
    assert_eq!(Rule::new(7, 0, 1), Err(Fault::NoRounding));
    assert_eq!(Rule::new(7, 5, 0), Err(Fault::NoWidth));
    assert_eq!(Rule::new(1, 5, 1), Err(Fault::RoundsToNought));
    let mut tables = Tables::new();
    let one = tables.cell("one", 1).unwrap();
    let two = tables.cell("two", 2).unwrap();
    assert_eq!(tables.cell("one", 3), Err(Fault::TwoCounts("one".into())));
    assert_eq!(tables.sum(two, &[one]), Err(Fault::DoesNotAdd("two".into())));
    assert_eq!(tables.sum(two, &[]), Err(Fault::BadSum));
    assert_eq!(tables.sum(two, &[two]), Err(Fault::BadSum));
    let rule = Rule::new(7, 5, 1).unwrap();
    let shown = |value| Published::new(vec![("x".into(), Mark::Rounded(value))], Vec::new(), rule);
    assert_eq!(shown(12), Err(Fault::NotOfTheRule("x".into())));
    assert_eq!(shown(5), Err(Fault::NotOfTheRule("x".into())));
    let cells = vec![("x".into(), Mark::Rounded(10)), ("all".into(), Mark::Exact(40))];
    let published = Published::new(cells, vec![(1, vec![0])], rule).unwrap();
    assert_eq!(audit(&published), Err(Fault::Contradiction));
}

#[test]
fn percentages_are_of_rounded_values() {
    let mut tables = Tables::new();
    let parts = three(&mut tables, "north", [3, 41, 58]);
    let all = tables.cell("north", 102).unwrap();
    let published = protect(&tables, &Rule::new(7, 5, 1).unwrap()).unwrap();
    assert_eq!(published.percentage(parts[1], all), Some(40.0));
    assert_eq!(published.percentage(parts[0], all), None);
}
