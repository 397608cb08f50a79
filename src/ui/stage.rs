//! Everything on the map, put together each frame: chart, tracks, zones, plan, and the tool in hand.
//!
//! Owns the layers. Never lays out a panel. Start at [`Stage::ui`].

use std::sync::Arc;

use egui::{Order, Pos2, Ui};

use super::action::Action;
use super::colour_by::ColourBy;
use super::here::{self, Here};
use super::map::coverage::CoverageLayer;
use super::map::findings::FindingMarks;
use super::map::meeting::Meetings;
use super::map::overlay::disputed::Disputed;
use super::map::overlay::{Laid, Overlay};
use super::map::patrol::PatrolPreview;
use super::map::picture::PictureLayer;
use super::map::reach::ReachArea;
use super::map::rings::Rings;
use super::map::tool::snapping::{self, Snapped};
use super::map::tool::{ToolKind, ToolLayer, Tools};
use super::map::tracks::{TrackLayer, TrackScene};
use super::map::{MapLayer, MapPanel, MapSettings, View};
use super::theme::Theme;
use super::{Outbox, hover, legend, words};
use crate::geodesy::Position;
use crate::plan::{Feature, FeatureId};
use crate::session::{Command, FocusCommand, Selected, Session};

/// How often what lies under the pointer is found anew while the map moves under it, seconds.
const LOOK_EVERY: f64 = 0.2;

/// What the map saw this frame.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// The position under the pointer.
    pub pointer: Option<Position>,
    /// What the tool expects next.
    pub hint: String,
}

/// What the frame tells the map beside the session.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// What of the chart is shown.
    pub settings: &'a MapSettings,
    /// What colours the tracks.
    pub colour: ColourBy,
    /// Whether keys are for the map, and not for a dialog above it.
    pub takes_keys: bool,
    /// The feature whose conflict is being looked at.
    pub looked_at: Option<FeatureId>,
}

/// The layers of the map.
pub struct Stage {
    tracks: TrackLayer,
    overlay: Overlay,
    disputed: Disputed,
    findings: FindingMarks,
    picture: PictureLayer,
    coverage: CoverageLayer,
    reach: ReachArea,
    meetings: Meetings,
    patrol: PatrolPreview,
    rings: Rings,
    tools: Tools,
    here: Option<Here>,
    /// Whether the pointer was on the map in the last frame.
    had_pointer: bool,
    /// What lay under the pointer in the last frame, and in which view that was found, when.
    under: Vec<Selected>,
    looked: Option<(View, f64)>,
}

impl Stage {
    /// The layers, painting on this GPU where there is one.
    #[must_use]
    pub fn new(gpu: Option<&egui_wgpu::RenderState>) -> Self {
        Self {
            tracks: TrackLayer::new(gpu),
            overlay: Overlay::default(),
            disputed: Disputed::default(),
            findings: FindingMarks::default(),
            picture: PictureLayer::default(),
            coverage: CoverageLayer::default(),
            reach: ReachArea::default(),
            meetings: Meetings::default(),
            patrol: PatrolPreview::default(),
            rings: Rings::default(),
            tools: Tools::default(),
            here: None,
            had_pointer: false,
            under: Vec::new(),
            looked: None,
        }
    }

    /// The action of the tool in hand.
    #[must_use]
    pub const fn tool(&self) -> Action {
        match self.tools.active() {
            ToolKind::Select => Action::ToolSelect,
            ToolKind::Polygon => Action::ToolPolygon,
            ToolKind::Rectangle => Action::ToolRectangle,
            ToolKind::Circle => Action::ToolCircle,
            ToolKind::Ring => Action::ToolRing,
            ToolKind::Sector => Action::ToolSector,
            ToolKind::Corridor => Action::ToolCorridor,
            ToolKind::Route => Action::ToolRoute,
            ToolKind::Barrier => Action::ToolBarrier,
            ToolKind::Point => Action::ToolPoint,
            ToolKind::Unit => Action::ToolUnit,
            ToolKind::Measure => Action::ToolMeasure,
        }
    }

    /// Takes the tool of an action in hand.
    pub fn choose(&mut self, action: Action) {
        self.tools.choose(match action {
            Action::ToolPolygon => ToolKind::Polygon,
            Action::ToolRectangle => ToolKind::Rectangle,
            Action::ToolCircle => ToolKind::Circle,
            Action::ToolRing => ToolKind::Ring,
            Action::ToolSector => ToolKind::Sector,
            Action::ToolCorridor => ToolKind::Corridor,
            Action::ToolRoute => ToolKind::Route,
            Action::ToolBarrier => ToolKind::Barrier,
            Action::ToolPoint => ToolKind::Point,
            Action::ToolUnit => ToolKind::Unit,
            Action::ToolMeasure => ToolKind::Measure,
            Action::ToolUnitOf(class_idx) => {
                self.tools.choose_class(class_idx);
                return;
            }
            _ => ToolKind::Select,
        });
    }

