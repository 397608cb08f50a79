//! A vessel's speed over time: lowest and highest in each point of width, so that any number of fixes draws alike.
//!
//! Owns the picture and what the pointer reads off it. Start at [`ui`]: it hands back the moment that was clicked.

use std::sync::Arc;

use egui::{Align2, Color32, CursorIcon, FontId, Id, Mesh, Rect, Sense, Shape, Stroke, Ui, pos2, vec2};

use crate::language::words;
use crate::session::{Session, TimeWindow};
use crate::track::TrackStore;
use crate::track::summary::speed_columns;
use crate::ui::panel::timeline::{Scale, short};
use crate::ui::theme::{SMALL, Theme};
use crate::units::Timestamp;

/// How high the plot is, points.
const HEIGHT: f32 = 104.0;
/// Room for the numbers (knots) on the left and the times beneath.
const MARGIN: (f32, f32) = (22.0, 14.0);

/// The lowest and highest speed of each column, tenths of a knot.
type Columns = Arc<[Option<(u16, u16)>]>;

/// Draws the plot; the moment that was clicked.
pub(super) fn ui(ui: &mut Ui, session: &Session, vessel_idx: usize, theme: &Theme) -> Option<Timestamp> {
    let tracks = session.case().tracks()?;
    let store = &tracks.store;
    let slice = store.slice(vessel_idx)?;
    let fixes = slice.fixes();
    let (from, to) = store.time(fixes.start).zip(store.time(fixes.end.checked_sub(1)?))?;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT), Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, words("plot-name")));
    if !ui.is_rect_visible(rect) {
        return None;
    }
    let area = Rect::from_min_max(rect.min + vec2(MARGIN.0, 4.0), rect.max - vec2(2.0, MARGIN.1));
    let scale = Scale { from, to, left: area.left(), right: area.right() };
    let columns = kept(ui, (tracks.generation, vessel_idx), store, &area);
    let most = columns.iter().flatten().map(|(_, high)| *high).max();
    let Some(most) = most.filter(|_| from < to) else {
        let why = if from < to { words("plot-never") } else { words("plot-one-fix") };
        let font = FontId::proportional(SMALL);
        ui.painter().text(rect.center(), Align2::CENTER_CENTER, why, font, theme.ui.text_weak);
        return None;
    };
    let (step, top) = grid(most);
    let y = |deciknots: f32| area.bottom() - area.height() * deciknots / f32::from(top);
    grid_ui(ui, &area, (step, top), theme);
    window_ui(ui, &area, &scale, session.focus().window, theme);
    let silence_ms = i64::try_from(tracks.pyramid.silence(vessel_idx).as_millis()).unwrap_or(i64::MAX);
    curve_ui(ui, &area, &columns, silence_ms, (from, to), &y, theme);
    let hovered = response.hover_pos().and_then(|at| nearest(store, fixes, exact_moment(&scale, at.x)));
    let Some((fix_idx, moment)) = hovered.and_then(|idx| Some((idx, store.time(idx)?))) else {
        ends_ui(ui, &area, &scale, theme);
        return None;
    };
    ui.set_cursor_icon(CursorIcon::PointingHand);
    let x = scale.x(moment);
    ui.painter().vline(x, area.y_range(), Stroke::new(1.0, theme.ui.text_weak));
    let speed = store.sog(fix_idx);
    #[expect(clippy::cast_possible_truncation, reason = "a place on the screen")]
    if let Some(sog) = speed {
        ui.painter().circle_filled(pos2(x, y((sog.value() * 10.0) as f32)), 3.0, theme.ui.accent);
    }
    let speed = speed.map_or_else(|| words("plot-no-speed").to_owned(), |sog| sog.to_string());
    let course = store.cog(fix_idx).map_or_else(String::new, |cog| format!("  {cog}"));
    // In the place of the ends' times: a tooltip would lie over the curve.
    let foot_words = format!("{}  {speed}{course}  {}", short(moment), words("plot-click"));
    let foot = pos2(area.center().x, area.bottom() + 2.0);
    ui.painter().text(foot, Align2::CENTER_TOP, foot_words, FontId::proportional(SMALL), theme.ui.text);
    response.clicked().then_some(moment)
}

/// Columns, of which vessel of which tracks, and how many.
type Kept = (((u64, usize), usize), Columns);

/// The columns, kept from frame to frame.
fn kept(ui: &Ui, of: (u64, usize), store: &TrackStore, area: &Rect) -> Columns {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of points")]
    let n_columns = area.width().max(1.0) as usize;
    let (id, now) = (Id::unique("speed columns"), (of, n_columns));
    if let Some((_, columns)) = ui.data(|data| data.get_temp::<Kept>(id)).filter(|(then, _)| *then == now) {
        return columns;
    }
    let columns: Columns = speed_columns(store, of.1, n_columns).into();
    ui.data_mut(|data| data.insert_temp(id, (now, Arc::clone(&columns))));
    columns
}

/// The step between lines and the topmost one, tenths of a knot: two to four lines, at round knots.
fn grid(most: u16) -> (u16, u16) {
    let step = [10, 20, 50, 100, 200, 500].into_iter().find(|step| most <= step * 4).unwrap_or(500);
    (step, most.div_ceil(step).max(1) * step)
}

