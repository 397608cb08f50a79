//! Tracks as they were read once, kept so that opening the same files again parses nothing.
//!
//! Owns a folder of stores, named after what was read: the files' names and lengths and how they were to be read, then their
//! content. Content is only looked at where the rest fits, so that a first reading pays nothing. Never trusts an entry: a
//! store checks itself, and one that is damaged is removed and made anew. Start at [`Cache::find`].

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use super::source::Bytes;
use super::{OutputFormat, ReadOptions, intake, store_file, write_to};
use crate::io::atomic::{self, WriteError};
use crate::io::recognise::{Kind, TrackFormat, recognise};
use crate::io::report_json::{report_from_json, report_json};
use crate::report::{Progress, Report, Stopped};
use crate::track::TrackStore;

/// Readings of less than this are as quick as a look into the folder.
const LEAST_BYTES: u64 = 4 << 20;
/// What the folder may hold: some seven openings of three days' traffic in the Yellow Sea are 3 GB.
const MOST_BYTES: u64 = 8 << 30;
/// A draft older than this is nobody's any more.
const OLD_DRAFT: Duration = Duration::from_hours(24);
/// How much is hashed between two looks at the stop request.
const BLOCK: usize = 8 << 20;

/// The folder.
#[derive(Clone, Debug)]
pub struct Cache {
    folder: PathBuf,
    most_bytes: u64,
}

/// What the folder says of some files.
#[derive(Debug)]
pub enum Found {
    /// They were read before, and this came of it.
    Kept(Box<(TrackStore, Report)>),
    /// They were not; what comes of reading them may be kept here.
    New(Place),
    /// They are not worth keeping.
    Nothing,
}

/// Where a reading may be kept.
#[derive(Debug)]
pub struct Place {
    /// Names, lengths and options.
    outside: String,
    files: Vec<(PathBuf, u64, Option<SystemTime>)>,
}

impl Cache {
    /// The cache in this folder, which need not be there yet.
    #[must_use]
    pub fn new(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), most_bytes: MOST_BYTES }
    }

    /// Looks whether these files were read before in the same way.
    ///
    /// # Errors
    /// [`Stopped`] on request. What cannot be looked at was not read before.
    pub fn find(&self, paths: &[PathBuf], options: &ReadOptions, progress: &Progress) -> Result<Found, Stopped> {
        let Some(place) = Place::of(paths, options) else { return Ok(Found::Nothing) };
        if self.stores_of(&place.outside).is_empty() {
            return Ok(Found::New(place));
        }
        progress.set_stage("looking whether it was read before");
        let Some(inside) = hash_of(paths, progress)? else { return Ok(Found::New(place)) };
        let (store_path, report_path) = self.entry(&place.outside, &inside);
        let Ok(file) = File::open(&store_path) else { return Ok(Found::New(place)) };
        let kept = store_file::open(Bytes::File(file), &store_path, progress).ok();
        let text = fs::read(&report_path).unwrap_or_default();
        let Some((store, mut report)) = kept.zip(report_from_json(&text)) else {
            remove(&store_path);
            return Ok(Found::New(place));
        };
        intake::sum_up(&store, &mut report);
        progress.add_rows(report.read);
        // The oldest go first when room is needed: written again, this one is young.
        let _stays_old = atomic::write_bytes(&report_path, &text);
        Ok(Found::Kept(Box::new((store, report))))
    }

    /// Keeps what came of a reading, and removes the oldest of what is kept where there is too much of it. Files that were
    /// changed since are not kept.
    ///
    /// # Errors
    /// [`WriteError`] if it could not be written; a request to stop comes as one too.
    pub fn keep(
        &self,
        place: &Place,
        store: &TrackStore,
        report: &Report,
        progress: &Progress,
    ) -> Result<(), WriteError> {
        let paths: Vec<PathBuf> = place.files.iter().map(|(path, ..)| path.clone()).collect();
        let Ok(Some(inside)) = hash_of(&paths, progress) else { return Ok(()) };
        if place.files != known(&paths) {
            return Ok(());
        }
        let (store_path, report_path) = self.entry(&place.outside, &inside);
        fs::create_dir_all(&self.folder).map_err(|source| WriteError {
            path: self.folder.clone(),
            attempt: "make the folder for tracks read before",
            source,
        })?;
        atomic::write(&store_path, |file| write_to(file, OutputFormat::Store, store, None, progress))?;
        // Last, so that what has a report is whole.
        atomic::write_bytes(&report_path, report_json(report, 0.0).as_bytes())?;
        self.tidy(&store_path);
        Ok(())
    }

    fn entry(&self, outside: &str, inside: &str) -> (PathBuf, PathBuf) {
        let stem = format!("{outside}-{inside}");
        (self.folder.join(format!("{stem}.cordon")), self.folder.join(format!("{stem}.json")))
    }

    fn stores_of(&self, outside: &str) -> Vec<PathBuf> {
        let of_these = |path: &PathBuf| {
            path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with(outside))
        };
        stores_in(&self.folder).filter(of_these).collect()
    }

    /// Removes the oldest stores until the rest fit, but never the newest; and drafts that a crash has left.
    fn tidy(&self, newest: &Path) {
        let written = |path: &Path| fs::metadata(path).and_then(|file| file.modified()).ok();
        let is_old = |path: &Path| {
            let age = written(newest).zip(written(path)).and_then(|(now, then)| now.duration_since(then).ok());
            age.is_some_and(|age| age > OLD_DRAFT)
        };
        for draft in files_in(&self.folder, "tmp").filter(|path| is_old(path)) {
            let _stays = fs::remove_file(draft);
        }
        let mut kept: Vec<(SystemTime, u64, PathBuf)> = stores_in(&self.folder)
            .filter(|path| path != newest)
            .map(|path| {
                let used = fs::metadata(path.with_extension("json")).and_then(|file| file.modified());
                (used.unwrap_or(SystemTime::UNIX_EPOCH), fs::metadata(&path).map_or(0, |file| file.len()), path)
            })
            .collect();
        kept.sort();
        let mut n_bytes = fs::metadata(newest).map_or(0, |file| file.len());
        for (_, size, path) in kept.into_iter().rev() {
            n_bytes += size;
            if n_bytes > self.most_bytes {
                remove(&path);
            }
        }
    }
}

