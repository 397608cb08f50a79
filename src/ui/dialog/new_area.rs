//! A new area, line or mark from pasted or typed coordinates, with a preview of what was understood.

use std::sync::Arc;

use egui::{
    Align, ComboBox, Context, Layout, Pos2, Rect, RichText, ScrollArea, Sense, Stroke, TextEdit, Ui, pos2, vec2,
};
use geo::{Geometry, LineString};
use uuid::Uuid;

use super::pasted::{Pasted, assumed_words, period_words};
use crate::coordinate::{self, Form};
use crate::geodesy::Position;
use crate::language::{said, words};
use crate::plan::geometry::{geometry_of, rectangle_between, self_crossing, size};
use crate::plan::{Drawn, Feature, FeatureId, Kind, PeriodFound, Plan, PlanEdit, Shape, next_name, outline, period_in};
use crate::session::faults;
use crate::session::nouns;
use crate::session::{Selected, Session};
use crate::ui::Outbox;
use crate::ui::gazetteer::Names;
use crate::ui::theme::{GRID, Theme, icon};
use crate::ui::typed::{length, places_by_line};
use crate::units::Timestamp;

/// What the coordinates are to become.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum As {
    #[default]
    Polygon,
    Rectangle,
    Circle,
    Line,
    Mark,
}

impl As {
    const ALL: [(Self, &'static str); 5] = [
        (Self::Polygon, "shape-polygon"),
        (Self::Rectangle, "shape-rectangle"),
        (Self::Circle, "shape-circle"),
        (Self::Line, "shape-line"),
        (Self::Mark, "shape-mark"),
    ];

    const fn kinds(self) -> &'static [Kind] {
        match self {
            Self::Polygon | Self::Rectangle | Self::Circle => {
                &[Kind::InterdictionArea, Kind::PatrolZone, Kind::ExclusionArea, Kind::ReferenceArea]
            }
            Self::Line => &[Kind::PatrolRoute, Kind::Barrier],
            Self::Mark => &[Kind::Point, Kind::Unit, Kind::Inspection],
        }
    }

    /// What the list of places should hold.
    fn wants(self) -> &'static str {
        match self {
            Self::Polygon => words("wants-polygon"),
            Self::Rectangle => words("wants-rectangle"),
            Self::Circle => words("wants-circle"),
            Self::Line => words("wants-line"),
            Self::Mark => words("wants-mark"),
        }
    }
}

/// The open dialog, with what is typed.
#[derive(Debug)]
pub struct NewAreaDialog {
    text: String,
    shape: As,
    /// Whether the user chose the shape; until then it follows the number of places.
    is_chosen: bool,
    radius: String,
    kind: Kind,
    name: String,
    /// What a warning or a report among the words tells of.
    pasted: Pasted,
    /// When the dialog was opened: a warning leaves out its year.
    today: Timestamp,
    had_focus: bool,
}

impl NewAreaDialog {
    /// An empty dialog, opened at a moment.
    #[must_use]
    pub fn new(plan: &Plan, today: Timestamp) -> Self {
        Self {
            text: String::new(),
            shape: As::default(),
            is_chosen: false,
            radius: "5 nm".into(),
            kind: Kind::InterdictionArea,
            name: next_name(plan, Kind::InterdictionArea),
            pasted: Pasted::default(),
            today,
            had_focus: false,
        }
    }

    /// Begins with a text.
    pub fn begin_with(&mut self, text: String) {
        self.text = text;
    }

    /// Draws the dialog; false once it is done with.
    pub fn ui(&mut self, ctx: &Context, session: &Session, names: &mut Names, theme: &Theme, out: &mut Outbox) -> bool {
        if coordinate::is_prose(&self.text) {
            names.prepare(ctx, session.basemap());
        }
        let mut is_open = true;
        let modal = super::modal(ctx, "new area", 660.0, |ui| {
            ui.heading(words("new-area-title"));
            ui.weak(words("new-area-hint"));
            ui.add_space(GRID);
            let known = names.known();
            self.pasted.read(&self.text, self.today, !known.is_empty(), &|name| known.named(name));
            let is_pasted = self.is_pasted();
            let read = if is_pasted { Vec::new() } else { places_by_line(&self.text) };
            self.follow(read.len());
            let drawn = self.drawn(&read);
            ui.columns_const(|[left, right]| {
                // Columns justify their words otherwise.
                left.with_layout(Layout::top_down(Align::Min), |ui| self.fields_ui(ui, theme));
                right.with_layout(Layout::top_down(Align::Min), |ui| {
                    let form = session.settings().coordinate_form;
                    if is_pasted {
                        self.pasted.ui(ui, form, theme);
                    } else {
                        preview_ui(ui, &read, &drawn, form, theme);
                    }
                });
            });
            ui.add_space(2.0 * GRID);
            ui.horizontal(|ui| {
                let is_drawn = if is_pasted { self.pasted.is_drawn() } else { drawn.is_ok() };
                if super::main_button(ui, words("new-area-add"), is_drawn && !session.case().is_read_only()) {
                    match drawn {
                        _ if is_pasted => add(self.pasted.features(self.kind, self.name.trim()), out),
                        Ok(drawn) => add(vec![self.feature(drawn)], out),
                        Err(_) => {}
                    }
                    is_open = false;
                }
                if ui.button(words("cancel")).clicked() {
                    is_open = false;
                }
            });
        });
        is_open && !modal.should_close()
    }

