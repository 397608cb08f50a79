//! What is here: the menu of a right click on the map.

use std::sync::Arc;

use egui::{Button, Response, RichText, Ui};
use uuid::Uuid;

use super::Outbox;
use super::theme::icon;
use super::words::{name_of, place_in_all_forms, waters, waters_words};
use crate::geodesy::Position;
use crate::language::{said, words};
use crate::plan::{Feature, FeatureId, Kind, PlanEdit, TypicalUnit, Unit, UnitType};
use crate::session::{Selected, Session};

/// How many things the menu lists.
const MOST_THINGS: usize = 8;

/// The place that was clicked, and what lies there.
#[derive(Clone, Debug)]
pub struct Here {
    /// Where.
    pub place: Position,
    /// Topmost first.
    pub things: Vec<Selected>,
}

/// What the menu asks of the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Asked {
    /// Measure from here.
    MeasureFrom(Position),
    /// Draw a circle round here.
    CircleFrom(Position),
    /// Put here in the middle.
    Centre(Position),
}

/// Draws the menu while it is open.
pub fn ui(response: &Response, here: Option<&Here>, session: &Session, out: &mut Outbox) -> Option<Asked> {
    let here = here?;
    let mut asked = None;
    response.context_menu(|ui| {
        ui.set_min_width(280.0);
        ui.label(RichText::new(words("here-title")).strong());
        forms_ui(ui, here.place, session);
        waters_ui(ui, here.place, session);
        if !here.things.is_empty() {
            ui.separator();
        }
        for thing in here.things.iter().take(MOST_THINGS) {
            let entry = said!("here-select", name = name_of(session, *thing));
            if ui.add(Button::new((icon_of(*thing).rich_text(), entry)).truncate()).clicked() {
                out.select(*thing);
                ui.close();
            }
        }
        ui.separator();
        let entries = [
            (icon::ICON_STRAIGHTEN, words("here-measure"), Asked::MeasureFrom(here.place)),
            (icon::ICON_CIRCLE, words("here-circle"), Asked::CircleFrom(here.place)),
            (icon::ICON_MY_LOCATION, words("here-centre"), Asked::Centre(here.place)),
        ];
        for (icon, entry, what) in entries {
            if ui.button((icon.rich_text(), entry)).clicked() {
                asked = Some(what);
                ui.close();
            }
        }
        ui.add_enabled_ui(!session.case().is_read_only(), |ui| {
            ui.menu_button((icon::ICON_DIRECTIONS_BOAT.rich_text(), words("here-put-class")), |ui| {
                if let Some(class) = super::menu::classes_ui(ui) {
                    put_class(here.place, class, session, out);
                    ui.close();
                }
            });
        });
        for (icon, entry, kind) in [
            (icon::ICON_DIRECTIONS_BOAT, words("here-put-unit"), Kind::Unit),
            (icon::ICON_PLACE, words("here-put-mark"), Kind::Point),
        ] {
            let button = Button::new((icon.rich_text(), entry));
            if ui.add_enabled(!session.case().is_read_only(), button).clicked() {
                put(here.place, kind, session, out);
                ui.close();
            }
        }
    });
    asked
}

fn icon_of(thing: Selected) -> egui_material_icons::MaterialIcon {
    match thing {
        Selected::Vessel(_) => icon::ICON_DIRECTIONS_BOAT,
        Selected::Zone(_) => icon::ICON_LAYERS,
        Selected::Feature(_) => icon::ICON_PENTAGON,
        Selected::Finding(_) => icon::ICON_WARNING,
    }
}

fn forms_ui(ui: &mut Ui, place: Position, session: &Session) {
    for (form, text) in place_in_all_forms(place, session.settings().coordinate_form) {
        let button = Button::new(text.as_str()).right_text(RichText::new(words("here-copy")).weak().small());
        if ui.add(button).on_hover_text(said!("here-copy-tip", form = form)).clicked() {
            ui.ctx().copy_text(text);
            ui.close();
        }
    }
}

fn waters_ui(ui: &mut Ui, place: Position, session: &Session) {
    let Some(waters) = waters(session) else { return };
    let located = waters.locate(place);
    ui.separator();
    ui.set_max_width(340.0);
    ui.label(waters_words(&located));
    let mut facts = Vec::new();
    facts.extend(located.coast.map(|coast| said!("here-coast", distance = coast.nautical_miles().to_string())));
    facts.extend(located.nearest_port.as_ref().map(|port| said!("here-port", port = &**port)));
    if !facts.is_empty() {
        ui.label(RichText::new(facts.join(", ")).weak());
    }
    for sentence in &located.disputed {
        ui.add(egui::Label::new(RichText::new(sentence).small().color(ui.visuals().warn_fg_color)).wrap());
    }
    ui.add(egui::Label::new(RichText::new(&located.basis).small().weak()).wrap());
    super::law::menu_ui(ui, located.zone);
}

/// Adds a unit of a class and selects it.
fn put_class(place: Position, class: &TypicalUnit, session: &Session, out: &mut Outbox) {
    let id = FeatureId(Uuid::new_v4());
    let feature = class.placed(session.case().plan(), id, place);
    out.edit(said!("edit-put", name = &feature.name), PlanEdit::Add(vec![Arc::new(feature)]));
    out.select(Selected::Feature(id));
}

/// Adds a point feature and selects it, so that it can be named.
fn put(place: Position, kind: Kind, session: &Session, out: &mut Outbox) {
    let n = session.case().plan().features.iter().filter(|feature| feature.kind == kind).count() + 1;
    let name = if kind == Kind::Unit { said!("here-unit-nth", n = n) } else { said!("here-mark-nth", n = n) };
    let id = FeatureId(Uuid::new_v4());
    let geometry = geo::Geometry::Point(place.rounded().coord().into());
    let mut feature = Feature::new(id, kind, name, geometry);
    if kind == Kind::Unit {
        feature.unit = Some(Unit { unit_type: Some(UnitType::Ship), ..Unit::default() });
    }
    out.edit(said!("edit-put", name = &feature.name), PlanEdit::Add(vec![Arc::new(feature)]));
    out.select(Selected::Feature(id));
}
