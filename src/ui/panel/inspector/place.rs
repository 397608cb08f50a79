//! Where a feature is, by typed numbers: centre and radius, corners, or a table of vertices. Each change is one edit.

use egui::{Id, RichText, ScrollArea, Ui};

use super::feature::replace;
use crate::coordinate::{self, Form};
use crate::geodesy::Position;
use crate::language::{said, words};
use crate::plan::geometry::{
    Edge, VertexId, edges, rectangle_between, vertices, with_geometry, with_shape, with_vertex_deleted,
    with_vertex_inserted, with_vertex_moved,
};
use crate::plan::{Feature, Shape};
use crate::session::faults;
use crate::session::nouns::title;
use crate::ui::Outbox;
use crate::ui::panel::field::{Look, beneath_ui, edit_ui, parsed_ui};
use crate::ui::panel::layers::icon_button;
use crate::ui::theme::icon;
use crate::ui::typed::{fine, length, miles};
use crate::units::{Course, Metres};

/// How high the table of vertices may grow, points; beyond, it scrolls.
const TABLE_HEIGHT: f32 = 232.0;

/// How many points of a route have fields of their own: beyond, they are moved on the map.
const MOST_POINTS: usize = 200;

/// A place as typed.
fn place_of(text: &str) -> Result<Position, String> {
    coordinate::parse(text).map(Position::rounded).map_err(|cause| faults::coordinate(&cause))
}

/// A length as typed.
fn length_of(text: &str) -> Result<Metres, String> {
    length(text).filter(|m| m.value() > 0.0).ok_or_else(|| words("fault-length").into())
}

/// A length as typed, which may be nothing.
fn length_or_zero_of(text: &str) -> Result<Metres, String> {
    length(text).ok_or_else(|| words("fault-length").into())
}

/// A bearing as typed.
fn bearing_of(text: &str) -> Result<Course, String> {
    let number: Option<f64> = text.trim().trim_end_matches('°').parse().ok();
    number.and_then(Course::new).ok_or_else(|| words("fault-bearing").into())
}

/// Draws the fields.
pub(super) fn ui(ui: &mut Ui, feature: &Feature, form: Form, out: &mut Outbox) {
    match &feature.shape {
        None | Some(Shape::Unknown(_)) => vertices_ui(ui, feature, form, out),
        Some(shape) => shape_ui(ui, feature, shape, form, out),
    }
}

/// The fields of one shape, and its way back to a plain polygon.
fn shape_ui(ui: &mut Ui, feature: &Feature, shape: &Shape, form: Form, out: &mut Outbox) {
    let mut fields = Fields { ui, feature, form, changed: None };
    match shape.clone() {
        Shape::Circle { centre, radius } => {
            if let Some(centre) = fields.place(words("place-centre"), centre) {
                fields.set(words("verb-move-centre"), Shape::Circle { centre, radius });
            }
            if let Some(radius) = fields.length(words("place-radius"), radius) {
                fields.set(words("verb-change-radius"), Shape::Circle { centre, radius });
            }
        }
        Shape::Rectangle { south_west, north_east } => {
            if let Some(corner) = fields.place(words("place-sw"), south_west) {
                fields.set(words("verb-move-corner"), rectangle_between(corner, north_east));
            }
            if let Some(corner) = fields.place(words("place-ne"), north_east) {
                fields.set(words("verb-move-corner"), rectangle_between(south_west, corner));
            }
        }
        Shape::Ring { centre, inner, outer } => {
            if let Some(centre) = fields.place(words("place-centre"), centre) {
                fields.set(words("verb-move-centre"), Shape::Ring { centre, inner, outer });
            }
            if let Some(inner) = fields.length(words("place-inner"), inner) {
                fields.set(words("verb-change-radius"), Shape::Ring { centre, inner, outer });
            }
            if let Some(outer) = fields.length(words("place-outer"), outer) {
                fields.set(words("verb-change-radius"), Shape::Ring { centre, inner, outer });
            }
        }
        Shape::Sector { centre, inner, outer, from, to } => {
            if let Some(centre) = fields.place(words("place-centre"), centre) {
                fields.set(words("verb-move-centre"), Shape::Sector { centre, inner, outer, from, to });
            }
            if let Some(outer) = fields.length(words("place-radius"), outer) {
                fields.set(words("verb-change-radius"), Shape::Sector { centre, inner, outer, from, to });
            }
            if let Some(inner) = fields.length_or_none(words("place-inner"), inner) {
                fields.set(words("verb-change-radius"), Shape::Sector { centre, inner, outer, from, to });
            }
            if let Some(from) = fields.bearing(words("place-from-bearing"), from) {
                fields.set(words("verb-change-bearing"), Shape::Sector { centre, inner, outer, from, to });
            }
            if let Some(to) = fields.bearing(words("place-to-bearing"), to) {
                fields.set(words("verb-change-bearing"), Shape::Sector { centre, inner, outer, from, to });
            }
        }
        Shape::Corridor { route, half_width } => {
            if let Some(half_width) = fields.length(words("place-half-width"), half_width) {
                fields.set(words("verb-change-width"), Shape::Corridor { route: route.clone(), half_width });
            }
            if let Some(route) = fields.points(&route) {
                fields.set(words("verb-move-point"), Shape::Corridor { route, half_width });
            }
        }
        Shape::Geodesic { corners } => {
            fields.ui.weak(words("place-geodesic")).on_hover_text(words("place-geodesic-tip"));
            if let Some(corners) = fields.points(&corners) {
                fields.set(words("verb-move-point"), Shape::Geodesic { corners });
            }
        }
        Shape::Measured { places } => {
            for (from, to) in places.iter().zip(places.iter().skip(1)) {
                fields.ui.label(crate::ui::words::leg_words(*from, *to));
            }
            if let Some(places) = fields.points(&places) {
                fields.set(words("verb-move-point"), Shape::Measured { places });
            }
        }
        Shape::Unknown(_) => {}
    }
    let changed = fields.changed.take();
    if let Some((verb, shape)) = changed {
        match with_shape(feature, shape) {
            Ok(changed) => replace(said!("edit-verb-of", verb = verb, name = title(feature)), changed, out),
            Err(cause) => beneath_ui(ui, RichText::new(faults::shape(&cause)).color(ui.visuals().error_fg_color)),
        }
    }
    let tip = words("place-polygon-tip");
    if ui.link(words("place-polygon")).on_hover_text(tip).clicked()
        && let Some(geometry) = feature.geometry.clone()
    {
        replace(said!("edit-plain-polygon", name = title(feature)), with_geometry(feature, geometry), out);
    }
}

