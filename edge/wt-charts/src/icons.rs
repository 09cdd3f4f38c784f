//! The icons of variation and assurance: a letter in a ring, so that they read without colour, after the Making Data
//! Count set (H and L for high and low, P, F and ? for targets passed, failed and hit by chance).

use wt_stats::xmr::{Assurance, Improvement, Point};

use crate::svg::{Anchor, Drawing, INK, Look, Size, fit};

/// For the better.
const GOOD: &str = "#005eb8";
/// For the worse.
const BAD: &str = "#b65200";
/// Neither.
const NEITHER: &str = "#4c6272";

/// What an icon shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Icon {
    letter: &'static str,
    colour: &'static str,
    /// The same in words.
    pub words: &'static str,
}

impl Icon {
    /// The variation icon of a metric that improves so.
    pub fn variation(point: Option<Point>, improvement: Improvement) -> Self {
        let high = if improvement == Improvement::Increase { "H" } else { "L" };
        let low = if improvement == Improvement::Increase { "L" } else { "H" };
        let (letter, colour, words) = match point {
            None => ("–", NEITHER, "Too few data to say"),
            Some(Point::Common) => ("~", NEITHER, "Common cause"),
            Some(Point::Improvement) => (high, GOOD, "Improving"),
            Some(Point::Concern) => (low, BAD, "Concerning"),
            Some(Point::High) => ("H", INK, "Special cause, high"),
            Some(Point::Low) => ("L", INK, "Special cause, low"),
        };
        Self { letter, colour, words }
    }

    /// The assurance icon; none without a target.
    pub fn assurance(of: Option<Assurance>) -> Option<Self> {
        let (letter, colour, words) = match of? {
            Assurance::ConsistentPass => ("P", GOOD, "Target met every month"),
            Assurance::ConsistentFail => ("F", BAD, "Target missed every month"),
            Assurance::Inconsistent => ("?", NEITHER, "Target hit and missed by chance"),
        };
        Some(Self { letter, colour, words })
    }

    /// For a table cell: the words stand beside it.
    pub fn inline(self) -> String {
        let (letter, colour) = (self.letter, self.colour);
        format!(
            r##"<svg class="wt-icon" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false" font-family="Arial, sans-serif" font-size="16" font-weight="bold"><circle cx="16" cy="16" r="14" fill="#ffffff" stroke="{colour}" stroke-width="3"/><text x="16" y="21.5" text-anchor="middle" fill="{colour}">{letter}</text></svg>"##
        )
    }
}

/// A row of the summary.
pub struct SummaryRow {
    /// The metric.
    pub name: String,
    /// Its latest value, as a page says it.
    pub value: String,
    /// Why the icons are what they are.
    pub why: String,
    /// Variation and assurance.
    pub icons: [Option<Icon>; 2],
}

/// A table of icons as a drawing of its own, to paste into slides.
pub fn summary(title: &str, rows: &[SummaryRow]) -> String {
    let mut d = Drawing::new(Size::Wide);
    let font = d.size.font();
    let mut y = font * 1.5;
    for (x, words) in
        [(0.0, "Metric"), (230.0, "Latest"), (310.0, "Variation"), (390.0, "Target"), (460.0, "Why")]
    {
        d.text((x, y), Anchor::Start, Look::Bold, words);
    }
    y += font * 0.8;
    for row in rows {
        let base = y + 24.0;
        d.text((0.0, base), Anchor::Start, Look::Plain, &fit(&row.name, 222.0, font));
        d.text((230.0, base), Anchor::Start, Look::Plain, &fit(&row.value, 76.0, font));
        for (icon, x) in row.icons.iter().zip([336.0, 412.0]) {
            if let Some(icon) = icon {
                d.badge((x, y + 19.0), 14.0, icon.colour, icon.letter);
            }
        }
        d.text((460.0, base), Anchor::Start, Look::Quiet, &fit(&row.why, 236.0, font));
        y += 38.0;
    }
    d.height = y + 4.0;
    d.file(title, &format!("{} metrics with their icons and reasons.", rows.len()))
}
