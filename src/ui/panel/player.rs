//! Letting time pass: the window of time moves along the timeline by itself, or in steps.
//!
//! The window's end is the play head, where ships are drawn; its length is the tail they draw behind them. Owns whether it
//! plays, how fast, and whether the map follows. The window itself is the session's, and changes by commands. Start at
//! [`Player::advance`].

use egui::{ComboBox, Ui};

use crate::language::{said, words};
use crate::session::{Command, FocusCommand, Session, TimeWindow};
use crate::ui::Outbox;
use crate::ui::theme::{ICON, icon};
use crate::units::Timestamp;

/// How fast time may pass: seconds a second, and in words.
const SPEEDS: [(i64, &str); 4] =
    [(60, "speed-1-min"), (600, "speed-10-min"), (3600, "speed-1-h"), (21_600, "speed-6-h")];

/// How long the window is that playing begins with, where all time was shown.
const FIRST_WINDOW_MS: i64 = 6 * 3_600_000;

/// The tails that are offered, hours.
const TAILS_H: [i64; 6] = [1, 3, 6, 12, 24, 72];

const HOUR_MS: i64 = 3_600_000;

/// Which way a step goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To what was before.
    Back,
    /// To what comes next.
    Forward,
}

/// Whether time passes, and how fast.
#[derive(Clone, Copy, Debug)]
pub struct Player {
    is_playing: bool,
    speed_idx: usize,
    /// Whether the tail reaches back to the first fix, however long that is.
    is_whole_tail: bool,
    is_following: bool,
}

impl Default for Player {
    fn default() -> Self {
        Self { is_playing: false, speed_idx: 2, is_whole_tail: false, is_following: false }
    }
}

impl Player {
    /// Plays, or pauses.
    pub const fn toggle(&mut self) {
        self.is_playing = !self.is_playing;
    }

    /// Whether the map is to keep the selected vessel in its middle.
    #[must_use]
    pub const fn is_following(&self) -> bool {
        self.is_following
    }

    /// Follows the selected vessel, or no longer.
    pub const fn toggle_following(&mut self) {
        self.is_following = !self.is_following;
    }

    /// Draws the buttons, the speed and the tail.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, out: &mut Outbox) {
        let span = session.case().tracks().and_then(|tracks| tracks.store.span());
        let button = |ui: &mut Ui, icon: egui_material_icons::MaterialIcon, name: &str, is_on: bool| {
            let button = egui::Button::new(icon.rich_text().size(ICON)).min_size(egui::vec2(28.0, 24.0));
            let response = ui.add(button.selected(is_on));
            response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, name));
            response.on_hover_text(name).clicked()
        };
        let step = |player: &Self, step, out: &mut Outbox| {
            if let Some(span) = span {
                out.push(Command::Focus(FocusCommand::Window(Some(player.step(session.focus().window, span, step)))));
            }
        };
        if button(ui, icon::ICON_SKIP_PREVIOUS, words("player-back"), false) {
            step(self, Step::Back, out);
        }
        let (play_icon, name) = if self.is_playing {
            (icon::ICON_PAUSE, words("player-pause"))
        } else {
            (icon::ICON_PLAY_ARROW, words("player-play"))
        };
        if button(ui, play_icon, name, false) {
            self.toggle();
        }
        if button(ui, icon::ICON_SKIP_NEXT, words("player-on"), false) {
            step(self, Step::Forward, out);
        }
        let shown = SPEEDS.get(self.speed_idx).map_or("", |(_, key)| words(key));
        let combo = ComboBox::from_id_salt("play speed").width(76.0).selected_text(shown);
        let response = combo.show_ui(ui, |ui| {
            for (idx, (_, key)) in SPEEDS.iter().enumerate() {
                ui.selectable_value(&mut self.speed_idx, idx, words(key));
            }
        });
        response.response.on_hover_text(words("player-speed"));
        if let Some(span) = span {
            self.tail_ui(ui, session.focus().window, span, out);
        }
        if button(ui, icon::ICON_MY_LOCATION, words("player-follow"), self.is_following) {
            self.toggle_following();
        }
        self.play(ui, session, out);
    }

    fn tail_ui(&mut self, ui: &mut Ui, window: Option<TimeWindow>, span: (Timestamp, Timestamp), out: &mut Outbox) {
        let is_whole = window.is_none_or(|window| self.is_whole_tail && window.from <= span.0);
        let shown = match window {
            Some(window) if !is_whole => tail_words(window.to.millis() - window.from.millis()),
            _ => words("tail-whole").to_owned(),
        };
        let combo = ComboBox::from_id_salt("tail").width(96.0).selected_text(shown);
        let response = combo.show_ui(ui, |ui| {
            for hours in TAILS_H {
                if ui.selectable_label(false, tail_words(hours * HOUR_MS)).clicked() {
                    self.is_whole_tail = false;
                    out.push(Command::Focus(FocusCommand::Window(Some(with_tail(
                        window,
                        span,
                        Some(hours * HOUR_MS),
                    )))));
                }
            }
            if ui.selectable_label(is_whole, words("tail-whole")).clicked() {
                self.is_whole_tail = true;
                out.push(Command::Focus(FocusCommand::Window(Some(with_tail(window, span, None)))));
            }
        });
        response.response.on_hover_text(words("player-tail"));
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
        let moved = self.moved(window, (first, last), passed_ms * speed);
        (moved, moved.to >= last)
    }

    /// The window a step away: as much time as passes in a second while it plays.
    #[must_use]
    pub fn step(&self, window: Option<TimeWindow>, span: (Timestamp, Timestamp), step: Step) -> TimeWindow {
        let by = SPEEDS.get(self.speed_idx).map_or(60, |(speed, _)| *speed) * 1000;
        let Some(window) = window else {
            // All time was shown: the first step is taken at the end it goes away from.
            let head = if step == Step::Back { span.1 } else { span.0.plus_millis(FIRST_WINDOW_MS).min(span.1) };
            return with_tail(Some(TimeWindow { from: span.0, to: head }), span, Some(FIRST_WINDOW_MS));
        };
        self.moved(window, span, if step == Step::Back { -by } else { by })
    }

    /// A window moved in time, inside the span; where tails are whole only its end moves.
    fn moved(&self, window: TimeWindow, (first, last): (Timestamp, Timestamp), by: i64) -> TimeWindow {
        const LEAST_MS: i64 = 60_000;
        if self.is_whole_tail && window.from <= first {
            let to = window.to.plus_millis(by).max(first.plus_millis(LEAST_MS)).min(last);
            return TimeWindow { from: first, to };
        }
        let by = by.max(first.millis() - window.from.millis()).min(last.millis() - window.to.millis());
        TimeWindow { from: window.from.plus_millis(by), to: window.to.plus_millis(by) }
    }
}

