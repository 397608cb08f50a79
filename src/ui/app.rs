//! The window's frame: lay out, collect, apply.
//!
//! Owns the session and what the window alone knows: the camera, the tool in hand, which panels and dialogs are open. Never
//! analyses, reads or writes anything itself.

use std::sync::Arc;
use std::time::Instant;

use egui::{CentralPanel, Context, Frame, Panel, Ui};

use super::action::Action;
use super::colour_by::ColourBy;
use super::dialogs::Dialogs;
use super::frame_log::FrameLog;
use super::gazetteer::Names;
use super::map::{GeoBox, MapPanel, MapSettings};
use super::own_maps::OwnMaps;
use super::palette::{Found, Palette};
use super::panel::findings::FindingList;
use super::panel::plan_list::PlanList;
use super::panel::player::Player;
use super::panel::vessels::VesselList;
use super::panel::{empty, layers, status, timeline};
use super::resting::{Lies, Resting};
use super::stage::{self, Stage};
use super::theme::{self, Theme};
use super::{Outbox, menu, toolbar, words};
use crate::coordinate::Form;
use crate::geodesy::{Position, inverse};
use crate::language::{Language, grouped, words};
use crate::session::{Command, Selected, Session, Severity};

/// How often the words for the pointer's place are found anew while it moves, seconds: nobody reads faster, and letters
/// laid out anew are a tenth of a frame's work.
const SAY_EVERY: f64 = 0.1;
/// After how many frames the coasts are learnt even while another picture of the traffic is always being made.
const FRAMES_BEFORE_COASTS: u64 = 120;

/// The tab that is open in the left dock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LeftTab {
    /// The plan's features.
    #[default]
    Plan,
    /// Tracks, zones, charts.
    Layers,
    /// The vessels.
    Vessels,
    /// What looks wrong.
    Findings,
}

/// Which panels are unfolded.
#[derive(Clone, Copy, Debug)]
pub struct Unfolded {
    /// The left dock.
    pub left: bool,
    /// The inspector.
    pub inspector: bool,
    /// The timeline.
    pub timeline: bool,
}

/// The window.
pub struct App {
    pub(super) session: Session,
    pub(super) map: MapPanel,
    pub(super) map_settings: MapSettings,
    pub(super) stage: Stage,
    pub(super) dialogs: Dialogs,
    pub(super) palette: Palette,
    pub(super) unfolded: Unfolded,
    pub(super) left_tab: LeftTab,
    resting: Resting,
    own_maps: OwnMaps,
    names: Names,
    colour: ColourBy,
    plan_list: PlanList,
    vessels: VesselList,
    findings: FindingList,
    pub(super) player: Player,
    /// Where the vessel that is followed was in the last frame.
    followed: Option<Position>,
    said: Said,
    theme: Option<crate::session::Theme>,
    /// What is spoken while the settings do not say.
    system_language: Language,
    toasts: super::notices::Toasts,
    frame_log: Option<FrameLog>,
    was_empty: bool,
    keys: super::key_gate::KeyGate,
    pointer: Option<Position>,
    hint: String,
}

/// What a place is put in words by: what is selected, whether waters are known, the form of coordinates, the language, which
/// silence is reckoned with.
type SaidBy = (Option<Selected>, bool, Form, Language, u64);

/// What the status line says of the pointer; found anew only when pointer or selection change, and then not in every frame.
#[derive(Default)]
struct Said {
    of: Option<(Position, SaidBy)>,
    /// When that was, seconds of the window's time.
    at: f64,
    written: String,
    waters: String,
    range: String,
    stop: String,
}

impl App {
    /// A window on a session.
    #[must_use]
    pub fn new(creation: &eframe::CreationContext<'_>, session: Session, frame_log: Option<FrameLog>) -> Self {
        theme::install_fonts(&creation.egui_ctx);
        let gpu = creation.wgpu_render_state.as_ref();
        let mut map = MapPanel::new();
        if let Some(gpu) = gpu {
            super::canvas::ink::install(&creation.egui_ctx, gpu);
            map.attach_gpu(gpu);
        }
        map.set_base(Arc::clone(session.basemap()));
        let stage = Stage::new(gpu);
        Self {
            session,
            map,
            map_settings: MapSettings::default(),
            stage,
            dialogs: Dialogs::default(),
            palette: Palette::default(),
            unfolded: Unfolded { left: true, inspector: true, timeline: true },
            left_tab: LeftTab::default(),
            resting: Resting::default(),
            own_maps: OwnMaps::default(),
            names: Names::default(),
            colour: ColourBy::default(),
            plan_list: PlanList::default(),
            vessels: VesselList::default(),
            findings: FindingList::default(),
            player: Player::default(),
            followed: None,
            said: Said::default(),
            theme: None,
            system_language: Language::English,
            toasts: super::notices::Toasts::default(),
            frame_log,
            was_empty: true,
            keys: super::key_gate::KeyGate::default(),
            pointer: None,
            hint: String::new(),
        }
    }

