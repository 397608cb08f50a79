//! A barrier in place and time: the line to the right, time downwards; what is covered, where the patrol is, and when who crosses is not seen.
//!
//! Owns the picture and what the pointer reads off it. The gaps are `analysis::pattern::barrier`'s. Start at [`ui`].

use egui::{Align2, FontId, Mesh, Pos2, Rect, Sense, Shape, Stroke, Ui, pos2, vec2};

use crate::language::{said, words};
use crate::session::patrol::Diagram;
use crate::ui::panel::timeline::short;
use crate::ui::theme::{SMALL, Theme};
use crate::units::{Metres, NauticalMiles, Timestamp};

/// How high the picture is, points.
const HEIGHT: f32 = 190.0;
/// Room beneath for the ends of the line and what is read.
const FOOT: f32 = 28.0;

/// Where places and moments lie on the screen.
struct Scale {
    area: Rect,
    length: Metres,
    span: (Timestamp, Timestamp),
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "places and moments become points of the screen, and back"
)]
impl Scale {
    fn x(&self, along: Metres) -> f32 {
        let share = along.value() / self.length.value().max(1.0);
        self.area.left() + self.area.width() * share as f32
    }

    fn y(&self, moment: Timestamp) -> f32 {
        let (from, to) = (self.span.0.millis(), self.span.1.millis());
        let share = (moment.millis() - from) as f64 / (to - from).max(1) as f64;
        self.area.top() + self.area.height() * share as f32
    }

    fn at(&self, pointer: Pos2) -> (Metres, Timestamp) {
        let along = f64::from((pointer.x - self.area.left()) / self.area.width().max(1.0)).clamp(0.0, 1.0);
        let share = f64::from((pointer.y - self.area.top()) / self.area.height().max(1.0)).clamp(0.0, 1.0);
        let lasts = (self.span.1.millis() - self.span.0.millis()) as f64;
        let moment = self.span.0.plus_millis((share * lasts / 60_000.0).round() as i64 * 60_000);
        (Metres::magnitude(along * self.length.value()), moment)
    }
}

/// Whether who crosses at a place and a moment passes unseen.
fn is_unseen(diagram: &Diagram, along: Metres, moment: Timestamp) -> bool {
    let stretch = diagram.stretches.iter().find(|stretch| along <= stretch.to).or_else(|| diagram.stretches.last());
    stretch.is_some_and(|stretch| stretch.uncovered.iter().any(|(from, to)| (*from..*to).contains(&moment)))
}

/// A place and a moment in words, and whether who crosses there then is seen.
fn read_words(diagram: &Diagram, along: Metres, moment: Timestamp) -> String {
    let place = one_decimal(along.nautical_miles());
    if is_unseen(diagram, along, moment) {
        said!("patrol-diagram-unseen", place = place, time = short(moment))
    } else {
        said!("patrol-diagram-seen", place = place, time = short(moment))
    }
}

fn one_decimal(length: NauticalMiles) -> String {
    format!("{:.1}", length.value())
}

/// What is not covered, in one mesh: stretches drawn one by one would show their seams.
fn shading(diagram: &Diagram, scale: &Scale, theme: &Theme) -> Mesh {
    let mut mesh = Mesh::default();
    for stretch in &diagram.stretches {
        let across = scale.x(stretch.from)..=scale.x(stretch.to);
        for (from, to) in &stretch.uncovered {
            let unseen = Rect::from_x_y_ranges(across.clone(), scale.y(*from)..=scale.y(*to));
            mesh.add_colored_rect(unseen, theme.ui.sunk);
            mesh.add_colored_rect(unseen, theme.ui.warning.gamma_multiply(0.35));
        }
    }
    mesh
}

