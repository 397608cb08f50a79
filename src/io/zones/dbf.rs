//! The attributes beside a shapefile: dBASE tables, in the encodings that Korean files come in.
//!
//! Owns the table's bytes and the guess of their encoding. Never trusts a count in the header beyond the bytes there are.
//! Start at [`Table::parse`].

use encoding_rs::{EUC_KR, Encoding, UTF_8};

/// A dBASE table in memory.
pub(crate) struct Table<'a> {
    bytes: &'a [u8],
    header_len: usize,
    record_len: usize,
    fields: Vec<Field>,
    encoding: &'static Encoding,
    /// How many records the bytes hold.
    pub(crate) n_records: usize,
    /// How many the header claims.
    pub(crate) n_claimed: u64,
    /// What was assumed about the encoding, as a sentence, if anything was.
    pub(crate) assumed: Option<String>,
}

struct Field {
    name: Vec<u8>,
    kind: u8,
    offset: usize,
    len: usize,
}

impl<'a> Table<'a> {
    /// A table from its bytes and, if there is one, the text of its `.cpg`; `None` if it has no usable header.
    pub(crate) fn parse(bytes: &'a [u8], cpg: Option<&str>) -> Option<Self> {
        let u16_at = |at: usize| Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
        let n_claimed = u64::from(u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?));
        let header_len = usize::from(u16_at(8)?);
        let record_len = usize::from(u16_at(10)?);
        if record_len == 0 || header_len < 33 {
            return None;
        }
        let mut fields = Vec::new();
        let mut offset = 1;
        for descriptor in bytes.get(32..header_len.min(bytes.len()))?.chunks_exact(32) {
            if descriptor.first() == Some(&0x0D) {
                break;
            }
            let name = descriptor.get(..11)?;
            let name = name.split(|byte| *byte == 0).next().unwrap_or(name).to_vec();
            let len = usize::from(*descriptor.get(16)?);
            if offset + len > record_len {
                break;
            }
            fields.push(Field { name, kind: *descriptor.get(11)?, offset, len });
            offset += len;
        }
        let there = bytes.len().saturating_sub(header_len) / record_len;
        let mut table = Self {
            bytes,
            header_len,
            record_len,
            fields,
            encoding: UTF_8,
            n_records: there.min(usize::try_from(n_claimed).unwrap_or(usize::MAX)),
            n_claimed,
            assumed: None,
        };
        (table.encoding, table.assumed) = table.chosen_encoding(cpg, *bytes.get(29)?);
        Some(table)
    }

    /// Texts that tell one encoding from another: values and field names beyond ASCII.
    fn samples(&self) -> impl Iterator<Item = &[u8]> {
        let values = (0..self.n_records).flat_map(move |idx| {
            let texts = self.fields.iter().filter(|field| field.kind == b'C');
            texts.filter_map(move |field| self.raw(idx, field))
        });
        values.chain(self.fields.iter().map(|field| field.name.as_slice())).filter(|text| !text.is_ascii())
    }

    fn fits(&self, encoding: &'static Encoding) -> bool {
        let reads =
            |text| encoding.decode_without_bom_handling_and_without_replacement(whole(text, encoding)).is_some();
        self.samples().all(reads)
    }

    /// Whether texts that a Latin encoding reads (it reads any) are of the other encoding after all: its letters take two
    /// bytes and more, where accented ones mostly stand alone.
    fn is_rather(&self, encoding: &'static Encoding) -> bool {
        if encoding == UTF_8 {
            return self.fits(encoding);
        }
        let (mut n_letters, mut n_alone) = (0_usize, 0_usize);
        for text in self.samples() {
            for run in text.split(u8::is_ascii).filter(|run| !run.is_empty()) {
                n_letters += run.len().div_ceil(2);
                n_alone += usize::from(run.len() == 1);
            }
        }
        n_alone * 10 < n_letters && self.fits(encoding)
    }

    /// The encoding that is stated, or else the one that fits; and what was assumed.
    fn chosen_encoding(&self, cpg: Option<&str>, language_driver: u8) -> (&'static Encoding, Option<String>) {
        let stated = match cpg {
            Some(cpg) => named(cpg),
            None => by_language_driver(language_driver),
        };
        if self.samples().next().is_none() {
            return (stated.unwrap_or(UTF_8), None);
        }
        let label = |encoding: &'static Encoding| if encoding == EUC_KR { "CP949 (Korean)" } else { encoding.name() };
        let guess = if self.fits(UTF_8) { UTF_8 } else { EUC_KR };
        match stated {
            Some(stated) if self.fits(stated) && !(is_latin(stated) && self.is_rather(guess)) => (stated, None),
            Some(stated) => {
                let said = format!("the attributes claim {} but are not; read as {}", label(stated), label(guess));
                (guess, Some(said))
            }
            None => (guess, Some(format!("the attributes' encoding is not stated; read as {}", label(guess)))),
        }
    }

    fn raw(&self, record_idx: usize, field: &Field) -> Option<&'a [u8]> {
        let start = self.header_len.checked_add(record_idx.checked_mul(self.record_len)?)?.checked_add(field.offset)?;
        self.bytes.get(start..start.checked_add(field.len)?)
    }

    /// The names of the fields, in file order.
    pub(crate) fn names(&self) -> Vec<String> {
        self.fields.iter().map(|field| self.decode(&field.name)).collect()
    }

    /// Whether a record is marked as deleted.
    pub(crate) fn is_deleted(&self, record_idx: usize) -> bool {
        self.bytes.get(self.header_len + record_idx * self.record_len) == Some(&b'*')
    }

    /// The values of a record as text, one per field; empty where there is none.
    pub(crate) fn values(&self, record_idx: usize) -> Vec<String> {
        self.fields
            .iter()
            .map(|field| match self.raw(record_idx, field) {
                Some(raw) if record_idx < self.n_records => self.value(field.kind, raw),
                _ => String::new(),
            })
            .collect()
    }

    fn value(&self, kind: u8, raw: &[u8]) -> String {
        match kind {
            b'I' if raw.len() == 4 => raw.try_into().map(i32::from_le_bytes).unwrap_or_default().to_string(),
            b'D' => match self.decode(raw) {
                // What GDAL and others write where there is none.
                date if date.bytes().all(|b| b == b'0') => String::new(),
                date if date.len() == 8 && date.bytes().all(|b| b.is_ascii_digit()) => {
                    let part = |range| date.get(range).unwrap_or_default();
                    format!("{}-{}-{}", part(0..4), part(4..6), part(6..8))
                }
                other => other,
            },
            b'L' => match raw.first() {
                Some(b'T' | b't' | b'Y' | b'y') => "true".to_owned(),
                Some(b'F' | b'f' | b'N' | b'n') => "false".to_owned(),
                _ => String::new(),
            },
            b'N' | b'F' => {
                // Asterisks stand for a number that is missing or did not fit.
                let text = self.decode(raw);
                if text.starts_with('*') { String::new() } else { text }
            }
            _ => self.decode(raw),
        }
    }

    fn decode(&self, raw: &[u8]) -> String {
        let (text, _) = self.encoding.decode_without_bom_handling(whole(raw, self.encoding));
        text.trim_matches(|c: char| c == '\0' || c.is_whitespace()).to_owned()
    }
}

