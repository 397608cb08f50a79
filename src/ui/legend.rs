//! What the colours of the tracks and of a silent ship's reach mean, on small plates in a corner of the map.
//!
//! Owns their layout. The words and colours of tracks are [`colour_by::legend`]'s. Start at [`paint`].

use std::sync::Arc;

use egui::{Color32, CornerRadius, FontId, Galley, Mesh, Painter, Pos2, Rect, pos2, vec2};

use super::colour_by::{ColourBy, legend};
use super::map::reach::colour_of;
use super::theme::{GRID, SMALL, Theme};
use crate::analysis::reachability::STOP_BANDS_HOURS;
use crate::language::{said, words};

/// How far the plate stands from the corner: clear of the degrees along the edges of the map.
const FROM_CORNER: [f32; 2] = [44.0, 24.0];
/// The side of a mark of colour, points.
const SWATCH: f32 = 10.0;
/// How wide a ramp of colours is, points.
const RAMP_WIDTH: f32 = 96.0;

/// What the plate says: a title, and lines of words with their colours, or a ramp with words at its ends.
enum Plate {
    Lines(&'static str, Vec<(String, Color32)>),
    Ramp(&'static str, Vec<Color32>, [&'static str; 2]),
}

/// What is on the map that wants explaining.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shown<'a> {
    /// What colours the tracks.
    pub(super) by: ColourBy,
    /// Whether traffic is shown as a density.
    pub(super) is_dense: bool,
    /// The bands of longest stops that are shaded.
    pub(super) stops: &'a [usize],
}

/// Paints the plates into the lower left corner of the map, one above the other, if there is something to explain.
pub(super) fn paint(painter: &Painter, map: Rect, shown: Shown<'_>, theme: &Theme) {
    let mut room = map;
    for plate in plate(shown.by, shown.is_dense, theme).into_iter().chain(stops_plate(shown.stops, theme)) {
        let Some(top) = plate_ui(painter, room, map, &plate, theme) else { return };
        room.max.y = top + FROM_CORNER[1] - GRID;
    }
}

/// Paints a plate into the lower left corner of the room that is left; where its upper edge is.
fn plate_ui(painter: &Painter, room: Rect, map: Rect, plate: &Plate, theme: &Theme) -> Option<f32> {
    let font = FontId::proportional(SMALL);
    let text = |line: &str, colour: Color32| painter.layout_no_wrap(line.to_owned(), font.clone(), colour);
    let (title, rows) = match plate {
        Plate::Lines(title, lines) => {
            (text(title, theme.ui.text), lines.iter().map(|(name, _)| text(name, theme.ui.text)).collect::<Vec<_>>())
        }
        Plate::Ramp(title, _, ends) => (text(title, theme.ui.text), ends.map(|end| text(end, theme.ui.text)).into()),
    };
    let row_height = title.size().y + 2.0;
    let mark = SWATCH + GRID;
    let size = match plate {
        Plate::Lines(..) => {
            let widest = rows.iter().map(|row| row.size().x + mark).fold(title.size().x, f32::max);
            #[expect(clippy::cast_precision_loss, reason = "a legend has few lines")]
            let n_rows = rows.len() as f32;
            vec2(widest, row_height * (n_rows + 1.0))
        }
        Plate::Ramp(..) => {
            let ends: f32 = rows.iter().map(|row| row.size().x + GRID).sum();
            vec2((RAMP_WIDTH + ends).max(title.size().x), row_height * 2.0)
        }
    };
    let size = size + vec2(4.0 * GRID, 2.0 * GRID);
    let corner = room.left_bottom() + vec2(FROM_CORNER[0], -FROM_CORNER[1] - size.y);
    if size.x + FROM_CORNER[0] > map.width() / 2.0 || size.y + FROM_CORNER[1] > map.height() / 2.0 {
        return None; // A small map is for what it shows.
    }
    painter.rect_filled(Rect::from_min_size(corner, size), CornerRadius::same(4), theme.chart.plate);
    let mut at = corner + vec2(2.0 * GRID, GRID);
    painter.galley(at, title, theme.ui.text);
    at.y += row_height;
    match plate {
        Plate::Lines(_, lines) => {
            for (row, (_, colour)) in rows.into_iter().zip(lines) {
                line_at(painter, at, row, *colour, theme);
                at.y += row_height;
            }
        }
        Plate::Ramp(_, stops, _) => {
            let mut rows = rows.into_iter();
            if let Some(row) = rows.next() {
                let width = row.size().x;
                painter.galley(at, row, theme.ui.text);
                at.x += width + GRID;
            }
            painter.add(ramp(Rect::from_min_size(at + vec2(0.0, 3.0), vec2(RAMP_WIDTH, 8.0)), stops));
            if let Some(row) = rows.next() {
                painter.galley(at + vec2(RAMP_WIDTH + GRID, 0.0), row, theme.ui.text);
            }
        }
    }
    Some(corner.y)
}

