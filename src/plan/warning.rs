//! Areas in a text: a navigational warning, a notice, a list of coordinates, as it stands.
//!
//! Owns how a text is taken apart into the areas it speaks of, and what each is: an outline, a line, a circle, a place. Never makes an
//! area of which a corner cannot be read. `coordinate` finds the places, [`period_in`] the period. Start at [`described`].

use geo::{Geometry, LineString};

use super::geometry::{between_geodesics, geometry_of, polygon_through};
use super::{Period, PeriodFound, Shape, Zone, period_in};
use crate::coordinate::{self, CoordinateError};
use crate::geodesy::Position;
use crate::units::{METRES_PER_NAUTICAL_MILE, Metres, Timestamp};

/// A place as a text has it: what it was read from, and the place or why it cannot be read.
pub type ReadPlace = (String, Result<Position, CoordinateError>);

/// One area of a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Described {
    /// What it is called: the beginning of its warning and its own letter or number.
    pub name: String,
    /// When it is in force, as far as the text says.
    pub period: Period,
    /// The zone that its times were read in, where the text states none.
    pub assumed: Option<Zone>,
    /// Its part of the text.
    pub text: String,
    /// The line it begins on, counted from 1.
    pub line: u64,
    /// Where it is, and what it was drawn as; or why that cannot be said.
    pub drawn: Result<(Geometry<f64>, Option<Shape>), String>,
}

/// The longest name, in characters.
const LONGEST_NAME: usize = 60;
/// A text with more areas than this is none that anybody wrote.
const MAX_AREAS: usize = 10_000;

/// Every place a text lists, or a warning or report tells of among its words, in order, each with the text it was read from or
/// why that could not be read.
#[must_use]
pub fn places_in(text: &str) -> Vec<ReadPlace> {
    let mut found = Vec::new();
    if coordinate::is_prose(text) {
        found.extend(coordinate::find(text));
    }
    if !found.is_empty() {
        return found;
    }
    for line in text.split(['\n', '\r', ';', '；']).map(str::trim).filter(|line| !line.is_empty()) {
        match coordinate::parse(line) {
            Ok(place) => found.push((line.to_owned(), Ok(place))),
            // `38-46.58N 120-59.10E, 38-46.58N 121-05.88E`: several places on one line.
            Err(cause) => match coordinate::parse_list(line) {
                Ok(places) if places.len() > 1 => {
                    found.extend(places.into_iter().map(|place| (line.to_owned(), Ok(place))));
                }
                _ => found.push((line.to_owned(), Err(cause))),
            },
        }
    }
    found
}

/// Whether a text speaks of places: prose with one that can be read, or a list of nothing else.
#[must_use]
pub fn speaks_of_places(text: &str) -> bool {
    if coordinate::is_prose(text) {
        return coordinate::find(text).iter().any(|(_, place)| place.is_ok());
    }
    // A few lines tell: a list that breaks off further on is still one.
    let mut lines = text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).take(20).peekable();
    lines.peek().is_some() && lines.all(|line| coordinate::parse_list(line).is_ok())
}

/// The areas that a text speaks of, in order. `today` decides the year where the text leaves it out; without it such a period is
/// none.
#[must_use]
pub fn described(text: &str, today: Option<Timestamp>) -> Vec<Described> {
    let paragraphs = paragraphs(text);
    let warnings = warnings(&paragraphs);
    let mut found = Vec::new();
    for warning in warnings {
        let whole = warning.text.as_str();
        let heading = heading(whole);
        let of_all = period(whole, today);
        let is_line = follows_a_line(whole);
        let sections = sections(whole);
        let is_one = sections.len() < 2;
        for section in sections {
            if found.len() >= MAX_AREAS {
                return found;
            }
            let name = match (&section.label, is_one) {
                (Some(label), false) => format!("{heading} {label}").trim().to_owned(),
                _ => heading.clone(),
            };
            let when = period(&section.text, today).or_else(|| of_all.clone());
            found.push(Described {
                name,
                period: when.as_ref().map(|found| found.period).unwrap_or_default(),
                assumed: when.and_then(|found| found.assumed),
                text: if is_one { whole.trim().to_owned() } else { section.text.trim().to_owned() },
                line: warning.line,
                drawn: drawn(&section, is_line),
            });
        }
    }
    found
}

