//! The store and its invariants.

use std::ops::Range;

use super::column::Column;
use crate::geodesy::Position;
use crate::units::{Course, Knots, Timestamp};
use crate::vessel::{Identity, Mmsi};

/// The value of an absent SOG, COG or heading in its column.
pub(super) const NONE_U16: u16 = u16::MAX;
/// The value of an absent navigational status in its column: ITU-R M.1371-5, table 45, "undefined (default)".
pub(super) const NO_NAV_STATUS: u8 = 15;

/// One vessel of a store: who it says it is, and where its fixes lie.
#[derive(Clone, Debug, PartialEq)]
pub struct Vessel {
    /// Its MMSI; each MMSI is one vessel of the store.
    pub mmsi: Mmsi,
    /// What it said of itself, the latest statement of each part.
    pub identity: Identity,
    /// Its fixes, as indices into the store's columns.
    pub fixes: Range<usize>,
}

/// All fixes of a case, by vessel (ascending MMSI) and within a vessel by time (ascending).
///
/// Invariants: every column has one value per fix; vessels' ranges follow one another without gaps and cover all fixes;
/// no two fixes share MMSI, time and position; every position is on the globe.
#[derive(Debug)]
pub struct TrackStore {
    pub(super) vessels: Vec<Vessel>,
    pub(super) time_ms: Column<i64>,
    pub(super) lat_e7: Column<i32>,
    pub(super) lon_e7: Column<i32>,
    pub(super) sog_deciknots: Column<u16>,
    pub(super) cog_decidegrees: Column<u16>,
    pub(super) heading_degrees: Column<u16>,
    pub(super) nav_status: Column<u8>,
    pub(super) span: Option<(Timestamp, Timestamp)>,
}

impl TrackStore {
    /// How many fixes it holds.
    #[must_use]
    pub fn n_fixes(&self) -> usize {
        self.time_ms.len()
    }

    /// Its vessels, by ascending MMSI.
    #[must_use]
    pub fn vessels(&self) -> &[Vessel] {
        &self.vessels
    }

    /// The index of the vessel with this MMSI.
    #[must_use]
    pub fn vessel_idx(&self, mmsi: Mmsi) -> Option<usize> {
        self.vessels.binary_search_by_key(&mmsi, |v| v.mmsi).ok()
    }

    /// The fixes of one vessel of this store, ascending in time.
    #[must_use]
    pub fn slice(&self, vessel_idx: usize) -> Option<TrackSlice<'_>> {
        self.vessels.get(vessel_idx).map(|vessel| TrackSlice { store: self, vessel })
    }

    /// Every vessel's fixes in turn.
    pub fn slices(&self) -> impl Iterator<Item = TrackSlice<'_>> {
        self.vessels.iter().map(|vessel| TrackSlice { store: self, vessel })
    }

    /// The first and last moment of all fixes.
    #[must_use]
    pub const fn span(&self) -> Option<(Timestamp, Timestamp)> {
        self.span
    }

    /// Times in milliseconds since the epoch, one per fix.
    #[must_use]
    pub fn time_ms(&self) -> &[i64] {
        &self.time_ms
    }

    /// Latitudes in ten-millionths of a degree, one per fix.
    #[must_use]
    pub fn lat_e7(&self) -> &[i32] {
        &self.lat_e7
    }

    /// Longitudes in ten-millionths of a degree, one per fix.
    #[must_use]
    pub fn lon_e7(&self) -> &[i32] {
        &self.lon_e7
    }

    /// The position of a fix.
    #[must_use]
    pub fn position(&self, fix_idx: usize) -> Option<Position> {
        Some(Position::from_e7(*self.lat_e7.get(fix_idx)?, *self.lon_e7.get(fix_idx)?))
    }

    /// The moment of a fix.
    #[must_use]
    pub fn time(&self, fix_idx: usize) -> Option<Timestamp> {
        self.time_ms.get(fix_idx).map(|ms| Timestamp::from_millis(*ms))
    }

    /// The speed over ground of a fix.
    #[must_use]
    pub fn sog(&self, fix_idx: usize) -> Option<Knots> {
        known(&self.sog_deciknots, fix_idx).and_then(|v| Knots::new(f64::from(v) / 10.0))
    }

    /// The course over ground of a fix.
    #[must_use]
    pub fn cog(&self, fix_idx: usize) -> Option<Course> {
        known(&self.cog_decidegrees, fix_idx).and_then(|v| Course::new(f64::from(v) / 10.0))
    }

    /// The true heading of a fix.
    #[must_use]
    pub fn heading(&self, fix_idx: usize) -> Option<Course> {
        known(&self.heading_degrees, fix_idx).and_then(|v| Course::new(f64::from(v)))
    }

    /// The navigational status of a fix (ITU-R M.1371-5, table 45), 0 to 14.
    #[must_use]
    pub fn nav_status(&self, fix_idx: usize) -> Option<u8> {
        self.nav_status.get(fix_idx).copied().filter(|status| *status < NO_NAV_STATUS)
    }
}

/// One vessel's fixes, ascending in time.
#[derive(Clone, Copy, Debug)]
pub struct TrackSlice<'a> {
    store: &'a TrackStore,
    vessel: &'a Vessel,
}

impl<'a> TrackSlice<'a> {
    /// Whose fixes they are.
    #[must_use]
    pub const fn vessel(&self) -> &'a Vessel {
        self.vessel
    }

    /// Their indices in the store.
    #[must_use]
    pub fn fixes(&self) -> Range<usize> {
        self.vessel.fixes.clone()
    }

    /// Their times in milliseconds since the epoch.
    #[must_use]
    pub fn time_ms(&self) -> &'a [i64] {
        self.store.time_ms.get(self.fixes()).unwrap_or_default()
    }

    /// Where the vessel was at a moment: linear between the fixes around it; `None` before the first and after the last.
    #[must_use]
    pub fn position_at(&self, moment: Timestamp) -> Option<Position> {
        let times = self.time_ms();
        let after = times.partition_point(|t| *t < moment.millis());
        let fix_after = self.vessel.fixes.start + after;
        if times.get(after).is_some_and(|t| *t == moment.millis()) {
            return self.store.position(fix_after);
        }
        let (before_ms, after_ms) = (*times.get(after.checked_sub(1)?)?, *times.get(after)?);
        let (from, to) = (self.store.position(fix_after - 1)?, self.store.position(fix_after)?);
        #[expect(clippy::cast_precision_loss, reason = "spans of milliseconds within a store are far below 2^53")]
        let share = (moment.millis() - before_ms) as f64 / (after_ms - before_ms) as f64;
        let mut lon_step = to.lon() - from.lon();
        if lon_step.abs() > 180.0 {
            lon_step -= 360.0 * lon_step.signum();
        }
        Some(Position::clamped(from.lat() + share * (to.lat() - from.lat()), from.lon() + share * lon_step))
    }
}

fn known(column: &Column<u16>, fix_idx: usize) -> Option<u16> {
    column.get(fix_idx).copied().filter(|v| *v != NONE_U16)
}
