//! From a gap down to what is left of it, one row a step; rows keep their words beside them at any width.

use wt_units::{Pence, Pounds};

use crate::scale::Scale;
use crate::svg::{Anchor, Drawing, GRID, INK, Look, OWN, PEER, QUIET, Size, Stroke, fit, width_of};
use crate::{Chart, Table, empty};

/// A gap and what closes it.
#[derive(Debug, Clone)]
pub struct Waterfall {
    /// What it shows, for a reader of the element and on the file.
    pub title: String,
    /// What the gap covers: "London, 2026/27".
    pub covers: String,
    /// The gap; none where nobody has stated one.
    pub gap: Option<Pence>,
    /// What closes it, from the first on.
    pub steps: Vec<Step>,
}

/// Something that closes a part of the gap.
#[derive(Debug, Clone)]
pub struct Step {
    /// Name.
    pub label: String,
    /// By how much.
    pub pounds: Pence,
}

struct Bar<'a> {
    label: &'a str,
    from: f64,
    to: f64,
    shown: String,
    step: bool,
}

impl Waterfall {
    /// The chart; without a gap, a sentence in its place.
    pub fn chart(&self, prefix: &str) -> Chart {
        let Some(gap) = self.gap else {
            let words = "No gap is loaded, and none is made up. Load a gap with its date and source to see what is left of it.";
            return Chart::new(prefix, &self.title, words.to_owned(), Table::default(), |size| {
                empty(size, words)
            });
        };
        let steps = self.steps.iter().map(|s| vec![s.label.clone(), minus(s.pounds)]);
        let rows = std::iter::once(vec!["Gap".to_owned(), Pounds(gap).table()])
            .chain(steps)
            .chain([vec!["Left".to_owned(), Pounds(self.left(gap)).table()]]);
        let table = Table::new(&["Step", "Pounds"], rows.collect());
        Chart::new(prefix, &self.title, self.alt(gap), table, |size| self.draw(size, gap))
    }

    fn left(&self, gap: Pence) -> Pence {
        self.steps.iter().fold(gap, |left, s| left - s.pounds)
    }

    fn alt(&self, gap: Pence) -> String {
        let closed: Pence = self.steps.iter().map(|s| s.pounds).sum();
        let left = self.left(gap);
        let rest = if left.get() < 0 {
            format!("more than the gap, by {}", Pounds(-left).sentence())
        } else {
            format!("and leave {}", Pounds(left).sentence())
        };
        let steps: Vec<String> =
            self.steps.iter().map(|s| format!("{} {}", s.label, Pounds(s.pounds).sentence())).collect();
        format!(
            "The gap of {} is {}. The steps come to {}, {rest}: {}.",
            self.covers,
            Pounds(gap).sentence(),
            Pounds(closed).sentence(),
            steps.join(", ")
        )
    }

    fn bars(&self, gap: Pence) -> Vec<Bar<'_>> {
        let whole = |label, p: Pence| Bar {
            label,
            from: 0.0,
            to: p.to_pounds(),
            shown: Pounds(p).table(),
            step: false,
        };
        let mut bars = vec![whole("Gap", gap)];
        let mut left = gap;
        for s in &self.steps {
            let next = left - s.pounds;
            let (from, to) = (left.to_pounds(), next.to_pounds());
            bars.push(Bar { label: &s.label, from, to, shown: minus(s.pounds), step: true });
            left = next;
        }
        bars.push(whole("Left", left));
        bars
    }

    fn draw(&self, size: Size, gap: Pence) -> Drawing {
        let bars = self.bars(gap);
        let mut d = Drawing::new(size);
        let font = size.font();
        let left = size.pick(240.0, 0.0);
        let value = bars.iter().map(|b| width_of(&b.shown, font * 1.1)).fold(0.0, f64::max);
        let right = size.width() - size.pick(value + 16.0, 4.0);
        let x = Scale::new(bars.iter().flat_map(|b| [b.from, b.to]), true, (left, right), 4.0);
        let row = size.pick(34.0, 46.0);
        let bottom = row * bars.len() as f64;
        for (i, bar) in bars.iter().enumerate() {
            let y = row * i as f64;
            let (text, middle) = (y + size.pick(22.0, 15.0), y + size.pick(17.0, 30.0));
            let look = if bar.step { Look::Plain } else { Look::Bold };
            let room = size.pick(left - 10.0, size.width() - value - 12.0);
            let label = fit(bar.label, room, font * 1.05);
            let (at, anchor) = size.pick((left - 8.0, Anchor::End), (0.0, Anchor::Start));
            d.text((at, text), anchor, look, &label);
            d.text((size.width(), text), Anchor::End, look, &bar.shown);
            let (a, b) = (x.place(bar.from), x.place(bar.to));
            let fill = if bar.step { OWN } else { PEER };
            d.rect((a.min(b), middle - 8.0), ((b - a).abs().max(1.5), 16.0), fill);
            if bar.step && (b - a).abs() > 14.0 {
                arrow(&mut d, a, b, middle);
            }
            if i + 1 < bars.len() {
                d.line((b, middle + 8.0), (b, middle + row - 8.0), Stroke(QUIET, 1.0, "2 2"));
            }
        }
        let zero = x.place(0.0);
        d.line((zero, 0.0), (zero, bottom), Stroke(INK, 1.0, ""));
        d.line((0.0, bottom + 2.0), (size.width(), bottom + 2.0), Stroke(GRID, 1.0, ""));
        d.height = bottom + 8.0;
        d
    }
}

/// A white arrow head that says which way a step goes.
fn arrow(d: &mut Drawing, a: f64, b: f64, y: f64) {
    let way = if b < a { 1.0 } else { -1.0 };
    let tip = b + way * 4.0;
    let white = Stroke("#ffffff", 2.0, "");
    d.curve(&[(tip + way * 5.0, y - 5.0), (tip, y), (tip + way * 5.0, y + 5.0)], white);
}

fn minus(p: Pence) -> String {
    Pounds(-p).table()
}
