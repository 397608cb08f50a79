//! The graphics card's side of the track layer: pipelines, vertex buffers by level, the callback that draws.
//!
//! Owns what lies on the card. Never decides what is drawn nor in which colour: [`super::tracks`] does. Start at
//! [`TrackGpu::new`], then [`TrackPaint`].

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use egui::{Color32, PaintCallbackInfo};
use egui_wgpu::{CallbackResources, CallbackTrait, RenderState, wgpu};

use crate::track::TrackStore;
use crate::track::pyramid::{Pyramid, Vertex};
use crate::ui::canvas::target::{self, Recipe, Workshop};
use crate::ui::map::workers::{Errand, Workers};

/// How many segments one buffer holds: 128 MiB of vertices, half of the default limit of 256 MiB.
const PART: usize = 1 << 23;
/// How much is uploaded between two frames: 8 MiB, some 3 ms of copying (of computing, for level 0) on a thread of the map's.
const VERTICES_AT_ONCE: usize = 1 << 19;
/// How much of that is handed to the card in one go, so that a frame that has something for it too need not wait.
const VERTICES_HANDED: usize = 1 << 16;
/// How wide the texture of the vessels' colours is; the shader knows it too.
const TEXTURE_WIDTH: u32 = 1024;
/// The distance between two passes in the uniform buffer: WebGPU's greatest required alignment.
const PASS_STRIDE: usize = 256;
/// How many passes there may be.
pub(super) const N_PASSES: usize = 6;
const VERTEX_BYTES: u64 = size_of::<Vertex>() as u64;

/// How lines are coloured and ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LineKind {
    /// All the same, hidden vessels too, with round ends.
    Round,
    /// All the same, hidden vessels too.
    One,
    /// As the vessel's entry in the table says.
    ByVessel,
    /// By the speed between the two ends; hidden vessels are left out.
    BySpeed,
    /// By when it was in the window; hidden vessels are left out.
    ByTime,
}

impl LineKind {
    /// In the order of the pipelines.
    const ALL: [Self; 5] = [Self::Round, Self::One, Self::ByVessel, Self::BySpeed, Self::ByTime];

    /// What the shader calls `MODE` and `ROUND`.
    const fn constants(self) -> &'static [(&'static str, f64)] {
        match self {
            Self::Round => &[("MODE", 0.0), ("ROUND", 1.0)],
            Self::One => &[("MODE", 0.0), ("ROUND", 0.0)],
            Self::ByVessel => &[("MODE", 1.0), ("ROUND", 0.0)],
            Self::BySpeed => &[("MODE", 2.0), ("ROUND", 0.0)],
            Self::ByTime => &[("MODE", 3.0), ("ROUND", 0.0)],
        }
    }
}

/// What one pass shows; as the shader takes it.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, bytemuck::Pod, bytemuck::Zeroable)]
pub(super) struct Pass {
    pub(super) centre: [u32; 2],
    pub(super) half_view: [f32; 2],
    pub(super) ticks: [u32; 2],
    pub(super) scale: f32,
    pub(super) half_width: f32,
    pub(super) colour: [f32; 4],
    pub(super) gap: [f32; 4],
    pub(super) dash: [f32; 2],
    pub(super) cap: f32,
    pub(super) knots: f32,
    pub(super) speeds: [[f32; 4]; 5],
}

/// One ship as the shader takes it.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, bytemuck::Pod, bytemuck::Zeroable)]
pub(super) struct Ship {
    pub(super) place: [u32; 2],
    /// Clockwise from the top of the screen, radians.
    pub(super) bow: f32,
    /// Premultiplied, as the target wants it.
    pub(super) colour: [u8; 4],
    /// Of the pass's size.
    pub(super) scale: f32,
    /// Bit 0: has a bow; bit 1: hollow.
    pub(super) kind: u32,
}

