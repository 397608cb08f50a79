//! Sea, land, coasts and limits of the map, out of its tiles.
//!
//! Owns which tiles a picture is made of, and the joining of what they cut apart. Never names anything: [`super::name`]
//! does. Start at [`Ground::of`].

use std::collections::{BTreeMap, BTreeSet};

use geo::{Coord, LineString, Simplify as _};
use rayon::prelude::*;

use super::clip::{self, Point, Rect};
use super::frame::Frame;
use super::name::{Name, NameKind, names_of};
use super::role::{Role, is_openmaptiles, role_of};
use super::style::Palette;
use super::svg::{Path, Px};
use crate::chart::{TileError, TileFeature, TileGeometry, TileId, TileReader, VectorTile};
use crate::language::{said, words as spoken};
use crate::report::{Progress, Stopped};

/// What a line or ring may lose on the way to the page, pixels: less than anyone sees.
const TOLERANCE: f64 = 0.12;
/// How far areas reach beyond their tile, pixels, so that no seam shows between two.
const OVERLAP: f64 = 1.5;
/// Ends of lines nearer than this are the same, pixels.
const SAME: f64 = 0.6;
/// The most tiles a picture is made of.
const MAX_TILES: usize = 1024;

/// What lies on the map.
#[derive(Debug, Default)]
pub(super) struct Ground {
    fills: BTreeMap<Role, Path>,
    lines: BTreeMap<Role, Vec<Vec<Point>>>,
    /// What the lines that have words bear, with the line.
    pub(super) worded: Vec<(Role, String, Vec<Point>)>,
    /// What could be named.
    pub(super) names: Vec<Name>,
    /// Tiles that could not be read; a coarser one stands in their place.
    pub(super) faults: Vec<TileError>,
}

/// A tile that is read, and where on the page it is seen.
struct Piece {
    id: TileId,
    /// Where the whole tile lies.
    whole: Rect,
    /// What of it is shown.
    through: Rect,
}

impl Ground {
    /// Reads what a frame shows of a map. Names are chosen for a page whose type is `unit` times its usual size.
    pub(super) fn of(frame: &Frame, map: &dyn TileReader, unit: f64, progress: &Progress) -> Result<Self, Stopped> {
        let (mut ground, mut tiles) = (Self::default(), BTreeMap::new());
        let pieces = ground.pieces(frame, map, &mut tiles, progress)?;
        let shown = frame.rect.grown(2.0);
        let name_zoom = frame.zoom() - unit.log2();
        let mut worded: BTreeMap<(Role, String), Vec<Vec<Point>>> = BTreeMap::new();
        for piece in &pieces {
            progress.check()?;
            let Some(tile) = tiles.get(&piece.id) else { continue };
            let (Some(area), Some(line)) = (piece.through.grown(OVERLAP).shared(&shown), piece.through.shared(&shown))
            else {
                continue;
            };
            if is_openmaptiles(tile) {
                let corners = [
                    [area.left, area.top],
                    [area.right, area.top],
                    [area.right, area.bottom],
                    [area.left, area.bottom],
                ];
                ground.fills.entry(Role::Land).or_default().ring(&corners);
            }
            for layer in &tile.layers {
                let unit = piece.whole.width() / f64::from(layer.extent.max(1));
                let page = |p: &[i32; 2]| {
                    [piece.whole.left + f64::from(p[0]) * unit, piece.whole.top + f64::from(p[1]) * unit]
                };
                for feature in &layer.features {
                    if let Some(role) = role_of(&layer.name, feature) {
                        ground.feature(role, feature, &page, &area, &line, &mut worded);
                    }
                }
                let inside = |p: Point| piece.through.contains(p) && frame.rect.contains(p);
                ground.names.extend(names_of(layer, name_zoom).filter_map(|(name, place)| {
                    let at = page(&place);
                    inside(at).then_some(Name { at, ..name })
                }));
            }
        }
        for ((role, words), lines) in worded {
            let lines = joined(lines);
            if !words.is_empty() {
                ground.worded.extend(lines.iter().map(|line| (role, words.clone(), line.clone())));
            }
            ground.lines.entry(role).or_default().extend(lines);
        }
        Ok(ground)
    }

