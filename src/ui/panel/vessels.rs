//! The vessels of the open tracks: search, narrow down, put in order; click to select.
//!
//! Owns what is typed and what is in sight. Which vessels are found is the session's ([`crate::session::Listing`]): the map
//! and an export can follow it. Start at [`VesselList::ui`].

mod filters;

use std::sync::Arc;

use egui::{ComboBox, Key, Modifiers, ScrollArea, TextEdit, Ui};

use crate::language::{said, words};
use crate::session::nouns;
use crate::session::{Command, FocusCommand, FoundVessels, Selected, Session, Wish};
use crate::track::sieve::OrderBy;
use crate::track::{TrackStore, Vessel};
use crate::ui::Outbox;
use crate::ui::action::Action;
use crate::ui::panel::row::{HEIGHT, Row, row_ui, stepped};
use crate::ui::theme::{GRID, ICON, Theme, icon};
use crate::units::Knots;

/// The list as it is looked at.
#[derive(Debug, Default)]
pub struct VesselList {
    /// What is typed.
    text: String,
    shows_filters: bool,
    choices: filters::Choices,
    /// What was selected in the last frame, and which rows were seen: a selection made elsewhere is scrolled to.
    selected: Option<Selected>,
    seen: std::ops::Range<usize>,
    /// Whether the arrow keys are the list's: its search has the focus, or the pointer is on it.
    has_keys: bool,
}

/// One vessel in two lines: its name, and what else tells it apart.
#[must_use]
pub fn lines(vessel: &Vessel) -> (String, String) {
    let identity = &vessel.identity;
    let mmsi = vessel.mmsi.to_string();
    let flag = vessel.mmsi.flag().map_or("", |flag| flag.code());
    let class = identity.ship_type.map_or("", |t| t.class().spoken());
    let parts = [mmsi.as_str(), flag, class].into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" · ");
    match &identity.name {
        Some(name) => (name.clone(), parts),
        None => (format!("MMSI {mmsi}"), parts),
    }
}

/// What stands at a row's end: what the list is in order of, where the two lines do not say it.
#[must_use]
pub fn end_of(store: &TrackStore, vessel: &Vessel, by: OrderBy, fastest: Option<Knots>) -> String {
    match by {
        OrderBy::LastFix => {
            let last = vessel.fixes.end.checked_sub(1).and_then(|idx| store.time(idx));
            last.map_or_else(String::new, super::timeline::short)
        }
        OrderBy::Length => {
            vessel.identity.length.map_or_else(|| "–".into(), |length| format!("{:.0} m", length.value()))
        }
        OrderBy::Fastest => {
            fastest.map_or_else(|| "–".into(), |speed| said!("vessels-to-speed", speed = speed.to_string()))
        }
        _ => said!("vessels-fixes", n = vessel.fixes.len()),
    }
}

