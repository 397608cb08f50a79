//! Positions among words: navigational warnings, notices and reports, pasted as they stand.
//!
//! Owns the telling of angles from dates, times and other numbers: an angle has a hemisphere or a degree mark, and a position
//! is two of them. Never drops what looks like a position and cannot be read: it is handed on with its fault.

use std::ops::Range;

use super::angle::{WORDS, plain};
use super::{Axis, Spot, Spotted, parse};
use crate::geodesy::Position;

/// What the text is made of; spaces only part it.
#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Number(String),
    /// 0 degrees, 1 minutes, 2 seconds.
    Mark(usize),
    Hemisphere(char),
    Dash,
    Comma,
    Other,
}

/// What parts the numbers of one angle. A position keeps to one of them: a list's own number before it does not.
#[derive(Clone, Copy, PartialEq)]
enum Gap {
    Mark,
    Dash,
    Space,
}

/// A piece and the bytes of the text that it stands for.
struct Placed {
    piece: Piece,
    bytes: Range<usize>,
}

/// An angle as it was found: degrees, minutes and seconds, as many as there are.
struct Found {
    numbers: Vec<String>,
    hemisphere: Option<char>,
    /// The first piece after it.
    next: usize,
}

/// How many Latin letters in a row make a text prose; `LAT` and `LONG` are no words here.
const WORD: usize = 4;

/// How many letters or characters do that in Korean, Chinese and Japanese.
const SHORT_WORD: usize = 2;

/// Whether a text is more than a list of coordinates.
pub(super) fn is_prose(text: &str) -> bool {
    let text = without_words(text);
    let (mut n_letters, mut n_short) = (0, 0);
    text.chars().map(plain).any(|c| {
        n_letters = if c.is_alphabetic() { n_letters + 1 } else { 0 };
        n_short = if c.is_alphabetic() && !c.is_ascii() { n_short + 1 } else { 0 };
        n_letters >= WORD || n_short >= SHORT_WORD
    })
}

