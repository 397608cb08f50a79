//! The hash in a plan's file, by which anybody can tell whether it is as it was saved.
//!
//! Owns the line `"sha256":"…",` in the member `cordon`: the SHA-256, in hexadecimal, of all other bytes of the file, that is of
//! the file without this line. A version of a plan is named by the SHA-256 of its whole file, as `sha256sum` prints it.

use sha2::{Digest as _, Sha256};

use super::read::text_of;
use super::to_bytes;
use crate::io::json::{self, Members};
use crate::plan::Plan;

/// Members of `cordon` that concern one file and no other.
pub(super) const MEMBERS: [&str; 1] = ["sha256"];

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
    /// The SHA-256 of the whole file: the name of this version.
    pub sha256: String,
    /// Whether it is as it was saved.
    pub content: Content,
}

/// The hash that a plan's file states when it is saved: SHA-256, in hexadecimal, of all of the file but the line that states it.
#[must_use]
pub fn content_hash(plan: &Plan) -> String {
    sha256(&to_bytes(plan))
}

/// The bytes of a plan's file with their hash; the same plan always gives the same bytes.
#[must_use]
pub fn sealed(plan: &Plan) -> Vec<u8> {
    let bytes = to_bytes(plan);
    let line = format!("\"sha256\":\"{}\",\n", sha256(&bytes));
    let Some(at) = find(&bytes, BEFORE.as_bytes()).map(|at| at + BEFORE.len()) else { return bytes };
    let (before, after) = bytes.split_at_checked(at).unwrap_or((&bytes, &[]));
    [before, line.as_bytes(), after].concat()
}

/// What the bytes of a plan's file say of themselves.
#[must_use]
pub fn seal_of(bytes: &[u8]) -> Seal {
    let said = text_of(bytes, "").ok().and_then(|text| {
        let cordon = Members::parse(text).ok()?.get("cordon")?;
        Members::parse(cordon.get()).ok()?.string("sha256")
    });
    let content = match said {
        None => Content::Unsealed,
        Some(said) => {
            let line = format!("\"sha256\":{},\n", json::quoted(&said));
            let without = find(bytes, BEFORE.as_bytes()).map(|at| at + BEFORE.len()).and_then(|at| {
                let (before, after) = bytes.split_at_checked(at)?;
                Some([before, after.strip_prefix(line.as_bytes())?].concat())
            });
            if without.is_some_and(|bytes| sha256(&bytes) == said) { Content::Unchanged } else { Content::Changed }
        }
    };
    Seal { sha256: sha256(bytes), content }
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
        assert_eq!(seal_of(&bytes), Seal { sha256: sha256(&bytes), content: Content::Unchanged });
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
}
