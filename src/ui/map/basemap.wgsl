// The chart: filled areas, lines of constant width on the screen, and pictures.
//
// Places are fixed-point (2^32 units round the Earth). The view's centre is subtracted in integers, so that nothing
// trembles at any zoom; only then is the difference scaled to pixels.

struct View {
    centre: vec2<u32>,
    // Half the viewport, pixels.
    half_size: vec2<f32>,
    // Pixels per unit.
    scale: f32,
    // How the world is unrolled round the centre: 0 half of it to either side, 1 eastward, 2 westward, 3 a quarter eastward,
    // 4 a quarter westward.
    world_copy: u32,
    padding: vec2<u32>,
};

struct Palette {
    // By role, premultiplied.
    colour: array<vec4<f32>, 32>,
    // By role: width, dash, gap in pixels.
    line: array<vec4<f32>, 32>,
    // What pictures are multiplied with.
    tint: vec4<f32>,
};

@group(0) @binding(0) var<uniform> view: View;
@group(0) @binding(1) var<uniform> palette: Palette;

fn pixels_from_world(p: vec2<u32>) -> vec2<f32> {
    let east = p.x - view.centre.x;
    var x = f32(bitcast<i32>(east));
    x = select(x, f32(east), view.world_copy == 1u);
    x = select(x, f32(east) - 4294967296.0, view.world_copy == 2u);
    x = select(x, f32(east) - select(0.0, 4294967296.0, east >= 0x40000000u), view.world_copy == 3u);
    x = select(x, f32(east) - select(0.0, 4294967296.0, east >= 0xC0000000u), view.world_copy == 4u);
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
fn fill_vertex(@location(0) world: vec2<u32>, @location(1) role: u32) -> FillOut {
    return FillOut(clip_from_pixels(pixels_from_world(world)), palette.colour[role]);
}

// The ground under everything: one triangle over the whole viewport, in the colour of role 0.
@vertex
fn ground_vertex(@builtin(vertex_index) i: u32) -> FillOut {
    let corner = vec2<f32>(f32(i & 1u) * 4.0 - 1.0, f32(i >> 1u) * 4.0 - 1.0);
    return FillOut(vec4<f32>(corner, 0.0, 1.0), palette.colour[0]);
}

@fragment
fn fill_fragment(in: FillOut) -> @location(0) vec4<f32> {
    return in.colour;
}

struct LineOut {
    @builtin(position) position: vec4<f32>,
    // Pixels along the segment from its start, and across from its middle.
    @location(0) at: vec2<f32>,
    // Length of the segment, half the width, start on the whole line (pixels).
    @location(1) @interpolate(flat) size: vec3<f32>,
    // Looked up once a corner: a software rasteriser pays dearly for a look-up in each pixel.
    @location(2) @interpolate(flat) colour: vec4<f32>,
    // Dash and gap in pixels.
    @location(3) @interpolate(flat) dash: vec2<f32>,
};

@vertex
fn line_vertex(
    @builtin(vertex_index) i: u32,
    @location(0) world_a: vec2<u32>,
    @location(1) world_b: vec2<u32>,
    @location(2) role: u32,
    @location(3) start: f32,
) -> LineOut {
    var out: LineOut;
    let a = pixels_from_world(world_a);
    let b = pixels_from_world(world_b);
    let span = max(distance(a, b), 1e-4);
    let along = (b - a) / span;
    let across = vec2<f32>(-along.y, along.x);
    let style = palette.line[role];
    let half_width = max(style.x, 1.0) * 0.5;
    let reach = half_width + 0.5;
    let side = select(-reach, reach, (i & 1u) == 1u);
    let end = select(-reach, span + reach, i >= 2u);
    out.position = clip_from_pixels(a + along * end + across * side);
    let colour = palette.colour[role];
    if (colour.a == 0.0) {
        out.position = vec4<f32>(2.0, 2.0, 2.0, 1.0);
    }
    out.at = vec2<f32>(end, side);
    out.size = vec3<f32>(span, half_width, start * view.scale);
    // Thinner than a pixel is a pixel, and fainter.
    out.colour = colour * min(style.x, 1.0);
    out.dash = style.yz;
    return out;
}

@fragment
fn line_fragment(in: LineOut) -> @location(0) vec4<f32> {
    // Distance to the segment: round ends make the joints.
    let beyond = max(max(-in.at.x, in.at.x - in.size.x), 0.0);
    let away = sqrt(beyond * beyond + in.at.y * in.at.y);
    var cover = clamp(in.size.y + 0.5 - away, 0.0, 1.0);
    if (in.dash.y > 0.0) {
        let period = in.dash.x + in.dash.y;
        let along = in.size.z + in.at.x;
        let phase = along - floor(along / period) * period;
        cover = cover * clamp(min(phase, in.dash.x - phase) + 0.5, 0.0, 1.0);
    }
    return in.colour * cover;
}

struct Picture {
    origin: vec2<u32>,
    // Side in units, as a float: the whole world does not fit into 32 bits.
    side: f32,
    padding: u32,
};

@group(1) @binding(0) var<uniform> picture: Picture;
@group(1) @binding(1) var texels: texture_2d<f32>;
@group(1) @binding(2) var texel_sampler: sampler;

struct PictureOut {
    @builtin(position) position: vec4<f32>,
    @location(0) at: vec2<f32>,
};

@vertex
fn picture_vertex(@builtin(vertex_index) i: u32) -> PictureOut {
    let corner = vec2<f32>(f32(i & 1u), f32(i >> 1u));
    let p = pixels_from_world(picture.origin) + corner * picture.side * view.scale;
    return PictureOut(clip_from_pixels(p), corner);
}

@fragment
fn picture_fragment(in: PictureOut) -> @location(0) vec4<f32> {
    return textureSampleLevel(texels, texel_sampler, in.at, 0.0) * palette.tint;
}
