//! Saving the plan, encrypting it and signing it.
//!
//! Owns what is written to the plan's own file and what is known of it afterwards. The name of the file decides whether it is
//! encrypted; a plan that was encrypted stays so unless the user says otherwise. Start at [`Session::save`].

use std::path::{Path, PathBuf};
use std::sync::Arc;

use zeroize::Zeroizing;

use super::apply::file_name;
use super::case::FileVersion;
use super::command::CaseCommand;
use super::jobs::Lane;
use super::loading::{Outcome, sentence};
use super::notices::Severity;
use super::question::{Question, ToEncrypt};
use super::{Session, clock, exporting, vaults, versions};
use crate::io::encrypted::{self, Passphrase, Vault};
use crate::io::plan_geojson::{Seal, Signature};
use crate::io::signing_key::SigningKey;
use crate::io::{atomic, plan_geojson};
use crate::language::said;
use crate::plan::Plan;
use crate::units::Timestamp;

/// How a file is to be protected.
pub(super) enum Protection {
    /// Not at all.
    None,
    /// As the plan was before.
    Kept(Arc<Vault>),
    /// By a new passphrase.
    New(Passphrase),
}

/// A plan that was saved.
pub(super) struct Saved {
    path: PathBuf,
    plan: Arc<Plan>,
    /// The plan as the file holds it: it names the versions it came from.
    file: FileVersion,
    vault: Option<Arc<Vault>>,
    /// Where another's version, found in the file's place, was kept.
    kept_other: Option<PathBuf>,
    /// Why the version could not be kept beside.
    not_kept: Option<String>,
    then: Option<CaseCommand>,
}

/// What is to be saved where.
struct ToSave {
    /// The plan as the session has it.
    plan: Arc<Plan>,
    /// The plan as the file will hold it.
    written: Arc<Plan>,
    /// Who signed what the file holds, if that is to stay.
    signatures: Vec<Signature>,
    path: PathBuf,
    /// The SHA-256 of what lies there as far as the session knows.
    known: Option<String>,
    protection: Protection,
    /// What protected the plan before.
    vault: Option<Arc<Vault>>,
    /// Where versions are kept.
    versions: PathBuf,
}

/// A plan's file that was signed.
pub(super) struct Signed {
    path: PathBuf,
    seal: Seal,
    on_disk: String,
    name: String,
}

impl Session {
    pub(super) fn save(&mut self, then: Option<CaseCommand>) {
        match self.case.path.clone() {
            Some(path) if !self.case.is_read_only => self.save_to(path, then),
            _ => self.ask(Question::SavePath { then }),
        }
    }

    /// Saves the plan: encrypted if the file's name says so, or if it is the plan's own and was encrypted.
    pub(super) fn save_to(&mut self, path: PathBuf, then: Option<CaseCommand>) {
        let is_own = self.case.path.as_ref() == Some(&path);
        match (self.case.vault.clone(), encrypted::is_named_so(&path)) {
            (Some(vault), is_named_so) if is_named_so || is_own => self.save_as(path, Protection::Kept(vault), then),
            (Some(_), _) => self.ask(Question::Unencrypted { path, then }),
            (None, true) => self.ask(Question::NewPassphrase { of: ToEncrypt::Plan { path, then } }),
            (None, false) => self.save_as(path, Protection::None, then),
        }
    }

    /// Saves the plan by a new passphrase.
    pub(super) fn save_encrypted(&mut self, path: PathBuf) {
        let path = if encrypted::is_named_so(&path) {
            path
        } else {
            let mut name = path.into_os_string();
            name.push(".");
            name.push(encrypted::EXTENSION);
            PathBuf::from(name)
        };
        self.ask(Question::NewPassphrase { of: ToEncrypt::Plan { path, then: None } });
    }

    pub(super) fn save_as(&mut self, path: PathBuf, protection: Protection, then: Option<CaseCommand>) {
        let plan = Arc::clone(self.case.plan());
        let title = said!("job-saving", name = file_name(&path));
        let file = self.case.file.clone();
        // Saved twice without an edit, the file stays as it is, with its signatures; after one it names the version it came from.
        let (written, signatures) = match &file {
            Some(file) if self.case.history.is_saved() => (Arc::clone(&file.plan), file.seal.holding()),
            _ => {
                let from: Vec<_> = file.iter().chain(&self.case.merged_in).collect();
                let from: Vec<_> = from.iter().map(|file| (file.plan.as_ref(), file.seal.sha256.clone())).collect();
                let written = if from.is_empty() { Arc::clone(&plan) } else { Arc::new(plan.come_from(&from)) };
                (written, Vec::new())
            }
        };
        let known = file.filter(|_| self.case.path.as_ref() == Some(&path)).map(|file| file.on_disk);
        let (versions, vault) = (self.versions_folder(), self.case.vault.clone());
        let to_save = ToSave { plan, written, signatures, path, known, protection, vault, versions };
        self.jobs.start(Lane::Saving, title, move |_progress| {
            save(to_save, then).unwrap_or_else(|cause| Outcome::Failed(said!("notice-not-saved", cause = cause)))
        });
    }