/// Pipelines, and the buffers of the store shown last.
pub(super) struct TrackGpu {
    device: wgpu::Device,
    queue: wgpu::Queue,
    lines: Arc<Lines>,
    /// Those of the lines' pipelines that nothing has asked for yet, being made.
    spare: Option<Errand<()>>,
    ships: wgpu::RenderPipeline,
    layout: wgpu::BindGroupLayout,
    passes: wgpu::Buffer,
    /// What was written into them last.
    written: Option<[Pass; N_PASSES]>,
    group: wgpu::BindGroup,
    colours: wgpu::Texture,
    levels: Vec<LevelBuffers>,
    next: Errand<Uploaded>,
    /// Changes whenever another store is shown.
    epoch: u64,
    fleet: ShipBuffer,
    /// Those that stand out, above the others.
    lit: ShipBuffer,
    is_srgb: bool,
}

/// One level on the card, in parts that overlap by a vertex.
#[derive(Clone, Default)]
struct LevelBuffers {
    parts: Vec<wgpu::Buffer>,
    n_vertices: usize,
    n_written: usize,
}

/// Up to which vertex a level is on the card.
struct Uploaded {
    epoch: u64,
    level_idx: usize,
    n_written: usize,
}

impl TrackGpu {
    /// Builds the pipelines; once per window.
    pub(super) fn new(state: &RenderState) -> Self {
        let device = state.device.clone();
        let layout = group_layout(&device);
        let lines = Lines::new(state, &layout);
        let ships = lines.ships();
        let passes = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("track passes"),
            size: (PASS_STRIDE * N_PASSES) as u64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let colours = colour_texture(&device, 1);
        let group = group(&device, &layout, &passes, &colours);
        Self {
            queue: state.queue.clone(),
            lines: Arc::new(lines),
            spare: None,
            ships,
            layout,
            passes,
            written: None,
            group,
            colours,
            levels: Vec::new(),
            next: Errand::default(),
            epoch: 0,
            fleet: ShipBuffer::default(),
            lit: ShipBuffer::default(),
            is_srgb: state.target_format.is_srgb(),
            device,
        }
    }

    /// Has the pipelines made that nothing has asked for yet, so that no frame waits for one later; once.
    pub(super) fn make_spare(&mut self, ctx: &egui::Context, workers: &Workers) {
        let lines = Arc::clone(&self.lines);
        self.spare.get_or_insert_with(|| {
            let errand = Errand::default();
            errand.start(workers, ctx, move || LineKind::ALL.into_iter().for_each(|kind| drop(lines.of(kind).clone())));
            errand
        });
    }

    /// A colour as the target wants it.
    pub(super) fn colour(&self, colour: Color32) -> [f32; 4] {
        target::channels(colour, self.is_srgb)
    }

    /// The same in four bytes.
    pub(super) fn bytes(&self, colour: Color32) -> [u8; 4] {
        target::bytes(colour, self.is_srgb)
    }

    /// Forgets what is on the card, before another store is shown.
    pub(super) fn clear(&mut self) {
        self.levels.clear();
        self.epoch += 1;
        (self.fleet.n_ships, self.lit.n_ships) = (0, 0);
    }

