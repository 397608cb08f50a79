//! The command palette: every action by a few letters of its name; ships, areas, zones and places by theirs; positions.

use egui::{Align2, Context, Key, Modifiers, TextEdit, vec2};

use super::action::Action;
use super::gazetteer::Names;
use super::panel::field::list;
use super::theme::icon;
use crate::chart::{Gazetteer, NamedKind};
use crate::coordinate;
use crate::geodesy::Position;
use crate::language::{said, words};
use crate::session::nouns;
use crate::session::{Selected, Session, ZoneId};

/// What a line of the palette stands for.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// An action.
    Action(Action),
    /// A place typed as coordinates.
    Place(Position),
    /// Something of the case, by name.
    Thing(Selected, String),
    /// A place of the chart, by name.
    Named(Position, String),
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
    pub fn ui(&mut self, ctx: &Context, session: &Session, names: &mut Names) -> Option<Found> {
        if !self.is_open {
            return None;
        }
        names.prepare(ctx, session.basemap());
        let found = find(session, names.known(), &self.text);
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
        let is_moved = ctx.input(|i| i.key_pressed(Key::ArrowDown) || i.key_pressed(Key::ArrowUp));
        let window = egui::Window::new(words("palette-title"))
            .title_bar(false)
            .resizable(false)
            .anchor(Align2::CENTER_TOP, vec2(0.0, 64.0))
            .fixed_size(vec2(520.0, 0.0))
            .show(ctx, |ui| {
                let hint = words("palette-hint");
                let field = TextEdit::singleline(&mut self.text).desired_width(f32::INFINITY).hint_text(hint);
                let edit = ui.add(field);
                edit.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, words("palette-search")));
                edit.request_focus();
                if edit.changed() {
                    self.cursor = 0;
                }
                ui.add_space(4.0);
                if found.is_empty() {
                    ui.weak(words("palette-nothing"));
                }
                list(360.0).show(ui, |ui| {
                    for (idx, item) in found.iter().enumerate() {
                        let response = item_ui(ui, item, session, idx == self.cursor);
                        if idx == self.cursor && (is_moved || edit.changed()) {
                            response.scroll_to_me(None);
                        }
                        if response.clicked() {
                            chosen = Some(item.clone());
                        }
                    }
                });
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

/// One line: an icon, the name on the left, and on the right its key or what it is.
fn item_ui(ui: &mut egui::Ui, item: &Found, session: &Session, is_chosen: bool) -> egui::Response {
    let (icon, name, right) = match item {
        Found::Action(action) => {
            let key = action.shortcut().map_or_else(String::new, |key| ui.ctx().format_shortcut(&key));
            (action.icon().unwrap_or(icon::ICON_CHEVRON_RIGHT), action.full_name(session), key)
        }
        Found::Place(place) => {
            let written = coordinate::format(*place, session.settings().coordinate_form);
            (icon::ICON_MY_LOCATION, said!("palette-go-to", place = written), words("palette-position").to_owned())
        }
        Found::Thing(thing, name) => match thing {
            Selected::Vessel(mmsi) => (icon::ICON_DIRECTIONS_BOAT, name.clone(), format!("MMSI {mmsi}")),
            Selected::Feature(id) => {
                let kind = session.case().plan().feature(*id).map_or("", |feature| nouns::what(feature));
                (icon::ICON_PENTAGON, name.clone(), kind.to_owned())
            }
            Selected::Zone(_) => (icon::ICON_LAYERS, name.clone(), words("palette-zone").to_owned()),
            Selected::Finding(_) => (icon::ICON_WARNING, name.clone(), words("tab-findings").to_owned()),
        },
        Found::Named(_, name) => {
            let (name, kind) = name.split_once('\t').unwrap_or((name, words("named-place")));
            (icon::ICON_PLACE, name.to_owned(), kind.to_owned())
        }
    };
    let button = egui::Button::selectable(is_chosen, (icon.rich_text(), name.as_str()))
        .right_text(egui::RichText::new(right).weak().small())
        .min_size(vec2(ui.available_width(), 26.0))
        .truncate();
    ui.add(button)
}

/// What a few letters find: a place first, then actions, then features, zones and vessels, then names of the chart; those
/// that begin so go first.
#[must_use]
pub fn find(session: &Session, gazetteer: &Gazetteer, text: &str) -> Vec<Found> {
    let wanted = text.trim().to_lowercase();
    let mut found = Vec::new();
    if let Ok(place) = coordinate::parse(text.trim()) {
        found.push(Found::Place(place));
    }
    let mut scored: Vec<(u32, Found)> = Action::all()
        .filter(|action| *action != Action::Palette && action.is_possible(session))
        .filter_map(|action| {
            let best = action.full_names(session).filter_map(|name| score(&name, &wanted)).min()?;
            Some((2 * best, Found::Action(action)))
        })
        .collect();
    if !wanted.is_empty() {
        for feature in &session.case().plan().features {
            if let Some(score) = score(&feature.name, &wanted).filter(|score| *score < FAR) {
                scored.push((2 * score + 1, Found::Thing(Selected::Feature(feature.id), feature.name.clone())));
            }
        }
        for set in session.case().zones() {
            let zones = set.layer.zones.iter().enumerate().take(MOST_SEARCHED);
            let hits = zones.filter_map(|(zone_idx, zone)| {
                let score = score(&zone.name, &wanted).filter(|score| *score < FAR)?;
                let thing = Selected::Zone(ZoneId { set: set.id, zone_idx });
                Some((2 * score + 1, Found::Thing(thing, zone.name.clone())))
            });
            scored.extend(hits);
        }
        let vessels = session.case().tracks().map(|tracks| tracks.store.vessels()).unwrap_or_default();
        for vessel in vessels.iter().take(MOST_SEARCHED) {
            let name = vessel.identity.name.as_deref().unwrap_or_default();
            let mmsi = vessel.mmsi.to_string();
            let score = score(name, &wanted).or_else(|| score(&mmsi, &wanted)).filter(|score| *score < FAR);
            if let Some(score) = score {
                let named = if name.is_empty() { words("palette-no-name").to_owned() } else { name.to_owned() };
                scored.push((2 * score + 1, Found::Thing(Selected::Vessel(vessel.mmsi), named)));
            }
        }
        for (score, named) in gazetteer.find(&wanted, SHOWN) {
            let gap = if named.english.is_empty() || named.korean.is_empty() { "" } else { "  " };
            let words = format!("{}{gap}{}\t{}", named.english, named.korean, kind_words(named.kind));
            scored.push((2 * score + 2, Found::Named(named.place, words)));
        }
    }
    scored.sort_by_key(|(score, _)| *score);
    found.extend(scored.into_iter().map(|(_, item)| item).take(SHOWN * 4));
    found
}

/// What a name of the chart is the name of.
fn kind_words(kind: NamedKind) -> &'static str {
    match kind {
        NamedKind::Town => words("named-town"),
        NamedKind::Port => words("named-port"),
        NamedKind::Sea => words("named-sea"),
        NamedKind::Country => words("named-country"),
        NamedKind::Island => words("named-island"),
    }
}

/// The score of a name that only has the letters in order: good for a command, too far-fetched for a ship.
const FAR: u32 = 4;

/// How many vessels, or zones of a layer, a frame may look through for a name.
const MOST_SEARCHED: usize = 20_000;

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