    /// The deepest tile there is for every tile of the frame's zoom, each read once.
    fn pieces(
        &mut self,
        frame: &Frame,
        map: &dyn TileReader,
        tiles: &mut BTreeMap<TileId, VectorTile>,
        progress: &Progress,
    ) -> Result<Vec<Piece>, Stopped> {
        let (least, deepest) = map.zooms();
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped just before the cast")]
        let mut zoom = frame.zoom().round().clamp(0.0, 30.0) as u8;
        zoom = zoom.clamp(least, deepest.max(least)).min(22);
        let mut wanted = frame.tiles(zoom);
        while wanted.len() > MAX_TILES && zoom > least {
            zoom -= 1;
            wanted = frame.tiles(zoom);
        }
        let mut broken: BTreeSet<TileId> = BTreeSet::new();
        let mut sources: Vec<Option<TileId>> = vec![None; wanted.len()];
        loop {
            progress.check()?;
            for (source, (id, _)) in sources.iter_mut().zip(&wanted) {
                let held = source.is_some_and(|found| tiles.contains_key(&found));
                if !held {
                    *source = (least..=id.zoom)
                        .rev()
                        .map(|zoom| id.ancestor(zoom))
                        .find(|found| !broken.contains(found) && (tiles.contains_key(found) || map.has(*found)));
                }
            }
            let unread: BTreeSet<TileId> =
                sources.iter().flatten().filter(|id| !tiles.contains_key(id)).copied().collect();
            if unread.is_empty() {
                break;
            }
            let read: Vec<(TileId, Result<Option<VectorTile>, TileError>)> =
                unread.into_par_iter().map(|id| (id, map.tile(id))).collect();
            for (id, tile) in read {
                match tile {
                    Ok(Some(tile)) => {
                        tiles.insert(id, tile);
                    }
                    Ok(None) => {
                        broken.insert(id);
                    }
                    Err(fault) => {
                        broken.insert(id);
                        self.faults.push(fault);
                    }
                }
            }
        }
        let pieces = wanted.into_iter().zip(sources).filter_map(|((id, through), source)| {
            let source = source?;
            let up = id.zoom - source.zoom;
            let side = through.width() * f64::from(1_u32 << up);
            let within = |at: u32| f64::from(at & ((1_u32 << up) - 1)) * through.width();
            let (left, top) = (through.left - within(id.x), through.top - within(id.y));
            Some(Piece { id: source, whole: Rect::new(left, top, left + side, top + side), through })
        });
        Ok(pieces.collect())
    }

    fn feature(
        &mut self,
        role: Role,
        feature: &TileFeature,
        page: &impl Fn(&[i32; 2]) -> Point,
        area: &Rect,
        line: &Rect,
        worded: &mut BTreeMap<(Role, String), Vec<Vec<Point>>>,
    ) {
        match &feature.geometry {
            TileGeometry::Points(_) => {}
            TileGeometry::Lines(lines) => {
                let stretches = lines.iter().flat_map(|places| {
                    let places: Vec<Point> = places.iter().map(page).collect();
                    clip::line(&places, line)
                });
                if role.is_joined() {
                    worded.entry((role, words_of(role, feature))).or_default().extend(stretches);
                } else if role == Role::Contour {
                    let words = feature.number("depth_m").map(|depth| format!("{:.0}", depth.abs()));
                    for stretch in stretches {
                        if let Some(words) = &words {
                            self.worded.push((role, words.clone(), stretch.clone()));
                        }
                        self.lines.entry(role).or_default().push(stretch);
                    }
                } else {
                    self.lines.entry(role).or_default().extend(stretches);
                }
            }
            TileGeometry::Polygons(polygons) => {
                let path = self.fills.entry(role).or_default();
                for rings in polygons {
                    for (idx, places) in rings.iter().enumerate() {
                        let mut places: Vec<Point> = places.iter().map(page).collect();
                        // Outer rings run one way and holes the other: where two tiles overlap, nothing cancels out.
                        if (clip::signed_area(&places) < 0.0) != (idx > 0) {
                            places.reverse();
                        }
                        path.ring(&simplified(clip::ring(&places, area), true));
                    }
                }
            }
        }
    }

