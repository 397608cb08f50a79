//! What frames a chart: graticule, scale bar, north, credits.
//!
//! Owns their layout in the map rectangle. Never reads a tile. Start at [`graticule`] and [`corner`].

use egui::{Align2, Color32, FontId, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2};

use super::view::View;
use crate::geodesy::Position;
use crate::language::words;
use crate::ui::canvas::flat::{FillRoom, Fills};
use crate::ui::theme::{GRID, SMALL, Theme};
use crate::units::METRES_PER_NAUTICAL_MILE;

/// The steps a graticule may have, seconds of arc.
const STEPS: [u32; 18] = [
    30 * 3600,
    20 * 3600,
    10 * 3600,
    5 * 3600,
    2 * 3600,
    3600,
    30 * 60,
    20 * 60,
    10 * 60,
    5 * 60,
    2 * 60,
    60,
    30,
    20,
    10,
    5,
    2,
    1,
];
/// The least way between two lines of the graticule, points.
const LEAST_SPACING: f64 = 130.0;
/// The longest a scale bar may be, points.
const LONGEST_BAR: f64 = 130.0;

/// Draws meridians and parallels with their degrees along the western and the southern edge; where those stand is returned.
pub(super) fn graticule(painter: &Painter, view: &View, theme: &Theme, room: &FillRoom) -> Vec<Rect> {
    let mut lines = Fills::default();
    let pixel = 1.0 / view.pixels_per_point();
    let snapped = |at: f32| (at / pixel).floor() * pixel;
    let font = FontId::proportional(10.0);
    let rect = view.rect();
    let (meridians, parallels) = graticule_lines(view);
    for (x, _) in &meridians {
        let line = Rect::from_min_size(pos2(snapped(*x), rect.top()), vec2(pixel, rect.height()));
        lines.rect(line, theme.chart.graticule);
    }
    for (y, _) in &parallels {
        let line = Rect::from_min_size(pos2(rect.left(), snapped(*y)), vec2(rect.width(), pixel));
        lines.rect(line, theme.chart.graticule);
    }
    lines.paint(painter, rect, room);
    let mut taken = Vec::new();
    for (x, text) in meridians {
        if x > rect.left() + 40.0 && x < rect.right() - 260.0 {
            taken.push(haloed(painter, pos2(x + 3.0, rect.bottom() - 3.0), Align2::LEFT_BOTTOM, &text, &font, theme));
        }
    }
    for (y, text) in parallels {
        if y > rect.top() + 24.0 && y < rect.bottom() - 24.0 {
            taken.push(haloed(painter, pos2(rect.left() + 4.0, y - 2.0), Align2::LEFT_BOTTOM, &text, &font, theme));
        }
    }
    taken
}

/// Where a line crosses the screen, points, and what it is called.
type GraticuleLine = (f32, String);

/// Where meridians and parallels cross the screen, and what they are called.
fn graticule_lines(view: &View) -> (Vec<GraticuleLine>, Vec<GraticuleLine>) {
    let seen = view.visible();
    let rect = view.rect();
    let degrees_wide = (seen.east - seen.west).rem_euclid(360.0);
    let degrees_wide = if degrees_wide == 0.0 { 360.0 } else { degrees_wide };
    let points_per_degree = f64::from(rect.width()) / degrees_wide;
    let step = STEPS
        .into_iter()
        .rev()
        .find(|step| f64::from(*step) / 3600.0 * points_per_degree >= LEAST_SPACING)
        .unwrap_or(STEPS[0]);
    let step_degrees = f64::from(step) / 3600.0;
    let indices = |from: f64, to: f64| {
        #[expect(clippy::cast_possible_truncation, reason = "a graticule has few lines")]
        let range = (from / step_degrees).ceil() as i64..=(to / step_degrees).floor() as i64;
        range.take(64)
    };
    #[expect(clippy::cast_precision_loss, reason = "a graticule has few lines")]
    let degrees = |i: i64| i as f64 * step_degrees;
    let meridians = indices(seen.west, seen.west + degrees_wide)
        .map(|i| {
            let lon = Position::clamped(0.0, degrees(i)).lon();
            let place = Position::clamped(view.centre().lat(), lon);
            (view.screen_from_position(place).x, arc(lon, step, 'E', 'W'))
        })
        .collect();
    let parallels = indices(seen.south, seen.north)
        .map(|i| {
            let place = Position::clamped(degrees(i), view.centre().lon());
            (view.screen_from_position(place).y, arc(place.lat(), step, 'N', 'S'))
        })
        .collect();
    (meridians, parallels)
}

