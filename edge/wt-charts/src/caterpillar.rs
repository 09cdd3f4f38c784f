//! Who stands where with what interval, against a benchmark: a row for each unit, shape and words as well as colour for its label.

use crate::scale::Scale;
use crate::svg::{Anchor, Drawing, GRID, INK, Look, OWN, PEER, QUIET, Shape, Size, Stroke, fit, width_of};
use crate::{Chart, Key, Measure, Sample, Table, empty, key, say};

/// Worse than the benchmark: 4.9:1 on white.
const WORSE: &str = "#b65200";
const BENCHMARK: Stroke = Stroke(INK, 1.5, "5 3");
const ENDS: Stroke = Stroke(QUIET, 1.5, "");
/// More rows than this are not drawn.
const MOST: usize = 80;

/// Units with their intervals.
#[derive(Debug, Clone)]
pub struct Caterpillar {
    /// What it shows.
    pub title: String,
    /// What values are in.
    pub unit: Measure,
    /// In the order to be shown.
    pub items: Vec<Item>,
    /// What all are compared with: its value and its words ("Best quartile").
    pub benchmark: Option<(f64, String)>,
    /// What each is compared with, where that differs from unit to unit: the words.
    pub own_benchmarks: Option<String>,
    /// What the intervals are: "95% interval".
    pub interval: String,
    /// What stands at the end of the rows: "Rank"; nothing stands there where empty.
    pub last: String,
}

/// One unit.
#[derive(Debug, Clone)]
pub struct Item {
    /// Name.
    pub name: String,
    /// Value.
    pub value: f64,
    /// Ends of its interval.
    pub interval: Option<(f64, f64)>,
    /// Its own benchmark.
    pub benchmark: Option<f64>,
    /// Where it stands.
    pub stand: Stand,
    /// Its label in words.
    pub label: &'static str,
    /// What stands at the end of the row.
    pub last: String,
}

/// How a unit stands to its benchmark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// Nothing is said, or no difference is shown.
    Similar,
    /// Better, or different where neither side is good.
    Better,
    /// Worse.
    Worse,
}

impl Stand {
    fn mark(self) -> (Shape, f64, &'static str) {
        match self {
            Self::Similar => (Shape::Dot, 4.5, PEER),
            Self::Better => (Shape::Dot, 6.0, OWN),
            Self::Worse => (Shape::Diamond, 7.0, WORSE),
        }
    }
}

impl Caterpillar {
    /// The chart.
    #[must_use]
    pub fn chart(mut self, prefix: &str) -> Chart {
        self.items.retain(|i| i.value.is_finite());
        let (table, alt) = (self.table(), self.alt());
        self.items.truncate(MOST);
        Chart::new(prefix, &self.title.clone(), alt, table, |size| self.draw(size))
    }

    fn table(&self) -> Table {
        let rows = self.items.iter().map(|i| {
            let interval = i.interval.map_or("–".to_owned(), |(low, high)| {
                format!("{} to {}", say::value(self.unit, low), say::value(self.unit, high))
            });
            let benchmark = i.benchmark.or(self.benchmark.as_ref().map(|b| b.0));
            let benchmark = benchmark.map_or("–".to_owned(), |b| say::value(self.unit, b));
            vec![
                i.name.clone(),
                say::value(self.unit, i.value),
                interval,
                benchmark,
                i.label.to_owned(),
                i.last.clone(),
            ]
        });
        let last = if self.last.is_empty() { "Note" } else { &self.last };
        Table::new(&["Name", "Value", &self.interval, "Benchmark", "Label", last], rows.collect())
    }

    fn alt(&self) -> String {
        let n = self.items.len();
        let mut labels: Vec<(&str, usize)> = Vec::new();
        for label in self.items.iter().map(|i| i.label).filter(|l| !l.is_empty()) {
            match labels.iter_mut().find(|l| l.0 == label) {
                Some(known) => known.1 += 1,
                None => labels.push((label, 1)),
            }
        }
        let labels: Vec<String> =
            labels.into_iter().map(|(l, n)| format!("{}: {n}", say::capital(l))).collect();
        let mut said = format!("{n} units with their intervals.");
        if let Some((value, words)) = &self.benchmark {
            said += &format!(" {words}: {}.", say::value(self.unit, *value));
        }
        if !labels.is_empty() {
            said += &format!(" {}.", labels.join(", "));
        }
        if n > MOST {
            said += &format!(" The first {MOST} are drawn.");
        }
        said
    }

    fn draw(&self, size: Size) -> Drawing {
        if self.items.is_empty() {
            return empty(size, "There are no figures to draw.");
        }
        let mut d = Drawing::new(size);
        let top = self.keys(&mut d) + size.font() * 1.6;
        let plot = Plot::new(self, size, top);
        plot.ground(self, &mut d);
        for (i, item) in self.items.iter().enumerate() {
            plot.row(self, &mut d, i, item);
        }
        d
    }

