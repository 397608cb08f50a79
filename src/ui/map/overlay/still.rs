//! Insides, hatchings and outlines that stand still on the map, kept on the graphics card.
//!
//! Owns their pipelines. A mesh is put on the card once; a frame in which only the camera moves writes 40 bytes, however many
//! areas there are. egui itself would make every outline anew in every frame: 6 ms for two thousand areas. Never decides a
//! colour. Start at [`install`], then [`Mesh`].

use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use egui::{Color32, PaintCallbackInfo, Painter, Shape};
use egui_wgpu::wgpu::util::DeviceExt as _;
use egui_wgpu::{CallbackResources, CallbackTrait, RenderState, ScreenDescriptor, wgpu};

use crate::mercator::WorldBox;
use crate::ui::canvas::target::{self, Recipe, Workshop};
use crate::ui::map::outline::{Local, Outline, extent_of};
use crate::ui::map::tracks::visible_box;
use crate::ui::map::view::{View, World};

/// How many triangles or segments are drawn or left out together: most of an outline of a hundred thousand vertices lies outside
/// a view that shows them apart, and a software rasteriser pays for each on the frame's own thread.
const CHUNK: usize = 256;
/// The fewest of them: smaller things share a chunk.
const LEAST_CHUNK: usize = 32;
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
    areas: Triangles,
    hatched: Triangles,
    segments: Vec<(World, World, Color32, f32)>,
    segment_chunks: Chunks,
}

/// Triangles and their corners.
#[derive(Debug, Default)]
struct Triangles {
    corners: Vec<(World, Color32)>,
    indices: Vec<u32>,
    /// Of indices.
    chunks: Chunks,
}

/// Runs of triangles or segments, and the box that each lies in.
#[derive(Debug, Default)]
struct Chunks(Vec<(Range<u32>, WorldBox)>);

impl Chunks {
    /// Adds a run, together with the last one where both are small. A run's box is about its places.
    fn add(&mut self, range: Range<u32>, n: usize, places: impl Iterator<Item = Local>, origin: World) {
        let Some((low, high)) = extent_of(places) else { return };
        let corner = |local: Local| [f64::from(origin[0]) + local[0], f64::from(origin[1]) + local[1]];
        let bounds = WorldBox::from_corners(corner(low), corner(high));
        match self.0.last_mut() {
            Some((last, about)) if last.len() < n && range.len() < n => {
                last.end = range.end;
                *about = about.union(&bounds);
            }
            _ => self.0.push((range, bounds)),
        }
    }

    /// The runs that may be seen, those that follow one another as one.
    fn seen(&self, seen: &WorldBox) -> Vec<Range<u32>> {
        let mut ranges: Vec<Range<u32>> = Vec::new();
        for (range, _) in self.0.iter().filter(|(_, bounds)| bounds.touches(seen)) {
            match ranges.last_mut() {
                Some(last) if last.end == range.start => last.end = range.end,
                _ => ranges.push(range.clone()),
            }
        }
        ranges
    }
}

impl Mesh {
    /// Adds the inside of an area.
    pub(super) fn fill(&mut self, outline: &Outline, colour: Color32) {
        self.areas.add(outline, colour);
    }

    /// Adds slanting lines across an area.
    pub(super) fn hatch(&mut self, outline: &Outline, colour: Color32) {
        self.hatched.add(outline, colour);
    }

    /// Adds its outline, `width` points wide.
    pub(super) fn line(&mut self, outline: &Outline, colour: Color32, width: f32) {
        for path in &outline.paths {
            let places: Vec<World> = path.places.iter().map(|local| outline.world(*local)).collect();
            let Ok(first) = u32::try_from(self.segments.len()) else { return };
            self.segments.extend(places.iter().zip(places.iter().skip(1)).map(|(a, b)| (*a, *b, colour, width)));
            let n_segments = places.len().saturating_sub(1);
            for from in (0..n_segments).step_by(CHUNK) {
                let to = (from + CHUNK).min(n_segments);
                let (Ok(start), Ok(end)) = (u32::try_from(from), u32::try_from(to)) else { return };
                let within = path.places.iter().skip(from).take(to - from + 1).copied();
                self.segment_chunks.add(first + start..first + end, LEAST_CHUNK, within, outline.origin);
            }
        }
    }

    /// How many segments of outlines it has.
    #[cfg(test)]
    pub(super) const fn n_segments(&self) -> usize {
        self.segments.len()
    }

    const fn is_empty(&self) -> bool {
        self.areas.indices.is_empty() && self.hatched.indices.is_empty() && self.segments.is_empty()
    }
}

impl Triangles {
    fn add(&mut self, outline: &Outline, colour: Color32) {
        let (Ok(first), Ok(start)) = (u32::try_from(self.corners.len()), u32::try_from(self.indices.len())) else {
            return;
        };
        if colour.a() == 0 || outline.triangles.is_empty() {
            return;
        }
        self.corners.extend(outline.corners.iter().map(|local| (outline.world(*local), colour)));
        self.indices.extend(outline.triangles.iter().map(|idx| first + idx));
        let mut from = start;
        for run in outline.triangles.chunks(3 * CHUNK) {
            let Ok(n) = u32::try_from(run.len()) else { return };
            let within = run.iter().filter_map(|idx| outline.corners.get(usize::try_from(*idx).ok()?).copied());
            self.chunks.add(from..from + n, 3 * LEAST_CHUNK, within, outline.origin);
            from += n;
        }
    }
}

