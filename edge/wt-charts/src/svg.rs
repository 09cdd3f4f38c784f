//! Writing SVG: escaped text, few shapes, presentation attributes only (the pages forbid inline styles).

use std::fmt::Write as _;

/// Own organisation: 6.4:1 on white.
pub(crate) const OWN: &str = "#005eb8";
/// Peers: 3.75:1 on white.
pub(crate) const PEER: &str = "#768692";
/// Text and firm lines.
pub(crate) const INK: &str = "#212b32";
/// Text that explains.
pub(crate) const QUIET: &str = "#4c6272";
/// Grid lines and edges of shading.
pub(crate) const GRID: &str = "#d8dde0";
/// Shading.
pub(crate) const SHADE: &str = "#e8edee";

/// For whom a chart is laid out: a page of 641 pixels and more, or a phone down to 320.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Size {
    Wide,
    Narrow,
}

impl Size {
    /// Width in units of the drawing; at 641 pixels of page 700 become about 577, at 320 the 288 stay 288.
    pub(crate) fn width(self) -> f64 {
        self.pick(700.0, 288.0)
    }

    /// Height of text, at least 12 pixels as shown.
    pub(crate) fn font(self) -> f64 {
        self.pick(15.0, 13.0)
    }

    pub(crate) fn pick<T>(self, wide: T, narrow: T) -> T {
        match self {
            Self::Wide => wide,
            Self::Narrow => narrow,
        }
    }
}

/// Where text hangs on its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchor {
    Start,
    Middle,
    End,
}

/// What is drawn, and how high it is.
#[derive(Debug, Clone)]
pub(crate) struct Drawing {
    pub(crate) size: Size,
    pub(crate) height: f64,
    body: String,
}

impl Drawing {
    pub(crate) fn new(size: Size) -> Self {
        Self { size, height: 0.0, body: String::new() }
    }

    /// Adds formatted markup; writing to a string can't fail.
    fn put(&mut self, markup: std::fmt::Arguments<'_>) {
        let _ = self.body.write_fmt(markup);
    }

    pub(crate) fn rect(&mut self, (x, y): (f64, f64), (w, h): (f64, f64), fill: &str) {
        let (w, h) = (w.max(0.0), h.max(0.0));
        self.put(format_args!(
            r#"<rect x="{x:.1}" y="{y:.1}" width="{w:.1}" height="{h:.1}" fill="{fill}"/>"#
        ));
    }

    pub(crate) fn line(&mut self, (x1, y1): (f64, f64), (x2, y2): (f64, f64), stroke: Stroke) {
        self.put(format_args!(
            // A straight line has no inside, so nothing says how to fill it.
            r#"<path d="M{x1:.1} {y1:.1}L{x2:.1} {y2:.1}"{}/>"#,
            stroke.attributes()
        ));
    }

    /// A line through points.
    pub(crate) fn curve(&mut self, points: &[(f64, f64)], stroke: Stroke) {
        if points.len() < 2 {
            return;
        }
        let mut d = String::new();
        for (i, (x, y)) in points.iter().enumerate() {
            let _ = write!(d, "{}{x:.1} {y:.1}", if i == 0 { "M" } else { "L" });
        }
        self.put(format_args!(
            r#"<path d="{d}" fill="none" stroke-linejoin="round"{}/>"#,
            stroke.attributes()
        ));
    }

    pub(crate) fn mark(&mut self, shape: Shape, (x, y): (f64, f64), r: f64, fill: &str) {
        let white = r##" stroke="#ffffff""##;
        match shape {
            Shape::Dot => {
                self.put(format_args!(
                    r#"<circle cx="{x:.1}" cy="{y:.1}" r="{r:.1}" fill="{fill}"{white}/>"#
                ));
            }
            Shape::Diamond => self.put(format_args!(
                r#"<path d="M{x:.1} {:.1}L{:.1} {y:.1}L{x:.1} {:.1}L{:.1} {y:.1}Z" fill="{fill}"{white}/>"#,
                y - r,
                x + r,
                y + r,
                x - r
            )),
            Shape::Up | Shape::Down => {
                let s = if shape == Shape::Up { 1.0 } else { -1.0 };
                self.put(format_args!(
                    r#"<path d="M{x:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}Z" fill="{fill}"{white}/>"#,
                    y - s * r,
                    x + r,
                    y + s * r * 0.75,
                    x - r,
                    y + s * r * 0.75
                ));
            }
        }
    }

