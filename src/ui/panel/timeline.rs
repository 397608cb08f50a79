//! The timeline: how much traffic when, and the window of time that the map shows.

use std::sync::Arc;

use egui::{Align2, Color32, CursorIcon, FontId, Id, Pos2, Rect, Sense, Shape, Stroke, Ui, pos2, vec2};

use super::player::Player;
use crate::language::{said, words};
use crate::session::{Command, FocusCommand, Session, TimeWindow};
use crate::ui::Outbox;
use crate::ui::canvas::flat::{FillRoom, Fills};
use crate::ui::theme::{Kind, SMALL, Theme};
use crate::units::Timestamp;

/// The strip's span of time and its place on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// First moment.
    pub from: Timestamp,
    /// Last moment.
    pub to: Timestamp,
    /// Left edge, points.
    pub left: f32,
    /// Right edge, points.
    pub right: f32,
}

impl Scale {
    /// Where a moment lies on the screen.
    #[must_use]
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "screen coordinates")]
    pub fn x(&self, moment: Timestamp) -> f32 {
        let span = (self.to.millis() - self.from.millis()).max(1) as f64;
        let share = (moment.millis() - self.from.millis()) as f64 / span;
        self.left + (self.right - self.left) * share as f32
    }

    /// The moment at a place on the screen, held inside the span, to the minute.
    #[must_use]
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "to the minute is enough")]
    pub fn moment(&self, x: f32) -> Timestamp {
        let share = f64::from((x - self.left) / (self.right - self.left).max(1.0)).clamp(0.0, 1.0);
        let span = (self.to.millis() - self.from.millis()) as f64;
        let minutes = ((self.from.millis() as f64 + span * share) / 60_000.0).round();
        Timestamp::from_millis((minutes * 60_000.0) as i64).max(self.from).min(self.to)
    }
}

/// A moment as the strip writes it: `16 Jan 03:12Z`.
#[must_use]
pub fn short(moment: Timestamp) -> String {
    let (_, _, _, hour, minute, _) = moment.civil();
    format!("{} {hour:02}:{minute:02}Z", day(moment))
}

/// A day without its year: `16 Jan`.
fn day(moment: Timestamp) -> String {
    let (_, month, day, ..) = moment.civil();
    let month = words("months").split_whitespace().nth(month as usize - 1).unwrap_or_default();
    said!("day-and-month", day = day.to_string(), month = month)
}

/// What a drag on the strip does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grip {
    From,
    To,
    Both,
}

/// The time of all tracks and the window of it that is shown; `None` where there is no strip.
#[must_use]
pub fn times(session: &Session) -> Option<(TimeWindow, TimeWindow)> {
    let (from, to) = session.case().tracks()?.store.span().filter(|(from, to)| from < to)?;
    let all = TimeWindow { from, to };
    Some((all, session.focus().window.unwrap_or(all)))
}

/// Draws what stands above the strip: the player, and from when to when the map shows tracks.
pub fn row_ui(ui: &mut Ui, session: &Session, player: &mut Player, out: &mut Outbox) {
    let Some((_, window)) = times(session) else { return };
    ui.horizontal(|ui| {
        player.ui(ui, session, out);
        let whole = |ui: &mut Ui| {
            ui.label(said!("timeline-tip", from = window.from.to_string(), to = window.to.to_string()));
        };
        // Two labels: letters are set anew only where one of them changes.
        ui.label(short(window.from)).on_hover_ui(whole);
        ui.label("–");
        ui.label(short(window.to)).on_hover_ui(whole);
        let is_whole = session.focus().window.is_none();
        if ui
            .add_enabled(!is_whole, egui::Button::new(words("timeline-all")).small())
            .on_hover_text(words("timeline-all-tip"))
            .clicked()
        {
            out.push(Command::Focus(FocusCommand::Window(None)));
        }
    });
}

/// Draws the strip.
pub fn ui(ui: &mut Ui, session: &Session, theme: &Theme, out: &mut Outbox) {
    let Some(tracks) = session.case().tracks() else {
        ui.weak(words("timeline-empty"));
        return;
    };
    let Some((TimeWindow { from, to }, window)) = times(session) else {
        ui.weak(words("timeline-moment"));
        return;
    };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 40.0), Sense::click_and_drag());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Slider, true, words("timeline-window")));
    let scale = Scale { from, to, left: rect.left() + 6.0, right: rect.right() - 6.0 };
    bars_ui(ui, rect, session, &tracks.histogram, theme, &scale, window);
    days_ui(ui, rect, theme, &scale);
    window_ui(ui, rect, theme, &scale, window);
    drag_ui(ui, &response, &scale, window, out);
}

/// What the bars were made for.
#[derive(Clone)]
struct Occasion {
    rect: Rect,
    histogram: Arc<[u32]>,
    theme: Kind,
    scale: Scale,
    window: TimeWindow,
}

