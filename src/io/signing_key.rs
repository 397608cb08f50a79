//! Keys that plans are signed with: Ed25519 (RFC 8032), in files that OpenSSL reads and writes too.
//!
//! Owns the private key's file (PEM with PKCS #8, RFC 8410, after lines that name its owner), the text of a public key (Base64 of
//! its 32 bytes), and the list of keys that a user trusts. Never signs anything but the bytes it is handed, and never shows
//! a private key. Start at [`SigningKey`].

use std::fmt;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ed25519_dalek::{Signer as _, VerifyingKey};
use zeroize::Zeroizing;

use super::atomic::{self, WriteError};

/// What stands before the 32 secret bytes in a private key of RFC 8410, section 7.
const PKCS8: [u8; 16] =
    [0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];
const BEGIN: &str = "-----BEGIN PRIVATE KEY-----";
const END: &str = "-----END PRIVATE KEY-----";
/// The line that names the owner, before the key.
const NAME: &str = "name: ";
/// No file of keys is longer than this.
const MAX_BYTES: u64 = 1 << 20;
/// The longest name of a signer, in bytes.
const MAX_NAME: usize = 200;

/// Why a key could not be made, read or used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file could not be read.
    #[error("{}: could not be read", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// There is no private key in it.
    #[error("{}: {what}; nothing was signed", path.display())]
    NoKey {
        /// Which file.
        path: PathBuf,
        /// What it is instead.
        what: &'static str,
    },
    /// A line of the list of trusted keys is no public key.
    #[error("{}: line {line}: not a public key (44 characters of Base64, then a name); nothing was checked", path.display())]
    NotTrusted {
        /// Which file.
        path: PathBuf,
        /// The line, counted from 1.
        line: usize,
    },
    /// A new key would take the place of a file.
    #[error("{}: is there already, and a key that is lost cannot be made again; name another file", .0.display())]
    Exists(PathBuf),
    /// The system gives no random numbers.
    #[error("the system gives no random numbers, so no key was made ({0})")]
    NoRandomness(getrandom::Error),
    /// A name that cannot be signed.
    #[error("a signer's name is one line of at most {MAX_NAME} bytes")]
    Name,
    /// The new key could not be written.
    #[error(transparent)]
    Write(#[from] WriteError),
}

/// A public key: its text is the Base64 of its 32 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// Whether a signature of these bytes was made by this key. Keys and signatures that several readings of RFC 8032 would
    /// judge differently are refused.
    #[must_use]
    pub fn holds(&self, bytes: &[u8], signature: &[u8]) -> bool {
        let Ok(signature) = ed25519_dalek::Signature::from_slice(signature) else { return false };
        VerifyingKey::from_bytes(&self.0).is_ok_and(|key| key.verify_strict(bytes, &signature).is_ok())
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64_STANDARD.encode(self.0))
    }
}

/// A text that is no public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a public key: 44 characters of Base64")]
pub struct NotAKey;

impl FromStr for PublicKey {
    type Err = NotAKey;

    fn from_str(text: &str) -> Result<Self, NotAKey> {
        let bytes = BASE64_STANDARD.decode(text).map_err(|_not_base64| NotAKey)?;
        let bytes: [u8; 32] = bytes.try_into().map_err(|_wrong_length| NotAKey)?;
        VerifyingKey::from_bytes(&bytes).map(|_| Self(bytes)).map_err(|_no_point| NotAKey)
    }
}

/// A private key and the name of its owner. Its secret is wiped from memory when it is dropped.
pub struct SigningKey {
    key: ed25519_dalek::SigningKey,
    name: String,
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").field("public", &self.public()).field("name", &self.name).finish_non_exhaustive()
    }
}

impl SigningKey {
    /// A new key, from the system's random numbers.
    ///
    /// # Errors
    /// [`KeyError::NoRandomness`], [`KeyError::Name`].
    pub fn generate(name: &str) -> Result<Self, KeyError> {
        let mut seed = Zeroizing::new([0; 32]);
        getrandom::fill(seed.as_mut_slice()).map_err(KeyError::NoRandomness)?;
        Self::from_seed(&seed, name)
    }

    /// The key that 32 secret bytes are.
    ///
    /// # Errors
    /// [`KeyError::Name`].
    pub fn from_seed(seed: &[u8; 32], name: &str) -> Result<Self, KeyError> {
        if !is_name(name) {
            return Err(KeyError::Name);
        }
        Ok(Self { key: ed25519_dalek::SigningKey::from_bytes(seed), name: name.to_owned() })
    }

