//! Rows of a form: a name on the left, and on the right a field that commits once.
//!
//! Owns text being typed until it is confirmed by Enter or by leaving the field; Escape puts the old text back. What cannot
//! be read stays in the field with the reason beneath it, and nothing is changed. Start at [`parsed_ui`].

use egui::{Align, Id, Key, Layout, Modifiers, RichText, ScrollArea, TextEdit, Ui, vec2};

use crate::language::said;
use crate::ui::theme::GRID;

/// How wide the names on the left are, points.
pub const NAME_WIDTH: f32 = 84.0;

/// A list as high as what is in it, up to a height, in its first frame already. egui would let it grow by some lines a frame, and a window that nobody touches has
/// a frame a second.
pub fn list(most_height: f32) -> ScrollArea {
    ScrollArea::vertical().max_height(most_height).min_scrolled_height(most_height).auto_shrink([false, true])
}

/// What is typed and not yet confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Draft {
    text: String,
    /// The text it began from; when that changes (by an undo), the draft is dropped.
    shown: String,
    fault: Option<String>,
}

/// How a field looks.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is shown while it is empty.
    pub hint: &'a str,
    /// Whether it has several lines.
    pub is_long: bool,
}

impl<'a> Look<'a> {
    /// A field of one line.
    #[must_use]
    pub const fn line(name: &'a str, hint: &'a str) -> Self {
        Self { name, hint, is_long: false }
    }

    /// A field of several lines.
    #[must_use]
    pub const fn text(name: &'a str, hint: &'a str) -> Self {
        Self { name, hint, is_long: true }
    }
}

/// A row with a name on the left; `add` draws the rest and is given the name's id, to be labelled by.
pub fn row_ui<T>(ui: &mut Ui, name: &str, add: impl FnOnce(&mut Ui, Id) -> T) -> T {
    ui.horizontal(|ui| {
        let height = ui.spacing().interact_size.y;
        let label = ui
            .allocate_ui_with_layout(vec2(NAME_WIDTH, height), Layout::left_to_right(Align::Center), |ui| {
                ui.set_min_width(NAME_WIDTH);
                ui.add(egui::Label::new(RichText::new(name).weak()).truncate())
            })
            .inner;
        add(ui, label.id)
    })
    .inner
}

/// A row of words that can be selected and copied.
pub fn fact_ui(ui: &mut Ui, name: &str, value: &str) {
    ui.horizontal_top(|ui| {
        ui.allocate_ui_with_layout(vec2(NAME_WIDTH, 0.0), Layout::left_to_right(Align::Min), |ui| {
            ui.set_min_width(NAME_WIDTH);
            ui.add(egui::Label::new(RichText::new(name).weak()).wrap()).on_hover_text(name);
        });
        ui.add(egui::Label::new(value).selectable(true).wrap());
    });
}

/// Words under a field, in line with it.
pub fn beneath_ui(ui: &mut Ui, text: RichText) {
    ui.horizontal_top(|ui| {
        ui.add_space(NAME_WIDTH + 2.0 * GRID);
        ui.add(egui::Label::new(text.small()).wrap());
    });
}

/// A text; the new one, when it was changed and confirmed.
pub fn text_ui(ui: &mut Ui, id: Id, look: Look<'_>, shown: &str) -> Option<String> {
    parsed_ui(ui, id, look, shown, |text| Ok(text.trim().to_owned()))
}

/// A value typed as text; the new one, when it was changed, confirmed and could be read.
pub fn parsed_ui<T>(
    ui: &mut Ui,
    id: Id,
    look: Look<'_>,
    shown: &str,
    read: impl FnOnce(&str) -> Result<T, String>,
) -> Option<T> {
    let mut fault = None;
    let came = if look.is_long {
        ui.label(RichText::new(look.name).weak());
        edit_ui(ui, id, look, shown, read, &mut fault)
    } else {
        row_ui(ui, look.name, |ui, _| edit_ui(ui, id, look, shown, read, &mut fault))
    };
    if let Some(fault) = fault {
        let colour = ui.visuals().error_fg_color;
        beneath_ui(ui, RichText::new(fault).color(colour));
    }
    came
}

