//! A figure month by month: control chart with mean and limits, special causes by shape and words, the peers'
//! median beside it. The chart is read by the Making Data Count rules, or in the corrected reading.

use wt_units::Month;

use crate::control::{Control, Signal};
use crate::say;
use crate::scale::Scale;
use crate::svg::{Anchor, Drawing, GRID, INK, Look, OWN, PEER, QUIET, Shape, Size, Stroke, width_of};
use crate::{Chart, Key, Measure, Sample, Table, empty, key};

pub(crate) const MEAN: Stroke = Stroke(INK, 1.5, "");
pub(crate) const LIMIT: Stroke = Stroke(QUIET, 1.5, "6 4");
pub(crate) const VALUE: Stroke = Stroke(OWN, 2.0, "");
const PEERS: Stroke = Stroke(PEER, 2.0, "2 3");

/// A series over months.
#[derive(Debug, Clone)]
pub struct Trend {
    /// What it shows, for a reader of the element and on the file.
    pub title: String,
    /// What values are in.
    pub unit: Measure,
    /// Values are gaps between two shares, said with their sign.
    pub gaps: bool,
    /// One month after the other, or other points in time.
    pub times: Times,
    /// A share for each month; none where it is missing.
    pub values: Vec<Option<f64>>,
    /// The peers' median for each month; empty where it is not shown.
    pub peers: Vec<Option<f64>>,
    /// Mean or expectation, limits and signals of the values.
    pub control: Control,
}

/// Points in time.
#[derive(Debug, Clone)]
pub enum Times {
    /// One month after the other.
    Months(Vec<Month>),
    /// As they are written: days, years, numbers.
    Words(Vec<String>),
}

impl Times {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Months(months) => months.len(),
            Self::Words(words) => words.len(),
        }
    }

    pub(crate) fn long(&self, i: usize) -> String {
        match self {
            Self::Months(months) => months.get(i).map_or_else(String::new, |m| m.long()),
            Self::Words(words) => words.get(i).cloned().unwrap_or_default(),
        }
    }

    pub(crate) fn heading(&self) -> &'static str {
        match self {
            Self::Months(_) => "Month",
            Self::Words(_) => "Time",
        }
    }
}

impl Trend {
    /// The chart.
    pub fn chart(self, prefix: &str) -> Chart {
        Chart::new(prefix, &self.title, self.alt(), self.table(), |size| self.draw(size))
    }

    fn say(&self, x: f64) -> String {
        if self.gaps { say::signed_gap(self.unit, x) } else { say::value(self.unit, x) }
    }

    fn table(&self) -> Table {
        let name = if self.gaps { "Gap" } else { "Value" };
        let mut columns = vec![self.times.heading(), name];
        if !self.peers.is_empty() {
            columns.push("Peer median");
        }
        columns.push("Signal");
        let rows = (0..self.times.len()).map(|i| {
            let cell =
                |v: &[Option<f64>]| v.get(i).copied().flatten().map_or("missing".to_owned(), |x| self.say(x));
            let mut row = vec![self.times.long(i), cell(&self.values)];
            if !self.peers.is_empty() {
                row.push(cell(&self.peers));
            }
            row.push(self.control.signal(i).map_or("none", |s| s.words).to_owned());
            row
        });
        Table::new(&columns, rows.collect())
    }

    fn alt(&self) -> String {
        let last = self.values.iter().enumerate().rev().find_map(|(i, v)| v.map(|v| (i, v)));
        let Some((at, value)) = last else { return "There are no figures to draw.".to_owned() };
        let mut said = format!("The latest figure is {} in {}", self.say(value), self.times.long(at));
        said += &match self.control.latest() {
            Some(line) => format!(", the {} {}.", self.control.centre(), self.say(line.centre)),
            None => format!(". {}", self.control.why_no_limits()),
        };
        if self.control.has_limits() {
            let signals: Vec<Signal> = (0..self.times.len()).filter_map(|i| self.control.signal(i)).collect();
            said += &match (signals.len(), signals.last()) {
                (0, _) | (_, None) => " No month shows special cause variation.".to_owned(),
                (1, Some(s)) => format!(" One month shows special cause variation: {}.", s.words),
                (n, Some(s)) => format!(" {n} months show special cause variation, the last {}.", s.words),
            };
        }
        said
    }

    fn draw(&self, size: Size) -> Drawing {
        if self.values.iter().flatten().next().is_none() {
            return empty(size, "There are no figures to draw.");
        }
        let mut d = Drawing::new(size);
        let top = self.keys(&mut d) + size.font();
        let plot = Plot::new(self, size, top);
        plot.axes(self, &mut d);
        plot.limits(self, &mut d);
        plot.series(&mut d, &self.peers, PEERS);
        plot.series(&mut d, &self.values, VALUE);
        plot.points(self, &mut d);
        d
    }

