//! egui's texture of letters, for pipelines of our own.
//!
//! Owns what binds it together with what else a pipeline is told. Never writes into it. Start at [`Atlas::bind`].

use std::sync::Arc;

use egui::Context;
use egui::epaint::TextureId;
use egui::epaint::mutex::RwLock;
use egui_wgpu::{RenderState, Renderer, wgpu};

/// The texture, beside a uniform buffer that the pipeline's own shader reads.
pub(in crate::ui) struct Atlas {
    device: wgpu::Device,
    renderer: Arc<RwLock<Renderer>>,
    layout: wgpu::BindGroupLayout,
    sampler: wgpu::Sampler,
    uniform: wgpu::Buffer,
    /// The texture that is bound, and what binds it.
    bound: Option<(wgpu::Texture, wgpu::BindGroup)>,
}

impl Atlas {
    /// For a shader that takes a uniform of so many bytes as binding 0, the texture as 1 and a sampler as 2.
    pub(in crate::ui) fn new(state: &RenderState, uniform_size: usize) -> Self {
        let device = state.device.clone();
        let entry = |binding, visibility, ty| wgpu::BindGroupLayoutEntry { binding, visibility, ty, count: None };
        let uniform_type = wgpu::BindingType::Buffer {
            ty: wgpu::BufferBindingType::Uniform,
            has_dynamic_offset: false,
            min_binding_size: None,
        };
        let texture_type = wgpu::BindingType::Texture {
            sample_type: wgpu::TextureSampleType::Float { filterable: true },
            view_dimension: wgpu::TextureViewDimension::D2,
            multisampled: false,
        };
        let sampler_type = wgpu::BindingType::Sampler(wgpu::SamplerBindingType::Filtering);
        let layout = device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
            label: Some("letters"),
            entries: &[
                entry(0, wgpu::ShaderStages::VERTEX, uniform_type),
                entry(1, wgpu::ShaderStages::FRAGMENT, texture_type),
                entry(2, wgpu::ShaderStages::FRAGMENT, sampler_type),
            ],
        });
        let sampler = device.create_sampler(&wgpu::SamplerDescriptor {
            mag_filter: wgpu::FilterMode::Linear,
            min_filter: wgpu::FilterMode::Linear,
            ..Default::default()
        });
        let uniform = device.create_buffer(&wgpu::BufferDescriptor {
            label: Some("letters"),
            size: uniform_size as u64,
            usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        Self { device, renderer: Arc::clone(&state.renderer), layout, sampler, uniform, bound: None }
    }

    /// The bindings' layout, for pipelines.
    pub(in crate::ui) const fn layout(&self) -> &wgpu::BindGroupLayout {
        &self.layout
    }

    /// The buffer of the uniform.
    pub(in crate::ui) const fn uniform(&self) -> &wgpu::Buffer {
        &self.uniform
    }

    /// Binds the texture if it has this size, texels: in the frame in which egui makes it anew, the one at hand is the old one.
    pub(in crate::ui) fn bind(&mut self, size: [usize; 2]) -> Option<wgpu::BindGroup> {
        let renderer = self.renderer.read();
        let texture = renderer.texture(&TextureId::default())?.texture.as_ref()?;
        if [texture.width(), texture.height()].map(|side| side as usize) != size {
            return None;
        }
        if let Some((bound, group)) = &self.bound
            && bound == texture
        {
            return Some(group.clone());
        }
        let seen = texture.create_view(&wgpu::TextureViewDescriptor::default());
        let group = self.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: Some("letters"),
            layout: &self.layout,
            entries: &[
                wgpu::BindGroupEntry { binding: 0, resource: self.uniform.as_entire_binding() },
                wgpu::BindGroupEntry { binding: 1, resource: wgpu::BindingResource::TextureView(&seen) },
                wgpu::BindGroupEntry { binding: 2, resource: wgpu::BindingResource::Sampler(&self.sampler) },
            ],
        });
        self.bound = Some((texture.clone(), group.clone()));
        Some(group)
    }
}

/// How large the texture is just now, texels. It grows with the letters that are wanted.
#[expect(clippy::redundant_closure_for_method_calls, reason = "the method by name is not general over the lifetime")]
pub(in crate::ui) fn size(ctx: &Context) -> [usize; 2] {
    ctx.fonts(|fonts| fonts.font_image_size())
}