    /// Whether the text tells of areas among its words, and the user has not chosen to have its places as something else.
    const fn is_pasted(&self) -> bool {
        !self.is_chosen && !self.pasted.areas.is_empty()
    }

    /// Until the user chooses, one place makes a circle, two a rectangle, more a polygon.
    fn follow(&mut self, n_places: usize) {
        if !self.is_chosen {
            self.shape = match n_places {
                1 => As::Circle,
                2 => As::Rectangle,
                _ => As::Polygon,
            };
        }
        if !self.shape.kinds().contains(&self.kind) {
            self.kind = self.shape.kinds().first().copied().unwrap_or(self.kind);
        }
    }

    fn fields_ui(&mut self, ui: &mut Ui, theme: &Theme) {
        let label = ui.label(words("new-area-coordinates"));
        let hint = "38°46.6′N 120°59.1′E\n38-46.58N 121-05.88E\n38.6933 121.0980\n51S XC 68280 88439";
        let edit = TextEdit::multiline(&mut self.text).hint_text(hint).desired_rows(7).desired_width(f32::INFINITY);
        let edit = ui.add(edit).labelled_by(label.id);
        if !std::mem::replace(&mut self.had_focus, true) {
            edit.request_focus();
        }
        ui.horizontal_wrapped(|ui| {
            for (shape, key) in As::ALL {
                let is_this = self.shape == shape && !self.is_pasted();
                if ui.selectable_label(is_this, words(key)).clicked() {
                    // What was chosen and is clicked again is left to the text.
                    (self.shape, self.is_chosen) = (shape, !(is_this && self.is_chosen));
                }
            }
        });
        ui.weak(if self.is_pasted() { words("pasted-as-read") } else { self.shape.wants() });
        egui::Grid::new("new area fields").num_columns(2).show(ui, |ui| {
            if self.shape == As::Circle && !self.is_pasted() {
                let label = ui.label(words("place-radius"));
                ui.add(TextEdit::singleline(&mut self.radius).desired_width(200.0)).labelled_by(label.id);
                ui.end_row();
            }
            let label = ui.label(words("field-kind"));
            let combo = ComboBox::from_id_salt("new area kind").width(200.0).selected_text(self.kind.spoken());
            let response = combo.show_ui(ui, |ui| {
                for kind in self.shape.kinds() {
                    ui.selectable_value(&mut self.kind, *kind, kind.spoken());
                }
            });
            response.response.labelled_by(label.id);
            ui.end_row();
            let label = ui.label(words("field-name"));
            ui.add(TextEdit::singleline(&mut self.name).desired_width(200.0)).labelled_by(label.id);
            ui.end_row();
            // The areas of a text have their periods beside them.
            if let Some(found) = self.found().filter(|_| !self.is_pasted()) {
                ui.label(words("section-period"));
                ui.label(period_words(found.period)).on_hover_text(words("new-area-period-tip"));
                if let Some(zone) = found.assumed {
                    ui.end_row();
                    ui.label("");
                    ui.colored_label(theme.ui.warning, assumed_words(zone));
                }
                for remark in &found.remarks {
                    ui.end_row();
                    ui.label("");
                    ui.weak(said!("new-area-remark", words = remark));
                }
                ui.end_row();
            }
        });
    }

    /// When a pasted warning says that it is in force.
    fn found(&self) -> Option<PeriodFound> {
        period_in(&self.text, self.today)
    }

