//! Which names fit on the map, and where each stands.
//!
//! Owns the choice: by kind and rank, on the free side of its place, never over another. Never reads a tile. Start at
//! [`Labels`].

use std::collections::BTreeMap;

use super::clip::{Point, Rect};
use super::name::{Name, NameKind, Setting};
use super::ruler::{LEADING, MIDDLE_TO_BASELINE};
use super::style::{Colour, Palette};
use super::svg::{Px, escaped};

/// The side of a cell of the collision grid, pixels.
const CELL: f64 = 64.0;
/// The least way between two labels, points.
const GAP: f64 = 3.0;
/// Two chart labels of the same name stand at least so far apart, points.
const REPEAT: f64 = 420.0;
/// From a dot to its name, points.
const DOT_GAP: f64 = 6.0;
/// From the middle of a symbol of the plan to its name, points.
const SYMBOL_GAP: f64 = 13.0;

/// A name in its place.
#[derive(Clone, Debug)]
struct Placed {
    name: Name,
    setting: Setting,
    /// The middle of the text.
    middle: Point,
    /// Degrees clockwise.
    turn: f64,
}

/// The labels of a map.
#[derive(Debug)]
pub(super) struct Labels {
    /// What labels may not leave.
    within: Rect,
    unit: f64,
    palette: &'static Palette,
    taken: BTreeMap<(i64, i64), Vec<Rect>>,
    spoken: BTreeMap<(NameKind, Vec<String>), Vec<Point>>,
    placed: Vec<Placed>,
}

impl Labels {
    pub(super) const fn new(within: Rect, unit: f64, palette: &'static Palette) -> Self {
        Self { within, unit, palette, taken: BTreeMap::new(), spoken: BTreeMap::new(), placed: Vec::new() }
    }

    /// Keeps a rectangle free of labels.
    pub(super) fn reserve(&mut self, rect: Rect) {
        if let Some(rect) = rect.shared(&self.within.grown(CELL)) {
            for cell in cells(&rect) {
                self.taken.entry(cell).or_default().push(rect);
            }
        }
    }

    /// Places names in the order in which they matter; those that find no room are left out. How many were placed.
    pub(super) fn place(&mut self, mut names: Vec<Name>) -> usize {
        names.sort_by(|a, b| {
            (a.kind.order().cmp(&b.kind.order()))
                .then(a.rank.total_cmp(&b.rank))
                .then_with(|| a.lines.cmp(&b.lines))
                .then(a.at[0].total_cmp(&b.at[0]))
                .then(a.at[1].total_cmp(&b.at[1]))
        });
        names.into_iter().filter(|name| self.place_one(name)).count()
    }

    /// Places a name on one of these middles, the first that is free; whether it found room.
    fn place_one(&mut self, name: &Name) -> bool {
        let setting = name.kind.setting(name.rank, self.palette, self.unit);
        let key = (name.kind, name.lines.clone());
        let is_near = |p: &Point| (p[0] - name.at[0]).hypot(p[1] - name.at[1]) < REPEAT * self.unit;
        let is_chart = name.kind.order() > 1 && name.kind != NameKind::Vessel;
        if is_chart && self.spoken.get(&key).is_some_and(|places| places.iter().any(is_near)) {
            return false;
        }
        let (width, height) = size_of(name, &setting);
        let is_place = matches!(name.kind, NameKind::Capital | NameKind::Place | NameKind::Port);
        if is_place && self.is_named_there(name) {
            return false;
        }
        let Some(middle) = self
            .sides(name, width, height)
            .into_iter()
            .find(|middle| self.is_free(&Rect::around(*middle, width, height).grown(GAP * self.unit)))
        else {
            return false;
        };
        self.reserve(Rect::around(middle, width, height));
        if name.kind.has_dot() {
            self.reserve(Rect::around(name.at, 6.0 * self.unit, 6.0 * self.unit));
        }
        self.spoken.entry(key).or_default().push(name.at);
        self.placed.push(Placed { name: name.clone(), setting, middle, turn: 0.0 });
        true
    }

    /// Whether a town's name already stands near: a port is often called what its town is.
    fn is_named_there(&self, name: &Name) -> bool {
        let words = |name: &Name| -> Vec<String> {
            let words = name.lines.iter().flat_map(|line| line.split_whitespace());
            let plain = |word: &str| word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
            words.map(plain).filter(|word: &String| word.chars().count() > 1).collect()
        };
        let (wanted, reach) = (words(name), 60.0 * self.unit);
        self.placed
            .iter()
            .filter(|other| other.name.kind.has_dot() && other.name.kind.order() > 1)
            .filter(|other| (other.name.at[0] - name.at[0]).hypot(other.name.at[1] - name.at[1]) < reach)
            .any(|other| words(&other.name).iter().any(|word| wanted.contains(word)))
    }

