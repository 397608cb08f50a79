//! The chart's GPU pipelines, and the one callback that paints everything below the layers.
//!
//! Owns shaders, buffers and textures. Never decides what is drawn nor in which colour. Start at [`Gpu::new`], then
//! [`ChartPaint`].

use std::sync::{Arc, Mutex, PoisonError};

use egui::PaintCallbackInfo;
use egui_wgpu::wgpu::util::DeviceExt as _;
use egui_wgpu::{CallbackResources, CallbackTrait, RenderState, ScreenDescriptor, wgpu};

use super::mesh::{Batch, N_ROLES, TileMesh};
use super::tiles::Slot;
use super::view::View;
use crate::chart::TileId;
use crate::mercator::WORLD_UNITS;
use crate::ui::canvas::target::{Recipe, Workshop, rgba_texture};

/// Pipelines and the uniforms they share.
pub(super) struct Gpu {
    device: wgpu::Device,
    queue: wgpu::Queue,
    ground: wgpu::RenderPipeline,
    fill: wgpu::RenderPipeline,
    line: wgpu::RenderPipeline,
    picture: wgpu::RenderPipeline,
    picture_layout: wgpu::BindGroupLayout,
    sampler: wgpu::Sampler,
    /// The view, once per copy of the world, [`VIEW_STRIDE`] apart.
    views: wgpu::Buffer,
    view_groups: [wgpu::BindGroup; N_COPIES],
    palette: wgpu::Buffer,
    /// What was written into them last.
    written: Mutex<Option<(ViewUniform, Palette)>>,
    /// Whether the target wants linear colours.
    is_srgb: bool,
}

/// A tile's triangles and segments on the GPU.
pub(super) struct GpuMesh {
    vertices: Option<wgpu::Buffer>,
    indices: Option<wgpu::Buffer>,
    segments: Option<wgpu::Buffer>,
    batches: Vec<Batch>,
}

/// A tile's picture on the GPU.
pub(super) struct GpuPicture {
    group: wgpu::BindGroup,
}

#[repr(C)]
#[derive(Clone, Copy, PartialEq, bytemuck::Pod, bytemuck::Zeroable)]
struct ViewUniform {
    centre: [u32; 2],
    half_size: [f32; 2],
    scale: f32,
    world_copy: u32,
    padding: [u32; 2],
}

#[repr(C)]
#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
struct PictureUniform {
    origin: [u32; 2],
    side: f32,
    padding: u32,
}

/// Colours and line styles by role, as the shader takes them.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, bytemuck::Pod, bytemuck::Zeroable)]
pub(super) struct Palette {
    /// Premultiplied.
    pub(super) colour: [[f32; 4]; N_ROLES],
    /// Width, dash and gap in pixels.
    pub(super) line: [[f32; 4]; N_ROLES],
    /// What pictures are multiplied with.
    pub(super) tint: [f32; 4],
}

