//! Documents as tagged PDF: headings, paragraphs, lists, tables and figures that a screen reader can follow (PDF/UA-1).
//!
//! ```
//! use wt_pdf::{Block, Document, pdf};
//! let blocks = vec![Block::Heading(1, "Benefits".into()), Block::Paragraph("Each pound once.".into())];
//! let bytes = pdf(&Document { title: "Board pack".into(), day: (2026, 11, 23), blocks })?;
//! assert!(bytes.starts_with(b"%PDF-1.7"));
//! # Ok::<(), wt_pdf::PdfError>(())
//! ```

mod draw;
mod face;
mod figure;
mod layout;

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading: level 1 to 3, and its words.
    Heading(u8, String),
    /// Sentences.
    Paragraph(String),
    /// Points, each a sentence or more.
    List(Vec<String>),
    /// A chart: the text of an SVG file, and what it shows in words.
    Figure {
        /// The file's text: shapes and words, no pictures.
        svg: String,
        /// What it shows, for those who can't see it.
        alt: String,
    },
    /// A table: what it shows, its headings, its rows. A row that is shorter ends in empty cells.
    Table {
        /// What it shows, above it.
        caption: String,
        /// One for each column.
        headings: Vec<String>,
        /// The first cell of each is the heading of its row.
        rows: Vec<Vec<String>>,
    },
}

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its title, as a reader's window shows it.
    pub title: String,
    /// Year, month and day it was made.
    pub day: (u16, u8, u8),
    /// Its parts, in order of reading.
    pub blocks: Vec<Block>,
}

/// Why there is no document, as a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// The fonts that come with the program.
    #[error("the fonts can't be read")]
    Fonts,
    /// A figure that is no drawing.
    #[error("a figure can't be read as SVG: {0}")]
    Figure(String),
    /// What the format asks of accessible documents was not kept.
    #[error("the document can't be written: {0}")]
    Written(String),
}

/// Writes a document as PDF/UA-1 on A4. The same document gives the same bytes.
///
/// # Errors
/// [`PdfError`], in words.
pub fn pdf(document: &Document) -> Result<Vec<u8>, PdfError> {
    let faces = face::Faces::new().ok_or(PdfError::Fonts)?;
    let title = faces.known(&document.title);
    let blocks: Vec<Block> = document.blocks.iter().filter_map(|block| whole(block, &faces)).collect();
    let document = Document { title, blocks, ..*document };
    let mut figures = Vec::new();
    for block in &document.blocks {
        if let Block::Figure { svg, alt } = block {
            figures.push(figure::Figure::read(svg).ok_or_else(|| PdfError::Figure(alt.clone()))?);
        }
    }
    let laid = layout::lay(&document.blocks, figures, &faces);
    draw::draw(&document, &laid, &faces)
}

/// A block in characters that can be written, its rows as long as its headings; none where it holds nothing.
fn whole(block: &Block, faces: &face::Faces) -> Option<Block> {
    let known = |words: &String| faces.known(words);
    let said = |words: &String| !words.is_empty();
    match block {
        Block::Heading(level, words) => {
            Some(known(words)).filter(said).map(|words| Block::Heading((*level).clamp(1, 3), words))
        }
        Block::Paragraph(words) => Some(known(words)).filter(said).map(Block::Paragraph),
        Block::List(points) => {
            let points: Vec<String> = points.iter().map(known).filter(said).collect();
            (!points.is_empty()).then_some(Block::List(points))
        }
        Block::Figure { svg, alt } => Some(Block::Figure { svg: svg.clone(), alt: known(alt) }),
        Block::Table { caption, headings, rows } => {
            let row = |row: &Vec<String>| {
                let cells = row.iter().map(known).chain(std::iter::repeat(String::new()));
                cells.take(headings.len()).collect()
            };
            (!headings.is_empty()).then(|| Block::Table {
                caption: known(caption),
                headings: headings.iter().map(known).collect(),
                rows: rows.iter().map(row).collect(),
            })
        }
    }
}