    /// A ring with a letter in it.
    pub(crate) fn badge(&mut self, (x, y): (f64, f64), r: f64, colour: &str, letter: &str) {
        let (letter, base) = (escape(letter), y + 5.5);
        self.put(format_args!(
            r##"<circle cx="{x:.1}" cy="{y:.1}" r="{r:.1}" fill="#ffffff" stroke="{colour}" stroke-width="3"/><text x="{x:.1}" y="{base:.1}" text-anchor="middle" font-weight="bold" fill="{colour}">{letter}</text>"##
        ));
    }

    pub(crate) fn text(&mut self, (x, y): (f64, f64), anchor: Anchor, look: Look, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => r#" text-anchor="middle""#,
            Anchor::End => r#" text-anchor="end""#,
        };
        let text = escape(text);
        self.put(format_args!(r#"<text x="{x:.1}" y="{y:.1}"{anchor}{}>{text}</text>"#, look.attributes()));
    }

    /// The element for a page: named by title and description, ids unique through `prefix`.
    pub(crate) fn inline(&self, prefix: &str, title: &str, alt: &str) -> String {
        let (class, id) = self.size.pick(("wide", ""), ("narrow", "-narrow"));
        let prefix = escape(prefix);
        format!(
            r#"<svg class="wt-svg wt-svg--{class}"{} role="img" aria-labelledby="{prefix}{id}-title {prefix}{id}-desc"><title id="{prefix}{id}-title">{}</title><desc id="{prefix}{id}-desc">{}</desc>{}</svg>"#,
            self.frame(self.height),
            escape(title),
            escape(alt),
            // Half of the coordinates are whole; a quotation mark in text is escaped, so this only meets attributes.
            self.body.replace(".0\"", "\"")
        )
    }

    /// A file of its own, named by title and description.
    pub(crate) fn file(&self, title: &str, alt: &str) -> String {
        file(&[Part { title, alt, drawing: self }], None)
    }

    fn frame(&self, height: f64) -> String {
        frame(self.size, height)
    }
}

fn frame(size: Size, height: f64) -> String {
    let (width, font) = (size.width(), size.font());
    format!(
        r#" viewBox="0 0 {width} {height:.0}" width="{width}" height="{height:.0}" font-family="Arial, sans-serif" font-size="{font}" fill="{INK}""#
    )
}

/// A drawing in a file, with what it is called.
pub(crate) struct Part<'a> {
    pub(crate) title: &'a str,
    pub(crate) alt: &'a str,
    pub(crate) drawing: &'a Drawing,
}

/// Air around the drawings of a file.
const MARGIN: f64 = 16.0;

