//! The tools on the map: a window's input in, paint out.

use egui::{Event as Input, EventFilter, Key, Modifiers, PointerButton, Pos2, Response, Ui};

use super::entry::Entry;
use super::snapping::Snapped;
use super::{Event, Outcome, Preview, Scene, Tools, paint};
use crate::chart::Share;
use crate::coordinate::Form;
use crate::language::words;
use crate::plan::Plan;
use crate::session::{AreaWaters, Command, Selected, Session};
use crate::ui::Outbox;
use crate::ui::map::{MapLayer, View};
use crate::ui::theme::{Theme, icon};
use crate::ui::words;

/// The tools as a layer of the map, for one frame. Put it last, above everything it edits.
pub struct ToolLayer<'a> {
    /// The tools.
    pub tools: &'a mut Tools,
    /// What is open.
    pub session: &'a Session,
    /// The colours.
    pub theme: &'a Theme,
    /// Everything under a place on the screen, topmost first.
    pub hits: &'a dyn Fn(&View, Pos2) -> Vec<Selected>,
    /// What the pointer snaps to, and where on the screen that holds.
    pub snapped: Option<(Pos2, Snapped)>,
    /// Whether keys are for the map, and not for a dialog above it.
    pub takes_keys: bool,
    /// Where edits go.
    pub out: &'a mut Outbox,
    /// What the status line says; filled by this frame's `interact`.
    pub hint: String,
    /// What is half done, as `interact` left it.
    preview: Preview,
}

impl<'a> ToolLayer<'a> {
    /// The layer for one frame.
    pub fn new(
        tools: &'a mut Tools,
        session: &'a Session,
        theme: &'a Theme,
        hits: &'a dyn Fn(&View, Pos2) -> Vec<Selected>,
        snapped: Option<(Pos2, Snapped)>,
        takes_keys: bool,
        out: &'a mut Outbox,
    ) -> Self {
        Self { tools, session, theme, hits, snapped, takes_keys, out, hint: String::new(), preview: Preview::default() }
    }
}

/// Runs `using` with the scene of this frame.
fn with_scene<T>(
    session: &Session,
    hits: &dyn Fn(&View, Pos2) -> Vec<Selected>,
    snapped: Option<&(Pos2, Snapped)>,
    view: &View,
    using: impl FnOnce(&Scene<'_>) -> T,
) -> T {
    let plan: &Plan = session.case().plan();
    let form: Form = session.settings().coordinate_form;
    using(&Scene {
        view,
        plan,
        selection: &session.focus().selection,
        hits: &|at| hits(view, at),
        form,
        is_read_only: session.case().is_read_only(),
        crossing: &|feature| session.crossing_of(feature),
        snapped,
    })
}

impl MapLayer for ToolLayer<'_> {
    fn takes_drag(&self, view: &View, pointer: Pos2) -> bool {
        with_scene(self.session, self.hits, self.snapped.as_ref(), view, |scene| self.tools.takes_drag(scene, pointer))
    }

    fn interact(&mut self, ui: &mut Ui, view: &View, response: &Response) {
        let Self { tools, session, theme, hits, snapped, takes_keys, out, hint, preview } = self;
        with_scene(session, *hits, snapped.as_ref(), view, |scene| {
            for event in events(ui, response) {
                tools.handle(event, scene, out);
            }
            tools.settle(ui.ctx(), out);
            if *takes_keys {
                keys(ui, response, tools, scene, out);
            }
            entry_ui(ui, view, theme, tools, scene, out);
            cursor(response, tools, scene);
            *preview = tools.preview(scene);
            let drawn = preview.geometry.as_ref().filter(|_| tools.is_drawing()).filter(|area| is_area(area)).cloned();
            if drawn != tools.drawn {
                tools.drawn.clone_from(&drawn);
                out.push(Command::Drawn(drawn.map(Box::new)));
            }
            *hint = tools.hint(scene);
        });
    }

    fn paint_above(&mut self, ui: &mut Ui, view: &View) {
        with_scene(self.session, self.hits, self.snapped.as_ref(), view, |scene| {
            paint::preview(ui.painter(), view, self.theme, &self.preview);
            if let Some(pointer) = self.tools.pointer {
                let mut lines = self.tools.readout(scene);
                if let Some(waters) = self.tools.drawn.as_ref().and_then(|_| self.session.waters_drawn()) {
                    let at = lines.len().saturating_sub(1);
                    lines.splice(at..at, waters_lines(waters));
                }
                if let Some(told) = self.tools.drawn.as_ref().and_then(|_| self.session.score_drawn()) {
                    let at = lines.len().saturating_sub(1);
                    lines.insert(at, words::stops_words(&told.score));
                }
                paint::readout(ui, view, self.theme, pointer, &lines);
            }
        });
    }
}

