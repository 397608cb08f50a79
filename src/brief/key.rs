//! The list beside the map: what the plan holds, and what the signs mean.
//!
//! Owns the words and the little pictures of that list, as blocks that the page puts in columns. Start at [`features`] and
//! [`key`].

use std::collections::HashMap;
use std::fmt::Write as _;

use super::clip::Rect;
use super::ground::Ground;
use super::overlay;
use super::role::Role;
use super::ruler::{LEADING, Ruler};
use super::sheet::{moment_words, period_words, text};
use super::style::{Colour, Palette};
use super::svg::Px;
use super::tracks::Drawn;
use crate::chart::ZoneLayer;
use crate::language::{said, words};
use crate::plan::geometry::size;
use crate::plan::{Feature, FeatureId, Kind, Plan, Shape};
use crate::units::Timestamp;

/// The width of the text of a block, points.
const WIDTH: f64 = 292.0;
/// Where text begins, right of the little picture, points.
const INDENT: f64 = 36.0;

/// A part of the list: its SVG from its own upper left corner, and its height in pixels.
#[derive(Clone, Debug)]
pub(super) struct Block {
    pub(super) body: String,
    pub(super) height: f64,
}

/// A block while it is written.
struct Draft<'a> {
    body: String,
    y: f64,
    unit: f64,
    palette: &'a Palette,
}

impl<'a> Draft<'a> {
    const fn new(palette: &'a Palette, unit: f64) -> Self {
        Self { body: String::new(), y: 0.0, unit, palette }
    }

    fn heading(&mut self, words: &str) {
        let ruler = Ruler::strong(12.0 * self.unit);
        self.y += 14.0 * self.unit;
        text(&mut self.body, [0.0, self.y], &ruler, self.palette.text_weak, words);
        self.y += 5.0 * self.unit;
        let _infallible = write!(
            self.body,
            r#"<path stroke="{}" stroke-width="{}" d="M0 {}H{}"/>"#,
            self.palette.line,
            Px(self.unit),
            Px(self.y),
            Px(WIDTH * self.unit)
        );
        self.y += 6.0 * self.unit;
    }

    /// Words in as many lines as they need, at most so many.
    fn words(&mut self, words: &str, size: f64, is_strong: bool, is_weak: bool, at_most: usize) {
        let ruler = if is_strong { Ruler::strong(size * self.unit) } else { Ruler::regular(size * self.unit) };
        let colour = if is_weak { self.palette.text_weak } else { self.palette.text };
        for line in ruler.lines(words, (WIDTH - INDENT) * self.unit, at_most) {
            self.y += ruler.size * LEADING;
            text(&mut self.body, [INDENT * self.unit, self.y - ruler.size * 0.22], &ruler, colour, &line);
        }
    }

    fn space(&mut self, points: f64) {
        self.y += points * self.unit;
    }

    fn block(self) -> Block {
        Block { body: self.body, height: self.y }
    }
}

/// The plan's features, those that stop ships first, a block each; `waters` says of some in whose they lie.
pub(super) fn features(
    plan: &Plan,
    waters: &HashMap<FeatureId, String>,
    palette: &Palette,
    unit: f64,
    is_brief: bool,
) -> Vec<Block> {
    let mut blocks = Vec::new();
    let order = |kind: Kind| Kind::ALL.iter().position(|other| *other == kind);
    let mut sorted: Vec<&Feature> = plan.features.iter().map(|feature| &**feature).collect();
    sorted.sort_by_key(|feature| order(feature.kind));
    for (idx, feature) in sorted.into_iter().enumerate() {
        let mut draft = Draft::new(palette, unit);
        if idx == 0 {
            draft.heading(words("picture-plan"));
        }
        let top = draft.y + 3.0 * unit;
        let swatch = Rect::new(2.0 * unit, top, 26.0 * unit, top + 15.0 * unit);
        overlay::swatch(&mut draft.body, feature, &swatch, palette, unit);
        let name = if feature.name.trim().is_empty() { words("picture-no-name") } else { feature.name.trim() };
        draft.words(name, 14.0, true, false, 1);
        let mut about = kind_words(feature);
        if let Some(extent) = extent_words(feature) {
            about = format!("{about}, {extent}");
        }
        draft.words(&about, 11.5, false, true, 2);
        if let Some(waters) = waters.get(&feature.id) {
            draft.words(waters, 11.5, false, true, 3);
        }
        if let Some(period) = period_words(feature.period) {
            draft.words(&period, 11.5, false, false, 2);
        }
        if !is_brief {
            draft.words(&feature.task, 11.5, false, false, 3);
            let assigned = feature.units.iter().filter_map(|id| plan.feature(*id)).map(|unit| unit.name.trim());
            let assigned = assigned.filter(|name| !name.is_empty()).collect::<Vec<_>>().join(", ");
            if !assigned.is_empty() {
                draft.words(&said!("picture-units", units = assigned), 11.5, false, true, 2);
            }
        }
        draft.space(8.0);
        blocks.push(draft.block());
    }
    blocks
}

