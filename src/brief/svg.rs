//! The words SVG is written in: escaped text, short numbers, paths.
//!
//! Owns the syntax, so that nothing else in `brief` puts an angle bracket round a name. Never measures and never chooses a
//! colour. Start at [`Path`] and [`escaped`].

use std::borrow::Cow;
use std::fmt::{self, Write as _};

/// A text that may stand between tags or in a quoted attribute. Characters that XML 1.0 cannot hold become U+FFFD.
///
/// # Source
/// Extensible Markup Language (XML) 1.0, 5th edition, production 2 (Char) and section 2.4.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    let is_plain = |c: char| !matches!(c, '&' | '<' | '>' | '"' | '\'') && is_xml_char(c);
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if is_xml_char(c) => out.push(c),
            _ => out.push('\u{FFFD}'),
        }
    }
    Cow::Owned(out)
}

const fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// A length on the page, to a hundredth of a pixel and without idle zeros.
#[derive(Clone, Copy, Debug)]
pub(super) struct Px(pub(super) f64);

impl fmt::Display for Px {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = (self.0 * 100.0).round();
        if !hundredths.is_finite() {
            return f.write_char('0');
        }
        // `0.0 +` turns a negative zero into zero.
        let text = format!("{:.2}", 0.0 + hundredths / 100.0);
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// The `d` of a path, in tenths of a pixel and relative steps: a coastline takes a third of the bytes it would otherwise.
#[derive(Clone, Debug, Default)]
pub(super) struct Path {
    data: String,
    /// Where the pen is, in tenths of a pixel.
    pen: [i64; 2],
    /// Where the current stretch began.
    start: [i64; 2],
    in_line: bool,
}

impl Path {
    /// Lifts the pen and sets it down elsewhere.
    pub(super) fn move_to(&mut self, at: [f64; 2]) {
        self.pen = at.map(tenths);
        self.start = self.pen;
        self.data.push('M');
        self.number(self.pen[0], true);
        self.number(self.pen[1], false);
        self.in_line = false;
    }

    /// A straight line; one shorter than a tenth of a pixel is left out.
    pub(super) fn line_to(&mut self, at: [f64; 2]) {
        let to = at.map(tenths);
        let step = [to[0] - self.pen[0], to[1] - self.pen[1]];
        if step == [0, 0] {
            return;
        }
        if !self.in_line {
            self.data.push('l');
        }
        self.number(step[0], !self.in_line);
        self.number(step[1], false);
        (self.pen, self.in_line) = (to, true);
    }

    /// A straight line back to where the stretch began.
    pub(super) fn close(&mut self) {
        self.data.push('z');
        (self.pen, self.in_line) = (self.start, false);
    }

    /// A whole line through these places.
    pub(super) fn line(&mut self, places: &[[f64; 2]]) {
        if let [first, rest @ ..] = places {
            self.move_to(*first);
            for at in rest {
                self.line_to(*at);
            }
        }
    }

    /// A closed ring through these places.
    pub(super) fn ring(&mut self, places: &[[f64; 2]]) {
        if places.len() >= 3 {
            self.line(places);
            self.close();
        }
    }

    /// The `d` attribute's text.
    pub(super) fn data(&self) -> &str {
        &self.data
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.data.is_empty()
    }

    fn number(&mut self, tenths: i64, follows_letter: bool) {
        if tenths < 0 {
            self.data.push('-');
        } else if !follows_letter {
            self.data.push(' ');
        }
        let (whole, part) = (tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10);
        // Writing to a string cannot fail.
        let _infallible = match part {
            0 => write!(self.data, "{whole}"),
            _ if whole == 0 => write!(self.data, ".{part}"),
            _ => write!(self.data, "{whole}.{part}"),
        };
    }
}

/// Far beyond any page a place is held where an integer still holds it.
#[expect(clippy::cast_possible_truncation, reason = "clamped just before the cast")]
fn tenths(px: f64) -> i64 {
    if px.is_nan() { 0 } else { (px * 10.0).round().clamp(-1e9, 1e9) as i64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_does_not_reach_it() {
        assert_eq!(escaped("Haeju 해주"), "Haeju 해주");
        assert_eq!(escaped("<A & \"B'>"), "&lt;A &amp; &quot;B&#39;&gt;");
        assert_eq!(escaped("a\u{0}b\u{1b}c\u{FFFE}"), "a\u{FFFD}b\u{FFFD}c\u{FFFD}");
    }

    #[test]
    fn numbers_are_short() {
        let texts = [0.0, -0.001, 12.0, 12.5, 0.126, -3.1, f64::NAN].map(|px| Px(px).to_string());
        assert_eq!(texts, ["0", "0", "12", "12.5", "0.13", "-3.1", "0"]);
    }

    #[test]
    fn a_path_steps_in_tenths_and_does_not_drift() {
        let mut path = Path::default();
        path.line(&[[1.0, 2.0], [1.04, 2.0], [1.34, 1.96], [101.0, -0.5]]);
        assert_eq!(path.data(), "M1 2l.3 0 99.7-2.5");
        path.ring(&[[0.0, 0.0], [10.0, 0.0], [10.0, 10.0]]);
        assert_eq!(path.data(), "M1 2l.3 0 99.7-2.5M0 0l10 0 0 10z");
    }
}
