//! Two angles in one text: latitude and longitude in any of the ways people mark degrees, minutes and seconds.

use super::{Axis, CoordinateError};
use crate::geodesy::Position;

/// A piece of the text that means something.
#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number {
        text: String,
        is_negative: bool,
        has_sign: bool,
    },
    /// 0 degrees, 1 minutes, 2 seconds.
    Mark(usize),
    Hemisphere(char),
    Separator,
}

/// Words for hemispheres, before anything is read letter by letter; longer ones first.
pub(super) const WORDS: [(&str, char); 23] = [
    ("북위", 'N'),
    ("남위", 'S'),
    ("동경", 'E'),
    ("서경", 'W'),
    ("北緯", 'N'),
    ("南緯", 'S'),
    ("東経", 'E'),
    ("西経", 'W'),
    ("東經", 'E'),
    ("西經", 'W'),
    ("北纬", 'N'),
    ("南纬", 'S'),
    ("东经", 'E'),
    ("西经", 'W'),
    ("LAT", ' '),
    ("LONG", ' '),
    ("LON", ' '),
    ("위도", ' '),
    ("경도", ' '),
    ("緯度", ' '),
    ("経度", ' '),
    ("纬度", ' '),
    ("经度", ' '),
];

pub(super) fn parse_pair(text: &str) -> Result<Position, CoordinateError> {
    let tokens = tokens(text)?;
    let [first, second] = split(&tokens)?;
    let (first, second) = (angle(first)?, angle(second)?);
    let (lat, lon) = match (first.axis, second.axis) {
        (Some(a), Some(b)) if a == b => return Err(CoordinateError::SameAxis(a)),
        (Some(Axis::Longitude), _) => (second, first),
        _ => (first, second),
    };
    let off = |axis, angle: &Angle| CoordinateError::OffGlobe { axis, value: format!("{}", angle.degrees) };
    if lat.degrees.abs() > 90.0 {
        return Err(off(Axis::Latitude, &lat));
    }
    Position::new(lat.degrees, lon.degrees).ok_or_else(|| off(Axis::Longitude, &lon))
}

/// One character as its plain twin: full-width forms, the many primes and dashes.
pub(super) fn plain(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '′' | '’' | '‘' | '´' | '`' | 'ʹ' | '分' | '분' => '\'',
        '″' | '”' | '“' | 'ʺ' | '〃' | '秒' | '초' => '"',
        'º' | '˚' | '∘' | '度' | '도' => '°',
        '−' | '–' | '—' | '‐' | '‑' => '-',
        '、' => ',',
        other => other,
    }
}

fn tokens(text: &str) -> Result<Vec<Token>, CoordinateError> {
    let mut text = text.to_owned();
    for (word, letter) in WORDS {
        text = text.replace(word, &format!(" {letter} "));
    }
    let chars: Vec<char> = text.chars().map(plain).collect();
    let mut tokens: Vec<Token> = Vec::new();
    let mut idx = 0;
    let mut sign: Option<bool> = None;
    while let Some(&c) = chars.get(idx) {
        let before = idx.checked_sub(1).and_then(|i| chars.get(i)).copied();
        let after = chars.get(idx + 1).copied();
        idx += 1;
        match c {
            _ if c.is_whitespace() => {}
            '0'..='9' | '.' => {
                let start = idx - 1;
                while chars.get(idx).is_some_and(|c| c.is_ascii_digit() || *c == '.') {
                    idx += 1;
                }
                let digits: String = chars.get(start..idx).unwrap_or_default().iter().collect();
                if digits.parse::<f64>().is_err() {
                    return Err(CoordinateError::Unexpected(digits));
                }
                let taken = sign.take();
                let is_negative = taken == Some(true);
                tokens.push(Token::Number { text: digits, is_negative, has_sign: taken.is_some() });
            }
            '+' if after.is_some_and(|a| a.is_ascii_digit()) => sign = Some(false),
            '-' => {
                let opens =
                    before.is_none_or(|b| b.is_whitespace() || matches!(b, ',' | '/' | ';' | 'N' | 'S' | 'E' | 'W'));
                // A dash between digits parts degrees from minutes; one that opens a number is a sign.
                if opens && after.is_some_and(|a| a.is_ascii_digit() || a == '.') {
                    sign = Some(true);
                }
            }
            '°' | 'd' | 'D' => tokens.push(Token::Mark(0)),
            '\'' if chars.get(idx) == Some(&'\'') => {
                idx += 1;
                tokens.push(Token::Mark(2));
            }
            '\'' | 'm' => tokens.push(Token::Mark(1)),
            '"' => tokens.push(Token::Mark(2)),
            's' if tokens.iter().rev().nth(1) == Some(&Token::Mark(1)) => tokens.push(Token::Mark(2)),
            ':' => {}
            'N' | 'S' | 'E' | 'W' => tokens.push(Token::Hemisphere(c)),
            'n' | 's' | 'e' | 'w' => tokens.push(Token::Hemisphere(c.to_ascii_uppercase())),
            ',' | '/' => tokens.push(Token::Separator),
            _ => {
                let rest: String = chars.get(idx - 1..).unwrap_or_default().iter().take(12).collect();
                return Err(CoordinateError::Unexpected(rest.trim().to_owned()));
            }
        }
    }
    Ok(tokens)
}