    /// What the places make, or why they make nothing yet.
    fn drawn(&self, read: &[(String, Result<Position, String>)]) -> Result<Drawn, String> {
        let mut places = Vec::with_capacity(read.len());
        for (line, place) in read {
            places.push(place.clone().map_err(|cause| format!("{line}: {cause}"))?.rounded());
        }
        let wanted = || Err(said!("new-area-given", n = places.len(), wanted = self.shape.wants()));
        let shaped = |shape: Shape| {
            let geometry = geometry_of(&shape).map_err(|cause| faults::shape(&cause).to_owned())?;
            Ok((geometry, Some(shape)))
        };
        match (self.shape, places.as_slice()) {
            (As::Polygon, all) => outline(&self.text, all).map_or_else(wanted, Ok),
            (As::Rectangle, [one, other]) => shaped(rectangle_between(*one, *other)),
            (As::Circle, [centre]) => match length(&self.radius) {
                Some(radius) if radius.value() > 0.0 => shaped(Shape::Circle { centre: *centre, radius }),
                _ => Err(words("new-area-radius-unit").into()),
            },
            (As::Line, all) if all.len() > 1 => {
                let line: LineString<f64> = all.iter().map(|place| place.coord()).collect();
                Ok((Geometry::LineString(line), None))
            }
            (As::Mark, [place]) => Ok((Geometry::Point(place.coord().into()), None)),
            _ => wanted(),
        }
    }

    fn feature(&self, (geometry, shape): Drawn) -> Arc<Feature> {
        let mut feature = Feature::new(FeatureId(Uuid::new_v4()), self.kind, self.name.trim(), geometry);
        feature.shape = shape;
        if let Some(found) = self.found() {
            feature.period = found.period;
            feature.remarks = found.remarks.join("\n");
        }
        Arc::new(feature)
    }
}

/// Adds features as one edit, and looks at them all.
fn add(features: Vec<Arc<Feature>>, out: &mut Outbox) {
    let Some(first) = features.first() else { return };
    let (id, n) = (first.id, features.len());
    let label = if n > 1 { said!("edit-add-features", n = n) } else { said!("edit-add", name = nouns::title(first)) };
    let all: Vec<Geometry<f64>> = features.iter().filter_map(|feature| feature.geometry.clone()).collect();
    let corners = crate::plan::geometry::bounds(&Geometry::GeometryCollection(all.into()));
    out.edit(label, PlanEdit::Add(features));
    out.select(Selected::Feature(id));
    if let Some(corners) = corners {
        out.look_at(corners);
    }
}

fn preview_ui(
    ui: &mut Ui,
    read: &[(String, Result<Position, String>)],
    drawn: &Result<Drawn, String>,
    form: Form,
    theme: &Theme,
) {
    ui.label(words("new-area-understood"));
    ScrollArea::vertical().id_salt("understood").max_height(120.0).auto_shrink([false, false]).show(ui, |ui| {
        if read.is_empty() {
            ui.weak(words("new-area-as-you-go"));
        }
        for (idx, (line, place)) in read.iter().enumerate() {
            match place {
                Ok(place) => {
                    ui.label(format!("{}  {}", idx + 1, coordinate::format(*place, form))).on_hover_text(line);
                }
                Err(cause) => {
                    ui.add(egui::Label::new(RichText::new(format!("{line}: {cause}")).color(theme.ui.error)).wrap());
                }
            }
        }
    });
    match drawn {
        Ok((geometry, _)) => {
            sketch_ui(ui, &[geometry], theme);
            let size = size(geometry);
            let area = size.area.map_or_else(String::new, |area| said!("new-area-size", area = area.to_string()));
            if size.perimeter.value() > 0.0 {
                ui.label(format!("{area}{}", size.perimeter.nautical_miles()));
            }
            if self_crossing(geometry).is_some() {
                let crossing = RichText::new(words("new-area-crosses"));
                ui.horizontal(|ui| {
                    ui.colored_label(theme.ui.warning, icon::ICON_WARNING.rich_text());
                    ui.add(egui::Label::new(crossing.color(theme.ui.warning)).wrap());
                });
            }
        }
        // A place that cannot be read says so itself, above.
        Err(cause) if !read.is_empty() && read.iter().all(|(_, place)| place.is_ok()) => {
            ui.add(egui::Label::new(RichText::new(cause).color(theme.ui.warning)).wrap());
        }
        Err(_) => {}
    }
}

