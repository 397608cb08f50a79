//! The store and its invariants.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::builder::{FixRow, TrackBuilder};
use super::column::Column;
use super::pyramid::{Pyramid, PyramidParams};
use crate::geodesy::Position;
use crate::report::{Progress, Stopped};
use crate::units::{Course, Knots, Timestamp};
use crate::vessel::{History, Identity, Mmsi};

/// The value of an absent SOG, COG or heading in its column.
pub(super) const NONE_U16: u16 = u16::MAX;
/// The value of an absent navigational status in its column: ITU-R M.1371-5, table 45, "undefined (default)".
pub(super) const NO_NAV_STATUS: u8 = 15;

/// How many fixes are looked at together for their order.
const ORDER_BLOCK: usize = 1024;

/// One vessel of a store: who it says it is, and where its fixes lie.
#[derive(Clone, Debug, PartialEq)]
pub struct Vessel {
    /// Its MMSI; each MMSI is one vessel of the store.
    pub mmsi: Mmsi,
    /// What it said of itself, the latest statement of each part.
    pub identity: Identity,
    /// What it said of itself over time, as far as the time is known.
    pub history: History,
    /// Its fixes, as indices into the store's columns.
    pub fixes: Range<usize>,
}

/// All fixes of a case, by vessel (ascending MMSI) and within a vessel by time (ascending).
///
/// Invariants: every column has one value per fix; vessels' ranges follow one another without gaps and cover all fixes;
/// no two fixes share MMSI, time and position; every position is on the globe.
#[derive(Debug, Default)]
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
    pub(super) pyramid: Option<Arc<Pyramid>>,
}

/// The columns of a store to be, as a file of them hands them over; [`TrackStore::from_columns`] checks them.
#[derive(Debug)]
pub struct TrackColumns {
    /// Milliseconds since the epoch.
    pub time_ms: Column<i64>,
    /// Ten-millionths of a degree north.
    pub lat_e7: Column<i32>,
    /// Ten-millionths of a degree east.
    pub lon_e7: Column<i32>,
    /// Tenths of a knot, or [`FixRow::NONE`].
    pub sog_deciknots: Column<u16>,
    /// Tenths of a degree, or [`FixRow::NONE`].
    pub cog_decidegrees: Column<u16>,
    /// Degrees, or [`FixRow::NONE`].
    pub heading_degrees: Column<u16>,
    /// 0 to 14, or [`FixRow::NO_NAV_STATUS`].
    pub nav_status: Column<u8>,
}

/// The columns of a store that is being put together.
#[derive(Debug, Default)]
pub struct GrowingColumns {
    time_ms: Vec<i64>,
    lat_e7: Vec<i32>,
    lon_e7: Vec<i32>,
    sog_deciknots: Vec<u16>,
    cog_decidegrees: Vec<u16>,
    heading_degrees: Vec<u16>,
    nav_status: Vec<u8>,
}

impl GrowingColumns {
    /// The columns as bytes in this machine's order: time, latitude, longitude, SOG, COG, heading, navigational status.
    #[must_use]
    pub fn bytes(&self) -> [&[u8]; 7] {
        [
            bytemuck::cast_slice(&self.time_ms),
            bytemuck::cast_slice(&self.lat_e7),
            bytemuck::cast_slice(&self.lon_e7),
            bytemuck::cast_slice(&self.sog_deciknots),
            bytemuck::cast_slice(&self.cog_decidegrees),
            bytemuck::cast_slice(&self.heading_degrees),
            &self.nav_status,
        ]
    }

    /// Columns with room for so many fixes.
    #[must_use]
    pub fn with_capacity(n_fixes: usize) -> Self {
        Self {
            time_ms: Vec::with_capacity(n_fixes),
            lat_e7: Vec::with_capacity(n_fixes),
            lon_e7: Vec::with_capacity(n_fixes),
            sog_deciknots: Vec::with_capacity(n_fixes),
            cog_decidegrees: Vec::with_capacity(n_fixes),
            heading_degrees: Vec::with_capacity(n_fixes),
            nav_status: Vec::with_capacity(n_fixes),
        }
    }