fn kind_words(feature: &Feature) -> String {
    let mut letters = feature.kind.spoken().chars();
    let kind = letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
    let Some(unit) = &feature.unit else { return kind };
    let craft = unit.unit_type.map(crate::plan::UnitType::spoken);
    let parts = [unit.nation.as_deref(), craft].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let speed = unit.speed_max.map(|speed| format!("{:.0}", speed.value()));
    let speed = speed.map(|speed| said!("picture-up-to", speed = speed)).unwrap_or_default();
    if parts.is_empty() { format!("{kind}{speed}") } else { format!("{kind}: {parts}{speed}") }
}

/// How large an area is, or how long a line.
fn extent_words(feature: &Feature) -> Option<String> {
    let geometry = feature.geometry.as_ref()?;
    let measured = size(geometry);
    let held = |words: String| words.replace(' ', "\u{a0}");
    if let (Some(Shape::Circle { radius, .. }), Some(area)) = (&feature.shape, measured.area) {
        return Some(
            held(said!("picture-radius", radius = radius.nautical_miles().to_string()))
                + ", "
                + &held(area.to_string()),
        );
    }
    match measured.area {
        Some(area) => Some(held(area.to_string())),
        None if measured.perimeter.value() > 0.0 => Some(held(measured.perimeter.nautical_miles().to_string())),
        None => None,
    }
}

/// What the signs on the map mean.
pub(super) fn key(
    ground: &Ground,
    tracks: &Drawn,
    until: Option<Timestamp>,
    zones: &[ZoneLayer],
    palette: &Palette,
    unit: f64,
) -> Vec<Block> {
    let mut draft = Draft::new(palette, unit);
    draft.heading(words("picture-key"));
    for layer in zones.iter().filter(|layer| !layer.zones.is_empty()) {
        let (y, colour) = (draft.y, zone_colour(layer, palette));
        let _infallible = write!(
            draft.body,
            r#"<rect x="{}" y="{}" width="{}" height="{}" fill="{colour}" fill-opacity="0.1" stroke="{colour}" stroke-width="{}"/>"#,
            Px(2.0 * unit),
            Px(y + 3.0 * unit),
            Px(25.0 * unit),
            Px(12.0 * unit),
            Px(1.2 * unit)
        );
        let n = layer.zones.len();
        draft.words(&said!("picture-zones", name = layer.name.as_str(), n = n), 11.5, false, false, 2);
        draft.space(2.0);
    }
    track_rows(&mut draft, tracks, until);
    for role in [Role::Demarcation, Role::Limit12, Role::Limit24, Role::LimitOther] {
        if ground.shows(role) {
            for words in ground.words(role) {
                line_row(&mut draft, role, words);
            }
        }
    }
    if ground.shows(Role::Limit12) || ground.shows(Role::Limit24) {
        draft.words(words("picture-computed"), 10.5, false, true, 2);
    }
    depth_row(&mut draft);
    vec![draft.block()]
}

