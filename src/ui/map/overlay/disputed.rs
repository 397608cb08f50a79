//! What a merge left to be settled, on the map: where we have a feature and where they have it.
//!
//! Owns both outlines of each conflict over a place, ours in an unbroken line and theirs in dashes, with a thread between
//! them. They are made on a thread of the map's own, once for the conflicts and the zoom; a frame only draws them. Never
//! settles anything (`ui::dialog::versions` does). Start at [`Disputed::show`].

use std::sync::Arc;

use egui::{Align2, Color32, FontId, Pos2, Response, Shape, Stroke, Ui, vec2};

use super::still::{self, Mesh, Room};
use crate::language::{said, words};
use crate::mercator::WorldBox;
use crate::plan::merge::{Attribute, Conflict};
use crate::plan::{Feature, FeatureId};
use crate::session::Session;
use crate::session::nouns::title;
use crate::ui::map::MapLayer;
use crate::ui::map::outline::{Local, Outline, Path, extent_of};
use crate::ui::map::tracks::visible_box;
use crate::ui::map::view::{View, World};
use crate::ui::map::workers::{Errand, Workers};
use crate::ui::theme::{self, SMALL, Theme};

/// A dash and the gap after it, points.
const DASH: (f64, f64) = (9.0, 6.0);
/// Into how many dashes one line is broken at most, however far it has been zoomed in.
const MOST_DASHES: f64 = 4000.0;
/// How wide the ring about a point is, points.
const RING: f32 = 11.0;
/// How many sides are named at most.
const MOST_NAMED: usize = 60;

/// One conflict over a place, with both versions of the feature.
#[derive(Clone)]
struct Dispute {
    id: FeatureId,
    ours: Option<Arc<Feature>>,
    theirs: Option<Arc<Feature>>,
}

/// What the meshes are made for.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Occasion {
    /// Which conflicts: a new number whenever they change.
    reading: u64,
    zoom_step: i32,
    theme: theme::Kind,
    looked_at: Option<FeatureId>,
}

/// One version of a feature, as far as it is painted in every frame.
#[derive(Clone, Debug, PartialEq)]
struct Side {
    is_ours: bool,
    is_looked_at: bool,
    name: String,
    /// Where it is named: over its northernmost place if it is ours, else under its southernmost, so that neither hides the other.
    named_at: World,
    points: Vec<World>,
    bounds: WorldBox,
}

/// What was made on a thread.
struct Made {
    occasion: Occasion,
    mesh: Mesh,
    sides: Vec<Side>,
}

/// The layer. Keep one for the life of the window.
#[derive(Default)]
pub struct Disputed {
    /// The plan's own text of its conflicts: as long as it is the same one, so are they.
    text: Option<Arc<str>>,
    disputes: Arc<[Dispute]>,
    reading: u64,
    wanted: Option<Occasion>,
    made_for: Option<Occasion>,
    mesh: Arc<Mesh>,
    room: Room,
    sides: Vec<Side>,
    errand: Errand<Made>,
    workers: Workers,
    theme: Option<&'static Theme>,
    tolerance: f64,
}

impl Disputed {
    /// Takes the conflicts of the plan; `looked_at` is the feature whose conflict is being looked at.
    pub fn show(&mut self, session: &Session, looked_at: Option<FeatureId>, theme: &'static Theme, view: Option<View>) {
        self.theme = Some(theme);
        let text = session.case().plan().foreign.get("conflicts");
        let is_same = match (&self.text, text) {
            (Some(then), Some(now)) => Arc::ptr_eq(then, now),
            (then, now) => then.is_none() && now.is_none(),
        };
        if !is_same {
            self.text = text.cloned();
            self.disputes = text.map_or_else(Vec::new, |_| disputes(&session.conflicts())).into();
            self.reading += 1;
        }
        let Some(view) = view.filter(|_| !self.disputes.is_empty()) else {
            (self.wanted, self.made_for) = (None, None);
            if !self.sides.is_empty() {
                (self.sides, self.mesh) = (Vec::new(), Arc::default());
            }
            return;
        };
        self.tolerance = 0.5 / view.points_per_unit();
        let zoom_step = super::zoom_step(&view);
        self.wanted = Some(Occasion { reading: self.reading, zoom_step, theme: theme.kind, looked_at });
    }
}

