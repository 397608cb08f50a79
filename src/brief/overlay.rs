//! The plan's features and the zones of files on the map.
//!
//! Owns their outlines, fills and symbols. Never chooses a place for a name: it hands names to [`super::label`]. Start at
//! [`Overlay::of`].

use std::collections::BTreeSet;
use std::fmt::Write as _;

use geo::{Centroid as _, Contains as _, Coord, Geometry, InteriorPoint as _, LineString, Polygon};

use super::clip::{self, Point, Rect};
use super::frame::Frame;
use super::label::halo_of;
use super::name::{Name, NameKind};
use super::style::{Colour, Palette};
use super::svg::{Path, Px, escaped};
use crate::chart::ZoneLayer;
use crate::geodesy::Position;
use crate::mercator::{World, world_from_position};
use crate::plan::{Feature, Kind, Plan, UnitType};

/// Edges are straight in longitude and latitude, which Mercator bends: they are drawn in pieces no longer than this, degrees.
const PIECE_DEGREES: f64 = 0.25;
/// The greatest width of a plan's line, points, whatever its file says.
const WIDEST: f64 = 12.0;

/// How a thing is drawn.
#[derive(Clone, Copy, Debug)]
struct Look {
    stroke: Colour,
    stroke_opacity: f64,
    fill: Colour,
    fill_opacity: f64,
    width: f64,
    is_hatched: bool,
}

/// Everything drawn above the chart, and what of it wants a name.
#[derive(Debug, Default)]
pub(super) struct Overlay {
    body: String,
    hatches: BTreeSet<u32>,
    /// Their names.
    pub(super) names: Vec<Name>,
    /// Where symbols stand: no name may cover them.
    pub(super) symbols: Vec<Rect>,
}

/// A geometry on the page.
#[derive(Debug, Default)]
struct Shape {
    /// Polygons: rings, the outer one first.
    polygons: Vec<Vec<Vec<Point>>>,
    lines: Vec<Vec<Point>>,
    points: Vec<Point>,
}

impl Overlay {
    /// Draws zones, then the plan's features in their own order.
    pub(super) fn of(frame: &Frame, plan: &Plan, zones: &[ZoneLayer], palette: &Palette, unit: f64) -> Self {
        let mut overlay = Self::default();
        for zone in zones.iter().flat_map(|layer| &layer.zones) {
            let stroke = zone.colour.as_deref().and_then(|hex| palette.of_file(hex)).unwrap_or(palette.reference);
            let look = Look {
                stroke,
                stroke_opacity: 0.9,
                fill: stroke,
                fill_opacity: palette.fill_opacity() * 0.6,
                width: 1.2,
                is_hatched: false,
            };
            let shape = Shape::of(&zone.geometry, frame);
            overlay.paint(&shape, &look, frame, unit);
            for point in shape.points.iter().filter(|p| frame.rect.contains(**p)) {
                overlay.mark(*point, stroke, palette, unit);
            }
            overlay.name(&zone.name, &shape, frame, NameKind::Zone(stroke.rgb), NameKind::Zone(stroke.rgb));
        }
        for feature in &plan.features {
            let Some(geometry) = &feature.geometry else { continue };
            let look = look_of(feature, palette);
            let shape = Shape::of(geometry, frame);
            overlay.paint(&shape, &look, frame, unit);
            for point in shape.points.iter().filter(|p| frame.rect.contains(**p)) {
                overlay.symbol(feature, *point, look.stroke, palette, unit);
            }
            let rgb = look.stroke.rgb;
            overlay.name(&feature.name, &shape, frame, NameKind::Plan(rgb), NameKind::PlanPoint(rgb));
        }
        overlay
    }

    /// The patterns it uses.
    pub(super) fn defs(&self, unit: f64) -> String {
        let mut out = String::new();
        for rgb in &self.hatches {
            let _infallible = writeln!(
                out,
                r##"<pattern id="hatch-{rgb:06x}" patternUnits="userSpaceOnUse" width="{0}" height="{0}" patternTransform="rotate(45)"><path stroke="#{rgb:06x}" stroke-width="{1}" stroke-opacity="0.55" d="M0 0v{0}"/></pattern>"##,
                Px(9.0 * unit),
                Px(1.6 * unit)
            );
        }
        out
    }

    /// It as SVG.
    pub(super) fn body(&self) -> &str {
        &self.body
    }