fn period(text: &str, today: Option<Timestamp>) -> Option<PeriodFound> {
    if let Some(today) = today {
        return period_in(text, today);
    }
    // A year that is stated is the same whenever the text is read.
    let (early, late) = (Timestamp::from_civil(1990, 7, 1, 0, 0, 0)?, Timestamp::from_civil(2090, 7, 1, 0, 0, 0)?);
    period_in(text, early).filter(|found| period_in(text, late).is_some_and(|other| other.period == found.period))
}

/// Lines that belong together, and the line they begin on.
struct Block {
    text: String,
    line: u64,
}

fn paragraphs(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut is_open = false;
    for (line, no) in text.lines().zip(1..) {
        if line.trim().is_empty() {
            is_open = false;
        } else if let Some(block) = blocks.last_mut().filter(|_| is_open) {
            block.text.push('\n');
            block.text.push_str(line);
        } else {
            blocks.push(Block { text: line.to_owned(), line: no });
            is_open = true;
        }
    }
    blocks
}

/// Paragraphs put together to warnings: one begins where it says so, or where an outline follows another without a letter of its
/// own. A list with a line between each two places is one.
fn warnings(paragraphs: &[Block]) -> Vec<Block> {
    let counts: Vec<usize> = paragraphs.iter().map(|block| n_places(&block.text)).collect();
    let n_placed = counts.iter().filter(|n| **n > 0).count();
    let has_radius = paragraphs.iter().any(|block| radius(&block.text).is_some());
    let is_list = n_placed > 2 && !has_radius && counts.iter().all(|n| *n < 2);
    let mut warnings: Vec<(Block, usize)> = Vec::new();
    for (block, n) in paragraphs.iter().zip(counts) {
        let is_whole = n > 2 || (n > 0 && radius(&block.text).is_some());
        let is_lettered = label_at(block.text.trim_start()).is_some();
        let has_places = warnings.last().is_some_and(|(_, n)| *n > 0);
        let is_new = begins_anew(&block.text) || (!is_list && is_whole && has_places && !is_lettered);
        match warnings.last_mut().filter(|_| !is_new) {
            Some((last, n_so_far)) => {
                add(last, block);
                *n_so_far += n;
            }
            None => warnings.push((Block { text: block.text.clone(), line: block.line }, n)),
        }
    }
    warnings.into_iter().filter(|(_, n)| *n > 0).map(|(block, _)| block).collect()
}

fn add(block: &mut Block, more: &Block) {
    block.text.push('\n');
    block.text.push_str(&more.text);
}

fn n_places(text: &str) -> usize {
    let found = coordinate::find(text).len();
    if found > 0 || coordinate::is_prose(text) {
        found
    } else {
        coordinate::parse_list(text).map_or(0, |list| list.len())
    }
}

/// Words that a warning begins with.
const BEGINNINGS: [&str; 14] = [
    "HYDROPAC",
    "HYDROLANT",
    "HYDROARC",
    "NAVAREA",
    "NAVTEX",
    "NAVIGATIONAL WARNING",
    "COASTAL WARNING",
    "NOTICE",
    "ZCZC",
    "항행경보",
    "항행통보",
    "水路通報",
    "航行警告",
    "航警",
];

fn begins_anew(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(40).collect::<String>().to_uppercase();
    BEGINNINGS.iter().any(|word| head.contains(word))
}

/// What a warning calls itself: its first line, up to where its places begin.
fn heading(text: &str) -> String {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let first: String = first.chars().take(4 * LONGEST_NAME).collect();
    let first = first.as_str();
    let mut end = first.len();
    for (at, c) in first.char_indices() {
        let rest = first.get(at..).unwrap_or_default();
        let is_start = c.is_ascii_digit() || rest.starts_with("북위") || rest.starts_with("北");
        if is_start && coordinate::find(rest).first().is_some_and(|(_, place)| place.is_ok()) && is_at_once(rest) {
            end = at;
            break;
        }
    }
    let words =
        first.get(..end).unwrap_or_default().trim_end_matches(|c: char| !c.is_alphanumeric() && c != ')').trim();
    if words.chars().count() <= LONGEST_NAME {
        return words.to_owned();
    }
    words.chars().take(LONGEST_NAME - 1).chain(['…']).collect()
}