    /// Opens the field for typed coordinates, with the polygon tool if the one in hand takes none.
    pub fn type_coordinates(&mut self) {
        if !self.tools.takes_typing() {
            self.tools.choose(ToolKind::Polygon);
        }
        self.tools.type_coordinates();
    }

    /// Whether a drawing is begun or a drawing tool is in hand.
    #[must_use]
    pub fn is_drawing(&self) -> bool {
        self.tools.is_drawing()
    }

    /// Whether the traffic on the map is what was asked for.
    #[must_use]
    pub const fn is_traffic_current(&self) -> bool {
        self.tracks.is_current()
    }

    /// Whether Delete belongs to the tool just now.
    #[must_use]
    pub const fn takes_delete(&self) -> bool {
        self.tools.has_chosen_vertex()
    }

    /// Where the selected vessel is at the play head, as it was drawn last.
    #[must_use]
    pub fn followed(&self, session: &Session) -> Option<Position> {
        let Some(Selected::Vessel(mmsi)) = session.focus().primary() else { return None };
        let vessel_idx = session.case().tracks()?.store.vessel_idx(mmsi)?;
        self.tracks.head(vessel_idx).map(|head| crate::mercator::position_from_world(head.place))
    }

    /// Whether what lay under the pointer in the last frame is good enough for this one: while something is dragged, where it began is what
    /// counts; while the map moves by itself, nobody points that exactly.
    fn keeps_under(&self, ui: &Ui, view: Option<View>, now: f64) -> bool {
        if ui.input(|input| input.pointer.is_decidedly_dragging()) {
            return true;
        }
        let (Some(view), Some((then, at))) = (view, self.looked) else { return false };
        let is_moving =
            view != then && ui.input(|input| input.pointer.delta() == egui::Vec2::ZERO && !input.pointer.any_down());
        if is_moving && now - at < LOOK_EVERY {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(LOOK_EVERY / 2.0));
            return true;
        }
        false
    }

    /// Draws the map with everything on it.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        map: &mut MapPanel,
        session: &Session,
        theme: &'static Theme,
        asked: Asked<'_>,
        out: &mut Outbox,
    ) -> Seen {
        let now = ui.input(|input| input.time);
        let keeps_under = self.keeps_under(ui, map.view(), now);
        let Self {
            tracks, overlay, disputed, findings, picture, coverage, reach, meetings, patrol, rings, tools, ..
        } = self;
        let (here, had_pointer) = (&mut self.here, &mut self.had_pointer);
        let (last_under, looked) = (&mut self.under, &mut self.looked);
        tracks.show(scene(session, asked.colour), theme);
        let (case, focus) = (session.case(), session.focus());
        let warning_of = |feature: &Arc<Feature>| words::warning_of(session, feature);
        let laid = Laid {
            zones: case.zones(),
            plan: case.plan(),
            focus,
            in_hand: &tools.in_hand(),
            warning_of: &warning_of,
            warnings: session.waters_generation(),
        };
        overlay.show(laid, theme, map.view());
        disputed.show(session, asked.looked_at, theme, map.view());
        findings.show(session, theme);
        picture.show(session, theme);
        coverage.show(session, theme);
        reach.show(session, theme);
        meetings.show(session, theme);
        patrol.show(session, theme);
        rings.show(session, asked.settings.shows_rings, theme);
        let under = if keeps_under {
            std::mem::take(last_under)
        } else {
            *looked = map.view().map(|view| (view, now));
            hits_of(tracks, overlay, findings, session, map.view(), ui)
        };
        let hits = |_view: &View, _at: Pos2| under.clone();
        let snapped = snapped(tools, overlay, session, map.view(), ui);
        let mut tool = ToolLayer::new(tools, session, theme, &hits, snapped, asked.takes_keys, out);
        let mut layers: [&mut dyn MapLayer; 11] =
            [picture, coverage, reach, tracks, rings, meetings, patrol, overlay, disputed, findings, &mut tool];
        let response = map.ui(ui, theme, asked.settings, &mut layers);
        let seen = Seen { pointer: response.pointer, hint: tool.hint };
        let room = picture.explain(ui, &response.view);
        coverage.explain(ui, &response.view, room);
        if case.tracks().is_some() {
            let shown = legend::Shown { by: asked.colour, is_dense: tracks.is_dense(), stops: reach.bands() };
            legend::paint(ui.painter(), response.view.rect(), shown, theme);
        }

        let hovered = under.first().copied();
        let has_pointer = response.pointer.is_some();
        // A list may light things up while the pointer is on it: only the map's own pointer changes that.
        if (has_pointer || *had_pointer) && hovered != session.focus().hovered {
            out.push(Command::Focus(FocusCommand::Hover(hovered)));
        }
        *had_pointer = has_pointer;
        if response.response.secondary_clicked() {
            let place = response.response.interact_pointer_pos().and_then(|at| response.view.position_from_screen(at));
            *here = place.map(|place| Here { place, things: under.clone() });
        }
        let is_at_rest = tools.active() == ToolKind::Select && !response.response.dragged();
        if let (true, Some(thing), Some(at)) = (is_at_rest, hovered, response.response.hover_pos())
            && !response.response.context_menu_opened()
            // The inspector says more of what is selected.
            && !session.focus().is_selected(thing)
        {
            hover::ui(ui.ctx(), session, thing, under.len() - 1, at, response.view.rect());
        }
        match here::ui(&response.response, here.as_ref(), session, out) {
            Some(here::Asked::MeasureFrom(place)) => tools.begin_at(ToolKind::Measure, place),
            Some(here::Asked::CircleFrom(place)) => tools.begin_at(ToolKind::Circle, place),
            Some(here::Asked::Centre(place)) => map.look_at(place, map.zoom()),
            None => {}
        }
        *last_under = under;
        seen
    }
}