/// Every position and every angle without a partner in a text, in order, each as it was understood, or why that cannot be read.
pub(super) fn spots(text: &str) -> Vec<Spot> {
    let (pieces, bytes): (Vec<Piece>, Vec<Range<usize>>) =
        pieces(text).into_iter().map(|placed| (placed.piece, placed.bytes)).unzip();
    let range = |from: usize, to: usize| {
        let start = bytes.get(from).map_or(0, |range| range.start);
        start..bytes.get(to.saturating_sub(1)).map_or(start, |range| range.end)
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < pieces.len() {
        if is_time_span(&pieces, &bytes, at) {
            at += 3;
            continue;
        }
        let Some(first) = angle_at(&pieces, at) else {
            at += 1;
            continue;
        };
        let is_parting = |piece: &&Piece| matches!(piece, Piece::Comma | Piece::Dash);
        let parted = first.next + pieces.get(first.next..).map_or(0, |rest| rest.iter().take_while(is_parting).count());
        if let Some(second) = angle_at(&pieces, parted).filter(|second| is_other_axis(&first, second)) {
            let words = format!("{} {}", words(&first, 'N', 'E', &second), words(&second, 'E', 'N', &first));
            let read = parse(&words).map_or_else(Spotted::Fault, Spotted::Place);
            found.push(Spot { bytes: range(at, second.next), words, read });
            at = second.next;
            continue;
        }
        found.push(Spot { bytes: range(at, first.next), words: first.numbers.join(" "), read: alone(&first) });
        at = first.next;
    }
    found
}

/// `0900-1800` and no letter right behind: hours, whatever hemisphere begins the position that follows.
fn is_time_span(pieces: &[Piece], bytes: &[Range<usize>], at: usize) -> bool {
    let is_time = |number: &str| {
        let digits: Option<u32> = number.parse().ok().filter(|_| number.len() == 4);
        digits.is_some_and(|time| time <= 2400 && time % 100 < 60)
    };
    let Some([Piece::Number(first), Piece::Dash, Piece::Number(second), behind @ ..]) = pieces.get(at..) else {
        return false;
    };
    let ends_at = |idx: usize| bytes.get(idx).map(|bytes| bytes.end);
    let is_attached = matches!(behind, [Piece::Hemisphere(_), ..])
        && bytes.get(at + 3).map(|bytes| bytes.start) == ends_at(at + 2)
        && !matches!(behind, [_, Piece::Number(_), ..]);
    is_time(first) && is_time(second) && !is_attached && !matches!(behind, [Piece::Dash | Piece::Mark(_), ..])
}

/// An angle without a partner: what it is on its own.
fn alone(angle: &Found) -> Spotted {
    let axis = angle.hemisphere.map(|letter| if is_latitude(letter) { Axis::Latitude } else { Axis::Longitude });
    let numbers = angle.numbers.iter().zip(["°", "′", "″"]).map(|(number, mark)| format!("{number}{mark}"));
    let numbers: String = numbers.collect();
    // Read as half of a position on the equator or the first meridian.
    let degrees = match (axis, angle.hemisphere) {
        (Some(Axis::Latitude), Some(letter)) => parse(&format!("{numbers}{letter} 0°E")).map(Position::lat),
        (_, letter) => parse(&format!("0°N {numbers}{}", letter.unwrap_or('E'))).map(Position::lon),
    };
    Spotted::Angle { axis, degrees: degrees.ok(), n_numbers: angle.numbers.len() }
}

const fn is_latitude(letter: char) -> bool {
    matches!(letter, 'N' | 'S')
}

fn is_other_axis(first: &Found, second: &Found) -> bool {
    match (first.hemisphere, second.hemisphere) {
        (Some(first), Some(second)) => is_latitude(first) != is_latitude(second),
        _ => true,
    }
}

/// An angle in plain form. Without a letter of its own it has the axis that the other leaves, else its place's.
fn words(angle: &Found, by_place: char, by_other: char, other: &Found) -> String {
    let letter = angle.hemisphere.unwrap_or(match other.hemisphere {
        Some(letter) if is_latitude(letter) == is_latitude(by_place) => by_other,
        _ => by_place,
    });
    let numbers = angle.numbers.iter().zip(["°", "′", "″"]).map(|(number, mark)| format!("{number}{mark}"));
    numbers.chain([letter.to_string()]).collect()
}

/// The angle that begins at a piece.
fn angle_at(pieces: &[Piece], at: usize) -> Option<Found> {
    let mut next = at;
    let mut hemisphere = None;
    if let Some(Piece::Hemisphere(letter)) = pieces.get(next) {
        hemisphere = Some(*letter);
        next += 1;
    }
    let mut numbers: Vec<String> = Vec::new();
    let (mut gap, mut has_degree_mark) = (None, false);
    while let Some(Piece::Number(number)) = pieces.get(next) {
        numbers.push(number.clone());
        next += 1;
        let parted_by = match pieces.get(next) {
            Some(Piece::Mark(unit)) => {
                if *unit + 1 != numbers.len() {
                    return None;
                }
                has_degree_mark |= *unit == 0;
                next += 1;
                // 46′.58: decimals behind their mark.
                if let (Some(Piece::Number(decimals)), Some(last)) = (pieces.get(next), numbers.last_mut())
                    && decimals.starts_with('.')
                    && !last.contains('.')
                {
                    last.push_str(decimals);
                    next += 1;
                }
                Gap::Mark
            }
            Some(Piece::Dash) if matches!(pieces.get(next + 1), Some(Piece::Number(_))) && numbers.len() < 3 => {
                next += 1;
                Gap::Dash
            }
            _ => Gap::Space,
        };
        let is_more = matches!(pieces.get(next), Some(Piece::Number(_)))
            // A number with a degree mark begins the next angle.
            && pieces.get(next + 1) != Some(&Piece::Mark(0));
        if numbers.len() == 3 || !is_more {
            break;
        }
        if gap.is_some_and(|gap| gap != parted_by) {
            return None;
        }
        gap = Some(parted_by);
    }
    if let (None, Some(Piece::Hemisphere(letter))) = (hemisphere, pieces.get(next)) {
        hemisphere = Some(*letter);
        next += 1;
    }
    if let ([compact], Some(letter)) = (numbers.as_slice(), hemisphere)
        && let Some(parts) = spread(compact, letter)
    {
        numbers = parts;
    }
    (!numbers.is_empty() && (hemisphere.is_some() || has_degree_mark)).then_some(Found { numbers, hemisphere, next })
}

/// `3846.58` and `1205910` as degrees, minutes and seconds; `None` if the number is plain degrees.
fn spread(number: &str, letter: char) -> Option<Vec<String>> {
    let n_digits = number.bytes().take_while(u8::is_ascii_digit).count();
    let n_degrees = if is_latitude(letter) || n_digits.is_multiple_of(2) { 2 } else { 3 };
    let (degrees, rest) = number.split_at_checked(n_degrees)?;
    match n_digits.checked_sub(n_degrees)? {
        2 => Some(vec![degrees.to_owned(), rest.to_owned()]),
        4 => rest.split_at_checked(2).map(|(m, s)| vec![degrees.to_owned(), m.to_owned(), s.to_owned()]),
        _ => None,
    }
}

/// The text with its words for hemispheres as letters.
fn without_words(text: &str) -> String {
    WORDS.iter().fold(text.to_owned(), |text, (word, letter)| text.replace(word, &format!(" {letter} ")))
}

/// Words before an angle that say nothing which its letter does not, longest first.
const LABELS: [&str; 5] = ["LONGITUDE", "LATITUDE", "LONG", "LON", "LAT"];

/// The characters of a text, in plain form and with words for hemispheres as letters, each with the bytes it stands for.
fn characters(text: &str) -> Vec<(char, Range<usize>)> {
    let mut characters: Vec<(char, Range<usize>)> = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        if !c.is_ascii()
            && let Some((word, letter)) = WORDS.iter().find(|(word, _)| rest.starts_with(word))
        {
            let bytes = at..at + word.len();
            characters.extend([' ', *letter, ' '].map(|c| (c, bytes.clone())));
            at += word.len();
            continue;
        }
        if matches!(c, 'L' | 'l')
            && !characters.last().is_some_and(|(before, _)| before.is_ascii_alphabetic())
            && let Some(label) = LABELS.iter().find(|label| is_label(rest, label))
        {
            at += label.len() + usize::from(rest.as_bytes().get(label.len()).is_some_and(|b| matches!(b, b'.' | b':')));
            characters.push((' ', at..at));
            continue;
        }
        if c.is_ascii_alphabetic()
            && let Some((word, sign)) = unit_in_words(rest, &characters)
        {
            let bytes = at..at + word.len();
            characters.extend([' ', sign, ' '].map(|c| (c, bytes.clone())));
            at += word.len();
            continue;
        }
        characters.push((plain(c), at..at + c.len_utf8()));
        at += c.len_utf8();
    }
    characters
}