fn stores_in(folder: &Path) -> impl Iterator<Item = PathBuf> {
    files_in(folder, "cordon")
}

fn files_in(folder: &Path, extension: &'static str) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.filter(move |path| path.extension().is_some_and(|own| own == extension))
}

/// Removes an entry. One that cannot be removed is found wanting again next time.
fn remove(store_path: &Path) {
    let _stays = fs::remove_file(store_path.with_extension("json"));
    let _stays = fs::remove_file(store_path);
}

impl Place {
    /// `None` for files that are not worth keeping, or that are more than one file each.
    fn of(paths: &[PathBuf], options: &ReadOptions) -> Option<Self> {
        let is_kept = |path: &PathBuf| match recognise(path) {
            Ok(Kind::Tracks(format)) => !matches!(format, TrackFormat::Store | TrackFormat::Shapefile),
            _ => false,
        };
        let files = known(paths);
        let n_bytes: u64 = files.iter().map(|(_, length, _)| length).sum();
        if files.len() != paths.len() || n_bytes < LEAST_BYTES || !paths.iter().all(is_kept) {
            return None;
        }
        let ReadOptions { time_zone, columns, bounds, period, scratch: _ } = options;
        let mut hasher = blake3::Hasher::new();
        hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
        hasher.update(format!("{time_zone:?} {columns:?} {bounds:?} {period:?}").as_bytes());
        for (path, length, _) in &files {
            // By name too: a vessel may be named by it, and so is every line in the report.
            hasher.update(path.as_os_str().as_encoded_bytes());
            hasher.update(&length.to_le_bytes());
        }
        Some(Self { outside: short(&hasher), files })
    }
}

/// The plain files among these, with what tells that one was changed.
fn known(paths: &[PathBuf]) -> Vec<(PathBuf, u64, Option<SystemTime>)> {
    let of = |path: &PathBuf| {
        let file = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
        Some((path.clone(), file.len(), file.modified().ok()))
    };
    paths.iter().filter_map(of).collect()
}

/// The hash of the files' content, one after another; `None` if one cannot be read.
fn hash_of(paths: &[PathBuf], progress: &Progress) -> Result<Option<String>, Stopped> {
    let mut hasher = blake3::Hasher::new();
    let mut block = vec![0; BLOCK];
    for path in paths {
        let Ok(mut file) = File::open(path) else { return Ok(None) };
        loop {
            progress.check()?;
            match fill(&mut file, &mut block) {
                Ok(0) => break,
                Ok(n) => {
                    hasher.update_rayon(block.get(..n).unwrap_or_default());
                }
                Err(_) => return Ok(None),
            }
        }
        hasher.update(b"end of file");
    }
    Ok(Some(short(&hasher)))
}