impl VesselList {
    /// Draws the list.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, theme: &Theme, asked: &mut Vec<Action>, out: &mut Outbox) {
        let Some(tracks) = session.case().tracks() else {
            ui.add_space(8.0);
            ui.weak(words("vessels-empty"));
            if ui.button(words("layers-open-tracks")).clicked() {
                asked.push(Action::Open);
            }
            return;
        };
        let store = Arc::clone(&tracks.store);
        let panel = ui.available_rect_before_wrap();
        let mut wish = session.listing().wish().clone();
        let before = wish.clone();
        let has_focus = self.search_ui(ui, &mut wish);
        if self.shows_filters {
            self.choices.update(tracks.generation, &store);
            filters::ui(ui, session, &self.choices, &mut wish);
        }
        let found = session.listing().found().filter(|found| found.generation == tracks.generation).cloned();
        Self::order_ui(ui, session, found.as_deref(), store.vessels().len(), &mut wish);
        if wish != before {
            out.push(Command::List(Box::new(wish.clone())));
        }
        let Some(found) = found else {
            ui.weak(words("vessels-looking"));
            return;
        };
        if found.vessels.is_empty() {
            self.nothing_ui(ui, &wish, out);
            return;
        }
        let is_over = ui.rect_contains_pointer(panel) && !ui.ctx().text_edit_focused();
        self.has_keys = has_focus || is_over;
        self.keys_ui(ui, session, &store, &found, asked, out);
        self.rows_ui(ui, session, &store, &found, theme, asked, out);
    }

    /// The search and the switch for the filters; whether the search has the keyboard.
    fn search_ui(&mut self, ui: &mut Ui, wish: &mut Wish) -> bool {
        if self.text.trim() != wish.filter.text {
            self.text.clone_from(&wish.filter.text);
        }
        let mut has_focus = false;
        ui.horizontal(|ui| {
            let n_asked = wish.n_asked();
            let name =
                if n_asked > 0 { said!("vessels-filters-n", n = n_asked) } else { words("vessels-filters").to_owned() };
            let width = ui.available_width() - 92.0;
            let edit = TextEdit::singleline(&mut self.text).hint_text(words("vessels-hint")).desired_width(width);
            let response = ui.add(edit);
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, words("vessels-search")));
            // Enter is the list's too, though the field gives up the keyboard with it.
            let is_entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            has_focus = response.has_focus() || is_entered;
            response.on_hover_text(words("vessels-search-tip"));
            let button =
                egui::Button::selectable(self.shows_filters, (icon::ICON_FILTER_LIST.rich_text(), name.clone()));
            let response = ui.add_sized([ui.available_width(), ui.spacing().interact_size.y], button);
            response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, self.shows_filters, &name));
            if response.on_hover_text(words("vessels-filters-tip")).clicked() {
                self.shows_filters = !self.shows_filters;
            }
        });
        wish.filter.text = self.text.trim().to_owned();
        has_focus
    }

    fn order_ui(ui: &mut Ui, session: &Session, found: Option<&FoundVessels>, n_vessels: usize, wish: &mut Wish) {
        ui.horizontal(|ui| {
            let n_found = found.map_or(0, |found| found.vessels.len());
            let count = if session.listing().is_searching() {
                words("vessels-looking-short").to_owned()
            } else if n_found == n_vessels {
                said!("vessels-all", n = n_vessels)
            } else {
                said!("vessels-of", n = n_found, all = n_vessels)
            };
            ui.weak(count);
            let is_asked = wish.n_asked() > 0 || !wish.filter.text.is_empty();
            if is_asked && ui.small_button(words("vessels-clear")).on_hover_text(words("vessels-clear-tip")).clicked() {
                *wish = cleared(wish);
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let (icon, name) = if wish.order.is_descending {
                    (icon::ICON_ARROW_DOWNWARD, words("vessels-descending"))
                } else {
                    (icon::ICON_ARROW_UPWARD, words("vessels-ascending"))
                };
                let response = ui.add(egui::Button::new(icon.rich_text().size(ICON - 4.0)));
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
                if response.on_hover_text(name).clicked() {
                    wish.order.is_descending = !wish.order.is_descending;
                }
                let combo = ComboBox::from_id_salt("order of vessels")
                    .selected_text(nouns::order_by(wish.order.by))
                    .width(112.0);
                let response = combo.show_ui(ui, |ui| {
                    for by in OrderBy::ALL {
                        if ui.selectable_label(wish.order.by == by, nouns::order_by(by)).clicked()
                            && wish.order.by != by
                        {
                            wish.order.by = by;
                            // Of counts and times the highest are looked for, of names the first.
                            wish.order.is_descending =
                                matches!(by, OrderBy::Fixes | OrderBy::LastFix | OrderBy::Length | OrderBy::Fastest);
                        }
                    }
                });
                response.response.on_hover_text(words("vessels-order"));
            });
        });
    }

    fn nothing_ui(&mut self, ui: &mut Ui, wish: &Wish, out: &mut Outbox) {
        ui.add_space(GRID);
        let why = match (wish.filter.text.is_empty(), wish.n_asked()) {
            (false, 0) => words("vessels-none-text"),
            (false, _) => words("vessels-none-both"),
            (true, _) => words("vessels-none-filters"),
        };
        ui.weak(why);
        ui.add_space(GRID);
        let all = if wish.n_asked() > 0 { words("vessels-clear-both") } else { words("vessels-clear-search") };
        if ui.button(all).clicked() {
            self.text.clear();
            out.push(Command::List(Box::new(cleared(wish))));
        }
    }

    /// Arrow keys go through the list, Enter zooms to what they came to.
    fn keys_ui(
        &mut self,
        ui: &Ui,
        session: &Session,
        store: &TrackStore,
        found: &FoundVessels,
        asked: &mut Vec<Action>,
        out: &mut Outbox,
    ) {
        if !self.has_keys {
            return;
        }
        let row = stepped(ui, found.vessels.len(), || match session.focus().primary() {
            Some(Selected::Vessel(mmsi)) => store.vessel_idx(mmsi).and_then(|idx| row_of(found, idx)),
            _ => None,
        });
        let vessel = row.and_then(|row| found.vessels.get(row)).and_then(|idx| store.vessels().get(*idx));
        if let Some(vessel) = vessel {
            out.select(Selected::Vessel(vessel.mmsi));
        }
        let is_vessel = matches!(session.focus().primary(), Some(Selected::Vessel(_)));
        if is_vessel && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
            asked.push(Action::ZoomToSelection);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the frame hands down what it has; a struct would only rename it")]
    fn rows_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        store: &TrackStore,
        found: &FoundVessels,
        theme: &Theme,
        asked: &mut Vec<Action>,
        out: &mut Outbox,
    ) {
        ui.spacing_mut().item_spacing.y = 2.0;
        let mut area = ScrollArea::vertical().auto_shrink(false);
        if let Some(row) = self.row_to_show(session, store, found) {
            #[expect(clippy::cast_precision_loss, reason = "a place in a list")]
            let offset = row.saturating_sub(3) as f32 * (HEIGHT + ui.spacing().item_spacing.y);
            area = area.vertical_scroll_offset(offset);
        }
        let by = session.listing().wish().order.by;
        area.show_rows(ui, HEIGHT, found.vessels.len(), |ui, rows| {
            self.seen = rows.clone();
            for vessel_idx in found.vessels.get(rows).unwrap_or_default() {
                let Some(vessel) = store.vessels().get(*vessel_idx) else { continue };
                let end = end_of(store, vessel, by, session.listing().fastest(found.generation, *vessel_idx));
                vessel_ui(ui, session, vessel, &end, theme, asked, out);
            }
        });
    }

    /// The row of a vessel that was selected elsewhere and is not in sight.
    fn row_to_show(&mut self, session: &Session, store: &TrackStore, found: &FoundVessels) -> Option<usize> {
        let now = session.focus().primary();
        if std::mem::replace(&mut self.selected, now) == now {
            return None;
        }
        let Some(Selected::Vessel(mmsi)) = now else { return None };
        // The last rows in sight may be cut off.
        let seen = self.seen.start..self.seen.end.saturating_sub(1);
        row_of(found, store.vessel_idx(mmsi)?).filter(|row| !seen.contains(row))
    }
}