/// What the pointer snaps to, while a tool sets places, snapping is on, and Alt does not hold it off.
fn snapped(
    tools: &Tools,
    overlay: &Overlay,
    session: &Session,
    view: Option<View>,
    ui: &Ui,
) -> Option<(Pos2, Snapped)> {
    let except = tools.snaps()?;
    let (at, is_held_off) = ui.input(|input| (input.pointer.latest_pos(), input.modifiers.alt));
    let (view, at) = (view?, at?);
    if is_held_off || !session.settings().snaps || !view.rect().contains(at) {
        return None;
    }
    Some((at, snapping::find(overlay, session, &view, at, &except)?))
}

/// What lies under the pointer: findings and vessels first, then the plan, then zones; nothing where a dialog covers the map.
fn hits_of(
    tracks: &TrackLayer,
    overlay: &Overlay,
    findings: &FindingMarks,
    session: &Session,
    view: Option<View>,
    ui: &Ui,
) -> Vec<Selected> {
    let at = ui.input(|input| input.pointer.press_origin().or(input.pointer.latest_pos()));
    let (Some(view), Some(at)) = (view, at) else { return Vec::new() };
    let is_covered = ui.ctx().layer_id_at(at).is_some_and(|layer| layer.order != Order::Background);
    if !view.rect().contains(at) || is_covered {
        return Vec::new();
    }
    let vessels = session.case().tracks().map(|tracks| tracks.store.vessels()).unwrap_or_default();
    let ships = tracks.picks(&view, at).into_iter().filter_map(|pick| vessels.get(pick.vessel_idx));
    let ships: Vec<Selected> = ships.map(|vessel| Selected::Vessel(vessel.mmsi)).collect();
    let mut hits = overlay.hits(&view, at);
    let ships = findings.hits(at).into_iter().chain(ships);
    // A ship is a smaller target than the area it lies in.
    hits.splice(0..0, ships);
    hits.dedup();
    hits
}

fn scene(session: &Session, colour: ColourBy) -> Option<TrackScene> {
    let tracks = session.case().tracks()?;
    let vessels_of = |thing: &Selected| -> Vec<usize> {
        let mmsis = match thing {
            Selected::Vessel(mmsi) => vec![*mmsi],
            // Whoever it is about: their tracks are its evidence.
            Selected::Finding(id) => session.findings().get(*id).map(|f| f.vessels.clone()).unwrap_or_default(),
            _ => Vec::new(),
        };
        mmsis.into_iter().filter_map(|mmsi| tracks.store.vessel_idx(mmsi)).collect()
    };
    let mut scene = TrackScene::new(Arc::clone(&tracks.store), Arc::clone(&tracks.pyramid), tracks.generation);
    scene.window = session.focus().window.map(|window| (window.from, window.to));
    scene.selected = session.focus().selection.iter().flat_map(vessels_of).collect();
    scene.hovered = session.focus().hovered.as_ref().and_then(|thing| vessels_of(thing).first().copied());
    scene.colour = colour;
    scene.kinds = session.findings().kinds().filter(|_| colour == ColourBy::Finding).cloned();
    scene.shown = session.listing().shown(tracks.generation).cloned();
    Some(scene)
}