    /// Adds other columns below these.
    pub fn append(&mut self, other: &Self) {
        self.time_ms.extend_from_slice(&other.time_ms);
        self.lat_e7.extend_from_slice(&other.lat_e7);
        self.lon_e7.extend_from_slice(&other.lon_e7);
        self.sog_deciknots.extend_from_slice(&other.sog_deciknots);
        self.cog_decidegrees.extend_from_slice(&other.cog_decidegrees);
        self.heading_degrees.extend_from_slice(&other.heading_degrees);
        self.nav_status.extend_from_slice(&other.nav_status);
    }

    fn push(&mut self, fix: &FixRow) {
        self.time_ms.push(fix.time_ms);
        self.lat_e7.push(fix.lat_e7);
        self.lon_e7.push(fix.lon_e7);
        self.sog_deciknots.push(fix.sog_deciknots);
        self.cog_decidegrees.push(fix.cog_decidegrees);
        self.heading_degrees.push(fix.heading_degrees);
        self.nav_status.push(fix.nav_status);
    }

    fn extend(&mut self, store: &TrackStore, fixes: &Range<usize>) {
        fn copy<T: Copy>(to: &mut Vec<T>, from: &[T], fixes: &Range<usize>) {
            to.extend_from_slice(from.get(fixes.clone()).unwrap_or_default());
        }
        copy(&mut self.time_ms, &store.time_ms, fixes);
        copy(&mut self.lat_e7, &store.lat_e7, fixes);
        copy(&mut self.lon_e7, &store.lon_e7, fixes);
        copy(&mut self.sog_deciknots, &store.sog_deciknots, fixes);
        copy(&mut self.cog_decidegrees, &store.cog_decidegrees, fixes);
        copy(&mut self.heading_degrees, &store.heading_degrees, fixes);
        copy(&mut self.nav_status, &store.nav_status, fixes);
    }
}

impl From<GrowingColumns> for TrackColumns {
    fn from(grown: GrowingColumns) -> Self {
        Self {
            time_ms: grown.time_ms.into(),
            lat_e7: grown.lat_e7.into(),
            lon_e7: grown.lon_e7.into(),
            sog_deciknots: grown.sog_deciknots.into(),
            cog_decidegrees: grown.cog_decidegrees.into(),
            heading_degrees: grown.heading_degrees.into(),
            nav_status: grown.nav_status.into(),
        }
    }
}

/// Columns and vessels that do not make a store.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvariantError {
    /// A column is longer or shorter than another.
    #[error("its columns are of different lengths")]
    Lengths,
    /// The vessels are not in order, or their fixes do not follow one another to the end.
    #[error("its vessels are not in order, or do not cover its fixes")]
    Vessels,
    /// A vessel's fixes are not in order of time, or one is there twice.
    #[error("the fixes of vessel {0} are not in order")]
    Order(Mmsi),
    /// A value that no fix can have.
    #[error("vessel {0} has a value that no fix can have")]
    Value(Mmsi),
    /// The simplified levels are not those of the store.
    #[error("its simplified levels do not fit its tracks")]
    Levels,
}

impl TrackStore {
    /// A store of columns and vessels already in its order.
    ///
    /// # Errors
    /// [`InvariantError`] for the first invariant that does not hold.
    pub fn from_columns(vessels: Vec<Vessel>, columns: TrackColumns) -> Result<Self, InvariantError> {
        let store = Self::of_sorted(vessels, columns)?;
        store.vessels.par_iter().try_for_each(|vessel| store.check_fixes(vessel))?;
        Ok(store)
    }