    /// Where the middle of a text may stand, best first.
    fn sides(&self, name: &Name, width: f64, height: f64) -> Vec<Point> {
        let [x, y] = name.at;
        let gap = if matches!(name.kind, NameKind::PlanPoint(_)) { SYMBOL_GAP } else { DOT_GAP } * self.unit;
        let half = [width / 2.0, height / 2.0];
        if name.kind.has_dot() {
            let (right, left) = (x + half[0] + gap, x - half[0] - gap);
            let (above, below) = (y - half[1] - gap * 0.7, y + half[1] + gap * 0.7);
            let corners = [[right, above], [right, below], [left, above], [left, below]];
            let sides = [[right, y], [left, y], [x, above], [x, below]];
            // A vessel's track runs through it, most often not steeply: its name keeps off the line.
            return if name.kind == NameKind::Vessel { [corners, sides] } else { [sides, corners] }.concat();
        }
        // Things of the plan may move off their middle where another name stands there already.
        if matches!(name.kind, NameKind::Plan(_) | NameKind::Zone(_)) {
            let step = height + GAP * self.unit * 2.0;
            return [0.0, 1.0, -1.0, 2.0, -2.0, 3.0, -3.0].iter().map(|n| [x, y + n * step]).collect();
        }
        vec![name.at]
    }

    /// Places the first of some words that finds room along a line; how many times.
    pub(super) fn place_first_along(&mut self, kind: NameKind, choices: &[String], line: &[Point]) -> usize {
        choices.iter().map(|words| self.place_along(kind, words, line)).find(|n| *n > 0).unwrap_or(0)
    }

    /// Places words along a line, again every so often; how many times.
    pub(super) fn place_along(&mut self, kind: NameKind, words: &str, line: &[Point]) -> usize {
        let name = Name { kind, lines: vec![words.to_owned()], at: [0.0; 2], rank: 5.0 };
        let setting = kind.setting(name.rank, self.palette, self.unit);
        let (width, height) = size_of(&name, &setting);
        let mut n_placed = 0;
        for (middle, turn) in straight_stretches(line, width * 1.06, height * 0.4) {
            let key = (kind, name.lines.clone());
            let is_near = |p: &Point| (p[0] - middle[0]).hypot(p[1] - middle[1]) < REPEAT * self.unit;
            if self.spoken.get(&key).is_some_and(|places| places.iter().any(is_near)) {
                continue;
            }
            // A turned text is covered with squares, so that it takes no more room than it needs.
            let n = (width / height).ceil().max(1.0);
            let along = [turn.to_radians().cos(), turn.to_radians().sin()];
            let at = |share: f64| [middle[0] + along[0] * width * share, middle[1] + along[1] * width * share];
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a text has few letters")]
            let squares: Vec<Rect> = (0..n as u32)
                .map(|i| Rect::around(at((f64::from(i) + 0.5) / n - 0.5), height * 1.2, height * 1.2))
                .collect();
            if squares.iter().all(|square| self.is_free(square)) {
                for square in squares {
                    self.reserve(square);
                }
                self.spoken.entry(key).or_default().push(middle);
                self.placed.push(Placed { name: name.clone(), setting, middle, turn });
                n_placed += 1;
            }
        }
        n_placed
    }

    fn is_free(&self, wanted: &Rect) -> bool {
        self.within.holds(wanted)
            && cells(wanted)
                .all(|cell| self.taken.get(&cell).is_none_or(|taken| !taken.iter().any(|r| r.meets(wanted))))
    }

    /// The labels as SVG, those that matter less beneath.
    pub(super) fn write(&self, out: &mut String) {
        for placed in self.placed.iter().rev() {
            placed.write(out, self.palette, self.unit);
        }
    }
}

fn cells(rect: &Rect) -> impl Iterator<Item = (i64, i64)> + use<> {
    #[expect(clippy::cast_possible_truncation, reason = "cells of a page are few: rectangles are cut to the map first")]
    let [west, north, east, south] =
        [rect.left, rect.top, rect.right, rect.bottom].map(|edge| (edge / CELL).floor().clamp(-1e4, 1e4) as i64);
    (north..=south).flat_map(move |row| (west..=east).map(move |column| (column, row)))
}