/// The fields of a shape while they are drawn.
struct Fields<'a> {
    ui: &'a mut Ui,
    feature: &'a Feature,
    form: Form,
    changed: Option<(&'static str, Shape)>,
}

impl Fields<'_> {
    fn id(&self, name: &str) -> Id {
        Id::unique(("place", self.feature.id, name))
    }

    fn place(&mut self, name: &str, place: Position) -> Option<Position> {
        let (id, shown) = (self.id(name), fine(place, self.form));
        parsed_ui(self.ui, id, Look::line(name, "38°43.2′N 125°24.0′E"), &shown, place_of)
    }

    fn length(&mut self, name: &str, length: Metres) -> Option<Metres> {
        let (id, shown) = (self.id(name), miles(length));
        parsed_ui(self.ui, id, Look::line(name, "5 nm"), &shown, length_of)
    }

    /// A length that may be nothing.
    fn length_or_none(&mut self, name: &str, length: Metres) -> Option<Metres> {
        let (id, shown) = (self.id(name), miles(length));
        parsed_ui(self.ui, id, Look::line(name, "0 nm"), &shown, |text| {
            if matches!(text.trim(), "" | "0") { Ok(Metres::magnitude(0.0)) } else { length_or_zero_of(text) }
        })
    }

    /// Fields for a list of places; the list with one of them elsewhere.
    fn points(&mut self, places: &[Position]) -> Option<Vec<Position>> {
        let mut changed = None;
        for (idx, place) in places.iter().enumerate().take(MOST_POINTS) {
            if let Some(new) = self.place(&said!("place-point", n = idx + 1), *place) {
                let mut places = places.to_vec();
                places.iter_mut().skip(idx).take(1).for_each(|place| *place = new);
                changed = Some(places);
            }
        }
        changed
    }

    fn bearing(&mut self, name: &str, bearing: Course) -> Option<Course> {
        let (id, shown) = (self.id(name), format!("{}°", bearing.value()));
        parsed_ui(self.ui, id, Look::line(name, "045°"), &shown, bearing_of)
    }

    fn set(&mut self, verb: &'static str, shape: Shape) {
        self.changed = Some((verb, shape));
    }
}

/// What was asked for in the table of vertices.
enum Asked {
    Move(VertexId, usize, Position),
    InsertAfter(Edge),
    Delete(VertexId),
}