    /// As [`TrackStore::from_columns`], of fixes that this program itself put in order: they are not looked at one by one.
    ///
    /// # Errors
    /// [`InvariantError`] if the columns are of different lengths or the vessels do not cover them.
    pub fn of_sorted(vessels: Vec<Vessel>, columns: TrackColumns) -> Result<Self, InvariantError> {
        let TrackColumns { time_ms, lat_e7, lon_e7, sog_deciknots, cog_decidegrees, heading_degrees, nav_status } =
            columns;
        let mut store = Self {
            vessels,
            time_ms,
            lat_e7,
            lon_e7,
            sog_deciknots,
            cog_decidegrees,
            heading_degrees,
            nav_status,
            span: None,
            pyramid: None,
        };
        let n_fixes = store.n_fixes();
        let lengths = [
            store.lat_e7.len(),
            store.lon_e7.len(),
            store.sog_deciknots.len(),
            store.cog_decidegrees.len(),
            store.heading_degrees.len(),
            store.nav_status.len(),
        ];
        if lengths.iter().any(|len| *len != n_fixes) {
            return Err(InvariantError::Lengths);
        }
        let mut covered = 0;
        let mut previous = None;
        for vessel in &store.vessels {
            if vessel.fixes.start != covered || vessel.fixes.end <= covered || previous >= Some(vessel.mmsi) {
                return Err(InvariantError::Vessels);
            }
            (covered, previous) = (vessel.fixes.end, Some(vessel.mmsi));
        }
        if covered != n_fixes {
            return Err(InvariantError::Vessels);
        }
        let ends =
            |pick: fn(&[i64]) -> Option<&i64>| store.slices().filter_map(move |slice| pick(slice.time_ms()).copied());
        let (first, last) = (ends(<[i64]>::first).min(), ends(<[i64]>::last).max());
        store.span = first.zip(last).map(|(first, last)| (Timestamp::from_millis(first), Timestamp::from_millis(last)));
        Ok(store)
    }

