//! The plan's features: find, fold, select, order, hide nothing.

use std::collections::BTreeSet;
use std::sync::Arc;

use egui::{Key, Modifiers, Role, ScrollArea, TextEdit, Ui, WidgetInfo};

use super::plan_check;
use super::plan_rows::{PlanRow, Rows};
use crate::language::{Language, grouped, said, words};
use crate::plan::{Feature, FeatureId, Kind, Period, Plan, PlanEdit};
use crate::session::nouns;
use crate::session::{Command, FocusCommand, Selected, Session};
use crate::ui::Outbox;
use crate::ui::action::Action;
use crate::ui::menu;
use crate::ui::panel::row::{HEIGHT, Row, row_ui};
use crate::ui::theme::{GRID, Theme, icon};

/// Up to how many features a plan has no filter above its list: so many are seen at once.
const MOST_UNFILTERED: usize = 12;
/// How far in the features of a group stand, points.
const INDENT: f32 = 14.0;

/// The list as it is looked at.
#[derive(Debug, Default)]
pub struct PlanList {
    /// What is looked for.
    text: String,
    /// The groups that are folded.
    folded: BTreeSet<String>,
    known: Option<Known>,
}

/// The rows, and what they were found for.
#[derive(Debug)]
struct Known {
    plan: Arc<Plan>,
    text: String,
    spoken: Language,
    rows: Rows,
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    /// Which feature.
    id: FeatureId,
    /// Its kind.
    kind: Kind,
    /// Its name, or its kind where it has none.
    name: String,
    /// Its kind, and its period in short if it has one.
    second: String,
    /// The colour its file gives it.
    stroke: Option<String>,
    /// Signs at its end: hidden, locked, something to be noticed.
    signs: String,
    /// Whether it is selected.
    is_selected: bool,
}

/// What is said of a feature.
fn data(session: &Session, feature: &Arc<Feature>) -> Line {
    Line {
        id: feature.id,
        kind: feature.kind,
        name: if feature.name.is_empty() {
            said!("plan-unnamed", kind = nouns::what(feature))
        } else {
            feature.name.clone()
        },
        second: second(feature),
        stroke: feature.style.stroke.clone(),
        signs: signs(session, feature),
        is_selected: session.focus().is_selected(Selected::Feature(feature.id)),
    }
}

fn signs(session: &Session, feature: &Arc<Feature>) -> String {
    let warns = crate::ui::words::warned_of(session, feature).is_some();
    [(warns, icon::ICON_WARNING), (feature.is_hidden, icon::ICON_VISIBILITY_OFF), (feature.is_locked, icon::ICON_LOCK)]
        .into_iter()
        .filter_map(|(is_so, icon)| is_so.then_some(icon.codepoint))
        .collect()
}

