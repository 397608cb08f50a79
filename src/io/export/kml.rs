//! KML 2.2 (OGC 07-147r2) and KMZ.

use std::io::{Cursor, Write as _};

use geo::{LineString, Polygon};

use super::ExportError;
use super::markup::{element, escaped};
use super::sheet::{Parts, Row, Sheet};
use crate::io::geojson_geometry::{push, write_degrees};
use crate::io::zones::{PLAN_DATA, colour_of};
use crate::plan::Kind;

/// A document with a placemark for each feature; layers as folders.
pub(super) fn text(sheet: &Sheet) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n",
    );
    element(&mut out, 1, "name", &sheet.title);
    let plan = sheet.plan.iter().map(|text| (PLAN_DATA, text.as_str()));
    extended_data(&mut out, 1, sheet.about.iter().map(|(name, value)| (*name, value.as_str())).chain(plan));
    schema(&mut out, sheet);
    let mut folder: Option<&str> = None;
    for row in &sheet.rows {
        if folder != row.layer.as_deref() {
            if folder.is_some() {
                out.push_str("  </Folder>\n");
            }
            out.push_str("  <Folder>\n");
            element(&mut out, 2, "name", row.layer.as_deref().unwrap_or_default());
            folder = row.layer.as_deref();
        }
        placemark(&mut out, sheet, row);
    }
    if folder.is_some() {
        out.push_str("  </Folder>\n");
    }
    out.push_str("</Document>\n</kml>\n");
    out
}

/// A KMZ: the document as `doc.kml` in a zip.
pub(super) fn zipped(kml: &str) -> Result<Vec<u8>, ExportError> {
    let broken = |error: zip::result::ZipError| ExportError::Archive(error.into());
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("doc.kml", zip::write::SimpleFileOptions::default()).map_err(broken)?;
    archive.write_all(kml.as_bytes()).map_err(ExportError::Archive)?;
    Ok(archive.finish().map_err(broken)?.into_inner())
}

fn placemark(out: &mut String, sheet: &Sheet, row: &Row) {
    out.push_str("  <Placemark>\n");
    element(out, 2, "name", &row.name);
    let is_described = !sheet.is_plan;
    if is_described {
        element(out, 2, "description", row.value(&sheet.columns, "description"));
    }
    if row.period.from.is_some() || row.period.to.is_some() {
        out.push_str("    <TimeSpan>");
        for (tag, moment) in [("begin", row.period.from), ("end", row.period.to)] {
            if let Some(moment) = moment {
                push(out, format_args!("<{tag}>{moment}</{tag}>"));
            }
        }
        out.push_str("</TimeSpan>\n");
    }
    style(out, row);
    let values = sheet.columns.iter().zip(&row.values).filter(|(_, value)| !value.is_empty());
    let values: Vec<(&str, &str)> = values
        .map(|(column, value)| (column.name.as_str(), value.as_str()))
        .filter(|(name, _)| !(is_described && *name == "description"))
        .collect();
    attributes(out, &values);
    let parts = row.geometry.as_ref().map(Parts::of).unwrap_or_default();
    let n_parts = parts.points.len() + parts.lines.len() + parts.polygons.len();
    if n_parts > 1 {
        out.push_str("    <MultiGeometry>\n");
    }
    parts.polygons.iter().for_each(|part| polygon(out, part));
    for line in &parts.lines {
        out.push_str("    <LineString><tessellate>1</tessellate><coordinates>");
        coordinates(out, line);
        out.push_str("</coordinates></LineString>\n");
    }
    for point in &parts.points {
        out.push_str("    <Point><coordinates>");
        coordinates(out, &LineString(vec![*point]));
        out.push_str("</coordinates></Point>\n");
    }
    if n_parts > 1 {
        out.push_str("    </MultiGeometry>\n");
    }
    out.push_str("  </Placemark>\n");
}

/// The attributes with their types: GDAL keeps names beyond ASCII only where a schema declares them.
fn schema(out: &mut String, sheet: &Sheet) {
    if sheet.columns.is_empty() {
        return;
    }
    out.push_str("  <Schema name=\"attributes\" id=\"attributes\">\n");
    for (idx, column) in sheet.columns.iter().enumerate() {
        let values = || sheet.rows.iter().filter_map(|row| row.values.get(idx));
        let is_short_integer = |value: &String| value.len() < 10 && !value.contains(['.', 'e', 'E']);
        let kind = match column.is_number {
            true if values().all(is_short_integer) => "int",
            true => "double",
            false => "string",
        };
        push(out, format_args!("    <SimpleField type=\"{kind}\" name=\"{}\"></SimpleField>\n", escaped(&column.name)));
    }
    out.push_str("  </Schema>\n");
}