    /// Goes on uploading, from the coarsest level down to `finest`: a little at once, much on the map's threads. A frame is asked for when there is more on the card.
    pub(super) fn upload(
        &mut self,
        ctx: &egui::Context,
        (store, pyramid): (&Arc<TrackStore>, &Arc<Pyramid>),
        finest: usize,
        workers: &Workers,
    ) {
        self.levels.resize(pyramid.levels().len(), LevelBuffers::default());
        if let Some(done) = self.next.take().filter(|done| done.epoch == self.epoch)
            && let Some(buffers) = self.levels.get_mut(done.level_idx)
        {
            buffers.n_written = done.n_written;
        }
        if self.next.is_under_way() {
            return;
        }
        let mut budget = VERTICES_HANDED;
        for level_idx in (finest..pyramid.levels().len()).rev() {
            let (Some(level), Some(buffers)) = (pyramid.levels().get(level_idx), self.levels.get_mut(level_idx)) else {
                continue;
            };
            if buffers.n_written == level.n_vertices() && buffers.n_vertices == level.n_vertices() {
                continue;
            }
            buffers.prepare(&self.device, level.n_vertices());
            let left = level.n_vertices() - buffers.n_written;
            if left <= budget {
                upload_range(
                    &self.queue,
                    &buffers.parts,
                    (store, pyramid),
                    level_idx,
                    buffers.n_written..level.n_vertices(),
                );
                buffers.n_written = level.n_vertices();
                budget -= left;
                continue;
            }
            let (parts, queue, epoch) = (buffers.parts.clone(), self.queue.clone(), self.epoch);
            let (store, pyramid) = (Arc::clone(store), Arc::clone(pyramid));
            let (from, until) = (buffers.n_written, level.n_vertices().min(buffers.n_written + VERTICES_AT_ONCE));
            self.next.start(workers, ctx, move || {
                for first in (from..until).step_by(VERTICES_HANDED) {
                    let range = first..until.min(first + VERTICES_HANDED);
                    upload_range(&queue, &parts, (&store, &pyramid), level_idx, range);
                }
                Uploaded { epoch, level_idx, n_written: until }
            });
            return;
        }
    }

    /// The level to draw where `wanted` would be right: itself, or the finest one that is already on the card.
    pub(super) fn level_at_hand(&self, wanted: usize) -> usize {
        (wanted..self.levels.len()).find(|idx| self.is_complete(*idx)).unwrap_or(wanted)
    }

    fn is_complete(&self, level_idx: usize) -> bool {
        self.levels.get(level_idx).is_some_and(|level| !level.parts.is_empty() && level.n_written == level.n_vertices)
    }

    /// Sets the colour of every vessel, premultiplied; wholly transparent hides it.
    pub(super) fn set_colours(&mut self, colours: &[Color32]) {
        let most_rows = self.device.limits().max_texture_dimension_2d;
        let n_rows = u32::try_from(colours.len()).unwrap_or(u32::MAX).div_ceil(TEXTURE_WIDTH).clamp(1, most_rows);
        if self.colours.height() != n_rows {
            self.colours = colour_texture(&self.device, n_rows);
            self.group = group(&self.device, &self.layout, &self.passes, &self.colours);
        }
        let mut texels: Vec<[u8; 4]> = colours.iter().map(|colour| self.bytes(*colour)).collect();
        texels.resize((n_rows * TEXTURE_WIDTH) as usize, [0; 4]);
        self.queue.write_texture(
            self.colours.as_image_copy(),
            bytemuck::cast_slice(&texels),
            wgpu::TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(TEXTURE_WIDTH * 4), rows_per_image: None },
            wgpu::Extent3d { width: TEXTURE_WIDTH, height: n_rows, depth_or_array_layers: 1 },
        );
    }

    /// Whether colours are wanted linear.
    pub(super) const fn is_srgb(&self) -> bool {
        self.is_srgb
    }

    /// Puts the ships on the card.
    pub(super) fn set_ships(&mut self, ships: &[Ship]) {
        self.fleet.write(&self.device, &self.queue, ships);
    }

    /// Puts the ships that stand out on the card.
    pub(super) fn set_lit_ships(&mut self, ships: &[Ship]) {
        self.lit.write(&self.device, &self.queue, ships);
    }

    /// Puts what the passes of a drawing show on the card, in one go.
    pub(super) fn write_passes(&mut self, paint: &TrackPaint) {
        if self.written == Some(paint.passes) {
            return;
        }
        let mut bytes = [0_u8; PASS_STRIDE * N_PASSES];
        for (pass, place) in paint.passes.iter().zip(bytes.chunks_exact_mut(PASS_STRIDE)) {
            place.iter_mut().zip(bytemuck::bytes_of(pass)).for_each(|(to, from)| *to = *from);
        }
        self.queue.write_buffer(&self.passes, 0, &bytes);
        self.written = Some(paint.passes);
    }

    /// A drawing to be filled with [`TrackPaint::lines`] and [`TrackPaint::ships`].
    pub(super) fn paint(&self) -> TrackPaint {
        let passes = [Pass::default(); N_PASSES];
        TrackPaint {
            ships: self.ships.clone(),
            group: self.group.clone(),
            passes,
            draws: Vec::new(),
            ship_draws: Vec::new(),
        }
    }
}

