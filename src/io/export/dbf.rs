//! A dBASE table in UTF-8, for the attributes of a shapefile.
//!
//! Owns names of ten bytes, values of at most 254, and what is cut to fit. Start at [`table`].

use super::Losses;
use super::geojson::SHORT_NAMES;

/// The longest name of a field, and the longest text and number in one, in bytes (dBASE III PLUS file structure).
const MAX_NAME: usize = 10;
const MAX_TEXT: usize = 254;
const MAX_NUMBER: usize = 18;
/// More fields than this no reader takes.
const MAX_FIELDS: usize = 255;

/// One column: its name, whether it holds numbers, its values.
pub(super) struct Field<'a> {
    pub(super) name: &'a str,
    pub(super) is_number: bool,
    pub(super) values: Vec<&'a str>,
}

/// The bytes of a table of `n_records`.
pub(super) fn table(fields: &[Field<'_>], n_records: usize, losses: &mut Losses) -> Vec<u8> {
    if fields.len() > MAX_FIELDS {
        let n = fields.len() - MAX_FIELDS;
        losses.say(format!("shapefile: {n} attributes beyond the first {MAX_FIELDS} left out"));
    }
    let fields = fields.get(..MAX_FIELDS.min(fields.len())).unwrap_or_default();
    let laid_out = laid_out(fields, losses);
    let record_len = 1 + laid_out.iter().map(|field| field.width).sum::<usize>();
    let header_len = 32 + 32 * laid_out.len() + 1;
    let mut out = Vec::with_capacity(header_len + record_len * n_records + 1);
    // Version 3, and a date of last change that does not change: the same zones give the same bytes.
    out.extend([3, 100, 1, 1]);
    out.extend(u32::try_from(n_records).unwrap_or(u32::MAX).to_le_bytes());
    out.extend(u16::try_from(header_len).unwrap_or(u16::MAX).to_le_bytes());
    out.extend(u16::try_from(record_len).unwrap_or(u16::MAX).to_le_bytes());
    out.extend([0; 20]);
    for field in &laid_out {
        let mut name = field.name.clone().into_bytes();
        name.resize(11, 0);
        out.extend(name);
        out.push(if field.is_number { b'N' } else { b'C' });
        out.extend([0; 4]);
        out.push(u8::try_from(field.width).unwrap_or(u8::MAX));
        out.push(u8::try_from(field.n_decimals).unwrap_or(0));
        out.extend([0; 14]);
    }
    out.push(0x0D);
    for record in 0..n_records {
        out.push(b' ');
        for (field, column) in laid_out.iter().zip(fields) {
            let value = column.values.get(record).copied().unwrap_or_default();
            let value = cut(value, field.width);
            let pad = field.width - value.len();
            if field.is_number {
                out.extend(std::iter::repeat_n(b' ', pad));
                out.extend(value.as_bytes());
            } else {
                out.extend(value.as_bytes());
                out.extend(std::iter::repeat_n(b' ', pad));
            }
        }
    }
    out.push(0x1A);
    out
}

struct Laid {
    name: String,
    is_number: bool,
    width: usize,
    n_decimals: usize,
}

fn laid_out(fields: &[Field<'_>], losses: &mut Losses) -> Vec<Laid> {
    let mut laid: Vec<Laid> = Vec::with_capacity(fields.len());
    for field in fields {
        let name = short_name(field.name, &laid);
        let is_ours = SHORT_NAMES.iter().any(|(full, short)| *full == field.name && *short == name);
        if name != field.name && !is_ours {
            losses.say(format!("shapefile: the attribute “{}” is called “{name}” there (ten bytes)", field.name));
        } else if is_ours {
            losses.say("shapefile: names of attributes have ten bytes; longer ones are cut");
        }
        let longest = field.values.iter().map(|value| value.len()).max().unwrap_or(0);
        let n_decimals = |value: &&str| value.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let is_plain = field.values.iter().all(|value| !value.contains(['e', 'E']));
        let is_number = field.is_number && is_plain && longest > 0 && longest <= MAX_NUMBER;
        if longest > MAX_TEXT {
            let n_cut = field.values.iter().filter(|value| value.len() > MAX_TEXT).count();
            losses
                .say(format!("shapefile: values of “{}” are cut to {MAX_TEXT} bytes, in {n_cut} features", field.name));
        }
        let most_decimals = if is_number { field.values.iter().map(n_decimals).max().unwrap_or(0).min(15) } else { 0 };
        laid.push(Laid { name, is_number, width: longest.clamp(1, MAX_TEXT), n_decimals: most_decimals });
    }
    laid
}

/// A name of at most ten bytes that no other field has, letter case aside.
fn short_name(name: &str, taken: &[Laid]) -> String {
    let is_free = |candidate: &str| taken.iter().all(|field| !field.name.eq_ignore_ascii_case(candidate));
    let ours = SHORT_NAMES.iter().find(|(full, _)| *full == name).map(|(_, short)| *short);
    let whole = if name.trim().is_empty() { "field" } else { name };
    let first = cut(ours.unwrap_or(whole), MAX_NAME).to_owned();
    let numbered = (1..).map(|n: u32| {
        let n = n.to_string();
        format!("{}{n}", cut(whole, MAX_NAME - n.len()))
    });
    std::iter::once(first).chain(numbered).find(|candidate| is_free(candidate)).unwrap_or_default()
}

/// At most so many bytes of a text, no character cut in two.
fn cut(text: &str, most: usize) -> &str {
    let end = (0..=most.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.get(..end).unwrap_or_default()
}
