//! What a patrol unit can do: the fields of a `unit` feature.

use egui::{ComboBox, Id, Ui};

use super::feature::{edit_label, replace};
use super::period::moment_ui;
use crate::io::unit_library;
use crate::language::{said, words};
use crate::plan::{Feature, Period, Unit, UnitType};
use crate::session::nouns::title;
use crate::ui::Outbox;
use crate::ui::action::Action;
use crate::ui::menu::class_words;
use crate::ui::panel::field::{Look, number_of, parsed_ui, row_ui, text_ui};
use crate::units::{Knots, NauticalMiles};

fn shown(number: Option<f64>, unit: &str) -> String {
    number.map_or_else(String::new, |number| format!("{} {unit}", (number * 100.0).round() / 100.0))
}

/// Draws the fields.
pub(super) fn ui(ui: &mut Ui, feature: &Feature, asked: &mut Vec<Action>, out: &mut Outbox) {
    class_ui(ui, feature, out);
    let unit = feature.unit.clone().unwrap_or_default();
    let id = |field: &'static str| Id::unique((field, feature.id));
    let mut changed = unit.clone();
    let mut field = "";
    row_ui(ui, words("craft-type"), |ui, label| {
        let name = |craft: Option<UnitType>| craft.map_or(words("craft-not-stated"), UnitType::spoken);
        let combo = ComboBox::from_id_salt(id("craft")).width(ui.available_width());
        let response = combo.selected_text(name(changed.unit_type)).show_ui(ui, |ui| {
            for other in std::iter::once(None).chain(UnitType::ALL.map(Some)) {
                if ui.selectable_value(&mut changed.unit_type, other, name(other)).clicked() {
                    field = words("field-craft");
                }
            }
        });
        response.response.labelled_by(label);
    });
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let of = |text: String| (!text.is_empty()).then_some(text);
    if let Some(nation) =
        parsed_ui(ui, id("nation"), Look::line(words("craft-nation"), "KOR"), &text(&unit.nation), nation_of)
    {
        (changed.nation, field) = (of(nation), words("field-nation"));
    }
    if let Some(base) = text_ui(ui, id("base"), Look::line(words("craft-base"), "Pyeongtaek"), &text(&unit.base)) {
        (changed.base, field) = (of(base), words("field-base"));
    }
    let knots = |value: Option<Knots>| shown(value.map(Knots::value), "kn");
    let speed = |text: &str| number_of(text, &["kn"]).map(|number| number.and_then(Knots::new));
    let look = Look::line(words("craft-cruising"), "14 kn");
    if let Some(speed) = parsed_ui(ui, id("cruising speed"), look, &knots(unit.speed_cruise), speed) {
        (changed.speed_cruise, field) = (speed, words("field-cruising"));
    }
    if let Some(speed) =
        parsed_ui(ui, id("best speed"), Look::line(words("craft-best-speed"), "28 kn"), &knots(unit.speed_max), speed)
    {
        (changed.speed_max, field) = (speed, words("field-best-speed"));
    }
    let hours = |text: &str| number_of(text, &["h", "hours", "시간"]);
    let look = Look::line(words("craft-endurance"), "120 h");
    if let Some(hours) = parsed_ui(ui, id("endurance"), look, &shown(unit.endurance_h, "h"), hours) {
        (changed.endurance_h, field) = (hours, words("field-endurance"));
    }
    let miles = |text: &str| number_of(text, &["nm"]).map(|number| number.and_then(NauticalMiles::new));
    for (name, hint, width) in [
        (words("craft-sweep-width"), "12 nm", &mut changed.sweep_width),
        (words("craft-sweep-small"), words("craft-sweep-other"), &mut changed.sweep_small),
        (words("craft-sweep-large"), words("craft-sweep-other"), &mut changed.sweep_large),
    ] {
        let written = shown(width.map(NauticalMiles::value), "nm");
        if let Some(typed) = parsed_ui(ui, Id::unique((name, feature.id)), Look::line(name, hint), &written, miles) {
            (*width, field) = (typed, words("field-sweep-width"));
        }
    }
    for (name, moment) in
        [(words("craft-free-from"), &mut changed.available.from), (words("craft-free-to"), &mut changed.available.to)]
    {
        if moment_ui(ui, id(name), name, moment) {
            field = words("field-availability");
        }
    }
    if on_station_ui(ui, feature, &mut changed) {
        field = words("field-on-station");
    }
    let rings = Action::Rings;
    if ui.button(rings.name()).on_hover_text(rings.tip(ui.ctx())).clicked() {
        asked.push(rings);
    }
    if changed != unit {
        let kept = (changed != Unit::default()).then_some(changed);
        replace(edit_label(feature, field), Feature { unit: kept, ..feature.clone() }, out);
    }
}

/// The periods in which it is on station, each with a button that takes it back. True when one was changed.
fn on_station_ui(ui: &mut Ui, feature: &Feature, unit: &mut Unit) -> bool {
    let id = |name: &'static str, nth: usize| Id::unique((name, nth, feature.id));
    let (mut is_changed, mut taken_back) = (false, None);
    for (nth, period) in unit.on_station.iter_mut().enumerate() {
        let (from, to) = (words("craft-on-station-from"), words("craft-on-station-to"));
        is_changed |= moment_ui(ui, id(from, nth), from, &mut period.from);
        is_changed |= moment_ui(ui, id(to, nth), to, &mut period.to);
        if ui.button(words("craft-on-station-less")).clicked() {
            taken_back = Some(nth);
        }
    }
    if let Some(nth) = taken_back {
        unit.on_station.remove(nth);
    }
    let more = ui.button(words("craft-on-station-more")).on_hover_text(words("craft-on-station-tip"));
    if more.clicked() {
        // The next begins where the last one ended.
        let from = unit.on_station.last().map_or(unit.available.from, |last| last.to);
        unit.on_station.push(Period { from, to: unit.available.to });
        is_changed = true;
    }
    is_changed || taken_back.is_some()
}

/// The figures of a class, taken into the unit; each can be changed after.
fn class_ui(ui: &mut Ui, feature: &Feature, out: &mut Outbox) {
    row_ui(ui, words("class-of"), |ui, label| {
        let key = Id::unique(("class of", feature.id));
        let combo = ComboBox::from_id_salt(key).width(ui.available_width());
        let response = combo.selected_text(words("class-take")).show_ui(ui, |ui| {
            for class in unit_library::bundled() {
                if ui.selectable_label(false, &*class.name).on_hover_text(class_words(class)).clicked() {
                    let mut changed = feature.clone();
                    class.give_to(&mut changed);
                    replace(said!("edit-take-figures", class = &*class.name, name = title(feature)), changed, out);
                }
            }
        });
        response.response.labelled_by(label).on_hover_text(words("class-take-tip"));
    });
}

/// A nation as the plan file writes it, ISO 3166-1 alpha-3.
fn nation_of(text: &str) -> Result<String, String> {
    let code = text.trim().to_uppercase();
    let is_code = code.is_empty() || (code.len() == 3 && code.bytes().all(|b| b.is_ascii_uppercase()));
    if is_code { Ok(code) } else { Err(words("fault-nation").into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nation_is_three_letters() {
        assert_eq!(nation_of("kor"), Ok("KOR".into()));
        assert!(nation_of("Korea").is_err());
    }
}
