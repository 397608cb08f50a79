//! Plans under a passphrase: the age format (<https://age-encryption.org/v1>), which the programs `age` and `rage` read too.
//!
//! Owns what is encrypted and decrypted, how much work a file may ask for, and what is said where it does not open. Everything
//! happens in memory: nothing decrypted is ever written. A [`Vault`] keeps a plan's journal and versions: to a key of its own,
//! which is what the passphrase opens, since deriving one from the passphrase takes most of a second. Start at [`decrypt`].

use std::fmt;
use std::io::{Read as _, Write as _};
use std::path::Path;

use age::armor::{ArmoredReader, ArmoredWriter, Format};
use age::secrecy::{ExposeSecret as _, SecretString};
use age::{DecryptError, Decryptor, EncryptError, Encryptor, scrypt, x25519};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::plan_geojson::MAX_BYTES;

/// The binary logarithm of the work of a new file: what `age` itself takes, 256 MiB and most of a second.
#[cfg(not(any(fuzzing, test)))]
const WORK: u8 = 18;
#[cfg(any(fuzzing, test))]
const WORK: u8 = 2;
/// The most work that a file may ask for: 1 GiB. `rage` goes so far on a fast machine; each step more doubles time and memory.
#[cfg(not(fuzzing))]
const MOST_WORK: u8 = 20;
#[cfg(fuzzing)]
const MOST_WORK: u8 = 10;
/// A header is a few lines; each is looked at again with every line that follows.
const MAX_HEADER: usize = 16 << 10;

const MAGIC: &[u8] = b"age-encryption.org/";
const ARMOR: &[u8] = b"-----BEGIN AGE ENCRYPTED FILE-----";
/// How the name of an encrypted file ends.
pub const EXTENSION: &str = "age";

/// What opens an encrypted plan; wiped from memory when it is dropped, and never shown.
#[derive(Clone)]
pub struct Passphrase(SecretString);

impl Passphrase {
    /// The passphrase that a text is; `None` of an empty one.
    #[must_use]
    pub fn new(text: String) -> Option<Self> {
        (!text.is_empty()).then(|| Self(SecretString::from(text)))
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// Why a file was not decrypted, or encrypted.
#[derive(Debug, thiserror::Error)]
pub enum EncryptedError {
    /// The passphrase does not open it.
    #[error("{file}: the passphrase is wrong")]
    Wrong {
        /// Which file.
        file: String,
    },
    /// It is not as it was written.
    #[error("{file}: encrypted, but damaged ({what}); nothing was read")]
    Damaged {
        /// Which file.
        file: String,
        /// What was found.
        what: String,
    },
    /// It asks for more work than is sound.
    #[error(
        "{file}: its passphrase takes 2^{work} rounds to try, more than the 2^{MOST_WORK} allowed; nothing was read"
    )]
    TooMuchWork {
        /// Which file.
        file: String,
        /// The binary logarithm of what it asks for.
        work: u32,
    },
    /// There is not enough memory to try the passphrase.
    #[error("{file}: trying its passphrase takes {mebibytes} MiB of memory, which there is not; nothing was read")]
    Memory {
        /// Which file.
        file: String,
        /// How much it takes.
        mebibytes: u64,
    },
    /// It is encrypted to keys.
    #[error("{file}: encrypted to keys, not by a passphrase; open it with `age --decrypt --identity`")]
    ToKeys {
        /// Which file.
        file: String,
    },
    /// What is in it is larger than any plan.
    #[error("{file}: what is in it is too large for a plan (more than {MAX_BYTES} bytes); nothing was read")]
    TooLarge {
        /// Which file.
        file: String,
    },
    /// It could not be encrypted.
    #[error("it could not be encrypted ({0}); nothing was written")]
    Encrypt(String),
}

/// Whether a file begins like an encrypted one, as bytes or as text.
#[must_use]
pub fn is_encrypted(head: &[u8]) -> bool {
    head.starts_with(MAGIC) || head.trim_ascii_start().starts_with(ARMOR)
}

/// Whether a file of this name is to be encrypted.
#[must_use]
pub fn is_named_so(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(EXTENSION))
}

/// Whether a passphrase may open it at all: what is damaged, asks for too much or is to keys is refused before anybody is asked.
///
/// # Errors
/// [`EncryptedError`].
pub fn check(bytes: &[u8], file: &str) -> Result<(), EncryptedError> {
    if opened(bytes, file)?.is_scrypt() { Ok(()) } else { Err(EncryptedError::ToKeys { file: file.to_owned() }) }
}