impl Gpu {
    /// Builds the pipelines. Takes some tens of milliseconds: once per window.
    pub(super) fn new(state: &RenderState) -> Arc<Self> {
        let device = &state.device;
        let uniform = |binding| wgpu::BindGroupLayoutEntry {
            binding,
            visibility: wgpu::ShaderStages::VERTEX_FRAGMENT,
            ty: wgpu::BindingType::Buffer {
                ty: wgpu::BufferBindingType::Uniform,
                has_dynamic_offset: false,
                min_binding_size: None,
            },
            count: None,
        };
        let of_pictures = |binding, ty| wgpu::BindGroupLayoutEntry {
            binding,
            visibility: wgpu::ShaderStages::FRAGMENT,
            ty,
            count: None,
        };
        let layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("chart"),
            entries: &[uniform(0), uniform(1)],
        });
        let picture_layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("chart picture"),
            entries: &[
                uniform(0),
                of_pictures(
                    1,
                    wgpu::BindingType::Texture {
                        sample_type: wgpu::TextureSampleType::Float { filterable: true },
                        view_dimension: wgpu::TextureViewDimension::D2,
                        multisampled: false,
                    },
                ),
                of_pictures(2, wgpu::BindingType::Sampler(wgpu::SamplerBindingType::Filtering)),
            ],
        });
        let buffer = |size: usize| {
            device.create_buffer(&wgpu::BufferDescriptor {
                label: Some("chart uniform"),
                size: size as u64,
                usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
                mapped_at_creation: false,
            })
        };
        let palette = buffer(size_of::<Palette>());
        let views = buffer(VIEW_STRIDE * N_COPIES);
        let view_groups = std::array::from_fn(|world_copy| {
            let view = wgpu::BufferBinding {
                buffer: &views,
                offset: (VIEW_STRIDE * world_copy) as u64,
                size: wgpu::BufferSize::new(size_of::<ViewUniform>() as u64),
            };
            device.create_bind_group(&wgpu::BindGroupDescriptor {
                label: Some("chart view"),
                layout: &layout,
                entries: &[
                    wgpu::BindGroupEntry { binding: 0, resource: wgpu::BindingResource::Buffer(view) },
                    wgpu::BindGroupEntry { binding: 1, resource: palette.as_entire_binding() },
                ],
            })
        });
        let fill_attributes = wgpu::vertex_attr_array![0 => Uint32x2, 1 => Uint32];
        let fills = wgpu::VertexBufferLayout {
            array_stride: 12,
            step_mode: wgpu::VertexStepMode::Vertex,
            attributes: &fill_attributes,
        };
        let line_attributes = wgpu::vertex_attr_array![0 => Uint32x2, 1 => Uint32x2, 2 => Uint32, 3 => Float32];
        let lines = wgpu::VertexBufferLayout {
            array_stride: 24,
            step_mode: wgpu::VertexStepMode::Instance,
            attributes: &line_attributes,
        };
        let workshop = Workshop::new(state, "chart", include_str!("basemap.wgsl"));
        let plain = workshop.layout(&[&layout]);
        let pictured = workshop.layout(&[&layout, &picture_layout]);
        let solid = Recipe {
            vertex: "ground_vertex",
            fragment: "fill_fragment",
            constants: &[],
            buffers: &[],
            topology: wgpu::PrimitiveTopology::TriangleList,
            is_blended: false,
        };
        let over = Recipe { topology: wgpu::PrimitiveTopology::TriangleStrip, is_blended: true, ..solid };
        let fill = Recipe { vertex: "fill_vertex", buffers: &[Some(fills)], ..solid };
        let line = Recipe { vertex: "line_vertex", fragment: "line_fragment", buffers: &[Some(lines)], ..over };
        let picture = Recipe { vertex: "picture_vertex", fragment: "picture_fragment", ..over };
        Arc::new(Self {
            ground: workshop.pipeline(&plain, &solid),
            fill: workshop.pipeline(&plain, &fill),
            line: workshop.pipeline(&plain, &line),
            picture: workshop.pipeline(&pictured, &picture),
            picture_layout,
            sampler: device.create_sampler(&wgpu::SamplerDescriptor {
                mag_filter: wgpu::FilterMode::Linear,
                min_filter: wgpu::FilterMode::Linear,
                ..Default::default()
            }),
            views,
            view_groups,
            palette,
            written: Mutex::new(None),
            is_srgb: state.target_format.is_srgb(),
            device: device.clone(),
            queue: state.queue.clone(),
        })
    }

    /// Whether the target wants linear colours, not those of the screen.
    pub(super) const fn is_srgb(&self) -> bool {
        self.is_srgb
    }

    /// Puts a tile's drawing on the GPU. May be called from any thread.
    pub(super) fn upload(&self, mesh: &TileMesh) -> GpuMesh {
        let buffer = |bytes: &[u8], usage| {
            (!bytes.is_empty()).then(|| {
                self.device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
                    label: Some("chart tile"),
                    contents: bytes,
                    usage,
                })
            })
        };
        GpuMesh {
            vertices: buffer(bytemuck::cast_slice(&mesh.vertices), wgpu::BufferUsages::VERTEX),
            indices: buffer(bytemuck::cast_slice(&mesh.indices), wgpu::BufferUsages::INDEX),
            segments: buffer(bytemuck::cast_slice(&mesh.segments), wgpu::BufferUsages::VERTEX),
            batches: mesh.batches.clone(),
        }
    }

    /// Puts a tile's picture on the GPU: `rgba` is premultiplied, row by row. `None` if it is too large for the GPU.
    pub(super) fn upload_picture(&self, id: TileId, [width, height]: [u32; 2], rgba: &[u8]) -> Option<GpuPicture> {
        let most = self.device.limits().max_texture_dimension_2d;
        let n_bytes = usize::try_from(u64::from(width) * u64::from(height) * 4).ok()?;
        if width == 0 || height == 0 || width > most || height > most || rgba.len() != n_bytes {
            return None;
        }
        let format = if self.is_srgb { wgpu::TextureFormat::Rgba8UnormSrgb } else { wgpu::TextureFormat::Rgba8Unorm };
        let texture = self.device.create_texture_with_data(
            &self.queue,
            &rgba_texture("chart picture", [width, height], format),
            wgpu::util::TextureDataOrder::LayerMajor,
            rgba,
        );
        let side = (32.0 - f32::from(id.zoom)).exp2();
        let corner = |index: u32| index.checked_shl(32 - u32::from(id.zoom)).unwrap_or(0);
        let uniform = PictureUniform { origin: [corner(id.x), corner(id.y)], side, padding: 0 };
        let uniform = self.device.create_buffer_init(&wgpu::util::BufferInitDescriptor {
            label: Some("chart picture"),
            contents: bytemuck::bytes_of(&uniform),
            usage: wgpu::BufferUsages::UNIFORM,
        });
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        let group = self.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("chart picture"),
            layout: &self.picture_layout,
            entries: &[
                wgpu::BindGroupEntry { binding: 0, resource: uniform.as_entire_binding() },
                wgpu::BindGroupEntry { binding: 1, resource: wgpu::BindingResource::TextureView(&view) },
                wgpu::BindGroupEntry { binding: 2, resource: wgpu::BindingResource::Sampler(&self.sampler) },
            ],
        });
        Some(GpuPicture { group })
    }
}