/// The colour of a layer's zones, if they all have the same.
pub(super) fn zone_colour(layer: &ZoneLayer, palette: &Palette) -> Colour {
    let mut hexes = layer.zones.iter().map(|zone| zone.colour.as_deref());
    let first = hexes.next().flatten();
    let is_one = hexes.all(|hex| hex == first);
    first.filter(|_| is_one).and_then(|hex| palette.of_file(hex)).unwrap_or(palette.reference)
}

fn track_rows(draft: &mut Draft<'_>, tracks: &Drawn, until: Option<Timestamp>) {
    let (unit, palette) = (draft.unit, draft.palette);
    if tracks.n_vessels > 0 {
        stroke(draft, palette.track, palette.track.opacity() * 1.4, 1.6, None);
        draft.words(words("picture-track"), 11.5, false, false, 2);
        draft.space(2.0);
    }
    if tracks.has_silences {
        stroke(draft, palette.gap, 0.9, 1.4, Some((6.0, 4.0)));
        draft.words(words("picture-silent"), 11.5, false, false, 2);
        draft.space(2.0);
    }
    if !tracks.places.is_empty() {
        let y = draft.y + 9.0 * unit;
        overlay::vessel(&mut draft.body, [8.0 * unit, y], Some(0.0), false, palette, unit);
        overlay::vessel(&mut draft.body, [21.0 * unit, y], Some(0.0), true, palette, unit);
        let told = until.map(|moment| said!("picture-vessel-at", moment = moment_words(moment)));
        draft.words(told.as_deref().unwrap_or_else(|| words("picture-vessel")), 11.5, false, false, 2);
        draft.space(2.0);
    }
}

fn line_row(draft: &mut Draft<'_>, role: Role, words: &str) {
    let Some(pen) = role.pen(draft.palette, 1.0) else { return };
    stroke(draft, pen.colour, 1.0, pen.width, pen.dash);
    draft.words(words, 11.5, false, false, 3);
    draft.space(2.0);
}

fn stroke(draft: &mut Draft<'_>, colour: Colour, opacity: f64, width: f64, dash: Option<(f64, f64)>) {
    let unit = draft.unit;
    let dash = dash.map_or_else(String::new, |(dash, gap)| {
        format!(r#" stroke-dasharray="{} {}""#, Px(dash * unit), Px(gap * unit))
    });
    let y = draft.y + 8.5 * unit;
    let _infallible = write!(
        draft.body,
        r#"<path fill="none" stroke="{colour}" stroke-opacity="{}" stroke-width="{}"{dash} d="M{} {}H{}"/>"#,
        Px(opacity.min(1.0)),
        Px(width * unit),
        Px(2.0 * unit),
        Px(y),
        Px(28.0 * unit)
    );
}

/// The colours of the depths.
fn depth_row(draft: &mut Draft<'_>) {
    let (unit, palette) = (draft.unit, draft.palette);
    let y = draft.y + 5.0 * unit;
    let side = 38.0 * unit;
    let edges = ["20", "50", "100", "200", "1000", "2000 m"];
    for (idx, colour) in (0_u32..).zip(palette.depth) {
        let _infallible = write!(
            draft.body,
            r#"<rect x="{}" y="{}" width="{}" height="{}" fill="{colour}" stroke="{}" stroke-width="{}"/>"#,
            Px(f64::from(idx) * side),
            Px(y),
            Px(side),
            Px(12.0 * unit),
            palette.contour,
            Px(0.6 * unit)
        );
    }
    let _infallible =
        write!(draft.body, r#"<g font-size="{}" text-anchor="middle" fill="{}">"#, Px(10.0 * unit), palette.text_weak);
    for (idx, edge) in (1_u32..).zip(edges) {
        let (x, y) = (f64::from(idx) * side, y + 23.0 * unit);
        let _infallible = write!(draft.body, r#"<text x="{}" y="{}">{edge}</text>"#, Px(x), Px(y));
    }
    draft.body.push_str("</g>");
    draft.space(32.0);
}