/// An angle with as much of degrees, minutes and seconds as the step needs: `38°30′N`.
fn arc(degrees: f64, step_seconds: u32, positive: char, negative: char) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 180 degrees")]
    let seconds = (degrees.abs() * 3600.0).round() as u32;
    let side = match seconds {
        0 => String::new(),
        _ if degrees < 0.0 => negative.to_string(),
        _ => positive.to_string(),
    };
    let (d, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if step_seconds.is_multiple_of(3600) {
        format!("{d}°{side}")
    } else if step_seconds.is_multiple_of(60) {
        format!("{d}°{m:02}′{side}")
    } else {
        format!("{d}°{m:02}′{s:02}″{side}")
    }
}

/// The greatest of 1, 2, 5, 10, … that is not longer than `longest` of a unit.
fn round_length(longest: f64) -> f64 {
    let power = 10.0_f64.powf(longest.max(1e-9).log10().floor());
    [5.0, 2.0, 1.0].into_iter().map(|n| n * power).find(|length| *length <= longest).unwrap_or(power)
}

/// The plate at the lower right, under which no name is to stand.
pub(super) fn plate(view: &View) -> Rect {
    let foot = view.rect().right_bottom() - vec2(2.0 * GRID, 2.0 * GRID);
    Rect::from_min_max(pos2(foot.x - 212.0, foot.y - 64.0), foot)
}

/// Draws scale bar and north arrow at the lower right, and the credits beneath them. What they cover is returned.
pub(super) fn corner(ui: &mut Ui, view: &View, theme: &Theme, credits: &[String]) -> Rect {
    let line = credits.first().map_or_else(String::new, |first| {
        let first: String = first.chars().take(40).collect();
        if credits.len() > 1 || first.chars().count() >= 40 { format!("{first}…") } else { first }
    });
    let painter = ui.painter().clone();
    let plate = plate(view);
    painter.rect(plate, 4.0, theme.chart.plate, Stroke::NONE, StrokeKind::Inside);
    north(&painter, pos2(plate.right() - 18.0, plate.top() + 20.0), theme.chart.furniture);
    let left = plate.left() + 2.0 * GRID;
    let metres_per_point = view.metres_per_point();
    bar(&painter, pos2(left, plate.top() + 17.0), metres_per_point / METRES_PER_NAUTICAL_MILE, "nm", theme);
    bar(&painter, pos2(left, plate.top() + 35.0), metres_per_point / 1000.0, "km", theme);
    credits_line(
        ui,
        Rect::from_min_max(pos2(left - GRID, plate.bottom() - 22.0), plate.right_bottom()),
        &line,
        credits,
    );
    plate
}

fn bar(painter: &Painter, at: Pos2, units_per_point: f64, unit: &str, theme: &Theme) {
    let length = round_length(LONGEST_BAR * units_per_point);
    #[expect(clippy::cast_possible_truncation, reason = "at most 130 points")]
    let width = (length / units_per_point) as f32;
    let stroke = Stroke::new(1.2, theme.chart.furniture);
    let tick = |x: f32| painter.line_segment([pos2(x, at.y - 4.0), pos2(x, at.y)], stroke);
    painter.line_segment([at, pos2(at.x + width, at.y)], stroke);
    tick(at.x);
    tick(at.x + width / 2.0);
    tick(at.x + width);
    let text = if length < 1.0 { format!("{length:.3}") } else { format!("{length:.0}") };
    let text = if length < 1.0 { text.trim_end_matches('0').to_owned() } else { text };
    let text_at = pos2(at.x + width + 6.0, at.y + 3.0);
    painter.text(
        text_at,
        Align2::LEFT_BOTTOM,
        format!("{text} {unit}"),
        FontId::proportional(SMALL),
        theme.chart.furniture,
    );
}

