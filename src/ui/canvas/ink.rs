//! All that egui paints, drawn by a pipeline of our own.
//!
//! egui's shader filters its texture by hand in every pixel and draws each clip rectangle with buffers of its own; a software rasteriser
//! pays for that with a third of a frame. Owns the triangles of the frame on the graphics card. Never changes what is painted, nor in
//! which order: what is not of egui's own texture is left to egui. Start at [`install`].

use std::num::NonZeroU64;
use std::ops::Range;
use std::sync::Arc;

use egui::emath::TSTransform;
use egui::epaint::{ClippedPrimitive, ClippedShape, ImageDelta, Mesh, Primitive, TextureId, Vertex};
use egui::{Context, FullOutput, PaintCallbackInfo, Plugin, Rect, Shape, Vec2};
use egui_wgpu::{CallbackResources, CallbackTrait, RenderState, wgpu};

use super::atlas::{self, Atlas};
use super::target::{self, Recipe, Workshop};

/// From now on draws what this context paints. Call it once, when the window opens.
pub(in crate::ui) fn install(ctx: &Context, state: &RenderState) {
    ctx.add_plugin(Ink::new(state));
}

struct Ink {
    device: wgpu::Device,
    queue: wgpu::Queue,
    pipeline: wgpu::RenderPipeline,
    atlas: Atlas,
    /// The size of the window that the shader was told, points.
    told: Option<Vec2>,
    /// Corners, then indices; it grows.
    buffer: Option<wgpu::Buffer>,
}

/// A piece of a frame, in the order in which they are painted.
enum Piece {
    /// Triangles that take nothing but egui's own texture, and where they are cut off.
    Ours(Rect, Arc<Mesh>),
    Theirs(ClippedShape),
}

/// What is drawn between two things that are not ours.
struct InkPaint {
    pipeline: wgpu::RenderPipeline,
    group: wgpu::BindGroup,
    buffer: wgpu::Buffer,
    n_corner_bytes: u64,
    draws: Vec<Draw>,
}

/// Triangles that are cut off at the same rectangle.
struct Draw {
    clip: Rect,
    indices: Range<u32>,
    first_corner: i32,
}

impl Ink {
    fn new(state: &RenderState) -> Self {
        let atlas = Atlas::new(state, size_of::<[f32; 2]>());
        let workshop = Workshop::new(state, "ink", include_str!("ink.wgsl"));
        let corners = wgpu::VertexBufferLayout {
            array_stride: size_of::<Vertex>() as u64,
            step_mode: wgpu::VertexStepMode::Vertex,
            attributes: &wgpu::vertex_attr_array![0 => Float32x2, 1 => Float32x2, 2 => Unorm8x4],
        };
        let recipe = Recipe {
            vertex: "vertex",
            fragment: "fragment",
            constants: &[("is_srgb", f64::from(u8::from(state.target_format.is_srgb())))],
            buffers: &[Some(corners)],
            topology: wgpu::PrimitiveTopology::TriangleList,
            is_blended: true,
        };
        Self {
            pipeline: workshop.pipeline(&workshop.layout(&[atlas.layout()]), &recipe),
            device: state.device.clone(),
            queue: state.queue.clone(),
            atlas,
            told: None,
            buffer: None,
        }
    }

    /// Puts the triangles of a frame on the card: all corners, then all indices. Gives the buffer and how many bytes of it are corners;
    /// `None` if there are no triangles.
    fn upload(&mut self, pieces: &[Piece]) -> Option<(wgpu::Buffer, u64)> {
        let meshes = || {
            pieces.iter().filter_map(|piece| match piece {
                Piece::Ours(_, mesh) => Some(mesh),
                Piece::Theirs(_) => None,
            })
        };
        let corners = meshes().map(|mesh| bytemuck::cast_slice::<_, u8>(&mesh.vertices));
        let indices = meshes().map(|mesh| bytemuck::cast_slice::<_, u8>(&mesh.indices));
        let n_corner_bytes: usize = corners.clone().map(<[u8]>::len).sum();
        let n_bytes = n_corner_bytes + indices.clone().map(<[u8]>::len).sum::<usize>();
        let size = NonZeroU64::new(n_bytes as u64)?;
        target::grow(&self.device, "ink", &mut self.buffer, size.get());
        let buffer = self.buffer.clone()?;
        let mut room = self.queue.write_buffer_with(&buffer, 0, size)?;
        let mut from = 0;
        for part in corners.chain(indices) {
            room.slice(from..from + part.len()).copy_from_slice(part);
            from += part.len();
        }
        drop(room);
        Some((buffer, n_corner_bytes as u64))
    }