    /// Everything below names, bottom first, as SVG.
    pub(super) fn write(&self, out: &mut String, palette: &Palette, unit: f64, zoom: f64) {
        use std::fmt::Write as _;
        let near = (1.0 + (zoom - unit.log2() - 6.0) * 0.1).clamp(0.8, 1.8);
        let roles: BTreeSet<Role> = self.fills.keys().chain(self.lines.keys()).copied().collect();
        for role in roles {
            if let (Some(path), Some(colour)) = (self.fills.get(&role), role.fill(palette))
                && !path.is_empty()
            {
                let _infallible = writeln!(out, r#"<path fill="{colour}" d="{}"/>"#, path.data());
            }
            if let (Some(lines), Some(pen)) = (self.lines.get(&role), role.pen(palette, near)) {
                let mut path = Path::default();
                for line in lines {
                    path.line(&simplified(line.clone(), false));
                }
                let dash = pen.dash.map_or_else(String::new, |(dash, gap)| {
                    format!(r#" stroke-dasharray="{} {}""#, Px(dash * unit), Px(gap * unit))
                });
                let _infallible = writeln!(
                    out,
                    r#"<path fill="none" stroke="{}" stroke-width="{}" stroke-linejoin="round"{dash} d="{}"/>"#,
                    pen.colour,
                    Px(pen.width * unit),
                    path.data()
                );
            }
        }
    }

    /// Whether lines of a role are on the map, for its key.
    pub(super) fn shows(&self, role: Role) -> bool {
        self.lines.get(&role).is_some_and(|lines| !lines.is_empty())
    }

    /// The words of the lines of a role that are on the map, each once.
    pub(super) fn words(&self, role: Role) -> BTreeSet<&str> {
        self.worded.iter().filter(|(of, ..)| *of == role).map(|(_, words, _)| words.as_str()).collect()
    }
}

/// What is written along a line: what it is, and on what it rests.
fn words_of(role: Role, feature: &TileFeature) -> String {
    let status = feature.text("status").unwrap_or_default();
    let english = feature.text("name_en").or_else(|| feature.text("name")).unwrap_or_default();
    let korean = feature.text("name_ko").unwrap_or_default();
    let name = match (role, english.is_empty()) {
        (Role::Limit12, true) => "12 nm",
        (Role::Limit24, true) => "24 nm",
        (Role::Boundary, _) => return String::new(),
        (Role::Demarcation, true) if feature.text("kind") == Some("mdl") => "Military Demarcation Line",
        _ => english,
    };
    let mut words = name.to_owned();
    if !korean.is_empty() && korean != name {
        words = if words.is_empty() { korean.to_owned() } else { format!("{words} {korean}") };
    }
    match status {
        "" => words,
        _ if words.is_empty() => String::new(),
        "computed" => said!("picture-limit-computed", limit = words),
        "claimed, disputed" => format!("{words} ({})", spoken("line-disputed")),
        status => format!("{words} ({status})"),
    }
}

/// Words for a line, and shorter ones where they find no room: without the Korean name, then by their initials.
pub(super) fn shorter(words: &str) -> Vec<String> {
    let mut choices = vec![words.to_owned()];
    let english: Vec<&str> = words.split_whitespace().filter(|word| word.chars().any(|c| c.is_ascii())).collect();
    choices.push(english.join(" "));
    let named = english.iter().take_while(|word| !word.starts_with('(')).copied();
    let initials: String = named.filter_map(|word| word.chars().next()).filter(char::is_ascii_uppercase).collect();
    if initials.len() > 2 {
        if let Some(status) = words.find('(').and_then(|at| words.get(at..)) {
            choices.push(format!("{initials} {status}"));
        }
        choices.push(initials);
    }
    choices.dedup();
    choices
}

fn simplified(places: Vec<Point>, is_ring: bool) -> Vec<Point> {
    if places.len() < 4 {
        return places;
    }
    let mut line = LineString(places.into_iter().map(|[x, y]| Coord { x, y }).collect::<Vec<_>>());
    if is_ring {
        line.close();
    }
    let mut kept: Vec<Point> = line.simplify(TOLERANCE).0.into_iter().map(|c| [c.x, c.y]).collect();
    if is_ring {
        kept.pop();
    }
    kept
}

/// Lines put together where one ends as another begins.
fn joined(lines: Vec<Vec<Point>>) -> Vec<Vec<Point>> {
    let mut whole: Vec<Vec<Point>> = Vec::new();
    let mut rest: Vec<Option<Vec<Point>>> = lines.into_iter().filter(|line| line.len() > 1).map(Some).collect();
    let cell = |[x, y]: Point| {
        #[expect(clippy::cast_possible_truncation, reason = "a cell of the page")]
        let cell = ((x / 4.0).floor() as i64, (y / 4.0).floor() as i64);
        cell
    };
    // Ends by cell of the page, so that a line is held only against its neighbours.
    let mut ends: BTreeMap<(i64, i64), Vec<usize>> = BTreeMap::new();
    for (idx, line) in rest.iter().enumerate() {
        for end in line.iter().flat_map(|line| line.first().into_iter().chain(line.last())) {
            ends.entry(cell(*end)).or_default().push(idx);
        }
    }
    for idx in 0..rest.len() {
        let Some(mut line) = rest.get_mut(idx).and_then(Option::take) else { continue };
        for _side in 0..2 {
            while let Some(next) = line.last().and_then(|end| take_neighbour(&mut rest, &ends, cell(*end), *end)) {
                line.extend(next.into_iter().skip(1));
            }
            line.reverse();
        }
        whole.push(line);
    }
    whole
}

/// Takes the line that begins (or, turned round, ends) at a place.
fn take_neighbour(
    rest: &mut [Option<Vec<Point>>],
    ends: &BTreeMap<(i64, i64), Vec<usize>>,
    (column, row): (i64, i64),
    at: Point,
) -> Option<Vec<Point>> {
    let is_here = |end: Option<&Point>| end.is_some_and(|end| (end[0] - at[0]).hypot(end[1] - at[1]) <= SAME);
    for near in (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (column + dx, row + dy))) {
        for idx in ends.get(&near).into_iter().flatten() {
            let Some(place) = rest.get_mut(*idx) else { continue };
            let (first, last) =
                place.as_ref().map_or((false, false), |line| (is_here(line.first()), is_here(line.last())));
            if first || last {
                let mut line = place.take()?;
                if !first {
                    line.reverse();
                }
                return Some(line);
            }
        }
    }
    None
}

/// Which of the chart's own kinds of name a line's words are.
pub(super) const fn kind_of_words(role: Role) -> NameKind {
    match role {
        Role::Contour => NameKind::Depth,
        Role::Demarcation => NameKind::Demarcation,
        _ => NameKind::Limit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_have_shorter_ones() {
        let choices = shorter("Northern Limit Line 북방한계선 (claimed, disputed)");
        assert_eq!(choices[1..], ["Northern Limit Line (claimed, disputed)", "NLL (claimed, disputed)", "NLL"]);
        assert_eq!(shorter("12 nm, computed"), ["12 nm, computed"]);
    }

    #[test]
    fn what_tiles_cut_apart_is_one_line_again() {
        let pieces = vec![
            vec![[10.0, 0.0], [20.0, 5.0]],
            vec![[0.0, 0.0], [10.2, 0.1]],
            vec![[40.0, 5.0], [30.0, 5.0]],
            vec![[20.1, 5.0], [30.0, 5.1]],
            vec![[90.0, 90.0], [95.0, 95.0]],
        ];
        let whole = joined(pieces);
        assert_eq!(whole.len(), 2);
        let mut ends = [whole[0][0], whole[0][whole[0].len() - 1]];
        ends.sort_by(|a, b| a[0].total_cmp(&b[0]));
        assert_eq!(ends, [[0.0, 0.0], [40.0, 5.0]]);
        assert_eq!(whole[0].len(), 5);
    }
}
