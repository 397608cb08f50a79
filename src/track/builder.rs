//! Rows in any order become a sorted store without duplicates.

use std::collections::HashMap;

use rayon::prelude::*;

use super::column::Column;
use super::store::{NO_NAV_STATUS, NONE_U16, TrackStore, Vessel};
use crate::geodesy::Position;
use crate::report::{Progress, Stopped};
use crate::units::{Course, Knots, Timestamp};
use crate::vessel::{History, Identity, Mmsi, Statement};

/// One position report, as a reader hands it over: sentinels already turned into `None`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fix {
    /// Who reported.
    pub mmsi: Mmsi,
    /// When, in UTC.
    pub time: Timestamp,
    /// Where.
    pub position: Position,
    /// Speed over ground.
    pub sog: Option<Knots>,
    /// Course over ground.
    pub cog: Option<Course>,
    /// True heading.
    pub heading: Option<Course>,
    /// Navigational status, 0 to 14 (ITU-R M.1371-5, table 45).
    pub nav_status: Option<u8>,
}

/// A fix in the units of a store's columns, for readers that count rows by the million; the vessel is known beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FixRow {
    /// Milliseconds since the epoch.
    pub time_ms: i64,
    /// Ten-millionths of a degree north, on the globe.
    pub lat_e7: i32,
    /// Ten-millionths of a degree east, on the globe.
    pub lon_e7: i32,
    /// Tenths of a knot, or [`FixRow::NONE`].
    pub sog_deciknots: u16,
    /// Tenths of a degree below 3600, or [`FixRow::NONE`].
    pub cog_decidegrees: u16,
    /// Degrees below 360, or [`FixRow::NONE`].
    pub heading_degrees: u16,
    /// 0 to 14, or [`FixRow::NO_NAV_STATUS`].
    pub nav_status: u8,
}

impl FixRow {
    /// Stands for an absent SOG, COG or heading.
    pub const NONE: u16 = NONE_U16;
    /// Stands for an absent navigational status.
    pub const NO_NAV_STATUS: u8 = NO_NAV_STATUS;

    pub(super) const fn place_in_time(&self) -> (i64, i32, i32) {
        (self.time_ms, self.lat_e7, self.lon_e7)
    }
}

impl From<&Fix> for FixRow {
    fn from(fix: &Fix) -> Self {
        let (lat_e7, lon_e7) = fix.position.e7();
        let turned = |course: Option<Course>, factor: f64, whole: u16| match scaled(course.map(Course::value), factor) {
            NONE_U16 => NONE_U16,
            value => value % whole,
        };
        Self {
            time_ms: fix.time.millis(),
            lat_e7,
            lon_e7,
            sog_deciknots: scaled(fix.sog.map(Knots::value), 10.0),
            cog_decidegrees: turned(fix.cog, 10.0, 3600),
            heading_degrees: turned(fix.heading, 1.0, 360),
            nav_status: fix.nav_status.unwrap_or(NO_NAV_STATUS).min(NO_NAV_STATUS),
        }
    }
}

/// A vessel's number within one builder, in the order of first mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VesselSlot(u32);

impl VesselSlot {
    /// The number, from 0.
    #[must_use]
    pub const fn idx(self) -> usize {
        self.0 as usize
    }
}

/// Collects fixes and identities in any order; [`TrackBuilder::build`] sorts them into a store.
///
/// Appending another builder costs by its vessels, not by its fixes, so that blocks of a file can be read in parallel.
#[derive(Debug, Default)]
pub struct TrackBuilder {
    slots: Vec<Told>,
    slot_of: HashMap<Mmsi, u32, foldhash::fast::FixedState>,
    rows: Vec<Row>,
    appended: Vec<Batch>,
}

/// Memory to sort fixes in.
#[derive(Debug, Default)]
pub struct SortRoom(Vec<Row>);

