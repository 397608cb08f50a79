//! The map of a dossier: where its vessels sailed and where things happened, marked as the window marks them.
//!
//! Owns what part of the world and of the time it shows, and in which colour each vessel is drawn. Start at [`Drawn::of`].

use std::sync::Arc;

use geo::{Geometry, LineString, Point};
use uuid::Uuid;

use super::super::map::{Maps, bare_picture};
use super::{DossierPages, plot};
use crate::brief::frame::{Corners, with_margin};
use crate::brief::inside::Part;
use crate::brief::style::{Colour, Palette};
use crate::brief::{Picture, extent_of};
use crate::dossier::{Dossier, Reviewed};
use crate::finding::{Finding, Kind as FindingKind, Place, Verdict};
use crate::geodesy::Position;
use crate::plan::geometry::bounds;
use crate::plan::{Feature, FeatureId, Kind, Plan, PlanId};
use crate::report::Progress;
use crate::track::{Span, TrackStore};
use crate::units::Timestamp;
use crate::vessel::Mmsi;

/// The map of a vessel, pixels: at 170 mm of width, type is as large as on the page.
const WHOLE: (u32, u32) = (840, 400);
/// The map of a finding, and the one beside it that shows where in the world that is; both together are as wide.
const NEAR: (u32, u32) = (510, 370);
const WIDE: (u32, u32) = (320, 370);
/// How far the wide map reaches to the north and south, degrees: some coast is seen from almost everywhere.
const WIDE_DEGREES: f64 = 2.8;
/// How much time before and after a finding is drawn, at least, milliseconds.
const AROUND_MS: i64 = 2 * 3_600_000;
/// How much of that decides what part of the world is shown: a ship that steams on would shrink the place to a dot.
const NEAR_MS: i64 = 30 * 60_000;
/// Nothing is drawn across a silence of this length: what the maps of the briefing draw as one.
const SILENCE_MS: i64 = 4 * 3_600_000;
/// A line through more fixes goes through every second, third or later one only: a page has no more points to show.
const MOST_FIXES: usize = 50_000;
/// The most findings marked on the map of a vessel.
const MOST_MARKS: usize = 60;

/// The pictures of a dossier.
#[derive(Debug)]
pub(in super::super) struct Drawn {
    /// The maps, each with its name in the template's folder and its size; the one of the place first.
    pub(super) maps: Vec<(String, String, (u32, u32))>,
    /// The plot's name in the template's folder.
    pub(super) plot_name: String,
    pub(super) plot: Option<String>,
}

impl Drawn {
    /// Draws the pictures of the dossier with this number.
    pub(in super::super) fn of(
        pages: &DossierPages<'_>,
        number: usize,
        progress: &Progress,
    ) -> Result<Self, super::BriefingError> {
        progress.set_stage("drawing the map");
        let plan = plan_of(pages);
        let stores = [pages.tracks];
        let near = picture(pages, &plan, &stores);
        let mut maps =
            vec![(format!("maps/dossier-{number}.svg"), bare_picture(&near, Part::Whole, progress)?.0, near.size)];
        if let Some(wide) = wide(&near).filter(|_| pages.dossier.finding.is_some()) {
            maps.push((
                format!("maps/dossier-{number}-wide.svg"),
                bare_picture(&wide, Part::Layers, progress)?.0,
                wide.size,
            ));
        }
        Ok(Self { maps, plot_name: format!("maps/dossier-{number}-plot.svg"), plot: plot::svg(pages) })
    }

    /// The pictures by their names.
    pub(in super::super) fn into_maps(self) -> Maps {
        let mut maps: Maps = self.maps.into_iter().map(|(name, map, _)| (name, map)).collect();
        maps.extend(self.plot.map(|plot| (self.plot_name, plot)));
        maps
    }
}

/// The colour in which the vessel with this index is drawn, on the map and in the plot.
pub(super) const fn colour_of(idx: usize, palette: &Palette) -> Colour {
    if idx.is_multiple_of(2) { palette.of(Kind::PatrolZone) } else { palette.of(Kind::ExclusionArea) }
}

/// The picture of the map.
pub(super) fn picture<'a>(pages: &DossierPages<'a>, plan: &'a Plan, stores: &'a [&'a TrackStore]) -> Picture<'a> {
    Picture {
        plan,
        tracks: stores,
        // Ships stand where they were when it ended.
        window: window(pages.dossier).map(|(from, _)| from).zip(finding(pages.dossier).map(|finding| finding.end)),
        zones: &[],
        map: pages.map,
        waters: None,
        bounds: corners(pages),
        size: if pages.dossier.finding.is_some() { NEAR } else { WHOLE },
        theme: pages.theme,
    }
}

/// The same from farther off.
fn wide<'a>(near: &Picture<'a>) -> Option<Picture<'a>> {
    let (south_west, north_east) = near.bounds?;
    let east = (north_east.lon() - south_west.lon()).rem_euclid(360.0);
    let (lat, lon) = (f64::midpoint(south_west.lat(), north_east.lat()), south_west.lon() + east / 2.0);
    let reach = WIDE_DEGREES * f64::from(WIDE.0) / f64::from(WIDE.1) / lat.to_radians().cos().max(0.1);
    // Where the place itself is as large, it is shown already.
    if east / 2.0 > reach || (north_east.lat() - south_west.lat()) / 2.0 > WIDE_DEGREES {
        return None;
    }
    let at = |lat: f64, lon: f64| Position::clamped(lat, (lon + 540.0).rem_euclid(360.0) - 180.0);
    let corners = (at(lat - WIDE_DEGREES, lon - reach), at(lat + WIDE_DEGREES, lon + reach));
    Some(Picture { bounds: Some(corners), size: WIDE, ..*near })
}

