//! Where the readers of every format put what they read.
//!
//! Owns the builder and the report of one reading, and the rules of it: area, period, zone of times.

use std::path::Path;

use super::moment::Zone;
use super::skip::Skip;
use super::spill::Spill;
use super::{Columns, ReadError, ReadOptions};
use crate::geodesy::Position;
use crate::report::{Progress, Report};
use crate::track::{FixRow, TrackBuilder, TrackStore};
use crate::units::Timestamp;

/// What one reading collects.
pub(super) struct Intake<'a> {
    pub(super) filter: Filter,
    /// The zone the user named, for times that state none.
    pub(super) zone: Option<Zone>,
    pub(super) columns: Option<&'a Columns>,
    pub(super) progress: &'a Progress,
    pub(super) builder: TrackBuilder,
    pub(super) report: Report,
    spill: Spill,
}

impl<'a> Intake<'a> {
    pub(super) fn new(options: &'a ReadOptions, progress: &'a Progress) -> Result<Self, ReadError> {
        let zone = match options.time_zone.as_deref() {
            Some(name) => Some(Zone::named(name).ok_or_else(|| ReadError::BadTimeZone { zone: name.to_owned() })?),
            None => None,
        };
        Ok(Self {
            filter: Filter::new(options.bounds, options.period),
            zone,
            columns: options.columns.as_ref(),
            progress,
            builder: TrackBuilder::default(),
            report: Report::default(),
            spill: Spill::new(&options.scratch.clone().unwrap_or_else(std::env::temp_dir)),
        })
    }

    /// Notes that times without a zone were taken to be in the one the user named.
    pub(super) fn assume_zone(&mut self) {
        if self.report.assumed_time_zone.is_none() {
            self.report.assumed_time_zone = self.zone.as_ref().map(|zone| zone.name.clone());
        }
    }

    /// Brings fixes to disk if there are more than memory should hold. Readers call it every now and then.
    pub(super) fn make_room(&mut self) -> Result<(), ReadError> {
        self.spill.take(&mut self.builder, self.progress)
    }

    /// Takes the fixes of a store that pass.
    pub(super) fn take_store(&mut self, store: &TrackStore, path: &Path) -> Result<(), ReadError> {
        let file = path.display().to_string();
        self.report.read += store.n_fixes() as u64;
        self.progress.add_rows(store.n_fixes() as u64);
        for vessel in store.vessels() {
            self.progress.check()?;
            self.builder.identify(vessel.mmsi, vessel.identity.clone());
            let slot = self.builder.slot(vessel.mmsi);
            self.builder.recount(slot, vessel.history.clone());
            for (idx, fix) in vessel.fixes.clone().filter_map(|idx| Some((idx, store.row(idx)?))) {
                match self.filter.refusal(&fix) {
                    Some(why) => why.count(&mut self.report, &file, idx as u64 + 1, String::new),
                    None => self.builder.push_row(slot, fix),
                }
            }
            self.make_room()?;
        }
        Ok(())
    }

    /// The store of all that was read, and the report.
    pub(super) fn finish(self) -> Result<(TrackStore, Report), ReadError> {
        self.progress.set_stage("sorting");
        let (store, duplicates) = self.spill.finish(self.builder, self.progress)?;
        let mut report = self.report;
        report.duplicates += duplicates;
        sum_up(&store, &mut report);
        Ok((store, report))
    }
}

/// The report on a store that was read whole.
pub(super) fn report_on(store: &TrackStore) -> Report {
    let mut report = Report { read: store.n_fixes() as u64, ..Report::default() };
    sum_up(store, &mut report);
    report
}

/// Fills in what a report says of the store.
pub(super) fn sum_up(store: &TrackStore, report: &mut Report) {
    report.kept = store.n_fixes() as u64;
    report.n_vessels = store.vessels().len() as u64;
    report.span = store.span();
}

/// The area and the period asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Filter {
    area: Option<[i32; 4]>,
    period: Option<(i64, i64)>,
}

impl Filter {
    fn new(bounds: Option<(Position, Position)>, period: Option<(Timestamp, Timestamp)>) -> Self {
        Self {
            area: bounds.map(|(south_west, north_east)| {
                let ((south, west), (north, east)) = (south_west.e7(), north_east.e7());
                [south, west, north, east]
            }),
            period: period.map(|(from, to)| (from.millis(), to.millis())),
        }
    }

    /// Whether everything passes.
    pub(super) const fn is_open(&self) -> bool {
        self.area.is_none() && self.period.is_none()
    }

    /// Why a fix does not pass.
    pub(super) fn refusal(&self, fix: &FixRow) -> Option<Skip> {
        if let Some((from, to)) = self.period
            && !(from..=to).contains(&fix.time_ms)
        {
            return Some(Skip::OutsidePeriod);
        }
        if let Some([south, west, north, east]) = self.area {
            let is_between = if west <= east {
                (west..=east).contains(&fix.lon_e7)
            } else {
                fix.lon_e7 >= west || fix.lon_e7 <= east
            };
            if !is_between || !(south..=north).contains(&fix.lat_e7) {
                return Some(Skip::OutsideArea);
            }
        }
        None
    }
}