/// Drawings one below the other on white ground, each under its title; the sentences in the description, the source below.
pub(crate) fn file(parts: &[Part<'_>], source: Option<&str>) -> String {
    let size = Size::Wide;
    let (width, font) = (size.width(), size.font());
    let (mut body, mut y) = (String::new(), 0.0);
    for part in parts {
        let titles = super::lines(part.title, width, font * 1.08);
        for line in &titles {
            y += font * 1.3;
            let _ = write!(body, r#"<text x="0" y="{y:.1}" font-weight="bold">{}</text>"#, escape(line));
        }
        y += font * 1.1;
        let drawn = without_paint_order(&part.drawing.body);
        let _ = write!(body, r#"<g transform="translate(0 {y:.1})">{drawn}</g>"#);
        y += part.drawing.height + font * 0.8;
    }
    if let Some(source) = source {
        for line in super::lines(source, width, font * 0.87) {
            y += font * 1.1;
            let size = font * 0.87;
            let _ = write!(
                body,
                r#"<text x="0" y="{y:.1}" font-size="{size:.1}" fill="{QUIET}">{}</text>"#,
                escape(&line)
            );
        }
        y += font * 0.4;
    }
    let alt: Vec<&str> = parts.iter().map(|p| p.alt).collect();
    let title = parts.first().map_or("", |p| p.title);
    let (wide, high) = (width + 2.0 * MARGIN, y + 2.0 * MARGIN);
    format!(
        r##"<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide:.0} {high:.0}" width="{wide:.0}" height="{high:.0}" font-family="Arial, sans-serif" font-size="{font}" fill="{INK}" role="img"><title>{}</title><desc>{}</desc><rect width="{wide:.0}" height="{high:.0}" fill="#ffffff"/><g transform="translate({MARGIN} {MARGIN})">{body}</g></svg>
"##,
        escape(title),
        escape(&alt.join(" ")),
    )
}

/// Letters with a white edge as two texts, the edge below: slide programs don't know the order of painting, and would paint the edge
/// over the letters.
fn without_paint_order(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    for (i, piece) in body.split("<text").enumerate() {
        if i == 0 {
            out.push_str(piece);
            continue;
        }
        if let (true, Some((element, _))) = (piece.contains(HALO), piece.split_once("</text>")) {
            out.push_str("<text");
            out.push_str(&element.replace(r#" paint-order="stroke""#, ""));
            out.push_str("</text>");
        }
        out.push_str("<text");
        out.push_str(&piece.replace(HALO, ""));
    }
    out
}

/// Shapes of points; each says something without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Dot,
    Diamond,
    Up,
    Down,
}

/// A line's colour, width and dashes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stroke(pub(crate) &'static str, pub(crate) f64, pub(crate) &'static str);

impl Stroke {
    fn attributes(self) -> String {
        let dash =
            if self.2.is_empty() { String::new() } else { format!(r#" stroke-dasharray="{}""#, self.2) };
        let width = if self.1 == 1.0 { String::new() } else { format!(r#" stroke-width="{}""#, self.1) };
        format!(r#" stroke="{}"{width}{dash}"#, self.0)
    }
}

/// Letters keep a white edge over lines.
const HALO: &str = r##" stroke="#ffffff" stroke-width="4" stroke-linejoin="round" paint-order="stroke""##;

/// How text looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    Plain,
    Quiet,
    Own,
    Bold,
    /// On top of lines: white behind the letters.
    Halo,
    /// The own one's on top of lines.
    OwnHalo,
}

impl Look {
    fn attributes(self) -> String {
        match self {
            Self::Plain => String::new(),
            Self::Quiet => format!(r#" fill="{QUIET}""#),
            Self::Own => format!(r#" fill="{OWN}" font-weight="bold""#),
            Self::Bold => r#" font-weight="bold""#.to_owned(),
            Self::Halo => HALO.to_owned(),
            Self::OwnHalo => format!("{}{HALO}", Self::Own.attributes()),
        }
    }
}

/// Text made safe in elements and attributes; control characters, which XML forbids, are left out.
pub(crate) fn escape(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    for c in s.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// About how wide text is in Arial, a little on the safe side.
pub(crate) fn width_of(s: &str, font: f64) -> f64 {
    let em: f64 = s
        .chars()
        .map(|c| match c {
            'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | '\'' | '|' => 0.27,
            ' ' | 'f' | 't' | 'r' | '(' | ')' | '-' | '/' => 0.32,
            'm' | 'M' | 'W' | '%' | '…' => 0.9,
            'w' => 0.73,
            c if c.is_uppercase() || c == '&' => 0.7,
            c if c.is_ascii() => 0.56,
            _ => 0.6,
        })
        .sum();
    em * font
}

/// Text cut to a width, with an ellipsis where it was cut.
pub(crate) fn fit(s: &str, width: f64, font: f64) -> String {
    if width_of(s, font) <= width {
        return s.to_owned();
    }
    let mut out = String::new();
    for c in s.chars() {
        if width_of(&out, font) + width_of("…", font) + width_of(c.encode_utf8(&mut [0; 4]), font) > width {
            break;
        }
        out.push(c);
    }
    format!("{}…", out.trim_end_matches([' ', ',', '-']))
}
