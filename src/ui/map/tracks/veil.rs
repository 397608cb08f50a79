//! The density of the traffic, drawn as one picture where so many lines are in view that they would only cover one another.
//!
//! Owns when that picture is made anew, and its place on the graphics card. It is made on threads of its own, so that a frame
//! never waits for it and an import does not delay it; until it is there the last one is moved and stretched. Start at
//! [`Veil::want`].

use std::sync::Arc;
use std::time::Duration;

use egui::{Color32, PaintCallbackInfo};
use egui_wgpu::{CallbackResources, CallbackTrait, RenderState, wgpu};

use super::super::view::View;
use super::colours::group_colour;
use super::{ColoursKey, TrackScene, tone};
use crate::mercator;
use crate::track::density::{self, Grid, Ink};
use crate::track::pyramid::Vertex;
use crate::track::query::Span;
use crate::ui::canvas::target::{self, Recipe, Workshop};
use crate::ui::colour_by::{ColourBy, speed_group};
use crate::ui::map::workers::{Errand, Workers};
use crate::ui::theme::Theme;
use crate::units::METRES_PER_NAUTICAL_MILE;

/// How much wider and higher than the map the picture is, so that panning does not lay bare its edges.
const MARGIN: f64 = 0.2;
/// How far its edges must lie from the middle to be out of sight for a while, where the map's own lie at 1: a quarter of the
/// margin is left.
const ENOUGH: f32 = 1.1;
/// How far the picture may be stretched while the map is zoomed.
const STRETCH: f64 = 1.3;
/// How many cells wide or high the picture is while time moves.
const COARSE: usize = 480;
/// When the map counts as having come to rest.
const REST: Duration = Duration::from_millis(60);

/// What the picture is of.
#[derive(Clone, PartialEq)]
pub(super) struct Subject {
    pub(super) colours: ColoursKey,
    pub(super) span: Span,
}

/// A picture on the card.
struct Made {
    subject: Subject,
    grid: Grid,
    group: wgpu::BindGroup,
    edges: wgpu::Buffer,
    /// What was written into that last.
    written: Option<[f32; 4]>,
}

/// What is needed to put a picture on the card, from any thread.
struct Card {
    device: wgpu::Device,
    queue: wgpu::Queue,
    layout: wgpu::BindGroupLayout,
    sampler: wgpu::Sampler,
    is_srgb: bool,
}

/// The picture that is shown, and the one being made.
pub(super) struct Veil {
    card: Arc<Card>,
    pipeline: wgpu::RenderPipeline,
    shown: Option<Made>,
    next: Errand<Made>,
    last_view: Option<View>,
}

impl Veil {
    pub(super) fn new(state: &RenderState) -> Self {
        let card = Card::new(state);
        let workshop = Workshop::new(state, "traffic", include_str!("veil.wgsl"));
        let recipe = Recipe {
            vertex: "vertex",
            fragment: "fragment",
            constants: &[],
            buffers: &[],
            topology: wgpu::PrimitiveTopology::TriangleStrip,
            is_blended: true,
        };
        let pipeline = workshop.pipeline(&workshop.layout(&[&card.layout]), &recipe);
        Self { card: Arc::new(card), pipeline, shown: None, next: Errand::default(), last_view: None }
    }

    /// Says what is to be seen in this frame; has it made where what is at hand will not do.
    pub(super) fn want(
        &mut self,
        ctx: &egui::Context,
        view: &View,
        subject: &Subject,
        scene: &TrackScene,
        theme: &'static Theme,
        workers: &Workers,
    ) {
        let is_at_rest = self.last_view.replace(*view) == Some(*view);
        if let Some(made) = self.next.take() {
            self.shown = Some(made);
        }
        if self.shown.as_ref().is_some_and(|made| made.subject.colours.generation != subject.colours.generation) {
            self.shown = None;
        }
        let most = self.card.device.limits().max_texture_dimension_2d as usize;
        let shown = self.shown.as_ref().map(|made| (&made.subject, &made.grid));
        if !is_needed(shown, subject, view, is_at_rest, most) {
            if !is_at_rest {
                ctx.request_repaint_after(REST);
            }
            return;
        }
        if self.next.is_under_way() {
            return; // Looked at again when it is done.
        }
        // While time moves it is made coarser, and a few moments later whole.
        let is_other_time = self.shown.as_ref().is_some_and(|made| made.subject.span != subject.span);
        let most = if is_other_time { most.min(COARSE) } else { most };
        let (card, scene, grid) = (Arc::clone(&self.card), scene.clone(), grid_of(view, most));
        let subject = subject.clone();
        self.next.start(workers, ctx, move || {
            let cells = picture(&scene, &subject, &grid, theme);
            card.made(subject, grid, &cells)
        });
    }

    /// Whether what is shown is of this subject, if not yet in all its detail.
    pub(super) fn is_of(&self, subject: &Subject) -> bool {
        self.shown.as_ref().is_some_and(|made| made.subject == *subject)
    }

