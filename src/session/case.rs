//! What is open: tracks, zones, the plan and where it is kept.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use uuid::Uuid;

use super::extent::Corners;
use crate::chart::{Zone, ZoneLayer};
use crate::io::encrypted::Vault;
use crate::io::plan_geojson::{self, Seal};
use crate::language::words;
use crate::plan::{History, Plan, PlanId};
use crate::report::Report;
use crate::track::{Pyramid, TrackStore};
use crate::units::Timestamp;

/// What is open.
#[derive(Debug)]
pub struct Case {
    pub(super) tracks: Option<TrackCase>,
    pub(super) zones: Vec<ZoneSet>,
    pub(super) history: History,
    pub(super) path: Option<PathBuf>,
    pub(super) is_read_only: bool,
    pub(super) generation: u64,
    /// The plan's file as it was last read or written.
    pub(super) file: Option<FileVersion>,
    /// Versions that were merged into the plan since.
    pub(super) merged_in: Vec<FileVersion>,
    /// What the plan's file, its journal and its versions are encrypted by.
    pub(super) vault: Option<Arc<Vault>>,
}

/// A version of the plan that a file held.
#[derive(Clone, Debug)]
pub(super) struct FileVersion {
    /// The plan as the file holds it.
    pub(super) plan: Arc<Plan>,
    /// The name of the version, and who signed it.
    pub(super) seal: Seal,
    /// The SHA-256 of the file as it lies there, encrypted or not, in hexadecimal.
    pub(super) on_disk: String,
}

impl FileVersion {
    /// A version by the bytes of its file: as a plan, and as they lie there.
    pub(super) fn new(plan: Arc<Plan>, plain: &[u8], on_disk: &[u8]) -> Self {
        Self { plan, seal: plan_geojson::seal_of(plain), on_disk: plan_geojson::sha256(on_disk) }
    }
}

/// All open tracks, merged.
#[derive(Clone, Debug)]
pub struct TrackCase {
    /// The fixes.
    pub store: Arc<TrackStore>,
    /// Which fixes matter at which scale.
    pub pyramid: Arc<Pyramid>,
    /// How many fixes each of 1440 equal parts of the span holds; empty until they are counted.
    pub histogram: Arc<[u32]>,
    /// The box around all fixes.
    pub extent: Option<Corners>,
    /// Changes whenever the store does.
    pub generation: u64,
    /// The files they came from, with what was read and skipped.
    pub sources: Vec<TrackSource>,
}

/// How many parts the traffic histogram has: about one for each pixel of a wide timeline.
pub(super) const HISTOGRAM_BINS: usize = 1440;

/// One reading of track files.
#[derive(Clone, Debug)]
pub struct TrackSource {
    /// The files' names.
    pub name: String,
    /// What was read, kept and skipped.
    pub report: Report,
    /// How long it took.
    pub elapsed: Duration,
}

/// One layer of zones read from a file, and how it is shown.
#[derive(Clone, Debug)]
pub struct ZoneSet {
    /// Stable for as long as the layer is open.
    pub id: u64,
    /// The zones.
    pub layer: Arc<ZoneLayer>,
    /// What was read and repaired.
    pub report: Report,
    /// Whether it is drawn.
    pub is_shown: bool,
    /// `#rrggbb`; `None` takes the colours of its file.
    pub colour: Option<String>,
    /// Shows only the zones it lets through.
    pub filter: Option<ZoneFilter>,
}

/// Lets a zone through if one of its attributes contains a text, whatever the case of its letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneFilter {
    /// The attribute's index in the layer's fields; `None` looks in the name and all attributes.
    pub field_idx: Option<usize>,
    /// The text.
    pub contains: String,
}

/// Names a zone of an open layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ZoneId {
    /// The layer's [`ZoneSet::id`].
    pub set: u64,
    /// Its index in the layer.
    pub zone_idx: usize,
}

