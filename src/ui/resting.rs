//! Panels at rest: while the map, or one panel, is dragged or scrolled, the others are painted as they were a moment ago.
//!
//! egui lays every panel out anew in every frame, which costs more than a map of ten million positions. Whoever drags the map can
//! press nothing in a panel meanwhile, so a panel need not be ready for it; what it tells may be a tenth of a second old. Owns what was
//! painted. Never rests where somebody could notice: with a key, a press, a menu, a focus, a screen reader. Start at
//! [`Resting::begin`].

use std::collections::HashMap;
use std::time::Duration;

use egui::epaint::ClippedShape;
use egui::{Event, Frame, Panel, Pos2, Rect, Ui, Vec2, vec2};

/// For how long a panel rests, seconds: nobody reads faster.
const LONGEST: f64 = 0.1;
/// Where frames are slow, it rests for so many of them at the least: what is dragged goes before what tells of it.
const LEAST_FRAMES: u32 = 4;
/// How near its edge, points, a panel is grasped to be made wider.
const EDGE: f32 = 8.0;

/// What each panel painted last, while something is dragged or scrolled.
#[derive(Default)]
pub(super) struct Resting {
    painted: HashMap<&'static str, Painted>,
    /// Where that was taken hold of.
    grip: Option<Pos2>,
}

/// A panel as it was painted.
struct Painted {
    /// When, seconds of the window's time.
    at: f64,
    /// What of the window was left for it and those after it, and on which scale.
    room: Rect,
    scale: f32,
    rect: Rect,
    shapes: Vec<ClippedShape>,
    /// In how many frames it was shown again.
    n_rested: u32,
}

impl Resting {
    /// Looks at what a frame brings; to be called before the first panel is shown.
    pub(super) fn begin(&mut self, ui: &Ui) {
        self.grip = grip(ui);
        if self.grip.is_none() {
            self.painted.clear();
        }
    }

    /// Shows a panel, or what it was a moment ago. `is_flat` says that it lies above or below the map, not beside it.
    pub(super) fn show(
        &mut self,
        name: &'static str,
        is_flat: bool,
        panel: Panel,
        ui: &mut Ui,
        contents: impl FnOnce(&mut Ui),
    ) {
        let Some(grip) = self.grip else {
            panel.show(ui, contents);
            return;
        };
        let (now, scale, room) =
            (ui.input(|input| input.time), ui.ctx().pixels_per_point(), ui.available_rect_before_wrap());
        let rests = |painted: &Painted| {
            (now - painted.at < LONGEST || painted.n_rested < LEAST_FRAMES)
                && (painted.room, painted.scale.to_bits()) == (room, scale.to_bits())
                && !painted.rect.expand2(vec2(if is_flat { 0.0 } else { EDGE }, 0.0)).contains(grip)
        };
        let layer = ui.layer_id();
        if let Some(painted) = self.painted.get_mut(name).filter(|painted| rests(painted)) {
            painted.n_rested += 1;
            let size = if is_flat { painted.rect.height() } else { painted.rect.width() };
            let panel = panel.frame(Frame::NONE).resizable(false).show_separator_line(false).exact_size(size);
            panel.show(ui, |ui| {
                ui.ctx().graphics_mut(|graphics| {
                    let list = graphics.entry(layer);
                    for ClippedShape { clip_rect, shape, .. } in &painted.shapes {
                        list.add(*clip_rect, shape.clone());
                    }
                });
            });
            ui.ctx().request_repaint_after(Duration::from_secs_f64(LONGEST));
            return;
        }
        let n_before = ui.ctx().graphics(|graphics| graphics.get(layer).map_or(0, |list| list.all_entries().len()));
        let rect = panel.show(ui, contents).response.rect;
        let shapes = ui.ctx().graphics(|graphics| {
            let list = graphics.get(layer).map(|list| list.all_entries().skip(n_before).cloned());
            list.map(Iterator::collect).unwrap_or_default()
        });
        self.painted.insert(name, Painted { at: now, room, scale, rect, shapes, n_rested: 0 });
    }
}

/// Where the pointer took hold of what it drags or scrolls, if that is all that this frame is about.
fn grip(ui: &Ui) -> Option<Pos2> {
    let ctx = ui.ctx();
    let is_watched = egui::Popup::is_any_open(ctx)
        || ctx.memory(egui::Memory::focused).is_some()
        // Every widget is told to a screen reader in every frame.
        || ctx.accesskit_node_builder(ui.unique_id(), |_| ()).is_some();
    if is_watched {
        return None;
    }
    ctx.input(|input| {
        let only_moves = |event: &Event| {
            matches!(event, Event::PointerMoved(_) | Event::MouseMoved(_) | Event::MouseWheel { .. } | Event::Zoom(_))
        };
        if !input.events.iter().all(only_moves) {
            return None;
        }
        if input.pointer.any_down() {
            return input.pointer.press_origin();
        }
        let is_scrolled = input.smooth_scroll_delta() != Vec2::ZERO || (input.zoom_delta() - 1.0).abs() > 0.0;
        input.pointer.latest_pos().filter(|_| is_scrolled)
    })
}

