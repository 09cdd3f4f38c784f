//! Size and value: points inside or outside of limits that narrow with size.

use wt_stats::Interval;
use wt_stats::funnel::peer::PeerFunnel;
use wt_stats::funnel::{Flag, Funnel, Level, corrected};

use crate::say;
use crate::scale::Scale;
use crate::svg::{Anchor, Drawing, GRID, INK, Look, OWN, PEER, QUIET, Shape, Size, Stroke, fit, width_of};
use crate::{Chart, Key, Measure, Sample, Table, empty, key, lines};

const OUTER: Stroke = Stroke(INK, 1.5, "");
const INNER: Stroke = Stroke(QUIET, 1.5, "6 4");
const CENTRE: Stroke = Stroke(PEER, 1.5, "");
/// Radius of a peer without a row.
const SPOT: f64 = 3.5;
/// Limits are drawn through that many places.
const PIECES: u32 = 60;

/// A funnel of organisations.
#[derive(Debug, Clone)]
pub struct FunnelPlot {
    /// What it shows, for a reader of the element and on the file.
    pub title: String,
    /// What values are in.
    pub unit: Measure,
    /// What sizes are in: "FTE days".
    pub size_unit: String,
    /// What the points are called: "Peers", "Units".
    pub who: &'static str,
    /// Organisations.
    pub points: Vec<Point>,
    /// Centre and limits.
    pub limits: Limits,
}

/// Centre and limits in one of the two readings.
#[derive(Debug, Clone)]
pub enum Limits {
    /// As the peers' programs draw them.
    Peer(Funnel),
    /// As FunnelPlotR draws them.
    Package(PeerFunnel),
    /// Holding what they promise, whatever the spread.
    Corrected(corrected::Funnel),
}

impl Limits {
    fn centre(&self) -> f64 {
        match self {
            Self::Peer(f) => f.centre,
            Self::Package(f) => f.centre,
            Self::Corrected(f) => f.centre,
        }
    }

    fn flag(&self, x: f64, n: f64) -> Option<Flag> {
        match self {
            Self::Peer(f) => {
                f.standing(x, n).map(|s| Flag { outside95: s.outside95, outside998: s.outside998 })
            }
            Self::Package(f) => {
                let outside = |level| {
                    let limits = f.limits(n, level, f.adjusted)?;
                    Some(x / n < limits.low || x / n > limits.high)
                };
                Some(Flag { outside95: outside(Level::P95)?, outside998: outside(Level::P998)? })
            }
            Self::Corrected(f) => f.unit((x, n)).map(|unit| unit.flag),
        }
    }

    fn at(&self, n: f64, level: Level) -> Option<Interval> {
        match self {
            Self::Peer(f) => f.limits(n, level.z()),
            Self::Package(f) => f.limits(n, level, f.adjusted),
            Self::Corrected(f) => f.limits(n, level),
        }
    }
}

/// One organisation.
#[derive(Debug, Clone)]
pub struct Point {
    /// Name in full.
    pub name: String,
    /// Code, which labels the point; where it has none the name does.
    pub label: Option<String>,
    /// Denominator.
    pub size: f64,
    /// Value as a share.
    pub share: f64,
    /// Whether it is the own one.
    pub own: bool,
    /// Whether it is a peer without a row of its own, as one outside the region that was asked for.
    pub elsewhere: bool,
}

impl Point {
    fn full(&self) -> String {
        let code = self.label.as_ref().filter(|code| **code != self.name);
        code.map_or_else(|| self.name.clone(), |c| format!("{} ({c})", self.name))
    }
}

/// Where a point lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Inside,
    Alert,
    Outside,
}

impl Place {
    fn words(self) -> &'static str {
        match self {
            Self::Inside => "within the limits",
            Self::Alert => "outside the 95% limits",
            Self::Outside => "outside the 99.8% limits",
        }
    }
}