/// What a vessel said of itself.
#[derive(Clone, Debug)]
pub struct Told {
    /// Who.
    pub mmsi: Mmsi,
    /// The latest statement of each part.
    pub identity: Identity,
    /// All statements whose time is known.
    pub history: History,
}

impl Told {
    fn nothing(mmsi: Mmsi) -> Self {
        Self { mmsi, identity: Identity::default(), history: History::default() }
    }

    /// Puts what was said in order of time: the identity is what was said last, not what was read last.
    fn settle(&mut self) {
        self.history.settle();
        if let Some(latest) = self.history.latest() {
            self.identity.update(latest);
        }
    }
}

/// The rows of an appended builder, and what its slots are called here.
#[derive(Debug)]
struct Batch {
    rows: Vec<Row>,
    slot_here: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    fix: FixRow,
    slot: u32,
}

impl TrackBuilder {
    /// Takes one fix.
    pub fn push(&mut self, fix: &Fix) {
        let slot = self.slot(fix.mmsi);
        self.push_row(slot, FixRow::from(fix));
    }

    /// Takes one fix of a vessel by its slot here.
    pub fn push_row(&mut self, slot: VesselSlot, fix: FixRow) {
        self.rows.push(Row { fix, slot: slot.0 });
    }

    /// The slot of a vessel, made at its first mention.
    pub fn slot(&mut self, mmsi: Mmsi) -> VesselSlot {
        if let Some(slot) = self.slot_of.get(&mmsi) {
            return VesselSlot(*slot);
        }
        let slot = u32::try_from(self.slots.len()).unwrap_or(u32::MAX);
        self.slot_of.insert(mmsi, slot);
        self.slots.push(Told::nothing(mmsi));
        VesselSlot(slot)
    }

    /// The slots of all vessels, in the order of first mention.
    pub fn slots(&self) -> impl Iterator<Item = VesselSlot> + use<> {
        (0..u32::try_from(self.slots.len()).unwrap_or(u32::MAX)).map(VesselSlot)
    }

    /// Takes what a vessel said of itself; later calls go before earlier ones, part by part.
    pub fn identify(&mut self, mmsi: Mmsi, identity: Identity) {
        let slot = self.slot(mmsi);
        if let Some(told) = self.slots.get_mut(slot.idx()) {
            told.identity.update(identity);
        }
    }

    /// Notes that a vessel, which [`TrackBuilder::identify`] knows already, said this at a moment; `None` if it said the same
    /// as the last time.
    pub fn state(&mut self, slot: VesselSlot, moment: Timestamp, said: Option<Identity>) {
        if let Some(told) = self.slots.get_mut(slot.idx()) {
            match said {
                Some(identity) => told.history.add(Statement { from: moment, to: moment, identity }),
                None => told.history.repeat(moment),
            }
        }
    }

    /// Takes what a vessel said over time.
    pub fn recount(&mut self, slot: VesselSlot, history: History) {
        if let Some(told) = self.slots.get_mut(slot.idx()) {
            told.history.absorb(history);
        }
    }

    /// Takes all that another builder collected, as said later.
    pub fn append(&mut self, later: Self) {
        let slot_here: Vec<u32> = later
            .slots
            .into_iter()
            .map(|Told { mmsi, identity, history }| {
                self.identify(mmsi, identity);
                let slot = self.slot(mmsi);
                self.recount(slot, history);
                slot.0
            })
            .collect();
        for batch in later.appended {
            let slot_here = batch.slot_here.iter().filter_map(|slot| slot_here.get(*slot as usize).copied()).collect();
            self.appended.push(Batch { rows: batch.rows, slot_here });
        }
        if !later.rows.is_empty() {
            self.appended.push(Batch { rows: later.rows, slot_here });
        }
    }

    /// Takes all that a finished store holds, as said later.
    pub fn append_store(&mut self, store: &TrackStore) {
        for vessel in &store.vessels {
            self.identify(vessel.mmsi, vessel.identity.clone());
            let slot = self.slot(vessel.mmsi);
            self.recount(slot, vessel.history.clone());
            for fix_idx in vessel.fixes.clone() {
                if let Some(fix) = store.row(fix_idx) {
                    self.push_row(slot, fix);
                }
            }
        }
    }

