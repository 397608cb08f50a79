//! By how much: grow, simplify, turn, resize, shift, with what it would come to.

use egui::{Context, TextEdit, Ui};

use crate::language::{said, words};
use crate::plan::Shaping;
use crate::session::Session;
use crate::ui::Outbox;
use crate::ui::action::Action;
use crate::ui::editing;
use crate::ui::theme::{GRID, Theme};
use crate::ui::typed::length;
use crate::units::{Course, METRES_PER_NAUTICAL_MILE, Metres};

/// The open dialog, with what is typed.
#[derive(Debug)]
pub struct ShapingDialog {
    action: Action,
    value: String,
    bearing: String,
    had_focus: bool,
}

impl ShapingDialog {
    /// Asks for what an action needs to know.
    #[must_use]
    pub fn new(action: Action) -> Self {
        let value = match action {
            Action::Simplify => "0.1 nm",
            Action::Turn => "15",
            Action::Resize => "2",
            Action::Shift => "10 nm",
            _ => "5 nm",
        };
        Self { action, value: value.into(), bearing: "090".into(), had_focus: false }
    }

    /// What is typed, or what is wrong with it.
    fn shaping(&self) -> Result<Shaping, &'static str> {
        let number = |text: &str| text.trim().trim_end_matches(['°', '%']).trim().parse::<f64>().ok();
        let bad_length = words("fault-length-any");
        Ok(match self.action {
            Action::Simplify => Shaping::Simplify(distance(&self.value).ok_or(bad_length)?),
            Action::Turn => Shaping::Turn(number(&self.value).ok_or(words("fault-degrees"))?),
            Action::Resize => {
                let factor = number(&self.value).filter(|factor| *factor > 0.0).ok_or(words("fault-factor"))?;
                Shaping::Resize(if self.value.trim_end().ends_with('%') { factor / 100.0 } else { factor })
            }
            Action::Shift => {
                let bearing = number(&self.bearing).and_then(Course::new).ok_or(words("fault-bearing"))?;
                Shaping::Shift(bearing, distance(&self.value).ok_or(bad_length)?)
            }
            _ => {
                let text = self.value.trim();
                let (sign, rest) = match text.strip_prefix(['-', '−']) {
                    Some(rest) => (-1.0, rest),
                    None => (1.0, text),
                };
                Shaping::Grow(sign * distance(rest).ok_or(bad_length)?.value())
            }
        })
    }

    /// Draws the dialog; false once it is done with.
    pub fn ui(&mut self, ctx: &Context, session: &Session, theme: &Theme, out: &mut Outbox) -> bool {
        let mut is_open = true;
        let modal = super::modal(ctx, "shaping", 360.0, |ui| {
            ui.heading(self.action.name().trim_end_matches('…'));
            ui.weak(self.action.hint());
            ui.add_space(GRID);
            if self.action == Action::Shift {
                field(ui, words("shaping-bearing"), &mut self.bearing, &mut false);
            }
            let name = match self.action {
                Action::Simplify => words("shaping-tolerance"),
                Action::Turn => words("shaping-degrees"),
                Action::Resize => words("shaping-factor"),
                _ => words("shaping-distance"),
            };
            let is_entered = field(ui, name, &mut self.value, &mut self.had_focus);
            let made = self.shaping().map_err(str::to_owned).and_then(|shaping| {
                editing::edit_of(session, shaping).map(|edit| (shaping, edit)).map_err(|cause| editing::refused(&cause))
            });
            match &made {
                Ok(_) => ui.weak(said!("shaping-selected", n = session.focus().features().count())),
                Err(fault) => ui.colored_label(theme.ui.error, fault),
            };
            ui.add_space(2.0 * GRID);
            ui.horizontal(|ui| {
                let is_ready = made.is_ok() && !session.case().is_read_only();
                let is_asked = super::main_button(ui, words("apply"), is_ready) || (is_entered && is_ready);
                if let (true, Ok((shaping, edit))) = (is_asked, &made) {
                    out.edit(editing::label(session, *shaping), edit.clone());
                    is_open = false;
                }
                if ui.button(words("cancel")).clicked() {
                    is_open = false;
                }
            });
        });
        is_open && !modal.should_close()
    }
}

/// A length; a bare number is nautical miles.
fn distance(text: &str) -> Option<Metres> {
    let bare = text.trim().parse::<f64>().ok().and_then(|nm| Metres::new(nm * METRES_PER_NAUTICAL_MILE));
    bare.or_else(|| length(text))
}

/// A field with its name; whether Enter was pressed in it. The one that has not had the keyboard yet takes it.
fn field(ui: &mut Ui, name: &str, text: &mut String, had_focus: &mut bool) -> bool {
    let label = ui.label(name);
    let edit = ui.add(TextEdit::singleline(text).desired_width(f32::INFINITY)).labelled_by(label.id);
    if !std::mem::replace(had_focus, true) {
        edit.request_focus();
    }
    edit.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter))
}
