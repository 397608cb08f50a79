//! Keys typed faster than frames are drawn: what follows a shortcut waits until the shortcut has done its work.
//!
//! Owns the events that wait: those of the keyboard, and clicks behind them. Never drops or reorders one. Without it, in one slow frame, Ctrl+P and the letters
//! behind it would arrive together, and the letters would choose drawing tools instead of being typed into the palette.
//! Start at [`KeyGate::pass`].

use std::collections::VecDeque;

use egui::{Event, Key};

/// How many frames a shortcut takes until what it opened has the keyboard: it runs, its field is drawn, the field is focused.
const FRAMES: u8 = 3;

/// The events that wait for a shortcut to have done its work.
#[derive(Debug, Default)]
pub(super) struct KeyGate {
    held: VecDeque<Event>,
    frames_left: u8,
}

impl KeyGate {
    /// Lets the events of a frame through up to the first shortcut; the keyboard's events behind it follow some frames later.
    /// `is_typing`: a field has the keyboard, so that plain letters are no shortcuts.
    pub(super) fn pass(&mut self, events: &mut Vec<Event>, is_typing: bool) {
        let mut passed = Vec::with_capacity(events.len());
        let mut keyed = std::mem::take(&mut self.held);
        for event in events.drain(..) {
            // A click behind a key that waits is meant for what the key will have opened.
            if is_of_keyboard(&event) || (is_click(&event) && !keyed.is_empty()) {
                keyed.push_back(event);
            } else {
                passed.push(event);
            }
        }
        if self.frames_left > 0 {
            self.frames_left -= 1;
        } else {
            while let Some(event) = keyed.pop_front() {
                if is_enter(&event) && passed.iter().any(|event| matches!(event, Event::Text(_))) {
                    // What was typed must stand in its field before Enter says that it is all.
                    keyed.push_front(event);
                    break;
                }
                let is_last = is_shortcut(&event, is_typing);
                let is_tab = matches!(&event, Event::Key { key: Key::Tab, pressed: true, .. });
                let types_too = matches!(&event, Event::Key { modifiers, .. } if !modifiers.command);
                passed.push(event);
                if is_tab {
                    // One step a frame, and the next field has the keyboard only in the frame after.
                    self.frames_left = 1;
                    break;
                }
                if is_last {
                    self.frames_left = FRAMES;
                    // The letter that the same press types belongs to it.
                    if types_too && matches!(keyed.front(), Some(Event::Text(_))) {
                        passed.extend(keyed.pop_front());
                    }
                    break;
                }
            }
        }
        self.held = keyed;
        *events = passed;
    }

    /// Whether events wait, so that another frame is needed.
    #[must_use]
    pub(super) fn is_holding(&self) -> bool {
        !self.held.is_empty()
    }
}

const fn is_of_keyboard(event: &Event) -> bool {
    matches!(event, Event::Key { .. } | Event::Text(_) | Event::Paste(_) | Event::Copy | Event::Cut | Event::Ime(_))
}

const fn is_click(event: &Event) -> bool {
    matches!(event, Event::PointerButton { .. } | Event::Touch { .. })
}

const fn is_enter(event: &Event) -> bool {
    matches!(event, Event::Key { key: Key::Enter, pressed: true, .. })
}

fn is_shortcut(event: &Event, is_typing: bool) -> bool {
    let Event::Key { key, pressed: true, repeat: false, modifiers, .. } = event else { return false };
    let is_function_key = (Key::F1..=Key::F12).contains(key);
    let is_letter = (Key::A..=Key::Z).contains(key);
    modifiers.command || is_function_key || (is_letter && !is_typing)
}

#[cfg(test)]
mod tests {
    use egui::Modifiers;

    use super::*;

    fn press(key: Key, modifiers: Modifiers) -> Event {
        Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers }
    }

    #[test]
    fn what_is_typed_behind_a_shortcut_waits_for_it_and_keeps_its_order() {
        let mut gate = KeyGate::default();
        let typed = [Event::Text("e".into()), Event::Text("x".into())];
        let mut events = vec![press(Key::P, Modifiers::COMMAND), press(Key::E, Modifiers::NONE), typed[0].clone()];
        gate.pass(&mut events, false);
        assert_eq!(events, [press(Key::P, Modifiers::COMMAND)]);
        let mut later = vec![typed[1].clone(), Event::PointerGone];
        for _ in 0..FRAMES {
            gate.pass(&mut later, true);
            assert!(later.iter().all(|event| *event == Event::PointerGone), "the pointer moves on: {later:?}");
            later.clear();
        }
        assert!(gate.is_holding());
        gate.pass(&mut later, true);
        assert_eq!(later, [press(Key::E, Modifiers::NONE), typed[0].clone(), typed[1].clone()]);
        assert!(!gate.is_holding());
    }

    #[test]
    fn a_click_behind_keys_that_wait_does_not_overtake_them() {
        let click = Event::PointerButton {
            pos: egui::pos2(1.0, 2.0),
            button: egui::PointerButton::Primary,
            pressed: true,
            modifiers: Modifiers::NONE,
        };
        let mut gate = KeyGate::default();
        let typed = [press(Key::A, Modifiers::NONE), Event::Text("a".into()), click.clone()];
        let mut events = vec![press(Key::F2, Modifiers::NONE)];
        events.extend(typed.clone());
        gate.pass(&mut events, false);
        assert_eq!(events, [press(Key::F2, Modifiers::NONE)]);
        for _ in 0..FRAMES {
            events.clear();
            gate.pass(&mut events, true);
            assert_eq!(events, []);
        }
        gate.pass(&mut events, true);
        assert_eq!(events, typed);
        // With nothing waiting it passes where it stood.
        let mut events = vec![Event::PointerGone, click.clone(), Event::PointerGone];
        gate.pass(&mut events, true);
        assert_eq!(events, [Event::PointerGone, click, Event::PointerGone]);
    }

    #[test]
    fn enter_waits_until_the_text_before_it_is_drawn() {
        let mut gate = KeyGate::default();
        let mut events = vec![Event::Text("a".into()), press(Key::Enter, Modifiers::NONE)];
        gate.pass(&mut events, true);
        assert_eq!(events, [Event::Text("a".into())]);
        events.clear();
        gate.pass(&mut events, true);
        assert_eq!(events, [press(Key::Enter, Modifiers::NONE)]);
    }

    #[test]
    fn plain_letters_in_a_field_do_not_wait() {
        let mut gate = KeyGate::default();
        let word = vec![press(Key::A, Modifiers::NONE), Event::Text("a".into()), press(Key::B, Modifiers::NONE)];
        let mut events = word.clone();
        gate.pass(&mut events, true);
        assert_eq!(events, word);
    }
}
