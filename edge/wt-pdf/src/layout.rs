//! Where each line of text stands on which page.

use crate::Block;
use crate::face::Faces;
use crate::figure::{Figure, Shape};

/// A4, in points.
pub(crate) const PAGE: (f32, f32) = (595.28, 841.89);
pub(crate) const MARGIN: f32 = 50.0;
const WIDTH: f32 = PAGE.0 - 2.0 * MARGIN;
const TEXT: f32 = 10.0;
const CELL: f32 = 8.5;
const CAPTION: f32 = 9.0;
/// Lines stand so many times their size apart.
const LEAD: f32 = 1.4;
const GAP: f32 = 8.0;
const PAD: f32 = 4.0;

/// A line of text in place.
pub(crate) struct Run {
    pub(crate) x: f32,
    /// Of the baseline, from above.
    pub(crate) y: f32,
    pub(crate) size: f32,
    pub(crate) bold: bool,
    pub(crate) text: String,
    /// The piece of the document it belongs to; none for what repeats.
    pub(crate) piece: Option<usize>,
}

/// One page: its lines, its figures with the piece each is, and rules under rows: how far down, and how wide.
#[derive(Default)]
pub(crate) struct Page {
    pub(crate) figures: Vec<(usize, Vec<Shape>)>,
    pub(crate) runs: Vec<Run>,
    pub(crate) rules: Vec<(f32, f32)>,
}

/// All pages, and how many pieces there are: headings, paragraphs, points, figures, captions and cells, in order of reading.
pub(crate) struct Laid {
    pub(crate) pages: Vec<Page>,
    pub(crate) pieces: usize,
    /// Page and height of each heading, in their order.
    pub(crate) headings: Vec<(usize, f32)>,
}

struct Layout<'a> {
    faces: &'a Faces,
    laid: Laid,
    y: f32,
}

/// How a piece of text looks.
#[derive(Clone, Copy)]
struct Style {
    size: f32,
    bold: bool,
}

const BODY: Style = Style { size: TEXT, bold: false };

/// `figures` are those of the blocks, in their order.
pub(crate) fn lay(blocks: &[Block], figures: Vec<Figure>, faces: &Faces) -> Laid {
    let mut figures = figures.into_iter();
    let laid = Laid { pages: vec![Page::default()], pieces: 0, headings: Vec::new() };
    let mut layout = Layout { faces, laid, y: MARGIN };
    for block in blocks {
        match block {
            Block::Heading(level, words) => layout.heading(*level, words),
            Block::Paragraph(words) => {
                let piece = layout.piece();
                layout.text(words, BODY, 0.0, piece);
                layout.y += GAP;
            }
            Block::List(points) => {
                for point in points {
                    let (label, piece) = (layout.piece(), layout.piece());
                    layout.room(TEXT * LEAD);
                    layout.run("\u{2022} ", BODY, MARGIN + PAD, layout.y + TEXT, Some(label));
                    layout.text(point, BODY, 14.0, piece);
                }
                layout.y += GAP;
            }
            Block::Figure { .. } => {
                if let Some(figure) = figures.next() {
                    layout.figure(&figure);
                }
            }
            Block::Table { caption, headings, rows } => layout.table(caption, headings, rows),
        }
    }
    layout.laid
}