    /// Reads a key's file, as this program or OpenSSL wrote it.
    ///
    /// # Errors
    /// [`KeyError`] if there is no key in it that can be used.
    pub fn read(path: &Path) -> Result<Self, KeyError> {
        let no_key = |what| KeyError::NoKey { path: path.to_owned(), what };
        let text = read_text(path)?;
        let text = text.as_deref().ok_or_else(|| no_key("not a file of keys"))?;
        let Some((before, rest)) = text.split_once(BEGIN) else {
            return Err(no_key(if text.contains("-----BEGIN ENCRYPTED PRIVATE KEY-----") {
                "a private key under a passphrase; take it off with `openssl pkey -in KEYFILE -out PLAINFILE`"
            } else if text.contains("-----BEGIN OPENSSH PRIVATE KEY-----") {
                "a key of OpenSSH's own format; make one with `cordon sign --new-key`"
            } else {
                "holds no private key"
            }));
        };
        let body = rest.split_once(END).map(|(body, _)| body).ok_or_else(|| no_key("its private key is cut short"))?;
        let body: Zeroizing<String> = Zeroizing::new(body.chars().filter(|c| !c.is_whitespace()).collect());
        let der = Zeroizing::new(BASE64_STANDARD.decode(body.as_bytes()).unwrap_or_default());
        let seed = der.strip_prefix(&PKCS8).and_then(|seed| <&[u8; 32]>::try_from(seed).ok());
        let seed = seed.ok_or_else(|| no_key("its private key is not an Ed25519 key"))?;
        let name = before.lines().find_map(|line| line.strip_prefix(NAME)).unwrap_or_default().trim();
        Self::from_seed(seed, name)
    }

    /// Writes the key to a new file that only its owner may read.
    ///
    /// # Errors
    /// [`KeyError`]; a file that is there already is left alone.
    pub fn write_new(&self, path: &Path) -> Result<(), KeyError> {
        // A link that leads nowhere counts as a file too: nothing is written where it points.
        if std::fs::symlink_metadata(path).is_ok() {
            return Err(KeyError::Exists(path.to_owned()));
        }
        Ok(atomic::write_private_bytes(path, self.text().as_bytes())?)
    }

    /// The text of the key's file.
    fn text(&self) -> Zeroizing<String> {
        let der = Zeroizing::new([PKCS8.as_slice(), self.key.as_bytes()].concat());
        let body = Zeroizing::new(BASE64_STANDARD.encode(&*der));
        let (name, public) = (&self.name, self.public());
        Zeroizing::new(format!(
            "A private key. Keep it to yourself: whoever has it signs in your name.\n{NAME}{name}\npublic key: {public}\n{BEGIN}\n{}\n{END}\n",
            body.as_str()
        ))
    }

    /// The key that others check signatures with.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.key.verifying_key().to_bytes())
    }

    /// Whose it is, as its file says; may be empty.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Signs bytes.
    #[must_use]
    pub fn sign(&self, bytes: &[u8]) -> [u8; 64] {
        self.key.sign(bytes).to_bytes()
    }
}

/// Whether others than its owner may read a file, where the system knows such a thing.
#[must_use]
pub fn others_may_read(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::metadata(path).is_ok_and(|about| about.permissions().mode() & 0o077 != 0)
    }
    #[cfg(not(unix))]
    {
        let _unknown = path;
        false
    }
}

/// Whether a name can stand in a signature: one line, not too long.
#[must_use]
pub fn is_name(name: &str) -> bool {
    name.len() <= MAX_NAME
        && name.trim() == name
        && !name.chars().any(|c| c.is_control() || c == '\u{2028}' || c == '\u{2029}')
}

/// The public keys that a user trusts, each with a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedKeys(Vec<(PublicKey, String)>);

impl TrustedKeys {
    /// Reads a list: on each line a public key, then a name; what follows `#` at the beginning of a line is a remark.
    ///
    /// # Errors
    /// [`KeyError`] if it cannot be read, or a line is no key: a list that is understood in part would mislead.
    pub fn read(path: &Path) -> Result<Self, KeyError> {
        let text = read_text(path)?;
        let text = text.as_deref().ok_or_else(|| KeyError::NotTrusted { path: path.to_owned(), line: 1 })?;
        let mut keys = Vec::new();
        for (idx, line) in text.lines().enumerate().map(|(idx, line)| (idx, line.trim())) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (key, name) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
            let key = key.parse().map_err(|NotAKey| KeyError::NotTrusted { path: path.to_owned(), line: idx + 1 })?;
            keys.push((key, name.trim().to_owned()));
        }
        Ok(Self(keys))
    }

    /// The name that the list gives a key; `None` if it is not in it.
    #[must_use]
    pub fn name_of(&self, key: &PublicKey) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == key).map(|(_, name)| name.as_str())
    }
}

