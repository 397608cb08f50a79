//! The files that a verb is given, read by what is in them.
//!
//! Owns the sorting of named files into a plan, tracks and zones, what is to be said of what was skipped, and what of the chart
//! they need; and the one way by which every verb opens a plan, under a passphrase or not. Start at [`Case`] and [`Opener`].

use std::borrow::Cow;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail, ensure};
use clap::ValueHint;
use clap::builder::PossibleValuesParser;
use geo::Geometry;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::chart::{TileReader, Waters, ZoneLayer};
use crate::finding::Finding;
use crate::geodesy::Position;
use crate::io::encrypted::{EncryptedError, Passphrase};
use crate::io::plan_geojson::Access;
use crate::io::recognise::{Kind, recognise};
use crate::io::tracks::{ReadError, ReadOptions};
use crate::io::{encrypted, findings, plan_geojson, sample, tracks, watchlist, zones};
use crate::plan::geometry::{bounds, size};
use crate::plan::{Plan, PlanId, TargetSize};
use crate::report::{Progress, Report};
use crate::track::TrackStore;
use crate::units::Timestamp;
use crate::vessel::watchlist::Watchlist;

/// Where a passphrase comes from, where one is needed.
#[derive(clap::Args, Clone, Debug, Default)]
pub(super) struct PassphraseArgs {
    /// Take the passphrase of encrypted plans (.age) from the first line of this file; without it from the environment variable
    /// `CORDON_PASSPHRASE`, else it is asked for.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    passphrase_file: Option<PathBuf>,
}

/// How large what is looked for is.
#[derive(clap::Args, Clone, Debug, Default)]
pub(super) struct TargetArgs {
    /// How large what is looked for is, where a unit's sweep width depends on it: under 25 m, up to 100 m, or over.
    #[arg(long, value_name = "SIZE", default_value = TargetSize::Medium.keyword(), value_parser = PossibleValuesParser::new(TargetSize::ALL.map(TargetSize::keyword)))]
    target_size: String,
}

impl TargetArgs {
    pub(super) fn size(&self) -> TargetSize {
        TargetSize::ALL.into_iter().find(|size| size.keyword() == self.target_size).unwrap_or_default()
    }
}

/// How often a passphrase is asked for.
const TRIES: usize = 3;
/// A passphrase is looked for in no more of a file than this.
const MAX_PASSPHRASE: u64 = 64 << 10;

/// Opens plans, encrypted or not, and encrypts what is to be. A passphrase given once serves for all files of a command.
#[derive(Debug)]
pub(super) struct Opener {
    args: PassphraseArgs,
    known: Option<Passphrase>,
}

impl Opener {
    pub(super) fn new(args: &PassphraseArgs) -> Self {
        Self { args: args.clone(), known: None }
    }

    /// Reads a plan.
    pub(super) fn plan(&mut self, path: &Path, progress: &Progress) -> anyhow::Result<(Plan, Report, Access)> {
        let (bytes, _) = self.bytes(path, progress)?;
        plan_geojson::from_bytes(&bytes, &path.display().to_string(), progress).map_err(|error| anyhow!("{error}"))
    }

    /// The bytes of a plan's file, decrypted where they were encrypted, and whether they were.
    pub(super) fn bytes(&mut self, path: &Path, progress: &Progress) -> anyhow::Result<(Zeroizing<Vec<u8>>, bool)> {
        let bytes = plan_geojson::read_bounded(path, progress).map_err(|error| anyhow!("{error}"))?;
        if !encrypted::is_encrypted(&bytes) {
            return Ok((Zeroizing::new(bytes), false));
        }
        let file = path.display().to_string();
        encrypted::check(&bytes, &file)?;
        if let Some(known) = &self.known {
            match encrypted::decrypt(&bytes, &file, known) {
                // Each file may have its own, where somebody can be asked.
                Err(EncryptedError::Wrong { .. }) if self.can_ask() => {}
                other => return Ok((other?, true)),
            }
        }
        for left in (0..TRIES).rev() {
            let passphrase = self.given(&format!("Passphrase of {file}: "))?;
            match encrypted::decrypt(&bytes, &file, &passphrase) {
                Err(EncryptedError::Wrong { .. }) if left > 0 && self.can_ask() => {
                    super::console::warn(format!("{file}: the passphrase is wrong; try again"));
                }
                other => {
                    let plain = other?;
                    self.known = Some(passphrase);
                    return Ok((plain, true));
                }
            }
        }
        bail!("{file}: the passphrase is wrong")
    }

    /// What is to be written to a file: encrypted, if its name ends in `.age`.
    pub(super) fn as_named(&mut self, path: &Path, bytes: Vec<u8>) -> anyhow::Result<Vec<u8>> {
        if encrypted::is_named_so(path) { self.encrypted(&bytes) } else { Ok(bytes) }
    }