fn is_area(geometry: &geo::Geometry<f64>) -> bool {
    matches!(geometry, geo::Geometry::Polygon(_) | geo::Geometry::MultiPolygon(_))
}

/// Whose water it lies in, the largest parts first, and a warning where a state is sovereign.
fn waters_lines(waters: &AreaWaters) -> Vec<String> {
    let line = |share: &Share| format!("{:.0} %  {}", share.share * 100.0, words::share_words(share));
    let mut lines: Vec<String> = waters.shares.iter().take(3).map(line).collect();
    lines.extend(words::spill_words(waters).map(|spill| format!("{} {spill}", icon::ICON_WARNING.codepoint)));
    lines
}

/// What the pointer did on the map this frame, in order.
fn events(ui: &Ui, response: &Response) -> Vec<Event> {
    let mut events = Vec::new();
    let button = PointerButton::Primary;
    let (origin, now, modifiers) =
        ui.input(|input| (input.pointer.press_origin(), input.pointer.latest_pos(), input.modifiers));
    if response.drag_started_by(button) {
        events.extend(origin.or(response.interact_pointer_pos()).map(Event::DragStart));
    }
    if response.drag_stopped_by(button) {
        events.extend(response.interact_pointer_pos().or(now).map(Event::DragEnd));
    } else if response.dragged_by(button) {
        events.extend(response.interact_pointer_pos().map(Event::Drag));
    } else if response.double_clicked_by(button) {
        events.extend(response.interact_pointer_pos().map(Event::DoubleClick));
    } else if response.clicked_by(button) {
        let adds = modifiers.shift || modifiers.command;
        events.extend(response.interact_pointer_pos().map(|at| Event::Click { at, adds }));
    }
    match response.hover_pos() {
        Some(at) if !response.dragged() => events.push(Event::Hover(at)),
        None if !response.dragged() => events.push(Event::Leave),
        _ => {}
    }
    events
}

