//! A table of coordinates, one vertex a row, that a spreadsheet opens.
//!
//! Columns: `feature` (counted from 1), `kind`, `name`, `part`, `ring` (0 for points and lines, 1 for an outer ring, 2 and on for
//! its holes), `vertex`, `lat`, `lon`, then every attribute, which stands in the first row of its feature only. Begins with a byte
//! order mark, by which spreadsheets know UTF-8.

use geo::Coord;

use super::sheet::{Parts, Row, Sheet};
use crate::io::geojson_geometry::{push, write_degrees};
use crate::io::zones::coordinates;

/// The longest text in a cell of Microsoft Excel and `LibreOffice` Calc (Excel specifications and limits).
pub(super) const LONGEST_CELL: usize = 32_767;

pub(super) fn text(sheet: &Sheet) -> String {
    let mut out = format!("\u{FEFF}{}", coordinates::HEADER);
    let extra: Vec<usize> = (0..sheet.columns.len())
        .filter(|idx| sheet.columns.get(*idx).is_some_and(|column| !matches!(column.name.as_str(), "kind" | "name")))
        .collect();
    for column in extra.iter().filter_map(|idx| sheet.columns.get(*idx)) {
        push(&mut out, format_args!(",{}", quoted(&column.name)));
    }
    out.push_str("\r\n");
    for (idx, row) in sheet.rows.iter().enumerate() {
        let mut writer = Rows { out: &mut out, feature: idx + 1, sheet, row, extra: &extra, is_first: true };
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
    out
}

struct Rows<'a> {
    out: &'a mut String,
    feature: usize,
    sheet: &'a Sheet,
    row: &'a Row,
    extra: &'a [usize],
    /// Whether nothing of the feature stands there yet.
    is_first: bool,
}

impl Rows<'_> {
    fn vertices(&mut self, part: usize, ring: usize, coords: &[Coord<f64>]) {
        let kind = self.row.value(&self.sheet.columns, "kind");
        let head = format!("{},{},{},{part},{ring}", self.feature, quoted(kind), quoted(&self.row.name));
        for (idx, coord) in coords.iter().enumerate() {
            push(self.out, format_args!("{head},{},", idx + 1));
            write_degrees(self.out, coord.y);
            self.out.push(',');
            write_degrees(self.out, coord.x);
            let is_first = std::mem::take(&mut self.is_first);
            for column in self.extra {
                self.out.push(',');
                if is_first {
                    self.out.push_str(&quoted(self.row.values.get(*column).map_or("", String::as_str)));
                }
            }
            self.out.push_str("\r\n");
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
