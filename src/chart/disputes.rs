//! What is claimed, disputed or not agreed at a place or in an area.
//!
//! Owns those sentences: lines that a state claims nearby, and waters that two coasts reach. Never settles one. Start at
//! [`Waters::disputed_in`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use geo::{BoundingRect as _, Coord, CoordsIter as _, Geometry, Intersects as _};

use super::coast::NearestCoast;
use super::waters::{WaterZone, Waters, nautical_miles};
use crate::geodesy::{self, Position};
use crate::language::{said, words};
use crate::units::Metres;

/// How near a claimed line must be to be spoken of: the breadth of a contiguous zone.
const LINE_NEARBY_NM: f64 = 24.0;
/// Into how many columns and rows an area is divided to be looked at; a vertex of its outline is looked at for each too.
const GRID: u32 = 12;

/// A claimed line that is near.
struct Nearby {
    /// "the Northern Limit Line (claimed, disputed; source: …)".
    line: Arc<str>,
    distance: Metres,
    /// The key of its side: `side-north`.
    side: &'static str,
}

impl Waters {
    /// What is disputed at a place of this zone, with these coasts near, the nearest first.
    pub(super) fn disputes(
        &self,
        at: Position,
        zone: WaterZone,
        breadth_nm: f64,
        coasts: &[NearestCoast],
    ) -> Vec<String> {
        let lines = self.claimed_lines(at).into_iter().map(|near| near.sentence());
        lines.chain(boundaries(zone, breadth_nm, coasts)).collect()
    }

    /// What is disputed anywhere in an area, as far as a grid of places in it and places on its outline tell.
    #[must_use]
    pub fn disputed_in(&self, area: &Geometry<f64>) -> Vec<String> {
        let mut lines: BTreeMap<Arc<str>, Vec<Nearby>> = BTreeMap::new();
        let mut others = BTreeSet::new();
        for at in places_in(area) {
            for near in self.claimed_lines(at) {
                lines.entry(Arc::clone(&near.line)).or_default().push(near);
            }
            // Where an official limit is loaded, no equidistance is computed.
            if self.limits().at(at).is_some() {
                continue;
            }
            let (zone, breadth_nm, coasts) = self.reached(at);
            others.extend(boundaries(zone, breadth_nm, &coasts));
        }
        let sentence = |seen: Vec<Nearby>| {
            let is_on = |side: &str| seen.iter().any(|near| near.side == side);
            let is_across = (is_on("side-north") && is_on("side-south")) || (is_on("side-east") && is_on("side-west"));
            let nearest = seen.iter().min_by(|a, b| a.distance.value().total_cmp(&b.distance.value()))?;
            Some(if is_across {
                said!("dispute-both-sides", line = in_words(&nearest.line))
            } else {
                nearest.sentence()
            })
        };
        let lines = lines.into_values().filter_map(sentence);
        lines.chain(others).collect()
    }

    fn claimed_lines(&self, at: Position) -> Vec<Nearby> {
        let near = self.claims_within(at, nautical_miles(LINE_NEARBY_NM));
        near.into_iter()
            .map(|line| {
                let from = geodesy::inverse(line.place, at).initial;
                let sides = ["side-north", "side-east", "side-south", "side-west"];
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a course is 0 to 360")]
                let side = sides.get(((from.value() + 45.0) / 90.0) as usize % 4).copied().unwrap_or("side-off");
                Nearby { line: line.state, distance: line.distance, side }
            })
            .collect()
    }
}

impl Nearby {
    fn sentence(&self) -> String {
        said!(
            "dispute-near",
            distance = self.distance.nautical_miles().to_string(),
            side = words(self.side),
            line = in_words(&self.line)
        )
    }
}

/// A claimed line, its status and its source in the language spoken.
fn in_words(line: &str) -> String {
    let parts = || {
        let (name, rest) = line.strip_prefix("the ")?.split_once(" (")?;
        let (status, source) = rest.strip_suffix(')')?.split_once("; source: ")?;
        let name = match name {
            "Northern Limit Line" => words("line-nll"),
            "Military Demarcation Line" => words("line-mdl"),
            other => other,
        };
        let status = if status == "claimed, disputed" { words("line-disputed") } else { status };
        Some(said!("dispute-line", name = name, status = status, source = source))
    };
    parts().unwrap_or_else(|| line.to_owned())
}

/// Boundaries that equidistance alone draws, because two coasts reach as far.
fn boundaries(zone: WaterZone, breadth_nm: f64, coasts: &[NearestCoast]) -> Vec<String> {
    let [nearest, others @ ..] = coasts else { return Vec::new() };
    let sentence = |other: &NearestCoast| {
        let pair = BTreeSet::from([&nearest.state, &other.state]);
        let pair = pair.into_iter().map(|state| &**state).collect::<Vec<_>>().join("/");
        match zone {
            WaterZone::TerritorialSea if other.distance <= nautical_miles(breadth_nm) => {
                Some(said!("dispute-territorial", pair = pair))
            }
            WaterZone::ContiguousZone | WaterZone::Eez => Some(said!("dispute-eez", pair = pair)),
            _ => None,
        }
    };
    others.iter().filter_map(sentence).collect()
}

/// Places in an area: a grid's, and some on its outline.
fn places_in(area: &Geometry<f64>) -> Vec<Position> {
    let Some(bounds) = area.bounding_rect() else { return Vec::new() };
    let share = |idx: u32| (f64::from(idx) + 0.5) / f64::from(GRID);
    let grid =
        (0..GRID).flat_map(|column| (0..GRID).map(move |row| (share(column), share(row)))).map(|(east, north)| Coord {
            x: bounds.min().x + east * bounds.width(),
            y: bounds.min().y + north * bounds.height(),
        });
    let inside = grid.filter(|place| area.intersects(place));
    let step = (area.coords_count() / 144).max(1);
    inside.chain(area.coords_iter().step_by(step)).map(|c| Position::clamped(c.y, c.x)).collect()
}
