//! The hash in a dossier's file, by which anybody can tell whether it is as it was written.
//!
//! Owns the line `"sha256":"…",` that follows the first member: the SHA-256, in hexadecimal, of all other bytes of the file, that is of the file
//! without this line. The files that were read stand behind it on the same line, with a hash of their own: the same rows in other
//! files, or in another order, are the same dossier.

use serde_json::json;

use super::to_bytes;
use crate::dossier::{Dossier, SourceFile};
use crate::io::json::{Members, elements, number, quoted, string, too_deep};
use crate::io::plan_geojson::{Content, sha256};

/// What a dossier's file begins with.
const BEGINNING: &[u8] = b"{\n\"cordon_dossier\":";
/// The member that makes a file a dossier.
const MEMBER: &str = "cordon_dossier";
/// The most files that are told of.
const MOST_FILES: usize = 1000;

/// What a dossier's file says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierSeal {
    /// Whether it is as it was written.
    pub content: Content,
    /// The hash of what it holds: SHA-256 of the file without the line that states it.
    pub sha256: String,
    /// What it is about, as far as it says so: `vessel 441000001`.
    pub subject: String,
    /// The files that it was made from, as far as it says so.
    pub files: Vec<SourceFile>,
}

/// The hash that a dossier's file states.
#[must_use]
pub fn content_hash(dossier: &Dossier) -> String {
    sha256(&to_bytes(dossier))
}

/// The bytes of a dossier's file with their hash.
#[must_use]
pub fn sealed(dossier: &Dossier) -> Vec<u8> {
    let bytes = to_bytes(dossier);
    let Some((before, after)) = first_member(&bytes) else { return bytes };
    let file = |file: &SourceFile| {
        let hash = file.sha256.as_ref().map_or_else(String::new, |hash| format!(",\"sha256\":{}", quoted(hash)));
        format!("{{\"name\":{}{hash}}}", quoted(&file.name))
    };
    let files = (!dossier.files.is_empty())
        .then(|| format!("[{}]", dossier.files.iter().map(file).collect::<Vec<_>>().join(",")));
    let line = line(&sha256(&bytes), files.as_deref());
    [before, line.as_bytes(), after].concat()
}

/// Whether bytes are a dossier's: an object with its member. What is no JSON (any more) is one if it begins so.
#[must_use]
pub fn is_dossier(bytes: &[u8]) -> bool {
    bytes.starts_with(BEGINNING) || members(bytes).is_some_and(|members| members.get(MEMBER).is_some())
}

/// What the bytes of a dossier's file say of themselves.
#[must_use]
pub fn seal_of(bytes: &[u8]) -> DossierSeal {
    let members = members(bytes);
    let subject = members.as_ref().map(subject_of).unwrap_or_default();
    if let Some(Sealed { before, hash, files, files_hold, after }) = Sealed::of(bytes) {
        let actual = sha256(&[before, after].concat());
        let content = if actual == hash && files_hold { Content::Unchanged } else { Content::Changed };
        return DossierSeal { content, sha256: actual, subject, files };
    }
    let is_stated = members.as_ref().is_none_or(|members| members.get("sha256").is_some());
    let content = if is_stated { Content::Changed } else { Content::Unsealed };
    DossierSeal { content, sha256: sha256(bytes), subject, files: Vec::new() }
}

/// What `cordon verify` says of a dossier, for a program.
#[must_use]
pub fn verified_json(file: &str, seal: &DossierSeal) -> String {
    let files = seal.files.iter().map(|file| json!({"name": file.name, "sha256": file.sha256}));
    json!({
        "file": file,
        "kind": "dossier",
        "content": match seal.content {
            Content::Unchanged => "unchanged",
            Content::Changed => "changed",
            Content::Unsealed => "unsealed",
        },
        "sha256": seal.sha256,
        "subject": seal.subject,
        "files": files.collect::<Vec<_>>(),
    })
    .to_string()
}

/// The members of a text that is an object and nests no deeper than any dossier.
fn members(bytes: &[u8]) -> Option<Members<'_>> {
    let text = std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{feff}');
    (too_deep(text.as_bytes()).is_none()).then(|| Members::parse(text).ok()).flatten()
}

fn subject_of(members: &Members<'_>) -> String {
    let kind = members.string("kind").unwrap_or_default();
    let of = match kind.as_str() {
        "vessel" => members.get("mmsi").and_then(number).map(|mmsi| format!("{mmsi:09}")),
        "finding" => members.string("id"),
        _ => return String::new(),
    };
    let of = of.filter(|of| of.len() <= 64 && of.chars().all(|c| c.is_ascii_alphanumeric()));
    of.map_or_else(String::new, |of| format!("{kind} {of}"))
}

/// A file taken apart at the line that states its hash.
struct Sealed<'a> {
    before: &'a [u8],
    hash: String,
    files: Vec<SourceFile>,
    /// Whether the files are those that were written.
    files_hold: bool,
    after: &'a [u8],
}

impl<'a> Sealed<'a> {
    /// `None` unless the line stands in its place and holds nothing but the hash and files: no hash covers it.
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let (before, rest) = first_member(bytes)?;
        let end = rest.iter().position(|byte| *byte == b'\n')?;
        let (stated, after) = rest.split_at_checked(end + 1)?;
        let inside = std::str::from_utf8(stated).ok()?.strip_suffix(",\n")?;
        if too_deep(inside.as_bytes()).is_some() {
            return None;
        }
        let text = format!("{{{inside}}}");
        let members = Members::parse(&text).ok()?;
        let hash = members.string("sha256")?;
        let names: Vec<&str> = members.0.iter().map(|(name, _)| name.as_str()).collect();
        let files_text = match names.as_slice() {
            ["sha256"] => None,
            ["sha256", "files", "files_sha256"] => Some(members.get("files")?.get()),
            _ => return None,
        };
        // Written again it is the same line, hash of the files and all; or somebody has changed it.
        let files_hold = line(&hash, files_text).as_bytes() == stated;
        let files = files_text.map(files_of).unwrap_or_default();
        Some(Self { before, hash, files, files_hold, after })
    }
}

fn files_of(text: &str) -> Vec<SourceFile> {
    let file = |text: &str| {
        let members = Members::parse(text).ok()?;
        Some(SourceFile { name: members.string("name")?, sha256: members.get("sha256").and_then(string) })
    };
    let all = elements(text).unwrap_or_default();
    all.into_iter().take(MOST_FILES).filter_map(|raw| file(raw.get())).collect()
}

/// The bytes up to the end of the line of the first member, and those behind.
fn first_member(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let rest = bytes.strip_prefix(BEGINNING)?;
    let end = rest.iter().position(|byte| *byte == b'\n')? + 1 + BEGINNING.len();
    bytes.split_at_checked(end)
}

/// The line that states a hash and the files that were read.
fn line(hash: &str, files: Option<&str>) -> String {
    let stated = format!("\"sha256\":{}", quoted(hash));
    let files = files.map_or_else(String::new, |files| {
        let of_files = sha256(format!("{hash}\n{files}").as_bytes());
        format!(",\"files\":{files},\"files_sha256\":{}", quoted(&of_files))
    });
    format!("{stated}{files},\n")
}
