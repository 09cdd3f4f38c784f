//! Charts: pure functions from plain structs to SVG, a sentence that says the same, and the numbers.
//!
//! A [`Chart`] is drawn twice, for a page and for a phone, and the sheet shows one of them: text stays at 12
//! pixels or more at any width, without scrolling sideways. Own organisation, signals and limits differ in shape,
//! width or label as well as in colour, so that a chart printed in black says the same (user-needs.md §8).

mod caterpillar;
mod control;
mod effect;
mod funnel;
mod icons;
mod measure;
mod ranked;
pub mod say;
mod scale;
mod svg;
mod trend;
mod waterfall;

pub use caterpillar::{Caterpillar, Item, Stand};
pub use control::{Control, Line, Lines};
pub use effect::Effect;
pub use funnel::{FunnelPlot, Limits, Point};
pub use icons::{Icon, SummaryRow, summary};
pub use measure::Measure;
pub use ranked::{Bar, Order, Ranked};
pub use trend::{Times, Trend};
pub use waterfall::{Step, Waterfall};

use svg::{Drawing, Size};

/// A chart for a page.
#[derive(Debug, Clone)]
pub struct Chart {
    /// Two elements, one for a page and one for a phone (classes `wt-svg--wide` and `wt-svg--narrow`).
    pub svg: String,
    /// What it shows, in one or two sentences.
    pub alt: String,
    /// The numbers in it, as the page says them.
    pub table: Table,
    title: String,
    wide: Drawing,
}

/// The numbers of a chart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Headings; the first column names the row.
    pub columns: Vec<String>,
    /// Cells, as many as headings.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    fn new(columns: &[&str], rows: Vec<Vec<String>>) -> Self {
        Self { columns: columns.iter().map(|c| (*c).to_owned()).collect(), rows }
    }
}

impl Chart {
    /// Draws for both sizes. `prefix` keeps ids apart where a page has several charts.
    fn new(prefix: &str, title: &str, alt: String, table: Table, draw: impl Fn(Size) -> Drawing) -> Self {
        let wide = draw(Size::Wide);
        let svg = wide.inline(prefix, title, &alt) + &draw(Size::Narrow).inline(prefix, title, &alt);
        Self { svg, alt, table, title: title.to_owned(), wide }
    }

    /// Nothing to draw: a sentence in the place of the chart.
    #[must_use]
    pub fn of_words(prefix: &str, words: &str) -> Self {
        Self::new(prefix, words, words.to_owned(), Table::default(), |size| empty(size, words))
    }

    /// The chart as a file of its own.
    pub fn standalone(&self) -> String {
        sheet(std::slice::from_ref(self), None)
    }
}

/// Charts one below the other as a file of its own, to put into slides: plain attributes only, and under them the source where it is
/// given.
pub fn sheet(charts: &[Chart], source: Option<&str>) -> String {
    let parts: Vec<svg::Part<'_>> =
        charts.iter().map(|c| svg::Part { title: &c.title, alt: &c.alt, drawing: &c.wide }).collect();
    svg::file(&parts, source)
}

/// An element of a key: how it is drawn, and what it means.
struct Key<'a> {
    sample: Sample,
    words: &'a str,
}

/// What stands before the words of a key.
#[derive(Debug, Clone, Copy)]
enum Sample {
    Line(svg::Stroke),
    Mark(svg::Shape, &'static str),
    /// A small dot.
    Spot(&'static str),
    Box(&'static str),
}

/// Draws a key in lines of words from `top` and gives the place below it.
fn key(d: &mut Drawing, top: f64, keys: &[Key<'_>]) -> f64 {
    let (font, width) = (d.size.font(), d.size.width());
    let (mut x, mut y) = (0.0, top + font);
    for k in keys {
        let wide = 30.0 + svg::width_of(k.words, font);
        if x > 0.0 && x + wide > width {
            (x, y) = (0.0, y + font * 1.5);
        }
        let middle = y - font * 0.35;
        match k.sample {
            Sample::Line(stroke) => d.line((x, middle), (x + 22.0, middle), stroke),
            Sample::Mark(shape, fill) => d.mark(shape, (x + 11.0, middle), 6.5, fill),
            Sample::Spot(fill) => d.mark(svg::Shape::Dot, (x + 11.0, middle), 4.0, fill),
            Sample::Box(fill) => d.rect((x, middle - 6.0), (22.0, 12.0), fill),
        }
        // Words wider than a phone go on below.
        for (i, line) in lines(k.words, width - 28.0, font).iter().enumerate() {
            y += if i > 0 { font * 1.2 } else { 0.0 };
            d.text((x + 28.0, y), svg::Anchor::Start, svg::Look::Plain, line);
        }
        x += wide + 18.0;
    }
    y + font * 0.6
}

/// Nothing to draw: the sentence in the place of the chart.
fn empty(size: Size, words: &str) -> Drawing {
    let mut d = Drawing::new(size);
    let mut y = size.font();
    for line in lines(words, size.width(), size.font()) {
        y += size.font() * 1.4;
        d.text((0.0, y), svg::Anchor::Start, svg::Look::Quiet, &line);
    }
    d.height = y + size.font();
    d
}

/// Breaks words into lines of a width.
fn lines(words: &str, width: f64, font: f64) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for word in words.split_whitespace() {
        match out.last_mut() {
            Some(last) if svg::width_of(last, font) + svg::width_of(word, font) + font * 0.32 <= width => {
                last.push(' ');
                last.push_str(word);
            }
            _ => out.push(svg::fit(word, width, font)),
        }
    }
    out
}

/// An employer's name without the words all of them share: "Barts Health" for "Barts Health NHS Trust".
fn short(name: &str) -> &str {
    [" NHS Foundation Trust", " NHS Trust", " Foundation Trust"]
        .iter()
        .find_map(|end| {
            let cut = name.len().checked_sub(end.len())?;
            let tail = name.get(cut..)?;
            tail.eq_ignore_ascii_case(end).then(|| &name[..cut])
        })
        .filter(|s| !s.is_empty())
        .unwrap_or(name)
}

#[cfg(test)]
mod tests;