/// Draws the picture.
pub(super) fn ui(ui: &mut Ui, diagram: &Diagram, theme: &Theme) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), HEIGHT + FOOT), Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, words("patrol-diagram")));
    if !ui.is_rect_visible(rect) {
        return;
    }
    let area = Rect::from_min_size(rect.min, vec2(rect.width(), HEIGHT));
    let scale = Scale { area, length: diagram.length, span: diagram.span };
    let painter = ui.painter().with_clip_rect(rect);
    painter.rect_filled(area, 0.0, theme.ui.good.gamma_multiply(0.6));
    painter.add(Shape::mesh(shading(diagram, &scale, theme)));
    let track: Vec<Pos2> =
        diagram.track.iter().map(|(along, moment)| pos2(scale.x(*along), scale.y(*moment))).collect();
    painter.add(Shape::line(track, Stroke::new(1.2, theme.plan.unit)));
    painter.rect_stroke(area, 0.0, Stroke::new(1.0, theme.ui.line), egui::StrokeKind::Inside);
    let font = FontId::proportional(SMALL);
    let ends = [
        (area.left_top() + vec2(3.0, 2.0), Align2::LEFT_TOP, short(diagram.span.0)),
        (area.left_bottom() + vec2(3.0, -2.0), Align2::LEFT_BOTTOM, short(diagram.span.1)),
    ];
    for (at, align, text) in ends {
        let galley = painter.layout_no_wrap(text, font.clone(), theme.ui.text);
        let plate = align.anchor_size(at, galley.size());
        painter.rect_filled(plate.expand(1.0), 2.0, theme.ui.raised.gamma_multiply(0.8));
        painter.galley(plate.min, galley, theme.ui.text);
    }
    let beneath = area.bottom() + 2.0;
    let length = format!("{} nm", one_decimal(diagram.length.nautical_miles()));
    painter.text(pos2(area.left(), beneath), Align2::LEFT_TOP, "0", font.clone(), theme.ui.text_weak);
    painter.text(pos2(area.right(), beneath), Align2::RIGHT_TOP, length, font.clone(), theme.ui.text_weak);
    if let Some(at) = response.hover_pos().filter(|at| area.contains(*at)) {
        let (along, moment) = scale.at(at);
        let line = Stroke::new(1.0, theme.ui.text);
        painter.vline(scale.x(along), area.y_range(), line);
        painter.hline(area.x_range(), scale.y(moment), line);
        let read = read_words(diagram, along, moment);
        painter.text(pos2(area.center().x, beneath + 13.0), Align2::CENTER_TOP, read, font, theme.ui.text);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::analysis::pattern::barrier::Barrier;
    use crate::units::Knots;

    #[test]
    fn the_pointer_reads_who_passes_unseen() {
        let miles = |miles: f64| NauticalMiles::new(miles).expect("a length");
        let knots = Knots::new(10.0).expect("a speed");
        let barrier = Barrier { length: miles(100.0), sweep: miles(20.0), speed: knots, target_speed: knots };
        let start = Timestamp::from_civil(2018, 1, 16, 0, 0, 0).expect("a moment");
        let lasts = Duration::from_hours(24);
        let diagram = Diagram {
            length: barrier.length.metres(),
            span: (start, start.plus_millis(24 * 3_600_000)),
            track: barrier.track(start, lasts),
            stretches: barrier.gaps(start, lasts, 100),
        };
        // The patrol begins ten miles from the first end: there it sees at once, and at the far end nobody for the first hours.
        let hour = start.plus_millis(3_600_000);
        assert_eq!(read_words(&diagram, miles(10.0).metres(), start), "10.0 nm, 16 Jan 00:00Z: seen");
        assert_eq!(read_words(&diagram, miles(95.0).metres(), hour), "95.0 nm, 16 Jan 01:00Z: crosses unseen");
        let area = Rect::from_min_size(pos2(10.0, 20.0), vec2(200.0, 240.0));
        let scale = Scale { area, length: diagram.length, span: diagram.span };
        let (along, moment) = scale.at(pos2(110.0, 30.0));
        assert!((along.nautical_miles().value() - 50.0).abs() < 1e-6);
        assert_eq!(moment, hour);
        assert!((scale.y(moment) - 30.0).abs() < 1e-3 && (scale.x(along) - 110.0).abs() < 1e-3);
    }
}
