//! What frames a chart: graticule, the border with its degrees, scale bars, north.
//!
//! Owns their measure and their drawing. Never reads a tile. Start at [`graticule`], [`border`] and [`scale`].

use std::fmt::Write as _;

use super::clip::{Point, Rect};
use super::frame::Frame;
use super::overlay::text_halo;
use super::ruler::{MIDDLE_TO_BASELINE, Ruler};
use super::style::Palette;
use super::svg::{Px, escaped};
use crate::coordinate::{Form, format};
use crate::language::{said, words};
use crate::units::{METRES_PER_NAUTICAL_MILE, Metres};

/// The steps a graticule may have and the bars of its border, in tenths of a minute of arc.
const STEPS: [(u32, u32); 15] = [
    (18_000, 6000),
    (12_000, 3000),
    (6000, 1200),
    (3000, 600),
    (1200, 300),
    (600, 100),
    (300, 50),
    (200, 50),
    (100, 20),
    (50, 10),
    (20, 5),
    (10, 2),
    (5, 1),
    (2, 1),
    (1, 1),
];
/// The least way between two lines of the graticule, points.
const LEAST_SPACING: f64 = 120.0;
/// The breadth of the border's bars, points.
const BARS: f64 = 5.0;
/// The room that the border and its degrees need outside the map, points.
pub(super) const BORDER: f64 = 22.0;
/// The longest a scale bar may be, points.
const LONGEST_BAR: f64 = 190.0;
/// The plate with scale bars and north, points.
const PLATE: [f64; 2] = [268.0, 74.0];

/// A meridian or parallel: where it crosses the page, and what it is called.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) at: f64,
    pub(super) text: String,
}

/// The lines of the graticule.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Graticule {
    pub(super) meridians: Vec<Line>,
    pub(super) parallels: Vec<Line>,
    /// The border's bars begin here.
    bars: [Vec<f64>; 2],
    /// Whether the first bar on each axis is dark.
    first_is_dark: [bool; 2],
}

/// The graticule of a frame on a page whose type is `unit` times its usual size.
pub(super) fn graticule(frame: &Frame, unit: f64) -> Graticule {
    let per_degree = frame.rect.width() / frame.degrees_wide();
    let (step, bar) = STEPS
        .into_iter()
        .rev()
        .find(|(step, _)| f64::from(*step) / 600.0 * per_degree >= LEAST_SPACING * unit)
        .unwrap_or(STEPS[0]);
    let west = frame.west();
    let (north, south) = {
        let at = |y: f64| frame.position_from_page([frame.rect.left, y]).lat();
        (at(frame.rect.top), at(frame.rect.bottom))
    };
    let meridians = multiples(west, west + frame.degrees_wide(), step)
        .map(|lon| Line { at: frame.x_of(lon), text: arc(wrapped(lon), step, 'E', 'W') })
        .collect();
    let parallels =
        multiples(south, north, step).map(|lat| Line { at: frame.y_of(lat), text: arc(lat, step, 'N', 'S') }).collect();
    let is_dark = |from: f64| (from / (f64::from(bar) / 600.0)).floor().rem_euclid(2.0) < 1.0;
    Graticule {
        meridians,
        parallels,
        bars: [
            multiples(west, west + frame.degrees_wide(), bar).map(|lon| frame.x_of(lon)).collect(),
            multiples(south, north, bar).map(|lat| frame.y_of(lat)).collect(),
        ],
        first_is_dark: [is_dark(west), is_dark(south)],
    }
}

/// The multiples of a step between two angles, degrees.
fn multiples(from: f64, to: f64, step_tenths: u32) -> impl Iterator<Item = f64> {
    let step = f64::from(step_tenths) / 600.0;
    #[expect(clippy::cast_possible_truncation, reason = "a graticule has few lines")]
    let range = (from / step).ceil() as i64..=(to / step).floor() as i64;
    #[expect(clippy::cast_precision_loss, reason = "a graticule has few lines")]
    range.take(2000).map(move |i| i as f64 * step)
}

fn wrapped(lon: f64) -> f64 {
    let lon = (lon + 180.0).rem_euclid(360.0) - 180.0;
    if lon < -179.999_999 { 180.0 } else { lon }
}