/// Whether a text begins with a place.
fn is_at_once(text: &str) -> bool {
    let head: String = text.chars().take(48).collect();
    let Some((first, Ok(_))) = coordinate::find(&head).into_iter().next() else { return false };
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).take(2).collect::<String>();
    digits(&first) == digits(&head)
}

/// One lettered or numbered part of a warning.
struct Section {
    label: Option<String>,
    text: String,
}

/// A warning's lettered or numbered areas; the whole where letters and numbers only count places.
fn sections(text: &str) -> Vec<Section> {
    let mut parts: Vec<Section> = vec![Section { label: None, text: String::new() }];
    let mut rest = text;
    let mut is_word_start = true;
    while let Some(c) = rest.chars().next() {
        if is_word_start && let Some((label, len)) = label_at(rest) {
            parts.push(Section { label: Some(label), text: String::new() });
            if let (Some(part), Some(taken)) = (parts.last_mut(), rest.get(..len)) {
                part.text.push_str(taken);
            }
            rest = rest.get(len..).unwrap_or_default();
            is_word_start = false;
            continue;
        }
        if let Some(part) = parts.last_mut() {
            part.text.push(c);
        }
        is_word_start = c.is_whitespace() || matches!(c, '.' | ':' | ';' | '：' | '；');
        rest = rest.get(c.len_utf8()..).unwrap_or_default();
    }
    let placed: Vec<&Section> = parts.iter().filter(|part| !coordinate::find(&part.text).is_empty()).collect();
    let is_area = |part: &&&Section| {
        let n = coordinate::find(&part.text).len();
        n > 2 || (n == 1 && radius(&part.text).is_some())
    };
    let whole = || vec![Section { label: None, text: text.to_owned() }];
    if placed.len() < 2 || placed.iter().filter(is_area).count() < placed.len() {
        return whole();
    }
    parts.into_iter().filter(|part| !coordinate::find(&part.text).is_empty()).collect()
}

/// `A.`, `(2)`, `나.`, `AREA B`, `제1구역` at a text's beginning, and how long it is.
fn label_at(text: &str) -> Option<(String, usize)> {
    let head: String = text.chars().take(16).collect();
    let upper = head.to_ascii_uppercase();
    for word in ["AREA ", "ZONE ", "구역 ", "해역 ", "제"] {
        if let Some(after) = upper.strip_prefix(word) {
            let label: String =
                after.chars().take_while(|c| c.is_ascii_alphanumeric() || ('가'..='하').contains(c)).collect();
            let ends = after.chars().nth(label.chars().count());
            let is_label = match word {
                "제" => {
                    label.parse::<u32>().is_ok()
                        && after.get(label.len()..).is_some_and(|rest| rest.starts_with("구역"))
                }
                _ => (1..=2).contains(&label.chars().count()) && ends.is_none_or(|c| !c.is_alphanumeric()),
            };
            if is_label {
                return Some((label.clone(), word.len() + label.len()));
            }
        }
    }
    let (open, rest) = head.strip_prefix('(').map_or((0, head.as_str()), |rest| (1, rest));
    let label: String = rest.chars().take_while(|c| c.is_ascii_alphanumeric() || ('가'..='하').contains(c)).collect();
    let n = label.chars().count();
    let after = rest.get(label.len()..).unwrap_or_default();
    let closes = after.starts_with(')')
        || (open == 0 && after.starts_with('.') && after.chars().nth(1).is_none_or(char::is_whitespace));
    let is_count = label.chars().all(|c| c.is_ascii_digit()) && n <= 2;
    ((n == 1 || is_count) && n > 0 && closes).then(|| (label.clone(), open + label.len() + 1))
}

