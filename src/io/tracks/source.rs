//! Bytes as they come: from a file or memory, compressed or not, in whatever Unicode.
//!
//! Owns decompression (gzip, zstd, zip) and its limits: nothing is ever held whole, and what expands without end is
//! refused. Never looks at what the text says. Start at [`read_each`].

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_16BE, UTF_16LE};

use super::ReadError;
use crate::report::{Progress, Report};

/// Compressed text may expand to this many bytes whatever its ratio.
const FREE_BYTES: u64 = 256 << 20;
/// Beyond that, to so many times the size of the file. Real archives of AIS tables reach 10 to 40; a bomb 1000 and more.
const MAX_RATIO: u64 = 250;
/// How much is read at a time.
const BUFFER_BYTES: usize = 256 << 10;

/// Where a file's bytes are.
pub(super) enum Bytes<'a> {
    File(File),
    Memory(Cursor<&'a [u8]>),
}

impl Read for Bytes<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::File(file) => file.read(buf),
            Self::Memory(memory) => memory.read(buf),
        }
    }
}

impl<'a> Bytes<'a> {
    /// The same bytes, to be read at any place.
    fn lie(&self) -> Option<Lies<'a>> {
        match self {
            Self::File(file) => file.try_clone().ok().map(|file| Lies::File(Arc::new(file))),
            Self::Memory(memory) => Some(Lies::Memory(memory.get_ref())),
        }
    }
}

impl Seek for Bytes<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match self {
            Self::File(file) => file.seek(to),
            Self::Memory(memory) => memory.seek(to),
        }
    }
}

/// One text of a file: the file itself, or a member of an archive.
pub(super) struct Text<'a> {
    /// The member's name, if it is one.
    pub(super) member: Option<String>,
    /// Whether it was compressed, so that its end may be cut off.
    pub(super) is_compressed: bool,
    pub(super) reader: &'a mut dyn Read,
    /// Where its bytes lie as they are, if they do.
    pub(super) place: Option<Place<'a>>,
}

/// Text that can be read at any place, since it lies in a file or in memory as it is.
#[derive(Clone)]
pub(super) struct Place<'a> {
    lies: Lies<'a>,
    /// Where the text begins: after a byte order mark.
    pub(super) from: u64,
    /// How many bytes of it there were when the file was opened.
    pub(super) len: u64,
    pub(super) progress: Progress,
}

#[derive(Clone)]
enum Lies<'a> {
    File(Arc<File>),
    Memory(&'a [u8]),
}

impl Place<'_> {
    /// Reads bytes from a place on; how many, 0 at the end.
    pub(super) fn read_at(&self, buf: &mut [u8], at: u64) -> io::Result<usize> {
        match &self.lies {
            #[cfg(unix)]
            Lies::File(file) => std::os::unix::fs::FileExt::read_at(&**file, buf, at),
            #[cfg(windows)]
            Lies::File(file) => std::os::windows::fs::FileExt::seek_read(&**file, buf, at),
            Lies::Memory(bytes) => {
                let rest = usize::try_from(at).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
                (&mut &*rest).read(buf)
            }
        }
    }
}