    /// The same frame, in which our triangles are drawn by callbacks; `None` if they cannot be.
    fn drawn(&mut self, ctx: &Context, pieces: &[Piece]) -> Option<Vec<ClippedShape>> {
        let window = ctx.viewport_rect();
        let group = self.atlas.bind(atlas::size(ctx))?;
        let (buffer, n_corner_bytes) = self.upload(pieces)?;
        if self.told.replace(window.size()) != Some(window.size()) {
            let size: [f32; 2] = window.size().into();
            self.queue.write_buffer(self.atlas.uniform(), 0, bytemuck::bytes_of(&size));
        }
        let mut shapes = Vec::new();
        let mut draws = Vec::new();
        let put_down = |draws: &mut Vec<Draw>, shapes: &mut Vec<ClippedShape>| {
            if !draws.is_empty() {
                let paint = InkPaint {
                    pipeline: self.pipeline.clone(),
                    group: group.clone(),
                    buffer: buffer.clone(),
                    n_corner_bytes,
                    draws: std::mem::take(draws),
                };
                let callback = egui_wgpu::Callback::new_paint_callback(window, paint);
                shapes.push(ClippedShape::new(window, Shape::Callback(callback)));
            }
        };
        let (mut first_corner, mut first_index) = (0_i32, 0_u32);
        for piece in pieces {
            match piece {
                Piece::Ours(clip, mesh) => {
                    let indices = first_index..first_index + u32::try_from(mesh.indices.len()).ok()?;
                    first_index = indices.end;
                    draws.push(Draw { clip: *clip, indices, first_corner });
                    first_corner += i32::try_from(mesh.vertices.len()).ok()?;
                }
                Piece::Theirs(shape) => {
                    put_down(&mut draws, &mut shapes);
                    shapes.push(shape.clone());
                }
            }
        }
        put_down(&mut draws, &mut shapes);
        Some(shapes)
    }
}

impl Plugin for Ink {
    fn debug_name(&self) -> &'static str {
        "ink"
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        let letters = output.textures_delta.set.get(&TextureId::default());
        if letters.is_some_and(|deltas| deltas.iter().any(ImageDelta::is_whole)) {
            return; // The texture at hand is the old one.
        }
        let pieces = pieces_of(ctx, std::mem::take(&mut output.shapes), output.pixels_per_point);
        output.shapes = self.drawn(ctx, &pieces).unwrap_or_else(|| pieces.into_iter().map(shape_of).collect());
    }
}

/// Makes triangles of what is not yet triangles.
fn pieces_of(ctx: &Context, shapes: Vec<ClippedShape>, scale: f32) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut outlines = Vec::new();
    let take = |outlines: &mut Vec<ClippedShape>, pieces: &mut Vec<Piece>| {
        if !outlines.is_empty() {
            pieces.extend(ctx.tessellate(std::mem::take(outlines), scale).into_iter().map(piece_of));
        }
    };
    for shape in shapes {
        match shape.shape {
            Shape::Mesh(mesh) if is_ours(&mesh) && shape.transform_after_tessellation == TSTransform::IDENTITY => {
                take(&mut outlines, &mut pieces);
                pieces.push(Piece::Ours(shape.clip_rect, mesh));
            }
            Shape::Noop => {}
            _ => outlines.push(shape),
        }
    }
    take(&mut outlines, &mut pieces);
    pieces
}

fn piece_of(ClippedPrimitive { clip_rect, primitive }: ClippedPrimitive) -> Piece {
    match primitive {
        Primitive::Mesh(mesh) if is_ours(&mesh) => Piece::Ours(clip_rect, mesh.into()),
        Primitive::Mesh(mesh) => Piece::Theirs(ClippedShape::new(clip_rect, Shape::mesh(mesh))),
        Primitive::Callback(callback) => Piece::Theirs(ClippedShape::new(clip_rect, Shape::Callback(callback))),
    }
}

