//! Handles: what of a selected feature can be grasped, and what it becomes when a handle is moved.

use egui::Pos2;
use geo::CoordsIter as _;

use crate::geodesy::{Position, destination, distance, inverse};
use crate::plan::geometry::{
    Edge, ShapeError, VertexId, centre, edges, moved, rectangle_between, vertices, with_shape, with_vertex_inserted,
    with_vertex_moved,
};
use crate::plan::{Feature, Shape};
use crate::ui::map::View;
use crate::units::{Course, Metres};

/// How far from its middle a handle still takes the pointer, points: a target 20 points across.
pub const REACH_POINTS: f32 = 10.0;

/// How many vertices may show handles before vertex editing is asked for by a double click.
const QUIET_VERTICES: usize = 64;

/// How many vertices of one feature show handles at once; where more are in view, zooming in shows them.
pub(super) const MOST_HANDLES: usize = 300;

/// Part of a feature that can be grasped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Grip {
    /// A vertex.
    Vertex(VertexId),
    /// The middle of the edge that starts at this vertex; grasping it makes a new vertex.
    Middle(VertexId),
    /// The centre: moves the whole.
    Centre,
    /// The radius of a circle, the outer one of a ring.
    Radius,
    /// The inner radius of a ring.
    InnerRadius,
    /// A corner: of a rectangle 0 south-west, 1 south-east, 2 north-east, 3 north-west; of a route, of what lies between
    /// geodesics and of a shape being drawn its index.
    Corner(usize),
    /// The side of a sector at its first bearing (false) or its last (true).
    Side(bool),
}

/// A handle on the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Handle {
    /// What it grasps.
    pub grip: Grip,
    /// Where it is.
    pub at: Position,
}

/// Whether a place is within reach of the pointer.
pub(super) fn is_near(view: &View, place: Position, pointer: Pos2) -> bool {
    view.screen_from_position(place).distance(pointer) <= REACH_POINTS
}

/// The handles of a selected feature that can be seen. `edits_vertices` shows every vertex and the middles of edges.
pub(super) fn handles(feature: &Feature, edits_vertices: bool, view: &View) -> Vec<Handle> {
    let at_bearing =
        |middle: Position, degrees: f64, radius: Metres| destination(middle, Course::wrapped(degrees), radius);
    match &feature.shape {
        Some(Shape::Circle { centre, radius }) => vec![
            Handle { grip: Grip::Radius, at: at_bearing(*centre, 90.0, *radius) },
            Handle { grip: Grip::Centre, at: *centre },
        ],
        Some(Shape::Ring { centre, inner, outer }) => vec![
            Handle { grip: Grip::Radius, at: at_bearing(*centre, 90.0, *outer) },
            Handle { grip: Grip::InnerRadius, at: at_bearing(*centre, 90.0, *inner) },
            Handle { grip: Grip::Centre, at: *centre },
        ],
        Some(Shape::Sector { centre, inner, outer, from, to }) => {
            let sweep = (to.value() - from.value()).rem_euclid(360.0);
            let middle = from.value() + sweep / 2.0;
            let mut found = vec![
                Handle { grip: Grip::Radius, at: at_bearing(*centre, middle, *outer) },
                Handle { grip: Grip::Side(false), at: at_bearing(*centre, from.value(), *outer) },
                Handle { grip: Grip::Side(true), at: at_bearing(*centre, to.value(), *outer) },
                Handle { grip: Grip::Centre, at: *centre },
            ];
            if inner.value() > 0.0 {
                found.push(Handle { grip: Grip::InnerRadius, at: at_bearing(*centre, middle, *inner) });
            }
            found
        }
        Some(Shape::Rectangle { south_west, north_east }) => {
            let corners = rectangle_corners(*south_west, *north_east);
            let mut found: Vec<Handle> =
                corners.into_iter().enumerate().map(|(idx, at)| Handle { grip: Grip::Corner(idx), at }).collect();
            found.extend(centre(feature).map(|at| Handle { grip: Grip::Centre, at }));
            found
        }
        Some(
            Shape::Corridor { route: places, .. } | Shape::Geodesic { corners: places } | Shape::Measured { places },
        ) => {
            let corners = places.iter().enumerate().map(|(idx, at)| Handle { grip: Grip::Corner(idx), at: *at });
            corners.chain(centre(feature).map(|at| Handle { grip: Grip::Centre, at })).collect()
        }
        None | Some(Shape::Unknown(_)) => {
            let Some(geometry) = &feature.geometry else { return Vec::new() };
            if geometry.coords_count() > QUIET_VERTICES && !edits_vertices {
                return Vec::new();
            }
            let seen = view.visible();
            let is_seen = |place: Position| seen.contains(place);
            let corners = vertices(geometry).filter(|(_, at)| is_seen(*at));
            // One more than may be shown tells that there are too many.
            let mut found: Vec<Handle> =
                corners.map(|(id, at)| Handle { grip: Grip::Vertex(id), at }).take(MOST_HANDLES + 1).collect();
            if found.len() > MOST_HANDLES {
                return Vec::new();
            }
            if edits_vertices {
                let middles =
                    edges(geometry).map(|edge: Edge| Handle { grip: Grip::Middle(edge.from), at: edge.middle() });
                found.extend(middles.filter(|middle| is_seen(middle.at)).take(MOST_HANDLES));
            }
            found
        }
    }
}

