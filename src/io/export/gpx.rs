//! GPX 1.1 (topografix.com/GPX/1/1): points as waypoints, lines as routes, areas as tracks that end where they begin.

use geo::LineString;

use super::markup::{element, escaped};
use super::remains;
use super::sheet::{Parts, Row, Sheet};
use crate::io::geojson_geometry::{push, write_degrees};

/// The namespace of what this program keeps in a file's extensions.
const NAMESPACE: &str = "urn:cordon:gpx";

/// Waypoints, then routes, then tracks, as the schema orders them.
pub(super) fn text(sheet: &Sheet) -> String {
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gpx version=\"1.1\" creator=\"Cordon\" xmlns=\"http://www.topografix.com/GPX/1/1\" xmlns:cordon=\"{NAMESPACE}\">\n",
    );
    let about: Vec<String> = sheet.about.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    out.push_str("<metadata>\n");
    element(&mut out, 1, "name", &sheet.title);
    element(&mut out, 1, "desc", &about.join("\n"));
    if let Some(plan) = &sheet.plan {
        push(&mut out, format_args!("  <extensions><cordon:plan>{}</cordon:plan></extensions>\n", escaped(plan)));
    }
    out.push_str("</metadata>\n");
    let rows: Vec<(Described<'_>, Parts<'_>)> = sheet
        .rows
        .iter()
        .enumerate()
        .map(|(idx, row)| {
            let parts = row.geometry.as_ref().map(Parts::of).unwrap_or_default();
            let n_elements = parts.points.len() + parts.lines.len() + usize::from(!parts.polygons.is_empty());
            (Described { sheet, row, order: idx + 1, is_parted: n_elements > 1 }, parts)
        })
        .collect();
    for (described, parts) in &rows {
        for (idx, point) in parts.points.iter().enumerate() {
            place(&mut out, "wpt", *point, false);
            described.write(&mut out, 1 + usize::from(!parts.polygons.is_empty()) + parts.lines.len() + idx);
            out.push_str("</wpt>\n");
        }
    }
    for (described, parts) in &rows {
        for (idx, line) in parts.lines.iter().enumerate() {
            out.push_str("<rte>\n");
            described.write(&mut out, 1 + usize::from(!parts.polygons.is_empty()) + idx);
            line.0.iter().for_each(|coord| place(&mut out, "rtept", *coord, true));
            out.push_str("</rte>\n");
        }
    }
    for (described, parts) in rows.iter().filter(|(_, parts)| !parts.polygons.is_empty()) {
        out.push_str("<trk>\n");
        described.write(&mut out, 1);
        for polygon in &parts.polygons {
            segment(&mut out, polygon.exterior());
            polygon.interiors().iter().for_each(|ring| segment(&mut out, ring));
        }
        out.push_str("</trk>\n");
    }
    out.push_str("</gpx>\n");
    out
}

/// What an element says of its feature: what every program shows, and in its extensions what this one reads.
struct Described<'a> {
    sheet: &'a Sheet,
    row: &'a Row,
    order: usize,
    /// Whether it is written as several elements.
    is_parted: bool,
}

impl Described<'_> {
    fn write(&self, out: &mut String, part: usize) {
        described(out, self.sheet, self.row);
        out.push_str("  <extensions><cordon:feature>\n");
        let order = (self.sheet.is_plan).then(|| (remains::ORDER, self.order.to_string()));
        let part = (self.sheet.is_plan && self.is_parted).then(|| (remains::PART, part.to_string()));
        let columns = self.sheet.columns.iter().map(|column| column.name.as_str());
        let values = columns.zip(self.row.values.iter().cloned()).filter(|(_, value)| !value.is_empty());
        for (name, value) in values.chain(order).chain(part) {
            let value = escaped(&value);
            if is_element_name(name) {
                push(out, format_args!("    <cordon:{name}>{value}</cordon:{name}>\n"));
            } else {
                push(out, format_args!("    <cordon:member name=\"{}\">{value}</cordon:member>\n", escaped(name)));
            }
        }
        out.push_str("  </cordon:feature></extensions>\n");
    }
}

/// Whether a name can be an element's as it stands: Latin letters and Hangul, which XML 1.0 has in every edition.
fn is_element_name(name: &str) -> bool {
    let is_letter = |c: char| c.is_ascii_alphabetic() || c == '_' || ('가'..='힣').contains(&c);
    name.starts_with(is_letter)
        && !matches!(name, "member" | "feature")
        && name.chars().all(|c| is_letter(c) || c.is_ascii_digit() || matches!(c, '-' | '.'))
}

/// Name, description and type, as all three elements have them.
fn described(out: &mut String, sheet: &Sheet, row: &Row) {
    element(out, 1, "name", &row.name);
    let hidden = [
        remains::COLUMN,
        "id",
        "kind",
        "unit_ids",
        "shape",
        "stroke",
        "stroke-width",
        "stroke-opacity",
        "fill",
        "fill-opacity",
    ];
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
