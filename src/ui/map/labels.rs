//! The chart's names: which fit, where they stand, and their painting.
//!
//! Owns the placement of labels. It is decided once per half zoom step, in world space and by rank, and kept while the map
//! is panned: labels never overlap and never jump. They yield to rectangles that others reserve. Never reads a tile: the
//! seeds come from [`super::seed`]. Start at [`Labels::paint`].

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use egui::epaint::{CircleShape, RectShape, Tessellator, TextShape};
use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align, Color32, FontFamily, FontId, Galley, Mesh, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Vec2, pos2, vec2,
};

use super::basemap::VectorTileContent;
use super::seed::{LabelKind, Seed};
use super::tiles::Frame;
use super::view::{TILE_POINTS, View};
use super::{Language, World};
use crate::ui::theme::{ChartColours, Kind, STRONG, Theme};

/// The side of a cell of the collision grid, points.
const CELL: f64 = 96.0;
/// The least way between two labels, points.
const GAP: f32 = 3.0;
/// Two labels of the same name stand at least so far apart, points.
const REPEAT: f64 = 380.0;
/// The same for names along limits, which are long lines with few straight stretches.
const REPEAT_ALONG: f64 = 260.0;
/// The most labels placed at once.
const MAX_PLACED: usize = 400;
/// How many texts are kept set.
const MAX_TEXTS: usize = 4000;
/// From a place's dot to its name, points.
const DOT_GAP: f32 = 5.0;

/// The chart's labels, and where they stand.
#[derive(Default)]
pub(super) struct Labels {
    placed: Vec<Placed>,
    made_for: Option<Occasion>,
    is_settled: bool,
    /// Set texts and their sizes by seed: most are the same in the next placement.
    texts: HashMap<(u64, u32, LabelKind), (LayoutJob, Vec2)>,
    /// What they were set for.
    texts_for: Option<(Language, f32)>,
    drawn: Option<Drawn>,
}

/// Labels made into triangles. While the map is only moved, they are the same triangles elsewhere.
struct Drawn {
    /// What they were made for.
    shown: Vec<usize>,
    zoom: f64,
    theme: Kind,
    atlas_size: [usize; 2],
    /// One text as egui keeps it: another one once the letters' texture was made anew.
    witness: Arc<Galley>,
    /// Where the first shown label's place was on the screen.
    at: Pos2,
    mesh: Arc<Mesh>,
}

/// What a placement was made for; while it stays the same, labels stand still.
#[derive(Clone, PartialEq)]
struct Occasion {
    step: i32,
    language: Language,
    generation: u64,
    tiles: u64,
    pixels_per_point: f32,
}

/// A label that has its place.
#[derive(Clone)]
struct Placed {
    seed: Seed,
    key: u64,
    job: LayoutJob,
    /// From the point on the screen to the middle of the text.
    offset: Vec2,
    /// The text's size before turning.
    size: Vec2,
    side: usize,
}

impl Labels {
    /// Places the labels of these tiles if anything has changed, and paints those that do not meet a reserved rectangle.
    pub(super) fn paint(
        &mut self,
        painter: &Painter,
        view: &View,
        theme: &Theme,
        language: Language,
        frame: &Frame<VectorTileContent>,
        reserved: &[Rect],
    ) {
        self.place(painter, view, language, frame);
        let clip = painter.clip_rect();
        let is_shown = |label: &Placed| {
            let extent = label.extent(view);
            // Half a name tells nobody anything.
            clip.contains_rect(extent) && !reserved.iter().any(|taken| taken.intersects(extent))
        };
        let shown: Vec<usize> =
            self.placed.iter().enumerate().filter(|(_, label)| is_shown(label)).map(|(idx, _)| idx).collect();
        let Some(first) = shown.first().and_then(|idx| self.placed.get(*idx)) else { return };
        let at = view.screen_from_world(first.seed.world);
        let witness = painter.layout_job(first.job.clone());
        let atlas_size = atlas_size_of(painter);
        let still_good = self.drawn.take().filter(|drawn| {
            Arc::ptr_eq(&drawn.witness, &witness)
                && (drawn.atlas_size, drawn.theme) == (atlas_size, theme.kind)
                && drawn.zoom.to_bits() == view.zoom().to_bits()
                && drawn.shown == shown
        });
        let drawn = still_good.unwrap_or_else(|| {
            let (mesh, atlas_size) = self.mesh(painter, view, &theme.chart, &shown);
            Drawn { shown, zoom: view.zoom(), theme: theme.kind, atlas_size, witness, at, mesh: Arc::new(mesh) }
        });
        // By whole pixels: letters stay sharp.
        let ppp = view.pixels_per_point();
        let by = ((at - drawn.at) * ppp).round() / ppp;
        let mut mesh = Arc::clone(&drawn.mesh);
        if by != Vec2::ZERO {
            Arc::make_mut(&mut mesh).translate(by);
        }
        painter.add(Shape::Mesh(mesh));
        self.drawn = Some(drawn);
    }

