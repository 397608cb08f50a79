//! What binds: what a unit adds, why it is not elsewhere, and the what-ifs that begin there.
//!
//! Owns the words. Start at [`ui`].

use egui::{RichText, Role, Ui, WidgetInfo};

use super::amount;
use super::chart::{area_name, stint_words};
use crate::analysis::allocate::{Elsewhere, LeftOut};
use crate::language::{said, words};
use crate::plan::{FeatureId, Kind};
use crate::session::nouns::title;
use crate::session::{Allocation, AllocationWish, Selected};
use crate::ui::Outbox;
use crate::ui::theme::GRID;

/// So many areas are told of in which a unit is not.
const MOST_ELSEWHERE: usize = 12;

/// Draws all that is said of a unit.
pub(super) fn ui(ui: &mut Ui, (found, idx): (&Allocation, usize), wish: &mut AllocationWish, out: &mut Outbox) {
    let Some(unit) = found.case.units.get(idx).copied() else { return };
    let name = found.plan.feature(unit).map(|feature| title(feature).to_owned()).unwrap_or_default();
    for stint in found.stints.get(idx).into_iter().flatten() {
        ui.label(stint_words(found, stint));
    }
    if let Some(why) = found.whys.as_ref().and_then(|whys| whys.get(idx)) {
        let (adds, more, longer) = (amount(why.adds), amount(why.one_more), amount(why.more_endurance));
        let told = said!("allocate-why", adds = adds, more = more, longer = longer);
        ui.add(egui::Label::new(told).wrap());
        for (area, why) in why.elsewhere.iter().take(MOST_ELSEWHERE) {
            let told = said!("allocate-not", area = area_name(found, *area), why = elsewhere_words(*why));
            ui.add(egui::Label::new(RichText::new(told).weak()).wrap());
        }
        if why.elsewhere.len() > MOST_ELSEWHERE {
            ui.weak(said!("allocate-more-areas", n = why.elsewhere.len() - MOST_ELSEWHERE));
        }
    } else {
        ui.weak(words("allocate-why-wait"));
    }
    ui.horizontal_wrapped(|ui| {
        let searched = found.case.areas.iter().map(|id| (*id, found.plan.feature(*id)));
        let areas: Vec<(FeatureId, String)> =
            searched.filter_map(|(id, feature)| Some((id, title(feature?).to_owned()))).collect();
        let units = found.plan.features.iter().filter(|other| other.kind == Kind::Unit && other.id != unit);
        let units: Vec<(FeatureId, String)> = units.map(|other| (other.id, title(other).to_owned())).collect();
        pair_ui(ui, words("allocate-never"), &name, (unit, &areas), &mut wish.never);
        pair_ui(ui, words("allocate-only"), &name, (unit, &areas), &mut wish.only);
        pair_ui(ui, words("allocate-apart"), &name, (unit, &units), &mut wish.apart);
        if ui.button(words("meet-unit")).on_hover_text(words("meet-unit-tip")).clicked() {
            out.select(Selected::Feature(unit));
        }
    });
    ui.add_space(GRID);
}

/// A menu of what-ifs of one sort: with which areas, or units, this one is paired.
fn pair_ui(
    ui: &mut Ui,
    words: &str,
    name: &str,
    (unit, others): (FeatureId, &[(FeatureId, String)]),
    pairs: &mut Vec<(FeatureId, FeatureId)>,
) {
    let menu = ui.menu_button(words, |ui| {
        egui::ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
            for (other, other_name) in others {
                let pair = (unit, *other);
                let mut is_paired = pairs.contains(&pair);
                if ui.checkbox(&mut is_paired, other_name.as_str()).changed() {
                    pairs.retain(|known| *known != pair);
                    if is_paired {
                        pairs.push(pair);
                    }
                }
            }
        });
    });
    menu.response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{name}: {words}")));
}

fn elsewhere_words(why: Elsewhere) -> String {
    match why {
        Elsewhere::Forbidden => words("allocate-forbidden").to_owned(),
        Elsewhere::OutOfReach => words("allocate-out-of-reach").to_owned(),
        Elsewhere::Full(more) => said!("allocate-full", more = amount(more)),
        Elsewhere::AddsLess(less) => said!("allocate-adds-less", less = amount(less)),
    }
}

/// Why something takes no part, and on which field of its page that depends.
pub(super) fn left_out_words(why: LeftOut) -> &'static str {
    match why {
        LeftOut::NoPlace => words("allocate-no-place"),
        LeftOut::NoSpeed => words("allocate-no-speed"),
        LeftOut::NoSweepWidth => words("allocate-no-sweep"),
        LeftOut::Locked => words("allocate-locked"),
        LeftOut::AnotherTime => words("allocate-another-time"),
    }
}
