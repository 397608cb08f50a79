//! What the map is drawn on: pipelines that fit it, and colours as it wants them.
//!
//! Owns what all of the map's pipelines have in common. Never decides what is drawn nor in which colour. Start at
//! [`Workshop::new`].

use egui::Color32;
use egui_wgpu::{RenderState, wgpu};

/// One shader file, and the pipelines made of it.
pub(in crate::ui) struct Workshop {
    device: wgpu::Device,
    format: wgpu::TextureFormat,
    label: &'static str,
    shader: wgpu::ShaderModule,
}

/// What tells one pipeline from another.
pub(in crate::ui) struct Recipe<'a> {
    /// The shader's functions.
    pub(in crate::ui) vertex: &'a str,
    pub(in crate::ui) fragment: &'a str,
    /// What the shader declares as `override`.
    pub(in crate::ui) constants: &'a [(&'a str, f64)],
    pub(in crate::ui) buffers: &'a [Option<wgpu::VertexBufferLayout<'a>>],
    pub(in crate::ui) topology: wgpu::PrimitiveTopology,
    /// Whether what lies beneath shows through; colours are premultiplied.
    pub(in crate::ui) is_blended: bool,
}

impl Workshop {
    /// Takes a shader in WGSL.
    pub(in crate::ui) fn new(state: &RenderState, label: &'static str, source: &str) -> Self {
        let shader = state.device.create_shader_module(wgpu::ShaderModuleDescriptor {
            label: Some(label),
            source: wgpu::ShaderSource::Wgsl(source.into()),
        });
        Self { device: state.device.clone(), format: state.target_format, label, shader }
    }

    /// The layout of pipelines with these groups of bindings.
    pub(in crate::ui) fn layout(&self, groups: &[&wgpu::BindGroupLayout]) -> wgpu::PipelineLayout {
        self.device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            label: Some(self.label),
            bind_group_layouts: &groups.iter().copied().map(Some).collect::<Vec<_>>(),
            immediate_size: 0,
        })
    }

    /// A pipeline for blended triangles whose corners are of type `C`, by the shader's `vertex` and `fragment`.
    pub(in crate::ui) fn triangles<C>(
        &self,
        layout: &wgpu::PipelineLayout,
        attributes: &[wgpu::VertexAttribute],
    ) -> wgpu::RenderPipeline {
        let corners = wgpu::VertexBufferLayout {
            array_stride: size_of::<C>() as u64,
            step_mode: wgpu::VertexStepMode::Vertex,
            attributes,
        };
        let recipe = Recipe {
            vertex: "vertex",
            fragment: "fragment",
            constants: &[],
            buffers: &[Some(corners)],
            topology: wgpu::PrimitiveTopology::TriangleList,
            is_blended: true,
        };
        self.pipeline(layout, &recipe)
    }

    /// Makes a pipeline. It is compiled when it is first used.
    pub(in crate::ui) fn pipeline(&self, layout: &wgpu::PipelineLayout, recipe: &Recipe<'_>) -> wgpu::RenderPipeline {
        let compilation_options = wgpu::PipelineCompilationOptions {
            constants: recipe.constants,
            ..wgpu::PipelineCompilationOptions::default()
        };
        self.device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
            label: Some(recipe.vertex),
            layout: Some(layout),
            vertex: wgpu::VertexState {
                module: &self.shader,
                entry_point: Some(recipe.vertex),
                compilation_options: compilation_options.clone(),
                buffers: recipe.buffers,
            },
            primitive: wgpu::PrimitiveState { topology: recipe.topology, ..wgpu::PrimitiveState::default() },
            depth_stencil: None,
            multisample: wgpu::MultisampleState::default(),
            fragment: Some(wgpu::FragmentState {
                module: &self.shader,
                entry_point: Some(recipe.fragment),
                compilation_options,
                targets: &[Some(wgpu::ColorTargetState {
                    format: self.format,
                    blend: recipe.is_blended.then_some(wgpu::BlendState::PREMULTIPLIED_ALPHA_BLENDING),
                    write_mask: wgpu::ColorWrites::ALL,
                })],
            }),
            multiview_mask: None,
            cache: None,
        })
    }
}

/// A buffer for so many bytes of corners and indices, in place of `buffer` where that is none or too small; whether it is another one.
pub(in crate::ui) fn grow(device: &wgpu::Device, label: &str, buffer: &mut Option<wgpu::Buffer>, size: u64) -> bool {
    let is_small = buffer.as_ref().is_none_or(|buffer| buffer.size() < size);
    if is_small {
        *buffer = Some(device.create_buffer(&wgpu::BufferDescriptor {
            label: Some(label),
            size: size.next_power_of_two(),
            usage: wgpu::BufferUsages::VERTEX | wgpu::BufferUsages::INDEX | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        }));
    }
    is_small
}

/// A picture of four bytes a pixel, to be written and then looked up in.
pub(in crate::ui) fn rgba_texture(
    label: &str,
    [width, height]: [u32; 2],
    format: wgpu::TextureFormat,
) -> wgpu::TextureDescriptor<'_> {
    wgpu::TextureDescriptor {
        label: Some(label),
        size: wgpu::Extent3d { width, height, depth_or_array_layers: 1 },
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format,
        usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
        view_formats: &[],
    }
}

/// A colour as the target wants it: premultiplied, and linear where the target is sRGB.
pub(in crate::ui) fn channels(colour: Color32, is_srgb: bool) -> [f32; 4] {
    if is_srgb {
        egui::Rgba::from(colour).to_array()
    } else {
        colour.to_array().map(|channel| f32::from(channel) / 255.0)
    }
}

/// The same in four bytes.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of 255, rounded")]
pub(in crate::ui) fn bytes(colour: Color32, is_srgb: bool) -> [u8; 4] {
    if !is_srgb {
        return colour.to_array();
    }
    channels(colour, is_srgb).map(|channel| (channel * 255.0).round() as u8)
}
