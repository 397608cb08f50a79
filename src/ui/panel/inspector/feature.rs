//! A feature of the plan, with every field to change.

use std::sync::Arc;

use egui::{ComboBox, DragValue, Id, RichText, Ui};

use super::{actions_ui, craft, heading_ui, inspection, keep, patrol, period, place, problems, scalpel, section_ui};
use crate::chart::WaterZone;
use crate::language::{said, words};
use crate::plan::{Feature, FeatureId, Kind, PlanEdit, Style};
use crate::session::nouns::{self, title};
use crate::session::{Selected, Session};
use crate::ui::Outbox;
use crate::ui::action::Action;
use crate::ui::panel::colour::colour_ui;
use crate::ui::panel::field::{Look, fact_ui, row_ui, text_ui};
use crate::ui::theme::{GRID, Theme, icon};

/// The geodesic size of a feature: name and value; empty for points, and while it is being found out.
#[must_use]
pub fn size_lines(session: &Session, feature: &Arc<Feature>) -> Vec<(&'static str, String)> {
    let Some(size) = session.size_of(feature) else { return Vec::new() };
    let mut lines = Vec::new();
    if let Some(area) = size.area {
        lines.push((words("fact-area"), area.to_string()));
        lines.push((words("fact-perimeter"), size.perimeter.nautical_miles().to_string()));
    } else if size.perimeter.value() > 0.0 {
        lines.push((words("fact-length"), size.perimeter.nautical_miles().to_string()));
    }
    lines
}

/// The name of an edit of a field: "Change remarks of Area Kilo".
#[must_use]
pub fn edit_label(feature: &Feature, field: &str) -> String {
    said!("edit-change", name = title(feature), field = field)
}

/// Draws a feature.
pub(super) fn ui(
    ui: &mut Ui,
    session: &Session,
    feature: &Arc<Feature>,
    theme: &Theme,
    asked: &mut Vec<Action>,
    out: &mut Outbox,
) {
    let own = feature.style.stroke.as_deref().and_then(|hex| theme.from_file(hex));
    heading_ui(ui, own.unwrap_or_else(|| theme.plan.of(feature.kind)), title(feature), nouns::what(feature));
    ui.add_enabled_ui(!session.case().is_read_only(), |ui| keep::ui(ui, &[feature], out));
    if feature.is_locked {
        ui.weak(words("keep-locked"));
    }
    problems::ui(ui, session, feature.id, theme);
    ui.add_enabled_ui(!session.case().is_read_only() && !feature.is_locked, |ui| {
        identity_ui(ui, feature, out);
        if feature.kind == Kind::Unit {
            section_ui(ui, words("section-craft"));
            craft::ui(ui, feature, asked, out);
        } else {
            section_ui(ui, words("section-period"));
            period::ui(ui, feature, out);
            section_ui(ui, words("section-units"));
            units_ui(ui, session, feature, out);
        }
        inspection::ui(ui, session, feature, theme, out);
        patrol::area_ui(ui, session, feature, asked, out);
        patrol::route_ui(ui, feature);
        scalpel::ui(ui, session, feature, theme, out);
        waters_ui(ui, session, feature, theme);
        section_ui(ui, words("section-place"));
        for (name, value) in size_lines(session, feature) {
            fact_ui(ui, name, &value);
        }
        place::ui(ui, feature, session.settings().coordinate_form, out);
        section_ui(ui, words("section-grounds"));
        let basis = (words("field-legal-basis"), words("field-legal-basis-hint"), &feature.legal_basis);
        let remarks = (words("field-remarks"), words("field-remarks-hint"), &feature.remarks);
        for (is_remarks, (field, hint, text)) in [(false, basis), (true, remarks)] {
            if let Some(text) = text_ui(ui, Id::unique((field, feature.id)), Look::text(field, hint), text) {
                let mut changed = Feature::clone(feature);
                *(if is_remarks { &mut changed.remarks } else { &mut changed.legal_basis }) = text;
                replace(edit_label(feature, &field.to_lowercase()), changed, out);
            }
        }
        section_ui(ui, words("section-colour"));
        style_ui(ui, feature, theme, out);
    });
    ui.add_space(2.0 * GRID);
    actions_ui(ui, session, asked);
    ui.add_space(2.0 * GRID);
}

/// How wide the column of percentages is, points.
const SHARE_WIDTH: f32 = 48.0;

