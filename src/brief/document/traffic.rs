//! How many vessels were inside an area in its period, and for how long.
//!
//! Owns the count: between two reports a ship is taken to run straight in longitude and latitude, as the map draws it; a silence
//! counts for nothing. Never guesses what a silent ship did. Start at [`inside`].

use geo::{Coord, Geometry, LineString, Polygon};

use crate::plan::Period;
use crate::plan::geometry::bounds;
use crate::report::{Progress, Stopped};
use crate::track::{Span, TrackStore};
use crate::units::Timestamp;
use crate::vessel::Mmsi;

/// A silence longer than this is not bridged, hours: what the maps draw as a silence.
pub(super) const SILENCE_HOURS: i64 = 4;
const SILENCE_MS: i64 = SILENCE_HOURS * 3_600_000;

/// One vessel's time inside.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stay {
    pub(super) mmsi: Mmsi,
    pub(super) name: String,
    pub(super) hours: f64,
}

/// What was counted, and of which span.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Traffic {
    /// The span looked at; `None` if the tracks do not reach into the period.
    pub(super) span: Option<Span>,
    /// Longest first.
    pub(super) stays: Vec<Stay>,
}

/// The edges of an area, and the box round them.
struct Fence {
    edges: Vec<[Coord<f64>; 2]>,
    south: f64,
    north: f64,
    /// West and east, the second not less than the first.
    west: f64,
    east: f64,
}

/// The vessels inside an area in a period.
pub(super) fn inside(
    area: &Geometry<f64>,
    period: Period,
    stores: &[&TrackStore],
    progress: &Progress,
) -> Result<Traffic, Stopped> {
    let whole = stores.iter().filter_map(|store| store.span()).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
    let span = whole.and_then(|(first, last)| {
        let from = period.from.map_or(first, |from| from.max(first));
        let to = period.to.map_or(last, |to| to.min(last));
        (from <= to).then_some((from, to))
    });
    let mut stays = Vec::new();
    if let (Some(span), Some(fence)) = (span, Fence::of(area)) {
        for store in stores {
            for (idx, slice) in store.slices().enumerate() {
                if idx % 64 == 0 {
                    progress.check()?;
                }
                let fixes = slice.fixes();
                let (Some(lat), Some(lon)) = (store.lat_e7().get(fixes.clone()), store.lon_e7().get(fixes)) else {
                    continue;
                };
                let ms = milliseconds(&fence, slice.time_ms(), lat, lon, span);
                if ms.is_some_and(|ms| ms >= 0.0) {
                    let vessel = slice.vessel();
                    let name = vessel.identity.name.clone().unwrap_or_default();
                    stays.push(Stay { mmsi: vessel.mmsi, name, hours: ms.unwrap_or(0.0) / 3_600_000.0 });
                }
            }
        }
    }
    stays.sort_by(|a, b| b.hours.total_cmp(&a.hours).then(a.mmsi.cmp(&b.mmsi)));
    Ok(Traffic { span, stays })
}

/// How long one vessel was inside, milliseconds; `None` if it never was.
fn milliseconds(fence: &Fence, times: &[i64], lat: &[i32], lon: &[i32], (from, to): Span) -> Option<f64> {
    let (from, to) = (Timestamp::millis(from), Timestamp::millis(to));
    let first = times.partition_point(|ms| *ms < from).saturating_sub(1);
    let end = (times.partition_point(|ms| *ms <= to) + 1).min(times.len());
    let place = |idx: usize| {
        let (lat, lon) = (lat.get(idx)?, lon.get(idx)?);
        Some(Coord { x: f64::from(*lon) / 1e7, y: f64::from(*lat) / 1e7 })
    };
    let mut inside: Option<f64> = None;
    for idx in first..end {
        let (Some(time), Some(a)) = (times.get(idx).copied(), place(idx)) else { continue };
        if (from..=to).contains(&time) && fence.holds(a) {
            inside.get_or_insert(0.0);
        }
        let (Some(next), Some(b)) = (times.get(idx + 1).copied(), place(idx + 1)) else { continue };
        let length = next - time;
        if length <= 0 || length > SILENCE_MS || time > to || next < from {
            continue;
        }
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of a few hours")]
        let (whole, low, high) = (
            length as f64,
            ((from - time) as f64 / length as f64).clamp(0.0, 1.0),
            ((to - time) as f64 / length as f64).clamp(0.0, 1.0),
        );
        let share = fence.share(a, b, (low, high));
        if share > 0.0 {
            *inside.get_or_insert(0.0) += share * whole;
        }
    }
    inside
}