/// Signs of an angle that reports write out, each as a whole word, longest first.
const UNITS: [(&str, char); 14] = [
    ("DEGREES", '°'),
    ("DEGREE", '°'),
    ("DEG", '°'),
    ("MINUTES", '\''),
    ("MINUTE", '\''),
    ("MINS", '\''),
    ("MIN", '\''),
    ("SECONDS", '"'),
    ("SECOND", '"'),
    ("SEC", '"'),
    ("NORTH", 'N'),
    ("SOUTH", 'S'),
    ("EAST", 'E'),
    ("WEST", 'W'),
];

/// `degrees`, `minutes` behind a number, `north` behind those, and the sign that each stands for. “12° south of” is a bearing.
fn unit_in_words(rest: &str, before: &[(char, Range<usize>)]) -> Option<(&'static str, char)> {
    let (last, _) = before.iter().rev().take(8).find(|(c, _)| !c.is_whitespace())?;
    let is_marked = matches!(last, '°' | '\'' | '"');
    // A bare number before a compass word may count anything: `NAVAREA XI 24-0321 EAST SEA`.
    let may_follow = |sign: char| is_marked || (last.is_ascii_digit() && !sign.is_ascii_uppercase());
    let (word, sign) = UNITS.iter().find(|(word, sign)| may_follow(*sign) && is_label(rest, word))?;
    let behind = rest.get(word.len()..).unwrap_or_default();
    let is_compass = sign.is_ascii_uppercase()
        && (behind.starts_with('-')
            || ["OF", "FROM", "EAST", "WEST"].iter().any(|next| is_label(behind.trim_start(), next)));
    (!is_compass).then_some((*word, *sign))
}