impl FunnelPlot {
    /// The chart.
    pub fn chart(mut self, prefix: &str) -> Chart {
        self.points.retain(|p| p.size.is_finite() && p.size > 0.0 && p.share.is_finite());
        Chart::new(prefix, &self.title, self.alt(), self.table(), |size| self.draw(size))
    }

    fn place(&self, p: &Point) -> Place {
        match self.limits.flag(p.share * p.size, p.size) {
            Some(s) if s.outside998 => Place::Outside,
            Some(s) if s.outside95 => Place::Alert,
            _ => Place::Inside,
        }
    }

    fn table(&self) -> Table {
        let size = say::capital(&self.size_unit);
        let rows = self.points.iter().map(|p| {
            let place = self.place(p).words().to_owned();
            vec![p.full(), say::whole(p.size), say::value(self.unit, p.share), place]
        });
        Table::new(&["Name", &size, "Value", "Place"], rows.collect())
    }

    fn alt(&self) -> String {
        let outside = self.points.iter().filter(|p| self.place(p) == Place::Outside).count();
        let mut said = match self.points.iter().find(|p| p.own) {
            Some(p) => format!("{} lies {}. ", p.full(), self.place(p).words()),
            None => String::new(),
        };
        let (are, n) = (if outside == 1 { "lies" } else { "lie" }, self.points.len());
        said += &format!(
            "{outside} of {n} {are} outside the 99.8% limits around {}; the limits allow for size and for the usual spread between {}.",
            say::value(self.unit, self.limits.centre()),
            self.who.to_lowercase(),
        );
        let elsewhere = self.points.iter().filter(|p| p.elsewhere).count();
        if elsewhere > 0 {
            said += &format!(
                " {elsewhere} of the points, drawn small, {} in the list of rows: the limits are made from them too.",
                if elsewhere == 1 { "is a peer that is not" } else { "are peers that are not" }
            );
        }
        said
    }

    fn draw(&self, size: Size) -> Drawing {
        if self.points.is_empty() {
            return empty(size, "There are no figures to draw.");
        }
        let mut d = Drawing::new(size);
        let centre = format!("Average {}", say::value(self.unit, self.limits.centre()));
        let mut keys = vec![
            Key { sample: Sample::Mark(Shape::Dot, PEER), words: self.who },
            Key { sample: Sample::Line(CENTRE), words: &centre },
            Key { sample: Sample::Line(INNER), words: "95% limits" },
            Key { sample: Sample::Line(OUTER), words: "99.8% limits" },
        ];
        if self.points.iter().any(|p| p.elsewhere) {
            keys.insert(1, Key { sample: Sample::Spot(PEER), words: "Peers without a row" });
        }
        if self.points.iter().any(|p| p.own) {
            keys.insert(0, Key { sample: Sample::Mark(Shape::Diamond, OWN), words: "Yours" });
        }
        let top = key(&mut d, 0.0, &keys) + size.font();
        let plot = Plot::new(self, size, top);
        plot.axes(self, &mut d);
        plot.limits(self, &mut d);
        plot.points(self, &mut d);
        d
    }
}

/// Where things lie.
struct Plot {
    x: Scale,
    y: Scale,
    left: f64,
    right: f64,
    bottom: f64,
    /// Smallest size at which limits are drawn.
    from: f64,
}

impl Plot {
    fn new(f: &FunnelPlot, size: Size, top: f64) -> Self {
        let bottom = top + size.pick(320.0, 230.0);
        let smallest = f.points.iter().map(|p| p.size).fold(f64::INFINITY, f64::min);
        let from = smallest * 0.7;
        let ends = f.limits.at(from, Level::P998).map(|l| [l.low, l.high]).into_iter().flatten();
        let y = Scale::new(
            f.points.iter().map(|p| p.share).chain(ends),
            false,
            (bottom, top),
            size.pick(5.0, 4.0),
        );
        let labels = y.ticks().into_iter().map(|t| width_of(&y.say(f.unit, t), size.font()));
        let left = labels.fold(0.0, f64::max) + 12.0;
        let right = size.width() - size.pick(30.0, 18.0);
        let x = Scale::new(f.points.iter().map(|p| p.size), true, (left, right), size.pick(5.0, 2.0));
        Self { x, y, left, right, bottom, from }
    }