/// The bands of the longest stop of a silent ship.
fn stops_plate(bands: &[usize], theme: &Theme) -> Option<Plate> {
    let hours = |idx: usize| STOP_BANDS_HOURS.get(idx).map(|hours| format!("{hours:.0}"));
    let name = |band: usize| {
        let from = hours(band).unwrap_or_default();
        match hours(band + 1) {
            Some(to) if band == 0 => said!("legend-stop-under", to = to),
            Some(to) => said!("legend-stop-from-to", from = from, to = to),
            None => said!("legend-stop-from", from = from),
        }
    };
    let lines: Vec<(String, Color32)> = bands.iter().map(|band| (name(*band), colour_of(*band, theme))).collect();
    (!lines.is_empty()).then_some(Plate::Lines(words("legend-stop"), lines))
}

/// A line of words after its colour.
fn line_at(painter: &Painter, at: Pos2, words: Arc<Galley>, colour: Color32, theme: &Theme) {
    let swatch = Rect::from_min_size(at + vec2(0.0, 2.0), vec2(SWATCH, SWATCH));
    // Shades are seen on the sea, as on the map.
    painter.rect_filled(swatch, CornerRadius::same(2), theme.chart.sea);
    painter.rect_filled(swatch, CornerRadius::same(2), colour);
    painter.galley(at + vec2(SWATCH + GRID, 0.0), words, theme.ui.text);
}

/// Paints a plate into the upper left corner of the room that is left: a title, lines with their colours, and lines without one. What room is left beneath it.
pub(super) fn lines_at_top(
    painter: &Painter,
    room: Rect,
    title: &str,
    lines: &[(String, Color32)],
    feet: &[String],
    theme: &Theme,
) -> Rect {
    let font = FontId::proportional(SMALL);
    let text = |line: &str, colour: Color32| painter.layout_no_wrap(line.to_owned(), font.clone(), colour);
    let title = text(title, theme.ui.text);
    let rows: Vec<_> = lines.iter().map(|(line, _)| text(line, theme.ui.text)).collect();
    let feet: Vec<_> = feet.iter().map(|line| text(line, theme.ui.text_weak)).collect();
    let row_height = title.size().y + 2.0;
    let widest = rows.iter().map(|row| row.size().x + SWATCH + GRID);
    let widest = widest.chain(feet.iter().map(|row| row.size().x)).fold(title.size().x, f32::max);
    #[expect(clippy::cast_precision_loss, reason = "a plate has few lines")]
    let height = row_height * (1 + rows.len() + feet.len()) as f32;
    let size = vec2(widest, height) + vec2(4.0 * GRID, 2.0 * GRID);
    let corner = room.left_top() + vec2(FROM_CORNER[0], FROM_CORNER[1]);
    if size.x + FROM_CORNER[0] > room.width() || size.y + FROM_CORNER[1] > room.height() / 2.0 {
        return room; // A small map is for what it shows.
    }
    painter.rect_filled(Rect::from_min_size(corner, size), CornerRadius::same(4), theme.chart.plate.to_opaque());
    let mut at = corner + vec2(2.0 * GRID, GRID);
    painter.galley(at, title, theme.ui.text);
    at.y += row_height;
    for (row, (_, colour)) in rows.into_iter().zip(lines) {
        line_at(painter, at, row, *colour, theme);
        at.y += row_height;
    }
    for row in feet {
        painter.galley(at, row, theme.ui.text_weak);
        at.y += row_height;
    }
    Rect::from_min_max(pos2(room.left(), corner.y + size.y + GRID - FROM_CORNER[1]), room.max)
}

fn plate(by: ColourBy, is_dense: bool, theme: &Theme) -> Option<Plate> {
    let lines = |title| {
        Plate::Lines(title, legend(by, theme).into_iter().map(|(name, colour)| (name.to_owned(), colour)).collect())
    };
    Some(match by {
        ColourBy::Nothing if is_dense => Plate::Ramp(
            words("legend-density"),
            theme.track.density.to_vec(),
            [words("legend-one"), words("legend-most")],
        ),
        ColourBy::Nothing | ColourBy::Vessel => return None,
        ColourBy::Time => Plate::Ramp(
            words("legend-time"),
            theme.track.speeds.to_vec(),
            [words("legend-first"), words("legend-last")],
        ),
        ColourBy::Class => lines(words("legend-class")),
        ColourBy::Flag => lines(words("legend-flag")),
        ColourBy::Speed => lines(words("legend-speed")),
        ColourBy::Finding => lines(words("legend-finding")),
    })
}

/// A strip that runs through the colours of a ramp.
fn ramp(rect: Rect, stops: &[Color32]) -> Mesh {
    let mut mesh = Mesh::default();
    #[expect(clippy::cast_precision_loss, reason = "a ramp has few stops")]
    let x = |idx: usize| rect.left() + rect.width() * idx as f32 / (stops.len().max(2) - 1) as f32;
    for (idx, colour) in (0_u32..).zip(stops) {
        let left = x(idx as usize);
        mesh.colored_vertex(pos2(left, rect.top()), *colour);
        mesh.colored_vertex(pos2(left, rect.bottom()), *colour);
        if idx > 0 {
            mesh.add_triangle(2 * idx - 2, 2 * idx - 1, 2 * idx);
            mesh.add_triangle(2 * idx - 1, 2 * idx, 2 * idx + 1);
        }
    }
    mesh
}
