//! How far two vessels were from each other, and how fast each sailed, around a finding: what the eye checks a meeting by.
//!
//! Owns the picture and what the pointer reads off it. Start at [`curves`]; the drawing hands back the moment that was clicked.

use std::sync::Arc;

use egui::{Align2, Color32, CursorIcon, FontId, Id, Rect, Sense, Shape, Stroke, Ui, pos2, vec2};

use crate::dossier::plot::span;
use crate::finding::{Finding, FindingId};
use crate::language::{said, words};
use crate::session::Session;
use crate::track::TrackStore;
use crate::track::meeting::{Curves, N_MOMENTS, curves};
use crate::ui::panel::timeline::{Scale, short};
use crate::ui::theme::{SMALL, Theme};
use crate::units::Timestamp;

/// How high one of the two curves is, points.
const HEIGHT: f32 = 78.0;
/// Room for the numbers on the left and the times beneath.
const MARGIN: (f32, f32) = (34.0, 14.0);

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
