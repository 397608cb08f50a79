//! The hash in a plan's file, by which anybody can tell whether it is as it was saved, and who signed that.
//!
//! Owns the line `"sha256":"…",` in the member `cordon`: the SHA-256, in hexadecimal, of all other bytes of the file, that is of
//! the file without this line. Signatures are made of that hash and stand behind it on the same line, so that they change
//! neither the hash nor each other. A version of a plan is named by the SHA-256 of its whole file, as `sha256sum` prints it
//! before anybody has signed.

use sha2::{Digest as _, Sha256};

use super::read::text_of;
use super::signature::{self, Signature, Signed};
use super::to_bytes;
use crate::io::json::{self, Members};
use crate::io::signing_key::SigningKey;
use crate::plan::Plan;
use crate::units::Timestamp;

/// Members of `cordon` that concern one file and no other.
pub(super) const MEMBERS: [&str; 2] = ["sha256", "signatures"];

/// The first line of the member `cordon`, after which the hash stands.
const BEFORE: &str = "\"cordon\":{\n";

/// Whether a file is as it was saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// Its bytes are those that its hash was made of.
    Unchanged,
    /// They are not: another program, or a person, has changed it since.
    Changed,
    /// It holds no hash.
    Unsealed,
}

/// What a plan's file says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// The name of this version: the SHA-256 of the whole file without its signatures.
    pub sha256: String,
    /// Whether it is as it was saved.
    pub content: Content,
    /// Who signed it, in the order of the file.
    pub signatures: Vec<Signed>,
}

impl Seal {
    /// Whether the file is as it was saved and all of its signatures hold.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.content == Content::Unchanged && self.signatures.iter().all(|signed| signed.holds)
    }

    /// The signatures that hold.
    #[must_use]
    pub fn holding(&self) -> Vec<Signature> {
        let holding = self.signatures.iter().filter(|signed| signed.holds);
        holding.map(|signed| signed.signature.clone()).collect()
    }
}

/// Why a file was not signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// Its hash does not fit.
    #[error("changed since it was saved (see `cordon verify`): open it, look at it and save it; nothing was signed")]
    Changed,
    /// It has no hash.
    #[error("holds no hash to sign: save it with Cordon first; nothing was signed")]
    Unsealed,
}

/// The hash that a plan's file states when it is saved: SHA-256, in hexadecimal, of all of the file but the line that states it.
#[must_use]
pub fn content_hash(plan: &Plan) -> String {
    sha256(&to_bytes(plan))
}

/// The bytes of a plan's file with their hash; the same plan always gives the same bytes.
#[must_use]
pub fn sealed(plan: &Plan) -> Vec<u8> {
    sealed_with(plan, &[])
}

/// As [`sealed`], with those of these signatures that hold for this content.
#[must_use]
pub fn sealed_with(plan: &Plan, signatures: &[Signature]) -> Vec<u8> {
    let bytes = to_bytes(plan);
    let hash = sha256(&bytes);
    let holding: Vec<Signature> = signatures.iter().filter(|signature| signature.holds(&hash)).cloned().collect();
    let Some(at) = find(&bytes, BEFORE.as_bytes()).map(|at| at + BEFORE.len()) else { return bytes };
    let (before, after) = bytes.split_at_checked(at).unwrap_or((&bytes, &[]));
    [before, line(&hash, &holding).as_bytes(), after].concat()
}

/// A plan's file with one more signature, made at `now`. Who signed it before and does so again signs once.
///
/// # Errors
/// [`SignError`] where its own hash does not say what is signed.
pub fn signed(bytes: &[u8], key: &SigningKey, now: Timestamp) -> Result<Vec<u8>, SignError> {
    match seal_of(bytes).content {
        Content::Unchanged => {}
        Content::Changed => return Err(SignError::Changed),
        Content::Unsealed => return Err(SignError::Unsealed),
    }
    let Sealed { before, hash, mut signatures, after } = Sealed::of(bytes).ok_or(SignError::Unsealed)?;
    let new = Signature::new(&hash, key, now);
    signatures.retain(|earlier| earlier.key != new.key);
    signatures.push(new);
    Ok([before, line(&hash, &signatures).as_bytes(), after].concat())
}