/// An angle in degrees and minutes, as a chart's border has it: `38°N`, `124°30′E`, `38°30.5′N`.
fn arc(degrees: f64, step_tenths: u32, positive: char, negative: char) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 180 degrees")]
    let tenths = (degrees.abs() * 600.0).round() as u32;
    let side = match tenths {
        0 | 108_000 if positive == 'E' => String::new(),
        0 => String::new(),
        _ if degrees < 0.0 => negative.to_string(),
        _ => positive.to_string(),
    };
    let (d, m, part) = (tenths / 600, tenths / 10 % 60, tenths % 10);
    if step_tenths.is_multiple_of(600) {
        format!("{d}°{side}")
    } else if step_tenths.is_multiple_of(10) {
        format!("{d}°{m:02}′{side}")
    } else {
        format!("{d}°{m:02}.{part}′{side}")
    }
}

impl Graticule {
    /// Its lines across the map.
    pub(super) fn write_lines(&self, out: &mut String, frame: &Frame, palette: &Palette, unit: f64) {
        let Rect { left, top, right, bottom } = frame.rect;
        let mut d = String::new();
        for line in &self.meridians {
            let _infallible = write!(d, "M{} {}V{}", Px(line.at), Px(top), Px(bottom));
        }
        for line in &self.parallels {
            let _infallible = write!(d, "M{} {}H{}", Px(left), Px(line.at), Px(right));
        }
        let _infallible = writeln!(
            out,
            r#"<path id="graticule" fill="none" stroke="{}" stroke-opacity="{}" stroke-width="{}" d="{d}"/>"#,
            palette.graticule,
            Px(palette.graticule.opacity() * 1.3),
            Px(unit)
        );
    }
}

/// The border round the map: bars along its sides, degrees outside.
pub(super) fn border(out: &mut String, graticule: &Graticule, frame: &Frame, palette: &Palette, unit: f64) {
    let (inner, outer) = (frame.rect, frame.rect.grown(BARS * unit));
    let ink = palette.furniture;
    let mut bars = String::new();
    for (axis, marks) in graticule.bars.iter().enumerate() {
        let (from, to) = if axis == 0 { (inner.left, inner.right) } else { (inner.bottom, inner.top) };
        let mut is_dark = graticule.first_is_dark.get(axis).copied().unwrap_or(false);
        let edges: Vec<f64> = std::iter::once(from).chain(marks.iter().copied()).chain(std::iter::once(to)).collect();
        for (a, b) in edges.iter().zip(edges.iter().skip(1)) {
            if is_dark && axis == 0 {
                for y in [outer.top, inner.bottom] {
                    let _infallible = write!(bars, "M{} {}H{}v{}H{}z", Px(*a), Px(y), Px(*b), Px(BARS * unit), Px(*a));
                }
            } else if is_dark {
                for x in [outer.left, inner.right] {
                    let _infallible = write!(bars, "M{} {}V{}h{}V{}z", Px(x), Px(*a), Px(*b), Px(BARS * unit), Px(*a));
                }
            }
            is_dark = !is_dark;
        }
    }
    let frame_of = |rect: &Rect, width: f64| {
        format!(
            r#"<rect x="{}" y="{}" width="{}" height="{}" fill="none" stroke="{ink}" stroke-width="{}"/>"#,
            Px(rect.left),
            Px(rect.top),
            Px(rect.width()),
            Px(rect.height()),
            Px(width * unit)
        )
    };
    let _infallible = writeln!(
        out,
        r#"<g id="border"><path fill="{ink}" d="{bars}"/>{}{}"#,
        frame_of(&inner, 0.8),
        frame_of(&outer, 1.2)
    );
    degrees(out, graticule, &outer, palette, unit);
    out.push_str("</g>\n");
}