fn rectangle_corners(sw: Position, ne: Position) -> [Position; 4] {
    [sw, Position::clamped(sw.lat(), ne.lon()), ne, Position::clamped(ne.lat(), sw.lon())]
}

/// The handle nearest the pointer within reach; vertices before middles, because those grow new ones.
pub(super) fn handle_at(handles: &[Handle], view: &View, pointer: Pos2) -> Option<Handle> {
    let away = |handle: &Handle| view.screen_from_position(handle.at).distance(pointer);
    let near = handles.iter().filter(|handle| away(handle) <= REACH_POINTS);
    near.copied().min_by(|a, b| rank(a.grip).cmp(&rank(b.grip)).then(away(a).total_cmp(&away(b))))
}

const fn rank(grip: Grip) -> u8 {
    match grip {
        Grip::Vertex(_) | Grip::Corner(_) | Grip::Radius | Grip::InnerRadius | Grip::Side(_) => 0,
        Grip::Centre => 1,
        Grip::Middle(_) => 2,
    }
}

/// What a feature becomes when a handle of it is moved: the feature, and the key of what the edit does ("Move vertex").
pub(super) fn with_grip_moved(
    feature: &Feature,
    grip: Grip,
    from: Position,
    to: Position,
) -> Result<(Feature, &'static str), ShapeError> {
    let lost = |_| ShapeError::Empty;
    Ok(match (grip, &feature.shape) {
        (Grip::Vertex(id), _) => (with_vertex_moved(feature, id, to).map_err(lost)?, "verb-move-vertex"),
        (Grip::Middle(id), _) => (with_vertex_inserted(feature, id, to).map_err(lost)?.0, "verb-insert-vertex"),
        (Grip::Corner(idx), Some(Shape::Corridor { route, half_width })) => {
            let shape = Shape::Corridor { route: with_place(route, idx, to), half_width: *half_width };
            (with_shape(feature, shape)?, "verb-move-corner")
        }
        (Grip::Corner(idx), Some(Shape::Geodesic { corners })) => {
            (with_shape(feature, Shape::Geodesic { corners: with_place(corners, idx, to) })?, "verb-move-corner")
        }
        (Grip::Corner(idx), Some(Shape::Measured { places })) => {
            (with_shape(feature, Shape::Measured { places: with_place(places, idx, to) })?, "verb-move-point")
        }
        (Grip::Side(is_last), Some(Shape::Sector { centre, inner, outer, from, to: last })) => {
            let bearing = Course::wrapped((inverse(*centre, to).initial.value() * 10.0).round() / 10.0);
            let (from, to) = if is_last { (*from, bearing) } else { (bearing, *last) };
            let shape = Shape::Sector { centre: *centre, inner: *inner, outer: *outer, from, to };
            (with_shape(feature, shape)?, "verb-change-bearing")
        }
        (Grip::Radius | Grip::InnerRadius, Some(shape)) => {
            (with_shape(feature, with_radius(shape, grip, to))?, "verb-change-radius")
        }
        (Grip::Corner(idx), Some(Shape::Rectangle { south_west, north_east })) => {
            let corners = rectangle_corners(*south_west, *north_east);
            let opposite = corners.get((idx + 2) % 4).copied().unwrap_or(*south_west);
            (with_shape(feature, rectangle_between(opposite, to))?, "verb-move-corner")
        }
        _ => (moved(feature, from, to)?, "verb-move"),
    })
}

fn with_place(places: &[Position], idx: usize, to: Position) -> Vec<Position> {
    let mut places = places.to_vec();
    if let Some(place) = places.get_mut(idx) {
        *place = to.rounded();
    }
    places
}

fn with_radius(shape: &Shape, grip: Grip, edge: Position) -> Shape {
    let mut shape = shape.clone();
    let reach = |centre: Position| Metres::magnitude(distance(centre, edge).value().round());
    match &mut shape {
        Shape::Circle { centre, radius } => *radius = reach(*centre),
        Shape::Ring { centre, inner, .. } | Shape::Sector { centre, inner, .. } if grip == Grip::InnerRadius => {
            *inner = reach(*centre);
        }
        Shape::Ring { centre, outer, .. } | Shape::Sector { centre, outer, .. } => *outer = reach(*centre),
        _ => {}
    }
    shape
}
