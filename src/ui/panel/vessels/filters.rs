//! What narrows the list of vessels down: one row for each question.

use std::collections::BTreeMap;

use egui::{ComboBox, Id, PopupCloseBehavior, RichText, Ui, vec2};

use crate::language::{grouped, said, words};
use crate::session::nouns::title;
use crate::session::{Named, Selected, Session, Wish};
use crate::track::TrackStore;
use crate::ui::panel::field::{Look, beneath_ui, edit_ui, row_ui};
use crate::ui::panel::timeline::short;
use crate::ui::theme::GRID;
use crate::units::{Knots, Metres};
use crate::vessel::{Flag, ShipClass, ShipType};

/// What there is to choose from in the open tracks, with how many vessels each.
#[derive(Debug, Default)]
pub(super) struct Choices {
    generation: Option<u64>,
    classes: Vec<(Option<ShipClass>, usize)>,
    flags: Vec<(Option<&'static str>, usize)>,
}

impl Choices {
    /// Counts anew where the tracks are others.
    pub(super) fn update(&mut self, generation: u64, store: &TrackStore) {
        if self.generation == Some(generation) {
            return;
        }
        let (mut classes, mut flags) = (BTreeMap::new(), BTreeMap::new());
        // Vessels are in order of MMSI, so that those of one flag mostly follow one another.
        let mut run: (Option<u32>, Option<&'static str>, usize) = (None, None, 0);
        let mut class_run: (Option<ShipClass>, usize) = (None, 0);
        for vessel in store.vessels() {
            let mid = vessel.mmsi.ship_mid();
            if mid != run.0 || run.2 == 0 {
                *flags.entry(run.1).or_insert(0) += run.2;
                run = (mid, vessel.mmsi.flag().map(Flag::code), 0);
            }
            run.2 += 1;
            let class = vessel.identity.ship_type.map(ShipType::class);
            if class != class_run.0 {
                *classes.entry(class_run.0).or_insert(0) += class_run.1;
                class_run = (class, 0);
            }
            class_run.1 += 1;
        }
        *flags.entry(run.1).or_insert(0) += run.2;
        *classes.entry(class_run.0).or_insert(0) += class_run.1;
        classes.retain(|_, n| *n > 0);
        flags.retain(|_, n| *n > 0);
        // The most frequent flags first: there may be a hundred.
        let mut flags: Vec<_> = flags.into_iter().collect();
        flags.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        *self = Self { generation: Some(generation), classes: classes.into_iter().collect(), flags };
    }
}

/// Draws the rows.
pub(super) fn ui(ui: &mut Ui, session: &Session, choices: &Choices, wish: &mut Wish) {
    ui.add_space(GRID);
    let class = |class: Option<ShipClass>| class.map_or(words("not-stated"), ShipClass::spoken);
    several_ui(ui, words("filter-type"), &choices.classes, &mut wish.filter.classes, class);
    several_ui(ui, words("filter-flag"), &choices.flags, &mut wish.filter.flags, |flag| {
        flag.unwrap_or(words("filter-no-flag"))
    });
    let filter = &mut wish.filter;
    range_ui(
        ui,
        Range { name: words("filter-speed"), unit: "kn", tip: words("filter-speed-tip") },
        (filter.fastest_from.map(Knots::value), filter.fastest_to.map(Knots::value)),
        |from, to| (filter.fastest_from, filter.fastest_to) = (from.and_then(Knots::new), to.and_then(Knots::new)),
    );
    range_ui(
        ui,
        Range { name: words("filter-length"), unit: "m", tip: words("filter-length-tip") },
        (filter.length_from.map(Metres::value), filter.length_to.map(Metres::value)),
        |from, to| (filter.length_from, filter.length_to) = (from.and_then(Metres::new), to.and_then(Metres::new)),
    );
    named_ui(ui, wish);
    area_ui(ui, session, wish);
    let window = session.focus().window;
    let tip = window.map_or_else(
        || words("filter-window-tip").to_owned(),
        |window| format!("{} – {}", short(window.from), short(window.to)),
    );
    let name = if wish.area.is_some() { words("filter-in-window") } else { words("filter-heard") };
    ui.checkbox(&mut wish.is_in_window, name).on_hover_text(tip);
    ui.checkbox(&mut wish.rules_map, words("filter-only")).on_hover_text(words("filter-only-tip"));
    ui.add_space(GRID);
    ui.separator();
}

/// Whether only those are listed whom findings name.
fn named_ui(ui: &mut Ui, wish: &mut Wish) {
    let name = |named: Option<Named>| match named {
        None => words("filter-any"),
        Some(Named::OnList) => words("filter-on-list"),
        Some(Named::InFinding) => words("filter-in-finding"),
    };
    row_ui(ui, words("filter-named"), |ui, label| {
        let combo = ComboBox::from_id_salt("vessels by finding").width(ui.available_width()).truncate();
        let response = combo.selected_text(name(wish.named)).show_ui(ui, |ui| {
            for other in [None, Some(Named::OnList), Some(Named::InFinding)] {
                ui.selectable_value(&mut wish.named, other, name(other));
            }
        });
        response.response.labelled_by(label).on_hover_text(words("filter-named-tip"));
    });
}

/// A choice of any number; none chosen means that it is not asked.
fn several_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    name: &str,
    choices: &[(T, usize)],
    chosen: &mut Vec<T>,
    name_of: impl Fn(T) -> &'static str,
) {
    let shown = match chosen.as_slice() {
        [] => words("filter-any").to_owned(),
        some => some.iter().map(|one| name_of(*one)).collect::<Vec<_>>().join(", "),
    };
    row_ui(ui, name, |ui, label| {
        let combo = ComboBox::from_id_salt(("vessels by", name)).width(ui.available_width()).truncate();
        let combo = combo.selected_text(shown).close_behavior(PopupCloseBehavior::CloseOnClickOutside);
        let response = combo.show_ui(ui, |ui| {
            if ui.selectable_label(chosen.is_empty(), words("filter-any")).clicked() {
                chosen.clear();
            }
            for (choice, n) in choices {
                let mut is_chosen = chosen.contains(choice);
                let text = format!("{}  {}", name_of(*choice), grouped(*n as u64));
                if ui.checkbox(&mut is_chosen, text).changed() {
                    if is_chosen {
                        chosen.push(*choice);
                    } else {
                        chosen.retain(|other| other != choice);
                    }
                }
            }
        });
        response.response.labelled_by(label);
    });
}

/// What two bounds are of.
#[derive(Clone, Copy)]
struct Range<'a> {
    name: &'a str,
    unit: &'a str,
    tip: &'a str,
}

