//! Insides, hatchings and outlines that stand still on the map, kept on the graphics card.
//!
//! Owns their pipelines. A mesh is put on the card once; a frame in which only the camera moves writes 40 bytes, however many
//! areas there are. egui itself would make every outline anew in every frame: 6 ms for two thousand areas. Never decides a
//! colour. Start at [`install`], then [`Mesh`].

use std::sync::{Arc, Mutex, PoisonError};

use egui::{Color32, PaintCallbackInfo, Painter, Shape};
use egui_wgpu::wgpu::util::DeviceExt as _;
use egui_wgpu::{CallbackResources, CallbackTrait, RenderState, ScreenDescriptor, wgpu};

use crate::ui::canvas::target::{self, Recipe, Workshop};
use crate::ui::map::outline::Outline;
use crate::ui::map::view::{View, World};

/// From one line of a hatching to the next, points.
const HATCH_STEP: f64 = 9.0;

/// Makes the pipelines. Call it once, when the window opens; without them nothing is drawn.
pub(in crate::ui::map) fn install(state: &RenderState) {
    let pipelines = Pipelines::new(state);
    state.renderer.write().callback_resources.insert(pipelines);
}

struct Pipelines {
    fill: wgpu::RenderPipeline,
    hatch: wgpu::RenderPipeline,
    line: wgpu::RenderPipeline,
    view: wgpu::Buffer,
    group: wgpu::BindGroup,
    written: Mutex<Option<ViewUniform>>,
    is_srgb: bool,
}

#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, bytemuck::Pod, bytemuck::Zeroable)]
struct ViewUniform {
    centre: [u32; 2],
    half_size: [f32; 2],
    scale: f32,
    pixels_per_point: f32,
    hatch_phase: f32,
    hatch_step: f32,
}

impl ViewUniform {
    #[expect(clippy::cast_possible_truncation, reason = "the shader's numbers are f32")]
    fn of(view: &View) -> Self {
        let (centre, scale) = (view.centre_world(), view.pixels_per_unit());
        // Lines hang on the world, so that they move with it.
        let step = HATCH_STEP * std::f64::consts::SQRT_2 * f64::from(view.pixels_per_point());
        let phase = ((f64::from(centre[0]) + f64::from(centre[1])) * scale).rem_euclid(step);
        Self {
            centre,
            half_size: view.half_size_in_pixels(),
            scale: scale as f32,
            pixels_per_point: view.pixels_per_point(),
            hatch_phase: phase as f32,
            hatch_step: step as f32,
        }
    }
}

#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, bytemuck::Pod, bytemuck::Zeroable)]
struct Corner {
    world: World,
    colour: [u8; 4],
}

#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, bytemuck::Pod, bytemuck::Zeroable)]
struct Segment {
    from: World,
    to: World,
    colour: [u8; 4],
    /// Points.
    width: f32,
}

/// Outlines and insides in their colours, the first lowest.
#[derive(Debug, Default)]
pub(super) struct Mesh {
    corners: Vec<(World, Color32)>,
    indices: Vec<u32>,
    /// Corners and indices of what is hatched.
    hatch_corners: Vec<(World, Color32)>,
    hatch_indices: Vec<u32>,
    segments: Vec<(World, World, Color32, f32)>,
}

impl Mesh {
    /// Adds the inside of an area.
    pub(super) fn fill(&mut self, outline: &Outline, colour: Color32) {
        add_area(&mut self.corners, &mut self.indices, outline, colour);
    }

    /// Adds slanting lines across an area.
    pub(super) fn hatch(&mut self, outline: &Outline, colour: Color32) {
        add_area(&mut self.hatch_corners, &mut self.hatch_indices, outline, colour);
    }

    /// Adds its outline, `width` points wide.
    pub(super) fn line(&mut self, outline: &Outline, colour: Color32, width: f32) {
        for path in &outline.paths {
            let places: Vec<World> = path.places.iter().map(|local| outline.world(*local)).collect();
            self.segments.extend(places.iter().zip(places.iter().skip(1)).map(|(a, b)| (*a, *b, colour, width)));
        }
    }

