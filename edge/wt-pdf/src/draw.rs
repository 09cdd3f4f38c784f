//! Laid-out pages as PDF, each line tied to the piece of the document it belongs to.

use std::collections::BTreeMap;
use std::num::NonZeroU16;

use krilla::SerializeSettings;
use krilla::color::rgb;
use krilla::configure::{Accessibility, ConfigurationBuilder, PdfVersion};
use krilla::destination::XyzDestination;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, Node, SpanTag, TableHeaderScope, Tag,
    TagGroup, TagKind, TagTree,
};

use crate::face::Faces;
use crate::figure::{Segment, Shape};
use crate::layout::{Laid, MARGIN, PAGE, Page, Run};
use crate::{Block, Document, PdfError};

const LANGUAGE: &str = "en-GB";
/// Size and place of the page number.
const NUMBER: f32 = 8.0;
const BOTTOM: f32 = 28.0;

type Pieces = BTreeMap<usize, Vec<Identifier>>;

pub(crate) fn draw(document: &Document, laid: &Laid, faces: &Faces) -> Result<Vec<u8>, PdfError> {
    let failed = |why: &dyn std::fmt::Debug| PdfError::Written(format!("{why:?}"));
    let configuration = ConfigurationBuilder::new()
        .with_version(PdfVersion::Pdf17)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|e| failed(&e))?;
    let mut pdf =
        krilla::Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let mut pieces = Pieces::new();
    for (n, page) in laid.pages.iter().enumerate() {
        let settings = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| failed(&"the size of a page"))?;
        let mut sheet = pdf.start_page_with(settings);
        let mut surface = sheet.surface();
        contents(&mut surface, page, faces, &mut pieces);
        let words = format!("{}, page {} of {}", document.title, n + 1, laid.pages.len());
        let x = PAGE.0 - MARGIN - faces.width(&words, NUMBER, false);
        let footer = Run { x, y: PAGE.1 - BOTTOM, size: NUMBER, bold: false, text: words, piece: None };
        artifact(&mut surface, ArtifactType::Footer, |surface| text(surface, &footer, faces));
        surface.finish();
        sheet.finish();
    }
    pdf.set_tag_tree(tree(&document.blocks, &mut pieces));
    pdf.set_outline(outline(document, laid));
    let (year, month, day) = document.day;
    pdf.set_metadata(
        Metadata::new()
            .title(document.title.clone())
            .language(LANGUAGE.to_owned())
            .creator("Wholetime".to_owned())
            .creation_date(DateTime::new(year).month(month).day(day)),
    );
    pdf.finish().map_err(|e| failed(&e))
}

fn contents(surface: &mut Surface<'_>, page: &Page, faces: &Faces, pieces: &mut Pieces) {
    for run in &page.runs {
        match run.piece {
            Some(piece) => {
                let identifier = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
                text(surface, run, faces);
                surface.end_tagged();
                pieces.entry(piece).or_default().push(identifier);
            }
            None => artifact(surface, ArtifactType::PaginationOther, |surface| text(surface, run, faces)),
        }
    }
    for (piece, shapes) in &page.figures {
        let identifier = surface.start_tagged(ContentTag::Other);
        shapes.iter().for_each(|shape| drawn(surface, shape));
        surface.end_tagged();
        pieces.entry(*piece).or_default().push(identifier);
    }
    artifact(surface, ArtifactType::Layout, |surface| {
        surface.set_stroke(Some(Stroke {
            paint: rgb::Color::new(174, 183, 189).into(),
            width: 0.5,
            ..Stroke::default()
        }));
        surface.set_fill(None);
        for (y, width) in &page.rules {
            let mut path = PathBuilder::new();
            path.move_to(MARGIN, *y);
            path.line_to(MARGIN + width, *y);
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
        surface.set_stroke(None);
    });
}

/// One path of a figure.
fn drawn(surface: &mut Surface<'_>, shape: &Shape) {
    let mut path = PathBuilder::new();
    for segment in &shape.segments {
        match *segment {
            Segment::Move(x, y) => path.move_to(x, y),
            Segment::Line(x, y) => path.line_to(x, y),
            Segment::Quad(ax, ay, x, y) => path.quad_to(ax, ay, x, y),
            Segment::Cubic(ax, ay, bx, by, x, y) => path.cubic_to(ax, ay, bx, by, x, y),
            Segment::Close => path.close(),
        }
    }
    let Some(path) = path.finish() else { return };
    let paint = |(r, g, b): (u8, u8, u8)| rgb::Color::new(r, g, b).into();
    let opacity = |share: f32| NormalizedF32::new(share).unwrap_or(NormalizedF32::ONE);
    surface.set_fill(shape.fill.map(|(ink, share)| Fill {
        paint: paint(ink),
        opacity: opacity(share),
        rule: Default::default(),
    }));
    surface.set_stroke(shape.stroke.as_ref().map(|((ink, share), width, dashes)| Stroke {
        paint: paint(*ink),
        opacity: opacity(*share),
        width: *width,
        dash: (!dashes.is_empty()).then(|| StrokeDash { array: dashes.clone(), offset: 0.0 }),
        ..Stroke::default()
    }));
    surface.draw_path(&path);
    surface.set_stroke(None);
}

/// What is no part of the document: page numbers, rules, headings that repeat.
fn artifact(surface: &mut Surface<'_>, kind: ArtifactType, draw: impl FnOnce(&mut Surface<'_>)) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
    draw(surface);
    surface.end_tagged();
}

