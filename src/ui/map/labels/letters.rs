//! Names as triangles, and a pipeline of their own to draw them.
//!
//! Owns their corners, which are made once for each placement, and the buffers on the graphics card. A frame in which the
//! map only moves writes 32 bytes and nothing else; egui would set, halo and upload every letter anew. Never decides
//! where a name stands. Start at [`Letters::new`], then [`LetterGpu::paint`].

use std::ops::Range;

use egui::emath::{GuiRounding as _, Rot2};
use egui::epaint::Tessellator;
use egui::{Color32, Galley, Mesh, PaintCallbackInfo, Painter, Pos2, Shape, Vec2, pos2, vec2};
use egui_wgpu::wgpu::util::DeviceExt as _;
use egui_wgpu::{CallbackResources, CallbackTrait, RenderState, wgpu};

use super::super::view::{View, World};
use super::placement::Placed;
use super::style;
use crate::ui::canvas::atlas::Atlas;
use crate::ui::canvas::target::{self, Workshop};
use crate::ui::theme::ChartColours;

/// What is round the letters: the same letters moved so far, points. The shader knows it too.
const HALO: [Vec2; 4] = [vec2(-1.0, -0.6), vec2(1.0, -0.6), vec2(-1.0, 0.8), vec2(1.0, 0.8)];

/// A set text: its letters about its middle.
#[derive(Debug, Default)]
pub(super) struct Text {
    /// Before turning, points.
    pub(super) size: Vec2,
    /// From the middle in points, and where in the letters' texture, texels.
    corners: Vec<(Vec2, Vec2)>,
    /// Three for each triangle.
    indices: Vec<u32>,
}

impl Text {
    /// Takes the letters out of a centred text, which spans from -width/2 to width/2.
    pub(super) fn of(galley: &Galley) -> Self {
        let size = galley.size();
        let mut text = Self { size, ..Self::default() };
        let middle = pos2(0.0, size.y / 2.0);
        for row in &galley.rows {
            let first = text.corners.len();
            let mesh = &row.visuals.mesh;
            text.corners.extend(mesh.vertices.iter().map(|v| (row.pos + v.pos.to_vec2() - middle, v.uv.to_vec2())));
            text.indices.extend(mesh.indices.iter().map(|idx| u32_of(first) + idx));
        }
        text
    }
}

/// A corner of a letter or of a place's mark.
#[derive(Clone, Copy, Debug)]
struct Corner {
    place: World,
    /// From the place on the screen, points.
    at: Vec2,
    texel: Vec2,
    colour: Color32,
    /// Of what is round it; transparent if nothing is.
    halo: Color32,
}

/// A corner as the shader takes it.
#[repr(C)]
#[derive(Clone, Copy, Debug, bytemuck::Pod, bytemuck::Zeroable)]
struct GpuCorner {
    place: [u32; 2],
    at: [f32; 2],
    texel: [f32; 2],
    colour: [u8; 4],
    halo: [u8; 4],
}

/// The triangles of all placed labels; right wherever the map moves.
#[derive(Debug, Default)]
pub(super) struct Letters {
    corners: Vec<Corner>,
    indices: Vec<u32>,
    /// The corners and indices of each label.
    of_label: Vec<(Range<usize>, Range<u32>)>,
}

impl Letters {
    /// Makes the labels' triangles.
    pub(super) fn new(labels: &[Placed], painter: &Painter, pixels_per_point: f32, chart: &ChartColours) -> Self {
        let options = painter.ctx().tessellation_options(|options| *options);
        // Marks take the one white texel; its place does not depend on the texture's size.
        let mut tessellator = Tessellator::new(pixels_per_point, options, [1, 1], Vec::new());
        let mut letters = Self::default();
        for label in labels {
            let (first_corner, first_index) = (letters.corners.len(), u32_of(letters.indices.len()));
            let mut mark = Mesh::default();
            for shape in style::dot(Pos2::ZERO, label.seed.kind, chart).into_iter().flatten() {
                tessellator.tessellate_shape(shape, &mut mark);
            }
            letters.add_mark(&mark, label.seed.world);
            letters.add_text(label, pixels_per_point, chart);
            letters.of_label.push((first_corner..letters.corners.len(), first_index..u32_of(letters.indices.len())));
        }
        letters
    }

