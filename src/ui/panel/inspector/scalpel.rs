//! Whom an area would stop: a bar of the flagged and the lawful, the cost by flag and type, and proposals to make it smaller.
//!
//! Owns the words and the bar. The count is the session's, off the frame; a proposal that is followed is an edit. Start at [`ui`].

use std::sync::Arc;

use egui::{Rect, RichText, Sense, Ui, vec2};

use super::section_ui;
use crate::analysis::scalpel::{Score, Suggestion, Tally, Way};
use crate::language::{said, words};
use crate::plan::Feature;
use crate::session::{Command, PlanCommand, Selected, Session};
use crate::ui::Outbox;
use crate::ui::panel::field::fact_ui;
use crate::ui::theme::{GRID, Theme};
use crate::ui::words::{name_of, percent, stops_words};

/// How high the bar is, points.
const BAR: f32 = 8.0;
/// How many flags, types and vessels are named.
const MOST_NAMED: usize = 6;

/// Draws the section; nothing for what covers nothing.
pub(super) fn ui(ui: &mut Ui, session: &Session, feature: &Arc<Feature>, theme: &Theme, out: &mut Outbox) {
    if !matches!(feature.geometry, Some(geo::Geometry::Polygon(_) | geo::Geometry::MultiPolygon(_))) {
        return;
    }
    section_ui(ui, words("section-scalpel"));
    if session.case().tracks().is_none() {
        ui.add(egui::Label::new(RichText::new(words("scalpel-no-tracks")).weak()).wrap());
        return;
    }
    let Some(told) = session.score_drawn().or_else(|| session.score_of(feature)) else {
        ui.weak(words("waters-wait"));
        return;
    };
    score_ui(ui, session, &told.score, theme, out);
    if session.findings().is_searching() {
        ui.add(egui::Label::new(RichText::new(words("scalpel-searching")).weak()).wrap());
    }
    for (idx, suggestion) in told.suggestions.iter().enumerate() {
        suggestion_ui(ui, idx, suggestion, out);
    }
    ui.add(egui::Label::new(RichText::new(words("scalpel-flagged-are")).weak().small()).wrap());
}

fn score_ui(ui: &mut Ui, session: &Session, score: &Score, theme: &Theme, out: &mut Outbox) {
    if score.stopped.n_vessels == 0 {
        ui.add(egui::Label::new(words("scalpel-nobody")).wrap());
    } else {
        ui.add(egui::Label::new(RichText::new(stops_words(score)).strong()).wrap());
        bar_ui(ui, score, theme);
        let hours = |tally: Tally| format!("{:.1}", tally.hours);
        let spent = said!("scalpel-hours", flagged = hours(score.flagged), lawful = hours(score.lawful));
        fact_ui(ui, words("scalpel-hours-name"), &spent);
        if let Some(share) = score.precision() {
            fact_ui(ui, words("scalpel-precision"), &said!("scalpel-precision-of", percent = percent(share)));
        }
    }
    let recall = score.recall().map_or_else(
        || words("scalpel-recall-none").to_owned(),
        |share| {
            let (n, all) = (score.flagged.n_vessels, score.n_flagged_in_region);
            said!("scalpel-recall-of", n = n, all = all, percent = percent(share))
        },
    );
    fact_ui(ui, words("scalpel-recall"), &recall);
    let by_flag = score.lawful_by_flag.iter().map(|(flag, tally)| (flag.unwrap_or(words("scalpel-no-flag")), *tally));
    let by_class = score.lawful_by_class.iter().map(|(class, tally)| (class.spoken(), *tally));
    for (name, parts) in [
        (words("scalpel-by-flag"), parts_of(by_flag.collect())),
        (words("scalpel-by-class"), parts_of(by_class.collect())),
    ] {
        if !parts.is_empty() {
            fact_ui(ui, name, &parts);
        }
    }
    vessels_ui(ui, session, score, out);
}

/// The most first: "KOR 4 · CHN 3".
fn parts_of(mut parts: Vec<(&str, Tally)>) -> String {
    parts.sort_by(|(_, a), (_, b)| b.n_vessels.cmp(&a.n_vessels).then(b.hours.total_cmp(&a.hours)));
    let named = parts.iter().take(MOST_NAMED).map(|(name, tally)| format!("{name} {}", tally.n_vessels));
    let rest: usize = parts.iter().skip(MOST_NAMED).map(|(_, tally)| tally.n_vessels).sum();
    let rest = (rest > 0).then(|| said!("scalpel-others", n = rest));
    named.chain(rest).collect::<Vec<_>>().join(" · ")
}

fn vessels_ui(ui: &mut Ui, session: &Session, score: &Score, out: &mut Outbox) {
    let Some(tracks) = session.case().tracks() else { return };
    let flagged = score.vessels.iter().filter(|vessel| vessel.is_flagged);
    let mut flagged: Vec<_> =
        flagged.filter_map(|one| Some((tracks.store.vessels().get(one.vessel_idx)?.mmsi, one.hours))).collect();
    flagged.sort_by(|(_, a), (_, b)| b.total_cmp(a));
    for (mmsi, hours) in flagged.iter().take(MOST_NAMED) {
        let name = name_of(session, Selected::Vessel(*mmsi));
        let link = said!("scalpel-vessel", name = name, hours = format!("{hours:.1}"));
        if ui.link(link).on_hover_text(words("finding-vessel-tip")).clicked() {
            out.select(Selected::Vessel(*mmsi));
        }
    }
    if let Some(n) = flagged.len().checked_sub(MOST_NAMED).filter(|n| *n > 0) {
        ui.weak(said!("several-more", n = n));
    }
}

/// The flagged and the lawful as parts of one bar: the lawful part is the cost.
fn bar_ui(ui: &mut Ui, score: &Score, theme: &Theme) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), BAR), Sense::hover());
    response.on_hover_text(words("scalpel-bar-tip"));
    #[expect(clippy::cast_possible_truncation, reason = "a share")]
    let share = score.precision().unwrap_or_default() as f32;
    let split = rect.left() + rect.width() * share;
    ui.painter().rect_filled(rect, 0.0, theme.ui.text_weak.gamma_multiply(0.45));
    ui.painter().rect_filled(Rect::from_x_y_ranges(rect.left()..=split, rect.y_range()), 0.0, theme.ui.warning);
}

/// What a proposal does and saves, and the button that follows it.
fn suggestion_ui(ui: &mut Ui, idx: usize, suggestion: &Suggestion, out: &mut Outbox) {
    ui.add_space(GRID);
    let what = match suggestion.way {
        Way::Shrink => words("scalpel-shrink").to_owned(),
        Way::Shorten(from, to) => said!("scalpel-shorten", from = from.to_string(), to = to.to_string()),
        Way::Shift(from, to) => said!("scalpel-shift", from = from.to_string(), to = to.to_string()),
    };
    let (before, after) = (suggestion.before.lawful, suggestion.after.lawful);
    let saves = said!(
        "scalpel-saves",
        before = before.n_vessels,
        after = after.n_vessels,
        hours_before = format!("{:.1}", before.hours),
        hours_after = format!("{:.1}", after.hours)
    );
    ui.horizontal_top(|ui| {
        if ui.button(words("scalpel-follow")).on_hover_text(words("scalpel-follow-tip")).clicked() {
            out.push(Command::Plan(PlanCommand::Follow(idx)));
        }
        ui.vertical(|ui| {
            ui.add(egui::Label::new(what).wrap());
            ui.add(egui::Label::new(RichText::new(saves).weak()).wrap());
        });
    });
}