    /// The window, speaking this language until the user chooses one.
    #[must_use]
    pub const fn speaking(mut self, language: Language) -> Self {
        self.system_language = language;
        self
    }

    /// The window, asking for paths by a field: where no dialog of the system can appear, as in tests.
    #[must_use]
    pub const fn typing_paths(mut self) -> Self {
        self.dialogs.types_paths = true;
        self
    }

    fn enter_language(&self) {
        self.session.settings().language.unwrap_or(self.system_language).enter();
    }

    /// The session, for tests.
    #[must_use]
    pub const fn session(&self) -> &Session {
        &self.session
    }

    /// Has the session do something, for tests.
    pub fn apply(&mut self, command: Command) {
        self.session.apply(command);
    }

    /// Whether the traffic on the map is what was asked for, for benchmarks.
    #[must_use]
    pub const fn is_traffic_current(&self) -> bool {
        self.stage.is_traffic_current()
    }

    fn theme(&mut self, ctx: &Context) -> &'static Theme {
        let wanted = self.session.settings().theme;
        let theme = Theme::of(kind_of(wanted));
        if self.theme != Some(wanted) {
            theme.apply(ctx);
            self.theme = Some(wanted);
        }
        theme
    }

    fn frame_ui(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        let theme = self.theme(&ctx);
        let (mut asked, mut out) = (Vec::new(), Outbox::default());
        self.close_by_escape(&ctx);
        Self::take_drops(&ctx, &mut out);
        self.look_at_what_came(&ctx);
        self.sync_maps(&ctx, &mut out);
        self.foresee_pointer(&ctx);
        self.say(&ctx);
        self.panels_ui(ui, theme, &mut asked, &mut out);
        CentralPanel::default().frame(Frame::NONE).show(ui, |ui| self.map_ui(ui, theme, &mut out));
        let is_asked = self.session.question().is_some();
        if self.session.case().is_empty() && !self.session.is_busy() && !self.stage.is_drawing() && !is_asked {
            empty::ui(&ctx, &self.session, &mut asked, &mut out);
        }
        empty::drop_ui(&ctx);
        self.dialogs_ui(&ctx, theme, &mut asked, &mut out);
        let room = self.map.view().map_or(ctx.content_rect(), |view| view.rect());
        self.toasts.ui(&ctx, &self.session, theme, room);
        self.resting.end(&ctx);
        super::shortcut::collect(&ctx, &self.session, &mut asked);
        if let Some(text) = super::shortcut::pasted(&ctx) {
            self.paste(text, &mut out);
        }
        let is_by_action = !asked.is_empty();
        for action in asked {
            self.run(&ctx, action, &mut out);
        }
        if let Some(corners) = out.take_look() {
            self.fit(Some(corners));
        }
        let commands = out.take();
        if !commands.is_empty() {
            if is_by_action {
                // A frame without its answer would take as long to draw as the one with it.
                ctx.request_discard("answered");
            }
            // What they change is seen in the next frame at the latest.
            ctx.request_repaint();
        }
        for command in commands {
            self.session.apply(command);
        }
    }

    /// Everything around the map.
    fn panels_ui(&mut self, ui: &mut Ui, theme: &'static Theme, asked: &mut Vec<Action>, out: &mut Outbox) {
        let mut resting = std::mem::take(&mut self.resting);
        resting.begin(ui);
        resting.show("menu", Lies::Flat, Panel::top("menu"), ui, |ui| self.top_ui(ui, theme, asked, out));
        resting.show("status", Lies::Flat, Panel::bottom("status"), ui, |ui| {
            let Said { written, waters, range, stop, .. } = &self.said;
            // What a tool expects goes before what a place tells; selecting expects nothing that one must know.
            let is_at_rest = self.stage.tool() == Action::ToolSelect && !stop.is_empty();
            let hint = if is_at_rest { stop } else { &self.hint };
            let line = status::Line { pointer: written, waters, range, hint };
            self.dialogs.shows_notices |= status::ui(ui, &self.session, theme, &line, out);
        });
        if self.unfolded.timeline {
            let has_player = timeline::times(&self.session).is_some();
            let panel = Panel::bottom("timeline").show_separator_line(!has_player);
            resting.show("timeline", Lies::Flat, panel, ui, |ui| timeline::ui(ui, &self.session, theme, out));
            // A panel of its own, so that it rests while the strip is dragged.
            if has_player {
                resting.show("player", Lies::Flat, Panel::bottom("player"), ui, |ui| {
                    timeline::row_ui(ui, &self.session, &mut self.player, out);
                });
            }
        }
        if self.unfolded.left {
            let panel = Panel::left("left").default_size(280.0).size_range(200.0..=480.0);
            resting.show("left", Lies::Wide, panel, ui, |ui| self.left_ui(ui, theme, asked, out));
        }
        if self.unfolded.inspector {
            let panel = Panel::right("inspector").default_size(300.0).size_range(240.0..=480.0);
            resting.show("inspector", Lies::Wide, panel, ui, |ui| {
                super::panel::inspector::ui(ui, &self.session, theme, asked, out);
            });
        }
        let strip = Frame::side_top_panel(ui.style()).inner_margin(egui::Margin::symmetric(4, 4));
        let panel = Panel::left("tools").frame(strip).exact_size(40.0).resizable(false);
        resting.show("tools", Lies::Narrow, panel, ui, |ui| {
            toolbar::ui(ui, self.stage.tool(), self.session.settings().snaps, asked);
        });
        self.resting = resting;
    }

    fn top_ui(&mut self, ui: &mut Ui, theme: &Theme, asked: &mut Vec<Action>, out: &mut Outbox) {
        egui::MenuBar::new().ui(ui, |ui| {
            menu::menu_ui(ui, &self.session, asked, out);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                super::titlebar::ui(ui, &self.session, theme);
            });
        });
    }

    fn left_ui(&mut self, ui: &mut Ui, theme: &Theme, asked: &mut Vec<Action>, out: &mut Outbox) {
        ui.add_space(theme::GRID);
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            ui.spacing_mut().button_padding.x = 6.0;
            let n_vessels = self.session.case().tracks().map_or(0, |tracks| tracks.store.vessels().len());
            let n_findings = self.session.findings().listed().map_or(0, |listed| listed.len());
            for (tab, name, n) in [
                (LeftTab::Plan, words("tab-plan"), self.session.case().plan().features.len()),
                (LeftTab::Layers, words("tab-layers"), 0),
                (LeftTab::Vessels, words("tab-vessels"), n_vessels),
                (LeftTab::Findings, words("tab-findings"), n_findings),
            ] {
                let label = if n > 0 { format!("{name} {}", grouped(n as u64)) } else { name.to_owned() };
                ui.selectable_value(&mut self.left_tab, tab, label);
            }
        });
        ui.separator();
        match self.left_tab {
            LeftTab::Plan => self.plan_list.ui(ui, &self.session, theme, asked, out),
            LeftTab::Layers => layers::ui(ui, &self.session, theme, &mut self.colour, asked, out),
            LeftTab::Findings => self.findings.ui(ui, &self.session, theme, asked, out),
            LeftTab::Vessels => self.vessels.ui(ui, &self.session, theme, asked, out),
        }
    }

    fn map_ui(&mut self, ui: &mut Ui, theme: &'static Theme, out: &mut Outbox) {
        let takes_keys = !self.palette.is_open() && !super::shortcut::is_map_covered(ui.ctx());
        let looked_at = self.dialogs.conflicts.looked_at();
        let asked = stage::Asked { settings: &self.map_settings, colour: self.colour, takes_keys, looked_at };
        let seen = self.stage.ui(ui, &mut self.map, &self.session, theme, asked, out);
        if !is_same_place(self.pointer, seen.pointer) || self.hint != seen.hint {
            // The status line stands already: it says so in the next frame.
            ui.ctx().request_repaint();
        }
        self.pointer = seen.pointer;
        self.hint = seen.hint;
        self.follow(ui.ctx());
    }

    /// Keeps the vessel that is followed in the middle; between its moves the map can be moved away from it.
    fn follow(&mut self, ctx: &Context) {
        let place = self.stage.followed(&self.session).filter(|_| self.player.is_following());
        let was = std::mem::replace(&mut self.followed, place);
        if let Some(place) = place.filter(|_| was != place) {
            self.map.look_at(place, self.map.zoom());
            ctx.request_repaint();
        }
    }

    /// Brings the user's own maps in line with the settings, and tells of tiles that cannot be read.
    fn sync_maps(&mut self, ctx: &Context, out: &mut Outbox) {
        let cache = self.session.folders().state.join("online-tiles");
        self.own_maps.sync(ctx, self.session.settings(), &mut self.map, &cache);
        for sentence in self.map.take_notices().into_iter().chain(self.own_maps.take_news()) {
            out.tell(Severity::Warning, sentence);
        }
    }

    /// Where the pointer will be found on the map, if the map does not move: the status line is laid out before the map.
    fn foresee_pointer(&mut self, ctx: &Context) {
        if let (Some(_), Some(view), Some(at)) = (self.pointer, self.map.view(), ctx.pointer_latest_pos())
            && view.rect().contains(at)
            && !ctx.input(|input| input.pointer.is_decidedly_dragging())
        {
            self.pointer = view.position_from_screen(at);
        }
    }

    /// Finds the words for the pointer's place.
    fn say(&mut self, ctx: &Context) {
        let form = self.session.settings().coordinate_form;
        let waters = words::waters(&self.session);
        let reach = self.session.reach().found();
        let silence = reach.map_or(0, |reach| reach.number);
        let now = self
            .pointer
            .map(|at| (at, (self.session.focus().primary(), waters.is_some(), form, Language::current(), silence)));
        let is_same = match (self.said.of, now) {
            (Some((then, had)), Some((at, has))) => had == has && is_same_place(Some(then), Some(at)),
            (then, now) => then == now,
        };
        if is_same {
            return;
        }
        let time = ctx.input(|input| input.time);
        let wait = self.said.at + SAY_EVERY - time;
        // Another form, another thing selected: that is an answer to a command, and does not wait.
        if let (Some((_, had)), Some((_, has))) = (self.said.of, now)
            && had == has
            && wait > 0.0
        {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(wait));
            return;
        }
        self.said = Said { of: now, at: time, ..Said::default() };
        let Some((at, (selected, ..))) = now else { return };
        self.said.written = status::pointer_line(at, form);
        if let Some(waters) = waters {
            self.said.waters = words::waters_words(&waters.locate(at));
        }
        if let Some(sea) = reach.and_then(|reach| reach.sea.as_ref().ok()) {
            self.said.stop = words::stop_words(sea.longest_stop(at));
        }
        if let Some(from) = selected.and_then(|thing| words::middle_of(&self.session, thing)) {
            let leg = inverse(from, at);
            self.said.range = format!("{} {}", leg.distance.nautical_miles(), leg.initial);
        }
    }

    fn dialogs_ui(&mut self, ctx: &Context, theme: &Theme, asked: &mut Vec<Action>, out: &mut Outbox) {
        if let Some(found) = self.palette.ui(ctx, &self.session, &mut self.names) {
            match found {
                Found::Action(action) => asked.push(action),
                Found::Place(place) | Found::Named(place, _) => self.map.look_at(place, self.map.zoom().max(9.0)),
                Found::Thing(thing, _) => {
                    out.select(thing);
                    if let Some(corners) = self.session.extent_of(thing) {
                        self.map.fit(geo_box(corners));
                    }
                }
            }
        }
        let attribution = self.session.basemap().attribution().to_owned();
        let bounds = self.map.view().map(|view| view.visible());
        let Self { dialogs, session, map_settings, own_maps, names, map, .. } = self;
        dialogs.ui(ctx, session, theme, &attribution, bounds, map_settings, own_maps, names, map, asked, out);
    }

    /// Escape backs out one step: a window that only tells something goes before the map hears of the key.
    fn close_by_escape(&mut self, ctx: &Context) {
        let is_free = !self.palette.is_open() && !super::shortcut::is_map_covered(ctx) && !ctx.text_edit_focused();
        let is_pressed = ctx.input(|input| input.key_pressed(egui::Key::Escape));
        if is_free && is_pressed && self.dialogs.close_one() {
            ctx.input_mut(|input| input.consume_key(egui::Modifiers::NONE, egui::Key::Escape));
        }
    }

    fn take_drops(ctx: &Context, out: &mut Outbox) {
        let dropped = ctx.input(|i| i.raw.dropped_files.clone());
        let paths: Vec<_> = dropped.iter().map(|file| file.path().to_owned()).collect();
        if !paths.is_empty() {
            out.push(Command::Case(crate::session::CaseCommand::Open(paths)));
        }
    }

    /// The first thing that is opened is shown whole: the plan, if it has one, since tracks may come from far away.
    fn look_at_what_came(&mut self, ctx: &Context) {
        let is_empty = self.session.case().is_empty();
        if self.was_empty
            && !is_empty
            && !self.stage.is_drawing()
            && let Some(corners) = self.session.extent_of_plan().or_else(|| self.session.extent_of_all())
            && self.session.case().history().undo_label().is_none()
        {
            self.map.fit(geo_box(corners));
            ctx.request_repaint();
        }
        self.was_empty = is_empty;
    }

    fn close_if_wanted(&mut self, ctx: &Context) {
        if !ctx.input(|i| i.viewport().close_requested()) {
            if self.session.may_quit() {
                ctx.send_viewport_cmd(egui::ViewportCommand::Close);
            }
            return;
        }
        if !self.session.may_quit() {
            self.session.apply(Command::Case(crate::session::CaseCommand::Quit));
            if !self.session.may_quit() {
                ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
            }
        }
    }
}

