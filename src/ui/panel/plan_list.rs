//! The plan's features: find, select, order, hide nothing.

use std::sync::Arc;

use egui::{Button, RichText, ScrollArea, Sense, Ui, vec2};

use crate::plan::{Feature, FeatureId, Kind, Period};
use crate::session::{Command, FocusCommand, Selected, Session};
use crate::ui::Outbox;
use crate::ui::action::Action;
use crate::ui::theme::Theme;

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which feature.
    pub id: FeatureId,
    /// Its kind.
    pub kind: Kind,
    /// Its name, or its kind where it has none.
    pub name: String,
    /// Its period in short; empty if it has none.
    pub period: String,
    /// Whether it is selected.
    pub is_selected: bool,
}

/// The lines to show, topmost feature first.
#[must_use]
pub fn data(session: &Session) -> Vec<Line> {
    let focus = session.focus();
    let line = |feature: &Arc<Feature>| Line {
        id: feature.id,
        kind: feature.kind,
        name: if feature.name.is_empty() { format!("Unnamed {}", feature.kind.words()) } else { feature.name.clone() },
        period: period(feature.period),
        is_selected: focus.is_selected(Selected::Feature(feature.id)),
    };
    session.case().plan().features.iter().rev().map(line).collect()
}

/// A period in short: `16 Jan 03:00Z – 17 Jan 03:00Z`.
#[must_use]
pub fn period(period: Period) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let short = |moment: crate::units::Timestamp| {
        let (_, month, day, hour, minute, _) = moment.civil();
        let month = MONTHS.get(month as usize - 1).copied().unwrap_or_default();
        format!("{day} {month} {hour:02}:{minute:02}Z")
    };
    match (period.from, period.to) {
        (Some(from), Some(to)) => format!("{} – {}", short(from), short(to)),
        (Some(from), None) => format!("from {}", short(from)),
        (None, Some(to)) => format!("until {}", short(to)),
        (None, None) => String::new(),
    }
}

/// Draws the list.
pub fn ui(ui: &mut Ui, session: &Session, theme: &Theme, asked: &mut Vec<Action>, out: &mut Outbox) {
    let lines = data(session);
    if lines.is_empty() {
        ui.add_space(8.0);
        ui.weak("The plan is empty. Draw an area on the map, type its coordinates, or adopt zones from a file.");
        ui.add_space(8.0);
        for action in [Action::ToolPolygon, Action::ToolCircle, Action::NewArea] {
            if ui.button(action.name()).on_hover_text(action.hint()).clicked() {
                asked.push(action);
            }
        }
        return;
    }
    let row_height = 36.0;
    ScrollArea::vertical().auto_shrink(false).show_rows(ui, row_height, lines.len(), |ui, rows| {
        for line in lines.get(rows).unwrap_or_default() {
            line_ui(ui, line, theme, row_height, asked, out);
        }
    });
}

fn line_ui(ui: &mut Ui, line: &Line, theme: &Theme, height: f32, asked: &mut Vec<Action>, out: &mut Outbox) {
    let text = if line.period.is_empty() { line.kind.words().to_owned() } else { line.period.clone() };
    ui.horizontal(|ui| {
        let (swatch, _) = ui.allocate_exact_size(vec2(4.0, height - 6.0), Sense::hover());
        ui.painter().rect_filled(swatch, 2.0, theme.plan.of(line.kind));
        let label = format!("{}\n{text}", line.name);
        let button = Button::selectable(line.is_selected, RichText::new(label)).truncate();
        let response = ui.add_sized(vec2(ui.available_width(), height - 4.0), button);
        let thing = Selected::Feature(line.id);
        if response.double_clicked() {
            out.select(thing);
            asked.push(Action::ZoomToSelection);
        } else if response.clicked() {
            let adds = ui.input(|i| i.modifiers.command || i.modifiers.shift);
            let command = if adds { FocusCommand::Toggle(thing) } else { FocusCommand::Select(vec![thing]) };
            out.push(Command::Focus(command));
        }
        response.context_menu(|ui| {
            out.select(thing);
            for action in [Action::ZoomToSelection, Action::Duplicate, Action::Delete] {
                if ui.button(action.name()).clicked() {
                    asked.push(action);
                    ui.close();
                }
            }
        });
        response.on_hover_text("Click to select, double-click to go there");
    });
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
