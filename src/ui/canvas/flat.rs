//! Plain filled triangles: the insides of areas, lines of a graticule, bars of a timeline.
//!
//! Owns a pipeline of its own for them. egui's shader reads a texture some nine times for each pixel, which a software
//! rasteriser pays for in tens of milliseconds a frame once areas cover the map. Never decides a colour. Start at
//! [`install`], then [`Fills`].

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use egui::{Color32, PaintCallbackInfo, Painter, Pos2, Rect, Shape};
use egui_wgpu::{CallbackResources, CallbackTrait, RenderState, ScreenDescriptor, wgpu};

use super::target::{self, Workshop};

/// Makes the pipeline. Call it once, when the window opens; without it no fill is drawn.
pub(in crate::ui) fn install(state: &RenderState) {
    let flat = Flat::new(state);
    state.renderer.write().callback_resources.insert(flat);
}

struct Flat {
    pipeline: wgpu::RenderPipeline,
    is_srgb: bool,
}

/// Room on the graphics card that is kept from frame to frame; one for each drawing.
#[derive(Clone, Debug, Default)]
pub(in crate::ui) struct FillRoom(Arc<Mutex<Kept>>);

#[derive(Debug, Default)]
struct Kept {
    /// Corners, then indices.
    buffer: Option<wgpu::Buffer>,
    /// What they were made of: a panel that rests paints the same again.
    of: Option<Arc<Fills>>,
    /// What was written into it last.
    written: Vec<u8>,
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
#[derive(Debug, Default)]
pub(in crate::ui) struct Fills {
    corners: Vec<(Pos2, Color32)>,
    indices: Vec<u32>,
}

impl Fills {
    /// None yet, with room for so many four-cornered ones.
    pub(in crate::ui) fn with_room(n_fours: usize) -> Self {
        Self { corners: Vec::with_capacity(4 * n_fours), indices: Vec::with_capacity(6 * n_fours) }
    }

    /// Adds an area: its corners on the screen, and three of them for each triangle.
    pub(in crate::ui) fn add(&mut self, corners: impl Iterator<Item = Pos2>, triangles: &[u32], colour: Color32) {
        if colour.a() == 0 || triangles.is_empty() {
            return;
        }
        let Ok(first) = u32::try_from(self.corners.len()) else { return };
        self.corners.extend(corners.map(|at| (at, colour)));
        self.indices.extend(triangles.iter().map(|idx| first + idx));
    }

    /// Adds a rectangle, whose edges are best on whole pixels: nothing is smoothed.
    pub(in crate::ui) fn rect(&mut self, rect: Rect, colour: Color32) {
        let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom()];
        self.add(corners.into_iter(), &[0, 1, 2, 0, 2, 3], colour);
    }

    /// Paints them inside `rect`.
    pub(in crate::ui) fn paint(self, painter: &Painter, rect: Rect, room: &FillRoom) {
        if !self.indices.is_empty() {
            let paint = FlatPaint { fills: Arc::new(self), rect, room: room.clone() };
            painter.add(Shape::Callback(egui_wgpu::Callback::new_paint_callback(rect, paint)));
        }
    }
}

struct FlatPaint {
    fills: Arc<Fills>,
    rect: Rect,
    room: FillRoom,
}

impl CallbackTrait for FlatPaint {
    fn prepare(
        &self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        _screen: &ScreenDescriptor,
        _encoder: &mut wgpu::CommandEncoder,
        resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        let Some(flat) = resources.get::<Flat>() else { return Vec::new() };
        let mut kept = self.room.kept();
        if kept.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, &self.fills)) {
            return Vec::new();
        }
        kept.of = Some(Arc::clone(&self.fills));
        let (middle, half) = (self.rect.center(), self.rect.size() / 2.0);
        let mut bytes = Vec::with_capacity(self.n_corner_bytes() + self.fills.indices.len() * size_of::<u32>());
        for (at, colour) in &self.fills.corners {
            bytes.extend_from_slice(bytemuck::bytes_of(&Corner {
                at: [(at.x - middle.x) / half.x, (middle.y - at.y) / half.y],
                colour: target::bytes(*colour, flat.is_srgb),
            }));
        }
        bytes.extend_from_slice(bytemuck::cast_slice(&self.fills.indices));
        kept.write(device, queue, bytes);
        drop(kept);
        Vec::new()
    }

    fn paint(&self, _info: PaintCallbackInfo, pass: &mut wgpu::RenderPass<'static>, resources: &CallbackResources) {
        let Some(flat) = resources.get::<Flat>() else { return };
        let kept = self.room.kept();
        let Some(buffer) = &kept.buffer else { return };
        let n_indices = u32::try_from(self.fills.indices.len()).unwrap_or(0);
        let n_corner_bytes = self.n_corner_bytes() as u64;
        pass.set_pipeline(&flat.pipeline);
        pass.set_vertex_buffer(0, buffer.slice(..n_corner_bytes));
        pass.set_index_buffer(buffer.slice(n_corner_bytes..), wgpu::IndexFormat::Uint32);
        pass.draw_indexed(0..n_indices, 0, 0..1);
    }
}

impl FlatPaint {
    fn n_corner_bytes(&self) -> usize {
        self.fills.corners.len() * size_of::<Corner>()
    }
}

impl Flat {
    fn new(state: &RenderState) -> Self {
        let workshop = Workshop::new(state, "fills", include_str!("flat.wgsl"));
        let attributes = wgpu::vertex_attr_array![0 => Float32x2, 1 => Unorm8x4];
        let pipeline = workshop.triangles::<Corner>(&workshop.layout(&[]), &attributes);
        Self { pipeline, is_srgb: state.target_format.is_srgb() }
    }
}

impl FillRoom {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    /// Puts this into the buffer, unless it is there.
    fn write(&mut self, device: &wgpu::Device, queue: &wgpu::Queue, bytes: Vec<u8>) {
        if target::grow(device, "fills", &mut self.buffer, bytes.len() as u64) {
            self.written.clear();
        }
        if let Some(buffer) = self.buffer.as_ref().filter(|_| self.written != bytes) {
            queue.write_buffer(buffer, 0, &bytes);
            self.written = bytes;
        }
    }
}
