//! Earlier versions of the plan, partners' versions, and the plan's file while others may write to it.
//!
//! Owns the store of versions in the state folder (every save is kept, the newest [`MOST_VERSIONS`] of each plan), the merge with
//! another version, and the watch over the plan's file: whether someone else changed it, and whether another window has it
//! open. Never touches the disk on the caller's thread. Start at [`Session::versions`] and [`Session::refresh_watch`].

use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use uuid::Uuid;
use zeroize::Zeroizing;

use super::Session;
use super::case::FileVersion;
use super::jobs::Lane;
use super::loading::{Outcome, sentence};
use super::notices::Severity;
use super::question::{Locked, Question};
use super::vaults;
use crate::io::encrypted::{self, EncryptedError, Passphrase, Vault};
use crate::io::plan_geojson::Seal;
use crate::io::{atomic, plan_geojson};
use crate::language::{said, words};
use crate::plan::merge::{Conflict, merge};
use crate::plan::{Plan, PlanEdit, PlanId};
use crate::report::Progress;
use crate::units::Timestamp;

/// How many versions of a plan are kept.
const MOST_VERSIONS: usize = 100;
/// How often the plan's file is looked at.
const WATCH_EVERY: Duration = Duration::from_secs(2);

/// A version that was kept.
#[derive(Clone, Debug)]
pub struct KeptVersion {
    /// When it was last edited.
    pub modified: Timestamp,
    /// Who made it.
    pub author: String,
    /// How many features it has.
    pub n_features: usize,
    /// The plan itself.
    pub plan: Arc<Plan>,
}

/// What a job found of versions.
pub(super) enum Found {
    /// The versions kept of a plan, newest first.
    Kept(PlanId, Vec<KeptVersion>),
    /// Another version, to be merged with the plan as it was then.
    Theirs(Box<Theirs>),
    /// What the plan's file is like now.
    Watched(Watched),
}

/// A version to be merged.
pub(super) struct Theirs {
    /// Where it came from, for people.
    name: String,
    version: FileVersion,
    /// The version that both came from; `None` if none is known.
    base: Option<Arc<Plan>>,
    /// Whether it stands in the plan's own file.
    is_own_file: bool,
}

/// The plan's file as it was found.
pub(super) struct Watched {
    path: PathBuf,
    stat: Option<Stat>,
    /// Its SHA-256, if it had to be read.
    hash: Option<String>,
    /// What it says of itself, if that is not the version known.
    seal: Option<Seal>,
    /// What its SHA-256 was taken to be when it was looked at.
    known_hash: Option<String>,
    n_others: usize,
}

type Stat = (u64, SystemTime);

/// What is known of versions and of the file.
#[derive(Default)]
pub(super) struct Versions {
    kept: Option<(PlanId, Vec<KeptVersion>)>,
    watch: Watch,
}

#[derive(Default)]
struct Watch {
    looked: Option<Instant>,
    is_under_way: bool,
    stat: Option<Stat>,
    /// The version in the file that the user was told of.
    told: Option<String>,
    presence: Option<Presence>,
    n_others: usize,
}

/// A file that says that this window has a plan open; it is locked for as long as that is so.
struct Presence {
    of: PathBuf,
    path: PathBuf,
    _lock: File,
}

impl Drop for Presence {
    fn drop(&mut self) {
        drop(std::fs::remove_file(&self.path));
    }
}

impl Session {
    /// The versions of the plan that were kept, newest first, once [`super::CaseCommand::ListVersions`] has come to an end.
    #[must_use]
    pub fn versions(&self) -> Option<&[KeptVersion]> {
        let (of, kept) = self.versions.kept.as_ref()?;
        (*of == self.case.plan().id).then_some(kept.as_slice())
    }

    /// What a merge left to be settled.
    #[must_use]
    pub fn conflicts(&self) -> Vec<Conflict> {
        plan_geojson::conflicts(self.case.plan())
    }

    /// In how many other windows the plan's file is open.
    #[must_use]
    pub const fn n_other_windows(&self) -> usize {
        self.versions.watch.n_others
    }

