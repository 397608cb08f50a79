//! Rows in any order become a sorted store without duplicates.

use std::collections::BTreeMap;

use super::column::Column;
use super::store::{NO_NAV_STATUS, NONE_U16, TrackStore, Vessel};
use crate::geodesy::Position;
use crate::units::{Course, Knots, Timestamp};
use crate::vessel::{Identity, Mmsi};

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

/// Collects fixes and identities in any order; [`TrackBuilder::build`] sorts them into a store.
#[derive(Debug, Default)]
pub struct TrackBuilder {
    rows: Vec<Row>,
    identities: BTreeMap<Mmsi, Identity>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Row {
    mmsi: Mmsi,
    time_ms: i64,
    lat_e7: i32,
    lon_e7: i32,
    sog_deciknots: u16,
    cog_decidegrees: u16,
    heading_degrees: u16,
    nav_status: u8,
}

impl TrackBuilder {
    /// Takes one fix.
    pub fn push(&mut self, fix: &Fix) {
        let (lat_e7, lon_e7) = fix.position.e7();
        self.rows.push(Row {
            mmsi: fix.mmsi,
            time_ms: fix.time.millis(),
            lat_e7,
            lon_e7,
            sog_deciknots: scaled(fix.sog.map(Knots::value), 10.0),
            cog_decidegrees: scaled(fix.cog.map(Course::value), 10.0) % 3600,
            heading_degrees: scaled(fix.heading.map(Course::value), 1.0) % 360,
            nav_status: fix.nav_status.unwrap_or(NO_NAV_STATUS),
        });
    }

    /// Takes what a vessel said of itself; later calls go before earlier ones, part by part.
    pub fn identify(&mut self, mmsi: Mmsi, identity: Identity) {
        self.identities.entry(mmsi).or_default().update(identity);
    }

    /// Takes all that another builder collected, as said later.
    pub fn append(&mut self, mut later: Self) {
        self.rows.append(&mut later.rows);
        for (mmsi, identity) in later.identities {
            self.identify(mmsi, identity);
        }
    }

    /// The store, and how many fixes were dropped because they repeated MMSI, time and position of another.
    #[must_use]
    pub fn build(mut self) -> (TrackStore, u64) {
        self.rows.sort_by_key(|row| (row.mmsi, row.time_ms, row.lat_e7, row.lon_e7));
        let n_rows = self.rows.len();
        self.rows.dedup_by_key(|row| (row.mmsi, row.time_ms, row.lat_e7, row.lon_e7));
        let n_duplicates = (n_rows - self.rows.len()) as u64;
        let mut vessels: Vec<Vessel> = Vec::new();
        for (fix_idx, row) in self.rows.iter().enumerate() {
            match vessels.last_mut() {
                Some(vessel) if vessel.mmsi == row.mmsi => vessel.fixes.end = fix_idx + 1,
                _ => vessels.push(Vessel {
                    mmsi: row.mmsi,
                    identity: self.identities.remove(&row.mmsi).unwrap_or_default(),
                    fixes: fix_idx..fix_idx + 1,
                }),
            }
        }
        let first = self.rows.iter().map(|r| r.time_ms).min();
        let last = self.rows.iter().map(|r| r.time_ms).max();
        let store = TrackStore {
            vessels,
            span: first.zip(last).map(|(a, b)| (Timestamp::from_millis(a), Timestamp::from_millis(b))),
            time_ms: column(&self.rows, |r| r.time_ms),
            lat_e7: column(&self.rows, |r| r.lat_e7),
            lon_e7: column(&self.rows, |r| r.lon_e7),
            sog_deciknots: column(&self.rows, |r| r.sog_deciknots),
            cog_decidegrees: column(&self.rows, |r| r.cog_decidegrees),
            heading_degrees: column(&self.rows, |r| r.heading_degrees),
            nav_status: column(&self.rows, |r| r.nav_status),
        };
        (store, n_duplicates)
    }
}

fn column<T>(rows: &[Row], value: impl Fn(&Row) -> T) -> Column<T> {
    rows.iter().map(value).collect::<Vec<T>>().into()
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "bounded just before the cast")]
fn scaled(value: Option<f64>, factor: f64) -> u16 {
    value.map_or(NONE_U16, |v| (v * factor).round().clamp(0.0, f64::from(NONE_U16 - 1)) as u16)
}