fn row_of(found: &FoundVessels, vessel_idx: usize) -> Option<usize> {
    found.vessels.iter().position(|idx| *idx == vessel_idx)
}

/// What is asked when nothing is: only order and the map's switch stay.
fn cleared(wish: &Wish) -> Wish {
    Wish { order: wish.order, rules_map: wish.rules_map, ..Wish::default() }
}

fn vessel_ui(
    ui: &mut Ui,
    session: &Session,
    vessel: &Vessel,
    end: &str,
    theme: &Theme,
    asked: &mut Vec<Action>,
    out: &mut Outbox,
) {
    let thing = Selected::Vessel(vessel.mmsi);
    let (title, second) = lines(vessel);
    let is_selected = session.focus().is_selected(thing);
    let mark = Some(if is_selected { theme.track.selected } else { theme.track.vessel });
    let response = row_ui(ui, Row { mark, title: &title, second: &second, end, is_selected, indent: 0.0 });
    if response.double_clicked() {
        out.select(thing);
        asked.push(Action::ZoomToSelection);
    } else if response.clicked() {
        let adds = ui.input(|i| i.modifiers.command || i.modifiers.shift);
        out.push(Command::Focus(if adds { FocusCommand::Toggle(thing) } else { FocusCommand::Select(vec![thing]) }));
    }
    if response.hovered() && session.focus().hovered != Some(thing) {
        out.push(Command::Focus(FocusCommand::Hover(Some(thing))));
    }
    response.on_hover_text(words("vessels-tip"));
}