/// Whose water the feature lies in: its parts, what is near its middle, what is disputed there.
fn waters_ui(ui: &mut Ui, session: &Session, feature: &Arc<Feature>, theme: &Theme) {
    section_ui(ui, words("section-waters"));
    let Some(waters) = session.waters_of(feature) else {
        ui.weak(words("waters-wait"));
        return;
    };
    if let Some(warning) = crate::ui::words::warning_of(session, feature) {
        ui.horizontal(|ui| {
            ui.colored_label(theme.ui.warning, icon::ICON_WARNING.rich_text());
            ui.add(egui::Label::new(RichText::new(warning).color(theme.ui.warning)).wrap());
        });
    }
    for share in waters.shares.iter() {
        ui.horizontal_top(|ui| {
            let percent = RichText::new(crate::ui::words::percent(share.share)).strong();
            ui.allocate_ui(egui::vec2(SHARE_WIDTH, ui.spacing().interact_size.y), |ui| {
                ui.set_min_width(SHARE_WIDTH);
                ui.label(percent);
            });
            let zone = crate::ui::words::share_words(share);
            ui.add(egui::Label::new(said!("waters-share", zone = zone, size = share.size.to_string())).wrap());
        });
    }
    let Some(middle) = &waters.middle else { return };
    if waters.shares.is_empty() {
        fact_ui(ui, words("waters-zone"), &crate::ui::words::waters_words(middle));
    }
    if let Some(coast) = middle.coast {
        fact_ui(ui, words("waters-coast"), &coast.nautical_miles().to_string());
    }
    if let Some(port) = &middle.nearest_port {
        fact_ui(ui, words("waters-port"), port);
    }
    for sentence in &middle.disputed {
        ui.add(egui::Label::new(RichText::new(sentence).weak()).wrap());
    }
    ui.weak(&middle.basis).on_hover_text(words("waters-basis-tip"));
    let shares = waters.shares.iter().map(|share| share.zone);
    let zones: Vec<WaterZone> = if waters.shares.is_empty() { vec![middle.zone] } else { shares.collect() };
    crate::ui::law::folded_ui(ui, ("law", feature.id), &zones);
}

/// Sends an edit that puts a changed feature in the place of the one with its id.
pub(super) fn replace(label: impl Into<String>, changed: Feature, out: &mut Outbox) {
    out.edit(label, PlanEdit::Replace(vec![Arc::new(changed)]));
}

/// The field of a feature's name.
#[must_use]
pub fn name_field(id: FeatureId) -> Id {
    Id::unique(("Name", id))
}

fn identity_ui(ui: &mut Ui, feature: &Feature, out: &mut Outbox) {
    let name = text_ui(ui, name_field(feature.id), Look::line(words("field-name"), "Area Kilo"), &feature.name);
    if let Some(name) = name {
        let label = said!("edit-rename", old = title(feature), new = &name);
        replace(label, Feature { name, ..feature.clone() }, out);
    }
    let mut kind = feature.kind;
    row_ui(ui, words("field-kind"), |ui, label| {
        let combo = ComboBox::from_id_salt(("kind", feature.id)).width(ui.available_width());
        let response = combo.selected_text(kind.spoken()).show_ui(ui, |ui| {
            for other in Kind::ALL {
                ui.selectable_value(&mut kind, other, other.spoken());
            }
        });
        response.response.labelled_by(label);
    });
    if kind != feature.kind {
        replace(
            said!("edit-make", name = title(feature), kind = kind.spoken()),
            Feature { kind, ..feature.clone() },
            out,
        );
    }
    let task = text_ui(
        ui,
        Id::unique(("Task", feature.id)),
        Look::text(words("field-task"), words("field-task-hint")),
        &feature.task,
    );
    if let Some(task) = task {
        replace(edit_label(feature, &words("field-task").to_lowercase()), Feature { task, ..feature.clone() }, out);
    }
}