    /// The picture as it lies in this view, if there is one.
    pub(super) fn paint(&mut self, view: &View) -> Option<VeilPaint> {
        let made = self.shown.as_mut()?;
        let now = Some(edges(&made.grid, view));
        if made.written != now {
            self.card.queue.write_buffer(&made.edges, 0, bytemuck::cast_slice(now.as_slice()));
            made.written = now;
        }
        Some(VeilPaint { pipeline: self.pipeline.clone(), group: made.group.clone() })
    }
}

/// The cells for a view with a margin around it: one a point, so that at rest each lies on its own pixels.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "screen sizes"
)]
fn grid_of(view: &View, most: usize) -> Grid {
    let units_per_point = 1.0 / view.points_per_unit();
    let sides = [view.rect().width(), view.rect().height()].map(|side| {
        let side = f64::from(side).round().max(1.0);
        side + 2.0 * (side * MARGIN).round()
    });
    let longest = sides[0].max(sides[1]);
    let shrink = (longest / most.max(1) as f64).max(1.0);
    let size = sides.map(|side| ((side / shrink) as usize).max(1));
    Grid { centre: view.centre_world(), units_per_cell: units_per_point * shrink, size }
}

/// Whether a picture has to be made.
fn is_needed(shown: Option<(&Subject, &Grid)>, subject: &Subject, view: &View, is_at_rest: bool, most: usize) -> bool {
    let Some((of, grid)) = shown else { return true };
    if of != subject {
        return true;
    }
    let exact = grid_of(view, most);
    let stretch = exact.units_per_cell / grid.units_per_cell;
    let is_exact = (stretch - 1.0).abs() < 1e-6;
    if (is_at_rest && !is_exact) || !(1.0 / STRETCH..=STRETCH).contains(&stretch) {
        return true;
    }
    let [left, top, right, bottom] = edges(grid, view);
    let is_covered = left <= -ENOUGH && right >= ENOUGH && top >= ENOUGH && bottom <= -ENOUGH;
    !is_covered && (exact.centre != grid.centre || !is_exact)
}

/// Where the picture lies in clip space: left, top, right, bottom.
#[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "screen places")]
fn edges(grid: &Grid, view: &View) -> [f32; 4] {
    let [x, y] = view.centre_world();
    let scale = view.points_per_unit();
    let middle =
        [f64::from(mercator::eastward(x, grid.centre[0])) * scale, (f64::from(grid.centre[1]) - f64::from(y)) * scale];
    let half = grid.size.map(|n| n as f64 / 2.0 * grid.units_per_cell * scale);
    let (half_x, half_y) = (f64::from(view.rect().width()) / 2.0, f64::from(view.rect().height()) / 2.0);
    [
        (middle[0] - half[0]) / half_x,
        (half[1] - middle[1]) / half_y,
        (middle[0] + half[0]) / half_x,
        (-half[1] - middle[1]) / half_y,
    ]
    .map(|edge| edge as f32)
}

/// Counts, and colours what was counted.
fn picture(scene: &TrackScene, subject: &Subject, grid: &Grid, theme: &Theme) -> Vec<Color32> {
    let (store, pyramid) = (&scene.store, &scene.pyramid);
    let shows = |to: &Vertex| scene.shows(to.vessel_idx());
    match scene.colour {
        ColourBy::Nothing => {
            let cells = filled(scene, subject, grid, |_, to| shows(to).then_some(1_u32));
            tone::ramp(&cells, &theme.track.density)
        }
        ColourBy::Class | ColourBy::Flag | ColourBy::Vessel => {
            let colour = |idx| tone::Tint::one(group_colour(scene, idx, theme));
            let tints: Vec<tone::Tint> = (0..store.vessels().len()).map(colour).collect();
            let ink = |_: &Vertex, to: &Vertex| tints.get(to.vessel_idx()).copied().filter(|_| shows(to));
            tone::mean(&filled(scene, subject, grid, ink))
        }
        // Whom no finding names would hide those whom one does.
        ColourBy::Finding => {
            let tint = |vessel_idx: usize| {
                scene.kind(vessel_idx).map(|_| tone::Tint::one(group_colour(scene, vessel_idx, theme)))
            };
            let tints: Vec<Option<tone::Tint>> = (0..store.vessels().len()).map(tint).collect();
            let ink = |_: &Vertex, to: &Vertex| tints.get(to.vessel_idx()).copied().flatten().filter(|_| shows(to));
            tone::mean(&filled(scene, subject, grid, ink))
        }
        ColourBy::Speed => {
            let tints = theme.track.speeds.map(tone::Tint::one);
            let seconds = pyramid.ticks().length().as_secs_f64();
            let ink = |from: &Vertex, to: &Vertex| {
                let group = speed_group(knots(from, to, seconds));
                tints.get(group).copied().filter(|_| shows(to))
            };
            tone::mean(&filled(scene, subject, grid, ink))
        }
        ColourBy::Time => {
            let ticks = [subject.span.0, subject.span.1].map(|moment| f64::from(pyramid.ticks().tick(moment)));
            let ink = |from: &Vertex, to: &Vertex| {
                let tick = f64::midpoint(f64::from(from.tick), f64::from(to.tick));
                #[expect(clippy::cast_possible_truncation, reason = "a share")]
                let share = ((tick - ticks[0]) / (ticks[1] - ticks[0]).max(1.0)) as f32;
                shows(to).then(|| tone::Tint::one(tone::between(&theme.track.speeds, share)))
            };
            tone::mean(&filled(scene, subject, grid, ink))
        }
    }
}