    pub(super) fn note_saved(&mut self, saved: Saved) {
        self.case.path = Some(saved.path.clone());
        self.case.file = Some(saved.file);
        self.case.vault = saved.vault;
        self.case.merged_in.clear();
        self.case.is_read_only = false;
        self.case.history.mark_saved(&saved.plan);
        self.note_plan();
        self.settings.note_recent(&saved.path);
        self.keep_settings();
        let n_features = saved.plan.features.len();
        let sentence = said!("notice-saved", n = n_features, path = saved.path.display().to_string());
        self.notices.push(Severity::Done, sentence);
        if let Some(cause) = saved.not_kept {
            self.notices.push(Severity::Warning, said!("notice-version-not-kept", cause = cause));
        }
        if let Some(other) = saved.kept_other {
            let sentence =
                said!("notice-other-version", name = file_name(&saved.path), other = other.display().to_string());
            self.notices.push(Severity::Warning, sentence);
        }
        if let Some(then) = saved.then {
            self.apply_to_case(then);
        }
    }

    /// The passphrase by which a file of this name is to be encrypted, if that is known already.
    pub(super) fn passphrase_for(&self, path: &Path) -> Option<Passphrase> {
        let vault = self.case.vault.as_ref().filter(|_| encrypted::is_named_so(path));
        vault.map(|vault| vault.passphrase().clone())
    }

    /// Writes the plan in another format; a passphrase that is not known yet is asked for.
    pub(super) fn export_to(&mut self, path: PathBuf) {
        match self.passphrase_for(&path) {
            None if encrypted::is_named_so(&path) => {
                self.ask(Question::NewPassphrase { of: ToEncrypt::Export(path) });
            }
            passphrase => self.write_export(path, passphrase),
        }
    }

    pub(super) fn write_export(&mut self, path: PathBuf, passphrase: Option<Passphrase>) {
        let plan = Arc::clone(self.case.plan());
        let title = said!("job-writing", name = file_name(&path));
        self.jobs.start(Lane::Free, title, move |_progress| exporting::plan(&path, &plan, passphrase.as_ref()));
    }

    /// Signs the plan's file; what is not saved yet is saved first.
    pub(super) fn sign(&mut self, key: PathBuf) {
        let (Some(path), Some(file)) = (self.case.path.clone(), self.case.file.clone()) else {
            return self.save(Some(CaseCommand::Sign(key)));
        };
        // A file whose hash does not fit, or that has none, is written anew too: what is signed is what is seen here.
        let is_sealed = file.seal.content == plan_geojson::Content::Unchanged;
        if !self.case.history.is_saved() || !is_sealed {
            return self.save(Some(CaseCommand::Sign(key)));
        }
        if self.settings.signing_key.as_ref() != Some(&key) {
            self.settings.signing_key = Some(key.clone());
            self.keep_settings();
        }
        let (vault, now) = (self.case.vault.clone(), clock::now());
        let title = said!("job-signing", name = file_name(&path));
        self.jobs.start(Lane::Saving, title, move |_progress| {
            match sign(path, &key, &file.on_disk, vault.as_deref(), now) {
                Ok(signed) => Outcome::Signed(Box::new(signed)),
                Err(cause) => Outcome::Failed(said!("notice-not-signed", cause = cause)),
            }
        });
    }

    pub(super) fn take_signed(&mut self, signed: Signed) {
        let Signed { path, seal, on_disk, name } = signed;
        self.notices.push(Severity::Done, said!("notice-signed", plan = file_name(&path), name = name));
        if self.case.path.as_ref() == Some(&path)
            && let Some(file) = &mut self.case.file
            && file.seal.sha256 == seal.sha256
        {
            (file.seal, file.on_disk) = (seal, on_disk);
        }
    }

