//! A window without a screen, for tests of panels and dialogs.
//!
//! Owns nothing but the test's own state. Never ships; it is compiled for tests only.

use egui::Ui;
use egui_kittest::Harness;

type Draw<S> = Box<dyn FnMut(&mut Ui, &mut S)>;

/// A test's state and how it is drawn.
pub(super) struct Drawn<S> {
    /// The state.
    pub(super) state: S,
    draw: Draw<S>,
}

impl<S> eframe::App for Drawn<S> {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        (self.draw)(ui, &mut self.state);
    }
}

/// A window that draws `state` by `draw`, in the program's own fonts.
pub(super) fn window<S: 'static>(state: S, draw: impl FnMut(&mut Ui, &mut S) + 'static) -> Harness<'static, Drawn<S>> {
    Harness::builder().with_size([360.0, 720.0]).build_eframe(move |creation| {
        super::theme::install_fonts(&creation.egui_ctx);
        super::theme::Theme::of(super::theme::Kind::Dusk).apply(&creation.egui_ctx);
        Drawn { state, draw: Box::new(draw) }
    })
}
