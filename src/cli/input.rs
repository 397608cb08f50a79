//! The files that a verb is given, read by what is in them.
//!
//! Owns the sorting of named files into a plan, tracks and zones, what is to be said of what was skipped, and what of the chart
//! they need. Start at [`Case`].

use std::borrow::Cow;
use std::path::PathBuf;

use anyhow::bail;
use geo::Geometry;
use uuid::Uuid;

use crate::chart::{TileReader, Waters, ZoneLayer};
use crate::geodesy::Position;
use crate::io::recognise::{Kind, recognise};
use crate::io::tracks::{ReadError, ReadOptions};
use crate::io::{plan_geojson, sample, tracks, zones};
use crate::plan::geometry::{bounds, size};
use crate::plan::{Plan, PlanId};
use crate::report::{Progress, Report};
use crate::track::TrackStore;
use crate::units::Timestamp;

/// What was read.
#[derive(Debug, Default)]
pub(super) struct Case {
    pub(super) plan: Option<Plan>,
    pub(super) tracks: Option<TrackStore>,
    pub(super) zones: Vec<ZoneLayer>,
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
        progress: &Progress,
    ) -> anyhow::Result<Self> {
        let mut of_tracks: Vec<PathBuf> = Vec::new();
        for path in files {
            match recognise(path)? {
                Kind::Plan if self.plan.is_some() => {
                    bail!("{}: a second plan; only one can be drawn", path.display())
                }
                Kind::Plan => {
                    let (plan, report, _access) = plan_geojson::read(path, progress)?;
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