/// What one draw shows.
#[derive(Clone)]
pub(super) enum Drawn {
    /// Triangles and segments.
    Mesh(Arc<GpuMesh>),
    /// A picture.
    Picture(Arc<GpuPicture>),
}

/// One tile's content, the copy of the world it is on, and the part of the screen it may paint.
#[derive(Clone)]
pub(super) struct Draw {
    what: Drawn,
    world_copy: usize,
    /// Pixels from the middle of the viewport: west, north, east, south.
    bounds: [f64; 4],
}

impl Draw {
    /// A tile's content `of` one slot seen `through` another.
    pub(super) fn new(what: Drawn, of: Slot, through: Slot, view: &View) -> Self {
        let scale = view.pixels_per_unit();
        let ([x, y], side) = through.offset(view);
        let bounds = [x * scale, y * scale, (x + side) * scale, (y + side) * scale];
        Self { what, world_copy: world_copy(of, view), bounds }
    }
}

/// The distance between two views in their buffer, bytes: WebGPU's greatest required alignment.
const VIEW_STRIDE: usize = 256;

/// How many ways the shader has to unroll the world round the view's centre.
const N_COPIES: usize = 5;

/// Where each way begins, as part of the world eastward of the centre; it reaches once round from there. The first is exact near
/// the centre at any zoom; the last two are for tiles half as wide as the world.
const COPIES_BEGIN: [f64; N_COPIES] = [-0.5, 0.0, -1.0, -0.75, -0.25];

/// Which way the shader must unroll the world so that a tile stays whole.
fn world_copy(of: Slot, view: &View) -> usize {
    let ([x, _], side) = of.offset(view);
    copy_for(x / WORLD_UNITS, side / WORLD_UNITS)
}

/// The same for a tile that begins at `west` and is `side` wide, as parts of the world.
fn copy_for(west: f64, side: f64) -> usize {
    // A tile's buffer reaches a 64th of it beyond its edge.
    let buffer = side / 32.0;
    let holds = |begin: &f64| west - buffer >= *begin && west + side + buffer <= begin + 1.0;
    let overlap = |begin: f64| (west + side).min(begin + 1.0) - west.max(begin);
    let most = || (0..N_COPIES).max_by(|a, b| overlap(COPIES_BEGIN[*a]).total_cmp(&overlap(COPIES_BEGIN[*b])));
    // Where none holds its buffer too, the one that holds most of it: what is lost lies beyond the view.
    COPIES_BEGIN.iter().position(holds).or_else(most).unwrap_or(0)
}

/// Paints the ground and the tiles, in order.
pub(super) struct ChartPaint {
    gpu: Arc<Gpu>,
    view: ViewUniform,
    palette: Box<Palette>,
    draws: Vec<Draw>,
}

impl ChartPaint {
    /// The painting of `draws` over the ground.
    pub(super) fn new(gpu: Arc<Gpu>, view: &View, palette: Box<Palette>, draws: Vec<Draw>) -> Self {
        #[expect(clippy::cast_possible_truncation, reason = "scales are f32 in the shader")]
        let scale = view.pixels_per_unit() as f32;
        let view = ViewUniform {
            centre: view.centre_world(),
            half_size: view.half_size_in_pixels(),
            scale,
            world_copy: 0,
            padding: [0; 2],
        };
        Self { gpu, view, palette, draws }
    }
}