/// The text of a small file; `None` if it is too long, or no text.
fn read_text(path: &Path) -> Result<Option<Zeroizing<String>>, KeyError> {
    let io = |source| KeyError::Io { path: path.to_owned(), source };
    let mut bytes = Zeroizing::new(Vec::new());
    std::fs::File::open(path).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes)).map_err(io)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Ok(None);
    }
    Ok(std::str::from_utf8(&bytes).ok().map(|text| Zeroizing::new(text.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).expect("hexadecimal")).collect()
    }

    /// RFC 8032, section 7.1, tests 1 to 3: secret key, public key, message, signature.
    const RFC_8032: [[&str; 4]; 3] = [
        [
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            "",
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ],
        [
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            "72",
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ],
        [
            "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
            "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
            "af82",
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
        ],
    ];

    #[test]
    fn signatures_are_those_of_rfc_8032() {
        for [secret, public, message, signature] in RFC_8032 {
            let key = SigningKey::from_seed(&bytes(secret).try_into().expect("32 bytes"), "").expect("a key");
            assert_eq!(key.public().0.to_vec(), bytes(public));
            assert_eq!(key.sign(&bytes(message)).to_vec(), bytes(signature));
            assert!(key.public().holds(&bytes(message), &bytes(signature)));
            assert!(!key.public().holds(b"another", &bytes(signature)));
            assert!(!key.public().holds(&bytes(message), &bytes(signature)[1..]));
        }
    }

    #[test]
    fn a_key_file_is_read_back_private_and_never_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key.pem");
        let key = SigningKey::generate("대위 김").expect("a key");
        key.write_new(&path).expect("room");
        let again = SigningKey::read(&path).expect("a key");
        assert_eq!((again.public(), again.name()), (key.public(), "대위 김"));
        assert!(matches!(key.write_new(&path), Err(KeyError::Exists(_))));
        assert!(!format!("{key:?}").contains("BEGIN"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            assert_eq!(std::fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_key_that_openssl_made_is_read() {
        // RFC 8410, section 10.3: the example key, as `openssl genpkey -algorithm ed25519` writes one.
        let text = "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC\n-----END PRIVATE KEY-----\n";
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key.pem");
        std::fs::write(&path, text).expect("room");
        let key = SigningKey::read(&path).expect("a key");
        // Section 10.1: the public key of the same pair.
        assert_eq!(key.public().to_string(), "Gb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=");
        for (text, said) in [
            ("", "no private key"),
            ("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMC4=\n", "passphrase"),
            ("-----BEGIN PRIVATE KEY-----\nMC4CAQ", "cut short"),
            ("-----BEGIN PRIVATE KEY-----\nMC4CAQ==\n-----END PRIVATE KEY-----\n", "Ed25519"),
        ] {
            std::fs::write(&path, text).expect("room");
            assert!(SigningKey::read(&path).is_err_and(|error| error.to_string().contains(said)), "{said}");
        }
    }

    #[test]
    fn a_list_of_trusted_keys_is_understood_whole_or_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("trusted");
        let key = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="; // RFC 8032, test 1
        std::fs::write(&path, format!("# the desk\n\n{key}  Lt Kim\n")).expect("room");
        let trusted = TrustedKeys::read(&path).expect("a list");
        assert_eq!(trusted.name_of(&key.parse().expect("a key")), Some("Lt Kim"));
        std::fs::write(&path, format!("{key} Lt Kim\nLt Park\n")).expect("room");
        assert!(TrustedKeys::read(&path).is_err_and(|error| error.to_string().contains("line 2")));
        assert_eq!("AA".parse::<PublicKey>(), Err(NotAKey));
    }

    #[test]
    fn names_are_one_line() {
        assert!(is_name("") && is_name("Lt Kim, 2nd Fleet"));
        assert!(!is_name("a\nb") && !is_name(" a") && !is_name(&"x".repeat(201)));
    }
}
