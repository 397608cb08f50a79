//! How much of a drawn area lies in whose water.
//!
//! Owns the division of an area into zones and states. Never knows a plan and never asks for more than a limited number of
//! places, so that it can run while an area is dragged. Start at [`Waters::shares`].
//!
//! The area is cut into quarters again and again. A piece is done when nothing in it can differ: the distance from its middle
//! to the nearest coast says how far the next limit and the next state's waters are, and if the piece is smaller than that, all
//! of it is like its middle. Pieces across a limit are quartered on until the number of questions is spent; those that are
//! still mixed then count as their middle does. Each piece is measured on the ellipsoid as the plan measures the whole (edges
//! straight in longitude and latitude), so the shares add up to the area whatever the number of questions; that number only
//! says how finely the line between two zones is followed.

use std::collections::BTreeMap;
use std::sync::Arc;

use geo::{Coord, Geometry, LineString, Polygon};
use rayon::prelude::*;

use super::official::official_basis;
use super::waters::{Ruled, WaterZone, Waters, nautical_miles};
use crate::geodesy::{Position, haversine};
use crate::plan::geometry::ring_size;
use crate::units::{Metres, SquareMetres};

/// How finely an area is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShareParams {
    /// The most places that are asked whose water they are in. Default 6000: a limit across an area of a degree is then
    /// followed to within some 100 m, in about a tenth of a second. 600 do while an area is dragged.
    pub n_places: usize,
}

impl Default for ShareParams {
    fn default() -> Self {
        Self { n_places: 6000 }
    }
}

/// A part of an area that lies in one zone of one state.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// The zone.
    pub zone: WaterZone,
    /// The state, ISO 3166-1 alpha-3; `None` on the high seas.
    pub state: Option<Arc<str>>,
    /// Who says so, if it is an official limit; else it is computed.
    pub source: Option<Arc<str>>,
    /// How much of the area, 0 to 1.
    pub share: f64,
    /// How large it is.
    pub size: SquareMetres,
}

impl Share {
    /// What it rests on, in a few words.
    #[must_use]
    pub fn basis(&self) -> String {
        self.source.as_deref().map_or_else(|| "computed".to_owned(), official_basis)
    }
}

/// Below this a piece is not cut again, metres from its middle to its corner: the shoreline itself is no finer.
const FINEST_METRES: f64 = 25.0;
/// A sphere's distances are at most 0.6 % short of the ellipsoid's.
const SPHERE_SLACK: f64 = 1.006;
/// On land nothing tells how far the next border is: pieces larger than this are always cut.
const COARSEST_LAND_METRES: f64 = 8000.0;

/// What the shore makes of all of a piece.
type Class = (WaterZone, Option<Arc<str>>);

/// A rectangle of longitude and latitude, and what of the area lies in it.
struct Piece {
    south_west: Coord<f64>,
    north_east: Coord<f64>,
    /// Each with whether it is a hole.
    rings: Vec<(Vec<Coord<f64>>, bool)>,
}

impl Waters {
    /// The zones and states an area lies in, the largest part first; empty for a geometry that covers nothing.
    #[must_use]
    pub fn shares(&self, area: &Geometry<f64>, params: &ShareParams) -> Vec<Share> {
        let mut sizes: BTreeMap<Ruled, f64> = BTreeMap::new();
        let mut level: Vec<Piece> = Vec::new();
        collect(area, &mut level);
        let mut n_left = params.n_places;
        while !level.is_empty() {
            n_left = n_left.saturating_sub(level.len());
            let judged: Vec<(Ruled, bool)> = level.par_iter().map(|piece| self.judge(piece)).collect();
            let mut next = Vec::new();
            for (piece, (class, is_whole)) in level.into_iter().zip(judged) {
                if is_whole || next.len() + 4 > n_left {
                    *sizes.entry(class).or_default() += piece.size();
                } else {
                    next.extend(piece.quarters());
                }
            }
            level = next;
        }
        let whole: f64 = sizes.values().sum();
        let mut shares: Vec<Share> = sizes
            .into_iter()
            .filter(|(_, metres)| *metres > 0.0)
            .map(|((zone, state, source), metres)| Share {
                zone,
                state,
                source,
                share: metres / whole,
                size: SquareMetres::magnitude(metres),
            })
            .collect();
        shares.sort_by(|a, b| b.share.total_cmp(&a.share));
        shares
    }

