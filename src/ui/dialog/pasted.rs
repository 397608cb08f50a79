//! What a pasted warning or report tells of, shown before it is added to the plan.
//!
//! Owns the areas that were read, until the text changes. Never decides what a text means: [`areas_in_text`] does. Start at
//! [`Pasted::read`].

use std::sync::Arc;

use egui::{RichText, ScrollArea, Ui};
use geo::Geometry;
use uuid::Uuid;

use super::new_area::sketch_ui;
use crate::coordinate::{self, Form};
use crate::geodesy::Position;
use crate::language::{said, words};
use crate::plan::geometry::size;
use crate::plan::{AreaInText, Feature, FeatureId, Kind, Period, Shape, Zone, areas_in_text};
use crate::session::faults;
use crate::ui::panel::plan_list;
use crate::ui::theme::Theme;
use crate::units::Timestamp;

/// The areas of a text.
#[derive(Debug, Default)]
pub(super) struct Pasted {
    /// The text they were read from, and whether places were known by name then.
    of: Option<(String, bool)>,
    /// What it tells of.
    pub areas: Vec<AreaInText>,
}

impl Pasted {
    /// Reads a text, unless that was done; one that is no more than a list of coordinates tells of nothing.
    pub(super) fn read(
        &mut self,
        text: &str,
        today: Timestamp,
        knows_names: bool,
        place_of: &dyn Fn(&str) -> Option<Position>,
    ) {
        let is_read = self.of.as_ref().is_some_and(|(of, knew)| of == text && *knew == knows_names);
        if !is_read {
            let areas = areas_in_text(text, Some(today), place_of);
            // A list that makes several areas is more than one of coordinates.
            let is_more = coordinate::is_prose(text) || areas.len() > 1;
            self.areas = if is_more { areas } else { Vec::new() };
            self.of = Some((text.to_owned(), knows_names));
        }
    }

    /// Whether anything of it can be added.
    pub(super) fn is_drawn(&self) -> bool {
        self.areas.iter().any(|area| area.geometry.is_some())
    }

    /// The features that it becomes, all those that can be drawn.
    pub(super) fn features(&self, kind: Kind, name: &str) -> Vec<Arc<Feature>> {
        let n_drawn = self.areas.iter().filter(|area| area.geometry.is_some()).count();
        let mut features = Vec::with_capacity(n_drawn);
        for area in &self.areas {
            let Some(geometry) = area.geometry.clone() else { continue };
            let name = if n_drawn > 1 { format!("{name}-{}", features.len() + 1) } else { name.to_owned() };
            let mut feature = Feature::new(FeatureId(Uuid::new_v4()), fitting(kind, &geometry), name, geometry);
            feature.shape.clone_from(&area.shape);
            feature.period = area.period.unwrap_or_default();
            feature.remarks = area.remarks.join("\n");
            features.push(Arc::new(feature));
        }
        features
    }

    /// Shows what was read, what was assumed, and what could not be read.
    pub(super) fn ui(&self, ui: &mut Ui, form: Form, theme: &Theme) {
        ui.label(said!("pasted-read", n = self.areas.len()));
        let n_undrawn = self.areas.iter().filter(|area| area.geometry.is_none()).count();
        if n_undrawn > 0 {
            ui.colored_label(theme.ui.error, said!("pasted-undrawn-count", n = n_undrawn));
        }
        ScrollArea::vertical().id_salt("pasted").max_height(170.0).auto_shrink([false, false]).show(ui, |ui| {
            for (idx, area) in self.areas.iter().enumerate() {
                let corners: Vec<String> = area.corners.iter().map(|place| coordinate::format(*place, form)).collect();
                ui.label(format!("{}  {}", idx + 1, line_of(area))).on_hover_text(corners.join("\n"));
                for remark in &area.remarks {
                    ui.add(egui::Label::new(RichText::new(said!("new-area-remark", words = remark)).weak()).wrap());
                }
                for fault in &area.faults {
                    let colour = if area.geometry.is_some() { theme.ui.warning } else { theme.ui.error };
                    ui.add(egui::Label::new(RichText::new(faults::area(fault)).color(colour)).wrap());
                }
            }
        });
        let drawn: Vec<&Geometry<f64>> = self.areas.iter().filter_map(|area| area.geometry.as_ref()).collect();
        sketch_ui(ui, &drawn, theme);
        for line in self.periods() {
            ui.add(egui::Label::new(line).wrap());
        }
    }

    /// The periods of the areas, and what was assumed to read them, each once.
    fn periods(&self) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for area in &self.areas {
            let Some(period) = area.period else { continue };
            let assumed = area.assumed.map(assumed_words);
            let month = area.has_assumed_month.then(|| words("pasted-assumed-month").to_owned());
            let year = area.has_assumed_year.then(|| words("pasted-assumed-year").to_owned());
            for line in [Some(period_words(period)), assumed, month, year].into_iter().flatten() {
                if !lines.contains(&line) {
                    lines.push(line);
                }
            }
        }
        lines
    }
}