    /// Makes a key to sign with.
    pub(super) fn make_key(&mut self, path: PathBuf, name: String) {
        let title = said!("job-writing", name = file_name(&path));
        self.jobs.start(Lane::Saving, title, move |_progress| {
            let made = SigningKey::generate(name.trim()).and_then(|key| key.write_new(&path).map(|()| key.public()));
            match made {
                Ok(key) => Outcome::KeyMade(path, key.to_string()),
                Err(cause) => Outcome::Failed(said!("notice-no-key", cause = sentence(&cause))),
            }
        });
    }

    pub(super) fn take_key(&mut self, path: PathBuf, key: &str) {
        let text = said!("notice-key-made", path = path.display().to_string(), key = key);
        self.notices.push(Severity::Done, text);
        self.settings.signing_key = Some(path);
        self.keep_settings();
    }
}

/// Saves the plan; if the file's bytes are not those known, another's version is kept beside it first.
fn save(to_save: ToSave, then: Option<CaseCommand>) -> Result<Outcome, String> {
    let ToSave { plan, written, signatures, path, known, protection, vault: before, versions } = to_save;
    let plain = Zeroizing::new(plan_geojson::sealed_with(&written, &signatures));
    let vault = match protection {
        Protection::None => None,
        Protection::Kept(vault) => Some(vault),
        Protection::New(passphrase) => Some(Arc::new(Vault::new(passphrase).map_err(|cause| sentence(&cause))?)),
    };
    let encrypted = vault.as_ref().map(|vault| encrypted::encrypt(&plain, vault.passphrase())).transpose();
    let encrypted = encrypted.map_err(|cause| sentence(&cause))?;
    let bytes = encrypted.as_deref().unwrap_or(&plain);
    let kept_other = match (known, std::fs::read(&path)) {
        (Some(known), Ok(found)) if plan_geojson::sha256(&found) != known => Some(keep_other(&path, &found)?),
        _ => None,
    };
    atomic::write_bytes(&path, bytes).map_err(|cause| sentence(&cause))?;
    // What was kept before under another key, or under none, is kept under this one from now on.
    let is_new = vault.as_ref().is_some_and(|vault| !before.as_ref().is_some_and(|before| Arc::ptr_eq(vault, before)));
    let resealed = match &vault {
        Some(vault) if is_new => vaults::reseal(&versions, before.as_deref(), vault),
        _ => Ok(()),
    };
    let kept = resealed.and_then(|()| versions::keep(&versions, &written, &plain, vault.as_deref()));
    let file = FileVersion::new(written, &plain, bytes);
    Ok(Outcome::Saved(Box::new(Saved { path, plan, file, vault, kept_other, not_kept: kept.err(), then })))
}

/// Keeps another's version beside the plan's file, as it was found.
fn keep_other(path: &Path, found: &[u8]) -> Result<PathBuf, String> {
    let name = file_name(path);
    let stem = name.strip_suffix(".age").unwrap_or(&name);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let stamp = clock::now().to_string().replace(':', "");
    let extension = if encrypted::is_encrypted(found) { "geojson.age" } else { "geojson" };
    let other = path.with_file_name(format!("{stem} (other {stamp}).{extension}"));
    atomic::write_bytes(&other, found).map_err(|cause| sentence(&cause))?;
    Ok(other)
}

fn sign(path: PathBuf, key: &Path, known: &str, vault: Option<&Vault>, now: Timestamp) -> Result<Signed, String> {
    let key = SigningKey::read(key).map_err(|cause| sentence(&cause))?;
    let found = std::fs::read(&path).map_err(|cause| cause.to_string())?;
    if plan_geojson::sha256(&found) != known {
        return Err(said!("sign-changed", file = file_name(&path)));
    }
    let plain = match vault {
        None => Zeroizing::new(found),
        Some(vault) => encrypted::decrypt(&found, &file_name(&path), vault.passphrase()).map_err(|c| sentence(&c))?,
    };
    let signed = plan_geojson::signed(&plain, &key, now).map_err(|cause| sentence(&cause))?;
    let bytes = match vault {
        None => signed.clone(),
        Some(vault) => encrypted::encrypt(&signed, vault.passphrase()).map_err(|cause| sentence(&cause))?,
    };
    atomic::write_bytes(&path, &bytes).map_err(|cause| sentence(&cause))?;
    let name = if key.name().is_empty() { key.public().to_string() } else { key.name().to_owned() };
    Ok(Signed { path, seal: plan_geojson::seal_of(&signed), on_disk: plan_geojson::sha256(&bytes), name })
}