/// Keys that mean something to the tool in the hand; those it has no use for are left for others.
fn keys(ui: &Ui, response: &Response, tools: &mut Tools, scene: &Scene<'_>, out: &mut Outbox) {
    // Whether the map has the keyboard by a click, which it then gives up again; what Tab gave it, it keeps, or Tab would
    // begin anew at the menu and never come to what is drawn after the map.
    let by_click = response.id.with("by click");
    if tools.has_beneath() {
        // Tab would go on to the next button; while something lies beneath the click it is the map's.
        if response.clicked() {
            response.request_focus();
            ui.data_mut(|data| data.insert_temp(by_click, true));
        }
        if response.has_focus() {
            let filter = EventFilter { tab: true, escape: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        }
    } else if response.has_focus() {
        if ui.data_mut(|data| data.remove_temp::<bool>(by_click)).is_some() {
            response.surrender_focus();
        } else {
            let line = egui::Stroke::new(2.0, ui.visuals().hyperlink_color);
            ui.painter().rect_stroke(response.rect, 0.0, line, egui::StrokeKind::Inside);
        }
    }
    let focused = ui.memory(egui::Memory::focused);
    if focused.is_some_and(|id| id != response.id) {
        return;
    }
    let pressed = [
        (Key::Enter, Event::Finish),
        (Key::Backspace, Event::StepBack),
        (Key::Escape, Event::Cancel),
        (Key::Delete, Event::Delete),
        (Key::Tab, Event::Beneath),
    ];
    for (key, event) in pressed {
        let is_pressed = ui.input(|input| {
            input.events.iter().any(|e| {
                matches!(e, Input::Key { key: k, pressed: true, modifiers, .. } if *k == key && modifiers.is_none())
            })
        });
        if is_pressed && tools.handle(event, scene, out) != Outcome::Ignored {
            ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        }
    }
}

/// The field for typed coordinates, at the foot of the map.
fn entry_ui(ui: &Ui, view: &View, theme: &Theme, tools: &mut Tools, scene: &Scene<'_>, out: &mut Outbox) {
    let wants = tools.tool().wants();
    let (Some(mut entry), Some(wants)) = (tools.entry.take(), wants) else { return };
    let rect = view.rect();
    let foot = egui::pos2(rect.center().x, rect.bottom() - 12.0);
    let shown = egui::Area::new(ui.scope_id().with("typed coordinates"))
        .fixed_pos(foot)
        .pivot(egui::Align2::CENTER_BOTTOM)
        .constrain_to(rect)
        .show(ui.ctx(), |ui| {
            egui::Frame::popup(ui.style()).show(ui, |ui| field_ui(ui, theme, wants, &mut entry)).inner
        });
    match shown.inner {
        Asked::Nothing => tools.entry = Some(entry),
        Asked::Close => {}
        Asked::Accept => {
            match tools.accept(&entry.text, scene, out) {
                Ok(Outcome::Done) => return,
                Ok(_) => entry = Entry::default(),
                Err(fault) => {
                    entry.fault = Some(fault);
                    entry.was_shown = false;
                }
            }
            tools.entry = Some(entry);
        }
    }
}

enum Asked {
    Nothing,
    Accept,
    Close,
}

fn field_ui(ui: &mut Ui, theme: &Theme, wants: &str, entry: &mut Entry) -> Asked {
    let mut asked = Asked::Nothing;
    ui.horizontal(|ui| {
        let label = ui.label(wants);
        let field = egui::TextEdit::singleline(&mut entry.text).desired_width(300.0).hint_text("38°43.2′N 125°24.0′E");
        let response = ui.add(field).labelled_by(label.id);
        if !std::mem::replace(&mut entry.was_shown, true) {
            response.request_focus();
        }
        if response.changed() {
            entry.fault = None;
        }
        let (is_entered, is_escaped) =
            ui.input(|input| (input.key_pressed(Key::Enter), input.key_pressed(Key::Escape)));
        if response.lost_focus() && is_escaped {
            asked = Asked::Close;
        } else if (response.lost_focus() && is_entered)
            || ui.button(words("typed-set")).on_hover_text(words("typed-set-tip")).clicked()
        {
            asked = Asked::Accept;
        } else if ui.button(words("layers-close")).on_hover_text(words("typed-close-tip")).clicked() {
            asked = Asked::Close;
        }
    });
    if let Some(fault) = &entry.fault {
        ui.colored_label(theme.ui.error, fault);
    }
    asked
}

fn cursor(response: &Response, tools: &Tools, scene: &Scene<'_>) {
    use egui::CursorIcon;
    let Some(at) = response.hover_pos() else { return };
    let icon = match tools.active() {
        super::ToolKind::Select if response.dragged() => CursorIcon::Grabbing,
        super::ToolKind::Select if tools.takes_drag(scene, at) => CursorIcon::Grab,
        super::ToolKind::Select => CursorIcon::Default,
        _ => CursorIcon::Crosshair,
    };
    response.ctx.set_cursor_icon(icon);
}
