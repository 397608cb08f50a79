//! How wide a text is, and where it breaks into lines.
//!
//! Owns the two faces that come with the program and their measure. Never draws. Start at [`Ruler`].

use std::sync::LazyLock;

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider as _};

/// Pretendard, for Latin and Hangul.
pub(super) static REGULAR: &[u8] = include_bytes!("../../assets/fonts/Pretendard-Regular.otf");
/// Its semi-bold.
pub(super) static STRONG: &[u8] = include_bytes!("../../assets/fonts/Pretendard-SemiBold.otf");

/// What an SVG asks for: the program's own face, then what other systems have for Hangul.
pub(super) const FAMILY: &str = "Pretendard, 'Noto Sans KR', 'Noto Sans CJK KR', 'Malgun Gothic', sans-serif";

/// Line height as a share of the size of the type.
pub(super) const LEADING: f64 = 1.25;
/// From the middle of a line to its baseline, as a share of the size: half the height of a capital.
pub(super) const MIDDLE_TO_BASELINE: f64 = 0.36;

static FACES: LazyLock<[Option<Face>; 2]> = LazyLock::new(|| [Face::of(REGULAR), Face::of(STRONG)]);

struct Face {
    charmap: Charmap<'static>,
    /// Advances as shares of the size.
    metrics: GlyphMetrics<'static>,
}

impl Face {
    fn of(bytes: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(bytes).ok()?;
        let metrics = font.glyph_metrics(Size::new(1.0), LocationRef::default());
        Some(Self { charmap: font.charmap(), metrics })
    }
}

/// How wide a text is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ruler {
    /// Size of the type, pixels.
    pub(super) size: f64,
    /// Whether it is semi-bold.
    pub(super) is_strong: bool,
    /// Added after every letter, pixels.
    pub(super) spacing: f64,
}

impl Ruler {
    pub(super) const fn regular(size: f64) -> Self {
        Self { size, is_strong: false, spacing: 0.0 }
    }

    pub(super) const fn strong(size: f64) -> Self {
        Self { size, is_strong: true, spacing: 0.0 }
    }

    /// The width of one line, without kerning: a little more than it will be.
    pub(super) fn width(&self, text: &str) -> f64 {
        text.chars().map(|c| self.advance(c)).sum()
    }

    fn advance(&self, c: char) -> f64 {
        let face = FACES.get(usize::from(self.is_strong)).and_then(Option::as_ref);
        let share = face.and_then(|face| face.metrics.advance_width(face.charmap.map(c)?)).map_or(0.9, f64::from);
        share * self.size + self.spacing
    }

    /// A text in lines no wider than `width`, at most so many; what does not fit ends in an ellipsis. A no-break space
    /// holds.
    pub(super) fn lines(&self, text: &str, width: f64, at_most: usize) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut words =
            text.split(|c: char| c.is_whitespace() && c != '\u{a0}').filter(|word| !word.is_empty()).peekable();
        while let Some(word) = words.peek().copied() {
            if lines.len() == at_most {
                break;
            }
            let mut line = String::new();
            while let Some(next) = words.peek().copied() {
                let longer = if line.is_empty() { next.to_owned() } else { format!("{line} {next}") };
                if self.width(&longer) > width {
                    break;
                }
                line = longer;
                words.next();
            }
            if line.is_empty() {
                // A word wider than the line.
                line = self.cut(word, width);
                words.next();
            }
            lines.push(line);
        }
        if words.peek().is_some()
            && let Some(last) = lines.last_mut()
        {
            *last = self.cut(&format!("{last} {}", words.collect::<Vec<_>>().join(" ")), width);
        }
        lines
    }

    /// A text on one line no wider than `width`, ended with an ellipsis where it had to be cut.
    pub(super) fn cut(&self, text: &str, width: f64) -> String {
        if self.width(text) <= width {
            return text.to_owned();
        }
        let mut room = width - self.advance('…');
        let fits = text.chars().take_while(|c| {
            room -= self.advance(*c);
            room >= 0.0
        });
        let kept: String = fits.collect();
        format!("{}…", kept.trim_end_matches([' ', ',', '.', ';', ':']))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latin_and_hangul_have_the_widths_of_their_font() {
        // The fonts' own hmtx tables, read by hand: of 2048 units H has 1446 (semi-bold 1464), each syllable 1770.
        let near = |ruler: Ruler, text: &str, units: f64| (ruler.width(text) - units).abs() < 0.5;
        assert!(near(Ruler::regular(2048.0), "H", 1446.0) && near(Ruler::strong(2048.0), "H", 1464.0));
        assert!(near(Ruler::regular(2048.0), "동해", 3540.0) && near(Ruler::regular(2048.0), "°′", 1286.0));
        assert!(Ruler::strong(13.0).width("Area Kilo") > Ruler::regular(13.0).width("Area Kilo"));
    }

    #[test]
    fn long_texts_break_at_words_and_end_in_an_ellipsis() {
        let ruler = Ruler::regular(10.0);
        let text = "Detect ship-to-ship transfers by night; identify both ships, record the evidence";
        let lines = ruler.lines(text, 150.0, 9);
        assert!(lines.len() > 1 && lines.iter().all(|line| ruler.width(line) <= 150.0));
        assert_eq!(lines.join(" "), text);
        let cut = ruler.lines(text, 150.0, 2);
        assert!(cut.len() == 2 && cut[1].ends_with('…') && ruler.width(&cut[1]) <= 150.0, "{cut:?}");
        assert_eq!(ruler.lines("", 150.0, 2), Vec::<String>::new());
        assert_eq!(ruler.lines(&"W".repeat(400), 150.0, 2).len(), 1);
    }
}
