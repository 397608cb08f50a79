//! Whose tracks are written, and which part of them; where to is asked next.

use egui::{Context, RichText, Ui};

use crate::language::{grouped, said, words};
use crate::session::{ExportedTracks, Session};
use crate::ui::panel::timeline::short;

/// The open window, with what is chosen.
#[derive(Clone, Copy, Debug)]
pub struct ExportDialog {
    /// Whose.
    pub which: ExportedTracks,
    /// Whether only what lies in the time window.
    pub only_window: bool,
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// Nothing yet.
    Open,
    /// The choice stands; where to?
    Ready,
    /// The user let it be.
    Cancelled,
}

impl ExportDialog {
    /// Begins with what is meant most likely: what is selected, else what is listed if that is not all.
    #[must_use]
    pub fn of(session: &Session) -> Self {
        let [selected, listed, all] = counts(session);
        let which = if selected > 0 {
            ExportedTracks::Selected
        } else if listed > 0 && listed < all {
            ExportedTracks::Listed
        } else {
            ExportedTracks::All
        };
        Self { which, only_window: false }
    }

    /// Draws the window.
    pub fn ui(&mut self, ctx: &Context, session: &Session) -> Came {
        let mut came = Came::Open;
        let modal = super::modal(ctx, "export tracks", 420.0, |ui| {
            ui.heading(words("export-title"));
            ui.add_space(4.0);
            let counts = counts(session);
            let choices = [ExportedTracks::Selected, ExportedTracks::Listed, ExportedTracks::All];
            for (which, n) in choices.into_iter().zip(counts) {
                let whose = match which {
                    ExportedTracks::Selected => words("export-selected"),
                    ExportedTracks::Listed => words("export-listed"),
                    ExportedTracks::All => words("export-all"),
                };
                let text = format!("{whose}  ({})", grouped(n as u64));
                ui.add_enabled_ui(n > 0, |ui| ui.radio_value(&mut self.which, which, text));
            }
            ui.add_space(4.0);
            self.window_ui(ui, session);
            ui.add_space(4.0);
            let formats = words("export-formats");
            ui.add(egui::Label::new(RichText::new(formats).weak()).wrap());
            ui.add_space(8.0);
            ui.horizontal(|ui| {
                if super::main_button(ui, words("export-choose"), true) {
                    came = Came::Ready;
                }
                if ui.button(words("cancel")).clicked() {
                    came = Came::Cancelled;
                }
            });
        });
        // Enter is the main button's, unless another has the keyboard.
        let is_entered = || ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Enter));
        if came == Came::Open && ctx.memory(|memory| memory.focused().is_none()) && is_entered() {
            came = Came::Ready;
        }
        if came == Came::Open && modal.should_close() { Came::Cancelled } else { came }
    }

    fn window_ui(&mut self, ui: &mut Ui, session: &Session) {
        if let Some(window) = session.focus().window {
            let label = said!("export-window", from = short(window.from), to = short(window.to));
            ui.checkbox(&mut self.only_window, label).on_hover_text(words("export-window-tip"));
        } else {
            self.only_window = false;
            ui.add_enabled(false, egui::Checkbox::new(&mut self.only_window, words("export-only-window")))
                .on_disabled_hover_text(words("export-window-off"));
        }
    }
}

/// How many vessels are selected, listed, and open.
fn counts(session: &Session) -> [usize; 3] {
    let Some(tracks) = session.case().tracks() else { return [0; 3] };
    let found = session.listing().found().filter(|found| found.generation == tracks.generation);
    [session.focus().vessels().count(), found.map_or(0, |found| found.vessels.len()), tracks.store.vessels().len()]
}