    fn check_fixes(&self, vessel: &Vessel) -> Result<(), InvariantError> {
        fn of<'a, T: bytemuck::Pod>(column: &'a Column<T>, vessel: &Vessel) -> &'a [T] {
            column.get(vessel.fixes.clone()).unwrap_or_default()
        }
        // Without a way out in the middle, so that many values are looked at in one step of the processor.
        fn are_all<T: Copy>(column: &[T], is_sound: impl Fn(T) -> bool) -> bool {
            column.iter().filter(|value| !is_sound(**value)).count() == 0
        }
        let (times, lats, lons) = (of(&self.time_ms, vessel), of(&self.lat_e7, vessel), of(&self.lon_e7, vessel));
        for first in (0..times.len()).step_by(ORDER_BLOCK) {
            // With the fix before, which the block must follow.
            let block = first.saturating_sub(1)..(first + ORDER_BLOCK).min(times.len());
            let times = times.get(block.clone()).unwrap_or_default();
            let pairs = times.iter().zip(times.get(1..).unwrap_or_default());
            if pairs.filter(|(time, next)| time >= next).count() == 0 {
                continue;
            }
            let place =
                |idx: usize| Some((times.get(idx)?, lats.get(block.start + idx)?, lons.get(block.start + idx)?));
            if (1..times.len()).any(|idx| place(idx - 1) >= place(idx)) {
                return Err(InvariantError::Order(vessel.mmsi));
            }
        }
        let possible = Timestamp::MIN.millis()..=Timestamp::MAX.millis();
        // In order, so that all lie between these two.
        let is_sound = [times.first(), times.last()].into_iter().flatten().all(|time_ms| possible.contains(time_ms))
            && are_all(lats, |lat_e7| lat_e7.unsigned_abs() <= 900_000_000)
            && are_all(lons, |lon_e7| lon_e7.unsigned_abs() <= 1_800_000_000)
            && are_all(of(&self.cog_decidegrees, vessel), |cog| cog < 3600 || cog == NONE_U16)
            && are_all(of(&self.heading_degrees, vessel), |heading| heading < 360 || heading == NONE_U16)
            && are_all(of(&self.nav_status, vessel), |status| status <= NO_NAV_STATUS);
        if is_sound { Ok(()) } else { Err(InvariantError::Value(vessel.mmsi)) }
    }

    /// The same store with its columns where somebody brought them; `None` if they are of other lengths.
    #[must_use]
    pub fn moved_to(self, columns: TrackColumns) -> Option<Self> {
        Self::of_sorted(self.vessels, columns).ok()
    }

    /// The same store with its levels, which [`TrackStore::levels`] then hands out.
    #[must_use]
    pub fn with_levels(self, pyramid: Arc<Pyramid>) -> Self {
        Self { pyramid: Some(pyramid), ..self }
    }

    /// Its tracks at every scale: those it came with if they were built with these parameters, else built now.
    ///
    /// # Errors
    /// [`Stopped`] on request.
    pub fn levels(&self, params: &PyramidParams, progress: &Progress) -> Result<Arc<Pyramid>, Stopped> {
        match self.pyramid.as_ref().filter(|pyramid| pyramid.params() == *params) {
            Some(pyramid) => Ok(Arc::clone(pyramid)),
            None => Ok(Arc::new(Pyramid::build(self, params, progress)?)),
        }
    }

    /// Several stores as one: fixes that repeat each other are kept once; of what vessels say of themselves, later stores
    /// go before earlier ones, part by part.
    ///
    /// # Errors
    /// [`Stopped`] on request.
    pub fn merge(stores: &[&Self], progress: &Progress) -> Result<Self, Stopped> {
        let mut builder = TrackBuilder::default();
        for store in stores {
            progress.check()?;
            builder.append_store(store);
        }
        Ok(builder.build_watched(progress)?.0)
    }

    /// The fixes of some vessels out of several stores: a store's columns, in the order of `mmsis` and without repeats; where
    /// each vessel's fixes end in them; and how many repeats there were. Of fixes that repeat each other, that of the earlier
    /// store is kept.
    #[must_use]
    pub fn of_vessels_in(stores: &[Self], mmsis: &[Mmsi]) -> (GrowingColumns, Vec<usize>, u64) {
        let (mut columns, mut ends, mut n_repeats) = (GrowingColumns::default(), Vec::with_capacity(mmsis.len()), 0);
        for mmsi in mmsis {
            let ranges =
                || stores.iter().filter_map(|store| Some((store, store.slice(store.vessel_idx(*mmsi)?)?.fixes())));
            let place = |store: &Self, idx: usize| store.row(idx).map(|fix| fix.place_in_time());
            let mut previous = None;
            let are_in_turn = ranges().filter(|(_, fixes)| !fixes.is_empty()).all(|(store, fixes)| {
                let first = place(store, fixes.start);
                std::mem::replace(&mut previous, place(store, fixes.end - 1)) < first
            });
            if are_in_turn {
                ranges().for_each(|(store, fixes)| columns.extend(store, &fixes));
            } else {
                let mut fixes: Vec<FixRow> =
                    ranges().flat_map(|(store, fixes)| fixes.filter_map(|idx| store.row(idx))).collect();
                // Stable, and quick where each part is in order already.
                fixes.sort_by_key(FixRow::place_in_time);
                let n_fixes = fixes.len();
                fixes.dedup_by_key(|fix| fix.place_in_time());
                n_repeats += (n_fixes - fixes.len()) as u64;
                fixes.iter().for_each(|fix| columns.push(fix));
            }
            ends.push(columns.time_ms.len());
        }
        (columns, ends, n_repeats)
    }

    /// A fix in the units of the columns.
    #[must_use]
    pub fn row(&self, fix_idx: usize) -> Option<FixRow> {
        Some(FixRow {
            time_ms: *self.time_ms.get(fix_idx)?,
            lat_e7: *self.lat_e7.get(fix_idx)?,
            lon_e7: *self.lon_e7.get(fix_idx)?,
            sog_deciknots: *self.sog_deciknots.get(fix_idx)?,
            cog_decidegrees: *self.cog_decidegrees.get(fix_idx)?,
            heading_degrees: *self.heading_degrees.get(fix_idx)?,
            nav_status: *self.nav_status.get(fix_idx)?,
        })
    }

    /// Speeds over ground in tenths of a knot or [`FixRow::NONE`], one per fix.
    #[must_use]
    pub fn sog_deciknots(&self) -> &[u16] {
        &self.sog_deciknots
    }

    /// Courses over ground in tenths of a degree or [`FixRow::NONE`], one per fix.
    #[must_use]
    pub fn cog_decidegrees(&self) -> &[u16] {
        &self.cog_decidegrees
    }

    /// Headings in degrees or [`FixRow::NONE`], one per fix.
    #[must_use]
    pub fn heading_degrees(&self) -> &[u16] {
        &self.heading_degrees
    }

    /// Navigational statuses or [`FixRow::NO_NAV_STATUS`], one per fix.
    #[must_use]
    pub fn nav_statuses(&self) -> &[u8] {
        &self.nav_status
    }

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
    /// The store whose fixes they are.
    #[must_use]
    pub const fn store(&self) -> &'a TrackStore {
        self.store
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(time_ms: &[i64], lat_e7: i32) -> TrackColumns {
        let n = time_ms.len();
        TrackColumns {
            time_ms: time_ms.to_vec().into(),
            lat_e7: vec![lat_e7; n].into(),
            lon_e7: vec![0; n].into(),
            sog_deciknots: vec![NONE_U16; n].into(),
            cog_decidegrees: vec![NONE_U16; n].into(),
            heading_degrees: vec![NONE_U16; n].into(),
            nav_status: vec![NO_NAV_STATUS; n].into(),
        }
    }

    fn vessels(ranges: &[(u32, Range<usize>)]) -> Vec<Vessel> {
        let vessel = |(mmsi, fixes): &(u32, Range<usize>)| Vessel {
            mmsi: Mmsi::new(*mmsi).unwrap(),
            identity: Identity::default(),
            history: History::default(),
            fixes: fixes.clone(),
        };
        ranges.iter().map(vessel).collect()
    }

    #[test]
    fn columns_out_of_order_make_no_store() {
        let built = |ranges: &[(u32, Range<usize>)], times: &[i64], lat| {
            TrackStore::from_columns(vessels(ranges), columns(times, lat)).map(|store| store.span())
        };
        let span = Some((Timestamp::from_millis(1), Timestamp::from_millis(5)));
        assert_eq!(built(&[(1, 0..2), (2, 2..3)], &[1, 5, 3], 0), Ok(span));
        assert_eq!(built(&[(2, 0..2), (1, 2..3)], &[1, 5, 3], 0), Err(InvariantError::Vessels));
        assert_eq!(built(&[(1, 0..2)], &[1, 5, 3], 0), Err(InvariantError::Vessels));
        assert_eq!(built(&[(1, 0..3)], &[1, 5, 3], 0), Err(InvariantError::Order(Mmsi::new(1).unwrap())));
        assert_eq!(built(&[(1, 0..2)], &[1, 1], 0), Err(InvariantError::Order(Mmsi::new(1).unwrap())));
        assert_eq!(built(&[(1, 0..1)], &[1], 900_000_001), Err(InvariantError::Value(Mmsi::new(1).unwrap())));
        let mut uneven = columns(&[1], 0);
        uneven.lon_e7 = Vec::new().into();
        assert_eq!(TrackStore::from_columns(vessels(&[(1, 0..1)]), uneven).err(), Some(InvariantError::Lengths));
    }

    #[test]
    fn merged_stores_hold_each_fix_once_and_the_later_name() {
        let store = |name: &str, times: &[i64]| {
            let mut vessels = vessels(&[(445_000_001, 0..times.len())]);
            vessels[0].identity.name = Some(name.into());
            TrackStore::from_columns(vessels, columns(times, 0)).unwrap()
        };
        let merged =
            TrackStore::merge(&[&store("OLD", &[1, 2]), &store("NEW", &[2, 3])], &Progress::default()).unwrap();
        assert_eq!(merged.time_ms(), [1, 2, 3]);
        assert_eq!(merged.vessels()[0].identity.name.as_deref(), Some("NEW"));
    }
}