    /// The edit that settles a conflict: takes theirs, or leaves what stands.
    #[must_use]
    pub fn settled(&self, idx: usize, takes_theirs: bool) -> Option<PlanEdit> {
        let mut conflicts = self.conflicts();
        if idx >= conflicts.len() {
            return None;
        }
        let conflict = conflicts.remove(idx);
        let plan = self.case.plan();
        let rest = plan_geojson::with_conflicts(plan, &conflicts).foreign.get("conflicts").cloned();
        let mut edits = vec![PlanEdit::SetMember { name: "conflicts".into(), value: rest }];
        if takes_theirs {
            edits.extend(conflict.theirs_in(plan));
        } else {
            edits.extend(conflict.ours_in(plan));
        }
        Some(PlanEdit::All(edits))
    }

    pub(super) fn list_versions(&mut self) {
        let (folder, of, vault) = (self.versions_folder(), self.case.plan().id, self.case.vault.clone());
        self.jobs.start(Lane::Quiet, words("job-versions"), move |_progress| {
            Outcome::Versions(Box::new(Found::Kept(of, kept_in(&folder, vault.as_deref()))))
        });
    }

    /// Goes back to a version that was kept, as an edit like any other.
    pub(super) fn go_back_to(&mut self, idx: usize) {
        let Some(version) = self.versions().and_then(|kept| kept.get(idx)).cloned() else { return };
        let label = said!("edit-go-back", time = version.modified.to_string());
        self.edit(&label, &PlanEdit::Become(version.plan));
    }

    /// Reads another version and merges it with the plan.
    pub(super) fn merge_with(&mut self, path: PathBuf, passphrase: Option<Passphrase>) {
        let vault = self.case.vault.clone();
        let own = self.case.path.clone().filter(|own| *own == path);
        let known = self.case.file.clone();
        let ancestry = self.ancestry();
        let folder = self.versions_folder();
        let title = said!("job-merging", name = super::apply::file_name(&path));
        self.jobs.start(Lane::Loading, title, move |progress| {
            match theirs(
                &path,
                own.is_some(),
                known,
                &ancestry,
                &folder,
                vault.as_deref(),
                passphrase.as_ref(),
                progress,
            ) {
                Ok(theirs) => Outcome::Versions(Box::new(Found::Theirs(Box::new(theirs)))),
                Err(Refused::Because(sentence)) => Outcome::Failed(sentence),
                Err(Refused::Passphrase) => {
                    Outcome::Ask(Question::Passphrase { is_wrong: passphrase.is_some(), of: Locked::Theirs(path) })
                }
            }
        });
    }

    /// The versions that the plan came from, by their SHA-256, the newest last.
    fn ancestry(&self) -> Vec<String> {
        let history = self.case.plan().history.iter().map(|version| version.sha256.clone());
        let parents = self.case.plan().parents.iter().cloned();
        history.chain(parents).chain(self.case.file.iter().map(|file| file.seal.sha256.clone())).collect()
    }

    pub(super) fn versions_folder(&self) -> PathBuf {
        self.folders.state.join("versions").join(self.case.plan().id.0.to_string())
    }

    pub(super) fn take_versions(&mut self, found: Found) {
        match found {
            Found::Kept(of, kept) => self.versions.kept = Some((of, kept)),
            Found::Theirs(theirs) => self.take_theirs(*theirs),
            Found::Watched(watched) => self.take_watched(watched),
        }
    }

    fn take_theirs(&mut self, theirs: Theirs) {
        let Theirs { name, version, base, is_own_file } = theirs;
        let ours = Arc::clone(self.case.plan());
        if base.is_none() {
            self.notices.push(Severity::Warning, said!("notice-no-common-version", name = &name));
        }
        // Without a common version nothing is known to be unchanged: whatever differs is a conflict.
        let base = base.unwrap_or_else(|| Arc::new(Plan::new(ours.id, ours.created)));
        let merged = merge(&base, &ours, &version.plan);
        let n_conflicts = merged.conflicts.len();
        let mut earlier = self.conflicts();
        earlier.extend(merged.conflicts);
        let plan = plan_geojson::with_conflicts(&merged.plan, &earlier);
        self.edit(&said!("edit-merge", name = &name), &PlanEdit::Become(Arc::new(plan)));
        let (severity, sentence) = match n_conflicts {
            0 => (Severity::Done, said!("notice-merged", name = &name)),
            n => (Severity::Warning, said!("notice-merged-conflicts", name = &name, n = n)),
        };
        self.notices.push(severity, sentence);
        if is_own_file {
            self.case.file = Some(version);
        } else {
            self.case.merged_in.push(version);
        }
    }

