//! Which units search which areas and when: a picture of it, how good it is and how that is known, and what would be otherwise.
//!
//! Owns which unit is unfolded. The search is the session's, which keeps what is asked; nothing is decided here, and nothing is authorised by a proposal. Start at
//! [`AllocationWindow::ui`].

mod chart;
mod what_if;
mod why;

use egui::{Context, Rect, RichText, Sense, Spinner, Ui, pos2, vec2};

use super::window;
use crate::analysis::allocate::{NoCase, is_watch};
use crate::language::{said, words};
use crate::plan::{Feature, FeatureId, Kind, Plan};
use crate::session::nouns::title;
use crate::session::{
    Allocation, AllocationCommand, AllocationWish, Command, NoAllocation, Selected, Session, Standing, Weights,
};
use crate::ui::Outbox;
use crate::ui::panel::field::list;
use crate::ui::theme::{GRID, Theme};
use crate::ui::words::percent;

/// How wide the window is, points.
const WIDTH: f32 = 600.0;
/// How high the list of units becomes before it scrolls, points.
const MOST_HEIGHT: f32 = 300.0;

/// The window.
#[derive(Debug, Default)]
pub struct AllocationWindow {
    is_open: bool,
    /// The unit of which all is told.
    opened: Option<FeatureId>,
    /// What was asked when it was closed: it begins with that again.
    last: AllocationWish,
}

impl AllocationWindow {
    /// Opens it, and has the units allocated.
    pub fn open(&mut self, out: &mut Outbox) {
        self.is_open = true;
        ask(out, self.last.clone());
    }

    /// Closes it; false if it was not open.
    pub fn close(&mut self) -> bool {
        std::mem::take(&mut self.is_open)
    }

    /// Draws it while it is open.
    pub fn ui(&mut self, ctx: &Context, session: &Session, theme: &Theme, out: &mut Outbox) {
        let desk = session.allocation();
        let Some(asked) = desk.wish() else { return };
        if !self.is_open {
            // Closed by a key: nobody waits for an answer any more.
            out.push(Command::Allocation(AllocationCommand::Ask(None)));
            return;
        }
        let mut wish = asked.clone();
        let mut is_open = true;
        let shown = window(words("allocate-title")).id(egui::Id::unique("allocation")).open(&mut is_open);
        shown.default_pos(pos2(330.0, 60.0)).resizable(false).show(ctx, |ui| {
            ui.set_width(WIDTH.min(ctx.content_rect().width() - 80.0));
            ui.add(egui::Label::new(RichText::new(words("allocate-tip")).weak()).wrap());
            ui.add_space(GRID);
            match (waits_for(session, asked), desk.answer()) {
                (Some(wait), None) => {
                    ui.horizontal(|ui| {
                        if session.case().tracks().is_some() {
                            ui.add(Spinner::new().size(14.0));
                        }
                        ui.label(wait);
                    });
                }
                (_, Some(Ok(found))) => head_ui(ui, session, found, theme, out),
                (_, Some(Err(why))) => {
                    let text = RichText::new(refusal(why, session.case().plan())).color(theme.ui.warning);
                    ui.add(egui::Label::new(text).wrap());
                }
                (None, None) => {
                    ui.horizontal(|ui| {
                        ui.add(Spinner::new().size(14.0));
                        ui.label(words("allocate-searching"));
                    });
                }
            }
            ui.add_space(GRID);
            self.units_ui(ui, session, &mut wish, theme, out);
            ui.separator();
            what_if::ui(ui, session.case().plan(), &mut wish);
            ui.separator();
            self.foot_ui(ui, session, out);
        });
        self.is_open &= is_open;
        if self.is_open && wish != *asked {
            ask(out, wish.clone());
        }
        self.last = wish;
    }

