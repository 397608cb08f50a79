//! Plain filled triangles on the map: the insides of areas.
//!
//! Owns a pipeline of its own for them. egui's shader reads a texture some nine times for each pixel, which a software
//! rasteriser pays for in tens of milliseconds a frame once areas cover the map. Never decides a colour. Start at
//! [`install`], then [`Fills`].

use std::sync::OnceLock;

use egui::{Color32, PaintCallbackInfo, Painter, Pos2, Rect, Shape};
use egui_wgpu::wgpu::util::DeviceExt as _;
use egui_wgpu::{CallbackResources, CallbackTrait, RenderState, ScreenDescriptor, wgpu};

/// Makes the pipeline. Call it once, when the window opens; without it no fill is drawn.
pub(super) fn install(state: &RenderState) {
    let flat = Flat::new(&state.device, state.target_format);
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
    /// Points on the screen.
    at: [f32; 2],
    /// Premultiplied.
    colour: [u8; 4],
}

/// Triangles being gathered for one frame, the first lowest.
#[derive(Default)]
pub(super) struct Fills {
    corners: Vec<Corner>,
    indices: Vec<u32>,
}

impl Fills {
    /// Adds an area: its corners on the screen, and three of them for each triangle.
    pub(super) fn add(&mut self, corners: impl Iterator<Item = Pos2>, triangles: &[u32], colour: Color32) {
        if colour.a() == 0 || triangles.is_empty() {
            return;
        }
        let Ok(first) = u32::try_from(self.corners.len()) else { return };
        self.corners.extend(corners.map(|at| Corner { at: [at.x, at.y], colour: colour.to_array() }));
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
        let placed = |corner: &Corner| {
            let [x, y] = corner.at;
            let at = [(x - middle.x) / half.x, (middle.y - y) / half.y];
            Corner { at, colour: if flat.is_srgb { linear(corner.colour) } else { corner.colour } }
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

/// A premultiplied colour of the screen as a linear one.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 255, rounded")]
fn linear([r, g, b, a]: [u8; 4]) -> [u8; 4] {
    let colour = egui::Rgba::from(Color32::from_rgba_premultiplied(r, g, b, a));
    colour.to_array().map(|share| (share * 255.0).round() as u8)
}

impl Flat {
    fn new(device: &wgpu::Device, format: wgpu::TextureFormat) -> Self {
        let shader = device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some("fills"),
            source: wgpu::ShaderSource::Wgsl(include_str!("flat.wgsl").into()),
        });
        let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: Some("fills"),
            bind_group_layouts: &[],
            immediate_size: 0,
        });
        let attributes = wgpu::vertex_attr_array![0 => Float32x2, 1 => Unorm8x4];
        let pipeline = device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
            label: Some("fills"),
            layout: Some(&layout),
            vertex: wgpu::VertexState {
                module: &shader,
                entry_point: Some("vertex"),
                compilation_options: wgpu::PipelineCompilationOptions::default(),
                buffers: &[Some(wgpu::VertexBufferLayout {
                    array_stride: size_of::<Corner>() as u64,
                    step_mode: wgpu::VertexStepMode::Vertex,
                    attributes: &attributes,
                })],
            },
            primitive: wgpu::PrimitiveState::default(),
            depth_stencil: None,
            multisample: wgpu::MultisampleState::default(),
            fragment: Some(wgpu::FragmentState {
                module: &shader,
                entry_point: Some("fragment"),
                compilation_options: wgpu::PipelineCompilationOptions::default(),
                targets: &[Some(wgpu::ColorTargetState {
                    format,
                    blend: Some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING),
                    write_mask: wgpu::ColorWrites::ALL,
                })],
            }),
            multiview_mask: None,
            cache: None,
        });
        Self { pipeline, is_srgb: format.is_srgb() }
    }
}