    /// What the middle of a piece is, and whether all of it must be the same.
    fn judge(&self, piece: &Piece) -> (Ruled, bool) {
        let ((zone, state), is_whole) = self.judge_by_shore(piece);
        if self.limits().is_empty() {
            return ((zone, state, None), is_whole);
        }
        let (sw, ne) = (piece.south_west, piece.north_east);
        let is_fine = piece.reach() < FINEST_METRES;
        let is_whole = is_whole && (is_fine || !self.limits().may_cross([sw.x, sw.y], [ne.x, ne.y]));
        (self.ruled(piece.middle(), zone, state), is_whole)
    }

    fn judge_by_shore(&self, piece: &Piece) -> (Class, bool) {
        let middle = piece.middle();
        let reach = piece.reach();
        let limit = nautical_miles(200.0).value() + reach;
        let coasts = self.coasts_within(middle, Metres::magnitude(limit));
        let ground = self.ground_at(middle);
        let nearest = coasts.first();
        let distance = nearest.map_or(f64::INFINITY, |coast| coast.distance.value());
        if ground.is_some_and(|ground| ground.is_land(middle)) {
            let zone_at = |at: Position| {
                let is_lake = self.ground_at(at).is_some_and(|ground| ground.is_lake(at));
                if is_lake { WaterZone::InternalWaters } else { WaterZone::Land }
            };
            let state = self.owner(middle).or_else(|| nearest.map(|coast| Arc::clone(&coast.state)));
            let class = (zone_at(middle), state);
            let is_like = |at: Position| zone_at(at) == class.0 && self.owner(at) == self.owner(middle);
            let is_whole = distance > reach && reach < COARSEST_LAND_METRES && piece.corners().into_iter().all(is_like);
            return (class, is_whole || reach < FINEST_METRES);
        }
        let breadth = |at: Position| self.ground_at(at).and_then(|g| g.strait_breadth_nm(at)).unwrap_or(12.0);
        let breadth_nm = breadth(middle);
        let limits = [breadth_nm, 24.0, 200.0].map(|nm| nautical_miles(nm).value());
        let zone = match limits {
            [territorial, ..] if distance <= territorial => WaterZone::TerritorialSea,
            [_, contiguous, _] if distance <= contiguous => WaterZone::ContiguousZone,
            [.., eez] if distance <= eez => WaterZone::Eez,
            _ => WaterZone::HighSeas,
        };
        let state = nearest.filter(|_| zone != WaterZone::HighSeas).map(|coast| Arc::clone(&coast.state));
        let is_clear = distance > reach && limits.iter().all(|limit| (distance - limit).abs() > reach);
        let is_one_breadth =
            || piece.corners().into_iter().all(|corner| breadth(corner).total_cmp(&breadth_nm).is_eq());
        let is_one_state = || {
            zone == WaterZone::HighSeas
                || coasts.get(1).is_none_or(|other| other.distance.value() - distance > 2.0 * reach)
        };
        ((zone, state), reach < FINEST_METRES || (is_clear && is_one_state() && is_one_breadth()))
    }
}

impl Piece {
    fn of(polygon: &Polygon<f64>) -> Option<Self> {
        let open = |ring: &LineString<f64>| -> Vec<Coord<f64>> {
            let mut places = ring.0.clone();
            if places.len() > 1 && places.first() == places.last() {
                places.pop();
            }
            places
        };
        let mut rings = vec![(open(polygon.exterior()), false)];
        rings.extend(polygon.interiors().iter().map(|hole| (open(hole), true)));
        let (south_west, north_east) = bounds(&rings)?;
        Some(Self { south_west, north_east, rings })
    }

    fn at(&self, east: f64, north: f64) -> Position {
        let (sw, ne) = (self.south_west, self.north_east);
        Position::clamped(sw.y + north * (ne.y - sw.y), sw.x + east * (ne.x - sw.x))
    }

