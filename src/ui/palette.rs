//! The command palette: every action by a few letters of its name, and places by their coordinates.

use egui::{Align2, Context, Key, Modifiers, TextEdit, vec2};

use super::action::Action;
use crate::coordinate;
use crate::geodesy::Position;
use crate::session::{Selected, Session};

/// What a line of the palette stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// An action.
    Action(Action),
    /// A place typed as coordinates.
    Place(Position),
    /// Something of the case, by name.
    Thing(Selected, String),
}

/// The open palette.
#[derive(Debug, Default)]
pub struct Palette {
    is_open: bool,
    text: String,
    cursor: usize,
}

/// How many lines the palette shows.
const SHOWN: usize = 12;

impl Palette {
    /// Opens it, empty.
    pub fn open(&mut self) {
        *self = Self { is_open: true, ..Self::default() };
    }

    /// Whether it is open.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.is_open
    }

    /// Draws it while it is open; what is chosen.
    pub fn ui(&mut self, ctx: &Context, session: &Session) -> Option<Found> {
        if !self.is_open {
            return None;
        }
        let found = find(session, &self.text);
        self.cursor = self.cursor.min(found.len().saturating_sub(1));
        let mut chosen = None;
        if ctx.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Escape)) {
            self.is_open = false;
        }
        if ctx.input_mut(|i| i.consume_key(Modifiers::NONE, Key::ArrowDown)) {
            self.cursor = (self.cursor + 1).min(found.len().saturating_sub(1));
        }
        if ctx.input_mut(|i| i.consume_key(Modifiers::NONE, Key::ArrowUp)) {
            self.cursor = self.cursor.saturating_sub(1);
        }
        if ctx.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter)) {
            chosen = found.get(self.cursor).cloned();
        }
        let window = egui::Window::new("Find a command")
            .title_bar(false)
            .resizable(false)
            .anchor(Align2::CENTER_TOP, vec2(0.0, 64.0))
            .fixed_size(vec2(460.0, 0.0))
            .show(ctx, |ui| {
                let label = ui.label("Command, ship, area or coordinates");
                let edit = ui
                    .add(TextEdit::singleline(&mut self.text).desired_width(f32::INFINITY).hint_text("Type a few letters"))
                    .labelled_by(label.id);
                edit.request_focus();
                if edit.changed() {
                    self.cursor = 0;
                }
                ui.separator();
                if found.is_empty() {
                    ui.weak("Nothing has this name. Try fewer letters, an MMSI, or a position such as 38°43.2′N 125°24.0′E.");
                }
                for (idx, item) in found.iter().enumerate().take(SHOWN) {
                    let mut button = egui::Button::selectable(idx == self.cursor, line(item, session));
                    if let Found::Action(action) = item
                        && let Some(shortcut) = action.shortcut()
                    {
                        button = button.shortcut_text(ctx.format_shortcut(&shortcut));
                    }
                    if ui.add_sized(vec2(ui.available_width(), 0.0), button).clicked() {
                        chosen = Some(item.clone());
                    }
                }
            });
        let clicked_elsewhere = window.is_some_and(|w| {
            ctx.input(|i| {
                i.pointer.any_pressed() && i.pointer.interact_pos().is_some_and(|p| !w.response.rect.contains(p))
            })
        });
        if chosen.is_some() || clicked_elsewhere {
            self.is_open = false;
        }
        chosen
    }
}

fn line(item: &Found, session: &Session) -> String {
    match item {
        Found::Action(action) => action.full_name(session),
        Found::Place(place) => format!("Go to {}", coordinate::format(*place, session.settings().coordinate_form)),
        Found::Thing(_, name) => name.clone(),
    }
}

/// What a few letters find: a place first, then actions, then features and vessels; those that begin so go first.
#[must_use]
pub fn find(session: &Session, text: &str) -> Vec<Found> {
    let wanted = text.trim().to_lowercase();
    let mut found = Vec::new();
    if let Ok(place) = coordinate::parse(text.trim()) {
        found.push(Found::Place(place));
    }
    let mut scored: Vec<(u32, Found)> = Action::all()
        .filter(|action| *action != Action::Palette && action.is_possible(session))
        .filter_map(|action| Some((score(&action.full_name(session), &wanted)?, Found::Action(action))))
        .collect();
    if !wanted.is_empty() {
        for feature in &session.case().plan().features {
            if let Some(score) = score(&feature.name, &wanted) {
                let name = format!("{} ({})", feature.name, feature.kind.words());
                scored.push((score + 10, Found::Thing(Selected::Feature(feature.id), name)));
            }
        }
        let vessels = session.case().tracks().map(|tracks| tracks.store.vessels()).unwrap_or_default();
        for vessel in vessels.iter().take(MOST_VESSELS) {
            let name = vessel.identity.name.as_deref().unwrap_or_default();
            let mmsi = vessel.mmsi.to_string();
            if let Some(score) = score(name, &wanted).or_else(|| score(&mmsi, &wanted)) {
                let named = if name.is_empty() { mmsi } else { format!("{name}, MMSI {mmsi}") };
                scored.push((score + 20, Found::Thing(Selected::Vessel(vessel.mmsi), named)));
            }
        }
    }
    scored.sort_by_key(|(score, _)| *score);
    found.extend(scored.into_iter().map(|(_, item)| item).take(SHOWN * 4));
    found
}

/// How many vessels a frame may look through for a name.
const MOST_VESSELS: usize = 20_000;

/// Lower is better: begins so, has a word that begins so, contains it, has its letters in order; `None` if none of these.
fn score(name: &str, wanted: &str) -> Option<u32> {
    if wanted.is_empty() {
        return Some(0);
    }
    let name = name.to_lowercase();
    if name.starts_with(wanted) {
        return Some(0);
    }
    if name.split_whitespace().any(|word| word.starts_with(wanted)) {
        return Some(1);
    }
    if name.contains(wanted) {
        return Some(2);
    }
    let mut letters = name.chars();
    wanted.chars().filter(|c| !c.is_whitespace()).all(|c| letters.any(|l| l == c)).then_some(4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_begin_so_go_first() {
        assert_eq!(score("Draw circle", "draw"), Some(0));
        assert_eq!(score("Draw circle", "cir"), Some(1));
        assert_eq!(score("Draw circle", "ircl"), Some(2));
        assert_eq!(score("Draw circle", "dcl"), Some(4));
        assert_eq!(score("Draw circle", "zz"), None);
    }
}
