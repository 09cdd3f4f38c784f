//! The kinds of rate: from the columns each needs to rows of an answer.

use std::path::Path;

use wt_engine::report::Cell;
use wt_stats::dist::z_of;
use wt_stats::rates::{Directly, Estimate, Indirectly, Level, Mean, Stratum, Why, byar, count_method};

use super::super::super::Failure;
use super::super::Mode;
use super::super::columns::Columns;
use super::super::estimates::{Line, figure};
use super::{Kind, Of, beside};

/// What is asked, and of which columns.
pub(super) struct Ask<'a> {
    pub(super) kind: Kind,
    pub(super) args: &'a Of,
    pub(super) columns: &'a Columns,
    pub(super) multiplier: f64,
}

/// Headings of what the rows are about, and the rows.
type Lines = Result<(Vec<&'static str>, Vec<Line>), Failure>;
/// Names and rows.
type Groups = Vec<(String, Vec<usize>)>;

const MISSING: &str = "a figure is missing";

impl Ask<'_> {
    /// Proportions and rates.
    pub(super) fn over(&self) -> Lines {
        let (x, n) = (self.numbers("numerator")?, self.numbers("denominator")?);
        let levels = self.args.confidence.levels()?;
        let of = if self.kind == Kind::Proportion { Level::proportion } else { Level::rate };
        let lines = self.each_or_group()?.into_iter().map(|(name, rows)| {
            let (x, n) = (add(&rows, &x), add(&rows, &n));
            let found = both(x, n).and_then(|(x, n)| {
                let each = levels.iter().map(|level| Ok(of(level, x, n)?.times(self.multiplier)));
                each.collect::<Result<Vec<_>, _>>().map_err(words)
            });
            let method = match self.kind {
                Kind::Proportion => "Wilson",
                _ => x.map_or("", count_method),
            };
            Line::new(vec![Cell::text(name), maybe(x), maybe(n)], found, method)
        });
        Ok((vec![self.heading(), "numerator", "denominator"], lines.collect()))
    }

    /// Counts with Byar's limits.
    pub(super) fn byar(&self) -> Lines {
        let x = self.numbers("numerator")?;
        let lines = self.each_or_group()?.into_iter().map(|(name, rows)| {
            let x = add(&rows, &x);
            let found = x.ok_or_else(|| MISSING.to_owned()).and_then(|x| {
                self.estimates(|c| {
                    let (low, high) = byar(x, z_of(c));
                    Ok(Estimate { value: x, low, high: Some(high) })
                })
            });
            Line::new(vec![Cell::text(name)], found, "Byars")
        });
        Ok((vec![self.heading()], lines.collect()))
    }

    /// Means of values.
    pub(super) fn means(&self) -> Lines {
        let values = self.numbers("value")?;
        let lines = self.groups()?.into_iter().map(|(name, rows)| {
            let own: Option<Vec<f64>> = rows.iter().map(|i| values[*i]).collect();
            let mean = own.ok_or_else(|| MISSING.to_owned()).and_then(|v| Mean::of(&v).map_err(words));
            let about = |of: fn(&Mean) -> Option<f64>| maybe(mean.as_ref().ok().and_then(of));
            let about = vec![
                Cell::text(name),
                about(|m| Some(m.sum)),
                about(|m| Some(m.count as f64)),
                about(|m| m.deviation),
            ];
            let found = mean.and_then(|mean| self.estimates(|c| mean.interval(c)));
            Line::new(about, found, "Student's t-distribution")
        });
        Ok((vec!["group", "value_sum", "value_count", "stdev"], lines.collect()))
    }

    /// Directly standardised rates.
    pub(super) fn directly(&self) -> Lines {
        let (x, n) = (self.events(self.numbers("numerator")?), self.numbers("denominator")?);
        let groups = self.groups()?;
        let weights = self.beside("standard", self.args.standard_file.as_deref(), &groups)?;
        let frequencies = match &self.args.event_frequency {
            Some(heading) => Some(self.columns.numbers(heading)?),
            None => None,
        };
        let stratum = |i: &usize| Some(Stratum { events: x[*i]?, population: n[*i]?, weight: weights[*i]? });
        let lines = groups.into_iter().map(|(name, rows)| {
            let blocks = match &frequencies {
                None => vec![(Some(1.0), rows)],
                Some(by) => blocks(&rows, by),
            };
            let people = blocks.first().and_then(|(_, rows)| add(rows, &n));
            let events =
                blocks.iter().map(|(times, rows)| Some((*times)? * add(rows, &x)?)).sum::<Option<f64>>();
            let strata: Option<Vec<(f64, Vec<Stratum>)>> = blocks
                .into_iter()
                .map(|(times, rows)| Some((times?, rows.iter().map(stratum).collect::<Option<_>>()?)))
                .collect();
            let found = strata
                .ok_or_else(|| MISSING.to_owned())
                .and_then(|strata| self.standardised(strata).map_err(words))
                .and_then(|rate| self.estimates(|c| rate.interval(c)));
            let method = match frequencies {
                Some(_) => "Dobson, with confidence adjusted for non-independent events",
                None => "Dobson",
            };
            Line::new(vec![Cell::text(name), maybe(events), maybe(people)], found, method)
        });
        Ok((vec!["group", "total_count", "total_pop"], lines.collect()))
    }

    fn standardised(&self, strata: Vec<(f64, Vec<Stratum>)>) -> Result<Directly, Why> {
        if self.args.event_frequency.is_some() {
            return Directly::of_persons(strata);
        }
        Directly::of(strata.into_iter().flat_map(|(_, strata)| strata))
    }

    /// Indirectly standardised ratios and rates.
    pub(super) fn indirectly(&self) -> Lines {
        let n = self.numbers("denominator")?;
        let groups = self.groups()?;
        let file = self.args.reference.as_deref();
        let events = self.beside("reference-numerator", file, &groups)?;
        let people = self.beside("reference-denominator", file, &groups)?;
        let as_rate = self.kind == Kind::Israte;
        let observed = match &self.args.observed_totals {
            Some(file) => {
                let totals = beside::by_group(file, self.named("numerator")?, &self.args.group)?;
                groups.iter().map(|(name, _)| totals.get(name).copied().flatten()).collect()
            }
            None => {
                let x = self.events(self.numbers("numerator")?);
                groups.iter().map(|(_, rows)| add(rows, &x)).collect::<Vec<_>>()
            }
        };
        let lines = groups.into_iter().zip(observed).map(|((name, rows), observed)| {
            let bands: Option<Vec<_>> =
                rows.iter().map(|i| Some((n[*i]?, events[*i]?, people[*i]?))).collect();
            let found = both(observed, bands)
                .and_then(|(observed, bands)| Indirectly::of(observed, bands).map_err(words));
            let known = |of: fn(&Indirectly) -> f64| maybe(found.as_ref().ok().map(of));
            let mut about = vec![Cell::text(name), maybe(observed), known(|s| s.expected)];
            if as_rate {
                about.push(maybe(found.as_ref().ok().map(|s| s.reference * self.multiplier)));
            }
            let found = found.and_then(|s| self.estimates(|c| if as_rate { s.rate(c) } else { s.ratio(c) }));
            Line::new(about, found, observed.map_or("", count_method))
        });
        let about = ["group", "observed", "expected", "ref_rate"];
        Ok((about[..if as_rate { 4 } else { 3 }].to_vec(), lines.collect()))
    }

    /// The column a flag names.
    fn named(&self, flag: &str) -> Result<&str, Failure> {
        let args = self.args;
        let given = match flag {
            "numerator" => &args.numerator,
            "denominator" => &args.denominator,
            "value" => &args.value,
            "standard" => &args.standard,
            "reference-numerator" => &args.reference_numerator,
            _ => &args.reference_denominator,
        };
        given.as_deref().ok_or_else(|| {
            Failure::Input(format!("{} needs --{flag}, the name of a column.", self.kind.word()))
        })
    }

    fn numbers(&self, flag: &str) -> Result<Vec<Option<f64>>, Failure> {
        self.columns.numbers(self.named(flag)?)
    }

    /// A column of the file itself, or of the one beside it.
    fn beside(&self, flag: &str, file: Option<&Path>, groups: &Groups) -> Result<Vec<Option<f64>>, Failure> {
        match file {
            None => self.numbers(flag),
            Some(file) => {
                let band = self.args.band.as_deref();
                beside::by_band(file, self.named(flag)?, band, self.columns, groups)
            }
        }
    }

    fn groups(&self) -> Result<Groups, Failure> {
        self.columns.groups_of(&self.args.group)
    }

    /// Groups, or each row by its number where none are asked for.
    fn each_or_group(&self) -> Result<Groups, Failure> {
        if self.args.group.is_empty() {
            return Ok((0..self.columns.len()).map(|i| (self.columns.row(i).to_string(), vec![i])).collect());
        }
        self.groups()
    }

    fn heading(&self) -> &'static str {
        if self.args.group.is_empty() { "row" } else { "group" }
    }

    /// An estimate at each confidence, per so many.
    fn estimates(&self, of: impl Fn(f64) -> Result<Estimate, Why>) -> Result<Vec<Estimate>, String> {
        let times = |e: Estimate| e.times(self.multiplier);
        self.args.confidence.each(|c| of(c).map(times)).map_err(words)
    }

    /// Missing counts as the mode reads them.
    fn events(&self, mut x: Vec<Option<f64>>) -> Vec<Option<f64>> {
        if self.args.mode == Mode::Peer {
            x.iter_mut().for_each(|x| *x = x.or(Some(0.0)));
        }
        x
    }
}

/// The sum of some rows; none if one is missing.
fn add(rows: &[usize], values: &[Option<f64>]) -> Option<f64> {
    rows.iter().map(|i| values[*i]).sum()
}

fn both<A, B>(a: Option<A>, b: Option<B>) -> Result<(A, B), String> {
    a.zip(b).ok_or_else(|| MISSING.to_owned())
}

fn maybe(x: Option<f64>) -> Cell {
    Cell::maybe(x, figure)
}

fn words(why: Why) -> String {
    why.words().to_owned()
}

/// The rows of each number of events a person had, in the order in which the numbers first stand there.
fn blocks(rows: &[usize], by: &[Option<f64>]) -> Vec<(Option<f64>, Vec<usize>)> {
    let mut blocks: Vec<(Option<f64>, Vec<usize>)> = Vec::new();
    for &i in rows {
        match blocks.iter_mut().find(|(times, _)| *times == by[i]) {
            Some((_, rows)) => rows.push(i),
            None => blocks.push((by[i], vec![i])),
        }
    }
    blocks
}