impl Fence {
    fn of(area: &Geometry<f64>) -> Option<Self> {
        let (south_west, north_east) = bounds(area)?;
        let mut edges = Vec::new();
        collect(area, &mut edges);
        let is_wrapped = south_west.lon() > north_east.lon();
        // An area cut at the antimeridian has parts on both sides: all longitudes are looked at.
        let (west, east) = if is_wrapped { (-180.0, 180.0) } else { (south_west.lon(), north_east.lon()) };
        (!edges.is_empty()).then_some(Self { edges, south: south_west.lat(), north: north_east.lat(), west, east })
    }

    fn holds(&self, at: Coord<f64>) -> bool {
        if at.y < self.south || at.y > self.north || at.x < self.west || at.x > self.east {
            return false;
        }
        let crosses = |[a, b]: &[Coord<f64>; 2]| {
            (a.y > at.y) != (b.y > at.y) && at.x < a.x + (at.y - a.y) / (b.y - a.y) * (b.x - a.x)
        };
        self.edges.iter().filter(|edge| crosses(edge)).count() % 2 == 1
    }

    /// What share of a leg lies inside, looking only between two shares of its length.
    fn share(&self, a: Coord<f64>, b: Coord<f64>, (low, high): (f64, f64)) -> f64 {
        let mut east = b.x - a.x;
        if east.abs() > 180.0 {
            east -= 360.0 * east.signum(); // the short way round
        }
        let turns: &[f64] = if (a.x + east).abs() > 180.0 { &[0.0, 360.0, -360.0] } else { &[0.0] };
        let shares = turns.iter().map(|turn| {
            let start = Coord { x: a.x + turn, y: a.y };
            self.share_of_line(start, Coord { x: start.x + east, y: b.y }, (low, high))
        });
        shares.sum()
    }

    fn share_of_line(&self, a: Coord<f64>, b: Coord<f64>, (low, high): (f64, f64)) -> f64 {
        if low >= high
            || a.y.max(b.y) < self.south
            || a.y.min(b.y) > self.north
            || a.x.max(b.x) < self.west
            || a.x.min(b.x) > self.east
        {
            return 0.0;
        }
        let step = b - a;
        let mut cuts = vec![low, high];
        for [from, to] in &self.edges {
            let edge = *to - *from;
            let cross = step.x * edge.y - step.y * edge.x;
            if cross == 0.0 {
                continue;
            }
            let off = *from - a;
            let along_leg = (off.x * edge.y - off.y * edge.x) / cross;
            let along_edge = (off.x * step.y - off.y * step.x) / cross;
            if (0.0..=1.0).contains(&along_edge) && along_leg > low && along_leg < high {
                cuts.push(along_leg);
            }
        }
        cuts.sort_by(f64::total_cmp);
        let pieces = cuts.iter().zip(cuts.iter().skip(1));
        pieces.filter(|(s, t)| self.holds(a + step * f64::midpoint(**s, **t))).map(|(s, t)| t - s).sum()
    }
}