impl ZoneSet {
    /// Whether a zone is shown under the layer's switch and filter.
    #[must_use]
    pub fn shows(&self, zone: &Zone) -> bool {
        self.is_shown && self.filter.as_ref().is_none_or(|filter| filter.lets_through(zone))
    }
}

impl ZoneSet {
    /// The layer with only the zones that are shown, in the colour they are shown in.
    #[must_use]
    pub fn shown_layer(&self) -> ZoneLayer {
        let shown = self.layer.zones.iter().filter(|zone| self.shows(zone));
        let coloured = shown.map(|zone| match &self.colour {
            Some(colour) => Arc::new(Zone { colour: Some(colour.clone()), ..Zone::clone(zone) }),
            None => Arc::clone(zone),
        });
        ZoneLayer { zones: coloured.collect(), ..ZoneLayer::clone(&self.layer) }
    }
}

impl ZoneFilter {
    fn lets_through(&self, zone: &Zone) -> bool {
        let wanted = self.contains.to_lowercase();
        let has = |text: &String| text.to_lowercase().contains(&wanted);
        match self.field_idx {
            Some(idx) => zone.attributes.get(idx).is_some_and(has),
            None => has(&zone.name) || zone.attributes.iter().any(has),
        }
    }
}

impl Case {
    pub(super) fn new(now: Timestamp) -> Self {
        Self {
            tracks: None,
            zones: Vec::new(),
            history: History::new(Plan::new(PlanId(Uuid::new_v4()), now), true),
            path: None,
            is_read_only: false,
            generation: 0,
            file: None,
            merged_in: Vec::new(),
            vault: None,
        }
    }

    /// The open tracks.
    #[must_use]
    pub const fn tracks(&self) -> Option<&TrackCase> {
        self.tracks.as_ref()
    }

    /// The open zone layers, bottom first.
    #[must_use]
    pub fn zones(&self) -> &[ZoneSet] {
        &self.zones
    }

    /// A zone by its id, with its layer.
    #[must_use]
    pub fn zone(&self, id: ZoneId) -> Option<(&ZoneSet, &Arc<Zone>)> {
        let set = self.zones.iter().find(|set| set.id == id.set)?;
        Some((set, set.layer.zones.get(id.zone_idx)?))
    }

    /// The plan as it stands.
    #[must_use]
    pub fn plan(&self) -> &Arc<Plan> {
        self.history.plan()
    }

    /// Every state the plan has been in.
    #[must_use]
    pub const fn history(&self) -> &History {
        &self.history
    }

    /// The plan's file.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Whether the plan's file is encrypted.
    #[must_use]
    pub const fn is_encrypted(&self) -> bool {
        self.vault.is_some()
    }

    /// What the plan's file said of itself when it was last read or written: whether it is as it was saved, and who signed it.
    #[must_use]
    pub fn seal(&self) -> Option<&Seal> {
        self.file.as_ref().map(|file| &file.seal)
    }

    /// Whether the plan may only be looked at, because a newer program wrote it.
    #[must_use]
    pub const fn is_read_only(&self) -> bool {
        self.is_read_only
    }

    /// The plan's name for a title bar: its title, else its file's name.
    #[must_use]
    pub fn name(&self) -> String {
        let plan = self.plan();
        if !plan.title.is_empty() {
            return plan.title.clone();
        }
        match self.path.as_deref().and_then(Path::file_stem) {
            // `plan.geojson.age` is as much a plan as `plan.geojson`.
            Some(stem) => stem.to_string_lossy().trim_end_matches(".geojson").to_owned(),
            None => words("untitled-plan").to_owned(),
        }
    }

    /// Whether there is nothing open and nothing drawn.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tracks.is_none() && self.zones.is_empty() && self.plan().features.is_empty() && self.path.is_none()
    }

    pub(super) fn next_generation(&mut self) -> u64 {
        self.generation += 1;
        self.generation
    }
}
