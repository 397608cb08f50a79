//! Decimal degrees without letters among words: `AREA BOUNDED BY 38.10, 125.20; 38.10, 125.60; 38.40, 125.60`.
//!
//! Owns the telling of such pairs from other decimals, and of which number is the latitude. Start at [`pairs`].

use super::{CoordinateError, Order, Spot, Spotted, parse};
use crate::geodesy::Position;

/// A decimal number, with the bytes it stands for.
struct Number<'a> {
    text: &'a str,
    start: usize,
    n_decimals: usize,
}

impl Number<'_> {
    const fn end(&self) -> usize {
        self.start + self.text.len()
    }

    fn value(&self) -> f64 {
        self.text.parse().unwrap_or(f64::NAN).abs()
    }
}

/// The pairs of decimals in a text that are positions, and in which order their numbers are; empty if there are none. A pair
/// alone has two decimals or more, as a depth or a speed has not.
pub(super) fn pairs(text: &str) -> (Vec<Spot>, Option<Order>) {
    let numbers = numbers(text);
    let mut pairs: Vec<[&Number<'_>; 2]> = Vec::new();
    let mut rest = numbers.as_slice();
    while let [first, more @ ..] = rest {
        rest = match more {
            [second, behind @ ..] if is_pair(text, first, second) => {
                pairs.push([first, second]);
                behind
            }
            _ => more,
        };
    }
    if pairs.len() < 3 {
        pairs.retain(|pair| pair.iter().all(|number| number.n_decimals > 1));
    }
    let fits = |lat: usize, lon: usize| {
        let value = |pair: &[&Number<'_>; 2], idx: usize| pair.get(idx).map_or(f64::NAN, |number| number.value());
        pairs.iter().all(|pair| value(pair, lat) <= 90.0 && value(pair, lon) <= 180.0)
    };
    let order = match (fits(0, 1), fits(1, 0)) {
        (true, true) => Order::Either,
        (false, true) => Order::LongitudeFirst,
        (_, false) => Order::LatitudeFirst,
    };
    let spots = pairs.iter().map(|[first, second]| {
        let (lat, lon) = if order == Order::LongitudeFirst { (second, first) } else { (first, second) };
        let words = format!("{}, {}", lat.text, lon.text);
        let read: Result<Position, CoordinateError> = parse(&words);
        Spot { bytes: first.start..second.end(), words, read: read.map_or_else(Spotted::Fault, Spotted::Place) }
    });
    let spots: Vec<Spot> = spots.collect();
    let order = Some(order).filter(|_| !spots.is_empty());
    (spots, order)
}

/// Every number of up to three digits with decimals, with its sign, that nothing is attached to.
fn numbers(text: &str) -> Vec<Number<'_>> {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let run = |from: usize| bytes.get(from..).map_or(0, |rest| rest.iter().take_while(|b| b.is_ascii_digit()).count());
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !is_digit(at) {
            at += 1;
            continue;
        }
        let n_whole = run(at);
        let n_decimals = if bytes.get(at + n_whole) == Some(&b'.') { run(at + n_whole + 1) } else { 0 };
        let end = at + n_whole + if n_decimals > 0 { n_decimals + 1 } else { 0 };
        let before = at.checked_sub(1).and_then(|before| bytes.get(before)).copied();
        let further = at.checked_sub(2).and_then(|before| bytes.get(before)).copied();
        let is_signed = before == Some(b'-') && further.is_none_or(|b| b.is_ascii_whitespace() || b"(,;".contains(&b));
        let is_free = is_signed || !before.is_some_and(|b| b.is_ascii_alphanumeric() || b"-.:+/".contains(&b));
        // Decimals behind decimals are a date: 13.03.2026.
        let goes_on = bytes.get(end) == Some(&b'.') && is_digit(end + 1);
        if n_decimals > 0 && n_whole <= 3 && is_free && !goes_on {
            let start = at - usize::from(is_signed);
            found.extend(text.get(start..end).map(|text| Number { text, start, n_decimals }));
        }
        at = end.max(at + 1);
    }
    found
}

/// Whether nothing but a comma, a stroke or spaces is between two numbers, and no unit behind the second.
fn is_pair(text: &str, first: &Number<'_>, second: &Number<'_>) -> bool {
    let between = text.get(first.end()..second.start).unwrap_or("?");
    let sign = between.trim();
    let is_parted = between.len() <= 4 && matches!(sign, "" | "," | "/" | "，" | "、") && !between.contains('\n');
    let behind = text.get(second.end()..).unwrap_or_default();
    let unit: String = behind.trim_start().chars().take(3).collect::<String>().to_uppercase();
    let has_unit = [
        "NM", "KM", "M ", "M,", "M.", "KT", "KN", "MIL", "HAI", "°", "%", "海里", "浬", "해리", "마일", "公里", "米",
        "節", "노트",
    ]
    .iter()
    .any(|word| unit.starts_with(word))
        || behind.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '°' | '-' | '/'));
    is_parted && !has_unit
}
