//! How far two vessels were from each other, and how fast each sailed, around a finding: what the eye checks a meeting by.
//!
//! Owns the picture and what the pointer reads off it. Start at [`curves`]; the drawing hands back the moment that was clicked.

use std::sync::Arc;

use egui::{Align2, Color32, CursorIcon, FontId, Id, Rect, Sense, Shape, Stroke, Ui, pos2, vec2};

use crate::finding::{Finding, FindingId, Kind};
use crate::geodesy::distance;
use crate::language::{said, words};
use crate::session::Session;
use crate::track::{TrackSlice, TrackStore};
use crate::ui::panel::timeline::{Scale, short};
use crate::ui::theme::{SMALL, Theme};
use crate::units::{Knots, Timestamp};
use crate::vessel::Mmsi;

/// How high one of the two curves is, points.
const HEIGHT: f32 = 78.0;
/// Room for the numbers on the left and the times beneath.
const MARGIN: (f32, f32) = (34.0, 14.0);
/// At how many moments the tracks are asked.
const N_MOMENTS: usize = 240;
/// How much time before and after is shown, milliseconds.
const AROUND_MS: i64 = 2 * 3_600_000;
/// Nothing is drawn across a silence of this length: nobody knows what lay between. Domain rule of encounters: one hour.
const SILENCE_MS: i64 = 3_600_000;

/// What was where at the moments of the plot.
#[derive(Debug, Default, PartialEq)]
pub struct Curves {
    /// Metres between the two; `None` where one was silent, or where there is only one.
    pub metres: Vec<Option<f64>>,
    /// Knots of each vessel.
    pub knots: Vec<Vec<Option<f64>>>,
}

/// Whether the plot says something of a finding.
#[must_use]
pub const fn is_for(finding: &Finding) -> bool {
    matches!(finding.kind, Kind::Encounter | Kind::Loitering)
}

/// What is drawn of a finding: from two hours before it to two hours after.
#[must_use]
pub fn span(finding: &Finding) -> (Timestamp, Timestamp) {
    (finding.start.plus_millis(-AROUND_MS), finding.end.plus_millis(AROUND_MS))
}

/// The curves of a finding's vessels.
#[must_use]
#[expect(clippy::cast_possible_wrap, reason = "a few hundred moments")]
pub fn curves(store: &TrackStore, vessels: &[Mmsi], (from, to): (Timestamp, Timestamp)) -> Curves {
    let slices: Vec<TrackSlice<'_>> =
        vessels.iter().take(2).filter_map(|mmsi| store.slice(store.vessel_idx(*mmsi)?)).collect();
    let length = to.millis() - from.millis();
    let moments = (0..N_MOMENTS).map(|idx| from.plus_millis(length * idx as i64 / (N_MOMENTS as i64 - 1)));
    let mut found = Curves { metres: Vec::with_capacity(N_MOMENTS), knots: vec![Vec::new(); slices.len()] };
    for moment in moments {
        let fixes: Vec<Option<(usize, usize)>> = slices.iter().map(|slice| around(slice, moment)).collect();
        let place = |of: usize| {
            let (before, after) = fixes.get(of).copied().flatten()?;
            between(store, before, after, moment)
        };
        found.metres.push(place(0).zip(place(1)).map(|(one, other)| distance(one, other).value()));
        for (knots, fix) in found.knots.iter_mut().zip(&fixes) {
            knots.push(fix.and_then(|(before, after)| {
                let sog = store.sog(before).map(Knots::value);
                sog.or_else(|| made_good(store, before, after))
            }));
        }
    }
    found
}

/// The fixes before and after a moment, unless a silence lies between them.
fn around(slice: &TrackSlice<'_>, moment: Timestamp) -> Option<(usize, usize)> {
    let (times, start) = (slice.time_ms(), slice.fixes().start);
    let after = times.partition_point(|ms| *ms < moment.millis());
    let before = if times.get(after) == Some(&moment.millis()) { after } else { after.checked_sub(1)? };
    let gap = times.get(after)? - times.get(before)?;
    (gap < SILENCE_MS).then_some((start + before, start + after))
}