    /// Each unit of the plan with what it does, and the one that is unfolded.
    fn units_ui(&mut self, ui: &mut Ui, session: &Session, wish: &mut AllocationWish, theme: &Theme, out: &mut Outbox) {
        let plan = session.case().plan();
        let answer = session.allocation().answer();
        let found = answer.and_then(|answer| answer.as_ref().ok());
        let left_out = match answer {
            Some(Ok(found)) => found.case.left_out.as_slice(),
            Some(Err(NoAllocation::Case(_, left_out))) => left_out.as_slice(),
            _ => &[],
        };
        if let Some(found) = found {
            chart::axis_ui(ui, found, theme);
        }
        list(MOST_HEIGHT).id_salt("units").show(ui, |ui| {
            for unit in plan.features.iter().filter(|feature| feature.kind == Kind::Unit) {
                let is_it = |idx: &usize| found.is_some_and(|found| found.case.units.get(*idx) == Some(&unit.id));
                let mut rows = (0..found.map_or(0, |found| found.case.units.len())).filter(is_it).peekable();
                if rows.peek().is_none() {
                    ui.horizontal(|ui| {
                        takes_part_ui(ui, unit, "", &mut wish.without);
                        idle_ui(ui, unit, wish, left_out, out);
                    });
                }
                // A row for each of its periods on station.
                for idx in rows {
                    let Some(found) = found else { continue };
                    let is_opened = self.opened == Some(unit.id);
                    ui.horizontal(|ui| {
                        takes_part_ui(ui, unit, "", &mut wish.without);
                        if chart::row_ui(ui, (found, idx), title(unit), is_opened, theme) {
                            self.opened = (!is_opened).then_some(unit.id);
                        }
                    });
                    if is_opened {
                        ui.indent(("unit", unit.id, idx), |ui| why::ui(ui, (found, idx), wish, out));
                    }
                }
            }
            for (id, why) in left_out {
                let Some(area) = plan.feature(*id).filter(|feature| feature.kind != Kind::Unit) else { continue };
                let told = said!("allocate-left-out", name = title(area), why = why::left_out_words(*why));
                ui.add(egui::Label::new(RichText::new(told).weak()).wrap());
            }
        });
    }

    fn foot_ui(&mut self, ui: &mut Ui, session: &Session, out: &mut Outbox) {
        ui.horizontal(|ui| {
            let desk = session.allocation();
            let found = desk.answer().and_then(|answer| answer.as_ref().ok());
            let is_of_plan = found.is_some_and(|found| std::sync::Arc::ptr_eq(&found.plan, session.case().plan()));
            let is_ready = is_of_plan && desk.is_current() && !session.case().is_read_only();
            if super::main_button(ui, words("allocate-apply"), is_ready) {
                out.push(Command::Allocation(AllocationCommand::Apply));
                self.is_open = false;
            }
            if ui.button(words("cancel")).clicked() {
                self.is_open = false;
            }
            ui.add(egui::Label::new(RichText::new(words("allocate-caution")).small().weak()).wrap());
        });
    }
}

fn ask(out: &mut Outbox, wish: AllocationWish) {
    out.push(Command::Allocation(AllocationCommand::Ask(Some(Box::new(wish)))));
}

/// What is not there yet that the search needs.
fn waits_for(session: &Session, wish: &AllocationWish) -> Option<&'static str> {
    if session.case().tracks().is_none() {
        return Some(words("allocate-no-tracks"));
    }
    if session.waters().is_none() {
        return Some(words("meet-chart-wait"));
    }
    let is_looking = session.findings().is_searching() || session.findings().found().is_none();
    (wish.weights == Weights::Findings && is_looking).then(|| words("allocate-findings-wait"))
}

/// How much is covered, and how good that is.
fn head_ui(ui: &mut Ui, session: &Session, found: &Allocation, theme: &Theme, out: &mut Outbox) {
    let (covered, in_areas) = (found.answer.covered, found.case.instance.whole());
    let everywhere = found.case.everywhere;
    if in_areas <= 0.0 {
        let nothing = if everywhere > 0.0 { words("allocate-matters-elsewhere") } else { words("allocate-nothing") };
        ui.add(egui::Label::new(RichText::new(nothing).color(theme.ui.warning)).wrap());
        return;
    }
    let told = match found.wish.weights {
        Weights::Findings => said!(
            "allocate-covered-findings",
            covered = amount(covered),
            whole = amount(in_areas),
            share = percent(covered / in_areas),
            everywhere = amount(everywhere)
        ),
        Weights::Traffic => said!(
            "allocate-covered-traffic",
            covered = amount(covered),
            whole = amount(in_areas),
            share = percent(covered / in_areas),
            everywhere = amount(everywhere)
        ),
    };
    ui.add(egui::Label::new(RichText::new(told).strong()).wrap());
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 8.0), Sense::hover());
    #[expect(clippy::cast_possible_truncation, reason = "places on the screen")]
    let x = |amount: f64| rect.left() + rect.width() * (amount / in_areas).clamp(0.0, 1.0) as f32;
    ui.painter().rect_filled(rect, 2.0, theme.ui.sunk);
    let done = Rect::from_min_max(rect.min, pos2(x(covered), rect.bottom()));
    if found.answer.bound.is_finite() {
        let open = Rect::from_min_max(rect.min, pos2(x(found.answer.bound), rect.bottom()));
        ui.painter().rect_filled(open, 2.0, theme.plan.patrol.gamma_multiply(0.35));
    }
    ui.painter().rect_filled(done, 2.0, theme.plan.patrol);
    let standing = session.allocation().standing();
    ui.horizontal_wrapped(|ui| {
        if standing == Standing::Searching || !session.allocation().is_current() {
            ui.add(Spinner::new().size(12.0));
        }
        ui.label(proof_words(found, standing));
        ui.weak(said!("allocate-greedy-covers", covered = amount(found.greedy)));
        if standing == Standing::Searching && ui.button(words("allocate-stop")).clicked() {
            out.push(Command::Allocation(AllocationCommand::Stop));
        }
    });
}

