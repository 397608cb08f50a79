//! The letters of a picture, held in the picture: a viewer without a Korean font shows them all the same.
//!
//! Owns which letters an SVG has in which face, and the small fonts cut out of the program's own for them. A document may
//! hold them so (SIL Open Font Licence 1.1, section 5). Never measures. Start at [`style`].

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use skrifa::{FontRef, MetadataProvider as _, Tag};
use subsetter::GlyphRemapper;

use super::ruler::{REGULAR, STRONG};

/// More letters than a table of segments holds; a picture has some hundreds.
const MAX_SEGMENTS: usize = 8000;

/// A `style` element with the letters of these pieces of SVG, as this program writes it. Faces with no letters are left out.
pub(super) fn style(pieces: &[&str]) -> String {
    let mut letters = [BTreeSet::new(), BTreeSet::new()];
    pieces.iter().for_each(|piece| gather(piece, &mut letters));
    let mut out = String::new();
    for (letters, (face, weight)) in letters.iter().zip([(REGULAR, 400), (STRONG, 600)]) {
        if let Some(font) = cut(face, letters) {
            out.push_str("@font-face{font-family:Pretendard;font-weight:");
            out.push_str(&format!("{weight};src:url(data:font/otf;base64,"));
            BASE64_STANDARD.encode_string(font, &mut out);
            out.push_str(") format(\"opentype\")}\n");
        }
    }
    if out.is_empty() { out } else { format!("<style>\n{out}</style>\n") }
}

/// Adds the characters that stand in regular and in semi-bold type.
fn gather(svg: &str, letters: &mut [BTreeSet<char>; 2]) {
    // Whether the elements that are open set their texts in semi-bold.
    let mut open: Vec<bool> = Vec::new();
    for piece in svg.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        if tag.starts_with('/') {
            open.pop();
        } else if !tag.ends_with('/') {
            open.push(tag.contains("font-weight=\"600\"") || open.last().is_some_and(|is_strong| *is_strong));
        }
        let [regular, strong] = &mut *letters;
        let into = if open.last().is_some_and(|is_strong| *is_strong) { strong } else { regular };
        into.extend(text.chars().filter(|c| !c.is_control()));
        // What an entity may stand for; its own letters are as common as any.
        into.extend(text.contains('&').then_some(['<', '>', '"', '\'']).into_iter().flatten());
    }
}

/// A font with these letters alone, as far as the face has them; `None` if it has none.
fn cut(face: &'static [u8], letters: &BTreeSet<char>) -> Option<Vec<u8>> {
    let whole = FontRef::new(face).ok()?;
    let charmap = whole.charmap();
    let mut glyphs = GlyphRemapper::new();
    let found = letters.iter().filter_map(|letter| {
        let glyph = u16::try_from(charmap.map(*letter)?.to_u32()).ok()?;
        Some((u32::from(*letter), glyphs.remap(glyph)))
    });
    let found: Vec<(u32, u16)> = found.collect();
    if found.is_empty() {
        return None;
    }
    let bare = subsetter::subset(face, 0, &glyphs).ok()?;
    let bare = FontRef::new(&bare).ok()?;
    let mut tables: Vec<(Tag, Vec<u8>)> = bare
        .table_directory()
        .table_records()
        .iter()
        .filter_map(|record| Some((record.tag(), bare.table_data(record.tag())?.as_bytes().to_vec())))
        .collect();
    // What a font in a PDF can do without, and a browser refuses to do without.
    let style = whole.table_data(Tag::new(b"OS/2"))?;
    tables.push((Tag::new(b"OS/2"), style.as_bytes().to_vec()));
    tables.push((Tag::new(b"cmap"), cmap(&found)));
    tables.sort_by_key(|(tag, _)| *tag);
    Some(assembled(&mut tables))
}