fn between(store: &TrackStore, before: usize, after: usize, moment: Timestamp) -> Option<crate::geodesy::Position> {
    let (from, to) = (store.position(before)?, store.position(after)?);
    let (first, last) = (store.time(before)?.millis(), store.time(after)?.millis());
    if last <= first {
        return Some(from);
    }
    #[expect(clippy::cast_precision_loss, reason = "milliseconds within an hour")]
    let share = (moment.millis() - first) as f64 / (last - first) as f64;
    let east = (to.lon() - from.lon() + 540.0).rem_euclid(360.0) - 180.0;
    Some(crate::geodesy::Position::clamped(from.lat() + (to.lat() - from.lat()) * share, from.lon() + east * share))
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds within an hour")]
fn made_good(store: &TrackStore, before: usize, after: usize) -> Option<f64> {
    let seconds = (store.time(after)?.millis() - store.time(before)?.millis()) as f64 / 1000.0;
    let metres = distance(store.position(before)?, store.position(after)?).value();
    (seconds > 0.0).then(|| metres / crate::units::METRES_PER_NAUTICAL_MILE / (seconds / 3600.0))
}

/// Draws the plots; the moment that was clicked.
pub(super) fn ui(ui: &mut Ui, session: &Session, id: FindingId, finding: &Finding, theme: &Theme) -> Option<Timestamp> {
    let tracks = session.case().tracks()?;
    let (from, to) = span(finding);
    let curves = kept(ui, (tracks.generation, id), &tracks.store, finding);
    let is_pair = curves.metres.iter().any(Option::is_some);
    let height = if is_pair { 2.0 * HEIGHT } else { HEIGHT };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, words("finding-plot-name")));
    if !ui.is_rect_visible(rect) {
        return None;
    }
    let area = Rect::from_min_max(rect.min + vec2(MARGIN.0, 4.0), rect.max - vec2(2.0, MARGIN.1));
    let scale = Scale { from, to, left: area.left(), right: area.right() };
    let event = Rect::from_x_y_ranges(scale.x(finding.start)..=scale.x(finding.end), area.y_range());
    ui.painter().rect_filled(event, 0.0, theme.ui.warning.gamma_multiply(0.14));
    let middle = if is_pair { area.center().y - 4.0 } else { area.top() };
    if is_pair {
        let upper = Rect::from_min_max(area.min, pos2(area.right(), middle));
        // Beyond three kilometres nothing is looked for: the approach is what matters.
        let most = curves.metres.iter().flatten().copied().fold(0.0, f64::max).clamp(600.0, 3000.0);
        curve_ui(ui, &upper, &curves.metres, most, theme.ui.warning);
        frame_ui(ui, &upper, &format!("{:.1} km", most / 1000.0), theme);
    }
    let lower = Rect::from_min_max(pos2(area.left(), if is_pair { middle + 8.0 } else { middle }), area.max);
    let most = curves.knots.iter().flatten().flatten().copied().fold(4.0, f64::max).min(40.0);
    for (knots, colour) in curves.knots.iter().zip([theme.track.selected, theme.track.groups[4]]) {
        curve_ui(ui, &lower, knots, most, colour);
    }
    frame_ui(ui, &lower, &format!("{most:.0} kn"), theme);
    foot_ui(ui, &response, &area, &scale, &curves, theme)
}

/// Beneath the curves: what the pointer is on, or from when to when; and the moment if it was clicked.
fn foot_ui(
    ui: &Ui,
    response: &egui::Response,
    area: &Rect,
    scale: &Scale,
    curves: &Curves,
    theme: &Theme,
) -> Option<Timestamp> {
    let font = FontId::proportional(SMALL);
    let y = area.bottom() + 2.0;
    let Some(at) = response.hover_pos() else {
        let (from, to) = (short(scale.from), short(scale.to));
        ui.painter().text(pos2(area.left(), y), Align2::LEFT_TOP, from, font.clone(), theme.ui.text_weak);
        ui.painter().text(pos2(area.right(), y), Align2::RIGHT_TOP, to, font, theme.ui.text_weak);
        return None;
    };
    ui.set_cursor_icon(CursorIcon::PointingHand);
    let moment = scale.moment(at.x);
    ui.painter().vline(scale.x(moment), area.y_range(), Stroke::new(1.0, theme.ui.text_weak));
    let share = ((at.x - area.left()) / area.width().max(1.0)).clamp(0.0, 1.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "one of a few hundred moments"
    )]
    let idx = (share * (N_MOMENTS - 1) as f32).round() as usize;
    let metres = curves.metres.get(idx).copied().flatten().map(|metres| format!("{metres:.0} m"));
    let knots = curves.knots.iter().filter_map(|knots| knots.get(idx).copied().flatten());
    let knots = knots.map(|knots| format!("{knots:.1} kn")).collect::<Vec<_>>().join(" / ");
    let read = metres.into_iter().chain(Some(knots).filter(|knots| !knots.is_empty())).collect::<Vec<_>>().join("  ");
    let text = said!("finding-plot-read", time = short(moment), values = read);
    ui.painter().text(pos2(area.center().x, y), Align2::CENTER_TOP, text, font, theme.ui.text);
    response.clicked().then_some(moment)
}