/// The tokens of each of the two angles.
fn split(tokens: &[Token]) -> Result<[&[Token]; 2], CoordinateError> {
    let places = |wanted: fn(&Token) -> bool| -> Vec<usize> {
        tokens.iter().enumerate().filter(|(_, token)| wanted(token)).map(|(idx, _)| idx).collect()
    };
    let numbers = places(|t| matches!(t, Token::Number { .. }));
    let letters = places(|t| matches!(t, Token::Hemisphere(_)));
    let separators = places(|t| *t == Token::Separator);
    let degrees = places(|t| *t == Token::Mark(0));
    let at = match (letters.as_slice(), separators.as_slice()) {
        // Letters before their angles part them at the second letter, letters after them at the first.
        ([0, second], _) => *second,
        ([first, second], _) if second + 1 == tokens.len() => first + 1,
        ([], [only]) => *only,
        ([], []) if degrees.len() == 2 => degrees.get(1).copied().unwrap_or(0).saturating_sub(1),
        ([], []) if matches!(numbers.len(), 2 | 4 | 6) => numbers.get(numbers.len() / 2).copied().unwrap_or(0),
        ([], []) => return Err(CoordinateError::Numbers(numbers.len())),
        ([], _) => return Err(CoordinateError::CommaDecimal),
        _ => return Err(CoordinateError::Hemispheres(letters.len())),
    };
    let (first, second) = tokens.split_at(at);
    Ok([without_separators(first)?, without_separators(second)?])
}

/// An angle's tokens; a comma inside it was meant as a decimal point.
fn without_separators(mut tokens: &[Token]) -> Result<&[Token], CoordinateError> {
    while let [Token::Separator, rest @ ..] | [rest @ .., Token::Separator] = tokens {
        tokens = rest;
    }
    if tokens.contains(&Token::Separator) { Err(CoordinateError::CommaDecimal) } else { Ok(tokens) }
}

struct Angle {
    degrees: f64,
    axis: Option<Axis>,
}

fn angle(tokens: &[Token]) -> Result<Angle, CoordinateError> {
    let as_written = || {
        let words = tokens.iter().map(|token| match token {
            Token::Number { text, is_negative, .. } => format!("{}{text}", if *is_negative { "-" } else { "" }),
            Token::Mark(unit) => ["°", "′", "″"].get(*unit).copied().unwrap_or_default().to_owned(),
            Token::Hemisphere(letter) => letter.to_string(),
            Token::Separator => ",".to_owned(),
        });
        words.collect::<String>()
    };
    let n_numbers = tokens.iter().filter(|t| matches!(t, Token::Number { .. })).count();
    let (mut degrees, mut unit, mut n_read) = (0.0, 0_usize, 0_usize);
    let (mut is_negative, mut has_sign, mut letter) = (false, false, None);
    let mut is_marked = true;
    for token in tokens {
        match token {
            Token::Number { text, is_negative: minus, has_sign: signed } => {
                if n_read > 0 && *signed {
                    return Err(CoordinateError::InnerSign(as_written()));
                }
                unit = if n_read == 0 { 0 } else { unit + 1 };
                let is_last = n_read + 1 == n_numbers;
                if text.contains('.') && !is_last {
                    return Err(CoordinateError::InnerDecimal(text.clone()));
                }
                let value: f64 = text.parse().map_err(|_not_a_number| CoordinateError::Unexpected(text.clone()))?;
                // As GeographicLib's DMS: 60 only as the last part, and only with a decimal point.
                let limit = if is_last && text.contains('.') { value <= 60.0 } else { value < 60.0 };
                if n_read > 0 && !limit {
                    return Err(CoordinateError::Sixty(text.clone()));
                }
                match unit {
                    0 => degrees += value,
                    1 => degrees += value / 60.0,
                    2 => degrees += value / 3600.0,
                    _ => return Err(CoordinateError::Numbers(n_numbers)),
                }
                if n_read == 0 {
                    (is_negative, has_sign) = (*minus, *signed);
                }
                n_read += 1;
                is_marked = false;
            }
            Token::Mark(mark) => {
                if is_marked || *mark != unit {
                    return Err(CoordinateError::Order(as_written()));
                }
                is_marked = true;
            }
            Token::Hemisphere(hemisphere) => letter = Some(*hemisphere),
            Token::Separator => return Err(CoordinateError::CommaDecimal),
        }
    }
    if n_read == 0 {
        return Err(CoordinateError::Numbers(0));
    }
    if letter.is_some() && has_sign {
        return Err(CoordinateError::SignAndLetter(as_written()));
    }
    let axis = letter.map(|letter| if matches!(letter, 'N' | 'S') { Axis::Latitude } else { Axis::Longitude });
    let is_negative = is_negative || matches!(letter, Some('S' | 'W'));
    Ok(Angle { degrees: if is_negative { -degrees } else { degrees }, axis })
}