fn attributes(out: &mut String, values: &[(&str, &str)]) {
    if values.is_empty() {
        return;
    }
    out.push_str("    <ExtendedData><SchemaData schemaUrl=\"#attributes\">\n");
    for (name, value) in values {
        let (name, value) = (escaped(name), escaped(value));
        push(out, format_args!("      <SimpleData name=\"{name}\">{value}</SimpleData>\n"));
    }
    out.push_str("    </SchemaData></ExtendedData>\n");
}

fn extended_data<'a>(out: &mut String, indent: usize, values: impl Iterator<Item = (&'a str, &'a str)>) {
    let mut values = values.peekable();
    if values.peek().is_none() {
        return;
    }
    let pad = "  ".repeat(indent);
    push(out, format_args!("{pad}<ExtendedData>\n"));
    for (name, value) in values {
        let (name, value) = (escaped(name), escaped(value));
        push(out, format_args!("{pad}  <Data name=\"{name}\"><value>{value}</value></Data>\n"));
    }
    push(out, format_args!("{pad}</ExtendedData>\n"));
}

/// Line and fill, as `aabbggrr`. Without a style of its own a feature takes the colour of its kind, and a fill that the sea
/// shows through.
fn style(out: &mut String, row: &Row) {
    let of_kind = row.kind.map(colour_of_kind);
    let style = &row.style;
    let given = |colour: &Option<String>| colour.as_deref().and_then(colour_of);
    let stroke = given(&style.stroke).or_else(|| given(&style.fill)).or_else(|| of_kind.map(str::to_owned));
    let fill = given(&style.fill).or_else(|| stroke.clone());
    let (Some(stroke), Some(fill)) = (stroke, fill) else { return };
    let line = kml_colour(&stroke, style.stroke_opacity.unwrap_or(1.0));
    let area = kml_colour(&fill, style.fill_opacity.unwrap_or(0.2));
    let width = style.stroke_width.filter(|width| width.is_finite() && *width >= 0.0).unwrap_or(2.0);
    push(
        out,
        format_args!(
            "    <Style><IconStyle><color>{line}</color></IconStyle><LineStyle><color>{line}</color><width>{width}</width></LineStyle><PolyStyle><color>{area}</color></PolyStyle></Style>\n"
        ),
    );
}

/// The colour of a feature that has none of its own.
pub(super) const fn colour_of_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::InterdictionArea | Kind::Inspection => "#c62828",
        Kind::PatrolZone | Kind::PatrolRoute | Kind::Unit => "#1565c0",
        Kind::ExclusionArea | Kind::Barrier => "#6a1b9a",
        Kind::ReferenceArea | Kind::Point => "#455a64",
    }
}

fn kml_colour(rrggbb: &str, opacity: f64) -> String {
    let digits = |range| rrggbb.get(range).unwrap_or("00");
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1 just before")]
    let alpha = (opacity.clamp(0.0, 1.0) * 255.0).round() as u8;
    format!("{alpha:02x}{}{}{}", digits(5..7), digits(3..5), digits(1..3))
}

fn polygon(out: &mut String, polygon: &Polygon<f64>) {
    out.push_str("    <Polygon><tessellate>1</tessellate>");
    let outer = std::iter::once(("outerBoundaryIs", polygon.exterior()));
    for (tag, ring) in outer.chain(polygon.interiors().iter().map(|ring| ("innerBoundaryIs", ring))) {
        push(out, format_args!("<{tag}><LinearRing><coordinates>"));
        coordinates(out, ring);
        push(out, format_args!("</coordinates></LinearRing></{tag}>"));
    }
    out.push_str("</Polygon>\n");
}

fn coordinates(out: &mut String, line: &LineString<f64>) {
    for (idx, coord) in line.0.iter().enumerate() {
        if idx > 0 {
            out.push(' ');
        }
        write_degrees(out, coord.x);
        out.push(',');
        write_degrees(out, coord.y);
    }
}