/// The vertices of the fixes in a range that may reach over many vessels.
fn fixes(store: &TrackStore, pyramid: &Pyramid, range: Range<usize>) -> Vec<Vertex> {
    let mut vertices = Vec::with_capacity(range.len());
    let first = store.vessels().partition_point(|vessel| vessel.fixes.end <= range.start);
    for (vessel_idx, vessel) in store.vessels().iter().enumerate().skip(first) {
        if vessel.fixes.start >= range.end {
            break;
        }
        let part = vessel.fixes.start.max(range.start)..vessel.fixes.end.min(range.end);
        vertices.extend(pyramid.vertices(store, 0, vessel_idx, part));
    }
    vertices
}

/// Ships on the card.
#[derive(Clone, Default)]
struct ShipBuffer {
    buffer: Option<wgpu::Buffer>,
    n_ships: u32,
}

impl ShipBuffer {
    fn write(&mut self, device: &wgpu::Device, queue: &wgpu::Queue, ships: &[Ship]) {
        let bytes: &[u8] = bytemuck::cast_slice(ships);
        self.n_ships = u32::try_from(ships.len()).unwrap_or(0);
        if bytes.is_empty() {
            return;
        }
        target::grow(device, "ships", &mut self.buffer, bytes.len() as u64);
        if let Some(buffer) = &self.buffer {
            queue.write_buffer(buffer, 0, bytes);
        }
    }
}

impl LevelBuffers {
    fn prepare(&mut self, device: &wgpu::Device, n_vertices: usize) {
        if self.n_vertices == n_vertices && !self.parts.is_empty() {
            return;
        }
        self.n_vertices = n_vertices;
        self.n_written = 0;
        let n_parts = n_vertices.saturating_sub(1).div_ceil(PART).max(1);
        self.parts = (0..n_parts)
            .map(|part| {
                let n_here = (n_vertices - part * PART).clamp(2, PART + 1);
                device.create_buffer(&wgpu::BufferDescriptor {
                    label: Some("track level"),
                    size: n_here as u64 * VERTEX_BYTES,
                    usage: wgpu::BufferUsages::VERTEX | wgpu::BufferUsages::COPY_DST,
                    mapped_at_creation: false,
                })
            })
            .collect();
    }

    /// The parts that hold a range of segments, each with the segments counted from its own beginning.
    fn split(&self, segments: &Range<u32>) -> impl Iterator<Item = (&wgpu::Buffer, Range<u32>)> {
        let segments = segments.start as usize..segments.end as usize;
        self.parts.iter().enumerate().filter_map(move |(part_idx, part)| {
            let start = part_idx * PART;
            let here = segments.start.max(start)..segments.end.min(start + PART);
            let own = u32::try_from(here.start.checked_sub(start)?).ok()?
                ..u32::try_from(here.end.checked_sub(start)?).ok()?;
            (own.start < own.end).then_some((part, own))
        })
    }
}

/// Writes some of a level's vertices.
fn upload_range(
    queue: &wgpu::Queue,
    parts: &[wgpu::Buffer],
    (store, pyramid): (&TrackStore, &Pyramid),
    level_idx: usize,
    range: Range<usize>,
) {
    let from = range.start;
    if level_idx == 0 {
        write(queue, parts, from, &fixes(store, pyramid, range));
    } else if let Some(level) = pyramid.levels().get(level_idx) {
        write(queue, parts, from, level.stored().get(range).unwrap_or_default());
    }
}