    /// Encrypts bytes by the passphrase that opened a plan before, or by a new one.
    pub(super) fn encrypted(&mut self, bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
        if self.known.is_none() {
            let new = Zeroizing::new(self.text("New passphrase: ")?);
            if self.can_ask() {
                ensure!(*new == *Zeroizing::new(asked("The same again: ")?), "the two differ; nothing was written");
            }
            self.known = Some(passphrase_of(&new)?);
        }
        let passphrase = self.known.as_ref().context("a passphrase is needed")?;
        Ok(encrypted::encrypt(bytes, passphrase)?)
    }

    /// Whether somebody can be asked, and is to be.
    fn can_ask(&self) -> bool {
        self.args.passphrase_file.is_none() && std::env::var_os(VARIABLE).is_none() && std::io::stdin().is_terminal()
    }

    fn given(&self, question: &str) -> anyhow::Result<Passphrase> {
        passphrase_of(&Zeroizing::new(self.text(question)?))
    }

    fn text(&self, question: &str) -> anyhow::Result<String> {
        if let Some(path) = &self.args.passphrase_file {
            let file = path.display();
            let mut text = Zeroizing::new(String::new());
            std::fs::File::open(path)
                .and_then(|opened| {
                    std::io::Read::read_to_string(&mut std::io::Read::take(opened, MAX_PASSPHRASE), &mut text)
                })
                .with_context(|| format!("{file}: the passphrase could not be read"))?;
            return Ok(text.lines().next().unwrap_or_default().to_owned());
        }
        match std::env::var(VARIABLE) {
            Ok(text) => Ok(text),
            Err(std::env::VarError::NotUnicode(_)) => bail!("{VARIABLE} is not Unicode"),
            Err(std::env::VarError::NotPresent) if std::io::stdin().is_terminal() => asked(question),
            Err(std::env::VarError::NotPresent) => {
                bail!("a passphrase is needed: name a file with --passphrase-file, or set {VARIABLE}")
            }
        }
    }
}

/// Where a passphrase may be given.
const VARIABLE: &str = "CORDON_PASSPHRASE";

fn asked(question: &str) -> anyhow::Result<String> {
    rpassword::prompt_password(question).context("the passphrase could not be asked for")
}

fn passphrase_of(text: &Zeroizing<String>) -> anyhow::Result<Passphrase> {
    Passphrase::new(text.to_string()).ok_or_else(|| anyhow!("the passphrase is empty; nothing was done"))
}

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Case {
    pub(super) plan: Option<Plan>,
    pub(super) tracks: Option<TrackStore>,
    pub(super) zones: Vec<ZoneLayer>,
    pub(super) findings: Vec<Finding>,
    pub(super) watchlists: Vec<Watchlist>,
    /// What was skipped or mended, a sentence each.
    pub(super) notes: Vec<String>,
}

impl Case {
    /// The sample case.
    pub(super) fn sample(progress: &Progress) -> anyhow::Result<Self> {
        let (plan, _report, _access) = plan_geojson::from_bytes(sample::PLAN.bytes, sample::PLAN.name, progress)?;
        let options = ReadOptions::default();
        let (tracks, _report) = tracks::read_bytes(sample::TRACKS.name, sample::TRACKS.bytes, &options, progress)?;
        let layers = zones::read_bytes(sample::ZONES.name, sample::ZONES.bytes, progress)?;
        let zones = layers.into_iter().map(|(layer, _report)| layer).collect();
        Ok(Self { plan: Some(plan), tracks: Some(tracks), zones, ..Self::default() })
    }

