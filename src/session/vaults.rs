//! Encrypted plans: opening them, and what is kept of them in the state folder.
//!
//! Owns the keys beside versions: each key of a plan lies, under the plan's passphrase, in the folder of its versions
//! (`….key.age`), and versions and journal are encrypted to it. So a journal costs no derivation from a passphrase, and
//! nothing readable of an encrypted plan is in the state folder. Start at [`open`].

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Session;
use super::autosave::{Content, Journal};
use super::loading::{self, Loaded, Outcome, sentence};
use super::notices::Severity;
use super::question::{Locked, Question};
use super::versions::files_in;
use crate::io::encrypted::{self, EncryptedError, Passphrase, Vault};
use crate::io::{atomic, plan_geojson};
use crate::language::said;
use crate::plan::Plan;
use crate::report::Progress;

/// How the name of a key's file ends.
const KEY: &str = ".key.age";
/// Of so many keys the passphrase is tried; there is one, but for a change of passphrase that was cut short.
const MOST_KEYS: usize = 4;

/// The plan of an encrypted journal.
pub(super) struct Recovered {
    journal: Journal,
    plan: Plan,
    vault: Arc<Vault>,
}

impl Session {
    /// Tries a passphrase.
    pub(super) fn unlock(&mut self, of: Locked, passphrase: Passphrase) {
        match of {
            Locked::Plan(path) => {
                let state = self.folders.state.clone();
                let title = said!("job-reading", name = super::apply::file_name(&path));
                self.start_loading(&title, move |progress| open(&path, passphrase, &state, progress));
            }
            Locked::Theirs(path) => self.merge_with(path, Some(passphrase)),
            Locked::Journal(journal) => {
                let title = said!("job-reading", name = super::apply::file_name(&journal.file));
                self.start_loading(&title, move |_progress| recover(*journal, passphrase));
            }
        }
    }

    /// Takes up what an earlier session left unsaved; of an encrypted plan only once its passphrase is known.
    pub(super) fn take_up(&mut self, journal: &Journal) {
        match &journal.content {
            Content::Plan(plan) => self.take_up_plan(journal, Plan::clone(plan), None),
            Content::Encrypted { .. } => {
                self.ask(Question::Passphrase { of: Locked::Journal(Box::new(journal.clone())), is_wrong: false });
            }
        }
    }

    pub(super) fn take_recovered(&mut self, recovered: Recovered) {
        let Recovered { journal, plan, vault } = recovered;
        self.take_up_plan(&journal, plan, Some(vault));
    }

    fn take_up_plan(&mut self, journal: &Journal, plan: Plan, vault: Option<Arc<Vault>>) {
        let n_features = plan.features.len();
        self.replace_plan(plan, journal.plan_path.clone(), vault, false);
        self.autosave.forget(journal);
        let sentence = said!("notice-took-up", time = journal.modified.to_string(), n = n_features);
        self.notices.push(Severity::Done, sentence);
    }
}

/// Opens an encrypted plan; asks again where the passphrase is wrong.
fn open(path: &Path, passphrase: Passphrase, state: &Path, progress: &Progress) -> Outcome {
    let file = path.display().to_string();
    let not_opened =
        |cause: &dyn std::error::Error| Outcome::Failed(said!("notice-not-opened", cause = sentence(cause)));
    let on_disk = match plan_geojson::read_bounded(path, progress) {
        Ok(bytes) => bytes,
        Err(cause) => return not_opened(&cause),
    };
    let plain = match encrypted::decrypt(&on_disk, &file, &passphrase) {
        Ok(plain) => plain,
        Err(EncryptedError::Wrong { .. }) => {
            return Outcome::Ask(Question::Passphrase { of: Locked::Plan(path.to_owned()), is_wrong: true });
        }
        Err(cause) => return not_opened(&cause),
    };
    let mut loaded = Loaded::default();
    loading::take_plan(path, &plain, &on_disk, None, &mut loaded, progress);
    if let Some(read) = &mut loaded.plan {
        let folder = state.join("versions").join(read.plan.id.0.to_string());
        match vault_in(&folder, passphrase) {
            Ok(vault) => read.vault = Some(Arc::new(vault)),
            Err(cause) => return not_opened(&cause),
        }
    }
    Outcome::Loaded(Box::new(loaded))
}