/// The kind that was chosen, or the one for a line or a place that is no area.
fn fitting(kind: Kind, geometry: &Geometry<f64>) -> Kind {
    match (geometry, kind) {
        (Geometry::LineString(_), Kind::Barrier) => Kind::Barrier,
        (Geometry::LineString(_), _) => Kind::PatrolRoute,
        (Geometry::Point(_), _) => Kind::Point,
        _ => kind,
    }
}

/// An area in short: what it is and how large.
fn line_of(area: &AreaInText) -> String {
    let what = match (&area.shape, &area.geometry) {
        (Some(Shape::Circle { radius, .. }), _) => {
            return format!("{} {}", words("shape-circle"), radius.nautical_miles());
        }
        (Some(Shape::Rectangle { .. }), _) => words("shape-rectangle"),
        (Some(Shape::Sector { .. }), _) => words("pasted-sector"),
        (Some(Shape::Ring { inner, outer, .. }), _) => {
            return format!("{} {} – {}", words("pasted-ring"), inner.nautical_miles(), outer.nautical_miles());
        }
        (Some(Shape::Corridor { .. }), _) => words("pasted-corridor"),
        (_, Some(Geometry::LineString(_))) => words("shape-line"),
        (_, Some(Geometry::Point(_))) => words("pasted-place"),
        (_, Some(_)) => words("shape-polygon"),
        (_, None) => words("pasted-undrawn"),
    };
    let covers = area.geometry.as_ref().and_then(|geometry| size(geometry).area);
    covers.map_or_else(|| what.to_owned(), |area| format!("{what} {area}"))
}

/// A period with its year, which a warning may leave out.
pub(super) fn period_words(period: Period) -> String {
    let year = period.from.or(period.to).map_or_else(String::new, |end| end.civil().0.to_string());
    format!("{} {year}", plan_list::period(period))
}

/// That a zone was assumed.
pub(super) fn assumed_words(zone: Zone) -> String {
    let hours = f64::from(zone.minutes_ahead()) / 60.0;
    said!("new-area-assumed", zone = format!("UTC{hours:+}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pasted(text: &str) -> Pasted {
        let today = Timestamp::from_civil(2026, 3, 10, 0, 0, 0).expect("a date");
        let mut pasted = Pasted::default();
        let nampo = |name: &str| (name == "Nampo").then(|| Position::clamped(38.737, 125.408));
        pasted.read(text, today, true, &nampo);
        pasted
    }

    #[test]
    fn several_areas_become_several_features_with_their_period_and_remarks() {
        let text = "A. 38-00N 124-00E, 38-30N 124-00E, 38-15N 124-40E B. WITHIN 2 NM OF 37-00N 124-00E. \
            DAILY 0000Z TO 0900Z 13 TO 20 MAR";
        let features = pasted(text).features(Kind::ExclusionArea, "Guns");
        let names: Vec<&str> = features.iter().map(|feature| feature.name.as_str()).collect();
        assert_eq!(names, ["Guns-1", "Guns-2"]);
        for feature in &features {
            assert_eq!(feature.remarks, "DAILY 0000Z TO 0900Z 13 TO 20 MAR");
            let from = Timestamp::from_civil(2026, 3, 13, 0, 0, 0);
            assert!(feature.period.from == from && from.is_some() && feature.kind == Kind::ExclusionArea);
        }
    }

    #[test]
    fn a_range_and_bearing_keeps_its_words() {
        let features = pasted("Sighted 35 nm west-northwest of Nampo").features(Kind::ReferenceArea, "Sighting");
        assert_eq!(features[0].remarks, "35 nm west-northwest of Nampo");
        assert!(matches!(features[0].shape, Some(Shape::Sector { .. })));
    }

    #[test]
    fn what_was_assumed_is_said() {
        let pasted = pasted("38-30N 124-15E 중심 반경 5해리 이내 13일 0800 ~ 14일 1800");
        assert_eq!(pasted.periods().len(), 4, "{:?}", pasted.periods());
        assert!(pasted.periods()[1].contains("UTC+9"));
    }

    #[test]
    fn a_list_of_coordinates_is_no_prose() {
        assert!(!pasted("38.5 124.5\n38.7 124.9\n38.9 124.2").is_drawn());
        let lettered =
            "A. 38-00N 124-00E, 38-30N 124-00E, 38-15N 124-40E B. 37-00N 124-00E, 37-30N 124-00E, 37-15N 124-40E";
        assert_eq!(pasted(lettered).areas.len(), 2);
    }
}