/// What an encrypted file holds.
///
/// # Errors
/// [`EncryptedError`]; nothing of a damaged file is handed out.
pub fn decrypt(bytes: &[u8], file: &str, passphrase: &Passphrase) -> Result<Zeroizing<Vec<u8>>, EncryptedError> {
    let decryptor = opened(bytes, file)?;
    if !decryptor.is_scrypt() {
        return Err(EncryptedError::ToKeys { file: file.to_owned() });
    }
    let mut identity = scrypt::Identity::new(passphrase.0.clone());
    identity.set_max_work_factor(MOST_WORK);
    content(decryptor, file, &identity)
}

/// Encrypts bytes by a passphrase.
///
/// # Errors
/// [`EncryptedError::Encrypt`] where the library cannot.
pub fn encrypt(bytes: &[u8], passphrase: &Passphrase) -> Result<Vec<u8>, EncryptedError> {
    let mut recipient = scrypt::Recipient::new(passphrase.0.clone());
    recipient.set_work_factor(WORK);
    let mut out = Vec::with_capacity(bytes.len() + 512);
    encrypt_to(bytes, &recipient, &mut out)?;
    Ok(out)
}

/// A key of its own for what is kept beside a plan, and the passphrase that opens it.
pub struct Vault {
    passphrase: Passphrase,
    identity: x25519::Identity,
    locked: String,
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Vault(…)")
    }
}

impl Vault {
    /// A new vault under a passphrase.
    ///
    /// # Errors
    /// [`EncryptedError::Encrypt`] where the library cannot.
    pub fn new(passphrase: Passphrase) -> Result<Self, EncryptedError> {
        let identity = x25519::Identity::generate();
        let mut recipient = scrypt::Recipient::new(passphrase.0.clone());
        recipient.set_work_factor(WORK);
        let mut armored = ArmoredWriter::wrap_output(Vec::new(), Format::AsciiArmor).map_err(cannot)?;
        encrypt_to(identity.to_string().expose_secret().as_bytes(), &recipient, &mut armored)?;
        let locked = String::from_utf8(armored.finish().map_err(cannot)?).map_err(cannot)?;
        Ok(Self { passphrase, identity, locked })
    }

    /// The vault whose key is locked so.
    ///
    /// # Errors
    /// [`EncryptedError`] if the passphrase does not open it, or there is no key in it.
    pub fn open(passphrase: Passphrase, locked: String, file: &str) -> Result<Self, EncryptedError> {
        let secret = decrypt(locked.as_bytes(), file, &passphrase)?;
        let identity = std::str::from_utf8(&secret).ok().and_then(|text| text.trim().parse().ok());
        let damaged = || EncryptedError::Damaged { file: file.to_owned(), what: "there is no key in it".to_owned() };
        Ok(Self { passphrase, identity: identity.ok_or_else(damaged)?, locked })
    }

    /// The passphrase that opens it.
    #[must_use]
    pub const fn passphrase(&self) -> &Passphrase {
        &self.passphrase
    }

    /// Its key under the passphrase, as text; `age --decrypt` prints it.
    #[must_use]
    pub fn locked(&self) -> &str {
        &self.locked
    }

    /// Encrypts bytes to its key, in no time.
    ///
    /// # Errors
    /// [`EncryptedError::Encrypt`] where the library cannot.
    pub fn encrypt(&self, bytes: &[u8]) -> Result<Vec<u8>, EncryptedError> {
        let mut out = Vec::with_capacity(bytes.len() + 512);
        encrypt_to(bytes, &self.identity.to_public(), &mut out)?;
        Ok(out)
    }

    /// What was encrypted to its key.
    ///
    /// # Errors
    /// [`EncryptedError`]; [`EncryptedError::Wrong`] if it was encrypted to another.
    pub fn decrypt(&self, bytes: &[u8], file: &str) -> Result<Zeroizing<Vec<u8>>, EncryptedError> {
        content(opened(bytes, file)?, file, &self.identity)
    }

