//! The plan's features: find, select, order, hide nothing.

use std::ops::Range;
use std::sync::Arc;

use egui::{ScrollArea, Ui};

use crate::language::{said, words};
use crate::plan::{Feature, FeatureId, Kind, Period, PlanEdit};
use crate::session::nouns;
use crate::session::{Command, FocusCommand, Selected, Session};
use crate::ui::Outbox;
use crate::ui::action::Action;
use crate::ui::menu;
use crate::ui::panel::row::{HEIGHT, Row, row_ui};
use crate::ui::theme::{Theme, icon};

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

/// These of the lines, topmost feature first.
fn data(session: &Session, rows: Range<usize>) -> Vec<Line> {
    let focus = session.focus();
    let line = |feature: &Arc<Feature>| Line {
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
        is_selected: focus.is_selected(Selected::Feature(feature.id)),
    };
    session.case().plan().features.iter().rev().skip(rows.start).take(rows.len()).map(line).collect()
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
    let parts = [feature.group.as_str(), kind, period.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
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

/// Draws the list.
pub fn ui(ui: &mut Ui, session: &Session, theme: &Theme, asked: &mut Vec<Action>, out: &mut Outbox) {
    let n_lines = session.case().plan().features.len();
    if n_lines == 0 {
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
    ui.spacing_mut().item_spacing.y = 2.0;
    ScrollArea::vertical().auto_shrink(false).show_rows(ui, HEIGHT, n_lines, |ui, rows| {
        for line in data(session, rows) {
            line_ui(ui, session, &line, theme, asked, out);
        }
    });
}

fn line_ui(ui: &mut Ui, session: &Session, line: &Line, theme: &Theme, asked: &mut Vec<Action>, out: &mut Outbox) {
    let own = line.stroke.as_deref().and_then(|hex| theme.from_file(hex));
    let response = row_ui(
        ui,
        Row {
            mark: Some(own.unwrap_or_else(|| theme.plan.of(line.kind))),
            title: &line.name,
            second: &line.second,
            end: &line.signs,
            is_selected: line.is_selected,
        },
    );
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
        for action in [Action::ZoomToSelection, Action::Duplicate, Action::Delete] {
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
        let members = session.case().plan().features.iter().filter(|other| other.group == feature.group);
        out.push(Command::Focus(FocusCommand::Select(members.map(|other| Selected::Feature(other.id)).collect())));
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
