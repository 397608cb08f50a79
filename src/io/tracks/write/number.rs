//! Numbers of the columns as text, without a detour through floating point.

use std::fmt;

use crate::track::FixRow;
use crate::units::Timestamp;

/// Ten-millionths as a decimal number with at least `min_decimals`, and no more than it needs.
pub(super) struct E7(pub(super) i32);

impl fmt::Display for E7 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let magnitude = self.0.unsigned_abs();
        let (whole, mut fraction) = (magnitude / 10_000_000, magnitude % 10_000_000);
        let sign = if self.0 < 0 { "-" } else { "" };
        // Five decimals as MarineCadastre has them, seven where they say more.
        let mut width = 7;
        while width > 5 && fraction % 10 == 0 {
            (fraction, width) = (fraction / 10, width - 1);
        }
        write!(f, "{sign}{whole}.{fraction:0width$}")
    }
}

/// Tenths as a number with one decimal; `None` for an absent value.
pub(super) struct Tenths(u16);

impl Tenths {
    pub(super) fn new(tenths: u16) -> Option<Self> {
        (tenths != FixRow::NONE).then_some(Self(tenths))
    }
}

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

/// A heading in degrees; `None` for an absent one.
pub(super) fn heading(degrees: u16) -> Option<u16> {
    (degrees != FixRow::NONE).then_some(degrees)
}

/// A navigational status; `None` for an absent one.
pub(super) fn status(code: u8) -> Option<u8> {
    (code < FixRow::NO_NAV_STATUS).then_some(code)
}

/// The moment of a fix.
pub(super) fn time(fix: &FixRow) -> Timestamp {
    Timestamp::from_millis(fix.time_ms)
}

/// A value, or nothing, or a word that stands for nothing.
pub(super) struct Or<T>(pub(super) Option<T>, pub(super) &'static str);

impl<T: fmt::Display> fmt::Display for Or<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(value) => value.fmt(f),
            None => f.write_str(self.1),
        }
    }
}

/// Text as XML holds it: what means something there escaped, what may not stand there left out.
pub(super) struct Xml<'a>(pub(super) &'a str);

impl fmt::Display for Xml<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '&' => f.write_str("&amp;")?,
                '"' => f.write_str("&quot;")?,
                '\t' | ' '..='\u{7e}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'.. => {
                    write!(f, "{c}")?;
                }
                _ => {}
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_keep_every_digit_they_need() {
        for (e7, text) in [
            (0, "0.00000"),
            (430_791_700, "43.07917"),
            (-707_573_300, "-70.75733"),
            (-1, "-0.0000001"),
            (1_800_000_000, "180.00000"),
            (381_234_560, "38.123456"),
        ] {
            assert_eq!(E7(e7).to_string(), text);
        }
    }

    #[test]
    fn xml_holds_no_mark_of_its_own() {
        assert_eq!(Xml("A<&\">B\u{1}\u{ffff} 해양").to_string(), "A&lt;&amp;&quot;&gt;B 해양");
    }
}