impl PartialEq for Occasion {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.histogram, &other.histogram)
            && (self.rect, self.theme, self.scale, self.window) == (other.rect, other.theme, other.scale, other.window)
    }
}

/// A bar and its colour.
type Bar = (Rect, Color32);

/// Paints the bars and the ticks beneath; found anew only where something changed.
fn bars_ui(
    ui: &Ui,
    rect: Rect,
    session: &Session,
    histogram: &Arc<[u32]>,
    theme: &Theme,
    scale: &Scale,
    window: TimeWindow,
) {
    let now = Occasion { rect, histogram: Arc::clone(histogram), theme: theme.kind, scale: *scale, window };
    let (bars, room) = kept(ui, Id::unique("timeline bars"), now, || bars(rect, histogram, theme, scale, window));
    // There may be many findings: they do not change while the window of time is dragged.
    let now = (session.findings().list_generation(), rect, theme.kind, *scale);
    let (ticks, _) = kept(ui, Id::unique("timeline ticks"), now, || marks(rect, session, theme, scale));
    let mut fills = Fills::with_room(bars.len() + ticks.len());
    bars.iter().chain(&*ticks).for_each(|(bar, colour)| fills.rect(*bar, *colour));
    fills.paint(ui.painter(), rect, &room);
}

/// What was made for an occasion, made anew where it is another; and where it is painted from.
fn kept<T: PartialEq + Clone + Send + Sync + 'static>(
    ui: &Ui,
    id: Id,
    now: T,
    make: impl FnOnce() -> Vec<Bar>,
) -> (Arc<[Bar]>, FillRoom) {
    type Kept<T> = (T, Arc<[Bar]>, FillRoom);
    let before = ui.data(|data| data.get_temp::<Kept<T>>(id));
    match before {
        Some((then, bars, room)) if then == now => (bars, room),
        before => {
            let room = before.map(|(_, _, room)| room).unwrap_or_default();
            let bars: Arc<[Bar]> = make().into();
            ui.data_mut(|data| data.insert_temp::<Kept<T>>(id, (now, Arc::clone(&bars), room.clone())));
            (bars, room)
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "heights and numbers of bars"
)]
fn bars(rect: Rect, histogram: &[u32], theme: &Theme, scale: &Scale, window: TimeWindow) -> Vec<Bar> {
    let columns = ((rect.width() / 3.0) as usize).clamp(1, histogram.len().max(1));
    let sums: Vec<u32> = (0..columns)
        .map(|c| {
            let bins = histogram.get(c * histogram.len() / columns..(c + 1) * histogram.len() / columns);
            bins.unwrap_or_default().iter().sum()
        })
        .collect();
    let most = sums.iter().copied().max().unwrap_or(1).max(1) as f32;
    let width = (scale.right - scale.left) / columns as f32;
    let (inside, outside) = (scale.x(window.from), scale.x(window.to));
    let mut bars = Vec::with_capacity(sums.len());
    for (i, sum) in sums.iter().enumerate() {
        let x = scale.left + width * i as f32;
        let height = (rect.height() - 14.0) * (*sum as f32 / most).sqrt();
        let bar =
            Rect::from_min_max(pos2(x, rect.bottom() - 12.0 - height), pos2(x + width - 1.0, rect.bottom() - 12.0));
        let is_shown = x + width >= inside && x <= outside;
        let colour = if is_shown { theme.ui.accent.gamma_multiply(0.7) } else { theme.ui.line };
        bars.push((bar, colour));
    }
    bars
}

/// A tick beneath the bars for when each listed finding happened; where several would be one point, the first of the list.
fn marks(rect: Rect, session: &Session, theme: &Theme, scale: &Scale) -> Vec<Bar> {
    let mut taken = std::collections::HashSet::new();
    let mark = |(_, finding): (_, &Arc<crate::finding::Finding>)| {
        let (from, to) = (scale.x(finding.start).max(scale.left), scale.x(finding.end).min(scale.right));
        #[expect(clippy::cast_possible_truncation, reason = "a place on the screen")]
        let is_free = taken.insert(from as i32);
        let bar = Rect::from_min_max(pos2(from, rect.bottom() - 12.0), pos2(to.max(from + 3.0), rect.bottom() - 8.0));
        (is_free && from <= scale.right).then(|| (bar, crate::ui::finding_words::marks_of(finding, theme)))
    };
    session.findings().listed_findings().filter_map(mark).collect()
}

fn days_ui(ui: &Ui, rect: Rect, theme: &Theme, scale: &Scale) {
    const DAY_MS: i64 = 86_400_000;
    let n_days = (scale.to.millis() - scale.from.millis()) / DAY_MS + 1;
    let step = (n_days / 12).max(1) * DAY_MS;
    let mut midnight = scale.from.millis().div_euclid(DAY_MS) * DAY_MS;
    let mut free_from = scale.left;
    while midnight <= scale.to.millis() {
        let moment = Timestamp::from_millis(midnight);
        let x = scale.x(moment).max(scale.left);
        if midnight > scale.from.millis() {
            ui.painter().vline(x, rect.top()..=rect.bottom() - 12.0, Stroke::new(1.0, theme.ui.line));
        }
        let label = day(moment);
        if x >= free_from {
            let font = FontId::proportional(SMALL);
            let drawn =
                ui.painter().text(pos2(x + 2.0, rect.bottom()), Align2::LEFT_BOTTOM, label, font, theme.ui.text_weak);
            free_from = drawn.right() + 12.0;
        }
        midnight += step;
    }
}

fn window_ui(ui: &Ui, rect: Rect, theme: &Theme, scale: &Scale, window: TimeWindow) {
    for moment in [window.from, window.to] {
        let x = scale.x(moment);
        let top = pos2(x, rect.top());
        ui.painter().vline(x, rect.top()..=rect.bottom() - 12.0, Stroke::new(2.0, theme.ui.accent));
        let handle = Rect::from_center_size(top + vec2(0.0, 14.0), vec2(8.0, 18.0));
        ui.painter().add(Shape::rect_filled(handle, 3.0, theme.ui.accent));
    }
}

fn drag_ui(ui: &Ui, response: &egui::Response, scale: &Scale, window: TimeWindow, out: &mut Outbox) {
    let id = Id::unique("time window grip");
    let near = |at: Pos2| {
        let (left, right) = (scale.x(window.from), scale.x(window.to));
        if (at.x - left).abs() <= 8.0 {
            Grip::From
        } else if (at.x - right).abs() <= 8.0 {
            Grip::To
        } else {
            Grip::Both
        }
    };
    if let Some(at) = response.hover_pos() {
        ui.set_cursor_icon(if near(at) == Grip::Both { CursorIcon::Grab } else { CursorIcon::ResizeHorizontal });
    }
    if response.drag_started()
        && let Some(at) = ui.input(|i| i.pointer.press_origin())
    {
        ui.data_mut(|data| data.insert_temp(id, (near(at), window, at.x)));
    }
    if let (Some(at), true) = (response.interact_pointer_pos(), response.dragged())
        && let Some((grip, begun, from_x)) = ui.data(|data| data.get_temp::<(Grip, TimeWindow, f32)>(id))
    {
        let moved = dragged(scale, grip, begun, from_x, at.x);
        let is_whole = moved.from <= scale.from && moved.to >= scale.to;
        out.push(Command::Focus(FocusCommand::Window((!is_whole).then_some(moved))));
    }
    if response.double_clicked() {
        out.push(Command::Focus(FocusCommand::Window(None)));
    }
}

/// The window after a drag; at least a minute long, and never outside the span.
fn dragged(scale: &Scale, grip: Grip, begun: TimeWindow, from_x: f32, to_x: f32) -> TimeWindow {
    const MINUTE: i64 = 60_000;
    match grip {
        Grip::From => {
            let latest = begun.to.plus_millis(-MINUTE);
            TimeWindow { from: scale.moment(to_x).min(latest), to: begun.to }
        }
        Grip::To => {
            let earliest = begun.from.plus_millis(MINUTE);
            TimeWindow { from: begun.from, to: scale.moment(to_x).max(earliest) }
        }
        Grip::Both => {
            let by = scale.moment(to_x).millis() - scale.moment(from_x).millis();
            let by = by.max(scale.from.millis() - begun.from.millis()).min(scale.to.millis() - begun.to.millis());
            TimeWindow { from: begun.from.plus_millis(by), to: begun.to.plus_millis(by) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_seconds(1_516_060_800 + hours * 3600)
    }

    fn scale() -> Scale {
        Scale { from: at(0), to: at(72), left: 0.0, right: 720.0 }
    }

    #[test]
    fn screen_and_time_undo_each_other() {
        assert!((scale().x(at(36)) - 360.0).abs() < 0.01);
        assert_eq!(scale().moment(360.0), at(36));
        assert_eq!(scale().moment(-50.0), at(0));
        assert_eq!(scale().moment(9999.0), at(72));
    }

    #[test]
    fn a_dragged_window_stays_in_the_span_and_never_turns_round() {
        let begun = TimeWindow { from: at(10), to: at(20) };
        let moved = dragged(&scale(), Grip::Both, begun, 100.0, 900.0);
        assert_eq!(moved, TimeWindow { from: at(62), to: at(72) });
        let shrunk = dragged(&scale(), Grip::From, begun, 100.0, 500.0);
        assert_eq!(shrunk.from, at(20).plus_millis(-60_000));
    }
}
