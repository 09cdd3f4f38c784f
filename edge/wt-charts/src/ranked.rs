//! Who stands where: a bar (or a dot, where nought says little) for each peer, own dark, others grey, the middle
//! half shaded, the median dashed.

use wt_benchmark::metric::Unit;

use crate::say;
use crate::scale::Scale;
use crate::svg::{Anchor, Drawing, GRID, INK, Look, OWN, PEER, SHADE, Shape, Size, Stroke, fit, width_of};
use crate::{Chart, Key, Sample, Table, empty, key, short};

/// More rows than this are cut to those around the own one.
const MOST: usize = 40;
/// Rows on each side of the own one when they are cut.
const AROUND: usize = 7;
/// Where the smallest value is at least this part of the largest, dots on a cut axis tell more than bars.
const CLOSE: f64 = 0.6;

/// A ranked comparison.
#[derive(Debug, Clone)]
pub struct Ranked {
    /// What it shows, for a reader of the element and on the file.
    pub title: String,
    /// What values are in.
    pub unit: Unit,
    /// In the order to be shown.
    pub bars: Vec<Bar>,
    /// What the order is.
    pub order: Order,
    /// Lower quartile, median and upper quartile of the peers, as shares.
    pub quartiles: [f64; 3],
    /// How many peers those are of; more than bars where some lie outside the region asked about.
    pub peers: usize,
}

/// One employer, unit or staff group.
#[derive(Debug, Clone)]
pub struct Bar {
    /// Name in full.
    pub name: String,
    /// Code, shown after the name.
    pub code: Option<String>,
    /// Value as a share.
    pub share: f64,
    /// Ends of the 95% interval.
    pub interval: Option<(f64, f64)>,
    /// Whether it is the own one.
    pub own: bool,
}

impl Bar {
    fn full(&self) -> String {
        self.code.as_ref().map_or_else(|| self.name.clone(), |c| format!("{} ({c})", self.name))
    }

    /// The name in a width: the name is cut, never the code.
    fn label(&self, width: f64, font: f64) -> String {
        let font = if self.own { font * 1.08 } else { font };
        let Some(code) = &self.code else { return fit(&self.name, width, font) };
        let code = format!(" ({code})");
        fit(short(&self.name), width - width_of(&code, font), font) + &code
    }
}

/// What the order of bars is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The least favourable first.
    LeastFavourable,
    /// The highest first: no direction is good.
    Highest,
}

impl Ranked {
    /// The chart.
    pub fn chart(mut self, prefix: &str) -> Chart {
        self.bars.retain(|b| b.share.is_finite());
        let table = self.table();
        let alt = self.alt();
        let cut = self.cut();
        let shown = Ranked { bars: self.bars[cut].to_vec(), ..self };
        Chart::new(prefix, &shown.title, alt, table, |size| shown.draw(size))
    }

    /// Which bars are shown: all, or those around the own one (the first ones where there is none).
    fn cut(&self) -> std::ops::Range<usize> {
        if self.bars.len() <= MOST {
            return 0..self.bars.len();
        }
        match self.bars.iter().position(|b| b.own) {
            Some(at) => at.saturating_sub(AROUND)..(at + AROUND + 1).min(self.bars.len()),
            None => 0..MOST,
        }
    }

    fn table(&self) -> Table {
        let rows = self.bars.iter().map(|b| {
            let interval = b.interval.map_or("–".to_owned(), |(low, high)| {
                format!("{} to {}", say::value(self.unit, low), say::value(self.unit, high))
            });
            let gap = say::signed_gap(self.unit, b.share - self.quartiles[1]);
            vec![b.full(), say::value(self.unit, b.share), interval, gap]
        });
        Table::new(&["Name", "Value", "95% interval", "Gap to the median"], rows.collect())
    }