    fn axes(&self, f: &FunnelPlot, d: &mut Drawing) {
        let (font, width) = (d.size.font(), d.size.width());
        for t in self.y.ticks() {
            let y = self.y.place(t);
            d.line((self.left, y), (self.right, y), Stroke(GRID, 1.0, ""));
            d.text((self.left - 8.0, y + font * 0.35), Anchor::End, Look::Quiet, &self.y.say(f.unit, t));
        }
        d.line((self.left, self.bottom), (self.right, self.bottom), Stroke(QUIET, 1.0, ""));
        let mut y = self.bottom + font * 1.3;
        for t in self.x.ticks() {
            let (x, words) = (self.x.place(t), say::whole(t));
            let half = width_of(&words, font) / 2.0;
            d.line((x, self.bottom), (x, self.bottom + 4.0), Stroke(QUIET, 1.0, ""));
            d.text((x.clamp(half, width - half), y), Anchor::Middle, Look::Quiet, &words);
        }
        let words = format!("Size: {}", f.size_unit);
        for line in lines(&words, width - self.left, font) {
            y += font * 1.45;
            d.text((self.left, y), Anchor::Start, Look::Quiet, &line);
        }
        d.height = y + font * 0.6;
    }

    fn limits(&self, f: &FunnelPlot, d: &mut Drawing) {
        let y = self.y.place(f.limits.centre());
        d.line((self.left, y), (self.right, y), CENTRE);
        for (level, stroke) in [(Level::P95, INNER), (Level::P998, OUTER)] {
            let (mut low, mut high) = (Vec::new(), Vec::new());
            for i in 0..=PIECES {
                // Closer together at small sizes, where the limits bend.
                let part = (f64::from(i) / f64::from(PIECES)).powi(2);
                let n = self.from + (self.x.high() - self.from) * part;
                if let Some(l) = f.limits.at(n, level) {
                    low.push((self.x.place(n), self.y.place(l.low)));
                    high.push((self.x.place(n), self.y.place(l.high)));
                }
            }
            d.curve(&low, stroke);
            d.curve(&high, stroke);
        }
    }

    /// Peers, then the own one over them, then labels of the own one and of those outside, where there is room.
    fn points(&self, f: &FunnelPlot, d: &mut Drawing) {
        let at = |p: &Point| (self.x.place(p.size), self.y.place(p.share));
        for p in f.points.iter().filter(|p| !p.own) {
            let fill = if f.place(p) == Place::Outside { INK } else { PEER };
            d.mark(Shape::Dot, at(p), if p.elsewhere { SPOT } else { 5.5 }, fill);
        }
        for p in f.points.iter().filter(|p| p.own) {
            d.mark(Shape::Diamond, at(p), 8.5, OWN);
        }
        let mut taken: Vec<(f64, f64)> = Vec::new();
        let own = f.points.iter().filter(|p| p.own);
        let others = f.points.iter().filter(|p| !p.own && f.place(p) == Place::Outside);
        let font = d.size.font();
        for p in own.chain(others) {
            let (x, y) = at(p);
            let label = p.label.clone().unwrap_or_else(|| fit(&p.name, d.size.width() / 3.0, font));
            let wide = width_of(&label, font) * 1.08;
            let free = taken.iter().all(|(a, b)| (a - x).abs() > wide + 4.0 || (b - y).abs() > font);
            if !free {
                continue;
            }
            taken.push((x, y));
            let right = x + 12.0 + wide < d.size.width();
            let (x, anchor) = if right { (x + 11.0, Anchor::Start) } else { (x - 11.0, Anchor::End) };
            let look = if p.own { Look::OwnHalo } else { Look::Halo };
            d.text((x, y + font * 0.35), anchor, look, &label);
        }
    }
}