fn finding(dossier: &Dossier) -> Option<&Finding> {
    dossier.finding.as_ref().map(|one| &one.finding)
}

/// The time that is drawn; all of it for a vessel.
fn window(dossier: &Dossier) -> Option<Span> {
    let finding = finding(dossier)?;
    let around = AROUND_MS.max(finding.end.millis() - finding.start.millis());
    Some((finding.start.plus_millis(-around), finding.end.plus_millis(around)))
}

/// What part of the world is shown: where the vessels were about the time of the finding; all of a vessel's track.
fn corners(pages: &DossierPages<'_>) -> Option<Corners> {
    let Some(finding) = finding(pages.dossier) else {
        return extent_of(pages.tracks).map(|corners| with_margin(corners, 0.12, 0.05));
    };
    let near = (finding.start.plus_millis(-NEAR_MS), finding.end.plus_millis(NEAR_MS));
    let mut places: Vec<Position> = match &finding.place {
        Place::Point(at) => vec![*at],
        Place::Line(places) => places.clone(),
    };
    for vessel in &pages.dossier.vessels {
        places.extend(fixes(pages.tracks, vessel.mmsi, near).map(|(_, at)| at));
    }
    let line = Geometry::LineString(LineString(places.iter().map(|at| at.coord()).collect()));
    // Going round the back of the Earth shows nothing: then the place alone.
    let corners = bounds(&line).or_else(|| finding.place.anchor().map(|at| (at, at)))?;
    Some(with_margin(corners, 0.3, 0.08))
}

/// What the map shows beside the tracks, as a plan that nobody keeps: lines in the vessels' colours, and marks.
pub(super) fn plan_of(pages: &DossierPages<'_>) -> Plan {
    let palette = pages.theme.palette();
    let dossier = pages.dossier;
    let mut plan = Plan::new(PlanId(Uuid::nil()), Timestamp::from_millis(0));
    plan.title = dossier.title();
    plan.handling.clone_from(&dossier.handling);
    let mut add = |kind: Kind, name: String, place: Geometry<f64>, stroke: Colour, width: f64| {
        let id = FeatureId(Uuid::from_u128(plan.features.len() as u128));
        let mut feature = Feature::new(id, kind, name, place);
        feature.style.stroke = Some(stroke.to_string());
        feature.style.stroke_width = Some(width);
        plan.features.push(Arc::new(feature));
    };
    let whole = (Timestamp::from_millis(i64::MIN / 2), Timestamp::from_millis(i64::MAX / 2));
    let window = window(dossier).unwrap_or(whole);
    for (idx, vessel) in dossier.vessels.iter().enumerate() {
        for run in runs(pages.tracks, vessel.mmsi, window) {
            let line = Geometry::LineString(LineString(run));
            add(Kind::PatrolRoute, String::new(), line, colour_of(idx, palette), 1.8);
        }
    }
    let point = |at: Position| Geometry::Point(Point(at.coord()));
    if let Some(finding) = finding(dossier) {
        if let Place::Line(places) = &finding.place
            && finding.kind != FindingKind::Gap
            && places.len() > 1
        {
            let line = Geometry::LineString(LineString(places.iter().map(|at| at.coord()).collect()));
            add(Kind::PatrolRoute, String::new(), line, palette.warning, 2.4);
        }
        if let Some(at) = finding.place.anchor() {
            add(Kind::Inspection, finding.kind.spoken().to_owned(), point(at), palette.warning, 1.6);
        }
    }
    let of_vessel = dossier.vessels.first().filter(|_| dossier.finding.is_none());
    let marked = of_vessel.into_iter().flat_map(|vessel| &vessel.findings).filter(|Reviewed { finding, review }| {
        finding.suppressed.is_none()
            && !FindingKind::ROUTINE.contains(&finding.kind)
            && review.verdict != Verdict::Dismissed
    });
    for Reviewed { finding, .. } in marked.take(MOST_MARKS) {
        if let Some(at) = finding.place.anchor() {
            add(Kind::Inspection, finding.kind.spoken().to_owned(), point(at), palette.warning, 1.6);
        }
    }
    plan
}

/// The fixes of a vessel in a span of time.
fn fixes(store: &TrackStore, mmsi: Mmsi, (from, to): Span) -> impl Iterator<Item = (Timestamp, Position)> + '_ {
    let fixes = store.vessel_idx(mmsi).and_then(|idx| store.slice(idx)).map(|slice| {
        let times = slice.time_ms();
        let first = times.partition_point(|ms| *ms < from.millis());
        let end = times.partition_point(|ms| *ms <= to.millis());
        slice.fixes().start + first..slice.fixes().start + end
    });
    fixes.unwrap_or_default().filter_map(|idx| store.time(idx).zip(store.position(idx)))
}

/// The fixes of a vessel in a span of time as lines, none across a silence or the antimeridian.
fn runs(store: &TrackStore, mmsi: Mmsi, window: Span) -> Vec<Vec<geo::Coord<f64>>> {
    let mut runs: Vec<Vec<geo::Coord<f64>>> = vec![Vec::new()];
    let mut last: Option<(Timestamp, Position)> = None;
    let step = fixes(store, mmsi, window).count() / MOST_FIXES + 1;
    for (idx, (time, at)) in fixes(store, mmsi, window).enumerate() {
        let is_apart = last.is_some_and(|(then, there)| {
            time.millis() - then.millis() >= SILENCE_MS || (at.lon() - there.lon()).abs() > 180.0
        });
        if is_apart {
            runs.push(Vec::new());
        }
        if let Some(run) = runs.last_mut().filter(|run| run.is_empty() || idx.is_multiple_of(step)) {
            run.push(at.coord());
        }
        last = Some((time, at));
    }
    runs.retain(|run| run.len() > 1);
    runs
}
