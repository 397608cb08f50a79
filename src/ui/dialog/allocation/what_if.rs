//! What is to be different: what matters, how long periods are, how many units an area takes, how long units last, who and what is left out.
//!
//! Owns the fields. Each change is asked at once. Start at [`ui`].

use std::time::Duration;

use egui::{ComboBox, DragValue, Ui};

use super::{is_area, takes_part_ui};
use crate::language::{said, words};
use crate::plan::{Feature, FeatureId, Plan};
use crate::session::nouns::title;
use crate::session::{AllocationWish, Weights};
use crate::ui::panel::field::{list, row_ui};
use crate::ui::panel::layers::icon_button;
use crate::ui::panel::targets;
use crate::ui::theme::{GRID, icon};

/// How long a period can be, in hours: parts and multiples of a day.
const HOURS: [u64; 6] = [4, 6, 8, 12, 24, 48];

/// Draws the fields.
pub(super) fn ui(ui: &mut Ui, plan: &Plan, wish: &mut AllocationWish) {
    ui.columns(2, |columns| {
        if let [left, right] = columns {
            weights_ui(left, wish);
            period_ui(left, wish);
            targets::ui(left, &mut wish.targets);
            row_ui(right, words("allocate-most"), |ui, label| {
                ui.add(DragValue::new(&mut wish.most_units).range(1..=20).speed(0.05)).labelled_by(label);
            });
            row_ui(right, words("allocate-endurance"), |ui, label| {
                let mut percent = wish.endurance * 100.0;
                let drag = DragValue::new(&mut percent).range(25.0..=400.0).speed(1.0).max_decimals(0).suffix(" %");
                if ui.add(drag).labelled_by(label).on_hover_text(words("allocate-endurance-tip")).changed() {
                    wish.endurance = percent.round() / 100.0;
                }
            });
        }
    });
    let areas: Vec<&Feature> = plan.features.iter().map(AsRef::as_ref).filter(|feature| is_area(feature)).collect();
    if !areas.is_empty() {
        ui.add_space(GRID);
        ui.weak(words("allocate-areas"));
        let height = ui.spacing().interact_size.y;
        let list = list(4.0 * height).id_salt("areas");
        list.show_rows(ui, height, areas.len(), |ui, rows| {
            for area in areas.get(rows).unwrap_or_default() {
                takes_part_ui(ui, area, title(area), &mut wish.without);
            }
        });
    }
    pairs_ui(ui, plan, wish);
}

fn weights_ui(ui: &mut Ui, wish: &mut AllocationWish) {
    let name = |weights: Weights| match weights {
        Weights::Findings => words("allocate-findings"),
        Weights::Traffic => words("allocate-traffic"),
    };
    row_ui(ui, words("allocate-weights"), |ui, label| {
        let combo = ComboBox::from_id_salt("what matters").width(ui.available_width());
        let response = combo.selected_text(name(wish.weights)).show_ui(ui, |ui| {
            for other in Weights::ALL {
                ui.selectable_value(&mut wish.weights, other, name(other));
            }
        });
        response.response.labelled_by(label).on_hover_text(words("allocate-weights-tip"));
    });
}

fn period_ui(ui: &mut Ui, wish: &mut AllocationWish) {
    let written = |hours: u64| said!("hours", n = hours);
    row_ui(ui, words("allocate-every"), |ui, label| {
        let combo = ComboBox::from_id_salt("hours of a period").width(ui.available_width());
        let response = combo.selected_text(written(wish.every.as_secs() / 3600)).show_ui(ui, |ui| {
            for other in HOURS {
                ui.selectable_value(&mut wish.every, Duration::from_hours(other), written(other));
            }
        });
        response.response.labelled_by(label).on_hover_text(words("allocate-every-tip"));
    });
}

/// A sort of what-if, and the pairs asked for.
type Pairs<'a> = (&'static str, &'a mut Vec<(FeatureId, FeatureId)>);

/// The pairs that were asked for; a click takes one back.
fn pairs_ui(ui: &mut Ui, plan: &Plan, wish: &mut AllocationWish) {
    let name = |id: FeatureId| plan.feature(id).map(|feature| title(feature).to_owned()).unwrap_or_default();
    let sorts: [Pairs<'_>; 3] = [
        (words("allocate-never"), &mut wish.never),
        (words("allocate-only"), &mut wish.only),
        (words("allocate-apart"), &mut wish.apart),
    ];
    for (sort, pairs) in sorts {
        let mut taken_back = None;
        for pair in pairs.iter() {
            ui.horizontal(|ui| {
                let told = said!("allocate-pair", one = name(pair.0), sort = sort, other = name(pair.1));
                if icon_button(ui, icon::ICON_CLOSE, &said!("allocate-take-back", what = told.as_str())) {
                    taken_back = Some(*pair);
                }
                ui.label(told);
            });
        }
        pairs.retain(|pair| Some(*pair) != taken_back);
    }
}
