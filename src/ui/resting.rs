//! Panels at rest: while the map, or one panel, is dragged or scrolled, the others are painted as they were a moment ago.
//!
//! egui lays every panel out anew in every frame, which costs more than a map of ten million positions. Whoever drags the map can
//! press nothing in a panel meanwhile, so a panel need not be ready for it; what it tells may be a fifth of a second old. Owns what was
//! painted. Never rests where somebody could notice: with a key, a press, a menu, a focus, a screen reader, a pointer that is held
//! still. Start at [`Resting::begin`].

use std::collections::HashMap;
use std::time::Duration;

use egui::epaint::{ClippedPrimitive, ClippedShape, Mesh, Primitive};
use egui::layers::ShapeIdx;
use egui::{Context, Event, Frame, LayerId, Panel, Pos2, Rect, Shape, Ui, Vec2, vec2};

use super::canvas::atlas;

/// For how long a panel rests, seconds: nobody reads faster.
const LONGEST: f64 = 0.2;
/// Where frames are slow, it rests for so many of them at the least: what is dragged goes before what tells of it.
const LEAST_FRAMES: u32 = 11;
/// After how long without a move somebody who holds the button reads what panels tell, seconds; shorter than a rest.
const STILL: f32 = 0.15;
/// How near its edge, points, a panel is grasped to be made wider.
const EDGE: f32 = 8.0;

/// What each panel painted last, while something is dragged or scrolled.
#[derive(Default)]
pub(super) struct Resting {
    painted: HashMap<&'static str, Painted>,
    /// Where that was taken hold of.
    grip: Option<Pos2>,
    /// Whose turn it is to be laid out anew: they take turns, so that no frame waits for all of them.
    turn: Option<Turn>,
}

/// Where a panel lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lies {
    /// Above or below the map.
    Flat,
    /// Beside it, always as wide.
    Narrow,
    /// Beside it, and can be made wider by its edge.
    Wide,
}

/// Panels that are laid out in the same frame: each wide one by itself, which is as much work as all the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Turn {
    Wide(&'static str),
    Others,
}

/// A panel as it was painted.
struct Painted {
    turn: Turn,
    /// When, seconds of the window's time.
    at: f64,
    /// What of the window was left for it and those after it, and on which scale.
    room: Rect,
    scale: f32,
    /// How large the picture of all letters was: triangles tell a letter's place in it by shares.
    letters: [usize; 2],
    rect: Rect,
    /// Triangles and callbacks.
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
        let now = ui.input(|input| input.time);
        let due =
            self.painted.values().filter(|painted| painted.n_rested >= LEAST_FRAMES && now - painted.at >= LONGEST);
        self.turn = due.max_by_key(|painted| painted.n_rested).map(|painted| painted.turn);
    }

    /// Looks back at a frame; to be called after the last thing that writes on the window. Where it wanted letters for which their picture
    /// had to grow, what panels kept of it is wrong, and the frame is begun again.
    pub(super) fn end(&mut self, ctx: &Context) {
        let letters = atlas::size(ctx);
        if self.painted.values().any(|painted| painted.letters != letters) {
            self.painted.clear();
            ctx.request_discard("letters");
        }
        // Whose turn it was and who was not shown is no longer in the window.
        self.painted.retain(|_, painted| Some(painted.turn) != self.turn || painted.n_rested == 0);
    }

    /// Shows a panel, or what it was a moment ago.
    pub(super) fn show(
        &mut self,
        name: &'static str,
        lies: Lies,
        panel: Panel,
        ui: &mut Ui,
        contents: impl FnOnce(&mut Ui),
    ) {
        let Some(grip) = self.grip else {
            panel.show(ui, contents);
            return;
        };
        let ctx = ui.ctx().clone();
        let (now, scale, room) =
            (ui.input(|input| input.time), ctx.pixels_per_point(), ui.available_rect_before_wrap());
        let rests = |painted: &Painted| {
            self.turn != Some(painted.turn)
                && (painted.room, painted.scale.to_bits()) == (room, scale.to_bits())
                && !painted.rect.expand2(vec2(if lies == Lies::Wide { EDGE } else { 0.0 }, 0.0)).contains(grip)
        };
        let layer = ui.layer_id();
        if let Some(painted) = self.painted.get_mut(name).filter(|painted| rests(painted)) {
            painted.n_rested += 1;
            let size = if lies == Lies::Flat { painted.rect.height() } else { painted.rect.width() };
            let panel = panel.frame(Frame::NONE).resizable(false).show_separator_line(false).exact_size(size);
            panel.show(ui, |_| ());
            paint(&ctx, layer, &painted.shapes);
            ctx.request_repaint_after(Duration::from_secs_f64(LONGEST));
            return;
        }
        let n_before = ctx.graphics(|graphics| graphics.get(layer).map_or(0, |list| list.next_idx().0));
        let rect = panel.show(ui, contents).response.rect;
        let shapes = triangles(&ctx, take_painted(&ctx, layer, n_before), scale);
        paint(&ctx, layer, &shapes);
        let letters = atlas::size(&ctx);
        let turn = if lies == Lies::Wide { Turn::Wide(name) } else { Turn::Others };
        self.painted.insert(name, Painted { turn, at: now, room, scale, letters, rect, shapes, n_rested: 0 });
    }
}