    /// How many segments of outlines it has.
    #[cfg(test)]
    pub(super) const fn n_segments(&self) -> usize {
        self.segments.len()
    }

    fn is_empty(&self) -> bool {
        self.indices.is_empty() && self.hatch_indices.is_empty() && self.segments.is_empty()
    }
}

fn add_area(corners: &mut Vec<(World, Color32)>, indices: &mut Vec<u32>, outline: &Outline, colour: Color32) {
    let Ok(first) = u32::try_from(corners.len()) else { return };
    if colour.a() > 0 && !outline.triangles.is_empty() {
        corners.extend(outline.corners.iter().map(|local| (outline.world(*local), colour)));
        indices.extend(outline.triangles.iter().map(|idx| first + idx));
    }
}

/// Room on the graphics card for one mesh.
#[derive(Clone, Default)]
pub(super) struct Room(Arc<Mutex<Option<Kept>>>);

struct Kept {
    mesh: Arc<Mesh>,
    corners: Option<wgpu::Buffer>,
    indices: Option<wgpu::Buffer>,
    hatch_corners: Option<wgpu::Buffer>,
    hatch_indices: Option<wgpu::Buffer>,
    segments: Option<wgpu::Buffer>,
}

/// Paints a mesh over the map's rectangle.
pub(super) fn paint(painter: &Painter, view: &View, mesh: &Arc<Mesh>, room: &Room) {
    if !mesh.is_empty() {
        let paint = StillPaint { view: ViewUniform::of(view), mesh: Arc::clone(mesh), room: room.clone() };
        painter.add(Shape::Callback(egui_wgpu::Callback::new_paint_callback(view.rect(), paint)));
    }
}

struct StillPaint {
    view: ViewUniform,
    mesh: Arc<Mesh>,
    room: Room,
}

impl CallbackTrait for StillPaint {
    fn prepare(
        &self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        _screen: &ScreenDescriptor,
        _encoder: &mut wgpu::CommandEncoder,
        resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        let Some(pipelines) = resources.get::<Pipelines>() else { return Vec::new() };
        let mut written = pipelines.written.lock().unwrap_or_else(PoisonError::into_inner);
        if *written != Some(self.view) {
            queue.write_buffer(&pipelines.view, 0, bytemuck::bytes_of(&self.view));
            *written = Some(self.view);
        }
        let mut kept = self.room.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.as_ref().is_none_or(|kept| !Arc::ptr_eq(&kept.mesh, &self.mesh)) {
            *kept = Some(Kept::new(device, &self.mesh, pipelines.is_srgb));
        }
        Vec::new()
    }

    fn paint(&self, _info: PaintCallbackInfo, pass: &mut wgpu::RenderPass<'static>, resources: &CallbackResources) {
        let Some(pipelines) = resources.get::<Pipelines>() else { return };
        let kept = self.room.0.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(kept) = kept.as_ref() else { return };
        pass.set_bind_group(0, &pipelines.group, &[]);
        let areas = [
            (&pipelines.fill, &kept.corners, &kept.indices, kept.mesh.indices.len()),
            (&pipelines.hatch, &kept.hatch_corners, &kept.hatch_indices, kept.mesh.hatch_indices.len()),
        ];
        for (pipeline, corners, indices, n) in areas {
            if let (Some(corners), Some(indices), Ok(n)) = (corners, indices, u32::try_from(n)) {
                pass.set_pipeline(pipeline);
                pass.set_vertex_buffer(0, corners.slice(..));
                pass.set_index_buffer(indices.slice(..), wgpu::IndexFormat::Uint32);
                pass.draw_indexed(0..n, 0, 0..1);
            }
        }
        if let (Some(segments), Ok(n)) = (&kept.segments, u32::try_from(kept.mesh.segments.len())) {
            pass.set_pipeline(&pipelines.line);
            pass.set_vertex_buffer(0, segments.slice(..));
            pass.draw(0..4, 0..n);
        }
    }
}