/// The units of the plan, those assigned ticked; ids that the plan does not hold are shown as such.
fn units_ui(ui: &mut Ui, session: &Session, feature: &Feature, out: &mut Outbox) {
    let plan = session.case().plan();
    let units: Vec<&Arc<Feature>> = plan.features.iter().filter(|other| other.kind == Kind::Unit).collect();
    let mut toggled: Option<(FeatureId, String, bool)> = None;
    for unit in &units {
        let mut is_assigned = feature.units.contains(&unit.id);
        let tip = words("units-tip");
        if ui.checkbox(&mut is_assigned, title(unit)).on_hover_text(tip).changed() {
            toggled = Some((unit.id, title(unit).to_owned(), is_assigned));
        }
    }
    for id in feature.units.iter().filter(|id| plan.feature(**id).is_none()) {
        let mut is_assigned = true;
        let short: String = id.to_string().chars().take(8).collect();
        let tip = said!("unit-unknown-tip", id = id.to_string());
        if ui.checkbox(&mut is_assigned, said!("unit-unknown-id", id = short)).on_hover_text(tip).changed() {
            toggled = Some((*id, words("unit-unknown").into(), is_assigned));
        }
    }
    if units.is_empty() && feature.units.is_empty() {
        ui.weak(words("units-none"));
    }
    if let Some((id, name, is_assigned)) = toggled {
        let mut changed = feature.clone();
        let label = if is_assigned {
            changed.units.push(id);
            said!("edit-assign", unit = name, name = title(feature))
        } else {
            changed.units.retain(|other| *other != id);
            said!("edit-take-off", unit = name, name = title(feature))
        };
        replace(label, changed, out);
    }
    if let Some(unit) = units.iter().find(|unit| feature.units.contains(&unit.id))
        && ui.link(said!("unit-show", name = title(unit))).clicked()
    {
        out.select(Selected::Feature(unit.id));
    }
}

fn style_ui(ui: &mut Ui, feature: &Feature, theme: &Theme, out: &mut Outbox) {
    let style = &feature.style;
    let id = Id::unique(("style", feature.id));
    let own = theme.plan.of(feature.kind);
    let mut changed = style.clone();
    row_ui(ui, words("style-outline"), |ui, _| {
        if let Some(stroke) =
            colour_ui(ui, id.with("stroke"), theme, words("style-outline-colour"), style.stroke.as_deref(), own)
        {
            changed.stroke = stroke;
        }
        number_ui(
            ui,
            id.with("width"),
            words("style-outline-width"),
            &mut changed.stroke_width,
            2.0,
            0.5..=12.0,
            " pt",
        );
    });
    let is_area = matches!(feature.geometry, Some(geo::Geometry::Polygon(_) | geo::Geometry::MultiPolygon(_)));
    if is_area {
        row_ui(ui, words("style-fill"), |ui, _| {
            let stroke = changed.stroke.as_deref().and_then(|hex| theme.from_file(hex)).unwrap_or(own);
            if let Some(fill) =
                colour_ui(ui, id.with("fill"), theme, words("style-fill-colour"), style.fill.as_deref(), stroke)
            {
                changed.fill = fill;
            }
            let mut percent = changed.fill_opacity.map(|share| share * 100.0);
            number_ui(ui, id.with("opacity"), words("style-opacity"), &mut percent, 20.0, 0.0..=100.0, " %");
            changed.fill_opacity = percent.map(|percent| (percent.round() / 100.0).clamp(0.0, 1.0));
        });
    }
    let has_any = *style != Style::default();
    if has_any && ui.button(words("style-of-kind")).on_hover_text(words("style-of-kind-tip")).clicked() {
        changed = Style::default();
    }
    if changed != *style {
        replace(
            edit_label(feature, &words("section-colour").to_lowercase()),
            Feature { style: changed, ..feature.clone() },
            out,
        );
    }
}

/// A number that is dragged or typed; `value` changes once, when that ends.
fn number_ui(
    ui: &mut Ui,
    id: Id,
    name: &str,
    value: &mut Option<f64>,
    own: f64,
    range: std::ops::RangeInclusive<f64>,
    suffix: &str,
) {
    let draft = ui.data(|data| data.get_temp::<f64>(id));
    let mut number = draft.or(*value).unwrap_or(own);
    let drag = DragValue::new(&mut number).range(range).speed(0.2).max_decimals(1).suffix(suffix);
    let response = ui.add(drag).on_hover_text(name);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::SpinButton, true, name));
    if response.changed() {
        ui.data_mut(|data| data.insert_temp(id, number));
    }
    let is_at_rest = !response.dragged() && !response.has_focus();
    if is_at_rest && let Some(number) = ui.data_mut(|data| data.remove_temp::<f64>(id)) {
        *value = Some(number);
    }
    if value.is_none() {
        ui.label(RichText::new(words("style-default")).weak().small());
    }
}
