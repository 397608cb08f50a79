//! The paint of the tools: previews, handles, the words beside the pointer. Decides nothing.

use egui::{Color32, CornerRadius, FontId, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, pos2, vec2};
use geo::{Coord, Geometry, LineString, Polygon, TriangulateEarcut as _};

use super::handle::MOST_HANDLES;
use super::{Grip, Handle, Preview, SnapTo};
use crate::geodesy::{Position, destination, inverse};
use crate::ui::canvas::flat::{FillRoom, Fills};
use crate::ui::map::View;
use crate::ui::theme::{BODY, GRID, Theme};
use crate::units::Metres;

/// Draws a preview and its handles.
pub(super) fn preview(painter: &Painter, view: &View, theme: &Theme, preview: &Preview) {
    let stroke = Stroke::new(2.0, theme.plan.preview);
    if let Some(geometry) = &preview.geometry {
        geometry_paint(painter, view, geometry, stroke, theme.fill_of(theme.plan.preview));
    }
    let line: Vec<Pos2> = if preview.is_geodesic {
        preview.line.windows(2).flat_map(|leg| geodesic(view, leg)).collect()
    } else {
        preview.line.iter().map(|place| view.screen_from_position(*place)).collect()
    };
    if line.len() > 1 {
        painter.add(Shape::line(line.clone(), Stroke::new(4.0, theme.plan.halo)));
        painter.add(Shape::line(line, stroke));
    }
    if let Some(at) = preview.crossing.map(|place| view.screen_from_position(place)) {
        painter.circle_stroke(at, 8.0, Stroke::new(3.0, theme.ui.error));
    }
    if let Some((place, to)) = preview.snapped {
        snap_paint(painter, view.screen_from_position(place), to, theme);
    }
    let seen = view.rect().expand(10.0);
    let shown = preview.handles.iter().filter(|handle| seen.contains(view.screen_from_position(handle.at)));
    for handle in shown.take(2 * MOST_HANDLES) {
        let is_hot = preview.hot == Some(handle.grip);
        let is_chosen = preview.chosen == Some(handle.grip);
        handle_paint(painter, view, theme, handle, is_hot, is_chosen);
    }
}

/// A square round a vertex, a cross on a line; round coordinates are no thing to point at.
fn snap_paint(painter: &Painter, at: Pos2, to: SnapTo, theme: &Theme) {
    let arm = 6.0;
    for (width, colour) in [(4.0, theme.plan.halo), (2.0, theme.ui.accent)] {
        let stroke = Stroke::new(width, colour);
        match to {
            SnapTo::Vertex => {
                painter.rect_stroke(Rect::from_center_size(at, vec2(13.0, 13.0)), 0.0, stroke, StrokeKind::Middle);
            }
            SnapTo::Line => {
                painter.line_segment([at - vec2(arm, arm), at + vec2(arm, arm)], stroke);
                painter.line_segment([at - vec2(arm, -arm), at + vec2(arm, -arm)], stroke);
            }
            SnapTo::Round => {}
        }
    }
}

/// The geodesic of a leg as a line on the screen.
fn geodesic(view: &View, leg: &[Position]) -> Vec<Pos2> {
    let [from, to] = leg else { return Vec::new() };
    let way = inverse(*from, *to);
    // A piece every 20 km is straight to the eye at any zoom that shows the whole leg.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped just before the cast")]
    let n = (way.distance.value() / 20_000.0).ceil().clamp(1.0, 200.0) as u32;
    let along = |i: u32| {
        let part = Metres::magnitude(way.distance.value() * f64::from(i) / f64::from(n));
        view.screen_from_position(destination(*from, way.initial, part))
    };
    (0..=n).map(along).collect()
}

fn geometry_paint(painter: &Painter, view: &View, geometry: &Geometry<f64>, stroke: Stroke, fill: Color32) {
    match geometry {
        Geometry::Polygon(polygon) => polygon_paint(painter, view, polygon, stroke, fill),
        Geometry::MultiPolygon(parts) => {
            for part in parts {
                polygon_paint(painter, view, part, stroke, fill);
            }
        }
        Geometry::LineString(line) => line_paint(painter, view, line, stroke),
        Geometry::MultiLineString(lines) => {
            for line in lines {
                line_paint(painter, view, line, stroke);
            }
        }
        Geometry::Point(point) => {
            painter.circle_stroke(screen(view, &point.0), 7.0, stroke);
        }
        Geometry::GeometryCollection(parts) => {
            for part in parts {
                geometry_paint(painter, view, part, stroke, fill);
            }
        }
        _ => {}
    }
}