fn kept(ui: &Ui, of: (u64, FindingId), store: &TrackStore, finding: &Finding) -> Arc<Curves> {
    type Kept = ((u64, FindingId), Arc<Curves>);
    let id = Id::unique("curves of a finding");
    if let Some((_, curves)) = ui.data(|data| data.get_temp::<Kept>(id)).filter(|(then, _)| *then == of) {
        return curves;
    }
    let found = Arc::new(curves(store, &finding.vessels, span(finding)));
    ui.data_mut(|data| data.insert_temp::<Kept>(id, (of, Arc::clone(&found))));
    found
}

#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "places on the screen")]
fn curve_ui(ui: &Ui, area: &Rect, values: &[Option<f64>], most: f64, colour: Color32) {
    let x = |idx: usize| area.left() + area.width() * idx as f32 / (values.len().max(2) - 1) as f32;
    let y = |value: f64| area.bottom() - area.height() * (value / most).min(1.0) as f32;
    let mut run = Vec::new();
    for (idx, value) in values.iter().enumerate() {
        match value {
            Some(value) => run.push(pos2(x(idx), y(*value))),
            None => line_ui(ui, &mut run, colour),
        }
    }
    line_ui(ui, &mut run, colour);
}

fn line_ui(ui: &Ui, run: &mut Vec<egui::Pos2>, colour: Color32) {
    if run.len() > 1 {
        ui.painter().add(Shape::line(std::mem::take(run), Stroke::new(1.4, colour)));
    }
    run.clear();
}

fn frame_ui(ui: &Ui, area: &Rect, top: &str, theme: &Theme) {
    let font = FontId::proportional(SMALL);
    for (y, text) in [(area.top(), top), (area.bottom(), "0")] {
        ui.painter().hline(area.x_range(), y, Stroke::new(1.0, theme.ui.line));
        ui.painter().text(pos2(area.left() - 4.0, y), Align2::RIGHT_CENTER, text, font.clone(), theme.ui.text_weak);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::Position;
    use crate::track::{Fix, TrackBuilder};

    #[test]
    fn the_distance_between_two_ships_is_told_at_every_moment_they_were_heard() {
        let mut builder = TrackBuilder::default();
        let (one, other) = (Mmsi::new(440_000_001).expect("nine digits"), Mmsi::new(440_000_002).expect("nine digits"));
        for minute in (0..=240).step_by(10) {
            for (mmsi, lat) in [(one, 31.0), (other, 31.004)] {
                // The other is silent from the first hour to the third.
                if mmsi == other && minute > 60 && minute < 180 {
                    continue;
                }
                let fix = Fix {
                    mmsi,
                    time: Timestamp::from_seconds(minute * 60),
                    position: Position::clamped(lat, 122.0),
                    sog: None,
                    cog: None,
                    heading: None,
                    nav_status: None,
                };
                builder.push(&fix);
            }
        }
        let (store, _) = builder.build();
        let span = (Timestamp::from_seconds(0), Timestamp::from_seconds(4 * 3600));
        let curves = curves(&store, &[one, other], span);
        // On the ellipsoid 0.004° of latitude are 443.4 m at 31 N.
        let first = curves.metres[0].expect("both were heard");
        assert!((first - 443.4).abs() < 0.5, "{first}");
        assert_eq!(curves.metres[N_MOMENTS / 2], None, "one was silent");
        assert_eq!(curves.knots[0][10], Some(0.0));
    }
}
