//! The record of an inspection as a form: every question, and what is still missing.
//!
//! Owns the fields. Which answers are wanted is the plan's to say ([`crate::plan::missing`]). Start at [`ui`].

use std::sync::Arc;

use egui::{ComboBox, Id, RichText, Ui};

use super::feature::{edit_label, replace};
use super::period::{moment_of, moment_words};
use super::section_ui;
use crate::language::{said, words};
use crate::plan::geometry::centre;
use crate::plan::{Answer, Feature, Inspection, Item, Kind, Missing, Part, missing};
use crate::session::{Session, water_words};
use crate::ui::Outbox;
use crate::ui::panel::field::{Look, parsed_ui, row_ui, text_ui};
use crate::ui::theme::{GRID, Theme, icon};
use crate::units::Timestamp;

/// Who can have answered a request for consent: as the file says it, and in words.
const ANSWERERS: [(&str, &str); 3] =
    [("flag_state", "inspection-by-flag"), ("master", "inspection-by-master"), ("other", "inspection-by-other")];
/// What can have been answered.
const ANSWERS: [(&str, &str); 2] = [("granted", "inspection-granted"), ("refused", "inspection-refused")];

/// Draws the form of an inspection; of another feature for which a consent is recorded, that alone.
pub(super) fn ui(ui: &mut Ui, session: &Session, feature: &Arc<Feature>, theme: &Theme, out: &mut Outbox) {
    let is_inspection = feature.kind == Kind::Inspection;
    if !is_inspection && !feature.inspection.has(Part::Consent) {
        return;
    }
    section_ui(ui, words("inspection-title"));
    let located = centre(feature).zip(session.waters()).map(|(place, waters)| waters.locate(place));
    let lacks = missing(feature, located.as_ref().map(|located| located.zone.asks_flag_state()));
    if is_inspection {
        state_ui(ui, &lacks, theme);
    }
    let mut part = None;
    for item in Item::ALL.into_iter().filter(|item| is_inspection || item.part() == Part::Consent) {
        if part != Some(item.part()) {
            ui.add_space(GRID);
            ui.label(RichText::new(item.part().spoken()).strong().small());
            part = Some(item.part());
        }
        let is_missing = lacks.contains(&Missing::Answer(item));
        if let Some(answer) = answer_ui(ui, feature, item, is_missing) {
            record(feature, item, answer, out);
        }
        let now = located.as_ref().filter(|_| item == Item::Water).map(water_words);
        if let Some(now) = now.filter(|now| *now != feature.inspection.get(Item::Water)) {
            let button = ui.small_button(words("inspection-take-water")).on_hover_text(&now);
            if button.clicked() {
                record(feature, item, now, out);
            }
        }
    }
    ui.add_space(GRID);
    ui.add(egui::Label::new(RichText::new(words("inspection-caution")).weak().small()).wrap());
}

/// Whether the record is whole, else what it lacks.
fn state_ui(ui: &mut Ui, lacks: &[Missing], theme: &Theme) {
    let (sign, colour, sentence) = if lacks.is_empty() {
        (icon::ICON_CHECK, theme.ui.text, words("inspection-whole").to_owned())
    } else {
        let named: Vec<&str> = lacks.iter().map(|lack| lack.spoken()).collect();
        (icon::ICON_WARNING, theme.ui.warning, said!("inspection-lacks", n = lacks.len(), lacks = named.join(", ")))
    };
    ui.horizontal_top(|ui| {
        ui.colored_label(colour, sign.rich_text());
        ui.add(egui::Label::new(RichText::new(sentence).color(colour)).wrap());
    });
}

/// A question's name as a field has it: with a capital letter where the language has them.
fn field_name(item: Item) -> String {
    let mut letters = item.spoken().chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// One question; the new answer, if there is one.
fn answer_ui(ui: &mut Ui, feature: &Feature, item: Item, is_missing: bool) -> Option<String> {
    let id = Id::unique(("inspection", feature.id, item));
    let shown = feature.inspection.get(item);
    let (name, hint) = (field_name(item), if is_missing { words("inspection-open") } else { "" });
    match item {
        Item::ConsentBy => choice_ui(ui, id, &name, &ANSWERERS, shown, hint),
        Item::ConsentAnswer => {
            // Older files have other words for the same.
            let shown = match feature.inspection.answer() {
                Answer::Granted => "granted",
                Answer::Refused => "refused",
                Answer::None | Answer::Other => shown,
            };
            choice_ui(ui, id, &name, &ANSWERS, shown, hint)
        }
        Item::ConsentAsked | Item::ConsentExpires => {
            let read = |text: &str| moment_of(text).map(|moment| moment.map_or_else(String::new, |at| at.to_string()));
            parsed_ui(ui, id, Look::line(&name, "2018-01-16 03:00"), &moment_shown(shown), read)
        }
        Item::Water | Item::Grounds | Item::Images | Item::Evidence | Item::Refusal | Item::Humanitarian => {
            text_ui(ui, id, Look::text(&name, hint), shown)
        }
        _ => text_ui(ui, id, Look::line(&name, hint), shown),
    }
}

/// A moment of the record as a field shows it; as it stands, where it is none.
fn moment_shown(text: &str) -> String {
    let moment: Option<Timestamp> = moment_of(text).ok().flatten();
    moment.map_or_else(|| text.to_owned(), moment_words)
}

fn choice_ui(
    ui: &mut Ui,
    id: Id,
    field: &str,
    choices: &[(&'static str, &'static str)],
    shown: &str,
    hint: &str,
) -> Option<String> {
    let name = choices.iter().find(|(keyword, _)| *keyword == shown).map_or(shown, |(_, key)| words(key));
    let mut chosen = None;
    row_ui(ui, field, |ui, label| {
        let selected = if name.is_empty() { hint } else { name };
        let combo = ComboBox::from_id_salt(id).width(ui.available_width()).selected_text(selected);
        let response = combo.show_ui(ui, |ui| {
            for (keyword, key) in std::iter::once(("", "inspection-not-said")).chain(choices.iter().copied()) {
                if ui.selectable_label(keyword == shown, words(key)).clicked() {
                    chosen = Some(keyword.to_owned());
                }
            }
        });
        response.response.labelled_by(label);
    });
    chosen.filter(|chosen| chosen != shown)
}

fn record(feature: &Arc<Feature>, item: Item, answer: String, out: &mut Outbox) {
    let inspection: Inspection = feature.inspection.clone().with(item, answer);
    replace(edit_label(feature, item.spoken()), Feature { inspection, ..Feature::clone(feature) }, out);
}