    /// A name for a version that tells nothing of its content: who knows a hash of the content cannot find it.
    #[must_use]
    pub fn name_of(&self, sha256: &str) -> String {
        let secret = self.identity.to_string();
        let digest = Sha256::new().chain_update(secret.expose_secret()).chain_update(sha256).finalize();
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// What reads an encrypted file, once its header was found sound.
fn opened(bytes: &[u8], file: &str) -> Result<Decryptor<std::io::Cursor<Vec<u8>>>, EncryptedError> {
    let damaged = |what: String| EncryptedError::Damaged { file: file.to_owned(), what };
    let mut binary = Vec::new();
    // Armour is taken off whole: a header can then be looked at as bytes.
    let read = ArmoredReader::new(bytes).take(MAX_BYTES + (1 << 20)).read_to_end(&mut binary);
    read.map_err(|cause| damaged(cause.to_string()))?;
    let head = binary.get(..binary.len().min(MAX_HEADER)).unwrap_or_default();
    let n_header = head.windows(5).position(|window| window == b"\n--- ");
    let header = n_header.and_then(|n| head.get(..n)).ok_or_else(|| damaged("its header is cut short".to_owned()))?;
    // A number of rounds in one line; what is no number the library refuses.
    let lines = header.split(|byte| *byte == b'\n').filter_map(|line| std::str::from_utf8(line).ok());
    let n_rounds = |line: &str| {
        let digits = line.strip_prefix("-> scrypt ")?.rsplit(' ').next()?;
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| digits.parse().unwrap_or(u32::MAX))
    };
    let work: Option<u32> = lines.filter_map(n_rounds).max();
    if let Some(work) = work.filter(|work| *work > 0) {
        if work > u32::from(MOST_WORK) {
            return Err(EncryptedError::TooMuchWork { file: file.to_owned(), work });
        }
        // Asked for here, so that a lack of it is said: scrypt's blocks are 1 KiB, and so many of them.
        let needed = 1_usize << (10 + work);
        let mebibytes = (needed >> 20) as u64;
        let has_room = Vec::<u8>::new().try_reserve_exact(needed).is_ok();
        has_room.then_some(()).ok_or_else(|| EncryptedError::Memory { file: file.to_owned(), mebibytes })?;
    }
    Decryptor::new_buffered(std::io::Cursor::new(binary)).map_err(|cause| fault(&cause, file))
}

fn content(
    decryptor: Decryptor<std::io::Cursor<Vec<u8>>>,
    file: &str,
    identity: &dyn age::Identity,
) -> Result<Zeroizing<Vec<u8>>, EncryptedError> {
    let reader = decryptor.decrypt(std::iter::once(identity)).map_err(|cause| fault(&cause, file))?;
    let mut plain = Zeroizing::new(Vec::new());
    reader
        .take(MAX_BYTES + 1)
        .read_to_end(&mut plain)
        .map_err(|cause| EncryptedError::Damaged { file: file.to_owned(), what: cause.to_string() })?;
    if plain.len() as u64 > MAX_BYTES {
        return Err(EncryptedError::TooLarge { file: file.to_owned() });
    }
    Ok(plain)
}

fn fault(cause: &DecryptError, file: &str) -> EncryptedError {
    let file = file.to_owned();
    let damaged = |what: &str| EncryptedError::Damaged { file: file.clone(), what: what.to_owned() };
    match cause {
        DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed | DecryptError::NoMatchingKeys => {
            EncryptedError::Wrong { file }
        }
        DecryptError::ExcessiveWork { required, .. } => {
            EncryptedError::TooMuchWork { file, work: u32::from(*required) }
        }
        DecryptError::InvalidHeader => damaged("its header is not as the format has it"),
        DecryptError::InvalidMac => damaged("its header was changed"),
        DecryptError::UnknownFormat => damaged("a format that this program does not know"),
        DecryptError::Io(_) => damaged("it is cut short"),
        other => damaged(&other.to_string()),
    }
}

fn encrypt_to(bytes: &[u8], recipient: &dyn age::Recipient, out: impl std::io::Write) -> Result<(), EncryptedError> {
    let encryptor =
        Encryptor::with_recipients(std::iter::once(recipient)).map_err(|cause: EncryptError| cannot(cause))?;
    let mut writer = encryptor.wrap_output(out).map_err(cannot)?;
    writer.write_all(bytes).and_then(|()| writer.finish().map(|_| ())).map_err(cannot)
}

fn cannot(cause: impl fmt::Display) -> EncryptedError {
    EncryptedError::Encrypt(cause.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine as _;
    use base64::prelude::BASE64_STANDARD;

    fn passphrase(text: &str) -> Passphrase {
        Passphrase::new(text.to_owned()).expect("a passphrase")
    }

    /// C2SP/CCTV, `age/testdata/scrypt` (CC0): the file whose passphrase is `password` and whose content is `age`.
    fn vector() -> Vec<u8> {
        let payload = "GzXG5ofdANo6w3msn3QsIf0YWhuePe1znRSsappQEk24Ztg=";
        let header = "age-encryption.org/v1\n-> scrypt rF0/NwblUHHTpgQgRpe5CQ 10\n\
            gUjEymFKMVXQEKdMMHL24oYexjE3TIC0O0zGSqJ2aUY\n--- IOXiQYStkoT1mvZW2tFOqZdhRVvj58egABx/sWfZQbc\n";
        [header.as_bytes(), &BASE64_STANDARD.decode(payload).expect("Base64")].concat()
    }

    #[test]
    fn the_published_vector_opens_plain_and_in_armour() {
        let binary = vector();
        assert_eq!(decrypt(&binary, "f", &passphrase("password")).expect("it opens").as_slice(), b"age");
        let text = BASE64_STANDARD.encode(&binary);
        let lines: Vec<&str> =
            text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).expect("ASCII")).collect();
        let armored =
            format!("-----BEGIN AGE ENCRYPTED FILE-----\n{}\n-----END AGE ENCRYPTED FILE-----\n", lines.join("\n"));
        assert!(is_encrypted(&binary) && is_encrypted(armored.as_bytes()) && !is_encrypted(b"{}"));
        assert_eq!(decrypt(armored.as_bytes(), "f", &passphrase("password")).expect("it opens").as_slice(), b"age");
        let wrong = decrypt(&binary, "f", &passphrase("Password"));
        assert!(matches!(wrong, Err(EncryptedError::Wrong { .. })), "{wrong:?}");
    }