/// What the places of a part make. Whether they bound an area or follow a line stands in the warning's own words.
fn drawn(section: &Section, is_line: bool) -> Result<(Geometry<f64>, Option<Shape>), String> {
    let text = section.text.as_str();
    // A letter before a list makes no prose of it.
    let read = match &section.label {
        Some(_) => coordinate::find(text),
        None => places_in(text),
    };
    let mut places = Vec::new();
    for (part, place) in read {
        places.push(place.map_err(|cause| format!("“{part}”: {cause}"))?.rounded());
    }
    match places.as_slice() {
        [] => Err("no place in it can be read".to_owned()),
        [place] => {
            let Some(radius) = radius(text) else {
                return Ok((Geometry::Point(place.coord().into()), None));
            };
            let shape = Shape::Circle { centre: *place, radius };
            let geometry = geometry_of(&shape).map_err(|cause| cause.to_string())?;
            Ok((geometry, Some(shape)))
        }
        several if several.len() == 2 || is_line => {
            let line: LineString<f64> = several.iter().map(|place| place.coord()).collect();
            Ok((Geometry::LineString(line), None))
        }
        corners => outline(text, corners).ok_or_else(|| "its corners make no area".to_owned()),
    }
}

/// The area within corners. A warning's lines are geodesics; those of a bare list are straight as a file's are.
#[must_use]
pub fn outline(text: &str, corners: &[Position]) -> Option<(Geometry<f64>, Option<Shape>)> {
    if coordinate::is_prose(text) {
        return between_geodesics(corners).ok();
    }
    polygon_through(corners).map(|area| (area, None))
}

fn follows_a_line(text: &str) -> bool {
    let upper = text.to_uppercase();
    let is_area = ["BOUNDED", "AREA", "구역", "海域", "范围", "解"].iter().any(|word| upper.contains(word));
    !is_area && ["TRACKLINE", "TRACK LINE", "LINE JOINING", "ALONG"].iter().any(|word| upper.contains(word))
}

/// The radius that a text states: `WITHIN 5 MILES OF`, `RADIUS 3NM`, `반경 5해리`, `半径3海里`.
fn radius(text: &str) -> Option<Metres> {
    const WORDS: [&str; 6] = ["RADIUS", "WITHIN", "반경", "半径", "半徑", "반지름"];
    let upper = text.to_uppercase();
    let at = WORDS.iter().filter_map(|word| upper.find(word)).min()?;
    // A radius may stand before its word, as in “3 NM RADIUS”.
    let before = upper.get(..at)?.char_indices().rev().nth(15).map_or(0, |(idx, _)| idx);
    let near: String = upper.get(before..)?.chars().take(80).collect();
    length_in(&near)
}