    /// The triangles of the labels that are shown, and the size of the letters' texture for which they are right.
    fn mesh(&self, painter: &Painter, view: &View, chart: &ChartColours, shown: &[usize]) -> (Mesh, [usize; 2]) {
        let mut shapes = Vec::with_capacity(shown.len() * 6);
        for label in shown.iter().filter_map(|idx| self.placed.get(*idx)) {
            label.shapes(painter, view, chart, |shape| shapes.push(shape));
        }
        // Now that all letters are in their texture: it grows with them.
        let atlas_size = atlas_size_of(painter);
        let options = painter.ctx().tessellation_options(|options| *options);
        let mut tessellator = Tessellator::new(view.pixels_per_point(), options, atlas_size, Vec::new());
        let mut mesh = Mesh::default();
        for shape in shapes {
            tessellator.tessellate_shape(shape, &mut mesh);
        }
        (mesh, atlas_size)
    }

    fn place(&mut self, painter: &Painter, view: &View, language: Language, frame: &Frame<VectorTileContent>) {
        #[expect(clippy::cast_possible_truncation, reason = "zooms are small")]
        let step = (view.zoom() * 2.0).floor() as i32;
        let tiles = frame.pieces.iter().fold(0_u64, |sum, piece| {
            sum.wrapping_mul(31).wrapping_add(
                u64::from(piece.of.id.x) << 32 | u64::from(piece.of.id.y) << 8 | u64::from(piece.of.id.zoom),
            )
        });
        let now =
            Occasion { step, language, generation: frame.generation, tiles, pixels_per_point: view.pixels_per_point() };
        if self.made_for.as_ref() == Some(&now) {
            return;
        }
        // While only the tiles change, as in panning, labels that stood keep their place.
        let keeps = self.is_settled
            && self.made_for.as_ref().is_some_and(|then| then.step == step && then.language == language);
        let before: HashMap<(u64, World), usize> = if keeps {
            self.placed.iter().map(|label| ((label.key, label.seed.world), label.side)).collect()
        } else {
            HashMap::new()
        };
        let seeds = frame.pieces.iter().flat_map(|piece| &piece.content.seeds);
        let zoom = f64::from(step) / 2.0;
        let texts_for = Some((language, view.pixels_per_point()));
        if self.texts_for != texts_for || self.texts.len() > MAX_TEXTS {
            self.texts.clear();
            self.texts_for = texts_for;
        }
        let texts = &mut self.texts;
        self.placed = placement(seeds, zoom, &before, |seed, key| {
            let set = || {
                let job = job_of(seed, language);
                let size = painter.layout_job(job.clone()).size();
                (job, size)
            };
            texts.entry((key, seed.rank.to_bits(), seed.kind)).or_insert_with(set).clone()
        });
        self.is_settled = frame.is_complete;
        self.made_for = Some(now);
        self.drawn = None;
    }
}