    /// Looks after the plan's file every two seconds, in a job of its own.
    pub(super) fn refresh_watch(&mut self) {
        let watch = &mut self.versions.watch;
        let Some(path) = self.case.path.clone() else {
            *watch = Watch::default();
            return;
        };
        if watch.is_under_way || watch.looked.is_some_and(|looked| looked.elapsed() < WATCH_EVERY) {
            return;
        }
        watch.looked = Some(Instant::now());
        watch.is_under_way = true;
        let folder = self.folders.state.join("open").join(plan_geojson::sha256(path.as_os_str().as_encoded_bytes()));
        if watch.presence.as_ref().is_none_or(|presence| presence.of != path) {
            watch.presence = None;
            watch.presence = presence(&folder, &path);
            (watch.stat, watch.told) = (None, None);
        }
        let own = watch.presence.as_ref().map(|presence| presence.path.clone());
        let known = watch.stat;
        let known_hash = self.case.file.as_ref().map(|file| file.on_disk.clone());
        self.jobs.start(Lane::Quiet, words("job-watching"), move |_progress| {
            let about = std::fs::metadata(&path).ok();
            let stat = about.and_then(|about| Some((about.len(), about.modified().ok()?)));
            let is_new = stat.is_some() && stat != known;
            let bytes = is_new.then(|| std::fs::read(&path).ok()).flatten();
            let hash = bytes.as_deref().map(plan_geojson::sha256);
            let is_other = hash.is_some() && hash != known_hash;
            let seal = bytes.filter(|_| is_other).map(|bytes| plan_geojson::seal_of(&bytes));
            let n_others = others_in(&folder, own.as_deref());
            Outcome::Versions(Box::new(Found::Watched(Watched { path, stat, hash, seal, known_hash, n_others })))
        });
    }

    fn take_watched(&mut self, watched: Watched) {
        let is_saving = self.jobs.is_saving();
        let watch = &mut self.versions.watch;
        watch.is_under_way = false;
        if self.case.path.as_ref() != Some(&watched.path) {
            return;
        }
        if watched.n_others > watch.n_others {
            let name = super::apply::file_name(&watched.path);
            self.notices.push(Severity::Warning, said!("notice-open-elsewhere", name = name));
        }
        watch.n_others = watched.n_others;
        // What is being saved just now, or was saved since it was looked at, is looked at again.
        if is_saving || self.case.file.as_ref().map(|file| &file.on_disk) != watched.known_hash.as_ref() {
            return;
        }
        watch.stat = watched.stat;
        let Some(hash) = watched.hash else { return };
        // Somebody signed it: the same version still.
        if let (Some(file), Some(seal)) = (&mut self.case.file, watched.seal)
            && seal.sha256 == file.seal.sha256
        {
            (file.seal, file.on_disk) = (seal, hash);
            return;
        }
        let is_ours = self.case.file.as_ref().is_none_or(|file| file.on_disk == hash);
        if !is_ours && watch.told.as_ref() != Some(&hash) {
            watch.told = Some(hash);
            self.ask(Question::ChangedOnDisk { path: watched.path });
        }
    }
}

/// Says in a folder of the state that this window has the plan open.
fn presence(folder: &Path, of: &Path) -> Option<Presence> {
    std::fs::create_dir_all(folder).ok()?;
    let path = folder.join(format!("{}.lock", Uuid::new_v4()));
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&path).ok()?;
    lock.try_lock().ok()?;
    Some(Presence { of: of.to_owned(), path, _lock: lock })
}

/// How many other windows say so. What a window that is no more has left behind is cleared away.
fn others_in(folder: &Path, own: Option<&Path>) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path()).filter(|path| Some(path.as_path()) != own);
    let is_held = |path: &PathBuf| {
        let is_held = File::open(path).is_ok_and(|file| file.try_lock().is_err());
        if !is_held {
            drop(std::fs::remove_file(path));
        }
        is_held
    };
    paths.filter(is_held).count()
}

