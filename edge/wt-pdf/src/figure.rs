//! A chart as shapes that a page can hold: what an SVG file draws, its letters as outlines, since its words stand beside it.

use std::sync::Arc;

use resvg::tiny_skia::{Path, PathSegment, Transform};
use resvg::usvg::{Group, Node, Options, Paint, Tree, fontdb};

/// Part of a path, in points from the upper left of the page.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Segment {
    Move(f32, f32),
    Line(f32, f32),
    Quad(f32, f32, f32, f32),
    Cubic(f32, f32, f32, f32, f32, f32),
    Close,
}

/// Red, green, blue; and how much it covers, 0 to 1.
pub(crate) type Ink = ((u8, u8, u8), f32);

/// One path.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    pub(crate) segments: Vec<Segment>,
    pub(crate) fill: Option<Ink>,
    /// Ink, width, and dashes.
    pub(crate) stroke: Option<(Ink, f32, Vec<f32>)>,
}

/// A figure before it is placed.
pub(crate) struct Figure {
    tree: Tree,
}

impl Figure {
    /// Reads an SVG file; none for what is none.
    pub(crate) fn read(svg: &str) -> Option<Self> {
        let mut fonts = fontdb::Database::new();
        fonts.load_font_data(notosans::REGULAR_TTF.to_vec());
        fonts.load_font_data(notosans::BOLD_TTF.to_vec());
        fonts.set_sans_serif_family("Noto Sans");
        let options = Options { fontdb: Arc::new(fonts), ..Options::default() };
        Tree::from_str(svg, &options).ok().map(|tree| Self { tree })
    }

    /// Width and height as drawn.
    pub(crate) fn size(&self) -> (f32, f32) {
        (self.tree.size().width(), self.tree.size().height())
    }

    /// Its shapes with the upper left at a place, so many times as large.
    pub(crate) fn at(&self, x: f32, y: f32, times: f32) -> Vec<Shape> {
        let mut shapes = Vec::new();
        let place = Transform::from_row(times, 0.0, 0.0, times, x, y);
        gather(self.tree.root(), place, times, &mut shapes);
        shapes
    }
}

fn gather(group: &Group, place: Transform, times: f32, shapes: &mut Vec<Shape>) {
    for node in group.children() {
        match node {
            Node::Group(inner) => gather(inner, place, times, shapes),
            Node::Text(text) => gather(text.flattened(), place, times, shapes),
            Node::Path(path) if path.is_visible() => {
                let whole = place.pre_concat(path.abs_transform());
                let Some(data) = path.data().clone().transform(whole) else { continue };
                let ink = |paint: &Paint, opacity: f32| match paint {
                    Paint::Color(c) => Some(((c.red, c.green, c.blue), opacity)),
                    _ => None,
                };
                let fill = path.fill().and_then(|f| ink(f.paint(), f.opacity().get()));
                let stroke = path.stroke().and_then(|s| {
                    let dashes = s.dasharray().unwrap_or_default().iter().map(|d| d * times).collect();
                    Some((ink(s.paint(), s.opacity().get())?, s.width().get() * times, dashes))
                });
                shapes.push(Shape { segments: segments(&data), fill, stroke });
            }
            _ => {}
        }
    }
}

fn segments(path: &Path) -> Vec<Segment> {
    let segment = |segment| match segment {
        PathSegment::MoveTo(p) => Segment::Move(p.x, p.y),
        PathSegment::LineTo(p) => Segment::Line(p.x, p.y),
        PathSegment::QuadTo(a, p) => Segment::Quad(a.x, a.y, p.x, p.y),
        PathSegment::CubicTo(a, b, p) => Segment::Cubic(a.x, a.y, b.x, b.y, p.x, p.y),
        PathSegment::Close => Segment::Close,
    };
    path.segments().map(segment).collect()
}