/// Outlines at a glance, north up.
#[expect(clippy::cast_possible_truncation, reason = "places of a small sketch")]
pub(super) fn sketch_ui(ui: &mut Ui, geometries: &[&Geometry<f64>], theme: &Theme) {
    use geo::{BoundingRect as _, CoordsIter as _};
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 110.0), Sense::hover());
    ui.painter().rect_filled(rect, 4.0, theme.chart.sea);
    let all: Vec<Geometry<f64>> = geometries.iter().map(|geometry| (*geometry).clone()).collect();
    let Some(bounds) = Geometry::GeometryCollection(all.into()).bounding_rect() else { return };
    let squeeze = bounds.center().y.to_radians().cos().max(0.01);
    let (wide, high) = ((bounds.width() * squeeze).max(1e-6), bounds.height().max(1e-6));
    let room = rect.shrink(12.0);
    let scale = (f64::from(room.width()) / wide).min(f64::from(room.height()) / high);
    let at = |c: geo::Coord<f64>| -> Pos2 {
        let (x, y) = ((c.x - bounds.center().x) * squeeze * scale, (c.y - bounds.center().y) * scale);
        pos2(rect.center().x + x as f32, rect.center().y - y as f32)
    };
    let stroke = Stroke::new(2.0, theme.plan.preview);
    for geometry in geometries {
        let points: Vec<Pos2> = geometry.exterior_coords_iter().take(4000).map(at).collect();
        match points.as_slice() {
            [one] => drop(ui.painter().circle_filled(*one, 4.0, theme.plan.preview)),
            _ => drop(ui.painter().line(points, stroke)),
        }
    }
    let frame = Stroke::new(1.0, theme.ui.line);
    ui.painter().rect_stroke(Rect::from_min_max(rect.min, rect.max), 4.0, frame, egui::StrokeKind::Inside);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::PlanId;

    fn dialog(text: &str) -> (NewAreaDialog, Result<Drawn, String>) {
        let plan = Plan::new(PlanId(Uuid::nil()), Timestamp::from_seconds(0));
        let today = Timestamp::from_civil(2026, 3, 10, 0, 0, 0).expect("a date");
        let mut dialog = NewAreaDialog { text: text.into(), ..NewAreaDialog::new(&plan, today) };
        let read = places_by_line(text);
        dialog.follow(read.len());
        let drawn = dialog.drawn(&read);
        (dialog, drawn)
    }

    #[test]
    fn the_number_of_places_suggests_a_shape() {
        assert_eq!(dialog("38.5 124.5").0.shape, As::Circle);
        assert_eq!(dialog("38.5 124.5\n38.7 124.9").0.shape, As::Rectangle);
        let (dialog, drawn) = dialog("38.5 124.5\n38.7 124.9\n38.9 124.2");
        assert_eq!(dialog.shape, As::Polygon);
        assert!(matches!(drawn, Ok((Geometry::Polygon(_), None))));
    }

    #[test]
    fn a_circle_has_the_radius_that_was_typed() {
        let (_, drawn) = dialog("38°43.2′N 125°24.0′E");
        let Ok((_, Some(Shape::Circle { radius, .. }))) = drawn else { panic!("{drawn:?}") };
        assert!((radius.value() - 9260.0).abs() < 1e-6);
    }

    #[test]
    fn a_warning_becomes_the_area_it_speaks_of() {
        // By GeographicLib's Planimeter: a warning's lines are geodesics.
        let english = "IN AREA BOUNDED BY THE LINES JOINING 38-46.58N 120-59.10E, 38-46.58N 121-05.88E, 38-41.60N 121-05.88E, \
            38-41.60N 120-59.10E FROM 132200UTC TO 140900UTC MARCH";
        let chinese = "以下四点连线海域内：40°42′46″N 121°14′49″E; 40°41′44″ 121°16′43″; 39°09′02″ 119°27′20″; 39°16′57″ 119°17′07″";
        for (text, square_kilometres) in [(english, 90.528_196), (chinese, 2_773.474_096)] {
            let (dialog, drawn) = dialog(text);
            assert_eq!(dialog.shape, As::Polygon);
            assert_eq!(dialog.found().is_some(), text == english);
            let (geometry, _) = drawn.unwrap_or_else(|cause| panic!("{text}: {cause}"));
            let area = size(&geometry).area.map_or(0.0, |area| area.value() / 1e6);
            assert!((area / square_kilometres - 1.0).abs() < 1e-6, "{area} km²");
        }
    }

    #[test]
    fn forms_may_be_mixed_and_a_fault_names_its_line() {
        let (_, drawn) = dialog("38.5 124.5\n38°30.0′N 125°30.0′E\n39°00′00″N 125°30′00″E");
        assert!(drawn.is_ok(), "{drawn:?}");
        let (_, drawn) = dialog("38.5 124.5\n98.5 124.9\n38.9 124.2");
        assert!(drawn.expect_err("98.5 is no latitude").starts_with("98.5 124.9"));
    }
}