    /// Makes room for about so many fixes in all.
    pub fn reserve(&mut self, n_rows: usize) {
        self.rows.reserve(n_rows.saturating_sub(self.rows.len()));
    }

    /// How many fixes were taken so far.
    #[must_use]
    pub fn n_rows(&self) -> usize {
        self.rows.len() + self.appended.iter().map(|batch| batch.rows.len()).sum::<usize>()
    }

    /// The fixes taken so far, which are then no longer here; what vessels said of themselves stays. For readings of more
    /// fixes than memory holds: the stores of such parts become one by [`TrackStore::of_vessels_in`].
    #[must_use]
    pub fn take_part(&mut self) -> Self {
        Self {
            slots: self.slots.iter().map(|told| Told::nothing(told.mmsi)).collect(),
            slot_of: HashMap::default(),
            rows: std::mem::take(&mut self.rows),
            appended: std::mem::take(&mut self.appended),
        }
    }

    /// What every vessel said of itself, by ascending MMSI.
    #[must_use]
    pub fn into_told(mut self) -> Vec<Told> {
        self.slots.sort_unstable_by_key(|told| told.mmsi);
        self.slots.iter_mut().for_each(Told::settle);
        self.slots
    }

    /// The store, and how many fixes were dropped because they repeated MMSI, time and position of another.
    #[must_use]
    pub fn build(self) -> (TrackStore, u64) {
        // Nobody holds the other end of this progress, so that nobody can stop the job.
        self.build_watched(&Progress::default()).unwrap_or_default()
    }

    /// As [`TrackBuilder::build`], stopping on request.
    ///
    /// # Errors
    /// [`Stopped`] on request.
    pub fn build_watched(self, progress: &Progress) -> Result<(TrackStore, u64), Stopped> {
        self.build_in(&mut SortRoom::default(), progress)
    }

    /// As [`TrackBuilder::build_watched`], sorting in memory that served before: asking the system for it anew takes as long as the sorting.
    ///
    /// # Errors
    /// [`Stopped`] on request.
    pub fn build_in(mut self, room: &mut SortRoom, progress: &Progress) -> Result<(TrackStore, u64), Stopped> {
        let slot_here = (0..u32::try_from(self.slots.len()).unwrap_or(u32::MAX)).collect();
        let mut batches = std::mem::take(&mut self.appended);
        batches.push(Batch { rows: std::mem::take(&mut self.rows), slot_here });
        let rows = &mut room.0;
        let ends = by_vessel(batches, &ranks(&self.slots), rows, progress)?;
        sort_each(rows, &ends, progress)?;
        progress.check()?;
        let n_rows = rows.len();
        rows.dedup_by(|b, a| a.slot == b.slot && a.fix.place_in_time() == b.fix.place_in_time());
        let n_duplicates = (n_rows - rows.len()) as u64;
        progress.check()?;
        Ok((store_of(self.slots, rows), n_duplicates))
    }
}

/// The place of each slot's vessel among all by ascending MMSI.
fn ranks(slots: &[Told]) -> Vec<u32> {
    let mut order: Vec<u32> = (0..u32::try_from(slots.len()).unwrap_or(u32::MAX)).collect();
    order.sort_unstable_by_key(|slot| slots.get(*slot as usize).map(|told| told.mmsi));
    let mut ranks = vec![0; slots.len()];
    for (rank, slot) in (0_u32..).zip(order) {
        if let Some(place) = ranks.get_mut(slot as usize) {
            *place = rank;
        }
    }
    ranks
}