/// Gives seeds their places at a zoom, by rank; those in `before` come first and keep their side.
fn placement<'a>(
    seeds: impl Iterator<Item = &'a Seed>,
    zoom: f64,
    before: &HashMap<(u64, World), usize>,
    mut measure: impl FnMut(&Seed, u64) -> (LayoutJob, Vec2),
) -> Vec<Placed> {
    let scale = TILE_POINTS * zoom.exp2() / 4_294_967_296.0;
    let mut seen = HashSet::new();
    #[expect(clippy::cast_possible_truncation, reason = "a zoom is a small number")]
    let mut candidates: Vec<(bool, &Seed, u64)> = seeds
        .filter(|seed| seed.min_zoom <= zoom as f32)
        .map(|seed| (seed, seed.key()))
        .filter(|(seed, key)| seen.insert((*key, seed.world)))
        .map(|(seed, key)| (!before.contains_key(&(key, seed.world)), seed, key))
        .collect();
    candidates.sort_by(|(new_a, a, key_a), (new_b, b, key_b)| {
        (new_a, order(a))
            .cmp(&(new_b, order(b)))
            .then(a.rank.total_cmp(&b.rank))
            .then(key_a.cmp(key_b))
            .then(a.world.cmp(&b.world))
    });
    let mut grid = Grid::default();
    let mut placed: Vec<Placed> = Vec::new();
    for (_, seed, key) in candidates {
        if placed.len() >= MAX_PLACED {
            break;
        }
        let at = seed.world.map(|units| f64::from(units) * scale);
        let apart = if seed.kind == LabelKind::Limit { REPEAT_ALONG } else { REPEAT };
        if grid.has_near(key, at, apart) {
            continue;
        }
        let (job, size) = measure(seed, key);
        let turned = turned_size(size, seed.angle);
        let kept = before.get(&(key, seed.world)).copied();
        let sides = sides_of(seed.kind, turned);
        let order = kept.into_iter().chain((0..sides.len()).filter(|side| Some(*side) != kept));
        for side in order {
            let Some(offset) = sides.get(side).copied() else { continue };
            let mut boxes = vec![Box2::around(at, offset, turned + Vec2::splat(2.0 * GAP))];
            if has_dot(seed.kind) {
                boxes.push(Box2::around(at, Vec2::ZERO, Vec2::splat(6.0)));
            }
            if boxes.iter().all(|b| grid.is_free(b)) {
                for b in boxes {
                    grid.take(b);
                }
                grid.names.entry(key).or_default().push(at);
                placed.push(Placed { seed: seed.clone(), key, job, offset, size, side });
                break;
            }
        }
    }
    placed
}

/// Which labels choose their place first.
fn order(seed: &Seed) -> u8 {
    match seed.kind {
        LabelKind::Country | LabelKind::Sea => 0,
        LabelKind::Capital => 1,
        // A line of demarcation: what is claimed matters more than the next town.
        LabelKind::Limit if seed.rank <= 1.0 => 1,
        LabelKind::Place | LabelKind::Port => 2,
        LabelKind::Limit => 3,
        LabelKind::Depth => 4,
    }
}

const fn has_dot(kind: LabelKind) -> bool {
    matches!(kind, LabelKind::Capital | LabelKind::Place | LabelKind::Port)
}

/// Where a text of this size may stand round its point: from the point to the text's middle, best first.
fn sides_of(kind: LabelKind, size: Vec2) -> Vec<Vec2> {
    if !has_dot(kind) {
        return vec![Vec2::ZERO];
    }
    let (x, y) = (size.x / 2.0 + DOT_GAP, size.y / 2.0 + DOT_GAP);
    vec![vec2(x, 0.0), vec2(-x, 0.0), vec2(0.0, -y), vec2(0.0, y)]
}

/// The upright box round a text that is turned by an angle.
fn turned_size(size: Vec2, angle: f32) -> Vec2 {
    let (sin, cos) = (angle.sin().abs(), angle.cos().abs());
    vec2(size.x * cos + size.y * sin, size.x * sin + size.y * cos)
}

/// A box in points of the world at the placement's zoom: west, north, east, south.
#[derive(Clone, Copy, Debug)]
struct Box2([f64; 4]);

impl Box2 {
    fn around(at: [f64; 2], offset: Vec2, size: Vec2) -> Self {
        let (x, y) = (at[0] + f64::from(offset.x), at[1] + f64::from(offset.y));
        let (half_x, half_y) = (f64::from(size.x) / 2.0, f64::from(size.y) / 2.0);
        Self([x - half_x, y - half_y, x + half_x, y + half_y])
    }

    fn meets(&self, other: &Self) -> bool {
        self.0[0] < other.0[2] && other.0[0] < self.0[2] && self.0[1] < other.0[3] && other.0[1] < self.0[3]
    }

    fn cells(self) -> impl Iterator<Item = (i64, i64)> {
        #[expect(clippy::cast_possible_truncation, reason = "cells of the world are few")]
        let [west, north, east, south] = self.0.map(|edge| (edge / CELL).floor() as i64);
        (north..=south).flat_map(move |row| (west..=east).map(move |column| (column, row)))
    }
}

/// What is taken, by cell, so that a label is held only against its neighbours.
#[derive(Default)]
struct Grid {
    cells: HashMap<(i64, i64), Vec<Box2>>,
    names: HashMap<u64, Vec<[f64; 2]>>,
}

