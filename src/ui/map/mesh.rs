//! A vector tile as triangles and line segments, ready for the GPU.
//!
//! Owns what of a tile is drawn, in which order and in which role. Never knows a colour (a [`Role`] is looked up in the
//! theme's palette when drawing, so that a change of theme uploads nothing) and never touches the GPU. Start at
//! [`TileMesh::of`].
//!
//! It knows the bundled basemap's layers (`maps/README.md`) and, broadly, those of the OpenMapTiles schema
//! (<https://openmaptiles.org/schema/>) for maps a user brings.

use lyon_tessellation::geometry_builder::{BuffersBuilder, Positions};
use lyon_tessellation::math::{Point, point};
use lyon_tessellation::path::Path;
use lyon_tessellation::{FillOptions, FillRule, FillTessellator, VertexBuffers};

use super::view::World;
use crate::chart::{TileFeature, TileGeometry, TileId, TileLayer, VectorTile};

/// What a thing on the chart is; its number is its place in the palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u32)]
pub(super) enum Role {
    /// Sea of unknown depth, the ground of everything.
    Sea = 0,
    /// Depth areas; `Depth0` is down to 20 m.
    Depth0 = 1,
    /// Down to 50 m.
    Depth1 = 2,
    /// Down to 100 m.
    Depth2 = 3,
    /// Down to 200 m.
    Depth3 = 4,
    /// Down to 1000 m.
    Depth4 = 5,
    /// Down to 2000 m.
    Depth5 = 6,
    /// Deeper.
    Depth6 = 7,
    /// Depth contours.
    Contour = 8,
    /// Land.
    Land = 9,
    /// Woods and parks of a foreign map.
    Green = 10,
    /// Built-up areas of a foreign map.
    Built = 11,
    /// Lakes, and all water of a foreign map.
    Lake = 12,
    /// Rivers as lines.
    River = 13,
    /// The coastline.
    Coast = 14,
    /// Small roads of a foreign map.
    Road = 15,
    /// Main roads of a foreign map.
    MainRoad = 16,
    /// Borders between countries.
    Boundary = 17,
    /// 12 nm limits.
    Limit12 = 18,
    /// 24 nm limits and others.
    Limit24 = 19,
    /// The Northern Limit Line and the Military Demarcation Line.
    Demarcation = 20,
}

/// How many roles a palette has room for.
pub(super) const N_ROLES: usize = 32;

/// The most vertices one tile may have; what is beyond is not drawn.
const MAX_VERTICES: usize = 1 << 20;

/// How far a line may stray from the tile's own, tile units: a quarter to half a point, as tiles are drawn 512 to 1024
/// points wide. On a software rasteriser it halves the cost of a coast.
const TOLERANCE: f64 = 2.0;
/// From this zoom on tiles are enlarged without end, and drawn as they are.
const DETAIL_ZOOM: u8 = 10;

/// A corner of a triangle.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, bytemuck::Pod, bytemuck::Zeroable)]
pub(super) struct FillVertex {
    /// Where.
    pub(super) world: World,
    /// Its [`Role`].
    pub(super) role: u32,
}

/// A segment of a line.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, bytemuck::Pod, bytemuck::Zeroable)]
pub(super) struct Segment {
    /// Its start.
    pub(super) a: World,
    /// Its end.
    pub(super) b: World,
    /// Its [`Role`].
    pub(super) role: u32,
    /// The way from the line's start to `a`, units.
    pub(super) start: f32,
}

/// A run of triangles or of segments that are drawn in one call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Batch {
    /// A range of indices.
    Fill(std::ops::Range<u32>),
    /// A range of segments.
    Lines(std::ops::Range<u32>),
}

/// A tile's triangles and segments, and the order to draw them in.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct TileMesh {
    /// Corners.
    pub(super) vertices: Vec<FillVertex>,
    /// Triangles, three corners each.
    pub(super) indices: Vec<u32>,
    /// Segments.
    pub(super) segments: Vec<Segment>,
    /// What to draw, bottom first.
    pub(super) batches: Vec<Batch>,
}

/// Which of the two passes over a tile a role is drawn in: the sea below, everything else above.
const fn is_under_land(role: Role) -> bool {
    (role as u32) <= Role::Contour as u32
}