fn filled<I: Ink>(
    scene: &TrackScene,
    subject: &Subject,
    grid: &Grid,
    ink: impl Fn(&Vertex, &Vertex) -> Option<I> + Sync,
) -> Vec<I> {
    let level_idx = scene.pyramid.level_for(grid.zoom());
    density::fill(&scene.store, &scene.pyramid, level_idx, subject.span, grid, ink)
}

/// The speed from one vertex to the next, knots, where a tick lasts so many seconds.
fn knots(from: &Vertex, to: &Vertex, seconds: f64) -> f64 {
    let east = f64::from(mercator::eastward(from.x, to.x));
    let metres = east.hypot(f64::from(to.y) - f64::from(from.y)) * mercator::metres_per_unit(to.y);
    let hours = f64::from(to.tick.saturating_sub(from.tick).max(1)) * seconds / 3600.0;
    metres / METRES_PER_NAUTICAL_MILE / hours
}

impl Card {
    fn new(state: &RenderState) -> Self {
        let entry = |binding, visibility, ty| wgpu::BindGroupLayoutEntry { binding, visibility, ty, count: None };
        let uniform = wgpu::BindingType::Buffer {
            ty: wgpu::BufferBindingType::Uniform,
            has_dynamic_offset: false,
            min_binding_size: wgpu::BufferSize::new(16),
        };
        let texture = wgpu::BindingType::Texture {
            sample_type: wgpu::TextureSampleType::Float { filterable: true },
            view_dimension: wgpu::TextureViewDimension::D2,
            multisampled: false,
        };
        let sampler = wgpu::BindingType::Sampler(wgpu::SamplerBindingType::Filtering);
        let layout = state.device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("traffic"),
            entries: &[
                entry(0, wgpu::ShaderStages::VERTEX, uniform),
                entry(1, wgpu::ShaderStages::FRAGMENT, texture),
                entry(2, wgpu::ShaderStages::FRAGMENT, sampler),
            ],
        });
        let sampler = state.device.create_sampler(&wgpu::SamplerDescriptor {
            label: Some("traffic"),
            mag_filter: wgpu::FilterMode::Linear,
            min_filter: wgpu::FilterMode::Linear,
            ..wgpu::SamplerDescriptor::default()
        });
        let (device, queue) = (state.device.clone(), state.queue.clone());
        Self { device, queue, layout, sampler, is_srgb: state.target_format.is_srgb() }
    }

    /// Puts a picture on the card.
    fn made(&self, subject: Subject, grid: Grid, cells: &[Color32]) -> Made {
        let [width, height] = grid.size.map(|side| u32::try_from(side).unwrap_or(1));
        let format = wgpu::TextureFormat::Rgba8Unorm;
        let texture = self.device.create_texture(&target::rgba_texture("traffic", [width, height], format));
        let converted: Vec<[u8; 4]>;
        let texels: &[u8] = if self.is_srgb {
            converted = cells.iter().map(|colour| target::bytes(*colour, true)).collect();
            bytemuck::cast_slice(&converted)
        } else {
            bytemuck::cast_slice(cells)
        };
        self.queue.write_texture(
            texture.as_image_copy(),
            texels,
            wgpu::TexelCopyBufferLayout { offset: 0, bytes_per_row: Some(width * 4), rows_per_image: None },
            texture.size(),
        );
        let edges = self.device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("traffic"),
            size: 16,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
        let group = self.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("traffic"),
            layout: &self.layout,
            entries: &[
                wgpu::BindGroupEntry { binding: 0, resource: edges.as_entire_binding() },
                wgpu::BindGroupEntry { binding: 1, resource: wgpu::BindingResource::TextureView(&view) },
                wgpu::BindGroupEntry { binding: 2, resource: wgpu::BindingResource::Sampler(&self.sampler) },
            ],
        });
        Made { subject, grid, group, edges, written: None }
    }
}

/// The picture in one frame.
pub(super) struct VeilPaint {
    pipeline: wgpu::RenderPipeline,
    group: wgpu::BindGroup,
}

impl CallbackTrait for VeilPaint {
    fn paint(&self, _info: PaintCallbackInfo, pass: &mut wgpu::RenderPass<'static>, _resources: &CallbackResources) {
        pass.set_pipeline(&self.pipeline);
        pass.set_bind_group(0, &self.group, &[]);
        pass.draw(0..4, 0..1);
    }
}