/// Bytes without a character that the field's width has cut in two.
fn whole<'a>(raw: &'a [u8], encoding: &'static Encoding) -> &'a [u8] {
    let raw = raw.split(|byte| *byte == 0).next().unwrap_or(raw);
    if encoding == UTF_8 {
        if let Err(error) = std::str::from_utf8(raw)
            && error.error_len().is_none()
        {
            return raw.get(..error.valid_up_to()).unwrap_or(raw);
        }
    } else if encoding.decode_without_bom_handling_and_without_replacement(raw).is_none()
        && let Some((_, shorter)) = raw.split_last()
        && encoding.decode_without_bom_handling_and_without_replacement(shorter).is_some()
    {
        return shorter;
    }
    raw
}

/// Whether an encoding is Windows' for western Europe, which programs claim when they do not know.
fn is_latin(encoding: &'static Encoding) -> bool {
    encoding == encoding_rs::WINDOWS_1252
}

/// The encoding that a `.cpg` names.
fn named(cpg: &str) -> Option<&'static Encoding> {
    let name = cpg.trim_matches(|c: char| c == '\u{FEFF}' || c == '\0' || c.is_whitespace()).to_ascii_lowercase();
    let bare = name.trim_start_matches("ansi").trim_start_matches("cp").trim_start_matches("ms");
    let bare = bare.trim_start_matches([' ', '-', '_', '.']);
    let label = match bare {
        "949" | "uhc" | "51949" => "euc-kr",
        "65001" | "utf8" => "utf-8",
        "932" => "shift_jis",
        "936" => "gbk",
        "950" => "big5",
        "1250" | "1251" | "1252" | "1253" | "1254" => return Encoding::for_label(format!("windows-{bare}").as_bytes()),
        "88591" | "8859_1" => "iso-8859-1",
        _ => name.as_str(),
    };
    Encoding::for_label(label.as_bytes())
}

/// The encoding that byte 29 of the header names. Source: ESRI, "Shapefile C library: code pages" (LDID table).
fn by_language_driver(driver: u8) -> Option<&'static Encoding> {
    let label = match driver {
        0x4E | 0x79 => "euc-kr",
        0x13 | 0x7B => "shift_jis",
        0x4D | 0x7A => "gbk",
        0x4F | 0x78 => "big5",
        0x03 | 0x58 | 0x59 => "windows-1252",
        0xC9 => "windows-1251",
        // 0x57, "ANSI", is what ESRI wrote for whatever the machine was set to.
        _ => return None,
    };
    Encoding::for_label(label.as_bytes())
}