/// Writes vertices from a number on; the one at a seam goes into both parts.
fn write(queue: &wgpu::Queue, parts: &[wgpu::Buffer], from: usize, vertices: &[Vertex]) {
    let until = from + vertices.len();
    for (part_idx, part) in parts.iter().enumerate() {
        let (start, end) = (part_idx * PART, part_idx * PART + PART + 1);
        let here = start.max(from)..end.min(until);
        if let Some(slice) = vertices.get(here.start.saturating_sub(from)..here.end.saturating_sub(from))
            && here.start < here.end
        {
            queue.write_buffer(part, (here.start - start) as u64 * VERTEX_BYTES, bytemuck::cast_slice(slice));
        }
    }
}

/// One frame of the layer.
pub(super) struct TrackPaint {
    ships: wgpu::RenderPipeline,
    group: wgpu::BindGroup,
    passes: [Pass; N_PASSES],
    draws: Vec<LineDraw>,
    ship_draws: Vec<(u32, wgpu::Buffer, u32)>,
}

struct LineDraw {
    pipeline: wgpu::RenderPipeline,
    offset: u32,
    buffer: wgpu::Buffer,
    segments: Vec<Range<u32>>,
}

impl TrackPaint {
    /// Sets what a pass shows this frame.
    pub(super) fn set_pass(&mut self, idx: usize, pass: Pass) {
        if let Some(place) = self.passes.get_mut(idx) {
            *place = pass;
        }
    }

    /// Draws ranges of segments (vertex i to i + 1) of a level.
    pub(super) fn lines(
        &mut self,
        gpu: &TrackGpu,
        kind: LineKind,
        pass_idx: usize,
        level_idx: usize,
        ranges: &[Range<u32>],
    ) {
        let Some(level) = gpu.levels.get(level_idx) else { return };
        let offset = offset(pass_idx);
        let pipeline = gpu.lines.of(kind);
        for range in ranges {
            for (buffer, segments) in level.split(range) {
                match self.draws.last_mut() {
                    Some(draw) if draw.offset == offset && draw.buffer == *buffer => draw.segments.push(segments),
                    _ => self.draws.push(LineDraw {
                        pipeline: pipeline.clone(),
                        offset,
                        buffer: buffer.clone(),
                        segments: vec![segments],
                    }),
                }
            }
        }
    }

    /// Draws the ships, above all lines.
    pub(super) fn ships(&mut self, gpu: &TrackGpu, pass_idx: usize) {
        for ShipBuffer { buffer, n_ships } in [&gpu.fleet, &gpu.lit] {
            self.ship_draws
                .extend(buffer.clone().filter(|_| *n_ships > 0).map(|buffer| (offset(pass_idx), buffer, *n_ships)));
        }
    }
}

fn offset(pass_idx: usize) -> u32 {
    u32::try_from(pass_idx * PASS_STRIDE).unwrap_or(0)
}

impl CallbackTrait for TrackPaint {
    fn paint(&self, _info: PaintCallbackInfo, pass: &mut wgpu::RenderPass<'static>, _resources: &CallbackResources) {
        for draw in &self.draws {
            pass.set_pipeline(&draw.pipeline);
            pass.set_bind_group(0, &self.group, &[draw.offset]);
            // The same buffer twice, the second time a vertex later: instance i is the segment from i to i + 1.
            pass.set_vertex_buffer(0, draw.buffer.slice(..));
            pass.set_vertex_buffer(1, draw.buffer.slice(VERTEX_BYTES..));
            for segments in &draw.segments {
                pass.draw(0..4, segments.clone());
            }
        }
        for (offset, buffer, n_ships) in &self.ship_draws {
            pass.set_pipeline(&self.ships);
            pass.set_bind_group(0, &self.group, &[*offset]);
            pass.set_vertex_buffer(0, buffer.slice(..));
            pass.draw(0..4, 0..*n_ships);
        }
    }
}

