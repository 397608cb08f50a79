//! What the levels keep and what they leave out.

use super::*;
use crate::geodesy::Position;
use crate::track::{Fix, TrackBuilder};
use crate::vessel::Mmsi;

/// A row of pseudo-random numbers in 0..1 (Marsaglia 2003, doi:10.18637/jss.v008.i14).
pub(in crate::track) struct Random(pub(in crate::track) u64);

impl Random {
    pub(in crate::track) fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// Ships on wandering courses about the Yellow Sea, with stops, a fix every two minutes, from 2018-01-16T00:00:00Z.
pub(in crate::track) fn wanderers(n_vessels: u32, n_fixes: u32, centre: (f64, f64)) -> TrackStore {
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut builder = TrackBuilder::default();
    for vessel in 0..n_vessels {
        let (mut lat, mut lon) = (centre.0 + 4.0 * random.next() - 2.0, centre.1 + 4.0 * random.next() - 2.0);
        let (mut course, mut degrees, mut left) = (0.0_f64, 0.0, 0);
        for idx in 0..n_fixes {
            if left == 0 {
                left = 30 + (random.next() * 200.0) as u32;
                course += 3.0 * random.next() - 1.5;
                degrees = if random.next() < 0.3 { 0.0 } else { 0.004 + 0.004 * random.next() };
            }
            left -= 1;
            lat += degrees * course.cos() + 0.0001 * random.next();
            lon += degrees * course.sin() + 0.0001 * random.next();
            push(&mut builder, 440_000_000 + vessel, 1_516_060_800 + i64::from(idx) * 120, lat, lon);
        }
    }
    builder.build().0
}

pub(in crate::track) fn push(builder: &mut TrackBuilder, mmsi: u32, seconds: i64, lat: f64, lon: f64) {
    builder.push(&Fix {
        mmsi: Mmsi::new(mmsi).expect("nine digits"),
        time: Timestamp::from_seconds(seconds),
        position: Position::clamped(lat, lon),
        sog: None,
        cog: None,
        heading: None,
        nav_status: None,
    });
}

pub(in crate::track) fn build(store: &TrackStore) -> Pyramid {
    Pyramid::build(store, &PyramidParams::default(), &Progress::default()).expect("nobody stopped it")
}

fn track(store: &TrackStore, pyramid: &Pyramid, level_idx: usize, vessel_idx: usize) -> Vec<Vertex> {
    let range = pyramid.levels()[level_idx].of_vessel(vessel_idx);
    pyramid.vertices(store, level_idx, vessel_idx, range).collect()
}

fn signed(from: World, to: World) -> (f64, f64) {
    (f64::from(mercator::eastward(from[0], to[0])), f64::from(to[1]) - f64::from(from[1]))
}

/// How far a place is from a segment, and from where its moment puts a ship on it.
fn off(vertex: &Vertex, from: &Vertex, to: &Vertex) -> (f64, f64) {
    let ((dx, dy), (px, py)) = (signed(from.place(), to.place()), signed(from.place(), vertex.place()));
    let squared = dx * dx + dy * dy;
    let along = if squared > 0.0 { ((px * dx + py * dy) / squared).clamp(0.0, 1.0) } else { 0.0 };
    let then =
        if to.tick > from.tick { f64::from(vertex.tick - from.tick) / f64::from(to.tick - from.tick) } else { 0.0 };
    ((px - along * dx).hypot(py - along * dy), (px - then * dx).hypot(py - then * dy))
}

#[test]
fn no_level_strays_more_than_a_pixel_and_no_ship_more_than_four() {
    // The second centre lies on the antimeridian.
    for centre in [(37.0, 124.0), (52.0, 180.0)] {
        let store = wanderers(8, 1000, centre);
        let pyramid = build(&store);
        for (level_idx, level) in pyramid.levels().iter().enumerate().skip(1) {
            let pixel = (24.0 - f64::from(level.zoom())).exp2();
            for vessel_idx in 0..8 {
                let (all, few) =
                    (track(&store, &pyramid, 0, vessel_idx), track(&store, &pyramid, level_idx, vessel_idx));
                assert_eq!((all.first(), all.last()), (few.first(), few.last()));
                let mut segment = 0;
                for vertex in &all {
                    while few[segment + 1].tick < vertex.tick {
                        segment += 1;
                    }
                    let (across, along) = off(vertex, &few[segment], &few[segment + 1]);
                    assert!(across <= pixel && along <= 4.0 * pixel, "level {level_idx}: {across} {along} of {pixel}");
                }
            }
        }
    }
}

#[test]
fn each_level_has_at_most_half_of_the_next_and_all_take_less_than_the_fixes() {
    let store = wanderers(20, 4000, (37.0, 124.0));
    let pyramid = build(&store);
    let sizes: Vec<usize> = pyramid.levels().iter().map(Level::n_vertices).collect();
    assert_eq!(sizes[0], 80_000);
    assert!(sizes.windows(2).all(|pair| 2 * pair[1] <= pair[0]), "{sizes:?}");
    let bytes: usize = pyramid
        .levels()
        .iter()
        .map(|level| size_of_val(level.stored()) + size_of_val(level.chunks()) + 4 * level.starts.len())
        .sum();
    assert!(bytes <= 16 * 80_000, "{} bytes a fix, levels {sizes:?}", bytes as f64 / 8e4);
}

#[test]
fn both_ends_of_a_silence_are_kept_and_marked_at_every_level() {
    let mut builder = TrackBuilder::default();
    for minute in 0..600 {
        // Dead straight, so that nothing but the silence keeps a fix: due east, silent from 03:20 to 08:20.
        if !(201..500).contains(&minute) {
            push(&mut builder, 440_000_001, minute * 60, 37.0, 124.0 + 0.002 * minute as f64);
        }
    }
    let (store, _) = builder.build();
    let pyramid = build(&store);
    for level_idx in 0..pyramid.levels().len() {
        let silent: Vec<(Timestamp, Timestamp)> = track(&store, &pyramid, level_idx, 0)
            .windows(2)
            .filter(|pair| pair[1].ends_silence())
            .map(|pair| (pyramid.ticks().moment(pair[0].tick), pyramid.ticks().moment(pair[1].tick)))
            .collect();
        assert_eq!(silent, [(Timestamp::from_seconds(200 * 60), Timestamp::from_seconds(500 * 60))], "{level_idx}");
    }
    assert!(track(&store, &pyramid, pyramid.levels().len() - 1, 0).len() <= 8);
}

#[test]
fn a_track_seen_every_six_hours_is_sparse_not_silent() {
    let mut builder = TrackBuilder::default();
    for pass in 0..40 {
        push(&mut builder, 440_000_001, pass * 6 * 3600, 37.0 + 0.1 * pass as f64, 124.0);
    }
    let (store, _) = builder.build();
    let pyramid = build(&store);
    assert_eq!(pyramid.silence(0), Duration::from_hours(60));
    assert!(track(&store, &pyramid, 0, 0).iter().all(|vertex| !vertex.ends_silence()));
}

#[test]
fn chunks_cover_every_segment_once_and_hold_its_ends() {
    let store = wanderers(7, 1000, (52.0, 180.0));
    let pyramid = build(&store);
    for (level_idx, level) in pyramid.levels().iter().enumerate() {
        let mut n_segments = 0;
        for chunk in level.chunks() {
            let range = chunk.first as usize..chunk.last as usize + 1;
            n_segments += range.len() - 1;
            for vertex in pyramid.vertices(&store, level_idx, chunk.vessel as usize, range) {
                assert!(chunk.bounds.contains(vertex.place()) && (chunk.from..=chunk.to).contains(&vertex.tick));
                assert_eq!(vertex.vessel_idx(), chunk.vessel as usize);
            }
        }
        assert_eq!(n_segments, level.n_vertices() - 7);
    }
}

#[test]
fn ticks_reach_over_centuries() {
    let (first, last) = (Timestamp::MIN, Timestamp::MAX);
    let ticks = Ticks::over(Some((first, last)));
    assert_eq!(ticks.moment(ticks.tick(first)), first);
    assert!(
        (ticks.moment(ticks.tick(last)).millis() - last.millis()).unsigned_abs() <= ticks.length().as_millis() as u64
    );
}

#[test]
fn a_view_gets_the_coarsest_level_that_is_good_for_its_zoom() {
    let pyramid = build(&wanderers(20, 4000, (37.0, 124.0)));
    assert!(pyramid.levels().len() > 3);
    for (zoom, good_for) in [(2.0, 4), (4.0, 4), (6.5, 7), (13.0, 13), (13.1, 14), (20.0, 14)] {
        let level_idx = pyramid.level_for(zoom);
        assert!(pyramid.levels()[level_idx].zoom() >= good_for, "zoom {zoom}");
        assert!(pyramid.levels().get(level_idx + 1).is_none_or(|coarser| coarser.zoom() < good_for), "zoom {zoom}");
    }
}

#[test]
fn a_stopped_build_ends() {
    let progress = Progress::default();
    progress.stop();
    let built = Pyramid::build(&wanderers(2, 10, (37.0, 124.0)), &PyramidParams::default(), &progress);
    assert_eq!(built.err(), Some(Stopped));
}