    fn keys(&self, d: &mut Drawing) -> f64 {
        let last = self.control.latest();
        let mean = last.map(|l| format!("{} {}", say::capital(self.control.centre()), self.say(l.centre)));
        let limits = last.and_then(|l| l.limits).map(|(lower, upper)| {
            let range = if self.gaps {
                say::gap_range(self.unit, lower, upper)
            } else {
                format!("{} to {}", self.say(lower), self.say(upper))
            };
            let stage = if self.control.is_provisional() { " (provisional)" } else { "" };
            format!("Limits {range}{stage}")
        });
        let name = if self.gaps { "Gap" } else { "Value" };
        let mut keys = vec![Key { sample: Sample::Line(VALUE), words: name }];
        if !self.peers.is_empty() {
            keys.push(Key { sample: Sample::Line(PEERS), words: "Peer median" });
        }
        keys.extend(mean.as_deref().map(|words| Key { sample: Sample::Line(MEAN), words }));
        keys.extend(limits.as_deref().map(|words| Key { sample: Sample::Line(LIMIT), words }));
        for (way, shape, words) in
            [(1, Shape::Up, "Special cause, high"), (-1, Shape::Down, "Special cause, low")]
        {
            if (0..self.times.len()).filter_map(|i| self.control.signal(i)).any(|s| s.direction == way) {
                keys.push(Key { sample: Sample::Mark(shape, INK), words });
            }
        }
        key(d, 0.0, &keys)
    }
}

/// Where things lie.
pub(crate) struct Plot {
    y: Scale,
    pub(crate) left: f64,
    right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
    pub(crate) step: f64,
}

impl Plot {
    pub(crate) fn new(t: &Trend, size: Size, top: f64) -> Self {
        let bottom = top + size.pick(250.0, 190.0);
        let lines = (0..t.times.len()).filter_map(|i| t.control.line(i));
        let limits = lines.filter_map(|l| l.limits).flat_map(|(lower, upper)| [lower, upper]);
        let figures = t.values.iter().chain(&t.peers).copied().flatten().chain(limits);
        let y = Scale::new(figures.chain(t.gaps.then_some(0.0)), false, (bottom, top), size.pick(5.0, 4.0));
        let labels = y.ticks().into_iter().map(|x| width_of(&y.say(t.unit, x), size.font()));
        let left = labels.fold(0.0, f64::max) + 12.0;
        let right = size.width() - size.pick(24.0, 14.0);
        // Half a step of air on both sides, so that points don't sit on the axis.
        let step = (right - left) / t.times.len().max(1) as f64;
        Self { y, left, right, top, bottom, step }
    }

    fn x(&self, i: usize) -> f64 {
        self.left + self.step * (i as f64 + 0.5)
    }

    pub(crate) fn axes(&self, t: &Trend, d: &mut Drawing) {
        let font = d.size.font();
        for tick in self.y.ticks() {
            let y = self.y.place(tick);
            let stroke =
                if t.gaps && tick.abs() < 1e-9 { Stroke(INK, 1.0, "") } else { Stroke(GRID, 1.0, "") };
            d.line((self.left, y), (self.right, y), stroke);
            d.text((self.left - 8.0, y + font * 0.35), Anchor::End, Look::Quiet, &self.y.say(t.unit, tick));
        }
        d.height = match &t.times {
            Times::Months(months) => self.months(months, d),
            Times::Words(words) => self.words(words, d),
        };
    }

    /// Months below the axis, with their years below the first of each.
    fn months(&self, months: &[Month], d: &mut Drawing) -> f64 {
        let font = d.size.font();
        let wide = width_of("Sep", font) + 8.0;
        let every =
            [1, 2, 3, 6, 12, 24, 60].into_iter().find(|n| self.step * f64::from(*n) >= wide).unwrap_or(120);
        let y = self.bottom + font * 1.3;
        let (mut year, mut year_end) = (None, f64::NEG_INFINITY);
        for (i, month) in months.iter().enumerate() {
            // Labels keep to the same months of every year, January among them.
            if i32::from(month.number()) % every.min(12) != 1 % every.min(12) {
                continue;
            }
            let (x, words) = (self.x(i), month.short());
            let (name, number) = words.split_once(' ').unwrap_or((&words, ""));
            d.line((x, self.bottom), (x, self.bottom + 4.0), Stroke(QUIET, 1.0, ""));
            let half = width_of(name, font) / 2.0;
            d.text((x.clamp(half, d.size.width() - half), y), Anchor::Middle, Look::Quiet, name);
            let half = width_of(number, font) / 2.0;
            let x = x.clamp(half, d.size.width() - half);
            if year != Some(month.year()) && x - half > year_end + 4.0 {
                d.text((x, y + font * 1.3), Anchor::Middle, Look::Quiet, number);
                (year, year_end) = (Some(month.year()), x + half);
            }
        }
        y + font * 1.9
    }

    /// As many of the points in time as there is room for.
    fn words(&self, words: &[String], d: &mut Drawing) -> f64 {
        let font = d.size.font();
        let wide = words.iter().map(|w| width_of(w, font)).fold(0.0, f64::max) + 10.0;
        let every = (wide / self.step).ceil().max(1.0) as usize;
        let y = self.bottom + font * 1.3;
        for (i, word) in words.iter().enumerate().step_by(every) {
            let (x, half) = (self.x(i), width_of(word, font) / 2.0);
            d.line((x, self.bottom), (x, self.bottom + 4.0), Stroke(QUIET, 1.0, ""));
            d.text((x.clamp(half, d.size.width() - half), y), Anchor::Middle, Look::Quiet, word);
        }
        y + font * 0.8
    }