fn is_label(rest: &str, label: &str) -> bool {
    rest.get(..label.len()).is_some_and(|word| word.eq_ignore_ascii_case(label))
        && !rest.as_bytes().get(label.len()).is_some_and(u8::is_ascii_alphabetic)
}

fn pieces(text: &str) -> Vec<Placed> {
    let chars = characters(text);
    let at = |idx: Option<usize>| idx.and_then(|idx| chars.get(idx)).map(|(c, _)| *c);
    let is_letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let mut pieces = Vec::new();
    let mut idx = 0;
    while let Some(c) = at(Some(idx)) {
        let (before, after) = (at(idx.checked_sub(1)), at(Some(idx + 1)));
        let start = idx;
        idx += 1;
        let piece = match c {
            _ if c.is_whitespace() => continue,
            _ if c.is_ascii_digit() || (c == '.' && after.is_some_and(|c| c.is_ascii_digit())) => {
                let mut has_point = c == '.';
                // A point that ends a sentence or follows a list's number is none of a number's.
                while let Some(c) = at(Some(idx))
                    && (c.is_ascii_digit()
                        || (c == '.' && !has_point && at(Some(idx + 1)).is_some_and(|c| c.is_ascii_digit())))
                {
                    has_point |= c == '.';
                    idx += 1;
                }
                let is_minutes =
                    matches!(pieces.last().map(|placed: &Placed| &placed.piece), Some(Piece::Dash | Piece::Mark(_)));
                let number = |range: Range<usize>| chars.get(range).unwrap_or_default().iter().map(|(c, _)| *c);
                let mut text: String = number(start..idx).collect();
                // Minutes whose decimals went to the next line: `33-50.` and `00N`.
                if is_minutes
                    && !has_point
                    && at(Some(idx)) == Some('.')
                    && let Some(decimals) = decimals_on_next_line(&chars, idx + 1)
                {
                    text.push('.');
                    text.extend(number(decimals.clone()));
                    idx = decimals.end;
                }
                Piece::Number(text)
            }
            '°' => Piece::Mark(0),
            '\'' if after == Some('\'') => {
                idx += 1;
                Piece::Mark(2)
            }
            '\'' => Piece::Mark(1),
            '"' => Piece::Mark(2),
            'N' | 'S' | 'E' | 'W' if !is_letter(before) && !is_ascii_letter(after) => Piece::Hemisphere(c),
            'n' | 's' | 'e' | 'w'
                if before.is_some_and(|c| c.is_ascii_digit() || "'\"°".contains(c)) && !is_ascii_letter(after) =>
            {
                Piece::Hemisphere(c.to_ascii_uppercase())
            }
            '-' => Piece::Dash,
            ',' | '/' => Piece::Comma,
            _ => Piece::Other,
        };
        let bytes = |idx: usize| chars.get(idx).map(|(_, bytes)| bytes.clone()).unwrap_or_default();
        pieces.push(Placed { piece, bytes: bytes(start).start..bytes(idx - 1).end });
    }
    pieces
}