/// Only the field, in all the room there is; its fault, if any, is handed back to be shown where there is room for it.
pub fn edit_ui<T>(
    ui: &mut Ui,
    id: Id,
    look: Look<'_>,
    shown: &str,
    read: impl FnOnce(&str) -> Result<T, String>,
    fault_out: &mut Option<String>,
) -> Option<T> {
    let draft = ui.data(|data| data.get_temp::<Draft>(id)).filter(|draft| draft.shown == shown);
    let (mut text, mut fault) = draft.map_or_else(|| (shown.to_owned(), None), |draft| (draft.text, draft.fault));
    let edit =
        if look.is_long { TextEdit::multiline(&mut text).desired_rows(2) } else { TextEdit::singleline(&mut text) };
    let colour = fault.as_ref().map(|_| ui.visuals().error_fg_color);
    let response = ui.add(edit.id(id).hint_text(look.hint).text_color_opt(colour).desired_width(ui.available_width()));
    let name = look.name.to_owned();
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &name));
    if response.changed() {
        fault = None;
    }
    let keep = |ui: &Ui, text: String, fault: Option<String>| {
        ui.data_mut(|data| data.insert_temp(id, Draft { text, shown: shown.to_owned(), fault }));
    };
    if response.has_focus() {
        fault_out.clone_from(&fault);
        keep(ui, text, fault);
        return None;
    }
    if response.lost_focus() {
        // These keys did their work here; the map must not see them too.
        let is_escaped = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        if !look.is_long {
            ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        }
        if !is_escaped && text != shown {
            match read(&text) {
                Ok(value) => {
                    ui.data_mut(|data| data.remove::<Draft>(id));
                    return Some(value);
                }
                Err(cause) => {
                    *fault_out = Some(cause.clone());
                    keep(ui, text, Some(cause));
                    return None;
                }
            }
        }
        fault = None;
    }
    if fault.is_some() {
        fault_out.clone_from(&fault);
    } else {
        ui.data_mut(|data| data.remove::<Draft>(id));
    }
    None
}

/// A number with its unit left off or written behind it: `14`, `14.5 kn`; empty is `None`.
///
/// # Errors
/// A sentence with an example of what is wanted.
pub fn number_of(text: &str, units: &[&str]) -> Result<Option<f64>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let bare = units.iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text).trim();
    match bare.parse::<f64>() {
        Ok(number) if number.is_finite() && number >= 0.0 => Ok(Some(number)),
        _ => Err(said!("fault-number", example = format!("14.5 {}", units.first().copied().unwrap_or_default()))),
    }
}

#[cfg(test)]
mod tests {
    use egui_kittest::Harness;
    use egui_kittest::kittest::Queryable as _;

    use super::*;
    use crate::ui::harness::{Drawn, window};

    type State = Drawn<(f64, u32)>;

    fn field() -> Harness<'static, State> {
        let mut harness = window((12.0, 0), |ui, (value, n_commits): &mut (f64, u32)| {
            let shown = value.to_string();
            let read = |text: &str| text.trim().parse::<f64>().map_err(|_not_a_number| "not a number".to_owned());
            if let Some(new) = parsed_ui(ui, Id::unique("field"), Look::line("Speed", ""), &shown, read) {
                *value = new;
                *n_commits += 1;
            }
        });
        harness.run();
        harness
    }

    fn type_over(harness: &mut Harness<'_, State>, text: &str) {
        harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Speed").focus();
        harness.run();
        harness.key_press_modifiers(Modifiers::COMMAND, Key::A);
        harness.run();
        harness.get_by_role_and_label(egui::accesskit::Role::TextInput, "Speed").type_text(text);
        harness.run();
    }

    #[test]
    fn a_field_commits_once_on_enter() {
        let mut harness = field();
        type_over(&mut harness, "14.5");
        assert_eq!(harness.state().state, (12.0, 0), "not before it is confirmed");
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().state, (14.5, 1));
    }

    #[test]
    fn escape_puts_the_old_text_back() {
        let mut harness = field();
        type_over(&mut harness, "99");
        harness.key_press(Key::Escape);
        harness.run();
        assert_eq!(harness.state().state, (12.0, 0));
    }

    #[test]
    fn what_cannot_be_read_stays_with_its_reason() {
        let mut harness = field();
        type_over(&mut harness, "fast");
        harness.key_press(Key::Enter);
        harness.run();
        assert_eq!(harness.state().state, (12.0, 0));
        assert!(harness.query_by_label("not a number").is_some());
    }

    #[test]
    fn numbers_may_carry_their_unit() {
        assert_eq!(number_of("14.5 kn", &["kn"]), Ok(Some(14.5)));
        assert_eq!(number_of("14", &["kn"]), Ok(Some(14.0)));
        assert_eq!(number_of("", &["kn"]), Ok(None));
        assert!(number_of("-3", &["kn"]).is_err() && number_of("fast", &["kn"]).is_err());
    }
}