fn text(surface: &mut Surface<'_>, run: &Run, faces: &Faces) {
    let ink = rgb::Color::new(33, 43, 50);
    surface.set_fill(Some(Fill { paint: ink.into(), opacity: NormalizedF32::ONE, rule: Default::default() }));
    let glyphs = faces.glyphs(&run.text, run.bold);
    surface.draw_glyphs(
        Point::from_xy(run.x, run.y),
        &glyphs,
        faces.font(run.bold),
        &run.text,
        run.size,
        false,
    );
}

/// The order of reading, with the same pieces in the same order as the layout counts them.
fn tree(blocks: &[Block], pieces: &mut Pieces) -> TagTree {
    let mut at = 0;
    let mut next = |tag: TagKind| {
        let lines = pieces.remove(&at).unwrap_or_default();
        at += 1;
        TagGroup::with_children(tag, lines.into_iter().map(Node::from).collect())
    };
    let mut tree = TagTree::new().with_lang(Some(LANGUAGE.to_owned()));
    for block in blocks {
        match block {
            Block::Heading(level, words) => {
                let level = NonZeroU16::new(u16::from(*level)).unwrap_or(NonZeroU16::MIN);
                tree.push(next(Tag::Hn(level, Some(words.clone())).into()));
            }
            Block::Paragraph(_) => tree.push(next(Tag::P.into())),
            Block::List(points) => {
                let mut list = TagGroup::new(Tag::L(ListNumbering::Disc));
                for _ in points {
                    let (label, body) = (next(Tag::Lbl.into()), next(Tag::LBody.into()));
                    list.push(TagGroup::with_children(Tag::LI, vec![label.into(), body.into()]));
                }
                tree.push(list);
            }
            Block::Figure { alt, .. } => tree.push(next(Tag::Figure(Some(alt.clone())).into())),
            Block::Table { headings, rows, .. } => {
                let mut table = TagGroup::new(Tag::Table);
                table.push(next(Tag::Caption.into()));
                let mut row = |cells: usize, head: bool| {
                    let mut group = TagGroup::new(Tag::TR);
                    for n in 0..cells {
                        group.push(next(match (head, n) {
                            (true, _) => Tag::TH(TableHeaderScope::Column).into(),
                            (false, 0) => Tag::TH(TableHeaderScope::Row).into(),
                            _ => Tag::TD.into(),
                        }));
                    }
                    group
                };
                table.push(TagGroup::with_children(Tag::THead, vec![row(headings.len(), true).into()]));
                let body =
                    rows.iter().map(|cells| row(cells.len().min(headings.len()), false).into()).collect();
                table.push(TagGroup::with_children(Tag::TBody, body));
                tree.push(table);
            }
        }
    }
    tree
}

fn outline(document: &Document, laid: &Laid) -> Outline {
    let mut outline = Outline::new();
    let words = document.blocks.iter().filter_map(|block| match block {
        Block::Heading(_, words) => Some(words),
        _ => None,
    });
    for (words, (page, y)) in words.zip(&laid.headings) {
        let place = XyzDestination::new(*page, Point::from_xy(0.0, *y));
        outline.push_child(OutlineNode::new(words.clone(), place));
    }
    outline
}
