//! What ships did, on the map.
//!
//! Owns the choice of what a picture can show of millions of fixes: the level of the pyramid its scale asks for, cut to the
//! window of time and to the frame. Never names a vessel over another: it hands names to [`super::label`]. Start at
//! [`Drawn::of`].

use std::collections::BTreeSet;

use super::clip::{self, Point};
use super::frame::Frame;
use super::name::{Name, NameKind};
use super::overlay;
use super::style::Palette;
use super::svg::{Path, Px};
use crate::mercator::{WorldBox, eastward};
use crate::report::{Progress, Stopped};
use crate::track::head::Heads;
use crate::track::pyramid::{Pyramid, PyramidParams, Ticks, Vertex};
use crate::track::{Span, TrackStore};

/// The most vertices of all tracks of a picture: about ten megabytes of SVG. Beyond that a coarser level is drawn.
const MAX_VERTICES: usize = 1_000_000;
/// The most vessels whose place at the end is marked; beyond that only their tracks are drawn.
const MAX_HEADS: usize = 4000;
/// The most vessel names that are tried.
const MAX_NAMES: usize = 400;

/// The tracks of a picture.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    lines: Path,
    silences: Path,
    heads: String,
    /// The vessels' names.
    pub(super) names: Vec<Name>,
    /// Vessels with any track in the frame and the window.
    pub(super) n_vessels: usize,
    /// Whether any silence is drawn.
    pub(super) has_silences: bool,
    /// Where vessels are marked.
    pub(super) places: Vec<Point>,
}

impl Drawn {
    /// Draws what a frame shows of some tracks in a window of time.
    pub(super) fn of(
        stores: &[&TrackStore],
        window: Option<Span>,
        frame: &Frame,
        palette: &Palette,
        unit: f64,
        progress: &Progress,
    ) -> Result<Self, Stopped> {
        let mut drawn = Self::default();
        let room = MAX_VERTICES / stores.len().max(1);
        for store in stores {
            let Some(span) = window.or_else(|| store.span()) else { continue };
            let pyramid = store.levels(&PyramidParams::default(), progress)?;
            drawn.store(store, &pyramid, span, frame, room, progress)?;
            drawn.mark(store, &pyramid, span, frame, palette, unit);
        }
        drawn.has_silences = !drawn.silences.is_empty();
        Ok(drawn)
    }

    fn store(
        &mut self,
        store: &TrackStore,
        pyramid: &Pyramid,
        span: Span,
        frame: &Frame,
        room: usize,
        progress: &Progress,
    ) -> Result<(), Stopped> {
        let bounds = frame.world_box(8.0);
        let window = window_of(pyramid.ticks(), span);
        let level_idx = level_for(pyramid, frame.zoom(), &bounds, window, room);
        let Some(level) = pyramid.levels().get(level_idx) else { return Ok(()) };
        let mut vessels = BTreeSet::new();
        let mut chunks = level.chunks().iter().filter(|chunk| chunk.touches(&bounds, window)).peekable();
        while let Some(first) = chunks.next() {
            progress.check()?;
            // Chunks that follow one another are one line.
            let mut last = first.last;
            while let Some(next) = chunks.next_if(|next| next.vessel == first.vessel && next.first == last) {
                last = next.last;
            }
            let (vessel_idx, range) = (first.vessel as usize, first.first as usize..last as usize + 1);
            let vertices: Vec<Vertex> = pyramid.vertices(store, level_idx, vessel_idx, range).collect();
            if self.track(&vertices, window, frame) {
                vessels.insert(vessel_idx);
            }
        }
        self.n_vessels += vessels.len();
        Ok(())
    }

    /// Draws one stretch of one track; whether any of it is in the frame.
    fn track(&mut self, vertices: &[Vertex], window: (u32, u32), frame: &Frame) -> bool {
        let within = frame.rect.grown(4.0);
        let places = frame.page_from_line(vertices.iter().map(Vertex::place));
        let mut line: Vec<Point> = Vec::new();
        let mut is_seen = false;
        let mut put = |path: &mut Path, line: &mut Vec<Point>| {
            for stretch in clip::line(line, &within) {
                is_seen = true;
                path.line(&stretch);
            }
            line.clear();
        };
        for ((a, b), (from, to)) in
            vertices.iter().zip(vertices.iter().skip(1)).zip(places.iter().zip(places.iter().skip(1)))
        {
            if b.begins() || b.tick < window.0 || a.tick > window.1 {
                put(&mut self.lines, &mut line);
                continue;
            }
            let (start, end) = (along(a, b, *from, *to, window.0), along(a, b, *from, *to, window.1));
            let start = if a.tick < window.0 { start } else { *from };
            let end = if b.tick > window.1 { end } else { *to };
            if b.ends_silence() {
                put(&mut self.lines, &mut line);
                put(&mut self.silences, &mut vec![start, end]);
                continue;
            }
            if line.is_empty() {
                line.push(start);
            }
            line.push(end);
        }
        put(&mut self.lines, &mut line);
        if let ([only], [at]) = (vertices, &places[..]) {
            is_seen |= (window.0..=window.1).contains(&only.tick) && within.contains(*at);
        }
        is_seen
    }