impl TileMesh {
    /// The drawing of one tile.
    #[must_use]
    pub(super) fn of(id: TileId, tile: &VectorTile) -> Self {
        let mut mesh = Mesher {
            mesh: Self::default(),
            tessellator: FillTessellator::new(),
            grid: Grid::new(id, 4096),
            tolerance: if id.zoom < DETAIL_ZOOM { TOLERANCE } else { 0.0 },
            has_coast: tile.layers.iter().any(|layer| layer.name == "coast"),
        };
        if is_openmaptiles(tile) {
            mesh.whole_tile(Role::Land);
        }
        for under in [true, false] {
            let (fills, lines) = (mesh.n_indices(), mesh.n_segments());
            let mut parts: Vec<(Role, &TileLayer, &TileFeature)> = tile
                .layers
                .iter()
                .flat_map(|layer| layer.features.iter().map(move |feature| (layer, feature)))
                .filter_map(|(layer, feature)| Some((role_of(&layer.name, feature)?, layer, feature)))
                .filter(|(role, ..)| is_under_land(*role) == under)
                .collect();
            // A stable sort: within a role the tile's own order stays.
            parts.sort_by_key(|(role, ..)| *role);
            for (role, layer, feature) in parts {
                mesh.grid = Grid::new(id, layer.extent);
                mesh.feature(role, &feature.geometry);
            }
            mesh.batch(fills, lines);
        }
        mesh.mesh
    }
}

/// The OpenMapTiles schema has water on a ground of land; ours has land on a ground of sea.
fn is_openmaptiles(tile: &VectorTile) -> bool {
    let has = |name: &str| tile.layers.iter().any(|layer| layer.name == name);
    !has("land") && ["water", "transportation", "landcover", "landuse", "roads"].into_iter().any(has)
}