impl Kept {
    fn new(device: &wgpu::Device, mesh: &Arc<Mesh>, is_srgb: bool) -> Self {
        let buffer = |bytes: &[u8], usage| {
            (!bytes.is_empty()).then(|| {
                device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
                    label: Some("areas"),
                    contents: bytes,
                    usage,
                })
            })
        };
        let corners = |corners: &[(World, Color32)]| {
            let corner =
                |(world, colour): &(World, Color32)| Corner { world: *world, colour: target::bytes(*colour, is_srgb) };
            let corners: Vec<Corner> = corners.iter().map(corner).collect();
            buffer(bytemuck::cast_slice(&corners), wgpu::BufferUsages::VERTEX)
        };
        let indices = |indices: &[u32]| buffer(bytemuck::cast_slice(indices), wgpu::BufferUsages::INDEX);
        let segment = |(from, to, colour, width): &(World, World, Color32, f32)| Segment {
            from: *from,
            to: *to,
            colour: target::bytes(*colour, is_srgb),
            width: *width,
        };
        let segments: Vec<Segment> = mesh.segments.iter().map(segment).collect();
        Self {
            corners: corners(&mesh.corners),
            indices: indices(&mesh.indices),
            hatch_corners: corners(&mesh.hatch_corners),
            hatch_indices: indices(&mesh.hatch_indices),
            segments: buffer(bytemuck::cast_slice(&segments), wgpu::BufferUsages::VERTEX),
            mesh: Arc::clone(mesh),
        }
    }
}

impl Pipelines {
    fn new(state: &RenderState) -> Self {
        let device = &state.device;
        let layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("areas"),
            entries: &[wgpu::BindGroupLayoutEntry {
                binding: 0,
                visibility: wgpu::ShaderStages::VERTEX_FRAGMENT,
                ty: wgpu::BindingType::Buffer {
                    ty: wgpu::BufferBindingType::Uniform,
                    has_dynamic_offset: false,
                    min_binding_size: None,
                },
                count: None,
            }],
        });
        let view = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("areas' view"),
            size: size_of::<ViewUniform>() as u64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let group = device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("areas' view"),
            layout: &layout,
            entries: &[wgpu::BindGroupEntry { binding: 0, resource: view.as_entire_binding() }],
        });
        let corner_attributes = wgpu::vertex_attr_array![0 => Uint32x2, 1 => Unorm8x4];
        let corners = wgpu::VertexBufferLayout {
            array_stride: size_of::<Corner>() as u64,
            step_mode: wgpu::VertexStepMode::Vertex,
            attributes: &corner_attributes,
        };
        let segment_attributes = wgpu::vertex_attr_array![0 => Uint32x2, 1 => Uint32x2, 2 => Unorm8x4, 3 => Float32];
        let segments = wgpu::VertexBufferLayout {
            array_stride: size_of::<Segment>() as u64,
            step_mode: wgpu::VertexStepMode::Instance,
            attributes: &segment_attributes,
        };
        let workshop = Workshop::new(state, "areas", include_str!("still.wgsl"));
        let plain = workshop.layout(&[&layout]);
        let corners = [Some(corners)];
        let fill = Recipe {
            vertex: "fill_vertex",
            fragment: "fill_fragment",
            constants: &[],
            buffers: &corners,
            topology: wgpu::PrimitiveTopology::TriangleList,
            is_blended: true,
        };
        let hatch = Recipe { vertex: "hatch_vertex", fragment: "hatch_fragment", ..fill };
        let line = Recipe {
            vertex: "line_vertex",
            fragment: "line_fragment",
            buffers: &[Some(segments)],
            topology: wgpu::PrimitiveTopology::TriangleStrip,
            ..fill
        };
        Self {
            fill: workshop.pipeline(&plain, &fill),
            hatch: workshop.pipeline(&plain, &hatch),
            line: workshop.pipeline(&plain, &line),
            view,
            group,
            written: Mutex::new(None),
            is_srgb: state.target_format.is_srgb(),
        }
    }
}