impl CallbackTrait for ChartPaint {
    fn prepare(
        &self,
        _device: &wgpu::Device,
        queue: &wgpu::Queue,
        _screen: &ScreenDescriptor,
        _encoder: &mut wgpu::CommandEncoder,
        _resources: &mut CallbackResources,
    ) -> Vec<wgpu::CommandBuffer> {
        let mut written = self.gpu.written.lock().unwrap_or_else(PoisonError::into_inner);
        if written.is_none_or(|(_, palette)| palette != *self.palette) {
            queue.write_buffer(&self.gpu.palette, 0, bytemuck::bytes_of(&*self.palette));
        }
        if written.is_none_or(|(view, _)| view != self.view) {
            let mut bytes = [0_u8; VIEW_STRIDE * N_COPIES];
            for (world_copy, place) in (0..).zip(bytes.chunks_exact_mut(VIEW_STRIDE)) {
                let view = ViewUniform { world_copy, ..self.view };
                place.iter_mut().zip(bytemuck::bytes_of(&view)).for_each(|(to, from)| *to = *from);
            }
            queue.write_buffer(&self.gpu.views, 0, &bytes);
        }
        *written = Some((self.view, *self.palette));
        Vec::new()
    }

    fn paint(&self, info: PaintCallbackInfo, pass: &mut wgpu::RenderPass<'static>, _resources: &CallbackResources) {
        let gpu = &*self.gpu;
        let clip = info.clip_rect_in_pixels();
        let clip = [clip.left_px, clip.top_px, clip.left_px + clip.width_px, clip.top_px + clip.height_px];
        let viewport = info.viewport_in_pixels();
        let middle = [
            f64::from(viewport.left_px) + f64::from(viewport.width_px) / 2.0,
            f64::from(viewport.top_px) + f64::from(viewport.height_px) / 2.0,
        ];
        pass.set_bind_group(0, &gpu.view_groups[0], &[]);
        pass.set_pipeline(&gpu.ground);
        pass.draw(0..3, 0..1);
        for draw in &self.draws {
            // Neighbours round the same edge to the same pixel: no seam, no overlap.
            #[expect(clippy::cast_possible_truncation, reason = "held within the screen")]
            let edge = |i: usize| {
                let (least, most) = (f64::from(clip[i % 2]), f64::from(clip[i % 2 + 2]));
                (middle[i % 2] + draw.bounds[i]).round().clamp(least, most.max(least)) as i32
            };
            let [west, north, east, south] =
                [edge(0), edge(1), edge(2), edge(3)].map(|px| u32::try_from(px).unwrap_or(0));
            if east <= west || south <= north {
                continue;
            }
            pass.set_scissor_rect(west, north, east - west, south - north);
            pass.set_bind_group(0, &gpu.view_groups[draw.world_copy], &[]);
            match &draw.what {
                Drawn::Mesh(mesh) => mesh.paint(gpu, pass),
                Drawn::Picture(picture) => {
                    pass.set_pipeline(&gpu.picture);
                    pass.set_bind_group(1, &picture.group, &[]);
                    pass.draw(0..4, 0..1);
                }
            }
        }
    }
}

impl GpuMesh {
    fn paint(&self, gpu: &Gpu, pass: &mut wgpu::RenderPass<'static>) {
        for batch in &self.batches {
            match batch {
                Batch::Fill(range) => {
                    let (Some(vertices), Some(indices)) = (&self.vertices, &self.indices) else { continue };
                    pass.set_pipeline(&gpu.fill);
                    pass.set_vertex_buffer(0, vertices.slice(..));
                    pass.set_index_buffer(indices.slice(..), wgpu::IndexFormat::Uint32);
                    pass.draw_indexed(range.clone(), 0, 0..1);
                }
                Batch::Lines(range) => {
                    let Some(segments) = &self.segments else { continue };
                    pass.set_pipeline(&gpu.line);
                    pass.set_vertex_buffer(0, segments.slice(..));
                    pass.draw(0..4, range.clone());
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tile_of_half_a_world_or_less_is_unrolled_whole() {
        for zoom in 1..=6_u8 {
            let side = 1.0 / f64::from(zoom).exp2();
            for step in -400..400 {
                let west = f64::from(step) / 400.0;
                // A view sees at most one world: half of it on either side of its centre.
                let (from, to) = (west.max(-0.5), (west + side).min(0.5));
                if from < to {
                    let begin = COPIES_BEGIN[copy_for(west, side)];
                    assert!(from >= begin && to <= begin + 1.0, "zoom {zoom}, west {west}: {begin}");
                }
            }
        }
    }

    #[test]
    fn near_the_centre_the_exact_way_is_taken() {
        assert_eq!(copy_for(-0.0001, 1.0 / 1024.0), 0);
    }
}
