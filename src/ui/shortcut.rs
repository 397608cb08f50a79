//! Keys to actions.

use egui::{Context, Key, KeyboardShortcut, Modifiers};

use super::action::Action;
use crate::session::Session;

/// Whether a dialog or a menu is open, which the keys then belong to.
#[must_use]
pub fn is_map_covered(ctx: &Context) -> bool {
    ctx.memory(|memory| memory.top_modal_layer().is_some()) || egui::Popup::is_any_open(ctx)
}

/// Adds the actions whose keys were pressed this frame and not taken by a widget or tool.
pub fn collect(ctx: &Context, session: &Session, asked: &mut Vec<Action>) {
    let is_of_key = |event: &egui::Event| {
        matches!(event, egui::Event::Key { .. } | egui::Event::Copy | egui::Event::Cut | egui::Event::Paste(_))
    };
    if !ctx.input(|input| input.events.iter().any(is_of_key)) || is_map_covered(ctx) {
        return;
    }
    let is_typing = ctx.text_edit_focused();
    if !is_typing {
        // The system's own keys for these arrive as what they mean.
        ctx.input(|input| {
            asked.extend(input.events.iter().filter_map(|event| match event {
                egui::Event::Copy => Some(Action::Copy),
                egui::Event::Cut => Some(Action::Cut),
                _ => None,
            }));
        });
        asked.retain(|action| action.is_possible(session));
    }
    // Redo's other key, for those used to it.
    if !is_typing && ctx.input_mut(|i| i.consume_key(Modifiers::COMMAND, Key::Y)) && Action::Redo.is_possible(session) {
        asked.push(Action::Redo);
    }
    let mut keyed: Vec<(Action, KeyboardShortcut)> =
        Action::all().filter_map(|action| Some((action, action.shortcut()?))).collect();
    // Ctrl+Shift+Z before Ctrl+Z, which would match it too.
    keyed.sort_by_key(|(_, key)| !key.modifiers.shift);
    for (action, key) in keyed {
        let is_plain = !key.modifiers.command && !key.modifiers.ctrl;
        // Space presses the button that has the keyboard.
        if action == Action::Play && ctx.egui_wants_keyboard_input() {
            continue;
        }
        // A field that is being typed in has its own undo.
        let is_of_text = matches!(action, Action::Undo | Action::Redo | Action::Duplicate | Action::SelectAll);
        if is_typing && (is_of_text || (is_plain && !is_function_key(key))) {
            continue;
        }
        if action.is_possible(session) {
            // On a slow machine a key may have been pressed twice since the last frame.
            let n = ctx.input_mut(|i| i.count_and_consume_key(key.modifiers, key.logical_key));
            asked.extend(std::iter::repeat_n(action, if repeats(action) { n } else { n.min(1) }));
        }
    }
}

/// Whether doing an action twice is what two presses of its key ask for.
const fn repeats(action: Action) -> bool {
    matches!(
        action,
        Action::Undo
            | Action::Redo
            | Action::Duplicate
            | Action::ZoomIn
            | Action::ZoomOut
            | Action::StepBack
            | Action::StepForward
    )
}

/// A text pasted this frame, if it is not for a field or a dialog.
#[must_use]
pub fn pasted(ctx: &Context) -> Option<String> {
    if ctx.text_edit_focused() || is_map_covered(ctx) {
        return None;
    }
    ctx.input(|input| {
        input.events.iter().find_map(|event| match event {
            egui::Event::Paste(text) => Some(text.clone()),
            _ => None,
        })
    })
}

const fn is_function_key(key: KeyboardShortcut) -> bool {
    use egui::Key;
    matches!(key.logical_key, Key::F1 | Key::F2 | Key::F6 | Key::F7 | Key::F8 | Key::F9 | Key::F10 | Key::F11)
}
