// Tracks and ships: segments between fixes as quads, ships as small shapes.
// Places are fixed-point Web Mercator; the view's centre is subtracted in integers, so that nothing jitters at zoom 18.

struct Pass {
    centre: vec2<u32>,
    // Half the map rectangle, pixels.
    half_view: vec2<f32>,
    // The window of time, first and last tick.
    ticks: vec2<u32>,
    // Pixels per unit.
    scale: f32,
    // Half a line's width, or a ship's half length, pixels.
    half_width: f32,
    // Premultiplied, as the target wants them.
    colour: vec4<f32>,
    gap: vec4<f32>,
    // Length of dash and gap in a silence, and its dash alone, pixels; how far a line reaches beyond its ends.
    dash: vec2<f32>,
    cap: f32,
    // Knots per unit and tick at the equator.
    knots: f32,
    speeds: array<vec4<f32>, 5>,
};

@group(0) @binding(0) var<uniform> u: Pass;
@group(0) @binding(1) var vessels: texture_2d<f32>;

const BEGINS: u32 = 0x80000000u;
const SILENT: u32 = 0x40000000u;
// How lines are coloured, and whether their ends are round, are fixed in each pipeline: a driver that draws in software
// compiles a shader anew, every frame, when a uniform decides between branches.
override MODE: u32 = 0u;
override ROUND: bool = false;
const ONE_COLOUR: u32 = 0u;
const BY_VESSEL: u32 = 1u;
const BY_SPEED: u32 = 2u;
const BY_TIME: u32 = 3u;
const TEXTURE_WIDTH: u32 = 1024u;

// The signed way from one place to another: x the short way round, y exact over the whole height of the world.
fn way(from_place: vec2<u32>, to_place: vec2<u32>) -> vec2<f32> {
    let x = f32(bitcast<i32>(to_place.x - from_place.x));
    let high = bitcast<i32>(to_place.y >> 1u) - bitcast<i32>(from_place.y >> 1u);
    let low = bitcast<i32>(to_place.y & 1u) - bitcast<i32>(from_place.y & 1u);
    return vec2<f32>(x, f32(high) * 2.0 + f32(low));
}

fn on_screen(pixels: vec2<f32>) -> vec4<f32> {
    return vec4<f32>(pixels.x / u.half_view.x, -pixels.y / u.half_view.y, 0.0, 1.0);
}

struct Line {
    @builtin(position) position: vec4<f32>,
    // Pixels along the line from its beginning, and across it.
    @location(0) at: vec2<f32>,
    @location(1) @interpolate(flat) length: f32,
    // Where in the dash pattern the line begins; negative for a solid line.
    @location(2) @interpolate(flat) phase: f32,
    @location(3) @interpolate(flat) colour: vec4<f32>,
};

fn nothing() -> Line {
    var line: Line;
    line.position = vec4<f32>(2.0, 2.0, 2.0, 1.0);
    line.at = vec2<f32>(0.0, 0.0);
    line.length = 0.0;
    line.phase = -1.0;
    line.colour = vec4<f32>(0.0);
    return line;
}

fn speed_colour(knots: f32) -> vec4<f32> {
    // 0–2 kn stopped or drifting, then bands of 5 kn.
    if (knots < 2.0) { return u.speeds[0]; }
    if (knots < 7.0) { return u.speeds[1]; }
    if (knots < 12.0) { return u.speeds[2]; }
    if (knots < 17.0) { return u.speeds[3]; }
    return u.speeds[4];
}

@vertex
fn line_vertex(
    @builtin(vertex_index) corner: u32,
    @location(0) place_a: vec2<u32>,
    @location(1) tick_a: u32,
    @location(2) vessel_a: u32,
    @location(3) place_b: vec2<u32>,
    @location(4) tick_b: u32,
    @location(5) vessel_b: u32,
) -> Line {
    if ((vessel_b & BEGINS) != 0u || tick_b < u.ticks.x || tick_a > u.ticks.y) { return nothing(); }
    let vessel = vessel_b & 0x3fffffffu;
    var own = vec4<f32>(1.0);
    if (MODE != ONE_COLOUR) {
        own = textureLoad(vessels, vec2<i32>(i32(vessel % TEXTURE_WIDTH), i32(vessel / TEXTURE_WIDTH)), 0);
        if (own.a == 0.0) { return nothing(); }
    }

    let a = way(u.centre, place_a) * u.scale;
    let run = way(place_a, place_b) * u.scale;
    var from_share = 0.0;
    var to_share = 1.0;
    // The part inside the window of time.
    if (tick_b > tick_a) {
        let ticks = f32(tick_b - tick_a);
        if (tick_a < u.ticks.x) { from_share = f32(u.ticks.x - tick_a) / ticks; }
        if (tick_b > u.ticks.y) { to_share = f32(u.ticks.y - tick_a) / ticks; }
    }
    // The part near the screen: far ends lose precision.
    let reach = u.half_view + vec2<f32>(u.half_width + 64.0);
    for (var axis = 0; axis < 2; axis++) {
        if (abs(run[axis]) > 1.0) {
            let one = (-reach[axis] - a[axis]) / run[axis];
            let other = (reach[axis] - a[axis]) / run[axis];
            from_share = max(from_share, min(one, other));
            to_share = min(to_share, max(one, other));
        }
    }
    if (from_share > to_share) { return nothing(); }

    let start = a + run * from_share;
    let end = a + run * to_share;
    var along = run;
    let whole = length(run);
    if (whole > 1e-6) { along = along / whole; } else { along = vec2<f32>(1.0, 0.0); }
    let across = vec2<f32>(-along.y, along.x);
    let long = whole * (to_share - from_share);

    var line: Line;
    let is_silent = (vessel_b & SILENT) != 0u;
    line.length = long;
    line.phase = -1.0;
    line.colour = u.colour;
    if (MODE == BY_VESSEL) { line.colour = own; }
    if (MODE == BY_SPEED) {
        let northing = (0.5 - f32(place_b.y) / 4294967296.0) * 6.2831853;
        let units = length(way(place_a, place_b));
        line.colour = speed_colour(units / f32(max(tick_b - tick_a, 1u)) * u.knots / cosh(northing));
    }
    if (MODE == BY_TIME) {
        // Along the same ramp, from the window's first tick to its last.
        let share = (f32(tick_a - u.ticks.x) + 0.5 * f32(tick_b - tick_a)) / f32(max(u.ticks.y - u.ticks.x, 1u));
        let at = clamp(select(share, 0.0, tick_a < u.ticks.x), 0.0, 1.0) * 4.0;
        let from_stop = min(u32(at), 3u);
        line.colour = mix(u.speeds[from_stop], u.speeds[from_stop + 1u], at - f32(from_stop));
    }
    if (is_silent) {
        line.colour = u.gap;
        let begun = whole * from_share;
        line.phase = begun - floor(begun / u.dash.x) * u.dash.x;
    }
    if (line.colour.a == 0.0) { return nothing(); }

    let side = select(-1.0, 1.0, (corner & 1u) == 1u) * (u.half_width + 0.5);
    let far = select(-u.cap, long + u.cap, corner >= 2u);
    line.at = vec2<f32>(far, side);
    line.position = on_screen(start + along * far + across * side);
    return line;
}