fn shape_of(piece: Piece) -> ClippedShape {
    match piece {
        Piece::Ours(clip, mesh) => ClippedShape::new(clip, Shape::Mesh(mesh)),
        Piece::Theirs(shape) => shape,
    }
}

fn is_ours(mesh: &Mesh) -> bool {
    mesh.texture_id == TextureId::default()
}

impl CallbackTrait for InkPaint {
    fn paint(&self, info: PaintCallbackInfo, pass: &mut wgpu::RenderPass<'static>, _resources: &CallbackResources) {
        pass.set_pipeline(&self.pipeline);
        pass.set_bind_group(0, &self.group, &[]);
        pass.set_vertex_buffer(0, self.buffer.slice(..self.n_corner_bytes));
        pass.set_index_buffer(self.buffer.slice(self.n_corner_bytes..), wgpu::IndexFormat::Uint32);
        for draw in &self.draws {
            let [left, top, right, bottom] = pixels(draw.clip, &info);
            if right > left && bottom > top {
                pass.set_scissor_rect(left, top, right - left, bottom - top);
                pass.draw_indexed(draw.indices.clone(), draw.first_corner, 0..1);
            }
        }
    }
}

/// The edges of a rectangle in pixels of the window: left, top, right, bottom.
fn pixels(rect: Rect, info: &PaintCallbackInfo) -> [u32; 4] {
    let [width, height] = info.screen_size_px;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "kept within the window")]
    let pixel = |points: f32, most: u32| ((points * info.pixels_per_point).round() as u32).min(most);
    [pixel(rect.min.x, width), pixel(rect.min.y, height), pixel(rect.max.x, width), pixel(rect.max.y, height)]
}

#[cfg(test)]
mod tests {
    use egui::{Color32, Ui, vec2};
    use egui_kittest::Harness;

    use super::*;

    /// Letters, lines, what is cut off, what lies over something else, and a picture of its own between them.
    struct Page(Option<egui::TextureHandle>);

    impl eframe::App for Page {
        fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
            ui.heading("SYN MOONLIGHT 서해");
            drop(ui.button("Zoom to track"));
            let painter = ui.painter();
            painter.rect_filled(
                Rect::from_min_size(ui.max_rect().min, vec2(90.0, 60.0)),
                8.0,
                Color32::from_black_alpha(90),
            );
            let picture = self.0.get_or_insert_with(|| {
                let image = egui::ColorImage::filled([4, 4], Color32::RED);
                ui.ctx().load_texture("red", image, egui::TextureOptions::NEAREST)
            });
            ui.image((picture.id(), vec2(40.0, 40.0)));
            egui::ScrollArea::vertical().max_height(40.0).show(ui, |ui| {
                for n in 0..20 {
                    ui.label(format!("vessel {n}"));
                }
            });
            ui.painter().line_segment([egui::pos2(3.0, 7.0), egui::pos2(150.0, 140.0)], (1.5, Color32::YELLOW));
        }
    }

    /// The page's pixels, and how many heaps of triangles were left to egui.
    fn page(is_ours: bool) -> (Vec<u8>, usize) {
        let mut harness = Harness::builder().with_size([200.0, 160.0]).wgpu().build_eframe(|cc| {
            crate::ui::theme::install_fonts(&cc.egui_ctx);
            if let Some(state) = cc.wgpu_render_state.as_ref().filter(|_| is_ours) {
                install(&cc.egui_ctx, state);
            }
            Page(None)
        });
        harness.run();
        let n_left = harness.output().shapes.iter().filter(|shape| !matches!(shape.shape, Shape::Callback(_))).count();
        (harness.render().expect("a picture").into_raw(), n_left)
    }

    #[test]
    fn the_window_looks_as_egui_draws_it() {
        let ((ours, n_left), (theirs, n_theirs)) = (page(true), page(false));
        assert_eq!(n_left, 1, "the red picture");
        assert!(n_theirs > 10);
        let most = ours.iter().zip(&theirs).map(|(ours, theirs)| ours.abs_diff(*theirs)).max();
        // Filtered by the card here, by hand there.
        assert!(most <= Some(2), "{most:?}");
        assert!(theirs.chunks_exact(4).any(|pixel| pixel == [255, 0, 0, 255]));
        assert!(theirs.chunks_exact(4).filter(|pixel| *pixel != &theirs[..4]).count() > 3000);
    }
}