/// How good the answer is, and how far that is known.
fn proof_words(found: &Allocation, standing: Standing) -> String {
    let gap = found.answer.gap();
    let known = gap_words(gap);
    match standing {
        Standing::Searching if gap.is_finite() => said!("allocate-so-far", known = known),
        Standing::Searching | Standing::Waiting => words("allocate-greedy").to_owned(),
        Standing::Ended => known,
        Standing::Stopped => said!("allocate-stopped", known = known),
    }
}

/// By how much another allocation could be better, rounded up so that it stays true.
fn gap_words(gap: f64) -> String {
    if !gap.is_finite() {
        words("allocate-unproven").to_owned()
    } else if gap < 1e-8 {
        words("allocate-best").to_owned()
    } else {
        said!("allocate-gap", gap = format!("{:.1} %", (gap * 1000.0).ceil() / 10.0))
    }
}

/// An amount of what matters: two places below a hundred, none above.
fn amount(amount: f64) -> String {
    if amount < 100.0 { format!("{amount:.2}") } else { format!("{amount:.0}") }
}

/// Whether a unit or an area takes part.
fn takes_part_ui(ui: &mut Ui, feature: &Feature, text: &str, without: &mut Vec<FeatureId>) {
    let mut takes_part = !without.contains(&feature.id);
    let tick = ui.checkbox(&mut takes_part, text).on_hover_text(words("allocate-takes-part-tip"));
    let name = said!("allocate-takes-part", name = title(feature));
    tick.widget_info(|| egui::WidgetInfo::selected(egui::Role::CheckBox, true, takes_part, &name));
    if tick.changed() {
        without.retain(|id| *id != feature.id);
        if !takes_part {
            without.push(feature.id);
        }
    }
}

/// A unit that is not sent, with the reason; a click goes to its page, where what is missing can be stated.
fn idle_ui(
    ui: &mut Ui,
    unit: &Feature,
    wish: &AllocationWish,
    left_out: &[(FeatureId, crate::analysis::allocate::LeftOut)],
    out: &mut Outbox,
) {
    let why = left_out.iter().find(|(id, _)| *id == unit.id);
    let reason = match why {
        Some((_, why)) => why::left_out_words(*why),
        None if wish.without.contains(&unit.id) => words("allocate-is-without"),
        None => "",
    };
    if ui.link(title(unit)).on_hover_text(words("allocate-to-page")).clicked() {
        out.select(Selected::Feature(unit.id));
    }
    ui.weak(reason);
}

/// Why nothing was decided, and what to do about it.
fn refusal(why: &NoAllocation, plan: &Plan) -> String {
    let has_units = plan.features.iter().any(|feature| feature.kind == Kind::Unit);
    let has_areas = plan.features.iter().any(|feature| is_area(feature));
    match why {
        NoAllocation::NoPeriod | NoAllocation::Case(NoCase::NoAreas, _) if !has_areas => words("allocate-draw-areas"),
        NoAllocation::NoPeriod => words("allocate-no-period"),
        NoAllocation::Case(NoCase::NoUnits, _) if !has_units => words("allocate-draw-units"),
        NoAllocation::Case(NoCase::NoUnits, _) => words("allocate-no-units"),
        NoAllocation::Case(NoCase::NoAreas, _) => words("allocate-no-areas"),
        NoAllocation::Case(NoCase::TooManyPeriods, _) => words("allocate-too-many-periods"),
        NoAllocation::Case(NoCase::NoTime, _) => words("allocate-no-time"),
        NoAllocation::Case(NoCase::Stopped(_), _) | NoAllocation::Stopped => words("allocate-stopped-early"),
    }
    .to_owned()
}

/// Whether units can be sent to a feature.
fn is_area(feature: &Feature) -> bool {
    matches!(feature.kind, Kind::InterdictionArea | Kind::PatrolZone) && !is_watch(feature)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_proven_is_never_more_than_is_known() {
        for (gap, told) in [
            (0.0, "No allocation covers more."),
            (0.000_002, "No allocation is more than 0.1 % better."),
            (0.0083, "No allocation is more than 0.9 % better."),
            (f64::INFINITY, "Nothing is proven of it."),
        ] {
            assert_eq!(gap_words(gap), told, "{gap}");
        }
    }
}