/// Keeps the bytes of a save; the oldest versions beyond [`MOST_VERSIONS`] go.
///
/// # Errors
/// If they could not be written.
pub(super) fn keep(folder: &Path, plan: &Plan, bytes: &[u8], vault: Option<&Vault>) -> Result<(), String> {
    std::fs::create_dir_all(folder).map_err(|cause| cause.to_string())?;
    let hash = plan_geojson::seal_of(bytes).sha256;
    let stamp = plan.modified.to_string().replace(':', "");
    match vault {
        None => atomic::write_bytes(&folder.join(format!("{stamp} {hash}.geojson")), bytes),
        Some(vault) => {
            vaults::keep_key(folder, vault)?;
            let encrypted = vault.encrypt(bytes).map_err(|cause| sentence(&cause))?;
            atomic::write_bytes(&folder.join(format!("{stamp} {}.geojson.age", vault.name_of(&hash))), &encrypted)
        }
    }
    .map_err(|cause| sentence(&cause))?;
    let mut all = files_in(folder);
    all.sort();
    let n_old = all.len().saturating_sub(MOST_VERSIONS);
    all.into_iter().take(n_old).for_each(|old| drop(std::fs::remove_file(old)));
    Ok(())
}

pub(super) fn files_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().as_encoded_bytes();
            name.ends_with(b".geojson") || name.ends_with(b".geojson.age")
        })
        .collect()
}

fn kept_in(folder: &Path, vault: Option<&Vault>) -> Vec<KeptVersion> {
    let mut all = files_in(folder);
    all.sort();
    let read = |path: PathBuf| {
        let plan = vaults::read_kept(&path, vault)?;
        let (modified, author, n_features) = (plan.modified, plan.author.clone(), plan.features.len());
        Some(KeptVersion { modified, author, n_features, plan: Arc::new(plan) })
    };
    all.into_iter().rev().filter_map(read).collect()
}

/// Why another version was not merged.
enum Refused {
    Because(String),
    /// A passphrase is needed, or another than the one tried.
    Passphrase,
}

/// Reads another version, and looks for the newest one that both sides came from.
#[expect(clippy::too_many_arguments, reason = "a job is handed all it needs; a struct would only rename it")]
fn theirs(
    path: &Path,
    is_own_file: bool,
    known: Option<FileVersion>,
    ancestry: &[String],
    folder: &Path,
    vault: Option<&Vault>,
    passphrase: Option<&Passphrase>,
    progress: &Progress,
) -> Result<Theirs, Refused> {
    let name = super::apply::file_name(path);
    let refused = |cause: String| Refused::Because(said!("notice-not-merged", name = &name, cause = cause));
    let on_disk = plan_geojson::read_bounded(path, progress).map_err(|cause| refused(sentence(&cause)))?;
    let file = path.display().to_string();
    let bytes = if encrypted::is_encrypted(&on_disk) {
        let passphrase = passphrase.or(vault.map(Vault::passphrase)).ok_or(Refused::Passphrase)?;
        encrypted::decrypt(&on_disk, &file, passphrase).map_err(|cause| match cause {
            EncryptedError::Wrong { .. } => Refused::Passphrase,
            cause => refused(sentence(&cause)),
        })?
    } else {
        Zeroizing::new(on_disk.clone())
    };
    let (plan, report, _access) =
        plan_geojson::from_bytes(&bytes, &file, progress).map_err(|cause| refused(sentence(&cause)))?;
    if report.n_skipped() > 0 {
        return Err(refused(said!("merge-unreadable", n = report.n_skipped())));
    }
    let version = FileVersion::new(Arc::new(plan), &bytes, &on_disk);
    let base = if is_own_file {
        known.map(|file| file.plan)
    } else {
        let mut of_theirs: Vec<&String> = version.plan.history.iter().map(|version| &version.sha256).collect();
        of_theirs.extend(&version.plan.parents);
        of_theirs.push(&version.seal.sha256);
        let common = ancestry.iter().rev().find(|hash| of_theirs.contains(hash));
        common.and_then(|hash| {
            if *hash == version.seal.sha256 {
                return Some(Arc::clone(&version.plan));
            }
            if let Some(file) = known.filter(|file| file.seal.sha256 == *hash) {
                return Some(file.plan);
            }
            let names = [Some(hash.clone()), vault.map(|vault| vault.name_of(hash))];
            let is_it = |path: &PathBuf| {
                let name = path.to_string_lossy();
                names.iter().flatten().any(|wanted| name.contains(wanted))
            };
            let kept = files_in(folder).into_iter().find(is_it)?;
            vaults::read_kept(&kept, vault).map(Arc::new)
        })
    };
    Ok(Theirs { name, version, base, is_own_file })
}