fn group_layout(device: &wgpu::Device) -> wgpu::BindGroupLayout {
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: Some("tracks"),
        entries: &[
            wgpu::BindGroupLayoutEntry {
                binding: 0,
                visibility: wgpu::ShaderStages::VERTEX_FRAGMENT,
                ty: wgpu::BindingType::Buffer {
                    ty: wgpu::BufferBindingType::Uniform,
                    has_dynamic_offset: true,
                    min_binding_size: wgpu::BufferSize::new(size_of::<Pass>() as u64),
                },
                count: None,
            },
            wgpu::BindGroupLayoutEntry {
                binding: 1,
                visibility: wgpu::ShaderStages::VERTEX,
                ty: wgpu::BindingType::Texture {
                    sample_type: wgpu::TextureSampleType::Float { filterable: false },
                    view_dimension: wgpu::TextureViewDimension::D2,
                    multisampled: false,
                },
                count: None,
            },
        ],
    })
}

fn colour_texture(device: &wgpu::Device, n_rows: u32) -> wgpu::Texture {
    let format = wgpu::TextureFormat::Rgba8Unorm;
    device.create_texture(&target::rgba_texture("vessel colours", [TEXTURE_WIDTH, n_rows], format))
}

fn group(
    device: &wgpu::Device,
    layout: &wgpu::BindGroupLayout,
    passes: &wgpu::Buffer,
    colours: &wgpu::Texture,
) -> wgpu::BindGroup {
    device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: Some("tracks"),
        layout,
        entries: &[
            wgpu::BindGroupEntry {
                binding: 0,
                resource: wgpu::BindingResource::Buffer(wgpu::BufferBinding {
                    buffer: passes,
                    offset: 0,
                    size: wgpu::BufferSize::new(size_of::<Pass>() as u64),
                }),
            },
            wgpu::BindGroupEntry {
                binding: 1,
                resource: wgpu::BindingResource::TextureView(
                    &colours.create_view(&wgpu::TextureViewDescriptor::default()),
                ),
            },
        ],
    })
}

/// The pipelines of lines. Each is made when it is first wanted, or on the map's threads once a picture stands: where so much is in view that it
/// is drawn as density, none is wanted at first, and making all of them takes a software rasteriser a tenth of what the window takes to open.
struct Lines {
    workshop: Workshop,
    layout: wgpu::PipelineLayout,
    made: [OnceLock<wgpu::RenderPipeline>; 5],
}

impl Lines {
    fn new(state: &RenderState, layout: &wgpu::BindGroupLayout) -> Self {
        let workshop = Workshop::new(state, "tracks", include_str!("tracks.wgsl"));
        Self { layout: workshop.layout(&[layout]), workshop, made: Default::default() }
    }

    fn of(&self, kind: LineKind) -> &wgpu::RenderPipeline {
        let from = wgpu::vertex_attr_array![0 => Uint32x2, 1 => Uint32, 2 => Uint32];
        let to = wgpu::vertex_attr_array![3 => Uint32x2, 4 => Uint32, 5 => Uint32];
        let make = || {
            let recipe = Recipe {
                vertex: "line_vertex",
                fragment: "line_fragment",
                constants: kind.constants(),
                buffers: &[Some(instance(&from, VERTEX_BYTES)), Some(instance(&to, VERTEX_BYTES))],
                topology: wgpu::PrimitiveTopology::TriangleStrip,
                is_blended: true,
            };
            self.workshop.pipeline(&self.layout, &recipe)
        };
        self.made[kind as usize].get_or_init(make)
    }

    /// The pipeline of ships, which the same shader draws.
    fn ships(&self) -> wgpu::RenderPipeline {
        let ship = wgpu::vertex_attr_array![0 => Uint32x2, 1 => Float32, 2 => Unorm8x4, 3 => Float32, 4 => Uint32];
        let recipe = Recipe {
            vertex: "ship_vertex",
            fragment: "ship_fragment",
            constants: &[],
            buffers: &[Some(instance(&ship, size_of::<Ship>() as u64))],
            topology: wgpu::PrimitiveTopology::TriangleStrip,
            is_blended: true,
        };
        self.workshop.pipeline(&self.layout, &recipe)
    }
}

const fn instance(attributes: &[wgpu::VertexAttribute], array_stride: u64) -> wgpu::VertexBufferLayout<'_> {
    wgpu::VertexBufferLayout { array_stride, step_mode: wgpu::VertexStepMode::Instance, attributes }
}