impl Grid {
    fn is_free(&self, wanted: &Box2) -> bool {
        wanted.cells().all(|cell| self.cells.get(&cell).is_none_or(|taken| !taken.iter().any(|b| b.meets(wanted))))
    }

    fn take(&mut self, wanted: Box2) {
        for cell in wanted.cells() {
            self.cells.entry(cell).or_default().push(wanted);
        }
    }

    fn has_near(&self, key: u64, at: [f64; 2], apart: f64) -> bool {
        self.names.get(&key).is_some_and(|places| places.iter().any(|p| (p[0] - at[0]).hypot(p[1] - at[1]) < apart))
    }
}

/// How a label is set.
fn job_of(seed: &Seed, language: Language) -> LayoutJob {
    let strong = || FontFamily::Name(STRONG.into());
    let (font, spacing, italics) = match seed.kind {
        LabelKind::Country => (FontId::new(13.0, strong()), 2.5, false),
        LabelKind::Sea if seed.rank <= 1.0 => (FontId::proportional(15.0), 1.5, true),
        LabelKind::Sea => (FontId::proportional(12.0), 0.6, true),
        LabelKind::Capital => (FontId::new(13.0, strong()), 0.0, false),
        LabelKind::Place if seed.rank <= 4.0 => (FontId::proportional(12.5), 0.0, false),
        LabelKind::Place | LabelKind::Port => (FontId::proportional(11.5), 0.0, false),
        LabelKind::Limit => (FontId::proportional(10.5), 0.2, false),
        LabelKind::Depth => (FontId::proportional(9.5), 0.0, false),
    };
    let format = TextFormat {
        font_id: font,
        extra_letter_spacing: spacing,
        italics,
        color: Color32::PLACEHOLDER,
        ..TextFormat::default()
    };
    let mut job = LayoutJob::single_section(seed.text(language), format);
    job.wrap.max_width = f32::INFINITY;
    job.halign = Align::Center;
    job
}

impl Placed {
    /// Where its text lies on the screen.
    fn extent(&self, view: &View) -> Rect {
        let middle = view.screen_from_world(self.seed.world) + self.offset;
        Rect::from_center_size(middle, turned_size(self.size, self.seed.angle))
    }

    fn shapes(&self, painter: &Painter, view: &View, chart: &ChartColours, mut add: impl FnMut(Shape)) {
        let point = view.screen_from_world(self.seed.world);
        let middle = point + self.offset;
        let (colour, halo) = colours_of(self.seed.kind, chart);
        dot(point, self.seed.kind, chart).into_iter().flatten().for_each(&mut add);
        let galley = painter.layout_job(self.job.clone());
        // A centred galley spans from -width/2 to width/2.
        let corner = vec2(0.0, -self.size.y / 2.0);
        let mut set = |by: Vec2, colour: Color32| {
            let turn = egui::emath::Rot2::from_angle(self.seed.angle);
            let mut shape = TextShape::new(middle + turn * corner + by, Arc::clone(&galley), colour);
            shape.angle = self.seed.angle;
            shape.override_text_color = Some(colour);
            add(shape.into());
        };
        for by in [vec2(-1.0, -0.6), vec2(1.0, -0.6), vec2(-1.0, 0.8), vec2(1.0, 0.8)] {
            set(by, halo);
        }
        set(Vec2::ZERO, colour);
    }
}

/// The size of the texture that holds the letters, texels.
#[expect(
    clippy::redundant_closure_for_method_calls,
    reason = "the method by name is not general over the fonts' lifetime"
)]
fn atlas_size_of(painter: &Painter) -> [usize; 2] {
    painter.fonts(|fonts| fonts.font_image_size())
}

fn colours_of(kind: LabelKind, chart: &ChartColours) -> (Color32, Color32) {
    match kind {
        LabelKind::Country => (chart.label_country, chart.halo_land),
        LabelKind::Capital | LabelKind::Place => (chart.label_land, chart.halo_land),
        LabelKind::Port => (chart.label_port, chart.halo_sea),
        LabelKind::Sea | LabelKind::Limit | LabelKind::Depth => (chart.label_sea, chart.halo_sea),
    }
}

