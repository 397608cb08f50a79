// How dense the traffic is, as one picture over part of the map.

struct Veil {
    // Its left, top, right and bottom in clip space.
    edges: vec4<f32>,
};

@group(0) @binding(0) var<uniform> veil: Veil;
@group(0) @binding(1) var texels: texture_2d<f32>;
@group(0) @binding(2) var texel_sampler: sampler;

struct Out {
    @builtin(position) position: vec4<f32>,
    @location(0) at: vec2<f32>,
};

@vertex
fn vertex(@builtin(vertex_index) i: u32) -> Out {
    let corner = vec2<f32>(f32(i & 1u), f32(i >> 1u));
    return Out(vec4<f32>(mix(veil.edges.xy, veil.edges.zw, corner), 0.0, 1.0), corner);
}

@fragment
fn fragment(in: Out) -> @location(0) vec4<f32> {
    return textureSampleLevel(texels, texel_sampler, in.at, 0.0);
}