impl Layout<'_> {
    fn piece(&mut self) -> usize {
        self.laid.pieces += 1;
        self.laid.pieces - 1
    }

    /// Makes sure that so much stands on this page.
    fn room(&mut self, height: f32) {
        if self.y + height > PAGE.1 - MARGIN {
            self.laid.pages.push(Page::default());
            self.y = MARGIN;
        }
    }

    fn run(&mut self, text: &str, style: Style, x: f32, y: f32, piece: Option<usize>) {
        if let Some(page) = self.laid.pages.last_mut().filter(|_| !text.trim().is_empty()) {
            page.runs.push(Run { x, y, size: style.size, bold: style.bold, text: text.to_owned(), piece });
        }
    }

    fn text(&mut self, words: &str, style: Style, indent: f32, piece: usize) {
        for line in self.faces.wrap(words, style.size, style.bold, WIDTH - indent) {
            self.room(style.size * LEAD);
            self.run(&line, style, MARGIN + indent, self.y + style.size, Some(piece));
            self.y += style.size * LEAD;
        }
    }

    fn heading(&mut self, level: u8, words: &str) {
        let size = match level {
            1 => 20.0,
            2 => 14.0,
            _ => 11.5,
        };
        // Never the last thing on a page.
        self.room(size * LEAD + GAP + 3.0 * TEXT * LEAD);
        self.y += GAP / 2.0;
        self.laid.headings.push((self.laid.pages.len() - 1, self.y));
        let piece = self.piece();
        self.text(words, Style { size, bold: true }, 0.0, piece);
        self.y += GAP / 2.0;
    }

    /// As wide as the text, or as high as a page; never larger than drawn.
    fn figure(&mut self, figure: &Figure) {
        let (width, height) = figure.size();
        let times = (WIDTH / width).min((PAGE.1 - 2.0 * MARGIN) / height).min(1.0);
        self.room(height * times);
        let (piece, shapes) = (self.piece(), figure.at(MARGIN, self.y, times));
        if let Some(page) = self.laid.pages.last_mut() {
            page.figures.push((piece, shapes));
        }
        self.y += height * times + GAP;
    }

    fn table(&mut self, caption: &str, headings: &[String], rows: &[Vec<String>]) {
        self.room(CAPTION * LEAD + 4.0 * CELL * LEAD);
        let piece = self.piece();
        self.text(caption, Style { size: CAPTION, bold: true }, 0.0, piece);
        let columns = self.columns(headings, rows);
        self.row(headings, &columns, true, None);
        for row in rows {
            self.row(row, &columns, false, Some(headings));
        }
        self.y += GAP * 1.5;
    }

    /// Width of each column, and whether it holds numbers: natural widths where they fit, else shared between the longest word and
    /// the natural width.
    fn columns(&self, headings: &[String], rows: &[Vec<String>]) -> Vec<(f32, bool)> {
        let width = |text: &str, bold| self.faces.width(text, CELL, bold) + 2.0 * PAD + 1.0;
        let cells = |n: usize| rows.iter().filter_map(move |row| row.get(n));
        let word = |text: &String, bold| text.split_whitespace().map(|w| width(w, bold)).fold(0.0, f32::max);
        let column = |(n, heading): (usize, &String)| {
            let natural = cells(n).map(|cell| width(cell, false)).fold(width(heading, true), f32::max);
            let least = cells(n).map(|cell| word(cell, false)).fold(word(heading, true), f32::max);
            let number = |cell: &String| cell.chars().all(|c| c.is_ascii_digit() || "£−,.% ".contains(c));
            (least, natural, n > 0 && cells(n).next().is_some() && cells(n).all(number))
        };
        let all: Vec<(f32, f32, bool)> = headings.iter().enumerate().map(column).collect();
        let (least, natural) = all.iter().fold((0.0, 0.0), |(l, n), (a, b, _)| (l + a, n + b));
        let share = if natural > least { ((WIDTH - least) / (natural - least)).clamp(0.0, 1.0) } else { 0.0 };
        let squeezed = (WIDTH / least).min(1.0);
        all.into_iter()
            .map(|(least, natural, number)| ((least + (natural - least) * share) * squeezed, number))
            .collect()
    }

    /// `again` are the headings that stand above the row once more where it begins a page.
    fn row(&mut self, cells: &[String], columns: &[(f32, bool)], heading: bool, again: Option<&[String]>) {
        let wrap = |(cell, (width, _)): (&String, &(f32, bool))| {
            self.faces.wrap(cell, CELL, heading, width - 2.0 * PAD).len()
        };
        let lines = cells.iter().zip(columns).map(wrap).max().unwrap_or(1);
        let (page, height) = (self.laid.pages.len(), lines as f32 * CELL * LEAD + PAD);
        self.room(height);
        if let Some(headings) = again.filter(|_| self.laid.pages.len() > page) {
            self.cells(headings, columns, true, false);
        }
        self.cells(cells, columns, heading, true);
    }

    fn cells(&mut self, cells: &[String], columns: &[(f32, bool)], heading: bool, counts: bool) {
        let style = Style { size: CELL, bold: heading };
        let (mut x, mut lines) = (MARGIN, 1);
        for (cell, (width, number)) in cells.iter().zip(columns) {
            let piece = counts.then(|| self.piece());
            let wrapped = self.faces.wrap(cell, CELL, heading, width - 2.0 * PAD);
            lines = lines.max(wrapped.len());
            for (n, line) in wrapped.iter().enumerate() {
                let room = width - 2.0 * PAD - self.faces.width(line.trim_end(), CELL, heading);
                let shift = if *number { room.max(0.0) } else { 0.0 };
                self.run(line, style, x + PAD + shift, self.y + CELL * (1.0 + n as f32 * LEAD), piece);
            }
            x += width;
        }
        self.y += lines as f32 * CELL * LEAD + PAD / 2.0;
        if let Some(page) = self.laid.pages.last_mut() {
            page.rules.push((self.y, x - MARGIN));
        }
        self.y += PAD / 2.0;
    }
}
