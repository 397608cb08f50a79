//! Keys to actions.

use egui::{Context, KeyboardShortcut};

use super::action::Action;
use crate::session::Session;

/// Adds the actions whose keys were pressed this frame and not taken by a widget or tool.
pub fn collect(ctx: &Context, session: &Session, asked: &mut Vec<Action>) {
    let is_typing = ctx.egui_wants_keyboard_input();
    let mut keyed: Vec<(Action, KeyboardShortcut)> =
        Action::all().filter_map(|action| Some((action, action.shortcut()?))).collect();
    // Ctrl+Shift+Z before Ctrl+Z, which would match it too.
    keyed.sort_by_key(|(_, key)| !key.modifiers.shift);
    for (action, key) in keyed {
        let is_plain = !key.modifiers.command && !key.modifiers.ctrl;
        if is_plain && is_typing && !is_function_key(key) {
            continue;
        }
        if action.is_possible(session) && ctx.input_mut(|i| i.consume_shortcut(&key)) {
            asked.push(action);
        }
    }
}

const fn is_function_key(key: KeyboardShortcut) -> bool {
    use egui::Key;
    matches!(key.logical_key, Key::F1 | Key::F6 | Key::F7 | Key::F8 | Key::F9 | Key::F10 | Key::F11)
}