/// Paints what was kept.
fn paint(ctx: &Context, layer: LayerId, shapes: &[ClippedShape]) {
    ctx.graphics_mut(|graphics| {
        let list = graphics.entry(layer);
        for ClippedShape { clip_rect, shape, .. } in shapes {
            list.add(*clip_rect, shape.clone());
        }
    });
}

/// Takes what was painted on a layer since it held so many shapes.
fn take_painted(ctx: &Context, layer: LayerId, n_before: usize) -> Vec<ClippedShape> {
    ctx.graphics_mut(|graphics| {
        let list = graphics.entry(layer);
        let mut taken = Vec::new();
        for idx in n_before..list.next_idx().0 {
            list.mutate_shape(ShapeIdx(idx), |painted| {
                let shape = std::mem::replace(&mut painted.shape, Shape::Noop);
                taken.push(ClippedShape { shape, ..painted.clone() });
            });
        }
        taken
    })
}

/// Shapes made into as few heaps of triangles as can be, so that they are made only once: turning outlines and letters into
/// triangles is a third of what a frame costs, and each heap wants its own commands.
fn triangles(ctx: &Context, shapes: Vec<ClippedShape>, scale: f32) -> Vec<ClippedShape> {
    let window = ctx.viewport_rect();
    let mut heaps: Vec<(Rect, Mesh)> = Vec::new();
    let mut all = Vec::new();
    let put_down = |heaps: &mut Vec<(Rect, Mesh)>, all: &mut Vec<ClippedShape>| {
        all.extend(heaps.drain(..).map(|(clip, mesh)| ClippedShape::new(clip, Shape::mesh(mesh))));
    };
    for ClippedPrimitive { clip_rect, primitive } in ctx.tessellate(shapes, scale) {
        match primitive {
            Primitive::Mesh(mesh) if mesh.is_empty() => {}
            Primitive::Mesh(mesh) => {
                // What is not cut off needs no cutting, and can go with the others.
                let clip = if clip_rect.contains_rect(mesh.calc_bounds()) { window } else { clip_rect };
                match heaps.last_mut() {
                    Some((other, heap)) if *other == clip && heap.texture_id == mesh.texture_id => heap.append(mesh),
                    _ => heaps.push((clip, mesh)),
                }
            }
            Primitive::Callback(callback) => {
                put_down(&mut heaps, &mut all);
                all.push(ClippedShape::new(clip_rect, Shape::Callback(callback)));
            }
        }
    }
    put_down(&mut heaps, &mut all);
    all
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
            return input.pointer.press_origin().filter(|_| input.pointer.time_since_last_movement() < STILL);
        }
        let is_scrolled = input.smooth_scroll_delta() != Vec2::ZERO || (input.zoom_delta() - 1.0).abs() > 0.0;
        input.pointer.latest_pos().filter(|_| is_scrolled)
    })
}