/// What stopped the reading of an archive.
pub(super) enum Trouble<E> {
    /// The bytes themselves.
    Io(&'static str, io::Error),
    /// What was done with them.
    Work(E),
}

/// Hands each text of a file to `work`, as [`for_each`] does; an archive that holds none has no `what` in it.
pub(super) fn read_each(
    bytes: Bytes<'_>,
    path: &Path,
    progress: &Progress,
    what: &str,
    wants: impl Fn(&str) -> bool,
    work: impl FnMut(Text<'_>) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    match for_each(bytes, progress, wants, work) {
        Ok(0) => Err(ReadError::failed(path, format!("a zip archive without {what} in it"))),
        Ok(_) => Ok(()),
        Err(Trouble::Work(error)) => Err(error),
        Err(Trouble::Io(why, error)) => Err(ReadError::io(path, why, error)),
    }
}

/// What messages call a file, or a member of an archive.
pub(super) fn name_of(path: &Path, member: Option<&str>) -> String {
    member.map_or_else(|| path.display().to_string(), |member| format!("{}/{member}", path.display()))
}

/// Settles what ended a text before its time: compressed text may be damaged or cut off, and the lines before that were read.
pub(super) fn settle(
    fault: Option<io::Error>,
    is_compressed: bool,
    path: &Path,
    file: &str,
    n_lines: u64,
    report: &mut Report,
) -> Result<(), ReadError> {
    match fault {
        None => Ok(()),
        Some(error) if is_refusal(&error) || !is_compressed => {
            Err(ReadError::io(path, "cannot be read to its end", error))
        }
        Some(error) => {
            let what =
                format!("{file}: damaged or cut off after line {n_lines}; the lines before it were read ({error})");
            report.note(what);
            Ok(())
        }
    }
}

/// Hands each text of a file to `work`: of a zip archive those whose name passes `wants`, of any other the one it is.
/// Returns how many there were.
pub(super) fn for_each<E>(
    mut bytes: Bytes<'_>,
    progress: &Progress,
    wants: impl Fn(&str) -> bool,
    mut work: impl FnMut(Text<'_>) -> Result<(), E>,
) -> Result<u64, Trouble<E>> {
    let cannot_read = |error| Trouble::Io("cannot be read", error);
    let mut magic = Vec::new();
    let total = bytes.seek(SeekFrom::End(0)).unwrap_or(0);
    // A pipe cannot be wound back: it is read from where it stands.
    let is_seekable = bytes.rewind().is_ok();
    if is_seekable {
        bytes.by_ref().take(4).read_to_end(&mut magic).map_err(cannot_read)?;
        bytes.rewind().map_err(cannot_read)?;
    }
    let budget = Budget { spent: Arc::default(), limit: FREE_BYTES.max(total.saturating_mul(MAX_RATIO)) };
    let lies = bytes.lie().filter(|_| is_seekable);
    let mut counted = Counted { inner: bytes, progress: progress.clone() };
    match magic.as_slice() {
        b"PK\x03\x04" => return for_each_member(counted, &budget, wants, work),
        [0x1f, 0x8b, ..] => {
            let unzipped = flate2::read::MultiGzDecoder::new(BufReader::with_capacity(BUFFER_BYTES, counted));
            let mut reader = unicode(budget.guard(unzipped)).map_err(cannot_read)?;
            work(Text { member: None, is_compressed: true, reader: &mut reader, place: None })
        }
        [0x28, 0xb5, 0x2f, 0xfd] => {
            let unzipped = zstd::stream::read::Decoder::new(counted).map_err(cannot_read)?;
            let mut reader = unicode(budget.guard(unzipped)).map_err(cannot_read)?;
            work(Text { member: None, is_compressed: true, reader: &mut reader, place: None })
        }
        _ => {
            let mut reader = unicode(&mut counted).map_err(cannot_read)?;
            let place = lies.zip(reader.as_it_lies()).map(|(lies, from)| {
                let from = from as u64;
                Place { lies, from, len: total.saturating_sub(from), progress: progress.clone() }
            });
            work(Text { member: None, is_compressed: false, reader: &mut reader, place })
        }
    }
    .map_err(Trouble::Work)?;
    Ok(1)
}

fn for_each_member<E>(
    archive: Counted<'_>,
    budget: &Budget,
    wants: impl Fn(&str) -> bool,
    mut work: impl FnMut(Text<'_>) -> Result<(), E>,
) -> Result<u64, Trouble<E>> {
    let mut archive = zip::ZipArchive::new(BufReader::with_capacity(BUFFER_BYTES, archive))
        .map_err(|error| Trouble::Io("a broken zip archive", error.into()))?;
    let mut n = 0;
    for idx in 0..archive.len() {
        let cannot_unpack = |error| Trouble::Io("a member of the archive cannot be unpacked", error);
        let member = archive.by_index(idx).map_err(|error| cannot_unpack(error.into()))?;
        let name = match member.name() {
            Ok(name) => name.into_owned(),
            Err(_) => format!("member {}", idx + 1),
        };
        if !member.is_file() || !wants(&name) {
            continue;
        }
        let mut reader = unicode(budget.guard(member)).map_err(cannot_unpack)?;
        work(Text { member: Some(name), is_compressed: true, reader: &mut reader, place: None })
            .map_err(Trouble::Work)?;
        n += 1;
    }
    Ok(n)
}

/// Tells the progress of what is read.
struct Counted<'a> {
    inner: Bytes<'a>,
    progress: Progress,
}

impl Read for Counted<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.progress.add_bytes(n as u64);
        Ok(n)
    }
}

