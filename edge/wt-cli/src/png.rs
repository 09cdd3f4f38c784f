//! A drawing as PNG, with a font that is part of the program: the same picture on any machine.

use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

/// Pixels for a unit of the drawing: sharp on a slide.
const PIXELS: f32 = 2.0;

/// The PNG of an SVG file; words where it can't be drawn.
pub(crate) fn of_svg(svg: &str) -> Result<Vec<u8>, String> {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(notosans::REGULAR_TTF.to_vec());
    fonts.load_font_data(notosans::BOLD_TTF.to_vec());
    fonts.set_sans_serif_family("Noto Sans");
    let options = Options { fontdb: Arc::new(fonts), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|e| e.to_string())?;
    let size = tree.size().to_int_size();
    let side = |units: u32| (f64::from(units) * f64::from(PIXELS)).ceil() as u32;
    let mut picture =
        Pixmap::new(side(size.width()), side(size.height())).ok_or("the drawing is too large")?;
    resvg::render(&tree, Transform::from_scale(PIXELS, PIXELS), &mut picture.as_mut());
    picture.encode_png().map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_shapes_are_drawn() {
        let with = |body: &str| {
            let svg = format!(
                r#"<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30" font-family="Arial, sans-serif">{body}</svg>"#
            );
            of_svg(&svg).unwrap()
        };
        let (blank, words) = (with(""), with(r#"<text x="5" y="20" font-weight="bold">Wards £5</text>"#));
        assert!(blank.starts_with(b"\x89PNG") && words.len() > blank.len() + 200);
        assert!(of_svg("<svg").is_err());
    }
}