    fn add_mark(&mut self, mark: &Mesh, place: World) {
        let first = u32_of(self.corners.len());
        self.corners.extend(mark.vertices.iter().map(|v| Corner {
            place,
            at: v.pos.to_vec2(),
            texel: Vec2::ZERO,
            colour: v.color,
            halo: Color32::TRANSPARENT,
        }));
        self.indices.extend(mark.indices.iter().map(|idx| first + idx));
    }

    fn add_text(&mut self, label: &Placed, pixels_per_point: f32, chart: &ChartColours) {
        let first = u32_of(self.corners.len());
        let (colour, halo) = style::colours_of(label.seed.kind, chart);
        let turn = Rot2::from_angle(label.seed.angle);
        // Upright letters keep to whole pixels.
        let start = vec2(-label.text.size.x, -label.text.size.y) / 2.0;
        let by = if label.seed.angle == 0.0 {
            (label.offset + start).round_to_pixels(pixels_per_point) - start
        } else {
            label.offset
        };
        let corner = |(at, texel): &(Vec2, Vec2)| Corner {
            place: label.seed.world,
            at: by + turn * *at,
            texel: *texel,
            colour,
            halo,
        };
        self.corners.extend(label.text.corners.iter().map(corner));
        self.indices.extend(label.text.indices.iter().map(|idx| first + idx));
    }

    /// Paints these labels through egui: for windows without a pipeline, and while the letters' texture is made anew.
    pub(super) fn paint_by_egui(&self, painter: &Painter, view: &View, shown: &[usize], atlas_size: [usize; 2]) {
        #[expect(clippy::cast_precision_loss, reason = "a texture has few texels")]
        let per_texel = vec2(1.0 / atlas_size[0] as f32, 1.0 / atlas_size[1] as f32);
        let mut mesh = Mesh::default();
        for (corners, indices) in shown.iter().filter_map(|idx| self.of_label.get(*idx)) {
            let (Some(of_label), Some(triangles)) =
                (self.corners.get(corners.clone()), self.indices.get(indices.start as usize..indices.end as usize))
            else {
                continue;
            };
            for by in HALO.into_iter().map(Some).chain([None]) {
                let first = u32_of(mesh.vertices.len());
                mesh.vertices.extend(of_label.iter().map(|corner| {
                    let place = view.screen_from_world(corner.place).round_to_pixels(view.pixels_per_point());
                    let pos = place + corner.at + by.unwrap_or_default();
                    let color = if by.is_some() { corner.halo } else { corner.colour };
                    let uv = (corner.texel * per_texel).to_pos2();
                    egui::epaint::Vertex { pos, uv, color }
                }));
                let own = |idx: &u32| first + idx - u32_of(corners.start);
                mesh.indices.extend(triangles.iter().map(own));
            }
        }
        painter.add(Shape::mesh(mesh));
    }
}

/// What the shader is told each frame.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, bytemuck::Pod, bytemuck::Zeroable)]
struct Uniform {
    centre: [u32; 2],
    half_size: [f32; 2],
    scale: f32,
    pixels_per_point: f32,
    texel: [f32; 2],
}

/// The pipeline, and the letters that are on the graphics card.
pub(super) struct LetterGpu {
    device: wgpu::Device,
    queue: wgpu::Queue,
    pipeline: wgpu::RenderPipeline,
    atlas: Atlas,
    written: Option<Uniform>,
    /// Corners and indices.
    buffers: Option<(wgpu::Buffer, wgpu::Buffer)>,
    is_srgb: bool,
}