    fn middle(&self) -> Position {
        self.at(0.5, 0.5)
    }

    fn corners(&self) -> [Position; 4] {
        [self.at(0.0, 0.0), self.at(1.0, 0.0), self.at(1.0, 1.0), self.at(0.0, 1.0)]
    }

    /// From the middle to the farthest corner, metres; a little more than that.
    fn reach(&self) -> f64 {
        let middle = self.middle();
        self.corners().map(|corner| haversine(middle, corner).value()).into_iter().fold(0.0, f64::max) * SPHERE_SLACK
    }

    /// Square metres.
    fn size(&self) -> f64 {
        let size = |(ring, is_hole): &(Vec<Coord<f64>>, bool)| {
            let size = ring_size(ring).value();
            if *is_hole { -size } else { size }
        };
        self.rings.iter().map(size).sum::<f64>().max(0.0)
    }

    /// Its four quarters, each shrunk to what of the area lies in it; empty ones are left out.
    fn quarters(self) -> Vec<Self> {
        let middle = self.middle();
        let mut quarters = Vec::with_capacity(4);
        for half in split(self.rings, |c| c.x - middle.lon()) {
            for rings in split(half, |c| c.y - middle.lat()) {
                if let Some((south_west, north_east)) = bounds(&rings) {
                    quarters.push(Self { south_west, north_east, rings });
                }
            }
        }
        quarters
    }
}

/// The parts of rings before and beyond a line: where `beyond` is negative and where it is positive.
fn split(
    rings: Vec<(Vec<Coord<f64>>, bool)>,
    beyond: impl Fn(&Coord<f64>) -> f64,
) -> [Vec<(Vec<Coord<f64>>, bool)>; 2] {
    let mut halves = [Vec::new(), Vec::new()];
    for (ring, is_hole) in rings {
        for (half, sign) in halves.iter_mut().zip([-1.0, 1.0]) {
            let cut = clipped(&ring, |c| beyond(c) * sign);
            if cut.len() >= 3 {
                half.push((cut, is_hole));
            }
        }
    }
    halves
}

/// The part of a ring where `depth` is not negative, as one ring that may run along the line of the cut.
///
/// # Source
/// I. Sutherland and G. Hodgman (1974), "Reentrant polygon clipping", doi:10.1145/360767.360802.
fn clipped(ring: &[Coord<f64>], depth: impl Fn(&Coord<f64>) -> f64) -> Vec<Coord<f64>> {
    let mut kept = Vec::with_capacity(ring.len() + 2);
    for (a, b) in ring.iter().zip(ring.iter().cycle().skip(1)) {
        let (from, to) = (depth(a), depth(b));
        if from >= 0.0 {
            kept.push(*a);
        }
        if (from < 0.0 && to > 0.0) || (from > 0.0 && to < 0.0) {
            kept.push(*a + (*b - *a) * (from / (from - to)));
        }
    }
    kept
}

fn bounds(rings: &[(Vec<Coord<f64>>, bool)]) -> Option<(Coord<f64>, Coord<f64>)> {
    let mut places = rings.iter().filter(|(_, is_hole)| !is_hole).flat_map(|(ring, _)| ring);
    let first = *places.next()?;
    let (low, high) = places.fold((first, first), |(low, high), c| {
        (Coord { x: low.x.min(c.x), y: low.y.min(c.y) }, Coord { x: high.x.max(c.x), y: high.y.max(c.y) })
    });
    (low.x < high.x && low.y < high.y).then_some((low, high))
}