impl eframe::App for App {
    fn raw_input_hook(&mut self, ctx: &Context, raw_input: &mut egui::RawInput) {
        self.keys.pass(&mut raw_input.events, ctx.text_edit_focused());
    }

    /// Panels are left as the window is cleared: filling them costs a software rasteriser most of a frame.
    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        Theme::of(kind_of(self.session.settings().theme)).ui.panel.to_normalized_gamma_f32()
    }

    fn logic(&mut self, ctx: &Context, _frame: &mut eframe::Frame) {
        self.enter_language();
        self.session.poll();
        self.close_if_wanted(ctx);
        if self.session.is_busy() {
            ctx.request_repaint_after(std::time::Duration::from_millis(100));
        }
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        let begun = Instant::now();
        self.enter_language();
        self.frame_ui(ui);
        // What is seen goes first: the coasts, and all that is looked for once they are known, want every core.
        let n_frames = ui.ctx().cumulative_frame_nr();
        if n_frames > 1 && (self.is_traffic_current() || n_frames > FRAMES_BEFORE_COASTS) {
            self.session.learn_waters();
        }
        if self.keys.is_holding() {
            ui.ctx().request_repaint();
        }
        if let Some(log) = self.frame_log.as_mut().filter(|_| !ui.ctx().will_discard()) {
            let tracks = self.session.case().tracks().filter(|tracks| !tracks.histogram.is_empty());
            let n_positions =
                tracks.filter(|_| self.stage.is_traffic_current()).map_or(0, |tracks| tracks.store.n_fixes());
            log.note(frame.info().cpu_usage, begun.elapsed(), n_positions);
        }
    }
}

/// Whether two places are the same to the centimetre: while the map is dragged, the place under the pointer only trembles.
fn is_same_place(a: Option<Position>, b: Option<Position>) -> bool {
    const TREMBLE: f64 = 1e-7; // degrees
    match (a, b) {
        (Some(a), Some(b)) => (a.lat() - b.lat()).abs() < TREMBLE && (a.lon() - b.lon()).abs() < TREMBLE,
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// The colours of a setting.
const fn kind_of(theme: crate::session::Theme) -> theme::Kind {
    match theme {
        crate::session::Theme::Day => theme::Kind::Day,
        crate::session::Theme::Dusk => theme::Kind::Dusk,
        crate::session::Theme::Night => theme::Kind::Night,
    }
}

/// A box for the camera from two corners.
pub(super) fn geo_box((south_west, north_east): (Position, Position)) -> GeoBox {
    GeoBox { west: south_west.lon(), south: south_west.lat(), east: north_east.lon(), north: north_east.lat() }
}