fn north(painter: &Painter, at: Pos2, colour: Color32) {
    let tip = pos2(at.x, at.y - 12.0);
    let (left, right, notch) = (pos2(at.x - 6.0, at.y + 6.0), pos2(at.x + 6.0, at.y + 6.0), pos2(at.x, at.y + 2.0));
    painter.add(Shape::convex_polygon(vec![tip, notch, left], colour, Stroke::NONE));
    painter.add(Shape::closed_line(vec![tip, right, notch, left], Stroke::new(1.0, colour)));
    painter.text(pos2(at.x, at.y + 6.0), Align2::CENTER_TOP, "N", FontId::proportional(SMALL), colour);
}

/// One line that opens the whole list.
fn credits_line(ui: &mut Ui, rect: Rect, line: &str, credits: &[String]) {
    ui.scope_builder(UiBuilder::new().max_rect(rect).id_salt("credits"), |ui| {
        ui.style_mut().visuals.button_frame = false;
        ui.spacing_mut().button_padding = vec2(GRID, 0.0);
        let text = egui::RichText::new(if line.is_empty() { words("map-sources") } else { line }).size(10.0).weak();
        let menu = ui.menu_button(text, |ui| {
            ui.set_max_width(360.0);
            ui.strong(words("map-sources-title"));
            for credit in credits {
                ui.label(credit);
            }
            ui.weak(words("map-not-for-navigation"));
        });
        menu.response.on_hover_text(words("map-sources-title"));
    });
}

fn haloed(painter: &Painter, at: Pos2, align: Align2, text: &str, font: &FontId, theme: &Theme) -> Rect {
    let galley = painter.layout_no_wrap(text.to_owned(), font.clone(), theme.chart.furniture);
    let place = align.anchor_size(at, galley.size());
    let corner = place.min;
    for by in [vec2(-1.0, 0.0), vec2(1.0, 0.0), vec2(0.0, 1.0), vec2(0.0, -1.0)] {
        painter.galley_with_override_text_color(corner + by, galley.clone(), theme.chart.halo_sea);
    }
    painter.galley(corner, galley, theme.chart.furniture);
    place
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::map::view::rect_of_size;

    #[test]
    fn angles_read_as_on_a_chart() {
        assert_eq!(arc(38.0, 3600, 'N', 'S'), "38°N");
        assert_eq!(arc(-124.5, 1800, 'E', 'W'), "124°30′W");
        assert_eq!(arc(124.508_333_333, 30, 'E', 'W'), "124°30′30″E");
        assert_eq!(arc(0.0, 3600, 'N', 'S'), "0°");
    }

    #[test]
    fn a_scale_bar_has_a_round_length() {
        assert!((round_length(87.0) - 50.0).abs() < 1e-9);
        assert!((round_length(19.9) - 10.0).abs() < 1e-9);
        assert!((round_length(0.27) - 0.2).abs() < 1e-9);
    }

    #[test]
    fn graticule_lines_are_neither_crowded_nor_absent() {
        for zoom in [2.5, 4.0, 6.5, 9.0, 12.0, 16.0, 19.0] {
            let view = View::new(Position::clamped(37.5, 126.5), zoom, rect_of_size(1280.0, 800.0), 1.0);
            let (meridians, parallels) = graticule_lines(&view);
            assert!((1..=12).contains(&meridians.len()), "{zoom}: {meridians:?}");
            assert!(parallels.len() <= 12, "{zoom}: {parallels:?}");
            assert!(
                meridians.iter().zip(meridians.iter().skip(1)).all(|(a, b)| b.0 - a.0 >= 119.0),
                "{zoom}: {meridians:?}"
            );
        }
    }
}
