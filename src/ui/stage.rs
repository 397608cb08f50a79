//! Everything on the map, put together each frame: chart, tracks, zones, plan, and the tool in hand.
//!
//! Owns the layers. Never lays out a panel. Start at [`Stage::ui`].

use std::sync::Arc;

use egui::Ui;

use super::Outbox;
use super::action::Action;
use super::map::overlay::Overlay;
use super::map::tool::{ToolKind, ToolLayer, Tools};
use super::map::tracks::{TrackLayer, TrackScene};
use super::map::{MapLayer, MapPanel, MapSettings, View};
use super::theme::Theme;
use crate::geodesy::Position;
use crate::session::{Command, FocusCommand, Selected, Session};

/// What the map saw this frame.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// The position under the pointer.
    pub pointer: Option<Position>,
    /// What the tool expects next.
    pub hint: String,
}

/// The layers of the map.
pub struct Stage {
    tracks: TrackLayer,
    overlay: Overlay,
    tools: Tools,
}

impl Stage {
    /// The layers, painting on this GPU where there is one.
    #[must_use]
    pub fn new(gpu: Option<&egui_wgpu::RenderState>) -> Self {
        Self { tracks: TrackLayer::new(gpu), overlay: Overlay::default(), tools: Tools::default() }
    }

    /// The action of the tool in hand.
    #[must_use]
    pub const fn tool(&self) -> Action {
        match self.tools.active() {
            ToolKind::Select => Action::ToolSelect,
            ToolKind::Polygon => Action::ToolPolygon,
            ToolKind::Rectangle => Action::ToolRectangle,
            ToolKind::Circle => Action::ToolCircle,
            ToolKind::Measure => Action::ToolMeasure,
        }
    }

    /// Takes the tool of an action in hand.
    pub fn choose(&mut self, action: Action) {
        self.tools.choose(match action {
            Action::ToolPolygon => ToolKind::Polygon,
            Action::ToolRectangle => ToolKind::Rectangle,
            Action::ToolCircle => ToolKind::Circle,
            Action::ToolMeasure => ToolKind::Measure,
            _ => ToolKind::Select,
        });
    }

    /// Opens the field for typed coordinates, with the polygon tool if none that takes any is in hand.
    pub fn type_coordinates(&mut self) {
        if matches!(self.tools.active(), ToolKind::Select | ToolKind::Measure) {
            self.tools.choose(ToolKind::Polygon);
        }
        self.tools.type_coordinates();
    }

    /// Whether a drawing is begun or a drawing tool is in hand.
    #[must_use]
    pub fn is_drawing(&self) -> bool {
        self.tools.is_drawing()
    }

    /// Whether Delete belongs to the tool just now.
    #[must_use]
    pub const fn takes_delete(&self) -> bool {
        self.tools.has_chosen_vertex()
    }

    /// Draws the map with everything on it.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        map: &mut MapPanel,
        session: &Session,
        theme: &'static Theme,
        settings: &MapSettings,
        out: &mut Outbox,
    ) -> Seen {
        let Self { tracks, overlay, tools } = self;
        tracks.show(scene(session), theme);
        overlay.show(session.case().zones(), session.case().plan(), session.focus(), theme, map.view());
        let seen = {
            let hits = {
                let under = hits_of(tracks, overlay, session, map.view(), ui);
                move |_view: &View, _at: egui::Pos2| under.clone()
            };
            let mut tool = ToolLayer::new(tools, session, theme, &hits, out);
            let mut layers: [&mut dyn MapLayer; 3] = [tracks, overlay, &mut tool];
            let response = map.ui(ui, theme, settings, &mut layers);
            Seen { pointer: response.pointer, hint: tool.hint }
        };
        let hovered = hits_of(tracks, overlay, session, map.view(), ui).first().copied();
        if hovered != session.focus().hovered {
            out.push(Command::Focus(FocusCommand::Hover(hovered)));
        }
        seen
    }
}

/// What lies under the pointer: the plan and zones first, then vessels.
fn hits_of(tracks: &TrackLayer, overlay: &Overlay, session: &Session, view: Option<View>, ui: &Ui) -> Vec<Selected> {
    let at = ui.input(|input| input.pointer.press_origin().or(input.pointer.latest_pos()));
    let (Some(view), Some(at)) = (view, at) else { return Vec::new() };
    if !view.rect().contains(at) {
        return Vec::new();
    }
    let vessels = session.case().tracks().map(|tracks| tracks.store.vessels()).unwrap_or_default();
    let ships = tracks.picks(&view, at).into_iter().filter_map(|pick| vessels.get(pick.vessel_idx));
    let ships: Vec<Selected> = ships.map(|vessel| Selected::Vessel(vessel.mmsi)).collect();
    let mut hits = overlay.hits(&view, at);
    // A ship is a smaller target than the area it lies in.
    hits.splice(0..0, ships);
    hits.dedup();
    hits
}

fn scene(session: &Session) -> Option<TrackScene> {
    let tracks = session.case().tracks()?;
    let vessel_of = |thing: &Selected| match thing {
        Selected::Vessel(mmsi) => tracks.store.vessel_idx(*mmsi),
        _ => None,
    };
    let mut scene = TrackScene::new(Arc::clone(&tracks.store), Arc::clone(&tracks.pyramid), tracks.generation);
    scene.window = session.focus().window.map(|window| (window.from, window.to));
    scene.selected = session.focus().selection.iter().filter_map(vessel_of).collect();
    scene.hovered = session.focus().hovered.as_ref().and_then(vessel_of);
    Some(scene)
}