/// The conflicts that are about a place: where both sides have another one, or one side deleted what the other changed.
fn disputes(conflicts: &[Conflict]) -> Vec<Dispute> {
    let place = Attribute::named("place").name();
    let of = |conflict: &Conflict| match conflict {
        Conflict::Feature { id, attributes, ours, theirs, .. }
            if attributes.is_empty() || attributes.contains(&place) =>
        {
            Some(Dispute { id: *id, ours: ours.clone(), theirs: theirs.clone() })
        }
        _ => None,
    };
    conflicts.iter().filter_map(of).collect()
}

/// Puts outlines and names of all disputes together.
fn make(disputes: &[Dispute], occasion: Occasion, tolerance: f64, theme: &Theme) -> Made {
    let (mut mesh, mut sides) = (Mesh::default(), Vec::new());
    for dispute in disputes {
        let is_looked_at = occasion.looked_at == Some(dispute.id);
        let mut both: Vec<Outline> = Vec::new();
        for (feature, is_ours) in [(&dispute.ours, true), (&dispute.theirs, false)] {
            let Some(feature) = feature else { continue };
            let Some(outline) = feature.geometry.as_ref().and_then(|place| Outline::of(place, tolerance)) else {
                continue;
            };
            let (under, width) = if is_looked_at { (theme.plan.selected, 4.0) } else { (theme.plan.halo, 2.2) };
            let drawn = if is_ours { outline.clone() } else { dashed(&outline, 2.0 * tolerance) };
            mesh.line(&drawn, under, width + 3.0);
            mesh.line(&drawn, colour_of(is_ours, theme), width);
            sides.push(side(feature, &outline, is_ours, is_looked_at));
            both.push(outline);
        }
        if let [ours, theirs] = both.as_slice()
            && let Some(thread) = between(ours, theirs)
        {
            mesh.line(&dashed(&thread, tolerance), colour_of(false, theme), 1.2);
        }
    }
    Made { occasion, mesh, sides }
}

const fn colour_of(is_ours: bool, theme: &Theme) -> Color32 {
    if is_ours { theme.plan.label } else { theme.ui.accent }
}

fn side(feature: &Feature, outline: &Outline, is_ours: bool, is_looked_at: bool) -> Side {
    let places = outline.paths.iter().flat_map(|path| &path.places).chain(&outline.points);
    let by_north = |a: &&Local, b: &&Local| a[1].total_cmp(&b[1]);
    let named_at = if is_ours { places.min_by(by_north) } else { places.max_by(by_north) };
    Side {
        is_ours,
        is_looked_at,
        name: title(feature).to_owned(),
        named_at: named_at.map_or(outline.origin, |place| outline.world(*place)),
        points: outline.points.iter().map(|place| outline.world(*place)).collect(),
        bounds: outline.bounds,
    }
}

/// A straight line from one version's middle to the other's; `None` where they are the same.
fn between(ours: &Outline, theirs: &Outline) -> Option<Outline> {
    let (from, to) = (ours.anchor?, ours.local(theirs.world(theirs.anchor?)));
    let extent = extent_of([from, to].into_iter())?;
    let thread = Path { places: vec![from, to], is_ring: false, extent };
    let is_apart = (to[0] - from[0]).hypot(to[1] - from[1]) > 1.0;
    is_apart.then(|| Outline { paths: vec![thread], ..line_of(ours) })
}

/// An outline's place without anything in it.
fn line_of(outline: &Outline) -> Outline {
    Outline {
        origin: outline.origin,
        bounds: outline.bounds,
        extent: outline.extent,
        paths: Vec::new(),
        points: Vec::new(),
        corners: Vec::new(),
        triangles: Vec::new(),
        anchor: None,
    }
}

