//! What looks wrong: the list of findings, narrowed down and put in order; click to see one and why.
//!
//! Owns what is typed and what is in sight. The findings are the session's ([`crate::session::FindingDesk`]): map, timeline and list
//! show the same ones. Start at [`FindingList::ui`].

use std::sync::Arc;

use egui::{ComboBox, Key, Modifiers, ScrollArea, TextEdit, Ui};

use crate::analysis::Preset;
use crate::finding::{Confidence, Finding, FindingId, Kind, Verdict};
use crate::language::{grouped, said, words};
use crate::session::{Command, FindingCommand, FindingOrder, FindingWish, FocusCommand, Selected, Session};
use crate::ui::Outbox;
use crate::ui::action::Action;
use crate::ui::finding_words::{marks_of, span_words, title_of};
use crate::ui::panel::row::{HEIGHT, Row, row_ui, stepped};
use crate::ui::theme::{GRID, Theme, icon};

/// The list as it is looked at.
#[derive(Debug, Default)]
pub struct FindingList {
    /// What is typed.
    text: String,
    shows_filters: bool,
    /// What was selected in the last frame, and which rows were seen: a selection made elsewhere is scrolled to.
    selected: Option<Selected>,
    seen: std::ops::Range<usize>,
    has_keys: bool,
}

/// A finding in two lines, and what stands at the end of the first.
#[must_use]
pub fn lines(session: &Session, id: FindingId, finding: &Finding) -> (String, String, String) {
    let second = format!("{} · {}", finding.kind.spoken(), span_words(finding.start, finding.end));
    let review = session.findings().review(id);
    let end = match (review.verdict, finding.suppressed) {
        (Verdict::Dismissed, _) => words("finding-dismissed").to_owned(),
        (Verdict::Reviewed, _) => words("verdict-reviewed").to_owned(),
        (Verdict::Open, Some(_)) => words("finding-suppressed").to_owned(),
        (Verdict::Open, None) => finding.confidence.spoken().to_owned(),
    };
    (title_of(session, finding), second, end)
}