/// Room on the graphics card for one mesh.
#[derive(Clone, Default)]
pub(super) struct Room(Arc<Mutex<Option<Kept>>>);

struct Kept {
    mesh: Arc<Mesh>,
    areas: Option<Uploaded>,
    hatched: Option<Uploaded>,
    segments: Option<wgpu::Buffer>,
}

struct Uploaded {
    corners: wgpu::Buffer,
    indices: wgpu::Buffer,
}

/// Paints a mesh over the map's rectangle.
pub(super) fn paint(painter: &Painter, view: &View, mesh: &Arc<Mesh>, room: &Room) {
    if !mesh.is_empty() {
        let seen = visible_box(view);
        let paint = StillPaint {
            view: ViewUniform::of(view),
            areas: mesh.areas.chunks.seen(&seen),
            hatched: mesh.hatched.chunks.seen(&seen),
            segments: mesh.segment_chunks.seen(&seen),
            mesh: Arc::clone(mesh),
            room: room.clone(),
        };
        painter.add(Shape::Callback(egui_wgpu::Callback::new_paint_callback(view.rect(), paint)));
    }
}

struct StillPaint {
    view: ViewUniform,
    mesh: Arc<Mesh>,
    room: Room,
    /// What of it is seen.
    areas: Vec<Range<u32>>,
    hatched: Vec<Range<u32>>,
    segments: Vec<Range<u32>>,
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
        let areas = [(&pipelines.fill, &kept.areas, &self.areas), (&pipelines.hatch, &kept.hatched, &self.hatched)];
        for (pipeline, uploaded, ranges) in areas {
            let Some(uploaded) = uploaded.as_ref().filter(|_| !ranges.is_empty()) else { continue };
            pass.set_pipeline(pipeline);
            pass.set_vertex_buffer(0, uploaded.corners.slice(..));
            pass.set_index_buffer(uploaded.indices.slice(..), wgpu::IndexFormat::Uint32);
            for range in ranges {
                pass.draw_indexed(range.clone(), 0, 0..1);
            }
        }
        if let Some(segments) = kept.segments.as_ref().filter(|_| !self.segments.is_empty()) {
            pass.set_pipeline(&pipelines.line);
            pass.set_vertex_buffer(0, segments.slice(..));
            for range in &self.segments {
                pass.draw(0..4, range.clone());
            }
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
        let corner =
            |(world, colour): &(World, Color32)| Corner { world: *world, colour: target::bytes(*colour, is_srgb) };
        let uploaded = |triangles: &Triangles| {
            let corners: Vec<Corner> = triangles.corners.iter().map(corner).collect();
            Some(Uploaded {
                corners: buffer(bytemuck::cast_slice(&corners), wgpu::BufferUsages::VERTEX)?,
                indices: buffer(bytemuck::cast_slice(&triangles.indices), wgpu::BufferUsages::INDEX)?,
            })
        };
        let segment = |(from, to, colour, width): &(World, World, Color32, f32)| Segment {
            from: *from,
            to: *to,
            colour: target::bytes(*colour, is_srgb),
            width: *width,
        };
        let segments: Vec<Segment> = mesh.segments.iter().map(segment).collect();
        Self {
            areas: uploaded(&mesh.areas),
            hatched: uploaded(&mesh.hatched),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::Position;
    use crate::ui::map::view::rect_of_size;

    #[test]
    fn only_what_the_view_touches_is_drawn_and_nothing_of_it_is_left_out() {
        // A ring of 20,000 vertices, half a degree across.
        let on = |i: u32| {
            let angle = f64::from(i) / 20_000.0 * std::f64::consts::TAU;
            geo::coord! { x: 125.0 + 0.25 * angle.cos(), y: 38.0 + 0.2 * angle.sin() }
        };
        let ring: Vec<geo::Coord<f64>> = (0..20_000).map(on).collect();
        let area = geo::Geometry::Polygon(geo::Polygon::new(ring.into(), vec![]));
        let mut mesh = Mesh::default();
        let outline = Outline::of(&area, 1.0).expect("an outline");
        mesh.line(&outline, Color32::RED, 2.0);
        mesh.fill(&outline, Color32::RED);
        let drawn = |zoom: f64| {
            let view = View::new(Position::clamped(38.0, 125.25), zoom, rect_of_size(1280.0, 800.0), 1.0);
            let seen = visible_box(&view);
            let n = |ranges: Vec<Range<u32>>| ranges.iter().map(ExactSizeIterator::len).sum::<usize>();
            let all = mesh.segments.iter().enumerate();
            let touched = all
                .filter(|(_, (a, b, ..))| WorldBox::around(*a, 0.0).union(&WorldBox::around(*b, 0.0)).touches(&seen));
            let ranges = mesh.segment_chunks.seen(&seen);
            for (idx, _) in touched {
                let idx = u32::try_from(idx).expect("few");
                assert!(ranges.iter().any(|range| range.contains(&idx)), "segment {idx} is missing at zoom {zoom}");
            }
            (n(ranges), n(mesh.areas.chunks.seen(&seen)))
        };
        assert_eq!(drawn(9.0), (mesh.segments.len(), mesh.areas.indices.len()));
        let (segments, indices) = drawn(16.0);
        assert!(segments <= 1024 && indices < mesh.areas.indices.len() / 2, "{segments} {indices}");
    }
}