/// The digits that begin the next line and are followed by a hemisphere, which no sentence begins with.
fn decimals_on_next_line(chars: &[(char, Range<usize>)], point_end: usize) -> Option<Range<usize>> {
    let rest = chars.get(point_end..)?;
    let n_spaces = rest.iter().take(40).take_while(|(c, _)| c.is_whitespace()).count();
    let is_broken = rest.iter().take(n_spaces).any(|(c, _)| matches!(c, '\n' | '\r'));
    let n_digits = rest.iter().skip(n_spaces).take(5).take_while(|(c, _)| c.is_ascii_digit()).count();
    let (next, after) = (rest.get(n_spaces + n_digits)?.0, rest.get(n_spaces + n_digits + 1).map(|(c, _)| *c));
    let is_angle = matches!(next, 'N' | 'S' | 'E' | 'W') && !is_ascii_letter(after);
    let start = point_end + n_spaces;
    (is_broken && is_angle && (1..=4).contains(&n_digits)).then_some(start..start + n_digits)
}

/// Only Latin letters make another word of a hemisphere: `120-59.10E及び` ends with one.
fn is_ascii_letter(c: Option<char>) -> bool {
    c.is_some_and(|c| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::super::CoordinateError;
    use super::super::find as positions;
    use super::*;

    #[track_caller]
    fn check(text: &str, wanted: &[(f64, f64)]) {
        let found = positions(text);
        assert_eq!(found.len(), wanted.len(), "{text}: {found:?}");
        for ((words, place), (lat, lon)) in found.iter().zip(wanted) {
            let place = place.as_ref().unwrap_or_else(|cause| panic!("{words}: {cause}"));
            assert!((place.lat() - lat).abs() < 1e-9 && (place.lon() - lon).abs() < 1e-9, "{words}: {place:?}");
        }
    }

    fn dms(degrees: f64, minutes: f64, seconds: f64) -> f64 {
        degrees + minutes / 60.0 + seconds / 3600.0
    }

    #[test]
    fn a_warning_is_read_among_its_words_and_times() {
        let text = "YELLOW SEA. GUNNERY. IN AREA BOUNDED BY THE LINES JOINING 38-46.58N 120-59.10E, 38-46.58N 121-05.88E, \
            38-41.60N 121-05.88E, 38-41.60N 120-59.10E FROM 132200UTC TO 140900UTC MARCH.";
        let (north, south) = (dms(38.0, 46.58, 0.0), dms(38.0, 41.60, 0.0));
        let (west, east) = (dms(120.0, 59.10, 0.0), dms(121.0, 5.88, 0.0));
        check(text, &[(north, west), (north, east), (south, east), (south, west)]);
    }

    #[test]
    fn letters_may_be_left_out_once_degrees_are_marked() {
        let text = "四点连线范围内：40°42′46″N 121°14′49″E; 40°41′44″ 121°16′43″; 39°09′02″ 119°27′20″";
        check(
            text,
            &[
                (dms(40.0, 42.0, 46.0), dms(121.0, 14.0, 49.0)),
                (dms(40.0, 41.0, 44.0), dms(121.0, 16.0, 43.0)),
                (dms(39.0, 9.0, 2.0), dms(119.0, 27.0, 20.0)),
            ],
        );
    }

    #[test]
    fn japanese_korean_and_chinese_words_are_read() {
        check("下記の地点 北緯36度38分36秒 東経141度20分48秒 付近", &[(dms(36.0, 38.0, 36.0), dms(141.0, 20.0, 48.0))]);
        check(
            "사격훈련 구역: 가. 북위 37도 39분 30초 동경 126도 0분 30초 나. 37-39-30N 126-00-30E 연결선",
            &[(dms(37.0, 39.0, 30.0), dms(126.0, 0.0, 30.0)); 2],
        );
        check("北纬38度46.58分 东经120度59.1分", &[(dms(38.0, 46.58, 0.0), dms(120.0, 59.1, 0.0))]);
        check(
            "A点：38-46.58N／120-59.10E及びB点：北緯 38-41.6、東経 121-05.88",
            &[(dms(38.0, 46.58, 0.0), dms(120.0, 59.1, 0.0)), (dms(38.0, 41.6, 0.0), dms(121.0, 5.88, 0.0))],
        );
    }

    #[test]
    fn compact_and_reversed_forms_are_read() {
        let one = (dms(38.0, 46.0, 58.0), dms(120.0, 59.0, 10.0));
        check("AREA 384658N 1205910E THENCE N384658 E1205910 THENCE 384658N1205910E", &[one; 3]);
        check("WITHIN 3846.5N 12059.1E", &[(dms(38.0, 46.5, 0.0), dms(120.0, 59.1, 0.0))]);
        check("around 120-59-10E 38-46-58N", &[one]);
        check("near 38°46′.58N 120°59′.1E", &[(dms(38.0, 46.58, 0.0), dms(120.0, 59.1, 0.0))]);
        check("near 33.5 S, 70.25 W at noon", &[(-33.5, -70.25)]);
        check(
            "Latitude 38 degrees 30.5 minutes North, longitude 124 degrees 15 minutes East",
            &[(dms(38.0, 30.5, 0.0), dms(124.0, 15.0, 0.0))],
        );
        check("12 minutes later, 12 degrees north of it, at 30 north-east", &[]);
        check("near 33-50.\n25N 129-\n00.5E at noon", &[(dms(33.0, 50.25, 0.0), dms(129.0, 0.5, 0.0))]);
    }

    #[test]
    fn a_lists_own_numbers_dates_and_distances_are_no_positions() {
        let one = (dms(38.0, 46.0, 0.0), dms(120.0, 59.0, 0.0));
        check("1. 38-46N 120-59E\n2) 38-46N 120-59E\n3 38-46N 120-59E\n(D) 38 46 N 120 59 E", &[one; 4]);
        check("HYDROPAC 123/25 (93, 94). 13 MAR 2025, 5 NM RADIUS, CH 16, SECTOR E 3. 2025-03-13 0900", &[]);
    }

    #[test]
    fn what_cannot_be_read_is_handed_on() {
        let found = positions("BOUNDED BY 38-46.58N 120-79.10E, 38-41.60N AND 39-00N 121-00E");
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(found[0].1, Err(CoordinateError::Sixty("79.10".into())));
        assert_eq!(found[1].1, Err(CoordinateError::Hemispheres(1)));
        assert!(found[2].1.is_ok());
    }

    #[test]
    fn a_spot_is_where_it_stands_in_the_text() {
        let text = "가. 북위 38도 30분 동경 124도 15분 나. Lat. 38-30.0N, Long. 124-15.0E; BETWEEN 38-00N AND 39N.";
        let spots = spots(text);
        let stands: Vec<&str> = spots.iter().map(|spot| &text[spot.bytes.clone()]).collect();
        let wanted = ["북위 38도 30분 동경 124도 15분", "38-30.0N, Long. 124-15.0E", "38-00N", "39N"];
        assert_eq!(stands, wanted);
        assert_eq!(spots[2].read, Spotted::Angle { axis: Some(Axis::Latitude), degrees: Some(38.0), n_numbers: 2 });
    }

    #[test]
    fn only_words_make_prose() {
        assert!(!is_prose("LAT 38.5N LONG 124.5E\n북위 37도 39분 동경 126도\n51S YC 08650 88439"));
        assert!(is_prose("area bounded by 38-46N 120-59E"));
        assert!(is_prose("사격훈련 38-46N 120-59E"));
        assert!(is_prose("38-46N 120-59E 중심 반경 5해리"));
        assert!(!is_prose("위도 38.5 경도 124.5"));
    }
}
