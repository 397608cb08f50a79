//! GPX 1.1 (topografix.com/GPX/1/1): points as waypoints, lines as routes, areas as tracks that end where they begin.

use geo::LineString;

use super::Losses;
use super::markup::{element, escaped};
use super::sheet::{Parts, Row, Sheet};
use crate::io::geojson_geometry::{push, write_degrees};

/// Waypoints, then routes, then tracks, as the schema orders them.
pub(super) fn text(sheet: &Sheet, losses: &mut Losses) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gpx version=\"1.1\" creator=\"Cordon\" xmlns=\"http://www.topografix.com/GPX/1/1\">\n",
    );
    let about: Vec<String> = sheet.about.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    out.push_str("<metadata>\n");
    element(&mut out, 1, "name", &sheet.title);
    element(&mut out, 1, "desc", &about.join("\n"));
    out.push_str("</metadata>\n");
    let rows: Vec<(&Row, Parts<'_>)> =
        sheet.rows.iter().map(|row| (row, row.geometry.as_ref().map(Parts::of).unwrap_or_default())).collect();
    for (row, parts) in &rows {
        for point in &parts.points {
            place(&mut out, "wpt", *point, false);
            described(&mut out, sheet, row);
            out.push_str("</wpt>\n");
        }
    }
    for (row, parts) in &rows {
        for line in &parts.lines {
            out.push_str("<rte>\n");
            described(&mut out, sheet, row);
            line.0.iter().for_each(|coord| place(&mut out, "rtept", *coord, true));
            out.push_str("</rte>\n");
        }
    }
    for (row, parts) in rows.iter().filter(|(_, parts)| !parts.polygons.is_empty()) {
        out.push_str("<trk>\n");
        described(&mut out, sheet, row);
        for polygon in &parts.polygons {
            segment(&mut out, polygon.exterior());
            polygon.interiors().iter().for_each(|ring| segment(&mut out, ring));
            if !polygon.interiors().is_empty() {
                losses.say("GPX: holes are written as further closed tracks of their area");
            }
        }
        out.push_str("</trk>\n");
        losses.say("GPX: areas are written as closed tracks; GPX has no areas");
    }
    let is_split =
        |parts: &Parts<'_>| parts.points.len() + parts.lines.len() + usize::from(!parts.polygons.is_empty()) > 1;
    if rows.iter().any(|(_, parts)| is_split(parts)) {
        losses.say(
            "GPX: the points and lines of one feature are written as waypoints and routes of their own, one by one",
        );
    }
    say_losses(sheet, losses);
    out.push_str("</gpx>\n");
    out
}

fn say_losses(sheet: &Sheet, losses: &mut Losses) {
    if let Some(titles) = sheet.without_place() {
        losses.say(format!("GPX: {titles} without a place on the map left out"));
    }
    if sheet.columns.iter().any(|column| !matches!(column.name.as_str(), "kind" | "id")) {
        losses.say("GPX: attributes stand in the description as text; periods are not times of the track");
    }
    if sheet.rows.iter().any(|row| row.style.stroke.is_some() || row.style.fill.is_some()) {
        losses.say("GPX: colours are not written");
    }
}

/// Name, description and type, as all three elements have them.
fn described(out: &mut String, sheet: &Sheet, row: &Row) {
    element(out, 1, "name", &row.name);
    let hidden =
        ["id", "kind", "unit_ids", "shape", "stroke", "stroke-width", "stroke-opacity", "fill", "fill-opacity"];
    let values = sheet.columns.iter().zip(&row.values).filter(|(column, value)| {
        let is_said = **value == row.name || (sheet.is_plan && hidden.contains(&column.name.as_str()));
        !value.is_empty() && !is_said
    });
    let lines: Vec<String> = values.map(|(column, value)| format!("{}: {value}", column.name)).collect();
    element(out, 1, "desc", &lines.join("\n"));
    let kind = row.kind.map_or_else(|| row.value(&sheet.columns, "kind").to_owned(), |kind| kind.keyword().to_owned());
    if !kind.is_empty() {
        push(out, format_args!("  <type>{}</type>\n", escaped(&kind)));
    }
}

fn segment(out: &mut String, ring: &LineString<f64>) {
    out.push_str("  <trkseg>\n");
    ring.0.iter().for_each(|coord| place(out, "trkpt", *coord, true));
    out.push_str("  </trkseg>\n");
}

fn place(out: &mut String, tag: &str, coord: geo::Coord<f64>, is_whole: bool) {
    push(out, format_args!("<{tag} lat=\""));
    write_degrees(out, coord.y);
    out.push_str("\" lon=\"");
    write_degrees(out, coord.x);
    out.push_str(if is_whole { "\"/>\n" } else { "\">\n" });
}
