//! Typed places and lengths: what the text in a coordinate field means, and how a stored place is shown for editing.
//!
//! Owns the reading shared by the drawing tools, the inspector and the dialogs. Never draws. Start at [`Typed::read`].

use crate::coordinate::{self, Form};
use crate::geodesy::Position;
use crate::language::words;
use crate::plan::places_in;
use crate::session::faults;
use crate::units::{METRES_PER_NAUTICAL_MILE, Metres};

/// What typed text means.
#[derive(Clone, Debug, PartialEq)]
pub enum Typed {
    /// One place or several, in order; never empty.
    Places(Vec<Position>),
    /// A length with its unit.
    Length(Metres),
}

impl Typed {
    /// The meaning of a text: a length with its unit (`5 nm`, `9.3 km`, `500 m`), one place in any form, or several,
    /// one a line or parted by `;`, or by `,` after each longitude.
    ///
    /// # Errors
    /// A sentence that says which part could not be read, and why.
    pub fn read(text: &str) -> Result<Self, String> {
        if let Some(length) = length(text) {
            return Ok(Self::Length(length));
        }
        let mut places = Vec::new();
        for (part, place) in places_by_line(text) {
            places.push(place.map_err(|cause| format!("{part}: {cause}"))?);
        }
        if places.is_empty() { Err(words("typed-nothing").into()) } else { Ok(Self::Places(places)) }
    }
}

/// Every place a text lists, or a warning or report tells of among its words, in order, each with the text it was read from or
/// why that could not be read.
#[must_use]
pub fn places_by_line(text: &str) -> Vec<(String, Result<Position, String>)> {
    let said = |place: Result<Position, coordinate::CoordinateError>| place.map_err(|cause| faults::coordinate(&cause));
    places_in(text).into_iter().map(|(part, place)| (part, said(place))).collect()
}

/// A length with its unit; `None` if the text is not one.
#[must_use]
pub fn length(text: &str) -> Option<Metres> {
    let text = text.trim().to_lowercase();
    let split = text.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == ' '))?;
    let (number, unit) = text.split_at_checked(split)?;
    let number: f64 = number.trim().parse().ok()?;
    let metres = match unit.trim() {
        "nm" | "nmi" | "miles" | "nautical miles" | "해리" => number * METRES_PER_NAUTICAL_MILE,
        "km" | "kilometres" | "kilometers" | "킬로미터" => number * 1000.0,
        "m" | "metres" | "meters" | "미터" => number,
        "cable" | "cables" => number * METRES_PER_NAUTICAL_MILE / 10.0,
        "yd" | "yards" => number * 0.9144,
        _ => return None,
    };
    Metres::new(metres)
}

/// A place written finely enough to be edited without moving it more than a metre or two.
#[must_use]
pub fn fine(place: Position, form: Form) -> String {
    let angle = |degrees: f64, positive: char, negative: char| {
        let letter = if degrees < 0.0 { negative } else { positive };
        let degrees = degrees.abs();
        match form {
            Form::Decimal | Form::Mgrs => format!("{degrees:.6}°{letter}"),
            Form::Ddm => {
                let thousandths = (degrees * 60_000.0).round();
                let whole = (thousandths / 60_000.0).floor();
                format!("{whole:02.0}°{:06.3}′{letter}", (thousandths - whole * 60_000.0) / 1000.0)
            }
            Form::Dms => {
                let tenths = (degrees * 36_000.0).round();
                let (whole, rest) = ((tenths / 36_000.0).floor(), tenths.rem_euclid(36_000.0));
                let minutes = (rest / 600.0).floor();
                format!("{whole:02.0}°{minutes:02.0}′{:04.1}″{letter}", (rest - minutes * 600.0) / 10.0)
            }
        }
    };
    if form == Form::Mgrs {
        return coordinate::format(place, form);
    }
    format!("{} {}", angle(place.lat(), 'N', 'S'), angle(place.lon(), 'E', 'W'))
}

/// A length as a radius field shows it: `5 nm`, `0.27 nm`.
#[must_use]
pub fn miles(length: Metres) -> String {
    let text = format!("{:.4}", length.value() / METRES_PER_NAUTICAL_MILE);
    format!("{} nm", text.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_carry_their_unit() {
        assert_eq!(length("5 nm").map(Metres::value), Some(9260.0));
        assert_eq!(length("9.26km").map(Metres::value), Some(9260.0));
        assert_eq!(length(" 500 m").map(Metres::value), Some(500.0));
        assert_eq!(length("5"), None);
        assert_eq!(length("-5 nm"), None);
        assert_eq!(length("38.7N 125.4E"), None);
    }

    #[test]
    fn a_list_of_corners_is_read_whole() {
        let warning = "38-46.58N 120-59.10E, 38-46.58N 121-05.88E, 38-41.60N 121-05.88E, 38-41.60N 120-59.10E";
        let Ok(Typed::Places(places)) = Typed::read(warning) else { panic!("four corners") };
        assert_eq!(places.len(), 4);
        assert!((places[2].lat() - (38.0 + 41.60 / 60.0)).abs() < 1e-9);
        let lines = Typed::read("38.5 124.5\n38.5 125.5\n\n39.0 125.5");
        assert!(matches!(lines, Ok(Typed::Places(places)) if places.len() == 3));
    }

    #[test]
    fn one_place_with_a_comma_is_one_place() {
        let one = Typed::read("38.72, 125.40");
        assert_eq!(one, Ok(Typed::Places(vec![Position::clamped(38.72, 125.40)])));
    }

    #[test]
    fn a_place_shown_for_editing_reads_back_where_it_was() {
        for place in [Position::clamped(38.723_456_7, 125.404_321), Position::clamped(-0.000_012_3, -179.999_99)] {
            for form in Form::ALL {
                let text = fine(place, form);
                let back = coordinate::parse(&text).expect("its own text");
                assert!(crate::geodesy::distance(back, place).value() < 2.5, "{text}");
            }
        }
        assert_eq!(fine(Position::clamped(38.72, 125.4), Form::Ddm), "38°43.200′N 125°24.000′E");
        assert_eq!(fine(Position::clamped(38.999_999_9, 125.4), Form::Dms), "39°00′00.0″N 125°24′00.0″E");
        assert_eq!(miles(Metres::magnitude(9260.0)), "5 nm");
    }

    #[test]
    fn a_fault_names_its_part() {
        let fault = Typed::read("38.5 124.5; 99.5 125.5").expect_err("99.5 is no latitude");
        assert!(fault.starts_with("99.5 125.5: "), "{fault}");
        assert!(Typed::read("  ").is_err());
    }
}