fn degrees(out: &mut String, graticule: &Graticule, outer: &Rect, palette: &Palette, unit: f64) {
    let size = 11.0 * unit;
    let ruler = Ruler::regular(size);
    let _infallible = write!(out, r#"<g font-size="{}" text-anchor="middle" fill="{}">"#, Px(size), palette.furniture);
    let off = 4.0 * unit;
    for Line { at, text } in &graticule.meridians {
        let half = ruler.width(text) / 2.0;
        if (outer.left + half..=outer.right - half).contains(at) {
            for y in [outer.top - off, outer.bottom + off + size * 0.72] {
                let _infallible = write!(out, r#"<text x="{}" y="{}">{}</text>"#, Px(*at), Px(y), escaped(text));
            }
        }
    }
    for Line { at, text } in &graticule.parallels {
        let half = ruler.width(text) / 2.0;
        if (outer.top + half..=outer.bottom - half).contains(at) {
            for (x, turn) in [(outer.left - off, -90), (outer.right + off, 90)] {
                let _infallible = write!(
                    out,
                    r#"<text transform="translate({} {}) rotate({turn})">{}</text>"#,
                    Px(x),
                    Px(*at),
                    escaped(text)
                );
            }
        }
    }
    out.push_str("</g>");
}

/// A scale bar: how long it is on the ground and on the page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bar {
    pub(super) units: f64,
    pub(super) pixels: f64,
}

/// The longest bar of 1, 2, 3, 4, 5, 6, 8, 10, … units that is no longer than `longest` pixels.
pub(super) fn bar_of(metres_per_pixel: Metres, metres_per_unit: f64, longest: f64) -> Bar {
    let units_per_pixel = metres_per_pixel.value() / metres_per_unit;
    let most = (longest * units_per_pixel).max(1e-9);
    let power = 10.0_f64.powf(most.log10().floor());
    let units = [8.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0]
        .into_iter()
        .map(|n| n * power)
        .find(|length| *length <= most)
        .unwrap_or(power);
    Bar { units, pixels: units / units_per_pixel }
}

/// Where the plate with the scale stands: in the lower right corner of the map.
pub(super) fn scale_plate(frame: &Frame, unit: f64) -> Rect {
    let (right, bottom) = (frame.rect.right - 10.0 * unit, frame.rect.bottom - 10.0 * unit);
    Rect::new(right - PLATE[0] * unit, bottom - PLATE[1] * unit, right, bottom)
}

/// Scale bars in nautical miles and kilometres, true in the map's middle latitude, and the north arrow.
pub(super) fn scale(out: &mut String, frame: &Frame, palette: &Palette, unit: f64) {
    let plate = scale_plate(frame, unit);
    let ink = palette.furniture;
    let _infallible = write!(
        out,
        r#"<g id="scale" font-size="{}" fill="{ink}"><rect x="{}" y="{}" width="{}" height="{}" rx="{}" fill="{}" fill-opacity="{}"/>"#,
        Px(11.0 * unit),
        Px(plate.left),
        Px(plate.top),
        Px(plate.width()),
        Px(plate.height()),
        Px(4.0 * unit),
        palette.plate,
        Px(palette.plate.opacity())
    );
    let metres_per_pixel = frame.metres_per_pixel();
    let left = plate.left + 12.0 * unit;
    for (name, metres, y) in
        [("nm", METRES_PER_NAUTICAL_MILE, plate.top + 22.0 * unit), ("km", 1000.0, plate.top + 47.0 * unit)]
    {
        let bar = bar_of(metres_per_pixel, metres, LONGEST_BAR * unit);
        write_bar(out, name, bar, [left, y], palette, unit);
    }
    let middle = frame.position_from_page([
        f64::midpoint(frame.rect.left, frame.rect.right),
        f64::midpoint(frame.rect.top, frame.rect.bottom),
    ]);
    let place = format(middle, Form::Ddm);
    let scale = said!("picture-scale", latitude = place.split_whitespace().next().unwrap_or_default());
    let _infallible = write!(
        out,
        r#"<text font-size="{}" x="{}" y="{}" fill="{}">{}</text>"#,
        Px(9.0 * unit),
        Px(left),
        Px(plate.bottom - 7.0 * unit),
        palette.text_weak,
        escaped(&scale)
    );
    north(out, [plate.right - 22.0 * unit, plate.top + 34.0 * unit], palette, unit);
    out.push_str("</g>\n");
}

fn write_bar(out: &mut String, name: &str, bar: Bar, [x, y]: Point, palette: &Palette, unit: f64) {
    let ink = palette.furniture;
    let height = 4.0 * unit;
    let quarter = bar.pixels / 4.0;
    let _infallible = write!(
        out,
        r#"<rect id="bar-{name}" x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="{ink}" stroke-width="{}"/>"#,
        Px(x),
        Px(y),
        Px(bar.pixels),
        Px(height),
        palette.page,
        Px(0.8 * unit)
    );
    for dark in [0.0, 2.0] {
        let _infallible = write!(
            out,
            r#"<rect x="{}" y="{}" width="{}" height="{}"/>"#,
            Px(x + dark * quarter),
            Px(y),
            Px(quarter),
            Px(height)
        );
    }
    let words = |units: f64| {
        let text = std::format!("{units:.4}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    let baseline = y - 4.0 * unit;
    for (at, text, anchor) in [
        (x, "0".to_owned(), "middle"),
        (x + bar.pixels / 2.0, words(bar.units / 2.0), "middle"),
        (x + bar.pixels, std::format!("{} {name}", words(bar.units)), "middle"),
    ] {
        let _infallible =
            write!(out, r#"<text x="{}" y="{}" text-anchor="{anchor}">{text}</text>"#, Px(at), Px(baseline));
    }
}

fn north(out: &mut String, [x, y]: Point, palette: &Palette, unit: f64) {
    let ink = palette.furniture;
    let _infallible = write!(
        out,
        r#"<g transform="translate({} {}) scale({})"><path d="M0-22L-8 6 0 0z"/><path fill="none" stroke="{ink}" stroke-linejoin="round" d="M0-22L8 6 0 0-8 6z"/><text y="21" text-anchor="middle" font-size="13" font-weight="600">N</text></g>"#,
        Px(x),
        Px(y),
        Px(unit)
    );
}

/// A few words across the lower left of the map.
pub(super) fn warning(out: &mut String, frame: &Frame, palette: &Palette, unit: f64) -> Rect {
    let ruler = Ruler::strong(11.5 * unit);
    let text = words("picture-no-navigation");
    let width = ruler.width(text);
    let (left, middle) = (frame.rect.left + 12.0 * unit, frame.rect.bottom - 18.0 * unit);
    let _infallible = writeln!(
        out,
        r#"<text x="{}" y="{}" font-size="{}" font-weight="600" fill="{}" {}>{text}</text>"#,
        Px(left),
        Px(middle + ruler.size * MIDDLE_TO_BASELINE),
        Px(ruler.size),
        palette.warning,
        text_halo(palette, unit)
    );
    Rect::new(left, middle - ruler.size, left + width, middle + ruler.size)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geodesy::{self, Position};

    fn at(lat: f64, lon: f64) -> Position {
        Position::new(lat, lon).expect("on the globe")
    }

    fn frame(lat: f64, lon: f64, degrees: f64) -> Frame {
        let rect = Rect::new(40.0, 60.0, 1240.0, 960.0);
        Frame::fitted(rect, (at(lat - degrees, lon - degrees), at(lat + degrees, lon + degrees)))
    }

    #[test]
    fn angles_read_as_on_a_chart() {
        assert_eq!(arc(38.0, 600, 'N', 'S'), "38°N");
        assert_eq!(arc(-124.5, 300, 'E', 'W'), "124°30′W");
        assert_eq!(arc(38.508_333_333, 5, 'N', 'S'), "38°30.5′N");
        assert_eq!(arc(0.0, 600, 'N', 'S'), "0°");
        assert_eq!(arc(180.0, 600, 'E', 'W'), "180°");
    }

    #[test]
    fn a_scale_bar_is_as_long_as_it_says() {
        for (lat, degrees) in [(0.0, 20.0), (38.7, 3.0), (36.2, 0.4), (-60.0, 0.02)] {
            let frame = frame(lat, 125.0, degrees);
            let bar = bar_of(frame.metres_per_pixel(), METRES_PER_NAUTICAL_MILE, 190.0);
            assert!(bar.pixels <= 190.0 && bar.pixels > 190.0 / 2.1, "{bar:?}");
            // The bar laid east-west across the middle of the page, measured on the ellipsoid.
            let middle = [640.0, 510.0];
            let from = frame.position_from_page([middle[0] - bar.pixels / 2.0, middle[1]]);
            let to = frame.position_from_page([middle[0] + bar.pixels / 2.0, middle[1]]);
            let nm = geodesy::distance(from, to).nautical_miles().value();
            assert!((nm / bar.units - 1.0).abs() < 2e-3, "{nm} for {bar:?}");
        }
    }

    #[test]
    fn the_graticule_is_neither_crowded_nor_absent_and_says_where_it_is() {
        for degrees in [40.0, 10.0, 3.0, 0.7, 0.2, 0.05, 0.02] {
            let frame = frame(38.0, 125.0, degrees);
            let lines = graticule(&frame, 1.0);
            assert!((1..=9).contains(&lines.meridians.len()), "{degrees}: {:?}", lines.meridians);
            assert!((1..=9).contains(&lines.parallels.len()), "{degrees}: {:?}", lines.parallels);
        }
        let lines = graticule(&frame(38.0, 125.0, 3.0), 1.0);
        let line = lines.parallels.iter().find(|line| line.text == "38°N").expect("the 38th parallel");
        // The middle of the page in latitude of a box from 35 to 41 is 38.07°N.
        let frame = frame(38.0, 125.0, 3.0);
        let there = frame.position_from_page([640.0, line.at]);
        assert!((there.lat() - 38.0).abs() < 1e-6);
    }
}