@fragment
fn line_fragment(line: Line) -> @location(0) vec4<f32> {
    var off = abs(line.at.y);
    if (ROUND) {
        // Round ends: the distance to the segment itself.
        off = length(vec2<f32>(max(max(-line.at.x, line.at.x - line.length), 0.0), line.at.y));
    }
    var cover = clamp(u.half_width + 0.5 - off, 0.0, 1.0);
    if (line.phase >= 0.0) {
        let at = line.phase + max(line.at.x, 0.0);
        let in_dash = at - floor(at / u.dash.x) * u.dash.x;
        cover = cover * clamp(min(in_dash, u.dash.y - in_dash) + 0.5, 0.0, 1.0);
    }
    return line.colour * cover;
}

struct Ship {
    @builtin(position) position: vec4<f32>,
    // Pixels from the middle, with the bow up.
    @location(0) at: vec2<f32>,
    @location(1) @interpolate(flat) colour: vec4<f32>,
    // Half length in pixels; bit 0 has a bow, bit 1 hollow.
    @location(2) @interpolate(flat) size: f32,
    @location(3) @interpolate(flat) kind: u32,
};

@vertex
fn ship_vertex(
    @builtin(vertex_index) corner: u32,
    @location(0) place: vec2<u32>,
    @location(1) bow: f32,
    @location(2) colour: vec4<f32>,
    @location(3) scale: f32,
    @location(4) kind: u32,
) -> Ship {
    var ship: Ship;
    let size = u.half_width * scale;
    let reach = size + 2.0;
    let square = vec2<f32>(select(-reach, reach, (corner & 1u) == 1u), select(-reach, reach, corner >= 2u));
    let turned = vec2<f32>(square.x * cos(bow) - square.y * sin(bow), square.x * sin(bow) + square.y * cos(bow));
    ship.at = square;
    ship.colour = colour;
    ship.size = size;
    ship.kind = kind;
    let middle = way(u.centre, place) * u.scale;
    // Far ones would only lose precision.
    let far = any(abs(middle) > u.half_view + vec2<f32>(reach));
    ship.position = select(on_screen(middle + turned), vec4<f32>(2.0, 2.0, 2.0, 1.0), far);
    return ship;
}

fn to_edge(at: vec2<f32>, from_corner: vec2<f32>, to_corner: vec2<f32>) -> f32 {
    let edge = to_corner - from_corner;
    return dot(at - from_corner, normalize(vec2<f32>(edge.y, -edge.x)));
}

@fragment
fn ship_fragment(ship: Ship) -> @location(0) vec4<f32> {
    // How far outside the shape (negative inside), pixels.
    var out_by = length(ship.at) - ship.size * 0.55;
    if ((ship.kind & 1u) != 0u) {
        // A ship from above: a pointed bow and a straight stern, mirrored in its keel.
        let s = ship.size;
        let at = vec2<f32>(abs(ship.at.x), ship.at.y);
        let bow = vec2<f32>(0.0, -s);
        let shoulder = vec2<f32>(0.5 * s, -0.05 * s);
        let quarter = vec2<f32>(0.42 * s, 0.85 * s);
        out_by = max(-to_edge(at, shoulder, bow), max(-to_edge(at, quarter, shoulder), at.y - 0.85 * s));
    }
    let body = clamp(0.5 - out_by, 0.0, 1.0);
    let rim = clamp(1.5 - out_by, 0.0, 1.0);
    if ((ship.kind & 2u) != 0u) {
        // Last seen: an outline only.
        return ship.colour * clamp(0.5 - max(out_by, -out_by - 1.3), 0.0, 1.0);
    }
    return ship.colour * body + u.gap * (rim - body) * ship.colour.a;
}