    /// Centre and limits: level over each stretch in which they stay the same, else from month to month.
    pub(crate) fn limits(&self, t: &Trend, d: &mut Drawing) {
        let lines: Vec<_> = (0..t.times.len()).map(|i| t.control.line(i)).collect();
        let half = self.step / 2.0;
        let mut path = |of: &dyn Fn(&crate::control::Line) -> Option<f64>, stroke| {
            let levels: Vec<Option<f64>> = lines.iter().map(|l| l.as_ref().and_then(of)).collect();
            let mut start = 0;
            while start < levels.len() {
                let Some(first) = levels[start] else {
                    start += 1;
                    continue;
                };
                let same = levels[start..].iter().take_while(|l| **l == Some(first)).count();
                if same > 1 || t.control.is_level() {
                    let (a, b) = (self.x(start) - half, self.x(start + same - 1) + half);
                    d.line((a, self.y.place(first)), (b, self.y.place(first)), stroke);
                    start += same;
                    continue;
                }
                let run: Vec<(f64, f64)> = levels[start..]
                    .iter()
                    .map_while(|l| *l)
                    .enumerate()
                    .map(|(k, l)| (self.x(start + k), self.y.place(l)))
                    .collect();
                d.curve(&run, stroke);
                start += run.len();
            }
        };
        path(&|l| Some(l.centre), MEAN);
        path(&|l| l.limits.map(|(lower, _)| lower), LIMIT);
        path(&|l| l.limits.map(|(_, upper)| upper), LIMIT);
    }

    /// A line that is broken where a month is missing.
    pub(crate) fn series(&self, d: &mut Drawing, values: &[Option<f64>], stroke: Stroke) {
        let mut run = Vec::new();
        for (i, v) in values.iter().enumerate() {
            match v {
                Some(v) => run.push((self.x(i), self.y.place(*v))),
                None => d.curve(&std::mem::take(&mut run), stroke),
            }
        }
        d.curve(&run, stroke);
    }

    /// Points, and the rule in words at the start of each run that it marks, where there is room.
    pub(crate) fn points(&self, t: &Trend, d: &mut Drawing) {
        let r = d.size.pick(4.0, 3.5);
        let at = |i: usize| Some((self.x(i), self.y.place(t.values.get(i).copied().flatten()?)));
        let (mut before, mut labels): (_, Vec<Words>) = (None, Vec::new());
        for i in 0..t.values.len() {
            let signal = t.control.signal(i);
            if let Some((said, point)) = signal.filter(|_| signal != before).zip(at(i)) {
                let others = (0..t.values.len()).filter(|o| *o != i).filter_map(at);
                labels.extend(self.label(d, point, said, others, &labels));
            }
            before = signal;
        }
        for w in &labels {
            d.text((w.x, w.y), Anchor::Middle, Look::Halo, w.words);
        }
        for (i, at) in (0..t.values.len()).filter_map(|i| Some((i, at(i)?))) {
            let signal = t.control.signal(i);
            match signal.map(|s| s.direction) {
                Some(1) => d.mark(Shape::Up, at, r * 1.9, INK),
                Some(_) => d.mark(Shape::Down, at, r * 1.9, INK),
                None => d.mark(Shape::Dot, at, r, OWN),
            }
        }
    }

    /// The words of a rule beside its point, where they hide neither other points nor other words.
    fn label(
        &self,
        d: &Drawing,
        (x, y): (f64, f64),
        signal: Signal,
        points: impl Iterator<Item = (f64, f64)>,
        taken: &[Words],
    ) -> Option<Words> {
        let font = d.size.font();
        let words = signal.short;
        let half = width_of(words, font) / 2.0;
        let x = x.clamp(self.left + half, (d.size.width() - half).max(self.left + half));
        let (up, down) = (y - font * 0.95, y + font * 1.65);
        let points: Vec<(f64, f64)> = points.collect();
        let is_free = |y: &f64| {
            let inside = *y > self.top - font * 0.1 && *y < self.bottom - font * 0.2;
            let on_point = |(px, py): &(f64, f64)| {
                (px - x).abs() < half + 7.0 && *py > y - font * 0.8 - 7.0 && *py < y + font * 0.2 + 7.0
            };
            let on_words = |w: &Words| (w.x - x).abs() < w.half + half + 4.0 && (w.y - y).abs() < font * 1.1;
            inside && !points.iter().any(on_point) && !taken.iter().any(on_words)
        };
        let order = if signal.direction > 0 { [up, down] } else { [down, up] };
        let y = order.into_iter().find(is_free)?;
        Some(Words { x, y, half, words })
    }
}

/// Words on the plot: middle, base line and half their width.
struct Words {
    x: f64,
    y: f64,
    half: f64,
    words: &'static str,
}
