//! A picture's SVG painted as PNG.
//!
//! Owns the painter (resvg) with the program's own faces; nothing of the system is read. Start at [`png`].

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, Source};
use resvg::usvg::{Options, Tree};

use super::ruler::{REGULAR, STRONG};

static FONTS: LazyLock<Arc<Database>> = LazyLock::new(|| {
    let mut fonts = Database::new();
    for face in [REGULAR, STRONG] {
        fonts.load_font_source(Source::Binary(Arc::new(face)));
    }
    fonts.set_sans_serif_family("Pretendard");
    Arc::new(fonts)
});

/// Why a picture could not be painted.
#[derive(Debug, thiserror::Error)]
pub enum PaintError {
    /// It is no SVG.
    #[error("the picture's SVG cannot be read")]
    Svg(#[from] resvg::usvg::Error),
    /// There is no memory for it.
    #[error("a picture of {0} × {1} pixels is too large to paint")]
    Size(u32, u32),
    /// It could not be packed.
    #[error("the picture cannot be written as PNG: {0}")]
    Png(String),
}

/// Paints an SVG at its own size.
///
/// # Errors
/// [`PaintError`] if it is no SVG or too large.
pub fn png(svg: &str) -> Result<Vec<u8>, PaintError> {
    let options = Options { fontdb: Arc::clone(&FONTS), font_family: "Pretendard".to_owned(), ..Options::default() };
    let tree = Tree::from_str(svg, &options)?;
    let size = tree.size().to_int_size();
    let too_large = || PaintError::Size(size.width(), size.height());
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or_else(too_large)?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().map_err(|fault| PaintError::Png(fault.to_string()))
}