/// Reads until the block is full or the file at its end.
fn fill(file: &mut File, block: &mut [u8]) -> io::Result<usize> {
    let mut n = 0;
    while let Some(rest) = block.get_mut(n..).filter(|rest| !rest.is_empty()) {
        match file.read(rest) {
            Ok(0) => break,
            Ok(more) => n += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(n)
}

/// 128 bits of a hash, in hexadecimal.
fn short(hasher: &blake3::Hasher) -> String {
    hasher.finalize().to_hex().chars().take(32).collect()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::super::read;
    use super::*;

    /// A table of 70,000 rows in MarineCadastre's old form, one of them off the globe.
    fn table(path: &Path, name: &str) {
        let mut text = String::from("MMSI,BaseDateTime,LAT,LON,SOG,COG,Heading,VesselName\n");
        for n in 0..70_000_u32 {
            let (mmsi, minute, second) = (445_000_000 + n % 7, n / 60 % 60, n % 60);
            let lat = if n == 4711 { 95.0 } else { 38.0 + f64::from(n) / 1e6 };
            let hour = n / 3600;
            writeln!(text, "{mmsi},2018-01-16T{hour:02}:{minute:02}:{second:02},{lat:.6},125.5,10.5,90.5,91,{name}")
                .unwrap();
        }
        fs::write(path, text).unwrap();
    }

    fn cache(folder: &Path) -> Cache {
        Cache::new(&folder.join("cache"))
    }

    fn kept(cache: &Cache, path: &Path) -> Option<(TrackStore, Report)> {
        match cache.find(&[path.to_owned()], &ReadOptions::default(), &Progress::default()).unwrap() {
            Found::Kept(kept) => Some(*kept),
            Found::New(_) | Found::Nothing => None,
        }
    }

    /// Reads the table and keeps it.
    fn read_and_keep(cache: &Cache, path: &Path) -> (TrackStore, Report) {
        let (paths, options, progress) = ([path.to_owned()], ReadOptions::default(), Progress::default());
        let Found::New(place) = cache.find(&paths, &options, &progress).unwrap() else { panic!("it was kept before") };
        let (store, report) = read(&paths, &options, &progress).unwrap();
        cache.keep(&place, &store, &report, &progress).unwrap();
        (store, report)
    }

    #[test]
    fn a_second_opening_hands_back_what_the_first_one_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        table(&path, "HAE YANG");
        let cache = cache(folder.path());
        let (store, report) = read_and_keep(&cache, &path);
        let (again, said) = kept(&cache, &path).unwrap();
        assert_eq!(said, report);
        assert_eq!(said.skipped.values().sum::<u64>(), 1);
        assert_eq!(again.vessels(), store.vessels());
        assert!((0..store.n_fixes()).all(|idx| again.row(idx) == store.row(idx)));
    }

    #[test]
    fn a_changed_file_of_the_same_length_and_other_options_are_read_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        table(&path, "HAE YANG");
        let cache = cache(folder.path());
        read_and_keep(&cache, &path);
        let other = ReadOptions { time_zone: Some("KST".into()), ..ReadOptions::default() };
        assert!(matches!(cache.find(std::slice::from_ref(&path), &other, &Progress::default()), Ok(Found::New(_))));
        table(&path, "HAE YING");
        assert!(kept(&cache, &path).is_none());
        let (_, report) = read_and_keep(&cache, &path);
        assert_eq!(kept(&cache, &path).unwrap().1, report);
    }

    #[test]
    fn a_damaged_or_half_written_entry_is_noticed_and_made_anew() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        table(&path, "HAE YANG");
        let cache = cache(folder.path());
        read_and_keep(&cache, &path);
        let store_path = stores_in(&cache.folder).next().unwrap();
        let mut bytes = fs::read(&store_path).unwrap();
        bytes[100_000] ^= 1;
        fs::write(&store_path, &bytes).unwrap();
        assert!(kept(&cache, &path).is_none());
        assert!(!store_path.exists());
        read_and_keep(&cache, &path);
        fs::remove_file(store_path.with_extension("json")).unwrap();
        assert!(kept(&cache, &path).is_none());
    }

    #[test]
    fn the_oldest_make_room() {
        let folder = tempfile::tempdir().unwrap();
        let mut cache = cache(folder.path());
        let paths = ["a.csv", "b.csv", "c.csv"].map(|name| folder.path().join(name));
        for (second, path) in (1..).zip(&paths) {
            table(path, "HAE YANG");
            let before: Vec<PathBuf> = stores_in(&cache.folder).collect();
            read_and_keep(&cache, path);
            let new = stores_in(&cache.folder).find(|store| !before.contains(store)).unwrap();
            let used = SystemTime::UNIX_EPOCH + Duration::from_secs(second);
            File::options().append(true).open(new.with_extension("json")).unwrap().set_modified(used).unwrap();
            // Room for two.
            cache.most_bytes = fs::metadata(&new).unwrap().len() * 5 / 2;
        }
        assert!(kept(&cache, &paths[0]).is_none());
        assert!(kept(&cache, &paths[1]).is_some() && kept(&cache, &paths[2]).is_some());
    }

    #[test]
    fn small_files_and_stores_are_not_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        fs::write(&path, "MMSI,BaseDateTime,LAT,LON\n445000001,2018-01-16T00:00:00,38,125\n").unwrap();
        let found = cache(folder.path()).find(&[path], &ReadOptions::default(), &Progress::default());
        assert!(matches!(found, Ok(Found::Nothing)));
    }
}