impl FindingList {
    /// Draws the list.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, theme: &Theme, asked: &mut Vec<Action>, out: &mut Outbox) {
        if session.case().tracks().is_none() {
            ui.add_space(8.0);
            ui.weak(words("findings-empty"));
            if ui.button(words("layers-open-tracks")).clicked() {
                asked.push(Action::Open);
            }
            return;
        }
        let panel = ui.available_rect_before_wrap();
        let desk = session.findings();
        let mut wish = desk.wish().clone();
        let has_focus = self.search_ui(ui, &mut wish);
        if self.shows_filters {
            filters_ui(ui, session, &mut wish, out);
        }
        order_ui(ui, session, &mut wish);
        if wish != *desk.wish() {
            out.push(Command::Finding(FindingCommand::List(Box::new(wish))));
        }
        let listed: Vec<(FindingId, &Arc<Finding>)> = desk.listed_findings().collect();
        if listed.is_empty() {
            self.nothing_ui(ui, session, out);
            return;
        }
        let is_over = ui.rect_contains_pointer(panel) && !ui.ctx().text_edit_focused();
        self.has_keys = has_focus || is_over;
        self.keys_ui(ui, session, &listed, asked, out);
        self.rows_ui(ui, session, &listed, theme, asked, out);
    }

    /// The search and the switch for the filters; whether the search has the keyboard.
    fn search_ui(&mut self, ui: &mut Ui, wish: &mut FindingWish) -> bool {
        if self.text.trim() != wish.text {
            self.text.clone_from(&wish.text);
        }
        let mut has_focus = false;
        ui.horizontal(|ui| {
            let width = ui.available_width() - 92.0;
            let edit = TextEdit::singleline(&mut self.text).hint_text(words("findings-hint")).desired_width(width);
            let response = ui.add(edit);
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, words("findings-search")));
            let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            has_focus = response.has_focus() || is_entered;
            response.on_hover_text(words("findings-search-tip"));
            let name = words("vessels-filters");
            let button = egui::Button::selectable(self.shows_filters, (icon::ICON_FILTER_LIST.rich_text(), name));
            let response = ui.add_sized([ui.available_width(), ui.spacing().interact_size.y], button);
            response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, self.shows_filters, name));
            if response.on_hover_text(words("findings-filters-tip")).clicked() {
                self.shows_filters = !self.shows_filters;
            }
        });
        wish.text = self.text.trim().to_owned();
        has_focus
    }

    fn nothing_ui(&mut self, ui: &mut Ui, session: &Session, out: &mut Outbox) {
        let desk = session.findings();
        ui.add_space(GRID);
        let (shown, suppressed) = desk.found().map_or((0, 0), |found| found.n());
        if desk.is_searching() || desk.found().is_none() && !desk.is_stopped() {
            ui.weak(words("findings-looking"));
        } else if desk.is_stopped() {
            ui.weak(words("findings-stopped"));
            if ui.button(words("findings-again")).clicked() {
                out.push(Command::Finding(FindingCommand::LookAgain(desk.preset())));
            }
        } else if desk.wish().asks() {
            ui.weak(words("findings-none-asked"));
            if ui.button(words("vessels-clear-both")).clicked() {
                self.text.clear();
                out.push(Command::Finding(FindingCommand::List(Box::default())));
            }
        } else if shown == 0 {
            ui.weak(said!("findings-none", n = suppressed));
        } else {
            ui.weak(words("findings-all-dismissed"));
        }
    }

    /// Arrow keys step through the list, Enter goes to what they came to.
    fn keys_ui(
        &mut self,
        ui: &Ui,
        session: &Session,
        listed: &[(FindingId, &Arc<Finding>)],
        asked: &mut Vec<Action>,
        out: &mut Outbox,
    ) {
        if !self.has_keys {
            return;
        }
        let row = stepped(ui, listed.len(), || row_of(session, listed));
        if let Some((id, _)) = row.and_then(|row| listed.get(row)) {
            out.select(Selected::Finding(*id));
        }
        let is_finding = matches!(session.focus().primary(), Some(Selected::Finding(_)));
        if is_finding && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
            asked.push(Action::ZoomToSelection);
        }
    }

    fn rows_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        listed: &[(FindingId, &Arc<Finding>)],
        theme: &Theme,
        asked: &mut Vec<Action>,
        out: &mut Outbox,
    ) {
        ui.spacing_mut().item_spacing.y = 2.0;
        let mut area = ScrollArea::vertical().auto_shrink(false);
        let now = session.focus().primary();
        if std::mem::replace(&mut self.selected, now) != now
            && let Some(row) = row_of(session, listed)
            && !(self.seen.start..self.seen.end.saturating_sub(1)).contains(&row)
        {
            #[expect(clippy::cast_precision_loss, reason = "a place in a list")]
            let offset = row.saturating_sub(3) as f32 * (HEIGHT + ui.spacing().item_spacing.y);
            area = area.vertical_scroll_offset(offset);
        }
        area.show_rows(ui, HEIGHT, listed.len(), |ui, rows| {
            self.seen = rows.clone();
            for (id, finding) in listed.get(rows).unwrap_or_default() {
                finding_ui(ui, session, *id, finding, theme, asked, out);
            }
        });
    }
}

fn row_of(session: &Session, listed: &[(FindingId, &Arc<Finding>)]) -> Option<usize> {
    let Some(Selected::Finding(id)) = session.focus().primary() else { return None };
    listed.iter().position(|(other, _)| *other == id)
}