#[cfg(test)]
mod tests {
    use egui::epaint::Vertex;
    use egui::{CentralPanel, PointerButton, RawInput, RichText, pos2};

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
        /// What the map says, in large letters.
        on_map: String,
    }

    impl Window {
        /// Draws a frame so long after the last one, and gives the corners of its triangles.
        fn frame(&mut self, seconds: f64, events: Vec<Event>) -> Vec<Vertex> {
            self.time += seconds;
            let input = RawInput {
                screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(800.0, 600.0))),
                time: Some(self.time),
                events,
                ..RawInput::default()
            };
            let Self { ctx, resting, n_left, n_below, map, on_map, .. } = self;
            let mut output = ctx.run_ui(input, |ui| {
                resting.begin(ui);
                resting.show("below", Lies::Flat, Panel::bottom("below"), ui, |ui| {
                    *n_below += 1;
                    ui.label("below");
                });
                resting.show("left", Lies::Wide, Panel::left("left").default_size(200.0), ui, |ui| {
                    *n_left += 1;
                    drop(ui.button("left"));
                    // Cut off at the panel's edge.
                    ui.add(egui::Label::new("a long name of a vessel that has no room").extend());
                });
                let central = CentralPanel::default().show(ui, |ui| ui.label(RichText::new(&*on_map).size(60.0)));
                *map = Some(central.response.rect);
                resting.end(ui.ctx());
            });
            output.textures_delta.clear();
            let corners = |painted: ClippedPrimitive| match painted.primitive {
                Primitive::Mesh(mesh) => mesh.vertices,
                Primitive::Callback(_) => Vec::new(),
            };
            ctx.tessellate(std::mem::take(&mut output.shapes), 1.0).into_iter().flat_map(corners).collect()
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
        let before = window.frame(0.02, press(pos2(500.0, 300.0), true));
        let begun = window.frame(0.02, vec![Event::PointerMoved(pos2(510.0, 300.0))]);
        let counted = (window.n_left, window.n_below);
        let later = window.frame(0.02, vec![Event::PointerMoved(pos2(520.0, 300.0))]);
        assert_eq!((window.n_left, window.n_below), counted);
        assert!(before.len() > 40 * 4, "each letter has four corners");
        assert!(begun == before && later == before);
        assert_eq!(window.map, map);
        // Some moments later, and after eleven frames, they are laid out once, one after the other.
        for n in 2..=11_u8 {
            window.frame(0.1, vec![Event::PointerMoved(pos2(500.0 + 10.0 * f32::from(n), 300.0))]);
            assert_eq!((window.n_left, window.n_below), counted);
        }
        window.frame(0.1, vec![Event::PointerMoved(pos2(530.0, 300.0))]);
        assert_eq!(window.n_left + window.n_below, counted.0 + counted.1 + 1);
        for _ in 0..3 {
            window.frame(0.02, vec![Event::PointerMoved(pos2(530.0, 300.0))]);
            assert_eq!((window.n_left, window.n_below), (counted.0 + 1, counted.1 + 1));
        }
        // Whoever holds still reads.
        window.frame(0.2, Vec::new());
        assert_eq!((window.n_left, window.n_below), (counted.0 + 2, counted.1 + 2));
        // Letting go is a frame like any other.
        window.frame(0.02, press(pos2(530.0, 300.0), false));
        assert_eq!((window.n_left, window.n_below), (counted.0 + 3, counted.1 + 3));
        assert_eq!(window.map, map);
    }

    #[test]
    fn letters_stay_right_when_their_picture_grows() {
        let mut window = Window::default();
        window.frame(0.02, Vec::new());
        window.frame(0.02, press(pos2(500.0, 300.0), true));
        window.frame(0.02, vec![Event::PointerMoved(pos2(510.0, 300.0))]);
        let (counted, size) = (window.n_left, atlas::size(&window.ctx));
        window.on_map = ('!'..='~').collect();
        let rested = window.frame(0.02, vec![Event::PointerMoved(pos2(520.0, 300.0))]);
        assert_ne!(atlas::size(&window.ctx), size);
        assert_eq!(window.n_left, counted + 1);
        let plain = window.frame(0.02, press(pos2(520.0, 300.0), false));
        assert!(rested == plain);
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
