//! A table of coordinates, one vertex a row, that a spreadsheet opens.
//!
//! Columns: `feature` (counted from 1), `kind`, `name`, `part`, `ring` (0 for points and lines, 1 for an outer ring, 2 and on for
//! its holes), `vertex`, `lat`, `lon`, and for a plan `task`, `effective_from`, `effective_to`. Begins with a byte order mark, by
//! which spreadsheets know UTF-8.

use geo::Coord;

use super::Losses;
use super::sheet::{Parts, Row, Sheet};
use crate::io::geojson_geometry::{push, write_degrees};
use crate::io::zones::coordinates;

/// Columns of a plan beyond the coordinates.
const OF_PLAN: [&str; 3] = ["task", "effective_from", "effective_to"];

pub(super) fn text(sheet: &Sheet, losses: &mut Losses) -> String {
    let mut out = format!("\u{FEFF}{}", coordinates::HEADER);
    let extra: &[&str] = if sheet.is_plan { &OF_PLAN } else { &[] };
    for name in extra {
        push(&mut out, format_args!(",{name}"));
    }
    out.push_str("\r\n");
    for (idx, row) in sheet.rows.iter().enumerate() {
        let mut writer = Rows { out: &mut out, feature: idx + 1, sheet, row, extra };
        let parts = row.geometry.as_ref().map(Parts::of).unwrap_or_default();
        let mut part_no = 0;
        for polygon in &parts.polygons {
            part_no += 1;
            let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
            rings.enumerate().for_each(|(ring, line)| writer.vertices(part_no, ring + 1, &line.0));
        }
        for line in &parts.lines {
            part_no += 1;
            writer.vertices(part_no, 0, &line.0);
        }
        for point in &parts.points {
            part_no += 1;
            writer.vertices(part_no, 0, &[*point]);
        }
    }
    if let Some(titles) = sheet.without_place() {
        losses.say(format!("CSV: {titles} without a place on the map left out"));
    }
    let is_written = |name: &str| ["kind", "name"].contains(&name) || extra.contains(&name);
    let says_names =
        |idx: usize| sheet.rows.iter().all(|row| row.values.get(idx).is_none_or(|value| *value == row.name));
    let left_out =
        sheet.columns.iter().enumerate().filter(|(idx, column)| !is_written(&column.name) && !says_names(*idx));
    let left_out: Vec<&str> = left_out.map(|(_, column)| column.name.as_str()).collect();
    if !left_out.is_empty() {
        losses.say(format!("CSV: a table of coordinates; not written: {}", left_out.join(", ")));
    }
    out
}

struct Rows<'a> {
    out: &'a mut String,
    feature: usize,
    sheet: &'a Sheet,
    row: &'a Row,
    extra: &'a [&'a str],
}

impl Rows<'_> {
    fn vertices(&mut self, part: usize, ring: usize, coords: &[Coord<f64>]) {
        let kind = self.row.value(&self.sheet.columns, "kind");
        let head = format!("{},{},{},{part},{ring}", self.feature, quoted(kind), quoted(&self.row.name));
        let mut tail = String::new();
        for name in self.extra {
            push(&mut tail, format_args!(",{}", quoted(self.row.value(&self.sheet.columns, name))));
        }
        for (idx, coord) in coords.iter().enumerate() {
            push(self.out, format_args!("{head},{},", idx + 1));
            write_degrees(self.out, coord.y);
            self.out.push(',');
            write_degrees(self.out, coord.x);
            push(self.out, format_args!("{tail}\r\n"));
        }
    }
}

/// A value in quotes where RFC 4180 asks for them.
fn quoted(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) || text.starts_with(' ') || text.ends_with(' ') {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
