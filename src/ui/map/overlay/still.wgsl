// What stands still on the map: insides, hatchings and outlines of areas, in colours of their own.
//
// Places are fixed-point (2^32 units round the Earth). The view's centre is subtracted in integers, so that nothing
// trembles at any zoom; only then is the difference scaled to pixels.

struct View {
    centre: vec2<u32>,
    // Half the viewport, pixels.
    half_size: vec2<f32>,
    // Pixels per unit.
    scale: f32,
    pixels_per_point: f32,
    // Where a hatching's line passes the centre, pixels along x + y.
    hatch_phase: f32,
    // From one line of a hatching to the next, pixels along x + y.
    hatch_step: f32,
};

@group(0) @binding(0) var<uniform> view: View;

fn pixels_from_world(p: vec2<u32>) -> vec2<f32> {
    let x = f32(bitcast<i32>(p.x - view.centre.x));
    var y = f32(p.y - view.centre.y);
    if (p.y < view.centre.y) { y = -f32(view.centre.y - p.y); }
    return vec2<f32>(x, y) * view.scale;
}

fn clip_from_pixels(p: vec2<f32>) -> vec4<f32> {
    return vec4<f32>(p.x / view.half_size.x, -p.y / view.half_size.y, 0.0, 1.0);
}

struct FillOut {
    @builtin(position) position: vec4<f32>,
    @location(0) @interpolate(flat) colour: vec4<f32>,
};

@vertex
fn fill_vertex(@location(0) world: vec2<u32>, @location(1) colour: vec4<f32>) -> FillOut {
    return FillOut(clip_from_pixels(pixels_from_world(world)), colour);
}

@fragment
fn fill_fragment(in: FillOut) -> @location(0) vec4<f32> {
    return in.colour;
}

struct HatchOut {
    @builtin(position) position: vec4<f32>,
    @location(0) @interpolate(flat) colour: vec4<f32>,
    // Along the direction in which lines follow one another, in steps.
    @location(1) along: f32,
};

@vertex
fn hatch_vertex(@location(0) world: vec2<u32>, @location(1) colour: vec4<f32>) -> HatchOut {
    let p = pixels_from_world(world);
    return HatchOut(clip_from_pixels(p), colour, (p.x + p.y + view.hatch_phase) / view.hatch_step);
}

@fragment
fn hatch_fragment(in: HatchOut) -> @location(0) vec4<f32> {
    let off = abs(in.along - round(in.along)) * view.hatch_step * 0.70710678;
    return in.colour * clamp(0.5 * view.pixels_per_point + 0.5 - off, 0.0, 1.0);
}

struct LineOut {
    @builtin(position) position: vec4<f32>,
    // Pixels along the segment from its start, and across from its middle.
    @location(0) at: vec2<f32>,
    // Length of the segment, half the width (pixels).
    @location(1) @interpolate(flat) size: vec2<f32>,
    @location(2) @interpolate(flat) colour: vec4<f32>,
};

@vertex
fn line_vertex(
    @builtin(vertex_index) i: u32,
    @location(0) world_a: vec2<u32>,
    @location(1) world_b: vec2<u32>,
    @location(2) colour: vec4<f32>,
    @location(3) width: f32,
) -> LineOut {
    var out: LineOut;
    let a = pixels_from_world(world_a);
    let b = pixels_from_world(world_b);
    let span = max(distance(a, b), 1e-4);
    let along = (b - a) / span;
    let across = vec2<f32>(-along.y, along.x);
    let half_width = max(width * view.pixels_per_point, 1.0) * 0.5;
    let reach = half_width + 0.5;
    let side = select(-reach, reach, (i & 1u) == 1u);
    let end = select(-reach, span + reach, i >= 2u);
    out.position = clip_from_pixels(a + along * end + across * side);
    out.at = vec2<f32>(end, side);
    out.size = vec2<f32>(span, half_width);
    out.colour = colour;
    return out;
}

@fragment
fn line_fragment(in: LineOut) -> @location(0) vec4<f32> {
    // Distance to the segment: round ends make the joints.
    let beyond = max(max(-in.at.x, in.at.x - in.size.x), 0.0);
    let away = sqrt(beyond * beyond + in.at.y * in.at.y);
    return in.colour * clamp(in.size.y + 0.5 - away, 0.0, 1.0);
}