    /// The case with these files read into it.
    pub(super) fn with_files(
        mut self,
        files: &[PathBuf],
        time_zone: Option<&str>,
        opener: &mut Opener,
        progress: &Progress,
    ) -> anyhow::Result<Self> {
        let mut of_tracks: Vec<PathBuf> = Vec::new();
        for path in files {
            match recognise(path)? {
                Kind::Plan | Kind::Encrypted if self.plan.is_some() => {
                    bail!("{}: a second plan; only one can be drawn", path.display())
                }
                Kind::Plan | Kind::Encrypted => {
                    let (plan, report, _access) = opener.plan(path, progress)?;
                    self.notes.extend(notes_of(&path.display().to_string(), &report));
                    self.plan = Some(plan);
                }
                Kind::Zones(_) => {
                    for (layer, report) in zones::read(path, progress)? {
                        self.notes.extend(notes_of(&path.display().to_string(), &report));
                        self.zones.push(layer);
                    }
                }
                Kind::Tracks(_) => of_tracks.push(path.clone()),
                Kind::Findings => {
                    let (findings, report) = findings::read(path, progress)?;
                    self.notes.extend(notes_of(&path.display().to_string(), &report));
                    self.findings.extend(findings);
                }
                Kind::Watchlist(_) => {
                    let (list, report) = watchlist::read(path, progress)?;
                    self.notes.extend(notes_of(&path.display().to_string(), &report));
                    self.watchlists.push(list);
                }
                Kind::Map(_) => bail!("{}: a map; name it with --map", path.display()),
            }
        }
        if !of_tracks.is_empty() {
            let options = ReadOptions { time_zone: time_zone.map(str::to_owned), ..ReadOptions::default() };
            let read = tracks::read(&of_tracks, &options, progress);
            let (store, report) = read.map_err(|error| match error {
                ReadError::NeedsTimeZone { .. } => anyhow::anyhow!("{error}: add --time-zone"),
                error => error.into(),
            })?;
            let names = of_tracks.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ");
            self.notes.extend(notes_of(&names, &report));
            self.tracks = match self.tracks {
                Some(before) => Some(TrackStore::merge(&[&before, &store], progress)?),
                None => Some(store),
            };
        }
        Ok(self)
    }

    /// The plan; without one, an empty plan named after the first zones.
    pub(super) fn plan_or_title(&self) -> Cow<'_, Plan> {
        if let Some(plan) = &self.plan {
            return Cow::Borrowed(plan);
        }
        let mut plan = Plan::new(PlanId(Uuid::nil()), Timestamp::from_millis(0));
        plan.title = self.zones.first().map_or_else(|| "Vessel tracks".to_owned(), |layer| layer.name.clone());
        Cow::Owned(plan)
    }
}

/// What a report says of one file, in a sentence or two.
pub(super) fn notes_of(file: &str, report: &Report) -> Vec<String> {
    let listed = |counts: &std::collections::BTreeMap<String, u64>| {
        counts.iter().map(|(reason, n)| format!("{n} × {reason}")).collect::<Vec<_>>().join(", ")
    };
    let mut notes: Vec<String> = report.notes.clone();
    if report.n_skipped() > 0 {
        notes.push(format!("{file}: {} of {} skipped: {}", report.n_skipped(), report.read, listed(&report.skipped)));
    }
    if !report.repaired.is_empty() {
        notes.push(format!("{file}: mended: {}", listed(&report.repaired)));
    }
    notes
}

/// Whose water is where round some areas; `None` if there are none.
pub(super) fn waters_round<'a>(map: &dyn TileReader, areas: impl Iterator<Item = &'a Geometry<f64>>) -> Option<Waters> {
    let areas = areas.filter(|area| size(area).area.is_some());
    nearby(areas.filter_map(bounds)).map(|corners| Waters::near(map, corners))
}

/// Whose water is where round some places, points and lines included; `None` if there are none.
pub(super) fn waters_round_all<'a>(
    map: &dyn TileReader,
    places: impl Iterator<Item = &'a Geometry<f64>>,
) -> Option<Waters> {
    nearby(places.filter_map(bounds)).map(|corners| Waters::near(map, corners))
}

/// Whose water is where round all tracks; nobody's, if there are none.
pub(super) fn waters_of_tracks(map: &dyn TileReader, tracks: &TrackStore) -> Waters {
    corners_of(tracks).map_or_else(Waters::default, |corners| Waters::near(map, corners))
}

/// The south-west and the north-east corner of all tracks.
fn corners_of(tracks: &TrackStore) -> Option<(Position, Position)> {
    let least_and_most = |values: &[i32]| Some((*values.iter().min()?, *values.iter().max()?));
    let (south, north) = least_and_most(tracks.lat_e7())?;
    let (west, east) = least_and_most(tracks.lon_e7())?;
    Some((Position::from_e7(south, west), Position::from_e7(north, east)))
}

/// The box round some boxes. One that would have to go round the back of the Earth goes all the way round.
fn nearby(corners: impl Iterator<Item = (Position, Position)>) -> Option<(Position, Position)> {
    corners.reduce(|(a_sw, a_ne), (b_sw, b_ne)| {
        let (south, north) = (a_sw.lat().min(b_sw.lat()), a_ne.lat().max(b_ne.lat()));
        let is_plain = a_sw.lon() <= a_ne.lon() && b_sw.lon() <= b_ne.lon();
        let (west, east) =
            if is_plain { (a_sw.lon().min(b_sw.lon()), a_ne.lon().max(b_ne.lon())) } else { (-180.0, 180.0) };
        (Position::clamped(south, west), Position::clamped(north, east))
    })
}