/// An outline in dashes; `point` is how long a point of the screen is, units.
fn dashed(outline: &Outline, point: f64) -> Outline {
    let mut paths = Vec::new();
    for path in &outline.paths {
        let pairs = || path.places.windows(2).filter_map(|pair| <&[Local; 2]>::try_from(pair).ok());
        let length: f64 = pairs().map(|[a, b]| (b[0] - a[0]).hypot(b[1] - a[1])).sum();
        let period = ((DASH.0 + DASH.1) * point).max(length / MOST_DASHES);
        let dash = period * DASH.0 / (DASH.0 + DASH.1);
        if !(period > 0.0 && length > 0.0) {
            continue;
        }
        // How far along its dash or gap the line is.
        let (mut is_dash, mut left) = (true, dash);
        let mut places: Vec<Local> = Vec::new();
        let mut end = |places: &mut Vec<Local>| {
            if let Some(extent) = extent_of(places.iter().copied()).filter(|_| places.len() > 1) {
                paths.push(Path { places: std::mem::take(places), is_ring: false, extent });
            }
            places.clear();
        };
        for [a, b] in pairs() {
            let whole = (b[0] - a[0]).hypot(b[1] - a[1]);
            let mut gone = 0.0;
            if is_dash && places.is_empty() {
                places.push(*a);
            }
            while whole - gone > left {
                gone += left;
                let share = gone / whole;
                let at = [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
                places.push(at);
                if is_dash {
                    end(&mut places);
                }
                is_dash = !is_dash;
                left = if is_dash { dash } else { period - dash };
            }
            left -= whole - gone;
            if is_dash {
                places.push(*b);
            }
        }
        end(&mut places);
    }
    Outline { paths, ..line_of(outline) }
}

impl MapLayer for Disputed {
    fn interact(&mut self, ui: &mut Ui, _view: &View, _response: &Response) {
        if let Some(made) = self.errand.take() {
            // What was asked for meanwhile comes next; until then this is nearer to it than what there was.
            if self.wanted.is_some_and(|wanted| wanted.reading == made.occasion.reading) {
                (self.mesh, self.sides) = (Arc::new(made.mesh), made.sides);
                self.made_for = Some(made.occasion);
            }
        }
        let (Some(wanted), Some(theme)) = (self.wanted, self.theme) else { return };
        if self.made_for != Some(wanted) && !self.errand.is_under_way() {
            let (disputes, tolerance) = (Arc::clone(&self.disputes), self.tolerance);
            self.errand.start(&self.workers, ui.ctx(), move || make(&disputes, wanted, tolerance, theme));
        }
    }

    fn paint(&mut self, ui: &mut Ui, view: &View) {
        still::paint(ui.painter(), view, &self.mesh, &self.room);
        let Some(theme) = self.theme else { return };
        let seen = visible_box(view);
        for side in self.sides.iter().filter(|side| side.bounds.touches(&seen)) {
            for point in &side.points {
                ring(ui, view.screen_from_world(*point), side, theme);
            }
        }
    }

    fn paint_above(&mut self, ui: &mut Ui, view: &View) {
        let Some(theme) = self.theme else { return };
        let seen = visible_box(view);
        for side in self.sides.iter().filter(|side| side.bounds.touches(&seen)).take(MOST_NAMED) {
            let who = if side.is_ours { words("conflicts-ours") } else { words("conflicts-theirs") };
            let text = said!("verb-of", verb = who, name = side.name.as_str());
            let away = if side.points.is_empty() { 6.0 } else { RING + 4.0 };
            let (align, by) = if side.is_ours { (Align2::CENTER_BOTTOM, -away) } else { (Align2::CENTER_TOP, away) };
            let at = view.screen_from_world(side.named_at) + vec2(0.0, by);
            let size = if side.is_looked_at { SMALL + 2.0 } else { SMALL };
            let colour = colour_of(side.is_ours, theme);
            let galley = ui.painter().layout_no_wrap(text, FontId::proportional(size), colour);
            let rect = align.anchor_size(at, galley.size());
            ui.painter().rect_filled(rect.expand2(vec2(3.0, 1.0)), 3.0, theme.plan.halo.gamma_multiply(0.85));
            ui.painter().galley(rect.min, galley, colour);
        }
    }
}

/// The ring about a point: unbroken if it is ours.
fn ring(ui: &Ui, at: Pos2, side: &Side, theme: &Theme) {
    let line = Stroke::new(if side.is_looked_at { 3.5 } else { 2.2 }, colour_of(side.is_ours, theme));
    if side.is_ours {
        ui.painter().circle_stroke(at, RING, line);
        return;
    }
    let on = |i: u8| at + RING * egui::Vec2::angled(f32::from(i) / 24.0 * std::f32::consts::TAU);
    let circle: Vec<Pos2> = (0..=24).map(on).collect();
    ui.painter().extend(Shape::dashed_line(&circle, line, 5.0, 4.0));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Kind;
    use crate::ui::theme::Kind as ThemeKind;
    use uuid::Uuid;

    fn square(lon: f64) -> geo::Geometry<f64> {
        let rect = geo::Rect::new(geo::coord! { x: lon, y: 37.0 }, geo::coord! { x: lon + 1.0, y: 38.0 });
        geo::Geometry::Polygon(rect.to_polygon())
    }

    fn feature(lon: f64) -> Arc<Feature> {
        Arc::new(Feature::new(FeatureId(Uuid::from_u128(7)), Kind::PatrolZone, "Kilo", square(lon)))
    }

    fn conflict(attributes: &[&str], theirs: Option<Arc<Feature>>) -> Conflict {
        let ours = feature(124.0);
        let attributes = attributes.iter().map(|name| (*name).to_owned()).collect();
        Conflict::Feature { id: ours.id, attributes, base: None, ours: Some(ours), theirs }
    }

    fn made(conflicts: &[Conflict], looked_at: Option<FeatureId>) -> Made {
        let occasion = Occasion { reading: 1, zoom_step: 12, theme: ThemeKind::Dusk, looked_at };
        make(&disputes(conflicts), occasion, 10_000.0, Theme::of(ThemeKind::Dusk))
    }

    #[test]
    fn only_conflicts_over_a_place_are_drawn_and_both_sides_of_them() {
        let other = feature(126.0);
        let none = made(&[conflict(&["name", "task"], Some(Arc::clone(&other)))], None);
        assert!(none.sides.is_empty() && none.mesh.n_segments() == 0);
        let both = made(&[conflict(&["name", "place"], Some(other))], None);
        let [ours, theirs] = both.sides.as_slice() else { panic!("{:?}", both.sides) };
        assert!(ours.is_ours && !theirs.is_ours && !theirs.is_looked_at);
        assert!(ours.named_at[1] < theirs.named_at[1], "ours is named to the north, theirs to the south");
        // Ours is eight segments with the halo under them, theirs many.
        assert!(both.mesh.n_segments() > 8 + 100, "{}", both.mesh.n_segments());
        let deleted = made(&[conflict(&[], None)], Some(FeatureId(Uuid::from_u128(7))));
        let [kept] = deleted.sides.as_slice() else { panic!("{:?}", deleted.sides) };
        assert!(kept.is_looked_at && deleted.mesh.n_segments() == 8);
    }

    #[test]
    fn dashes_cover_three_fifths_of_a_line_and_never_become_too_many() {
        let outline = Outline::of(&square(124.0), 1_000.0).expect("an outline");
        let length = |outline: &Outline| -> f64 {
            let of = |path: &Path| -> f64 {
                path.places.windows(2).map(|pair| (pair[1][0] - pair[0][0]).hypot(pair[1][1] - pair[0][1])).sum()
            };
            outline.paths.iter().map(of).sum()
        };
        let share = length(&dashed(&outline, 2_000.0)) / length(&outline);
        assert!((share - 0.6).abs() < 0.01, "{share}");
        let n = dashed(&outline, 1e-6).paths.len();
        assert!((3_999..=4_001).contains(&n), "{n}");
    }
}