#[cfg(test)]
mod tests {
    use egui::{CentralPanel, Context, PointerButton, RawInput, Shape, pos2};

    use super::*;

    /// A window with two panels that count how often they are laid out.
    #[derive(Default)]
    struct Window {
        ctx: Context,
        resting: Resting,
        time: f64,
        n_left: u32,
        n_below: u32,
        map: Option<Rect>,
    }

    impl Window {
        /// Draws a frame so long after the last one, and gives the texts that are painted.
        fn frame(&mut self, seconds: f64, events: Vec<Event>) -> Vec<String> {
            self.time += seconds;
            let input = RawInput {
                screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(800.0, 600.0))),
                time: Some(self.time),
                events,
                ..RawInput::default()
            };
            let Self { ctx, resting, n_left, n_below, map, .. } = self;
            let mut output = ctx.run_ui(input, |ui| {
                resting.begin(ui);
                resting.show("below", true, Panel::bottom("below"), ui, |ui| {
                    *n_below += 1;
                    ui.label(format!("below {n_below}"));
                });
                resting.show("left", false, Panel::left("left").default_size(200.0), ui, |ui| {
                    *n_left += 1;
                    drop(ui.button(format!("left {n_left}")));
                });
                *map = Some(CentralPanel::default().show(ui, |_| ()).response.rect);
            });
            let said = |shape: ClippedShape| match shape.shape {
                Shape::Text(text) => Some(text.galley.text().to_owned()),
                _ => None,
            };
            output.textures_delta.clear();
            std::mem::take(&mut output.shapes).into_iter().filter_map(said).collect()
        }
    }

    fn press(at: Pos2, pressed: bool) -> Vec<Event> {
        let button = PointerButton::Primary;
        vec![
            Event::PointerMoved(at),
            Event::PointerButton { pos: at, button, pressed, modifiers: egui::Modifiers::NONE },
        ]
    }

    #[test]
    fn panels_rest_while_the_map_is_dragged_and_look_the_same() {
        let mut window = Window::default();
        for _ in 0..3 {
            window.frame(0.02, Vec::new());
        }
        let map = window.map;
        window.frame(0.02, press(pos2(500.0, 300.0), true));
        let begun = window.frame(0.02, vec![Event::PointerMoved(pos2(510.0, 300.0))]);
        let counted = (window.n_left, window.n_below);
        let later = window.frame(0.02, vec![Event::PointerMoved(pos2(520.0, 300.0))]);
        assert_eq!((window.n_left, window.n_below), counted);
        assert_eq!(later, begun);
        assert_eq!(later.len(), 2);
        assert_eq!(window.map, map);
        // A tenth of a second later, and after four frames, they are laid out once.
        for n in 3..=4_u8 {
            window.frame(0.1, vec![Event::PointerMoved(pos2(500.0 + 10.0 * f32::from(n), 300.0))]);
            assert_eq!((window.n_left, window.n_below), counted);
        }
        for _ in 0..2 {
            window.frame(0.02, vec![Event::PointerMoved(pos2(530.0, 300.0))]);
        }
        assert_eq!((window.n_left, window.n_below), (counted.0 + 1, counted.1 + 1));
        // Letting go is a frame like any other.
        window.frame(0.02, press(pos2(530.0, 300.0), false));
        assert_eq!((window.n_left, window.n_below), (counted.0 + 2, counted.1 + 2));
        assert_eq!(window.map, map);
    }

    #[test]
    fn a_panel_that_is_dragged_itself_does_not_rest() {
        let mut window = Window::default();
        window.frame(0.02, Vec::new());
        window.frame(0.02, press(pos2(100.0, 300.0), true));
        window.frame(0.02, vec![Event::PointerMoved(pos2(110.0, 300.0))]);
        let counted = (window.n_left, window.n_below);
        window.frame(0.02, vec![Event::PointerMoved(pos2(120.0, 300.0))]);
        assert_eq!((window.n_left, window.n_below), (counted.0 + 1, counted.1));
    }

    #[test]
    fn nothing_rests_from_a_screen_reader_or_after_a_key() {
        let mut window = Window::default();
        window.frame(0.02, press(pos2(500.0, 300.0), true));
        window.frame(0.02, vec![Event::PointerMoved(pos2(510.0, 300.0))]);
        let counted = window.n_left;
        window.frame(0.02, vec![Event::Text("a".into())]);
        assert_eq!(window.n_left, counted + 1);
        window.ctx.enable_accesskit();
        window.frame(0.02, Vec::new());
        window.frame(0.02, Vec::new());
        assert_eq!(window.n_left, counted + 3);
    }
}
