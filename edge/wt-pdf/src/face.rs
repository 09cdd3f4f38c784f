//! Two weights of one typeface, and how wide words are in them.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

/// Regular and bold.
pub(crate) struct Faces {
    regular: Face,
    bold: Face,
}

struct Face {
    font: Font,
    bytes: &'static [u8],
}

impl Faces {
    pub(crate) fn new() -> Option<Self> {
        let face = |bytes: &'static [u8]| {
            FontRef::new(bytes).ok()?;
            Some(Face { font: Font::new(bytes.to_vec().into(), 0)?, bytes })
        };
        Some(Self { regular: face(notosans::REGULAR_TTF)?, bold: face(notosans::BOLD_TTF)? })
    }

    fn face(&self, bold: bool) -> &Face {
        if bold { &self.bold } else { &self.regular }
    }

    pub(crate) fn font(&self, bold: bool) -> Font {
        self.face(bold).font.clone()
    }

    /// A text in characters that both weights have, words apart by single spaces; others become question marks.
    pub(crate) fn known(&self, text: &str) -> String {
        let faces =
            [&self.regular, &self.bold].map(|face| FontRef::new(face.bytes).ok().map(|font| font.charmap()));
        let has = |c: char| faces.iter().flatten().all(|map| map.map(c).is_some_and(|id| id.to_u32() != 0));
        let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
        let known = words.map(|word| word.chars().map(|c| if has(c) { c } else { '?' }).collect::<String>());
        known.collect::<Vec<_>>().join(" ")
    }

    /// The glyphs of a text, one for each character.
    pub(crate) fn glyphs(&self, text: &str, bold: bool) -> Vec<KrillaGlyph> {
        let Ok(font) = FontRef::new(self.face(bold).bytes) else { return Vec::new() };
        let (characters, metrics) =
            (font.charmap(), font.glyph_metrics(Size::unscaled(), LocationRef::default()));
        let em = f32::from(font.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
        let glyph = |(at, c): (usize, char)| {
            let id = characters.map(c).unwrap_or_default();
            let advance = metrics.advance_width(id).unwrap_or(0.0) / em;
            let range = at..at + c.len_utf8();
            KrillaGlyph::new(GlyphId::new(id.to_u32()), advance, 0.0, 0.0, 0.0, range, None)
        };
        text.char_indices().map(glyph).collect()
    }

    /// In points.
    pub(crate) fn width(&self, text: &str, size: f32, bold: bool) -> f32 {
        self.glyphs(text, bold).iter().map(|glyph| glyph.x_advance * size).sum()
    }

    /// Lines no wider than `most`; a word that is wider stands alone. Lines but the last end in the space that was broken at.
    pub(crate) fn wrap(&self, text: &str, size: f32, bold: bool, most: f32) -> Vec<String> {
        let space = self.width(" ", size, bold);
        let mut lines = Vec::new();
        let (mut line, mut long) = (String::new(), 0.0);
        for word in text.split_whitespace() {
            let width = self.width(word, size, bold);
            if !line.is_empty() && long + space + width > most {
                lines.push(std::mem::take(&mut line) + " ");
                long = 0.0;
            }
            if !line.is_empty() {
                line.push(' ');
                long += space;
            }
            line.push_str(word);
            long += width;
        }
        lines.push(line);
        lines
    }
}