fn vertices_ui(ui: &mut Ui, feature: &Feature, form: Form, out: &mut Outbox) {
    let Some(geometry) = &feature.geometry else {
        ui.weak(words("place-none"));
        return;
    };
    let n_vertices = vertices(geometry).count();
    if let (1, Some((id, place))) = (n_vertices, vertices(geometry).next()) {
        let field = Id::unique(("place", feature.id, "Position"));
        let look = Look::line(words("place-position"), "38°43.2′N 125°24.0′E");
        if let Some(new) = parsed_ui(ui, field, look, &fine(place, form), place_of)
            && let Ok(changed) = with_vertex_moved(feature, id, new)
        {
            replace(said!("edit-move", name = title(feature)), changed, out);
        }
        return;
    }
    let (mut asked, mut fault) = (None, None);
    ui.label(RichText::new(said!("place-vertices", n = n_vertices)).weak());
    let row_height = ui.spacing().interact_size.y;
    ScrollArea::vertical().id_salt(("vertices", feature.id)).max_height(TABLE_HEIGHT).show_rows(
        ui,
        row_height,
        n_vertices,
        |ui, rows| {
            // A line has one edge less; a ring of a file one for each vertex.
            let shown: Vec<_> = vertices(geometry).enumerate().skip(rows.start).take(rows.len()).collect();
            let first = shown.first().map(|(_, (id, _))| *id);
            let edges: Vec<Edge> =
                edges(geometry).skip_while(|edge| Some(edge.from) != first).take(rows.len()).collect();
            for (idx, (id, place)) in shown {
                let came = vertex_ui(ui, feature, (idx, id, place), &edges, form, &mut fault);
                asked = came.or(asked.take());
            }
        },
    );
    let done = match asked {
        None => None,
        Some(Asked::Move(id, idx, to)) => {
            Some((said!("edit-move-vertex", n = idx + 1, name = title(feature)), with_vertex_moved(feature, id, to)))
        }
        Some(Asked::InsertAfter(edge)) => {
            let grown = with_vertex_inserted(feature, edge.from, edge.middle()).map(|(changed, _)| changed);
            Some((said!("edit-insert-vertex", name = title(feature)), grown))
        }
        Some(Asked::Delete(id)) => {
            Some((said!("edit-delete-vertex", name = title(feature)), with_vertex_deleted(feature, id)))
        }
    };
    match done {
        Some((label, Ok(changed))) => replace(label, changed, out),
        Some((_, Err(cause))) => fault = Some(faults::vertex(&cause).to_owned()),
        None => {}
    }
    if let Some(fault) = fault {
        let colour = ui.visuals().error_fg_color;
        ui.add(egui::Label::new(RichText::new(fault).small().color(colour)).wrap());
    }
}

fn vertex_ui(
    ui: &mut Ui,
    feature: &Feature,
    (idx, id, place): (usize, VertexId, Position),
    edges: &[Edge],
    form: Form,
    fault: &mut Option<String>,
) -> Option<Asked> {
    let mut asked = None;
    ui.horizontal(|ui| {
        let number = RichText::new(format!("{}", idx + 1)).weak().small();
        ui.allocate_ui(egui::vec2(22.0, 20.0), |ui| {
            ui.set_min_width(22.0);
            ui.label(number);
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            if icon_button(ui, icon::ICON_DELETE, &said!("place-delete-vertex", n = idx + 1)) {
                asked = Some(Asked::Delete(id));
            }
            if let Some(edge) = edges.iter().find(|edge| edge.from == id)
                && icon_button(ui, icon::ICON_ADD, &said!("place-insert-vertex", n = idx + 1))
            {
                asked = Some(Asked::InsertAfter(*edge));
            }
            let (field, name) = (Id::unique(("vertex", feature.id, id)), said!("place-vertex", n = idx + 1));
            let mut own = None;
            if let Some(to) = edit_ui(ui, field, Look::line(&name, ""), &fine(place, form), place_of, &mut own) {
                asked = Some(Asked::Move(id, idx, to));
            }
            if let Some(own) = own {
                *fault = Some(format!("{name}: {own}"));
            }
        });
    });
    asked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bearings_and_lengths_are_held_to_what_they_can_be() {
        assert_eq!(bearing_of("045°").map(Course::value), Ok(45.0));
        assert!(bearing_of("360").is_err() && bearing_of("-1").is_err() && bearing_of("NE").is_err());
        assert_eq!(length_of("5 nm").map(Metres::value), Ok(9260.0));
        assert!(length_of("5").is_err() && length_of("0 nm").is_err());
    }
}