fn second(feature: &Feature) -> String {
    let period = match &feature.unit {
        Some(unit) => period(unit.available),
        None => period(feature.period),
    };
    let kind = nouns::what(feature);
    [kind, period.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// A period in short: `16 Jan 03:00Z – 17 Jan 03:00Z`.
#[must_use]
pub fn period(period: Period) -> String {
    let short = super::timeline::short;
    match (period.from, period.to) {
        (Some(from), Some(to)) => format!("{} – {}", short(from), short(to)),
        (Some(from), None) => said!("period-from", from = short(from)),
        (None, Some(to)) => said!("period-until", to = short(to)),
        (None, None) => String::new(),
    }
}

impl PlanList {
    /// Draws the list.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, theme: &Theme, asked: &mut Vec<Action>, out: &mut Outbox) {
        let plan = session.case().plan();
        if plan.features.is_empty() {
            self.text.clear();
            ui.add_space(8.0);
            ui.weak(words("plan-empty"));
            ui.add_space(8.0);
            for action in [Action::ToolPolygon, Action::ToolRectangle, Action::ToolCircle, Action::NewArea] {
                if menu::item_ui(ui, session, action) {
                    asked.push(action);
                }
            }
            return;
        }
        plan_check::ui(ui, session, theme, out);
        // A filter that stands is shown however few features are left, or they could not be found again.
        if plan.features.len() > MOST_UNFILTERED || !self.text.is_empty() {
            self.filter_ui(ui, plan);
        }
        let Known { rows, .. } = self.known(plan);
        if rows.rows.is_empty() {
            ui.add_space(GRID);
            ui.weak(words("plan-filter-none"));
            return;
        }
        let mut turned = None;
        ui.spacing_mut().item_spacing.y = 2.0;
        ScrollArea::vertical().auto_shrink(false).show_rows(ui, HEIGHT, rows.rows.len(), |ui, range| {
            for row in rows.rows.get(range).unwrap_or_default() {
                match row {
                    PlanRow::Group { name, .. } => {
                        // By their names, so that the keyboard stays where it is while others fold.
                        if ui.push_id(name, |ui| group_ui(ui, plan, row, out)).inner {
                            turned = Some(name.clone());
                        }
                    }
                    PlanRow::Feature { idx, is_of_group } => {
                        let Some(feature) = plan.features.get(*idx) else { continue };
                        let line = data(session, feature);
                        ui.push_id(feature.id, |ui| line_ui(ui, session, &line, *is_of_group, theme, asked, out));
                    }
                }
            }
        });
        if let Some(name) = turned {
            if !self.folded.remove(&name) {
                self.folded.insert(name);
            }
            self.known = None;
        }
    }

    /// The rows for what is asked now, found anew only when that or the plan is another.
    fn known(&mut self, plan: &Arc<Plan>) -> &Known {
        let spoken = Language::current();
        let is_current =
            |known: &Known| Arc::ptr_eq(&known.plan, plan) && known.text == self.text && known.spoken == spoken;
        let known = self.known.take().filter(is_current).unwrap_or_else(|| Known {
            plan: Arc::clone(plan),
            text: self.text.clone(),
            spoken,
            rows: Rows::of(plan, &self.text, &self.folded),
        });
        self.known.insert(known)
    }

    /// The field that narrows the list down, and how much is left of it.
    fn filter_ui(&mut self, ui: &mut Ui, plan: &Arc<Plan>) {
        ui.horizontal(|ui| {
            let is_asked = !self.text.trim().is_empty();
            let width = ui.available_width() - if is_asked { 110.0 } else { 0.0 };
            let edit = TextEdit::singleline(&mut self.text).hint_text(words("plan-filter-hint")).desired_width(width);
            let response = ui.add(edit);
            response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, words("plan-filter")));
            // Escape leaves the field, and takes what was typed along; the map must not see it too.
            if response.lost_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
                self.text.clear();
            }
            response.on_hover_text(words("plan-filter-tip"));
            if is_asked {
                let n_found = self.known(plan).rows.n_found;
                ui.weak(said!("plan-filter-count", n = n_found, all = plan.features.len()));
                let name = words("plan-filter-clear");
                if super::layers::icon_button(ui, icon::ICON_CLOSE, name) {
                    self.text.clear();
                }
            }
        });
        ui.add_space(GRID);
    }
}

/// A group's header: folds and unfolds it; true when it is pressed. While a filter stands it only tells.
fn group_ui(ui: &mut Ui, plan: &Plan, row: &PlanRow, out: &mut Outbox) -> bool {
    let PlanRow::Group { name, n, n_found, is_folded } = row else { return false };
    let arrow = if *is_folded { icon::ICON_CHEVRON_RIGHT } else { icon::ICON_EXPAND_MORE };
    let count = if n == n_found { grouped(*n as u64) } else { said!("plan-filter-count", n = *n_found, all = *n) };
    let title = format!("{} {name}", arrow.codepoint);
    let response =
        row_ui(ui, Row { mark: None, title: &title, second: "", end: &count, is_selected: false, indent: 0.0 });
    let spoken = said!("plan-group", name = name.as_str(), n = *n);
    response.widget_info(|| WidgetInfo::labeled(Role::DisclosureTriangle, true, &spoken));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_expanded(!is_folded));
    if response.gained_focus() {
        response.scroll_to_me(None);
    }
    response.context_menu(|ui| {
        if ui.button(said!("keep-select-group", name = name.as_str())).clicked() {
            select_group(plan, name, out);
            ui.close();
        }
    });
    let is_pressed = response.clicked();
    response.on_hover_text(words("plan-group-tip"));
    is_pressed
}

