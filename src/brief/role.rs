//! What a thing on the chart is, and how that is drawn.
//!
//! Owns the reading of a tile's layers as the window reads them (`maps/README.md`, and broadly the OpenMapTiles schema for a
//! map a user brings). Never touches a geometry. Start at [`role_of`].

use super::style::{Colour, Palette};
use crate::chart::{TileFeature, TileGeometry, VectorTile};

/// What a thing on the chart is; its order is the order of drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Role {
    /// A depth area, counted from the shore outward.
    Depth(u8),
    Contour,
    Land,
    Green,
    Built,
    Lake,
    River,
    Coast,
    Road,
    MainRoad,
    Boundary,
    Limit12,
    Limit24,
    /// Other lines at sea: the shelf boundary of 1974.
    LimitOther,
    /// The Northern Limit Line and the Military Demarcation Line.
    Demarcation,
}

/// How a line is drawn: width, dash and gap in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Pen {
    pub(super) colour: Colour,
    pub(super) width: f64,
    pub(super) dash: Option<(f64, f64)>,
}

impl Role {
    /// The colour of an area; `None` for lines.
    pub(super) fn fill(self, palette: &Palette) -> Option<Colour> {
        Some(match self {
            Self::Depth(idx) => palette.depth.get(usize::from(idx)).copied().unwrap_or(palette.sea),
            Self::Land => palette.land,
            Self::Green => palette.green,
            Self::Built => palette.built,
            Self::Lake => palette.lake,
            _ => return None,
        })
    }

    /// How a line is drawn; `near` is 1 at zoom 6 and a little more as one comes nearer. `None` for areas.
    pub(super) fn pen(self, palette: &Palette, near: f64) -> Option<Pen> {
        let (colour, width, dash) = match self {
            Self::Contour => (palette.contour, 0.7, None),
            Self::River => (palette.lake, 0.9 * near, None),
            Self::Coast => (palette.coast, 0.9 * near, None),
            Self::Road => (palette.road, 0.7 * near, None),
            Self::MainRoad => (palette.road, 1.4 * near, None),
            Self::Boundary => (palette.boundary, near, Some((7.0, 3.0))),
            Self::Limit12 => (palette.limit, 1.1, Some((9.0, 4.0))),
            Self::Limit24 | Self::LimitOther => (palette.limit, 1.0, Some((3.0, 4.0))),
            Self::Demarcation => (palette.demarcation, 1.7, Some((12.0, 4.0))),
            Self::Depth(_) | Self::Land | Self::Green | Self::Built | Self::Lake => return None,
        };
        Some(Pen { colour, width, dash })
    }

    /// Whether pieces of a line in neighbouring tiles must be joined, so that dashes run on and words find room.
    pub(super) const fn is_joined(self) -> bool {
        matches!(self, Self::Boundary | Self::Limit12 | Self::Limit24 | Self::LimitOther | Self::Demarcation)
    }
}

/// The OpenMapTiles schema has water on a ground of land; ours has land on a ground of sea.
pub(super) fn is_openmaptiles(tile: &VectorTile) -> bool {
    let has = |name: &str| tile.layers.iter().any(|layer| layer.name == name);
    !has("land") && ["water", "transportation", "landcover", "landuse", "roads"].into_iter().any(has)
}

/// In which role a feature of a layer is drawn; `None` if only as a label, or not at all.
pub(super) fn role_of(layer: &str, feature: &TileFeature) -> Option<Role> {
    let class = || feature.text("class").or_else(|| feature.text("kind")).unwrap_or_default();
    let is_area = matches!(feature.geometry, TileGeometry::Polygons(_));
    if matches!(feature.geometry, TileGeometry::Points(_)) {
        return None;
    }
    Some(match layer {
        "depth" if is_area => depth_role(feature.number("min_m").unwrap_or(0.0)),
        "contour" => Role::Contour,
        "land" | "earth" if is_area => Role::Land,
        "coast" => Role::Coast,
        "limit" => match class() {
            "nll" | "mdl" => Role::Demarcation,
            kind if kind.contains("12") => Role::Limit12,
            kind if kind.contains("24") => Role::Limit24,
            _ if feature.number("nm").is_some_and(|nm| nm <= 12.0) => Role::Limit12,
            _ => Role::LimitOther,
        },
        "boundary" | "boundaries" => match feature.number("admin_level") {
            Some(level) if level > 2.0 => return None,
            _ if class() == "mdl" => Role::Demarcation,
            _ => Role::Boundary,
        },
        // OpenMapTiles and its kin
        "lake" | "water" if is_area => Role::Lake,
        "waterway" | "water" => Role::River,
        "landcover" | "park" if is_area => Role::Green,
        "landuse" if is_area => match class() {
            "residential" | "commercial" | "industrial" | "urban" => Role::Built,
            _ => Role::Green,
        },
        "building" | "buildings" if is_area => Role::Built,
        "transportation" | "roads" if !is_area => match class() {
            "motorway" | "trunk" | "primary" | "highway" | "major_road" => Role::MainRoad,
            _ => Role::Road,
        },
        _ => return None,
    })
}

/// The role of a depth area that begins at so many metres.
fn depth_role(from_m: f64) -> Role {
    Role::Depth(match from_m.abs() {
        d if d < 20.0 => 0,
        d if d < 50.0 => 1,
        d if d < 100.0 => 2,
        d if d < 200.0 => 3,
        d if d < 1000.0 => 4,
        d if d < 2000.0 => 5,
        _ => 6,
    })
}