fn collect(area: &Geometry<f64>, edges: &mut Vec<[Coord<f64>; 2]>) {
    let mut ring = |ring: &LineString<f64>| edges.extend(ring.lines().map(|line| [line.start, line.end]));
    let mut polygon = |polygon: &Polygon<f64>| {
        ring(polygon.exterior());
        polygon.interiors().iter().for_each(&mut ring);
    };
    match area {
        Geometry::Polygon(one) => polygon(one),
        Geometry::MultiPolygon(parts) => parts.iter().for_each(polygon),
        Geometry::Rect(rect) => polygon(&rect.to_polygon()),
        Geometry::Triangle(triangle) => polygon(&triangle.to_polygon()),
        Geometry::GeometryCollection(parts) => parts.iter().for_each(|part| collect(part, edges)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use geo::polygon;

    use super::*;
    use crate::geodesy::Position;
    use crate::track::{Fix, TrackBuilder};
    use crate::vessel::Identity;

    /// Fixes of one vessel: hour, latitude, longitude.
    fn store(fixes: &[(f64, f64, f64)]) -> TrackStore {
        let mut builder = TrackBuilder::default();
        let mmsi = Mmsi::new(440_999_001).expect("an MMSI");
        builder.identify(mmsi, Identity { name: Some("SYN ONE".into()), ..Identity::default() });
        for (hour, lat, lon) in fixes {
            #[expect(clippy::cast_possible_truncation, reason = "a small number of seconds")]
            let time = Timestamp::from_seconds((hour * 3600.0) as i64);
            let position = Position::new(*lat, *lon).expect("on the globe");
            builder.push(&Fix { mmsi, time, position, sog: None, cog: None, heading: None, nav_status: None });
        }
        builder.build().0
    }

    /// From 125 to 126 degrees east and from 36 to 37 degrees north.
    fn square() -> Geometry<f64> {
        polygon![(x: 125.0, y: 36.0), (x: 126.0, y: 36.0), (x: 126.0, y: 37.0), (x: 125.0, y: 37.0)].into()
    }

    #[track_caller]
    fn check(
        area: &Geometry<f64>,
        fixes: &[(f64, f64, f64)],
        period: (Option<f64>, Option<f64>),
        expected: Option<f64>,
    ) {
        #[expect(clippy::cast_possible_truncation, reason = "a small number of seconds")]
        let at = |hour: Option<f64>| hour.map(|hour| Timestamp::from_seconds((hour * 3600.0) as i64));
        let period = Period { from: at(period.0), to: at(period.1) };
        let traffic = inside(area, period, &[&store(fixes)], &Progress::default()).expect("not stopped");
        let hours = traffic.stays.first().map(|stay| stay.hours);
        match (hours, expected) {
            (Some(hours), Some(expected)) => assert!((hours - expected).abs() < 1e-6, "{hours}, not {expected}"),
            (hours, expected) => assert_eq!(hours, expected),
        }
    }

    #[test]
    fn a_ship_straight_through_is_inside_for_its_share_of_the_way() {
        // Three degrees in three hours, one of them inside.
        let fixes = [(0.0, 36.5, 124.0), (3.0, 36.5, 127.0)];
        check(&square(), &fixes, (None, None), Some(1.0));
        check(&square(), &fixes, (Some(1.5), None), Some(0.5));
        check(&square(), &fixes, (Some(0.0), Some(1.25)), Some(0.25));
        check(&square(), &fixes, (Some(2.5), None), None);
        check(&square(), &[(0.0, 38.0, 124.0), (3.0, 38.0, 127.0)], (None, None), None);
    }

    #[test]
    fn a_silence_counts_for_nothing_but_a_report_inside_is_a_ship_inside() {
        check(&square(), &[(0.0, 36.5, 124.0), (5.0, 36.5, 127.0)], (None, None), None);
        check(&square(), &[(0.0, 36.5, 125.5), (5.0, 36.5, 127.0)], (None, None), Some(0.0));
        check(&square(), &[(0.0, 36.5, 125.5), (1.0, 36.5, 125.6), (9.0, 36.5, 127.0)], (None, None), Some(1.0));
    }

    #[test]
    fn the_antimeridian_is_no_fence() {
        let east = polygon![(x: 179.0, y: 50.0), (x: 180.0, y: 50.0), (x: 180.0, y: 51.0), (x: 179.0, y: 51.0)];
        let west = polygon![(x: -180.0, y: 50.0), (x: -179.0, y: 50.0), (x: -179.0, y: 51.0), (x: -180.0, y: 51.0)];
        let area = Geometry::MultiPolygon(geo::MultiPolygon(vec![east, west]));
        // Four degrees in four hours, two of them inside.
        check(&area, &[(0.0, 50.5, 178.0), (4.0, 50.5, -178.0)], (None, None), Some(2.0));
    }

    #[test]
    fn a_period_before_the_tracks_says_so() {
        let period = Period { from: None, to: Some(Timestamp::from_seconds(-10)) };
        let stores = store(&[(0.0, 36.5, 125.5), (1.0, 36.5, 125.6)]);
        assert_eq!(inside(&square(), period, &[&stores], &Progress::default()).expect("not stopped").span, None);
    }
}