    #[test]
    fn what_is_damaged_or_asks_too_much_is_refused_in_a_sentence() {
        let whole = vector();
        assert!(check(&whole, "f").is_ok());
        let open = |bytes: &[u8]| decrypt(bytes, "f", &passphrase("password"));
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 1;
            let opened = open(&changed);
            assert!(opened.is_err(), "byte {at}");
            assert!(open(&whole[..at]).is_err(), "cut at {at}");
        }
        let text = |bytes: &[u8], from: &str, to: &str| {
            let at = bytes.windows(from.len()).position(|window| window == from.as_bytes()).expect("it is there");
            [&bytes[..at], to.as_bytes(), &bytes[at + from.len()..]].concat()
        };
        // CCTV's `scrypt_work_factor_23`, and one that would take the age of the Earth.
        for (work, said) in [(" 23\n", "2^23"), (" 30\n", "2^30"), (" 4000000000\n", "2^4000000000")] {
            let error = open(&text(&whole, " 10\n", work)).expect_err("too much");
            assert!(error.to_string().contains(said), "{error}");
        }
        // A header without an end.
        let endless = [b"age-encryption.org/v1\n".as_slice(), &b"-> x y\n\n".repeat(1 << 20)].concat();
        assert!(matches!(open(&endless), Err(EncryptedError::Damaged { .. })));
    }

    #[test]
    fn what_was_encrypted_opens_again_and_never_looks_the_same() {
        let plain = b"{\"type\":\"FeatureCollection\"}".repeat(9000);
        let (once, twice) =
            (encrypt(&plain, &passphrase("섬")).expect("room"), encrypt(&plain, &passphrase("섬")).expect("room"));
        assert_ne!(once, twice);
        assert_eq!(*decrypt(&once, "f", &passphrase("섬")).expect("it opens"), plain);
        assert!(!once.windows(17).any(|window| window == b"FeatureCollection"));
    }

    #[test]
    fn a_vault_is_opened_by_its_passphrase_alone() {
        let vault = Vault::new(passphrase("one")).expect("a vault");
        let kept = vault.encrypt(b"a version").expect("room");
        let again = Vault::open(passphrase("one"), vault.locked().to_owned(), "key").expect("it opens");
        assert_eq!(again.decrypt(&kept, "f").expect("it opens").as_slice(), b"a version");
        assert_eq!(again.name_of("ab"), vault.name_of("ab"));
        assert!(matches!(
            Vault::open(passphrase("two"), vault.locked().to_owned(), "key"),
            Err(EncryptedError::Wrong { .. })
        ));
        let other = Vault::new(passphrase("one")).expect("a vault");
        assert!(matches!(other.decrypt(&kept, "f"), Err(EncryptedError::Wrong { .. })));
        assert_ne!(other.name_of("ab"), vault.name_of("ab"));
        // Those who have only the passphrase cannot be handed a file that is to a key.
        assert!(matches!(decrypt(&kept, "f", &passphrase("one")), Err(EncryptedError::ToKeys { .. })));
        assert_eq!(format!("{vault:?} {:?}", vault.passphrase()), "Vault(…) Passphrase(…)");
    }
}
