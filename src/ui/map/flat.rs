//! Plain filled triangles on the map: the insides of areas.
//!
//! Owns a pipeline of its own for them. egui's shader reads a texture some nine times for each pixel, which a software
//! rasteriser pays for in tens of milliseconds a frame once areas cover the map. Never decides a colour. Start at
//! [`install`], then [`Fills`].

use std::sync::OnceLock;

use egui::{Color32, PaintCallbackInfo, Painter, Pos2, Rect, Shape};
use egui_wgpu::wgpu::util::DeviceExt as _;
use egui_wgpu::{CallbackResources, CallbackTrait, RenderState, ScreenDescriptor, wgpu};

use super::target::{self, Recipe, Workshop};

/// Makes the pipeline. Call it once, when the window opens; without it no fill is drawn.
pub(super) fn install(state: &RenderState) {
    let flat = Flat::new(state);
    state.renderer.write().callback_resources.insert(flat);
}

struct Flat {
    pipeline: wgpu::RenderPipeline,
    is_srgb: bool,
}

/// A corner as the shader takes it.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, bytemuck::Pod, bytemuck::Zeroable)]
struct Corner {
    /// From -1 to 1 across the map.
    at: [f32; 2],
    /// As the target wants it.
    colour: [u8; 4],
}

/// Triangles being gathered for one frame, the first lowest.
#[derive(Default)]
pub(super) struct Fills {
    corners: Vec<(Pos2, Color32)>,
    indices: Vec<u32>,
}

impl Fills {
    /// Adds an area: its corners on the screen, and three of them for each triangle.
    pub(super) fn add(&mut self, corners: impl Iterator<Item = Pos2>, triangles: &[u32], colour: Color32) {
        if colour.a() == 0 || triangles.is_empty() {
            return;
        }
        let Ok(first) = u32::try_from(self.corners.len()) else { return };
        self.corners.extend(corners.map(|at| (at, colour)));
        self.indices.extend(triangles.iter().map(|idx| first + idx));
    }

    /// Paints them inside `room`.
    pub(super) fn paint(self, painter: &Painter, room: Rect) {
        if !self.indices.is_empty() {
            let paint = FlatPaint { fills: self, room, buffers: OnceLock::new() };
            painter.add(Shape::Callback(egui_wgpu::Callback::new_paint_callback(room, paint)));
        }
    }
}

struct FlatPaint {
    fills: Fills,
    room: Rect,
    buffers: OnceLock<(wgpu::Buffer, wgpu::Buffer)>,
}

impl CallbackTrait for FlatPaint {
    fn prepare(
        &self,
        device: &wgpu::Device,
        _queue: &wgpu::Queue,
        _screen: &ScreenDescriptor,
        _encoder: &mut wgpu::CommandEncoder,
        resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        let Some(flat) = resources.get::<Flat>() else { return Vec::new() };
        let (middle, half) = (self.room.center(), self.room.size() / 2.0);
        let placed = |(at, colour): &(Pos2, Color32)| Corner {
            at: [(at.x - middle.x) / half.x, (middle.y - at.y) / half.y],
            colour: target::bytes(*colour, flat.is_srgb),
        };
        let corners: Vec<Corner> = self.fills.corners.iter().map(placed).collect();
        let buffer = |contents: &[u8], usage| {
            device.create_buffer_init(&wgpu::util::BufferInitDescriptor { label: Some("fills"), contents, usage })
        };
        self.buffers.get_or_init(|| {
            let vertices = buffer(bytemuck::cast_slice(&corners), wgpu::BufferUsages::VERTEX);
            (vertices, buffer(bytemuck::cast_slice(&self.fills.indices), wgpu::BufferUsages::INDEX))
        });
        Vec::new()
    }

    fn paint(&self, _info: PaintCallbackInfo, pass: &mut wgpu::RenderPass<'static>, resources: &CallbackResources) {
        let (Some(flat), Some((vertices, indices))) = (resources.get::<Flat>(), self.buffers.get()) else { return };
        let n_indices = u32::try_from(self.fills.indices.len()).unwrap_or(0);
        pass.set_pipeline(&flat.pipeline);
        pass.set_vertex_buffer(0, vertices.slice(..));
        pass.set_index_buffer(indices.slice(..), wgpu::IndexFormat::Uint32);
        pass.draw_indexed(0..n_indices, 0, 0..1);
    }
}

impl Flat {
    fn new(state: &RenderState) -> Self {
        let workshop = Workshop::new(state, "fills", include_str!("flat.wgsl"));
        let attributes = wgpu::vertex_attr_array![0 => Float32x2, 1 => Unorm8x4];
        let corners = wgpu::VertexBufferLayout {
            array_stride: size_of::<Corner>() as u64,
            step_mode: wgpu::VertexStepMode::Vertex,
            attributes: &attributes,
        };
        let recipe = Recipe {
            vertex: "vertex",
            fragment: "fragment",
            constants: &[],
            buffers: &[Some(corners)],
            topology: wgpu::PrimitiveTopology::TriangleList,
            is_blended: true,
        };
        let pipeline = workshop.pipeline(&workshop.layout(&[]), &recipe);
        Self { pipeline, is_srgb: state.target_format.is_srgb() }
    }
}