    fn alt(&self) -> String {
        let [q1, median, q3] = self.quartiles.map(|q| say::value(self.unit, q));
        let (n, cut) = (self.bars.len(), self.cut());
        let mut said = match self.bars.iter().position(|b| b.own) {
            Some(at) => format!(
                "{} has {}, place {} of the {n} shown, {} first.",
                self.bars[at].full(),
                say::value(self.unit, self.bars[at].share),
                at + 1,
                self.first()
            ),
            None => format!("{n} are compared, {} first.", self.first()),
        };
        said += &format!(" The peer median is {median} and the middle half lies between {q1} and {q3}");
        said += &match self.peers.checked_sub(n) {
            Some(more) if more > 0 => format!(
                "; {more} of the {} peers are not drawn, as they lie outside the rows asked about.",
                self.peers
            ),
            _ => ".".to_owned(),
        };
        if cut.len() < n {
            said += &format!(" Places {} to {} of {n} are drawn; the table has all.", cut.start + 1, cut.end);
        }
        said
    }

    fn first(&self) -> &'static str {
        match self.order {
            Order::LeastFavourable => "the least favourable",
            Order::Highest => "the highest",
        }
    }

    /// Bars need nought; where all values are close together and far from it, dots do without.
    fn has_bars(&self) -> bool {
        let low = self.bars.iter().map(|b| b.share).fold(f64::INFINITY, f64::min);
        let high = self.bars.iter().map(|b| b.share).fold(f64::NEG_INFINITY, f64::max);
        low < 0.0 || low < high * CLOSE || high <= 0.0
    }

    fn draw(&self, size: Size) -> Drawing {
        if self.bars.is_empty() {
            return empty(size, "There are no figures to draw.");
        }
        let mut d = Drawing::new(size);
        let top = self.keys(&mut d) + size.font() * 1.9;
        let plot = Plot::new(self, size, top);
        plot.ground(self, &mut d);
        for (i, bar) in self.bars.iter().enumerate() {
            plot.bar(self, &mut d, i, bar);
        }
        plot.axis(self, &mut d);
        d
    }

    fn keys(&self, d: &mut Drawing) -> f64 {
        let mut keys = Vec::new();
        if self.bars.iter().any(|b| b.own) {
            keys.push(Key { sample: Sample::Box(OWN), words: "Yours" });
        }
        keys.push(Key { sample: Sample::Box(PEER), words: "Peers" });
        keys.push(Key { sample: Sample::Box(SHADE), words: "Middle half of peers" });
        if self.bars.iter().any(|b| b.interval.is_some()) {
            keys.push(Key { sample: Sample::Line(Stroke(INK, 1.5, "")), words: "95% interval" });
        }
        key(d, 0.0, &keys)
    }
}

/// Where things lie.
struct Plot {
    x: Scale,
    bars: bool,
    top: f64,
    row: f64,
    left: f64,
    bottom: f64,
}

impl Plot {
    fn new(r: &Ranked, size: Size, top: f64) -> Self {
        let left = size.pick(282.0, 0.0);
        let value = r.bars.iter().map(|b| width_of(&say::value(r.unit, b.share), size.font() * 1.1));
        let value = value.fold(0.0, f64::max) + 6.0;
        let right = size.width() - size.pick(value + 6.0, 14.0);
        let row = size.pick(25.0, 38.0);
        let ends = r.bars.iter().filter_map(|b| b.interval).flat_map(|(a, b)| [a, b]);
        let figures = r.bars.iter().map(|b| b.share).chain(ends).chain(r.quartiles);
        let bars = r.has_bars();
        let low = if bars { left } else { left + 8.0 };
        let x = Scale::new(figures, bars, (low, right), size.pick(5.0, 4.0));
        Self { x, bars, top, row, left, bottom: top + row * r.bars.len() as f64 }
    }

