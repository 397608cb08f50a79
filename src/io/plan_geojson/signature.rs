//! Signatures in a plan's file: who stands by this content.
//!
//! Owns the array `signatures` of the member `cordon`, and the exact bytes that are signed ([`statement`]). A signature says that
//! whoever has a key signed this content; whose key it is, others must know. Start at [`Signature`].

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::value::RawValue;

use crate::io::json::{self, Members};
use crate::io::signing_key::{PublicKey, SigningKey, is_name};
use crate::units::Timestamp;

/// More signatures than this are no plan's: each takes time to check.
const MOST: usize = 200;

/// One signature, as the file has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The public key, in Base64.
    pub key: String,
    /// Whom the signer says to be.
    pub name: String,
    /// When the signer says it was signed (RFC 3339).
    pub signed: String,
    /// The Ed25519 signature of [`statement`], in Base64.
    pub signature: String,
}

/// A signature and whether it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// The signature.
    pub signature: Signature,
    /// Whether its key signed the content that the file has now.
    pub holds: bool,
}

/// The bytes that are signed: five lines, each ended by a line feed.
///
/// ```text
/// cordon plan signature 1
/// sha256 <the content's hash, as the file states it>
/// key <the public key>
/// signed <the moment>
/// name <the name>
/// ```
#[must_use]
pub fn statement(content_hash: &str, key: &str, signed: &str, name: &str) -> String {
    format!("cordon plan signature 1\nsha256 {content_hash}\nkey {key}\nsigned {signed}\nname {name}\n")
}

impl Signature {
    /// Signs a content, under the key's own name.
    pub(super) fn new(content_hash: &str, key: &SigningKey, now: Timestamp) -> Self {
        let (public, signed, name) = (key.public().to_string(), now.to_string(), key.name().to_owned());
        let signature = BASE64_STANDARD.encode(key.sign(statement(content_hash, &public, &signed, &name).as_bytes()));
        Self { key: public, name, signed, signature }
    }

    /// Its public key, if that is one.
    #[must_use]
    pub fn public(&self) -> Option<PublicKey> {
        self.key.parse().ok()
    }

    /// Whether its key signed this content.
    #[must_use]
    pub fn holds(&self, content_hash: &str) -> bool {
        let Some(key) = self.public() else { return false };
        let Ok(signature) = BASE64_STANDARD.decode(&self.signature) else { return false };
        // A name of several lines could say something else than was signed.
        let is_plain = is_name(&self.name) && self.signed.parse::<jiff::Timestamp>().is_ok();
        is_plain && key.holds(statement(content_hash, &self.key, &self.signed, &self.name).as_bytes(), &signature)
    }

    fn text(&self) -> String {
        let members =
            [("key", &self.key), ("name", &self.name), ("signed", &self.signed), ("signature", &self.signature)];
        let members = members.map(|(name, value)| format!("{}:{}", json::quoted(name), json::quoted(value)));
        format!("{{{}}}", members.join(","))
    }
}

/// The array of signatures as the file has it.
pub(super) fn text(signatures: &[Signature]) -> String {
    format!("[{}]", signatures.iter().map(Signature::text).collect::<Vec<_>>().join(","))
}

/// The signatures of an array; `None` if anything else stands in it, which no hash would cover.
pub(super) fn parse(raw: &RawValue) -> Option<Vec<Signature>> {
    let all = json::elements(raw.get()).ok().filter(|all| !all.is_empty() && all.len() <= MOST)?;
    let one = |raw: &&RawValue| {
        let members = Members::parse(raw.get()).ok()?;
        let text = |name| members.string(name);
        (members.0.len() == 4).then_some(())?;
        Some(Signature {
            key: text("key")?,
            name: text("name")?,
            signed: text("signed")?,
            signature: text("signature")?,
        })
    };
    all.iter().map(one).collect()
}
