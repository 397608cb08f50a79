// What egui paints: triangles in colours that go over into one another, times its texture of letters.
//
// Says what egui's own shader says. That one also works out filtering by hand in every pixel, whether it is wanted or not.

override is_srgb: bool = false;

struct Window {
    // Points.
    size: vec2<f32>,
};

@group(0) @binding(0) var<uniform> window: Window;
@group(0) @binding(1) var letters: texture_2d<f32>;
@group(0) @binding(2) var letter_sampler: sampler;

struct Out {
    @builtin(position) position: vec4<f32>,
    @location(0) share: vec2<f32>,
    @location(1) colour: vec4<f32>,
};

@vertex
fn vertex(@location(0) at: vec2<f32>, @location(1) share: vec2<f32>, @location(2) colour: vec4<f32>) -> Out {
    let position = vec4<f32>(2.0 * at.x / window.size.x - 1.0, 1.0 - 2.0 * at.y / window.size.y, 0.0, 1.0);
    return Out(position, share, colour);
}

fn linear(colour: vec3<f32>) -> vec3<f32> {
    let higher = pow((colour + 0.055) / 1.055, vec3<f32>(2.4));
    return select(higher, colour / 12.92, colour < vec3<f32>(0.04045));
}

@fragment
fn fragment(in: Out) -> @location(0) vec4<f32> {
    let colour = in.colour * textureSampleLevel(letters, letter_sampler, in.share, 0.0);
    if (is_srgb) {
        return vec4<f32>(linear(colour.rgb), colour.a);
    }
    return colour;
}