    /// Shading, grid and median behind the bars.
    fn ground(&self, r: &Ranked, d: &mut Drawing) {
        let [q1, median, q3] = r.quartiles.map(|q| self.x.place(q));
        d.rect((q1, self.top), (q3 - q1, self.bottom - self.top), SHADE);
        for t in self.x.ticks() {
            let x = self.x.place(t);
            d.line((x, self.top), (x, self.bottom), Stroke(GRID, 1.0, ""));
        }
        let words = format!("Peer median {}", say::value(r.unit, r.quartiles[1]));
        let half = width_of(&words, d.size.font()) / 2.0;
        let at = median.clamp(half.min(d.size.width() / 2.0), d.size.width() - half);
        d.text((at, self.top - 6.0), Anchor::Middle, Look::Plain, &words);
    }

    fn bar(&self, r: &Ranked, d: &mut Drawing, i: usize, bar: &Bar) {
        let (size, font) = (d.size, d.size.font());
        let y = self.top + self.row * i as f64;
        let (text, middle) = (y + size.pick(17.5, 14.0), y + size.pick(12.5, 25.0));
        let look = if bar.own { Look::Own } else { Look::Plain };
        let value = say::value(r.unit, bar.share);
        let room = size.pick(self.left - 10.0, size.width() - width_of(&value, font) - 16.0);
        let label = bar.label(room, font);
        match size {
            Size::Wide => d.text((self.left - 8.0, text), Anchor::End, look, &label),
            // On a phone the words stand on the shading and the lines of the grid.
            Size::Narrow if bar.own => d.text((0.0, text), Anchor::Start, look, &label),
            Size::Narrow => d.text((0.0, text), Anchor::Start, Look::Halo, &label),
        }
        d.text((size.width(), text), Anchor::End, look, &value);
        self.shape(d, middle, bar);
    }

    fn shape(&self, d: &mut Drawing, middle: f64, bar: &Bar) {
        let fill = if bar.own { OWN } else { PEER };
        let (zero, x) = (self.x.place(0.0), self.x.place(bar.share));
        if self.bars {
            let h = if bar.own { 15.0 } else { 11.0 };
            d.rect((zero.min(x), middle - h / 2.0), ((x - zero).abs().max(1.0), h), fill);
        }
        if let Some((low, high)) = bar.interval {
            let (a, b) = (self.x.place(low), self.x.place(high));
            let stroke = Stroke(INK, 1.5, "");
            d.line((a, middle), (b, middle), stroke);
            d.line((a, middle - 3.5), (a, middle + 3.5), stroke);
            d.line((b, middle - 3.5), (b, middle + 3.5), stroke);
        }
        if !self.bars {
            let shape = if bar.own { Shape::Diamond } else { Shape::Dot };
            d.mark(shape, (x, middle), if bar.own { 8.0 } else { 5.5 }, fill);
        }
    }

    /// The median in front of the bars, the axis below, and what the order is.
    fn axis(&self, r: &Ranked, d: &mut Drawing) {
        let median = self.x.place(r.quartiles[1]);
        // On a phone it stands beside the marks: the dashes of a row leave the name above them free.
        let (from, dashes) = d.size.pick((-2.0, "5 3"), (18.0, "5 3 5 3 4 18"));
        d.line((median, self.top + from), (median, self.bottom), Stroke(INK, 1.5, dashes));
        if self.bars {
            let zero = self.x.place(0.0);
            d.line((zero, self.top), (zero, self.bottom), Stroke(INK, 1.0, ""));
        }
        let (font, width) = (d.size.font(), d.size.width());
        let y = self.bottom + font * 1.2;
        for t in self.x.ticks() {
            let words = self.x.say(r.unit, t);
            let half = width_of(&words, font) / 2.0;
            let x = self.x.place(t).clamp(half, width - half);
            d.text((x, y), Anchor::Middle, Look::Quiet, &words);
        }
        let cut = if self.bars { "" } else { ". The axis does not start at 0" };
        let words = format!("Ordered with {} first{cut}", r.first());
        d.height = y;
        for line in crate::lines(&words, width, font) {
            d.height += font * 1.5;
            d.text((0.0, d.height), Anchor::Start, Look::Quiet, &line);
        }
        d.height += font * 0.6;
    }
}