    /// Marks where each vessel is at the end of the window.
    fn mark(&mut self, store: &TrackStore, pyramid: &Pyramid, span: Span, frame: &Frame, palette: &Palette, unit: f64) {
        let mut heads = Heads::default();
        heads.update(store, pyramid, span);
        let seen: Vec<_> = heads
            .all()
            .iter()
            .map(|head| (head, frame.page_from_world(head.place)))
            .filter(|(_, at)| frame.rect.contains(*at))
            .collect();
        if seen.len() > MAX_HEADS {
            return;
        }
        for (head, at) in &seen {
            overlay::vessel(
                &mut self.heads,
                *at,
                head.bow.map(crate::units::Course::value),
                head.is_stale,
                palette,
                unit,
            );
            self.places.push(*at);
        }
        for (head, at) in seen.iter().take(MAX_NAMES) {
            let Some(vessel) = store.vessels().get(head.vessel_idx) else { continue };
            let name = vessel.identity.name.clone().filter(|name| !name.trim().is_empty());
            let name = name.unwrap_or_else(|| vessel.mmsi.to_string());
            let text: String = name.chars().filter(|c| !c.is_control()).take(24).collect();
            // Those that fell silent are what a planner looks for.
            let rank = if head.is_stale { 0.0 } else { 1.0 };
            self.names.push(Name { kind: NameKind::Vessel, lines: vec![text], at: *at, rank });
        }
    }

    /// Lines as SVG.
    pub(super) fn write_lines(&self, out: &mut String, palette: &Palette, unit: f64) {
        use std::fmt::Write as _;
        for (path, colour, opacity, dash) in [
            (&self.lines, palette.track, palette.track.opacity(), String::new()),
            (&self.silences, palette.gap, 0.8, format!(r#" stroke-dasharray="{} {}""#, Px(6.0 * unit), Px(4.0 * unit))),
        ] {
            if !path.is_empty() {
                let _infallible = writeln!(
                    out,
                    r#"<path fill="none" stroke="{colour}" stroke-opacity="{}" stroke-width="{}" stroke-linejoin="round"{dash} d="{}"/>"#,
                    Px(opacity),
                    Px(unit),
                    path.data()
                );
            }
        }
    }

    /// Vessels as SVG.
    pub(super) fn heads(&self) -> &str {
        &self.heads
    }
}

/// The window in ticks.
fn window_of(ticks: Ticks, (from, to): Span) -> (u32, u32) {
    (ticks.tick(from), ticks.tick(to))
}

/// The level that the zoom asks for, or the first coarser one that has no more than `room` vertices to show.
fn level_for(pyramid: &Pyramid, zoom: f64, bounds: &WorldBox, window: (u32, u32), room: usize) -> usize {
    let wanted = pyramid.level_for(zoom);
    let n_vertices = |idx: usize| {
        let chunks = pyramid.levels().get(idx).map(super::super::track::pyramid::Level::chunks).unwrap_or_default();
        chunks.iter().filter(|c| c.touches(bounds, window)).map(|c| (c.last - c.first) as usize + 1).sum::<usize>()
    };
    let coarsest = pyramid.levels().len().saturating_sub(1);
    (wanted..=coarsest).find(|idx| n_vertices(*idx) <= room).unwrap_or(coarsest)
}

/// Where a ship was at a tick between two vertices, as seen on the page.
fn along(a: &Vertex, b: &Vertex, from: Point, to: Point, tick: u32) -> Point {
    let span = f64::from(b.tick.saturating_sub(a.tick));
    let share = if span > 0.0 { ((f64::from(tick) - f64::from(a.tick)) / span).clamp(0.0, 1.0) } else { 0.0 };
    [from[0] + share * (to[0] - from[0]), from[1] + share * (to[1] - from[1])]
}

/// The box round all fixes of a store, the short way round the Earth.
#[must_use]
pub fn extent_of(store: &TrackStore) -> Option<super::Corners> {
    use crate::geodesy::Position;
    let (south, north) = (store.lat_e7().iter().min()?, store.lat_e7().iter().max()?);
    // Around the first fix: a track across the antimeridian keeps together.
    let origin = *store.lon_e7().first()?;
    let from_origin = |lon: &i32| {
        let world = |lon_e7: i32| crate::mercator::world_from_e7(0, lon_e7)[0];
        eastward(world(origin), world(*lon))
    };
    let (west, east) = (store.lon_e7().iter().map(from_origin).min()?, store.lon_e7().iter().map(from_origin).max()?);
    let lon = |units: i32| f64::from(origin) / 1e7 + f64::from(units) / crate::mercator::WORLD_UNITS * 360.0;
    let corner = |lat: i32, units: i32| Position::clamped(f64::from(lat) / 1e7, lon(units));
    Some((corner(*south, west), corner(*north, east)))
}