#[expect(clippy::cast_precision_loss, reason = "a name has few lines")]
fn size_of(name: &Name, setting: &Setting) -> (f64, f64) {
    let width = name.lines.iter().map(|line| setting.ruler.width(line)).fold(0.0, f64::max);
    (width, name.lines.len() as f64 * setting.ruler.size * LEADING)
}

/// Where a text of a length lies along a line without the line leaving it by more than `bend`: middles and turns, in
/// degrees, so that it reads from left to right. The straightest come first.
fn straight_stretches(line: &[Point], length: f64, bend: f64) -> Vec<(Point, f64)> {
    let mut found: Vec<(f64, Point, f64)> = Vec::new();
    let mut next_start = 0.0;
    let mut way = 0.0;
    for (idx, from) in line.iter().enumerate() {
        if idx > 0 {
            let before = line.get(idx - 1).unwrap_or(from);
            way += (from[0] - before[0]).hypot(from[1] - before[1]);
        }
        if way < next_start {
            continue;
        }
        next_start = way + length / 8.0;
        let rest = line.get(idx + 1..).unwrap_or_default();
        let Some(reach) = rest.iter().position(|p| (p[0] - from[0]).hypot(p[1] - from[1]) >= length) else { continue };
        let Some(last) = rest.get(reach) else { continue };
        let inner = rest.get(..reach).unwrap_or_default();
        // Where the circle of the text's length round `from` meets the last leg.
        let before = inner.last().unwrap_or(from);
        let to = cut_at(*from, *before, *last, length);
        let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
        let off = |p: &Point| ((p[0] - from[0]) * dy - (p[1] - from[1]) * dx).abs() / length;
        let worst = inner.iter().map(off).fold(0.0, f64::max);
        if worst <= bend {
            let (dx, dy) = if dx < 0.0 { (-dx, -dy) } else { (dx, dy) };
            let middle = [f64::midpoint(from[0], to[0]), f64::midpoint(from[1], to[1])];
            found.push((worst, middle, dy.atan2(dx).to_degrees()));
        }
    }
    // Lying words are read sooner than standing ones.
    let cost = |(worst, _, turn): &(f64, Point, f64)| worst / bend.max(1e-9) + turn.abs() / 60.0;
    found.sort_by(|a, b| cost(a).total_cmp(&cost(b)));
    found.into_iter().map(|(_, middle, turn)| (middle, turn)).collect()
}

