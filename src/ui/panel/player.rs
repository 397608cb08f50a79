//! Letting time pass: the window of time moves along the timeline by itself.
//!
//! Owns whether it plays and how fast. The window itself is the session's, and changes by commands. Start at
//! [`Player::advance`].

use egui::{ComboBox, Ui};

use crate::session::{Command, FocusCommand, Session, TimeWindow};
use crate::ui::Outbox;
use crate::ui::theme::{ICON, icon};
use crate::units::Timestamp;

/// How fast time may pass: seconds a second, and in words.
const SPEEDS: [(i64, &str); 4] = [(60, "1 min/s"), (600, "10 min/s"), (3600, "1 h/s"), (21_600, "6 h/s")];

/// How long the window is that playing begins with, where all time was shown.
const FIRST_WINDOW_MS: i64 = 6 * 3_600_000;

/// Whether time passes, and how fast.
#[derive(Clone, Copy, Debug)]
pub struct Player {
    is_playing: bool,
    speed_idx: usize,
}

impl Default for Player {
    fn default() -> Self {
        Self { is_playing: false, speed_idx: 2 }
    }
}

impl Player {
    /// Plays, or pauses.
    pub const fn toggle(&mut self) {
        self.is_playing = !self.is_playing;
    }

    /// Draws the button and the speed.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, out: &mut Outbox) {
        let (icon, words) = if self.is_playing {
            (icon::ICON_PAUSE, "Pause (Space)")
        } else {
            (icon::ICON_PLAY_ARROW, "Let time pass (Space)")
        };
        let response = ui.add(egui::Button::new(icon.rich_text().size(ICON)).min_size(egui::vec2(28.0, 24.0)));
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, words));
        if response.on_hover_text(words).clicked() {
            self.toggle();
        }
        let shown = SPEEDS.get(self.speed_idx).map_or("", |(_, words)| *words);
        let combo = ComboBox::from_id_salt("play speed").width(76.0).selected_text(shown);
        let response = combo.show_ui(ui, |ui| {
            for (idx, (_, words)) in SPEEDS.iter().enumerate() {
                ui.selectable_value(&mut self.speed_idx, idx, *words);
            }
        });
        response.response.on_hover_text("How fast time passes");
        self.play(ui, session, out);
    }

    fn play(&mut self, ui: &Ui, session: &Session, out: &mut Outbox) {
        let span = session.case().tracks().and_then(|tracks| tracks.store.span());
        let Some(span) = span.filter(|_| self.is_playing) else { return };
        #[expect(clippy::cast_possible_truncation, reason = "milliseconds of one frame")]
        let passed_ms = (f64::from(ui.input(|input| input.stable_dt).min(0.5)) * 1000.0) as i64;
        let (window, is_over) = self.advance(session.focus().window, span, passed_ms);
        self.is_playing = !is_over;
        out.push(Command::Focus(FocusCommand::Window(Some(window))));
    }

    /// The window after so many milliseconds, and whether it has come to the end of the span.
    #[must_use]
    pub fn advance(
        &self,
        window: Option<TimeWindow>,
        (first, last): (Timestamp, Timestamp),
        passed_ms: i64,
    ) -> (TimeWindow, bool) {
        let Some(window) = window.filter(|window| window.to < last) else {
            // From the beginning: all time was shown, or the end was reached before.
            let length = window.map_or(FIRST_WINDOW_MS, |window| window.to.millis() - window.from.millis());
            let to = first.plus_millis(length).min(last);
            return (TimeWindow { from: first, to }, to >= last);
        };
        let speed = SPEEDS.get(self.speed_idx).map_or(60, |(speed, _)| *speed);
        let by = (passed_ms * speed).min(last.millis() - window.to.millis());
        let moved = TimeWindow { from: window.from.plus_millis(by), to: window.to.plus_millis(by) };
        (moved, moved.to >= last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_seconds(1_516_060_800 + hours * 3600)
    }

    #[test]
    fn an_hour_passes_in_a_second() {
        let player = Player::default();
        let window = TimeWindow { from: at(3), to: at(9) };
        let (moved, is_over) = player.advance(Some(window), (at(0), at(72)), 1000);
        assert_eq!((moved, is_over), (TimeWindow { from: at(4), to: at(10) }, false));
    }

    #[test]
    fn it_stops_at_the_end_and_begins_again_with_the_same_length() {
        let player = Player::default();
        let window = TimeWindow { from: at(65), to: at(71) };
        let (moved, is_over) = player.advance(Some(window), (at(0), at(72)), 5000);
        assert_eq!((moved, is_over), (TimeWindow { from: at(66), to: at(72) }, true));
        let (again, is_over) = player.advance(Some(moved), (at(0), at(72)), 16);
        assert_eq!((again, is_over), (TimeWindow { from: at(0), to: at(6) }, false));
        assert_eq!(player.advance(None, (at(0), at(72)), 16).0, TimeWindow { from: at(0), to: at(6) });
    }
}