/// All rows, vessel after vessel by ascending MMSI, each in the order of arrival; a row's slot becomes its vessel's rank.
/// What comes back is where each vessel's rows end. A counting sort: two passes, whatever the order of arrival.
fn by_vessel(
    mut batches: Vec<Batch>,
    ranks: &[u32],
    rows: &mut Vec<Row>,
    progress: &Progress,
) -> Result<Vec<usize>, Stopped> {
    let mut next = vec![0_usize; ranks.len()];
    for batch in &mut batches {
        progress.check()?;
        for slot in &mut batch.slot_here {
            *slot = ranks.get(*slot as usize).copied().unwrap_or_default();
        }
        for row in &mut batch.rows {
            row.slot = batch.slot_here.get(row.slot as usize).copied().unwrap_or_default();
            if let Some(n) = next.get_mut(row.slot as usize) {
                *n += 1;
            }
        }
    }
    let mut n_rows = 0;
    for place in &mut next {
        n_rows += std::mem::replace(place, n_rows);
    }
    let nowhere = FixRow {
        time_ms: 0,
        lat_e7: 0,
        lon_e7: 0,
        sog_deciknots: NONE_U16,
        cog_decidegrees: NONE_U16,
        heading_degrees: NONE_U16,
        nav_status: NO_NAV_STATUS,
    };
    rows.clear();
    rows.resize(n_rows, Row { fix: nowhere, slot: 0 });
    for batch in batches {
        progress.check()?;
        for row in batch.rows {
            if let Some(place) = next.get_mut(row.slot as usize) {
                if let Some(free) = rows.get_mut(*place) {
                    *free = row;
                }
                *place += 1;
            }
        }
    }
    Ok(next)
}

/// Sorts each vessel's rows by time and place; most arrive in order already.
fn sort_each(rows: &mut [Row], ends: &[usize], progress: &Progress) -> Result<(), Stopped> {
    let mut vessels = Vec::with_capacity(ends.len());
    let (mut rest, mut start) = (rows, 0);
    for end in ends {
        let (vessel, after) = std::mem::take(&mut rest).split_at_mut(end - start);
        vessels.push(vessel);
        (rest, start) = (after, *end);
    }
    vessels.into_par_iter().try_for_each(|vessel| {
        progress.check()?;
        if !vessel.is_sorted_by_key(|row| row.fix.place_in_time()) {
            vessel.sort_by_key(|row| row.fix.place_in_time());
        }
        Ok(())
    })
}

fn store_of(mut slots: Vec<Told>, rows: &[Row]) -> TrackStore {
    slots.sort_unstable_by_key(|told| told.mmsi);
    let mut vessels = Vec::with_capacity(slots.len());
    let mut start = 0;
    for (rank, mut told) in (0_u32..).zip(slots) {
        let end = start + rows.get(start..).unwrap_or_default().partition_point(|row| row.slot <= rank);
        if end > start {
            told.settle();
            let Told { mmsi, identity, history } = told;
            vessels.push(Vessel { mmsi, identity, history, fixes: start..end });
        }
        start = end;
    }
    TrackStore {
        pyramid: None,
        span: span(rows),
        vessels,
        time_ms: column(rows, |fix| fix.time_ms),
        lat_e7: column(rows, |fix| fix.lat_e7),
        lon_e7: column(rows, |fix| fix.lon_e7),
        sog_deciknots: column(rows, |fix| fix.sog_deciknots),
        cog_decidegrees: column(rows, |fix| fix.cog_decidegrees),
        heading_degrees: column(rows, |fix| fix.heading_degrees),
        nav_status: column(rows, |fix| fix.nav_status),
    }
}

fn span(rows: &[Row]) -> Option<(Timestamp, Timestamp)> {
    let times = || rows.par_iter().map(|row| row.fix.time_ms);
    Some((Timestamp::from_millis(times().min()?), Timestamp::from_millis(times().max()?)))
}