    fn keys(&self, d: &mut Drawing) -> f64 {
        let benchmark = self
            .benchmark
            .as_ref()
            .map(|(value, words)| format!("{words} {}", say::value(self.unit, *value)));
        let labels: Vec<(Stand, String)> = [Stand::Worse, Stand::Better, Stand::Similar]
            .into_iter()
            .filter_map(|stand| {
                let mut words: Vec<&str> = self
                    .items
                    .iter()
                    .filter(|i| i.stand == stand)
                    .map(|i| i.label)
                    .filter(|l| !l.is_empty())
                    .collect();
                words.sort_unstable();
                words.dedup();
                (!words.is_empty()).then(|| (stand, words.join(", ")))
            })
            .collect();
        let mut keys: Vec<Key<'_>> = labels
            .iter()
            .map(|(stand, words)| {
                let (shape, _, fill) = stand.mark();
                Key { sample: Sample::Mark(shape, fill), words }
            })
            .collect();
        if self.items.iter().any(|i| i.interval.is_some()) {
            keys.push(Key { sample: Sample::Line(ENDS), words: &self.interval });
        }
        keys.extend(benchmark.as_deref().map(|words| Key { sample: Sample::Line(BENCHMARK), words }));
        if let Some(words) = &self.own_benchmarks {
            keys.push(Key { sample: Sample::Line(Stroke(INK, 2.5, "")), words });
        }
        key(d, 0.0, &keys)
    }
}

/// Where things lie.
struct Plot {
    x: Scale,
    top: f64,
    row: f64,
    left: f64,
    right: f64,
    bottom: f64,
}

impl Plot {
    fn new(c: &Caterpillar, size: Size, top: f64) -> Self {
        let font = size.font();
        let widest = |of: &dyn Fn(&Item) -> f64| c.items.iter().map(of).fold(0.0, f64::max);
        let name = widest(&|i| width_of(&i.name, font));
        let left = size.pick(name.min(200.0) + 12.0, 0.0);
        let value = widest(&|i| width_of(&say::value(c.unit, i.value), font));
        let last = widest(&|i| width_of(&i.last, font)).max(width_of(&c.last, font));
        let last = if c.last.is_empty() { 0.0 } else { last + 16.0 };
        let right = size.width() - size.pick(value + last + 14.0, 14.0);
        let row = size.pick(21.0, 38.0);
        let ends = c.items.iter().filter_map(|i| i.interval).flat_map(|(a, b)| [a, b]);
        let benchmarks = c.items.iter().filter_map(|i| i.benchmark);
        let figures = c.items.iter().map(|i| i.value).chain(ends).chain(benchmarks);
        let x = Scale::new(
            figures.chain(c.benchmark.iter().map(|b| b.0)),
            false,
            (left + 8.0, right),
            size.pick(5.0, 4.0),
        );
        Self { x, top, row, left, right, bottom: top + row * c.items.len() as f64 }
    }

    fn ground(&self, c: &Caterpillar, d: &mut Drawing) {
        let font = d.size.font();
        let y = self.bottom + font * 1.2;
        for t in self.x.ticks() {
            let x = self.x.place(t);
            d.line((x, self.top), (x, self.bottom), Stroke(GRID, 1.0, ""));
            let words = self.x.say(c.unit, t);
            let half = width_of(&words, font) / 2.0;
            d.text((x.clamp(half, d.size.width() - half), y), Anchor::Middle, Look::Quiet, &words);
        }
        if let Some((value, _)) = &c.benchmark {
            let x = self.x.place(*value);
            d.line((x, self.top - 4.0), (x, self.bottom), BENCHMARK);
        }
        if !c.last.is_empty() && d.size == Size::Wide {
            d.text((d.size.width(), self.top - 5.0), Anchor::End, Look::Quiet, &c.last);
        }
        d.height = y + font * 0.6;
    }

    fn row(&self, c: &Caterpillar, d: &mut Drawing, i: usize, item: &Item) {
        let (size, font) = (d.size, d.size.font());
        let y = self.top + self.row * i as f64;
        let (text, middle) = (y + size.pick(15.5, 14.0), y + size.pick(10.5, 26.0));
        let value = say::value(c.unit, item.value);
        let look = if item.stand == Stand::Similar { Look::Plain } else { Look::Bold };
        match size {
            Size::Wide => {
                // Half a pixel more than the widest name, or rounding would cut it.
                let label = fit(&item.name, self.left - 11.5, font);
                d.text((self.left - 8.0, text), Anchor::End, Look::Plain, &label);
                d.text((self.right + 14.0 + width_of(&value, font), text), Anchor::End, look, &value);
                d.text((size.width(), text), Anchor::End, Look::Plain, &item.last);
            }
            Size::Narrow => {
                let label = fit(&item.name, size.width() - width_of(&value, font) - 12.0, font);
                d.text((0.0, text), Anchor::Start, Look::Halo, &label);
                d.text((size.width(), text), Anchor::End, look, &value);
            }
        }
        if let Some((low, high)) = item.interval {
            let (a, b) = (self.x.place(low), self.x.place(high));
            d.line((a, middle), (b, middle), ENDS);
        }
        if let Some(benchmark) = item.benchmark.filter(|_| c.own_benchmarks.is_some()) {
            let x = self.x.place(benchmark);
            d.line((x, middle - 7.0), (x, middle + 7.0), Stroke(INK, 2.5, ""));
        }
        let (shape, r, fill) = item.stand.mark();
        d.mark(shape, (self.x.place(item.value), middle), r, fill);
    }
}
