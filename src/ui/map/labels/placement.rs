//! Which labels fit, and where they stand.
//!
//! Owns the placement: by rank, in world space at one zoom, without overlaps. Never sets a text nor paints. Start at
//! [`placement`].

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use egui::{Rect, Vec2, vec2};

use super::super::World;
use super::super::seed::{LabelKind, Seed};
use super::super::view::{TILE_POINTS, View};
use super::letters::Text;

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
/// From a place's dot to its name, points.
const DOT_GAP: f32 = 5.0;

/// A label that has its place.
#[derive(Clone)]
pub(super) struct Placed {
    pub(super) seed: Seed,
    pub(super) key: u64,
    pub(super) text: Arc<Text>,
    /// From the point on the screen to the middle of the text.
    pub(super) offset: Vec2,
    pub(super) side: usize,
}

impl Placed {
    /// Where its text lies on the screen.
    pub(super) fn extent(&self, view: &View) -> Rect {
        let middle = view.screen_from_world(self.seed.world) + self.offset;
        Rect::from_center_size(middle, turned_size(self.text.size, self.seed.angle))
    }
}

/// Gives seeds their places at a zoom, by rank; those in `before` come first and keep their side.
pub(super) fn placement<'a>(
    seeds: impl Iterator<Item = &'a Seed>,
    zoom: f64,
    before: &HashMap<(u64, World), usize>,
    mut set: impl FnMut(&Seed, u64) -> Arc<Text>,
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
        let text = set(seed, key);
        let turned = turned_size(text.size, seed.angle);
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
                placed.push(Placed { seed: seed.clone(), key, text, offset, side });
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
            let n_letters = u8::try_from(seed.english.chars().count()).expect("a short name");
            let mut text = Text::default();
            text.size = vec2(8.0 * f32::from(n_letters), 14.0);
            Arc::new(text)
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
        let boxes: Vec<Box2> = placed
            .iter()
            .map(|p| Box2::around(p.seed.world.map(|u| f64::from(u) * scale), p.offset, p.text.size))
            .collect();
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