/// The vault of a plan's versions, where the passphrase opens it; otherwise a new one.
fn vault_in(folder: &Path, passphrase: Passphrase) -> Result<Vault, EncryptedError> {
    for path in keys_in(folder).into_iter().take(MOST_KEYS) {
        let locked = std::fs::read_to_string(&path).unwrap_or_default();
        if let Ok(vault) = Vault::open(passphrase.clone(), locked, &path.display().to_string()) {
            return Ok(vault);
        }
    }
    Vault::new(passphrase)
}

fn recover(journal: Journal, passphrase: Passphrase) -> Outcome {
    let Content::Encrypted { key, bytes } = &journal.content else { return Outcome::Silent };
    let file = "journal";
    let opened = Vault::open(passphrase, key.clone(), file).and_then(|vault| Ok((vault.decrypt(bytes, file)?, vault)));
    match opened {
        Ok((plain, vault)) => match plan_geojson::from_bytes(&plain, file, &Progress::default()) {
            Ok((plan, ..)) => Outcome::Recovered(Box::new(Recovered { plan, vault: Arc::new(vault), journal })),
            Err(cause) => Outcome::Failed(said!("notice-not-opened", cause = sentence(&cause))),
        },
        Err(EncryptedError::Wrong { .. }) => {
            Outcome::Ask(Question::Passphrase { of: Locked::Journal(Box::new(journal)), is_wrong: true })
        }
        Err(cause) => Outcome::Failed(said!("notice-not-opened", cause = sentence(&cause))),
    }
}

fn keys_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    paths.filter(|path| path.file_name().unwrap_or_default().as_encoded_bytes().ends_with(KEY.as_bytes())).collect()
}

fn key_path(folder: &Path, vault: &Vault) -> PathBuf {
    folder.join(format!("{}{KEY}", vault.name_of("key").chars().take(16).collect::<String>()))
}

/// Keeps a vault's key beside what is encrypted to it.
///
/// # Errors
/// If it could not be written.
pub(super) fn keep_key(folder: &Path, vault: &Vault) -> Result<(), String> {
    let path = key_path(folder, vault);
    if path.exists() {
        return Ok(());
    }
    atomic::write_private_bytes(&path, vault.locked().as_bytes()).map_err(|cause| sentence(&cause))
}

/// A version that was kept; `None` if it cannot be read, or is encrypted to another key.
pub(super) fn read_kept(path: &Path, vault: Option<&Vault>) -> Option<Plan> {
    let file = path.display().to_string();
    let bytes = plan_geojson::read_bounded(path, &Progress::default()).ok()?;
    let (plan, ..) = if encrypted::is_encrypted(&bytes) {
        let plain = vault?.decrypt(&bytes, &file).ok()?;
        plan_geojson::from_bytes(&plain, &file, &Progress::default()).ok()?
    } else {
        plan_geojson::from_bytes(&bytes, &file, &Progress::default()).ok()?
    };
    Some(plan)
}

/// Encrypts to a new key what was kept under another or under none; what neither opens stays as it is.
///
/// # Errors
/// If something could not be written; what was not encrypted anew is still there.
pub(super) fn reseal(folder: &Path, before: Option<&Vault>, vault: &Vault) -> Result<(), String> {
    if !folder.exists() {
        return Ok(());
    }
    keep_key(folder, vault)?;
    for path in files_in(folder) {
        let bytes = std::fs::read(&path).map_err(|cause| cause.to_string())?;
        let plain = if encrypted::is_encrypted(&bytes) {
            let Some(plain) = before.and_then(|before| before.decrypt(&bytes, "").ok()) else { continue };
            plain
        } else {
            zeroize::Zeroizing::new(bytes)
        };
        let name = super::apply::file_name(&path);
        let stamp = name.split(' ').next().unwrap_or_default();
        let hash = vault.name_of(&plan_geojson::seal_of(&plain).sha256);
        let encrypted = vault.encrypt(&plain).map_err(|cause| sentence(&cause))?;
        atomic::write_bytes(&folder.join(format!("{stamp} {hash}.geojson.age")), &encrypted)
            .map_err(|cause| sentence(&cause))?;
        std::fs::remove_file(&path).map_err(|cause| cause.to_string())?;
    }
    if let Some(before) = before {
        drop(std::fs::remove_file(key_path(folder, before)));
    }
    Ok(())
}