impl LetterGpu {
    /// Builds the pipeline; once per window.
    pub(super) fn new(state: &RenderState) -> Self {
        let atlas = Atlas::new(state, size_of::<Uniform>());
        let workshop = Workshop::new(state, "letters", include_str!("letters.wgsl"));
        let attributes = wgpu::vertex_attr_array![
            0 => Uint32x2, 1 => Float32x2, 2 => Float32x2, 3 => Unorm8x4, 4 => Unorm8x4
        ];
        Self {
            pipeline: workshop.triangles::<GpuCorner>(&workshop.layout(&[atlas.layout()]), &attributes),
            queue: state.queue.clone(),
            atlas,
            written: None,
            buffers: None,
            is_srgb: state.target_format.is_srgb(),
            device: state.device.clone(),
        }
    }

    /// Puts letters on the graphics card, in place of those that were there.
    pub(super) fn upload(&mut self, letters: &Letters) {
        let gpu_corner = |corner: &Corner| GpuCorner {
            place: corner.place,
            at: corner.at.into(),
            texel: corner.texel.into(),
            colour: target::bytes(corner.colour, self.is_srgb),
            halo: target::bytes(corner.halo, self.is_srgb),
        };
        let corners: Vec<GpuCorner> = letters.corners.iter().map(gpu_corner).collect();
        let buffer = |contents: &[u8], usage| {
            let label = Some("letters");
            self.device.create_buffer_init(&wgpu::util::BufferInitDescriptor { label, contents, usage })
        };
        self.buffers = (!letters.indices.is_empty()).then(|| {
            (
                buffer(bytemuck::cast_slice(&corners), wgpu::BufferUsages::VERTEX),
                buffer(bytemuck::cast_slice(&letters.indices), wgpu::BufferUsages::INDEX),
            )
        });
    }

    /// Paints these of the uploaded labels; false if the letters' texture is not at hand in this frame.
    pub(super) fn paint(
        &mut self,
        letters: &Letters,
        painter: &Painter,
        view: &View,
        shown: &[usize],
        atlas_size: [usize; 2],
    ) -> bool {
        let Some(group) = self.atlas.bind(atlas_size) else { return false };
        let Some((corners, indices)) = self.buffers.clone() else { return false };
        #[expect(clippy::cast_possible_truncation, reason = "scales are f32 in the shader")]
        let scale = view.pixels_per_unit() as f32;
        #[expect(clippy::cast_precision_loss, reason = "a texture has few texels")]
        let texel = atlas_size.map(|side| 1.0 / side as f32);
        let uniform = Uniform {
            centre: view.centre_world(),
            half_size: view.half_size_in_pixels(),
            scale,
            pixels_per_point: view.pixels_per_point(),
            texel,
        };
        if self.written.replace(uniform) != Some(uniform) {
            self.queue.write_buffer(self.atlas.uniform(), 0, bytemuck::bytes_of(&uniform));
        }
        let mut draws: Vec<Range<u32>> = Vec::new();
        for (_, range) in shown.iter().filter_map(|idx| letters.of_label.get(*idx)) {
            match draws.last_mut() {
                Some(last) if last.end == range.start => last.end = range.end,
                _ => draws.push(range.clone()),
            }
        }
        let paint = LetterPaint { pipeline: self.pipeline.clone(), group, corners, indices, draws };
        painter.add(egui_wgpu::Callback::new_paint_callback(view.rect(), paint));
        true
    }
}

/// One frame's names.
struct LetterPaint {
    pipeline: wgpu::RenderPipeline,
    group: wgpu::BindGroup,
    corners: wgpu::Buffer,
    indices: wgpu::Buffer,
    draws: Vec<Range<u32>>,
}

impl CallbackTrait for LetterPaint {
    fn paint(&self, _info: PaintCallbackInfo, pass: &mut wgpu::RenderPass<'static>, _resources: &CallbackResources) {
        pass.set_pipeline(&self.pipeline);
        pass.set_bind_group(0, &self.group, &[]);
        pass.set_vertex_buffer(0, self.corners.slice(..));
        pass.set_index_buffer(self.indices.slice(..), wgpu::IndexFormat::Uint32);
        let n_layers = u32_of(HALO.len()) + 1;
        for draw in &self.draws {
            pass.draw_indexed(draw.clone(), 0, 0..n_layers);
        }
    }
}

fn u32_of(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
