// Triangles of one colour each.

struct Out {
    @builtin(position) position: vec4<f32>,
    @location(0) @interpolate(flat) colour: vec4<f32>,
};

@vertex
fn vertex(@location(0) at: vec2<f32>, @location(1) colour: vec4<f32>) -> Out {
    return Out(vec4<f32>(at, 0.0, 1.0), colour);
}

@fragment
fn fragment(in: Out) -> @location(0) vec4<f32> {
    return in.colour;
}
