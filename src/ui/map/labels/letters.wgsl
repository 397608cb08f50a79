// Names: letters out of egui's own texture, each five times: four for what is round it, and itself.
//
// A place is fixed-point (2^32 units round the Earth) and falls on a whole pixel, so that letters stay sharp.

struct View {
    centre: vec2<u32>,
    // Half the viewport, pixels.
    half_size: vec2<f32>,
    // Pixels per unit.
    scale: f32,
    pixels_per_point: f32,
    // The part of the texture that one texel is.
    texel: vec2<f32>,
};

@group(0) @binding(0) var<uniform> view: View;
@group(0) @binding(1) var letters: texture_2d<f32>;
@group(0) @binding(2) var letter_sampler: sampler;

struct Out {
    @builtin(position) position: vec4<f32>,
    @location(0) texel: vec2<f32>,
    // Across a mark's edge it fades.
    @location(1) colour: vec4<f32>,
};

// The layer that is the letters themselves.
const SELF: u32 = 4u;

@vertex
fn vertex(
    @builtin(instance_index) layer: u32,
    @location(0) place: vec2<u32>,
    @location(1) at: vec2<f32>,
    @location(2) texel: vec2<f32>,
    @location(3) colour: vec4<f32>,
    @location(4) halo: vec4<f32>,
) -> Out {
    let east = f32(bitcast<i32>(place.x - view.centre.x));
    let south = select(f32(place.y - view.centre.y), -f32(view.centre.y - place.y), place.y < view.centre.y);
    let middle = floor(view.half_size + vec2<f32>(east, south) * view.scale + 0.5) - view.half_size;
    let round_it = vec2<f32>(select(-1.0, 1.0, (layer & 1u) == 1u), select(-0.6, 0.8, layer >= 2u));
    let by = select(round_it, vec2<f32>(0.0), layer == SELF);
    let p = middle + (at + by) * view.pixels_per_point;
    let own = select(halo, colour, layer == SELF);
    var out: Out;
    out.position = vec4<f32>(p.x / view.half_size.x, -p.y / view.half_size.y, 0.0, 1.0);
    // Marks of places have nothing round them.
    if (layer != SELF && halo.a == 0.0) {
        out.position = vec4<f32>(2.0, 2.0, 2.0, 1.0);
    }
    out.texel = texel * view.texel;
    out.colour = own;
    return out;
}

@fragment
fn fragment(in: Out) -> @location(0) vec4<f32> {
    return in.colour * textureSampleLevel(letters, letter_sampler, in.texel, 0.0);
}
