//! Bytes to text: what is packed is unpacked, what is encoded is decoded, and what was guessed is said.

use std::borrow::Cow;
use std::io::Read as _;

use encoding_rs::{EUC_KR, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Unpacks gzip and zstd; other bytes pass as they are.
///
/// # Errors
/// A sentence, if more than `most` bytes are there or come out.
pub(super) fn inflated(bytes: Vec<u8>, most: u64) -> Result<Vec<u8>, String> {
    let too_large = || format!("it holds more than {} MB of text, which no zones need", most >> 20);
    let mut out = Vec::new();
    let read = if bytes.starts_with(b"\x1f\x8b") {
        flate2::read::MultiGzDecoder::new(bytes.as_slice()).take(most + 1).read_to_end(&mut out)
    } else if bytes.starts_with(b"\x28\xb5\x2f\xfd") {
        let decoder = zstd::stream::read::Decoder::with_buffer(bytes.as_slice());
        decoder.and_then(|mut decoder| {
            // What a frame may ask for beforehand: 2^27 bytes is the format's own recommendation for decoders.
            decoder.window_log_max(27)?;
            decoder.take(most + 1).read_to_end(&mut out)
        })
    } else {
        out = bytes;
        Ok(0)
    };
    read.map_err(|error| format!("its compressed content is damaged: {error}"))?;
    if out.len() as u64 > most { Err(too_large()) } else { Ok(out) }
}

/// Text from bytes: by byte order mark, by the encoding an XML prolog names, by being UTF-8, else as CP949. Also what was
/// assumed, as the second half of a sentence, if anything was.
pub(in crate::io) fn decoded(bytes: Vec<u8>) -> (String, Option<&'static str>) {
    if let Some((encoding, _)) = Encoding::for_bom(&bytes) {
        return with(encoding, &bytes);
    }
    match bytes.get(..4) {
        Some([b'<' | b'{' | b'[', 0, _, 0]) => return with(UTF_16LE, &bytes),
        Some([0, b'<' | b'{' | b'[', 0, _]) => return with(UTF_16BE, &bytes),
        _ => {}
    }
    let stated = prolog_encoding(&bytes).filter(|stated| ![UTF_8, UTF_16LE, UTF_16BE].contains(stated));
    if let Some(stated) = stated
        && stated.decode_without_bom_handling_and_without_replacement(&bytes).is_some()
    {
        return with(stated, &bytes);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, None),
        Err(error) => error.into_bytes(),
    };
    match EUC_KR.decode_without_bom_handling_and_without_replacement(&bytes) {
        Some(text) => (text.into_owned(), Some("its text is not UTF-8 and was read as CP949 (Korean)")),
        None => (
            String::from_utf8_lossy(&bytes).into_owned(),
            Some("its text is neither UTF-8 nor CP949; characters that are neither became �"),
        ),
    }
}

fn with(encoding: &'static Encoding, bytes: &[u8]) -> (String, Option<&'static str>) {
    let (text, _, has_faults) = encoding.decode(bytes);
    let said = has_faults.then_some("its text has faults in its encoding; what could not be read became �");
    (text.into_owned(), said)
}

/// The encoding that `<?xml … encoding="…"?>` names.
pub(in crate::io) fn prolog_encoding(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(200))?;
    let head = head.trim_ascii_start();
    if !head.starts_with(b"<?xml") {
        return None;
    }
    let head: Cow<'_, str> = String::from_utf8_lossy(head);
    let (prolog, _) = head.split_once("?>")?;
    let (_, after) = prolog.split_once("encoding")?;
    let after = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let label = after.split(quote).nth(1)?.trim().to_ascii_lowercase();
    match label.as_str() {
        "cp949" | "ms949" | "uhc" | "ks_c_5601-1987" | "ksc5601" => Some(EUC_KR),
        _ => Encoding::for_label(label.as_bytes()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_writing_hangul_is_read() {
        let text = "<?xml version='1.0' encoding='euc-kr'?><a>서해</a>";
        let (euc_kr, ..) = EUC_KR.encode(text);
        assert_eq!(decoded(euc_kr.into_owned()), (text.to_owned(), None));
        let utf_16 = |order: fn(u16) -> [u8; 2], mark: bool| {
            let mark = mark.then_some(0xFEFF_u16);
            mark.into_iter().chain("<a>서해</a>".encode_utf16()).flat_map(order).collect::<Vec<u8>>()
        };
        for bytes in [
            utf_16(u16::to_le_bytes, true),
            utf_16(u16::to_be_bytes, true),
            utf_16(u16::to_le_bytes, false),
            utf_16(u16::to_be_bytes, false),
            "<a>서해</a>".as_bytes().to_vec(),
            [b"\xEF\xBB\xBF", "<a>서해</a>".as_bytes()].concat(),
        ] {
            assert_eq!(decoded(bytes), ("<a>서해</a>".to_owned(), None));
        }
        let (bare, ..) = EUC_KR.encode("{\"이름\":\"서해\"}");
        let (text, assumed) = decoded(bare.into_owned());
        assert_eq!((text.as_str(), assumed.is_some()), ("{\"이름\":\"서해\"}", true));
        // A prolog that lies: the text is UTF-8 all the same.
        let lying = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><a>서해</a>";
        assert_eq!(decoded(lying.as_bytes().to_vec()).0, lying);
    }

    #[test]
    fn a_bomb_is_refused_before_it_fills_memory() {
        let bomb = zstd::encode_all(std::io::repeat(b' ').take(64 << 20), 1).unwrap();
        assert!(bomb.len() < 100_000);
        assert!(inflated(bomb, 1 << 20).is_err_and(|error| error.contains("more than 1 MB")));
        assert!(inflated(vec![b' '; 2 << 20], 1 << 20).is_err());
        assert!(inflated(b"\x1f\x8b\x08\x00damaged".to_vec(), 1 << 20).is_err());
    }
}