/// The window that ends where this one does and is so long, or reaches back to the beginning.
fn with_tail(window: Option<TimeWindow>, (first, last): (Timestamp, Timestamp), length_ms: Option<i64>) -> TimeWindow {
    let to = window.map_or(last, |window| window.to);
    TimeWindow { from: length_ms.map_or(first, |length| to.plus_millis(-length).max(first)), to }
}

/// The length of a tail: `6 h tails`, `1 h 30 min tails`.
fn tail_words(ms: i64) -> String {
    let minutes = (ms + 30_000) / 60_000;
    match (minutes / 60, minutes % 60) {
        (0, minutes) => said!("tail-minutes", n = minutes),
        (hours, 0) => said!("tail-hours", n = hours),
        (hours, minutes) => said!("tail-hours-minutes", hours = hours, minutes = format!("{minutes:02}")),
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
    fn a_step_is_what_passes_in_a_second_and_stays_inside_the_span() {
        let player = Player::default();
        let span = (at(0), at(72));
        let window = TimeWindow { from: at(3), to: at(9) };
        assert_eq!(player.step(Some(window), span, Step::Forward), TimeWindow { from: at(4), to: at(10) });
        assert_eq!(player.step(Some(window), span, Step::Back), TimeWindow { from: at(2), to: at(8) });
        let first = TimeWindow { from: at(0), to: at(6) };
        assert_eq!(player.step(Some(first), span, Step::Back), first);
        assert_eq!(player.step(None, span, Step::Forward), first);
        assert_eq!(player.step(None, span, Step::Back), TimeWindow { from: at(66), to: at(72) });
    }

    #[test]
    fn a_tail_has_its_length_or_reaches_back_to_the_beginning() {
        let span = (at(0), at(72));
        let window = TimeWindow { from: at(3), to: at(9) };
        assert_eq!(with_tail(Some(window), span, Some(HOUR_MS)), TimeWindow { from: at(8), to: at(9) });
        assert_eq!(with_tail(Some(window), span, Some(24 * HOUR_MS)), TimeWindow { from: at(0), to: at(9) });
        assert_eq!(with_tail(None, span, Some(HOUR_MS)), TimeWindow { from: at(71), to: at(72) });
        let whole = with_tail(Some(window), span, None);
        let player = Player { is_whole_tail: true, ..Player::default() };
        assert_eq!(player.advance(Some(whole), span, 1000).0, TimeWindow { from: at(0), to: at(10) });
        assert_eq!([tail_words(HOUR_MS), tail_words(90 * 60_000)], ["1 h tails", "1 h 30 tails"]);
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