fn select_group(plan: &Plan, name: &str, out: &mut Outbox) {
    let members = plan.features.iter().filter(|other| other.group == name);
    out.push(Command::Focus(FocusCommand::Select(members.map(|other| Selected::Feature(other.id)).collect())));
}

fn line_ui(
    ui: &mut Ui,
    session: &Session,
    line: &Line,
    is_of_group: bool,
    theme: &Theme,
    asked: &mut Vec<Action>,
    out: &mut Outbox,
) {
    let own = line.stroke.as_deref().and_then(|hex| theme.from_file(hex));
    let response = row_ui(
        ui,
        Row {
            mark: Some(own.unwrap_or_else(|| theme.plan.of(line.kind))),
            title: &line.name,
            second: &line.second,
            end: &line.signs,
            is_selected: line.is_selected,
            indent: if is_of_group { INDENT } else { 0.0 },
        },
    );
    if response.gained_focus() {
        // Only what is in sight is there: so Tab goes on to what lies below.
        response.scroll_to_me(None);
    }
    let thing = Selected::Feature(line.id);
    if response.double_clicked() {
        out.select(thing);
        asked.push(Action::ZoomToSelection);
    } else if response.clicked() {
        let adds = ui.input(|i| i.modifiers.command || i.modifiers.shift);
        let command = if adds { FocusCommand::Toggle(thing) } else { FocusCommand::Select(vec![thing]) };
        out.push(Command::Focus(command));
    } else if response.secondary_clicked() && !line.is_selected {
        out.select(thing);
    }
    response.context_menu(|ui| {
        for action in [Action::ZoomToSelection, Action::SearchPattern, Action::Duplicate, Action::Delete] {
            if menu::item_ui(ui, session, action) {
                asked.push(action);
                ui.close();
            }
        }
        keep_ui(ui, session, line, out);
        ui.separator();
        let last = session.case().plan().features.len().saturating_sub(1);
        let front = (words("plan-to-front"), last, said!("edit-to-front", name = &line.name));
        let back = (words("plan-to-back"), 0, said!("edit-to-back", name = &line.name));
        for (entry, to_idx, label) in [front, back] {
            if ui.button(entry).on_hover_text(words("plan-order-tip")).clicked() {
                out.edit(label, PlanEdit::Reorder { id: line.id, to_idx });
                ui.close();
            }
        }
    });
    if response.hovered() && session.focus().hovered != Some(thing) {
        out.push(Command::Focus(FocusCommand::Hover(Some(thing))));
    }
    response.on_hover_ui(|ui| {
        ui.label(format!("{}\n{}", line.name, words("list-tip")));
    });
}

/// Hides, locks, selects what is grouped with it.
fn keep_ui(ui: &mut Ui, session: &Session, line: &Line, out: &mut Outbox) {
    let Some(feature) = session.case().plan().feature(line.id) else { return };
    ui.separator();
    let hide = if feature.is_hidden { words("keep-show") } else { words("keep-hide") };
    let lock = if feature.is_locked { words("keep-unlock") } else { words("keep-lock") };
    for (verb, is_hiding) in [(hide, true), (lock, false)] {
        if ui.button(verb).clicked() {
            let mut changed = Feature::clone(feature);
            let flag = if is_hiding { &mut changed.is_hidden } else { &mut changed.is_locked };
            *flag = !*flag;
            let label = said!("edit-verb-of", verb = verb, name = &line.name);
            out.edit(label, PlanEdit::Replace(vec![Arc::new(changed)]));
            ui.close();
        }
    }
    if !feature.group.is_empty() && ui.button(said!("keep-select-group", name = &feature.group)).clicked() {
        select_group(session.case().plan(), &feature.group, out);
        ui.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Timestamp;

    #[test]
    fn a_period_reads_short() {
        let from = Timestamp::from_civil(2018, 1, 16, 3, 0, 0);
        let to = Timestamp::from_civil(2018, 1, 17, 15, 30, 0);
        assert_eq!(period(Period { from, to }), "16 Jan 03:00Z – 17 Jan 15:30Z");
        assert_eq!(period(Period { from, to: None }), "from 16 Jan 03:00Z");
        assert_eq!(period(Period::default()), "");
    }
}