fn grid_ui(ui: &Ui, area: &Rect, (step, top): (u16, u16), theme: &Theme) {
    let font = FontId::proportional(SMALL);
    for line in (0..=top).step_by(usize::from(step)) {
        let y = area.bottom() - area.height() * f32::from(line) / f32::from(top);
        ui.painter().hline(area.x_range(), y, Stroke::new(1.0, theme.ui.line));
        let knots = format!("{}", line / 10);
        ui.painter().text(pos2(area.left() - 4.0, y), Align2::RIGHT_CENTER, knots, font.clone(), theme.ui.text_weak);
    }
}

/// When the track begins and ends.
fn ends_ui(ui: &Ui, area: &Rect, scale: &Scale, theme: &Theme) {
    let (y, font) = (area.bottom() + 2.0, FontId::proportional(SMALL));
    ui.painter().text(pos2(area.left(), y), Align2::LEFT_TOP, short(scale.from), font.clone(), theme.ui.text_weak);
    ui.painter().text(pos2(area.right(), y), Align2::RIGHT_TOP, short(scale.to), font, theme.ui.text_weak);
}

/// What of the time the map shows: the rest is dimmed by a line at each edge.
fn window_ui(ui: &Ui, area: &Rect, scale: &Scale, window: Option<TimeWindow>, theme: &Theme) {
    let Some(window) = window else { return };
    let (left, right) = (scale.x(window.from).clamp(area.left(), area.right()), scale.x(window.to));
    let right = right.clamp(area.left(), area.right());
    let shown = Rect::from_x_y_ranges(left..=right, area.y_range());
    ui.painter().rect_filled(shown, 0.0, theme.ui.accent.gamma_multiply(0.12));
    for (x, moment) in [(left, window.from), (right, window.to)] {
        if moment > scale.from && moment < scale.to {
            ui.painter().vline(x, area.y_range(), Stroke::new(1.0, theme.ui.accent));
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "columns and milliseconds of a plot")]
fn curve_ui(
    ui: &Ui,
    area: &Rect,
    columns: &Columns,
    silence_ms: i64,
    (from, to): (Timestamp, Timestamp),
    y: &dyn Fn(f32) -> f32,
    theme: &Theme,
) {
    let width = area.width() / columns.len().max(1) as f32;
    let column_ms = (to.millis() - from.millis()) as f64 / columns.len().max(1) as f64;
    let mut curve = Mesh::default();
    let mut before: Option<(usize, (u16, u16))> = None;
    for (idx, (low, high)) in columns.iter().enumerate().filter_map(|(idx, column)| Some((idx, (*column)?))) {
        let x = area.left() + width * idx as f32;
        let (mut lower, mut upper) = (low, high);
        if let Some((last, (last_low, last_high))) = before {
            // Column by column the curve is one piece.
            if idx == last + 1 {
                (lower, upper) = (low.min(last_high), high.max(last_low));
            } else {
                let gap = Rect::from_x_y_ranges(area.left() + width * (last + 1) as f32..=x, area.y_range());
                if (idx - last) as f64 * column_ms > silence_ms as f64 {
                    silence(&mut curve, gap, theme.ui.warning);
                } else {
                    let ends = [pos2(gap.left(), y(f32::from(last_high))), pos2(x, y(f32::from(high)))];
                    ui.painter().add(Shape::line_segment(ends, Stroke::new(1.2, theme.track.selected)));
                }
            }
        }
        let (top, bottom) = (y(f32::from(upper)) - 0.6, y(f32::from(lower)) + 0.6);
        curve.add_colored_rect(Rect::from_x_y_ranges(x..=x + width.max(1.0), top..=bottom), theme.track.selected);
        before = Some((idx, (low, high)));
    }
    ui.painter().add(Shape::mesh(curve));
}

/// A span in which nothing was heard: told by a bar at the foot, and a faint ground.
fn silence(mesh: &mut Mesh, gap: Rect, colour: Color32) {
    mesh.add_colored_rect(gap, colour.gamma_multiply(0.10));
    mesh.add_colored_rect(
        Rect::from_min_max(pos2(gap.left(), gap.bottom() - 3.0), gap.max),
        colour.gamma_multiply(0.8),
    );
}

/// The moment at a place on the screen, not rounded to the minute.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "milliseconds of a plot")]
fn exact_moment(scale: &Scale, x: f32) -> Timestamp {
    let share = f64::from((x - scale.left) / (scale.right - scale.left).max(1.0)).clamp(0.0, 1.0);
    let span = (scale.to.millis() - scale.from.millis()) as f64;
    scale.from.plus_millis((span * share) as i64)
}

/// The fix nearest in time.
fn nearest(store: &TrackStore, fixes: std::ops::Range<usize>, moment: Timestamp) -> Option<usize> {
    let times = store.time_ms().get(fixes.clone())?;
    let after = times.partition_point(|ms| *ms < moment.millis());
    let away = |idx: &usize| times.get(*idx).map_or(u64::MAX, |ms| ms.abs_diff(moment.millis()));
    let nearest = [after.saturating_sub(1), after].into_iter().filter(|idx| *idx < times.len()).min_by_key(away)?;
    Some(fixes.start + nearest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_has_few_lines_at_round_knots() {
        assert_eq!(grid(0), (10, 10));
        assert_eq!(grid(125), (50, 150));
        assert_eq!(grid(310), (100, 400));
        assert_eq!(grid(1021), (500, 1500));
    }
}