/// In which role a feature of a layer is drawn; `None` if only as a label, or not at all.
#[must_use]
pub(super) fn role_of(layer: &str, feature: &TileFeature) -> Option<Role> {
    let class = || feature.text("class").or_else(|| feature.text("kind")).unwrap_or_default();
    let is_area = matches!(feature.geometry, TileGeometry::Polygons(_));
    if matches!(feature.geometry, TileGeometry::Points(_)) {
        return None;
    }
    Some(match layer {
        "depth" => depth_role(feature.number("min_m").unwrap_or(0.0)),
        "contour" => Role::Contour,
        "land" | "earth" => Role::Land,
        "lake" => Role::Lake,
        "coast" => Role::Coast,
        "limit" => match class() {
            "nll" | "mdl" => Role::Demarcation,
            kind if kind.contains("12") => Role::Limit12,
            _ if feature.number("nm").is_some_and(|nm| nm <= 12.0) => Role::Limit12,
            _ => Role::Limit24,
        },
        "boundary" | "boundaries" => match feature.number("admin_level") {
            Some(level) if level > 2.0 => return None,
            _ if class() == "mdl" => Role::Demarcation,
            _ => Role::Boundary,
        },
        // OpenMapTiles and its kin
        "water" if is_area => Role::Lake,
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
    match from_m.abs() {
        d if d < 20.0 => Role::Depth0,
        d if d < 50.0 => Role::Depth1,
        d if d < 100.0 => Role::Depth2,
        d if d < 200.0 => Role::Depth3,
        d if d < 1000.0 => Role::Depth4,
        d if d < 2000.0 => Role::Depth5,
        _ => Role::Depth6,
    }
}

/// From tile units to the fixed-point world.
#[derive(Clone, Copy, Debug)]
pub(super) struct Grid {
    origin: [f64; 2],
    unit: f64,
    extent: i32,
}

impl Grid {
    /// The grid of a tile whose side has `extent` units.
    #[must_use]
    pub(super) fn new(id: TileId, extent: u32) -> Self {
        let side = f64::from(32 - i32::from(id.zoom.min(31))).exp2();
        let extent = extent.clamp(1, 1 << 24);
        Self {
            origin: [f64::from(id.x) * side, f64::from(id.y) * side],
            unit: side / f64::from(extent),
            extent: i32::try_from(extent).unwrap_or(4096),
        }
    }

    /// A place given in tile units; x wraps round the Earth, y is held on it.
    #[must_use]
    pub(super) fn world(&self, [x, y]: [i32; 2]) -> World {
        self.world_f(f64::from(x), f64::from(y))
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "x wraps and y saturates, as they should"
    )]
    fn world_f(&self, x: f64, y: f64) -> World {
        let east = (self.origin[0] + x * self.unit).round() as i64;
        let south = self.origin[1] + y * self.unit;
        [east as u32, south.round() as u32]
    }

    /// Whether a segment lies wholly on one side of the tile, beyond the reach of a line's width.
    fn is_outside(&self, a: [i32; 2], b: [i32; 2]) -> bool {
        // 1/64 of a tile: 4 points or more on the screen.
        let margin = self.extent / 64;
        (0..2).any(|axis| {
            (a[axis] < -margin && b[axis] < -margin)
                || (a[axis] > self.extent + margin && b[axis] > self.extent + margin)
        })
    }
}

struct Mesher {
    mesh: TileMesh,
    tessellator: FillTessellator,
    grid: Grid,
    tolerance: f64,
    /// Whether the coast is drawn as lines of its own: then the edge of the land lies under them.
    has_coast: bool,
}

impl Mesher {
    fn n_indices(&self) -> u32 {
        u32::try_from(self.mesh.indices.len()).unwrap_or(u32::MAX)
    }

    fn n_segments(&self) -> u32 {
        u32::try_from(self.mesh.segments.len()).unwrap_or(u32::MAX)
    }

    /// Closes a pass: what was added since these counts is drawn now, fills first.
    fn batch(&mut self, fills: u32, lines: u32) {
        let (to_fill, to_line) = (self.n_indices(), self.n_segments());
        if to_fill > fills {
            self.mesh.batches.push(Batch::Fill(fills..to_fill));
        }
        if to_line > lines {
            self.mesh.batches.push(Batch::Lines(lines..to_line));
        }
    }

    fn whole_tile(&mut self, role: Role) {
        let e = self.grid.extent;
        let first = u32::try_from(self.mesh.vertices.len()).unwrap_or(0);
        for corner in [[0, 0], [e, 0], [0, e], [e, e]] {
            self.mesh.vertices.push(FillVertex { world: self.grid.world(corner), role: role as u32 });
        }
        let fills = self.n_indices();
        self.mesh.indices.extend([0, 1, 2, 1, 3, 2].map(|i| first + i));
        self.batch(fills, self.n_segments());
    }

    fn feature(&mut self, role: Role, geometry: &TileGeometry) {
        match geometry {
            TileGeometry::Points(_) => {}
            TileGeometry::Lines(lines) => {
                for line in lines {
                    self.line(role, &thinned(line, self.tolerance), false);
                }
            }
            TileGeometry::Polygons(polygons) => {
                for rings in polygons {
                    let rings: Vec<Vec<[i32; 2]>> =
                        rings.iter().map(|ring| thinned_ring(ring, self.tolerance)).collect();
                    if fills_an_area(role) {
                        self.polygon(role, &rings);
                    }
                    // Triangles have hard edges: a line one pixel wide in the same colour makes them soft.
                    if role != Role::Land || !self.has_coast {
                        for ring in &rings {
                            self.line(role, ring, true);
                        }
                    }
                }
            }
        }
    }

    fn polygon(&mut self, role: Role, rings: &[Vec<[i32; 2]>]) {
        let n: usize = rings.iter().map(Vec::len).sum();
        if n + self.mesh.vertices.len() > MAX_VERTICES {
            return;
        }
        let mut path = Path::builder();
        for ring in rings {
            let mut corners = ring.iter().map(|[x, y]| {
                #[expect(clippy::cast_precision_loss, reason = "tile units are small")]
                let corner = point(*x as f32, *y as f32);
                corner
            });
            let Some(first) = corners.next() else { continue };
            path.begin(first);
            corners.for_each(|corner| {
                path.line_to(corner);
            });
            path.end(true);
        }
        let mut buffers: VertexBuffers<Point, u32> = VertexBuffers::new();
        let options = FillOptions::default().with_fill_rule(FillRule::EvenOdd).with_tolerance(0.5);
        // A polygon that cannot be filled is left as an outline.
        let mut output = BuffersBuilder::new(&mut buffers, Positions);
        if self.tessellator.tessellate_path(&path.build(), &options, &mut output).is_err() {
            return;
        }
        let first = u32::try_from(self.mesh.vertices.len()).unwrap_or(0);
        let grid = self.grid;
        self.mesh.vertices.extend(
            buffers
                .vertices
                .iter()
                .map(|p| FillVertex { world: grid.world_f(f64::from(p.x), f64::from(p.y)), role: role as u32 }),
        );
        self.mesh.indices.extend(buffers.indices.iter().map(|i| first + i));
    }

    fn line(&mut self, role: Role, places: &[[i32; 2]], is_closed: bool) {
        if places.len() + self.mesh.segments.len() > MAX_VERTICES {
            return;
        }
        let grid = self.grid;
        let mut start = 0.0_f64;
        let closing = if is_closed { places.last().zip(places.first()) } else { None };
        for (a, b) in places.iter().zip(places.iter().skip(1)).chain(closing) {
            if !grid.is_outside(*a, *b) {
                #[expect(clippy::cast_possible_truncation, reason = "a dash's place needs no more")]
                let start = start as f32;
                self.mesh.segments.push(Segment { a: grid.world(*a), b: grid.world(*b), role: role as u32, start });
            }
            let [x, y] = [f64::from(b[0] - a[0]), f64::from(b[1] - a[1])];
            start += (x * x + y * y).sqrt() * grid.unit;
        }
    }
}

/// A line with fewer vertices that strays nowhere by more than a tolerance (Douglas and Peucker 1973).
fn thinned(line: &[[i32; 2]], tolerance: f64) -> Vec<[i32; 2]> {
    if tolerance <= 0.0 || line.len() < 3 {
        return line.to_vec();
    }
    let mut keeps = vec![false; line.len()];
    let mut open = vec![(0, line.len() - 1)];
    while let Some((from, to)) = open.pop() {
        let (Some(a), Some(b)) = (line.get(from), line.get(to)) else { continue };
        for end in [from, to] {
            if let Some(keep) = keeps.get_mut(end) {
                *keep = true;
            }
        }
        let between = line.iter().enumerate().take(to).skip(from + 1);
        let far = between.map(|(idx, p)| (idx, distance_squared(*p, *a, *b))).max_by(|a, b| a.1.total_cmp(&b.1));
        if let Some((idx, squared)) = far
            && squared > tolerance * tolerance
        {
            open.extend([(from, idx), (idx, to)]);
        }
    }
    line.iter().zip(keeps).filter(|(_, keep)| *keep).map(|(place, _)| *place).collect()
}

/// The same for a ring that is not closed: it is parted at its first vertex and the one farthest from that.
fn thinned_ring(ring: &[[i32; 2]], tolerance: f64) -> Vec<[i32; 2]> {
    let Some(first) = ring.first().copied().filter(|_| tolerance > 0.0 && ring.len() > 8) else { return ring.to_vec() };
    let away = |p: &[i32; 2]| i64::from(p[0] - first[0]).pow(2) + i64::from(p[1] - first[1]).pow(2);
    let far = ring.iter().enumerate().max_by_key(|(_, p)| away(p)).map_or(0, |(idx, _)| idx);
    let (head, tail) = ring.split_at(far);
    let mut closing = tail.to_vec();
    closing.push(first);
    let mut out = thinned(&[head, tail.get(..1).unwrap_or_default()].concat(), tolerance);
    out.pop();
    out.extend(thinned(&closing, tolerance));
    out.pop();
    if out.len() < 3 { ring.to_vec() } else { out }
}

fn distance_squared(p: [i32; 2], a: [i32; 2], b: [i32; 2]) -> f64 {
    let along = [f64::from(b[0] - a[0]), f64::from(b[1] - a[1])];
    let to = [f64::from(p[0] - a[0]), f64::from(p[1] - a[1])];
    let length = along[0] * along[0] + along[1] * along[1];
    let share = if length > 0.0 { ((to[0] * along[0] + to[1] * along[1]) / length).clamp(0.0, 1.0) } else { 0.0 };
    let off = [to[0] - along[0] * share, to[1] - along[1] * share];
    off[0] * off[0] + off[1] * off[1]
}

const fn fills_an_area(role: Role) -> bool {
    matches!(
        role,
        Role::Sea
            | Role::Depth0
            | Role::Depth1
            | Role::Depth2
            | Role::Depth3
            | Role::Depth4
            | Role::Depth5
            | Role::Depth6
            | Role::Land
            | Role::Green
            | Role::Built
            | Role::Lake
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn square(from: i32, to: i32) -> Vec<[i32; 2]> {
        vec![[from, from], [to, from], [to, to], [from, to]]
    }

    fn tile(layers: &[(&str, TileGeometry)]) -> VectorTile {
        let layers = layers
            .iter()
            .map(|(name, geometry)| TileLayer {
                name: (*name).to_owned(),
                extent: 4096,
                features: vec![TileFeature { geometry: geometry.clone(), attributes: Vec::new() }],
            })
            .collect();
        VectorTile { layers }
    }

    const TILE: TileId = TileId { zoom: 6, x: 54, y: 24 };

    #[test]
    fn what_is_too_small_to_be_seen_is_left_out_and_nothing_else() {
        let line = [[0, 0], [10, 1], [20, 0], [30, 9], [40, 0]];
        assert_eq!(thinned(&line, 2.0), [[0, 0], [20, 0], [30, 9], [40, 0]]);
        assert_eq!(thinned(&line, 0.0), line);
        let ring: Vec<[i32; 2]> =
            (0..40).map(|i| [i * 100, 0]).chain((0..40).map(|i| [4000 - i * 100, 4000])).collect();
        assert_eq!(thinned_ring(&ring, 2.0).len(), 4);
    }

    /// The area the triangles cover, in tiles.
    fn area(mesh: &TileMesh) -> f64 {
        let side = f64::from(1 << 26);
        let at = |i: u32| mesh.vertices[i as usize].world.map(f64::from);
        mesh.indices
            .chunks_exact(3)
            .map(|t| {
                let ([ax, ay], [bx, by], [cx, cy]) = (at(t[0]), at(t[1]), at(t[2]));
                ((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)).abs() / 2.0 / side / side
            })
            .sum()
    }

    #[test]
    fn a_polygon_with_a_hole_is_filled_without_the_hole() {
        let rings = vec![square(0, 4096), square(1024, 3072)];
        let mesh = TileMesh::of(TILE, &tile(&[("land", TileGeometry::Polygons(vec![rings]))]));
        assert!((area(&mesh) - 0.75).abs() < 1e-6, "{}", area(&mesh));
    }

    #[test]
    fn corners_lie_where_the_tile_grid_puts_them() {
        let mesh = TileMesh::of(TILE, &tile(&[("land", TileGeometry::Polygons(vec![vec![square(0, 4096)]]))]));
        // One tile of zoom 6 is 2^26 units wide.
        let west = mesh.vertices.iter().map(|v| v.world[0]).min();
        let east = mesh.vertices.iter().map(|v| v.world[0]).max();
        assert_eq!((west, east), (Some(54 << 26), Some(55 << 26)));
    }

    #[test]
    fn the_sea_is_drawn_before_the_land_and_lines_on_top_of_their_areas() {
        let area = TileGeometry::Polygons(vec![vec![square(100, 4000)]]);
        let line = TileGeometry::Lines(vec![vec![[0, 0], [4096, 4096]]]);
        let tile = tile(&[("coast", line.clone()), ("land", area.clone()), ("contour", line), ("depth", area)]);
        let mesh = TileMesh::of(TILE, &tile);
        assert!(matches!(mesh.batches[..], [Batch::Fill(_), Batch::Lines(_), Batch::Fill(_), Batch::Lines(_)]));
        let roles: Vec<u32> = mesh.segments.iter().map(|s| s.role).collect();
        assert_eq!(roles.first(), Some(&(Role::Depth0 as u32)));
        assert_eq!(roles.last(), Some(&(Role::Coast as u32)));
        assert!(roles.is_sorted());
    }

    #[test]
    fn what_lies_beyond_the_tile_draws_no_line() {
        let line = TileGeometry::Lines(vec![vec![[-900, 100], [-800, 300], [200, 300]]]);
        let mesh = TileMesh::of(TILE, &tile(&[("coast", line)]));
        assert_eq!(mesh.segments.len(), 1);
        // The dash pattern still counts from the line's start: hypot(100, 200) tile units of 2^14.
        assert!((mesh.segments[0].start / 16384.0 - 223.607).abs() < 0.01);
    }

    #[test]
    fn a_foreign_map_has_a_ground_of_land() {
        let water = TileGeometry::Polygons(vec![vec![square(0, 1000)]]);
        let mesh = TileMesh::of(TILE, &tile(&[("water", water)]));
        assert_eq!(mesh.vertices[0].role, Role::Land as u32);
        assert!(mesh.vertices.iter().any(|v| v.role == Role::Lake as u32));
        assert!((area(&mesh) - 1.0 - (1000.0_f64 / 4096.0).powi(2)).abs() < 1e-6);
    }

    #[test]
    fn a_polygon_crossing_itself_does_no_harm() {
        let bow_tie = vec![vec![[0, 0], [4096, 4096], [4096, 0], [0, 4096]]];
        let mesh = TileMesh::of(TILE, &tile(&[("land", TileGeometry::Polygons(vec![bow_tie, vec![vec![]], vec![]]))]));
        assert!((area(&mesh) - 0.5).abs() < 1e-3);
    }
}
