//! What is selected, in words: a feature of the plan with its fields, a vessel, or a zone.

use std::sync::Arc;

use egui::{ComboBox, Grid, Id, RichText, ScrollArea, TextEdit, Ui};

use crate::coordinate;
use crate::geodesy;
use crate::plan::{Feature, Kind, PlanEdit};
use crate::session::{Command, PlanCommand, Selected, Session, ZoneId};
use crate::ui::Outbox;
use crate::ui::action::Action;
use crate::ui::panel::layers::grouped;
use crate::ui::theme::Theme;

/// Draws the inspector.
pub fn ui(ui: &mut Ui, session: &Session, theme: &Theme, asked: &mut Vec<Action>, out: &mut Outbox) {
    ui.heading("Inspector");
    ui.separator();
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| match session.focus().primary() {
        None => {
            ui.weak("Click a ship, an area or a zone on the map to see and change what is known of it.");
        }
        Some(Selected::Feature(id)) => {
            if let Some(feature) = session.case().plan().feature(id) {
                feature_ui(ui, feature, theme, asked, out);
            }
        }
        Some(thing @ Selected::Vessel(_)) => facts_ui(ui, &vessel_facts(session, thing)),
        Some(Selected::Zone(id)) => {
            facts_ui(ui, &zone_facts(session, id));
            if ui
                .button("Adopt into the plan")
                .on_hover_text("Copy this zone into the plan, where it can be edited")
                .clicked()
            {
                out.push(Command::Plan(PlanCommand::Adopt(vec![id])));
            }
        }
    });
}

/// What is known of a vessel: name and value.
#[must_use]
pub fn vessel_facts(session: &Session, thing: Selected) -> Vec<(String, String)> {
    let (Selected::Vessel(mmsi), Some(tracks)) = (thing, session.case().tracks()) else { return Vec::new() };
    let Some(vessel) = tracks.store.vessel_idx(mmsi).and_then(|idx| tracks.store.vessels().get(idx)) else {
        return Vec::new();
    };
    let identity = &vessel.identity;
    let mut facts = vec![("MMSI".to_owned(), mmsi.to_string())];
    let mut add = |name: &str, value: Option<String>| facts.extend(value.map(|value| (name.to_owned(), value)));
    add("Name", identity.name.clone());
    add("Flag by MMSI", mmsi.flag().map(|flag| flag.to_string()));
    add(
        "IMO",
        identity.imo.map(|imo| {
            if imo.has_valid_check_digit() { imo.to_string() } else { format!("{imo} (wrong check digit)") }
        }),
    );
    add("Call sign", identity.call_sign.clone());
    add("Type", identity.ship_type.map(|t| format!("{} ({})", t.class().word(), t.code())));
    add("Length", identity.length.map(|l| format!("{:.0} m", l.value())));
    add("Destination", identity.destination.clone());
    add("Fixes", Some(grouped(vessel.fixes.len() as u64)));
    let last = vessel.fixes.end.saturating_sub(1);
    add("First fix", tracks.store.time(vessel.fixes.start).map(|t| t.to_string()));
    add("Last fix", tracks.store.time(last).map(|t| t.to_string()));
    let form = session.settings().coordinate_form;
    add("Last position", tracks.store.position(last).map(|place| coordinate::format(place, form)));
    add("Last SOG", tracks.store.sog(last).map(|sog| sog.to_string()));
    add("Last COG", tracks.store.cog(last).map(|cog| cog.to_string()));
    facts
}

/// What a zone's file says of it: name and value.
#[must_use]
pub fn zone_facts(session: &Session, id: ZoneId) -> Vec<(String, String)> {
    let Some((set, zone)) = session.case().zone(id) else { return Vec::new() };
    let mut facts = vec![("Zone".to_owned(), zone.name.clone()), ("Layer".to_owned(), set.layer.name.clone())];
    facts.extend(
        set.layer.fields.iter().cloned().zip(zone.attributes.iter().cloned()).filter(|(_, value)| !value.is_empty()),
    );
    facts.push(("Source".to_owned(), set.layer.source.clone()));
    facts.push(("Reference system".to_owned(), set.layer.crs.clone()));
    facts
}

/// The geodesic size of a feature in words; empty for points.
#[must_use]
pub fn size_line(feature: &Feature) -> String {
    match &feature.geometry {
        Some(geo::Geometry::Polygon(polygon)) => geodesy::polygon_area(polygon).to_string(),
        Some(geo::Geometry::MultiPolygon(parts)) => {
            let total = parts.iter().map(|part| geodesy::polygon_area(part).value()).sum();
            crate::units::SquareMetres::magnitude(total).to_string()
        }
        _ => String::new(),
    }
}

fn facts_ui(ui: &mut Ui, facts: &[(String, String)]) {
    Grid::new("facts").num_columns(2).striped(true).show(ui, |ui| {
        for (name, value) in facts {
            ui.label(RichText::new(name).weak());
            ui.add(egui::Label::new(value).selectable(true).wrap());
            ui.end_row();
        }
    });
}