impl Seek for Counted<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

/// How many bytes a whole file may expand to, over all its members.
struct Budget {
    spent: Arc<AtomicU64>,
    limit: u64,
}

impl Budget {
    fn guard<R>(&self, inner: R) -> Guarded<R> {
        Guarded { inner, spent: Arc::clone(&self.spent), limit: self.limit }
    }
}

struct Guarded<R> {
    inner: R,
    spent: Arc<AtomicU64>,
    limit: u64,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        if self.spent.fetch_add(n as u64, Ordering::Relaxed) + n as u64 > self.limit {
            return Err(io::Error::new(
                io::ErrorKind::FileTooLarge,
                format!("it expands to more than {MAX_RATIO} times its size, as a decompression bomb does"),
            ));
        }
        Ok(n)
    }
}

/// Whether an error is a refusal to go on, not a fault in the bytes.
pub(super) fn is_refusal(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::FileTooLarge
}

/// The same text as UTF-8 if it is UTF-16; as it is otherwise, without a byte order mark.
fn unicode<R: Read>(mut inner: R) -> io::Result<Unicode<R>> {
    let mut head = Vec::new();
    match inner.by_ref().take(4096).read_to_end(&mut head) {
        Ok(_) => {}
        // What was read before a fault is still there, and the fault comes back at the next call.
        Err(_) if !head.is_empty() => {}
        Err(error) => return Err(error),
    }
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let is_mostly = |n: usize| head.len() >= 8 && n > head.len() / 4;
    let decoder = if head.starts_with(b"\xff\xfe") || (is_mostly(zeros(1)) && !is_mostly(zeros(0))) {
        Some(UTF_16LE.new_decoder_with_bom_removal())
    } else if head.starts_with(b"\xfe\xff") || (is_mostly(zeros(0)) && !is_mostly(zeros(1))) {
        Some(UTF_16BE.new_decoder_with_bom_removal())
    } else {
        None
    };
    let skip = if decoder.is_none() && head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    Ok(Unicode { inner, raw: head, raw_at: skip, decoder, text: Vec::new(), text_at: 0, is_at_end: false })
}

/// The text of a stated encoding as UTF-8; of `head` and then of what `inner` still has. What is none becomes �.
pub(super) fn decoded<R: Read>(head: Vec<u8>, inner: R, encoding: &'static Encoding) -> impl Read {
    let decoder = Some(encoding.new_decoder_without_bom_handling());
    Unicode { inner, raw: head, raw_at: 0, decoder, text: Vec::new(), text_at: 0, is_at_end: false }
}

struct Unicode<R> {
    inner: R,
    /// Bytes read ahead, from `raw_at` on.
    raw: Vec<u8>,
    raw_at: usize,
    decoder: Option<Decoder>,
    /// Decoded text not yet handed out, from `text_at` on.
    text: Vec<u8>,
    text_at: usize,
    is_at_end: bool,
}

impl<R: Read> Unicode<R> {
    /// Where text that is UTF-8 already begins, before anything is read.
    fn as_it_lies(&self) -> Option<usize> {
        self.decoder.is_none().then_some(self.raw_at)
    }

    fn take_raw(&mut self, buf: &mut [u8]) -> Option<usize> {
        let ahead = self.raw.get(self.raw_at..).filter(|ahead| !ahead.is_empty())?;
        let n = ahead.len().min(buf.len());
        buf.get_mut(..n)?.copy_from_slice(ahead.get(..n)?);
        self.raw_at += n;
        Some(n)
    }