/// What the bytes of a plan's file say of themselves.
#[must_use]
pub fn seal_of(bytes: &[u8]) -> Seal {
    let head = text_of(bytes, "").ok().and_then(|text| {
        let cordon = Members::parse(text).ok()?.get("cordon")?;
        Members::parse(cordon.get()).ok()
    });
    let said = head.as_ref().and_then(|head| head.string("sha256"));
    let found = Sealed::of(bytes).filter(|found| said.as_ref() == Some(&found.hash));
    if let Some(Sealed { before, hash, signatures, after }) = found {
        let actual = sha256(&[before, after].concat());
        let content = if actual == hash { Content::Unchanged } else { Content::Changed };
        let signed = |signature: Signature| Signed { holds: signature.holds(&actual), signature };
        let name = sha256(&[before, line(&hash, &[]).as_bytes(), after].concat());
        return Seal { sha256: name, content, signatures: signatures.into_iter().map(signed).collect() };
    }
    // Signatures without the hash that they were made of prove nothing.
    let loose = head.as_ref().and_then(|head| signature::parse(head.get("signatures")?)).unwrap_or_default();
    Seal {
        sha256: sha256(bytes),
        content: if said.is_some() { Content::Changed } else { Content::Unsealed },
        signatures: loose.into_iter().map(|signature| Signed { signature, holds: false }).collect(),
    }
}

/// A file taken apart at the line that states its hash.
struct Sealed<'a> {
    before: &'a [u8],
    hash: String,
    signatures: Vec<Signature>,
    after: &'a [u8],
}

impl<'a> Sealed<'a> {
    /// `None` unless the line stands in its place and holds nothing but the hash and signatures: no hash covers it.
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let (before, rest) = bytes.split_at_checked(find(bytes, BEFORE.as_bytes())? + BEFORE.len())?;
        let (line, after) = rest.split_at_checked(find(rest, b"\n")? + 1)?;
        let inside = std::str::from_utf8(line).ok()?.strip_suffix(",\n")?;
        let text = format!("{{{inside}}}");
        let members = Members::parse(&text).ok()?;
        let names: Vec<&str> = members.0.iter().map(|(name, _)| name.as_str()).collect();
        let signatures = match names.as_slice() {
            ["sha256"] => Vec::new(),
            ["sha256", "signatures"] => signature::parse(members.get("signatures")?)?,
            _ => return None,
        };
        Some(Self { before, hash: members.string("sha256")?, signatures, after })
    }
}

