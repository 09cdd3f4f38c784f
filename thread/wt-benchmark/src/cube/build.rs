//! From rows to figures: supersession, then one point a month.

use wt_units::{Month, Quantity};

use super::{Cube, CubeBuilder, FieldCell, Pair, Point, Rows, Series, SourceRow};

/// A figure before it has found its series: which, when, how late it was said, what.
struct Figure {
    metric: u32,
    series: u32,
    month: Month,
    sequence: u32,
    point: Point,
}

impl CubeBuilder<'_> {
    /// The cube of all rows taken.
    pub fn finish(mut self) -> Cube {
        let mut figures = Vec::new();
        self.take_template(&mut figures);
        self.take_fields(&mut figures);
        // The latest load comes last among figures of one place and month, and wins.
        figures.sort_by_key(|f| (f.metric, f.series, f.month, f.sequence));
        let mut cube = Cube { unknown: std::mem::take(&mut self.unknown), ..Cube::default() };
        for of_metric in figures.chunk_by(|a, b| a.metric == b.metric) {
            let mut all: Vec<Series> =
                of_metric.chunk_by(|a, b| a.series == b.series).map(|f| self.series_from(f)).collect();
            all.sort_by(|a, b| (a.org, &a.unit, &a.staff_group).cmp(&(b.org, &b.unit, &b.staff_group)));
            cube.series.insert(self.ids[of_metric[0].metric as usize].clone(), all);
        }
        cube
    }

    fn series_from(&self, figures: &[Figure]) -> Series {
        let key = self.series.value(figures[0].series);
        let mut points: Vec<Point> = Vec::with_capacity(figures.len());
        for figure in figures {
            match points.last_mut() {
                Some(last) if last.month == figure.month => *last = figure.point.clone(),
                _ => points.push(figure.point.clone()),
            }
        }
        Series {
            org: *self.orgs.value(key.org),
            unit: key.unit.map(|n| self.units.value(n).clone()),
            staff_group: key.staff_group.map(|n| self.staff_groups.value(n).clone()),
            points,
        }
    }

    /// Template rows that no later template load replaced; rows of one place and load add up.
    fn take_template(&mut self, figures: &mut Vec<Figure>) {
        let mut pairs = std::mem::take(&mut self.template);
        let org = |p: &Pair| self.series.value(p.series).org;
        pairs.sort_by_key(|p| (p.metric, org(p), p.month, p.sequence));
        for slice in pairs.chunk_by_mut(|a, b| (a.metric, org(a), a.month) == (b.metric, org(b), b.month)) {
            let latest = slice.iter().map(|p| p.sequence).max().unwrap_or(0);
            let from = slice.partition_point(|p| p.sequence < latest);
            let kept = &mut slice[from..];
            kept.sort_by_key(|p| p.series);
            figures.extend(kept.chunk_by(|a, b| a.series == b.series).filter_map(of_pairs));
        }
    }

    /// Published rows of months that no later load of their kind replaced, put together by their fields.
    fn take_fields(&mut self, figures: &mut Vec<Figure>) {
        let mut cells = std::mem::take(&mut self.fields);
        cells.retain(|c| self.kinds[c.kind as usize].months.get(&c.month) == Some(&c.sequence));
        cells.sort_by_key(|c| (c.kind, c.series, c.month));
        for place in cells.chunk_by(|a, b| (a.kind, a.series, a.month) == (b.kind, b.series, b.month)) {
            let fields = summed(place);
            for (number, metric) in &self.kinds[place[0].kind as usize].metrics {
                let parts = metric.numerator.of(&fields).zip(metric.denominator.of(&fields));
                let Some((numerator, denominator)) = parts else { continue };
                let used = |c: &&FieldCell| {
                    metric.numerator.fields.iter().chain(&metric.denominator.fields).any(|f| f == c.name)
                };
                let rows = rows(place.iter().filter(used).map(|c| c.source));
                let Some(rows) = rows else { continue };
                let FieldCell { series, month, sequence, .. } = place[0];
                let point = Point { month, numerator, denominator, rows };
                figures.push(Figure { metric: *number, series, month, sequence, point });
            }
        }
    }
}

/// The figure of the rows of one place and load; none if a row lacks numerator or denominator.
fn of_pairs(pairs: &[Pair]) -> Option<Figure> {
    let (mut numerator, mut denominator) = (Quantity::ZERO, Quantity::ZERO);
    for pair in pairs {
        let (n, d) = pair.figures?;
        (numerator, denominator) = (numerator + n, denominator + d);
    }
    let Pair { metric, series, month, sequence, .. } = pairs[0];
    let rows = rows(pairs.iter().map(|p| p.source))?;
    Some(Figure { metric, series, month, sequence, point: Point { month, numerator, denominator, rows } })
}

/// Fields of one place by name; a field that stands in several rows adds up.
fn summed(cells: &[FieldCell]) -> Vec<(&'static str, Quantity)> {
    let mut fields: Vec<(&'static str, Quantity)> = Vec::with_capacity(cells.len());
    for cell in cells {
        match fields.iter_mut().find(|(name, _)| *name == cell.name) {
            Some((_, sum)) => *sum = *sum + cell.value,
            None => fields.push((cell.name, cell.value)),
        }
    }
    fields
}

fn rows(sources: impl Iterator<Item = SourceRow>) -> Option<Rows> {
    let mut all: Vec<SourceRow> = sources.collect();
    all.sort_unstable();
    all.dedup();
    match all.as_slice() {
        [] => None,
        [one] => Some(Rows::One(*one)),
        _ => Some(Rows::Many(all.into())),
    }
}