fn feature_ui(ui: &mut Ui, feature: &Arc<Feature>, theme: &Theme, asked: &mut Vec<Action>, out: &mut Outbox) {
    let name = if feature.name.is_empty() { feature.kind.words() } else { &feature.name };
    ui.colored_label(theme.plan.of(feature.kind), RichText::new(name).strong());
    let mut changed = Feature::clone(feature);
    ComboBox::from_label("Kind").selected_text(feature.kind.words()).show_ui(ui, |ui| {
        for kind in Kind::ALL {
            ui.selectable_value(&mut changed.kind, kind, kind.words());
        }
    });
    let mut label = (changed.kind != feature.kind).then(|| format!("Make {name} a {}", changed.kind.words()));
    for (field, text, is_long) in [
        ("Name", &mut changed.name, false),
        ("Task", &mut changed.task, true),
        ("Legal basis", &mut changed.legal_basis, true),
        ("Remarks", &mut changed.remarks, true),
    ] {
        if text_ui(ui, feature, field, text, is_long) {
            label =
                Some(if field == "Name" { format!("Rename to {text}") } else { format!("Change {field} of {name}") });
        }
    }
    for (field, moment) in [("From (UTC)", &mut changed.period.from), ("To (UTC)", &mut changed.period.to)] {
        let mut text = moment.map_or_else(String::new, |m| m.to_string());
        if text_ui(ui, feature, field, &mut text, false) {
            match moment_of(&text) {
                Ok(new) => {
                    *moment = new;
                    label = Some(format!("Change the period of {name}"));
                }
                Err(()) => {
                    ui.ctx().data_mut(|d| drop(d.insert_temp(Id::unique(("bad moment", feature.id, field)), true)))
                }
            }
        }
        if let Some(moment) = moment {
            let korean = moment.plus_millis(9 * 3_600_000).to_string();
            ui.weak(format!("{} in Korea (UTC+9)", korean.trim_end_matches('Z').replace('T', " ")));
        }
    }
    let size = size_line(feature);
    if !size.is_empty() {
        ui.label(format!("Area {size}"));
    }
    if let Some(label) = label {
        out.edit(label, PlanEdit::Replace(vec![Arc::new(changed)]));
    }
    ui.separator();
    ui.horizontal(|ui| {
        for action in [Action::ZoomToSelection, Action::Duplicate, Action::Delete] {
            if ui.button(action.name()).clicked() {
                asked.push(action);
            }
        }
    });
}

/// One text field, committed once: on Enter or when the focus leaves it. True when `text` was changed so.
fn text_ui(ui: &mut Ui, feature: &Feature, field: &str, text: &mut String, is_long: bool) -> bool {
    let id = Id::unique(("inspector", feature.id, field));
    let mut typed = ui.data(|d| d.get_temp::<String>(id)).unwrap_or_else(|| text.clone());
    let label = ui.label(field);
    let edit = if is_long { TextEdit::multiline(&mut typed).desired_rows(2) } else { TextEdit::singleline(&mut typed) };
    let response = ui.add(edit.id(id).desired_width(f32::INFINITY)).labelled_by(label.id);
    if response.has_focus() {
        ui.data_mut(|d| d.insert_temp(id, typed));
        return false;
    }
    ui.data_mut(|d| d.remove::<String>(id));
    if response.lost_focus() && typed != *text {
        *text = typed;
        return true;
    }
    false
}

/// A moment as typed: `2018-01-16 03:00`, with `T` or `Z` if you like; empty means an open end.
///
/// # Errors
/// If it is neither.
pub fn moment_of(text: &str) -> Result<Option<crate::units::Timestamp>, ()> {
    let text = text.trim().trim_end_matches(['Z', 'z']).replace(['T', 't'], " ");
    if text.is_empty() {
        return Ok(None);
    }
    let mut numbers = text.split(['-', ' ', ':']).map(str::parse::<u32>);
    let mut next = |default: Option<u32>| match numbers.next() {
        Some(number) => number.map_err(|_| ()),
        None => default.ok_or(()),
    };
    let (year, month, day) = (next(None)?, next(None)?, next(None)?);
    let (hour, minute, second) = (next(Some(0))?, next(Some(0))?, next(Some(0))?);
    let year = i32::try_from(year).map_err(|_| ())?;
    crate::units::Timestamp::from_civil(year, month, day, hour, minute, second).map(Some).ok_or(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_people_type_them() {
        let at = crate::units::Timestamp::from_civil(2018, 1, 16, 3, 0, 0);
        assert_eq!(moment_of("2018-01-16 03:00"), Ok(at));
        assert_eq!(moment_of("2018-01-16T03:00:00Z"), Ok(at));
        assert_eq!(moment_of(" "), Ok(None));
        assert_eq!(moment_of("tomorrow"), Err(()));
        assert_eq!(moment_of("2018-13-01"), Err(()));
    }
}
