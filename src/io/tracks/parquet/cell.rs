//! One value of a row as a reader of reports wants it: a text, or a moment.

use std::fmt::Write as _;

use super::footer::{Leaf, Meaning};
use super::page::Value;
use crate::units::Timestamp;

/// The Julian day that began at noon before 1970-01-01.
const EPOCH_JULIAN_DAY: i64 = 2_440_588;
const DAY_MS: i64 = 86_400_000;

/// From which count on a moment without a unit is taken to be in so many parts of a second: seconds since 1973 to 5138,
/// milliseconds, microseconds and nanoseconds since the same day.
const COUNTS: [(i64, i64); 4] = [
    (100_000_000, 1),
    (100_000_000_000, 1000),
    (100_000_000_000_000, 1_000_000),
    (100_000_000_000_000_000, 1_000_000_000),
];

/// Writes a value as text; nothing where there is none.
pub(super) fn write(value: Value<'_>, leaf: &Leaf, text: &mut String) {
    text.clear();
    // Writing to a String cannot fail.
    let _infallible = match (value, leaf.meaning) {
        (Value::Nothing, _) => Ok(()),
        (Value::Truth(truth), _) => write!(text, "{}", u8::from(truth)),
        (Value::Int(count), Meaning::Moment { per_second, .. }) => {
            match millis(count, per_second) {
                Some(ms) => {
                    text.push_str(Timestamp::from_millis(ms).to_string().trim_end_matches('Z'));
                    Ok(())
                }
                // No moment, and to be said so.
                None => write!(text, "{count}"),
            }
        }
        (Value::Int(days), Meaning::Date) => {
            let ms = days.checked_mul(DAY_MS).and_then(|ms| millis(ms, 1000));
            let moment = ms.map(|ms| Timestamp::from_millis(ms).to_string());
            text.push_str(moment.as_deref().and_then(|moment| moment.split('T').next()).unwrap_or_default());
            Ok(())
        }
        (Value::Int(number), Meaning::Decimal(scale)) => {
            decimal(i128::from(number), scale, text);
            Ok(())
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an unsigned column of 32 bits")]
        (Value::Int(number), Meaning::Unsigned) if number < 0 && leaf.physical == super::footer::Physical::Int32 => {
            write!(text, "{}", number as u32)
        }
        (Value::Int(number), Meaning::Unsigned) => write!(text, "{}", number.cast_unsigned()),
        (Value::Int(number), Meaning::Plain) => write!(text, "{number}"),
        (Value::Float(number), _) if number.is_nan() => Ok(()),
        (Value::Float(number), _) => write!(text, "{number}"),
        (Value::Bytes(bytes), Meaning::Decimal(scale)) => {
            if let Some(number) = big_endian(bytes) {
                decimal(number, scale, text);
            }
            Ok(())
        }
        (Value::Bytes(bytes), _) if leaf.physical == super::footer::Physical::Int96 => {
            if let Some(ms) = int_96(bytes) {
                write!(text, "{}", Timestamp::from_millis(ms))
            } else {
                Ok(())
            }
        }
        (Value::Bytes(bytes), _) => {
            text.push_str(&String::from_utf8_lossy(bytes));
            Ok(())
        }
    };
}

/// The moment of a value that is one for certain, in UTC.
pub(super) fn moment(value: Value<'_>, leaf: &Leaf) -> Option<i64> {
    match (value, leaf.meaning) {
        (Value::Int(count), Meaning::Moment { per_second, is_utc: true }) => millis(count, per_second),
        (Value::Int(count), Meaning::Plain | Meaning::Unsigned) => {
            let unit = COUNTS.into_iter().rev().find(|(from, _)| count >= *from);
            unit.and_then(|(_, per_second)| millis(count, per_second))
        }
        _ => None,
    }
}

/// Milliseconds of a count since the epoch, within the years that a moment may have.
fn millis(count: i64, per_second: i64) -> Option<i64> {
    let ms = if per_second > 1000 {
        count.div_euclid(per_second / 1000)
    } else {
        count.checked_mul(1000 / per_second.max(1))?
    };
    (Timestamp::MIN.millis()..=Timestamp::MAX.millis()).contains(&ms).then_some(ms)
}

/// What Impala and old Spark write: nanoseconds of the day, and the Julian day.
fn int_96(bytes: &[u8]) -> Option<i64> {
    let (nanos, day) = bytes.split_first_chunk::<8>()?;
    let day = i64::from(u32::from_le_bytes(*day.first_chunk()?));
    millis((day - EPOCH_JULIAN_DAY) * DAY_MS + i64::from_le_bytes(*nanos).div_euclid(1_000_000), 1000)
}

fn big_endian(bytes: &[u8]) -> Option<i128> {
    let first = *bytes.first()?;
    let sign = if first & 0x80 == 0 { 0 } else { -1 };
    (bytes.len() <= 16).then(|| bytes.iter().fold(sign, |number, byte| number << 8 | i128::from(*byte)))
}

fn decimal(number: i128, scale: u32, text: &mut String) {
    let digits = number.unsigned_abs().to_string();
    let scale = scale as usize;
    let padded = format!("{digits:0>width$}", width = scale + 1);
    let (whole, decimals) = padded.split_at_checked(padded.len() - scale).unwrap_or_default();
    text.push_str(if number < 0 { "-" } else { "" });
    text.push_str(whole);
    if scale > 0 {
        text.push('.');
        text.push_str(decimals);
    }
}