    /// Decodes the next piece into `text`.
    fn decode(&mut self) -> io::Result<()> {
        let Some(decoder) = &mut self.decoder else { return Ok(()) };
        if self.raw_at >= self.raw.len() {
            self.raw.resize(64 << 10, 0);
            let n = self.inner.read(&mut self.raw)?;
            self.raw.truncate(n);
            self.raw_at = 0;
            self.is_at_end = n == 0;
        }
        let ahead = self.raw.get(self.raw_at..).unwrap_or_default();
        let room = decoder.max_utf8_buffer_length(ahead.len()).unwrap_or(1 << 20);
        self.text.resize(room, 0);
        let (result, n_read, n_written, _) = decoder.decode_to_utf8(ahead, &mut self.text, self.is_at_end);
        self.text.truncate(n_written);
        self.text_at = 0;
        self.raw_at += n_read;
        if self.is_at_end && result == CoderResult::InputEmpty {
            self.decoder = None;
        }
        Ok(())
    }
}

impl<R: Read> Read for Unicode<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(ahead) = self.text.get(self.text_at..).filter(|ahead| !ahead.is_empty()) {
                let n = ahead.len().min(buf.len());
                if let (Some(to), Some(from)) = (buf.get_mut(..n), ahead.get(..n)) {
                    to.copy_from_slice(from);
                }
                self.text_at += n;
                return Ok(n);
            }
            if self.decoder.is_none() {
                if self.is_at_end {
                    return Ok(0);
                }
                return match self.take_raw(buf) {
                    Some(n) => Ok(n),
                    None => self.inner.read(buf),
                };
            }
            self.decode()?;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn texts(bytes: &[u8]) -> Vec<(Option<String>, String)> {
        let mut texts = Vec::new();
        let found = for_each(
            Bytes::Memory(Cursor::new(bytes)),
            &Progress::default(),
            |_| true,
            |text| {
                let mut string = String::new();
                text.reader.read_to_string(&mut string)?;
                texts.push((text.member, string));
                Ok::<(), io::Error>(())
            },
        );
        assert!(found.is_ok());
        texts
    }

    #[test]
    fn every_wrapping_gives_the_same_text() {
        let text = "MMSI,선박명\n440000001,해양호\n";
        let utf_16 = |unit: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gz.write_all(text.as_bytes()).unwrap();
        let plain = text.as_bytes();
        for bytes in [
            plain.to_vec(),
            [b"\xef\xbb\xbf", plain].concat(),
            [b"\xff\xfe".to_vec(), utf_16(u16::to_le_bytes)].concat(),
            [b"\xfe\xff".to_vec(), utf_16(u16::to_be_bytes)].concat(),
            utf_16(u16::to_le_bytes),
            gz.finish().unwrap(),
            zstd::encode_all(plain, 1).unwrap(),
        ] {
            assert_eq!(texts(&bytes), [(None, text.to_owned())]);
        }
    }

    #[test]
    fn all_members_and_frames_are_read() {
        let gz = |text: &str| {
            let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            gz.write_all(text.as_bytes()).unwrap();
            gz.finish().unwrap()
        };
        assert_eq!(texts(&[gz("one,"), gz("two")].concat()), [(None, "one,two".to_owned())]);
        let zst = |text: &str| zstd::encode_all(text.as_bytes(), 1).unwrap();
        assert_eq!(texts(&[zst("one,"), zst("two")].concat()), [(None, "one,two".to_owned())]);
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a.csv", "b.csv"] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(name.as_bytes()).unwrap();
        }
        let zip = zip.finish().unwrap().into_inner();
        let expected = ["a.csv", "b.csv"].map(|name| (Some(name.to_owned()), name.to_owned()));
        assert_eq!(texts(&zip), expected);
    }

    #[test]
    fn a_bomb_is_refused() {
        let mut zst = zstd::stream::write::Encoder::new(Vec::new(), 1).unwrap();
        for _ in 0..(FREE_BYTES >> 20) + 2 {
            zst.write_all(&vec![0; 1 << 20]).unwrap();
        }
        let bomb = zst.finish().unwrap();
        let outcome = for_each(
            Bytes::Memory(Cursor::new(&bomb)),
            &Progress::default(),
            |_| true,
            |text| io::copy(text.reader, &mut io::sink()).map(drop),
        );
        assert!(matches!(outcome, Err(Trouble::Work(error)) if is_refusal(&error)));
    }
}