/// The place on a leg at a distance from `centre`; the leg's end if there is none.
fn cut_at(centre: Point, a: Point, b: Point, distance: f64) -> Point {
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    let at = |share: f64| [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
    for _halving in 0..24 {
        let middle = f64::midpoint(low, high);
        let p = at(middle);
        if (p[0] - centre[0]).hypot(p[1] - centre[1]) < distance { low = middle } else { high = middle }
    }
    at(high)
}

impl Placed {
    fn write(&self, out: &mut String, palette: &Palette, unit: f64) {
        use std::fmt::Write as _;
        let Setting { ruler, is_slanted, colour, halo } = self.setting;
        dot(out, &self.name, palette, unit);
        let [x, y] = self.middle;
        let transform = match (is_slanted, self.turn) {
            (true, _) => format!(r#" transform="translate({} {}) skewX(-11)""#, Px(x), Px(y)),
            (false, 0.0) => String::new(),
            (false, turn) => format!(r#" transform="translate({} {}) rotate({})""#, Px(x), Px(y), Px(turn)),
        };
        let origin = if transform.is_empty() { self.middle } else { [0.0, 0.0] };
        let weight = if ruler.is_strong { r#" font-weight="600""# } else { "" };
        let spacing =
            if ruler.spacing > 0.0 { format!(r#" letter-spacing="{}""#, Px(ruler.spacing)) } else { String::new() };
        #[expect(clippy::cast_precision_loss, reason = "a name has few lines")]
        let first = origin[1] - (self.name.lines.len() as f64 - 1.0) * ruler.size * LEADING / 2.0;
        let _infallible = write!(
            out,
            r#"<g font-size="{}"{weight}{spacing} text-anchor="middle" fill="{colour}" {}{transform}>"#,
            Px(ruler.size),
            halo_of(halo, ruler.size * 0.22),
        );
        for (line, text) in (0_u32..).zip(&self.name.lines) {
            let baseline = first + (f64::from(line) * LEADING + MIDDLE_TO_BASELINE) * ruler.size;
            // Letter spacing follows the last letter too: half of it moves the text back to the middle.
            let x = origin[0] + ruler.spacing / 2.0;
            let _infallible = write!(out, r#"<text x="{}" y="{}">{}</text>"#, Px(x), Px(baseline), escaped(text));
        }
        out.push_str("</g>\n");
    }
}

/// The attributes of a soft edge.
pub(super) fn halo_of(colour: Colour, width: f64) -> String {
    format!(
        r#"stroke="{colour}" stroke-opacity="{}" stroke-width="{}" stroke-linejoin="round" paint-order="stroke""#,
        Px(colour.opacity()),
        Px(width)
    )
}

fn dot(out: &mut String, name: &Name, palette: &Palette, unit: f64) {
    use std::fmt::Write as _;
    let [x, y] = name.at;
    let circle = |r: f64, fill: Colour, stroke: Colour, width: f64| {
        format!(
            r#"<circle cx="{}" cy="{}" r="{}" fill="{fill}" stroke="{stroke}" stroke-width="{}"/>"#,
            Px(x),
            Px(y),
            Px(r * unit),
            Px(width * unit)
        )
    };
    match name.kind {
        NameKind::Capital => {
            out.push_str(&circle(3.6, palette.halo_land, palette.label_land, 1.3));
            out.push_str(&circle(1.4, palette.label_land, palette.label_land, 0.0));
        }
        NameKind::Place => out.push_str(&circle(2.2, palette.label_land, palette.halo_land, 1.0)),
        NameKind::Port => {
            let side = 4.8 * unit;
            let _infallible = write!(
                out,
                r#"<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{}" stroke-width="{}"/>"#,
                Px(x - side / 2.0),
                Px(y - side / 2.0),
                Px(side),
                Px(side),
                palette.label_port,
                palette.halo_sea,
                Px(unit)
            );
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::style::Theme;
    use super::*;

    const MAP: Rect = Rect::new(0.0, 0.0, 800.0, 600.0);

    fn town(name: &str, at: Point, rank: f64) -> Name {
        Name { kind: NameKind::Place, lines: vec![name.to_owned()], at, rank }
    }

    fn boxes(labels: &Labels) -> Vec<Rect> {
        let rect = |p: &Placed| {
            let (width, height) = size_of(&p.name, &p.setting);
            Rect::around(p.middle, width, height)
        };
        labels.placed.iter().map(rect).collect()
    }

    #[test]
    fn names_never_overlap_and_the_greater_ones_stay() {
        let mut labels = Labels::new(MAP, 1.0, Theme::Day.palette());
        let crowd =
            (0..40_u32).map(|i| town(&format!("Town {i:02}"), [300.0 + f64::from(i) * 2.0, 300.0], f64::from(40 - i)));
        let n = labels.place(crowd.collect());
        assert!((2..40).contains(&n), "{n}");
        assert_eq!(labels.placed[0].name.lines, ["Town 39"]);
        let boxes = boxes(&labels);
        for (i, a) in boxes.iter().enumerate() {
            assert!(MAP.holds(a) && boxes.iter().skip(i + 1).all(|b| !a.meets(b)));
        }
    }

    #[test]
    fn names_yield_to_what_is_reserved_and_to_the_edge() {
        let mut labels = Labels::new(MAP, 1.0, Theme::Day.palette());
        labels.reserve(Rect::new(0.0, 0.0, 400.0, 600.0));
        assert_eq!(labels.place(vec![town("Haeju 해주", [200.0, 300.0], 1.0)]), 0);
        // On the right-hand edge the name stands to the left of its dot.
        assert_eq!(labels.place(vec![town("Sokcho 속초", [790.0, 300.0], 1.0)]), 1);
        assert!(labels.placed[0].middle[0] < 790.0);
    }

    #[test]
    fn words_lie_along_a_line_and_read_from_left_to_right() {
        let mut labels = Labels::new(MAP, 1.0, Theme::Day.palette());
        let line: Vec<Point> = (0..100_u32).map(|i| [700.0 - f64::from(i) * 6.0, 500.0 - f64::from(i) * 3.0]).collect();
        // 664 pixels: room for the words twice, 420 apart.
        assert_eq!(labels.place_along(NameKind::Limit, "12 nm, computed", &line), 2);
        assert!((labels.placed[0].turn - 0.5_f64.atan().to_degrees()).abs() < 0.1, "{}", labels.placed[0].turn);
        let zigzag: Vec<Point> = (0..100_u32).map(|i| [f64::from(i) * 8.0, 100.0 + f64::from(i % 2) * 30.0]).collect();
        assert_eq!(labels.place_along(NameKind::Limit, "24 nm, computed", &zigzag), 0);
    }
}