/// Two bounds, each of which may be left empty.
fn range_ui(
    ui: &mut Ui,
    range: Range<'_>,
    (from, to): (Option<f64>, Option<f64>),
    set: impl FnOnce(Option<f64>, Option<f64>),
) {
    let (mut fault, mut changed) = (None, None);
    let shown = |bound: Option<f64>| bound.map_or_else(String::new, |bound| bound.to_string());
    row_ui(ui, range.name, |ui, _| {
        let width = ((ui.available_width() - 64.0) / 2.0).max(40.0);
        let mut bound_ui = |ui: &mut Ui, end: &str, bound: Option<f64>, hint: &str| {
            let look = Look::line(end, hint);
            let size = vec2(width, ui.spacing().interact_size.y);
            let read = |text: &str| bound_of(text, range.unit);
            let id = Id::unique(("vessel bound", end));
            ui.allocate_ui(size, |ui| edit_ui(ui, id, look, &shown(bound), read, &mut fault)).inner
        };
        if let Some(new) = bound_ui(ui, &said!("filter-from", name = range.name), from, words("filter-any-bound")) {
            changed = Some((new, to));
        }
        ui.weak(words("filter-between"));
        if let Some(new) = bound_ui(ui, &said!("filter-to", name = range.name), to, words("filter-any-bound")) {
            changed = Some((from, new));
        }
        ui.weak(range.unit).on_hover_text(range.tip);
    });
    if let Some(fault) = fault {
        let colour = ui.visuals().error_fg_color;
        beneath_ui(ui, RichText::new(fault).color(colour));
    }
    if let Some((from, to)) = changed {
        set(from, to);
    }
}

/// A bound as typed, with or without its unit; empty is none.
fn bound_of(text: &str, unit: &str) -> Result<Option<f64>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let bare = text.strip_suffix(unit).unwrap_or(text).trim();
    match bare.parse::<f64>() {
        Ok(number) if number.is_finite() && number >= 0.0 => Ok(Some(number)),
        _ => Err(said!("fault-number", example = format!("12 {unit}"))),
    }
}

/// Which area of the plan the vessels were in.
fn area_ui(ui: &mut Ui, session: &Session, wish: &mut Wish) {
    let plan = session.case().plan();
    let areas: Vec<_> = plan
        .features
        .iter()
        .filter(|f| matches!(f.geometry, Some(geo::Geometry::Polygon(_) | geo::Geometry::MultiPolygon(_))))
        .collect();
    let chosen = areas.iter().find(|area| Some(area.id) == wish.area);
    let shown = chosen.map_or(words("filter-anywhere"), |area| title(area)).to_owned();
    row_ui(ui, words("filter-was-in"), |ui, label| {
        let combo = ComboBox::from_id_salt("vessels in area").width(ui.available_width()).truncate();
        let response = combo.selected_text(shown).show_ui(ui, |ui| {
            ui.selectable_value(&mut wish.area, None, words("filter-anywhere"));
            for area in &areas {
                // The one that is selected on the map is the one that is meant, mostly.
                let is_selected = session.focus().is_selected(Selected::Feature(area.id));
                let name =
                    if is_selected { said!("filter-selected", name = title(area)) } else { title(area).to_owned() };
                ui.selectable_value(&mut wish.area, Some(area.id), name);
            }
            if areas.is_empty() {
                ui.weak(words("filter-no-areas"));
            }
        });
        response.response.labelled_by(label);
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_may_carry_their_unit_or_be_left_out() {
        assert_eq!(bound_of("12 kn", "kn"), Ok(Some(12.0)));
        assert_eq!(bound_of("  ", "kn"), Ok(None));
        assert!(bound_of("fast", "kn").is_err() && bound_of("-1", "m").is_err());
    }
}