/// The mark of a place, beside which its name stands.
fn dot(at: Pos2, kind: LabelKind, chart: &ChartColours) -> [Option<Shape>; 2] {
    let disc = |radius: f32, fill: Color32, stroke: Stroke| {
        Some(Shape::Circle(CircleShape { center: at, radius, fill, stroke }))
    };
    match kind {
        LabelKind::Capital => {
            [disc(3.2, chart.halo_land, Stroke::new(1.2, chart.label_land)), disc(1.3, chart.label_land, Stroke::NONE)]
        }
        LabelKind::Place => [disc(2.0, chart.label_land, Stroke::new(1.0, chart.halo_land)), None],
        LabelKind::Port => {
            let square = Rect::from_center_size(pos2(at.x, at.y), Vec2::splat(4.4));
            let edge = Stroke::new(1.0, chart.halo_sea);
            let shape = RectShape::new(square, 1.0, chart.label_port, edge, StrokeKind::Outside);
            [Some(shape.into()), None]
        }
        LabelKind::Country | LabelKind::Sea | LabelKind::Limit | LabelKind::Depth => [None, None],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::Position;
    use crate::ui::map::world_from_position;

    fn seed(name: &str, lat: f64, lon: f64, rank: f32) -> Seed {
        let world = world_from_position(Position::clamped(lat, lon));
        Seed { kind: LabelKind::Place, english: name.into(), korean: "".into(), world, angle: 0.0, rank, min_zoom: 0.0 }
    }

    /// Every letter is 8 points wide and 14 high.
    fn place(seeds: &[Seed], zoom: f64, before: &HashMap<(u64, World), usize>) -> Vec<Placed> {
        placement(seeds.iter(), zoom, before, |seed, _| {
            (
                LayoutJob::default(),
                vec2(8.0 * f32::from(u8::try_from(seed.english.chars().count()).expect("a short name")), 14.0),
            )
        })
    }

    fn names(placed: &[Placed]) -> Vec<&str> {
        placed.iter().map(|label| &*label.seed.english).collect()
    }

    #[test]
    fn where_two_names_meet_the_one_that_matters_more_stays() {
        // A point apart at zoom 4 (0.088 degrees): only one of five fits on each of the four sides, and none twice.
        let many: Vec<Seed> = (0_u8..12)
            .map(|i| seed(&format!("Town {i:02}"), 37.0, 126.0 + f64::from(i) * 0.02, f32::from(12 - i)))
            .collect();
        let placed = place(&many, 4.0, &HashMap::new());
        assert_eq!(names(&placed).first(), Some(&"Town 11"));
        assert!(placed.len() < 12);
        let scale = TILE_POINTS * 16.0 / 4_294_967_296.0;
        let boxes: Vec<Box2> =
            placed.iter().map(|p| Box2::around(p.seed.world.map(|u| f64::from(u) * scale), p.offset, p.size)).collect();
        for (i, a) in boxes.iter().enumerate() {
            assert!(boxes.iter().skip(i + 1).all(|b| !a.meets(b)));
        }
    }

    #[test]
    fn as_one_zooms_in_there_is_room_for_all() {
        let many: Vec<Seed> =
            (0_u8..12).map(|i| seed(&format!("Town {i:02}"), 37.0, 126.0 + f64::from(i) * 0.02, 5.0)).collect();
        assert_eq!(place(&many, 14.0, &HashMap::new()).len(), 12);
    }

    #[test]
    fn a_label_that_stands_keeps_its_place_when_a_greater_one_comes_into_view() {
        let small = seed("Small", 37.0, 126.0, 9.0);
        let first = place(std::slice::from_ref(&small), 6.0, &HashMap::new());
        let before = first.iter().map(|p| ((p.key, p.seed.world), p.side)).collect();
        let placed = place(&[seed("Metropolis", 37.0, 125.99, 0.0), small], 6.0, &before);
        assert_eq!(names(&placed).first(), Some(&"Small"));
        assert_eq!(placed[0].offset, first[0].offset);
    }

    #[test]
    fn the_same_name_is_not_repeated_nearby() {
        let placed = place(&[seed("NLL", 37.0, 125.0, 1.0), seed("NLL", 37.0, 125.5, 1.0)], 8.0, &HashMap::new());
        assert_eq!(placed.len(), 1); // 91 points apart at zoom 8
    }

    #[test]
    fn a_label_waits_for_its_zoom() {
        let mut hamlet = seed("Hamlet", 37.0, 125.0, 1.0);
        hamlet.min_zoom = 9.0;
        assert!(place(std::slice::from_ref(&hamlet), 8.5, &HashMap::new()).is_empty());
        assert_eq!(place(&[hamlet], 9.0, &HashMap::new()).len(), 1);
    }
}
