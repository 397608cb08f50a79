//! The page of a finding: what, who, when, why the rule thinks so and how sure it is; and what the user makes of it.
//!
//! Owns the words and the note being typed. The rule's numbers are the finding's; a verdict is an edit of the plan. Start at [`ui`].

use std::sync::Arc;

use egui::{Id, RichText, TextEdit, Ui};

use super::{heading_ui, intercept, meeting_plot, reach, section_ui};
use crate::coordinate;
use crate::dossier::plot::is_for;
use crate::finding::{Finding, FindingId, Review, Verdict};
use crate::language::{said, words};
use crate::session::{Command, FindingCommand, FocusCommand, Selected, Session, TimeWindow};
use crate::ui::Outbox;
use crate::ui::action::Action;
use crate::ui::finding_words::{facts_of, marks_of, span_words, title_of};
use crate::ui::panel::field::fact_ui;
use crate::ui::theme::{GRID, Theme};
use crate::ui::words::name_of;

/// How much time before and after a finding is shown with it, milliseconds.
const AROUND_MS: i64 = 2 * 3_600_000;

/// Draws the page.
pub(super) fn ui(
    ui: &mut Ui,
    session: &Session,
    id: FindingId,
    theme: &Theme,
    asked: &mut Vec<Action>,
    out: &mut Outbox,
) {
    let Some(finding) = session.findings().get(id).cloned() else { return };
    let review = session.findings().review(id);
    heading_ui(ui, marks_of(&finding, theme), finding.kind.spoken(), &title_of(session, &finding));
    if let Some(reason) = finding.suppressed {
        let sentence = said!("finding-hidden-because", reason = reason.spoken());
        ui.label(RichText::new(sentence).color(theme.ui.warning));
        ui.add_space(GRID);
    }
    actions_ui(ui, &finding, asked, out);

    let sure = format!("{} ({:.2})", finding.confidence.spoken(), finding.confidence.value());
    fact_ui(ui, words("finding-confidence"), &sure);
    fact_ui(ui, words("finding-when"), &span_words(finding.start, finding.end));
    if let Some(place) = finding.place.anchor() {
        let form = session.settings().coordinate_form;
        fact_ui(ui, words("finding-where"), &coordinate::format(place, form));
        if let Some(waters) = session.waters() {
            fact_ui(ui, words("finding-water"), &crate::ui::words::waters_words(&waters.locate(place)));
        }
    }
    ui.add_space(GRID);
    ui.label(RichText::new(finding.kind.caution()).weak());

    section_ui(ui, words("finding-vessels"));
    for mmsi in &finding.vessels {
        let thing = Selected::Vessel(*mmsi);
        let flag = mmsi.flag().map_or_else(String::new, |flag| format!(" · {flag}"));
        let name = format!("{}{flag} · MMSI {mmsi}", name_of(session, thing));
        if ui.link(name).on_hover_text(words("finding-vessel-tip")).clicked() {
            out.select(thing);
        }
    }

    if is_for(&finding) {
        section_ui(ui, if finding.vessels.len() > 1 { words("finding-plot-pair") } else { words("finding-plot-one") });
        if let Some(moment) = meeting_plot::ui(ui, session, id, &finding, theme) {
            let window = TimeWindow { from: finding.start.plus_millis(-AROUND_MS).min(moment), to: moment };
            out.push(Command::Focus(FocusCommand::Window(Some(window))));
        }
    }

    reach::ui(ui, session, id, &finding, theme, out);

    intercept::ui(ui, session, theme, out);

    section_ui(ui, words("finding-why"));
    for (name, value) in facts_of(session, &finding.evidence) {
        fact_ui(ui, &name, &value);
    }
    egui::CollapsingHeader::new(words("finding-thresholds")).id_salt("thresholds of a finding").show(ui, |ui| {
        // By the names that a file of thresholds sets them by.
        for one in &finding.parameters {
            fact_ui(ui, &one.name, &one.value.to_string());
        }
        fact_ui(ui, words("finding-id"), &id.to_string());
    });

    section_ui(ui, words("finding-verdict"));
    verdict_ui(ui, session, id, &review, out);
    ui.add_space(2.0 * GRID);
}

fn actions_ui(ui: &mut Ui, finding: &Arc<Finding>, asked: &mut Vec<Action>, out: &mut Outbox) {
    ui.horizontal_wrapped(|ui| {
        let zoom = Action::ZoomToSelection;
        if ui.button(words("zoom-to")).on_hover_text(zoom.tip(ui.ctx())).clicked() {
            asked.push(zoom);
        }
        if ui.button(words("finding-show-time")).on_hover_text(words("finding-show-time-tip")).clicked() {
            let (from, to) = (finding.start.plus_millis(-AROUND_MS), finding.end.plus_millis(AROUND_MS));
            out.push(Command::Focus(FocusCommand::Window(Some(TimeWindow { from, to }))));
        }
        if ui.button(words("finding-add")).on_hover_text(words("finding-add-tip")).clicked() {
            out.push(Command::Finding(FindingCommand::AddToPlan(finding.id())));
        }
        for action in [Action::Dossier, Action::RecordInspection] {
            if ui.button(action.name()).on_hover_text(action.tip(ui.ctx())).clicked() {
                asked.push(action);
            }
        }
    });
    ui.add_space(GRID);
}

/// Reviewed, dismissed with a reason, or open again; and a note.
fn verdict_ui(ui: &mut Ui, session: &Session, id: FindingId, review: &Review, out: &mut Outbox) {
    let key = Id::unique(("note of a finding", id));
    let mut note = ui.data(|data| data.get_temp::<String>(key)).unwrap_or_else(|| review.note.clone());
    let edit = TextEdit::multiline(&mut note)
        .desired_rows(2)
        .desired_width(f32::INFINITY)
        .hint_text(words("finding-note-hint"));
    let response = ui.add(edit);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, words("finding-note")));
    let judge = |verdict: Verdict, out: &mut Outbox| {
        let review = Review { verdict, note: note.trim().to_owned() };
        out.push(Command::Finding(FindingCommand::Judge(id, review)));
    };
    let may_edit = !session.case().is_read_only();
    let mut is_judged = false;
    ui.add_enabled_ui(may_edit, |ui| {
        ui.horizontal_wrapped(|ui| {
            let is_reviewed = review.verdict == Verdict::Reviewed;
            if ui.selectable_label(is_reviewed, words("verdict-reviewed")).clicked() {
                judge(if is_reviewed { Verdict::Open } else { Verdict::Reviewed }, out);
                is_judged = true;
            }
            let is_dismissed = review.verdict == Verdict::Dismissed;
            let may_dismiss = is_dismissed || !note.trim().is_empty();
            let dismiss =
                ui.add_enabled(may_dismiss, egui::Button::selectable(is_dismissed, words("verdict-dismissed")));
            if dismiss.on_disabled_hover_text(words("verdict-why")).clicked() {
                judge(if is_dismissed { Verdict::Open } else { Verdict::Dismissed }, out);
                is_judged = true;
            }
        });
    });
    if response.lost_focus() && note.trim() != review.note && !is_judged && may_edit {
        judge(review.verdict, out);
        is_judged = true;
    }
    ui.data_mut(|data| {
        if is_judged || note == review.note {
            data.remove::<String>(key);
        } else {
            data.insert_temp(key, note);
        }
    });
}