    fn paint(&mut self, shape: &Shape, look: &Look, frame: &Frame, unit: f64) {
        let within = frame.rect.grown(look.width * unit + 2.0);
        let (mut fill, mut stroke) = (Path::default(), Path::default());
        for ring in shape.polygons.iter().flatten() {
            fill.ring(&clip::ring(ring, &within));
            let mut closed = ring.clone();
            closed.extend(ring.first().copied());
            for line in clip::line(&closed, &within) {
                stroke.line(&line);
            }
        }
        for line in &shape.lines {
            for line in clip::line(line, &within) {
                stroke.line(&line);
            }
        }
        if !fill.is_empty() {
            let data = fill.data();
            let _infallible = writeln!(
                self.body,
                r#"<path fill="{}" fill-opacity="{}" fill-rule="evenodd" d="{data}"/>"#,
                look.fill,
                Px(if look.is_hatched { look.fill_opacity * 0.4 } else { look.fill_opacity })
            );
            if look.is_hatched {
                let rgb = look.stroke.rgb;
                self.hatches.insert(rgb);
                let _infallible =
                    writeln!(self.body, r#"<path fill="url(#hatch-{rgb:06x})" fill-rule="evenodd" d="{data}"/>"#);
            }
        }
        if !stroke.is_empty() {
            let _infallible = writeln!(
                self.body,
                r#"<path fill="none" stroke="{}" stroke-opacity="{}" stroke-width="{}" stroke-linejoin="round" d="{}"/>"#,
                look.stroke,
                Px(look.stroke_opacity),
                Px(look.width * unit),
                stroke.data()
            );
        }
    }

    /// Offers a thing's name to the labels: in the middle of what is seen of an area, beside a point.
    fn name(&mut self, name: &str, shape: &Shape, frame: &Frame, of_area: NameKind, of_point: NameKind) {
        let lines = vec![name.trim().chars().filter(|c| !c.is_control()).take(80).collect::<String>()];
        if lines.first().is_none_or(String::is_empty) {
            return;
        }
        let seen_point = shape.points.iter().find(|p| frame.rect.contains(**p));
        let (at, kind) = match (shape.middle(&frame.rect), seen_point) {
            (Some(middle), _) => (middle, of_area),
            (None, Some(point)) => (*point, of_point),
            (None, None) => return,
        };
        self.names.push(Name { kind, lines, at, rank: 0.0 });
    }

    /// A small ring.
    fn mark(&mut self, [x, y]: Point, colour: Colour, palette: &Palette, unit: f64) {
        let _infallible = writeln!(
            self.body,
            r#"<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{colour}" stroke-width="{}"/>"#,
            Px(x),
            Px(y),
            Px(3.5 * unit),
            palette.halo,
            Px(1.4 * unit)
        );
        self.symbols.push(Rect::around([x, y], 9.0 * unit, 9.0 * unit));
    }

    fn symbol(&mut self, feature: &Feature, at: Point, colour: Colour, palette: &Palette, unit: f64) {
        let name = escaped(&feature.name);
        let _infallible = write!(self.body, "<g><title>{name}</title>");
        symbol(&mut self.body, feature, at, colour, palette, unit);
        self.body.push_str("</g>\n");
        self.symbols.push(Rect::around(at, 18.0 * unit, 18.0 * unit));
    }
}

/// The symbol of a point of the plan.
pub(super) fn symbol(out: &mut String, feature: &Feature, at: Point, colour: Colour, palette: &Palette, unit: f64) {
    let [x, y] = at;
    let craft = feature.unit.as_ref().and_then(|unit| unit.unit_type);
    // Each within a square of 16, its middle at 0.
    let d = match (feature.kind, craft) {
        // A hull from above, bow up.
        (Kind::Unit, None | Some(UnitType::Ship)) => "M0-9C3.4-5.4 4.6-2 4.6 2.2V8H-4.6V2.2C-4.6-2-3.4-5.4 0-9z",
        (Kind::Unit, Some(UnitType::Aircraft)) => {
            "M0-9L1.5-5.5V-1.5L9 3V5L1.5 3V6L4 8V9L0 8-4 9V8L-1.5 6V3L-9 5V3L-1.5-1.5V-5.5z"
        }
        (Kind::Unit, Some(UnitType::Helicopter)) => {
            "M-7.8-6.4L-6.4-7.8 0-1.4 6.4-7.8 7.8-6.4 1.4 0 7.8 6.4 6.4 7.8 0 1.4-6.4 7.8-7.8 6.4-1.4 0z"
        }
        (Kind::Unit, Some(UnitType::Drone)) => "M0-8L8 7 0 3.5-8 7z",
        (Kind::Inspection, _) => "M0-8L8 0 0 8-8 0z",
        _ => "M-6 0A6 6 0 1 0 6 0A6 6 0 1 0-6 0z",
    };
    let is_filled = matches!(feature.kind, Kind::Unit | Kind::Inspection);
    let (fill, stroke) = if is_filled { (colour, palette.halo) } else { (palette.halo, colour) };
    let _infallible = write!(
        out,
        r#"<g transform="translate({} {}) scale({})"><path fill="{fill}" stroke="{stroke}" stroke-width="1.6" paint-order="stroke" d="{d}"/>"#,
        Px(x),
        Px(y),
        Px(unit * 0.95)
    );
    if !is_filled {
        let _infallible = write!(out, r#"<circle r="2" fill="{colour}"/>"#);
    }
    out.push_str("</g>");
}

/// A little square or stroke that stands for a feature in the list beside the map.
pub(super) fn swatch(out: &mut String, feature: &Feature, rect: &Rect, palette: &Palette, unit: f64) -> Option<u32> {
    let look = look_of(feature, palette);
    let place = format!(
        r#"x="{}" y="{}" width="{}" height="{}""#,
        Px(rect.left),
        Px(rect.top),
        Px(rect.width()),
        Px(rect.height())
    );
    let middle = [f64::midpoint(rect.left, rect.right), f64::midpoint(rect.top, rect.bottom)];
    match feature.geometry {
        Some(Geometry::Point(_) | Geometry::MultiPoint(_)) => {
            symbol(out, feature, middle, look.stroke, palette, unit * 0.85);
            None
        }
        Some(Geometry::LineString(_) | Geometry::MultiLineString(_) | Geometry::Line(_)) => {
            let _infallible = write!(
                out,
                r#"<path fill="none" stroke="{}" stroke-width="{}" d="M{} {}H{}"/>"#,
                look.stroke,
                Px(look.width * unit),
                Px(rect.left),
                Px(middle[1]),
                Px(rect.right)
            );
            None
        }
        _ => {
            let _infallible = write!(
                out,
                r#"<rect {place} fill="{}" fill-opacity="{}" stroke="{}" stroke-width="{}"/>"#,
                look.fill,
                Px(look.fill_opacity),
                look.stroke,
                Px(look.width.min(2.0) * unit)
            );
            if look.is_hatched {
                let _infallible = write!(out, r#"<rect {place} fill="url(#hatch-{:06x})"/>"#, look.stroke.rgb);
            }
            look.is_hatched.then_some(look.stroke.rgb)
        }
    }
}

/// The colours of a feature's outline and of its inside.
pub(super) fn colours_of(feature: &Feature, palette: &Palette) -> (Colour, Colour) {
    let look = look_of(feature, palette);
    (look.stroke, look.fill)
}

/// Outline and fill of a feature: its own, else those of its kind.
fn look_of(feature: &Feature, palette: &Palette) -> Look {
    let own = |hex: &Option<String>| hex.as_deref().and_then(|hex| palette.of_file(hex));
    let share = |value: Option<f64>| value.filter(|v| v.is_finite()).map(|v| v.clamp(0.0, 1.0));
    let style = &feature.style;
    let stroke = own(&style.stroke).or_else(|| own(&style.fill)).unwrap_or_else(|| palette.of(feature.kind));
    let width = style.stroke_width.filter(|w| w.is_finite() && *w > 0.0).map_or(2.2, |w| w.min(WIDEST));
    Look {
        stroke,
        stroke_opacity: share(style.stroke_opacity).unwrap_or(1.0),
        fill: own(&style.fill).unwrap_or(stroke),
        fill_opacity: share(style.fill_opacity).unwrap_or_else(|| palette.fill_opacity()),
        width: if feature.kind == Kind::Barrier { width * 1.6 } else { width },
        is_hatched: feature.kind == Kind::ExclusionArea,
    }
}

impl Shape {
    fn of(geometry: &Geometry<f64>, frame: &Frame) -> Self {
        let mut shape = Self::default();
        shape.add(geometry, frame);
        shape
    }

    fn add(&mut self, geometry: &Geometry<f64>, frame: &Frame) {
        let line = |line: &LineString<f64>| frame.page_from_line(worlds(line));
        let polygon = |polygon: &Polygon<f64>| -> Vec<Vec<Point>> {
            let mut rings = vec![line(polygon.exterior())];
            rings.extend(polygon.interiors().iter().map(line));
            // Holes follow the outer ring to its copy of the world.
            let anchor = rings.first().and_then(|ring| ring.first()).map_or(0.0, |p| p[0]);
            let round = frame.rect.width() / frame.degrees_wide() * 360.0;
            for ring in rings.iter_mut().skip(1) {
                let off = ring.first().map_or(0.0, |p| ((anchor - p[0]) / round).round() * round);
                for p in ring.iter_mut() {
                    p[0] += off;
                }
            }
            rings
        };
        match geometry {
            Geometry::Point(point) => self.points.extend(page(point.0, frame)),
            Geometry::MultiPoint(points) => self.points.extend(points.iter().filter_map(|point| page(point.0, frame))),
            Geometry::Line(one) => self.lines.push(line(&LineString(vec![one.start, one.end]))),
            Geometry::LineString(one) => self.lines.push(line(one)),
            Geometry::MultiLineString(lines) => self.lines.extend(lines.iter().map(line)),
            Geometry::Polygon(one) => self.polygons.push(polygon(one)),
            Geometry::MultiPolygon(parts) => self.polygons.extend(parts.iter().map(polygon)),
            Geometry::Rect(rect) => self.polygons.push(polygon(&rect.to_polygon())),
            Geometry::Triangle(triangle) => self.polygons.push(polygon(&triangle.to_polygon())),
            Geometry::GeometryCollection(parts) => parts.iter().for_each(|part| self.add(part, frame)),
        }
    }

    /// A place inside the largest part that is seen, or in the middle of the longest line.
    fn middle(&self, within: &Rect) -> Option<Point> {
        let area = |ring: &[Point]| clip::signed_area(ring).abs();
        let seen = self.polygons.iter().filter_map(|rings| {
            let rings: Vec<Vec<Point>> = rings.iter().map(|ring| clip::ring(ring, within)).collect();
            let size = area(rings.first()?);
            (size > 1.0).then_some((size, rings))
        });
        if let Some((_, rings)) = seen.max_by(|a, b| a.0.total_cmp(&b.0)) {
            let ring = |ring: &Vec<Point>| LineString(ring.iter().map(|[x, y]| Coord { x: *x, y: *y }).collect());
            let (outer, holes) = rings.split_first()?;
            let polygon = Polygon::new(ring(outer), holes.iter().filter(|h| h.len() > 2).map(ring).collect());
            let middle = polygon.centroid().filter(|p| polygon.contains(p)).or_else(|| polygon.interior_point())?;
            return Some([middle.x(), middle.y()]);
        }
        let stretches = self.lines.iter().flat_map(|line| clip::line(line, within));
        let length = |line: &[Point]| line.iter().zip(line.iter().skip(1)).map(|(a, b)| way(*a, *b)).sum::<f64>();
        let (whole, line) = stretches.map(|line| (length(&line), line)).max_by(|a, b| a.0.total_cmp(&b.0))?;
        let mut rest = whole / 2.0;
        for (a, b) in line.iter().zip(line.iter().skip(1)) {
            let leg = way(*a, *b);
            if leg >= rest && leg > 0.0 {
                return Some([a[0] + (b[0] - a[0]) * rest / leg, a[1] + (b[1] - a[1]) * rest / leg]);
            }
            rest -= leg;
        }
        line.first().copied()
    }
}

fn way(a: Point, b: Point) -> f64 {
    (b[0] - a[0]).hypot(b[1] - a[1])
}

fn page(coord: Coord<f64>, frame: &Frame) -> Option<Point> {
    Some(frame.page_from_position(Position::from_coord(coord)?))
}

/// The places of a line or ring, with enough between its vertices that Mercator's bend shows.
fn worlds(line: &LineString<f64>) -> Vec<World> {
    let world = |c: Coord<f64>| world_from_position(Position::clamped(c.y, c.x));
    let mut places = Vec::with_capacity(line.0.len());
    for edge in line.lines() {
        places.push(world(edge.start));
        let (dx, dy) = (edge.dx().abs(), edge.dy().abs());
        // Along a meridian or a parallel there is no bend.
        if dx > 1e-9 && dy > 1e-9 {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped just before the cast")]
            let n = (dx.max(dy) / PIECE_DEGREES).ceil().clamp(1.0, 256.0) as u32;
            let at = |i: u32| {
                let share = f64::from(i) / f64::from(n);
                Coord { x: edge.start.x + share * edge.dx(), y: edge.start.y + share * edge.dy() }
            };
            places.extend((1..n).map(|i| world(at(i))));
        }
    }
    if !line.is_closed() || places.is_empty() {
        places.extend(line.0.last().map(|c| world(*c)));
    }
    places
}

/// What a vessel looks like: a hull along its course, or a dot where none is known; hollow where it was only last seen.
pub(super) fn vessel(out: &mut String, at: Point, bow: Option<f64>, is_stale: bool, palette: &Palette, unit: f64) {
    let (fill, stroke) =
        if is_stale { (palette.vessel_edge, palette.gap) } else { (palette.vessel, palette.vessel_edge) };
    let [x, y] = at;
    let (d, turn) = match bow {
        Some(turn) => ("M0-6L3.4 4.6 0 3-3.4 4.6z", turn),
        None => ("M-3 0A3 3 0 1 0 3 0A3 3 0 1 0-3 0z", 0.0),
    };
    let _infallible = writeln!(
        out,
        r#"<path fill="{fill}" stroke="{stroke}" stroke-width="0.9" transform="translate({} {}) rotate({}) scale({})" d="{d}"/>"#,
        Px(x),
        Px(y),
        Px(turn),
        Px(unit)
    );
}

/// The soft edge under a text of the page's own on the map.
pub(super) fn text_halo(palette: &Palette, unit: f64) -> String {
    halo_of(palette.halo_sea, 3.0 * unit)
}