fn column<T: Send>(rows: &[Row], value: impl Fn(&FixRow) -> T + Sync) -> Column<T> {
    rows.par_iter().with_min_len(1 << 14).map(|row| value(&row.fix)).collect::<Vec<T>>().into()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded just before the cast")]
fn scaled(value: Option<f64>, factor: f64) -> u16 {
    value.map_or(NONE_U16, |v| (v * factor).round().clamp(0.0, f64::from(NONE_U16 - 1)) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fix(mmsi: u32, second: i64, lat: f64) -> Fix {
        Fix {
            mmsi: Mmsi::new(mmsi).unwrap(),
            time: Timestamp::from_seconds(second),
            position: Position::new(lat, 125.0).unwrap(),
            sog: None,
            cog: Course::new(359.96),
            heading: None,
            nav_status: None,
        }
    }

    fn named(name: &str) -> Identity {
        Identity { name: Some(name.into()), ..Identity::default() }
    }

    #[test]
    fn rows_in_any_order_come_out_by_vessel_and_time_without_repeats() {
        let mut builder = TrackBuilder::default();
        for (mmsi, second) in [(445_000_002, 20), (445_000_001, 30), (445_000_002, 10), (445_000_002, 20)] {
            builder.push(&fix(mmsi, second, 38.0));
        }
        builder.push(&fix(445_000_002, 20, 38.5)); // another place at the same moment is no repeat
        let (store, n_duplicates) = builder.build();
        assert_eq!(n_duplicates, 1);
        assert_eq!(store.vessels().iter().map(|v| v.mmsi.value()).collect::<Vec<_>>(), [445_000_001, 445_000_002]);
        assert_eq!(store.time_ms(), [30_000, 10_000, 20_000, 20_000]);
        assert_eq!(store.vessels()[1].fixes, 1..4);
        assert_eq!(store.span(), Some((Timestamp::from_seconds(10), Timestamp::from_seconds(30))));
    }

    #[test]
    fn an_identity_is_what_was_said_last_whatever_was_read_last() {
        let said = |second: i64, name: &str| {
            let moment = Timestamp::from_seconds(second);
            Statement { from: moment, to: moment, identity: named(name) }
        };
        for order in [[(10, "OLD"), (20, "NEW")], [(20, "NEW"), (10, "OLD")]] {
            let mut builder = TrackBuilder::default();
            builder.push(&fix(445_000_001, 10, 38.0));
            let slot = builder.slot(Mmsi::new(445_000_001).unwrap());
            for (second, name) in order {
                builder.identify(Mmsi::new(445_000_001).unwrap(), named(name));
                builder.recount(slot, History::of([said(second, name)]));
            }
            assert_eq!(builder.build().0.vessels()[0].identity.name.as_deref(), Some("NEW"));
        }
    }

    #[test]
    fn what_is_absent_stays_absent() {
        let mut builder = TrackBuilder::default();
        builder.push(&fix(445_000_001, 0, 38.0));
        let (store, _) = builder.build();
        assert_eq!((store.sog(0), store.heading(0), store.nav_status(0)), (None, None, None));
        assert_eq!(store.cog(0), Course::new(0.0)); // 359.96 rounds to north
    }

    #[test]
    fn appended_parts_count_as_said_later() {
        let (mut first, mut second, mut third) =
            (TrackBuilder::default(), TrackBuilder::default(), TrackBuilder::default());
        first.push(&fix(445_000_009, 1, 38.0));
        first.identify(Mmsi::new(445_000_009).unwrap(), named("OLD"));
        third.push(&fix(445_000_001, 2, 38.0));
        second.push(&fix(445_000_009, 3, 38.0));
        second.identify(Mmsi::new(445_000_009).unwrap(), named("NEW"));
        second.append(third);
        first.append(second);
        let (store, _) = first.build();
        assert_eq!(store.time_ms(), [2000, 1000, 3000]);
        assert_eq!(store.vessels()[1].identity.name.as_deref(), Some("NEW"));
    }

    #[test]
    fn a_stopped_build_says_so() {
        let progress = Progress::default();
        progress.stop();
        let mut builder = TrackBuilder::default();
        builder.push(&fix(445_000_001, 0, 38.0));
        assert_eq!(builder.build_watched(&progress).err(), Some(Stopped));
    }
}
