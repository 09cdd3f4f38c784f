//! A figure before and since a change: what it was, and what others say it would have been without it.

use crate::control::{Control, Line};
use crate::say;
use crate::svg::{Anchor, Drawing, INK, Look, Size, Stroke, width_of};
use crate::trend::{LIMIT, MEAN, Plot, Times, Trend, VALUE};
use crate::{Chart, Key, Measure, Sample, Table, key};

const CHANGE: Stroke = Stroke(INK, 1.5, "2 3");

/// A series over months with a change in it.
#[derive(Debug, Clone)]
pub struct Effect {
    /// What it shows, for a reader of the element and on the file.
    pub title: String,
    /// What values are in.
    pub unit: Measure,
    /// One month after the other, or other points in time.
    pub times: Times,
    /// A share for each month; none where it is missing.
    pub values: Vec<Option<f64>>,
    /// What is expected without the change, and where a month would lie without it.
    pub expected: Vec<Option<Line>>,
    /// The place of the first month since the change.
    pub change: usize,
}

impl Effect {
    /// The chart.
    pub fn chart(self, prefix: &str) -> Chart {
        let (alt, table, title, change) = (self.alt(), self.table(), self.title.clone(), self.change);
        let trend = Trend {
            title: self.title,
            unit: self.unit,
            gaps: false,
            times: self.times,
            values: self.values,
            peers: Vec::new(),
            control: Control::Expected(self.expected),
        };
        Chart::new(prefix, &title, alt, table, |size| draw(&trend, change, size))
    }

    fn table(&self) -> Table {
        let said = |x: Option<f64>| x.map_or("missing".to_owned(), |x| say::value(self.unit, x));
        let row = |i: usize| {
            let line = self.expected.get(i).copied().flatten();
            let range = line.and_then(|l| l.limits).map_or("–".to_owned(), |(low, high)| {
                format!("{} to {}", say::value(self.unit, low), say::value(self.unit, high))
            });
            let value = self.values.get(i).copied().flatten();
            vec![self.times.long(i), said(value), said(line.map(|l| l.centre)), range]
        };
        let columns =
            [self.times.heading(), "Value", "Expected without the change", "Range without the change (95%)"];
        Table::new(&columns, (0..self.times.len()).map(row).collect())
    }

    fn alt(&self) -> String {
        let since = self.times.long(self.change);
        let outside = |i: &usize| {
            let value = self.values.get(*i).copied().flatten();
            let limits = self.expected.get(*i).copied().flatten().and_then(|l| l.limits);
            value.zip(limits).map(|(x, (low, high))| x < low || x > high)
        };
        let judged: Vec<bool> = (self.change..self.times.len()).filter_map(|i| outside(&i)).collect();
        let out = judged.iter().filter(|outside| **outside).count();
        format!(
            "Since {since}, {out} of {} months lie outside the range in which they would be expected without the change.",
            judged.len()
        )
    }
}

fn draw(trend: &Trend, change: usize, size: Size) -> Drawing {
    let mut d = Drawing::new(size);
    let mut keys = vec![
        Key { sample: Sample::Line(VALUE), words: "Value" },
        Key { sample: Sample::Line(MEAN), words: "Expected without the change" },
    ];
    if let Control::Expected(lines) = &trend.control
        && lines.iter().flatten().any(|line| line.limits.is_some())
    {
        keys.push(Key { sample: Sample::Line(LIMIT), words: "Range of a month without it (95%)" });
    }
    let top = key(&mut d, 0.0, &keys) + size.font() * 1.6;
    let plot = Plot::new(trend, size, top);
    plot.axes(trend, &mut d);
    let (x, words) = (plot.left + plot.step * change as f64, "Change");
    d.line((x, plot.top - 4.0), (x, plot.bottom), CHANGE);
    let half = width_of(words, size.font()) / 2.0;
    let at = x.clamp(half, (size.width() - half).max(half));
    d.text((at, plot.top - size.font() * 0.5), Anchor::Middle, Look::Plain, words);
    plot.limits(trend, &mut d);
    plot.series(&mut d, &trend.values, VALUE);
    plot.points(trend, &mut d);
    d
}