fn polygon_paint(painter: &Painter, view: &View, polygon: &Polygon<f64>, stroke: Stroke, fill: Color32) {
    let mut fills = Fills::default();
    for triangle in polygon.earcut_triangles() {
        fills.add([triangle.v1(), triangle.v2(), triangle.v3()].iter().map(|c| screen(view, c)), &[0, 1, 2], fill);
    }
    fills.paint(painter, view.rect(), &FillRoom::default());
    for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
        line_paint(painter, view, ring, stroke);
    }
}

fn line_paint(painter: &Painter, view: &View, line: &LineString<f64>, stroke: Stroke) {
    painter.add(Shape::line(line.coords().map(|c| screen(view, c)).collect(), stroke));
}

fn screen(view: &View, coord: &Coord<f64>) -> Pos2 {
    view.screen_from_position(Position::clamped(coord.y, coord.x))
}

/// Squares for vertices and corners, discs for radii, a cross for the centre, small discs for the middles of edges.
fn handle_paint(painter: &Painter, view: &View, theme: &Theme, handle: &Handle, is_hot: bool, is_chosen: bool) {
    let at = view.screen_from_position(handle.at);
    let plan = &theme.plan;
    let edge = Stroke::new(if is_hot { 2.5 } else { 1.5 }, plan.handle_edge);
    let fill = if is_chosen { theme.ui.accent } else { plan.handle };
    let grow = if is_hot || is_chosen { 1.5 } else { 0.0 };
    match handle.grip {
        Grip::Vertex(_) | Grip::Corner(_) => {
            let square = Rect::from_center_size(at, vec2(9.0 + 2.0 * grow, 9.0 + 2.0 * grow));
            painter.rect(square, CornerRadius::same(1), fill, edge, StrokeKind::Middle);
        }
        Grip::Radius | Grip::InnerRadius | Grip::Side(_) => {
            painter.circle(at, 5.5 + grow, fill, edge);
        }
        Grip::Middle(_) => {
            painter.circle(at, 3.5 + grow, fill, Stroke::new(1.0, plan.handle_edge));
        }
        Grip::Centre => {
            let arm = 6.0 + grow;
            for (width, colour) in [(4.0, plan.halo), (edge.width, plan.handle_edge)] {
                painter.line_segment([at - vec2(arm, 0.0), at + vec2(arm, 0.0)], Stroke::new(width, colour));
                painter.line_segment([at - vec2(0.0, arm), at + vec2(0.0, arm)], Stroke::new(width, colour));
            }
        }
    }
}

/// Draws lines of words beside the pointer, on a plate, inside the map.
pub(super) fn readout(ui: &Ui, view: &View, theme: &Theme, pointer: Pos2, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    // Above the scale bar and the names.
    let layer = egui::LayerId::new(egui::Order::Middle, egui::Id::unique("tool readout"));
    let painter = ui.ctx().layer_painter(layer).with_clip_rect(view.rect());
    let galley = painter.layout_no_wrap(lines.join("\n"), FontId::proportional(BODY), theme.ui.text);
    let size = galley.size() + vec2(4.0 * GRID, 2.0 * GRID);
    let room = view.rect().shrink(4.0);
    // Below and right of the pointer, or on its other side where the map ends.
    let x = if pointer.x + 18.0 + size.x <= room.right() { pointer.x + 18.0 } else { pointer.x - 18.0 - size.x };
    let y = if pointer.y + 18.0 + size.y <= room.bottom() { pointer.y + 18.0 } else { pointer.y - 18.0 - size.y };
    let plate = Rect::from_min_size(pos2(x.max(room.left()), y.max(room.top())), size);
    let radius = CornerRadius::same(4);
    painter.rect(plate, radius, theme.ui.raised, Stroke::new(1.0, theme.ui.line), StrokeKind::Inside);
    painter.galley(plate.min + vec2(2.0 * GRID, GRID), galley, theme.ui.text);
}