/// The character map: all letters (format 12), and those of the first plane for older readers (format 4).
///
/// # Source
/// OpenType 1.9.1, "cmap — Character to Glyph Index Mapping Table".
fn cmap(letters: &[(u32, u16)]) -> Vec<u8> {
    let first_plane = letters.iter().filter_map(|(letter, glyph)| Some((u16::try_from(*letter).ok()?, *glyph)));
    let segments: Vec<(u16, u16)> = first_plane.filter(|(letter, _)| *letter < 0xFFFF).take(MAX_SEGMENTS).collect();
    let segments: Vec<(u16, u16)> = segments.into_iter().chain([(0xFFFF, 0)]).collect();
    let n_segments = u16::try_from(segments.len()).unwrap_or(u16::MAX);
    let len_4 = 16 + 8 * n_segments;
    let n_letters = u32::try_from(letters.len()).unwrap_or(u32::MAX);
    let mut out = Vec::with_capacity(64 + usize::from(len_4) + letters.len() * 12);
    let short = |out: &mut Vec<u8>, values: &[u16]| out.extend(values.iter().flat_map(|value| value.to_be_bytes()));
    let long = |out: &mut Vec<u8>, values: &[u32]| out.extend(values.iter().flat_map(|value| value.to_be_bytes()));
    // Two tables: Windows' first plane, and Windows' whole Unicode behind it.
    short(&mut out, &[0, 2, 3, 1]);
    long(&mut out, &[20]);
    short(&mut out, &[3, 10]);
    long(&mut out, &[20 + u32::from(len_4)]);
    let power = n_segments.ilog2();
    let search = 2 << power;
    short(&mut out, &[4, len_4, 0, n_segments * 2, search, u16::try_from(power).unwrap_or(0), n_segments * 2 - search]);
    // Of one letter each: where a segment ends it begins.
    let ends: Vec<u16> = segments.iter().map(|(letter, _)| *letter).collect();
    short(&mut out, &ends);
    short(&mut out, &[0]);
    short(&mut out, &ends);
    // To the last segment belongs a delta of one: 0xFFFF becomes glyph 0.
    short(&mut out, &segments.iter().map(|(letter, glyph)| glyph.wrapping_sub(*letter)).collect::<Vec<_>>());
    short(&mut out, &vec![0; segments.len()]);
    short(&mut out, &[12, 0]);
    long(&mut out, &[16 + 12 * n_letters, 0, n_letters]);
    for (letter, glyph) in letters {
        long(&mut out, &[*letter, *letter, u32::from(*glyph)]);
    }
    out
}

/// Tables in the order of their tags as one font.
///
/// # Source
/// OpenType 1.9.1, "Organization of an OpenType Font".
fn assembled(tables: &mut [(Tag, Vec<u8>)]) -> Vec<u8> {
    let n_tables = u16::try_from(tables.len()).unwrap_or(0);
    let power = n_tables.max(1).ilog2();
    let search = 16 << power;
    let mut out = b"OTTO".to_vec();
    for value in [n_tables, search, u16::try_from(power).unwrap_or(0), n_tables * 16 - search] {
        out.extend(value.to_be_bytes());
    }
    let mut at = 12 + 16 * tables.len();
    let mut adjustment_at = None;
    for (tag, data) in tables.iter_mut() {
        if *tag == Tag::new(b"head")
            && let Some(adjustment) = data.get_mut(8..12)
        {
            adjustment.fill(0);
            adjustment_at = Some(at + 8);
        }
        out.extend(tag.to_be_bytes());
        for value in [checksum(data), u32::try_from(at).unwrap_or(0), u32::try_from(data.len()).unwrap_or(0)] {
            out.extend(value.to_be_bytes());
        }
        at += data.len().next_multiple_of(4);
    }
    for (_, data) in tables.iter() {
        out.extend(data);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    let adjustment = 0xB1B0_AFBA_u32.wrapping_sub(checksum(&out));
    if let Some(place) = adjustment_at.and_then(|at| out.get_mut(at..at + 4)) {
        place.copy_from_slice(&adjustment.to_be_bytes());
    }
    out
}

/// The sum of a table's words, the last filled up with zeros.
fn checksum(data: &[u8]) -> u32 {
    let word =
        |bytes: &[u8]| bytes.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte)) << (8 * (4 - bytes.len()));
    data.chunks(4).map(word).fold(0, u32::wrapping_add)
}

#[cfg(test)]
mod tests {
    use skrifa::instance::{LocationRef, Size};

    use super::*;

    const SVG: &str =
        "<g font-weight=\"600\"><text>서해 &amp; A</text><path d=\"M0 0\"/><text>동</text></g><text>Aé</text>";

    #[test]
    fn each_face_holds_its_own_letters() {
        let mut letters = [BTreeSet::new(), BTreeSet::new()];
        gather(SVG, &mut letters);
        assert!("Aé".chars().all(|c| letters[0].contains(&c)) && !letters[0].contains(&'서'), "{letters:?}");
        assert!("서해 &A동".chars().all(|c| letters[1].contains(&c)) && !letters[1].contains(&'é'), "{letters:?}");
    }

    #[test]
    fn a_cut_font_has_the_same_letters_as_wide() {
        let letters: BTreeSet<char> = "서해 북부 (West Sea) 12 nm\u{10FFFF}".chars().collect();
        let bytes = cut(REGULAR, &letters).expect("a font");
        assert!(bytes.len() < 20_000, "{}", bytes.len());
        assert_eq!(checksum(&bytes), 0xB1B0_AFBA, "what the whole font's words sum to");
        let (cut, whole) = (FontRef::new(&bytes).expect("a font"), FontRef::new(REGULAR).expect("a font"));
        let width = |font: &FontRef<'_>, c: char| {
            let glyph = font.charmap().map(c)?;
            font.glyph_metrics(Size::new(1.0), LocationRef::default()).advance_width(glyph)
        };
        for c in letters {
            assert_eq!(width(&cut, c), width(&whole, c), "{c}");
        }
        assert_eq!(width(&cut, '남'), None);
    }
}