/// The first length in a text with a unit behind it.
fn length_in(text: &str) -> Option<Metres> {
    const UNITS: [(&str, f64); 12] = [
        ("NAUTICAL MILE", METRES_PER_NAUTICAL_MILE),
        ("NM", METRES_PER_NAUTICAL_MILE),
        ("MILE", METRES_PER_NAUTICAL_MILE),
        ("해리", METRES_PER_NAUTICAL_MILE),
        ("海里", METRES_PER_NAUTICAL_MILE),
        ("KM", 1000.0),
        ("KILOMET", 1000.0),
        ("킬로미터", 1000.0),
        ("公里", 1000.0),
        ("METER", 1.0),
        ("METRE", 1.0),
        ("미터", 1.0),
    ];
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let from = rest.get(start..)?;
        let len = from.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(from.len());
        let (number, after) = from.split_at_checked(len)?;
        let unit = after.trim_start();
        if let Some((_, metres)) = UNITS.iter().find(|(word, _)| unit.starts_with(word))
            && let Ok(number) = number.trim_end_matches('.').parse::<f64>()
        {
            return Metres::new(number * metres).filter(|radius| radius.value() > 0.0 && radius.value() < 5e6);
        }
        rest = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::geometry::size;

    fn at(month: u32, day: u32, hour: u32) -> Option<Timestamp> {
        Timestamp::from_civil(2026, month, day, hour, 0, 0)
    }

    fn km2(area: &Described) -> f64 {
        let (geometry, _) = area.drawn.as_ref().expect("drawn");
        size(geometry).area.map_or(0.0, |area| area.value() / 1e6)
    }

    /// HYDROPAC's manner of writing; the first area as in `ui::dialog::new_area`, by GeographicLib's Planimeter.
    #[test]
    fn several_warnings_and_their_lettered_areas_are_told_apart() {
        let text = "HYDROPAC 771/26(94).\nYELLOW SEA.\nGUNNERY. 132200Z TO 140900Z MAR IN AREA BOUNDED BY\n38-46.58N 120-59.10E, 38-46.58N 121-05.88E,\n\
            38-41.60N 121-05.88E, 38-41.60N 120-59.10E.\n\nHYDROPAC 772/26(94).\nMISSILES. IN AREAS BOUNDED BY:\nA. 37-00N 124-00E, 37-00N 125-00E, 38-00N 125-00E.\n\
            B. 35-00N 124-00E, 35-00N 125-00E, 36-00N 125-00E, 36-00N 124-00E.\nFROM 200000Z TO 210000Z MAR.\n\nHYDROPAC 773/26(94).\nDERELICT WITHIN 2 MILES OF 36-30N 123-15E.";
        let found = described(text, at(3, 10, 0));
        let names: Vec<&str> = found.iter().map(|area| area.name.as_str()).collect();
        assert_eq!(
            names,
            ["HYDROPAC 771/26(94)", "HYDROPAC 772/26(94) A", "HYDROPAC 772/26(94) B", "HYDROPAC 773/26(94)"]
        );
        assert!(found.iter().all(|area| area.drawn.is_ok()), "{found:?}");
        assert!((km2(&found[0]) / 90.528_196 - 1.0).abs() < 1e-6, "{}", km2(&found[0]));
        assert_eq!(found[0].period, Period { from: at(3, 13, 22), to: at(3, 14, 9) });
        assert_eq!(found[1].period, Period { from: at(3, 20, 0), to: at(3, 21, 0) });
        assert_eq!(found[2].period, found[1].period);
        assert!(
            matches!(&found[3].drawn, Ok((_, Some(Shape::Circle { radius, .. }))) if (radius.value() - 3704.0).abs() < 1e-6)
        );
        assert_eq!((found[3].line, found[3].period), (13, Period::default()));
    }

    #[test]
    fn numbered_corners_are_one_area_and_so_is_a_list() {
        for text in [
            "사격훈련 구역\n1. 37-00N 124-00E\n2. 37-00N 125-00E\n3. 38-00N 125-00E",
            "37-00N 124-00E\n\n37-00N 125-00E\n\n38-00N 125-00E",
            "37.0 124.0\n37.0 125.0\n38.0 125.0\n",
        ] {
            let found = described(text, None);
            assert_eq!(found.len(), 1, "{text}: {found:?}");
            // A warning's lines are geodesics, a bare list's are straight: either way there are three corners.
            let has_three = match &found[0].drawn {
                Ok((_, Some(Shape::Geodesic { corners }))) => corners.len() == 3,
                Ok((Geometry::Polygon(area), None)) => area.exterior().0.len() == 4,
                _ => false,
            };
            assert!(has_three, "{found:?}");
        }
        assert_eq!(
            described("CABLE LAID ALONG TRACKLINE JOINING 37-00N 124-00E, 37-00N 125-00E, 38-00N 125-00E", None).len(),
            1
        );
    }

    #[test]
    fn an_area_with_a_corner_that_cannot_be_read_is_not_drawn() {
        let found = described("AREA BOUNDED BY 37-00N 124-00E, 37-75N 125-00E, 38-00N 125-00E", None);
        assert!(found.len() == 1 && found[0].drawn.as_ref().is_err_and(|cause| cause.contains("75")), "{found:?}");
        assert_eq!(described("nothing of the kind", None), []);
    }

    #[test]
    fn without_a_day_only_a_period_with_a_year_is_taken() {
        let area = "AREA BOUNDED BY 37-00N 124-00E, 37-00N 125-00E, 38-00N 125-00E";
        assert_eq!(described(&format!("{area} 132200Z TO 140900Z MAR"), None)[0].period, Period::default());
        let stated = described(&format!("{area} 132200Z TO 140900Z MAR 2026"), None);
        assert_eq!(stated[0].period, Period { from: at(3, 13, 22), to: at(3, 14, 9) });
    }
}
