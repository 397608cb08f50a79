//! A dBASE table in UTF-8, for the attributes of a shapefile.
//!
//! Owns names of ten bytes, values of at most 254 a field, texts that go on in further fields, and what is cut to fit. Start at
//! [`table`].

use std::collections::BTreeMap;

use super::geojson::SHORT_NAMES;
use super::remains;
use super::sheet::Sheet;

/// The longest name of a field, and the longest text and number in one, in bytes (dBASE III PLUS file structure).
const MAX_NAME: usize = 10;
const MAX_TEXT: usize = 254;
const MAX_NUMBER: usize = 18;
/// More fields than this no reader takes.
const MAX_FIELDS: usize = 255;
/// A long text goes on in so many fields, itself among them, called `remarks_2` and so on.
pub(super) const MAX_PIECES: usize = 8;
/// The longest text that is kept whole, about: no character is cut in two, and no field ends in a space.
pub(super) const MAX_WHOLE: usize = MAX_TEXT * MAX_PIECES;

/// One column: its name, whether it holds numbers, its values.
pub(super) struct Field<'a> {
    pub(super) name: &'a str,
    pub(super) is_number: bool,
    pub(super) values: Vec<&'a str>,
}

/// The bytes of a table of `n_records`.
pub(super) fn table(fields: &[Field<'_>], n_records: usize) -> Vec<u8> {
    let laid_out = laid_out(fields);
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
        for field in &laid_out {
            let value = field.values.get(record).copied().unwrap_or_default();
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

struct Laid<'a> {
    name: String,
    is_number: bool,
    width: usize,
    n_decimals: usize,
    values: Vec<&'a str>,
}

fn laid_out<'a>(fields: &[Field<'a>]) -> Vec<Laid<'a>> {
    let mut laid: Vec<Laid<'a>> = Vec::with_capacity(fields.len());
    let mut taken: Vec<String> = Vec::new();
    for field in fields {
        let name = short_name(field.name, &taken);
        taken.push(name.clone());
        let longest = field.values.iter().map(|value| value.len()).max().unwrap_or(0);
        let n_decimals = |value: &&str| value.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let is_plain = field.values.iter().all(|value| !value.contains(['e', 'E']));
        let is_number = field.is_number && is_plain && longest > 0 && longest <= MAX_NUMBER;
        if is_number || longest <= MAX_TEXT {
            let n_decimals = if is_number { field.values.iter().map(n_decimals).max().unwrap_or(0).min(15) } else { 0 };
            let width = longest.clamp(1, MAX_TEXT);
            laid.push(Laid { name, is_number, width, n_decimals, values: field.values.clone() });
            continue;
        }
        let pieces: Vec<Vec<&str>> = field.values.iter().map(|value| pieces(field.name, value)).collect();
        let n_pieces = pieces.iter().map(Vec::len).max().unwrap_or(1);
        let first_name = name.clone();
        for n in 0..n_pieces {
            let name = if n == 0 { name.clone() } else { next_name(&first_name, n + 1) };
            // Where another field has the name already, the text ends here.
            if n > 0 && taken.iter().any(|other| other.eq_ignore_ascii_case(&name)) {
                break;
            }
            taken.push(name.clone());
            let values: Vec<&str> = pieces.iter().map(|pieces| pieces.get(n).copied().unwrap_or_default()).collect();
            let width = values.iter().map(|value| value.len()).max().unwrap_or(0).clamp(1, MAX_TEXT);
            laid.push(Laid { name, is_number: false, width, n_decimals: 0, values });
        }
    }
    laid.truncate(MAX_FIELDS);
    laid
}

/// The field in which a long text goes on, from the second on.
pub(super) fn next_name(name: &str, n: usize) -> String {
    format!("{}_{n}", cut(name, MAX_NAME - 2))
}

/// Whether a text may go on in a further field: it fills its own but for a character and the white space round it.
pub(super) fn may_go_on(text: &str) -> bool {
    (MAX_TEXT / 2..=MAX_TEXT).contains(&text.len())
}

/// A text in pieces that fit, none beginning or ending in white space, which readers trim; what goes beyond is left out. JSON
/// that is cut says nothing, and is left out whole.
fn pieces<'a>(name: &str, text: &'a str) -> Vec<&'a str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() && pieces.len() < MAX_PIECES {
        let most = cut(rest, MAX_TEXT).len();
        let is_inside = |at: &usize| {
            let (before, after) = rest.split_at_checked(*at).unwrap_or((rest, ""));
            !before.ends_with(char::is_whitespace) && !after.starts_with(char::is_whitespace)
        };
        let inside = (1..=most).rev().filter(|at| rest.is_char_boundary(*at)).find(is_inside);
        let at = if rest.len() <= MAX_TEXT { rest.len() } else { inside.unwrap_or(most) };
        let (piece, after) = rest.split_at_checked(at).unwrap_or((rest, ""));
        pieces.push(piece);
        rest = after;
    }
    if !rest.is_empty() && name == remains::COLUMN {
        pieces.clear();
    }
    pieces
}

/// Sentences about the names of fields and their number.
pub(super) fn losses(sheet: &Sheet) -> Vec<String> {
    let mut said = Vec::new();
    let mut taken: Vec<String> = Vec::new();
    let mut is_ours_cut = false;
    for column in &sheet.columns {
        let name = short_name(&column.name, &taken);
        let is_ours = SHORT_NAMES.iter().any(|(full, short)| *full == column.name && *short == name);
        if is_ours {
            is_ours_cut = true;
        } else if name != column.name {
            said.push(format!("the attribute “{}” is called “{name}” there (ten bytes)", column.name));
        }
        taken.push(name);
    }
    if is_ours_cut {
        said.push("names of attributes have ten bytes; longer ones are cut".to_owned());
    }
    if sheet.columns.len() > MAX_FIELDS {
        said.push(format!("{} attributes beyond the first {MAX_FIELDS} left out", sheet.columns.len() - MAX_FIELDS));
    }
    said
}

/// The columns with texts too long for their fields, and the titles of the features concerned.
pub(super) fn long(sheet: &Sheet) -> BTreeMap<&str, Vec<&str>> {
    let mut long: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let has_name = sheet.has_name_column();
    for row in &sheet.rows {
        let name = (!has_name).then_some(("name", &row.name));
        let values = sheet.columns.iter().map(|column| column.name.as_str()).zip(&row.values);
        for (column, value) in values.chain(name).filter(|(_, value)| value.len() > MAX_TEXT) {
            let kept: usize = pieces(column, value).iter().map(|piece| piece.len()).sum();
            if kept < value.len() {
                long.entry(column).or_default().push(row.title());
            }
        }
    }
    long
}

/// A name of at most ten bytes that no other field has, letter case aside.
fn short_name(name: &str, taken: &[String]) -> String {
    let is_free = |candidate: &str| taken.iter().all(|other| !other.eq_ignore_ascii_case(candidate));
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