/// The line that states a hash and who signed it.
fn line(hash: &str, signatures: &[Signature]) -> String {
    let hash = json::quoted(hash);
    match signatures {
        [] => format!("\"sha256\":{hash},\n"),
        some => format!("\"sha256\":{hash},\"signatures\":{},\n", signature::text(some)),
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// The SHA-256 of some bytes, in hexadecimal.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String cannot fail.
        let _infallible = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::PlanId;
    use crate::report::Progress;
    use crate::units::Timestamp;
    use uuid::Uuid;

    fn plan() -> Plan {
        let moment = Timestamp::from_civil(2018, 1, 16, 0, 0, 0).expect("a moment");
        let mut plan = Plan::new(PlanId(Uuid::nil()), moment);
        plan.title = "\"cordon\":{\n\"sha256\":\"".into();
        plan
    }

    #[test]
    fn a_hash_is_that_of_the_file_without_its_line() {
        // FIPS 180-4's example.
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        let bytes = sealed(&plan());
        let text = String::from_utf8(bytes.clone()).expect("UTF-8");
        let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("\"sha256\":")).collect();
        assert!(text.contains(&sha256(format!("{}\n", lines.join("\n")).as_bytes())));
        assert_eq!(seal_of(&bytes), Seal { sha256: sha256(&bytes), content: Content::Unchanged, signatures: vec![] });
    }

    #[test]
    fn a_changed_byte_is_noticed_and_a_missing_hash_said() {
        let bytes = sealed(&plan());
        for at in [0, bytes.len() / 2, bytes.len() - 2] {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert_ne!(seal_of(&changed).content, Content::Unchanged, "byte {at}");
        }
        assert_eq!(seal_of(&to_bytes(&plan())).content, Content::Unsealed);
        assert_eq!(seal_of(b"no JSON").content, Content::Unsealed);
    }

    #[test]
    fn a_hash_is_not_carried_into_the_next_version() {
        let (plan, _, _) = super::super::from_bytes(&sealed(&plan()), "plan", &Progress::default()).expect("a plan");
        assert_eq!(plan.foreign.0, []);
        assert_eq!(seal_of(&sealed(&plan)).content, Content::Unchanged);
    }

    fn key(seed: u8, name: &str) -> SigningKey {
        SigningKey::from_seed(&[seed; 32], name).expect("a key")
    }

    fn moment() -> Timestamp {
        Timestamp::from_civil(2018, 1, 16, 3, 0, 0).expect("a moment")
    }

    /// A plan's file that two people signed.
    fn signed_twice() -> Vec<u8> {
        let once = signed(&sealed(&plan()), &key(1, "Lt Kim"), moment()).expect("signed");
        signed(&once, &key(2, "박 소령 \"2\""), moment()).expect("signed")
    }

    #[test]
    fn several_sign_one_content_and_neither_hash_nor_version_changes() {
        let (bytes, unsigned) = (signed_twice(), sealed(&plan()));
        let seal = seal_of(&bytes);
        let names: Vec<_> = seal.signatures.iter().map(|s| (s.signature.name.as_str(), s.holds)).collect();
        assert_eq!(names, [("Lt Kim", true), ("박 소령 \"2\"", true)]);
        assert_eq!((seal.content, seal.holds(), &seal.sha256), (Content::Unchanged, true, &sha256(&unsigned)));
        // The line that states the hash is the only one that differs, and the hash is that of all the others.
        let without = |bytes: &[u8]| {
            let text = String::from_utf8(bytes.to_vec()).expect("UTF-8");
            text.lines()
                .filter(|line| !line.starts_with("\"sha256\":"))
                .map(|line| format!("{line}\n"))
                .collect::<String>()
        };
        assert_eq!(without(&bytes), without(&unsigned));
        assert!(String::from_utf8_lossy(&bytes).contains(&sha256(without(&bytes).as_bytes())));
        // Who signs again signs once.
        let again = signed(&bytes, &key(1, "Cdr Kim"), moment()).expect("signed");
        let again = seal_of(&again);
        assert_eq!(again.signatures.len(), 2);
        assert_eq!(again.signatures[1].signature.name, "Cdr Kim");
    }

    #[test]
    fn a_signature_holds_for_its_content_name_and_moment_alone() {
        let text = String::from_utf8(signed_twice()).expect("UTF-8");
        for (from, to) in [("Lt Kim", "Lt Kin"), ("03:00:00Z", "04:00:00Z"), ("Lt Kim", "Lt Kim\\nx")] {
            let seal = seal_of(text.replace(from, to).as_bytes());
            assert_eq!((seal.content, seal.holds()), (Content::Unchanged, false), "{to}");
        }
        // Someone who changes the content and states its new hash leaves signatures that hold no more.
        let mut other = plan();
        other.author = "another".into();
        let other = String::from_utf8(sealed(&other)).expect("UTF-8");
        let hash_line = |text: &str| text.lines().nth(3).expect("a fourth line").to_owned();
        let (theirs, own) = (hash_line(&text), hash_line(&other));
        let forged = other.replace(&own, &format!("{}{}", own, &theirs[own.len()..]));
        let seal = seal_of(forged.as_bytes());
        assert_eq!((seal.content, seal.signatures.len()), (Content::Unchanged, 2), "{forged}");
        assert!(seal.signatures.iter().all(|signed| !signed.holds));
    }

    #[test]
    fn nothing_can_hide_on_the_line_that_no_hash_covers() {
        let text = String::from_utf8(signed_twice()).expect("UTF-8");
        for (from, to) in [
            ("\"signatures\":[", "\"title\":\"other\",\"signatures\":["),
            ("\"signatures\":[", "\"signatures\":[7,"),
            ("\"name\":\"Lt Kim\"", "\"rank\":\"x\",\"name\":\"Lt Kim\""),
            ("\"name\":\"Lt Kim\",", ""),
        ] {
            let changed = text.replacen(from, to, 1);
            assert_ne!(changed, text);
            assert_ne!(seal_of(changed.as_bytes()).content, Content::Unchanged, "{to}");
        }
    }

    #[test]
    fn what_is_not_as_it_was_saved_is_not_signed() {
        assert_eq!(signed(&to_bytes(&plan()), &key(1, ""), moment()), Err(SignError::Unsealed));
        let text = String::from_utf8(sealed(&plan())).expect("UTF-8").replace("\"title\"", "\"Title\"");
        assert_eq!(signed(text.as_bytes(), &key(1, ""), moment()), Err(SignError::Changed));
    }

    #[test]
    fn signatures_stay_with_what_was_signed() {
        let bytes = signed_twice();
        let (read, _, _) = super::super::from_bytes(&bytes, "plan", &Progress::default()).expect("a plan");
        assert_eq!(read.foreign.0, []);
        let signatures = seal_of(&bytes).holding();
        assert_eq!(sealed_with(&read, &signatures), bytes);
        let mut changed = read.clone();
        changed.title = "another".into();
        assert_eq!(sealed_with(&changed, &signatures), sealed(&changed));
        assert_eq!(sealed(&read), sealed(&plan()));
    }
}