fn finding_ui(
    ui: &mut Ui,
    session: &Session,
    id: FindingId,
    finding: &Finding,
    theme: &Theme,
    asked: &mut Vec<Action>,
    out: &mut Outbox,
) {
    let thing = Selected::Finding(id);
    let (title, second, end) = lines(session, id, finding);
    let is_selected = session.focus().is_selected(thing);
    let mark = Some(marks_of(finding, theme));
    let row = Row { mark, title: &title, second: &second, end: &end, is_selected, indent: 0.0 };
    let response = row_ui(ui, row);
    if response.double_clicked() {
        out.select(thing);
        asked.push(Action::ZoomToSelection);
    } else if response.clicked() {
        out.push(Command::Focus(FocusCommand::Select(vec![thing])));
    }
    if response.hovered() && session.focus().hovered != Some(thing) {
        out.push(Command::Focus(FocusCommand::Hover(Some(thing))));
    }
    response.on_hover_text(words("findings-tip"));
}

/// One row for each question.
fn filters_ui(ui: &mut Ui, session: &Session, wish: &mut FindingWish, out: &mut Outbox) {
    let desk = session.findings();
    ui.add_space(GRID);
    if let Some(found) = desk.found() {
        for kind in Kind::ALL {
            let Some((shown, suppressed)) = found.counts.get(&kind) else { continue };
            let mut is_shown = !wish.hidden_kinds.contains(&kind);
            let n = if wish.shows_suppressed { shown + suppressed } else { *shown };
            let text = format!("{}  {}", kind.spoken(), grouped(n as u64));
            if ui.checkbox(&mut is_shown, text).on_hover_text(kind.caution()).changed() {
                if is_shown {
                    wish.hidden_kinds.retain(|other| *other != kind);
                } else {
                    wish.hidden_kinds.push(kind);
                }
            }
        }
    }
    ui.separator();
    let mut has_weak = wish.confidence_from.is_none();
    if ui.checkbox(&mut has_weak, words("findings-weak")).on_hover_text(words("findings-weak-tip")).changed() {
        wish.confidence_from = (!has_weak).then_some(Confidence::FAIR);
    }
    ui.checkbox(&mut wish.is_in_window, words("findings-in-window"));
    ui.checkbox(&mut wish.shows_suppressed, words("findings-suppressed"))
        .on_hover_text(words("findings-suppressed-tip"));
    ui.checkbox(&mut wish.shows_dismissed, words("findings-dismissed"));
    ui.horizontal(|ui| {
        ui.label(words("findings-thresholds"));
        for preset in Preset::ALL {
            let (name, tip) = match preset {
                Preset::Korea => (words("preset-korea"), words("preset-korea-tip")),
                Preset::Gfw => (words("preset-gfw"), words("preset-gfw-tip")),
            };
            if ui.selectable_label(desk.preset() == preset, name).on_hover_text(tip).clicked() {
                out.push(Command::Finding(FindingCommand::LookAgain(preset)));
            }
        }
    });
    ui.add_space(GRID);
    ui.separator();
}

fn order_ui(ui: &mut Ui, session: &Session, wish: &mut FindingWish) {
    let desk = session.findings();
    ui.horizontal(|ui| {
        let n_listed = desk.listed().map_or(0, |listed| listed.len());
        let (shown, suppressed) = desk.found().map_or((0, 0), |found| found.n());
        let count = if desk.is_searching() {
            said!("findings-looking-n", n = n_listed)
        } else {
            said!("findings-count", n = n_listed, hidden = if wish.shows_suppressed { 0 } else { suppressed })
        };
        ui.weak(count).on_hover_text(said!("findings-count-tip", shown = shown, suppressed = suppressed));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let name = |order: FindingOrder| match order {
                FindingOrder::Confidence => words("order-telling"),
                FindingOrder::Time => words("order-time"),
                FindingOrder::Kind => words("order-kind"),
            };
            let combo = ComboBox::from_id_salt("order of findings").selected_text(name(wish.order)).width(112.0);
            let response = combo.show_ui(ui, |ui| {
                for order in FindingOrder::ALL {
                    ui.selectable_value(&mut wish.order, order, name(order));
                }
            });
            response.response.on_hover_text(words("vessels-order"));
        });
    });
}