fn collect(area: &Geometry<f64>, pieces: &mut Vec<Piece>) {
    match area {
        Geometry::Polygon(polygon) => pieces.extend(Piece::of(polygon)),
        Geometry::MultiPolygon(parts) => pieces.extend(parts.iter().filter_map(Piece::of)),
        Geometry::Rect(rect) => pieces.extend(Piece::of(&rect.to_polygon())),
        Geometry::Triangle(triangle) => pieces.extend(Piece::of(&triangle.to_polygon())),
        Geometry::GeometryCollection(parts) => parts.iter().for_each(|part| collect(part, pieces)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use super::*;
    use crate::chart::{Attribute, TileError, TileFeature, TileGeometry, TileId, TileLayer, TileReader, VectorTile};
    use crate::plan::Shape;
    use crate::plan::geometry::{geometry_of, size};

    /// A world whose only land is an islet of ten metres at 0°N 0°E.
    struct Islet;

    const TILE: TileId = TileId { zoom: 11, x: 1024, y: 1024 };

    impl TileReader for Islet {
        fn tile(&self, id: TileId) -> Result<Option<VectorTile>, TileError> {
            let mut tile = VectorTile::default();
            if id == TILE {
                let attributes = vec![("state".into(), Attribute::Text("KOR".into()))];
                let geometry = TileGeometry::Lines(vec![vec![[0, 0], [2, 0], [2, 2], [0, 0]]]);
                let features = vec![TileFeature { geometry, attributes }];
                tile.layers.push(TileLayer { name: "coast".into(), extent: 4096, features });
            }
            Ok(self.has(id).then_some(tile))
        }

        fn has(&self, id: TileId) -> bool {
            id.zoom <= TILE.zoom && TILE.ancestor(id.zoom) == id
        }

        fn zooms(&self) -> (u8, u8) {
            (0, TILE.zoom)
        }

        fn attribution(&self) -> &'static str {
            "made up"
        }
    }

    fn circle(nm: f64) -> Geometry<f64> {
        let centre = Position::new(0.0, 0.0).expect("on the globe");
        geometry_of(&Shape::Circle { centre, radius: nautical_miles(nm) }).expect("a circle")
    }

    #[test]
    fn rings_round_a_lone_rock_have_the_areas_of_their_radii() {
        let waters = Waters::build(&Islet);
        let area = circle(30.0);
        let shares = waters.shares(&area, &ShareParams::default());
        let of = |zone| shares.iter().filter(|s| s.zone == zone).map(|s| s.share).sum::<f64>();
        // Plane circles of 12, 24 and 30 nm: 0.16, 0.48 and 0.36 of the whole.
        assert!((of(WaterZone::TerritorialSea) - 0.16).abs() < 5e-4, "{shares:?}");
        assert!((of(WaterZone::ContiguousZone) - 0.48).abs() < 5e-4, "{shares:?}");
        assert!((of(WaterZone::Eez) - 0.36).abs() < 5e-4, "{shares:?}");
        let km2: f64 = shares.iter().map(|s| s.size.square_kilometres()).sum();
        let whole = size(&area).area.expect("an area").square_kilometres();
        assert!((km2 / whole - 1.0).abs() < 1e-9, "{km2} {whole}");
        assert!((km2 / (PI * 55.56_f64.powi(2)) - 1.0).abs() < 5e-4, "{km2}");
    }

    #[test]
    fn few_questions_give_nearly_the_same_answer_and_the_same_sum() {
        let waters = Waters::build(&Islet);
        let area = circle(30.0);
        let shares = waters.shares(&area, &ShareParams { n_places: 600 });
        let territorial = shares.iter().find(|s| s.zone == WaterZone::TerritorialSea).expect("a share");
        assert!((territorial.share - 0.16).abs() < 5e-3, "{shares:?}");
        assert!((shares.iter().map(|s| s.share).sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(shares, waters.shares(&area, &ShareParams { n_places: 600 }));
    }

    #[test]
    fn holes_and_parts_are_measured_as_what_they_are() {
        let waters = Waters::build(&Islet);
        let centre = Position::new(0.0, 0.0).expect("on the globe");
        let ring = Shape::Ring { centre, inner: nautical_miles(12.5), outer: nautical_miles(23.5) };
        let ring = geometry_of(&ring).expect("a ring");
        let shares = waters.shares(&ring, &ShareParams::default());
        assert_eq!(shares.len(), 1, "{shares:?}");
        assert_eq!(shares[0].zone, WaterZone::ContiguousZone);
        let whole = size(&ring).area.expect("an area").value();
        assert!((shares[0].size.value() / whole - 1.0).abs() < 1e-9);
        assert!(waters.shares(&Geometry::Point(geo::Point::new(0.0, 0.0)), &ShareParams::default()).is_empty());
    }
}
